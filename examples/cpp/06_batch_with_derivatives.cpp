// A table of bodies in one call, a row each, with what every answer changes by per unit of every
// column; one derivative against a difference. A row that cannot be solved has a status, not an error.

#include <cmath>
#include <cstdio>
#include <guyline/guyline.hpp>
#include <vector>

int main() {
  using namespace guyline;
  constexpr double kDegree = bridge_data::kDegree;
  const Bridge<double> body = bridge();
  const std::vector<Column> columns =
      parse_columns(body, {"hip_flexors.length", "hamstrings.tone", "mass"});
  using Table = Eigen::Matrix<double, Eigen::Dynamic, 3, Eigen::RowMajor>;
  Table table(5, 3);
  table << 0.00, 0.015, 75.0,  //
      -0.05, 0.015, 75.0,      //
      -0.10, 0.030, 75.0,      //
      0.05, 0.015, 100.0,      //
      0.50, 1.500, 75.0;       // no muscle has a tone of 1.5
  BatchOptions options;
  options.derivatives = true;
  const BatchResult result = solve_batch(body, table, columns, options);
  const StandOutputs& outputs = result.outputs;
  const int compression = outputs.load_row(0);

  std::printf("%4s %-12s %9s %9s | %10s %10s %10s\n", "", "", "", "", "length", "tone", "mass");
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    std::printf("%4d %-12s", static_cast<int>(row), to_string(result.status[row]));
    if (result.status[row] != RowStatus::kSolved) {
      std::printf("\n");
      continue;
    }
    std::printf(" %+5.2f deg %7.1f N |", result.anterior_tilt[row] / kDegree,
                result.levels[0].compression[row]);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      std::printf(" %+10.3f", result.derivative_of(outputs.kTiltRow, c)[row] / kDegree);
    }
    std::printf(" deg\n%4s %-12s %9s %9s |", "", "", "", "");
    for (std::size_t c = 0; c < columns.size(); ++c) {
      std::printf(" %+10.3f", result.derivative_of(compression, c)[row]);
    }
    std::printf(" N\n");
  }

  // The load's derivative by the length of the hip flexors in row 1, and a central difference of it.
  constexpr double kStep = 1e-5;
  Table beside(2, 3);
  beside.row(0) = beside.row(1) = table.row(1);
  beside(0, 0) -= kStep;
  beside(1, 0) += kStep;
  const BatchResult around = solve_batch(body, beside, columns);
  const auto& loads = around.levels[0].compression;
  const double difference = (loads[1] - loads[0]) / (2 * kStep);
  const double slope = result.derivative_of(compression, 0)[1];
  std::printf("row 1: dN/dlength %.2f, by a difference %.2f\n", slope, difference);
  return std::abs(difference - slope) < 1e-5 * std::abs(slope) ? 0 : 1;
}
