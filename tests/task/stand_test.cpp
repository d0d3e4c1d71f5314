#include <algorithm>
#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/model/reroot.hpp>
#include <guyline/task/stand.hpp>
#include <limits>
#include <memory>

#include "core/checks.hpp"
#include "support/bodies.hpp"
#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::bridge;
using guyline::Bridge;
using guyline::BridgeOptions;
using guyline::Dual;
using guyline::EffortStatus;
using guyline::EquilibriumData;
using guyline::InvalidArgument;
using guyline::Knob;
using guyline::Manifold;
using guyline::PostureStatus;
using guyline::StandData;
using guyline::StandOptions;
using guyline::StandResult;
using guyline::VectorX;
using guyline::bridge_data::kDegree;
using guyline::test::Random;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

BridgeOptions<double> incidence(double degrees) {
  BridgeOptions<double> options;
  options.pelvic_incidence = degrees * kDegree;
  return options;
}
double tilt_after(const char* muscles, Knob knob, double change) {
  auto body = bridge();
  for (const auto i : body.model.select_muscles(muscles)) {
    auto& muscle = body.model.muscles[static_cast<std::size_t>(int(i))];
    set_knob(muscle, knob, knob_value(muscle, knob) + change);
  }
  const auto r = stand(body);
  REQUIRE(r.status == PostureStatus::kSolved);
  return r.anterior_tilt / kDegree;
}

/// What must hold of any answer: a residual, budgets, balance; or NaN all over and a status.
void check_answer(const Bridge<double>& body, const StandResult<double>& r) {
  if (r.status != PostureStatus::kSolved) {
    CHECK(r.equilibrium.resting == -1);
    CHECK(std::isnan(r.anterior_tilt));
    CHECK(std::isnan(r.lordosis));
    CHECK(std::isnan(r.stiffness));
    CHECK(r.q.hasNaN());
    for (const auto& at : r.loads) {
      CHECK(std::isnan(at.load.total.compression));
      CHECK(at.effort.status == EffortStatus::kNotConverged);
    }
    return;
  }
  CHECK(r.residual <= 1e-9);
  CHECK(r.stiffness > 0.0);
  CHECK(r.q.allFinite());
  for (const auto& muscle : r.muscles) CHECK(muscle.resting_tension >= 0.0);
  for (std::size_t k = 0; k < r.loads.size(); ++k) {
    const auto& at = r.loads[k];
    const auto& load = at.load;
    CHECK(at.level == body.model.levels[k].name);
    CHECK(at.effort.status != EffortStatus::kNotConverged);
    CHECK(std::abs(load.gravity.compression + load.passive.compression + load.tonic.compression +
                   load.active.compression - load.total.compression) < 1e-9);
    CHECK(std::abs(load.gravity.shear + load.passive.shear + load.tonic.shear + load.active.shear -
                   load.total.shear) < 1e-9);
    if (at.effort.status == EffortStatus::kSolved) {
      CHECK(std::abs(load.total.moment + load.tissue_moment) < 1e-6);
    } else {
      CHECK(at.effort.residual > 1e-10);
    }
  }
}

TEST_CASE("the reference posture is where the default body rests", "[task][stand][exact]") {
  const auto body = bridge();
  const auto r = stand(body);
  REQUIRE(r.status == PostureStatus::kSolved);
  CHECK(std::abs(r.anterior_tilt) < 1e-12);
  CHECK((r.q - body.reference_q).norm() < 1e-12);
  CHECK(std::abs(r.lordosis - (0.54 * 50 + 27.6) * kDegree) < 1e-12);
  CHECK(std::abs(r.sacral_slope - (0.54 * 50 + 11.9) * kDegree) < 1e-12);
  CHECK(std::abs(r.pelvic_tilt_radiographic + r.sacral_slope - 50 * kDegree) < 1e-14);
  CHECK(r.equilibrium.num_equilibria == 1);
  check_answer(body, r);
}

