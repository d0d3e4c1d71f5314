#pragma once

/// @file
/// Several rows of a table at once, one in each lane of a Pack.
///
/// Columns that are knobs of muscles are what the lanes differ in: geometry, weights and tissue are
/// the same for all. A row that a lane cannot finish (find_resting() leaves it undecided, a value is
/// not allowed) is solved alone; so is every row of a table with columns of the person or of what is
/// held. Which way a row goes depends on that row only, and a lane's numbers on that lane only.

#include <array>
#include <guyline/batch/row.hpp>
#include <guyline/core/pack.hpp>

namespace guyline {

namespace internal {

/// The columns' values of each lane's row into its muscles. @return which rows are allowed.
template <int Lanes, typename Laws, typename RowOf>
PackMask<Lanes> set_lane_muscles(const RowPlan<Laws>& plan, const TableRef& table,
                                 const RowOf& row_of, std::vector<Muscle<Pack<Lanes>>>& muscles,
                                 std::vector<MuscleFactors<Pack<Lanes>>>& factors) {
  using Scalar = Pack<Lanes>;
  const std::vector<Column>& columns = *plan.columns;
  PackMask<Lanes> allowed(true);
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const Column& column = columns[k];
    Scalar value;
    for (int lane = 0; lane < Lanes; ++lane) {
      value.set(lane, table(row_of(lane), static_cast<Eigen::Index>(k)));
    }
    const PackMask<Lanes> in_range =
        (value >= Scalar(column.lower)) & (value <= Scalar(column.upper));
    allowed = allowed & in_range;
    // A lane that is not allowed stands for a body that is; its row is not read.
    value = select(in_range, value, Scalar(column.lower)) * Scalar(column.unit_in_si);
    for (const CableIndex i : column.muscles) {
      const auto at = static_cast<std::size_t>(static_cast<int>(i));
      set_checked_knob(muscles[at], column.knob, column.adaptation, value);
      update_factors(muscles[at], column.knob, factors[at]);
    }
  }
  return allowed;
}

/// The least effort of all lanes at once, and of those that resist one by one.
template <int Lanes>
class LaneEffort {
 public:
  using Scalar = Pack<Lanes>;

  LaneEffort(int num_muscles, int num_joints, std::size_t num_levels)
      : problem_(num_muscles, num_joints),
        effort_(num_muscles, num_joints),
        statuses_(num_levels) {}

  EffortStatus status(std::size_t level, int lane) const {
    return statuses_[level][static_cast<std::size_t>(lane)];
  }
  /// @tparam Rows  Held joints and the level.
  /// @note No allocation.
  template <int Rows>
  void solve(const EffortOptions& options, const PackMask<Lanes>& wanted, std::size_t level,
             const EffortProblem<Scalar>& problem, EffortResult<Scalar>& effort) {
    const PackMask<Lanes> solved = solve_effort_directly<Rows>(problem, options, effort);
    for (int lane = 0; lane < Lanes; ++lane) {
      auto& status = statuses_[level][static_cast<std::size_t>(lane)];
      status = EffortStatus::kSolved;
      if (solved[lane] || !wanted[lane]) continue;
      for (Eigen::Index i = 0; i < problem_.capacity.rows(); ++i) {
        for (Eigen::Index r = 0; r < Rows; ++r) {
          problem_.capacity(i, r) = problem.capacity(i, r)[lane];
        }
        problem_.least[i] = problem.least[i][lane];
      }
      for (Eigen::Index r = 0; r < Rows; ++r) problem_.need[r] = problem.need[r][lane];
      solve_effort(problem_, options, effort_);
      status = effort_.status;
      for (Eigen::Index i = 0; i < effort_.activation.size(); ++i) {
        effort.activation[i].set(lane, effort_.activation[i]);
      }
      for (Eigen::Index r = 0; r < Rows; ++r) {
        effort.multiplier[r].set(lane, effort_.multiplier[r]);
      }
    }
  }

 private:
  EffortProblem<double> problem_;
  EffortResult<double> effort_;
  std::vector<std::array<EffortStatus, Lanes>> statuses_;  // by level
};

}  // namespace internal

template <int Lanes, typename Laws>
class RowWorkspace {
 public:
  using Scalar = Pack<Lanes>;

