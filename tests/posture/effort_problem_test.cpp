#include <guyline/core/pack.hpp>
#include <guyline/model/bridge.hpp>
#include <guyline/posture/effort_problem.hpp>

#include "core/checks.hpp"
#include "support/bodies.hpp"
#include "support/catch.hpp"

namespace {
using guyline::EffortProblem;
using guyline::InvalidArgument;
using guyline::MotionIndex;
using guyline::Order;
using guyline::PostureData;
using guyline::VectorX;
using guyline::test::contains;
using guyline::test::message_of;
using guyline::test::Random;

TEST_CASE("what the problem asks of the muscles is the balance of the joints",
          "[posture][effort_problem][invariant]") {
  Random random(223);
  CAPTURE(random.seed());
  for (int n = 0; n < 20; ++n) {
    auto body = guyline::bridge();
    guyline::test::turn_knobs(body.model, random);
    VectorX<double> q(4);
    q << 0.1, 0.05, random.uniform(-0.2, 0.4), random.uniform(-0.2, 0.4);
    PostureData<double, 2> data(body.model);
    update_potential(body.model, q, Order::kHessian, data);
    const std::array<MotionIndex, 3> joints = {body.ankle, body.hip, body.model.levels[0].motion};
    EffortProblem<double> problem(body.model.num_muscles(), 3);
    update_effort_problem(body.model, data, q, joints, problem);
    VectorX<double> a(body.model.num_muscles());
    for (int i = 0; i < a.size(); ++i) {
      a[i] = problem.least[i] + (1 - problem.least[i]) * random.uniform(0, 1);
    }
    // Moment of everything about each joint, from the tensions themselves.
    for (int r = 0; r < 3; ++r) {
      const MotionIndex joint = joints[static_cast<std::size_t>(r)];
      double sum = gravity_moment(body.model.frame, data.kinematics, joint) +
                   tissue_moment_at(body.model, q, joint);
      for (int i = 0; i < a.size(); ++i) {
        const auto c = static_cast<std::size_t>(i);
        sum -= muscle_tension(data.muscles[c], a[i]) *
               length_rate(body.model, data.kinematics, guyline::CableIndex(i), joint);
      }
      CHECK(std::abs(sum - (problem.need[r] - problem.capacity.col(r).dot(a))) < 1e-10);
    }
  }
}

TEST_CASE("the number of joints is checked", "[posture][effort_problem][error]") {
  CHECK(
      contains(message_of<InvalidArgument>([] { EffortProblem<double>(3, 0); }), "0 held joints"));
  CHECK(contains(message_of<InvalidArgument>([] { EffortProblem<double>(3, 9); }), "1 to 8"));
  CHECK_NOTHROW(EffortProblem<double>(3, 8));
}

TEST_CASE("a problem in lanes is the plain one in each", "[posture][effort_problem][scalar]") {
  using P = guyline::Pack<2>;
  Random random(225);
  CAPTURE(random.seed());
  auto body = guyline::bridge();
  VectorX<double> q[2];
  VectorX<P> q_lanes(4);
  for (int lane = 0; lane < 2; ++lane) {
    q[lane].resize(4);
    for (int i = 0; i < 4; ++i) {
      q[lane][i] = random.uniform(-0.2, 0.2);
      q_lanes[i].set(lane, q[lane][i]);
    }
  }
  PostureData<P, 2> lanes(body.model);
  update_kinematics(body.model.frame, q_lanes, false, lanes.kinematics);
  PostureData<double, 2> plain(body.model);
  EffortProblem<P> together(body.model.num_muscles(), 1);
  EffortProblem<double> alone(body.model.num_muscles(), 1);
  for (int lane = 0; lane < 2; ++lane) {
    update_potential(body.model, q[lane], Order::kGradient, plain);
    for (std::size_t c = 0; c < plain.muscles.size(); ++c) {
      lanes.muscles[c].active_capacity.set(lane, plain.muscles[c].active_capacity);
      lanes.muscles[c].called_capacity.set(lane, plain.muscles[c].called_capacity);
      lanes.muscles[c].passive_tension.set(lane, plain.muscles[c].passive_tension);
      lanes.muscles[c].tonic_activation.set(lane, plain.muscles[c].tonic_activation);
    }
  }
  update_effort_row(body.model, lanes, q_lanes, body.hip, 0, together);
  for (int lane = 0; lane < 2; ++lane) {
    update_potential(body.model, q[lane], Order::kGradient, plain);
    update_effort_row(body.model, plain, q[lane], body.hip, 0, alone);
    CHECK(std::abs(together.need[0][lane] - alone.need[0]) < 1e-10);
    for (int i = 0; i < body.model.num_muscles(); ++i) {
      CHECK(std::abs(together.capacity(i, 0)[lane] - alone.capacity(i, 0)) < 1e-10);
    }
  }
}

}  // namespace
