#include <cmath>
#include <guyline/posture/follow_map.hpp>
#include <guyline/posture/knob_system.hpp>
#include <guyline/task/stand.hpp>
#include <limits>
#include <string>
#include <vector>

#include "core/checks.hpp"
#include "support/bodies.hpp"
#include "support/catch.hpp"
#include "support/hand_systems.hpp"

namespace {
using guyline::CellStatus;
using guyline::follow_map;
using guyline::FollowMapGrid;
using guyline::FollowMapResult;
using guyline::InvalidArgument;
using guyline::Knob;
using guyline::test::contains;
using guyline::test::hand_system;
using guyline::test::message_of;

std::vector<double> values(double lower, double upper, int count) {
  std::vector<double> found;
  for (int i = 0; i < count; ++i) found.push_back(lower + (upper - lower) * i / (count - 1));
  return found;
}
FollowMapGrid grid_of(double lower, double upper, int count, double path) {
  FollowMapGrid grid;
  grid.first = grid.second = values(lower, upper, count);
  grid.path_lower = -path;
  grid.path_upper = path;
  return grid;
}

TEST_CASE("a plane is followed everywhere", "[posture][follow_map][exact]") {
  auto plane = hand_system<2>([](auto s, auto p) { return p[0] - 2.0 * p[1] - 4.0 * s; });
  auto grid = grid_of(-1.0, 1.0, 9, 2.0);
  grid.start_path = 0.3;  // Newton's method finds the place
  grid.start_first = 0.5;
  const auto result = follow_map(plane, grid);
  REQUIRE(result.started);
  CHECK(result.tears.empty());
  for (std::size_t i = 0; i < 9; ++i) {
    for (std::size_t j = 0; j < 9; ++j) {
      REQUIRE(result.status[9 * i + j] == CellStatus::kFollowed);
      CHECK(std::abs(result.path[9 * i + j] - 0.25 * (grid.first[i] - 2.0 * grid.second[j])) <
            1e-12);
      CHECK(std::abs(result.stiffness[9 * i + j] - 4.0) < 1e-12);
    }
  }
}

TEST_CASE("a fold is the edge: p_1 + p_2 = s^2", "[posture][follow_map][exact]") {
  auto fold = hand_system<2>([](auto s, auto p) { return p[0] + p[1] - s * s; });
  auto grid = grid_of(-1.0, 1.05, 22, 2.0);  // no cell on the line of folds
  grid.start_path = std::sqrt(1.2);
  grid.start_first = 0.6;
  grid.start_second = 0.6;
  const auto result = follow_map(fold, grid);
  REQUIRE(result.started);
  CHECK(result.tears.empty());
  for (std::size_t i = 0; i < 22; ++i) {
    for (std::size_t j = 0; j < 22; ++j) {
      const double sum = grid.first[i] + grid.second[j];
      const std::size_t cell = 22 * i + j;
      CAPTURE(i, j, sum);
      if (sum > 0.0) {
        REQUIRE(result.status[cell] == CellStatus::kFollowed);
        CHECK(std::abs(result.path[cell] - std::sqrt(sum)) < 1e-11);
      } else {
        CHECK(result.status[cell] ==
              (sum > -grid.first[1] + grid.first[0] ? CellStatus::kFold : CellStatus::kNotReached));
        CHECK(std::isnan(result.path[cell]));
        CHECK(std::isnan(result.stiffness[cell]));
      }
    }
  }
}

TEST_CASE("one branch is followed to its fold, not the other that is there too",
          "[posture][follow_map][exact]") {
  // Cusp p_1 + p_2 s - s^3, p_2 > 0: the upper sheet ends at p_1 = -2 (p_2/3)^(3/2).
  auto cusp = hand_system<2>([](auto s, auto p) { return p[0] + p[1] * s - s * s * s; });
  FollowMapGrid grid;
  grid.first = values(-0.97, 1.03, 41);
  grid.second = values(0.5, 1.0, 11);
  grid.path_lower = -2.0;
  grid.path_upper = 2.0;
  grid.start_path = 1.3;
  grid.start_first = 0.9;
  grid.start_second = 0.75;
  const auto result = follow_map(cusp, grid);
  REQUIRE(result.started);
  CHECK(result.tears.empty());
  for (std::size_t i = 0; i < grid.first.size(); ++i) {
    for (std::size_t j = 0; j < grid.second.size(); ++j) {
      const double fold = -2.0 * std::pow(grid.second[j] / 3.0, 1.5);
      const std::size_t cell = grid.second.size() * i + j;
      CAPTURE(grid.first[i], grid.second[j], fold);
      CHECK((result.status[cell] == CellStatus::kFollowed) == (grid.first[i] > fold));
      if (grid.first[i] > fold) CHECK(result.path[cell] > std::sqrt(grid.second[j] / 3.0));
    }
  }
}

TEST_CASE("a small fold is not stepped over", "[posture][follow_map][exact]") {
  // At p_2 = 1e-4 the sheets at the fold are 3 sqrt(p_2/3) = 0.017 rad apart, less than a step.
  auto cusp = hand_system<2>([](auto s, auto p) { return p[0] + p[1] * s - s * s * s; });
  for (const double p_2 : {1e-2, 1e-3, 1e-4, 1e-5}) {
    for (const double far : {0.05, 0.3, 1.0}) {
      FollowMapGrid grid;
      grid.first = {-far, far};
      grid.second = {p_2};
      grid.path_lower = -2.0;
      grid.path_upper = 2.0;
      grid.start_path = 1.2 * std::cbrt(far);
      grid.start_first = far;
      grid.start_second = p_2;
      const auto result = follow_map(cusp, grid);
      CAPTURE(p_2, far);
      REQUIRE(result.started);
      CHECK(result.status[1] == CellStatus::kFollowed);
      CHECK(result.status[0] == CellStatus::kFold);
      grid.second = {-p_2};  // without a fold it goes through
      grid.start_second = -p_2;
      CHECK(follow_map(cusp, grid).status[0] == CellStatus::kFollowed);
    }
  }
}

TEST_CASE("around a cusp the map is torn, and the tear is listed", "[posture][follow_map][exact]") {
  auto cusp = hand_system<2>([](auto s, auto p) { return p[0] + p[1] * s - s * s * s; });
  auto grid = grid_of(-0.97, 1.03, 21, 2.0);
  grid.start_path = -0.0;
  grid.start_second = -0.9;
  const auto result = follow_map(cusp, grid);
  REQUIRE(result.started);
  CHECK_FALSE(result.tears.empty());
  for (std::size_t cell = 0; cell < result.status.size(); ++cell) {
    CHECK(result.status[cell] == CellStatus::kFollowed);  // every cell has a way around the cusp
  }
  for (const auto& [a, b] : result.tears) {
    const auto at = [&](int cell, double& first, double& second) {
      first = grid.first[static_cast<std::size_t>(cell) / 21];
      second = grid.second[static_cast<std::size_t>(cell) % 21];
    };
    double first = 0.0, second = 0.0;
    at(a, first, second);
    CHECK(second > -0.1);  // beyond the cusp; cells are 0.1 apart
    CHECK(result.path[static_cast<std::size_t>(a)] * result.path[static_cast<std::size_t>(b)] <
          0.0);
  }
}

TEST_CASE("the range of the path and the end of the force are told from a fold",
          "[posture][follow_map][exact]") {
  auto plane = hand_system<2>([](auto s, auto p) { return p[0] + p[1] - s; });
  auto grid = grid_of(-1.0, 1.0, 21, 0.55);
  const auto range = follow_map(plane, grid);
  for (std::size_t cell = 0; cell < range.status.size(); ++cell) {
    const double sum = grid.first[cell / 21] + grid.second[cell % 21];
    if (std::abs(sum) < 0.5) CHECK(range.status[cell] == CellStatus::kFollowed);
    if (std::abs(std::abs(sum) - 0.6) < 0.01) CHECK(range.status[cell] == CellStatus::kRange);
    if (std::abs(sum) > 0.7) CHECK(range.status[cell] == CellStatus::kNotReached);
  }
  struct Cliff {
    guyline::ForceSlopes<2> evaluate(double s, const std::array<double, 2>& p) const {
      return {-s, -1.0, {0.0, 0.0}, 1.0, p[0] < 0.45};
    }
  } cliff;
  const auto ends = follow_map(cliff, grid_of(-1.0, 1.0, 21, 0.5));
  for (std::size_t i = 0; i < 21; ++i) {
    const auto expected = i < 15    ? CellStatus::kFollowed
                          : i == 15 ? CellStatus::kNoForce
                                    : CellStatus::kNotReached;
    CHECK(ends.status[21 * i + 3] == expected);
  }
}

TEST_CASE("nothing is followed from where nothing rests", "[posture][follow_map][exact]") {
  auto grid = grid_of(-1.0, 1.0, 5, 0.5);
  auto falls = hand_system<2>([](auto s, auto p) { return s + 0.0 * p[0]; });  // unstable
  auto none = hand_system<2>([](auto s, auto p) { return 1.0 - 1e-3 * s + 0.0 * p[0]; });
  const FollowMapResult results[] = {follow_map(falls, grid), follow_map(none, grid)};
  for (const FollowMapResult& result : results) {
    CHECK_FALSE(result.started);
    for (const CellStatus status : result.status) CHECK(status == CellStatus::kNotReached);
  }
}

TEST_CASE("on the bridge: hamstrings by hip flexors, every cell a resting posture",
          "[posture][follow_map][invariant]") {
  const auto body = guyline::bridge();
  const auto manifold = guyline::standing_manifold(body, {});
  const auto hamstrings = guyline::knob_group(body.model, "hamstrings", Knob::kLength);
  const auto flexors = guyline::knob_group(body.model, "hip_flexors", Knob::kLength);
  auto system = guyline::knob_system(body.model, manifold, hamstrings, flexors);
  FollowMapGrid grid;
  grid.first = values(-0.3, 0.3, 7);
  grid.second = values(-0.45, 0.3, 9);
  grid.path_lower = manifold.lower();
  grid.path_upper = manifold.upper();
  const auto result = follow_map(system, grid);
  REQUIRE(result.started);
  CHECK(result.tears.empty());
  int followed = 0, range = 0;
  auto model = body.model;
  for (std::size_t cell = 0; cell < result.status.size(); ++cell) {
    set_knob(model, "hamstrings", Knob::kLength, grid.first[cell / 9]);
    set_knob(model, "hip_flexors", Knob::kLength, grid.second[cell % 9]);
    const auto roots =
        guyline::test::scan_for_roots(model, manifold, manifold.lower(), manifold.upper(), 5e-3);
    CAPTURE(grid.first[cell / 9], grid.second[cell % 9]);
    if (result.status[cell] == CellStatus::kFollowed) {
      ++followed;
      REQUIRE(roots.size() == 1);
      CHECK(std::abs(roots[0] - result.path[cell]) < 1e-9);
      CHECK(result.stiffness[cell] > 0.0);
    } else {
      range += result.status[cell] == CellStatus::kRange;
      CHECK(roots.empty());
    }
  }
  CHECK(followed > 50);
  CHECK(range > 0);
}

TEST_CASE("a grid that makes no sense is refused by name", "[posture][follow_map][error]") {
  auto plane = hand_system<2>([](auto s, auto p) { return p[0] + p[1] - s; });
  const auto refuses = [&](const char* what, auto change) {
    auto grid = grid_of(-1.0, 1.0, 3, 1.0);
    change(grid);
    CHECK(contains(message_of<InvalidArgument>([&] { (void)follow_map(plane, grid); }), what));
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  refuses("first needs", [](FollowMapGrid& g) { g.first.clear(); });
  refuses("second must ascend", [](FollowMapGrid& g) { g.second = {0.0, 1.0, 1.0}; });
  refuses("first must be a finite", [&](FollowMapGrid& g) { g.first[1] = nan; });
  refuses("path_lower", [&](FollowMapGrid& g) { g.path_lower = nan; });
  refuses("path_upper", [&](FollowMapGrid& g) { g.path_upper = nan; });
  refuses("path_upper - path_lower", [](FollowMapGrid& g) { g.path_upper = -2.0; });
  refuses("start_path", [](FollowMapGrid& g) { g.start_path = 3.0; });
  refuses("start_first", [&](FollowMapGrid& g) { g.start_first = nan; });
  refuses("start_second", [&](FollowMapGrid& g) { g.start_second = nan; });
  refuses("largest_step", [](FollowMapGrid& g) { g.largest_step = 0.0; });
  refuses("smallest_step", [](FollowMapGrid& g) { g.smallest_step = 1.0; });
  for (int i = 0; i <= static_cast<int>(CellStatus::kNotReached); ++i) {
    CHECK(std::string(to_string(static_cast<CellStatus>(i))) != "unknown");
  }
  CHECK(std::string(to_string(static_cast<CellStatus>(9))) == "unknown");
}
}  // namespace
