#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/model/bridge.hpp>
#include <guyline/posture/pull.hpp>
#include <guyline/task/stand.hpp>
#include <limits>

#include "support/bodies.hpp"
#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::BodyIndex;
using guyline::Dual;
using guyline::EquilibriumData;
using guyline::Manifold;
using guyline::Pull;
using guyline::VectorX;
using guyline::test::mast;
using guyline::test::Random;
using guyline::test::spring;

TEST_CASE("a mast on one stay: the stay pulls back all that weight pulls forward",
          "[posture][pull][exact]") {
  auto model = mast(10.0, 1.0);
  model.add_muscle(spring("stay", 500.0, 0.5),
                   {{BodyIndex(0), {-1.0, 0.0}}, {BodyIndex(1), {0.0, 1.0}}});
  model.add_muscle(spring("slack", 500.0, 50.0),
                   {{BodyIndex(0), {1.0, 0.0}}, {BodyIndex(1), {0.0, 1.0}}});
  const Manifold<double, 2> manifold(1, {}, {}, VectorX<double>::Ones(1), -1.5, 1.5,
                                     VectorX<double>::Zero(1));
  EquilibriumData<double, 2> data(model, manifold);
  std::vector<Pull<double>> pulls(2);
  // L^2 = 2 + 2 sin q, L' = cos q/L; with q = 0.5 in any case:
  evaluate_on_path(model, manifold, 0.5, data);
  const auto other = update_pulls(data, pulls);
  const double length = std::sqrt(2 + 2 * std::sin(0.5));
  CHECK(std::abs(pulls[0].tension - 500.0 * (length - 0.5)) < 1e-10);
  CHECK(std::abs(pulls[0].arm + std::cos(0.5) / length) < 1e-14);
  CHECK(std::abs(pulls[0].moment - pulls[0].tension * pulls[0].arm) < 1e-12);
  CHECK(pulls[1].tension == 0.0);
  CHECK(pulls[1].share == 0.0);
  CHECK(pulls[1].arm > 0.0);
  CHECK(std::abs(other.gravity.moment - 98.0665 * std::sin(0.5)) < 1e-12);
  CHECK(other.tissue.moment == 0.0);
  const double half = 0.5 * (std::abs(pulls[0].moment) + other.gravity.moment);
  CHECK(std::abs(pulls[0].share - pulls[0].moment / half) < 1e-14);
}

TEST_CASE("at rest what tilts forward and what tilts back is one half each",
          "[posture][pull][invariant]") {
  Random random(250);
  CAPTURE(random.seed());
  int stood = 0;
  for (int n = 0; n < 40; ++n) {
    auto body = guyline::bridge();
    if (n > 0) guyline::test::turn_knobs(body.model, random);
    const auto r = guyline::stand(body);
    if (r.status != guyline::PostureStatus::kSolved) continue;
    ++stood;
    double forward = 0.0, back = 0.0;
    const auto add = [&](const Pull<double>& p) { (p.share > 0.0 ? forward : back) += p.share; };
    for (std::size_t i = 0; i < r.pulls.size(); ++i) {
      add(r.pulls[i]);
      CHECK(r.pulls[i].tension >= 0.0);
      CHECK(r.pulls[i].tension == r.muscles[i].resting_tension);
    }
    add(r.other_pulls.gravity);
    add(r.other_pulls.tissue);
    CHECK(std::abs(forward - 1.0) < 1e-9);
    CHECK(std::abs(back + 1.0) < 1e-9);
  }
  CHECK(stood > 20);
}

TEST_CASE("the arm is minus the change of length along the manifold",
          "[posture][pull][derivative]") {
  const auto body = guyline::bridge();
  const auto manifold = standing_manifold(body, {});
  EquilibriumData<double, 2> data(body.model, manifold);
  std::vector<Pull<double>> pulls(body.model.muscles.size());
  const double h = 1e-5;
  for (const double s : {-0.3, 0.0, 0.2}) {
    const auto lengths = [&](double at) {
      data.q = manifold.origin();
      evaluate_on_path(body.model, manifold, at, data);
      std::vector<double> all;
      for (const auto& cable : data.cables) all.push_back(cable.length);
      return all;
    };
    const auto up = lengths(s + h), down = lengths(s - h);
    (void)lengths(s);
    update_pulls(data, pulls);
    for (std::size_t c = 0; c < pulls.size(); ++c) {
      CHECK(std::abs(pulls[c].arm + (up[c] - down[c]) / (2 * h)) < 1e-9);
    }
  }
}

TEST_CASE("duals through pulls", "[posture][pull][scalar]") {
  using D = Dual<1>;
  guyline::BridgeOptions<D> options;
  options.gravity = D::variable(9.80665, 0);
  options.hip_extensor_tone = D(0.0175);
  const auto r = stand(guyline::bridge<D>(options));
  guyline::BridgeOptions<double> plain;
  plain.hip_extensor_tone = 0.0175;
  const double h = 1e-4;
  const auto at = [&](double step) {
    auto o = plain;
    o.gravity += step;
    return stand(guyline::bridge(o));
  };
  const auto up = at(h), down = at(-h);
  CHECK(std::abs(r.other_pulls.gravity.moment.gradient[0] -
                 (up.other_pulls.gravity.moment - down.other_pulls.gravity.moment) / (2 * h)) <
        1e-5);
  for (std::size_t c = 0; c < r.pulls.size(); ++c) {
    CHECK(std::abs(r.pulls[c].moment.gradient[0] -
                   (up.pulls[c].moment - down.pulls[c].moment) / (2 * h)) < 1e-5);
  }
}

TEST_CASE("without any moment there are no shares and no NaN", "[posture][pull][error]") {
  const auto model = mast(0.0, 1.0);
  const Manifold<double, 2> manifold(1, {}, {}, VectorX<double>::Ones(1), -1.5, 1.5,
                                     VectorX<double>::Zero(1));
  EquilibriumData<double, 2> data(model, manifold);
  std::vector<Pull<double>> pulls;
  evaluate_on_path(model, manifold, 0.5, data);
  const auto other = update_pulls(data, pulls);
  CHECK(other.gravity.share == 0.0);
  CHECK(other.tissue.share == 0.0);
}
}  // namespace
