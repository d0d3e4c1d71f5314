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

/// The checks take a name and a unit as a literal or a std::string, and make no string of it unless
/// they throw.

/// @throws InvalidArgument unless `value` is finite.
template <typename Name, typename Unit>
void require_finite(const Name& name, double value, const Unit& unit) {
  if (!std::isfinite(value)) {
    const std::string in(unit);
    throw InvalidArgument(std::string(name) + " must be a finite number" +
                          (in.empty() ? "" : " [" + in + "]") + ", got " + internal::number(value));
  }
}

/// @throws InvalidArgument unless lower <= value <= upper; NaN and infinity never pass.
template <typename Name, typename Unit>
void require_in_range(const Name& name, double value, const Unit& unit, double lower,
                      double upper) {
  if (!std::isfinite(value)) {
    throw InvalidArgument(std::string(name) + " must be a finite number from " +
                          internal::number(lower) + " to " + internal::with_unit(upper, unit) +
                          ", got " + internal::number(value));
  }
  if (!(value >= lower && value <= upper)) {
    throw InvalidArgument(std::string(name) + " = " + internal::with_unit(value, unit) +
                          " is out of range: allowed " + internal::number(lower) + " to " +
                          internal::with_unit(upper, unit));
  }
}

/// @throws InvalidArgument unless value > 0 and finite.
template <typename Name, typename Unit>
void require_positive(const Name& name, double value, const Unit& unit) {
  require_finite(name, value, unit);
  if (!(value > 0.0)) {
    throw InvalidArgument(std::string(name) + " = " + internal::with_unit(value, unit) +
                          " is out of range: must be > 0");
  }
}

}  // namespace guyline
