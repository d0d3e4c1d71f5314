#pragma once

/// @file
/// Derivatives of a row's answer by the columns of the table.
///
/// A column of a group turns the knob of all its muscles together:
///   dy/dcolumn = unit_in_si * sum over its muscles of dy/dknob
/// with dy/dknob as task/stand_sensitivity.hpp and task/task_sensitivity.hpp find it. Outputs are in SI and
/// rad, per unit of the column. Where a row has no posture, or a level no load, they are NaN; with the first
/// level's load go the tensions that its effort gives.
/// Not covered: the flags of single muscles, which stand_sensitivity() tells of one body.

#include <guyline/batch/column.hpp>
#include <guyline/batch/result.hpp>
#include <guyline/task/stand_sensitivity.hpp>
#include <guyline/task/task_sensitivity.hpp>

namespace guyline {

/// The parameter that a column which is not a knob sets.
inline PersonParameter person_parameter(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kMass:
      return PersonParameter::kMass;
    case ColumnKind::kStature:
      return PersonParameter::kStature;
    case ColumnKind::kPelvicIncidence:
      return PersonParameter::kPelvicIncidence;
    case ColumnKind::kTrunkInclination:
      return PersonParameter::kTrunkInclination;
    case ColumnKind::kGravityInclination:
      return PersonParameter::kGravityInclination;
    case ColumnKind::kKnob:
      break;
  }
  throw InvalidArgument("person_parameter: kind " + std::to_string(static_cast<int>(kind)) +
                        " is a knob");
}

/// Derivatives by knobs and others, as columns of a table.
template <typename Scalar>
class StoredDerivatives {
 public:
  /// @param tensions_by_effort  Known only where the first level is held.
  explicit StoredDerivatives(StandSensitivity<Scalar> all, bool tensions_by_effort = false)
      : all_(std::move(all)), tensions_by_effort_(tensions_by_effort) {}

  StandSensitivity<Scalar>& all() { return all_; }

  /// Writes them into rows first_row ... first_row + num_rows - 1, in which the answers
  /// must be already. Rows side by side are written side by side: that is where a batch spends its time.
  ///
  /// @param lane    lane(x, k) of a Scalar or its mask gives that of row first_row + k.
  /// @param wanted  wanted(k): whether row first_row + k has its answer from here.
  /// @note No allocation.
  template <typename Lane, typename Wanted>
  void store(const std::vector<Column>& columns, std::size_t first_row, int num_rows,
             const Lane& lane, const Wanted& wanted, BatchResult& result) const {
    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    const std::size_t rows = result.num_rows();
    const auto store_output = [&](int to, int from, const auto& is_known) {
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const Scalar slope = by_column(from, columns[c]);
        double* into = &result.derivative[first_row + rows * result.derivative_column(to, c)];
        for (int k = 0; k < num_rows; ++k) {
          if (wanted(k)) into[k] = is_known(k) ? lane(slope, k) : kNaN;
        }
      }
    };
    const auto flag = [&](std::size_t column, const MaskOf<Scalar>& at_kink, const auto& is_known) {
      for (int k = 0; k < num_rows; ++k) {
        if (!wanted(k)) continue;
        result.one_sided[first_row + static_cast<std::size_t>(k) + rows * column] =
            is_known(k) && lane(at_kink, k) ? 1 : 0;
      }
    };
    const auto always = [](int) { return true; };
    store_output(StandOutputs::kTiltRow, StandOutputs::kTiltRow, always);
    store_output(StandOutputs::kLordosisRow, StandOutputs::kLordosisRow, always);
    flag(0, all_.at_kink, always);
    for (int level = 0; level < result.outputs.num_levels; ++level) {
      const auto at = static_cast<std::size_t>(level);
      const double* load = &result.levels[at].compression[first_row];
      const auto is_held = [&](int k) { return !std::isnan(load[k]); };
      for (int part = 0; part < 3; ++part) {
        store_output(result.outputs.load_row(level) + part, all_.load_row(level) + part, is_held);
      }
      flag(1 + at, all_.level_at_kink[at], is_held);
    }
    for (int i = 0; i < result.outputs.num_muscles; ++i) {
      const CableIndex muscle(i);
      const int to = result.outputs.tension_row(muscle), from = all_.tension_row(muscle);
      if (tensions_by_effort_ && !result.levels.empty()) {
        const double* load = &result.levels.front().compression[first_row];
        store_output(to, from, [&](int k) { return !std::isnan(load[k]); });
      } else {
        store_output(to, from, always);
      }
    }
  }

 private:
  Scalar by_column(int output, const Column& column) const {
    const Scalar unit(column.unit_in_si);
    if (column.kind != ColumnKind::kKnob) {
      return all_.derivative(output, all_.column(person_parameter(column.kind))) * unit;
    }
    Scalar sum(0);
    for (const CableIndex i : column.muscles) {
      sum += all_.derivative(output, all_.column(i, column.knob));
    }
    return sum * unit;
  }

  StandSensitivity<Scalar> all_;
  bool tensions_by_effort_;
};

