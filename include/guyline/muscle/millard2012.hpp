#pragma once

/// @file
/// Active and passive force-length curves of Millard [millard2013]: chains of quintic Bezier
/// elbows.
///
/// An elbow leads from P0 with slope s0 to P1 with slope s1. With C the crossing of the two end
/// tangents and c = 0.1 + 0.8 curviness, its six control points are P0, M0, M0, M1, M1, P1 with
/// M_i = P_i + c (C - P_i). For u in [0, 1], v = 1 - u:
///
///   B(u)  = v^5 P0 + 5 u v^3 (1 + u) M0 + 5 u^3 v (1 + v) M1 + u^5 P1
///   B'(u) = 5 [ v^4 (M0 - P0) + 6 u^2 v^2 (M1 - M0) + u^4 (P1 - M1) ]
///
/// The curvature is 0 at both ends, so a chain is C2. y(x) is found by solving x(u) = x with a
/// fixed count of bisections and Newton steps; the integral of y dx = y x' du is that of a
/// polynomial of degree 9, exact with five Gauss nodes.
///
///   active   elbows between l~ = min_length, the middle of the steep ascending limb, the middle of
///            the shallow one, 1, the middle of the descending limb, max_length; 0 outside
///   passive  elbows between x = 0, a foot (0.05, 0.0035) and (1, 1); 0 below, straight above
///
/// The passive curve is a function of the normalised stretch x = (l~ - 1 - onset)/width, width =
/// strain at F0 - strain at zero force; its slopes are per x. Construction and defaults are those
/// of [opensim] for [millard2013]; the leg model [rlu2023] has 0.25, 0.77, 1.9 and slope 0.75.
/// Departures: (a) the active floor is 0, not 0.1 (a floor leaves force in a muscle without
/// overlap). (b) The published low stiffness is 0.2 per l~ whatever the width; here it is 0.14 per
/// x, the same at the published width of 0.7. (c) The damping is no part of a posture.

#include <array>
#include <cstddef>
#include <guyline/core/error.hpp>
#include <guyline/core/scalar.hpp>
#include <guyline/muscle/curve.hpp>
#include <guyline/muscle/quadrature.hpp>

namespace guyline {

namespace internal {
/// One elbow by the distinct ones of its control points.
template <typename Scalar>
struct BezierElbow {
  Scalar x0{0}, xm0{0}, xm1{0}, x1{1};  ///< [1]
  Scalar y0{0}, ym0{0}, ym1{0}, y1{0};  ///< [1]

  static Scalar bezier(const Scalar& p0, const Scalar& m0, const Scalar& m1, const Scalar& p1,
                       const Scalar& u) {
    const Scalar v = Scalar(1) - u;
    const Scalar uv = u * v;
    const Scalar u2 = u * u;
    const Scalar v2 = v * v;
    return v2 * v2 * v * p0 + u2 * u2 * u * p1 +
           Scalar(5) * uv * (v2 * (Scalar(1) + u) * m0 + u2 * (Scalar(1) + v) * m1);
  }
  static Scalar slope(const Scalar& p0, const Scalar& m0, const Scalar& m1, const Scalar& p1,
                      const Scalar& u) {
    const Scalar v = Scalar(1) - u;
    const Scalar u2 = u * u;
    const Scalar v2 = v * v;
    return Scalar(5) *
           (v2 * v2 * (m0 - p0) + Scalar(6) * u2 * v2 * (m1 - m0) + u2 * u2 * (p1 - m1));
  }
  Scalar x(const Scalar& u) const { return bezier(x0, xm0, xm1, x1, u); }
  Scalar y(const Scalar& u) const { return bezier(y0, ym0, ym1, y1, u); }
  Scalar dx(const Scalar& u) const { return slope(x0, xm0, xm1, x1, u); }
  Scalar dy(const Scalar& u) const { return slope(y0, ym0, ym1, y1, u); }

  /// u with x(u) = target, x0 <= target <= x1. The Newton steps also carry derivatives: one step
  /// from the converged value for each order.
  Scalar parameter(const Scalar& target) const {
    constexpr int kBisections = 6;
    constexpr int kNewtonSteps = 6;
    Scalar u(0.5);
    double step = 0.25;
    for (int i = 0; i < kBisections; ++i, step *= 0.5) {
      u += select(x(u) < target, Scalar(step), Scalar(-step));
    }
    for (int i = 0; i < kNewtonSteps; ++i) {
      u -= (x(u) - target) / dx(u);
    }
    return u;
  }
  /// Integral of y dx from x0 to x(u).
  Scalar area(const Scalar& u) const {
    const auto integrand = [this](const Scalar& t) { return Scalar(y(t) * dx(t)); };
    return gauss_legendre_integral<5, 1>(integrand, Scalar(0), u);
  }
};

inline BezierElbow<double> make_elbow(double x0, double y0, double slope0, double x1, double y1,
                                      double slope1, double curviness) {
  const double c = 0.1 + 0.8 * curviness;
  const double x_corner = (y1 - y0 - slope1 * x1 + slope0 * x0) / (slope0 - slope1);
  const double y_corner = y0 + slope0 * (x_corner - x0);
  return {x0, x0 + c * (x_corner - x0), x1 + c * (x_corner - x1), x1,
          y0, y0 + c * (y_corner - y0), y1 + c * (y_corner - y1), y1};
}

/// Elbows end to end, level or straight outside.
template <std::size_t kElbows>
class BezierChain {
 public:
  BezierChain() = default;
  explicit BezierChain(const std::array<BezierElbow<double>, kElbows>& elbows) : elbows_(elbows) {
    for (std::size_t i = 0; i < kElbows; ++i) {
      area_[i + 1] = area_[i] + elbows_[i].area(1.0);
    }
  }

