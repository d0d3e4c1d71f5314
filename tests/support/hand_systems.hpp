#pragma once

/// @file
/// Systems for continuation out of a formula: the slopes come from dual numbers.

#include <array>
#include <guyline/core/dual.hpp>
#include <guyline/posture/branch.hpp>

namespace guyline::test {

/// F(s, p_1 ... p_N) from a callable of N + 1 duals; scale 1 throughout.
template <int N, typename Formula>
struct HandSystem {
  Formula formula;
  int evaluations = 0;

  ForceSlopes<N> evaluate(double path, const std::array<double, N>& parameters) {
    using D = Dual<N + 1>;
    ++evaluations;
    std::array<D, N> p;
    for (int k = 0; k < N; ++k) {
      const auto at = static_cast<std::size_t>(k);
      p[at] = D::variable(parameters[at], k + 1);
    }
    const D force = formula(D::variable(path, 0), p);
    ForceSlopes<N> found;
    found.force = force.value;
    found.by_path = force.gradient[0];
    for (int k = 0; k < N; ++k) {
      found.by_parameter[static_cast<std::size_t>(k)] = force.gradient[k + 1];
    }
    found.ok = true;
    return found;
  }
};

template <int N, typename Formula>
HandSystem<N, Formula> hand_system(const Formula& formula) {
  return {formula};
}

}  // namespace guyline::test
