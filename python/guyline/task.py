"""Tasks: what is held, what carries the weight, which law decides the rest, and what ends it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from guyline import _core
from guyline._names import NamedEnum, Record, degrees, in_range, number, raise_unknown, truth

if TYPE_CHECKING:
    from guyline.model import Model

_DEFAULTS = _core.stand_task()
_HELD = tuple(_core.held_angles())
LAWS = ("resting", "voluntary")
BALANCES = ("foot", "seat", "none")
# Angles of which one follows from the others: shank = ankle, thigh = shank - knee.
_DEPENDENT = (
    {"ankle_dorsiflexion_deg", "shank_inclination_deg"},
    {"ankle_dorsiflexion_deg", "knee_flexion_deg", "thigh_inclination_deg"},
    {"shank_inclination_deg", "knee_flexion_deg", "thigh_inclination_deg"},
)


class StopReason(NamedEnum):
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
        rules.ends_where_too_weak = truth("ends_where_too_weak", self.ends_where_too_weak)
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
        if not isinstance(self.name, str):
            raise TypeError(f"name must be a string, got {self.name!r}")
        if not isinstance(self.hold, Mapping):
            raise TypeError(
                'hold must be a mapping of angles to degrees such as {"knee_flexion_deg": 0}, got '
                f"{self.hold!r}"
            )
        if self.stop is not None and not isinstance(self.stop, Stop):
            raise TypeError(f"stop must be a guyline.Stop or None, got {self.stop!r}")
        if isinstance(self.effort_power, bool) or self.effort_power not in (2, 3):
            raise ValueError(f"effort_power must be 2 or 3, got {self.effort_power!r}")
        burdens = _several("burdens", self.burdens, Burden, "guyline.Burden")
        silent = _several("silent", self.silent, str, 'names such as ["psoas"]')
        held = []
        for name, value in self.hold.items():
            known = [f"{angle}_deg" for angle in _HELD]
            if name not in known:
                raise_unknown("angle to hold", name, known)
            held.append((name[:-4], math.radians(in_range(name, value, "deg", -180.0, 180.0))))
        for one_follows in _DEPENDENT:
            if one_follows <= set(self.hold):
                names = " and ".join(name for name in self.hold if name in one_follows)
                raise ValueError(f"hold: {names} say the same twice; leave one of them out")
        task = _core.Task()
        task.name = self.name
        task.law = self.law
        task.balance = self.balance
        task.held = held
        task.burdens = [
            (
                str(b.name),
                number(f"mass_kg of {b.name}", b.mass_kg),
                number(f"forward_m of {b.name}", b.forward_m),
                number(f"up_m of {b.name}", b.up_m),
            )
            for b in burdens
        ]
        slope = in_range("ground_inclination_deg", self.ground_inclination_deg, "deg", -20.0, 20.0)
        task.ground_inclination = math.radians(slope)
        task.hand_mass = in_range("hand_mass_kg", self.hand_mass_kg, "kg", 0.0, 200.0)
        task.hand_reach = in_range("hand_reach_m", self.hand_reach_m, "m", 0.0, 0.9)
        task.has_seat = truth("has_seat", self.has_seat)
        task.has_backrest = truth("has_backrest", self.has_backrest)
        task.has_reflexes = truth("has_reflexes", self.has_reflexes)
        task.silent = silent
        task.weight_is_carried = truth("weight_is_carried", self.weight_is_carried)
        task.follower_load = in_range("follower_load_N", self.follower_load_N, "N", 0.0, 5000.0)
        if not isinstance(self.tilt_range_deg, Sequence) or len(self.tilt_range_deg) != 2:
            raise TypeError(
                "tilt_range_deg must be two angles such as (-35, 35), from low to high, got "
                f"{self.tilt_range_deg!r}"
            )
        low, high = (number("tilt_range_deg", end) for end in self.tilt_range_deg)
        if not low < high:
            raise ValueError(f"tilt_range_deg must go from low to high, got {self.tilt_range_deg}")
        task.least_tilt = math.radians(in_range("tilt_range_deg", low, "deg", -140.0, 140.0))
        task.greatest_tilt = math.radians(in_range("tilt_range_deg", high, "deg", -140.0, 140.0))
        task.reference_tilt = math.radians(
            in_range("reference_tilt_deg", self.reference_tilt_deg, "deg", -140.0, 140.0)
        )
        task.effort_power = int(self.effort_power)
        return task


def _several(name: str, values: object, kind: type, wanted: str) -> list[Any]:
    """Values of a sequence that holds one kind of thing."""
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise TypeError(f"{name} must be a sequence of {wanted}, got {values!r}")
    for value in values:
        if not isinstance(value, kind):
            raise TypeError(f"{name} must be a sequence of {wanted}, got {value!r} in it")
    return list(values)


def task_from_core(task: _core.Task, stop: Stop | None = None) -> Task:
    """The compiled module's task in degrees."""
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
