// guyline._arch._batch: the batch, compiled once per instruction set into modules of this one name.
// It links no other object of guyline's, and takes a body as plain numbers (stored.hpp).

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <chrono>
#include <condition_variable>
#include <guyline/batch/explain.hpp>
#include <guyline/version.hpp>
#include <mutex>

#include "../stored.hpp"

namespace py = pybind11;

namespace guyline::python {
namespace {

constexpr int kLanes = GUYLINE_LANES;
constexpr double kDegrees = 180.0 / 3.14159265358979323846;  // per radian
constexpr auto kBetweenLooks = std::chrono::milliseconds(50);

/// A column as Python names it: what it sets, the name and unit to tell, that unit in SI.
using NamedColumn = std::tuple<std::string, std::string, std::string, double>;

struct Settings {
  std::vector<NamedColumn> columns;
  bool acute = false;
  double trunk_inclination = 0.0, knee_flexion = 0.0;
  int effort_power = 2;
  int threads = 0;
  bool loads = true, pulls = true, derivatives = false;
  std::optional<StoredTask> task;
  std::optional<StoredStop> stop;

  BatchOptions options() const {
    BatchOptions o;
    o.stand.trunk_inclination = trunk_inclination;
    o.stand.knee_flexion = knee_flexion;
    o.stand.effort.power = effort_power == 3 ? EffortPower::kCube : EffortPower::kSquare;
    o.threads = threads;
    o.loads = loads;
    o.pulls = pulls;
    o.derivatives = derivatives;
    return o;
  }
  std::optional<TaskQuestion> question() const {
    if (!task) return {};
    TaskQuestion asked;
    asked.task = restore(*task);
    if (stop) asked.stop = restore(*stop);
    return asked;
  }
  std::vector<Column> parse(const Bridge<double>& body) const {
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const auto& column : columns) names.push_back(std::get<0>(column));
    auto parsed =
        parse_columns(body, names, acute ? Adaptation::kAcute : Adaptation::kRecalibrated);
    for (std::size_t k = 0; k < parsed.size(); ++k) {
      Column& column = parsed[k];
      std::tie(std::ignore, column.name, column.unit, column.unit_in_si) = columns[k];
      if (task && column.kind != ColumnKind::kKnob) {
        const KnobRange widest = widest_column_range(column.kind);
        column.lower = widest.lower;
        column.upper = widest.upper;
      }
      column.lower /= column.unit_in_si;
      column.upper /= column.unit_in_si;
    }
    return parsed;
  }
};

/// The answer with its angles in degrees. Arrays that are handed out keep it alive.
struct Answer {
  BatchResult rows;
  std::size_t num_coordinates = 0, num_muscles = 0;
  std::atomic<bool> busy{false};

  void turn_into_degrees() {
    for (auto* x : {&rows.anterior_tilt, &rows.lordosis, &rows.sacral_slope,
                    &rows.pelvic_tilt_radiographic, &rows.q, &rows.task.trunk_inclination}) {
      for (double& angle : *x) angle *= kDegrees;
    }
    for (double& stiffness : rows.stiffness) stiffness *= 3.14159265358979323846 / 180.0;
    // Tilt and lordosis come first.
    const std::size_t angles =
        rows.derivative_column(StandOutputs::kLordosisRow + 1, 0) * rows.num_rows();
    for (std::size_t i = 0; i < angles; ++i) rows.derivative[i] *= kDegrees;
  }
};

/// One solve at a time writes to an answer.
class Writing {
 public:
  explicit Writing(Answer& answer) : answer_(answer) {
    if (answer.busy.exchange(true)) {
      throw InvalidArgument("out is being written by another solve()");
    }
  }
  ~Writing() { answer_.busy = false; }
  Writing(const Writing&) = delete;
  Writing& operator=(const Writing&) = delete;

