#pragma once

/// @file
/// Muscle lengths given by the clinical test that they change.
///
///   angle(body with length L in the group) = angle(body with length 0 in the group) + change
/// is solved for L, the value of the length knob [optimal fibre lengths] that all muscles of the group
/// share, their reflexes recalibrated. A straight-leg raise goes up with longer hamstrings, the thigh
/// of a modified Thomas test down with longer hip flexors.
/// Not covered: changes of two groups at once; other tests.

#include <guyline/task/clinical.hpp>

namespace guyline {

/// What length_change_for_...() return.
struct LengthForTest {
  bool reached = false;          ///< Whether some length within the knob's range makes this change.
  double length = 0.0;           ///< For the length knob [optimal fibre lengths]; 0 if not reached.
  double least_change = 0.0;     ///< Of the test's angle, at the ends of the knob's range [rad].
  double greatest_change = 0.0;  ///< Between these two a change may still be jumped over.
};

namespace internal {

/// @param sense  +1 if the angle grows with length, -1 if it falls.
/// @param angle  angle(bridge), the test's outcome.
template <typename Laws, typename Angle>
LengthForTest length_for_test(Bridge<double, Laws> bridge, const char* group, double change,
                              double sense, const Angle& angle) {
  constexpr double kReached = 1e-9;  // rad
  const KnobRange range = knob_range(Knob::kLength);
  const auto at = [&](double length) {
    set_knob(bridge.model, group, Knob::kLength, length);
    return angle(bridge);
  };
  const double before = at(0.0);
  const double shortest = at(range.lower) - before, longest = at(range.upper) - before;
  LengthForTest result;
  result.least_change = std::min(shortest, longest);
  result.greatest_change = std::max(shortest, longest);
  const Walk walk =
      walk_downhill([&](double length) { return sense * (before + change - at(length)); }, 0.0,
                    range.lower, range.upper, 0.02, 0.1);
  result.reached = walk.end == WalkEnd::kRoot && std::abs(walk.force) < kReached;
  if (result.reached) result.length = walk.x;
  return result;
}

}  // namespace internal

/// Length of the hamstrings that changes the straight-leg raise by `change` [rad].
///
/// @param change  Positive raises the leg further.
/// @throws InvalidArgument if `change` is not finite or an option is out of range.
/// @note Allocates. Some 15 raises.
template <typename Laws>
LengthForTest length_change_for_slr(const Bridge<double, Laws>& bridge, double change,
                                    const StraightLegRaiseOptions& options = {}) {
  require_finite("change of the straight-leg raise", change, "rad");
  options.validate();
  ClinicalData data(bridge);
  ClinicalResult result = make_clinical_result(bridge);
  return internal::length_for_test(bridge, "hamstrings", change, 1.0,
                                   [&](const Bridge<double, Laws>& body) {
                                     update_straight_leg_raise(body, options, data, result);
                                     return result.thigh;
                                   });
}

/// Length of the hip flexors that changes the thigh's angle in the modified Thomas test by `change`
/// [rad].
///
/// @param change  Positive leaves the thigh higher.
/// @throws InvalidArgument if `change` is not finite or an option is out of range.
/// @note Allocates. Some 15 tests.
template <typename Laws>
LengthForTest length_change_for_thomas(const Bridge<double, Laws>& bridge, double change,
                                       const ModifiedThomasOptions& options = {}) {
  require_finite("change of the modified Thomas test", change, "rad");
  options.validate();
  ClinicalData data(bridge);
  ClinicalResult result = make_clinical_result(bridge);
  return internal::length_for_test(bridge, "hip_flexors", change, -1.0,
                                   [&](const Bridge<double, Laws>& body) {
                                     update_modified_thomas(body, options, data, result);
                                     return result.thigh;
                                   });
}

}  // namespace guyline
