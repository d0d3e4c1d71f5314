// Equilibria, pulls, effort and load: plain records.

#include <pybind11/stl.h>

#include <guyline/posture/effort.hpp>
#include <guyline/posture/equilibrium.hpp>
#include <guyline/posture/load.hpp>
#include <guyline/posture/pull.hpp>

#include "bindings.hpp"

namespace py = pybind11;

namespace guyline::python {

void bind_posture(py::module_& m) {
  m.def(
      "posture_statuses",
      [] {
        std::vector<std::string> names;
        for (const auto status :
             {PostureStatus::kSolved, PostureStatus::kNoEquilibrium, PostureStatus::kCannotStand,
              PostureStatus::kNotConverged, PostureStatus::kNotFinite, PostureStatus::kTooMany}) {
          names.emplace_back(to_string(status));
        }
        return names;
      },
      "Names of the outcomes of a posture solve, by their number.");
  m.def(
      "effort_statuses",
      [] {
        std::vector<std::string> names;
        for (const auto status :
             {EffortStatus::kSolved, EffortStatus::kNotCarried, EffortStatus::kNotConverged}) {
          names.emplace_back(to_string(status));
        }
        return names;
      },
      "Names of the outcomes of the effort problem, by their number.");

  using EquilibriumD = Equilibrium<double>;
  py::class_<EquilibriumD>(m, "Equilibrium", "One root of the force along the path.")
      .def_readonly("path", &EquilibriumD::path, "[rad]")
      .def_readonly("stiffness", &EquilibriumD::stiffness, "[N m/rad]")
      .def_readonly("residual", &EquilibriumD::residual, "[1]")
      .def_readonly("iterations", &EquilibriumD::iterations)
      .def_readonly("stable", &EquilibriumD::stable);

  using Parts = LoadParts<double>;
  py::class_<Parts>(m, "LoadParts", "A force resolved in an endplate.")
      .def_readonly("compression", &Parts::compression, "[N]")
      .def_readonly("shear", &Parts::shear, "[N]")
      .def_readonly("moment", &Parts::moment, "[N m]");

  using Load = LevelLoad<double>;
  py::class_<Load>(m, "LevelLoad", "Load at one level and where it comes from.")
      .def_readonly("total", &Load::total)
      .def_readonly("gravity", &Load::gravity)
      .def_readonly("passive", &Load::passive)
      .def_readonly("tonic", &Load::tonic)
      .def_readonly("active", &Load::active)
      .def_readonly("tissue_moment", &Load::tissue_moment, "[N m]");

  using Effort = EffortResult<double>;
  py::class_<Effort>(m, "EffortResult", "The least effort that holds the joints.")
      .def_property_readonly("status", [](const Effort& e) { return static_cast<int>(e.status); })
      .def_property_readonly("activation",
                             [](const Effort& e) {
                               return std::vector<double>(e.activation.begin(), e.activation.end());
                             })
      .def_property_readonly(
          "missing",
          [](const Effort& e) { return std::vector<double>(e.missing.begin(), e.missing.end()); })
      .def_readonly("cost", &Effort::cost, "[1]")
      .def_readonly("residual", &Effort::residual, "[1]")
      .def_readonly("iterations", &Effort::iterations);
}

}  // namespace guyline::python
