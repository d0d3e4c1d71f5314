#pragma once

/// @file
/// A task: what is held, what carries, and which law decides the rest.
///
/// One free direction is left, the anterior tilt with the lumbar spine following. Two laws:
///   resting    the body goes downhill in its potential U, tone and reflexes included (stand.hpp)
///   voluntary  the trunk is where it is wanted and the muscles carry the weight whatever the split
///              between hip and spine, so that gravity drops out of the choice: the least of
///                V(q) - V(q0) - grad V(q0) . (q - q0)
///              where V is U without weight and with reflexes that follow the command, q0 the same body
///              standing. At the standing trunk it gives the standing posture.
/// The effort then holds joints and level against all weight (effort.hpp), and loads follow.
///
/// Angles: anterior tilt, trunk inclination, thigh and shank inclination in the sagittal plane against
/// the vertical, forward positive. Hands hang below the shoulder but for `hand_reach`.
/// Not covered: movement, and what it costs to get there; more than one free direction.
/// Theory: (G10) in docs/theory.md.

#include <guyline/model/bridge.hpp>
#include <guyline/posture/effort.hpp>
#include <guyline/posture/equilibrium.hpp>
#include <guyline/task/task_data.hpp>

namespace guyline {

enum class PostureLaw { kResting, kVoluntary };

/// What the weight stands over.
enum class Balance {
  kNone,      ///< A support carries it: a backrest, a bed.
  kOverFoot,  ///< The whole body over the foot, as standing.
  kOverSeat   ///< Pelvis and all above over the contact of the ischial tuberosities.
};

/// An angle that a task can hold [rad].
enum class HeldAngle {
  kAnkleDorsiflexion,
  kKneeFlexion,
  kHipFlexion,
  kLumbarFlexion,
  kTrunkInclination,  ///< Of the trunk against the vertical, forward.
  kThighInclination,  ///< Of the thigh, hip ahead of the knee positive; -90 deg on a level seat.
  kShankInclination   ///< Of the shank against the vertical, forward.
};
inline constexpr int kNumHeldAngles = 7;

/// Its name in messages and in Python, without a unit.
inline const char* to_string(HeldAngle angle) {
  constexpr std::array<const char*, kNumHeldAngles> kNames = {
      "ankle_dorsiflexion", "knee_flexion",      "hip_flexion",      "lumbar_flexion",
      "trunk_inclination",  "thigh_inclination", "shank_inclination"};
  return kNames[static_cast<std::size_t>(angle)];
}

struct Held {
  HeldAngle angle;
  double value;  ///< [rad]
};

/// A mass that is carried, on the trunk.
struct Burden {
  std::string name;
  double mass = 0.0;     ///< [kg], 0 to 200.
  double forward = 0.0;  ///< [m] from T12/L1, across the trunk.
  double up = 0.0;       ///< [m] from T12/L1, along the trunk.
};

struct Task {
  std::string name = "task";
  PostureLaw law = PostureLaw::kResting;
  Balance balance = Balance::kOverFoot;
  std::vector<Held> held;  ///< Two, or three with Balance::kNone: one direction stays free.
  double ground_inclination = 0.0;  ///< [rad], -0.35 to 0.35: > 0 falls away forward.
  std::vector<Burden> burdens;
  double hand_mass = 0.0;    ///< [kg], 0 to 200, in both hands together.
  double hand_reach = 0.0;   ///< [m], 0 to 0.9: hands ahead of the shoulder.
  bool has_reflexes = true;  ///< Of the resting law; off where they follow a relaxed posture.
  std::vector<std::string> silent;  ///< Muscles or groups without tone.
  bool weight_is_carried = false;   ///< By a bed: nothing has to be held against it.
  bool has_seat = false;            ///< Pelvis and all above rest on the ischial tuberosities.
  bool has_backrest = false;  ///< It takes what falls behind them; the trunk is held against it.
  double follower_load = bridge_data::kFollowerLoad.value;  ///< [N], 0 to 5000: stiffens the spine.
  double least_tilt = -35.0 * bridge_data::kDegree;         ///< [rad], end of the range searched.
  double greatest_tilt = 35.0 * bridge_data::kDegree;       ///< [rad], the other end.
  EquilibriumOptions equilibrium;  ///< `reference`: the tilt from which it goes downhill.
  EffortOptions effort;

