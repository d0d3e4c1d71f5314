#pragma once

/// @file
/// The centre of the masses of a frame and its derivatives.
///
/// With S_b the first moment of the masses on body b, and S, M those of all that a motion with axis a
/// through o carries:
///   M_total dc/dq_k = sum over its motions of  f' a x (S - M o),
/// one sum over the tree, from its tips inwards. Position in G [m], masses [kg].
/// Not covered: rotary inertia, which has no part in a posture.

#include <guyline/model/frame.hpp>

namespace guyline {

/// Weighted centre of all masses and its derivatives, as sums that gravity and balance share.
template <typename Scalar, int Dim>
struct MassCenter {
  using Vector = guyline::Vector<Scalar, Dim>;
  /// Mass [kg] and first moment in G [kg m].
  struct Part {
    Scalar mass{0};
    Vector moment = Vector::Zero();
  };

  Scalar mass{0};                    ///< [kg], total.
  Vector position = Vector::Zero();  ///< [m], in G.
  std::vector<Vector> rates;         ///< [m per unit of q], one per coordinate.
  std::vector<Vector> rate_pairs;    ///< Second derivatives, packed as pair_index() says.
  std::vector<Part> on_body;         ///< On each body,
  std::vector<Part> beyond;          ///< and with what hangs on it.

  void resize(int num_bodies, int num_coordinates) {
    rates.assign(static_cast<std::size_t>(num_coordinates), Vector::Zero());
    rate_pairs.assign(static_cast<std::size_t>(num_pairs(num_coordinates)), Vector::Zero());
    on_body.assign(static_cast<std::size_t>(num_bodies), Part{});
    beyond = on_body;
  }
};

/// Centre of the masses on `from_body` and beyond (0: the whole tree).
///
/// @param kinematics  After update_poses(); second derivatives need those of update_kinematics().
/// @note No allocation. Without mass the centre is the ground's origin.
template <typename Number, typename Scalar, int Dim>
void update_mass_center(const Frame<Number, Dim>& frame, const Kinematics<Scalar, Dim>& kinematics,
                        bool second_order, MassCenter<Scalar, Dim>& center, int from_body = 0) {
  using Space = guyline::Space<Scalar, Dim>;
  using Vector = typename Space::Vector;
  for (int b = 0; b < frame.num_bodies(); ++b) {
    auto& part = center.on_body[static_cast<std::size_t>(b)];
    if (from_body > 0 && !frame.is_beyond(b, from_body)) {
      part = {};
    } else {
      const auto& pose = kinematics.poses[static_cast<std::size_t>(b)];
      part.mass = Scalar(frame.body_mass(b));
      part.moment =
          part.mass * pose.position + pose.rotation * Vector(cast_to<Scalar>(frame.body_moment(b)));
    }
    center.beyond[static_cast<std::size_t>(b)] = part;
  }
  for (Vector& v : center.rates) v.setZero();
  center.mass = Scalar(0);
  center.position.setZero();
  for (int b = frame.num_bodies() - 1; b >= 0; --b) {
    const Body<Number, Dim>& body = frame.body(b);
    const auto& part = center.beyond[static_cast<std::size_t>(b)];
    for (int m = body.first_motion; m < body.end_motion; ++m) {
      const auto& screw = kinematics.screws[static_cast<std::size_t>(m)];
      const Vector arm = part.moment - part.mass * screw.origin_G;
      center.rates[static_cast<std::size_t>(static_cast<int>(frame.motion(m).coordinate))] +=
          screw.rate * (Space::cross(screw.axis_G, arm) + part.mass * screw.direction_G);
    }
    if (body.parent >= 0) {
      auto& parent = center.beyond[static_cast<std::size_t>(body.parent)];
      parent.mass += part.mass;
      parent.moment += part.moment;
    } else {
      center.mass += part.mass;
      center.position += part.moment;
    }
  }
  const auto empty = !(center.mass > Scalar(0));
  const Scalar inverse = Scalar(1) / select(empty, Scalar(1), center.mass);
  center.position *= inverse;
  for (Vector& v : center.rates) v *= inverse;
  if (!second_order) return;
  for (std::size_t pair = 0; pair < center.rate_pairs.size(); ++pair) {
    Vector sum = Vector::Zero();
    for (int b = 0; b < frame.num_bodies(); ++b) {
      const auto& part = center.on_body[static_cast<std::size_t>(b)];
      const auto& rate = kinematics.rate_pair(b, static_cast<int>(pair));
      sum += Space::apply(rate.pair, part.moment) + part.mass * rate.acceleration;
    }
    center.rate_pairs[pair] = sum * inverse;
  }
}

/// d2/ds2 of the mass centre along the curve of `rates` [m per unit of s squared].
template <typename Scalar, int Dim>
Vector<Scalar, Dim> mass_center_acceleration(const MassCenter<Scalar, Dim>& center,
                                             const std::vector<CurveRate<Scalar, Dim>>& rates) {
  using Space = guyline::Space<Scalar, Dim>;
  Vector<Scalar, Dim> sum = Vector<Scalar, Dim>::Zero();
  for (std::size_t b = 0; b < rates.size(); ++b) {
    const auto& part = center.on_body[b];
    sum += Space::apply(rates[b].pair, part.moment) + part.mass * rates[b].acceleration;
  }
  const auto empty = !(center.mass > Scalar(0));
  return sum * (Scalar(1) / select(empty, Scalar(1), center.mass));
}

}  // namespace guyline
