#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/posture/path_force.hpp>
#include <vector>

#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::Dual;
using guyline::VectorX;

TEST_CASE("a mast that leans, solved by hand", "[posture][path_force][exact]") {
  // 10 kg at 1 m above the hinge, leaning forward by s: F = m g sin(s), and -K = m g cos(s).
  using D = Dual<1>;
  guyline::Model<D, 2> model;
  model.name = "mast";
  const auto lean = model.frame.add_coordinate("lean");
  model.frame.add_body("ground", -1, {}, {}, {});
  model.frame.add_body("mast", 0, {}, {guyline::Motion<D, 2>::rotation(D(-1.0), lean)}, {});
  model.frame.add_mass({guyline::BodyIndex(1), {D(0.0), D(1.0)}, D(10.0), "bob"});
  model.frame.gravity = {D(0.0), D(-9.81)};
  const guyline::Manifold<D, 2> manifold(1, {}, {}, VectorX<double>::Ones(1), -1.0, 1.0,
                                         VectorX<D>::Zero(1));
  guyline::EquilibriumData<D, 2> data(model, manifold);
  const D force = force_on_path(model, manifold, D::variable(0.3, 0), data);
  CHECK(std::abs(force.value - 98.1 * std::sin(0.3)) < 1e-12);
  CHECK(std::abs(force.gradient[0] - 98.1 * std::cos(0.3)) < 1e-12);
}

TEST_CASE("the force's gradient is that of an evaluation with dual numbers",
          "[posture][path_force][invariant]") {
  // Directions: the force of one muscle, the path. Four of five coordinates are held.
  using D = Dual<2>;
  for (const unsigned seed : {1u, 2u, 3u}) {
    auto model = guyline::test::random_model<D, 2>(seed);
    model.muscles[0].max_isometric_force.gradient[0] = 1.0;
    const int n = model.frame.num_coordinates();
    std::vector<guyline::LinearConstraint<D>> held;
    for (int i = 1; i < n; ++i) held.push_back({"held", VectorX<double>::Unit(n, i), D(0.1 * i)});
    const guyline::Manifold<D, 2> manifold(n, held, {}, VectorX<double>::Unit(n, 0), -1.0, 1.0,
                                           VectorX<D>::Zero(n));
    guyline::EquilibriumData<D, 2> data(model, manifold);
    const D s = D::variable(0.2, 1);
    const auto state = evaluate_on_path(model, manifold, s, data);
    const D rate = data.cables[0].rate;
    const D force = force_on_path(model, manifold, s, data);
    CHECK(std::abs(force.value - state.force.value) < 1e-12 * state.scale.value);
    for (int d = 0; d < 2; ++d) {
      CHECK(std::abs(force.gradient[d] - state.force.gradient[d]) < 1e-12 * state.scale.value);
    }
    CHECK(std::abs(force.gradient[1] + state.stiffness.value) < 1e-12 * state.scale.value);
    const double tension = data.posture.muscles[0].resting_tension.value;
    CHECK(std::abs(force.gradient[0] +
                   tension / model.muscles[0].max_isometric_force.value * rate.value) < 1e-12);
  }
}
}  // namespace
