// The first answer: where an average man's pelvis comes to rest, and what that costs his lumbar
// spine; then who pulls, and what it takes to tilt him.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <guyline/guyline.hpp>
#include <vector>

namespace {
using namespace guyline;
constexpr double kDegree = bridge_data::kDegree;

// What a changed body does against the first one: tilt, load, and the muscle that changes most.
bool report_change(const char* what, const Bridge<double>& body, const StandResult<double>& rest) {
  const StandResult<double> changed = stand(body);
  if (changed.status != PostureStatus::kSolved) return false;
  std::size_t most = 0;
  const auto gain = [&](std::size_t i) { return changed.pulls[i].tension - rest.pulls[i].tension; };
  for (std::size_t i = 1; i < rest.pulls.size(); ++i) {
    if (std::abs(gain(i)) > std::abs(gain(most))) most = i;
  }
  std::printf("%-38s %+7.2f deg %+7.1f N", what,
              (changed.anterior_tilt - rest.anterior_tilt) / kDegree,
              changed.loads[0].load.total.compression - rest.loads[0].load.total.compression);
  if (std::abs(gain(most)) > 0.05) {
    std::printf(", %s %+.1f N", body.model.muscles[most].name.c_str(), gain(most));
  }
  std::printf("\n");
  return true;
}
}  // namespace

int main() {
  const Bridge<double> body = bridge();  // a man of 75 kg and 1.75 m, pelvic incidence 50 deg
  const StandResult<double> rest = stand(body);
  if (rest.status != PostureStatus::kSolved) {
    std::printf("no resting posture: %s\n", to_string(rest.status));
    return 1;
  }
  std::printf("lordosis L1-S1       %8.2f deg\n", rest.lordosis / kDegree);
  std::printf("sacral slope         %8.2f deg\n", rest.sacral_slope / kDegree);
  std::printf("radiographic tilt    %8.2f deg\n", rest.pelvic_tilt_radiographic / kDegree);
  std::printf("stiffness            %8.2f N m/deg\n", rest.stiffness * kDegree);
  std::printf("equilibria           %8d\n", rest.equilibrium.num_equilibria);
  // Tilt is counted from the reference posture, and that is where an untouched body rests.
  if (!(std::abs(rest.anterior_tilt) < 1e-6)) return 1;

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
  std::printf("%-31s %29.1f %%\n", "weight", 100.0 * rest.other_pulls.gravity.share);
  // Discs and ligaments pull nowhere: the reference posture is where they are at rest.
  if (!(std::abs(rest.other_pulls.tissue.share) < 1e-6)) return 1;
  if (!(std::abs(sum) < 1e-9)) {
    std::printf("the moments do not balance: %g N m\n", sum);
    return 1;
  }

  // A what-if is a changed copy. Length -0.10 is a tenth of the optimal fibre length shorter.
  std::printf("\n%-38s %11s %9s\n", "what if", "tilt", "L5/S1");
  Bridge<double> toned = body, shorter = body, acute = body, tight = body, strong = body,
                 cut = body;
  set_knob(toned.model, "hip_flexors", Knob::kTone, 0.05);
  set_knob(shorter.model, "hamstrings", Knob::kLength, -0.10);
  set_knob(acute.model, "hamstrings", Knob::kLength, -0.10, Adaptation::kAcute);
  set_knob(tight.model, "hip_flexors", Knob::kLength, -0.10);
  set_knob(strong.model, "abdominals", Knob::kStrength, 2.0);
  cut.model = without(body.model, "hamstrings");
  bool good = report_change("hip flexors with 5 % tone", toned, rest);
  good = report_change("hamstrings a tenth shorter", shorter, rest) && good;
  good = report_change("the same before the reflex has settled", acute, rest) && good;
  good = report_change("hip flexors a tenth shorter", tight, rest) && good;
  good = report_change("abdominals twice as strong", strong, rest) && good;
  good = report_change("hamstrings cut", cut, rest) && good;
  return good ? 0 : 1;
}
