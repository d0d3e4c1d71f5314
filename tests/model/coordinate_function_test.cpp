#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/model/coordinate_function.hpp>
#include <limits>

#include "core/checks.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace {
using guyline::Dual;
using guyline::InvalidArgument;
using guyline::test::contains;
using guyline::test::is_close;
using guyline::test::message_of;
using Function = guyline::CoordinateFunction<double>;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST_CASE("the default is q itself; lines and polynomials by hand", "[model][function][exact]") {
  CHECK(Function()(0.7).value == 0.7);
  CHECK(Function()(0.7).derivative == 1.0);
  CHECK(Function()(0.7).second_derivative == 0.0);
  const auto line = Function::linear(-2.0, 0.5)(0.3);
  CHECK(is_close(line.value, -0.1, 1e-16));
  CHECK(line.derivative == -2.0);
  // 1 + 2 q + 3 q^2 + 4 q^3 at q = 2: 49; 62; 54
  const auto cubic = Function::polynomial({1, 2, 3, 4})(2.0);
  CHECK(cubic.value == 49.0);
  CHECK(cubic.derivative == 62.0);
  CHECK(cubic.second_derivative == 54.0);
  const auto negated = Function::polynomial({1, 2, 3, 4}).negated()(2.0);
  CHECK(negated.value == -49.0);
  CHECK(negated.derivative == -62.0);
  CHECK(negated.second_derivative == -54.0);
}

TEST_CASE("the natural spline of a tent, by hand", "[model][function][exact]") {
  // (0,0), (1,1), (2,0): f'' is -3 at the middle knot and 0 at the ends, f = (3 q - q^3)/2 on the
  // first piece.
  const Function f = Function::spline({0, 1, 2}, {0, 1, 0});
  for (const double q : {0.0, 0.25, 0.5, 1.0}) {
    CAPTURE(q);
    CHECK(is_close(f(q).value, (3 * q - q * q * q) / 2, 1e-15));
    CHECK(is_close(f(q).second_derivative, -3 * q, 1e-14));
    CHECK(is_close(f(2 - q).value, f(q).value, 1e-15));
    CHECK(is_close(f(2 - q).derivative, -f(q).derivative, 1e-14));
    CHECK(is_close(f.negated()(q).value, -f(q).value, 1e-16));
    CHECK(is_close(f.negated()(2 - q).second_derivative, 3 * q, 1e-14));
  }
  // Beyond the ends the pieces go on as they are.
  CHECK(is_close(f(-1.0).value, -1.0, 1e-15));
  CHECK(is_close(f(3.0).value, -1.0, 1e-14));
  const Function two = Function::spline({-1, 3}, {5, 1});
  CHECK(is_close(two(0.0).value, 4.0, 1e-15));
  CHECK(is_close(two(0.0).derivative, -1.0, 1e-15));
}

TEST_CASE("a spline meets its points, is C2 and bends nowhere at its ends",
          "[model][function][invariant]") {
  guyline::test::Random random(51);
  CAPTURE(random.seed());
  for (int i = 0; i < 50; ++i) {
    std::vector<double> knots{random.uniform(-2, 0)}, values{random.uniform(-1, 1)};
    for (int k = 1; k < 2 + random.integer(6); ++k) {
      knots.push_back(knots.back() + random.uniform(0.2, 1.0));
      values.push_back(random.uniform(-1, 1));
    }
    if (knots.size() < 2) continue;
    const Function f = Function::spline(knots, values);
    for (std::size_t k = 0; k < knots.size(); ++k) {
      CHECK(is_close(f(knots[k]).value, values[k], 1e-11));
      const auto left = f(knots[k] - 1e-9), right = f(knots[k] + 1e-9);
      CHECK(is_close(left.derivative, right.derivative, 1e-6));
      CHECK(is_close(left.second_derivative, right.second_derivative, 1e-5));
    }
    CHECK(is_close(f(knots.front()).second_derivative, 0.0, 1e-10));
    CHECK(is_close(f(knots.back()).second_derivative, 0.0, 1e-9));
  }
}

TEST_CASE("derivatives of a coordinate function", "[model][function][derivative]") {
  const double h = 1e-5;
  for (const Function& f :
       {Function::linear(0.3, 1.0), Function::polynomial({1, -2, 0.5, 0.3, 0.1}),
        Function::spline({-1, -0.2, 0.5, 1.2}, {0.3, -0.4, 0.2, 0.1})}) {
    for (double q = -1.5; q < 1.8; q += 0.137) {
      CAPTURE(q);
      CHECK(is_close(f(q).derivative, (f(q + h).value - f(q - h).value) / (2 * h), 1e-9));
      CHECK(is_close(f(q).second_derivative, (f(q + h).derivative - f(q - h).derivative) / (2 * h),
                     1e-4));
    }
  }
}

TEST_CASE("duals through a coordinate function, its values included", "[model][function][scalar]") {
  using D = Dual<1>;
  const auto f = guyline::CoordinateFunction<D>::spline({-1, 0, 1}, {D(0.3), D(-0.4), D(0.2)});
  const Function plain = Function::spline({-1, 0, 1}, {0.3, -0.4, 0.2});
  for (const double q : {-0.5, 0.3, 1.4}) {
    CHECK(is_close(f(D::variable(q, 0)).value.gradient[0], plain(q).derivative, 1e-14));
    CHECK(is_close(f(D::variable(q, 0)).derivative.gradient[0], plain(q).second_derivative, 1e-14));
    // A spline is linear in its values.
    const auto by_value =
        guyline::CoordinateFunction<D>::spline({-1, 0, 1}, {D(0.3), D::variable(-0.4, 0), D(0.2)});
    CHECK(is_close(by_value(D(q)).value.gradient[0],
                   Function::spline({-1, 0, 1}, {0, 1, 0})(q).value, 1e-14));
  }
}

TEST_CASE("functions that make no sense are refused", "[model][function][error]") {
  CHECK_THROWS_AS(Function::polynomial({}), InvalidArgument);
  CHECK_THROWS_AS(Function::polynomial({1.0, kNan}), InvalidArgument);
  CHECK_THROWS_AS(Function::linear(std::numeric_limits<double>::infinity()), InvalidArgument);
  CHECK_THROWS_AS(Function::spline({0.0}, {1.0}), InvalidArgument);
  CHECK_THROWS_AS(Function::spline({0.0, 1.0}, {1.0}), InvalidArgument);
  CHECK_THROWS_AS(Function::spline({0.0, kNan}, {1.0, 1.0}), InvalidArgument);
  CHECK_THROWS_AS(Function::spline({0.0, 1.0}, {1.0, kNan}), InvalidArgument);
  CHECK(contains(message_of<InvalidArgument>([] {
                   Function::spline({0, 1, 1}, {0, 1, 2});
                 }),
                 "knot 2 = 1 follows 1"));
}
}  // namespace
