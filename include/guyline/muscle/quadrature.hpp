#pragma once

/// @file
/// Gauss-Legendre quadrature with a fixed number of nodes, so that every SIMD lane does the same.
///
///   integral_a^b f dx  ~  sum over equal panels  h sum_i w_i f(a_p + h t_i),   t_i in (0, 1)
///
/// One panel of n nodes is exact for polynomials up to degree 2 n - 1. The nodes are the roots of
/// the Legendre polynomial, found by Newton's method at compile time.
/// Not covered: adaptive rules and error estimates; the caller states how many panels suffice.

namespace guyline {

/// Nodes and weights on [0, 1].
template <int kNodes>
struct GaussLegendreRule {
  double nodes[kNodes]{};    ///< [1], ascending, inside (0, 1).
  double weights[kNodes]{};  ///< [1], > 0, sum 1.
};

namespace internal {
/// Legendre polynomial P_n and its derivative, |x| < 1.
struct Legendre {
  double value;
  double derivative;
};
constexpr Legendre legendre(int n, double x) {
  double previous = 1.0;
  double current = x;
  for (int k = 2; k <= n; ++k) {
    const double next = ((2 * k - 1) * x * current - (k - 1) * previous) / k;
    previous = current;
    current = next;
  }
  return {current, n * (x * current - previous) / (x * x - 1.0)};
}

template <int kNodes>
constexpr GaussLegendreRule<kNodes> make_gauss_legendre() {
  static_assert(kNodes >= 1, "a Gauss-Legendre rule needs a node");
  double roots[kNodes]{};
  double x = 0.99999999;
  for (int i = 0; i < kNodes; ++i) {
    // From the right of all roots that are left, Newton on P_n / prod (x - roots found) goes down
    // monotonically to the next one; the last steps are plain Newton.
    for (int step = 0; step < 60; ++step) {
      const Legendre p = legendre(kNodes, x);
      double deflation = 0.0;
      for (int j = 0; j < i && step < 50; ++j) {
        deflation += 1.0 / (x - roots[j]);
      }
      x -= p.value / (p.derivative - p.value * deflation);
    }
    roots[i] = x;
    x -= 1e-9;
  }
  GaussLegendreRule<kNodes> rule;
  for (int i = 0; i < kNodes; ++i) {
    const double root = roots[kNodes - 1 - i];
    const double slope = legendre(kNodes, root).derivative;
    rule.nodes[i] = 0.5 * (1.0 + root);
    rule.weights[i] = 1.0 / ((1.0 - root * root) * slope * slope);
  }
  return rule;
}
}  // namespace internal

template <int kNodes>
inline constexpr GaussLegendreRule<kNodes> kGaussLegendre = internal::make_gauss_legendre<kNodes>();

/// Integral of `f` from `lower` to `upper` (either may be the larger) by `kPanels` panels of
/// `kNodes` nodes.
///
/// @param f      Called as f(x), x and result of type Scalar.
/// @note kNodes * kPanels calls of f; no allocation.
template <int kNodes, int kPanels, typename Scalar, typename Function>
Scalar gauss_legendre_integral(const Function& f, const Scalar& lower, const Scalar& upper) {
  const Scalar panel = (upper - lower) / Scalar(kPanels);
  Scalar sum(0);
  for (int p = 0; p < kPanels; ++p) {
    for (int i = 0; i < kNodes; ++i) {
      const double t = p + kGaussLegendre<kNodes>.nodes[i];
      sum += f(lower + panel * Scalar(t)) * Scalar(kGaussLegendre<kNodes>.weights[i]);
    }
  }
  return sum * panel;
}

}  // namespace guyline
