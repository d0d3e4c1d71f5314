#include <guyline/time/relaxation.hpp>

#include "time/process_laws.hpp"

namespace {
using namespace guyline;  // NOLINT(google-build-using-namespace)

double drop(double seconds) {
  const StressRelaxation process;
  const StressRelaxation::Input stretched{80.0};
  const auto state = process.step({0.0}, stretched, seconds);
  return 1.0 - process.force(state, stretched) / process.force({0.0}, stretched);
}

TEST_CASE("a held stretch relaxes to its share", "[time][exact]") {
  StressRelaxation process;
  process.share = 0.25;
  process.time_constant = 20.0;
  const StressRelaxation::Input stretched{100.0};
  CHECK(process.force({0.0}, stretched) == 100.0);
  CHECK(process.force(process.step({0.0}, stretched, 20.0 * std::log(2.0)), stretched) ==
        Approx(87.5).epsilon(1e-14));
  CHECK(process.force(process.step({0.0}, stretched, 1e5), stretched) == Approx(75.0));
}

TEST_CASE("the form with a followed force is the form with a relaxing one", "[time][exact]") {
  // q' = share F_e' - q/tau under a ramp F_e = r t has q = share r tau (1 - exp(-t/tau)).
  const StressRelaxation process;
  const double slope = 3.0, end = 40.0;
  ProcessSet set;
  set.add("it", process, [slope](double time, const ConstStateRef&) {
    return StressRelaxation::Input{slope * time};
  });
  const auto result = integrate(set, set.neutral(), 0.0, end);
  const double q =
      process.share * slope * process.time_constant * -std::expm1(-end / process.time_constant);
  CHECK(process.force({result.state[0]}, {slope * end}) ==
        Approx((1.0 - process.share) * slope * end + q).epsilon(1e-7));
}

TEST_CASE("let go, a muscle does not push, and comes back", "[time][invariant]") {
  const StressRelaxation process;
  const auto relaxed = process.step({0.0}, {100.0}, 300.0);
  CHECK(process.force(relaxed, {0.0}) == 0.0);
  CHECK(process.force(relaxed, {20.0}) == 0.0);
  CHECK(process.force(relaxed, {100.0}) > 0.0);
  const auto rested = process.step(relaxed, {0.0}, 1e4);
  CHECK(process.force(rested, {100.0}) == Approx(100.0).epsilon(1e-12));
  for (const double force : {-50.0, -1.0}) {
    CHECK(process.force(relaxed, {force}) <= 0.0);
    CHECK(process.force({-200.0}, {force}) <= 0.0);
  }
}

TEST_CASE("a step of relaxation is its integral", "[time][derivative]") {
  for (const double duration : {0.1, 22.0, 400.0}) {
    test::check_step(StressRelaxation{}, {13.0}, {70.0}, duration);
    test::check_step(StressRelaxation{}, {13.0}, {-5.0}, duration);
  }
}

TEST_CASE("torque of a held hamstring stretch, W7", "[time][literature]") {
  CHECK(-100.0 * drop(90.0) >= -41.0);  // W7.1 [magnusson1996]
  CHECK(-100.0 * drop(90.0) <= -25.0);
  CHECK(-100.0 * drop(30.0) >= -31.0);  // W7.2 [peixoto2015]
  CHECK(-100.0 * drop(30.0) <= -19.0);
  const double late = 100.0 * (drop(90.0) - drop(45.0)) / drop(90.0);
  CHECK(late > 0.0);  // W7.3 [magnusson1996]
  CHECK(late <= 25.0);
  // The two numbers that it was fitted to.
  CHECK(drop(90.0) == Approx(0.33).margin(0.001));
  CHECK(drop(30.0) == Approx(0.25).margin(0.001));
}
}  // namespace
