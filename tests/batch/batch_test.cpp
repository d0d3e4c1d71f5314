#include <guyline/batch/batch.hpp>
#include <numeric>

#include "support/batches.hpp"
#include "support/bodies.hpp"
#include "support/catch.hpp"

namespace {
using guyline::BatchOptions;
using guyline::BatchResult;
using guyline::Bridge;
using guyline::Knob;
using guyline::MatrixX;
using guyline::parse_columns;
using guyline::RowStatus;
using guyline::solve_batch;
using guyline::test::Random;
using guyline::test::row_bits;

/// All that a row holds against a stand() of its own, to rounding: a batch may search another way.
void check_row(const BatchResult& result, std::size_t row, const Bridge<double>& body,
               const guyline::StandOptions& options) {
  const auto expected = guyline::stand(body, options);
  CAPTURE(row, to_string(result.status[row]), to_string(expected.status));
  const auto near = [](double x) { return Approx(x).epsilon(1e-9).margin(1e-9); };
  if (expected.status != guyline::PostureStatus::kSolved) {
    CHECK(static_cast<int>(result.status[row]) == static_cast<int>(expected.status));
    return;
  }
  CHECK(has_posture(result.status[row]));
  CHECK(result.residual[row] <= options.equilibrium.tolerance);
  CHECK(result.evaluations[row] > 0);
  CHECK(result.anterior_tilt[row] == near(expected.anterior_tilt));
  CHECK(result.lordosis[row] == near(expected.lordosis));
  CHECK(result.sacral_slope[row] == near(expected.sacral_slope));
  CHECK(result.pelvic_tilt_radiographic[row] == near(expected.pelvic_tilt_radiographic));
  CHECK(result.stiffness[row] == near(expected.stiffness));
  for (int i = 0; i < expected.q.size(); ++i) {
    CHECK(result.q_of(guyline::CoordinateIndex(i))[row] == near(expected.q[i]));
  }
  for (std::size_t i = 0; i < expected.pulls.size() && !result.tension.empty(); ++i) {
    const guyline::CableIndex muscle(static_cast<int>(i));
    CHECK(result.tension_of(muscle)[row] == near(expected.pulls[i].tension));
    CHECK(result.share_of(muscle)[row] == near(expected.pulls[i].share));
  }
  bool held = true;
  for (std::size_t k = 0; k < result.levels.size(); ++k) {
    const guyline::LevelColumns& level = result.levels[k];
    const auto& load = expected.loads[k].load;
    if (expected.loads[k].effort.status != guyline::EffortStatus::kSolved) {
      held = false;
      CHECK(std::isnan(level.compression[row]));
      continue;
    }
    CHECK(level.level == expected.loads[k].level);
    CHECK(level.compression[row] == near(load.total.compression));
    CHECK(level.shear[row] == near(load.total.shear));
    CHECK(level.moment[row] == near(load.total.moment));
    CHECK(level.gravity[row] == near(load.gravity.compression));
    CHECK(level.passive[row] == near(load.passive.compression));
    CHECK(level.tonic[row] == near(load.tonic.compression));
    CHECK(level.active[row] == near(load.active.compression));
  }
  CHECK((result.status[row] == RowStatus::kSolved) == held);
}

TEST_CASE("every row is what stand() says of its body", "[batch][invariant]") {
  Random random(4100);
  CAPTURE(random.seed());
  const auto body = guyline::bridge();
  const auto columns =
      parse_columns(body, {"hamstrings.length", "psoas.tone", "erector_spinae_lumbar.strength",
                           "mass", "stature", "pelvic_incidence", "trunk_inclination"});
  MatrixX<double> table(40, 7);
  for (int row = 0; row < table.rows(); ++row) {
    table.row(row) << random.uniform(-0.1, 0.1), random.uniform(0.0, 0.05),
        random.uniform(0.5, 1.5), random.uniform(40.0, 120.0), random.uniform(1.5, 2.0),
        random.uniform(0.6, 1.1), random.uniform(-0.1, 0.2);
  }
  BatchOptions options;
  options.stand.effort.power = guyline::EffortPower::kCube;
  BatchResult result = solve_batch(body, table, columns, options);
  REQUIRE(result.num_rows() == 40);
  CHECK(result.count(RowStatus::kSolved) > 10);
  for (int row = 0; row < table.rows(); ++row) {
    guyline::BridgeOptions<double> person;
    person.mass = table(row, 3);
    person.stature = table(row, 4);
    person.pelvic_incidence = table(row, 5);
    auto varied = guyline::bridge(person);
    set_knob(varied.model, "hamstrings", Knob::kLength, table(row, 0));
    set_knob(varied.model, "psoas", Knob::kTone, table(row, 1));
    set_knob(varied.model, "erector_spinae_lumbar", Knob::kStrength, table(row, 2));
    auto asked = options.stand;
    asked.trunk_inclination = table(row, 6);
    check_row(result, static_cast<std::size_t>(row), varied, asked);
  }
}

TEST_CASE("a row at rest in the reference posture does not see the row before", "[batch][exact]") {
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, {"psoas.length"});
  MatrixX<double> table(3, 1);
  table << -0.05, 0.0, 0.0;
  const auto result = solve_batch<1>(body, table, columns);
  const auto alone = stand(body);
  for (const std::size_t row : {1u, 2u}) {
    CHECK(result.lordosis[row] == Approx(alone.lordosis).epsilon(1e-12));
    CHECK(result.levels[0].compression[row] ==
          Approx(alone.loads[0].load.total.compression).epsilon(1e-9));
  }
}

