#include <guyline/task/output_derivatives.hpp>
#include <guyline/task/stand_sensitivity.hpp>

#include "core/checks.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace {
using guyline::bridge;
using guyline::CableIndex;
using guyline::Knob;
using guyline::PersonParameter;
using guyline::StandSensitivity;
using guyline::TaskParameter;
using guyline::test::Random;

TEST_CASE("outputs and parameters have their places", "[task][sensitivity][exact]") {
  StandSensitivity<double> s;
  s.num_muscles = 3;
  s.num_levels = 2;
  CHECK(s.num_outputs() == 2 + 2 * 3 + 3);
  CHECK(s.load_row(1) == 5);
  CHECK(s.tension_row(CableIndex(2)) == s.num_outputs() - 1);
  CHECK(s.num_parameters() == 3 * guyline::kNumKnobs);
  CHECK(s.column(CableIndex(1), Knob::kLength) ==
        guyline::kNumKnobs + static_cast<int>(Knob::kLength));
  s.num_others = guyline::kNumTaskParameters;
  CHECK(s.column(TaskParameter::kHandMass) == s.num_parameters() - 1);
  // A table's columns are found by either.
  CHECK(s.column(PersonParameter::kMass) == s.column(TaskParameter::kMass));
  CHECK(s.column(PersonParameter::kStature) == s.column(TaskParameter::kStature));
  CHECK(s.column(PersonParameter::kPelvicIncidence) == s.column(TaskParameter::kPelvicIncidence));
  CHECK(s.column(PersonParameter::kTrunkInclination) == s.column(TaskParameter::kTrunkInclination));
}

TEST_CASE("a knob moves lordosis and other muscles only through the tilt",
          "[task][sensitivity][invariant]") {
  Random random(5500);
  CAPTURE(random.seed());
  auto body = bridge();
  for (auto& muscle : body.model.muscles) {
    set_knob(muscle, Knob::kLength, random.uniform(-0.04, 0.04));
    set_knob(muscle, Knob::kTone, random.uniform(0.008, 0.03));
  }
  const auto s = stand_sensitivity(body);
  const int n = s.num_muscles;
  for (int i = 0; i < n; ++i) {
    for (int k = 0; k < guyline::kNumKnobs; ++k) {
      const int p = s.column(CableIndex(i), static_cast<Knob>(k));
      // In a balanced sagittal model lordosis and tilt go together, whatever moves them.
      const int q = s.column(CableIndex((i + 1) % n), Knob::kTone);
      CHECK(s.derivative(s.kLordosisRow, p) * s.tilt_by(q) ==
            Approx(s.derivative(s.kLordosisRow, q) * s.tilt_by(p)).margin(1e-15));
      for (int j = 0; j < n; ++j) {
        if (j == i || j == (i + 1) % n) continue;
        const int row = s.tension_row(CableIndex(j));
        CHECK(s.derivative(row, p) * s.tilt_by(q) ==
              Approx(s.derivative(row, q) * s.tilt_by(p)).epsilon(1e-10).margin(1e-12));
      }
    }
  }
}

TEST_CASE("the passive part of a stiffness is that of differences",
          "[task][sensitivity][derivative]") {
  auto muscle = bridge().model.muscles.front();
  const guyline::MuscleLaws<> laws;
  guyline::CurveLength<double> along;
  along.length = muscle.slack_length + 1.4 * muscle.optimal_fibre_length;
  along.rate = 0.05;
  along.acceleration = -0.03;
  const auto of = [&](double stiffness) {
    auto turned = muscle;
    set_knob(turned, Knob::kStiffness, stiffness);
    turned.tone = turned.reflex_gain = 0.0;
    const auto passive = [&](double s) {
      const double length = along.length + s * along.rate + 0.5 * s * s * along.acceleration;
      const auto state = evaluate_muscle(turned, length, laws);
      return state.passive_tension * (along.rate + s * along.acceleration);
    };
    const double h = 1e-4;
    return (passive(h) - passive(-h)) / (2 * h);
  };
  const double h = 1e-4;
  const double expected = (of(1.0 + h) - of(1.0 - h)) / (2 * h);
  const guyline::MuscleFactors<double> factors(muscle);
  const double found = guyline::internal::passive_stiffening(
      factors, muscle.passive_width, normalized_length(factors, along.length), along, laws);
  CHECK(std::abs(expected) > 1e-3);
  CHECK(found == Approx(expected).epsilon(1e-5));
}

TEST_CASE("the tolerance of kinks is checked", "[task][sensitivity][error]") {
  guyline::StandSensitivityOptions options;
  options.kink_tolerance = 0.0;
  CHECK(guyline::test::contains(
      guyline::test::message_of<guyline::InvalidArgument>([&] { options.validate(); }),
      "kink_tolerance"));
}
}  // namespace
