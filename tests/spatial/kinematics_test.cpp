#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/spatial/kinematics.hpp>

#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::Dual;
using guyline::Kinematics;
using guyline::num_pairs;
using guyline::pair_index;
using guyline::Space;
using guyline::test::Random;
using guyline::test::random_axis;
using guyline::test::random_point;
using guyline::test::random_pose;

TEST_CASE("resize gives every body its own rates, all zero", "[spatial][kinematics][exact]") {
  Kinematics<double, 2> kinematics;
  kinematics.resize(3, 4, 2);
  CHECK(kinematics.num_bodies() == 3);
  CHECK(kinematics.num_coordinates() == 2);
  CHECK(kinematics.screws.size() == 4);
  double mark = 1.0;
  for (int b = 0; b < 3; ++b) {
    for (int i = 0; i < 2; ++i) {
      CHECK(kinematics.rate(b, i).spin == 0.0);
      kinematics.rate(b, i).spin = mark++;
    }
    for (int p = 0; p < num_pairs(2); ++p) {
      CHECK(kinematics.rate_pair(b, p).pair.spin == 0.0);
      kinematics.rate_pair(b, p).pair.spin = mark++;
    }
  }
  mark = 1.0;
  for (int b = 0; b < 3; ++b) {
    for (int i = 0; i < 2; ++i) CHECK(kinematics.rate(b, i).spin == mark++);
    for (int p = 0; p < num_pairs(2); ++p) CHECK(kinematics.rate_pair(b, p).pair.spin == mark++);
  }
}

TEST_CASE("a wheel that turns about (2, 0): rates of a point of its rim",
          "[spatial][kinematics][exact]") {
  Kinematics<double, 2> kinematics;
  kinematics.resize(1, 1, 1);
  // dp/dq = z x (p - c) = z x p - z x c, c = (2, 0)
  kinematics.rate(0, 0) = {1.0, {0.0, -2.0}};
  // d2p/dq2 = -(p - c)
  kinematics.rate_pair(0, 0) = {{-1.0, 0.0}, {2.0, 0.0}};
  kinematics.screws[0] = {1.0, {0.0, 0.0}, {2.0, 0.0}};
  const Eigen::Vector2d rim(2.0, 3.0);
  CHECK((kinematics.velocity(0, 0, rim) - Eigen::Vector2d(-3.0, 0.0)).norm() == 0.0);
  CHECK((kinematics.acceleration(0, 0, rim) - Eigen::Vector2d(0.0, -3.0)).norm() == 0.0);
  CHECK((kinematics.screw_velocity(0, rim) - Eigen::Vector2d(-3.0, 0.0)).norm() == 0.0);
  kinematics.screws[0] = {0.0, {0.6, 0.8}, {2.0, 0.0}};
  CHECK((kinematics.screw_velocity(0, rim) - Eigen::Vector2d(0.6, 0.8)).norm() == 0.0);
  kinematics.poses[0].position = {1.0, 1.0};
  CHECK((kinematics.position(0, {1.0, 2.0}) - Eigen::Vector2d(2.0, 3.0)).norm() == 0.0);
}

template <int Dim>
void check_rigid(Random& random) {
  using S = Space<double, Dim>;
  using Vector = typename S::Vector;
  Kinematics<double, Dim> kinematics;
  kinematics.resize(1, 1, 1);
  kinematics.rate(0, 0) = {random_axis<double, Dim>(random),
                           random_point<double, Dim>(random, 1.0)};
  kinematics.poses[0] = random_pose<double, Dim>(random, 1.0);
  const Vector p = kinematics.position(0, random_point<double, Dim>(random, 1.0));
  const Vector r = kinematics.position(0, random_point<double, Dim>(random, 1.0));
  // Two points of one body keep their distance.
  CHECK(std::abs((p - r).dot(kinematics.velocity(0, 0, p) - kinematics.velocity(0, 0, r))) < 1e-14);
}

TEST_CASE("points of one body keep their distance", "[spatial][kinematics][invariant]") {
  Random random(34);
  CAPTURE(random.seed());
  for (int i = 0; i < 50; ++i) {
    check_rigid<2>(random);
    check_rigid<3>(random);
  }
}

TEST_CASE("kinematics hold duals", "[spatial][kinematics][scalar]") {
  using D = Dual<1>;
  Kinematics<D, 2> kinematics;
  kinematics.resize(1, 0, 1);
  kinematics.poses[0].rotation = Space<D, 2>::rotation(D(1), D::variable(0.3, 0));
  kinematics.rate(0, 0).spin = D(1);
  const guyline::Vector<D, 2> p = kinematics.position(0, {D(2), D(1)});
  const guyline::Vector<D, 2> rate = kinematics.velocity(0, 0, p);
  CHECK(std::abs(p.x().gradient[0] - rate.x().value) < 1e-15);
  CHECK(std::abs(p.y().gradient[0] - rate.y().value) < 1e-15);
}
}  // namespace