TEST_CASE("leaning gravity is that of the frame", "[batch][invariant]") {
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, {"gravity_inclination"});
  MatrixX<double> table(3, 1);
  table << -0.05, 0.0, 0.05;
  BatchResult result = solve_batch(body, table, columns);
  for (int row = 0; row < 3; ++row) {
    auto leaning = body;
    const double g = body.model.frame.gravity.norm(), x = table(row, 0);
    leaning.model.frame.gravity = {g * std::sin(x), -g * std::cos(x)};
    check_row(result, static_cast<std::size_t>(row), leaning, {});
  }
}

TEST_CASE("threads, order and neighbours change no bit", "[batch][invariant]") {
  Random random(4200);
  CAPTURE(random.seed());
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, guyline::test::length_and_tone_columns(body));
  const int rows = 3 * static_cast<int>(guyline::kRowsPerBlock) / 2;
  MatrixX<double> table = guyline::test::random_lengths_and_tones(body, rows, random);
  table(7, 3) = 2.0;  // out of range beside rows that are not
  BatchOptions options;
  options.derivatives = true;
  options.threads = 1;
  BatchResult serial = solve_batch(body, table, columns, options);
  CHECK(serial.count(RowStatus::kSolved) > serial.num_rows() / 2);
  CHECK(serial.status[7] == RowStatus::kOutOfRange);
  for (const int threads : {2, 8, 0}) {
    options.threads = threads;
    BatchResult again = solve_batch(body, table, columns, options);
    for (std::size_t row = 0; row < serial.num_rows(); ++row) {
      REQUIRE(row_bits(again, row) == row_bits(serial, row));
    }
  }
  std::vector<int> order(static_cast<std::size_t>(rows));
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[static_cast<std::size_t>(random.integer(static_cast<int>(i)))]);
  }
  MatrixX<double> shuffled(rows, table.cols());
  for (int row = 0; row < rows; ++row) {
    shuffled.row(row) = table.row(order[static_cast<std::size_t>(row)]);
  }
  options.threads = 2;
  BatchResult mixed = solve_batch(body, shuffled, columns, options);
  for (std::size_t row = 0; row < mixed.num_rows(); ++row) {
    REQUIRE(row_bits(mixed, row) == row_bits(serial, static_cast<std::size_t>(order[row])));
  }
  BatchResult alone = solve_batch(body, table.row(11), columns, options);
  CHECK(row_bits(alone, 0) == row_bits(serial, 11));
}

