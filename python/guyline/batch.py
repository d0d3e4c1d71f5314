"""Tables: standing for every row of a table, and which instruction set does it."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from guyline import _core
from guyline._names import Record, Table, UnknownName, did_you_mean, raise_unknown
from guyline.knobs import KNOB_RANGES, KNOBS
from guyline.model import Model
from guyline.task import Task
from guyline.tasks import stand_options

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from guyline._arch import _batch

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int32]

_STAND = _core.StandOptions()
_COORDINATES = ("ankle_dorsiflexion", "knee_flexion", "hip_flexion", "lumbar_flexion")
# Columns that are no knob: what they set in C++, their unit here, that unit in SI.
_COLUMNS = {
    "mass_kg": ("mass", "kg", 1.0),
    "stature_m": ("stature", "m", 1.0),
    "pelvic_incidence_deg": ("pelvic_incidence", "deg", math.pi / 180.0),
    "trunk_inclination_deg": ("trunk_inclination", "deg", math.pi / 180.0),
    "gravity_inclination_deg": ("gravity_inclination", "deg", math.pi / 180.0),
}
# What is differentiated, in the order of the rows, and which name each needs beside its own.
_ANGLES = ("anterior_tilt_deg", "lordosis_deg")
_LOADS = ("compression_N", "shear_N", "moment_Nm")
_OUTPUTS = {
    **dict.fromkeys(_ANGLES, None),
    **dict.fromkeys(_LOADS, "level"),
    "tension_N": "muscle",
}


class RowStatus(IntEnum):
    """Outcome of one row of a table. The first six are those of `PostureStatus`.

    A NaN stands only where the status says so: ``solved`` rows have none; ``too_weak`` and
    ``effort_not_converged`` rows have a posture, and NaN in the load of the levels that are not
    held; all others have NaN throughout.
    """

    solved = 0
    """A stable resting posture, and loads at all levels if they were asked for."""
    no_equilibrium = 1
    """Nothing stops the pelvis inside the range of tilt that is searched."""
    cannot_stand = 2
    """What was asked cannot be held with the weight over the feet."""
    not_converged = 3
    """A resting posture was bracketed but not met to tolerance."""
    not_finite = 4
    """The model gave a number that is not finite."""
    too_many = 5
    """More equilibria than a smooth model can have."""
    too_weak = 6
    """A posture, but the muscles cannot hold ankle, hip or a level."""
    out_of_range = 7
    """A value is not a finite number or not allowed, or such a body cannot be built."""
    all_slack = 8
    """No equilibrium, and resting muscles pull with less than 1 % of body weight in all."""
    not_run = 9
    """The batch was interrupted before this row."""
    effort_not_converged = 10
    """A posture, but the least effort that holds a level was not found."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, eq=False)
class LoadColumns(Record):
    """Load on one disc, an entry per row, in the axes of the endplate below it.

    Attributes
    ----------
    compression_N : ndarray of float, shape (rows,)
        Force normal to the endplate [N], positive presses.
    shear_N : ndarray of float, shape (rows,)
        Force along the endplate [N], positive pushes the upper vertebra forward.
    moment_Nm : ndarray of float, shape (rows,)
        Bending moment [N m], forward positive, that disc and ligaments carry.
    budget : mapping of str to ndarray of float, shape (rows,)
        Compression [N] from ``gravity``, ``passive``, ``tonic`` and ``active``.
    """

    compression_N: FloatArray
    shear_N: FloatArray
    moment_Nm: FloatArray
    budget: Table[FloatArray]


