#include <algorithm>
#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/model/bridge.hpp>
#include <guyline/posture/load.hpp>

#include "support/bodies.hpp"
#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::BodyIndex;
using guyline::Dual;
using guyline::level_load;
using guyline::LevelLoad;
using guyline::LoadParts;
using guyline::MotionIndex;
using guyline::Order;
using guyline::PostureData;
using guyline::VectorX;
using guyline::test::mast;
using guyline::test::Random;
using guyline::test::random_coordinates;
using guyline::test::random_model;
using guyline::test::spring;

TEST_CASE("a mast with a vertical stay: compression is weight and tension, by hand",
          "[posture][load][exact]") {
  // 10 kg at 1 m, leaning 30 degrees on a level plate; a stay straight up from (-0.5, -1) on the ground
  // to (-0.5, 0) of the mast when upright; k = 100 N/m, rest length 0.2.
  auto model = mast(10.0, 1.0);
  model.add_muscle(spring("stay", 100.0, 0.2),
                   {{BodyIndex(0), {-0.5, -1.0}}, {BodyIndex(1), {-0.5, 0.0}}});
  model.levels.push_back({"foot", MotionIndex(0), BodyIndex(0), {0, -1}, {1, 0}, 0.0});
  PostureData<double, 2> data(model);
  const VectorX<double> upright = VectorX<double>::Zero(1), idle = upright;
  update_potential(model, upright, Order::kHessian, data);
  const auto load = level_load(model, data, upright, model.levels[0], idle);
  CHECK(std::abs(load.gravity.compression - 98.0665) < 1e-12);
  CHECK(std::abs(load.passive.compression - 80.0) < 1e-12);
  CHECK(std::abs(load.total.compression - 178.0665) < 1e-12);
  CHECK(std::abs(load.total.shear) < 1e-12);
  CHECK(std::abs(load.passive.moment + 40.0) < 1e-12);  // pulls back
  CHECK(load.tonic.compression == 0.0);
  CHECK(load.active.compression == 0.0);
  // On a plate that slopes forward by 30 degrees weight and stay push the mast forward along it.
  const double slope = std::acos(-1.0) / 6;
  model.levels[0].into_B = {-std::sin(slope), -std::cos(slope)};
  model.levels[0].forward_B = {std::cos(slope), -std::sin(slope)};
  const auto sloped = level_load(model, data, upright, model.levels[0], idle);
  CHECK(std::abs(sloped.total.compression - 178.0665 * std::cos(slope)) < 1e-12);
  CHECK(std::abs(sloped.total.shear - 178.0665 * 0.5) < 1e-12);
  // Leaning forward by 30 degrees, weight alone: m g h sin 30.
  const VectorX<double> leaning = VectorX<double>::Constant(1, slope);
  update_potential(model, leaning, Order::kHessian, data);
  CHECK(std::abs(level_load(model, data, leaning, model.levels[0], idle).gravity.moment -
                 49.03325) < 1e-12);
}

template <typename Scalar>
double worst(const LoadParts<Scalar>& a, const LoadParts<Scalar>& b) {
  return std::max({std::abs(a.compression - b.compression), std::abs(a.shear - b.shear),
                   std::abs(a.moment - b.moment)});
}
LoadParts<double> sum(const LevelLoad<double>& load) {
  LoadParts<double> total = load.gravity;
  total += load.passive;
  total += load.tonic;
  total += load.active;
  return total;
}

TEST_CASE("budgets sum to the total; forces and moment follow from the tensions",
          "[posture][load][invariant]") {
  Random random(230);
  CAPTURE(random.seed());
  for (int n = 0; n < 50; ++n) {
    auto body = guyline::bridge();
    guyline::test::turn_knobs(body.model, random);
    VectorX<double> q(4);
    q << 0.1, 0.05, random.uniform(-0.3, 0.5), random.uniform(-0.3, 0.5);
    PostureData<double, 2> data(body.model);
    update_potential(body.model, q, Order::kHessian, data);
    VectorX<double> a(body.model.num_muscles());
    for (int i = 0; i < a.size(); ++i) a[i] = random.uniform(0, 1);
    for (const auto& level : body.model.levels) {
      const auto load = level_load(body.model, data, q, level, a);
      CHECK(worst(sum(load), load.total) < 1e-9);
      // Newton's third law by another way: sum all pulls on what is above, about the joint.
      const int above = body.model.frame.motion_body(level.motion);
      Eigen::Vector2d force = Eigen::Vector2d::Zero();
      double moment = 0.0;
      const auto& screw = data.kinematics.screws[static_cast<std::size_t>(int(level.motion))];
      const auto add = [&](const Eigen::Vector2d& p, const Eigen::Vector2d& f) {
        force += f;
        const Eigen::Vector2d r = p - screw.origin_G;
        moment -= r.x() * f.y() - r.y() * f.x();  // forward is about -z
      };
      for (const auto& mass : body.model.frame.masses()) {
        if (mass.body >= above) {
          add(data.kinematics.position(mass.body, mass.point_B),
              mass.mass * body.model.frame.gravity);
        }
      }
      for (std::size_t c = 0; c < body.model.muscles.size(); ++c) {
        const double tension = muscle_tension(data.muscles[c], a[static_cast<int>(c)]);
        for_each_pull(body.model.paths[c], data.kinematics,
                      [&](int b, const Eigen::Vector2d& p, const Eigen::Vector2d& dlength_dp) {
                        if (b >= above) add(p, -tension * dlength_dp);
                      });
      }
      CHECK(std::abs(moment - load.total.moment) < 1e-9);
      CHECK(std::abs(force.norm() - std::hypot(load.total.compression, load.total.shear)) < 1e-8);
      // Activations below tone leave the muscle at rest.
      const auto rest =
          level_load(body.model, data, q, level, VectorX<double>(VectorX<double>::Zero(a.size())));
      CHECK(worst(rest.active, {}) < 1e-9);
    }
  }
}

