#pragma once

/// @file
/// One branch of F(s, p) = 0 from one of its points, by pseudo-arclength steps.
///
/// In a box scaled to the unit square, x = (s, p), the tangent of the curve F = 0 is
///   t = sigma J grad F / |grad F|,   J a quarter turn,
/// and sigma stays on a smooth branch. A step of length h is predicted along t and corrected across it:
///   x = x_0 + h t,   then  F(x + w n) = 0  for w by Newton's method,  n normal to t.
/// It is taken if the branch turned little and bent as the cubic through both ends and tangents says;
/// else it is halved. sigma turns over where grad F passes through 0: there is a branch point, if its
/// gap sqrt(2 |F|/|Hessian|) is below 1e-6, or a near miss, and the step is halved. Its place solves
/// grad F = 0 and the tangents of both branches x^T Hess F x = 0, Hess F by central differences of the
/// exact gradient. A fold is closed in on along the chord of the step on which t_p changes sign.
/// Corners, where grad F jumps, are gone around on a small circle.
/// Not covered: which branches there are, continuation.hpp.

#include <algorithm>
#include <cmath>
#include <guyline/posture/scaled_system.hpp>
#include <limits>
#include <optional>
#include <vector>

namespace guyline::internal {

/// A point of a branch with its tangent.
struct BranchNode {
  PlanePoint x{0.0, 0.0};
  PlanePoint tangent{0.0, 0.0};
  PlaneForce at;
  PointKind kind = PointKind::kRegular;
  bool corner = false;
};

/// Steps on branches of a scaled system.
template <typename System>
class BranchTracer {
 public:
  BranchTracer(ScaledSystem<System>& system, const ContinuationOptions& options)
      : system_(system), options_(options) {}

  /// The branch through `start` from there on, on the side that start.tangent points to. Appends to
  /// `nodes`, not start itself; a loop ends with start.
  BranchEnd walk(const BranchNode& start, std::vector<BranchNode>& nodes,
                 std::vector<Crossing>& crossings) {
    BranchNode here = start;
    double step = 0.25 * options_.largest_step;
    double sigma = orientation(here.at.gradient, here.tangent);
    bool fresh = start.kind == PointKind::kBranchPoint;  // grad F = 0 there: no sigma yet
    while (true) {
      if (system_.exhausted()) return BranchEnd::kBudget;
      const double room = distance_to_edge(here.x, here.tangent);
      if (room < kOnEdge) return BranchEnd::kRange;
      Step tried = attempt(here, std::min(step, room), room <= step, fresh ? 0.0 : sigma);
      if (tried.outcome == Correction::kConverged && nodes.size() >= 2) close(start, here, tried);
      if (tried.outcome == Correction::kConverged && !mark(here, tried)) {
        tried.outcome = Correction::kFailed;
      }
      if (tried.outcome != Correction::kConverged) {
        if (step > std::max(kCorner, options_.smallest_step)) {
          step *= 0.5;
          continue;
        }
        if (!fresh && go_around(here, sigma, tried)) {
          (void)mark(here, tried);
        } else if (step > options_.smallest_step) {
          step *= 0.5;
          continue;
        } else if (distance_to_edge(here.x, here.tangent) < kNearEdge ||
                   (here.x.array() < kNearEdge).any() || (here.x.array() > 1 - kNearEdge).any()) {
          return BranchEnd::kRange;
        } else {
          return tried.outcome == Correction::kNoForce ? BranchEnd::kNoForce : BranchEnd::kStuck;
        }
      }
      if (tried.crossing) {
        crossings.push_back(*tried.crossing);
        sigma = -sigma;
      }
      if (fresh) sigma = orientation(tried.next.at.gradient, tried.next.tangent);
      fresh = false;
      for (const BranchNode& special : tried.special) nodes.push_back(special);
      nodes.push_back(tried.next);
      if (tried.closes) return BranchEnd::kClosed;
      if (tried.leaves) return BranchEnd::kRange;
      const double turned = here.tangent.dot(tried.next.tangent);
      here = tried.next;
      if (turned > std::cos(0.5 * options_.largest_turn)) {
        step = std::min(1.5 * step, options_.largest_step);
      }
    }
  }

