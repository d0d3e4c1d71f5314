#include <guyline/task/task_posture.hpp>
#include <guyline/task/tasks.hpp>

#include "core/checks.hpp"
#include "support/bodies.hpp"
#include "support/catch.hpp"
#include "support/prototype_reference.hpp"
#include "support/random.hpp"

namespace {
using guyline::bridge;
using guyline::Knob;
using guyline::PostureStatus;
using guyline::Task;
using guyline::VectorX;
using guyline::bridge_data::kDegree;
using guyline::test::Random;

guyline::Bridge<double> random_body(Random& random) {
  auto body = bridge();
  for (auto& muscle : body.model.muscles) {
    set_knob(muscle, Knob::kLength, random.uniform(-0.05, 0.05));
    set_knob(muscle, Knob::kTone, random.uniform(0.005, 0.03));
  }
  return body;
}

TEST_CASE("standing as a task is standing", "[task][exact]") {
  Random random(5200);
  CAPTURE(random.seed());
  for (int trial = 0; trial < 20; ++trial) {
    const auto body = random_body(random);
    const auto expected = stand(body);
    const auto got = solve_task(body, guyline::stand_task());
    REQUIRE(got.status == expected.status);
    if (expected.status != PostureStatus::kSolved) continue;
    CHECK(got.anterior_tilt == Approx(expected.anterior_tilt).margin(1e-10));
    CHECK(got.lordosis == Approx(expected.lordosis).margin(1e-10));
    CHECK(got.stiffness == Approx(expected.stiffness).epsilon(1e-8));
    for (std::size_t k = 0; k < got.loads.size(); ++k) {
      const auto& a = got.loads[k].load;
      const auto& b = expected.loads[k].load;
      CHECK(a.total.compression == Approx(b.total.compression).epsilon(1e-8));
      CHECK(a.total.shear == Approx(b.total.shear).epsilon(1e-8));
      CHECK(a.active.compression == Approx(b.active.compression).margin(1e-5));
    }
    CHECK(got.trunk_inclination == Approx(0.0).margin(1e-12));
  }
}

TEST_CASE("with the trunk as in standing the voluntary law gives the standing posture",
          "[task][invariant]") {
  Random random(5201);
  CAPTURE(random.seed());
  for (int trial = 0; trial < 20; ++trial) {
    const auto body = random_body(random);
    const auto standing = stand(body);
    if (standing.status != PostureStatus::kSolved) continue;
    Task task = guyline::bend_task(0.0);
    task.equilibrium.reference = standing.anterior_tilt + random.uniform(-0.05, 0.05);
    const auto got = solve_task(body, task);
    REQUIRE(got.status == PostureStatus::kSolved);
    CHECK(got.anterior_tilt == Approx(standing.anterior_tilt).margin(1e-8));
  }
}

/// V(q) - V(q0) - grad V(q0) . (q - q0) by energies alone: tissue and cables without weight or reflex.
double bregman_distance(guyline::Bridge<double> body, const Task& task, const VectorX<double>& q,
                        const VectorX<double>& q0) {
  auto& model = body.model;
  for (auto& muscle : model.muscles) muscle.reflex_gain = 0.0;
  for (auto& tissue : model.tissues) {
    tissue.stiffness *= (1.0 + task.follower_load / 600.0) / (1.0 + 500.0 / 600.0);
  }
  model.frame.gravity.setZero();
  guyline::PostureData<double, 2> data(model), at(model);
  update_potential(model, q0, guyline::Order::kGradient, data);
  update_pose(model, q, guyline::Order::kGradient, at);
  double energy = 0.0;
  for (const auto& tissue : model.tissues) {
    energy +=
        tissue_energy(tissue, q[tissue.coordinate]) - tissue_energy(tissue, q0[tissue.coordinate]);
  }
  guyline::PathLength<double> length;
  length.resize(4);
  for (std::size_t i = 0; i < model.muscles.size(); ++i) {
    update_path_length(model.paths[i], at.kinematics, guyline::Order::kValue, length);
    // The work of the resting tension, by Simpson's rule.
    const double from = data.path_lengths[i], to = length.length;
    constexpr int kSteps = 200;
    double work = 0.0;
    for (int k = 0; k <= kSteps; ++k) {
      const double l = from + (to - from) * k / kSteps;
      const double weight = k == 0 || k == kSteps ? 1.0 : (k % 2 == 1 ? 4.0 : 2.0);
      work += weight * evaluate_muscle(model.muscles[i], l, model.laws).resting_tension;
    }
    energy += work * (to - from) / kSteps / 3.0;
  }
  return energy - data.gradient.dot(q - q0);
}

TEST_CASE("a voluntary posture stores the least since standing", "[task][invariant]") {
  Random random(5202);
  CAPTURE(random.seed());
  for (int trial = 0; trial < 6; ++trial) {
    const auto body = random_body(random);
    const auto standing = stand(body);
    if (standing.status != PostureStatus::kSolved) continue;
    const Task task = guyline::bend_task(random.uniform(0.1, 1.7));
    guyline::TaskData<double> data(body, task);
    auto result = make_task_result(body);
    update_task(body, task, data, result);
    REQUIRE(result.status == PostureStatus::kSolved);
    const double s = result.anterior_tilt;
    const auto distance = [&](double tilt) {
      data.equilibrium.q = data.manifold.origin();
      REQUIRE(
          guyline::internal::project(data.chosen_by.model, data.manifold, tilt, data.equilibrium));
      return bregman_distance(body, task, data.equilibrium.q, standing.q);
    };
    const double here = distance(s);
    constexpr double h = 0.01;
    const double up = distance(s + h), down = distance(s - h);
    CAPTURE(trial, s, here);
    CHECK(here > -1e-9);
    CHECK(up > here);
    CHECK(down > here);
    // The parabola through three places has its lowest point here, and the stiffness for its bend.
    const double bend = (up - 2 * here + down) / (h * h);
    CHECK(std::abs((up - down) / (2 * h) / bend) < 2e-3);
    CHECK(bend == Approx(result.stiffness).epsilon(0.05));
  }
}

TEST_CASE("what a task holds is in balance at every held joint", "[task][invariant]") {
  Random random(5203);
  CAPTURE(random.seed());
  const auto body = random_body(random);
  guyline::BendOptions squat;
  squat.knee_flexion = 1.2;
  squat.hand_mass = 12.0;
  for (const Task& task :
       {guyline::bend_task(0.9), guyline::bend_task(-0.2), guyline::bend_task(0.6, squat),
        sit_task(body, guyline::SitStyle::kErect), sit_task(body, guyline::SitStyle::kRelaxed),
        sit_task(body, guyline::SitStyle::kReclined), guyline::lie_task(0.4)}) {
    CAPTURE(task.name, task.held.back().value);
    guyline::TaskData<double> data(body, task);
    auto result = make_task_result(body);
    update_task(body, task, data, result);
    REQUIRE(result.status == PostureStatus::kSolved);
    const auto& model = data.held_by.model;
    for (std::size_t k = 0; k < result.loads.size(); ++k) {
      REQUIRE(result.loads[k].effort.status == guyline::EffortStatus::kSolved);
      std::vector<guyline::MotionIndex> held = data.joints;
      held.push_back(model.levels[k].motion);
      for (const auto joint : held) {
        double moment = gravity_moment(model.frame, data.equilibrium.posture.kinematics, joint) +
                        tissue_moment_at(model, data.equilibrium.q, joint);
        double size = std::abs(moment);
        for (int i = 0; i < model.num_muscles(); ++i) {
          const double tension =
              muscle_tension(data.equilibrium.posture.muscles[static_cast<std::size_t>(i)],
                             result.loads[k].effort.activation[i]);
          CHECK(tension >= 0.0);
          const double part = tension * length_rate(model, data.equilibrium.posture.kinematics,
                                                    guyline::CableIndex(i), joint);
          moment -= part;
          size += std::abs(part);
        }
        CHECK(std::abs(moment) < 1e-8 * (1.0 + size));
      }
      // Disc and ligaments carry what is left at the level.
      CHECK(result.loads[k].load.total.moment ==
            Approx(-result.loads[k].load.tissue_moment).margin(1e-6));
    }
  }
}

TEST_CASE("on a slope the body stands upright over its foot", "[task][invariant]") {
  const auto body = bridge();
  Task task = guyline::stand_task();
  for (const double slope : {-0.2, 0.1, 0.3}) {
    task.ground_inclination = slope;
    guyline::TaskData<double> data(body, task);
    auto at = make_task_result(body);
    update_task(body, task, data, at);
    REQUIRE(at.status == PostureStatus::kSolved);
    CHECK(at.trunk_inclination == Approx(0.0).margin(1e-9));
    CHECK(at.q[0] < 0.2 - slope);  // the ankle takes up the slope
    const auto& posture = data.equilibrium.posture;
    const guyline::Vector<double, 2> level(std::cos(slope), std::sin(slope));
    const auto ankle = posture.kinematics.poses[0].position;
    CHECK(level.dot(posture.mass_center.position - ankle) == Approx(body.balance_offset));
    CHECK(at.sacral_slope + at.pelvic_tilt_radiographic == Approx(body.options.pelvic_incidence));
  }
}

TEST_CASE("a burden behind leans on the back's muscles less than one in front",
          "[task][invariant]") {
  const auto body = bridge();
  Task task = guyline::stand_task();
  task.burdens = {{"front", 10.0, 0.2, 0.1}};
  const auto front = solve_task(body, task);
  task.burdens = {{"back", 10.0, -0.2, 0.1}};
  const auto back = solve_task(body, task);
  const auto none = solve_task(body, guyline::stand_task());
  CHECK(front.erector_activation > back.erector_activation);
  CHECK(front.loads[0].load.total.compression > none.loads[0].load.total.compression);
  CHECK(back.loads[0].load.total.compression > none.loads[0].load.total.compression);
}

TEST_CASE("knobs turn between two solves of one task", "[task][invariant]") {
  auto body = bridge();
  const Task task = guyline::bend_task(0.8);
  guyline::TaskData<double> data(body, task);
  auto result = make_task_result(body);
  update_task(body, task, data, result);
  const double before = result.anterior_tilt;
  set_knob(body.model, "hamstrings", Knob::kTone, 0.05);
  update_task(body, task, data, result);
  CHECK(result.anterior_tilt == Approx(solve_task(body, task).anterior_tilt).margin(1e-10));
  body = bridge();
  update_task(body, task, data, result);
  CHECK(result.anterior_tilt == Approx(before).margin(1e-10));
  // Another angle in the same scratch is the same as scratch of its own.
  const Task further = guyline::bend_task(1.3);
  data.hold(further);
  update_task(body, further, data, result);
  CHECK(result.anterior_tilt == Approx(solve_task(body, further).anterior_tilt).margin(1e-10));
}

TEST_CASE("a body that cannot stand has no voluntary posture, and says so", "[task][error]") {
  auto body = bridge();
  for (auto& muscle : body.model.muscles) muscle.max_isometric_force = 0.0;
  const auto result = solve_task(body, guyline::bend_task(0.5));
  CHECK(result.standing_status != PostureStatus::kSolved);
  CHECK(result.status == result.standing_status);
  CHECK(std::isnan(result.anterior_tilt));
  CHECK(std::isnan(result.fingertip_height));
  CHECK(std::isnan(result.margins[0]));
}

TEST_CASE("bends and the upright seat are those of a second implementation", "[task][exact]") {
  // Its activation without reflex is the tone itself, ours squareplus of it, and it types the
  // extensors' tone: that is worth a thousandth of a radian and three thousandths of the load.
  using guyline::test::prototype_value;
  const auto body = bridge();
  const auto check = [&](const std::string& name, const Task& task) {
    CAPTURE(name);
    const auto at = solve_task(body, task);
    REQUIRE(at.status == PostureStatus::kSolved);
    for (int k = 0; k < 4; ++k) {
      const double z = prototype_value(name, "z[" + std::to_string(k) + "]");
      CHECK(at.q[k] == Approx(k == 1 ? -z : z).margin(1e-3));
    }
    return at;
  };
  for (const int trunk : {10, 20, 30, 40, 50, 60, 65, 75, 90, 95, 100, 105, 110, 115, 120}) {
    const std::string name = "bend_free_" + std::to_string(trunk);
    const auto at = check(name, guyline::bend_task(trunk * kDegree));
    CHECK(at.loads[0].load.total.compression ==
          Approx(prototype_value(name, "L5S1_comp")).epsilon(3e-3));
    CHECK(at.erector_activation == Approx(prototype_value(name, "ES_max")).margin(1e-3));
  }
  for (const int trunk : {40, 65}) {
    guyline::BendOptions hands;
    hands.hand_mass = 180.0 / body.model.frame.gravity.norm();
    const std::string name = "bend_hand180_" + std::to_string(trunk);
    const auto at = check(name, guyline::bend_task(trunk * kDegree, hands));
    CHECK(at.loads[0].load.total.compression ==
          Approx(prototype_value(name, "L5S1_comp")).epsilon(3e-3));
  }
  Task upright = sit_task(body, guyline::SitStyle::kErect);
  upright.balance = guyline::Balance::kNone;
  upright.held.push_back({guyline::HeldAngle::kTrunkInclination, 0.0});
  check("sit_active", upright);
}
}  // namespace
