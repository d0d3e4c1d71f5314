#pragma once

/// @file
/// The frame: a tree of rigid bodies joined by elementary motions, and its kinematics.
///
/// Every joint has one form. The pose of a body B in its parent P is
///   X_PB = X_PF  M_1(f_1(q)) M_2(f_2(q)) ...  X_MB,
/// each M a rotation about, or a translation along, a fixed axis by a function of one coordinate
/// (coordinate_function.hpp). Hinges, sliders, OpenSim's CustomJoint and six discs that share one
/// lumbar flexion are instances. A body without motions is welded to its parent; the parent of the
/// first body is the ground G. Masses are points fixed to bodies: rotary inertia has no part in a
/// posture.
///
/// Derivatives follow motion by motion: a motion with axis a through o and value f(q_k) adds to the
/// bodies beyond it  dp/dq_k += f' a x (p - o),  and to second derivatives  f'' a x (p - o),
/// f'^2 a x (a x (p - o))  and, with the spin w_i of the motions before it,  f' w_i x (a x (p - o)).
/// Not covered: loops in the tree (use a constraint, posture/manifold.hpp).
/// Theory: (G24) in docs/theory.md.

#include <guyline/core/error.hpp>
#include <guyline/model/coordinate_function.hpp>
#include <guyline/spatial/kinematics.hpp>
#include <string>
#include <utility>
#include <vector>

namespace guyline {

enum class MotionKind { kRotation, kTranslation };

/// One elementary motion of a joint.
template <typename Scalar, int Dim>
struct Motion {
  using Space = guyline::Space<Scalar, Dim>;

  MotionKind kind = MotionKind::kRotation;
  typename Space::Spin axis = Space::zero_spin();            ///< Unit; rotations only.
  typename Space::Vector direction = Space::Vector::Zero();  ///< Unit; translations only.
  CoordinateIndex coordinate;
  CoordinateFunction<Scalar> function;  ///< [rad] or [m]

  static Motion rotation(const typename Space::Spin& axis, CoordinateIndex coordinate,
                         CoordinateFunction<Scalar> function = {}) {
    Motion m;
    m.axis = axis;
    m.coordinate = coordinate;
    m.function = std::move(function);
    return m;
  }
  static Motion translation(const typename Space::Vector& direction, CoordinateIndex coordinate,
                            CoordinateFunction<Scalar> function = {}) {
    Motion m;
    m.kind = MotionKind::kTranslation;
    m.direction = direction;
    m.coordinate = coordinate;
    m.function = std::move(function);
    return m;
  }
};

/// A mass at a point of a body.
template <typename Scalar, int Dim>
struct PointMass {
  BodyIndex body;
  Vector<Scalar, Dim> point_B;  ///< [m]
  Scalar mass{0};               ///< [kg], >= 0.
  std::string name;
};

/// A force of constant size and direction on a point of a body.
template <typename Scalar, int Dim>
struct PointLoad {
  BodyIndex body;
  Vector<Scalar, Dim> point_B;  ///< [m]
  Vector<Scalar, Dim> force_G;  ///< [N], in ground axes.
  std::string name;
};

template <typename Scalar, int Dim>
struct Body {
  std::string name;
  int parent = -1;         ///< Index of the parent; -1 is the ground.
  Pose<Scalar, Dim> X_PF;  ///< Where the joint starts, in the parent.
  Pose<Scalar, Dim> X_MB;  ///< Where the body is, in the frame that the motions carry.
  int first_motion = 0;    ///< Its motions are [first_motion, end_motion) of the frame.
  int end_motion = 0;
};

/// Tree of bodies. Constant once built; update_kinematics() writes where they are into plain data.
template <typename Scalar, int Dim>
class Frame {
 public:
  using Vector = guyline::Vector<Scalar, Dim>;

  /// @return its index.
  CoordinateIndex add_coordinate(std::string name) {
    coordinate_names_.push_back(std::move(name));
    return CoordinateIndex(num_coordinates() - 1);
  }

  /// Adds a body to a parent that is in the tree already (or to the ground, -1).
  /// @throws InvalidArgument if the parent or a coordinate is unknown or an axis is not a unit one.
  BodyIndex add_body(std::string name, int parent, const Pose<Scalar, Dim>& X_PF,
                     std::vector<Motion<Scalar, Dim>> motions, const Pose<Scalar, Dim>& X_MB) {
    if (parent < -1 || parent >= num_bodies()) {
      throw InvalidArgument("body " + name + ": parent " + std::to_string(parent) +
                            " is not in the tree, which has " + std::to_string(num_bodies()) +
                            " bodies");
    }
    for (const Motion<Scalar, Dim>& motion : motions) check_motion(name, motion);
    Body<Scalar, Dim> body;
    body.first_motion = num_motions();
    for (Motion<Scalar, Dim>& motion : motions) {
      motion_body_.push_back(num_bodies());
      motions_.push_back(std::move(motion));
    }
    body.end_motion = num_motions();
    body.name = std::move(name);
    body.parent = parent;
    body.X_PF = X_PF;
    body.X_MB = X_MB;
    std::vector<bool> beyond(parent < 0 ? std::vector<bool>()
                                        : beyond_[static_cast<std::size_t>(parent)]);
    beyond.resize(bodies_.size());
    beyond.push_back(true);
    for (std::vector<bool>& other : beyond_) other.push_back(false);
    beyond_.push_back(std::move(beyond));
    body_mass_.push_back(Scalar(0));
    body_moment_.push_back(Vector::Zero());
    bodies_.push_back(std::move(body));
    return BodyIndex(num_bodies() - 1);
  }

