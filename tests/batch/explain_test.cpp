#include <guyline/batch/explain.hpp>

#include "support/catch.hpp"

namespace {
using Catch::Matchers::Contains;
using guyline::BatchOptions;
using guyline::explain_row;
using guyline::MatrixX;
using guyline::parse_columns;

TEST_CASE("a row is explained in words", "[batch][explain][exact]") {
  const auto body = guyline::bridge();
  const auto columns =
      parse_columns(body, {"gluteals.strength", "hamstrings.strength", "erector_spinae.strength",
                           "trunk_inclination", "hip_flexors.length", "mass"});
  MatrixX<double> table(5, 6);
  table << 1.0, 1.0, 1.0, 0.0, 0.0, 75.0,  //
      0.0, 0.0, 0.0, 0.3, 0.0, 75.0,       //
      1.0, 1.0, 1.0, 0.0, 0.51, 75.0,      //
      1.0, 1.0, 1.0, 0.0, 0.0, std::nan(""), 1.0, 1.0, 1.0, 0.0, -0.5, 75.0;
  CHECK_THAT(explain_row(body, table, columns, 0),
             Contains("Row 0: solved") && Contains("0.0 deg"));
  CHECK_THAT(explain_row(body, table, columns, 1),
             Contains("too_weak") && Contains("L5/S1") && Contains("N m are missing at"));
  CHECK_THAT(explain_row(body, table, columns, 2),
             Contains("out_of_range") &&
                 Contains("hip_flexors.length = 0.51 optimal fibre lengths") &&
                 Contains("-0.5 to 0.5"));
  CHECK_THAT(explain_row(body, table, columns, 3), Contains("mass") && Contains("35 to 200 kg"));
  CHECK_THAT(explain_row(body, table, columns, 4),
             Contains("no_equilibrium") && Contains("-35.0 deg and 35.0 deg"));
  auto limp = body;
  for (auto& muscle : limp.model.muscles) muscle.max_isometric_force *= 1e-4;
  CHECK_THAT(explain_row(limp, table, columns, 0), Contains("all_slack") && Contains("1 %"));
}

TEST_CASE("what is too weak is named", "[batch][explain][exact]") {
  // Leaning forward, the back alone extends the spine, and these three alone extend the hip.
  const auto body = guyline::bridge();
  const auto columns =
      parse_columns(body, {"erector_spinae.strength", "gluteals.strength", "hamstrings.strength",
                           "adductors.strength", "trunk_inclination"});
  MatrixX<double> table(2, 5);
  table << 0.0, 1.0, 1.0, 1.0, 0.3,  //
      1.0, 0.0, 0.0, 0.0, 0.3;
  CHECK_THAT(explain_row(body, table, columns, 0), Contains("N m are missing at L5/S1"));
  CHECK_THAT(explain_row(body, table, columns, 1), Contains("N m are missing at hip"));
}

TEST_CASE("a body that cannot be built is explained", "[batch][explain][exact]") {
  // PT 20 deg leaves the hip extensors nothing to hold where PI is small.
  guyline::BridgeOptions<double> person;
  person.pelvic_incidence = 1.0;
  person.pelvic_tilt_radiographic = 20.0 * guyline::bridge_data::kDegree;
  const auto body = guyline::bridge(person);
  const auto columns = parse_columns(body, {"pelvic_incidence"});
  const MatrixX<double> table = MatrixX<double>::Constant(1, 1, 0.6);
  CHECK_THAT(explain_row(body, table, columns, 0),
             Contains("out_of_range") && Contains("the hip extensors would need a tone"));
}

TEST_CASE("what cannot be asked is refused", "[batch][explain][error]") {
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, {"psoas.tone"});
  const MatrixX<double> table = MatrixX<double>::Zero(2, 1);
  CHECK_THROWS_AS(explain_row(body, table, columns, 2), guyline::InvalidArgument);
  CHECK_THROWS_AS(explain_row(body, table, columns, -1), guyline::InvalidArgument);
  BatchOptions options;
  options.threads = -1;
  CHECK_THROWS_AS(explain_row(body, table, columns, 0, options), guyline::InvalidArgument);
}
}  // namespace
