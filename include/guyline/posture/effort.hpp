#pragma once

/// @file
/// Effort: the least activation that holds a posture.
///
///   min sum_i w_i a_i^p   subject to   C^T a = need,   a_tonic_i <= a_i <= 1,   p = 2 or 3
/// with the problem of effort_problem.hpp. Stationary activations have a closed form in the multipliers m
/// of the joints,   a_i = clamp(sign(y) |y|^(1/(p-1)), a_tonic_i, 1),  y = (C m)_i / w_i,
/// so the problem is the minimum of a convex function of few multipliers. Newton steps find it as a
/// rule. What they leave goes to a search with a proximal term |m - m_k|^2 that keeps it bounded where
/// the muscles cannot: the multipliers then grow without end while what is missing settles on the
/// smallest moment (in units of what the muscles can do about each joint), which is reported, never
/// hidden. Both look at slopes along a step, which rounding does not blind as it does differences of
/// values.
/// Not covered: force-velocity, co-contraction beyond tone.
/// Theory: (G6) and (G7) in docs/theory.md.

#include <Eigen/Cholesky>
#include <guyline/core/solve.hpp>
#include <guyline/posture/effort_problem.hpp>

namespace guyline {

enum class EffortStatus {
  kSolved = 0,
  kNotCarried = 1,  ///< The muscles cannot: see `missing`.
  kNotConverged = 2,
};

inline const char* to_string(EffortStatus status) {
  switch (status) {
    case EffortStatus::kSolved:
      return "solved";
    case EffortStatus::kNotCarried:
      return "not_carried";
    case EffortStatus::kNotConverged:
      return "not_converged";
  }
  return "unknown";
}

/// Power p of the activation in the cost.
enum class EffortPower { kSquare = 2, kCube = 3 };

struct EffortOptions {
  EffortPower power = EffortPower::kSquare;
  double tolerance = 1e-10;  ///< > 0. Moment left over, in parts of what the muscles can do.
  int max_iterations = 400;  ///< >= 1, Newton steps in all.

  /// @throws InvalidArgument naming what is out of range.
  void validate() const {
    require_in_range("effort tolerance", tolerance, "", 1e-14, 1e-2);
    require_in_range("effort max_iterations", max_iterations, "", 1, 100000);
  }
};

/// What solve_effort() returns; sized once.
template <typename Scalar>
struct EffortResult {
  EffortStatus status = EffortStatus::kNotConverged;
  VectorX<Scalar> activation;      ///< [1], one per muscle, a_tonic to 1.
  JointVector<Scalar> multiplier;  ///< [1/(N m)], one per held joint.
  JointVector<Scalar> missing;     ///< [N m], need less what the muscles give; 0 if solved.
  Scalar cost{0};                  ///< sum w a^p.
  Scalar residual{0};              ///< Largest |missing| over what the muscles can do there.
  Scalar passes{0};                ///< Over all muscles, of the direct method; see `iterations`.
  int iterations = 0;              ///< Newton steps in all.

  EffortResult() = default;
  EffortResult(int num_muscles, int num_joints)
      : activation(VectorX<Scalar>::Zero(num_muscles)),
        multiplier(JointVector<Scalar>::Zero(num_joints)),
        missing(JointVector<Scalar>::Zero(num_joints)) {}
};

namespace internal {

/// Dual function of the effort problem, its gradient and its Hessian, in multipliers per unit of
/// each row's size.
template <typename Scalar>
class EffortDual {
 public:
  EffortDual(const EffortProblem<Scalar>& problem, EffortPower power)
      : problem_(problem), power_(power), rows_(static_cast<int>(problem.need.size())) {
    size_.resize(rows_);
    // A row that the muscles cannot hold by far must not drown the others in large multipliers.
    constexpr double kHopeless = 0.01;
    for (int r = 0; r < rows_; ++r) {
      Scalar sum(0);
      for (int i = 0; i < problem.capacity.rows(); ++i) sum += squared(problem.capacity(i, r));
      const Scalar reach = sqrt(max(sum, Scalar(1e-18)));
      size_[r] = max(reach, Scalar(Scalar(kHopeless) * abs(problem.need[r])));
    }
  }

  int rows() const { return rows_; }
  const Scalar& size(int r) const { return size_[r]; }

  /// Stationary activation of muscle i.
  Scalar activation(int i, const JointVector<Scalar>& m) const {
    const Scalar y = drive(i, m);
    return clamp(power_ == EffortPower::kSquare
                     ? y
                     : select(y > Scalar(0), sqrt(max(y, Scalar(1e-300))), Scalar(0)),
                 problem_.least[i], Scalar(1));
  }

