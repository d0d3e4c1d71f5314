// Muscles and their knobs.

#include <pybind11/stl.h>

#include <guyline/muscle/knobs.hpp>

#include "bindings.hpp"

namespace py = pybind11;

namespace guyline::python {

void bind_muscle(py::module_& m) {
  using MuscleD = Muscle<double>;
  py::class_<KnobRange>(m, "KnobRange", "Name, unit and allowed values of a knob.")
      .def_readonly("name", &KnobRange::name)
      .def_readonly("unit", &KnobRange::unit)
      .def_readonly("lower", &KnobRange::lower)
      .def_readonly("upper", &KnobRange::upper);
  m.def(
      "knob_ranges",
      [] {
        std::vector<KnobRange> ranges;
        for (const Knob knob :
             {Knob::kLength, Knob::kStiffness, Knob::kTone, Knob::kReflexGain, Knob::kStrength}) {
          ranges.push_back(knob_range(knob));
        }
        return ranges;
      },
      "The knobs; the place in the list is the number that Bridge.vary() takes.");

  py::class_<MuscleD>(m, "Muscle", "What is known of one muscle: SI units.")
      .def_readonly("name", &MuscleD::name)
      .def_readonly("group", &MuscleD::group)
      .def_readonly("max_isometric_force", &MuscleD::max_isometric_force, "[N]")
      .def_readonly("optimal_fibre_length", &MuscleD::optimal_fibre_length, "[m]")
      .def_readonly("cos_pennation", &MuscleD::cos_pennation, "[1]")
      .def_readonly("slack_length", &MuscleD::slack_length, "[m]")
      .def_readonly("passive_onset", &MuscleD::passive_onset, "[1]")
      .def_readonly("passive_width", &MuscleD::passive_width, "[1]")
      .def_readonly("tone", &MuscleD::tone, "[1]")
      .def_readonly("reflex_gain", &MuscleD::reflex_gain, "[1]")
      .def_readonly("threshold", &MuscleD::threshold, "[1]")
      .def_readonly("length_change", &MuscleD::length_change, "[1]")
      .def_readonly("recalibrated_length", &MuscleD::recalibrated_length, "[1]")
      .def_readonly("stiffness", &MuscleD::stiffness, "[1]")
      .def_readonly("strength", &MuscleD::strength, "[1]");
}

}  // namespace guyline::python
