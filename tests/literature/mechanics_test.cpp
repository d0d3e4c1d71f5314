// What is no publication but mechanics: the erector spinae tilts the pelvis forward, and no cable
// pushes, whatever its curves.

#include <algorithm>
#include <guyline/muscle/degroote2016.hpp>
#include <guyline/muscle/millard2012.hpp>
#include <guyline/task/stand.hpp>

#include "literature/standing_rows.hpp"
#include "support/catch.hpp"

namespace {
using guyline::test::standing_row;

TEST_CASE("N2: more tone in the erector spinae tilts forward", "[literature]") {
  const auto tilt = [](double change) {
    auto body = guyline::bridge();
    for (const auto i : body.model.select_muscles("erector_spinae")) {
      body.model.muscles[static_cast<std::size_t>(int(i))].tone += change;
    }
    return stand(body).anterior_tilt;
  };
  CHECK(is_in_band(standing_row("N2"), (tilt(1e-4) - tilt(-1e-4)) / 2e-4));
}

template <typename Laws>
double smallest_tension() {
  double smallest = 1e9;
  for (const auto& plain : guyline::bridge().model.muscles) {
    auto muscle = plain;
    for (const double gain : {0.0, 0.1, 2.0}) {
      muscle.reflex_gain = gain;
      for (int k = 0; k <= 300; ++k) {
        const double length =
            muscle.slack_length + 0.01 * k * muscle.optimal_fibre_length * muscle.cos_pennation;
        const auto state = evaluate_muscle(muscle, length, Laws{});
        for (const double activation : {0.0, 0.5, 1.0}) {
          smallest = std::min(smallest, muscle_tension(state, activation));
        }
      }
    }
  }
  return smallest;
}

TEST_CASE("N3: no cable pushes, from no length to three, under every law", "[literature]") {
  using guyline::MuscleLaws;
  const auto row = standing_row("N3");
  CHECK(is_in_band(row, smallest_tension<MuscleLaws<>>()));
  CHECK(is_in_band(
      row, smallest_tension<MuscleLaws<guyline::ActiveThelen2003, guyline::PassiveThelen2003>>()));
  CHECK(is_in_band(
      row,
      smallest_tension<MuscleLaws<guyline::ActiveMillard2012, guyline::PassiveMillard2012>>()));
  CHECK(is_in_band(
      row,
      smallest_tension<MuscleLaws<guyline::ActiveDeGroote2016, guyline::PassiveDeGroote2016>>()));
}
}  // namespace
