#include <guyline/task/clinical_options.hpp>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::InvalidArgument;
using guyline::StopRule;
using guyline::test::contains;
using guyline::test::message_of;

TEST_CASE("the smaller of the examiner's torque and the tolerance stops",
          "[task][clinical][exact]") {
  StopRule rule;
  CHECK(rule.stop() == guyline::clinical_data::kFirmResistance.value);
  rule.tolerance = 12.0;
  CHECK(rule.stop() == 12.0);
  rule.torque = 8.0;
  CHECK(rule.stop() == 8.0);
}

TEST_CASE("defaults are valid; what is out of range is named", "[task][clinical][error]") {
  guyline::StraightLegRaiseOptions raise;
  raise.validate();
  guyline::KneeExtensionOptions knee;
  knee.validate();
  guyline::ModifiedThomasOptions thomas;
  thomas.validate();
  guyline::ElyOptions ely;
  ely.validate();
  guyline::HipExtensionOptions hip;
  hip.validate();

  raise.stop.torque = -1.0;
  CHECK(contains(message_of<InvalidArgument>([&] { raise.validate(); }), "torque = -1 N m"));
  raise.stop.torque = 30.0;
  raise.stop.tolerance = 0.0;
  CHECK(contains(message_of<InvalidArgument>([&] { raise.validate(); }), "tolerance = 0 N m"));
  raise.stop.tolerance = 20.0;
  raise.stop.end_of_range = 3.0;
  CHECK(contains(message_of<InvalidArgument>([&] { raise.validate(); }), "end_of_range = 3 rad"));
  knee.thigh = 2.5;
  CHECK(contains(message_of<InvalidArgument>([&] { knee.validate(); }), "thigh = 2.5 rad"));
  knee.thigh = 1.0;
  knee.start = 2.7;
  CHECK(contains(message_of<InvalidArgument>([&] { knee.validate(); }), "start = 2.7 rad"));
  thomas.end_of_range = -0.1;
  CHECK_THROWS_AS(thomas.validate(), InvalidArgument);
  thomas.end_of_range = 0.5;
  thomas.other.thigh = 2.7;
  CHECK(contains(message_of<InvalidArgument>([&] { thomas.validate(); }), "other thigh"));
  thomas.other.thigh = 2.0;
  thomas.other.knee = -0.1;
  CHECK(contains(message_of<InvalidArgument>([&] { thomas.validate(); }), "other knee"));
  ely.table.held_tilt = 1.0;
  CHECK_THROWS_AS(ely.validate(), InvalidArgument);
  hip.stop.end_of_range = 0.0;
  CHECK_THROWS_AS(hip.validate(), InvalidArgument);
}
}  // namespace
