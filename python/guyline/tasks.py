"""The built-in tasks: standing, bending, lifting, sitting, lying."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from guyline import _core
from guyline._names import in_range, raise_unknown
from guyline.task import Burden, Stop, Task, task_from_core

if TYPE_CHECKING:
    from guyline.model import Model

_CONSTANTS = _core.task_constants()
_REFERENCE_STATURE_M = 1.75
_SIT_STYLES = ("erect", "relaxed", "slumped", "reclined")
_LIFT_STYLES = ("stoop", "semi", "squat")
_BACKREST_DEG = 20.0
# Limits of StandOptions::validate(), which speaks radians.
_MAX_TRUNK_INCLINATION_DEG = math.degrees(0.5)
_MAX_KNEE_FLEXION_DEG = math.degrees(1.0)


def stand_options(
    trunk_inclination_deg: float, knee_flexion_deg: float, effort_power: int
) -> _core.StandOptions:
    """What `Model.stand` takes, checked and in the compiled module's units."""
    options = _core.StandOptions()
    limit = _MAX_TRUNK_INCLINATION_DEG
    trunk = in_range("trunk_inclination_deg", trunk_inclination_deg, "deg", -limit, limit)
    knee = in_range("knee_flexion_deg", knee_flexion_deg, "deg", 0.0, _MAX_KNEE_FLEXION_DEG)
    options.trunk_inclination = math.radians(trunk)
    options.knee_flexion = math.radians(knee)
    if effort_power not in (2, 3):
        raise ValueError(f"effort_power must be 2 or 3, got {effort_power!r}")
    options.effort_power = int(effort_power)
    return options


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


def bend_task(
    trunk_inclination_deg: float | None,
    hand_height_m: float | None,
    until: str | None,
    *,
    backward: bool,
    knee_flexion_deg: float = 0.0,
    hand_mass_kg: float = 0.0,
    hand_reach_m: float = 0.0,
) -> Task:
    """The task behind `Model.bend` and `Model.extend`."""
    knee = math.radians(in_range("knee_flexion_deg", knee_flexion_deg, "deg", 0.0, 137.0))
    mass = in_range("hand_mass_kg", hand_mass_kg, "kg", 0.0, 200.0)
    reach = in_range("hand_reach_m", hand_reach_m, "m", 0.0, 0.9)
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
    core = _core.bend_task(inclination, knee, mass, reach)
    core.name = "extend" if backward else "bend"
    return task_from_core(core, stop)


def lift_task(mass_kg: float, style: str, hand_height_m: float, hand_reach_m: float) -> Task:
    """The task behind `Model.lift`."""
    if style not in _LIFT_STYLES:
        raise_unknown("style of lifting", style, _LIFT_STYLES)
    mass = in_range("mass_kg", mass_kg, "kg", 0.0, 200.0)
    reach = in_range("hand_reach_m", hand_reach_m, "m", 0.0, 0.9)
    height = in_range("hand_height_m", hand_height_m, "m", -0.5, 3.0)
    core = _core.bend_task(0.0, _core.lift_knee_flexion(style), mass, reach)
    core.name = f"lift, {style}"
    return task_from_core(core, Stop(grip_height_m=height))


def sit_task(
    model: Model, style: str, backrest_deg: float | None, seat_height_m: float | None
) -> Task:
    """The task behind `Model.sit`."""
    if style not in _SIT_STYLES:
        raise_unknown("style of sitting", style, _SIT_STYLES)
    if backrest_deg is None:
        backrest_deg = _BACKREST_DEG
    elif style != "reclined":
        raise ValueError(
            f"backrest_deg is of a reclined seat: nobody who sits {style} leans on a backrest. "
            'Leave it out, or give style="reclined"'
        )
    lean = math.radians(in_range("backrest_deg", backrest_deg, "deg", 0.0, 68.0))
    if seat_height_m is not None:
        in_range("seat_height_m", seat_height_m, "m", 0.2, 0.9)
    core = _core.sit_task(model._bridge, style, lean, seat_height_m)
    core.name = f"sit, {style}"
    return task_from_core(core)


def lie_task(hip_and_knee_flexion_deg: float) -> Task:
    """The task behind `Model.lie`."""
    bent = in_range("hip_and_knee_flexion_deg", hip_and_knee_flexion_deg, "deg", 0.0, 68.0)
    return task_from_core(_core.lie_task(math.radians(bent)))
