#pragma once

/// @file
/// What moves the posture of a task and its loads: derivatives by every knob, by the person and by the
/// task's own numbers.
///
/// As stand_sensitivity.hpp:  ds/dp = (dF/dp)/K  along the path, outputs follow (output_derivatives.hpp).
/// A knob of muscle i moves the tension T_i only; by the resting law  dF/dp = -(dT_i/dp) dL_i/ds. By the
/// voluntary law the drive grad V(q0) moves too, with the tension at q0 and with q0 itself:
///   dF/dp = -(dT_i/dp) dL_i/ds + q' . [ (dT_i/dp)_0 grad L_i(q0) + (d grad V/ds0) ds0/dp ]
/// where ds0/dp is that of standing. A knob that the task takes away (the gain where reflexes follow the
/// command, the tone of a silent muscle) still moves where the body stands. The person and the task's
/// numbers (TaskParameter) are directions of Dual numbers through the same: the standing posture q0(p),
/// the drive grad V(q0(p), p), one evaluation at the posture (varied_task.hpp). A backrest's push follows
/// the pose in them, so that against one knobs need these directions too.
/// Outputs are those of StandOutputs; the tilt is that against the vertical. Tensions are those of
/// TaskResult::pulls: resting, and by the voluntary law those with the effort of the first level, as far as
/// loads were asked for. The column of the trunk's inclination is NaN where the task does not hold it; that of
/// the mass in the hands is one-sided where there is none. Kinks are flagged as in standing; those of q0
/// count for the voluntary law.
/// Not covered: where a movement ends; burdens, reach and follower load as parameters.

#include <guyline/task/output_derivatives.hpp>
#include <guyline/task/stand_sensitivity.hpp>
#include <guyline/task/varied_task.hpp>

namespace guyline {

/// Scratch for derivatives of one task of one body, reused while knobs turn. One per thread.
///
/// @tparam N  1: by the knobs only, not against a backrest. kTaskDirections: by TaskParameter too, on double.
template <typename Scalar, typename Laws = MuscleLaws<>, int N = kTaskDirections>
struct TaskSensitivityData {
  static_assert(N == 1 || (N == kTaskDirections && std::is_same<Scalar, double>::value),
                "by the knobs on any scalar, by the person on double");
  static constexpr bool kHasPerson = N > 1;
  using Number = Dual<N, Scalar>;

  /// Where the voluntary law starts from.
  struct Start {
    Manifold<Number, 2> manifold;
    EquilibriumData<Number, 2> sweep;  ///< At q0, the last direction its path.
    VectorX<Number> drive;             ///< grad V(q0).
    std::vector<MuscleSlopes<Scalar>> slopes;
    std::vector<Vector<Scalar, kNumKnobs>> tension_by_knob;          ///< As it stands.
    std::vector<Vector<Scalar, kNumKnobs>> tension_by_knob_in_task;  ///< There, as the task has it.

    template <typename B>
    explicit Start(const Bridge<B, Laws>& bridge)
        : manifold(internal::make_standing_manifold<Number>(bridge, StandOptions{})),
          sweep(bridge.model, manifold),
          drive(VectorX<Number>::Zero(bridge.model.frame.num_coordinates())),
          slopes(bridge.model.muscles.size()),
          tension_by_knob(slopes.size()),
          tension_by_knob_in_task(slopes.size()) {}
  };

  std::conditional_t<kHasPerson, VariedTask<Laws>, std::nullptr_t> varied;
  Manifold<Number, 2> manifold;
  OutputScratch<Scalar, N> outputs;
  std::optional<Start> start;
  TaskResult<Number> supports;  ///< Their forces; nothing else is filled.

  /// @param bridge, solved  As the task was solved: TaskData of this task.
  /// @throws InvalidArgument if an option is out of range; with a backrest and N == 1; by the person, if the
  ///         body is not one that bridge() and its knobs can make.
  TaskSensitivityData(const Bridge<double, Laws>& bridge, const Task& task,
                      const TaskData<Scalar, Laws>& solved,
                      const StandSensitivityOptions& options = {})
      : varied(make_varied(bridge, task)),
        manifold(make_manifold(solved, task)),
        outputs(bridge.model, manifold, options.adaptation) {
    options.validate();
    if (task.law != PostureLaw::kVoluntary) return;
    outputs.tensions.emplace(bridge.model.num_muscles());
    if constexpr (kHasPerson) start.emplace(varied.person.body);
    if constexpr (!kHasPerson) start.emplace(bridge);
  }

