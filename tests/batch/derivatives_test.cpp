#include <guyline/batch/batch.hpp>

#include "core/checks.hpp"
#include "support/batches.hpp"
#include "support/catch.hpp"

namespace {
using guyline::Adaptation;
using guyline::BatchOptions;
using guyline::BatchResult;
using guyline::CableIndex;
using guyline::Column;
using guyline::MatrixX;
using guyline::parse_columns;
using guyline::RowStatus;
using guyline::solve_batch;
using guyline::test::Random;

constexpr int kLanes = guyline::kNativeLanes;
constexpr double kDegree = guyline::bridge_data::kDegree;

BatchOptions with_derivatives() {
  BatchOptions options;
  options.derivatives = true;
  options.threads = 1;
  return options;
}

/// Every output of a row, in the order of StandOutputs.
std::vector<double> outputs_of(const BatchResult& r, std::size_t row) {
  std::vector<double> y{r.anterior_tilt[row], r.lordosis[row]};
  for (const auto& level : r.levels) {
    y.insert(y.end(), {level.compression[row], level.shear[row], level.moment[row]});
  }
  for (std::size_t i = row; i < r.tension.size(); i += r.num_rows()) y.push_back(r.tension[i]);
  return y;
}

/// Rows whose central differences of two widths agree, so that no kink is near, against derivatives.
template <int Lanes>
int count_compared(const guyline::Bridge<double>& body, const MatrixX<double>& table,
                   const std::vector<Column>& columns, double step,
                   const guyline::TaskQuestion* task = nullptr) {
  BatchOptions options = with_derivatives();
  options.task = task;
  const BatchResult at = solve_batch<Lanes>(body, table, columns, options);
  options.derivatives = false;
  int compared = 0;
  for (Eigen::Index k = 0; k < table.cols(); ++k) {
    const double h = step / columns[static_cast<std::size_t>(k)].unit_in_si;
    const auto moved = [&](double by) {
      MatrixX<double> t = table;
      t.col(k).array() += by * h;
      return solve_batch<Lanes>(body, t, columns, options);
    };
    const BatchResult up = moved(1), down = moved(-1), up2 = moved(2), down2 = moved(-2);
    for (std::size_t row = 0; row < at.num_rows(); ++row) {
      if (at.status[row] != RowStatus::kSolved) continue;
      const auto y1 = outputs_of(up, row), y_1 = outputs_of(down, row);
      const auto y2 = outputs_of(up2, row), y_2 = outputs_of(down2, row);
      for (std::size_t out = 0; out < y1.size(); ++out) {
        const double narrow = (y1[out] - y_1[out]) / (2 * h);
        const double wide = (y2[out] - y_2[out]) / (4 * h);
        const double best = narrow + (narrow - wide) / 3;  // Richardson
        const double found =
            at.derivative_of(static_cast<int>(out), static_cast<std::size_t>(k))[row];
        const double scale = std::abs(best) + 1e-3 * std::max(std::abs(y1[out]), 0.1) * step / h;
        if (!(std::abs(narrow - wide) < 1e-4 * scale)) continue;  // a kink in between
        CAPTURE(row, k, out, narrow, wide);
        CHECK(std::abs(found - best) < 1e-6 * scale);
        ++compared;
      }
    }
  }
  return compared;
}

TEST_CASE("derivatives by columns are those of the batch itself", "[batch][derivative]") {
  Random random(4600);
  CAPTURE(random.seed());
  const auto body = guyline::bridge();
  const auto columns =
      parse_columns(body, {"hamstrings.length", "hip_flexors.tone", "erector_spinae.strength",
                           "psoas.stiffness", "gluteals.reflex_gain"});
  MatrixX<double> table(24, static_cast<Eigen::Index>(columns.size()));
  for (int row = 0; row < table.rows(); ++row) {
    table.row(row) << random.uniform(-0.05, 0.05), random.uniform(0.005, 0.03),
        random.uniform(0.8, 1.5), random.uniform(0.7, 1.3), random.uniform(0.05, 0.4);
  }
  const int all = 24 * 5 * (2 + 6 + body.model.num_muscles());
  CHECK(count_compared<1>(body, table, columns, 3e-4) > all * 8 / 10);
  CHECK(count_compared<kLanes>(body, table, columns, 3e-4) > all * 8 / 10);
}

TEST_CASE("derivatives by person, trunk and gravity are those of the batch itself",
          "[batch][derivative]") {
  Random random(4601);
  CAPTURE(random.seed());
  const auto body = guyline::bridge();
  auto columns = parse_columns(body, {"mass", "stature", "pelvic_incidence", "trunk_inclination",
                                      "gravity_inclination", "psoas.length"});
  columns[3].unit = "deg";
  columns[3].unit_in_si = kDegree;
  columns[3].lower /= kDegree;
  columns[3].upper /= kDegree;
  MatrixX<double> table(4, 6);
  for (int row = 0; row < table.rows(); ++row) {
    table.row(row) << random.uniform(55.0, 90.0), random.uniform(1.5, 1.9),
        random.uniform(0.8, 1.0), random.uniform(-1.0, 4.0), random.uniform(-0.03, 0.03),
        random.uniform(-0.03, 0.03);
  }
  CHECK(count_compared<1>(body, table, columns, 3e-4) >
        4 * 6 * (8 + body.model.num_muscles()) * 7 / 10);
}

TEST_CASE("a column's derivative is the sum of its muscles'", "[batch][derivative]") {
  Random random(4602);
  CAPTURE(random.seed());
  auto body = guyline::bridge();
  const auto columns = parse_columns(
      body, {"hamstrings.length", "hip_flexors.length", "adductors.tone"}, Adaptation::kAcute);
  MatrixX<double> table(2 * kLanes + 1, 3);
  for (int row = 0; row < table.rows(); ++row) {
    table.row(row) << random.uniform(-0.05, 0.05), random.uniform(-0.05, 0.05),
        random.uniform(0.0, 0.04);
  }
  const BatchResult alone = solve_batch<1>(body, table, columns, with_derivatives());
  const BatchResult lanes = solve_batch<kLanes>(body, table, columns, with_derivatives());
  guyline::StandSensitivityOptions acute;
  acute.adaptation = Adaptation::kAcute;
  for (std::size_t row = 0; row < alone.num_rows(); ++row) {
    for (std::size_t k = 0; k < columns.size(); ++k) {
      for (const CableIndex i : columns[k].muscles) {
        set_knob(body.model.muscles[static_cast<std::size_t>(static_cast<int>(i))], columns[k].knob,
                 table(static_cast<Eigen::Index>(row), static_cast<int>(k)), Adaptation::kAcute);
      }
    }
    const auto single = stand_sensitivity(body, {}, acute);
    for (int out = 0; out < single.num_outputs(); ++out) {
      for (std::size_t k = 0; k < columns.size(); ++k) {
        double sum = 0.0;
        for (const CableIndex i : columns[k].muscles) {
          sum += single.derivative(out, single.column(i, columns[k].knob));
        }
        CAPTURE(row, out, k);
        CHECK(alone.derivative_of(out, k)[row] == Approx(sum).epsilon(1e-8).margin(1e-8));
        CHECK(lanes.derivative_of(out, k)[row] == Approx(sum).epsilon(1e-8).margin(1e-8));
      }
    }
    CHECK(alone.one_sided[row] == 0);
  }
}

TEST_CASE("a row at a kink is flagged, its neighbours are not", "[batch][exact]") {
  auto body = guyline::bridge();
  for (const CableIndex i : body.model.select_muscles("gracilis")) {
    body.model.muscles[static_cast<std::size_t>(static_cast<int>(i))].reflex_gain = 0.0;
  }
  const auto columns = parse_columns(body, {"gracilis.tone"});
  MatrixX<double> table(3, 1);
  constexpr double w = guyline::kToneRounding;
  table << 0.99, 1.0 - w * w, 0.02;  // tonic activation just full in the second
  for (const auto& result : {solve_batch<1>(body, table, columns, with_derivatives()),
                             solve_batch<kLanes>(body, table, columns, with_derivatives())}) {
    REQUIRE(result.count(RowStatus::kSolved) == 3);
    REQUIRE(result.one_sided.size() == 9);
    for (std::size_t k = 0; k < 3; ++k) {
      CHECK(result.one_sided[0 + 3 * k] == 0);
      CHECK(result.one_sided[1 + 3 * k] == 1);
      CHECK(result.one_sided[2 + 3 * k] == 0);
    }
  }
}

TEST_CASE("a level that is not held has no derivative, the others and the posture have",
          "[batch][exact]") {
  const auto body = guyline::bridge();
  std::vector<std::string> names = {"psoas.tone"};
  for (const auto& muscle : body.model.muscles) names.push_back(muscle.name + ".strength");
  const auto columns = parse_columns(body, names);
  MatrixX<double> table = MatrixX<double>::Constant(kLanes + 1, columns.size(), 1.0);
  table.col(0).setConstant(0.02);
  for (int row = 0; row < table.rows(); ++row) table.row(row).tail(names.size() - 1) *= 0.02 * row;
  const auto check = [&](const BatchResult& result) {
    int held = 0, not_held = 0;
    for (std::size_t row = 0; row < result.num_rows(); ++row) {
      CHECK(std::isfinite(result.derivative_of(0, 0)[row]));
      for (std::size_t k = 0; k < 2; ++k) {
        const bool is_held = std::isfinite(result.levels[k].compression[row]);
        ++(is_held ? held : not_held);
        CAPTURE(row, k, is_held);
        for (int part = 0; part < 3; ++part) {
          const int out = result.outputs.load_row(static_cast<int>(k)) + part;
          CHECK(std::isfinite(result.derivative_of(out, 0)[row]) == is_held);
        }
      }
    }
    CHECK(held > 0);
    CHECK(not_held > 0);
  };
  check(solve_batch<1>(body, table, columns, with_derivatives()));
  check(solve_batch<kLanes>(body, table, columns, with_derivatives()));
}

TEST_CASE("only what is asked for is differentiated", "[batch][exact]") {
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, {"psoas.tone", "hamstrings.tone"});
  MatrixX<double> table(3, 2);
  table << 0.01, 0.02, 0.02, 0.01, 0.03, 0.03;
  BatchOptions options = with_derivatives();
  const BatchResult all = solve_batch(body, table, columns, options);
  CHECK(all.derivative.size() == 3u * 2u * (8u + all.tension.size() / 3u));
  options.loads = false;
  const BatchResult tensions = solve_batch(body, table, columns, options);
  CHECK(tensions.derivative.size() == 3u * 2u * (2u + all.tension.size() / 3u));
  const CableIndex psoas = body.model.select_muscles("psoas").front();
  for (std::size_t row = 0; row < 3; ++row) {
    CHECK(tensions.derivative_of(tensions.outputs.tension_row(psoas), 1)[row] ==
          all.derivative_of(all.outputs.tension_row(psoas), 1)[row]);
  }
  options.pulls = false;
  CHECK(solve_batch<kLanes>(body, table, columns, options).derivative.size() == 3u * 2u * 2u);
  options.derivatives = false;
  const BatchResult none = solve_batch(body, table, columns, options);
  CHECK(none.derivative.empty());
  CHECK(none.one_sided.empty());
}

