#include <cmath>
#include <cstring>
#include <guyline/core/pack.hpp>
#include <guyline/core/types.hpp>
#include <limits>
#include <vector>

#include "support/catch.hpp"
#include "support/random.hpp"

namespace {
using guyline::Pack;
using guyline::PackMask;

// Compiled for the baseline, wider packs pass vectors the old way; nothing here crosses a library.
#pragma GCC diagnostic ignored "-Wpsabi"

/// Distance in units of the last place of the exact value.
double ulps(double value, double exact) {
  if (value == exact) return 0.0;
  const double next = std::nextafter(std::abs(exact), std::numeric_limits<double>::infinity());
  return std::abs(value - exact) / (next - std::abs(exact));
}

template <int W>
void check_arithmetic() {
  guyline::test::Random random(11);
  CAPTURE(W, random.seed());
  Pack<W> a, b;
  for (int i = 0; i < W; ++i) {
    a.set(i, random.uniform(-3.0, 3.0));
    b.set(i, random.uniform(0.5, 3.0));
  }
  const Pack<W> sum = a + b, difference = a - b, product = a * b, quotient = a / b, minus = -a;
  const Pack<W> root = sqrt(b), size = abs(a), scaled = 2.0 * a + 1;
  const PackMask<W> less = a < b;
  const Pack<W> smaller = select(less, a, b);
  for (int i = 0; i < W; ++i) {
    CHECK(sum[i] == a[i] + b[i]);
    CHECK(difference[i] == a[i] - b[i]);
    CHECK(product[i] == a[i] * b[i]);
    CHECK(quotient[i] == a[i] / b[i]);
    CHECK(minus[i] == -a[i]);
    CHECK(root[i] == std::sqrt(b[i]));
    CHECK(size[i] == std::abs(a[i]));
    CHECK(scaled[i] == 2.0 * a[i] + 1.0);
    CHECK(less[i] == (a[i] < b[i]));
    CHECK((!less)[i] == !(a[i] < b[i]));
    CHECK(smaller[i] == std::min(a[i], b[i]));
    CHECK(guyline::min(a, b)[i] == smaller[i]);
  }
}

TEST_CASE("arithmetic and comparisons work lane by lane", "[core][pack][exact]") {
  check_arithmetic<2>();
  check_arithmetic<4>();
  check_arithmetic<8>();
}

TEST_CASE("a mask is true somewhere, everywhere or nowhere", "[core][pack][exact]") {
  using P = Pack<4>;
  P x(1.0);
  x.set(2, 5.0);
  CHECK(any(x > P(2)));
  CHECK_FALSE(all(x > P(2)));
  CHECK(all(x > P(0)));
  CHECK_FALSE(any(x > P(9)));
  CHECK(any((x > P(2)) | PackMask<4>(false)));
  CHECK_FALSE(any((x > P(2)) & PackMask<4>(false)));
  CHECK(all(PackMask<4>(true)));
  CHECK(guyline::any(true));
  CHECK_FALSE(guyline::all(false));
}

TEST_CASE("one lane that is not finite leaves the others alone", "[core][pack][error]") {
  using P = Pack<4>;
  P x(1.0);
  x.set(1, std::numeric_limits<double>::quiet_NaN());
  x.set(3, std::numeric_limits<double>::infinity());
  const auto finite = isfinite(x);
  CHECK(finite[0]);
  CHECK_FALSE(finite[1]);
  CHECK(finite[2]);
  CHECK_FALSE(finite[3]);
  CHECK(exp(x)[0] == exp(P(1.0))[0]);
  CHECK(std::isnan(exp(x)[1]));
  CHECK(std::isnan(sin(x)[1]));
  CHECK(std::isnan(cos(x)[3]));
}

TEST_CASE("exp, sine and cosine are those of the C library to an ulp", "[core][pack]") {
  guyline::test::Random random(12);
  CAPTURE(random.seed());
  double worst_exp = 0.0, worst_sin = 0.0, worst_cos = 0.0;
  for (int n = 0; n < 40000; ++n) {
    Pack<2> x;
    x.set(0, random.uniform(-700.0, 700.0));
    x.set(1, random.uniform(-2.0, 2.0));
    const Pack<2> e = exp(x);
    for (int i = 0; i < 2; ++i) worst_exp = std::max(worst_exp, ulps(e[i], std::exp(x[i])));
    x.set(0, random.uniform(-1e5, 1e5));
    x.set(1, random.uniform(-4.0, 4.0));
    const Pack<2> s = sin(x), c = cos(x);
    for (int i = 0; i < 2; ++i) {
      worst_sin =
          std::max(worst_sin, std::abs(s[i] - std::sin(x[i])) / (1e-16 + 2.3e-16 * std::abs(s[i])));
      worst_cos =
          std::max(worst_cos, std::abs(c[i] - std::cos(x[i])) / (1e-16 + 2.3e-16 * std::abs(c[i])));
    }
  }
  CHECK(worst_exp <= 1.0);
  CHECK(worst_sin <= 1.0);
  CHECK(worst_cos <= 1.0);
  CHECK(exp(Pack<2>(0.0))[0] == 1.0);
  CHECK(exp(Pack<2>(-1e9))[0] < 1e-300);
  CHECK(std::isfinite(exp(Pack<2>(1e9))[0]));
  CHECK(sin(Pack<2>(0.0))[0] == 0.0);
  CHECK(cos(Pack<2>(0.0))[0] == 1.0);
}

TEST_CASE("packs of any width give the same bits", "[core][pack][invariant]") {
  guyline::test::Random random(13);
  CAPTURE(random.seed());
  for (int n = 0; n < 1000; ++n) {
    Pack<8> wide;
    for (int i = 0; i < 8; ++i) wide.set(i, random.uniform(-3.0, 3.0));
    const Pack<8> f = exp(-wide * wide) * sin(wide) + sqrt(abs(cos(wide))) / (2.0 + wide * wide);
    for (int i = 0; i < 8; i += 2) {
      Pack<2> narrow;
      narrow.set(0, wide[i]);
      narrow.set(1, wide[i + 1]);
      const Pack<2> g =
          exp(-narrow * narrow) * sin(narrow) + sqrt(abs(cos(narrow))) / (2.0 + narrow * narrow);
      REQUIRE(g[0] == f[i]);
      REQUIRE(g[1] == f[i + 1]);
    }
  }
}

TEST_CASE("functions that go lane by lane are the C library's", "[core][pack]") {
  Pack<2> x(0.3), y(-0.7);
  x.set(1, 0.8);
  for (int i = 0; i < 2; ++i) {
    CHECK(ulps(log(x)[i], std::log(x[i])) <= 1.0);
    CHECK(ulps(log1p(x)[i], std::log1p(x[i])) <= 1.0);
    CHECK(ulps(expm1(x)[i], std::expm1(x[i])) <= 1.0);
    CHECK(ulps(sinh(x)[i], std::sinh(x[i])) <= 1.0);
    CHECK(ulps(cosh(x)[i], std::cosh(x[i])) <= 1.0);
    CHECK(ulps(asinh(x)[i], std::asinh(x[i])) <= 1.0);
    CHECK(ulps(acos(x)[i], std::acos(x[i])) <= 1.0);
    CHECK(ulps(erf(x)[i], std::erf(x[i])) <= 1.0);
    CHECK(ulps(pow(x, 1.5)[i], std::pow(x[i], 1.5)) <= 1.0);
    CHECK(ulps(atan2(y, x)[i], std::atan2(y[i], x[i])) <= 1.0);
  }
}

TEST_CASE("packs live in Eigen's matrices, on the heap too", "[core][pack][invariant]") {
  using P = Pack<guyline::kNativeLanes>;
  guyline::MatrixX<P> m(3, 2);
  guyline::VectorX<P> v(2);
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 2; ++j) m(i, j) = P(i + 10 * j);
  }
  v << P(2), P(0.5);
  const guyline::VectorX<P> product = m.lazyProduct(v);
  for (int i = 0; i < 3; ++i) CHECK(product[i][0] == i * 2.0 + (i + 10) * 0.5);
  std::vector<P> list(5);
  CHECK(reinterpret_cast<std::uintptr_t>(list.data()) % alignof(P) == 0);
  CHECK(reinterpret_cast<std::uintptr_t>(m.data()) % alignof(P) == 0);
}

}  // namespace
