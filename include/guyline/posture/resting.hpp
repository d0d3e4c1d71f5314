#pragma once

/// @file
/// The resting posture alone, straight downhill: what a batch asks of every row.
///
/// From the reference posture Newton steps s + F/K go downhill, none longer than kLongestStep, until
/// the force changes sign; then inside that bracket until |F| is rounding. The first sign change
/// downhill is the first stable equilibrium in the direction of F, which is what find_equilibria() calls
/// the resting posture, provided that no pair of roots was stepped over: the test that decides there
/// where to look closer decides here whether a lane is `settled`. What is not settled (a pair may hide, the
/// range ends, the constraints fail, the reference is balanced on an unstable root) is not wrong but
/// undecided, and find_equilibria() is to be asked.
/// On a pack every lane goes its own way and stops when it has arrived: its result does not depend on
/// its neighbours.

#include <guyline/posture/equilibrium.hpp>

namespace guyline {

/// What find_resting() returns.
template <typename Scalar>
struct RestingPosture {
  MaskOf<Scalar> settled{false};  ///< Whether the rest is the answer.
  PathState<Scalar> state;        ///< At the resting posture; stable.
  Scalar residual{0};             ///< |F| over PathState::scale [1].
  Scalar iterations{0};           ///< Places of the path that were tried after the reference.
  int evaluations = 0;  ///< Of all lanes together: the most that one of them needed, plus 1.
};

namespace internal {

/// `chosen` where `condition`, the other where not.
template <typename Scalar>
PathState<Scalar> select_state(const MaskOf<Scalar>& condition, const PathState<Scalar>& chosen,
                               const PathState<Scalar>& other) {
  PathState<Scalar> state;
  state.path = select(condition, chosen.path, other.path);
  state.force = select(condition, chosen.force, other.force);
  state.stiffness = select(condition, chosen.stiffness, other.stiffness);
  state.scale = select(condition, chosen.scale, other.scale);
  state.off = select(condition, chosen.off, other.off);
  state.on_manifold = (condition & chosen.on_manifold) | ((!condition) & other.on_manifold);
  return state;
}

/// Where "downhill" begins.
template <typename Scalar, int Dim>
double reference_path(const Manifold<Scalar, Dim>& manifold, const EquilibriumOptions& options) {
  return std::min(std::max(options.reference, manifold.lower()), manifold.upper());
}

/// Keeps the reference posture in `data`, for many solves that differ in their muscles only. To be
/// called again if anything else of model, manifold or options changes.
template <typename Scalar, int Dim, typename Number, typename Laws>
void keep_reference(const Model<Number, Dim, Laws>& model, const Manifold<Scalar, Dim>& manifold,
                    const EquilibriumOptions& options, EquilibriumData<Scalar, Dim>& data) {
  auto& kept = data.reference;
  data.q = manifold.origin();
  kept.on_manifold = project(model, manifold, Scalar(reference_path(manifold, options)), data);
  kept.is_kept = true;
  if (!any(kept.on_manifold)) return;
  update_geometry(model, manifold, data);
  kept.q = data.q;
  kept.q_rate = data.curve.q_rate;
  kept.q_bend = data.q_bend;
  kept.cables = data.cables;
  kept.gravity_slope = data.gravity_slope;
  kept.tissue_slope = data.tissue_slope;
  kept.fixed_stiffness = data.fixed_stiffness;
}

template <typename Scalar, int Dim, typename Number, typename Laws>
PathState<Scalar> evaluate_at_reference(const Model<Number, Dim, Laws>& model,
                                        const Manifold<Scalar, Dim>& manifold, const Scalar& path,
                                        EquilibriumData<Scalar, Dim>& data) {
  const auto& kept = data.reference;
  if (!kept.is_kept) {
    data.q = manifold.origin();
    return evaluate_factors_on_path(model, manifold, path, data);
  }
  PathState<Scalar> state;
  state.path = path;
  state.on_manifold = kept.on_manifold;
  if (!any(kept.on_manifold)) return state;
  data.q = kept.q;
  data.curve.q_rate = kept.q_rate;
  data.q_bend = kept.q_bend;
  data.correction.setZero();
  data.cables = kept.cables;
  data.gravity_slope = kept.gravity_slope;
  data.tissue_slope = kept.tissue_slope;
  data.fixed_stiffness = kept.fixed_stiffness;
  update_path_state(model, data, state);
  return state;
}

}  // namespace internal

/// The resting posture of the muscles in data.factors.
///
/// @param data  On return it holds the resting posture of every lane that is settled.
/// @note No allocation, no exception. Five to eight evaluations.
template <typename Scalar, int Dim, typename Number, typename Laws>
RestingPosture<Scalar> find_resting(const Model<Number, Dim, Laws>& model,
                                    const Manifold<Scalar, Dim>& manifold,
                                    const EquilibriumOptions& options,
                                    EquilibriumData<Scalar, Dim>& data) {
  using Mask = MaskOf<Scalar>;
  using State = PathState<Scalar>;
  constexpr double kLongestStep = 0.10;   // rad
  constexpr double kSettled = 1e-12;      // residual at which a lane stops
  constexpr double kSlopeAcross = 100.0;  // per rad: of the force over its scale, generously
  constexpr double kOff = 1e-12;          // rad: and what it may be off the manifold then
  constexpr double kRounding = 1e-12;     // force over scale below which a shape is noise
  constexpr int kMaxSteps = 40;
  const Scalar zero(0), lower(manifold.lower()), upper(manifold.upper());
  RestingPosture<Scalar> result;
  const auto finite = [](const State& state) -> Mask {
    return isfinite(state.force) & isfinite(state.stiffness) & isfinite(state.scale);
  };
  const auto residual = [&](const State& state) -> Scalar {
    return abs(state.force) / max(state.scale, Scalar(1e-300));
  };

  const Scalar reference(internal::reference_path(manifold, options));
  State near = internal::evaluate_at_reference(model, manifold, reference, data);
  result.evaluations = 1;
  Mask active = near.on_manifold & finite(near);
  const Mask balanced = active & (abs(near.force) <= Scalar(kRounding) * near.scale);
  Mask done = balanced & (near.stiffness > zero);
  active = active & !balanced;
  const Scalar sense = select(near.force > zero, Scalar(1), Scalar(-1));
  const Scalar end = select(near.force > zero, upper, lower);
  State here = near, far = near;  // far counts once the lane is bracketed
  Mask bracketed(false), halve(false);
  for (int step = 0; step < kMaxSteps && any(active); ++step) {
    // Downhill without a bracket; by Newton inside one, or by halves where that fails.
    const Scalar newton = here.force / here.stiffness;
    const Mask long_step = !((here.stiffness > zero) & (abs(newton) < Scalar(kLongestStep)));
    Scalar ahead = here.path + select(long_step, Scalar(sense * Scalar(kLongestStep)), newton);
    ahead = select((ahead - end) * sense > zero, end, ahead);
    const Scalar guess = here.path + newton;
    const Mask inside = (guess - near.path) * sense > zero;
    const Mask usable = inside & ((far.path - guess) * sense > zero) & !halve;
    const Scalar within = select(usable, guess, Scalar(Scalar(0.5) * (near.path + far.path)));
    const Scalar target = select(active, select(bracketed, within, ahead), here.path);

    internal::move_along_curve(Scalar(target - here.path), active, data);
    const State next = internal::evaluate_near_path(model, manifold, target, data);
    ++result.evaluations;
    result.iterations += select(active, Scalar(1), zero);
    // A lane that fell off is left alone; find_equilibria() will tell why.
    active = active & next.on_manifold & finite(next);
    const Mask uphill = next.force * sense > zero;  // still on the near side of the root
    const Mask undecided = (!bracketed) & internal::may_hide_roots(near, next, kRounding);
    const Mask at_end = (!bracketed) & uphill & (target == end);
    active = active & !undecided & !at_end;
    halve = bracketed & (!halve) & (abs(next.force) > Scalar(0.5) * abs(here.force));
    // Off the manifold the force is wrong by as much as that times its slope: no sign to bracket by.
    const Mask sure = abs(next.force) > Scalar(kSlopeAcross) * next.off * next.scale;
    bracketed = bracketed | (sure & !uphill);
    near = internal::select_state<Scalar>(active & sure & uphill, next, near);
    far = internal::select_state<Scalar>(active & sure & !uphill, next, far);
    here = internal::select_state<Scalar>(active, next, here);
    const Mask arrived = active & (residual(here) <= Scalar(kSettled)) & (here.off <= Scalar(kOff));
    done = done | (arrived & (here.stiffness > zero));
    active = active & !arrived;
  }
  // What was kept of the reference has no poses of its own.
  if (data.reference.is_kept && result.evaluations == 1) {
    update_poses(model.frame, data.q, data.posture.kinematics);
  }
  result.settled = done;
  result.state = here;
  result.residual = residual(here);
  return result;
}

#ifdef GUYLINE_COMPILED
extern template RestingPosture<double> find_resting(const Model<double, 2>&,
                                                    const Manifold<double, 2>&,
                                                    const EquilibriumOptions&,
                                                    EquilibriumData<double, 2>&);
#endif

}  // namespace guyline