TEST_CASE("where the effort balances a joint, the disc carries minus the tissue's moment",
          "[posture][load][invariant]") {
  Random random(231);
  CAPTURE(random.seed());
  int solved = 0;
  for (int n = 0; n < 60; ++n) {
    auto body = guyline::bridge();
    if (n > 0) guyline::test::turn_knobs(body.model, random);
    VectorX<double> q = body.reference_q;
    q[3] += random.uniform(-0.1, 0.2);
    PostureData<double, 2> data(body.model);
    update_potential(body.model, q, Order::kHessian, data);
    for (const auto& level : body.model.levels) {
      const std::array<MotionIndex, 3> joints = {body.ankle, body.hip, level.motion};
      guyline::EffortProblem<double> problem(body.model.num_muscles(), 3);
      guyline::EffortResult<double> effort(body.model.num_muscles(), 3);
      update_effort_problem(body.model, data, q, joints, problem);
      solve_effort(problem, {}, effort);
      const auto load = level_load(body.model, data, q, level, effort.activation);
      // What is missing is what disc and muscles leave over.
      CHECK(std::abs(load.total.moment + load.tissue_moment - effort.missing[2]) < 1e-8);
      if (effort.status != guyline::EffortStatus::kSolved) continue;
      ++solved;
      CHECK(std::abs(load.total.moment + load.tissue_moment) < 1e-6);
    }
  }
  CHECK(solved > 30);
}

TEST_CASE("forces k times, load k times; the plane drawn in space, the same load",
          "[posture][load][invariant]") {
  Random random(232);
  CAPTURE(random.seed());
  for (unsigned seed = 233; seed < 243; ++seed) {
    const auto model = random_model<double, 2>(seed);
    const auto scaled = guyline::test::scale_forces(model, 3.5);
    const auto solid = guyline::test::lift(model);
    const VectorX<double> q = 0.5 * random_coordinates(random, 5);
    const VectorX<double> a = VectorX<double>::Constant(4, 0.4);
    PostureData<double, 2> data(model), scaled_data(scaled);
    PostureData<double, 3> solid_data(solid);
    update_potential(model, q, Order::kHessian, data);
    update_potential(scaled, q, Order::kHessian, scaled_data);
    update_potential(solid, q, Order::kHessian, solid_data);
    for (std::size_t k = 0; k < model.levels.size(); ++k) {
      const auto load = level_load(model, data, q, model.levels[k], a);
      const auto more = level_load(scaled, scaled_data, q, scaled.levels[k], a);
      const auto space = level_load(solid, solid_data, q, solid.levels[k], a);
      CHECK(worst(more.total, {3.5 * load.total.compression, 3.5 * load.total.shear,
                               3.5 * load.total.moment}) < 1e-10);
      CHECK(std::abs(more.tissue_moment - 3.5 * load.tissue_moment) < 1e-12);
      CHECK(worst(space.total, load.total) < 1e-10);
      CHECK(worst(space.active, load.active) < 1e-10);
    }
  }
}

TEST_CASE("duals through a load: by the forces' scale", "[posture][load][scalar]") {
  using D = Dual<1>;
  const auto plain = random_model<double, 2>(244);
  auto model = random_model<D, 2>(244);
  for (auto& muscle : model.muscles) muscle.max_isometric_force.gradient[0] = 1.0;
  Random random(244);
  const VectorX<double> q = 0.5 * random_coordinates(random, 5);
  PostureData<D, 2> data(model);
  update_potential(model, VectorX<D>(q.cast<D>()), Order::kHessian, data);
  const auto load = level_load(model, data, VectorX<D>(q.cast<D>()), model.levels[0],
                               VectorX<D>(VectorX<D>::Constant(4, D(0.4))));
  const double h = 1e-3;
  const auto at = [&](double step) {
    auto m = plain;
    for (auto& muscle : m.muscles) muscle.max_isometric_force += step;
    PostureData<double, 2> d(m);
    update_potential(m, q, Order::kHessian, d);
    return level_load(m, d, q, m.levels[0], VectorX<double>(VectorX<double>::Constant(4, 0.4)))
        .total;
  };
  CHECK(std::abs(load.total.compression.value - at(0.0).compression) < 1e-11);
  CHECK(std::abs(load.total.compression.gradient[0] -
                 (at(h).compression - at(-h).compression) / (2 * h)) < 1e-9);
  CHECK(std::abs(load.total.moment.gradient[0] - (at(h).moment - at(-h).moment) / (2 * h)) < 1e-9);
}

TEST_CASE("activations outside of tone and 1 count as these", "[posture][load][error]") {
  const auto body = guyline::bridge();
  PostureData<double, 2> data(body.model);
  update_potential(body.model, body.reference_q, Order::kHessian, data);
  const auto at = [&](double activation) {
    const VectorX<double> a = VectorX<double>::Constant(body.model.num_muscles(), activation);
    return level_load(body.model, data, body.reference_q, body.model.levels[0], a).total;
  };
  CHECK(worst(at(-5.0), at(0.0)) == 0.0);
  CHECK(worst(at(7.0), at(1.0)) == 0.0);
  CHECK(worst(at(1.0), at(0.0)) > 100.0);
}
}  // namespace
