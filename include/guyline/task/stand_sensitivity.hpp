#pragma once

/// @file
/// What moves the standing posture and its loads: derivatives by every knob and by the person.
///
/// At rest F(s, p) = 0 along the path, with K = -dF/ds > 0. A parameter p moves the tilt s, and any
/// output y(s, p) with it:
///   ds/dp = (dF/dp) / K,        dy/dp = dy/dp at the same s + (dy/ds) (ds/dp)
/// Knobs of muscle i change its tension T_i only: dF/dp = -(dT_i/dp) dL_i/ds, in closed form. The
/// person, the trunk and the direction of gravity are directions of Dual numbers through one evaluation
/// at the resting posture (varied_person.hpp). Loads follow with the least effort that holds them
/// (posture/sensitivity.hpp).
/// Signs and units: SI and rad, those of the outputs over those of the parameters. Muscles turn one by
/// one; a group's derivative is the sum of its muscles'. A knob that was set in the given body stays as
/// set while the person changes; the solved tone of the hip extensors follows the person.
///
/// Kinks: an output is flagged where it has two one-sided derivatives. All are where a muscle's tonic
/// activation just stops at 1, a law has a break of slope (passive onset of [thelen2003]) or a cable
/// just touches a cylinder; the loads of one level are, beside, where an activation of its effort is
/// just at a bound. `kinks` names the muscles. The values are then those of the side that the
/// comparisons in the solve pick, and right for changes to that side.
/// Not covered: second derivatives; where the posture ends (K = 0: posture/continuation.hpp).

#include <guyline/posture/path_force.hpp>
#include <guyline/posture/sensitivity.hpp>
#include <guyline/task/varied_person.hpp>

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

/// The derivatives. Rows are outputs, columns parameters.
template <typename Scalar>
struct StandSensitivity : StandOutputs {
  using Derivatives = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  bool has_person = false;        ///< Whether there are columns of the person.
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
  int num_parameters() const {
    return num_muscles * kNumKnobs + (has_person ? kNumPersonParameters : 0);
  }
  Scalar tilt_by(int parameter) const { return derivative(kTiltRow, parameter); }
};

/// Scratch for sensitivities: made for one body and one way to stand, then reused while knobs turn. One
/// per thread.
///
/// @tparam N  1: by the knobs only. kPersonDirections: by the person too, on double.
template <typename Scalar, typename Laws = MuscleLaws<>, int N = kPersonDirections>
struct StandSensitivityData {
  static_assert(N == 1 || (N == kPersonDirections && std::is_same<Scalar, double>::value),
                "by the knobs on any scalar, by the person on double");
  static constexpr bool kHasPerson = N > 1;
  using Number = Dual<N, Scalar>;

  std::conditional_t<kHasPerson, VariedPerson<Laws>, std::nullptr_t> person;
  Manifold<Number, 2> manifold;
  EquilibriumData<Number, 2> sweep;
  JointMoments<Number> ankle, hip;
  std::vector<LevelMoments<Number>> levels;
  std::vector<MuscleSlopes<Scalar>> slopes;
  std::vector<Vector<Scalar, kNumKnobs>> tension_by_knob;
  std::vector<LevelSensitivity<Scalar, N>> loads;
  std::vector<Adaptation> adaptation;  ///< Of each muscle, while its length knob turns.

  /// @throws InvalidArgument if an option is out of range; by the person, if the body is not one that
  ///         bridge() and its knobs can make.
  StandSensitivityData(const Bridge<double, Laws>& bridge, const StandOptions& stand,
                       const StandSensitivityOptions& options = {})
      : person(make_person(bridge)),
        manifold(make_manifold(bridge, stand)),
        sweep(bridge.model, manifold),
        ankle(bridge.model.num_muscles()),
        hip(bridge.model.num_muscles()),
        levels(bridge.model.levels.size(), LevelMoments<Number>(bridge.model.num_muscles())),
        slopes(bridge.model.muscles.size()),
        tension_by_knob(bridge.model.muscles.size()),
        loads(bridge.model.levels.size(), LevelSensitivity<Scalar, N>(bridge.model.num_muscles())),
        adaptation(bridge.model.muscles.size(), options.adaptation) {
    options.validate();
  }

