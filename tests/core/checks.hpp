#pragma once

/// @file
/// What the tests of core and muscle share.

#include <cmath>
#include <guyline/core/error.hpp>
#include <string>

namespace guyline::test {

/// |a - b| <= tolerance; NaN is close to nothing.
inline bool is_close(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

/// Message of the exception of type `Exception` that `call` throws; "" if it throws none of these.
template <typename Exception, typename Call>
std::string message_of(const Call& call) {
  try {
    call();
  } catch (const Exception& error) {
    return error.what();
  }
  return "";
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace guyline::test
