#pragma once

/// @file
/// The bridge: the built-in sagittal model of legs, pelvis, lumbar spine and trunk, both sides summed.
///
/// Bodies foot - shank - thigh - pelvis - L5 ... L1 - torso in a chain that stands on the foot;
/// coordinates [rad] ankle_dorsiflexion, knee_flexion, hip_flexion, lumbar_flexion, all zero where
/// the segments are drawn up straight; six discs share the lumbar flexion. 23 cables, straight from
/// point to point. Every number and its source is a row of bridge_data.hpp.
///   anterior tilt = ankle_dorsiflexion - knee_flexion + hip_flexion        (trunk = tilt + lumbar)
/// The reference posture is the balanced one with tilt 0 and the trunk upright.
///
/// Size: lengths go with stature, weights and muscle forces with mass, tissue moments with both
/// (similarity; an assumption), so that the posture does not depend on size and loads go with mass.
///
/// Pelvic incidence PI (bone shape): in the reference posture LL and SS follow the regressions of
/// [lehuec2016] and PT = PI - SS closes the identity; a radiograph's PT and LL take their place where
/// given. bridge_skeleton.hpp moves the skeleton of the rows, taken as PI 50, to these angles; slack
/// lengths absorb what that changes in the paths.
///
/// Computed in the reference posture, once, before any knob is turned:
///   threshold of every reflex       the normalised length there
///   tone of the hip extensors       such that the reference posture is an equilibrium (unless given)
///   rest moment of every disc       such that it is balanced there with resting muscles
/// Not covered: frontal plane, left and right apart, arms (they hang), age.
/// Theory: (G26) to (G29) in docs/theory.md.

#include <array>
#include <guyline/model/bridge_skeleton.hpp>
#include <guyline/model/moments.hpp>
#include <guyline/muscle/tone.hpp>

namespace guyline {

enum class Sex { kMale, kFemale };

/// Who the bridge is.
template <typename Scalar>
struct BridgeOptions {
  Sex sex = Sex::kMale;
  Scalar mass{bridge_data::kReferenceMass.value};                         ///< [kg], 35 to 200.
  Scalar stature{bridge_data::kReferenceStature.value};                   ///< [m], 1.3 to 2.2.
  Scalar pelvic_incidence{bridge_data::kReferencePelvicIncidence.value};  ///< [rad]
  /// Radiographic angles of the reference posture [rad]; absent: the regressions on PI. SS = PI - PT.
  std::optional<Scalar> pelvic_tilt_radiographic;  ///< PT, -10 to 40 deg.
  std::optional<Scalar> lordosis;                  ///< LL (L1 to S1), 20 to 90 deg.
  /// Tone of hamstrings and gluteus maximus [1]; absent: solved for, see above.
  std::optional<Scalar> hip_extensor_tone;
  Scalar gravity{9.80665};  ///< [m/s^2], > 0, downwards.
};

/// The model with the names and reference angles that standing needs.
template <typename ScalarType, typename LawsType = MuscleLaws<>>
struct Bridge {
  using Scalar = ScalarType;
  using Laws = LawsType;

  Model<Scalar, 2, Laws> model;
  BridgeOptions<Scalar> options;
  VectorX<Scalar> reference_q;                   ///< Reference posture [rad].
  Scalar balance_offset{0};                      ///< [m], centre of mass ahead of the ankle.
  Scalar sacral_slope_reference{0};              ///< SS at tilt 0 [rad].
  Scalar pelvic_tilt_radiographic_reference{0};  ///< PT at tilt 0 [rad].
  Scalar lordosis_reference{0};                  ///< LL (L1 to S1) in the reference posture [rad].

