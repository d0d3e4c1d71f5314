#include <cmath>
#include <guyline/core/pack.hpp>
#include <guyline/muscle/degroote2016.hpp>
#include <guyline/muscle/knob_slopes.hpp>
#include <guyline/muscle/millard2012.hpp>

#include "support/catch.hpp"
#include "support/random.hpp"

namespace {
using guyline::Adaptation;
using guyline::evaluate_muscle;
using guyline::evaluate_muscle_by_knobs;
using guyline::Knob;
using guyline::Muscle;
using guyline::muscle_slopes;
using guyline::MuscleFactors;
using guyline::MuscleLaws;
using guyline::Pack;
using guyline::resting_tension_by_knobs;
using guyline::tonic_by_length_knob;
using guyline::test::Random;

Muscle<double> random_muscle(Random& random) {
  Muscle<double> muscle;
  muscle.max_isometric_force = random.uniform(100.0, 2000.0);
  muscle.optimal_fibre_length = random.uniform(0.05, 0.3);
  muscle.cos_pennation = random.uniform(0.8, 1.0);
  muscle.slack_length = random.uniform(0.0, 0.3);
  muscle.passive_onset = random.uniform(-0.2, 0.1);
  muscle.passive_width = random.uniform(0.3, 0.8);
  muscle.threshold = random.uniform(0.8, 1.2);
  muscle.tone = random.uniform(0.0, 0.1);
  muscle.reflex_gain = random.uniform(0.0, 2.0);
  muscle.stiffness = random.log_uniform(0.3, 5.0);
  muscle.strength = random.uniform(0.0, 2.0);
  muscle.length_change = random.uniform(-0.3, 0.3);
  muscle.recalibrated_length = random.integer(2) == 0 ? 0.0 : muscle.length_change;
  return muscle;
}
double random_length(const Muscle<double>& muscle, Random& random) {
  return muscle.slack_length +
         muscle.optimal_fibre_length * muscle.cos_pennation * random.uniform(0.4, 1.8);
}

TEST_CASE("slopes of a muscle, solved by hand", "[muscle][slopes][exact]") {
  // F0 cos(alpha) = 800 N, l~ = 1.5, x = 1: f_P' = 2, f_L = e^(-0.25/0.45), f_L' = -2 0.5/0.45 f_L.
  Muscle<double> muscle;
  muscle.max_isometric_force = 1000.0;
  muscle.optimal_fibre_length = 0.1;
  muscle.cos_pennation = 0.8;
  muscle.slack_length = 0.3;
  muscle.passive_width = 0.5;
  muscle.tone = 0.3;
  muscle.reflex_gain = 0.4;
  const auto slopes = muscle_slopes(MuscleFactors<double>(muscle), muscle.passive_width, 1.5);
  const double x = 0.3 + 0.4 * 0.5, root = std::sqrt(x * x + 4e-6), active = std::exp(-0.25 / 0.45);
  CHECK(std::abs(slopes.tonic_by_drive - 0.5 * (x + root) / root) < 1e-15);
  CHECK(std::abs(slopes.beyond_threshold - 0.5) < 1e-15);
  CHECK(std::abs(slopes.capacity_by_length + 800.0 * active / 0.45) < 1e-10);
  CHECK(std::abs(slopes.passive_by_length - 800.0 * 2.0 / 0.5) < 1e-10);
  CHECK(std::abs(slopes.passive_by_stiffness - 800.0 * 2.0) < 1e-10);
  CHECK_FALSE(slopes.at_clamp);
  CHECK_FALSE(slopes.at_break);
}

/// Closed forms against dual numbers over random muscles.
template <typename Active, typename Passive>
void check_against_duals(const MuscleLaws<Active, Passive>& laws) {
  Random random(71);
  CAPTURE(random.seed());
  for (int n = 0; n < 500; ++n) {
    const Muscle<double> muscle = random_muscle(random);
    const double length = random_length(muscle, random);
    const MuscleFactors<double> factors(muscle);
    const auto state = evaluate_muscle(factors, length, laws);
    const auto slopes = muscle_slopes(factors, muscle.passive_width, state.normalized_length, laws);
    const double force = muscle.max_isometric_force;
    for (const Adaptation adaptation : {Adaptation::kRecalibrated, Adaptation::kAcute}) {
      const auto expected = evaluate_muscle_by_knobs(muscle, length, adaptation, laws);
      const auto tension = resting_tension_by_knobs(factors, state, slopes, adaptation);
      for (int k = 0; k < guyline::kNumKnobs; ++k) {
        const double slope = expected.resting_tension.gradient[k];
        CHECK(std::abs(tension[k] - slope) < 1e-12 * (force + std::abs(slope)));
      }
      const int by_length = static_cast<int>(Knob::kLength);
      CHECK(std::abs(tonic_by_length_knob(factors, slopes, adaptation) -
                     expected.tonic_activation.gradient[by_length]) < 1e-13);
      CHECK(std::abs(slopes.capacity_by_length + expected.active_capacity.gradient[by_length]) <
            1e-12 * force);
    }
  }
}

TEST_CASE("closed forms agree with dual numbers, whatever the laws",
          "[muscle][slopes][derivative]") {
  using guyline::ActiveDeGroote2016;
  using guyline::ActiveMillard2012;
  using guyline::ActiveThelen2003;
  using guyline::PassiveDeGroote2016;
  using guyline::PassiveMillard2012;
  using guyline::PassiveRational;
  using guyline::PassiveThelen2003;
  check_against_duals(MuscleLaws<>{});
  check_against_duals(MuscleLaws<ActiveThelen2003, PassiveThelen2003>{});
  check_against_duals(MuscleLaws<ActiveMillard2012, PassiveMillard2012>{});
  check_against_duals(MuscleLaws<ActiveDeGroote2016, PassiveDeGroote2016>{});
}

TEST_CASE("a clamp and a break are said to be there, and nowhere else", "[muscle][slopes][exact]") {
  Muscle<double> muscle;
  muscle.max_isometric_force = 1000.0;
  muscle.reflex_gain = 1.0;
  const double w = guyline::kToneRounding;
  const auto at = [&](double length) {
    return muscle_slopes(MuscleFactors<double>(muscle), muscle.passive_width, length);
  };
  muscle.tone = 0.8;  // full at l~ = threshold + 0.2 - w^2
  CHECK(at(1.2 - w * w).at_clamp);
  CHECK_FALSE(at(1.2 - w * w - 1e-8).at_clamp);
  CHECK_FALSE(at(1.2 - w * w + 1e-8).at_clamp);
  CHECK(at(1.2 - w * w - 1e-8).tonic_by_drive > 0.99);
  CHECK(at(1.2 - w * w + 1e-8).tonic_by_drive == 0.0);
  muscle.max_isometric_force = 0.0;  // a muscle that was cut has no kink
  CHECK_FALSE(at(1.2 - w * w).at_clamp);

  muscle.max_isometric_force = 1000.0;
  muscle.passive_onset = 0.1;
  const MuscleLaws<guyline::ActiveThelen2003, guyline::PassiveThelen2003> pieced;
  const auto pieced_at = [&](double length) {
    return muscle_slopes(MuscleFactors<double>(muscle), muscle.passive_width, length, pieced);
  };
  CHECK(pieced_at(1.1).at_break);
  CHECK_FALSE(pieced_at(1.1 + 1e-8).at_break);
  CHECK_FALSE(pieced_at(1.1 - 1e-8).at_break);
  CHECK_FALSE(at(1.1).at_break);  // the default law has a continuous slope there
}

TEST_CASE("slopes run on packs", "[muscle][slopes][scalar]") {
  constexpr int kLanes = 4;
  Random random(72);
  CAPTURE(random.seed());
  const Muscle<double> muscle = random_muscle(random);
  Pack<kLanes> lengths;
  for (int lane = 0; lane < kLanes; ++lane) lengths.set(lane, random.uniform(0.5, 1.6));
  const auto packed =
      muscle_slopes(MuscleFactors<Pack<kLanes>>(guyline::cast_muscle<Pack<kLanes>>(muscle)),
                    Pack<kLanes>(muscle.passive_width), lengths);
  for (int lane = 0; lane < kLanes; ++lane) {
    const auto single =
        muscle_slopes(MuscleFactors<double>(muscle), muscle.passive_width, lengths[lane]);
    CHECK(packed.tonic_by_drive[lane] == single.tonic_by_drive);
    CHECK(std::abs(packed.capacity_by_length[lane] - single.capacity_by_length) < 1e-9);
    CHECK(packed.passive_by_stiffness[lane] == single.passive_by_stiffness);
    CHECK(packed.at_clamp[lane] == single.at_clamp);
  }
}

}  // namespace
