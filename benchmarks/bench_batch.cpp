// Standing for every row of a table: random lengths within +-0.1 and tones 0 to 0.05 of all muscles.
// `lanes` rows side by side: 1 is the plain path, the other what the program is compiled for; the label
// names the instruction set, one program each (bench_batch, bench_batch_v3, bench_batch_v4).
// Rows per second of wall time (items_per_second), CPU time of all threads beside it; `evaluations`
// and `iterations` per row with their 99th percentile, and what a row allocates.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <guyline/guyline.hpp>
#include <random>

// Every allocation of this program is counted where the C library lets us.
#if defined(__GLIBC__)
namespace {
std::atomic<long> allocations{0};
}
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* malloc(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_calloc(count, size);
}
void* realloc(void* pointer, std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  return __libc_realloc(pointer, size);
}
}
#else
namespace {
std::atomic<long> allocations{0};
}
#endif

namespace {

constexpr int kRows = 8192;

struct Question {
  guyline::Bridge<double> body = guyline::bridge();
  std::vector<guyline::Column> columns;
  guyline::MatrixX<double> table;

  Question() {
    std::vector<std::string> names;
    for (const auto& muscle : body.model.muscles) names.push_back(muscle.name + ".length");
    for (const auto& muscle : body.model.muscles) names.push_back(muscle.name + ".tone");
    columns = parse_columns(body, names);
    std::mt19937 engine(20240601);
    const auto uniform = [&](double lower, double upper) {
      return lower + (upper - lower) * (static_cast<double>(engine()) * 0x1p-32);
    };
    const int muscles = body.model.num_muscles();
    table.resize(kRows, 2 * muscles);
    for (int row = 0; row < kRows; ++row) {
      for (int i = 0; i < muscles; ++i) {
        table(row, i) = uniform(-0.1, 0.1);
        table(row, muscles + i) = uniform(0.0, 0.05);
      }
    }
  }
};

double mean(const std::vector<std::int32_t>& counts) {
  double sum = 0.0;
  for (const auto count : counts) sum += count;
  return sum / static_cast<double>(counts.size());
}

double percentile_99(std::vector<std::int32_t> counts) {
  const auto at = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() * 99 / 100);
  std::nth_element(counts.begin(), at, counts.end());
  return *at;
}

#ifndef BENCH_INSTRUCTION_SET
#define BENCH_INSTRUCTION_SET "baseline"
#endif

template <int Lanes>
void solve(benchmark::State& state, bool full, bool derivatives = false,
           const guyline::TaskQuestion* task = nullptr) {
  static const Question question;
  guyline::BatchOptions options;
  options.threads = static_cast<int>(state.range(0));
  options.loads = full;
  options.pulls = full;
  options.derivatives = derivatives;
  options.task = task;
  guyline::BatchResult result;
  const auto run = [&](int rows) {
    guyline::solve_batch<Lanes>(question.body, question.table.topRows(rows), question.columns,
                                options, result);
  };
  run(kRows);
  long before = allocations;
  for (auto _ : state) {
    run(kRows);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * kRows);
  state.counters["allocations_per_call"] =
      static_cast<double>(allocations - before) / static_cast<double>(state.iterations());
  // What grows with the rows, which is nothing: half of them cost as many.
  const auto cost = [&](int n) {
    run(n);
    before = allocations;
    run(n);
    return allocations - before;
  };
  state.counters["allocations_per_row"] =
      static_cast<double>(cost(kRows) - cost(kRows / 2)) / (kRows - kRows / 2);
  run(kRows);
  state.SetLabel(BENCH_INSTRUCTION_SET);
  state.counters["lanes"] = Lanes;
  state.counters["evaluations"] = mean(result.evaluations);
  state.counters["evaluations_p99"] = percentile_99(result.evaluations);
  state.counters["iterations"] = mean(result.iterations);
  state.counters["iterations_p99"] = percentile_99(result.iterations);
  state.counters["not_solved"] =
      kRows - static_cast<double>(result.count(guyline::RowStatus::kSolved));
}

template <int Lanes>
void postures(benchmark::State& state) {
  solve<Lanes>(state, false);
}
template <int Lanes>
void full_answers(benchmark::State& state) {
  solve<Lanes>(state, true);
}
// By all columns: the length and the tone of every muscle.
template <int Lanes>
void full_answers_and_derivatives(benchmark::State& state) {
  solve<Lanes>(state, true, true);
}

// Bending to 60 deg: where each row stands, then where it bends to, effort and loads.
template <int Lanes>
void bends(benchmark::State& state) {
  static const guyline::TaskQuestion question{
      guyline::bend_task(60.0 * guyline::bridge_data::kDegree), {}};
  solve<Lanes>(state, true, false, &question);
}

void on_threads(benchmark::internal::Benchmark* bench) {
  bench->Arg(1)->Arg(2)->ArgName("threads")->MeasureProcessCPUTime()->UseRealTime()->Unit(
      benchmark::kMillisecond);
}
BENCHMARK(postures<1>)->Apply(on_threads);
BENCHMARK(full_answers<1>)->Apply(on_threads);
BENCHMARK(full_answers_and_derivatives<1>)->Apply(on_threads);
BENCHMARK(bends<1>)->Apply(on_threads);
BENCHMARK(postures<guyline::kNativeLanes>)->Apply(on_threads);
BENCHMARK(bends<guyline::kNativeLanes>)->Apply(on_threads);
BENCHMARK(full_answers<guyline::kNativeLanes>)->Apply(on_threads);
BENCHMARK(full_answers_and_derivatives<guyline::kNativeLanes>)->Apply(on_threads);

}  // namespace
