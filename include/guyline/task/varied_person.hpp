#pragma once

/// @file
/// The person and what is asked of it as parameters to differentiate by.
///
/// Size is similarity (model/bridge.hpp): with the mass every force goes, with the stature every length,
/// with both every moment, so that neither moves the posture and
///   d force / d mass = force / mass,       d moment / d mass    = moment / mass,
///   d force / d stature = 0,               d moment / d stature = moment / stature.
/// Pelvic incidence moves the whole body, calibration included: a bridge of Dual numbers. The trunk moves
/// what is held, gravity both.
/// Not covered: what follows from it, stand_sensitivity.hpp.

#include <guyline/core/dual.hpp>
#include <guyline/task/stand.hpp>

namespace guyline {

/// What is not a knob, in the order of the columns behind the knobs'.
enum class PersonParameter {
  kMass,               ///< [kg]
  kStature,            ///< [m]
  kPelvicIncidence,    ///< [rad], PT and LL of the reference as the regressions say unless given.
  kTrunkInclination,   ///< [rad], forward positive.
  kGravityInclination  ///< [rad], gravity = |g| (sin, -cos): positive leans towards +x.
};
inline constexpr int kNumPersonParameters = 5;

/// Name and unit of a parameter of the person.
inline const char* parameter_name(PersonParameter parameter) {
  constexpr std::array<const char*, kNumPersonParameters> kNames = {
      "mass", "stature", "pelvic_incidence", "trunk_inclination", "gravity_inclination"};
  return kNames[static_cast<std::size_t>(parameter)];
}

/// Directions: those parameters that move the posture, then the path.
inline constexpr int kPersonDirections = 4;

/// The direction of a parameter. Mass and stature have none: they are known by similarity.
inline int direction_of(PersonParameter parameter) {
  return static_cast<int>(parameter) - static_cast<int>(PersonParameter::kPelvicIncidence);
}

/// What is not a knob of a task, in the order of the columns behind the knobs'. What a task carries does
/// not go with the person's mass, so that no similarity helps: each has a direction.
enum class TaskParameter {
  kMass,               ///< [kg], of the body; what it carries stays.
  kStature,            ///< [m]; burdens go with it, the reach of the hands does not.
  kPelvicIncidence,    ///< [rad], as PersonParameter.
  kTrunkInclination,   ///< [rad], forward positive, where the task holds it.
  kGroundInclination,  ///< [rad], falls away forward where positive.
  kHandMass            ///< [kg]
};
inline constexpr int kNumTaskParameters = 6;

/// Name of a parameter of a task.
inline const char* parameter_name(TaskParameter parameter) {
  constexpr std::array<const char*, kNumTaskParameters> kNames = {
      "mass",     "stature", "pelvic_incidence", "trunk_inclination", "ground_inclination",
      "hand_mass"};
  return kNames[static_cast<std::size_t>(parameter)];
}

/// Directions of a task: its parameters, then the path.
inline constexpr int kTaskDirections = kNumTaskParameters + 1;
inline int direction_of(TaskParameter parameter) { return static_cast<int>(parameter); }

/// Refuses a body that bridge() and its knobs cannot make.
///
/// @param built  bridge() with the given body's options.
/// @param needed_by  What needs such a body, for the message.
template <typename Laws>
void require_built(const Bridge<double, Laws>& given, const Bridge<double, Laws>& built,
                   const std::string& needed_by) {
  const auto refuse = [&](const std::string& what) {
    throw InvalidArgument(
        needed_by +
        " need a body from bridge() that only knobs and cuts have changed; changed by hand: " +
        what);
  };
  if (built.model.num_muscles() != given.model.num_muscles()) refuse("muscles");
  using M = Muscle<double>;
  for (std::size_t i = 0; i < built.model.muscles.size(); ++i) {
    const M& before = built.model.muscles[i];
    const M& now = given.model.muscles[i];
    if (before.name != now.name) refuse("muscles");
    for (const auto fixed : {&M::optimal_fibre_length, &M::cos_pennation, &M::slack_length,
                             &M::passive_onset, &M::passive_width, &M::threshold}) {
      if (before.*fixed != now.*fixed) refuse(now.name);
    }
  }
}

/// The person's parameters as directions of Dual numbers; all else as in the given body.
///
/// @tparam N  kPersonDirections: as standing has them. kTaskDirections: with mass and stature, and gravity
///            as it is.
template <typename Laws, int N = kPersonDirections>
struct VariedPerson {
  static_assert(N == kPersonDirections || N == kTaskDirections, "of standing or of a task");
  using Number = Dual<N>;
  using Parameter = std::conditional_t<N == kPersonDirections, PersonParameter, TaskParameter>;

  Bridge<double, Laws> built;  ///< Before any knob was turned.
  Bridge<Number, Laws> body;
  std::vector<Number> tones;   ///< As built.
  std::vector<Number> forces;  ///< F0 as built.

  explicit VariedPerson(const Bridge<double, Laws>& given)
      : built(bridge(given.options, given.model.laws)) {
    require_built(given, built, "derivatives by the person");
    const BridgeOptions<double>& from = given.options;
    BridgeOptions<Number> options;
    options.sex = from.sex;
    options.mass = Number(from.mass);
    options.stature = Number(from.stature);
    if constexpr (N == kTaskDirections) {
      options.mass.gradient[direction_of(Parameter::kMass)] = 1.0;
      options.stature.gradient[direction_of(Parameter::kStature)] = 1.0;
    }
    options.pelvic_incidence =
        Number::variable(from.pelvic_incidence, direction_of(Parameter::kPelvicIncidence));
    if (from.pelvic_tilt_radiographic) {
      options.pelvic_tilt_radiographic = Number(*from.pelvic_tilt_radiographic);
    }
    if (from.lordosis) options.lordosis = Number(*from.lordosis);
    if (from.hip_extensor_tone) options.hip_extensor_tone = Number(*from.hip_extensor_tone);
    options.gravity = Number(from.gravity);
    body = bridge(options, given.model.laws);
    for (const auto& muscle : body.model.muscles) {
      tones.push_back(muscle.tone);
      forces.push_back(muscle.max_isometric_force);
    }
    const Vector<double, 2>& g = given.model.frame.gravity;
    Vector<Number, 2>& gravity = body.model.frame.gravity;
    gravity = {Number(g.x()), Number(g.y())};
    if constexpr (N == kPersonDirections) {
      // Turned about +z by the parameter: d(gx, gy) = (-gy, gx).
      const int turn = direction_of(Parameter::kGravityInclination);
      gravity.x().gradient[turn] = -g.y();
      gravity.y().gradient[turn] = g.x();
    }
    update(given);
  }

  /// Takes over knobs and cuts. A tone that is as built goes on following the person.
  void update(const Bridge<double, Laws>& given) {
    for (std::size_t i = 0; i < forces.size(); ++i) {
      const Muscle<double>& before = built.model.muscles[i];
      const Muscle<double>& now = given.model.muscles[i];
      Muscle<Number>& muscle = body.model.muscles[i];
      muscle.max_isometric_force =
          forces[i] * Number(now.max_isometric_force / before.max_isometric_force);
      muscle.tone = now.tone == before.tone ? tones[i] : Number(now.tone);
      muscle.length_change = Number(now.length_change);
      muscle.recalibrated_length = Number(now.recalibrated_length);
      muscle.stiffness = Number(now.stiffness);
      muscle.reflex_gain = Number(now.reflex_gain);
      muscle.strength = Number(now.strength);
    }
  }
};

}  // namespace guyline
