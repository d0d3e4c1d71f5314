#pragma once

/// @file
/// Standing, for every row of a table: rows in, rows out, a status per row.
///
/// A row's answer is that of stand() for its body (row.hpp). It depends on nothing but that row: not
/// on its neighbours, its place, the number of threads or an earlier solve; the same numbers come
/// out bit for bit. Rows go to threads in blocks of kRowsPerBlock, handed out by a counter.
/// That a row cannot be solved is its status, never an exception.
/// Derivatives, if asked for, are those by the table's columns (derivatives.hpp).
/// Not covered: why, in words: explain.hpp.

#include <algorithm>
#include <atomic>
#include <exception>
#include <guyline/batch/task_lanes.hpp>
#include <memory>
#include <system_error>
#include <thread>

namespace guyline {

inline constexpr Eigen::Index kRowsPerBlock = 256;
inline constexpr int kMaxThreads = 1024;

struct BatchOptions {
  StandOptions stand;
  int threads = 0;    ///< 0: all that the hardware has. The calling thread is one of them.
  bool loads = true;  ///< Effort and load at every level; without, kTooWeak is not found out.
  bool pulls = true;  ///< Tension and share of every muscle.
  bool derivatives = false;            ///< Of tilt, lordosis, loads and tensions by every column.
  const TaskQuestion* task = nullptr;  ///< What to ask instead of `stand`; may be null.
  /// Looked at before every block; once true, no further block begins. May be null.
  const std::atomic<bool>* cancel = nullptr;
  /// Raised by the rows of every block that is done. May be null.
  std::atomic<std::int64_t>* rows_done = nullptr;

