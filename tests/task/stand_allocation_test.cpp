#include <cstdlib>
#include <guyline/task/clinical.hpp>
#include <guyline/task/stand.hpp>
#include <new>

#include "support/bodies.hpp"
#include "support/catch.hpp"

// Every allocation of this program is counted: Eigen takes its memory from malloc, not from new.
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
thread_local long allocations = 0;
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
TEST_CASE("standing allocates nothing once its scratch is there", "[task][stand][invariant]") {
  // The counter sees both kinds.
  long before = allocations;
  double* volatile plain = new double[64];
  CHECK(allocations > before);
  delete[] plain;
  before = allocations;
  guyline::VectorX<double> vector(64);
  CHECK(allocations > before);
  CHECK(vector.size() == 64);

  guyline::test::Random random(300);
  CAPTURE(random.seed());
  for (int n = 0; n < 20; ++n) {
    auto body = guyline::bridge();
    if (n > 0) guyline::test::turn_knobs(body.model, random);
    guyline::StandOptions options;
    if (n % 2 == 1) options.effort.power = guyline::EffortPower::kCube;
    guyline::StandData<double> data(body, options);
    guyline::StandResult<double> result = make_stand_result(body);
    before = allocations;
    update_stand(body, options, data, result);
    const long during = allocations - before;
    CAPTURE(n, to_string(result.status), result.equilibrium.evaluations);
    CHECK(during == 0);
  }
}

TEST_CASE("clinical tests allocate nothing once their scratch is there",
          "[task][clinical][invariant]") {
  guyline::test::Random random(301);
  CAPTURE(random.seed());
  for (int n = 0; n < 5; ++n) {
    auto body = guyline::bridge();
    if (n > 0) guyline::test::turn_knobs(body.model, random);
    guyline::ClinicalData data(body);
    guyline::ClinicalResult result = make_clinical_result(body);
    guyline::ModifiedThomasOptions loose;
    loose.table.pelvis = guyline::PelvisOnTable::kFree;
    const long before = allocations;
    update_straight_leg_raise(body, {}, data, result);
    update_knee_extension(body, {}, data, result);
    update_modified_thomas(body, {}, data, result);
    update_modified_thomas(body, loose, data, result);
    update_ely(body, {}, data, result);
    update_hip_extension(body, {}, data, result);
    const long during = allocations - before;
    CHECK(during == 0);
  }
}
#endif
}  // namespace