  /// phi(m) = sum_i [ a_i (C m)_i - w_i a_i^p / p ] - need . m is convex. Writes its gradient
  /// C^T a - need, and its Hessian if there is a place for it.
  void evaluate(const JointVector<Scalar>& m, JointVector<Scalar>& gradient,
                JointMatrix<Scalar>* hessian) const {
    if (hessian != nullptr) hessian->setZero(rows_, rows_);
    for (int r = 0; r < rows_; ++r) gradient[r] = -problem_.need[r] / size_[r];
    for (int i = 0; i < problem_.capacity.rows(); ++i) {
      const Scalar a = activation(i, m);
      for (int r = 0; r < rows_; ++r) gradient[r] += problem_.capacity(i, r) / size_[r] * a;
      if (hessian == nullptr) continue;
      const Scalar& w = problem_.weight[i];
      const auto free = a > problem_.least[i] && a < Scalar(1);
      const Scalar slope = select(
          free,
          power_ == EffortPower::kSquare ? Scalar(1) / w : Scalar(0.5) / (w * max(a, Scalar(1e-6))),
          Scalar(0));
      for (int r = 0; r < rows_; ++r) {
        const Scalar c_r = problem_.capacity(i, r) / size_[r];
        for (int s = 0; s <= r; ++s) {
          const Scalar h = c_r * slope * problem_.capacity(i, s) / size_[s];
          (*hessian)(r, s) += h;
          if (s != r) (*hessian)(s, r) += h;
        }
      }
    }
  }

 private:
  Scalar drive(int i, const JointVector<Scalar>& m) const {
    Scalar y(0);
    for (int r = 0; r < rows_; ++r) y += problem_.capacity(i, r) / size_[r] * m[r];
    return y / problem_.weight[i];
  }

