#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/muscle/tone.hpp>
#include <random>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::CurvePoint;
using guyline::Dual;
using guyline::kToneRounding;
using guyline::test::is_close;

/// Activation at tone + gain (length - threshold) = x with a gain of 1.
double squareplus(double x) { return guyline::tonic_activation(x, 0.0, 1.0, 0.0).value; }

TEST_CASE("tonic activation by hand", "[muscle][tone][exact]") {
  const double w = kToneRounding;
  CHECK(is_close(squareplus(0.0), w, 1e-18));
  CHECK(is_close(squareplus(1.5 * w), 2.0 * w, 1e-17));   // (1.5 + sqrt(2.25 + 4))/2 = 2
  CHECK(is_close(squareplus(-1.5 * w), 0.5 * w, 1e-17));  // (-1.5 + 2.5)/2
  CHECK(is_close(guyline::tonic_activation(1.0, 1.5 * w, 0.0, 0.3).value, 2.0 * w, 1e-17));
  CHECK(is_close(guyline::tonic_activation(1.2, 0.01, 0.0, 0.9).value, 0.0100990, 5e-8));
  // At the threshold, half of the gain and more: the slope is gain sp/root = gain a/(2 a - x).
  CHECK(is_close(guyline::tonic_activation(0.9, 0.0, 0.4, 0.9).derivative, 0.2, 1e-15));
}

TEST_CASE("squareplus: sp(x) sp(-x) = w^2 and sp(x) - sp(-x) = x, small values to all digits",
          "[muscle][tone][invariant]") {
  const double w2 = kToneRounding * kToneRounding;
  for (const double x : {1e-6, 1e-3, 0.01, 0.1, 0.7, 0.99}) {
    CAPTURE(x);
    CHECK(is_close(squareplus(x) * squareplus(-x) / w2, 1.0, 1e-15));
    CHECK(is_close(squareplus(x) - squareplus(-x), x, 1e-15));
  }
  CHECK(is_close(squareplus(-1e6) / (w2 / 1e6), 1.0, 1e-12));
}

TEST_CASE("tonic activation stays in 0 to 1 and never falls with length",
          "[muscle][tone][invariant]") {
  const unsigned seed = 20240611;
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto uniform = [&random](double a, double b) {
    return std::uniform_real_distribution<double>(a, b)(random);
  };
  for (int i = 0; i < 100000; ++i) {
    const double tone = uniform(0.0, 1.0);
    const double gain = uniform(0.0, 2.0);
    const double threshold = uniform(-1.0, 3.0);
    const double length = uniform(0.0, 3.0);
    const CurvePoint<double> a = guyline::tonic_activation(length, tone, gain, threshold);
    const double longer = guyline::tonic_activation(length + 0.01, tone, gain, threshold).value;
    CAPTURE(tone, gain, threshold, length);
    REQUIRE(a.value > 0.0);
    REQUIRE(a.value <= 1.0);
    REQUIRE(a.derivative >= 0.0);
    REQUIRE(a.derivative <= gain);
    REQUIRE(longer >= a.value);
  }
}

TEST_CASE("tonic activation at its limits", "[muscle][tone][exact]") {
  CHECK(guyline::tonic_activation(3.0, 0.5, 2.0, 1.0).value == 1.0);
  CHECK(guyline::tonic_activation(3.0, 0.5, 2.0, 1.0).derivative == 0.0);
  CHECK(guyline::tonic_activation(1.0, 1.0, 0.0, 1.0).value == 1.0);
  CHECK(guyline::tonic_activation(1e300, 0.5, 2.0, 1.0).value == 1.0);
  CHECK(guyline::tonic_activation(-1e300, 0.5, 2.0, 1.0).value >= 0.0);
  const double full = 1.0 - kToneRounding * kToneRounding;
  CHECK(squareplus(full - 1e-9) < 1.0);
  CHECK(is_close(squareplus(full), 1.0, 1e-15));
  CHECK(squareplus(full + 1e-9) == 1.0);
}

TEST_CASE("tonic activation is continuous in the gain down to 0", "[muscle][tone][invariant]") {
  const double without = guyline::tonic_activation(1.4, 0.01, 0.0, 0.9).value;
  CHECK(is_close(guyline::tonic_activation(1.4, 0.01, 1e-12, 0.9).value, without, 1e-12));
}

TEST_CASE("derivative of tonic activation, through the threshold", "[muscle][tone][derivative]") {
  const double h = 1e-6;
  for (int i = -200; i <= 200; ++i) {
    const double length = 0.9 + 1e-3 * i;
    CAPTURE(length);
    const auto at = [](double x) { return guyline::tonic_activation(x, 0.01, 0.3, 0.92).value; };
    const double slope = guyline::tonic_activation(length, 0.01, 0.3, 0.92).derivative;
    REQUIRE(is_close(slope, (at(length + h) - at(length - h)) / (2 * h), 1e-8));
  }
}

TEST_CASE("tonic activation through duals", "[muscle][tone][scalar]") {
  using D = Dual<4>;
  using DD = Dual<1, Dual<1>>;
  for (const double length : {0.5, 0.88, 0.9, 1.4, 3.0}) {
    CAPTURE(length);
    const auto a = guyline::tonic_activation(D::variable(length, 0), D::variable(0.01, 1),
                                             D::variable(0.6, 2), D::variable(0.9, 3));
    const auto plain = guyline::tonic_activation(length, 0.01, 0.6, 0.9);
    CHECK(a.value.value == plain.value);
    CHECK(is_close(a.value.gradient[0], plain.derivative, 1e-15));
    CHECK(is_close(a.value.gradient[1] * 0.6, plain.derivative, 1e-15));
    CHECK(is_close(a.value.gradient[2] * 0.6, plain.derivative * (length - 0.9), 1e-15));
    CHECK(is_close(a.value.gradient[3], -plain.derivative, 1e-15));
    const auto nested = guyline::tonic_activation(DD::variable(Dual<1>::variable(length, 0), 0),
                                                  DD(0.01), DD(0.6), DD(0.9));
    CHECK(is_close(nested.value.gradient[0].gradient[0], a.derivative.gradient[0], 1e-12));
  }
}
}  // namespace
