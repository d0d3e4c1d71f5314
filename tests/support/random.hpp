#pragma once

/// @file
/// Numbers from a seed, the same on every platform. Tests print the seed: CAPTURE(random.seed()).

#include <cmath>
#include <cstdint>
#include <random>

namespace guyline::test {

class Random {
 public:
  explicit Random(unsigned seed) : seed_(seed), engine_(seed) {}

  unsigned seed() const { return seed_; }
  double uniform(double lower, double upper) {
    return lower + (upper - lower) * (static_cast<double>(engine_()) * 0x1p-32);
  }
  /// Uniform in the logarithm.
  double log_uniform(double lower, double upper) {
    return std::exp(uniform(std::log(lower), std::log(upper)));
  }
  /// 0 ... count - 1.
  int integer(int count) { return static_cast<int>(uniform(0.0, count)); }

 private:
  unsigned seed_;
  std::mt19937 engine_;
};

}  // namespace guyline::test
