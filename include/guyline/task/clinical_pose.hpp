#pragma once

/// @file
/// A body on the examiner's table: the trunk lies, the legs go each their own way, muscles are relaxed.
///
/// Angles [rad] count from lying straight, which is the line of the trunk:
///   thigh = hip_flexion + lumbar_flexion        flexion positive: upwards if supine
///   tilt  = - (lumbar_flexion - its reference)  of the pelvis against the trunk, anterior positive
/// The bridge sums both sides. A body whose legs differ is two halves, half of the bridge each, that
/// share trunk and pelvis; with q_1, q_2 the poses of the two and U_e the elastic part of the potential
///   U = ( U_e(q_1) + U_e(q_2) ) / 2                                                (exact)
/// so that the moments of one leg are half of the bridge's, and what turns the pelvis while trunk and
/// thighs stay where they are is
///   M_tilt = sum over both halves of ( M_hip - M_lumbar ) / 2,     M_j = - dU_e/dq_j
/// Weight: trunk and pelvis lie on the table, which carries them without a moment on the pelvis (an
/// assumption: the sacrum rolls); a leg's weight acts where it hangs freely and nowhere else.
/// Moments in N m, of one leg, positive where they flex hip or knee or tilt the pelvis forward.
/// Not covered: what the examiner does, clinical.hpp; derivatives by the body, scalars but double.
/// Theory: (G11) in docs/theory.md.

#include <algorithm>
#include <guyline/model/bridge.hpp>
#include <guyline/posture/potential.hpp>
#include <limits>

namespace guyline {

enum class PelvisOnTable {
  kHeld,  ///< At a given tilt against the trunk.
  kFree   ///< It turns until muscles and lumbar tissue balance.
};

enum class MusclesOnTable {
  kRelaxed,  ///< Passive tension only.
  kToned     ///< The resting tension of standing: tone and reflex as well.
};

enum class Lying { kSupine, kProne };

/// How a body lies.
struct TableOptions {
  PelvisOnTable pelvis = PelvisOnTable::kFree;
  double held_tilt = 0.0;  ///< [rad], of a held pelvis against the trunk, -0.6 to 0.6.
  MusclesOnTable muscles = MusclesOnTable::kRelaxed;
  double ankle_dorsiflexion = 0.0;  ///< [rad], -0.8 to 0.5.

  /// @throws InvalidArgument naming what is out of range.
  void validate() const {
    require_in_range("held_tilt", held_tilt, "rad", -0.6, 0.6);
    require_in_range("ankle_dorsiflexion", ankle_dorsiflexion, "rad", -0.8, 0.5);
  }
};

/// Where one leg is [rad].
struct LegOnTable {
  double thigh = 0.0;  ///< Against the line of the trunk, flexion positive.
  double knee = 0.0;   ///< Flexion.
};

/// Moments of one leg, or of one half of the body [N m].
struct TableMoments {
  double hip = 0.0;   ///< > 0 flexes.
  double knee = 0.0;  ///< > 0 flexes.
  double tilt = 0.0;  ///< > 0 tilts the pelvis forward, thighs and trunk in place.
};

/// Scratch for one half of the body. One per thread and half.
struct TableData {
  PostureData<double, 2> posture;
  VectorX<double> q;

