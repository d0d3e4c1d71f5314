#include <guyline/task/tasks.hpp>
#include <guyline/task/varied_task.hpp>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::bridge;
using guyline::direction_of;
using guyline::Task;
using guyline::TaskParameter;
using guyline::VariedTask;

constexpr int kMass = static_cast<int>(TaskParameter::kMass);
constexpr int kHands = static_cast<int>(TaskParameter::kHandMass);

TEST_CASE("a seat carries a share of the person and all of the hands", "[task][person][exact]") {
  const auto body = bridge();
  Task task = sit_task(body, guyline::SitStyle::kRelaxed);
  task.hand_mass = 5.0;
  const VariedTask<guyline::MuscleLaws<>> varied(body, task);
  const auto& frame = varied.held_by.model.frame;
  const auto& seat = frame.loads()[frame.loads().size() - 2].force_G.y();
  CHECK(seat.gradient[kHands] == Approx(9.80665));
  // The person's part goes with the person's mass, the load's does not.
  CHECK(seat.gradient[kMass] * body.options.mass == Approx(seat.value - 5.0 * 9.80665));
}

TEST_CASE("empty hands are a mass of nothing with a slope", "[task][person][exact]") {
  const VariedTask<guyline::MuscleLaws<>> varied(bridge(), guyline::bend_task(0.5));
  const auto& hands = varied.chosen_by.model.frame.masses().back();
  CHECK(hands.mass.value == 0.0);
  CHECK(hands.mass.gradient[kHands] == 1.0);
  CHECK(hands.mass.gradient[kMass] == 0.0);
}

TEST_CASE("the varied task is the given one, with its size as directions",
          "[task][person][derivative]") {
  guyline::BridgeOptions<double> person, more, less;
  const double h = 1e-5;
  more.stature += h;
  less.stature -= h;
  const auto body = bridge(person), up = bridge(more), down = bridge(less);
  const Task task = guyline::bend_task(0.5);
  const VariedTask<guyline::MuscleLaws<>> varied(body, task);
  const guyline::TaskData<double> data(body, task);
  const int stature = direction_of(TaskParameter::kStature);
  const auto check = [&](const auto& number, double value, double above, double below) {
    CHECK(number.value == Approx(value));
    CHECK(number.gradient[stature] == Approx((above - below) / (2 * h)).epsilon(1e-6).margin(1e-9));
  };
  const auto& held = varied.held_by.model;
  for (std::size_t i = 0; i < held.muscles.size(); ++i) {
    check(held.muscles[i].slack_length, body.model.muscles[i].slack_length,
          up.model.muscles[i].slack_length, down.model.muscles[i].slack_length);
  }
  const guyline::TaskPoints<> above(up), below(down);
  check(varied.points.backrest.y(), data.points.backrest.y(), above.backrest.y(),
        below.backrest.y());
  check(varied.points.shoulder.y(), data.points.shoulder.y(), above.shoulder.y(),
        below.shoulder.y());
  CHECK(held.tissues[0].stiffness.value == Approx(data.held_by.model.tissues[0].stiffness));
  for (int p = 0; p < guyline::kNumTaskParameters; ++p) {
    CHECK_FALSE(std::string(parameter_name(static_cast<TaskParameter>(p))).empty());
  }
}

TEST_CASE("a task or body that cannot be varied is refused", "[task][person][error]") {
  auto body = bridge();
  Task task = guyline::bend_task(0.5);
  task.hand_mass = -1.0;
  using guyline::InvalidArgument;
  using guyline::test::contains;
  using guyline::test::message_of;
  const auto vary = [&] { (void)VariedTask<guyline::MuscleLaws<>>(body, task); };
  CHECK(contains(message_of<InvalidArgument>(vary), "hand_mass"));
  task.hand_mass = 0.0;
  body.model.muscles[2].threshold += 0.1;
  CHECK(contains(message_of<InvalidArgument>(vary), body.model.muscles[2].name));
}
}  // namespace