  /// Where the elbows begin, and where the last one ends.
  std::array<double, kElbows + 1> breaks() const {
    std::array<double, kElbows + 1> result{};
    for (std::size_t i = 0; i < kElbows; ++i) {
      result[i] = elbows_[i].x0;
    }
    result[kElbows] = elbows_.back().x1;
    return result;
  }

  /// Inside the chain; x is clamped to it.
  template <typename Scalar>
  CurvePoint<Scalar> evaluate(const Scalar& x) const {
    const Scalar inside = clamp(x, Scalar(elbows_.front().x0), Scalar(elbows_.back().x1));
    const BezierElbow<Scalar> elbow = elbow_at(inside);
    const Scalar u = elbow.parameter(inside);
    return {positive_part(elbow.y(u)), elbow.dy(u) / elbow.dx(u)};
  }

  /// From the start of the chain; x is clamped to it.
  template <typename Scalar>
  Scalar integral(const Scalar& x) const {
    const Scalar inside = clamp(x, Scalar(elbows_.front().x0), Scalar(elbows_.back().x1));
    const BezierElbow<Scalar> elbow = elbow_at(inside);
    Scalar before(0);
    for (std::size_t i = 1; i < kElbows; ++i) {
      before = select(inside > Scalar(elbows_[i].x0), Scalar(area_[i]), before);
    }
    return before + elbow.area(elbow.parameter(inside));
  }

 private:
  template <typename Scalar>
  BezierElbow<Scalar> elbow_at(const Scalar& x) const {
    BezierElbow<Scalar> e = cast<Scalar>(elbows_[0]);
    for (std::size_t i = 1; i < kElbows; ++i) {
      const auto later = x > Scalar(elbows_[i].x0);
      const BezierElbow<Scalar> next = cast<Scalar>(elbows_[i]);
      e = {select(later, next.x0, e.x0),   select(later, next.xm0, e.xm0),
           select(later, next.xm1, e.xm1), select(later, next.x1, e.x1),
           select(later, next.y0, e.y0),   select(later, next.ym0, e.ym0),
           select(later, next.ym1, e.ym1), select(later, next.y1, e.y1)};
    }
    return e;
  }
  template <typename Scalar>
  static BezierElbow<Scalar> cast(const BezierElbow<double>& e) {
    return {Scalar(e.x0), Scalar(e.xm0), Scalar(e.xm1), Scalar(e.x1),
            Scalar(e.y0), Scalar(e.ym0), Scalar(e.ym1), Scalar(e.y1)};
  }

  std::array<BezierElbow<double>, kElbows> elbows_{};
  std::array<double, kElbows + 1> area_{};
};
}  // namespace internal

/// Parameters of ActiveMillard2012.
struct ActiveMillard2012Options {
  double min_length = 0.4441;       ///< [1], > 0. Below this l~ there is no force.
  double transition_length = 0.73;  ///< [1]. From the steep to the shallow ascending limb.
  double max_length = 1.8123;       ///< [1]. Above this l~ there is no force.
  double shallow_slope = 0.8616;    ///< [1] per l~, of the limb below the plateau.

  /// @throws InvalidArgument  unless 0 < min_length < transition_length - 0.03, transition_length <
  ///                          0.97, 1.06 <= max_length <= 10, and 0 < shallow_slope < the slope
  ///                          that would reach 0 at the transition length.
  void validate() const {
    require_positive("ActiveMillard2012 min_length", min_length, "");
    require_in_range("ActiveMillard2012 transition_length", transition_length, "",
                     min_length + 0.03, 0.97);
    require_in_range("ActiveMillard2012 max_length", max_length, "", 1.06, 10.0);
    require_positive("ActiveMillard2012 shallow_slope", shallow_slope, "");
    require_in_range("ActiveMillard2012 shallow_slope", shallow_slope, "", 0.0,
                     0.99 / (1.0 - transition_length));
  }
};

/// @note Some thirty quintics. evaluate() never throws; NaN gives NaN.
class ActiveMillard2012 {
 public:
  static constexpr int kContinuity = 2;
  static constexpr int kWorkPanels = 32;

