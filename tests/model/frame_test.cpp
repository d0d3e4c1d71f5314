#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/model/mass_center.hpp>
#include <limits>

#include "core/checks.hpp"
#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::BodyIndex;
using guyline::CoordinateFunction;
using guyline::CoordinateIndex;
using guyline::Dual;
using guyline::Frame;
using guyline::InvalidArgument;
using guyline::Kinematics;
using guyline::MassCenter;
using guyline::Motion;
using guyline::MotionIndex;
using guyline::num_pairs;
using guyline::pair_index;
using guyline::Pose;
using guyline::UnknownName;
using guyline::VectorX;
using guyline::test::contains;
using guyline::test::message_of;
using guyline::test::Random;
using guyline::test::random_coordinates;
using guyline::test::random_model;
using guyline::test::random_point;
using Motion2 = Motion<double, 2>;
constexpr double kPi = 3.14159265358979323846;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

template <typename Scalar, int Dim>
Kinematics<Scalar, Dim> kinematics_at(const Frame<Scalar, Dim>& frame, const VectorX<Scalar>& q) {
  Kinematics<Scalar, Dim> kinematics;
  kinematics.resize(frame.num_bodies(), frame.num_motions(), frame.num_coordinates());
  update_kinematics(frame, q, true, kinematics);
  return kinematics;
}
VectorX<double> coordinates(std::initializer_list<double> values) {
  VectorX<double> q(static_cast<int>(values.size()));
  int i = 0;
  for (const double v : values) q[i++] = v;
  return q;
}

/// Two links of 2 m and 1 m that stand upright, each on a hinge that leans forward.
Frame<double, 2> double_mast() {
  Frame<double, 2> frame;
  const CoordinateIndex lower = frame.add_coordinate("lower");
  const CoordinateIndex upper = frame.add_coordinate("upper");
  frame.add_body("leg", -1, {}, {Motion2::rotation(-1.0, lower)}, {});
  Pose<double, 2> knee;
  knee.position = {0.0, 2.0};
  frame.add_body("trunk", 0, knee, {Motion2::rotation(-1.0, upper)}, {});
  return frame;
}

TEST_CASE("two links that lean forward, by hand", "[model][frame][exact]") {
  const Frame<double, 2> frame = double_mast();
  const auto kinematics = kinematics_at(frame, coordinates({kPi / 2, -kPi / 2}));
  // The leg lies forward, the trunk stands up at its end.
  CHECK((kinematics.position(0, {0.0, 2.0}) - Eigen::Vector2d(2.0, 0.0)).norm() < 1e-15);
  const Eigen::Vector2d head = kinematics.position(1, {0.0, 1.0});
  CHECK((head - Eigen::Vector2d(2.0, 1.0)).norm() < 1e-15);
  // About the ankle the head goes clockwise: (1, -2); about the knee: (1, 0).
  CHECK((kinematics.velocity(1, 0, head) - Eigen::Vector2d(1.0, -2.0)).norm() < 1e-15);
  CHECK((kinematics.velocity(1, 1, head) - Eigen::Vector2d(1.0, 0.0)).norm() < 1e-15);
  CHECK((kinematics.velocity(0, 1, head)).norm() == 0.0);
  CHECK((kinematics.acceleration(1, pair_index(0, 0), head) - Eigen::Vector2d(-2.0, -1.0)).norm() <
        1e-15);
  CHECK((kinematics.acceleration(1, pair_index(0, 1), head) - Eigen::Vector2d(0.0, -1.0)).norm() <
        1e-15);
  CHECK((kinematics.screw_velocity(1, head) - Eigen::Vector2d(1.0, 0.0)).norm() < 1e-15);
}

TEST_CASE("two discs share one flexion", "[model][frame][exact]") {
  Frame<double, 2> frame;
  const CoordinateIndex lumbar = frame.add_coordinate("lumbar");
  Pose<double, 2> up;
  up.position = {0.0, 1.0};
  for (int i = 0; i < 2; ++i) {
    frame.add_body(
        "v" + std::to_string(i), i - 1, up,
        {Motion2::rotation(-1.0, lumbar, CoordinateFunction<double>::linear(i == 0 ? 0.25 : 0.75))},
        {});
  }
  const auto kinematics = kinematics_at(frame, coordinates({kPi}));
  const double quarter = kPi / 4;
  const Eigen::Vector2d joint(std::sin(quarter), 1.0 + std::cos(quarter));
  CHECK((kinematics.position(1, {0, 0}) - joint).norm() < 1e-15);
  CHECK((kinematics.position(1, {0, 1}) - (joint + Eigen::Vector2d(0.0, -1.0))).norm() < 1e-14);
  CHECK(std::abs(kinematics.rate(1, 0).spin + 1.0) < 1e-15);
  CHECK(std::abs(kinematics.rate(0, 0).spin + 0.25) < 1e-15);
}

