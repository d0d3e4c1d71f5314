#include <cmath>
#include <guyline/cable/path.hpp>
#include <guyline/core/dual.hpp>
#include <guyline/model/model.hpp>
#include <optional>

#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::BodyIndex;
using guyline::Dual;
using guyline::Kinematics;
using guyline::Model;
using guyline::Order;
using guyline::pair_index;
using guyline::Path;
using guyline::PathLength;
using guyline::VectorX;
using guyline::test::Random;
using guyline::test::random_coordinates;
using guyline::test::random_model;

template <typename Scalar, int Dim>
Kinematics<Scalar, Dim> kinematics_of(const Model<Scalar, Dim>& model, const VectorX<Scalar>& q) {
  Kinematics<Scalar, Dim> kinematics;
  kinematics.resize(model.frame.num_bodies(), model.frame.num_motions(),
                    model.frame.num_coordinates());
  update_kinematics(model.frame, q, true, kinematics);
  return kinematics;
}

/// Length with gradient and Hessian over all coordinates of the model.
template <int Dim>
struct Spread {
  double length;
  VectorX<double> gradient;
  Eigen::MatrixXd hessian;

  Spread(const Model<double, Dim>& model, std::size_t cable, const VectorX<double>& q) {
    const Path<double, Dim>& path = model.paths[cable];
    PathLength<double> l;
    l.resize(model.frame.num_coordinates());
    update_path_length(path, kinematics_of(model, q), Order::kHessian, l);
    length = l.length;
    gradient.setZero(q.size());
    hessian.setZero(q.size(), q.size());
    for (std::size_t j = 0; j < path.coordinates.size(); ++j) {
      gradient[path.coordinates[j]] = l.gradient[j];
      for (std::size_t i = 0; i <= j; ++i) {
        const double h = l.hessian[static_cast<std::size_t>(
            pair_index(static_cast<int>(i), static_cast<int>(j)))];
        hessian(path.coordinates[i], path.coordinates[j]) = h;
        hessian(path.coordinates[j], path.coordinates[i]) = h;
      }
    }
  }
};

/// Angle over which each link that has a cylinder touches it; absent if an end is on it or inside.
template <int Dim>
std::vector<std::optional<double>> wrap_angles(const Model<double, Dim>& model, std::size_t cable,
                                               const VectorX<double>& q) {
  const auto kinematics = kinematics_of(model, q);
  const Path<double, Dim>& path = model.paths[cable];
  std::vector<std::optional<double>> angles;
  for (const auto& link : path.links) {
    if (link.cylinder < 0) continue;
    const auto& w = path.cylinders[static_cast<std::size_t>(link.cylinder)];
    const auto& a = path.points[static_cast<std::size_t>(link.from)];
    const auto& b = path.points[static_cast<std::size_t>(link.to)];
    const auto& pose = kinematics.poses[static_cast<std::size_t>(static_cast<int>(w.body))];
    using Space = guyline::Space<double, Dim>;
    using Vector = typename Space::Vector;
    const Vector r_1 = kinematics.position(a.body, a.point_B) - pose * w.center_B;
    const Vector r_2 = kinematics.position(b.body, b.point_B) - pose * w.center_B;
    const auto axis = Space::rotate(pose.rotation, w.axis_B);
    const auto wrap = guyline::wrapped_length<double, Dim>(r_1, r_2, axis, w.radius, w.side);
    const double reach = std::min(Space::cross(axis, r_1).norm(), Space::cross(axis, r_2).norm());
    angles.push_back(reach > 1.02 * w.radius ? std::optional<double>(wrap.wrap_angle)
                                             : std::nullopt);
  }
  return angles;
}

