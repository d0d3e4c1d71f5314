#pragma once

/// @file
/// A pack of W numbers that are worked on at once: the lanes of a SIMD register as one scalar.
///
/// Lane i of a result depends on lane i of the arguments and on nothing else. Every function is made of
/// additions, multiplications, divisions and square roots, which IEEE 754 rounds alike in every
/// register width: with -ffp-contract=off Pack<2>, Pack<4> and Pack<8> give the same bits. A
/// comparison gives a PackMask, to be used with select(), any() and all().
///
///   exp        within 1 ulp; below -708 it stays at exp(-708) = 3.3e-308, above 709 at exp(709)
///   sin, cos   within 1 ulp + 1e-16 for |x| <= 1e5; beyond, the reduction loses its digits
///   others     (log, atan2, acos, ...) lane by lane with the C library
/// Compilers: the vector extension of GCC and Clang. kNativeLanes is what the target has registers for;
/// more lanes work and are split.
/// Not covered: value_of(), and what of Eigen branches on a number (decompositions; products of dynamic
/// size, where lazyProduct() does it): a pack has no one value.

#include <Eigen/Core>
#include <cstdint>
#include <guyline/core/scalar.hpp>
#include <type_traits>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace guyline {

/// Lanes of a register of the machine that is compiled for.
#if defined(__AVX512F__)
inline constexpr int kNativeLanes = 8;
#elif defined(__AVX__)
inline constexpr int kNativeLanes = 4;
#else
inline constexpr int kNativeLanes = 2;
#endif

namespace internal {
/// Eigen's heap is aligned to this and no further.
inline constexpr int kHeapAlignment =
    EIGEN_DEFAULT_ALIGN_BYTES > 16 ? EIGEN_DEFAULT_ALIGN_BYTES : 16;

template <int W>
struct PackTypes {
  static constexpr int kBytes = W * 8;
  static constexpr int kAlignment = kBytes < kHeapAlignment ? kBytes : kHeapAlignment;
  typedef double Doubles __attribute__((vector_size(W * 8), aligned(kAlignment)));
  typedef std::int64_t Integers __attribute__((vector_size(W * 8), aligned(kAlignment)));
};
}  // namespace internal

/// What a comparison of packs gives: a truth per lane.
template <int W>
struct PackMask {
  using Integers = typename internal::PackTypes<W>::Integers;
  Integers lanes;  ///< -1 where true, 0 where false.

  PackMask() = default;
  PackMask(bool all) : lanes(Integers{} - static_cast<std::int64_t>(all)) {}  // NOLINT
  explicit PackMask(const Integers& l) : lanes(l) {}
  bool operator[](int i) const { return lanes[i] != 0; }
  PackMask operator!() const { return PackMask(Integers(~lanes)); }
  friend PackMask operator&(const PackMask& a, const PackMask& b) {
    return PackMask(Integers(a.lanes & b.lanes));
  }
  friend PackMask operator|(const PackMask& a, const PackMask& b) {
    return PackMask(Integers(a.lanes | b.lanes));
  }
  friend PackMask operator!=(const PackMask& a, const PackMask& b) {
    return PackMask(Integers(a.lanes ^ b.lanes));
  }
};

template <int W>
bool any(const PackMask<W>& mask) {
  std::int64_t bits = 0;
  for (int i = 0; i < W; ++i) bits |= mask.lanes[i];
  return bits != 0;
}
template <int W>
bool all(const PackMask<W>& mask) {
  return !any(!mask);
}

template <int W>
struct Pack {
  static_assert(W >= 2 && (W & (W - 1)) == 0, "Pack takes 2, 4, 8, ... lanes");
  using Doubles = typename internal::PackTypes<W>::Doubles;
  using Integers = typename internal::PackTypes<W>::Integers;
  using Mask = PackMask<W>;
  static constexpr int kLanes = W;

  Doubles lanes;

  Pack() : lanes(Doubles{}) {}
  /// The same number in every lane.
  template <typename A, typename = std::enable_if_t<std::is_arithmetic<A>::value>>
  Pack(A all)
      : lanes(Doubles{} + static_cast<double>(all)) {}  // NOLINT(google-explicit-constructor)
  explicit Pack(const Doubles& l) : lanes(l) {}

  // A copy is one move of a register. As plain memory a compiler may copy it in halves, and a load that
  // spans two fresh stores waits for both.
  Pack(const Pack& other) : lanes(other.lanes) {}
  Pack& operator=(const Pack& other) {
    lanes = other.lanes;
    return *this;
  }

  double operator[](int i) const { return lanes[i]; }
  void set(int i, double value) { lanes[i] = value; }

