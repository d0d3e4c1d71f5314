#pragma once

/// @file
/// The line of folds over two parameters, and the cusps on it.
///
///   fold  F = F_s = 0,     cusp  F = F_s = F_ss = 0,     x = (s, p_1, p_2)
/// Two equations in three unknowns are a curve, walked by its length in a box scaled to the unit cube:
/// tangent = grad F x grad F_s, corrected across it by Newton's method. On the plane (p_1, p_2) two
/// folds meet in a cusp with a point; as a curve in space it goes on smoothly there, F_ss changes sign.
/// F_ss, F_s p_k by differences of the exact slopes along s, of fourth order, 1e-3 of the box apart:
/// curve and cusps are good to 1e-8 of the box where F is that smooth.
/// Not covered: other curves of folds in the box, which begin at other folds of continuation.hpp.
/// Theory: (G15) in docs/theory.md.

#include <Eigen/Core>
#include <Eigen/Geometry>
#include <Eigen/LU>
#include <algorithm>
#include <array>
#include <cmath>
#include <guyline/posture/branch.hpp>
#include <string>
#include <vector>

namespace guyline {

/// The box, and a fold to begin at.
struct FoldCurveOptions {
  std::array<double, 3> lower{};  ///< Of s [rad], p_1, p_2.
  std::array<double, 3> upper{};  ///< Each > lower.
  std::array<double, 3> start{};  ///< Near a fold; Newton's method moves s and p_1, not p_2.
  double largest_step = 0.02;     ///< 1e-5 to 0.2. Along the curve, in sides of the box.
  double smallest_step = 1e-6;    ///< 1e-9 to 1e-3. Also how near to the edge the curve ends.
  double largest_turn = 0.2;      ///< 0.01 to 0.5 [rad].
  int max_evaluations = 1000000;  ///< >= 1, of F.

  /// @throws InvalidArgument naming what is out of range.
  void validate() const {
    const char* const names[] = {"path", "first", "second"};
    for (std::size_t k = 0; k < 3; ++k) {
      const std::string name(names[k]);
      require_finite(name + " lower", lower[k], "");
      require_finite(name + " upper", upper[k], "");
      require_positive(name + " upper - lower", upper[k] - lower[k], "");
      require_in_range(name + " start", start[k], "", lower[k], upper[k]);
    }
    require_in_range("largest_step", largest_step, "", 1e-5, 0.2);
    require_in_range("smallest_step", smallest_step, "", 1e-9, 1e-3);
    require_in_range("largest_turn", largest_turn, "rad", 0.01, 0.5);
    require_in_range("max_evaluations", max_evaluations, "", 1, 1e9);
  }
};

/// One fold.
struct FoldPoint {
  double path = 0.0;       ///< s [rad].
  double first = 0.0;      ///< p_1.
  double second = 0.0;     ///< p_2.
  double curvature = 0.0;  ///< F_ss [N m/rad^2]; its sign tells one side of a cusp from the other.
};

/// What fold_curve() returns.
struct FoldCurveResult {
  bool started = false;           ///< Whether there is a fold at the start.
  std::vector<FoldPoint> points;  ///< In order; a loop ends with its first point.
  std::vector<FoldPoint> cusps;   ///< In order along the curve; curvature 0 to rounding.
  BranchEnd at_front = BranchEnd::kStuck;
  BranchEnd at_back = BranchEnd::kStuck;
  int evaluations = 0;  ///< Of F.
};

namespace internal {

/// The walk behind fold_curve().
template <typename System>
class FoldWalk {
 public:
  FoldWalk(System& system, const FoldCurveOptions& options) : system_(system), options_(options) {}

