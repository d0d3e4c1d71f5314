// Where the numbers of the bridge come from.

#include <pybind11/stl.h>

#include <array>
#include <guyline/model/bridge_data.hpp>
#include <guyline/task/clinical_options.hpp>
#include <guyline/task/task_data.hpp>
#include <optional>
#include <string>

#include "bindings.hpp"

namespace py = pybind11;

namespace guyline::python {
namespace {

namespace data = bridge_data;

struct EvidenceRow {
  std::string of, what;
  std::optional<double> value;  ///< Of a single number.
  std::string unit, grade, source, note;
};

EvidenceRow row(const std::string& of, const std::string& what, std::optional<double> value,
                const char* unit, const data::Evidence& e) {
  return {of, what, value, unit, name_of(e.grade), e.source, e.note};
}

void add_constants(std::vector<EvidenceRow>& rows) {
  const auto constant = [&](const char* of, const data::Constant& c) {
    rows.push_back(row(of, "constant", c.value, c.unit, c.evidence));
  };
  constant("lumbar_stiffness", data::kLumbarStiffness);
  constant("follower_load", data::kFollowerLoad);
  constant("follower_load_that_doubles_stiffness", data::kFollowerLoadThatDoublesStiffness);
  constant("lumbar_flexion_stop_moment", data::kLumbarFlexionStopMoment);
  constant("lumbar_flexion_stop_onset", data::kLumbarFlexionStopOnset);
  constant("lumbar_flexion_stop_width", data::kLumbarFlexionStopWidth);
  constant("lumbar_extension_stop_moment", data::kLumbarExtensionStopMoment);
  constant("lumbar_extension_stop_onset", data::kLumbarExtensionStopOnset);
  constant("lumbar_extension_stop_width", data::kLumbarExtensionStopWidth);
  constant("female_lumbar_factor", data::kFemaleLumbarFactor);
  constant("balance_point", data::kBalancePoint);
  constant("s1_endplate_angle", data::kS1EndplateAngle);
  constant("l5_upper_endplate_angle", data::kL5UpperEndplateAngle);
  constant("lordosis_slope", data::kLordosisSlope);
  constant("lordosis_intercept", data::kLordosisIntercept);
  constant("sacral_slope_slope", data::kSacralSlopeSlope);
  constant("sacral_slope_intercept", data::kSacralSlopeIntercept);
  constant("reference_mass", data::kReferenceMass);
  constant("reference_stature", data::kReferenceStature);
  constant("reference_pelvic_incidence", data::kReferencePelvicIncidence);
  constant("min_mass", data::kMinMass);
  constant("max_mass", data::kMaxMass);
  constant("min_stature", data::kMinStature);
  constant("max_stature", data::kMaxStature);
  constant("min_pelvic_incidence", data::kMinPelvicIncidence);
  constant("max_pelvic_incidence", data::kMaxPelvicIncidence);
}

void add_task_constants(std::vector<EvidenceRow>& rows) {
  const auto constant = [&](const char* of, const data::Constant& c) {
    rows.push_back(row(of, "constant", c.value, c.unit, c.evidence));
  };
  constant("bent_follower_load", task_data::kBentFollowerLoad);
  constant("lying_follower_load", task_data::kLyingFollowerLoad);
  constant("lumbar_tolerance", task_data::kLumbarTolerance);
  constant("lumbar_extension_tolerance", task_data::kLumbarExtensionTolerance);
  constant("hamstring_tolerance", task_data::kHamstringTolerance);
  constant("silent_activation", task_data::kSilentActivation);
  constant("arm_length", task_data::kArmLength);
  constant("grip_length", task_data::kGripLength);
  constant("ischium_back", task_data::kIschiumBack);
  constant("ischium_up", task_data::kIschiumUp);
  constant("backrest_up", task_data::kBackrestUp);
  constant("heel_to_ball", task_data::kHeelToBall);
  constant("belly_forward", task_data::kBellyForward);
  constant("belly_up", task_data::kBellyUp);
  constant("rucksack_forward", task_data::kRucksackForward);
  constant("rucksack_up", task_data::kRucksackUp);
  constant("firm_resistance", clinical_data::kFirmResistance);
  constant("light_resistance", clinical_data::kLightResistance);
  constant("hip_flexion_end", clinical_data::kHipFlexionEnd);
  constant("hip_extension_end", clinical_data::kHipExtensionEnd);
  constant("knee_flexion_end", clinical_data::kKneeFlexionEnd);
  constant("flat_back_tilt", clinical_data::kFlatBackTilt);
  constant("hugged_thigh", clinical_data::kHuggedThigh);
  constant("hugged_knee", clinical_data::kHuggedKnee);
  constant("spines_angle", clinical_data::kSpinesAngle);
  const std::array<const char*, task_data::kRanges.size()> joints = {"ankle", "knee", "hip",
                                                                     "lumbar"};
  for (std::size_t i = 0; i < joints.size(); ++i) {
    const auto& range = task_data::kRanges[i];
    const std::string of = std::string("range.") + joints[i];
    rows.push_back(row(of, "least", range.lower, "rad", range.evidence));
    rows.push_back(row(of, "greatest", range.upper, "rad", range.evidence));
  }
}

/// A row per kind of numbers.
std::vector<EvidenceRow> evidence() {
  std::vector<EvidenceRow> rows;
  const auto add = [&](const std::string& of, const char* what, const data::Evidence& e) {
    rows.push_back(row(of, what, std::nullopt, "", e));
  };
  for (const auto& m : data::kMuscles) {
    add(m.name, "path", m.path);
    add(m.name, "architecture", m.architecture);
    add(m.name, "slack", m.slack);
    add(m.name, "passive", m.passive);
    add(m.name, "tonic", m.tonic);
  }
  for (const auto& joint : data::kJoints) add(joint.name, "joint", joint.evidence);
  for (const auto& segment : data::kSegments) {
    add(segment.name, segment.female ? "segment, female" : "segment, male", segment.evidence);
  }
  add_constants(rows);
  return rows;
}

/// A row per number, as bridge_data.hpp, task_data.hpp and clinical_options.hpp name it; a path is one
/// row without a value.
std::vector<EvidenceRow> numbers() {
  std::vector<EvidenceRow> rows;
  for (const auto& m : data::kMuscles) {
    const auto add = [&](const char* what, double value, const char* unit,
                         const data::Evidence& e) {
      rows.push_back(row(m.name, what, value, unit, e));
    };
    rows.push_back(row(m.name, "path", std::nullopt, "m", m.path));
    add("max_isometric_force", m.max_isometric_force, "N", m.architecture);
    add("optimal_fibre_length", m.optimal_fibre_length, "m", m.architecture);
    add("pennation_angle", m.pennation_angle, "rad", m.architecture);
    add("slack_length", m.slack_length, "m", m.slack);
    add("passive_onset", m.passive_onset, "1", m.passive);
    add("passive_width", m.passive_width, "1", m.passive);
    add("tone", m.tone, "1", m.tonic);
    add("reflex_gain", m.reflex_gain, "1", m.tonic);
  }
  for (const auto& j : data::kJoints) {
    const auto add = [&](const char* what, double value, const char* unit) {
      rows.push_back(row(j.name, what, value, unit, j.evidence));
    };
    add("share", j.share, "1");
    add("parent_x", j.parent_x, "m");
    add("parent_y", j.parent_y, "m");
    add("child_x", j.child_x, "m");
    add("child_y", j.child_y, "m");
  }
  for (const auto& s : data::kSegments) {
    const std::string sex = s.female ? "female." : "male.";
    rows.push_back(row(s.name, sex + "mass", s.mass, "kg", s.evidence));
    rows.push_back(row(s.name, sex + "x", s.x, "m", s.evidence));
    rows.push_back(row(s.name, sex + "y", s.y, "m", s.evidence));
  }
  add_constants(rows);
  add_task_constants(rows);
  return rows;
}

}  // namespace

void bind_evidence(py::module_& m) {
  py::class_<EvidenceRow>(m, "EvidenceRow", "Where one number, or one kind of numbers, is from.")
      .def_readonly("of", &EvidenceRow::of)
      .def_readonly("what", &EvidenceRow::what)
      .def_readonly("value", &EvidenceRow::value)
      .def_readonly("unit", &EvidenceRow::unit)
      .def_readonly("grade", &EvidenceRow::grade)
      .def_readonly("source", &EvidenceRow::source)
      .def_readonly("note", &EvidenceRow::note);
  m.def("evidence", &evidence, "Sources of the numbers of the bridge, a row per kind of numbers.");
  m.def("numbers", &numbers, "The numbers of the bridge with their sources, a row per number.");
}

}  // namespace guyline::python