 private:
  Answer& answer_;
};

TableRef table_of(const py::array_t<double>& table) {
  constexpr auto kSize = static_cast<py::ssize_t>(sizeof(double));
  if (table.ndim() != 2) throw InvalidArgument("table must have two dimensions");
  for (int axis = 0; axis < 2; ++axis) {
    if (table.strides(axis) < 0 || table.strides(axis) % kSize != 0) {
      throw InvalidArgument("table: its strides must be multiples of 8 bytes, and not negative");
    }
  }
  using Strides = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;
  return Eigen::Map<const MatrixX<double>, 0, Strides>(
      table.data(), table.shape(0), table.shape(1),
      Strides(table.strides(1) / kSize, table.strides(0) / kSize));
}

/// Solves on a thread of its own and looks after signals and progress from this one meanwhile.
/// Called without the GIL.
/// @return what a signal or `progress` raised, which ends the batch; null if nothing did.
std::exception_ptr solve_and_watch(const Bridge<double>& body, const TableRef& table,
                                   const std::vector<Column>& columns, BatchOptions options,
                                   const py::object& progress, bool has_progress,
                                   BatchResult& result) {
  std::atomic<bool> cancel{false};
  std::atomic<std::int64_t> done{0};
  options.cancel = &cancel;
  options.rows_done = &done;
  if (table.rows() <= kRowsPerBlock && !has_progress) {
    solve_batch<kLanes>(body, table, columns, options, result);
    return nullptr;
  }
  std::mutex mutex;
  std::condition_variable ended;
  bool has_ended = false;
  std::exception_ptr failure;
  std::thread worker([&] {
    try {
      solve_batch<kLanes>(body, table, columns, options, result);
    } catch (...) {
      failure = std::current_exception();
    }
    const std::lock_guard<std::mutex> lock(mutex);
    has_ended = true;
    ended.notify_one();
  });
  std::exception_ptr interruption;
  const auto look = [&] {
    const py::gil_scoped_acquire gil;
    try {
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      if (has_progress) progress(done.load(), table.rows());
    } catch (...) {
      interruption = std::current_exception();
      cancel = true;
    }
  };
  bool over = false;
  while (!over) {
    {
      std::unique_lock<std::mutex> lock(mutex);
      over = ended.wait_for(lock, kBetweenLooks, [&] { return has_ended; });
    }
    if (!interruption && (!over || has_progress)) look();
  }
  worker.join();
  if (failure) std::rethrow_exception(failure);
  return interruption;
}

void solve(Answer& answer, const Stored& stored, const Settings& settings,
           const py::array_t<double>& table, const py::object& progress) {
  const bool has_progress = !progress.is_none();
  const TableRef rows = table_of(table);
  const Writing writing(answer);
  const py::gil_scoped_release release;
  const Bridge<double> body = restore(stored, restore_built(stored));
  const auto columns = settings.parse(body);
  // Arrays that look into this answer stay valid only while nothing moves.
  const std::size_t had = answer.rows.num_rows();
  if (had > 0 && (had != static_cast<std::size_t>(rows.rows()) ||
                  answer.rows.levels.empty() == settings.loads ||
                  answer.rows.tension.empty() == settings.pulls ||
                  answer.rows.one_sided.empty() == settings.derivatives ||
                  answer.rows.task.stop_reason.empty() == settings.task.has_value() ||
                  (settings.derivatives && answer.rows.num_columns != columns.size()))) {
    throw InvalidArgument(
        "out is of another shape: it has " + std::to_string(had) + " rows" +
        (answer.rows.task.stop_reason.empty() ? "" : " of a task") +
        (answer.rows.levels.empty() ? ", no loads" : "") +
        (answer.rows.tension.empty() ? ", no pulls" : "") +
        (answer.rows.one_sided.empty()
             ? ", no derivatives"
             : ", derivatives by " + std::to_string(answer.rows.num_columns) + " columns"));
  }
  answer.num_coordinates = static_cast<std::size_t>(body.model.frame.num_coordinates());
  answer.num_muscles = settings.pulls ? static_cast<std::size_t>(body.model.num_muscles()) : 0;
  std::exception_ptr interruption;
  try {
    const auto question = settings.question();
    BatchOptions options = settings.options();
    if (question) options.task = &*question;
    interruption =
        solve_and_watch(body, rows, columns, options, progress, has_progress, answer.rows);
  } catch (const InvalidArgument&) {
    throw;  // before anything was written
  } catch (...) {
    for (std::size_t row = 0; row < answer.rows.num_rows(); ++row) {
      answer.rows.set_empty(row, RowStatus::kNotRun);
    }
    throw;
  }
  answer.turn_into_degrees();
  if (interruption) std::rethrow_exception(interruption);
}

/// An array that looks into the answer and keeps it alive; nobody writes through it.
template <typename T>
py::array view(const py::object& owner, const std::vector<T>& values, std::size_t column,
               std::size_t rows) {
  py::array array(py::dtype::of<T>(), {static_cast<py::ssize_t>(rows)},
                  {static_cast<py::ssize_t>(sizeof(T))}, values.data() + column * rows, owner);
  array.attr("setflags")(py::arg("write") = false);
  return array;
}

/// The same in several dimensions, the last one contiguous; of no entries if there are no values.
template <typename T>
py::array view(const py::object& owner, const std::vector<T>& values,
               std::vector<std::size_t> shape) {
  if (values.empty()) shape.front() = 0;
  py::array array(py::dtype::of<T>(), std::move(shape), {}, values.data(), owner);
  array.attr("setflags")(py::arg("write") = false);
  return array;
}

py::array status_view(const py::object& owner, const BatchResult& rows) {
  static_assert(sizeof(RowStatus) == 1, "a status is an int8 in Python");
  py::array array(py::dtype::of<std::int8_t>(), {static_cast<py::ssize_t>(rows.num_rows())}, {1},
                  rows.status.data(), owner);
  array.attr("setflags")(py::arg("write") = false);
  return array;
}

/// All arrays by name; those of muscles, coordinates and levels as lists.
py::dict arrays(const py::object& self) {
  auto& answer = self.cast<Answer&>();
  BatchResult& r = answer.rows;
  const std::size_t rows = r.num_rows();
  const auto one = [&](const auto& values) { return view(self, values, 0, rows); };
  const auto many = [&](const std::vector<double>& values, std::size_t count) {
    py::list list;
    for (std::size_t k = 0; k < count; ++k) list.append(view(self, values, k, rows));
    return list;
  };
  py::dict dict;
  dict["status"] = status_view(self, r);
  dict["residual"] = one(r.residual);
  dict["iterations"] = one(r.iterations);
  dict["evaluations"] = one(r.evaluations);
  dict["anterior_tilt_deg"] = one(r.anterior_tilt);
  dict["lordosis_deg"] = one(r.lordosis);
  dict["sacral_slope_deg"] = one(r.sacral_slope);
  dict["pelvic_tilt_radiographic_deg"] = one(r.pelvic_tilt_radiographic);
  dict["stiffness_Nm_per_deg"] = one(r.stiffness);
  dict["q_deg"] = many(r.q, answer.num_coordinates);
  dict["tension_N"] = many(r.tension, answer.num_muscles);
  dict["share"] = many(r.share, answer.num_muscles);
  py::dict levels;
  for (LevelColumns& level : r.levels) {
    py::list list;
    for (const auto* values : level.columns()) list.append(one(*values));
    levels[py::str(level.level)] = list;
  }
  dict["levels"] = levels;
  py::dict task;
  if (!r.task.stop_reason.empty()) {
    constexpr std::array<const char*, 9> kNames = {
        "trunk_inclination_deg", "fingertip_height_m",  "grip_height_m",
        "lumbar_moment_Nm",      "hamstring_moment_Nm", "erector_activation",
        "seat_force_N",          "backrest_force_N",    "foot_force_N"};
    const auto columns = r.task.columns();
    for (std::size_t k = 0; k < kNames.size(); ++k) task[kNames[k]] = one(*columns[k]);
    task["stopped_by"] = one(r.task.stop_reason);
  }
  dict["task"] = task;
  const auto num_outputs = static_cast<std::size_t>(r.outputs.num_outputs());
  dict["derivatives"] = view(self, r.derivative, {num_outputs, r.num_columns, rows});
  dict["one_sided"] = view(self, r.one_sided, {1 + r.levels.size(), rows});
  return dict;
}

std::pair<int, std::string> explain(const Stored& stored, const Settings& settings,
                                    const py::array_t<double>& table, Eigen::Index row) {
  const TableRef rows = table_of(table);
  const py::gil_scoped_release release;
  const Bridge<double> body = restore(stored, restore_built(stored));
  const auto columns = settings.parse(body);
  const auto question = settings.question();
  BatchOptions options = settings.options();
  if (question) options.task = &*question;
  options.threads = 1;
  std::string words = explain_row(body, rows, columns, row, options);
  const BatchResult alone =
      solve_batch<kLanes>(body, TableRef(rows.middleRows(row, 1)), columns, options);
  return {static_cast<int>(alone.status[0]), std::move(words)};
}

std::string compiler() {
#if defined(__clang__)
  return "Clang " __clang_version__;
#elif defined(__GNUC__)
  return "GCC " __VERSION__;
#else
  return "unknown";
#endif
}

}  // namespace
}  // namespace guyline::python

