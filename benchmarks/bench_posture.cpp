// The posture layer on the bridge: one evaluation of gradient and Hessian, one place of the path,
// the effort at one level, the load at one level. All in the reference posture, without allocation.

#include <benchmark/benchmark.h>

#include <array>
#include <guyline/guyline.hpp>

namespace {

using guyline::Order;

struct Standing {
  guyline::Bridge<double> body = guyline::bridge();
  guyline::StandOptions options;
  guyline::Manifold<double, 2> manifold = standing_manifold(body, options);
  guyline::EquilibriumData<double, 2> data{body.model, manifold};
};

// dU/dq, and d2U/dq2 for order 2: 23 cables, 4 coordinates.
void gradient_and_hessian(benchmark::State& state) {
  Standing at;
  const Order order = static_cast<Order>(state.range(0));
  for (auto _ : state) {
    update_potential(at.body.model, at.body.reference_q, order, at.data.posture);
    benchmark::DoNotOptimize(at.data.posture.gradient.data());
    benchmark::ClobberMemory();
  }
}

// What every cable adds beside its geometry: tone and curves at one length. Items are muscles.
void muscle_curves(benchmark::State& state) {
  Standing at;
  update_potential(at.body.model, at.body.reference_q, Order::kHessian, at.data.posture);
  const auto& muscles = at.body.model.muscles;
  for (auto _ : state) {
    for (std::size_t i = 0; i < muscles.size(); ++i) {
      const auto point = evaluate_muscle(muscles[i], at.data.posture.path_lengths[i]);
      benchmark::DoNotOptimize(point.resting_tension);
    }
  }
  state.SetItemsProcessed(state.iterations() * at.body.model.num_muscles());
}

// Force and stiffness at one place of the path: move onto the manifold, evaluate, reduce. Starts
// one sample away, as the search does.
void one_place_of_the_path(benchmark::State& state) {
  Standing at;
  double s = 0.0;
  for (auto _ : state) {
    s = at.options.equilibrium.sample_spacing - s;
    const auto place = evaluate_on_path(at.body.model, at.manifold, s, at.data);
    if (!place.on_manifold) state.SkipWithError("off the manifold");
    benchmark::DoNotOptimize(place.force);
  }
}

// Least activations that balance ankle, hip and L5/S1. Argument: the power p.
void effort(benchmark::State& state) {
  Standing at;
  evaluate_on_path(at.body.model, at.manifold, 0.0, at.data);
  const auto& model = at.body.model;
  const std::array<guyline::MotionIndex, 3> joints = {at.body.ankle, at.body.hip,
                                                      model.levels[0].motion};
  guyline::EffortProblem<double> problem(model.num_muscles(), 3);
  guyline::EffortResult<double> result(model.num_muscles(), 3);
  guyline::EffortOptions options;
  options.power = static_cast<guyline::EffortPower>(state.range(0));
  for (auto _ : state) {
    update_effort_problem(model, at.data.posture, at.data.q, joints, problem);
    solve_effort(problem, options, result);
    benchmark::DoNotOptimize(result.cost);
  }
  if (result.status != guyline::EffortStatus::kSolved) state.SkipWithError("not carried");
  state.counters["newton_steps"] = result.iterations;
}

// Compression, shear, moment and their budgets at L5/S1, activations given.
void load_at_one_level(benchmark::State& state) {
  Standing at;
  evaluate_on_path(at.body.model, at.manifold, 0.0, at.data);
  const auto& model = at.body.model;
  const guyline::VectorX<double> rest = guyline::VectorX<double>::Zero(model.num_muscles());
  for (auto _ : state) {
    const auto load = level_load(model, at.data.posture, at.data.q, model.levels[0], rest);
    benchmark::DoNotOptimize(load.total.compression);
  }
}

BENCHMARK(gradient_and_hessian)
    ->ArgName("order")
    ->Arg(static_cast<int>(Order::kGradient))
    ->Arg(static_cast<int>(Order::kHessian));
BENCHMARK(muscle_curves);
BENCHMARK(one_place_of_the_path);
BENCHMARK(effort)->ArgName("p")->Arg(2)->Arg(3);
BENCHMARK(load_at_one_level);

}  // namespace
