#include <algorithm>
#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/model/bridge.hpp>
#include <guyline/posture/effort.hpp>
#include <limits>

#include "core/checks.hpp"
#include "support/bodies.hpp"
#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::BodyIndex;
using guyline::Dual;
using guyline::EffortOptions;
using guyline::EffortPower;
using guyline::EffortProblem;
using guyline::EffortResult;
using guyline::EffortStatus;
using guyline::InvalidArgument;
using guyline::MotionIndex;
using guyline::Order;
using guyline::PostureData;
using guyline::solve_effort;
using guyline::VectorX;
using guyline::test::contains;
using guyline::test::message_of;
using guyline::test::Random;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

EffortResult<double> solve(const EffortProblem<double>& problem,
                           EffortPower power = EffortPower::kSquare) {
  EffortOptions options;
  options.power = power;
  EffortResult<double> result(static_cast<int>(problem.weight.size()),
                              static_cast<int>(problem.need.size()));
  solve_effort(problem, options, result);
  return result;
}

TEST_CASE("two muscles share a load by their arms, by hand", "[posture][effort][exact]") {
  // min a^2 + b^2, 30 a + 10 b = 10: (a, b) = 10 (30, 10)/1000; cubes: a : b = sqrt(30) : sqrt(10).
  EffortProblem<double> problem(2, 1);
  problem.capacity << 30.0, 10.0;
  problem.need << 10.0;
  const auto square = solve(problem);
  CHECK(square.status == EffortStatus::kSolved);
  CHECK(std::abs(square.activation[0] - 0.3) < 1e-10);
  CHECK(std::abs(square.activation[1] - 0.1) < 1e-10);
  CHECK(std::abs(square.cost - 0.1) < 1e-10);
  CHECK(std::abs(square.multiplier[0] - 0.01) < 1e-11);
  const auto cube = solve(problem, EffortPower::kCube);
  CHECK(cube.status == EffortStatus::kSolved);
  const double b = 10.0 / (30.0 * std::sqrt(3.0) + 10.0);
  CHECK(std::abs(cube.activation[1] - b) < 1e-10);
  CHECK(std::abs(cube.activation[0] - std::sqrt(3.0) * b) < 1e-10);
  // Weights 1 and 3 in the squares: a/b = 30 * 3/10.
  problem.weight << 1.0, 3.0;
  CHECK(std::abs(solve(problem).activation[0] / solve(problem).activation[1] - 9.0) < 1e-8);
}

TEST_CASE("tone is the least, full activation the most", "[posture][effort][exact]") {
  EffortProblem<double> problem(3, 1);
  problem.capacity << 10.0, 1.0, -5.0;
  problem.least << 0.02, 0.05, 0.1;  // the antagonist keeps its tone
  problem.need << 10.0;
  const auto result = solve(problem);
  CHECK(result.status == EffortStatus::kSolved);
  CHECK(result.activation[0] == 1.0);
  CHECK(std::abs(result.activation[1] - 0.5) < 1e-9);
  CHECK(result.activation[2] == 0.1);
  // Nothing to do: tone alone is too much, so the antagonist answers.
  problem.need << 0.0;
  const auto idle = solve(problem);
  CHECK(idle.status == EffortStatus::kSolved);
  CHECK(idle.activation[2] == 0.1);
  CHECK(std::abs(idle.missing[0]) < 1e-9);
}

TEST_CASE("one muscle that is too weak: what is missing, and nothing jumps at the limit",
          "[posture][effort][exact]") {
  EffortProblem<double> problem(1, 1);
  problem.capacity << 40.0;
  for (const EffortPower power : {EffortPower::kSquare, EffortPower::kCube}) {
    for (const double need : {39.0, 39.999999, 40.0, 40.000001, 41.0, 400.0}) {
      problem.need << need;
      const auto result = solve(problem, power);
      CAPTURE(need, result.iterations, result.residual);
      CHECK(std::abs(result.missing[0] - std::max(0.0, need - 40.0)) < 1e-7);
      CHECK(std::abs(result.activation[0] - std::min(1.0, need / 40.0)) < 1e-7);
      CHECK(result.status == (need <= 40.0 ? EffortStatus::kSolved : EffortStatus::kNotCarried));
    }
    // A cable cannot push.
    problem.need << -3.0;
    const auto push = solve(problem, power);
    CHECK(push.status == EffortStatus::kNotCarried);
    CHECK(std::abs(push.missing[0] + 3.0) < 1e-12);
    CHECK(push.activation[0] == 0.0);
  }
}

TEST_CASE("a joint without any muscle lacks all it needs, the others are held",
          "[posture][effort][exact]") {
  EffortProblem<double> problem(2, 2);
  problem.capacity << 30.0, 0.0, 10.0, 0.0;
  problem.need << 10.0, 7.0;
  const auto result = solve(problem);
  CHECK(result.status == EffortStatus::kNotCarried);
  CHECK(std::abs(result.missing[1] - 7.0) < 1e-9);
  CHECK(std::abs(result.missing[0]) < 1e-6);
  problem.need << 10.0, 0.0;
  const auto held = solve(problem);
  CHECK(held.status == EffortStatus::kSolved);
  CHECK(std::abs(held.activation[0] - 0.3) < 1e-9);
}

