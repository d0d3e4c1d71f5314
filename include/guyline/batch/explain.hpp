#pragma once

/// @file
/// What became of one row of a batch, why, and what to try: in a sentence or two.
///
/// The row is solved again, alone, which gives what it gave in the batch. Angles are told in degrees.
/// Not covered: a table of all outcomes with their causes and remedies, docs/failures.md.

#include <cstdio>
#include <guyline/batch/batch.hpp>

namespace guyline {

namespace internal {

inline std::string rounded(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

/// The moment that is missing most, at the first level that is not held.
template <typename Scalar>
std::string explain_weakness(const StandResult<Scalar>& stand,
                             const std::vector<std::string>& joints) {
  for (const auto& at : stand.loads) {
    if (at.effort.status == EffortStatus::kSolved) continue;
    if (at.effort.status == EffortStatus::kNotConverged) {
      return "The least effort that holds " + at.level +
             " was not found, so there is no load. Change a knob by a little, or relax "
             "EffortOptions::tolerance.";
    }
    Eigen::Index worst = 0;
    at.effort.missing.cwiseAbs().maxCoeff(&worst);
    return "The muscles cannot hold " + at.level + ": " +
           rounded(std::abs(at.effort.missing[worst]), 1) + " N m are missing at " +
           (static_cast<std::size_t>(worst) < joints.size()
                ? joints[static_cast<std::size_t>(worst)]
                : at.level) +
           ", so there is no load. Give them more strength, or lean less.";
  }
  return "";
}

}  // namespace internal

/// Outcome of a row of a batch in words.
///
/// @param row  0 to the last row of the table.
/// @throws InvalidArgument as solve_batch() does, and if there is no such row.
/// @note Costs a few solves; allocates.
template <typename Laws>
std::string explain_row(const Bridge<double, Laws>& bridge, const TableRef& table,
                        const std::vector<Column>& columns, Eigen::Index row,
                        const BatchOptions& options = {}) {
  require_in_range("row", static_cast<double>(row), "", 0.0,
                   static_cast<double>(table.rows()) - 1.0);
  options.validate();
  BatchOptions all = options;
  all.threads = 1;
  all.derivatives = false;
  all.cancel = nullptr;
  all.rows_done = nullptr;
  const BatchResult result =
      solve_batch(bridge, table.middleRows(row, 1), columns, all);  // refuses what it must
  const RowPlan<Laws> plan(bridge, columns, all.stand, {options.loads, true, false, false});
  RowBody<Laws> body(plan);
  const RowStatus status = result.status[0];
  std::string what = "Row " + std::to_string(row) + ": " + to_string(status) + ". ";
  if (status == RowStatus::kOutOfRange) {
    std::size_t bad = columns.size();
    try {
      set_row_body(plan, table, row, body, &bad);
      if (bad == columns.size()) body.stand.validate();
      require_in_range(columns.at(bad).name, table(row, static_cast<Eigen::Index>(bad)),
                       columns[bad].unit, columns[bad].lower, columns[bad].upper);
    } catch (const Error& error) {
      return what + "Not solved: " + error.what() + ".";
    }
  }
  set_row_body(plan, table, row, body);
  std::vector<std::string> joints = {"ankle", "hip"};
  StandResult<double> stand;
  std::string stop;
  if (options.task != nullptr) {
    std::optional<double> trunk;
    for (const Column& column : columns) {
      if (column.kind == ColumnKind::kTrunkInclination) trunk = body.stand.trunk_inclination;
    }
    const Movement moved = solve_question(body.bridge, *options.task, trunk);
    stand = moved.result;
    joints = held_joint_names(body.bridge, options.task->task);
    if (options.task->stop) {
      stop = std::string(" The trunk stops at ") +
             internal::rounded(moved.trunk_inclination / bridge_data::kDegree, 1) +
             " deg: " + to_string(moved.reason) + ".";
    }
  } else {
    stand = guyline::stand(body.bridge, body.stand);
  }
  const auto degrees = [](double radians) {
    return internal::rounded(radians / bridge_data::kDegree, 1) + " deg";
  };
  const std::string range =
      degrees(stand.equilibrium.lower) + " and " + degrees(stand.equilibrium.upper) + " of tilt";
  switch (status) {
    case RowStatus::kSolved:
      return what + "Rests at " + degrees(stand.anterior_tilt) + " of anterior tilt, lordosis " +
             degrees(stand.lordosis) + "." + stop;
    case RowStatus::kTooWeak:
    case RowStatus::kEffortNotConverged:
      return what + "Rests at " + degrees(stand.anterior_tilt) + " of anterior tilt. " +
             internal::explain_weakness(stand, joints) + stop;
    case RowStatus::kNoEquilibrium:
      return what + "Nothing stops the pelvis between " + range +
             ". Give the muscles more tone, reflex gain or stiffness, or put back some that were "
             "cut.";
    case RowStatus::kAllSlack:
      return what + "Nothing stops the pelvis between " + range +
             ", and in the reference posture all muscles together pull with less than " +
             internal::number(100.0 * kSlackTension) +
             " % of body weight. Give them tone, or shorten them.";
    case RowStatus::kCannotStand:
      return what +
             "Trunk and knees cannot be held as asked with the weight over the feet. Ask for less "
             "inclination of trunk or gravity, or less knee flexion.";
    case RowStatus::kNotConverged:
      return what +
             "A resting posture was bracketed but not met to the tolerance asked for. Change a "
             "knob "
             "by a little, or relax EquilibriumOptions::tolerance.";
    case RowStatus::kNotFinite:
      return what +
             "A number of the model became infinite or NaN on the way. Take the most extreme value "
             "of the row back.";
    case RowStatus::kTooMany:
      return what +
             "There are more equilibria than a body can have. Take the most extreme value of the "
             "row back.";
    default:
      return what;
  }
}

#ifdef GUYLINE_COMPILED
extern template std::string explain_row(const Bridge<double>&, const TableRef&,
                                        const std::vector<Column>&, Eigen::Index,
                                        const BatchOptions&);
#endif

}  // namespace guyline
