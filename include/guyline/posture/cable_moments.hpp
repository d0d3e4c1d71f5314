#pragma once

/// @file
/// What every cable does at the joints that are held and at the levels, in one pass over all links.
///
/// Of cable i:  R_i = dL_i/dv at a joint's motion v [m/rad], its moment there being -T_i R_i,  and at a
/// level  u_i, the load that a newton of its tension puts on the endplate (posture/load.hpp). Weights
/// and tissue add g at a joint and G at a level. In Dual numbers all come with their gradients, which is
/// what posture/sensitivity.hpp asks for.
/// Not covered: one joint alone, length_rate() of model/moments.hpp; the load, level_load().

#include <array>
#include <guyline/model/moments.hpp>
#include <string>
#include <vector>

namespace guyline {

/// Moments at one held joint. `Number` is a Dual: values with their gradients.
template <typename Number>
struct JointMoments {
  Number fixed{0};        ///< g, of weight and tissue [N m].
  VectorX<Number> rates;  ///< R, dL/dv of each cable there [m/rad].

  JointMoments() = default;
  explicit JointMoments(int num_muscles) : rates(VectorX<Number>::Zero(num_muscles)) {}
};

/// What a level carries, per newton of each cable and from weights.
template <typename Number>
struct LevelMoments {
  JointMoments<Number> joint;                      ///< Of the level's own motion.
  Vector<Number, 3> gravity;                       ///< G: compression, shear [N], moment [N m].
  Eigen::Matrix<Number, 3, Eigen::Dynamic> units;  ///< u: [1], [1], [m].

