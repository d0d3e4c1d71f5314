#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/muscle/knobs.hpp>
#include <limits>
#include <string>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::Adaptation;
using guyline::Dual;
using guyline::evaluate_muscle;
using guyline::InvalidArgument;
using guyline::Knob;
using guyline::knob_range;
using guyline::knob_value;
using guyline::Muscle;
using guyline::set_knob;
using guyline::validate;
using guyline::test::contains;
using guyline::test::is_close;
using guyline::test::message_of;
constexpr Knob kKnobs[] = {Knob::kLength, Knob::kStiffness, Knob::kTone, Knob::kReflexGain,
                           Knob::kStrength};
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Muscle<double> psoas() {
  Muscle<double> muscle;
  muscle.name = "psoas";
  muscle.max_isometric_force = 2000.0;
  muscle.optimal_fibre_length = 0.12;
  muscle.cos_pennation = 0.95;
  muscle.slack_length = 0.1;
  muscle.passive_width = 0.6;
  muscle.tone = 0.02;
  muscle.reflex_gain = 0.1;
  muscle.threshold = 0.95;
  return muscle;
}

TEST_CASE("a knob takes the value it is given, ends of the range included",
          "[muscle][knobs][exact]") {
  for (const Knob knob : kKnobs) {
    const auto range = knob_range(knob);
    CAPTURE(range.name);
    Muscle<double> muscle = psoas();
    for (const double value : {range.lower, range.upper, 0.25}) {
      set_knob(muscle, knob, value);
      CHECK(knob_value(muscle, knob) == value);
      CHECK_NOTHROW(validate(muscle));
    }
  }
}

TEST_CASE("a knob moves its own field only", "[muscle][knobs][invariant]") {
  for (const Knob knob : kKnobs) {
    Muscle<double> muscle = psoas();
    set_knob(muscle, knob, 0.25, Adaptation::kAcute);
    for (const Knob other : kKnobs) {
      if (other != knob) {
        CHECK(knob_value(muscle, other) == knob_value(psoas(), other));
      }
    }
    CHECK(muscle.threshold == psoas().threshold);
    CHECK(muscle.recalibrated_length == 0.0);
  }
}

TEST_CASE("a recalibrated reflex does not see a changed length", "[muscle][knobs][invariant]") {
  for (const double change : {-0.3, -0.1, 0.2}) {
    Muscle<double> changed = psoas();
    set_knob(changed, Knob::kLength, change);
    for (const double path : {0.15, 0.2, 0.214, 0.25}) {
      CAPTURE(change, path);
      const auto before = evaluate_muscle(psoas(), path);
      const auto after = evaluate_muscle(changed, path);
      CHECK(is_close(after.tonic_activation, before.tonic_activation, 1e-15));
      CHECK(is_close(after.normalized_length, before.normalized_length - change, 1e-14));
    }
  }
}

TEST_CASE("an acute shortening makes the reflex fire", "[muscle][knobs][exact]") {
  Muscle<double> changed = psoas();
  set_knob(changed, Knob::kLength, -0.2, Adaptation::kAcute);
  const double path = 0.1 + 0.12 * 0.95 * 0.95;  // l~ at the threshold: x = tone, then + 0.1 0.2
  const auto squareplus = [](double x) { return 0.5 * (x + std::sqrt(x * x + 4e-6)); };
  CHECK(is_close(evaluate_muscle(psoas(), path).tonic_activation, squareplus(0.02), 1e-15));
  CHECK(is_close(evaluate_muscle(changed, path).tonic_activation, squareplus(0.04), 1e-15));
}

TEST_CASE("setting the length twice leaves the second value", "[muscle][knobs][invariant]") {
  Muscle<double> twice = psoas();
  set_knob(twice, Knob::kLength, -0.3);
  set_knob(twice, Knob::kLength, -0.1);
  Muscle<double> once = psoas();
  set_knob(once, Knob::kLength, -0.1);
  CHECK(twice.length_change == once.length_change);
  CHECK(twice.recalibrated_length == once.recalibrated_length);
  // And back: nothing is left.
  set_knob(twice, Knob::kLength, 0.0);
  CHECK(evaluate_muscle(twice, 0.22).resting_tension ==
        evaluate_muscle(psoas(), 0.22).resting_tension);
  // An acute change leaves the threshold where a former, recalibrated one put it.
  set_knob(once, Knob::kLength, -0.2, Adaptation::kAcute);
  CHECK(once.length_change == -0.2);
  CHECK(once.recalibrated_length == -0.1);
}

