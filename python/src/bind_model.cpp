// The bridge: who it is, what-ifs, where its parts are in a pose.

#include <pybind11/stl.h>

#include <cmath>
#include <guyline/model/bridge.hpp>
#include <tuple>
#include <utility>

#include "bindings.hpp"
#include "stored.hpp"

namespace py = pybind11;

namespace guyline::python {
namespace {

using Options = BridgeOptions<double>;
using Point = std::pair<double, double>;
SharedBridge build(const Options& options) {
  auto made = std::make_shared<const Bridge<double>>(bridge(options));
  return {made, made};
}

void require_muscle(const Bridge<double>& bridge, int index) {
  require_in_range("muscle index", index, "", 0, bridge.model.num_muscles() - 1);
}

/// Sets knobs, given as (muscle, knob, value), on a copy.
SharedBridge vary(const SharedBridge& self,
                  const std::vector<std::tuple<int, int, double>>& changes, bool acute) {
  auto made = std::make_shared<Bridge<double>>(*self.bridge);
  for (const auto& [muscle, knob, value] : changes) {
    require_muscle(*made, muscle);
    set_knob(made->model.muscles[static_cast<std::size_t>(muscle)], static_cast<Knob>(knob), value,
             acute ? Adaptation::kAcute : Adaptation::kRecalibrated);
  }
  return {std::move(made), self.built};
}

/// Cuts muscles on a copy.
SharedBridge cut(const SharedBridge& self, const std::vector<int>& muscles) {
  auto made = std::make_shared<Bridge<double>>(*self.bridge);
  for (const int muscle : muscles) {
    require_muscle(*made, muscle);
    made->model.muscles[static_cast<std::size_t>(muscle)].max_isometric_force = 0.0;
  }
  return {std::move(made), self.built};
}

struct PlacedBody {
  std::string name;
  Point position;  ///< [m], of the joint below it.
  double angle;    ///< [rad], against the ground, anticlockwise with x to the right.
};
struct PlacedMass {
  std::string name;
  Point position;  ///< [m]
};
struct PlacedLevel {
  std::string name;
  Point position;  ///< [m], of its joint.
  Point into;      ///< Unit, into the endplate below.
};
struct Geometry {
  std::vector<PlacedBody> bodies;
  std::vector<std::vector<Point>> cables;  ///< [m], one polyline per muscle.
  std::vector<PlacedMass> masses;
  std::vector<PlacedLevel> levels;
};

/// Where everything is at q: for drawings.
Geometry geometry(const SharedBridge& self, const std::vector<double>& q) {
  const auto& model = self.bridge->model;
  const auto& frame = model.frame;
  if (static_cast<int>(q.size()) != frame.num_coordinates()) {
    throw InvalidArgument("q needs one entry for each of the " +
                          std::to_string(frame.num_coordinates()) + " coordinates, got " +
                          std::to_string(q.size()));
  }
  Kinematics<double, 2> kinematics;
  kinematics.resize(frame.num_bodies(), frame.num_motions(), frame.num_coordinates());
  const VectorX<double> at =
      Eigen::Map<const VectorX<double>>(q.data(), static_cast<Eigen::Index>(q.size()));
  update_kinematics(frame, at, false, kinematics);
  const auto point = [](const Vector<double, 2>& p) { return Point(p.x(), p.y()); };
  Geometry result;
  for (int b = 0; b < frame.num_bodies(); ++b) {
    const auto& pose = kinematics.poses[static_cast<std::size_t>(b)];
    result.bodies.push_back({frame.body(b).name, point(pose.position),
                             std::atan2(pose.rotation(1, 0), pose.rotation(0, 0))});
  }
  for (const auto& path : model.paths) {
    std::vector<Point> line;
    for (const auto& p : path.points) line.push_back(point(kinematics.position(p.body, p.point_B)));
    result.cables.push_back(std::move(line));
  }
  for (const auto& mass : frame.masses()) {
    result.masses.push_back({mass.name, point(kinematics.position(mass.body, mass.point_B))});
  }
  for (const auto& level : model.levels) {
    const int below = level.body_below;
    const auto above = static_cast<std::size_t>(frame.motion_body(level.motion));
    result.levels.push_back(
        {level.name, point(kinematics.poses[above].position),
         point(kinematics.poses[static_cast<std::size_t>(below)].rotation * level.into_B)});
  }
  return result;
}

}  // namespace

void bind_model(py::module_& m) {
  py::class_<Options>(m, "BridgeOptions", "Who the bridge is; a new one holds the defaults.")
      .def(py::init<>())
      .def_property(
          "sex", [](const Options& o) { return sex_name(o.sex); },
          [](Options& o, const std::string& name) { o.sex = sex_of(name); }, "male or female")
      .def_readwrite("mass", &Options::mass, "[kg]")
      .def_readwrite("stature", &Options::stature, "[m]")
      .def_readwrite("pelvic_incidence", &Options::pelvic_incidence, "[rad]")
      .def_readwrite("pelvic_tilt_radiographic", &Options::pelvic_tilt_radiographic,
                     "[rad], None: by regression")
      .def_readwrite("lordosis", &Options::lordosis, "[rad], None: by regression")
      .def_readwrite("hip_extensor_tone", &Options::hip_extensor_tone, "[1], None: solved for")
      .def_readwrite("gravity", &Options::gravity, "[m/s^2]");

  py::class_<PlacedBody>(m, "PlacedBody", "A body in a pose.")
      .def_readonly("name", &PlacedBody::name)
      .def_readonly("position", &PlacedBody::position, "[m]")
      .def_readonly("angle", &PlacedBody::angle, "[rad]");
  py::class_<PlacedMass>(m, "PlacedMass", "A mass in a pose.")
      .def_readonly("name", &PlacedMass::name)
      .def_readonly("position", &PlacedMass::position, "[m]");
  py::class_<PlacedLevel>(m, "PlacedLevel", "An endplate in a pose.")
      .def_readonly("name", &PlacedLevel::name)
      .def_readonly("position", &PlacedLevel::position, "[m]")
      .def_readonly("into", &PlacedLevel::into, "[1]");
  py::class_<Geometry>(m, "Geometry", "Where everything is in a pose: x forward, y up.")
      .def_readonly("bodies", &Geometry::bodies)
      .def_readonly("cables", &Geometry::cables, "[m]")
      .def_readonly("masses", &Geometry::masses)
      .def_readonly("levels", &Geometry::levels);

  py::class_<SharedBridge>(m, "Bridge", "The built-in sagittal model, constant.")
      .def(py::init(&build), py::arg("options"), py::call_guard<py::gil_scoped_release>())
      .def("vary", &vary, py::arg("changes"), py::arg("acute"),
           "A copy with knobs set, each given as (muscle, knob, value).")
      .def("without", &cut, py::arg("muscles"), "A copy with these muscles cut.")
      .def("geometry", &geometry, py::arg("q"))
      .def_property_readonly(
          "settings", [](const SharedBridge& s) { return settings(*s.bridge); },
          "Per muscle: F0 [N], length, recalibrated length, stiffness, tone, reflex gain, strength")
      .def_property_readonly("built_muscles",
                             [](const SharedBridge& s) { return s.built->model.muscles; })
      .def_property_readonly("muscle_names",
                             [](const SharedBridge& s) {
                               std::vector<std::string> names;
                               for (const auto& m : s.bridge->model.muscles)
                                 names.push_back(m.name);
                               return names;
                             })
      .def_property_readonly("options", [](const SharedBridge& s) { return s.bridge->options; })
      .def_property_readonly("muscles",
                             [](const SharedBridge& s) { return s.bridge->model.muscles; })
      .def(py::pickle([](const SharedBridge& s) { return store(*s.bridge); },
                      [](const Stored& stored) {
                        auto built = std::make_shared<const Bridge<double>>(restore_built(stored));
                        auto made = std::make_shared<const Bridge<double>>(restore(stored, *built));
                        return SharedBridge{std::move(made), std::move(built)};
                      }));
}

}  // namespace guyline::python
