#include <cmath>
#include <guyline/muscle/curve.hpp>
#include <string>
#include <vector>

#include "core/checks.hpp"
#include "muscle/curve_laws.hpp"
#include "support/catch.hpp"

namespace {
using guyline::Dual;
using guyline::test::derivatives_of;
using guyline::test::for_each_active_law;
using guyline::test::for_each_law;
using guyline::test::for_each_passive_law;
using guyline::test::grid_over;
using guyline::test::has_kink_near;
using guyline::test::is_close;

struct WithoutIntegral {
  [[maybe_unused]] static constexpr int kContinuity = 2;
  static std::array<double, 0> breaks() { return {}; }
  template <typename Scalar>
  guyline::CurvePoint<Scalar> evaluate(const Scalar& x) const {
    return {x, Scalar(1)};
  }
};

TEST_CASE("a law is told from what is none", "[muscle][curve][error]") {
  for_each_law([](const char* name, auto law, double, double) {
    CAPTURE(name);
    CHECK(guyline::kIsCurveLaw<decltype(law)>);
  });
  CHECK_FALSE(guyline::kIsCurveLaw<double>);
  CHECK_FALSE(guyline::kIsCurveLaw<WithoutIntegral>);
}

TEST_CASE("integrals start at the origin that the laws share", "[muscle][curve][exact]") {
  for_each_active_law([](const char* name, auto law, double, double) {
    CAPTURE(name);
    CHECK(is_close(law.integral(1.0), 0.0, 1e-16));
    CHECK(law.integral(1.5) > 0.0);
    CHECK(law.integral(0.8) < 0.0);
  });
  for_each_passive_law([](const char* name, auto law, double, double) {
    CAPTURE(name);
    CHECK(law.integral(0.0) == 0.0);
    CHECK(law.integral(-2.0) == 0.0);
  });
}

TEST_CASE("an active law is 1 at optimal length, a passive one 0 up to 0 and 1 at 1",
          "[muscle][curve][exact]") {
  for_each_active_law([](const char* name, auto law, double, double) {
    CAPTURE(name);
    CHECK(is_close(law.evaluate(1.0).value, 1.0, 3e-4));
  });
  for_each_passive_law([](const char* name, auto law, double, double) {
    CAPTURE(name);
    CHECK(law.evaluate(0.0).value == 0.0);
    CHECK(law.evaluate(0.0).derivative == 0.0);
    CHECK(law.evaluate(-0.7).value == 0.0);
    CHECK(law.evaluate(-0.7).derivative == 0.0);
    CHECK(is_close(law.evaluate(1.0).value, 1.0, 1e-14));
  });
}

TEST_CASE("no law is negative, far outside its range included", "[muscle][curve][invariant]") {
  for_each_law([](const char* name, auto law, double lower, double upper) {
    CAPTURE(name);
    for (const double x : grid_over(law, lower, upper)) {
      CAPTURE(x);
      REQUIRE(law.evaluate(x).value >= 0.0);
    }
    for (const double x : {-1e300, -1e100, -1e10, -100.0, 100.0, 1e10, 1e100, 1e250}) {
      CAPTURE(x);
      REQUIRE(law.evaluate(x).value >= 0.0);
    }
  });
}

TEST_CASE("a passive law never falls", "[muscle][curve][invariant]") {
  for_each_passive_law([](const char* name, auto law, double lower, double upper) {
    CAPTURE(name);
    double previous = -1.0;
    for (int i = 0; i <= 5000; ++i) {
      const double x = lower + (upper - lower) * i / 5000.0;
      const auto point = law.evaluate(x);
      CAPTURE(x);
      REQUIRE(point.value >= previous);
      REQUIRE(point.derivative >= 0.0);
      previous = point.value;
    }
  });
}

TEST_CASE("an active law rises to the optimum and falls beyond", "[muscle][curve][invariant]") {
  // De Groote's sum of bells peaks a little beyond 1 and a little above it: 1.0013 at 1.013.
  for_each_active_law([](const char* name, auto law, double, double) {
    CAPTURE(name);
    for (int i = 0; i <= 3000; ++i) {
      const double length = 1e-3 * i;
      CAPTURE(length);
      REQUIRE((length > 0.95 || law.evaluate(length).derivative >= 0.0));
      REQUIRE((length < 1.05 || law.evaluate(length).derivative <= 0.0));
      REQUIRE(law.evaluate(length).value < 1.0014);
    }
  });
}

TEST_CASE("derivative is the slope of the value, value the slope of the integral",
          "[muscle][curve][derivative]") {
  for_each_law([](const char* name, auto law, double lower, double upper) {
    CAPTURE(name);
    const double h = 1e-5;
    for (const double x : grid_over(law, lower, upper)) {
      if (has_kink_near(law, x, h)) {
        continue;
      }
      const auto at = law.evaluate(x);
      const auto before = law.evaluate(x - h);
      const auto after = law.evaluate(x + h);
      // A central difference is off by h^2/6 times the third derivative of what is differenced;
      // twice that, and rounding, is allowed.
      const double second = std::max(std::abs(derivatives_of(law, x - h).second),
                                     std::abs(derivatives_of(law, x + h).second));
      const double third =
          std::abs(derivatives_of(law, x + h).second - derivatives_of(law, x - h).second) / (2 * h);
      const double rounding = 1e-9 * std::max({1.0, at.value, std::abs(at.derivative)});
      CAPTURE(x);
      REQUIRE(is_close(at.derivative, (after.value - before.value) / (2 * h),
                       h * h / 3 * third + rounding));
      REQUIRE(is_close(at.value, (law.integral(x + h) - law.integral(x - h)) / (2 * h),
                       h * h / 3 * second + rounding));
    }
  });
}

TEST_CASE("the integral is that of the value over any stretch", "[muscle][curve][derivative]") {
  for_each_law([](const char* name, auto law, double lower, double upper) {
    CAPTURE(name);
    std::vector<double> ends{std::max(lower, 0.0)};
    for (const double at : law.breaks()) {
      if (at > ends.front() && at < upper) {
        ends.push_back(at);
      }
    }
    ends.push_back(upper);
    const auto value = [&law](double x) { return law.evaluate(x).value; };
    for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
      const double by_law = law.integral(ends[i + 1]) - law.integral(ends[i]);
      const double by_sum = guyline::gauss_legendre_integral<10, 200>(value, ends[i], ends[i + 1]);
      CAPTURE(ends[i], ends[i + 1]);
      CHECK(is_close(by_law, by_sum, 1e-12 * std::max(1.0, std::abs(by_sum))));
    }
  });
}

