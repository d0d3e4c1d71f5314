#include <Eigen/LU>
#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/core/types.hpp>
#include <limits>
#include <string>
#include <vector>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::Dual;
using guyline::test::is_close;
using First = Dual<1>;
using Second = Dual<1, Dual<1>>;

/// The variable x with unit first derivative in both layers, so that f(x) carries f' and f''.
Second second_variable(double x) { return Second::variable(First::variable(x, 0), 0); }

/// Every function of one variable, as a functor that takes any scalar, with a point inside its
/// domain.
struct Function {
  std::string name;
  double at;
  double (*value)(double);
  First (*first)(const First&);
  Second (*second)(const Second&);
};
template <typename F>
Function function(const char* name, double at, F) {
  return {name, at, [](double x) { return F()(x); }, [](const First& x) { return F()(x); },
          [](const Second& x) { return F()(x); }};
}
#define GUYLINE_FUNCTOR(Name, expression) \
  struct Name {                           \
    template <typename S>                 \
    S operator()(const S& x) const {      \
      using namespace guyline;            \
      return expression;                  \
    }                                     \
  }
GUYLINE_FUNCTOR(Abs, abs(x));
GUYLINE_FUNCTOR(Sqrt, sqrt(x));
GUYLINE_FUNCTOR(Exp, exp(x));
GUYLINE_FUNCTOR(Expm1, expm1(x));
GUYLINE_FUNCTOR(Log, log(x));
GUYLINE_FUNCTOR(Log1p, log1p(x));
GUYLINE_FUNCTOR(Sin, sin(x));
GUYLINE_FUNCTOR(Cos, cos(x));
GUYLINE_FUNCTOR(Sinh, sinh(x));
GUYLINE_FUNCTOR(Cosh, cosh(x));
GUYLINE_FUNCTOR(Asinh, asinh(x));
GUYLINE_FUNCTOR(Acos, acos(x));
GUYLINE_FUNCTOR(Erf, erf(x));
GUYLINE_FUNCTOR(Pow, pow(x, 2.5));
GUYLINE_FUNCTOR(PowNegative, pow(x, -1.5));
GUYLINE_FUNCTOR(Atan2Above, atan2(x, S(0.7)));
GUYLINE_FUNCTOR(Atan2Below, atan2(S(-0.7), x));
GUYLINE_FUNCTOR(Sum, x + x * S(3) - S(2) - x / S(4));
GUYLINE_FUNCTOR(Product, x*(x + S(1)) * x);
GUYLINE_FUNCTOR(Quotient, (x * x - S(1)) / (x + S(2)));
GUYLINE_FUNCTOR(Minus, -(x* x));
#undef GUYLINE_FUNCTOR

std::vector<Function> functions() {
  return {function("abs", 0.4, Abs()),
          function("abs of negative", -0.4, Abs()),
          function("sqrt", 0.4, Sqrt()),
          function("exp", 0.4, Exp()),
          function("expm1", 0.4, Expm1()),
          function("log", 0.4, Log()),
          function("log1p", 0.4, Log1p()),
          function("sin", 0.4, Sin()),
          function("cos", 0.4, Cos()),
          function("sinh", -1.4, Sinh()),
          function("cosh", -1.4, Cosh()),
          function("asinh", 1.4, Asinh()),
          function("acos", 0.4, Acos()),
          function("erf", 0.4, Erf()),
          function("pow", 0.4, Pow()),
          function("pow, negative exponent", 1.4, PowNegative()),
          function("atan2, first argument", 0.4, Atan2Above()),
          function("atan2, second argument", -0.4, Atan2Below()),
          function("sum", 0.4, Sum()),
          function("product", 0.4, Product()),
          function("quotient", 0.4, Quotient()),
          function("minus", 0.4, Minus())};
}

TEST_CASE("the gradient of every function is its central difference", "[core][dual][derivative]") {
  for (const Function& f : functions()) {
    INFO(f.name);
    const double h = 1e-5;
    const First y = f.first(First::variable(f.at, 0));
    CHECK(y.value == f.value(f.at));
    CHECK(is_close(y.gradient[0], (f.value(f.at + h) - f.value(f.at - h)) / (2 * h), 1e-8));
  }
}

TEST_CASE("the second derivative is the central difference of the first",
          "[core][dual][derivative][scalar]") {
  for (const Function& f : functions()) {
    INFO(f.name);
    const double h = 1e-5;
    const Second y = f.second(second_variable(f.at));
    const First y_first = f.first(First::variable(f.at, 0));
    CHECK(y.value.value == y_first.value);
    CHECK(is_close(y.value.gradient[0], y_first.gradient[0], 1e-14));
    CHECK(is_close(y.gradient[0].value, y_first.gradient[0], 1e-14));
    const double difference = (f.first(First::variable(f.at + h, 0)).gradient[0] -
                               f.first(First::variable(f.at - h, 0)).gradient[0]) /
                              (2 * h);
    CHECK(is_close(y.gradient[0].gradient[0], difference, 1e-7));
  }
}

