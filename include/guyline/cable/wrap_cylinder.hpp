#pragma once

/// @file
/// Shortest length from point to point around a cylinder, with first and second derivatives.
///
/// Everything is measured from the cylinder's axis: r_i = p_i - centre. Split r_i into rho_i, normal
/// to the axis a, and the height h_i = a . r_i. With d_i = |rho_i|, the tangent length
/// t_i = sqrt(d_i^2 - R^2) and phi the angle from rho_1 to rho_2 about a:
///   wrap angle    theta = |phi| - atan2(t_1, R) - atan2(t_2, R),  the cable touches where theta > 0
///   in the plane  s = t_1 + t_2 + R theta  if it touches,  |rho_2 - rho_1|  if not
///   in space      l = sqrt(s^2 + (h_2 - h_1)^2),  since a cylinder unrolls into a plane.
/// The gradient of s at rho_i is the unit vector from the point of contact to the point, so length
/// and gradient are continuous where contact begins and ends; the second derivative jumps there.
///
/// The side says on which way around a cable stays when its ends go more than half way round: phi
/// runs over (-pi/2, 3 pi/2) for kPositive, over (-3 pi/2, pi/2) for kNegative. Length and gradient
/// are continuous inside that window; at its ends the cable would have to jump over the cylinder.
/// Behaviour outside the geometry: an end inside the cylinder (d_i < R) is treated as lying on it.
/// Not covered: ends of a cylinder of finite length, ellipsoids.
/// Theory: (G19) in docs/theory.md.

#include <guyline/spatial/space.hpp>

namespace guyline {

/// Way around the axis, from the first point to the second, that a cable keeps to.
enum class WrapSide {
  kPositive,  ///< With the right-hand rule about the axis.
  kNegative,  ///< Against it.
};

/// What wrapped_length() returns. Subscripts 1 and 2 are the cable's two end points.
template <typename Scalar, int Dim>
struct WrappedLength {
  using Vector = guyline::Vector<Scalar, Dim>;
  using Matrix = guyline::Matrix<Scalar, Dim, Dim>;

