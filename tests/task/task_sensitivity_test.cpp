#include <guyline/task/task_sensitivity.hpp>
#include <guyline/task/tasks.hpp>

#include "core/checks.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace {
using guyline::Adaptation;
using guyline::bridge;
using guyline::Bridge;
using guyline::CableIndex;
using guyline::Knob;
using guyline::PostureStatus;
using guyline::Task;
using guyline::TaskParameter;
using guyline::test::Random;

Bridge<double> random_body(Random& random) {
  auto body = bridge();
  for (auto& muscle : body.model.muscles) {
    set_knob(muscle, Knob::kLength, random.uniform(-0.04, 0.04));
    set_knob(muscle, Knob::kTone, random.uniform(0.008, 0.03));
    set_knob(muscle, Knob::kStiffness, random.uniform(0.8, 1.2));
    set_knob(muscle, Knob::kReflexGain, random.uniform(0.05, 0.2));
    set_knob(muscle, Knob::kStrength, random.uniform(0.9, 1.4));
  }
  return body;
}

/// Tilt, lordosis, loads and tensions, in the order of StandOutputs.
std::vector<double> outputs_of(const guyline::TaskResult<double>& at) {
  std::vector<double> y{at.anterior_tilt, at.lordosis};
  for (const auto& level : at.loads) {
    const auto& total = level.load.total;
    y.insert(y.end(), {total.compression, total.shear, total.moment});
  }
  for (const auto& pull : at.pulls) y.push_back(pull.tension);
  return y;
}

double trunk_of(const Task& task) {
  return task.held_value(guyline::HeldAngle::kTrunkInclination, 0.0);
}

std::vector<Task> tasks_of(const Bridge<double>& body) {
  guyline::BendOptions squat;
  squat.knee_flexion = 0.9;
  squat.hand_mass = 8.0;
  return {guyline::bend_task(0.7),
          guyline::bend_task(-0.15),
          guyline::bend_task(0.5, squat),
          guyline::stand_task(),
          sit_task(body, guyline::SitStyle::kErect),
          sit_task(body, guyline::SitStyle::kRelaxed),
          sit_task(body, guyline::SitStyle::kSlumped),
          guyline::lie_task(0.3)};
}

TEST_CASE("derivatives of tasks are those of differences", "[task][sensitivity][derivative]") {
  Random random(5400);
  CAPTURE(random.seed());
  int compared = 0, asked = 0;
  for (int trial = 0; trial < 3; ++trial) {
    const auto body = random_body(random);
    for (const Task& task : tasks_of(body)) {
      for (const auto adaptation : {Adaptation::kRecalibrated, Adaptation::kAcute}) {
        guyline::StandSensitivityOptions options;
        options.adaptation = adaptation;
        const auto s = task_sensitivity(body, task, options);
        const auto here = solve_task(body, task);
        if (here.status != PostureStatus::kSolved) continue;
        for (int pick = 0; pick < 10; ++pick) {
          const int i = random.integer(body.model.num_muscles());
          const auto knob = static_cast<Knob>(random.integer(guyline::kNumKnobs));
          const auto moved = [&](double by) {
            auto turned = body;
            auto& muscle = turned.model.muscles[static_cast<std::size_t>(i)];
            guyline::internal::set_checked_knob(muscle, knob, adaptation,
                                                knob_value(muscle, knob) + by);
            return outputs_of(solve_task(turned, task));
          };
          constexpr double h = 2e-4;
          const auto y1 = moved(h), y_1 = moved(-h), y2 = moved(2 * h), y_2 = moved(-2 * h);
          const auto y = outputs_of(here);
          for (std::size_t out = 0; out < y.size(); ++out) {
            const double found = s.derivative(static_cast<int>(out), s.column(CableIndex(i), knob));
            ++asked;
            const double narrow = (y1[out] - y_1[out]) / (2 * h);
            const double wide = (y2[out] - y_2[out]) / (4 * h);
            const double best = narrow + (narrow - wide) / 3;
            const double scale = std::abs(best) + 1e-3 * std::max(std::abs(y[out]), 0.1);
            if (!(std::abs(narrow - wide) < 1e-4 * scale)) continue;  // a kink in between
            CAPTURE(task.name, task.held.back().value, i, static_cast<int>(knob), out, best);
            CHECK(std::abs(found - best) < 2e-6 * scale);
            ++compared;
          }
        }
      }
    }
  }
  CHECK(compared > asked * 8 / 10);
}

