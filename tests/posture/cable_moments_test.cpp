#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/model/bridge.hpp>
#include <guyline/posture/cable_moments.hpp>
#include <guyline/posture/load.hpp>
#include <vector>

#include "core/checks.hpp"
#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::CableIndex;
using guyline::Dual;
using guyline::HeldJoint;
using guyline::JointMoments;
using guyline::LevelMoments;
using guyline::MotionIndex;
using guyline::VectorX;
using Number = Dual<1>;

/// Everything of a model at q(s) = q + s rate, as numbers with their slopes.
template <int Dim>
struct Filled {
  VectorX<Number> q;
  guyline::PostureData<Number, Dim> posture;
  JointMoments<Number> first, second;
  std::vector<LevelMoments<Number>> levels;

  template <typename Model>
  Filled(const Model& model, const VectorX<double>& at, const VectorX<double>& rate)
      : q(at.size()),
        posture(model),
        first(model.num_muscles()),
        second(model.num_muscles()),
        levels(model.levels.size(), LevelMoments<Number>(model.num_muscles())) {
    for (Eigen::Index i = 0; i < q.size(); ++i) {
      q[i] = Number(at[i], Number::Gradient(rate[i]));
    }
    update_kinematics(model.frame, q, false, posture.kinematics);
    guyline::update_cable_moments<2>(model, posture.kinematics, q,
                                     {{{MotionIndex(0), &first}, {MotionIndex(1), &second}}},
                                     levels);
  }
};

template <int Dim>
void check_against_one_by_one(unsigned seed) {
  const auto model = guyline::test::random_model<double, Dim>(seed);
  guyline::test::Random random(seed);
  const int n = model.frame.num_coordinates();
  VectorX<double> q(n), rate(n);
  for (int i = 0; i < n; ++i) {
    q[i] = random.uniform(-0.3, 0.3);
    rate[i] = random.uniform(-1.0, 1.0);
  }
  const Filled<Dim> all(model, q, rate);
  const auto& kinematics = all.posture.kinematics;
  const auto close = [](const Number& a, const Number& b) {
    return std::abs(a.value - b.value) < 1e-11 && std::abs(a.gradient[0] - b.gradient[0]) < 1e-10;
  };
  for (int m = 0; m < 2; ++m) {
    const auto& joint = m == 0 ? all.first : all.second;
    const MotionIndex motion(m);
    CHECK(close(joint.fixed, gravity_moment(model.frame, kinematics, motion) +
                                 tissue_moment_at(model, all.q, motion)));
    for (int i = 0; i < model.num_muscles(); ++i) {
      CHECK(close(joint.rates[i], length_rate(model, kinematics, CableIndex(i), motion)));
    }
  }
  // A newton in one cable at a time is what level_load() makes of it.
  for (std::size_t k = 0; k < model.levels.size(); ++k) {
    const VectorX<Number> none = VectorX<Number>::Zero(model.num_muscles());
    const auto fixed = level_load(model, all.posture, all.q, model.levels[k], none);
    CHECK(close(all.levels[k].gravity[0], fixed.gravity.compression));
    CHECK(close(all.levels[k].gravity[1], fixed.gravity.shear));
    CHECK(close(all.levels[k].gravity[2], fixed.gravity.moment));
    for (int i = 0; i < model.num_muscles(); ++i) {
      auto posture = all.posture;
      posture.muscles[static_cast<std::size_t>(i)].passive_tension = Number(1);
      posture.muscles[static_cast<std::size_t>(i)].resting_tension = Number(1);
      const auto load = level_load(model, posture, all.q, model.levels[k], none);
      CHECK(close(all.levels[k].units(0, i), load.passive.compression));
      CHECK(close(all.levels[k].units(1, i), load.passive.shear));
      CHECK(close(all.levels[k].units(2, i), load.passive.moment));
      CHECK(close(all.levels[k].joint.rates[i], -load.passive.moment));
    }
  }
}

TEST_CASE("one pass gives what each joint and level gives alone, around cylinders too",
          "[posture][cable_moments][invariant]") {
  for (const unsigned seed : {1u, 2u, 3u, 4u}) {
    check_against_one_by_one<2>(seed);
    check_against_one_by_one<3>(seed);
  }
}

TEST_CASE("more levels than there is room for are refused", "[posture][cable_moments][error]") {
  auto model = guyline::test::random_model<double, 2>(1);
  while (model.levels.size() < 9) model.levels.push_back(model.levels.front());
  const VectorX<double> zero = VectorX<double>::Zero(model.frame.num_coordinates());
  CHECK(guyline::test::contains(
      guyline::test::message_of<guyline::InvalidArgument>([&] { Filled<2>(model, zero, zero); }),
      "9 levels"));
}
}  // namespace