class BatchResult:
    """Answers of `solve`: an array per quantity, an entry per row. The arrays are read-only.

    Attributes
    ----------
    status : ndarray of int8, shape (rows,)
        `RowStatus` of each row; look at it first.
    anterior_tilt_deg : ndarray of float, shape (rows,)
        Tilt of the pelvis [deg], anterior positive.
    lordosis_deg : ndarray of float, shape (rows,)
        Lordosis L1-S1 [deg].
    sacral_slope_deg : ndarray of float, shape (rows,)
        Sacral slope SS [deg].
    pelvic_tilt_radiographic_deg : ndarray of float, shape (rows,)
        The X-ray angle PT [deg]; grows with posterior tilt.
    stiffness_Nm_per_deg : ndarray of float, shape (rows,)
        Moment that drives the pelvis back per degree of tilt [N m/deg].
    ankle_dorsiflexion_deg, knee_flexion_deg, hip_flexion_deg, lumbar_flexion_deg : ndarray
        Joint angles [deg], shape (rows,).
    residual : ndarray of float, shape (rows,)
        Moment left over, in parts of all moments [1].
    iterations, evaluations : ndarray of int32, shape (rows,)
        Newton steps to close in on the posture; evaluations of the whole search.
    tension_N : mapping of str to ndarray of float, shape (rows,)
        Resting tension of each muscle [N]; empty without ``pulls``.
    share : mapping of str to ndarray of float, shape (rows,)
        Part of each muscle in what tilts forward (> 0) or back (< 0) [1]; empty without ``pulls``.
    load : mapping of str to LoadColumns
        By level, ``"L5/S1"`` and ``"L4/L5"``; empty without ``loads``.
    one_sided : mapping of str to ndarray of bool, shape (rows,)
        By output, ``"posture"`` (tilt, lordosis, tensions) and each level: whether it has a kink at
        that row, so that its derivatives hold for changes to one side only; empty without
        ``derivatives``.
    task : mapping of str to ndarray, shape (rows,)
        What a `Task` tells beside standing, by the names of `TaskPosture`: ``trunk_inclination_deg``,
        ``fingertip_height_m``, ``grip_height_m``, ``lumbar_moment_Nm``, ``hamstring_moment_Nm``,
        ``erector_activation``, ``seat_force_N``, ``backrest_force_N``, ``foot_force_N``; and
        ``stopped_by``, a `StopReason`. Empty in plain standing.
    columns : tuple of str
        What the columns of the table set.
    body : Model
        What no column sets.
    """

    status: NDArray[np.int8]
    anterior_tilt_deg: FloatArray
    lordosis_deg: FloatArray
    sacral_slope_deg: FloatArray
    pelvic_tilt_radiographic_deg: FloatArray
    stiffness_Nm_per_deg: FloatArray
    ankle_dorsiflexion_deg: FloatArray
    knee_flexion_deg: FloatArray
    hip_flexion_deg: FloatArray
    lumbar_flexion_deg: FloatArray
    residual: FloatArray
    iterations: IntArray
    evaluations: IntArray
    tension_N: Table[FloatArray]
    share: Table[FloatArray]
    load: Table[LoadColumns]
    one_sided: Table[NDArray[np.bool_]]
    task: Table[NDArray[Any]]
    columns: tuple[str, ...]
    body: Model
    _answer: _batch.Answer | None
    _derivatives: FloatArray  # outputs x columns x rows
    _question: dict[str, Any]
    _table: FloatArray

    def __init__(self) -> None:
        raise TypeError("a BatchResult is made by guyline.solve()")

    @classmethod
    def _wrap(
        cls,
        answer: _batch.Answer,
        body: Model,
        columns: tuple[str, ...],
        table: FloatArray,
        question: dict[str, Any],
    ) -> BatchResult:
        self = object.__new__(cls)
        arrays = answer.arrays()
        names = [m.name for m in body._bridge.muscles]
        angles = zip((f"{name}_deg" for name in _COORDINATES), arrays.pop("q_deg"))
        vars(self).update(angles)
        self.tension_N = Table(dict(zip(names, arrays.pop("tension_N"))), "muscle")
        self.share = Table(dict(zip(names, arrays.pop("share"))), "muscle")
        loads = {}
        for level, (compression, shear, moment, *parts) in arrays.pop("levels").items():
            budget = dict(zip(("gravity", "passive", "tonic", "active"), parts))
            loads[level] = LoadColumns(compression, shear, moment, Table(budget, "part"))
        self.load = Table(loads, "level")
        self.task = Table(arrays.pop("task"), "quantity")
        self._derivatives = arrays.pop("derivatives")
        flags = arrays.pop("one_sided").view(bool)
        self.one_sided = Table(dict(zip(("posture", *loads), flags)), "output")
        vars(self).update(arrays)
        self._answer = answer
        self._describe(body, columns, table, question)
        return self

    def _describe(
        self, body: Model, columns: tuple[str, ...], table: FloatArray, question: dict[str, Any]
    ) -> None:
        self.body = body
        self.columns = columns
        self._table = table
        self._question = question

    def __getstate__(self) -> dict[str, Any]:
        # What a pickle brings back has memory of its own: it cannot be solved into again.
        return {**vars(self), "_answer": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        arrays = [*vars(self).values(), *self.tension_N.values(), *self.share.values()]
        arrays += [self._derivatives, *self.one_sided.values(), *self.task.values()]
        for load in self.load.values():
            arrays += [load.compression_N, load.shear_N, load.moment_Nm, *load.budget.values()]
        for array in arrays:
            if hasattr(array, "setflags"):
                array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.status)

    def counts(self) -> dict[str, int]:
        """How many rows came out how, the most frequent outcome first.

        Returns
        -------
        dict of str to int
            By the name of a `RowStatus`; those that did not occur are left out.
        """
        import numpy as np

        numbers = np.bincount(self.status, minlength=len(RowStatus))
        named = [(status.name, int(numbers[status])) for status in RowStatus]
        return dict(sorted((n for n in named if n[1] > 0), key=lambda n: -n[1]))

    def derivative(
        self, output: str, column: str, *, level: str | None = None, muscle: str | None = None
    ) -> FloatArray:
        """Return what an output changes by per unit of a column, to first order.

        At a kink it is the derivative to one side, see `one_sided`.

        Parameters
        ----------
        output : str
            ``"anterior_tilt_deg"``, ``"lordosis_deg"``; ``"compression_N"``, ``"shear_N"``,
            ``"moment_Nm"`` of a `level`; ``"tension_N"`` of a `muscle`.
        column : str
            One of `columns`. A group's derivative is that of all its muscles together.
        level, muscle : str
            Of which load or tension.

        Returns
        -------
        ndarray of float, shape (rows,)
            In the unit of the output per unit of the column; NaN where the output is.

        Raises
        ------
        UnknownName
            There is no such output, column, level or muscle; a ``KeyError`` and a ``ValueError``.
        TypeError
            The output needs a level or a muscle, or has none.
        ValueError
            The batch was solved without ``derivatives``, or without what is asked for.

        Examples
        --------
        >>> import guyline as gl
        >>> columns = {"hip_flexors.tone": [0.01, 0.02]}
        >>> result = gl.solve(gl.bridge(), columns, derivatives=True)
        >>> tilts = result.derivative("anterior_tilt_deg", "hip_flexors.tone")
        >>> bool((tilts > 0.0).all())
        True
        """
        if output not in _OUTPUTS:
            raise_unknown("output", output, _OUTPUTS)
        kind = _OUTPUTS[output]
        if column not in self.columns:
            raise_unknown("column", column, self.columns)
        for name, given in (("level", level), ("muscle", muscle)):
            if (given is not None) != (name == kind):
                needs = f"needs a {kind}" if kind else f"has no {name}"
                raise TypeError(f"{output} {needs}")
        if not self.one_sided:
            raise ValueError("solved without derivatives: call solve() with derivatives=True")
        row = self._row_of(output, level, muscle)
        slopes: FloatArray = self._derivatives[row, self.columns.index(column)]
        return slopes

    def _row_of(self, output: str, level: str | None, muscle: str | None) -> int:
        if output in _ANGLES:
            return _ANGLES.index(output)
        if level is not None:
            if not self.load:
                raise ValueError("solved without loads: call solve() with loads=True")
            if level not in self.load:
                raise_unknown("level", level, self.load)
            return len(_ANGLES) + len(_LOADS) * list(self.load).index(level) + _LOADS.index(output)
        if not self.tension_N:
            raise ValueError("solved without pulls: call solve() with pulls=True")
        if muscle is None or muscle not in self.tension_N:
            raise_unknown("muscle", str(muscle), self.tension_N)
        first = len(_ANGLES) + len(_LOADS) * len(self.load)
        return first + list(self.tension_N).index(muscle)

    def explain(self, row: int) -> str:
        """Say what became of a row, why, and what to try.

        The row is solved again, alone, so the table must be as it was.

        Parameters
        ----------
        row : int
            0 to ``len(result) - 1``; from the end if negative.

        Returns
        -------
        str

        Raises
        ------
        IndexError
            There is no such row.
        ValueError
            The table has changed since: the row now comes out differently.
        """
        rows = len(self)
        try:
            index = range(rows)[row]
        except IndexError:
            raise IndexError(f"there is no row {row}: the table has {rows} rows") from None
        status = RowStatus(int(self.status[index]))
        if status is RowStatus.not_run:
            return f"Row {index}: not_run. The batch was interrupted before this row."
        from guyline._arch import _batch

        again, words = _batch.explain(
            self.body._bridge.__getstate__(),
            _settings(self.body, self.columns, **self._question),
            self._table,
            index,
        )
        if again != status:
            raise ValueError(
                f"row {index} came out as {status}, solved again as {RowStatus(again)}: the table "
                "has changed since"
            )
        return words

    def __repr__(self) -> str:
        import numpy as np

        outcomes = ", ".join(f"{count} {name}" for name, count in self.counts().items())
        lines = [f"{len(self)} rows of {', '.join(self.columns) or 'no columns'}"]
        if len(lines[0]) > 100:
            lines = [f"{len(self)} rows of {len(self.columns)} columns"]
        lines.append(f"  {outcomes or 'nothing to solve'}")
        tilt = self.anterior_tilt_deg[np.isfinite(self.anterior_tilt_deg)]
        if tilt.size:
            low, middle, high = np.percentile(tilt, (0, 50, 100))
            lines.append(f"  tilt {low:+.1f} to {high:+.1f} deg, half of them below {middle:+.1f}")
        return "\n".join(lines)


