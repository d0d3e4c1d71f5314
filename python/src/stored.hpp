#pragma once

/// @file
/// A bridge as plain numbers: what a pickle holds, and what goes from one module to another. Modules
/// of different instruction sets lay out the same C++ types differently, so none of these crosses.

#include <array>
#include <guyline/model/bridge.hpp>
#include <guyline/task/movement.hpp>
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

/// Name, law, balance, held (angle, value), ground, burdens, hand mass and reach; seat, backrest, reflexes,
/// weight carried; silent; follower load; tilt from, to, reference; effort power.
using StoredTask =
    std::tuple<std::string, int, int, std::vector<std::pair<int, double>>, double,
               std::vector<std::tuple<std::string, double, double, double>>, std::array<double, 2>,
               std::array<bool, 4>, std::vector<std::string>, double, std::array<double, 3>, int>;

inline StoredTask store(const Task& t) {
  std::vector<std::pair<int, double>> held;
  for (const Held& h : t.held) held.emplace_back(static_cast<int>(h.angle), h.value);
  std::vector<std::tuple<std::string, double, double, double>> burdens;
  for (const Burden& b : t.burdens) burdens.emplace_back(b.name, b.mass, b.forward, b.up);
  return {t.name,
          static_cast<int>(t.law),
          static_cast<int>(t.balance),
          held,
          t.ground_inclination,
          burdens,
          {t.hand_mass, t.hand_reach},
          {t.has_seat, t.has_backrest, t.has_reflexes, t.weight_is_carried},
          t.silent,
          t.follower_load,
          {t.least_tilt, t.greatest_tilt, t.equilibrium.reference},
          static_cast<int>(t.effort.power)};
}

inline Task restore(const StoredTask& stored) {
  Task t;
  t.name = std::get<0>(stored);
  t.law = static_cast<PostureLaw>(std::get<1>(stored));
  t.balance = static_cast<Balance>(std::get<2>(stored));
  for (const auto& [angle, value] : std::get<3>(stored)) {
    t.held.push_back({static_cast<HeldAngle>(angle), value});
  }
  t.ground_inclination = std::get<4>(stored);
  for (const auto& [name, mass, forward, up] : std::get<5>(stored)) {
    t.burdens.push_back({name, mass, forward, up});
  }
  std::tie(t.hand_mass, t.hand_reach) = std::tuple_cat(std::get<6>(stored));
  std::tie(t.has_seat, t.has_backrest, t.has_reflexes, t.weight_is_carried) =
      std::tuple_cat(std::get<7>(stored));
  t.silent = std::get<8>(stored);
  t.follower_load = std::get<9>(stored);
  std::tie(t.least_tilt, t.greatest_tilt, t.equilibrium.reference) =
      std::tuple_cat(std::get<10>(stored));
  t.effort.power = std::get<11>(stored) == 3 ? EffortPower::kCube : EffortPower::kSquare;
  return t;
}

/// Moments of hamstrings, back and extension; grip and finger tips; whether weakness ends it; the end.
using StoredStop =
    std::tuple<std::array<double, 3>, std::optional<double>, std::optional<double>, bool, double>;

inline StoredStop store(const StopRules& r) {
  return {{r.hamstring_moment, r.lumbar_moment, r.extension_moment},
          r.grip_height,
          r.fingertip_height,
          r.ends_where_too_weak,
          r.end};
}

inline StopRules restore(const StoredStop& stored) {
  StopRules r;
  std::tie(r.hamstring_moment, r.lumbar_moment, r.extension_moment) =
      std::tuple_cat(std::get<0>(stored));
  std::tie(std::ignore, r.grip_height, r.fingertip_height, r.ends_where_too_weak, r.end) = stored;
  return r;
}

}  // namespace guyline::python
