#include <guyline/batch/row.hpp>

#include "support/catch.hpp"

namespace {
using Catch::Matchers::Contains;
using guyline::Column;
using guyline::Knob;
using guyline::MatrixX;
using guyline::Muscle;
using guyline::parse_columns;
using guyline::RowBody;
using guyline::RowPlan;
using guyline::StandOptions;

using Laws = guyline::MuscleLaws<>;

/// Every number of two models that knobs, cuts and the person can change.
void check_same(const guyline::Bridge<double>& a, const guyline::Bridge<double>& b) {
  REQUIRE(a.model.num_muscles() == b.model.num_muscles());
  using M = Muscle<double>;
  for (std::size_t i = 0; i < a.model.muscles.size(); ++i) {
    CAPTURE(a.model.muscles[i].name);
    for (const auto member : {&M::max_isometric_force, &M::optimal_fibre_length, &M::slack_length,
                              &M::tone, &M::reflex_gain, &M::threshold, &M::length_change,
                              &M::recalibrated_length, &M::stiffness, &M::strength}) {
      CHECK(a.model.muscles[i].*member == b.model.muscles[i].*member);
    }
  }
  CHECK(a.options.mass == b.options.mass);
  CHECK(a.options.stature == b.options.stature);
  CHECK(a.options.pelvic_incidence == b.options.pelvic_incidence);
  CHECK(a.reference_q == b.reference_q);
  CHECK(a.model.frame.gravity == b.model.frame.gravity);
  CHECK(a.model.levels[0].rest_moment == b.model.levels[0].rest_moment);
}

TEST_CASE("a row of a person is that person with the given knobs", "[batch][row][exact]") {
  auto given = guyline::bridge();
  set_knob(given.model, "hamstrings", Knob::kLength, -0.08);
  set_knob(given.model, "psoas", Knob::kTone, 0.03);
  set_knob(given.model, "soleus", Knob::kLength, 0.05, guyline::Adaptation::kAcute);
  given.model = without(given.model, "rectus_abdominis");
  given.model.frame.gravity = {0.5, -9.7};
  const std::vector<Column> columns =
      parse_columns(given, {"mass", "stature", "pelvic_incidence", "psoas.reflex_gain"});
  const StandOptions stand;
  const RowPlan<Laws> plan(given, columns, stand, {});
  CHECK(plan.builds_body);
  CHECK(plan.moves_rails);
  RowBody<Laws> body(plan);
  MatrixX<double> table(2, 4);
  table << 60.0, 1.6, 0.7, 0.4, 90.0, 1.9, 1.0, 0.6;
  for (int row = 0; row < 2; ++row) {
    REQUIRE(set_row_body(plan, table, row, body));
    guyline::BridgeOptions<double> person;
    person.mass = table(row, 0);
    person.stature = table(row, 1);
    person.pelvic_incidence = table(row, 2);
    auto expected = guyline::bridge(person);
    set_knob(expected.model, "hamstrings", Knob::kLength, -0.08);
    set_knob(expected.model, "psoas", Knob::kTone, 0.03);
    set_knob(expected.model, "soleus", Knob::kLength, 0.05, guyline::Adaptation::kAcute);
    expected.model = without(expected.model, "rectus_abdominis");
    expected.model.frame.gravity = given.model.frame.gravity;
    set_knob(expected.model, "psoas", Knob::kReflexGain, table(row, 3));
    check_same(body.bridge, expected);
  }
}

TEST_CASE("a row of knobs is the given body with them", "[batch][row][exact]") {
  auto given = guyline::bridge();
  given.model.muscles[3].slack_length += 0.001;  // by hand: fine as long as nobody builds anew
  const std::vector<Column> columns = parse_columns(
      given, {"hamstrings.length", "psoas.tone", "trunk_inclination", "gravity_inclination"});
  const StandOptions stand;
  const RowPlan<Laws> plan(given, columns, stand, {});
  CHECK(!plan.builds_body);
  RowBody<Laws> body(plan);
  MatrixX<double> table(1, 4);
  table << -0.05, 0.02, 0.1, 0.2;
  REQUIRE(set_row_body(plan, table, 0, body));
  auto expected = given;
  set_knob(expected.model, "hamstrings", Knob::kLength, -0.05);
  set_knob(expected.model, "psoas", Knob::kTone, 0.02);
  expected.model.frame.gravity = {9.80665 * std::sin(0.2), -9.80665 * std::cos(0.2)};
  CHECK(body.bridge.model.frame.gravity.isApprox(expected.model.frame.gravity, 1e-15));
  expected.model.frame.gravity = body.bridge.model.frame.gravity;
  check_same(body.bridge, expected);
  CHECK(body.stand.trunk_inclination == 0.1);
}

TEST_CASE("a column's unit turns its values into SI", "[batch][row][exact]") {
  const auto given = guyline::bridge();
  std::vector<Column> columns = parse_columns(given, {"pelvic_incidence"});
  columns[0].unit = "deg";
  columns[0].unit_in_si = guyline::bridge_data::kDegree;
  columns[0].lower /= columns[0].unit_in_si;
  columns[0].upper /= columns[0].unit_in_si;
  const StandOptions stand;
  const RowPlan<Laws> plan(given, columns, stand, {});
  RowBody<Laws> body(plan);
  MatrixX<double> table(1, 1);
  table << 60.0;
  REQUIRE(set_row_body(plan, table, 0, body));
  CHECK(body.bridge.options.pelvic_incidence == 60.0 * guyline::bridge_data::kDegree);
}

TEST_CASE("a value that is not allowed leaves the body alone", "[batch][row][error]") {
  const auto given = guyline::bridge();
  const std::vector<Column> columns = parse_columns(given, {"psoas.tone", "soleus.length"});
  const StandOptions stand;
  const RowPlan<Laws> plan(given, columns, stand, {});
  RowBody<Laws> body(plan);
  MatrixX<double> table(4, 2);
  table << 0.02, 0.5, 0.02, 0.50001, std::nan(""), 0.1, 0.02, -HUGE_VAL;
  const std::size_t bad[] = {9, 1, 0, 1};
  for (int row = 0; row < 4; ++row) {
    std::size_t found = 9;
    CHECK(set_row_body(plan, table, row, body, &found) == (row == 0));
    CHECK(found == bad[row]);
  }
  CHECK(body.bridge.model.muscles[static_cast<std::size_t>(static_cast<int>(columns[0].muscles[0]))]
            .tone == 0.02);
}

TEST_CASE("a person cannot be built for a body changed by hand", "[batch][row][error]") {
  auto given = guyline::bridge();
  const std::vector<Column> columns = parse_columns(given, {"mass"});
  const StandOptions stand;
  CHECK_NOTHROW(RowPlan<Laws>(given, columns, stand, {}));
  auto stretched = given;
  stretched.model.muscles[3].slack_length += 0.001;
  CHECK_THROWS_AS(RowPlan<Laws>(stretched, columns, stand, {}), guyline::InvalidArgument);
  CHECK_THROWS_WITH(RowPlan<Laws>(stretched, columns, stand, {}),
                    Contains(stretched.model.muscles[3].name));
  auto other = given;
  other.model.muscles[3].name = "another";
  CHECK_THROWS_AS(RowPlan<Laws>(other, columns, stand, {}), guyline::InvalidArgument);
  auto wider = given;
  wider.model.add_muscle(
      [&] {
        auto muscle = given.model.muscles[3];
        muscle.name = "another";
        return muscle;
      }(),
      given.model.paths[3].points);
  CHECK_THROWS_AS(RowPlan<Laws>(wider, columns, stand, {}), guyline::InvalidArgument);
  StandOptions lying;
  lying.knee_flexion = 2.0;
  CHECK_THROWS_AS(RowPlan<Laws>(given, columns, lying, {}), guyline::InvalidArgument);
}

TEST_CASE("a body without force is slack", "[batch][row][exact]") {
  auto body = guyline::bridge();
  guyline::Kinematics<double, 2> kinematics;
  const auto& frame = body.model.frame;
  kinematics.resize(frame.num_bodies(), frame.num_motions(), frame.num_coordinates());
  guyline::PathLength<double> length;
  length.resize(frame.num_coordinates());
  const double all = resting_tension_per_weight(body, kinematics, length);
  CHECK(all > 1.0);
  for (auto& muscle : body.model.muscles) muscle.max_isometric_force *= 0.5;
  CHECK(resting_tension_per_weight(body, kinematics, length) == Approx(0.5 * all).epsilon(1e-12));
  for (auto& muscle : body.model.muscles) muscle.max_isometric_force = 0.0;
  CHECK(resting_tension_per_weight(body, kinematics, length) == 0.0);
}

TEST_CASE("a workspace solves a row as stand() does", "[batch][row][invariant]") {
  const auto given = guyline::bridge();
  const std::vector<Column> columns = parse_columns(given, {"hip_flexors.length"});
  const StandOptions stand;
  MatrixX<double> table(1, 1);
  table << -0.05;
  guyline::BatchResult result;
  result.resize(1, given.model, {});
  const RowPlan<Laws> plan(given, columns, stand, {});
  guyline::RowWorkspace<1, Laws> workspace(plan);
  solve_rows(workspace, table, 0, 1, result);
  auto body = given;
  set_knob(body.model, "hip_flexors", Knob::kLength, -0.05);
  const auto expected = guyline::stand(body);
  CHECK(result.status[0] == guyline::RowStatus::kSolved);
  CHECK(result.anterior_tilt[0] == Approx(expected.anterior_tilt).epsilon(1e-12));
  CHECK(workspace.stand().anterior_tilt == result.anterior_tilt[0]);
  CHECK(workspace.body().bridge.model.muscles.size() == given.model.muscles.size());
}
}  // namespace