  explicit RowWorkspace(const RowPlan<Laws>& plan)
      : plan_(&plan),
        alone_(plan),
        data_(*plan.given, *plan.stand),
        stand_(internal::make_stand_result_of<Scalar>(*plan.given)),
        effort_(plan.given->model.num_muscles(), 3, stand_.loads.size()) {
    if (plan.fields.derivatives && !plan.moves_rails) {
      derivatives_.emplace(*plan.given, *plan.stand, *plan.columns);
    }
    for (std::size_t i = 0; i < plan.given->model.muscles.size(); ++i) {
      muscles_.push_back(cast_muscle<Scalar>(plan.given->model.muscles[i]));
      data_.equilibrium.factors[i] = MuscleFactors<Scalar>(muscles_[i]);
    }
    internal::keep_reference(plan.given->model, data_.manifold, plan.stand->equilibrium,
                             data_.equilibrium);
    if (!plan.fields.loads) stand_.loads.clear();
    if (!plan.fields.pulls) stand_.pulls.clear();
    stand_.muscles.clear();
  }

  /// Solves `num_rows` rows from `first_row` on; lanes beyond the last one repeat it.
  void solve(const TableRef& table, Eigen::Index first_row, int num_rows, BatchResult& result) {
    if (plan_->moves_rails) {
      for (int lane = 0; lane < num_rows; ++lane) alone_.solve(table, first_row + lane, result);
      return;
    }
    const auto row_of = [&](int lane) { return first_row + std::min(lane, num_rows - 1); };
    const PackMask<Lanes> allowed = internal::set_lane_muscles<Lanes>(
        *plan_, table, row_of, muscles_, data_.equilibrium.factors);
    const auto& model = plan_->given->model;
    const RestingPosture<Scalar> resting =
        find_resting(model, data_.manifold, plan_->stand->equilibrium, data_.equilibrium);
    const PackMask<Lanes> settled = resting.settled & allowed;
    if (any(settled)) {
      stand_.stiffness = resting.state.stiffness;
      stand_.residual = resting.residual;
      internal::describe_stand(*plan_->given, resting.state.path, data_, stand_,
                               [&](std::size_t level, const EffortProblem<Scalar>& problem,
                                   EffortResult<Scalar>& effort) {
                                 effort_.template solve<3>(plan_->stand->effort, settled, level,
                                                           problem, effort);
                               });
      if (derivatives_) derivatives_->update(*plan_->given, *plan_->stand, data_, stand_);
    }
    for (int lane = 0; lane < num_rows; ++lane) {
      if (!settled[lane]) {
        alone_.solve(table, first_row + lane, result);
        continue;
      }
      const int iterations = static_cast<int>(resting.iterations[lane]);
      internal::set_row(
          stand_, PostureStatus::kSolved, iterations, iterations + 1,
          [lane](const Scalar& x) { return x[lane]; },
          [&](std::size_t level) { return effort_.status(level, lane); },
          static_cast<std::size_t>(first_row + lane), result);
    }
    if (derivatives_ && any(settled)) {
      derivatives_->stored().store(
          *plan_->columns, static_cast<std::size_t>(first_row), num_rows,
          [](const auto& x, int lane) { return x[lane]; }, [&](int lane) { return settled[lane]; },
          result);
    }
  }

 private:
  const RowPlan<Laws>* plan_;
  RowWorkspace<1, Laws> alone_;
  StandData<Scalar> data_;
  StandResult<Scalar> stand_;
  internal::LaneEffort<Lanes> effort_;
  std::vector<Muscle<Scalar>> muscles_;
  std::optional<ColumnDerivatives<Scalar, Laws, 1>> derivatives_;
};

/// Solves rows first_row ... first_row + num_rows - 1, each as if it were alone.
///
/// @param num_rows  1 to Lanes.
/// @note No allocation unless a column moves what is held or builds the body.
template <int Lanes, typename Laws>
void solve_rows(RowWorkspace<Lanes, Laws>& workspace, const TableRef& table, Eigen::Index first_row,
                int num_rows, BatchResult& result) {
  workspace.solve(table, first_row, num_rows, result);
}

}  // namespace guyline
