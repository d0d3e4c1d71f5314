"""Answers of a batch: an array per quantity, an entry per row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guyline._arrays import frozen
from guyline._names import NamedEnum, Record, Table, raise_unknown
from guyline.columns import settings_of
from guyline.model import Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from guyline._arch import _batch

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int32]

_COORDINATES = ("ankle_dorsiflexion", "knee_flexion", "hip_flexion", "lumbar_flexion")
# What is differentiated, in the order of the rows, and which name each needs beside its own.
_ANGLES = ("anterior_tilt_deg", "lordosis_deg")
_LOADS = ("compression_N", "shear_N", "moment_Nm")
_OUTPUTS = {
    **dict.fromkeys(_ANGLES, None),
    **dict.fromkeys(_LOADS, "level"),
    "tension_N": "muscle",
}


class RowStatus(NamedEnum):
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
                frozen(array)

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
            settings_of(self.body, self.columns, **self._question),
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