TEST_CASE("a table of any strides is read in place", "[batch][invariant]") {
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, {"hamstrings.length", "psoas.tone"});
  MatrixX<double> table(3, 2);
  table << -0.05, 0.01, 0.0, 0.03, 0.05, 0.02;
  BatchResult expected = solve_batch(body, table, columns);
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  using Strides = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
  RowMajor wide(6, 4);
  wide.setConstant(std::nan(""));
  for (int r = 0; r < 3; ++r) {
    for (int c = 0; c < 2; ++c) wide(2 * r, 2 * c) = table(r, c);
  }
  const Eigen::Map<const MatrixX<double>, 0, Strides> view(wide.data(), 3, 2, Strides(2, 8));
  const guyline::TableRef ref(view);
  CHECK(ref.data() == wide.data());
  BatchResult result = solve_batch(body, ref, columns);
  for (std::size_t row = 0; row < 3; ++row) {
    CHECK(row_bits(result, row) == row_bits(expected, row));
  }
}

TEST_CASE("no rows and no columns are a table too", "[batch][exact]") {
  const auto body = guyline::bridge();
  CHECK(solve_batch(body, MatrixX<double>(0, 0), {}).num_rows() == 0);
  BatchResult result = solve_batch(body, MatrixX<double>(2, 0), {});
  REQUIRE(result.num_rows() == 2);
  check_row(result, 1, body, {});
}

TEST_CASE("what is not asked for is not there", "[batch][invariant]") {
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, {"hamstrings.length"});
  MatrixX<double> table(1, 1);
  table << 0.03;
  for (const bool loads : {false, true}) {
    for (const bool pulls : {false, true}) {
      BatchOptions options;
      options.loads = loads;
      options.pulls = pulls;
      BatchResult result = solve_batch(body, table, columns, options);
      CHECK(result.levels.empty() == !loads);
      CHECK(result.tension.empty() == !pulls);
      auto varied = body;
      set_knob(varied.model, "hamstrings", Knob::kLength, 0.03);
      check_row(result, 0, varied, {});
    }
  }
}

TEST_CASE("a row says why it has no posture or no load", "[batch][exact]") {
  const auto body = guyline::bridge();
  const auto columns =
      parse_columns(body, {"gluteals.strength", "hamstrings.strength", "erector_spinae.strength",
                           "trunk_inclination", "hip_flexors.length", "mass"});
  MatrixX<double> table(6, 6);
  table << 1.0, 1.0, 1.0, 0.0, 0.0, 75.0,  // as it is
      0.0, 0.0, 0.0, 0.3, 0.0, 75.0,       // nothing holds a leaning trunk
      1.0, 1.0, 1.0, 0.0, 0.51, 75.0,      // no such knob
      1.0, 1.0, 1.0, 0.0, 0.0, std::nan(""), 1.0, 1.0, 1.0, 0.0, -0.5,
      75.0,  // half their length
      1.0, 1.0, 1.0, 0.0, 0.0, 75.0;
  BatchResult result = solve_batch(body, table, columns);
  CHECK(result.status[0] == RowStatus::kSolved);
  CHECK(result.status[1] == RowStatus::kTooWeak);
  CHECK(result.status[2] == RowStatus::kOutOfRange);
  CHECK(result.status[3] == RowStatus::kOutOfRange);
  CHECK(result.status[4] == RowStatus::kNoEquilibrium);
  CHECK(row_bits(result, 5) == row_bits(result, 0));
  CHECK(std::isfinite(result.anterior_tilt[1]));
  CHECK(std::isfinite(result.tension[1]));
  CHECK(std::isnan(result.levels[0].compression[1]));
  CHECK(result.evaluations[2] == 0);
  for (const std::size_t row : {2, 3, 4}) CHECK(std::isnan(result.anterior_tilt[row]));

  auto limp = body;
  for (auto& muscle : limp.model.muscles) muscle.max_isometric_force *= 1e-4;
  CHECK(solve_batch(limp, table, columns).status[0] == RowStatus::kAllSlack);
  auto far = body;
  far.balance_offset = 5.0;  // [m] ahead of the ankle
  CHECK(solve_batch(far, MatrixX<double>(1, 0), {}).status[0] == RowStatus::kCannotStand);
  // PT 20 deg leaves the hip extensors nothing to hold where PI is small.
  guyline::BridgeOptions<double> person;
  person.pelvic_incidence = 1.0;
  person.pelvic_tilt_radiographic = 20.0 * guyline::bridge_data::kDegree;
  MatrixX<double> incidences(3, 1);
  incidences << 1.0, 0.6, 1.1;
  const auto slack = guyline::bridge(person);
  const BatchResult built =
      solve_batch(slack, incidences, parse_columns(slack, {"pelvic_incidence"}));
  CHECK(built.status[0] == RowStatus::kSolved);
  CHECK(built.status[1] == RowStatus::kOutOfRange);
  CHECK(built.status[2] == RowStatus::kSolved);
}

