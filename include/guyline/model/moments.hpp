#pragma once

/// @file
/// Moments about one elementary motion: what weight, tissue and a taut cable do at a single joint,
/// where a coordinate that several joints share only knows their sum. Positive drives the motion up.

#include <guyline/model/model.hpp>

namespace guyline {

/// Generalised force of all weights and point loads about a motion [N m per rad].
template <typename Scalar, int Dim>
Scalar gravity_moment(const Frame<Scalar, Dim>& frame, const Kinematics<Scalar, Dim>& kinematics,
                      MotionIndex motion) {
  const int body = frame.motion_body(motion);
  Scalar moment(0);
  for (const PointMass<Scalar, Dim>& mass : frame.masses()) {
    if (!frame.is_beyond(mass.body, body)) continue;
    moment += mass.mass * frame.gravity.dot(kinematics.screw_velocity(
                              motion, kinematics.position(mass.body, mass.point_B)));
  }
  for (const PointLoad<Scalar, Dim>& load : frame.loads()) {
    if (!frame.is_beyond(load.body, body)) continue;
    moment += load.force_G.dot(
        kinematics.screw_velocity(motion, kinematics.position(load.body, load.point_B)));
  }
  return moment;
}

/// Moment of the tissue at a motion [N m]: what the tissue on its coordinate carries (all motions in
/// series carry the same), and the rest moment of the level at it.
template <typename Scalar, int Dim, typename Laws>
Scalar tissue_moment_at(const Model<Scalar, Dim, Laws>& model, const VectorX<Scalar>& q,
                        MotionIndex motion) {
  Scalar moment(0);
  const CoordinateIndex coordinate = model.frame.motion(motion).coordinate;
  for (const Tissue<Scalar>& tissue : model.tissues) {
    if (tissue.coordinate == coordinate) moment += tissue_moment(tissue, q[coordinate]).moment;
  }
  for (const Level<Scalar, Dim>& level : model.levels) {
    if (level.motion == motion) moment += level.rest_moment;
  }
  return moment;
}

/// Rate of a cable's length by a motion, dL/dv [m/rad]: minus its moment arm there.
template <typename Scalar, int Dim, typename Laws>
Scalar length_rate(const Model<Scalar, Dim, Laws>& model, const Kinematics<Scalar, Dim>& kinematics,
                   CableIndex cable, MotionIndex motion) {
  using Vector = guyline::Vector<Scalar, Dim>;
  const int body = model.frame.motion_body(motion);
  Scalar rate(0);
  for_each_pull(model.paths[static_cast<std::size_t>(static_cast<int>(cable))], kinematics,
                [&](int at, const Vector& p, const Vector& dlength_dp) {
                  if (model.frame.is_beyond(at, body)) {
                    rate += dlength_dp.dot(kinematics.screw_velocity(motion, p));
                  }
                });
  return rate;
}

}  // namespace guyline