  /// @throws InvalidArgument naming what is out of range.
  void validate() const {
    stand.validate();
    require_in_range("threads", threads, "", 0, kMaxThreads);
  }
};

namespace internal {

/// Runs work(thread) on `threads` threads, this one being number 0. The first exception of any of
/// them is thrown here, after all have ended; `stop` tells the others.
template <typename Work>
void run_on_threads(int threads, std::atomic<bool>& stop, const Work& work) {
  std::vector<std::exception_ptr> failures(static_cast<std::size_t>(threads));
  const auto guarded = [&](int thread) noexcept {
    try {
      work(thread);
    } catch (...) {
      failures[static_cast<std::size_t>(thread)] = std::current_exception();
      stop = true;
    }
  };
  std::vector<std::thread> others;
  others.reserve(failures.size());
  for (int thread = 1; thread < threads; ++thread) {
    try {
      others.emplace_back(guarded, thread);
    } catch (const std::system_error&) {
      break;  // the system has no more; those that there are do all blocks
    }
  }
  guarded(0);
  for (std::thread& other : others) other.join();
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

inline int num_threads(int wanted, Eigen::Index num_blocks) {
  if (wanted == 0) wanted = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  return static_cast<int>(
      std::max<Eigen::Index>(1, std::min<Eigen::Index>(std::min(wanted, kMaxThreads), num_blocks)));
}

/// All rows of a table, a workspace for each thread.
template <int Lanes, typename Workspaces>
void solve_blocks(const Workspaces& workspaces, const TableRef& table, const BatchOptions& options,
                  BatchResult& result) {
  const Eigen::Index rows = table.rows();
  const Eigen::Index blocks = (rows + kRowsPerBlock - 1) / kRowsPerBlock;
  const int threads = static_cast<int>(workspaces.size());
  std::atomic<bool> stop{false};
  std::atomic<Eigen::Index> next{0};
  const auto cancelled = [&] { return stop || (options.cancel != nullptr && *options.cancel); };
  run_on_threads(threads, stop, [&](int thread) {
    auto& workspace = *workspaces[static_cast<std::size_t>(thread)];
    while (!cancelled()) {
      const Eigen::Index block = next++;
      if (block >= blocks) return;
      const Eigen::Index first = block * kRowsPerBlock;
      const Eigen::Index end = std::min(first + kRowsPerBlock, rows);
      for (Eigen::Index row = first; row < end; row += Lanes) {
        solve_rows(workspace, table, row,
                   static_cast<int>(std::min<Eigen::Index>(Lanes, end - row)), result);
      }
      if (options.rows_done != nullptr) *options.rows_done += end - first;
    }
  });
}

/// @throws InvalidArgument  if a task cannot be asked of a table with these columns.
inline void validate_question(const TaskQuestion& question, const std::vector<Column>& columns,
                              const BatchOptions& options) {
  question.task.validate();
  if (question.stop) question.stop->validate();
  if (options.derivatives && question.stop) {
    throw InvalidArgument(
        "derivatives: there are none of where a movement ends, which is not the task's posture "
        "alone; "
        "ask for the task at an inclination");
  }
  for (const Column& column : columns) {
    if (column.kind == ColumnKind::kGravityInclination) {
      throw InvalidArgument("column " + column.name + ": a task has a ground_inclination instead");
    }
    if (column.kind == ColumnKind::kTrunkInclination && question.stop) {
      throw InvalidArgument("column " + column.name + ": a movement goes where its stop rules say");
    }
  }
}

}  // namespace internal

/// Where every row's body comes to rest, and what that costs, into a result that is there already.
///
/// @param bridge   What no column sets.
/// @param table    Rows x columns, in the columns' units. Any strides: nothing is copied.
/// @param columns  One per column of the table: parse_columns().
/// @param result   Resized; keeps its memory where that is large enough.
/// @tparam Lanes   Rows that a thread solves side by side.
/// @throws InvalidArgument  before anything is solved: the table has another number of columns, an
///                          option is out of range, columns or body are not valid (column.hpp,
///                          row.hpp).
/// @throws std::bad_alloc   the answer does not fit into memory.
/// @note Allocates per call and thread, not per row, unless a column is of the person or of what is
///       held. A row costs what update_stand() does.
template <int Lanes = 1, typename Laws>
void solve_batch(const Bridge<double, Laws>& bridge, const TableRef& table,
                 const std::vector<Column>& columns, const BatchOptions& options,
                 BatchResult& result) {
  options.validate();
  const Eigen::Index rows = table.rows();
  if (table.cols() != static_cast<Eigen::Index>(columns.size())) {
    throw InvalidArgument("solve_batch: the table has " + std::to_string(table.cols()) +
                          " columns, but " + std::to_string(columns.size()) + " are named");
  }
  const BatchFields fields{options.loads, options.pulls, options.derivatives,
                           options.task != nullptr};
  const RowPlan<Laws> plan(bridge, columns, options.stand, fields);
  const Eigen::Index blocks = (rows + kRowsPerBlock - 1) / kRowsPerBlock;
  const int threads = internal::num_threads(options.threads, blocks);
  const auto solve_with = [&](const auto& make_workspace) {
    std::vector<decltype(make_workspace())> workspaces;
    workspaces.reserve(static_cast<std::size_t>(threads));
    for (int k = 0; k < threads; ++k) workspaces.push_back(make_workspace());
    result.resize(static_cast<std::size_t>(rows), bridge.model, fields, columns.size());
    std::fill(result.status.begin(), result.status.end(), RowStatus::kNotRun);
    internal::solve_blocks<Lanes>(workspaces, table, options, result);
  };
  if (options.task != nullptr) {
    internal::validate_question(*options.task, columns, options);
    solve_with([&] { return std::make_unique<TaskWorkspace<Lanes, Laws>>(plan, *options.task); });
  } else {
    solve_with([&] { return std::make_unique<RowWorkspace<Lanes, Laws>>(plan); });
  }
  // Blocks that a cancelled batch did not begin.
  for (std::size_t first = 0; first < result.num_rows();) {
    const std::size_t end =
        std::min(first + static_cast<std::size_t>(kRowsPerBlock), result.num_rows());
    if (result.status[first] == RowStatus::kNotRun)
      result.set_empty_rows(first, end, RowStatus::kNotRun);
    first = end;
  }
}

/// The same into a new result.
template <int Lanes = 1, typename Laws>
BatchResult solve_batch(const Bridge<double, Laws>& bridge, const TableRef& table,
                        const std::vector<Column>& columns, const BatchOptions& options = {}) {
  BatchResult result;
  solve_batch<Lanes>(bridge, table, columns, options, result);
  return result;
}

#ifdef GUYLINE_COMPILED
extern template void solve_batch<1>(const Bridge<double>&, const TableRef&,
                                    const std::vector<Column>&, const BatchOptions&, BatchResult&);
#endif

}  // namespace guyline
