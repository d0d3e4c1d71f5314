#pragma once

/// @file
/// Tension of one muscle with a rigid tendon, at rest and at a given activation.
///
///   l~ = (L - slack_length)/(Lo cos(alpha)) - length_change
///   F_rest = F0 cos(alpha) [ a(l~) f_L(l~) + f_P((l~ - 1 - onset) stiffness/width) ]
///   F(act) = F0 cos(alpha) [ (a + strength (act - a)) f_L + f_P ],       a(l~) <= act <= 1
///
/// L is the length of the path [m], a(l~) the tonic activation (tone.hpp), f_L and f_P the curve
/// laws (curve.hpp). Every F >= 0 at every length: each factor is. Tension pulls; dL > 0 lengthens.
/// The pennation angle alpha is held at its value at optimal length. Strength scales what can be
/// called on above tone and nothing at rest.
/// Outside: l~ <= 0 is a slack cable without a fibre length; the laws go on smoothly (the default
/// active law is 0.108 at l~ = 0), the caller judges by `normalized_length`.
/// Not covered: elastic tendons, force-velocity, activation dynamics; changing a muscle: knobs.hpp.
/// Theory: (G20) and (G21) in docs/theory.md.

#include <guyline/core/error.hpp>
#include <guyline/core/scalar.hpp>
#include <guyline/muscle/curve.hpp>
#include <guyline/muscle/quadrature.hpp>
#include <guyline/muscle/rational.hpp>
#include <guyline/muscle/thelen2003.hpp>
#include <guyline/muscle/tone.hpp>
#include <string>

namespace guyline {

/// The two force-length curves that all muscles of a model share.
template <typename Active = ActiveThelen2003, typename Passive = PassiveRational>
struct MuscleLaws {
  static_assert(kIsCurveLaw<Active> && kIsCurveLaw<Passive>,
                "MuscleLaws takes two curve laws; muscle/curve.hpp lists what a law must have");
  Active active;    ///< Of the normalised fibre length.
  Passive passive;  ///< Of the normalised stretch.
};

/// What is known of one muscle. Plain data; validate() judges it, set_knob() changes it.
template <typename Scalar>
struct Muscle {
  std::string name;   ///< Unique in a model, snake_case.
  std::string group;  ///< One of the model's groups; may be empty.

  Scalar max_isometric_force{0};   ///< F0 [N], >= 0, along the fibres. 0 takes the muscle away.
  Scalar optimal_fibre_length{1};  ///< Lo [m], > 0.
  Scalar cos_pennation{1};         ///< cos(alpha) [1], in (0, 1], at optimal fibre length.
  /// [m]. Of the path beyond the fibres: the tendon. May be < 0 where a lumped path is shorter than
  /// the fibres it stands for.
  Scalar slack_length{0};
  Scalar passive_onset{0};  ///< [1]. Passive force begins at l~ = 1 + onset.
  Scalar passive_width{1};  ///< [1], > 0. Stretch from the onset to a passive force of F0.

  Scalar tone{0.01};        ///< [1], 0 to 1. Activation at the threshold length.
  Scalar reflex_gain{0};    ///< [1], >= 0. Rise of activation per optimal fibre length.
  Scalar threshold{1};      ///< lambda [1]. Of a muscle whose length was never changed.
  Scalar length_change{0};  ///< [1], optimal fibre lengths; < 0 is structurally shorter.
  /// [1], optimal fibre lengths. The length change that the reflex has recalibrated to: its
  /// threshold stands at lambda - recalibrated_length.
  Scalar recalibrated_length{0};
  Scalar stiffness{1};  ///< [1], > 0. Steepness of the passive curve: divides the width.
  Scalar strength{1};   ///< [1], >= 0. Factor on the active force above tone.
};

/// What evaluate_muscle() returns.
template <typename Scalar>
struct MuscleState {
  Scalar normalized_length{0};  ///< l~ [1].
  Scalar tonic_activation{0};   ///< a(l~) [1], 0 to 1.
  Scalar active_capacity{0};    ///< F0 cos(alpha) f_L [N], >= 0: per unit activation at strength 1.
  Scalar called_capacity{0};    ///< active_capacity times strength [N]: of activation above tone.
  Scalar passive_tension{0};    ///< F0 cos(alpha) f_P [N], >= 0.
  Scalar resting_tension{0};    ///< [N], >= 0: tonic and passive.
  Scalar resting_stiffness{0};  ///< d resting_tension / dL [N/m], of either sign.
};

/// The numbers of a muscle as its laws take them: what stays the same from length to length, divided out.
template <typename Scalar>
struct MuscleFactors {
  Scalar slack_length{0};          ///< [m]
  Scalar per_length{1};            ///< 1/(Lo cos(alpha)) [1/m]
  Scalar length_change{0};         ///< [1]
  Scalar force{0};                 ///< F0 cos(alpha) [N]
  Scalar force_per_length{0};      ///< F0/Lo [N/m]
  Scalar passive_start{1};         ///< 1 + onset [1]
  Scalar steepness{1};             ///< stiffness/width [1]
  Scalar tone{0}, reflex_gain{0};  ///< [1]
  Scalar threshold{1};             ///< lambda, recalibrated [1]
  Scalar strength{1};              ///< [1]

