#include <guyline/muscle/tone.hpp>
#include <guyline/time/tone_drift.hpp>

#include "time/process_laws.hpp"

namespace {
using namespace guyline;  // NOLINT(google-build-using-namespace)
using time_data::kDay;

Muscle<double> muscle_with(double length_change, double recalibrated) {
  Muscle<double> muscle;
  muscle.length_change = length_change;
  muscle.recalibrated_length = recalibrated;
  return muscle;
}

TEST_CASE("first acute, then recalibrated", "[time][exact]") {
  const ThresholdDrift process;
  const ThresholdDrift::Input longer{0.1};
  CHECK(process.threshold_change({0.0}) == 0.0);
  const auto half = process.step({0.0}, longer, process.time_constant * std::log(2.0));
  CHECK(half[0] == Approx(0.05).epsilon(1e-14));
  CHECK(process.threshold_change(half) == Approx(-0.05));
  // The ends are the two settings of the length knob.
  Muscle<double> acute, recalibrated;
  set_knob(acute, Knob::kLength, 0.1, Adaptation::kAcute);
  set_knob(recalibrated, Knob::kLength, 0.1, Adaptation::kRecalibrated);
  CHECK(muscle_with(0.1, 0.0).recalibrated_length == acute.recalibrated_length);
  CHECK(process.step({0.0}, longer, 1e4 * kDay)[0] == Approx(recalibrated.recalibrated_length));
}

TEST_CASE("after recalibration a longer muscle is as active as before", "[time][invariant]") {
  const ThresholdDrift process;
  const double threshold = 0.95, length = 1.02, change = 0.08;
  const double before = tonic_activation(length, 0.01, 0.1, threshold).value;
  const auto activation = [&](const ThresholdDrift::State& state) {
    return tonic_activation(length - change, 0.01, 0.1, threshold + process.threshold_change(state))
        .value;
  };
  CHECK(activation({0.0}) < before);
  CHECK(activation(process.step({0.0}, {change}, 14.0 * kDay)) < before);
  CHECK(activation(process.step({0.0}, {change}, 1e4 * kDay)) == Approx(before).epsilon(1e-12));
}

TEST_CASE("tone drifts to where it is practised and stays an activation", "[time][exact]") {
  const ToneDrift process;
  const double half = process.time_constant * std::log(2.0);
  CHECK(process.tone(process.step({0.0}, {0.02}, half), 0.01) == Approx(0.02));
  CHECK(process.tone(process.step({0.0}, {-1.0}, half), 0.01) == 0.0);
  CHECK(process.tone({0.9}, 0.5) == 1.0);
  CHECK(process.tone({0.0}, 0.01) == 0.01);
}

TEST_CASE("steps of drift are their integrals", "[time][derivative]") {
  for (const double days : {0.1, 14.0, 300.0}) {
    test::check_step(ThresholdDrift{}, {0.02}, {-0.1}, days * kDay);
    test::check_step(ToneDrift{}, {0.02}, {0.05}, days * kDay);
  }
}
}  // namespace
