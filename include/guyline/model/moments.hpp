#pragma once

/// @file
/// Moments about one elementary motion: what weight, tissue and a taut cable do at a single joint,
/// where a coordinate that several joints share only knows their sum. Positive drives the motion up.

#include <guyline/model/model.hpp>

namespace guyline {

/// Generalised force of all weights and point loads about a motion [N m per rad].
template <typename Number, typename Scalar, int Dim>
Scalar gravity_moment(const Frame<Number, Dim>& frame, const Kinematics<Scalar, Dim>& kinematics,
                      MotionIndex motion) {
  using Vector = guyline::Vector<Scalar, Dim>;
  const int body = frame.motion_body(motion);
  Scalar moment(0);
  const auto add = [&](int at, const auto& point_B, const Vector& force) {
    if (!frame.is_beyond(at, body)) return;
    moment += force.dot(kinematics.screw_velocity(motion, kinematics.position(at, point_B)));
  };
  const Vector gravity = cast_to<Scalar>(frame.gravity);
  for (const auto& mass : frame.masses()) {
    add(mass.body, mass.point_B, Scalar(mass.mass) * gravity);
  }
  for (const auto& load : frame.loads()) {
    add(load.body, load.point_B, cast_to<Scalar>(load.force_G));
  }
  return moment;
}

/// Moment of the tissue at a motion [N m]: what the tissue on its coordinate carries (all motions in
/// series carry the same), and the rest moment of the level at it.
template <typename Number, typename Scalar, int Dim, typename Laws>
Scalar tissue_moment_at(const Model<Number, Dim, Laws>& model, const VectorX<Scalar>& q,
                        MotionIndex motion) {
  Scalar moment(0);
  const CoordinateIndex coordinate = model.frame.motion(motion).coordinate;
  for (const Tissue<Number>& tissue : model.tissues) {
    if (tissue.coordinate == coordinate) moment += tissue_moment(tissue, q[coordinate]).moment;
  }
  for (const Level<Number, Dim>& level : model.levels) {
    if (level.motion == motion) moment += level.rest_moment;
  }
  return moment;
}

/// Visits the pulls of a cable on `body_above` and what hangs on it, pull(p_G, dlength_dp), but for
/// those of links that pull on nothing else: their sum is no force and no moment.
/// @note No allocation.
template <typename Number, typename Scalar, int Dim, typename Laws, typename Pull>
void for_each_pull_across(const Model<Number, Dim, Laws>& model,
                          const Kinematics<Scalar, Dim>& kinematics, CableIndex cable,
                          int body_above, Pull&& pull) {
  using Vector = guyline::Vector<Scalar, Dim>;
  const auto& path = model.paths[static_cast<std::size_t>(static_cast<int>(cable))];
  const auto is_above = [&](int body) { return model.frame.is_beyond(body, body_above); };
  for (const PathLink& link : path.links) {
    const bool from = is_above(path.points[static_cast<std::size_t>(link.from)].body);
    const bool to = is_above(path.points[static_cast<std::size_t>(link.to)].body);
    const bool around =
        link.cylinder < 0 ? from
                          : is_above(path.cylinders[static_cast<std::size_t>(link.cylinder)].body);
    if (from == to && from == around) continue;
    for_each_pull_of_link(path, link, kinematics,
                          [&](int body, const Vector& p, const Vector& dlength_dp) {
                            if (is_above(body)) pull(p, dlength_dp);
                          });
  }
}

/// Rate of a cable's length by a motion, dL/dv [m/rad]: minus its moment arm there.
template <typename Number, typename Scalar, int Dim, typename Laws>
Scalar length_rate(const Model<Number, Dim, Laws>& model, const Kinematics<Scalar, Dim>& kinematics,
                   CableIndex cable, MotionIndex motion) {
  using Vector = guyline::Vector<Scalar, Dim>;
  Scalar rate(0);
  for_each_pull_across(model, kinematics, cable, model.frame.motion_body(motion),
                       [&](const Vector& p, const Vector& dlength_dp) {
                         rate += dlength_dp.dot(kinematics.screw_velocity(motion, p));
                       });
  return rate;
}

}  // namespace guyline
