"""Tasks: bending, lifting, sitting, lying, and any other that a few lines can say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from guyline import _core
from guyline._names import Record, Table, degrees, in_range, raise_unknown
from guyline.posture import Posture, PostureStatus, posture_from_core

if TYPE_CHECKING:
    from guyline.model import Model
    from guyline.sensitivity import Sensitivity

_DEFAULTS = _core.stand_task()
_HELD = tuple(_core.held_angles())
_JOINTS = ("ankle", "knee", "hip", "lumbar")
_CONSTANTS = _core.task_constants()
_REFERENCE_STATURE_M = 1.75
_SIT_STYLES = ("erect", "relaxed", "slumped", "reclined")
_LIFT_STYLES = ("stoop", "semi", "squat")
LAWS = ("resting", "voluntary")
BALANCES = ("foot", "seat", "none")


class StopReason(IntEnum):
    """What ended a movement."""

    none = 0
    """Nothing: the angle was given."""
    hamstring_tolerance = 1
    """The hamstrings resist as much as is borne."""
    lumbar_tolerance = 2
    """The back, or leaning back the spine's extension, resists as much as is borne."""
    target = 3
    """The hands are where they were to be."""
    too_weak = 4
    """The muscles cannot hold ankle, knee, hip or a level any further on."""
    end_of_range = 5
    """The trunk is as far as it was to go."""
    no_posture = 6
    """The law has no posture any further on."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, eq=False)
class Burden(Record):
    """A mass that is carried on the trunk.

    Attributes
    ----------
    name : str
        For messages.
    mass_kg : float
        [kg], 0 to 200.
    forward_m, up_m : float
        Its centre ahead of and above the joint T12/L1 [m], in the axes of the upright trunk; taken at
        1.75 m and scaled with stature.
    """

    name: str
    mass_kg: float
    forward_m: float
    up_m: float


@dataclass(frozen=True, eq=False)
class Stop(Record):
    """What ends a movement of the trunk; `None` for a tolerance takes the body's own.

    Attributes
    ----------
    hamstring_moment_Nm : float or None
        Passive moment of the hamstrings at the hip that is borne [N m per leg].
    lumbar_moment_Nm : float or None
        Passive moment of the back that is borne bending forward [N m].
    extension_moment_Nm : float or None
        Passive moment of the spine that is borne leaning back [N m].
    grip_height_m, fingertip_height_m : float or None
        Height above the sole at which hands have arrived [m].
    trunk_inclination_deg : float
        The furthest the trunk goes [deg]; negative leans back.
    ends_where_too_weak : bool
        Whether it ends where the muscles cannot hold on.
    """

    hamstring_moment_Nm: float | None = None
    lumbar_moment_Nm: float | None = None
    extension_moment_Nm: float | None = None
    grip_height_m: float | None = None
    fingertip_height_m: float | None = None
    trunk_inclination_deg: float = 150.0
    ends_where_too_weak: bool = True

    def _to_core(self, model: Model) -> _core.StopRules:
        rules = _core.stop_rules(model._bridge)
        for name in ("hamstring_moment", "lumbar_moment", "extension_moment"):
            given = getattr(self, f"{name}_Nm")
            if given is not None:
                setattr(rules, name, in_range(f"{name}_Nm", given, "N m", 0.0, 1e4))
        for name in ("grip_height", "fingertip_height"):
            given = getattr(self, f"{name}_m")
            if given is not None:
                setattr(rules, name, in_range(f"{name}_m", given, "m", -0.5, 3.0))
        end = in_range("trunk_inclination_deg", self.trunk_inclination_deg, "deg", -90.0, 150.0)
        rules.end = math.radians(end)
        rules.ends_where_too_weak = self.ends_where_too_weak
        return rules


@dataclass(frozen=True, eq=False)
class Task(Record):
    """What is held, what carries the weight, and which law decides the rest.

    One direction stays free: the tilt of the pelvis, which the lumbar spine follows. The built-in tasks
    are made of this and nothing else. Give it to `Model.perform`.

    Attributes
    ----------
    name : str
        For messages.
    law : {"resting", "voluntary"}
        ``"resting"``: the body sinks to where tone, tissue and weight balance. ``"voluntary"``: the trunk
        is where it is wanted, muscles carry the weight, and the elastic body decides between hip and
        spine.
    balance : {"foot", "seat", "none"}
        What the weight stands over: the whole over the foot, pelvis and above over the tuberosities, or
        nothing, where a support carries it.
    hold : mapping of str to float
        Angles that are held [deg]: two, or three without balance. ``ankle_dorsiflexion_deg``,
        ``knee_flexion_deg``, ``hip_flexion_deg``, ``lumbar_flexion_deg``; and against the vertical,
        forward positive, ``trunk_inclination_deg``, ``thigh_inclination_deg`` (-90 on a level seat),
        ``shank_inclination_deg``.
    ground_inclination_deg : float
        Slope that falls away forward [deg], -20 to 20.
    hand_mass_kg : float
        In both hands together [kg], 0 to 200.
    hand_reach_m : float
        Hands ahead of the shoulder [m], 0 to 0.9; at 0 they hang.
    burdens : sequence of Burden
        Masses on the trunk.
    has_seat, has_backrest : bool
        Whether pelvis and above rest on the tuberosities, and lean on something.
    has_reflexes : bool
        Whether stretch reflexes act; with the voluntary law they follow the command.
    silent : sequence of str
        Muscles or groups without tone.
    weight_is_carried : bool
        By a bed: no weight has to be held.
    follower_load_N : float
        Compression that stiffens the spine [N], 0 to 5000.
    tilt_range_deg : (float, float)
        Range of tilt that is searched [deg].
    reference_tilt_deg : float
        Tilt from which it goes downhill [deg].
    effort_power : int
        2 or 3, as in `Model.stand`.
    stop : Stop or None
        If given the trunk goes from upright until something stops it.

    Examples
    --------
    >>> import guyline as gl
    >>> lean = gl.Task(law="voluntary", hold={"knee_flexion_deg": 20, "trunk_inclination_deg": 30})
    >>> f"{gl.bridge().perform(lean).knee_flexion_deg:.0f} deg"
    '20 deg'
    """

    name: str = "task"
    law: str = "resting"
    balance: str = "foot"
    hold: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {"knee_flexion_deg": 0.0, "trunk_inclination_deg": 0.0}
        )
    )
    ground_inclination_deg: float = 0.0
    hand_mass_kg: float = 0.0
    hand_reach_m: float = 0.0
    burdens: Sequence[Burden] = ()
    has_seat: bool = False
    has_backrest: bool = False
    has_reflexes: bool = True
    silent: Sequence[str] = ()
    weight_is_carried: bool = False
    follower_load_N: float = _DEFAULTS.follower_load
    tilt_range_deg: tuple[float, float] = (
        degrees(_DEFAULTS.least_tilt),
        degrees(_DEFAULTS.greatest_tilt),
    )
    reference_tilt_deg: float = 0.0
    effort_power: int = 2
    stop: Stop | None = None

    def _to_core(self) -> _core.Task:
        if self.law not in LAWS:
            raise_unknown("law", self.law, LAWS)
        if self.balance not in BALANCES:
            raise_unknown("balance", self.balance, BALANCES)
        held = []
        for name, value in self.hold.items():
            known = [f"{angle}_deg" for angle in _HELD]
            if name not in known:
                raise_unknown("angle to hold", name, known)
            held.append((name[:-4], math.radians(in_range(name, value, "deg", -180.0, 180.0))))
        task = _core.Task()
        task.name = self.name
        task.law = self.law
        task.balance = self.balance
        task.held = held
        task.burdens = [(b.name, b.mass_kg, b.forward_m, b.up_m) for b in self.burdens]
        slope = in_range("ground_inclination_deg", self.ground_inclination_deg, "deg", -20.0, 20.0)
        task.ground_inclination = math.radians(slope)
        task.hand_mass = in_range("hand_mass_kg", self.hand_mass_kg, "kg", 0.0, 200.0)
        task.hand_reach = in_range("hand_reach_m", self.hand_reach_m, "m", 0.0, 0.9)
        task.has_seat = self.has_seat
        task.has_backrest = self.has_backrest
        task.has_reflexes = self.has_reflexes
        task.silent = list(self.silent)
        task.weight_is_carried = self.weight_is_carried
        task.follower_load = in_range("follower_load_N", self.follower_load_N, "N", 0.0, 5000.0)
        low, high = self.tilt_range_deg
        if not low < high:
            raise ValueError(f"tilt_range_deg must go from low to high, got {self.tilt_range_deg}")
        task.least_tilt = math.radians(in_range("tilt_range_deg", low, "deg", -140.0, 140.0))
        task.greatest_tilt = math.radians(in_range("tilt_range_deg", high, "deg", -140.0, 140.0))
        task.reference_tilt = math.radians(
            in_range("reference_tilt_deg", self.reference_tilt_deg, "deg", -140.0, 140.0)
        )
        task.effort_power = self.effort_power
        return task


def _task_from_core(task: _core.Task, stop: Stop | None) -> Task:
    return Task(
        name=task.name,
        law=task.law,
        balance=task.balance,
        hold={f"{name}_deg": degrees(value) for name, value in task.held},
        ground_inclination_deg=degrees(task.ground_inclination),
        hand_mass_kg=task.hand_mass,
        hand_reach_m=task.hand_reach,
        burdens=tuple(Burden(*b) for b in task.burdens),
        has_seat=task.has_seat,
        has_backrest=task.has_backrest,
        has_reflexes=task.has_reflexes,
        silent=tuple(task.silent),
        weight_is_carried=task.weight_is_carried,
        follower_load_N=task.follower_load,
        tilt_range_deg=(degrees(task.least_tilt), degrees(task.greatest_tilt)),
        reference_tilt_deg=degrees(task.reference_tilt),
        effort_power=task.effort_power,
        stop=stop,
    )


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
        """Return what moves this posture and its loads, as `Posture.sensitivity`, by the knobs.

        The trunk, the person, the ground and what is carried stay as they are. With the voluntary law
        `Effect.tensions` are NaN: what is held by effort has no derivative here.

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
            Of a movement, whose end moves too; of a task with a backrest; `effort_power` is another.

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
        return named_sensitivity(self, result, ())


