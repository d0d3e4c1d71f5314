#include <guyline/task/movement.hpp>
#include <guyline/task/tasks.hpp>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::bend_fully;
using guyline::bend_task;
using guyline::bridge;
using guyline::Knob;
using guyline::Movement;
using guyline::PostureStatus;
using guyline::stop_rules_of;
using guyline::StopReason;
using guyline::StopRules;
using guyline::bridge_data::kDegree;

TEST_CASE("a movement ends where its rule says, to rounding", "[task][exact]") {
  const auto body = bridge();
  StopRules rules = stop_rules_of(body);
  const Movement hamstrings = bend_fully(body, rules);
  REQUIRE(hamstrings.result.status == PostureStatus::kSolved);
  CHECK(hamstrings.reason == StopReason::kHamstringTolerance);
  CHECK(hamstrings.result.hamstring_moment == Approx(rules.hamstring_moment).epsilon(1e-9));
  CHECK_FALSE(hamstrings.jumped);

  rules.hamstring_moment = 1e3;
  const Movement lumbar = bend_fully(body, rules);
  CHECK(lumbar.reason == StopReason::kLumbarTolerance);
  CHECK(lumbar.result.lumbar_moment == Approx(rules.lumbar_moment).epsilon(1e-9));
  CHECK(lumbar.trunk_inclination > hamstrings.trunk_inclination);

  rules.fingertip_height = 0.4;
  const Movement reach = bend_fully(body, rules);
  CHECK(reach.reason == StopReason::kTarget);
  CHECK(reach.result.fingertip_height == Approx(0.4).epsilon(1e-9));
  rules.fingertip_height.reset();

  rules.end = 0.7;
  const Movement end = bend_fully(body, rules);
  CHECK(end.reason == StopReason::kEndOfRange);
  CHECK(end.trunk_inclination == 0.7);
  CHECK(end.result.trunk_inclination == Approx(0.7));

  rules = stop_rules_of(body);
  rules.end = -1.0;
  const Movement back = bend_fully(body, rules);
  CHECK(back.reason == StopReason::kLumbarTolerance);
  CHECK(back.result.lumbar_moment == Approx(-rules.extension_moment).epsilon(1e-9));
  CHECK(back.trunk_inclination < -0.2);
}

TEST_CASE("what is out of reach ends in what stopped it first", "[task][exact]") {
  const auto body = bridge();
  StopRules rules = stop_rules_of(body);
  rules.fingertip_height = -0.3;  // below the floor
  const Movement floor = bend_fully(body, rules);
  CHECK(floor.reason == StopReason::kHamstringTolerance);
  CHECK(floor.result.fingertip_height > -0.3);
  rules.fingertip_height = 2.0;  // the hands hang lower already
  const Movement above = bend_fully(body, rules);
  CHECK(above.reason == StopReason::kTarget);
  CHECK(above.trunk_inclination == 0.0);
}

TEST_CASE("a lift that the muscles cannot hold says so", "[task][exact]") {
  auto body = bridge();
  for (const auto i : body.model.select_muscles("erector_spinae")) {
    set_knob(body.model.muscles[static_cast<std::size_t>(static_cast<int>(i))], Knob::kStrength,
             0.3);
  }
  const Movement heavy = lift(body, 45.0, guyline::LiftStyle::kStoop, 0.3);
  CHECK(heavy.reason == StopReason::kTooWeak);
  REQUIRE(heavy.result.status == PostureStatus::kSolved);
  CHECK(heavy.result.grip_height == Approx(0.3).epsilon(1e-9));
  CHECK_FALSE(guyline::internal::is_held(heavy.result));
  // Without a target it ends at the last place that is held, to within what a hair further is not.
  guyline::BendOptions options;
  options.hand_mass = 45.0;
  const Movement bent = move_until(body, stop_rules_of(body), [&](double inclination) {
    return bend_task(inclination, options);
  });
  CHECK(bent.reason == StopReason::kTooWeak);
  CHECK(guyline::internal::is_held(bent.result));
  CHECK_FALSE(guyline::internal::is_held(
      solve_task(body, bend_task(bent.trunk_inclination + 1e-6, options))));
}

TEST_CASE("a lift is judged where the load is taken", "[task][exact]") {
  const auto body = bridge();
  guyline::BendOptions options;
  options.hand_mass = 45.0;
  options.knee_flexion = guyline::knee_flexion_of(guyline::LiftStyle::kSquat);
  REQUIRE_FALSE(guyline::internal::is_held(solve_task(body, bend_task(0.0, options))));
  const Movement lifted = lift(body, 45.0, guyline::LiftStyle::kSquat, 0.4);
  CHECK(lifted.reason == StopReason::kTarget);
  CHECK(guyline::internal::is_held(lifted.result));
  CHECK(lifted.result.grip_height == Approx(0.4).epsilon(1e-9));
}

TEST_CASE("a movement is continuous and goes one way", "[task][invariant]") {
  const auto body = bridge();
  guyline::TaskData<double> data(body, bend_task(0.0));
  auto at = make_task_result(body);
  update_task_body(body, bend_task(0.0), data, at);
  double last_tilt = -1.0, last_height = 1e9, last_lumbar = -1.0;
  for (int degree = 0; degree <= 110; ++degree) {
    const auto task = bend_task(degree * kDegree);
    data.hold(task);
    update_task_posture(task, data, at);
    CAPTURE(degree);
    REQUIRE(at.status == PostureStatus::kSolved);
    if (degree > 0) CHECK(at.anterior_tilt - last_tilt < 1.0 * kDegree);
    CHECK(at.anterior_tilt > last_tilt);
    CHECK(at.q[body.lumbar_flexion] > last_lumbar);
    // The legs come upright first, which lifts the shoulders a little.
    if (degree > 8) CHECK(at.fingertip_height < last_height);
    last_tilt = at.anterior_tilt;
    last_lumbar = at.q[body.lumbar_flexion];
    last_height = at.fingertip_height;
  }
}

TEST_CASE("a movement that jumps is told", "[task][exact]") {
  const auto body = bridge();
  StopRules rules = stop_rules_of(body);
  rules.end = 0.6;
  // A task that asks for another tilt of the pelvis from 20 deg on: not one movement.
  const Movement moved = move_until(body, rules, [](double inclination) {
    auto task = bend_task(inclination);
    if (inclination > 20.0 * kDegree) {
      task.held = {{guyline::HeldAngle::kKneeFlexion, 1.2},
                   {guyline::HeldAngle::kTrunkInclination, inclination}};
      task.least_tilt = 0.6;
    }
    return task;
  });
  CHECK((moved.jumped || moved.reason == StopReason::kNoPosture));
}

TEST_CASE("rules out of range are refused", "[task][error]") {
  const auto body = bridge();
  for (auto change :
       {+[](StopRules& r) { r.step = 0.0; }, +[](StopRules& r) { r.end = 9.0; },
        +[](StopRules& r) { r.grip_height = 9.0; }, +[](StopRules& r) { r.largest_jump = 0.0; },
        +[](StopRules& r) { r.lumbar_moment = -1.0; },
        +[](StopRules& r) { r.hamstring_moment = -1.0; }}) {
    StopRules rules = stop_rules_of(body);
    change(rules);
    CHECK_THROWS_AS(bend_fully(body, rules), guyline::InvalidArgument);
  }
}
}  // namespace
