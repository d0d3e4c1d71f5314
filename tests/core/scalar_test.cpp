#include <guyline/core/dual.hpp>
#include <guyline/core/scalar.hpp>
#include <limits>

#include "support/catch.hpp"

namespace {
using guyline::Dual;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST_CASE("select, bounds and positive part of a number", "[core][scalar][exact]") {
  CHECK(guyline::select(true, 1.0, 2.0) == 1.0);
  CHECK(guyline::select(false, 1.0, 2.0) == 2.0);
  CHECK(guyline::max(1.0, 2.0) == 2.0);
  CHECK(guyline::max(2.0, 1.0) == 2.0);
  CHECK(guyline::min(1.0, 2.0) == 1.0);
  CHECK(guyline::min(2.0, 1.0) == 1.0);
  CHECK(guyline::positive_part(-3.0) == 0.0);
  CHECK(guyline::positive_part(3.0) == 3.0);
  CHECK(guyline::clamp(-1.0, 0.0, 2.0) == 0.0);
  CHECK(guyline::clamp(1.0, 0.0, 2.0) == 1.0);
  CHECK(guyline::clamp(3.0, 0.0, 2.0) == 2.0);
  CHECK(guyline::squared(-3.0) == 9.0);
  CHECK(guyline::value_of(2.5) == 2.5);
}

TEST_CASE("a number that is none stays none when clamped", "[core][scalar][invariant]") {
  CHECK(std::isnan(guyline::clamp(kNan, 0.0, 1.0)));
}

TEST_CASE("bounds of a dual take value and gradient of the side that holds", "[core][scalar]") {
  using D = Dual<1>;
  const D x = D::variable(0.5, 0);
  CHECK(guyline::clamp(x, D(0), D(1)).gradient[0] == 1.0);
  CHECK(guyline::clamp(x, D(0.6), D(1)).gradient[0] == 0.0);
  CHECK(guyline::clamp(x, D(0), D(0.4)).gradient[0] == 0.0);
  CHECK(guyline::positive_part(x).gradient[0] == 1.0);
  CHECK(guyline::positive_part(-x).gradient[0] == 0.0);
  CHECK(guyline::max(x, D(0.6)).value == 0.6);
  CHECK(guyline::min(x, D(0.6)).gradient[0] == 1.0);
  CHECK(guyline::squared(x).gradient[0] == 1.0);
}

template <typename Scalar>
Scalar twice(const Scalar& x, const guyline::NonDeduced<Scalar>& y) {
  return x + y;
}
TEST_CASE("a parameter that is not deduced takes a plain number", "[core][scalar]") {
  CHECK(twice(Dual<2>::variable(1.0, 1), 2).value == 3.0);
  CHECK(twice(1.0, 2) == 3.0);
}
}  // namespace