TEST_CASE("the tree knows what hangs on what", "[model][frame][exact]") {
  const auto model = random_model<double, 2>(60);
  const auto& frame = model.frame;
  CHECK(frame.is_beyond(5, 2));
  CHECK(frame.is_beyond(4, 1));
  CHECK(frame.is_beyond(3, 3));
  CHECK_FALSE(frame.is_beyond(4, 2));
  CHECK_FALSE(frame.is_beyond(0, 1));
  CHECK(frame.relative_coordinates(0, 0).empty());
  CHECK(frame.relative_coordinates(2, 5).empty());
  CHECK(frame.relative_coordinates(0, 1) == std::vector<int>{1});
  CHECK(frame.relative_coordinates(2, 3) == std::vector<int>{1, 2, 3, 4});
  CHECK(frame.relative_coordinates(3, 4) == std::vector<int>{1});
  CHECK(frame.body_index("plate") == BodyIndex(5));
  CHECK(frame.coordinate_index("d") == CoordinateIndex(3));
  CHECK(frame.motion_body(2) == 1);
  CHECK(frame.gravity == Eigen::Vector2d(0.0, -9.80665));
}

template <int Dim>
void check_kinematics(unsigned seed) {
  using Vector = guyline::Vector<double, Dim>;
  const auto model = random_model<double, Dim>(seed);
  const auto& frame = model.frame;
  Random random(seed);
  const VectorX<double> q = random_coordinates(random, frame.num_coordinates());
  const auto at = kinematics_at(frame, q);
  MassCenter<double, Dim> center, center_up, center_down;
  for (auto* c : {&center, &center_up, &center_down})
    c->resize(frame.num_bodies(), frame.num_coordinates());
  update_mass_center(frame, at, true, center);
  const double h = 1e-5;
  for (int i = 0; i < q.size(); ++i) {
    VectorX<double> more = q, less = q;
    more[i] += h;
    less[i] -= h;
    const auto up = kinematics_at(frame, more), down = kinematics_at(frame, less);
    for (int b = 0; b < frame.num_bodies(); ++b) {
      CAPTURE(Dim, seed, i, b);
      const Vector p_B = random_point<double, Dim>(random, 0.5);
      const Vector p = at.position(b, p_B);
      const Vector v = (up.position(b, p_B) - down.position(b, p_B)) / (2 * h);
      CHECK((at.velocity(b, i, p) - v).norm() < 1e-9);
      for (int j = 0; j < q.size(); ++j) {
        const Vector a =
            (up.velocity(b, j, up.position(b, p_B)) - down.velocity(b, j, down.position(b, p_B))) /
            (2 * h);
        const int pair = i <= j ? pair_index(i, j) : pair_index(j, i);
        CHECK((at.acceleration(b, pair, p) - a).norm() < 1e-8);
      }
    }
    update_mass_center(frame, up, true, center_up);
    update_mass_center(frame, down, true, center_down);
    const auto k = static_cast<std::size_t>(i);
    CHECK((center.rates[k] - (center_up.position - center_down.position) / (2 * h)).norm() < 1e-9);
    for (int j = 0; j < q.size(); ++j) {
      const auto pair = static_cast<std::size_t>(i <= j ? pair_index(i, j) : pair_index(j, i));
      const auto l = static_cast<std::size_t>(j);
      CHECK(
          (center.rate_pairs[pair] - (center_up.rates[l] - center_down.rates[l]) / (2 * h)).norm() <
          1e-8);
    }
  }
}

TEST_CASE("rates and second rates of bodies and of the mass centre, against differences",
          "[model][frame][derivative]") {
  for (unsigned seed = 61; seed < 81; ++seed) {
    check_kinematics<2>(seed);
    check_kinematics<3>(seed);
  }
}

