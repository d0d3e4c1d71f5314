// Tipping points: all equilibria over one knob, where they end, what the resting body does with the
// knob going up and coming down, and one branch over two knobs. Adductors with a third of their
// passive stiffness no longer hold the pelvis forward.

#include <cstdio>
#include <guyline/guyline.hpp>

int main() {
  using namespace guyline;
  constexpr double kDegree = bridge_data::kDegree;
  const Bridge<double> body = bridge();
  StandOptions options;
  options.least_tilt = -70.0 * kDegree;
  const Manifold<double, 2> manifold = standing_manifold(body, options);
  auto system =
      knob_system(body.model, manifold, knob_group(body.model, "adductors", Knob::kStiffness));
  const ContinuationBox box = {manifold.lower(), manifold.upper(), 0.2, 1.2};
  const ContinuationResult found = continue_equilibria(system, box);
  std::printf("%s: %d branch, %d folds, %d evaluations\n", to_string(found.status),
              static_cast<int>(found.branches.size()), static_cast<int>(found.folds.size()),
              found.evaluations);
  if (found.status != ContinuationStatus::kComplete || found.folds.size() != 2) return 1;
  for (const SpecialPoint& fold : found.folds) {
    std::printf("fold at %.6f, tilt %+.3f deg\n", fold.parameter, fold.path / kDegree);
  }

  // The same knob, slowly up and slowly down: the body tips at either fold, and not at the same one.
  const HysteresisResult swept = hysteresis(system, found, -5.0 * kDegree);
  for (const Passage* sweep : {&swept.up, &swept.down}) {
    std::printf("%s: %s\n", sweep == &swept.up ? "up" : "down", to_string(sweep->status));
    if (sweep->jumps.size() != 1 || !sweep->jumps[0].path_to) return 1;
    const Jump& jump = sweep->jumps[0];
    std::printf("  tips at %.6f from %+.3f to %+.3f deg\n", jump.parameter,
                jump.path_from / kDegree, *jump.path_to / kDegree);
  }

  // The branch of the default body over two knobs: a row per stiffness, a column per length.
  auto both =
      knob_system(body.model, manifold, knob_group(body.model, "adductors", Knob::kStiffness),
                  knob_group(body.model, "hip_flexors", Knob::kLength));
  FollowMapGrid grid;
  grid.first = {0.2, 0.4, 0.6, 0.8, 1.0};
  grid.second = {-0.2, -0.1, 0.0, 0.1, 0.2};
  grid.path_lower = manifold.lower();
  grid.path_upper = manifold.upper();
  grid.start_first = 1.0;  // where the reference posture rests
  const FollowMapResult map = follow_map(both, grid);
  std::printf("tilt [deg], adductors.stiffness down, hip_flexors.length across\n");
  for (std::size_t i = 0; i < grid.first.size(); ++i) {
    for (std::size_t j = 0; j < grid.second.size(); ++j) {
      const std::size_t cell = i * grid.second.size() + j;
      if (map.status[cell] == CellStatus::kFollowed) {
        std::printf("%9.2f", map.path[cell] / kDegree);
      } else {
        std::printf("%9s", to_string(map.status[cell]));
      }
    }
    std::printf("\n");
  }
  // Past long hip flexors there is a way to every cell without a jump; straight there is not.
  std::printf("%d pairs of neighbours with a jump between them\n",
              static_cast<int>(map.tears.size()));
  return map.started && !map.tears.empty() ? 0 : 1;
}