  LevelMoments() = default;
  explicit LevelMoments(int num_muscles)
      : joint(num_muscles),
        gravity(Vector<Number, 3>::Zero()),
        units(Eigen::Matrix<Number, 3, Eigen::Dynamic>::Zero(3, num_muscles)) {}
};

/// What update_cable_moments() fills: the joints that are held at every level,
/// then the levels.
template <typename Number>
struct HeldJoint {
  MotionIndex motion;
  JointMoments<Number>* moments = nullptr;
};

namespace internal {

/// Where one link pulls, and how long it is.
template <typename Number, int Dim>
struct LinkPulls {
  using Vector = guyline::Vector<Number, Dim>;
  int count = 0;
  std::array<int, 4> bodies{};
  std::array<Vector, 4> points, slopes;  ///< p_G and dlength_dp.
};

template <typename Scalar, typename Number, int Dim>
void update_link_pulls(const Path<Scalar, Dim>& path, const PathLink& link,
                       const Kinematics<Number, Dim>& kinematics, LinkPulls<Number, Dim>& pulls) {
  using Vector = guyline::Vector<Number, Dim>;
  pulls.count = 0;
  for_each_pull_of_link(path, link, kinematics,
                        [&](int body, const Vector& p, const Vector& dlength_dp) {
                          const auto at = static_cast<std::size_t>(pulls.count++);
                          pulls.bodies[at] = body;
                          pulls.points[at] = p;
                          pulls.slopes[at] = dlength_dp;
                        });
}

/// The endplate's axes and the weight above it.
template <typename Model, typename Level, typename Number, int Dim>
void update_level_weights(const Model& model, const Kinematics<Number, Dim>& kinematics,
                          const VectorX<Number>& q, const Level& level, Vector<Number, Dim>& into,
                          Vector<Number, Dim>& forward, LevelMoments<Number>& moments) {
  using Vector = guyline::Vector<Number, Dim>;
  const auto& frame = model.frame;
  const int above = frame.motion_body(level.motion);
  const auto& endplate =
      kinematics.poses[static_cast<std::size_t>(static_cast<int>(level.body_below))].rotation;
  into = endplate * Vector(cast_to<Number>(level.into_B));
  forward = endplate * Vector(cast_to<Number>(level.forward_B));
  Vector weight = Vector::Zero();
  for (const auto& mass : frame.masses()) {
    if (frame.is_beyond(mass.body, above)) {
      weight += Number(mass.mass) * cast_to<Number>(frame.gravity);
    }
  }
  for (const auto& load : frame.loads()) {
    if (frame.is_beyond(load.body, above)) weight += cast_to<Number>(load.force_G);
  }
  const Number moment = gravity_moment(frame, kinematics, level.motion);
  moments.joint.fixed = moment + tissue_moment_at(model, q, level.motion);
  moments.gravity << weight.dot(into), weight.dot(forward), moment;
}

}  // namespace internal

/// Fills the moments at the joints that are held, and what each level carries
/// (see level_load()), in the pose of `kinematics`: every link is looked at
/// once for all of them.
///
/// @param q       That pose.
/// @param levels  One per level of the model. @note No allocation.
template <std::size_t Joints, typename Model, typename Number, int Dim>
void update_cable_moments(const Model& model, const Kinematics<Number, Dim>& kinematics,
                          const VectorX<Number>& q,
                          const std::array<HeldJoint<Number>, Joints>& joints,
                          std::vector<LevelMoments<Number>>& levels) {
  using Vector = guyline::Vector<Number, Dim>;
  const auto& frame = model.frame;
  for (const HeldJoint<Number>& joint : joints) {
    joint.moments->fixed =
        gravity_moment(frame, kinematics, joint.motion) + tissue_moment_at(model, q, joint.motion);
    joint.moments->rates.setZero();
  }
  constexpr std::size_t kMaxLevels = 8;
  if (levels.size() > kMaxLevels) {
    throw InvalidArgument("update_cable_moments: " + std::to_string(levels.size()) +
                          " levels, allowed 0 to " + std::to_string(kMaxLevels));
  }
  std::array<Vector, kMaxLevels> into, forward;
  for (std::size_t k = 0; k < levels.size(); ++k) {
    internal::update_level_weights(model, kinematics, q, model.levels[k], into[k], forward[k],
                                   levels[k]);
    levels[k].joint.rates.setZero();
    levels[k].units.setZero();
  }
  internal::LinkPulls<Number, Dim> pulls;
  for (int i = 0; i < model.num_muscles(); ++i) {
    const auto& path = model.paths[static_cast<std::size_t>(i)];
    for (const PathLink& link : path.links) {
      const int from = path.points[static_cast<std::size_t>(link.from)].body;
      const int to = path.points[static_cast<std::size_t>(link.to)].body;
      const int around =
          link.cylinder < 0
              ? from
              : static_cast<int>(path.cylinders[static_cast<std::size_t>(link.cylinder)].body);
      bool is_known = false;
      // Pulls on what hangs on a motion; those of links that pull on nothing
      // else sum to nothing.
      const auto visit = [&](MotionIndex motion, const auto& pull) {
        const int above = frame.motion_body(motion);
        const bool first = frame.is_beyond(from, above);
        if (first == frame.is_beyond(to, above) && first == frame.is_beyond(around, above)) return;
        if (!is_known) internal::update_link_pulls(path, link, kinematics, pulls);
        is_known = true;
        for (int n = 0; n < pulls.count; ++n) {
          const auto at = static_cast<std::size_t>(n);
          if (!frame.is_beyond(pulls.bodies[at], above)) continue;
          pull(pulls.slopes[at],
               Number(pulls.slopes[at].dot(kinematics.screw_velocity(motion, pulls.points[at]))));
        }
      };
      for (const HeldJoint<Number>& joint : joints) {
        visit(joint.motion, [&](const Vector& /*slope*/, const Number& rate) {
          joint.moments->rates[i] += rate;
        });
      }
      for (std::size_t k = 0; k < levels.size(); ++k) {
        visit(model.levels[k].motion, [&](const Vector& slope, const Number& rate) {
          levels[k].joint.rates[i] += rate;
          levels[k].units(0, i) -= slope.dot(into[k]);
          levels[k].units(1, i) -= slope.dot(forward[k]);
          levels[k].units(2, i) -= rate;
        });
      }
    }
  }
}

}  // namespace guyline