TEST_CASE("standing as a task has the derivatives of standing", "[task][sensitivity][exact]") {
  Random random(5401);
  CAPTURE(random.seed());
  const auto body = random_body(random);
  const auto expected = stand_sensitivity(body);
  const auto got = task_sensitivity(body, guyline::stand_task());
  for (int row = 0; row < got.num_outputs(); ++row) {
    const double size = expected.derivative.row(row).cwiseAbs().maxCoeff();
    for (int p = 0; p < got.num_muscles * guyline::kNumKnobs; ++p) {
      CHECK(std::abs(got.derivative(row, p) - expected.derivative(row, p)) < 1e-7 * size);
    }
  }
  CHECK(got.at_kink == expected.at_kink);
}

/// A body whose knobs are set after it is built, so that they stay as set while the person changes.
Bridge<double> person_with_knobs(const guyline::BridgeOptions<double>& person, unsigned state) {
  Random random(state);
  auto body = bridge(person);
  for (auto& muscle : body.model.muscles) {
    set_knob(muscle, Knob::kLength, random.uniform(-0.03, 0.03));
    set_knob(muscle, Knob::kStrength, random.uniform(1.0, 1.6));
    if (random.uniform(0.0, 1.0) < 0.3) set_knob(muscle, Knob::kTone, random.uniform(0.01, 0.02));
  }
  return body;
}

std::vector<Task> carrying_tasks_of(const Bridge<double>& body) {
  std::vector<Task> tasks = tasks_of(body);
  tasks.push_back(sit_task(body, guyline::SitStyle::kReclined));
  guyline::BendOptions reach;
  reach.hand_mass = 6.0;
  reach.hand_reach = 0.25;
  tasks.push_back(guyline::bend_task(0.9, reach));
  Task slope = guyline::stand_task();
  slope.ground_inclination = 0.06;
  slope.hand_mass = 6.0;
  slope.hand_reach = 0.2;
  slope.burdens = {{"belly", 5.0, 0.16, -0.1}};
  tasks.push_back(slope);
  // Less is left over for differences to see.
  for (Task& task : tasks) task.effort.tolerance = 1e-12;
  return tasks;
}

TEST_CASE("derivatives of tasks by person, trunk, ground and hands are those of differences",
          "[task][sensitivity][derivative]") {
  Random random(5402);
  CAPTURE(random.seed());
  int compared = 0, asked = 0;
  for (unsigned trial = 0; trial < 3; ++trial) {
    guyline::BridgeOptions<double> person;
    person.mass = random.uniform(55.0, 95.0);
    person.stature = random.uniform(1.55, 1.9);
    person.pelvic_incidence = random.uniform(0.75, 1.0);
    const auto body = person_with_knobs(person, 5403 + trial);
    for (const Task& task : carrying_tasks_of(body)) {
      const auto here = solve_task(body, task);
      if (here.status != PostureStatus::kSolved) continue;
      const auto s = task_sensitivity(body, task);
      REQUIRE(s.num_others == guyline::kNumTaskParameters);
      const auto y = outputs_of(here);
      for (int p = 0; p < guyline::kNumTaskParameters; ++p) {
        const auto parameter = static_cast<TaskParameter>(p);
        const bool is_trunk = parameter == TaskParameter::kTrunkInclination;
        bool holds_trunk = false;
        for (const auto& held : task.held) {
          holds_trunk = holds_trunk || held.angle == guyline::HeldAngle::kTrunkInclination;
        }
        if (is_trunk && !holds_trunk) {
          CHECK(s.derivative.col(s.column(parameter)).array().isNaN().all());
          continue;
        }
        if (parameter == TaskParameter::kHandMass && task.hand_mass == 0.0) continue;  // one-sided
        const bool is_mass =
            parameter == TaskParameter::kMass || parameter == TaskParameter::kHandMass;
        const double h = is_mass ? 0.02 : 4e-4;  // far above what an effort leaves over
        const auto moved = [&](double by) {
          auto who = person;
          Task asked_for = task;
          if (parameter == TaskParameter::kMass) who.mass += by;
          if (parameter == TaskParameter::kStature) who.stature += by;
          if (parameter == TaskParameter::kPelvicIncidence) who.pelvic_incidence += by;
          if (is_trunk) asked_for = guyline::with_trunk_at(task, trunk_of(task) + by);
          if (parameter == TaskParameter::kGroundInclination) asked_for.ground_inclination += by;
          if (parameter == TaskParameter::kHandMass) asked_for.hand_mass += by;
          return outputs_of(solve_task(person_with_knobs(who, 5403 + trial), asked_for));
        };
        const auto y1 = moved(h), y_1 = moved(-h), y2 = moved(2 * h), y_2 = moved(-2 * h);
        for (std::size_t out = 0; out < y.size(); ++out) {
          ++asked;
          const double narrow = (y1[out] - y_1[out]) / (2 * h);
          const double wide = (y2[out] - y_2[out]) / (4 * h);
          const double best = narrow + (narrow - wide) / 3;
          const double scale = std::abs(best) + 1e-3 * std::max(std::abs(y[out]), 0.1);
          if (!(std::abs(narrow - wide) < 2e-5 * scale)) continue;  // a kink, or too curved
          CAPTURE(task.name, task.held.back().value, parameter_name(parameter), out, best);
          CHECK(std::abs(s.derivative(static_cast<int>(out), s.column(parameter)) - best) <
                2e-6 * scale);
          ++compared;
        }
      }
    }
  }
  CHECK(compared > asked * 9 / 10);
  CHECK(asked > 1000);
}

