#include <cmath>
#include <guyline/model/bridge.hpp>
#include <guyline/posture/path_state.hpp>
#include <memory>

#include "support/catch.hpp"

namespace {
using guyline::EquilibriumData;
using guyline::evaluate_on_path;
using guyline::Manifold;
using guyline::PathState;
using guyline::VectorX;

TEST_CASE("the force is minus the slope of the energy on the path, the stiffness its second",
          "[posture][path_state][derivative]") {
  const auto body = guyline::bridge();
  VectorX<double> tilt(4), trunk(4), knee(4);
  tilt << 1, -1, 1, 0;
  trunk << 1, -1, 1, 1;
  knee << 0, 1, 0, 0;
  Manifold<double, 2> manifold(
      4, {{"knee", knee, 0.1}, {"trunk", trunk, 0.05}},
      {std::make_shared<guyline::CenterOfMassOver<double, 2>>(
          body.foot, Eigen::Vector2d(0, 0), Eigen::Vector2d(1, 0), body.balance_offset)},
      tilt, -0.6, 0.6, body.reference_q);
  EquilibriumData<double, 2> data(body.model, manifold);
  const auto energy = [&](double s) {
    data.q = manifold.origin();
    REQUIRE(evaluate_on_path(body.model, manifold, s, data).on_manifold);
    const VectorX<double> q = data.q;
    return potential_energy(body.model, q, data.posture);
  };
  const auto state = [&](double s) {
    data.q = manifold.origin();
    return evaluate_on_path(body.model, manifold, s, data);
  };
  const double h = 1e-4;
  for (const double s : {-0.5, -0.2, 0.0, 0.1, 0.45}) {
    CAPTURE(s);
    const PathState<double> at = state(s);
    CHECK(at.on_manifold);
    CHECK(at.path == s);
    CHECK(std::abs(at.force + (energy(s + h) - energy(s - h)) / (2 * h)) < 1e-3);
    CHECK(std::abs(at.stiffness + (state(s + h).force - state(s - h).force) / (2 * h)) <
          1e-5 * (1.0 + std::abs(at.stiffness)));
    CHECK(at.scale >= std::abs(at.force));
    // grad U - C^T mu = 0 but for the free direction, and dq/ds stays on the constraints.
    (void)state(s);
    update_multipliers(body.model, manifold, data);
    const VectorX<double> reduced =
        manifold.basis().transpose() *
        (data.posture.gradient - data.jacobian.transpose() * data.multipliers -
         manifold.path() * -at.force);
    CHECK(reduced.norm() < 1e-9 * at.scale);
    CHECK((data.jacobian * data.curve.q_rate).norm() < 1e-13);
    CHECK(std::abs(manifold.path().dot(data.curve.q_rate) - 1.0) < 1e-14);
  }
}

TEST_CASE("a place that the constraints cannot meet is told, and nothing else",
          "[posture][path_state][error]") {
  const auto body = guyline::bridge();
  VectorX<double> tilt(4), trunk(4), knee(4);
  tilt << 1, -1, 1, 0;
  trunk << 1, -1, 1, 1;
  knee << 0, 1, 0, 0;
  const double beyond_reach = 5.0;  // m: no lean brings the centre of mass there
  const Manifold<double, 2> manifold(
      4, {{"knee", knee, 0.0}, {"trunk", trunk, 0.0}},
      {std::make_shared<guyline::CenterOfMassOver<double, 2>>(body.foot, Eigen::Vector2d(0, 0),
                                                              Eigen::Vector2d(1, 0), beyond_reach)},
      tilt, -0.6, 0.6, body.reference_q);
  EquilibriumData<double, 2> data(body.model, manifold);
  const PathState<double> state = evaluate_on_path(body.model, manifold, 0.1, data);
  CHECK_FALSE(state.on_manifold);
  CHECK(state.path == 0.1);
  CHECK(state.force == 0.0);
  CHECK(state.scale == 0.0);
}

}  // namespace
