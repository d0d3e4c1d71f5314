#include <guyline/time/damage.hpp>

#include "time/process_laws.hpp"

namespace {
using namespace guyline;  // NOLINT(google-build-using-namespace)
using time_data::kDay;
using time_data::kHour;
using time_data::kMinute;

TEST_CASE("what is strained beyond yield sets, and stays so", "[time][exact]") {
  PlasticSet process;
  process.yield_strain = 0.03;
  process.time_constant = 3600.0;
  CHECK(process.step({0.0}, {0.03}, 1e6)[0] == 0.0);
  CHECK(process.step({0.0}, {0.05}, 3600.0 * std::log(2.0))[0] == Approx(0.01).epsilon(1e-13));
  // In the end the elastic part of a held strain is the yield strain: the set never outgrows it.
  CHECK(process.step({0.0}, {0.05}, 1e6)[0] == Approx(0.02).epsilon(1e-13));
  CHECK(process.step({0.015}, {0.0}, 1e9)[0] == 0.015);
  CHECK(process.step({0.015}, {-0.2}, 1e9)[0] == 0.015);
  CHECK(process.rates({0.015}, {0.04})[0] == 0.0);
}

TEST_CASE("damage begins at its thresholds", "[time][exact]") {
  const MuscleDamage process;
  CHECK(process.stimulus({0.25, 0.25}) == 0.0);
  CHECK(process.stimulus({0.24, -0.3}) == 0.0);
  CHECK(process.stimulus({0.50, 0.0}) == 1.0);
  CHECK(process.stimulus({0.0, 0.50}) == 1.0);
  CHECK(process.stimulus({0.50, 0.50}) == 2.0);
  CHECK(process.step({0.0}, {0.25, 0.25}, 10.0 * kDay)[0] == 0.0);
}

TEST_CASE("damage heals with its time", "[time][exact]") {
  const MuscleDamage process;
  const double half = process.recovery_time * std::log(2.0);
  CHECK(process.step({0.4}, {0.0, 0.0}, half)[0] == Approx(0.2).epsilon(1e-13));
  CHECK(process.force_factor({0.5}) == Approx(0.85));
  CHECK(process.passive_factor({0.5}) == Approx(1.05));
  CHECK(process.optimum_change({0.5}) == Approx(0.015));
}

TEST_CASE("damage stays between none and all", "[time][invariant]") {
  const MuscleDamage process;
  for (const double share : {0.0, 0.3, 1.0}) {
    for (const double strain : {-1.0, 0.3, 2.0}) {
      for (const double start : {0.0, 0.5, 1.0}) {
        const double damage = process.step({start}, {share, strain}, 3.0 * kDay)[0];
        CAPTURE(share, strain, start);
        CHECK(damage >= 0.0);
        CHECK(damage <= 1.0);
        CHECK(process.force_factor({damage}) > 0.0);
      }
    }
  }
}

TEST_CASE("steps of set and damage are their integrals", "[time][derivative]") {
  for (const double duration : {60.0, 3600.0, 2e5}) {
    test::check_step(PlasticSet{}, {0.004}, {0.06}, duration);
    test::check_step(PlasticSet{}, {0.004}, {0.01}, duration);
    test::check_step(MuscleDamage{}, {0.2}, {0.4, 0.3}, duration);
    test::check_step(MuscleDamage{}, {0.2}, {0.1, 0.1}, duration);
  }
}

TEST_CASE("the day after eccentric work, N6", "[time][literature]") {
  const MuscleDamage process;
  const auto worked = process.step({0.0}, {0.0, 0.35}, 10.0 * kMinute);
  const auto next_day = process.step(worked, {0.0, 0.0}, 24.0 * kHour);
  CHECK(process.force_factor(next_day) < 1.0);    // N6.1 [whitehead2001]: active torque falls
  CHECK(process.passive_factor(next_day) > 1.0);  // N6.2 [whitehead2001]: passive torque rises
  // [noonan1994]: no deficit at 20 % of failure, weaker at 30 %.
  CHECK(process.force_factor(process.step({0.0}, {0.20, 0.0}, kHour)) == 1.0);
  CHECK(process.force_factor(process.step({0.0}, {0.30, 0.0}, kHour)) < 1.0);
}
}  // namespace
