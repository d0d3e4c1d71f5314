#pragma once

/// @file
/// Rows of a table that ask for a task other than plain standing.
///
/// Tables of knobs go in lanes as standing does, first to where each row stands, then to its task. One by
/// one go rows that a lane cannot finish, tables with columns of the person or of the trunk, tasks with a
/// backrest (its push depends on the pose) and movements (each ends elsewhere).
/// Not covered: derivatives of where a movement ends; columns of gravity, for which a task has its ground.

#include <guyline/batch/lanes.hpp>
#include <guyline/task/tasks.hpp>
#include <memory>

namespace guyline {

/// What to ask of every row instead of standing.
struct TaskQuestion {
  Task task;
  std::optional<StopRules> stop;  ///< If given the trunk moves until something stops it.
};

/// The answer to a question of one body.
/// @param trunk_inclination  Given where a column sets it [rad].
template <typename Laws>
Movement solve_question(const Bridge<double, Laws>& bridge, const TaskQuestion& question,
                        const std::optional<double>& trunk_inclination) {
  if (question.stop) {
    return move_until(bridge, *question.stop, [&](double inclination) {
      return with_trunk_at(question.task, inclination);
    });
  }
  Movement movement;
  movement.result = solve_task(
      bridge, trunk_inclination ? with_trunk_at(question.task, *trunk_inclination) : question.task);
  return movement;
}

/// Scratch for rows of a task, `Lanes` at a time. One per thread.
template <int Lanes, typename Laws>
class TaskWorkspace {
 public:
  static constexpr int kWidth = Lanes > 1 ? Lanes : 2;  // without lanes nothing is ever packed
  using Scalar = Pack<kWidth>;

  /// @throws InvalidArgument  if the task is not valid for this body.
  TaskWorkspace(const RowPlan<Laws>& plan, const TaskQuestion& question)
      : plan_(&plan),
        question_(&question),
        task_(question.task),
        body_(plan),
        alone_(*plan.given, task_),
        at_alone_(make_task_result(*plan.given)) {
    shorten(at_alone_);
    if (plan.fields.derivatives && !plan.moves_rails) {
      if (task_.has_backrest) {
        by_all_.emplace(*plan.given, task_, alone_, *plan.columns);
      } else {
        by_knobs_.emplace(*plan.given, task_, alone_, *plan.columns);
      }
    }
    if constexpr (Lanes > 1) {
      if (plan.moves_rails || question.stop || task_.has_backrest) return;
      lanes_ = std::make_unique<InLanes>(plan, task_);
      shorten(lanes_->at);
    }
  }

  /// Solves `num_rows` rows from `first_row` on; lanes beyond the last one repeat it.
  void solve(const TableRef& table, Eigen::Index first_row, int num_rows, BatchResult& result) {
    PackMask<kWidth> settled(false);
    if constexpr (Lanes > 1) {
      if (lanes_) settled = solve_lanes(table, first_row, num_rows, result);
    }
    for (int lane = 0; lane < num_rows; ++lane) {
      if (!settled[lane]) solve_alone(table, first_row + lane, result);
    }
  }

 private:
  struct InLanes {
    TaskData<Scalar, Laws> data;
    TaskResult<Scalar> at;
    internal::LaneEffort<kWidth> effort;
    std::vector<Muscle<Scalar>> muscles;
    std::vector<MuscleFactors<Scalar>> factors;  // as they stand
    std::optional<TaskColumnDerivatives<Scalar, Laws, 1>> derivatives;

    InLanes(const RowPlan<Laws>& plan, const Task& task)
        : data(*plan.given, task),
          at(make_task_result<Scalar>(*plan.given)),
          effort(plan.given->model.num_muscles(), static_cast<int>(data.joints.size()) + 1,
                 at.loads.size()) {
      for (const auto& muscle : plan.given->model.muscles) {
        muscles.push_back(cast_muscle<Scalar>(muscle));
        factors.push_back(MuscleFactors<Scalar>(muscles.back()));
      }
      const auto rows = static_cast<Eigen::Index>(data.joints.size()) + 1;
      for (auto& load : at.loads) {
        load.effort.multiplier.setZero(rows);
        load.effort.missing.setZero(rows);
      }
      if (plan.fields.derivatives) derivatives.emplace(*plan.given, task, data, *plan.columns);
    }
  };

  template <typename Result>
  void shorten(Result& at) const {
    if (!plan_->fields.loads) at.loads.clear();
    if (!plan_->fields.pulls) at.pulls.clear();
    at.muscles.clear();
  }