  FoldCurveResult run() {
    Node start;
    for (int k = 0; k < 3; ++k) start.x[k] = (options_.start[at(k)] - lower(k)) / side(k);
    // p_2 stays: the third row holds it.
    if (!newton(start, [](Node& node) {
          node.residual[2] = 0.0;
          node.jacobian.row(2) << 0.0, 0.0, 1.0;
        })) {
      result_.evaluations = evaluations_;
      return result_;
    }
    result_.started = true;
    start.tangent = tangent(start);
    std::vector<Node> ahead, behind;
    result_.at_back = walk(start, ahead);
    if (result_.at_back == BranchEnd::kClosed) {
      result_.at_front = BranchEnd::kClosed;
    } else {
      Node other = start;
      other.tangent = -start.tangent;
      result_.at_front = walk(other, behind);
    }
    std::reverse(behind.begin(), behind.end());
    for (const Node& node : behind) add(node);
    add(start);
    for (const Node& node : ahead) add(node);
    result_.evaluations = evaluations_;
    return result_;
  }

 private:
  using Vector3 = Eigen::Vector3d;
  using Matrix3 = Eigen::Matrix3d;

  struct Node {
    Vector3 x{0.0, 0.0, 0.0};  ///< In sides of the box.
    Vector3 tangent{0.0, 0.0, 0.0};
    Vector3 residual{0.0, 0.0, 0.0};  ///< F, F_s and a third one.
    Matrix3 jacobian;
    Vector3 curvature_row{0.0, 0.0, 0.0};  ///< Gradient of F_ss.
    double curvature = 0.0;                ///< F_ss.
    double scale = 1.0;
    bool is_cusp = false;
  };

  static std::size_t at(int k) { return static_cast<std::size_t>(k); }
  double lower(int k) const { return options_.lower[at(k)]; }
  double side(int k) const { return options_.upper[at(k)] - options_.lower[at(k)]; }

  /// (F, F_s, F_p1, F_p2) in sides of the box, `offset` further along s.
  bool slopes(const Vector3& x, double offset, Eigen::Vector4d& found, double& scale) {
    ++evaluations_;
    std::array<double, 3> place{};
    for (int k = 0; k < 3; ++k)
      place[at(k)] = lower(k) + (x[k] + (k == 0 ? offset : 0.0)) * side(k);
    for (int k = 1; k < 3; ++k) {
      place[at(k)] = std::min(options_.upper[at(k)], std::max(lower(k), place[at(k)]));
    }
    const ForceSlopes<2> f = system_.evaluate(place[0], {place[1], place[2]});
    found << f.force, f.by_path * side(0), f.by_parameter[0] * side(1), f.by_parameter[1] * side(2);
    scale = f.scale;
    return f.ok && found.allFinite();
  }

  /// F, F_s and their gradients at node.x, and F_ss with its gradient.
  bool evaluate(Node& node) {
    constexpr double h = 1e-3;
    Eigen::Vector4d here, up, down, up2, down2;
    double scale = 1.0;
    if (!slopes(node.x, h, up, scale) || !slopes(node.x, -h, down, scale) ||
        !slopes(node.x, 2 * h, up2, scale) || !slopes(node.x, -2 * h, down2, scale) ||
        !slopes(node.x, 0.0, here, node.scale)) {
      return false;
    }
    const Eigen::Vector4d first = (8.0 * (up - down) - (up2 - down2)) / (12.0 * h);
    const Eigen::Vector4d second =
        (16.0 * (up + down) - (up2 + down2) - 30.0 * here) / (12.0 * h * h);
    node.residual[0] = here[0];
    node.residual[1] = here[1];
    node.jacobian.row(0) = here.tail<3>().transpose();
    node.jacobian.row(1) = first.tail<3>().transpose();
    node.curvature = first[1];
    node.curvature_row = second.tail<3>();
    return true;
  }

  /// Newton's method for F = F_s = 0 and what `third` puts into the third row.
  template <typename Third>
  bool newton(Node& node, const Third& third) {
    double before = 1.0;
    for (int it = 0; it < 20; ++it) {
      if (evaluations_ >= options_.max_evaluations || !evaluate(node)) return false;
      third(node);
      const Vector3 step = node.jacobian.partialPivLu().solve(-node.residual);
      const double size = step.norm();
      if (!(size < 0.2)) return false;
      // Rounding of the differences keeps the last steps from vanishing altogether.
      if (size < 1e-12 || (size < 1e-9 && size > 0.5 * before)) {
        return std::abs(node.residual[0]) <= 1e-9 * node.scale;
      }
      node.x += step;
      before = size;
    }
    return false;
  }

