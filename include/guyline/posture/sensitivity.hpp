#pragma once

/// @file
/// How the load at a level changes with the knobs of every muscle and along given directions, with the
/// effort that holds the joints following along.
///
/// The effort (effort.hpp) solves  B_r = sum_i R_ir T_i - g_r = 0  for the multipliers m, where R_ir is
/// the rate of cable i at held joint r, g_r the moment of weight and tissue there, and
///   T_i = P_i + (A_i - S_i) a0_i + S_i a_i,   a_i = clamp(act(y_i), a0_i, 1),   y_i = S_i (R m)_i / w_i
/// the tension of a muscle with passive tension P, capacity A, called capacity S, tonic activation a0.
/// A load is Y_c = G_c + sum_i u_ic T_i. With the free muscles held free and the others at their
/// bounds,  H = dB/dm = sum_i R_i k_i R_i^T,  k_i = S_i^2 act'(y_i)/w_i,  is symmetric, and
///   dY_c = dG_c + l_c . dg + sum_i [ (u_ic - l_c . R_i) dT_i + T_i (du_ic - l_c . dR_i) ],
///   H l_c = sum_i u_ic k_i R_i,        every d on the right at fixed m:
/// one small system per level gives the derivatives by everything, in O(muscles).
///
/// Directions (the path, a person's size) come as the gradient of Dual numbers; a knob moves only the
/// tension of its own muscle, in closed form (muscle/knob_slopes.hpp).
/// Kinks: where a stationary activation is just at one of its bounds the load has two one-sided
/// derivatives. What comes out is that of the side that the comparison in solve_effort() picks (at the
/// bound), and `at_bound` says which muscles it is.
/// Tensions with the effort follow from its multipliers,  H dm = dg - sum_i (dR_i T_i + R_i dT_i).
/// Not covered: how knobs move the posture, see task/stand_sensitivity.hpp; the cost of effort.
/// Theory: (G17) in docs/theory.md.

#include <array>
#include <guyline/core/dual.hpp>
#include <guyline/core/solve.hpp>
#include <guyline/muscle/knob_slopes.hpp>
#include <guyline/posture/cable_moments.hpp>
#include <guyline/posture/effort.hpp>

namespace guyline {

/// Derivatives of the load at one level: rows are compression [N], shear [N], moment [N m].
template <typename Scalar, int N>
struct LevelSensitivity {
  Matrix<Scalar, 3, N> by_direction;                 ///< With the effort following.
  Eigen::Matrix<Scalar, 3, Eigen::Dynamic> by_knob;  ///< At the same pose; muscle i, knob k is
                                                     ///< column i kNumKnobs + k.
  std::vector<MaskOf<Scalar>> at_bound;  ///< Of each muscle: its activation is just at a bound.

  LevelSensitivity() = default;
  explicit LevelSensitivity(int num_muscles)
      : by_direction(Matrix<Scalar, 3, N>::Zero()),
        by_knob(Eigen::Matrix<Scalar, 3, Eigen::Dynamic>::Zero(3, kNumKnobs * num_muscles)),
        at_bound(static_cast<std::size_t>(num_muscles), MaskOf<Scalar>(false)) {}
};

/// Derivatives of the tensions with the effort that holds a level [N].
template <typename Scalar, int N>
struct HeldTensionSensitivity {
  /// Muscles x directions, with the effort following.
  Eigen::Matrix<Scalar, Eigen::Dynamic, N> by_direction;
  /// Of each muscle, at the same pose and multipliers: its own tension by its knobs.
  Eigen::Matrix<Scalar, Eigen::Dynamic, kNumKnobs> by_own_knob;
  /// What the effort then gives muscle j per newton that muscle i has more by itself: (j, i) [1].
  MatrixX<Scalar> by_tension;
  VectorX<Scalar> by_pull;  ///< k of each muscle [N m^-1 per multiplier], scratch.

