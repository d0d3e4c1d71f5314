#include <algorithm>
#include <cmath>
#include <cstddef>
#include <guyline/core/dual.hpp>
#include <guyline/muscle/degroote2016.hpp>
#include <guyline/muscle/millard2012.hpp>
#include <guyline/muscle/muscle.hpp>
#include <random>
#include <vector>

#include "core/checks.hpp"
#include "muscle/curve_laws.hpp"
#include "support/catch.hpp"

namespace {
using guyline::ActiveDeGroote2016;
using guyline::ActiveMillard2012;
using guyline::ActiveThelen2003;
using guyline::cast_muscle;
using guyline::Dual;
using guyline::evaluate_muscle;
using guyline::Muscle;
using guyline::muscle_tension;
using guyline::MuscleLaws;
using guyline::MuscleState;
using guyline::PassiveDeGroote2016;
using guyline::PassiveMillard2012;
using guyline::PassiveRational;
using guyline::PassiveThelen2003;
using guyline::stored_energy;
using guyline::test::is_close;

/// F0 cos(alpha) = 800 N, Lo cos(alpha) = 0.08 m, so that l~ = (L - 0.3)/0.08.
Muscle<double> hand_muscle() {
  Muscle<double> muscle;
  muscle.name = "hand_muscle";
  muscle.max_isometric_force = 1000.0;
  muscle.optimal_fibre_length = 0.1;
  muscle.cos_pennation = 0.8;
  muscle.slack_length = 0.3;
  muscle.passive_onset = 0.0;
  muscle.passive_width = 0.5;
  return muscle;
}
double path_at(const Muscle<double>& muscle, double normalized) {
  return muscle.slack_length +
         (normalized + muscle.length_change) * muscle.optimal_fibre_length * muscle.cos_pennation;
}
const double kToneOfHalfPercent = 0.5 * (0.01 + std::sqrt(1e-4 + 4e-6));  // squareplus(0.01)

TEST_CASE("tension at optimal length is tone alone", "[muscle][exact]") {
  const MuscleState<double> state = evaluate_muscle(hand_muscle(), 0.38);
  CHECK(is_close(state.normalized_length, 1.0, 1e-15));
  CHECK(is_close(state.tonic_activation, kToneOfHalfPercent, 1e-16));
  CHECK(is_close(state.active_capacity, 800.0, 1e-12));
  CHECK(is_close(state.passive_tension, 0.0, 1e-12));
  CHECK(is_close(state.resting_tension, 800.0 * kToneOfHalfPercent, 1e-12));
  CHECK(is_close(state.resting_stiffness, 0.0, 1e-9));
}

TEST_CASE("tension one width beyond the onset adds F0 cos(alpha)", "[muscle][exact]") {
  Muscle<double> muscle = hand_muscle();
  const double f = std::exp(-0.25 / 0.45);
  const MuscleState<double> state = evaluate_muscle(muscle, path_at(muscle, 1.5));
  CHECK(is_close(state.passive_tension, 800.0, 1e-10));
  CHECK(is_close(state.active_capacity, 800.0 * f, 1e-10));
  CHECK(is_close(state.resting_tension, 800.0 * (1.0 + kToneOfHalfPercent * f), 1e-10));
  // dF/dL = F0/Lo [a f_L' + f_P'/width], f_L' = -2 0.5/0.45 f_L, f_P'(1) = 2
  CHECK(is_close(state.resting_stiffness,
                 1e4 * (kToneOfHalfPercent * f * (-1.0 / 0.45) + 2.0 / 0.5), 1e-7));
  muscle.passive_onset = 0.25;
  CHECK(is_close(evaluate_muscle(muscle, path_at(muscle, 1.75)).passive_tension, 800.0, 1e-10));
  CHECK(is_close(evaluate_muscle(muscle, path_at(muscle, 1.25)).passive_tension, 0.0, 1e-10));
}

TEST_CASE("each knob acts where it should and nowhere else", "[muscle][exact]") {
  const Muscle<double> plain = hand_muscle();
  const double at = path_at(plain, 1.5);
  const MuscleState<double> rest = evaluate_muscle(plain, at);

  Muscle<double> stiff = plain;
  stiff.stiffness = 2.0;  // x = 2: f_P = 16/5
  CHECK(is_close(evaluate_muscle(stiff, at).passive_tension, 800.0 * 3.2, 1e-9));
  CHECK(evaluate_muscle(stiff, at).active_capacity == rest.active_capacity);

  Muscle<double> shorter = plain;
  shorter.length_change = -0.5;  // l~ = 2, x = 2
  CHECK(is_close(evaluate_muscle(shorter, at).normalized_length, 2.0, 1e-14));
  CHECK(is_close(evaluate_muscle(shorter, at).passive_tension, 800.0 * 3.2, 1e-9));

  Muscle<double> strong = plain;
  strong.strength = 3.0;
  const MuscleState<double> strong_state = evaluate_muscle(strong, at);
  CHECK(strong_state.resting_tension == rest.resting_tension);
  CHECK(strong_state.resting_stiffness == rest.resting_stiffness);
  CHECK(stored_energy(strong, at) == stored_energy(plain, at));
  const double called = muscle_tension(rest, 0.4) - rest.resting_tension;
  CHECK(is_close(called, rest.active_capacity * (0.4 - rest.tonic_activation), 1e-10));
  CHECK(is_close(muscle_tension(strong_state, 0.4) - rest.resting_tension, 3.0 * called, 1e-10));

  Muscle<double> tense = plain;
  tense.reflex_gain = 0.2;
  tense.threshold = 1.0;  // x = 0.01 + 0.2 0.5
  CHECK(is_close(evaluate_muscle(tense, at).tonic_activation,
                 0.5 * (0.11 + std::sqrt(0.0121 + 4e-6)), 1e-15));
  tense.recalibrated_length = -0.25;  // threshold 1.25
  CHECK(is_close(evaluate_muscle(tense, at).tonic_activation,
                 0.5 * (0.06 + std::sqrt(0.0036 + 4e-6)), 1e-15));
}

TEST_CASE("a muscle that is called on gives no less than at rest and no more than at full",
          "[muscle][invariant]") {
  const Muscle<double> muscle = hand_muscle();
  const MuscleState<double> state = evaluate_muscle(muscle, 0.4);
  CHECK(muscle_tension(state, state.tonic_activation) == state.resting_tension);
  CHECK(muscle_tension(state, 0.0) == state.resting_tension);
  CHECK(muscle_tension(state, -5.0) == state.resting_tension);
  CHECK(muscle_tension(state, 2.0) == muscle_tension(state, 1.0));
  CHECK(is_close(muscle_tension(state, 1.0), state.active_capacity + state.passive_tension, 1e-10));
}

/// A random muscle; every third without a reflex, some weak, some with extreme knobs.
Muscle<double> random_muscle(std::mt19937& random) {
  const auto uniform = [&random](double a, double b) {
    return std::uniform_real_distribution<double>(a, b)(random);
  };
  Muscle<double> muscle;
  muscle.max_isometric_force = uniform(0.0, 8000.0);
  muscle.optimal_fibre_length = uniform(0.02, 0.5);
  muscle.cos_pennation = uniform(0.5, 1.0);
  muscle.slack_length = uniform(0.0, 0.4);
  muscle.passive_onset = uniform(-0.3, 0.3);
  muscle.passive_width = uniform(0.1, 1.5);
  muscle.tone = uniform(0.0, 1.0) * uniform(0.0, 1.0);
  muscle.reflex_gain = std::max(0.0, uniform(-1.0, 2.0));
  muscle.threshold = uniform(0.4, 1.6);
  muscle.length_change = uniform(-0.5, 0.5);
  muscle.recalibrated_length = uniform(-0.5, 0.5);
  muscle.stiffness = uniform(0.1, 10.0);
  muscle.strength = uniform(0.0, 10.0);
  return muscle;
}

template <typename Active, typename Passive>
void check_never_pushes(const char* name, const MuscleLaws<Active, Passive>& laws) {
  const unsigned seed = 20240612;
  CAPTURE(name, seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 100000; ++i) {
    CAPTURE(i);
    const Muscle<double> muscle = random_muscle(random);
    const double optimal = muscle.optimal_fibre_length;
    const double path = std::uniform_real_distribution<double>(0.0, 3.0)(random) * optimal;
    const double activation = std::uniform_real_distribution<double>(-0.5, 1.5)(random);
    for (const double length : {path, path + muscle.slack_length}) {
      const MuscleState<double> state = evaluate_muscle(muscle, length, laws);
      if (!(state.resting_tension >= 0.0) || !(state.passive_tension >= 0.0) ||
          !(state.active_capacity >= 0.0) || !std::isfinite(state.resting_stiffness) ||
          !(muscle_tension(state, activation) >= state.resting_tension)) {
        CAPTURE(length, state.normalized_length, state.resting_tension, state.passive_tension);
        FAIL("a muscle pushes");
      }
    }
  }
  for (const double length : {-1e250, -1e9, -1.0, 0.0, 1e-300, 1.0, 1e9, 1e100, 1e250}) {
    CAPTURE(length);
    CHECK(evaluate_muscle(hand_muscle(), length, laws).resting_tension >= 0.0);
  }
}

TEST_CASE("a muscle never pushes, whatever its numbers and laws", "[muscle][invariant]") {
  check_never_pushes("default", MuscleLaws<>{});
  check_never_pushes("Thelen", MuscleLaws<ActiveThelen2003, PassiveThelen2003>{});
  check_never_pushes("Millard", MuscleLaws<ActiveMillard2012, PassiveMillard2012>{});
  check_never_pushes("De Groote", MuscleLaws<ActiveDeGroote2016, PassiveDeGroote2016>{});
}

TEST_CASE("forces scale with F0, lengths with Lo", "[muscle][invariant]") {
  std::mt19937 random(7);
  for (int i = 0; i < 100; ++i) {
    const Muscle<double> muscle = random_muscle(random);
    Muscle<double> larger = muscle;
    larger.max_isometric_force *= 3.0;
    larger.optimal_fibre_length *= 2.0;
    larger.slack_length *= 2.0;
    const double path = path_at(muscle, 1.3);
    const auto small_state = evaluate_muscle(muscle, path);
    const auto large_state = evaluate_muscle(larger, 2.0 * path);
    CAPTURE(i);
    CHECK(is_close(large_state.resting_tension, 3.0 * small_state.resting_tension,
                   1e-9 * (1.0 + large_state.resting_tension)));
    CHECK(is_close(large_state.resting_stiffness, 1.5 * small_state.resting_stiffness,
                   1e-9 * (1.0 + std::abs(large_state.resting_stiffness))));
    CHECK(is_close(stored_energy(larger, 2.0 * path), 6.0 * stored_energy(muscle, path),
                   1e-9 * larger.max_isometric_force * larger.optimal_fibre_length));
  }
}

TEST_CASE("stored energy by hand", "[muscle][exact]") {
  Muscle<double> muscle = hand_muscle();
  CHECK(stored_energy(muscle, path_at(muscle, 1.0)) == 0.0);
  // No reflex: 800 N 0.08 m [a (sqrt(pi gamma)/2) erf(...) + width (x^2 - ln(1 + x^2))]
  const double bell = 0.5 * std::sqrt(std::acos(-1.0) * 0.45) * std::erf(0.5 / std::sqrt(0.45));
  CHECK(is_close(stored_energy(muscle, path_at(muscle, 1.5)),
                 64.0 * (kToneOfHalfPercent * bell + 0.5 * (1.0 - std::log(2.0))), 1e-12));
  CHECK(is_close(stored_energy(muscle, path_at(muscle, 0.5)), -64.0 * kToneOfHalfPercent * bell,
                 1e-12));
  // A negative onset: the passive part is taken from l~ = 1, where it is not 0.
  muscle.passive_onset = -0.5;
  CHECK(is_close(stored_energy(muscle, path_at(muscle, 1.0)), 0.0, 1e-12));
  CHECK(is_close(stored_energy(muscle, path_at(muscle, 0.5)),
                 -64.0 * (kToneOfHalfPercent * bell + 0.5 * (1.0 - std::log(2.0))), 1e-12));
  // Full activation throughout: the integral of f_L itself.
  muscle = hand_muscle();
  muscle.tone = 1.0;
  muscle.reflex_gain = 1.0;
  muscle.threshold = 0.2;
  CHECK(is_close(stored_energy(muscle, path_at(muscle, 0.5)), -64.0 * bell, 1e-12));
}

/// Energy between two lengths as the sum of the tension over many small panels.
template <typename Laws>
double summed_work(const Muscle<double>& muscle, double from, double to, const Laws& laws) {
  std::vector<double> ends{std::min(from, to), std::max(from, to)};
  const auto split_at = [&](double normalized) {
    const double path = path_at(muscle, normalized);
    if (path > ends.front() && path < ends.back()) {
      ends.insert(ends.end() - 1, path);
    }
  };
  const double threshold = muscle.threshold - muscle.recalibrated_length;
  if (muscle.reflex_gain > 0.0) {
    split_at(threshold - muscle.tone / muscle.reflex_gain);
    split_at(threshold + (1.0 - 1e-6 - muscle.tone) / muscle.reflex_gain);
  }
  for (const double at : laws.active.breaks()) {
    split_at(at);
  }
  for (const double at : laws.passive.breaks()) {
    split_at(1.0 + muscle.passive_onset + at * muscle.passive_width / muscle.stiffness);
  }
  std::sort(ends.begin(), ends.end());
  const auto tension = [&](double path) {
    return evaluate_muscle(muscle, path, laws).resting_tension;
  };
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    sum += guyline::gauss_legendre_integral<8, 1000>(tension, ends[i], ends[i + 1]);
  }
  return from < to ? sum : -sum;
}

