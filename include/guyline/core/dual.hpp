#pragma once

/// @file
/// Forward-mode derivative number: a value and its gradient in N directions.
///
///   Dual(v, d) stands for v + d . e  with e_i e_j = 0, so  f(v + d.e) = f(v) + f'(v) d . e.
///
/// Dual<N, Dual<M>> carries second derivatives, Dual<N, Pack<W>> the derivatives of every lane. Comparisons look at the value alone; select() takes
/// value and gradient of the side that is picked. At a kink (abs at 0, sqrt at 0) the derivative is
/// that of the side the comparison picks, or infinite: the caller keeps away.
/// Not covered: reverse mode. Cost: N + 1 times the arithmetic of the value, no allocation.

#include <Eigen/Core>
#include <guyline/core/scalar.hpp>
#include <type_traits>

namespace guyline {

template <int N, typename T = double>
struct Dual {
  using Gradient = Eigen::Matrix<T, N, 1>;

  T value{0};                            ///< The number itself.
  Gradient gradient = Gradient::Zero();  ///< Its derivative in each of the N directions.

  Dual() = default;
  Dual(const T& v) : value(v) {}  // NOLINT(google-explicit-constructor)
  /// A constant. Any arithmetic type, so that `2 * x` and `Dual(0)` work for nested duals too.
  template <typename A,
            typename = std::enable_if_t<std::is_arithmetic<A>::value && !std::is_same<A, T>::value>>
  Dual(A v) : value(static_cast<T>(v)) {}  // NOLINT(google-explicit-constructor)
  Dual(const T& v, const Gradient& d) : value(v), gradient(d) {}

  /// The variable number `direction`: value v, unit gradient.
  static Dual variable(const T& v, int direction) {
    Dual x(v);
    x.gradient[direction] = T(1);
    return x;
  }

  Dual operator-() const { return {-value, -gradient}; }
  Dual& operator+=(const Dual& b) {
    value += b.value;
    gradient += b.gradient;
    return *this;
  }
  Dual& operator-=(const Dual& b) {
    value -= b.value;
    gradient -= b.gradient;
    return *this;
  }
  Dual& operator*=(const Dual& b) { return *this = *this * b; }
  Dual& operator/=(const Dual& b) { return *this = *this / b; }

