#pragma once

/// @file
/// The manifold: all poses that satisfy what the nervous system holds, c(q) = 0.
///
/// Two kinds of constraint, told apart because one of them is free of charge:
///   linear     a . q = b           an angle that is held, an angle that follows others
///   nonlinear  c(q) = 0            a centre of mass over a point, a hand at a height
/// Linear ones are eliminated once: q = q_p(b) + E y with A E = 0. The solver sees y and the
/// nonlinear residuals. Constraint is open: derive from it for a residual of your own.
///
/// The path is the linear functional s = w . q (for the bridge: anterior tilt [rad]) along which
/// the one free direction of the manifold is walked, within [lower, upper].

#include <Eigen/QR>
#include <guyline/posture/potential.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace guyline {

/// A curve of poses q(s) through the pose of some PostureData, as far as its second derivative.
template <typename Scalar, int Dim>
struct PoseCurve {
  using Vector = guyline::Vector<Scalar, Dim>;

  VectorX<Scalar> q_rate;                            ///< dq/ds.
  std::vector<CurveRate<Scalar, Dim>> rates;         ///< Of each body.
  Vector mass_center_acceleration = Vector::Zero();  ///< [m per unit of s squared]
};

/// A nonlinear constraint: residuals that are zero on the manifold, with exact derivatives.
/// Implementations are constant and may be shared between threads.
template <typename Scalar, int Dim>
class Constraint {
 public:
  virtual ~Constraint() = default;
  /// For messages, as "centre of mass over the foot".
  virtual std::string name() const = 0;
  virtual int num_residuals() const = 0;
  /// Whether evaluate() asks for the velocity of points of this body: others need not be worked out.
  virtual bool reads_rates_of(int /*body*/) const { return true; }
  /// Writes residuals and, row by row, their derivatives by q.
  /// @param data  Poses and mass centre at q, rates of the bodies that it reads.
  virtual void evaluate(const PostureData<Scalar, Dim>& data, const VectorX<Scalar>& q,
                        Eigen::Ref<VectorX<Scalar>> residuals,
                        Eigen::Ref<MatrixX<Scalar>> jacobian) const = 0;
  /// Writes d2c/ds2 of each residual along the straight line q + s q_rate, at s = 0.
  /// @param line  That line; its bodies' rates and mass centre are up to date.
  virtual void curvature(const PostureData<Scalar, Dim>& data, const VectorX<Scalar>& q,
                         const PoseCurve<Scalar, Dim>& line,
                         Eigen::Ref<VectorX<Scalar>> second) const = 0;
};

/// direction . (centre of mass - point of a body) = offset.
template <typename Scalar, int Dim>
class CenterOfMassOver final : public Constraint<Scalar, Dim> {
 public:
  using Vector = guyline::Vector<Scalar, Dim>;

  /// @param direction_G  Unit. @param offset  [m].
  CenterOfMassOver(BodyIndex body, const Vector& point_B, const Vector& direction_G,
                   const Scalar& offset)
      : body_(body), point_B_(point_B), direction_G_(direction_G), offset_(offset) {}

  std::string name() const override { return "centre of mass over a point of the support"; }
  int num_residuals() const override { return 1; }
  bool reads_rates_of(int body) const override { return body == body_; }
  void evaluate(const PostureData<Scalar, Dim>& data, const VectorX<Scalar>& q,
                Eigen::Ref<VectorX<Scalar>> residuals,
                Eigen::Ref<MatrixX<Scalar>> jacobian) const override {
    const Vector p = data.kinematics.position(body_, point_B_);
    residuals[0] = direction_G_.dot(data.mass_center.position - p) - offset_;
    for (int i = 0; i < q.size(); ++i) {
      jacobian(0, i) = direction_G_.dot(data.mass_center.rates[static_cast<std::size_t>(i)] -
                                        data.kinematics.velocity(body_, i, p));
    }
  }
  void curvature(const PostureData<Scalar, Dim>& data, const VectorX<Scalar>& /*q*/,
                 const PoseCurve<Scalar, Dim>& line,
                 Eigen::Ref<VectorX<Scalar>> second) const override {
    const Vector p = data.kinematics.position(body_, point_B_);
    const auto& rate = line.rates[static_cast<std::size_t>(static_cast<int>(body_))];
    second[0] = direction_G_.dot(line.mass_center_acceleration - rate.acceleration_at(p));
  }

 private:
  BodyIndex body_;
  Vector point_B_, direction_G_;
  Scalar offset_;
};

/// direction . (point of a body) = target: a hand at a height, a foot on the ground.
template <typename Scalar, int Dim>
class PointAt final : public Constraint<Scalar, Dim> {
 public:
  using Vector = guyline::Vector<Scalar, Dim>;

  /// @param direction_G  Unit. @param target  [m].
  PointAt(BodyIndex body, const Vector& point_B, const Vector& direction_G, const Scalar& target)
      : body_(body), point_B_(point_B), direction_G_(direction_G), target_(target) {}

