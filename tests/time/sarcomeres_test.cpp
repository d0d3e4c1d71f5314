#include <guyline/time/sarcomeres.hpp>

#include "support/random.hpp"
#include "time/process_laws.hpp"

namespace {
using namespace guyline;  // NOLINT(google-build-using-namespace)
using time_data::kDay;
using time_data::kWeek;

TEST_CASE("sarcomeres follow what is beyond the dead band", "[time][exact]") {
  SerialSarcomeres process;
  process.time_constant = 10.0 * kDay;
  CHECK(process.rates({1.0}, {1.0})[0] == 0.0);
  CHECK(process.rates({1.0}, {1.04})[0] == 0.0);
  CHECK(process.rates({1.0}, {0.96})[0] == 0.0);
  CHECK(process.rates({1.0}, {1.15})[0] * kDay == Approx(0.01).epsilon(1e-12));
  CHECK(process.rates({1.0}, {0.85})[0] * kDay == Approx(-0.01).epsilon(1e-12));
  // The operating length is that of the fibre with its added sarcomeres.
  CHECK(process.rates({1.1}, {1.1})[0] == 0.0);
  // At rest where the fibre works at the edge of the band.
  CHECK(test::integrated(process, {1.0}, {1.155}, 3000.0 * kDay)[0] == Approx(1.1).epsilon(1e-6));
}

TEST_CASE("sarcomeres never pass their limits", "[time][invariant]") {
  test::Random random(20);
  CAPTURE(random.seed());
  const SerialSarcomeres process;
  SerialSarcomeres::State state{1.0};
  for (int k = 0; k < 200; ++k) {
    state = test::integrated(process, state, {random.uniform(0.2, 2.0)},
                             random.uniform(1.0, 60.0) * kDay);
    CHECK(state[0] >= process.min_factor - 1e-9);
    CHECK(state[0] <= process.max_factor + 1e-9);
    CHECK(process.length_factor(state) >= process.min_factor);
    CHECK(process.length_factor(state) <= process.max_factor);
    CHECK(process.rates({process.max_factor}, {random.uniform(0.2, 2.0)})[0] <= 0.0);
    CHECK(process.rates({process.min_factor}, {random.uniform(0.2, 2.0)})[0] >= 0.0);
  }
  CHECK(test::integrated(process, {1.0}, {2.0}, 1e3 * kDay)[0] == Approx(1.2).margin(1e-6));
  CHECK(test::integrated(process, {1.0}, {0.2}, 1e3 * kDay)[0] == Approx(0.6).margin(1e-6));
  CHECK(process.rates({1.25}, {2.0})[0] < 0.0);
  CHECK(process.length_factor({1.25}) == 1.2);
}

TEST_CASE("growth follows the dose", "[time][exact]") {
  const LongLengthGrowth process;
  const double half = process.time_constant * std::log(2.0);
  CHECK(process.length_factor(process.step({0.0}, {1.0}, half)) == Approx(1.05).epsilon(1e-14));
  CHECK(process.length_factor(process.step({0.1}, {0.0}, half)) == Approx(1.05).epsilon(1e-14));
  for (const double days : {1.0, 28.0, 365.0}) {
    test::check_step(process, {0.03}, {0.8}, days * kDay);
  }
}

TEST_CASE("an animal's stretched muscle adds sarcomeres in two weeks", "[time][literature]") {
  // [zollner2012]: 3.09 to 3.51 um, undone in two weeks. No dead band: an animal in a frame has none.
  SerialSarcomeres process;
  process.time_constant = time_data::kSarcomereTimeAnimal.value;
  process.dead_band = 0.0;
  const double step = 3.51 / 3.09;
  const double n = test::integrated(process, {1.0}, {step}, 2.0 * kWeek)[0];
  CHECK((n - 1.0) / (step - 1.0) > 0.9);
  CHECK(n < step);
}
}  // namespace
