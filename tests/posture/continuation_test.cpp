#include <algorithm>
#include <cmath>
#include <guyline/posture/continuation.hpp>
#include <guyline/posture/knob_system.hpp>
#include <guyline/task/stand.hpp>
#include <limits>
#include <vector>

#include "core/checks.hpp"
#include "support/bodies.hpp"
#include "support/catch.hpp"
#include "support/hand_systems.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::Branch;
using guyline::BranchEnd;
using guyline::ContinuationBox;
using guyline::ContinuationOptions;
using guyline::ContinuationPoint;
using guyline::ContinuationResult;
using guyline::ContinuationStatus;
using guyline::continue_equilibria;
using guyline::InvalidArgument;
using guyline::Knob;
using guyline::PointKind;
using guyline::SpecialPoint;
using guyline::test::hand_system;
using guyline::test::Random;
constexpr double kPlace = 1e-8;

bool near(const SpecialPoint& point, double s, double p) {
  return std::abs(point.path - s) < kPlace && std::abs(point.parameter - p) < kPlace;
}

/// Laws of every result: residuals, the box, stability between special points.
void check_laws(const ContinuationResult& result) {
  for (const Branch& branch : result.branches) {
    REQUIRE(branch.points.size() >= 2);
    for (std::size_t i = 0; i < branch.points.size(); ++i) {
      const ContinuationPoint& point = branch.points[i];
      CHECK(point.residual <= 1e-9);
      CHECK(point.path >= result.box.path_lower);
      CHECK(point.path <= result.box.path_upper);
      CHECK(point.parameter >= result.box.parameter_lower);
      CHECK(point.parameter <= result.box.parameter_upper);
      if (i == 0) continue;
      const ContinuationPoint& before = branch.points[i - 1];
      if (point.kind == PointKind::kRegular && before.kind == PointKind::kRegular) {
        CHECK(point.stable == before.stable);
      }
    }
  }
}

