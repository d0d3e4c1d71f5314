"""The body: who it is, the knobs of its muscles, what-ifs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guyline import _core
from guyline._names import Record, Table, degrees, in_range, number, raise_unknown
from guyline.clinical import LENGTH_TESTS, Examination, examine, length_for_test
from guyline.posture import Posture, posture_from_core
from guyline.task import Task
from guyline.task_posture import TaskPosture, perform
from guyline.tasks import (
    bend_task,
    lie_task,
    lift_task,
    loaded_stand_task,
    sit_task,
    stand_options,
)

if TYPE_CHECKING:
    from guyline.pose import Pose

_BRIDGE_DEFAULTS = _core.BridgeOptions()
_STAND_DEFAULTS = _core.StandOptions()
_EXAMINATION_DEFAULTS = _core.ExaminationOptions()
_KNOB_RANGES = {knob.name: knob for knob in _core.knob_ranges()}
_KNOB_NUMBER = {name: i for i, name in enumerate(_KNOB_RANGES)}

#: Knobs that `Model.vary` takes, with their unit.
KNOBS: Mapping[str, str] = Table(
    {
        "length": "optimal fibre lengths",
        "length_mm": "mm along the path",
        "length_slr_deg": "deg of straight-leg raise",
        "length_thomas_deg": "deg of modified Thomas test",
        "stiffness": "factor",
        "tone": "activation",
        "tone_change": "activation",
        "reflex_gain": "activation per optimal fibre length",
        "strength": "factor",
    },
    "knob",
)


@dataclass(frozen=True, eq=False)
class Evidence(Record):
    """Where a number, or one kind of numbers, comes from.

    Attributes
    ----------
    of : str
        Muscle, joint, segment or constant.
    what : str
        Of a muscle ``path``, ``architecture`` (force, fibre length, pennation), ``slack``,
        ``passive`` or ``tonic``; else ``joint``, ``segment, male``, ``segment, female`` or
        ``constant``.
    grade : str
        ``measured`` (read in a publication or its authors' own model), ``derived`` (arithmetic on
        such numbers, or fitted to them) or ``assumption`` (chosen).
    source : str
        Keys of docs/references.bib, separated by commas; empty if there is none.
    note : str
        What to know about it; may be empty.
    value : float or None
        Of a constant, in `unit`.
    unit : str
        SI, radians; ``"1"`` for a ratio; empty where there is no single value.
    """

    of: str
    what: str
    grade: str
    source: str
    note: str
    value: float | None = None
    unit: str = ""


@dataclass(frozen=True, eq=False)
class Muscle(Record):
    """One muscle of a body, both sides taken together, with its knobs as they stand.

    Attributes
    ----------
    name, group : str
        Names that `Model.vary` and `Model.without` take.
    length : float
        Knob [optimal fibre lengths], -0.5 to 0.5: change of structure, negative is shorter.
    length_mm : float
        The same change in mm along the path.
    stiffness : float
        Knob [factor], 0.1 to 10, on the steepness of the passive curve; its slack length stays.
    tone : float
        Knob [activation], 0 to 1: there without effort, at the reflex threshold.
    reflex_gain : float
        Knob [activation per optimal fibre length], 0 to 2: rise of activation with stretch.
    strength : float
        Knob [factor], 0 to 10, on the force above tone; nothing at rest.
    max_isometric_force_N : float
        F0 [N], along the fibres; 0 in a muscle that was cut.
    optimal_fibre_length_mm : float
        Lo [mm], the fibre length of greatest active force.
    pennation_deg : float
        Angle of the fibres to the path [deg], at optimal fibre length.
    slack_length_mm : float
        Length of the path beyond the fibres [mm]; may be negative in a lumped path.
    passive_onset : float
        Strain [1] at which passive force begins.
    passive_width : float
        Strain [1] from there to a passive force of F0.
    threshold : float
        Normalised fibre length [1] above which the reflex adds activation.
    cut : bool
        Whether `Model.without` took it away.
    evidence : tuple of Evidence
        Where its numbers come from.
    """

    name: str
    group: str
    length: float
    length_mm: float
    stiffness: float
    tone: float
    reflex_gain: float
    strength: float
    max_isometric_force_N: float
    optimal_fibre_length_mm: float
    pennation_deg: float
    slack_length_mm: float
    passive_onset: float
    passive_width: float
    threshold: float
    cut: bool
    evidence: tuple[Evidence, ...] = field(repr=False)


_evidence: tuple[Evidence, ...] | None = None


def evidence() -> tuple[Evidence, ...]:
    """Sources of all numbers of the bridge, a row per number or kind of numbers.

    Returns
    -------
    tuple of Evidence
        Muscles first (five rows each), then joints, segments and single constants.
    """
    global _evidence
    if _evidence is None:
        _evidence = tuple(
            Evidence(r.of, r.what, r.grade, r.source, r.note, r.value, r.unit)
            for r in _core.evidence()
        )
    return _evidence


def _path_length_per_fibre_length(m: _core.Muscle) -> float:
    """Change of the path [mm] per unit of the knob `length`."""
    return 1000.0 * m.optimal_fibre_length * m.cos_pennation


def _muscle(m: _core.Muscle, built: _core.Muscle) -> Muscle:
    return Muscle(
        name=m.name,
        group=m.group,
        length=m.length_change,
        length_mm=m.length_change * _path_length_per_fibre_length(m),
        stiffness=m.stiffness,
        tone=m.tone,
        reflex_gain=m.reflex_gain,
        strength=m.strength,
        max_isometric_force_N=m.max_isometric_force,
        optimal_fibre_length_mm=1000.0 * m.optimal_fibre_length,
        pennation_deg=math.degrees(math.acos(m.cos_pennation)),
        slack_length_mm=1000.0 * m.slack_length,
        passive_onset=m.passive_onset,
        passive_width=m.passive_width,
        threshold=m.threshold - m.recalibrated_length,
        cut=m.max_isometric_force == 0.0 and built.max_isometric_force > 0.0,
        evidence=tuple(e for e in evidence() if e.of == m.name and e.what != "joint"),
    )


class Model:
    """A body that can be asked to stand. Made by `bridge`; never changes.

    `vary` and `without` return another body. Two bodies are equal when all their numbers are; a
    body can be pickled and shared between threads.
    """

    __slots__ = ("_bridge",)
    _bridge: _core.Bridge

    def __init__(self) -> None:
        raise TypeError("a Model is made by guyline.bridge()")

    @classmethod
    def _wrap(cls, bridge: _core.Bridge) -> Model:
        self = object.__new__(cls)
        object.__setattr__(self, "_bridge", bridge)
        return self

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Model does not change; use vary() for another one (set {name})")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Model does not change (delete {name})")

    def __reduce__(self) -> tuple[Any, ...]:
        return (Model._wrap, (self._bridge,))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Model) and self._state() == other._state()

    __hash__ = None  # type: ignore[assignment]

    def _state(self) -> tuple[object, ...]:
        o = self._bridge.options
        radiograph = (o.pelvic_incidence, o.pelvic_tilt_radiographic, o.lordosis)
        person = (o.sex, o.mass, o.stature, radiograph, o.hip_extensor_tone)
        return (person, self._bridge.settings)

    @property
    def mass_kg(self) -> float:
        """Body mass [kg]."""
        return self._bridge.options.mass

    @property
    def stature_m(self) -> float:
        """Body height [m]."""
        return self._bridge.options.stature

    @property
    def sex(self) -> str:
        """``"male"`` or ``"female"``."""
        return self._bridge.options.sex

    @property
    def pelvic_incidence_deg(self) -> float:
        """Pelvic incidence PI [deg]: bone shape, PI = PT + SS."""
        return degrees(self._bridge.options.pelvic_incidence)

    @property
    def pelvic_tilt_radiographic_deg(self) -> float | None:
        """PT given for the reference posture [deg]; None if the regression on PI was taken."""
        given = self._bridge.options.pelvic_tilt_radiographic
        return None if given is None else degrees(given)

    @property
    def lordosis_deg(self) -> float | None:
        """LL given for the reference posture [deg]; None if the regression on PI was taken."""
        given = self._bridge.options.lordosis
        return None if given is None else degrees(given)

    @property
    def hip_extensor_tone(self) -> float | None:
        """Tone given for hamstrings and gluteus maximus [activation]; None if it was solved for."""
        return self._bridge.options.hip_extensor_tone

    @property
    def muscles(self) -> Table[Muscle]:
        """The muscles by name, each a `Muscle` with its knobs as they stand."""
        both = zip(self._bridge.muscles, self._bridge.built_muscles)
        return Table({m.name: _muscle(m, built) for m, built in both}, "muscle")

    @property
    def groups(self) -> Table[tuple[str, ...]]:
        """The groups by name, each a tuple of the names of its muscles."""
        groups: dict[str, list[str]] = {}
        for m in self._bridge.muscles:
            groups.setdefault(m.group, []).append(m.name)
        return Table({name: tuple(members) for name, members in groups.items()}, "group")

    def _select(self, name: object) -> list[int]:
        """Indices of a muscle, or of the muscles of a group."""
        muscles = self._bridge.muscles
        chosen = [i for i, m in enumerate(muscles) if m.name == name]
        chosen = chosen or [i for i, m in enumerate(muscles) if m.group == name]
        if not chosen:
            names = [*self.groups, *(m.name for m in muscles)]
            raise_unknown("muscle or group", name, dict.fromkeys(names))
        return chosen

    def vary(self, *, acute: bool = False, **knobs: Mapping[str, float]) -> Model:
        """Return the body with knobs of its muscles set.

        Every value is absolute: setting a knob twice leaves the second value. Calls can be
        chained. In one call a group counts first and its single muscles after it.

        Parameters
        ----------
        acute : bool
            What the stretch reflex does when a length changes. False: it has recalibrated, its
            threshold follows the structure. True: the threshold stays where it stands.
        **knobs : mapping from knob to value
            Keyword names are muscles or groups (`muscles`, `groups`). Knobs:

            ======================  =====================  ========================================
            knob                    range                  meaning
            ======================  =====================  ========================================
            ``length``              -0.5 to 0.5            change of structural length [optimal
                                                           fibre lengths]; negative is shorter
            ``length_mm``           that of ``length``     the same [mm along the path]
            ``length_slr_deg``      that of ``length``     the same, of ``hamstrings`` alone: by so
                                                           much goes the straight-leg raise of the
                                                           body as built [deg]
            ``length_thomas_deg``   that of ``length``     the same, of ``hip_flexors`` alone: by so
                                                           much the thigh hangs higher in the
                                                           modified Thomas test [deg]
            ``stiffness``           0.1 to 10              factor on the steepness of the passive
                                                           curve
            ``tone``                0 to 1                 activation without effort
            ``tone_change``         that of ``tone``       tone against the body as it was built
            ``reflex_gain``         0 to 2                 activation per optimal fibre length of
                                                           stretch
            ``strength``            0 to 10                factor on the force above tone
            ======================  =====================  ========================================

        Returns
        -------
        Model

        Raises
        ------
        UnknownName
            A ``ValueError``: no such muscle, group or knob; near names are suggested.
        ValueError
            A value is out of range, or two knobs say the same thing twice.
        TypeError
            A value is not a number, or the knobs are not a mapping.

        Examples
        --------
        >>> import guyline as gl
        >>> tight = gl.bridge().vary(hamstrings={"length": -0.10}, hip_flexors={"tone": 0.05})
        >>> tight.muscles["psoas"].tone
        0.05
        """
        if not isinstance(acute, bool):
            raise TypeError(f"acute must be True or False, got {acute!r}")
        groups = self.groups
        changes: list[tuple[int, int, float]] = []
        for name in sorted(knobs, key=lambda n: n not in groups):
            chosen = self._select(name)
            values = knobs[name]
            if not isinstance(values, Mapping):
                raise TypeError(
                    f'{name} must be a mapping of knobs, such as {{"tone": 0.05}}, got {values!r}'
                )
            for knob in values:
                if knob not in KNOBS:
                    raise_unknown(f"knob of {name}", knob, KNOBS)
            for same in (("length", "length_mm", *LENGTH_TESTS), ("tone", "tone_change")):
                given = [knob for knob in same if knob in values]
                if len(given) > 1:
                    raise ValueError(f"{name}: give {given[0]} or {given[1]}, not both")
            for knob, value in values.items():
                x = number(f"{knob} of {name}", value)
                if knob in LENGTH_TESTS:
                    x = length_for_test(self._bridge, name, knob, x)
                    knob = "length"
                changes += [self._change(i, knob, x) for i in chosen]
        return Model._wrap(self._bridge.vary(changes, acute))

    def _change(self, index: int, knob: str, value: float) -> tuple[int, int, float]:
        """The change in a knob that the compiled module knows."""
        if knob == "length_mm":
            m = self._bridge.muscles[index]
            mm = _path_length_per_fibre_length(m)
            limits = _KNOB_RANGES["length"]
            x = in_range(f"{m.name}: length_mm", value, "mm", limits.lower * mm, limits.upper * mm)
            return (index, _KNOB_NUMBER["length"], x / mm)
        if knob == "tone_change":
            m = self._bridge.built_muscles[index]
            limits = _KNOB_RANGES["tone"]
            x = in_range(
                f"{m.name}: tone_change",
                value,
                limits.unit,
                limits.lower - m.tone,
                limits.upper - m.tone,
            )
            return (index, _KNOB_NUMBER["tone"], m.tone + x)
        return (index, _KNOB_NUMBER[knob], value)

    def without(self, *names: str) -> Model:
        """Return the body with muscles, or whole groups, cut: they stay in the tables and pull 0 N.

        Parameters
        ----------
        *names : str
            Muscles or groups.

        Raises
        ------
        UnknownName
            A ``ValueError``: no such muscle or group; near names are suggested.
        """
        return Model._wrap(self._bridge.without([i for name in names for i in self._select(name)]))

    def stand(
        self,
        *,
        trunk_inclination_deg: float = degrees(_STAND_DEFAULTS.trunk_inclination),
        knee_flexion_deg: float = degrees(_STAND_DEFAULTS.knee_flexion),
        ground_inclination_deg: float = 0.0,
        heel_height_m: float = 0.0,
        hand_mass_kg: float = 0.0,
        rucksack_kg: float = 0.0,
        belly_kg: float = 0.0,
        effort_power: int = _STAND_DEFAULTS.effort_power,
    ) -> Posture:
        """Return where the pelvis comes to rest in standing, and what that costs.

        Held are the feet (flat), the knees, the trunk's inclination and the centre of mass over
        the feet; free is the tilt of the pelvis, which the lumbar spine follows.

        Parameters
        ----------
        trunk_inclination_deg : float
            Inclination of the trunk [deg], forward positive, -28.6 to 28.6.
        knee_flexion_deg : float
            Flexion of both knees [deg], 0 to 57.3.
        ground_inclination_deg : float
            Slope that falls away forward [deg], -20 to 20.
        heel_height_m : float
            Of both shoes [m], 0 to 0.06: a wedge from heel to ball, which tilts the foot like a slope.
        hand_mass_kg : float
            In both hands together, arms hanging [kg], 0 to 200.
        rucksack_kg : float
            Behind T6 [kg], 0 to 100.
        belly_kg : float
            In front of L3, as late in pregnancy [kg], 0 to 100.
        effort_power : int
            2 or 3: power of the activation in the cost of holding the joints.

        Returns
        -------
        Posture
            Look at its `status` first: that a body cannot stand is an answer, not an exception. With a
            slope or a load it is a `TaskPosture`, whose `equilibria` are those that were looked at.

        Raises
        ------
        ValueError
            An argument is out of range.
        TypeError
            An argument is not a number.
        """
        options = stand_options(trunk_inclination_deg, knee_flexion_deg, effort_power)
        extra = (ground_inclination_deg, heel_height_m, hand_mass_kg, rucksack_kg, belly_kg)
        if any(x != 0.0 for x in extra):
            task = loaded_stand_task(
                self,
                trunk_inclination_deg=trunk_inclination_deg,
                knee_flexion_deg=knee_flexion_deg,
                ground_inclination_deg=ground_inclination_deg,
                heel_height_m=heel_height_m,
                hand_mass_kg=hand_mass_kg,
                rucksack_kg=rucksack_kg,
                belly_kg=belly_kg,
                effort_power=effort_power,
            )
            return perform(self, task)
        return posture_from_core(
            self, float(trunk_inclination_deg), _core.stand(self._bridge, options)
        )

    def bend(
        self,
        until: str | None = None,
        *,
        trunk_inclination_deg: float | None = None,
        hand_height_m: float | None = None,
        knee_flexion_deg: float = 0.0,
        hand_mass_kg: float = 0.0,
        hand_reach_m: float = 0.0,
    ) -> TaskPosture:
        """Bend forward: to an angle, until the finger tips are at a height, or as far as it goes.

        The muscles carry the weight whatever the split between hip and spine; the elastic body decides
        it (`Task`). A movement ends where the hamstrings or the back resist as much as is borne, or
        where the muscles cannot hold on; see `stopped_by`.

        Parameters
        ----------
        until : {"full"}, optional
            As far as it goes.
        trunk_inclination_deg : float, optional
            Inclination of the trunk [deg], 0 to 150: there, whatever resists.
        hand_height_m : float, optional
            Height of the finger tips above the sole [m], -0.5 to 3.
        knee_flexion_deg : float
            Flexion of both knees [deg], 0 to 137.
        hand_mass_kg : float
            In both hands together [kg], 0 to 200.
        hand_reach_m : float
            Hands ahead of the shoulder [m], 0 to 0.9.

        Returns
        -------
        TaskPosture

        Raises
        ------
        TypeError
            Not exactly one of `until`, `trunk_inclination_deg` and `hand_height_m` is given.
        ValueError
            An argument is out of range.

        Examples
        --------
        >>> import guyline as gl
        >>> body = gl.bridge()
        >>> tight = body.vary(hamstrings={"length": -0.1})
        >>> tight.bend("full").trunk_inclination_deg < body.bend("full").trunk_inclination_deg
        True
        """
        task = bend_task(
            trunk_inclination_deg,
            hand_height_m,
            until,
            backward=False,
            knee_flexion_deg=knee_flexion_deg,
            hand_mass_kg=hand_mass_kg,
            hand_reach_m=hand_reach_m,
        )
        return perform(self, task)

    def extend(
        self,
        until: str | None = None,
        *,
        trunk_inclination_deg: float | None = None,
        hand_mass_kg: float = 0.0,
    ) -> TaskPosture:
        """Lean back: to an angle, -90 to 0 deg, or ``"full"``; as `bend`, backwards.

        Parameters
        ----------
        until : {"full"}, optional
            As far as it goes.
        trunk_inclination_deg : float, optional
            Inclination of the trunk [deg], -90 to 0.
        hand_mass_kg : float
            In both hands together [kg], 0 to 200.

        Returns
        -------
        TaskPosture

        Raises
        ------
        TypeError
            Not exactly one of `until` and `trunk_inclination_deg` is given.
        ValueError
            An argument is out of range.
        """
        task = bend_task(
            trunk_inclination_deg, None, until, backward=True, hand_mass_kg=hand_mass_kg
        )
        return perform(self, task)

    def lift(
        self,
        mass_kg: float,
        style: str = "stoop",
        *,
        hand_height_m: float = 0.3,
        hand_reach_m: float = 0.0,
    ) -> TaskPosture:
        """Hold a mass with the grip at a height, the trunk as far forward as that needs.

        Parameters
        ----------
        mass_kg : float
            In both hands together [kg], 0 to 200.
        style : {"stoop", "semi", "squat"}
            Knees straight, flexed by 45 or by 100 deg.
        hand_height_m : float
            Height of the grip above the sole [m], -0.5 to 3.
        hand_reach_m : float
            Hands ahead of the shoulder [m], 0 to 0.9.

        Returns
        -------
        TaskPosture
            `stopped_by` is ``"target"`` where the hands are there; with arms that hang lower already
            the trunk stays upright.

        Raises
        ------
        UnknownName
            A ``ValueError``: there is no such style.
        ValueError
            An argument is out of range.
        """
        return perform(self, lift_task(mass_kg, style, hand_height_m, hand_reach_m))

    def sit(
        self,
        style: str = "relaxed",
        *,
        backrest_deg: float = 20.0,
        seat_height_m: float | None = None,
    ) -> TaskPosture:
        """Sit, feet flat and shanks upright.

        Parameters
        ----------
        style : {"erect", "relaxed", "slumped", "reclined"}
            Held upright by the muscles; sunk to rest; sunk with back and abdomen silent; leaning on a
            backrest. All but the last balance over the tuberosities.
        backrest_deg : float
            Of a reclined seat, behind the vertical [deg], 0 to 68.
        seat_height_m : float, optional
            [m], 0.2 to 0.9; by default that at which the thighs are level.

        Returns
        -------
        TaskPosture

        Raises
        ------
        UnknownName
            A ``ValueError``: there is no such style.
        ValueError
            An argument is out of range, or the seat out of the thighs' reach.
        """
        return perform(self, sit_task(self, style, backrest_deg, seat_height_m))

    def lie(self, *, hip_and_knee_flexion_deg: float = 0.0) -> TaskPosture:
        """Lie on the back, on a bed that carries all weight.

        Parameters
        ----------
        hip_and_knee_flexion_deg : float
            How far the thighs are raised, knees bent by twice as much [deg], 0 to 68.

        Returns
        -------
        TaskPosture

        Raises
        ------
        ValueError
            The angle is out of range.
        """
        return perform(self, lie_task(hip_and_knee_flexion_deg))

    def perform(self, task: Task) -> TaskPosture:
        """Return the posture of any task.

        Parameters
        ----------
        task : Task
            What is held, what carries the weight, which law decides, and what ends it.

        Returns
        -------
        TaskPosture
            Look at its `status` first.

        Raises
        ------
        ValueError
            The task cannot be asked: an angle out of range, more or fewer held than there are to hold.
        TypeError
            It is no `Task`.
        """
        return perform(self, task)

    def at(
        self,
        *,
        ankle_dorsiflexion_deg: float = 0.0,
        knee_flexion_deg: float = 0.0,
        hip_flexion_deg: float = 0.0,
        lumbar_flexion_deg: float = 0.0,
    ) -> Pose:
        """Return what the body is like with its joints at given angles, whatever holds it there.

        Nothing is solved: lengths, moment arms and resting tensions of the cables, moments at every
        joint, centres of mass. The feet are flat; all angles at 0 is the body drawn up straight,
        which is not how it stands (the angles of standing are in `Posture`).

        Parameters
        ----------
        ankle_dorsiflexion_deg, knee_flexion_deg, hip_flexion_deg, lumbar_flexion_deg : float
            Joint angles [deg], flexion positive, -180 to 180.

        Returns
        -------
        Pose

        Raises
        ------
        ValueError
            An angle is out of range.
        TypeError
            An angle is not a number.

        Examples
        --------
        >>> import guyline as gl
        >>> pose = gl.bridge().at(hip_flexion_deg=90)
        >>> pose.muscles["hamstrings"].moment_arms_mm["hip"] < 0  # they extend
        True
        """
        from guyline.pose import pose_of

        return pose_of(
            self, ankle_dorsiflexion_deg, knee_flexion_deg, hip_flexion_deg, lumbar_flexion_deg
        )

    def examine(
        self,
        *,
        torque_Nm: float = _EXAMINATION_DEFAULTS.torque,
        tolerance_Nm: float | None = None,
        muscles: str = "relaxed",
    ) -> Examination:
        """Return the card of a clinical examination of muscle length; see `guyline.examine`.

        Parameters
        ----------
        torque_Nm : float
            Torque of first firm resistance [N m], of one leg, > 0.
        tolerance_Nm : float or None
            Torque [N m] at which the person stops a test; None: later than the examiner.
        muscles : {"relaxed", "toned"}
            Passive tension only, or with the tone and the reflex of standing.

        Returns
        -------
        Examination
            Print it.

        Raises
        ------
        ValueError
            An argument is out of range.
        TypeError
            An argument is not a number, or `muscles` not a string.
        """
        return examine(self, torque_Nm=torque_Nm, tolerance_Nm=tolerance_Nm, muscles=muscles)

    def _changed_knobs(self) -> dict[str, dict[str, float]]:
        """Knobs that differ from the body as built, groups where all members agree."""
        changed: dict[str, dict[str, float]] = {}
        for m, built in zip(self._bridge.muscles, self._bridge.built_muscles):
            knobs = {}
            if m.length_change != built.length_change:
                knobs["length"] = m.length_change
            for knob in ("stiffness", "tone", "reflex_gain", "strength"):
                if getattr(m, knob) != getattr(built, knob):
                    knobs[knob] = getattr(m, knob)
            changed[m.name] = knobs
        result: dict[str, dict[str, float]] = {}
        for group, members in self.groups.items():
            if all(changed[name] == changed[members[0]] for name in members):
                result[group] = changed[members[0]]
            else:
                result.update((name, changed[name]) for name in members)
        return {name: knobs for name, knobs in result.items() if knobs}

    def _cut(self) -> list[str]:
        """Names of what was cut, groups where all members are."""
        cut = {name for name, m in self.muscles.items() if m.cut}
        names: list[str] = []
        for group, members in self.groups.items():
            gone = [name for name in members if name in cut]
            names += [group] if len(gone) == len(members) else gone
        return names

    def __repr__(self) -> str:
        text = (
            f"bridge: {self.sex}, {self.mass_kg:g} kg, {self.stature_m:g} m, "
            f"pelvic incidence {self.pelvic_incidence_deg:g} deg"
        )
        if self.pelvic_tilt_radiographic_deg is not None:
            text += f", PT {self.pelvic_tilt_radiographic_deg:g} deg"
        if self.lordosis_deg is not None:
            text += f", LL {self.lordosis_deg:g} deg"
        if self.hip_extensor_tone is not None:
            text += f", hip extensor tone {self.hip_extensor_tone:g}"
        for name, knobs in self._changed_knobs().items():
            text += f"\n  {name}: " + ", ".join(f"{k} {v:g}" for k, v in knobs.items())
        cut = self._cut()
        if cut:
            text += "\n  without " + ", ".join(cut)
        return text


def bridge(
    *,
    mass_kg: float = _BRIDGE_DEFAULTS.mass,
    stature_m: float = _BRIDGE_DEFAULTS.stature,
    sex: str = _BRIDGE_DEFAULTS.sex,
    pelvic_incidence_deg: float = degrees(_BRIDGE_DEFAULTS.pelvic_incidence),
    pelvic_tilt_radiographic_deg: float | None = None,
    lordosis_deg: float | None = None,
    hip_extensor_tone: float | None = _BRIDGE_DEFAULTS.hip_extensor_tone,
) -> Model:
    """Return the built-in body: legs, pelvis, lumbar spine and trunk from the side, 23 muscles.

    Parameters
    ----------
    mass_kg : float
        Body mass [kg], 35 to 200. Weights and forces scale with it.
    stature_m : float
        Body height [m], 1.3 to 2.2. Lengths scale with it.
    sex : {"male", "female"}
        Segment masses and passive lumbar stiffness.
    pelvic_incidence_deg : float
        Pelvic incidence PI [deg], 25 to 80: bone shape. It sets sacral slope and lordosis of the
        reference posture by published regressions [lehuec2016]_.
    pelvic_tilt_radiographic_deg : float or None
        Radiographic PT of the reference posture [deg], -10 to 40; grows with posterior tilt, and
        PI = PT + SS. None: the regression on PI.
    lordosis_deg : float or None
        Lordosis LL (L1 to S1) of the reference posture [deg], 20 to 90. None: the regression on PI.
    hip_extensor_tone : float or None
        Tone of hamstrings and gluteus maximus [activation], 0 to 1. None: the tone with which the
        reference posture (tilt 0) is at rest.

    Returns
    -------
    Model

    Raises
    ------
    ValueError
        A value is out of range, or such a body could not stand upright in the first place.
    TypeError
        A value is not a number, or `sex` not a string.

    Notes
    -----
    A reduced model of the sagittal plane for study and teaching; it gives no medical advice.
    Every number has a source or is named an assumption: see `evidence`.

    References
    ----------
    .. [lehuec2016] Le Huec JC, Hasegawa K, European Spine Journal 25, 2016.

    Examples
    --------
    >>> import guyline as gl
    >>> posture = gl.bridge(mass_kg=75, stature_m=1.75).stand()
    >>> posture.status.name
    'solved'
    """
    options = _core.BridgeOptions()
    options.mass = number("mass_kg", mass_kg)
    options.stature = number("stature_m", stature_m)
    if not isinstance(sex, str):
        raise TypeError(f'sex must be "male" or "female", got {sex!r}')
    options.sex = sex
    options.pelvic_incidence = math.radians(number("pelvic_incidence_deg", pelvic_incidence_deg))
    if pelvic_tilt_radiographic_deg is not None:
        options.pelvic_tilt_radiographic = math.radians(
            number("pelvic_tilt_radiographic_deg", pelvic_tilt_radiographic_deg)
        )
    if lordosis_deg is not None:
        options.lordosis = math.radians(number("lordosis_deg", lordosis_deg))
    if hip_extensor_tone is not None:
        tone = _KNOB_RANGES["tone"]
        options.hip_extensor_tone = in_range(
            "hip_extensor_tone", hip_extensor_tone, tone.unit, tone.lower, tone.upper
        )
    return Model._wrap(_core.Bridge(options))
