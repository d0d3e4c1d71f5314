#include <algorithm>
#include <cmath>
#include <guyline/batch/batch.hpp>
#include <limits>
#include <numeric>

#include "support/catch.hpp"
#include "support/random.hpp"

namespace {
using guyline::Adaptation;
using guyline::BatchOptions;
using guyline::BatchResult;
using guyline::Column;
using guyline::MatrixX;
using guyline::parse_columns;
using guyline::RowStatus;
using guyline::solve_batch;
using guyline::test::Random;

constexpr int kLanes = guyline::kNativeLanes;

std::vector<Column> muscle_columns(const guyline::Bridge<double>& body) {
  std::vector<std::string> names;
  for (const char* knob : {".length", ".tone"}) {
    for (const auto& muscle : body.model.muscles) names.push_back(muscle.name + knob);
  }
  return parse_columns(body, names, Adaptation::kRecalibrated);
}

/// Bodies at random, among them some that cannot stand, are too weak or not allowed.
MatrixX<double> random_table(Random& random, int rows, double spread, int columns) {
  MatrixX<double> table(rows, columns);
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) {
      table(r, c) = c < columns / 2 ? random.uniform(-spread, spread) : random.uniform(0.0, 0.05);
    }
  }
  return table;
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// Bit for bit.
bool same_row(const BatchResult& a, std::size_t i, const BatchResult& b, std::size_t j) {
  bool equal = a.status[i] == b.status[j] && a.iterations[i] == b.iterations[j] &&
               a.evaluations[i] == b.evaluations[j] && same(a.residual[i], b.residual[j]) &&
               same(a.anterior_tilt[i], b.anterior_tilt[j]) && same(a.lordosis[i], b.lordosis[j]) &&
               same(a.stiffness[i], b.stiffness[j]);
  const std::size_t muscles = a.tension.size() / a.num_rows();
  for (std::size_t m = 0; m < muscles; ++m) {
    equal = equal && same(a.tension[i + m * a.num_rows()], b.tension[j + m * b.num_rows()]) &&
            same(a.share[i + m * a.num_rows()], b.share[j + m * b.num_rows()]);
  }
  for (std::size_t k = 0; k < a.levels.size(); ++k) {
    equal = equal && same(a.levels[k].compression[i], b.levels[k].compression[j]) &&
            same(a.levels[k].shear[i], b.levels[k].shear[j]) &&
            same(a.levels[k].moment[i], b.levels[k].moment[j]) &&
            same(a.levels[k].active[i], b.levels[k].active[j]);
  }
  for (std::size_t k = 0; k * a.num_rows() < a.derivative.size(); ++k) {
    equal = equal && same(a.derivative[i + k * a.num_rows()], b.derivative[j + k * b.num_rows()]);
  }
  for (std::size_t k = 0; k * a.num_rows() < a.one_sided.size(); ++k) {
    equal = equal && a.one_sided[i + k * a.num_rows()] == b.one_sided[j + k * b.num_rows()];
  }
  return equal;
}

void check_close(const BatchResult& a, const BatchResult& b) {
  REQUIRE(a.num_rows() == b.num_rows());
  for (std::size_t i = 0; i < a.num_rows(); ++i) {
    CAPTURE(i);
    CHECK(a.status[i] == b.status[i]);
    if (!has_posture(a.status[i])) {
      CHECK(std::isnan(a.anterior_tilt[i]));
      continue;
    }
    CHECK(std::abs(a.anterior_tilt[i] - b.anterior_tilt[i]) < 1e-12);
    CHECK(std::abs(a.lordosis[i] - b.lordosis[i]) < 1e-12);
    CHECK(std::abs(a.stiffness[i] / b.stiffness[i] - 1.0) < 1e-11);
    const std::size_t muscles = a.tension.size() / a.num_rows();
    for (std::size_t m = 0; m < muscles; ++m) {
      const std::size_t at = i + m * a.num_rows();
      CHECK(std::abs(a.tension[at] - b.tension[at]) < 1e-9);
      CHECK(std::abs(a.share[at] - b.share[at]) < 1e-12);
    }
    for (std::size_t k = 0; k < a.levels.size(); ++k) {
      if (std::isnan(a.levels[k].compression[i])) {
        CHECK(std::isnan(b.levels[k].compression[i]));
        continue;
      }
      CHECK(std::abs(a.levels[k].compression[i] - b.levels[k].compression[i]) < 1e-7);
      CHECK(std::abs(a.levels[k].shear[i] - b.levels[k].shear[i]) < 1e-7);
      CHECK(std::abs(a.levels[k].moment[i] - b.levels[k].moment[i]) < 1e-8);
    }
    for (std::size_t at = i; at < a.derivative.size(); at += a.num_rows()) {
      const double one = a.derivative[at], other = b.derivative[at];
      CHECK((same(one, other) || std::abs(one - other) < 1e-8 * (1.0 + std::abs(one))));
    }
  }
}

