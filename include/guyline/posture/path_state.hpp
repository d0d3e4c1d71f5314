#pragma once

/// @file
/// The model along the path of its manifold: pose, force and stiffness at one place.
///
/// At the place s of the path (manifold.hpp) the pose q(s) follows from c(q) = 0, w . q = s. With
/// q' = dq/ds and the multipliers mu of the constraints,
///   force      F(s) = -dU/ds = -q' . grad U
///   stiffness  K(s) = d2U/ds2 = q'^T (Hess U - sum_k mu_k Hess c_k) q'.
/// Not covered: where F vanishes, equilibrium.hpp.

#include <Eigen/LU>
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
  bool on_manifold = false;
};

/// Scratch of the solve. Sized once from model and manifold; one per thread.
template <typename Scalar, int Dim>
struct EquilibriumData {
  PostureData<Scalar, Dim> posture;
  VectorX<Scalar> q;               ///< Pose of the last evaluation.
  VectorX<Scalar> q_rate;          ///< dq/ds there.
  std::vector<Scalar> path_rates;  ///< dL/ds of each cable there [m/rad]; its arm is minus that.
  VectorX<Scalar> multipliers;     ///< Of the nonlinear constraints there.
  VectorX<Scalar> step, residuals, reduced_rhs;
  MatrixX<Scalar> jacobian, reduced, lagrangian;
  Eigen::PartialPivLU<MatrixX<Scalar>> lu;

  template <typename Laws>
  EquilibriumData(const Model<Scalar, Dim, Laws>& model, const Manifold<Scalar, Dim>& manifold)
      : posture(model), lu(manifold.num_reduced()) {
    const int n = manifold.num_coordinates();
    const int m = manifold.num_reduced();
    q = manifold.origin();
    q_rate.setZero(n);
    path_rates.assign(model.muscles.size(), Scalar(0));
    multipliers.setZero(manifold.num_residuals());
    step.setZero(m);
    residuals.setZero(manifold.num_residuals());
    reduced_rhs.setZero(m);
    jacobian.setZero(manifold.num_residuals(), n);
    reduced.setZero(m, m);
    lagrangian.setZero(n, n);
  }
};

namespace internal {

/// Constraint residuals and the square system [C E; w E] at data.q. Pose only.
template <typename Scalar, int Dim, typename Laws>
void update_constraints(const Model<Scalar, Dim, Laws>& model,
                        const Manifold<Scalar, Dim>& manifold, EquilibriumData<Scalar, Dim>& data) {
  const auto& E = manifold.basis();
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
      for (int i = 0; i < model.frame.num_coordinates(); ++i) {
        sum += data.jacobian(r, i) * Scalar(E(i, j));
      }
      data.reduced(r, j) = sum;
    }
    data.reduced(row, j) = Scalar(manifold.path().dot(E.col(j)));
  }
}

/// Moves data.q onto the manifold at path `s` by Newton's method. @return whether it arrived.
template <typename Scalar, int Dim, typename Laws>
bool project(const Model<Scalar, Dim, Laws>& model, const Manifold<Scalar, Dim>& manifold,
             const Scalar& s, EquilibriumData<Scalar, Dim>& data) {
  constexpr int kMaxSteps = 50;
  constexpr double kMaxStep = 0.5;     // rad: an angle beyond is another pose, not a correction
  constexpr double kTolerance = 1e-8;  // rad: what Newton leaves after such a step is its square
  const auto& E = manifold.basis();
  const int n = manifold.num_coordinates();
  const int m = manifold.num_reduced();
  for (int it = 0; it < kMaxSteps; ++it) {
    update_pose(model, data.q, Order::kGradient, data.posture);
    update_constraints(model, manifold, data);
    Scalar path(0);
    for (int i = 0; i < n; ++i) path += Scalar(manifold.path()[i]) * data.q[i];
    data.reduced_rhs.head(m - 1) = -data.residuals;
    data.reduced_rhs[m - 1] = s - path;
    data.lu.compute(data.reduced);
    data.step = data.lu.solve(data.reduced_rhs);
    double largest = 0.0;
    for (int j = 0; j < m; ++j) {
      const double size = std::abs(value_of(data.step[j]));
      if (!std::isfinite(size)) return false;
      largest = std::max(largest, size);
    }
    const Scalar scale(largest > kMaxStep ? kMaxStep / largest : 1.0);
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j < m; ++j) data.q[i] += Scalar(E(i, j)) * data.step[j] * scale;
    }
    if (largest < kTolerance) return true;
  }
  return false;
}

}  // namespace internal