/// Optimality of an answer that is feasible: sufficient too, the problem being convex.
void check_optimal(const EffortProblem<double>& problem, const EffortResult<double>& result,
                   EffortPower power) {
  for (int i = 0; i < problem.weight.size(); ++i) {
    const double a = result.activation[i];
    REQUIRE(a >= problem.least[i]);
    REQUIRE(a <= 1.0);
    const double slope = problem.weight[i] * (power == EffortPower::kSquare ? a : a * a);
    double price = 0.0, size = slope;
    for (int r = 0; r < problem.need.size(); ++r) {
      price += problem.capacity(i, r) * result.multiplier[r];
      size += std::abs(problem.capacity(i, r) * result.multiplier[r]);
    }
    CAPTURE(i, a, slope, price);
    if (a > problem.least[i]) CHECK(price - slope >= -1e-9 * (1.0 + size));
    if (a < 1.0) CHECK(price - slope <= 1e-9 * (1.0 + size));
  }
}

EffortProblem<double> random_problem(Random& random, int muscles, int rows) {
  EffortProblem<double> problem(muscles, rows);
  for (int i = 0; i < muscles; ++i) {
    for (int r = 0; r < rows; ++r) {
      if (random.integer(3) == 0) continue;
      problem.capacity(i, r) = (random.integer(2) == 0 ? 1 : -1) * random.log_uniform(1.0, 500.0);
    }
    problem.weight[i] = random.log_uniform(0.1, 10.0);
    problem.least[i] = random.integer(4) == 0 ? 0.0 : random.uniform(0.0, 0.2);
  }
  return problem;
}

TEST_CASE("least effort: balance, bounds, stationarity, whatever the problem",
          "[posture][effort][invariant]") {
  Random random(220);
  CAPTURE(random.seed());
  for (int n = 0; n < 1500; ++n) {
    const int rows = 1 + random.integer(3);
    const auto power = n % 2 == 0 ? EffortPower::kSquare : EffortPower::kCube;
    auto problem = random_problem(random, 1 + random.integer(25), rows);
    // What some activations within the bounds carry, muscles can carry.
    VectorX<double> a = problem.least;
    for (int i = 0; i < a.size(); ++i) {
      a[i] += random.integer(3) == 0 ? 0.0 : (1.0 - a[i]) * random.uniform(0.0, 1.0);
    }
    problem.need = problem.capacity.transpose() * a;
    const auto result = solve(problem, power);
    CAPTURE(n, rows, a.size(), result.iterations, result.residual);
    REQUIRE(result.status == EffortStatus::kSolved);
    const VectorX<double> off = problem.need - problem.capacity.transpose() * result.activation;
    CHECK((off - result.missing).norm() < 1e-12 * (1.0 + problem.need.norm()));
    for (int r = 0; r < rows; ++r) {
      CHECK(std::abs(off[r]) <= 1e-10 * std::max(problem.capacity.col(r).norm(), 1e-9) * 1.01);
    }
    check_optimal(problem, result, power);
    double cost = 0.0;
    for (int i = 0; i < a.size(); ++i) {
      cost += problem.weight[i] *
              std::pow(result.activation[i], power == EffortPower::kSquare ? 2.0 : 3.0);
    }
    CHECK(std::abs(result.cost - cost) < 1e-13 * (1.0 + cost));
  }
}

TEST_CASE("muscles that cannot: the smallest moment is missing, in parts of what they can do",
          "[posture][effort][invariant]") {
  Random random(221);
  CAPTURE(random.seed());
  int lacking = 0;
  for (int n = 0; n < 600; ++n) {
    const int rows = 1 + random.integer(3);
    const auto power = n % 2 == 0 ? EffortPower::kSquare : EffortPower::kCube;
    auto problem = random_problem(random, 2 + random.integer(20), rows);
    for (int r = 0; r < rows; ++r) {
      problem.need[r] = problem.capacity.col(r).norm() * random.uniform(-6, 6);
    }
    const auto result = solve(problem, power);
    CAPTURE(n, rows, problem.weight.size(), result.iterations, result.residual);
    REQUIRE(result.status != EffortStatus::kNotConverged);
    if (result.status == EffortStatus::kSolved) {
      check_optimal(problem, result, power);
      continue;
    }
    ++lacking;
    // Optimality of min |missing/size|^2 within the bounds.
    for (int i = 0; i < problem.weight.size(); ++i) {
      double gain = 0.0;
      for (int r = 0; r < rows; ++r) {
        const double size = std::max(problem.capacity.col(r).norm(), 1e-9);
        gain += problem.capacity(i, r) / size * result.missing[r] / size;
      }
      CAPTURE(i, gain, result.activation[i], problem.least[i]);
      if (result.activation[i] > problem.least[i]) CHECK(gain >= -1e-4 * result.residual);
      if (result.activation[i] < 1.0) CHECK(gain <= 1e-4 * result.residual);
    }
  }
  CHECK(lacking > 200);
}

