#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/model/moments.hpp>
#include <guyline/posture/potential.hpp>

#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::BodyIndex;
using guyline::CableIndex;
using guyline::Dual;
using guyline::gravity_moment;
using guyline::length_rate;
using guyline::MotionIndex;
using guyline::Order;
using guyline::PostureData;
using guyline::tissue_moment_at;
using guyline::VectorX;
using guyline::test::mast;
using guyline::test::Random;
using guyline::test::random_coordinates;
using guyline::test::random_model;
using guyline::test::spring;

TEST_CASE("a mast that leans forward, pushed and tied: moments by hand",
          "[model][moments][exact]") {
  auto model = mast(4.0, 2.0);
  model.frame.add_load({BodyIndex(1), {0.0, 1.0}, {10.0, 0.0}, "push"});
  model.add_muscle(spring("line", 1.0, 0.0),
                   {{BodyIndex(0), {-2.0, 0.0}}, {BodyIndex(1), {0.0, 2.0}}});
  model.tissues.push_back({guyline::CoordinateIndex(0), 3.0, 0.0, {}, {}});
  model.levels.push_back({"joint", MotionIndex(0), BodyIndex(0), {0, -1}, {1, 0}, 0.25});
  const VectorX<double> q = VectorX<double>::Constant(1, 0.0);
  PostureData<double, 2> data(model);
  update_potential(model, q, Order::kGradient, data);
  CHECK(std::abs(gravity_moment(model.frame, data.kinematics, MotionIndex(0)) - 10.0) < 1e-14);
  // Upright the line of 45 degrees has an arm of sqrt(2) m and gets longer.
  CHECK(std::abs(length_rate(model, data.kinematics, CableIndex(0), MotionIndex(0)) -
                 std::sqrt(2.0)) < 1e-14);
  CHECK(tissue_moment_at(model, q, MotionIndex(0)) == 0.25);
  const VectorX<double> leaning = VectorX<double>::Constant(1, 0.5);
  update_potential(model, leaning, Order::kGradient, data);
  CHECK(std::abs(gravity_moment(model.frame, data.kinematics, MotionIndex(0)) -
                 (4.0 * 9.80665 * 2.0 * std::sin(0.5) + 10.0 * std::cos(0.5))) < 1e-13);
  CHECK(tissue_moment_at(model, leaning, MotionIndex(0)) == -1.25);
}

template <int Dim>
void check_sums(unsigned seed) {
  const auto model = random_model<double, Dim>(seed);
  Random random(seed);
  const VectorX<double> q = random_coordinates(random, model.frame.num_coordinates());
  PostureData<double, Dim> data(model);
  update_potential(model, q, Order::kGradient, data);
  CAPTURE(Dim, seed);
  for (int k = 0; k < q.size(); ++k) {
    double gravity = 0.0;
    std::vector<double> rate(model.muscles.size(), 0.0);
    for (int m = 0; m < model.frame.num_motions(); ++m) {
      if (model.frame.motion(m).coordinate != k) continue;
      const double share = model.frame.motion(m).function(q[k]).derivative;
      gravity += share * gravity_moment(model.frame, data.kinematics, MotionIndex(m));
      for (std::size_t c = 0; c < rate.size(); ++c) {
        rate[c] += share * length_rate(model, data.kinematics, CableIndex(static_cast<int>(c)),
                                       MotionIndex(m));
      }
    }
    CHECK(std::abs(gravity + data.gravity_gradient[k]) < 1e-11);
    for (std::size_t c = 0; c < rate.size(); ++c) {
      CHECK(std::abs(rate[c] - data.dlength_dq(k, static_cast<int>(c))) < 1e-12);
    }
  }
}

TEST_CASE("moments of the joints of a coordinate, by share, are its generalised force",
          "[model][moments][invariant]") {
  for (unsigned seed = 120; seed < 140; ++seed) {
    check_sums<2>(seed);
    check_sums<3>(seed);
  }
}

TEST_CASE("duals through moments", "[model][moments][scalar]") {
  using D = Dual<1>;
  const auto model = random_model<D, 2>(141);
  const auto plain = random_model<double, 2>(141);
  Random random(141);
  const VectorX<double> q = random_coordinates(random, 5);
  const double h = 1e-6;
  VectorX<D> dual_q = q.cast<D>();
  dual_q[3].gradient[0] = 1.0;
  PostureData<D, 2> data(model);
  update_potential(model, dual_q, Order::kGradient, data);
  const auto at = [&](double step, MotionIndex motion) {
    PostureData<double, 2> d(plain);
    VectorX<double> moved = q;
    moved[3] += step;
    update_potential(plain, moved, Order::kGradient, d);
    return gravity_moment(plain.frame, d.kinematics, motion);
  };
  for (int m = 0; m < plain.frame.num_motions(); ++m) {
    const D moment = gravity_moment(model.frame, data.kinematics, MotionIndex(m));
    CHECK(std::abs(moment.value - at(0.0, MotionIndex(m))) < 1e-12);
    CHECK(std::abs(moment.gradient[0] -
                   (at(h, MotionIndex(m)) - at(-h, MotionIndex(m))) / (2 * h)) < 1e-6);
  }
}
}  // namespace
