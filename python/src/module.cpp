// guyline._core: the entry point, the version and the exceptions.

#include <exception>
#include <guyline/core/error.hpp>
#include <guyline/version.hpp>

#include "bindings.hpp"

namespace py = pybind11;

PYBIND11_MODULE(_core, m, py::mod_gil_not_used()) {
  m.doc() = "Compiled part of guyline, private: SI units and radians throughout.";
  m.attr("__version__") = guyline::kVersion;

  py::register_exception<guyline::Error>(m, "Error", PyExc_RuntimeError).doc() =
      "A calculation that cannot go on, such as a cable whose points coincide.";
  // Registered last, asked first: of guyline's errors, misuse is Python's ValueError.
  py::register_exception_translator([](std::exception_ptr p) {
    try {
      if (p) std::rethrow_exception(p);
    } catch (const guyline::InvalidArgument& error) {
      py::set_error(PyExc_ValueError, error.what());
    }
  });

  guyline::python::bind_muscle(m);
  guyline::python::bind_posture(m);
  guyline::python::bind_model(m);
  guyline::python::bind_evidence(m);
  guyline::python::bind_pose(m);
  guyline::python::bind_task(m);
  guyline::python::bind_clinical(m);
  guyline::python::bind_tasks(m);
  guyline::python::bind_continuation(m);
  guyline::python::bind_sensitivity(m);
  guyline::python::bind_law(m);
}
