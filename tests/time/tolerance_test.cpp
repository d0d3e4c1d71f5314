#include <guyline/time/tolerance.hpp>

#include "time/process_laws.hpp"

namespace {
using namespace guyline;  // NOLINT(google-build-using-namespace)
using time_data::kDay;
using time_data::kDegree;
using time_data::kWeek;

TEST_CASE("range is gained and lost at one rate, in two shares", "[time][exact]") {
  StretchTolerance process;
  process.max_gain = 0.2;
  process.time_constant = 20.0 * kDay;
  process.share = 0.75;
  const auto trained = process.step({0.0}, {1.0}, 20.0 * kDay * std::log(2.0));
  CHECK(trained[0] == Approx(0.1).epsilon(1e-14));
  CHECK(process.tolerance_gain(trained) == Approx(0.075));
  CHECK(process.tissue_gain(trained) == Approx(0.025));
  CHECK(process.step(trained, {0.0}, 20.0 * kDay * std::log(2.0))[0] == Approx(0.05));
  CHECK(process.step({0.0}, {0.3}, 1e9)[0] == Approx(0.06));
}

TEST_CASE("a step of tolerance is its integral", "[time][derivative]") {
  for (const double days : {0.1, 18.6, 200.0}) {
    test::check_step(StretchTolerance{}, {0.05}, {0.6}, days * kDay);
  }
}

TEST_CASE("six weeks of stretching, four off, six on, W8", "[time][literature]") {
  const StretchTolerance process;
  const auto first = process.step({0.0}, {1.0}, 6.0 * kWeek);
  const auto rest = process.step(first, {0.0}, 4.0 * kWeek);
  const auto second = process.step(rest, {1.0}, 6.0 * kWeek);
  const double gain_first = first[0] / kDegree;
  const double gain_second = (second[0] - rest[0]) / kDegree;
  CHECK(gain_first >= 6.0);  // W8.1 [willy2001]
  CHECK(gain_first <= 12.0);
  CHECK(rest[0] / kDegree <= 4.0);  // W8.2 [willy2001]
  CHECK(rest[0] > 0.0);
  CHECK(gain_second >= 6.0);  // W8.3 [willy2001]
  CHECK(gain_second <= 12.0);
  CHECK(std::abs(gain_second - gain_first) <= 3.0);
}
}  // namespace
