#include <guyline/time/process.hpp>

#include "time/process_laws.hpp"

namespace {
using namespace guyline;  // NOLINT(google-build-using-namespace)

TEST_CASE("first order approaches its target", "[time][exact]") {
  CHECK(first_order_rate(1.0, 3.0, 4.0) == 0.5);
  CHECK(first_order_step(1.0, 3.0, 4.0, 0.0) == 1.0);
  CHECK(first_order_step(1.0, 3.0, 4.0, 4.0 * std::log(2.0)) == Approx(2.0).epsilon(1e-15));
  CHECK(first_order_step(1.0, 3.0, 4.0, 1e6) == 3.0);
  // Short steps keep all digits: 1 - exp(-h) would leave none of 1e-18.
  CHECK(first_order_step(0.0, 1.0, 1.0, 1e-18) == Approx(1e-18).epsilon(1e-15));
}

TEST_CASE("zero dose, zero drift", "[time][invariant]") {
  test::for_each_process([](const char* name, const auto& process) {
    using Process = std::decay_t<decltype(process)>;
    CAPTURE(name);
    const typename Process::Input input{};
    CHECK_NOTHROW(process.validate(input));
    for (const double rate : process.rates(neutral_state<Process>(), input)) CHECK(rate == 0.0);
  });
}

TEST_CASE("a process refuses parameters outside their range and names them", "[time][error]") {
  test::for_each_process([](const char* name, const auto& process) {
    using Process = std::decay_t<decltype(process)>;
    CHECK_NOTHROW(process.validate());
    for (const auto& info : Process::parameters()) {
      CAPTURE(name, info.name);
      CHECK(process.*info.member == info.known.value);
      for (const double bad :
           {info.known.lower - 1e-3 * std::abs(info.known.value),
            info.known.upper + 1e-3 * std::abs(info.known.value),
            std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
        Process changed = process;
        changed.*info.member = bad;
        CHECK_THROWS_WITH(changed.validate(),
                          ContainsSubstring(std::string(name) + ": " + info.name) &&
                              ContainsSubstring(info.known.unit));
      }
      for (const double good : {info.known.lower, info.known.upper}) {
        Process changed = process;
        changed.*info.member = good;
        CHECK_NOTHROW(changed.validate());
      }
    }
  });
}

TEST_CASE("a process refuses impossible inputs", "[time][error]") {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(StressRelaxation{}.validate(StressRelaxation::Input{kNan}), InvalidArgument);
  CHECK_THROWS_AS(PlasticSet{}.validate(PlasticSet::Input{kNan}), InvalidArgument);
  for (const double bad : {-0.01, 1.01, kNan}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(AcuteLaxity{}.validate(AcuteLaxity::Input{bad}), InvalidArgument);
    CHECK_THROWS_AS(LumbarCreep{}.validate(LumbarCreep::Input{bad}), InvalidArgument);
    CHECK_THROWS_AS(StretchTolerance{}.validate(StretchTolerance::Input{bad}), InvalidArgument);
    CHECK_THROWS_AS(LongLengthGrowth{}.validate(LongLengthGrowth::Input{bad}), InvalidArgument);
    CHECK_THROWS_AS(Training{}.validate(Training::Input{bad}), InvalidArgument);
    CHECK_THROWS_AS(Disuse{}.validate(Disuse::Input{bad}), InvalidArgument);
    CHECK_THROWS_AS(Fatigue{}.validate(Fatigue::Input{bad}), InvalidArgument);
    CHECK_THROWS_AS(MuscleDamage{}.validate(MuscleDamage::Input{bad, 0.0}), InvalidArgument);
  }
  CHECK_THROWS_AS(MuscleDamage{}.validate(MuscleDamage::Input{0.0, 2.1}), InvalidArgument);
  CHECK_THROWS_AS(SerialSarcomeres{}.validate(SerialSarcomeres::Input{0.0}), InvalidArgument);
  CHECK_THROWS_AS(ThresholdDrift{}.validate(ThresholdDrift::Input{0.51}), InvalidArgument);
  CHECK_THROWS_AS(ToneDrift{}.validate(ToneDrift::Input{1.1}), InvalidArgument);
}
}  // namespace
