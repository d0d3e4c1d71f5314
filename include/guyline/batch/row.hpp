#pragma once

/// @file
/// One row of a table: the body that it asks about, and what becomes of it standing.
///
/// The body of a row is the given one with the columns' values set, nothing else: no row sees
/// another. Columns of the person (mass, stature, pelvic incidence) build the body anew with
/// bridge(); it then gets what had been changed in the given one:
///   knobs           whose value differs from the given person's as built
///   F0              times given / as built, so that a cut muscle stays cut
///   gravity         the vector of the given frame
/// RowWorkspace<Lanes> does up to `Lanes` rows at a time; one row at a time is here.
/// Not covered: which rows, on which thread: batch.hpp.

#include <guyline/batch/column.hpp>
#include <guyline/batch/derivatives.hpp>
#include <guyline/batch/result.hpp>
#include <optional>

namespace guyline {

/// A table as the caller has it: rows in any order of memory, never copied.
using TableRef =
    Eigen::Ref<const MatrixX<double>, 0, Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>>;

/// What all rows of a batch share. Constant while it runs; it refers to body, columns and options.
template <typename Laws>
struct RowPlan {
  const Bridge<double, Laws>* given;
  const std::vector<Column>* columns;
  const StandOptions* stand;
  BatchFields fields;
  bool builds_body = false;  ///< A column is of the person.
  bool moves_rails = false;  ///< A column changes what is held: the manifold is made per row.

  struct Turned {
    std::size_t muscle;
    double Muscle<double>::*knob;
    double value;
  };
  std::vector<Turned> turned;         ///< Against the given person as built.
  std::vector<double> force_factors;  ///< F0 over that as built [1], one per muscle.
  bool turned_gravity = false;

  /// @throws InvalidArgument as validate() of body, columns and options does, or if a column is of
  ///         the person and the given body is not one that bridge() and its knobs can make.
  RowPlan(const Bridge<double, Laws>& body, const std::vector<Column>& all,
          const StandOptions& options, const BatchFields& wanted)
      : given(&body), columns(&all), stand(&options), fields(wanted) {
    validate(body.model);
    validate(body, all);
    options.validate();
    for (const Column& column : all) {
      builds_body = builds_body || is_of_the_person(column.kind);
      moves_rails = moves_rails || column.kind == ColumnKind::kTrunkInclination ||
                    column.kind == ColumnKind::kGravityInclination;
    }
    moves_rails = moves_rails || builds_body;
    if (builds_body || (moves_rails && fields.derivatives)) compare_with_built();
  }

 private:
  void compare_with_built() {
    const Bridge<double, Laws> built = bridge(given->options, given->model.laws);
    require_built(*given, built,
                  builds_body ? "columns of the person" : "derivatives by trunk or gravity");
    turned_gravity = given->model.frame.gravity != built.model.frame.gravity;
    for (std::size_t i = 0; i < built.model.muscles.size(); ++i) {
      using M = Muscle<double>;
      const M& before = built.model.muscles[i];
      const M& now = given->model.muscles[i];
      for (const auto knob : {&M::length_change, &M::recalibrated_length, &M::stiffness, &M::tone,
                              &M::reflex_gain, &M::strength}) {
        if (before.*knob != now.*knob) turned.push_back({i, knob, now.*knob});
      }
      force_factors.push_back(before.max_isometric_force == now.max_isometric_force
                                  ? 1.0
                                  : now.max_isometric_force / before.max_isometric_force);
    }
  }
};

/// The body of one row.
template <typename Laws>
struct RowBody {
  Bridge<double, Laws> bridge;
  StandOptions stand;

  explicit RowBody(const RowPlan<Laws>& plan) : bridge(*plan.given), stand(*plan.stand) {}
};

/// Makes `body` the body of a row.
///
/// @param bad_column  If given: which column's value is not allowed; untouched if none is.
/// @return false if a value is not allowed. `body` is then unchanged.
/// @throws Error  if values that are allowed one by one make a body that cannot be built.
/// @note No allocation unless a column is of the person; then about 50 us.
template <typename Laws>
bool set_row_body(const RowPlan<Laws>& plan, const TableRef& table, Eigen::Index row,
                  RowBody<Laws>& body, std::size_t* bad_column = nullptr) {
  const std::vector<Column>& columns = *plan.columns;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const double x = table(row, static_cast<Eigen::Index>(k));
    if (x >= columns[k].lower && x <= columns[k].upper) continue;  // a NaN never is
    if (bad_column != nullptr) *bad_column = k;
    return false;
  }
  const auto value = [&](std::size_t k) {
    return table(row, static_cast<Eigen::Index>(k)) * columns[k].unit_in_si;
  };
  if (plan.builds_body) {
    BridgeOptions<double> options = plan.given->options;
    for (std::size_t k = 0; k < columns.size(); ++k) {
      if (columns[k].kind == ColumnKind::kMass) options.mass = value(k);
      if (columns[k].kind == ColumnKind::kStature) options.stature = value(k);
      if (columns[k].kind == ColumnKind::kPelvicIncidence) options.pelvic_incidence = value(k);
    }
    body.bridge = bridge(options, plan.given->model.laws);
    auto& muscles = body.bridge.model.muscles;
    for (std::size_t i = 0; i < muscles.size(); ++i) {
      muscles[i].max_isometric_force *= plan.force_factors[i];
    }
    for (const auto& turned : plan.turned) muscles[turned.muscle].*turned.knob = turned.value;
    if (plan.turned_gravity) body.bridge.model.frame.gravity = plan.given->model.frame.gravity;
  }
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const Column& column = columns[k];
    const double x = value(k);
    if (column.kind == ColumnKind::kKnob) {
      for (const CableIndex i : column.muscles) {
        internal::set_checked_knob(
            body.bridge.model.muscles[static_cast<std::size_t>(static_cast<int>(i))], column.knob,
            column.adaptation, x);
      }
    } else if (column.kind == ColumnKind::kTrunkInclination) {
      body.stand.trunk_inclination = x;
    } else if (column.kind == ColumnKind::kGravityInclination) {
      auto& gravity = body.bridge.model.frame.gravity;
      const double g = plan.given->model.frame.gravity.norm();
      gravity = Vector<double, 2>(g * std::sin(x), -g * std::cos(x));
    }
  }
  return true;
}

