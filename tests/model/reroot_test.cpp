#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/model/bridge.hpp>
#include <guyline/model/reroot.hpp>
#include <guyline/posture/potential.hpp>

#include "core/checks.hpp"
#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::BodyIndex;
using guyline::Dual;
using guyline::InvalidArgument;
using guyline::Model;
using guyline::Order;
using guyline::Pose;
using guyline::PostureData;
using guyline::reroot;
using guyline::Rerooted;
using guyline::Space;
using guyline::VectorX;
using guyline::test::contains;
using guyline::test::message_of;
using guyline::test::Random;
using guyline::test::random_coordinates;
using guyline::test::random_model;
using guyline::test::random_point;

/// Floating coordinates that put the root where X_GB says.
VectorX<double> float_to(const Pose<double, 2>& X) {
  VectorX<double> f(3);
  f << X.position.x(), X.position.y(), -std::atan2(X.rotation(1, 0), X.rotation(0, 0));
  return f;
}
VectorX<double> float_to(const Pose<double, 3>& X) {
  // R = R_x(a) R_y(b) R_z(c)
  VectorX<double> f(6);
  f.head<3>() = X.position;
  f[4] = std::asin(X.rotation(0, 2));
  f[3] = std::atan2(-X.rotation(1, 2), X.rotation(2, 2));
  f[5] = std::atan2(-X.rotation(0, 1), X.rotation(0, 0));
  return f;
}

template <int Dim>
void check_reroot(unsigned seed, int root) {
  using Vector = typename Space<double, Dim>::Vector;
  auto model = random_model<double, Dim>(seed);
  model.levels.clear();
  const Rerooted<double, Dim> turned = reroot(model, BodyIndex(root));
  Random random(seed);
  const VectorX<double> q = 0.6 * random_coordinates(random, 5);
  PostureData<double, Dim> a(model), b(turned.model);
  update_potential(model, q, Order::kHessian, a);
  const VectorX<double> f = float_to(a.kinematics.poses[static_cast<std::size_t>(root)]);
  VectorX<double> q_turned(5 + f.size());
  q_turned << q, f;
  update_potential(turned.model, q_turned, Order::kHessian, b);
  CAPTURE(Dim, seed, root);
  for (int body = 0; body < model.frame.num_bodies(); ++body) {
    const Vector p = random_point<double, Dim>(random, 1.0);
    const int there = turned.body[static_cast<std::size_t>(body)];
    CHECK(turned.model.frame.body(there).name == model.frame.body(body).name);
    CHECK((a.kinematics.position(body, p) - b.kinematics.position(there, p)).norm() < 1e-12);
  }
  // Lengths, and with them tensions, depend on the joints alone; floating adds nothing to them.
  for (int c = 0; c < model.num_muscles(); ++c) {
    const auto i = static_cast<std::size_t>(c);
    CHECK(std::abs(a.path_lengths[i] - b.path_lengths[i]) < 1e-12);
    CHECK(std::abs(a.muscles[i].resting_tension - b.muscles[i].resting_tension) < 1e-8);
    CHECK((a.dlength_dq.col(c) - b.dlength_dq.col(c).head(5)).norm() < 1e-11);
    CHECK(b.dlength_dq.col(c).tail(f.size()).norm() < 1e-12);
  }
  CHECK(std::abs(potential_energy(model, q, a) - potential_energy(turned.model, q_turned, b)) <
        1e-9);
  for (int m = 0; m < model.frame.num_motions(); ++m) {
    const auto i = static_cast<std::size_t>(m);
    const bool gone = model.frame.motion_body(m) == 0 && root == 0;
    if (gone) continue;
    if (model.frame.motion_body(m) == 0) continue;  // its joint to the ground is gone
    CHECK(turned.model.frame.motion(turned.motion[i]).coordinate ==
          model.frame.motion(m).coordinate);
    CHECK(turned.backwards[i] == model.frame.is_beyond(root, model.frame.motion_body(m)));
  }
}

