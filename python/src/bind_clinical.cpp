// Clinical tests of muscle length.

#include <pybind11/stl.h>

#include <guyline/task/clinical_length.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bindings.hpp"

namespace py = pybind11;

namespace guyline::python {
namespace {

/// What all tests of one examination share.
struct ExaminationOptions {
  double torque = clinical_data::kFirmResistance.value;
  double light_torque = clinical_data::kLightResistance.value;
  std::optional<double> tolerance;
  bool toned = false;
};

using Named = std::pair<std::string, ClinicalResult>;

/// Every test, by name.
std::vector<Named> examine(const SharedBridge& self, const ExaminationOptions& options) {
  const Bridge<double>& bridge = *self.bridge;
  std::vector<Named> results;
  const auto prepare = [&](auto test, double torque) {
    if constexpr (!std::is_same<decltype(test), ModifiedThomasOptions>::value) {
      test.stop.torque = torque;
      test.stop.tolerance = options.tolerance;
    }
    test.table.muscles = options.toned ? MusclesOnTable::kToned : MusclesOnTable::kRelaxed;
    return test;
  };
  auto raise = prepare(StraightLegRaiseOptions{}, options.torque);
  results.emplace_back("straight_leg_raise", straight_leg_raise(bridge, raise));
  raise.table.pelvis = PelvisOnTable::kHeld;
  results.emplace_back("straight_leg_raise_pelvis_held", straight_leg_raise(bridge, raise));
  auto knee = prepare(KneeExtensionOptions{}, options.torque);
  results.emplace_back("knee_extension_passive", knee_extension(bridge, knee));
  knee.by = KneeExtension::kActive;
  results.emplace_back("knee_extension_active", knee_extension(bridge, knee));
  auto thomas = prepare(ModifiedThomasOptions{}, options.torque);
  results.emplace_back("modified_thomas", modified_thomas(bridge, thomas));
  thomas.table.pelvis = PelvisOnTable::kFree;
  results.emplace_back("modified_thomas_pelvis_free", modified_thomas(bridge, thomas));
  results.emplace_back("ely", ely(bridge, prepare(ElyOptions{}, options.light_torque)));
  results.emplace_back("hip_extension",
                       hip_extension(bridge, prepare(HipExtensionOptions{}, options.torque)));
  return results;
}

struct ClinicalConstant {
  std::string name;
  double value;
  std::string unit, grade, source, note;
};

std::vector<ClinicalConstant> constants() {
  namespace data = clinical_data;
  std::vector<ClinicalConstant> rows;
  const auto add = [&](const char* name, const data::Constant& c) {
    rows.push_back(
        {name, c.value, c.unit, name_of(c.evidence.grade), c.evidence.source, c.evidence.note});
  };
  add("firm_resistance", data::kFirmResistance);
  add("light_resistance", data::kLightResistance);
  add("hip_flexion_end", data::kHipFlexionEnd);
  add("hip_extension_end", data::kHipExtensionEnd);
  add("knee_flexion_end", data::kKneeFlexionEnd);
  add("flat_back_tilt", data::kFlatBackTilt);
  add("hugged_thigh", data::kHuggedThigh);
  add("hugged_knee", data::kHuggedKnee);
  add("spines_angle", data::kSpinesAngle);
  return rows;
}

}  // namespace

void bind_clinical(py::module_& m) {
  py::class_<ExaminationOptions>(m, "ExaminationOptions", "How to examine; new: the defaults.")
      .def(py::init<>())
      .def_readwrite("torque", &ExaminationOptions::torque, "[N m], of one leg")
      .def_readwrite("light_torque", &ExaminationOptions::light_torque, "[N m], of one leg")
      .def_readwrite("tolerance", &ExaminationOptions::tolerance, "[N m], None: any torque")
      .def_readwrite("toned", &ExaminationOptions::toned, "with resting tone and reflex");

  using Result = ClinicalResult;
  const auto list = [](const VectorX<double>& x) {
    return std::vector<double>(x.begin(), x.end());
  };
  py::class_<Result>(m, "ClinicalResult", "Outcome of one test: SI units and radians, one leg.")
      .def_property_readonly("limit", [](const Result& r) { return static_cast<int>(r.limit); })
      .def_readonly("thigh", &Result::thigh, "[rad]")
      .def_readonly("knee", &Result::knee, "[rad]")
      .def_readonly("hip", &Result::hip, "[rad]")
      .def_readonly("tilt", &Result::tilt, "[rad]")
      .def_readonly("rest_tilt", &Result::rest_tilt, "[rad]")
      .def_readonly("resistance", &Result::resistance, "[N m]")
      .def_readonly("residual", &Result::residual, "[N m]")
      .def_property_readonly("hip_moments", [list](const Result& r) { return list(r.hip_moments); })
      .def_property_readonly("knee_moments",
                             [list](const Result& r) { return list(r.knee_moments); })
      .def_readonly("most", &Result::most, "muscle that resists most, -1: none");

  py::class_<LengthForTest>(m, "LengthForTest", "A length knob that changes a test by so much.")
      .def_readonly("reached", &LengthForTest::reached)
      .def_readonly("length", &LengthForTest::length, "optimal fibre lengths")
      .def_readonly("least_change", &LengthForTest::least_change, "[rad]")
      .def_readonly("greatest_change", &LengthForTest::greatest_change, "[rad]");

  py::class_<ClinicalConstant>(m, "ClinicalConstant", "What a test assumes, and why.")
      .def_readonly("name", &ClinicalConstant::name)
      .def_readonly("value", &ClinicalConstant::value)
      .def_readonly("unit", &ClinicalConstant::unit)
      .def_readonly("grade", &ClinicalConstant::grade)
      .def_readonly("source", &ClinicalConstant::source)
      .def_readonly("note", &ClinicalConstant::note);

  m.def("examine", &examine, py::arg("bridge"), py::arg("options"),
        py::call_guard<py::gil_scoped_release>(), "All tests on the table, by name.");
  m.def(
      "length_change_for_slr",
      [](const SharedBridge& self, double change) {
        return length_change_for_slr(*self.built, change);
      },
      py::arg("bridge"), py::arg("change"), py::call_guard<py::gil_scoped_release>(),
      "Hamstrings of the body as built, for a change of its straight-leg raise [rad].");
  m.def(
      "length_change_for_thomas",
      [](const SharedBridge& self, double change) {
        return length_change_for_thomas(*self.built, change);
      },
      py::arg("bridge"), py::arg("change"), py::call_guard<py::gil_scoped_release>(),
      "Hip flexors of the body as built, for a change of its modified Thomas test [rad].");
  m.def("clinical_constants", &constants, "What the tests assume.");
  m.def(
      "clinical_limits",
      [] {
        std::vector<std::string> names;
        for (int i = 0; i <= static_cast<int>(ClinicalLimit::kNoPelvis); ++i) {
          names.emplace_back(to_string(static_cast<ClinicalLimit>(i)));
        }
        return names;
      },
      "Names by number.");
}

}  // namespace guyline::python
