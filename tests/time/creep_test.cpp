#include <guyline/time/creep.hpp>

#include "time/process_laws.hpp"

namespace {
using namespace guyline;  // NOLINT(google-build-using-namespace)
using time_data::kDegree;
using time_data::kMinute;

double creep_deg(double minutes) {
  const LumbarCreep process;
  return process.creep(process.step({0.0, 0.0}, {1.0}, minutes * kMinute)) / kDegree;
}
// Share [%] of what 20 min of full flexion took that `minutes` of standing give back.
double regained(double minutes) {
  const LumbarCreep process;
  const auto bent = process.step({0.0, 0.0}, {1.0}, 20.0 * kMinute);
  const auto stood = process.step(bent, {0.0}, minutes * kMinute);
  return 100.0 * (1.0 - process.creep(stood) / process.creep(bent));
}

TEST_CASE("creep loads as one and recovers as two", "[time][exact]") {
  LumbarCreep process;
  process.max_creep = 0.1;
  process.time_constant = 600.0;
  process.recovery_fast = 60.0;
  process.recovery_slow = 1200.0;
  const auto bent = process.step({0.0, 0.0}, {1.0}, 600.0 * std::log(2.0));
  CHECK(bent[0] == Approx(0.025).epsilon(1e-14));
  CHECK(bent[1] == Approx(0.025).epsilon(1e-14));
  const auto stood = process.step(bent, {0.0}, 60.0 * std::log(2.0));
  CHECK(stood[0] == Approx(0.0125).epsilon(1e-14));
  CHECK(stood[1] == Approx(0.025 * std::pow(2.0, -0.05)).epsilon(1e-14));
  CHECK(process.creep(process.step({0.0, 0.0}, {0.5}, 1e6)) == Approx(0.05));
}

TEST_CASE("creep is never negative and never more than full flexion gives", "[time][invariant]") {
  const LumbarCreep process;
  LumbarCreep::State state{0.0, 0.0};
  for (int k = 0; k < 50; ++k) {
    state = process.step(state, {0.5 + 0.5 * std::sin(1.7 * k)}, 90.0 * (1 + k % 7));
    CHECK(state[0] >= 0.0);
    CHECK(state[1] >= 0.0);
    CHECK(process.creep(state) <= process.max_creep);
  }
}

TEST_CASE("a step of creep is its integral", "[time][derivative]") {
  for (const double duration : {10.0, 564.0, 4000.0}) {
    test::check_step(LumbarCreep{}, {0.01, 0.02}, {1.0}, duration);
    test::check_step(LumbarCreep{}, {0.01, 0.02}, {0.0}, duration);
    test::check_step(LumbarCreep{}, {0.005, 0.03}, {0.4}, duration);  // One half up, one down.
  }
}

TEST_CASE("full flexion for 20 min and standing after it, W6", "[time][literature]") {
  CHECK(creep_deg(20.0) >= 4.5);  // W6.1 [mcgill1992]
  CHECK(creep_deg(20.0) <= 6.5);
  CHECK(creep_deg(9.4) >= 3.35);  // W6.2 [mcgill1992]
  CHECK(creep_deg(9.4) <= 4.55);
  CHECK(regained(2.0) >= 35.0);  // W6.3 [mcgill1992]
  CHECK(regained(2.0) <= 65.0);
  CHECK(regained(20.0) >= 65.0);  // W6.4 [mcgill1992]: more than at 2 min, not complete
  CHECK(regained(20.0) <= 99.9);
  CHECK(regained(20.0) > regained(2.0));
}
}  // namespace