TEST_CASE("from empty hands the derivative by their mass is that of taking something up",
          "[task][sensitivity][derivative]") {
  const auto body = person_with_knobs({}, 5410);
  const Task task = guyline::bend_task(0.7);
  const auto s = task_sensitivity(body, task);
  const auto y = [&](double mass) {
    Task carrying = task;
    carrying.hand_mass = mass;
    return solve_task(body, carrying).loads[0].load.total.compression;
  };
  const double h = 1e-3;
  const double forward = (4.0 * y(h) - 3.0 * y(0.0) - y(2 * h)) / (2 * h);
  CHECK(s.derivative(s.load_row(0), s.column(TaskParameter::kHandMass)) ==
        Approx(forward).epsilon(1e-6));
}

TEST_CASE("twice the body with twice the load has twice the forces in the same posture",
          "[task][sensitivity][invariant]") {
  // Euler: a force of degree one in both masses is the sum of its slopes times them; stature at the same
  // mass stretches moments, and nothing else where the hands hang.
  guyline::BridgeOptions<double> person;
  person.mass = 70.0;
  person.stature = 1.7;
  const auto body = person_with_knobs(person, 5411);
  guyline::BendOptions options;
  options.hand_mass = 9.0;
  const Task task = guyline::bend_task(0.8, options);
  const auto s = task_sensitivity(body, task);
  const auto at = solve_task(body, task);
  const auto by = [&](int row, TaskParameter p) { return s.derivative(row, s.column(p)); };
  const auto with_masses = [&](int row) {
    return person.mass * by(row, TaskParameter::kMass) + 9.0 * by(row, TaskParameter::kHandMass);
  };
  CHECK(std::abs(with_masses(s.kTiltRow)) < 1e-11);
  CHECK(std::abs(by(s.kTiltRow, TaskParameter::kHandMass)) > 1e-4);  // not each for itself
  CHECK(std::abs(by(s.kTiltRow, TaskParameter::kStature)) < 1e-11);
  for (int k = 0; k < s.num_levels; ++k) {
    const auto& total = at.loads[static_cast<std::size_t>(k)].load.total;
    const double size = total.compression;
    CHECK(std::abs(with_masses(s.load_row(k)) - total.compression) < 1e-9 * size);
    CHECK(std::abs(with_masses(s.load_row(k) + 1) - total.shear) < 1e-9 * size);
    CHECK(std::abs(with_masses(s.load_row(k) + 2) - total.moment) < 1e-9 * size);
    CHECK(std::abs(by(s.load_row(k), TaskParameter::kStature)) < 1e-9 * size);
    CHECK(std::abs(person.stature * by(s.load_row(k) + 2, TaskParameter::kStature) - total.moment) <
          1e-9 * size);
  }
}

TEST_CASE("on a bed a load in the hands changes nothing, and the ground only what counts from it",
          "[task][sensitivity][exact]") {
  const auto body = person_with_knobs({}, 5412);
  const Task task = guyline::lie_task(0.3);
  const auto s = task_sensitivity(body, task);
  CHECK(s.derivative.col(s.column(TaskParameter::kHandMass)).cwiseAbs().maxCoeff() == 0.0);
  const int ground = s.column(TaskParameter::kGroundInclination);
  const int trunk = s.column(TaskParameter::kTrunkInclination);
  // Weightless, a ground that falls away is a trunk that leans back by as much, seen from the vertical.
  CHECK(s.derivative(s.kTiltRow, ground) ==
        Approx(1.0 - s.derivative(s.kTiltRow, trunk)).epsilon(1e-10));
  for (int row = 1; row < s.num_outputs(); ++row) {
    const double size = s.derivative.row(row).cwiseAbs().maxCoeff();
    CHECK(std::abs(s.derivative(row, ground) + s.derivative(row, trunk)) < 1e-10 * size);
  }
}

