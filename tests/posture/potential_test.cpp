#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/model/bridge.hpp>
#include <guyline/posture/potential.hpp>
#include <limits>

#include "support/bodies.hpp"
#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::Dual;
using guyline::Model;
using guyline::Order;
using guyline::PostureData;
using guyline::potential_energy;
using guyline::VectorX;
using guyline::test::mast;
using guyline::test::Random;
using guyline::test::random_coordinates;
using guyline::test::random_model;
using guyline::test::spring;

TEST_CASE("potential of a guyed mast, by hand", "[posture][potential][exact]") {
  auto model = mast(4.0, 2.0);
  model.add_muscle(spring("line", 30.0, 0.5),
                   {{guyline::BodyIndex(0), {-2.0, 0.0}}, {guyline::BodyIndex(1), {0.0, 2.0}}});
  model.tissues.push_back({guyline::CoordinateIndex(0), 3.0, 0.0, {}, {}});
  model.frame.add_load({guyline::BodyIndex(1), {0.0, 1.0}, {10.0, 0.0}, "push"});
  PostureData<double, 2> data(model);
  const auto energy = [](double q) {
    const double stretch = std::sqrt(8.0 + 8.0 * std::sin(q)) - 0.5;
    return 4.0 * 9.80665 * 2.0 * std::cos(q) - 10.0 * std::sin(q) + 1.5 * q * q +
           15.0 * stretch * stretch;
  };
  const auto at = [&](double q) {
    return potential_energy(model, VectorX<double>(VectorX<double>::Constant(1, q)), data);
  };
  for (const double q : {-0.5, 0.3, 1.0}) {
    CHECK(std::abs(at(q) - at(0.0) - (energy(q) - energy(0.0))) < 1e-11);
  }
}

/// Gradient and Hessian at q against differences of energy and gradient.
template <int Dim, typename Laws>
void check_potential(const Model<double, Dim, Laws>& model, const VectorX<double>& q,
                     double energy_tolerance) {
  PostureData<double, Dim> data(model), near(model);
  update_potential(model, q, Order::kHessian, data);
  CHECK((data.hessian - data.hessian.transpose()).norm() == 0.0);
  VectorX<double> sum = data.gravity_gradient + data.tissue_gradient;
  for (int c = 0; c < model.num_muscles(); ++c) {
    sum += data.dlength_dq.col(c) * data.muscles[static_cast<std::size_t>(c)].resting_tension;
  }
  CHECK((sum - data.gradient).norm() < 1e-11 * (1.0 + data.gradient.norm()));
  const double far = 1e-4, h = 1e-6;
  for (int i = 0; i < q.size(); ++i) {
    CAPTURE(i);
    const auto moved = [&](double step) {
      VectorX<double> p = q;
      p[i] += step;
      return p;
    };
    const double slope =
        (potential_energy(model, moved(far), near) - potential_energy(model, moved(-far), near)) /
        (2 * far);
    CHECK(std::abs(slope - data.gradient[i]) < energy_tolerance * (1.0 + data.gradient.norm()));
    update_potential(model, moved(h), Order::kGradient, near);
    const VectorX<double> up = near.gradient;
    update_potential(model, moved(-h), Order::kGradient, near);
    CHECK((data.hessian.col(i) - (up - near.gradient) / (2 * h)).norm() <
          2e-6 * (1.0 + data.hessian.norm()));
  }
}

TEST_CASE("gradient and Hessian of U: random trees in the plane and in space",
          "[posture][potential][derivative]") {
  for (unsigned seed = 150; seed < 165; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const VectorX<double> q = 0.6 * random_coordinates(random, 5);
    check_potential(random_model<double, 2>(seed), q, 2e-6);
    check_potential(random_model<double, 3>(seed), q, 2e-6);
  }
}

TEST_CASE("gradient and Hessian of U: the bridge in random poses with random knobs",
          "[posture][potential][derivative]") {
  Random random(166);
  CAPTURE(random.seed());
  for (int n = 0; n < 30; ++n) {
    CAPTURE(n);
    auto body = guyline::bridge();
    // Full range of length, stiffness, tone; a gain whose knee the differences still resolve.
    guyline::test::turn_knobs(body.model, random, 0.05);
    VectorX<double> q(4);
    q << random.uniform(-0.3, 0.4), random.uniform(0.0, 1.5), random.uniform(-0.3, 1.5),
        random.uniform(-0.4, 1.0);
    check_potential(body.model, q, 1e-5);
  }
}

TEST_CASE("a planar model drawn in space has the same potential",
          "[posture][potential][invariant]") {
  Random random(167);
  CAPTURE(random.seed());
  for (int n = 0; n < 10; ++n) {
    const auto flat =
        n < 5 ? random_model<double, 2>(170 + static_cast<unsigned>(n)) : guyline::bridge().model;
    const auto solid = guyline::test::lift(flat);
    const VectorX<double> q = 0.5 * random_coordinates(random, flat.frame.num_coordinates());
    PostureData<double, 2> a(flat);
    PostureData<double, 3> b(solid);
    CHECK(std::abs(potential_energy(flat, q, a) - potential_energy(solid, q, b)) < 1e-10);
    update_potential(flat, q, Order::kHessian, a);
    update_potential(solid, q, Order::kHessian, b);
    CHECK((a.gradient - b.gradient).norm() < 1e-12 * (1.0 + a.gradient.norm()));
    CHECK((a.hessian - b.hessian).norm() < 1e-12 * (1.0 + a.hessian.norm()));
    CHECK((a.dlength_dq - b.dlength_dq).norm() < 1e-13);
  }
}

