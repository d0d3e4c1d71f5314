#pragma once

/// @file
/// Stress relaxation: a muscle held at a stretched length resists less and less.
///
///   s' = (F_e - s)/tau,     F = max(0, F_e - share s)
///
/// F_e [N] is the elastic force of the passive curve *in excess of the habitual posture*, whose
/// curves are those of tissue that has long relaxed; s [N] follows it. A stretch that is held decays
/// from F_e to (1 - share) F_e. With q = share (F_e - s) this is F = (1 - share) F_e + q,
/// q' = share F_e' - q/tau, without the derivative of the force.
/// Range: fitted to 90 s of one hold [peixoto2015, magnusson1996], +-30 % between laboratories.
/// Over hours a power law fits as well [kobayashi2024].
/// Not covered: slack that outlasts the stretch, see laxity.hpp.

#include <algorithm>
#include <guyline/time/process.hpp>

namespace guyline {

struct StressRelaxation {
  using State = std::array<double, 1>;
  struct Input {
    double elastic_force = 0.0;  ///< [N], F_e, of either sign: the habitual posture is 0.
  };
  static constexpr std::array<StateInfo, 1> kStates = {{{"followed_force", "N", 0.0}}};

  double share = time_data::kRelaxationShare.value;         ///< [1], of the force that goes.
  double time_constant = time_data::kRelaxationTime.value;  ///< [s].

  static constexpr std::array<ParameterInfo<StressRelaxation>, 2> parameters() {
    return {{{"share", &StressRelaxation::share, time_data::kRelaxationShare},
             {"time_constant", &StressRelaxation::time_constant, time_data::kRelaxationTime}}};
  }
  /// @throws InvalidArgument  as validate_parameters().
  void validate() const { validate_parameters(*this, "stress relaxation"); }
  /// @throws InvalidArgument  if the force is not finite.
  void validate(const Input& input) const {
    require_finite("stress relaxation: elastic_force", input.elastic_force, "N");
  }

  State rates(const State& state, const Input& input) const {
    return {first_order_rate(state[0], input.elastic_force, time_constant)};
  }
  State step(const State& state, const Input& input, double duration) const {
    return {first_order_step(state[0], input.elastic_force, time_constant, duration)};
  }

  /// Passive force [N] in excess of the habitual posture. Of a stretch it is never below 0: muscles
  /// do not push. Of tissue slacker than in that posture (F_e < 0) it is never above 0.
  double force(const State& state, const Input& input) const {
    const double relaxed = input.elastic_force - share * state[0];
    return input.elastic_force < 0.0 ? std::min(0.0, relaxed) : std::max(0.0, relaxed);
  }
};

}  // namespace guyline