namespace internal {
/// What reflex thresholds do while the columns' lengths turn.
inline void set_adaptations(const std::vector<Column>& columns,
                            std::vector<Adaptation>& adaptation) {
  for (const Column& column : columns) {
    if (column.kind != ColumnKind::kKnob || column.knob != Knob::kLength) continue;
    for (const CableIndex i : column.muscles) {
      adaptation[static_cast<std::size_t>(static_cast<int>(i))] = column.adaptation;
    }
  }
}
}  // namespace internal

/// Scratch for one row of standing, or a pack of them.
///
/// @tparam N  1 where every column is a knob, kPersonDirections where any is not.
template <typename Scalar, typename Laws, int N>
class ColumnDerivatives {
 public:
  /// @throws InvalidArgument  as StandSensitivityData does.
  ColumnDerivatives(const Bridge<double, Laws>& bridge, const StandOptions& stand,
                    const std::vector<Column>& columns)
      : data_(bridge, stand), stored_(make_stand_sensitivity(data_)) {
    internal::set_adaptations(columns, data_.outputs.adaptation);
  }

  /// Differentiates an answer, see update_stand_sensitivity().
  /// @note No allocation.
  void update(const Bridge<double, Laws>& bridge, const StandOptions& options,
              const StandData<Scalar>& stand, const StandResult<Scalar>& at) {
    update_stand_sensitivity(bridge, options, {}, stand, at, data_, stored_.all());
  }
  const StoredDerivatives<Scalar>& stored() const { return stored_; }

 private:
  StandSensitivityData<Scalar, Laws, N> data_;
  StoredDerivatives<Scalar> stored_;
};

/// The same of a task.
///
/// @tparam N  1 where every column is a knob and there is no backrest, kTaskDirections elsewhere.
template <typename Scalar, typename Laws, int N>
class TaskColumnDerivatives {
 public:
  /// @throws InvalidArgument  as TaskSensitivityData does.
  TaskColumnDerivatives(const Bridge<double, Laws>& bridge, const Task& task,
                        const TaskData<Scalar, Laws>& solved, const std::vector<Column>& columns)
      : data_(bridge, task, solved),
        stored_(make_task_sensitivity(data_), task.law == PostureLaw::kVoluntary) {
    internal::set_adaptations(columns, data_.outputs.adaptation);
  }

  /// Differentiates an answer, see update_task_sensitivity().
  /// @note No allocation.
  void update(const Bridge<double, Laws>& bridge, const Task& task,
              const TaskData<Scalar, Laws>& solved, const TaskResult<Scalar>& at) {
    update_task_sensitivity(bridge, task, {}, solved, at, data_, stored_.all());
  }
  const StoredDerivatives<Scalar>& stored() const { return stored_; }

 private:
  TaskSensitivityData<Scalar, Laws, N> data_;
  StoredDerivatives<Scalar> stored_;
};

}  // namespace guyline
