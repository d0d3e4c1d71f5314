#include <cmath>
#include <guyline/posture/scaled_system.hpp>

#include "support/catch.hpp"
#include "support/hand_systems.hpp"
#include "support/random.hpp"

namespace {
using guyline::ContinuationBox;
using guyline::ContinuationOptions;
using guyline::internal::Correction;
using guyline::internal::PlaneForce;
using guyline::internal::PlanePoint;
using guyline::internal::ScaledSystem;
using guyline::test::hand_system;

TEST_CASE("the gradient in sides of the box", "[posture][scaled_system][exact]") {
  // F = 3 s + 5 p on a box of 4 x 10: (12, 50).
  auto plane = hand_system<1>([](auto s, auto p) { return 3.0 * s + 5.0 * p[0]; });
  ScaledSystem<decltype(plane)> scaled(plane, {-2.0, 2.0, 0.0, 10.0}, {});
  const PlaneForce at = scaled.evaluate({0.75, 0.1});
  CHECK(at.ok);
  CHECK(std::abs(at.force - (3.0 * 1.0 + 5.0 * 1.0)) < 1e-14);
  CHECK(std::abs(at.gradient[0] - 12.0) < 1e-14);
  CHECK(std::abs(at.gradient[1] - 50.0) < 1e-14);
  CHECK(scaled.evaluations() == 1);
  CHECK_FALSE(scaled.evaluate_inside({1.1, 0.5}).ok);
  CHECK(scaled.evaluations() == 1);
}

TEST_CASE("Newton's method along a line finds the circle", "[posture][scaled_system][exact]") {
  auto circle = hand_system<1>([](auto s, auto p) { return s * s + p[0] * p[0] - 1.0; });
  ScaledSystem<decltype(circle)> scaled(circle, {-2.0, 2.0, -2.0, 2.0}, {});
  PlanePoint y(0.7, 0.5);  // s = 0.8, p = 0; along s to s = 1
  PlaneForce at;
  CHECK(scaled.correct(y, {1.0, 0.0}, at) == Correction::kConverged);
  CHECK(std::abs(scaled.path(y) - 1.0) < 1e-14);
  y = {0.5, 0.5};  // no slope in the middle
  CHECK(scaled.correct(y, {1.0, 0.0}, at) == Correction::kFailed);
  y = {1.1, 0.5};
  CHECK(scaled.correct(y, {1.0, 0.0}, at) == Correction::kOutside);
}

TEST_CASE("two lines that cross at random: place and tangents", "[posture][scaled_system][exact]") {
  guyline::test::Random random(17);
  CAPTURE(random.seed());
  for (int n = 0; n < 50; ++n) {
    const double s0 = random.uniform(-0.5, 0.5), p0 = random.uniform(-0.5, 0.5);
    const double a = random.uniform(0.0, 1.5), b = a + random.uniform(0.05, 1.5);
    const double bend = random.uniform(-1.0, 1.0);
    // (line at angle a) x (curve at angle b), both through (s0, p0)
    auto lines = hand_system<1>([=](auto s, auto p) {
      const auto x = s - s0, y = p[0] - p0;
      return (std::cos(a) * x + std::sin(a) * y) *
             (std::cos(b) * x + std::sin(b) * y + bend * x * x * y);
    });
    ScaledSystem<decltype(lines)> scaled(lines, {-1.0, 1.0, -1.0, 1.0}, {});
    const PlanePoint exact(0.5 * (s0 + 1.0), 0.5 * (p0 + 1.0));
    CAPTURE(n, a, b);
    const auto found = scaled.find_crossing(exact + PlanePoint(0.003, -0.004), 0.05);
    REQUIRE(found);
    CHECK((found->x - exact).norm() < 1e-10);
    for (const double angle : {a, b}) {
      const PlanePoint normal(std::cos(angle), std::sin(angle));
      CHECK(std::min(std::abs(found->tangents[0].dot(normal)),
                     std::abs(found->tangents[1].dot(normal))) < 1e-6);
    }
    CHECK(std::abs(found->tangents[0].dot(found->tangents[1])) < std::cos(0.04));
  }
}

TEST_CASE("no crossing where there is a gap, an isolated point or no saddle",
          "[posture][scaled_system][exact]") {
  const ContinuationBox box{-1.0, 1.0, -1.0, 1.0};
  const PlanePoint middle(0.5, 0.5);
  // The hyperbola s^2 - p^2 = 2 e in a box of sides 2 has a gap of sqrt(2 e)/2 on either side.
  for (const double half_gap : {1e-4, 2e-6, 0.3e-6, 0.0}) {
    const double e = 2.0 * half_gap * half_gap;
    auto hyperbola = hand_system<1>([=](auto s, auto p) { return s * s - p[0] * p[0] - 2.0 * e; });
    ScaledSystem<decltype(hyperbola)> scaled(hyperbola, box, {});
    CAPTURE(half_gap);
    CHECK(scaled.find_crossing(middle, 0.1).has_value() == (half_gap < 1e-6));
  }
  auto hill = hand_system<1>([](auto s, auto p) { return s * s + p[0] * p[0]; });
  CHECK_FALSE(ScaledSystem<decltype(hill)>(hill, box, {}).find_crossing(middle, 0.1));
  auto slope = hand_system<1>([](auto s, auto p) { return s + p[0]; });
  CHECK_FALSE(ScaledSystem<decltype(slope)>(slope, box, {}).find_crossing(middle, 0.1));
}
}  // namespace
