#pragma once

/// @file
/// Force along the path and its gradient by whatever a model of Dual numbers varies.
///
///   F = -( m g h' + sum_k M_k q_k' + sum_i T_i L_i' )      at a given place s of the path
/// as path_state.hpp has it, without the second derivatives along the path that stiffness needs: where
/// the gradient holds the direction of s, that component is -K by itself.
/// Not covered: stiffness and its derivatives, evaluate_on_path().

#include <guyline/posture/path_state.hpp>
#include <vector>

namespace guyline {

namespace internal {
/// Length of a path along a curve and its first derivative:
/// length_along_curve() without the second.
template <typename Number, int Dim>
CurveLength<Number> length_and_rate(const Path<Number, Dim>& path,
                                    const Kinematics<Number, Dim>& kinematics,
                                    const std::vector<CurveRate<Number, Dim>>& rates) {
  using Vector = guyline::Vector<Number, Dim>;
  if (!path.cylinders.empty()) return length_along_curve(path, kinematics, rates);
  CurveLength<Number> result;
  const auto rate_of = [&](int body) -> const CurveRate<Number, Dim>& {
    return rates[static_cast<std::size_t>(body)];
  };
  Vector from = kinematics.position(path.points.front().body, path.points.front().point_B);
  Vector from_rate = rate_of(path.points.front().body).velocity_at(from);
  for (const PathLink& link : path.links) {
    const auto& point = path.points[static_cast<std::size_t>(link.to)];
    const Vector to = kinematics.position(point.body, point.point_B);
    const Vector to_rate = rate_of(point.body).velocity_at(to);
    const Vector difference = to - from;
    const Number length = sqrt(Number(difference.squaredNorm()));
    result.length += length;
    result.rate += difference.dot(Vector(to_rate - from_rate)) / length;
    from = to;
    from_rate = to_rate;
  }
  return result;
}
}  // namespace internal

/// Force along the path at `s` with Dual numbers for what is varied: its
/// gradient holds dF/dp, and -K in the direction of s. evaluate_on_path()
/// without the stiffness' own derivatives.
///
/// @param data  Its pose is at s but for its gradient, its factors are the
/// model's. On return pose,
///              cables (but for their accelerations), muscles and rates have
///              theirs.
/// @note No allocation.
template <typename Number, int Dim, typename Laws>
Number force_on_path(const Model<Number, Dim, Laws>& model, const Manifold<Number, Dim>& manifold,
                     const Number& s, EquilibriumData<Number, Dim>& data) {
  using Vector = guyline::Vector<Number, Dim>;
  internal::project(model, manifold, s, data);
  PoseCurve<Number, Dim>& curve = data.curve;
  PostureData<Number, Dim>& posture = data.posture;
  const int rows = manifold.num_reduced();
  for (int r = 0; r + 1 < rows; ++r) data.step[r] = Number(0);
  data.step[rows - 1] = Number(1);
  internal::solve_reduced(data);
  internal::expand_step(manifold, data, curve.q_rate);
  data.q_bend.setZero();
  update_curve_rates(model.frame, curve.q_rate, data.q_bend, posture.kinematics, curve.rates);
  const auto rate_of = [&](BodyIndex body) -> const CurveRate<Number, Dim>& {
    return curve.rates[static_cast<std::size_t>(static_cast<int>(body))];
  };
  Vector center_rate = Vector::Zero();
  for (int i = 0; i < manifold.num_coordinates(); ++i) {
    center_rate += curve.q_rate[i] * posture.mass_center.rates[static_cast<std::size_t>(i)];
  }
  Number force = model.frame.gravity.dot(center_rate) * posture.mass_center.mass;
  for (const auto& load : model.frame.loads()) {
    const Vector p = posture.kinematics.position(load.body, load.point_B);
    force += load.force_G.dot(rate_of(load.body).velocity_at(p));
  }
  for (const auto& tissue : model.tissues) {
    const int k = tissue.coordinate;
    force += tissue_moment(tissue, data.q[k]).moment * curve.q_rate[k];
  }
  for (std::size_t c = 0; c < model.paths.size(); ++c) {
    CurveLength<Number>& l = data.cables[c];
    l = internal::length_and_rate(model.paths[c], posture.kinematics, curve.rates);
    posture.muscles[c] = evaluate_muscle(data.factors[c], l.length, model.laws);
    force -= posture.muscles[c].resting_tension * l.rate;
  }
  return force;
}

}  // namespace guyline
