// Lordosis, pelvic tilt and sacral slope over pelvic incidence [lehuec2016], regressions on healthy
// people. Calibration: the reference geometry is taken from them, and with the tone of the hip extensors
// solved for, the body rests in it; the rows then hold by construction. What the law adds is seen with
// that tone fixed: the same tone for everybody.

#include <cmath>
#include <guyline/task/stand.hpp>
#include <string>

#include "literature/standing_rows.hpp"
#include "support/catch.hpp"

namespace {
using guyline::bridge_data::kDegree;
using guyline::test::is_in_band;
using guyline::test::standing_row;

guyline::StandResult<double> standing(double incidence, bool tone_solved) {
  guyline::BridgeOptions<double> options;
  options.pelvic_incidence = incidence * kDegree;
  if (!tone_solved) options.hip_extensor_tone = 0.0175;
  const auto r = stand(guyline::bridge(options));
  REQUIRE(r.status == guyline::PostureStatus::kSolved);
  return r;
}

void check_rows(bool tone_solved) {
  CAPTURE(tone_solved);
  for (int k = 0; k < 3; ++k) {
    const double incidence = 40 + 10 * k;
    const auto r = standing(incidence, tone_solved);
    const auto row = [&](int i) { return standing_row("V05." + std::to_string(3 * k + i)); };
    CAPTURE(incidence, r.anterior_tilt / kDegree);
    CHECK(is_in_band(row(1), r.lordosis / kDegree));
    CHECK(is_in_band(row(2), r.pelvic_tilt_radiographic / kDegree));
    CHECK(is_in_band(row(3), r.sacral_slope / kDegree));
    CHECK(is_in_band(standing_row("V05.13"),
                     incidence - (r.pelvic_tilt_radiographic + r.sacral_slope) / kDegree));
  }
  const auto low = standing(40, tone_solved), high = standing(60, tone_solved);
  const double span = 20 * kDegree;
  CHECK(is_in_band(standing_row("V05.10"), (high.lordosis - low.lordosis) / span));
  CHECK(is_in_band(standing_row("V05.11"),
                   (high.pelvic_tilt_radiographic - low.pelvic_tilt_radiographic) / span));
  CHECK(is_in_band(standing_row("V05.12"), (high.sacral_slope - low.sacral_slope) / span));
}

TEST_CASE("V05: by construction, with the tone solved", "[literature]") {
  check_rows(true);
  for (const double incidence : {40.0, 50.0, 60.0}) {
    CHECK(std::abs(standing(incidence, true).anterior_tilt) < 1e-10);
  }
}

TEST_CASE("V05: one tone for everybody still rests near the regressions", "[literature]") {
  check_rows(false);
  for (const double incidence : {40.0, 60.0}) {
    CHECK(std::abs(standing(incidence, false).anterior_tilt) < 2 * kDegree);
  }
}
}  // namespace