template <typename Active, typename Passive>
void check_energy(const char* name, const MuscleLaws<Active, Passive>& laws, std::size_t count) {
  const unsigned seed = 20240613;
  CAPTURE(name, seed);
  std::mt19937 random(seed);
  const std::vector<double> gains{0.0, 1e-9, 1e-4, 0.01, 0.1, 0.3, 1.0, 2.0};
  const std::vector<double> tones{0.0, 0.01, 0.2, 0.9, 1.0};
  for (std::size_t i = 0; i < count; ++i) {
    Muscle<double> muscle = random_muscle(random);
    muscle.max_isometric_force = 1000.0;
    muscle.reflex_gain = gains[i % gains.size()];
    muscle.tone = tones[(i / gains.size()) % tones.size()];
    muscle.stiffness = std::uniform_real_distribution<double>(0.5, 2.0)(random);
    muscle.passive_width = 0.7;
    const double normalized = std::uniform_real_distribution<double>(0.0, 3.0)(random);
    const double path = path_at(muscle, normalized);
    const double expected = summed_work(muscle, path_at(muscle, 1.0), path, laws);
    const double scale = muscle.max_isometric_force * muscle.optimal_fibre_length;
    CAPTURE(i, muscle.reflex_gain, muscle.tone, muscle.threshold, normalized);
    REQUIRE(is_close(stored_energy(muscle, path, laws), expected,
                     1e-9 * std::max(scale, std::abs(expected))));
  }
}

