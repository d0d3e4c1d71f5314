#pragma once

/// @file
/// What a slow process is, and the first-order law that most of them share.
///
/// A process is a plain struct of parameters with
///
///   State, Input                 std::array<double, n>; a struct of what drives it
///   kStates                      n times name, unit and the neutral value
///   parameters()                 name, member, Parameter (default, range, evidence)
///   rates(state, input)          d state / dt, [unit of the state / s]; a pure function
///   validate(), validate(input)  throw InvalidArgument
///   step(state, input, duration) exact for a constant input; where a closed form exists
///
/// In the neutral state, with the input as `Input{}`, nothing drifts and no property differs from
/// that of the body: zero dose, zero drift. A process knows no other one; process_set.hpp joins any
/// of them, and your own, to one system. Slow time is in double: it has no scalar of its own.
///
/// First order:  x' = (x_target - x)/tau,  x(t + h) = x_target + (x - x_target) exp(-h/tau).

#include <array>
#include <cmath>
#include <cstddef>
#include <guyline/core/error.hpp>
#include <guyline/time/time_data.hpp>
#include <string>

namespace guyline {

/// One number that drifts.
struct StateInfo {
  const char* name;
  const char* unit;  ///< "1" for a ratio.
  double neutral;    ///< Where it changes nothing.
};

/// One parameter of a process: its name, where it is kept, what is known about it.
template <typename Process>
struct ParameterInfo {
  const char* name;
  double Process::*member;
  time_data::Parameter known;
};

/// @throws InvalidArgument  if a parameter is not finite or outside its range.
template <typename Process>
void validate_parameters(const Process& process, const std::string& process_name) {
  for (const auto& info : Process::parameters()) {
    require_in_range(process_name + ": " + info.name, process.*info.member, info.known.unit,
                     info.known.lower, info.known.upper);
  }
}

/// The state in which a process changes nothing.
template <typename Process>
typename Process::State neutral_state() {
  typename Process::State state{};
  for (std::size_t i = 0; i < state.size(); ++i) state[i] = Process::kStates[i].neutral;
  return state;
}

/// dx/dt towards `target`.
inline double first_order_rate(double x, double target, double time_constant) {
  return (target - x) / time_constant;
}

/// x after `duration` [s] of first order towards a constant target. No cancellation for short ones.
inline double first_order_step(double x, double target, double time_constant, double duration) {
  return x - (target - x) * std::expm1(-duration / time_constant);
}

}  // namespace guyline