TEST_CASE("energy and gradient grow with the forces, and with nothing else",
          "[posture][potential][invariant]") {
  Random random(168);
  CAPTURE(random.seed());
  for (unsigned seed = 180; seed < 185; ++seed) {
    const auto model = random_model<double, 3>(seed);
    const double k = random.log_uniform(0.1, 10.0);
    const auto scaled = guyline::test::scale_forces(model, k);
    const VectorX<double> q = 0.5 * random_coordinates(random, 5);
    PostureData<double, 3> a(model), b(scaled);
    update_potential(model, q, Order::kHessian, a);
    update_potential(scaled, q, Order::kHessian, b);
    CHECK((k * a.gradient - b.gradient).norm() < 1e-12 * b.gradient.norm());
    CHECK((k * a.hessian - b.hessian).norm() < 1e-12 * b.hessian.norm());
  }
}

TEST_CASE("duals through the potential: by coordinates and by a parameter",
          "[posture][potential][scalar]") {
  using D = Dual<4>;
  const auto body = guyline::bridge();
  const auto dual_body = guyline::bridge<D>();
  Random random(169);
  CAPTURE(random.seed());
  for (int n = 0; n < 5; ++n) {
    VectorX<double> q(4);
    q << random.uniform(-0.2, 0.2), random.uniform(0, 0.5), random.uniform(-0.2, 0.5),
        random.uniform(-0.3, 0.6);
    VectorX<D> dual_q(4);
    for (int i = 0; i < 4; ++i) dual_q[i] = D::variable(q[i], i);
    PostureData<double, 2> a(body.model);
    PostureData<D, 2> b(dual_body.model);
    const D energy = potential_energy(dual_body.model, dual_q, b);
    CHECK(std::abs(energy.value - potential_energy(body.model, q, a)) < 1e-9);
    update_potential(body.model, q, Order::kHessian, a);
    CHECK((energy.gradient - a.gradient).norm() < 1e-6 * (1.0 + a.gradient.norm()));
    update_potential(dual_body.model, dual_q, Order::kHessian, b);
    for (int i = 0; i < 4; ++i) {
      CHECK(std::abs(b.gradient[i].value - a.gradient[i]) < 1e-9);
      CHECK((b.gradient[i].gradient - a.hessian.col(i)).norm() < 1e-9 * (1.0 + a.hessian.norm()));
      for (int j = 0; j < 4; ++j) CHECK(std::abs(b.hessian(i, j).value - a.hessian(i, j)) < 1e-8);
    }
  }
}

TEST_CASE("tension never pushes: 100000 random muscles on random paths",
          "[posture][potential][invariant]") {
  Random random(190);
  CAPTURE(random.seed());
  auto body = guyline::bridge();
  const auto plain = body.model;
  PostureData<double, 2> data(body.model);
  int sets = 0;
  while (sets < 100000) {
    body.model = plain;
    for (auto& m : body.model.muscles) {
      m.length_change = random.uniform(-0.5, 0.5);
      m.recalibrated_length = random.uniform(-0.5, 0.5);
      m.stiffness = random.log_uniform(0.1, 10.0);
      m.tone = random.uniform(0.0, 1.0);
      m.reflex_gain = random.uniform(0.0, 2.0);
      m.strength = random.uniform(0.0, 10.0);
      m.slack_length += random.uniform(-0.3, 0.3);
      m.passive_onset = random.uniform(-1.0, 1.0);
      ++sets;
    }
    const VectorX<double> q = 2.5 * random_coordinates(random, 4);
    update_potential(body.model, q, Order::kGradient, data);
    for (std::size_t c = 0; c < data.muscles.size(); ++c) {
      const auto& state = data.muscles[c];
      const double activation = random.uniform(-0.5, 1.5);
      const double tension = muscle_tension(state, activation);
      if (!(state.passive_tension >= 0.0 && state.active_capacity >= 0.0 &&
            state.resting_tension >= 0.0 && tension >= state.resting_tension &&
            std::isfinite(tension))) {
        CAPTURE(sets, c, state.normalized_length, activation);
        FAIL("a muscle pushes or is not finite");
      }
    }
  }
  CHECK(sets >= 100000);
}

TEST_CASE("what is not finite shows in gradient and energy", "[posture][potential][error]") {
  auto model = random_model<double, 2>(191);
  PostureData<double, 2> data(model);
  const VectorX<double> q = VectorX<double>::Zero(5);
  model.muscles[1].max_isometric_force = std::numeric_limits<double>::quiet_NaN();
  update_potential(model, q, Order::kGradient, data);
  CHECK_FALSE(data.gradient.allFinite());
  CHECK(std::isnan(potential_energy(model, q, data)));
  CHECK_THROWS_AS(validate(model), guyline::InvalidArgument);
}
}  // namespace