TEST_CASE("the effort of one row against a bisection of its multiplier",
          "[posture][effort][invariant]") {
  Random random(222);
  CAPTURE(random.seed());
  for (int n = 0; n < 100; ++n) {
    auto problem = random_problem(random, 8, 1);
    VectorX<double> a(8);
    for (int i = 0; i < 8; ++i) {
      a[i] = problem.least[i] + (1 - problem.least[i]) * random.uniform(0, 1);
    }
    problem.need = problem.capacity.transpose() * a;
    for (const EffortPower power : {EffortPower::kSquare, EffortPower::kCube}) {
      const auto activation = [&](double m, int i) {
        const double y = std::max(problem.capacity(i, 0) * m / problem.weight[i], 0.0);
        return std::min(
            std::max(power == EffortPower::kSquare ? y : std::sqrt(y), problem.least[i]), 1.0);
      };
      double lower = -1e4, upper = 1e4;
      for (int k = 0; k < 200; ++k) {
        const double m = 0.5 * (lower + upper);
        double moment = 0.0;
        for (int i = 0; i < 8; ++i) moment += problem.capacity(i, 0) * activation(m, i);
        (moment < problem.need[0] ? lower : upper) = m;
      }
      const auto result = solve(problem, power);
      for (int i = 0; i < 8; ++i) {
        // In a^(p-1), which the multiplier is proportional to.
        const double p = power == EffortPower::kSquare ? 1.0 : 2.0;
        CHECK(std::abs(std::pow(result.activation[i], p) -
                       std::pow(activation(0.5 * (lower + upper), i), p)) < 1e-7);
      }
    }
  }
}

TEST_CASE("duals through the effort: by what is needed", "[posture][effort][scalar]") {
  using D = Dual<2>;
  Random random(224);
  CAPTURE(random.seed());
  for (const EffortPower power : {EffortPower::kSquare, EffortPower::kCube}) {
    for (int n = 0; n < 20; ++n) {
      auto problem = random_problem(random, 10, 2);
      VectorX<double> a(10);
      for (int i = 0; i < 10; ++i) {
        a[i] = problem.least[i] + (1 - problem.least[i]) * random.uniform(0, 0.5);
      }
      problem.need = problem.capacity.transpose() * a;
      EffortProblem<D> dual(10, 2);
      dual.capacity = problem.capacity.cast<D>();
      dual.weight = problem.weight.cast<D>();
      dual.least = problem.least.cast<D>();
      for (int r = 0; r < 2; ++r) dual.need[r] = D::variable(problem.need[r], r);
      EffortOptions options;
      options.power = power;
      EffortResult<D> result(10, 2);
      solve_effort(dual, options, result);
      const double h = 1e-4;
      for (int r = 0; r < 2; ++r) {
        auto more = problem, less = problem;
        more.need[r] += h;
        less.need[r] -= h;
        const auto up = solve(more, power), down = solve(less, power);
        for (int i = 0; i < 10; ++i) {
          // Where a muscle leaves a bound within h the two sides differ.
          const bool moved =
              (up.activation[i] > problem.least[i]) != (down.activation[i] > problem.least[i]);
          if (moved) break;
          CHECK(std::abs(result.activation[i].gradient[r] -
                         (up.activation[i] - down.activation[i]) / (2 * h)) < 1e-5);
        }
      }
    }
  }
}

TEST_CASE("the effort refuses what makes no sense and flags what is not finite",
          "[posture][effort][error]") {
  CHECK_THROWS_AS(EffortProblem<double>(3, 0), InvalidArgument);
  CHECK_THROWS_AS(EffortProblem<double>(3, -1), InvalidArgument);
  CHECK(contains(message_of<InvalidArgument>([] { EffortProblem<double>(3, 9); }),
                 "9 held joints, allowed 1 to 8"));
  CHECK_NOTHROW(EffortProblem<double>(3, 8));
  EffortProblem<double> problem(2, 1);
  problem.capacity << 1.0, 1.0;
  problem.need << 1.0;
  EffortResult<double> result(2, 1);
  EffortOptions options;
  for (const double bad : {0.0, -1.0, kNan, 1.0}) {
    options.tolerance = bad;
    CHECK_THROWS_AS(solve_effort(problem, options, result), InvalidArgument);
  }
  options = {};
  options.max_iterations = 0;
  CHECK_THROWS_AS(solve_effort(problem, options, result), InvalidArgument);
  for (const double bad : {kNan, std::numeric_limits<double>::infinity()}) {
    problem.need << bad;
    CHECK(solve(problem).status == EffortStatus::kNotConverged);
    problem.need << 1.0;
    problem.capacity << bad, 1.0;
    CHECK(solve(problem).status == EffortStatus::kNotConverged);
    problem.capacity << 1.0, 1.0;
  }
  options = {};
  options.max_iterations = 1;
  options.power = EffortPower::kCube;
  solve_effort(problem, options, result);
  CHECK(result.status == EffortStatus::kNotConverged);
  CHECK(std::string(to_string(EffortStatus::kNotCarried)) == "not_carried");
  CHECK(std::string(to_string(static_cast<EffortStatus>(9))) == "unknown");
}
}  // namespace
