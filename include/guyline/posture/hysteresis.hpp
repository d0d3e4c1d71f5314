#pragma once

/// @file
/// What a resting body does while a parameter goes slowly up and comes down again.
///
/// It stays on its stable branch as long as that goes on. At a fold the branch turns back; beyond it
/// the force has one sign and drives the body on, the way the branch was moving, to the first stable
/// equilibrium there: a jump. On the way back it may jump elsewhere: hysteresis. At a branch point it
/// goes on along a stable branch that begins there, of two the forward one (greater s); without one
/// it jumps to the nearest stable equilibrium.
/// Begins at rest: the first stable equilibrium downhill from a reference posture. The way down begins
/// where the way up ended or, if it broke off, at rest again.
/// Not covered: the time it takes, overshoot, noise that leaves a branch before its fold.

#include <algorithm>
#include <array>
#include <cmath>
#include <guyline/posture/branch.hpp>
#include <optional>
#include <vector>

namespace guyline {

/// One jump of a resting posture.
struct Jump {
  double parameter = 0.0;         ///< p at which the branch ends.
  double path_from = 0.0;         ///< s there [rad].
  std::optional<double> path_to;  ///< s where it comes to rest [rad]; absent: nowhere in the box.
};

/// How a passage ended. Values are stable.
enum class PassageStatus {
  kComplete = 0,  ///< At the other end of the parameter's range.
  kFell = 1,      ///< A jump that nothing stops within the box.
  kNoStart = 2,   ///< No stable equilibrium downhill from the reference at the first end.
  kBroken = 3,    ///< The branch leaves the range of the path or breaks off; see its ends.
};

/// One word, as in the enumerator without its k.
inline const char* to_string(PassageStatus status) {
  switch (status) {
    case PassageStatus::kComplete:
      return "complete";
    case PassageStatus::kFell:
      return "fell";
    case PassageStatus::kNoStart:
      return "no_start";
    case PassageStatus::kBroken:
      return "broken";
  }
  return "unknown";
}

/// One way over the range of the parameter.
struct Passage {
  PassageStatus status = PassageStatus::kNoStart;
  std::vector<double> parameter;  ///< p of the postures passed, in order; twice the same at a jump.
  std::vector<double> path;       ///< s of them [rad].
  std::vector<Jump> jumps;
};

/// What hysteresis() returns.
struct HysteresisResult {
  Passage up, down;
};

namespace internal {

/// The passages behind hysteresis().
template <typename System>
class SweepWalk {
 public:
  SweepWalk(System& system, const ContinuationResult& result) : system_(system), box_(result.box) {
    for (const Branch& branch : result.branches) add_sheets(branch);
  }

  HysteresisResult run(double reference) {
    HysteresisResult result;
    std::optional<std::size_t> last;
    result.up = passage(1.0, resting(box_.parameter_lower, reference), last);
    if (result.up.status != PassageStatus::kComplete) {
      last = resting(box_.parameter_upper, reference);
    }
    std::optional<std::size_t> end;
    result.down = passage(-1.0, last, end);
    return result;
  }

 private:
  /// A stretch of branch that is stable throughout, or unstable throughout, by ascending parameter.
  struct Sheet {
    std::vector<ContinuationPoint> points;  ///< With the special points that bound it.
    bool stable = false;
  };

  static constexpr double kSame = 1e-6;  ///< Of the box.

  double width() const { return box_.parameter_upper - box_.parameter_lower; }
  bool same(const ContinuationPoint& a, const ContinuationPoint& b) const {
    return std::abs(a.parameter - b.parameter) < kSame * width() &&
           std::abs(a.path - b.path) < kSame * (box_.path_upper - box_.path_lower);
  }

  void add_sheets(const Branch& branch) {
    std::vector<ContinuationPoint> points = branch.points;
    const auto special = [](const ContinuationPoint& p) { return p.kind != PointKind::kRegular; };
    if (branch.at_back == BranchEnd::kClosed) {  // begin a loop where its stability changes
      points.pop_back();
      std::rotate(points.begin(), std::find_if(points.begin(), points.end(), special),
                  points.end());
      points.push_back(points.front());
    }
    Sheet sheet;
    for (const ContinuationPoint& point : points) {
      sheet.points.push_back(point);
      if (!special(point)) {
        sheet.stable = point.stable;
        continue;
      }
      finish(sheet);
      sheet.points = {point};
    }
    finish(sheet);
  }
  void finish(Sheet& sheet) {
    if (sheet.points.size() < 2) return;
    if (sheet.points.front().parameter > sheet.points.back().parameter) {
      std::reverse(sheet.points.begin(), sheet.points.end());
    }
    sheets_.push_back(sheet);
  }

  /// s of a sheet at p, if it is there.
  std::optional<double> path_at(const Sheet& sheet, double p) {
    const auto& points = sheet.points;
    const double slack = kSame * width();
    if (p < points.front().parameter - slack || p > points.back().parameter + slack) {
      return std::nullopt;
    }
    std::size_t i = 1;
    while (i + 1 < points.size() && points[i].parameter < p) ++i;
    const ContinuationPoint &a = points[i - 1], &b = points[i];
    const double rise = b.parameter - a.parameter;
    const double t = rise > 0.0 ? std::min(1.0, std::max(0.0, (p - a.parameter) / rise)) : 0.0;
    const double start = a.path + t * (b.path - a.path);
    // Newton's method as long as it gets nearer; the chord is good to the square of a step.
    double s = start, best = std::abs(b.path - a.path) + slack;
    for (int it = 0; it < 20; ++it) {
      const ForceSlopes<1> at = system_.evaluate(s, {p});
      const double step = -at.force / at.by_path;
      if (!at.ok || !(std::abs(step) < best) || std::abs(s + step - start) > best) break;
      s += step;
      if (std::abs(step) < 1e-13) break;
    }
    return s;
  }

