#include <cmath>
#include <guyline/batch/result.hpp>
#include <set>

#include "support/catch.hpp"

namespace {
using guyline::BatchResult;
using guyline::PostureStatus;
using guyline::RowStatus;

TEST_CASE("a row's status goes on where a posture's ends", "[batch][result][exact]") {
  CHECK(static_cast<int>(RowStatus::kTooMany) == static_cast<int>(PostureStatus::kTooMany));
  CHECK(static_cast<int>(RowStatus::kTooWeak) == 6);
  CHECK(static_cast<int>(RowStatus::kOutOfRange) == 7);
  CHECK(static_cast<int>(RowStatus::kAllSlack) == 8);
  CHECK(static_cast<int>(RowStatus::kNotRun) == 9);
  CHECK(static_cast<int>(RowStatus::kEffortNotConverged) == 10);
  CHECK(std::string(to_string(RowStatus::kNoEquilibrium)) == "no_equilibrium");
  std::set<std::string> words;
  for (std::size_t i = 0; i < guyline::kRowStatuses.size(); ++i) {
    CHECK(static_cast<std::size_t>(guyline::kRowStatuses[i]) == i);
    words.insert(to_string(guyline::kRowStatuses[i]));
  }
  CHECK(words.size() == guyline::kRowStatuses.size());
  CHECK(words.count("unknown") == 0);
}

TEST_CASE("a result keeps its memory", "[batch][result][invariant]") {
  const auto body = guyline::bridge();
  BatchResult result;
  result.resize(100, body.model, {});
  CHECK(result.num_rows() == 100);
  CHECK(result.tension.size() == 100 * body.model.muscles.size());
  CHECK(result.q.size() == 400);
  REQUIRE(result.levels.size() == 2);
  CHECK(result.levels[0].level == "L5/S1");
  CHECK(result.levels[1].active.size() == 100);
  const double* const tension = result.tension.data();
  const double* const active = result.levels[1].active.data();
  result.resize(60, body.model, {});
  CHECK(result.tension.data() == tension);
  CHECK(result.levels[1].active.data() == active);
  CHECK(result.tension_of(guyline::CableIndex(2)) == tension + 120);
  result.resize(100, body.model, {});
  CHECK(result.tension.data() == tension);
  result.resize(100, body.model, {false, false});
  CHECK(result.tension.empty());
  CHECK(result.share.empty());
  CHECK(result.levels.empty());
}

TEST_CASE("a million rows take less than 0.6 GB", "[batch][result][exact]") {
  const auto body = guyline::bridge();
  BatchResult result;
  result.resize(1000, body.model, {});
  std::size_t bytes = result.status.size() * sizeof(RowStatus) +
                      (result.iterations.size() + result.evaluations.size()) * 4;
  for (const auto* x : {&result.residual, &result.anterior_tilt, &result.lordosis,
                        &result.sacral_slope, &result.pelvic_tilt_radiographic, &result.stiffness,
                        &result.q, &result.tension, &result.share}) {
    bytes += x->size() * sizeof(double);
  }
  for (auto& level : result.levels) {
    for (const auto* x : level.columns()) bytes += x->size() * sizeof(double);
  }
  CHECK(bytes / 1000 <= 600);
  CHECK(bytes / 1000 >= 500);  // 569: nothing was forgotten
}

TEST_CASE("an empty row is NaN throughout and touches no other", "[batch][result][exact]") {
  const auto body = guyline::bridge();
  BatchResult result;
  result.resize(3, body.model, {});
  result.set_empty(1, RowStatus::kNoEquilibrium, 41);
  CHECK(result.status[1] == RowStatus::kNoEquilibrium);
  CHECK(result.evaluations[1] == 41);
  CHECK(result.count(RowStatus::kNoEquilibrium) == 1);
  CHECK(result.count(RowStatus::kSolved) == 2);
  const auto check = [](const std::vector<double>& x) {
    for (std::size_t i = 0; i < x.size(); ++i) CHECK(std::isnan(x[i]) == (i % 3 == 1));
  };
  for (const auto* x : {&result.residual, &result.anterior_tilt, &result.lordosis,
                        &result.sacral_slope, &result.pelvic_tilt_radiographic, &result.stiffness,
                        &result.q, &result.tension, &result.share}) {
    check(*x);
  }
  for (auto& level : result.levels) {
    for (const auto* x : level.columns()) check(*x);
  }
}

TEST_CASE("loads that are not held are NaN at their level only", "[batch][result][exact]") {
  const auto body = guyline::bridge();
  auto stand = guyline::stand(body);
  BatchResult result;
  result.resize(3, body.model, {});
  const auto same = [](double x) { return x; };
  const auto set = [&](std::size_t row) {
    guyline::internal::set_row(
        stand, stand.status, 3, 80, same,
        [&](std::size_t level) { return stand.loads[level].effort.status; }, row, result);
  };
  set(0);
  CHECK(result.status[0] == RowStatus::kSolved);
  CHECK(result.anterior_tilt[0] == stand.anterior_tilt);
  CHECK(result.levels[1].tonic[0] == stand.loads[1].load.tonic.compression);
  CHECK(result.iterations[0] == 3);
  CHECK(result.evaluations[0] == 80);
  stand.loads[0].effort.status = guyline::EffortStatus::kNotConverged;
  set(1);
  CHECK(result.status[1] == RowStatus::kEffortNotConverged);
  CHECK(std::isnan(result.levels[0].compression[1]));
  CHECK(std::isnan(result.levels[0].active[1]));
  CHECK(result.levels[1].compression[1] == stand.loads[1].load.total.compression);
  CHECK(result.anterior_tilt[1] == stand.anterior_tilt);
  stand.loads[1].effort.status = guyline::EffortStatus::kNotCarried;
  set(2);
  CHECK(result.status[2] == RowStatus::kTooWeak);
  CHECK(std::isnan(result.levels[1].compression[2]));
  for (const RowStatus status : guyline::kRowStatuses) {
    CHECK(has_posture(status) == (status == RowStatus::kSolved || status == RowStatus::kTooWeak ||
                                  status == RowStatus::kEffortNotConverged));
  }
}
}  // namespace
