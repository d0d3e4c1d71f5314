#include <guyline/time/fatigue.hpp>

#include "support/random.hpp"
#include "time/process_laws.hpp"

namespace {
using namespace guyline;  // NOLINT(google-build-using-namespace)
using time_data::kMinute;

const Fatigue::State kRested = {0.0, 0.0, 1.0};

TEST_CASE("rates by hand", "[time][exact]") {
  Fatigue process;
  process.fatigue_rate = 0.01;
  process.recovery_rate = 0.001;
  process.recovery_factor = 15.0;
  process.following_rate = 10.0;
  // Called up: enough rests.
  auto rates = process.rates({0.2, 0.3, 0.5}, {0.4});
  CHECK(rates[0] == Approx(2.0 - 0.002));
  CHECK(rates[1] == Approx(0.002 - 0.0003));
  CHECK(rates[2] == Approx(0.0003 - 2.0));
  // Called up: all that rests is less than what is missing.
  rates = process.rates({0.2, 0.7, 0.1}, {0.4});
  CHECK(rates[0] == Approx(1.0 - 0.002));
  // Let go, and nothing asked: recovery is 15 times faster.
  rates = process.rates({0.2, 0.3, 0.5}, {0.0});
  CHECK(rates[0] == Approx(-2.0 - 0.002));
  CHECK(rates[1] == Approx(0.002 - 0.0045));
  CHECK(process.capacity({0.2, 0.3, 0.5}) == Approx(0.7));
}

TEST_CASE("what is tired recovers alone", "[time][exact]") {
  const Fatigue process;
  const double rate = process.recovery_rate * process.recovery_factor;
  const auto rested =
      test::integrated(process, {0.0, 0.4, 0.6}, {0.0}, std::log(2.0) / rate, Stepper::kImplicit);
  CHECK(rested[0] == Approx(0.0).margin(1e-9));
  CHECK(rested[1] == Approx(0.2).epsilon(1e-6));
}

TEST_CASE("compartments are never negative and their sum stays 1", "[time][invariant]") {
  test::Random random(7);
  CAPTURE(random.seed());
  for (const Stepper stepper : {Stepper::kExplicit, Stepper::kImplicit}) {
    const Fatigue process;
    Fatigue::State state = kRested;
    for (int k = 0; k < 40; ++k) {
      const double load = random.integer(3) == 0 ? 0.0 : random.uniform(0.0, 1.0);
      state = test::integrated(process, state, {load}, random.log_uniform(1.0, 600.0), stepper);
      CAPTURE(k, load);
      for (const double part : state) CHECK(part >= -1e-9);
      CHECK(state[0] + state[1] + state[2] == Approx(1.0).epsilon(1e-10));
      // What is tired is tired by what was active: no load, no gain.
      CHECK(process.capacity(state) <= 1.0 + 1e-9);
    }
  }
}

TEST_CASE("no state at the edge flows out", "[time][invariant]") {
  test::Random random(3);
  CAPTURE(random.seed());
  const Fatigue process;
  for (int k = 0; k < 300; ++k) {
    const double share = random.uniform(0.0, 1.0), load = random.uniform(0.0, 1.0);
    CHECK(process.rates({0.0, share, 1.0 - share}, {load})[0] >= 0.0);
    CHECK(process.rates({share, 0.0, 1.0 - share}, {load})[1] >= 0.0);
    CHECK(process.rates({share, 1.0 - share, 0.0}, {load})[2] >= 0.0);
    const auto rates = process.rates({share, 0.5 * (1.0 - share), 0.5 * (1.0 - share)}, {load});
    CHECK(rates[0] + rates[1] + rates[2] == Approx(0.0).margin(1e-14));
  }
}

TEST_CASE("endurance is when nothing rests", "[time][exact]") {
  const Fatigue process = fatigue_of("knee");
  for (const double load : {0.2, 0.4, 0.7}) {
    CAPTURE(load);
    const double held = process.endurance(load).value();
    // The formula lets units follow at once; with L = 10/s they are a few seconds late at most.
    const auto before = test::integrated(process, kRested, {load}, 0.97 * held, Stepper::kImplicit);
    const auto after = test::integrated(process, kRested, {load}, 1.03 * held, Stepper::kImplicit);
    CHECK(before[0] == Approx(load).epsilon(5e-3));
    CHECK(after[0] < 0.999 * load);
  }
  CHECK(process.endless_load() == Approx(0.0904).margin(0.0001));
  CHECK_FALSE(process.endurance(process.endless_load()).has_value());
  CHECK_FALSE(process.endurance(0.0).has_value());
  CHECK(process.endurance(1.0).value() == 0.0);
  CHECK(process.endurance(0.3).value() > process.endurance(0.5).value());
  CHECK_THROWS_AS(process.endurance(1.1), InvalidArgument);
}

TEST_CASE("below its endless load a muscle holds for ever", "[time][invariant]") {
  const Fatigue process = fatigue_of("trunk");
  const auto state =
      test::integrated(process, kRested, {0.9 * process.endless_load()}, 1e6, Stepper::kImplicit);
  CHECK(state[0] == Approx(0.9 * process.endless_load()).epsilon(5e-3));
  CHECK(state[2] > 0.0);
}

TEST_CASE("groups by name", "[time][error]") {
  for (const auto& row : time_data::kFatigueGroups) {
    const Fatigue process = fatigue_of(row.name);
    CHECK_NOTHROW(process.validate());
    CHECK(process.fatigue_rate == row.fatigue);
    CHECK(process.recovery_rate == row.recovery);
    CHECK(process.recovery_factor == row.recovery_factor);
  }
  CHECK_THROWS_WITH(fatigue_of("elbow"),
                    ContainsSubstring("elbow") && ContainsSubstring("trunk, hip, knee"));
}

// The trunk set against the curve that was published with it, 22.69 I^-2.27 s (both from memory):
// within a tenth as claimed. One of the remembered sets is wrong; it is no bound for anything.
TEST_CASE("the trunk's curve of endurance", "[time][literature][!shouldfail]") {
  const Fatigue process = fatigue_of("trunk");
  for (const double load : {0.2, 0.3, 0.4, 0.5}) {
    CHECK(process.endurance(load).value() == Approx(22.69 * std::pow(load, -2.27)).epsilon(0.1));
  }
}
}  // namespace