template <int Dim>
void check_curve(unsigned seed) {
  using Vector = guyline::Vector<double, Dim>;
  const auto model = random_model<double, Dim>(seed);
  const auto& frame = model.frame;
  Random random(seed);
  const VectorX<double> q = random_coordinates(random, frame.num_coordinates());
  const VectorX<double> rate = random_coordinates(random, frame.num_coordinates());
  const VectorX<double> bend = random_coordinates(random, frame.num_coordinates());
  const auto on_curve = [&](double s) {
    return kinematics_at(frame, VectorX<double>(q + s * rate + 0.5 * s * s * bend));
  };
  const auto at = kinematics_at(frame, q);
  std::vector<guyline::CurveRate<double, Dim>> rates(static_cast<std::size_t>(frame.num_bodies()));
  update_curve_rates(frame, rate, bend, at, rates);
  const double h = 1e-4;
  const auto up = on_curve(h), down = on_curve(-h);
  for (int b = 0; b < frame.num_bodies(); ++b) {
    CAPTURE(Dim, seed, b);
    const Vector p_B = random_point<double, Dim>(random, 0.5);
    const Vector p = at.position(b, p_B);
    const auto& body = rates[static_cast<std::size_t>(b)];
    const Vector first = (up.position(b, p_B) - down.position(b, p_B)) / (2 * h);
    const Vector second = (up.position(b, p_B) - 2 * p + down.position(b, p_B)) / (h * h);
    CHECK((body.velocity_at(p) - first).norm() < 1e-6);
    CHECK((body.acceleration_at(p) - second).norm() < 1e-5);
    // Exactly: the rates by the coordinates, contracted.
    Vector velocity = Vector::Zero(), acceleration = Vector::Zero();
    for (int i = 0; i < q.size(); ++i) {
      velocity += rate[i] * at.velocity(b, i, p);
      acceleration += bend[i] * at.velocity(b, i, p);
      for (int j = 0; j < q.size(); ++j) {
        const int pair = i <= j ? pair_index(i, j) : pair_index(j, i);
        acceleration += rate[i] * rate[j] * at.acceleration(b, pair, p);
      }
    }
    CHECK((body.velocity_at(p) - velocity).norm() < 1e-12);
    CHECK((body.acceleration_at(p) - acceleration).norm() < 1e-12);
  }
}

TEST_CASE("rates along a curve, against differences and against those by the coordinates",
          "[model][frame][derivative]") {
  for (unsigned seed = 104; seed < 112; ++seed) {
    check_curve<2>(seed);
    check_curve<3>(seed);
  }
}

TEST_CASE("the rate of a coordinate is the sum of the motions that it drives",
          "[model][frame][invariant]") {
  for (unsigned seed = 82; seed < 92; ++seed) {
    const auto model = random_model<double, 3>(seed);
    const auto& frame = model.frame;
    Random random(seed);
    const VectorX<double> q = random_coordinates(random, frame.num_coordinates());
    const auto at = kinematics_at(frame, q);
    for (int b = 0; b < frame.num_bodies(); ++b) {
      const Eigen::Vector3d p = random_point<double, 3>(random, 1.0);
      for (int i = 0; i < q.size(); ++i) {
        Eigen::Vector3d sum = Eigen::Vector3d::Zero();
        for (int m = 0; m < frame.num_motions(); ++m) {
          if (frame.motion(m).coordinate != i || !frame.is_beyond(b, frame.motion_body(m)))
            continue;
          sum += frame.motion(m).function(q[i]).derivative * at.screw_velocity(m, p);
        }
        CHECK((sum - at.velocity(b, i, p)).norm() < 1e-13);
      }
    }
  }
}

TEST_CASE("a planar tree drawn in space moves alike", "[model][frame][invariant]") {
  for (unsigned seed = 93; seed < 103; ++seed) {
    const auto flat = random_model<double, 2>(seed);
    const auto solid = guyline::test::lift(flat);
    Random random(seed);
    const VectorX<double> q = random_coordinates(random, flat.frame.num_coordinates());
    const auto a = kinematics_at(flat.frame, q);
    const auto b = kinematics_at(solid.frame, q);
    MassCenter<double, 2> center_a;
    MassCenter<double, 3> center_b;
    center_a.resize(flat.frame.num_bodies(), 5);
    center_b.resize(solid.frame.num_bodies(), 5);
    update_mass_center(flat.frame, a, true, center_a);
    update_mass_center(solid.frame, b, true, center_b);
    CHECK(std::abs(center_a.mass - center_b.mass) < 1e-14);
    CHECK((guyline::test::lift(center_a.position) - center_b.position).norm() < 1e-14);
    for (int body = 0; body < flat.frame.num_bodies(); ++body) {
      const Eigen::Vector2d p = random_point<double, 2>(random, 1.0);
      for (int pair = 0; pair < num_pairs(5); ++pair) {
        CHECK((guyline::test::lift(Eigen::Vector2d(a.acceleration(body, pair, p))) -
               b.acceleration(body, pair, guyline::test::lift(p)))
                  .norm() < 1e-13);
      }
    }
  }
}