TEST_CASE("stiffness and loads of an independent implementation, over pelvic incidence",
          "[task][stand][exact]") {
  // Computed with NumPy from the same tables, tone solved, g = 9.80665; printed to these digits.
  struct Row {
    double incidence, stiffness, l5s1, l5s1_shear, l4l5, l4l5_shear;
  };
  for (const Row& row : {Row{40, 2.194275, 575.9456, 425.1214, 692.2263, 127.0776},
                         Row{50, 2.114316, 560.4284, 495.0686, 704.8272, 185.6645},
                         Row{60, 2.053159, 546.1062, 564.1463, 720.8628, 241.8421}}) {
    const auto r = stand(bridge(incidence(row.incidence)));
    CAPTURE(row.incidence);
    CHECK(std::abs(r.stiffness * kDegree - row.stiffness) < 1e-6);
    CHECK(std::abs(r.loads[0].load.total.compression - row.l5s1) < 1e-4);
    CHECK(std::abs(r.loads[0].load.total.shear - row.l5s1_shear) < 1e-4);
    CHECK(std::abs(r.loads[1].load.total.compression - row.l4l5) < 1e-4);
    CHECK(std::abs(r.loads[1].load.total.shear - row.l4l5_shear) < 1e-4);
  }
}

TEST_CASE("signs: what tilts forward and what tilts back", "[task][stand][exact]") {
  CHECK(tilt_after("hip_flexors", Knob::kTone, 0.01) > 0.1);
  CHECK(tilt_after("iliacus", Knob::kTone, 0.01) > 0.05);
  CHECK(tilt_after("psoas", Knob::kTone, 0.01) > 0.05);
  CHECK(tilt_after("hip_flexors", Knob::kLength, -0.1) > 0.1);
  CHECK(tilt_after("erector_spinae", Knob::kTone, 0.01) > 0.1);
  CHECK(tilt_after("hamstrings", Knob::kTone, 0.01) < -0.1);
  CHECK(tilt_after("gluteals", Knob::kTone, 0.01) < -0.1);
  CHECK(tilt_after("abdominals", Knob::kTone, 0.01) < -0.1);
  // Hamstring length: next to nothing in quiet standing. Strength without tone: nothing at all.
  CHECK(std::abs(tilt_after("hamstrings", Knob::kLength, 0.1)) < 0.25);
  CHECK(std::abs(tilt_after("hamstrings", Knob::kLength, -0.1)) < 0.25);
  for (const char* group : {"abdominals", "hamstrings", "gluteals", "erector_spinae"}) {
    CHECK(std::abs(tilt_after(group, Knob::kStrength, 0.5)) < 1e-10);
  }
}

// A sanitized build is a hundred times slower and looks for wrong memory, not for roots.
#ifdef __SANITIZE_ADDRESS__
constexpr int kScannedBodies = 12;
#else
constexpr int kScannedBodies = 320;
#endif