TEST_CASE("standing upright the person moves a task as it moves standing",
          "[task][sensitivity][exact]") {
  const auto body = person_with_knobs({}, 5413);
  const auto expected = stand_sensitivity(body);
  const auto got = task_sensitivity(body, guyline::stand_task());
  using guyline::PersonParameter;
  const std::pair<PersonParameter, TaskParameter> same[] = {
      {PersonParameter::kMass, TaskParameter::kMass},
      {PersonParameter::kStature, TaskParameter::kStature},
      {PersonParameter::kPelvicIncidence, TaskParameter::kPelvicIncidence},
      {PersonParameter::kTrunkInclination, TaskParameter::kTrunkInclination}};
  for (int row = 0; row < got.num_outputs(); ++row) {
    const double size = expected.derivative.row(row).cwiseAbs().maxCoeff();
    for (const auto& [of_standing, of_task] : same) {
      CAPTURE(row, parameter_name(of_task));
      CHECK(std::string(parameter_name(of_standing)) == parameter_name(of_task));
      CHECK(std::abs(got.derivative(row, got.column(of_task)) -
                     expected.derivative(row, expected.column(of_standing))) < 1e-7 * size);
    }
  }
}

TEST_CASE("knobs alone are the same as with the person, and scratch can be used again",
          "[task][sensitivity][invariant]") {
  const auto body = person_with_knobs({}, 5414);
  auto turned = person_with_knobs({}, 5415);
  for (const Task& task : tasks_of(body)) {
    guyline::TaskData<double> solved(body, task);
    auto at = make_task_result(body);
    guyline::TaskSensitivityData<double, guyline::MuscleLaws<>, 1> alone(body, task, solved);
    guyline::TaskSensitivityData<double> with_person(body, task, solved);
    auto knobs = make_task_sensitivity(alone);
    auto all = make_task_sensitivity(with_person);
    for (const auto& b : {turned, body, turned}) {
      update_task(b, task, solved, at);
      update_task_sensitivity(b, task, {}, solved, at, alone, knobs);
      update_task_sensitivity(b, task, {}, solved, at, with_person, all);
    }
    const auto fresh = task_sensitivity(turned, task);
    CAPTURE(task.name);
    for (int row = 0; row < all.num_outputs(); ++row) {
      const bool is_nan = std::isnan(fresh.derivative(row, 0));
      const double size =
          is_nan ? 1.0
                 : fresh.derivative.row(row).leftCols(knobs.num_parameters()).cwiseAbs().maxCoeff();
      for (int p = 0; p < knobs.num_parameters(); ++p) {
        CHECK(std::isnan(knobs.derivative(row, p)) == is_nan);
        if (is_nan) continue;
        CHECK(std::abs(all.derivative(row, p) - fresh.derivative(row, p)) < 1e-10 * size);
        CHECK(std::abs(knobs.derivative(row, p) - fresh.derivative(row, p)) < 1e-9 * size);
      }
    }
  }
}

TEST_CASE("what has no derivatives says so", "[task][sensitivity][error]") {
  using guyline::InvalidArgument;
  using guyline::test::contains;
  using guyline::test::message_of;
  auto body = bridge();
  const Task reclined = sit_task(body, guyline::SitStyle::kReclined);
  const guyline::TaskData<double> solved(body, reclined);
  using KnobsOnly = guyline::TaskSensitivityData<double, guyline::MuscleLaws<>, 1>;
  CHECK(contains(message_of<InvalidArgument>([&] { (void)KnobsOnly(body, reclined, solved); }),
                 "backrest"));
  guyline::StandSensitivityOptions options;
  options.kink_tolerance = 0.0;
  CHECK(contains(message_of<InvalidArgument>(
                     [&] { (void)task_sensitivity(body, guyline::bend_task(0.5), options); }),
                 "kink_tolerance"));
  auto by_hand = body;
  by_hand.model.muscles[3].slack_length += 0.01;
  CHECK(contains(message_of<InvalidArgument>(
                     [&] { (void)task_sensitivity(by_hand, guyline::bend_task(0.5)); }),
                 by_hand.model.muscles[3].name));
  for (auto& muscle : body.model.muscles) muscle.max_isometric_force = 0.0;
  CHECK(task_sensitivity(body, guyline::bend_task(0.5)).derivative.array().isNaN().all());
}
}  // namespace
