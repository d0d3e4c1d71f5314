// The batch layer, compiled once for double and the default muscle laws.

#include <guyline/batch/batch.hpp>
#include <guyline/batch/explain.hpp>

namespace guyline {

template void validate(const Bridge<double>&, const std::vector<Column>&);
template std::vector<Column> parse_columns(const Bridge<double>&, const std::vector<std::string>&,
                                           Adaptation);
template struct RowPlan<MuscleLaws<>>;
template class RowWorkspace<1, MuscleLaws<>>;
template void solve_batch<1>(const Bridge<double>&, const TableRef&, const std::vector<Column>&,
                             const BatchOptions&, BatchResult&);
template std::string explain_row(const Bridge<double>&, const TableRef&, const std::vector<Column>&,
                                 Eigen::Index, const BatchOptions&);

}  // namespace guyline
