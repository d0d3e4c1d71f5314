#include <guyline/core/error.hpp>
#include <limits>
#include <string>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::InvalidArgument;
using guyline::test::contains;
using guyline::test::message_of;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST_CASE("what is in range passes, ends included", "[core][error][exact]") {
  CHECK_NOTHROW(guyline::require_in_range("x", 0.0, "m", 0.0, 1.0));
  CHECK_NOTHROW(guyline::require_in_range("x", 1.0, "m", 0.0, 1.0));
  CHECK_NOTHROW(guyline::require_positive("x", 1e-300, "m"));
  CHECK_NOTHROW(guyline::require_finite("x", -1e300, "m"));
}

TEST_CASE("a value out of range is named with unit and range", "[core][error]") {
  const std::string text = message_of<InvalidArgument>(
      [] { guyline::require_in_range("psoas: tone", 1.5, "(activation)", 0.0, 1.25); });
  CHECK(contains(text, "psoas: tone"));
  CHECK(contains(text, "1.5 (activation)"));
  CHECK(contains(text, "0 to 1.25"));
  CHECK_THROWS_AS(guyline::require_in_range("x", -1e-9, "m", 0.0, 1.0), InvalidArgument);
}

TEST_CASE("neither NaN nor infinity passes any check", "[core][error]") {
  for (const double bad : {kNan, kInfinity, -kInfinity}) {
    CHECK_THROWS_AS(guyline::require_finite("x", bad, "m"), InvalidArgument);
    CHECK_THROWS_AS(guyline::require_positive("x", bad, "m"), InvalidArgument);
    CHECK_THROWS_AS(guyline::require_in_range("x", bad, "m", 0.0, 1.0), InvalidArgument);
    CHECK_THROWS_AS(guyline::require_in_range("x", bad, "m", -kInfinity, kInfinity),
                    InvalidArgument);
  }
  CHECK(contains(
      message_of<InvalidArgument>([] { guyline::require_in_range("x", kNan, "m", 0.0, 2.0); }),
      "from 0 to 2 m, got nan"));
  CHECK(contains(message_of<InvalidArgument>([] { guyline::require_finite("x", kNan, "m"); }),
                 "x must be a finite number [m], got nan"));
}

TEST_CASE("zero is not positive", "[core][error]") {
  CHECK(contains(message_of<InvalidArgument>([] { guyline::require_positive("mass", 0.0, "kg"); }),
                 "mass = 0 kg is out of range: must be > 0"));
  CHECK_THROWS_AS(guyline::require_positive("mass", -1.0, "kg"), InvalidArgument);
}

TEST_CASE("every exception is an Error, an unknown name is an invalid argument",
          "[core][error][invariant]") {
  CHECK_THROWS_AS(throw guyline::UnknownName("x"), InvalidArgument);
  CHECK_THROWS_AS(throw InvalidArgument("x"), guyline::Error);
  CHECK_THROWS_AS(throw guyline::DegenerateGeometry("x"), guyline::Error);
  CHECK_THROWS_AS(throw guyline::Error("x"), std::runtime_error);
}
}  // namespace