TEST_CASE("stored energy is the work of the resting tension to 1e-9 F0 Lo",
          "[muscle][derivative]") {
  check_energy("default", MuscleLaws<>{}, 800);
  check_energy("Thelen", MuscleLaws<ActiveThelen2003, PassiveThelen2003>{}, 200);
  check_energy("Millard", MuscleLaws<ActiveMillard2012, PassiveMillard2012>{}, 80);
  check_energy("De Groote", MuscleLaws<ActiveDeGroote2016, PassiveDeGroote2016>{}, 200);
}

TEST_CASE("tension is the slope of the stored energy, stiffness that of the tension",
          "[muscle][derivative]") {
  std::mt19937 random(20240614);
  const double h = 1e-6;
  for (int i = 0; i < 500; ++i) {
    Muscle<double> muscle = random_muscle(random);
    muscle.max_isometric_force = 1000.0;
    muscle.optimal_fibre_length = 0.1;
    muscle.passive_width = 0.7;
    muscle.stiffness = 1.0;
    const double path = path_at(muscle, std::uniform_real_distribution<double>(0.3, 2.0)(random));
    const auto state = evaluate_muscle(muscle, path);
    const auto before = evaluate_muscle(muscle, path - h);
    const auto after = evaluate_muscle(muscle, path + h);
    if ((before.tonic_activation < 1.0) != (after.tonic_activation < 1.0)) {
      continue;  // full activation begins within h: a kink of the tension
    }
    CAPTURE(i, muscle.reflex_gain, muscle.threshold, state.normalized_length);
    // The sharpest knee of the reflex, gain 2: a central difference is off by up to
    // F0 (h/Lo)^2/6 gain^2/w = 1e-4 N and F0/Lo (h/Lo)^2/6 gain^3/w^2 = 2 N/m.
    REQUIRE(is_close(state.resting_tension,
                     (stored_energy(muscle, path + h) - stored_energy(muscle, path - h)) / (2 * h),
                     1e-4));
    REQUIRE(is_close(state.resting_stiffness,
                     (after.resting_tension - before.resting_tension) / (2 * h), 2.0));
  }
}

