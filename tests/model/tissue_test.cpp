#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/model/tissue.hpp>
#include <limits>

#include "core/checks.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

namespace {
using guyline::Dual;
using guyline::InvalidArgument;
using guyline::Tissue;
using guyline::tissue_moment;
using guyline::test::contains;
using guyline::test::is_close;
using guyline::test::message_of;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Tissue<double> disc() {
  return {guyline::CoordinateIndex(0), 20.0, 0.1, {45.0, 0.5, 0.4}, {40.0, 0.1, 0.3}};
}

TEST_CASE("moment of a tissue by hand", "[model][tissue][exact]") {
  CHECK(tissue_moment(disc(), 0.1).moment == 0.0);
  CHECK(tissue_energy(disc(), 0.1) == 0.0);
  CHECK(is_close(tissue_moment(disc(), 0.4).moment, -6.0, 1e-14));
  CHECK(is_close(tissue_energy(disc(), 0.4), 0.9, 1e-15));
  // One width beyond an onset the stop carries its moment, with a slope of 2 A/width, and has taken
  // up A width (1 - ln 2).
  const auto flexed = tissue_moment(disc(), 0.9);
  CHECK(is_close(flexed.moment, -16.0 - 45.0, 1e-12));
  CHECK(is_close(flexed.slope, -20.0 - 2 * 45.0 / 0.4, 1e-11));
  CHECK(is_close(tissue_energy(disc(), 0.9), 6.4 + 45.0 * 0.4 * (1 - std::log(2.0)), 1e-12));
  const auto extended = tissue_moment(disc(), -0.4);
  CHECK(is_close(extended.moment, 10.0 + 40.0, 1e-12));
  CHECK(is_close(extended.slope, -20.0 - 2 * 40.0 / 0.3, 1e-11));
}

TEST_CASE("a tissue restores: its moment never rises with the angle",
          "[model][tissue][invariant]") {
  for (double q = -2.0; q < 2.0; q += 0.01) CHECK(tissue_moment(disc(), q).slope <= -20.0);
}

TEST_CASE("moment is minus the slope of the energy", "[model][tissue][derivative]") {
  guyline::test::Random random(71);
  CAPTURE(random.seed());
  const double h = 1e-5;
  for (int i = 0; i < 200; ++i) {
    const double q = random.uniform(-1.5, 1.5);
    CAPTURE(q);
    const auto at = tissue_moment(disc(), q);
    const auto up = tissue_moment(disc(), q + h), down = tissue_moment(disc(), q - h);
    CHECK(is_close(at.moment,
                   -(tissue_energy(disc(), q + h) - tissue_energy(disc(), q - h)) / (2 * h), 1e-6));
    CHECK(is_close(at.slope, (up.moment - down.moment) / (2 * h), 1e-5));
  }
}

TEST_CASE("duals through a tissue", "[model][tissue][scalar]") {
  using D = Dual<1>;
  const Tissue<D> dual{guyline::CoordinateIndex(0),
                       D(20.0),
                       D(0.1),
                       {D(45.0), D(0.5), D(0.4)},
                       {D(40.0), D(0.1), D(0.3)}};
  for (const double q : {-0.7, 0.2, 0.8}) {
    const auto at = tissue_moment(dual, D::variable(q, 0));
    CHECK(is_close(at.moment.value, tissue_moment(disc(), q).moment, 1e-13));
    CHECK(is_close(at.moment.gradient[0], at.slope.value, 1e-12));
    CHECK(is_close(tissue_energy(dual, D::variable(q, 0)).gradient[0], -at.moment.value, 1e-12));
  }
}

TEST_CASE("a tissue that makes no sense is refused", "[model][tissue][error]") {
  CHECK_NOTHROW(validate(disc()));
  const auto refuses = [](const char* name, double Tissue<double>::*field, double bad) {
    Tissue<double> tissue = disc();
    tissue.*field = bad;
    CHECK(contains(message_of<InvalidArgument>([&] { validate(tissue); }), name));
  };
  refuses("tissue stiffness", &Tissue<double>::stiffness, -1.0);
  refuses("tissue stiffness", &Tissue<double>::stiffness, kNan);
  refuses("tissue rest angle", &Tissue<double>::rest, kNan);
  for (const bool flexion : {true, false}) {
    const auto with = [&](double guyline::TissueStop<double>::*field, double bad) {
      Tissue<double> tissue = disc();
      guyline::TissueStop<double>& stop = flexion ? tissue.flexion : tissue.extension;
      stop.*field = bad;
      return message_of<InvalidArgument>([&] { validate(tissue); });
    };
    CHECK(contains(with(&guyline::TissueStop<double>::moment, -1.0), "stop moment"));
    CHECK(contains(with(&guyline::TissueStop<double>::onset, kNan), "stop onset"));
    CHECK(contains(with(&guyline::TissueStop<double>::width, 0.0), "stop width"));
  }
}
}  // namespace