  /// Whether x, a root, lies on the piece of branch from a to b.
  bool covers(const BranchNode& a, const BranchNode& b, const PlanePoint& x) {
    const PlanePoint chord = b.x - a.x;
    const double length = chord.norm();
    if (length < kSame) return (x - a.x).norm() < kSame;
    const double part = (x - a.x).dot(chord) / (length * length);
    if (part * length < -kSame || (part - 1.0) * length > kSame) return false;
    const PlanePoint along = chord / length;
    PlanePoint z = on_cubic(a, b, part);
    z += (x - z).dot(along) * along;  // the cubic's parameter is not the way along the chord
    const double gap = (z - x).norm();
    if (gap > 0.05 * length + kSame) return false;
    if (gap < 1e-9) return true;
    PlaneForce at;
    const Correction found = system_.correct(z, quarter_turn(along), at);
    if (found == Correction::kOutside) return gap < 2.0 * kBend * length;  // x is on the edge
    return found == Correction::kConverged && (z - x).norm() < kSame;
  }

  static PlanePoint on_cubic(const BranchNode& a, const BranchNode& b, double t) {
    const double length = (b.x - a.x).norm(), u = 1.0 - t;
    return u * u * (1 + 2 * t) * a.x + t * t * (3 - 2 * t) * b.x +
           length * t * u * (u * a.tangent - t * b.tangent);
  }
  static double orientation(const PlanePoint& gradient, const PlanePoint& tangent) {
    return quarter_turn(gradient).dot(tangent) < 0.0 ? -1.0 : 1.0;
  }

  static constexpr double kSame = 1e-6;  ///< Points closer than this are one.

 private:
  struct Step {
    BranchNode next;
    std::optional<Crossing> crossing;  ///< Among the special ones.
    std::vector<BranchNode> special;   ///< Between here and next, in order.
    Correction outcome = Correction::kFailed;
    bool leaves = false;  ///< next is on the edge of the box.
    bool closes = false;  ///< next is the start.
  };

  static constexpr double kOnEdge = 1e-10;
  static constexpr double kNearEdge = 1e-6;
  static constexpr double kCorner = 1e-6;  ///< Step at which a turn is taken for a corner.
  static constexpr double kFlat = 1e-9;    ///< Of t_p, at a point that happens to be a fold.

  static double distance_to_edge(const PlanePoint& x, const PlanePoint& t, int* axis = nullptr) {
    double nearest = std::numeric_limits<double>::infinity();
    for (int k = 0; k < 2; ++k) {
      if (t[k] == 0.0) continue;
      const double distance = std::max(0.0, ((t[k] > 0.0 ? 1.0 : 0.0) - x[k]) / t[k]);
      if (distance >= nearest) continue;
      nearest = distance;
      if (axis != nullptr) *axis = k;
    }
    return nearest;
  }

