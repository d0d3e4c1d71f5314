#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/muscle/quadrature.hpp>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::Dual;
using guyline::gauss_legendre_integral;
using guyline::test::is_close;

TEST_CASE("the rules of one and two nodes", "[muscle][quadrature][exact]") {
  CHECK(is_close(guyline::kGaussLegendre<1>.nodes[0], 0.5, 1e-15));
  CHECK(is_close(guyline::kGaussLegendre<1>.weights[0], 1.0, 1e-15));
  const double offset = 0.5 / std::sqrt(3.0);
  CHECK(is_close(guyline::kGaussLegendre<2>.nodes[0], 0.5 - offset, 1e-15));
  CHECK(is_close(guyline::kGaussLegendre<2>.nodes[1], 0.5 + offset, 1e-15));
  CHECK(is_close(guyline::kGaussLegendre<2>.weights[1], 0.5, 1e-15));
}

template <int kNodes>
void check_rule() {
  CAPTURE(kNodes);
  const auto& rule = guyline::kGaussLegendre<kNodes>;
  for (int i = 0; i < kNodes; ++i) {
    CHECK(rule.weights[i] > 0.0);
    CHECK(rule.nodes[i] > (i == 0 ? 0.0 : rule.nodes[i - 1]));
    CHECK(rule.nodes[i] < 1.0);
    CHECK(is_close(rule.nodes[i] + rule.nodes[kNodes - 1 - i], 1.0, 1e-15));
  }
  for (int degree = 0; degree < 2 * kNodes; ++degree) {
    const auto power = [degree](double x) { return std::pow(x, degree); };
    CAPTURE(degree);
    CHECK(is_close(gauss_legendre_integral<kNodes, 1>(power, 0.0, 1.0), 1.0 / (degree + 1), 1e-15));
  }
  const auto beyond = [](double x) { return std::pow(2.0 * x - 1.0, 2 * kNodes); };
  const double error =
      gauss_legendre_integral<kNodes, 1>(beyond, 0.0, 1.0) - 1.0 / (2 * kNodes + 1);
  CHECK(std::abs(error) > 1e-12);
}

TEST_CASE("n nodes are exact up to degree 2 n - 1 and no further",
          "[muscle][quadrature][invariant]") {
  check_rule<1>();
  check_rule<2>();
  check_rule<3>();
  check_rule<5>();
  check_rule<10>();
  check_rule<16>();
}

TEST_CASE("panels, direction and empty intervals", "[muscle][quadrature][exact]") {
  const auto f = [](double x) { return std::exp(x); };
  CHECK(is_close(gauss_legendre_integral<5, 4>(f, 0.0, 1.0), std::exp(1.0) - 1.0, 1e-14));
  CHECK(is_close(gauss_legendre_integral<5, 4>(f, 1.0, 0.0), 1.0 - std::exp(1.0), 1e-14));
  CHECK(gauss_legendre_integral<5, 4>(f, 0.3, 0.3) == 0.0);
  CHECK(
      is_close(gauss_legendre_integral<5, 4>(f, -2.0, 3.0), std::exp(3.0) - std::exp(-2.0), 1e-8));
}

TEST_CASE("the derivative with respect to an end is the integrand there",
          "[muscle][quadrature][derivative][scalar]") {
  using D = Dual<2>;
  const auto f = [](const D& x) {
    using guyline::exp;
    return D(exp(x));
  };
  const D integral = gauss_legendre_integral<10, 2>(f, D::variable(0.2, 0), D::variable(1.3, 1));
  CHECK(is_close(integral.gradient[0], -std::exp(0.2), 1e-13));
  CHECK(is_close(integral.gradient[1], std::exp(1.3), 1e-13));
}
}  // namespace
