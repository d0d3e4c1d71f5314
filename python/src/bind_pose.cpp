// A body held in a pose: where it is, what its cables do there.

#include <pybind11/stl.h>

#include <cmath>
#include <guyline/model/bridge.hpp>
#include <guyline/posture/potential.hpp>
#include <string>
#include <utility>

#include "bindings.hpp"

namespace py = pybind11;

namespace guyline::python {
namespace {

using Point = std::pair<double, double>;

Point point(const Vector<double, 2>& p) { return {p.x(), p.y()}; }

struct PosedJoint {
  std::string name;
  Point position;      ///< [m]
  Point mass_above;    ///< [m], centre of mass of what the joint carries.
  double gravity = 0;  ///< Moments [N m], positive flexes (dorsiflexes).
  double tissue = 0;
  double passive = 0;
  double tonic = 0;
};

struct PosedMuscle {
  double length = 0;             ///< [m], of the path.
  double normalized_length = 0;  ///< [1], of the fibres.
  double activation = 0;         ///< [1], at rest.
  double passive_tension = 0;    ///< [N]
  double tension = 0;            ///< [N], passive and tonic.
  std::vector<double> arms;      ///< [m], one per joint, positive flexes.
};

struct Posed {
  double lordosis = 0;  ///< [rad], L1 to S1.
  Point mass_center;    ///< [m]
  std::vector<PosedJoint> joints;
  std::vector<PosedMuscle> muscles;
};

Posed pose(const SharedBridge& self, const std::vector<double>& at) {
  const Bridge<double>& bridge = *self.bridge;
  const auto& model = bridge.model;
  const auto& frame = model.frame;
  if (static_cast<int>(at.size()) != frame.num_coordinates()) {
    throw InvalidArgument("q needs one entry for each of the " +
                          std::to_string(frame.num_coordinates()) + " coordinates, got " +
                          std::to_string(at.size()));
  }
  const VectorX<double> q =
      Eigen::Map<const VectorX<double>>(at.data(), static_cast<Eigen::Index>(at.size()));
  PostureData<double, 2> data(model);
  update_potential(model, q, Order::kGradient, data);

  Posed result;
  const auto rotation = [&](BodyIndex body) -> const auto& {
    return data.kinematics.poses[static_cast<std::size_t>(static_cast<int>(body))].rotation;
  };
  const auto turn = (rotation(bridge.pelvis).transpose() * rotation(bridge.l1)).eval();
  result.lordosis = bridge.lordosis_reference + std::atan2(turn(1, 0), turn(0, 0));
  result.mass_center = point(data.mass_center.position);

  for (int i = 0; i < model.num_muscles(); ++i) {
    const auto c = static_cast<std::size_t>(i);
    const MuscleState<double>& state = data.muscles[c];
    result.muscles.push_back({data.path_lengths[c],
                              state.normalized_length,
                              state.tonic_activation,
                              state.passive_tension,
                              state.resting_tension,
                              {}});
  }
  MassCenter<double, 2> above;
  above.resize(frame.num_bodies(), frame.num_coordinates());
  for (int m = 0; m < frame.num_motions(); ++m) {
    const MotionIndex motion(m);
    PosedJoint joint;
    joint.name = bridge_data::kJoints[static_cast<std::size_t>(m)].name;
    joint.position = point(data.kinematics.screws[static_cast<std::size_t>(m)].origin_G);
    update_mass_center(frame, data.kinematics, false, above, frame.motion_body(motion));
    joint.mass_above = point(above.position);
    // A motion whose function falls (the knee's) counts against its coordinate.
    const auto& hinge = frame.motion(motion);
    const double sign = hinge.function(q[hinge.coordinate]).derivative < 0.0 ? -1.0 : 1.0;
    joint.gravity = sign * gravity_moment(frame, data.kinematics, motion);
    joint.tissue = sign * tissue_moment_at(model, q, motion);
    for (int i = 0; i < model.num_muscles(); ++i) {
      PosedMuscle& muscle = result.muscles[static_cast<std::size_t>(i)];
      const double arm = -sign * length_rate(model, data.kinematics, CableIndex(i), motion);
      muscle.arms.push_back(arm);
      joint.passive += muscle.passive_tension * arm;
      joint.tonic += (muscle.tension - muscle.passive_tension) * arm;
    }
    result.joints.push_back(std::move(joint));
  }
  return result;
}

}  // namespace

void bind_pose(py::module_& m) {
  py::class_<PosedJoint>(m, "PosedJoint", "A joint in a pose; moments flex where positive.")
      .def_readonly("name", &PosedJoint::name)
      .def_readonly("position", &PosedJoint::position, "[m]")
      .def_readonly("mass_above", &PosedJoint::mass_above, "[m]")
      .def_readonly("gravity", &PosedJoint::gravity, "[N m]")
      .def_readonly("tissue", &PosedJoint::tissue, "[N m]")
      .def_readonly("passive", &PosedJoint::passive, "[N m]")
      .def_readonly("tonic", &PosedJoint::tonic, "[N m]");
  py::class_<PosedMuscle>(m, "PosedMuscle", "A muscle in a pose, at rest.")
      .def_readonly("length", &PosedMuscle::length, "[m]")
      .def_readonly("normalized_length", &PosedMuscle::normalized_length, "[1]")
      .def_readonly("activation", &PosedMuscle::activation, "[1]")
      .def_readonly("passive_tension", &PosedMuscle::passive_tension, "[N]")
      .def_readonly("tension", &PosedMuscle::tension, "[N]")
      .def_readonly("arms", &PosedMuscle::arms, "[m], one per joint, positive flexes");
  py::class_<Posed>(m, "Posed", "A body in a pose: SI units and radians.")
      .def_readonly("lordosis", &Posed::lordosis, "[rad]")
      .def_readonly("mass_center", &Posed::mass_center, "[m]")
      .def_readonly("joints", &Posed::joints)
      .def_readonly("muscles", &Posed::muscles);
  m.def("pose", &pose, py::arg("bridge"), py::arg("q"), py::call_guard<py::gil_scoped_release>(),
        "What this body is like in a pose, whatever holds it there.");
}

}  // namespace guyline::python
