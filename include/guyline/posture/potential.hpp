#pragma once

/// @file
/// The potential of a posture, and its exact gradient and Hessian.
///
///   U(q) = - sum_b m_b g . x_b(q) - sum_k f_k . x_k(q) + U_tissue(q) + sum_i integral F_i dl_i
/// with every muscle at its tonic activation. dU/dq is minus the generalised force: U falls where
/// the body goes by itself. Energies [J], gradient [J per unit of q].
/// Moment arms are r_i = -dl_i/dq, so a cable adds F_i dl_i/dq to the gradient and
/// F_i' dl_i/dq dl_i/dq^T + F_i d2l_i/dq2 to the Hessian.
/// Not covered: the constraints that hold the body meanwhile, manifold.hpp.
/// Theory: (G1) and (G2) in docs/theory.md.

#include <guyline/model/model.hpp>

namespace guyline {

/// Everything that is known of a model at one q. Sized once from the model; update_potential() only
/// writes to it. One per thread.
template <typename Scalar, int Dim>
struct PostureData {
  Kinematics<Scalar, Dim> kinematics;
  MassCenter<Scalar, Dim> mass_center;
  std::vector<Scalar> path_lengths;          ///< [m], one per cable.
  std::vector<MuscleState<Scalar>> muscles;  ///< One per cable.
  MatrixX<Scalar> dlength_dq;                ///< [m per unit of q], coordinates x cables.
  VectorX<Scalar> gravity_gradient;          ///< Part of `gradient` from weights and loads.
  VectorX<Scalar> tissue_gradient;           ///< Part of `gradient` from tissue.
  VectorX<Scalar> gradient;                  ///< dU/dq.
  MatrixX<Scalar> hessian;                   ///< d2U/dq2, symmetric.
  PathLength<Scalar> path_scratch;

