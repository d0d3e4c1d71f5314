#pragma once

/// @file
/// The posture of a task, its loads, and what limits it.
///
/// The voluntary law is the resting search on another potential: no weight, no reflexes, and a drive
/// grad V(q0) that stands for the straight line below V(q). Its stiffness along the free direction is
/// that of V. The posture is the first stable one downhill from the task's reference tilt.
/// The effort holds, beside the level:
///   over the foot   ankle and hip, and the knee where it is bent (straight, it rests on its ligaments)
///   on a seat       the hip; the seat pushes up through the tuberosities, a backrest across the trunk
///   on a bed        the hip, against no weight

#include <guyline/task/task_body.hpp>

namespace guyline {

/// Scratch for one task of one body: made once, then reused while knobs turn. One per thread.
template <typename Scalar, typename Laws = MuscleLaws<>>
struct TaskData {
  TaskPoints<> points;
  Bridge<double, Laws> chosen_by;             ///< The body as the law sees it.
  Bridge<double, Laws> held_by;               ///< The body with all that the muscles hold.
  std::optional<StandData<Scalar>> standing;  ///< For q0.
  StandOptions standing_options;
  Manifold<Scalar, 2> manifold;
  EquilibriumData<Scalar, 2> equilibrium;
  std::vector<MotionIndex> joints;  ///< That the muscles hold beside the level.
  EffortProblem<Scalar> effort;
  std::vector<bool> is_silent, has_reflex;  ///< Of each muscle, in this task.

  /// @throws InvalidArgument if the task is not valid for this body.
  TaskData(const Bridge<double, Laws>& bridge, const Task& task)
      : points(bridge),
        chosen_by(make_body(bridge, points, task)),
        held_by(chosen_by),
        manifold(make_manifold(chosen_by, points, task)),
        equilibrium(chosen_by.model, manifold),
        joints(held_joints(bridge, task)),
        effort(bridge.model.num_muscles(), static_cast<int>(joints.size()) + 1),
        is_silent(bridge.model.muscles.size(), false),
        has_reflex(bridge.model.muscles.size(),
                   task.law == PostureLaw::kResting && task.has_reflexes) {
    for (const std::string& name : task.silent) {
      for (const CableIndex i : bridge.model.select_muscles(name)) {
        const auto at = static_cast<std::size_t>(static_cast<int>(i));
        is_silent[at] = true;
        has_reflex[at] = false;
      }
    }
    if (task.law == PostureLaw::kVoluntary) {
      standing.emplace(bridge, standing_options);
      internal::keep_reference(bridge.model, standing->manifold, standing_options.equilibrium,
                               standing->equilibrium);
    }
    internal::add_task_loads(task, points, chosen_by, held_by);
  }

  /// Takes from a muscle, or from its factors, what the task takes from it.
  template <typename MuscleOrFactors>
  void take_away(std::size_t i, MuscleOrFactors& muscle) const {
    using Number = std::decay_t<decltype(muscle.tone)>;
    if (!has_reflex[i]) muscle.reflex_gain = Number(0);
    if (is_silent[i]) muscle.tone = Number(0);
  }

  /// The same body and law with other angles held. What hands ahead of the shoulder carry stays where
  /// the trunk had it.
  /// @throws InvalidArgument  if the task is not valid.
  void hold(const Task& task) {
    task.validate();
    manifold = make_manifold(held_by, points, task);
  }

