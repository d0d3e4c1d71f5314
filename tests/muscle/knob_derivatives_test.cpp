#include <cmath>
#include <guyline/muscle/knob_derivatives.hpp>
#include <string>

#include "core/checks.hpp"
#include "muscle/curve_laws.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace {
using guyline::Adaptation;
using guyline::ByKnobs;
using guyline::Dual;
using guyline::evaluate_muscle;
using guyline::evaluate_muscle_by_knobs;
using guyline::is_at_kink;
using guyline::Knob;
using guyline::Muscle;
using guyline::MuscleLaws;
using guyline::MuscleState;
using guyline::test::Random;

constexpr Knob kKnobs[] = {Knob::kLength, Knob::kStiffness, Knob::kTone, Knob::kReflexGain,
                           Knob::kStrength};
constexpr double kWeight = guyline::kToneRounding;

/// F0 cos(alpha) = 800 N, Lo cos(alpha) = 0.08 m, l~ = (L - 0.3)/0.08 - length_change.
Muscle<double> hand_muscle() {
  Muscle<double> muscle;
  muscle.name = "hand_muscle";
  muscle.max_isometric_force = 1000.0;
  muscle.optimal_fibre_length = 0.1;
  muscle.cos_pennation = 0.8;
  muscle.slack_length = 0.3;
  muscle.passive_width = 0.5;
  return muscle;
}
double by(const ByKnobs<double>& number, Knob knob) {
  return number.gradient[static_cast<int>(knob)];
}

TEST_CASE("derivatives of tension by the knobs, solved by hand", "[muscle][knobs][exact]") {
  // At l~ = 1.5 without reflex: x = 1, f_P = 1, f_P' = 2, f_L = e^(-0.25/0.45).
  const Muscle<double> muscle = hand_muscle();
  const double active = 800.0 * std::exp(-0.25 / 0.45);
  const double root = std::sqrt(1e-4 + 4 * kWeight * kWeight), a = 0.5 * (0.01 + root);
  for (const Adaptation adaptation : {Adaptation::kRecalibrated, Adaptation::kAcute}) {
    const auto state = evaluate_muscle_by_knobs(muscle, 0.42, adaptation);
    // Without reflex the threshold does not matter: dl~/d length = -1, f_L' = -2 0.5/0.45 f_L.
    CHECK(std::abs(by(state.normalized_length, Knob::kLength) + 1.0) < 1e-15);
    CHECK(std::abs(by(state.resting_tension, Knob::kLength) -
                   (a * active / 0.45 - 800.0 * 2.0 / 0.5)) < 1e-9);
    CHECK(std::abs(by(state.resting_tension, Knob::kStiffness) - 800.0 * 2.0) < 1e-9);
    CHECK(std::abs(by(state.resting_tension, Knob::kTone) - active * a / root) < 1e-9);
    CHECK(std::abs(by(state.resting_tension, Knob::kReflexGain) - active * 0.5 * a / root) < 1e-9);
    CHECK(by(state.resting_tension, Knob::kStrength) == 0.0);
  }
}

TEST_CASE("a recalibrated reflex follows the length, an acute one does not",
          "[muscle][knobs][exact]") {
  Muscle<double> muscle = hand_muscle();
  muscle.reflex_gain = 0.4;
  const auto follows = evaluate_muscle_by_knobs(muscle, 0.40, Adaptation::kRecalibrated);
  CHECK(by(follows.tonic_activation, Knob::kLength) == 0.0);
  // a' = gain a / root at x = 0.01 + 0.4 0.25
  const auto stays = evaluate_muscle_by_knobs(muscle, 0.40, Adaptation::kAcute);
  const double x = 0.11, root = std::sqrt(x * x + 4 * kWeight * kWeight);
  CHECK(std::abs(by(stays.tonic_activation, Knob::kLength) + 0.4 * 0.5 * (x + root) / root) <
        1e-14);
}

