#include <guyline/time/process_set.hpp>

#include "time/process_laws.hpp"

namespace {
using namespace guyline;  // NOLINT(google-build-using-namespace)
using time_data::kDay;

// A process of one's own, as process.hpp says.
struct Warmth {
  using State = std::array<double, 1>;
  struct Input {
    double heating = 0.0;
  };
  static constexpr std::array<StateInfo, 1> kStates = {{{"temperature", "K", 310.0}}};
  void validate() const {}
  void validate(const Input& input) const { require_in_range("heating", input.heating, "", 0, 1); }
  State rates(const State& state, const Input& input) const {
    return {first_order_rate(state[0], 310.0 + 2.0 * input.heating, 600.0)};
  }
};

ProcessSet two() {
  ProcessSet set;
  set.add("hamstrings tolerance", StretchTolerance{},
          [](double, const ConstStateRef&) { return StretchTolerance::Input{1.0}; });
  set.add("hamstrings training", Training{},
          [](double, const ConstStateRef&) { return Training::Input{0.5}; });
  return set;
}

TEST_CASE("states have the names of their processes", "[time][exact]") {
  const ProcessSet set = two();
  CHECK(set.state_names() == std::vector<std::string>{"hamstrings tolerance.range_gain",
                                                      "hamstrings training.neural_gain",
                                                      "hamstrings training.size"});
  CHECK(set.state_units() == std::vector<std::string>{"rad", "1", "1"});
  CHECK(set.neutral() == Eigen::Vector3d(0.0, 0.0, 1.0));
  CHECK(set.state_index("hamstrings training.size") == 2);
  CHECK(ProcessSet{}.num_states() == 0);
}

TEST_CASE("rates are those of each process alone", "[time][exact]") {
  const ProcessSet set = two();
  const VectorX<double> state = Eigen::Vector3d(0.03, 0.05, 1.1);
  VectorX<double> rates(3);
  set.update_rates(0.0, state, rates);
  CHECK(rates[0] == StretchTolerance{}.rates({0.03}, {1.0})[0]);
  CHECK(rates[1] == Training{}.rates({0.05, 1.1}, {0.5})[0]);
  CHECK(rates[2] == Training{}.rates({0.05, 1.1}, {0.5})[1]);
  CHECK(set.state_of<Training>("hamstrings training", state) == Training::State{0.05, 1.1});
}

TEST_CASE("a process that is switched off changes nothing", "[time][invariant]") {
  ProcessSet set = two();
  set.set_switch("hamstrings tolerance", ProcessSwitch::kOff);
  ProcessSet alone;
  alone.add("hamstrings training", Training{},
            [](double, const ConstStateRef&) { return Training::Input{0.5}; });
  const auto with = integrate(set, set.neutral(), 0.0, 40.0 * kDay);
  const auto without = integrate(alone, alone.neutral(), 0.0, 40.0 * kDay);
  CHECK(with.state[0] == 0.0);
  CHECK(with.state.tail(2) == without.state);  // To the last bit: the steps are the same.
  VectorX<double> rates = Eigen::Vector3d(9.0, 9.0, 9.0);
  set.update_rates(0.0, set.neutral(), rates);
  CHECK(rates[0] == 0.0);
  CHECK(rates[1] != 9.0);
  set.set_switch("hamstrings tolerance", ProcessSwitch::kOn);
  CHECK(integrate(set, set.neutral(), 0.0, 40.0 * kDay).state[0] > 0.1);

  // Off, its input is not even asked for.
  ProcessSet silent;
  silent.add("x", Training{}, [](double, const ConstStateRef&) -> Training::Input {
    throw InvalidArgument("asked");
  });
  CHECK_THROWS_WITH(integrate(silent, silent.neutral(), 0.0, 1.0), "asked");
  silent.set_switch("x", ProcessSwitch::kOff);
  CHECK(integrate(silent, silent.neutral(), 0.0, 1.0).state == silent.neutral());
}

TEST_CASE("processes compose in any order and any subset", "[time][invariant]") {
  ProcessSet forward, backward;
  const auto dose = [](double time, const ConstStateRef&) {
    return StretchTolerance::Input{time < 10.0 * kDay ? 1.0 : 0.5};
  };
  const auto disuse = [](double, const ConstStateRef&) { return Disuse::Input{0.3}; };
  forward.add("a", StretchTolerance{}, dose);
  forward.add("b", Disuse{}, disuse);
  backward.add("b", Disuse{}, disuse);
  backward.add("a", StretchTolerance{}, dose);
  VectorX<double> one(4), other(4);
  forward.update_rates(kDay, Eigen::Vector4d(0.1, 0.02, 0.03, 0.04), one);
  backward.update_rates(kDay, Eigen::Vector4d(0.02, 0.03, 0.04, 0.1), other);
  CHECK(one[0] == other[3]);
  CHECK(one.tail(3) == other.head(3));
}

TEST_CASE("one process drives another", "[time][exact]") {
  // Sarcomeres follow a length that training grows: by hand, rates at one state.
  ProcessSet set;
  set.add("growth", LongLengthGrowth{},
          [](double, const ConstStateRef&) { return LongLengthGrowth::Input{1.0}; });
  const StateIndex growth = set.state_index("growth.growth");
  set.add("threshold", ThresholdDrift{}, [growth](double, const ConstStateRef& state) {
    return ThresholdDrift::Input{state[growth]};
  });
  VectorX<double> rates(2);
  set.update_rates(0.0, Eigen::Vector2d(0.08, 0.02), rates);
  CHECK(rates[1] * time_data::kThresholdTime.value == Approx(0.06));
  // x' = (1 - x)/T1, y' = (x - y)/T2: y = 1 - (T1 e1 - T2 e2)/(T1 - T2) times g_inf.
  const double t1 = time_data::kGrowthTime.value, t2 = time_data::kThresholdTime.value;
  const double end = 20.0 * kDay;
  const auto result = integrate(set, set.neutral(), 0.0, end);
  CHECK(result.state[1] ==
        Approx(0.1 * (1.0 - (t1 * std::exp(-end / t1) - t2 * std::exp(-end / t2)) / (t1 - t2)))
            .epsilon(1e-7));
}

TEST_CASE("your own process, as a struct and as a right-hand side", "[time][exact]") {
  ProcessSet set;
  set.add("muscle", Warmth{}, [](double, const ConstStateRef&) { return Warmth::Input{1.0}; });
  set.add_states("counter", {{"days", "d", 0.0}, {"twice", "d", 5.0}},
                 [](double, const ConstStateRef&, StateRef rates) {
                   rates[0] = 1.0 / kDay;
                   rates[1] = 2.0 / kDay;
                 });
  CHECK(set.neutral() == Eigen::Vector3d(310.0, 0.0, 5.0));
  const auto result = integrate(set, set.neutral(), 0.0, 3.0 * kDay);
  CHECK(result.state[0] == Approx(312.0));
  CHECK(result.state[1] == Approx(3.0));
  CHECK(result.state[2] == Approx(11.0));
}

TEST_CASE("misuse of a set is named", "[time][error]") {
  const auto none = [](double, const ConstStateRef&) { return Disuse::Input{}; };
  const auto still = [](double, const ConstStateRef&, StateRef rates) { rates.setZero(); };
  ProcessSet set = two();
  CHECK_THROWS_WITH(set.add("hamstrings training", Disuse{}, none),
                    ContainsSubstring("two processes"));
  CHECK_THROWS_WITH(set.add("a.b", Disuse{}, none), ContainsSubstring("a.b"));
  CHECK_THROWS_WITH(set.add("", Disuse{}, none), ContainsSubstring("no name"));
  CHECK_THROWS_WITH(set.add("legs", Disuse{}, nullptr), ContainsSubstring("no input"));
  Disuse wrong;
  wrong.size_time = -1.0;
  CHECK_THROWS_WITH(set.add("legs", wrong, none), ContainsSubstring("disuse: size_time"));
  CHECK_THROWS_WITH(set.add_states("own", {}, still), ContainsSubstring("needs a state"));
  CHECK_THROWS_WITH(set.add_states("own", {{"x", "1", 0.0}}, nullptr),
                    ContainsSubstring("right-hand side"));
  CHECK_THROWS_WITH(set.add_states("own", {{"x", "1", 0.0}, {"x", "1", 0.0}}, still),
                    ContainsSubstring("two states \"own.x\""));
  CHECK_THROWS_WITH(
      set.add_states("own", {{"x", "N", std::numeric_limits<double>::quiet_NaN()}}, still),
      ContainsSubstring("own.x") && ContainsSubstring("N"));
  CHECK(set.num_states() == 3);  // What was refused left nothing behind.

  CHECK_THROWS_AS(set.state_index("size"), UnknownName);
  CHECK_THROWS_WITH(set.state_index("size"), ContainsSubstring("hamstrings training.size"));
  CHECK_THROWS_AS(set.set_switch("legs", ProcessSwitch::kOff), UnknownName);
  CHECK_THROWS_AS(set.state_of<Training>("legs", set.neutral()), UnknownName);
  CHECK_THROWS_AS(set.state_of<Disuse>("hamstrings training", set.neutral()), InvalidArgument);
  VectorX<double> rates(2);
  CHECK_THROWS_WITH(set.update_rates(0.0, set.neutral(), rates), ContainsSubstring("expected 3"));

  set.add("late", Disuse{},
          [](double time, const ConstStateRef&) { return Disuse::Input{time > 5.0 ? 2.0 : 0.0}; });
  rates.resize(6);
  CHECK_NOTHROW(set.update_rates(5.0, set.neutral(), rates));
  CHECK_THROWS_WITH(
      set.update_rates(6.0, set.neutral(), rates),
      ContainsSubstring("late") && ContainsSubstring("t = 6 s") && ContainsSubstring("disuse = 2"));
}
}  // namespace
