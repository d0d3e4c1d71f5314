#include <cmath>
#include <guyline/model/reroot.hpp>
#include <guyline/task/clinical_pose.hpp>
#include <limits>

#include "core/checks.hpp"
#include "support/bodies.hpp"
#include "support/catch.hpp"

namespace {
using guyline::Bridge;
using guyline::bridge;
using guyline::elastic_moments;
using guyline::InvalidArgument;
using guyline::leg_weight;
using guyline::LegOnTable;
using guyline::Lying;
using guyline::muscle_moment;
using guyline::MusclesOnTable;
using guyline::PelvisOnTable;
using guyline::TableData;
using guyline::TableMoments;
using guyline::TableOptions;
using guyline::walk_downhill;
using guyline::WalkEnd;
using guyline::bridge_data::kDegree;
using guyline::test::Random;
namespace data = guyline::bridge_data;

/// First moment [kg m] of one straight leg beyond a body's joint, from the rows of the data.
double hand_moment(int last_body, double joint_y) {
  // Neutral joint centres over the ground, as bridge_data.hpp says how.
  double center_y[4] = {data::kNeutralAnkleY, 0, 0, 0};
  double origin_y[4];
  origin_y[0] = center_y[0] - data::kJoints[0].parent_y;
  for (int j = 0; j < 3; ++j) {
    origin_y[j + 1] = center_y[j] - data::kJoints[static_cast<std::size_t>(j)].child_y;
    if (j < 2) center_y[j + 1] = origin_y[j + 1] + data::kJoints[std::size_t(j) + 1].parent_y;
  }
  const double y = joint_y > 0 ? center_y[2] : center_y[1];
  double sum = 0.0;
  for (const auto& row : data::kSegments) {
    if (row.female || row.body > last_body) continue;
    sum += 0.5 * row.mass * (y - (origin_y[row.body] + row.y));
  }
  return sum;
}

TEST_CASE(
    "the weight of a straight leg is lever times weight, and hangs the other way round if prone",
    "[task][clinical][exact]") {
  const Bridge<double> body = bridge();
  TableData scratch(body);
  const TableOptions options;
  elastic_moments(body, options, LegOnTable{}, 0.0, scratch);
  const TableMoments supine = leg_weight(body, Lying::kSupine, scratch);
  const TableMoments prone = leg_weight(body, Lying::kProne, scratch);
  const double g = 9.80665;
  CHECK(supine.hip == Approx(-g * hand_moment(data::kThigh, 1.0)).epsilon(1e-12));
  CHECK(supine.knee == Approx(g * hand_moment(data::kShank, -1.0)).epsilon(1e-12));
  CHECK(supine.tilt == 0.0);
  CHECK(prone.hip == Approx(-supine.hip).epsilon(1e-14));
  CHECK(prone.knee == Approx(-supine.knee).epsilon(1e-14));
}

TEST_CASE("the weight of a leg is that of the model hung from its trunk",
          "[task][clinical][invariant]") {
  Random random(51);
  CAPTURE(random.seed());
  Bridge<double> body = bridge();
  auto hung = body.model;
  hung.levels.clear();  // they would be cut from the other side
  const guyline::BodyIndex trunk(data::kTorso);
  auto turned = reroot(hung, trunk);
  turned.model.frame.gravity = {-9.80665, 0.0};  // towards the back: supine
  guyline::PostureData<double, 2> posture(turned.model);
  TableData scratch(body);
  for (int n = 0; n < 20; ++n) {
    const LegOnTable leg{random.uniform(-1.0, 2.0), random.uniform(0.0, 2.2)};
    const double tilt = random.uniform(-0.5, 0.5);
    TableOptions options;
    options.ankle_dorsiflexion = random.uniform(-0.5, 0.5);
    elastic_moments(body, options, leg, tilt, scratch);
    const TableMoments weight = leg_weight(body, Lying::kSupine, scratch);
    guyline::VectorX<double> q =
        guyline::VectorX<double>::Zero(turned.model.frame.num_coordinates());
    q.head(4) = scratch.q;
    update_potential(turned.model, q, guyline::Order::kGradient, posture);
    CHECK(weight.hip == Approx(-0.5 * posture.gravity_gradient[body.hip_flexion]).margin(1e-10));
    CHECK(weight.knee == Approx(-0.5 * posture.gravity_gradient[body.knee_flexion]).margin(1e-10));
  }
}

TEST_CASE("moments on the table are slopes of the energy of half a body",
          "[task][clinical][derivative]") {
  Random random(52);
  CAPTURE(random.seed());
  Bridge<double> body = bridge();
  body.model.frame.gravity.setZero();
  TableData scratch(body);
  TableOptions options;
  options.muscles = MusclesOnTable::kToned;
  const auto energy = [&](const LegOnTable& leg, double tilt) {
    elastic_moments(body, options, leg, tilt, scratch);
    const guyline::VectorX<double> q = scratch.q;
    return 0.5 * potential_energy(body.model, q, scratch.posture);
  };
  const double h = 1e-5;
  for (int n = 0; n < 10; ++n) {
    const LegOnTable leg{random.uniform(-0.6, 1.8), random.uniform(0.1, 2.0)};
    const double tilt = random.uniform(-0.4, 0.3);
    const TableMoments m = elastic_moments(body, options, leg, tilt, scratch);
    const double hip =
        (energy({leg.thigh - h, leg.knee}, tilt) - energy({leg.thigh + h, leg.knee}, tilt)) /
        (2 * h);
    const double knee =
        (energy({leg.thigh, leg.knee - h}, tilt) - energy({leg.thigh, leg.knee + h}, tilt)) /
        (2 * h);
    const double pelvis = (energy(leg, tilt - h) - energy(leg, tilt + h)) / (2 * h);
    CAPTURE(leg.thigh, leg.knee, tilt);
    CHECK(m.hip == Approx(hip).margin(2e-6));
    CHECK(m.knee == Approx(knee).margin(2e-6));
    CHECK(m.tilt == Approx(pelvis).margin(2e-6));
  }
}

TEST_CASE("two halves in one pose are the whole body; muscles alone make the moment of a leg",
          "[task][clinical][invariant]") {
  Bridge<double> body = bridge();
  TableData scratch(body);
  TableOptions options;
  for (const auto muscles : {MusclesOnTable::kRelaxed, MusclesOnTable::kToned}) {
    options.muscles = muscles;
    const TableMoments half = elastic_moments(body, options, {0.9, 0.4}, -0.2, scratch);
    double hip = 0.0, knee = 0.0;
    for (int i = 0; i < body.model.num_muscles(); ++i) {
      hip += muscle_moment(scratch, options, i, body.hip_flexion);
      knee += muscle_moment(scratch, options, i, body.knee_flexion);
      const auto& state = scratch.posture.muscles[static_cast<std::size_t>(i)];
      CHECK(state.passive_tension >= 0.0);
      CHECK(state.resting_tension >= state.passive_tension);
    }
    CHECK(half.hip == Approx(hip).epsilon(1e-12));
    CHECK(half.knee == Approx(knee).epsilon(1e-12));
    if (muscles != MusclesOnTable::kToned) continue;
    const auto elastic = scratch.posture.gradient - scratch.posture.gravity_gradient;
    CHECK(2 * half.hip == Approx(-elastic[body.hip_flexion]).epsilon(1e-12));
    CHECK(2 * half.tilt ==
          Approx(elastic[body.lumbar_flexion] - elastic[body.hip_flexion]).epsilon(1e-12));
  }
  // Tone that is as good as none leaves what a relaxed muscle has.
  for (auto& muscle : body.model.muscles) {
    muscle.tone = -1e6;
    muscle.reflex_gain = 0.0;
  }
  options.muscles = MusclesOnTable::kToned;
  const TableMoments silent = elastic_moments(body, options, {0.9, 0.4}, -0.2, scratch);
  options.muscles = MusclesOnTable::kRelaxed;
  const TableMoments relaxed = elastic_moments(body, options, {0.9, 0.4}, -0.2, scratch);
  CHECK(silent.hip == Approx(relaxed.hip).margin(1e-6));
  CHECK(silent.tilt == Approx(relaxed.tilt).margin(1e-6));
}

TEST_CASE("straight on the table is straight in the reference posture", "[task][clinical][exact]") {
  const Bridge<double> body = bridge();
  TableData scratch(body);
  const double tilt = 0.3, thigh = 0.7;
  elastic_moments(body, {}, {thigh, 0.0}, tilt, scratch);
  const auto& poses = scratch.posture.kinematics.poses;
  const auto angle = [&](int a, int b) {
    const auto& A = poses[std::size_t(a)].rotation;
    const auto& B = poses[std::size_t(b)].rotation;
    // Of b forward of a, about -z.
    return -std::atan2(A.col(0).x() * B.col(0).y() - A.col(0).y() * B.col(0).x(),
                       A.col(0).dot(B.col(0)));
  };
  CHECK(angle(data::kThigh, data::kTorso) == Approx(thigh).epsilon(1e-12));
  CHECK(angle(data::kTorso, data::kPelvis) == Approx(tilt).epsilon(1e-12));
}

TEST_CASE("a walk downhill finds the first root on its way", "[task][clinical][exact]") {
  const auto line = [](double x) { return 2.0 - x; };
  auto walk = walk_downhill(line, 0.0, -5.0, 5.0, 0.1, 1.0);
  CHECK(walk.end == WalkEnd::kRoot);
  CHECK(walk.x == Approx(2.0).epsilon(1e-12));
  walk = walk_downhill(line, 4.5, -5.0, 5.0, 0.1, 1.0);
  CHECK(walk.end == WalkEnd::kRoot);
  CHECK(walk.x == Approx(2.0).epsilon(1e-12));
  walk = walk_downhill(line, 0.0, -5.0, 1.0, 0.1, 1.0);
  CHECK(walk.end == WalkEnd::kUpper);
  CHECK(walk.x == 1.0);
  CHECK(walk.force == 1.0);
  walk = walk_downhill([](double x) { return -1.0 - x * x; }, 0.0, -3.0, 1.0, 0.1, 1.0);
  CHECK(walk.end == WalkEnd::kLower);
  CHECK(walk.x == -3.0);
  walk = walk_downhill(line, 9.0, -5.0, 5.0, 0.1, 1.0);  // from the nearer bound
  CHECK(walk.x == Approx(2.0).epsilon(1e-12));
  // The first of many, and a root that false position alone closes in on slowly.
  walk = walk_downhill([](double x) { return std::cos(x); }, 0.0, 0.0, 20.0, 0.1, 0.5);
  CHECK(walk.x == Approx(std::acos(0.0)).epsilon(1e-12));
  int evaluations = 0;
  walk = walk_downhill(
      [&](double x) {
        ++evaluations;
        return 1e-3 - std::pow(x, 9);
      },
      0.0, 0.0, 2.0, 1.0, 1.0);
  CHECK(walk.x == Approx(std::pow(1e-3, 1.0 / 9)).epsilon(1e-8));
  CHECK(evaluations < 60);
  walk = walk_downhill([](double) { return std::numeric_limits<double>::quiet_NaN(); }, 0.0, -1.0,
                       1.0, 0.1, 1.0);
  CHECK(walk.end == WalkEnd::kNotFinite);
}

TEST_CASE("a free pelvis rests where the energy of both halves is least",
          "[task][clinical][invariant]") {
  Random random(53);
  CAPTURE(random.seed());
  Bridge<double> body = bridge();
  body.model.frame.gravity.setZero();
  TableOptions options;
  options.muscles = MusclesOnTable::kToned;
  TableData one(body), two(body);
  const LegOnTable raised{1.2, 0.0}, flat{};
  const auto walk = pelvis_on_table(body, options, raised, flat, 0.0, one, two);
  REQUIRE(walk.end == WalkEnd::kRoot);
  const auto energy = [&](double tilt) {
    double sum = 0.0;
    for (const LegOnTable& leg : {raised, flat}) {
      elastic_moments(body, options, leg, tilt, one);
      const guyline::VectorX<double> q = one.q;
      sum += 0.5 * potential_energy(body.model, q, one.posture);
    }
    return sum;
  };
  const double least = energy(walk.x);
  for (const double away : {-0.1, -0.01, 0.01, 0.1}) CHECK(energy(walk.x + away) > least);
  CHECK(walk.x < pelvis_on_table(body, options, flat, flat, 0.0, one, two).x);
}

TEST_CASE("the table's options are checked", "[task][clinical][error]") {
  TableOptions options;
  options.validate();
  options.held_tilt = 0.7;
  CHECK_THROWS_AS(options.validate(), InvalidArgument);
  options.held_tilt = 0.0;
  options.ankle_dorsiflexion = -0.9;
  CHECK_THROWS_AS(options.validate(), InvalidArgument);
}
}  // namespace
