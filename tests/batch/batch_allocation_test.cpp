#include <atomic>
#include <cstdlib>
#include <guyline/batch/batch.hpp>
#include <new>

#include "support/batches.hpp"
#include "support/catch.hpp"

// Every allocation of this program, on any thread, is counted: Eigen takes its memory from malloc, not from new.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define GUYLINE_TEST_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define GUYLINE_TEST_SANITIZED
#endif
#if defined(__GLIBC__) && !defined(GUYLINE_TEST_SANITIZED)
#define GUYLINE_TEST_COUNTS_MALLOC
namespace {
std::atomic<long> allocations{0};
}
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* malloc(std::size_t size) {
  ++allocations;
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  ++allocations;
  return __libc_calloc(count, size);
}
void* realloc(void* pointer, std::size_t size) {
  ++allocations;
  return __libc_realloc(pointer, size);
}
}
#endif

namespace {
#ifdef GUYLINE_TEST_COUNTS_MALLOC
TEST_CASE("rows of a batch allocate nothing", "[batch][invariant]") {
  guyline::test::Random random(4400);
  CAPTURE(random.seed());
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, guyline::test::length_and_tone_columns(body));
  const auto per_block = static_cast<int>(guyline::kRowsPerBlock);
  auto table = guyline::test::random_lengths_and_tones(body, 3 * per_block, random);
  table(3, 0) = 2.0;  // rows that are refused allocate nothing either
  for (const auto& [threads, derivatives] : {std::pair{1, false}, {2, false}, {1, true}}) {
    guyline::BatchOptions options;
    options.threads = threads;
    options.derivatives = derivatives;
    guyline::BatchResult result;
    // Once for the result's memory; then what a call takes must not depend on its rows.
    solve_batch(body, table, columns, options, result);
    const auto cost = [&](int rows) {
      const long before = allocations;
      solve_batch(body, table.topRows(rows), columns, options, result);
      return allocations - before;
    };
    CAPTURE(threads, derivatives);
    const long two_blocks = cost(2 * per_block);
    CHECK(two_blocks > 0);
    CHECK(cost(3 * per_block) == two_blocks);
  }
}

TEST_CASE("rows of a task allocate nothing, with derivatives by knobs too",
          "[batch][task][invariant]") {
  guyline::test::Random random(4401);
  CAPTURE(random.seed());
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body, guyline::test::length_and_tone_columns(body));
  const auto table = guyline::test::random_lengths_and_tones(body, 24, random);
  // A backrest's derivatives go by the person's directions, all others by the knobs alone.
  for (const auto& task : {guyline::bend_task(0.8), sit_task(body, guyline::SitStyle::kErect),
                           sit_task(body, guyline::SitStyle::kReclined)}) {
    const guyline::TaskQuestion question{task, {}};
    guyline::BatchOptions options;
    options.threads = 1;
    options.derivatives = true;
    options.task = &question;
    guyline::BatchResult result;
    solve_batch(body, table, columns, options, result);
    const auto cost = [&](int rows) {
      const long before = allocations;
      solve_batch(body, table.topRows(rows), columns, options, result);
      return allocations - before;
    };
    CAPTURE(task.name, task.held.back().value);
    CHECK(cost(24) == cost(8));
  }
}
#endif
}  // namespace
