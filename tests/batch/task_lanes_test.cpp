#include <guyline/batch/batch.hpp>
#include <guyline/batch/explain.hpp>
#include <guyline/batch/task_lanes.hpp>

#include "core/checks.hpp"
#include "support/batches.hpp"
#include "support/catch.hpp"

namespace {
using guyline::BatchOptions;
using guyline::BatchResult;
using guyline::InvalidArgument;
using guyline::MatrixX;
using guyline::parse_columns;
using guyline::RowStatus;
using guyline::solve_batch;
using guyline::StopReason;
using guyline::Task;
using guyline::TaskQuestion;
using guyline::bridge_data::kDegree;
using guyline::test::Random;

constexpr int kLanes = guyline::kNativeLanes;

/// A row against a solve of its own.
void check_row(BatchResult& got, std::size_t row, const guyline::TaskResult<double>& expected) {
  CAPTURE(row, to_string(got.status[row]));
  if (expected.status != guyline::PostureStatus::kSolved) {
    CHECK_FALSE(has_posture(got.status[row]));
    CHECK(std::isnan(got.task.trunk_inclination[row]));
    return;
  }
  REQUIRE(has_posture(got.status[row]));
  const auto near = [](double x) { return Approx(x).epsilon(1e-7).margin(1e-7); };
  CHECK(got.anterior_tilt[row] == near(expected.anterior_tilt));
  CHECK(got.lordosis[row] == near(expected.lordosis));
  CHECK(got.stiffness[row] == near(expected.stiffness));
  bool held = true;
  for (std::size_t k = 0; k < got.levels.size(); ++k) {
    if (expected.loads[k].effort.status != guyline::EffortStatus::kSolved) {
      CHECK(std::isnan(got.levels[k].compression[row]));
      held = false;
      continue;
    }
    const auto& load = expected.loads[k].load;
    CHECK(got.levels[k].compression[row] == near(load.total.compression));
    CHECK(got.levels[k].shear[row] == near(load.total.shear));
    CHECK(got.levels[k].active[row] == near(load.active.compression));
  }
  CHECK(held == (got.status[row] == RowStatus::kSolved));
  for (std::size_t i = 0; i < expected.pulls.size(); ++i) {
    const guyline::CableIndex muscle(static_cast<int>(i));
    if (!held) break;
    CHECK(got.tension_of(muscle)[row] == near(expected.pulls[i].tension));
    CHECK(got.share_of(muscle)[row] == near(expected.pulls[i].share));
  }
  CHECK(got.task.trunk_inclination[row] == near(expected.trunk_inclination));
  CHECK(got.task.fingertip_height[row] == near(expected.fingertip_height));
  CHECK(got.task.grip_height[row] == near(expected.grip_height));
  CHECK(got.task.lumbar_moment[row] == near(expected.lumbar_moment));
  CHECK(got.task.hamstring_moment[row] == near(expected.hamstring_moment));
  if (held) CHECK(got.task.erector_activation[row] == near(expected.erector_activation));
  CHECK(got.task.seat_force[row] == near(expected.seat_force));
  CHECK(got.task.backrest_force[row] == near(expected.backrest_force));
  CHECK(got.task.foot_force[row] == near(expected.foot_force));
}

TEST_CASE("every row of a task is what solve_task() says of its body", "[batch][task][invariant]") {
  Random random(5300);
  CAPTURE(random.seed());
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, guyline::test::length_and_tone_columns(body));
  auto table = guyline::test::random_lengths_and_tones(body, 3 * kLanes + 1, random);
  table(2, 0) = 9.0;  // not allowed, beside rows that are
  guyline::BendOptions squat;
  squat.knee_flexion = 1.0;
  squat.hand_mass = 10.0;
  for (const Task& task :
       {guyline::bend_task(0.9), guyline::bend_task(0.7, squat), guyline::stand_task(),
        sit_task(body, guyline::SitStyle::kErect), sit_task(body, guyline::SitStyle::kSlumped),
        sit_task(body, guyline::SitStyle::kReclined), guyline::lie_task(0.3)}) {
    CAPTURE(task.name, task.held.back().value);
    const TaskQuestion question{task, {}};
    BatchOptions options;
    options.task = &question;
    options.threads = 1;
    BatchResult lanes = solve_batch<kLanes>(body, table, columns, options);
    BatchResult alone = solve_batch<1>(body, table, columns, options);
    CHECK(lanes.status[2] == RowStatus::kOutOfRange);
    CHECK(lanes.count(RowStatus::kSolved) > lanes.num_rows() / 2);
    for (std::size_t row = 0; row < lanes.num_rows(); ++row) {
      if (row == 2) continue;
      auto turned = body;
      for (std::size_t i = 0; i < turned.model.muscles.size(); ++i) {
        const auto r = static_cast<Eigen::Index>(row);
        const auto k = static_cast<Eigen::Index>(i);
        set_knob(turned.model.muscles[i], guyline::Knob::kLength, table(r, k));
        set_knob(turned.model.muscles[i], guyline::Knob::kTone,
                 table(r, body.model.num_muscles() + k));
      }
      const auto expected = solve_task(turned, task);
      check_row(lanes, row, expected);
      check_row(alone, row, expected);
    }
  }
}

