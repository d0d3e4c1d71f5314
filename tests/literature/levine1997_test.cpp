// Eight weeks of abdominal strengthening [levine1997]: 40 people, stronger abdominals, no change of tilt
// or lordosis. Validation; that strength does not act at rest is a law here, so the model shows no change
// at all.

#include <guyline/task/stand.hpp>

#include "literature/standing_rows.hpp"
#include "support/catch.hpp"

namespace {
using guyline::bridge_data::kDegree;
using guyline::test::standing_row;

TEST_CASE("N1: stronger abdominals, the same posture", "[literature]") {
  const auto before = stand(guyline::bridge());
  for (const double strength : {1.1, 1.2, 1.3}) {
    auto body = guyline::bridge();
    set_knob(body.model, "abdominals", guyline::Knob::kStrength, strength);
    const auto after = stand(body);
    REQUIRE(after.status == guyline::PostureStatus::kSolved);
    const double d_tilt = (after.anterior_tilt - before.anterior_tilt) / kDegree;
    CHECK(is_in_band(standing_row("N1.1"), d_tilt));
    CHECK(is_in_band(standing_row("N1.2"), (after.lordosis - before.lordosis) / kDegree));
    CHECK(is_in_band(standing_row("N1.3"), d_tilt));
  }
}
}  // namespace