TEST_CASE("NaN is where the status says so, and nowhere else", "[batch][invariant]") {
  Random random(4300);
  CAPTURE(random.seed());
  const auto body = guyline::bridge();
  std::vector<std::string> names;
  for (const auto& muscle : body.model.muscles) {
    names.push_back(muscle.name + ".length");
    names.push_back(muscle.name + ".strength");
  }
  const auto columns = parse_columns(body, names);
  MatrixX<double> table(200, static_cast<Eigen::Index>(names.size()));
  for (int row = 0; row < table.rows(); ++row) {
    for (int k = 0; k < table.cols(); ++k) {
      table(row, k) = k % 2 == 0 ? random.uniform(-0.3, 0.3) : random.uniform(0.0, 1.0);
    }
  }
  BatchOptions options;
  options.derivatives = true;
  BatchResult result = solve_batch(body, table, columns, options);
  CHECK(result.count(RowStatus::kSolved) > 0);
  CHECK(result.count(RowStatus::kTooWeak) > 0);
  CHECK(result.count(RowStatus::kNoEquilibrium) > 0);
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    CAPTURE(row, to_string(result.status[row]));
    const bool posture = has_posture(result.status[row]);
    bool all = true, any = false;
    const auto look = [&](const std::vector<double>& x) {
      for (std::size_t i = row; i < x.size(); i += result.num_rows()) {
        all = all && std::isfinite(x[i]);
        any = any || !std::isnan(x[i]);
      }
    };
    for (const auto* x : {&result.residual, &result.anterior_tilt, &result.lordosis,
                          &result.sacral_slope, &result.pelvic_tilt_radiographic, &result.stiffness,
                          &result.q, &result.tension, &result.share}) {
      look(*x);
    }
    int held = 0;
    const auto look_at_derivatives = [&](int output) {
      for (std::size_t k = 0; k < columns.size(); ++k) {
        const double x = result.derivative_of(output, k)[row];
        all = all && std::isfinite(x);
        any = any || !std::isnan(x);
      }
    };
    const auto& outputs = result.outputs;
    look_at_derivatives(outputs.kTiltRow);
    look_at_derivatives(outputs.kLordosisRow);
    for (int i = 0; i < outputs.num_muscles; ++i) {
      look_at_derivatives(outputs.tension_row(guyline::CableIndex(i)));
    }
    CHECK(all == posture);
    CHECK(any == posture);
    for (std::size_t k = 0; k < result.levels.size(); ++k) {
      all = true, any = false;
      for (const auto* x : result.levels[k].columns()) look(*x);
      for (int part = 0; part < 3; ++part) {
        look_at_derivatives(outputs.load_row(static_cast<int>(k)) + part);
      }
      CHECK(all == any);
      held += all ? 1 : 0;
    }
    CHECK((held == 2) == (result.status[row] == RowStatus::kSolved));
    CHECK((held == 0 || posture));
  }
}

TEST_CASE("a result that is there already is used", "[batch][invariant]") {
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, {"hamstrings.length"});
  const MatrixX<double> table = MatrixX<double>::Zero(5, 1);
  BatchResult result = solve_batch(body, MatrixX<double>::Ones(5, 1), columns);
  CHECK(result.count(RowStatus::kOutOfRange) == 5);
  const double* const tension = result.tension.data();
  solve_batch(body, table, columns, {}, result);
  CHECK(result.tension.data() == tension);
  CHECK(result.count(RowStatus::kSolved) == 5);
}

