#include <guyline/task/task_result.hpp>
#include <guyline/task/tasks.hpp>

#include "support/catch.hpp"

namespace {
using guyline::bridge;
using guyline::PostureStatus;
using guyline::bridge_data::kDegree;

TEST_CASE("feet, seat and backrest carry the weight", "[task][invariant]") {
  const auto body = bridge();
  double weight = 0.0;
  for (const auto& mass : body.model.frame.masses()) weight += mass.mass;
  weight *= body.model.frame.gravity.norm();
  const auto standing = solve_task(body, guyline::stand_task());
  CHECK(standing.foot_force == Approx(weight));
  CHECK(standing.seat_force == 0.0);
  const auto erect = solve_task(body, sit_task(body, guyline::SitStyle::kErect));
  CHECK(erect.seat_force + erect.foot_force == Approx(weight));
  CHECK(erect.backrest_force == 0.0);
  CHECK(erect.seat_force > 0.6 * weight);
  guyline::SitOptions options;
  double last = 0.0;
  for (const double back : {0.1, 0.3, 0.6}) {
    options.backrest = back;
    const auto at = solve_task(body, sit_task(body, guyline::SitStyle::kReclined, options));
    REQUIRE(at.status == PostureStatus::kSolved);
    CHECK(at.backrest_force > last);  // leaning further back leans harder
    last = at.backrest_force;
    // Across a trunk that leans back by this much: the rest of the weight is on seat and feet.
    CHECK(at.seat_force + at.foot_force + at.backrest_force * std::sin(back) ==
          Approx(weight).epsilon(1e-10));
  }
  guyline::BendOptions loaded;
  loaded.hand_mass = 20.0;
  const auto lifted = solve_task(body, guyline::bend_task(0.5, loaded));
  CHECK(lifted.foot_force == Approx(weight + 20.0 * body.model.frame.gravity.norm()));
}

TEST_CASE("margins are told to the nearer end of a range", "[task][exact]") {
  const auto body = bridge();
  guyline::BendOptions deep;
  deep.knee_flexion = 2.2;
  const auto at = solve_task(body, guyline::bend_task(0.9, deep));
  REQUIRE(at.status == PostureStatus::kSolved);
  for (std::size_t k = 0; k < 4; ++k) {
    const auto& range = guyline::task_data::kRanges[k];
    const double q = at.q[static_cast<Eigen::Index>(k)];
    CHECK((at.margins[k] < 0.0) == (q < range.lower || q > range.upper));
    CHECK(at.margins[k] <= q - range.lower);
    CHECK(at.margins[k] <= range.upper - q);
  }
  CHECK(at.margins[1] == Approx(140 * kDegree - 2.2));
  CHECK(at.margins[0] < 0.0);  // heels down, no ankle bends that far
}

TEST_CASE("passive moments at the spine are those of tissue and stretched muscle",
          "[task][exact]") {
  // Without a single fibre the tissue alone is left.
  const auto body = bridge();
  const auto task = guyline::bend_task(1.5);
  guyline::TaskData<double> data(body, task);
  auto at = make_task_result(body);
  update_task(body, task, data, at);
  const double tissue = -tissue_moment_at(data.held_by.model, at.q, body.model.levels[0].motion);
  double muscles = 0.0;
  const auto disc = body.model.levels[0].motion;
  for (int i = 0; i < body.model.num_muscles(); ++i) {
    muscles +=
        data.equilibrium.posture.muscles[static_cast<std::size_t>(i)].passive_tension *
        length_rate(body.model, data.equilibrium.posture.kinematics, guyline::CableIndex(i), disc);
  }
  CHECK(tissue > 20.0);
  CHECK(at.lumbar_moment == Approx(tissue + muscles));
  CHECK(at.hamstring_moment > 1.0);
}

TEST_CASE("a bent back falls silent, a loaded one later", "[task][invariant]") {
  const auto body = bridge();
  const auto silent_from = [&](double mass) {
    guyline::BendOptions options;
    options.hand_mass = mass;
    for (double degree = 40.0; degree <= 150.0; degree += 1.0) {
      if (solve_task(body, guyline::bend_task(degree * kDegree, options)).is_erector_silent) {
        return degree;
      }
    }
    return 1e3;
  };
  const double empty = silent_from(0.0), loaded = silent_from(10.0);
  CHECK(empty < 130.0);
  CHECK(empty > 60.0);
  CHECK(loaded > empty);
}

TEST_CASE("a body without arms has no hands to tell of", "[task][error]") {
  auto body = bridge();
  guyline::Frame<double, 2> frame = body.model.frame;
  CHECK_NOTHROW(guyline::TaskPoints<>(body));
  guyline::Bridge<double> armless = body;
  armless.model.frame = {};
  CHECK_THROWS_AS(guyline::TaskPoints<>(armless), guyline::UnknownName);
}
}  // namespace