def _column(body: Model, name: object) -> tuple[str, str, str, float]:
    """What a column sets in C++, its name and unit here, that unit in SI."""
    if not isinstance(name, str):
        raise TypeError(f'a column must be a string such as "hamstrings.length", got {name!r}')
    if name in _COLUMNS:
        sets, unit, unit_in_si = _COLUMNS[name]
        return (sets, name, unit, unit_in_si)
    of, dot, knob = name.partition(".")
    if not dot:
        near = did_you_mean(name, [*_COLUMNS, *(f"{group}.length" for group in body.groups)])
        raise UnknownName(
            f'no column is named "{name}"{near} There are: {", ".join(_COLUMNS)} and '
            f"<muscle or group>.<knob>, such as hamstrings.length"
        )
    body._select(of)
    if knob in KNOBS and knob not in KNOB_RANGES:
        raise ValueError(f"column {name}: {knob} cannot be a column; give {' or '.join(KNOB_RANGES)}")
    if knob not in KNOB_RANGES:
        raise_unknown(f"knob of {of}", knob, KNOB_RANGES)
    return (name, name, KNOBS[knob], 1.0)


def _settings(
    body: Model,
    columns: tuple[str, ...],
    *,
    acute: bool,
    threads: int,
    loads: bool,
    pulls: bool,
    derivatives: bool,
    task: Task | None,
    **stand: Any,
) -> _batch.Settings:
    from guyline._arch import _batch

    options = stand_options(**stand)
    settings = _batch.Settings()
    settings.columns = [_column(body, name) for name in columns]
    settings.acute = acute
    settings.trunk_inclination = options.trunk_inclination
    settings.knee_flexion = options.knee_flexion
    settings.effort_power = options.effort_power
    settings.threads = threads
    settings.loads = loads
    settings.pulls = pulls
    settings.derivatives = derivatives
    if task is not None:
        settings.task = task._to_core().stored()
        settings.stop = task.stop._to_core(body).stored() if task.stop else None
    return settings


