// Standing.

#include <pybind11/stl.h>

#include <array>
#include <guyline/task/stand.hpp>

#include "bindings.hpp"

namespace py = pybind11;

namespace guyline::python {
namespace {

EffortPower power_of(int power) {
  if (power == 2) return EffortPower::kSquare;
  if (power == 3) return EffortPower::kCube;
  throw InvalidArgument("effort_power must be 2 or 3, got " + std::to_string(power));
}

}  // namespace

void bind_task(py::module_& m) {
  py::class_<StandOptions>(m, "StandOptions", "How to stand; a new one holds the defaults.")
      .def(py::init<>())
      .def_readwrite("trunk_inclination", &StandOptions::trunk_inclination, "[rad]")
      .def_readwrite("knee_flexion", &StandOptions::knee_flexion, "[rad]")
      .def_property(
          "effort_power", [](const StandOptions& o) { return static_cast<int>(o.effort.power); },
          [](StandOptions& o, int power) { o.effort.power = power_of(power); }, "2 or 3");

  using Load = StandingLoad<double>;
  py::class_<Load>(m, "StandingLoad", "Load at one level and the effort that goes with it.")
      .def_readonly("level", &Load::level)
      .def_readonly("load", &Load::load)
      .def_readonly("effort", &Load::effort);

  using Result = StandResult<double>;
  py::class_<Result>(m, "StandResult", "The answer of stand(): SI units and radians.")
      .def_property_readonly("status", [](const Result& r) { return static_cast<int>(r.status); })
      .def_property_readonly(
          "q", [](const Result& r) { return std::vector<double>(r.q.begin(), r.q.end()); })
      .def_readonly("anterior_tilt", &Result::anterior_tilt, "[rad]")
      .def_readonly("lordosis", &Result::lordosis, "[rad]")
      .def_readonly("sacral_slope", &Result::sacral_slope, "[rad]")
      .def_readonly("pelvic_tilt_radiographic", &Result::pelvic_tilt_radiographic, "[rad]")
      .def_readonly("stiffness", &Result::stiffness, "[N m/rad]")
      .def_readonly("residual", &Result::residual, "[1]")
      .def_property_readonly("evaluations",
                             [](const Result& r) { return r.equilibrium.evaluations; })
      .def_property_readonly("resting", [](const Result& r) { return r.equilibrium.resting; })
      .def_property_readonly(
          "searched",
          [](const Result& r) { return std::make_pair(r.equilibrium.lower, r.equilibrium.upper); },
          "[rad], range of tilt")
      .def_property_readonly("equilibria",
                             [](const Result& r) {
                               const auto& found = r.equilibrium.equilibria;
                               return std::vector<Equilibrium<double>>(
                                   found.begin(), found.begin() + r.equilibrium.num_equilibria);
                             })
      .def_property_readonly(
          "pull_rows",
          [](const Result& r) {
            std::vector<std::array<double, 4>> rows;
            const auto add = [&](const Pull<double>& p) {
              rows.push_back({p.tension, p.arm, p.moment, p.share});
            };
            for (const auto& pull : r.pulls) add(pull);
            add(r.other_pulls.gravity);
            add(r.other_pulls.tissue);
            return rows;
          },
          "Tension [N], arm [m/rad], moment [N m], share [1] of each muscle, weight and tissue")
      .def_property_readonly("effort_statuses",
                             [](const Result& r) {
                               std::vector<int> statuses;
                               for (const auto& at : r.loads) {
                                 statuses.push_back(static_cast<int>(at.effort.status));
                               }
                               return statuses;
                             })
      .def_readonly("loads", &Result::loads);

  m.def(
      "stand",
      [](const SharedBridge& self, const StandOptions& options) {
        return stand(*self.bridge, options);
      },
      py::arg("bridge"), py::arg("options"), py::call_guard<py::gil_scoped_release>(),
      "Where this body comes to rest, and what that costs.");
}

}  // namespace guyline::python
