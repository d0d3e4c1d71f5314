#include <algorithm>
#include <cmath>
#include <guyline/model/bridge_data.hpp>
#include <set>
#include <string>

#include "core/checks.hpp"
#include "support/catch.hpp"

// A table has nothing to differentiate and no scalar but double: its tests are sums and sources.

namespace {
namespace data = guyline::bridge_data;
using data::Evidence;
using data::Grade;

/// A number that is measured or derived has a source; an assumption says why or from where.
void check_evidence(const std::string& what, const Evidence& evidence) {
  CAPTURE(what);
  const std::string source = evidence.source, note = evidence.note;
  CHECK_FALSE((source.empty() && note.empty()));
  if (evidence.grade != Grade::kAssumption) CHECK_FALSE(source.empty());
  // Keys are words, separated by a comma and a blank.
  for (std::size_t i = 0; i < source.size(); ++i) {
    const char c = source[i];
    const bool separator = c == ',' && i + 1 < source.size() && source[i + 1] == ' ';
    CHECK((std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || separator ||
           (c == ' ' && i > 0 && source[i - 1] == ',')));
  }
}

TEST_CASE("joints go up the chain, discs share the whole lumbar flexion",
          "[model][bridge_data][exact]") {
  double lumbar = 0.0;
  for (std::size_t j = 0; j < data::kJoints.size(); ++j) {
    const auto& row = data::kJoints[j];
    CAPTURE(row.name);
    CHECK(row.parent == static_cast<int>(j));
    CHECK(row.child == static_cast<int>(j) + 1);
    if (std::string(row.coordinate) == "lumbar") {
      lumbar += row.share;
    } else {
      CHECK(row.share == 1.0);
    }
    check_evidence(row.name, row.evidence);
  }
  CHECK(std::abs(lumbar - 1.0) < 1e-15);
}

TEST_CASE("segments add up to the reference mass, of a man and of a woman",
          "[model][bridge_data][exact]") {
  double man = 0.0, woman = 0.0;
  std::set<std::string> men, women;
  for (const auto& row : data::kSegments) {
    (row.female ? woman : man) += row.mass;
    (row.female ? women : men).insert(row.name);
    CHECK(row.mass > 0.0);
    check_evidence(row.name, row.evidence);
  }
  CHECK(std::abs(man - data::kReferenceMass.value) < 2e-3);  // rows are rounded to 0.1 g
  CHECK(std::abs(woman - data::kReferenceMass.value) < 2e-3);
  CHECK(men == women);
  CHECK(men.size() == 12);
}

TEST_CASE("muscles: names once, groups known, numbers in the range of muscles",
          "[model][bridge_data][invariant]") {
  const std::set<std::string> groups = {"hamstrings", "hip_flexors",    "gluteals",
                                        "adductors",  "quadriceps",     "calf",
                                        "shin",       "erector_spinae", "abdominals"};
  std::set<std::string> names, seen;
  for (const auto& row : data::kMuscles) {
    CAPTURE(row.name);
    CHECK(names.insert(row.name).second);
    CHECK(groups.count(row.group) == 1);
    seen.insert(row.group);
    CHECK(row.max_isometric_force > 100.0);
    CHECK(row.max_isometric_force < 25000.0);
    CHECK(row.optimal_fibre_length > 0.03);
    CHECK(row.optimal_fibre_length < 0.5);
    CHECK(row.pennation_angle >= 0.0);
    CHECK(row.pennation_angle < 0.5);
    CHECK(row.passive_width > 0.4);
    CHECK(row.tone >= 0.005);
    CHECK(row.tone <= 0.06);
    CHECK(row.reflex_gain >= 0.0);
    CHECK(row.reflex_gain <= 0.3);
    CHECK(row.num_points >= 2);
    CHECK(row.num_points <= 4);
    for (int k = 0; k < row.num_points; ++k) {
      const auto& p = row.points[static_cast<std::size_t>(k)];
      CHECK(p.body >= data::kFoot);
      CHECK(p.body <= data::kTorso);
      CHECK(std::hypot(p.x, p.y) < 0.5);
      CHECK(std::hypot(p.x, p.y) > 0.0);
    }
    for (const auto* evidence :
         {&row.path, &row.architecture, &row.slack, &row.passive, &row.tonic}) {
      check_evidence(row.name, *evidence);
    }
  }
  CHECK(names.size() == 23);
  CHECK(seen == groups);
  for (const char* name : data::kSolvedToneMuscles) CHECK(names.count(name) == 1);
}

TEST_CASE("single numbers have units, sources and an order", "[model][bridge_data][invariant]") {
  for (const auto& constant : {data::kLumbarStiffness,
                               data::kFollowerLoad,
                               data::kFollowerLoadThatDoublesStiffness,
                               data::kLumbarFlexionStopMoment,
                               data::kLumbarFlexionStopOnset,
                               data::kLumbarFlexionStopWidth,
                               data::kLumbarExtensionStopMoment,
                               data::kLumbarExtensionStopOnset,
                               data::kLumbarExtensionStopWidth,
                               data::kFemaleLumbarFactor,
                               data::kBalancePoint,
                               data::kS1EndplateAngle,
                               data::kL5UpperEndplateAngle,
                               data::kLordosisSlope,
                               data::kLordosisIntercept,
                               data::kSacralSlopeSlope,
                               data::kSacralSlopeIntercept,
                               data::kReferenceMass,
                               data::kReferenceStature,
                               data::kReferencePelvicIncidence}) {
    CHECK(constant.value > 0.0);
    CHECK_FALSE(std::string(constant.unit).empty());
    check_evidence(constant.unit, constant.evidence);
  }
  CHECK(data::kMinMass.value < data::kReferenceMass.value);
  CHECK(data::kReferenceMass.value < data::kMaxMass.value);
  CHECK(data::kMinStature.value < data::kReferenceStature.value);
  CHECK(data::kReferenceStature.value < data::kMaxStature.value);
  CHECK(data::kMinPelvicIncidence.value < data::kReferencePelvicIncidence.value);
  CHECK(data::kReferencePelvicIncidence.value < data::kMaxPelvicIncidence.value);
  // The typed sacral slope is that of the regression at the reference incidence.
  CHECK(std::abs(data::kS1EndplateAngle.value -
                 (data::kSacralSlopeSlope.value * data::kReferencePelvicIncidence.value +
                  data::kSacralSlopeIntercept.value)) < 1e-12);
}

TEST_CASE("what was tuned on what: rows that a number was fitted to do not validate it",
          "[model][bridge_data][literature]") {
  const auto note = [](const Evidence& e) { return std::string(e.note) + " "; };
  const auto tuned_on = [&](const Evidence& e, const char* row) {
    return guyline::test::contains(note(e), row);
  };
  int hip = 0, ankle = 0, back = 0;
  for (const auto& row : data::kMuscles) {
    if (tuned_on(row.passive, "passive hip moment, V13")) ++hip;
    if (tuned_on(row.passive, "passive ankle moment, V13")) ++ankle;
    if (tuned_on(row.passive, "V09")) ++back;
  }
  CHECK(hip == 6);    // hamstrings, both gluteals, adductor magnus, gracilis, rectus femoris
  CHECK(ankle == 3);  // soleus, gastrocnemius, tibialis anterior
  CHECK(back == 5);   // erector spinae and quadratus lumborum
  CHECK(tuned_on(data::kFollowerLoadThatDoublesStiffness.evidence, "V08"));
  for (const auto& constant : {data::kLumbarFlexionStopMoment, data::kLumbarFlexionStopOnset,
                               data::kLumbarFlexionStopWidth}) {
    CHECK(tuned_on(constant.evidence, "V09"));
  }
  CHECK(tuned_on(data::kFemaleLumbarFactor.evidence, "V09.3"));
  // V15 gave the balance point, V05 the reference geometry and the tone that holds it.
  CHECK(tuned_on(data::kBalancePoint.evidence, "V15"));
  CHECK(std::string(data::kBalancePoint.evidence.source) == "woodhull1985");
  for (const auto& constant : {data::kLordosisSlope, data::kLordosisIntercept,
                               data::kSacralSlopeSlope, data::kSacralSlopeIntercept}) {
    CHECK(tuned_on(constant.evidence, "V05"));
    CHECK(std::string(constant.evidence.source) == "lehuec2016");
  }
  for (const auto& row : data::kMuscles) {
    const bool solved = std::count(data::kSolvedToneMuscles.begin(), data::kSolvedToneMuscles.end(),
                                   std::string(row.name)) > 0;
    CAPTURE(row.name);
    CHECK(tuned_on(row.tonic, "V05") == solved);
    for (const auto* e : {&row.path, &row.architecture, &row.slack, &row.passive}) {
      CHECK_FALSE(tuned_on(*e, "V05"));
    }
  }
  // Of the rows on standing, V01, V03, V04 and N1 were used for nothing here.
  for (const auto& row : data::kMuscles) {
    for (const auto* e : {&row.path, &row.architecture, &row.slack, &row.passive, &row.tonic}) {
      for (const char* key : {"wilke1999", "li1996", "levine1996", "levine1997"}) {
        CHECK_FALSE(guyline::test::contains(e->source, key));
      }
      for (const char* id : {"V01", "V03", "V04", "V15"}) CHECK_FALSE(tuned_on(*e, id));
    }
  }
}
}  // namespace
