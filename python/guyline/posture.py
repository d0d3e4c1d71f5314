"""Answers: where the pelvis rests, what that costs, who is pulling."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guyline import _core
from guyline._names import NamedEnum, Record, Table

if TYPE_CHECKING:
    import os

    from matplotlib.axes import Axes

    from guyline.difference import Difference
    from guyline.model import Model
    from guyline.sensitivity import Sensitivity

_PER_DEGREE = math.pi / 180.0
# Rows of the effort problem: joints that muscles hold, the level itself last.
_HELD_JOINTS = ("ankle", "hip")


class PostureStatus(NamedEnum):
    """Outcome of a search for the resting posture.

    Compare with a member, ``posture.status == guyline.PostureStatus.solved``; its word is
    ``posture.status.name``.
    """

    solved = 0
    """A stable resting posture."""
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


class EffortStatus(NamedEnum):
    """Outcome of the search for the least effort that holds the joints."""

    solved = 0
    """The muscles hold them."""
    not_carried = 1
    """They cannot: see ``missing_moment_Nm``."""
    not_converged = 2
    """The search did not finish."""


@dataclass(frozen=True, eq=False)
class Equilibrium(Record):
    """A posture in which all moments cancel, stable or not.

    Attributes
    ----------
    anterior_tilt_deg : float
        Tilt of the pelvis [deg], forward (anterior) positive.
    stiffness_Nm_per_deg : float
        Moment per degree of tilt that drives back [N m/deg]; negative where unstable.
    stable : bool
        Whether a small push dies away.
    residual : float
        Moment left over, in parts of all moments [1].
    """

    anterior_tilt_deg: float
    stiffness_Nm_per_deg: float
    stable: bool
    residual: float


@dataclass(frozen=True, eq=False)
class Pull(Record):
    """Part of one cable, of weight or of tissue in holding the tilt.

    Attributes
    ----------
    tension_N : float
        Resting tension [N], never negative; 0 for weight and tissue, which are no cables.
    arm_m : float
        Shortening of the cable per radian of tilt [m/rad]: positive tilts the pelvis forward.
    moment_Nm : float
        tension times arm [N m]; positive tilts forward.
    share : float
        Part of all that tilts forward (> 0) or of all that tilts back (< 0) [1].
    """

    tension_N: float
    arm_m: float
    moment_Nm: float
    share: float


@dataclass(frozen=True, eq=False)
class Load(Record):
    """Load on one disc, in the axes of the endplate below it, and where it comes from.

    Attributes
    ----------
    compression_N : float
        Force normal to the endplate [N], positive presses.
    shear_N : float
        Force along the endplate [N], positive pushes the upper vertebra forward.
    moment_Nm : float
        Bending moment [N m], forward positive, that disc and ligaments carry.
    budget : mapping of str to float
        Compression [N] from ``gravity``, ``passive`` (stretched muscle), ``tonic`` (resting
        activation), ``active`` (called on to hold the joints); they sum to `compression_N`.
    shear_budget, moment_budget : mapping of str to float
        The same for `shear_N` [N] and `moment_Nm` [N m].
    tissue_moment_Nm : float
        Moment of disc and ligaments on the body above [N m]; in balance minus `moment_Nm`.
    effort_status : EffortStatus
        Whether the muscles can hold ankle, hip and this level.
    activations : mapping of str to float
        Activation of each muscle [1], 0 to 1, with the least effort that holds them.
    missing_moment_Nm : mapping of str to float
        What the muscles fall short of [N m], for ``ankle``, ``hip`` and this level; 0 if held.
    """

    compression_N: float
    shear_N: float
    moment_Nm: float
    budget: Table[float]
    shear_budget: Table[float]
    moment_budget: Table[float]
    tissue_moment_Nm: float
    effort_status: EffortStatus
    activations: Table[float] = field(repr=False)
    missing_moment_Nm: Table[float] = field(repr=False)


@dataclass(frozen=True, eq=False, repr=False)
class Posture(Record):
    """Where a body comes to rest. Plain numbers: immutable, comparable, picklable.

    Where `status` is not ``solved`` the angles, stiffness and loads are NaN and `reason` says why.

    Attributes
    ----------
    status : PostureStatus
        Outcome; look at it first.
    reason : str
        Why there is no posture, or why the muscles cannot hold it, and what to do; else empty.
    anterior_tilt_deg : float
        Tilt of the pelvis [deg]: anterior positive, posterior negative, 0 in the reference posture.
    lordosis_deg : float
        Angle between the upper plates of L1 and S1, LL [deg], positive when the back is hollow.
    sacral_slope_deg : float
        Angle of the S1 plate to the horizontal, SS [deg]; grows with anterior tilt.
    pelvic_tilt_radiographic_deg : float
        The X-ray angle PT [deg]; grows with *posterior* tilt. PI = PT + SS.
    pelvic_incidence_deg : float
        Bone shape PI [deg], as the body was built.
    stiffness_Nm_per_deg : float
        Moment that drives the pelvis back per degree of tilt [N m/deg], > 0.
    residual : float
        Moment left over, in parts of all moments [1].
    iterations, evaluations : int
        Newton steps to close in on the posture; evaluations of the whole search [counts].
    ankle_dorsiflexion_deg, knee_flexion_deg, hip_flexion_deg, lumbar_flexion_deg : float
        Joint angles [deg], flexion positive, 0 where the segments are drawn up straight.
    trunk_inclination_deg : float
        Inclination of the trunk that was asked for [deg], forward positive.
    load : mapping of str to Load
        By level, ``"L5/S1"`` and ``"L4/L5"``.
    tensions : mapping of str to float
        Resting tension of each muscle [N], never negative.
    pulls : mapping of str to Pull
        What each muscle, ``"gravity"`` and ``"tissue"`` add to the balance of the tilt.
    equilibria : tuple of Equilibrium
        All of them, by ascending tilt, stable and unstable.
    model : Model
        The body that stands.
    """

    status: PostureStatus
    reason: str
    anterior_tilt_deg: float
    lordosis_deg: float
    sacral_slope_deg: float
    pelvic_tilt_radiographic_deg: float
    pelvic_incidence_deg: float
    stiffness_Nm_per_deg: float
    residual: float
    iterations: int
    evaluations: int
    ankle_dorsiflexion_deg: float
    knee_flexion_deg: float
    hip_flexion_deg: float
    lumbar_flexion_deg: float
    trunk_inclination_deg: float
    load: Table[Load]
    tensions: Table[float]
    pulls: Table[Pull]
    equilibria: tuple[Equilibrium, ...]
    model: Model

    def __repr__(self) -> str:
        if self.status is not PostureStatus.solved:
            return f"No standing posture ({self.status}): {self.reason}"
        angles = (
            f"SS {self.sacral_slope_deg:.1f}, PT {self.pelvic_tilt_radiographic_deg:.1f}, "
            f"PI {self.pelvic_incidence_deg:.1f} deg"
        )
        lines = [
            "Standing",
            f"  pelvis     {tilt_in_words(self.anterior_tilt_deg)}   ({angles})",
            f"  lordosis   {self.lordosis_deg:.1f} deg from L1 to S1",
            f"  stiffness  {self.stiffness_Nm_per_deg:.2f} N m per degree of tilt",
        ]
        for level, load in self.load.items():
            budget = " + ".join(f"{part} {x + 0.0:.0f}" for part, x in load.budget.items())
            lines.append(f"  {level:<9}  {load.compression_N:.0f} N compression = {budget}")
            lines.append(f"             {_shear_in_words(load.shear_N)}")
        if self.reason:
            lines.append(f"  but        {self.reason}")
        return "\n".join(lines)

    def __sub__(self, other: Posture) -> Difference:
        if not isinstance(other, Posture):
            return NotImplemented
        from guyline.difference import Difference

        return Difference(after=self, before=other)

    def sensitivity(self, *, acute: bool = False, effort_power: int | None = None) -> Sensitivity:
        """Return what moves this posture and its loads, ranked by what tilts most.

        Derivatives by every knob of every muscle, mass, stature, pelvic incidence and the
        inclinations of trunk and gravity, each times a step: 1 % of optimal length, 0.01 of tone,
        0.1 of stiffness, reflex gain and strength, 1 kg, 1 cm, 1 deg; and, as
        ``passive_stiffness``, the turn of the stiffness knob that adds 10 N m/rad, through that
        muscle's passive tension, to the moment per radian of tilt at this posture. A muscle whose
        passive curve is slack has none; a large turn is extrapolated along the tangent.

        Parameters
        ----------
        acute : bool
            Whether the reflex thresholds stay where they are while lengths change; by default they
            follow.
        effort_power : int, optional
            2 or 3, as it was given to `Model.stand`; 2 if not given.

        Returns
        -------
        Sensitivity
            Print it for a table. Without effects where there is no posture.

        Raises
        ------
        ValueError
            An argument is out of range.
        """
        from guyline.sensitivity import sensitivity_of
        from guyline.tasks import stand_options

        knee = max(0.0, self.knee_flexion_deg)
        options = stand_options(self.trunk_inclination_deg, knee, effort_power or 2)
        return sensitivity_of(self, options, acute)

    def plot(self, path: str | os.PathLike[str] | None = None, *, ax: Axes | None = None) -> Axes:
        """Draw the body in profile, its cables coloured by tension. Needs matplotlib.

        Parameters
        ----------
        path : str or path-like, optional
            File to write; its ending chooses the format (``.png``, ``.svg``, ``.pdf``).
        ax : matplotlib Axes, optional
            Where to draw; a new figure if not given.

        Returns
        -------
        matplotlib Axes

        Raises
        ------
        ImportError
            matplotlib is missing: ``pip install "guyline[plot]"``.
        ValueError
            There is no posture to draw.
        """
        from guyline.plot import draw_posture

        return draw_posture(self, path, ax=ax)


def tilt_in_words(tilt_deg: float) -> str:
    """A tilt [deg] in words: ``2.3 deg anterior tilt``."""
    size = f"{abs(tilt_deg):.1f} deg"
    if float(f"{tilt_deg:.1f}") == 0.0:
        return f"{size} tilt, neither anterior nor posterior"
    return f"{size} {'anterior' if tilt_deg > 0 else 'posterior'} tilt"


def _shear_in_words(shear_N: float) -> str:
    return f"{abs(shear_N):.0f} N shear, {'forward' if shear_N >= 0 else 'backward'}"


_REASONS = {
    PostureStatus.no_equilibrium: (
        "nothing stops the pelvis between {low:.0f} and {high:.0f} deg of tilt. Give the muscles "
        "more tone, reflex gain or stiffness, or put back some that were cut"
    ),
    PostureStatus.cannot_stand: (
        "the trunk and knees cannot be held as asked with the weight over the feet. Ask for less "
        "trunk inclination or knee flexion"
    ),
    PostureStatus.not_converged: (
        "a resting posture was found but not met to the tolerance asked for. Change a knob by a "
        "little; if it stays so, please report the model"
    ),
    PostureStatus.not_finite: (
        "a number of the model became infinite or NaN on the way. Take the last extreme knob "
        "value back"
    ),
    PostureStatus.too_many: (
        "there are more equilibria than a body can have. Take the last extreme knob value back"
    ),
}


def _effort_reason(load: Table[Load]) -> str:
    for level, at in load.items():
        if at.effort_status is EffortStatus.not_carried:
            joint, moment = max(at.missing_moment_Nm.items(), key=lambda item: abs(item[1]))
            return (
                f"the muscles cannot hold this posture: {abs(moment):.1f} N m are missing at {joint}, "
                f"so the active load at {level} is too low. Give them more strength, or lean less"
            )
        if at.effort_status is EffortStatus.not_converged:
            return (
                f"the least effort that holds {level} was not found, so its loads are not to be "
                "trusted. Change a knob by a little"
            )
    return ""


def _load(
    level: str, at: _core.StandingLoad, names: list[str], held_joints: tuple[str, ...]
) -> Load:
    load = at.load
    total = load.total
    parts = {
        "gravity": load.gravity,
        "passive": load.passive,
        "tonic": load.tonic,
        "active": load.active,
    }
    effort = at.effort
    return Load(
        compression_N=total.compression,
        shear_N=total.shear,
        moment_Nm=total.moment,
        budget=Table({k: p.compression for k, p in parts.items()}, "part"),
        shear_budget=Table({k: p.shear for k, p in parts.items()}, "part"),
        moment_budget=Table({k: p.moment for k, p in parts.items()}, "part"),
        tissue_moment_Nm=load.tissue_moment,
        effort_status=EffortStatus(effort.status),
        activations=Table(dict(zip(names, effort.activation)), "muscle"),
        missing_moment_Nm=Table(dict(zip((*held_joints, level), effort.missing)), "joint"),
    )


def posture_from_core(
    model: Model,
    trunk_deg: float,
    result: _core.StandResult,
    held_joints: tuple[str, ...] = _HELD_JOINTS,
) -> Posture:
    """The compiled module's answer in degrees, by name; tables are made when they are looked at."""
    bridge = model._bridge

    def pulls() -> dict[str, Pull]:
        rows = zip((*bridge.muscle_names, "gravity", "tissue"), result.pull_rows)
        return {name: Pull(*numbers) for name, numbers in rows}

    def tensions() -> dict[str, float]:
        return {name: row[0] for name, row in zip(bridge.muscle_names, result.pull_rows)}

    def loads() -> dict[str, Load]:
        names = bridge.muscle_names
        return {at.level: _load(at.level, at, names, held_joints) for at in result.loads}

    status = PostureStatus(result.status)
    load = Table(loads, "level")
    if status is PostureStatus.solved:
        reason = _effort_reason(load) if any(result.effort_statuses) else ""
    else:
        low, high = map(math.degrees, result.searched)
        reason = _REASONS[status].format(low=low, high=high)
    found = result.equilibria
    ankle, knee, hip, lumbar = map(math.degrees, result.q)
    return Posture(
        status=status,
        reason=reason,
        anterior_tilt_deg=math.degrees(result.anterior_tilt),
        lordosis_deg=math.degrees(result.lordosis),
        sacral_slope_deg=math.degrees(result.sacral_slope),
        pelvic_tilt_radiographic_deg=math.degrees(result.pelvic_tilt_radiographic),
        pelvic_incidence_deg=model.pelvic_incidence_deg,
        stiffness_Nm_per_deg=result.stiffness * _PER_DEGREE,
        residual=result.residual,
        iterations=found[result.resting].iterations if result.resting >= 0 else 0,
        evaluations=result.evaluations,
        ankle_dorsiflexion_deg=ankle,
        knee_flexion_deg=knee,
        hip_flexion_deg=hip,
        lumbar_flexion_deg=lumbar,
        trunk_inclination_deg=trunk_deg,
        load=load,
        tensions=Table(tensions, "muscle"),
        pulls=Table(pulls, "pull"),
        equilibria=tuple(
            Equilibrium(math.degrees(e.path), e.stiffness * _PER_DEGREE, e.stable, e.residual)
            for e in found
        ),
        model=model,
    )
