#include <chrono>
#include <guyline/task/tasks.hpp>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::bend_fully;
using guyline::bend_task;
using guyline::bridge;
using guyline::Knob;
using guyline::PostureStatus;
using guyline::sit_task;
using guyline::SitOptions;
using guyline::SitStyle;
using guyline::stop_rules_of;
using guyline::bridge_data::kDegree;

double compression(const guyline::TaskResult<double>& at) {
  REQUIRE(at.status == PostureStatus::kSolved);
  return at.loads[0].load.total.compression;
}

TEST_CASE("more in the hands is more on the disc", "[task][invariant]") {
  const auto body = bridge();
  for (const double lean : {0.0, 0.4, 0.8, 1.2}) {
    double last = 0.0;
    for (const double mass : {0.0, 5.0, 10.0, 20.0, 30.0}) {
      guyline::BendOptions options;
      options.hand_mass = mass;
      const double now = compression(solve_task(body, bend_task(lean, options)));
      CAPTURE(lean, mass);
      CHECK(now > last);
      last = now;
    }
    guyline::BendOptions near, far;
    near.hand_mass = far.hand_mass = 10.0;
    far.hand_reach = 0.4;
    CHECK(compression(solve_task(body, bend_task(lean, far))) >
          compression(solve_task(body, bend_task(lean, near))));
  }
}

TEST_CASE("short hamstrings restrict bending and do nothing in quiet standing",
          "[task][invariant]") {
  const auto body = bridge();
  auto tight = body;
  set_knob(tight.model, "hamstrings", Knob::kLength, -0.10);
  const auto rules = stop_rules_of(body);
  const auto free_bend = bend_fully(body, rules);
  const auto tight_bend = bend_fully(tight, rules);
  CHECK(tight_bend.trunk_inclination < free_bend.trunk_inclination - 5.0 * kDegree);
  CHECK(tight_bend.result.anterior_tilt < free_bend.result.anterior_tilt - 5.0 * kDegree);
  CHECK(tight_bend.result.fingertip_height > free_bend.result.fingertip_height);
  CHECK(std::abs(stand(tight).anterior_tilt - stand(body).anterior_tilt) < 0.5 * kDegree);
}

TEST_CASE("bent knees relieve the hamstrings", "[task][invariant]") {
  const auto body = bridge();
  double last = 1e9;
  for (const double knee : {0.0, 0.3, 0.6, 1.0}) {
    guyline::BendOptions options;
    options.knee_flexion = knee;
    const auto at = solve_task(body, bend_task(1.6, options));
    REQUIRE(at.status == PostureStatus::kSolved);
    CHECK(at.hamstring_moment < last);
    last = at.hamstring_moment;
  }
}

TEST_CASE("the styles of a lift bring the grip to one height with different trunks",
          "[task][invariant]") {
  const auto body = bridge();
  double last = 10.0;
  for (const auto style :
       {guyline::LiftStyle::kStoop, guyline::LiftStyle::kSemi, guyline::LiftStyle::kSquat}) {
    const auto lifted = lift(body, 15.0, style, 0.4);
    REQUIRE(lifted.reason == guyline::StopReason::kTarget);
    CHECK(lifted.result.grip_height == Approx(0.4).epsilon(1e-9));
    CHECK(lifted.result.q[body.knee_flexion] == Approx(knee_flexion_of(style)).margin(1e-12));
    CHECK(lifted.trunk_inclination < last);
    last = lifted.trunk_inclination;
  }
}

TEST_CASE("sitting balances over the tuberosities", "[task][invariant]") {
  const auto body = bridge();
  for (const auto style : {SitStyle::kErect, SitStyle::kRelaxed, SitStyle::kSlumped}) {
    for (const double seat : {0.0, 0.38, 0.5}) {
      SitOptions options;
      if (seat > 0.0) options.seat_height = seat;
      const auto task = sit_task(body, style, options);
      guyline::TaskData<double> data(body, task);
      auto at = make_task_result(body);
      update_task(body, task, data, at);
      REQUIRE(at.status == PostureStatus::kSolved);
      const auto& kinematics = data.equilibrium.posture.kinematics;
      double moment = 0.0, mass = 0.0;
      for (const auto& part : body.model.frame.masses()) {
        if (!body.model.frame.is_beyond(part.body, body.pelvis)) continue;
        moment += part.mass * kinematics.position(part.body, part.point_B).x();
        mass += part.mass;
      }
      const auto contact = kinematics.position(body.pelvis, data.points.ischium);
      CHECK(moment / mass == Approx(contact.x()).margin(1e-9));
      if (seat > 0.0) {
        const double hip =
            kinematics.poses[static_cast<std::size_t>(int(body.pelvis))].position.y();
        CHECK(hip + guyline::task_data::kIschiumUp.value == Approx(seat).margin(1e-9));
      } else {
        CHECK(at.q[0] - at.q[1] == Approx(-90.0 * kDegree));
      }
    }
  }
}

