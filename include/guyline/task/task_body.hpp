#pragma once

/// @file
/// The body of a task, what holds it, and which of its joints the muscles hold.
///
/// Burdens and hands are masses on the trunk, the ground turns gravity (the foot stays level with the axes,
/// so that angles against the vertical are those against the axes less the ground's), a follower load
/// stiffens the tissue. All may come in Dual numbers, with the task's own as directions.
/// Not covered: which law, task_posture.hpp; what the supports push, task_result.hpp.

#include <guyline/posture/part_balance.hpp>
#include <guyline/task/task_result.hpp>

namespace guyline {

/// The numbers of a task that derivatives are by; constants unless varied.
template <typename Number>
struct TaskNumbers {
  std::vector<Number> held;      ///< [rad], as Task::held.
  Number ground_inclination{0};  ///< [rad]
  Number hand_mass{0};           ///< [kg]

  explicit TaskNumbers(const Task& task)
      : ground_inclination(task.ground_inclination), hand_mass(task.hand_mass) {
    for (const Held& h : task.held) held.push_back(Number(h.value));
  }
  /// The trunk against the vertical; upright where it is free.
  Number trunk_inclination(const Task& task) const {
    for (std::size_t k = 0; k < held.size(); ++k) {
      if (task.held[k].angle == HeldAngle::kTrunkInclination) return held[k];
    }
    return Number(0);
  }
};

namespace internal {

/// @param with_hands  A mass for the hands even if there is nothing in them.
template <typename Number, typename Laws>
Bridge<Number, Laws> make_task_body(const Bridge<Number, Laws>& bridge,
                                    const TaskPoints<Number>& points, const Task& task,
                                    const TaskNumbers<Number>& numbers, bool with_hands) {
  using std::cos, std::sin, std::sqrt;
  using Vector2 = Vector<Number, 2>;
  Bridge<Number, Laws> body = bridge;
  auto& frame = body.model.frame;
  for (const Burden& burden : task.burdens) {
    frame.add_mass(
        {points.torso,
         Vector2(Number(burden.forward) * points.scale, Number(burden.up) * points.scale),
         Number(burden.mass), burden.name});
  }
  if (with_hands) {
    // Ahead of the shoulder in the ground's axes, so by how much in the trunk's.
    const Number lean = numbers.trunk_inclination(task) - numbers.ground_inclination;
    const Vector2 ahead(Number(task.hand_reach) * cos(lean), Number(task.hand_reach) * sin(lean));
    frame.add_mass({points.torso, points.shoulder + ahead, numbers.hand_mass, "hands"});
  }
  const Number g = sqrt(Number(frame.gravity.squaredNorm()));
  frame.gravity =
      Vector2(g * sin(numbers.ground_inclination), -g * cos(numbers.ground_inclination));
  const double stiffer = 1.0 / bridge_data::kFollowerLoadThatDoublesStiffness.value;
  const double factor =
      (1.0 + task.follower_load * stiffer) / (1.0 + bridge_data::kFollowerLoad.value * stiffer);
  for (auto& tissue : body.model.tissues) tissue.stiffness *= Number(factor);
  return body;
}

/// A pose on the right branch: the reference tilt, the trunk as held or upright, legs as held.
template <typename Number, typename Laws>
VectorX<double> start_of_task(const Bridge<Number, Laws>& body, const Task& task) {
  VectorX<double> q(body.reference_q.size());
  for (Eigen::Index i = 0; i < q.size(); ++i) q[i] = value_of(body.reference_q[i]);
  double& ankle = q[body.ankle_dorsiflexion];
  double& knee = q[body.knee_flexion];
  ankle = task.held_value(HeldAngle::kAnkleDorsiflexion,
                          task.held_value(HeldAngle::kShankInclination, ankle));
  knee = task.held_value(HeldAngle::kKneeFlexion, knee);
  knee = ankle - task.held_value(HeldAngle::kThighInclination, ankle - knee);
  q[body.hip_flexion] = task.equilibrium.reference - ankle + knee;
  q[body.lumbar_flexion] = task.held_value(HeldAngle::kTrunkInclination, 0.0) -
                           task.ground_inclination - task.equilibrium.reference;
  return q;
}

/// What holds a task, in a scalar that the body's number converts to.
template <typename Scalar, typename Number, typename Laws>
Manifold<Scalar, 2> make_task_manifold(const Bridge<Number, Laws>& body,
                                       const TaskPoints<Number>& points, const Task& task,
                                       const TaskNumbers<Number>& numbers) {
  using std::cos, std::sin;
  const int n = body.model.frame.num_coordinates();
  const Number& ground = numbers.ground_inclination;
  std::vector<LinearConstraint<Scalar>> linear;
  for (std::size_t k = 0; k < task.held.size(); ++k) {
    const HeldAngle angle = task.held[k].angle;
    const bool is_vertical = angle == HeldAngle::kTrunkInclination;
    const Number target = is_vertical ? Number(numbers.held[k] - ground) : numbers.held[k];
    linear.push_back({to_string(angle), coefficients_of(body, angle), Scalar(target)});
  }
  const Vector<Scalar, 2> level(Scalar(Number(cos(ground))), Scalar(Number(sin(ground))));
  std::vector<std::shared_ptr<const Constraint<Scalar, 2>>> nonlinear;
  if (task.balance == Balance::kOverFoot) {
    nonlinear.push_back(std::make_shared<CenterOfMassOver<Scalar, 2>>(
        body.foot, Vector<Scalar, 2>(Vector<Scalar, 2>::Zero()), level,
        Scalar(body.balance_offset)));
  } else if (task.balance == Balance::kOverSeat) {
    nonlinear.push_back(std::make_shared<PartCenterOver<Scalar, 2>>(
        body.model.frame, body.pelvis, cast_to<Scalar>(points.ischium), level, Scalar(0)));
  }
  const VectorX<double> tilt = coefficients_of(body, HeldAngle::kTrunkInclination) -
                               coefficients_of(body, HeldAngle::kLumbarFlexion);
  return Manifold<Scalar, 2>(n, std::move(linear), std::move(nonlinear), tilt, task.least_tilt,
                             task.greatest_tilt, cast_to<Scalar>(start_of_task(body, task)));
}

/// Of the pelvis and what it carries [kg].
template <typename Number, typename Laws>
Number mass_above_hip(const Bridge<Number, Laws>& body) {
  Number above(0);
  for (const auto& mass : body.model.frame.masses()) {
    if (body.model.frame.is_beyond(mass.body, body.pelvis)) above += mass.mass;
  }
  return above;
}

/// The weights and pushes that the law sees (`chosen_by`) and that the muscles hold (`held_by`); both as
/// make_task_body() has them.
template <typename Number, typename Laws>
void add_task_loads(const Task& task, const TaskPoints<Number>& points,
                    Bridge<Number, Laws>& chosen_by, Bridge<Number, Laws>& held_by) {
  using Vector2 = Vector<Number, 2>;
  auto& seen = chosen_by.model.frame;
  auto& held = held_by.model.frame;
  const bool is_weightless = task.law == PostureLaw::kVoluntary || task.weight_is_carried;
  if (task.has_seat && !is_weightless) {
    // Heights count from the seat, though it is the hip that stays in place here.
    seen.add_load({chosen_by.pelvis, points.ischium,
                   Vector2(seen.gravity * Number(-mass_above_hip(chosen_by))), "seat"});
  }
  if (is_weightless) seen.gravity.setZero();
  if (task.weight_is_carried) held.gravity.setZero();
  if (!task.has_seat) return;
  held.add_load({held_by.pelvis, points.ischium,
                 Vector2(held.gravity * Number(-mass_above_hip(held_by))), "seat"});
  held.add_load({points.torso, points.backrest, Vector2(Vector2::Zero()), "backrest"});
}

}  // namespace internal

/// The joints that the muscles hold beside the level: ankle and hip over the foot, and the knee where it is
/// bent (straight, it rests on its ligaments); on a seat or a bed the hip.
template <typename Number, typename Laws>
std::vector<MotionIndex> held_joints(const Bridge<Number, Laws>& bridge, const Task& task) {
  if (task.balance != Balance::kOverFoot) return {bridge.hip};
  if (task.held_value(HeldAngle::kKneeFlexion, 1.0) == 0.0) return {bridge.ankle, bridge.hip};
  return {bridge.ankle, bridge.knee, bridge.hip};
}

/// Their names.
template <typename Number, typename Laws>
std::vector<std::string> held_joint_names(const Bridge<Number, Laws>& bridge, const Task& task) {
  std::vector<std::string> names;
  for (const MotionIndex joint : held_joints(bridge, task)) {
    names.emplace_back(joint == bridge.ankle ? "ankle" : joint == bridge.knee ? "knee" : "hip");
  }
  return names;
}

}  // namespace guyline
