#include <cmath>
#include <guyline/task/clinical.hpp>
#include <string>

#include "support/catch.hpp"

namespace {
using guyline::bridge;
using guyline::ClinicalLimit;
using guyline::Knob;
using guyline::MusclesOnTable;
using guyline::bridge_data::kDegree;

TEST_CASE("who stops a test first is named", "[task][clinical][exact]") {
  const auto body = bridge();
  guyline::StraightLegRaiseOptions options;
  const auto examiner = straight_leg_raise(body, options);
  CHECK(examiner.limit == ClinicalLimit::kTorque);
  options.stop.tolerance = 40.0;
  CHECK(straight_leg_raise(body, options).thigh == examiner.thigh);
  options.stop.tolerance = 15.0;
  const auto person = straight_leg_raise(body, options);
  CHECK(person.limit == ClinicalLimit::kTolerance);
  CHECK(person.resistance == Approx(15.0).epsilon(1e-10));
  CHECK(person.thigh < examiner.thigh);
  options.stop.end_of_range = 0.5;
  const auto short_range = straight_leg_raise(body, options);
  CHECK(short_range.limit == ClinicalLimit::kEndOfRange);
  CHECK(short_range.thigh == 0.5);
  CHECK(short_range.resistance < 15.0);
}

TEST_CASE("a hip that resists before the test begins stays where it is",
          "[task][clinical][exact]") {
  auto body = bridge();
  set_knob(body.model, "psoas", Knob::kLength, -0.5);
  const auto result = hip_extension(body);
  CHECK(result.limit == ClinicalLimit::kNotReached);
  CHECK(result.thigh == 0.0);
  CHECK(result.resistance > 30.0);
}

TEST_CASE("a pelvis that nothing holds has no angles", "[task][clinical][exact]") {
  auto body = bridge();
  body.model.tissues.clear();
  for (auto& muscle : body.model.muscles) {
    if (muscle.name == "erector_spinae_lumbar") {
      muscle.tone = 0.5;
    } else {
      muscle.max_isometric_force = 0.0;
    }
  }
  guyline::StraightLegRaiseOptions options;
  options.table.muscles = MusclesOnTable::kToned;
  const auto result = straight_leg_raise(body, options);
  CHECK(result.limit == ClinicalLimit::kNoPelvis);
  CHECK(std::isnan(result.thigh));
  CHECK(std::isnan(result.tilt));
  CHECK(std::isnan(result.resistance));
  CHECK(std::isnan(result.hip_moments[0]));
  CHECK(result.most == -1);
  guyline::ModifiedThomasOptions thomas;
  thomas.table = options.table;
  CHECK(modified_thomas(body, thomas).limit == ClinicalLimit::kNoPelvis);
}

TEST_CASE("what resists most is a muscle that resists", "[task][clinical][invariant]") {
  auto body = bridge();
  const auto name = [&](const guyline::ClinicalResult& result) {
    return result.most < 0 ? std::string() : body.model.muscles[std::size_t(result.most)].name;
  };
  const auto raise = straight_leg_raise(body);
  CHECK(name(raise) == "hamstrings");
  CHECK(raise.hip_moments.sum() == Approx(-raise.resistance).epsilon(1e-12));
  CHECK(name(ely(body)) == "rectus_femoris");
  CHECK(name(knee_extension(body)) == "hamstrings");
  CHECK(knee_extension(body).knee_moments.sum() == Approx(30.0).epsilon(1e-9));
  for (auto& muscle : body.model.muscles) muscle.max_isometric_force = 0.0;
  guyline::StraightLegRaiseOptions held;
  held.table.pelvis = guyline::PelvisOnTable::kHeld;
  const auto limp = straight_leg_raise(body, held);
  CHECK(limp.most == -1);
  CHECK(limp.limit == ClinicalLimit::kEndOfRange);
}

TEST_CASE("limits have names", "[task][clinical][exact]") {
  CHECK(std::string(to_string(ClinicalLimit::kTorque)) == "torque");
  CHECK(std::string(to_string(ClinicalLimit::kTolerance)) == "tolerance");
  CHECK(std::string(to_string(ClinicalLimit::kEndOfRange)) == "end_of_range");
  CHECK(std::string(to_string(ClinicalLimit::kEquilibrium)) == "equilibrium");
  CHECK(std::string(to_string(ClinicalLimit::kStrength)) == "strength");
  CHECK(std::string(to_string(ClinicalLimit::kNotReached)) == "not_reached");
  CHECK(std::string(to_string(ClinicalLimit::kNoPelvis)) == "no_pelvis");
}
}  // namespace
