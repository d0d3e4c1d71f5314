#pragma once

/// @file
/// Derivatives of all outputs of a posture, once it is known how parameters move it.
///
/// A parameter p moves the place s on the path by ds/dp, and an output y(s, p) by
///   dy/dp = dy/dp at the same s + (dy/ds) (ds/dp)
/// The pose comes as Dual numbers whose last direction is the path; those before it are parameters. A
/// knob of muscle i moves its tension alone: resting in closed form, and with the effort that holds joints
/// and level as posture/sensitivity.hpp has it.
/// Used by standing (stand_sensitivity.hpp) and by tasks (task_sensitivity.hpp), which find ds/dp.
///
/// Kinks: an output is flagged where it has two one-sided derivatives. All are where a muscle's tonic
/// activation just stops at 1, a law has a break of slope (passive onset of [thelen2003]) or a cable
/// just touches a cylinder; the loads of one level are, beside, where an activation of its effort is
/// just at a bound, and with those of the first the tensions where they are by effort. `kinks` names the muscles. The values are then those of the side that the
/// comparisons in the solve pick, and right for changes to that side.
/// Not covered: ds/dp itself; second derivatives.

#include <guyline/posture/path_force.hpp>
#include <guyline/posture/sensitivity.hpp>
#include <guyline/task/varied_person.hpp>
#include <optional>

namespace guyline {

struct StandSensitivityOptions {
  Adaptation adaptation = Adaptation::kRecalibrated;  ///< While a length knob turns.
  double kink_tolerance = 1e-9;  ///< > 0. Nearer than this [1, rad] to a kink is at it.

  /// @throws InvalidArgument naming what is out of range.
  void validate() const { require_in_range("kink_tolerance", kink_tolerance, "", 1e-15, 1e-2); }
};

/// What is one-sided because of one muscle.
template <typename Scalar>
struct MuscleKinks {
  MaskOf<Scalar> at_clamp{false};        ///< Tonic activation just full: every output.
  MaskOf<Scalar> at_break{false};        ///< Break of a law: every output.
  MaskOf<Scalar> at_contact{false};      ///< Just touching a cylinder: every output.
  std::vector<MaskOf<Scalar>> at_bound;  ///< By level: activation just at a bound; its loads.
};

/// What is differentiated, in the order of the rows.
struct StandOutputs {
  int num_muscles = 0, num_levels = 0;

  static constexpr int kTiltRow = 0, kLordosisRow = 1;
  /// Compression; shear and moment are the next two.
  int load_row(int level) const { return 2 + 3 * level; }
  int tension_row(CableIndex muscle) const { return 2 + 3 * num_levels + muscle; }
  int num_outputs() const { return 2 + 3 * num_levels + num_muscles; }
};

/// The derivatives. Rows are outputs, columns parameters: the knobs of every muscle, then others.
template <typename Scalar>
struct StandSensitivity : StandOutputs {
  using Derivatives = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  int num_others = 0;             ///< Columns behind the knobs': PersonParameter or TaskParameter.
  Derivatives derivative;         ///< NaN where there is no posture, or no effort that holds it.
  MaskOf<Scalar> at_kink{false};  ///< Every output is one-sided.
  std::vector<MaskOf<Scalar>> level_at_kink;  ///< The loads of this level are.
  std::vector<MuscleKinks<Scalar>> kinks;     ///< One per muscle.
  /// What a muscle's stiffness knob adds to K through its passive tension, d2U/ds2 per unit of the
  /// knob at the same pose [N m/rad].
  std::vector<Scalar> stiffening;

  int column(CableIndex muscle, Knob knob) const {
    return muscle * kNumKnobs + static_cast<int>(knob);
  }
  int column(PersonParameter parameter) const {
    return num_muscles * kNumKnobs + static_cast<int>(parameter);
  }
  int column(TaskParameter parameter) const {
    return num_muscles * kNumKnobs + static_cast<int>(parameter);
  }
  int num_parameters() const { return num_muscles * kNumKnobs + num_others; }
  Scalar tilt_by(int parameter) const { return derivative(kTiltRow, parameter); }
};

/// Scratch of the derivatives of outputs. One per thread.
///
/// @tparam N  Directions: parameters, then the path.
template <typename Scalar, int N>
struct OutputScratch {
  using Number = Dual<N, Scalar>;

