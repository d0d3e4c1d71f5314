#pragma once

/// @file
/// Acute laxity: after stretching a cable is a little longer for some minutes.
///
///   b' = (b_max u - b)/tau_b,     slack factor s = 1 + b,   l~ = L/(s n L0)
///
/// u in [0, 1]: 1 while stretching, 0 otherwise. In the form b' = c_b u - b/tau_b of the sources
/// c_b = b_max/tau_b. Recovery is slower after longer stretching: time_constant_after().
/// Range: minutes. After five holds less resistance was seen an hour later [magnusson1995], which one
/// exponential of this length does not give; a stretch below discomfort may leave nothing
/// [stretchload2021].
/// Not covered: weeks of stretching, see tolerance.hpp and sarcomeres.hpp.

#include <algorithm>
#include <guyline/time/process.hpp>

namespace guyline {

struct AcuteLaxity {
  using State = std::array<double, 1>;
  struct Input {
    double stretching = 0.0;  ///< [1], u, 0 to 1.
  };
  static constexpr std::array<StateInfo, 1> kStates = {{{"laxity", "1", 0.0}}};

  double max_laxity = time_data::kLaxityMax.value;      ///< [1], b_max, of fibre length.
  double time_constant = time_data::kLaxityTime.value;  ///< [s], tau_b.

  static constexpr std::array<ParameterInfo<AcuteLaxity>, 2> parameters() {
    return {{{"max_laxity", &AcuteLaxity::max_laxity, time_data::kLaxityMax},
             {"time_constant", &AcuteLaxity::time_constant, time_data::kLaxityTime}}};
  }

  /// tau_b [s] for a stretch of `duration` [s] in all: that of short stretching up to 2 min, that of
  /// long stretching from 4 min, a line between (an assumption).
  /// @throws InvalidArgument  if the duration is negative or not finite.
  static double time_constant_after(double duration) {
    require_in_range("acute laxity: duration of stretching", duration, "s", 0.0, 1e9);
    const double lower = time_data::kShortStretch.value;
    const double upper = time_data::kLongStretch.value;
    const double share = std::clamp((duration - lower) / (upper - lower), 0.0, 1.0);
    return time_data::kLaxityTime.value +
           share * (time_data::kLaxityTimeLongStretch.value - time_data::kLaxityTime.value);
  }

  /// @throws InvalidArgument  as validate_parameters().
  void validate() const { validate_parameters(*this, "acute laxity"); }
  /// @throws InvalidArgument  if `stretching` is outside 0 to 1.
  void validate(const Input& input) const {
    require_in_range("acute laxity: stretching", input.stretching, "", 0.0, 1.0);
  }

  State rates(const State& state, const Input& input) const {
    return {first_order_rate(state[0], max_laxity * input.stretching, time_constant)};
  }
  State step(const State& state, const Input& input, double duration) const {
    return {first_order_step(state[0], max_laxity * input.stretching, time_constant, duration)};
  }

  /// s [1], >= 1: what the fibre's optimal length is multiplied by.
  double slack_factor(const State& state) const { return 1.0 + state[0]; }
};

}  // namespace guyline
