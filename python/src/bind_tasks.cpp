// Tasks other than plain standing: what is held, which law, what ends a movement.

#include <pybind11/stl.h>

#include <guyline/task/tasks.hpp>

#include "bindings.hpp"
#include "stored.hpp"

namespace py = pybind11;

namespace guyline::python {
namespace {

/// By its place in the enumeration's names.
template <typename Enum, std::size_t N>
Enum named(const std::array<const char*, N>& names, const std::string& what,
           const std::string& name) {
  std::string all;
  for (std::size_t i = 0; i < N; ++i) {
    if (name == names[i]) return static_cast<Enum>(i);
    all += std::string(i == 0 ? "" : ", ") + names[i];
  }
  throw UnknownName("no " + what + " is named \"" + name + "\"; there are " + all);
}

constexpr std::array<const char*, 2> kLaws = {"resting", "voluntary"};
constexpr std::array<const char*, 3> kBalances = {"none", "foot", "seat"};

std::vector<std::string> held_angles() {
  std::vector<std::string> names;
  for (int i = 0; i < kNumHeldAngles; ++i) names.emplace_back(to_string(static_cast<HeldAngle>(i)));
  return names;
}

}  // namespace

void bind_tasks(py::module_& m) {
  py::class_<Task>(m, "Task",
                   "What is held, what carries, which law decides the rest. SI, radians.")
      .def(py::init<>())
      .def_readwrite("name", &Task::name)
      .def(
          "stored", [](const Task& t) { return store(t); }, "As plain numbers, for solve().")
      .def_property(
          "law", [](const Task& t) { return kLaws[static_cast<std::size_t>(t.law)]; },
          [](Task& t, const std::string& name) { t.law = named<PostureLaw>(kLaws, "law", name); })
      .def_property(
          "balance", [](const Task& t) { return kBalances[static_cast<std::size_t>(t.balance)]; },
          [](Task& t, const std::string& name) {
            t.balance = named<Balance>(kBalances, "balance", name);
          })
      .def_property(
          "held",
          [](const Task& t) {
            std::vector<std::pair<std::string, double>> held;
            for (const Held& h : t.held) held.emplace_back(to_string(h.angle), h.value);
            return held;
          },
          [](Task& t, const std::vector<std::pair<std::string, double>>& held) {
            t.held.clear();
            const auto names = held_angles();
            for (const auto& [name, value] : held) {
              const auto at = std::find(names.begin(), names.end(), name);
              if (at == names.end()) throw UnknownName("no held angle is named \"" + name + "\"");
              t.held.push_back({static_cast<HeldAngle>(at - names.begin()), value});
            }
          },
          "Name and value [rad] of each.")
      .def_property(
          "burdens",
          [](const Task& t) {
            std::vector<std::tuple<std::string, double, double, double>> all;
            for (const Burden& b : t.burdens) all.emplace_back(b.name, b.mass, b.forward, b.up);
            return all;
          },
          [](Task& t, const std::vector<std::tuple<std::string, double, double, double>>& all) {
            t.burdens.clear();
            for (const auto& [name, mass, forward, up] : all) {
              t.burdens.push_back({name, mass, forward, up});
            }
          },
          "Name, mass [kg], place ahead of and above T12/L1 [m] of each.")
      .def_readwrite("ground_inclination", &Task::ground_inclination, "[rad]")
      .def_readwrite("hand_mass", &Task::hand_mass, "[kg]")
      .def_readwrite("hand_reach", &Task::hand_reach, "[m]")
      .def_readwrite("has_seat", &Task::has_seat)
      .def_readwrite("has_backrest", &Task::has_backrest)
      .def_readwrite("has_reflexes", &Task::has_reflexes)
      .def_readwrite("silent", &Task::silent)
      .def_readwrite("weight_is_carried", &Task::weight_is_carried)
      .def_readwrite("follower_load", &Task::follower_load, "[N]")
      .def_readwrite("least_tilt", &Task::least_tilt, "[rad]")
      .def_readwrite("greatest_tilt", &Task::greatest_tilt, "[rad]")
      .def_property(
          "reference_tilt", [](const Task& t) { return t.equilibrium.reference; },
          [](Task& t, double tilt) { t.equilibrium.reference = tilt; }, "[rad]")
      .def_property(
          "effort_power", [](const Task& t) { return static_cast<int>(t.effort.power); },
          [](Task& t, int power) {
            if (power != 2 && power != 3) {
              throw InvalidArgument("effort_power must be 2 or 3, got " + std::to_string(power));
            }
            t.effort.power = power == 3 ? EffortPower::kCube : EffortPower::kSquare;
          },
          "2 or 3");

  py::class_<StopRules>(m, "StopRules", "What ends a movement. SI, radians.")
      .def(py::init<>())
      .def(
          "stored", [](const StopRules& r) { return store(r); }, "As plain numbers, for solve().")
      .def_readwrite("hamstring_moment", &StopRules::hamstring_moment, "[N m] per leg")
      .def_readwrite("lumbar_moment", &StopRules::lumbar_moment, "[N m]")
      .def_readwrite("extension_moment", &StopRules::extension_moment, "[N m]")
      .def_readwrite("grip_height", &StopRules::grip_height, "[m] or None")
      .def_readwrite("fingertip_height", &StopRules::fingertip_height, "[m] or None")
      .def_readwrite("ends_where_too_weak", &StopRules::ends_where_too_weak)
      .def_readwrite("end", &StopRules::end, "[rad]");

  using Result = TaskResult<double>;
  py::class_<Result, StandResult<double>>(m, "TaskResult", "The answer of a task: SI and radians.")
      .def_readonly("trunk_inclination", &Result::trunk_inclination, "[rad]")
      .def_readonly("fingertip_height", &Result::fingertip_height, "[m]")
      .def_readonly("grip_height", &Result::grip_height, "[m]")
      .def_readonly("lumbar_moment", &Result::lumbar_moment, "[N m]")
      .def_readonly("hamstring_moment", &Result::hamstring_moment, "[N m] per leg")
      .def_readonly("erector_activation", &Result::erector_activation, "[1]")
      .def_readonly("is_erector_silent", &Result::is_erector_silent)
      .def_readonly("seat_force", &Result::seat_force, "[N]")
      .def_readonly("backrest_force", &Result::backrest_force, "[N]")
      .def_readonly("foot_force", &Result::foot_force, "[N]")
      .def_readonly("margins", &Result::margins, "[rad], one per coordinate")
      .def_property_readonly("standing_status",
                             [](const Result& r) { return static_cast<int>(r.standing_status); });

  m.def("held_angles", &held_angles, "Names of the angles that a task can hold.");
  m.def(
      "stop_reasons",
      [] {
        std::vector<std::string> names;
        for (int i = 0; i <= static_cast<int>(StopReason::kNoPosture); ++i) {
          names.emplace_back(to_string(static_cast<StopReason>(i)));
        }
        return names;
      },
      "Names of what can end a movement.");
  m.def(
      "task_constants",
      [] {
        namespace data = task_data;
        return std::map<std::string, double>{{"heel_to_ball", data::kHeelToBall.value},
                                             {"belly_forward", data::kBellyForward.value},
                                             {"belly_up", data::kBellyUp.value},
                                             {"rucksack_forward", data::kRucksackForward.value},
                                             {"rucksack_up", data::kRucksackUp.value},
                                             {"silent_activation", data::kSilentActivation.value}};
      },
      "Numbers of the tasks by name [m at 1.75 m, 1].");
  m.def("stand_task", &stand_task, "Standing, as a task.");
  m.def(
      "bend_task",
      [](double inclination, double knee_flexion, double hand_mass, double hand_reach) {
        BendOptions options;
        options.knee_flexion = knee_flexion;
        options.hand_mass = hand_mass;
        options.hand_reach = hand_reach;
        return bend_task(inclination, options);
      },
      py::arg("inclination"), py::arg("knee_flexion"), py::arg("hand_mass"), py::arg("hand_reach"),
      "Bending, or extending where the inclination is negative.");
  m.def(
      "sit_task",
      [](const SharedBridge& self, const std::string& style, double backrest,
         std::optional<double> seat_height) {
        constexpr std::array<const char*, 4> kStyles = {"erect", "relaxed", "slumped", "reclined"};
        SitOptions options;
        options.backrest = backrest;
        options.seat_height = seat_height;
        return sit_task(*self.bridge, named<SitStyle>(kStyles, "style of sitting", style), options);
      },
      py::arg("bridge"), py::arg("style"), py::arg("backrest"), py::arg("seat_height"), "Sitting.");
  m.def(
      "reaches",
      [](const SharedBridge& self, std::optional<double> tolerance) {
        const Bridge<double>& body = *self.bridge;
        StopRules rules = stop_rules_of(body);
        if (tolerance) rules.hamstring_moment = *tolerance;
        const Movement standing = bend_fully(body, rules), seated = sit_and_reach(body, rules);
        return std::make_tuple(standing.result.fingertip_height, static_cast<int>(standing.reason),
                               reach_beyond_soles(body, seated.result),
                               static_cast<int>(seated.reason));
      },
      py::arg("bridge"), py::arg("hamstring_tolerance"), py::call_guard<py::gil_scoped_release>(),
      "Finger tips over the floor [m] in the full bend, over the soles in sit and reach, what "
      "ended "
      "each.");
  m.def("lie_task", &lie_task, py::arg("hip_and_knee_flexion"), "Lying on the back.");
  m.def(
      "lift_knee_flexion",
      [](const std::string& style) {
        constexpr std::array<const char*, 3> kStyles = {"stoop", "semi", "squat"};
        return knee_flexion_of(named<LiftStyle>(kStyles, "style of lifting", style));
      },
      py::arg("style"), "[rad]");
  m.def(
      "stop_rules", [](const SharedBridge& self) { return stop_rules_of(*self.bridge); },
      py::arg("bridge"), "Rules with the tolerances of this body.");
  m.def(
      "solve_task",
      [](const SharedBridge& self, const Task& task) { return solve_task(*self.bridge, task); },
      py::arg("bridge"), py::arg("task"), py::call_guard<py::gil_scoped_release>(),
      "The posture of a task.");
  m.def(
      "held_joints",
      [](const SharedBridge& self, const Task& task) {
        return held_joint_names(*self.bridge, task);
      },
      py::arg("bridge"), py::arg("task"), "Names of what the muscles hold beside the level.");
  m.def(
      "move_until",
      [](const SharedBridge& self, const StopRules& rules, const Task& task) {
        const Movement moved = move_until(*self.bridge, rules, [&](double inclination) {
          return with_trunk_at(task, inclination);
        });
        return std::make_tuple(moved.result, static_cast<int>(moved.reason),
                               moved.trunk_inclination, moved.jumped);
      },
      py::arg("bridge"), py::arg("rules"), py::arg("task"),
      py::call_guard<py::gil_scoped_release>(),
      "Moves the trunk until a rule stops it: posture, reason, inclination [rad], whether it "
      "jumped.");
}

}  // namespace guyline::python