  /// @throws InvalidArgument unless the body is known, the mass finite and >= 0, the point finite.
  void add_mass(PointMass<Scalar, Dim> mass) {
    check_point("mass " + mass.name, mass.body, mass.point_B);
    require_finite("mass of " + mass.name, value_of(mass.mass), "kg");
    if (value_of(mass.mass) < 0.0) {
      throw InvalidArgument("mass of " + mass.name + " = " +
                            internal::with_unit(value_of(mass.mass), "kg") +
                            " is out of range: must be >= 0");
    }
    const auto body = static_cast<std::size_t>(static_cast<int>(mass.body));
    body_mass_[body] += mass.mass;
    body_moment_[body] += mass.mass * mass.point_B;
    masses_.push_back(std::move(mass));
  }

  /// @throws InvalidArgument unless the body is known and point and force are finite.
  void add_load(PointLoad<Scalar, Dim> load) {
    check_point("load " + load.name, load.body, load.point_B);
    for (int i = 0; i < Dim; ++i) {
      require_finite("force of load " + load.name, value_of(load.force_G[i]), "N");
    }
    loads_.push_back(std::move(load));
  }

  /// [m/s^2], in ground axes. Default: standard gravity, down.
  Vector gravity = default_gravity();

  int num_bodies() const { return static_cast<int>(bodies_.size()); }
  int num_motions() const { return static_cast<int>(motions_.size()); }
  int num_coordinates() const { return static_cast<int>(coordinate_names_.size()); }

  const Body<Scalar, Dim>& body(int i) const { return bodies_[static_cast<std::size_t>(i)]; }
  const Motion<Scalar, Dim>& motion(int i) const { return motions_[static_cast<std::size_t>(i)]; }
  const std::vector<PointMass<Scalar, Dim>>& masses() const { return masses_; }
  const std::vector<PointLoad<Scalar, Dim>>& loads() const { return loads_; }
  /// Changes the force of a load that is there already [N]; not checked.
  void set_load_force(std::size_t load, const Vector& force_G) { loads_[load].force_G = force_G; }
  const std::vector<std::string>& coordinate_names() const { return coordinate_names_; }

  /// @throws UnknownName listing the names there are.
  BodyIndex body_index(const std::string& name) const {
    for (int i = 0; i < num_bodies(); ++i) {
      if (body(i).name == name) return BodyIndex(i);
    }
    std::string names;
    for (const auto& b : bodies_) names += " " + b.name;
    throw UnknownName("no body is named \"" + name + "\"; there are" + names);
  }
  CoordinateIndex coordinate_index(const std::string& name) const {
    std::string names;
    for (int i = 0; i < num_coordinates(); ++i) {
      if (coordinate_names_[static_cast<std::size_t>(i)] == name) return CoordinateIndex(i);
      names += " " + coordinate_names_[static_cast<std::size_t>(i)];
    }
    throw UnknownName("no coordinate is named \"" + name + "\"; there are" + names);
  }

  /// Mass on a body [kg], and its first moment in the body's frame [kg m].
  const Scalar& body_mass(int i) const { return body_mass_[static_cast<std::size_t>(i)]; }
  const Vector& body_moment(int i) const { return body_moment_[static_cast<std::size_t>(i)]; }

  /// Body that a motion carries first.
  int motion_body(int motion) const { return motion_body_[static_cast<std::size_t>(motion)]; }

  /// Whether `body` hangs on `ancestor` or is it.
  bool is_beyond(int body, int ancestor) const {
    return beyond_[static_cast<std::size_t>(body)][static_cast<std::size_t>(ancestor)];
  }

  /// Coordinates that move point A against point B when they sit on these bodies, ascending.
  std::vector<int> relative_coordinates(int body_a, int body_b) const {
    std::vector<int> result;
    for (int k = 0; k < num_coordinates(); ++k) {
      for (int m = 0; m < num_motions(); ++m) {
        if (motion(m).coordinate == k &&
            is_beyond(body_a, motion_body(m)) != is_beyond(body_b, motion_body(m))) {
          result.push_back(k);
          break;
        }
      }
    }
    return result;
  }

