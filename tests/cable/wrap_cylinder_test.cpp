#include <cmath>
#include <guyline/cable/wrap_cylinder.hpp>
#include <guyline/core/dual.hpp>

#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::Dual;
using guyline::Space;
using guyline::wrapped_length;
using guyline::WrappedLength;
using guyline::WrapSide;
using guyline::test::lift;
using guyline::test::Random;
using guyline::test::random_point;
using guyline::test::random_unit;
using Vector2 = Eigen::Vector2d;
using Vector3 = Eigen::Vector3d;
constexpr double kPi = 3.14159265358979323846;

WrappedLength<double, 2> flat(const Vector2& r_1, const Vector2& r_2, double radius,
                              WrapSide side = WrapSide::kPositive) {
  return wrapped_length<double, 2>(r_1, r_2, 1.0, radius, side);
}
Vector2 polar(double distance, double angle) {
  return {distance * std::cos(angle), distance * std::sin(angle)};
}

TEST_CASE("half way round a wheel: two tangents and a sixth of the rim", "[cable][wrap][exact]") {
  // d = 2 R: each tangent is sqrt(3) R and takes up 60 of the 180 degrees.
  for (const WrapSide side : {WrapSide::kPositive, WrapSide::kNegative}) {
    const auto w = flat({0.0, -0.2}, {0.0, 0.2}, 0.1, side);
    CHECK(std::abs(w.wrap_angle - kPi / 3) < 1e-14);
    CHECK(std::abs(w.length - 0.1 * (2 * std::sqrt(3.0) + kPi / 3)) < 1e-15);
    // Positive is counterclockwise from below: over the right side, x > 0.
    const double right = side == WrapSide::kPositive ? 1.0 : -1.0;
    CHECK((w.gradient_1 - Vector2(-right * 0.5, -std::sqrt(0.75))).norm() < 1e-14);
    CHECK((w.gradient_2 - Vector2(-right * 0.5, std::sqrt(0.75))).norm() < 1e-14);
  }
}

TEST_CASE("a cable that misses the wheel is straight", "[cable][wrap][exact]") {
  const auto w = flat({-0.3, 0.15}, {0.4, 0.15}, 0.1, WrapSide::kNegative);
  CHECK(w.wrap_angle < 0.0);
  CHECK(std::abs(w.length - 0.7) < 1e-15);
  CHECK((w.gradient_1 - Vector2(-1, 0)).norm() < 1e-15);
  CHECK((w.gradient_2 - Vector2(1, 0)).norm() < 1e-15);
  CHECK(std::abs(w.hessian_22(1, 1) - 1 / 0.7) < 1e-14);
}

TEST_CASE("the side decides from a quarter turn on, and up to three", "[cable][wrap][exact]") {
  const Vector2 r_1(0.2, 0.0);
  for (const double degree : {89.0, 91.0}) {
    const auto with = flat(r_1, polar(0.2, degree * kPi / 180), 0.15);
    const auto against = flat(r_1, polar(0.2, degree * kPi / 180), 0.15, WrapSide::kNegative);
    CAPTURE(degree);
    CHECK((with.length == against.length) == (degree < 90.0));
    CHECK(with.wrap_angle > 0.0);
    const double way = degree < 90.0 ? degree : 360.0 - degree;
    CHECK(std::abs(against.wrap_angle - (way * kPi / 180 - 2 * std::acos(0.75))) < 1e-14);
  }
}

TEST_CASE("while it wraps, the arm is the radius, over more than half a turn",
          "[cable][wrap][exact]") {
  const double radius = 0.07;
  const Vector2 r_1 = polar(0.2, 0.1);
  const double first = std::acos(radius / 0.2) + std::acos(radius / 0.3);
  for (double phi = first + 0.01; phi < 1.49 * kPi; phi += 0.05) {
    CAPTURE(phi);
    const Vector2 r_2 = polar(0.3, 0.1 + phi);
    const auto w = flat(r_1, r_2, radius);
    CHECK(std::abs(w.length - (std::sqrt(0.04 - radius * radius) +
                               std::sqrt(0.09 - radius * radius) + radius * (phi - first))) <
          1e-14);
    CHECK(std::abs(w.gradient_2.dot(Space<double, 2>::cross(1.0, r_2)) - radius) < 1e-14);
    const Vector2 mirrored_1(r_1.x(), -r_1.y()), mirrored_2(r_2.x(), -r_2.y());
    CHECK(std::abs(flat(mirrored_1, mirrored_2, radius, WrapSide::kNegative).length - w.length) <
          1e-15);
  }
}