TEST_CASE("a guy line from the ground to the top of a mast", "[cable][path][exact]") {
  auto model = guyline::test::mast(1.0, 2.0);
  model.add_muscle(guyline::test::spring("line", 1.0, 0.0),
                   {{BodyIndex(0), {1.5, 0.0}}, {BodyIndex(1), {0.0, 2.0}}});
  Kinematics<double, 2> kinematics;
  kinematics.resize(2, 1, 1);
  PathLength<double> l;
  l.resize(1);
  for (const double lean : {0.0, 0.3, -0.7}) {
    update_kinematics(model.frame, VectorX<double>::Constant(1, lean), true, kinematics);
    update_path_length(model.paths[0], kinematics, Order::kHessian, l);
    // l^2 = a^2 + h^2 - 2 a h sin q
    const double length = std::sqrt(2.25 + 4.0 - 6.0 * std::sin(lean));
    const double slope = -3.0 * std::cos(lean) / length;
    CHECK(std::abs(l.length - length) < 1e-15);
    CHECK(std::abs(l.gradient[0] - slope) < 1e-15);
    CHECK(std::abs(l.hessian[0] - (3.0 * std::sin(lean) - slope * slope) / length) < 1e-14);
  }
}

TEST_CASE("a mast that is reeled in over a drum: arm = radius, the Hessian vanishes",
          "[cable][path][exact]") {
  auto model = guyline::test::mast(1.0, 2.0);
  model.add_muscle(guyline::test::spring("rope", 1.0, 0.0),
                   {{BodyIndex(0), {-1.0, 0.0}}, {BodyIndex(1), {1.0, 0.0}}},
                   {{0, {BodyIndex(0), {0.0, 0.0}, -1.0, 0.25, guyline::WrapSide::kPositive}}});
  Kinematics<double, 2> kinematics;
  kinematics.resize(2, 1, 1);
  PathLength<double> l;
  l.resize(1);
  double before = 0.0;
  for (const double lean : {-0.2, 0.0, 0.4, 1.0, 1.4}) {
    update_kinematics(model.frame, VectorX<double>::Constant(1, lean), true, kinematics);
    update_path_length(model.paths[0], kinematics, Order::kHessian, l);
    CAPTURE(lean);
    CHECK(std::abs(l.gradient[0] - 0.25) < 1e-14);
    CHECK(std::abs(l.hessian[0]) < 1e-13);
    if (before > 0.0) CHECK(l.length > before);
    before = l.length;
  }
}

template <int Dim>
void check_path_derivatives(unsigned first_seed, int count) {
  int wrapping = 0, straight = 0;
  for (int n = 0; n < count; ++n) {
    const unsigned seed = first_seed + static_cast<unsigned>(n);
    const Model<double, Dim> model = random_model<double, Dim>(seed);
    Random random(seed + 7919);
    const VectorX<double> q = random_coordinates(random, model.frame.num_coordinates());
    for (std::size_t c = 0; c < model.paths.size(); ++c) {
      CAPTURE(Dim, seed, c);
      bool near_kink = false;
      for (const auto& angle : wrap_angles(model, c, q)) {
        near_kink = near_kink || !angle || std::abs(*angle) < 1e-3;
        if (angle) (*angle > 0.0 ? wrapping : straight) += 1;
      }
      if (near_kink) continue;
      const Spread<Dim> at(model, c, q);
      const double h = 1e-5;
      for (int i = 0; i < q.size(); ++i) {
        VectorX<double> more = q, less = q;
        more[i] += h;
        less[i] -= h;
        const Spread<Dim> up(model, c, more), down(model, c, less);
        CHECK(std::abs(at.gradient[i] - (up.length - down.length) / (2 * h)) < 1e-8);
        CHECK((at.hessian.col(i) - (up.gradient - down.gradient) / (2 * h)).norm() <
              1e-7 * (1.0 + at.hessian.norm()));
      }
    }
  }
  CHECK(wrapping > count / 2);
  CHECK(straight > count / 8);
}

TEST_CASE("moment arm is minus the change of length, r = -dl/dq, and so on to the Hessian",
          "[cable][path][derivative]") {
  check_path_derivatives<2>(500, 60);
  check_path_derivatives<3>(600, 60);
}