  Pack operator-() const { return Pack(Doubles(-lanes)); }
  Pack& operator+=(const Pack& b) {
    lanes += b.lanes;
    return *this;
  }
  Pack& operator-=(const Pack& b) {
    lanes -= b.lanes;
    return *this;
  }
  Pack& operator*=(const Pack& b) {
    lanes *= b.lanes;
    return *this;
  }
  Pack& operator/=(const Pack& b) {
    lanes /= b.lanes;
    return *this;
  }
  friend Pack operator+(const Pack& a, const Pack& b) { return Pack(Doubles(a.lanes + b.lanes)); }
  friend Pack operator-(const Pack& a, const Pack& b) { return Pack(Doubles(a.lanes - b.lanes)); }
  friend Pack operator*(const Pack& a, const Pack& b) { return Pack(Doubles(a.lanes * b.lanes)); }
  friend Pack operator/(const Pack& a, const Pack& b) { return Pack(Doubles(a.lanes / b.lanes)); }
  friend Mask operator<(const Pack& a, const Pack& b) { return Mask(Integers(a.lanes < b.lanes)); }
  friend Mask operator>(const Pack& a, const Pack& b) { return Mask(Integers(a.lanes > b.lanes)); }
  friend Mask operator<=(const Pack& a, const Pack& b) {
    return Mask(Integers(a.lanes <= b.lanes));
  }
  friend Mask operator>=(const Pack& a, const Pack& b) {
    return Mask(Integers(a.lanes >= b.lanes));
  }
  friend Mask operator==(const Pack& a, const Pack& b) {
    return Mask(Integers(a.lanes == b.lanes));
  }
  friend Mask operator!=(const Pack& a, const Pack& b) {
    return Mask(Integers(a.lanes != b.lanes));
  }
};

template <int W>
Pack<W> select(const PackMask<W>& condition, const Pack<W>& if_true, const Pack<W>& if_false) {
  return Pack<W>(typename Pack<W>::Doubles(condition.lanes ? if_true.lanes : if_false.lanes));
}
template <int W>
PackMask<W> isfinite(const Pack<W>& x) {
  return x - x == Pack<W>(0);
}

template <int W>
Pack<W> abs(const Pack<W>& x) {
  using Integers = typename Pack<W>::Integers;
  using Doubles = typename Pack<W>::Doubles;
  constexpr std::int64_t kAllButSign = INT64_MAX;
  return Pack<W>(Doubles(Integers(x.lanes) & (Integers{} + kAllButSign)));
}

template <int W>
Pack<W> sqrt(const Pack<W>& x) {
#if defined(__AVX512F__)
  if constexpr (W == 8)
    return Pack<W>(typename Pack<W>::Doubles(_mm512_mask_sqrt_pd(x.lanes, 0xff, x.lanes)));
#endif
#if defined(__AVX__)
  if constexpr (W == 4) return Pack<W>(typename Pack<W>::Doubles(_mm256_sqrt_pd(x.lanes)));
#endif
#if defined(__SSE2__)
  if constexpr (W == 2) return Pack<W>(typename Pack<W>::Doubles(_mm_sqrt_pd(x.lanes)));
#endif
  Pack<W> root;
  for (int i = 0; i < W; ++i) root.lanes[i] = std::sqrt(x.lanes[i]);
  return root;
}

namespace internal {
/// x + kToInteger holds the nearest integer of x in its low bits, for |x| < 2^51.
inline constexpr double kToInteger = 6755399441055744.0;  // 1.5 * 2^52

template <int W, typename... Coefficients>
Pack<W> polynomial(const Pack<W>& x, double last, Coefficients... earlier) {
  Pack<W> sum(last);
  ((sum = sum * x + Pack<W>(earlier)), ...);
  return sum;
}

/// f lane by lane.
template <int W, typename F, typename... Packs>
Pack<W> lanewise(const F& f, const Pack<W>& x, const Packs&... more) {
  Pack<W> result;
  for (int i = 0; i < W; ++i) result.lanes[i] = f(x.lanes[i], more.lanes[i]...);
  return result;
}

/// What both sine and cosine need: the quarter turn nearest to x and what is left of x.
template <int W>
struct QuarterTurns {
  typename Pack<W>::Integers count;  ///< Right in its low bits.
  Pack<W> rest;