TEST_CASE("a task's rows do not know their neighbours or the number of threads",
          "[batch][task][invariant]") {
  Random random(5301);
  CAPTURE(random.seed());
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, guyline::test::length_and_tone_columns(body));
  const int rows = 300;
  const auto table = guyline::test::random_lengths_and_tones(body, rows, random);
  const TaskQuestion question{guyline::bend_task(1.0), {}};
  BatchOptions options;
  options.task = &question;
  options.threads = 1;
  BatchResult serial = solve_batch<kLanes>(body, table, columns, options);
  for (const int threads : {2, 8}) {
    options.threads = threads;
    BatchResult again = solve_batch<kLanes>(body, table, columns, options);
    for (std::size_t row = 0; row < serial.num_rows(); ++row) {
      REQUIRE(guyline::test::row_bits(again, row) == guyline::test::row_bits(serial, row));
    }
  }
  MatrixX<double> backwards(rows, table.cols());
  for (int row = 0; row < rows; ++row) backwards.row(row) = table.row(rows - 1 - row);
  BatchResult mixed = solve_batch<kLanes>(body, backwards, columns, options);
  for (std::size_t row = 0; row < serial.num_rows(); ++row) {
    REQUIRE(guyline::test::row_bits(mixed, serial.num_rows() - 1 - row) ==
            guyline::test::row_bits(serial, row));
  }
}

TEST_CASE("the trunk and the person are columns of a task too", "[batch][task][exact]") {
  const auto body = guyline::bridge();
  auto columns = parse_columns(body, {"trunk_inclination", "mass", "hamstrings.length"});
  columns[0].upper = 2.0;
  MatrixX<double> table(3, 3);
  table << 0.2, 60.0, 0.0, 1.1, 75.0, -0.05, 1.8, 90.0, 0.05;
  const TaskQuestion question{guyline::bend_task(0.0), {}};
  BatchOptions options;
  options.task = &question;
  BatchResult result = solve_batch<kLanes>(body, table, columns, options);
  for (int row = 0; row < 3; ++row) {
    guyline::BridgeOptions<double> person;
    person.mass = table(row, 1);
    auto turned = guyline::bridge(person);
    set_knob(turned.model, "hamstrings", guyline::Knob::kLength, table(row, 2));
    check_row(result, static_cast<std::size_t>(row),
              solve_task(turned, guyline::bend_task(table(row, 0))));
  }
}

TEST_CASE("a movement of every row ends where its body stops", "[batch][task][exact]") {
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, {"hamstrings.length"});
  MatrixX<double> table(4, 1);
  table << -0.1, 0.0, 0.1, 7.0;
  TaskQuestion question{guyline::bend_task(0.0), stop_rules_of(body)};
  BatchOptions options;
  options.task = &question;
  BatchResult result = solve_batch<kLanes>(body, table, columns, options);
  CHECK(result.status[3] == RowStatus::kOutOfRange);
  for (int row = 0; row < 3; ++row) {
    auto turned = body;
    set_knob(turned.model, "hamstrings", guyline::Knob::kLength, table(row, 0));
    const auto moved = bend_fully(turned, *question.stop);
    const auto at = static_cast<std::size_t>(row);
    check_row(result, at, moved.result);
    CHECK(result.task.stop_reason[at] == static_cast<std::int8_t>(moved.reason));
  }
  CHECK(result.task.trunk_inclination[0] < result.task.trunk_inclination[1]);
}

