#pragma once

/// @file
/// How far an elementary motion goes as a function of one coordinate: linear, polynomial or spline.
///
///   f(q) = sum_k c_k q^k + sum_j b_j max(q - x_j, 0)^3
/// The second sum, over interior knots, makes a cubic spline out of a cubic: twice continuously
/// differentiable, and free of branches, so that it runs on every scalar. Beyond the outer knots the
/// end pieces go on as they are.
/// f in rad or m, q in rad or m. Not covered: functions of several coordinates.

#include <guyline/core/error.hpp>
#include <guyline/core/scalar.hpp>
#include <guyline/core/types.hpp>
#include <vector>

namespace guyline {

/// Value and first two derivatives of a function of one variable.
template <typename Scalar>
struct FunctionValue {
  Scalar value{0}, derivative{0}, second_derivative{0};
};

template <typename Scalar>
class CoordinateFunction {
 public:
  /// f(q) = q.
  CoordinateFunction() : polynomial_{Scalar(0), Scalar(1)} {}

  /// f(q) = offset + slope q.
  static CoordinateFunction linear(const Scalar& slope, const Scalar& offset = Scalar(0)) {
    return polynomial({offset, slope});
  }

  /// f(q) = sum_k coefficients[k] q^k.
  /// @throws InvalidArgument without coefficients, or if one is not finite.
  static CoordinateFunction polynomial(std::vector<Scalar> coefficients) {
    if (coefficients.empty()) {
      throw InvalidArgument("CoordinateFunction: a polynomial needs at least one coefficient");
    }
    for (const Scalar& c : coefficients) {
      require_finite("CoordinateFunction coefficient", value_of(c), "");
    }
    CoordinateFunction f;
    f.polynomial_ = std::move(coefficients);
    return f;
  }

  /// The natural cubic spline through the points (knots[j], values[j]).
  /// @throws InvalidArgument unless there are at least two knots, strictly ascending and finite, and
  ///         as many values.
  static CoordinateFunction spline(const std::vector<double>& knots,
                                   const std::vector<Scalar>& values) {
    const std::size_t n = knots.size();
    if (n < 2 || values.size() != n) {
      throw InvalidArgument(
          "CoordinateFunction: a spline needs two or more knots and as many "
          "values, got " +
          std::to_string(n) + " knots and " + std::to_string(values.size()) + " values");
    }
    for (std::size_t j = 0; j < n; ++j) {
      require_finite("CoordinateFunction knot", knots[j], "");
      require_finite("CoordinateFunction value", value_of(values[j]), "");
      if (j > 0 && !(knots[j] > knots[j - 1])) {
        throw InvalidArgument("CoordinateFunction: knots must be strictly ascending, knot " +
                              std::to_string(j) + " = " + internal::number(knots[j]) + " follows " +
                              internal::number(knots[j - 1]));
      }
    }
    // Second derivatives at the knots: the tridiagonal system of the natural spline.
    std::vector<Scalar> second(n, Scalar(0)), slope(n, Scalar(0));
    std::vector<double> diagonal(n, 1.0);
    for (std::size_t j = 1; j + 1 < n; ++j) {
      const double left = knots[j] - knots[j - 1];
      const double right = knots[j + 1] - knots[j];
      const double factor = j > 1 ? left / diagonal[j - 1] : 0.0;
      diagonal[j] = 2.0 * (left + right) - (j > 1 ? factor * left : 0.0);
      slope[j] = Scalar(6) * ((values[j + 1] - values[j]) / Scalar(right) -
                              (values[j] - values[j - 1]) / Scalar(left)) -
                 Scalar(factor) * slope[j - 1];
    }
    for (std::size_t j = n - 2; j >= 1 && n > 2; --j) {
      const Scalar ahead = j + 2 < n ? second[j + 1] * Scalar(knots[j + 1] - knots[j]) : Scalar(0);
      second[j] = (slope[j] - ahead) / Scalar(diagonal[j]);
    }
    // The first piece, expanded about q = 0, and the jump of f''' at each interior knot.
    const double x = knots[0];
    const double width = knots[1] - knots[0];
    const Scalar third = (second[1] - second[0]) / Scalar(width);
    const Scalar first = (values[1] - values[0]) / Scalar(width) -
                         Scalar(width / 6) * (second[1] + Scalar(2) * second[0]);
    CoordinateFunction f;
    f.polynomial_ = {values[0] - first * Scalar(x) + second[0] * Scalar(x * x / 2) -
                         third * Scalar(x * x * x / 6),
                     first - second[0] * Scalar(x) + third * Scalar(x * x / 2),
                     second[0] / Scalar(2) - third * Scalar(x / 2), third / Scalar(6)};
    for (std::size_t j = 1; j + 1 < n; ++j) {
      const Scalar before = (second[j] - second[j - 1]) / Scalar(knots[j] - knots[j - 1]);
      const Scalar after = (second[j + 1] - second[j]) / Scalar(knots[j + 1] - knots[j]);
      f.knots_.push_back(knots[j]);
      f.jumps_.push_back((after - before) / Scalar(6));
    }
    return f;
  }

  /// @param q  [rad or m], of this scalar or of one that it converts to.
  template <typename Argument>
  FunctionValue<Argument> operator()(const Argument& q) const {
    FunctionValue<Argument> f;
    for (std::size_t k = polynomial_.size(); k-- > 0;) {
      f.second_derivative = f.second_derivative * q + Argument(2) * f.derivative;
      f.derivative = f.derivative * q + f.value;
      f.value = f.value * q + polynomial_[k];
    }
    for (std::size_t j = 0; j < knots_.size(); ++j) {
      const Argument x = positive_part(Argument(q - Argument(knots_[j])));
      f.value += jumps_[j] * x * x * x;
      f.derivative += Argument(3) * jumps_[j] * x * x;
      f.second_derivative += Argument(6) * jumps_[j] * x;
    }
    return f;
  }

  /// The function -f.
  CoordinateFunction negated() const {
    CoordinateFunction f = *this;
    for (Scalar& c : f.polynomial_) c = -c;
    for (Scalar& b : f.jumps_) b = -b;
    return f;
  }

 private:
  std::vector<Scalar> polynomial_;
  std::vector<double> knots_;
  std::vector<Scalar> jumps_;
};

}  // namespace guyline
