#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/spatial/space.hpp>

#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::Dual;
using guyline::Pose;
using guyline::Space;
using guyline::test::lift;
using guyline::test::Random;
using guyline::test::random_axis;
using guyline::test::random_point;
using guyline::test::random_pose;
using Plane = Space<double, 2>;
using Solid = Space<double, 3>;
using Vector2 = Plane::Vector;
using Vector3 = Solid::Vector;
constexpr double kPi = 3.14159265358979323846;

TEST_CASE("a quarter turn about z takes x to y; one about -z takes y to x",
          "[spatial][space][exact]") {
  CHECK((Plane::rotation(1.0, kPi / 2) * Vector2(1, 0) - Vector2(0, 1)).norm() < 1e-15);
  CHECK((Plane::rotation(-1.0, kPi / 2) * Vector2(0, 1) - Vector2(1, 0)).norm() < 1e-15);
  CHECK((Solid::rotation(Vector3(0, 0, 1), kPi / 2) * Vector3(1, 0, 0) - Vector3(0, 1, 0)).norm() <
        1e-15);
  // A third of a turn about the diagonal moves the axes on by one.
  const Vector3 diagonal = Vector3::Ones().normalized();
  CHECK((Solid::rotation(diagonal, 2 * kPi / 3) * Vector3(1, 2, 3) - Vector3(3, 1, 2)).norm() <
        1e-14);
  CHECK((Plane::cross(2.0, Vector2(1, 0)) - Vector2(0, 2)).norm() == 0.0);
  CHECK(Plane::moment(Vector2(3, 0), Vector2(0, 5)) == 15.0);
}

TEST_CASE("the plane and space agree on what lies in the plane", "[spatial][space][invariant]") {
  Random random(31);
  CAPTURE(random.seed());
  for (int i = 0; i < 50; ++i) {
    const double u = random.uniform(-2, 2), v = random.uniform(-2, 2), k = random.uniform(-2, 2);
    const Vector2 p = random_point<double, 2>(random, 1.0),
                  f = random_point<double, 2>(random, 1.0);
    const Vector3 u3(0, 0, u), v3(0, 0, v);
    CHECK((Solid::cross(u3, lift(p)) - lift(Plane::cross(u, p))).norm() < 1e-15);
    CHECK((Solid::moment(lift(p), lift(f)) - Vector3(0, 0, Plane::moment(p, f))).norm() < 1e-15);
    CHECK(std::abs(Solid::dot(u3, v3) - Plane::dot(u, v)) < 1e-15);
    Plane::SpinPair flat{};
    Solid::SpinPair solid{};
    Plane::add_product(flat, u, v, k);
    Solid::add_product(solid, u3, v3, k);
    Plane::add_spin(flat, v, u);
    Solid::add_spin(solid, v3, u);
    CHECK((Solid::apply(solid, lift(p)) - lift(Plane::apply(flat, p))).norm() < 1e-14);
    const Pose<double, 2> X = random_pose<double, 2>(random, 1.0);
    CHECK((lift(X) * lift(p) - lift(X * p)).norm() < 1e-15);
  }
}

template <int Dim>
void check_laws(Random& random) {
  using S = Space<double, Dim>;
  using Vector = typename S::Vector;
  const auto axis = random_axis<double, Dim>(random);
  const auto other = random_axis<double, Dim>(random);
  const double angle = random.uniform(-3, 3), k = random.uniform(-2, 2);
  const Vector p = random_point<double, Dim>(random, 1.0);
  const Vector f = random_point<double, Dim>(random, 1.0);
  const auto R = S::rotation(axis, angle);
  // Distances stay; turning by two angles is turning by their sum; the axis stays.
  CHECK((R.transpose() * R - S::Rotation::Identity()).norm() < 1e-14);
  CHECK(std::abs(R.determinant() - 1.0) < 1e-14);
  CHECK((R * S::rotation(axis, 0.4) - S::rotation(axis, angle + 0.4)).norm() < 1e-14);
  const auto turned = S::rotate(R, axis);
  CHECK(std::abs(S::dot(turned, axis) - 1.0) < 1e-14);
  // Power of a force on a turning point is spin times moment.
  CHECK(std::abs(f.dot(S::cross(axis, p)) - S::dot(axis, S::moment(p, f))) < 1e-14);
  typename S::SpinPair pair{};
  S::add_product(pair, axis, other, k);
  S::add_spin(pair, other, 0.3);
  const Vector expected = k * S::cross(axis, S::cross(other, p)) + 0.3 * S::cross(other, p);
  CHECK((S::apply(pair, p) - expected).norm() < 1e-14);
  const Pose<double, Dim> X = random_pose<double, Dim>(random, 1.0);
  const Pose<double, Dim> Y = random_pose<double, Dim>(random, 1.0);
  CHECK((X.inverse() * (X * p) - p).norm() < 1e-14);
  CHECK(((X * Y) * p - X * (Y * p)).norm() < 1e-14);
  // d/dangle of a turned point is axis x point.
  const double h = 1e-6;
  const Vector rate =
      (S::rotation(axis, angle + h) * p - S::rotation(axis, angle - h) * p) / (2 * h);
  CHECK((rate - S::cross(axis, Vector(R * p))).norm() < 1e-9);
}

TEST_CASE("laws of rotations and poses", "[spatial][space][invariant][derivative]") {
  Random random(32);
  CAPTURE(random.seed());
  for (int i = 0; i < 50; ++i) {
    check_laws<2>(random);
    check_laws<3>(random);
  }
}

TEST_CASE("a rotation by a dual angle carries its derivative", "[spatial][space][scalar]") {
  using D = Dual<1>;
  using S = Space<D, 3>;
  Random random(33);
  CAPTURE(random.seed());
  for (int i = 0; i < 20; ++i) {
    const Vector3 axis = random_axis<double, 3>(random);
    const Vector3 p = random_point<double, 3>(random, 1.0);
    const double angle = random.uniform(-3, 3);
    const S::Vector turned =
        S::rotation(axis.cast<D>(), D::variable(angle, 0)) * p.cast<D>().eval();
    const Vector3 plain = Solid::rotation(axis, angle) * p;
    const Vector3 rate = axis.cross(plain);
    for (int k = 0; k < 3; ++k) {
      CHECK(std::abs(turned[k].value - plain[k]) < 1e-15);
      CHECK(std::abs(turned[k].gradient[0] - rate[k]) < 1e-14);
    }
  }
}
}  // namespace