 private:
  static auto make_person(const Bridge<double, Laws>& bridge) {
    if constexpr (kHasPerson) return VariedPerson<Laws>(bridge);
    if constexpr (!kHasPerson) return nullptr;
  }
  Manifold<Number, 2> make_manifold(const Bridge<double, Laws>& bridge, const StandOptions& stand) {
    if constexpr (kHasPerson) {
      return internal::make_standing_manifold<Number>(person.body, stand);
    } else {
      return internal::make_standing_manifold<Number>(bridge, stand);
    }
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

/// The sweep by the knobs alone.
template <typename Scalar, typename Laws>
void update_sweep(const Bridge<double, Laws>& bridge, const StandData<Scalar>& stand,
                  const Scalar& /*path*/, StandSensitivityData<Scalar, Laws, 1>& data) {
  update_path_sweep(bridge.model, stand.equilibrium, data.slopes, data.sweep.q, data.sweep.posture);
}

/// The same with the person's parameters as directions before the path: one evaluation of the whole.
/// @return dF/dp of each.
template <typename Laws>
Vector<double, kPersonDirections> update_sweep(
    const Bridge<double, Laws>& bridge, const StandData<double>& stand, const double& path,
    StandSensitivityData<double, Laws, kPersonDirections>& data) {
  using Number = Dual<kPersonDirections>;
  data.person.update(bridge);
  for (Eigen::Index i = 0; i < stand.equilibrium.q.size(); ++i) {
    data.sweep.q[i] = Number(stand.equilibrium.q[i]);
  }
  // A trunk that leans at the same tilt: the projection then moves what balance asks for.
  const int trunk = direction_of(PersonParameter::kTrunkInclination);
  data.sweep.q[bridge.lumbar_flexion].gradient[trunk] = 1.0;
  update_factors(data.person.body.model, data.sweep);
  return force_on_path(data.person.body.model, data.manifold,
                       Number::variable(path, kPersonDirections - 1), data.sweep)
      .gradient;
}

}  // namespace internal

/// A place for the derivatives, for update_stand_sensitivity() to fill.
template <typename Scalar, typename Laws, int N>
StandSensitivity<Scalar> make_stand_sensitivity(const StandSensitivityData<Scalar, Laws, N>& data) {
  StandSensitivity<Scalar> result;
  result.num_muscles = static_cast<int>(data.slopes.size());
  result.num_levels = static_cast<int>(data.levels.size());
  result.has_person = N > 1;
  result.derivative.setZero(result.num_outputs(), result.num_parameters());
  result.level_at_kink.assign(data.levels.size(), MaskOf<Scalar>(false));
  result.kinks.resize(data.slopes.size());
  result.stiffening.assign(data.slopes.size(), Scalar(0));
  for (auto& kinks : result.kinks) kinks.at_bound = result.level_at_kink;
  return result;
}

/// Derivatives at a posture that was found, into a result that is there already.
///
/// @param bridge  As stood; may differ from that `data` was made for in knobs and cuts only.
/// @param stand   Scratch of the solve, as it was left.
/// @param at      The answer; its loads may be left out, their rows then stay as they are.
/// @param data    For this bridge, standing with these options.
/// @param result  From make_stand_sensitivity(). NaN all over where `at` has no posture, in the rows of
///                a level whose effort is not solved.
/// @note No allocation.
template <typename Scalar, typename Laws, int N>
void update_stand_sensitivity(const Bridge<double, Laws>& bridge, const StandOptions& stand_options,
                              const StandSensitivityOptions& options,
                              const StandData<Scalar>& stand, const StandResult<Scalar>& at,
                              StandSensitivityData<Scalar, Laws, N>& data,
                              StandSensitivity<Scalar>& result) {
  using Number = Dual<N, Scalar>;
  constexpr int kPath = N - 1;
  const Scalar nan(std::numeric_limits<double>::quiet_NaN());
  const auto& model = bridge.model;
  const EquilibriumData<Scalar, 2>& rest = stand.equilibrium;
  const int num_muscles = model.num_muscles();
  result.at_kink = MaskOf<Scalar>(false);
  for (int i = 0; i < num_muscles; ++i) {
    const auto m = static_cast<std::size_t>(i);
    const MuscleState<Scalar>& state = rest.posture.muscles[m];
    data.slopes[m] = muscle_slopes(rest.factors[m], Scalar(model.muscles[m].passive_width),
                                   state.normalized_length, model.laws, options.kink_tolerance);
    data.tension_by_knob[m] =
        resting_tension_by_knobs(rest.factors[m], state, data.slopes[m], data.adaptation[m]);
    result.stiffening[m] =
        internal::passive_stiffening(rest.factors[m], Scalar(model.muscles[m].passive_width),
                                     state.normalized_length, rest.cables[m], model.laws);
    auto& kinks = result.kinks[m];
    kinks.at_clamp = data.slopes[m].at_clamp;
    kinks.at_break = data.slopes[m].at_break;
    kinks.at_contact =
        is_at_contact(model.paths[m], rest.posture.kinematics, options.kink_tolerance);
    result.at_kink = result.at_kink | kinks.at_clamp | kinks.at_break | kinks.at_contact;
  }
  std::fill(result.level_at_kink.begin(), result.level_at_kink.end(), result.at_kink);
  if constexpr (std::is_same<Scalar, double>::value) {
    if (at.status != PostureStatus::kSolved) {
      result.derivative.setConstant(nan);
      std::fill(result.stiffening.begin(), result.stiffening.end(), nan);
      return;
    }
  }

  // ds/dp
  const Scalar per_stiffness = Scalar(1) / at.stiffness;
  auto& dy = result.derivative;
  for (int i = 0; i < num_muscles; ++i) {
    const auto m = static_cast<std::size_t>(i);
    const Scalar factor = -rest.cables[m].rate * per_stiffness;
    for (int k = 0; k < kNumKnobs; ++k) {
      dy(result.kTiltRow, i * kNumKnobs + k) = data.tension_by_knob[m][k] * factor;
    }
  }
  const auto person_column = [&](int direction) {
    return result.column(PersonParameter::kPelvicIncidence) + direction;
  };
  if constexpr (N == 1) {
    internal::update_sweep(bridge, stand, at.anterior_tilt, data);
  } else {
    const auto force = internal::update_sweep(bridge, stand, at.anterior_tilt, data);
    for (int p = 0; p < kPath; ++p) {
      dy(result.kTiltRow, person_column(p)) = force[p] * per_stiffness;
    }
  }
  const auto fill_size = [&](int row, const Scalar& value, bool is_moment) {
    if constexpr (N > 1) {
      dy(row, result.column(PersonParameter::kMass)) = value / bridge.options.mass;
      dy(row, result.column(PersonParameter::kStature)) =
          is_moment ? value / bridge.options.stature : 0.0;
    }
  };
  fill_size(result.kTiltRow, Scalar(0), false);
  fill_size(result.kLordosisRow, Scalar(0), false);
  // Of one output: what it changes by at the same s, and how much by s.
  const auto fill = [&](int row, const typename Number::Gradient& gradient) {
    for (int j = 0; j < num_muscles * kNumKnobs; ++j) {
      dy(row, j) = gradient[kPath] * dy(result.kTiltRow, j);
    }
    for (int p = 0; p < kPath; ++p) {
      const int j = person_column(p);
      dy(row, j) = gradient[p] + gradient[kPath] * dy(result.kTiltRow, j);
    }
  };
  const PostureData<Number, 2>& posture = data.sweep.posture;
  const auto rotation = [&](BodyIndex body) -> const auto& {
    return posture.kinematics.poses[static_cast<std::size_t>(static_cast<int>(body))].rotation;
  };
  Number lordosis = atan2(Number(rotation(bridge.pelvis).col(1).dot(rotation(bridge.l1).col(0))),
                          Number(rotation(bridge.pelvis).col(0).dot(rotation(bridge.l1).col(0))));
  if constexpr (N > 1) lordosis += data.person.body.lordosis_reference;
  fill(result.kLordosisRow, lordosis.gradient);
  for (int i = 0; i < num_muscles; ++i) {
    const auto m = static_cast<std::size_t>(i);
    const int row = result.tension_row(CableIndex(i));
    fill(row, posture.muscles[m].resting_tension.gradient);
    fill_size(row, rest.posture.muscles[m].resting_tension, false);
    for (int k = 0; k < kNumKnobs; ++k) dy(row, i * kNumKnobs + k) += data.tension_by_knob[m][k];
  }
  if (at.loads.empty()) return;
  const auto adaptation = [&](int i) { return data.adaptation[static_cast<std::size_t>(i)]; };
  const auto differentiate = [&](const auto& of) {
    update_cable_moments<2>(of.model, posture.kinematics, data.sweep.q,
                            {{{bridge.ankle, &data.ankle}, {bridge.hip, &data.hip}}}, data.levels);
    for (int k = 0; k < result.num_levels; ++k) {
      const auto level = static_cast<std::size_t>(k);
      const int row = result.load_row(k);
      if constexpr (std::is_same<Scalar, double>::value) {
        if (at.loads[level].effort.status != EffortStatus::kSolved) {
          dy.middleRows(row, 3).setConstant(nan);
          continue;
        }
      }
      auto& load = data.loads[level];
      const MaskOf<Scalar> at_bound = update_level_sensitivity<N, 3, Scalar>(
          {&data.ankle, &data.hip, &data.levels[level].joint}, data.levels[level], posture.muscles,
          rest.factors, data.slopes, stand.effort.weight, at.loads[level].effort.multiplier,
          stand_options.effort.power, adaptation, options.kink_tolerance, load);
      result.level_at_kink[level] = result.at_kink | at_bound;
      for (int i = 0; i < num_muscles; ++i) {
        const auto m = static_cast<std::size_t>(i);
        result.kinks[m].at_bound[level] = load.at_bound[m];
      }
      const LoadParts<Scalar>& total = at.loads[level].load.total;
      fill_size(row, total.compression, false);
      fill_size(row + 1, total.shear, false);
      fill_size(row + 2, total.moment, true);
      for (int c = 0; c < 3; ++c) {
        fill(row + c, load.by_direction.row(c).transpose());
        for (int j = 0; j < num_muscles * kNumKnobs; ++j) dy(row + c, j) += load.by_knob(c, j);
      }
    }
  };
  if constexpr (N == 1) differentiate(bridge);
  if constexpr (N > 1) differentiate(data.person.body);
}

/// Derivatives of a body's resting posture: the one-off door.
///
/// @return Derivatives, and where they are one-sided; NaN where it does not stand.
/// @throws InvalidArgument as stand() and StandSensitivityData do.
template <typename Laws>
StandSensitivity<double> stand_sensitivity(const Bridge<double, Laws>& bridge,
                                           const StandOptions& stand_options = {},
                                           const StandSensitivityOptions& options = {}) {
  validate(bridge.model);
  StandData<double> stand(bridge, stand_options);
  StandResult<double> at = make_stand_result(bridge);
  update_stand(bridge, stand_options, stand, at);
  StandSensitivityData<double, Laws> data(bridge, stand_options, options);
  StandSensitivity<double> result = make_stand_sensitivity(data);
  update_stand_sensitivity(bridge, stand_options, options, stand, at, data, result);
  return result;
}

#ifdef GUYLINE_COMPILED
extern template struct StandSensitivityData<double>;
extern template StandSensitivity<double> stand_sensitivity(const Bridge<double>&,
                                                           const StandOptions&,
                                                           const StandSensitivityOptions&);
#endif

}  // namespace guyline
