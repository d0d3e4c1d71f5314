#pragma once

/// @file
/// What has to be held about a few joints, and with what: the constraint of the effort (effort.hpp).
///
///   C_ir = F0_i f_L strength_i dL_i/dv_r      moment that muscle i takes up about the motion v_r of
///                                             joint r at full activation: minus its own, which drives
///                                             v down where dL/dv > 0
///   need_r                                    what weight, tissue and passive tension leave over
/// Tone pulls whatever the strength, so what strength does not scale of it is part of the need.

#include <guyline/model/moments.hpp>
#include <guyline/posture/potential.hpp>

namespace guyline {

inline constexpr int kMaxHeldJoints = 8;

/// Fixed-capacity vectors over the held joints: no heap.
template <typename Scalar>
using JointVector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1, 0, kMaxHeldJoints, 1>;
template <typename Scalar>
using JointMatrix =
    Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, 0, kMaxHeldJoints, kMaxHeldJoints>;

/// The problem: what has to be held, and with what. Sized once; update_effort_problem() fills it.
template <typename Scalar>
struct EffortProblem {
  MatrixX<Scalar> capacity;  ///< C [N m], muscles x held joints, per unit activation.
  VectorX<Scalar> weight;    ///< w [1], > 0, one per muscle.
  VectorX<Scalar> least;     ///< a_tonic [1].
  JointVector<Scalar> need;  ///< [N m], about each held joint, positive drives it up.

  EffortProblem() = default;
  /// @throws InvalidArgument unless there are 1 to kMaxHeldJoints joints.
  EffortProblem(int num_muscles, int num_joints) {
    if (num_joints < 1 || num_joints > kMaxHeldJoints) {
      throw InvalidArgument("EffortProblem: " + std::to_string(num_joints) +
                            " held joints, allowed 1 to " + std::to_string(kMaxHeldJoints));
    }
    capacity.setZero(num_muscles, num_joints);
    weight.setOnes(num_muscles);
    least.setZero(num_muscles);
    need.setZero(num_joints);
  }
};

/// Fills one row of the problem: holding `joint` in the pose of `data`.
///
/// @param q    The pose that `data` was updated at.
/// @param row  0 to the number of joints that the problem was sized for, less one.
/// @note No allocation.
template <typename Number, typename Scalar, int Dim, typename Laws>
void update_effort_row(const Model<Number, Dim, Laws>& model, const PostureData<Scalar, Dim>& data,
                       const VectorX<Scalar>& q, MotionIndex joint, int row,
                       EffortProblem<Scalar>& problem) {
  Scalar need =
      gravity_moment(model.frame, data.kinematics, joint) + tissue_moment_at(model, q, joint);
  for (int i = 0; i < model.num_muscles(); ++i) {
    const MuscleState<Scalar>& state = data.muscles[static_cast<std::size_t>(i)];
    const Scalar rate = length_rate(model, data.kinematics, CableIndex(i), joint);
    problem.capacity(i, row) = state.called_capacity * rate;
    // Tone pulls whatever the strength; only what is called on above it scales.
    need -= rate * (state.passive_tension +
                    (state.active_capacity - state.called_capacity) * state.tonic_activation);
    problem.least[i] = state.tonic_activation;
  }
  problem.need[row] = need;
}

/// Fills the problem for holding `joints` in the pose of `data`, as many as it was sized for.
/// @note No allocation.
template <typename Number, typename Scalar, int Dim, typename Laws, typename Joints>
void update_effort_problem(const Model<Number, Dim, Laws>& model,
                           const PostureData<Scalar, Dim>& data, const VectorX<Scalar>& q,
                           const Joints& joints, EffortProblem<Scalar>& problem) {
  int row = 0;
  for (const MotionIndex joint : joints) {
    update_effort_row(model, data, q, joint, row++, problem);
  }
}

}  // namespace guyline
