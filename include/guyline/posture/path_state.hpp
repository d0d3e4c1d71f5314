#pragma once

/// @file
/// The model along the path of its manifold: pose, force and stiffness at one place.
///
/// At the place s of the path (manifold.hpp) the pose q(s) follows from c(q) = 0, w . q = s, and its
/// derivatives q' = dq/ds, q'' = d2q/ds2 from differentiating both. Everything that has an energy is
/// then followed along this one curve: with the weights' height h, the tissue's angles and the length
/// l_i of each cable as functions of s,
///   force      F(s) = -dU/ds   = -( m g h' + sum_k M_k q_k' + sum_i T_i l_i' )
///   stiffness  K(s) = d2U/ds2  =    m g h'' + ... + sum_i ( dT_i/dl l_i'^2 + T_i l_i'' ).
/// A drive, if there is one, adds -drive . q to U: a constant moment about each coordinate.
/// This is -q' . grad U and the Hessian of the Lagrangian along q', without either of the two being
/// formed. On a pack every lane has its own place, pose and muscles.
/// Not covered: where F vanishes, equilibrium.hpp.
/// Theory: (G5) in docs/theory.md.

#include <guyline/core/solve.hpp>
#include <guyline/posture/manifold.hpp>

namespace guyline {

/// The model at one place of the path.
template <typename Scalar>
struct PathState {
  Scalar path{0};
  Scalar force{0};      ///< F = -dU/ds [N m]; drives s up where > 0.
  Scalar stiffness{0};  ///< K = d2U/ds2 [N m/rad].
  /// Sum of the sizes of the parts of F (weight, tissue, each cable) and of K times 1 rad [N m]: small
  /// F over scale means parts that cancel, or a place that is right to that many radians.
  Scalar scale{0};
  Scalar off{0};  ///< What is left to go onto the manifold [rad].
  MaskOf<Scalar> on_manifold{false};
};

/// Scratch of the solve. Sized once from model and manifold; one per thread.
template <typename Scalar, int Dim>
struct EquilibriumData {
  PostureData<Scalar, Dim> posture;  ///< Kinematics, mass centre, cables and muscles at q.
  std::vector<MuscleFactors<Scalar>> factors;  ///< Of the muscles, see update_factors().
  VectorX<Scalar> q;                           ///< Pose of the last evaluation.
  PoseCurve<Scalar, Dim> curve;                ///< The path through it.
  VectorX<Scalar> q_bend;                      ///< d2q/ds2 there.
  std::vector<CurveLength<Scalar>> cables;     ///< Length of each along it.
  VectorX<Scalar> drive;    ///< A constant moment on each coordinate [N m]; none if it is empty.
  Scalar gravity_slope{0};  ///< Part of dU/ds from weights and loads [N m].
  Scalar tissue_slope{0};   ///< Part of dU/ds from tissue and drive [N m].
  VectorX<Scalar> multipliers;  ///< Of the nonlinear constraints, see update_multipliers().
  VectorX<Scalar> residuals;
  MatrixX<Scalar> jacobian;
  MatrixX<Scalar> reduced;  ///< [dc/dq E; w E], square.
  MatrixX<Scalar> system;   ///< What solve_in_place() uses up.
  VectorX<Scalar> step, second;
  VectorX<Scalar> correction;     ///< What is left from q onto the manifold.
  Scalar fixed_stiffness{0};      ///< Part of d2U/ds2 from weights, loads and tissue [N m/rad].
  std::vector<int> rated_bodies;  ///< Whose rates by the coordinates the constraints read.

  /// The reference posture, see keep_reference() of resting.hpp.
  struct Reference {
    bool is_kept = false;
    MaskOf<Scalar> on_manifold{false};
    VectorX<Scalar> q, q_rate, q_bend;
    std::vector<CurveLength<Scalar>> cables;
    Scalar gravity_slope{0}, tissue_slope{0}, fixed_stiffness{0};
  } reference;