TEST_CASE("directions stay apart", "[core][dual][exact]") {
  const auto x = Dual<2>::variable(3.0, 0);
  const auto y = Dual<2>::variable(5.0, 1);
  const Dual<2> f = x * y + x / y - 2 * x + y * 0.5;
  CHECK(is_close(f.value, 15.0 + 0.6 - 6.0 + 2.5, 1e-14));
  CHECK(is_close(f.gradient[0], 5.0 + 0.2 - 2.0, 1e-14));
  CHECK(is_close(f.gradient[1], 3.0 - 3.0 / 25.0 + 0.5, 1e-14));
}

TEST_CASE("mixed second derivatives of x^2 y^3", "[core][dual][exact]") {
  using D = Dual<2>;
  using DD = Dual<2, D>;
  const DD x = DD::variable(D::variable(2.0, 0), 0);
  const DD y = DD::variable(D::variable(3.0, 1), 1);
  const DD f = x * x * y * y * y;
  CHECK(f.value.value == 108.0);
  CHECK(f.gradient[0].gradient[0] == 2.0 * 27.0);
  CHECK(f.gradient[0].gradient[1] == 2.0 * 2.0 * 27.0);
  CHECK(f.gradient[1].gradient[0] == 2.0 * 2.0 * 27.0);
  CHECK(f.gradient[1].gradient[1] == 4.0 * 6.0 * 3.0);
}

TEST_CASE("compound assignment with itself", "[core][dual][exact]") {
  First x = First::variable(3.0, 0);
  const First& same = x;
  x *= same;
  CHECK(x.value == 9.0);
  CHECK(x.gradient[0] == 6.0);
  x /= same;
  CHECK(x.value == 1.0);
  CHECK(x.gradient[0] == 0.0);
  x = First::variable(3.0, 0);
  x += same;
  CHECK(x.gradient[0] == 2.0);
  x -= same;
  CHECK(x.gradient[0] == 0.0);
}

TEST_CASE("laws that hold whatever the value", "[core][dual][invariant]") {
  using namespace guyline;
  for (const double at : {-2.0, -0.3, 0.2, 1.7}) {
    const Second x = second_variable(at);
    const Second one = sin(x) * sin(x) + cos(x) * cos(x);
    CHECK(is_close(one.value.value, 1.0, 1e-15));
    CHECK(is_close(one.gradient[0].value, 0.0, 1e-15));
    CHECK(is_close(one.gradient[0].gradient[0], 0.0, 1e-14));
    const Second inverse = asinh(sinh(x)) - x;
    CHECK(is_close(inverse.gradient[0].value, 0.0, 1e-14));
    CHECK(is_close(inverse.gradient[0].gradient[0], 0.0, 1e-13));
  }
}

TEST_CASE("select and comparison look at the value", "[core][dual][scalar]") {
  const First a(1.0, First::Gradient::Constant(5.0));
  const First b(2.0, First::Gradient::Constant(-5.0));
  CHECK(a < b);
  CHECK(a <= b);
  CHECK(b > a);
  CHECK(b >= a);
  CHECK(a != b);
  CHECK(a == First(1.0));
  CHECK(guyline::select(a < b, a, b).gradient[0] == 5.0);
  CHECK(guyline::select(a > b, a, b).gradient[0] == -5.0);
  CHECK(guyline::value_of(second_variable(0.25)) == 0.25);
}

TEST_CASE("finite means value and gradient at every depth", "[core][dual][error]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(guyline::isfinite(second_variable(1.0)));
  CHECK_FALSE(guyline::isfinite(First(nan)));
  CHECK_FALSE(guyline::isfinite(First(1.0, First::Gradient::Constant(nan))));
  Second x = second_variable(1.0);
  x.gradient[0].gradient[0] = nan;
  CHECK_FALSE(guyline::isfinite(x));
}

TEST_CASE("no overflow where the function has none", "[core][dual][invariant]") {
  const First x = First::variable(400.0, 0);
  CHECK(guyline::isfinite(guyline::sinh(x)));
  CHECK(is_close(guyline::sinh(x).gradient[0] / std::cosh(400.0), 1.0, 1e-15));
}

TEST_CASE("Eigen computes with duals", "[core][dual][scalar]") {
  using D = Dual<1>;
  const guyline::Vector<D, 2> v(D::variable(3.0, 0), D(4.0));
  CHECK(is_close(v.norm().value, 5.0, 1e-15));
  CHECK(is_close(v.norm().gradient[0], 0.6, 1e-15));
  const guyline::Matrix<double, 2, 2> quarter_turn =
      (guyline::Matrix<double, 2, 2>() << 0, -1, 1, 0).finished();
  const guyline::Vector<D, 2> turned = quarter_turn.cast<D>() * v;
  CHECK(turned[1].gradient[0] == 1.0);
  CHECK((v * 2.0)[0].gradient[0] == 2.0);
  // x^2 - 4 = 0 moves with x: a 2 x 2 solve carries the derivative of the inverse.
  guyline::Matrix<D, 2, 2> m;
  m << D::variable(2.0, 0), D(1), D(1), D(1);
  const guyline::Vector<D, 2> solution = m.inverse() * guyline::Vector<D, 2>(D(1), D(0));
  CHECK(is_close(solution[0].value, 1.0, 1e-15));
  CHECK(is_close(solution[0].gradient[0], -1.0, 1e-14));
}
}  // namespace