PYBIND11_MODULE(_batch, m, py::mod_gil_not_used()) {
  using namespace guyline::python;  // NOLINT(google-build-using-namespace)
  m.doc() = "The batch, compiled for one instruction set. Private: plain numbers in and out.";
  m.attr("instruction_set") = GUYLINE_INSTRUCTION_SET;
  m.attr("lanes") = kLanes;
  m.attr("compiler") = compiler();
  m.attr("eigen") = std::to_string(EIGEN_WORLD_VERSION) + "." +
                    std::to_string(EIGEN_MAJOR_VERSION) + "." + std::to_string(EIGEN_MINOR_VERSION);
  m.attr("pybind11") = std::to_string(PYBIND11_VERSION_MAJOR) + "." +
                       std::to_string(PYBIND11_VERSION_MINOR) + "." +
                       std::to_string(PYBIND11_VERSION_MICRO);
  m.attr("version") = guyline::kVersion;

  py::register_local_exception_translator([](std::exception_ptr p) {
    try {
      if (p) std::rethrow_exception(p);
    } catch (const guyline::InvalidArgument& error) {
      py::set_error(PyExc_ValueError, error.what());
    }
  });

  py::class_<Settings>(m, "Settings", py::module_local(), "How to solve a table.")
      .def(py::init<>())
      .def_readwrite("columns", &Settings::columns, "(sets, name, unit, unit in SI) each")
      .def_readwrite("acute", &Settings::acute)
      .def_readwrite("trunk_inclination", &Settings::trunk_inclination, "[rad]")
      .def_readwrite("knee_flexion", &Settings::knee_flexion, "[rad]")
      .def_readwrite("effort_power", &Settings::effort_power, "2 or 3")
      .def_readwrite("threads", &Settings::threads, "0: all")
      .def_readwrite("loads", &Settings::loads)
      .def_readwrite("pulls", &Settings::pulls)
      .def_readwrite("derivatives", &Settings::derivatives)
      .def_readwrite("task", &Settings::task, "What stored() of a task gives, or None")
      .def_readwrite("stop", &Settings::stop, "What stored() of stop rules gives, or None");

  py::class_<Answer>(m, "Answer", py::module_local(), "What solve() fills.")
      .def(py::init<>())
      .def(
          "arrays", [](const py::object& self) { return arrays(self); },
          "Read-only views of its columns, by name.")
      .def("solve", &solve, py::arg("body"), py::arg("settings"), py::arg("table").noconvert(),
           py::arg("progress"), "Solves every row of the table.");

  m.def("explain", &explain, py::arg("body"), py::arg("settings"), py::arg("table").noconvert(),
        py::arg("row"), "Status of a row that is solved again, and what became of it in words.");
  m.def(
      "threads", [] { return guyline::internal::num_threads(0, guyline::kMaxThreads); },
      "Threads of a batch by default.");
  m.def(
      "row_statuses",
      [] {
        std::vector<std::string> names;
        names.reserve(guyline::kRowStatuses.size());
        for (const auto status : guyline::kRowStatuses) names.emplace_back(to_string(status));
        return names;
      },
      "Names of the outcomes of a row, by their number.");
}
