#pragma once

/// @file
/// Tests of muscle length as a clinic does them, on the cables of the bridge.
///
///   straight_leg_raise()      supine, one leg raised with a straight knee, the other flat
///   knee_extension()          supine, hip at 90 deg: what the knee lacks to straight
///   modified_thomas()         supine at the table's edge, the other leg hugged, this one hangs
///   ely()                     prone, the knee bent
///   hip_extension()           prone, the straight leg lifted
/// The leg goes from its start as long as it is driven, to the first place where the drive is zero:
///   drive = torque - resistance(angle)        resistance: muscles and lumbar tissue about the joint
/// `torque` is what the examiner adds beside carrying the leg's weight; a person who stops the test
/// first tolerates less. Only in modified_thomas() the leg hangs by its weight, and in an active knee
/// extension the quadriceps carries it. One leg is tested; moments are those of one leg.
/// A resistance may fall again where a cable's arm does: a longer muscle whose resistance never comes
/// to the torque lets the leg go on to the end of the range, and `limit` says so.
/// Not covered: nerves, joint capsules and hip ligaments, which the bridge has not; reaction to pain.

#include <guyline/task/clinical_run.hpp>

namespace guyline {

/// Straight-leg raise, into a result that is there already.
///
/// @param data    Made for this bridge. @param result  From make_clinical_result().
/// @note No allocation.
template <typename Laws>
void update_straight_leg_raise(const Bridge<double, Laws>& bridge,
                               const StraightLegRaiseOptions& options, ClinicalData& data,
                               ClinicalResult& result) {
  const internal::TestedJoint joint{true, 1.0};
  LegOnTable leg;
  internal::TableTest<Laws> test(bridge, options.table, leg, data);
  const ClinicalLimit limit = test.drive(
      leg, leg.thigh, options.stop.end_of_range, 1.0, internal::torque_limit(options.stop),
      [&](const LegOnTable& at) { return options.stop.stop() - test.resistance(at, joint); });
  test.describe(limit, leg, joint, result);
}

/// Knee extension with the hip bent, into a result that is there already.
/// @note No allocation.
template <typename Laws>
void update_knee_extension(const Bridge<double, Laws>& bridge, const KneeExtensionOptions& options,
                           ClinicalData& data, ClinicalResult& result) {
  const internal::TestedJoint joint{false, -1.0};
  LegOnTable leg{options.thigh, options.start};
  internal::TableTest<Laws> test(bridge, options.table, LegOnTable{}, data);
  bool weak = false;
  const auto drive = [&](const LegOnTable& at) {
    const double resistance = test.resistance(at, joint);
    const double to_stop = options.stop.stop() - resistance;
    if (options.by == KneeExtension::kPassive) return to_stop;
    // The quadriceps at full activation; its resting tension is in the resistance.
    double lift = -resistance - leg_weight(bridge, Lying::kSupine, data.tested).knee;
    for (int i = 0; i < bridge.model.num_muscles(); ++i) {
      const auto& muscle = bridge.model.muscles[static_cast<std::size_t>(i)];
      if (muscle.group != "quadriceps") continue;
      const auto& state = data.tested.posture.muscles[static_cast<std::size_t>(i)];
      lift += 0.5 * (muscle_tension(state, 1.0) - state.resting_tension) *
              data.tested.posture.dlength_dq(int(bridge.knee_flexion), i);
    }
    weak = lift < to_stop;
    return std::min(lift, to_stop);
  };
  ClinicalLimit limit = test.drive(leg, leg.knee, options.stop.end_of_range, -1.0,
                                   internal::torque_limit(options.stop), drive);
  if (weak && limit == internal::torque_limit(options.stop)) limit = ClinicalLimit::kStrength;
  test.describe(limit, leg, joint, result);
}

/// Ely's test, into a result that is there already. The lift of the buttocks is tilt - rest_tilt.
/// @note No allocation.
template <typename Laws>
void update_ely(const Bridge<double, Laws>& bridge, const ElyOptions& options, ClinicalData& data,
                ClinicalResult& result) {
  const internal::TestedJoint joint{false, 1.0};
  LegOnTable leg;
  internal::TableTest<Laws> test(bridge, options.table, leg, data);
  const ClinicalLimit limit = test.drive(
      leg, leg.knee, options.stop.end_of_range, 1.0, internal::torque_limit(options.stop),
      [&](const LegOnTable& at) { return options.stop.stop() - test.resistance(at, joint); });
  test.describe(limit, leg, joint, result);
}

/// Passive hip extension, into a result that is there already; `thigh` is negative in extension.
/// @note No allocation.
template <typename Laws>
void update_hip_extension(const Bridge<double, Laws>& bridge, const HipExtensionOptions& options,
                          ClinicalData& data, ClinicalResult& result) {
  const internal::TestedJoint joint{true, -1.0};
  LegOnTable leg;
  internal::TableTest<Laws> test(bridge, options.table, leg, data);
  const ClinicalLimit limit = test.drive(
      leg, leg.thigh, -options.stop.end_of_range, -1.0, internal::torque_limit(options.stop),
      [&](const LegOnTable& at) { return options.stop.stop() - test.resistance(at, joint); });
  test.describe(limit, leg, joint, result);
}

/// Modified Thomas test, into a result that is there already.
///
/// The leg hangs where weight and resistance balance about hip and knee; a knee that would go beyond
/// straight or heel to buttock stays there, and a hip at the end of its range hands what is left of
/// the weight on to the pelvis.
/// @note No allocation.
template <typename Laws>
void update_modified_thomas(const Bridge<double, Laws>& bridge,
                            const ModifiedThomasOptions& options, ClinicalData& data,
                            ClinicalResult& result) {
  using bridge_data::kDegree;
  const internal::TestedJoint joint{true, -1.0};
  LegOnTable leg;
  internal::TableTest<Laws> test(bridge, options.table, options.other, data);
  double tilt = test.tilt();
  const auto moments = [&] {
    const TableMoments elastic = elastic_moments(bridge, options.table, leg, tilt, data.tested);
    const TableMoments weight = leg_weight(bridge, Lying::kSupine, data.tested);
    return TableMoments{elastic.hip + weight.hip, elastic.knee + weight.knee, elastic.tilt};
  };
  Walk thigh, knee;
  const auto hang = [&](double at) {
    leg.thigh = at;
    TableMoments here;
    knee = walk_downhill(
        [&](double bent) {
          leg.knee = bent;
          here = moments();
          return here.knee;
        },
        leg.knee, 0.0, clinical_data::kKneeFlexionEnd.value, 2.0 * kDegree, 16.0 * kDegree);
    return knee.end == WalkEnd::kNotFinite ? knee.force : here.hip;
  };
  const auto settle = [&] {
    const double lower = -options.end_of_range - tilt;
    thigh = walk_downhill(hang, leg.thigh, lower, clinical_data::kHipFlexionEnd.value,
                          2.0 * kDegree, 8.0 * kDegree);
  };
  double pelvis_left_over = 0.0;
  WalkEnd pelvis = WalkEnd::kRoot;
  if (options.table.pelvis == PelvisOnTable::kHeld) {
    settle();
  } else {
    const Walk walk = walk_downhill(
        [&](double at) {
          tilt = at;
          settle();
          const double stopped = thigh.end == WalkEnd::kRoot ? 0.0 : thigh.force;
          const double own = moments().tilt - stopped;
          return own + elastic_moments(bridge, options.table, options.other, tilt, data.other).tilt;
        },
        tilt, -60.0 * kDegree, 60.0 * kDegree, 2.0 * kDegree, 4.0 * kDegree);
    pelvis = walk.end;
    pelvis_left_over = walk.force;
  }
  test.set_tilt(tilt, pelvis_left_over);
  test.set_residual(std::max(thigh.end == WalkEnd::kRoot ? std::abs(thigh.force) : 0.0,
                             knee.end == WalkEnd::kRoot ? std::abs(knee.force) : 0.0));
  ClinicalLimit limit =
      thigh.end == WalkEnd::kRoot ? ClinicalLimit::kEquilibrium : ClinicalLimit::kEndOfRange;
  if (pelvis != WalkEnd::kRoot || thigh.end == WalkEnd::kNotFinite || std::isnan(tilt)) {
    limit = ClinicalLimit::kNoPelvis;
  }
  test.describe(limit, leg, joint, result);
}

namespace internal {
template <typename Laws, typename Options, typename Update>
ClinicalResult run_once(const Bridge<double, Laws>& bridge, const Options& options,
                        const Update& update) {
  options.validate();
  validate(bridge.model);
  ClinicalData data(bridge);
  ClinicalResult result = make_clinical_result(bridge);
  update(data, result);
  return result;
}
}  // namespace internal

/// Straight-leg raise. The one-off door: allocates its scratch.
/// @throws InvalidArgument if an option is out of range or the model is not valid.
template <typename Laws>
ClinicalResult straight_leg_raise(const Bridge<double, Laws>& bridge,
                                  const StraightLegRaiseOptions& options = {}) {
  return internal::run_once(bridge, options, [&](ClinicalData& data, ClinicalResult& result) {
    update_straight_leg_raise(bridge, options, data, result);
  });
}

/// Knee extension with the hip bent: `knee` is the popliteal angle, what it lacks to straight. The one-off door: allocates its scratch.
/// @throws InvalidArgument if an option is out of range or the model is not valid.
template <typename Laws>
ClinicalResult knee_extension(const Bridge<double, Laws>& bridge,
                              const KneeExtensionOptions& options = {}) {
  return internal::run_once(bridge, options, [&](ClinicalData& data, ClinicalResult& result) {
    update_knee_extension(bridge, options, data, result);
  });
}

/// Modified Thomas test: `thigh` against horizontal, positive above; `knee` its flexion. The one-off door: allocates its scratch.
/// @throws InvalidArgument if an option is out of range or the model is not valid.
template <typename Laws>
ClinicalResult modified_thomas(const Bridge<double, Laws>& bridge,
                               const ModifiedThomasOptions& options = {}) {
  return internal::run_once(bridge, options, [&](ClinicalData& data, ClinicalResult& result) {
    update_modified_thomas(bridge, options, data, result);
  });
}

/// Ely's test: `knee` is how far it bends. The one-off door: allocates its scratch.
/// @throws InvalidArgument if an option is out of range or the model is not valid.
template <typename Laws>
ClinicalResult ely(const Bridge<double, Laws>& bridge, const ElyOptions& options = {}) {
  return internal::run_once(bridge, options, [&](ClinicalData& data, ClinicalResult& result) {
    update_ely(bridge, options, data, result);
  });
}

/// Passive hip extension: -`thigh`. The one-off door: allocates its scratch.
/// @throws InvalidArgument if an option is out of range or the model is not valid.
template <typename Laws>
ClinicalResult hip_extension(const Bridge<double, Laws>& bridge,
                             const HipExtensionOptions& options = {}) {
  return internal::run_once(bridge, options, [&](ClinicalData& data, ClinicalResult& result) {
    update_hip_extension(bridge, options, data, result);
  });
}

}  // namespace guyline
