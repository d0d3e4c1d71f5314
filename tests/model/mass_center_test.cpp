#include <guyline/model/mass_center.hpp>

#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::BodyIndex;
using guyline::CoordinateIndex;
using guyline::Frame;
using guyline::Kinematics;
using guyline::MassCenter;
using guyline::Motion;
using guyline::pair_index;
using guyline::Pose;
using guyline::VectorX;
using guyline::test::Random;
using guyline::test::random_coordinates;
using guyline::test::random_model;
using Motion2 = Motion<double, 2>;

template <typename Scalar, int Dim>
Kinematics<Scalar, Dim> kinematics_at(const Frame<Scalar, Dim>& frame, const VectorX<Scalar>& q) {
  Kinematics<Scalar, Dim> kinematics;
  kinematics.resize(frame.num_bodies(), frame.num_motions(), frame.num_coordinates());
  update_kinematics(frame, q, true, kinematics);
  return kinematics;
}
VectorX<double> coordinates(std::initializer_list<double> values) {
  VectorX<double> q(static_cast<int>(values.size()));
  int i = 0;
  for (const double v : values) q[i++] = v;
  return q;
}

/// Two links of 2 m and 1 m that stand upright, each on a hinge that leans forward.
Frame<double, 2> double_mast() {
  Frame<double, 2> frame;
  const CoordinateIndex lower = frame.add_coordinate("lower");
  const CoordinateIndex upper = frame.add_coordinate("upper");
  frame.add_body("leg", -1, {}, {Motion2::rotation(-1.0, lower)}, {});
  Pose<double, 2> knee;
  knee.position = {0.0, 2.0};
  frame.add_body("trunk", 0, knee, {Motion2::rotation(-1.0, upper)}, {});
  return frame;
}

TEST_CASE("mass centre: by hand, of a part, of nothing", "[model][mass_center][exact]") {
  Frame<double, 2> frame = double_mast();
  frame.add_mass({BodyIndex(0), {0.0, 1.0}, 3.0, "leg"});
  frame.add_mass({BodyIndex(1), {0.0, 1.0}, 1.0, "trunk"});
  MassCenter<double, 2> center;
  center.resize(2, 2);
  const auto upright = kinematics_at(frame, coordinates({0.0, 0.0}));
  update_mass_center(frame, upright, true, center);
  CHECK(center.mass == 4.0);
  CHECK((center.position - Eigen::Vector2d(0.0, 1.5)).norm() < 1e-15);
  CHECK((center.rates[0] - Eigen::Vector2d(1.5, 0.0)).norm() < 1e-15);
  CHECK((center.rates[1] - Eigen::Vector2d(0.25, 0.0)).norm() < 1e-15);
  CHECK((center.rate_pairs[0] - Eigen::Vector2d(0.0, -1.5)).norm() < 1e-15);
  update_mass_center(frame, upright, true, center, 1);
  CHECK(center.mass == 1.0);
  CHECK((center.position - Eigen::Vector2d(0.0, 3.0)).norm() < 1e-15);
  update_mass_center(double_mast(), upright, true, center);
  CHECK(center.mass == 0.0);
  CHECK(center.position.norm() == 0.0);
}

template <int Dim>
void check_curve(unsigned seed) {
  using Vector = guyline::Vector<double, Dim>;
  const auto model = random_model<double, Dim>(seed);
  const auto& frame = model.frame;
  Random random(seed);
  const VectorX<double> q = random_coordinates(random, frame.num_coordinates());
  const VectorX<double> rate = random_coordinates(random, frame.num_coordinates());
  const VectorX<double> bend = random_coordinates(random, frame.num_coordinates());
  const auto at = kinematics_at(frame, q);
  MassCenter<double, Dim> center;
  center.resize(frame.num_bodies(), frame.num_coordinates());
  update_mass_center(frame, at, true, center);
  std::vector<guyline::CurveRate<double, Dim>> rates(static_cast<std::size_t>(frame.num_bodies()));
  update_curve_rates(frame, rate, bend, at, rates);
  Vector contracted = Vector::Zero();
  for (int i = 0; i < q.size(); ++i) {
    contracted += bend[i] * center.rates[static_cast<std::size_t>(i)];
    for (int j = 0; j < q.size(); ++j) {
      const int pair = i <= j ? pair_index(i, j) : pair_index(j, i);
      contracted += rate[i] * rate[j] * center.rate_pairs[static_cast<std::size_t>(pair)];
    }
  }
  CAPTURE(Dim, seed);
  CHECK((mass_center_acceleration(center, rates) - contracted).norm() < 1e-12);
}

TEST_CASE("the mass centre along a curve is its second derivative by the coordinates, contracted",
          "[model][mass_center][derivative]") {
  for (unsigned seed = 113; seed < 121; ++seed) {
    check_curve<2>(seed);
    check_curve<3>(seed);
  }
}

}  // namespace
