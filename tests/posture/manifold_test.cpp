#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/posture/equilibrium.hpp>
#include <guyline/posture/manifold.hpp>
#include <limits>
#include <memory>

#include "core/checks.hpp"
#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::BodyIndex;
using guyline::CenterOfMassOver;
using guyline::Constraint;
using guyline::Dual;
using guyline::InvalidArgument;
using guyline::Manifold;
using guyline::MatrixX;
using guyline::Order;
using guyline::PointAt;
using guyline::PostureData;
using guyline::VectorX;
using guyline::test::contains;
using guyline::test::message_of;
using guyline::test::Random;
using guyline::test::random_coordinates;
using guyline::test::random_model;
using guyline::test::random_point;
using guyline::test::random_unit;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST_CASE("linear constraints are met by the start and by every step along the basis",
          "[posture][manifold][invariant]") {
  Random random(200);
  CAPTURE(random.seed());
  for (int n = 0; n < 50; ++n) {
    const int size = 2 + random.integer(5), held = size - 1;
    std::vector<guyline::LinearConstraint<double>> linear;
    for (int r = 0; r < held; ++r) {
      linear.push_back(
          {"c" + std::to_string(r), random_coordinates(random, size), random.uniform(-1, 1)});
    }
    const VectorX<double> path = random_coordinates(random, size);
    const VectorX<double> start = random_coordinates(random, size);
    const Manifold<double, 2> manifold(size, linear, {}, path, -1.0, 1.0, start);
    CHECK(manifold.num_coordinates() == size);
    CHECK(manifold.num_reduced() == 1);
    CHECK(manifold.num_residuals() == 0);
    const MatrixX<double>& E = manifold.basis();
    CHECK((E.transpose() * E - MatrixX<double>::Identity(1, 1)).norm() < 1e-13);
    for (const auto& c : linear) {
      CHECK(std::abs(c.coefficients.dot(manifold.origin()) - c.target) < 1e-9);
      CHECK((c.coefficients.transpose() * E).norm() < 1e-12);
    }
  }
}

TEST_CASE("start moves onto q_0 + q_1 = 2 by the shortest way", "[posture][manifold][exact]") {
  const VectorX<double> ones = VectorX<double>::Ones(2);
  const Manifold<double, 2> manifold(2, {{"sum", ones, 2.0}}, {}, VectorX<double>::Unit(2, 0), 0.0,
                                     1.0, VectorX<double>::Unit(2, 0));
  CHECK((manifold.origin() - Eigen::Vector2d(1.5, 0.5)).norm() < 1e-15);
  CHECK(std::abs(std::abs(manifold.basis()(0, 0)) - std::sqrt(0.5)) < 1e-15);
  CHECK(manifold.lower() == 0.0);
  CHECK(manifold.upper() == 1.0);
}

/// Jacobian and curvature of a constraint against differences.
template <int Dim>
void check_constraint(const guyline::Model<double, Dim>& model, const Constraint<double, Dim>& c,
                      const VectorX<double>& q, const VectorX<double>& direction) {
  const int rows = c.num_residuals(), n = static_cast<int>(q.size());
  PostureData<double, Dim> data(model);
  const auto evaluate = [&](const VectorX<double>& at, VectorX<double>& r, MatrixX<double>& J) {
    update_pose(model, at, Order::kHessian, data);
    c.evaluate(data, at, r, J);
  };
  VectorX<double> r(rows), up_r(rows), down_r(rows);
  MatrixX<double> J(rows, n), up_J(rows, n), down_J(rows, n);
  const double h = 1e-5;
  evaluate(q, r, J);
  guyline::PoseCurve<double, Dim> line;
  line.q_rate = direction;
  line.rates.resize(static_cast<std::size_t>(model.frame.num_bodies()));
  update_curve_rates(model.frame, direction, VectorX<double>(VectorX<double>::Zero(n)),
                     data.kinematics, line.rates);
  line.mass_center_acceleration = mass_center_acceleration(data.mass_center, line.rates);
  VectorX<double> second(rows);
  c.curvature(data, q, line, second);
  evaluate(q + h * direction, up_r, up_J);
  evaluate(q - h * direction, down_r, down_J);
  CHECK((second - (up_J - down_J) * direction / (2 * h)).norm() < 1e-7);
  for (int i = 0; i < n; ++i) {
    VectorX<double> more = q, less = q;
    more[i] += h;
    less[i] -= h;
    evaluate(more, up_r, up_J);
    evaluate(less, down_r, down_J);
    CHECK((J.col(i) - (up_r - down_r) / (2 * h)).norm() < 1e-8);
  }
}