def perform(model: Model, task: Task) -> TaskPosture:
    """The posture of a task, see `Model.perform`."""
    if not isinstance(task, Task):
        raise TypeError(f"task must be a Task, got {task!r}")
    for name in task.silent:
        model._select(name)
    return _perform(model, task._to_core(), task)


def _perform(model: Model, core: _core.Task, task: Task) -> TaskPosture:
    if task.stop is None:
        return _posture(model, task, _core.solve_task(model._bridge, core), "none", False)
    rules = task.stop._to_core(model)
    result, reason, _, jumped = _core.move_until(model._bridge, rules, core)
    return _posture(model, task, result, StopReason(reason).name, jumped)


def _posture(
    model: Model, task: Task, result: _core.TaskResult, stopped_by: str, jumped: bool
) -> TaskPosture:
    held = ["hip"]
    if task.balance == "foot":
        straight = task.hold.get("knee_flexion_deg") == 0.0
        held = ["ankle", "hip"] if straight else ["ankle", "knee", "hip"]
    base = posture_from_core(model, math.degrees(result.trunk_inclination), result, tuple(held))
    reason = base.reason
    if result.standing_status != PostureStatus.solved:
        reason = f"the body does not stand to begin with: {reason}"
    elif not reason:
        reason = _missed(task, result, stopped_by)
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