/// Force and stiffness at path `s`, starting from the pose in `data.q`.
///
/// @param data  Overwritten: pose, multipliers and all of data.posture belong to s afterwards.
/// @return on_manifold is false if the constraints cannot be met at s; the rest is then zero.
/// @note No allocation.
template <typename Scalar, int Dim, typename Laws>
PathState<Scalar> evaluate_on_path(const Model<Scalar, Dim, Laws>& model,
                                   const Manifold<Scalar, Dim>& manifold, const Scalar& s,
                                   EquilibriumData<Scalar, Dim>& data) {
  PathState<Scalar> state;
  state.path = s;
  if (!internal::project(model, manifold, s, data)) return state;
  state.on_manifold = true;
  const int n = manifold.num_coordinates();
  const int m = manifold.num_reduced();
  update_potential(model, data.q, Order::kHessian, data.posture);
  internal::update_constraints(model, manifold, data);
  data.lu.compute(data.reduced);

  data.reduced_rhs.setZero();
  data.reduced_rhs[m - 1] = Scalar(1);
  data.step = data.lu.solve(data.reduced_rhs);
  const auto& E = manifold.basis();
  for (int i = 0; i < n; ++i) {
    data.q_rate[i] = Scalar(0);
    for (int j = 0; j < m; ++j) data.q_rate[i] += Scalar(E(i, j)) * data.step[j];
  }
  // Multipliers of the constraints: the transposed system on the reduced gradient.
  for (int j = 0; j < m; ++j) {
    data.reduced_rhs[j] = Scalar(0);
    for (int i = 0; i < n; ++i) {
      data.reduced_rhs[j] += Scalar(E(i, j)) * data.posture.gradient[i];
    }
  }
  // With P A = L U:  A^T x = b  is  U^T L^T P x = b. Eigen's lu.transpose() copies the whole of it.
  data.step = data.reduced_rhs;
  data.lu.matrixLU().template triangularView<Eigen::Upper>().transpose().solveInPlace(data.step);
  data.lu.matrixLU().template triangularView<Eigen::UnitLower>().transpose().solveInPlace(
      data.step);
  data.reduced_rhs = data.lu.permutationP().transpose() * data.step;
  data.multipliers = data.reduced_rhs.head(m - 1);
  data.lagrangian.setZero();
  int row = 0;
  for (const auto& constraint : manifold.nonlinear()) {
    const int rows = constraint->num_residuals();
    constraint->add_hessian(data.posture, data.q, data.multipliers.segment(row, rows),
                            data.lagrangian);
    row += rows;
  }
  for (int j = 0; j < n; ++j) {
    state.force -= data.q_rate[j] * data.posture.gradient[j];
    for (int i = 0; i < n; ++i) {
      state.stiffness +=
          data.q_rate[i] * data.q_rate[j] * (data.posture.hessian(i, j) - data.lagrangian(i, j));
    }
  }
  Scalar gravity(0), tissue(0);
  for (int i = 0; i < n; ++i) {
    gravity += data.posture.gravity_gradient[i] * data.q_rate[i];
    tissue += data.posture.tissue_gradient[i] * data.q_rate[i];
  }
  state.scale = abs(gravity) + abs(tissue) + abs(state.stiffness);
  for (int c = 0; c < model.num_muscles(); ++c) {
    Scalar rate(0);
    for (int i = 0; i < n; ++i) rate += data.posture.dlength_dq(i, c) * data.q_rate[i];
    data.path_rates[static_cast<std::size_t>(c)] = rate;
    state.scale +=
        abs(Scalar(data.posture.muscles[static_cast<std::size_t>(c)].resting_tension * rate));
  }
  return state;
}

#ifdef GUYLINE_COMPILED
extern template PathState<double> evaluate_on_path(const Model<double, 2>&,
                                                   const Manifold<double, 2>&, const double&,
                                                   EquilibriumData<double, 2>&);
#endif

}  // namespace guyline
