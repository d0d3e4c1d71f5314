// Branches of resting postures over one knob, sweeps along them, one branch over two knobs.

#include <pybind11/stl.h>

#include <guyline/posture/continuation.hpp>
#include <guyline/posture/follow_map.hpp>
#include <guyline/posture/hysteresis.hpp>
#include <guyline/posture/knob_system.hpp>
#include <guyline/task/stand.hpp>
#include <limits>
#include <string>
#include <utility>

#include "bindings.hpp"

namespace py = pybind11;

namespace guyline::python {
namespace {

/// How to stand, within which tilts [rad].
struct TiltRange {
  double least, greatest;
};

StandOptions within(StandOptions options, const TiltRange& range) {
  options.least_tilt = range.least;
  options.greatest_tilt = range.greatest;
  return options;
}

KnobGroup group_of(const std::vector<int>& muscles, int knob, bool acute) {
  KnobGroup group;
  for (const int muscle : muscles) group.muscles.push_back(CableIndex(muscle));
  group.knob = static_cast<Knob>(knob);
  group.adaptation = acute ? Adaptation::kAcute : Adaptation::kRecalibrated;
  return group;
}

struct OneKnob {
  Manifold<double, 2> manifold;
  KnobSystem<1, 2, MuscleLaws<>> system;
  ContinuationResult result;

  OneKnob(const SharedBridge& self, const StandOptions& options, const KnobGroup& group,
          double lower, double upper)
      : manifold(standing_manifold(*self.bridge, options)),
        system(knob_system(self.bridge->model, manifold, group)),
        result(continue_equilibria(system, {manifold.lower(), manifold.upper(), lower, upper})) {}
};

FollowMapResult tilt_map(const SharedBridge& self, const StandOptions& options,
                         const KnobGroup& first, const KnobGroup& second, FollowMapGrid grid) {
  const auto manifold = standing_manifold(*self.bridge, options);
  // Every group as its first muscle: a group that turns together has one value.
  auto model = self.bridge->model;
  for (const KnobGroup* group : {&first, &second}) {
    const auto lead = static_cast<std::size_t>(static_cast<int>(group->muscles.at(0)));
    const double value = knob_value(model.muscles[lead], group->knob);
    (group == &first ? grid.start_first : grid.start_second) = value;
    for (const int muscle : group->muscles) {
      set_knob(model.muscles[static_cast<std::size_t>(muscle)], group->knob, value,
               group->adaptation);
    }
  }
  auto system = knob_system(self.bridge->model, manifold, first, second);
  grid.path_lower = manifold.lower();
  grid.path_upper = manifold.upper();
  EquilibriumData<double, 2> data(model, manifold);
  const auto found = find_equilibria(model, manifold, options.equilibrium, data);
  if (found.status != PostureStatus::kSolved) {
    grid.validate();
    FollowMapResult nothing;
    const std::size_t cells = grid.first.size() * grid.second.size();
    nothing.status.assign(cells, CellStatus::kNotReached);
    nothing.path.assign(cells, std::numeric_limits<double>::quiet_NaN());
    nothing.stiffness = nothing.path;
    return nothing;
  }
  grid.start_path = found.equilibria[static_cast<std::size_t>(found.resting)].path;
  return follow_map(system, grid);
}

template <typename Value, typename Member>
std::vector<Value> column(const Branch& branch, const Member& member) {
  std::vector<Value> values;
  values.reserve(branch.points.size());
  for (const ContinuationPoint& point : branch.points) {
    values.push_back(static_cast<Value>(point.*member));
  }
  return values;
}

/// Words of an enumeration up to its last member.
template <typename Status>
std::vector<std::string> words(Status last) {
  std::vector<std::string> found;
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    found.emplace_back(to_string(static_cast<Status>(i)));
  }
  return found;
}

}  // namespace