  std::string name() const override { return "point of a body at a place"; }
  int num_residuals() const override { return 1; }
  bool reads_rates_of(int body) const override { return body == body_; }
  void evaluate(const PostureData<Scalar, Dim>& data, const VectorX<Scalar>& q,
                Eigen::Ref<VectorX<Scalar>> residuals,
                Eigen::Ref<MatrixX<Scalar>> jacobian) const override {
    const Vector p = data.kinematics.position(body_, point_B_);
    residuals[0] = direction_G_.dot(p) - target_;
    for (int i = 0; i < q.size(); ++i) {
      jacobian(0, i) = direction_G_.dot(data.kinematics.velocity(body_, i, p));
    }
  }
  void curvature(const PostureData<Scalar, Dim>& data, const VectorX<Scalar>& /*q*/,
                 const PoseCurve<Scalar, Dim>& line,
                 Eigen::Ref<VectorX<Scalar>> second) const override {
    const Vector p = data.kinematics.position(body_, point_B_);
    const auto& rate = line.rates[static_cast<std::size_t>(static_cast<int>(body_))];
    second[0] = direction_G_.dot(rate.acceleration_at(p));
  }

 private:
  BodyIndex body_;
  Vector point_B_, direction_G_;
  Scalar target_;
};

/// A linear constraint: coefficients . q = target.
template <typename Scalar>
struct LinearConstraint {
  std::string name;              ///< For messages, as "trunk upright".
  VectorX<double> coefficients;  ///< One per coordinate.
  Scalar target{0};              ///< [rad or m]
};

/// What holds a posture. Constant once built.
template <typename Scalar, int Dim>
class Manifold {
 public:
  using ConstraintPointer = std::shared_ptr<const Constraint<Scalar, Dim>>;

  /// @param path   Coefficients w of the path s = w . q. @param lower, upper  [rad or m], its range.
  /// @param start  Where Newton iterations begin; on the linear constraints after projection.
  /// @throws InvalidArgument if sizes disagree, linear constraints depend on each other, the range is
  ///         empty or not finite, or the constraints do not leave exactly one free direction.
  Manifold(int num_coordinates, std::vector<LinearConstraint<Scalar>> linear,
           std::vector<ConstraintPointer> nonlinear, VectorX<double> path, double lower,
           double upper, const VectorX<Scalar>& start)
      : nonlinear_(std::move(nonlinear)), path_(std::move(path)), lower_(lower), upper_(upper) {
    const int n = num_coordinates;
    const int m = static_cast<int>(linear.size());
    if (path_.size() != n || start.size() != n) {
      throw InvalidArgument("Manifold: path and start need one entry for each of the " +
                            std::to_string(n) + " coordinates");
    }
    require_finite("path", path_.sum(), "");
    require_finite("lower end of the path", lower, "");
    require_finite("upper end of the path", upper, "");
    if (!(lower < upper)) {
      throw InvalidArgument("Manifold: the path's range is empty, " + internal::number(lower) +
                            " to " + internal::number(upper));
    }
    for (const auto& c : nonlinear_) num_residuals_ += c->num_residuals();
    if (n - m - num_residuals_ != 1) {
      throw InvalidArgument("Manifold: " + std::to_string(n) + " coordinates less " +
                            std::to_string(m) + " linear and " + std::to_string(num_residuals_) +
                            " nonlinear constraints must leave one free direction, leave " +
                            std::to_string(n - m - num_residuals_));
    }
    MatrixX<double> A(m, n);
    VectorX<Scalar> b(m);
    for (int r = 0; r < m; ++r) {
      const auto& c = linear[static_cast<std::size_t>(r)];
      if (c.coefficients.size() != n) {
        throw InvalidArgument("constraint " + c.name + " needs one coefficient for each of the " +
                              std::to_string(n) + " coordinates");
      }
      if (!all(isfinite(c.target))) {
        throw InvalidArgument("target of constraint " + c.name + " is not a finite number");
      }
      require_finite("coefficients of constraint " + c.name, c.coefficients.sum(), "");
      A.row(r) = c.coefficients.transpose();
      b[r] = c.target;
    }
    // Eigen's decompositions do not take a matrix without columns.
    basis_ = MatrixX<double>::Identity(n, n);
    if (m > 0) {
      const Eigen::ColPivHouseholderQR<MatrixX<double>> qr(A.transpose());
      if (qr.rank() < m) {
        throw InvalidArgument("Manifold: the linear constraints depend on each other");
      }
      const MatrixX<double> Q = qr.householderQ() * MatrixX<double>::Identity(n, n);
      basis_ = Q.rightCols(n - m);
    }
    // start, moved by the shortest way onto A q = b
    origin_ = start;
    if (m > 0) {
      const MatrixX<double> pinv = A.transpose() * (A * A.transpose()).inverse();
      const VectorX<Scalar> gap = b - A.template cast<Scalar>().lazyProduct(start);
      origin_ += pinv.template cast<Scalar>().lazyProduct(gap);
    }
  }

  int num_coordinates() const { return static_cast<int>(basis_.rows()); }
  int num_reduced() const { return static_cast<int>(basis_.cols()); }
  int num_residuals() const { return num_residuals_; }
  /// E: coordinates x reduced coordinates, orthonormal columns.
  const MatrixX<double>& basis() const { return basis_; }
  /// A point on the linear constraints: y = 0.
  const VectorX<Scalar>& origin() const { return origin_; }
  const std::vector<ConstraintPointer>& nonlinear() const { return nonlinear_; }
  /// w, one per coordinate.
  const VectorX<double>& path() const { return path_; }
  double lower() const { return lower_; }
  double upper() const { return upper_; }

 private:
  std::vector<ConstraintPointer> nonlinear_;
  VectorX<double> path_;
  double lower_, upper_;
  int num_residuals_ = 0;
  MatrixX<double> basis_;
  VectorX<Scalar> origin_;
};

#ifdef GUYLINE_COMPILED
extern template class Manifold<double, 2>;
extern template class CenterOfMassOver<double, 2>;
extern template class PointAt<double, 2>;
#endif

}  // namespace guyline
