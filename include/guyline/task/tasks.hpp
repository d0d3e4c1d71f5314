#pragma once

/// @file
/// The built-in tasks: bending, extending, lifting, sitting, lying. Each is a Task of task.hpp.
///
///   bend    voluntary; knees straight, the trunk at an inclination, the whole over the foot
///   extend  the same backwards
///   lift    voluntary; a mass in the hands, the trunk so far forward that they are at their height
///   sit     thighs level, shanks upright:
///             erect      voluntary, balanced over the tuberosities
///             relaxed    resting, balanced
///             slumped    the same with back and abdomen silent
///             reclined   voluntary, the trunk against a backrest that carries it
///   lie     resting on a bed that carries all weight; hips and knees straight or bent
/// Not covered: the way into a chair, a bed that sags, arms that push.

#include <guyline/task/movement.hpp>

namespace guyline {

/// How to bend or to lift.
struct BendOptions {
  double knee_flexion = 0.0;  ///< [rad], 0 to 2.4.
  double hand_mass = 0.0;     ///< [kg], in both hands together.
  double hand_reach = 0.0;    ///< [m], hands ahead of the shoulder.
  EffortOptions effort;
};

/// Bending with the trunk at `inclination` [rad], forward positive; backward is extending.
inline Task bend_task(double inclination, const BendOptions& options = {}) {
  Task task;
  task.name = inclination < 0.0 ? "extend" : "bend";
  require_in_range(task.name + ": trunk inclination", inclination, "rad", -1.6, 2.7);
  require_in_range(task.name + ": knee flexion", options.knee_flexion, "rad", 0.0, 2.4);
  task.law = PostureLaw::kVoluntary;
  task.held = {{HeldAngle::kKneeFlexion, options.knee_flexion},
               {HeldAngle::kTrunkInclination, inclination}};
  task.hand_mass = options.hand_mass;
  task.hand_reach = options.hand_reach;
  task.follower_load = task_data::kBentFollowerLoad.value;
  task.least_tilt = -80.0 * bridge_data::kDegree;
  task.greatest_tilt = 120.0 * bridge_data::kDegree;
  // About where the pelvis ends up: beyond ten degrees it takes half.
  constexpr double kPelvisBegins = 10.0 * bridge_data::kDegree;
  task.equilibrium.reference = 0.5 * std::max(0.0, inclination - kPelvisBegins);
  task.effort = options.effort;
  return task;
}

/// The same task with the trunk at another inclination [rad]; its search begins as bending does.
/// @throws InvalidArgument  if the task does not hold the trunk.
inline Task with_trunk_at(const Task& given, double inclination) {
  Task task = given;
  for (Held& held : task.held) {
    if (held.angle != HeldAngle::kTrunkInclination) continue;
    task.equilibrium.reference +=
        bend_task(inclination).equilibrium.reference - bend_task(held.value).equilibrium.reference;
    held.value = inclination;
    return task;
  }
  throw InvalidArgument(task.name +
                        ": a movement needs the trunk's inclination among what is held");
}

/// Stop rules with the lumbar tolerances of this body: they go with its size and sex as its tissue does.
template <typename Scalar, typename Laws>
StopRules stop_rules_of(const Bridge<Scalar, Laws>& bridge) {
  namespace data = bridge_data;
  const double mass = value_of(bridge.options.mass) / data::kReferenceMass.value;
  const double size = mass * value_of(bridge.options.stature) / data::kReferenceStature.value;
  const double female = bridge.options.sex == Sex::kFemale ? data::kFemaleLumbarFactor.value : 1.0;
  StopRules rules;
  rules.hamstring_moment *= size;
  rules.lumbar_moment *= size * female;
  rules.extension_moment *= size * female;
  return rules;
}

/// Bends (or, with rules.end < 0, extends) as far as it goes.
template <typename Laws>
Movement bend_fully(const Bridge<double, Laws>& bridge, const StopRules& rules,
                    const BendOptions& options = {}) {
  return move_until(bridge, rules,
                    [&](double inclination) { return bend_task(inclination, options); });
}

/// Sitting on the floor with straight legs and the trunk at an inclination [rad]; the feet are the root,
/// so the ankles are where the legs have them.
inline Task long_sit_task(double inclination) {
  Task task = bend_task(inclination);
  task.name = "sit and reach";
  task.balance = Balance::kNone;
  task.has_seat = true;
  task.held.push_back({HeldAngle::kThighInclination, -90.0 * bridge_data::kDegree});
  task.least_tilt = -130.0 * bridge_data::kDegree;
  // Nobody sits so upright: it begins with the pelvis far back.
  constexpr double kPelvisBack = 30.0 * bridge_data::kDegree;
  task.equilibrium.reference -= kPelvisBack;
  return task;
}

/// How far beyond the soles the finger tips are [m], arms stretched towards the toes.
template <typename Laws>
double reach_beyond_soles(const Bridge<double, Laws>& bridge, const TaskResult<double>& at) {
  const double arm = task_data::kArmLength.value * bridge.options.stature;
  // The legs lie along -x from the ankle; its height over the sole is the foot's length along them.
  const double sole = bridge.model.frame.body(bridge.foot).X_PF.position.y();
  const double below = at.fingertip_height + arm - sole;
  return at.shoulder_forward + std::sqrt(std::max(arm * arm - below * below, 0.0)) - sole;
}

/// Sit and reach: from upright as far forward as it goes.
template <typename Laws>
Movement sit_and_reach(const Bridge<double, Laws>& bridge, const StopRules& rules) {
  return move_until(bridge, rules, [](double inclination) { return long_sit_task(inclination); });
}

enum class LiftStyle { kStoop, kSemi, kSquat };

/// Flexion of the knees in a style of lifting [rad].
inline double knee_flexion_of(LiftStyle style) {
  constexpr std::array<double, 3> kDegrees = {0.0, 45.0, 100.0};
  return kDegrees[static_cast<std::size_t>(style)] * bridge_data::kDegree;
}

/// Holds `mass` [kg] with the grip at `height` [m] above the sole, in a style.
///
/// @return kTarget where the hands are there, with the trunk upright if they are below it already.
template <typename Laws>
Movement lift(const Bridge<double, Laws>& bridge, double mass, LiftStyle style, double height,
              double reach = 0.0, const EffortOptions& effort = {}) {
  BendOptions options;
  options.knee_flexion = knee_flexion_of(style);
  options.hand_mass = mass;
  options.hand_reach = reach;
  options.effort = effort;
  StopRules rules = stop_rules_of(bridge);
  rules.grip_height = height;
  return move_until(bridge, rules, [&](double inclination) {
    Task task = bend_task(inclination, options);
    task.name = "lift";
    return task;
  });
}

enum class SitStyle { kErect, kRelaxed, kSlumped, kReclined };

struct SitOptions {
  double backrest = 0.35;             ///< [rad] behind the vertical, 0 to 1.2; kReclined only.
  std::optional<double> seat_height;  ///< [m], 0.2 to 0.9; absent: thighs level.
  EffortOptions effort;
};

namespace internal {
/// Inclination of the thighs that puts the tuberosities at the height of a seat [rad].
template <typename Scalar, typename Laws>
double thigh_on_seat(const Bridge<Scalar, Laws>& bridge, double seat_height) {
  require_in_range("sit: seat height", seat_height, "m", 0.2, 0.9);
  const auto& frame = bridge.model.frame;
  Kinematics<Scalar, 2> straight;
  straight.resize(frame.num_bodies(), frame.num_motions(), frame.num_coordinates());
  update_poses(frame, VectorX<Scalar>(VectorX<Scalar>::Zero(frame.num_coordinates())), straight);
  const auto joint = [&](const char* body) -> const Vector<Scalar, 2>& {
    return straight.poses[static_cast<std::size_t>(frame.body_index(body))].position;
  };
  const double forward = value_of(joint("pelvis").x()) - value_of(joint("thigh").x());
  const double up = value_of(joint("pelvis").y()) - value_of(joint("thigh").y());
  const double scale = value_of(bridge.options.stature) / bridge_data::kReferenceStature.value;
  const double rise =
      seat_height - task_data::kIschiumUp.value * scale - value_of(joint("thigh").y());
  const double cosine = rise / std::hypot(forward, up);
  if (!(cosine > -0.6 && cosine < 0.8)) {
    throw InvalidArgument("sit: with feet flat and shanks upright a seat of " +
                          with_unit(seat_height, "m") + " is out of the thighs' reach");
  }
  return -std::atan2(forward, up) - std::acos(cosine);
}
}  // namespace internal

/// Sitting. Feet flat, shanks upright; the seat's height tilts the thighs.
///
/// @throws InvalidArgument if the seat is out of the thighs' reach.
template <typename Scalar, typename Laws>
Task sit_task(const Bridge<Scalar, Laws>& bridge, SitStyle style, const SitOptions& options = {}) {
  Task task;
  task.name = "sit";
  task.has_seat = true;
  task.balance = Balance::kOverSeat;
  double thigh = -90.0 * bridge_data::kDegree;
  if (options.seat_height) thigh = internal::thigh_on_seat(bridge, *options.seat_height);
  task.held = {{HeldAngle::kShankInclination, 0.0}, {HeldAngle::kThighInclination, thigh}};
  task.least_tilt = -90.0 * bridge_data::kDegree;
  task.greatest_tilt = 60.0 * bridge_data::kDegree;
  task.effort = options.effort;
  switch (style) {
    case SitStyle::kErect:
      task.law = PostureLaw::kVoluntary;
      break;
    case SitStyle::kSlumped:
      task.silent = {"erector_spinae", "abdominals"};
      break;
    case SitStyle::kReclined:
      require_in_range("sit: backrest", options.backrest, "rad", 0.0, 1.2);
      task.balance = Balance::kNone;
      task.has_backrest = true;
      task.law = PostureLaw::kVoluntary;
      task.held.push_back({HeldAngle::kTrunkInclination, -options.backrest});
      task.equilibrium.reference = -options.backrest;
      break;
    case SitStyle::kRelaxed:
      break;
  }
  return task;
}

/// Lying on a bed, legs straight or with hips and knees bent by so much [rad].
inline Task lie_task(double hip_and_knee_flexion = 0.0) {
  Task task;
  task.name = "lie";
  require_in_range("lie: flexion of hips and knees", hip_and_knee_flexion, "rad", 0.0, 2.0);
  task.balance = Balance::kNone;
  task.weight_is_carried = true;
  task.has_reflexes = false;
  task.held = {{HeldAngle::kKneeFlexion, 2.0 * hip_and_knee_flexion},
               {HeldAngle::kThighInclination, -hip_and_knee_flexion},
               {HeldAngle::kTrunkInclination, 0.0}};
  task.follower_load = task_data::kLyingFollowerLoad.value;
  task.least_tilt = -60.0 * bridge_data::kDegree;
  task.greatest_tilt = 40.0 * bridge_data::kDegree;
  return task;
}

}  // namespace guyline