def _numbers(name: str, values: object) -> FloatArray:
    """An array of float64 that C++ can read in place; a copy only where there is no other way."""
    import numpy as np

    array = np.asarray(values)
    if array.dtype.kind not in "fiu":
        raise TypeError(f"{name} must hold numbers, got {array.dtype}")
    array = array.astype(np.float64, copy=False)
    if any(stride < 0 or stride % array.itemsize for stride in array.strides):
        array = array.copy()
    return array


def _as_table(columns: object, table: object) -> tuple[tuple[str, ...], FloatArray]:
    import numpy as np

    if isinstance(columns, Mapping):
        if table is not None:
            raise TypeError("give either a mapping of columns to values, or columns and a table")
        arrays = {name: _numbers(f"column {name}", values) for name, values in columns.items()}
        for name, array in arrays.items():
            if array.ndim != 1:
                raise ValueError(f"column {name} must be one-dimensional, got {array.shape}")
        lengths = {name: len(array) for name, array in arrays.items()}
        if len(set(lengths.values())) > 1:
            told = ", ".join(f"{name} has {n}" for name, n in lengths.items())
            raise ValueError(f"all columns must have as many rows: {told}")
        rows = next(iter(lengths.values()), 0)
        whole = np.empty((rows, len(arrays)), order="F")
        for k, array in enumerate(arrays.values()):
            whole[:, k] = array
        return tuple(arrays), whole
    if isinstance(columns, str) or not isinstance(columns, Sequence):
        raise TypeError(
            'columns must be a list of names, such as ["hamstrings.length", "psoas.tone"], or a '
            f"mapping of names to values, got {columns!r}"
        )
    if table is None:
        raise TypeError("there are columns, but no table")
    array = _numbers("table", table)
    if array.ndim == 1 and len(columns) == 1:
        array = array[:, np.newaxis]
    if array.ndim != 2 or array.shape[1] != len(columns):
        raise ValueError(
            f"table must be of shape (rows, {len(columns)}), a column for each name, "
            f"got {array.shape}"
        )
    return tuple(columns), array


