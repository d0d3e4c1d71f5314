// A task of one's own: bathing a child of 8 kg over the rim of a tub, the trunk 45 degrees forward.
// What is held, what carries the weight and which of the two laws decides is the whole of it.

#include <cstdio>
#include <guyline/guyline.hpp>

int main() {
  using namespace guyline;
  constexpr double kDegree = bridge_data::kDegree;
  const auto bathe = [&](double knee_flexion) {
    Task task;
    task.name = "bathe";
    task.law = PostureLaw::kVoluntary;  // the muscles carry the weight, at the trunk's angle
    task.held = {{HeldAngle::kKneeFlexion, knee_flexion},
                 {HeldAngle::kTrunkInclination, 45.0 * kDegree}};
    task.hand_mass = 8.0;         // [kg]
    task.hand_reach = 0.3;        // [m], ahead of the shoulders
    task.follower_load = 1000.0;  // [N], as built-in tasks have it for a loaded spine
    task.least_tilt = -60.0 * kDegree;
    task.greatest_tilt = 90.0 * kDegree;
    task.equilibrium.reference = 15.0 * kDegree;
    return task;
  };
  const Bridge<double> body = bridge();
  Bridge<double> tight = body;
  set_knob(tight.model, "hamstrings", Knob::kLength, -0.15);
  struct Person {
    const char* hamstrings;
    const Bridge<double>& body;
  };
  const Person people[] = {{"usual", body}, {"short", tight}};

  std::printf("%-10s %5s %7s %7s %8s %8s %7s\n", "hamstrings", "knees", "pelvis", "lumbar", "L5/S1",
              "shear", "back");
  for (const Person& who : people) {
    for (const double knees : {0.0, 30.0, 60.0}) {
      const TaskResult<double> at = solve_task(who.body, bathe(knees * kDegree));
      if (at.status != PostureStatus::kSolved) {
        std::printf("no posture: %s\n", to_string(at.status));
        return 1;
      }
      const LoadParts<double>& load = at.loads[0].load.total;
      std::printf("%-10s %5.0f %+7.2f %+7.2f %6.0f N %6.0f N %5.1f %%\n", who.hamstrings, knees,
                  at.anterior_tilt / kDegree, at.q[who.body.lumbar_flexion] / kDegree,
                  load.compression, load.shear, 100.0 * at.erector_activation);
    }
  }

  // With stop rules a task that holds the trunk is a movement: down until the hands are there.
  for (const Person& who : people) {
    StopRules rules = stop_rules_of(who.body);
    rules.grip_height = 0.45;  // [m] above the sole
    const Task task = bathe(30.0 * kDegree);
    const Movement down =
        move_until(who.body, rules, [&](double trunk) { return with_trunk_at(task, trunk); });
    std::printf("down to %.2f m with %s hamstrings: trunk %.1f deg, L5/S1 %.0f N, ended by %s\n",
                down.result.grip_height, who.hamstrings, down.result.trunk_inclination / kDegree,
                down.result.loads[0].load.total.compression, to_string(down.reason));
    if (down.reason != StopReason::kTarget) return 1;
  }
  return 0;
}