TEST_CASE("a relaxed seat is rounder than an erect one, a slump rounder still",
          "[task][invariant]") {
  const auto body = bridge();
  const auto standing = stand(body);
  double last = standing.lordosis;
  for (const auto style : {SitStyle::kErect, SitStyle::kRelaxed, SitStyle::kSlumped}) {
    const auto at = solve_task(body, sit_task(body, style));
    REQUIRE(at.status == PostureStatus::kSolved);
    CHECK(at.lordosis < last - 2.0 * kDegree);
    last = at.lordosis;
  }
}

TEST_CASE("lying, no disc carries what it does standing", "[task][invariant]") {
  const auto body = bridge();
  const double standing = compression(solve_task(body, guyline::stand_task()));
  for (const double bent : {0.0, 0.5, 1.0}) {
    const auto at = solve_task(body, guyline::lie_task(bent));
    CHECK(compression(at) < 0.8 * standing);
    CHECK(at.foot_force == 0.0);
    CHECK(at.loads[0].load.gravity.compression == 0.0);
    CHECK(at.trunk_inclination == Approx(0.0).margin(1e-9));
  }
}

TEST_CASE("tolerances go with the body's size and sex", "[task][exact]") {
  guyline::BridgeOptions<double> options;
  options.mass = 90.0;
  options.stature = 1.9;
  const auto big = stop_rules_of(bridge(options)), normal = stop_rules_of(bridge());
  const double size = 90.0 / 75.0 * 1.9 / 1.75;
  CHECK(big.lumbar_moment == Approx(size * normal.lumbar_moment));
  CHECK(big.hamstring_moment == Approx(size * normal.hamstring_moment));
  // So does the bend: similarity.
  CHECK(bend_fully(bridge(options), big).trunk_inclination ==
        Approx(bend_fully(bridge(), normal).trunk_inclination).epsilon(1e-6));
  options = {};
  options.sex = guyline::Sex::kFemale;
  CHECK(stop_rules_of(bridge(options)).lumbar_moment ==
        Approx(normal.lumbar_moment * guyline::bridge_data::kFemaleLumbarFactor.value));
}

TEST_CASE("a task with the trunk elsewhere is the task made there", "[task][exact]") {
  const auto there = guyline::bend_task(1.2);
  const auto moved = with_trunk_at(guyline::bend_task(0.5), 1.2);
  CHECK(moved.equilibrium.reference == Approx(there.equilibrium.reference));
  CHECK(moved.held_value(guyline::HeldAngle::kTrunkInclination, 0.0) == 1.2);
  CHECK_THROWS_AS(with_trunk_at(sit_task(bridge(), SitStyle::kErect), 0.3),
                  guyline::InvalidArgument);
}

TEST_CASE("long hamstrings reach further, sitting and standing", "[task][invariant]") {
  double last_reach = -1.0, last_height = 1.0;
  for (const double length : {-0.1, -0.05, 0.0, 0.05, 0.1}) {
    auto body = bridge();
    set_knob(body.model, "hamstrings", Knob::kLength, length);
    const auto rules = stop_rules_of(body);
    const auto seated = sit_and_reach(body, rules);
    const auto standing = bend_fully(body, rules);
    REQUIRE(seated.result.status == PostureStatus::kSolved);
    CHECK(seated.reason != guyline::StopReason::kNone);
    const double reach = reach_beyond_soles(body, seated.result);
    CAPTURE(length, reach);
    CHECK(reach > last_reach);
    CHECK(standing.result.fingertip_height < last_height);
    CHECK(std::abs(reach) < 0.5);
    CHECK(seated.result.q[body.hip_flexion] <= guyline::task_data::kRanges[2].upper + 1e-9);
    last_reach = reach;
    last_height = standing.result.fingertip_height;
  }
}

TEST_CASE("a reach is read off the arms", "[task][exact]") {
  // A shoulder right above the ankle at arm's length over the legs: the hands are at the ankle.
  const auto body = bridge();
  guyline::TaskResult<double> at;
  const double arm = guyline::task_data::kArmLength.value * body.options.stature;
  const double ankle = body.model.frame.body(body.foot).X_PF.position.y();
  at.shoulder_forward = 0.0;
  at.fingertip_height = ankle;  // hanging straight down
  CHECK(reach_beyond_soles(body, at) == Approx(-ankle));
  at.fingertip_height = ankle - arm;  // the shoulder as low as the legs
  CHECK(reach_beyond_soles(body, at) == Approx(arm - ankle));
}

TEST_CASE("what cannot be asked of a task is refused", "[task][error]") {
  const auto body = bridge();
  CHECK_THROWS_AS(bend_task(4.0), guyline::InvalidArgument);
  guyline::BendOptions options;
  options.knee_flexion = 3.0;
  CHECK_THROWS_AS(bend_task(0.5, options), guyline::InvalidArgument);
  CHECK_THROWS_AS(guyline::lie_task(-1.0), guyline::InvalidArgument);
  SitOptions sit;
  sit.seat_height = 1.5;
  CHECK_THROWS_AS(sit_task(body, SitStyle::kErect, sit), guyline::InvalidArgument);
  sit = {};
  sit.backrest = 2.0;
  CHECK_THROWS_AS(sit_task(body, SitStyle::kReclined, sit), guyline::InvalidArgument);
}
}  // namespace
