#include <algorithm>
#include <cmath>
#include <guyline/core/dual.hpp>
#include <guyline/model/bridge.hpp>
#include <guyline/posture/equilibrium.hpp>
#include <limits>
#include <memory>

#include "core/checks.hpp"
#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::BodyIndex;
using guyline::CoordinateIndex;
using guyline::Dual;
using guyline::Equilibrium;
using guyline::EquilibriumData;
using guyline::EquilibriumOptions;
using guyline::EquilibriumResult;
using guyline::find_equilibria;
using guyline::InvalidArgument;
using guyline::Manifold;
using guyline::Model;
using guyline::PostureStatus;
using guyline::VectorX;
using guyline::test::mast;
using guyline::test::Random;
using guyline::test::spring;
using guyline::test::SpringLaws;
constexpr double kGravity = 9.80665;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// The one coordinate of a mast, free within a range.
Manifold<double, 2> free_lean(double lower, double upper) {
  return Manifold<double, 2>(1, {}, {}, VectorX<double>::Ones(1), lower, upper,
                             VectorX<double>::Zero(1));
}
template <typename Laws>
EquilibriumResult<double> solve(const Model<double, 2, Laws>& model, double lower, double upper,
                                const EquilibriumOptions& options = {}) {
  const auto manifold = free_lean(lower, upper);
  EquilibriumData<double, 2> data(model, manifold);
  return find_equilibria(model, manifold, options, data);
}
/// Root of f between a and b, by halving.
template <typename Function>
double bisect(const Function& f, double a, double b) {
  const bool rises = f(b) > f(a);
  for (int i = 0; i < 200; ++i) {
    const double m = 0.5 * (a + b);
    ((f(m) > 0.0) == rises ? b : a) = m;
  }
  return 0.5 * (a + b);
}

TEST_CASE("one cable and one hinge: a hanging bob drawn aside, in closed form",
          "[posture][equilibrium][exact]") {
  // A spring of rest length 0 from the ground at (a, 0) to a bob h below the hinge:
  // U = -m g h cos q + k (a^2 + h^2 + 2 a h sin q)/2, so tan q = -k a/(m g) and K = h |(m g, k a)|.
  for (const double a : {0.7, -0.3}) {
    const double mass = 3.0, h = 1.3, k = 25.0;
    auto model = mast(mass, -h);
    model.add_muscle(spring("cable", k, 0.0),
                     {{BodyIndex(0), {a, 0.0}}, {BodyIndex(1), {0.0, -h}}});
    const auto result = solve(model, -1.5, 1.5);
    CAPTURE(a);
    REQUIRE(result.status == PostureStatus::kSolved);
    REQUIRE(result.num_equilibria == 1);
    const auto& e = result.equilibria[0];
    CHECK(e.stable);
    CHECK(std::abs(e.path + std::atan2(k * a, mass * kGravity)) < 1e-13);
    CHECK(std::abs(e.stiffness - h * std::hypot(mass * kGravity, k * a)) < 1e-11);
    CHECK(e.residual < 1e-13);
  }
}

/// An inverted pendulum (mass m at height h) between two guy lines from (-a, 0) and (a, 0) to its top,
/// each a spring of stiffness k and rest length l. With A = a^2 + h^2, B = a h, L = sqrt(A -+ 2 B sin q):
///   dU/dq = -m g h sin q + k l B cos q (1/L_+ - 1/L_-),
///   K(0) = -m g h + 2 k l B^2 / A^(3/2),  so the critical stiffness is k* = m g h A^(3/2)/(2 l B^2).
struct GuyedMast {
  double mass = 70.0, height = 1.0, reach = 1.0, rest = 0.5;

