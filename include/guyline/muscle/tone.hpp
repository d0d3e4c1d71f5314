#pragma once

/// @file
/// Activation of a muscle at rest: a baseline and the stretch reflex above its threshold.
///
///   a(l~) = min(1, sp(tone + gain (l~ - threshold))),   sp(x) = (x + sqrt(x^2 + 4 w^2)) / 2
///
/// sp (squareplus) is the positive part with its corner rounded over w: positive, smooth, without a
/// transcendental; sp(0) = w, sp(x) -> x for x >> w, sp(x) -> w^2 / |x| for x << -w. A function of
/// length alone, so the resting force has a potential. The idea of a threshold is [feldman_ep]; the
/// linear rise above it is an assumption.
/// The rounding applies at gain = 0 too, so that a is continuous in the gain; tone = 0.01 gives
/// a = 0.0101.
/// Not covered: how the threshold follows a change of length, see knobs.hpp.
/// Theory: (G23) in docs/theory.md.

#include <guyline/core/scalar.hpp>
#include <guyline/muscle/curve.hpp>

namespace guyline {

/// w, the rounding of the reflex threshold in units of activation [1]. An assumption, small enough
/// that sp(0.01) is within 1 % of 0.01.
inline constexpr double kToneRounding = 0.001;

/// Tonic activation and its derivative with respect to the normalised length.
///
/// @param normalized_length  [1], l~, any.
/// @param tone               [1], activation at the threshold length, 0 to 1.
/// @param reflex_gain        [1], rise of activation per optimal fibre length, >= 0.
/// @param threshold          [1], normalised length at which the reflex adds nothing to tone.
/// @return value in [0, 1]; the derivative is 0 where the activation is full.
/// @note One square root and two divisions. Never throws; NaN gives NaN.
template <typename Scalar>
CurvePoint<Scalar> tonic_activation(const Scalar& normalized_length, const Scalar& tone,
                                    const Scalar& reflex_gain, const Scalar& threshold) {
  constexpr double w = kToneRounding;
  const Scalar x = tone + reflex_gain * (normalized_length - threshold);
  const Scalar root = sqrt(x * x + Scalar(4.0 * w * w));
  // (x + root)/2 would cancel for x < 0; its equal 2 w^2/(root - x) does not.
  const Scalar sum = root + abs(x);
  const Scalar rounded = select(x < Scalar(0), Scalar(2.0 * w * w) / sum, Scalar(0.5) * sum);
  return {select(rounded > Scalar(1), Scalar(1), rounded),
          select(rounded > Scalar(1), Scalar(0), reflex_gain * rounded / root)};
}

}  // namespace guyline
