// Cable geometry: length, gradient and Hessian of paths over bodies whose poses are known.
// Items are paths, so `items_per_second` is paths per second.

#include <benchmark/benchmark.h>

#include <cmath>
#include <guyline/guyline.hpp>

namespace {

using guyline::Kinematics;
using guyline::Order;
using guyline::Vector;

guyline::Order order_of(const benchmark::State& state) {
  return static_cast<Order>(state.range(0));
}

template <int Dim>
Kinematics<double, Dim> kinematics_of(const guyline::Frame<double, Dim>& frame,
                                      const guyline::VectorX<double>& q) {
  Kinematics<double, Dim> kinematics;
  kinematics.resize(frame.num_bodies(), frame.num_motions(), frame.num_coordinates());
  update_kinematics(frame, q, true, kinematics);
  return kinematics;
}

// The 23 paths of the bridge in its reference posture, straight from point to point.
void bridge_paths(benchmark::State& state) {
  const auto body = guyline::bridge();
  const auto kinematics = kinematics_of(body.model.frame, body.reference_q);
  guyline::PathLength<double> length;
  length.resize(body.model.frame.num_coordinates());
  const Order order = order_of(state);
  for (auto _ : state) {
    for (const auto& path : body.model.paths) {
      update_path_length(path, kinematics, order, length);
      benchmark::DoNotOptimize(length.length);
    }
  }
  state.SetItemsProcessed(state.iterations() * body.model.num_muscles());
}

template <int Dim>
typename guyline::Space<double, Dim>::Spin axis_out_of_the_plane(double sign) {
  if constexpr (Dim == 2) {
    return sign;
  } else {
    return {0.0, 0.0, sign};
  }
}

// One cable from the ground around a cylinder on a hinge's axis to the body beyond it.
template <int Dim>
void wrapped_path(benchmark::State& state) {
  guyline::Model<double, Dim> model;
  const auto angle = model.frame.add_coordinate("angle");
  const auto ground = model.frame.add_body("ground", -1, {}, {}, {});
  const auto arm = model.frame.add_body(
      "arm", ground, {},
      {guyline::Motion<double, Dim>::rotation(axis_out_of_the_plane<Dim>(1.0), angle)}, {});
  guyline::Muscle<double> muscle;
  muscle.name = "cable";
  Vector<double, Dim> from = Vector<double, Dim>::Zero(), to = Vector<double, Dim>::Zero();
  from.template head<2>() << -0.02, 0.3;
  to.template head<2>() << -0.02, -0.3;
  if constexpr (Dim == 3) to[2] = 0.05;
  guyline::WrapCylinder<double, Dim> cylinder;
  cylinder.body = ground;
  cylinder.center_B.setZero();
  cylinder.axis_B = axis_out_of_the_plane<Dim>(1.0);
  cylinder.radius = 0.04;
  model.add_muscle(muscle, {{ground, from}, {arm, to}}, {{0, cylinder}});
  validate(model);
  guyline::VectorX<double> q(1);
  q << 0.5;
  const auto kinematics = kinematics_of(model.frame, q);
  guyline::PathLength<double> length;
  length.resize(1);
  const Order order = order_of(state);
  for (auto _ : state) {
    update_path_length(model.paths[0], kinematics, order, length);
    benchmark::DoNotOptimize(length.length);
  }
  // Contact makes the arm the radius: what is measured is the wrap, not the straight way past it.
  update_path_length(model.paths[0], kinematics, Order::kGradient, length);
  if (Dim == 2 && std::abs(std::abs(length.gradient[0]) - cylinder.radius) > 1e-12) {
    state.SkipWithError("the cable does not touch its cylinder");
  }
  state.SetItemsProcessed(state.iterations());
}

// Poses of the bridge's ten bodies, with first or with second derivatives.
void bridge_kinematics(benchmark::State& state) {
  const auto body = guyline::bridge();
  auto kinematics = kinematics_of(body.model.frame, body.reference_q);
  const bool second_order = order_of(state) == Order::kHessian;
  for (auto _ : state) {
    update_kinematics(body.model.frame, body.reference_q, second_order, kinematics);
    benchmark::DoNotOptimize(kinematics.poses.data());
    benchmark::ClobberMemory();
  }
}

constexpr auto kLength = static_cast<int>(Order::kValue);
constexpr auto kGradient = static_cast<int>(Order::kGradient);
constexpr auto kHessian = static_cast<int>(Order::kHessian);

BENCHMARK(bridge_paths)->ArgName("order")->Arg(kLength)->Arg(kGradient)->Arg(kHessian);
BENCHMARK(wrapped_path<2>)->ArgName("order")->Arg(kLength)->Arg(kGradient)->Arg(kHessian);
BENCHMARK(wrapped_path<3>)->ArgName("order")->Arg(kLength)->Arg(kGradient)->Arg(kHessian);
BENCHMARK(bridge_kinematics)->ArgName("order")->Arg(kGradient)->Arg(kHessian);

}  // namespace
