#pragma once

/// @file
/// Branches of equilibria over a parameter: what continuation.hpp takes and returns.
///
/// An equilibrium set is F(s, p) = 0 for a force F along the path s (path_state.hpp) and a parameter p,
/// for example a knob. Stable where F_s = -K < 0. Points where that can change:
///   fold          F = F_s = 0, F_p != 0: two equilibria meet and are gone beyond,
///   branch point  F = F_s = F_p = 0: two branches cross (pitchfork, transcritical).
/// An inflection F = F_s = F_ss = 0 with F_p != 0 is on the way from one fold to two; stability does
/// not change there and it is not marked, see fold_curve.hpp.

#include <array>
#include <guyline/core/error.hpp>
#include <optional>
#include <vector>

namespace guyline {

/// A force and its slopes at one place: what a system of continuation is asked for.
///
/// A system is a class with  ForceSlopes<N> evaluate(double path, const std::array<double, N>&
/// parameters),  F continuous, slopes exact. knob_system.hpp makes one of a model and its knobs.
template <int N>
struct ForceSlopes {
  double force = 0.0;                    ///< F; drives s up where > 0.
  double by_path = 0.0;                  ///< dF/ds = -K.
  std::array<double, N> by_parameter{};  ///< dF/dp.
  double scale = 1.0;                    ///< > 0. Size of the parts of F: |F| is judged against it.
  bool ok = false;                       ///< False where there is no force: constraints lost, NaN.
};

/// Part of the plane that is looked at. Both sides count as one unit of length.
struct ContinuationBox {
  double path_lower = 0.0;       ///< [rad]
  double path_upper = 0.0;       ///< [rad], > path_lower.
  double parameter_lower = 0.0;  ///< In the parameter's unit.
  double parameter_upper = 0.0;  ///< > parameter_lower.

  /// @throws InvalidArgument if a bound is not finite or a side is empty.
  void validate() const {
    require_finite("path_lower", path_lower, "rad");
    require_finite("path_upper", path_upper, "rad");
    require_finite("parameter_lower", parameter_lower, "");
    require_finite("parameter_upper", parameter_upper, "");
    require_positive("path_upper - path_lower", path_upper - path_lower, "rad");
    require_positive("parameter_upper - parameter_lower", parameter_upper - parameter_lower, "");
  }
};

/// Numbers of the search. Lengths are in sides of the box.
struct ContinuationOptions {
  int path_cells = 40;            ///< 1 to 10000. Of the grid that is scanned for branches.
  int parameter_cells = 24;       ///< 1 to 10000.
  double largest_step = 0.02;     ///< 1e-5 to 0.2. Along a branch.
  double smallest_step = 1e-7;    ///< 1e-9 to 1e-4. A branch that needs less is given up.
  double largest_turn = 0.2;      ///< 0.01 to 0.5 [rad], between neighbouring tangents.
  double tolerance = 1e-9;        ///< 1e-14 to 1. |F| over its scale, of every point.
  int max_evaluations = 1000000;  ///< >= 1, of F, in all.
  int max_branches = 200;         ///< >= 1. More of them, and F is not a smooth function.

  /// @throws InvalidArgument naming what is out of range.
  void validate() const {
    require_in_range("path_cells", path_cells, "", 1, 10000);
    require_in_range("parameter_cells", parameter_cells, "", 1, 10000);
    require_in_range("largest_step", largest_step, "", 1e-5, 0.2);
    require_in_range("smallest_step", smallest_step, "", 1e-9, 1e-4);
    require_in_range("largest_turn", largest_turn, "rad", 0.01, 0.5);
    require_in_range("tolerance", tolerance, "", 1e-14, 1.0);
    require_in_range("max_evaluations", max_evaluations, "", 1, 1e9);
    require_in_range("max_branches", max_branches, "", 1, 1e6);
  }
};

/// What a point of a branch is. Values are stable: they are part of the interface.
enum class PointKind { kRegular = 0, kFold = 1, kBranchPoint = 2 };

/// One point of a branch.
struct ContinuationPoint {
  double path = 0.0;       ///< s [rad].
  double parameter = 0.0;  ///< p.
  double stiffness = 0.0;  ///< K = -F_s [N m/rad]; 0 to rounding at special points.
  double residual = 0.0;   ///< |F| over its scale [1].
  PointKind kind = PointKind::kRegular;
  bool stable = false;  ///< K > 0; false at special points.
};

/// Why a branch goes no further. Values are stable.
enum class BranchEnd {
  kRange = 0,    ///< It leaves the box.
  kClosed = 1,   ///< It comes back to where it began: a loop.
  kNoForce = 2,  ///< The constraints cannot be met beyond, or a number is not finite.
  kStuck = 3,    ///< No step, however small, stays on it.
  kBudget = 4,   ///< The evaluations were used up.
};

/// One word, as in the enumerator without its k.
inline const char* to_string(BranchEnd end) {
  switch (end) {
    case BranchEnd::kRange:
      return "range";
    case BranchEnd::kClosed:
      return "closed";
    case BranchEnd::kNoForce:
      return "no_force";
    case BranchEnd::kStuck:
      return "stuck";
    case BranchEnd::kBudget:
      return "budget";
  }
  return "unknown";
}

/// A curve of equilibria. It goes straight on through branch points; folds are points within.
struct Branch {
  std::vector<ContinuationPoint> points;  ///< In order. A loop ends with its first point.
  BranchEnd at_front = BranchEnd::kStuck;
  BranchEnd at_back = BranchEnd::kStuck;
};

/// A fold or branch point.
struct SpecialPoint {
  PointKind kind = PointKind::kFold;
  double path = 0.0;       ///< s [rad]
  double parameter = 0.0;  ///< p
  /// The branch turns a corner: F_s jumps through 0, because a muscle became fully active. Located to
  /// 1e-6 of the box, where others are to 1e-8.
  bool corner = false;
  std::vector<int> branches;  ///< That pass through it.
};

/// Outcome of a continuation. Values are stable.
enum class ContinuationStatus {
  kComplete = 0,       ///< Every branch ends at the box, where the force does, or in itself.
  kNoEquilibrium = 1,  ///< Nothing found in the box.
  kStuck = 2,          ///< At least one branch was given up; see its ends.
  kBudget = 3,         ///< The evaluations were used up.
  kTooMany = 4,        ///< More branches than allowed.
};

/// One word, as in the enumerator without its k.
inline const char* to_string(ContinuationStatus status) {
  switch (status) {
    case ContinuationStatus::kComplete:
      return "complete";
    case ContinuationStatus::kNoEquilibrium:
      return "no_equilibrium";
    case ContinuationStatus::kStuck:
      return "stuck";
    case ContinuationStatus::kBudget:
      return "budget";
    case ContinuationStatus::kTooMany:
      return "too_many";
  }
  return "unknown";
}

/// What continue_equilibria() returns.
struct ContinuationResult {
  ContinuationStatus status = ContinuationStatus::kNoEquilibrium;
  ContinuationBox box;
  std::vector<Branch> branches;
  std::vector<SpecialPoint> folds;          ///< By branch, in order along it.
  std::vector<SpecialPoint> branch_points;  ///< In the order of their finding.
  int evaluations = 0;                      ///< Of F.
};

}  // namespace guyline