TEST_CASE("every root that a fine scan of the manifold finds, the solver finds, and no other",
          "[task][stand][invariant]") {
  Random random(301);
  CAPTURE(random.seed());
  const double lower = -35 * kDegree, upper = 35 * kDegree;
  int roots_found = 0, several = 0, none = 0;
  for (int n = 0; n < kScannedBodies; ++n) {
    auto body = bridge(incidence(random.uniform(30, 75)));
    auto& muscles = body.model.muscles;
    if (n % 3 == 0) {
      guyline::test::turn_knobs(body.model, random);
    } else if (n % 3 == 1) {  // a few muscles far out
      for (int k = 0; k < 6; ++k) {
        auto& m = muscles[static_cast<std::size_t>(random.integer(23))];
        set_knob(m, Knob::kLength, random.integer(2) == 0 ? -0.3 : 0.3,
                 guyline::Adaptation::kAcute);
        set_knob(m, Knob::kStiffness, random.integer(2) == 0 ? 0.3 : 5.0);
        set_knob(m, Knob::kTone, random.integer(2) == 0 ? 0.0 : 0.2);
        set_knob(m, Knob::kReflexGain, random.integer(2) == 0 ? 0.0 : 1.0);
      }
    } else {  // nothing but tone and the stops of a limp spine: it falls to either side
      for (auto& m : muscles) {
        set_knob(m, Knob::kLength, random.uniform(0.2, 0.3));
        set_knob(m, Knob::kStiffness, 0.3);
        set_knob(m, Knob::kReflexGain, random.uniform(0.0, 0.02));
        set_knob(m, Knob::kTone, m.tone * random.uniform(0.98, 1.02));
      }
      auto& spine = body.model.tissues[0];
      spine.stiffness *= random.uniform(0.05, 0.3);
      for (auto* stop : {&spine.flexion, &spine.extension}) {
        stop->onset = random.uniform(2.0, 15.0) * kDegree;
        stop->width = random.uniform(2.0, 15.0) * kDegree;
      }
      // A rest angle of the spine that all but balances it upright.
      const auto at_rest = standing_manifold(body, StandOptions{});
      EquilibriumData<double, 2> data(body.model, at_rest);
      const double force = evaluate_on_path(body.model, at_rest, 0.0, data).force;
      spine.rest = (force + random.uniform(-2.0, 2.0)) / spine.stiffness;
    }
    if (n % 5 == 0) {
      const char* const groups[] = {"hamstrings", "hip_flexors",    "gluteals",
                                    "abdominals", "erector_spinae", "adductors"};
      body.model = without(body.model, groups[random.integer(6)]);
    }
    const auto r = stand(body);
    check_answer(body, r);
    const auto& e = r.equilibrium;
    CAPTURE(n, to_string(r.status), e.num_equilibria);
    const bool answered =
        r.status == PostureStatus::kSolved || r.status == PostureStatus::kNoEquilibrium;
    REQUIRE(answered);
    CHECK(e.lower == lower);
    CHECK(e.upper == upper);
    const auto manifold = standing_manifold(body, StandOptions{});
    const auto scanned =
        guyline::test::scan_for_roots(body.model, manifold, lower, upper, 0.02 * kDegree);
    for (const double s : scanned) {
      double nearest = 1.0;
      for (int k = 0; k < e.num_equilibria; ++k) {
        nearest = std::min(nearest, std::abs(e.equilibria[static_cast<std::size_t>(k)].path - s));
      }
      CAPTURE(s);
      CHECK(nearest < 1e-8);
    }
    // Of a pair closer than the scan's spacing the scan sees none: ask the force itself.
    EquilibriumData<double, 2> data(body.model, manifold);
    int beyond = 0;
    for (int k = 0; k < e.num_equilibria; ++k) {
      const auto& root = e.equilibria[static_cast<std::size_t>(k)];
      CHECK(root.residual <= 1e-9);
      CHECK(root.stable == (root.stiffness > 0.0));
      if (k > 0) CHECK(root.path > e.equilibria[static_cast<std::size_t>(k) - 1].path);
      const double h = 1e-6;
      data.q = manifold.origin();
      const double below = evaluate_on_path(body.model, manifold, root.path - h, data).force;
      const double above = evaluate_on_path(body.model, manifold, root.path + h, data).force;
      CHECK((below > 0.0) != (above > 0.0));
      CHECK((below > 0.0) == root.stable);
      double nearest = 1.0;
      for (const double s : scanned) nearest = std::min(nearest, std::abs(root.path - s));
      beyond += nearest > 1e-8;
    }
    CHECK(beyond % 2 == 0);
    CHECK(static_cast<int>(scanned.size()) == e.num_equilibria - beyond);
    roots_found += e.num_equilibria;
    several += e.num_equilibria > 1;
    none += e.num_equilibria == 0;
  }
  CAPTURE(roots_found, several, none);
  CHECK(roots_found > kScannedBodies / 2);
  CHECK(several > kScannedBodies / 16);
}

