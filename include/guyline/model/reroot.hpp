#pragma once

/// @file
/// The same model hung from another body.
///
/// Which body a tree starts from is a choice of bookkeeping. reroot() builds the tree anew from any
/// body: the joints between it and the old root are run backwards, X_BP = X_PB^-1, motion by motion,
///   M_1(f_1) ... M_n(f_n)   becomes   M_n(-f_n) ... M_1(-f_1),
/// so that every coordinate keeps its name, index and meaning. The new root floats: new coordinates
/// place it in the ground, after those of the model. What joined the old root to the ground, motions
/// included, is gone; where it stood firm, constraints have to hold it now (posture/manifold.hpp).
///
/// A motion that is run backwards carries the other part of the body. Moments about it (moments.hpp)
/// count what hangs there, the old root among it: the reaction of the ground belongs to the sum, as a
/// point load. The same holds for a level at such a joint, whose cut then has its sides exchanged.
/// Not covered: a level at a joint that is run backwards.

#include <guyline/model/model.hpp>
#include <vector>

namespace guyline {

/// What reroot() returns: the model and where everything went.
template <typename Scalar, int Dim, typename Laws = MuscleLaws<>>
struct Rerooted {
  Model<Scalar, Dim, Laws> model;
  std::vector<BodyIndex> body;      ///< New index of each old body.
  std::vector<MotionIndex> motion;  ///< New index of each old motion; of no use if it is gone.
  std::vector<bool> backwards;      ///< Whether a motion is run backwards, by its old index.
  /// The new coordinates: in the plane x, y [m] and the turn forward (about -z) [rad]; in space x, y,
  /// z [m] and turns about the body's x, y, z in this order [rad].
  std::vector<CoordinateIndex> floating;
};

namespace internal {
template <typename Scalar>
std::vector<Motion<Scalar, 2>> floating_motions(const std::vector<CoordinateIndex>& q) {
  using M = Motion<Scalar, 2>;
  using V = Vector<Scalar, 2>;
  return {M::translation(V(V::UnitX()), q[0]), M::translation(V(V::UnitY()), q[1]),
          M::rotation(Scalar(-1), q[2])};
}
template <typename Scalar>
std::vector<Motion<Scalar, 3>> floating_motions_in_space(const std::vector<CoordinateIndex>& q) {
  std::vector<Motion<Scalar, 3>> motions;
  for (int i = 0; i < 3; ++i) {
    motions.push_back(Motion<Scalar, 3>::translation(Vector<Scalar, 3>(Vector<Scalar, 3>::Unit(i)),
                                                     q[static_cast<std::size_t>(i)]));
  }
  for (int i = 0; i < 3; ++i) {
    motions.push_back(Motion<Scalar, 3>::rotation(Vector<Scalar, 3>(Vector<Scalar, 3>::Unit(i)),
                                                  q[static_cast<std::size_t>(i) + 3]));
  }
  return motions;
}
}  // namespace internal

/// `model` with `root` as the first body of the tree.
///
/// With the floating coordinates at 0 the root's frame is the ground's.
/// @throws InvalidArgument if the body is unknown, or if a level is at a joint between it and the old
///         root.
/// @note Allocates.
template <typename Scalar, int Dim, typename Laws>
Rerooted<Scalar, Dim, Laws> reroot(const Model<Scalar, Dim, Laws>& model, BodyIndex root) {
  const Frame<Scalar, Dim>& frame = model.frame;
  if (root < 0 || root >= frame.num_bodies()) {
    throw InvalidArgument("reroot: body " + std::to_string(root) +
                          " is not in the frame, which has " + std::to_string(frame.num_bodies()) +
                          " bodies");
  }
  Rerooted<Scalar, Dim, Laws> result;
  result.model.name = model.name;
  result.model.laws = model.laws;
  Frame<Scalar, Dim>& turned = result.model.frame;
  turned.gravity = frame.gravity;
  for (const std::string& name : frame.coordinate_names()) turned.add_coordinate(name);
  const char* const names[] = {"root_x",      "root_y",      Dim == 2 ? "root_turn" : "root_z",
                               "root_turn_x", "root_turn_y", "root_turn_z"};
  for (int i = 0; i < (Dim == 2 ? 3 : 6); ++i) {
    result.floating.push_back(turned.add_coordinate(names[i]));
  }
  result.body.resize(static_cast<std::size_t>(frame.num_bodies()));
  result.motion.resize(static_cast<std::size_t>(frame.num_motions()));
  result.backwards.assign(static_cast<std::size_t>(frame.num_motions()), false);
  std::vector<bool> placed(static_cast<std::size_t>(frame.num_bodies()), false);
  const auto place = [&](int body, int parent, const Pose<Scalar, Dim>& X_PF,
                         std::vector<Motion<Scalar, Dim>> motions, const Pose<Scalar, Dim>& X_MB) {
    result.body[static_cast<std::size_t>(body)] =
        turned.add_body(frame.body(body).name, parent, X_PF, std::move(motions), X_MB);
    placed[static_cast<std::size_t>(body)] = true;
  };

  // From the new root down to the old one: joints backwards.
  if constexpr (Dim == 2) {
    place(root, -1, {}, internal::floating_motions<Scalar>(result.floating), {});
  } else {
    place(root, -1, {}, internal::floating_motions_in_space<Scalar>(result.floating), {});
  }
  for (int child = root; frame.body(child).parent >= 0; child = frame.body(child).parent) {
    const Body<Scalar, Dim>& body = frame.body(child);
    std::vector<Motion<Scalar, Dim>> motions;
    for (int m = body.end_motion - 1; m >= body.first_motion; --m) {
      Motion<Scalar, Dim> motion = frame.motion(m);
      motion.function = motion.function.negated();
      result.motion[static_cast<std::size_t>(m)] =
          MotionIndex(turned.num_motions() + static_cast<int>(motions.size()));
      result.backwards[static_cast<std::size_t>(m)] = true;
      motions.push_back(std::move(motion));
    }
    place(body.parent, result.body[static_cast<std::size_t>(child)], body.X_MB.inverse(),
          std::move(motions), body.X_PF.inverse());
  }
  // All others hang where they hung.
  for (int b = 0; b < frame.num_bodies(); ++b) {
    if (placed[static_cast<std::size_t>(b)]) continue;
    const Body<Scalar, Dim>& body = frame.body(b);
    std::vector<Motion<Scalar, Dim>> motions;
    for (int m = body.first_motion; m < body.end_motion; ++m) {
      result.motion[static_cast<std::size_t>(m)] =
          MotionIndex(turned.num_motions() + static_cast<int>(motions.size()));
      motions.push_back(frame.motion(m));
    }
    const int parent =
        body.parent < 0 ? -1 : static_cast<int>(result.body[static_cast<std::size_t>(body.parent)]);
    place(b, parent, body.X_PF, std::move(motions), body.X_MB);
  }

  const auto moved = [&](BodyIndex b) { return result.body[static_cast<std::size_t>(int(b))]; };
  for (PointMass<Scalar, Dim> mass : frame.masses()) {
    mass.body = moved(mass.body);
    turned.add_mass(std::move(mass));
  }
  for (PointLoad<Scalar, Dim> load : frame.loads()) {
    load.body = moved(load.body);
    turned.add_load(std::move(load));
  }
  result.model.tissues = model.tissues;
  for (std::size_t i = 0; i < model.muscles.size(); ++i) {
    std::vector<PathPoint<Scalar, Dim>> points = model.paths[i].points;
    for (auto& point : points) point.body = moved(point.body);
    std::vector<PathWrap<Scalar, Dim>> wraps;
    for (const PathLink& link : model.paths[i].links) {
      if (link.cylinder < 0) continue;
      wraps.push_back(
          {link.from, model.paths[i].cylinders[static_cast<std::size_t>(link.cylinder)]});
      wraps.back().cylinder.body = moved(wraps.back().cylinder.body);
    }
    result.model.add_muscle(model.muscles[i], std::move(points), wraps);
  }
  for (Level<Scalar, Dim> level : model.levels) {
    const std::size_t motion = static_cast<std::size_t>(int(level.motion));
    if (result.backwards[motion]) {
      throw InvalidArgument("reroot: level " + level.name +
                            " is at a joint between the new root and the old one");
    }
    level.motion = result.motion[motion];
    level.body_below = moved(level.body_below);
    result.model.levels.push_back(std::move(level));
  }
  return result;
}

}  // namespace guyline