  friend Dual operator+(const Dual& a, const Dual& b) {
    return {a.value + b.value, a.gradient + b.gradient};
  }
  friend Dual operator-(const Dual& a, const Dual& b) {
    return {a.value - b.value, a.gradient - b.gradient};
  }
  friend Dual operator*(const Dual& a, const Dual& b) {
    return {a.value * b.value, a.gradient * b.value + b.gradient * a.value};
  }
  friend Dual operator/(const Dual& a, const Dual& b) {
    const T inverse = T(1) / b.value;
    const T quotient = a.value * inverse;
    return {quotient, (a.gradient - b.gradient * quotient) * inverse};
  }
  friend MaskOf<T> operator<(const Dual& a, const Dual& b) { return a.value < b.value; }
  friend MaskOf<T> operator>(const Dual& a, const Dual& b) { return a.value > b.value; }
  friend MaskOf<T> operator<=(const Dual& a, const Dual& b) { return a.value <= b.value; }
  friend MaskOf<T> operator>=(const Dual& a, const Dual& b) { return a.value >= b.value; }
  friend MaskOf<T> operator==(const Dual& a, const Dual& b) { return a.value == b.value; }
  friend MaskOf<T> operator!=(const Dual& a, const Dual& b) { return a.value != b.value; }
};

namespace internal {
/// f(x) with the outer derivative at hand: the chain rule once.
template <int N, typename T>
Dual<N, T> chain(const Dual<N, T>& x, const T& f, const T& df) {
  return {f, x.gradient * df};
}
}  // namespace internal

template <int N, typename T>
double value_of(const Dual<N, T>& x) {
  return value_of(x.value);
}
template <int N, typename T>
Dual<N, T> select(const MaskOf<T>& condition, const Dual<N, T>& if_true,
                  const Dual<N, T>& if_false) {
  if constexpr (std::is_same<MaskOf<T>, bool>::value) {
    return condition ? if_true : if_false;
  } else {
    Dual<N, T> result(select(condition, if_true.value, if_false.value));
    for (int i = 0; i < N; ++i) {
      result.gradient[i] = select(condition, if_true.gradient[i], if_false.gradient[i]);
    }
    return result;
  }
}
// More special than the templates of scalar.hpp and of std, between which Eigen could not choose.
template <int N, typename T>
Dual<N, T> max(const Dual<N, T>& a, const Dual<N, T>& b) {
  return select(a < b, b, a);
}
template <int N, typename T>
Dual<N, T> min(const Dual<N, T>& a, const Dual<N, T>& b) {
  return select(b < a, b, a);
}
template <int N, typename T>
MaskOf<T> isfinite(const Dual<N, T>& x) {
  MaskOf<T> finite = isfinite(x.value);
  for (int i = 0; i < N; ++i) finite = finite & isfinite(x.gradient[i]);
  return finite;
}

template <int N, typename T>
Dual<N, T> abs(const Dual<N, T>& x) {
  return select(MaskOf<T>(x.value < T(0)), Dual<N, T>(-x), x);
}
template <int N, typename T>
Dual<N, T> sqrt(const Dual<N, T>& x) {
  const T root = sqrt(x.value);
  return internal::chain<N, T>(x, root, T(0.5) / root);
}
template <int N, typename T>
Dual<N, T> exp(const Dual<N, T>& x) {
  const T e = exp(x.value);
  return internal::chain<N, T>(x, e, e);
}
template <int N, typename T>
Dual<N, T> expm1(const Dual<N, T>& x) {
  const T e = expm1(x.value);
  return internal::chain<N, T>(x, e, e + T(1));
}
template <int N, typename T>
Dual<N, T> log(const Dual<N, T>& x) {
  return internal::chain<N, T>(x, log(x.value), T(1) / x.value);
}
template <int N, typename T>
Dual<N, T> log1p(const Dual<N, T>& x) {
  return internal::chain<N, T>(x, log1p(x.value), T(1) / (T(1) + x.value));
}
template <int N, typename T>
Dual<N, T> sin(const Dual<N, T>& x) {
  return internal::chain<N, T>(x, sin(x.value), cos(x.value));
}
template <int N, typename T>
Dual<N, T> cos(const Dual<N, T>& x) {
  return internal::chain<N, T>(x, cos(x.value), -sin(x.value));
}
template <int N, typename T>
Dual<N, T> sinh(const Dual<N, T>& x) {
  return internal::chain<N, T>(x, sinh(x.value), cosh(x.value));
}
template <int N, typename T>
Dual<N, T> cosh(const Dual<N, T>& x) {
  return internal::chain<N, T>(x, cosh(x.value), sinh(x.value));
}
template <int N, typename T>
Dual<N, T> asinh(const Dual<N, T>& x) {
  return internal::chain<N, T>(x, asinh(x.value), T(1) / sqrt(T(1) + x.value * x.value));
}
template <int N, typename T>
Dual<N, T> acos(const Dual<N, T>& x) {
  return internal::chain<N, T>(x, acos(x.value), T(-1) / sqrt(T(1) - x.value * x.value));
}
template <int N, typename T>
Dual<N, T> erf(const Dual<N, T>& x) {
  constexpr double kTwoOverSqrtPi = 1.1283791670955126;
  return internal::chain<N, T>(x, erf(x.value), T(kTwoOverSqrtPi) * exp(-x.value * x.value));
}
template <int N, typename T>
Dual<N, T> pow(const Dual<N, T>& x, double exponent) {
  return internal::chain<N, T>(x, pow(x.value, exponent),
                               T(exponent) * pow(x.value, exponent - 1.0));
}
template <int N, typename T>
Dual<N, T> atan2(const Dual<N, T>& y, const Dual<N, T>& x) {
  const T inverse = T(1) / (x.value * x.value + y.value * y.value);
  return {atan2(y.value, x.value), (y.gradient * x.value - x.gradient * y.value) * inverse};
}

}  // namespace guyline

namespace Eigen {
template <int N, typename T>
struct NumTraits<guyline::Dual<N, T>> : NumTraits<T> {
  using Real = guyline::Dual<N, T>;
  using NonInteger = guyline::Dual<N, T>;
  using Nested = guyline::Dual<N, T>;
  using Literal = guyline::Dual<N, T>;
  enum {
    IsComplex = 0,
    IsInteger = 0,
    IsSigned = 1,
    RequireInitialization = 1,
    ReadCost = 1,
    AddCost = N + 1,
    MulCost = 3 * N + 1
  };
};
template <int N, typename T, typename BinaryOp>
struct ScalarBinaryOpTraits<guyline::Dual<N, T>, double, BinaryOp> {
  using ReturnType = guyline::Dual<N, T>;
};
template <int N, typename T, typename BinaryOp>
struct ScalarBinaryOpTraits<double, guyline::Dual<N, T>, BinaryOp> {
  using ReturnType = guyline::Dual<N, T>;
};
}  // namespace Eigen
