#pragma once

/// @file
/// Where the bodies are, and how they move with each coordinate: poses and their first two
/// derivatives, as plain data. model/frame.hpp fills it, everything that has points reads it.
///
/// For a point p (in ground axes G) fixed to body b and coordinates q_i, q_j:
///   dp/dq_i        = spin_i x p + velocity_i
///   d2p/dq_i dq_j  = pair_ij p + acceleration_ij
/// and likewise along one curve q(s), where s takes the place of the coordinates (CurveRate).
/// spin and velocity are those of the body as if it reached to the ground's origin, so that they
/// belong to the body and not to the point.

#include <guyline/spatial/space.hpp>
#include <vector>

namespace guyline {

/// How all bodies move along one curve q(s) through a pose: rates by s. One per body, as `Rate` and
/// `RatePair` of Kinematics with s as the only coordinate.
template <typename Scalar, int Dim>
struct CurveRate {
  using Space = guyline::Space<Scalar, Dim>;
  using Vector = typename Space::Vector;

  typename Space::Spin spin = Space::zero_spin();  ///< [rad per unit of s]
  Vector velocity = Vector::Zero();                ///< [m per unit of s], at the ground's origin.
  typename Space::SpinPair pair{};                 ///< [1 per unit of s squared]
  Vector acceleration = Vector::Zero();            ///< [m per unit of s squared], likewise.

  /// dp/ds and d2p/ds2 of the point of the body that is now at p_G.
  Vector velocity_at(const Vector& p_G) const { return Space::cross(spin, p_G) + velocity; }
  Vector acceleration_at(const Vector& p_G) const { return Space::apply(pair, p_G) + acceleration; }
};

/// Poses of all bodies and their derivatives. Allocated once by resize(), then only written to.
template <typename Scalar, int Dim>
class Kinematics {
 public:
  using Space = guyline::Space<Scalar, Dim>;
  using Vector = typename Space::Vector;
  using Spin = typename Space::Spin;
  using SpinPair = typename Space::SpinPair;

  /// Rate of a body by one coordinate.
  struct Rate {
    Spin spin = Space::zero_spin();    ///< [rad per unit of q]
    Vector velocity = Vector::Zero();  ///< [m per unit of q], of the point at the ground's origin.
  };
  /// Second rate of a body by a pair of coordinates.
  struct RatePair {
    SpinPair pair{};                       ///< [1 per unit of q squared]
    Vector acceleration = Vector::Zero();  ///< [m per unit of q squared], at the ground's origin.
  };
  /// One elementary motion of a joint as it stands in the ground.
  struct Screw {
    Spin axis_G = Space::zero_spin();     ///< Unit axis of a rotation, else zero.
    Vector direction_G = Vector::Zero();  ///< Unit direction of a translation, else zero.
    Vector origin_G = Vector::Zero();     ///< [m], a point on the axis.
    Scalar rate{0};                       ///< df/dq of the motion's function.
    Scalar bend{0};                       ///< d2f/dq2.
  };

  void resize(int num_bodies, int num_motions, int num_coordinates) {
    num_coordinates_ = num_coordinates;
    const auto bodies = static_cast<std::size_t>(num_bodies);
    poses.assign(bodies, Pose<Scalar, Dim>{});
    screws.assign(static_cast<std::size_t>(num_motions), Screw{});
    rates_.assign(bodies * static_cast<std::size_t>(num_coordinates), Rate{});
    rate_pairs_.assign(bodies * static_cast<std::size_t>(num_pairs(num_coordinates)), RatePair{});
  }

  int num_bodies() const { return static_cast<int>(poses.size()); }
  int num_coordinates() const { return num_coordinates_; }

  std::vector<Pose<Scalar, Dim>> poses;  ///< X_GB of each body.
  std::vector<Screw> screws;             ///< Each elementary motion of the frame.

  Rate& rate(int body, int i) { return rates_[index(body, num_coordinates_, i)]; }
  const Rate& rate(int body, int i) const { return rates_[index(body, num_coordinates_, i)]; }
  /// `pair` as pair_index() counts.
  RatePair& rate_pair(int body, int pair) {
    return rate_pairs_[index(body, num_pairs(num_coordinates_), pair)];
  }
  const RatePair& rate_pair(int body, int pair) const {
    return rate_pairs_[index(body, num_pairs(num_coordinates_), pair)];
  }

  /// Position in G of the point p_B of a body.
  template <typename Point = Vector>
  Vector position(int body, const Point& p_B) const {
    const Pose<Scalar, Dim>& pose = poses[static_cast<std::size_t>(body)];
    return pose * Vector(cast_to<Scalar>(p_B));
  }
  /// dp/dq_i of the point of `body` that is now at p_G.
  Vector velocity(int body, int i, const Vector& p_G) const {
    const Rate& r = rate(body, i);
    return Space::cross(r.spin, p_G) + r.velocity;
  }
  /// d2p/dq_i dq_j of the point of `body` that is now at p_G.
  Vector acceleration(int body, int pair, const Vector& p_G) const {
    const RatePair& r = rate_pair(body, pair);
    return Space::apply(r.pair, p_G) + r.acceleration;
  }
  /// Rate at which a motion moves a point at p_G of a body that hangs on it.
  Vector screw_velocity(int motion, const Vector& p_G) const {
    const Screw& s = screws[static_cast<std::size_t>(motion)];
    return Space::cross(s.axis_G, Vector(p_G - s.origin_G)) + s.direction_G;
  }

 private:
  static std::size_t index(int body, int stride, int i) {
    return static_cast<std::size_t>(body) * static_cast<std::size_t>(stride) +
           static_cast<std::size_t>(i);
  }
  int num_coordinates_ = 0;
  std::vector<Rate> rates_;
  std::vector<RatePair> rate_pairs_;
};

}  // namespace guyline
