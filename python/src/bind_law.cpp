// Standing with a passive curve that is written in Python.
//
// The law is called with one double at a time: standing needs its value and its slope, both of which it
// gives itself, and no other scalar comes this way. Packs and Dual numbers, which batches and derivatives
// by the person run on, would need a law in C++ (muscle/curve.hpp).

#include <pybind11/stl.h>

#include <cmath>
#include <guyline/task/stand.hpp>
#include <limits>
#include <utility>

#include "bindings.hpp"

namespace py = pybind11;

namespace guyline::python {
namespace {

/// A Python object's evaluate and integral as a curve law on double. Holds no reference: who makes one
/// keeps both alive and holds the interpreter.
class PythonCurve {
 public:
  static constexpr int kContinuity = 0;
  static constexpr std::array<double, 0> breaks() { return {}; }

  PythonCurve() = default;
  PythonCurve(py::handle evaluate, py::handle integral)
      : evaluate_(evaluate), integral_(integral) {}

  /// @throws py::error_already_set  whatever the law raised.
  /// @throws py::type_error         unless it gives two numbers.
  /// @throws InvalidArgument        if the force is negative, or it or its slope not finite.
  CurvePoint<double> evaluate(double x) const {
    if (!std::isfinite(x)) return {kNaN, kNaN};  // the posture's status will tell
    const py::object given = evaluate_(x);
    py::detail::make_caster<std::pair<double, double>> pair;
    if (!pair.load(given, true)) {
      throw py::type_error("evaluate(" + internal::number(x) +
                           ") must give two numbers, force and slope, got " +
                           std::string(py::repr(given)));
    }
    const auto [value, slope] = py::detail::cast_op<std::pair<double, double>>(pair);
    if (!(value >= 0.0 && std::isfinite(value) && std::isfinite(slope))) {
      throw InvalidArgument("evaluate(" + internal::number(x) + ") gave a force of " +
                            internal::number(value) + " with a slope of " +
                            internal::number(slope) +
                            "; a muscle pulls and never pushes, so the force must be >= 0 and both "
                            "finite");
    }
    return {value, slope};
  }

  double integral(double x) const { return integral_(x).template cast<double>(); }

 private:
  static constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  py::handle evaluate_, integral_;
};

/// The bridge as it is, knobs and all, on another passive curve: the person is built with it, so that
/// discs balance in the reference posture as they always do, with the tone that the given body has.
StandResult<double> stand_with_law(const SharedBridge& self, const StandOptions& options,
                                   const py::object& law) {
  using Laws = MuscleLaws<ActiveThelen2003, PythonCurve>;
  const py::object evaluate = law.attr("evaluate"), integral = law.attr("integral");
  BridgeOptions<double> person = self.built->options;
  for (const auto& muscle : self.built->model.muscles) {
    if (internal::is_hip_extensor(muscle.name)) person.hip_extensor_tone = muscle.tone;
  }
  auto body = bridge<double, Laws>(person, {{}, PythonCurve(evaluate, integral)});
  body.options = self.bridge->options;
  body.model.muscles = self.bridge->model.muscles;
  return stand(body, options);
}

}  // namespace

void bind_law(py::module_& m) {
  m.def("stand_with_law", &stand_with_law, py::arg("bridge"), py::arg("options"),
        py::arg("passive"),
        "Where this body comes to rest with another passive curve, see guyline.stand_with_law.");
}

}  // namespace guyline::python
