#pragma once

/// @file
/// One branch of resting postures over two parameters, and where it ends.
///
///   F(s, p_1, p_2) = 0,  K = -F_s > 0  from cell to neighbouring cell of a grid.
/// From a posture at rest to the nearest cell, from there outwards: each cell from a neighbour that is
/// known, on the straight way between them, t from 0 to 1, with the slope ds/dt = -F_t/F_s as
/// predictor and Newton's method as corrector. A step is taken if the correction is small, K > 0, and
/// the cubic through both ends meets F = 0 half way; else it is halved. What cannot be reached so from
/// any neighbour is beyond the edge of the branch: a fold, the range of the path, no force. Such a cell
/// may well have a resting posture; it is another branch's, and the way to it a jump.
/// Around a cusp one branch comes back to itself at another height: the map is then torn along a line,
/// and the pairs of cells across the tear are listed.
/// Not covered: all postures of a cell, equilibrium.hpp; all branches over one parameter,
/// continuation.hpp; the line of folds itself, fold_curve.hpp.

#include <algorithm>
#include <array>
#include <cmath>
#include <guyline/posture/branch.hpp>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace guyline {

/// What became of a cell. Values are stable: they are part of the interface.
enum class CellStatus {
  kFollowed = 0,   ///< On the branch.
  kFold = 1,       ///< The branch ends in a fold, or loses stability, on the way here.
  kRange = 2,      ///< It leaves the range of the path on the way here.
  kNoForce = 3,    ///< Constraints lost, a knob out of its range, or not a finite number.
  kNotReached = 4  ///< No neighbour was on the branch either.
};

/// One word, as in the enumerator without its k.
inline const char* to_string(CellStatus status) {
  switch (status) {
    case CellStatus::kFollowed:
      return "followed";
    case CellStatus::kFold:
      return "fold";
    case CellStatus::kRange:
      return "range";
    case CellStatus::kNoForce:
      return "no_force";
    case CellStatus::kNotReached:
      return "not_reached";
  }
  return "unknown";
}

/// The grid, and where the branch is known.
struct FollowMapGrid {
  std::vector<double> first;    ///< Values of p_1, ascending.
  std::vector<double> second;   ///< Values of p_2, ascending.
  double path_lower = 0.0;      ///< [rad], range of s.
  double path_upper = 0.0;      ///< [rad]
  double start_path = 0.0;      ///< [rad]. Newton's method starts here, at
  double start_first = 0.0;     ///< this p_1
  double start_second = 0.0;    ///< and p_2. Need not be on the grid.
  double largest_step = 0.02;   ///< [rad], 1e-4 to 0.5, in s.
  double smallest_step = 1e-9;  ///< 1e-12 to 0.1. Part of the way between two cells.

  /// @throws InvalidArgument naming what is not finite, not ascending, or out of range.
  void validate() const {
    const auto ascending = [](const char* name, const std::vector<double>& values) {
      if (values.empty()) throw InvalidArgument(std::string(name) + " needs at least one value");
      for (std::size_t i = 0; i < values.size(); ++i) {
        require_finite(name, values[i], "");
        if (i > 0 && !(values[i] > values[i - 1])) {
          throw InvalidArgument(std::string(name) + " must ascend, got " +
                                internal::number(values[i - 1]) + " before " +
                                internal::number(values[i]));
        }
      }
    };
    ascending("first", first);
    ascending("second", second);
    require_finite("path_lower", path_lower, "rad");
    require_finite("path_upper", path_upper, "rad");
    require_positive("path_upper - path_lower", path_upper - path_lower, "rad");
    require_in_range("start_path", start_path, "rad", path_lower, path_upper);
    require_finite("start_first", start_first, "");
    require_finite("start_second", start_second, "");
    require_in_range("largest_step", largest_step, "rad", 1e-4, 0.5);
    require_in_range("smallest_step", smallest_step, "", 1e-12, 0.1);
  }
};

