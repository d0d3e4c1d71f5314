#include <cmath>
#include <guyline/task/clinical_length.hpp>
#include <guyline/task/stand.hpp>
#include <limits>

#include "support/catch.hpp"

namespace {
using guyline::Bridge;
using guyline::bridge;
using guyline::InvalidArgument;
using guyline::Knob;
using guyline::length_change_for_slr;
using guyline::length_change_for_thomas;
using guyline::LengthForTest;
using guyline::bridge_data::kDegree;

Bridge<double> with(const char* group, double length) {
  Bridge<double> body = bridge();
  set_knob(body.model, group, Knob::kLength, length);
  return body;
}

TEST_CASE("a length for a test changes the test by so much", "[task][clinical][exact]") {
  const Bridge<double> body = bridge();
  const double raise = straight_leg_raise(body).thigh, hang = modified_thomas(body).thigh;
  double last = -1.0;
  for (const double change : {-40.0, -20.0, -5.0, 0.0, 5.0, 12.0, 30.0}) {
    const LengthForTest found = length_change_for_slr(body, change * kDegree);
    CAPTURE(change, found.length);
    REQUIRE(found.reached);
    CHECK(straight_leg_raise(with("hamstrings", found.length)).thigh - raise ==
          Approx(change * kDegree).margin(1e-9));
    CHECK(found.length > last);
    last = found.length;
  }
  last = 1.0;
  for (const double change : {-5.0, -1.0, 0.0, 5.0, 20.0, 60.0}) {
    const LengthForTest found = length_change_for_thomas(body, change * kDegree);
    CAPTURE(change, found.length);
    REQUIRE(found.reached);
    CHECK(modified_thomas(with("hip_flexors", found.length)).thigh - hang ==
          Approx(change * kDegree).margin(1e-9));
    CHECK(found.length < last);
    last = found.length;
  }
}

TEST_CASE("the length does not hang on what the body's group has now",
          "[task][clinical][invariant]") {
  const double length = length_change_for_slr(bridge(), -0.2).length;
  CHECK(length_change_for_slr(with("hamstrings", 0.2), -0.2).length ==
        Approx(length).epsilon(1e-9));
}

TEST_CASE("held or free, the hamstrings are the same", "[task][clinical][invariant]") {
  guyline::StraightLegRaiseOptions held;
  held.table.pelvis = guyline::PelvisOnTable::kHeld;
  CHECK(length_change_for_slr(bridge(), -0.2, held).length ==
        Approx(length_change_for_slr(bridge(), -0.2).length).epsilon(1e-8));
}

TEST_CASE("what no length can do is not reached, and the range is told",
          "[task][clinical][exact]") {
  const Bridge<double> body = bridge();
  for (const double change : {-2.0, 2.0}) {
    const LengthForTest found = length_change_for_slr(body, change);
    CHECK_FALSE(found.reached);
    CHECK(found.length == 0.0);
    CHECK(found.least_change > -2.0);
    CHECK(found.greatest_change < 2.0);
    CHECK(found.least_change < -0.5);
    CHECK(found.greatest_change > 0.5);
  }
  CHECK_FALSE(length_change_for_thomas(body, -1.0).reached);
}

TEST_CASE("V03.1: hamstrings that raise the leg 12 deg further leave standing alone",
          "[task][clinical][literature]") {
  const LengthForTest found = length_change_for_slr(bridge(), 12 * kDegree);
  REQUIRE(found.reached);
  const double before = stand(bridge()).anterior_tilt;
  const double after = stand(with("hamstrings", found.length)).anterior_tilt;
  CAPTURE(found.length, (after - before) / kDegree);
  CHECK(std::abs(after - before) < 1.5 * kDegree);
}

TEST_CASE("a change that is no number is refused", "[task][clinical][error]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(length_change_for_slr(bridge(), nan), InvalidArgument);
  CHECK_THROWS_AS(length_change_for_thomas(bridge(), nan), InvalidArgument);
  guyline::StraightLegRaiseOptions options;
  options.stop.torque = -1.0;
  CHECK_THROWS_AS(length_change_for_slr(bridge(), 0.1, options), InvalidArgument);
}
}  // namespace