  /// @param sigma  0 for the first step from a branch point.
  Step attempt(const BranchNode& here, double step, bool to_edge, double sigma) {
    Step tried;
    BranchNode& next = tried.next;
    const PlanePoint across = quarter_turn(here.tangent);
    next.x = here.x + step * here.tangent;
    tried.outcome = to_edge ? Correction::kOutside : system_.correct(next.x, across, next.at);
    if (tried.outcome == Correction::kOutside) {
      const PlanePoint way = next.x - here.x;
      int axis = 0;
      const double room = distance_to_edge(here.x, way, &axis);
      if (!(room <= 1.0 + 1e-9)) return tried;
      next.x = here.x + room * way;
      next.x[axis] = way[axis] > 0.0 ? 1.0 : 0.0;
      tried.leaves = true;
      tried.outcome = system_.correct(
          next.x, PlanePoint(axis == 0 ? 0.0 : 1.0, axis == 0 ? 1.0 : 0.0), next.at);
      if (tried.outcome == Correction::kOutside) tried.outcome = Correction::kFailed;
    }
    if (tried.outcome != Correction::kConverged) return tried;
    tried.outcome = Correction::kFailed;
    const PlanePoint chord = next.x - here.x;
    const double length = chord.norm(), size = next.at.gradient.norm();
    if (!(length > 0.0 && size > 0.0)) return tried;
    if (!(std::abs(chord.dot(across)) <= 0.6 * options_.largest_turn * length)) return tried;
    const double sign = sigma == 0.0 ? orientation(next.at.gradient, here.tangent) : sigma;
    next.tangent = sign * quarter_turn(next.at.gradient) / size;
    const double turn = next.tangent.dot(here.tangent);
    if (!(std::abs(turn) >= std::cos(options_.largest_turn))) return tried;
    if (turn < 0.0) {
      next.tangent = -next.tangent;
      const double before = here.at.gradient.norm();
      tried.crossing = system_.find_crossing(here.x + chord * (before / (before + size)), length);
      if (!tried.crossing) return tried;
    }
    const PlanePoint middle = on_cubic(here, next, 0.5);
    const PlaneForce at = system_.evaluate_inside(middle);
    const double slope = at.gradient.dot(quarter_turn(chord / length));
    if (!at.ok) return tried;
    const bool bends = std::abs(at.force) > kBend * length * std::abs(slope);
    if (bends && std::abs(at.force) > 1e-13 * at.scale) return tried;
    tried.outcome = Correction::kConverged;
    return tried;
  }
  /// Off the cubic through both ends at half the way, over its length. A smooth turn of 0.2 rad leaves
  /// 6e-5; a jump to a branch that crosses at an angle a leaves a/8.
  static constexpr double kBend = 5e-4;

  /// Lets `tried` end at the start of the walk, if it gets there.
  void close(const BranchNode& start, const BranchNode& here, Step& tried) {
    if (start.tangent.dot(here.tangent) < 0.5) return;
    if (start.kind == PointKind::kBranchPoint) {
      if (!tried.crossing || (tried.crossing->x - start.x).norm() > kSame) return;
      tried.crossing.reset();
    } else {
      const PlanePoint chord = tried.next.x - here.x;
      const double part = (start.x - here.x).dot(chord) / chord.squaredNorm();
      if (!(part > 0.0 && part <= 1.0) || !covers(here, tried.next, start.x)) return;
      if (tried.crossing && (tried.crossing->x - here.x).dot(chord) > part * chord.squaredNorm()) {
        tried.crossing.reset();
      }
    }
    tried.next = start;
    tried.closes = true;
    tried.leaves = false;
  }

  /// Writes the special points between here and tried.next down. @return whether the step will do.
  bool mark(const BranchNode& here, Step& tried) {
    const BranchNode& next = tried.next;
    const double before = here.tangent[1], after = next.tangent[1];
    const bool turns =
        std::abs(before) > kFlat && std::abs(after) > kFlat && (before > 0.0) != (after > 0.0);
    if (tried.crossing) {
      const auto& tangents = tried.crossing->tangents;
      const PlanePoint chord = next.x - here.x;
      const bool first = std::abs(tangents[0].dot(chord)) > std::abs(tangents[1].dot(chord));
      BranchNode node;
      node.x = tried.crossing->x;
      node.kind = PointKind::kBranchPoint;
      node.at = system_.evaluate_inside(node.x);
      node.tangent = tangents[first ? 0 : 1];
      if (node.tangent.dot(chord) < 0.0) node.tangent = -node.tangent;
      tried.special.push_back(node);
      // In a pitchfork p turns back in the branch point itself; any other fold has to be told apart.
      return !turns || std::abs(node.tangent[1]) < 1e-3 || chord.norm() <= kCorner;
    }
    if (!turns) return !hides_folds(here, next) || (next.x - here.x).norm() <= kCorner;
    BranchNode fold;
    if (!find_fold(here, next, fold)) return false;
    tried.special.push_back(fold);
    return true;
  }

  /// Whether p along the cubic from a to b turns back and back again.
  static bool hides_folds(const BranchNode& a, const BranchNode& b) {
    const double rise = (b.x[1] - a.x[1]) / (b.x - a.x).norm();
    const double from = a.tangent[1], to = b.tangent[1];
    // p' = from + 2 (3 rise - 2 from - to) t + 3 (from + to - 2 rise) t^2
    const double c = 3 * rise - 2 * from - to, e = 3 * (from + to - 2 * rise);
    if (std::abs(from) <= kFlat || std::abs(to) <= kFlat || e == 0.0) return false;
    const double t = -c / e;
    if (!(t > 0.0 && t < 1.0)) return false;
    return (from + c * t > 0.0) != (from > 0.0);
  }

