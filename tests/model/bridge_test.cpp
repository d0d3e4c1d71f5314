#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/model/bridge.hpp>
#include <guyline/posture/potential.hpp>
#include <limits>

#include "core/checks.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace {
using guyline::bridge;
using guyline::Bridge;
using guyline::BridgeOptions;
using guyline::CableIndex;
using guyline::Dual;
using guyline::InvalidArgument;
using guyline::MotionIndex;
using guyline::Order;
using guyline::PostureData;
using guyline::Sex;
using guyline::VectorX;
using guyline::bridge_data::kDegree;
using guyline::test::contains;
using guyline::test::message_of;
using guyline::test::Random;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

PostureData<double, 2> at_reference(const Bridge<double>& body) {
  PostureData<double, 2> data(body.model);
  update_potential(body.model, body.reference_q, Order::kHessian, data);
  return data;
}
double forward_turn(const PostureData<double, 2>& data, guyline::BodyIndex b) {
  const auto& R = data.kinematics.poses[static_cast<std::size_t>(int(b))].rotation;
  return -std::atan2(R(1, 0), R(0, 0));
}

TEST_CASE("drawn up straight: bodies parallel, the chain stands on the foot",
          "[model][bridge][exact]") {
  const auto body = bridge();
  CHECK(body.model.frame.num_bodies() == 10);
  CHECK(body.model.frame.num_motions() == 9);
  CHECK(body.model.num_muscles() == 23);
  CHECK(body.model.frame.coordinate_names() ==
        std::vector<std::string>{"ankle_dorsiflexion", "knee_flexion", "hip_flexion",
                                 "lumbar_flexion"});
  PostureData<double, 2> data(body.model);
  update_pose(body.model, VectorX<double>(VectorX<double>::Zero(4)), Order::kGradient, data);
  for (const auto& pose : data.kinematics.poses) {
    CHECK((pose.rotation - Eigen::Matrix2d::Identity()).norm() < 1e-15);
  }
  CHECK(std::abs(data.mass_center.mass - 75.0) < 2e-3);
  // Signs: dorsiflexion and hip flexion turn what is above forward, knee flexion back.
  VectorX<double> q(4);
  q << 0.1, 0.2, 0.4, 0.05;
  update_pose(body.model, q, Order::kGradient, data);
  CHECK(std::abs(forward_turn(data, guyline::BodyIndex(1)) - 0.1) < 1e-15);
  CHECK(std::abs(forward_turn(data, guyline::BodyIndex(2)) + 0.1) < 1e-15);
  CHECK(std::abs(forward_turn(data, body.pelvis) - 0.3) < 1e-15);
  CHECK(std::abs(forward_turn(data, guyline::BodyIndex(9)) - 0.35) < 1e-15);
  CHECK(std::abs(forward_turn(data, body.l1) - (0.3 + 0.05 * 0.92)) < 1e-14);
}

BridgeOptions<double> random_person(Random& random) {
  BridgeOptions<double> options;
  options.sex = random.integer(2) == 0 ? Sex::kMale : Sex::kFemale;
  options.mass = random.uniform(35, 200);
  options.stature = random.uniform(1.3, 2.2);
  options.pelvic_incidence = random.uniform(30, 75) * kDegree;
  options.gravity = random.integer(4) == 0 ? 1.62 : 9.80665;
  options.hip_extensor_tone = random.uniform(0.0, 0.1);
  return options;
}

