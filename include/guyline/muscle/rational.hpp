#pragma once

/// @file
/// Passive force of a muscle as a rational function, the default.
///
///   f(x) = 2 x^3 / (1 + x^2)  for x > 0, else 0;    f(1) = 1, f'(1) = 2, f'(x) -> 2
///   integral from 0:  x^2 - ln(1 + x^2)
///
/// x is the normalised stretch (l~ - 1 - onset)/width. The design's own law: it keeps the shape of
/// the published curves (a toe, then nearly straight; within 0.024 of PassiveMillard2012 for
/// 0 <= x <= 1.2) at the cost of one division, and is C2 where the toe begins. No upper limit: it
/// goes on with a slope that tends to 2 from above.

#include <array>
#include <guyline/core/scalar.hpp>
#include <guyline/muscle/curve.hpp>

namespace guyline {

/// @note One division. Never throws; NaN gives NaN.
struct PassiveRational {
  static constexpr int kContinuity = 2;
  static constexpr std::array<double, 1> breaks() { return {0.0}; }

  /// @param x  [1], normalised stretch, any.
  template <typename Scalar>
  CurvePoint<Scalar> evaluate(const Scalar& x) const {
    const Scalar stretch = positive_part(x);
    const Scalar bounded = min(stretch, Scalar(kFar));
    const Scalar square = bounded * bounded;
    const Scalar inverse = Scalar(1) / (Scalar(1) + square);
    const Scalar ratio = square * inverse;
    return {Scalar(2) * stretch * ratio, Scalar(2) * ratio * (Scalar(1) + Scalar(2) * inverse)};
  }

  /// From x = 0.
  template <typename Scalar>
  Scalar integral(const Scalar& x) const {
    const Scalar square = squared(positive_part(x));
    return square - log1p(square);
  }

 private:
  static constexpr double kFar = 1e50;  ///< x^2 / (1 + x^2) is 1 beyond; keeps inf/inf away.
};

}  // namespace guyline
