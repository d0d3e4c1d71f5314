#include <guyline/time/time_data.hpp>
#include <string>

#include "support/catch.hpp"
#include "time/process_laws.hpp"

namespace {
using namespace guyline;  // NOLINT(google-build-using-namespace)
using guyline::bridge_data::Grade;

void check_evidence(const bridge_data::Evidence& evidence) {
  CAPTURE(evidence.source, evidence.note);
  CHECK(std::string(evidence.note) != "");
  if (evidence.grade != Grade::kAssumption) CHECK(std::string(evidence.source) != "");
  // What was remembered, not read, is not called measured.
  if (std::string(evidence.note).find("memory") != std::string::npos) {
    CHECK(evidence.grade == Grade::kAssumption);
  }
}

TEST_CASE("every number of a process says what it is and where it is from", "[time][exact]") {
  test::for_each_process([](const char* name, const auto& process) {
    using Process = std::decay_t<decltype(process)>;
    for (const auto& info : Process::parameters()) {
      CAPTURE(name, info.name);
      CHECK(std::string(info.known.unit) != "");
      CHECK(info.known.lower <= info.known.value);
      CHECK(info.known.value <= info.known.upper);
      CHECK(info.known.lower < info.known.upper);
      check_evidence(info.known.evidence);
    }
    for (const StateInfo& state : Process::kStates) CHECK(std::string(state.unit) != "");
  });
  for (const auto& row : time_data::kFatigueGroups) check_evidence(row.evidence);
  check_evidence(time_data::kSarcomereTimeAnimal.evidence);
  check_evidence(time_data::kLaxityTimeLongStretch.evidence);
}

TEST_CASE("times are in seconds", "[time][exact]") {
  CHECK(time_data::kDay == 24.0 * 60.0 * 60.0);
  CHECK(time_data::kWeek == 7.0 * 24.0 * time_data::kHour);
  CHECK(time_data::kHour == 60.0 * time_data::kMinute);
}
}  // namespace
