#pragma once

/// @file
/// Where the bodies are, and how they move with each coordinate: poses and their first two
/// derivatives, as plain data. model/frame.hpp fills it, everything that has points reads it.
///
/// For a point p (in ground axes G) fixed to body b and coordinates q_i, q_j:
///   dp/dq_i        = spin_i x p + velocity_i
///   d2p/dq_i dq_j  = pair_ij p + acceleration_ij
/// spin and velocity are those of the body as if it reached to the ground's origin, so that they
/// belong to the body and not to the point.

#include <guyline/spatial/space.hpp>
#include <vector>

namespace guyline {

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
  Vector position(int body, const Vector& p_B) const {
    return poses[static_cast<std::size_t>(body)] * p_B;
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
