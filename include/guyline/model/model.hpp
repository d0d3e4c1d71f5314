#pragma once

/// @file
/// A model: the frame, the muscles that pull it, the tissue between its bodies, the levels whose load
/// is asked. Constant; a what-if is a changed copy (vary(), without()).

#include <algorithm>
#include <guyline/cable/path.hpp>
#include <guyline/core/error.hpp>
#include <guyline/model/frame.hpp>
#include <guyline/model/mass_center.hpp>
#include <guyline/model/tissue.hpp>
#include <guyline/muscle/knobs.hpp>
#include <guyline/muscle/muscle.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace guyline {

/// A cut through the frame at a joint, and the endplate on which its load is resolved.
template <typename Scalar, int Dim>
struct Level {
  std::string name;            ///< As "L5/S1".
  MotionIndex motion;          ///< The joint's bending motion; what hangs on it is above the cut.
  BodyIndex body_below;        ///< Carries the endplate.
  Vector<Scalar, Dim> into_B;  ///< Unit, into the endplate, in body_below. Compression is along it.
  Vector<Scalar, Dim> forward_B;  ///< Unit, forward along the endplate. Anterior shear is along it.
  Scalar rest_moment{0};          ///< [N m], moment of the disc in the reference posture, beside
                                  ///< what tissue on its coordinate carries.
};

/// Where a path goes around a cylinder: on the way from point `link` to the next one.
template <typename Scalar, int Dim>
struct PathWrap {
  int link = 0;
  WrapCylinder<Scalar, Dim> cylinder;
};

/// @tparam Laws  Force laws of all its muscles, MuscleLaws<Active, Passive>.
template <typename ScalarType, int Dimension, typename LawsType = MuscleLaws<>>
struct Model {
  using Scalar = ScalarType;
  using Laws = LawsType;
  static constexpr int Dim = Dimension;
  using Vector = guyline::Vector<Scalar, Dim>;

  std::string name;
  Frame<Scalar, Dim> frame;
  Laws laws;
  std::vector<Muscle<Scalar>> muscles;
  std::vector<Path<Scalar, Dim>> paths;  ///< One per muscle, same order.
  std::vector<Tissue<Scalar>> tissues;
  std::vector<Level<Scalar, Dim>> levels;

  int num_muscles() const { return static_cast<int>(muscles.size()); }

  /// Adds a muscle along points on bodies, around cylinders if any.
  ///
  /// @throws InvalidArgument for fewer than two points, an unknown body or link, two cylinders on
  ///         one link, a radius that is not > 0, an axis that is not a unit one, a name that is
  ///         taken, or a muscle that validate() refuses.
  CableIndex add_muscle(Muscle<Scalar> muscle, std::vector<PathPoint<Scalar, Dim>> points,
                        const std::vector<PathWrap<Scalar, Dim>>& wraps = {}) {
    validate(muscle);
    if (find_muscle(muscle.name)) {
      throw InvalidArgument("muscle " + muscle.name + " is in the model already");
    }
    paths.push_back(make_path(muscle.name, std::move(points), wraps));
    muscles.push_back(std::move(muscle));
    return CableIndex(num_muscles() - 1);
  }

  std::optional<CableIndex> find_muscle(const std::string& muscle_name) const {
    for (int i = 0; i < num_muscles(); ++i) {
      if (muscles[static_cast<std::size_t>(i)].name == muscle_name) return CableIndex(i);
    }
    return std::nullopt;
  }

  /// Muscles of that name, or of that group, in the model's order.
  /// @throws UnknownName naming muscles and groups.
  std::vector<CableIndex> select_muscles(const std::string& muscle_or_group) const {
    std::vector<CableIndex> selected;
    for (int i = 0; i < num_muscles(); ++i) {
      const auto& m = muscles[static_cast<std::size_t>(i)];
      if (m.name == muscle_or_group) return {CableIndex(i)};
      if (m.group == muscle_or_group) selected.push_back(CableIndex(i));
    }
    if (selected.empty()) {
      std::string names;
      std::vector<std::string> groups;
      for (const auto& m : muscles) {
        names += " " + m.name;
        if (std::find(groups.begin(), groups.end(), m.group) == groups.end()) {
          groups.push_back(m.group);
        }
      }
      std::string group_names;
      for (const std::string& g : groups) group_names += " " + g;
      throw UnknownName("no muscle or group is named \"" + muscle_or_group +
                        "\"; groups:" + group_names + "; muscles:" + names);
    }
    return selected;
  }

  /// Index of a level. @throws UnknownName listing the levels.
  int level_index(const std::string& level_name) const {
    std::string names;
    for (std::size_t i = 0; i < levels.size(); ++i) {
      if (levels[i].name == level_name) return static_cast<int>(i);
      names += " " + levels[i].name;
    }
    throw UnknownName("no level is named \"" + level_name + "\"; there are" + names);
  }

