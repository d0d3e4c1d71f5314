#include <cmath>
#include <guyline/posture/continuation.hpp>
#include <guyline/posture/hysteresis.hpp>
#include <guyline/posture/knob_system.hpp>
#include <guyline/task/stand.hpp>
#include <limits>
#include <string>

#include "support/catch.hpp"
#include "support/hand_systems.hpp"

namespace {
using guyline::ContinuationBox;
using guyline::continue_equilibria;
using guyline::hysteresis;
using guyline::HysteresisResult;
using guyline::Jump;
using guyline::Knob;
using guyline::Passage;
using guyline::PassageStatus;
using guyline::test::hand_system;

template <typename System>
HysteresisResult swept(System& system, const ContinuationBox& box, double reference = 0.0) {
  const auto branches = continue_equilibria(system, box);
  REQUIRE(branches.status == guyline::ContinuationStatus::kComplete);
  return hysteresis(system, branches, reference);
}
void check_order(const Passage& sweep, double direction) {
  REQUIRE(sweep.parameter.size() == sweep.path.size());
  for (std::size_t i = 1; i < sweep.parameter.size(); ++i) {
    CHECK(direction * (sweep.parameter[i] - sweep.parameter[i - 1]) >= 0.0);
  }
}

TEST_CASE("two folds make a loop: p = s^3 - s", "[posture][hysteresis][exact]") {
  auto system = hand_system<1>([](auto s, auto p) { return p[0] + s - s * s * s; });
  const auto result = swept(system, {-2.0, 2.0, -1.0, 1.0}, -1.0);
  const double s = 1.0 / std::sqrt(3.0), p = 2.0 / (3.0 * std::sqrt(3.0));
  REQUIRE(result.up.status == PassageStatus::kComplete);
  REQUIRE(result.up.jumps.size() == 1);
  CHECK(std::abs(result.up.jumps[0].parameter - p) < 1e-8);
  CHECK(std::abs(result.up.jumps[0].path_from + s) < 1e-8);
  REQUIRE(result.up.jumps[0].path_to);
  CHECK(std::abs(*result.up.jumps[0].path_to - 2.0 * s) < 1e-8);
  REQUIRE(result.down.status == PassageStatus::kComplete);
  REQUIRE(result.down.jumps.size() == 1);
  CHECK(std::abs(result.down.jumps[0].parameter + p) < 1e-8);
  CHECK(std::abs(result.down.jumps[0].path_from - s) < 1e-8);
  REQUIRE(result.down.jumps[0].path_to);
  CHECK(std::abs(*result.down.jumps[0].path_to + 2.0 * s) < 1e-8);
  check_order(result.up, 1.0);
  check_order(result.down, -1.0);
  CHECK(result.up.parameter.front() == -1.0);
  CHECK(result.up.parameter.back() == 1.0);
  CHECK(result.down.parameter.front() == 1.0);
  CHECK(result.down.parameter.back() == -1.0);
}

TEST_CASE("a branch without folds is the same up and down", "[posture][hysteresis][exact]") {
  auto system = hand_system<1>([](auto s, auto p) { return p[0] - s; });
  const auto result = swept(system, {-1.0, 1.0, -0.5, 0.5});
  CHECK(result.up.jumps.empty());
  CHECK(result.down.jumps.empty());
  CHECK(std::abs(result.up.path.front() + 0.5) < 1e-9);
  CHECK(std::abs(result.down.path.back() + 0.5) < 1e-9);
}

TEST_CASE("beyond a fold without another equilibrium the body falls",
          "[posture][hysteresis][exact]") {
  // Stable at s = sqrt(p), nothing at p < 0.
  auto system = hand_system<1>([](auto s, auto p) { return p[0] - s * s; });
  const auto result = swept(system, {-1.0, 1.0, -0.5, 0.8}, 0.5);
  CHECK(result.up.status == PassageStatus::kNoStart);
  CHECK(result.up.path.empty());
  CHECK(result.down.status == PassageStatus::kFell);
  REQUIRE(result.down.jumps.size() == 1);
  CHECK(std::abs(result.down.jumps[0].parameter) < 1e-8);
  CHECK_FALSE(result.down.jumps[0].path_to);
}

TEST_CASE("downhill decides where it begins", "[posture][hysteresis][exact]") {
  // Roots at p = 0: -1 and 1 stable, 0 not.
  auto system = hand_system<1>([](auto s, auto p) { return p[0] + s - s * s * s; });
  const auto branches = continue_equilibria(system, {-2.0, 2.0, 0.0, 1.0});
  for (const double reference : {-1.9, -0.5, -0.01}) {
    CHECK(hysteresis(system, branches, reference).up.jumps.size() == 1);
  }
  for (const double reference : {0.01, 0.5, 1.9}) {
    CHECK(hysteresis(system, branches, reference).up.jumps.empty());
  }
}

TEST_CASE("a forward fork goes on without a jump, forward of two", "[posture][hysteresis][exact]") {
  auto system = hand_system<1>([](auto s, auto p) { return p[0] * s - s * s * s; });
  const auto result = swept(system, {-1.5, 1.5, -1.0, 1.0}, 0.1);
  CHECK(result.up.status == PassageStatus::kComplete);
  CHECK(result.up.jumps.empty());
  CHECK(std::abs(result.up.path.back() - 1.0) < 1e-9);
  CHECK(result.down.status == PassageStatus::kComplete);
  CHECK(result.down.jumps.empty());
  CHECK(std::abs(result.down.path.back()) < 1e-9);
}

TEST_CASE("a backward fork jumps, and comes back elsewhere", "[posture][hysteresis][exact]") {
  // s (p + s^2 - s^4): upright is stable for p < 0, leaning between folds at p = -1/4 and beyond.
  auto system = hand_system<1>([](auto s, auto p) {
    const auto r = s * s;
    return s * (p[0] + r - r * r);
  });
  const auto result = swept(system, {-1.5, 1.5, -0.5, 0.5}, 0.1);
  REQUIRE(result.up.jumps.size() == 1);
  CHECK(std::abs(result.up.jumps[0].parameter) < 1e-8);
  REQUIRE(result.up.jumps[0].path_to);
  CHECK(std::abs(*result.up.jumps[0].path_to - 1.0) < 1e-8);
  REQUIRE(result.down.jumps.size() == 1);
  CHECK(std::abs(result.down.jumps[0].parameter + 0.25) < 1e-8);
  CHECK(std::abs(result.down.jumps[0].path_from - std::sqrt(0.5)) < 1e-8);
  REQUIRE(result.down.jumps[0].path_to);
  CHECK(std::abs(*result.down.jumps[0].path_to) < 1e-8);
}

TEST_CASE("a transcritical point hands stability over without a jump",
          "[posture][hysteresis][exact]") {
  auto system = hand_system<1>([](auto s, auto p) { return s * p[0] - s * s; });
  const auto result = swept(system, {-1.2, 1.2, -1.0, 1.0}, 0.1);
  CHECK(result.up.status == PassageStatus::kComplete);
  CHECK(result.up.jumps.empty());
  CHECK(std::abs(result.up.path.front()) < 1e-9);
  CHECK(std::abs(result.up.path.back() - 1.0) < 1e-9);
}

TEST_CASE("half a loop is left at its fold and never found again", "[posture][hysteresis][exact]") {
  // F = (2 - s)(s^2 + p^2 - 1/4): the half s < 0 of the circle is stable, and so is s = 2.
  auto system =
      hand_system<1>([](auto s, auto p) { return (2.0 - s) * (s * s + p[0] * p[0] - 0.25); });
  const auto result = swept(system, {-1.0, 3.0, 0.0, 1.0}, -0.9);
  CHECK(std::abs(result.up.path.front() + 0.5) < 1e-9);
  REQUIRE(result.up.jumps.size() == 1);
  CHECK(std::abs(result.up.jumps[0].parameter - 0.5) < 1e-8);
  CHECK(std::abs(result.up.jumps[0].path_from) < 1e-7);
  REQUIRE(result.up.jumps[0].path_to);
  CHECK(std::abs(*result.up.jumps[0].path_to - 2.0) < 1e-9);
  CHECK(result.down.status == PassageStatus::kComplete);
  CHECK(result.down.jumps.empty());
  CHECK(std::abs(result.down.path.back() - 2.0) < 1e-9);
}

TEST_CASE("a branch that leaves the range of the path breaks the sweep off",
          "[posture][hysteresis][exact]") {
  auto system = hand_system<1>([](auto s, auto p) { return p[0] - s; });
  const auto result = swept(system, {-0.3, 0.3, -0.2, 1.0});
  CHECK(result.up.status == PassageStatus::kBroken);
  CHECK(std::abs(result.up.parameter.back() - 0.3) < 1e-9);
  CHECK(result.down.status == PassageStatus::kNoStart);
}

TEST_CASE("the bridge over the stiffness of its adductors: against small steps downhill",
          "[posture][hysteresis][invariant]") {
  const auto body = guyline::bridge();
  guyline::StandOptions wide;
  wide.least_tilt = -1.2;
  const auto manifold = guyline::standing_manifold(body, wide);
  const auto group = guyline::knob_group(body.model, "adductors", Knob::kStiffness);
  auto system = guyline::knob_system(body.model, manifold, group);
  const auto result = swept(system, {manifold.lower(), manifold.upper(), 0.2, 0.5}, -0.1);
  REQUIRE(result.up.status == PassageStatus::kComplete);
  REQUIRE(result.down.status == PassageStatus::kComplete);
  REQUIRE(result.up.jumps.size() == 1);
  REQUIRE(result.down.jumps.size() == 1);
  // The body itself: the knob in 600 steps, at each the first stable equilibrium downhill.
  auto model = body.model;
  guyline::EquilibriumData<double, 2> data(model, manifold);
  guyline::EquilibriumOptions options;
  options.reference = result.up.path.front();
  const int steps = 600;
  for (const bool up : {true, false}) {
    const Jump& jump = up ? result.up.jumps[0] : result.down.jumps[0];
    int jumps = 0;
    for (int k = 0; k <= steps; ++k) {
      const double part = double(up ? k : steps - k) / steps;
      const double value = 0.2 + 0.3 * part;
      for (const int muscle : group.muscles) {
        set_knob(model.muscles[static_cast<std::size_t>(muscle)], Knob::kStiffness, value);
      }
      const auto found = find_equilibria(model, manifold, options, data);
      REQUIRE(found.status == guyline::PostureStatus::kSolved);
      const double s = found.equilibria[static_cast<std::size_t>(found.resting)].path;
      if (std::abs(s - options.reference) > 0.05) {
        ++jumps;
        CHECK(std::abs(value - jump.parameter) < 0.3 / steps);
        CHECK(std::abs(s - *jump.path_to) < 0.01);
      }
      options.reference = s;
    }
    CHECK(jumps == 1);
  }
}

TEST_CASE("a reference outside the box is refused; statuses have words",
          "[posture][hysteresis][error]") {
  auto system = hand_system<1>([](auto s, auto p) { return p[0] - s; });
  const auto branches = continue_equilibria(system, {-1.0, 1.0, -0.5, 0.5});
  CHECK_THROWS_AS(hysteresis(system, branches, 1.5), guyline::InvalidArgument);
  CHECK_THROWS_AS(hysteresis(system, branches, std::numeric_limits<double>::quiet_NaN()),
                  guyline::InvalidArgument);
  for (int i = 0; i <= static_cast<int>(PassageStatus::kBroken); ++i) {
    CHECK(std::string(to_string(static_cast<PassageStatus>(i))) != "unknown");
  }
  CHECK(std::string(to_string(static_cast<PassageStatus>(9))) == "unknown");
}
}  // namespace
