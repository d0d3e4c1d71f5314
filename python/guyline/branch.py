"""Branches: all equilibria over one knob, tipping points, and one branch over two knobs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from guyline import _core
from guyline._names import Record, degrees, in_range, number
from guyline.knobs import KNOB_NUMBERS, KNOB_RANGES, split_knob
from guyline.model import Model
from guyline.tasks import stand_options

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

_PER_DEGREE = math.pi / 180.0
_LEAST_DEG, _GREATEST_DEG = map(degrees, _core.tilt_range())
_WIDEST_DEG = math.degrees(1.5)
_STAND = _core.StandOptions()


class ContinuationStatus(IntEnum):
    """Outcome of a continuation."""

    complete = 0
    """Every branch ends at the edge, where the body cannot stand, or in itself."""
    no_equilibrium = 1
    """Nothing found within the ranges."""
    stuck = 2
    """At least one branch was given up; see its ends."""
    budget = 3
    """The evaluations were used up."""
    too_many = 4
    """More branches than a smooth model can have."""

    def __str__(self) -> str:
        return self.name


class BranchEnd(IntEnum):
    """Why a branch goes no further."""

    range = 0
    """It leaves the range of the knob or of the tilt."""
    closed = 1
    """It comes back to where it began."""
    no_force = 2
    """The body cannot stand beyond, or a number is not finite."""
    stuck = 3
    """No step, however small, stays on it."""
    budget = 4
    """The evaluations were used up."""

    def __str__(self) -> str:
        return self.name


class SweepStatus(IntEnum):
    """How a sweep over a knob ended."""

    complete = 0
    """At the other end."""
    fell = 1
    """In a jump that nothing stops within the range of the tilt."""
    no_start = 2
    """Nothing rests at the first end."""
    broken = 3
    """The branch leaves the range of the tilt or breaks off."""

    def __str__(self) -> str:
        return self.name


class CellStatus(IntEnum):
    """What became of a cell of a map."""

    followed = 0
    """On the branch."""
    fold = 1
    """The branch ends in a fold on the way here."""
    range = 2
    """It leaves the range of the tilt on the way here."""
    no_force = 3
    """The body cannot stand, or a number is not finite."""
    not_reached = 4
    """No neighbour was on the branch either."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, eq=False)
class Branch(Record):
    """A curve of equilibria over a knob, in order along it. Arrays are read-only.

    Attributes
    ----------
    values : ndarray of float, shape (n,)
        Values of the knob.
    anterior_tilt_deg : ndarray of float, shape (n,)
        Tilt [deg], anterior positive.
    stiffness_Nm_per_deg : ndarray of float, shape (n,)
        Moment that drives back per degree of tilt [N m/deg]; 0 in folds and branch points.
    stable : ndarray of bool, shape (n,)
        Whether a small push dies away; False in folds and branch points.
    ends : tuple of BranchEnd
        Why it goes no further before the first and after the last point.
    """

    values: FloatArray
    anterior_tilt_deg: FloatArray
    stiffness_Nm_per_deg: FloatArray
    stable: BoolArray
    ends: tuple[BranchEnd, BranchEnd]

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(_frozen_state(state))

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True, eq=False)
class TippingPoint(Record):
    """A fold, where an equilibrium ends, or a branch point, where two branches cross.

    Attributes
    ----------
    value : float
        Value of the knob, to 1e-8 of its range.
    anterior_tilt_deg : float
        Tilt [deg], anterior positive.
    corner : bool
        The branch turns sharply because a muscle became fully active; placed to 1e-6.
    branches : tuple of int
        Indices of the branches that pass through it.
    """

    value: float
    anterior_tilt_deg: float
    corner: bool
    branches: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Jump(Record):
    """One jump of the resting posture.

    Attributes
    ----------
    value : float
        Value of the knob.
    tilt_from_deg : float
        Tilt before [deg].
    tilt_to_deg : float or None
        Tilt after [deg]; None if nothing stops it within the range of the tilt.
    """

    value: float
    tilt_from_deg: float
    tilt_to_deg: float | None


