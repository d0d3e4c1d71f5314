// Where the mass above each joint stands over it [woodhull1985], 15 people. Partly calibration: the
// point of the foot that the centre of mass is held over was taken from this study (knee 3.8 + 1.4 cm,
// hip 6.2 - 1.0 cm ahead of the ankle), so that the sums are given; how they divide among hip, knee and
// ankle follows from segment masses and the law.

#include <guyline/task/stand.hpp>

#include "literature/standing_rows.hpp"
#include "support/catch.hpp"

namespace {
using guyline::test::standing_row;

TEST_CASE("V15: the mass above hip and knee, the hip over the ankle", "[literature]") {
  const auto body = guyline::bridge();
  const auto r = stand(body);
  REQUIRE(r.status == guyline::PostureStatus::kSolved);
  guyline::PostureData<double, 2> data(body.model);
  update_pose(body.model, r.q, guyline::Order::kGradient, data);
  const auto joint = [&](guyline::MotionIndex m) {
    return data.kinematics.screws[static_cast<std::size_t>(int(m))].origin_G.x() * 100.0;
  };
  const auto mass_above = [&](guyline::MotionIndex m) {
    guyline::MassCenter<double, 2> center;
    center.resize(body.model.frame.num_bodies(), 4);
    update_mass_center(body.model.frame, data.kinematics, false, center,
                       body.model.frame.motion_body(m));
    return center.position.x() * 100.0;
  };
  const double over_hip = mass_above(body.hip) - joint(body.hip);
  const double over_knee = mass_above(body.knee) - joint(body.knee);
  const double hip_over_ankle = joint(body.hip) - joint(body.ankle);
  CAPTURE(over_hip, over_knee, hip_over_ankle);
  CHECK(is_in_band(standing_row("V15.1"), over_hip));
  CHECK(is_in_band(standing_row("V15.2"), over_knee));
  CHECK(is_in_band(standing_row("V15.3"), hip_over_ankle));
}
}  // namespace
