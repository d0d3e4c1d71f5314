#include <cmath>
#include <guyline/posture/branch_tracer.hpp>
#include <vector>

#include "support/catch.hpp"
#include "support/hand_systems.hpp"

namespace {
using guyline::BranchEnd;
using guyline::ContinuationOptions;
using guyline::PointKind;
using guyline::internal::BranchNode;
using guyline::internal::BranchTracer;
using guyline::internal::Crossing;
using guyline::internal::PlanePoint;
using guyline::internal::quarter_turn;
using guyline::internal::ScaledSystem;
using guyline::test::hand_system;

/// A walk over the box [-1, 1] x [-1, 1] from a root, on one side.
template <typename System>
struct Walk {
  std::vector<BranchNode> nodes;
  std::vector<Crossing> crossings;
  BranchEnd end;

  Walk(System& system, double s, double p, double side, const ContinuationOptions& options = {}) {
    ScaledSystem<System> scaled(system, {-1.0, 1.0, -1.0, 1.0}, options);
    BranchTracer<System> tracer(scaled, options);
    BranchNode start;
    start.x = {0.5 * (s + 1.0), 0.5 * (p + 1.0)};
    start.at = scaled.evaluate(start.x);
    start.tangent = side * quarter_turn(start.at.gradient).normalized();
    nodes.push_back(start);
    end = tracer.walk(start, nodes, crossings);
  }
};

TEST_CASE("a straight line is walked to the edge", "[posture][branch_tracer][exact]") {
  auto line = hand_system<1>([](auto s, auto p) { return s - 0.5 * p[0]; });
  const Walk<decltype(line)> walk(line, 0.1, 0.2, -1.0);
  CHECK(walk.end == BranchEnd::kRange);
  CHECK(std::abs(walk.nodes.back().x[1] - 0.0) < 1e-12);
  CHECK(std::abs(walk.nodes.back().x[0] - 0.25) < 1e-12);
  for (const BranchNode& node : walk.nodes) {
    const double s = 2.0 * node.x[0] - 1.0, p = 2.0 * node.x[1] - 1.0;
    CHECK(std::abs(s - 0.5 * p) < 1e-12);
  }
}

TEST_CASE("a circle closes in its first point, and its points are apart as asked",
          "[posture][branch_tracer][exact]") {
  auto circle = hand_system<1>([](auto s, auto p) { return s * s + p[0] * p[0] - 0.25; });
  ContinuationOptions options;
  options.largest_step = 0.01;
  const Walk<decltype(circle)> walk(circle, 0.3, 0.4, 1.0, options);
  REQUIRE(walk.end == BranchEnd::kClosed);
  CHECK((walk.nodes.back().x - walk.nodes.front().x).norm() == 0.0);
  double length = 0.0;
  int folds = 0;
  for (std::size_t i = 1; i < walk.nodes.size(); ++i) {
    const double step = (walk.nodes[i].x - walk.nodes[i - 1].x).norm();
    length += step;
    CHECK(step < 0.0101);
    folds += walk.nodes[i].kind == PointKind::kFold;
  }
  // Radius 0.25 of the box; chords of 0.01 leave 1 - sin(x)/x, x = 0.02.
  CHECK(length < 2.0 * 3.14159265358979 * 0.25);
  CHECK(length > 2.0 * 3.14159265358979 * 0.25 * (1.0 - 1e-4));
  CHECK(folds == 2);
}

TEST_CASE("a walk goes straight on through a branch point and writes it down",
          "[posture][branch_tracer][exact]") {
  auto fork = hand_system<1>([](auto s, auto p) { return (p[0] - 0.1) * s - s * s * s; });
  const Walk<decltype(fork)> walk(fork, 0.0, 0.7, 1.0);
  const Walk<decltype(fork)> other(fork, 0.0, 0.7, -1.0);
  CHECK(walk.end == BranchEnd::kRange);
  const auto& through = walk.crossings.empty() ? other : walk;
  REQUIRE(through.crossings.size() == 1);
  CHECK((through.crossings[0].x - PlanePoint(0.5, 0.55)).norm() < 1e-9);
  CHECK(std::abs(through.nodes.back().x[1]) < 1e-12);
}

TEST_CASE("a walk that may not go on says why", "[posture][branch_tracer][exact]") {
  // No force beyond p = 0.5.
  struct Cliff {
    guyline::ForceSlopes<1> evaluate(double s, const std::array<double, 1>& p) const {
      return {s, 1.0, {0.0}, 1.0, p[0] < 0.5};
    }
  } cliff;
  const Walk<Cliff> ends(cliff, 0.0, 0.0, 1.0), leaves(cliff, 0.0, 0.0, -1.0);
  const auto& up = ends.nodes.back().x[1] > 0.5 ? ends : leaves;
  const auto& down = ends.nodes.back().x[1] > 0.5 ? leaves : ends;
  CHECK(up.end == BranchEnd::kNoForce);
  CHECK(std::abs(up.nodes.back().x[1] - 0.75) < 1e-6);
  CHECK(down.end == BranchEnd::kRange);
  ContinuationOptions options;
  options.max_evaluations = 50;
  auto line = hand_system<1>([](auto s, auto p) { return s - 0.5 * p[0]; });
  CHECK(Walk<decltype(line)>(line, 0.0, 0.0, 1.0, options).end == BranchEnd::kBudget);
}

TEST_CASE("a corner is gone around, whichever way it points", "[posture][branch_tracer][exact]") {
  for (const double steep : {0.3, 1.0, 4.0}) {
    auto corner = hand_system<1>([=](auto s, auto p) { return p[0] - steep * abs(s - 0.0123); });
    CAPTURE(steep);
    const Walk<decltype(corner)> one(corner, -0.1, steep * 0.1123, 1.0);
    const Walk<decltype(corner)> other(corner, -0.1, steep * 0.1123, -1.0);
    const auto& over = one.nodes.back().x[0] > other.nodes.back().x[0] ? one : other;
    CHECK(over.end == BranchEnd::kRange);
    int folds = 0;
    for (const BranchNode& node : over.nodes) {
      if (node.kind != PointKind::kFold) continue;
      ++folds;
      CHECK(node.corner);
      CHECK(std::abs(2.0 * node.x[0] - 1.0 - 0.0123) < 2e-6);
      CHECK(std::abs(2.0 * node.x[1] - 1.0) < 2e-6 * (1.0 + steep));
    }
    CHECK(folds == 1);
  }
}
}  // namespace
