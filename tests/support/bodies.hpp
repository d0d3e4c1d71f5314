#pragma once

/// @file
/// Bridges for tests: knobs turned at random, forces scaled, roots found by brute force.

#include <guyline/model/bridge.hpp>
#include <guyline/posture/equilibrium.hpp>
#include <vector>

#include "support/random.hpp"

namespace guyline::test {

/// Turns every knob of every muscle: length +-0.3, stiffness 0.3 to 5, tone 0 to 0.2, gain 0 to
/// `greatest_gain`, strength 0 to 2, half of the lengths acute.
template <int Dim, typename Laws>
void turn_knobs(Model<double, Dim, Laws>& model, Random& random, double greatest_gain = 1.0) {
  for (auto& muscle : model.muscles) {
    set_knob(muscle, Knob::kLength, random.uniform(-0.3, 0.3),
             random.integer(2) == 0 ? Adaptation::kAcute : Adaptation::kRecalibrated);
    set_knob(muscle, Knob::kStiffness, random.log_uniform(0.3, 5.0));
    set_knob(muscle, Knob::kTone, random.uniform(0.0, 0.2));
    set_knob(muscle, Knob::kReflexGain, random.uniform(0.0, greatest_gain));
    set_knob(muscle, Knob::kStrength, random.uniform(0.0, 2.0));
  }
}

/// The model with every force k times: muscles, weights, point loads, tissue, rest moments.
template <typename Scalar, int Dim, typename Laws>
Model<Scalar, Dim, Laws> scale_forces(const Model<Scalar, Dim, Laws>& model, double k) {
  Model<Scalar, Dim, Laws> scaled = model;
  // Masses and loads cannot be changed in place: the frame is built anew.
  Frame<Scalar, Dim> frame;
  frame.gravity = model.frame.gravity;
  for (const std::string& name : model.frame.coordinate_names()) frame.add_coordinate(name);
  for (int b = 0; b < model.frame.num_bodies(); ++b) {
    const auto& body = model.frame.body(b);
    std::vector<Motion<Scalar, Dim>> motions;
    for (int m = body.first_motion; m < body.end_motion; ++m) {
      motions.push_back(model.frame.motion(m));
    }
    frame.add_body(body.name, body.parent, body.X_PF, motions, body.X_MB);
  }
  for (auto mass : model.frame.masses()) {
    mass.mass *= k;
    frame.add_mass(mass);
  }
  for (auto load : model.frame.loads()) {
    load.force_G *= k;
    frame.add_load(load);
  }
  scaled.frame = frame;
  for (auto& muscle : scaled.muscles) muscle.max_isometric_force *= k;
  for (auto& tissue : scaled.tissues) {
    tissue.stiffness *= k;
    tissue.flexion.moment *= k;
    tissue.extension.moment *= k;
  }
  for (auto& level : scaled.levels) level.rest_moment *= k;
  return scaled;
}

/// Roots of the force along the manifold by sampling it `spacing` [rad] apart and halving every
/// change of sign: slow, and blind to pairs that are closer than the spacing.
template <int Dim, typename Laws>
std::vector<double> scan_for_roots(const Model<double, Dim, Laws>& model,
                                   const Manifold<double, Dim>& manifold, double lower,
                                   double upper, double spacing) {
  EquilibriumData<double, Dim> data(model, manifold);
  const auto force = [&](double s) { return evaluate_on_path(model, manifold, s, data).force; };
  std::vector<double> roots;
  const int steps = static_cast<int>(std::ceil((upper - lower) / spacing));
  double before = force(lower);
  for (int k = 1; k <= steps; ++k) {
    double a = lower + (upper - lower) * (k - 1) / steps, b = lower + (upper - lower) * k / steps;
    const double here = force(b);
    if ((here > 0.0) != (before > 0.0)) {
      for (int i = 0; i < 60; ++i) {
        const double m = 0.5 * (a + b);
        ((force(m) > 0.0) == (before > 0.0) ? a : b) = m;
      }
      roots.push_back(0.5 * (a + b));
      (void)force(lower + (upper - lower) * k / steps);  // back to where the walk is
    }
    before = here;
  }
  return roots;
}

}  // namespace guyline::test