TEST_CASE("what a task cannot be asked in a table is refused", "[batch][task][error]") {
  const auto body = guyline::bridge();
  const auto told = [&](TaskQuestion question, const std::string& column, bool derivatives) {
    BatchOptions options;
    options.task = &question;
    options.derivatives = derivatives;
    const MatrixX<double> table = MatrixX<double>::Zero(1, 1);
    return guyline::test::message_of<InvalidArgument>(
        [&] { (void)solve_batch(body, table, parse_columns(body, {column}), options); });
  };
  using guyline::test::contains;
  CHECK(contains(told({guyline::stand_task(), {}}, "gravity_inclination", false), "ground"));
  CHECK(contains(told({guyline::bend_task(0.0), stop_rules_of(body)}, "trunk_inclination", false),
                 "stop rules"));
  CHECK(contains(told({guyline::bend_task(0.0), stop_rules_of(body)}, "psoas.tone", true),
                 "where a movement ends"));
  TaskQuestion bad{guyline::stand_task(), {}};
  bad.task.held.clear();
  CHECK(contains(told(bad, "psoas.tone", false), "held"));
  // Plain standing keeps its range though a task's trunk goes further.
  auto columns = parse_columns(body, {"trunk_inclination"});
  columns[0].upper = 2.0;
  const MatrixX<double> far = MatrixX<double>::Constant(1, 1, 1.2);
  CHECK(solve_batch(body, far, columns).status[0] == RowStatus::kOutOfRange);
  CHECK(contains(explain_row(body, far, columns, 0), "trunk_inclination"));
}

TEST_CASE("a row of a task is explained in words", "[batch][task][exact]") {
  auto body = guyline::bridge();
  const auto columns = parse_columns(body, {"erector_spinae.strength"});
  MatrixX<double> table(2, 1);
  table << 1.0, 0.0;
  const TaskQuestion question{guyline::bend_task(0.8), {}};
  BatchOptions options;
  options.task = &question;
  using guyline::test::contains;
  CHECK(contains(explain_row(body, table, columns, 0, options), "solved"));
  const std::string weak = explain_row(body, table, columns, 1, options);
  CHECK(contains(weak, "too_weak"));
  CHECK(contains(weak, "missing at L5/S1"));
}

TEST_CASE("a movement is explained with what stops it", "[batch][task][exact]") {
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, {"hamstrings.length"});
  MatrixX<double> table(1, 1);
  table << -0.1;
  const TaskQuestion question{guyline::bend_task(0.0), stop_rules_of(body)};
  BatchOptions options;
  options.task = &question;
  auto turned = body;
  set_knob(turned.model, "hamstrings", guyline::Knob::kLength, -0.1);
  const auto moved = bend_fully(turned, *question.stop);
  const std::string words = explain_row(body, table, columns, 0, options);
  CAPTURE(words);
  CHECK(guyline::test::contains(words, to_string(moved.reason)));
  CHECK(guyline::test::contains(
      words, guyline::internal::rounded(moved.trunk_inclination / kDegree, 1) + " deg"));
}

TEST_CASE("a task's row alone tells what its posture took", "[batch][task][invariant]") {
  Random random(5310);
  CAPTURE(random.seed());
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, guyline::test::length_and_tone_columns(body));
  const auto table = guyline::test::random_lengths_and_tones(body, 2 * kLanes, random);
  const TaskQuestion question{guyline::bend_task(0.9), {}};
  BatchOptions options;
  options.task = &question;
  options.threads = 1;
  const BatchResult lanes = solve_batch<kLanes>(body, table, columns, options);
  const BatchResult alone = solve_batch<1>(body, table, columns, options);
  for (std::size_t row = 0; row < lanes.num_rows(); ++row) {
    if (!has_posture(alone.status[row])) continue;
    CHECK(alone.iterations[row] > 0);
    CHECK(alone.iterations[row] < alone.evaluations[row]);
    CHECK(alone.iterations[row] == lanes.iterations[row]);
  }
}
}  // namespace