  PostureData() = default;
  template <typename Number, typename Laws>
  explicit PostureData(const Model<Number, Dim, Laws>& model) {
    const int n = model.frame.num_coordinates();
    const auto cables = static_cast<std::size_t>(model.num_muscles());
    kinematics.resize(model.frame.num_bodies(), model.frame.num_motions(), n);
    mass_center.resize(model.frame.num_bodies(), n);
    path_lengths.assign(cables, Scalar(0));
    muscles.assign(cables, MuscleState<Scalar>{});
    dlength_dq.setZero(n, model.num_muscles());
    gravity_gradient.setZero(n);
    tissue_gradient.setZero(n);
    gradient.setZero(n);
    hessian.setZero(n, n);
    path_scratch.resize(n);
  }
};

/// Kinematics and mass centre only: what constraints need.
/// @note No allocation.
template <typename Number, typename Scalar, int Dim, typename Laws>
void update_pose(const Model<Number, Dim, Laws>& model, const VectorX<Scalar>& q, Order order,
                 PostureData<Scalar, Dim>& data) {
  const bool second_order = order == Order::kHessian;
  update_kinematics(model.frame, q, second_order, data.kinematics);
  update_mass_center(model.frame, data.kinematics, second_order, data.mass_center);
}

namespace internal {

template <typename Scalar, int Dim, typename Laws>
void add_gravity(const Model<Scalar, Dim, Laws>& model, bool second_order,
                 PostureData<Scalar, Dim>& data) {
  using Vector = guyline::Vector<Scalar, Dim>;
  const int n = model.frame.num_coordinates();
  const Vector weight = model.frame.gravity * data.mass_center.mass;
  for (int j = 0; j < n; ++j) {
    data.gravity_gradient[j] = -weight.dot(data.mass_center.rates[static_cast<std::size_t>(j)]);
    if (!second_order) continue;
    for (int i = 0; i <= j; ++i) {
      data.hessian(i, j) -=
          weight.dot(data.mass_center.rate_pairs[static_cast<std::size_t>(pair_index(i, j))]);
    }
  }
  for (const PointLoad<Scalar, Dim>& load : model.frame.loads()) {
    const Vector p = data.kinematics.position(load.body, load.point_B);
    for (int j = 0; j < n; ++j) {
      data.gravity_gradient[j] -= load.force_G.dot(data.kinematics.velocity(load.body, j, p));
      if (!second_order) continue;
      for (int i = 0; i <= j; ++i) {
        data.hessian(i, j) -=
            load.force_G.dot(data.kinematics.acceleration(load.body, pair_index(i, j), p));
      }
    }
  }
}

}  // namespace internal

/// Gradient (and Hessian, if `order` is kHessian) of U at q, with all that they are made of.
///
/// @param q  [rad or m], one per coordinate.
/// @note O(cables x coordinates per cable^2 + bodies x coordinates^2), no allocation, no exception:
///       what is not finite stays so and is for the caller's status.
template <typename Scalar, int Dim, typename Laws>
void update_potential(const Model<Scalar, Dim, Laws>& model, const VectorX<Scalar>& q, Order order,
                      PostureData<Scalar, Dim>& data) {
  const bool second_order = order == Order::kHessian;
  update_pose(model, q, order, data);
  data.hessian.setZero();
  internal::add_gravity(model, second_order, data);
  data.tissue_gradient.setZero();
  for (const Tissue<Scalar>& tissue : model.tissues) {
    const int k = tissue.coordinate;
    const TissueMoment<Scalar> m = tissue_moment(tissue, q[k]);
    data.tissue_gradient[k] -= m.moment;
    data.hessian(k, k) -= m.slope;
  }
  data.gradient = data.gravity_gradient + data.tissue_gradient;
  for (std::size_t c = 0; c < model.paths.size(); ++c) {
    const Path<Scalar, Dim>& path = model.paths[c];
    PathLength<Scalar>& l = data.path_scratch;
    update_path_length(path, data.kinematics, second_order ? Order::kHessian : Order::kGradient, l);
    data.path_lengths[c] = l.length;
    data.muscles[c] = evaluate_muscle(model.muscles[c], l.length, model.laws);
    const Scalar& tension = data.muscles[c].resting_tension;
    const Scalar& stiffness = data.muscles[c].resting_stiffness;
    const int n = static_cast<int>(path.coordinates.size());
    for (int j = 0; j < n; ++j) {
      const int q_j = path.coordinates[static_cast<std::size_t>(j)];
      const Scalar& l_j = l.gradient[static_cast<std::size_t>(j)];
      data.dlength_dq(q_j, static_cast<int>(c)) = l_j;
      data.gradient[q_j] += tension * l_j;
      if (!second_order) continue;
      for (int i = 0; i <= j; ++i) {
        const int q_i = path.coordinates[static_cast<std::size_t>(i)];
        data.hessian(q_i, q_j) += tension * l.hessian[static_cast<std::size_t>(pair_index(i, j))] +
                                  stiffness * l.gradient[static_cast<std::size_t>(i)] * l_j;
      }
    }
  }
  if (!second_order) return;
  for (int j = 0; j < data.hessian.cols(); ++j) {
    for (int i = 0; i < j; ++i) data.hessian(j, i) = data.hessian(i, j);
  }
}

/// U(q) [J]. Its zero is arbitrary and differs from model to model; differences within one do not.
///
/// Tonic activation times force-length has no closed integral: a fixed quadrature, accurate as
/// stored_energy() of muscle/muscle.hpp says. For reports and plots, not for the solve.
/// @note Overwrites the pose in `data`. No allocation.
template <typename Scalar, int Dim, typename Laws>
Scalar potential_energy(const Model<Scalar, Dim, Laws>& model, const VectorX<Scalar>& q,
                        PostureData<Scalar, Dim>& data) {
  update_pose(model, q, Order::kValue, data);
  Scalar energy = -model.frame.gravity.dot(data.mass_center.position) * data.mass_center.mass;
  for (const PointLoad<Scalar, Dim>& load : model.frame.loads()) {
    energy -= load.force_G.dot(data.kinematics.position(load.body, load.point_B));
  }
  for (const Tissue<Scalar>& tissue : model.tissues) {
    energy += tissue_energy(tissue, q[tissue.coordinate]);
  }
  for (std::size_t c = 0; c < model.paths.size(); ++c) {
    update_path_length(model.paths[c], data.kinematics, Order::kValue, data.path_scratch);
    energy += stored_energy(model.muscles[c], data.path_scratch.length, model.laws);
  }
  return energy;
}

#ifdef GUYLINE_COMPILED
extern template void update_potential(const Model<double, 2>&, const VectorX<double>&, Order,
                                      PostureData<double, 2>&);
extern template double potential_energy(const Model<double, 2>&, const VectorX<double>&,
                                        PostureData<double, 2>&);
#endif

}  // namespace guyline