  CoordinateIndex ankle_dorsiflexion, knee_flexion, hip_flexion, lumbar_flexion;
  MotionIndex ankle, knee, hip;
  BodyIndex foot, pelvis, l1;
};

namespace internal {

/// Muscles whose first point is on the sacrum.
inline bool arises_from_sacrum(const std::string& muscle) {
  return muscle == "erector_spinae_lumbar" || muscle == "erector_spinae_thoracic_pelvic" ||
         muscle == "multifidus";
}

inline bool is_hip_extensor(const std::string& muscle) {
  for (const char* name : bridge_data::kSolvedToneMuscles) {
    if (muscle == name) return true;
  }
  return false;
}

/// Balanced standing with tilt 0: Newton on the ankle, the hip going back by as much.
template <typename Scalar, typename Laws>
void find_reference_posture(Bridge<Scalar, Laws>& bridge, Kinematics<Scalar, 2>& kinematics,
                            MassCenter<Scalar, 2>& center) {
  constexpr int kMaxSteps = 50;
  const auto& frame = bridge.model.frame;
  VectorX<Scalar>& q = bridge.reference_q;
  q.setZero(frame.num_coordinates());
  for (int it = 0; it < kMaxSteps; ++it) {
    update_kinematics(frame, q, false, kinematics);
    update_mass_center(frame, kinematics, false, center);
    const Scalar off =
        center.position.x() -
        kinematics.poses[static_cast<std::size_t>(static_cast<int>(bridge.foot))].position.x() -
        bridge.balance_offset;
    const Scalar rate = center.rates[static_cast<std::size_t>(bridge.ankle_dorsiflexion)].x() -
                        center.rates[static_cast<std::size_t>(bridge.hip_flexion)].x();
    const Scalar step = -off / rate;
    q[bridge.ankle_dorsiflexion] += step;
    q[bridge.hip_flexion] -= step;
    if (std::abs(value_of(step)) < 1e-15) return;
    if (!std::isfinite(value_of(step)) || std::abs(value_of(q[bridge.hip_flexion])) > 1.0) break;
  }
  throw InvalidArgument("bridge: a body of these proportions cannot balance upright over its foot");
}

/// Thresholds, hip extensor tone and rest moments, in the reference posture.
template <typename Scalar, typename Laws>
void calibrate_reference(Bridge<Scalar, Laws>& bridge) {
  auto& model = bridge.model;
  const auto& frame = model.frame;
  const int n = frame.num_coordinates();
  Kinematics<Scalar, 2> kinematics;
  kinematics.resize(frame.num_bodies(), frame.num_motions(), n);
  MassCenter<Scalar, 2> center;
  center.resize(frame.num_bodies(), n);
  find_reference_posture(bridge, kinematics, center);
  const VectorX<Scalar>& q = bridge.reference_q;

  // The free direction: tilt forward, lumbar back, the ankle keeps the centre of mass in place.
  const auto rate_x = [&](CoordinateIndex k) -> const Scalar& {
    return center.rates[static_cast<std::size_t>(static_cast<int>(k))].x();
  };
  VectorX<Scalar> free = VectorX<Scalar>::Zero(n);
  free[bridge.ankle_dorsiflexion] =
      -(rate_x(bridge.hip_flexion) - rate_x(bridge.lumbar_flexion)) /
      (rate_x(bridge.ankle_dorsiflexion) - rate_x(bridge.hip_flexion));
  free[bridge.hip_flexion] = Scalar(1) - free[bridge.ankle_dorsiflexion];
  free[bridge.lumbar_flexion] = Scalar(-1);

  PathLength<Scalar> length;
  length.resize(n);
  Scalar moment(0);
  for (int k = 0; k < n; ++k) {
    moment += free[k] * center.mass * frame.gravity.dot(center.rates[static_cast<std::size_t>(k)]);
  }
  for (const Tissue<Scalar>& tissue : model.tissues) {
    moment += free[tissue.coordinate] * tissue_moment(tissue, q[tissue.coordinate]).moment;
  }
  Scalar per_activation(0);
  for (std::size_t i = 0; i < model.muscles.size(); ++i) {
    Muscle<Scalar>& muscle = model.muscles[i];
    const Path<Scalar, 2>& path = model.paths[i];
    update_path_length(path, kinematics, Order::kGradient, length);
    muscle.threshold = normalized_length(muscle, length.length);
    const MuscleState<Scalar> state = evaluate_muscle(muscle, length.length, model.laws);
    Scalar rate(0);
    for (std::size_t j = 0; j < path.coordinates.size(); ++j) {
      rate += free[path.coordinates[j]] * length.gradient[j];
    }
    if (is_hip_extensor(muscle.name)) {
      moment -= rate * state.passive_tension;
      per_activation += rate * state.active_capacity;
    } else {
      moment -= rate * state.resting_tension;
    }
  }
  if (bridge.options.hip_extensor_tone) {
    const Scalar tone = *bridge.options.hip_extensor_tone;
    for (auto& muscle : model.muscles) {
      if (is_hip_extensor(muscle.name)) set_knob(muscle, Knob::kTone, tone);
    }
  } else {
    const Scalar activation = moment / per_activation;
    constexpr double kLeast = 2 * kToneRounding;
    if (!(value_of(activation) >= kLeast && value_of(activation) <= 0.2)) {
      throw InvalidArgument("bridge: the hip extensors would need a tone of " +
                            internal::number(value_of(activation)) +
                            " to stand in the reference posture, allowed " +
                            internal::number(kLeast) +
                            " to 0.2; give hip_extensor_tone to build the body all the same");
    }
    // The inverse of squareplus, so that the activation at the threshold is the one asked for.
    const Scalar tone = activation - Scalar(kToneRounding * kToneRounding) / activation;
    for (auto& muscle : model.muscles) {
      if (is_hip_extensor(muscle.name)) muscle.tone = tone;
    }
  }

  // Each disc balanced; the share-weighted mean is the lumbar coordinate's business, not theirs.
  std::vector<Scalar> tensions;
  for (std::size_t i = 0; i < model.muscles.size(); ++i) {
    update_path_length(model.paths[i], kinematics, Order::kValue, length);
    tensions.push_back(
        evaluate_muscle(model.muscles[i], length.length, model.laws).resting_tension);
  }
  std::vector<Scalar> left_over(static_cast<std::size_t>(frame.num_motions()), Scalar(0));
  Scalar mean(0), shares(0);
  for (int m = 0; m < frame.num_motions(); ++m) {
    if (frame.motion(m).coordinate != bridge.lumbar_flexion) continue;
    const MotionIndex motion(m);
    Scalar sum = gravity_moment(frame, kinematics, motion) + tissue_moment_at(model, q, motion);
    for (int i = 0; i < model.num_muscles(); ++i) {
      sum -= tensions[static_cast<std::size_t>(i)] *
             length_rate(model, kinematics, CableIndex(i), motion);
    }
    const Scalar share = frame.motion(m).function(Scalar(0)).derivative;
    left_over[static_cast<std::size_t>(m)] = sum;
    mean += share * sum;
    shares += share;
  }
  mean /= shares;
  for (Level<Scalar, 2>& level : model.levels) {
    level.rest_moment = mean - left_over[static_cast<std::size_t>(static_cast<int>(level.motion))];
  }
}

}  // namespace internal

/// Builds the bridge for one person.
///
/// @throws InvalidArgument if an option is out of range (bridge_data.hpp), or if the body could not
///         stand in its reference posture.
/// @note Allocates; about 50 us.
template <typename Scalar = double, typename Laws = MuscleLaws<>>
Bridge<Scalar, Laws> bridge(const BridgeOptions<Scalar>& options = {}, const Laws& laws = {}) {
  using Vector = guyline::Vector<Scalar, 2>;
  using Motion2 = Motion<Scalar, 2>;
  namespace data = bridge_data;
  constexpr double kDegree = data::kDegree;
  require_in_range("mass", value_of(options.mass), "kg", data::kMinMass.value,
                   data::kMaxMass.value);
  require_in_range("stature", value_of(options.stature), "m", data::kMinStature.value,
                   data::kMaxStature.value);
  require_in_range("pelvic incidence", value_of(options.pelvic_incidence) / kDegree, "deg",
                   data::kMinPelvicIncidence.value / kDegree,
                   data::kMaxPelvicIncidence.value / kDegree);
  if (options.pelvic_tilt_radiographic) {
    require_in_range("radiographic pelvic tilt",
                     value_of(*options.pelvic_tilt_radiographic) / kDegree, "deg", -10.0, 40.0);
  }
  if (options.lordosis) {
    require_in_range("lordosis", value_of(*options.lordosis) / kDegree, "deg", 20.0, 90.0);
  }
  require_positive("gravity", value_of(options.gravity), "m/s^2");

  const Scalar length_scale = options.stature / Scalar(data::kReferenceStature.value);
  const Scalar force_scale = options.mass / Scalar(data::kReferenceMass.value);
  Bridge<Scalar, Laws> result;
  result.options = options;
  const Scalar regression_slope = Scalar(data::kSacralSlopeSlope.value) * options.pelvic_incidence +
                                  Scalar(data::kSacralSlopeIntercept.value);
  result.pelvic_tilt_radiographic_reference =
      options.pelvic_tilt_radiographic ? *options.pelvic_tilt_radiographic
                                       : Scalar(options.pelvic_incidence - regression_slope);
  result.sacral_slope_reference =
      options.pelvic_incidence - result.pelvic_tilt_radiographic_reference;
  result.lordosis_reference =
      options.lordosis ? *options.lordosis
                       : Scalar(Scalar(data::kLordosisSlope.value) * options.pelvic_incidence +
                                Scalar(data::kLordosisIntercept.value));
  // What the rows of the skeleton stand for.
  const double row_incidence = data::kReferencePelvicIncidence.value;
  const double row_slope =
      data::kSacralSlopeSlope.value * row_incidence + data::kSacralSlopeIntercept.value;
  const double row_lordosis =
      data::kLordosisSlope.value * row_incidence + data::kLordosisIntercept.value;
  const Scalar d_sacral_slope = result.sacral_slope_reference - Scalar(row_slope);
  const Scalar d_pelvic_tilt =
      result.pelvic_tilt_radiographic_reference - Scalar(row_incidence - row_slope);
  const Scalar d_lordosis = result.lordosis_reference - Scalar(row_lordosis);
  result.balance_offset = Scalar(data::kBalancePoint.value) * length_scale;

  Model<Scalar, 2, Laws>& model = result.model;
  model.name = "bridge";
  model.laws = laws;
  Frame<Scalar, 2>& frame = model.frame;
  frame.gravity = Vector(Scalar(0), -options.gravity);
  result.ankle_dorsiflexion = frame.add_coordinate("ankle_dorsiflexion");
  result.knee_flexion = frame.add_coordinate("knee_flexion");
  result.hip_flexion = frame.add_coordinate("hip_flexion");
  result.lumbar_flexion = frame.add_coordinate("lumbar_flexion");

  const internal::BridgeSkeleton<Scalar> skeleton(length_scale);
  const internal::PelvicIncidenceMorph<Scalar> morph(skeleton, d_sacral_slope, d_pelvic_tilt,
                                                     d_lordosis);
  // Each body's frame has its origin in the joint below it, axes as the ground's when q = 0.
  const auto body_origin = [&](int body) -> Vector {
    return morph.joint(body == 0 ? 0 : body - 1);
  };
  const auto in_body = [&](int body, const Vector& point, bool sacral) -> Vector {
    return morph.move(body, point, sacral) - body_origin(body);
  };
  const Scalar forward(-1);
  Pose<Scalar, 2> at_joint;
  at_joint.position = body_origin(0);
  result.foot = frame.add_body(data::kBodyNames[0], -1, at_joint, {}, {});
  for (std::size_t j = 0; j < data::kJoints.size(); ++j) {
    const auto& row = data::kJoints[j];
    const int child = static_cast<int>(j) + 1;
    at_joint.position = body_origin(child) - body_origin(child - 1);
    Motion2 motion;
    const std::string name = row.name;
    if (name == "ankle") {
      motion = Motion2::rotation(forward, result.ankle_dorsiflexion);
    } else if (name == "knee") {
      motion = Motion2::rotation(forward, result.knee_flexion,
                                 CoordinateFunction<Scalar>::linear(Scalar(-1)));
    } else if (name == "hip") {
      motion = Motion2::rotation(forward, result.hip_flexion);
    } else {
      motion = Motion2::rotation(forward, result.lumbar_flexion,
                                 CoordinateFunction<Scalar>::linear(Scalar(row.share)));
    }
    frame.add_body(data::kBodyNames[static_cast<std::size_t>(child)], child - 1, at_joint, {motion},
                   {});
  }
  result.ankle = MotionIndex(0);
  result.knee = MotionIndex(1);
  result.hip = MotionIndex(2);
  result.pelvis = frame.body_index("pelvis");
  result.l1 = frame.body_index("L1");

  for (const auto& row : data::kSegments) {
    if (row.female != (options.sex == Sex::kFemale)) continue;
    frame.add_mass({BodyIndex(row.body),
                    in_body(row.body, skeleton.place(row.body, row.x, row.y), false),
                    Scalar(row.mass) * force_scale, row.name});
  }

  Tissue<Scalar> spine;
  const Scalar tissue_scale =
      force_scale * length_scale *
      Scalar(options.sex == Sex::kFemale ? data::kFemaleLumbarFactor.value : 1.0);
  spine.coordinate = result.lumbar_flexion;
  spine.stiffness =
      Scalar(data::kLumbarStiffness.value *
             (1.0 + data::kFollowerLoad.value / data::kFollowerLoadThatDoublesStiffness.value)) *
      tissue_scale;
  spine.flexion = {Scalar(data::kLumbarFlexionStopMoment.value) * tissue_scale,
                   Scalar(data::kLumbarFlexionStopOnset.value),
                   Scalar(data::kLumbarFlexionStopWidth.value)};
  spine.extension = {Scalar(data::kLumbarExtensionStopMoment.value) * tissue_scale,
                     Scalar(data::kLumbarExtensionStopOnset.value),
                     Scalar(data::kLumbarExtensionStopWidth.value)};
  model.tissues.push_back(spine);

  for (const auto& row : data::kMuscles) {
    Muscle<Scalar> muscle;
    muscle.name = row.name;
    muscle.group = row.group;
    muscle.max_isometric_force = Scalar(row.max_isometric_force) * force_scale;
    muscle.optimal_fibre_length = Scalar(row.optimal_fibre_length) * length_scale;
    muscle.cos_pennation = Scalar(std::cos(row.pennation_angle));
    muscle.passive_onset = Scalar(row.passive_onset);
    muscle.passive_width = Scalar(row.passive_width);
    muscle.tone = Scalar(row.tone);
    muscle.reflex_gain = Scalar(row.reflex_gain);
    std::vector<PathPoint<Scalar, 2>> points;
    Scalar change(0);
    Vector last = Vector::Zero(), last_moved = Vector::Zero();
    for (int k = 0; k < row.num_points; ++k) {
      const auto& p = row.points[static_cast<std::size_t>(k)];
      const bool sacral = k == 0 && internal::arises_from_sacrum(muscle.name);
      const Vector point = skeleton.place(p.body, p.x, p.y);
      const Vector moved = morph.move(p.body, point, sacral);
      if (k > 0) {
        change += sqrt(Scalar((moved - last_moved).squaredNorm())) -
                  sqrt(Scalar((point - last).squaredNorm()));
      }
      last = point;
      last_moved = moved;
      points.push_back({BodyIndex(p.body), in_body(p.body, point, sacral)});
    }
    muscle.slack_length = Scalar(row.slack_length) * length_scale + change;
    model.add_muscle(std::move(muscle), std::move(points));
  }

  const auto add_level = [&](const char* name, int motion, int body_below, const Scalar& slope) {
    Level<Scalar, 2> level;
    level.name = name;
    level.motion = MotionIndex(motion);
    level.body_below = BodyIndex(body_below);
    level.into_B = Vector(-sin(slope), -cos(slope));
    level.forward_B = Vector(cos(slope), -sin(slope));
    model.levels.push_back(level);
  };
  add_level("L5/S1", data::kPelvis, data::kPelvis, result.sacral_slope_reference);
  add_level("L4/L5", data::kL5, data::kL5,
            Scalar(data::kL5UpperEndplateAngle.value) + morph.turn(data::kL5));

  internal::calibrate_reference(result);
  validate(model);
  return result;
}

#ifdef GUYLINE_COMPILED
extern template Bridge<double> bridge(const BridgeOptions<double>&, const MuscleLaws<>&);
#endif

}  // namespace guyline
