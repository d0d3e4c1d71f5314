#include <cmath>
#include <guyline/muscle/thelen2003.hpp>
#include <limits>
#include <utility>
#include <vector>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::ActiveThelen2003;
using guyline::InvalidArgument;
using guyline::PassiveThelen2003;
using guyline::test::is_close;

TEST_CASE("Thelen's active curve by hand", "[muscle][thelen2003][exact]") {
  const ActiveThelen2003 law;
  CHECK(law.evaluate(1.0).value == 1.0);
  CHECK(law.evaluate(1.0).derivative == 0.0);
  const double half_width = std::sqrt(0.45 * std::log(2.0));
  CHECK(is_close(law.evaluate(1.0 + half_width).value, 0.5, 1e-15));
  CHECK(is_close(law.evaluate(1.0 - half_width).value, 0.5, 1e-15));
  CHECK(is_close(law.evaluate(1.0 + half_width).derivative, -half_width / 0.45, 1e-14));
  CHECK(is_close(law.integral(20.0), 0.5 * std::sqrt(std::acos(-1.0) * 0.45), 1e-15));
  CHECK(is_close(law.integral(-18.0), -0.5 * std::sqrt(std::acos(-1.0) * 0.45), 1e-15));
}

TEST_CASE("Thelen's curves at tabulated lengths", "[muscle][thelen2003][exact]") {
  const double half_digit = 5e-5;
  const std::vector<std::pair<double, double>> active = {
      {0.4, 0.4493}, {0.6, 0.7008}, {0.8, 0.9149}, {1.0, 1.0},
      {1.2, 0.9149}, {1.4, 0.7008}, {1.6, 0.4493}};
  for (const auto& [length, value] : active) {
    CAPTURE(length);
    CHECK(is_close(ActiveThelen2003{}.evaluate(length).value, value, half_digit));
  }
  const std::vector<std::pair<double, double>> passive = {
      {1.0, 0.0},    {1.1, 0.0088}, {1.2, 0.0291}, {1.3, 0.0759},
      {1.4, 0.1834}, {1.5, 0.4308}, {1.6, 1.0}};
  for (const auto& [length, value] : passive) {
    CAPTURE(length);
    CHECK(is_close(PassiveThelen2003{}.evaluate((length - 1.0) / 0.6).value, value, half_digit));
  }
}

TEST_CASE("Thelen's passive curve by hand", "[muscle][thelen2003][exact]") {
  const PassiveThelen2003 law;
  // (e^(k/2) - 1)/(e^k - 1) = 1/(e^(k/2) + 1)
  CHECK(is_close(law.evaluate(0.5).value, 1.0 / (std::exp(2.5) + 1.0), 1e-16));
  CHECK(is_close(law.evaluate(1.0).derivative, 5.0 / (1.0 - std::exp(-5.0)), 1e-14));
  CHECK(is_close(law.evaluate(1e-12).derivative, 5.0 / (std::exp(5.0) - 1.0), 1e-12));
  CHECK(is_close(law.integral(1.0), 0.2 - 1.0 / (std::exp(5.0) - 1.0), 1e-15));
}

TEST_CASE("Thelen's passive curve goes on along its tangent and never overflows",
          "[muscle][thelen2003][invariant]") {
  const PassiveThelen2003 law;
  const auto begin = law.evaluate(20.0);
  const auto beyond = law.evaluate(22.0);
  CHECK(beyond.derivative == begin.derivative);
  CHECK(is_close(beyond.value / (begin.value + 2.0 * begin.derivative), 1.0, 1e-14));
  CHECK(is_close(
      (law.integral(22.0) - law.integral(20.0)) / (2.0 * begin.value + 2.0 * begin.derivative), 1.0,
      1e-13));
  CHECK(std::isfinite(law.evaluate(1e200).value));
}

TEST_CASE("Thelen's parameters are checked", "[muscle][thelen2003][error]") {
  CHECK_NOTHROW(ActiveThelen2003{0.5}.validate());
  CHECK_NOTHROW(PassiveThelen2003{4.0}.validate());
  for (const double bad : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::infinity()}) {
    CHECK_THROWS_AS(ActiveThelen2003{bad}.validate(), InvalidArgument);
    CHECK_THROWS_AS(PassiveThelen2003{bad}.validate(), InvalidArgument);
  }
  CHECK_THROWS_AS(PassiveThelen2003{30.1}.validate(), InvalidArgument);
}
}  // namespace