/// Sum of all resting tensions in the reference posture over body weight [1].
/// @param kinematics, length  Scratch of the model's sizes. @note No allocation.
template <typename Laws>
double resting_tension_per_weight(const Bridge<double, Laws>& bridge,
                                  Kinematics<double, 2>& kinematics, PathLength<double>& length) {
  const auto& model = bridge.model;
  update_kinematics(model.frame, bridge.reference_q, false, kinematics);
  double tension = 0.0;
  for (std::size_t i = 0; i < model.muscles.size(); ++i) {
    update_path_length(model.paths[i], kinematics, Order::kValue, length);
    tension += evaluate_muscle(model.muscles[i], length.length, model.laws).resting_tension;
  }
  double mass = 0.0;
  for (const auto& part : model.frame.masses()) mass += part.mass;
  return tension / (mass * model.frame.gravity.norm());
}

/// Scratch for rows, `Lanes` at a time. One per thread.
template <int Lanes, typename Laws>
class RowWorkspace;

/// One row at a time.
template <typename Laws>
class RowWorkspace<1, Laws> {
 public:
  explicit RowWorkspace(const RowPlan<Laws>& plan)
      : plan_(&plan), body_(plan), stand_(make_stand_result(body_.bridge)) {
    make_data();
    const auto& frame = body_.bridge.model.frame;
    kinematics_.resize(frame.num_bodies(), frame.num_motions(), frame.num_coordinates());
    length_.resize(frame.num_coordinates());
    if (!plan.fields.loads) stand_.loads.clear();
    if (!plan.fields.pulls) stand_.pulls.clear();
    if (plan.fields.derivatives && !plan.moves_rails) {
      by_knobs_.emplace(body_.bridge, body_.stand, *plan.columns);
    }
  }

  /// Solves row `row` of the table into the same row of `result`.
  void solve(const TableRef& table, Eigen::Index row, BatchResult& result) {
    const auto at = static_cast<std::size_t>(row);
    try {
      if (!set_row_body(*plan_, table, row, body_)) {
        result.set_empty(at, RowStatus::kOutOfRange);
        return;
      }
      if (plan_->moves_rails) make_data();
    } catch (const Error&) {
      result.set_empty(at, RowStatus::kOutOfRange);
      return;
    }
    const StandCost cost = update_resting_stand(body_.bridge, body_.stand, *data_, stand_);
    internal::set_row(
        stand_, stand_.status, cost.iterations, cost.evaluations, [](double x) { return x; },
        [&](std::size_t level) { return stand_.loads[level].effort.status; }, at, result);
    if (plan_->fields.derivatives && stand_.status == PostureStatus::kSolved) {
      differentiate(at, result);
    }
    if (stand_.status == PostureStatus::kNoEquilibrium &&
        resting_tension_per_weight(body_.bridge, kinematics_, length_) < kSlackTension) {
      result.status[at] = RowStatus::kAllSlack;
    }
  }

  /// Of the last row that was solved; pulls and loads only as far as the plan has them.
  const StandResult<double>& stand() const { return stand_; }
  const RowBody<Laws>& body() const { return body_; }

 private:
  void make_data() {
    data_.emplace(body_.bridge, body_.stand);
    internal::keep_reference(body_.bridge.model, data_->manifold, body_.stand.equilibrium,
                             data_->equilibrium);
  }

  void differentiate(std::size_t row, BatchResult& result) {
    const auto value = [](auto x, int) { return x; };
    const auto wanted = [](int) { return true; };
    if (!plan_->moves_rails) {
      by_knobs_->update(body_.bridge, body_.stand, *data_, stand_);
      by_knobs_->stored().store(*plan_->columns, row, 1, value, wanted, result);
    } else {
      by_all_.emplace(body_.bridge, body_.stand, *plan_->columns);
      by_all_->update(body_.bridge, body_.stand, *data_, stand_);
      by_all_->stored().store(*plan_->columns, row, 1, value, wanted, result);
    }
  }

  const RowPlan<Laws>* plan_;
  RowBody<Laws> body_;
  StandResult<double> stand_;
  std::optional<StandData<double>> data_;
  std::optional<ColumnDerivatives<double, Laws, 1>> by_knobs_;
  std::optional<ColumnDerivatives<double, Laws, kPersonDirections>> by_all_;
  Kinematics<double, 2> kinematics_;
  PathLength<double> length_;
};

/// Solves rows first_row ... first_row + num_rows - 1, each as if it were alone.
///
/// @param num_rows  1 to Lanes: the last ones of a table do not fill all lanes.
/// @note No allocation unless a column moves what is held or builds the body.
template <typename Laws>
void solve_rows(RowWorkspace<1, Laws>& workspace, const TableRef& table, Eigen::Index first_row,
                int num_rows, BatchResult& result) {
  for (int k = 0; k < num_rows; ++k) workspace.solve(table, first_row + k, result);
}

#ifdef GUYLINE_COMPILED
extern template struct RowPlan<MuscleLaws<>>;
extern template class RowWorkspace<1, MuscleLaws<>>;
#endif

}  // namespace guyline
