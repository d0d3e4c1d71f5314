#pragma once

/// @file
/// A movement: the trunk goes further until something stops it or a target is reached.
///
/// The trunk's inclination is stepped from upright; every step is the task's posture (task_posture.hpp),
/// slowly, so that each is at rest. What may end it, all continuous along the way:
///   tolerance  the passive moment of hamstrings or lumbar tissue reaches what is borne
///   target     a hand reaches its height
///   strength   ankle, hip or a level cannot be held
///   range      the trunk's inclination reaches its end, or the hip that of its range
/// The end is then closed in on by bisection and secants. A posture that jumps between two steps by more
/// than `largest_jump` per step is a fold, told as such, not smoothed over.
/// Not covered: speed and momentum.

#include <guyline/task/task_posture.hpp>
#include <limits>

namespace guyline {

enum class StopReason {
  kNone = 0,  ///< Not ended by anything: the angle was given.
  kHamstringTolerance = 1,
  kLumbarTolerance = 2,
  kTarget = 3,
  kTooWeak = 4,
  kEndOfRange = 5,
  kNoPosture = 6  ///< The law has no posture further on; `result.status` says why.
};

/// One word, as in the enumerator without its k.
inline const char* to_string(StopReason reason) {
  constexpr std::array<const char*, 7> kNames = {
      "none",     "hamstring_tolerance", "lumbar_tolerance", "target",
      "too_weak", "end_of_range",        "no_posture"};
  return kNames[static_cast<std::size_t>(reason)];
}

/// What ends a movement.
struct StopRules {
  double hamstring_moment = task_data::kHamstringTolerance.value;  ///< [N m] per leg, > 0.
  double lumbar_moment = task_data::kLumbarTolerance.value;        ///< [N m], > 0, bending forward.
  double extension_moment = task_data::kLumbarExtensionTolerance.value;  ///< [N m], > 0, backward.
  std::optional<double> grip_height;       ///< [m] above the sole, -0.5 to 3.
  std::optional<double> fingertip_height;  ///< [m] above the sole, -0.5 to 3.
  /// Without a height for the hands the movement ends where muscles cannot hold on; with one, they are asked
  /// where it ends, and what it passed on the way need not be held.
  bool ends_where_too_weak = true;
  double end = 150.0 * bridge_data::kDegree;  ///< [rad], trunk inclination; < 0 leans back.
  double step = 7.5 * bridge_data::kDegree;   ///< [rad], > 0.
  double largest_jump =
      12.0 * bridge_data::kDegree;  ///< [rad] of tilt beyond the trunk's own step.

