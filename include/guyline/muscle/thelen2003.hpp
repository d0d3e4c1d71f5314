#pragma once

/// @file
/// Active and passive force-length curves of Thelen [thelen2003], with the values of [opensim].
///
///   active   f(l~) = exp(-(l~ - 1)^2 / gamma)
///            integral from l~ = 1:  (sqrt(pi gamma)/2) erf((l~ - 1)/sqrt(gamma))
///   passive  f(x) = (exp(k x) - 1)/(exp(k) - 1)  for x > 0, else 0
///            integral from x = 0:   ((exp(k x) - 1)/k - x)/(exp(k) - 1)
///
/// x is the normalised stretch (l~ - 1 - onset)/width; with onset 0 and width e0 (0.6) the passive
/// curve is the published one.
/// Departures: (a) the printed passive formula is negative below optimum (-0.0068 at most); here it
/// is 0, so the slope jumps from 0 to k/(exp(k) - 1) = 0.0339 at x = 0, and Newton steps must bear
/// that kink. (b) From x = 20 on, 10^41 times the maximum force at k = 5, the passive curve goes on
/// along its tangent, so that no finite length overflows.
/// Outside: l~ <= 0 is no fibre; the active curve simply goes on (0.108 at l~ = 0).
/// Theory: (G22) in docs/theory.md.

#include <array>
#include <guyline/core/error.hpp>
#include <guyline/core/scalar.hpp>
#include <guyline/muscle/curve.hpp>

namespace guyline {

/// @note One exponential. evaluate() never throws; NaN gives NaN.
struct ActiveThelen2003 {
  double gamma = 0.45;  ///< [1], > 0; published 0.45, 0.5 in some models. Width of the bell.

  static constexpr int kContinuity = 2;
  static constexpr int kWorkPanels = 4;
  static constexpr std::array<double, 0> breaks() { return {}; }

  /// @param normalized_length  [1], l~, any.
  template <typename Scalar>
  CurvePoint<Scalar> evaluate(const Scalar& normalized_length) const {
    const Scalar offset = normalized_length - Scalar(1);
    const Scalar scaled = offset * Scalar(-1.0 / gamma);
    const Scalar value = exp(scaled * offset);
    return {value, Scalar(2) * scaled * value};
  }

  /// From l~ = 1.
  template <typename Scalar>
  Scalar integral(const Scalar& normalized_length) const {
    constexpr double kHalfSqrtPi = 0.88622692545275801;
    const double root = std::sqrt(gamma);
    return Scalar(kHalfSqrtPi * root) * erf((normalized_length - Scalar(1)) * Scalar(1.0 / root));
  }

  /// @throws InvalidArgument  unless gamma is finite and > 0.
  void validate() const { require_positive("ActiveThelen2003 gamma", gamma, ""); }
};

/// Exponential passive curve through (0, 0) and (1, 1).
/// @note One exponential. evaluate() never throws; NaN gives NaN.
struct PassiveThelen2003 {
  double shape = 5.0;  ///< k [1], 0 < k <= 30; published 4 to 5. How late the curve rises.

  static constexpr int kContinuity = 0;
  static constexpr std::array<double, 2> breaks() { return {0.0, kTangentFrom}; }

  /// @param x  [1], normalised stretch, any.
  template <typename Scalar>
  CurvePoint<Scalar> evaluate(const Scalar& x) const {
    const Scalar bounded = min(Scalar(positive_part(x)), Scalar(kTangentFrom));
    const double scale = 1.0 / std::expm1(shape);
    const Scalar rise = expm1(Scalar(shape) * bounded);
    const Scalar slope = Scalar(scale * shape) * (rise + Scalar(1));
    return {Scalar(scale) * rise + slope * positive_part(x - Scalar(kTangentFrom)),
            select(x > Scalar(0), slope, Scalar(0))};
  }

  /// From x = 0.
  template <typename Scalar>
  Scalar integral(const Scalar& x) const {
    const Scalar bounded = min(Scalar(positive_part(x)), Scalar(kTangentFrom));
    const double scale = 1.0 / std::expm1(shape);
    const Scalar rise = expm1(Scalar(shape) * bounded);
    const Scalar slope = Scalar(scale * shape) * (rise + Scalar(1));
    const Scalar beyond = positive_part(x - Scalar(kTangentFrom));
    return Scalar(scale) * (rise * Scalar(1.0 / shape) - bounded) +
           beyond * (Scalar(scale) * rise + Scalar(0.5) * slope * beyond);
  }

  /// @throws InvalidArgument  unless 0 < shape <= 30.
  void validate() const {
    require_positive("PassiveThelen2003 shape", shape, "");
    require_in_range("PassiveThelen2003 shape", shape, "", 0.0, 30.0);
  }

 private:
  static constexpr double kTangentFrom = 20.0;
};

}  // namespace guyline
