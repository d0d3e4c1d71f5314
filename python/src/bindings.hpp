#pragma once

/// @file
/// What the units of guyline._core share. The module is private: it speaks SI and radians and is as
/// thin as it can be; names, degrees and words are the business of the Python files beside it.

#include <pybind11/pybind11.h>

#include <guyline/model/bridge.hpp>
#include <memory>
#include <string>
#include <vector>

namespace guyline::python {

/// A bridge that nobody changes any more, and what it was before any knob was turned.
struct SharedBridge {
  std::shared_ptr<const Bridge<double>> bridge, built;
};

inline const char* name_of(bridge_data::Grade grade) {
  switch (grade) {
    case bridge_data::Grade::kMeasured:
      return "measured";
    case bridge_data::Grade::kDerived:
      return "derived";
    case bridge_data::Grade::kAssumption:
      return "assumption";
  }
  return "unknown";
}

void bind_muscle(pybind11::module_& m);
void bind_model(pybind11::module_& m);
void bind_evidence(pybind11::module_& m);
void bind_pose(pybind11::module_& m);
void bind_posture(pybind11::module_& m);
void bind_task(pybind11::module_& m);
void bind_clinical(pybind11::module_& m);
void bind_tasks(pybind11::module_& m);
void bind_continuation(pybind11::module_& m);
void bind_sensitivity(pybind11::module_& m);
void bind_law(pybind11::module_& m);

}  // namespace guyline::python
