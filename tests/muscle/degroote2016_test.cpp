#include <cmath>
#include <guyline/muscle/degroote2016.hpp>
#include <guyline/muscle/quadrature.hpp>
#include <utility>
#include <vector>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::ActiveDeGroote2016;
using guyline::PassiveDeGroote2016;
using guyline::test::is_close;

TEST_CASE("De Groote's curves at tabulated lengths", "[muscle][degroote2016][exact]") {
  const double half_digit = 5e-5;
  const std::vector<std::pair<double, double>> active = {
      {0.4, 0.0256}, {0.6, 0.3023}, {0.8, 0.8367}, {1.0, 1.0002},
      {1.2, 0.7938}, {1.4, 0.3803}, {1.6, 0.1243}};
  for (const auto& [length, value] : active) {
    CAPTURE(length);
    CHECK(is_close(ActiveDeGroote2016{}.evaluate(length).value, value, half_digit));
  }
  const std::vector<std::pair<double, double>> passive = {
      {1.0, 0.0},    {1.1, 0.0177}, {1.2, 0.0521}, {1.3, 0.1192},
      {1.4, 0.2499}, {1.5, 0.5043}, {1.6, 1.0}};
  for (const auto& [length, value] : passive) {
    CAPTURE(length);
    CHECK(is_close(PassiveDeGroote2016{}.evaluate((length - 1.0) / 0.6).value, value, half_digit));
  }
}

TEST_CASE("De Groote's passive curve without its offset is the published one rescaled",
          "[muscle][degroote2016][invariant]") {
  const auto published = [](double length) {
    const double offset = std::exp(4.0 * (0.2 - 1.0) / 0.6);
    return (std::exp(4.0 * (length - 1.0) / 0.6) - offset) / (std::exp(4.0) - offset);
  };
  for (const double length : {1.0, 1.05, 1.3, 1.5, 1.8}) {
    CAPTURE(length);
    const double expected = (published(length) - published(1.0)) / (1.0 - published(1.0));
    CHECK(is_close(PassiveDeGroote2016{}.evaluate((length - 1.0) / 0.6).value, expected, 1e-14));
  }
}

TEST_CASE("De Groote's active curve below 0.2 is its third bell, and smooth through its poles",
          "[muscle][degroote2016][invariant]") {
  const ActiveDeGroote2016 law;
  const auto other_bells = [](double length) {
    const auto bell = [length](double b1, double b2, double b3, double b4) {
      return b1 * std::exp(-0.5 * std::pow((length - b2) / (b3 + b4 * length), 2));
    };
    return bell(0.8151, 1.0550, 0.1624, 0.0633) + bell(0.1, 1.0, 0.3536, 0.0);
  };
  const double pole = 0.0299 / 0.2004;
  for (const double length : {0.0, 0.1, pole, 0.18, 0.1991, 0.2, 0.22}) {
    CAPTURE(length);
    CHECK(is_close(law.evaluate(length).value, other_bells(length), 1e-16));
    CHECK(std::isfinite(law.evaluate(length).derivative));
  }
  CHECK(is_close(law.evaluate(0.2).value, 0.0077, 5e-5));
}

TEST_CASE("De Groote's active integral is within 1e-12 over its range",
          "[muscle][degroote2016][derivative]") {
  const ActiveDeGroote2016 law;
  const auto value = [&law](double length) { return law.evaluate(length).value; };
  for (int i = 0; i <= 60; ++i) {
    const double length = 0.05 * i;
    CAPTURE(length);
    CHECK(is_close(law.integral(length),
                   guyline::gauss_legendre_integral<8, 1000>(value, 1.0, length), 1e-12));
  }
}

TEST_CASE("De Groote's passive shape is checked", "[muscle][degroote2016][error]") {
  PassiveDeGroote2016 law;
  CHECK_NOTHROW(law.validate());
  law.shape = 0.0;
  CHECK_THROWS_AS(law.validate(), guyline::InvalidArgument);
}
}  // namespace
