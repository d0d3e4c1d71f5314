#pragma once

/// @file
/// Fatigue in three compartments (3CC-r): motor units are active, fatigued or resting.
///
///   M_A' = C - F M_A,   M_F' = F M_A - rR M_F,   M_R' = rR M_F - C,     M_A + M_F + M_R = 1
///   C = L (T - M_A)  if M_A >= T or M_R > T - M_A,  else  L M_R
///
/// T in [0, 1] is the load that is asked, of full strength; rR = r R while nothing is asked (T = 0),
/// else R; L is how fast units follow. No compartment falls below zero: each loses only in
/// proportion to itself, or less. What is left of strength is M_A + M_R. A load is held until nothing
/// rests: endurance().
/// Range: sustained loads above R/(F + R), about 9 %; below it lasts for ever, so that a posture's
/// few per cent never tire this model. A pool of motor units [potvin2017] would.
/// Evidence: sets by joint [freylaw2012, looft2020, rakshit2021]; hip as knee is an assumption.
/// Stiff: L is 10^4 times R. Take Stepper::kImplicit.
/// Not covered: a varying load's exact solution; there is none.
/// Theory: (G33) in docs/theory.md.

#include <algorithm>
#include <guyline/time/process.hpp>
#include <optional>

namespace guyline {

struct Fatigue {
  using State = std::array<double, 3>;
  struct Input {
    double target_load = 0.0;  ///< [1], T, 0 to 1.
  };
  static constexpr std::array<StateInfo, 3> kStates = {
      {{"active", "1", 0.0}, {"fatigued", "1", 0.0}, {"resting", "1", 1.0}}};

  double fatigue_rate = time_data::kFatigueRate.value;               ///< [1/s], F.
  double recovery_rate = time_data::kFatigueRecovery.value;          ///< [1/s], R.
  double recovery_factor = time_data::kFatigueRecoveryFactor.value;  ///< [1], r.
  double following_rate = time_data::kFatigueFollowing.value;        ///< [1/s], L.

  static constexpr std::array<ParameterInfo<Fatigue>, 4> parameters() {
    return {{{"fatigue_rate", &Fatigue::fatigue_rate, time_data::kFatigueRate},
             {"recovery_rate", &Fatigue::recovery_rate, time_data::kFatigueRecovery},
             {"recovery_factor", &Fatigue::recovery_factor, time_data::kFatigueRecoveryFactor},
             {"following_rate", &Fatigue::following_rate, time_data::kFatigueFollowing}}};
  }
  /// @throws InvalidArgument  as validate_parameters().
  void validate() const { validate_parameters(*this, "fatigue"); }
  /// @throws InvalidArgument  if `target_load` is outside 0 to 1.
  void validate(const Input& input) const {
    require_in_range("fatigue: target_load", input.target_load, "", 0.0, 1.0);
  }

  State rates(const State& state, const Input& input) const {
    const auto [active, fatigued, resting] = state;
    const double missing = input.target_load - active;
    const double called = following_rate * std::min(missing, resting);
    const double tired = fatigue_rate * active;
    const double recovered =
        recovery_rate * (input.target_load > 0.0 ? 1.0 : recovery_factor) * fatigued;
    return {called - tired, tired - recovered, recovered - called};
  }

  /// What is left of strength [1], 0 to 1.
  double capacity(const State& state) const { return state[0] + state[2]; }

  /// How long a rested muscle holds `load` [s]; empty if for ever. Units are taken to follow at once:
  ///   T = -ln(1 - (1 - I) R/(F I))/R,   for ever if I <= R/(F + R).
  /// @throws InvalidArgument  if the load is outside 0 to 1.
  std::optional<double> endurance(double load) const {
    require_in_range("fatigue: load", load, "", 0.0, 1.0);
    if (load <= endless_load()) return std::nullopt;
    return -std::log1p(-(1.0 - load) * recovery_rate / (fatigue_rate * load)) / recovery_rate;
  }
  /// The greatest load that is held for ever [1].
  double endless_load() const { return recovery_rate / (fatigue_rate + recovery_rate); }
};

/// The rates of a group of muscles.
/// @param group  A name of time_data::kFatigueGroups: general, trunk, hip, knee (hamstrings too),
///               knee_extensors, ankle.
/// @throws UnknownName  if there is no such group; the message lists them.
inline Fatigue fatigue_of(const std::string& group) {
  std::string known;
  for (const auto& row : time_data::kFatigueGroups) {
    if (group == row.name) return {row.fatigue, row.recovery, row.recovery_factor};
    known += (known.empty() ? "" : ", ") + std::string(row.name);
  }
  throw UnknownName("fatigue_of: no group \"" + group + "\"; there are " + known);
}

}  // namespace guyline