  EquilibriumData<Number, 2> sweep;            ///< The pose with its gradient.
  std::array<JointMoments<Number>, 3> joints;  ///< That are held beside the level.
  std::vector<LevelMoments<Number>> levels;
  std::vector<MuscleSlopes<Scalar>> slopes;
  std::vector<Vector<Scalar, kNumKnobs>> tension_by_knob;  ///< Of the resting tension.
  std::vector<LevelSensitivity<Scalar, N>> loads;
  /// If there: tensions are those with the effort of the first level.
  std::optional<HeldTensionSensitivity<Scalar, N>> tensions;
  std::vector<Adaptation> adaptation;  ///< Of each muscle, while its length knob turns.

  template <typename Model>
  OutputScratch(const Model& model, const Manifold<Number, 2>& manifold, Adaptation while_turning)
      : sweep(model, manifold),
        levels(model.levels.size(), LevelMoments<Number>(model.num_muscles())),
        slopes(model.muscles.size()),
        tension_by_knob(model.muscles.size()),
        loads(model.levels.size(), LevelSensitivity<Scalar, N>(model.num_muscles())),
        adaptation(model.muscles.size(), while_turning) {
    joints.fill(JointMoments<Number>(model.num_muscles()));
  }
};

namespace internal {

/// d/dstiffness of  P' L'^2 + P L'',  a muscle's passive part of d2U/ds2 [N m/rad].
template <typename Scalar, typename Laws>
Scalar passive_stiffening(const MuscleFactors<Scalar>& muscle, const Scalar& passive_width,
                          const Scalar& normalized_length, const CurveLength<Scalar>& along,
                          const Laws& laws) {
  using Number = Dual<1, Scalar>;
  const Scalar stretch = normalized_length - muscle.passive_start;
  const auto law = laws.passive.evaluate(Number::variable(stretch * muscle.steepness, 0));
  const Scalar& slope = law.derivative.value;
  const Scalar& bend = law.derivative.gradient[0];
  const Scalar drawn = stretch / passive_width;
  return muscle.force * ((bend * drawn * muscle.steepness + slope / passive_width) *
                             muscle.per_length * squared(along.rate) +
                         slope * drawn * along.acceleration);
}

/// Everything that depends on the pose, as numbers whose one direction is the path, along which poses and
/// lengths move at rates that the solve left behind.
template <typename Scalar, typename Model>
void update_path_sweep(const Model& model, const EquilibriumData<Scalar, 2>& at,
                       const std::vector<MuscleSlopes<Scalar>>& all_slopes,
                       VectorX<Dual<1, Scalar>>& q, PostureData<Dual<1, Scalar>, 2>& posture) {
  using Number = Dual<1, Scalar>;
  using Gradient = typename Number::Gradient;
  for (Eigen::Index i = 0; i < at.q.size(); ++i) {
    q[i] = Number(at.q[i], Gradient(at.curve.q_rate[i]));
  }
  update_poses(model.frame, q, posture.kinematics);
  for (std::size_t i = 0; i < all_slopes.size(); ++i) {
    const MuscleFactors<Scalar>& factors = at.factors[i];
    const MuscleState<Scalar>& from = at.posture.muscles[i];
    const MuscleSlopes<Scalar>& slopes = all_slopes[i];
    const Scalar rate = at.cables[i].rate * factors.per_length;
    const Scalar capacity_rate = slopes.capacity_by_length * rate;
    MuscleState<Number>& to = posture.muscles[i];
    to.tonic_activation =
        Number(from.tonic_activation, Gradient(factors.reflex_gain * slopes.tonic_by_drive * rate));
    to.active_capacity = Number(from.active_capacity, Gradient(capacity_rate));
    to.called_capacity = Number(from.called_capacity, Gradient(factors.strength * capacity_rate));
    to.passive_tension = Number(from.passive_tension, Gradient(slopes.passive_by_length * rate));
    to.resting_tension =
        Number(from.resting_tension, Gradient(from.resting_stiffness * at.cables[i].rate));
  }
}

/// Slopes of one muscle at a place, and its kinks there beside those that it has already.
template <typename Scalar, typename Laws>
void update_muscle_slopes(const Model<double, 2, Laws>& model, std::size_t i,
                          const MuscleFactors<Scalar>& factors, const MuscleState<Scalar>& state,
                          const Kinematics<Scalar, 2>& kinematics, Adaptation adaptation,
                          double tolerance, MuscleSlopes<Scalar>& slopes,
                          Vector<Scalar, kNumKnobs>& tension_by_knob, MuscleKinks<Scalar>& kinks) {
  slopes = muscle_slopes(factors, Scalar(model.muscles[i].passive_width), state.normalized_length,
                         model.laws, tolerance);
  tension_by_knob = resting_tension_by_knobs(factors, state, slopes, adaptation);
  kinks.at_clamp = kinks.at_clamp | slopes.at_clamp;
  kinks.at_break = kinks.at_break | slopes.at_break;
  kinks.at_contact = kinks.at_contact | is_at_contact(model.paths[i], kinematics, tolerance);
}

/// Slopes, tensions and kinks of all muscles where they rest.
template <typename Scalar, typename Laws, int N>
void update_resting_slopes(const Model<double, 2, Laws>& model,
                           const EquilibriumData<Scalar, 2>& rest, double tolerance,
                           OutputScratch<Scalar, N>& data, StandSensitivity<Scalar>& result) {
  for (std::size_t i = 0; i < data.slopes.size(); ++i) {
    const MuscleState<Scalar>& state = rest.posture.muscles[i];
    auto& kinks = result.kinks[i];
    kinks.at_clamp = kinks.at_break = kinks.at_contact = MaskOf<Scalar>(false);
    update_muscle_slopes(model, i, rest.factors[i], state, rest.posture.kinematics,
                         data.adaptation[i], tolerance, data.slopes[i], data.tension_by_knob[i],
                         kinks);
    result.stiffening[i] =
        passive_stiffening(rest.factors[i], Scalar(model.muscles[i].passive_width),
                           state.normalized_length, rest.cables[i], model.laws);
  }
}

/// The flags of all outputs, from those of the muscles.
template <typename Scalar>
void flag_kinks(StandSensitivity<Scalar>& result) {
  result.at_kink = MaskOf<Scalar>(false);
  for (const auto& kinks : result.kinks) {
    result.at_kink = result.at_kink | kinks.at_clamp | kinks.at_break | kinks.at_contact;
  }
  std::fill(result.level_at_kink.begin(), result.level_at_kink.end(), result.at_kink);
}

/// The rows of all outputs but the tilt's, which must hold ds/dp.
///
/// @param body         With all that the muscles hold, in double or in Dual numbers.
/// @param joints       That they hold beside the level.
/// @param first_other  Column of the first direction.
/// @param rest         Where it rests. @param weight, power  Of the effort.
/// @param loads        With their efforts; may be empty, the rows then stay as they are, and tensions are
///                     resting ones.
/// @param taken_away   taken_away(i, k): knob k of muscle i moves nothing here.
/// @note No allocation.
template <std::size_t Joints, typename Number, typename Scalar, int N, typename Laws,
          typename TakenAway>
void update_outputs(const Bridge<Number, Laws>& body, const std::array<MotionIndex, Joints>& joints,
                    int first_other, const EquilibriumData<Scalar, 2>& rest,
                    const VectorX<Scalar>& weight, EffortPower power,
                    const std::vector<StandingLoad<Scalar>>& loads, const TakenAway& taken_away,
                    double tolerance, OutputScratch<Scalar, N>& data,
                    StandSensitivity<Scalar>& result) {
  using Directed = Dual<N, Scalar>;
  constexpr int kPath = N - 1;
  const int num_muscles = result.num_muscles;
  auto& dy = result.derivative;
  // Of one output: what it changes by at the same s, and how much by s.
  const auto fill = [&](int row, const typename Directed::Gradient& gradient) {
    for (int j = 0; j < num_muscles * kNumKnobs; ++j) {
      dy(row, j) = gradient[kPath] * dy(result.kTiltRow, j);
    }
    for (int p = 0; p < kPath; ++p) {
      const int j = first_other + p;
      dy(row, j) = gradient[p] + gradient[kPath] * dy(result.kTiltRow, j);
    }
  };
  const PostureData<Directed, 2>& posture = data.sweep.posture;
  const auto rotation = [&](BodyIndex of) -> const auto& {
    return posture.kinematics.poses[static_cast<std::size_t>(static_cast<int>(of))].rotation;
  };
  const Directed lordosis =
      Directed(body.lordosis_reference) +
      atan2(Directed(rotation(body.pelvis).col(1).dot(rotation(body.l1).col(0))),
            Directed(rotation(body.pelvis).col(0).dot(rotation(body.l1).col(0))));
  fill(result.kLordosisRow, lordosis.gradient);
  for (int i = 0; i < num_muscles; ++i) {
    const auto m = static_cast<std::size_t>(i);
    const int row = result.tension_row(CableIndex(i));
    fill(row, posture.muscles[m].resting_tension.gradient);
    for (int k = 0; k < kNumKnobs; ++k) dy(row, i * kNumKnobs + k) += data.tension_by_knob[m][k];
  }
  if (loads.empty()) return;
  constexpr int kRows = static_cast<int>(Joints) + 1;
  std::array<HeldJoint<Directed>, Joints> held;
  std::array<const JointMoments<Directed>*, Joints + 1> rows;
  for (std::size_t j = 0; j < Joints; ++j) {
    held[j] = {joints[j], &data.joints[j]};
    rows[j] = &data.joints[j];
  }
  update_cable_moments<Joints>(body.model, posture.kinematics, data.sweep.q, held, data.levels);
  const auto adaptation = [&](int i) { return data.adaptation[static_cast<std::size_t>(i)]; };
  for (int k = 0; k < result.num_levels; ++k) {
    const auto level = static_cast<std::size_t>(k);
    const int row = result.load_row(k);
    if constexpr (std::is_same<Scalar, double>::value) {
      if (loads[level].effort.status != EffortStatus::kSolved) {
        constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
        dy.middleRows(row, 3).setConstant(kNaN);
        if (k == 0 && data.tensions) {
          dy.bottomRows(num_muscles).setConstant(kNaN);
        }
        continue;
      }
    }
    rows[Joints] = &data.levels[level].joint;
    auto& load = data.loads[level];
    const MaskOf<Scalar> at_bound = update_level_sensitivity<N, kRows, Scalar>(
        rows, data.levels[level], posture.muscles, rest.factors, data.slopes, weight,
        loads[level].effort.multiplier, power, adaptation, tolerance, load,
        k == 0 && data.tensions ? &*data.tensions : nullptr);
    result.level_at_kink[level] = result.at_kink | at_bound;
    for (int i = 0; i < num_muscles; ++i) {
      const auto m = static_cast<std::size_t>(i);
      result.kinks[m].at_bound[level] = load.at_bound[m];
    }
    for (int j = 0; k == 0 && data.tensions && j < num_muscles; ++j) {
      const int tension = result.tension_row(CableIndex(j));
      fill(tension, data.tensions->by_direction.row(j).transpose());
      for (int i = 0; i < num_muscles; ++i) {
        const Scalar passed_on = data.tensions->by_tension(j, i) + Scalar(i == j ? 1 : 0);
        for (int knob = 0; knob < kNumKnobs; ++knob) {
          if (taken_away(static_cast<std::size_t>(i), knob)) continue;
          dy(tension, i * kNumKnobs + knob) += passed_on * data.tensions->by_own_knob(i, knob);
        }
      }
    }
    for (int c = 0; c < 3; ++c) {
      fill(row + c, load.by_direction.row(c).transpose());
      for (int i = 0; i < num_muscles; ++i) {
        for (int knob = 0; knob < kNumKnobs; ++knob) {
          const int j = i * kNumKnobs + knob;
          if (!taken_away(static_cast<std::size_t>(i), knob)) dy(row + c, j) += load.by_knob(c, j);
        }
      }
    }
  }
}

/// A place for the derivatives that this scratch is for.
template <typename Scalar, int N>
StandSensitivity<Scalar> make_sensitivity(const OutputScratch<Scalar, N>& data, int num_others) {
  StandSensitivity<Scalar> result;
  result.num_muscles = static_cast<int>(data.slopes.size());
  result.num_levels = static_cast<int>(data.levels.size());
  result.num_others = num_others;
  result.derivative.setZero(result.num_outputs(), result.num_parameters());
  result.level_at_kink.assign(data.levels.size(), MaskOf<Scalar>(false));
  result.kinks.resize(data.slopes.size());
  result.stiffening.assign(data.slopes.size(), Scalar(0));
  for (auto& kinks : result.kinks) kinks.at_bound = result.level_at_kink;
  return result;
}

/// NaN all over.
template <typename Scalar>
void set_no_sensitivity(StandSensitivity<Scalar>& result) {
  const Scalar nan(std::numeric_limits<double>::quiet_NaN());
  result.derivative.setConstant(nan);
  std::fill(result.stiffening.begin(), result.stiffening.end(), nan);
}

}  // namespace internal
}  // namespace guyline