TEST_CASE("duals through a muscle: length gives tension and stiffness", "[muscle][scalar]") {
  using D = Dual<1>;
  using DD = Dual<1, D>;
  std::mt19937 random(20240615);
  for (int i = 0; i < 200; ++i) {
    Muscle<double> muscle = random_muscle(random);
    const double path = path_at(muscle, std::uniform_real_distribution<double>(0.3, 2.0)(random));
    const MuscleState<double> state = evaluate_muscle(muscle, path);
    CAPTURE(i, muscle.reflex_gain, muscle.tone, state.normalized_length);
    const auto dual = evaluate_muscle(cast_muscle<D>(muscle), D::variable(path, 0));
    const double stiffness_scale = 1.0 + std::abs(state.resting_stiffness);
    CHECK(is_close(dual.resting_tension.value, state.resting_tension,
                   1e-12 * (1.0 + state.resting_tension)));
    CHECK(is_close(dual.resting_tension.gradient[0], state.resting_stiffness,
                   1e-11 * stiffness_scale));
    const DD energy = stored_energy(cast_muscle<DD>(muscle), DD::variable(D::variable(path, 0), 0));
    const double scale = muscle.max_isometric_force + state.resting_tension;
    CHECK(is_close(energy.gradient[0].value, state.resting_tension, 1e-9 * scale));
    CHECK(is_close(energy.gradient[0].gradient[0], state.resting_stiffness,
                   1e-7 * (scale / muscle.optimal_fibre_length + stiffness_scale)));
  }
}

