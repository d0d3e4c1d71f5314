// One hinge, one mass, one cable: a frame built by hand, and its equilibrium against a closed form.
// The cable pulls with the tension that the triangle asks for; only its reflex makes that stable.

#include <cmath>
#include <cstdio>
#include <guyline/guyline.hpp>

namespace {

// A bar of 0.3 m on a hinge carries a mass. The cable runs from its end to a point 0.4 m above the
// hinge. Weight : tension = height : cable length (similar triangles), whatever the angle.
constexpr double kBar = 0.3;     // [m]
constexpr double kHeight = 0.4;  // [m]
constexpr double kCable = 0.5;   // [m], a 3-4-5 triangle: the bar is level

constexpr double kForce = 1000.0;  // F0 [N]
constexpr double kFibre = 0.2;     // Lo [m]
constexpr double kTone = 0.1;      // [1]
constexpr double kGain = 0.1;      // [1 per Lo]

guyline::PlanarModel<double> build(double mass, double reflex_gain) {
  using namespace guyline;
  PlanarModel<double> model;
  model.name = "bar on a cable";
  const CoordinateIndex angle = model.frame.add_coordinate("angle");  // from the vertical, forward
  const BodyIndex ground = model.frame.add_body("ground", -1, {}, {}, {});
  const BodyIndex bar =
      model.frame.add_body("bar", ground, {}, {Motion<double, 2>::rotation(-1.0, angle)}, {});
  model.frame.add_mass({bar, {0.0, kBar}, mass, "mass"});

  Muscle<double> cable;
  cable.name = "cable";
  cable.max_isometric_force = kForce;
  cable.optimal_fibre_length = kFibre;
  cable.slack_length = kCable - kFibre;  // so that l~ = 1 where the bar is level
  cable.tone = kTone;
  cable.reflex_gain = reflex_gain;
  model.add_muscle(cable, {{ground, {0.0, kHeight}}, {bar, {0.0, kBar}}});
  validate(model);
  return model;
}

struct Answer {
  guyline::Equilibrium<double> at_level;
  double tension = 0.0;
  bool found = false;
};

// All equilibria between 60 and 120 degrees; the one at level is what the closed form speaks of.
Answer solve(const guyline::PlanarModel<double>& model) {
  using namespace guyline;
  const double half_pi = std::acos(0.0);
  VectorX<double> path(1), start(1);
  path << 1.0;
  start << half_pi;
  const Manifold<double, 2> manifold(1, {}, {}, path, half_pi - 0.5, half_pi + 0.5, start);
  EquilibriumData<double, 2> data(model, manifold);
  EquilibriumOptions options;
  options.reference = half_pi - 0.1;
  const EquilibriumResult<double> result = find_equilibria(model, manifold, options, data);
  Answer answer;
  for (int i = 0; i < result.num_equilibria; ++i) {
    const auto& e = result.equilibria[static_cast<std::size_t>(i)];
    if (std::abs(e.path - half_pi) > 1e-6) continue;
    answer.at_level = e;
    evaluate_on_path(model, manifold, e.path, data);
    answer.tension = data.posture.muscles[0].resting_tension;
    answer.found = true;
  }
  return answer;
}

bool close(const char* what, const char* unit, double got, double expected) {
  const bool good = std::abs(got - expected) <= 1e-9 * std::abs(expected);
  std::printf("  %-10s %12.6f %-8s closed form %12.6f%s\n", what, got, unit, expected,
              good ? "" : "   WRONG");
  return good;
}

}  // namespace

int main() {
  using namespace guyline;
  // What the closed form says, with the activation a at the reflex threshold.
  const double root = std::sqrt(kTone * kTone + 4.0 * kToneRounding * kToneRounding);
  const double activation = 0.5 * (kTone + root);
  const double tension = kForce * activation;
  const double mass = tension * kHeight / kCable / 9.80665;
  const double arm = kBar * kHeight / kCable;  // dl/dangle where the bar is level
  bool good = true;
  for (const double gain : {kGain, 0.0}) {
    // dF/dl is the reflex's alone: the bell is flat at l~ = 1 and passive force has not begun.
    const double slope = kForce / kFibre * gain * activation / root;
    const double stiffness = arm * arm * (slope - tension / kCable);
    const Answer answer = solve(build(mass, gain));
    if (!answer.found) {
      std::printf("reflex gain %.1f: no equilibrium where the closed form has one\n", gain);
      return 1;
    }
    std::printf("reflex gain %.1f: %s\n", gain, answer.at_level.stable ? "stable" : "unstable");
    good = close("angle", "rad", answer.at_level.path, std::acos(0.0)) && good;
    good = close("tension", "N", answer.tension, tension) && good;
    good = close("stiffness", "N m/rad", answer.at_level.stiffness, stiffness) && good;
    good = good && answer.at_level.stable == (stiffness > 0.0);
  }
  return good ? 0 : 1;
}