 private:
  static auto make_varied(const Bridge<double, Laws>& bridge, const Task& task) {
    if constexpr (kHasPerson) {
      return VariedTask<Laws>(bridge, task);
    } else {
      if (task.has_backrest) {
        throw InvalidArgument(task.name +
                              ": against a backrest there are derivatives only with those "
                              "by the person");
      }
      return nullptr;
    }
  }
  Manifold<Number, 2> make_manifold(const TaskData<Scalar, Laws>& solved, const Task& task) const {
    if constexpr (kHasPerson) {
      return internal::make_task_manifold<Number>(varied.chosen_by, varied.points, task,
                                                  varied.numbers);
    } else {
      return internal::make_task_manifold<Number>(solved.chosen_by, solved.points, task,
                                                  TaskNumbers<double>(task));
    }
  }
};

/// A place for the derivatives, for update_task_sensitivity() to fill.
template <typename Scalar, typename Laws, int N>
StandSensitivity<Scalar> make_task_sensitivity(const TaskSensitivityData<Scalar, Laws, N>& data) {
  return internal::make_sensitivity(data.outputs, N > 1 ? kNumTaskParameters : 0);
}

namespace internal {

/// A knob that the task takes away moves nothing in it.
template <typename Scalar, typename Laws>
bool is_taken_away(const TaskData<Scalar, Laws>& task, std::size_t i, int knob) {
  return (knob == static_cast<int>(Knob::kReflexGain) && !task.has_reflex[i]) ||
         (knob == static_cast<int>(Knob::kTone) && task.is_silent[i]);
}

/// grad V(q0) in `start`, whose sweep has pose and lengths there.
///
/// @param tension     tension(i) of muscle i there, as the task has it.
/// @param path_rate   q' of the task. @param by_knobs  dF/dp of the knobs by the tensions at q0, added.
template <typename Model, typename Start, typename Tension, typename Scalar, typename ByKnobs>
void update_drive(const Model& model, Start& start, const Tension& tension,
                  const VectorX<Scalar>& path_rate, const ByKnobs& by_knobs) {
  using Number = std::decay_t<decltype(start.drive[0])>;
  auto& drive = start.drive;
  const auto& q = start.sweep.q;
  drive.setZero();
  for (const auto& tissue : model.tissues) {
    const int k = tissue.coordinate;
    drive[k] -= tissue_moment(tissue, q[k]).moment;
  }
  for (int i = 0; i < model.num_muscles(); ++i) {
    const Number pull = tension(static_cast<std::size_t>(i));
    Scalar along(0);  // q' . grad L_i
    for (int m = 0; m < model.frame.num_motions(); ++m) {
      const auto& motion = model.frame.motion(m);
      const int k = motion.coordinate;
      const Number rate =
          motion.function(q[k]).derivative *
          length_rate(model, start.sweep.posture.kinematics, CableIndex(i), MotionIndex(m));
      drive[k] += pull * rate;
      along += rate.value * path_rate[k];
    }
    by_knobs(i, along);
  }
}

/// Slopes at q0, once as the body stands and once as the task has its muscles.
template <typename Scalar, typename Laws, int N>
void update_start_slopes(const Bridge<double, Laws>& bridge, const TaskData<Scalar, Laws>& task,
                         double tolerance, TaskSensitivityData<Scalar, Laws, N>& data,
                         StandSensitivity<Scalar>& result) {
  auto& start = *data.start;
  const EquilibriumData<Scalar, 2>& stood = task.standing->equilibrium;
  const auto& model = bridge.model;
  const auto update = [&](std::size_t i, const MuscleFactors<Scalar>& factors,
                          Vector<Scalar, kNumKnobs>& by_knob) {
    update_muscle_slopes(model, i, factors,
                         evaluate_muscle(factors, stood.cables[i].length, model.laws),
                         stood.posture.kinematics, data.outputs.adaptation[i], tolerance,
                         start.slopes[i], by_knob, result.kinks[i]);
  };
  for (std::size_t i = 0; i < start.slopes.size(); ++i) {
    update(i, stood.factors[i], start.tension_by_knob[i]);
    update(i, task.equilibrium.factors[i], start.tension_by_knob_in_task[i]);
    for (int k = 0; k < kNumKnobs; ++k) {
      if (is_taken_away(task, i, k)) start.tension_by_knob_in_task[i][k] = Scalar(0);
    }
  }
}

/// The drive of the voluntary law: its part of dF/dp by the knobs into the tilt's row, and grad V(q0) with
/// its gradient by the person, the path's being that of the task and so none.
template <typename Scalar, typename Laws, int N>
void add_start(const Bridge<double, Laws>& bridge, const TaskData<Scalar, Laws>& task,
               const Scalar& standing_stiffness, TaskSensitivityData<Scalar, Laws, N>& data,
               StandSensitivity<Scalar>& result) {
  using Number = Dual<N, Scalar>;
  constexpr int kPath = N - 1;
  auto& start = *data.start;
  auto& dy = result.derivative;
  const EquilibriumData<Scalar, 2>& stood = task.standing->equilibrium;
  const VectorX<Scalar>& path_rate = task.equilibrium.curve.q_rate;
  const auto add_by_knobs = [&](int i, const Scalar& along) {
    const auto& by_knob = start.tension_by_knob_in_task[static_cast<std::size_t>(i)];
    for (int k = 0; k < kNumKnobs; ++k) {
      dy(result.kTiltRow, i * kNumKnobs + k) += by_knob[k] * along;
    }
  };
  Number force(0);
  if constexpr (N == 1) {
    for (Eigen::Index i = 0; i < stood.q.size(); ++i) {
      start.sweep.q[i] = Number(stood.q[i], typename Number::Gradient(stood.curve.q_rate[i]));
    }
    update_poses(bridge.model.frame, start.sweep.q, start.sweep.posture.kinematics);
    const auto tension = [&](std::size_t i) {
      const auto state =
          evaluate_muscle(task.equilibrium.factors[i], stood.cables[i].length, bridge.model.laws);
      return Number(state.resting_tension,
                    typename Number::Gradient(state.resting_stiffness * stood.cables[i].rate));
    };
    update_drive(task.chosen_by.model, start, tension, path_rate, add_by_knobs);
  } else {
    const auto& person = data.varied.person.body.model;
    double path = 0.0;
    for (Eigen::Index i = 0; i < stood.q.size(); ++i) {
      start.sweep.q[i] = Number(stood.q[i]);
      path += start.manifold.path()[i] * stood.q[i];
    }
    update_factors(person, start.sweep);
    force = force_on_path(person, start.manifold, Number::variable(path, kPath), start.sweep);
    const auto tension = [&](std::size_t i) -> Number {
      MuscleFactors<Number> factors = start.sweep.factors[i];
      task.take_away(i, factors);
      return evaluate_muscle(factors, start.sweep.cables[i].length, person.laws).resting_tension;
    };
    update_drive(data.varied.chosen_by.model, start, tension, path_rate, add_by_knobs);
  }
  // q0 moves along its path.
  const Scalar per_stiffness = Scalar(1) / standing_stiffness;
  Scalar along(0);
  for (Eigen::Index k = 0; k < path_rate.size(); ++k) {
    along += path_rate[k] * start.drive[k].gradient[kPath];
  }
  along *= per_stiffness;
  for (int i = 0; i < result.num_muscles; ++i) {
    const auto m = static_cast<std::size_t>(i);
    for (int k = 0; k < kNumKnobs; ++k) {
      dy(result.kTiltRow, i * kNumKnobs + k) -=
          along * start.tension_by_knob[m][k] * stood.cables[m].rate;
    }
  }
  for (Eigen::Index k = 0; k < path_rate.size(); ++k) {
    auto& gradient = start.drive[k].gradient;
    for (int p = 0; p < kPath; ++p) {
      gradient[p] += gradient[kPath] * force.gradient[p] * per_stiffness;
    }
    gradient[kPath] = Scalar(0);
  }
}

/// The sweep along the task's path, the person's directions before it. @return dF/dp of each.
template <typename Laws>
Vector<double, kTaskDirections> update_task_sweep(
    const TaskData<double, Laws>& task, double path,
    TaskSensitivityData<double, Laws, kTaskDirections>& data) {
  using Number = Dual<kTaskDirections>;
  EquilibriumData<Number, 2>& sweep = data.outputs.sweep;
  const auto& muscles = data.varied.person.body.model.muscles;
  for (std::size_t i = 0; i < muscles.size(); ++i) {
    sweep.factors[i] = MuscleFactors<Number>(muscles[i]);
    task.take_away(i, sweep.factors[i]);
  }
  // On the linear constraints with its gradient; the projection does the rest.
  for (Eigen::Index i = 0; i < sweep.q.size(); ++i) {
    sweep.q[i] = Number(task.equilibrium.q[i], data.manifold.origin()[i].gradient);
  }
  Number force = force_on_path(data.varied.chosen_by.model, data.manifold,
                               Number::variable(path, kTaskDirections - 1), sweep);
  if (data.start) {
    for (Eigen::Index k = 0; k < sweep.q.size(); ++k) {
      force += data.start->drive[k] * sweep.curve.q_rate[k];
    }
  }
  return force.gradient;
}

}  // namespace internal

/// Derivatives of the posture that update_task() left in `solved`, into a result that is there already.
///
/// @param bridge  The body that was posed; may differ from that `data` was made for in knobs and cuts only.
/// @param at      Its answer; loads may be left out, their rows then stay as they are.
/// @param result  From make_task_sensitivity(). NaN all over without a posture, in the rows of a level that
///                is not held and of tensions by its effort.
/// @note No allocation.
template <typename Scalar, typename Laws, int N>
void update_task_sensitivity(const Bridge<double, Laws>& bridge, const Task& task,
                             const StandSensitivityOptions& options,
                             const TaskData<Scalar, Laws>& solved, const TaskResult<Scalar>& at,
                             TaskSensitivityData<Scalar, Laws, N>& data,
                             StandSensitivity<Scalar>& result) {
  const Scalar nan(std::numeric_limits<double>::quiet_NaN());
  const bool is_voluntary = task.law == PostureLaw::kVoluntary;
  if constexpr (std::is_same<Scalar, double>::value) {
    if (at.status != PostureStatus::kSolved) {
      internal::set_no_sensitivity(result);
      return;
    }
  }
  const EquilibriumData<Scalar, 2>& rest = solved.equilibrium;
  OutputScratch<Scalar, N>& outputs = data.outputs;
  internal::update_resting_slopes(bridge.model, rest, options.kink_tolerance, outputs, result);
  if (is_voluntary) {
    internal::update_start_slopes(bridge, solved, options.kink_tolerance, data, result);
  }
  internal::flag_kinks(result);
  auto& dy = result.derivative;
  for (int i = 0; i < result.num_muscles; ++i) {
    const auto m = static_cast<std::size_t>(i);
    for (int k = 0; k < kNumKnobs; ++k) {
      Scalar& by_knob = outputs.tension_by_knob[m][k];
      if (internal::is_taken_away(solved, m, k)) by_knob = Scalar(0);
      dy(result.kTiltRow, i * kNumKnobs + k) = -by_knob * rest.cables[m].rate;
    }
  }
  if constexpr (N > 1) data.varied.person.update(bridge);
  if (is_voluntary) internal::add_start(bridge, solved, at.standing_stiffness, data, result);
  const int first = result.column(TaskParameter::kMass);
  if constexpr (N == 1) {
    internal::update_path_sweep(bridge.model, rest, outputs.slopes, outputs.sweep.q,
                                outputs.sweep.posture);
  } else {
    const auto force =
        internal::update_task_sweep(solved, at.anterior_tilt - task.ground_inclination, data);
    for (int p = 0; p + 1 < N; ++p) dy(result.kTiltRow, first + p) = force[p];
    internal::update_supports(task, data.varied.points, outputs.sweep, data.varied.held_by,
                              data.supports);
  }
  const Scalar per_stiffness = Scalar(1) / at.stiffness;
  for (int j = 0; j < result.num_parameters(); ++j) dy(result.kTiltRow, j) *= per_stiffness;

  const auto fill = [&](const auto& body, auto joints) {
    constexpr std::size_t kJoints = decltype(joints)::value;
    std::array<MotionIndex, kJoints> held;
    std::copy(solved.joints.begin(), solved.joints.end(), held.begin());
    internal::update_outputs(
        body, held, first, rest, solved.effort.weight, task.effort.power, at.loads,
        [&](std::size_t i, int knob) { return internal::is_taken_away(solved, i, knob); },
        options.kink_tolerance, outputs, result);
  };
  const auto fill_with = [&](const auto& body) {
    if (solved.joints.size() == 1) fill(body, std::integral_constant<std::size_t, 1>());
    if (solved.joints.size() == 2) fill(body, std::integral_constant<std::size_t, 2>());
    if (solved.joints.size() == 3) fill(body, std::integral_constant<std::size_t, 3>());
  };
  if constexpr (N == 1) {
    fill_with(solved.held_by);
  } else {
    fill_with(data.varied.held_by);
    // The path counts from the ground.
    dy(result.kTiltRow, result.column(TaskParameter::kGroundInclination)) += 1.0;
    bool holds_trunk = false;
    for (const Held& h : task.held) {
      holds_trunk = holds_trunk || h.angle == HeldAngle::kTrunkInclination;
    }
    if (!holds_trunk) dy.col(result.column(TaskParameter::kTrunkInclination)).setConstant(nan);
  }
}

/// Derivatives of the posture that update_task() left in `solved`.
///
/// @param bridge  The body that was posed. @param at  Its answer, with loads.
/// @return As update_task_sensitivity(), with columns of TaskParameter behind the knobs'.
/// @throws InvalidArgument  as TaskSensitivityData does.
/// @note Allocates; builds the body in Dual numbers.
template <typename Laws>
StandSensitivity<double> task_sensitivity(const Bridge<double, Laws>& bridge, const Task& task,
                                          const TaskData<double, Laws>& solved,
                                          const TaskResult<double>& at,
                                          const StandSensitivityOptions& options = {}) {
  TaskSensitivityData<double, Laws> data(bridge, task, solved, options);
  StandSensitivity<double> result = make_task_sensitivity(data);
  update_task_sensitivity(bridge, task, options, solved, at, data, result);
  return result;
}

/// The same from nothing: poses the task, then differentiates it.
template <typename Laws>
StandSensitivity<double> task_sensitivity(const Bridge<double, Laws>& bridge, const Task& task,
                                          const StandSensitivityOptions& options = {}) {
  validate(bridge.model);
  TaskData<double, Laws> solved(bridge, task);
  TaskResult<double> at = make_task_result(bridge);
  update_task(bridge, task, solved, at);
  return task_sensitivity(bridge, task, solved, at, options);
}

#ifdef GUYLINE_COMPILED
extern template struct TaskSensitivityData<double>;
extern template struct TaskSensitivityData<double, MuscleLaws<>, 1>;
extern template void update_task_sensitivity(
    const Bridge<double>&, const Task&, const StandSensitivityOptions&, const TaskData<double>&,
    const TaskResult<double>&, TaskSensitivityData<double, MuscleLaws<>, kTaskDirections>&,
    StandSensitivity<double>&);
extern template void update_task_sensitivity(const Bridge<double>&, const Task&,
                                             const StandSensitivityOptions&,
                                             const TaskData<double>&, const TaskResult<double>&,
                                             TaskSensitivityData<double, MuscleLaws<>, 1>&,
                                             StandSensitivity<double>&);
extern template StandSensitivity<double> task_sensitivity(const Bridge<double>&, const Task&,
                                                          const StandSensitivityOptions&);
#endif

}  // namespace guyline
