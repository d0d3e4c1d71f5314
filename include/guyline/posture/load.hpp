#pragma once

/// @file
/// Load: what the body above a cut puts on the body below, resolved in the endplate below the cut.
///
///   force   = weights and loads above + tensions of the cables that cross, on what is above
///   moment  = the same about the joint, forward bending positive
/// Compression [N] presses on the endplate, shear [N] > 0 pushes the upper part forward along it,
/// moment [N m] is what disc and ligaments carry in return: in balance  moment = -(tissue moment).
/// Each is the sum of its budget: gravity, passive (stretched muscle), tonic (resting activation),
/// active (called on above tone). The axes are the endplate's: another plane divides the same force
/// otherwise, so shear is to be compared with a number in the same axes only.
/// Not covered: intra-abdominal pressure, thickness of a disc, facets as bodies of their own.
/// Theory: (G8) in docs/theory.md.

#include <guyline/posture/effort.hpp>

namespace guyline {

/// A force resolved in an endplate.
template <typename Scalar>
struct LoadParts {
  Scalar compression{0};  ///< [N]
  Scalar shear{0};        ///< [N], anterior positive.
  Scalar moment{0};       ///< [N m], forward bending positive.

  LoadParts& operator+=(const LoadParts& b) {
    compression += b.compression;
    shear += b.shear;
    moment += b.moment;
    return *this;
  }
};

/// Load at one level and where it comes from.
template <typename Scalar>
struct LevelLoad {
  LoadParts<Scalar> total;
  LoadParts<Scalar> gravity, passive, tonic, active;  ///< Sum to `total`.
  Scalar tissue_moment{0};  ///< [N m], of disc and ligaments on the body above.
};

/// Load at `level` in the pose of `data`, with muscles at the given activations.
///
/// @param activation  [1], one per muscle; below the tonic activation a muscle stays at rest.
/// @param q           The pose that `data` was updated at.
/// @note No allocation.
template <typename Number, typename Scalar, int Dim, typename Laws>
LevelLoad<Scalar> level_load(const Model<Number, Dim, Laws>& model,
                             const PostureData<Scalar, Dim>& data, const VectorX<Scalar>& q,
                             const Level<Number, Dim>& level, const VectorX<Scalar>& activation) {
  using Vector = guyline::Vector<Scalar, Dim>;
  const auto& frame = model.frame;
  const int above = frame.motion_body(level.motion);
  const auto& endplate =
      data.kinematics.poses[static_cast<std::size_t>(static_cast<int>(level.body_below))].rotation;
  const Vector into = endplate * Vector(cast_to<Scalar>(level.into_B));
  const Vector forward = endplate * Vector(cast_to<Scalar>(level.forward_B));

  LevelLoad<Scalar> load;
  Vector weight = Vector::Zero();
  for (const auto& mass : frame.masses()) {
    if (frame.is_beyond(mass.body, above)) {
      weight += Scalar(mass.mass) * cast_to<Scalar>(frame.gravity);
    }
  }
  for (const auto& point : frame.loads()) {
    if (frame.is_beyond(point.body, above)) weight += cast_to<Scalar>(point.force_G);
  }
  load.gravity = {weight.dot(into), weight.dot(forward),
                  gravity_moment(frame, data.kinematics, level.motion)};

  for (int i = 0; i < model.num_muscles(); ++i) {
    // Per newton of tension, on what is above the cut.
    Vector pull = Vector::Zero();
    Scalar rate(0);
    for_each_pull_across(model, data.kinematics, CableIndex(i), above,
                         [&](const Vector& p, const Vector& dlength_dp) {
                           pull -= dlength_dp;
                           rate += dlength_dp.dot(data.kinematics.screw_velocity(level.motion, p));
                         });
    const MuscleState<Scalar>& state = data.muscles[static_cast<std::size_t>(i)];
    const Scalar passive = state.passive_tension;
    const Scalar tonic = state.active_capacity * state.tonic_activation;
    const Scalar active = muscle_tension(state, activation[i]) - passive - tonic;
    const LoadParts<Scalar> unit{pull.dot(into), pull.dot(forward), -rate};
    const auto add = [&](LoadParts<Scalar>& to, const Scalar& tension) {
      to += {tension * unit.compression, tension * unit.shear, tension * unit.moment};
    };
    add(load.passive, passive);
    add(load.tonic, tonic);
    add(load.active, active);
  }
  for (const auto* part : {&load.gravity, &load.passive, &load.tonic, &load.active}) {
    load.total += *part;
  }
  load.tissue_moment = tissue_moment_at(model, q, level.motion);
  return load;
}

#ifdef GUYLINE_COMPILED
extern template LevelLoad<double> level_load(const Model<double, 2>&, const PostureData<double, 2>&,
                                             const VectorX<double>&, const Level<double, 2>&,
                                             const VectorX<double>&);
#endif

}  // namespace guyline
