// Derivatives at the resting posture.

#include <pybind11/stl.h>

#include <guyline/task/stand_sensitivity.hpp>
#include <guyline/task/task_sensitivity.hpp>

#include "bindings.hpp"

namespace py = pybind11;

namespace guyline::python {
namespace {

/// One number of every muscle.
template <typename Of>
std::vector<bool> of_muscles(const StandSensitivity<double>& s, const Of& of) {
  std::vector<bool> values;
  for (const auto& kinks : s.kinks) values.push_back(of(kinks));
  return values;
}

}  // namespace

void bind_sensitivity(py::module_& m) {
  using Result = StandSensitivity<double>;
  py::class_<Result>(m, "StandSensitivity",
                     "Derivatives: a list per output, an entry per parameter, SI and radians.")
      .def_property_readonly(
          "derivative",
          [](const Result& s) {
            std::vector<std::vector<double>> rows;
            for (Eigen::Index r = 0; r < s.derivative.rows(); ++r) {
              const auto row = s.derivative.row(r);
              rows.emplace_back(row.begin(), row.end());
            }
            return rows;
          },
          "Rows: tilt, lordosis, compression, shear and moment per level, tensions. Columns: five "
          "knobs per muscle, then the person's.")
      .def_readonly("stiffening", &Result::stiffening, "[N m/rad per unit of the stiffness knob]")
      .def_readonly("at_kink", &Result::at_kink)
      .def_property_readonly("level_at_kink",
                             [](const Result& s) {
                               return std::vector<bool>(s.level_at_kink.begin(),
                                                        s.level_at_kink.end());
                             })
      .def_property_readonly("muscle_at_kink",
                             [](const Result& s) {
                               return of_muscles(s, [](const MuscleKinks<double>& k) {
                                 return k.at_clamp || k.at_break || k.at_contact;
                               });
                             })
      .def_property_readonly("muscle_at_bound", [](const Result& s) {
        return of_muscles(s, [](const MuscleKinks<double>& k) {
          bool found = false;
          for (const bool bound : k.at_bound) found = found || bound;
          return found;
        });
      });

  m.def(
      "person_parameters",
      [] {
        std::vector<std::string> names;
        for (int p = 0; p < kNumPersonParameters; ++p) {
          names.emplace_back(parameter_name(static_cast<PersonParameter>(p)));
        }
        return names;
      },
      "Names of the columns behind the knobs', standing.");
  m.def(
      "task_parameters",
      [] {
        std::vector<std::string> names;
        for (int p = 0; p < kNumTaskParameters; ++p) {
          names.emplace_back(parameter_name(static_cast<TaskParameter>(p)));
        }
        return names;
      },
      "Names of the columns behind the knobs', of a task.");
  m.def(
      "stand_sensitivity",
      [](const SharedBridge& self, const StandOptions& options, bool acute) {
        StandSensitivityOptions how;
        how.adaptation = acute ? Adaptation::kAcute : Adaptation::kRecalibrated;
        return stand_sensitivity(*self.bridge, options, how);
      },
      py::arg("bridge"), py::arg("options"), py::arg("acute"),
      py::call_guard<py::gil_scoped_release>(),
      "Derivatives of the resting posture, its loads and tensions.");
  m.def(
      "task_sensitivity",
      [](const SharedBridge& self, const Task& task, bool acute) {
        StandSensitivityOptions how;
        how.adaptation = acute ? Adaptation::kAcute : Adaptation::kRecalibrated;
        return task_sensitivity(*self.bridge, task, how);
      },
      py::arg("bridge"), py::arg("task"), py::arg("acute"),
      py::call_guard<py::gil_scoped_release>(),
      "Derivatives of the posture of a task, its loads and tensions.");
}

}  // namespace guyline::python
