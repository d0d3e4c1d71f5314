#pragma once

/// @file
/// Number of sarcomeres in series: a fibre that lives long grows longer, one that lives short loses.
///
///   n' = z(l_op - l_set)/tau_n,   l_op = l_day/n,   n_min <= n <= n_max
///   z(x) = x beyond the dead band, counted from its edge; 0 inside
///
/// n [1] multiplies the optimal length of the fibre; l_day [1] is the mean of l~ over 24 hours as it
/// would be with n = 1. Departures: the dead band takes the band off what lies beyond it, so that the
/// rate does not jump at its edge; over the last kTaper before a limit the rate falls to zero, and
/// beyond it turns, so that n never passes it but by the error of the integrator.
/// Growth from work at long length [potier2009] is a second way to the same factor:
///
///   g' = (g_inf D - g)/tau_g,     optimal length -> L0 n (1 + g)
///
/// Range: kinetics are those of animals [zollner2012]; people are taken as 5 to 10 times slower, and
/// no human kinetics are known. Fascicles hardly change with stretching alone [panidi2023]. Four
/// stimuli would be the general form [wisdom2015].
/// Not covered: what length does to force, see muscle/knobs.hpp.
/// Theory: (G31) in docs/theory.md.

#include <algorithm>
#include <guyline/time/process.hpp>

namespace guyline {

struct SerialSarcomeres {
  using State = std::array<double, 1>;
  struct Input {
    double day_length = time_data::kSarcomereSetPoint.value;  ///< [1], l_day, > 0.
  };
  static constexpr std::array<StateInfo, 1> kStates = {{{"sarcomere_factor", "1", 1.0}}};
  static constexpr double kTaper = 0.02;  ///< [1], in n.

  double time_constant = time_data::kSarcomereTime.value;  ///< [s], tau_n, per unit of l~.
  double set_point = time_data::kSarcomereSetPoint.value;  ///< [1], l_set, of l~.
  double dead_band = time_data::kSarcomereDeadBand.value;  ///< [1], either side of l_set.
  double min_factor = time_data::kSarcomereMin.value;      ///< [1], n_min.
  double max_factor = time_data::kSarcomereMax.value;      ///< [1], n_max.

  static constexpr std::array<ParameterInfo<SerialSarcomeres>, 5> parameters() {
    return {{{"time_constant", &SerialSarcomeres::time_constant, time_data::kSarcomereTime},
             {"set_point", &SerialSarcomeres::set_point, time_data::kSarcomereSetPoint},
             {"dead_band", &SerialSarcomeres::dead_band, time_data::kSarcomereDeadBand},
             {"min_factor", &SerialSarcomeres::min_factor, time_data::kSarcomereMin},
             {"max_factor", &SerialSarcomeres::max_factor, time_data::kSarcomereMax}}};
  }
  /// @throws InvalidArgument  as validate_parameters().
  void validate() const { validate_parameters(*this, "serial sarcomeres"); }
  /// @throws InvalidArgument  if `day_length` is outside 0.2 to 2.
  void validate(const Input& input) const {
    require_in_range("serial sarcomeres: day_length", input.day_length, "", 0.2, 2.0);
  }

  State rates(const State& state, const Input& input) const {
    const double n = state[0];
    const double excess = input.day_length / n - set_point;
    const double drive = std::max(0.0, excess - dead_band) - std::max(0.0, -excess - dead_band);
    const double room = drive > 0.0 ? max_factor - n : n - min_factor;
    return {drive * std::min(1.0, room / kTaper) / time_constant};
  }

  /// What optimal fibre length is multiplied by [1].
  double length_factor(const State& state) const {
    return std::clamp(state[0], min_factor, max_factor);
  }
};

struct LongLengthGrowth {
  using State = std::array<double, 1>;
  struct Input {
    double dose = 0.0;  ///< [1], D, 0 to 1: the share of an eccentric or long-length programme.
  };
  static constexpr std::array<StateInfo, 1> kStates = {{{"growth", "1", 0.0}}};

  double max_growth = time_data::kGrowthMax.value;      ///< [1], g_inf.
  double time_constant = time_data::kGrowthTime.value;  ///< [s], tau_g.

  static constexpr std::array<ParameterInfo<LongLengthGrowth>, 2> parameters() {
    return {{{"max_growth", &LongLengthGrowth::max_growth, time_data::kGrowthMax},
             {"time_constant", &LongLengthGrowth::time_constant, time_data::kGrowthTime}}};
  }
  /// @throws InvalidArgument  as validate_parameters().
  void validate() const { validate_parameters(*this, "long-length growth"); }
  /// @throws InvalidArgument  if `dose` is outside 0 to 1.
  void validate(const Input& input) const {
    require_in_range("long-length growth: dose", input.dose, "", 0.0, 1.0);
  }

  State rates(const State& state, const Input& input) const {
    return {first_order_rate(state[0], max_growth * input.dose, time_constant)};
  }
  State step(const State& state, const Input& input, double duration) const {
    return {first_order_step(state[0], max_growth * input.dose, time_constant, duration)};
  }

  /// What optimal fibre length is multiplied by [1], >= 1.
  double length_factor(const State& state) const { return 1.0 + state[0]; }
};

}  // namespace guyline