TEST_CASE("around a cylinder in space a cable is a helix", "[cable][wrap][exact]") {
  // Ends on the surface, 120 degrees on and 0.5 up: the cylinder unrolled is a right triangle.
  const double radius = 0.3, turn = 2 * kPi / 3, rise = 0.5;
  const Vector3 axis(0, 0, 1);
  const Vector3 r_1(radius, 0, 0.1);
  const Vector3 r_2(radius * std::cos(turn), radius * std::sin(turn), 0.1 + rise);
  const auto on = wrapped_length<double, 3>(r_1, r_2, axis, radius, WrapSide::kPositive);
  const double length = std::hypot(radius * turn, rise);
  CHECK(std::abs(on.length - length) < 1e-11);
  CHECK(std::abs(on.wrap_angle - turn) < 1e-10);
  CHECK(std::abs(on.gradient_2.z() - rise / length) < 1e-10);
  // Ends off the surface: the tangents lie in the unrolled plane too, one slope all along.
  const Vector3 far_1(0.5, 0, 0.0), far_2(-0.6, 0.0, 0.4);
  const auto off = wrapped_length<double, 3>(far_1, far_2, axis, radius, WrapSide::kPositive);
  const double theta = kPi - std::acos(radius / 0.5) - std::acos(radius / 0.6);
  const double s = 0.4 + std::sqrt(0.36 - 0.09) + radius * theta;
  CHECK(std::abs(off.length - std::hypot(s, 0.4)) < 1e-14);
  CHECK(std::abs(off.gradient_1.z() + 0.4 / off.length) < 1e-14);
  CHECK(std::abs(off.gradient_2.z() - 0.4 / off.length) < 1e-14);
  // The arm about the axis is the radius times the cosine of the pitch.
  CHECK(std::abs(off.gradient_2.dot(axis.cross(far_2)) - radius * s / off.length) < 1e-14);
}

TEST_CASE("length and gradient are continuous where contact begins and ends",
          "[cable][wrap][invariant]") {
  Random random(41);
  CAPTURE(random.seed());
  int crossings = 0;
  for (int i = 0; i < 200; ++i) {
    const double radius = random.uniform(0.05, 0.15);
    const Vector3 axis = random_unit<double, 3>(random);
    const Vector3 across = axis.unitOrthogonal(), third = axis.cross(across);
    const double d_1 = radius * random.uniform(1.05, 3), d_2 = radius * random.uniform(1.05, 3);
    const double rise = random.uniform(-0.3, 0.3);
    const WrapSide side = i % 2 == 0 ? WrapSide::kPositive : WrapSide::kNegative;
    const double way = i % 2 == 0 ? 1.0 : -1.0;
    const auto at = [&](double phi) {
      const Vector3 r_2 =
          d_2 * (std::cos(phi) * across + way * std::sin(phi) * third) + rise * axis;
      return wrapped_length<double, 3>(d_1 * across, r_2, axis, radius, side);
    };
    const double touch = std::acos(radius / d_1) + std::acos(radius / d_2);
    const double h = 1e-9;
    const auto before = at(touch - h), after = at(touch + h);
    REQUIRE(before.wrap_angle < 0.0);
    REQUIRE(after.wrap_angle > 0.0);
    ++crossings;
    CHECK(std::abs(after.length - before.length) < 1e-8);
    CHECK((after.gradient_1 - before.gradient_1).norm() < 1e-6);
    CHECK((after.gradient_2 - before.gradient_2).norm() < 1e-6);
    // And through half a turn, where the nearer way round changes sides.
    const auto less = at(kPi - h), more = at(kPi + h);
    CHECK(std::abs(more.length - less.length) < 1e-8);
    CHECK((more.gradient_1 - less.gradient_1).norm() < 1e-6);
    CHECK((more.gradient_2 - less.gradient_2).norm() < 1e-6);
  }
  CHECK(crossings == 200);
}

