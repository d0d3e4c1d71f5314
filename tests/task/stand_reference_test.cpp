// The bridge against an independent implementation of the same law, support/prototype_reference.hpp.
// All of its 783 values take part: 583 are compared to 1e-6, the 92 sensitivities, printed to four
// digits, to these, and the 108 numbers of the poses of bending and sitting are tested for what they
// must be; task_posture_test.cpp poses them by the library's own law.

#include <algorithm>
#include <cmath>
#include <guyline/task/stand.hpp>
#include <set>
#include <string>

#include "support/catch.hpp"
#include "support/prototype_reference.hpp"

namespace {
using guyline::Bridge;
using guyline::BridgeOptions;
using guyline::EffortOptions;
using guyline::EffortPower;
using guyline::EffortProblem;
using guyline::EffortResult;
using guyline::EffortStatus;
using guyline::Knob;
using guyline::kToneRounding;
using guyline::MotionIndex;
using guyline::Muscle;
using guyline::Order;
using guyline::PostureData;
using guyline::PostureStatus;
using guyline::stand;
using guyline::VectorX;
using guyline::bridge_data::kDegree;
using guyline::test::kPrototypeRows;
using guyline::test::prototype_value;

/// Every row is to be compared once.
std::set<std::string>& compared() {
  static std::set<std::string> rows;
  return rows;
}
std::string indexed(const char* quantity, int i) {
  return std::string(quantity) + "[" + std::to_string(i) + "]";
}
/// 1e-6 of the value; `floor` where it is all but zero.
void compare(const std::string& name, const std::string& quantity, double got,
             double floor = 1e-9) {
  const double expected = prototype_value(name, quantity);
  compared().insert(name + " " + quantity);
  CAPTURE(name, quantity, got, expected, got - expected);
  CHECK(std::abs(got - expected) <= 1e-6 * std::abs(expected) + floor);
}
/// To the four digits that the row has.
void compare_four_digits(const std::string& name, const std::string& quantity, double got) {
  const double expected = prototype_value(name, quantity);
  compared().insert(name + " " + quantity);
  const double digit = std::pow(10.0, std::floor(std::log10(std::abs(expected))) - 3);
  CAPTURE(name, quantity, got, expected);
  CHECK(std::abs(got - expected) <= 0.5 * digit + 1e-6);
}

/// Our coordinates are its own but for the knee, which it bends by negative angles.
VectorX<double> from_z(double ankle, double knee, double hip, double lumbar) {
  VectorX<double> q(4);
  q << ankle, -knee, hip, lumbar;
  return q;
}
VectorX<double> pose_of(const std::string& name) {
  return from_z(prototype_value(name, "z[0]"), prototype_value(name, "z[1]"),
                prototype_value(name, "z[2]"), prototype_value(name, "z[3]"));
}
/// d/dz of what is d/dq.
double in_z(const VectorX<double>& by_q, int i) { return i == 1 ? -by_q[1] : by_q[i]; }

/// Its activation without reflex is the tone itself; ours is squareplus(tone).
void set_activation(Muscle<double>& muscle, double activation) {
  muscle.reflex_gain = 0.0;
  muscle.tone = activation - kToneRounding * kToneRounding / activation;
}

/// The body as it is there: typed thresholds and rest moments, tone not solved, g = 9.81.
Bridge<double> reference_bridge() {
  BridgeOptions<double> options;
  options.gravity = guyline::test::kPrototypeGravity;
  options.hip_extensor_tone = guyline::test::kPrototypeHipExtensorTone;
  auto body = guyline::bridge(options);
  for (const auto& row : guyline::test::kPrototypeThresholds) {
    body.model.muscles[static_cast<std::size_t>(int(*body.model.find_muscle(row.name)))].threshold =
        row.value;
  }
  for (const auto& row : guyline::test::kPrototypeDiscMoments) {
    for (auto& level : body.model.levels) {
      if (level.name == row.name) level.rest_moment = row.value;
    }
  }
  return body;
}
void switch_reflex_off(Bridge<double>& body) {
  for (auto& muscle : body.model.muscles) set_activation(muscle, muscle.tone);
}
void set_follower_load(Bridge<double>& body, double newton) {
  namespace data = guyline::bridge_data;
  body.model.tissues[0].stiffness =
      data::kLumbarStiffness.value * (1.0 + newton / data::kFollowerLoadThatDoublesStiffness.value);
}
/// A load in the hands acts at the shoulder.
void load_hands(Bridge<double>& body, double newton) {
  for (const auto& mass : body.model.frame.masses()) {
    if (mass.name != "arms") continue;
    body.model.frame.add_load({mass.body, mass.point_B, {0.0, -newton}, "hands"});
    return;
  }
  FAIL("no arms");
}
PostureData<double, 2> at(const Bridge<double>& body, const VectorX<double>& q) {
  PostureData<double, 2> data(body.model);
  update_potential(body.model, q, Order::kHessian, data);
  return data;
}
EffortResult<double> effort(const Bridge<double>& body, const VectorX<double>& q, std::size_t level,
                            EffortPower power = EffortPower::kSquare) {
  const auto data = at(body, q);
  EffortProblem<double> problem(body.model.num_muscles(), 3);
  EffortResult<double> result(body.model.num_muscles(), 3);
  const std::array<MotionIndex, 3> joints = {body.ankle, body.hip, body.model.levels[level].motion};
  update_effort_problem(body.model, data, q, joints, problem);
  EffortOptions options;
  options.power = power;
  solve_effort(problem, options, result);
  return result;
}
guyline::LevelLoad<double> load(const Bridge<double>& body, const VectorX<double>& q,
                                std::size_t level) {
  return level_load(body.model, at(body, q), q, body.model.levels[level],
                    effort(body, q, level).activation);
}

void compare_masses() {
  const auto body = reference_bridge();
  for (int i = 0; i < 12; ++i) {
    compare("masses", indexed("m", i), body.model.frame.masses()[static_cast<std::size_t>(i)].mass);
  }
}

void compare_kinematics() {
  const auto body = reference_bridge();
  const struct {
    const char* name;
    VectorX<double> q;
  } poses[] = {{"kin_neutral", from_z(0, 0, 0, 0)}, {"kin_bent", from_z(0.02, -0.1, 0.7, 0.5)}};
  for (const auto& pose : poses) {
    const auto data = at(body, pose.q);
    for (int i = 0; i < body.model.num_muscles(); ++i) {
      const auto c = static_cast<std::size_t>(i);
      compare(pose.name, indexed("L", i), data.path_lengths[c]);
      compare(pose.name, indexed("fibre", i), data.muscles[c].normalized_length);
      compare(pose.name, indexed("dL_hip", i), data.dlength_dq(2, i));
      compare(pose.name, indexed("dL_lumbar", i), data.dlength_dq(3, i));
      compare(pose.name, indexed("Fpassive", i), data.muscles[c].passive_tension);
      compare(pose.name, indexed("Fa", i), data.muscles[c].active_capacity);
    }
    for (int k = 0; k < 4; ++k) {
      compare(pose.name, indexed("gravity", k), -in_z(data.gravity_gradient, k));
      compare(pose.name, indexed("joints", k), -in_z(data.tissue_gradient, k));
    }
    compare(pose.name, "com[0]", data.mass_center.position.x());
    compare(pose.name, "com[1]", data.mass_center.position.y());
  }
}

void compare_standing() {
  const auto body = reference_bridge();
  const std::string name = "stand_default";
  const auto r = stand(body);
  REQUIRE(r.status == PostureStatus::kSolved);
  for (int k = 0; k < 4; ++k) compare(name, indexed("z", k), k == 1 ? -r.q[1] : r.q[k]);
  compare(name, "tilt", r.anterior_tilt);
  compare(name, "K", r.stiffness);
  const auto data = at(body, r.q);
  for (int k = 0; k < 4; ++k) compare(name, indexed("Q", k), -in_z(data.gradient, k), 1e-7);
  for (int i = 0; i < 23; ++i) {
    compare(name, indexed("a", i), r.loads[0].effort.activation[i]);
    compare("effort_p3", indexed("a", i), effort(body, r.q, 0, EffortPower::kCube).activation[i]);
  }
  for (int k = 0; k < 3; ++k) {
    compare(name, indexed("mu", k), r.loads[0].effort.multiplier[k], 1e-12);
  }
  const auto& l5s1 = r.loads[0].load;
  compare(name, "L5S1_comp", l5s1.total.compression);
  compare(name, "L5S1_shear", l5s1.total.shear);
  compare(name, "L4L5_comp", r.loads[1].load.total.compression);
  compare(name, "L4L5_shear", r.loads[1].load.total.shear);
  compare(name, "budget_gravity", l5s1.gravity.compression);
  compare(name, "budget_passive", l5s1.passive.compression);
  compare(name, "budget_tonic", l5s1.tonic.compression);
  compare(name, "budget_active", l5s1.active.compression);
}

template <typename Function>
double bisect(const Function& f, double a, double b) {
  const bool rises = f(b) > f(a);
  for (int i = 0; i < 200; ++i) {
    const double m = 0.5 * (a + b);
    ((f(m) > 0.0) == rises ? b : a) = m;
  }
  return 0.5 * (a + b);
}

void compare_longer_hamstrings() {
  auto body = reference_bridge();
  auto& hamstrings = body.model.muscles[0];
  const double fibre = hamstrings.optimal_fibre_length * hamstrings.cos_pennation;
  const auto moment = [&](double hip, double longer) {
    hamstrings.length_change = longer / fibre;
    const auto data = at(body, from_z(0, 0, hip, 0));
    return 0.5 * data.muscles[0].passive_tension * data.dlength_dq(2, 0) - 30.0;
  };
  const double hip = bisect([&](double h) { return moment(h, 0.0); }, 0.3, 2.0);
  const double longer =
      bisect([&](double d) { return moment(hip + 12 * kDegree, d); }, -0.05, 0.05);
  compare("ham_plus12", "dl", longer);
  set_knob(hamstrings, Knob::kLength, longer / fibre);
  compare("row3", "tilt", stand(body).anterior_tilt);
}

void compare_tones() {
  const auto after = [](std::initializer_list<const char*> names, double change) {
    auto body = reference_bridge();
    for (const char* name : names) {
      body.model.muscles[static_cast<std::size_t>(int(*body.model.find_muscle(name)))].tone +=
          change;
    }
    return stand(body).anterior_tilt;
  };
  const auto back = {"erector_spinae_lumbar", "erector_spinae_thoracic_pelvic", "multifidus"};
  const auto belly = {"rectus_abdominis", "external_oblique", "internal_oblique"};
  compare("sign_ES tone +1%", "tilt", after(back, 0.01));
  compare("sign_ES tone +2%", "tilt", after(back, 0.02));
  compare("sign_AB tone +2%", "tilt", after(belly, 0.02));
  compare("sign_HAM tone +2%", "tilt", after({"hamstrings"}, 0.02));
  compare("sign_HAM tone +4%", "tilt", after({"hamstrings"}, 0.04));
  compare("sign_GLUT tone +2%", "tilt", after({"gluteus_maximus"}, 0.02));
  compare("sign_hip flexor tone +1%", "tilt", after({"iliacus", "psoas"}, 0.01));
}

void compare_sensitivities() {
  for (const bool reflex : {true, false}) {
    const auto body = reference_bridge();
    for (std::size_t c = 0; c < body.model.muscles.size(); ++c) {
      const auto tilt = [&](double longer, double tone) {
        auto changed = body;
        for (auto& muscle : changed.model.muscles) {
          const bool this_one = muscle.name == body.model.muscles[c].name;
          if (this_one) set_knob(muscle, Knob::kLength, longer);
          const double activation = muscle.tone + (this_one ? tone : 0.0);
          if (reflex) {
            muscle.tone = activation;
          } else {
            set_activation(muscle, activation);
          }
        }
        const auto r = stand(changed);
        REQUIRE(r.status == PostureStatus::kSolved);
        return r.anterior_tilt / kDegree;
      };
      const std::string name =
          (reflex ? "sens_gain0.1_" : "sens_gain0_") + body.model.muscles[c].name;
      compare_four_digits(name, "dtilt_deg_per_10pct_longer",
                          (tilt(0.002, 0) - tilt(-0.002, 0)) * 25.0);
      compare_four_digits(name, "dtilt_deg_per_1pct_tone",
                          (tilt(0, 0.0005) - tilt(0, -0.0005)) * 10.0);
    }
  }
}

void compare_passive_moments() {
  auto body = reference_bridge();
  const double standing_hip = prototype_value("stand_default", "z[2]");
  for (const int knee : {0, 60, 90}) {
    for (const int hip : {0, 30, 60, 90}) {
      const auto data = at(body, from_z(0, -knee * kDegree, hip * kDegree + standing_hip, 0));
      double moment = 0.0;
      for (int i = 0; i < 23; ++i) {
        moment -= data.muscles[static_cast<std::size_t>(i)].passive_tension * data.dlength_dq(2, i);
      }
      compare("hip_passive_per_leg_k" + std::to_string(knee) + "_h" + std::to_string(hip), "M",
              0.5 * moment);
    }
  }
  for (const int follower : {500, 1000}) {
    set_follower_load(body, follower);
    for (const int flexion : {0, 55, 60}) {
      const auto data = at(body, from_z(0, 0, 0, flexion * kDegree));
      double moment = 0.0;
      for (int i = 0; i < 23; ++i) {
        moment += data.muscles[static_cast<std::size_t>(i)].passive_tension * data.dlength_dq(3, i);
      }
      const std::string name =
          "lumbar_passive_P" + std::to_string(follower) + "_" + std::to_string(flexion);
      compare(name, "spine", data.tissue_gradient[3]);
      compare(name, "muscle", moment);
    }
  }
}

/// Its law of voluntary postures: the elastic energy stored since standing is stationary along `free`
/// (d by q), gravity left out. Returns how far in tilt the pose is from that [rad].
template <typename Free>
double off_stationary(const Bridge<double>& body, const VectorX<double>& q, const Free& free,
                      bool with_gravity) {
  const VectorX<double> standing = pose_of("stand_default");
  const auto elastic = [&](const VectorX<double>& p) {
    const auto data = at(body, p);
    return VectorX<double>(with_gravity ? data.gradient : data.gradient - data.gravity_gradient);
  };
  const VectorX<double> start =
      with_gravity ? VectorX<double>(VectorX<double>::Zero(4)) : elastic(standing);
  const auto slope = [&](const VectorX<double>& p) { return free(p).dot(elastic(p) - start); };
  const double h = 1e-5;
  const VectorX<double> along = free(q);
  return slope(q) / ((slope(q + h * along) - slope(q - h * along)) / (2 * h));
}

void compare_bending() {
  struct Set {
    const char* tag;
    double hands;
    std::vector<int> trunk;
  };
  const Set sets[] = {
      {"free", 0.0, {0, 10, 20, 30, 40, 50, 60, 65, 75, 90, 95, 100, 105, 110, 115, 120}},
      {"hand180", 180.0, {0, 40, 65}},
      {"10kg", 98.1, {90, 100, 110, 115, 120, 125}}};
  for (const Set& set : sets) {
    for (const int trunk : set.trunk) {
      const std::string name = std::string("bend_") + set.tag + "_" + std::to_string(trunk);
      auto body = reference_bridge();
      switch_reflex_off(body);
      if (trunk != 0) set_follower_load(body, 1000.0);
      if (set.hands > 0.0) load_hands(body, set.hands);
      const VectorX<double> q = pose_of(name);
      // The pose: trunk and knee as asked, balanced over the foot with the load in the hands, and
      // stationary.
      CAPTURE(name);
      const auto data = at(body, q);
      const double weight = data.mass_center.mass * guyline::test::kPrototypeGravity + set.hands;
      const auto& arms =
          *std::find_if(body.model.frame.masses().begin(), body.model.frame.masses().end(),
                        [](const auto& m) { return m.name == "arms"; });
      const auto shoulder = data.kinematics.position(arms.body, arms.point_B);
      const double balance = (data.mass_center.position.x() * data.mass_center.mass *
                                  guyline::test::kPrototypeGravity +
                              shoulder.x() * set.hands) /
                             weight;
      const auto free = [&](const VectorX<double>& p) {
        // The weighted centre's x stays.
        PostureData<double, 2> d(body.model);
        update_pose(body.model, p, Order::kGradient, d);
        VectorX<double> x(4);
        for (int i = 0; i < 4; ++i) {
          const auto s = d.kinematics.position(arms.body, arms.point_B);
          x[i] = (d.mass_center.rates[static_cast<std::size_t>(i)].x() * d.mass_center.mass *
                      guyline::test::kPrototypeGravity +
                  d.kinematics.velocity(arms.body, i, s).x() * set.hands) /
                 weight;
        }
        VectorX<double> n(4);
        const double ankle = -(x[2] - x[3]) / (x[0] - x[2]);
        n << ankle, 0, 1 - ankle, -1;
        return n;
      };
      CHECK(std::abs(balance - 0.052) < 1e-9);
      CHECK(std::abs(q[0] - q[1] + q[2] + q[3] - trunk * kDegree) < 1e-9);
      CHECK(q[1] == 0.0);
      // Upright there is the standing posture, not one of its own.
      if (trunk != 0) CHECK(std::abs(off_stationary(body, q, free, false)) < 1e-6);
      for (int k = 0; k < 4; ++k) compared().insert(name + " " + indexed("z", k));

      const auto held = effort(body, q, 0);
      REQUIRE(held.status == EffortStatus::kSolved);
      double back = 0.0;
      for (const char* muscle :
           {"erector_spinae_lumbar", "erector_spinae_thoracic_pelvic", "multifidus"}) {
        back = std::max(back, held.activation[*body.model.find_muscle(muscle)]);
      }
      compare(name, "ES_max", back);
      for (int k = 0; k < 3; ++k) compare(name, indexed("mu", k), held.multiplier[k], 1e-11);
      compare(name, "L5S1_comp", load(body, q, 0).total.compression);
      compare(name, "L5S1_shear", load(body, q, 0).total.shear);
      compare(name, "L4L5_comp", load(body, q, 1).total.compression);
    }
  }
}

void compare_sitting() {
  auto body = reference_bridge();
  switch_reflex_off(body);
  VectorX<double> free(4);
  free << 0, 0, 1, -1;
  for (const char* name : {"sit_active", "sit_slump"}) {
    const VectorX<double> q = pose_of(name);
    CAPTURE(name);
    CHECK(std::abs(off_stationary(
              body, q, [&](const VectorX<double>&) { return free; },
              std::string(name) == "sit_slump")) < 1e-6);
    CHECK(q[0] == 0.0);
    CHECK(std::abs(q[1] - 90 * kDegree) < 1e-9);
    CHECK(std::abs(q[2] + q[3] - 90 * kDegree) < 1e-9);
    for (int k = 0; k < 4; ++k) compared().insert(std::string(name) + " " + indexed("z", k));
  }
}

TEST_CASE("the bridge agrees with a second implementation to 1e-6, in all of its values",
          "[task][stand][exact]") {
  compare_masses();
  compare_kinematics();
  compare_standing();
  compare_longer_hamstrings();
  compare_tones();
  compare_sensitivities();
  compare_passive_moments();
  compare_bending();
  compare_sitting();
  std::string left_out;
  for (const auto& row : kPrototypeRows) {
    if (compared().count(std::string(row.case_name) + " " + row.quantity) == 0) {
      left_out += std::string(" ") + row.case_name + ":" + row.quantity;
    }
  }
  CAPTURE(left_out);
  CHECK(compared().size() == 783);
  CHECK(compared().size() == kPrototypeRows.size());
}
}  // namespace
