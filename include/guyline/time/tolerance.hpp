#pragma once

/// @file
/// Stretch tolerance: weeks of stretching move the angle at which a person stops.
///
///   r' = (r_inf D - r)/tau_t
///
/// r [rad] is the gain of range of motion, D in [0, 1] the dose (1: the programme of [willy2001]).
/// The share of r that is tolerance raises the torque at which the stretch is stopped and changes no
/// force; the rest is tissue, to be given to length or stiffness. For a large share speak
/// [ylinen2009, freitas2018, weppler2010], against it [marshall2011].
/// Range: active knee extension over 16 weeks, on, off and on again. Other tests have other gains.
/// Not covered: from angle to torque, which needs a body, see task/clinical.hpp.

#include <guyline/time/process.hpp>

namespace guyline {

struct StretchTolerance {
  using State = std::array<double, 1>;
  struct Input {
    double dose = 0.0;  ///< [1], D, 0 to 1, mean over days.
  };
  static constexpr std::array<StateInfo, 1> kStates = {{{"range_gain", "rad", 0.0}}};

  double max_gain = time_data::kToleranceGain.value;       ///< [rad], r_inf.
  double time_constant = time_data::kToleranceTime.value;  ///< [s], tau_t.
  double share = time_data::kToleranceShare.value;         ///< [1], of the gain, without force.

  static constexpr std::array<ParameterInfo<StretchTolerance>, 3> parameters() {
    return {{{"max_gain", &StretchTolerance::max_gain, time_data::kToleranceGain},
             {"time_constant", &StretchTolerance::time_constant, time_data::kToleranceTime},
             {"share", &StretchTolerance::share, time_data::kToleranceShare}}};
  }
  /// @throws InvalidArgument  as validate_parameters().
  void validate() const { validate_parameters(*this, "stretch tolerance"); }
  /// @throws InvalidArgument  if `dose` is outside 0 to 1.
  void validate(const Input& input) const {
    require_in_range("stretch tolerance: dose", input.dose, "", 0.0, 1.0);
  }

  State rates(const State& state, const Input& input) const {
    return {first_order_rate(state[0], max_gain * input.dose, time_constant)};
  }
  State step(const State& state, const Input& input, double duration) const {
    return {first_order_step(state[0], max_gain * input.dose, time_constant, duration)};
  }

  double tolerance_gain(const State& state) const { return share * state[0]; }       ///< [rad].
  double tissue_gain(const State& state) const { return (1.0 - share) * state[0]; }  ///< [rad].
};

}  // namespace guyline