  Scalar length{0};                           ///< [m], >= 0.
  Scalar wrap_angle{0};                       ///< [rad], > 0 where the cable touches the cylinder.
  Vector gradient_1, gradient_2;              ///< [1], dl/dp_1 and dl/dp_2, cylinder held.
  Matrix hessian_11, hessian_12, hessian_22;  ///< [1/m], second derivatives, cylinder held.
};

namespace internal {

/// Height above the plane through the centre; zero in the plane.
template <typename Scalar>
Scalar height(const Scalar& /*axis*/, const Vector<Scalar, 2>& /*r*/) {
  return Scalar(0);
}
template <typename Scalar>
Scalar height(const Vector<Scalar, 3>& axis, const Vector<Scalar, 3>& r) {
  return axis.dot(r);
}
/// The axis as a vector of the working dimension: what h grows along.
template <typename Scalar>
Vector<Scalar, 2> axis_vector(const Scalar& /*axis*/) {
  return Vector<Scalar, 2>::Zero();
}
template <typename Scalar>
Vector<Scalar, 3> axis_vector(const Vector<Scalar, 3>& axis) {
  return axis;
}

}  // namespace internal

/// Shortest length around a cylinder of unit `axis` and `radius` through the origin.
///
/// @param r_1, r_2  [m], ends of the cable from a point of the axis, in the same axes as `axis`.
/// @param axis      Unit axis (in the plane +1 or -1).
/// @param radius    [m], > 0.
/// @note About 150 flops in the plane; no branch on a Scalar.
template <typename Scalar, int Dim>
WrappedLength<Scalar, Dim> wrapped_length(const Vector<Scalar, Dim>& r_1,
                                          const Vector<Scalar, Dim>& r_2,
                                          const typename Space<Scalar, Dim>::Spin& axis,
                                          const Scalar& radius, WrapSide side) {
  using Space = guyline::Space<Scalar, Dim>;
  using Vector = typename Space::Vector;
  using Matrix = guyline::Matrix<Scalar, Dim, Dim>;
  constexpr double kPi = 3.14159265358979323846;
  // Keeps a division finite where a tangent length or a distance vanishes; far below any anatomy.
  const Scalar tiny(1e-12);

  const Vector along = internal::axis_vector(axis);
  const Scalar rise = internal::height(axis, r_2) - internal::height(axis, r_1);
  const Vector rho_1 = r_1 - along * internal::height(axis, r_1);
  const Vector rho_2 = r_2 - along * internal::height(axis, r_2);
  const Scalar d_1 = max(Scalar(sqrt(rho_1.squaredNorm())), tiny);
  const Scalar d_2 = max(Scalar(sqrt(rho_2.squaredNorm())), tiny);
  const Scalar t_1 = sqrt(max(Scalar((d_1 - radius) * (d_1 + radius)), squared(tiny)));
  const Scalar t_2 = sqrt(max(Scalar((d_2 - radius) * (d_2 + radius)), squared(tiny)));

  Scalar phi =
      atan2(Scalar(Space::dot(axis, Space::moment(rho_1, rho_2))), Scalar(rho_1.dot(rho_2)));
  phi = side == WrapSide::kPositive ? select(phi < Scalar(-kPi / 2), Scalar(phi + 2 * kPi), phi)
                                    : select(phi > Scalar(kPi / 2), Scalar(phi - 2 * kPi), phi);
  const Scalar way = select(phi < Scalar(0), Scalar(-1), Scalar(1));

  WrappedLength<Scalar, Dim> result;
  result.wrap_angle = way * phi - atan2(t_1, radius) - atan2(t_2, radius);
  const auto touches = result.wrap_angle > Scalar(0);

  // Around: unit vectors from contact to end, and the normals along which they turn.
  const Vector radial_1 = rho_1 / d_1;
  const Vector radial_2 = rho_2 / d_2;
  const Vector onward_1 = Space::cross(axis, radial_1) * way;
  const Vector onward_2 = Space::cross(axis, radial_2) * -way;
  const Vector e_1 = (t_1 * radial_1 - radius * onward_1) / d_1;
  const Vector e_2 = (t_2 * radial_2 - radius * onward_2) / d_2;
  const Vector m_1 = (radius * radial_1 + t_1 * onward_1) / d_1;
  const Vector m_2 = (radius * radial_2 + t_2 * onward_2) / d_2;
  const Scalar s = t_1 + t_2 + radius * result.wrap_angle;
  const Scalar around = max(Scalar(sqrt(s * s + rise * rise)), tiny);
  const Vector around_1 = (s * e_1 - rise * along) / around;
  const Vector around_2 = (s * e_2 + rise * along) / around;
  const Matrix around_11 = (e_1 * e_1.transpose() + along * along.transpose() +
                            (s / t_1) * (m_1 * m_1.transpose()) - around_1 * around_1.transpose()) /
                           around;
  const Matrix around_12 =
      (e_1 * e_2.transpose() - along * along.transpose() - around_1 * around_2.transpose()) /
      around;
  const Matrix around_22 = (e_2 * e_2.transpose() + along * along.transpose() +
                            (s / t_2) * (m_2 * m_2.transpose()) - around_2 * around_2.transpose()) /
                           around;

  const Vector difference = r_2 - r_1;
  const Scalar straight = max(Scalar(sqrt(difference.squaredNorm())), tiny);
  const Vector u = difference / straight;
  const Matrix across = (Matrix::Identity() - u * u.transpose()) / straight;

  result.length = select(touches, around, straight);
  for (int i = 0; i < Dim; ++i) {
    result.gradient_1[i] = select(touches, around_1[i], Scalar(-u[i]));
    result.gradient_2[i] = select(touches, around_2[i], Scalar(u[i]));
    for (int j = 0; j < Dim; ++j) {
      result.hessian_11(i, j) = select(touches, around_11(i, j), across(i, j));
      result.hessian_12(i, j) = select(touches, around_12(i, j), Scalar(-across(i, j)));
      result.hessian_22(i, j) = select(touches, around_22(i, j), across(i, j));
    }
  }
  return result;
}

}  // namespace guyline