TEST_CASE("duals through a frame: velocities are derivatives", "[model][frame][scalar]") {
  using D = Dual<5>;
  const auto model = random_model<D, 3>(104);
  Random random(104);
  const VectorX<double> q = random_coordinates(random, 5);
  VectorX<D> dual_q(5);
  for (int i = 0; i < 5; ++i) dual_q[i] = D::variable(q[i], i);
  const auto at = kinematics_at(model.frame, dual_q);
  for (int b = 0; b < model.frame.num_bodies(); ++b) {
    const auto p = at.position(b, random_point<D, 3>(random, 0.5));
    for (int i = 0; i < 5; ++i) {
      const auto v = at.velocity(b, i, p);
      for (int k = 0; k < 3; ++k) {
        CHECK(std::abs(p[k].gradient[i] - v[k].value) < 1e-14);
        for (int j = 0; j <= i; ++j) {
          CHECK(std::abs(v[k].gradient[j] - at.acceleration(b, pair_index(j, i), p)[k].value) <
                1e-13);
        }
      }
    }
  }
}

TEST_CASE("a frame refuses what makes no sense, by name", "[model][frame][error]") {
  Frame<double, 2> frame = double_mast();
  const CoordinateIndex lower(0);
  CHECK(contains(message_of<InvalidArgument>([&] { frame.add_body("b", 7, {}, {}, {}); }),
                 "body b: parent 7"));
  CHECK_THROWS_AS(frame.add_body("b", -2, {}, {}, {}), InvalidArgument);
  CHECK(contains(message_of<InvalidArgument>([&] {
                   frame.add_body("b", 0, {}, {Motion2::rotation(1.0, CoordinateIndex(2))}, {});
                 }),
                 "coordinate 2"));
  for (const double axis : {0.0, 0.5, 2.0, kNan}) {
    CHECK_THROWS_AS(frame.add_body("b", 0, {}, {Motion2::rotation(axis, lower)}, {}),
                    InvalidArgument);
    CHECK_THROWS_AS(frame.add_body("b", 0, {}, {Motion2::translation({axis, 0.0}, lower)}, {}),
                    InvalidArgument);
  }
  for (const double mass : {-1.0, kNan, std::numeric_limits<double>::infinity()}) {
    CHECK(contains(message_of<InvalidArgument>([&] {
                     frame.add_mass({BodyIndex(0), {0, 0}, mass, "lead"});
                   }),
                   "mass of lead"));
  }
  CHECK_THROWS_AS(frame.add_mass({BodyIndex(2), {0, 0}, 1.0, "lead"}), InvalidArgument);
  CHECK_THROWS_AS(frame.add_mass({BodyIndex(0), {kNan, 0}, 1.0, "lead"}), InvalidArgument);
  CHECK_THROWS_AS(frame.add_load({BodyIndex(-1), {0, 0}, {1, 0}, "push"}), InvalidArgument);
  CHECK_THROWS_AS(frame.add_load({BodyIndex(0), {0, 0}, {1, kNan}, "push"}), InvalidArgument);
  CHECK(contains(message_of<UnknownName>([&] { frame.body_index("head"); }), "leg trunk"));
  CHECK(contains(message_of<UnknownName>([&] { frame.coordinate_index("hip"); }), "lower upper"));
  // A refused body leaves nothing behind, not even its good motions.
  CHECK_THROWS_AS(
      frame.add_body("b", 0, {}, {Motion2::rotation(1.0, lower), Motion2::rotation(0.5, lower)},
                     {}),
      InvalidArgument);
  CHECK(frame.num_motions() == 2);
  CHECK(frame.num_bodies() == 2);
  CHECK(frame.masses().empty());
}
}  // namespace
