#pragma once

/// @file
/// The plane and space behind one set of names, so that a planar model costs what a plane costs.
///
/// Axes: x forward, y up, z right. A rotation in the plane is one about z; its positive sense turns
/// x towards y, as the right-hand rule about +z says. Forward bending is therefore a rotation about
/// -z, in the plane an axis of -1.
///
///   quantity                            Dim = 2             Dim = 3
///   Vector     position, force          (x, y)              (x, y, z)
///   Spin       angular velocity, moment one number (about z) (x, y, z)
///   Rotation   R_AB                     2 x 2               3 x 3
///   SpinPair   linear part of a second  radial + spin       3 x 3
///              derivative of a pose
///
/// A point p fixed to a turning body moves with  cross(spin, p);  differentiated twice it moves with
/// a linear map, the SpinPair: in the plane always  r p + s z x p, two numbers.

#include <Eigen/Geometry>
#include <guyline/core/scalar.hpp>
#include <guyline/core/types.hpp>

namespace guyline {

template <typename Scalar, int Dim>
struct Space;

template <typename Scalar>
struct Space<Scalar, 2> {
  using Vector = guyline::Vector<Scalar, 2>;
  using Rotation = guyline::Matrix<Scalar, 2, 2>;
  using Spin = Scalar;
  struct SpinPair {
    Scalar radial{0};  ///< Multiplies p.
    Scalar spin{0};    ///< Multiplies z x p.
  };

  static Vector cross(const Spin& s, const Vector& p) { return {-s * p.y(), s * p.x()}; }
  /// Moment about the origin of force f at p.
  static Spin moment(const Vector& p, const Vector& f) { return p.x() * f.y() - p.y() * f.x(); }
  static Scalar dot(const Spin& a, const Spin& b) { return a * b; }
  static Spin zero_spin() { return Scalar(0); }
  static Vector apply(const SpinPair& a, const Vector& p) {
    return {a.radial * p.x() - a.spin * p.y(), a.radial * p.y() + a.spin * p.x()};
  }
  /// a += scale * [outer x][inner x].
  static void add_product(SpinPair& a, const Spin& outer, const Spin& inner, const Scalar& scale) {
    a.radial -= scale * outer * inner;
  }
  /// a += scale * [s x].
  static void add_spin(SpinPair& a, const Spin& s, const Scalar& scale) { a.spin += scale * s; }
  static Spin rotate(const Rotation&, const Spin& axis) { return axis; }
  static Rotation rotation(const Spin& axis, const Scalar& angle) {
    const Scalar c = cos(angle);
    const Scalar s = axis * sin(angle);
    Rotation R;
    R << c, -s, s, c;
    return R;
  }
};

template <typename Scalar>
struct Space<Scalar, 3> {
  using Vector = guyline::Vector<Scalar, 3>;
  using Rotation = guyline::Matrix<Scalar, 3, 3>;
  using Spin = Vector;
  struct SpinPair {
    Rotation map = Rotation::Zero();
  };

  static Vector cross(const Spin& s, const Vector& p) { return s.cross(p); }
  static Spin moment(const Vector& p, const Vector& f) { return p.cross(f); }
  static Scalar dot(const Spin& a, const Spin& b) { return a.dot(b); }
  static Spin zero_spin() { return Spin::Zero(); }
  static Vector apply(const SpinPair& a, const Vector& p) { return a.map * p; }
  static Rotation skew(const Spin& s) {
    const Scalar zero(0);
    Rotation S;
    S << zero, -s.z(), s.y(), s.z(), zero, -s.x(), -s.y(), s.x(), zero;
    return S;
  }
  static void add_product(SpinPair& a, const Spin& outer, const Spin& inner, const Scalar& scale) {
    // [u x][v x] = v u^T - (u . v) 1
    a.map += scale * (inner * outer.transpose());
    a.map.diagonal().array() -= scale * outer.dot(inner);
  }
  static void add_spin(SpinPair& a, const Spin& s, const Scalar& scale) {
    a.map += scale * skew(s);
  }
  static Spin rotate(const Rotation& R, const Spin& axis) { return R * axis; }
  /// Rotation by `angle` about the unit vector `axis` (Rodrigues).
  static Rotation rotation(const Spin& axis, const Scalar& angle) {
    const Scalar c = cos(angle);
    Rotation R = sin(angle) * skew(axis) + (Scalar(1) - c) * (axis * axis.transpose());
    R.diagonal().array() += c;
    return R;
  }
};

/// Pose X_AB: where frame B is in frame A. A point moves as p_A = X_AB * p_B.
template <typename Scalar, int Dim>
struct Pose {
  using Vector = typename Space<Scalar, Dim>::Vector;
  using Rotation = typename Space<Scalar, Dim>::Rotation;

  Rotation rotation = Rotation::Identity();  ///< R_AB.
  Vector position = Vector::Zero();          ///< [m], origin of B in A.

  Vector operator*(const Vector& p_B) const { return rotation * p_B + position; }
  Pose operator*(const Pose& X_BC) const {
    return {rotation * X_BC.rotation, rotation * X_BC.position + position};
  }
  template <typename To>
  Pose<To, Dim> cast() const {
    return {rotation.template cast<To>(), position.template cast<To>()};
  }
  Pose inverse() const { return {rotation.transpose(), -(rotation.transpose() * position)}; }
};

}  // namespace guyline