def _missed(task: Task, result: _core.TaskResult, stopped_by: str) -> str:
    """What is missing of a target that was not reached."""
    if task.has_backrest and result.backrest_force < 0.0:
        return "the weight is ahead of the seat's contact: nobody leans on this backrest"
    if task.stop is None or stopped_by == "target":
        return ""
    for name in ("grip_height", "fingertip_height"):
        wanted = getattr(task.stop, f"{name}_m")
        if wanted is not None and getattr(result, name) > wanted + 1e-9:
            missing = 100.0 * (getattr(result, name) - wanted)
            why = stopped_by.replace("_", " ")
            return f"{missing:.0f} cm are missing to {wanted:.2f} m: the movement ended by {why}"
    return ""


def bend_task(
    trunk_inclination_deg: float | None,
    hand_height_m: float | None,
    until: str | None,
    *,
    backward: bool,
    **how: float,
) -> Task:
    """The task behind `Model.bend` and `Model.extend`."""
    given = [x is not None for x in (trunk_inclination_deg, hand_height_m, until)]
    if sum(given) != 1:
        ways = "trunk_inclination_deg and" if backward else "trunk_inclination_deg, hand_height_m and"
        raise TypeError(f'give one of {ways} "full"')
    if until is not None and until != "full":
        if not isinstance(until, str):
            raise TypeError(f'until must be "full", got {until!r}; an angle is trunk_inclination_deg')
        raise_unknown("end of a movement", until, ["full"])
    if hand_height_m is not None:
        in_range("hand_height_m", hand_height_m, "m", -0.5, 3.0)
    limits = (-90.0, 0.0) if backward else (0.0, 150.0)
    stop: Stop | None = None
    inclination = 0.0
    if trunk_inclination_deg is not None:
        asked = in_range("trunk_inclination_deg", trunk_inclination_deg, "deg", *limits)
        inclination = math.radians(asked)
    else:
        end = -90.0 if backward else 150.0
        stop = Stop(fingertip_height_m=hand_height_m, trunk_inclination_deg=end)
    core = _core.bend_task(inclination, **how)
    core.name = "extend" if backward else "bend"
    return _task_from_core(core, stop)


