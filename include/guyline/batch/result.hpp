#pragma once

/// @file
/// The answers of a batch: one array per quantity, one entry per row, why a row has none.
///
/// Which numbers of a row are NaN follows from its status and from nothing else:
///
///   status                           angles, q, stiffness, residual, tension, share   load of a level
///   kSolved                          numbers                                          numbers
///   kTooWeak, kEffortNotConverged    numbers                                          NaN where not held
///   every other                      NaN                                              NaN
/// and a derivative is NaN where what it is of is, that of a tension by effort where its level is not held.
/// `evaluations` is what the row cost, 0 if it was not begun; `iterations` is 0 without a posture.
/// Two-dimensional quantities are column-major, rows x columns: one muscle's numbers are contiguous.
/// Not covered: all equilibria of a row, activations, shares of weight and tissue: task/stand.hpp.

#include <algorithm>
#include <cstdint>
#include <guyline/posture/equilibrium.hpp>
#include <guyline/task/stand_sensitivity.hpp>
#include <guyline/task/task_result.hpp>
#include <limits>
#include <string>
#include <vector>

namespace guyline {

/// Outcome of one row. Values are stable; the first six are those of PostureStatus.
enum class RowStatus : std::int8_t {
  kSolved = 0,
  kNoEquilibrium = 1,
  kCannotStand = 2,
  kNotConverged = 3,
  kNotFinite = 4,
  kTooMany = 5,
  kTooWeak = 6,     ///< A posture, but the muscles cannot hold ankle, hip or a level.
  kOutOfRange = 7,  ///< A value is not finite or not allowed, or such a body cannot be built.
  kAllSlack = 8,    ///< No equilibrium, and in the reference posture all resting tensions together
                    ///< are below kSlackTension of body weight.
  kNotRun = 9,      ///< The batch was cancelled before this row.
  kEffortNotConverged = 10,  ///< A posture, but the least effort at a level was not found.
};

/// Of body weight [1]: less than a hundredth is slack in any sense that matters to standing.
inline constexpr double kSlackTension = 0.01;

inline constexpr std::array<RowStatus, 11> kRowStatuses = {
    RowStatus::kSolved,       RowStatus::kNoEquilibrium,     RowStatus::kCannotStand,
    RowStatus::kNotConverged, RowStatus::kNotFinite,         RowStatus::kTooMany,
    RowStatus::kTooWeak,      RowStatus::kOutOfRange,        RowStatus::kAllSlack,
    RowStatus::kNotRun,       RowStatus::kEffortNotConverged};

/// One word, as in the enumerator without its k.
inline const char* to_string(RowStatus status) {
  switch (status) {
    case RowStatus::kTooWeak:
      return "too_weak";
    case RowStatus::kOutOfRange:
      return "out_of_range";
    case RowStatus::kAllSlack:
      return "all_slack";
    case RowStatus::kNotRun:
      return "not_run";
    case RowStatus::kEffortNotConverged:
      return "effort_not_converged";
    default:
      return to_string(static_cast<PostureStatus>(status));
  }
}

/// Whether a row of this status has a posture: angles, stiffness, tensions.
inline bool has_posture(RowStatus status) {
  return status == RowStatus::kSolved || status == RowStatus::kTooWeak ||
         status == RowStatus::kEffortNotConverged;
}

/// Load at one level, an entry per row.
struct LevelColumns {
  std::string level;
  std::vector<double> compression;  ///< [N], presses on the endplate where > 0.
  std::vector<double> shear;        ///< [N], anterior positive.
  std::vector<double> moment;       ///< [N m], forward bending positive.
  /// Parts of `compression` [N] that sum to it, see posture/load.hpp.
  std::vector<double> gravity, passive, tonic, active;

  std::array<std::vector<double>*, 7> columns() {
    return {&compression, &shear, &moment, &gravity, &passive, &tonic, &active};
  }
};

/// What a task tells beside standing (task/task_result.hpp), an entry per row.
struct TaskColumns {
  std::vector<double> trunk_inclination;              ///< [rad], forward positive.
  std::vector<double> fingertip_height, grip_height;  ///< [m] above the sole.
  std::vector<double> lumbar_moment;                  ///< [N m], passive, > 0 extends.
  std::vector<double> hamstring_moment;               ///< [N m] per leg, passive, > 0 extends.
  std::vector<double> erector_activation;             ///< [1]; NaN where no effort was asked for.
  std::vector<double> seat_force, backrest_force, foot_force;  ///< [N]
  std::vector<std::int8_t> stop_reason;  ///< StopReason; kNone where nothing was to stop it.

