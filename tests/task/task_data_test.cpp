#include <guyline/task/task_data.hpp>
#include <string>

#include "support/catch.hpp"

namespace {
using guyline::bridge_data::Grade;

TEST_CASE("every number of a task says what it is and where it is from", "[task][exact]") {
  using namespace guyline::task_data;  // NOLINT(google-build-using-namespace)
  for (const auto& c :
       {kBentFollowerLoad, kLyingFollowerLoad, kLumbarTolerance, kLumbarExtensionTolerance,
        kHamstringTolerance, kSilentActivation, kArmLength, kGripLength, kIschiumBack, kIschiumUp,
        kBackrestUp, kHeelToBall, kBellyForward, kBellyUp, kRucksackForward, kRucksackUp}) {
    CAPTURE(c.evidence.note);
    CHECK(std::string(c.unit) != "");
    CHECK(std::string(c.evidence.note) != "");
    if (c.evidence.grade != Grade::kAssumption) CHECK(std::string(c.evidence.source) != "");
  }
  for (const auto& range : kRanges) CHECK(range.lower < range.upper);
  CHECK(kGripLength.value < kArmLength.value);
}
}  // namespace
