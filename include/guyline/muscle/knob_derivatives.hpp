#pragma once

/// @file
/// How length, activation, tension and stiffness of one muscle change with its five knobs.
///
///   d state / d knob_k  at a fixed path length,  k in the order of enum Knob,
/// exact, by running evaluate_muscle() on dual numbers whose directions are the knobs. With the
/// length knob the reflex threshold moves along (recalibrated) or stays (acute), as in set_knob():
///   recalibrated:  d(threshold - recalibrated_length)/d length = -1,     acute:  0.
/// Strength changes nothing at rest: its column is 0.
///
/// Kinks: the tonic activation stops at 1. Where it just does, the derivative by length, tone and gain
/// jumps; what is returned there is that of the side below 1, and is_at_kink() says so. A law with a
/// kink of its own (kContinuity in curve.hpp) gives one side at its breaks.
/// Not covered: derivatives by F0, Lo or the path, which the resting stiffness and a Dual model give.

#include <guyline/core/dual.hpp>
#include <guyline/muscle/knobs.hpp>

namespace guyline {

inline constexpr int kNumKnobs = 5;  ///< Of enum Knob.

/// A number with its derivatives by the knobs of one muscle: entry k is that by Knob(k).
template <typename Scalar>
using ByKnobs = Dual<kNumKnobs, Scalar>;

/// The muscle at one path length, every number with its derivatives by the five knobs.
///
/// @param muscle       Valid, see validate(). Nothing is checked here.
/// @param path_length  [m], held fixed.
/// @param adaptation   What the threshold does while the length knob moves.
/// @return Values as evaluate_muscle(); gradients per unit of each knob.
/// @note Six times evaluate_muscle(). No allocation, no throw.
template <typename Scalar, typename Active = ActiveThelen2003, typename Passive = PassiveRational>
MuscleState<ByKnobs<Scalar>> evaluate_muscle_by_knobs(
    const Muscle<Scalar>& muscle, const NonDeduced<Scalar>& path_length, Adaptation adaptation,
    const MuscleLaws<Active, Passive>& laws = {}) {
  using Number = ByKnobs<Scalar>;
  const auto variable = [](const Scalar& value, Knob knob) {
    return Number::variable(value, static_cast<int>(knob));
  };
  // cast_muscle() would copy the names too, and allocate for long ones.
  Muscle<Number> varied;
  varied.max_isometric_force = Number(muscle.max_isometric_force);
  varied.optimal_fibre_length = Number(muscle.optimal_fibre_length);
  varied.cos_pennation = Number(muscle.cos_pennation);
  varied.slack_length = Number(muscle.slack_length);
  varied.passive_onset = Number(muscle.passive_onset);
  varied.passive_width = Number(muscle.passive_width);
  varied.threshold = Number(muscle.threshold);
  varied.length_change = variable(muscle.length_change, Knob::kLength);
  varied.recalibrated_length = adaptation == Adaptation::kRecalibrated
                                   ? variable(muscle.recalibrated_length, Knob::kLength)
                                   : Number(muscle.recalibrated_length);
  varied.stiffness = variable(muscle.stiffness, Knob::kStiffness);
  varied.tone = variable(muscle.tone, Knob::kTone);
  varied.reflex_gain = variable(muscle.reflex_gain, Knob::kReflexGain);
  varied.strength = variable(muscle.strength, Knob::kStrength);
  return evaluate_muscle(varied, Number(path_length), laws);
}

/// Whether the tonic activation is within `tolerance` [1] of where it stops at 1: derivatives by
/// length, tone and gain then hold on one side only. False well beyond, where they are 0 on both.
///
/// @param state  Of the same muscle, from evaluate_muscle().
template <typename Scalar>
bool is_at_kink(const Muscle<Scalar>& muscle, const MuscleState<Scalar>& state,
                double tolerance = 1e-9) {
  constexpr double w = kToneRounding;
  const double tone = value_of(muscle.tone), gain = value_of(muscle.reflex_gain);
  const double threshold = value_of(muscle.threshold) - value_of(muscle.recalibrated_length);
  // Squareplus is 1 at x = 1 - w^2, with a slope of 1 to within w^2.
  const double x = tone + gain * (value_of(state.normalized_length) - threshold);
  return std::abs(x - (1.0 - w * w)) <= tolerance;
}

}  // namespace guyline
