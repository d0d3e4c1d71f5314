// The published muscle laws in one body: what of the answer depends on the curve. Where no tone of the
// hip extensors gives tilt 0, they get a usual one.

#include <cmath>
#include <cstdio>
#include <guyline/guyline.hpp>

namespace {

template <typename Active, typename Passive>
bool report(const char* name) {
  using namespace guyline;
  using Laws = MuscleLaws<Active, Passive>;
  constexpr double kDegree = bridge_data::kDegree;
  constexpr double kUsualTone = 0.0175;
  Bridge<double, Laws> body;
  bool solved = true;
  try {
    body = bridge<double, Laws>();
  } catch (const InvalidArgument&) {  // the hip extensors would have to push
    solved = false;
    BridgeOptions<double> options;
    options.hip_extensor_tone = kUsualTone;
    body = bridge<double, Laws>(options);
  }
  const StandResult<double> rest = stand(body);
  Bridge<double, Laws> tight = body;
  set_knob(tight.model, "hip_flexors", Knob::kLength, -0.10);
  const StandResult<double> changed = stand(tight);
  if (rest.status != PostureStatus::kSolved || changed.status != PostureStatus::kSolved) {
    std::printf("%-24s %s, %s\n", name, to_string(rest.status), to_string(changed.status));
    return false;
  }
  const std::size_t hamstrings =
      static_cast<std::size_t>(static_cast<int>(body.model.select_muscles("hamstrings").front()));
  std::printf(
      "%-22s %7.4f %-6s %8.2f %10.2f %8.1f %9.2f\n", name, body.model.muscles[hamstrings].tone,
      solved ? "solved" : "given", rest.anterior_tilt / kDegree, rest.stiffness * kDegree,
      rest.loads[0].load.total.compression, (changed.anterior_tilt - rest.anterior_tilt) / kDegree);
  // With a solved tone the reference posture rests at tilt 0; shorter hip flexors tilt forward.
  return (!solved || std::abs(rest.anterior_tilt) < 1e-6) &&
         changed.anterior_tilt > rest.anterior_tilt;
}

}  // namespace

int main() {
  using namespace guyline;
  std::printf("%-22s %14s %8s %10s %8s %9s\n", "active, passive", "extensor tone", "tilt",
              "stiffness", "L5/S1", "tight");
  std::printf("%-22s %14s %8s %10s %8s %9s\n", "", "", "deg", "N m/deg", "N", "deg more");
  bool good = report<ActiveThelen2003, PassiveRational>("Thelen, rational");
  good = report<ActiveThelen2003, PassiveThelen2003>("Thelen 2003") && good;
  good = report<ActiveMillard2012, PassiveMillard2012>("Millard 2012") && good;
  good = report<ActiveDeGroote2016, PassiveDeGroote2016>("De Groote 2016") && good;
  return good ? 0 : 1;
}