def lift_task(
    mass_kg: float, style: str, hand_height_m: float, hand_reach_m: float
) -> Task:
    """The task behind `Model.lift`."""
    if style not in _LIFT_STYLES:
        raise_unknown("style of lifting", style, _LIFT_STYLES)
    mass = in_range("mass_kg", mass_kg, "kg", 0.0, 200.0)
    reach = in_range("hand_reach_m", hand_reach_m, "m", 0.0, 0.9)
    height = in_range("hand_height_m", hand_height_m, "m", -0.5, 3.0)
    core = _core.bend_task(0.0, _core.lift_knee_flexion(style), mass, reach)
    core.name = f"lift, {style}"
    return _task_from_core(core, Stop(grip_height_m=height))


def sit_task(model: Model, style: str, backrest_deg: float, seat_height_m: float | None) -> Task:
    """The task behind `Model.sit`."""
    if style not in _SIT_STYLES:
        raise_unknown("style of sitting", style, _SIT_STYLES)
    lean = math.radians(in_range("backrest_deg", backrest_deg, "deg", 0.0, 68.0))
    if seat_height_m is not None:
        in_range("seat_height_m", seat_height_m, "m", 0.2, 0.9)
    core = _core.sit_task(model._bridge, style, lean, seat_height_m)
    core.name = f"sit, {style}"
    return _task_from_core(core, None)


def lie_task(hip_and_knee_flexion_deg: float) -> Task:
    """The task behind `Model.lie`."""
    bent = in_range("hip_and_knee_flexion_deg", hip_and_knee_flexion_deg, "deg", 0.0, 68.0)
    return _task_from_core(_core.lie_task(math.radians(bent)), None)


def loaded_stand_task(
    model: Model,
    *,
    trunk_inclination_deg: float,
    knee_flexion_deg: float,
    ground_inclination_deg: float,
    heel_height_m: float,
    hand_mass_kg: float,
    rucksack_kg: float,
    belly_kg: float,
    effort_power: int,
) -> Task:
    """Standing with what `Model.stand` adds to it."""
    scale = model.stature_m / _REFERENCE_STATURE_M
    heel = in_range("heel_height_m", heel_height_m, "m", 0.0, 0.06 * scale)
    wedge = math.degrees(math.asin(heel / (_CONSTANTS["heel_to_ball"] * scale)))
    slope = in_range("ground_inclination_deg", ground_inclination_deg, "deg", -20.0, 20.0)
    burdens = []
    for name, mass in (("rucksack", rucksack_kg), ("belly", belly_kg)):
        if in_range(f"{name}_kg", mass, "kg", 0.0, 100.0) > 0.0:
            burdens.append(
                Burden(name, float(mass), _CONSTANTS[f"{name}_forward"], _CONSTANTS[f"{name}_up"])
            )
    return Task(
        name="stand",
        hold={
            "knee_flexion_deg": knee_flexion_deg,
            "trunk_inclination_deg": trunk_inclination_deg,
        },
        ground_inclination_deg=in_range("slope and heel together", slope + wedge, "deg", -20.0, 20.0),
        hand_mass_kg=hand_mass_kg,
        burdens=tuple(burdens),
        effort_power=effort_power,
    )