TEST_CASE("from whichever body the tree starts, everything is where it was",
          "[model][reroot][invariant]") {
  for (unsigned seed = 260; seed < 266; ++seed) {
    for (int root = 0; root < 6; ++root) {
      check_reroot<2>(seed, root);
      check_reroot<3>(seed, root);
    }
  }
}

TEST_CASE("a mast seen from its top: the ground hangs on it", "[model][reroot][exact]") {
  auto model = guyline::test::mast(3.0, 2.0);
  const auto turned = reroot(model, BodyIndex(1));
  CHECK(turned.model.frame.num_coordinates() == 4);
  CHECK(turned.model.frame.coordinate_names()[3] == "root_turn");
  CHECK(turned.model.frame.body(0).name == "mast");
  CHECK(turned.model.frame.body(1).name == "ground");
  CHECK(turned.body[0] == BodyIndex(1));
  CHECK(turned.backwards[0]);
  PostureData<double, 2> data(turned.model);
  VectorX<double> q(4);
  q << 0.4, 1.0, 2.0, 0.4;  // leans by 0.4 at (1, 2): the ground is level again
  update_pose(turned.model, q, Order::kHessian, data);
  CHECK((data.kinematics.position(1, {5.0, 0.0}) - Eigen::Vector2d(6.0, 2.0)).norm() < 1e-14);
  CHECK((data.kinematics.position(0, {0.0, 2.0}) -
         Eigen::Vector2d(1.0 + 2 * std::sin(0.4), 2.0 + 2 * std::cos(0.4)))
            .norm() < 1e-14);
}

TEST_CASE("levels above the new root go along", "[model][reroot][exact]") {
  const auto body = guyline::bridge();
  const auto turned = reroot(body.model, body.pelvis);
  CHECK(turned.model.levels.size() == body.model.levels.size());
  for (std::size_t k = 0; k < body.model.levels.size(); ++k) {
    const auto& level = turned.model.levels[k];
    CHECK(turned.model.frame.body(turned.model.frame.motion_body(level.motion)).name ==
          body.model.frame.body(body.model.frame.motion_body(body.model.levels[k].motion)).name);
    CHECK(turned.model.frame.body(level.body_below).name ==
          body.model.frame.body(body.model.levels[k].body_below).name);
    CHECK(level.rest_moment == body.model.levels[k].rest_moment);
  }
  CHECK_NOTHROW(validate(turned.model));
}

TEST_CASE("duals through a model hung from elsewhere", "[model][reroot][scalar]") {
  using D = Dual<5>;
  auto model = random_model<D, 2>(267);
  model.levels.clear();
  const auto turned = reroot(model, BodyIndex(4));
  Random random(267);
  VectorX<D> q(8);
  for (int i = 0; i < 5; ++i) q[i] = D::variable(random.uniform(-0.5, 0.5), i);
  q.tail(3).setConstant(D(0.1));
  PostureData<D, 2> data(turned.model);
  update_potential(turned.model, q, Order::kGradient, data);
  for (std::size_t c = 0; c < 4; ++c) {
    for (int i = 0; i < 5; ++i) {
      CHECK(std::abs(data.path_lengths[c].gradient[i] -
                     data.dlength_dq(i, static_cast<int>(c)).value) < 1e-13);
    }
  }
}

TEST_CASE("a root that is none, or a level in between, is refused", "[model][reroot][error]") {
  const auto body = guyline::bridge();
  CHECK_THROWS_AS(reroot(body.model, BodyIndex(-1)), InvalidArgument);
  CHECK(contains(message_of<InvalidArgument>([&] { reroot(body.model, BodyIndex(10)); }),
                 "body 10 is not in the frame, which has 10"));
  CHECK(contains(message_of<InvalidArgument>([&] { reroot(body.model, body.l1); }), "level L5/S1"));
}
}  // namespace