TEST_CASE("a body changed by hand has no derivatives by the trunk", "[batch][error]") {
  auto body = guyline::bridge();
  body.model.muscles[3].passive_onset += 0.01;
  const auto columns = parse_columns(body, {"trunk_inclination"});
  const MatrixX<double> table = MatrixX<double>::Zero(2, 1);
  CHECK(solve_batch(body, table, columns).count(RowStatus::kNotRun) == 0);
  const std::string told = guyline::test::message_of<guyline::InvalidArgument>(
      [&] { (void)solve_batch(body, table, columns, with_derivatives()); });
  CHECK(guyline::test::contains(told, "derivatives by trunk or gravity"));
  CHECK(guyline::test::contains(told, body.model.muscles[3].name));
  CHECK_THROWS_AS(guyline::person_parameter(guyline::ColumnKind::kKnob), guyline::InvalidArgument);
}

std::vector<guyline::Task> tasks_of(const guyline::Bridge<double>& body) {
  guyline::BendOptions squat;
  squat.knee_flexion = 0.9;
  squat.hand_mass = 8.0;
  return {guyline::bend_task(0.7),
          guyline::bend_task(0.5, squat),
          sit_task(body, guyline::SitStyle::kErect),
          sit_task(body, guyline::SitStyle::kSlumped),
          sit_task(body, guyline::SitStyle::kReclined),
          guyline::lie_task(0.3)};
}

