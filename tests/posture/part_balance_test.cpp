#include <guyline/model/bridge.hpp>
#include <guyline/posture/part_balance.hpp>

#include "core/checks.hpp"
#include "support/bodies.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace {
using guyline::PartCenterOver;
using guyline::VectorX;
using Vector2 = guyline::Vector<double, 2>;

PartCenterOver<double, 2> over_the_hip(const guyline::Bridge<double>& body, double offset) {
  return {body.model.frame, body.pelvis, Vector2(-0.04, -0.03), Vector2(0.8, 0.6), offset};
}

double residual_at(const guyline::Bridge<double>& body, const VectorX<double>& q,
                   const PartCenterOver<double, 2>& constraint) {
  guyline::PostureData<double, 2> data(body.model);
  update_pose(body.model, q, guyline::Order::kGradient, data);
  VectorX<double> residual(1);
  guyline::MatrixX<double> jacobian(1, q.size());
  constraint.evaluate(data, q, residual, jacobian);
  return residual[0];
}

TEST_CASE("a part balances where its masses say", "[posture][exact]") {
  const auto body = guyline::bridge();
  guyline::test::Random random(5100);
  CAPTURE(random.seed());
  for (int trial = 0; trial < 20; ++trial) {
    VectorX<double> q(4);
    for (int i = 0; i < 4; ++i) q[i] = random.uniform(-0.6, 0.6);
    guyline::PostureData<double, 2> data(body.model);
    update_pose(body.model, q, guyline::Order::kGradient, data);
    Vector2 moment = Vector2::Zero();
    double mass = 0.0;
    for (const auto& part : body.model.frame.masses()) {
      if (!body.model.frame.is_beyond(part.body, body.pelvis)) continue;
      moment += part.mass * data.kinematics.position(part.body, part.point_B);
      mass += part.mass;
    }
    const Vector2 point = data.kinematics.position(body.pelvis, Vector2(-0.04, -0.03));
    const double expected = Vector2(0.8, 0.6).dot(moment / mass - point) - 0.02;
    CHECK(residual_at(body, q, over_the_hip(body, 0.02)) == Approx(expected).margin(1e-14));
  }
}

TEST_CASE("derivatives of a part's balance are those of its residual", "[posture][derivative]") {
  const auto body = guyline::bridge();
  const auto constraint = over_the_hip(body, 0.0);
  guyline::test::Random random(5101);
  CAPTURE(random.seed());
  constexpr double h = 1e-5;
  for (int trial = 0; trial < 10; ++trial) {
    VectorX<double> q(4), along(4);
    for (int i = 0; i < 4; ++i) {
      q[i] = random.uniform(-0.6, 0.6);
      along[i] = random.uniform(-1.0, 1.0);
    }
    guyline::PostureData<double, 2> data(body.model);
    update_pose(body.model, q, guyline::Order::kGradient, data);
    VectorX<double> residual(1), second(1);
    guyline::MatrixX<double> jacobian(1, 4);
    constraint.evaluate(data, q, residual, jacobian);
    for (int i = 0; i < 4; ++i) {
      VectorX<double> up = q, down = q;
      up[i] += h;
      down[i] -= h;
      const double slope =
          (residual_at(body, up, constraint) - residual_at(body, down, constraint)) / (2 * h);
      CHECK(jacobian(0, i) == Approx(slope).margin(1e-9));
    }
    guyline::PoseCurve<double, 2> line;
    line.q_rate = along;
    line.rates.resize(static_cast<std::size_t>(body.model.frame.num_bodies()));
    const VectorX<double> straight = VectorX<double>::Zero(4);
    update_curve_rates(body.model.frame, line.q_rate, straight, data.kinematics, line.rates);
    constraint.curvature(data, q, line, second);
    const double bend = (residual_at(body, q + h * 10 * along, constraint) - 2 * residual[0] +
                         residual_at(body, q - h * 10 * along, constraint)) /
                        (h * h * 100);
    CHECK(second[0] == Approx(bend).margin(1e-5));
  }
  CHECK(constraint.reads_rates_of(body.pelvis));
  CHECK_FALSE(constraint.reads_rates_of(body.foot));
}

TEST_CASE("a part without mass cannot be balanced", "[posture][error]") {
  guyline::Frame<double, 2> frame;
  frame.add_body("stick", -1, {}, {}, {});
  CHECK_THROWS_AS((PartCenterOver<double, 2>(frame, guyline::BodyIndex(0), Vector2::Zero(),
                                             Vector2(1, 0), 0.0)),
                  guyline::InvalidArgument);
}
}  // namespace
