#include <cmath>
#include <functional>
#include <guyline/task/clinical.hpp>
#include <string>
#include <vector>

#include "core/checks.hpp"
#include "support/bodies.hpp"
#include "support/catch.hpp"

namespace {
using guyline::Bridge;
using guyline::bridge;
using guyline::ClinicalData;
using guyline::ClinicalLimit;
using guyline::ClinicalResult;
using guyline::InvalidArgument;
using guyline::KneeExtension;
using guyline::KneeExtensionOptions;
using guyline::Knob;
using guyline::ModifiedThomasOptions;
using guyline::PelvisOnTable;
using guyline::StraightLegRaiseOptions;
using guyline::bridge_data::kDegree;
using guyline::test::Random;
namespace data = guyline::bridge_data;

StraightLegRaiseOptions held_raise() {
  StraightLegRaiseOptions options;
  options.table.pelvis = PelvisOnTable::kHeld;
  return options;
}

Bridge<double> with(const char* name, Knob knob, double value) {
  Bridge<double> body = bridge();
  set_knob(body.model, name, knob, value);
  return body;
}

TEST_CASE("a straight-leg raise with one two-point muscle ends where the law of cosines says",
          "[task][clinical][exact]") {
  Bridge<double> body = bridge();
  for (auto& muscle : body.model.muscles) {
    if (muscle.name != "hamstrings") muscle.max_isometric_force = 0.0;
  }
  const auto& muscle = body.model.muscles[0];
  REQUIRE(muscle.name == "hamstrings");
  // Hip to ischium and hip to shank, the leg straight; rows of the data, hand-placed joints.
  const auto& row = data::kMuscles[0];
  const auto& knee = data::kJoints[1];
  const auto& hip = data::kJoints[2];
  const double ax = row.points[0].x - hip.child_x, ay = row.points[0].y - hip.child_y;
  const double bx = row.points[1].x - knee.parent_x + knee.child_x - hip.parent_x;
  const double by = row.points[1].y - knee.parent_y + knee.child_y - hip.parent_y;
  const double a = std::hypot(ax, ay), b = std::hypot(bx, by);
  const double apart = std::atan2(by, bx) - std::atan2(ay, ax);
  const auto moment = [&](double thigh) {
    const double angle = apart + thigh;  // the leg turns forward
    const double length = std::sqrt(a * a + b * b - 2 * a * b * std::cos(angle));
    const double arm = a * b * std::sin(angle) / length;
    return 0.5 * guyline::evaluate_muscle(muscle, length).passive_tension * arm;
  };
  const ClinicalResult result = straight_leg_raise(body, held_raise());
  CHECK(result.limit == ClinicalLimit::kTorque);
  CHECK(moment(result.thigh) == Approx(30.0).epsilon(1e-9));
  CHECK(result.hip == result.thigh);
  CHECK(result.hip_moments[0] == Approx(-30.0).epsilon(1e-9));
}

TEST_CASE("without muscles a leg hangs with its centres of mass under its joints",
          "[task][clinical][exact]") {
  Bridge<double> body = bridge();
  for (auto& muscle : body.model.muscles) muscle.max_isometric_force = 0.0;
  ModifiedThomasOptions options;
  options.end_of_range = 1.5;
  options.table.held_tilt = 0.6;
  const ClinicalResult result = modified_thomas(body, options);
  CHECK(result.limit == ClinicalLimit::kEquilibrium);
  // From the rows: shank and foot about the knee; thigh, and their weight at the knee, about the hip.
  const auto& ankle = data::kJoints[0];
  const auto& knee = data::kJoints[1];
  const auto& hip = data::kJoints[2];
  double below = 0.0, below_x = 0.0, below_y = 0.0, all_x = 0.0, all_y = 0.0;
  for (const auto& row : data::kSegments) {
    if (row.female) continue;
    double x = row.x - knee.parent_x, y = row.y - knee.parent_y;
    if (row.body == data::kFoot) {
      x += ankle.child_x - ankle.parent_x;
      y += ankle.child_y - ankle.parent_y;
    }
    if (row.body <= data::kShank) {
      below += row.mass;
      below_x += row.mass * x;
      below_y += row.mass * y;
    } else if (row.body == data::kThigh) {
      all_x += row.mass * (row.x - hip.parent_x);
      all_y += row.mass * (row.y - hip.parent_y);
    }
  }
  all_x += below * (knee.child_x - hip.parent_x);
  all_y += below * (knee.child_y - hip.parent_y);
  // Directions from the joint with the leg straight; backwards is down.
  const double shank = std::atan2(below_x, -below_y), thigh = std::atan2(all_x, -all_y);
  const double quarter = 90 * kDegree;
  CHECK(result.thigh == Approx(-quarter - thigh).epsilon(1e-10));
  CHECK(result.thigh - result.knee == Approx(-quarter - shank).epsilon(1e-10));
  CHECK(result.knee > 0.0);
}

TEST_CASE("in every test what is balanced is balanced, and muscles pull",
          "[task][clinical][invariant]") {
  Random random(61);
  CAPTURE(random.seed());
  int balanced = 0;
  for (int n = 0; n < 30; ++n) {
    Bridge<double> body = bridge();
    for (auto& muscle : body.model.muscles) {
      set_knob(muscle, Knob::kLength, random.uniform(-0.15, 0.15));
      set_knob(muscle, Knob::kStiffness, random.log_uniform(0.5, 2.0));
    }
    ClinicalData scratch(body);
    for (const auto pelvis : {PelvisOnTable::kHeld, PelvisOnTable::kFree}) {
      StraightLegRaiseOptions raise;
      KneeExtensionOptions knee;
      ModifiedThomasOptions thomas;
      guyline::ElyOptions ely_options;
      guyline::HipExtensionOptions extension;
      raise.table.pelvis = knee.table.pelvis = thomas.table.pelvis = pelvis;
      ely_options.table.pelvis = extension.table.pelvis = pelvis;
      const ClinicalResult results[] = {straight_leg_raise(body, raise), knee_extension(body, knee),
                                        modified_thomas(body, thomas), ely(body, ely_options),
                                        hip_extension(body, extension)};
      const double torques[] = {30, 30, 0, 10, 30};
      for (int k = 0; k < 5; ++k) {
        const ClinicalResult& r = results[k];
        CAPTURE(n, k, to_string(r.limit), r.thigh, r.knee, r.tilt);
        REQUIRE(r.limit != ClinicalLimit::kNoPelvis);
        CHECK(r.residual < 1e-9);
        CHECK(r.hip == Approx(r.thigh + r.tilt).margin(1e-15));
        // Once more, from the pose alone.
        const guyline::TableOptions table;
        auto moments =
            guyline::elastic_moments(body, table, {r.thigh, r.knee}, r.tilt, scratch.tested);
        for (const auto& muscle : scratch.tested.posture.muscles)
          CHECK(muscle.passive_tension >= 0);
        const auto weight = guyline::leg_weight(body, guyline::Lying::kSupine, scratch.tested);
        if (r.limit == ClinicalLimit::kTorque) {
          CHECK(r.resistance == Approx(torques[k]).epsilon(1e-9));
          ++balanced;
        }
        if (r.limit == ClinicalLimit::kEquilibrium) {
          CHECK(moments.hip + weight.hip == Approx(0.0).margin(1e-8));
          if (r.knee > 0 && r.knee < 140 * kDegree) {
            CHECK(moments.knee + weight.knee == Approx(0.0).margin(1e-8));
          }
          ++balanced;
        }
        if (pelvis == PelvisOnTable::kHeld) continue;
        if (r.limit == ClinicalLimit::kEndOfRange && k == 2) continue;  // the hip's stop pulls too
        const guyline::LegOnTable other = k == 2 ? thomas.other : guyline::LegOnTable{};
        const double tilt =
            moments.tilt + guyline::elastic_moments(body, table, other, r.tilt, scratch.other).tilt;
        CHECK(tilt == Approx(0.0).margin(1e-8));
      }
    }
  }
  CHECK(balanced > 150);
}

/// Outcome over a sweep, none of whose steps may jump.
std::vector<double> sweep(const char* muscles, double from, double to, int steps,
                          const std::function<double(const Bridge<double>&)>& outcome) {
  std::vector<double> values;
  for (int n = 0; n <= steps; ++n) {
    values.push_back(outcome(with(muscles, Knob::kLength, from + (to - from) * n / steps)));
  }
  return values;
}
bool never_falls(const std::vector<double>& values) {
  for (std::size_t n = 1; n < values.size(); ++n) {
    if (values[n] < values[n - 1] - 1e-9) return false;
  }
  return values.back() > values.front() + 0.05;
}
double greatest_step(const std::vector<double>& values) {
  double step = 0.0;
  for (std::size_t n = 1; n < values.size(); ++n) {
    step = std::max(step, std::abs(values[n] - values[n - 1]));
  }
  return step;
}

TEST_CASE("shorter muscles end their test earlier, without a jump", "[task][clinical][invariant]") {
  ModifiedThomasOptions loose;
  loose.table.pelvis = PelvisOnTable::kFree;
  const struct {
    const char* muscles;
    double from, to;
    std::function<double(const Bridge<double>&)> outcome;
  } rows[] = {
      {"hamstrings", -0.3, 0.12, [](const auto& b) { return straight_leg_raise(b).thigh; }},
      {"hamstrings", -0.3, 0.0, [](const auto& b) { return -knee_extension(b).knee; }},
      {"hip_flexors", -0.2, 0.1, [](const auto& b) { return -modified_thomas(b).thigh; }},
      {"hip_flexors", -0.2, 0.1, [&](const auto& b) { return -modified_thomas(b, loose).thigh; }},
      {"hip_flexors", -0.2, 0.0, [](const auto& b) { return -hip_extension(b).thigh; }},
      {"rectus_femoris", -0.4, 0.2, [](const auto& b) { return modified_thomas(b).knee; }},
  };
  for (const auto& row : rows) {
    const auto coarse = sweep(row.muscles, row.from, row.to, 20, row.outcome);
    const auto fine = sweep(row.muscles, row.from, row.to, 40, row.outcome);
    CAPTURE(row.muscles, greatest_step(coarse) / kDegree, greatest_step(fine) / kDegree);
    CHECK(never_falls(fine));
    CHECK(greatest_step(fine) < 0.65 * greatest_step(coarse));
    CHECK(greatest_step(fine) < 5 * kDegree);
  }
}

TEST_CASE("Ely: a shorter rectus femoris lifts the pelvis more and stops the knee at last",
          "[task][clinical][invariant]") {
  const auto lift = sweep("rectus_femoris", 0.2, -0.4, 30, [](const Bridge<double>& body) {
    const auto result = ely(body);
    CHECK(result.limit == ClinicalLimit::kEndOfRange);
    return result.tilt - result.rest_tilt;
  });
  CHECK(never_falls(lift));
  // Once it resists enough, where its arm is greatest, the knee falls back from the end of the range.
  const auto knee = sweep("rectus_femoris", -0.5, -0.44, 12, [](const Bridge<double>& body) {
    const auto result = ely(body);
    CHECK((result.limit == ClinicalLimit::kTorque || result.limit == ClinicalLimit::kEndOfRange));
    return result.knee;
  });
  CHECK(never_falls(knee));
  CHECK(knee.front() < 70 * kDegree);
}

TEST_CASE("knee flexion relieves the hamstrings", "[task][clinical][invariant]") {
  const Bridge<double> body = bridge();
  ClinicalData scratch(body);
  double before = 1e9;
  for (int knee = 0; knee <= 90; knee += 5) {
    guyline::elastic_moments(body, {}, {60 * kDegree, knee * kDegree}, 0.0, scratch.tested);
    const double tension = scratch.tested.posture.muscles[0].passive_tension;
    CAPTURE(knee);
    CHECK((tension < before || tension == 0.0));
    before = tension;
  }
  CHECK(before == 0.0);
}

TEST_CASE("a free pelvis turns along with the leg; held, the hip ends at the same angle",
          "[task][clinical][invariant]") {
  const Bridge<double> body = bridge();
  const ClinicalResult free = straight_leg_raise(body),
                       held = straight_leg_raise(body, held_raise());
  CHECK(free.tilt < free.rest_tilt);
  CHECK(free.thigh > held.thigh);
  CHECK(free.pelvis_share() > 0.2);
  CHECK(free.pelvis_share() < 0.5);
  CHECK(held.pelvis_share() == 0.0);
  // The hip's resistance does not know where the trunk is.
  CHECK(free.hip == Approx(held.hip).epsilon(1e-9));
  // An uncontrolled pelvis lets the Thomas test pass short hip flexors.
  ModifiedThomasOptions loose;
  loose.table.pelvis = PelvisOnTable::kFree;
  const auto uncontrolled = modified_thomas(body, loose), controlled = modified_thomas(body);
  CHECK(uncontrolled.tilt > controlled.tilt);
  CHECK(uncontrolled.thigh < controlled.thigh);
}

TEST_CASE(
    "active knee extension ends with the same resistance, or where the quadriceps is too weak",
    "[task][clinical][exact]") {
  KneeExtensionOptions options;
  const ClinicalResult passive = knee_extension(bridge(), options);
  options.by = KneeExtension::kActive;
  const ClinicalResult active = knee_extension(bridge(), options);
  CHECK(active.limit == ClinicalLimit::kTorque);
  CHECK(active.knee == Approx(passive.knee).epsilon(1e-12));
  const Bridge<double> weak = with("quadriceps", Knob::kStrength, 0.06);
  options.start = 60 * kDegree;
  const ClinicalResult result = knee_extension(weak, options);
  CHECK(result.limit == ClinicalLimit::kStrength);
  CHECK(result.knee > active.knee);
  // The quadriceps, all of it, lifts the shank and stretches the hamstrings.
  ClinicalData scratch(weak);
  const auto moments = guyline::elastic_moments(weak, options.table, {result.thigh, result.knee},
                                                0.0, scratch.tested);
  const auto weight = guyline::leg_weight(weak, guyline::Lying::kSupine, scratch.tested);
  double lift = 0.0;
  for (int i = 0; i < weak.model.num_muscles(); ++i) {
    const auto& state = scratch.tested.posture.muscles[std::size_t(i)];
    if (weak.model.muscles[std::size_t(i)].group == "quadriceps") {
      lift += 0.5 * (1.0 - state.tonic_activation) * state.called_capacity *
              scratch.tested.posture.dlength_dq(int(weak.knee_flexion), i);
    }
  }
  CHECK(lift == Approx(moments.knee + weight.knee).epsilon(1e-9));
  CHECK(knee_extension(with("quadriceps", Knob::kStrength, 0.0), options).limit ==
        ClinicalLimit::kNotReached);
}

TEST_CASE("a body and a torque that are k times as strong give the same angles",
          "[task][clinical][invariant]") {
  Bridge<double> body = bridge();
  const ClinicalResult raise = straight_leg_raise(body), hang = modified_thomas(body);
  const double k = 1.7;
  body.model = guyline::test::scale_forces(body.model, k);
  StraightLegRaiseOptions options;
  options.stop.torque *= k;
  CHECK(straight_leg_raise(body, options).thigh == Approx(raise.thigh).epsilon(1e-9));
  CHECK(straight_leg_raise(body, options).tilt == Approx(raise.tilt).epsilon(1e-9));
  CHECK(modified_thomas(body).thigh == Approx(hang.thigh).epsilon(1e-9));
  CHECK(modified_thomas(body).knee == Approx(hang.knee).epsilon(1e-9));
}

TEST_CASE("a hip at the end of its range hands the weight on to the pelvis",
          "[task][clinical][invariant]") {
  const Bridge<double> body = bridge();
  ModifiedThomasOptions options;
  options.table.pelvis = PelvisOnTable::kFree;
  options.end_of_range = 10 * kDegree;
  const ClinicalResult r = modified_thomas(body, options);
  CHECK(r.limit == ClinicalLimit::kEndOfRange);
  CHECK(r.hip == Approx(-10 * kDegree).epsilon(1e-9));
  // Thigh and pelvis are one then: the weight of the leg turns both.
  ClinicalData scratch(body);
  const auto own =
      guyline::elastic_moments(body, options.table, {r.thigh, r.knee}, r.tilt, scratch.tested);
  const auto weight = guyline::leg_weight(body, guyline::Lying::kSupine, scratch.tested);
  const auto other =
      guyline::elastic_moments(body, options.table, options.other, r.tilt, scratch.other);
  CHECK(own.tilt + other.tilt - (own.hip + weight.hip) == Approx(0.0).margin(1e-8));
  CHECK(r.tilt > modified_thomas(body, {1.4, options.other, options.table}).tilt);
}

TEST_CASE("resistance is the slope of what is stored along the raise",
          "[task][clinical][derivative]") {
  // Free pelvis: the envelope theorem, toned muscles, whose energy is known.
  Bridge<double> body = bridge();
  body.model.frame.gravity.setZero();
  StraightLegRaiseOptions options;
  options.table.muscles = guyline::MusclesOnTable::kToned;
  ClinicalData scratch(body);
  const auto stored = [&](double thigh) {
    const auto walk =
        pelvis_on_table(body, options.table, {thigh, 0.0}, {}, 0.0, scratch.tested, scratch.other);
    double sum = 0.0;
    for (const double leg : {thigh, 0.0}) {
      guyline::elastic_moments(body, options.table, {leg, 0.0}, walk.x, scratch.tested);
      const guyline::VectorX<double> q = scratch.tested.q;
      sum += 0.5 * potential_energy(body.model, q, scratch.tested.posture);
    }
    return sum;
  };
  const ClinicalResult r = straight_leg_raise(body, options);
  const double h = 1e-4;
  CHECK(r.resistance ==
        Approx((stored(r.thigh + h) - stored(r.thigh - h)) / (2 * h)).epsilon(1e-6));
}

TEST_CASE("misuse of a test is named", "[task][clinical][error]") {
  const Bridge<double> body = bridge();
  StraightLegRaiseOptions raise;
  raise.stop.torque = std::nan("");
  CHECK_THROWS_AS(straight_leg_raise(body, raise), InvalidArgument);
  KneeExtensionOptions knee;
  knee.thigh = -1.0;
  CHECK_THROWS_AS(knee_extension(body, knee), InvalidArgument);
  ModifiedThomasOptions thomas;
  thomas.end_of_range = 2.0;
  CHECK_THROWS_AS(modified_thomas(body, thomas), InvalidArgument);
  guyline::ElyOptions bent;
  bent.stop.torque = 0.0;
  CHECK_THROWS_AS(ely(body, bent), InvalidArgument);
  guyline::HipExtensionOptions extension;
  extension.table.held_tilt = -0.7;
  CHECK_THROWS_AS(hip_extension(body, extension), InvalidArgument);
  Bridge<double> broken = bridge();
  broken.model.muscles[0].optimal_fibre_length = -1.0;
  CHECK_THROWS_AS(straight_leg_raise(broken), InvalidArgument);
}
}  // namespace