TEST_CASE("the model hung from the pelvis, its foot held by constraints, stands alike",
          "[task][stand][invariant]") {
  Random random(302);
  CAPTURE(random.seed());
  for (int n = 0; n < 6; ++n) {
    auto body = bridge(incidence(random.uniform(35, 70)));
    if (n > 0) {
      set_knob(body.model, "hip_flexors", Knob::kLength, random.uniform(-0.2, 0.1));
      set_knob(body.model, "erector_spinae", Knob::kTone, random.uniform(0.0, 0.03));
    }
    const auto r = stand(body);
    REQUIRE(r.status == PostureStatus::kSolved);

    const auto turned = reroot(body.model, body.pelvis);
    const auto& model = turned.model;
    const auto body_of = [&](guyline::BodyIndex b) {
      return turned.body[static_cast<std::size_t>(int(b))];
    };
    const auto motion_of = [&](guyline::MotionIndex m) {
      return turned.motion[static_cast<std::size_t>(int(m))];
    };
    const auto foot = body_of(body.foot);
    // Coordinates: ankle, knee, hip, lumbar; x, y, forward turn of the pelvis, which is the tilt.
    VectorX<double> knee(7), trunk(7), flat_foot(7), tilt(7), start(7);
    knee << 0, 1, 0, 0, 0, 0, 0;
    trunk << 0, 0, 0, 1, 0, 0, 1;
    flat_foot << -1, 1, -1, 0, 0, 0, 1;
    tilt << 0, 0, 0, 0, 0, 0, 1;
    const auto at_rest = [&] {
      guyline::PostureData<double, 2> data(body.model);
      update_pose(body.model, body.reference_q, guyline::Order::kValue, data);
      return data.kinematics.poses;
    }();
    const auto& foot_pose = at_rest[static_cast<std::size_t>(int(body.foot))];
    const auto& pelvis_pose = at_rest[static_cast<std::size_t>(int(body.pelvis))];
    start << body.reference_q, pelvis_pose.position, 0.0;
    using Vector = Eigen::Vector2d;
    const Vector zero(0, 0), along(1, 0), up(0, 1);
    const Manifold<double, 2> manifold(
        7, {{"knee", knee, 0.0}, {"trunk", trunk, 0.0}, {"foot", flat_foot, 0.0}},
        {std::make_shared<guyline::PointAt<double, 2>>(foot, zero, along, foot_pose.position.x()),
         std::make_shared<guyline::PointAt<double, 2>>(foot, zero, up, foot_pose.position.y()),
         std::make_shared<guyline::CenterOfMassOver<double, 2>>(foot, zero, along,
                                                                body.balance_offset)},
        tilt, -35 * kDegree, 35 * kDegree, start);
    EquilibriumData<double, 2> data(model, manifold);
    const auto e = find_equilibria(model, manifold, {}, data);
    REQUIRE(e.status == PostureStatus::kSolved);
    const auto& resting = e.equilibria[static_cast<std::size_t>(e.resting)];
    CHECK(e.num_equilibria == r.equilibrium.num_equilibria);
    CHECK(std::abs(resting.path - r.anterior_tilt) < 1e-9);
    CHECK(std::abs(resting.stiffness - r.stiffness) < 1e-9 * r.stiffness);
    CHECK((data.q.head(4) - r.q).norm() < 1e-9);
    for (std::size_t c = 0; c < r.muscles.size(); ++c) {
      CHECK(std::abs(data.posture.muscles[c].resting_tension - r.muscles[c].resting_tension) <
            1e-9 * (1.0 + r.muscles[c].resting_tension));
    }
    // The ground's reaction, the multiplier of the foot's height, is the whole weight.
    const double weight = -model.frame.gravity.y() * data.posture.mass_center.mass;
    update_multipliers(model, manifold, data);
    CHECK(std::abs(std::abs(data.multipliers[1]) - weight) < 1e-9 * weight);

    // Loads: joints that are run backwards carry the legs, so the ground's reaction belongs to them.
    auto standing = model;
    standing.frame.add_load(
        {foot, Vector(body.balance_offset, 0.0), Vector(0.0, weight), "ground"});
    guyline::PostureData<double, 2> posture(standing);
    update_potential(standing, data.q, guyline::Order::kHessian, posture);
    for (std::size_t k = 0; k < r.loads.size(); ++k) {
      const auto& level = standing.levels[k];
      const std::array<guyline::MotionIndex, 3> joints = {motion_of(body.ankle),
                                                          motion_of(body.hip), level.motion};
      guyline::EffortProblem<double> problem(standing.num_muscles(), 3);
      guyline::EffortResult<double> effort(standing.num_muscles(), 3);
      update_effort_problem(standing, posture, data.q, joints, problem);
      solve_effort(problem, {}, effort);
      const auto load = level_load(standing, posture, data.q, level, effort.activation);
      const auto& expected = r.loads[k].load.total;
      CHECK((effort.activation - r.loads[k].effort.activation).norm() < 1e-9);
      CHECK(std::abs(load.total.compression - expected.compression) < 1e-9 * expected.compression);
      CHECK(std::abs(load.total.shear - expected.shear) < 1e-9 * expected.compression);
      CHECK(std::abs(load.total.moment - expected.moment) < 1e-9 * expected.compression);
    }
  }
}