  PackMask<kWidth> solve_lanes(const TableRef& table, Eigen::Index first_row, int num_rows,
                               BatchResult& result) {
    InLanes& in = *lanes_;
    TaskData<Scalar, Laws>& data = in.data;
    const auto row_of = [&](int lane) { return first_row + std::min(lane, num_rows - 1); };
    PackMask<kWidth> settled =
        internal::set_lane_muscles<kWidth>(*plan_, table, row_of, in.muscles, in.factors);
    for (std::size_t i = 0; i < in.factors.size(); ++i) {
      data.equilibrium.factors[i] = in.factors[i];
      data.take_away(i, data.equilibrium.factors[i]);
    }
    Scalar iterations(0), evaluations(0);
    if (data.standing) {
      data.standing->equilibrium.factors = in.factors;
      const auto standing =
          find_resting(plan_->given->model, data.standing->manifold,
                       data.standing_options.equilibrium, data.standing->equilibrium);
      settled = settled & standing.settled;
      in.at.standing_stiffness = standing.state.stiffness;
      evaluations += standing.iterations + Scalar(1);
      internal::update_elastic_gradient(data.chosen_by.model, data.equilibrium.factors,
                                        data.standing->equilibrium, data.equilibrium.drive);
    }
    if (!any(settled)) return settled;
    const auto resting =
        find_resting(data.chosen_by.model, data.manifold, task_.equilibrium, data.equilibrium);
    settled = settled & resting.settled;
    if (!any(settled)) return settled;
    iterations = resting.iterations;
    evaluations += resting.iterations + Scalar(1);
    in.at.anterior_tilt = resting.state.path;
    in.at.stiffness = resting.state.stiffness;
    in.at.residual = resting.residual;
    internal::describe_task_posture(
        task_, data, in.at,
        [&](std::size_t level, const EffortProblem<Scalar>& problem, EffortResult<Scalar>& effort) {
          const auto solve_rows_of = [&](auto rows) {
            in.effort.template solve<decltype(rows)::value>(task_.effort, settled, level, problem,
                                                            effort);
          };
          if (data.joints.size() == 1) solve_rows_of(std::integral_constant<int, 2>());
          if (data.joints.size() == 2) solve_rows_of(std::integral_constant<int, 3>());
          if (data.joints.size() == 3) solve_rows_of(std::integral_constant<int, 4>());
        });
    for (int lane = 0; lane < num_rows; ++lane) {
      if (!settled[lane]) continue;
      const auto row = static_cast<std::size_t>(first_row + lane);
      const auto value = [lane](const Scalar& x) { return x[lane]; };
      internal::set_row(
          in.at, PostureStatus::kSolved, static_cast<int>(iterations[lane]),
          static_cast<int>(evaluations[lane]), value,
          [&](std::size_t level) { return in.effort.status(level, lane); }, row, result);
      internal::set_task_row(in.at, 0, value, row, result);
    }
    if (in.derivatives) {
      in.derivatives->update(*plan_->given, task_, data, in.at);
      in.derivatives->stored().store(
          *plan_->columns, static_cast<std::size_t>(first_row), num_rows,
          [](const auto& x, int lane) { return x[lane]; }, [&](int lane) { return settled[lane]; },
          result);
    }
    return settled;
  }

  void solve_alone(const TableRef& table, Eigen::Index row, BatchResult& result) {
    const auto at = static_cast<std::size_t>(row);
    StopReason reason = StopReason::kNone;
    try {
      if (!set_row_body(*plan_, table, row, body_)) {
        result.set_empty(at, RowStatus::kOutOfRange);
        return;
      }
      bool is_new = plan_->builds_body;
      for (std::size_t k = 0; k < plan_->columns->size(); ++k) {
        if ((*plan_->columns)[k].kind != ColumnKind::kTrunkInclination) continue;
        task_ = with_trunk_at(question_->task, body_.stand.trunk_inclination);
        is_new = is_new || task_.hand_reach > 0.0;
        if (!is_new) alone_.hold(task_);
      }
      if (question_->stop) {
        Movement moved = solve_question(body_.bridge, *question_, {});
        at_alone_ = std::move(moved.result);
        shorten(at_alone_);
        reason = moved.reason;
      } else {
        if (is_new) alone_ = TaskData<double, Laws>(body_.bridge, task_);
        update_task(body_.bridge, task_, alone_, at_alone_);
      }
    } catch (const Error&) {
      result.set_empty(at, RowStatus::kOutOfRange);
      return;
    }
    internal::set_row(
        at_alone_, at_alone_.status, at_alone_.iterations, at_alone_.equilibrium.evaluations,
        [](double x) { return x; },
        [&](std::size_t level) { return at_alone_.loads[level].effort.status; }, at, result);
    if (at_alone_.status != PostureStatus::kSolved) return;
    internal::set_task_row(
        at_alone_, static_cast<std::int8_t>(reason), [](double x) { return x; }, at, result);
    if (plan_->fields.derivatives) differentiate(at, result);
  }

  void differentiate(std::size_t row, BatchResult& result) {
    const auto store = [&](auto& derivatives) {
      derivatives.update(body_.bridge, task_, alone_, at_alone_);
      derivatives.stored().store(
          *plan_->columns, row, 1, [](auto x, int) { return x; }, [](int) { return true; }, result);
    };
    if (plan_->moves_rails) by_all_.emplace(body_.bridge, task_, alone_, *plan_->columns);
    if (by_all_) {
      store(*by_all_);
    } else {
      store(*by_knobs_);
    }
  }

  const RowPlan<Laws>* plan_;
  const TaskQuestion* question_;
  Task task_;
  RowBody<Laws> body_;
  TaskData<double, Laws> alone_;
  TaskResult<double> at_alone_;
  std::optional<TaskColumnDerivatives<double, Laws, 1>> by_knobs_;
  std::optional<TaskColumnDerivatives<double, Laws, kTaskDirections>> by_all_;
  std::unique_ptr<InLanes> lanes_;
};

/// As solve_rows() of lanes.hpp.
template <int Lanes, typename Laws>
void solve_rows(TaskWorkspace<Lanes, Laws>& workspace, const TableRef& table,
                Eigen::Index first_row, int num_rows, BatchResult& result) {
  workspace.solve(table, first_row, num_rows, result);
}

}  // namespace guyline
