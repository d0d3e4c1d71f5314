"""Answers over knobs: branches of equilibria, tipping points, hysteresis, a map."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guyline import _core
from guyline._arrays import frozen, frozen_array, frozen_state
from guyline._names import NamedEnum, Record, in_range
from guyline.knobs import KNOB_NUMBERS, KNOB_RANGES, split_knob
from guyline.model import Model
from guyline.tasks import stand_options

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

_PER_DEGREE = math.pi / 180.0
_EFFORT_POWER = _core.StandOptions().effort_power


class ContinuationStatus(NamedEnum):
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


class BranchEnd(NamedEnum):
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


class PassageStatus(NamedEnum):
    """How a passage over a knob ended."""

    complete = 0
    """At the other end."""
    fell = 1
    """In a jump that nothing stops within the range of the tilt."""
    no_start = 2
    """Nothing rests at the first end."""
    broken = 3
    """The branch leaves the range of the tilt or breaks off."""


class CellStatus(NamedEnum):
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
        vars(self).update(frozen_state(state))

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
class Passage(Record):
    """The resting posture while a knob goes slowly one way. Arrays are read-only.

    Attributes
    ----------
    status : PassageStatus
        How it ended.
    values : ndarray of float, shape (n,)
        Values of the knob, in order; twice the same at a jump.
    anterior_tilt_deg : ndarray of float, shape (n,)
        Tilt [deg].
    jumps : tuple of Jump
        Where it left a branch.
    """

    status: PassageStatus
    values: FloatArray
    anterior_tilt_deg: FloatArray
    jumps: tuple[Jump, ...]

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(frozen_state(state))


@dataclass(frozen=True, eq=False)
class Hysteresis(Record):
    """A knob going slowly up and coming down again.

    Attributes
    ----------
    up, down : Passage
        The way up, from the lower end, and the way down, from where the way up ended.
    """

    up: Passage
    down: Passage


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
        group, knob = group_of(self.model, self.knob)
        both = _core.hysteresis(
            self.model._bridge,
            options_of(self.trunk_inclination_deg, self.knee_flexion_deg),
            (least * _PER_DEGREE, greatest * _PER_DEGREE),
            group,
            knob,
            self.acute,
            self.lower,
            self.upper,
            start * _PER_DEGREE,
        )
        return Hysteresis(*(_passage(one) for one in both))


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
        vars(self).update(frozen_state(state))

    def __repr__(self) -> str:
        followed = int((self.status == CellStatus.followed).sum())
        return (
            f"{self.knobs[0]} x {self.knobs[1]}: {followed} of {self.status.size} cells followed, "
            f"{len(self.tears)} tears"
        )


def group_of(model: Model, knob: str) -> tuple[list[int], int]:
    """Muscles and number of a knob such as ``"psoas.length"``."""
    name, knob_name = split_knob(knob, KNOB_RANGES)
    return model._select(name), KNOB_NUMBERS[knob_name]


def options_of(trunk_inclination_deg: float, knee_flexion_deg: float) -> _core.StandOptions:
    """How the body is to stand."""
    return stand_options(trunk_inclination_deg, knee_flexion_deg, _EFFORT_POWER)


def _passage(passage: _core.Passage) -> Passage:
    import numpy as np

    return Passage(
        status=PassageStatus(passage.status),
        values=frozen_array(passage.parameter),
        anterior_tilt_deg=frozen(np.array(passage.path, dtype=np.float64) / _PER_DEGREE),
        jumps=tuple(
            Jump(
                j.parameter,
                j.path_from / _PER_DEGREE,
                None if j.path_to is None else j.path_to / _PER_DEGREE,
            )
            for j in passage.jumps
        ),
    )