TEST_CASE("derivatives of a task by columns are those of the batch itself",
          "[batch][task][derivative]") {
  Random random(4610);
  CAPTURE(random.seed());
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, {"hamstrings.length", "hip_flexors.tone",
                                            "erector_spinae.strength", "gluteals.reflex_gain"});
  MatrixX<double> table(kLanes + 1, static_cast<Eigen::Index>(columns.size()));
  for (int row = 0; row < table.rows(); ++row) {
    table.row(row) << random.uniform(-0.05, 0.05), random.uniform(0.005, 0.03),
        random.uniform(1.0, 1.5), random.uniform(0.05, 0.4);
  }
  for (const auto& task : tasks_of(body)) {
    CAPTURE(task.name, task.held.back().value);
    const guyline::TaskQuestion question{task, {}};
    const int all = static_cast<int>(table.size()) * (8 + body.model.num_muscles());
    CHECK(count_compared<1>(body, table, columns, 3e-4, &question) > all * 6 / 10);
    CHECK(count_compared<kLanes>(body, table, columns, 3e-4, &question) > all * 6 / 10);
  }
}

TEST_CASE("derivatives of a task by person and trunk are those of the batch itself",
          "[batch][task][derivative]") {
  Random random(4611);
  CAPTURE(random.seed());
  const auto body = guyline::bridge();
  auto columns = parse_columns(
      body, {"mass", "stature", "pelvic_incidence", "trunk_inclination", "psoas.length"});
  columns[3].upper = 1.5;
  MatrixX<double> table(3, 5);
  for (int row = 0; row < table.rows(); ++row) {
    table.row(row) << random.uniform(55.0, 90.0), random.uniform(1.5, 1.9),
        random.uniform(0.8, 1.0), random.uniform(0.4, 0.9), random.uniform(-0.03, 0.03);
  }
  guyline::BendOptions carrying;
  carrying.hand_mass = 8.0;
  carrying.hand_reach = 0.2;
  const guyline::TaskQuestion question{guyline::bend_task(0.5, carrying), {}};
  CHECK(count_compared<1>(body, table, columns, 3e-4, &question) >
        3 * 5 * (8 + body.model.num_muscles()) * 7 / 10);
}

