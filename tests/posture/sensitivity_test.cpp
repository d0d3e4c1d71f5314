#include <cmath>
#include <guyline/core/pack.hpp>
#include <guyline/posture/sensitivity.hpp>
#include <vector>

#include "support/catch.hpp"
#include "support/random.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::Adaptation;
using guyline::CableIndex;
using guyline::Dual;
using guyline::EffortOptions;
using guyline::EffortPower;
using guyline::EffortProblem;
using guyline::EffortResult;
using guyline::EffortStatus;
using guyline::evaluate_muscle;
using guyline::is_at_contact;
using guyline::JointMoments;
using guyline::JointVector;
using guyline::Knob;
using guyline::LevelMoments;
using guyline::LevelSensitivity;
using guyline::Muscle;
using guyline::muscle_slopes;
using guyline::MuscleFactors;
using guyline::MuscleSlopes;
using guyline::MuscleState;
using guyline::VectorX;
using guyline::test::Random;
constexpr int kKnobs = guyline::kNumKnobs;
using Number = Dual<1>;

/// Muscles, one held joint and a level, as numbers without a body; the direction moves all of them.
struct Bench {
  std::vector<Muscle<double>> muscles;
  VectorX<double> lengths, length_rates, rates, rate_rates;  ///< And how they move.
  Eigen::Matrix<double, 3, Eigen::Dynamic> units, unit_rates;
  Eigen::Vector3d gravity, gravity_rate;
  double fixed = 0.0, fixed_rate = 0.0;
  EffortPower power = EffortPower::kSquare;

  explicit Bench(int n)
      : muscles(static_cast<std::size_t>(n)),
        lengths(n),
        length_rates(n),
        rates(n),
        rate_rates(n),
        units(3, n),
        unit_rates(3, n) {}
  int size() const { return static_cast<int>(muscles.size()); }

  MuscleState<double> state(int i, double along) const {
    return evaluate_muscle(muscles[static_cast<std::size_t>(i)],
                           lengths[i] + along * length_rates[i]);
  }
  /// The least effort, `along` the direction.
  EffortResult<double> effort(double along) const {
    EffortProblem<double> problem(size(), 1);
    problem.need[0] = fixed + along * fixed_rate;
    for (int i = 0; i < size(); ++i) {
      const auto s = state(i, along);
      const double rate = rates[i] + along * rate_rates[i];
      problem.capacity(i, 0) = s.called_capacity * rate;
      problem.need[0] -=
          rate * (s.passive_tension + (s.active_capacity - s.called_capacity) * s.tonic_activation);
      problem.least[i] = s.tonic_activation;
    }
    EffortResult<double> result(size(), 1);
    EffortOptions options;
    options.power = power;
    solve_effort(problem, options, result);
    return result;
  }
  Eigen::Vector3d load(double along) const {
    const auto found = effort(along);
    Eigen::Vector3d sum = gravity + along * gravity_rate;
    for (int i = 0; i < size(); ++i) {
      sum += (units.col(i) + along * unit_rates.col(i)) *
             muscle_tension(state(i, along), found.activation[i]);
    }
    return sum;
  }
  template <typename Scalar>
  LevelSensitivity<Scalar, 1> sensitivity(Adaptation adaptation, bool* at_kink = nullptr) const {
    using D = Dual<1, Scalar>;
    const int n = size();
    JointMoments<D> joint(n);
    LevelMoments<D> level(n);
    const auto number = [](double value, double rate) {
      return D(Scalar(value), typename D::Gradient(Scalar(rate)));
    };
    joint.fixed = number(fixed, fixed_rate);
    std::vector<MuscleState<D>> states(muscles.size());
    std::vector<MuscleFactors<Scalar>> factors;
    std::vector<MuscleSlopes<Scalar>> slopes;
    for (int i = 0; i < n; ++i) {
      const auto m = static_cast<std::size_t>(i);
      joint.rates[i] = number(rates[i], rate_rates[i]);
      for (int c = 0; c < 3; ++c) level.units(c, i) = number(units(c, i), unit_rates(c, i));
      factors.emplace_back(guyline::cast_muscle<Scalar>(muscles[m]));
      const auto s = evaluate_muscle(factors[m], Scalar(lengths[i]));
      slopes.push_back(
          muscle_slopes(factors[m], Scalar(muscles[m].passive_width), s.normalized_length));
      const Scalar rate = Scalar(length_rates[i]) * factors[m].per_length;
      const auto with = [&](const Scalar& value, const Scalar& by_length) {
        return D(value, typename D::Gradient(Scalar(by_length * rate)));
      };
      states[m].passive_tension = with(s.passive_tension, slopes[m].passive_by_length);
      states[m].active_capacity = with(s.active_capacity, slopes[m].capacity_by_length);
      states[m].called_capacity =
          with(s.called_capacity, factors[m].strength * slopes[m].capacity_by_length);
      states[m].tonic_activation =
          with(s.tonic_activation, factors[m].reflex_gain * slopes[m].tonic_by_drive);
    }
    for (int c = 0; c < 3; ++c) level.gravity[c] = number(gravity[c], gravity_rate[c]);
    JointVector<Scalar> multiplier(1);
    multiplier[0] = Scalar(effort(0.0).multiplier[0]);
    LevelSensitivity<Scalar, 1> result(n);
    const auto kink = guyline::update_level_sensitivity<1, 1, Scalar>(
        {&joint}, level, states, factors, slopes, VectorX<Scalar>::Ones(n), multiplier, power,
        [&](int) { return adaptation; }, 1e-9, result);
    if (at_kink != nullptr) *at_kink = guyline::any(kink);
    return result;
  }
};

