#pragma once

/// @file
/// A clinical test under way, and what it returns.
///
/// The leg goes from its start as long as it is driven, to the first place where the drive is zero, in
/// steps of 5 deg and then inside one; a free pelvis comes to rest at every place, from where it was. A
/// drive that is zero twice within one step is taken as not zero at all.
/// Angles in rad, moments in N m of the tested leg, > 0 flex.
/// Not covered: which tests there are, clinical.hpp.

#include <guyline/task/clinical_options.hpp>

namespace guyline {

/// What ended a test.
enum class ClinicalLimit {
  kTorque,       ///< The examiner's torque was met.
  kTolerance,    ///< The person stopped it.
  kEndOfRange,   ///< Nothing resisted as much up to the end of the range.
  kEquilibrium,  ///< The leg hangs where its weight is balanced.
  kStrength,     ///< The quadriceps can lift no further.
  kNotReached,   ///< The start is past the stop: the angle is that of the start.
  kNoPelvis      ///< Nothing holds the free pelvis: all angles are NaN.
};

/// Name of a limit, as Python has it.
inline const char* to_string(ClinicalLimit limit) {
  switch (limit) {
    case ClinicalLimit::kTorque:
      return "torque";
    case ClinicalLimit::kTolerance:
      return "tolerance";
    case ClinicalLimit::kEndOfRange:
      return "end_of_range";
    case ClinicalLimit::kEquilibrium:
      return "equilibrium";
    case ClinicalLimit::kStrength:
      return "strength";
    case ClinicalLimit::kNotReached:
      return "not_reached";
    case ClinicalLimit::kNoPelvis:
      return "no_pelvis";
  }
  return "unknown";
}

/// Outcome of a test. Angles [rad], moments [N m] of the tested leg, > 0 flex.
struct ClinicalResult {
  ClinicalLimit limit = ClinicalLimit::kNoPelvis;
  double thigh = 0.0;       ///< Against trunk and table, flexion positive: up if supine.
  double knee = 0.0;        ///< Flexion; in a knee extension what it lacks to straight.
  double hip = 0.0;         ///< Flexion of the joint: thigh + tilt.
  double tilt = 0.0;        ///< Of the pelvis against the trunk, 0 as in the reference posture.
  double rest_tilt = 0.0;   ///< The same before the test, both legs straight.
  double resistance = 0.0;  ///< About the tested joint, against the test; of a leg that hangs: hip.
  double residual = 0.0;    ///< Moment left over in what is balanced [N m].
  VectorX<double> hip_moments;   ///< Of each muscle.
  VectorX<double> knee_moments;  ///< Of each muscle.
  int most = -1;  ///< Muscle that resists most at the tested joint; -1: none resists.

  /// Part of the leg's angle that is the pelvis turning along.
  double pelvis_share() const { return (rest_tilt - tilt) / thigh; }
};

/// Scratch: sized once for a bridge, then reused. One per thread.
struct ClinicalData {
  TableData tested, other;

  template <typename Laws>
  explicit ClinicalData(const Bridge<double, Laws>& bridge) : tested(bridge), other(bridge) {}
};

template <typename Laws>
ClinicalResult make_clinical_result(const Bridge<double, Laws>& bridge) {
  ClinicalResult result;
  result.hip_moments.setZero(bridge.model.num_muscles());
  result.knee_moments.setZero(bridge.model.num_muscles());
  return result;
}

namespace internal {

inline ClinicalLimit torque_limit(const StopRule& stop) {
  return stop.tolerance && *stop.tolerance < stop.torque ? ClinicalLimit::kTolerance
                                                         : ClinicalLimit::kTorque;
}

/// The joint that a test turns, and in which sense: > 0 flexes.
struct TestedJoint {
  bool is_hip = true;
  double sense = 1.0;
};

/// One test under way: the tested leg, the other one, and the pelvis between them.
template <typename Laws>
class TableTest {
 public:
  TableTest(const Bridge<double, Laws>& bridge, const TableOptions& options,
            const LegOnTable& other, ClinicalData& data)
      : bridge_(bridge), options_(options), other_(other), data_(data), tilt_(options.held_tilt) {
    if (options.pelvis == PelvisOnTable::kFree) {
      tilt_ = 0.0;
      const LegOnTable flat;
      settle_pelvis(flat, flat);
    }
    rest_tilt_ = tilt_;
  }

