#pragma once

/// @file
/// A task of a person with their numbers as directions of Dual numbers: TaskParameter, then the path.
///
/// What the task carries stays while the body's mass changes, and with it no similarity holds: mass and
/// stature are directions of their own here. The task's other numbers are constants: an inclination of
/// the thighs that a seat's height gave does not follow the stature.
/// Not covered: what follows from it, task_sensitivity.hpp.

#include <guyline/task/task_posture.hpp>
#include <guyline/task/varied_person.hpp>

namespace guyline {

/// The numbers of a task, each its direction.
inline TaskNumbers<Dual<kTaskDirections>> varied_numbers(const Task& task) {
  using Number = Dual<kTaskDirections>;
  TaskNumbers<Number> numbers(task);
  for (std::size_t k = 0; k < task.held.size(); ++k) {
    if (task.held[k].angle != HeldAngle::kTrunkInclination) continue;
    numbers.held[k] =
        Number::variable(task.held[k].value, direction_of(TaskParameter::kTrunkInclination));
  }
  numbers.ground_inclination =
      Number::variable(task.ground_inclination, direction_of(TaskParameter::kGroundInclination));
  numbers.hand_mass = Number::variable(task.hand_mass, direction_of(TaskParameter::kHandMass));
  return numbers;
}

/// Person and task, as TaskData has them. Muscles are the person's: the task takes from their factors.
template <typename Laws>
struct VariedTask {
  using Number = Dual<kTaskDirections>;

  VariedPerson<Laws, kTaskDirections> person;  ///< As it stands, without the task.
  TaskNumbers<Number> numbers;
  TaskPoints<Number> points;
  Bridge<Number, Laws> chosen_by, held_by;

  /// @throws InvalidArgument  if the task is not valid, or the body not one that bridge() and its knobs
  ///         can make.
  VariedTask(const Bridge<double, Laws>& given, const Task& task)
      : person(given),
        numbers((task.validate(), varied_numbers(task))),
        points(person.body),
        chosen_by(internal::make_task_body(person.body, points, task, numbers, true)),
        held_by(chosen_by) {
    internal::add_task_loads(task, points, chosen_by, held_by);
  }
};

}  // namespace guyline
