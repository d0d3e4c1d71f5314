#pragma once

/// @file
/// What a clinical test of muscle length asks for: torque, tolerance, end of range, how the body lies.
///
/// A leg that is moved stops at the first of
///   the examiner's torque, beside carrying the leg's weight;
///   the torque that the person tolerates;
///   the end of the range.
/// Every default is a constant with its grade. No range ends by a ligament: the bridge has none at hip
/// and knee.
/// Not covered: the tests themselves, clinical.hpp.

#include <guyline/task/clinical_pose.hpp>
#include <optional>

namespace guyline {

namespace clinical_data {
using bridge_data::Constant;
using bridge_data::Grade;
using bridge_data::kDegree;

/// One torque for men and women of every size, as it was measured.
inline constexpr Constant kFirmResistance = {30.0,
                                             "N m",
                                             {Grade::kAssumption, "marshall2014",
                                              "first firm resistance, below what is tolerated; "
                                              "greatest torques of men and women are alike"}};
inline constexpr Constant kLightResistance = {
    10.0, "N m", {Grade::kAssumption, "", "a knee that is bent with a light hand"}};
inline constexpr Constant kHipFlexionEnd = {
    120.0 * kDegree, "rad", {Grade::kAssumption, "", "thigh against the trunk"}};
inline constexpr Constant kHipExtensionEnd = {
    60.0 * kDegree,
    "rad",
    {Grade::kAssumption, "",
     "ends the search: the bridge has no ligament to stop at 20 to 30 deg"}};
inline constexpr Constant kKneeFlexionEnd = {
    140.0 * kDegree, "rad", {Grade::kAssumption, "", "heel to buttock"}};
inline constexpr Constant kFlatBackTilt = {
    -10.0 * kDegree,
    "rad",
    {Grade::kAssumption, "vigotsky2016",
     "loin on the table; without control the test is not valid"}};
inline constexpr Constant kHuggedThigh = {120.0 * kDegree, "rad", {Grade::kAssumption, "", ""}};
inline constexpr Constant kHuggedKnee = {120.0 * kDegree, "rad", {Grade::kAssumption, "", ""}};
/// ASIS below PSIS where the anterior tilt is 0; differs between people by bone alone.
inline constexpr Constant kSpinesAngle = {
    13.0 * kDegree, "rad", {Grade::kMeasured, "preece2008", "one pelvic reference; SD 5 deg"}};
}  // namespace clinical_data

/// When a leg that is moved stops.
struct StopRule {
  double torque = clinical_data::kFirmResistance.value;  ///< Examiner's [N m], > 0, of one leg.
  std::optional<double> tolerance;  ///< Torque at which the person stops it [N m], > 0.
  double end_of_range = 0.0;        ///< [rad], where the test has it.

  double stop() const { return tolerance ? std::min(torque, *tolerance) : torque; }
  /// @throws InvalidArgument naming what is out of range.
  void validate(double lower, double upper) const {
    require_positive("torque", torque, "N m");
    if (tolerance) require_positive("tolerance", *tolerance, "N m");
    require_in_range("end_of_range", end_of_range, "rad", lower, upper);
  }
};

namespace internal {
inline StopRule stop_rule(double torque, double end_of_range) {
  StopRule rule;
  rule.torque = torque;
  rule.end_of_range = end_of_range;
  return rule;
}
inline TableOptions held_at(double tilt) {
  TableOptions table;
  table.pelvis = PelvisOnTable::kHeld;
  table.held_tilt = tilt;
  return table;
}
}  // namespace internal

/// The pelvis turns along, as in the clinic, unless it is held.
struct StraightLegRaiseOptions {
  StopRule stop = internal::stop_rule(clinical_data::kFirmResistance.value,
                                      clinical_data::kHipFlexionEnd.value);  ///< Of the thigh.
  TableOptions table;
  void validate() const {
    stop.validate(0.1, 2.6);
    table.validate();
  }
};

/// Who extends the knee.
enum class KneeExtension {
  kPassive,  ///< The examiner.
  kActive    ///< The quadriceps, against the shank's weight too, to the same resistance.
};

struct KneeExtensionOptions {
  KneeExtension by = KneeExtension::kPassive;
  StopRule stop = internal::stop_rule(clinical_data::kFirmResistance.value, 0.0);  ///< Of the knee.
  double thigh = 90.0 * bridge_data::kDegree;   ///< [rad], 0 to 2.3.
  double start = 120.0 * bridge_data::kDegree;  ///< Knee flexion to begin with [rad].
  TableOptions table = internal::held_at(0.0);
  void validate() const {
    stop.validate(0.0, 1.5);
    require_in_range("thigh", thigh, "rad", 0.0, 2.3);
    require_in_range("start", start, "rad", stop.end_of_range, 2.6);
    table.validate();
  }
};

/// Held: the loin flat on the table. Free: the hanging leg may tilt the pelvis forward.
struct ModifiedThomasOptions {
  double end_of_range = clinical_data::kHipExtensionEnd.value;  ///< Hip extension [rad], 0 to 1.5.
  LegOnTable other = {clinical_data::kHuggedThigh.value, clinical_data::kHuggedKnee.value};
  TableOptions table = internal::held_at(clinical_data::kFlatBackTilt.value);
  void validate() const {
    require_in_range("end_of_range", end_of_range, "rad", 0.0, 1.5);
    require_in_range("other thigh", other.thigh, "rad", 0.0, 2.6);
    require_in_range("other knee", other.knee, "rad", 0.0, 2.6);
    table.validate();
  }
};

/// Both thighs lie; a free pelvis that tilts forward lifts the buttocks.
struct ElyOptions {
  StopRule stop = internal::stop_rule(clinical_data::kLightResistance.value,
                                      clinical_data::kKneeFlexionEnd.value);  ///< Of the knee.
  TableOptions table;
  void validate() const {
    stop.validate(0.1, 2.8);
    table.validate();
  }
};

struct HipExtensionOptions {
  StopRule stop = internal::stop_rule(clinical_data::kFirmResistance.value,
                                      clinical_data::kHipExtensionEnd.value);  ///< Extension.
  TableOptions table = internal::held_at(0.0);
  void validate() const {
    stop.validate(0.1, 1.5);
    table.validate();
  }
};

}  // namespace guyline