  /// Moments on the tested leg; a free pelvis has come to rest. NaN if nothing holds it.
  TableMoments at(const LegOnTable& leg) {
    if (options_.pelvis == PelvisOnTable::kFree) settle_pelvis(leg, other_);
    return elastic_moments(bridge_, options_, leg, tilt_, data_.tested);
  }

  /// Against the test, > 0 resists.
  double resistance(const LegOnTable& leg, TestedJoint joint) {
    const TableMoments moments = at(leg);
    return -joint.sense * (joint.is_hip ? moments.hip : moments.knee);
  }

  double tilt() const { return tilt_; }
  double rest_tilt() const { return rest_tilt_; }
  double pelvis_left_over() const { return pelvis_left_over_; }
  void set_tilt(double tilt, double left_over) {
    tilt_ = tilt;
    pelvis_left_over_ = left_over;
  }

  /// Drives the leg from the start to the stop rule; drive(leg) > 0 goes on.
  ///
  /// @param leg  Of which `angle` is a member; on return it is where the test has ended.
  template <typename Drive>
  ClinicalLimit drive(LegOnTable& leg, double& angle, double end, double sense,
                      ClinicalLimit at_root, const Drive& drive) {
    constexpr double kStep = 5.0 * bridge_data::kDegree;
    const double start = angle;
    const double far = std::abs(end - start);
    const Walk walk = walk_downhill(
        [&](double gone) {
          angle = start + sense * gone;
          return drive(leg);
        },
        0.0, 0.0, far, kStep, kStep);
    angle = start + sense * walk.x;
    residual_ = 0.0;
    switch (walk.end) {
      case WalkEnd::kRoot:
        residual_ = std::abs(walk.force);
        return at_root;
      case WalkEnd::kLower:
        return ClinicalLimit::kNotReached;
      case WalkEnd::kUpper:
        return ClinicalLimit::kEndOfRange;
      case WalkEnd::kNotFinite:
        break;
    }
    return ClinicalLimit::kNoPelvis;
  }

  void set_residual(double residual) { residual_ = residual; }

  /// Everything that is known of the leg where it is now.
  void describe(ClinicalLimit limit, const LegOnTable& leg, TestedJoint joint,
                ClinicalResult& result) {
    result.limit = limit;
    result.most = -1;
    if (limit == ClinicalLimit::kNoPelvis) {
      const double nan = std::numeric_limits<double>::quiet_NaN();
      result.thigh = result.knee = result.hip = result.tilt = result.rest_tilt = nan;
      result.resistance = result.residual = nan;
      result.hip_moments.setConstant(nan);
      result.knee_moments.setConstant(nan);
      return;
    }
    const TableMoments moments = elastic_moments(bridge_, options_, leg, tilt_, data_.tested);
    result.thigh = leg.thigh;
    result.knee = leg.knee;
    result.hip = leg.thigh + tilt_;
    result.tilt = tilt_;
    result.rest_tilt = rest_tilt_;
    result.resistance = -joint.sense * (joint.is_hip ? moments.hip : moments.knee);
    result.residual = std::max(residual_, std::abs(pelvis_left_over_));
    double greatest = 0.0;
    for (int i = 0; i < bridge_.model.num_muscles(); ++i) {
      result.hip_moments[i] = muscle_moment(data_.tested, options_, i, bridge_.hip_flexion);
      result.knee_moments[i] = muscle_moment(data_.tested, options_, i, bridge_.knee_flexion);
      const double against =
          -joint.sense * (joint.is_hip ? result.hip_moments[i] : result.knee_moments[i]);
      if (against > greatest) {
        greatest = against;
        result.most = i;
      }
    }
  }

 private:
  void settle_pelvis(const LegOnTable& tested, const LegOnTable& other) {
    if (std::isnan(tilt_)) return;
    const Walk walk =
        pelvis_on_table(bridge_, options_, tested, other, tilt_, data_.tested, data_.other);
    tilt_ = walk.end == WalkEnd::kRoot ? walk.x : std::numeric_limits<double>::quiet_NaN();
    pelvis_left_over_ = walk.force;
  }

  const Bridge<double, Laws>& bridge_;
  const TableOptions& options_;
  LegOnTable other_;
  ClinicalData& data_;
  double tilt_;
  double rest_tilt_ = 0.0;
  double pelvis_left_over_ = 0.0;
  double residual_ = 0.0;
};

}  // namespace internal

}  // namespace guyline
