#include <guyline/core/dual.hpp>
#include <guyline/task/task_body.hpp>
#include <guyline/task/tasks.hpp>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::bridge;
using guyline::Bridge;
using guyline::Dual;
using guyline::Task;
using guyline::TaskNumbers;
using guyline::TaskPoints;
using guyline::Vector;

Task carrying() {
  Task task = guyline::bend_task(0.6);
  task.hand_mass = 7.0;
  task.hand_reach = 0.3;
  task.ground_inclination = 0.1;
  task.burdens = {{"belly", 4.0, 0.2, -0.1}};
  return task;
}

TEST_CASE("burdens, hands and ground are where the task has them", "[task][exact]") {
  const auto body = bridge();
  const TaskPoints<> points(body);
  const Task task = carrying();
  const auto made =
      guyline::internal::make_task_body(body, points, task, TaskNumbers<double>(task), true);
  const auto& masses = made.model.frame.masses();
  REQUIRE(masses.size() == body.model.frame.masses().size() + 2);
  const auto &belly = masses[masses.size() - 2], &hands = masses.back();
  CHECK(belly.mass == 4.0);
  CHECK((belly.point_B - Vector<double, 2>(0.2, -0.1) * points.scale).norm() < 1e-15);
  CHECK(hands.mass == 7.0);
  // Straight ahead on ground that falls by 0.1 is 0.5 down from across a trunk at 0.6.
  const Vector<double, 2> ahead = hands.point_B - points.shoulder;
  CHECK(ahead.norm() == Approx(0.3));
  CHECK(std::atan2(ahead.y(), ahead.x()) == Approx(0.5));
  const auto& g = made.model.frame.gravity;
  CHECK(g.x() == Approx(9.80665 * std::sin(0.1)));
  CHECK(g.y() == Approx(-9.80665 * std::cos(0.1)));
  // A follower load that is the bridge's own changes no tissue.
  Task own = task;
  own.follower_load = guyline::bridge_data::kFollowerLoad.value;
  const auto plain =
      guyline::internal::make_task_body(body, points, own, TaskNumbers<double>(own), false);
  CHECK(plain.model.frame.masses().size() == masses.size() - 1);
  CHECK(plain.model.tissues[0].stiffness == Approx(body.model.tissues[0].stiffness));
  CHECK(made.model.tissues[0].stiffness > 1.1 * body.model.tissues[0].stiffness);
}

TEST_CASE("a seat carries all above the hips, in whatever the law sees", "[task][invariant]") {
  const auto body = bridge();
  const TaskPoints<> points(body);
  Task task = sit_task(body, guyline::SitStyle::kRelaxed);
  task.hand_mass = 5.0;
  const auto made =
      guyline::internal::make_task_body(body, points, task, TaskNumbers<double>(task), true);
  auto chosen_by = made, held_by = made;
  guyline::internal::add_task_loads(task, points, chosen_by, held_by);
  const double above = guyline::internal::mass_above_hip(made);
  CHECK(above == Approx(guyline::internal::mass_above_hip(body) + 5.0));
  for (const auto* seated : {&chosen_by, &held_by}) {
    const auto& loads = seated->model.frame.loads();
    const auto& seat = loads[body.model.frame.loads().size()];
    CHECK((seat.force_G + above * seated->model.frame.gravity).norm() < 1e-10);
  }
  task.law = guyline::PostureLaw::kVoluntary;
  chosen_by = held_by = made;
  guyline::internal::add_task_loads(task, points, chosen_by, held_by);
  CHECK(chosen_by.model.frame.gravity.norm() == 0.0);
  CHECK(chosen_by.model.frame.loads().size() == body.model.frame.loads().size());
  CHECK(held_by.model.frame.gravity.norm() > 9.0);
}

TEST_CASE("in dual numbers the hands move with the trunk", "[task][derivative]") {
  using Number = Dual<2>;
  guyline::BridgeOptions<Number> options;
  const auto body = bridge(options);
  const TaskPoints<Number> points(body);
  const Task task = carrying();
  TaskNumbers<Number> numbers(task);
  numbers.held[1].gradient[0] = 1.0;
  numbers.ground_inclination.gradient[1] = 1.0;
  const auto made = guyline::internal::make_task_body(body, points, task, numbers, true);
  const auto& hands = made.model.frame.masses().back().point_B;
  CHECK(hands.x().gradient[0] == Approx(-0.3 * std::sin(0.5)));
  CHECK(hands.y().gradient[0] == Approx(0.3 * std::cos(0.5)));
  CHECK(hands.x().gradient[1] == Approx(0.3 * std::sin(0.5)));
  CHECK(made.model.frame.gravity.x().gradient[1] == Approx(9.80665 * std::cos(0.1)));
  const auto manifold = guyline::internal::make_task_manifold<Number>(made, points, task, numbers);
  // The origin is on the trunk's constraint, its gradient too.
  const auto trunk =
      guyline::internal::coefficients_of(made, guyline::HeldAngle::kTrunkInclination);
  Number held(0.0);
  for (Eigen::Index i = 0; i < trunk.size(); ++i) held += Number(trunk[i]) * manifold.origin()[i];
  CHECK(held.value == Approx(0.5));
  CHECK(held.gradient[0] == Approx(1.0));
  CHECK(held.gradient[1] == Approx(-1.0));
}

TEST_CASE("what the muscles hold has names", "[task][exact]") {
  const auto body = bridge();
  using Names = std::vector<std::string>;
  CHECK(held_joint_names(body, guyline::stand_task()) == Names{"ankle", "hip"});
  guyline::BendOptions squat;
  squat.knee_flexion = 0.8;
  CHECK(held_joint_names(body, guyline::bend_task(0.5, squat)) == Names{"ankle", "knee", "hip"});
  CHECK(held_joint_names(body, sit_task(body, guyline::SitStyle::kErect)) == Names{"hip"});
  CHECK(held_joints(body, guyline::lie_task()).front() == body.hip);
}
}  // namespace
