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

/// Tilt, lordosis, loads and resting tensions, in the order of StandOutputs.
std::vector<double> outputs_of(const guyline::TaskResult<double>& at) {
  std::vector<double> y{at.anterior_tilt, at.lordosis};
  for (const auto& level : at.loads) {
    const auto& total = level.load.total;
    y.insert(y.end(), {total.compression, total.shear, total.moment});
  }
  for (const auto& muscle : at.muscles) y.push_back(muscle.resting_tension);
  return y;
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
            const bool is_tension = out >= static_cast<std::size_t>(2 + 3 * s.num_levels);
            const double found = s.derivative(static_cast<int>(out), s.column(CableIndex(i), knob));
            if (is_tension && task.law == guyline::PostureLaw::kVoluntary) {
              CHECK(std::isnan(found));
              continue;
            }
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
    for (int p = 0; p < got.num_parameters(); ++p) {
      CHECK(std::abs(got.derivative(row, p) - expected.derivative(row, p)) < 1e-7 * size);
    }
  }
  CHECK(got.at_kink == expected.at_kink);
}

TEST_CASE("a backrest and a body that does not stand have no derivatives",
          "[task][sensitivity][error]") {
  auto body = bridge();
  CHECK(guyline::test::contains(guyline::test::message_of<guyline::InvalidArgument>([&] {
                                  (void)task_sensitivity(
                                      body, sit_task(body, guyline::SitStyle::kReclined));
                                }),
                                "backrest"));
  for (auto& muscle : body.model.muscles) muscle.max_isometric_force = 0.0;
  CHECK(task_sensitivity(body, guyline::bend_task(0.5)).derivative.array().isNaN().all());
}
}  // namespace
