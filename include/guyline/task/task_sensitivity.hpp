#pragma once

/// @file
/// What moves the posture of a task and its loads: derivatives by every knob of every muscle.
///
/// As stand_sensitivity.hpp:  ds/dp = (dF/dp)/K  along the path, loads follow with the effort. A knob of
/// muscle i moves the tension T_i only; by the resting law  dF/dp = -(dT_i/dp) dL_i/ds. By the voluntary
/// law the drive grad V(q0) moves too, with the tension at q0 and with q0 itself:
///   dF/dp = -(dT_i/dp) dL_i/ds + q' . [ (dT_i/dp)_0 grad L_i(q0) + (d grad V/ds0) ds0/dp ]
/// where ds0/dp is that of standing. A knob that the task takes away (the gain where reflexes follow the
/// command, the tone of a silent muscle) still moves where the body stands.
/// Outputs are those of StandOutputs; tensions are resting ones, and NaN by the voluntary law, where they
/// hold. Kinks are flagged as in standing; those of q0 count for the voluntary law.
/// Not covered: person, trunk, ground and loads as parameters; a backrest, whose push follows the pose;
/// where a movement ends.

#include <guyline/task/stand_sensitivity.hpp>
#include <guyline/task/task_posture.hpp>

namespace guyline {

/// Derivatives of the posture that update_task() left in `data`.
///
/// @param bridge  The body that was posed. @param at  Its answer, with loads.
/// @return NaN all over without a posture, in the rows of a level that is not held.
/// @throws InvalidArgument  for a task with a backrest, or if an option is out of range.
/// @note Allocates.
template <typename Laws>
StandSensitivity<double> task_sensitivity(const Bridge<double, Laws>& bridge, const Task& task,
                                          const TaskData<double, Laws>& data,
                                          const TaskResult<double>& at,
                                          const StandSensitivityOptions& options = {}) {
  using Number = Dual<1>;
  options.validate();
  if (task.has_backrest) {
    throw InvalidArgument(task.name + ": there are no derivatives against a backrest");
  }
  const auto& model = data.held_by.model;
  const int num_muscles = model.num_muscles();
  const auto count = static_cast<std::size_t>(num_muscles);
  const bool is_voluntary = task.law == PostureLaw::kVoluntary;
  StandSensitivity<double> result;
  result.num_muscles = num_muscles;
  result.num_levels = static_cast<int>(model.levels.size());
  result.derivative.setZero(result.num_outputs(), result.num_parameters());
  result.level_at_kink.assign(model.levels.size(), false);
  result.kinks.resize(count);
  result.stiffening.assign(count, 0.0);
  for (auto& kinks : result.kinks) kinks.at_bound = result.level_at_kink;
  auto& dy = result.derivative;
  if (at.status != PostureStatus::kSolved) {
    dy.setConstant(std::numeric_limits<double>::quiet_NaN());
    return result;
  }

  const auto slopes_at = [&](const EquilibriumData<double, 2>& place,
                             const std::vector<MuscleFactors<double>>& factors,
                             std::vector<MuscleSlopes<double>>& slopes,
                             std::vector<Vector<double, kNumKnobs>>& by_knob) {
    slopes.resize(count);
    by_knob.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto state = evaluate_muscle(factors[i], place.cables[i].length, model.laws);
      slopes[i] = muscle_slopes(factors[i], bridge.model.muscles[i].passive_width,
                                state.normalized_length, model.laws, options.kink_tolerance);
      by_knob[i] = resting_tension_by_knobs(factors[i], state, slopes[i], options.adaptation);
      auto& kinks = result.kinks[i];
      kinks.at_clamp = kinks.at_clamp || slopes[i].at_clamp;
      kinks.at_break = kinks.at_break || slopes[i].at_break;
      kinks.at_contact = kinks.at_contact || is_at_contact(model.paths[i], place.posture.kinematics,
                                                           options.kink_tolerance);
      result.at_kink = result.at_kink || kinks.at_clamp || kinks.at_break || kinks.at_contact;
    }
  };
  // A knob that the task takes away moves nothing here.
  const auto is_taken_away = [&](std::size_t i, int knob) {
    return (knob == static_cast<int>(Knob::kReflexGain) && !data.has_reflex[i]) ||
           (knob == static_cast<int>(Knob::kTone) && data.is_silent[i]);
  };
  const auto take_away = [&](std::vector<Vector<double, kNumKnobs>>& by_knob) {
    for (std::size_t i = 0; i < count; ++i) {
      for (int k = 0; k < kNumKnobs; ++k) {
        if (is_taken_away(i, k)) by_knob[i][k] = 0.0;
      }
    }
  };
  const EquilibriumData<double, 2>& rest = data.equilibrium;
  std::vector<MuscleSlopes<double>> slopes;
  std::vector<Vector<double, kNumKnobs>> by_knob;
  slopes_at(rest, rest.factors, slopes, by_knob);
  take_away(by_knob);
  for (int i = 0; i < num_muscles; ++i) {
    const auto m = static_cast<std::size_t>(i);
    result.stiffening[m] = internal::passive_stiffening(
        rest.factors[m], bridge.model.muscles[m].passive_width,
        rest.posture.muscles[m].normalized_length, rest.cables[m], model.laws);
    for (int k = 0; k < kNumKnobs; ++k) {
      dy(result.kTiltRow, i * kNumKnobs + k) = -by_knob[m][k] * rest.cables[m].rate;
    }
  }
  if (is_voluntary) {
    const EquilibriumData<double, 2>& stood = data.standing->equilibrium;
    std::vector<MuscleSlopes<double>> slopes_stood, slopes_0;
    std::vector<Vector<double, kNumKnobs>> by_knob_stood, by_knob_0;
    slopes_at(stood, stood.factors, slopes_stood, by_knob_stood);
    slopes_at(stood, rest.factors, slopes_0, by_knob_0);
    take_away(by_knob_0);
    // grad V along the standing path, in Dual numbers.
    const int n = model.frame.num_coordinates();
    VectorX<Number> q(n);
    Kinematics<Number, 2> kinematics;
    kinematics.resize(model.frame.num_bodies(), model.frame.num_motions(), n);
    for (int i = 0; i < n; ++i) {
      q[i] = Number(stood.q[i], Number::Gradient(stood.curve.q_rate[i]));
    }
    update_poses(model.frame, q, kinematics);
    double along = 0.0;  // q' . d grad V / ds0
    for (const auto& tissue : model.tissues) {
      const int k = tissue.coordinate;
      along -= tissue_moment(tissue, q[k]).moment.gradient[0] * rest.curve.q_rate[k];
    }
    for (int i = 0; i < num_muscles; ++i) {
      const auto m = static_cast<std::size_t>(i);
      const auto state = evaluate_muscle(rest.factors[m], stood.cables[m].length, model.laws);
      const Number tension(state.resting_tension,
                           Number::Gradient(state.resting_stiffness * stood.cables[m].rate));
      Number rate(0.0);  // q' . grad L_i at q0
      for (int motion = 0; motion < model.frame.num_motions(); ++motion) {
        const auto& of = model.frame.motion(motion);
        rate += of.function(q[of.coordinate]).derivative *
                length_rate(model, kinematics, CableIndex(i), MotionIndex(motion)) *
                Number(rest.curve.q_rate[of.coordinate]);
      }
      along += Number(tension * rate).gradient[0];
      for (int k = 0; k < kNumKnobs; ++k) {
        dy(result.kTiltRow, i * kNumKnobs + k) += by_knob_0[m][k] * rate.value;
      }
    }
    for (int i = 0; i < num_muscles; ++i) {
      const auto m = static_cast<std::size_t>(i);
      for (int k = 0; k < kNumKnobs; ++k) {
        dy(result.kTiltRow, i * kNumKnobs + k) -=
            along * by_knob_stood[m][k] * stood.cables[m].rate / at.standing_stiffness;
      }
    }
  }
  dy.row(result.kTiltRow) /= at.stiffness;

