#include <guyline/posture/branch.hpp>
#include <limits>
#include <string>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::BranchEnd;
using guyline::ContinuationBox;
using guyline::ContinuationOptions;
using guyline::ContinuationStatus;
using guyline::InvalidArgument;
using guyline::test::contains;
using guyline::test::message_of;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST_CASE("every end and status has a word", "[posture][branch][exact]") {
  for (int i = 0; i <= static_cast<int>(BranchEnd::kBudget); ++i) {
    CHECK(std::string(to_string(static_cast<BranchEnd>(i))) != "unknown");
  }
  CHECK(std::string(to_string(static_cast<BranchEnd>(99))) == "unknown");
  for (int i = 0; i <= static_cast<int>(ContinuationStatus::kTooMany); ++i) {
    CHECK(std::string(to_string(static_cast<ContinuationStatus>(i))) != "unknown");
  }
  CHECK(std::string(to_string(static_cast<ContinuationStatus>(99))) == "unknown");
}

TEST_CASE("an empty or endless box is refused by name", "[posture][branch][error]") {
  const auto refuses = [](const ContinuationBox& box, const char* what) {
    CHECK(contains(message_of<InvalidArgument>([&] { box.validate(); }), what));
  };
  CHECK_NOTHROW(ContinuationBox{-1.0, 1.0, 0.0, 2.0}.validate());
  refuses({kNan, 1.0, 0.0, 1.0}, "path_lower");
  refuses({0.0, kInfinity, 0.0, 1.0}, "path_upper");
  refuses({0.0, 1.0, kNan, 1.0}, "parameter_lower");
  refuses({0.0, 1.0, 0.0, -kInfinity}, "parameter_upper");
  refuses({1.0, 1.0, 0.0, 1.0}, "path_upper - path_lower");
  refuses({0.0, 1.0, 2.0, 1.0}, "parameter_upper - parameter_lower");
}

TEST_CASE("options out of range are refused by name, with value and range",
          "[posture][branch][error]") {
  CHECK_NOTHROW(ContinuationOptions{}.validate());
  const auto refuses = [](const char* name, auto member, auto value) {
    ContinuationOptions options;
    options.*member = value;
    const std::string message = message_of<InvalidArgument>([&] { options.validate(); });
    CHECK(contains(message, name));
    CHECK(contains(message, "allowed"));
  };
  refuses("path_cells", &ContinuationOptions::path_cells, 0);
  refuses("parameter_cells", &ContinuationOptions::parameter_cells, -1);
  refuses("largest_step", &ContinuationOptions::largest_step, 0.5);
  refuses("smallest_step", &ContinuationOptions::smallest_step, 0.0);
  refuses("largest_turn", &ContinuationOptions::largest_turn, 2.0);
  refuses("tolerance", &ContinuationOptions::tolerance, 0.0);
  refuses("max_evaluations", &ContinuationOptions::max_evaluations, 0);
  refuses("max_branches", &ContinuationOptions::max_branches, 0);
}
}  // namespace