TEST_CASE("knobs carry derivatives", "[muscle][knobs][scalar]") {
  using D = Dual<1>;
  auto muscle = guyline::cast_muscle<D>(psoas());
  set_knob(muscle, Knob::kLength, D::variable(-0.1, 0));
  CHECK(knob_value(muscle, Knob::kLength).gradient[0] == 1.0);
  const auto state = evaluate_muscle(muscle, 0.22);
  CHECK(is_close(state.normalized_length.gradient[0], -1.0, 1e-15));
  CHECK(is_close(state.tonic_activation.gradient[0], 0.0, 1e-15));
  set_knob(muscle, Knob::kLength, D::variable(-0.1, 0), Adaptation::kAcute);
  muscle.recalibrated_length = D(0);
  CHECK(evaluate_muscle(muscle, 0.22).tonic_activation.gradient[0] < -0.05);
}

TEST_CASE("a value out of range is refused with muscle, knob, value, unit and range",
          "[muscle][knobs][error]") {
  for (const Knob knob : kKnobs) {
    const auto range = knob_range(knob);
    Muscle<double> muscle = psoas();
    for (const double bad : {range.lower - 0.01, range.upper + 0.01, kNan, kInfinity}) {
      CAPTURE(range.name, bad);
      const std::string text = message_of<InvalidArgument>([&] { set_knob(muscle, knob, bad); });
      CHECK(contains(text, std::string("psoas: ") + range.name));
      CHECK(contains(text, guyline::internal::number(bad)));
      CHECK(contains(text, range.unit));
      CHECK(contains(text, guyline::internal::number(range.lower) + " to " +
                               guyline::internal::number(range.upper)));
      CHECK(knob_value(muscle, knob) == knob_value(psoas(), knob));
    }
  }
  Muscle<double> muscle = psoas();
  CHECK_THROWS_AS(set_knob(muscle, static_cast<Knob>(17), 0.1), InvalidArgument);
  CHECK_THROWS_AS(knob_value(muscle, static_cast<Knob>(17)), InvalidArgument);
}

TEST_CASE("a muscle that makes no sense is refused with its name and the number's",
          "[muscle][knobs][error]") {
  CHECK_NOTHROW(validate(psoas()));
  struct Case {
    const char* name;
    double Muscle<double>::*field;
    double bad;
  };
  using M = Muscle<double>;
  for (const Case& c :
       {Case{"max_isometric_force", &M::max_isometric_force, -1.0},
        Case{"optimal_fibre_length", &M::optimal_fibre_length, 0.0},
        Case{"cos_pennation", &M::cos_pennation, 0.0},
        Case{"cos_pennation", &M::cos_pennation, 1.0001},
        Case{"slack_length", &M::slack_length, kNan},
        Case{"passive_onset", &M::passive_onset, kNan},
        Case{"passive_width", &M::passive_width, 0.0}, Case{"threshold", &M::threshold, kInfinity},
        Case{"recalibrated_length", &M::recalibrated_length, kNan}, Case{"tone", &M::tone, -0.01},
        Case{"tone", &M::tone, 1.01}, Case{"reflex_gain", &M::reflex_gain, -0.01},
        Case{"length", &M::length_change, 0.6}, Case{"stiffness", &M::stiffness, 0.0},
        Case{"strength", &M::strength, -1.0}}) {
    for (const double bad : {c.bad, kNan, kInfinity, -kInfinity}) {
      CAPTURE(c.name, bad);
      Muscle<double> muscle = psoas();
      muscle.*c.field = bad;
      CHECK(contains(message_of<InvalidArgument>([&] { validate(muscle); }),
                     std::string("psoas: ") + c.name));
    }
  }
  Muscle<double> absent = psoas();
  absent.max_isometric_force = 0.0;
  CHECK_NOTHROW(validate(absent));
  CHECK_NOTHROW(validate(guyline::cast_muscle<Dual<2>>(psoas())));
}
}  // namespace