/// Places s at which branches pass the parameter p, ascending, by the chords between points.
std::vector<double> passes(const ContinuationResult& result, double p) {
  std::vector<double> found;
  for (const Branch& branch : result.branches) {
    for (std::size_t i = 0; i + 1 < branch.points.size(); ++i) {
      const ContinuationPoint &a = branch.points[i], &b = branch.points[i + 1];
      if ((a.parameter > p) == (b.parameter > p)) continue;
      const double t = (p - a.parameter) / (b.parameter - a.parameter);
      found.push_back(a.path + t * (b.path - a.path));
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

TEST_CASE("a fold: p = s^2", "[posture][continuation][exact]") {
  auto fold = hand_system<1>([](auto s, auto p) { return p[0] - s * s; });
  const auto result = continue_equilibria(fold, {-1.0, 1.0, -0.5, 1.0});
  check_laws(result);
  REQUIRE(result.status == ContinuationStatus::kComplete);
  REQUIRE(result.branches.size() == 1);
  REQUIRE(result.folds.size() == 1);
  CHECK(result.branch_points.empty());
  CHECK(near(result.folds[0], 0.0, 0.0));
  CHECK(result.folds[0].branches == std::vector<int>{0});
  CHECK_FALSE(result.folds[0].corner);
  CHECK(result.evaluations == fold.evaluations);
  for (const ContinuationPoint& point : result.branches[0].points) {
    if (point.kind != PointKind::kRegular) continue;
    CHECK(point.stable == (point.path > 0.0));  // F_s = -2 s
    CHECK(std::abs(point.stiffness - 2.0 * point.path) < 1e-9);
  }
}

TEST_CASE("two folds: p = s^3 - s", "[posture][continuation][exact]") {
  auto system = hand_system<1>([](auto s, auto p) { return p[0] + s - s * s * s; });
  const auto result = continue_equilibria(system, {-2.0, 2.0, -1.0, 1.0});
  check_laws(result);
  REQUIRE(result.status == ContinuationStatus::kComplete);
  REQUIRE(result.branches.size() == 1);
  REQUIRE(result.folds.size() == 2);
  const double s = 1.0 / std::sqrt(3.0), p = 2.0 / (3.0 * std::sqrt(3.0));
  const bool first_right = result.folds[0].path > 0.0;
  CHECK(near(result.folds[first_right ? 0 : 1], s, -p));
  CHECK(near(result.folds[first_right ? 1 : 0], -s, p));
}

TEST_CASE("a pitchfork and its unfoldings, at random places", "[posture][continuation][exact]") {
  Random random(5);
  CAPTURE(random.seed());
  for (int n = 0; n < 20; ++n) {
    const double s0 = random.uniform(-0.3, 0.3), p0 = random.uniform(-0.3, 0.3);
    const double sign = random.integer(2) == 0 ? 1.0 : -1.0;  // forward or backward fork
    for (const double offset : {0.0, 1e-3, -1e-6, 1e-9}) {
      auto fork = hand_system<1>([=](auto s, auto p) {
        const auto x = s - s0;
        return sign * ((p[0] - p0) * x - sign * x * x * x) + offset;
      });
      const auto result = continue_equilibria(fork, {-1.3, 1.2, -1.0, 1.1});
      CAPTURE(n, s0, p0, sign, offset);
      check_laws(result);
      REQUIRE(result.status == ContinuationStatus::kComplete);
      REQUIRE(result.branches.size() == 2);
      if (offset == 0.0) {
        REQUIRE(result.branch_points.size() == 1);
        CHECK(result.folds.empty());
        CHECK(near(result.branch_points[0], s0, p0));
        CHECK(result.branch_points[0].branches == std::vector<int>{0, 1});
      } else {
        // F_s = 0 there too: 2 x^3 = -offset with p - p0 = sign 3 x^2.
        CHECK(result.branch_points.empty());
        REQUIRE(result.folds.size() == 1);
        const double x = -std::cbrt(0.5 * offset);
        CHECK(near(result.folds[0], s0 + x, p0 + 3.0 * sign * x * x));
      }
    }
  }
}

TEST_CASE("a transcritical point: stability goes over", "[posture][continuation][exact]") {
  for (const double shift : {0.0, 0.017}) {  // on and off the lines of the grid
    auto system = hand_system<1>([=](auto s, auto p) {
      const auto x = s - shift;
      return x * (p[0] - 2.0 * shift) - x * x;
    });
    const auto result = continue_equilibria(system, {-1.0, 1.0, -1.0, 1.0});
    CAPTURE(shift);
    check_laws(result);
    REQUIRE(result.status == ContinuationStatus::kComplete);
    REQUIRE(result.branches.size() == 2);
    REQUIRE(result.branch_points.size() == 1);
    CHECK(result.folds.empty());
    CHECK(near(result.branch_points[0], shift, 2.0 * shift));
    for (const Branch& branch : result.branches) {
      for (const ContinuationPoint& point : branch.points) {
        if (point.kind != PointKind::kRegular) continue;
        const bool flat = std::abs(point.path - shift) < 1e-7;
        const bool after = point.parameter > 2.0 * shift;
        CHECK(point.stable == (flat ? !after : after));
      }
    }
  }
}

TEST_CASE("a loop on its own is found and closes", "[posture][continuation][exact]") {
  // The grid's cells are 0.05 x 0.0833.
  for (const double radius : {0.5, 0.2, 0.045}) {
    for (const double shift : {0.0, 0.013}) {
      auto loop = hand_system<1>([=](auto s, auto p) {
        const auto x = s - shift, y = p[0] + 0.3 * shift;
        return x * x + y * y - radius * radius;
      });
      const auto result = continue_equilibria(loop, {-1.0, 1.0, -1.0, 1.0});
      CAPTURE(radius, shift);
      check_laws(result);
      REQUIRE(result.status == ContinuationStatus::kComplete);
      REQUIRE(result.branches.size() == 1);
      CHECK(result.branches[0].at_front == BranchEnd::kClosed);
      CHECK(result.branches[0].at_back == BranchEnd::kClosed);
      REQUIRE(result.folds.size() == 2);
      const bool first_right = result.folds[0].parameter > -0.3 * shift;
      CHECK(near(result.folds[first_right ? 0 : 1], shift, radius - 0.3 * shift));
      CHECK(near(result.folds[first_right ? 1 : 0], shift, -radius - 0.3 * shift));
    }
  }
}

TEST_CASE("a loop between two samples of a line of the grid is found",
          "[posture][continuation][exact]") {
  // Cells of 0.05 x 0.0833; the line p = 0 meets the loop twice within 0 < s < 0.05.
  auto loop = hand_system<1>([](auto s, auto p) {
    const auto x = s - 0.025;
    return x * x + p[0] * p[0] - 4e-4;
  });
  const auto result = continue_equilibria(loop, {-1.0, 1.0, -1.0, 1.0});
  check_laws(result);
  REQUIRE(result.branches.size() == 1);
  CHECK(result.branches[0].at_back == BranchEnd::kClosed);
  CHECK(result.folds.size() == 2);
}

TEST_CASE("two folds within one step, close to an inflection", "[posture][continuation][exact]") {
  // p = x^3 - 3 e^2 x: folds at x = +-e, p = -+2 e^3.
  for (const double e : {1e-2, 3e-3, 1e-3}) {
    for (const double shift : {0.0, 0.003, 0.007, 0.011, 0.019, 0.023, 0.031, 0.037}) {
      auto system = hand_system<1>([=](auto s, auto p) {
        const auto x = s - shift;
        return p[0] - x * x * x + 3.0 * e * e * x;
      });
      const auto result = continue_equilibria(system, {-1.0, 1.0, -1.0, 1.0});
      CAPTURE(e, shift);
      check_laws(result);
      REQUIRE(result.branches.size() == 1);
      REQUIRE(result.folds.size() == 2);
      const bool first_right = result.folds[0].path > shift;
      CHECK(near(result.folds[first_right ? 0 : 1], shift + e, -2.0 * e * e * e));
      CHECK(near(result.folds[first_right ? 1 : 0], shift - e, 2.0 * e * e * e));
    }
  }
}

TEST_CASE("two lines that cross at a small angle are not mixed up",
          "[posture][continuation][exact]") {
  for (const double angle : {0.15, 0.1, 0.06, 0.03}) {
    for (const double at : {0.0123, 0.311, -0.207}) {
      auto lines = hand_system<1>([=](auto s, auto p) { return s * (s - angle * (p[0] - at)); });
      const auto result = continue_equilibria(lines, {-1.0, 1.0, -1.0, 1.0});
      CAPTURE(angle, at);
      check_laws(result);
      REQUIRE(result.branches.size() == 2);
      REQUIRE(result.branch_points.size() == 1);
      CHECK(near(result.branch_points[0], 0.0, at));
      for (const Branch& branch : result.branches) {
        const bool level = std::abs(branch.points.front().path) < 1e-6;
        CHECK((std::abs(branch.points.back().path) < 1e-6) == level);
      }
    }
  }
}

TEST_CASE("an eight closes through its own branch point", "[posture][continuation][exact]") {
  auto eight =
      hand_system<1>([](auto s, auto p) { return p[0] * p[0] * (1.0 - p[0] * p[0]) - s * s; });
  const auto result = continue_equilibria(eight, {-1.0, 1.0, -1.5, 1.5});
  check_laws(result);
  REQUIRE(result.status == ContinuationStatus::kComplete);
  REQUIRE(result.branches.size() == 1);
  CHECK(result.branches[0].at_back == BranchEnd::kClosed);
  REQUIRE(result.branch_points.size() == 1);
  CHECK(near(result.branch_points[0], 0.0, 0.0));
  CHECK(result.folds.size() == 2);
}

TEST_CASE("many folds, many branches: none is missed", "[posture][continuation][exact]") {
  // p = 0.3 sin(40 s): folds where cos(40 s) = 0; 80/pi = 25.46 of them in [-1, 1].
  auto wave = hand_system<1>([](auto s, auto p) { return p[0] - 0.3 * sin(40.0 * s); });
  const auto one = continue_equilibria(wave, {-1.0, 1.0, -1.0, 1.0});
  check_laws(one);
  REQUIRE(one.branches.size() == 1);
  REQUIRE(one.folds.size() == 26);
  for (const SpecialPoint& fold : one.folds) {
    CHECK(std::abs(std::cos(40.0 * fold.path)) < 40.0 * kPlace);
    CHECK(std::abs(std::abs(fold.parameter) - 0.3) < kPlace);
  }
  // sin(10 s) = p/3: a sheet between the edges for every half period.
  auto sheets = hand_system<1>([](auto s, auto p) { return p[0] - 3.0 * sin(10.0 * s); });
  const auto many = continue_equilibria(sheets, {-1.0, 1.0, -1.0, 1.0});
  check_laws(many);
  CHECK(many.status == ContinuationStatus::kComplete);
  CHECK(many.branches.size() == 7);  // s = k pi/10, |k| <= 3
  CHECK(many.folds.empty());
}

TEST_CASE("three branches through three points of a triangle", "[posture][continuation][exact]") {
  auto triangle =
      hand_system<1>([](auto s, auto p) { return s * (s - p[0] - 0.4) * (s + p[0] - 0.3); });
  const auto result = continue_equilibria(triangle, {-1.0, 1.0, -1.0, 1.0});
  check_laws(result);
  REQUIRE(result.branches.size() == 3);
  REQUIRE(result.branch_points.size() == 3);
  for (const auto& [s, p] : {std::pair{0.0, -0.4}, std::pair{0.0, 0.3}, std::pair{0.35, -0.05}}) {
    CHECK(std::count_if(result.branch_points.begin(), result.branch_points.end(),
                        [s = s, p = p](const SpecialPoint& b) { return near(b, s, p); }) == 1);
  }
}

/// An inverted pendulum between two guy lines of stiffness k times the critical one, k the stiffness
/// knob of both: upright is stable for k > 1; the fork is that of posture/equilibrium_test.cpp.
TEST_CASE("the pitchfork of an inverted pendulum between two guy lines",
          "[posture][continuation][exact]") {
  const double mass = 70.0, height = 1.0, reach = 1.0, rest = 0.5, g = 9.80665;
  const double A = reach * reach + height * height, B = reach * height;
  const double critical = mass * g * height * std::pow(A, 1.5) / (2 * rest * B * B);
  auto model = guyline::test::mast(mass, height);
  for (const double side : {1.0, -1.0}) {
    model.add_muscle(
        guyline::test::spring(side > 0.0 ? "front" : "back", critical, rest),
        {{guyline::BodyIndex(0), {side * reach, 0.0}}, {guyline::BodyIndex(1), {0.0, height}}});
  }
  const guyline::Manifold<double, 2> manifold(1, {}, {}, guyline::VectorX<double>::Ones(1), -0.6,
                                              0.6, guyline::VectorX<double>::Zero(1));
  auto system = guyline::knob_system(
      model, manifold, {{guyline::CableIndex(0), guyline::CableIndex(1)}, Knob::kStiffness, {}});
  for (const double upper : {1.1, 1.2}) {  // 1 is on a line of the second grid, not of the first
    const auto result = continue_equilibria(system, {-0.6, 0.6, 0.8, upper});
    check_laws(result);
    REQUIRE(result.status == ContinuationStatus::kComplete);
    REQUIRE(result.branches.size() == 2);
    REQUIRE(result.branch_points.size() == 1);
    CHECK(near(result.branch_points[0], 0.0, 1.0));
    for (const Branch& branch : result.branches) {
      for (const ContinuationPoint& point : branch.points) {
        if (point.kind != PointKind::kRegular) continue;
        if (std::abs(point.path) < 1e-9) {
          CHECK(std::abs(point.stiffness - mass * g * height * (point.parameter - 1.0)) < 1e-9);
        } else {
          // dU/dq = 0 solved for k
          const double sine = std::sin(point.path);
          const double k = mass * g * height * sine /
                           (critical * rest * B * std::cos(point.path) *
                            (1 / std::sqrt(A - 2 * B * sine) - 1 / std::sqrt(A + 2 * B * sine)));
          CHECK(std::abs(point.parameter - k) < 1e-6);
        }
      }
    }
  }
}

/// The roots of a bridge over one knob, against a grid of 1e-3 rad at several values of the knob.
ContinuationResult check_against_grid(guyline::Model<double, 2> model, const char* name, Knob knob,
                                      double lower, double upper, guyline::Adaptation adaptation) {
  const auto manifold = guyline::standing_manifold(guyline::bridge(), {});
  const auto group = guyline::knob_group(model, name, knob, adaptation);
  auto system = guyline::knob_system(model, manifold, group);
  const auto result =
      continue_equilibria(system, {manifold.lower(), manifold.upper(), lower, upper});
  CAPTURE(name);
  check_laws(result);
  CHECK((result.status == ContinuationStatus::kComplete ||
         result.status == ContinuationStatus::kNoEquilibrium));
  for (const double part : {0.003, 0.11, 0.25, 0.29, 0.53, 0.71, 0.89, 0.997}) {
    const double value = lower + part * (upper - lower);
    for (const int muscle : group.muscles) {
      set_knob(model.muscles[static_cast<std::size_t>(muscle)], knob, value, adaptation);
    }
    const auto roots =
        guyline::test::scan_for_roots(model, manifold, manifold.lower(), manifold.upper(), 1e-3);
    const auto found = passes(result, value);
    CAPTURE(value);
    REQUIRE(found.size() == roots.size());
    for (std::size_t i = 0; i < roots.size(); ++i) CHECK(std::abs(found[i] - roots[i]) < 2e-3);
  }
  return result;
}

TEST_CASE("on the bridge: the same roots as a brute-force grid",
          "[posture][continuation][invariant]") {
  using guyline::Adaptation;
  const auto body = guyline::bridge();
  check_against_grid(body.model, "psoas", Knob::kLength, -0.2, 0.1, Adaptation::kRecalibrated);
  check_against_grid(body.model, "gluteals", Knob::kTone, 0.0, 1.0, Adaptation::kRecalibrated);
  check_against_grid(body.model, "hamstrings", Knob::kLength, -0.5, 0.5, Adaptation::kAcute);
  // Without most of the adductors' passive pull it tips back: 0.25 of this range has three roots.
  const auto tips = check_against_grid(body.model, "adductors", Knob::kStiffness, 0.1, 1.1,
                                       Adaptation::kRecalibrated);
  REQUIRE(tips.folds.size() == 2);
  for (const SpecialPoint& fold : tips.folds) {
    CHECK(std::abs(fold.parameter - 0.34) < 0.04);
    // F and F_s vanish together, by the model itself.
    const auto manifold = guyline::standing_manifold(body, {});
    auto system = guyline::knob_system(
        body.model, manifold, guyline::knob_group(body.model, "adductors", Knob::kStiffness));
    const auto at = system.evaluate(fold.path, {fold.parameter});
    CHECK(std::abs(at.force) < 1e-9 * at.scale);
    CHECK(std::abs(at.by_path) < 1e-8 * at.scale);
  }
  Random random(77);
  CAPTURE(random.seed());
  const char* const groups[] = {"hip_flexors", "erector_spinae", "quadriceps", "adductors"};
  for (int n = 0; n < 8; ++n) {
    auto model = body.model;
    guyline::test::turn_knobs(model, random, n % 2 == 0 ? 0.0 : 1.0);
    CAPTURE(n);
    check_against_grid(model, groups[n % 4], Knob::kLength, -0.5, 0.5,
                       n < 4 ? Adaptation::kRecalibrated : Adaptation::kAcute);
  }
}

TEST_CASE("what cannot be followed is a status", "[posture][continuation][error]") {
  auto none = hand_system<1>([](auto s, auto) { return 1.0 + s * s; });
  const auto empty = continue_equilibria(none, {-1.0, 1.0, -1.0, 1.0});
  CHECK(empty.status == ContinuationStatus::kNoEquilibrium);
  CHECK(empty.branches.empty());

  ContinuationOptions few;
  few.max_evaluations = 1200;  // the grid alone takes 1025
  auto fold = hand_system<1>([](auto s, auto p) { return p[0] - s * s; });
  const auto partial = continue_equilibria(fold, {-1.0, 1.0, -0.5, 1.0}, few);
  CHECK(partial.status == ContinuationStatus::kBudget);
  CHECK(partial.evaluations < 1300);

  ContinuationOptions one;
  one.max_branches = 1;
  auto lines = hand_system<1>([](auto s, auto) { return s * s - 0.25; });
  CHECK(continue_equilibria(lines, {-1.0, 1.0, -1.0, 1.0}, one).status ==
        ContinuationStatus::kTooMany);

  struct NotANumber {
    guyline::ForceSlopes<1> evaluate(double s, const std::array<double, 1>& p) const {
      const double nan = std::numeric_limits<double>::quiet_NaN();
      return {p[0] > 0.5 ? nan : s, 1.0, {0.0}, 1.0, true};
    }
  } breaks;
  const auto broken = continue_equilibria(breaks, {-1.0, 1.1, -1.0, 1.0});
  REQUIRE(broken.branches.size() == 1);
  const Branch& branch = broken.branches[0];
  CHECK((branch.at_back == BranchEnd::kNoForce) != (branch.at_front == BranchEnd::kNoForce));
}

TEST_CASE("continuation refuses a bad box and bad options", "[posture][continuation][error]") {
  auto fold = hand_system<1>([](auto s, auto p) { return p[0] - s * s; });
  CHECK_THROWS_AS(continue_equilibria(fold, {1.0, -1.0, 0.0, 1.0}), InvalidArgument);
  ContinuationOptions options;
  options.largest_step = -1.0;
  CHECK_THROWS_AS(continue_equilibria(fold, {-1.0, 1.0, 0.0, 1.0}, options), InvalidArgument);
  CHECK(fold.evaluations == 0);
}
}  // namespace
