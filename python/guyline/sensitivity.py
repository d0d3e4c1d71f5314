"""What moves a posture and its loads: derivatives by every knob and by the person, ranked."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guyline import _core
from guyline._names import Record, Table, raise_unknown

if TYPE_CHECKING:
    from guyline.model import Model
    from guyline.posture import Posture

_PER_DEGREE = math.pi / 180.0
# In the order of the knobs: how far one step turns it, and how a table says so.
_KNOB_STEPS = {
    "length": (0.01, "1 % of optimal length"),
    "stiffness": (0.1, "0.1 (10 %)"),
    "tone": (0.01, "0.01 (1 %)"),
    "reflex_gain": (0.1, "0.1 per optimal length"),
    "strength": (0.1, "0.1 (10 %)"),
}
_PASSIVE = "passive_stiffness"
_PASSIVE_STEP_NM_PER_RAD = 10.0
_PERSON_STEPS = {
    "mass": (1.0, "1 kg"),
    "stature": (0.01, "1 cm"),
    "pelvic_incidence": (_PER_DEGREE, "1 deg"),
    "trunk_inclination": (_PER_DEGREE, "1 deg"),
    "gravity_inclination": (_PER_DEGREE, "1 deg"),
    "ground_inclination": (_PER_DEGREE, "1 deg"),
    "hand_mass": (1.0, "1 kg"),
}
_NUM_KNOBS = len(_KNOB_STEPS)
_SHOWN = 15


@dataclass(frozen=True, eq=False)
class Effect(Record):
    """What one step of one parameter changes, to first order.

    Attributes
    ----------
    parameter : str
        ``"psoas.tone"``, ``"mass"``, ...
    step : str
        How large the step is, in words: ``"0.01 (1 %)"``.
    anterior_tilt_deg, lordosis_deg : float
        Change of tilt and lordosis [deg] per step, anterior and hollow positive.
    compression_N, shear_N : mapping of str to float
        Change of the load at each level [N] per step.
    moment_Nm : mapping of str to float
        Change of the bending moment at each level [N m] per step.
    tensions : mapping of str to float
        Change of each muscle's resting tension [N] per step.
    """

    parameter: str
    step: str
    anterior_tilt_deg: float
    lordosis_deg: float
    compression_N: Table[float]
    shear_N: Table[float]
    moment_Nm: Table[float]
    tensions: Table[float] = field(repr=False)


@dataclass(frozen=True, eq=False, repr=False)
class Sensitivity(Record):
    """What moves a posture: one `Effect` per knob of every muscle and number of person or task.

    Print it: the table is ranked by what tilts most. Effects are derivatives times a step, so they
    add up and hold for small changes.

    Attributes
    ----------
    effects : mapping of str to Effect
        By parameter, ``"psoas.tone"`` or ``"mass"``; that which tilts most comes first.
    one_sided : mapping of str to bool
        By output, ``"posture"`` (tilt, lordosis, tensions) and each level: whether it has a kink
        here, so that its numbers hold for changes to one side only.
    at_kink : tuple of str
        The muscles that are at a kink: activation just at a bound, or a curve at a break.
    groups : mapping of str to tuple of str
        Muscles by group, for `of`.

    Examples
    --------
    >>> import guyline as gl
    >>> what = gl.bridge().stand().sensitivity()
    >>> f"{what.effects['psoas.tone'].anterior_tilt_deg:.2f} deg per 1 % of tone"
    '0.35 deg per 1 % of tone'
    >>> what.of("hip_flexors", "tone").anterior_tilt_deg > what.of("psoas", "tone").anterior_tilt_deg
    True
    >>> f"{what.of('mass').compression_N['L5/S1']:.1f} N per kg"
    '7.5 N per kg'

    Of a task, what is carried does not go with the mass, and has an effect of its own:

    >>> carrying = gl.bridge().bend(trunk_inclination_deg=30).sensitivity()
    >>> carrying.of("hand_mass").compression_N["L5/S1"] > carrying.of("mass").compression_N["L5/S1"]
    True
    """

    effects: Table[Effect]
    one_sided: Table[bool]
    at_kink: tuple[str, ...]
    groups: Table[tuple[str, ...]]

    def of(self, muscle_or_group: str, knob: str | None = None) -> Effect:
        """Return the effect of a knob of a muscle, of a whole group, or of a number of the person.

        Parameters
        ----------
        muscle_or_group : str
            A muscle; a group, whose muscles all take one step; or, without `knob`, the name of any
            effect, such as ``"mass"``.
        knob : str, optional
            ``"length"``, ``"stiffness"``, ``"tone"``, ``"reflex_gain"``, ``"strength"``, or
            ``"passive_stiffness"``.

        Raises
        ------
        UnknownName
            There is none of that name; a ``KeyError`` and a ``ValueError``.
        """
        if knob is None:
            return self.effects[muscle_or_group]
        if knob not in _KNOB_STEPS and knob != _PASSIVE:
            raise_unknown("knob", knob, [*_KNOB_STEPS, _PASSIVE])
        if muscle_or_group not in self.groups:
            known = {name.split(".")[0] for name in self.effects if "." in name}
            if muscle_or_group not in known:
                raise_unknown("muscle or group", muscle_or_group, [*self.groups, *sorted(known)])
            return self.effects[f"{muscle_or_group}.{knob}"]
        members = [f"{muscle}.{knob}" for muscle in self.groups[muscle_or_group]]
        return _sum(
            f"{muscle_or_group}.{knob}", [self.effects[m] for m in members if m in self.effects]
        )

    def __repr__(self) -> str:
        if not self.effects:
            return "No sensitivity: there is no posture"
        rows = list(self.effects.values())
        levels = list(rows[0].compression_N)
        flagged = {name for name, flag in self.one_sided.items() if flag}
        heads = ["tilt [deg]", "lordosis [deg]"] + [f"{level} [N]" for level in levels]
        names = ["posture", "posture", *levels]
        heads = [h + (" *" if n in flagged else "") for h, n in zip(heads, names)]
        width = max(len(e.parameter) for e in rows[:_SHOWN])
        lines = [f"{'parameter':<{width}}  {'per':<22}  " + "  ".join(f"{h:>14}" for h in heads)]
        for e in rows[:_SHOWN]:
            numbers = [
                f"{e.anterior_tilt_deg:+.3f}",
                f"{e.lordosis_deg:+.3f}",
                *(f"{x:+.1f}" for x in e.compression_N.values()),
            ]
            lines.append(
                f"{e.parameter:<{width}}  {e.step:<22}  " + "  ".join(f"{x:>14}" for x in numbers)
            )
        if len(rows) > _SHOWN:
            lines.append(f"... and {len(rows) - _SHOWN} more that tilt less, in `effects`")
        if flagged:
            lines.append(f"* holds to one side only: {', '.join(self.at_kink)} at a kink")
        return "\n".join(lines)


def _sum(parameter: str, effects: list[Effect]) -> Effect:
    if not effects:
        raise_unknown("effect", parameter, [])

    def add(name: str) -> Table[float]:
        tables = [getattr(e, name) for e in effects]
        kind = "muscle" if name == "tensions" else "level"
        return Table({key: sum(t[key] for t in tables) for key in tables[0]}, kind)

    return Effect(
        parameter=parameter,
        step=effects[0].step,
        anterior_tilt_deg=sum(e.anterior_tilt_deg for e in effects),
        lordosis_deg=sum(e.lordosis_deg for e in effects),
        compression_N=add("compression_N"),
        shear_N=add("shear_N"),
        moment_Nm=add("moment_Nm"),
        tensions=add("tensions"),
    )


def _effect(
    parameter: str,
    step: float,
    words: str,
    column: list[float],
    levels: list[str],
    muscles: list[str],
) -> Effect:
    y = [value * step for value in column]
    loads = [y[2 + 3 * k : 5 + 3 * k] for k in range(len(levels))]
    return Effect(
        parameter=parameter,
        step=words,
        anterior_tilt_deg=math.degrees(y[0]),
        lordosis_deg=math.degrees(y[1]),
        compression_N=Table({name: load[0] for name, load in zip(levels, loads)}, "level"),
        shear_N=Table({name: load[1] for name, load in zip(levels, loads)}, "level"),
        moment_Nm=Table({name: load[2] for name, load in zip(levels, loads)}, "level"),
        tensions=Table(dict(zip(muscles, y[2 + 3 * len(levels) :])), "muscle"),
    )


def sensitivity_of(posture: Posture, options: _core.StandOptions, acute: bool) -> Sensitivity:
    """The compiled module's derivatives of standing in degrees and steps, by name."""
    result = _core.stand_sensitivity(posture.model._bridge, options, acute)
    return named_sensitivity(posture, result, tuple(_core.person_parameters()))