  double critical() const {
    const double A = reach * reach + height * height, B = reach * height;
    return mass * kGravity * height * std::pow(A, 1.5) / (2 * rest * B * B);
  }
  double force(double k, double q) const {
    const double A = reach * reach + height * height, B = reach * height;
    return mass * kGravity * height * std::sin(q) -
           k * rest * B * std::cos(q) *
               (1 / std::sqrt(A - 2 * B * std::sin(q)) - 1 / std::sqrt(A + 2 * B * std::sin(q)));
  }
  Model<double, 2, SpringLaws> model(double k) const {
    auto m = mast(mass, height);
    m.add_muscle(spring("front", k, rest),
                 {{BodyIndex(0), {reach, 0.0}}, {BodyIndex(1), {0.0, height}}});
    m.add_muscle(spring("back", k, rest),
                 {{BodyIndex(0), {-reach, 0.0}}, {BodyIndex(1), {0.0, height}}});
    return m;
  }
};

TEST_CASE("an inverted pendulum between two guy lines: pitchfork at the known stiffness",
          "[posture][equilibrium][exact]") {
  const GuyedMast guyed;
  const double critical = guyed.critical();
  for (const double part : {0.97, 0.99, 0.999, 1.001, 1.01, 2.0}) {
    const double k = part * critical;
    const auto result = solve(guyed.model(k), -0.6, 0.6);
    CAPTURE(part);
    // Upright is an equilibrium always, with K(0) in closed form.
    const double upright = guyed.mass * kGravity * guyed.height * (part - 1.0);
    if (part > 1.0) {
      REQUIRE(result.status == PostureStatus::kSolved);
      REQUIRE(result.num_equilibria == 1);
      CHECK(std::abs(result.equilibria[0].path) < 1e-12);
      CHECK(result.equilibria[0].stable);
      CHECK(std::abs(result.equilibria[0].stiffness - upright) < 1e-10);
      continue;
    }
    REQUIRE(result.num_equilibria == 3);
    const double lean = bisect([&](double q) { return guyed.force(k, q); }, 0.01, 0.6);
    REQUIRE(lean > 0.05);
    CHECK(std::abs(result.equilibria[0].path + lean) < 1e-10);
    CHECK(std::abs(result.equilibria[1].path) < 1e-12);
    CHECK(std::abs(result.equilibria[2].path - lean) < 1e-10);
    CHECK(result.equilibria[0].stable);
    CHECK_FALSE(result.equilibria[1].stable);
    CHECK(result.equilibria[2].stable);
    CHECK(std::abs(result.equilibria[1].stiffness - upright) < 1e-10);
    // Balanced on the unstable one it goes forward, the documented choice of two alike.
    REQUIRE(result.status == PostureStatus::kSolved);
    CHECK(result.resting == 2);
  }
}

TEST_CASE("cables of rest length 0 hold no mast, however stiff", "[posture][equilibrium][exact]") {
  // L_+^2 + L_-^2 is constant: the lines add nothing to the moment.
  GuyedMast guyed;
  guyed.rest = 0.0;
  const auto result = solve(guyed.model(1e5), -0.6, 0.6);
  CHECK(result.status == PostureStatus::kNoEquilibrium);
  REQUIRE(result.num_equilibria == 1);
  CHECK_FALSE(result.equilibria[0].stable);
  CHECK(std::abs(result.equilibria[0].stiffness + 70.0 * kGravity) < 1e-8);
}

TEST_CASE("the resting posture is the first stable one downhill from the reference",
          "[posture][equilibrium][exact]") {
  const GuyedMast guyed;
  const auto model = guyed.model(0.99 * guyed.critical());
  EquilibriumOptions options;
  for (const double reference : {-0.55, -0.2, -1e-6, 1e-6, 0.2, 0.55}) {
    options.reference = reference;
    const auto result = solve(model, -0.6, 0.6, options);
    CAPTURE(reference);
    REQUIRE(result.num_equilibria == 3);
    CHECK(result.resting == (reference < 0.0 ? 0 : 2));
  }
}

