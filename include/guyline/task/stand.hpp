#pragma once

/// @file
/// Standing: where the pelvis comes to rest, and what that costs the lumbar spine.
///
/// What is held: feet flat, knees straight (or at a given flexion), the centre of mass over a point
/// of the foot, the trunk upright (or at a given inclination). What is free: tilt the pelvis and let
/// the lumbar spine follow. The path of the manifold is the anterior tilt [rad].
/// The load at a level is found with the least effort that balances ankle, hip and that level's
/// disc; a knee that is straight rests on its ligaments, the other discs follow by the coupling.
/// Not covered: slopes, heels, loads in the hands, and voluntary postures such as bending.

#include <guyline/model/bridge.hpp>
#include <guyline/posture/effort.hpp>
#include <guyline/posture/equilibrium.hpp>
#include <guyline/posture/load.hpp>
#include <guyline/posture/pull.hpp>
#include <guyline/posture/resting.hpp>
#include <limits>

namespace guyline {

struct StandOptions {
  double trunk_inclination = 0.0;                      ///< [rad], forward positive, -0.5 to 0.5.
  double knee_flexion = 0.0;                           ///< [rad], 0 to 1.
  double least_tilt = -35.0 * bridge_data::kDegree;    ///< [rad], end of the range searched.
  double greatest_tilt = 35.0 * bridge_data::kDegree;  ///< [rad], the other end.
  EquilibriumOptions equilibrium;
  EffortOptions effort;

  /// @throws InvalidArgument naming what is out of range.
  void validate() const {
    require_in_range("trunk_inclination", trunk_inclination, "rad", -0.5, 0.5);
    require_in_range("knee_flexion", knee_flexion, "rad", 0.0, 1.0);
    require_in_range("least_tilt", least_tilt, "rad", -1.5, 1.5);
    require_in_range("greatest_tilt", greatest_tilt, "rad", -1.5, 1.5);
    equilibrium.validate();
    effort.validate();
  }
};

/// Load at one level and the effort that goes with it.
template <typename Scalar>
struct StandingLoad {
  std::string level;
  LevelLoad<Scalar> load;
  EffortResult<Scalar> effort;  ///< Rows: ankle, hip, this level.
};

/// The answer. Angles in rad. Where `status` is not kSolved the angles, stiffness and loads are NaN.
template <typename Scalar>
struct StandResult {
  PostureStatus status = PostureStatus::kNotConverged;
  EquilibriumResult<Scalar> equilibrium;  ///< All roots, their stiffness, the counts.
  VectorX<Scalar> q;                      ///< Pose, one entry per coordinate of the bridge.
  Scalar anterior_tilt{0};                ///< [rad], 0 in the reference posture.
  Scalar lordosis{0};                     ///< LL, L1 to S1 [rad].
  Scalar sacral_slope{0};                 ///< SS [rad].
  Scalar pelvic_tilt_radiographic{0};     ///< PT [rad], grows with posterior tilt; PI = PT + SS.
  Scalar stiffness{0};                    ///< d2U/dtilt2 [N m/rad].
  Scalar residual{0};                     ///< Of the equilibrium [1].
  std::vector<Pull<Scalar>> pulls;        ///< One per muscle, resting.
  PullSummary<Scalar> other_pulls;        ///< Weight and tissue.
  std::vector<MuscleState<Scalar>> muscles;
  std::vector<StandingLoad<Scalar>> loads;  ///< One per level of the model.
};

namespace internal {
/// standing_manifold() in a scalar that the bridge's converts to.
template <typename Scalar, typename Number, typename Laws>
Manifold<Scalar, 2> make_standing_manifold(const Bridge<Number, Laws>& bridge,
                                           const StandOptions& options) {
  options.validate();
  const int n = bridge.model.frame.num_coordinates();
  VectorX<double> tilt = VectorX<double>::Zero(n);
  tilt[bridge.ankle_dorsiflexion] = 1.0;
  tilt[bridge.knee_flexion] = -1.0;
  tilt[bridge.hip_flexion] = 1.0;
  VectorX<double> trunk = tilt;
  trunk[bridge.lumbar_flexion] = 1.0;
  VectorX<double> knee = VectorX<double>::Zero(n);
  knee[bridge.knee_flexion] = 1.0;
  std::vector<LinearConstraint<Scalar>> linear = {
      {"knee flexion", knee, Scalar(options.knee_flexion)},
      {"trunk inclination", trunk, Scalar(options.trunk_inclination)}};
  // Level ground as gravity has it: "over" is along gravity.
  const Vector<Scalar, 2> down = cast_to<Scalar>(bridge.model.frame.gravity);
  const Vector<Scalar, 2> level = Vector<Scalar, 2>(-down.y(), down.x()) / sqrt(down.squaredNorm());
  std::vector<std::shared_ptr<const Constraint<Scalar, 2>>> nonlinear = {
      std::make_shared<CenterOfMassOver<Scalar, 2>>(bridge.foot,
                                                    Vector<Scalar, 2>(Vector<Scalar, 2>::Zero()),
                                                    level, Scalar(bridge.balance_offset))};
  const VectorX<Scalar> start = cast_to<Scalar>(bridge.reference_q);
  return Manifold<Scalar, 2>(n, std::move(linear), std::move(nonlinear), tilt, options.least_tilt,
                             options.greatest_tilt, start);
}
}  // namespace internal

/// What holds a standing bridge.
/// @throws InvalidArgument if an option is out of range.
template <typename Scalar, typename Laws>
Manifold<Scalar, 2> standing_manifold(const Bridge<Scalar, Laws>& bridge,
                                      const StandOptions& options) {
  return internal::make_standing_manifold<Scalar>(bridge, options);
}

/// Scratch for standing: sized once for a bridge, then reused. One per thread.
template <typename Scalar>
struct StandData {
  Manifold<Scalar, 2> manifold;
  EquilibriumData<Scalar, 2> equilibrium;
  EffortProblem<Scalar> effort;

