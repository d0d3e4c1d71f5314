#pragma once

/// @file
/// All branches of equilibria in a box of path and parameter: pseudo-arclength continuation.
///
///   F(s, p) = 0,   s_lower <= s <= s_upper,   p_lower <= p <= p_upper
///
/// Seeds: F is sampled on a grid of path_cells x parameter_cells; along every line of the grid, both
/// ways, a change of sign is closed in on, and between two samples whose tangents meet beyond zero it
/// is looked for a pair. A seed that is not on a branch yet starts one (branch_tracer.hpp), which is
/// followed both ways to the edge of the box, to where there is no force, or back to itself. At every
/// branch point the other branch is followed too.
/// So a loop or branch that crosses a line of the grid is found; a loop that fits within one cell may
/// be missed, and a finer grid finds it. Stability changes at folds and branch points only.
/// Places: folds and branch points to 1e-8 in s and p where F is smooth; two branches that pass each
/// other within 1e-6 of the box are taken to cross.
/// Not covered: more than one parameter, fold_curve.hpp and follow_map.hpp; what a body does while
/// the parameter moves, hysteresis.hpp. knob_system.hpp makes a model into a system.
/// Theory: (G13) and (G14) in docs/theory.md.

#include <algorithm>
#include <cmath>
#include <guyline/posture/branch.hpp>
#include <guyline/posture/branch_tracer.hpp>
#include <utility>
#include <vector>

namespace guyline {

namespace internal {

/// The search behind continue_equilibria().
template <typename System>
class Continuation {
 public:
  Continuation(System& system, const ContinuationBox& box, const ContinuationOptions& options)
      : options_(options), system_(system, box, options), tracer_(system_, options) {
    result_.box = box;
  }

  ContinuationResult run() {
    find_seeds();
    for (const PlanePoint& seed : seeds_) {
      if (covered(seed)) continue;
      if (!start_at(seed)) break;
      if (!follow_crossings()) break;
    }
    finish();
    return std::move(result_);
  }

 private:
  struct Sample {
    PlanePoint x{0.0, 0.0};
    PlaneForce at;
  };

  Sample sample(const PlanePoint& x) { return {x, system_.evaluate(x)}; }

  void find_seeds() {
    const int rows = options_.path_cells, columns = options_.parameter_cells;
    std::vector<Sample> line;
    for (int j = 0; j <= columns && !system_.exhausted(); ++j) {
      for (int i = 0; i <= rows; ++i) {
        const Sample here = sample({double(i) / rows, double(j) / columns});
        if (here.at.ok && here.at.force == 0.0) seeds_.push_back(here.x);
        const auto at = static_cast<std::size_t>(i);
        if (i > 0) search(line[at - 1], here, 0, 0);
        if (j > 0) search(line[at], here, 1, 0);
        if (j == 0) line.emplace_back();
        line[at] = here;
      }
    }
  }

  /// Roots strictly between two samples along one axis.
  void search(const Sample& a, const Sample& b, int axis, int depth) {
    if (!a.at.ok || !b.at.ok || a.at.force == 0.0 || b.at.force == 0.0) return;
    if ((a.at.force > 0.0) != (b.at.force > 0.0)) {
      close_in(a, b, axis);
      return;
    }
    constexpr int kDeepest = 6;
    const double side = a.at.force > 0.0 ? 1.0 : -1.0;
    const double width = b.x[axis] - a.x[axis];
    const double d_a = side * a.at.gradient[axis] * width, d_b = side * b.at.gradient[axis] * width;
    const double f_a = side * a.at.force, f_b = side * b.at.force;
    if (depth == kDeepest || !(d_a < 0.0 && d_b > 0.0)) return;
    const double t = (f_b - d_b - f_a) / (d_a - d_b);  // where the tangents meet
    if (f_a + d_a * t > 0.0) return;
    const Sample middle = sample(0.5 * (a.x + b.x));
    if (middle.at.ok && middle.at.force == 0.0) seeds_.push_back(middle.x);
    search(a, middle, axis, depth + 1);
    search(middle, b, axis, depth + 1);
  }

