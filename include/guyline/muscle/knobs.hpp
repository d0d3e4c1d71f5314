#pragma once

/// @file
/// The five knobs of a muscle, their allowed ranges, and what is a valid muscle.
///
/// Every value is absolute: setting a knob twice leaves the second value.
///
///   knob         unit                    acts on
///   length       optimal fibre lengths   structure: every curve shifts along the length axis
///   stiffness    factor                  steepness of the passive curve, same slack
///   tone         activation              baseline activation
///   reflex_gain  per optimal length      rise of activation with length
///   strength     factor                  active force above tone; nothing at rest
///
/// A changed length leaves the reflex threshold lambda behind. Either the nervous system has
/// recalibrated (the default: lambda' = lambda - length_change, so that the tonic activation at a
/// given path length is what it was), or the change is acute and the threshold stays where it
/// stands. [gurfinkel2006] is the idea; that recalibration is complete is an assumption.

#include <guyline/core/error.hpp>
#include <guyline/core/scalar.hpp>
#include <guyline/muscle/muscle.hpp>
#include <string>

namespace guyline {

enum class Knob { kLength, kStiffness, kTone, kReflexGain, kStrength };

/// What the reflex threshold does when the length knob is set.
enum class Adaptation {
  kRecalibrated,  ///< It follows the structural length.
  kAcute          ///< It stays where it stands.
};

/// Name, unit and allowed values of a knob.
struct KnobRange {
  const char* name;
  const char* unit;
  double lower;
  double upper;
};

/// Ranges are those of a body, with room to explore, and no more: beyond them the curves are
/// extrapolation. Length: half an optimal length is a fibre at the end of its active range.
/// Stiffness: people differ by a factor of two; ten is a contracture. Tone: an activation. Gain: 2
/// per optimal length is full activation over half an optimal length, beyond any reflex that a
/// standing person shows. Strength: 0 is paralysis.
inline KnobRange knob_range(Knob knob) {
  switch (knob) {
    case Knob::kLength:
      return {"length", "optimal fibre lengths", -0.5, 0.5};
    case Knob::kStiffness:
      return {"stiffness", "(factor)", 0.1, 10.0};
    case Knob::kTone:
      return {"tone", "(activation)", 0.0, 1.0};
    case Knob::kReflexGain:
      return {"reflex_gain", "per optimal fibre length", 0.0, 2.0};
    case Knob::kStrength:
      return {"strength", "(factor)", 0.0, 10.0};
  }
  throw InvalidArgument("knob_range: no knob has the number " +
                        std::to_string(static_cast<int>(knob)));
}

namespace internal {
inline void require_knob(const std::string& muscle_name, Knob knob, double value) {
  const KnobRange range = knob_range(knob);
  require_in_range(muscle_name + ": " + range.name, value, range.unit, range.lower, range.upper);
}

/// Sets a knob whose value has been checked. No allocation, no throw.
template <typename Scalar>
void set_checked_knob(Muscle<Scalar>& muscle, Knob knob, Adaptation adaptation,
                      const Scalar& value) {
  switch (knob) {
    case Knob::kLength:
      muscle.length_change = value;
      if (adaptation == Adaptation::kRecalibrated) muscle.recalibrated_length = value;
      break;
    case Knob::kStiffness:
      muscle.stiffness = value;
      break;
    case Knob::kTone:
      muscle.tone = value;
      break;
    case Knob::kReflexGain:
      muscle.reflex_gain = value;
      break;
    case Knob::kStrength:
      muscle.strength = value;
      break;
  }
}
}  // namespace internal

/// Sets one knob.
///
/// @param value       In the knob's unit, absolute.
/// @param adaptation  Of the threshold; matters to the length knob only.
/// @throws InvalidArgument  if the value is not finite or outside knob_range(); the message names
///                          muscle, knob, value, unit and range. The muscle is then unchanged.
template <typename Scalar>
void set_knob(Muscle<Scalar>& muscle, Knob knob, const NonDeduced<Scalar>& value,
              Adaptation adaptation = Adaptation::kRecalibrated) {
  internal::require_knob(muscle.name, knob, value_of(value));
  internal::set_checked_knob<Scalar>(muscle, knob, adaptation, value);
}

/// Carries a knob that was set on `muscle` over to its factors, and nothing else.
template <typename Scalar>
void update_factors(const Muscle<Scalar>& muscle, Knob knob, MuscleFactors<Scalar>& factors) {
  switch (knob) {
    case Knob::kLength:
      factors.length_change = muscle.length_change;
      factors.threshold = muscle.threshold - muscle.recalibrated_length;
      break;
    case Knob::kStiffness:
      factors.steepness = muscle.stiffness / muscle.passive_width;
      break;
    case Knob::kTone:
      factors.tone = muscle.tone;
      break;
    case Knob::kReflexGain:
      factors.reflex_gain = muscle.reflex_gain;
      break;
    case Knob::kStrength:
      factors.strength = muscle.strength;
      break;
  }
}

/// The present value of a knob, in its unit.
/// @throws InvalidArgument  if `knob` is not one of the enumeration.
template <typename Scalar>
Scalar knob_value(const Muscle<Scalar>& muscle, Knob knob) {
  switch (knob) {
    case Knob::kLength:
      return muscle.length_change;
    case Knob::kStiffness:
      return muscle.stiffness;
    case Knob::kTone:
      return muscle.tone;
    case Knob::kReflexGain:
      return muscle.reflex_gain;
    case Knob::kStrength:
      return muscle.strength;
  }
  throw InvalidArgument("knob_value: no knob has the number " +
                        std::to_string(static_cast<int>(knob)));
}

/// Checks every number of a muscle.
///
/// @throws InvalidArgument  if a number is not finite; F0 is negative; Lo or the width is not
///                          positive; cos(alpha) is outside (0, 1]; a knob is outside
///                          its range. The message names the muscle.
template <typename Scalar>
void validate(const Muscle<Scalar>& muscle) {
  const std::string prefix = (muscle.name.empty() ? std::string("muscle") : muscle.name) + ": ";
  const auto non_negative = [&](const char* name, const Scalar& x, const char* unit) {
    require_finite(prefix + name, value_of(x), unit);
    if (!(value_of(x) >= 0.0)) {
      throw InvalidArgument(prefix + name + " = " + internal::with_unit(value_of(x), unit) +
                            " is out of range: must be >= 0");
    }
  };
  non_negative("max_isometric_force", muscle.max_isometric_force, "N");
  require_positive(prefix + "optimal_fibre_length", value_of(muscle.optimal_fibre_length), "m");
  require_positive(prefix + "cos_pennation", value_of(muscle.cos_pennation), "");
  require_in_range(prefix + "cos_pennation", value_of(muscle.cos_pennation), "", 0.0, 1.0);
  require_finite(prefix + "slack_length", value_of(muscle.slack_length), "m");
  require_finite(prefix + "passive_onset", value_of(muscle.passive_onset), "");
  require_positive(prefix + "passive_width", value_of(muscle.passive_width), "");
  require_finite(prefix + "threshold", value_of(muscle.threshold), "");
  require_finite(prefix + "recalibrated_length", value_of(muscle.recalibrated_length), "");
  for (const Knob knob :
       {Knob::kLength, Knob::kStiffness, Knob::kTone, Knob::kReflexGain, Knob::kStrength}) {
    internal::require_knob(prefix.substr(0, prefix.size() - 2), knob,
                           value_of(knob_value(muscle, knob)));
  }
}

}  // namespace guyline