TEST_CASE("a pair of roots at a knee between two samples is not missed",
          "[posture][equilibrium][exact]") {
  // A mast that is pushed back by a force f at its top and caught by a stop that begins at -onset
  // within a milliradian: M = m g h sin q - f h cos q + stop. Above the stop it falls forward from
  // tan q = f/(m g) on; the stop catches it a little below: F is a V whose tip is below zero.
  Random random(61);
  CAPTURE(random.seed());
  for (int i = 0; i < 300; ++i) {
    const double lean = random.uniform(-0.4, 0.4);
    const double depth = random.log_uniform(1e-3, 2e-2);
    const double mass = 10.0, h = 1.0;
    auto model = mast(mass, h);
    model.frame.add_load(
        {BodyIndex(1), {0.0, h}, {-mass * kGravity * std::tan(lean), 0.0}, "push"});
    guyline::Tissue<double> stop;
    stop.extension.onset = -(lean - depth);
    stop.extension.width = 1e-3;
    stop.extension.moment = mass * kGravity * h * random.uniform(0.5, 5.0) * stop.extension.width;
    stop.coordinate = CoordinateIndex(0);
    model.tissues.push_back(stop);
    const auto result = solve(model, -0.6, 0.6);
    CAPTURE(i, lean, depth);
    const auto force = [&](double q) {
      return mass * kGravity * h * (std::sin(q) - std::tan(lean) * std::cos(q)) +
             tissue_moment(stop, q).moment;
    };
    if (force(-0.6) < 0.0) continue;  // a stop too soft to catch it within the range
    REQUIRE(result.num_equilibria == 2);
    CHECK(std::abs(result.equilibria[1].path - lean) < 1e-12);
    CHECK_FALSE(result.equilibria[1].stable);
    const double caught = bisect(force, -0.6, lean - depth);
    CHECK(std::abs(result.equilibria[0].path - caught) < 1e-10);
    CHECK(result.equilibria[0].stable);
    CHECK(result.status == (lean > 0.0 ? PostureStatus::kSolved : PostureStatus::kNoEquilibrium));
    // Balanced on the unstable root, to rounding, it may go either way: it goes where it is caught.
    EquilibriumOptions options;
    options.reference = lean;
    CHECK(solve(model, -0.6, 0.6, options).resting == 0);
  }
}

TEST_CASE("derivatives of the resting posture by a parameter, through duals",
          "[posture][equilibrium][scalar]") {
  // tan q = -k a/(m g): dq/dk in closed form, and that of K = h |(m g, k a)|.
  using D = Dual<1>;
  const double mass = 3.0, h = 1.3, k = 25.0, a = 0.7, w = mass * kGravity;
  Model<D, 2, SpringLaws> model;
  const CoordinateIndex lean = model.frame.add_coordinate("lean");
  model.frame.add_body("ground", -1, {}, {}, {});
  model.frame.add_body("mast", 0, {}, {guyline::Motion<D, 2>::rotation(D(-1), lean)}, {});
  model.frame.add_mass({BodyIndex(1), {D(0), D(-h)}, D(mass), "bob"});
  auto muscle = guyline::cast_muscle<D>(spring("cable", k, 0.0));
  muscle.max_isometric_force = D::variable(k, 0);
  model.add_muscle(muscle, {{BodyIndex(0), {D(a), D(0)}}, {BodyIndex(1), {D(0), D(-h)}}});
  const Manifold<D, 2> manifold(1, {}, {}, VectorX<double>::Ones(1), -1.5, 1.5,
                                VectorX<D>::Constant(1, D(0)));
  EquilibriumData<D, 2> data(model, manifold);
  const auto result = find_equilibria(model, manifold, EquilibriumOptions{}, data);
  REQUIRE(result.status == PostureStatus::kSolved);
  const auto& e = result.equilibria[0];
  CHECK(std::abs(e.path.value + std::atan2(k * a, w)) < 1e-13);
  CHECK(std::abs(e.path.gradient[0] + a * w / (w * w + k * k * a * a)) < 1e-13);
  CHECK(std::abs(e.stiffness.gradient[0] - h * k * a * a / std::hypot(w, k * a)) < 1e-11);
  CHECK(data.q[0].gradient == e.path.gradient);
}