TEST_CASE("a row's derivatives of a task are task_sensitivity()'s, whoever its neighbours are",
          "[batch][task][invariant]") {
  Random random(4612);
  CAPTURE(random.seed());
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, guyline::test::length_and_tone_columns(body));
  auto table = guyline::test::random_lengths_and_tones(body, 2 * kLanes + 1, random);
  table(1, 0) = 9.0;  // not allowed, beside rows that are
  for (const auto& task : tasks_of(body)) {
    CAPTURE(task.name, task.held.back().value);
    const guyline::TaskQuestion question{task, {}};
    BatchOptions options = with_derivatives();
    options.task = &question;
    BatchResult lanes = solve_batch<kLanes>(body, table, columns, options);
    BatchResult alone = solve_batch<1>(body, table, columns, options);
    options.threads = 3;
    BatchResult threads = solve_batch<kLanes>(body, table, columns, options);
    BatchResult cut = solve_batch<kLanes>(body, table.topRows(3), columns, options);
    int compared = 0;
    for (std::size_t row = 0; row < alone.num_rows(); ++row) {
      CHECK(guyline::test::row_bits(lanes, row) == guyline::test::row_bits(threads, row));
      if (row < 3) CHECK(guyline::test::row_bits(lanes, row) == guyline::test::row_bits(cut, row));
      if (row == 1) {
        CHECK(std::isnan(lanes.derivative_of(0, 0)[row]));
        continue;
      }
      auto turned = body;
      for (std::size_t k = 0; k < columns.size(); ++k) {
        for (const CableIndex i : columns[k].muscles) {
          set_knob(turned.model.muscles[static_cast<std::size_t>(static_cast<int>(i))],
                   columns[k].knob, table(static_cast<Eigen::Index>(row), static_cast<int>(k)));
        }
      }
      const auto single = task_sensitivity(turned, task);
      for (int out = 0; out < single.num_outputs(); ++out) {
        const bool is_nan = std::isnan(single.derivative(out, 0));
        const double size = is_nan ? 1.0
                                   : single.derivative.row(out)
                                         .leftCols(single.num_muscles * guyline::kNumKnobs)
                                         .cwiseAbs()
                                         .maxCoeff();
        for (std::size_t k = 0; k < columns.size(); ++k) {
          const double expected =
              single.derivative(out, single.column(columns[k].muscles.front(), columns[k].knob));
          CAPTURE(row, out, k);
          REQUIRE(std::isnan(alone.derivative_of(out, k)[row]) == is_nan);
          REQUIRE(std::isnan(lanes.derivative_of(out, k)[row]) == is_nan);
          if (is_nan) continue;
          CHECK(std::abs(alone.derivative_of(out, k)[row] - expected) < 1e-9 * size);
          CHECK(std::abs(lanes.derivative_of(out, k)[row] - expected) < 1e-7 * size);
          ++compared;
        }
      }
      CHECK(lanes.one_sided[row] == (single.at_kink ? 1 : 0));
    }
    CHECK(compared > 1000);
  }
}

}  // namespace
