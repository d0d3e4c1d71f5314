#include <cmath>
#include <guyline/posture/knob_system.hpp>
#include <guyline/task/stand.hpp>
#include <string>

#include "core/checks.hpp"
#include "support/bodies.hpp"
#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::Adaptation;
using guyline::CableIndex;
using guyline::ForceSlopes;
using guyline::InvalidArgument;
using guyline::Knob;
using guyline::knob_group;
using guyline::knob_system;
using guyline::KnobGroup;
using guyline::KnobSystem;
using guyline::test::contains;
using guyline::test::message_of;
using guyline::test::Random;

TEST_CASE("one cable and one hinge: the slopes by hand", "[posture][knob_system][exact]") {
  // A bob h below the hinge, a spring of rest length r from (a, 0): with L^2 = a^2 + h^2 + 2 a h sin q,
  // F = -m g h sin q - k (L - r) L', L' = a h cos q / L. The stiffness knob multiplies k.
  const double mass = 3.0, h = 1.3, a = 0.7, k = 25.0, rest = 0.4, q = 0.3, knob = 1.7;
  auto model = guyline::test::mast(mass, -h);
  model.add_muscle(guyline::test::spring("cable", k, rest),
                   {{guyline::BodyIndex(0), {a, 0.0}}, {guyline::BodyIndex(1), {0.0, -h}}});
  const guyline::Manifold<double, 2> manifold(1, {}, {}, guyline::VectorX<double>::Ones(1), -1.5,
                                              1.5, guyline::VectorX<double>::Zero(1));
  auto system = knob_system(model, manifold, {{CableIndex(0)}, Knob::kStiffness, {}});
  const ForceSlopes<1> at = system.evaluate(q, {knob});
  REQUIRE(at.ok);
  const double length = std::sqrt(a * a + h * h + 2 * a * h * std::sin(q));
  const double slope = a * h * std::cos(q) / length;
  const double bend = -a * h * std::sin(q) / length - slope * slope / length;
  const double weight = mass * 9.80665 * h;
  CHECK(std::abs(at.force + weight * std::sin(q) + knob * k * (length - rest) * slope) < 1e-12);
  CHECK(std::abs(at.by_path + weight * std::cos(q) +
                 knob * k * (slope * slope + (length - rest) * bend)) < 1e-12);
  CHECK(std::abs(at.by_parameter[0] + k * (length - rest) * slope) < 1e-12);
  CHECK(at.scale > std::abs(at.by_path));
}

TEST_CASE("slopes by two knobs against central differences, over random bodies",
          "[posture][knob_system][derivative]") {
  const auto body = guyline::bridge();
  const auto manifold = guyline::standing_manifold(body, {});
  Random random(9);
  CAPTURE(random.seed());
  const char* const names[] = {"hip_flexors", "gluteals", "psoas", "erector_spinae", "hamstrings"};
  const Knob knobs[] = {Knob::kLength, Knob::kStiffness, Knob::kTone, Knob::kReflexGain};
  for (int n = 0; n < 40; ++n) {
    auto model = body.model;
    guyline::test::turn_knobs(model, random);
    const int g = random.integer(5), other = (g + 1 + random.integer(4)) % 5;
    const Knob first = knobs[random.integer(4)], second = knobs[random.integer(4)];
    if (g + other == 2) continue;  // psoas is one of the hip flexors
    auto system = knob_system(
        model, manifold,
        knob_group(model, names[g], first, n % 2 ? Adaptation::kAcute : Adaptation::kRecalibrated),
        knob_group(model, names[other], second));
    const auto inside = [&](Knob knob) {
      return knob == Knob::kLength      ? random.uniform(-0.3, 0.3)
             : knob == Knob::kStiffness ? random.uniform(0.3, 4.0)
                                        : random.uniform(0.01, 0.2);
    };
    const std::array<double, 2> p{inside(first), inside(second)};
    const double s = random.uniform(-0.4, 0.4);
    const ForceSlopes<2> at = system.evaluate(s, p);
    REQUIRE(at.ok);
    constexpr double e = 1e-5;
    CAPTURE(n, s, p[0], p[1]);
    const double by_path =
        (system.evaluate(s + e, p).force - system.evaluate(s - e, p).force) / (2 * e);
    CHECK(std::abs(at.by_path - by_path) < 1e-6 * at.scale);
    for (std::size_t k = 0; k < 2; ++k) {
      auto above = p, below = p;
      above[k] += e;
      below[k] -= e;
      const double by_knob =
          (system.evaluate(s, above).force - system.evaluate(s, below).force) / (2 * e);
      CHECK(std::abs(at.by_parameter[k] - by_knob) < 1e-6 * at.scale);
    }
  }
}

TEST_CASE("a place is the same wherever the system was before",
          "[posture][knob_system][invariant]") {
  const auto body = guyline::bridge();
  const auto manifold = guyline::standing_manifold(body, {});
  auto system = knob_system(body.model, manifold, knob_group(body.model, "psoas", Knob::kLength));
  const auto fresh = knob_system(body.model, manifold, system.group(0)).evaluate(0.1, {-0.1});
  for (const double from : {-0.6, 0.0, 0.15, 0.6}) {
    (void)system.evaluate(from, {0.4});
    const auto again = system.evaluate(0.1, {-0.1});
    CHECK(std::abs(again.force - fresh.force) < 1e-12 * fresh.scale);
    CHECK(std::abs(again.by_path - fresh.by_path) < 1e-11 * fresh.scale);
  }
  // and the model that was handed over is still the one of the caller
  CHECK(body.model.muscles[7].length_change == 0.0);
}

TEST_CASE("no force beyond a knob's range or off the manifold", "[posture][knob_system][exact]") {
  const auto body = guyline::bridge();
  const auto manifold = guyline::standing_manifold(body, {});
  auto system = knob_system(body.model, manifold, knob_group(body.model, "psoas", Knob::kTone));
  CHECK_FALSE(system.evaluate(0.0, {-1e-9}).ok);
  CHECK_FALSE(system.evaluate(0.0, {1.1}).ok);
  CHECK_FALSE(system.evaluate(0.0, {std::nan("")}).ok);
  CHECK_FALSE(system.evaluate(std::nan(""), {0.1}).ok);
  CHECK_FALSE(system.evaluate(40.0, {0.1}).ok);
  CHECK(system.evaluate(0.0, {0.1}).ok);  // and it recovers
}

TEST_CASE("groups that make no sense are refused", "[posture][knob_system][error]") {
  const auto body = guyline::bridge();
  const auto manifold = guyline::standing_manifold(body, {});
  const auto refuses = [&](const KnobGroup& first, const KnobGroup& second, const char* what) {
    CHECK(contains(message_of<InvalidArgument>(
                       [&] { (void)knob_system(body.model, manifold, first, second); }),
                   what));
  };
  const KnobGroup good = knob_group(body.model, "psoas", Knob::kTone);
  refuses(good, {{}, Knob::kTone, {}}, "no muscle");
  refuses(good, {{CableIndex(23)}, Knob::kTone, {}}, "muscle index");
  refuses(good, {{CableIndex(-1)}, Knob::kTone, {}}, "muscle index");
  refuses(good, knob_group(body.model, "hip_flexors", Knob::kTone), "psoas.tone");
  CHECK_NOTHROW(
      knob_system(body.model, manifold, good, knob_group(body.model, "psoas", Knob::kLength)));
  CHECK_THROWS_AS(knob_group(body.model, "no_such_muscle", Knob::kTone), guyline::UnknownName);
}
}  // namespace