/// What follow_map() returns. Cell (i, j) is entry i * num_second + j.
struct FollowMapResult {
  std::vector<CellStatus> status;
  std::vector<double> path;               ///< s [rad]; NaN unless followed.
  std::vector<double> stiffness;          ///< K [N m/rad]; NaN unless followed.
  std::vector<std::array<int, 2>> tears;  ///< Neighbours, both followed, not on one sheet.
  bool started = false;                   ///< Whether there is a stable posture at the start.
  int evaluations = 0;                    ///< Of F.
};

namespace internal {

/// The walk behind follow_map().
template <typename System>
class MapWalk {
 public:
  MapWalk(System& system, const FollowMapGrid& grid) : system_(system), grid_(grid) {}

  FollowMapResult run() {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    result_.status.assign(rows() * columns(), CellStatus::kNotReached);
    result_.path.assign(rows() * columns(), nan);
    result_.stiffness.assign(rows() * columns(), nan);
    Place start{grid_.start_path, {grid_.start_first, grid_.start_second}, {}};
    if (newton(start, grid_.path_upper - grid_.path_lower) == CellStatus::kFollowed &&
        start.at.by_path < 0.0) {
      result_.started = true;
      spread(start);
      find_tears();
    }
    return std::move(result_);
  }

 private:
  using Parameters = std::array<double, 2>;
  struct Place {
    double s = 0.0;
    Parameters p{};
    ForceSlopes<2> at;
  };