  const EffortProblem<Scalar>& problem_;
  EffortPower power_;
  int rows_;
  JointVector<Scalar> size_;
};

/// Newton's method from the multipliers that would do if no activation had bounds. A step is taken
/// whole where the slope along it does not turn, else as far as a straight slope would vanish. The
/// function is piecewise quadratic for p = 2: the last step is exact.
/// @return where it is solved; the rest is left to the search that cannot fail.
template <int Rows, typename Scalar>
MaskOf<Scalar> solve_effort_directly(const EffortProblem<Scalar>& problem,
                                     const EffortOptions& options, EffortResult<Scalar>& result) {
  using Mask = MaskOf<Scalar>;
  using RowVector = Eigen::Matrix<Scalar, Rows, 1>;
  using RowMatrix = Eigen::Matrix<Scalar, Rows, Rows>;
  constexpr int kMaxPasses = 25;
  constexpr double kTolerance = 1e-12;  // of what the muscles can do about a joint
  constexpr double kRidge = 1.0;
  constexpr bool kIsDual = std::is_class<Scalar>::value && std::is_same<Mask, bool>::value;
  const bool is_square = options.power == EffortPower::kSquare;
  const int max_passes = std::min(kMaxPasses, options.max_iterations);
  const int muscles = static_cast<int>(problem.capacity.rows());
  const Scalar zero(0), one(1);
  RowVector per_size, need;
  for (int r = 0; r < Rows; ++r) {
    Scalar sum(0);
    for (int i = 0; i < muscles; ++i) sum += squared(problem.capacity(i, r));
    per_size[r] = one / sqrt(max(sum, Scalar(1e-18)));
    need[r] = problem.need[r] * per_size[r];
  }
  // gradient C^T a - need and its derivative at m, for activations a(y) with slope da/dy.
  const auto evaluate = [&](const RowVector& m, const auto& activation_of, RowVector& gradient,
                            RowMatrix& hessian) {
    gradient = -need;
    hessian.setZero();
    for (int i = 0; i < muscles; ++i) {
      RowVector c;
      Scalar y(0);
      for (int r = 0; r < Rows; ++r) {
        c[r] = problem.capacity(i, r) * per_size[r];
        y += c[r] * m[r];
      }
      const Scalar per_weight = one / problem.weight[i];
      Scalar slope;
      const Scalar a = activation_of(i, Scalar(y * per_weight), slope);
      slope *= per_weight;
      result.activation[i] = a;
      for (int r = 0; r < Rows; ++r) {
        gradient[r] += c[r] * a;
        const Scalar weighted = slope * c[r];
        for (int s = 0; s <= r; ++s) hessian(r, s) += weighted * c[s];
      }
    }
    for (int r = 0; r < Rows; ++r) {
      for (int s = 0; s < r; ++s) hessian(s, r) = hessian(r, s);
    }
  };
  const auto unbounded = [&](int /*i*/, const Scalar& y, Scalar& slope) -> Scalar {
    slope = one;
    return y;
  };
  const auto no_push = [&](int i, const Scalar& y, Scalar& slope) -> Scalar {
    const Mask pulls = y > zero;
    slope = select(pulls, one, zero);
    return select(pulls, y, problem.least[i]);
  };
  const auto bounded = [&](int i, const Scalar& y, Scalar& slope) -> Scalar {
    Scalar a = y;
    slope = one;
    if (!is_square) {
      a = select(y > zero, Scalar(sqrt(max(y, Scalar(1e-300)))), zero);
      slope = Scalar(0.5) / max(a, Scalar(1e-6));
    }
    const Mask low = !(a > problem.least[i]), high = !(a < one);
    slope = select(low | high, zero, slope);
    return select(low, problem.least[i], select(high, one, a));
  };
  const auto largest = [](const RowVector& v) {
    Scalar x = abs(v[0]);
    for (int r = 1; r < Rows; ++r) x = max(x, Scalar(abs(v[r])));
    return x;
  };
  // Newton's step against the gradient; the ridge, which goes with the gradient, bounds it where no free
  // muscle holds a joint.
  const auto newton_step = [&](const RowVector& gradient, RowMatrix& hessian) {
    const Scalar ridge = min(Scalar(kRidge * largest(gradient)), Scalar(0.1)) + Scalar(1e-12);
    for (int r = 0; r < Rows; ++r) hessian(r, r) += ridge;
    RowVector step = -gradient;
    solve_in_place(hessian, step);
    return step;
  };
  RowVector m = RowVector::Zero(), gradient;
  RowMatrix hessian;
  evaluate(m, unbounded, gradient, hessian);
  RowVector step = newton_step(gradient, hessian);
  RowVector trial = step;
  evaluate(trial, no_push, gradient, hessian);
  trial += newton_step(gradient, hessian);
  if (!is_square) trial *= Scalar(0.02);  // y = a^2 instead of a, where a is about that
  Scalar slope_before(-1e300), length(1), passes(0);
  Mask active(true), solved(false), settled(false);
  for (int pass = 0; pass < max_passes && any(active); ++pass) {
    evaluate(trial, bounded, gradient, hessian);
    passes += select(active, one, zero);
    const Scalar residual = largest(gradient);
    settled = active & (residual <= Scalar(kTolerance));
    // A derivative number lags one step behind its value.
    const Mask stop = kIsDual ? Mask(settled & solved) : settled;
    solved = solved | settled;
    const Scalar slope = gradient.dot(step);
    const Mask turned = active & (slope > Scalar(-0.1) * slope_before) & !settled;
    const Scalar shorter =
        length * clamp(Scalar(slope_before / (slope_before - slope)), Scalar(0.1), Scalar(0.9));
    const RowVector next = newton_step(gradient, hessian);
    const Scalar slope_ahead = gradient.dot(next);
    active = active & !stop;
    for (int r = 0; r < Rows; ++r) {
      const Mask onwards = active & !turned;
      m[r] = select(onwards, trial[r], m[r]);
      step[r] = select(onwards, next[r], step[r]);
    }
    length = select(turned, shorter, one);
    slope_before = select(turned, slope_before, slope_ahead);
    for (int r = 0; r < Rows; ++r) {
      trial[r] = select(active, Scalar(m[r] + length * step[r]), trial[r]);
    }
  }
  result.cost = zero;
  for (int i = 0; i < muscles; ++i) {
    const Scalar& a = result.activation[i];
    result.cost += problem.weight[i] * (is_square ? Scalar(a * a) : Scalar(a * a * a));
  }
  for (int r = 0; r < Rows; ++r) {
    result.multiplier[r] = trial[r] * per_size[r];
    result.missing[r] = -gradient[r] / per_size[r];
  }
  result.residual = largest(gradient);
  result.passes = passes;
  return solved & !active;
}

}  // namespace internal

/// Least effort that holds the joints of `problem`.
///
/// @param result  Overwritten; sized like the problem. kNotCarried comes with the smallest missing
///                moment and the activations that leave it.
/// @throws InvalidArgument if an option is out of range.
/// @note No allocation. 10 to 30 Newton steps of O(muscles x joints^2).
template <typename Scalar>
void solve_effort(const EffortProblem<Scalar>& problem, const EffortOptions& options,
                  EffortResult<Scalar>& result) {
  options.validate();
  bool direct = false;
  switch (problem.need.size()) {
    case 1:
      direct = internal::solve_effort_directly<1>(problem, options, result);
      break;
    case 2:
      direct = internal::solve_effort_directly<2>(problem, options, result);
      break;
    case 3:
      direct = internal::solve_effort_directly<3>(problem, options, result);
      break;
    default:
      break;
  }
  if (direct) {
    result.status = EffortStatus::kSolved;
    result.iterations = static_cast<int>(value_of(result.passes));
    return;
  }
  constexpr double kFirstProximal = 1e-6;  // weight of |m - m_k|^2 against curvature of order 1
  constexpr double kLastProximal = 1e-12;
  constexpr int kMaxRounds = 12;
  constexpr double kNoise = 1e-15;  // what rounding leaves of an activation, per unit of m
  const internal::EffortDual<Scalar> dual(problem, options.power);
  const int rows = dual.rows();
  JointVector<Scalar> m = JointVector<Scalar>::Zero(rows);
  JointVector<Scalar> center = m, gradient(rows), step(rows), trial(rows), ahead(rows);
  JointMatrix<Scalar> hessian(rows, rows);
  const auto largest = [](const JointVector<Scalar>& v) {
    double x = 0.0;
    for (int r = 0; r < v.size(); ++r) {
      const double a = std::abs(value_of(v[r]));
      if (!(a <= x)) x = a;  // keeps a NaN
    }
    return x;
  };
  result.iterations = 0;
  double left = 0.0;  // residual
  double before = 0.0;
  double proximal = kFirstProximal;
  bool converged = false;
  for (int round = 0; round < kMaxRounds && !converged; ++round) {
    while (result.iterations < options.max_iterations) {
      dual.evaluate(m, gradient, &hessian);
      gradient += Scalar(proximal) * (m - center);
      const double settled = std::max(0.1 * options.tolerance, kNoise * largest(m));
      if (!(largest(gradient) > settled)) break;
      ++result.iterations;
      for (int r = 0; r < rows; ++r) hessian(r, r) += Scalar(proximal);
      step = -hessian.llt().solve(gradient);
      // The slope along the step rises from its value here; go as far as it stays below zero, or
      // close in on where it is a tenth of what it was.
      const double slope = value_of(Scalar(gradient.dot(step)));
      const auto slope_at = [&](double length) {
        trial = m + Scalar(length) * step;
        dual.evaluate(trial, ahead, nullptr);
        ahead += Scalar(proximal) * (trial - center);
        return value_of(Scalar(ahead.dot(step)));
      };
      double lower = 0.0, upper = 1.0;
      double here = slope_at(upper);
      if (here > -0.1 * slope) {
        for (int cut = 0; cut < 60 && !(here <= 0.0 && here >= 0.9 * slope); ++cut) {
          const double middle = 0.5 * (lower + upper);
          here = slope_at(middle);
          (here > 0.0 ? upper : lower) = middle;
        }
        if (lower > 0.0 && here > 0.0) (void)slope_at(lower);
        if (lower == 0.0) break;  // no descent left but rounding
      }
      m = trial;
    }
    dual.evaluate(m, gradient, nullptr);
    left = largest(gradient);
    converged = left <= options.tolerance;
    // What is missing no longer shrinks: the muscles cannot.
    if (!converged && round > 0 && left > 0.99999 * before) break;
    before = left;
    center = m;
    proximal = std::max(0.1 * proximal, kLastProximal);
  }
  result.residual = Scalar(left);
  result.cost = Scalar(0);
  for (int i = 0; i < problem.capacity.rows(); ++i) {
    const Scalar a = dual.activation(i, m);
    result.activation[i] = a;
    result.cost += problem.weight[i] *
                   (options.power == EffortPower::kSquare ? Scalar(a * a) : Scalar(a * a * a));
  }
  for (int r = 0; r < rows; ++r) {
    result.multiplier[r] = m[r] / dual.size(r);
    result.missing[r] = -gradient[r] * dual.size(r);
  }
  result.status = converged ? EffortStatus::kSolved
                  : std::isfinite(left) && result.iterations < options.max_iterations
                      ? EffortStatus::kNotCarried
                      : EffortStatus::kNotConverged;
}

#ifdef GUYLINE_COMPILED
extern template void solve_effort(const EffortProblem<double>&, const EffortOptions&,
                                  EffortResult<double>&);
#endif

}  // namespace guyline
