#include <cmath>
#include <guyline/posture/continuation.hpp>
#include <guyline/posture/fold_curve.hpp>
#include <guyline/posture/knob_system.hpp>
#include <guyline/task/stand.hpp>
#include <limits>

#include "core/checks.hpp"
#include "support/catch.hpp"
#include "support/hand_systems.hpp"
#include "support/random.hpp"

namespace {
using guyline::BranchEnd;
using guyline::fold_curve;
using guyline::FoldCurveOptions;
using guyline::FoldPoint;
using guyline::InvalidArgument;
using guyline::Knob;
using guyline::test::contains;
using guyline::test::hand_system;
using guyline::test::message_of;

TEST_CASE("the cusp p_1 + p_2 s - s^3", "[posture][fold_curve][exact]") {
  // Folds at p_2 = 3 s^2, p_1 = -2 s^3, that is p_1 = -+2 (p_2/3)^(3/2); the cusp is at 0.
  auto cusp = hand_system<2>([](auto s, auto p) { return p[0] + p[1] * s - s * s * s; });
  FoldCurveOptions options;
  options.lower = {-1.1, -1.0, -0.7};
  options.upper = {1.3, 1.2, 1.1};
  options.start = {0.49, -0.24, 0.75};  // the fold is at (0.5, -0.25)
  const auto result = fold_curve(cusp, options);
  REQUIRE(result.started);
  CHECK(result.at_front == BranchEnd::kRange);
  CHECK(result.at_back == BranchEnd::kRange);
  REQUIRE(result.cusps.size() == 1);
  CHECK(std::abs(result.cusps[0].path) < 1e-8);
  CHECK(std::abs(result.cusps[0].first) < 1e-8);
  CHECK(std::abs(result.cusps[0].second) < 1e-8);
  double least = 1.0, greatest = -1.0;
  for (const FoldPoint& point : result.points) {
    CHECK(std::abs(point.second - 3.0 * point.path * point.path) < 1e-8);
    CHECK(std::abs(point.first + 2.0 * std::pow(point.path, 3.0)) < 1e-8);
    CHECK(std::abs(point.curvature + 6.0 * point.path) < 1e-7);
    least = std::min(least, point.path);
    greatest = std::max(greatest, point.path);
  }
  // to the edge p_2 = 1.1 on both sides
  CHECK(std::abs(greatest - std::sqrt(1.1 / 3.0)) < 1e-5);
  CHECK(std::abs(least + std::sqrt(1.1 / 3.0)) < 1e-5);
}

TEST_CASE("cusps at random places, seen through a change of variables",
          "[posture][fold_curve][exact]") {
  guyline::test::Random random(31);
  CAPTURE(random.seed());
  for (int n = 0; n < 20; ++n) {
    const double s0 = random.uniform(-0.2, 0.2), a0 = random.uniform(-0.2, 0.2);
    const double b0 = random.uniform(-0.2, 0.2), bend = random.uniform(-0.3, 0.3);
    const double mix = random.uniform(-0.5, 0.5), size = random.log_uniform(0.1, 1000.0);
    auto system = hand_system<2>([=](auto s, auto p) {
      const auto x = s - s0 + bend * (p[1] - b0);
      const auto a = p[0] - a0 + mix * (p[1] - b0), b = p[1] - b0;
      return size * (a + b * x - x * x * x) * (1.0 + 0.2 * s);
    });
    FoldCurveOptions options;
    options.lower = {-1.0, -1.0, -1.0};
    options.upper = {1.0, 1.0, 1.0};
    const double b = 0.3, x = std::sqrt(b / 3.0);
    options.start = {s0 + x - bend * b, a0 - 2.0 * x * x * x - mix * b, b0 + b};
    const auto result = fold_curve(system, options);
    CAPTURE(n);
    REQUIRE(result.started);
    REQUIRE(result.cusps.size() == 1);
    CHECK(std::abs(result.cusps[0].path - s0) < 1e-8);
    CHECK(std::abs(result.cusps[0].first - a0) < 1e-8);
    CHECK(std::abs(result.cusps[0].second - b0) < 1e-8);
  }
}

TEST_CASE("the folds of a sphere are its equator, without a cusp", "[posture][fold_curve][exact]") {
  auto sphere =
      hand_system<2>([](auto s, auto p) { return s * s + p[0] * p[0] + p[1] * p[1] - 0.25; });
  FoldCurveOptions options;
  options.lower = {-1.0, -1.0, -1.0};
  options.upper = {1.0, 1.0, 1.0};
  options.start = {0.01, 0.3, 0.4};
  const auto result = fold_curve(sphere, options);
  REQUIRE(result.started);
  CHECK(result.at_front == BranchEnd::kClosed);
  CHECK(result.at_back == BranchEnd::kClosed);
  CHECK(result.cusps.empty());
  for (const FoldPoint& point : result.points) {
    CHECK(std::abs(point.path) < 1e-9);
    CHECK(std::abs(std::hypot(point.first, point.second) - 0.5) < 1e-9);
    CHECK(std::abs(point.curvature - 2.0) < 1e-8);
  }
  CHECK(result.points.front().first == result.points.back().first);
}

TEST_CASE(
    "on the bridge: two folds over the adductors' stiffness meet over the hip flexors' length",
    "[posture][fold_curve][invariant]") {
  const auto body = guyline::bridge();
  guyline::StandOptions wide;
  wide.least_tilt = -1.2;
  const auto manifold = guyline::standing_manifold(body, wide);
  const auto adductors = guyline::knob_group(body.model, "adductors", Knob::kStiffness);
  const auto flexors = guyline::knob_group(body.model, "hip_flexors", Knob::kLength);
  const auto folds_at = [&](double length) {
    auto model = body.model;
    set_knob(model, "hip_flexors", Knob::kLength, length);
    auto system = guyline::knob_system(model, manifold, adductors);
    return guyline::continue_equilibria(system, {manifold.lower(), manifold.upper(), 0.1, 2.0})
        .folds;
  };
  const auto folds = folds_at(0.0);
  REQUIRE(folds.size() == 2);
  auto system = guyline::knob_system(body.model, manifold, adductors, flexors);
  FoldCurveOptions options;
  options.lower = {manifold.lower(), 0.1, -0.4};
  options.upper = {manifold.upper(), 2.0, 0.4};
  options.start = {folds[0].path, folds[0].parameter, 0.0};
  const auto result = fold_curve(system, options);
  REQUIRE(result.started);
  REQUIRE(result.cusps.size() == 1);
  const FoldPoint& cusp = result.cusps[0];
  const auto at = system.evaluate(cusp.path, {cusp.first, cusp.second});
  CHECK(std::abs(at.force) < 1e-9 * at.scale);
  CHECK(std::abs(at.by_path) < 1e-8 * at.scale);
  constexpr double h = 1e-4;
  const double curvature = (system.evaluate(cusp.path + h, {cusp.first, cusp.second}).by_path -
                            system.evaluate(cusp.path - h, {cusp.first, cusp.second}).by_path) /
                           (2.0 * h);
  CHECK(std::abs(curvature) < 1e-6 * at.scale);
  // The same curve passes the second fold, and beyond the cusp there is none.
  double nearest = 1.0;
  for (std::size_t i = 0; i + 1 < result.points.size(); ++i) {
    const FoldPoint &a = result.points[i], &b = result.points[i + 1];
    if ((a.second > 0.0) == (b.second > 0.0)) continue;
    nearest = std::min(nearest, std::abs(a.path - folds[1].path));
  }
  CHECK(nearest < 0.05);
  const double beyond = cusp.second > 0.0 ? 0.01 : -0.01;
  CHECK(folds_at(cusp.second + beyond).empty());
  CHECK(folds_at(cusp.second - beyond).size() == 2);
}

TEST_CASE("no fold to begin at, and a budget, are results", "[posture][fold_curve][error]") {
  auto plane = hand_system<2>([](auto s, auto p) { return s + p[0] + p[1]; });
  FoldCurveOptions options;
  options.lower = {-1.0, -1.0, -1.0};
  options.upper = {1.0, 1.0, 1.0};
  const auto none = fold_curve(plane, options);
  CHECK_FALSE(none.started);
  CHECK(none.points.empty());
  CHECK(none.evaluations > 0);
  auto fold = hand_system<2>([](auto s, auto p) { return p[0] - s * s + 0.0 * p[1]; });
  options.max_evaluations = 100;
  const auto few = fold_curve(fold, options);
  CHECK(few.started);
  CHECK(few.at_front == BranchEnd::kBudget);
  CHECK(few.evaluations <= 110);
}

TEST_CASE("options of a fold curve that are out of range are refused by name",
          "[posture][fold_curve][error]") {
  auto fold = hand_system<2>([](auto s, auto p) { return p[0] - s * s + 0.0 * p[1]; });
  const auto refuses = [&](const char* what, auto change) {
    FoldCurveOptions options;
    options.lower = {-1.0, -1.0, -1.0};
    options.upper = {1.0, 1.0, 1.0};
    change(options);
    CHECK(contains(message_of<InvalidArgument>([&] { (void)fold_curve(fold, options); }), what));
  };
  refuses("path lower", [](auto& o) { o.lower[0] = std::numeric_limits<double>::quiet_NaN(); });
  refuses("first upper", [](auto& o) { o.upper[1] = std::numeric_limits<double>::infinity(); });
  refuses("second upper - lower", [](auto& o) { o.upper[2] = -2.0; });
  refuses("path start", [](auto& o) { o.start[0] = 2.0; });
  refuses("largest_step", [](auto& o) { o.largest_step = 1.0; });
  refuses("smallest_step", [](auto& o) { o.smallest_step = 0.0; });
  refuses("largest_turn", [](auto& o) { o.largest_turn = 1.0; });
  refuses("max_evaluations", [](auto& o) { o.max_evaluations = 0; });
}
}  // namespace
