#pragma once

/// @file
/// Small dense linear systems on any scalar.
///
///   A X = B,  A square
/// Gaussian elimination that picks the largest pivot of each column lane by lane, without a branch on a
/// Scalar: a pack pivots each of its lanes as a double would. A singular A gives infinities or NaN.
/// Cost: n^3/3 multiplications and as many selects; no allocation. For n beyond some ten use Eigen.

#include <guyline/core/scalar.hpp>

namespace guyline {

/// B becomes X; A is used up.
///
/// @param a  n x n. @param b  n x any; a vector is one column.
template <typename A, typename B>
void solve_in_place(A& a, B& b) {
  using Scalar = typename A::Scalar;
  const int n = static_cast<int>(a.rows());
  const int columns = static_cast<int>(b.cols());
  const auto exchange = [](const auto& condition, Scalar& x, Scalar& y) {
    const Scalar kept = x;
    x = select(condition, y, kept);
    y = select(condition, kept, y);
  };
  for (int k = 0; k < n; ++k) {
    for (int i = k + 1; i < n; ++i) {
      const auto larger = abs(a(i, k)) > abs(a(k, k));
      for (int j = k; j < n; ++j) exchange(larger, a(k, j), a(i, j));
      for (int j = 0; j < columns; ++j) exchange(larger, b(k, j), b(i, j));
    }
    const Scalar inverse = Scalar(1) / a(k, k);
    for (int i = k + 1; i < n; ++i) {
      const Scalar factor = a(i, k) * inverse;
      for (int j = k + 1; j < n; ++j) a(i, j) -= factor * a(k, j);
      for (int j = 0; j < columns; ++j) b(i, j) -= factor * b(k, j);
    }
    a(k, k) = inverse;
  }
  for (int k = n - 1; k >= 0; --k) {
    for (int j = 0; j < columns; ++j) {
      for (int i = k + 1; i < n; ++i) b(k, j) -= a(k, i) * b(i, j);
      b(k, j) = b(k, j) * a(k, k);
    }
  }
}

}  // namespace guyline