def _truth(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return value


def _draw_bar(done: int, total: int) -> None:
    width = 40
    filled = width * done // total if total else width
    end = "\n" if done >= total else ""
    bar = "#" * filled + "." * (width - filled)
    sys.stderr.write(f"\r[{bar}] {done} of {total} rows{end}")
    sys.stderr.flush()


def solve(
    body: Model,
    columns: Sequence[str] | Mapping[str, ArrayLike],
    table: ArrayLike | None = None,
    *,
    task: str | Task = "stand",
    acute: bool = False,
    threads: int | None = None,
    loads: bool = True,
    pulls: bool = True,
    derivatives: bool = False,
    out: BatchResult | None = None,
    progress: Callable[[int, int], object] | bool | None = None,
    trunk_inclination_deg: float = math.degrees(_STAND.trunk_inclination),
    knee_flexion_deg: float = math.degrees(_STAND.knee_flexion),
    effort_power: int = _STAND.effort_power,
) -> BatchResult:
    """Return where a body comes to rest for every row of a table, and what that costs.

    A row's answer depends on that row only: not on its neighbours, its place, or the number of
    threads. That a row has no answer is its status, not an exception. Other Python threads run
    meanwhile, and Ctrl-C ends it.

    Parameters
    ----------
    body : Model
        What no column sets.
    columns : sequence of str, or mapping of str to array_like of float, shape (rows,)
        What each column sets, absolute as in `Model.vary`. With a mapping there is no `table`.

        ============================  =============  =====================================
        column                        range          sets
        ============================  =============  =====================================
        ``<muscle or group>.<knob>``  `Model.vary`   ``length``, ``stiffness``, ``tone``,
                                                     ``reflex_gain`` or ``strength``
        ``mass_kg``                   35 to 200      the person (`bridge`); knobs that the
                                                     body had turned stay as they are
        ``stature_m``                 1.3 to 2.2     the same
        ``pelvic_incidence_deg``      25 to 80       the same
        ``trunk_inclination_deg``     -28.6 to 28.6  what is asked (`Model.stand`)
        ``gravity_inclination_deg``   -20 to 20      direction of gravity, > 0 leans forward
        ============================  =============  =====================================

    table : array_like of float, shape (rows, columns)
        Values, in the columns' units. A float64 array of any order is read in place.
    task : "stand" or Task
        What to ask. With a `Task` the answer has a `BatchResult.task`, the trunk's column goes from -86 to
        149 deg and turns the task's trunk, and there are neither derivatives nor columns of gravity. A
        task that has a `stop` is a movement of every row.
    acute : bool
        As in `Model.vary`, for every length among the columns.
    threads : int or None
        Threads that solve. None: all that the hardware has.
    loads, pulls : bool
        Whether to find loads at all levels; tension and share of all muscles. Without `loads`
        nobody finds out whether the muscles are too weak.
    derivatives : bool
        Whether to find what every output changes by per unit of every column, for
        `BatchResult.derivative`. Takes 8 bytes a row for each output (2 and 3 per level and 1 per
        muscle) and column.
    out : BatchResult or None
        An answer to as many rows of the same kind, to be overwritten and returned.
    progress : callable, bool or None
        Called with rows done and rows in all, several times a second; True draws a bar on stderr.
    trunk_inclination_deg : float
        As in `Model.stand` [deg].
    knee_flexion_deg : float
        As in `Model.stand` [deg].
    effort_power : int
        As in `Model.stand`.

    Returns
    -------
    BatchResult

    Raises
    ------
    UnknownName
        A ``ValueError``: no such task, column, muscle, group or knob; near names are suggested.
    ValueError
        An option is out of range; shapes disagree; two columns set the same thing; `out` is of
        another shape. A *value* out of range is the status of its row.
    TypeError
        The table does not hold numbers, or an argument is not of its kind.

    Examples
    --------
    >>> import guyline as gl
    >>> result = gl.solve(gl.bridge(), {"hip_flexors.tone": [0.01, 0.05, 1.5]})
    >>> bool(result.anterior_tilt_deg[1] > result.anterior_tilt_deg[0])
    True
    >>> gl.RowStatus(result.status[2]).name
    'out_of_range'
    """
    if not isinstance(body, Model):
        raise TypeError(f"body must be a Model, made by guyline.bridge(), got {body!r}")
    if not isinstance(task, Task) and task != "stand":
        raise UnknownName(f'task must be "stand" or a guyline.Task, got {task!r}')
    asked = task if isinstance(task, Task) else None
    if asked is not None and (trunk_inclination_deg, knee_flexion_deg) != (0.0, 0.0):
        raise ValueError("trunk_inclination_deg and knee_flexion_deg are held by the task")
    if threads is not None and (isinstance(threads, bool) or not isinstance(threads, int)):
        raise TypeError(f"threads must be a whole number or None, got {threads!r}")
    if threads is not None and threads < 1:
        raise ValueError(f"threads must be at least 1, or None for all, got {threads}")
    if out is not None and not isinstance(out, BatchResult):
        raise TypeError(f"out must be a BatchResult, got {type(out).__name__}")
    report = _draw_bar if progress is True else progress or None
    if report is not None and not callable(report):
        raise TypeError(f"progress must be a function of two numbers, or True, got {progress!r}")
    names, values = _as_table(columns, table)
    if "trunk_inclination_deg" in names and trunk_inclination_deg != 0.0:
        raise ValueError("trunk_inclination_deg is a column: do not give it as well")
    question: dict[str, Any] = {
        "acute": _truth("acute", acute),
        "threads": threads or 0,
        "loads": _truth("loads", loads),
        "pulls": _truth("pulls", pulls),
        "derivatives": _truth("derivatives", derivatives),
        "task": asked,
        "trunk_inclination_deg": trunk_inclination_deg,
        "knee_flexion_deg": knee_flexion_deg,
        "effort_power": effort_power,
    }
    from guyline._arch import _batch

    settings = _settings(body, names, **question)
    stored = body._bridge.__getstate__()
    if out is None:
        answer = _batch.Answer()
        answer.solve(stored, settings, values, report)
        return BatchResult._wrap(answer, body, names, values, question)
    if out._answer is None:
        raise ValueError("out came from a pickle or a copy: only what solve() made can be reused")
    if len(out) != len(values):
        raise ValueError(f"out has {len(out)} rows, the table {len(values)}")
    out._answer.solve(stored, settings, values, report)
    out._describe(body, names, values, question)
    return out


@dataclass(frozen=True, eq=False, repr=False)
class Config(Record):
    """What runs here. Print it.

    Attributes
    ----------
    version : str
        Of guyline.
    instruction_set : str
        In use for `solve`: ``baseline``, ``avx2`` or ``avx512``; the environment variable
        ``GUYLINE_INSTRUCTION_SET`` chooses another one.
    available : tuple of str
        Instruction sets that this processor can run and this build has.
    lanes : int
        Rows that a thread solves side by side.
    threads : int
        Threads that `solve` takes by default.
    compiler, eigen, pybind11 : str
        What it was built with.
    numpy, python : str
        What it runs with.
    """

    version: str
    instruction_set: str
    available: tuple[str, ...]
    lanes: int
    threads: int
    compiler: str
    eigen: str
    pybind11: str
    numpy: str
    python: str

    def __repr__(self) -> str:
        rows = {**vars(self), "available": ", ".join(self.available)}
        width = max(map(len, rows))
        return "\n".join(f"{name:<{width}}  {value}" for name, value in rows.items())


def show_config() -> Config:
    """Return what guyline runs with: instruction set, threads, versions.

    Returns
    -------
    Config

    Raises
    ------
    ValueError
        ``GUYLINE_INSTRUCTION_SET`` names one that there is not, or that cannot run here.
    """
    import numpy as np

    from guyline import _arch
    from guyline._arch import _batch

    return Config(
        version=_core.__version__,
        instruction_set=_arch.instruction_set,
        available=_arch.available,
        lanes=_batch.lanes,
        threads=_batch.threads(),
        compiler=_batch.compiler,
        eigen=_batch.eigen,
        pybind11=_batch.pybind11,
        numpy=np.__version__,
        python=".".join(map(str, sys.version_info[:3])),
    )
