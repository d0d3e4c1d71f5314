#pragma once

/// @file
/// A bridge as plain numbers: what a pickle holds, and what goes from one module to another. Modules
/// of different instruction sets lay out the same C++ types differently, so none of these crosses.

#include <array>
#include <guyline/model/bridge.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace guyline::python {

/// What knobs and cuts can change of a muscle, in the order of a pickle.
using MuscleSettings = std::array<double, 7>;

/// Sex, mass, stature, pelvic incidence, PT, lordosis, hip extensor tone, gravity, muscles.
using Stored =
    std::tuple<std::string, double, double, double, std::optional<double>, std::optional<double>,
               std::optional<double>, double, std::vector<MuscleSettings>>;

inline std::string sex_name(Sex sex) { return sex == Sex::kFemale ? "female" : "male"; }

inline Sex sex_of(const std::string& name) {
  if (name == "male") return Sex::kMale;
  if (name == "female") return Sex::kFemale;
  throw InvalidArgument("sex must be \"male\" or \"female\", got \"" + name + "\"");
}

inline std::vector<MuscleSettings> settings(const Bridge<double>& bridge) {
  std::vector<MuscleSettings> rows;
  for (const auto& m : bridge.model.muscles) {
    rows.push_back({m.max_isometric_force, m.length_change, m.recalibrated_length, m.stiffness,
                    m.tone, m.reflex_gain, m.strength});
  }
  return rows;
}

inline Stored store(const Bridge<double>& bridge) {
  const BridgeOptions<double>& o = bridge.options;
  return {sex_name(o.sex),
          o.mass,
          o.stature,
          o.pelvic_incidence,
          o.pelvic_tilt_radiographic,
          o.lordosis,
          o.hip_extensor_tone,
          o.gravity,
          settings(bridge)};
}

/// The person as built, no knob turned yet.
inline Bridge<double> restore_built(const Stored& stored) {
  BridgeOptions<double> o;
  std::string sex;
  std::tie(sex, o.mass, o.stature, o.pelvic_incidence, o.pelvic_tilt_radiographic, o.lordosis,
           o.hip_extensor_tone, o.gravity, std::ignore) = stored;
  o.sex = sex_of(sex);
  return bridge(o);
}

/// `built` with the knobs and cuts of `stored`.
inline Bridge<double> restore(const Stored& stored, Bridge<double> built) {
  const auto& rows = std::get<8>(stored);
  auto& muscles = built.model.muscles;
  if (rows.size() != muscles.size()) {
    throw InvalidArgument("a stored bridge has " + std::to_string(rows.size()) +
                          " muscles, this version of guyline has " +
                          std::to_string(muscles.size()));
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto& m = muscles[i];
    std::tie(m.max_isometric_force, m.length_change, m.recalibrated_length, m.stiffness, m.tone,
             m.reflex_gain, m.strength) = std::tuple_cat(rows[i]);
    validate(m);
  }
  return built;
}

}  // namespace guyline::python