@dataclass(frozen=True, eq=False)
class Sweep(Record):
    """The resting posture while a knob goes slowly one way. Arrays are read-only.

    Attributes
    ----------
    status : SweepStatus
        How it ended.
    values : ndarray of float, shape (n,)
        Values of the knob, in order; twice the same at a jump.
    anterior_tilt_deg : ndarray of float, shape (n,)
        Tilt [deg].
    jumps : tuple of Jump
        Where it left a branch.
    """

    status: SweepStatus
    values: FloatArray
    anterior_tilt_deg: FloatArray
    jumps: tuple[Jump, ...]

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(_frozen_state(state))


@dataclass(frozen=True, eq=False)
class Hysteresis(Record):
    """A knob going slowly up and coming down again.

    Attributes
    ----------
    up, down : Sweep
        The way up, from the lower end, and the way down, from where the way up ended.
    """

    up: Sweep
    down: Sweep


@dataclass(frozen=True, eq=False, repr=False)
class Continuation(Record):
    """All equilibria of a body over one knob.

    Attributes
    ----------
    knob : str
        As ``"psoas.length"``.
    unit : str
        Unit of the knob.
    acute : bool
        Whether the reflex threshold stayed where it was.
    status : ContinuationStatus
        Whether every branch was followed to its end.
    branches : tuple of Branch
        The branches.
    folds : tuple of TippingPoint
        Where an equilibrium ends and the body tips.
    branch_points : tuple of TippingPoint
        Where two branches cross.
    evaluations : int
        Of moment and stiffness.
    model : Model
        The body that was asked.
    lower, upper : float
        Range of the knob.
    least_tilt_deg, greatest_tilt_deg : float
        Range of the tilt [deg].
    trunk_inclination_deg, knee_flexion_deg : float
        As in `Model.stand` [deg].
    """

    knob: str
    unit: str
    acute: bool
    status: ContinuationStatus
    branches: tuple[Branch, ...]
    folds: tuple[TippingPoint, ...]
    branch_points: tuple[TippingPoint, ...]
    evaluations: int
    model: Model
    lower: float
    upper: float
    least_tilt_deg: float
    greatest_tilt_deg: float
    trunk_inclination_deg: float
    knee_flexion_deg: float

    def __repr__(self) -> str:
        head = f"{self.knob} [{self.unit}] from {self.lower:g} to {self.upper:g}"
        lines = [head + (", acute" if self.acute else "") + f": {self.status}"]
        for i, b in enumerate(self.branches):
            stable = "stable" if b.stable.all() else "stable in part" if b.stable.any() else ""
            lines.append(
                f"branch {i}: {b.values[0]:.4g} at {b.anterior_tilt_deg[0]:+.2f} deg to "
                f"{b.values[-1]:.4g} at {b.anterior_tilt_deg[-1]:+.2f} deg, "
                f"{stable or 'unstable'}"
            )
        for word, points in (("fold", self.folds), ("branch point", self.branch_points)):
            for p in points:
                lines.append(f"{word}: {p.value:.8g} at {p.anterior_tilt_deg:+.4f} deg")
        return "\n".join(lines)

    def hysteresis(self, *, reference_tilt_deg: float = 0.0) -> Hysteresis:
        """Return what the resting posture does with the knob going slowly up, then down.

        It stays on its branch as long as that is stable; where it ends the body goes on downhill to
        the first posture that holds it.

        Parameters
        ----------
        reference_tilt_deg : float
            Tilt from which the body comes to rest at the beginning [deg].

        Returns
        -------
        Hysteresis

        Raises
        ------
        ValueError
            The reference is outside the range of the tilt.
        """
        least, greatest = self.least_tilt_deg, self.greatest_tilt_deg
        start = in_range("reference_tilt_deg", reference_tilt_deg, "deg", least, greatest)
        group, knob = _group(self.model, self.knob)
        both = _core.hysteresis(
            self.model._bridge,
            _options(self.trunk_inclination_deg, self.knee_flexion_deg),
            (least * _PER_DEGREE, greatest * _PER_DEGREE),
            group,
            knob,
            self.acute,
            self.lower,
            self.upper,
            start * _PER_DEGREE,
        )
        return Hysteresis(*(_sweep(one) for one in both))