  PostureData<Number, 2> posture(model);
  VectorX<Number> q(model.frame.num_coordinates());
  internal::update_path_sweep(model, rest, slopes, q, posture);
  const auto rotation = [&](BodyIndex body) -> const auto& {
    return posture.kinematics.poses[static_cast<std::size_t>(static_cast<int>(body))].rotation;
  };
  const Number lordosis =
      atan2(Number(rotation(bridge.pelvis).col(1).dot(rotation(bridge.l1).col(0))),
            Number(rotation(bridge.pelvis).col(0).dot(rotation(bridge.l1).col(0))));
  const auto fill = [&](int row, double by_path) {
    dy.row(row) = by_path * dy.row(result.kTiltRow);
  };
  fill(result.kLordosisRow, lordosis.gradient[0]);
  for (int i = 0; i < num_muscles; ++i) {
    const auto m = static_cast<std::size_t>(i);
    const int row = result.tension_row(CableIndex(i));
    fill(row, posture.muscles[m].resting_tension.gradient[0]);
    for (int k = 0; k < kNumKnobs; ++k) dy(row, i * kNumKnobs + k) += by_knob[m][k];
    if (is_voluntary) dy.row(row).setConstant(std::numeric_limits<double>::quiet_NaN());
  }

  std::vector<LevelMoments<Number>> levels(model.levels.size(), LevelMoments<Number>(num_muscles));
  std::array<JointMoments<Number>, 3> moments;
  moments.fill(JointMoments<Number>(num_muscles));
  LevelSensitivity<double, 1> load(num_muscles);
  const auto adaptation = [&](int) { return options.adaptation; };
  const auto differentiate = [&](auto joints) {
    constexpr std::size_t kJoints = decltype(joints)::value;
    std::array<HeldJoint<Number>, kJoints> held;
    for (std::size_t j = 0; j < kJoints; ++j) held[j] = {data.joints[j], &moments[j]};
    update_cable_moments<kJoints>(model, posture.kinematics, q, held, levels);
    for (std::size_t k = 0; k < levels.size(); ++k) {
      const int row = result.load_row(static_cast<int>(k));
      if (at.loads[k].effort.status != EffortStatus::kSolved) {
        dy.middleRows(row, 3).setConstant(std::numeric_limits<double>::quiet_NaN());
        continue;
      }
      constexpr int kRows = static_cast<int>(kJoints) + 1;
      std::array<const JointMoments<Number>*, kRows> of_joint;
      for (std::size_t j = 0; j < kJoints; ++j) of_joint[j] = &moments[j];
      of_joint[kJoints] = &levels[k].joint;
      const bool at_bound = update_level_sensitivity<1, kRows, double>(
          of_joint, levels[k], posture.muscles, rest.factors, slopes, data.effort.weight,
          at.loads[k].effort.multiplier, task.effort.power, adaptation, options.kink_tolerance,
          load);
      result.level_at_kink[k] = result.at_kink || at_bound;
      for (std::size_t i = 0; i < count; ++i) result.kinks[i].at_bound[k] = load.at_bound[i];
      for (int c = 0; c < 3; ++c) {
        fill(row + c, load.by_direction(c, 0));
        for (int i = 0; i < num_muscles; ++i) {
          const auto m = static_cast<std::size_t>(i);
          for (int knob = 0; knob < kNumKnobs; ++knob) {
            if (is_taken_away(m, knob)) continue;
            dy(row + c, i * kNumKnobs + knob) += load.by_knob(c, i * kNumKnobs + knob);
          }
        }
      }
    }
  };
  if (data.joints.size() == 1) differentiate(std::integral_constant<std::size_t, 1>());
  if (data.joints.size() == 2) differentiate(std::integral_constant<std::size_t, 2>());
  if (data.joints.size() == 3) differentiate(std::integral_constant<std::size_t, 3>());
  return result;
}

/// The same from nothing: poses the task, then differentiates it.
template <typename Laws>
StandSensitivity<double> task_sensitivity(const Bridge<double, Laws>& bridge, const Task& task,
                                          const StandSensitivityOptions& options = {}) {
  validate(bridge.model);
  TaskData<double, Laws> data(bridge, task);
  TaskResult<double> at = make_task_result(bridge);
  update_task(bridge, task, data, at);
  return task_sensitivity(bridge, task, data, at, options);
}

}  // namespace guyline
