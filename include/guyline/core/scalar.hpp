#pragma once

/// @file
/// What a kernel may do with its scalar.
///
/// Kernels are templates on Scalar: double, Dual<N> (dual.hpp), Pack<W> of SIMD lanes (pack.hpp). A
/// lane cannot branch on its own, so a kernel never writes `if` on a Scalar: it computes both sides and
/// picks with select(). Functions are called without a namespace (`sqrt(x)`), so that std's serve
/// double and this namespace's serve the rest.

#include <algorithm>
#include <cmath>
#include <utility>

namespace guyline {

using std::abs;
using std::acos;
using std::asinh;
using std::atan2;
using std::cos;
using std::cosh;
using std::erf;
using std::exp;
using std::expm1;
using std::isfinite;
using std::log;
using std::log1p;
using std::pow;
using std::sin;
using std::sinh;
using std::sqrt;

/// `condition ? if_true : if_false`, lane by lane.
inline double select(bool condition, double if_true, double if_false) {
  return condition ? if_true : if_false;
}

/// Whether some lane, or every lane, is true: a plain comparison has one.
inline bool any(bool condition) { return condition; }
inline bool all(bool condition) { return condition; }

/// What comparing two of a scalar gives: bool, or a truth per lane.
template <typename Scalar>
using MaskOf = decltype(std::declval<Scalar>() < std::declval<Scalar>());

/// Scalar as a parameter that takes no part in template argument deduction: a plain number converts.
template <typename Scalar>
struct NonDeducedType {
  using Type = Scalar;
};
template <typename Scalar>
using NonDeduced = typename NonDeducedType<Scalar>::Type;

/// The plain number behind a scalar, for decisions outside kernels (convergence, pivots, messages).
inline double value_of(double x) { return x; }

/// The larger, the smaller, the positive part, x bounded to [lower, upper], the square.
template <typename Scalar>
Scalar max(const Scalar& a, const Scalar& b) {
  return select(a < b, b, a);
}
template <typename Scalar>
Scalar min(const Scalar& a, const Scalar& b) {
  return select(b < a, b, a);
}
template <typename Scalar>
Scalar positive_part(const Scalar& x) {
  return select(x > Scalar(0), x, Scalar(0));
}
template <typename Scalar>
Scalar clamp(const Scalar& x, const Scalar& lower, const Scalar& upper) {
  return select(x < lower, lower, select(x > upper, upper, x));
}
template <typename Scalar>
Scalar squared(const Scalar& x) {
  return x * x;
}

}  // namespace guyline