  /// Newton's method inside the bracket, halving where it leaves it or is slow.
  void close_in(const Sample& a, const Sample& b, int axis) {
    double lower = a.x[axis], upper = b.x[axis];
    Sample here = std::abs(a.at.force) < std::abs(b.at.force) ? a : b;
    bool halve = false;
    for (int it = 0; it < 100; ++it) {
      double next = here.x[axis] - here.at.force / here.at.gradient[axis];
      if (halve || !(next > lower && next < upper)) next = 0.5 * (lower + upper);
      if (!(next > lower && next < upper)) break;
      const double before = std::abs(here.at.force), moved = std::abs(next - here.x[axis]);
      here.x[axis] = next;
      here.at = system_.evaluate(here.x);
      if (!here.at.ok) return;
      if (here.at.force == 0.0) break;
      ((here.at.force > 0.0) == (a.at.force > 0.0) ? lower : upper) = next;
      halve = !halve && std::abs(here.at.force) > 0.5 * before;
      if (moved < 1e-13 || upper - lower < 1e-14) break;
    }
    if (std::abs(here.at.force) <= options_.tolerance * here.at.scale) seeds_.push_back(here.x);
  }

  bool covered(const PlanePoint& x) {
    for (const auto& nodes : curves_) {
      for (std::size_t i = 0; i + 1 < nodes.size(); ++i) {
        if (tracer_.covers(nodes[i], nodes[i + 1], x)) return true;
      }
    }
    return false;
  }

  /// @return whether to go on.
  bool start_at(const PlanePoint& seed) {
    BranchNode start;
    start.x = seed;
    start.at = system_.evaluate(seed);
    const double size = start.at.gradient.norm();
    if (size <= 1e-5 * start.at.scale) {  // in a branch point, or where two branches touch
      if (const auto crossing = system_.find_crossing(seed, 1e-3)) {
        add_crossing(*crossing);
        return true;
      }
      if (size == 0.0) return true;
    }
    start.tangent = quarter_turn(start.at.gradient) / size;
    return trace(start);
  }

  /// Both ways from a point with its tangent.
  bool trace(const BranchNode& start) {
    if (static_cast<int>(curves_.size()) == options_.max_branches) {
      result_.status = ContinuationStatus::kTooMany;
      return false;
    }
    std::vector<BranchNode> ahead, behind;
    std::vector<Crossing> crossings;
    Branch branch;
    branch.at_back = tracer_.walk(start, ahead, crossings);
    if (branch.at_back == BranchEnd::kClosed) {
      branch.at_front = BranchEnd::kClosed;
    } else {
      BranchNode other = start;
      other.tangent = -start.tangent;
      branch.at_front = tracer_.walk(other, behind, crossings);
    }
    std::vector<BranchNode> nodes;
    nodes.reserve(ahead.size() + behind.size() + 1);
    for (auto node = behind.rbegin(); node != behind.rend(); ++node) {
      node->tangent = -node->tangent;
      nodes.push_back(*node);
    }
    nodes.push_back(start);
    nodes.insert(nodes.end(), ahead.begin(), ahead.end());
    for (std::size_t i = 0; i < nodes.size(); ++i) mark_fold_in_node(nodes, i);
    result_.branches.push_back(branch);
    curves_.push_back(std::move(nodes));
    for (const Crossing& crossing : crossings) add_crossing(crossing);
    return !system_.exhausted();
  }

  /// A node that happens to lie in a fold: t_p = 0 there, of opposite signs on either side.
  static void mark_fold_in_node(std::vector<BranchNode>& nodes, std::size_t i) {
    const std::size_t last = nodes.size() - 1;
    const bool loop = (nodes[0].x - nodes[last].x).norm() == 0.0 && last > 0;
    if (nodes[i].kind != PointKind::kRegular || std::abs(nodes[i].tangent[1]) > 1e-9) return;
    if ((i == 0 || i == last) && !loop) return;
    const double before = nodes[i == 0 ? last - 1 : i - 1].tangent[1];
    const double after = nodes[i == last ? 1 : i + 1].tangent[1];
    if ((before > 0.0) != (after > 0.0)) nodes[i].kind = PointKind::kFold;
  }

  void add_crossing(const Crossing& crossing) {
    for (const Crossing& known : crossings_) {
      if ((known.x - crossing.x).norm() < BranchTracer<System>::kSame) return;
    }
    crossings_.push_back(crossing);
  }