TEST_CASE("turning both ends about the axis, or shifting them along it, changes nothing",
          "[cable][wrap][invariant]") {
  Random random(42);
  CAPTURE(random.seed());
  int wrapping = 0;
  for (int i = 0; i < 500; ++i) {
    const Vector3 axis = random_unit<double, 3>(random);
    const Vector3 r_1 = random_point<double, 3>(random, 1.0);
    const Vector3 r_2 = random_point<double, 3>(random, 1.0);
    const double reach = std::min(axis.cross(r_1).norm(), axis.cross(r_2).norm());
    const double radius = reach * random.uniform(0.2, 0.95);
    const WrapSide side = i % 2 == 0 ? WrapSide::kPositive : WrapSide::kNegative;
    const auto w = wrapped_length<double, 3>(r_1, r_2, axis, radius, side);
    wrapping += w.wrap_angle > 0.0;
    const auto R = Space<double, 3>::rotation(axis, random.uniform(-3, 3));
    const Vector3 shift = random.uniform(-1, 1) * axis;
    const auto moved =
        wrapped_length<double, 3>(R * r_1 + shift, R * r_2 + shift, axis, radius, side);
    CHECK(std::abs(moved.length - w.length) < 1e-13);
    CHECK((moved.gradient_1 - R * w.gradient_1).norm() < 1e-11);
    // So the ends' pulls have no moment about the axis and no force along it, and each is 1.
    CHECK(std::abs(axis.dot(r_1.cross(w.gradient_1) + r_2.cross(w.gradient_2))) < 1e-12);
    CHECK(std::abs(axis.dot(w.gradient_1 + w.gradient_2)) < 1e-13);
    CHECK(std::abs(w.gradient_1.norm() - 1.0) < 1e-12);
    CHECK(std::abs(w.gradient_2.norm() - 1.0) < 1e-12);
    // Run from the other end, the other way round.
    const auto back = wrapped_length<double, 3>(
        r_2, r_1, axis, radius,
        side == WrapSide::kPositive ? WrapSide::kNegative : WrapSide::kPositive);
    CHECK(std::abs(back.length - w.length) < 1e-13);
    CHECK((back.gradient_1 - w.gradient_2).norm() < 1e-12);
    // No way around is shorter than the straight line.
    CHECK(w.length >= (r_2 - r_1).norm() - 1e-14);
  }
  CHECK(wrapping > 100);
  CHECK(wrapping < 400);
}

/// Smallest length over paths of straight pieces on the surface of the cylinder.
double shortest_by_trial(const Vector3& r_1, const Vector3& r_2, double radius) {
  // In the unrolled picture s is what a shortest planar cable has; minimise over the two tangent
  // points' angles directly.
  double best = 1e9;
  const double rise = r_2.z() - r_1.z();
  const int n = 1200;
  const double start = std::atan2(r_1.y(), r_1.x());
  for (int i = 0; i < n; ++i) {
    const double a = start + kPi * i / n;
    const Vector2 c_1 = polar(radius, a);
    for (int j = i; j < n; j += 1) {
      const double b = start + kPi * j / n;
      const double s = (r_1.head<2>() - c_1).norm() + radius * (b - a) +
                       (r_2.head<2>() - polar(radius, b)).norm();
      // A piece of line that cuts through the cylinder is no way around it.
      if ((r_1.head<2>() - c_1).dot(c_1) < -1e-12) continue;
      if ((r_2.head<2>() - polar(radius, b)).dot(polar(radius, b)) < -1e-12) continue;
      best = std::min(best, std::hypot(s, rise));
    }
  }
  return best;
}

TEST_CASE("no other way around the cylinder is shorter", "[cable][wrap][invariant]") {
  Random random(43);
  CAPTURE(random.seed());
  for (int i = 0; i < 5; ++i) {
    const double radius = random.uniform(0.1, 0.3);
    Vector3 r_1(random.uniform(1.2, 2.0) * radius, 0.0, 0.0);
    const Vector2 p = polar(random.uniform(1.2, 2.0) * radius, random.uniform(2.2, 3.1));
    const Vector3 r_2(p.x(), p.y(), random.uniform(-0.4, 0.4));
    const auto w =
        wrapped_length<double, 3>(r_1, r_2, Vector3(0, 0, 1), radius, WrapSide::kPositive);
    const double tried = shortest_by_trial(r_1, r_2, radius);
    REQUIRE(w.wrap_angle > 0.0);
    CHECK(w.length <= tried + 1e-14);
    CHECK(w.length >= tried - 1e-4 * radius);
  }
}