TEST_CASE("two muscles at one joint, solved by hand", "[posture][sensitivity][exact]") {
  // Muscle 0 alone can hold 50 N m: it takes up R_0 T_0 + R_1 T_1 = 50, with R = (0.05, -0.04) and
  // muscle 1, which would have to push, at its tone. So T_0 = (50 + 0.04 T_1)/0.05 whatever it does.
  Bench bench(2);
  for (auto& muscle : bench.muscles) {
    muscle.max_isometric_force = 2000.0;
    muscle.tone = 0.1;
    muscle.reflex_gain = 0.0;
  }
  bench.lengths << 1.0, 1.0;
  bench.length_rates.setZero();
  bench.rates << 0.05, -0.04;
  bench.rate_rates.setZero();
  bench.fixed = 50.0;
  bench.fixed_rate = 10.0;  // of the need alone: dT_0 = 10/0.05
  bench.units << 1.0, 0.5, 0.2, -0.1, -0.05, 0.04;
  bench.unit_rates.setZero();
  bench.gravity << 300.0, 20.0, 50.0;
  bench.gravity_rate << 7.0, 0.0, 10.0;
  const auto s = bench.sensitivity<double>(Adaptation::kRecalibrated);
  CHECK(std::abs(s.by_direction(0, 0) - (7.0 + 1.0 * 10.0 / 0.05)) < 1e-9);
  CHECK(std::abs(s.by_direction(1, 0) - 0.2 * 10.0 / 0.05) < 1e-9);
  CHECK(std::abs(s.by_direction(2, 0)) < 1e-9);  // what is held is held
  // At l~ = 1 f_L = 1: dT_1/dtone = 2000 da/dtone pulls T_0 along by 0.04/0.05.
  const double x = 0.1, root = std::sqrt(x * x + 4e-6), slope = 0.5 * (x + root) / root;
  const int tone = kKnobs + static_cast<int>(Knob::kTone);
  CHECK(std::abs(s.by_knob(0, tone) - 2000.0 * slope * (0.5 + 1.0 * 0.04 / 0.05)) < 1e-8);
  // Muscle 0 is called on: what it pulls is fixed, whatever its own tone or strength.
  for (int k = 0; k < kKnobs; ++k) CHECK(std::abs(s.by_knob(0, k)) < 1e-9);
}

Bench random_bench(Random& random, EffortPower power) {
  Bench bench(6);
  for (int i = 0; i < bench.size(); ++i) {
    auto& muscle = bench.muscles[static_cast<std::size_t>(i)];
    muscle.max_isometric_force = random.uniform(500.0, 3000.0);
    muscle.optimal_fibre_length = random.uniform(0.1, 0.3);
    muscle.tone = random.uniform(0.005, 0.05);
    muscle.reflex_gain = random.uniform(0.1, 0.8);
    muscle.strength = random.uniform(0.5, 1.5);
    muscle.passive_width = 0.6;
    bench.lengths[i] = muscle.optimal_fibre_length * random.uniform(0.8, 1.3);
    bench.length_rates[i] = random.uniform(-0.05, 0.05);
    bench.rates[i] = random.uniform(-0.06, 0.06);
    bench.rate_rates[i] = random.uniform(-0.02, 0.02);
    for (int c = 0; c < 3; ++c) {
      bench.units(c, i) = random.uniform(-1.0, 1.0);
      bench.unit_rates(c, i) = random.uniform(-1.0, 1.0);
    }
  }
  for (int c = 0; c < 3; ++c) {
    bench.gravity[c] = random.uniform(-100.0, 300.0);
    bench.gravity_rate[c] = random.uniform(-100.0, 100.0);
  }
  bench.fixed = random.uniform(-60.0, 60.0);
  bench.fixed_rate = random.uniform(-60.0, 60.0);
  bench.power = power;
  return bench;
}

