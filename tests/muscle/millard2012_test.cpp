#include <array>
#include <cmath>
#include <cstddef>
#include <guyline/core/dual.hpp>
#include <guyline/muscle/millard2012.hpp>
#include <limits>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::ActiveMillard2012;
using guyline::ActiveMillard2012Options;
using guyline::InvalidArgument;
using guyline::PassiveMillard2012;
using guyline::PassiveMillard2012Options;
using guyline::test::is_close;

/// Six control points, written as Bernstein's sum.
double bernstein(const std::array<double, 6>& p, double u) {
  constexpr std::array<double, 6> kBinomial{1, 5, 10, 10, 5, 1};
  double sum = 0.0;
  for (std::size_t i = 0; i < 6; ++i) {
    const double power = static_cast<double>(i);
    sum += kBinomial[i] * std::pow(u, power) * std::pow(1.0 - u, 5.0 - power) * p[i];
  }
  return sum;
}
std::array<double, 6> controls(double p0, double corner, double p1, double c) {
  const double m0 = p0 + c * (corner - p0);
  const double m1 = p1 + c * (corner - p1);
  return {p0, m0, m0, m1, m1, p1};
}

TEST_CASE("Millard's active curve at its joints", "[muscle][millard2012][exact]") {
  const ActiveMillard2012 law;
  const double y_transition = 1.0 - 0.8616 * (1.0 - 0.0259 - 0.73);
  const double steep = y_transition / (0.73 - 0.4441 - 0.0259);
  const double fall = -1.0 / (1.8123 - 1.0 - 2 * 0.0259);
  const std::array<std::array<double, 3>, 6> joints{
      {{0.4441, 0.0, 0.0},
       {0.6, 0.5 * y_transition, steep},
       {0.5 * (0.73 + 0.9741), 0.5 * (1.0 + y_transition), 0.8616},
       {1.0, 1.0, 0.0},
       {0.5 * (1.0 + 1.8123), 0.5, fall},
       {1.8123, 0.0, 0.0}}};
  for (std::size_t i = 0; i < joints.size(); ++i) {
    CAPTURE(i);
    CHECK(is_close(law.breaks()[i], joints[i][0], 1e-14));
    CHECK(is_close(law.evaluate(joints[i][0]).value, joints[i][1], 1e-14));
    CHECK(is_close(law.evaluate(joints[i][0]).derivative, joints[i][2], 1e-12));
  }
}

TEST_CASE("Millard's active curve leaves no force without overlap",
          "[muscle][millard2012][exact]") {
  const ActiveMillard2012 law;
  for (const double length : {-1.0, 0.0, 0.3, 0.4440, 1.8124, 2.5}) {
    CAPTURE(length);
    CHECK(is_close(law.evaluate(length).value, 0.0, 1e-40));
    CHECK(is_close(law.evaluate(length).derivative, 0.0, 1e-12));
  }
}

TEST_CASE("Millard's descending limb is symmetric about its middle",
          "[muscle][millard2012][invariant]") {
  const ActiveMillard2012 law;
  for (int i = 0; i <= 40; ++i) {
    const double offset = 0.01 * i;
    CAPTURE(offset);
    CHECK(is_close(law.evaluate(1.40615 - offset).value + law.evaluate(1.40615 + offset).value, 1.0,
                   1e-14));
  }
  CHECK(is_close(law.integral(1.8123), 0.5 * (1.8123 - 1.0), 1e-15));
}

TEST_CASE("Millard's passive curve by Bernstein's sum", "[muscle][millard2012][exact]") {
  const PassiveMillard2012 law;
  // From the foot (0.05, 0.0035) with slope 0.14 to (1, 1) with slope 2: where the tangents cross.
  const double c = 0.1 + 0.8 * 0.75;
  const double corner_x = (2.0 - 1.0 + 0.0035 - 0.14 * 0.05) / (2.0 - 0.14);
  const double corner_y = 0.0035 + 0.14 * (corner_x - 0.05);
  CHECK(is_close(corner_y, 1.0 - 2.0 * (1.0 - corner_x), 1e-15));
  for (const double u : {0.1, 0.35, 0.5, 0.8}) {
    CAPTURE(u);
    CHECK(is_close(law.evaluate(bernstein(controls(0.05, corner_x, 1.0, c), u)).value,
                   bernstein(controls(0.0035, corner_y, 1.0, c), u), 1e-14));
    CHECK(is_close(law.evaluate(bernstein(controls(0.0, 0.025, 0.05, c), u)).value,
                   bernstein(controls(0.0, 0.0, 0.0035, c), u), 1e-14));
  }
  CHECK(is_close(law.evaluate(0.05).value, 0.0035, 1e-16));
  CHECK(is_close(law.evaluate(0.05).derivative, 0.14, 1e-12));
  CHECK(is_close(law.evaluate(3.0).value, 5.0, 1e-14));
  CHECK(is_close(law.evaluate(3.0).derivative, 2.0, 1e-12));
}

