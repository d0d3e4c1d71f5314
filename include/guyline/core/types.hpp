#pragma once

/// @file
/// Matrix aliases and typed indices shared by every layer.

#include <Eigen/Core>
#include <type_traits>

#ifdef GUYLINE_COMPILED
static_assert(GUYLINE_COMPILED == EIGEN_DEFAULT_ALIGN_BYTES,
              "guyline::guyline was compiled for another instruction set (-march, -mavx, ...): "
              "compile both alike, or link guyline::headers");
#endif

namespace guyline {

template <typename Scalar, int Rows>
using Vector = Eigen::Matrix<Scalar, Rows, 1>;
template <typename Scalar, int Rows, int Cols>
using Matrix = Eigen::Matrix<Scalar, Rows, Cols>;
template <typename Scalar>
using VectorX = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;
template <typename Scalar>
using MatrixX = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;

/// A position in one kind of list. It converts to int, never from one silently, so that the index of
/// a body is not handed over where the index of a coordinate is due.
template <typename Tag>
class Index {
 public:
  constexpr Index() = default;
  constexpr explicit Index(int value) : value_(value) {}
  constexpr operator int() const { return value_; }  // NOLINT(google-explicit-constructor)

 private:
  int value_ = 0;
};

/// A number or a matrix as one of another scalar; itself if it is of that scalar.
template <typename Scalar, typename T>
decltype(auto) cast_to(const T& x) {
  if constexpr (std::is_same<T, Scalar>::value) {
    return (x);
  } else if constexpr (std::is_convertible<T, Scalar>::value) {
    return Scalar(x);
  } else {
    return x.template cast<Scalar>();
  }
}

using BodyIndex = Index<struct BodyTag>;              ///< A rigid body of a frame.
using CoordinateIndex = Index<struct CoordinateTag>;  ///< A generalised coordinate.
using MotionIndex = Index<struct MotionTag>;          ///< An elementary motion of a joint.
using CableIndex = Index<struct CableTag>;            ///< A cable, and the muscle that pulls it.

/// Number of entries of the packed upper triangle of an n x n symmetric matrix.
constexpr int num_pairs(int n) { return n * (n + 1) / 2; }

/// Place of the pair (i, j), i <= j, in a packed upper triangle stored column by column. Independent
/// of the matrix size.
constexpr int pair_index(int i, int j) { return j * (j + 1) / 2 + i; }

}  // namespace guyline
