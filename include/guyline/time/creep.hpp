#pragma once

/// @file
/// Creep of the lumbar spine: held in flexion its ligaments and discs give way, and come back in two
/// halves, a fast and a slow one.
///
///   x = x_fast + x_slow,   x_k' = (A_c u/2 - x_k)/tau_k,
///   tau_k = tau_c while x_k grows, else the half's own tau of recovery
///
/// u in [0, 1] is the share of full flexion that is held, to be scaled with the moment; x [rad], >= 0,
/// is by how much the flexion at the same passive moment has grown. The rate is continuous where
/// tau_k switches, because it is zero there.
/// Range: 20 min of full flexion in young people [mcgill1992]; longer exposures recover more slowly
/// [bazrgari2011]. That stiffness returns in proportion to x is an assumption.
/// Not covered: the later silence of the back muscles after creep [solomonow2003].

#include <guyline/time/process.hpp>

namespace guyline {

struct LumbarCreep {
  using State = std::array<double, 2>;
  struct Input {
    double flexion_share = 0.0;  ///< [1], u, 0 to 1.
  };
  static constexpr std::array<StateInfo, 2> kStates = {
      {{"fast_half", "rad", 0.0}, {"slow_half", "rad", 0.0}}};

  double max_creep = time_data::kCreepMax.value;               ///< [rad], A_c.
  double time_constant = time_data::kCreepTime.value;          ///< [s], tau_c.
  double recovery_fast = time_data::kCreepRecoveryFast.value;  ///< [s].
  double recovery_slow = time_data::kCreepRecoverySlow.value;  ///< [s].

  static constexpr std::array<ParameterInfo<LumbarCreep>, 4> parameters() {
    return {{{"max_creep", &LumbarCreep::max_creep, time_data::kCreepMax},
             {"time_constant", &LumbarCreep::time_constant, time_data::kCreepTime},
             {"recovery_fast", &LumbarCreep::recovery_fast, time_data::kCreepRecoveryFast},
             {"recovery_slow", &LumbarCreep::recovery_slow, time_data::kCreepRecoverySlow}}};
  }
  /// @throws InvalidArgument  as validate_parameters().
  void validate() const { validate_parameters(*this, "lumbar creep"); }
  /// @throws InvalidArgument  if `flexion_share` is outside 0 to 1.
  void validate(const Input& input) const {
    require_in_range("lumbar creep: flexion_share", input.flexion_share, "", 0.0, 1.0);
  }

  State rates(const State& state, const Input& input) const {
    const double half = 0.5 * max_creep * input.flexion_share;
    return {first_order_rate(state[0], half, half_time(state[0], half, recovery_fast)),
            first_order_rate(state[1], half, half_time(state[1], half, recovery_slow))};
  }
  State step(const State& state, const Input& input, double duration) const {
    const double half = 0.5 * max_creep * input.flexion_share;
    return {first_order_step(state[0], half, half_time(state[0], half, recovery_fast), duration),
            first_order_step(state[1], half, half_time(state[1], half, recovery_slow), duration)};
  }

  /// x [rad], >= 0.
  double creep(const State& state) const { return state[0] + state[1]; }

 private:
  double half_time(double x, double target, double recovery) const {
    return x < target ? time_constant : recovery;
  }
};

}  // namespace guyline