/// |derivatives - central differences| for one law pair over random muscles.
template <typename Active, typename Passive>
void check_against_differences(const std::string& name, const Active& active,
                               const Passive& passive, double lower, double upper,
                               double passive_lower, double passive_upper) {
  const MuscleLaws<Active, Passive> laws{active, passive};
  Random random(41);
  CAPTURE(name, random.seed());
  constexpr double h = 1e-6;
  for (int n = 0; n < 100; ++n) {
    Muscle<double> muscle = hand_muscle();
    muscle.max_isometric_force = random.uniform(100.0, 5000.0);
    muscle.passive_onset = random.uniform(-0.2, 0.2);
    muscle.passive_width = random.uniform(0.3, 1.0);
    muscle.tone = random.uniform(0.0, 0.3);
    muscle.reflex_gain = random.uniform(0.0, 1.0);
    muscle.length_change = random.uniform(-0.3, 0.3);
    muscle.recalibrated_length = random.integer(2) == 0 ? muscle.length_change : 0.0;
    muscle.stiffness = random.log_uniform(0.3, 5.0);
    muscle.strength = random.uniform(0.0, 2.0);
    const double length = random.uniform(lower, upper);
    const double path = 0.3 + (length + muscle.length_change) * 0.08;
    // Differences across a break of a law, or of the activation, say nothing.
    bool near_break = false;
    const double x =
        (length - 1.0 - muscle.passive_onset) * muscle.stiffness / muscle.passive_width;
    for (const double at : active.breaks()) near_break |= std::abs(length - at) < 1e-4;
    for (const double at : passive.breaks()) near_break |= std::abs(x - at) < 1e-3;
    if (near_break || x < passive_lower || x > passive_upper) continue;
    if (is_at_kink(muscle, evaluate_muscle(muscle, path, laws), 1e-3)) continue;
    for (const Adaptation adaptation : {Adaptation::kRecalibrated, Adaptation::kAcute}) {
      const auto state = evaluate_muscle_by_knobs(muscle, path, adaptation, laws);
      const MuscleState<double> plain = evaluate_muscle(muscle, path, laws);
      REQUIRE(std::abs(state.resting_tension.value - plain.resting_tension) <=
              1e-13 * plain.resting_tension);
      for (const Knob knob : kKnobs) {
        const auto moved = [&](double by_how_much) {
          Muscle<double> other = muscle;
          switch (knob) {
            case Knob::kLength:
              other.length_change += by_how_much;
              if (adaptation == Adaptation::kRecalibrated) other.recalibrated_length += by_how_much;
              break;
            case Knob::kStiffness:
              other.stiffness += by_how_much;
              break;
            case Knob::kTone:
              other.tone += by_how_much;
              break;
            case Knob::kReflexGain:
              other.reflex_gain += by_how_much;
              break;
            case Knob::kStrength:
              other.strength += by_how_much;
              break;
          }
          return evaluate_muscle(other, path, laws);
        };
        const MuscleState<double> above = moved(h), below = moved(-h);
        CAPTURE(n, static_cast<int>(knob), static_cast<int>(adaptation), length, x);
        const auto close = [&](const ByKnobs<double>& number, double up, double down, double size) {
          return std::abs(by(number, knob) - (up - down) / (2 * h)) < 1e-6 * size;
        };
        // Sizes of the parts: a difference of 1e-6 of those, not of what is left of them.
        const double force =
            muscle.max_isometric_force * (1.0 + plain.resting_tension / muscle.max_isometric_force);
        const double steep = muscle.stiffness / muscle.passive_width;
        REQUIRE(
            close(state.normalized_length, above.normalized_length, below.normalized_length, 1.0));
        REQUIRE(close(state.tonic_activation, above.tonic_activation, below.tonic_activation, 1.0));
        REQUIRE(close(state.active_capacity, above.active_capacity, below.active_capacity, force));
        REQUIRE(close(state.passive_tension, above.passive_tension, below.passive_tension,
                      force * (1.0 + steep)));
        REQUIRE(close(state.resting_tension, above.resting_tension, below.resting_tension,
                      force * (1.0 + steep)));
        REQUIRE(close(state.resting_stiffness, above.resting_stiffness, below.resting_stiffness,
                      force / 0.08 * (1.0 + steep) * (1.0 + steep) * 10.0));
      }
    }
  }
}