void check_scaled(const StandResult<double>& a, const StandResult<double>& b, double k) {
  REQUIRE(a.status == PostureStatus::kSolved);
  REQUIRE(b.status == PostureStatus::kSolved);
  CHECK((a.q - b.q).norm() < 1e-12);
  CHECK(std::abs(a.anterior_tilt - b.anterior_tilt) < 1e-12);
  CHECK(std::abs(k * a.stiffness - b.stiffness) < 1e-9 * b.stiffness);
  for (std::size_t i = 0; i < a.loads.size(); ++i) {
    const auto &x = a.loads[i].load.total, &y = b.loads[i].load.total;
    CHECK(std::abs(k * x.compression - y.compression) < 1e-9 * y.compression);
    CHECK(std::abs(k * x.shear - y.shear) < 1e-9 * y.compression);
    CHECK((a.loads[i].effort.activation - b.loads[i].effort.activation).norm() < 1e-9);
  }
}

TEST_CASE("all forces and weights k times: the same posture, k times the load",
          "[task][stand][invariant]") {
  Random random(303);
  CAPTURE(random.seed());
  for (const double k : {0.5, 2.0, 7.3}) {
    auto body = bridge();
    set_knob(body.model, "hip_flexors", Knob::kLength, random.uniform(-0.2, 0.0));
    auto scaled = body;
    scaled.model = guyline::test::scale_forces(body.model, k);
    check_scaled(stand(body), stand(scaled), k);
  }
}

TEST_CASE("size: posture does not depend on it, loads go with mass", "[task][stand][invariant]") {
  BridgeOptions<double> options;
  const auto base = stand(bridge(options));
  for (const double mass : {40.0, 150.0}) {
    options.mass = mass;
    check_scaled(base, stand(bridge(options)), mass / 75.0);
  }
  options = {};
  for (const double stature : {1.4, 2.1}) {
    options.stature = stature;
    const auto r = stand(bridge(options));
    CHECK((r.q - base.q).norm() < 1e-12);
    CHECK(std::abs(r.loads[0].load.total.compression - base.loads[0].load.total.compression) <
          1e-7);
    CHECK(std::abs(r.stiffness - base.stiffness * stature / 1.75) < 1e-8);
  }
}