  explicit QuarterTurns(const Pack<W>& x) {
    constexpr double kTwoOverPi = 0.63661977236758134308;
    // pi/2 in three parts, the first two of 33 bits: exact products up to 2^20 turns.
    constexpr double kFirst = 1.57079632673412561417e+00;
    constexpr double kSecond = 6.07710050630396597660e-11;
    constexpr double kThird = 2.02226624879595063154e-21;
    const Pack<W> shifted = x * Pack<W>(kTwoOverPi) + Pack<W>(kToInteger);
    const Pack<W> turns = shifted - Pack<W>(kToInteger);
    count = typename Pack<W>::Integers(shifted.lanes);
    rest = ((x - turns * Pack<W>(kFirst)) - turns * Pack<W>(kSecond)) - turns * Pack<W>(kThird);
  }
  /// The polynomials of FDLIBM's kernels (Sun Microsystems, 1993) on |rest| <= pi/4.
  Pack<W> sine() const {
    const Pack<W> z = rest * rest;
    return rest + rest * z *
                      polynomial<W>(z, 1.58969099521155010221e-10, -2.50507602534068634195e-08,
                                    2.75573137070700676789e-06, -1.98412698298579493134e-04,
                                    8.33333333332248946124e-03, -1.66666666666666324348e-01);
  }
  Pack<W> cosine() const {
    const Pack<W> z = rest * rest;
    const Pack<W> half = Pack<W>(0.5) * z;
    const Pack<W> head = Pack<W>(1) - half;
    return head + (((Pack<W>(1) - head) - half) +
                   z * z *
                       polynomial<W>(z, -1.13596475577881948265e-11, 2.08757232129817482790e-09,
                                     -2.75573143513906633035e-07, 2.48015872894767294178e-05,
                                     -1.38888888888741095749e-03, 4.16666666666666019037e-02));
  }
  /// Value of the quadrant `count + ahead` of the sine.
  Pack<W> in_quadrant(int ahead) const {
    using Integers = typename Pack<W>::Integers;
    using Doubles = typename Pack<W>::Doubles;
    const Integers quadrant = count + static_cast<std::int64_t>(ahead);
    const PackMask<W> odd(Integers((quadrant & 1) != 0));
    const Pack<W> size = select(odd, cosine(), sine());
    const Integers sign = (quadrant & 2) << 62;
    return Pack<W>(Doubles(Integers(size.lanes) ^ sign));
  }
};
}  // namespace internal

template <int W>
Pack<W> exp(const Pack<W>& x) {
  using Integers = typename Pack<W>::Integers;
  using Doubles = typename Pack<W>::Doubles;
  constexpr double kLog2E = 1.44269504088896338700;
  constexpr double kLn2High = 6.93147180369123816490e-01;  // 33 bits: exact products
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  const Pack<W> bounded = clamp(x, Pack<W>(-708.0), Pack<W>(709.0));
  const Pack<W> shifted = bounded * Pack<W>(kLog2E) + Pack<W>(internal::kToInteger);
  const Pack<W> n = shifted - Pack<W>(internal::kToInteger);
  const Pack<W> r = (bounded - n * Pack<W>(kLn2High)) - n * Pack<W>(kLn2Low);
  // Taylor's series to r^13: what it leaves out is below 5e-18 for |r| <= ln(2)/2.
  const Pack<W> tail = internal::polynomial<W>(
      r, 1.0 / 6227020800.0, 1.0 / 479001600.0, 1.0 / 39916800.0, 1.0 / 3628800.0, 1.0 / 362880.0,
      1.0 / 40320.0, 1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5);
  const Pack<W> fraction = Pack<W>(1) + (r + r * r * tail);
  const Integers exponent = Integers(shifted.lanes) << 52;
  return Pack<W>(Doubles(Integers(fraction.lanes) + exponent));
}
template <int W>
Pack<W> sin(const Pack<W>& x) {
  return internal::QuarterTurns<W>(x).in_quadrant(0);
}
template <int W>
Pack<W> cos(const Pack<W>& x) {
  return internal::QuarterTurns<W>(x).in_quadrant(1);
}

#define GUYLINE_LANEWISE(function)                                              \
  template <int W>                                                              \
  Pack<W> function(const Pack<W>& x) {                                          \
    return internal::lanewise<W>([](double a) { return std::function(a); }, x); \
  }
GUYLINE_LANEWISE(expm1)
GUYLINE_LANEWISE(log)
GUYLINE_LANEWISE(log1p)
GUYLINE_LANEWISE(sinh)
GUYLINE_LANEWISE(cosh)
GUYLINE_LANEWISE(asinh)
GUYLINE_LANEWISE(acos)
GUYLINE_LANEWISE(erf)
#undef GUYLINE_LANEWISE
template <int W>
Pack<W> pow(const Pack<W>& x, double exponent) {
  return internal::lanewise<W>([exponent](double a) { return std::pow(a, exponent); }, x);
}
template <int W>
Pack<W> atan2(const Pack<W>& y, const Pack<W>& x) {
  return internal::lanewise<W>([](double a, double b) { return std::atan2(a, b); }, y, x);
}

}  // namespace guyline

namespace Eigen {
template <int W>
struct NumTraits<guyline::Pack<W>> : NumTraits<double> {
  using Real = guyline::Pack<W>;
  using NonInteger = guyline::Pack<W>;
  using Nested = guyline::Pack<W>;
  using Literal = guyline::Pack<W>;
  enum {
    IsComplex = 0,
    IsInteger = 0,
    IsSigned = 1,
    RequireInitialization = 1,
    ReadCost = 1,
    AddCost = 1,
    MulCost = 1
  };
};
template <int W, typename BinaryOp>
struct ScalarBinaryOpTraits<guyline::Pack<W>, double, BinaryOp> {
  using ReturnType = guyline::Pack<W>;
};
template <int W, typename BinaryOp>
struct ScalarBinaryOpTraits<double, guyline::Pack<W>, BinaryOp> {
  using ReturnType = guyline::Pack<W>;
};
}  // namespace Eigen
