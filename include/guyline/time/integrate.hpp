#pragma once

/// @file
/// Integrates x' = f(t, x) over slow time, with a step that follows the error.
///
/// The only part of guyline that is not in its headers: integrate() is compiled into guyline::guyline
/// (src/time.cpp), because the steppers behind it are. A program that links guyline::headers has
/// everything else, steps with a process's own step() or brings an integrator of its own.
///
/// Two steppers, both with the error of an embedded pair held below
/// absolute_tolerance + relative_tolerance |x| per step: kExplicit, Dormand and Prince of order 5;
/// kImplicit, Rosenbrock of order 4 with a Jacobian by differences, for stiff systems (fatigue).
/// A right-hand side that jumps at a known time: integrate up to the jump, then on from it.
/// Whatever happens between two steps that are too far apart is not seen: bound max_step by the
/// shortest event.
/// Not covered: finding when something happens; the seconds of a push.

#include <guyline/core/error.hpp>
#include <guyline/core/types.hpp>
#include <guyline/time/process_set.hpp>
#include <limits>
#include <string>
#include <vector>

namespace guyline {

enum class Stepper { kExplicit, kImplicit };

struct IntegrateOptions {
  Stepper stepper = Stepper::kExplicit;
  double relative_tolerance = 1e-8;                           ///< [1], 1e-14 to 0.1.
  double absolute_tolerance = 1e-10;                          ///< [unit of each state], > 0.
  double max_step = std::numeric_limits<double>::infinity();  ///< [s], > 0.
  int max_steps = 1000000;                                    ///< > 0, accepted and rejected.

  /// @throws InvalidArgument  if a number is out of its range.
  void validate() const {
    require_in_range("IntegrateOptions: relative_tolerance", relative_tolerance, "", 1e-14, 0.1);
    require_positive("IntegrateOptions: absolute_tolerance", absolute_tolerance, "");
    if (!(max_step > 0.0)) {
      throw InvalidArgument("IntegrateOptions: max_step = " + internal::with_unit(max_step, "s") +
                            " is out of range: must be > 0");
    }
    if (max_steps < 1) {
      throw InvalidArgument("IntegrateOptions: max_steps = " + std::to_string(max_steps) +
                            " is out of range: must be > 0");
    }
  }
};

enum class IntegrateStatus {
  kFinished,
  kTooManySteps,  ///< max_steps were not enough: a stiff system with kExplicit, or a jump.
  kStepTooSmall   ///< The tolerance cannot be met: a singularity, or a jump.
};

struct IntegrateResult {
  IntegrateStatus status = IntegrateStatus::kFinished;
  double time = 0.0;      ///< [s], t1 if finished, else how far it came.
  VectorX<double> state;  ///< At `time`.
  int num_steps = 0;      ///< Accepted.
  int num_rejected = 0;
};

/// A state or a rate is not a finite number.
class NotFinite : public Error {
 public:
  NotFinite(const std::string& message, double time, std::string state)
      : Error(message), time_(time), state_(std::move(state)) {}
  double time() const { return time_; }                ///< [s].
  const std::string& state() const { return state_; }  ///< Its name.

 private:
  double time_;
  std::string state_;
};

/// State at t1 from the state at t0.
///
/// @param rates   f(t, x); asked at times between t0 and t1, at trial states too.
/// @param state   At t0, [its units].
/// @param t0, t1  [s], finite, t0 <= t1.
/// @param names   Of the states, for messages; none: they are called by number.
/// @throws InvalidArgument  if a time or an option is out of range, `rates` is empty, or `names` are
///                          neither none nor one per state. What `rates` throws passes through.
/// @throws NotFinite        if a state at t0 is not finite, or a rate is not and no smaller step
///                          avoids that; the message names the time and the state.
IntegrateResult integrate(const RateFunction& rates, const VectorX<double>& state, double t0,
                          double t1, const IntegrateOptions& options = {},
                          const std::vector<std::string>& names = {});

/// The same for a set of processes, which must outlive the call.
IntegrateResult integrate(const ProcessSet& processes, const VectorX<double>& state, double t0,
                          double t1, const IntegrateOptions& options = {});

}  // namespace guyline
