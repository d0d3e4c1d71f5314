#include <guyline/task/task.hpp>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::Balance;
using guyline::HeldAngle;
using guyline::InvalidArgument;
using guyline::Task;
using guyline::test::contains;
using guyline::test::message_of;

TEST_CASE("held angles are those of the segments", "[task][exact]") {
  const auto body = guyline::bridge();
  const auto of = [&](HeldAngle angle, double ankle, double knee, double hip, double lumbar) {
    guyline::VectorX<double> q(4);
    q << ankle, knee, hip, lumbar;
    return guyline::internal::coefficients_of(body, angle).dot(q);
  };
  CHECK(of(HeldAngle::kShankInclination, 0.1, 0.4, 0.7, 0.2) == Approx(0.1));
  CHECK(of(HeldAngle::kThighInclination, 0.1, 0.4, 0.7, 0.2) == Approx(-0.3));
  CHECK(of(HeldAngle::kTrunkInclination, 0.1, 0.4, 0.7, 0.2) == Approx(0.6));
  CHECK(of(HeldAngle::kAnkleDorsiflexion, 0.1, 0.4, 0.7, 0.2) == Approx(0.1));
  CHECK(of(HeldAngle::kKneeFlexion, 0.1, 0.4, 0.7, 0.2) == Approx(0.4));
  CHECK(of(HeldAngle::kHipFlexion, 0.1, 0.4, 0.7, 0.2) == Approx(0.7));
  CHECK(of(HeldAngle::kLumbarFlexion, 0.1, 0.4, 0.7, 0.2) == Approx(0.2));
}

TEST_CASE("a task that cannot be asked is refused in words", "[task][error]") {
  const auto told = [](auto change) {
    Task task = guyline::stand_task();
    change(task);
    return message_of<InvalidArgument>([&] { task.validate(); });
  };
  CHECK(contains(told([](Task& t) { t.held.pop_back(); }), "1 angles are held"));
  CHECK(contains(told([](Task& t) { t.balance = Balance::kNone; }), "one is free"));
  CHECK(contains(told([](Task& t) { t.held[1].angle = t.held[0].angle; }), "held twice"));
  CHECK(contains(told([](Task& t) { t.held[0].value = 9.0; }), "knee_flexion"));
  CHECK(contains(told([](Task& t) { t.ground_inclination = 1.0; }), "ground_inclination"));
  CHECK(contains(told([](Task& t) { t.hand_mass = -1.0; }), "hand_mass"));
  CHECK(contains(told([](Task& t) { t.hand_reach = 2.0; }), "hand_reach"));
  CHECK(contains(told([](Task& t) { t.follower_load = -1.0; }), "follower_load"));
  CHECK(contains(told([](Task& t) { t.least_tilt = -9.0; }), "least_tilt"));
  CHECK(contains(told([](Task& t) { t.greatest_tilt = 9.0; }), "greatest_tilt"));
  CHECK(contains(told([](Task& t) { t.burdens = {{"bag", 500.0, 0.0, 0.0}}; }), "bag"));
  CHECK(contains(told([](Task& t) { t.burdens = {{"bag", 5.0, 3.0, 0.0}}; }), "bag"));
  CHECK(contains(told([](Task& t) { t.burdens = {{"bag", 5.0, 0.0, 3.0}}; }), "bag"));
}
}  // namespace
