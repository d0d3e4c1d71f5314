// Passive moments of the legs' joints over their angles [riener1999], ten healthy people. The library
// does not use the published formula, which contains the muscles; it is written down here as what the
// cables are compared with. Calibration: onset and width of the hamstrings and other hip muscles were
// tuned to V13.muscle, so these rows validate nothing.

#include <cmath>
#include <cstdio>
#include <guyline/task/stand.hpp>
#include <string>

#include "literature/standing_rows.hpp"
#include "support/catch.hpp"

namespace {
using guyline::bridge_data::kDegree;
using guyline::test::is_in_band;
using guyline::test::kStandingRows;
using guyline::test::standing_row;

// [N m] per leg, angles in degrees, flexion and dorsiflexion positive.
double hip_moment(double h, double k) {
  return std::exp(1.4655 - 0.0034 * k - 0.0750 * h) - std::exp(1.3403 - 0.0226 * k + 0.0305 * h) +
         8.072;
}
double knee_moment(double a, double k, double h) {
  return std::exp(1.800 + 0.0460 * a - 0.0352 * k + 0.0217 * h) -
         std::exp(-3.971 + 0.0004 * a + 0.0495 * k - 0.0128 * h) - 4.820 +
         std::exp(2.220 - 0.150 * k);
}
double ankle_moment(double a, double k) {
  return std::exp(-7.9763 - 0.1949 * a + 0.0008 * k) - std::exp(2.1016 + 0.0843 * a - 0.0176 * k) +
         1.792;
}

TEST_CASE("V13.hip, V13.knee, V13.ankle: the formula as it is written here", "[literature]") {
  int hips = 0, knees = 0, ankles = 0;
  for (const auto& row : kStandingRows) {
    int first = 0, knee = 0;
    CAPTURE(row.id);
    if (std::sscanf(row.id, "V13.hip.h%d.k%d", &first, &knee) == 2) {
      CHECK(is_in_band(row, hip_moment(first, knee)));
      ++hips;
    } else if (std::sscanf(row.id, "V13.knee.h%d.k%d", &first, &knee) == 2) {
      CHECK(is_in_band(row, knee_moment(0.0, knee, first)));
      ++knees;
    } else if (std::sscanf(row.id, "V13.ankle.a%d.k%d", &first, &knee) == 2) {
      CHECK(is_in_band(row, ankle_moment(first, knee)));
      ++ankles;
    }
  }
  CHECK(hips == 30);
  CHECK(knees == 20);
  CHECK(ankles == 12);
}

TEST_CASE("V13.zero, V13.stiff: where the formula is zero, and its slope", "[literature]") {
  for (const int knee : {0, 15, 30, 60, 90}) {
    double low = 0.0, high = 120.0;  // the moment falls with flexion
    for (int i = 0; i < 100; ++i) {
      const double h = 0.5 * (low + high);
      (hip_moment(h, knee) > 0.0 ? low : high) = h;
    }
    CHECK(is_in_band(standing_row("V13.zero.k" + std::to_string(knee)), low));
  }
  const double slope = (hip_moment(1e-4, 0) - hip_moment(-1e-4, 0)) / (2e-4 * kDegree);
  CHECK(is_in_band(standing_row("V13.stiff"), -2 * slope));
}

/// Passive hip moment of one leg of the bridge; hip flexion counted from relaxed standing.
double bridge_moment(double hip, double knee) {
  const auto body = guyline::bridge();
  guyline::VectorX<double> q = guyline::VectorX<double>::Zero(4);
  q[body.knee_flexion] = knee * kDegree;
  q[body.hip_flexion] = body.reference_q[body.hip_flexion] + hip * kDegree;
  guyline::PostureData<double, 2> data(body.model);
  update_potential(body.model, q, guyline::Order::kGradient, data);
  double moment = 0.0;
  for (int i = 0; i < body.model.num_muscles(); ++i) {
    moment -= data.muscles[static_cast<std::size_t>(i)].passive_tension *
              data.dlength_dq(int(body.hip_flexion), i);
  }
  return 0.5 * moment;
}

TEST_CASE("V13.muscle, V13.sign: the bridge's cables carry what legs were measured to carry",
          "[literature]") {
  const struct {
    const char* id;
    double hip, knee;
  } rows[] = {{"V13.muscle.h0.k0", 0, 0},
              {"V13.muscle.h60.k0", 60, 0},
              {"V13.muscle.h90.k0", 90, 0},
              {"V13.muscle.h60.k60", 60, 60},
              {"V13.muscle.h90.k90", 90, 90}};
  for (const auto& row : rows) {
    const double moment = bridge_moment(row.hip, row.knee);
    CAPTURE(row.id, moment, hip_moment(row.hip, row.knee));
    CHECK(is_in_band(standing_row(row.id), moment));
  }
  CHECK(is_in_band(standing_row("V13.sign"), bridge_moment(60, 60) - bridge_moment(60, 0)));
}
}  // namespace