TEST_CASE("the reference posture: upright, balanced, reflexes at their thresholds, discs at rest",
          "[model][bridge][invariant]") {
  Random random(270);
  CAPTURE(random.seed());
  for (int n = 0; n < 300; ++n) {
    auto options = random_person(random);
    // The tone can be solved for a man or woman on earth, whatever the size, of usual incidence.
    const bool solved = n % 3 == 0;
    if (solved) {
      options.hip_extensor_tone.reset();
      options.gravity = 9.80665;
      options.pelvic_incidence = random.uniform(40, 60) * kDegree;
    }
    const auto body = bridge(options);
    const auto data = at_reference(body);
    const VectorX<double>& q = body.reference_q;
    CAPTURE(n, options.mass, options.stature, options.pelvic_incidence);
    CHECK(q[1] == 0.0);
    CHECK(q[3] == 0.0);
    CHECK(std::abs(q[0] + q[2]) < 1e-15);
    CHECK(std::abs(data.mass_center.position.x() - data.kinematics.poses[0].position.x() -
                   body.balance_offset) < 1e-14);
    CHECK(std::abs(body.sacral_slope_reference + body.pelvic_tilt_radiographic_reference -
                   options.pelvic_incidence) < 1e-14);
    for (std::size_t c = 0; c < body.model.muscles.size(); ++c) {
      CHECK(std::abs(data.muscles[c].normalized_length - body.model.muscles[c].threshold) < 1e-12);
    }
    // Every disc with resting muscles: weight, tissue and cables leave the same over, the share
    // of the whole lumbar coordinate.
    VectorX<double> free(4);
    const auto& rate = data.mass_center.rates;
    free[0] = -(rate[2].x() - rate[3].x()) / (rate[0].x() - rate[2].x());
    free[1] = 0.0;
    free[2] = 1.0 - free[0];
    free[3] = -1.0;
    for (std::size_t k = 0; k < body.model.levels.size(); ++k) {
      const MotionIndex motion = body.model.levels[k].motion;
      double sum = gravity_moment(body.model.frame, data.kinematics, motion) +
                   tissue_moment_at(body.model, q, motion);
      for (int i = 0; i < 23; ++i) {
        sum -= data.muscles[static_cast<std::size_t>(i)].resting_tension *
               length_rate(body.model, data.kinematics, CableIndex(i), motion);
      }
      CHECK(std::abs(sum + data.gradient[3]) < 1e-9 * options.mass);
    }
    if (solved) CHECK(std::abs(free.dot(data.gradient)) < 1e-10 * options.mass);
  }
}

TEST_CASE("pelvic incidence changes the bones, not the fibres", "[model][bridge][invariant]") {
  const auto base = bridge();
  const auto reference = at_reference(base);
  for (const double incidence : {35.0, 45.0, 65.0, 75.0}) {
    BridgeOptions<double> options;
    options.pelvic_incidence = incidence * kDegree;
    options.hip_extensor_tone = 0.0175;
    const auto body = bridge(options);
    PostureData<double, 2> a(base.model), b(body.model);
    const VectorX<double> straight = VectorX<double>::Zero(4);
    update_potential(base.model, straight, Order::kGradient, a);
    update_potential(body.model, straight, Order::kGradient, b);
    CAPTURE(incidence);
    for (std::size_t c = 0; c < 23; ++c) {
      CHECK(std::abs(a.muscles[c].normalized_length - b.muscles[c].normalized_length) < 1e-12);
    }
    // Hip, ilium and legs are where they were.
    for (int i = 0; i < 4; ++i) {
      const auto k = static_cast<std::size_t>(i);
      CHECK((a.kinematics.poses[k].position - b.kinematics.poses[k].position).norm() < 1e-15);
    }
    CHECK(std::abs(body.lordosis_reference - (0.54 * incidence + 27.6) * kDegree) < 1e-14);
    CHECK(std::abs(body.sacral_slope_reference - (0.54 * incidence + 11.9) * kDegree) < 1e-14);
    // The endplate of S1 slopes by SS.
    const auto& level = body.model.levels[0];
    CHECK(std::abs(std::atan2(-level.forward_B.y(), level.forward_B.x()) -
                   body.sacral_slope_reference) < 1e-14);
    CHECK(std::abs(level.forward_B.dot(level.into_B)) < 1e-15);
  }
  (void)reference;
}

TEST_CASE("similarity: lengths with stature, weights and forces with mass",
          "[model][bridge][invariant]") {
  BridgeOptions<double> options;
  options.mass = 60.0;
  options.stature = 1.575;  // 0.9
  const auto a = bridge(), b = bridge(options);
  CHECK((a.reference_q - b.reference_q).norm() < 1e-13);
  const auto at_a = at_reference(a), at_b = at_reference(b);
  for (std::size_t c = 0; c < 23; ++c) {
    CHECK(std::abs(at_b.path_lengths[c] - 0.9 * at_a.path_lengths[c]) < 1e-14);
    CHECK(std::abs(at_b.muscles[c].normalized_length - at_a.muscles[c].normalized_length) < 1e-12);
    CHECK(std::abs(at_b.muscles[c].resting_tension - 0.8 * at_a.muscles[c].resting_tension) <
          1e-10);
    CHECK(std::abs(b.model.muscles[c].tone - a.model.muscles[c].tone) < 1e-12);
  }
  CHECK((at_b.gradient - 0.72 * at_a.gradient).norm() < 1e-10);
  CHECK(std::abs(b.model.levels[0].rest_moment - 0.72 * a.model.levels[0].rest_moment) < 1e-10);
}