  explicit HeldTensionSensitivity(int num_muscles)
      : by_direction(Eigen::Matrix<Scalar, Eigen::Dynamic, N>::Zero(num_muscles, N)),
        by_own_knob(Eigen::Matrix<Scalar, Eigen::Dynamic, kNumKnobs>::Zero(num_muscles, kNumKnobs)),
        by_tension(MatrixX<Scalar>::Zero(num_muscles, num_muscles)),
        by_pull(VectorX<Scalar>::Zero(num_muscles)) {}
};

/// Whether a path just touches one of its cylinders: length and slope are smooth there, but the rate of
/// its arm jumps, and with it the stiffness of the posture.
///
/// @param tolerance  [rad], > 0, of the angle of wrap. @note No allocation.
template <typename Number, typename Scalar, int Dim>
MaskOf<Scalar> is_at_contact(const Path<Number, Dim>& path,
                             const Kinematics<Scalar, Dim>& kinematics, double tolerance) {
  using Space = guyline::Space<Scalar, Dim>;
  using Vector = typename Space::Vector;
  MaskOf<Scalar> found(false);
  for (const PathLink& link : path.links) {
    if (link.cylinder < 0) continue;
    const auto& a = path.points[static_cast<std::size_t>(link.from)];
    const auto& b = path.points[static_cast<std::size_t>(link.to)];
    const auto& w = path.cylinders[static_cast<std::size_t>(link.cylinder)];
    const auto& pose_w = kinematics.poses[static_cast<std::size_t>(static_cast<int>(w.body))];
    const Vector center = pose_w * Vector(cast_to<Scalar>(w.center_B));
    const typename Space::Spin axis = cast_to<Scalar>(w.axis_B);
    const Vector r_1 = kinematics.position(a.body, a.point_B) - center;
    const Vector r_2 = kinematics.position(b.body, b.point_B) - center;
    const auto wrap = wrapped_length<Scalar, Dim>(r_1, r_2, Space::rotate(pose_w.rotation, axis),
                                                  Scalar(w.radius), w.side);
    found = found | (abs(wrap.wrap_angle) <= Scalar(tolerance));
  }
  return found;
}

namespace internal {

/// Where one activation stands in the effort, and what that means for its slopes.
template <typename Scalar>
struct ActivationSide {
  Scalar drive{0};            ///< y [1].
  Scalar free{0};             ///< act(y) [1], as if there were no bounds.
  MaskOf<Scalar> low{false};  ///< At its tonic activation.
  Scalar activation{0};       ///< [1]
  Scalar slope{0};            ///< act'(y) [1]; 0 at a bound.
};

template <typename Scalar>
ActivationSide<Scalar> activation_side(const Scalar& drive, const Scalar& least,
                                       EffortPower power) {
  ActivationSide<Scalar> side;
  const Scalar one(1);
  const bool is_square = power == EffortPower::kSquare;
  side.drive = drive;
  side.free = is_square ? drive : Scalar(sqrt(max(drive, Scalar(1e-300))));
  side.low = !(side.free > least);
  const MaskOf<Scalar> high = !(side.free < one);
  const Scalar slope = is_square ? one : Scalar(Scalar(0.5) / max(side.free, Scalar(1e-6)));
  side.slope = select(side.low | high, Scalar(0), slope);
  side.activation = select(side.low, least, select(high, one, side.free));
  return side;
}

/// What the multipliers do to the tensions: completes `tensions`, whose own parts are there.
///
/// @param hessian  H. @param unmet  dg - sum_i (dR_i T_i + R_i dT_i) of each row, by direction.
template <int N, int Rows, typename Scalar>
void add_multipliers(const std::array<const JointMoments<Dual<N, Scalar>>*, Rows>& joints,
                     Matrix<Scalar, Rows, Rows> hessian, const Matrix<Scalar, Rows, N>& unmet,
                     HeldTensionSensitivity<Scalar, N>& tensions) {
  Matrix<Scalar, Rows, Rows> inverse = Matrix<Scalar, Rows, Rows>::Identity();
  solve_in_place(hessian, inverse);
  const int num_muscles = static_cast<int>(tensions.by_pull.size());
  for (int j = 0; j < num_muscles; ++j) {
    Vector<Scalar, Rows> taken = Vector<Scalar, Rows>::Zero();  // k_j R_j H^-1
    for (int r = 0; r < Rows; ++r) {
      const Scalar pull = tensions.by_pull[j] * joints[static_cast<std::size_t>(r)]->rates[j].value;
      for (int s = 0; s < Rows; ++s) taken[s] += pull * inverse(r, s);
    }
    for (int s = 0; s < Rows; ++s) {
      for (int d = 0; d < N; ++d) tensions.by_direction(j, d) += taken[s] * unmet(s, d);
    }
    for (int i = 0; i < num_muscles; ++i) {
      Scalar sum(0);
      for (int s = 0; s < Rows; ++s) {
        sum -= taken[s] * joints[static_cast<std::size_t>(s)]->rates[i].value;
      }
      tensions.by_tension(j, i) = sum;
    }
  }
}

}  // namespace internal

/// Derivatives of the load at a level.
///
/// @tparam N           Directions of the Dual numbers. @tparam Rows  Held joints, the level's the last.
/// @param joints       What is held, in the order of the effort's rows.
/// @param muscles      State of each muscle, its gradient along the directions.
/// @param factors      The same muscles.
/// @param slopes       From muscle_slopes().
/// @param weight       w of each muscle [1], constant.
/// @param multiplier   Of the effort that was solved, one per held joint.
/// @param adaptation   What the reflex thresholds do while the length knobs move: adaptation(i).
/// @param tolerance    [1], > 0: an activation this near to a bound is at it.
/// @param tensions     If given, those of the tensions too.
/// @return whether any activation is just at a bound, so that the load's derivatives are one-sided.
/// @note No allocation. Where too few muscles are free to hold the joints nothing is finite.
template <int N, int Rows, typename Scalar, typename AdaptationOf>
MaskOf<Scalar> update_level_sensitivity(
    const std::array<const JointMoments<Dual<N, Scalar>>*, Rows>& joints,
    const LevelMoments<Dual<N, Scalar>>& level,
    const std::vector<MuscleState<Dual<N, Scalar>>>& muscles,
    const std::vector<MuscleFactors<Scalar>>& factors,
    const std::vector<MuscleSlopes<Scalar>>& slopes, const VectorX<Scalar>& weight,
    const JointVector<Scalar>& multiplier, EffortPower power, const AdaptationOf& adaptation,
    double tolerance, LevelSensitivity<Scalar, N>& result,
    HeldTensionSensitivity<Scalar, N>* tensions = nullptr) {
  using Gradient = typename Dual<N, Scalar>::Gradient;
  const int num_muscles = static_cast<int>(muscles.size());
  const auto side_of = [&](int i) {
    const auto& state = muscles[static_cast<std::size_t>(i)];
    Scalar taken_up(0);
    for (int r = 0; r < Rows; ++r) {
      taken_up += joints[static_cast<std::size_t>(r)]->rates[i].value * multiplier[r];
    }
    const Scalar drive = state.called_capacity.value * taken_up / weight[i];
    return internal::activation_side<Scalar>(drive, state.tonic_activation.value, power);
  };

  Matrix<Scalar, Rows, Rows> hessian = Matrix<Scalar, Rows, Rows>::Zero();
  Matrix<Scalar, Rows, 3> adjoint = Matrix<Scalar, Rows, 3>::Zero();
  MaskOf<Scalar> any_at_bound(false);
  for (int i = 0; i < num_muscles; ++i) {
    const auto& state = muscles[static_cast<std::size_t>(i)];
    const internal::ActivationSide<Scalar> side = side_of(i);
    const Scalar& capacity = state.called_capacity.value;
    const Scalar per_rate = squared(capacity) * side.slope / weight[i];
    Vector<Scalar, Rows> rate;
    for (int r = 0; r < Rows; ++r) rate[r] = joints[static_cast<std::size_t>(r)]->rates[i].value;
    for (int r = 0; r < Rows; ++r) {
      const Scalar weighted = per_rate * rate[r];
      for (int s = 0; s <= r; ++s) hessian(r, s) += weighted * rate[s];
      for (int c = 0; c < 3; ++c) adjoint(r, c) += weighted * level.units(c, i).value;
    }
    const MaskOf<Scalar> at_bound =
        (capacity > Scalar(0)) &
        ((abs(side.free - state.tonic_activation.value) <= Scalar(tolerance)) |
         (abs(side.free - Scalar(1)) <= Scalar(tolerance)));
    result.at_bound[static_cast<std::size_t>(i)] = at_bound;
    any_at_bound = any_at_bound | at_bound;
  }
  for (int r = 0; r < Rows; ++r) {
    for (int s = 0; s < r; ++s) hessian(s, r) = hessian(r, s);
  }
  const Matrix<Scalar, Rows, Rows> kept_hessian = hessian;
  Matrix<Scalar, Rows, N> unmet = Matrix<Scalar, Rows, N>::Zero();
  solve_in_place(hessian, adjoint);

  std::array<Gradient, 3> sum;
  for (int c = 0; c < 3; ++c) {
    sum[static_cast<std::size_t>(c)] = level.gravity[c].gradient;
    for (int r = 0; r < Rows; ++r) {
      sum[static_cast<std::size_t>(c)] +=
          joints[static_cast<std::size_t>(r)]->fixed.gradient * adjoint(r, c);
    }
  }
  for (int i = 0; i < num_muscles; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const auto& state = muscles[at];
    const MuscleSlopes<Scalar>& slope = slopes[at];
    const internal::ActivationSide<Scalar> side = side_of(i);
    const Scalar& capacity = state.called_capacity.value;
    const Scalar& least = state.tonic_activation.value;
    const Scalar above = side.activation - least;
    const Scalar uncalled = state.active_capacity.value - capacity;
    const Scalar tension =
        state.passive_tension.value + uncalled * least + capacity * side.activation;
    // dT = dP + dA a0 + dS (a - a0 + act' y) + da0 by_least + S^2 act'/w (dR m)
    const Scalar by_called = above + side.slope * side.drive;
    const Scalar by_least = select(side.low, state.active_capacity.value, uncalled);
    const Scalar by_pull = squared(capacity) * side.slope / weight[i];

    Gradient tension_gradient =
        state.passive_tension.gradient + state.active_capacity.gradient * least +
        state.called_capacity.gradient * by_called + state.tonic_activation.gradient * by_least;
    for (int r = 0; r < Rows; ++r) {
      const Scalar per_rate = by_pull * multiplier[r];
      tension_gradient += joints[static_cast<std::size_t>(r)]->rates[i].gradient * per_rate;
    }
    const Scalar tonic_by_length = tonic_by_length_knob(factors[at], slope, adaptation(i));
    Vector<Scalar, kNumKnobs> by_knob;
    by_knob[static_cast<int>(Knob::kLength)] =
        tonic_by_length * by_least - slope.passive_by_length -
        slope.capacity_by_length * (least + factors[at].strength * by_called);
    by_knob[static_cast<int>(Knob::kStiffness)] = slope.passive_by_stiffness;
    by_knob[static_cast<int>(Knob::kTone)] = slope.tonic_by_drive * by_least;
    by_knob[static_cast<int>(Knob::kReflexGain)] =
        slope.tonic_by_drive * slope.beyond_threshold * by_least;
    by_knob[static_cast<int>(Knob::kStrength)] = state.active_capacity.value * by_called;

    for (int c = 0; c < 3; ++c) {
      Scalar unit = level.units(c, i).value;
      Gradient unit_gradient = level.units(c, i).gradient;
      for (int r = 0; r < Rows; ++r) {
        const auto& rate = joints[static_cast<std::size_t>(r)]->rates[i];
        unit -= adjoint(r, c) * rate.value;
        unit_gradient -= rate.gradient * adjoint(r, c);
      }
      sum[static_cast<std::size_t>(c)] += tension_gradient * unit + unit_gradient * tension;
      for (int k = 0; k < kNumKnobs; ++k) {
        result.by_knob(c, i * kNumKnobs + k) = unit * by_knob[k];
      }
    }
    if (tensions != nullptr) {
      tensions->by_direction.row(i) = tension_gradient.transpose();
      tensions->by_own_knob.row(i) = by_knob.transpose();
      tensions->by_pull[i] = by_pull;
      for (int r = 0; r < Rows; ++r) {
        const auto& rate = joints[static_cast<std::size_t>(r)]->rates[i];
        unmet.row(r) -= (rate.gradient * tension + tension_gradient * rate.value).transpose();
      }
    }
  }
  if (tensions != nullptr) {
    for (int r = 0; r < Rows; ++r) {
      unmet.row(r) += joints[static_cast<std::size_t>(r)]->fixed.gradient.transpose();
    }
    internal::add_multipliers<N, Rows, Scalar>(joints, kept_hessian, unmet, *tensions);
  }
  for (int c = 0; c < 3; ++c) {
    for (int d = 0; d < N; ++d) result.by_direction(c, d) = sum[static_cast<std::size_t>(c)][d];
  }
  return any_at_bound;
}

}  // namespace guyline