  /// The first stable sheet downhill from `from` at p. On either side of a sheet that is stable the
  /// force drives towards it, on either side of an unstable one away.
  std::optional<std::size_t> resting(double p, double from) {
    std::array<std::optional<std::size_t>, 2> next;  // below, above
    std::array<double, 2> distance{};
    for (std::size_t i = 0; i < sheets_.size(); ++i) {
      const auto s = path_at(sheets_[i], p);
      if (!s) continue;
      const std::size_t side = *s > from ? 1 : 0;
      if (next[side] && std::abs(*s - from) >= distance[side]) continue;
      next[side] = i;
      distance[side] = std::abs(*s - from);
    }
    if (next[1] && sheets_[*next[1]].stable) return next[1];
    if (next[0] && sheets_[*next[0]].stable) return next[0];
    return std::nullopt;
  }

  /// @param last  Set to the sheet at the end of a passage that is complete.
  Passage passage(double direction, std::optional<std::size_t> current,
                  std::optional<std::size_t>& last) {
    Passage result;
    double p = direction > 0.0 ? box_.parameter_lower : box_.parameter_upper;
    const double end = direction > 0.0 ? box_.parameter_upper : box_.parameter_lower;
    if (!current) return result;
    add(result, p, *path_at(sheets_[*current], p));
    while (true) {
      const auto& points = sheets_[*current].points;
      const std::size_t size = points.size();
      for (std::size_t k = 0; k < size; ++k) {
        const ContinuationPoint& point = points[direction > 0.0 ? k : size - 1 - k];
        if (direction * (point.parameter - p) > 0.0) add(result, point.parameter, point.path);
      }
      const ContinuationPoint& edge = direction > 0.0 ? points.back() : points.front();
      const ContinuationPoint& before = direction > 0.0 ? points[size - 2] : points[1];
      p = edge.parameter;
      if (std::abs(p - end) < kSame * width()) {
        result.status = PassageStatus::kComplete;
        last = current;
        return result;
      }
      if (edge.kind == PointKind::kRegular) {
        result.status = PassageStatus::kBroken;
        return result;
      }
      double way = edge.path > before.path ? 1.0 : -1.0;
      if (edge.kind == PointKind::kBranchPoint) {
        if (const auto next = goes_on(edge, direction)) {
          current = next;
          continue;
        }
        way = 0.0;
      }
      const auto next = landing(edge, way, direction);
      result.jumps.push_back({p, edge.path, std::nullopt});
      if (!next) {
        result.status = PassageStatus::kFell;
        return result;
      }
      result.jumps.back().path_to = path_at(sheets_[*next], p);
      add(result, p, *result.jumps.back().path_to);
      current = next;
    }
  }
  static void add(Passage& passage, double p, double s) {
    passage.parameter.push_back(p);
    passage.path.push_back(s);
  }

  /// The stable sheet that begins in a branch point, the forward one of two.
  std::optional<std::size_t> goes_on(const ContinuationPoint& from, double direction) const {
    std::optional<std::size_t> best;
    double highest = 0.0;
    for (std::size_t i = 0; i < sheets_.size(); ++i) {
      const auto& points = sheets_[i].points;
      const std::size_t size = points.size();
      if (!sheets_[i].stable || !same(direction > 0.0 ? points.front() : points.back(), from)) {
        continue;
      }
      const double s = direction > 0.0 ? points[1].path : points[size - 2].path;
      if (best && s <= highest) continue;
      best = i;
      highest = s;
    }
    return best;
  }

  /// The nearest stable sheet at the same parameter that goes on, on one side or (0) on either.
  std::optional<std::size_t> landing(const ContinuationPoint& from, double way, double direction) {
    std::optional<std::size_t> best;
    double nearest = 0.0;
    for (std::size_t i = 0; i < sheets_.size(); ++i) {
      const auto& points = sheets_[i].points;
      const double far = direction > 0.0 ? points.back().parameter : -points.front().parameter;
      if (!sheets_[i].stable || far - direction * from.parameter < kSame * width()) continue;
      const auto s = path_at(sheets_[i], from.parameter);
      if (!s) continue;
      const double distance = *s - from.path;
      if (std::abs(distance) < kSame * (box_.path_upper - box_.path_lower) ||
          way * distance < 0.0) {
        continue;
      }
      const bool nearer = std::abs(distance) < nearest - 1e-9 ||
                          (std::abs(distance) < nearest + 1e-9 && distance > 0.0);
      if (best && !nearer) continue;
      best = i;
      nearest = std::abs(distance);
    }
    return best;
  }

  System& system_;
  ContinuationBox box_;
  std::vector<Sheet> sheets_;
};

}  // namespace internal

/// The resting posture over the range of the parameter, up and down, with its jumps.
///
/// @param system     The one that was continued.
/// @param branches   All branches, from continue_equilibria().
/// @param reference  s from which "downhill" begins [rad].
/// @throws InvalidArgument if the reference is not finite or outside the box.
/// @note A few evaluations per jump.
template <typename System>
HysteresisResult hysteresis(System& system, const ContinuationResult& branches,
                            double reference = 0.0) {
  require_in_range("reference", reference, "rad", branches.box.path_lower, branches.box.path_upper);
  return internal::SweepWalk<System>(system, branches).run(reference);
}

}  // namespace guyline
