#include <Eigen/LU>
#include <guyline/core/dual.hpp>
#include <guyline/core/pack.hpp>
#include <guyline/core/solve.hpp>
#include <guyline/core/types.hpp>

#include "support/catch.hpp"
#include "support/random.hpp"

namespace {
using guyline::MatrixX;
using guyline::solve_in_place;
using guyline::VectorX;

TEST_CASE("a system by hand", "[core][solve][exact]") {
  MatrixX<double> a(2, 2);
  a << 0, 2, 4, 0;  // without pivoting 0 would be divided by
  MatrixX<double> b(2, 2);
  b << 6, 2, 8, 4;
  solve_in_place(a, b);
  CHECK(b(0, 0) == 2.0);
  CHECK(b(1, 0) == 3.0);
  CHECK(b(0, 1) == 1.0);
  CHECK(b(1, 1) == 1.0);
}

TEST_CASE("random systems agree with Eigen, and every lane with the plain number",
          "[core][solve][scalar]") {
  using P = guyline::Pack<2>;
  guyline::test::Random random(21);
  CAPTURE(random.seed());
  for (int trial = 0; trial < 200; ++trial) {
    const int n = 1 + random.integer(5);
    MatrixX<P> a(n, n);
    MatrixX<P> b(n, 2);
    MatrixX<double> lane_a[2], lane_b[2];
    for (int lane = 0; lane < 2; ++lane) {
      lane_a[lane].setZero(n, n);
      lane_b[lane].setZero(n, 2);
      for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
          a(i, j).set(lane, lane_a[lane](i, j) = random.uniform(-1.0, 1.0));
        }
        for (int j = 0; j < 2; ++j) {
          b(i, j).set(lane, lane_b[lane](i, j) = random.uniform(-1.0, 1.0));
        }
      }
    }
    solve_in_place(a, b);
    for (int lane = 0; lane < 2; ++lane) {
      MatrixX<double> own_a = lane_a[lane], own_b = lane_b[lane];
      solve_in_place(own_a, own_b);
      const MatrixX<double> exact = lane_a[lane].fullPivLu().solve(lane_b[lane]);
      const double scale = exact.norm() * lane_a[lane].inverse().norm();
      CHECK((own_b - exact).norm() <= 1e-13 * (1.0 + scale));
      for (int i = 0; i < n; ++i) {
        for (int j = 0; j < 2; ++j) CHECK(b(i, j)[lane] == own_b(i, j));
      }
    }
  }
}

TEST_CASE("the derivative of a solution is that of Cramer's rule", "[core][solve][derivative]") {
  using D = guyline::Dual<1>;
  MatrixX<D> a(2, 2);
  a << D(3), D(1), D(1), D::variable(2.0, 0);
  VectorX<D> b(2);
  b << D(1), D(2);
  solve_in_place(a, b);
  // det = 3 x - 1;  X = ((x - 2) / det, 5 / det)
  CHECK(b[0].value == 0.0);
  CHECK(std::abs(b[0].gradient[0] - 1.0 / 5.0) < 1e-15);
  CHECK(std::abs(b[1].gradient[0] + 15.0 / 25.0) < 1e-15);
}

}  // namespace