 private:
  static Vector default_gravity() {
    Vector g = Vector::Zero();
    g[1] = Scalar(-9.80665);
    return g;
  }
  void check_point(const std::string& what, int body, const Vector& point) const {
    if (body < 0 || body >= num_bodies()) {
      throw InvalidArgument(what + ": body " + std::to_string(body) + " is not in the tree");
    }
    for (int i = 0; i < Dim; ++i) require_finite("point of " + what, value_of(point[i]), "m");
  }
  void check_motion(const std::string& name, const Motion<Scalar, Dim>& motion) const {
    using Space = guyline::Space<Scalar, Dim>;
    if (motion.coordinate < 0 || motion.coordinate >= num_coordinates()) {
      throw InvalidArgument("body " + name + ": coordinate " + std::to_string(motion.coordinate) +
                            " is not one of the frame's " + std::to_string(num_coordinates()));
    }
    const double squared_norm = motion.kind == MotionKind::kRotation
                                    ? value_of(Space::dot(motion.axis, motion.axis))
                                    : value_of(Scalar(motion.direction.squaredNorm()));
    if (!(squared_norm > 1.0 - 1e-9 && squared_norm < 1.0 + 1e-9)) {
      throw InvalidArgument("body " + name +
                            ": the axis of a motion must have length 1, its square is " +
                            internal::number(squared_norm));
    }
  }

