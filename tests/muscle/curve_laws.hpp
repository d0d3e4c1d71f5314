#pragma once

/// @file
/// What every curve law must satisfy, as one driver that runs over all of them.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <guyline/core/dual.hpp>
#include <guyline/muscle/curve.hpp>
#include <guyline/muscle/degroote2016.hpp>
#include <guyline/muscle/millard2012.hpp>
#include <guyline/muscle/quadrature.hpp>
#include <guyline/muscle/rational.hpp>
#include <guyline/muscle/thelen2003.hpp>
#include <string>
#include <vector>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace guyline::test {

/// Calls visit(name, law, lower, upper) for every law with a range that holds its breaks and more.
template <typename Visit>
void for_each_active_law(const Visit& visit) {
  visit("ActiveThelen2003", ActiveThelen2003{}, -0.5, 3.0);
  visit("ActiveThelen2003, gamma 0.5", ActiveThelen2003{0.5}, -0.5, 3.0);
  visit("ActiveMillard2012", ActiveMillard2012{}, -0.5, 3.0);
  ActiveMillard2012Options leg;
  leg.min_length = 0.25;
  leg.transition_length = 0.77;
  leg.max_length = 1.9;
  leg.shallow_slope = 0.75;
  visit("ActiveMillard2012, leg model", ActiveMillard2012(leg), -0.5, 3.0);
  visit("ActiveDeGroote2016", ActiveDeGroote2016{}, 0.0, 3.0);
}
template <typename Visit>
void for_each_passive_law(const Visit& visit) {
  visit("PassiveRational", PassiveRational{}, -1.0, 3.0);
  visit("PassiveThelen2003", PassiveThelen2003{}, -1.0, 3.0);
  visit("PassiveThelen2003, shape 4, where the tangent begins", PassiveThelen2003{4.0}, 19.0, 21.0);
  visit("PassiveMillard2012", PassiveMillard2012{}, -1.0, 3.0);
  PassiveMillard2012Options stiff;
  stiff.low_slope = 0.4;
  stiff.end_slope = 5.0;
  stiff.curviness = 1.0;
  visit("PassiveMillard2012, stiff", PassiveMillard2012(stiff), -1.0, 3.0);
  visit("PassiveDeGroote2016", PassiveDeGroote2016{}, -1.0, 3.0);
}
template <typename Visit>
void for_each_law(const Visit& visit) {
  for_each_active_law(visit);
  for_each_passive_law(visit);
}

/// A dense grid over [lower, upper], and the breaks with points close to either side.
template <typename Law>
std::vector<double> grid_over(const Law& law, double lower, double upper) {
  std::vector<double> grid;
  for (int i = 0; i <= 1500; ++i) {
    grid.push_back(lower + (upper - lower) * i / 1500.0);
  }
  for (const double at : law.breaks()) {
    for (const double offset : {-1e-3, -3e-5, 0.0, 3e-5, 1e-3}) {
      if (at + offset > lower && at + offset < upper) {
        grid.push_back(at + offset);
      }
    }
  }
  return grid;
}

/// Whether a kink lies within h of x, so that a central difference says nothing.
template <typename Law>
bool has_kink_near(const Law& law, double x, double h) {
  const auto breaks = law.breaks();
  return Law::kContinuity == 0 && std::any_of(breaks.begin(), breaks.end(),
                                              [&](double at) { return std::abs(x - at) <= h; });
}

/// First and second derivative of the value by automatic differentiation.
struct Derivatives {
  double first;
  double second;
};
template <typename Law>
Derivatives derivatives_of(const Law& law, double x) {
  using D = Dual<1>;
  using DD = Dual<1, D>;
  const auto value = law.evaluate(DD::variable(D::variable(x, 0), 0)).value;
  return {value.gradient[0].value, value.gradient[0].gradient[0]};
}

}  // namespace guyline::test
