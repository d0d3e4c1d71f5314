#include <cmath>
#include <guyline/task/varied_person.hpp>
#include <string>

#include "core/checks.hpp"
#include "support/catch.hpp"

namespace {
using guyline::Bridge;
using guyline::bridge;
using guyline::BridgeOptions;
using guyline::direction_of;
using guyline::InvalidArgument;
using guyline::PersonParameter;
using guyline::stand;
using guyline::VariedPerson;
using guyline::bridge_data::kDegree;
using guyline::test::contains;
using guyline::test::message_of;

TEST_CASE("the varied person is the given one, with its incidence as a direction",
          "[task][person][derivative]") {
  const Bridge<double> body = bridge();
  const VariedPerson<guyline::MuscleLaws<>> person(body);
  const double h = 1e-5;
  BridgeOptions<double> more, less;
  more.pelvic_incidence += h;
  less.pelvic_incidence -= h;
  const Bridge<double> a = bridge(more), b = bridge(less);
  const int d = direction_of(PersonParameter::kPelvicIncidence);
  for (std::size_t i = 0; i < body.model.muscles.size(); ++i) {
    const auto check = [&](const auto& number, double value, double up, double down) {
      CHECK(std::abs(number.value - value) < 1e-14 * (1.0 + std::abs(value)));
      CHECK(std::abs(number.gradient[d] - (up - down) / (2 * h)) < 1e-6);
    };
    const auto& varied = person.body.model.muscles[i];
    const auto &m = body.model.muscles[i], &up = a.model.muscles[i], &down = b.model.muscles[i];
    check(varied.slack_length, m.slack_length, up.slack_length, down.slack_length);
    check(varied.threshold, m.threshold, up.threshold, down.threshold);
    check(varied.tone, m.tone, up.tone, down.tone);
  }
  CHECK(std::abs(person.body.lordosis_reference.gradient[d] - 0.54) < 1e-12);
}

TEST_CASE("gravity turns about the right axis", "[task][person][exact]") {
  const VariedPerson<guyline::MuscleLaws<>> person(bridge());
  const int d = direction_of(PersonParameter::kGravityInclination);
  // (sin, -cos) g at 0: forward by g per radian, down no more.
  CHECK(std::abs(person.body.model.frame.gravity.x().gradient[d] - 9.80665) < 1e-12);
  CHECK(std::abs(person.body.model.frame.gravity.y().gradient[d]) < 1e-12);
}

TEST_CASE("a tone that was set stays, one that was solved for follows the person",
          "[task][person][exact]") {
  Bridge<double> body = bridge();
  VariedPerson<guyline::MuscleLaws<>> person(body);
  const int d = direction_of(PersonParameter::kPelvicIncidence);
  const auto hamstrings = *body.model.find_muscle("hamstrings");
  const auto at = static_cast<std::size_t>(static_cast<int>(hamstrings));
  CHECK(person.body.model.muscles[at].tone.gradient[d] != 0.0);
  set_knob(body.model.muscles[at], guyline::Knob::kTone, 0.03);
  body.model.muscles[0].max_isometric_force *= 0.5;
  person.update(body);
  CHECK(person.body.model.muscles[at].tone.value == 0.03);
  CHECK(person.body.model.muscles[at].tone.gradient[d] == 0.0);
  CHECK(std::abs(person.body.model.muscles[0].max_isometric_force.value -
                 body.model.muscles[0].max_isometric_force) < 1e-9);
}

TEST_CASE("size is similarity: force goes with mass, length with stature, no posture with either",
          "[task][person][invariant]") {
  BridgeOptions<double> person, heavy, tall;
  heavy.mass *= 1.2;
  tall.stature *= 1.1;
  const auto lengthened = [](BridgeOptions<double> options) {
    auto body = bridge(options);
    set_knob(body.model, "hip_flexors", guyline::Knob::kLength, -0.1);
    return stand(body);
  };
  const auto r = lengthened(person), h = lengthened(heavy), t = lengthened(tall);
  REQUIRE(r.status == guyline::PostureStatus::kSolved);
  CHECK(std::abs(h.anterior_tilt - r.anterior_tilt) < 1e-12);
  CHECK(std::abs(t.anterior_tilt - r.anterior_tilt) < 1e-12);
  for (std::size_t k = 0; k < r.loads.size(); ++k) {
    const auto &a = r.loads[k].load.total, &b = h.loads[k].load.total, &c = t.loads[k].load.total;
    CHECK(std::abs(b.compression - 1.2 * a.compression) < 1e-9 * a.compression);
    CHECK(std::abs(b.moment - 1.2 * a.moment) < 1e-9 * std::abs(a.compression));
    CHECK(std::abs(c.compression - a.compression) < 1e-9 * a.compression);
    CHECK(std::abs(c.shear - a.shear) < 1e-9 * a.compression);
    CHECK(std::abs(c.moment - 1.1 * a.moment) < 1e-9 * std::abs(a.compression));
  }
}

TEST_CASE("a body that bridge() cannot make is refused", "[task][person][error]") {
  Bridge<double> body = bridge();
  body.model.muscles[3].slack_length += 0.01;
  const std::string message =
      message_of<InvalidArgument>([&] { (void)VariedPerson<guyline::MuscleLaws<>>(body); });
  CHECK(contains(message, body.model.muscles[3].name));
  body = bridge();
  body.model.muscles.pop_back();
  body.model.paths.pop_back();
  CHECK(contains(
      message_of<InvalidArgument>([&] { (void)VariedPerson<guyline::MuscleLaws<>>(body); }),
      "muscles"));
  for (int p = 0; p < guyline::kNumPersonParameters; ++p) {
    CHECK_FALSE(std::string(parameter_name(static_cast<PersonParameter>(p))).empty());
  }
}
}  // namespace