template <int Dim>
void check_forces(unsigned seed) {
  using Space = guyline::Space<double, Dim>;
  using Vector = typename Space::Vector;
  const Model<double, Dim> model = random_model<double, Dim>(seed);
  Random random(seed + 1);
  const VectorX<double> q = random_coordinates(random, model.frame.num_coordinates());
  const auto kinematics = kinematics_of(model, q);
  for (std::size_t c = 0; c < model.paths.size(); ++c) {
    CAPTURE(Dim, seed, c);
    Vector force = Vector::Zero();
    typename Space::Spin moment = Space::zero_spin();
    VectorX<double> work = VectorX<double>::Zero(q.size());
    for_each_pull(model.paths[c], kinematics,
                  [&](int body, const Vector& p, const Vector& dlength_dp) {
                    force += dlength_dp;
                    moment += Space::moment(p, dlength_dp);
                    for (int i = 0; i < q.size(); ++i) {
                      work[i] += dlength_dp.dot(kinematics.velocity(body, i, p));
                    }
                  });
    CHECK(force.norm() < 1e-13);
    CHECK(std::sqrt(Space::dot(moment, moment)) < 1e-13);
    CHECK((work - Spread<Dim>(model, c, q).gradient).norm() < 1e-12);
  }
}

TEST_CASE("virtual work: the pulls of a cable do the work T dl, and leave no force and no moment",
          "[cable][path][invariant]") {
  for (unsigned seed = 700; seed < 740; ++seed) {
    check_forces<2>(seed);
    check_forces<3>(seed);
  }
}

TEST_CASE("a planar path drawn in space has the same length and derivatives",
          "[cable][path][invariant]") {
  for (unsigned seed = 750; seed < 770; ++seed) {
    const auto flat = random_model<double, 2>(seed);
    const auto solid = guyline::test::lift(flat);
    Random random(seed);
    const VectorX<double> q = random_coordinates(random, flat.frame.num_coordinates());
    for (std::size_t c = 0; c < flat.paths.size(); ++c) {
      const Spread<2> a(flat, c, q);
      const Spread<3> b(solid, c, q);
      CAPTURE(seed, c);
      CHECK(std::abs(a.length - b.length) < 1e-13);
      CHECK((a.gradient - b.gradient).norm() < 1e-12);
      CHECK((a.hessian - b.hessian).norm() < 1e-11 * (1.0 + a.hessian.norm()));
    }
  }
}

TEST_CASE("a value needs no rates, a gradient no second rates", "[cable][path][invariant]") {
  const auto model = random_model<double, 3>(780);
  Random random(780);
  const VectorX<double> q = random_coordinates(random, model.frame.num_coordinates());
  const auto kinematics = kinematics_of(model, q);
  PathLength<double> value, gradient, hessian;
  for (auto* l : {&value, &gradient, &hessian}) l->resize(model.frame.num_coordinates());
  for (const auto& path : model.paths) {
    update_path_length(path, kinematics, Order::kValue, value);
    update_path_length(path, kinematics, Order::kGradient, gradient);
    update_path_length(path, kinematics, Order::kHessian, hessian);
    CHECK(value.length == hessian.length);
    CHECK(gradient.length == hessian.length);
    CHECK(gradient.gradient == hessian.gradient);
    for (const double g : value.gradient) CHECK(g == 0.0);
    for (const double h : gradient.hessian) CHECK(h == 0.0);
  }
}