  std::size_t rows() const { return grid_.first.size(); }
  std::size_t columns() const { return grid_.second.size(); }
  Parameters parameters(std::size_t cell) const {
    return {grid_.first[cell / columns()], grid_.second[cell % columns()]};
  }
  static std::size_t nearest(const std::vector<double>& values, double x) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < values.size(); ++i) {
      if (std::abs(values[i] - x) < std::abs(values[best] - x)) best = i;
    }
    return best;
  }

  bool evaluate(Place& place) {
    ++result_.evaluations;
    place.at = system_.evaluate(place.s, place.p);
    return place.at.ok && std::isfinite(place.at.force) && std::isfinite(place.at.by_path);
  }

  /// To the root near place.s, by steps no longer than `largest`.
  CellStatus newton(Place& place, double largest) {
    for (int it = 0; it < 20; ++it) {
      if (!evaluate(place)) return CellStatus::kNoForce;
      const double step = -place.at.force / place.at.by_path;
      if (place.at.force == 0.0) return CellStatus::kFollowed;
      if (!(std::abs(step) <= largest)) return CellStatus::kFold;
      place.s += step;
      if (!(place.s >= grid_.path_lower && place.s <= grid_.path_upper)) return CellStatus::kRange;
      if (std::abs(step) < 1e-12) return CellStatus::kFollowed;
    }
    return CellStatus::kFold;
  }

  /// ds/dt on the way by `way`.
  static double slope(const ForceSlopes<2>& at, const Parameters& way) {
    return -(at.by_parameter[0] * way[0] + at.by_parameter[1] * way[1]) / at.by_path;
  }

  /// From one place at rest to other parameters.
  CellStatus follow(const Place& from, const Parameters& to, Place& arrived) {
    const Parameters way{to[0] - from.p[0], to[1] - from.p[1]};
    Place here = from;
    double t = 0.0, h = 1.0;
    CellStatus reason = CellStatus::kFold;
    while (t < 1.0) {
      if (h < grid_.smallest_step) return reason;
      const bool last = t + h >= 1.0 - 1e-12;
      const double part = last ? 1.0 - t : h;
      const double moves = slope(here.at, way) * part;
      Place next = here;
      next.s = here.s + moves;
      for (std::size_t k = 0; k < 2; ++k) {
        next.p[k] = last ? to[k] : from.p[k] + (t + part) * way[k];
      }
      if (!(std::abs(moves) <= grid_.largest_step)) {
        h *= 0.5;
        continue;
      }
      const double predicted = next.s;
      reason = predicted < grid_.path_lower || predicted > grid_.path_upper
                   ? CellStatus::kRange
                   : newton(next, grid_.largest_step);
      if (reason == CellStatus::kFollowed) {
        reason = CellStatus::kFold;
        if (next.at.by_path < 0.0 && std::abs(next.s - predicted) <= 0.1 * grid_.largest_step &&
            meets_half_way(here, next, way, part)) {
          here = next;
          t = last ? 1.0 : t + part;
          h = std::min(1.0, 2.0 * part);
          continue;
        }
      }
      h = 0.5 * part;
    }
    arrived = here;
    return CellStatus::kFollowed;
  }

  bool meets_half_way(const Place& a, const Place& b, const Parameters& way, double part) {
    const double d_a = slope(a.at, way) * part, d_b = slope(b.at, way) * part;
    Place middle = a;
    middle.s = 0.5 * (a.s + b.s) + 0.125 * (d_a - d_b);
    for (std::size_t k = 0; k < 2; ++k) middle.p[k] = 0.5 * (a.p[k] + b.p[k]);
    if (!evaluate(middle) || !(middle.at.by_path < 0.0)) return false;
    const double gap = std::abs(middle.at.force / middle.at.by_path);
    return gap <= 0.02 * (std::abs(d_a) + std::abs(d_b)) + 1e-10;
  }

  void spread(const Place& start) {
    std::vector<std::size_t> queue;
    places_.resize(rows() * columns());
    const std::size_t first =
        nearest(grid_.first, start.p[0]) * columns() + nearest(grid_.second, start.p[1]);
    reach(start, first, queue);
    for (std::size_t k = 0; k < queue.size(); ++k) {
      const Place from = places_[queue[k]];
      for (const std::size_t cell : neighbours(queue[k])) reach(from, cell, queue);
    }
  }
  void reach(const Place& from, std::size_t cell, std::vector<std::size_t>& queue) {
    if (result_.status[cell] == CellStatus::kFollowed) return;
    Place& place = places_[cell];
    result_.status[cell] = follow(from, parameters(cell), place);
    if (result_.status[cell] != CellStatus::kFollowed) return;
    result_.path[cell] = place.s;
    result_.stiffness[cell] = -place.at.by_path;
    queue.push_back(cell);
  }
  std::vector<std::size_t> neighbours(std::size_t cell) const {
    std::vector<std::size_t> found;
    const std::size_t i = cell / columns(), j = cell % columns();
    if (i > 0) found.push_back(cell - columns());
    if (i + 1 < rows()) found.push_back(cell + columns());
    if (j > 0) found.push_back(cell - 1);
    if (j + 1 < columns()) found.push_back(cell + 1);
    return found;
  }

  void find_tears() {
    for (std::size_t cell = 0; cell < places_.size(); ++cell) {
      if (result_.status[cell] != CellStatus::kFollowed) continue;
      for (const std::size_t other : neighbours(cell)) {
        if (other < cell || result_.status[other] != CellStatus::kFollowed) continue;
        Place arrived;
        if (follow(places_[cell], parameters(other), arrived) != CellStatus::kFollowed ||
            std::abs(arrived.s - places_[other].s) > 1e-8) {
          result_.tears.push_back({static_cast<int>(cell), static_cast<int>(other)});
        }
      }
    }
  }

  System& system_;
  const FollowMapGrid& grid_;
  FollowMapResult result_;
  std::vector<Place> places_;
};

}  // namespace internal

/// The branch through the resting posture at the start, over the grid.
///
/// @param system  As ForceSlopes<2> says, for example knob_system() of two knobs.
/// @throws InvalidArgument if the grid makes no sense. All else is a status.
/// @note Some ten evaluations per cell; a cell beyond a fold takes some hundred.
template <typename System>
FollowMapResult follow_map(System& system, const FollowMapGrid& grid) {
  grid.validate();
  return internal::MapWalk<System>(system, grid).run();
}

}  // namespace guyline