TEST_CASE("rows in lanes get the answers of rows that are solved alone",
          "[batch][lanes][invariant]") {
  Random random(801);
  CAPTURE(random.seed());
  const auto body = guyline::bridge();
  const auto columns = muscle_columns(body);
  BatchOptions options;
  options.threads = 1;
  options.derivatives = true;
  for (const double spread : {0.1, 0.4}) {
    CAPTURE(spread);
    auto table = random_table(random, 61, spread, static_cast<int>(columns.size()));
    table(5, 3) = std::numeric_limits<double>::quiet_NaN();
    table(6, 0) = 7.0;
    const auto alone = solve_batch<1>(body, table, columns, options);
    const auto lanes = solve_batch<kLanes>(body, table, columns, options);
    check_close(alone, lanes);
    CHECK(lanes.status[5] == RowStatus::kOutOfRange);
    CHECK(lanes.status[6] == RowStatus::kOutOfRange);
    CHECK(lanes.count(RowStatus::kSolved) > 30);
    if (spread > 0.3) CHECK(lanes.count(RowStatus::kSolved) < 59);  // the hard ones are among them
  }
}

TEST_CASE("the other knobs go into lanes as they go into a body", "[batch][lanes][exact]") {
  Random random(802);
  CAPTURE(random.seed());
  auto body = guyline::bridge();
  set_knob(body.model, "hamstrings", guyline::Knob::kLength, -0.05);
  for (const Adaptation adaptation : {Adaptation::kRecalibrated, Adaptation::kAcute}) {
    const auto columns =
        parse_columns(body,
                      {"hip_flexors.length", "hamstrings.stiffness", "gluteals.reflex_gain",
                       "erector_spinae.strength", "abdominals.tone"},
                      adaptation);
    MatrixX<double> table(23, 5);
    for (int r = 0; r < table.rows(); ++r) {
      table.row(r) << random.uniform(-0.1, 0.1), random.log_uniform(0.5, 3.0),
          random.uniform(0.0, 1.0), random.uniform(0.5, 1.5), random.uniform(0.0, 0.04);
    }
    BatchOptions options;
    options.stand.effort.power = guyline::EffortPower::kCube;
    check_close(solve_batch<1>(body, table, columns, options),
                solve_batch<kLanes>(body, table, columns, options));
  }
}

TEST_CASE("a lane's row does not know its neighbours, its place or the number of threads",
          "[batch][lanes][invariant]") {
  Random random(803);
  CAPTURE(random.seed());
  const auto body = guyline::bridge();
  const auto columns = muscle_columns(body);
  const int rows = 600;
  const auto table = random_table(random, rows, 0.35, static_cast<int>(columns.size()));
  BatchOptions options;
  options.threads = 1;
  options.derivatives = true;
  const auto serial = solve_batch<kLanes>(body, table, columns, options);
  std::vector<int> order(static_cast<std::size_t>(rows));
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = order.size() - 1; i > 0; --i) {
    std::swap(order[i], order[static_cast<std::size_t>(random.integer(static_cast<int>(i) + 1))]);
  }
  MatrixX<double> shuffled(rows, table.cols());
  for (int r = 0; r < rows; ++r) shuffled.row(r) = table.row(order[static_cast<std::size_t>(r)]);
  for (const int threads : {1, 2, 8}) {
    options.threads = threads;
    const auto same_order = solve_batch<kLanes>(body, table, columns, options);
    const auto other_order = solve_batch<kLanes>(body, shuffled, columns, options);
    int different = 0;
    for (std::size_t r = 0; r < order.size(); ++r) {
      different += !same_row(serial, r, same_order, r);
      different += !same_row(serial, static_cast<std::size_t>(order[r]), other_order, r);
    }
    CAPTURE(threads);
    CHECK(different == 0);
  }
  for (const int count : {1, kLanes - 1, kLanes + 1}) {
    const auto few = solve_batch<kLanes>(body, table.topRows(count), columns, options);
    for (std::size_t r = 0; r < few.num_rows(); ++r) CHECK(same_row(few, r, serial, r));
  }
}

TEST_CASE("tables of persons and of what is held do without lanes", "[batch][lanes][exact]") {
  const auto body = guyline::bridge();
  const auto columns =
      parse_columns(body, {"mass", "pelvic_incidence", "trunk_inclination", "psoas.length"},
                    Adaptation::kRecalibrated);
  MatrixX<double> table(3, 4);
  table << 60.0, 0.8, 0.0, 0.0, 75.0, 0.9, 0.1, -0.02, 90.0, 1.0, 0.05, 0.02;
  const auto alone = solve_batch<1>(body, table, columns);
  const auto lanes = solve_batch<kLanes>(body, table, columns);
  for (std::size_t r = 0; r < 3; ++r) CHECK(same_row(alone, r, lanes, r));
}

}  // namespace