  static Vector3 tangent(const Node& node) {
    const Vector3 f = node.jacobian.row(0), g = node.jacobian.row(1);
    return f.cross(g).normalized();
  }
  bool inside(const Vector3& x) const { return x.minCoeff() >= 0.0 && x.maxCoeff() <= 1.0; }

  BranchEnd walk(const Node& start, std::vector<Node>& nodes) {
    Node here = start;
    double step = 0.25 * options_.largest_step;
    while (true) {
      if (evaluations_ >= options_.max_evaluations) return BranchEnd::kBudget;
      Node next = here;
      const Vector3 way = here.tangent, predicted = here.x + step * way;
      next.x = predicted;
      const bool found = newton(next, [&](Node& node) {
        node.residual[2] = way.dot(node.x - predicted);
        node.jacobian.row(2) = way.transpose();
      });
      bool good = found && inside(next.x);
      if (good) {
        next.tangent = tangent(next);
        if (next.tangent.dot(way) < 0.0) next.tangent = -next.tangent;
        good = next.tangent.dot(way) >= std::cos(options_.largest_turn) &&
               (next.x - predicted).norm() <= options_.largest_turn * step;
      }
      if (!good) {
        step *= 0.5;
        if (step >= options_.smallest_step) continue;
        const double edge = std::min(here.x.minCoeff(), 1.0 - here.x.maxCoeff());
        return edge < 2.0 * options_.smallest_step ? BranchEnd::kRange
               : found                             ? BranchEnd::kStuck
                                                   : BranchEnd::kNoForce;
      }
      const Vector3 chord = next.x - here.x, gap = start.x - here.x;
      const double part = gap.dot(chord) / chord.squaredNorm();
      const bool closes = nodes.size() >= 2 && part > 0.0 && part <= 1.0 &&
                          (gap - part * chord).norm() < 0.1 * chord.norm() &&
                          start.tangent.dot(way) > 0.5;
      if (closes) next = start;
      if ((next.curvature > 0.0) != (here.curvature > 0.0)) {
        Node cusp = here;
        const double weight = here.curvature / (here.curvature - next.curvature);
        cusp.x += weight * (next.x - here.x);
        if (newton(cusp, [](Node& node) {
              node.residual[2] = node.curvature;
              node.jacobian.row(2) = node.curvature_row.transpose();
            })) {
          cusp.is_cusp = true;
          nodes.push_back(cusp);
        }
      }
      nodes.push_back(next);
      if (closes) return BranchEnd::kClosed;
      if (next.tangent.dot(way) > std::cos(0.5 * options_.largest_turn)) {
        step = std::min(1.5 * step, options_.largest_step);
      }
      here = next;
    }
  }

  void add(const Node& node) {
    FoldPoint point;
    point.path = lower(0) + node.x[0] * side(0);
    point.first = lower(1) + node.x[1] * side(1);
    point.second = lower(2) + node.x[2] * side(2);
    point.curvature = node.curvature / (side(0) * side(0));
    result_.points.push_back(point);
    if (node.is_cusp) result_.cusps.push_back(point);
  }

  System& system_;
  const FoldCurveOptions& options_;
  FoldCurveResult result_;
  int evaluations_ = 0;
};

}  // namespace internal

/// The curve of folds through the start, both ways, with its cusps.
///
/// @param system  As ForceSlopes<2> says. It is asked a little beyond the box in s, not in p.
/// @throws InvalidArgument if an option is out of range. All else is in the result.
/// @note Five evaluations per Newton step, about three steps per point.
template <typename System>
FoldCurveResult fold_curve(System& system, const FoldCurveOptions& options) {
  options.validate();
  return internal::FoldWalk<System>(system, options).run();
}

}  // namespace guyline
