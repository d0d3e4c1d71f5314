"""Branches: all equilibria over one knob, tipping points, and one branch over two knobs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from guyline import _core
from guyline._arrays import frozen, frozen_array
from guyline._names import degrees, in_range, number, truth
from guyline.branch_result import (
    Branch,
    BranchEnd,
    Continuation,
    ContinuationStatus,
    TiltMap,
    TippingPoint,
    group_of,
    options_of,
)
from guyline.knobs import KNOB_RANGES, split_knob
from guyline.model import Model

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_PER_DEGREE = math.pi / 180.0
_LEAST_DEG, _GREATEST_DEG = map(degrees, _core.tilt_range())
_WIDEST_DEG = math.degrees(1.5)
_STAND = _core.StandOptions()


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
    group, knob_number = group_of(model, knob)
    limits = _limits(knob)
    low = in_range(f"lower end of {knob}", lower, limits.unit, limits.lower, limits.upper)
    high = in_range(f"upper end of {knob}", upper, limits.unit, limits.lower, limits.upper)
    if not low < high:
        raise ValueError(f"the range of {knob} is empty, {low:g} to {high:g} {limits.unit}")
    truth("acute", acute)
    options = options_of(trunk_inclination_deg, knee_flexion_deg)
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

    group_a, number_a = group_of(model, knob_a)
    group_b, number_b = group_of(model, knob_b)
    a, b = _values(knob_a, values_a), _values(knob_b, values_b)
    truth("acute", acute)
    options = options_of(trunk_inclination_deg, knee_flexion_deg)
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
        units=(_limits(knob_a).unit, _limits(knob_b).unit),
        acute=acute,
        values_a=frozen_array(a),
        values_b=frozen_array(b),
        status=frozen(np.array(found.status, dtype=np.int64).reshape(shape)),
        anterior_tilt_deg=frozen(np.array(found.path).reshape(shape) / _PER_DEGREE),
        stiffness_Nm_per_deg=frozen(np.array(found.stiffness).reshape(shape) * _PER_DEGREE),
        tears=tuple((cell(one), cell(other)) for one, other in found.tears),
    )


def _limits(knob: str) -> _core.KnobRange:
    return KNOB_RANGES[split_knob(knob, KNOB_RANGES)[1]]


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
    limits = _limits(knob)
    numbers = [number(f"each of the values of {knob}", v) for v in wanted.tolist()]
    for x in numbers:
        in_range(knob, x, limits.unit, limits.lower, limits.upper)
    if any(not one < other for one, other in zip(numbers, numbers[1:])):
        raise ValueError(f"the values of {knob} must ascend")
    return numbers


def _branch(branch: _core.Branch) -> Branch:
    import numpy as np

    return Branch(
        values=frozen_array(branch.parameter),
        anterior_tilt_deg=frozen(np.array(branch.path) / _PER_DEGREE),
        stiffness_Nm_per_deg=frozen(np.array(branch.stiffness) * _PER_DEGREE),
        stable=frozen(np.array(branch.stable, dtype=np.bool_)),
        ends=(BranchEnd(branch.at_front), BranchEnd(branch.at_back)),
    )


def _tipping_point(point: _core.SpecialPoint) -> TippingPoint:
    tilt = point.path / _PER_DEGREE
    return TippingPoint(point.parameter, tilt, point.corner, tuple(point.branches))
