// integrate() of the time layer. Boost.Odeint is seen here and nowhere else.

#include <algorithm>
#include <boost/numeric/odeint/stepper/controlled_runge_kutta.hpp>
#include <boost/numeric/odeint/stepper/rosenbrock4.hpp>
#include <boost/numeric/odeint/stepper/rosenbrock4_controller.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>
#include <cmath>
#include <guyline/time/integrate.hpp>
#include <utility>

namespace guyline {
namespace {

namespace odeint = boost::numeric::odeint;
namespace ublas = boost::numeric::ublas;

using ExplicitState = std::vector<double>;
using ImplicitState = ublas::vector<double>;

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kShrink = 0.25;  // Of a step that led to where f(t, x) is not finite.

// The published method (RODAS) has the time derivative's fourth coefficient negative; odeint's table
// has it positive, which leaves order 1 where f depends on t.
struct Rodas : odeint::default_rosenbrock_coefficients<double> {
  const double d4 = -0.3620000000000023e-01;
};

// A trial ended where a number is not finite. A smaller step may not.
struct TrialNotFinite {};

struct Problem {
  const RateFunction& rates;
  const IntegrateOptions& options;
  const std::vector<std::string>& names;
  double t0, t1;
};

class System {
 public:
  System(const Problem& problem, int size)
      : problem_(problem), shifted_(size), base_(size), moved_(size) {}

  // f(t, x), for both steppers.
  template <typename State>
  void operator()(const State& x, State& dxdt, double t) {
    evaluate(Eigen::Map<const VectorX<double>>(&x[0], size()), t,
             Eigen::Map<VectorX<double>>(&dxdt[0], size()));
  }

  // df/dx and df/dt by one-sided differences, for the implicit one.
  void jacobian(const ImplicitState& x, ublas::matrix<double>& jacobian, double t,
                ImplicitState& dfdt) {
    const double root = std::sqrt(kEpsilon);
    const IntegrateOptions& options = problem_.options;
    const double least = options.absolute_tolerance / options.relative_tolerance;
    shifted_ = Eigen::Map<const VectorX<double>>(&x[0], size());
    evaluate(shifted_, t, base_);
    for (int k = 0; k < size(); ++k) {
      const double here = shifted_[k];
      shifted_[k] += root * std::max(std::abs(here), least);
      const double h = shifted_[k] - here;
      evaluate(shifted_, t, moved_);
      shifted_[k] = here;
      for (int i = 0; i < size(); ++i) {
        jacobian(static_cast<std::size_t>(i), static_cast<std::size_t>(k)) =
            (moved_[i] - base_[i]) / h;
      }
    }
    // Never outside t0 to t1: back in time where ahead would be past the end.
    const double span = problem_.t1 - problem_.t0;
    const double ahead = std::min(0.5 * span, std::max(root * span, 8.0 * kEpsilon * std::abs(t)));
    const double later = t + ahead <= problem_.t1 ? t + ahead : t - ahead;
    const double h = later - t;
    if (h == 0.0) {  // Two numbers of the span are neighbours: time stands still in it.
      std::fill(dfdt.begin(), dfdt.end(), 0.0);
      return;
    }
    evaluate(shifted_, later, moved_);
    for (int i = 0; i < size(); ++i) {
      dfdt[static_cast<std::size_t>(i)] = (moved_[i] - base_[i]) / h;
    }
  }

  // The state of the last number that was not finite, and when.
  [[noreturn]] void fail() const {
    const auto index = static_cast<std::size_t>(bad_index_);
    const std::string name =
        problem_.names.empty() ? "state " + std::to_string(bad_index_) : problem_.names[index];
    throw NotFinite("integrate: " + std::string(bad_is_rate_ ? "the rate of " : "") + "\"" + name +
                        "\" is " + internal::number(bad_value_) +
                        " at t = " + internal::with_unit(bad_time_, "s"),
                    bad_time_, name);
  }

  // A Ref is a view: passed by value to be written to.
  // NOLINTNEXTLINE(performance-unnecessary-value-param)
  void evaluate(const ConstStateRef& x, double t, StateRef dxdt) {
    require_all_finite(x, t, false);
    problem_.rates(t, x, dxdt);
    require_all_finite(dxdt, t, true);
  }

 private:
  int size() const { return static_cast<int>(shifted_.size()); }
  void require_all_finite(const ConstStateRef& x, double t, bool is_rate) {
    for (int i = 0; i < x.size(); ++i) {
      if (std::isfinite(x[i])) continue;
      bad_index_ = i;
      bad_value_ = x[i];
      bad_time_ = t;
      bad_is_rate_ = is_rate;
      throw TrialNotFinite{};
    }
  }

