#pragma once

/// @file
/// The path of a cable over moving bodies: its length, and the derivatives of it.
///
/// A path is a chain of links from point to point, each straight or around a wrapping cylinder. With
/// u the unit vector along a straight link and v_i = dp_2/dq_i - dp_1/dq_i:
///   l = sum |p_2 - p_1|,   dl/dq_i = sum u . v_i,
///   d2l/dq_i dq_j = sum [ (v_i . v_j - (u . v_i)(u . v_j)) / |p_2 - p_1|
///                         + u . (d2p_2/dq_i dq_j - d2p_1/dq_i dq_j) ].
/// A wrapped link adds the gradient and Hessian of wrap_cylinder.hpp, moved along with the cylinder.
/// The moment arm about a coordinate is -dl/dq_i and nothing else: with the tension T >= 0, equal
/// along the cable (no mass, no friction), virtual work holds by construction.
/// Lengthening is positive, [m].
/// Theory: (G18) in docs/theory.md.

#include <guyline/cable/wrap_cylinder.hpp>
#include <guyline/core/types.hpp>
#include <guyline/spatial/kinematics.hpp>
#include <string>
#include <vector>

namespace guyline {

/// A point of a path, fixed to a body.
template <typename Scalar, int Dim>
struct PathPoint {
  BodyIndex body;
  Vector<Scalar, Dim> point_B;  ///< [m], in the body's frame.
};

/// An obstacle that one link of a path goes around.
template <typename Scalar, int Dim>
struct WrapCylinder {
  BodyIndex body;
  Vector<Scalar, Dim> center_B;              ///< [m], a point of the axis.
  typename Space<Scalar, Dim>::Spin axis_B;  ///< Unit axis; in the plane +1 or -1.
  Scalar radius{0};                          ///< [m], > 0.
  WrapSide side = WrapSide::kPositive;
};

/// One stretch of a path.
struct PathLink {
  int from = 0;            ///< Index of its first point.
  int to = 0;              ///< Index of its second point.
  int cylinder = -1;       ///< Index of the cylinder that it goes around; < 0 if straight.
  std::vector<int> slots;  ///< Which of the path's coordinates change this link's length.
};

/// A whole path: constant, built by model/model.hpp.
template <typename Scalar, int Dim>
struct Path {
  std::vector<PathPoint<Scalar, Dim>> points;  ///< From origin to insertion, >= 2.
  std::vector<WrapCylinder<Scalar, Dim>> cylinders;
  std::vector<PathLink> links;
  std::vector<int> coordinates;  ///< Generalised coordinates that change the length, ascending.
};

/// How far derivatives go.
enum class Order { kValue = 0, kGradient = 1, kHessian = 2 };

/// Length of a path and its derivatives by the path's own coordinates (`Path::coordinates`).
/// Sized once, for the path with the most coordinates.
template <typename Scalar>
struct PathLength {
  Scalar length{0};              ///< [m]
  std::vector<Scalar> gradient;  ///< [m per unit of q], one per coordinate of the path.
  std::vector<Scalar> hessian;   ///< Packed as pair_index() says.

