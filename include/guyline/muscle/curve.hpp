#pragma once

/// @file
/// What a curve law is: a force factor over a normalised length, with its slope and its integral.
///
/// A law is a small struct of plain numbers. Force and stiffness need evaluate(); the stored energy
/// needs integral(). The two argue about nothing: integral' = value and value' = derivative, away
/// from breaks().
///
///   member                 meaning
///   evaluate(x)            CurvePoint<Scalar>: value >= 0 at every x, and its derivative
///   integral(x)            from the law's own origin to x: l~ = 1 for an active law, x = 0 for a
///                          passive one
///   breaks()               std::array<double, n>, ascending: where the law is pieced together
///   kContinuity            how many derivatives are continuous there (0: a kink)
///   kWorkPanels            active laws only: panels of 16 Gauss nodes between two breaks that give
///                          the work of tonic tension to 1e-9, see stored_energy()
///
/// The argument of an active law is the normalised fibre length l~ = fibre length / optimal length;
/// that of a passive law is the normalised stretch x = (l~ - 1 - onset) / width, so that a passive
/// law is 0 for x <= 0 and 1 at x = 1.
/// Not covered: tendon and velocity curves.

#include <array>
#include <type_traits>
#include <utility>

namespace guyline {

/// A law at one argument.
template <typename Scalar>
struct CurvePoint {
  Scalar value{0};       ///< [1], >= 0. Force over maximum isometric force.
  Scalar derivative{0};  ///< [1]. Of the value with respect to the law's argument.
};

namespace internal {
template <typename Law, typename = void>
struct IsCurveLaw : std::false_type {};
template <typename Law>
struct IsCurveLaw<Law, std::void_t<decltype(std::declval<const Law&>().evaluate(0.0).derivative),
                                   decltype(std::declval<const Law&>().integral(0.0)),
                                   decltype(std::declval<const Law&>().breaks().size()),
                                   decltype(Law::kContinuity)>> : std::true_type {};
}  // namespace internal

/// Whether `Law` has the members that the table above lists.
template <typename Law>
inline constexpr bool kIsCurveLaw = internal::IsCurveLaw<Law>::value;

}  // namespace guyline
