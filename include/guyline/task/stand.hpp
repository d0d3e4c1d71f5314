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
  double residual = 0.0;                  ///< Of the equilibrium [1].
  std::vector<Pull<Scalar>> pulls;        ///< One per muscle, resting.
  PullSummary<Scalar> other_pulls;        ///< Weight and tissue.
  std::vector<MuscleState<Scalar>> muscles;
  std::vector<StandingLoad<Scalar>> loads;  ///< One per level of the model.
};

/// What holds a standing bridge.
/// @throws InvalidArgument if an option is out of range.
template <typename Scalar, typename Laws>
Manifold<Scalar, 2> standing_manifold(const Bridge<Scalar, Laws>& bridge,
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
  std::vector<std::shared_ptr<const Constraint<Scalar, 2>>> nonlinear = {
      std::make_shared<CenterOfMassOver<Scalar, 2>>(
          bridge.foot, Vector<Scalar, 2>(Vector<Scalar, 2>::Zero()),
          Vector<Scalar, 2>(Scalar(1), Scalar(0)), bridge.balance_offset)};
  return Manifold<Scalar, 2>(n, std::move(linear), std::move(nonlinear), tilt, options.least_tilt,
                             options.greatest_tilt, bridge.reference_q);
}

/// Scratch for standing: sized once for a bridge, then reused. One per thread.
template <typename Scalar>
struct StandData {
  Manifold<Scalar, 2> manifold;
  EquilibriumData<Scalar, 2> equilibrium;
  EffortProblem<Scalar> effort;

  template <typename Laws>
  StandData(const Bridge<Scalar, Laws>& bridge, const StandOptions& options)
      : manifold(standing_manifold(bridge, options)),
        equilibrium(bridge.model, manifold),
        effort(bridge.model.num_muscles(), 3) {}
};

/// An answer of the right sizes, for update_stand() to fill.
template <typename Scalar, typename Laws>
StandResult<Scalar> make_stand_result(const Bridge<Scalar, Laws>& bridge) {
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

/// Standing, into a result that is there already.
///
/// @param data    Made for this bridge with these options.
/// @param result  From make_stand_result().
/// @note No allocation.
template <typename Scalar, typename Laws>
void update_stand(const Bridge<Scalar, Laws>& bridge, const StandOptions& options,
                  StandData<Scalar>& data, StandResult<Scalar>& result) {
  const auto& model = bridge.model;
  result.equilibrium = find_equilibria(model, data.manifold, options.equilibrium, data.equilibrium);
  result.status = result.equilibrium.status;
  if (result.status != PostureStatus::kSolved) {
    const Scalar nan(std::numeric_limits<double>::quiet_NaN());
    result.q.setConstant(nan);
    result.anterior_tilt = result.lordosis = result.sacral_slope = nan;
    result.pelvic_tilt_radiographic = result.stiffness = nan;
    result.residual = std::numeric_limits<double>::quiet_NaN();
    for (auto& pull : result.pulls) pull = {nan, nan, nan, nan};
    result.other_pulls = {{nan, nan, nan, nan}, {nan, nan, nan, nan}};
    for (auto& muscle : result.muscles) muscle = {nan, nan, nan, nan, nan, nan};
    for (auto& at : result.loads) {
      const LoadParts<Scalar> none{nan, nan, nan};
      at.load = {none, none, none, none, none, nan};
      at.effort.status = EffortStatus::kNotConverged;
      at.effort.activation.setConstant(nan);
      at.effort.multiplier.setConstant(nan);
      at.effort.missing.setConstant(nan);
      at.effort.cost = nan;
      at.effort.residual = std::numeric_limits<double>::quiet_NaN();
    }
    return;
  }
  const auto& resting =
      result.equilibrium.equilibria[static_cast<std::size_t>(result.equilibrium.resting)];
  const PostureData<Scalar, 2>& posture = data.equilibrium.posture;
  const VectorX<Scalar>& q = data.equilibrium.q;
  result.q = q;
  result.anterior_tilt = resting.path;
  result.stiffness = resting.stiffness;
  result.residual = resting.residual;
  const auto& R_pelvis =
      posture.kinematics.poses[static_cast<std::size_t>(static_cast<int>(bridge.pelvis))].rotation;
  const auto& R_l1 =
      posture.kinematics.poses[static_cast<std::size_t>(static_cast<int>(bridge.l1))].rotation;
  const Matrix<Scalar, 2, 2> between = R_pelvis.transpose() * R_l1;
  const Scalar l1_forward = -atan2(between(1, 0), between(0, 0));
  result.lordosis = bridge.lordosis_reference - l1_forward;
  result.sacral_slope = bridge.sacral_slope_reference + resting.path;
  result.pelvic_tilt_radiographic = bridge.pelvic_tilt_radiographic_reference - resting.path;
  for (std::size_t i = 0; i < result.muscles.size(); ++i) result.muscles[i] = posture.muscles[i];
  result.other_pulls = update_pulls(data.equilibrium, result.pulls);
  for (std::size_t k = 0; k < result.loads.size(); ++k) {
    StandingLoad<Scalar>& at = result.loads[k];
    const std::array<MotionIndex, 3> joints = {bridge.ankle, bridge.hip, model.levels[k].motion};
    update_effort_problem(model, posture, q, joints, data.effort);
    solve_effort(data.effort, options.effort, at.effort);
    at.load = level_load(model, posture, q, model.levels[k], at.effort.activation);
  }
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
extern template StandResult<double> stand(const Bridge<double>&, const StandOptions&);
#endif

}  // namespace guyline