  ActiveMillard2012() : ActiveMillard2012(ActiveMillard2012Options{}) {}
  /// @throws InvalidArgument  as ActiveMillard2012Options::validate() does.
  explicit ActiveMillard2012(const ActiveMillard2012Options& options) {
    options.validate();
    // The plateau and the two feet are rounded over half its width, 0.0259 optimal lengths.
    constexpr double kHalfPlateau = 0.0259;
    constexpr double kCurviness = 1.0;
    const double shoulder = 1.0 - kHalfPlateau;
    const double transition = options.transition_length;
    const double y_transition = 1.0 - options.shallow_slope * (shoulder - transition);
    const double foot = options.min_length + kHalfPlateau;
    const double steep_slope = y_transition / (transition - foot);
    const double x_steep = 0.5 * (foot + transition);
    const double y_steep = 0.5 * y_transition;
    const double x_shallow = 0.5 * (transition + shoulder);
    const double y_shallow = 0.5 * (y_transition + 1.0);
    const double x_top = 1.0 + kHalfPlateau;
    const double x_end = options.max_length - kHalfPlateau;
    const double x_fall = 0.5 * (x_top + x_end);
    const double fall_slope = -1.0 / (x_end - x_top);
    using internal::make_elbow;
    chain_ = internal::BezierChain<5>(
        {make_elbow(options.min_length, 0.0, 0.0, x_steep, y_steep, steep_slope, kCurviness),
         make_elbow(x_steep, y_steep, steep_slope, x_shallow, y_shallow, options.shallow_slope,
                    kCurviness),
         make_elbow(x_shallow, y_shallow, options.shallow_slope, 1.0, 1.0, 0.0, kCurviness),
         make_elbow(1.0, 1.0, 0.0, x_fall, 0.5, fall_slope, kCurviness),
         make_elbow(x_fall, 0.5, fall_slope, options.max_length, 0.0, 0.0, kCurviness)});
    at_optimum_ = chain_.integral(1.0);
  }

  std::array<double, 6> breaks() const { return chain_.breaks(); }

  /// @param normalized_length  [1], l~, any.
  template <typename Scalar>
  CurvePoint<Scalar> evaluate(const Scalar& normalized_length) const {
    return chain_.evaluate(normalized_length);
  }

  /// From l~ = 1.
  template <typename Scalar>
  Scalar integral(const Scalar& normalized_length) const {
    return chain_.integral(normalized_length) - Scalar(at_optimum_);
  }

 private:
  internal::BezierChain<5> chain_;
  double at_optimum_ = 0.0;
};

/// Parameters of PassiveMillard2012.
struct PassiveMillard2012Options {
  double low_slope = 0.14;  ///< [1] per x, > 0 and < 0.9. At the end of the foot.
  double end_slope = 2.0;   ///< [1] per x, 1.1 to 20. At x = 1 and beyond.
  double curviness = 0.75;  ///< [1], 0 to 1. How closely the curve follows its two tangents.

  /// @throws InvalidArgument  if a parameter is outside the range given beside it.
  void validate() const {
    require_positive("PassiveMillard2012 low_slope", low_slope, "");
    require_in_range("PassiveMillard2012 low_slope", low_slope, "", 0.0, 0.9);
    require_in_range("PassiveMillard2012 end_slope", end_slope, "", 1.1, 20.0);
    require_in_range("PassiveMillard2012 curviness", curviness, "", 0.0, 1.0);
  }
};

/// @note Some thirty quintics. evaluate() never throws; NaN gives NaN.
class PassiveMillard2012 {
 public:
  static constexpr int kContinuity = 2;

  PassiveMillard2012() : PassiveMillard2012(PassiveMillard2012Options{}) {}
  /// @throws InvalidArgument  as PassiveMillard2012Options::validate() does.
  explicit PassiveMillard2012(const PassiveMillard2012Options& options)
      : end_slope_(options.end_slope) {
    options.validate();
    const double foot = 0.1 * min(1.0, 1.0 / options.end_slope);
    const double y_foot = 0.5 * foot * options.low_slope;
    using internal::make_elbow;
    chain_ = internal::BezierChain<2>(
        {make_elbow(0.0, 0.0, 0.0, foot, y_foot, options.low_slope, options.curviness),
         make_elbow(foot, y_foot, options.low_slope, 1.0, 1.0, options.end_slope,
                    options.curviness)});
  }

  std::array<double, 3> breaks() const { return chain_.breaks(); }

  /// @param x  [1], normalised stretch, any.
  template <typename Scalar>
  CurvePoint<Scalar> evaluate(const Scalar& x) const {
    const Scalar beyond = positive_part(Scalar(x - Scalar(1)));
    const CurvePoint<Scalar> inside = chain_.evaluate(x);
    return {inside.value + Scalar(end_slope_) * beyond, inside.derivative};
  }

  /// From x = 0.
  template <typename Scalar>
  Scalar integral(const Scalar& x) const {
    const Scalar beyond = positive_part(Scalar(x - Scalar(1)));
    return chain_.integral(x) + beyond * (Scalar(1) + Scalar(0.5 * end_slope_) * beyond);
  }

 private:
  internal::BezierChain<2> chain_;
  double end_slope_ = 0.0;
};

}  // namespace guyline
