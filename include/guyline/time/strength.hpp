#pragma once

/// @file
/// Strength: training adds drive and size, disuse takes both.
///
///   training  g' = (g_max D - g)/tau_g                          neural
///             m' = r_m D (m_max - m)/(m_max - 1)                size,   F0 -> F0 m (1 + g)
///   disuse    x' = (x_max u - x)/T,   v' = (v_max u - v)/T_v    F0 -> F0 (1 - x)(1 - v)
///             y' = (y_max u - y)/T_y                            L0 -> L0 (1 - y)
///
/// D in [0, 1] is the dose of training, u in [0, 1] the share of disuse (1: a limb that carries
/// nothing). r_m is the rate at the start. Departure: with m_max as the denominator, as the source
/// of this form writes it, 12 weeks would grow 3 % where [maeo2024] measured 11 to 18 %.
/// Without training size stays and drive fades; without disuse what was lost returns as it went (an
/// assumption). x, v, y are fitted to two points of 23 days of an unloaded limb [deboer2007]; the
/// early loss of strength is faster than that [marusic2021].
/// Strength acts on the force that can be called on above tone: the resting posture does not move
/// with it, see muscle/knobs.hpp.
/// Not covered: tendon stiffness in disuse; which muscles bed rest shrinks.
/// Theory: (G30) in docs/theory.md.

#include <guyline/time/process.hpp>

namespace guyline {

struct Training {
  using State = std::array<double, 2>;
  struct Input {
    double dose = 0.0;  ///< [1], D, 0 to 1, mean over days.
  };
  static constexpr std::array<StateInfo, 2> kStates = {
      {{"neural_gain", "1", 0.0}, {"size", "1", 1.0}}};

  double neural_gain = time_data::kNeuralGain.value;  ///< [1], g_max.
  double neural_time = time_data::kNeuralTime.value;  ///< [s], tau_g.
  double size_rate = time_data::kSizeRate.value;      ///< [1/s], r_m, of the size at the start.
  double max_size = time_data::kSizeMax.value;        ///< [1], m_max.

  static constexpr std::array<ParameterInfo<Training>, 4> parameters() {
    return {{{"neural_gain", &Training::neural_gain, time_data::kNeuralGain},
             {"neural_time", &Training::neural_time, time_data::kNeuralTime},
             {"size_rate", &Training::size_rate, time_data::kSizeRate},
             {"max_size", &Training::max_size, time_data::kSizeMax}}};
  }
  /// @throws InvalidArgument  as validate_parameters().
  void validate() const { validate_parameters(*this, "training"); }
  /// @throws InvalidArgument  if `dose` is outside 0 to 1.
  void validate(const Input& input) const {
    require_in_range("training: dose", input.dose, "", 0.0, 1.0);
  }

  State rates(const State& state, const Input& input) const {
    return {first_order_rate(state[0], neural_gain * input.dose, neural_time),
            input.dose * size_rate * (max_size - state[1]) / (max_size - 1.0)};
  }
  State step(const State& state, const Input& input, double duration) const {
    const double grown = -std::expm1(-input.dose * size_rate / (max_size - 1.0) * duration);
    return {first_order_step(state[0], neural_gain * input.dose, neural_time, duration),
            state[1] + (max_size - state[1]) * grown};
  }

  /// What strength is multiplied by [1], >= 1.
  double strength_factor(const State& state) const { return state[1] * (1.0 + state[0]); }
};

struct Disuse {
  using State = std::array<double, 3>;
  struct Input {
    double disuse = 0.0;  ///< [1], u, 0 to 1.
  };
  static constexpr std::array<StateInfo, 3> kStates = {
      {{"size_loss", "1", 0.0}, {"drive_loss", "1", 0.0}, {"fascicle_loss", "1", 0.0}}};

  double size_loss = time_data::kDisuseSizeLoss.value;          ///< [1], x_max.
  double size_time = time_data::kDisuseTime.value;              ///< [s], T.
  double drive_loss = time_data::kDisuseDriveLoss.value;        ///< [1], v_max.
  double drive_time = time_data::kDisuseDriveTime.value;        ///< [s], T_v.
  double fascicle_loss = time_data::kDisuseFascicleLoss.value;  ///< [1], y_max.
  double fascicle_time = time_data::kDisuseFascicleTime.value;  ///< [s], T_y.

  static constexpr std::array<ParameterInfo<Disuse>, 6> parameters() {
    return {{{"size_loss", &Disuse::size_loss, time_data::kDisuseSizeLoss},
             {"size_time", &Disuse::size_time, time_data::kDisuseTime},
             {"drive_loss", &Disuse::drive_loss, time_data::kDisuseDriveLoss},
             {"drive_time", &Disuse::drive_time, time_data::kDisuseDriveTime},
             {"fascicle_loss", &Disuse::fascicle_loss, time_data::kDisuseFascicleLoss},
             {"fascicle_time", &Disuse::fascicle_time, time_data::kDisuseFascicleTime}}};
  }
  /// @throws InvalidArgument  as validate_parameters().
  void validate() const { validate_parameters(*this, "disuse"); }
  /// @throws InvalidArgument  if `disuse` is outside 0 to 1.
  void validate(const Input& input) const {
    require_in_range("disuse: disuse", input.disuse, "", 0.0, 1.0);
  }

  State rates(const State& state, const Input& input) const {
    return {first_order_rate(state[0], size_loss * input.disuse, size_time),
            first_order_rate(state[1], drive_loss * input.disuse, drive_time),
            first_order_rate(state[2], fascicle_loss * input.disuse, fascicle_time)};
  }
  State step(const State& state, const Input& input, double duration) const {
    return {first_order_step(state[0], size_loss * input.disuse, size_time, duration),
            first_order_step(state[1], drive_loss * input.disuse, drive_time, duration),
            first_order_step(state[2], fascicle_loss * input.disuse, fascicle_time, duration)};
  }

  double size_factor(const State& state) const { return 1.0 - state[0]; }  ///< [1], <= 1.
  /// What strength is multiplied by [1], <= 1.
  double strength_factor(const State& state) const { return (1.0 - state[0]) * (1.0 - state[1]); }
  double length_factor(const State& state) const { return 1.0 - state[2]; }  ///< [1], <= 1, of L0.
};

}  // namespace guyline
