#pragma once

/// @file
/// Models for tests: a random tree with everything a frame can have, one that is small enough to be
/// solved by hand, and any planar model drawn in space.

#include <guyline/model/model.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/random.hpp"

namespace guyline::test {

/// An active factor of nothing: muscles that are springs.
struct ActiveNone {
  static constexpr int kContinuity = 2;
  static constexpr int kWorkPanels = 1;
  static constexpr std::array<double, 0> breaks() { return {}; }
  template <typename Scalar>
  CurvePoint<Scalar> evaluate(const Scalar&) const {
    return {Scalar(0), Scalar(0)};
  }
  template <typename Scalar>
  Scalar integral(const Scalar&) const {
    return Scalar(0);
  }
};

/// f(x) = x where taut.
struct PassiveLinear {
  static constexpr int kContinuity = 0;
  static constexpr std::array<double, 1> breaks() { return {0.0}; }
  template <typename Scalar>
  CurvePoint<Scalar> evaluate(const Scalar& x) const {
    return {positive_part(x), select(x > Scalar(0), Scalar(1), Scalar(0))};
  }
  template <typename Scalar>
  Scalar integral(const Scalar& x) const {
    return Scalar(0.5) * squared(positive_part(x));
  }
};

using SpringLaws = MuscleLaws<ActiveNone, PassiveLinear>;

/// A cable of tension  stiffness (L - rest_length)  [N/m, m].
inline Muscle<double> spring(const std::string& name, double stiffness, double rest_length) {
  Muscle<double> muscle;
  muscle.name = name;
  muscle.max_isometric_force = stiffness;
  muscle.passive_onset = rest_length - 1.0;
  return muscle;
}

/// An upright mast on a hinge at the ground's origin: its one coordinate leans it forward. Body 0 is
/// the ground, body 1 the mast; `mass` [kg] sits at `height` [m] of it.
inline Model<double, 2, SpringLaws> mast(double mass, double height) {
  Model<double, 2, SpringLaws> model;
  model.name = "mast";
  const CoordinateIndex lean = model.frame.add_coordinate("lean");
  model.frame.add_body("ground", -1, {}, {}, {});
  model.frame.add_body("mast", 0, {}, {Motion<double, 2>::rotation(-1.0, lean)}, {});
  model.frame.add_mass({BodyIndex(1), Vector<double, 2>(0.0, height), mass, "bob"});
  return model;
}

template <typename Scalar, int Dim>
Vector<Scalar, Dim> random_point(Random& random, double size) {
  Vector<Scalar, Dim> p;
  for (int i = 0; i < Dim; ++i) p[i] = Scalar(random.uniform(-size, size));
  return p;
}
template <typename Scalar, int Dim>
Vector<Scalar, Dim> random_unit(Random& random) {
  Vector<double, Dim> p;
  do {
    p = random_point<double, Dim>(random, 1.0);
  } while (p.norm() < 0.1 || p.norm() > 1.0);
  p.normalize();
  return p.template cast<Scalar>();
}
template <typename Scalar, int Dim>
typename Space<Scalar, Dim>::Spin random_axis(Random& random) {
  if constexpr (Dim == 2) {
    return Scalar(random.integer(2) == 0 ? -1.0 : 1.0);
  } else {
    return random_unit<Scalar, 3>(random);
  }
}
template <typename Scalar, int Dim>
Pose<Scalar, Dim> random_pose(Random& random, double size) {
  Pose<Scalar, Dim> pose;
  pose.rotation = Space<Scalar, Dim>::rotation(random_axis<Scalar, Dim>(random),
                                               Scalar(random.uniform(-1.0, 1.0)));
  pose.position = random_point<Scalar, Dim>(random, size);
  return pose;
}

/// Unit axis of a cylinder such that the ground's cables of random_model() stay off its ends.
template <typename Scalar, int Dim>
typename Space<Scalar, Dim>::Spin cylinder_axis() {
  if constexpr (Dim == 2) {
    return Scalar(1);
  } else {
    return Vector<Scalar, 3>(Scalar(0.28), Scalar(0), Scalar(0.96));
  }
}

/// Five coordinates, six bodies on two branches; hinges, sliders, joints of several motions, linear,
/// polynomial and spline functions, a coordinate that three joints share; masses, a point load, a
/// tissue, two levels, four cables of which two go around cylinders. The same seed gives the same
/// numbers in every Scalar. Lengths of about 1 m, weights of about 100 N, tensions likewise.
template <typename Scalar, int Dim>
Model<Scalar, Dim> random_model(unsigned seed) {
  using Motion = guyline::Motion<Scalar, Dim>;
  using Function = CoordinateFunction<Scalar>;
  Random random(seed);
  const auto number = [&](double lower, double upper) {
    return Scalar(random.uniform(lower, upper));
  };
  const auto axis = [&] { return random_axis<Scalar, Dim>(random); };
  const auto pose = [&] { return random_pose<Scalar, Dim>(random, 0.3); };
  const auto point = [&](double size) { return random_point<Scalar, Dim>(random, size); };

  Model<Scalar, Dim> model;
  model.name = "toy";
  auto& frame = model.frame;
  std::vector<CoordinateIndex> q;
  for (const char* name : {"a", "b", "c", "d", "e"}) q.push_back(frame.add_coordinate(name));
  const Pose<Scalar, Dim> at_0 = pose(), to_0 = pose();
  frame.add_body("base", -1, at_0, {Motion::rotation(axis(), q[0])}, to_0);
  const Pose<Scalar, Dim> at_1 = pose(), to_1 = pose();
  frame.add_body(
      "trunk", 0, at_1,
      {Motion::rotation(axis(), q[1], Function::linear(number(0.3, 0.9), number(-0.2, 0.2))),
       Motion::translation(random_unit<Scalar, Dim>(random), q[1],
                           Function::polynomial({Scalar(0), number(-0.2, 0.2), number(-0.2, 0.2),
                                                 number(-0.1, 0.1)}))},
      to_1);
  const Pose<Scalar, Dim> at_2 = pose(), to_2 = pose();
  const std::vector<Scalar> heights = {number(-0.4, 0.4), number(-0.4, 0.4), number(-0.4, 0.4),
                                       number(-0.4, 0.4)};
  frame.add_body("arm", 1, at_2,
                 {Motion::rotation(axis(), q[2], Function::spline({-1.0, -0.2, 0.5, 1.2}, heights)),
                  Motion::rotation(axis(), q[1], Function::linear(number(0.1, 0.4)))},
                 to_2);
  const Pose<Scalar, Dim> at_3 = pose(), to_3 = pose();
  frame.add_body(
      "leg", 1, at_3,
      {Motion::translation(random_unit<Scalar, Dim>(random), q[4]), Motion::rotation(axis(), q[3])},
      to_3);
  const Pose<Scalar, Dim> at_4 = pose(), to_4 = pose();
  frame.add_body("foot", 3, at_4, {Motion::rotation(axis(), q[1], Function::linear(number(-1, 1)))},
                 to_4);
  frame.add_body("plate", 2, pose(), {}, pose());

  for (int b = 0; b < frame.num_bodies(); ++b) {
    frame.add_mass({BodyIndex(b), point(0.3), number(0.5, 5.0), "m" + std::to_string(b)});
  }
  frame.add_load({BodyIndex(2), point(0.3), point(60.0), "push"});
  model.tissues.push_back({q[0],
                           number(5.0, 50.0),
                           number(-0.3, 0.3),
                           {number(10, 40), number(-0.2, 0.2), number(0.3, 0.6)},
                           {number(10, 40), number(-0.2, 0.2), number(0.3, 0.6)}});

  const auto muscle = [&](const char* name, const char* group) {
    Muscle<Scalar> m;
    m.name = name;
    m.group = group;
    m.max_isometric_force = number(200, 600);
    m.optimal_fibre_length = number(0.6, 1.0);
    m.cos_pennation = number(0.8, 1.0);
    m.slack_length = number(-0.2, 0.2);
    m.passive_onset = number(-0.3, 0.0);
    m.passive_width = number(0.5, 1.0);
    m.tone = number(0.02, 0.1);
    m.reflex_gain = number(0.05, 0.3);
    m.threshold = number(0.8, 1.2);
    m.length_change = number(-0.1, 0.1);
    m.strength = number(0.5, 1.5);
    return m;
  };
  const auto at = [&](int body, const Vector<Scalar, Dim>& p) {
    return PathPoint<Scalar, Dim>{BodyIndex(body), p};
  };
  const auto side = [&](double x, double y) {
    Vector<Scalar, Dim> p = point(0.1);
    p[0] += Scalar(x);
    p[1] += Scalar(y);
    return p;
  };
  Muscle<Scalar> long_one = muscle("long", "pullers");
  model.add_muscle(std::move(long_one),
                   {at(0, point(0.5)), at(1, point(0.5)), at(4, point(0.5)), at(3, point(0.5))});
  Muscle<Scalar> short_one = muscle("short", "pullers");
  model.add_muscle(std::move(short_one), {at(0, point(0.5)), at(2, point(0.5))});
  // Around a cylinder on a third body, far enough out that no end can be inside it.
  WrapCylinder<Scalar, Dim> drum;
  drum.body = BodyIndex(1);
  drum.center_B = point(0.05);
  drum.axis_B = cylinder_axis<Scalar, Dim>();
  drum.radius = number(0.25, 0.35);
  Muscle<Scalar> wrapped = muscle("wrapped", "");
  model.add_muscle(std::move(wrapped),
                   {at(0, side(1.6, 0.3)), at(2, side(-1.6, 0.2)), at(5, side(0.3, 1.4))},
                   {{0, drum}});
  WrapCylinder<Scalar, Dim> pulley = drum;
  pulley.body = BodyIndex(0);
  pulley.side = WrapSide::kNegative;
  Muscle<Scalar> pulled = muscle("pulled", "");
  model.add_muscle(std::move(pulled), {at(0, side(0.0, 1.5)), at(3, side(0.1, -1.7))},
                   {{0, pulley}});

  for (const int body : {1, 3}) {
    Level<Scalar, Dim> level;
    level.name = body == 1 ? "waist" : "hip";
    level.motion = MotionIndex(frame.body(body).end_motion - (body == 1 ? 2 : 1));
    level.body_below = BodyIndex(frame.body(body).parent);
    level.into_B = Vector<Scalar, Dim>::Zero();
    level.forward_B = Vector<Scalar, Dim>::Zero();
    level.into_B[1] = Scalar(-1);
    level.forward_B[0] = Scalar(1);
    level.rest_moment = number(-3, 3);
    model.levels.push_back(level);
  }
  return model;
}

/// A pose of random_model() within its splines' reach.
template <typename Scalar = double>
VectorX<Scalar> random_coordinates(Random& random, int count) {
  VectorX<Scalar> q(count);
  for (int i = 0; i < count; ++i) q[i] = Scalar(random.uniform(-0.8, 0.8));
  return q;
}

inline Vector<double, 3> lift(const Vector<double, 2>& p) { return {p.x(), p.y(), 0.0}; }
inline Pose<double, 3> lift(const Pose<double, 2>& pose) {
  Pose<double, 3> result;
  result.rotation.topLeftCorner<2, 2>() = pose.rotation;
  result.position = lift(pose.position);
  return result;
}

/// The same planar model with its plane drawn in space.
template <typename Laws>
Model<double, 3, Laws> lift(const Model<double, 2, Laws>& flat) {
  Model<double, 3, Laws> model;
  model.name = flat.name;
  model.laws = flat.laws;
  auto& frame = model.frame;
  for (const std::string& name : flat.frame.coordinate_names()) frame.add_coordinate(name);
  frame.gravity = lift(flat.frame.gravity);
  for (int b = 0; b < flat.frame.num_bodies(); ++b) {
    const auto& body = flat.frame.body(b);
    std::vector<Motion<double, 3>> motions;
    for (int m = body.first_motion; m < body.end_motion; ++m) {
      Motion<double, 3> motion;
      motion.kind = flat.frame.motion(m).kind;
      motion.axis = {0.0, 0.0, flat.frame.motion(m).axis};
      motion.direction = lift(flat.frame.motion(m).direction);
      motion.coordinate = flat.frame.motion(m).coordinate;
      motion.function = flat.frame.motion(m).function;
      motions.push_back(motion);
    }
    frame.add_body(body.name, body.parent, lift(body.X_PF), motions, lift(body.X_MB));
  }
  for (const auto& mass : flat.frame.masses()) {
    frame.add_mass({mass.body, lift(mass.point_B), mass.mass, mass.name});
  }
  for (const auto& load : flat.frame.loads()) {
    frame.add_load({load.body, lift(load.point_B), lift(load.force_G), load.name});
  }
  model.tissues = flat.tissues;
  for (std::size_t i = 0; i < flat.muscles.size(); ++i) {
    std::vector<PathPoint<double, 3>> points;
    for (const auto& point : flat.paths[i].points) {
      points.push_back({point.body, lift(point.point_B)});
    }
    std::vector<PathWrap<double, 3>> wraps;
    for (const PathLink& link : flat.paths[i].links) {
      if (link.cylinder < 0) continue;
      const auto& c = flat.paths[i].cylinders[static_cast<std::size_t>(link.cylinder)];
      wraps.push_back(
          {link.from, {c.body, lift(c.center_B), {0.0, 0.0, c.axis_B}, c.radius, c.side}});
    }
    model.add_muscle(flat.muscles[i], points, wraps);
  }
  for (const auto& level : flat.levels) {
    model.levels.push_back({level.name, level.motion, level.body_below, lift(level.into_B),
                            lift(level.forward_B), level.rest_moment});
  }
  return model;
}

}  // namespace guyline::test
