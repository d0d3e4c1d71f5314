#pragma once

/// @file
/// What every slow process must satisfy, as drivers that run over all of them.

#include <Eigen/Core>
#include <cmath>
#include <guyline/time/creep.hpp>
#include <guyline/time/damage.hpp>
#include <guyline/time/fatigue.hpp>
#include <guyline/time/integrate.hpp>
#include <guyline/time/laxity.hpp>
#include <guyline/time/relaxation.hpp>
#include <guyline/time/sarcomeres.hpp>
#include <guyline/time/strength.hpp>
#include <guyline/time/tolerance.hpp>
#include <guyline/time/tone_drift.hpp>
#include <limits>
#include <string>

#include "support/catch.hpp"

namespace guyline::test {

/// Calls visit(name, process) for every process.
template <typename Visit>
void for_each_process(const Visit& visit) {
  visit("stress relaxation", StressRelaxation{});
  visit("acute laxity", AcuteLaxity{});
  visit("lumbar creep", LumbarCreep{});
  visit("stretch tolerance", StretchTolerance{});
  visit("plastic set", PlasticSet{});
  visit("muscle damage", MuscleDamage{});
  visit("serial sarcomeres", SerialSarcomeres{});
  visit("long-length growth", LongLengthGrowth{});
  visit("training", Training{});
  visit("disuse", Disuse{});
  visit("fatigue", Fatigue{});
  visit("threshold drift", ThresholdDrift{});
  visit("tone drift", ToneDrift{});
}

/// The state after `duration` [s] of a constant input, by the integrator.
template <typename Process>
typename Process::State integrated(const Process& process, const typename Process::State& state,
                                   const typename Process::Input& input, double duration,
                                   Stepper stepper = Stepper::kExplicit) {
  ProcessSet set;
  set.add("it", process, [input](double, const ConstStateRef&) { return input; });
  const VectorX<double> start =
      Eigen::Map<const VectorX<double>>(state.data(), static_cast<Eigen::Index>(state.size()));
  IntegrateOptions options;
  options.stepper = stepper;
  options.relative_tolerance = stepper == Stepper::kExplicit ? 1e-11 : 1e-8;
  options.absolute_tolerance = stepper == Stepper::kExplicit ? 1e-13 : 1e-10;
  const IntegrateResult result = integrate(set, start, 0.0, duration, options);
  REQUIRE(result.status == IntegrateStatus::kFinished);
  return set.state_of<Process>("it", result.state);
}

/// step() is the integral of rates(), it does nothing in no time, and two steps are one.
template <typename Process>
void check_step(const Process& process, const typename Process::State& state,
                const typename Process::Input& input, double duration) {
  const auto at_once = process.step(state, input, duration);
  const auto by_rates = integrated(process, state, input, duration);
  const auto none = process.step(state, input, 0.0);
  const auto in_two =
      process.step(process.step(state, input, 0.3 * duration), input, 0.7 * duration);
  for (std::size_t i = 0; i < state.size(); ++i) {
    CAPTURE(Process::kStates[i].name, duration);
    CHECK(at_once[i] == Approx(by_rates[i]).epsilon(1e-9).margin(1e-11));
    CHECK(none[i] == state[i]);
    CHECK(in_two[i] == Approx(at_once[i]).epsilon(1e-13).margin(1e-15));
  }
}

}  // namespace guyline::test