TEST_CASE("across its breaks a law is as smooth as it claims, and no smoother than it can be",
          "[muscle][curve][invariant]") {
  for_each_law([](const char* name, auto law, double, double) {
    CAPTURE(name);
    using Law = decltype(law);
    const double step = 1e-9;
    for (const double at : law.breaks()) {
      CAPTURE(at);
      const auto left = law.evaluate(at - step);
      const auto right = law.evaluate(at + step);
      const double scale = std::max(1.0, std::abs(right.derivative));
      CHECK(is_close(left.value, right.value, 10 * step * scale));
      if (Law::kContinuity >= 1) {
        CHECK(is_close(left.derivative, right.derivative, 1e-6));
      } else if (at == 0.0) {
        CHECK(right.derivative > left.derivative + 1e-3);
      }
      if (Law::kContinuity >= 2) {
        CHECK(is_close(derivatives_of(law, at - step).second, derivatives_of(law, at + step).second,
                       1e-3));
      }
    }
  });
}

TEST_CASE("duals through a law carry its derivative, nested ones the slope of that",
          "[muscle][curve][scalar]") {
  for_each_law([](const char* name, auto law, double lower, double upper) {
    CAPTURE(name);
    using D = Dual<1>;
    for (const double x : grid_over(law, lower, upper)) {
      CAPTURE(x);
      const auto point = law.evaluate(x);
      const auto dual = law.evaluate(D::variable(x, 0));
      const auto nested = derivatives_of(law, x);
      const double scale = std::max(1.0, std::abs(point.derivative));
      REQUIRE(is_close(dual.value.value, point.value, 1e-15 * scale));
      REQUIRE(is_close(dual.value.gradient[0], point.derivative, 1e-11 * scale));
      REQUIRE(is_close(nested.first, point.derivative, 1e-11 * scale));
      REQUIRE(is_close(nested.second, dual.derivative.gradient[0], 1e-10 * scale));
      const D integral = law.integral(D::variable(x, 0));
      REQUIRE(is_close(integral.gradient[0], point.value, 1e-11 * std::max(1.0, point.value)));
    }
  });
}
}  // namespace
