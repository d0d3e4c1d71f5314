#pragma once

/// @file
/// Balance of a part of the body: the centre of the masses of a body and all that it carries over a
/// point of it, as sitting asks of what is above the hips.
///
///   direction . (centre of the masses on `body` and beyond - point of `body`) = offset
/// Not covered: the whole body over its support, manifold.hpp.

#include <guyline/posture/manifold.hpp>

namespace guyline {

template <typename Scalar, int Dim>
class PartCenterOver final : public Constraint<Scalar, Dim> {
 public:
  using Vector = guyline::Vector<Scalar, Dim>;

  /// @param frame  Its masses are taken over. @param direction_G  Unit. @param offset  [m].
  /// @throws InvalidArgument if nothing on `body` or beyond has mass.
  template <typename Number>
  PartCenterOver(const Frame<Number, Dim>& frame, BodyIndex body, const Vector& point_B,
                 const Vector& direction_G, const Scalar& offset)
      : body_(body), point_B_(point_B), direction_G_(direction_G), offset_(offset) {
    Scalar total(0);
    for (const auto& mass : frame.masses()) {
      if (!frame.is_beyond(mass.body, body)) continue;
      parts_.push_back({mass.body, cast_to<Scalar>(mass.point_B), Scalar(mass.mass)});
      total += Scalar(mass.mass);
    }
    if (parts_.empty()) throw InvalidArgument("PartCenterOver: there is no mass to balance");
    for (Part& part : parts_) part.share = part.share / total;
  }

  std::string name() const override { return "centre of mass of a part over its support"; }
  int num_residuals() const override { return 1; }
  bool reads_rates_of(int body) const override {
    bool reads = body == body_;
    for (const Part& part : parts_) reads = reads || part.body == body;
    return reads;
  }
  void evaluate(const PostureData<Scalar, Dim>& data, const VectorX<Scalar>& q,
                Eigen::Ref<VectorX<Scalar>> residuals,
                Eigen::Ref<MatrixX<Scalar>> jacobian) const override {
    const Vector p = data.kinematics.position(body_, point_B_);
    residuals[0] = -direction_G_.dot(p) - offset_;
    for (int i = 0; i < q.size(); ++i) {
      jacobian(0, i) = -direction_G_.dot(data.kinematics.velocity(body_, i, p));
    }
    for (const Part& part : parts_) {
      const Vector at = data.kinematics.position(part.body, part.point_B);
      residuals[0] += part.share * direction_G_.dot(at);
      for (int i = 0; i < q.size(); ++i) {
        jacobian(0, i) += part.share * direction_G_.dot(data.kinematics.velocity(part.body, i, at));
      }
    }
  }
  void curvature(const PostureData<Scalar, Dim>& data, const VectorX<Scalar>& /*q*/,
                 const PoseCurve<Scalar, Dim>& line,
                 Eigen::Ref<VectorX<Scalar>> second) const override {
    const auto bend = [&](BodyIndex body, const Vector& point_B) -> Scalar {
      const auto& rate = line.rates[static_cast<std::size_t>(static_cast<int>(body))];
      return direction_G_.dot(rate.acceleration_at(data.kinematics.position(body, point_B)));
    };
    second[0] = -bend(body_, point_B_);
    for (const Part& part : parts_) second[0] += part.share * bend(part.body, part.point_B);
  }

 private:
  struct Part {
    BodyIndex body;
    Vector point_B;
    Scalar share;  // of the mass of the part [1]
  };
  std::vector<Part> parts_;
  BodyIndex body_;
  Vector point_B_, direction_G_;
  Scalar offset_;
};

}  // namespace guyline