def named_sensitivity(
    posture: Posture, result: _core.StandSensitivity, person: tuple[str, ...]
) -> Sensitivity:
    """Derivatives by knobs, and by what else there are columns for; NaN is what does not apply."""
    model: Model = posture.model
    bridge = model._bridge
    muscles = [m.name for m in bridge.muscles]
    levels = list(posture.load)
    columns = [list(column) for column in zip(*result.derivative)]
    effects: list[Effect] = []
    for i, muscle in enumerate(muscles):
        for k, (knob, (step, words)) in enumerate(_KNOB_STEPS.items()):
            column = columns[i * _NUM_KNOBS + k]
            effects.append(_effect(f"{muscle}.{knob}", step, words, column, levels, muscles))
        # The step of the stiffness knob that adds so much; a slack muscle has none.
        if result.stiffening[i] > _PASSIVE_STEP_NM_PER_RAD / 10.0:
            step = _PASSIVE_STEP_NM_PER_RAD / result.stiffening[i]
            column = columns[i * _NUM_KNOBS + 1]
            effects.append(
                _effect(f"{muscle}.{_PASSIVE}", step, "10 N m/rad", column, levels, muscles)
            )
    for k, name in enumerate(person):
        step, words = _PERSON_STEPS[name]
        column = columns[len(muscles) * _NUM_KNOBS + k]
        if not math.isnan(column[0]):
            effects.append(_effect(name, step, words, column, levels, muscles))
    if math.isnan(columns[0][0]):
        effects = []
    effects.sort(key=lambda e: -abs(e.anterior_tilt_deg))
    at_kink = [
        name
        for name, kink, bound in zip(muscles, result.muscle_at_kink, result.muscle_at_bound)
        if kink or bound
    ]
    return Sensitivity(
        effects=Table({e.parameter: e for e in effects}, "parameter"),
        one_sided=Table(
            {"posture": result.at_kink, **dict(zip(levels, result.level_at_kink))}, "output"
        ),
        at_kink=tuple(at_kink),
        groups=model.groups,
    )
