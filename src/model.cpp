// The model layer, compiled once for double and the default muscle laws.

#include <guyline/model/bridge.hpp>
#include <guyline/model/model.hpp>

namespace guyline {

template Bridge<double> bridge(const BridgeOptions<double>&, const MuscleLaws<>&);
template struct Model<double, 2>;
template void validate(const Model<double, 2>&);

}  // namespace guyline