 private:
  static void check_cylinder(const std::string& muscle_name,
                             const WrapCylinder<Scalar, Dim>& cylinder) {
    require_positive("wrap radius of " + muscle_name, value_of(cylinder.radius), "m");
    for (int i = 0; i < Dim; ++i) {
      require_finite("wrap centre of " + muscle_name, value_of(cylinder.center_B[i]), "m");
    }
    const double squared_norm = value_of(Space<Scalar, Dim>::dot(cylinder.axis_B, cylinder.axis_B));
    if (!(std::abs(squared_norm - 1.0) < 1e-9)) {
      throw InvalidArgument("muscle " + muscle_name +
                            ": the axis of a cylinder must have length 1, its square is " +
                            internal::number(squared_norm));
    }
  }
  Path<Scalar, Dim> make_path(const std::string& muscle_name,
                              std::vector<PathPoint<Scalar, Dim>> points,
                              const std::vector<PathWrap<Scalar, Dim>>& wraps) const {
    const int n = static_cast<int>(points.size());
    if (n < 2) {
      throw InvalidArgument("muscle " + muscle_name + ": a path needs at least two points, got " +
                            std::to_string(n));
    }
    const auto check_body = [&](int body) {
      if (body < 0 || body >= frame.num_bodies()) {
        throw InvalidArgument("muscle " + muscle_name + ": body " + std::to_string(body) +
                              " is not in the frame");
      }
    };
    Path<Scalar, Dim> path;
    for (const auto& point : points) {
      check_body(point.body);
      for (int i = 0; i < Dim; ++i) {
        require_finite("path point of " + muscle_name, value_of(point.point_B[i]), "m");
      }
    }
    std::vector<std::vector<int>> link_coordinates;
    for (int k = 0; k + 1 < n; ++k) {
      PathLink link;
      link.from = k;
      link.to = k + 1;
      const int a = points[static_cast<std::size_t>(k)].body;
      const int b = points[static_cast<std::size_t>(k) + 1].body;
      std::vector<int> moved = frame.relative_coordinates(a, b);
      for (const auto& wrap : wraps) {
        if (wrap.link != k) continue;
        check_body(wrap.cylinder.body);
        check_cylinder(muscle_name, wrap.cylinder);
        if (link.cylinder >= 0) {
          throw InvalidArgument("muscle " + muscle_name + ": link " + std::to_string(k) +
                                " goes around one cylinder at most");
        }
        link.cylinder = static_cast<int>(path.cylinders.size());
        path.cylinders.push_back(wrap.cylinder);
        for (const int other : frame.relative_coordinates(a, wrap.cylinder.body)) {
          if (std::find(moved.begin(), moved.end(), other) == moved.end()) moved.push_back(other);
        }
        for (const int other : frame.relative_coordinates(b, wrap.cylinder.body)) {
          if (std::find(moved.begin(), moved.end(), other) == moved.end()) moved.push_back(other);
        }
        std::sort(moved.begin(), moved.end());
      }
      path.coordinates.insert(path.coordinates.end(), moved.begin(), moved.end());
      link_coordinates.push_back(std::move(moved));
      path.links.push_back(std::move(link));
    }
    for (const auto& wrap : wraps) {
      if (wrap.link < 0 || wrap.link + 1 >= n) {
        throw InvalidArgument("muscle " + muscle_name + ": link " + std::to_string(wrap.link) +
                              " is out of range: the path has " + std::to_string(n - 1) + " links");
      }
    }
    std::sort(path.coordinates.begin(), path.coordinates.end());
    path.coordinates.erase(std::unique(path.coordinates.begin(), path.coordinates.end()),
                           path.coordinates.end());
    for (std::size_t k = 0; k < path.links.size(); ++k) {
      for (const int q : link_coordinates[k]) {
        const auto at = std::find(path.coordinates.begin(), path.coordinates.end(), q);
        path.links[k].slots.push_back(static_cast<int>(at - path.coordinates.begin()));
      }
    }
    path.points = std::move(points);
    return path;
  }
};

/// The sagittal model of the library's own.
template <typename Scalar>
using PlanarModel = Model<Scalar, 2>;

/// Sets one knob of one muscle or of every muscle of a group.
///
/// @param value  Absolute, in the knob's unit and range (muscle/knobs.hpp).
/// @throws UnknownName     as Model::select_muscles() says.
/// @throws InvalidArgument as set_knob() of one muscle says.
template <typename Scalar, int Dim, typename Laws>
void set_knob(Model<Scalar, Dim, Laws>& model, const std::string& muscle_or_group, Knob knob,
              const Scalar& value, Adaptation adaptation = Adaptation::kRecalibrated) {
  for (const CableIndex i : model.select_muscles(muscle_or_group)) {
    set_knob(model.muscles[static_cast<std::size_t>(static_cast<int>(i))], knob, value, adaptation);
  }
}