  /// @throws InvalidArgument naming what is out of range.
  void validate() const {
    require_in_range("hamstring_moment", hamstring_moment, "N m", 0.0, 1e4);
    require_in_range("lumbar_moment", lumbar_moment, "N m", 0.0, 1e4);
    require_in_range("extension_moment", extension_moment, "N m", 0.0, 1e4);
    for (const auto& height : {grip_height, fingertip_height}) {
      if (height) require_in_range("hand height", *height, "m", -0.5, 3.0);
    }
    require_in_range("end", end, "rad", -2.5, 2.7);
    require_in_range("step", step, "rad", 1e-3, 0.5);
    require_positive("largest_jump", largest_jump, "rad");
  }
};

/// Where a movement ended.
struct Movement {
  TaskResult<double> result;
  StopReason reason = StopReason::kNone;
  double trunk_inclination = 0.0;  ///< [rad]
  bool jumped = false;             ///< The posture jumped on the way: a fold.
  int steps = 0;                   ///< Postures that were solved.
};

namespace internal {

/// How far a posture is from each end: < 0 before it, 0 at it.
struct StopValue {
  double value;
  StopReason reason;
};

inline StopValue stop_value(const StopRules& rules, bool backward, const TaskResult<double>& at) {
  StopValue worst{-std::numeric_limits<double>::infinity(), StopReason::kNone};
  const auto take = [&](double value, StopReason reason) {
    if (value > worst.value) worst = {value, reason};
  };
  take(at.hamstring_moment / rules.hamstring_moment - 1.0, StopReason::kHamstringTolerance);
  const auto& hip = task_data::kRanges[2];
  take(at.q[2] - hip.upper, StopReason::kEndOfRange);
  take((backward ? -at.lumbar_moment / rules.extension_moment
                 : at.lumbar_moment / rules.lumbar_moment) -
           1.0,
       StopReason::kLumbarTolerance);
  if (rules.grip_height) take(*rules.grip_height - at.grip_height, StopReason::kTarget);
  if (rules.fingertip_height)
    take(*rules.fingertip_height - at.fingertip_height, StopReason::kTarget);
  return worst;
}

/// The first level that is not held is what is too weak.
inline bool is_held(const TaskResult<double>& at) {
  for (const auto& load : at.loads) {
    if (load.effort.status != EffortStatus::kSolved) return false;
  }
  return true;
}

}  // namespace internal

/// Moves the trunk from upright until a rule stops it.
///
/// @param task_at  task_at(inclination) makes the task; the same but for the trunk's angle.
/// @throws InvalidArgument if rules, tasks or body are not valid. How it ends is a reason.
/// @note Allocates; about 30 postures.
template <typename Laws, typename TaskAt>
Movement move_until(const Bridge<double, Laws>& bridge, const StopRules& rules,
                    const TaskAt& task_at) {
  rules.validate();
  validate(bridge.model);
  const bool backward = rules.end < 0.0;
  const double way = backward ? -1.0 : 1.0;
  Task task = task_at(0.0);
  TaskData<double, Laws> data(bridge, task);
  Movement movement;
  movement.result = make_task_result(bridge);
  TaskResult<double>& result = movement.result;
  update_task_body(bridge, task, data, result);
  const bool has_target = rules.grip_height || rules.fingertip_height;
  double solved = std::numeric_limits<double>::quiet_NaN();
  const auto solve_at = [&](double inclination) {
    if (inclination == solved) return;
    solved = inclination;
    task = task_at(inclination);
    if (task.hand_mass > 0.0 && task.hand_reach > 0.0) {
      data = TaskData<double, Laws>(bridge, task);
      update_task_body(bridge, task, data, result);
    } else {
      data.hold(task);
    }
    update_task_posture(task, data, result);
    ++movement.steps;
  };
  // What ends it at an inclination; +infinity where there is no posture or nobody can hold it.
  const auto look = [&](double inclination) -> internal::StopValue {
    constexpr double kOver = std::numeric_limits<double>::infinity();
    solve_at(inclination);
    if (result.status != PostureStatus::kSolved) return {kOver, StopReason::kNoPosture};
    if (rules.ends_where_too_weak && !has_target && !internal::is_held(result)) {
      return {kOver, StopReason::kTooWeak};
    }
    return internal::stop_value(rules, backward, result);
  };

  const auto end_at = [&](double inclination, StopReason reason) {
    look(inclination);
    movement.trunk_inclination = inclination;
    movement.reason = reason;
    const bool is_asked =
        rules.ends_where_too_weak && has_target && result.status == PostureStatus::kSolved;
    if (is_asked && !internal::is_held(result)) movement.reason = StopReason::kTooWeak;
    return movement;
  };

  double near = 0.0;
  internal::StopValue at_near = look(near);
  double last_tilt = result.anterior_tilt;
  if (at_near.value >= 0.0) return end_at(near, at_near.reason);
  double far = near;
  internal::StopValue at_far = at_near;
  while (at_far.value < 0.0) {
    near = far;
    at_near = at_far;
    if (near == rules.end) return end_at(near, StopReason::kEndOfRange);
    far = near + way * rules.step;
    if ((far - rules.end) * way > 0.0) far = rules.end;
    at_far = look(far);
    if (result.status == PostureStatus::kSolved) {
      const double jump = std::abs(result.anterior_tilt - last_tilt) - std::abs(far - near);
      movement.jumped = movement.jumped || jump > rules.largest_jump;
      last_tilt = result.anterior_tilt;
    }
  }
  // Close in: secants inside the bracket where both values are numbers, halves otherwise.
  constexpr int kMaxSteps = 60;
  constexpr double kDone = 1e-12;
  bool halve = false;
  for (int k = 0; k < kMaxSteps && std::abs(far - near) > kDone; ++k) {
    double middle = 0.5 * (near + far);
    if (std::isfinite(at_far.value) && !halve) {
      middle = near + (far - near) * at_near.value / (at_near.value - at_far.value);
    }
    if (!((middle - near) * way > 0.0 && (far - middle) * way > 0.0)) break;
    const double width = std::abs(far - near);
    const internal::StopValue at = look(middle);
    if (at.value < 0.0) {
      near = middle;
      at_near = at;
    } else {
      far = middle;
      at_far = at;
    }
    if (std::abs(at.value) < kDone) break;
    halve = std::abs(far - near) > 0.5 * width;
  }
  // The last posture before the end, or the one at it.
  const bool exact =
      std::isfinite(at_far.value) && std::abs(at_far.value) <= std::abs(at_near.value);
  return end_at(exact ? far : near, at_far.reason);
}

}  // namespace guyline
