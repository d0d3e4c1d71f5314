// The posture layer, compiled once for double and the default muscle laws.

#include <guyline/posture/effort.hpp>
#include <guyline/posture/equilibrium.hpp>
#include <guyline/posture/load.hpp>
#include <guyline/posture/manifold.hpp>
#include <guyline/posture/path_state.hpp>
#include <guyline/posture/potential.hpp>
#include <guyline/posture/resting.hpp>

namespace guyline {

template void solve_effort(const EffortProblem<double>&, const EffortOptions&,
                           EffortResult<double>&);
template PathState<double> evaluate_on_path(const Model<double, 2>&, const Manifold<double, 2>&,
                                            const double&, EquilibriumData<double, 2>&);
template void update_multipliers(const Model<double, 2>&, const Manifold<double, 2>&,
                                 EquilibriumData<double, 2>&);
template EquilibriumResult<double> find_equilibria(const Model<double, 2>&,
                                                   const Manifold<double, 2>&,
                                                   const EquilibriumOptions&,
                                                   EquilibriumData<double, 2>&);
template RestingPosture<double> find_resting(const Model<double, 2>&, const Manifold<double, 2>&,
                                             const EquilibriumOptions&,
                                             EquilibriumData<double, 2>&);
template LevelLoad<double> level_load(const Model<double, 2>&, const PostureData<double, 2>&,
                                      const VectorX<double>&, const Level<double, 2>&,
                                      const VectorX<double>&);
template class Manifold<double, 2>;
template class CenterOfMassOver<double, 2>;
template class PointAt<double, 2>;
template void update_potential(const Model<double, 2>&, const VectorX<double>&, Order,
                               PostureData<double, 2>&);
template double potential_energy(const Model<double, 2>&, const VectorX<double>&,
                                 PostureData<double, 2>&);

}  // namespace guyline
