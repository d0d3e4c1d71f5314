#include <cmath>
#include <guyline/core/pack.hpp>
#include <guyline/model/bridge.hpp>
#include <guyline/posture/resting.hpp>
#include <guyline/task/stand.hpp>

#include "support/bodies.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::EquilibriumData;
using guyline::EquilibriumOptions;
using guyline::find_equilibria;
using guyline::find_resting;
using guyline::Manifold;
using guyline::MuscleFactors;
using guyline::Pack;
using guyline::PostureStatus;
using guyline::test::Random;

constexpr int kLanes = guyline::kNativeLanes;
using Lanes = Pack<kLanes>;

/// Every muscle's length and tone at random.
void shuffle_muscles(Random& random, double spread, guyline::Bridge<double>& body) {
  for (auto& muscle : body.model.muscles) {
    set_knob(muscle, guyline::Knob::kLength, random.uniform(-spread, spread));
    set_knob(muscle, guyline::Knob::kTone, random.uniform(0.0, 0.05));
  }
}

TEST_CASE("straight downhill ends where the search for all equilibria says the body rests",
          "[posture][resting][invariant]") {
  Random random(401);
  CAPTURE(random.seed());
  auto body = guyline::bridge();
  const guyline::StandOptions options;
  const auto manifold = standing_manifold(body, options);
  EquilibriumData<double, 2> data(body.model, manifold), all(body.model, manifold);
  int settled = 0, rows = 0;
  for (const double spread : {0.05, 0.1, 0.25}) {
    for (int n = 0; n < 60; ++n) {
      CAPTURE(spread, n);
      shuffle_muscles(random, spread, body);
      guyline::internal::update_factors(body.model, data);
      const auto fast = find_resting(body.model, manifold, options.equilibrium, data);
      const auto full = find_equilibria(body.model, manifold, options.equilibrium, all);
      ++rows;
      if (!fast.settled) continue;
      ++settled;
      REQUIRE(full.status == PostureStatus::kSolved);
      const auto& root = full.equilibria[static_cast<std::size_t>(full.resting)];
      CHECK(std::abs(fast.state.path - root.path) < 1e-10);
      CHECK(std::abs(fast.state.stiffness - root.stiffness) < 1e-8 * root.stiffness);
      CHECK(fast.state.stiffness > 0.0);
      CHECK(fast.residual <= 1e-12);
      CHECK(fast.iterations <= 15);
      CHECK((data.q - all.q).norm() < 1e-10);
    }
  }
  CAPTURE(settled, rows);
  CHECK(settled > 0.9 * rows);
}

TEST_CASE("a lane of a pack is a row of its own", "[posture][resting][scalar]") {
  Random random(402);
  CAPTURE(random.seed());
  auto body = guyline::bridge();
  const guyline::StandOptions options;
  const auto manifold = guyline::internal::make_standing_manifold<Lanes>(body, options);
  const auto plain = standing_manifold(body, options);
  EquilibriumData<Lanes, 2> data(body.model, manifold);
  EquilibriumData<double, 2> own(body.model, plain);
  guyline::RestingPosture<Lanes> before;
  for (int turn = 0; turn < 12; ++turn) {
    CAPTURE(turn);
    // Lane 0 keeps one body; the others change from turn to turn and may take longer, or fall off.
    guyline::RestingPosture<double> alone[kLanes];
    Random same(403);
    for (int lane = 0; lane < kLanes; ++lane) {
      shuffle_muscles(lane == 0 ? same : random, lane == 0 ? 0.1 : 0.04 * turn, body);
      for (std::size_t i = 0; i < body.model.muscles.size(); ++i) {
        const auto& muscle = body.model.muscles[i];
        const MuscleFactors<double> factors(muscle);
        auto& f = data.factors[i];
        if (lane == 0) f = MuscleFactors<Lanes>(guyline::cast_muscle<Lanes>(muscle));
        f.length_change.set(lane, factors.length_change);
        f.threshold.set(lane, factors.threshold);
        f.tone.set(lane, factors.tone);
      }
      guyline::internal::update_factors(body.model, own);
      alone[lane] = find_resting(body.model, plain, options.equilibrium, own);
    }
    const auto together = find_resting(body.model, manifold, options.equilibrium, data);
    for (int lane = 0; lane < kLanes; ++lane) {
      CAPTURE(lane);
      CHECK(together.settled[lane] == alone[lane].settled);
      if (!alone[lane].settled) continue;
      CHECK(std::abs(together.state.path[lane] - alone[lane].state.path) < 1e-12);
      CHECK(std::abs(together.state.stiffness[lane] / alone[lane].state.stiffness - 1.0) < 1e-10);
    }
    if (turn > 0) {
      CHECK(together.state.path[0] == before.state.path[0]);
      CHECK(together.state.stiffness[0] == before.state.stiffness[0]);
      CHECK(together.iterations[0] == before.iterations[0]);
    }
    before = together;
  }
}

TEST_CASE("a body that nothing holds is left undecided, not answered",
          "[posture][resting][error]") {
  auto body = guyline::bridge();
  set_knob(body.model, "adductors", guyline::Knob::kLength, 0.5);
  set_knob(body.model, "hip_flexors", guyline::Knob::kLength, 0.5);
  const guyline::StandOptions options;
  const auto manifold = standing_manifold(body, options);
  EquilibriumData<double, 2> data(body.model, manifold);
  guyline::internal::update_factors(body.model, data);
  const auto fast = find_resting(body.model, manifold, options.equilibrium, data);
  const auto full = find_equilibria(body.model, manifold, options.equilibrium, data);
  REQUIRE(full.status == PostureStatus::kNoEquilibrium);
  CHECK_FALSE(fast.settled);
}

}  // namespace