void bind_continuation(py::module_& m) {
  using Point = ContinuationPoint;
  py::class_<Branch>(m, "Branch", "A curve of equilibria over a knob: SI units and radians.")
      .def_property_readonly("path",
                             [](const Branch& b) { return column<double>(b, &Point::path); })
      .def_property_readonly("parameter",
                             [](const Branch& b) { return column<double>(b, &Point::parameter); })
      .def_property_readonly("stiffness",
                             [](const Branch& b) { return column<double>(b, &Point::stiffness); })
      .def_property_readonly("kind", [](const Branch& b) { return column<int>(b, &Point::kind); })
      .def_property_readonly("stable",
                             [](const Branch& b) { return column<bool>(b, &Point::stable); })
      .def_property_readonly("at_front",
                             [](const Branch& b) { return static_cast<int>(b.at_front); })
      .def_property_readonly("at_back",
                             [](const Branch& b) { return static_cast<int>(b.at_back); });

  py::class_<SpecialPoint>(m, "SpecialPoint", "A fold or branch point.")
      .def_readonly("path", &SpecialPoint::path, "[rad]")
      .def_readonly("parameter", &SpecialPoint::parameter)
      .def_readonly("corner", &SpecialPoint::corner)
      .def_readonly("branches", &SpecialPoint::branches);

  py::class_<ContinuationResult>(m, "ContinuationResult", "All branches over one knob.")
      .def_property_readonly("status",
                             [](const ContinuationResult& r) { return static_cast<int>(r.status); })
      .def_readonly("branches", &ContinuationResult::branches)
      .def_readonly("folds", &ContinuationResult::folds)
      .def_readonly("branch_points", &ContinuationResult::branch_points)
      .def_readonly("evaluations", &ContinuationResult::evaluations);

  py::class_<Jump>(m, "Jump", "One jump of a resting posture.")
      .def_readonly("parameter", &Jump::parameter)
      .def_readonly("path_from", &Jump::path_from, "[rad]")
      .def_readonly("path_to", &Jump::path_to, "[rad]");

  py::class_<Passage>(m, "Passage", "One way over the range of a knob.")
      .def_property_readonly("status", [](const Passage& s) { return static_cast<int>(s.status); })
      .def_readonly("parameter", &Passage::parameter)
      .def_readonly("path", &Passage::path, "[rad]")
      .def_readonly("jumps", &Passage::jumps);

  py::class_<FollowMapResult>(m, "FollowMapResult", "One branch over a grid of two knobs.")
      .def_property_readonly("status",
                             [](const FollowMapResult& r) {
                               std::vector<int> words;
                               for (const CellStatus s : r.status) {
                                 words.push_back(static_cast<int>(s));
                               }
                               return words;
                             })
      .def_readonly("path", &FollowMapResult::path, "[rad]")
      .def_readonly("stiffness", &FollowMapResult::stiffness, "[N m/rad]")
      .def_readonly("tears", &FollowMapResult::tears)
      .def_readonly("started", &FollowMapResult::started)
      .def_readonly("evaluations", &FollowMapResult::evaluations);

  m.def(
      "continuation_words",
      [] {
        return std::vector<std::vector<std::string>>{
            words<ContinuationStatus>(ContinuationStatus::kTooMany),
            words<BranchEnd>(BranchEnd::kBudget), words<PassageStatus>(PassageStatus::kBroken),
            words<CellStatus>(CellStatus::kNotReached)};
      },
      "Words of ContinuationStatus, BranchEnd, PassageStatus and CellStatus by number.");
  m.def(
      "tilt_range",
      [] {
        const StandOptions options;
        return std::make_pair(options.least_tilt, options.greatest_tilt);
      },
      "Least and greatest tilt that are searched [rad].");
  m.def(
      "continue_equilibria",
      [](const SharedBridge& self, const StandOptions& options, std::pair<double, double> tilt,
         const std::vector<int>& muscles, int knob, bool acute, double lower, double upper) {
        OneKnob one(self, within(options, {tilt.first, tilt.second}),
                    group_of(muscles, knob, acute), lower, upper);
        return std::move(one.result);
      },
      py::arg("bridge"), py::arg("options"), py::arg("tilt_range"), py::arg("muscles"),
      py::arg("knob"), py::arg("acute"), py::arg("lower"), py::arg("upper"),
      py::call_guard<py::gil_scoped_release>(), "All branches of equilibria over one knob.");
  m.def(
      "hysteresis",
      [](const SharedBridge& self, const StandOptions& options, std::pair<double, double> tilt,
         const std::vector<int>& muscles, int knob, bool acute, double lower, double upper,
         double reference) {
        OneKnob one(self, within(options, {tilt.first, tilt.second}),
                    group_of(muscles, knob, acute), lower, upper);
        HysteresisResult swept = hysteresis(one.system, one.result, reference);
        return std::make_pair(std::move(swept.up), std::move(swept.down));
      },
      py::arg("bridge"), py::arg("options"), py::arg("tilt_range"), py::arg("muscles"),
      py::arg("knob"), py::arg("acute"), py::arg("lower"), py::arg("upper"), py::arg("reference"),
      py::call_guard<py::gil_scoped_release>(),
      "The resting posture with a knob going up and down.");
  m.def(
      "tilt_map",
      [](const SharedBridge& self, const StandOptions& options, std::pair<double, double> tilt,
         const std::vector<int>& first_muscles, int first_knob,
         const std::vector<int>& second_muscles, int second_knob, bool acute,
         const std::vector<double>& first, const std::vector<double>& second) {
        FollowMapGrid grid;
        grid.first = first;
        grid.second = second;
        return tilt_map(self, within(options, {tilt.first, tilt.second}),
                        group_of(first_muscles, first_knob, acute),
                        group_of(second_muscles, second_knob, acute), std::move(grid));
      },
      py::arg("bridge"), py::arg("options"), py::arg("tilt_range"), py::arg("first_muscles"),
      py::arg("first_knob"), py::arg("second_muscles"), py::arg("second_knob"), py::arg("acute"),
      py::arg("first"), py::arg("second"), py::call_guard<py::gil_scoped_release>(),
      "The branch through the resting posture over two knobs.");
}

}  // namespace guyline::python