  std::vector<std::string> coordinate_names_;
  std::vector<Body<Scalar, Dim>> bodies_;
  std::vector<Motion<Scalar, Dim>> motions_;
  std::vector<int> motion_body_;
  std::vector<std::vector<bool>> beyond_;  // [body][ancestor]
  std::vector<Scalar> body_mass_;
  std::vector<Vector> body_moment_;
  std::vector<PointMass<Scalar, Dim>> masses_;
  std::vector<PointLoad<Scalar, Dim>> loads_;
};

namespace internal {

/// Adds one motion to the rates of the body it carries.
template <typename Scalar, int Dim>
void carry_rates(int body, const typename Kinematics<Scalar, Dim>::Screw& screw, int k,
                 bool second_order, Kinematics<Scalar, Dim>& kinematics) {
  using Space = guyline::Space<Scalar, Dim>;
  using Vector = typename Space::Vector;
  // Velocity of the ground's origin if it turned along; the motion moves p by axis x p + at_origin.
  const Vector at_origin = screw.direction_G - Space::cross(screw.axis_G, screw.origin_G);
  if (second_order) {
    for (int i = 0; i < kinematics.num_coordinates(); ++i) {
      const auto spin_i = kinematics.rate(body, i).spin;
      const Scalar scale = i == k ? Scalar(2) * screw.rate : screw.rate;
      auto& pair = kinematics.rate_pair(body, i <= k ? pair_index(i, k) : pair_index(k, i));
      Space::add_product(pair.pair, spin_i, screw.axis_G, scale);
      pair.acceleration += scale * Space::cross(spin_i, at_origin);
    }
    auto& own = kinematics.rate_pair(body, pair_index(k, k));
    const Scalar square = screw.rate * screw.rate;
    Space::add_product(own.pair, screw.axis_G, screw.axis_G, square);
    own.acceleration += square * Space::cross(screw.axis_G, at_origin);
    Space::add_spin(own.pair, screw.axis_G, screw.bend);
    own.acceleration += screw.bend * at_origin;
  }
  auto& rate = kinematics.rate(body, k);
  rate.spin += screw.rate * screw.axis_G;
  rate.velocity += screw.rate * at_origin;
}

/// Rates of one body by the coordinates, from those of its parent; after update_poses().
template <typename Number, typename Scalar, int Dim>
void update_rates(const Frame<Number, Dim>& frame, int b, bool second_order,
                  Kinematics<Scalar, Dim>& kinematics) {
  const Body<Number, Dim>& body = frame.body(b);
  const bool grounded = body.parent < 0;
  const int n = frame.num_coordinates();
  for (int i = 0; i < n; ++i) {
    kinematics.rate(b, i) =
        grounded ? typename Kinematics<Scalar, Dim>::Rate{} : kinematics.rate(body.parent, i);
  }
  if (second_order) {
    for (int pair = 0; pair < num_pairs(n); ++pair) {
      kinematics.rate_pair(b, pair) = grounded ? typename Kinematics<Scalar, Dim>::RatePair{}
                                               : kinematics.rate_pair(body.parent, pair);
    }
  }
  for (int m = body.first_motion; m < body.end_motion; ++m) {
    carry_rates(b, kinematics.screws[static_cast<std::size_t>(m)], frame.motion(m).coordinate,
                second_order, kinematics);
  }
}

}  // namespace internal

/// Poses of all bodies at the coordinates q, and their motions as they stand in the ground.
///
/// @tparam Number  Of the frame; the coordinates may be of another scalar that it converts to.
/// @param q  [rad or m], one per coordinate of the frame.
/// @param kinematics  Poses and screws are overwritten, rates are not; sized by
///                    resize(num_bodies, num_motions, num_coordinates).
/// @note O(motions), no allocation.
template <typename Number, typename Scalar, int Dim, typename Coordinates>
void update_poses(const Frame<Number, Dim>& frame, const Coordinates& q,
                  Kinematics<Scalar, Dim>& kinematics) {
  using Space = guyline::Space<Scalar, Dim>;
  for (int b = 0; b < frame.num_bodies(); ++b) {
    const Body<Number, Dim>& body = frame.body(b);
    const Pose<Scalar, Dim> X_PF = body.X_PF.template cast<Scalar>();
    Pose<Scalar, Dim> pose =
        body.parent < 0 ? X_PF : kinematics.poses[static_cast<std::size_t>(body.parent)] * X_PF;
    for (int m = body.first_motion; m < body.end_motion; ++m) {
      const Motion<Number, Dim>& motion = frame.motion(m);
      const FunctionValue<Scalar> f = motion.function(q[motion.coordinate]);
      auto& screw = kinematics.screws[static_cast<std::size_t>(m)];
      screw.origin_G = pose.position;
      screw.rate = f.derivative;
      screw.bend = f.second_derivative;
      if (motion.kind == MotionKind::kRotation) {
        const typename Space::Spin axis = cast_to<Scalar>(motion.axis);
        screw.axis_G = Space::rotate(pose.rotation, axis);
        screw.direction_G.setZero();
        pose.rotation = pose.rotation * Space::rotation(axis, f.value);
      } else {
        screw.axis_G = Space::zero_spin();
        screw.direction_G =
            pose.rotation * typename Space::Vector(cast_to<Scalar>(motion.direction));
        pose.position += screw.direction_G * f.value;
      }
    }
    kinematics.poses[static_cast<std::size_t>(b)] = pose * body.X_MB.template cast<Scalar>();
  }
}

/// Poses of all bodies at the coordinates q, with derivatives by the coordinates: the first, and the
/// second if `second_order`.
/// @note O(bodies x coordinates^2), no allocation. Parameters as update_poses() has them.
template <typename Number, typename Scalar, int Dim, typename Coordinates>
void update_kinematics(const Frame<Number, Dim>& frame, const Coordinates& q, bool second_order,
                       Kinematics<Scalar, Dim>& kinematics) {
  update_poses(frame, q, kinematics);
  for (int b = 0; b < frame.num_bodies(); ++b) {
    internal::update_rates(frame, b, second_order, kinematics);
  }
}

/// Rates of all bodies along the curve q + s q_rate + s^2/2 q_bend through the pose of `kinematics`, at
/// s = 0.
///
/// @param kinematics  After update_poses().
/// @param rates       Overwritten; one per body.
/// @note O(motions), no allocation.
template <typename Number, typename Scalar, int Dim>
void update_curve_rates(const Frame<Number, Dim>& frame, const VectorX<Scalar>& q_rate,
                        const VectorX<Scalar>& q_bend, const Kinematics<Scalar, Dim>& kinematics,
                        std::vector<CurveRate<Scalar, Dim>>& rates) {
  using Space = guyline::Space<Scalar, Dim>;
  using Vector = typename Space::Vector;
  for (int b = 0; b < frame.num_bodies(); ++b) {
    const Body<Number, Dim>& body = frame.body(b);
    CurveRate<Scalar, Dim> rate;
    if (body.parent >= 0) rate = rates[static_cast<std::size_t>(body.parent)];
    for (int m = body.first_motion; m < body.end_motion; ++m) {
      const int k = frame.motion(m).coordinate;
      const auto& screw = kinematics.screws[static_cast<std::size_t>(m)];
      const Scalar first = screw.rate * q_rate[k];
      const Scalar second = screw.bend * squared(q_rate[k]) + screw.rate * q_bend[k];
      const Vector at_origin = screw.direction_G - Space::cross(screw.axis_G, screw.origin_G);
      const Scalar twice = Scalar(2) * first;
      const Scalar square = squared(first);
      Space::add_product(rate.pair, rate.spin, screw.axis_G, twice);
      Space::add_product(rate.pair, screw.axis_G, screw.axis_G, square);
      Space::add_spin(rate.pair, screw.axis_G, second);
      rate.acceleration += twice * Space::cross(rate.spin, at_origin) +
                           square * Space::cross(screw.axis_G, at_origin) + second * at_origin;
      rate.spin += first * screw.axis_G;
      rate.velocity += first * at_origin;
    }
    rates[static_cast<std::size_t>(b)] = rate;
  }
}

}  // namespace guyline
