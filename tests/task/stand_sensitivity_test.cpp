#include <array>
#include <cmath>
#include <guyline/core/pack.hpp>
#include <guyline/posture/resting.hpp>
#include <guyline/task/stand_sensitivity.hpp>
#include <string>
#include <vector>

#include "core/checks.hpp"
#include "support/bodies.hpp"
#include "support/catch.hpp"

namespace {
using guyline::Adaptation;
using guyline::Bridge;
using guyline::bridge;
using guyline::BridgeOptions;
using guyline::CableIndex;
using guyline::Dual;
using guyline::EffortPower;
using guyline::EffortStatus;
using guyline::Knob;
using guyline::Muscle;
using guyline::PersonParameter;
using guyline::PostureStatus;
using guyline::set_knob;
using guyline::stand;
using guyline::stand_sensitivity;
using guyline::StandData;
using guyline::StandOptions;
using guyline::StandResult;
using guyline::StandSensitivity;
using guyline::StandSensitivityData;
using guyline::StandSensitivityOptions;
using guyline::VectorX;
using guyline::bridge_data::kDegree;
using guyline::test::Random;
constexpr int kKnobs = guyline::kNumKnobs;

std::size_t at(int i) { return static_cast<std::size_t>(i); }

/// Who stands, and how: all that a derivative is taken by.
struct Case {
  BridgeOptions<double> person;
  std::vector<Muscle<double>> muscles;  ///< Knobs to take over; empty: as built.
  double gravity_inclination = 0.0;
  StandOptions stand;
};

Bridge<double> body_of(const Case& c) {
  Bridge<double> body = bridge(c.person);
  for (std::size_t i = 0; i < c.muscles.size(); ++i) {
    const bool solved_tone = body.model.muscles[i].tone == c.muscles[i].tone;
    const double tone = body.model.muscles[i].tone,
                 force = body.model.muscles[i].max_isometric_force;
    auto& muscle = body.model.muscles[i];
    muscle.length_change = c.muscles[i].length_change;
    muscle.recalibrated_length = c.muscles[i].recalibrated_length;
    muscle.stiffness = c.muscles[i].stiffness;
    muscle.reflex_gain = c.muscles[i].reflex_gain;
    muscle.strength = c.muscles[i].strength;
    muscle.tone = solved_tone || c.muscles[i].tone < 0.0 ? tone : c.muscles[i].tone;
    muscle.max_isometric_force = force;
  }
  const double g = c.person.gravity;
  body.model.frame.gravity = {g * std::sin(c.gravity_inclination),
                              -g * std::cos(c.gravity_inclination)};
  return body;
}

/// Sets one parameter to its value plus `change`.
Case varied(Case c, int parameter, double change, Adaptation adaptation) {
  const int muscles = static_cast<int>(c.muscles.size());
  if (parameter < muscles * kKnobs) {
    auto& muscle = c.muscles[at(parameter / kKnobs)];
    switch (static_cast<Knob>(parameter % kKnobs)) {
      case Knob::kLength:
        muscle.length_change += change;
        if (adaptation == Adaptation::kRecalibrated) muscle.recalibrated_length += change;
        break;
      case Knob::kStiffness:
        muscle.stiffness += change;
        break;
      case Knob::kTone:
        muscle.tone += change;
        break;
      case Knob::kReflexGain:
        muscle.reflex_gain += change;
        break;
      case Knob::kStrength:
        muscle.strength += change;
        break;
    }
    return c;
  }
  switch (static_cast<PersonParameter>(parameter - muscles * kKnobs)) {
    case PersonParameter::kMass:
      c.person.mass += change;
      break;
    case PersonParameter::kStature:
      c.person.stature += change;
      break;
    case PersonParameter::kPelvicIncidence:
      c.person.pelvic_incidence += change;
      break;
    case PersonParameter::kTrunkInclination:
      c.stand.trunk_inclination += change;
      break;
    case PersonParameter::kGravityInclination:
      c.gravity_inclination += change;
      break;
  }
  return c;
}

/// A change of each parameter that people differ by: what makes derivatives comparable.
double natural_step(int parameter, int muscles) {
  constexpr std::array<double, 5> kKnobSteps = {0.01, 0.1, 0.01, 0.1, 0.1};
  constexpr std::array<double, 5> kPersonSteps = {1.0, 0.01, kDegree, kDegree, kDegree};
  return parameter < muscles * kKnobs ? kKnobSteps[at(parameter % kKnobs)]
                                      : kPersonSteps[at(parameter - muscles * kKnobs)];
}

/// All outputs in the order of the rows.
VectorX<double> outputs(const StandResult<double>& r) {
  VectorX<double> y(2 + 3 * static_cast<int>(r.loads.size()) + static_cast<int>(r.muscles.size()));
  int row = 0;
  y[row++] = r.anterior_tilt;
  y[row++] = r.lordosis;
  for (const auto& level : r.loads) {
    y[row++] = level.load.total.compression;
    y[row++] = level.load.total.shear;
    y[row++] = level.load.total.moment;
  }
  for (const auto& muscle : r.muscles) y[row++] = muscle.resting_tension;
  return y;
}

/// Which activations are at which bound, and whether all is solved.
std::string sides(const StandResult<double>& r) {
  if (r.status != PostureStatus::kSolved) return "no posture";
  std::string text;
  for (const auto& level : r.loads) {
    if (level.effort.status != EffortStatus::kSolved) return "no effort";
    for (std::size_t i = 0; i < r.muscles.size(); ++i) {
      const double a = level.effort.activation[static_cast<Eigen::Index>(i)];
      text += a == 1.0 ? 'h' : a == r.muscles[i].tonic_activation ? 'l' : 'f';
    }
  }
  for (const auto& muscle : r.muscles) text += muscle.tonic_activation == 1.0 ? 'h' : 'f';
  return text;
}

Case random_case(Random& random) {
  Case c;
  c.person.sex = random.integer(2) == 0 ? guyline::Sex::kMale : guyline::Sex::kFemale;
  c.person.mass = random.uniform(50.0, 110.0);
  c.person.stature = random.uniform(1.5, 2.0);
  c.person.pelvic_incidence = random.uniform(40.0, 62.0) * kDegree;
  if (random.integer(3) == 0)
    c.person.pelvic_tilt_radiographic = random.uniform(5.0, 20.0) * kDegree;
  if (random.integer(3) == 0) c.person.lordosis = random.uniform(45.0, 65.0) * kDegree;
  c.person.hip_extensor_tone = random.uniform(0.01, 0.03);
  if (random.integer(2) == 0) {
    // Solved for where that body can.
    const auto given = c.person.hip_extensor_tone;
    c.person.hip_extensor_tone.reset();
    try {
      (void)bridge(c.person);
    } catch (const guyline::InvalidArgument&) {
      c.person.hip_extensor_tone = given;
    }
  }
  c.muscles = bridge(c.person).model.muscles;
  for (auto& muscle : c.muscles) {
    muscle.length_change = random.uniform(-0.1, 0.1);
    muscle.recalibrated_length = random.integer(2) == 0 ? 0.0 : muscle.length_change;
    muscle.stiffness = random.log_uniform(0.5, 2.0);
    muscle.reflex_gain = random.uniform(0.01, 0.8);
    muscle.strength = random.uniform(0.5, 2.0);
    // The solved tone stays the body's own.
    const bool follows = !c.person.hip_extensor_tone &&
                         guyline::internal::is_hip_extensor(muscle.name) && random.integer(2) == 0;
    muscle.tone = follows ? -1.0 : random.uniform(0.001, 0.05);
  }
  c.gravity_inclination = random.uniform(-0.03, 0.03);
  c.stand.trunk_inclination = random.uniform(-0.05, 0.1);
  return c;
}

/// Derivatives of random bodies against central differences of fresh solves, a few parameters each.
struct Tally {
  int bodies = 0, compared = 0, across_kinks = 0;
  double worst = 0.0;
};
Tally compare_with_differences(unsigned seed, int num_bodies, int per_body, EffortPower power) {
  Random random(seed);
  Tally tally;
  while (tally.bodies < num_bodies) {
    Case c = random_case(random);
    c.stand.effort.power = power;
    const Bridge<double> body = body_of(c);
    const std::string here = sides(stand(body, c.stand));
    if (here[0] == 'n') continue;
    ++tally.bodies;
    StandSensitivityOptions options;
    options.adaptation = random.integer(2) == 0 ? Adaptation::kAcute : Adaptation::kRecalibrated;
    const StandSensitivity<double> s = stand_sensitivity(body, c.stand, options);
    VectorX<double> largest = VectorX<double>::Zero(s.num_outputs());
    for (int p = 0; p < s.num_parameters(); ++p) {
      const double step = natural_step(p, s.num_muscles);
      largest = largest.cwiseMax(VectorX<double>(s.derivative.col(p).cwiseAbs() * step));
    }
    for (int n = 0; n < per_body; ++n) {
      // One of the person's in four.
      int p = random.integer(s.num_muscles * kKnobs);
      if (n % 4 == 0) p = s.num_muscles * kKnobs + random.integer(guyline::kNumPersonParameters);
      if (p < s.num_muscles * kKnobs && p % kKnobs == static_cast<int>(Knob::kTone) &&
          c.muscles[at(p / kKnobs)].tone < 0.0) {
        continue;  // not a number of this case
      }
      const double step = natural_step(p, s.num_muscles);
      const double h = 1e-3 * step;
      bool same_side = true;
      const auto f = [&](int k) -> VectorX<double> {
        const Case v = varied(c, p, k * h, options.adaptation);
        const StandResult<double> r = stand(body_of(v), v.stand);
        same_side = same_side && sides(r) == here;
        return outputs(r);
      };
      const VectorX<double> slope = (8.0 * (f(1) - f(-1)) - (f(2) - f(-2))) / (12.0 * h);
      if (!same_side) {
        ++tally.across_kinks;
        continue;
      }
      ++tally.compared;
      for (int row = 0; row < s.num_outputs(); ++row) {
        if (largest[row] == 0.0) continue;
        const double error = std::abs(slope[row] - s.derivative(row, p)) * step / largest[row];
        if (!(error <= tally.worst)) tally.worst = error;
        if (!(error <= 1e-6)) UNSCOPED_INFO("output " << row << ", parameter " << p);
      }
    }
  }
  return tally;
}

// A sanitized build is a hundred times slower and looks for wrong memory, not for slopes.
#ifdef __SANITIZE_ADDRESS__
constexpr int kBodies = 10;
#else
constexpr int kBodies = 1000;
#endif

TEST_CASE("derivatives of a thousand bodies against central differences",
          "[task][sensitivity][derivative]") {
  const Tally tally = compare_with_differences(81, kBodies, 4, EffortPower::kSquare);
  CHECK(tally.worst <= 1e-6);
  CHECK(tally.compared > 3 * kBodies);
  CHECK(tally.across_kinks < 0.3 * kBodies);
}

TEST_CASE("derivatives with the cubic effort against central differences",
          "[task][sensitivity][derivative]") {
  const int bodies = kBodies / 10;
  const Tally tally = compare_with_differences(82, bodies, 4, EffortPower::kCube);
  CHECK(tally.worst <= 1e-6);
  CHECK(tally.compared >= 3 * bodies);
}

TEST_CASE("laws that the derivatives obey", "[task][sensitivity][invariant]") {
  Random random(83);
  CAPTURE(random.seed());
  for (int n = 0; n < 20; ++n) {
    const Case c = random_case(random);
    const Bridge<double> body = body_of(c);
    const StandResult<double> r = stand(body, c.stand);
    if (sides(r)[0] == 'n') continue;
    const auto s = stand_sensitivity(body, c.stand);
    for (int i = 0; i < s.num_muscles; ++i) {
      // At rest strength does nothing.
      const int strength = s.column(CableIndex(i), Knob::kStrength);
      CHECK(s.tilt_by(strength) == 0.0);
      for (int j = 0; j < s.num_muscles; ++j) {
        CHECK(s.derivative(s.tension_row(CableIndex(j)), strength) == 0.0);
      }
      // What pulls forward tilts forward, the more it pulls.
      const int tone = s.column(CableIndex(i), Knob::kTone);
      CHECK(s.tilt_by(tone) * r.pulls[at(i)].arm >= 0.0);
    }
    for (int p = 0; p < s.num_parameters(); ++p) {
      // The disc carries what the tissue does, and that goes with the lumbar angle alone: both levels'
      // moments change alike, but for the person, whose rest moments differ.
      if (p < s.num_muscles * kKnobs) {
        CHECK(std::abs(s.derivative(s.load_row(0) + 2, p) - s.derivative(s.load_row(1) + 2, p)) <
              1e-9 * (1.0 + std::abs(s.derivative(s.load_row(0) + 2, p))));
      }
    }
    // At rest the trunk stays where it is held: lordosis takes back its part of the tilt, whatever tilts.
    const int by = s.column(CableIndex(0), Knob::kTone);
    const double ratio = s.derivative(s.kLordosisRow, by) / s.tilt_by(by);
    for (int p = 0; p < s.num_muscles * kKnobs; ++p) {
      CHECK(std::abs(s.derivative(s.kLordosisRow, p) - ratio * s.tilt_by(p)) < 1e-12);
    }
    CHECK_FALSE(s.at_kink);
  }
}

TEST_CASE("what a stiffness knob adds to the stiffness of the posture, at the same tilt",
          "[task][sensitivity][derivative]") {
  const Bridge<double> body = bridge();
  const StandOptions options;
  const auto s = stand_sensitivity(body);
  const double tilt = stand(body).anterior_tilt, h = 1e-5;
  const auto stiffness = [&](int i, double value) {
    Bridge<double> turned = body;
    set_knob(turned.model.muscles[at(i)], Knob::kStiffness, value);
    StandData<double> data(turned, options);
    return evaluate_on_path(turned.model, data.manifold, tilt, data.equilibrium).stiffness;
  };
  int pulling = 0;
  for (int i = 0; i < s.num_muscles; ++i) {
    const double slope = (stiffness(i, 1.0 + h) - stiffness(i, 1.0 - h)) / (2 * h);
    CHECK(std::abs(slope - s.stiffening[at(i)]) < 1e-5);
    pulling += std::abs(slope) > 0.1 ? 1 : 0;
  }
  CHECK(pulling > 3);
}

TEST_CASE("a recalibrated length without reflex is an acute one",
          "[task][sensitivity][invariant]") {
  Bridge<double> body = bridge();
  for (auto& muscle : body.model.muscles) muscle.reflex_gain = 0.0;
  StandSensitivityOptions acute;
  acute.adaptation = Adaptation::kAcute;
  const auto a = stand_sensitivity(body), b = stand_sensitivity(body, {}, acute);
  CHECK((a.derivative - b.derivative).cwiseAbs().maxCoeff() < 1e-12);
}

TEST_CASE("the adjoint agrees with dual numbers through the whole solve",
          "[task][sensitivity][derivative]") {
  Random random(84);
  CAPTURE(random.seed());
  for (const EffortPower power : {EffortPower::kSquare, EffortPower::kCube}) {
    Case c = random_case(random);
    c.person.hip_extensor_tone = 0.02;
    c.stand.effort.power = power;
    const auto muscles = c.muscles;
    for (auto& muscle : c.muscles) {
      if (muscle.tone < 0.0) muscle.tone = 0.02;
    }
    const Bridge<double> body = body_of(c);
    REQUIRE(sides(stand(body, c.stand))[0] != 'n');
    const auto s = stand_sensitivity(body, c.stand);
    // Every knob of three muscles at a time.
    using D = Dual<3 * kKnobs>;
    for (const int first : {0, 10, 20}) {
      BridgeOptions<D> person;
      person.sex = c.person.sex;
      person.mass = c.person.mass;
      person.stature = c.person.stature;
      person.pelvic_incidence = c.person.pelvic_incidence;
      if (c.person.pelvic_tilt_radiographic) {
        person.pelvic_tilt_radiographic = D(*c.person.pelvic_tilt_radiographic);
      }
      if (c.person.lordosis) person.lordosis = D(*c.person.lordosis);
      person.hip_extensor_tone = D(*c.person.hip_extensor_tone);
      auto dual = bridge(person);
      dual.model.frame.gravity = body.model.frame.gravity.cast<D>();
      for (int i = 0; i < s.num_muscles; ++i) {
        const Muscle<double>& from = body.model.muscles[at(i)];
        Muscle<D>& to = dual.model.muscles[at(i)];
        to.length_change = from.length_change;
        to.recalibrated_length = from.recalibrated_length;
        to.stiffness = from.stiffness;
        to.tone = from.tone;
        to.reflex_gain = from.reflex_gain;
        to.strength = from.strength;
        if (i < first || i >= first + 3) continue;
        const int d = (i - first) * kKnobs;
        to.length_change.gradient[d] = to.recalibrated_length.gradient[d] = 1.0;
        to.stiffness.gradient[d + 1] = 1.0;
        to.tone.gradient[d + 2] = 1.0;
        to.reflex_gain.gradient[d + 3] = 1.0;
        to.strength.gradient[d + 4] = 1.0;
      }
      const auto r = stand(dual, c.stand);
      REQUIRE(r.status == PostureStatus::kSolved);
      for (int d = 0; d < 3 * kKnobs; ++d) {
        const int p = first * kKnobs + d;
        const auto check = [&](int row, const D& number) {
          CAPTURE(row, p);
          CHECK(std::abs(s.derivative(row, p) - number.gradient[d]) <
                1e-8 * s.derivative.row(row).cwiseAbs().maxCoeff());
        };
        check(s.kTiltRow, r.anterior_tilt);
        check(s.kLordosisRow, r.lordosis);
        for (int k = 0; k < s.num_levels; ++k) {
          check(s.load_row(k), r.loads[at(k)].load.total.compression);
          check(s.load_row(k) + 1, r.loads[at(k)].load.total.shear);
          check(s.load_row(k) + 2, r.loads[at(k)].load.total.moment);
        }
        for (int i = 0; i < s.num_muscles; ++i) {
          check(s.tension_row(CableIndex(i)), r.muscles[at(i)].resting_tension);
        }
      }
    }
  }
}

TEST_CASE("an activation that is just at a bound flags its level", "[task][sensitivity][exact]") {
  // Tone moves with the strength of others: bisect the strength of one muscle until another is just
  // called on, from which side is then a matter of the last bit.
  Bridge<double> body = bridge();
  const auto erector = body.model.select_muscles("erector_spinae").front();
  const auto called = [&](double strength, std::size_t level, int i) {
    set_knob(body.model.muscles[at(erector)], Knob::kStrength, strength);
    const auto r = stand(body);
    REQUIRE(sides(r)[0] != 'n');
    return r.loads[level].effort.activation[i] > r.muscles[at(i)].tonic_activation;
  };
  int found = 0;
  for (int i = 0; i < body.model.num_muscles() && found == 0; ++i) {
    for (std::size_t level = 0; level < 2 && found == 0; ++level) {
      double low = 0.01, high = 8.0;
      const bool at_low = called(low, level, i);
      if (called(high, level, i) == at_low) continue;
      for (int step = 0; step < 60; ++step) {
        const double middle = 0.5 * (low + high);
        (called(middle, level, i) == at_low ? low : high) = middle;
      }
      ++found;
      set_knob(body.model.muscles[at(erector)], Knob::kStrength, low);
      const auto s = stand_sensitivity(body);
      CHECK(s.level_at_kink[level]);
      CHECK(s.kinks[at(i)].at_bound[level]);
      CHECK_FALSE(s.at_kink);
      for (int j = 0; j < s.num_muscles; ++j) {
        if (j != i) CHECK_FALSE(s.kinks[at(j)].at_bound[level]);
      }
      // Away from it nothing is flagged, and the two sides differ.
      const auto side = [&](double strength) {
        set_knob(body.model.muscles[at(erector)], Knob::kStrength, strength);
        return stand_sensitivity(body);
      };
      const auto below = side(low * (1 - 1e-6)), above = side(low * (1 + 1e-6));
      CHECK_FALSE(below.level_at_kink[level]);
      CHECK_FALSE(above.level_at_kink[level]);
      const int row = s.load_row(static_cast<int>(level));
      const int p = s.column(CableIndex(erector), Knob::kStrength);
      const double jump = std::abs(below.derivative(row, p) - above.derivative(row, p));
      CHECK(jump > 1e-4 * std::abs(below.derivative(row, p)));
      CHECK(std::min(std::abs(s.derivative(row, p) - below.derivative(row, p)),
                     std::abs(s.derivative(row, p) - above.derivative(row, p))) < 0.1 * jump);
    }
  }
  CHECK(found == 1);
}

TEST_CASE("a tonic activation that is just full flags everything", "[task][sensitivity][exact]") {
  Bridge<double> body = bridge();
  auto& muscle = body.model.muscles[at(body.model.select_muscles("gracilis").front())];
  muscle.reflex_gain = 0.0;  // full at any length, so at a tone of 1 - w^2 exactly
  muscle.tone = 1.0 - guyline::kToneRounding * guyline::kToneRounding;
  const auto s = stand_sensitivity(body);
  REQUIRE(std::isfinite(s.tilt_by(0)));
  CHECK(s.at_kink);
  for (const bool level : s.level_at_kink) CHECK(level);
  muscle.tone -= 1e-7;
  CHECK_FALSE(stand_sensitivity(body).at_kink);
}

TEST_CASE("without a posture, or with too little strength, NaN where it is due",
          "[task][sensitivity][error]") {
  Bridge<double> body = bridge();
  for (auto& muscle : body.model.muscles) muscle.strength = 0.0;
  StandOptions leaning;
  leaning.trunk_inclination = 0.3;
  const auto weak = stand(body, leaning);
  REQUIRE(weak.status == PostureStatus::kSolved);
  REQUIRE(weak.loads[0].effort.status == EffortStatus::kNotCarried);
  const auto s = stand_sensitivity(body, leaning);
  CHECK(s.derivative.row(s.kTiltRow).allFinite());
  CHECK(std::isnan(s.derivative(s.load_row(0), 0)));
  CHECK(s.derivative.row(s.tension_row(CableIndex(0))).allFinite());

  for (auto& muscle : body.model.muscles) muscle.tone = muscle.reflex_gain = 0.0;
  for (auto& muscle : body.model.muscles) muscle.max_isometric_force = 0.0;
  const auto none = stand_sensitivity(body);
  CHECK(none.derivative.array().isNaN().all());

  StandSensitivityOptions options;
  options.kink_tolerance = 0.0;
  CHECK(guyline::test::contains(guyline::test::message_of<guyline::InvalidArgument>(
                                    [&] { (void)stand_sensitivity(bridge(), {}, options); }),
                                "kink_tolerance"));
}

TEST_CASE("by the knobs alone the same numbers come out", "[task][sensitivity][invariant]") {
  Random random(85);
  CAPTURE(random.seed());
  const Case c = random_case(random);
  const Bridge<double> body = body_of(c);
  StandData<double> data(body, c.stand);
  auto r = make_stand_result(body);
  update_stand(body, c.stand, data, r);
  REQUIRE(sides(r)[0] != 'n');
  const auto all = stand_sensitivity(body, c.stand);
  StandSensitivityData<double, guyline::MuscleLaws<>, 1> scratch(body, c.stand);
  auto knobs = make_stand_sensitivity(scratch);
  update_stand_sensitivity(body, c.stand, {}, data, r, scratch, knobs);
  CHECK(knobs.num_parameters() == body.model.num_muscles() * kKnobs);
  for (int row = 0; row < all.num_outputs(); ++row) {
    const double size = all.derivative.row(row).cwiseAbs().maxCoeff();
    for (int p = 0; p < knobs.num_parameters(); ++p) {
      CHECK(std::abs(all.derivative(row, p) - knobs.derivative(row, p)) < 1e-10 * size);
    }
  }
}

TEST_CASE("a pack gives every lane's derivatives", "[task][sensitivity][scalar]") {
  constexpr int kLanes = 4;
  using P = guyline::Pack<kLanes>;
  Random random(86);
  CAPTURE(random.seed());
  const Bridge<double> body = bridge();
  const StandOptions options;
  StandData<P> data(body, options);
  auto r = guyline::internal::make_stand_result_of<P>(body);
  std::vector<Bridge<double>> lanes(kLanes, body);
  for (std::size_t i = 0; i < body.model.muscles.size(); ++i) {
    auto packed = guyline::cast_muscle<P>(body.model.muscles[i]);
    for (int lane = 0; lane < kLanes; ++lane) {
      auto& muscle = lanes[at(lane)].model.muscles[i];
      set_knob(muscle, Knob::kLength, random.uniform(-0.1, 0.1));
      set_knob(muscle, Knob::kTone, random.uniform(0.005, 0.05));
      packed.length_change.set(lane, muscle.length_change);
      packed.recalibrated_length.set(lane, muscle.recalibrated_length);
      packed.tone.set(lane, muscle.tone);
    }
    data.equilibrium.factors[i] = guyline::MuscleFactors<P>(packed);
  }
  const auto resting =
      find_resting(body.model, data.manifold, options.equilibrium, data.equilibrium);
  REQUIRE(guyline::all(resting.settled));
  r.stiffness = resting.state.stiffness;
  guyline::internal::describe_stand(
      body, resting.state.path, data, r, [&](std::size_t, const auto& problem, auto& effort) {
        REQUIRE(guyline::all(
            guyline::internal::solve_effort_directly<3>(problem, options.effort, effort)));
      });
  StandSensitivityData<P, guyline::MuscleLaws<>, 1> scratch(body, options);
  auto s = make_stand_sensitivity(scratch);
  update_stand_sensitivity(body, options, {}, data, r, scratch, s);
  for (int lane = 0; lane < kLanes; ++lane) {
    const auto single = stand_sensitivity(lanes[at(lane)], options);
    for (int row = 0; row < s.num_outputs(); ++row) {
      const double size = single.derivative.row(row).cwiseAbs().maxCoeff();
      for (int p = 0; p < s.num_parameters(); ++p) {
        CHECK(std::abs(s.derivative(row, p)[lane] - single.derivative(row, p)) < 1e-8 * size);
      }
    }
    CHECK_FALSE(s.at_kink[lane]);
  }
}
}  // namespace