  std::array<std::vector<double>*, 9> columns() {
    return {&trunk_inclination, &fingertip_height, &grip_height,
            &lumbar_moment,     &hamstring_moment, &erector_activation,
            &seat_force,        &backrest_force,   &foot_force};
  }
};

/// What a batch is to leave out: fields that are not asked for are empty and cost nothing.
struct BatchFields {
  bool loads = true;  ///< Effort and load at every level. Without: kTooWeak is not found out.
  bool pulls = true;  ///< Tension and share of every muscle.
  bool derivatives = false;  ///< Of what is asked for, by every column of the table.
  bool task = false;         ///< What only a task has.
};

/// What solve_batch() returns. Angles in rad.
struct BatchResult {
  std::vector<RowStatus> status;
  std::vector<double> residual;           ///< Of the equilibrium [1].
  std::vector<std::int32_t> iterations;   ///< Newton steps to close in on the resting posture.
  std::vector<std::int32_t> evaluations;  ///< Of the whole search.
  std::vector<double> anterior_tilt;      ///< [rad], 0 in the reference posture.
  std::vector<double> lordosis;           ///< LL, L1 to S1 [rad].
  std::vector<double> sacral_slope;       ///< SS [rad].
  std::vector<double> pelvic_tilt_radiographic;  ///< PT [rad], grows with posterior tilt.
  std::vector<double> stiffness;                 ///< d2U/dtilt2 [N m/rad].
  std::vector<double> q;                         ///< [rad], rows x coordinates.
  std::vector<double> tension;                   ///< [N], rows x muscles, resting, >= 0.
  std::vector<double> share;                     ///< [1], rows x muscles, see posture/pull.hpp.
  std::vector<LevelColumns> levels;              ///< One per level of the model, or none.
  /// Rows x columns of the table x outputs, the rows next to each other: [rad], [N] or [N m] per unit of
  /// the column. A group's is that of all its muscles together.
  std::vector<double> derivative;
  /// Rows x (1 + levels): whether tilt, lordosis and tensions, then the loads of each level, have a kink
  /// there. The derivatives are then those of one side (task/stand_sensitivity.hpp).
  std::vector<std::uint8_t> one_sided;
  StandOutputs outputs;         ///< Those of `derivative`.
  std::size_t num_columns = 0;  ///< Of the table; 0 without derivatives.
  TaskColumns task;             ///< Empty in plain standing.

  std::size_t num_rows() const { return status.size(); }

  /// How many rows came out like this.
  std::size_t count(RowStatus which) const {
    std::size_t n = 0;
    for (const RowStatus s : status) n += s == which ? 1 : 0;
    return n;
  }
  /// One coordinate's angles [rad], one muscle's tensions [N] or shares [1]: an entry per row.
  const double* q_of(CoordinateIndex i) const { return column(q, i); }
  const double* tension_of(CableIndex i) const { return column(tension, i); }
  const double* share_of(CableIndex i) const { return column(share, i); }

  /// Derivative of an output (StandOutputs) by a column of the table: an entry per row.
  const double* derivative_of(int output, std::size_t column) const {
    return derivative.data() + derivative_column(output, column) * num_rows();
  }

  /// Room for `num_rows` answers about `model`; what was in it is lost.
  /// @param columns  Of the table.
  /// @note Keeps its memory where that is large enough.
  template <typename Model>
  void resize(std::size_t num_rows, const Model& model, const BatchFields& fields,
              std::size_t columns = 0) {
    const auto muscles = fields.pulls ? static_cast<std::size_t>(model.num_muscles()) : 0;
    status.resize(num_rows);
    iterations.resize(num_rows);
    evaluations.resize(num_rows);
    for (auto* x : posture_columns()) x->resize(num_rows);
    q.resize(num_rows * static_cast<std::size_t>(model.frame.num_coordinates()));
    tension.resize(num_rows * muscles);
    share.resize(num_rows * muscles);
    levels.resize(fields.loads ? model.levels.size() : 0);
    for (std::size_t k = 0; k < levels.size(); ++k) {
      levels[k].level = model.levels[k].name;
      for (auto* x : levels[k].columns()) x->resize(num_rows);
    }
    for (auto* x : task.columns()) x->resize(fields.task ? num_rows : 0);
    task.stop_reason.resize(fields.task ? num_rows : 0);
    num_columns = fields.derivatives ? columns : 0;
    outputs.num_levels = static_cast<int>(levels.size());
    outputs.num_muscles = static_cast<int>(muscles);
    derivative.resize(num_rows * num_columns * static_cast<std::size_t>(outputs.num_outputs()));
    one_sided.resize(fields.derivatives ? num_rows * (1 + levels.size()) : 0);
  }
  /// A row without a posture.
  /// @note No allocation.
  void set_empty(std::size_t row, RowStatus why, int evaluations_spent = 0) {
    set_empty_rows(row, row + 1, why);
    evaluations[row] = evaluations_spent;
  }
  /// Rows first ... end - 1 without a posture, column by column.
  void set_empty_rows(std::size_t first, std::size_t end, RowStatus why) {
    const auto fill = [&](auto& x, std::size_t from, auto value) {
      const auto at = x.begin() + static_cast<std::ptrdiff_t>(from + first);
      std::fill(at, at + static_cast<std::ptrdiff_t>(end - first), value);
    };
    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    fill(status, 0, why);
    fill(iterations, 0, 0);
    fill(evaluations, 0, 0);
    for (auto* x : posture_columns()) fill(*x, 0, kNaN);
    for (auto* x : {&q, &tension, &share, &derivative}) {
      for (std::size_t from = 0; from < x->size(); from += num_rows()) fill(*x, from, kNaN);
    }
    if (!task.stop_reason.empty()) {
      for (auto* x : task.columns()) fill(*x, 0, kNaN);
      fill(task.stop_reason, 0, std::int8_t{0});
    }
    for (std::size_t from = 0; from < one_sided.size(); from += num_rows()) {
      fill(one_sided, from, std::uint8_t{0});
    }
    for (LevelColumns& level : levels) {
      for (auto* x : level.columns()) fill(*x, 0, kNaN);
    }
  }