  /// The fold between a and b, where F_s has opposite signs: the Illinois variant of false position.
  bool find_fold(const BranchNode& a, const BranchNode& b, BranchNode& fold) {
    const PlanePoint chord = b.x - a.x;
    const PlanePoint across = quarter_turn(chord / chord.norm());
    double t_a = 0.0, t_b = 1.0, f_a = a.at.gradient[0], f_b = b.at.gradient[0];
    if ((f_a > 0.0) == (f_b > 0.0)) return false;
    const double size = std::max(std::abs(f_a), std::abs(f_b));
    fold = a;
    double f = f_a;
    int side = 0;
    for (int it = 0; it < 100 && (t_b - t_a) * chord.norm() > 1e-15; ++it) {
      double t = it < 60 ? (f_a * t_b - f_b * t_a) / (f_a - f_b) : 0.5 * (t_a + t_b);
      if (!(t > t_a && t < t_b)) t = 0.5 * (t_a + t_b);
      if (!(t > t_a && t < t_b)) break;
      fold.x = on_cubic(a, b, t);
      if (system_.correct(fold.x, across, fold.at) != Correction::kConverged) return false;
      f = fold.at.gradient[0];
      if (std::abs(f) <= 1e-14 * fold.at.scale) break;
      if ((f > 0.0) == (f_a > 0.0)) {
        t_a = t;
        f_a = f;
        if (side < 0) f_b *= 0.5;
        side = -1;
      } else {
        t_b = t;
        f_b = f;
        if (side > 0) f_a *= 0.5;
        side = 1;
      }
    }
    fold.kind = PointKind::kFold;
    fold.corner = std::abs(f) > 1e-3 * size;
    const double sign = a.tangent[0] > 0.0 ? 1.0 : -1.0;
    fold.tangent = {sign, 0.0};
    return true;
  }

  /// A branch that turns sharply: on a small circle around it F changes sign where it came in and
  /// where it goes on.
  bool go_around(const BranchNode& here, double sigma, Step& tried) {
    constexpr int kSamples = 64;
    constexpr double kTwoPi = 6.283185307179586;
    const double radius = 3.0 * kCorner;
    const auto on_circle = [&](double angle) {
      return PlanePoint(here.x - radius * (std::cos(angle) * here.tangent +
                                           std::sin(angle) * quarter_turn(here.tangent)));
    };
    double found = 0.0;
    int count = 0;
    PlaneForce before = system_.evaluate_inside(on_circle(0.5 * kTwoPi / kSamples));
    for (int k = 1; k < kSamples; ++k) {  // angle 0 is where it came from
      const double angle = (k + 0.5) * kTwoPi / kSamples;
      const PlaneForce at = system_.evaluate_inside(on_circle(angle));
      if (!at.ok || !before.ok) return false;
      if (k < kSamples - 1 && (at.force > 0.0) != (before.force > 0.0)) {
        ++count;
        double lower = angle - kTwoPi / kSamples, upper = angle;
        for (int i = 0; i < 45; ++i) {
          const double half = 0.5 * (lower + upper);
          const PlaneForce between = system_.evaluate_inside(on_circle(half));
          ((between.force > 0.0) == (at.force > 0.0) ? upper : lower) = half;
        }
        found = 0.5 * (lower + upper);
      }
      before = at;
    }
    if (count != 1) return false;
    tried = Step{};
    tried.next.x = on_circle(found);
    tried.next.at = system_.evaluate_inside(tried.next.x);
    const double size = tried.next.at.gradient.norm();
    if (!tried.next.at.ok || !(size > 0.0)) return false;
    tried.next.tangent = sigma * quarter_turn(tried.next.at.gradient) / size;
    tried.outcome = Correction::kConverged;
    return tried.next.tangent.dot(tried.next.x - here.x) > 0.0;
  }

  ScaledSystem<System>& system_;
  const ContinuationOptions& options_;
};

}  // namespace guyline::internal