  MuscleFactors() = default;
  explicit MuscleFactors(const Muscle<Scalar>& muscle)
      : slack_length(muscle.slack_length),
        per_length(Scalar(1) / (muscle.optimal_fibre_length * muscle.cos_pennation)),
        length_change(muscle.length_change),
        force(muscle.max_isometric_force * muscle.cos_pennation),
        force_per_length(muscle.max_isometric_force / muscle.optimal_fibre_length),
        passive_start(Scalar(1) + muscle.passive_onset),
        steepness(muscle.stiffness / muscle.passive_width),
        tone(muscle.tone),
        reflex_gain(muscle.reflex_gain),
        threshold(muscle.threshold - muscle.recalibrated_length),
        strength(muscle.strength) {}
};

/// Fibre length over optimal fibre length, as the muscle's curves see it [1].
template <typename Scalar>
Scalar normalized_length(const MuscleFactors<Scalar>& muscle,
                         const NonDeduced<Scalar>& path_length) {
  return (path_length - muscle.slack_length) * muscle.per_length - muscle.length_change;
}
template <typename Scalar>
Scalar normalized_length(const Muscle<Scalar>& muscle, const NonDeduced<Scalar>& path_length) {
  return normalized_length(MuscleFactors<Scalar>(muscle), path_length);
}

/// The muscle at one path length.
///
/// @param muscle       Of a valid muscle, see validate(). Nothing is checked here.
/// @param path_length  [m], any.
/// @note No allocation, no throw: runs on packs. With the default laws one exponential, one square
///       root and three divisions.
template <typename Scalar, typename Active = ActiveThelen2003, typename Passive = PassiveRational>
MuscleState<Scalar> evaluate_muscle(const MuscleFactors<Scalar>& muscle,
                                    const NonDeduced<Scalar>& path_length,
                                    const MuscleLaws<Active, Passive>& laws = {}) {
  MuscleState<Scalar> state;
  const Scalar length = normalized_length(muscle, path_length);
  const CurvePoint<Scalar> tonic =
      tonic_activation<Scalar>(length, muscle.tone, muscle.reflex_gain, muscle.threshold);
  const CurvePoint<Scalar> active = laws.active.evaluate(length);
  const CurvePoint<Scalar> passive =
      laws.passive.evaluate(Scalar((length - muscle.passive_start) * muscle.steepness));
  state.normalized_length = length;
  state.tonic_activation = tonic.value;
  state.active_capacity = muscle.force * active.value;
  state.called_capacity = state.active_capacity * muscle.strength;
  state.passive_tension = muscle.force * passive.value;
  state.resting_tension = state.active_capacity * tonic.value + state.passive_tension;
  state.resting_stiffness =
      muscle.force_per_length * (tonic.derivative * active.value + tonic.value * active.derivative +
                                 passive.derivative * muscle.steepness);
  return state;
}
template <typename Scalar, typename Active = ActiveThelen2003, typename Passive = PassiveRational>
MuscleState<Scalar> evaluate_muscle(const Muscle<Scalar>& muscle,
                                    const NonDeduced<Scalar>& path_length,
                                    const MuscleLaws<Active, Passive>& laws = {}) {
  return evaluate_muscle(MuscleFactors<Scalar>(muscle), path_length, laws);
}

/// Tension [N], >= 0, of a muscle that is called on.
///
/// @param state       From evaluate_muscle().
/// @param activation  [1]. Below the tonic activation the muscle stays at rest; above 1 it counts
///                    as 1.
template <typename Scalar>
Scalar muscle_tension(const MuscleState<Scalar>& state, const NonDeduced<Scalar>& activation) {
  const Scalar called = positive_part(Scalar(min(activation, Scalar(1)) - state.tonic_activation));
  return state.resting_tension + state.called_capacity * called;
}

namespace internal {
/// Integral of tonic activation times active factor between two normalised lengths where the
/// activation is not full.
///
/// The knee of squareplus is as narrow as w/gain. With tone + gain (l~ - threshold) = 2 w sinh s the
/// activation is w e^s, and Gauss-Legendre in s sees entire functions only. l~ is written as
/// lower + (upper - lower) phi(s), phi(s) = (sinh s - sinh s_lower)/(sinh s_upper - sinh s_lower),
/// a change of variable whatever s_lower and s_upper are: gain = 0 needs no case of its own, only a
/// span that is not 0.
template <typename Scalar, typename Active>
Scalar tonic_work(const Muscle<Scalar>& muscle, const Active& law, const Scalar& lower,
                  const Scalar& upper) {
  constexpr int kNodes = 16;
  constexpr double kSmallestSpan = 1e-3;
  const Scalar threshold = muscle.threshold - muscle.recalibrated_length;
  const auto bend = [&](const Scalar& length) {
    return Scalar(asinh((muscle.tone + muscle.reflex_gain * (length - threshold)) *
                        Scalar(0.5 / kToneRounding)));
  };
  const Scalar start = bend(lower);
  const Scalar difference = bend(upper) - start;
  const Scalar sign = select(difference < Scalar(0), Scalar(-1), Scalar(1));
  const Scalar span = sign * max(Scalar(abs(difference)), Scalar(kSmallestSpan));
  const Scalar half = Scalar(0.5) * span;
  const Scalar scale = (upper - lower) / (cosh(start + half) * sinh(half));
  const auto integrand = [&](const Scalar& t) {
    const Scalar s = start + t * half;
    const Scalar length = lower + scale * cosh(s) * sinh(Scalar(t * half));
    const Scalar activation =
        tonic_activation<Scalar>(length, muscle.tone, muscle.reflex_gain, threshold).value;
    return Scalar(activation * law.evaluate(length).value * cosh(s + t * half));
  };
  return scale * half *
         gauss_legendre_integral<kNodes, Active::kWorkPanels>(integrand, Scalar(0), Scalar(1));
}
}  // namespace internal

/// Work [J] that the resting tension takes up from l~ = 1 of this muscle, as its knobs are set now,
/// to `path_length`. Its derivative with respect to the length is the resting tension.
///
/// Only differences at one setting of the knobs mean anything: the origin moves with the length
/// knob. Accurate to 1e-9 F0 Lo for 0 <= l~ <= 3 and every allowed tone and gain.
///
/// @param muscle       Valid, see validate().
/// @param path_length  [m].
/// @note With the default laws 64 evaluations, some 2 us: for reports and merit functions, not for
///       the inner loop. Millard's curve in five elbows takes 3600, De Groote's 200. No allocation,
///       no throw.
template <typename Scalar, typename Active = ActiveThelen2003, typename Passive = PassiveRational>
Scalar stored_energy(const Muscle<Scalar>& muscle, const NonDeduced<Scalar>& path_length,
                     const MuscleLaws<Active, Passive>& laws = {}) {
  const Scalar length = normalized_length(muscle, path_length);
  const Scalar optimum(1);

  // The activation is full from squareplus(x) = 1, x = 1 - w^2, on.
  constexpr double kSmallestGain = 1e-12;
  constexpr double kNever = 1e6;
  const Scalar has_reflex_gain = max(muscle.reflex_gain, Scalar(kSmallestGain));
  const Scalar full =
      min(Scalar(muscle.threshold - muscle.recalibrated_length +
                 (Scalar(1.0 - kToneRounding * kToneRounding) - muscle.tone) / has_reflex_gain),
          Scalar(kNever));
  const Scalar lower = min(optimum, full);
  const Scalar upper = min(length, full);

  const auto breaks = laws.active.breaks();
  constexpr double kFar = 1e6;
  Scalar tonic(0);
  for (std::size_t i = 0; i <= breaks.size(); ++i) {
    const Scalar left(i == 0 ? -kFar : breaks[i - 1]);
    const Scalar right(i == breaks.size() ? kFar : breaks[i]);
    tonic += internal::tonic_work<Scalar>(muscle, laws.active, clamp(lower, left, right),
                                          clamp(upper, left, right));
  }
  tonic += laws.active.integral(Scalar(max(length, full))) -
           laws.active.integral(Scalar(max(optimum, full)));

  const Scalar steepness = muscle.stiffness / muscle.passive_width;
  const Scalar passive =
      (laws.passive.integral(Scalar((length - optimum - muscle.passive_onset) * steepness)) -
       laws.passive.integral(Scalar(-muscle.passive_onset * steepness))) /
      steepness;
  return muscle.max_isometric_force * muscle.optimal_fibre_length * squared(muscle.cos_pennation) *
         (tonic + passive);
}

/// The same muscle in another scalar, every number a constant.
template <typename To, typename From>
Muscle<To> cast_muscle(const Muscle<From>& muscle) {
  Muscle<To> result;
  result.name = muscle.name;
  result.group = muscle.group;
  result.max_isometric_force = To(muscle.max_isometric_force);
  result.optimal_fibre_length = To(muscle.optimal_fibre_length);
  result.cos_pennation = To(muscle.cos_pennation);
  result.slack_length = To(muscle.slack_length);
  result.passive_onset = To(muscle.passive_onset);
  result.passive_width = To(muscle.passive_width);
  result.tone = To(muscle.tone);
  result.reflex_gain = To(muscle.reflex_gain);
  result.threshold = To(muscle.threshold);
  result.length_change = To(muscle.length_change);
  result.recalibrated_length = To(muscle.recalibrated_length);
  result.stiffness = To(muscle.stiffness);
  result.strength = To(muscle.strength);
  return result;
}

}  // namespace guyline
