// A muscle law of one's own in the body: passive force as the square of the stretch, beside the built-in
// curve, at the same tone; and what is left to hold the pelvis without any passive force.

#include <array>
#include <cmath>
#include <cstdio>
#include <guyline/guyline.hpp>

namespace {

// f = factor x^2 for x > 0. A law is value, derivative and integral, and where it is pieced together
// (muscle/curve.hpp).
struct PassiveSquare {
  double factor = 1.0;

  static constexpr int kContinuity = 1;
  static constexpr std::array<double, 1> breaks() { return {0.0}; }

  template <typename Scalar>
  guyline::CurvePoint<Scalar> evaluate(const Scalar& x) const {
    const Scalar stretch = guyline::positive_part(x);
    return {Scalar(factor) * stretch * stretch, Scalar(2.0 * factor) * stretch};
  }
  template <typename Scalar>
  Scalar integral(const Scalar& x) const {
    const Scalar stretch = guyline::positive_part(x);
    return Scalar(factor / 3.0) * stretch * stretch * stretch;
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

// Standing, and standing with the hip flexors a tenth shorter.
template <typename Laws>
void report(const char* name, const guyline::Bridge<double, Laws>& body) {
  using namespace guyline;
  constexpr double kDegree = bridge_data::kDegree;
  const StandResult<double> rest = stand(body);
  if (rest.status != PostureStatus::kSolved) {
    std::printf("%-20s %s\n", name, to_string(rest.status));
    return;
  }
  Bridge<double, Laws> tight = body;
  set_knob(tight.model, "hip_flexors", Knob::kLength, -0.10);
  const StandResult<double> changed = stand(tight);
  std::printf("%-20s %+8.2f %10.2f %8.1f", name, rest.anterior_tilt / kDegree,
              rest.stiffness * kDegree, rest.loads[0].load.total.compression);
  if (changed.status == PostureStatus::kSolved) {
    std::printf(" %+9.2f\n", (changed.anterior_tilt - rest.anterior_tilt) / kDegree);
  } else {
    std::printf(" %s\n", to_string(changed.status));
  }
}

}  // namespace

int main() {
  using namespace guyline;
  using OwnLaws = MuscleLaws<ActiveThelen2003, PassiveSquare>;
  if (!is_consistent(PassiveSquare{})) {
    std::printf("the law's derivative or integral does not belong to its value\n");
    return 1;
  }
  // The tone with which the built-in body rests at tilt 0, for all of them.
  const Bridge<double> body = bridge();
  const CableIndex hamstrings = body.model.select_muscles("hamstrings").front();
  const double tone =
      body.model.muscles[static_cast<std::size_t>(static_cast<int>(hamstrings))].tone;
  BridgeOptions<double> options;
  options.hip_extensor_tone = tone;

  std::printf("tone of the hip extensors %.4f\n", tone);
  std::printf("%-20s %8s %10s %8s %9s\n", "passive law", "tilt", "stiffness", "L5/S1", "tight");
  std::printf("%-20s %8s %10s %8s %9s\n", "", "deg", "N m/deg", "N", "deg more");
  report("built in", body);
  report("square", bridge<double>(options, OwnLaws{{}, {1.0}}));
  report("half of it", bridge<double>(options, OwnLaws{{}, {0.5}}));
  report("twice of it", bridge<double>(options, OwnLaws{{}, {2.0}}));
  report("none", bridge<double>(options, OwnLaws{{}, {0.0}}));
  return 0;
}
