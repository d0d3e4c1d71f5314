#pragma once

/// @file
/// F(s, p) = 0 in a box scaled to the unit square: values, Newton's method along a line, saddles.
///
/// x = (s, p) in sides of the box, grad F = (F_s, F_p) times the sides. Where two branches cross,
/// grad F = 0 and F = 0; the tangents there are those of x^T (Hess F) x = 0. Hess F comes from central
/// differences of the exact gradient, 1e-4 apart; grad F = 0 is solved by Newton's method with it.
/// A saddle at a small height F is two branches that pass each other at a distance of
/// sqrt(2 |F|/|Hess F|): below 1e-6 they count as crossing.
/// Not covered: walking along a branch, branch_tracer.hpp.

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <guyline/posture/branch.hpp>
#include <limits>
#include <optional>

namespace guyline::internal {

using PlanePoint = Eigen::Vector2d;  ///< (path, parameter), in sides of the box.

inline PlanePoint quarter_turn(const PlanePoint& v) { return {-v[1], v[0]}; }

/// Force and gradient in the scaled plane.
struct PlaneForce {
  double force = 0.0;
  PlanePoint gradient{0.0, 0.0};
  double scale = 1.0;
  bool ok = false;
};

/// A saddle of F at height 0, and the two ways through it.
struct Crossing {
  PlanePoint x{0.0, 0.0};
  std::array<PlanePoint, 2> tangents;
};

enum class Correction { kConverged, kOutside, kNoForce, kFailed };

/// A system, seen in the unit square.
template <typename System>
class ScaledSystem {
 public:
  ScaledSystem(System& system, const ContinuationBox& box, const ContinuationOptions& options)
      : system_(system), box_(box), options_(options) {}

  PlaneForce evaluate(const PlanePoint& x) {
    ++evaluations_;
    const ForceSlopes<1> found = system_.evaluate(path(x), {parameter(x)});
    PlaneForce at;
    at.force = found.force;
    at.gradient = {found.by_path * (box_.path_upper - box_.path_lower),
                   found.by_parameter[0] * (box_.parameter_upper - box_.parameter_lower)};
    at.scale = found.scale;
    at.ok = found.ok && std::isfinite(at.force) && std::isfinite(at.gradient[0]) &&
            std::isfinite(at.gradient[1]) && std::isfinite(at.scale);
    return at;
  }
  double path(const PlanePoint& x) const { return between(box_.path_lower, box_.path_upper, x[0]); }
  double parameter(const PlanePoint& x) const {
    return between(box_.parameter_lower, box_.parameter_upper, x[1]);
  }
  bool exhausted() const { return evaluations_ >= options_.max_evaluations; }
  int evaluations() const { return evaluations_; }

  /// Beyond the edge by more than rounding.
  static bool outside(const PlanePoint& x) {
    return !((x.array() >= -1e-12).all() && (x.array() <= 1.0 + 1e-12).all());
  }
  /// Nothing outside the box.
  PlaneForce evaluate_inside(const PlanePoint& x) {
    return outside(x) ? PlaneForce{} : evaluate(x);
  }

  /// Newton's method for F = 0 from y along n.
  Correction correct(PlanePoint& y, const PlanePoint& n, PlaneForce& at) {
    for (int it = 0; it < 12; ++it) {
      if (outside(y)) return Correction::kOutside;
      at = evaluate(y);
      if (!at.ok) return Correction::kNoForce;
      const double step = -at.force / at.gradient.dot(n);
      if (std::abs(at.force) <= kRounding * at.scale) return Correction::kConverged;
      if (!(std::abs(step) < 0.1)) return Correction::kFailed;
      y += step * n;
      if (std::abs(step) < 1e-11) {
        return std::abs(at.force) <= options_.tolerance * at.scale ? Correction::kConverged
                                                                   : Correction::kFailed;
      }
    }
    return Correction::kFailed;
  }

  /// The saddle of F near x, if F is 0 there.
  std::optional<Crossing> find_crossing(const PlanePoint& x, double radius) {
    PlanePoint c = x;
    Eigen::Matrix2d hessian;
    double before = std::numeric_limits<double>::infinity();
    for (int it = 0; it < 40; ++it) {
      const PlaneForce at = evaluate_inside(c);
      if (!at.ok || !find_hessian(c, hessian)) return std::nullopt;
      const double determinant = hessian(0, 0) * hessian(1, 1) - hessian(0, 1) * hessian(1, 0);
      if (!(std::abs(determinant) > 1e-10 * hessian.squaredNorm())) return std::nullopt;
      const PlanePoint step{
          (hessian(1, 1) * at.gradient[0] - hessian(0, 1) * at.gradient[1]) / determinant,
          (hessian(0, 0) * at.gradient[1] - hessian(1, 0) * at.gradient[0]) / determinant};
      c -= step;
      if (!((c - x).norm() <= radius)) return std::nullopt;
      const double moved = step.norm();
      if (moved > 1e-12 && moved < 0.5 * before) {
        before = moved;
        continue;
      }
      if (moved > 1e-9) return std::nullopt;  // no longer nearer, and not by rounding
      // Eigenvalues of opposite signs: F = 0 along sqrt(-l_2) e_1 +- sqrt(l_1) e_2.
      const double mean = 0.5 * hessian.trace(), half = std::sqrt(mean * mean - determinant);
      const double above = mean + half, below = mean - half;
      const double gap = std::sqrt(2.0 * std::abs(at.force) / std::max(above, -below));
      if (!(above > 0.0 && below < 0.0) || gap > kGap) return std::nullopt;
      PlanePoint e{hessian(0, 1), above - hessian(0, 0)};
      if (e.norm() < 1e-8 * half) e = {above - hessian(1, 1), hessian(0, 1)};
      e.normalize();
      const PlanePoint along = std::sqrt(-below) * e, aside = std::sqrt(above) * quarter_turn(e);
      return Crossing{c, {(along + aside).normalized(), (along - aside).normalized()}};
    }
    return std::nullopt;
  }

 private:
  static constexpr double kRounding = 1e-15;  ///< |F| over scale that is zero.
  static constexpr double kGap = 1e-6;        ///< Of two branches that count as crossing.

  /// By central differences, or false near the edge.
  bool find_hessian(const PlanePoint& x, Eigen::Matrix2d& hessian) {
    const double room = std::min(x.minCoeff(), 1.0 - x.maxCoeff());
    const double h = std::min(1e-4, 0.5 * room);
    if (!(h > 1e-7)) return false;
    for (int k = 0; k < 2; ++k) {
      const PlanePoint step = h * PlanePoint::Unit(k);
      const PlaneForce above = evaluate(x + step), below = evaluate(x - step);
      if (!above.ok || !below.ok) return false;
      hessian.col(k) = (above.gradient - below.gradient) / (2.0 * h);
    }
    hessian(0, 1) = hessian(1, 0) = 0.5 * (hessian(0, 1) + hessian(1, 0));
    return true;
  }

  static double between(double lower, double upper, double part) {
    return std::min(upper, std::max(lower, lower + part * (upper - lower)));
  }
  System& system_;
  ContinuationBox box_;
  ContinuationOptions options_;
  int evaluations_ = 0;
};

}  // namespace guyline::internal
