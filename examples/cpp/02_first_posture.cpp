// The first answer: where an average man's pelvis comes to rest, and what that costs his lumbar
// spine; then who pulls, and what it takes to tilt him.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <guyline/guyline.hpp>
#include <vector>

int main() {
  using namespace guyline;
  constexpr double kDegree = bridge_data::kDegree;

  const Bridge<double> body = bridge();  // a man of 75 kg and 1.75 m, pelvic incidence 50 deg
  const StandResult<double> rest = stand(body);
  if (rest.status != PostureStatus::kSolved) {
    std::printf("no resting posture: %s\n", to_string(rest.status));
    return 1;
  }
  std::printf("anterior tilt        %8.2f deg\n", rest.anterior_tilt / kDegree);
  std::printf("lordosis L1-S1       %8.2f deg\n", rest.lordosis / kDegree);
  std::printf("sacral slope         %8.2f deg\n", rest.sacral_slope / kDegree);
  std::printf("radiographic tilt    %8.2f deg\n", rest.pelvic_tilt_radiographic / kDegree);
  std::printf("stiffness            %8.2f N m/deg\n", rest.stiffness * kDegree);
  std::printf("equilibria           %8d\n", rest.equilibrium.num_equilibria);

  std::printf("\n%-6s %10s %10s %10s | %9s %9s %9s %9s\n", "level", "compress.", "shear", "moment",
              "gravity", "passive", "tonic", "active");
  for (const auto& at : rest.loads) {
    const LevelLoad<double>& load = at.load;
    std::printf("%-6s %8.1f N %8.1f N %6.2f N m | %7.1f N %7.1f N %7.1f N %7.1f N\n",
                at.level.c_str(), load.total.compression, load.total.shear, load.total.moment,
                load.gravity.compression, load.passive.compression, load.tonic.compression,
                load.active.compression);
    const double parts = load.gravity.compression + load.passive.compression +
                         load.tonic.compression + load.active.compression;
    if (at.effort.status != EffortStatus::kSolved ||
        !(std::abs(parts - load.total.compression) < 1e-9)) {
      std::printf("%s: the muscles do not carry it, or the budget does not add up\n",
                  at.level.c_str());
      return 1;
    }
  }

  // Who pulls: the six largest shares of the moment that tilts the pelvis forward (+) or back (-).
  std::vector<std::size_t> order(rest.pulls.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::abs(rest.pulls[a].share) > std::abs(rest.pulls[b].share);
  });
  std::printf("\n%-31s %9s %9s %9s\n", "who pulls", "tension", "arm", "share");
  for (std::size_t k = 0; k < 6; ++k) {
    const Pull<double>& pull = rest.pulls[order[k]];
    std::printf("%-31s %7.1f N %6.1f mm %7.1f %%\n", body.model.muscles[order[k]].name.c_str(),
                pull.tension, 1e3 * pull.arm, 100.0 * pull.share);
  }
  double sum = rest.other_pulls.gravity.moment + rest.other_pulls.tissue.moment;
  for (const Pull<double>& pull : rest.pulls) {
    sum += pull.moment;
    if (!(pull.tension >= 0.0)) return 1;  // muscles never push
  }
  std::printf("%-31s %32.1f %%\n", "weight", 100.0 * rest.other_pulls.gravity.share);
  std::printf("%-31s %32.1f %%\n", "discs and ligaments", 100.0 * rest.other_pulls.tissue.share);
  if (!(std::abs(sum) < 1e-9)) {
    std::printf("the moments do not balance: %g N m\n", sum);
    return 1;
  }

  // A what-if is a changed copy. Length -0.10 is a tenth of the optimal fibre length shorter.
  Bridge<double> tight = body;
  set_knob(tight.model, "hip_flexors", Knob::kLength, -0.10);
  const StandResult<double> changed = stand(tight);
  if (changed.status != PostureStatus::kSolved) return 1;
  const double more = changed.anterior_tilt - rest.anterior_tilt;
  std::printf("\nhip flexors a tenth shorter: %+.2f deg of tilt, %+.1f N at %s\n", more / kDegree,
              changed.loads[0].load.total.compression - rest.loads[0].load.total.compression,
              changed.loads[0].level.c_str());
  return more > 0.0 ? 0 : 1;
}
