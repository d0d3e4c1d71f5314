#include <algorithm>
#include <cmath>
#include <guyline/muscle/millard2012.hpp>
#include <guyline/muscle/rational.hpp>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::PassiveRational;
using guyline::test::is_close;

TEST_CASE("rational passive law by hand", "[muscle][rational][exact]") {
  const PassiveRational law;
  CHECK(is_close(law.evaluate(1.0).value, 1.0, 1e-15));
  CHECK(is_close(law.evaluate(1.0).derivative, 2.0, 1e-15));
  CHECK(is_close(law.evaluate(2.0).value, 16.0 / 5.0, 1e-15));
  CHECK(is_close(law.evaluate(2.0).derivative, 56.0 / 25.0, 1e-15));
  CHECK(is_close(law.evaluate(0.5).value, 0.25 / 1.25, 1e-15));
  CHECK(is_close(law.integral(1.0), 1.0 - std::log(2.0), 1e-15));
  CHECK(is_close(law.integral(3.0), 9.0 - std::log(10.0), 1e-15));
}

TEST_CASE("rational passive law far out runs straight with slope 2",
          "[muscle][rational][invariant]") {
  const PassiveRational law;
  CHECK(is_close(law.evaluate(1e6).derivative, 2.0, 1e-11));
  CHECK(is_close(law.evaluate(1e200).value / 2e200, 1.0, 1e-15));
  CHECK(law.evaluate(1e200).derivative == 2.0);
  // The largest slope is 9/4, at x^2 = 3.
  CHECK(is_close(law.evaluate(std::sqrt(3.0)).derivative, 2.25, 1e-15));
  for (int i = 0; i <= 10000; ++i) {
    REQUIRE(law.evaluate(1e-2 * i).derivative <= 2.25 + 1e-15);
  }
}

TEST_CASE("rational passive law stays within 0.024 of Millard's up to 1.2",
          "[muscle][rational][invariant]") {
  double largest = 0.0;
  for (int i = 0; i <= 1200; ++i) {
    const double x = 1e-3 * i;
    largest = std::max(largest, std::abs(PassiveRational{}.evaluate(x).value -
                                         guyline::PassiveMillard2012{}.evaluate(x).value));
  }
  CHECK(largest < 0.024);
  CHECK(largest > 0.02);
}
}  // namespace
