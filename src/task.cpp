// The task layer, compiled once for double and the default muscle laws.

#include <guyline/task/stand.hpp>

namespace guyline {

template Manifold<double, 2> standing_manifold(const Bridge<double>&, const StandOptions&);
template void update_stand(const Bridge<double>&, const StandOptions&, StandData<double>&,
                           StandResult<double>&);
template StandCost update_resting_stand(const Bridge<double>&, const StandOptions&,
                                        StandData<double>&, StandResult<double>&);
template StandResult<double> stand(const Bridge<double>&, const StandOptions&);

}  // namespace guyline
