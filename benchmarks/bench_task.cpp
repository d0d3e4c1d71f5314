// Standing: one solve with scratch that is there already, one from nothing, and the cost of a body.
// `evaluations` counts evaluate_on_path() calls of one solve; see one_place_of_the_path.

#include <benchmark/benchmark.h>

#include <guyline/guyline.hpp>

namespace {

// All equilibria of the whole range, loads at both levels, who pulls. No allocation.
void stand_with(benchmark::State& state, const guyline::Bridge<double>& body) {
  const guyline::StandOptions options;
  guyline::StandData<double> data(body, options);
  auto result = make_stand_result(body);
  for (auto _ : state) {
    update_stand(body, options, data, result);
    benchmark::DoNotOptimize(result.anterior_tilt);
  }
  if (result.status != guyline::PostureStatus::kSolved) state.SkipWithError("not solved");
  state.counters["evaluations"] = result.equilibrium.evaluations;
}

void stand_again(benchmark::State& state) { stand_with(state, guyline::bridge()); }

// The same after a turn of a knob: hip flexors a tenth shorter.
void stand_with_tight_hip_flexors(benchmark::State& state) {
  auto body = guyline::bridge();
  set_knob(body.model, "hip_flexors", guyline::Knob::kLength, -0.10);
  stand_with(state, body);
}

// A person out of the tables: geometry, thresholds, tone, rest moments.
void build_a_bridge(benchmark::State& state) {
  for (auto _ : state) {
    const auto body = guyline::bridge();
    benchmark::DoNotOptimize(body.balance_offset);
  }
}

// bridge() and stand() from nothing, as a first call does.
void bridge_and_stand(benchmark::State& state) {
  int evaluations = 0;
  for (auto _ : state) {
    const auto result = guyline::stand(guyline::bridge());
    evaluations = result.equilibrium.evaluations;
    benchmark::DoNotOptimize(result.anterior_tilt);
  }
  state.counters["evaluations"] = evaluations;
}

BENCHMARK(stand_again);
BENCHMARK(stand_with_tight_hip_flexors);
BENCHMARK(build_a_bridge);
BENCHMARK(bridge_and_stand);

}  // namespace
