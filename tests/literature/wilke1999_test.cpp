// Intradiscal pressure at L4/L5 in relaxed standing [wilke1999]: one man of 70 kg, 0.50 MPa, which is
// 594 N over a disc of 18 cm2 and a pressure factor of 0.66. Validation: nothing was tuned on it.
// Not asserted: V01.2, the pressure itself, which has no band of its own; V01.3, bending.

#include <guyline/task/stand.hpp>

#include "literature/standing_rows.hpp"
#include "support/catch.hpp"

namespace {
TEST_CASE("V01.1: compression at L4/L5 in relaxed standing", "[literature]") {
  const auto body = guyline::bridge();
  const auto r = stand(body);
  REQUIRE(r.status == guyline::PostureStatus::kSolved);
  const auto& at = r.loads[static_cast<std::size_t>(body.model.level_index("L4/L5"))];
  REQUIRE(at.effort.status == guyline::EffortStatus::kSolved);
  const double compression = at.load.total.compression;
  CAPTURE(compression);
  CHECK(is_in_band(guyline::test::standing_row("V01.1"), compression));
}
}  // namespace
