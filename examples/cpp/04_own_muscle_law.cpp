// A muscle law of one's own in the bridge, and the published laws beside it: what of the answer
// depends on the curve. Where no tone of the hip extensors gives tilt 0, they get a usual one.

#include <array>
#include <cmath>
#include <cstdio>
#include <guyline/guyline.hpp>

namespace {

// Passive force as the square of the stretch: f = x^2 for x > 0. A law is value, derivative and
// integral, and where it is pieced together (muscle/curve.hpp).
struct PassiveSquare {
  static constexpr int kContinuity = 1;
  static constexpr std::array<double, 1> breaks() { return {0.0}; }

  template <typename Scalar>
  guyline::CurvePoint<Scalar> evaluate(const Scalar& x) const {
    const Scalar stretch = guyline::positive_part(x);
    return {stretch * stretch, Scalar(2) * stretch};
  }
  template <typename Scalar>
  Scalar integral(const Scalar& x) const {
    const Scalar stretch = guyline::positive_part(x);
    return stretch * stretch * stretch / Scalar(3);
  }
};
static_assert(guyline::kIsCurveLaw<PassiveSquare>, "one of the law's members is missing");

// A law whose derivative or integral does not belong to its value gives wrong postures silently;
// two differences settle it.
bool is_consistent(const PassiveSquare& law) {
  constexpr double kStep = 1e-6;
  for (const double x : {-0.5, 0.2, 0.7, 1.3}) {
    const auto here = law.evaluate(x), ahead = law.evaluate(x + kStep);
    const auto behind = law.evaluate(x - kStep);
    const double slope = (ahead.value - behind.value) / (2 * kStep);
    const double value = (law.integral(x + kStep) - law.integral(x - kStep)) / (2 * kStep);
    if (std::abs(slope - here.derivative) > 1e-8 || std::abs(value - here.value) > 1e-8) {
      return false;
    }
  }
  return true;
}

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
  if (!is_consistent(PassiveSquare{})) {
    std::printf("the law's derivative or integral does not belong to its value\n");
    return 1;
  }
  std::printf("%-22s %14s %8s %10s %8s %9s\n", "active, passive", "extensor tone", "tilt",
              "stiffness", "L5/S1", "tight");
  std::printf("%-22s %14s %8s %10s %8s %9s\n", "", "", "deg", "N m/deg", "N", "deg more");
  bool good = report<ActiveThelen2003, PassiveRational>("Thelen, rational");
  good = report<ActiveThelen2003, PassiveSquare>("Thelen, square (own)") && good;
  good = report<ActiveThelen2003, PassiveThelen2003>("Thelen 2003") && good;
  good = report<ActiveMillard2012, PassiveMillard2012>("Millard 2012") && good;
  good = report<ActiveDeGroote2016, PassiveDeGroote2016>("De Groote 2016") && good;
  return good ? 0 : 1;
}
