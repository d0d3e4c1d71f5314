#include <guyline/batch/column.hpp>

#include "support/catch.hpp"

namespace {
using Catch::Matchers::Contains;
using guyline::Adaptation;
using guyline::Column;
using guyline::ColumnKind;
using guyline::InvalidArgument;
using guyline::Knob;
using guyline::parse_columns;
using guyline::UnknownName;

TEST_CASE("a column's name says what it sets", "[batch][column][exact]") {
  const auto body = guyline::bridge();
  const auto columns = parse_columns(body,
                                     {"psoas.tone", "mass", "stature", "pelvic_incidence",
                                      "trunk_inclination", "gravity_inclination"},
                                     Adaptation::kAcute);
  REQUIRE(columns.size() == 6);
  CHECK(columns[0].kind == ColumnKind::kKnob);
  CHECK(columns[0].knob == Knob::kTone);
  CHECK(columns[0].adaptation == Adaptation::kAcute);
  REQUIRE(columns[0].muscles.size() == 1);
  CHECK(columns[0].muscles[0] == *body.model.find_muscle("psoas"));
  CHECK(columns[0].lower == 0.0);
  CHECK(columns[0].upper == 1.0);
  CHECK(columns[1].kind == ColumnKind::kMass);
  CHECK(columns[1].unit == "kg");
  CHECK(columns[1].lower == 35.0);
  CHECK(columns[2].kind == ColumnKind::kStature);
  CHECK(columns[2].upper == 2.2);
  CHECK(columns[3].kind == ColumnKind::kPelvicIncidence);
  CHECK(columns[3].unit == "rad");
  CHECK(columns[4].kind == ColumnKind::kTrunkInclination);
  CHECK(columns[4].upper == 0.5);
  CHECK(columns[5].kind == ColumnKind::kGravityInclination);
  for (const Column& column : columns) CHECK(column.unit_in_si == 1.0);
}

TEST_CASE("a group's column moves all of the group", "[batch][column][exact]") {
  const auto body = guyline::bridge();
  for (const Knob knob : guyline::internal::kKnobs) {
    const std::string name = guyline::knob_range(knob).name;
    const auto columns = parse_columns(body, {"hip_flexors." + name});
    REQUIRE(columns.size() == 1);
    CHECK(columns[0].knob == knob);
    const auto group = body.model.select_muscles("hip_flexors");
    REQUIRE(columns[0].muscles.size() == group.size());
    CHECK(group.size() > 1);
    for (std::size_t i = 0; i < group.size(); ++i) CHECK(columns[0].muscles[i] == group[i]);
  }
}

TEST_CASE("a checked knob is set as set_knob() does", "[batch][column][invariant]") {
  const auto body = guyline::bridge();
  for (const Knob knob : guyline::internal::kKnobs) {
    for (const Adaptation adaptation : {Adaptation::kRecalibrated, Adaptation::kAcute}) {
      auto expected = body.model.muscles[0], muscle = expected;
      set_knob(expected, knob, 0.25, adaptation);
      guyline::internal::set_checked_knob(muscle, knob, adaptation, 0.25);
      for (const Knob each : guyline::internal::kKnobs) {
        CHECK(knob_value(muscle, each) == knob_value(expected, each));
      }
      CHECK(knob_value(muscle, knob) == 0.25);
      CHECK(muscle.recalibrated_length == expected.recalibrated_length);
    }
  }
}

TEST_CASE("an unknown column lists what there is", "[batch][column][error]") {
  const auto body = guyline::bridge();
  CHECK_THROWS_AS(parse_columns(body, {"weight"}), UnknownName);
  CHECK_THROWS_WITH(parse_columns(body, {"weight"}),
                    Contains("weight") && Contains("mass") && Contains("hamstrings.length"));
  CHECK_THROWS_AS(parse_columns(body, {"hamstring.length"}), UnknownName);
  CHECK_THROWS_WITH(parse_columns(body, {"hamstring.length"}), Contains("hamstrings"));
  CHECK_THROWS_AS(parse_columns(body, {"psoas.force"}), UnknownName);
  CHECK_THROWS_WITH(parse_columns(body, {"psoas.force"}), Contains("force") && Contains("tone"));
  CHECK_THROWS_AS(guyline::column_range(ColumnKind::kKnob), InvalidArgument);
}

TEST_CASE("two columns never set the same thing", "[batch][column][error]") {
  const auto body = guyline::bridge();
  CHECK_THROWS_AS(parse_columns(body, {"mass", "mass"}), InvalidArgument);
  CHECK_THROWS_WITH(parse_columns(body, {"hip_flexors.tone", "soleus.tone", "iliacus.tone"}),
                    Contains("hip_flexors.tone") && Contains("iliacus.tone"));
  CHECK_THROWS_AS(parse_columns(body, {"psoas.tone", "psoas.tone"}), InvalidArgument);
  CHECK_NOTHROW(parse_columns(body, {"hip_flexors.tone", "hip_flexors.length", "soleus.tone"}));
}

TEST_CASE("a column made by hand is checked", "[batch][column][error]") {
  const auto body = guyline::bridge();
  const Column good = parse_columns(body, {"psoas.length"})[0];
  const auto refuses = [&](auto change) {
    Column bad = good;
    change(bad);
    CHECK_THROWS_AS(validate(body, {bad}), InvalidArgument);
  };
  CHECK_NOTHROW(validate(body, {good}));
  refuses([](Column& c) { c.muscles = {guyline::CableIndex(999)}; });
  refuses([](Column& c) { c.muscles.clear(); });
  refuses([](Column& c) { c.kind = ColumnKind::kMass; });
  refuses([](Column& c) { c.upper = 0.6; });
  refuses([](Column& c) { c.lower = -0.6; });
  refuses([](Column& c) { c.lower = 0.4, c.upper = 0.3; });
  refuses([](Column& c) { c.lower = std::nan(""); });
  refuses([](Column& c) { c.unit_in_si = 0.0; });
  refuses([](Column& c) { c.unit_in_si = 10.0; });
}
}  // namespace