  /// Value of a held angle, `otherwise` if it is free.
  double held_value(HeldAngle angle, double otherwise) const {
    for (const Held& h : held) {
      if (h.angle == angle) return h.value;
    }
    return otherwise;
  }

  /// @throws InvalidArgument naming what is out of range.
  void validate() const {
    std::array<bool, kNumHeldAngles> seen{};
    for (const Held& h : held) {
      require_in_range(name + ": " + to_string(h.angle), h.value, "rad", -3.2, 3.2);
      bool& already = seen[static_cast<std::size_t>(h.angle)];
      if (already) throw InvalidArgument(name + ": " + to_string(h.angle) + " is held twice");
      already = true;
    }
    const std::size_t free = balance == Balance::kNone ? 1 : 2;
    if (held.size() + free != 4) {
      throw InvalidArgument(
          name + ": " + std::to_string(held.size()) + " angles are held; of the four coordinates " +
          std::to_string(4 - free) + " must be" +
          (free == 2 ? ", the balance holds one and one is free" : ", and one is free"));
    }
    require_in_range(name + ": ground_inclination", ground_inclination, "rad", -0.35, 0.35);
    require_in_range(name + ": hand_mass", hand_mass, "kg", 0.0, 200.0);
    require_in_range(name + ": hand_reach", hand_reach, "m", 0.0, 0.9);
    require_in_range(name + ": follower_load", follower_load, "N", 0.0, 5000.0);
    require_in_range(name + ": least_tilt", least_tilt, "rad", -2.5, 2.5);
    require_in_range(name + ": greatest_tilt", greatest_tilt, "rad", -2.5, 2.5);
    for (const Burden& burden : burdens) {
      require_in_range(name + ": mass of " + burden.name, burden.mass, "kg", 0.0, 200.0);
      require_in_range(name + ": place of " + burden.name, burden.forward, "m", -1.0, 1.0);
      require_in_range(name + ": place of " + burden.name, burden.up, "m", -1.0, 1.5);
    }
    equilibrium.validate();
    effort.validate();
  }
};

namespace internal {
/// A held angle over the bridge's coordinates.
template <typename Scalar, typename Laws>
VectorX<double> coefficients_of(const Bridge<Scalar, Laws>& bridge, HeldAngle angle) {
  VectorX<double> a = VectorX<double>::Zero(bridge.model.frame.num_coordinates());
  const bool is_inclination = angle >= HeldAngle::kTrunkInclination;
  if (angle == HeldAngle::kAnkleDorsiflexion || is_inclination) a[bridge.ankle_dorsiflexion] = 1.0;
  if (angle == HeldAngle::kKneeFlexion) a[bridge.knee_flexion] = 1.0;
  if (angle == HeldAngle::kHipFlexion || angle == HeldAngle::kTrunkInclination) {
    a[bridge.hip_flexion] = 1.0;
  }
  if (angle == HeldAngle::kLumbarFlexion || angle == HeldAngle::kTrunkInclination) {
    a[bridge.lumbar_flexion] = 1.0;
  }
  if (is_inclination && angle != HeldAngle::kShankInclination) a[bridge.knee_flexion] = -1.0;
  return a;
}
}  // namespace internal

/// Standing, as a task.
inline Task stand_task() {
  Task task;
  task.name = "stand";
  task.held = {{HeldAngle::kKneeFlexion, 0.0}, {HeldAngle::kTrunkInclination, 0.0}};
  return task;
}

}  // namespace guyline
