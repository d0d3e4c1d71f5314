#pragma once

/// @file
/// What a stretch beyond the limit leaves behind: plastic set of tendon and fascia, damage of muscle.
///
///   set      e_p' = (e - e_p - e_y)/tau_p  while the elastic strain e - e_p is above e_y, else 0
///   damage   d' = k (1 - d)/tau_on - d/tau_rec,   k = (x_p - 1)+ + (x_a - 1)+
///
/// e is the whole strain, so that a strain that is held yields until its elastic part is e_y (where
/// the sources write e, this reads the elastic part: otherwise the set would outgrow the strain).
/// The set does not recover. x_p is passive force over its threshold, x_a active fibre strain over
/// its threshold; k = 1 is twice a threshold. d in [0, 1] acts three ways: active force falls,
/// passive stiffness *rises* [whitehead2001], the optimum moves to longer fibres. A plastic bag only
/// softens; muscle does not.
/// Range: thresholds of rabbits and mice [noonan1994, lieber1993, brooks1995]; kinetics are
/// assumptions, and so is every size.
/// Not covered: rupture; the growth that follows repair, see sarcomeres.hpp.
/// Theory: (G32) in docs/theory.md.

#include <algorithm>
#include <guyline/time/process.hpp>

namespace guyline {

struct PlasticSet {
  using State = std::array<double, 1>;
  struct Input {
    double strain = 0.0;  ///< [1], e, over the length before any set; negative is slack.
  };
  static constexpr std::array<StateInfo, 1> kStates = {{{"plastic_strain", "1", 0.0}}};

  double yield_strain = time_data::kYieldStrain.value;   ///< [1], e_y.
  double time_constant = time_data::kPlasticTime.value;  ///< [s], tau_p.

  static constexpr std::array<ParameterInfo<PlasticSet>, 2> parameters() {
    return {{{"yield_strain", &PlasticSet::yield_strain, time_data::kYieldStrain},
             {"time_constant", &PlasticSet::time_constant, time_data::kPlasticTime}}};
  }
  /// @throws InvalidArgument  as validate_parameters().
  void validate() const { validate_parameters(*this, "plastic set"); }
  /// @throws InvalidArgument  if `strain` is not finite.
  void validate(const Input& input) const {
    require_finite("plastic set: strain", input.strain, "");
  }

  State rates(const State& state, const Input& input) const {
    return {std::max(0.0, first_order_rate(state[0], input.strain - yield_strain, time_constant))};
  }
  State step(const State& state, const Input& input, double duration) const {
    const double target = std::max(state[0], input.strain - yield_strain);
    return {first_order_step(state[0], target, time_constant, duration)};
  }
};

struct MuscleDamage {
  using State = std::array<double, 1>;
  struct Input {
    double passive_force_share = 0.0;  ///< [1], passive force over that of failure, >= 0.
    double active_fibre_strain = 0.0;  ///< [1], beyond optimal length while active; < 0: shorter.
  };
  static constexpr std::array<StateInfo, 1> kStates = {{{"damage", "1", 0.0}}};

  double passive_threshold = time_data::kPassiveDamageThreshold.value;  ///< [1], of failure.
  double active_threshold = time_data::kActiveDamageThreshold.value;    ///< [1], fibre strain.
  double damage_time = time_data::kDamageTime.value;                    ///< [s], tau_on, at k = 1.
  double recovery_time = time_data::kDamageRecoveryTime.value;          ///< [s], tau_rec.
  double force_loss = time_data::kDamageForceLoss.value;                ///< [1], of F0 at d = 1.
  double passive_rise = time_data::kDamagePassiveRise.value;    ///< [1], of stiffness at d = 1.
  double optimum_shift = time_data::kDamageOptimumShift.value;  ///< [1], of L0 at d = 1.

  static constexpr std::array<ParameterInfo<MuscleDamage>, 7> parameters() {
    return {
        {{"passive_threshold", &MuscleDamage::passive_threshold,
          time_data::kPassiveDamageThreshold},
         {"active_threshold", &MuscleDamage::active_threshold, time_data::kActiveDamageThreshold},
         {"damage_time", &MuscleDamage::damage_time, time_data::kDamageTime},
         {"recovery_time", &MuscleDamage::recovery_time, time_data::kDamageRecoveryTime},
         {"force_loss", &MuscleDamage::force_loss, time_data::kDamageForceLoss},
         {"passive_rise", &MuscleDamage::passive_rise, time_data::kDamagePassiveRise},
         {"optimum_shift", &MuscleDamage::optimum_shift, time_data::kDamageOptimumShift}}};
  }
  /// @throws InvalidArgument  as validate_parameters().
  void validate() const { validate_parameters(*this, "muscle damage"); }
  /// @throws InvalidArgument  if the share is outside 0 to 1 or the strain outside -1 to 2.
  void validate(const Input& input) const {
    require_in_range("muscle damage: passive_force_share", input.passive_force_share, "", 0.0, 1.0);
    require_in_range("muscle damage: active_fibre_strain", input.active_fibre_strain, "", -1.0,
                     2.0);
  }

  State rates(const State& state, const Input& input) const {
    return {stimulus(input) * (1.0 - state[0]) / damage_time - state[0] / recovery_time};
  }
  State step(const State& state, const Input& input, double duration) const {
    const double onset = stimulus(input) / damage_time;
    const double total = onset + 1.0 / recovery_time;
    return {first_order_step(state[0], onset / total, 1.0 / total, duration)};
  }

  /// k [1], >= 0; 0 below both thresholds.
  double stimulus(const Input& input) const {
    return std::max(0.0, input.passive_force_share / passive_threshold - 1.0) +
           std::max(0.0, input.active_fibre_strain / active_threshold - 1.0);
  }
  /// What F0 is multiplied by [1], <= 1.
  double force_factor(const State& state) const { return 1.0 - force_loss * state[0]; }
  /// What passive stiffness is multiplied by [1], >= 1.
  double passive_factor(const State& state) const { return 1.0 + passive_rise * state[0]; }
  /// By how much the optimum of the active curve moves to longer fibres [L0], >= 0.
  double optimum_change(const State& state) const { return optimum_shift * state[0]; }
};

}  // namespace guyline