TEST_CASE("knees bent, trunk inclined: what is held is held", "[task][stand][exact]") {
  const auto body = bridge();
  for (const double knee : {0.0, 0.2}) {
    for (const double trunk : {-0.1, 0.0, 0.2}) {
      StandOptions options;
      options.knee_flexion = knee;
      options.trunk_inclination = trunk;
      const auto r = stand(body, options);
      CAPTURE(knee, trunk);
      REQUIRE(r.status == PostureStatus::kSolved);
      check_answer(body, r);
      CHECK(std::abs(r.q[1] - knee) < 1e-13);
      CHECK(std::abs(r.q[0] - r.q[1] + r.q[2] - r.anterior_tilt) < 1e-13);
      CHECK(std::abs(r.anterior_tilt + r.q[3] - trunk) < 1e-13);
      guyline::PostureData<double, 2> data(body.model);
      update_pose(body.model, r.q, guyline::Order::kValue, data);
      CHECK(std::abs(data.mass_center.position.x() - data.kinematics.poses[0].position.x() -
                     body.balance_offset) < 1e-13);
      CHECK(std::abs(r.sacral_slope + r.pelvic_tilt_radiographic - 50 * kDegree) < 1e-14);
      CHECK(std::abs(r.sacral_slope - body.sacral_slope_reference - r.anterior_tilt) < 1e-14);
      // Flexion takes lordosis away: all of it but T12/L1's share is below L1.
      CHECK(std::abs(r.lordosis - (body.lordosis_reference - 0.92 * r.q[3])) < 1e-13);
    }
  }
}

TEST_CASE("scratch has no memory: reused, it answers as if new", "[task][stand][invariant]") {
  Random random(304);
  CAPTURE(random.seed());
  auto body = bridge();
  StandOptions options;
  StandData<double> data(body, options);
  StandResult<double> result = make_stand_result(body);
  const auto plain = body.model;
  for (int n = 0; n < 20; ++n) {
    body.model = plain;
    guyline::test::turn_knobs(body.model, random);
    update_stand(body, options, data, result);
    const auto fresh = stand(body, options);
    CHECK(result.status == fresh.status);
    if (fresh.status != PostureStatus::kSolved) continue;
    CHECK(result.q == fresh.q);
    CHECK(result.loads[0].load.total.compression == fresh.loads[0].load.total.compression);
  }
}

TEST_CASE("derivatives of the answer by tone, length and mass, through duals",
          "[task][stand][scalar]") {
  using D = Dual<3>;
  BridgeOptions<D> options;
  options.hip_extensor_tone = D(0.0175);
  options.mass = D::variable(75.0, 2);
  auto dual = bridge<D>(options);
  auto& hamstrings = dual.model.muscles[0];
  hamstrings.tone.gradient[0] = 1.0;
  dual.model.muscles[7].length_change.gradient[1] = 1.0;
  const auto r = stand(dual);
  REQUIRE(r.status == PostureStatus::kSolved);
  const auto at = [&](double tone, double length, double mass) {
    BridgeOptions<double> o;
    o.hip_extensor_tone = 0.0175;
    o.mass = 75.0 + mass;
    auto body = bridge(o);
    body.model.muscles[0].tone += tone;
    body.model.muscles[7].length_change += length;
    return stand(body);
  };
  const double h = 1e-5;
  for (int k = 0; k < 3; ++k) {
    const double d = k == 2 ? 1e-2 : h;
    const auto up = at(k == 0 ? d : 0, k == 1 ? d : 0, k == 2 ? d : 0);
    const auto down = at(k == 0 ? -d : 0, k == 1 ? -d : 0, k == 2 ? -d : 0);
    const auto slope = [&](double a, double b) { return (a - b) / (2 * d); };
    CAPTURE(k);
    const double tilt = slope(up.anterior_tilt, down.anterior_tilt);
    CHECK(std::abs(r.anterior_tilt.gradient[k] - tilt) < 1e-5 * (1e-3 + std::abs(tilt)));
    const double K = slope(up.stiffness, down.stiffness);
    CHECK(std::abs(r.stiffness.gradient[k] - K) < 1e-4 * (1e-2 + std::abs(K)));
    for (std::size_t i = 0; i < 2; ++i) {
      const double load =
          slope(up.loads[i].load.total.compression, down.loads[i].load.total.compression);
      CHECK(std::abs(r.loads[i].load.total.compression.gradient[k] - load) <
            1e-4 * (1.0 + std::abs(load)));
    }
  }
}

