// Lordosis over imposed pelvic tilt [levine1996]: 20 people tilted their pelvis as far as they could,
// trunk upright. Validation: nothing was tuned on it; that lordosis follows tilt about one to one is
// what an upright trunk asks of any spine, the part of it below L1 is the model's.

#include <cmath>
#include <guyline/task/stand.hpp>

#include "literature/standing_rows.hpp"
#include "support/catch.hpp"

namespace {
using guyline::bridge_data::kDegree;
using guyline::test::standing_row;

double lordosis_at(const guyline::Bridge<double>& body, double tilt) {
  const auto manifold = standing_manifold(body, guyline::StandOptions{});
  guyline::EquilibriumData<double, 2> data(body.model, manifold);
  REQUIRE(evaluate_on_path(body.model, manifold, tilt, data).on_manifold);
  const auto& poses = data.posture.kinematics.poses;
  const auto turn = [&](guyline::BodyIndex b) {
    const auto& R = poses[static_cast<std::size_t>(int(b))].rotation;
    return -std::atan2(R(1, 0), R(0, 0));
  };
  return body.lordosis_reference - (turn(body.l1) - turn(body.pelvis));
}

TEST_CASE("V04: lordosis per degree of imposed tilt, forward and back", "[literature]") {
  const auto body = guyline::bridge();
  const auto r = stand(body);
  REQUIRE(r.status == guyline::PostureStatus::kSolved);
  CHECK(std::abs(lordosis_at(body, r.anterior_tilt) - r.lordosis) < 1e-12);
  const auto ratio = [&](double degrees) {
    return (lordosis_at(body, r.anterior_tilt + degrees * kDegree) - r.lordosis) /
           (degrees * kDegree);
  };
  CAPTURE(ratio(11.4), ratio(-8.7));
  CHECK(is_in_band(standing_row("V04.1"), ratio(11.4)));
  CHECK(is_in_band(standing_row("V04.2"), ratio(-8.7)));
}
}  // namespace