TEST_CASE("a mast without weight or cables: every place is an equilibrium, too many",
          "[posture][equilibrium][error]") {
  for (const double lower : {-1.5, 0.0}) {
    const auto result = solve(mast(0.0, 1.0), lower, lower + 1.5);
    CHECK(result.status == PostureStatus::kTooMany);
    CHECK(result.resting == -1);
  }
}

TEST_CASE("what cannot be solved is a status", "[posture][equilibrium][error]") {
  // Nothing holds it.
  const auto falls = solve(mast(10.0, 1.0), -0.5, 0.5);
  CHECK(falls.status == PostureStatus::kNoEquilibrium);
  CHECK(falls.num_equilibria == 1);
  CHECK(falls.resting == -1);
  // NaN from a model that was broken by hand.
  auto broken = GuyedMast().model(1e3);
  broken.muscles[0].max_isometric_force = kNan;
  CHECK(solve(broken, -0.5, 0.5).status == PostureStatus::kNotFinite);
  broken.muscles[0].max_isometric_force = std::numeric_limits<double>::infinity();
  CHECK(solve(broken, -0.5, 0.5).status == PostureStatus::kNotFinite);
  // A tip that should be 3 m high on a mast of 1 m, and one that should be as high as it gets.
  auto body = guyline::bridge();
  VectorX<double> one = VectorX<double>::Unit(4, 0), two = VectorX<double>::Unit(4, 1);
  const auto high = [&](double height) {
    Manifold<double, 2> manifold(
        4, {{"ankle", one, 0.0}, {"knee", two, 0.0}},
        {std::make_shared<guyline::PointAt<double, 2>>(body.l1, Eigen::Vector2d(0, 0),
                                                       Eigen::Vector2d(0, 1), height)},
        VectorX<double>::Unit(4, 2), -0.5, 0.5, VectorX<double>::Zero(4));
    EquilibriumData<double, 2> data(body.model, manifold);
    return find_equilibria(body.model, manifold, {}, data);
  };
  CHECK(high(3.0).status == PostureStatus::kCannotStand);
  CHECK(high(kNan).status == PostureStatus::kCannotStand);
  // Too few evaluations to end.
  EquilibriumOptions options;
  options.max_evaluations = 5;
  CHECK(solve(GuyedMast().model(1e3), -0.5, 0.5, options).status == PostureStatus::kNotConverged);
  for (int i = 0; i <= static_cast<int>(PostureStatus::kTooMany); ++i) {
    CHECK(std::string(to_string(static_cast<PostureStatus>(i))) != "unknown");
  }
  CHECK(std::string(to_string(static_cast<PostureStatus>(99))) == "unknown");
}

TEST_CASE("options out of range are refused by name", "[posture][equilibrium][error]") {
  const auto refuses = [](const char* name, const EquilibriumOptions& options) {
    CHECK(guyline::test::contains(guyline::test::message_of<InvalidArgument>(
                                      [&] { solve(GuyedMast().model(1e3), -0.5, 0.5, options); }),
                                  name));
  };
  EquilibriumOptions options;
  options.reference = kNan;
  refuses("reference", options);
  for (const double bad : {0.0, -1.0, kNan}) {
    options = {};
    options.sample_spacing = bad;
    refuses("sample_spacing", options);
    options = {};
    options.smallest_interval = bad;
    refuses("smallest_interval", options);
    options = {};
    options.tolerance = bad;
    refuses("tolerance", options);
  }
  options = {};
  options.max_iterations = 0;
  refuses("max_iterations", options);
  options = {};
  options.max_evaluations = 0;
  refuses("max_evaluations", options);
}
}  // namespace