  template <typename Number, typename Laws>
  EquilibriumData(const Model<Number, Dim, Laws>& model, const Manifold<Scalar, Dim>& manifold)
      : posture(model) {
    const int n = manifold.num_coordinates();
    const int m = manifold.num_reduced();
    q = manifold.origin();
    factors.resize(model.muscles.size());
    curve.q_rate.setZero(n);
    curve.rates.resize(static_cast<std::size_t>(model.frame.num_bodies()));
    q_bend.setZero(n);
    cables.assign(model.muscles.size(), CurveLength<Scalar>{});
    correction.setZero(n);
    for (int b = 0; b < model.frame.num_bodies(); ++b) {
      bool is_read = false;
      for (int above = b; above < model.frame.num_bodies(); ++above) {
        for (const auto& constraint : manifold.nonlinear()) {
          is_read =
              is_read || (model.frame.is_beyond(above, b) && constraint->reads_rates_of(above));
        }
      }
      if (is_read) rated_bodies.push_back(b);
    }
    multipliers.setZero(manifold.num_residuals());
    residuals.setZero(manifold.num_residuals());
    second.setZero(manifold.num_residuals());
    jacobian.setZero(manifold.num_residuals(), n);
    reduced.setZero(m, m);
    system.setZero(m, m);
    step.setZero(m);
  }
};

namespace internal {

/// Takes over the muscles of a model as they are set now.
template <typename Scalar, int Dim, typename Laws>
void update_factors(const Model<Scalar, Dim, Laws>& model, EquilibriumData<Scalar, Dim>& data) {
  for (std::size_t i = 0; i < model.muscles.size(); ++i) {
    data.factors[i] = MuscleFactors<Scalar>(model.muscles[i]);
  }
}

/// Constraint residuals and the square system [dc/dq E; w E] at data.q. Pose only.
template <typename Scalar, int Dim>
void update_constraints(const Manifold<Scalar, Dim>& manifold, EquilibriumData<Scalar, Dim>& data) {
  const auto& E = manifold.basis();
  const int n = manifold.num_coordinates();
  int row = 0;
  for (const auto& constraint : manifold.nonlinear()) {
    const int rows = constraint->num_residuals();
    constraint->evaluate(data.posture, data.q, data.residuals.segment(row, rows),
                         data.jacobian.middleRows(row, rows));
    row += rows;
  }
  for (int j = 0; j < manifold.num_reduced(); ++j) {
    for (int r = 0; r < row; ++r) {
      Scalar sum(0);
      for (int i = 0; i < n; ++i) sum += data.jacobian(r, i) * Scalar(E(i, j));
      data.reduced(r, j) = sum;
    }
    double along = 0.0;
    for (int i = 0; i < n; ++i) along += manifold.path()[i] * E(i, j);
    data.reduced(row, j) = Scalar(along);
  }
}

/// Solves the square system for data.step.
template <typename Scalar, int Dim>
void solve_reduced(EquilibriumData<Scalar, Dim>& data) {
  data.system = data.reduced;
  solve_in_place(data.system, data.step);
}

/// x = E data.step.
template <typename Scalar, int Dim>
void expand_step(const Manifold<Scalar, Dim>& manifold, const EquilibriumData<Scalar, Dim>& data,
                 VectorX<Scalar>& x) {
  for (int i = 0; i < manifold.num_coordinates(); ++i) {
    Scalar sum(0);
    for (int j = 0; j < manifold.num_reduced(); ++j) {
      sum += Scalar(manifold.basis()(i, j)) * data.step[j];
    }
    x[i] = sum;
  }
}

/// Pose at data.q, and what Newton's method would change of it to get to path `s` of the manifold.
/// @return size of that step [rad].
template <typename Scalar, int Dim, typename Number, typename Laws>
Scalar update_correction(const Model<Number, Dim, Laws>& model,
                         const Manifold<Scalar, Dim>& manifold, const Scalar& s,
                         EquilibriumData<Scalar, Dim>& data) {
  const int m = manifold.num_reduced();
  auto& posture = data.posture;
  update_poses(model.frame, data.q, posture.kinematics);
  for (const int body : data.rated_bodies) {
    update_rates(model.frame, body, false, posture.kinematics);
  }
  update_mass_center(model.frame, posture.kinematics, false, posture.mass_center);
  update_constraints(manifold, data);
  Scalar path(0);
  for (int i = 0; i < manifold.num_coordinates(); ++i) {
    path += Scalar(manifold.path()[i]) * data.q[i];
  }
  for (int r = 0; r + 1 < m; ++r) data.step[r] = -data.residuals[r];
  data.step[m - 1] = s - path;
  solve_reduced(data);
  expand_step(manifold, data, data.correction);
  Scalar size(0);  // a sum, because a comparison loses a NaN
  for (int j = 0; j < m; ++j) size += abs(data.step[j]);
  return size;
}

inline constexpr double kLongestCorrection = 0.5;  // rad: beyond is another pose, not a correction

/// Moves data.q onto the manifold at path `s` by Newton's method, and leaves pose and system there.
/// @return whether it arrived, lane by lane.
template <typename Scalar, int Dim, typename Number, typename Laws>
MaskOf<Scalar> project(const Model<Number, Dim, Laws>& model, const Manifold<Scalar, Dim>& manifold,
                       const Scalar& s, EquilibriumData<Scalar, Dim>& data) {
  using Mask = MaskOf<Scalar>;
  constexpr int kMaxSteps = 50;
  // A derivative number lags one step behind its value and is never done before it has moved.
  constexpr bool kIsDual =
      std::is_class<Scalar>::value && std::is_same<MaskOf<Scalar>, bool>::value;
  constexpr double kTolerance = kIsDual ? 1e-9 : 1e-7;  // rad: such a step leaves its square
  constexpr double kRounding = kIsDual ? -1.0 : 1e-13;  // rad: a step that changes nothing
  const Scalar longest(kLongestCorrection);
  Mask arrived(false), active(true);
  for (int it = 0;; ++it) {
    const Scalar size = update_correction(model, manifold, s, data);
    if (it == kMaxSteps || !any(active)) break;
    active = active & isfinite(size);
    const Mask settled = active & (size < Scalar(kTolerance));
    const Mask moves = active & !(settled & (size <= Scalar(kRounding)));
    const Scalar scale = select(size > longest, Scalar(longest / size), Scalar(1));
    for (int i = 0; i < manifold.num_coordinates(); ++i) {
      data.q[i] = select(moves, Scalar(data.q[i] + data.correction[i] * scale), data.q[i]);
    }
    arrived = arrived | settled;
    active = active & !settled;
    if (!any(moves)) break;
  }
  data.correction.setZero();
  return arrived;
}

/// q' and q'' of the path through data.q, and the rates of everything along it. After project().
template <typename Scalar, int Dim, typename Number, typename Laws>
void update_curve(const Model<Number, Dim, Laws>& model, const Manifold<Scalar, Dim>& manifold,
                  EquilibriumData<Scalar, Dim>& data) {
  PoseCurve<Scalar, Dim>& curve = data.curve;
  const int n = manifold.num_coordinates();
  const int m = manifold.num_reduced();
  const auto& center = data.posture.mass_center;
  for (int r = 0; r + 1 < m; ++r) data.step[r] = Scalar(0);
  data.step[m - 1] = Scalar(1);
  solve_reduced(data);
  expand_step(manifold, data, curve.q_rate);
  data.q_bend.setZero();
  update_curve_rates(model.frame, curve.q_rate, data.q_bend, data.posture.kinematics, curve.rates);
  curve.mass_center_acceleration = mass_center_acceleration(center, curve.rates);
  int row = 0;
  for (const auto& constraint : manifold.nonlinear()) {
    const int rows = constraint->num_residuals();
    constraint->curvature(data.posture, data.q, curve, data.second.segment(row, rows));
    row += rows;
  }
  for (int r = 0; r + 1 < m; ++r) data.step[r] = -data.second[r];
  data.step[m - 1] = Scalar(0);
  solve_reduced(data);
  expand_step(manifold, data, data.q_bend);
  update_curve_rates(model.frame, curve.q_rate, data.q_bend, data.posture.kinematics, curve.rates);
  for (int i = 0; i < n; ++i) {
    curve.mass_center_acceleration += data.q_bend[i] * center.rates[static_cast<std::size_t>(i)];
  }
}

/// Guesses the pose at a path ahead by `distance` from the curve through the last one. Lanes that are
/// not `moving` stay where they are.
template <typename Scalar, int Dim>
void move_along_curve(const Scalar& distance, const MaskOf<Scalar>& moving,
                      EquilibriumData<Scalar, Dim>& data) {
  for (int i = 0; i < data.q.size(); ++i) {
    const Scalar ahead =
        data.q[i] + data.correction[i] +
        distance * (data.curve.q_rate[i] + Scalar(0.5) * distance * data.q_bend[i]);
    data.q[i] = select(moving, ahead, data.q[i]);
  }
}

/// Everything along the path through the pose of `data` that does not depend on muscles.
template <typename Scalar, int Dim, typename Number, typename Laws>
void update_geometry(const Model<Number, Dim, Laws>& model, const Manifold<Scalar, Dim>& manifold,
                     EquilibriumData<Scalar, Dim>& data) {
  using Vector = guyline::Vector<Scalar, Dim>;
  update_curve(model, manifold, data);
  const PoseCurve<Scalar, Dim>& curve = data.curve;
  const PostureData<Scalar, Dim>& posture = data.posture;
  const Vector weight = cast_to<Scalar>(model.frame.gravity) * posture.mass_center.mass;
  Vector center_rate = Vector::Zero();
  for (int i = 0; i < manifold.num_coordinates(); ++i) {
    center_rate += curve.q_rate[i] * posture.mass_center.rates[static_cast<std::size_t>(i)];
  }
  data.gravity_slope = -weight.dot(center_rate);
  data.fixed_stiffness = -weight.dot(curve.mass_center_acceleration);
  for (const auto& load : model.frame.loads()) {
    const auto& rate = curve.rates[static_cast<std::size_t>(static_cast<int>(load.body))];
    const Vector p = posture.kinematics.position(load.body, load.point_B);
    const Vector force = cast_to<Scalar>(load.force_G);
    data.gravity_slope -= force.dot(rate.velocity_at(p));
    data.fixed_stiffness -= force.dot(rate.acceleration_at(p));
  }
  data.tissue_slope = Scalar(0);
  for (const auto& tissue : model.tissues) {
    const int k = tissue.coordinate;
    const TissueMoment<Scalar> m = tissue_moment(tissue, data.q[k]);
    data.tissue_slope -= m.moment * curve.q_rate[k];
    data.fixed_stiffness -= m.slope * squared(curve.q_rate[k]) + m.moment * data.q_bend[k];
  }
  for (int k = 0; k < data.drive.size(); ++k) {
    data.tissue_slope -= data.drive[k] * curve.q_rate[k];
    data.fixed_stiffness -= data.drive[k] * data.q_bend[k];
  }
  for (std::size_t c = 0; c < model.paths.size(); ++c) {
    data.cables[c] = length_along_curve(model.paths[c], posture.kinematics, curve.rates);
  }
}

/// Force and stiffness of the geometry in `data` with the muscles of data.factors.
template <typename Scalar, int Dim, typename Number, typename Laws>
void update_path_state(const Model<Number, Dim, Laws>& model, EquilibriumData<Scalar, Dim>& data,
                       PathState<Scalar>& state) {
  Scalar slope = data.gravity_slope + data.tissue_slope;
  state.scale = abs(data.gravity_slope) + abs(data.tissue_slope);
  state.stiffness = data.fixed_stiffness;
  for (std::size_t c = 0; c < data.cables.size(); ++c) {
    const CurveLength<Scalar>& l = data.cables[c];
    MuscleState<Scalar>& muscle = data.posture.muscles[c];
    muscle = evaluate_muscle(data.factors[c], l.length, model.laws);
    const Scalar part = muscle.resting_tension * l.rate;
    slope += part;
    state.scale += abs(part);
    state.stiffness +=
        muscle.resting_stiffness * squared(l.rate) + muscle.resting_tension * l.acceleration;
  }
  state.force = -slope;
  state.scale += abs(state.stiffness);
}

/// evaluate_on_path() with the muscles of data.factors.
template <typename Scalar, int Dim, typename Number, typename Laws>
PathState<Scalar> evaluate_factors_on_path(const Model<Number, Dim, Laws>& model,
                                           const Manifold<Scalar, Dim>& manifold, const Scalar& s,
                                           EquilibriumData<Scalar, Dim>& data) {
  PathState<Scalar> state;
  state.path = s;
  state.on_manifold = project(model, manifold, s, data);
  if (!any(state.on_manifold)) return state;
  update_geometry(model, manifold, data);
  update_path_state(model, data, state);
  return state;
}

/// The same at the pose of `data` as it is, on the manifold but for `off`: what a Newton iteration
/// needs that takes data.correction along with its next step.
template <typename Scalar, int Dim, typename Number, typename Laws>
PathState<Scalar> evaluate_near_path(const Model<Number, Dim, Laws>& model,
                                     const Manifold<Scalar, Dim>& manifold, const Scalar& s,
                                     EquilibriumData<Scalar, Dim>& data) {
  PathState<Scalar> state;
  state.path = s;
  state.off = update_correction(model, manifold, s, data);
  state.on_manifold = state.off < Scalar(kLongestCorrection);  // a NaN is not
  update_geometry(model, manifold, data);
  update_path_state(model, data, state);
  return state;
}

}  // namespace internal

/// Force and stiffness at path `s`, starting from the pose in `data.q`.
///
/// @param data  Overwritten: pose, rates along the path, cables and muscles belong to s afterwards.
/// @return on_manifold is false if the constraints cannot be met at s; the rest is then zero.
/// @note No allocation.
template <typename Scalar, int Dim, typename Laws>
PathState<Scalar> evaluate_on_path(const Model<Scalar, Dim, Laws>& model,
                                   const Manifold<Scalar, Dim>& manifold,
                                   const NonDeduced<Scalar>& s,
                                   EquilibriumData<Scalar, Dim>& data) {
  internal::update_factors(model, data);
  return internal::evaluate_factors_on_path<Scalar>(model, manifold, s, data);
}

/// Forces of the nonlinear constraints at the pose of `data` [N, or N m per unit of the residual]:
///   grad U = C^T mu + w dU/ds  on the free coordinates; also writes data.posture.gradient.
/// @param data  As evaluate_on_path() left it.
/// @note No allocation.
template <typename Scalar, int Dim, typename Laws>
void update_multipliers(const Model<Scalar, Dim, Laws>& model,
                        const Manifold<Scalar, Dim>& manifold, EquilibriumData<Scalar, Dim>& data) {
  const int m = manifold.num_reduced();
  update_potential(model, data.q, Order::kGradient, data.posture);
  for (int j = 0; j < m; ++j) {
    data.step[j] = Scalar(0);
    for (int i = 0; i < manifold.num_coordinates(); ++i) {
      data.step[j] += Scalar(manifold.basis()(i, j)) * data.posture.gradient[i];
    }
  }
  data.system = data.reduced.transpose();
  solve_in_place(data.system, data.step);
  data.multipliers = data.step.head(m - 1);
}

#ifdef GUYLINE_COMPILED
extern template PathState<double> evaluate_on_path(const Model<double, 2>&,
                                                   const Manifold<double, 2>&, const double&,
                                                   EquilibriumData<double, 2>&);
extern template void update_multipliers(const Model<double, 2>&, const Manifold<double, 2>&,
                                        EquilibriumData<double, 2>&);
#endif

}  // namespace guyline