 private:
  static Bridge<double, Laws> make_body(const Bridge<double, Laws>& bridge,
                                        const TaskPoints<>& points, const Task& task) {
    task.validate();
    return internal::make_task_body(bridge, points, task, TaskNumbers<double>(task),
                                    task.hand_mass > 0.0);
  }
  static Manifold<Scalar, 2> make_manifold(const Bridge<double, Laws>& body,
                                           const TaskPoints<>& points, const Task& task) {
    return internal::make_task_manifold<Scalar>(body, points, task, TaskNumbers<double>(task));
  }
};

namespace internal {

/// dV/dq of tissue and resting muscles at the pose of `data`, muscles from `factors` without reflexes.
template <typename Scalar, typename Laws>
void update_elastic_gradient(const Model<double, 2, Laws>& model,
                             const std::vector<MuscleFactors<Scalar>>& factors,
                             const EquilibriumData<Scalar, 2>& at, VectorX<Scalar>& gradient) {
  gradient.setZero(at.q.size());
  for (const auto& tissue : model.tissues) {
    const int k = tissue.coordinate;
    gradient[k] -= tissue_moment(tissue, at.q[k]).moment;
  }
  const auto& kinematics = at.posture.kinematics;
  for (std::size_t c = 0; c < factors.size(); ++c) {
    const Scalar tension =
        evaluate_muscle(factors[c], at.cables[c].length, model.laws).resting_tension;
    for (int m = 0; m < model.frame.num_motions(); ++m) {
      const auto& motion = model.frame.motion(m);
      const int k = motion.coordinate;
      gradient[k] +=
          tension * motion.function(at.q[k]).derivative *
          length_rate(model, kinematics, CableIndex(static_cast<int>(c)), MotionIndex(m));
    }
  }
}

/// The resting posture of the muscles in data.equilibrium; the full search where downhill is undecided.
template <typename Data, typename Laws>
PostureStatus find_posture(const Bridge<double, Laws>& body, const EquilibriumOptions& options,
                           Data& data, TaskResult<double>& result) {
  const RestingPosture<double> resting =
      find_resting(body.model, data.manifold, options, data.equilibrium);
  result.equilibrium.evaluations += resting.evaluations;
  result.iterations = static_cast<int>(resting.iterations);
  if (resting.settled) {
    result.anterior_tilt = resting.state.path;
    result.stiffness = resting.state.stiffness;
    result.residual = resting.residual;
    return PostureStatus::kSolved;
  }
  const int spent = result.equilibrium.evaluations;
  result.equilibrium = find_equilibria(body.model, data.manifold, options, data.equilibrium);
  result.equilibrium.evaluations += spent;
  if (result.equilibrium.status == PostureStatus::kSolved) {
    const auto& found =
        result.equilibrium.equilibria[static_cast<std::size_t>(result.equilibrium.resting)];
    result.anterior_tilt = found.path;
    result.stiffness = found.stiffness;
    result.residual = found.residual;
    result.iterations = found.iterations;
  }
  return result.equilibrium.status;
}

/// Angles, supports, effort, loads and pulls of the posture that `data` holds.
template <typename Scalar, typename Laws, typename Solve>
void describe_task_posture(const Task& task, TaskData<Scalar, Laws>& data,
                           TaskResult<Scalar>& result, const Solve& solve) {
  update_supports(task, data.points, data.equilibrium, data.held_by, result);
  describe_posture(data.held_by, Scalar(result.anterior_tilt + Scalar(task.ground_inclination)),
                   data, result, data.joints, solve);
  describe_task(data.held_by, data.points, data.equilibrium, result);
  if (task.law == PostureLaw::kVoluntary) {
    update_held_pulls(data.held_by, data.equilibrium, result);
  }
}

}  // namespace internal

/// The body's knobs into `data`, and where it stands, which the voluntary law starts from.
///
/// @param bridge  As `data` was made for; knobs and cuts may differ.
/// @return kSolved, or why there is no standing posture to start from.
/// @note No allocation.
template <typename Laws>
PostureStatus update_task_body(const Bridge<double, Laws>& bridge, const Task& task,
                               TaskData<double, Laws>& data, TaskResult<double>& result) {
  const bool is_voluntary = task.law == PostureLaw::kVoluntary;
  result.equilibrium.evaluations = 0;
  for (std::size_t i = 0; i < bridge.model.muscles.size(); ++i) {
    auto& muscle = data.chosen_by.model.muscles[i];
    muscle = bridge.model.muscles[i];
    data.take_away(i, muscle);
  }
  internal::update_factors(data.chosen_by.model, data.equilibrium);
  result.standing_status = PostureStatus::kSolved;
  if (!is_voluntary) return result.standing_status;
  auto& standing = data.standing->equilibrium;
  internal::update_factors(bridge.model, standing);
  result.standing_status =
      internal::find_posture(bridge, data.standing_options.equilibrium, *data.standing, result);
  result.standing_stiffness = result.stiffness;
  if (result.standing_status == PostureStatus::kSolved) {
    internal::update_elastic_gradient(data.chosen_by.model, data.equilibrium.factors, standing,
                                      data.equilibrium.drive);
  }
  return result.standing_status;
}

/// The posture of a task, of the body that update_task_body() took over.
/// @note No allocation.
template <typename Laws>
void update_task_posture(const Task& task, TaskData<double, Laws>& data,
                         TaskResult<double>& result) {
  result.equilibrium.num_equilibria = 0;
  result.equilibrium.resting = -1;
  result.status = result.standing_status;
  if (result.status == PostureStatus::kSolved) {
    result.status = internal::find_posture(data.chosen_by, task.equilibrium, data, result);
  }
  if (result.status != PostureStatus::kSolved) {
    internal::set_no_task_posture(result);
    return;
  }
  internal::describe_task_posture(
      task, data, result,
      [&](std::size_t, const EffortProblem<double>& problem, EffortResult<double>& effort) {
        effort.multiplier.setZero(problem.need.size());
        effort.missing.setZero(problem.need.size());
        solve_effort(problem, task.effort, effort);
      });
}

/// The posture of a task, into a result that is there already.
///
/// @param bridge  As `data` was made for; knobs and cuts may differ.
/// @note No allocation.
template <typename Laws>
void update_task(const Bridge<double, Laws>& bridge, const Task& task, TaskData<double, Laws>& data,
                 TaskResult<double>& result) {
  update_task_body(bridge, task, data, result);
  update_task_posture(task, data, result);
}

/// The posture of a task: the one-off door, allocates its scratch.
///
/// @throws InvalidArgument if task or body are not valid. That no posture was found is a status.
template <typename Laws>
TaskResult<double> solve_task(const Bridge<double, Laws>& bridge, const Task& task) {
  validate(bridge.model);
  TaskData<double, Laws> data(bridge, task);
  TaskResult<double> result = make_task_result(bridge);
  update_task(bridge, task, data, result);
  return result;
}

#ifdef GUYLINE_COMPILED
extern template struct TaskData<double>;
extern template PostureStatus update_task_body(const Bridge<double>&, const Task&,
                                               TaskData<double>&, TaskResult<double>&);
extern template void update_task_posture(const Task&, TaskData<double>&, TaskResult<double>&);
#endif

}  // namespace guyline
