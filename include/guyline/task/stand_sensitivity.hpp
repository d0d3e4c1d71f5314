#pragma once

/// @file
/// What moves the standing posture and its loads: derivatives by every knob and by the person.
///
/// At rest F(s, p) = 0 along the path, with K = -dF/ds > 0. A parameter p moves the tilt s, and any
/// output y(s, p) with it (output_derivatives.hpp, which tells of kinks too):
///   ds/dp = (dF/dp) / K,        dy/dp = dy/dp at the same s + (dy/ds) (ds/dp)
/// Knobs of muscle i change its tension T_i only: dF/dp = -(dT_i/dp) dL_i/ds, in closed form. The
/// person, the trunk and the direction of gravity are directions of Dual numbers through one evaluation
/// at the resting posture (varied_person.hpp). Loads follow with the least effort that holds them
/// (posture/sensitivity.hpp).
/// Signs and units: SI and rad, those of the outputs over those of the parameters. Muscles turn one by
/// one; a group's derivative is the sum of its muscles'. A knob that was set in the given body stays as
/// set while the person changes; the solved tone of the hip extensors follows the person.
/// Not covered: second derivatives; where the posture ends (K = 0: posture/continuation.hpp).
/// Theory: (G16) in docs/theory.md.

#include <guyline/task/output_derivatives.hpp>

namespace guyline {

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
  OutputScratch<Scalar, N> outputs;

  /// @throws InvalidArgument if an option is out of range; by the person, if the body is not one that
  ///         bridge() and its knobs can make.
  StandSensitivityData(const Bridge<double, Laws>& bridge, const StandOptions& stand,
                       const StandSensitivityOptions& options = {})
      : person(make_person(bridge)),
        manifold(make_manifold(bridge, stand)),
        outputs(bridge.model, manifold, options.adaptation) {
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

/// The sweep by the knobs alone.
template <typename Scalar, typename Laws>
void update_sweep(const Bridge<double, Laws>& bridge, const StandData<Scalar>& stand,
                  const Scalar& /*path*/, StandSensitivityData<Scalar, Laws, 1>& data) {
  update_path_sweep(bridge.model, stand.equilibrium, data.outputs.slopes, data.outputs.sweep.q,
                    data.outputs.sweep.posture);
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
    data.outputs.sweep.q[i] = Number(stand.equilibrium.q[i]);
  }
  // A trunk that leans at the same tilt: the projection then moves what balance asks for.
  const int trunk = direction_of(PersonParameter::kTrunkInclination);
  data.outputs.sweep.q[bridge.lumbar_flexion].gradient[trunk] = 1.0;
  update_factors(data.person.body.model, data.outputs.sweep);
  return force_on_path(data.person.body.model, data.manifold,
                       Number::variable(path, kPersonDirections - 1), data.outputs.sweep)
      .gradient;
}

/// Mass and stature, known by similarity (varied_person.hpp). A level that is not held keeps its NaN.
template <typename Scalar>
void fill_size(const BridgeOptions<double>& person, const EquilibriumData<Scalar, 2>& rest,
               const StandResult<Scalar>& at, StandSensitivity<Scalar>& result) {
  const auto fill = [&](int row, const Scalar& value, bool is_moment) {
    result.derivative(row, result.column(PersonParameter::kMass)) = value / person.mass;
    result.derivative(row, result.column(PersonParameter::kStature)) =
        is_moment ? value / person.stature : 0.0;
  };
  fill(result.kTiltRow, Scalar(0), false);
  fill(result.kLordosisRow, Scalar(0), false);
  for (int i = 0; i < result.num_muscles; ++i) {
    const auto m = static_cast<std::size_t>(i);
    fill(result.tension_row(CableIndex(i)), rest.posture.muscles[m].resting_tension, false);
  }
  for (std::size_t k = 0; k < at.loads.size(); ++k) {
    if (at.loads[k].effort.status != EffortStatus::kSolved) continue;
    const LoadParts<Scalar>& total = at.loads[k].load.total;
    const int row = result.load_row(static_cast<int>(k));
    fill(row, total.compression, false);
    fill(row + 1, total.shear, false);
    fill(row + 2, total.moment, true);
  }
}

}  // namespace internal

/// A place for the derivatives, for update_stand_sensitivity() to fill.
template <typename Scalar, typename Laws, int N>
StandSensitivity<Scalar> make_stand_sensitivity(const StandSensitivityData<Scalar, Laws, N>& data) {
  return internal::make_sensitivity(data.outputs, N > 1 ? kNumPersonParameters : 0);
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
  const auto& model = bridge.model;
  const EquilibriumData<Scalar, 2>& rest = stand.equilibrium;
  const int num_muscles = model.num_muscles();
  OutputScratch<Scalar, N>& outputs = data.outputs;
  internal::update_resting_slopes(model, rest, options.kink_tolerance, outputs, result);
  internal::flag_kinks(result);
  if constexpr (std::is_same<Scalar, double>::value) {
    if (at.status != PostureStatus::kSolved) {
      internal::set_no_sensitivity(result);
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
      dy(result.kTiltRow, i * kNumKnobs + k) = outputs.tension_by_knob[m][k] * factor;
    }
  }
  const auto fill_outputs = [&](const auto& body) {
    internal::update_outputs<2>(
        body, {bridge.ankle, bridge.hip}, result.column(PersonParameter::kPelvicIncidence), rest,
        stand.effort.weight, stand_options.effort.power, at.loads,
        [](std::size_t, int) { return false; }, options.kink_tolerance, outputs, result);
  };
  if constexpr (N == 1) {
    internal::update_sweep(bridge, stand, at.anterior_tilt, data);
    fill_outputs(bridge);
  } else {
    const auto force = internal::update_sweep(bridge, stand, at.anterior_tilt, data);
    for (int p = 0; p + 1 < N; ++p) {
      dy(result.kTiltRow, result.column(PersonParameter::kPelvicIncidence) + p) =
          force[p] * per_stiffness;
    }
    fill_outputs(data.person.body);
    internal::fill_size(bridge.options, rest, at, result);
  }
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
