#pragma once

/// @file
/// Slopes of one muscle at rest by its length and its knobs, in closed form.
///
/// With l~ the normalised length, x = tone + gain (l~ - threshold) the drive of the tonic activation
/// a(x), A = F0 cos(alpha) f_L and P = F0 cos(alpha) f_P (muscle.hpp), at a fixed path length:
///
///   by knob      dA          dP                    da
///   length       -dA/dl~     -dP/dl~               0 recalibrated, -gain da/dx acute
///   stiffness     0           P' (l~ - start)/width 0
///   tone          0           0                     da/dx
///   reflex_gain   0           0                     da/dx (l~ - threshold)
///   strength      0           0                     0
/// and the capacity that can be called on is strength A. The same numbers as evaluate_muscle_by_knobs()
/// gives, at a sixth of its cost.
///
/// Kinks: where the tonic activation just stops at 1, and at the breaks of a law whose kContinuity is 0.
/// The slope is then that of the side that the comparison picks, and the mask says so.
/// Not covered: derivatives by F0, Lo and the path: a Dual model gives those.

#include <guyline/core/types.hpp>
#include <guyline/muscle/knob_derivatives.hpp>

namespace guyline {

/// What muscle_slopes() returns; l~ stands for the normalised length [1].
template <typename Scalar>
struct MuscleSlopes {
  Scalar tonic_by_drive{0};        ///< da/dx [1], 0 where the activation is full.
  Scalar beyond_threshold{0};      ///< l~ - threshold [1].
  Scalar capacity_by_length{0};    ///< dA/dl~ [N].
  Scalar passive_by_length{0};     ///< dP/dl~ [N].
  Scalar passive_by_stiffness{0};  ///< [N].
  MaskOf<Scalar> at_clamp{false};  ///< The tonic activation just stops at 1.
  MaskOf<Scalar> at_break{false};  ///< A law has a kink here.
};

namespace internal {
/// Whether x is at a break where the slope of the law jumps.
template <typename Scalar, typename Law>
MaskOf<Scalar> is_at_kink_of(const Law& law, const Scalar& x, double tolerance) {
  MaskOf<Scalar> found(false);
  if constexpr (Law::kContinuity == 0) {
    for (const double at : law.breaks()) {
      found = found | (abs(x - Scalar(at)) <= Scalar(tolerance));
    }
  }
  return found;
}
}  // namespace internal

/// Slopes at one path length.
///
/// @param passive_width      [1], of the muscle that `muscle` was made from.
/// @param normalized_length  [1], see normalized_length().
/// @param tolerance          [1], > 0: this near to a kink is at it.
/// @note About one evaluate_muscle(). No allocation, no throw: runs on packs.
template <typename Scalar, typename Active = ActiveThelen2003, typename Passive = PassiveRational>
MuscleSlopes<Scalar> muscle_slopes(const MuscleFactors<Scalar>& muscle,
                                   const NonDeduced<Scalar>& passive_width,
                                   const NonDeduced<Scalar>& normalized_length,
                                   const MuscleLaws<Active, Passive>& laws = {},
                                   double tolerance = 1e-9) {
  constexpr double w = kToneRounding;
  const Scalar& length = normalized_length;
  const Scalar stretch = length - muscle.passive_start;
  const Scalar x = stretch * muscle.steepness;
  const CurvePoint<Scalar> passive = laws.passive.evaluate(x);
  const Scalar passive_slope = muscle.force * passive.derivative;
  MuscleSlopes<Scalar> slopes;
  slopes.beyond_threshold = length - muscle.threshold;
  const Scalar drive = muscle.tone + muscle.reflex_gain * slopes.beyond_threshold;
  slopes.tonic_by_drive =
      tonic_activation<Scalar>(drive, Scalar(0), Scalar(1), Scalar(0)).derivative;
  slopes.capacity_by_length = muscle.force * laws.active.evaluate(length).derivative;
  slopes.passive_by_length = passive_slope * muscle.steepness;
  slopes.passive_by_stiffness = passive_slope * stretch / passive_width;
  // Squareplus is 1 at x = 1 - w^2, with a slope of 1 to within w^2.
  const MaskOf<Scalar> pulls = muscle.force > Scalar(0);
  slopes.at_clamp = pulls & (abs(drive - Scalar(1.0 - w * w)) <= Scalar(tolerance));
  slopes.at_break = pulls & (internal::is_at_kink_of(laws.active, length, tolerance) |
                             internal::is_at_kink_of(laws.passive, x, tolerance));
  return slopes;
}

/// d activation / d length knob at a fixed path length [1].
template <typename Scalar>
Scalar tonic_by_length_knob(const MuscleFactors<Scalar>& muscle, const MuscleSlopes<Scalar>& slopes,
                            Adaptation adaptation) {
  return adaptation == Adaptation::kRecalibrated ? Scalar(0)
                                                 : -muscle.reflex_gain * slopes.tonic_by_drive;
}

/// d resting tension / d knob at a fixed path length [N per unit of the knob].
///
/// @param state  From evaluate_muscle(), of the same muscle and length.
template <typename Scalar>
Vector<Scalar, kNumKnobs> resting_tension_by_knobs(const MuscleFactors<Scalar>& muscle,
                                                   const MuscleState<Scalar>& state,
                                                   const MuscleSlopes<Scalar>& slopes,
                                                   Adaptation adaptation) {
  const Scalar by_drive = state.active_capacity * slopes.tonic_by_drive;
  Vector<Scalar, kNumKnobs> by_knob;
  by_knob[static_cast<int>(Knob::kLength)] =
      state.active_capacity * tonic_by_length_knob(muscle, slopes, adaptation) -
      slopes.capacity_by_length * state.tonic_activation - slopes.passive_by_length;
  by_knob[static_cast<int>(Knob::kStiffness)] = slopes.passive_by_stiffness;
  by_knob[static_cast<int>(Knob::kTone)] = by_drive;
  by_knob[static_cast<int>(Knob::kReflexGain)] = by_drive * slopes.beyond_threshold;
  by_knob[static_cast<int>(Knob::kStrength)] = Scalar(0);
  return by_knob;
}

}  // namespace guyline