  const Problem& problem_;
  VectorX<double> shifted_, base_, moved_;
  int bad_index_ = 0;
  double bad_value_ = 0.0, bad_time_ = 0.0;
  bool bad_is_rate_ = false;
};

// A step that changes the state by about a hundredth, or a tenth of the way.
double first_step(const Problem& problem, const VectorX<double>& x, const VectorX<double>& rate) {
  const IntegrateOptions& options = problem.options;
  double fastest = 0.0;
  for (int i = 0; i < x.size(); ++i) {
    const double size =
        std::max(std::abs(x[i]), options.absolute_tolerance / options.relative_tolerance);
    fastest = std::max(fastest, std::abs(rate[i]) / size);
  }
  const double tenth = 0.1 * (problem.t1 - problem.t0);
  return fastest * tenth > 0.01 ? 0.01 / fastest : tenth;
}

// Makes steps until t1. `try_step(x, t, dt)` moves x and t if it accepts; `restart()` forgets what
// the stepper keeps between steps.
template <typename State, typename TryStep, typename Restart>
IntegrateResult run(const Problem& problem, System& system, const VectorX<double>& initial,
                    const TryStep& try_step, const Restart& restart) {
  const IntegrateOptions& options = problem.options;
  const auto size = static_cast<std::size_t>(initial.size());
  IntegrateResult result;
  result.time = problem.t0;
  result.state = initial;

  VectorX<double> rate(initial.size());
  try {
    system.evaluate(initial, problem.t0, rate);
  } catch (const TrialNotFinite&) {
    system.fail();
  }
  double dt = first_step(problem, initial, rate);
  State x(size);
  std::copy(initial.data(), initial.data() + size, x.begin());
  const double smallest =
      4.0 * kEpsilon * std::max({std::abs(problem.t0), std::abs(problem.t1), 1e-300});

  while (result.time < problem.t1) {
    if (result.num_steps + result.num_rejected >= options.max_steps) {
      result.status = IntegrateStatus::kTooManySteps;
      break;
    }
    const double left = problem.t1 - result.time;
    dt = std::min(dt, options.max_step);
    const bool last = dt >= left * (1.0 - 1e-12);
    if (last) dt = left;
    const double tried = dt;
    double time = result.time;
    bool finite = true;
    odeint::controlled_step_result accepted = odeint::fail;
    try {
      accepted = try_step(x, time, dt);
    } catch (const TrialNotFinite&) {
      finite = false;
    }
    if (!finite || !(dt > 0.0)) {
      restart();
      dt = kShrink * tried;
    }
    if (accepted == odeint::success) {
      ++result.num_steps;
      result.time = last ? problem.t1 : time;
      std::copy(x.begin(), x.end(), result.state.data());
    } else {
      ++result.num_rejected;
      if (dt < smallest) {
        if (!finite) system.fail();
        result.status = IntegrateStatus::kStepTooSmall;
        break;
      }
    }
  }
  return result;
}

IntegrateResult run_explicit(const Problem& problem, System& system,
                             const VectorX<double>& initial) {
  using Pair = odeint::runge_kutta_dopri5<ExplicitState>;
  using Checker =
      odeint::default_error_checker<double, odeint::range_algebra, odeint::default_operations>;
  odeint::controlled_runge_kutta<Pair, Checker> stepper(
      Checker(problem.options.absolute_tolerance, problem.options.relative_tolerance, 1.0, 0.0));
  return run<ExplicitState>(
      problem, system, initial,
      [&](ExplicitState& x, double& t, double& dt) {
        return stepper.try_step(std::ref(system), x, t, dt);
      },
      [&] { stepper.reset(); });
}

IntegrateResult run_implicit(const Problem& problem, System& system,
                             const VectorX<double>& initial) {
  using Controller = odeint::rosenbrock4_controller<odeint::rosenbrock4<double, Rodas>>;
  Controller stepper(problem.options.absolute_tolerance, problem.options.relative_tolerance);
  const auto jacobian = [&](const ImplicitState& x, ublas::matrix<double>& j, double t,
                            ImplicitState& dfdt) { system.jacobian(x, j, t, dfdt); };
  return run<ImplicitState>(
      problem, system, initial,
      [&](ImplicitState& x, double& t, double& dt) {
        return stepper.try_step(std::make_pair(std::ref(system), jacobian), x, t, dt);
      },
      [] {});  // Keeps nothing of a step that it did not accept.
}

}  // namespace

IntegrateResult integrate(const RateFunction& rates, const VectorX<double>& state, double t0,
                          double t1, const IntegrateOptions& options,
                          const std::vector<std::string>& names) {
  options.validate();
  if (!rates) throw InvalidArgument("integrate: no right-hand side");
  require_finite("integrate: t0", t0, "s");
  require_finite("integrate: t1", t1, "s");
  if (t1 < t0) {
    throw InvalidArgument("integrate: t1 = " + internal::with_unit(t1, "s") +
                          " is before t0 = " + internal::with_unit(t0, "s"));
  }
  if (!names.empty() && static_cast<Eigen::Index>(names.size()) != state.size()) {
    throw InvalidArgument("integrate: " + std::to_string(names.size()) + " names for " +
                          std::to_string(state.size()) + " states");
  }
  if (state.size() == 0) {
    IntegrateResult nothing;
    nothing.time = t1;
    return nothing;
  }
  const Problem problem{rates, options, names, t0, t1};
  System system(problem, static_cast<int>(state.size()));
  return options.stepper == Stepper::kImplicit ? run_implicit(problem, system, state)
                                               : run_explicit(problem, system, state);
}

IntegrateResult integrate(const ProcessSet& processes, const VectorX<double>& state, double t0,
                          double t1, const IntegrateOptions& options) {
  if (state.size() != processes.num_states()) {
    throw InvalidArgument("integrate: " + std::to_string(state.size()) + " states for a set of " +
                          std::to_string(processes.num_states()));
  }
  // NOLINTNEXTLINE(performance-unnecessary-value-param)
  const RateFunction rates = [&processes](double time, const ConstStateRef& x, StateRef out) {
    processes.update_rates(time, x, out);
  };
  return integrate(rates, state, t0, t1, options, processes.state_names());
}

}  // namespace guyline
