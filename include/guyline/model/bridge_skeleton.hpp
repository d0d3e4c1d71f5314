#pragma once

/// @file
/// The skeleton of the bridge: joint centres drawn up straight, and what pelvic incidence does to them.
///
/// Against the skeleton of the rows, taken as PI 50, the sacrum turns forward by dSS and moves about
/// the hip by -dPT, taking along the origins of the muscles that arise from it; L5 ... L1 turn so that
/// the discs L5/S1 to L1/L2 take up dLL in proportion to their shares; the ilium and the trunk keep
/// their directions, T12/L1 takes what is left over. That the ilium keeps its direction is an
/// assumption; with sacral slope and lordosis held, the load at L5/S1 then hardly depends on PI, as
/// [bassani2019] found.
/// All points in ground axes at q = 0, [m], the origin on the ground below the ankle.

#include <array>
#include <guyline/core/scalar.hpp>
#include <guyline/core/types.hpp>
#include <guyline/model/bridge_data.hpp>
#include <guyline/spatial/space.hpp>

namespace guyline::internal {

/// Forward rotation by `angle`: x towards -y.
template <typename Scalar>
Matrix<Scalar, 2, 2> forward_rotation(const Scalar& angle) {
  return Space<Scalar, 2>::rotation(Scalar(-1), angle);
}

/// The skeleton drawn up straight (q = 0), in ground axes with the origin below the ankle.
template <typename Scalar>
struct BridgeSkeleton {
  static constexpr int kBodies = static_cast<int>(bridge_data::kBodyNames.size());
  static constexpr int kJoints = static_cast<int>(bridge_data::kJoints.size());
  using Vector = guyline::Vector<Scalar, 2>;

  std::array<Vector, kJoints> joints;   ///< Joint centres, joint j below body j + 1.
  std::array<Vector, kBodies> origins;  ///< Of the frames that the rows are given in.
  Scalar scale{1};

  explicit BridgeSkeleton(const Scalar& length_scale) : scale(length_scale) {
    Vector joint(Scalar(bridge_data::kNeutralAnkleX) * scale,
                 Scalar(bridge_data::kNeutralAnkleY) * scale);
    for (int j = 0; j < kJoints; ++j) {
      const auto& row = bridge_data::kJoints[static_cast<std::size_t>(j)];
      const Vector in_parent(Scalar(row.parent_x) * scale, Scalar(row.parent_y) * scale);
      const Vector in_child(Scalar(row.child_x) * scale, Scalar(row.child_y) * scale);
      if (j == 0) {
        origins[0] = joint - in_parent;
      } else {
        joint = origins[static_cast<std::size_t>(j)] + in_parent;
      }
      joints[static_cast<std::size_t>(j)] = joint;
      origins[static_cast<std::size_t>(j) + 1] = joint - in_child;
    }
  }
  Vector place(int body, double x, double y) const {
    return origins[static_cast<std::size_t>(body)] + Vector(Scalar(x) * scale, Scalar(y) * scale);
  }
};

/// Moves points of the straight skeleton of PI 50 to where they are for another pelvic incidence.
template <typename Scalar>
class PelvicIncidenceMorph {
 public:
  using Vector = guyline::Vector<Scalar, 2>;
  static constexpr int kPelvis = bridge_data::kPelvis;
  static constexpr int kSacralJoint = kPelvis;  // joint j is below body j + 1

  PelvicIncidenceMorph(const BridgeSkeleton<Scalar>& skeleton, const Scalar& d_sacral_slope,
                       const Scalar& d_pelvic_tilt, const Scalar& d_lordosis)
      : before_(skeleton.joints), after_(skeleton.joints), sacrum_turn_(d_sacral_slope) {
    const Vector& hip = before_[kPelvis - 1];
    after_[kSacralJoint] =
        hip + forward_rotation(Scalar(-d_pelvic_tilt)) * (before_[kSacralJoint] - hip);
    double total = 0.0;
    for (int j = kSacralJoint; j + 1 < kJoints; ++j) total += share(j);
    double below = 0.0;
    for (auto& t : turn_) t = Scalar(0);
    for (int j = kSacralJoint; j + 1 < kJoints; ++j) {
      below += share(j) / total;
      turn_[static_cast<std::size_t>(j) + 1] = d_sacral_slope - d_lordosis * Scalar(below);
    }
    for (int j = kSacralJoint; j + 1 < kJoints; ++j) {
      after_[static_cast<std::size_t>(j) + 1] =
          after_[static_cast<std::size_t>(j)] +
          forward_rotation(turn_[static_cast<std::size_t>(j) + 1]) *
              (before_[static_cast<std::size_t>(j) + 1] - before_[static_cast<std::size_t>(j)]);
    }
  }

  const Vector& joint(int j) const { return after_[static_cast<std::size_t>(j)]; }
  /// Forward turn of a body against the skeleton of PI 50 [rad].
  const Scalar& turn(int body) const { return turn_[static_cast<std::size_t>(body)]; }
  /// A point of a body; `sacral` for points of the pelvis that belong to the sacrum.
  Vector move(int body, const Vector& point, bool sacral = false) const {
    if (body <= kPelvis && !sacral) return point;
    const int j = sacral ? kSacralJoint : body - 1;
    const Scalar& angle = sacral ? sacrum_turn_ : turn(body);
    return joint(j) + forward_rotation(angle) * (point - before_[static_cast<std::size_t>(j)]);
  }

 private:
  static constexpr int kJoints = BridgeSkeleton<Scalar>::kJoints;
  static double share(int j) { return bridge_data::kJoints[static_cast<std::size_t>(j)].share; }

  std::array<Vector, kJoints> before_, after_;
  std::array<Scalar, BridgeSkeleton<Scalar>::kBodies> turn_;
  Scalar sacrum_turn_;
};

}  // namespace guyline::internal
