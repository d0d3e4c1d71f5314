#pragma once

/// @file
/// The resting posture: every equilibrium of the potential on the manifold, stable and unstable.
///
/// Along the manifold's path s an equilibrium is a root of the force F(s) = -dU/ds; it is stable where
/// the stiffness K(s) = d2U/ds2 > 0 (path_state.hpp). This is grad U - C^T mu = 0, c = 0, with the
/// reduced Hessian K, written along the one free direction.
///
/// Search: F and K are sampled along the path. Between samples the cubic through both ends' values
/// and slopes, and where their tangents meet, tell whether roots may hide (a fold's pair, a knee): such
/// an interval is halved until they do not, or until it is narrower than `smallest_interval`. Every
/// sign change is then closed in on by Newton steps inside the bracket. Two knees between two samples
/// that leave both ends as they were can hide a pair from this; a smaller `sample_spacing` finds it.
///
/// The resting posture is where the body goes from the reference posture downhill: the first stable
/// equilibrium in the direction of F. It does not depend on any earlier solve.
/// With a Dual scalar path, stiffness and pose of every root carry their first derivatives by the
/// model's parameters, dF/dp + (dF/ds)(ds/dp) = 0.
/// Not covered: poses that can be reached only by leaving the range; branches of the manifold on
/// which one s has several poses.
/// Theory: (G3) and (G4) in docs/theory.md.

#include <array>
#include <guyline/posture/path_state.hpp>
#include <limits>
#include <type_traits>

namespace guyline {

/// Outcome of a posture solve. Values are stable: they are part of the interface.
enum class PostureStatus {
  kSolved = 0,         ///< A stable equilibrium, its residual below tolerance.
  kNoEquilibrium = 1,  ///< The body leaves the range of the path downhill: nothing holds it.
  kCannotStand = 2,    ///< The constraints cannot be met in the reference posture.
  kNotConverged = 3,   ///< A root was bracketed but its residual stayed above tolerance.
  kNotFinite = 4,      ///< A number of the model gave NaN or infinity on the way.
  kTooMany = 5,        ///< More equilibria than kMaxEquilibria: the model is not smooth.
};

/// One word, as in the enumerator without its k.
inline const char* to_string(PostureStatus status) {
  switch (status) {
    case PostureStatus::kSolved:
      return "solved";
    case PostureStatus::kNoEquilibrium:
      return "no_equilibrium";
    case PostureStatus::kCannotStand:
      return "cannot_stand";
    case PostureStatus::kNotConverged:
      return "not_converged";
    case PostureStatus::kNotFinite:
      return "not_finite";
    case PostureStatus::kTooMany:
      return "too_many";
  }
  return "unknown";
}

/// Numbers of the search. Angles in the unit of the path [rad].
struct EquilibriumOptions {
  double reference = 0.0;           ///< s of the reference posture, where "downhill" begins.
  double sample_spacing = 0.035;    ///< > 0, about two degrees.
  double smallest_interval = 1e-7;  ///< > 0. Roots closer than this are one.
  double tolerance = 1e-9;          ///< > 0. |F| over PathState::scale.
  int max_iterations = 60;          ///< >= 1, per root.
  int max_evaluations = 20000;      ///< >= 1, in all: a search that cannot end is not_converged.

