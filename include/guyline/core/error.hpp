#pragma once

/// @file
/// Exceptions for misuse, and the checks that throw them.
///
/// Misuse (a wrong value, a model that makes no sense) throws, with the name, the value, the unit and
/// the range that is allowed. An outcome (no equilibrium, muscles too weak) is a status, never an
/// exception.

#include <cmath>
#include <sstream>
#include <stdexcept>
#include <string>

namespace guyline {

/// Base of every exception that guyline throws.
class Error : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// An argument is outside what the function takes. Python: ValueError.
class InvalidArgument : public Error {
  using Error::Error;
};

/// A name is not one of the model's. Python: KeyError's message without its quotes, as ValueError.
class UnknownName : public InvalidArgument {
  using InvalidArgument::InvalidArgument;
};

/// A geometry has no direction to speak of: two points of a cable on one spot, a point inside a
/// cylinder that it should wrap.
class DegenerateGeometry : public Error {
  using Error::Error;
};

namespace internal {
inline std::string number(double value) {
  std::ostringstream out;
  out.precision(6);
  out << value;
  return out.str();
}
inline std::string with_unit(double value, const std::string& unit) {
  return unit.empty() ? number(value) : number(value) + " " + unit;
}
}  // namespace internal

/// @throws InvalidArgument unless `value` is finite.
inline void require_finite(const std::string& name, double value, const std::string& unit) {
  if (!std::isfinite(value)) {
    throw InvalidArgument(name + " must be a finite number" +
                          (unit.empty() ? "" : " [" + unit + "]") + ", got " +
                          internal::number(value));
  }
}

/// @throws InvalidArgument unless lower <= value <= upper; NaN and infinity never pass.
inline void require_in_range(const std::string& name, double value, const std::string& unit,
                             double lower, double upper) {
  if (!std::isfinite(value)) {
    throw InvalidArgument(name + " must be a finite number from " + internal::number(lower) +
                          " to " + internal::with_unit(upper, unit) + ", got " +
                          internal::number(value));
  }
  if (!(value >= lower && value <= upper)) {
    throw InvalidArgument(name + " = " + internal::with_unit(value, unit) +
                          " is out of range: allowed " + internal::number(lower) + " to " +
                          internal::with_unit(upper, unit));
  }
}

/// @throws InvalidArgument unless value > 0 and finite.
inline void require_positive(const std::string& name, double value, const std::string& unit) {
  require_finite(name, value, unit);
  if (!(value > 0.0)) {
    throw InvalidArgument(name + " = " + internal::with_unit(value, unit) +
                          " is out of range: must be > 0");
  }
}

}  // namespace guyline