TEST_CASE("everything slack, cut or broken: a status, never a crash or a silent NaN",
          "[task][stand][error]") {
  auto slack = bridge();
  for (auto& muscle : slack.model.muscles) {
    set_knob(muscle, Knob::kTone, 0.0);
    set_knob(muscle, Knob::kLength, 0.5);
  }
  check_answer(slack, stand(slack));
  auto cut = bridge();
  for (auto& muscle : cut.model.muscles) muscle.max_isometric_force = 0.0;
  const auto r = stand(cut);
  check_answer(cut, r);
  if (r.status == PostureStatus::kSolved) {
    CHECK(r.loads[0].effort.status == EffortStatus::kNotCarried);
  }
  cut.model.tissues.clear();
  const auto bare = stand(cut);
  CHECK(bare.status == PostureStatus::kNoEquilibrium);
  check_answer(cut, bare);

  for (const double offset : {5.0, -5.0, kNan, kInfinity}) {
    auto body = bridge();
    body.balance_offset = offset;
    const auto cannot = stand(body);
    CAPTURE(offset);
    CHECK(cannot.status == PostureStatus::kCannotStand);
    check_answer(body, cannot);
  }

  // A number that was broken by hand: stand() says which, the kernel says that.
  for (const double bad : {kNan, kInfinity}) {
    auto body = bridge();
    body.model.muscles[7].max_isometric_force = bad;
    CHECK(guyline::test::contains(guyline::test::message_of<InvalidArgument>([&] { stand(body); }),
                                  "psoas"));
    StandOptions options;
    StandData<double> data(body, options);
    auto result = make_stand_result(body);
    update_stand(body, options, data, result);
    CHECK(result.status == PostureStatus::kNotFinite);
    check_answer(body, result);
    auto heavy = bridge();
    heavy.model.frame.gravity[1] = bad;
    CHECK_THROWS_AS(stand(heavy), InvalidArgument);
  }
  auto negative = bridge();
  negative.model.muscles[7].max_isometric_force = -1.0;
  CHECK_THROWS_AS(stand(negative), InvalidArgument);
  auto dot = bridge();
  dot.model.paths[0].points[1] = dot.model.paths[0].points[0];
  CHECK_THROWS_AS(stand(dot), guyline::DegenerateGeometry);
}

TEST_CASE("options of standing out of range are refused by name", "[task][stand][error]") {
  const auto body = bridge();
  const auto refuses = [&](const char* name, double StandOptions::*field, double bad) {
    StandOptions options;
    options.*field = bad;
    CHECK(guyline::test::contains(
        guyline::test::message_of<InvalidArgument>([&] { stand(body, options); }), name));
  };
  for (const double bad : {kNan, kInfinity, -2.0, 2.0}) {
    refuses("trunk_inclination", &StandOptions::trunk_inclination, bad);
    refuses("knee_flexion", &StandOptions::knee_flexion, bad);
    refuses("least_tilt", &StandOptions::least_tilt, bad);
    refuses("greatest_tilt", &StandOptions::greatest_tilt, bad);
  }
  StandOptions options;
  options.least_tilt = 0.1;
  options.greatest_tilt = 0.1;
  CHECK_THROWS_AS(stand(body, options), InvalidArgument);
  options = {};
  options.effort.tolerance = 0.0;
  CHECK_THROWS_AS(stand(body, options), InvalidArgument);
  options = {};
  options.equilibrium.sample_spacing = kNan;
  CHECK_THROWS_AS(stand(body, options), InvalidArgument);
}
}  // namespace
