#include <guyline/time/integrate.hpp>

#include "time/process_laws.hpp"

namespace {
using namespace guyline;  // NOLINT(google-build-using-namespace)

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

IntegrateOptions options_of(Stepper stepper, double tolerance) {
  IntegrateOptions options;
  options.stepper = stepper;
  options.relative_tolerance = tolerance;
  options.absolute_tolerance = tolerance;
  return options;
}

void harmonic(double, const ConstStateRef& x, StateRef rates) {
  rates[0] = x[1];
  rates[1] = -x[0];
}

// The same solution, (cos t, -sin t), with the time in the right-hand side.
void driven(double t, const ConstStateRef& x, StateRef rates) {
  rates[0] = -std::sin(t) - (x[0] - std::cos(t));
  rates[1] = -std::cos(t) - 2.0 * (x[1] + std::sin(t));
}

// Order p: half the step leaves 2^-p of the error. The tolerance is so loose that every step is as
// long as it may be.
double observed_order(const RateFunction& rates, Stepper stepper) {
  const auto error = [&](double step) {
    IntegrateOptions options = options_of(stepper, 0.1);
    options.absolute_tolerance = 1e3;
    options.max_step = step;
    const auto result = integrate(rates, Eigen::Vector2d(1.0, 0.0), 0.0, 2.0, options);
    REQUIRE(result.num_steps == static_cast<int>(std::lround(2.0 / step)));
    return (result.state - Eigen::Vector2d(std::cos(2.0), -std::sin(2.0))).norm();
  };
  return std::log2(error(0.05) / error(0.025));
}

TEST_CASE("the order of accuracy is that of the stepper", "[time][exact]") {
  for (const RateFunction& rates : {RateFunction(harmonic), RateFunction(driven)}) {
    CHECK(observed_order(rates, Stepper::kExplicit) == Approx(5.0).margin(0.3));
    CHECK(observed_order(rates, Stepper::kImplicit) == Approx(4.0).margin(0.3));
  }
}

TEST_CASE("a time-dependent right-hand side is met by both", "[time][exact]") {
  // x' = -2 t x: x = exp(-t^2).
  const RateFunction rates = [](double t, const ConstStateRef& x, StateRef out) {
    out[0] = -2.0 * t * x[0];
  };
  for (const Stepper stepper : {Stepper::kExplicit, Stepper::kImplicit}) {
    const auto result =
        integrate(rates, VectorX<double>::Ones(1), 0.0, 1.5, options_of(stepper, 1e-9));
    CHECK(result.time == 1.5);
    CHECK(result.state[0] == Approx(std::exp(-2.25)).epsilon(1e-7));
  }
}

// Robertson's reactions: three rates, eight powers of ten apart.
void robertson(double, const ConstStateRef& x, StateRef rates) {
  const double a = 0.04 * x[0], b = 1e4 * x[1] * x[2], c = 3e7 * x[1] * x[1];
  rates[0] = b - a;
  rates[1] = a - b - c;
  rates[2] = c;
}

TEST_CASE("a stiff case", "[time][exact]") {
  const Eigen::Vector3d start(1.0, 0.0, 0.0);
  auto options = options_of(Stepper::kImplicit, 1e-8);
  options.absolute_tolerance = 1e-12;
  const auto result = integrate(robertson, start, 0.0, 40.0, options);
  REQUIRE(result.status == IntegrateStatus::kFinished);
  // As published with the problem, at t = 40.
  CHECK(result.state[0] == Approx(0.7158270688).epsilon(1e-6));
  CHECK(result.state[1] == Approx(9.185534764e-6).epsilon(1e-6));
  CHECK(result.state[2] == Approx(0.2841637457).epsilon(1e-6));
  CHECK(result.state.sum() == Approx(1.0).epsilon(1e-12));
  CHECK(result.num_steps < 500);

  // Explicit, it takes the fastest rate for its step over all time.
  options.stepper = Stepper::kExplicit;
  const auto slow = integrate(robertson, start, 0.0, 40.0, options);
  CHECK(slow.num_steps > 10 * result.num_steps);
  options.max_steps = 500;
  const auto stopped = integrate(robertson, start, 0.0, 40.0, options);
  CHECK(stopped.status == IntegrateStatus::kTooManySteps);
  CHECK(stopped.time < 40.0);
  CHECK(stopped.time > 0.0);
  CHECK(stopped.num_steps + stopped.num_rejected == 500);
}

TEST_CASE("a stiff process: fatigue in hours", "[time][exact]") {
  ProcessSet set;
  set.add("trunk", Fatigue{}, [](double, const ConstStateRef&) { return Fatigue::Input{0.06}; });
  const auto fast =
      integrate(set, set.neutral(), 0.0, 14400.0, options_of(Stepper::kImplicit, 1e-8));
  const auto slow =
      integrate(set, set.neutral(), 0.0, 14400.0, options_of(Stepper::kExplicit, 1e-8));
  CHECK(fast.num_steps * 20 < slow.num_steps);
  CHECK((fast.state - slow.state).cwiseAbs().maxCoeff() < 1e-6);
}

TEST_CASE("both steppers end exactly at the end", "[time][invariant]") {
  for (const Stepper stepper : {Stepper::kExplicit, Stepper::kImplicit}) {
    for (const double end : {0.1, 0.3, 7.0, 1e7}) {
      const auto result =
          integrate([](double, const ConstStateRef&, StateRef rates) { rates[0] = 1.0; },
                    VectorX<double>::Zero(1), -1.0, end, options_of(stepper, 1e-6));
      CHECK(result.time == end);
      CHECK(result.state[0] == Approx(end + 1.0).epsilon(1e-12));
    }
    const auto none =
        integrate(harmonic, Eigen::Vector2d(1.0, 2.0), 3.0, 3.0, options_of(stepper, 1e-6));
    CHECK(none.num_steps == 0);
    CHECK(none.state == Eigen::Vector2d(1.0, 2.0));
    CHECK(none.time == 3.0);
  }
  CHECK(integrate(harmonic, VectorX<double>(), 0.0, 1.0).time == 1.0);
}

TEST_CASE("the right-hand side is asked between the ends only", "[time][invariant]") {
  for (const Stepper stepper : {Stepper::kExplicit, Stepper::kImplicit}) {
    // From the last: eight neighbouring numbers lie between the ends.
    for (const auto& [start, duration] : {std::pair(2.0, 7.0), {1e9, 7.0}, {1e9, 1e-6}}) {
      const double from = start, end = start + duration;
      double first = 1e12, last = -1e12;
      const auto result = integrate(
          [&](double t, const ConstStateRef& x, StateRef rates) {
            first = std::min(first, t);
            last = std::max(last, t);
            rates[0] = std::sin(t - from) - x[0];
          },
          VectorX<double>::Zero(1), start, end, options_of(stepper, 1e-6));
      CHECK(result.time == end);
      CHECK(first >= start);
      CHECK(last <= end);
    }
  }
}

TEST_CASE("no step is longer than allowed", "[time][invariant]") {
  // A pulse of 2 s in a day: found because no step is longer than it.
  const RateFunction pulse = [](double t, const ConstStateRef&, StateRef rates) {
    rates[0] = t > 40000.0 && t < 40002.0 ? 1.0 : 0.0;
  };
  auto options = options_of(Stepper::kExplicit, 1e-6);
  CHECK(integrate(pulse, VectorX<double>::Zero(1), 0.0, 86400.0, options).state[0] == 0.0);
  options.max_step = 2.0;
  const auto seen = integrate(pulse, VectorX<double>::Zero(1), 0.0, 86400.0, options);
  CHECK(seen.state[0] == Approx(2.0).epsilon(1e-3));
  CHECK(seen.num_steps >= 43200);
}

TEST_CASE("a rate that is not finite stops with the time and the state's name", "[time][error]") {
  for (const Stepper stepper : {Stepper::kExplicit, Stepper::kImplicit}) {
    ProcessSet set;
    set.add("trunk creep", LumbarCreep{},
            [](double, const ConstStateRef&) { return LumbarCreep::Input{0.5}; });
    set.add_states("mine", {{"good", "1", 0.0}, {"bad", "1", 1.0}},
                   [](double t, const ConstStateRef&, StateRef rates) {
                     rates[0] = 1.0;
                     rates[1] = t > 100.0 ? kNan : 0.0;
                   });
    try {
      integrate(set, set.neutral(), 0.0, 300.0, options_of(stepper, 1e-6));
      FAIL("a NaN went through");
    } catch (const NotFinite& error) {
      CHECK(error.time() == Approx(100.0).epsilon(1e-6));
      CHECK(error.state() == "mine.bad");
      CHECK_THAT(error.what(), ContainsSubstring("mine.bad") && ContainsSubstring("t = 100 s") &&
                                   ContainsSubstring("nan"));
    }
    // At the start too, of a rate and of a state; without names by number.
    CHECK_THROWS_WITH(
        integrate([](double, const ConstStateRef&, StateRef r) { r[0] = 1.0 / 0.0; },
                  VectorX<double>::Zero(1), 5.0, 6.0, options_of(stepper, 1e-6)),
        ContainsSubstring("state 0") && ContainsSubstring("inf") && ContainsSubstring("t = 5 s"));
    CHECK_THROWS_AS(
        integrate(harmonic, Eigen::Vector2d(0.0, kNan), 0.0, 1.0, options_of(stepper, 1e-6)),
        NotFinite);
  }
}

TEST_CASE("a trial step into the forbidden is taken back, not fatal", "[time][exact]") {
  // x' = -sqrt(x): x = (1 - t/2)^2 until t = 2; a long trial would ask for the root of less than 0.
  const RateFunction rates = [](double, const ConstStateRef& x, StateRef out) {
    out[0] = -100.0 * std::sqrt(x[0]);
  };
  const auto result = integrate(rates, VectorX<double>::Ones(1), 0.0, 0.0199999,
                                options_of(Stepper::kExplicit, 1e-3));
  CHECK(result.status == IntegrateStatus::kFinished);
  CHECK(result.state[0] == Approx(std::pow(1.0 - 50.0 * 0.0199999, 2)).margin(1e-3));
}

TEST_CASE("a singularity is a status", "[time][exact]") {
  // x' = x^2 from 1 is infinite at t = 1.
  const RateFunction rates = [](double, const ConstStateRef& x, StateRef out) {
    out[0] = x[0] * x[0];
  };
  const auto result =
      integrate(rates, VectorX<double>::Ones(1), 0.0, 2.0, options_of(Stepper::kExplicit, 1e-8));
  CHECK(result.status == IntegrateStatus::kStepTooSmall);
  CHECK(result.time == Approx(1.0).epsilon(1e-6));
  CHECK(std::isfinite(result.state[0]));
}

TEST_CASE("misuse of the integrator is named", "[time][error]") {
  const Eigen::Vector2d x(1.0, 0.0);
  CHECK_THROWS_WITH(integrate(harmonic, x, 2.0, 1.0),
                    ContainsSubstring("t1 = 1 s is before t0 = 2 s"));
  CHECK_THROWS_WITH(integrate(harmonic, x, kNan, 1.0), ContainsSubstring("t0"));
  CHECK_THROWS_WITH(integrate(harmonic, x, 0.0, std::numeric_limits<double>::infinity()),
                    ContainsSubstring("t1"));
  CHECK_THROWS_WITH(integrate(RateFunction(), x, 0.0, 1.0),
                    ContainsSubstring("no right-hand side"));
  CHECK_THROWS_WITH(integrate(harmonic, x, 0.0, 1.0, {}, {"one"}),
                    ContainsSubstring("1 names for 2"));
  CHECK_THROWS_WITH(integrate(ProcessSet{}, x, 0.0, 1.0),
                    ContainsSubstring("2 states for a set of 0"));
  const auto fails = [&](auto change, const char* name) {
    IntegrateOptions options;
    change(options);
    CHECK_THROWS_WITH(integrate(harmonic, x, 0.0, 1.0, options), ContainsSubstring(name));
  };
  fails([](auto& o) { o.relative_tolerance = 0.0; }, "relative_tolerance");
  fails([](auto& o) { o.relative_tolerance = kNan; }, "relative_tolerance");
  fails([](auto& o) { o.absolute_tolerance = 0.0; }, "absolute_tolerance");
  fails([](auto& o) { o.max_step = 0.0; }, "max_step");
  fails([](auto& o) { o.max_step = kNan; }, "max_step");
  fails([](auto& o) { o.max_steps = 0; }, "max_steps");
  // What a right-hand side throws is not swallowed.
  CHECK_THROWS_WITH(
      integrate([](double, const ConstStateRef&, StateRef) { throw InvalidArgument("mine"); }, x,
                0.0, 1.0),
      "mine");
}
}  // namespace