  template <typename Number, typename Laws>
  StandData(const Bridge<Number, Laws>& bridge, const StandOptions& options)
      : manifold(internal::make_standing_manifold<Scalar>(bridge, options)),
        equilibrium(bridge.model, manifold),
        effort(bridge.model.num_muscles(), 3) {}
};

namespace internal {

/// make_stand_result() in a scalar that the bridge's converts to.
template <typename Scalar, typename Number, typename Laws>
StandResult<Scalar> make_stand_result_of(const Bridge<Number, Laws>& bridge) {
  const auto& model = bridge.model;
  StandResult<Scalar> result;
  result.q = VectorX<Scalar>::Zero(model.frame.num_coordinates());
  result.pulls.assign(model.muscles.size(), Pull<Scalar>{});
  result.muscles.assign(model.muscles.size(), MuscleState<Scalar>{});
  for (const auto& level : model.levels) {
    result.loads.push_back({level.name, {}, EffortResult<Scalar>(model.num_muscles(), 3)});
  }
  return result;
}

/// NaN wherever a number would be wrong.
template <typename Scalar>
void set_no_posture(StandResult<Scalar>& result) {
  const Scalar nan(std::numeric_limits<double>::quiet_NaN());
  result.q.setConstant(nan);
  result.anterior_tilt = result.lordosis = result.sacral_slope = nan;
  result.pelvic_tilt_radiographic = result.stiffness = result.residual = nan;
  for (auto& pull : result.pulls) pull = {nan, nan, nan, nan};
  result.other_pulls = {{nan, nan, nan, nan}, {nan, nan, nan, nan}};
  for (auto& muscle : result.muscles) muscle = {nan, nan, nan, nan, nan, nan, nan};
  for (auto& at : result.loads) {
    const LoadParts<Scalar> none{nan, nan, nan};
    at.load = {none, none, none, none, none, nan};
    at.effort.status = EffortStatus::kNotConverged;
    at.effort.activation.setConstant(nan);
    at.effort.multiplier.setConstant(nan);
    at.effort.missing.setConstant(nan);
    at.effort.cost = at.effort.residual = nan;
  }
}

/// Angles, pulls, effort and loads of the posture that `data` holds. Pulls and loads only as far as
/// the result has them.
///
/// @param joints  That the muscles hold beside the level.
/// @param solve   solve(k, problem, effort) finds the effort at level k.
template <typename Number, typename Scalar, typename Laws, typename Data, typename Joints,
          typename Solve>
void describe_posture(const Bridge<Number, Laws>& bridge, const Scalar& path, Data& data,
                      StandResult<Scalar>& result, const Joints& joints, const Solve& solve) {
  const auto& model = bridge.model;
  const PostureData<Scalar, 2>& posture = data.equilibrium.posture;
  const VectorX<Scalar>& q = data.equilibrium.q;
  result.q = q;
  result.anterior_tilt = path;
  const auto& R_pelvis =
      posture.kinematics.poses[static_cast<std::size_t>(static_cast<int>(bridge.pelvis))].rotation;
  const auto& R_l1 =
      posture.kinematics.poses[static_cast<std::size_t>(static_cast<int>(bridge.l1))].rotation;
  // R_pelvis^T R_l1, its first column.
  const Scalar cosine = R_pelvis.col(0).dot(R_l1.col(0));
  const Scalar sine = R_pelvis.col(1).dot(R_l1.col(0));
  result.lordosis = Scalar(bridge.lordosis_reference) + atan2(sine, cosine);
  result.sacral_slope = Scalar(bridge.sacral_slope_reference) + path;
  result.pelvic_tilt_radiographic = Scalar(bridge.pelvic_tilt_radiographic_reference) - path;
  for (std::size_t i = 0; i < result.muscles.size(); ++i) result.muscles[i] = posture.muscles[i];
  if (!result.pulls.empty()) result.other_pulls = update_pulls(data.equilibrium, result.pulls);
  if (result.loads.empty()) return;
  int row = 0;
  for (const MotionIndex joint : joints) {
    update_effort_row(model, posture, q, joint, row++, data.effort);
  }
  for (std::size_t k = 0; k < result.loads.size(); ++k) {
    StandingLoad<Scalar>& at = result.loads[k];
    update_effort_row(model, posture, q, model.levels[k].motion, row, data.effort);
    solve(k, data.effort, at.effort);
    at.load = level_load(model, posture, q, model.levels[k], at.effort.activation);
  }
}

template <typename Number, typename Scalar, typename Laws, typename Solve>
void describe_stand(const Bridge<Number, Laws>& bridge, const Scalar& path, StandData<Scalar>& data,
                    StandResult<Scalar>& result, const Solve& solve) {
  describe_posture(bridge, path, data, result, std::array{bridge.ankle, bridge.hip}, solve);
}

}  // namespace internal

/// An answer of the right sizes, for update_stand() to fill.
template <typename Scalar, typename Laws>
StandResult<Scalar> make_stand_result(const Bridge<Scalar, Laws>& bridge) {
  return internal::make_stand_result_of<Scalar>(bridge);
}

/// Standing, into a result that is there already.
///
/// @param data    Made for this bridge with these options.
/// @param result  From make_stand_result().
/// @note No allocation.
template <typename Scalar, typename Laws>
void update_stand(const Bridge<Scalar, Laws>& bridge, const StandOptions& options,
                  StandData<Scalar>& data, StandResult<Scalar>& result) {
  result.equilibrium =
      find_equilibria(bridge.model, data.manifold, options.equilibrium, data.equilibrium);
  result.status = result.equilibrium.status;
  if (result.status != PostureStatus::kSolved) {
    internal::set_no_posture(result);
    return;
  }
  const auto& resting =
      result.equilibrium.equilibria[static_cast<std::size_t>(result.equilibrium.resting)];
  result.stiffness = resting.stiffness;
  result.residual = Scalar(resting.residual);
  internal::describe_stand(
      bridge, resting.path, data, result,
      [&](std::size_t, const EffortProblem<Scalar>& problem, EffortResult<Scalar>& effort) {
        solve_effort(problem, options.effort, effort);
      });
}

/// What a solve has cost.
struct StandCost {
  int iterations = 0;   ///< Steps to the resting posture.
  int evaluations = 0;  ///< Places of the path that were looked at.
};

/// Standing without the other equilibria: straight downhill (posture/resting.hpp), and by
/// update_stand() only if that leaves it undecided. The resting posture is the same.
///
/// @param result  As update_stand() leaves it, but that `equilibrium` has no list, unless update_stand()
///                was needed.
/// @note No allocation.
template <typename Scalar, typename Laws>
StandCost update_resting_stand(const Bridge<Scalar, Laws>& bridge, const StandOptions& options,
                               StandData<Scalar>& data, StandResult<Scalar>& result) {
  internal::update_factors(bridge.model, data.equilibrium);
  const RestingPosture<Scalar> resting =
      find_resting(bridge.model, data.manifold, options.equilibrium, data.equilibrium);
  if (!resting.settled) {
    update_stand(bridge, options, data, result);
    const auto& found = result.equilibrium;
    if (found.resting < 0) return {0, resting.evaluations + found.evaluations};
    return {found.equilibria[static_cast<std::size_t>(found.resting)].iterations,
            resting.evaluations + found.evaluations};
  }
  result.status = PostureStatus::kSolved;
  result.equilibrium.num_equilibria = 0;
  result.equilibrium.resting = -1;
  result.stiffness = resting.state.stiffness;
  result.residual = resting.residual;
  internal::describe_stand(
      bridge, resting.state.path, data, result,
      [&](std::size_t, const EffortProblem<Scalar>& problem, EffortResult<Scalar>& effort) {
        solve_effort(problem, options.effort, effort);
      });
  return {resting.evaluations - 1, resting.evaluations};
}

/// Where this body comes to rest, and what that costs. The one-off door: allocates its scratch.
///
/// @throws InvalidArgument if an option is out of range or the model is not valid. That no posture
///         was found, or that the muscles cannot hold it, is a status.
template <typename Scalar, typename Laws>
StandResult<Scalar> stand(const Bridge<Scalar, Laws>& bridge, const StandOptions& options = {}) {
  validate(bridge.model);
  StandData<Scalar> data(bridge, options);
  StandResult<Scalar> result = make_stand_result(bridge);
  update_stand(bridge, options, data, result);
  return result;
}

#ifdef GUYLINE_COMPILED
extern template Manifold<double, 2> standing_manifold(const Bridge<double>&, const StandOptions&);
extern template void update_stand(const Bridge<double>&, const StandOptions&, StandData<double>&,
                                  StandResult<double>&);
extern template StandCost update_resting_stand(const Bridge<double>&, const StandOptions&,
                                               StandData<double>&, StandResult<double>&);
extern template StandResult<double> stand(const Bridge<double>&, const StandOptions&);
#endif

}  // namespace guyline