TEST_CASE("the solved tone is an activation of hamstrings and gluteus maximus alone",
          "[model][bridge][exact]") {
  const auto body = bridge();
  const double tone = body.model.muscles[0].tone;
  CHECK(body.model.muscles[0].name == "hamstrings");
  for (const auto& muscle : body.model.muscles) {
    const bool extensor = muscle.name == "hamstrings" || muscle.name == "gluteus_maximus";
    CHECK(muscle.tone == (extensor ? tone : 0.01));
  }
  BridgeOptions<double> options;
  options.hip_extensor_tone = 0.03;
  CHECK(bridge(options).model.muscles[1].tone == 0.03);
  // A woman's masses stand otherwise, and need another tone.
  options = {};
  options.sex = Sex::kFemale;
  CHECK(std::abs(bridge(options).model.muscles[0].tone - tone) > 1e-4);
}

TEST_CASE("duals through the bridge: the solved tone and the reference posture by incidence",
          "[model][bridge][scalar]") {
  using D = Dual<1>;
  BridgeOptions<D> options;
  options.pelvic_incidence = D::variable(52 * kDegree, 0);
  const auto dual = bridge<D>(options);
  const double h = 1e-5;
  const auto at = [&](double step) {
    BridgeOptions<double> o;
    o.pelvic_incidence = 52 * kDegree + step;
    return bridge(o);
  };
  const auto up = at(h), down = at(-h);
  CHECK(std::abs(dual.model.muscles[0].tone.gradient[0] -
                 (up.model.muscles[0].tone - down.model.muscles[0].tone) / (2 * h)) < 1e-7);
  CHECK(std::abs(dual.reference_q[0].gradient[0] -
                 (up.reference_q[0] - down.reference_q[0]) / (2 * h)) < 1e-7);
  CHECK(std::abs(dual.model.levels[0].rest_moment.gradient[0] -
                 (up.model.levels[0].rest_moment - down.model.levels[0].rest_moment) / (2 * h)) <
        1e-4);
  CHECK(std::abs(dual.model.muscles[7].threshold.gradient[0] -
                 (up.model.muscles[7].threshold - down.model.muscles[7].threshold) / (2 * h)) <
        1e-7);
}

TEST_CASE("nobody outside the range, by name, value and unit", "[model][bridge][error]") {
  const auto refused = [](const auto& change) {
    BridgeOptions<double> options;
    change(options);
    return message_of<InvalidArgument>([&] { bridge(options); });
  };
  for (const double bad : {34.9, 200.1, -75.0, 0.0, kNan, kInfinity}) {
    const auto text = refused([&](auto& o) { o.mass = bad; });
    CHECK(contains(text, "mass"));
    CHECK(contains(text, "35 to 200 kg"));
  }
  for (const double bad : {1.29, 2.21, kNan, -kInfinity}) {
    CHECK(contains(refused([&](auto& o) { o.stature = bad; }), "1.3 to 2.2 m"));
  }
  for (const double bad : {24.0, 81.0, kNan}) {
    CHECK(contains(refused([&](auto& o) { o.pelvic_incidence = bad * kDegree; }),
                   "pelvic incidence"));
  }
  for (const double bad : {0.0, -9.81, kNan, kInfinity}) {
    CHECK(contains(refused([&](auto& o) { o.gravity = bad; }), "gravity"));
  }
  for (const double bad : {-0.01, 1.01, kNan}) {
    CHECK(contains(refused([&](auto& o) { o.hip_extensor_tone = bad; }), "tone"));
  }
  for (const double bad : {-11.0, 41.0, kNan}) {
    CHECK(contains(refused([&](auto& o) { o.pelvic_tilt_radiographic = bad * kDegree; }),
                   "pelvic tilt"));
  }
  for (const double bad : {19.0, 91.0, kNan}) {
    CHECK(contains(refused([&](auto& o) { o.lordosis = bad * kDegree; }), "lordosis"));
  }
  // On a heavy planet the hip extensors would have to push.
  CHECK(contains(refused([](auto& o) { o.gravity = 200.0; }), "hip_extensor_tone"));
}
}  // namespace