/// A user's own: the distance of two points, squared.
class Distance final : public Constraint<double, 3> {
 public:
  std::string name() const override { return "distance"; }
  int num_residuals() const override { return 1; }
  void evaluate(const PostureData<double, 3>& data, const VectorX<double>& q,
                Eigen::Ref<VectorX<double>> residuals,
                Eigen::Ref<MatrixX<double>> jacobian) const override {
    const Eigen::Vector3d a = data.kinematics.position(2, p_), b = data.kinematics.position(4, p_);
    residuals[0] = (a - b).squaredNorm() - 0.5;
    for (int i = 0; i < q.size(); ++i) {
      jacobian(0, i) =
          2 * (a - b).dot(data.kinematics.velocity(2, i, a) - data.kinematics.velocity(4, i, b));
    }
  }
  void curvature(const PostureData<double, 3>& data, const VectorX<double>& /*q*/,
                 const guyline::PoseCurve<double, 3>& line,
                 Eigen::Ref<VectorX<double>> second) const override {
    const Eigen::Vector3d a = data.kinematics.position(2, p_), b = data.kinematics.position(4, p_);
    const auto &at_a = line.rates[2], &at_b = line.rates[4];
    second[0] = 2 * ((at_a.velocity_at(a) - at_b.velocity_at(b)).squaredNorm() +
                     (a - b).dot(at_a.acceleration_at(a) - at_b.acceleration_at(b)));
  }

 private:
  Eigen::Vector3d p_{0.1, 0.2, -0.1};
};

template <int Dim>
void check_built_in(unsigned seed) {
  const auto model = random_model<double, Dim>(seed);
  Random random(seed);
  const VectorX<double> q = random_coordinates(random, 5);
  const VectorX<double> direction = random_coordinates(random, 5);
  check_constraint<Dim>(
      model,
      CenterOfMassOver<double, Dim>(BodyIndex(4), random_point<double, Dim>(random, 1.0),
                                    random_unit<double, Dim>(random), 0.1),
      q, direction);
  check_constraint<Dim>(model,
                        PointAt<double, Dim>(BodyIndex(5), random_point<double, Dim>(random, 1.0),
                                             random_unit<double, Dim>(random), 0.1),
                        q, direction);
}

TEST_CASE("Jacobian and curvature of the constraints", "[posture][manifold][derivative]") {
  for (unsigned seed = 201; seed < 211; ++seed) {
    CAPTURE(seed);
    check_built_in<2>(seed);
    check_built_in<3>(seed);
    Random random(seed);
    const VectorX<double> q = random_coordinates(random, 5);
    check_constraint<3>(random_model<double, 3>(seed), Distance(), q,
                        random_coordinates(random, 5));
  }
}

TEST_CASE("a constraint of one's own holds along the path", "[posture][manifold][exact]") {
  const auto model = random_model<double, 3>(212);
  std::vector<guyline::LinearConstraint<double>> linear;
  for (const int i : {0, 2, 4}) {
    linear.push_back({"held", VectorX<double>::Unit(5, i), 0.1});
  }
  const Manifold<double, 3> manifold(5, linear, {std::make_shared<Distance>()},
                                     VectorX<double>::Unit(5, 3), -0.2, 0.2,
                                     VectorX<double>::Constant(5, 0.1));
  guyline::EquilibriumData<double, 3> data(model, manifold);
  int met = 0;
  for (const double s : {0.1, 0.15, 0.05}) {
    const auto state = evaluate_on_path(model, manifold, s, data);
    if (!state.on_manifold) continue;
    ++met;
    const Eigen::Vector3d p(0.1, 0.2, -0.1);
    const Eigen::Vector3d d =
        data.posture.kinematics.position(2, p) - data.posture.kinematics.position(4, p);
    CHECK(std::abs(d.squaredNorm() - 0.5) < 1e-12);
    CHECK(std::abs(data.q[3] - s) < 1e-14);
    CHECK(std::abs(data.q[0] - 0.1) < 1e-14);
  }
  CHECK(met > 0);
}