  void resize(int num_coordinates) {
    gradient.assign(static_cast<std::size_t>(num_coordinates), Scalar(0));
    hessian.assign(static_cast<std::size_t>(num_pairs(num_coordinates)), Scalar(0));
  }
};

namespace internal {

template <typename Scalar, int Dim>
void add_straight_link(const Path<Scalar, Dim>& path, const PathLink& link,
                       const Kinematics<Scalar, Dim>& kinematics, Order order,
                       PathLength<Scalar>& result) {
  using Vector = guyline::Vector<Scalar, Dim>;
  const auto& a = path.points[static_cast<std::size_t>(link.from)];
  const auto& b = path.points[static_cast<std::size_t>(link.to)];
  const Vector p_1 = kinematics.position(a.body, a.point_B);
  const Vector p_2 = kinematics.position(b.body, b.point_B);
  const Vector difference = p_2 - p_1;
  const Scalar length = sqrt(Scalar(difference.squaredNorm()));
  result.length += length;
  if (order == Order::kValue) return;
  const Scalar inverse = Scalar(1) / length;
  const Vector u = difference * inverse;
  const auto relative_velocity = [&](int i) -> Vector {
    return kinematics.velocity(b.body, i, p_2) - kinematics.velocity(a.body, i, p_1);
  };
  for (std::size_t n = 0; n < link.slots.size(); ++n) {
    const int j = link.slots[n];
    const int q_j = path.coordinates[static_cast<std::size_t>(j)];
    const Vector v_j = relative_velocity(q_j);
    const Scalar along_j = u.dot(v_j);
    result.gradient[static_cast<std::size_t>(j)] += along_j;
    if (order != Order::kHessian) continue;
    for (std::size_t m = 0; m <= n; ++m) {
      const int i = link.slots[m];
      const int q_i = path.coordinates[static_cast<std::size_t>(i)];
      const Vector v_i = m == n ? v_j : relative_velocity(q_i);
      const int pair = pair_index(q_i, q_j);
      const Vector bend =
          kinematics.acceleration(b.body, pair, p_2) - kinematics.acceleration(a.body, pair, p_1);
      result.hessian[static_cast<std::size_t>(pair_index(i, j))] +=
          (v_i.dot(v_j) - u.dot(v_i) * along_j) * inverse + u.dot(bend);
    }
  }
}

template <typename Scalar, int Dim>
void add_wrapped_link(const Path<Scalar, Dim>& path, const PathLink& link,
                      const Kinematics<Scalar, Dim>& kinematics, Order order,
                      PathLength<Scalar>& result) {
  using Space = guyline::Space<Scalar, Dim>;
  using Vector = typename Space::Vector;
  const auto& a = path.points[static_cast<std::size_t>(link.from)];
  const auto& b = path.points[static_cast<std::size_t>(link.to)];
  const auto& w = path.cylinders[static_cast<std::size_t>(link.cylinder)];
  const auto& pose_w = kinematics.poses[static_cast<std::size_t>(static_cast<int>(w.body))];
  const Vector center = pose_w * w.center_B;
  const Vector p_1 = kinematics.position(a.body, a.point_B);
  const Vector p_2 = kinematics.position(b.body, b.point_B);
  const WrappedLength<Scalar, Dim> wrap = wrapped_length<Scalar, Dim>(
      p_1 - center, p_2 - center, Space::rotate(pose_w.rotation, w.axis_B), w.radius, w.side);
  result.length += wrap.length;
  if (order == Order::kValue) return;
  // Velocity of an end as seen from the cylinder's body.
  const auto seen = [&](const PathPoint<Scalar, Dim>& point, const Vector& p, int i) -> Vector {
    return kinematics.velocity(point.body, i, p) - kinematics.velocity(w.body, i, p);
  };
  for (std::size_t n = 0; n < link.slots.size(); ++n) {
    const int j = link.slots[n];
    const int q_j = path.coordinates[static_cast<std::size_t>(j)];
    const Vector v1_j = seen(a, p_1, q_j);
    const Vector v2_j = seen(b, p_2, q_j);
    result.gradient[static_cast<std::size_t>(j)] +=
        wrap.gradient_1.dot(v1_j) + wrap.gradient_2.dot(v2_j);
    if (order != Order::kHessian) continue;
    const auto& spin_j = kinematics.rate(w.body, q_j).spin;
    for (std::size_t m = 0; m <= n; ++m) {
      const int i = link.slots[m];
      const int q_i = path.coordinates[static_cast<std::size_t>(i)];
      const Vector v1_i = seen(a, p_1, q_i);
      const Vector v2_i = seen(b, p_2, q_i);
      const auto& spin_i = kinematics.rate(w.body, q_i).spin;
      const int pair = pair_index(q_i, q_j);
      // The cylinder's own turning drags the ends' relative motion along.
      const auto bend = [&](const PathPoint<Scalar, Dim>& point, const Vector& p, const Vector& v_i,
                            const Vector& v_j) -> Vector {
        return kinematics.acceleration(point.body, pair, p) -
               kinematics.acceleration(w.body, pair, p) - Space::cross(spin_i, v_j) -
               Space::cross(spin_j, v_i);
      };
      result.hessian[static_cast<std::size_t>(pair_index(i, j))] +=
          v1_i.dot(wrap.hessian_11 * v1_j) + v1_i.dot(wrap.hessian_12 * v2_j) +
          v1_j.dot(wrap.hessian_12 * v2_i) + v2_i.dot(wrap.hessian_22 * v2_j) +
          wrap.gradient_1.dot(bend(a, p_1, v1_i, v1_j)) +
          wrap.gradient_2.dot(bend(b, p_2, v2_i, v2_j));
    }
  }
}

}  // namespace internal

/// Length of a path over bodies that stand as `kinematics` says, with derivatives up to `order`.
///
/// @param kinematics  Rates (kGradient) and rate pairs (kHessian) must be up to date.
/// @param result      Overwritten; sized for at least as many coordinates as the path has.
/// @note No allocation, no exception: two points on one spot give NaN, which the caller's status
///       reports. validate() of model/model.hpp refuses such a path in the reference posture.
template <typename Scalar, int Dim>
void update_path_length(const Path<Scalar, Dim>& path, const Kinematics<Scalar, Dim>& kinematics,
                        Order order, PathLength<Scalar>& result) {
  result.length = Scalar(0);
  const int n = static_cast<int>(path.coordinates.size());
  for (int i = 0; i < n; ++i) result.gradient[static_cast<std::size_t>(i)] = Scalar(0);
  for (int i = 0; i < num_pairs(n); ++i) result.hessian[static_cast<std::size_t>(i)] = Scalar(0);
  for (const PathLink& link : path.links) {
    if (link.cylinder < 0) {
      internal::add_straight_link(path, link, kinematics, order, result);
    } else {
      internal::add_wrapped_link(path, link, kinematics, order, result);
    }
  }
}

/// Length of a path along a curve q(s), with its first two derivatives.
template <typename Scalar>
struct CurveLength {
  Scalar length{0};        ///< [m]
  Scalar rate{0};          ///< dL/ds [m per unit of s]
  Scalar acceleration{0};  ///< d2L/ds2 [m per unit of s squared]
};

/// Length of a path over bodies that move along a curve: what update_path_length() gives with s as the
/// only coordinate, at a fraction of its cost.
///
/// @param rates  Of the bodies along the curve, at the pose of `kinematics`.
/// @note No allocation, no exception, no branch on a Scalar.
template <typename Number, typename Scalar, int Dim>
CurveLength<Scalar> length_along_curve(const Path<Number, Dim>& path,
                                       const Kinematics<Scalar, Dim>& kinematics,
                                       const std::vector<CurveRate<Scalar, Dim>>& rates) {
  using Space = guyline::Space<Scalar, Dim>;
  using Vector = typename Space::Vector;
  struct Point {
    Vector position, velocity, acceleration;
  };
  const auto rate_of = [&](int body) -> const CurveRate<Scalar, Dim>& {
    return rates[static_cast<std::size_t>(body)];
  };
  const auto at = [&](const PathPoint<Number, Dim>& point) -> Point {
    const Vector p = kinematics.position(point.body, point.point_B);
    const CurveRate<Scalar, Dim>& rate = rate_of(point.body);
    return {p, rate.velocity_at(p), rate.acceleration_at(p)};
  };
  CurveLength<Scalar> result;
  Point from = at(path.points.front());
  for (const PathLink& link : path.links) {
    const Point to = at(path.points[static_cast<std::size_t>(link.to)]);
    if (link.cylinder < 0) {
      const Vector difference = to.position - from.position;
      const Vector velocity = to.velocity - from.velocity;
      const Scalar length = sqrt(Scalar(difference.squaredNorm()));
      const Scalar inverse = Scalar(1) / length;
      const Vector u = difference * inverse;
      const Scalar along = u.dot(velocity);
      result.length += length;
      result.rate += along;
      result.acceleration += (velocity.dot(velocity) - along * along) * inverse +
                             u.dot(to.acceleration - from.acceleration);
    } else {
      const auto& w = path.cylinders[static_cast<std::size_t>(link.cylinder)];
      const auto& pose_w = kinematics.poses[static_cast<std::size_t>(static_cast<int>(w.body))];
      const CurveRate<Scalar, Dim>& rate_w = rate_of(w.body);
      const Vector center = pose_w * Vector(cast_to<Scalar>(w.center_B));
      const typename Space::Spin axis = cast_to<Scalar>(w.axis_B);
      const WrappedLength<Scalar, Dim> wrap = wrapped_length<Scalar, Dim>(
          from.position - center, to.position - center, Space::rotate(pose_w.rotation, axis),
          Scalar(w.radius), w.side);
      // As seen from the cylinder's body, whose turning drags the ends' relative motion along.
      const auto seen = [&](const Point& end) -> Vector {
        return end.velocity - rate_w.velocity_at(end.position);
      };
      const auto bend = [&](const Point& end, const Vector& velocity) -> Vector {
        return end.acceleration - rate_w.acceleration_at(end.position) -
               Scalar(2) * Space::cross(rate_w.spin, velocity);
      };
      const Vector v_1 = seen(from), v_2 = seen(to);
      result.length += wrap.length;
      result.rate += wrap.gradient_1.dot(v_1) + wrap.gradient_2.dot(v_2);
      result.acceleration += v_1.dot(wrap.hessian_11 * v_1) +
                             Scalar(2) * v_1.dot(wrap.hessian_12 * v_2) +
                             v_2.dot(wrap.hessian_22 * v_2) + wrap.gradient_1.dot(bend(from, v_1)) +
                             wrap.gradient_2.dot(bend(to, v_2));
    }
    from = to;
  }
  return result;
}

/// Visits every place where a link pulls, as for_each_pull() does.
template <typename Number, typename Scalar, int Dim, typename Pull>
void for_each_pull_of_link(const Path<Number, Dim>& path, const PathLink& link,
                           const Kinematics<Scalar, Dim>& kinematics, Pull&& pull) {
  using Space = guyline::Space<Scalar, Dim>;
  using Vector = typename Space::Vector;
  const auto& a = path.points[static_cast<std::size_t>(link.from)];
  const auto& b = path.points[static_cast<std::size_t>(link.to)];
  const Vector p_1 = kinematics.position(a.body, a.point_B);
  const Vector p_2 = kinematics.position(b.body, b.point_B);
  if (link.cylinder < 0) {
    const Vector difference = p_2 - p_1;
    const Vector u = difference * (Scalar(1) / sqrt(Scalar(difference.squaredNorm())));
    pull(a.body, p_1, Vector(-u));
    pull(b.body, p_2, u);
    return;
  }
  const auto& w = path.cylinders[static_cast<std::size_t>(link.cylinder)];
  const auto& pose_w = kinematics.poses[static_cast<std::size_t>(static_cast<int>(w.body))];
  const Vector center = pose_w * Vector(cast_to<Scalar>(w.center_B));
  const typename Space::Spin axis = cast_to<Scalar>(w.axis_B);
  const WrappedLength<Scalar, Dim> wrap = wrapped_length<Scalar, Dim>(
      p_1 - center, p_2 - center, Space::rotate(pose_w.rotation, axis), Scalar(w.radius), w.side);
  pull(a.body, p_1, wrap.gradient_1);
  pull(b.body, p_2, wrap.gradient_2);
  // What the cylinder bears is the opposite of both, along the lines of the straight stretches.
  pull(w.body, p_1, Vector(-wrap.gradient_1));
  pull(w.body, p_2, Vector(-wrap.gradient_2));
}

/// Visits every place where a path pulls: pull(body, p_G, dlength_dp) says that a tension T acts on
/// `body` at p_G with the force -T dlength_dp. The forces of one path sum to zero, and so do their
/// moments.
/// @note No allocation.
template <typename Number, typename Scalar, int Dim, typename Pull>
void for_each_pull(const Path<Number, Dim>& path, const Kinematics<Scalar, Dim>& kinematics,
                   Pull&& pull) {
  for (const PathLink& link : path.links) for_each_pull_of_link(path, link, kinematics, pull);
}

}  // namespace guyline