TEST_CASE("duals through a path: the gradient of the length is its derivative",
          "[cable][path][scalar]") {
  using D = Dual<5>;
  for (unsigned seed = 790; seed < 800; ++seed) {
    const auto model = random_model<double, 3>(seed);
    const auto dual_model = random_model<D, 3>(seed);
    Random random(seed);
    const VectorX<double> q = random_coordinates(random, 5);
    VectorX<D> dual_q(5);
    for (int i = 0; i < 5; ++i) dual_q[i] = D::variable(q[i], i);
    const auto kinematics = kinematics_of(dual_model, dual_q);
    for (std::size_t c = 0; c < model.paths.size(); ++c) {
      const Spread<3> plain(model, c, q);
      PathLength<D> l;
      l.resize(5);
      const auto& path = dual_model.paths[c];
      update_path_length(path, kinematics, Order::kGradient, l);
      CAPTURE(seed, c);
      CHECK(std::abs(l.length.value - plain.length) < 1e-14);
      CHECK((l.length.gradient - plain.gradient).norm() < 1e-13);
      for (std::size_t j = 0; j < path.coordinates.size(); ++j) {
        CHECK((l.gradient[j].gradient - plain.hessian.col(path.coordinates[j])).norm() < 1e-11);
      }
    }
  }
}

TEST_CASE("two points on one spot: NaN in, NaN out, no crash", "[cable][path][error]") {
  auto model = guyline::test::mast(1.0, 2.0);
  model.add_muscle(guyline::test::spring("dot", 1.0, 0.0),
                   {{BodyIndex(0), {0.0, 0.0}}, {BodyIndex(1), {0.0, 0.0}}});
  Kinematics<double, 2> kinematics;
  kinematics.resize(2, 1, 1);
  PathLength<double> l;
  l.resize(1);
  update_kinematics(model.frame, VectorX<double>::Zero(1), true, kinematics);
  update_path_length(model.paths[0], kinematics, Order::kHessian, l);
  CHECK(l.length == 0.0);
  CHECK(std::isnan(l.gradient[0]));
  CHECK_THROWS_AS(validate(model), guyline::DegenerateGeometry);
}
template <int Dim>
void check_along_curve(unsigned seed) {
  const auto model = random_model<double, Dim>(seed);
  const auto& frame = model.frame;
  const int n = frame.num_coordinates();
  Random random(seed);
  const VectorX<double> q = random_coordinates(random, n);
  const VectorX<double> rate = random_coordinates(random, n);
  const VectorX<double> bend = random_coordinates(random, n);
  Kinematics<double, Dim> kinematics;
  kinematics.resize(frame.num_bodies(), frame.num_motions(), n);
  update_kinematics(frame, q, true, kinematics);
  std::vector<guyline::CurveRate<double, Dim>> rates(static_cast<std::size_t>(frame.num_bodies()));
  update_curve_rates(frame, rate, bend, kinematics, rates);
  PathLength<double> length;
  length.resize(n);
  for (const auto& path : model.paths) {
    CAPTURE(Dim, seed);
    update_path_length(path, kinematics, Order::kHessian, length);
    const auto along = length_along_curve(path, kinematics, rates);
    double first = 0.0, second = 0.0;
    for (std::size_t j = 0; j < path.coordinates.size(); ++j) {
      const int q_j = path.coordinates[j];
      first += length.gradient[j] * rate[q_j];
      second += length.gradient[j] * bend[q_j];
      for (std::size_t i = 0; i < path.coordinates.size(); ++i) {
        const int a = static_cast<int>(std::min(i, j)), b = static_cast<int>(std::max(i, j));
        second += length.hessian[static_cast<std::size_t>(guyline::pair_index(a, b))] *
                  rate[path.coordinates[i]] * rate[q_j];
      }
    }
    CHECK(std::abs(along.length - length.length) < 1e-13);
    CHECK(std::abs(along.rate - first) < 1e-12);
    CHECK(std::abs(along.acceleration - second) < 1e-10 * (1.0 + std::abs(second)));
  }
}

TEST_CASE("a length along a curve is its gradient and Hessian, contracted",
          "[cable][path][invariant]") {
  for (unsigned seed = 141; seed < 161; ++seed) {
    check_along_curve<2>(seed);
    check_along_curve<3>(seed);
  }
}

}  // namespace