template <int Dim>
void check_derivatives(Random& random, const typename Space<double, Dim>::Spin& axis, int count) {
  using Vector = typename Space<double, Dim>::Vector;
  int wrapping = 0, straight = 0;
  for (int i = 0; i < count; ++i) {
    const Vector r_1 = random_point<double, Dim>(random, 1.0);
    const Vector r_2 = random_point<double, Dim>(random, 1.0);
    const auto reach = [&](const Vector& r) { return Space<double, Dim>::cross(axis, r).norm(); };
    const double radius = std::min(reach(r_1), reach(r_2)) * random.uniform(0.2, 0.9);
    const WrapSide side = i % 2 == 0 ? WrapSide::kPositive : WrapSide::kNegative;
    const auto at = [&](const Vector& a, const Vector& b) {
      return wrapped_length<double, Dim>(a, b, axis, radius, side);
    };
    const auto w = at(r_1, r_2);
    // Off the kink of the second derivative, off the cylinder's edge of view and off short pieces.
    if (std::abs(w.wrap_angle) < 0.01 || radius < 0.05 || (r_1 - r_2).norm() < 0.05) continue;
    (w.wrap_angle > 0.0 ? wrapping : straight) += 1;
    CAPTURE(i, Dim, radius, w.wrap_angle);
    const double h = 1e-6;
    for (int k = 0; k < Dim; ++k) {
      const Vector step = Vector::Unit(k) * h;
      const auto more_1 = at(r_1 + step, r_2), less_1 = at(r_1 - step, r_2);
      const auto more_2 = at(r_1, r_2 + step), less_2 = at(r_1, r_2 - step);
      if (std::abs(more_1.length - less_1.length) > 4 * h) continue;  // the cable jumped
      CHECK(std::abs(w.gradient_1[k] - (more_1.length - less_1.length) / (2 * h)) < 1e-8);
      CHECK(std::abs(w.gradient_2[k] - (more_2.length - less_2.length) / (2 * h)) < 1e-8);
      const double scale = 1e-6 * (1.0 + w.hessian_11.norm() + w.hessian_22.norm());
      CHECK((w.hessian_11.col(k) - (more_1.gradient_1 - less_1.gradient_1) / (2 * h)).norm() <
            scale);
      CHECK((w.hessian_12.col(k) - (more_2.gradient_1 - less_2.gradient_1) / (2 * h)).norm() <
            scale);
      CHECK((w.hessian_22.col(k) - (more_2.gradient_2 - less_2.gradient_2) / (2 * h)).norm() <
            scale);
    }
  }
  CHECK(wrapping > count / 10);
  CHECK(straight > count / 10);
}

TEST_CASE("gradient and Hessian against differences, on both sides of contact",
          "[cable][wrap][derivative]") {
  Random random(44);
  CAPTURE(random.seed());
  check_derivatives<2>(random, 1.0, 300);
  check_derivatives<2>(random, -1.0, 300);
  check_derivatives<3>(random, random_unit<double, 3>(random), 300);
}

TEST_CASE("the plane in space gives the plane's numbers", "[cable][wrap][invariant]") {
  Random random(45);
  CAPTURE(random.seed());
  for (int i = 0; i < 100; ++i) {
    const Vector2 r_1 = random_point<double, 2>(random, 1.0);
    const Vector2 r_2 = random_point<double, 2>(random, 1.0);
    const double axis = i % 2 == 0 ? 1.0 : -1.0;
    const double radius = std::min(r_1.norm(), r_2.norm()) * 0.6;
    const auto a = wrapped_length<double, 2>(r_1, r_2, axis, radius, WrapSide::kPositive);
    const auto b = wrapped_length<double, 3>(lift(r_1), lift(r_2), Vector3(0, 0, axis), radius,
                                             WrapSide::kPositive);
    CHECK(std::abs(a.length - b.length) < 1e-14);
    CHECK((lift(a.gradient_1) - b.gradient_1).norm() < 1e-13);
    CHECK((a.hessian_12 - b.hessian_12.topLeftCorner<2, 2>()).norm() <
          1e-12 * (1.0 + a.hessian_12.norm()));
  }
}

TEST_CASE("an end inside the cylinder counts as on it; nothing becomes NaN",
          "[cable][wrap][error]") {
  for (const double depth : {0.0, 0.03, 0.0999999}) {
    const auto w = flat({0.0, -0.2}, {0.0, 0.1 - depth}, 0.1);
    CAPTURE(depth);
    CHECK(std::isfinite(w.length));
    CHECK(w.gradient_1.allFinite());
    CHECK(w.gradient_2.allFinite());
    // A tangent of sqrt(3) R and 120 degrees of rim, wherever inside the end is.
    CHECK(std::abs(w.length - 0.1 * (std::sqrt(3.0) + 2 * kPi / 3)) < 1e-9);
  }
}

TEST_CASE("duals through a wrapped cable", "[cable][wrap][scalar]") {
  using D = Dual<2>;
  const Vector2 r_1 = polar(0.2, -1.0);
  for (const double angle : {0.3, 2.4}) {  // straight, wrapped
    const Vector2 r_2 = polar(0.25, angle);
    const auto plain = flat(r_1, r_2, 0.1);
    const guyline::Vector<D, 2> end(D::variable(r_2.x(), 0), D::variable(r_2.y(), 1));
    const auto dual = wrapped_length<D, 2>(guyline::Vector<D, 2>(r_1.cast<D>()), end, D(1), D(0.1),
                                           WrapSide::kPositive);
    CHECK((plain.wrap_angle > 0.0) == (angle > 2.0));
    CHECK(dual.length.value == plain.length);
    CHECK((dual.length.gradient - plain.gradient_2).norm() < 1e-14);
    CHECK((dual.gradient_2[0].gradient - plain.hessian_22.row(0).transpose()).norm() < 1e-12);
    CHECK((dual.gradient_1[1].gradient - plain.hessian_12.row(1).transpose()).norm() < 1e-12);
  }
}
}  // namespace