TEST_CASE("duals through a constraint", "[posture][manifold][scalar]") {
  using D = Dual<5>;
  const auto model = random_model<D, 2>(213);
  Random random(213);
  VectorX<D> q(5);
  for (int i = 0; i < 5; ++i) q[i] = D::variable(random.uniform(-0.5, 0.5), i);
  PostureData<D, 2> data(model);
  update_pose(model, q, Order::kHessian, data);
  const CenterOfMassOver<D, 2> over(BodyIndex(4), {D(0.1), D(0.2)}, {D(1), D(0)}, D(0));
  VectorX<D> r(1);
  MatrixX<D> J(1, 5);
  over.evaluate(data, q, r, J);
  guyline::PoseCurve<D, 2> line;
  line.q_rate = VectorX<D>::Zero(5);
  for (int i = 0; i < 5; ++i) line.q_rate[i] = D(random.uniform(-1.0, 1.0));
  line.rates.resize(static_cast<std::size_t>(model.frame.num_bodies()));
  update_curve_rates(model.frame, line.q_rate, VectorX<D>(VectorX<D>::Zero(5)), data.kinematics,
                     line.rates);
  line.mass_center_acceleration = mass_center_acceleration(data.mass_center, line.rates);
  VectorX<D> second(1);
  over.curvature(data, q, line, second);
  double bend = 0.0;
  for (int i = 0; i < 5; ++i) {
    CHECK(std::abs(r[0].gradient[i] - J(0, i).value) < 1e-13);
    for (int j = 0; j < 5; ++j) {
      bend += J(0, i).gradient[j] * line.q_rate[i].value * line.q_rate[j].value;
    }
  }
  CHECK(std::abs(second[0].value - bend) < 1e-12);
}

TEST_CASE("a manifold that is none is refused", "[posture][manifold][error]") {
  const VectorX<double> one = VectorX<double>::Unit(2, 0), two = VectorX<double>::Unit(2, 1);
  const VectorX<double> zero = VectorX<double>::Zero(2), three = VectorX<double>::Zero(3);
  using Linear = std::vector<guyline::LinearConstraint<double>>;
  const auto refused = [&](int n, const Linear& linear, const VectorX<double>& path, double lower,
                           double upper, const VectorX<double>& start) {
    return message_of<InvalidArgument>(
        [&] { Manifold<double, 2>(n, linear, {}, path, lower, upper, start); });
  };
  const Linear held = {{"hip", one, 0.3}};
  CHECK(refused(2, held, two, -1, 1, zero).empty());
  CHECK(contains(refused(2, held, three, -1, 1, zero), "one entry for each of the 2"));
  CHECK(contains(refused(2, held, two, -1, 1, three), "one entry for each of the 2"));
  CHECK(contains(refused(2, held, two, 1, 1, zero), "range is empty"));
  CHECK(contains(refused(2, held, two, kNan, 1, zero), "lower end"));
  CHECK(contains(refused(2, held, two, -1, kNan, zero), "upper end"));
  CHECK(contains(refused(2, held, VectorX<double>::Constant(2, kNan), -1, 1, zero), "path"));
  CHECK(contains(refused(2, {}, two, -1, 1, zero), "leave 2"));
  CHECK(contains(refused(2, {{"hip", one, kNan}}, two, -1, 1, zero), "target of constraint hip"));
  CHECK(contains(refused(2, {{"hip", three, 0.0}}, two, -1, 1, zero), "constraint hip needs"));
  CHECK(contains(refused(2, {{"hip", VectorX<double>::Constant(2, kNan), 0.0}}, two, -1, 1, zero),
                 "coefficients of constraint hip"));
  CHECK(contains(
      refused(
          3, {{"a", VectorX<double>::Unit(3, 0), 0.0}, {"b", 2 * VectorX<double>::Unit(3, 0), 0.0}},
          VectorX<double>::Unit(3, 1), -1, 1, three),
      "depend on each other"));
}
}  // namespace
