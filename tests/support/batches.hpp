#pragma once

/// @file
/// Tables for tests and comparisons of whole results, bit by bit.

#include <cstring>
#include <guyline/batch/batch.hpp>
#include <string>
#include <vector>

#include "support/random.hpp"

namespace guyline::test {

/// Length and tone of every muscle of the bridge, 46 columns.
inline std::vector<std::string> length_and_tone_columns(const Bridge<double>& body) {
  std::vector<std::string> names;
  for (const auto& muscle : body.model.muscles) names.push_back(muscle.name + ".length");
  for (const auto& muscle : body.model.muscles) names.push_back(muscle.name + ".tone");
  return names;
}

/// Lengths within +-0.1, tones 0 to 0.05.
inline MatrixX<double> random_lengths_and_tones(const Bridge<double>& body, int rows,
                                                Random& random) {
  const int muscles = body.model.num_muscles();
  MatrixX<double> table(rows, 2 * muscles);
  for (int row = 0; row < rows; ++row) {
    for (int i = 0; i < muscles; ++i) {
      table(row, i) = random.uniform(-0.1, 0.1);
      table(row, muscles + i) = random.uniform(0.0, 0.05);
    }
  }
  return table;
}

/// Row `row` of `result` as one string of bits.
inline std::string row_bits(BatchResult& result, std::size_t row) {
  std::string bits;
  const auto add = [&](const auto& x) {
    bits.append(reinterpret_cast<const char*>(&x), sizeof x);  // NOLINT
  };
  add(result.status[row]);
  add(result.iterations[row]);
  add(result.evaluations[row]);
  const auto add_all = [&](const std::vector<double>& x) {
    for (std::size_t i = row; i < x.size(); i += result.num_rows()) add(x[i]);
  };
  for (const auto* x : {&result.residual, &result.anterior_tilt, &result.lordosis,
                        &result.sacral_slope, &result.pelvic_tilt_radiographic, &result.stiffness,
                        &result.q, &result.tension, &result.share, &result.derivative}) {
    add_all(*x);
  }
  for (std::size_t i = row; i < result.one_sided.size(); i += result.num_rows()) {
    add(result.one_sided[i]);
  }
  for (auto& level : result.levels) {
    for (const auto* x : level.columns()) add_all(*x);
  }
  return bits;
}

}  // namespace guyline::test