TEST_CASE("derivatives by the knobs against central differences, every law",
          "[muscle][knobs][derivative]") {
  guyline::test::for_each_active_law(
      [](const std::string& name, const auto& law, double /*lower*/, double /*upper*/) {
        check_against_differences(name, law, guyline::PassiveRational{}, 0.5, 1.6, -5.0, 3.0);
      });
  guyline::test::for_each_passive_law(
      [](const std::string& name, const auto& law, double lower, double upper) {
        check_against_differences(name, guyline::ActiveThelen2003{}, law, 0.5, 1.6, lower, upper);
      });
}

TEST_CASE("full activation is a kink where it begins and nowhere else", "[muscle][knobs][exact]") {
  Muscle<double> muscle = hand_muscle();
  muscle.tone = 0.5;
  muscle.reflex_gain = 1.0;
  // sp(x) = 1 at x = 1 - w^2: l~ = 1.5 - w^2.
  const auto at = [&](double length) { return 0.3 + 0.08 * length; };
  const double full = 1.5 - kWeight * kWeight;
  const auto kink = [&](double length) {
    return is_at_kink(muscle, evaluate_muscle(muscle, at(length)));
  };
  CHECK(kink(full));
  CHECK_FALSE(kink(full - 1e-7));
  CHECK_FALSE(kink(full + 1e-7));
  CHECK_FALSE(kink(1.8));
  CHECK(evaluate_muscle(muscle, at(full + 1e-7)).tonic_activation == 1.0);
  CHECK(evaluate_muscle(muscle, at(full - 1e-7)).tonic_activation < 1.0);
  const auto slope = [&](double length) {
    return by(evaluate_muscle_by_knobs(muscle, at(length), Adaptation::kAcute).tonic_activation,
              Knob::kTone);
  };
  CHECK(std::abs(slope(full - 1e-7) - 1.0) < 1e-5);
  CHECK(slope(full + 1e-7) == 0.0);
  CHECK(is_at_kink(muscle, evaluate_muscle(muscle, at(full + 1e-4)), 1e-3));
}

TEST_CASE("knobs over a dual: mixed second derivatives", "[muscle][knobs][scalar]") {
  using D = Dual<1>;
  const Muscle<double> plain = hand_muscle();
  Muscle<D> muscle = guyline::cast_muscle<D>(plain);
  muscle.reflex_gain = D(0.3);
  const auto state =
      evaluate_muscle_by_knobs(muscle, D::variable(0.41, 0), Adaptation::kRecalibrated);
  Muscle<double> same = plain;
  same.reflex_gain = 0.3;
  constexpr double h = 1e-6;
  const auto above = evaluate_muscle_by_knobs(same, 0.41 + h, Adaptation::kRecalibrated);
  const auto below = evaluate_muscle_by_knobs(same, 0.41 - h, Adaptation::kRecalibrated);
  for (int k = 0; k < guyline::kNumKnobs; ++k) {
    CAPTURE(k);
    const double mixed =
        (above.resting_tension.gradient[k] - below.resting_tension.gradient[k]) / (2 * h);
    CHECK(std::abs(state.resting_tension.gradient[k].gradient[0] - mixed) <
          1e-6 * (1e3 + std::abs(mixed)));
    // What the path does to it is the resting stiffness, by knobs as well.
    CHECK(std::abs(state.resting_tension.gradient[k].gradient[0] -
                   state.resting_stiffness.gradient[k].value) < 1e-8 * (1e3 + std::abs(mixed)));
  }
}
}  // namespace
