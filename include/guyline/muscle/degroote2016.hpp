#pragma once

/// @file
/// Active and passive force-length curves of De Groote [degroote2016], as coded in [opensim].
///
///   active   f(l~) = sum_{i=1..3} b1 exp(-((l~ - b2)/(b3 + b4 l~))^2 / 2)
///            integral from l~ = 1: by quadrature, within 1e-12 for 0 <= l~ <= 3
///   passive  f(x) = (exp(k x) - 1)/(exp(k) - 1)  for x > 0, else 0
///
/// x is the normalised stretch (l~ - 1 - onset)/width; width is the published e0 (0.6).
/// Departures: (a) the rows b are those of [opensim], shifted so that f(1) = 1 (1.0002 with the
/// digits given); the paper's differ slightly. (b) The published passive curve is never zero in
/// use, 1.8 % of the maximum force at l~ = 1; that offset is removed, (f(l~) - f(1))/(1 - f(1)),
/// which is the form of Thelen with k = 4, and its kink of k/(exp(k) - 1) = 0.0746 at x = 0.
/// (c) The width of row 2 vanishes at l~ = 0.149 and the published fit ends at 0.2. Here a width is
/// never below 0.01, where its bell is 0 to every digit (exp(-1300)): below l~ = 0.2 the other two
/// rows go on smoothly, 0.0077 at 0.2 and falling.

#include <array>
#include <guyline/core/error.hpp>
#include <guyline/core/scalar.hpp>
#include <guyline/muscle/curve.hpp>
#include <guyline/muscle/quadrature.hpp>
#include <guyline/muscle/thelen2003.hpp>

namespace guyline {

/// @note Three exponentials; the integral 64 times as many. Never throws; NaN gives NaN.
struct ActiveDeGroote2016 {
  static constexpr int kContinuity = 2;
  static constexpr int kWorkPanels = 12;
  static constexpr std::array<double, 0> breaks() { return {}; }

  /// @param normalized_length  [1], l~, any.
  template <typename Scalar>
  CurvePoint<Scalar> evaluate(const Scalar& normalized_length) const {
    CurvePoint<Scalar> point;
    for (const Bell& bell : kBells) {
      const Scalar inverse =
          Scalar(1) / max(Scalar(Scalar(bell.width) + Scalar(bell.spread) * normalized_length),
                          Scalar(kSmallestWidth));
      const Scalar u = (normalized_length - Scalar(bell.center)) * inverse;
      const Scalar value = Scalar(bell.height) * exp(Scalar(-0.5) * u * u);
      point.value += value;
      point.derivative -= value * u * inverse * (Scalar(1) - Scalar(bell.spread) * u);
    }
    return point;
  }

  /// From l~ = 1.
  template <typename Scalar>
  Scalar integral(const Scalar& normalized_length) const {
    const auto value = [this](const Scalar& length) { return evaluate(length).value; };
    return gauss_legendre_integral<16, 4>(value, Scalar(1), normalized_length);
  }

 private:
  struct Bell {
    double height;  // b1
    double center;  // b2
    double width;   // b3
    double spread;  // b4
  };
  static constexpr std::array<Bell, 3> kBells{{{0.8151, 1.0550, 0.1624, 0.0633},
                                               {0.4330, 0.7168, -0.0299, 0.2004},
                                               {0.1, 1.0, 0.3536, 0.0}}};
  static constexpr double kSmallestWidth = 0.01;
};

/// The passive curve of PassiveThelen2003 with De Groote's shape; the rest is said there.
struct PassiveDeGroote2016 : PassiveThelen2003 {
  PassiveDeGroote2016() : PassiveThelen2003{4.0} {}
};

}  // namespace guyline
