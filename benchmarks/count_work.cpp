// Solves a number of random bodies, for a tool that counts instructions: count_work.cmake.
//   count_work ROWS lanes|alone rest|full

#include <cstdio>
#include <cstdlib>
#include <guyline/batch/batch.hpp>
#include <random>
#include <string>

int main(int argc, char** argv) {
  using namespace guyline;
  if (argc != 4) {
    std::fputs("usage: count_work ROWS lanes|alone rest|full\n", stderr);
    return 2;
  }
  const int rows = std::atoi(argv[1]);
  const bool lanes = std::string(argv[2]) == "lanes";
  BatchOptions options;
  options.threads = 1;
  options.loads = options.pulls = std::string(argv[3]) == "full";
  const auto body = bridge();
  std::vector<std::string> names;
  for (const auto& muscle : body.model.muscles) names.push_back(muscle.name + ".length");
  for (const auto& muscle : body.model.muscles) names.push_back(muscle.name + ".tone");
  const auto columns = parse_columns(body, names);
  std::mt19937 engine(20240601);
  const auto uniform = [&](double lower, double upper) {
    return lower + (upper - lower) * (static_cast<double>(engine()) * 0x1p-32);
  };
  const int muscles = body.model.num_muscles();
  MatrixX<double> table(rows, 2 * muscles);
  for (int row = 0; row < rows; ++row) {
    for (int i = 0; i < muscles; ++i) {
      table(row, i) = uniform(-0.1, 0.1);
      table(row, muscles + i) = uniform(0.0, 0.05);
    }
  }
  const BatchResult result = lanes ? solve_batch<kNativeLanes>(body, table, columns, options)
                                   : solve_batch<1>(body, table, columns, options);
  std::printf("%zu of %d solved\n", result.count(RowStatus::kSolved), rows);
  return result.count(RowStatus::kSolved) == result.num_rows() ? 0 : 1;
}