  /// @throws InvalidArgument naming what is out of range.
  void validate() const {
    require_finite("reference", reference, "rad");
    require_in_range("sample_spacing", sample_spacing, "rad", 1e-4, 10.0);
    require_in_range("smallest_interval", smallest_interval, "rad", 1e-14, 1.0);
    require_in_range("tolerance", tolerance, "", 1e-14, 1.0);
    require_in_range("max_iterations", max_iterations, "", 1, 10000);
    require_in_range("max_evaluations", max_evaluations, "", 1, 1e9);
  }
};

/// One root of the force along the path.
template <typename Scalar>
struct Equilibrium {
  Scalar path{0};         ///< s [rad]; for the bridge the anterior tilt.
  Scalar stiffness{0};    ///< K [N m/rad], > 0 where stable.
  double residual = 0.0;  ///< |F| over PathState::scale [1].
  int iterations = 0;     ///< Newton steps to close in on it.
  bool stable = false;
};

inline constexpr int kMaxEquilibria = 32;

/// What find_equilibria() returns. Plain data of fixed size.
template <typename Scalar>
struct EquilibriumResult {
  PostureStatus status = PostureStatus::kNotConverged;
  std::array<Equilibrium<Scalar>, kMaxEquilibria> equilibria;  ///< By ascending path.
  int num_equilibria = 0;
  int resting = -1;     ///< Which of them is the resting posture; < 0 if the status says none.
  int evaluations = 0;  ///< Of gradient and Hessian.
  double lower = 0.0;   ///< Range of the path that was searched [rad]: shorter than the
  double upper = 0.0;   ///< manifold's where the constraints cannot be met.
};

namespace internal {

/// Whether roots may hide between two places of the path that their forces' signs do not tell of: the
/// cubic through values and slopes at both ends, or where their tangents meet, turns towards zero.
template <typename Scalar>
MaskOf<Scalar> may_hide_roots(const PathState<Scalar>& a, const PathState<Scalar>& b,
                              double rounding) {
  using Mask = MaskOf<Scalar>;
  const Scalar zero(0), one(1);
  const Scalar f_a = a.force, f_b = b.force;
  const Scalar size_a = abs(f_a), size_b = abs(f_b);
  const Scalar h = b.path - a.path;
  const Scalar d_a = -a.stiffness * h, d_b = -b.stiffness * h;
  // f(t) = f_a + d_a t + c t^2 + e t^3 on 0..1
  const Scalar c = Scalar(3) * (f_b - f_a) - Scalar(2) * d_a - d_b;
  const Scalar e = d_a + d_b - Scalar(2) * (f_b - f_a);
  const Mask crosses = (f_a > zero) != (f_b > zero);
  const Scalar margin = Scalar(0.25) * min(size_a, size_b);
  const Scalar side = select(f_a > zero, one, Scalar(-1));
  // Both ends head for zero into the interval: where their tangents meet bounds a curve that bends
  // one way, and is the tip of one with a knee, which the cubic would round off.
  const Scalar meet = (f_b - d_b - f_a) / (d_a - d_b);
  Mask hides =
      (!crosses) & (side * d_a < zero) & (side * d_b > zero) & (side * (f_a + d_a * meet) < margin);
  // turning points: 3 e t^2 + 2 c t + d_a = 0
  const Scalar discriminant = c * c - Scalar(3) * e * d_a;
  const Scalar root = sqrt(max(discriminant, zero));
  const Scalar large =
      select(c < zero, Scalar(root - c), Scalar(-root - c));  // avoids cancellation
  const Scalar turns[2] = {large / (Scalar(3) * e), d_a / large};
  Mask both = discriminant > zero;
  for (const Scalar& t : turns) {
    const Mask inside = (discriminant > zero) & (t > zero) & (t < one);
    const Scalar f = f_a + t * (d_a + t * (c + t * e));
    // Beyond an end value, or back across it: the interval is not monotone.
    const Mask beyond =
        (f > max(f_a, f_b) + margin) | (f < min(f_a, f_b) - margin) | (margin == zero);
    hides = hides | (inside & ((crosses & beyond) | ((!crosses) & (side * f < margin))));
    both = both & inside;
  }
  // Two turning points inside make an S that may cross three times.
  hides = hides | (crosses & both);
  // What is left when both ends are rounding is noise, not a curve.
  const Scalar noise = Scalar(rounding) * max(a.scale, b.scale);
  return hides & (max(size_a, size_b) > noise);
}

/// The search behind find_equilibria(), with what its steps share.
template <typename Scalar, int Dim, typename Laws>
class EquilibriumSearch {
 public:
  using State = PathState<Scalar>;

  EquilibriumSearch(const Model<Scalar, Dim, Laws>& model, const Manifold<Scalar, Dim>& manifold,
                    const EquilibriumOptions& options, EquilibriumData<Scalar, Dim>& data)
      : model_(model), manifold_(manifold), options_(options), data_(data) {}

  EquilibriumResult<Scalar> run() {
    update_factors(model_, data_);
    const double reference =
        std::min(std::max(options_.reference, manifold_.lower()), manifold_.upper());
    start_afresh();
    const State start = evaluate(Scalar(reference));
    result_.lower = result_.upper = reference;
    if (!start.on_manifold) {
      result_.status = PostureStatus::kCannotStand;
      return result_;
    }
    if (!finite(start)) {
      result_.status = PostureStatus::kNotFinite;
      return result_;
    }
    PostureStatus status = PostureStatus::kSolved;
    walk(start, manifold_.lower(), status);
    reverse();
    if (is_root(start) && !add(start, 0)) status = PostureStatus::kTooMany;
    walk(start, manifold_.upper(), status);
    result_.status = status;
    if (status == PostureStatus::kSolved) choose_resting(start);
    return result_;
  }