/// The model with a muscle, or every muscle of a group, cut: it stays in the tables with tension 0.
/// @throws UnknownName as Model::select_muscles() says.
template <typename Scalar, int Dim, typename Laws>
Model<Scalar, Dim, Laws> without(Model<Scalar, Dim, Laws> model,
                                 const std::string& muscle_or_group) {
  for (const CableIndex i : model.select_muscles(muscle_or_group)) {
    model.muscles[static_cast<std::size_t>(static_cast<int>(i))].max_isometric_force = Scalar(0);
  }
  return model;
}

/// Checks what no single part can: sizes, levels, tissue shares, cable points on one spot.
/// @throws InvalidArgument or DegenerateGeometry naming what is wrong. O(model), allocates.
template <typename Scalar, int Dim, typename Laws>
void validate(const Model<Scalar, Dim, Laws>& model) {
  const auto& frame = model.frame;
  if (frame.num_bodies() == 0) throw InvalidArgument("model " + model.name + " has no bodies");
  if (model.paths.size() != model.muscles.size()) {
    throw InvalidArgument("model " + model.name + ": " + std::to_string(model.muscles.size()) +
                          " muscles but " + std::to_string(model.paths.size()) + " paths");
  }
  for (int i = 0; i < Dim; ++i) {
    require_finite("gravity", value_of(frame.gravity[i]), "m/s^2");
  }
  for (const auto& muscle : model.muscles) validate(muscle);
  for (const auto& tissue : model.tissues) {
    validate(tissue);
    if (tissue.coordinate < 0 || tissue.coordinate >= frame.num_coordinates()) {
      throw InvalidArgument("tissue on coordinate " + std::to_string(tissue.coordinate) +
                            ", which the frame does not have");
    }
    double share = 0.0;
    for (int m = 0; m < frame.num_motions(); ++m) {
      if (frame.motion(m).coordinate == tissue.coordinate) {
        share += value_of(frame.motion(m).function(Scalar(0)).derivative);
      }
    }
    if (std::abs(share - 1.0) > 1e-9) {
      throw InvalidArgument(
          "tissue on " +
          frame.coordinate_names()[static_cast<std::size_t>(static_cast<int>(tissue.coordinate))] +
          ": the shares of its motions add up to " + internal::number(share) + ", must be 1");
    }
  }
  for (const auto& level : model.levels) {
    if (level.motion < 0 || level.motion >= frame.num_motions() || level.body_below < 0 ||
        level.body_below >= frame.num_bodies()) {
      throw InvalidArgument("level " + level.name + " is at a motion or body that does not exist");
    }
    require_finite("rest moment of " + level.name, value_of(level.rest_moment), "N m");
  }
  Kinematics<Scalar, Dim> kinematics;
  kinematics.resize(frame.num_bodies(), frame.num_motions(), frame.num_coordinates());
  update_kinematics(frame, VectorX<Scalar>(VectorX<Scalar>::Zero(frame.num_coordinates())), false,
                    kinematics);
  for (std::size_t c = 0; c < model.paths.size(); ++c) {
    const Path<Scalar, Dim>& path = model.paths[c];
    for (const PathLink& link : path.links) {
      const auto& a = path.points[static_cast<std::size_t>(link.from)];
      const auto& b = path.points[static_cast<std::size_t>(link.to)];
      const Vector<Scalar, Dim> d =
          kinematics.position(b.body, b.point_B) - kinematics.position(a.body, a.point_B);
      if (!(value_of(Scalar(d.squaredNorm())) > 1e-18)) {
        throw DegenerateGeometry("muscle " + model.muscles[c].name + ": points " +
                                 std::to_string(link.from) + " and " + std::to_string(link.to) +
                                 " of its path are on one spot, so that link has no direction");
      }
      if (link.cylinder < 0) continue;
      const auto& w = path.cylinders[static_cast<std::size_t>(link.cylinder)];
      const Vector<Scalar, Dim> center = kinematics.position(w.body, w.center_B);
      for (const auto* end : {&a, &b}) {
        using Space = guyline::Space<Scalar, Dim>;
        const auto axis = Space::rotate(
            kinematics.poses[static_cast<std::size_t>(static_cast<int>(w.body))].rotation,
            w.axis_B);
        const Vector<Scalar, Dim> normal = Space::cross(
            axis, Vector<Scalar, Dim>(kinematics.position(end->body, end->point_B) - center));
        if (!(value_of(Scalar(normal.squaredNorm())) >= value_of(w.radius) * value_of(w.radius))) {
          throw DegenerateGeometry("muscle " + model.muscles[c].name + ": an end of link " +
                                   std::to_string(link.from) +
                                   " lies inside the cylinder that it goes around");
        }
      }
    }
  }
}

#ifdef GUYLINE_COMPILED
extern template struct Model<double, 2>;
extern template void validate(const Model<double, 2>&);
#endif

}  // namespace guyline