TEST_CASE("a cancelled batch says which rows were not run", "[batch][exact]") {
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, {"hamstrings.length"});
  const auto rows = 2 * guyline::kRowsPerBlock + 3;
  const MatrixX<double> table = MatrixX<double>::Zero(rows, 1);
  std::atomic<bool> cancel{true};
  std::atomic<std::int64_t> done{0};
  BatchOptions options;
  options.loads = false;
  options.cancel = &cancel;
  options.rows_done = &done;
  const BatchResult result = solve_batch(body, table, columns, options);
  CHECK(result.count(RowStatus::kNotRun) == result.num_rows());
  CHECK(std::isnan(result.anterior_tilt[0]));
  CHECK(done == 0);
  cancel = false;
  CHECK(solve_batch(body, table, columns, options).count(RowStatus::kSolved) ==
        static_cast<std::size_t>(rows));
  CHECK(done == rows);
}

TEST_CASE("a batch that is cancelled half way has rows of both kinds", "[batch][invariant]") {
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, {"mass"});
  const auto rows = 40 * guyline::kRowsPerBlock + 3;
  const MatrixX<double> table = MatrixX<double>::Constant(rows, 1, 70.0);
  std::atomic<bool> cancel{false};
  std::atomic<std::int64_t> done{0};
  BatchOptions options;
  options.threads = 1;
  options.cancel = &cancel;
  options.rows_done = &done;
  std::thread impatient([&] {
    while (done == 0) std::this_thread::yield();
    cancel = true;
  });
  BatchResult result = solve_batch(body, table, columns, options);
  impatient.join();
  CHECK(done > 0);
  CHECK(done < rows);
  CHECK(result.count(RowStatus::kSolved) == static_cast<std::size_t>(done));
  CHECK(result.count(RowStatus::kNotRun) == static_cast<std::size_t>(rows - done));
  BatchResult whole;
  options.cancel = nullptr;
  solve_batch(body, table.topRows(1), columns, options, whole);
  BatchResult none;
  none.resize(1, body.model, {});
  none.set_empty(0, RowStatus::kNotRun);
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    const bool solved = result.status[row] == RowStatus::kSolved;
    REQUIRE(row_bits(result, row) == row_bits(solved ? whole : none, 0));
  }
}

TEST_CASE("an exception of any thread comes to the caller", "[batch][error]") {
  for (int which = 0; which < 3; ++which) {
    std::atomic<bool> stop{false};
    std::atomic<int> ran{0};
    CHECK_THROWS_AS(guyline::internal::run_on_threads(3, stop,
                                                      [&](int thread) {
                                                        ++ran;
                                                        if (thread == which) throw std::bad_alloc();
                                                      }),
                    std::bad_alloc);
    CHECK(stop);
    CHECK(ran == 3);
  }
  CHECK(guyline::internal::num_threads(8, 3) == 3);
  CHECK(guyline::internal::num_threads(2, 3) == 2);
  CHECK(guyline::internal::num_threads(0, 0) == 1);
}

TEST_CASE("misuse of a batch is told before anything is solved", "[batch][error]") {
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, {"hamstrings.length"});
  const MatrixX<double> table = MatrixX<double>::Zero(3, 1);
  using guyline::InvalidArgument;
  CHECK_THROWS_AS(solve_batch(body, MatrixX<double>::Zero(3, 2), columns), InvalidArgument);
  BatchOptions options;
  options.threads = -1;
  CHECK_THROWS_AS(solve_batch(body, table, columns, options), InvalidArgument);
  options.threads = guyline::kMaxThreads + 1;
  CHECK_THROWS_AS(solve_batch(body, table, columns, options), InvalidArgument);
  options.threads = 1;
  options.stand.trunk_inclination = 2.0;
  CHECK_THROWS_AS(solve_batch(body, table, columns, options), InvalidArgument);
  auto twice = columns;
  twice.push_back(columns[0]);
  CHECK_THROWS_AS(solve_batch(body, MatrixX<double>::Zero(3, 2), twice), InvalidArgument);
  auto bad = body;
  bad.model.muscles[0].passive_width = -1.0;
  CHECK_THROWS_AS(solve_batch(bad, table, columns), InvalidArgument);
}
}  // namespace