TEST_CASE("duals through a muscle: every parameter against differences",
          "[muscle][scalar][derivative]") {
  using D = Dual<1>;
  Muscle<double> muscle = hand_muscle();
  muscle.reflex_gain = 0.2;
  muscle.threshold = 0.95;
  muscle.passive_onset = 0.1;
  muscle.length_change = -0.2;
  muscle.recalibrated_length = -0.1;
  const double path = path_at(muscle, 1.35);
  using Field = double Muscle<double>::*;
  using DualField = D Muscle<D>::*;
  struct Case {
    const char* name;
    Field field;
    DualField dual_field;
  };
#define GUYLINE_FIELD(name) \
  Case { #name, &Muscle < double> ::name, &Muscle < D> ::name }
  for (const Case& c :
       {GUYLINE_FIELD(max_isometric_force), GUYLINE_FIELD(optimal_fibre_length),
        GUYLINE_FIELD(cos_pennation), GUYLINE_FIELD(slack_length), GUYLINE_FIELD(passive_onset),
        GUYLINE_FIELD(passive_width), GUYLINE_FIELD(tone), GUYLINE_FIELD(reflex_gain),
        GUYLINE_FIELD(threshold), GUYLINE_FIELD(length_change), GUYLINE_FIELD(recalibrated_length),
        GUYLINE_FIELD(stiffness), GUYLINE_FIELD(strength)}) {
    CAPTURE(c.name);
    const auto tension = [&](const auto& m, const auto& length) {
      return muscle_tension(evaluate_muscle(m, length), 0.5);
    };
    const double h = 1e-6 * std::max(0.1, std::abs(muscle.*c.field));
    Muscle<double> less = muscle;
    Muscle<double> more = muscle;
    less.*c.field -= h;
    more.*c.field += h;
    Muscle<D> dual = cast_muscle<D>(muscle);
    (dual.*c.dual_field).gradient[0] = 1.0;
    const double by_dual = tension(dual, D(path)).gradient[0];
    const double by_difference = (tension(more, path) - tension(less, path)) / (2 * h);
    CHECK(is_close(by_dual, by_difference, 1e-6 * (1.0 + std::abs(by_dual))));
    CHECK(by_dual == by_dual);
    const double energy_by_dual = stored_energy(dual, D(path)).gradient[0];
    const double energy_by_difference =
        (stored_energy(more, path) - stored_energy(less, path)) / (2 * h);
    CHECK(is_close(energy_by_dual, energy_by_difference, 1e-6 * (1.0 + std::abs(energy_by_dual))));
  }
#undef GUYLINE_FIELD
}
}  // namespace