TEST_CASE("an elbow of any shape finds its parameter", "[muscle][millard2012][scalar]") {
  using D = guyline::Dual<1>;
  using DD = guyline::Dual<1, D>;
  for (const double corner : {0.03, 0.2, 0.5, 0.8, 0.97}) {
    for (const double curviness : {0.0, 0.5, 1.0}) {
      const auto elbow =
          guyline::internal::make_elbow(0.0, 0.0, 0.0, 1.0, 1.0, 1.0 / (1.0 - corner), curviness);
      guyline::internal::BezierElbow<DD> nested{DD(elbow.x0),  DD(elbow.xm0), DD(elbow.xm1),
                                                DD(elbow.x1),  DD(elbow.y0),  DD(elbow.ym0),
                                                DD(elbow.ym1), DD(elbow.y1)};
      for (int i = 0; i <= 100; ++i) {
        const double x = 0.01 * i;
        CAPTURE(corner, curviness, x);
        const double u = elbow.parameter(x);
        REQUIRE(is_close(elbow.x(u), x, 1e-15));
        REQUIRE(is_close(u, 0.5, 0.5 + 1e-15));
        // u(x(u)) = u to second order.
        const DD back = nested.x(nested.parameter(DD::variable(D::variable(x, 0), 0)));
        REQUIRE(is_close(back.gradient[0].value, 1.0, 1e-12));
        REQUIRE(is_close(back.gradient[0].gradient[0], 0.0, 1e-8));
      }
    }
  }
}

TEST_CASE("Millard's parameters are checked", "[muscle][millard2012][error]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto active = [](double min, double transition, double max, double slope) {
    ActiveMillard2012Options options;
    options.min_length = min;
    options.transition_length = transition;
    options.max_length = max;
    options.shallow_slope = slope;
    return ActiveMillard2012(options);
  };
  CHECK_NOTHROW(active(0.25, 0.77, 1.9, 0.75));
  CHECK_THROWS_AS(active(0.0, 0.77, 1.9, 0.75), InvalidArgument);
  CHECK_THROWS_AS(active(nan, 0.77, 1.9, 0.75), InvalidArgument);
  CHECK_THROWS_AS(active(0.75, 0.77, 1.9, 0.75), InvalidArgument);
  CHECK_THROWS_AS(active(0.25, 0.98, 1.9, 0.75), InvalidArgument);
  CHECK_THROWS_AS(active(0.25, 0.77, 1.05, 0.75), InvalidArgument);
  CHECK_THROWS_AS(active(0.25, 0.77, nan, 0.75), InvalidArgument);
  CHECK_THROWS_AS(active(0.25, 0.77, 1.9, 0.0), InvalidArgument);
  CHECK_THROWS_AS(active(0.25, 0.77, 1.9, 4.4), InvalidArgument);
  const auto passive = [](double low, double end, double curviness) {
    PassiveMillard2012Options options;
    options.low_slope = low;
    options.end_slope = end;
    options.curviness = curviness;
    return PassiveMillard2012(options);
  };
  CHECK_NOTHROW(passive(0.2, 3.0, 0.0));
  CHECK_THROWS_AS(passive(0.0, 2.0, 0.75), InvalidArgument);
  CHECK_THROWS_AS(passive(0.95, 2.0, 0.75), InvalidArgument);
  CHECK_THROWS_AS(passive(0.14, 1.0, 0.75), InvalidArgument);
  CHECK_THROWS_AS(passive(0.14, nan, 0.75), InvalidArgument);
  CHECK_THROWS_AS(passive(0.14, 2.0, 1.1), InvalidArgument);
}
}  // namespace