@dataclass(frozen=True, eq=False, repr=False)
class TiltMap(Record):
    """One branch of resting postures over two knobs. Arrays are read-only.

    Attributes
    ----------
    knobs, units : tuple of str
        The two knobs and their units.
    acute : bool
        Whether the reflex thresholds stayed where they were.
    values_a : ndarray of float, shape (n,)
        Values of the first knob.
    values_b : ndarray of float, shape (m,)
        Values of the second knob.
    status : ndarray of int, shape (n, m)
        `CellStatus` of each cell; the numbers below are NaN where it is not ``followed``.
    anterior_tilt_deg : ndarray of float, shape (n, m)
        Tilt [deg], anterior positive.
    stiffness_Nm_per_deg : ndarray of float, shape (n, m)
        Moment that drives back per degree of tilt [N m/deg].
    tears : tuple of pairs of (int, int)
        Neighbouring cells, both followed, between which there is a jump.
    """

    knobs: tuple[str, str]
    units: tuple[str, str]
    acute: bool
    values_a: FloatArray
    values_b: FloatArray
    status: IntArray
    anterior_tilt_deg: FloatArray
    stiffness_Nm_per_deg: FloatArray
    tears: tuple[tuple[tuple[int, int], tuple[int, int]], ...]

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(_frozen_state(state))

    def __repr__(self) -> str:
        followed = int((self.status == CellStatus.followed).sum())
        return (
            f"{self.knobs[0]} x {self.knobs[1]}: {followed} of {self.status.size} cells followed, "
            f"{len(self.tears)} tears"
        )


def continuation(
    model: Model,
    knob: str,
    lower: float,
    upper: float,
    *,
    acute: bool = False,
    least_tilt_deg: float = _LEAST_DEG,
    greatest_tilt_deg: float = _GREATEST_DEG,
    trunk_inclination_deg: float = math.degrees(_STAND.trunk_inclination),
    knee_flexion_deg: float = math.degrees(_STAND.knee_flexion),
) -> Continuation:
    """Return all equilibria of a standing body over one knob, stable or not.

    Folds are where a posture ends and the body tips to another one; they are found to 1e-8 of the
    ranges. A loop of equilibria that fits between two of 24 values of the knob and two of 40 tilts
    may be missed.

    Parameters
    ----------
    model : Model
        The body. Its other knobs stay as they are.
    knob : str
        Muscle or group and knob, joined by a dot: ``"psoas.length"``. A group turns together.
    lower, upper : float
        Range of the knob, in its unit (`Model.vary`).
    acute : bool
        As in `Model.vary`.
    least_tilt_deg, greatest_tilt_deg : float
        Range of the tilt [deg].
    trunk_inclination_deg, knee_flexion_deg : float
        As in `Model.stand`.

    Returns
    -------
    Continuation

    Raises
    ------
    UnknownName
        A ``ValueError``: no such muscle, group or knob; near names are suggested.
    ValueError
        A value is out of range, or a range is empty.

    Examples
    --------
    >>> import guyline as gl
    >>> found = gl.continuation(gl.bridge(), "adductors.stiffness", 0.1, 1.0)
    >>> len(found.folds)
    2
    """
    group, knob_number = _group(model, knob)
    limits = KNOB_RANGES[knob.partition(".")[2]]
    low = in_range(f"lower end of {knob}", lower, limits.unit, limits.lower, limits.upper)
    high = in_range(f"upper end of {knob}", upper, limits.unit, limits.lower, limits.upper)
    if not low < high:
        raise ValueError(f"the range of {knob} is empty, {low:g} to {high:g} {limits.unit}")
    _check_acute(acute)
    options = _options(trunk_inclination_deg, knee_flexion_deg)
    least, greatest = _tilt_range(least_tilt_deg, greatest_tilt_deg)
    found = _core.continue_equilibria(
        model._bridge,
        options,
        (least * _PER_DEGREE, greatest * _PER_DEGREE),
        group,
        knob_number,
        acute,
        low,
        high,
    )
    return Continuation(
        knob=knob,
        unit=limits.unit,
        acute=acute,
        status=ContinuationStatus(found.status),
        branches=tuple(_branch(b) for b in found.branches),
        folds=tuple(_tipping_point(p) for p in found.folds),
        branch_points=tuple(_tipping_point(p) for p in found.branch_points),
        evaluations=found.evaluations,
        model=model,
        lower=low,
        upper=high,
        least_tilt_deg=least,
        greatest_tilt_deg=greatest,
        trunk_inclination_deg=float(trunk_inclination_deg),
        knee_flexion_deg=float(knee_flexion_deg),
    )


