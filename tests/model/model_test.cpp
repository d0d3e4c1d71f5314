#include <guyline/core/dual.hpp>
#include <guyline/model/model.hpp>
#include <limits>

#include "core/checks.hpp"
#include "support/catch.hpp"
#include "support/toy_models.hpp"

namespace {
using guyline::BodyIndex;
using guyline::CableIndex;
using guyline::CoordinateIndex;
using guyline::DegenerateGeometry;
using guyline::Dual;
using guyline::InvalidArgument;
using guyline::Knob;
using guyline::Model;
using guyline::MotionIndex;
using guyline::UnknownName;
using guyline::WrapCylinder;
using guyline::test::contains;
using guyline::test::mast;
using guyline::test::message_of;
using guyline::test::random_model;
using guyline::test::spring;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST_CASE("a path knows the coordinates that move it, link by link", "[model][exact]") {
  const auto model = random_model<double, 3>(110);
  CHECK(model.paths[0].coordinates == std::vector<int>{1, 3, 4});  // base trunk foot leg
  CHECK(model.paths[0].links[0].slots == std::vector<int>{0});
  CHECK(model.paths[0].links[1].slots == std::vector<int>{0, 1, 2});
  CHECK(model.paths[0].links[2].slots == std::vector<int>{0});
  CHECK(model.paths[1].coordinates == std::vector<int>{1, 2});
  CHECK(model.paths[2].links[0].cylinder == 0);
  CHECK(model.paths[2].links[1].cylinder == -1);
  CHECK(model.paths[2].links[1].slots.empty());  // the plate is welded to the arm
}

TEST_CASE("muscles are found by name and by group, in order", "[model][exact]") {
  const auto model = random_model<double, 2>(111);
  CHECK(model.num_muscles() == 4);
  CHECK(model.find_muscle("short") == CableIndex(1));
  CHECK_FALSE(model.find_muscle("biceps"));
  CHECK(model.select_muscles("pullers") == std::vector<CableIndex>{CableIndex(0), CableIndex(1)});
  CHECK(model.select_muscles("wrapped") == std::vector<CableIndex>{CableIndex(2)});
  CHECK(model.level_index("hip") == 1);
  CHECK(contains(message_of<UnknownName>([&] { model.select_muscles("biceps"); }), "\"biceps\""));
  CHECK(contains(message_of<UnknownName>([&] { model.select_muscles("biceps"); }), "wrapped"));
  CHECK(contains(message_of<UnknownName>([&] { model.select_muscles("biceps"); }), "pullers"));
  CHECK(contains(message_of<UnknownName>([&] { model.level_index("L3"); }), "waist hip"));
}

TEST_CASE("a knob of a group turns all of it; without() cuts", "[model][exact]") {
  auto model = random_model<double, 2>(112);
  const auto before = model;
  set_knob(model, "pullers", Knob::kTone, 0.3);
  CHECK(model.muscles[0].tone == 0.3);
  CHECK(model.muscles[1].tone == 0.3);
  CHECK(model.muscles[2].tone == before.muscles[2].tone);
  set_knob(model, "short", Knob::kLength, -0.2, guyline::Adaptation::kAcute);
  CHECK(model.muscles[1].length_change == -0.2);
  CHECK(model.muscles[1].recalibrated_length == 0.0);
  CHECK_THROWS_AS(set_knob(model, "pullers", Knob::kTone, kNan), InvalidArgument);
  CHECK_THROWS_AS(set_knob(model, "biceps", Knob::kTone, 0.1), UnknownName);
  const auto cut = without(before, "pullers");
  CHECK(cut.muscles[0].max_isometric_force == 0.0);
  CHECK(cut.muscles[1].max_isometric_force == 0.0);
  CHECK(cut.muscles[2].max_isometric_force > 0.0);
  CHECK(before.muscles[0].max_isometric_force > 0.0);
  CHECK_NOTHROW(validate(cut));
  CHECK_THROWS_AS(without(before, "biceps"), UnknownName);
}

TEST_CASE("a model of duals is the same model", "[model][scalar]") {
  const auto plain = random_model<double, 3>(113);
  const auto dual = random_model<Dual<2>, 3>(113);
  for (std::size_t i = 0; i < plain.muscles.size(); ++i) {
    CHECK(dual.muscles[i].slack_length.value == plain.muscles[i].slack_length);
    CHECK(dual.paths[i].coordinates == plain.paths[i].coordinates);
  }
  CHECK_NOTHROW(validate(dual));
}

TEST_CASE("muscles that make no sense are refused, by name", "[model][error]") {
  auto model = mast(1.0, 2.0);
  using Point = guyline::PathPoint<double, 2>;
  const Point low{BodyIndex(0), {1.0, 0.0}}, high{BodyIndex(1), {0.0, 2.0}};
  const auto refused = [&](std::vector<Point> points,
                           std::vector<guyline::PathWrap<double, 2>> wraps = {}) {
    return message_of<InvalidArgument>(
        [&] { model.add_muscle(spring("line", 1.0, 0.0), points, wraps); });
  };
  CHECK(contains(refused({low}), "muscle line: a path needs at least two points, got 1"));
  CHECK(contains(refused({}), "got 0"));
  CHECK(contains(refused({low, {BodyIndex(2), {0.0, 1.0}}}), "body 2 is not in the frame"));
  CHECK(contains(refused({low, {BodyIndex(-1), {0.0, 1.0}}}), "body -1"));
  CHECK(contains(refused({low, {BodyIndex(1), {kNan, 1.0}}}), "path point of line"));
  WrapCylinder<double, 2> drum{BodyIndex(0), {0.0, 0.0}, 1.0, 0.1, guyline::WrapSide::kPositive};
  CHECK(contains(refused({low, high}, {{1, drum}}), "link 1 is out of range"));
  CHECK(contains(refused({low, high}, {{-1, drum}}), "link -1"));
  CHECK(contains(refused({low, high}, {{0, drum}, {0, drum}}), "one cylinder at most"));
  for (const double bad : {0.0, -0.1, kNan, kInfinity}) {
    drum.radius = bad;
    CHECK(contains(refused({low, high}, {{0, drum}}), "wrap radius of line"));
  }
  drum.radius = 0.1;
  drum.axis_B = 0.5;
  CHECK(contains(refused({low, high}, {{0, drum}}), "axis of a cylinder"));
  drum.axis_B = 1.0;
  drum.center_B[1] = kNan;
  CHECK(contains(refused({low, high}, {{0, drum}}), "wrap centre of line"));
  drum.center_B[1] = 0.0;
  drum.body = BodyIndex(5);
  CHECK(contains(refused({low, high}, {{0, drum}}), "body 5"));
  CHECK(model.num_muscles() == 0);
  CHECK(model.paths.empty());
  auto negative = spring("line", -1.0, 0.0);
  CHECK(contains(message_of<InvalidArgument>([&] {
                   model.add_muscle(negative, {low, high});
                 }),
                 "line: max_isometric_force"));
  model.add_muscle(spring("line", 1.0, 0.0), {low, high});
  CHECK(contains(refused({low, high}), "in the model already"));
}

TEST_CASE("validate() finds what no part can see alone", "[model][error]") {
  const auto good = random_model<double, 2>(114);
  CHECK_NOTHROW(validate(good));
  const auto refused = [&](const auto& change) {
    auto model = good;
    change(model);
    return message_of<guyline::Error>([&] { validate(model); });
  };
  CHECK(contains(refused([](auto& m) { m.paths.pop_back(); }), "4 muscles but 3 paths"));
  CHECK(contains(refused([](auto& m) { m.frame.gravity[0] = kNan; }), "gravity"));
  CHECK(contains(refused([](auto& m) { m.muscles[1].max_isometric_force = kInfinity; }),
                 "short: max_isometric_force"));
  CHECK(contains(refused([](auto& m) { m.muscles[1].tone = kNan; }), "short: tone"));
  CHECK(contains(refused([](auto& m) { m.tissues[0].stiffness = -1.0; }), "tissue stiffness"));
  CHECK(contains(refused([](auto& m) { m.tissues[0].coordinate = CoordinateIndex(9); }),
                 "coordinate 9"));
  // Coordinate b drives joints whose shares do not add up to 1: its tissue would do false work.
  CHECK(contains(refused([](auto& m) { m.tissues[0].coordinate = CoordinateIndex(1); }),
                 "tissue on b: the shares"));
  CHECK(contains(refused([](auto& m) { m.levels[0].motion = MotionIndex(99); }), "level waist"));
  CHECK(contains(refused([](auto& m) { m.levels[1].body_below = BodyIndex(-1); }), "level hip"));
  CHECK(contains(refused([](auto& m) { m.levels[0].rest_moment = kInfinity; }),
                 "rest moment of waist"));
  const Model<double, 2> empty;
  CHECK(contains(message_of<InvalidArgument>([&] { validate(empty); }), "no bodies"));
}

TEST_CASE("a link without length, or with an end inside its cylinder, is refused",
          "[model][error]") {
  auto model = mast(1.0, 2.0);
  model.add_muscle(spring("dot", 1.0, 0.0),
                   {{BodyIndex(0), {0.0, 2.0}}, {BodyIndex(1), {0.0, 2.0}}});
  CHECK(contains(message_of<DegenerateGeometry>([&] { validate(model); }),
                 "muscle dot: points 0 and 1"));
  auto wrapped = mast(1.0, 2.0);
  wrapped.add_muscle(spring("sunk", 1.0, 0.0),
                     {{BodyIndex(0), {0.2, 0.1}}, {BodyIndex(1), {0.0, 2.0}}},
                     {{0, {BodyIndex(0), {0.0, 0.0}, 1.0, 0.25, guyline::WrapSide::kPositive}}});
  CHECK(contains(message_of<DegenerateGeometry>([&] { validate(wrapped); }),
                 "muscle sunk: an end of link 0 lies inside"));
  wrapped.paths[0].cylinders[0].radius = 0.2;
  CHECK_NOTHROW(validate(wrapped));
}
}  // namespace