TEST_CASE("load derivatives against central differences of the effort",
          "[posture][sensitivity][derivative]") {
  Random random(91);
  CAPTURE(random.seed());
  constexpr double kStep = 1e-6;
  int compared = 0;
  for (int n = 0; n < 200; ++n) {
    const Bench bench =
        random_bench(random, n % 2 == 0 ? EffortPower::kSquare : EffortPower::kCube);
    if (bench.effort(0.0).status != EffortStatus::kSolved) continue;
    for (const Adaptation adaptation : {Adaptation::kRecalibrated, Adaptation::kAcute}) {
      bool at_kink = true;
      const auto s = bench.sensitivity<double>(adaptation, &at_kink);
      CHECK_FALSE(at_kink);
      const Eigen::Vector3d along = (bench.load(kStep) - bench.load(-kStep)) / (2 * kStep);
      CHECK((along - s.by_direction.col(0)).norm() < 1e-6 * (1.0 + along.norm()));
      for (int k = 0; k < kKnobs; ++k) {
        const int i = random.integer(bench.size());
        const auto at = [&](double change) -> Eigen::Vector3d {
          Bench changed = bench;
          auto& muscle = changed.muscles[static_cast<std::size_t>(i)];
          const auto knob = static_cast<Knob>(k);
          set_knob(muscle, knob, knob_value(muscle, knob) + change, adaptation);
          return changed.load(0.0);
        };
        const Eigen::Vector3d slope = (at(kStep) - at(-kStep)) / (2 * kStep);
        CHECK((slope - s.by_knob.col(i * kKnobs + k)).norm() < 1e-6 * (10.0 + slope.norm()));
        ++compared;
      }
    }
  }
  CHECK(compared > 1000);
}

TEST_CASE("a pack gives each lane the numbers of a double", "[posture][sensitivity][scalar]") {
  Random random(92);
  CAPTURE(random.seed());
  const Bench bench = random_bench(random, EffortPower::kSquare);
  REQUIRE(bench.effort(0.0).status == EffortStatus::kSolved);
  const auto single = bench.sensitivity<double>(Adaptation::kAcute);
  const auto packed = bench.sensitivity<guyline::Pack<4>>(Adaptation::kAcute);
  for (int lane = 0; lane < 4; ++lane) {
    for (int c = 0; c < 3; ++c) {
      CHECK(std::abs(packed.by_direction(c, 0)[lane] - single.by_direction(c, 0)) <
            1e-10 * std::abs(single.by_direction(c, 0)));
      for (int j = 0; j < kKnobs * bench.size(); ++j) {
        CHECK(std::abs(packed.by_knob(c, j)[lane] - single.by_knob(c, j)) <
              1e-10 * (1.0 + std::abs(single.by_knob(c, j))));
      }
    }
  }
}

TEST_CASE("an activation that is just called on is at a kink", "[posture][sensitivity][exact]") {
  // Two muscles that take up 50 and 100 N m at full activation: y = (50 m, 100 m). Muscle 1 is free
  // throughout; muscle 0, of tone a0, is called on from m = a0/50 on, where muscle 1 is at 2 a0.
  Bench bench(2);
  for (auto& muscle : bench.muscles) {
    muscle.max_isometric_force = 1000.0;
    muscle.tone = 0.1;
  }
  bench.muscles[1].tone = 0.01;
  bench.lengths.setOnes();
  bench.length_rates.setZero();
  bench.rates << 0.05, 0.1;
  bench.rate_rates.setZero();
  bench.units.setOnes();
  bench.unit_rates.setZero();
  bench.gravity.setZero();
  bench.gravity_rate.setZero();
  const double least = bench.state(0, 0.0).tonic_activation;
  const auto at = [&](double change) {
    bool at_kink = false;
    bench.fixed = 50.0 * least + 100.0 * (2.0 * least + change);
    const auto s = bench.sensitivity<double>(Adaptation::kRecalibrated, &at_kink);
    CHECK(s.at_bound[0] == at_kink);
    CHECK_FALSE(s.at_bound[1]);
    return at_kink;
  };
  CHECK(at(0.0));
  CHECK_FALSE(at(1e-6));
  CHECK_FALSE(at(-1e-6));
}

TEST_CASE("a cable that just touches its cylinder is at a kink", "[posture][sensitivity][exact]") {
  // A cable along y = 0 past a cylinder of radius 0.1 whose centre is at y = -0.1 + gap.
  const auto touches = [](double gap) {
    guyline::Path<double, 2> path;
    path.points = {{guyline::BodyIndex(0), {-0.5, 0.0}}, {guyline::BodyIndex(0), {0.5, 0.0}}};
    path.cylinders.push_back(
        {guyline::BodyIndex(0), {0.0, -0.1 + gap}, -1.0, 0.1, guyline::WrapSide::kPositive});
    path.links.push_back({0, 1, 0, {}});
    guyline::Kinematics<double, 2> kinematics;
    kinematics.resize(1, 0, 0);
    return is_at_contact(path, kinematics, 1e-9);
  };
  CHECK(touches(0.0));
  CHECK_FALSE(touches(1e-6));
  CHECK_FALSE(touches(-1e-6));
}
}  // namespace
