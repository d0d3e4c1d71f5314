"""Postures of tasks: what they cost, what limits them, how they are found."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guyline import _core
from guyline._names import Table
from guyline.posture import EffortStatus, Posture, PostureStatus, posture_from_core
from guyline.task import StopReason, Task

if TYPE_CHECKING:
    from guyline.model import Model
    from guyline.sensitivity import Sensitivity

_JOINTS = ("ankle", "knee", "hip", "lumbar")


@dataclass(frozen=True, eq=False, repr=False)
class TaskPosture(Posture):
    """The posture of a task, what it costs and what limits it. Print it for a summary.

    Beside what a `Posture` has; `tensions` and `pulls` of a voluntary task are those of muscles that
    hold, with the effort at L5/S1.

    Attributes
    ----------
    task : Task
        What was asked.
    stopped_by : str
        What ended a movement: ``"none"`` where the angle was given, ``"hamstring_tolerance"``,
        ``"lumbar_tolerance"``, ``"target"``, ``"too_weak"``, ``"end_of_range"``, ``"no_posture"``.
    jumped : bool
        Whether the posture jumped on the way: a fold.
    fingertip_height_m, grip_height_m : float
        Of hanging arms above the sole [m].
    lumbar_moment_Nm : float
        Passive moment of tissue and stretched muscle at L5/S1 [N m], extending positive.
    hamstring_moment_Nm : float
        Passive moment of the hamstrings at the hip [N m per leg], extending positive.
    erector_activation : float
        The highest of erector spinae and multifidus [1].
    is_erector_silent : bool
        Whether that is below 5 %: flexion-relaxation.
    seat_force_N, backrest_force_N, foot_force_N : float
        What carries the weight [N]; a negative backrest means that nobody leans on it.
    margins_deg : mapping of str to float
        To the nearer end of the range of ``ankle``, ``knee``, ``hip`` and ``lumbar`` [deg]; negative
        is beyond.
    """

    task: Task
    stopped_by: str
    jumped: bool
    fingertip_height_m: float
    grip_height_m: float
    lumbar_moment_Nm: float
    hamstring_moment_Nm: float
    erector_activation: float
    is_erector_silent: bool
    seat_force_N: float
    backrest_force_N: float
    foot_force_N: float
    margins_deg: Table[float]

    def __repr__(self) -> str:
        name = self.task.name.capitalize()
        if self.status is not PostureStatus.solved:
            return f"{name}: no posture ({self.status}): {self.reason}"
        first, *rest = Posture.__repr__(self).split("\n")
        way = "back" if self.trunk_inclination_deg < -0.05 else "forward"
        back = "silent" if self.is_erector_silent else f"active to {self.erector_activation:.0%}"
        lines = [
            name if first == "Standing" else first,
            f"  trunk      {abs(self.trunk_inclination_deg):.1f} deg {way}, "
            f"lumbar spine {self.lumbar_flexion_deg:.1f}, hip {self.hip_flexion_deg:.1f} deg flexed",
            *rest,
            f"  back       {back}; passive {self.lumbar_moment_Nm:.0f} N m at L5/S1",
        ]
        if self.task.balance == "foot":
            tips = 100 * self.fingertip_height_m
            side = "above" if tips >= 0.0 else "below"
            lines.append(f"  hands      finger tips {abs(tips):.0f} cm {side} the sole")
        if self.task.has_seat:
            push = f", backrest {self.backrest_force_N:.0f} N" if self.task.has_backrest else ""
            feet = f"feet {self.foot_force_N:.0f} N"
            lines.append(f"  carried    seat {self.seat_force_N:.0f} N, {feet}{push}")
        if self.stopped_by != "none":
            lines.append(f"  ended by   {self.stopped_by.replace('_', ' ')}")
        if self.jumped:
            lines.append("  but        the posture jumped on the way: a fold")
        beyond = [joint for joint, margin in self.margins_deg.items() if margin < -0.05]
        if beyond:
            lines.append(f"  but        beyond the usual range of {', '.join(beyond)}")
        return "\n".join(lines)

    def sensitivity(self, *, acute: bool = False, effort_power: int | None = None) -> Sensitivity:
        """Return what moves this posture and its loads, as `Posture.sensitivity`.

        By every knob, by ``mass``, ``stature`` and ``pelvic_incidence`` of the person, and by
        ``trunk_inclination`` (where the task holds it), ``ground_inclination`` and ``hand_mass`` of the
        task. All else of the task stays as it is: burdens, reach, the inclination that a seat gave the
        thighs. With the voluntary law `Effect.tensions` are those of `tensions`, with the effort at
        L5/S1.

        Parameters
        ----------
        acute : bool
            Whether the reflex thresholds stay where they are while lengths change.
        effort_power : int, optional
            The task's own, and nothing else.

        Returns
        -------
        Sensitivity

        Raises
        ------
        ValueError
            Of a movement, whose end moves too; `effort_power` is another.

        Examples
        --------
        >>> import guyline as gl
        >>> what = gl.bridge().bend(trunk_inclination_deg=60).sensitivity()
        >>> what.of("hamstrings", "length").anterior_tilt_deg > 0
        True
        """
        from guyline.sensitivity import named_sensitivity

        if self.task.stop is not None:
            raise ValueError(
                f"{self.task.name}: a movement ends elsewhere when a knob turns; ask for the posture "
                "at one inclination, or give solve() a table"
            )
        if effort_power not in (None, self.task.effort_power):
            raise ValueError(
                f"effort_power is the task's, {self.task.effort_power}, got {effort_power!r}"
            )
        result = _core.task_sensitivity(self.model._bridge, self.task._to_core(), acute)
        return named_sensitivity(self, result, tuple(_core.task_parameters()))


def perform(model: Model, task: Task) -> TaskPosture:
    """The posture of a task, see `Model.perform`."""
    if not isinstance(task, Task):
        raise TypeError(f"task must be a Task, got {task!r}")
    core = task._to_core()
    for name in task.silent:
        model._select(name)
    if task.stop is None:
        return _posture(model, task, _core.solve_task(model._bridge, core), "none", False)
    rules = task.stop._to_core(model)
    result, reason, _, jumped = _core.move_until(model._bridge, rules, core)
    return _posture(model, task, result, StopReason(reason).name, jumped)


def _posture(
    model: Model, task: Task, result: _core.TaskResult, stopped_by: str, jumped: bool
) -> TaskPosture:
    held = tuple(_core.held_joints(model._bridge, task._to_core()))
    base = posture_from_core(model, math.degrees(result.trunk_inclination), result, held)
    reason = base.reason
    if result.standing_status != PostureStatus.solved:
        reason = f"the body does not stand to begin with: {reason}"
    elif not reason:
        reason = _missed(model, task, result, stopped_by)
    elif base.status is not PostureStatus.solved:
        reason = _too_heavy(task, base.status) or _not_held(task, base.status) or reason
    return TaskPosture(
        **{**vars(base), "reason": reason},
        task=task,
        stopped_by=stopped_by,
        jumped=jumped,
        fingertip_height_m=result.fingertip_height,
        grip_height_m=result.grip_height,
        lumbar_moment_Nm=result.lumbar_moment,
        hamstring_moment_Nm=result.hamstring_moment,
        erector_activation=result.erector_activation,
        is_erector_silent=result.is_erector_silent,
        seat_force_N=result.seat_force,
        backrest_force_N=result.backrest_force,
        foot_force_N=result.foot_force,
        margins_deg=Table(
            {name: math.degrees(x) for name, x in zip(_JOINTS, result.margins)}, "joint"
        ),
    )


def _missed(model: Model, task: Task, result: _core.TaskResult, stopped_by: str) -> str:
    """What is missing of a target that was not reached, or what there is past one that was."""
    if task.has_backrest and result.backrest_force < 0.0:
        return "the weight is ahead of the seat's contact: nobody leans on this backrest"
    if task.stop is None:
        return ""
    weak = _too_weak(model, task, result) if stopped_by == "too_weak" else ""
    for name in ("grip_height", "fingertip_height"):
        wanted = getattr(task.stop, f"{name}_m")
        if wanted is None:
            continue
        gap = getattr(result, name) - wanted
        if stopped_by == "target" and gap < -1e-3:
            return (
                f"the hands are already below {wanted:.2f} m, at {wanted + gap:.2f} m "
                f"({gap:+.2f} m): nothing had to move"
            )
        if stopped_by != "target" and gap > 1e-9:
            why = stopped_by.replace("_", " ")
            words = f"{100 * gap:.0f} cm are missing to {wanted:.2f} m: the movement ended by {why}"
            return f"{words}; {weak}" if weak else words
    return weak


def _too_weak(model: Model, task: Task, result: _core.TaskResult) -> str:
    """Where a movement ended for want of strength, and what the next degrees would have asked."""
    trunk = math.degrees(result.trunk_inclination)
    backward = task.stop is not None and task.stop.trunk_inclination_deg < 0.0
    way = "back" if backward else "forward"
    words = f"the muscles cannot hold the trunk any further {way} than {abs(trunk):.1f} deg"
    held = (*_core.held_joints(model._bridge, task._to_core()), "")
    for step in (0.5, 1.0, 2.0):
        asked = round(trunk - step if backward else trunk + step, 1)
        hold = {**task.hold, "trunk_inclination_deg": asked}
        further = _core.solve_task(model._bridge, replace(task, hold=hold, stop=None)._to_core())
        short = [
            (abs(moment), joint or at.level)
            for at in further.loads
            if EffortStatus(at.effort.status) is EffortStatus.not_carried
            for joint, moment in zip(held, at.effort.missing)
        ]
        if short:
            moment, joint = max(short)
            words += f": at {asked:.1f} deg {moment:.1f} N m are missing at {joint}"
            break
    return f"{words}. Give them more strength, or less to carry"


_OVER = {
    "foot": " with the weight over the foot",
    "seat": " with the weight over the tuberosities",
    "none": "",
}


def _not_held(task: Task, status: PostureStatus) -> str:
    """Which angles no posture has at once; empty in standing, or where something else is wrong."""
    standing = task.balance == "foot" and set(task.hold) == {
        "knee_flexion_deg",
        "trunk_inclination_deg",
    }
    if status is not PostureStatus.cannot_stand or standing:
        return ""
    held = ", ".join(f"{name} = {angle:g}" for name, angle in task.hold.items())
    return (
        f"no posture holds {held}{_OVER[task.balance]}: they contradict each other, or leave "
        "the pelvis no tilt to choose. Hold another angle, or another value"
    )


def _too_heavy(task: Task, status: PostureStatus) -> str:
    """Why nobody stands with a load, naming it; empty where there is none."""
    loads = [f"{b.mass_kg:g} kg ({b.name})" for b in task.burdens if b.mass_kg > 0.0]
    if task.hand_mass_kg > 0.0:
        loads.insert(0, f"{task.hand_mass_kg:g} kg in the hands")
    unheld = status in (PostureStatus.no_equilibrium, PostureStatus.cannot_stand)
    trunk = task.hold.get("trunk_inclination_deg")
    if not loads or not unheld or trunk is None or task.law != "resting":
        return ""
    way = "upright" if trunk == 0.0 else f"at {trunk:g} deg"
    return (
        f"with the trunk {way} nothing balances {' and '.join(loads)}. Try less, or let "
        "the trunk lean and the muscles hold it (bend, extend, lift)"
    )