 private:
  void start_afresh() {
    data_.q = manifold_.origin();
    has_curve_ = false;
  }
  State evaluate(const Scalar& s) {
    ++result_.evaluations;
    if (has_curve_) move_along_curve(Scalar(s - at_), true, data_);
    const State state = evaluate_factors_on_path(model_, manifold_, s, data_);
    has_curve_ = state.on_manifold && finite(state);
    if (!has_curve_) data_.q = manifold_.origin();
    at_ = s;
    return state;
  }
  static bool finite(const State& state) {
    return isfinite(state.force) && isfinite(state.stiffness) && isfinite(state.scale);
  }
  bool is_root(const State& state) const { return value_of(state.force) == 0.0; }

  /// Samples from the reference to one end of the range, handing every interval on.
  void walk(const State& start, double end, PostureStatus& status) {
    const double direction = end < value_of(start.path) ? -1.0 : 1.0;
    const double distance = std::abs(end - value_of(start.path));
    const int steps = static_cast<int>(std::ceil(distance / options_.sample_spacing - 1e-12));
    State near = start;
    start_afresh();
    for (int k = 1; k <= steps && status == PostureStatus::kSolved; ++k) {
      const double s =
          k == steps ? end : value_of(start.path) + direction * k * options_.sample_spacing;
      const State far = evaluate(Scalar(s));
      if (!far.on_manifold) return;
      if (!finite(far)) {
        status = PostureStatus::kNotFinite;
        return;
      }
      (direction < 0 ? result_.lower : result_.upper) = s;
      search(near, far, status);
      near = far;
    }
  }

  /// Roots strictly beyond `a`, up to and including `b`, in the order of the walk.
  void search(const State& a, const State& b, PostureStatus& status) {
    if (status != PostureStatus::kSolved) return;
    if (result_.evaluations >= options_.max_evaluations) {
      status = PostureStatus::kNotConverged;
      return;
    }
    const double width = std::abs(value_of(b.path) - value_of(a.path));
    if (width > options_.smallest_interval && may_hide_roots(a, b)) {
      const State middle = evaluate(Scalar(0.5 * (value_of(a.path) + value_of(b.path))));
      if (!middle.on_manifold || !finite(middle)) {
        status = PostureStatus::kNotFinite;
        return;
      }
      search(a, middle, status);
      search(middle, b, status);
      return;
    }
    if (is_root(b)) {
      if (!add(b, 0)) status = PostureStatus::kTooMany;
    } else if (!is_root(a) && (value_of(a.force) > 0.0) != (value_of(b.force) > 0.0)) {
      close_in(a, b, status);
    }
  }

  static bool may_hide_roots(const State& a, const State& b) {
    const auto plain = [](const State& state) {
      PathState<double> values;
      values.path = value_of(state.path);
      values.force = value_of(state.force);
      values.stiffness = value_of(state.stiffness);
      values.scale = value_of(state.scale);
      return values;
    };
    return internal::may_hide_roots(plain(a), plain(b), kRounding);
  }

  /// Newton steps inside the bracket [a, b], bisection where they leave it or do not halve the force.
  void close_in(const State& a, const State& b, PostureStatus& status) {
    const bool a_drives_up = value_of(a.force) > 0.0;
    double at_a = value_of(a.path), at_b = value_of(b.path);
    State state = std::abs(value_of(a.force)) < std::abs(value_of(b.force)) ? a : b;
    State best = state;
    bool bisect = false;
    int iteration = 0;
    while (iteration < options_.max_iterations && residual(best) > kSettled) {
      const double lower = std::min(at_a, at_b), upper = std::max(at_a, at_b);
      double s = value_of(state.path) + value_of(state.force) / value_of(state.stiffness);
      if (bisect || !(s > lower && s < upper)) s = 0.5 * (lower + upper);
      if (!(s > lower && s < upper)) break;  // the bracket is down to neighbouring numbers
      const double force_before = std::abs(value_of(state.force));
      state = evaluate(Scalar(s));
      ++iteration;
      if (!state.on_manifold || !finite(state)) {
        status = PostureStatus::kNotFinite;
        return;
      }
      ((value_of(state.force) > 0.0) == a_drives_up ? at_a : at_b) = s;
      bisect = !bisect && std::abs(value_of(state.force)) > 0.5 * force_before;
      if (std::abs(value_of(state.force)) < std::abs(value_of(best.force))) best = state;
    }
    if (residual(best) > options_.tolerance) {
      status = PostureStatus::kNotConverged;
    } else if (!add(best, iteration)) {
      status = PostureStatus::kTooMany;
    }
  }