def tilt_map(
    model: Model,
    knob_a: str,
    values_a: ArrayLike,
    knob_b: str,
    values_b: ArrayLike,
    *,
    acute: bool = False,
    least_tilt_deg: float = _LEAST_DEG,
    greatest_tilt_deg: float = _GREATEST_DEG,
    trunk_inclination_deg: float = math.degrees(_STAND.trunk_inclination),
    knee_flexion_deg: float = math.degrees(_STAND.knee_flexion),
) -> TiltMap:
    """Return the tilt over two knobs along one branch, and where that branch ends.

    The branch is the one on which the body rests as it is, with each of the two groups at the value of
    its first muscle. Every cell is reached from a neighbour without a jump; a cell that cannot be
    reached so may have a resting posture of its own (`solve`), on another branch.

    Parameters
    ----------
    model : Model
        The body.
    knob_a, knob_b : str
        Muscle or group and knob, joined by a dot: ``"hamstrings.length"``.
    values_a : array_like of float, shape (n,)
        Values of the first knob, ascending, in its unit and range (`Model.vary`).
    values_b : array_like of float, shape (m,)
        Values of the second knob, ascending.
    acute : bool
        As in `Model.vary`.
    least_tilt_deg, greatest_tilt_deg : float
        Range of the tilt [deg].
    trunk_inclination_deg, knee_flexion_deg : float
        As in `Model.stand`.

    Returns
    -------
    TiltMap

    Raises
    ------
    UnknownName
        A ``ValueError``: no such muscle, group or knob; near names are suggested.
    ValueError
        A value is out of range or does not ascend, or both knobs turn one knob of one muscle.

    Examples
    --------
    >>> import guyline as gl
    >>> lengths = [-0.1, 0.0, 0.1]
    >>> m = gl.tilt_map(gl.bridge(), "hamstrings.length", lengths, "hip_flexors.length", lengths)
    >>> bool(m.anterior_tilt_deg[1, 0] > m.anterior_tilt_deg[1, 2])
    True
    """
    import numpy as np

    group_a, number_a = _group(model, knob_a)
    group_b, number_b = _group(model, knob_b)
    a, b = _values(knob_a, values_a), _values(knob_b, values_b)
    _check_acute(acute)
    options = _options(trunk_inclination_deg, knee_flexion_deg)
    least, greatest = _tilt_range(least_tilt_deg, greatest_tilt_deg)
    found = _core.tilt_map(
        model._bridge,
        options,
        (least * _PER_DEGREE, greatest * _PER_DEGREE),
        group_a,
        number_a,
        group_b,
        number_b,
        acute,
        a,
        b,
    )
    shape = (len(a), len(b))

    def cell(i: int) -> tuple[int, int]:
        return (i // len(b), i % len(b))

    return TiltMap(
        knobs=(knob_a, knob_b),
        units=(KNOB_RANGES[knob_a.partition(".")[2]].unit, KNOB_RANGES[knob_b.partition(".")[2]].unit),
        acute=acute,
        values_a=_array(a),
        values_b=_array(b),
        status=_frozen(np.array(found.status, dtype=np.int64).reshape(shape)),
        anterior_tilt_deg=_frozen(np.array(found.path).reshape(shape) / _PER_DEGREE),
        stiffness_Nm_per_deg=_frozen(np.array(found.stiffness).reshape(shape) * _PER_DEGREE),
        tears=tuple((cell(one), cell(other)) for one, other in found.tears),
    )


def _group(model: Model, knob: str) -> tuple[list[int], int]:
    """Muscles and number of a knob such as ``"psoas.length"``."""
    name, knob_name = split_knob(knob, KNOB_RANGES)
    return model._select(name), KNOB_NUMBERS[knob_name]


def _options(trunk_inclination_deg: float, knee_flexion_deg: float) -> _core.StandOptions:
    return stand_options(trunk_inclination_deg, knee_flexion_deg, _STAND.effort_power)


def _check_acute(acute: object) -> None:
    if not isinstance(acute, bool):
        raise TypeError(f"acute must be True or False, got {acute!r}")


def _tilt_range(least: float, greatest: float) -> tuple[float, float]:
    low = in_range("least_tilt_deg", least, "deg", -_WIDEST_DEG, _WIDEST_DEG)
    high = in_range("greatest_tilt_deg", greatest, "deg", -_WIDEST_DEG, _WIDEST_DEG)
    if not low < high:
        raise ValueError(f"the range of the tilt is empty, {low:g} to {high:g} deg")
    return low, high


def _values(knob: str, values: ArrayLike) -> list[float]:
    import numpy as np

    wanted = np.asarray(values)
    if wanted.ndim != 1 or not wanted.size:
        raise ValueError(
            f"the values of {knob} must be one-dimensional and at least one, "
            f"got shape {wanted.shape}"
        )
    limits = KNOB_RANGES[knob.partition(".")[2]]
    numbers = [number(f"each of the values of {knob}", v) for v in wanted.tolist()]
    for x in numbers:
        in_range(knob, x, limits.unit, limits.lower, limits.upper)
    if any(not one < other for one, other in zip(numbers, numbers[1:])):
        raise ValueError(f"the values of {knob} must ascend")
    return numbers


def _branch(branch: _core.Branch) -> Branch:
    import numpy as np

    return Branch(
        values=_array(branch.parameter),
        anterior_tilt_deg=_frozen(np.array(branch.path) / _PER_DEGREE),
        stiffness_Nm_per_deg=_frozen(np.array(branch.stiffness) * _PER_DEGREE),
        stable=_frozen(np.array(branch.stable, dtype=np.bool_)),
        ends=(BranchEnd(branch.at_front), BranchEnd(branch.at_back)),
    )


def _tipping_point(point: _core.SpecialPoint) -> TippingPoint:
    tilt = point.path / _PER_DEGREE
    return TippingPoint(point.parameter, tilt, point.corner, tuple(point.branches))


def _sweep(sweep: _core.Sweep) -> Sweep:
    import numpy as np

    return Sweep(
        status=SweepStatus(sweep.status),
        values=_array(sweep.parameter),
        anterior_tilt_deg=_frozen(np.array(sweep.path, dtype=np.float64) / _PER_DEGREE),
        jumps=tuple(
            Jump(
                j.parameter,
                j.path_from / _PER_DEGREE,
                None if j.path_to is None else j.path_to / _PER_DEGREE,
            )
            for j in sweep.jumps
        ),
    )


def _array(numbers: list[float]) -> Any:
    import numpy as np

    return _frozen(np.array(numbers, dtype=np.float64))


def _frozen(array: Any) -> Any:
    array.setflags(write=False)
    return array


def _frozen_state(state: dict[str, Any]) -> dict[str, Any]:
    for value in state.values():
        if hasattr(value, "setflags"):
            value.setflags(write=False)
    return state