  /// The branches through all branch points that are known by now.
  bool follow_crossings() {
    for (; next_crossing_ < crossings_.size(); ++next_crossing_) {
      const Crossing crossing = crossings_[next_crossing_];  // a copy: the list grows meanwhile
      for (const PlanePoint& tangent : crossing.tangents) {
        BranchNode start;
        start.x = crossing.x;
        start.at = system_.evaluate(start.x);
        start.kind = PointKind::kBranchPoint;
        start.tangent = tangent;
        if (!followed(start) && !trace(start)) return false;
      }
    }
    return true;
  }

  /// Whether a branch passes through this branch point in this direction.
  bool followed(const BranchNode& start) const {
    for (const auto& nodes : curves_) {
      for (const BranchNode& node : nodes) {
        if (node.kind == PointKind::kBranchPoint &&
            (node.x - start.x).norm() < BranchTracer<System>::kSame &&
            std::abs(quarter_turn(node.tangent).dot(start.tangent)) < 1e-3) {
          return true;
        }
      }
    }
    return false;
  }

  SpecialPoint special_point(PointKind kind, const PlanePoint& x) const {
    SpecialPoint point;
    point.kind = kind;
    point.path = system_.path(x);
    point.parameter = system_.parameter(x);
    return point;
  }

  void finish() {
    for (const Crossing& crossing : crossings_) {
      result_.branch_points.push_back(special_point(PointKind::kBranchPoint, crossing.x));
    }
    bool stuck = false;
    for (std::size_t b = 0; b < curves_.size(); ++b) {
      Branch& branch = result_.branches[b];
      stuck = stuck || branch.at_front == BranchEnd::kStuck || branch.at_back == BranchEnd::kStuck;
      const std::size_t size = curves_[b].size();
      for (std::size_t i = 0; i < size; ++i) {
        const BranchNode& node = curves_[b][i];
        ContinuationPoint point;
        point.path = system_.path(node.x);
        point.parameter = system_.parameter(node.x);
        point.stiffness = -node.at.gradient[0] / (result_.box.path_upper - result_.box.path_lower);
        point.residual = std::abs(node.at.force) / node.at.scale;
        point.kind = node.kind;
        point.stable = node.kind == PointKind::kRegular && point.stiffness > 0.0;
        branch.points.push_back(point);
        const bool again = i + 1 == size && branch.at_back == BranchEnd::kClosed;
        if (node.kind == PointKind::kFold && !again) {
          SpecialPoint fold = special_point(PointKind::kFold, node.x);
          fold.corner = node.corner;
          fold.branches = {static_cast<int>(b)};
          result_.folds.push_back(fold);
        }
        if (node.kind != PointKind::kBranchPoint || again) continue;
        for (std::size_t c = 0; c < crossings_.size(); ++c) {
          if ((crossings_[c].x - node.x).norm() < BranchTracer<System>::kSame) {
            auto& through = result_.branch_points[c].branches;
            if (through.empty() || through.back() != static_cast<int>(b)) {
              through.push_back(static_cast<int>(b));
            }
          }
        }
      }
    }
    result_.evaluations = system_.evaluations();
    if (system_.exhausted()) {
      result_.status = ContinuationStatus::kBudget;
    } else if (result_.status != ContinuationStatus::kTooMany) {
      result_.status = stuck                      ? ContinuationStatus::kStuck
                       : result_.branches.empty() ? ContinuationStatus::kNoEquilibrium
                                                  : ContinuationStatus::kComplete;
    }
  }

  ContinuationOptions options_;
  ScaledSystem<System> system_;
  BranchTracer<System> tracer_;
  ContinuationResult result_;
  std::vector<PlanePoint> seeds_;
  std::vector<std::vector<BranchNode>> curves_;
  std::vector<Crossing> crossings_;
  std::size_t next_crossing_ = 0;
};

}  // namespace internal

/// All branches of equilibria of `system` in `box`.
///
/// @param system  As ForceSlopes<1> says. Not constant: it may keep scratch.
/// @throws InvalidArgument if the box or an option is out of range. All else is a status.
/// @note path_cells x parameter_cells evaluations for the grid, about 3 for each point of a branch,
///       some 100 for each fold or branch point.
template <typename System>
ContinuationResult continue_equilibria(System& system, const ContinuationBox& box,
                                       const ContinuationOptions& options = {}) {
  box.validate();
  options.validate();
  return internal::Continuation<System>(system, box, options).run();
}

}  // namespace guyline