  static double residual(const State& state) {
    const double scale = value_of(state.scale);
    return scale > 0.0 ? std::abs(value_of(state.force)) / scale : 0.0;
  }

  bool add(State state, int iterations) {
    if (result_.num_equilibria == kMaxEquilibria) return false;
    if constexpr (!std::is_same<Scalar, double>::value) {
      // A root is found by its value. One step of Newton's more, of no length, gives its derivative.
      const Scalar step = state.force / state.stiffness;
      const State moved = evaluate(state.path + (step - Scalar(value_of(step))));
      if (!moved.on_manifold) return false;
      state.path = moved.path;
      state.stiffness = moved.stiffness;
    }
    auto& e = result_.equilibria[static_cast<std::size_t>(result_.num_equilibria++)];
    e.path = state.path;
    e.stiffness = state.stiffness;
    e.residual = residual(state);
    e.iterations = iterations;
    e.stable = value_of(state.stiffness) > 0.0;
    return true;
  }
  void reverse() {
    std::reverse(result_.equilibria.begin(), result_.equilibria.begin() + result_.num_equilibria);
  }

  /// The first stable root downhill; from a reference that is balanced, to rounding, on an unstable
  /// root the nearest stable one, the forward one of two alike.
  void choose_resting(const State& start) {
    const double s = value_of(start.path);
    const double force = residual(start) <= kRounding ? 0.0 : value_of(start.force);
    double nearest = std::numeric_limits<double>::infinity();
    for (int i = 0; i < result_.num_equilibria; ++i) {
      const auto& e = result_.equilibria[static_cast<std::size_t>(i)];
      const double ahead = value_of(e.path) - s;
      if (!e.stable || force * ahead < 0.0) continue;
      if (std::abs(ahead) <= nearest + options_.smallest_interval) {  // the list goes forward
        nearest = std::abs(ahead);
        result_.resting = i;
      }
    }
    if (result_.resting < 0) result_.status = PostureStatus::kNoEquilibrium;
  }

  static constexpr double kSettled = 1e-14;   ///< Residual at which rounding takes over.
  static constexpr double kRounding = 1e-12;  ///< Force over scale below which a shape is noise.

  const Model<Scalar, Dim, Laws>& model_;
  const Manifold<Scalar, Dim>& manifold_;
  const EquilibriumOptions& options_;
  EquilibriumData<Scalar, Dim>& data_;
  EquilibriumResult<Scalar> result_;
  Scalar at_{0};            // path that data_ stands at
  bool has_curve_ = false;  // and whether its curve leads on from there
};

}  // namespace internal

/// All equilibria of the model on the manifold, within the range of its path.
///
/// @param data  Scratch for this model and manifold. On return it holds the resting posture (pose,
///              tensions) if there is one.
/// @throws InvalidArgument if an option is out of range. Everything else is a status.
/// @note No allocation. About (upper - lower)/sample_spacing evaluations and 3 to 6 per root.
template <typename Scalar, int Dim, typename Laws>
EquilibriumResult<Scalar> find_equilibria(const Model<Scalar, Dim, Laws>& model,
                                          const Manifold<Scalar, Dim>& manifold,
                                          const EquilibriumOptions& options,
                                          EquilibriumData<Scalar, Dim>& data) {
  options.validate();
  EquilibriumResult<Scalar> result =
      internal::EquilibriumSearch<Scalar, Dim, Laws>(model, manifold, options, data).run();
  if (result.resting >= 0) {
    data.q = manifold.origin();
    const PathState<Scalar> state = evaluate_on_path(
        model, manifold, result.equilibria[static_cast<std::size_t>(result.resting)].path, data);
    if (!state.on_manifold) {
      result.status = PostureStatus::kNotConverged;
      result.resting = -1;
    }
  }
  return result;
}

#ifdef GUYLINE_COMPILED
extern template EquilibriumResult<double> find_equilibria(const Model<double, 2>&,
                                                          const Manifold<double, 2>&,
                                                          const EquilibriumOptions&,
                                                          EquilibriumData<double, 2>&);
#endif

}  // namespace guyline