  template <typename Laws>
  explicit TableData(const Bridge<double, Laws>& bridge)
      : posture(bridge.model), q(VectorX<double>::Zero(bridge.model.frame.num_coordinates())) {}
};

namespace internal {

inline double tension_on_table(const MuscleState<double>& muscle, MusclesOnTable muscles) {
  return muscles == MusclesOnTable::kRelaxed ? muscle.passive_tension : muscle.resting_tension;
}

}  // namespace internal

/// Moments of muscles and lumbar tissue of one half of the body in a pose.
///
/// @param tilt  Of the pelvis [rad].
/// @param data  On return it holds the pose, for leg_weight() and muscle_moment().
/// @note One evaluation of the potential's gradient. No allocation.
template <typename Laws>
TableMoments elastic_moments(const Bridge<double, Laws>& bridge, const TableOptions& options,
                             const LegOnTable& leg, double tilt, TableData& data) {
  data.q[bridge.ankle_dorsiflexion] = options.ankle_dorsiflexion;
  data.q[bridge.knee_flexion] = leg.knee;
  data.q[bridge.lumbar_flexion] = bridge.reference_q[bridge.lumbar_flexion] - tilt;
  data.q[bridge.hip_flexion] = leg.thigh - data.q[bridge.lumbar_flexion];
  update_potential(bridge.model, data.q, Order::kGradient, data.posture);
  const auto moment = [&](CoordinateIndex j) {
    double sum = -data.posture.tissue_gradient[j];
    for (int i = 0; i < bridge.model.num_muscles(); ++i) {
      const auto& muscle = data.posture.muscles[static_cast<std::size_t>(i)];
      sum -=
          internal::tension_on_table(muscle, options.muscles) * data.posture.dlength_dq(int(j), i);
    }
    return 0.5 * sum;
  };
  TableMoments moments;
  moments.hip = moment(bridge.hip_flexion);
  moments.knee = moment(bridge.knee_flexion);
  moments.tilt = moments.hip - moment(bridge.lumbar_flexion);
  return moments;
}

/// Moments of a leg's weight about its hip and knee, the trunk level.
///
/// @param data  After elastic_moments().
template <typename Laws>
TableMoments leg_weight(const Bridge<double, Laws>& bridge, Lying lying, const TableData& data) {
  using V = Vector<double, 2>;
  const auto& kinematics = data.posture.kinematics;
  const auto& center = data.posture.mass_center;
  // Forward of the trunk is up if supine, down if prone.
  const V forward = kinematics.poses[bridge_data::kTorso].rotation.col(0);
  const V gravity =
      forward * (lying == Lying::kSupine ? -1.0 : 1.0) * bridge.model.frame.gravity.norm();
  // Of what hangs on the foot's side of a joint, turned backwards about it.
  const auto moment = [&](MotionIndex joint) {
    const auto above = static_cast<std::size_t>(bridge.model.frame.motion_body(joint));
    const auto& rest = center.beyond[above];
    const V arm = center.mass * center.position - rest.moment -
                  (center.mass - rest.mass) * kinematics.poses[above].position;
    return 0.5 * (gravity.x() * arm.y() - gravity.y() * arm.x());
  };
  TableMoments moments;
  moments.hip = -moment(bridge.hip);
  moments.knee = moment(bridge.knee);
  return moments;
}

/// Moment of one muscle about a coordinate, of one leg [N m].
/// @param data  After elastic_moments().
inline double muscle_moment(const TableData& data, const TableOptions& options, int muscle,
                            CoordinateIndex coordinate) {
  const auto& state = data.posture.muscles[static_cast<std::size_t>(muscle)];
  return -0.5 * internal::tension_on_table(state, options.muscles) *
         data.posture.dlength_dq(int(coordinate), muscle);
}

/// How a walk downhill has ended.
enum class WalkEnd {
  kRoot,      ///< The force is zero.
  kLower,     ///< At the lower bound, still going down.
  kUpper,     ///< At the upper bound, still going up.
  kNotFinite  ///< The force is not a number somewhere on the way.
};

struct Walk {
  WalkEnd end = WalkEnd::kNotFinite;
  double x = 0.0;      ///< Where.
  double force = 0.0;  ///< What is left there.
};

/// The first root of force(x) downhill from `start`: upwards where the force is positive.
///
/// Steps that double from `step` up to `longest_step` until the sign changes, then false position inside
/// the bracket, halved whenever that is slow. A pair of roots inside one step is stepped over.
/// @param start  Within the bounds, or the nearer one is taken.
/// @note No allocation. Some 4 evaluations for the bracket and 5 inside it.
template <typename Force>
Walk walk_downhill(const Force& force, double start, double lower, double upper, double step,
                   double longest_step) {
  constexpr double kSettled = 1e-12;  // N m
  constexpr int kMaxSteps = 80;
  double a = std::min(std::max(start, lower), upper);
  double at_a = force(a);
  const double sense = at_a > 0.0 ? 1.0 : -1.0;
  const double bound = at_a > 0.0 ? upper : lower;
  double b = a, at_b = at_a;
  while (std::isfinite(at_b) && at_b * sense > kSettled) {
    if (b == bound) return {sense > 0.0 ? WalkEnd::kUpper : WalkEnd::kLower, b, at_b};
    a = b;
    at_a = at_b;
    b = a + sense * step;
    if ((b - bound) * sense > 0.0) b = bound;
    at_b = force(b);
    step = std::min(2.0 * step, longest_step);
  }
  if (!std::isfinite(at_b)) return {WalkEnd::kNotFinite, b, at_b};
  bool halve = false;
  double weight_a = at_a;  // Illinois: an end that stays is trusted half as much each time.
  for (int i = 0; i < kMaxSteps && std::abs(at_b) > kSettled; ++i) {
    double x = halve ? 0.5 * (a + b) : b - at_b * (b - a) / (at_b - weight_a);
    if (!((x - a) * (x - b) < 0.0)) x = 0.5 * (a + b);
    if (x == a || x == b) break;  // the bracket is down to neighbouring numbers
    const double at_x = force(x);
    if (!std::isfinite(at_x)) return {WalkEnd::kNotFinite, x, at_x};
    halve = !halve && std::abs(at_x) > 0.5 * std::abs(at_b);
    if ((at_x > 0.0) != (at_b > 0.0)) {
      a = b;
      weight_a = at_a = at_b;
    } else {
      weight_a *= 0.5;
    }
    b = x;
    at_b = at_x;
  }
  return {WalkEnd::kRoot, b, at_b};
}

/// Where a free pelvis comes to rest between two legs that stay where they are.
///
/// @param from         Tilt to go downhill from [rad].
/// @return end kRoot and the tilt, or how it was missed: nothing stops the pelvis within +-60 deg.
/// @note No allocation. Two evaluations of the potential per place.
template <typename Laws>
Walk pelvis_on_table(const Bridge<double, Laws>& bridge, const TableOptions& options,
                     const LegOnTable& tested, const LegOnTable& other, double from,
                     TableData& tested_data, TableData& other_data) {
  constexpr double kRange = 60.0 * bridge_data::kDegree;
  constexpr double kStep = 1.0 * bridge_data::kDegree;
  constexpr double kLongestStep = 4.0 * bridge_data::kDegree;
  return walk_downhill(
      [&](double tilt) {
        return elastic_moments(bridge, options, tested, tilt, tested_data).tilt +
               elastic_moments(bridge, options, other, tilt, other_data).tilt;
      },
      from, -kRange, kRange, kStep, kLongestStep);
}

}  // namespace guyline
