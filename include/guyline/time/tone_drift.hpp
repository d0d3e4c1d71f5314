#pragma once

/// @file
/// Drift of the nervous system's settings: the reflex threshold follows structural length, tone
/// follows what is practised. First the acute change, then weeks of recalibration.
///
///   threshold  c' = (length_change - c)/tau_c,       lambda = lambda_0 - c
///   tone       d' = (tone_change - d)/tau_d,         tone = tone_0 + d
///
/// c [L0] is the part of a changed length that the threshold has followed: 0 is Adaptation::kAcute,
/// c = length_change is kRecalibrated, see muscle/knobs.hpp.
/// The ideas are [gurfinkel2006] and [cacciatore2011]; that the course is first order, and both
/// times, are assumptions.
/// Not covered: modulation of tone within seconds.

#include <algorithm>
#include <guyline/muscle/knobs.hpp>
#include <guyline/time/process.hpp>

namespace guyline {

struct ThresholdDrift {
  using State = std::array<double, 1>;
  struct Input {
    double length_change = 0.0;  ///< [L0], structure, as the knob length.
  };
  static constexpr std::array<StateInfo, 1> kStates = {{{"recalibrated_length", "1", 0.0}}};

  double time_constant = time_data::kThresholdTime.value;  ///< [s], tau_c.

  static constexpr std::array<ParameterInfo<ThresholdDrift>, 1> parameters() {
    return {{{"time_constant", &ThresholdDrift::time_constant, time_data::kThresholdTime}}};
  }
  /// @throws InvalidArgument  as validate_parameters().
  void validate() const { validate_parameters(*this, "threshold drift"); }
  /// @throws InvalidArgument  if `length_change` is not one of the knob's values.
  void validate(const Input& input) const {
    internal::require_knob("threshold drift", Knob::kLength, input.length_change);
  }

  State rates(const State& state, const Input& input) const {
    return {first_order_rate(state[0], input.length_change, time_constant)};
  }
  State step(const State& state, const Input& input, double duration) const {
    return {first_order_step(state[0], input.length_change, time_constant, duration)};
  }

  /// By how much the reflex threshold has moved [L0]; a longer muscle has a lower one.
  double threshold_change(const State& state) const { return -state[0]; }
};

struct ToneDrift {
  using State = std::array<double, 1>;
  struct Input {
    double tone_change = 0.0;  ///< [1], activation, where tone would settle; -1 to 1.
  };
  static constexpr std::array<StateInfo, 1> kStates = {{{"tone_change", "1", 0.0}}};

  double time_constant = time_data::kToneTime.value;  ///< [s], tau_d.

  static constexpr std::array<ParameterInfo<ToneDrift>, 1> parameters() {
    return {{{"time_constant", &ToneDrift::time_constant, time_data::kToneTime}}};
  }
  /// @throws InvalidArgument  as validate_parameters().
  void validate() const { validate_parameters(*this, "tone drift"); }
  /// @throws InvalidArgument  if `tone_change` is outside -1 to 1.
  void validate(const Input& input) const {
    require_in_range("tone drift: tone_change", input.tone_change, "", -1.0, 1.0);
  }

  State rates(const State& state, const Input& input) const {
    return {first_order_rate(state[0], input.tone_change, time_constant)};
  }
  State step(const State& state, const Input& input, double duration) const {
    return {first_order_step(state[0], input.tone_change, time_constant, duration)};
  }

  /// Tone of a muscle whose tone was `tone` [1]; an activation, so 0 to 1.
  double tone(const State& state, double tone) const {
    return std::clamp(tone + state[0], 0.0, 1.0);
  }
};

}  // namespace guyline