  /// Where the numbers of a derivative begin, in columns.
  std::size_t derivative_column(int output, std::size_t column) const {
    return static_cast<std::size_t>(output) * num_columns + column;
  }

 private:
  std::array<std::vector<double>*, 6> posture_columns() {
    return {&residual, &anterior_tilt, &lordosis, &sacral_slope, &pelvic_tilt_radiographic,
            &stiffness};
  }
  const double* column(const std::vector<double>& all, int i) const {
    return all.data() + static_cast<std::size_t>(i) * num_rows();
  }
};

namespace internal {

/// The answer of stand() into row `row`.
///
/// @param stand  With a posture status as its row's; its `muscles`, `pulls` and `loads` may be
///               empty where the result's are.
/// @param value  Called with a Scalar, gives the double of this row: the lane of a pack, say.
/// @param effort_status  Called with a level's place, gives its EffortStatus for this row.
/// @note No allocation.
template <typename Scalar, typename Value, typename EffortStatusOf>
void set_row(const StandResult<Scalar>& stand, PostureStatus status, int iterations,
             int evaluations, const Value& value, const EffortStatusOf& effort_status,
             std::size_t row, BatchResult& result) {
  if (status != PostureStatus::kSolved) {
    result.set_empty(row, static_cast<RowStatus>(status), evaluations);
    return;
  }
  RowStatus outcome = RowStatus::kSolved;
  const std::size_t rows = result.num_rows();
  result.iterations[row] = iterations;
  result.evaluations[row] = evaluations;
  result.residual[row] = value(stand.residual);
  result.anterior_tilt[row] = value(stand.anterior_tilt);
  result.lordosis[row] = value(stand.lordosis);
  result.sacral_slope[row] = value(stand.sacral_slope);
  result.pelvic_tilt_radiographic[row] = value(stand.pelvic_tilt_radiographic);
  result.stiffness[row] = value(stand.stiffness);
  for (Eigen::Index i = 0; i < stand.q.size(); ++i) {
    result.q[row + rows * static_cast<std::size_t>(i)] = value(stand.q[i]);
  }
  for (std::size_t i = 0; i < stand.pulls.size(); ++i) {
    result.tension[row + rows * i] = value(stand.pulls[i].tension);
    result.share[row + rows * i] = value(stand.pulls[i].share);
  }
  for (std::size_t k = 0; k < result.levels.size(); ++k) {
    LevelColumns& level = result.levels[k];
    const auto& at = stand.loads[k];
    const EffortStatus held = effort_status(k);
    if (held != EffortStatus::kSolved) {
      if (outcome != RowStatus::kTooWeak) {
        outcome = held == EffortStatus::kNotCarried ? RowStatus::kTooWeak
                                                    : RowStatus::kEffortNotConverged;
      }
      for (auto* x : level.columns()) (*x)[row] = std::numeric_limits<double>::quiet_NaN();
      continue;
    }
    level.compression[row] = value(at.load.total.compression);
    level.shear[row] = value(at.load.total.shear);
    level.moment[row] = value(at.load.total.moment);
    level.gravity[row] = value(at.load.gravity.compression);
    level.passive[row] = value(at.load.passive.compression);
    level.tonic[row] = value(at.load.tonic.compression);
    level.active[row] = value(at.load.active.compression);
  }
  result.status[row] = outcome;
}

/// What only a task has, into a row that set_row() has filled.
/// @note No allocation.
template <typename Scalar, typename Value>
void set_task_row(const TaskResult<Scalar>& at, std::int8_t stop_reason, const Value& value,
                  std::size_t row, BatchResult& result) {
  TaskColumns& to = result.task;
  to.trunk_inclination[row] = value(at.trunk_inclination);
  to.fingertip_height[row] = value(at.fingertip_height);
  to.grip_height[row] = value(at.grip_height);
  to.lumbar_moment[row] = value(at.lumbar_moment);
  to.hamstring_moment[row] = value(at.hamstring_moment);
  to.erector_activation[row] = at.loads.empty() || result.status[row] != RowStatus::kSolved
                                   ? std::numeric_limits<double>::quiet_NaN()
                                   : value(at.erector_activation);
  to.seat_force[row] = value(at.seat_force);
  to.backrest_force[row] = value(at.backrest_force);
  to.foot_force[row] = value(at.foot_force);
  to.stop_reason[row] = stop_reason;
}

}  // namespace internal
}  // namespace guyline
