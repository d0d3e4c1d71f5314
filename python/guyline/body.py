"""Whose body it is, the knobs of its muscles, what-ifs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from guyline import _core
from guyline._names import Table, degrees, number, raise_unknown, truth
from guyline.clinical import LENGTH_TESTS, length_for_test
from guyline.knobs import KNOBS, core_change
from guyline.muscle import Muscle, muscle_from_core

if TYPE_CHECKING:
    from typing_extensions import Self


class Body:
    """A person's body and its muscles; `Model` adds what it can be asked."""

    __slots__ = ("_bridge",)
    _bridge: _core.Bridge

    def __init__(self) -> None:
        raise TypeError("a Model is made by guyline.bridge()")

    @classmethod
    def _wrap(cls, bridge: _core.Bridge) -> Self:
        self = object.__new__(cls)
        object.__setattr__(self, "_bridge", bridge)
        return self

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Model does not change; use vary() for another one (set {name})")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Model does not change (delete {name})")

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self)._wrap, (self._bridge,))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Body) and self._state() == other._state()

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
        return Table({m.name: muscle_from_core(m, built) for m, built in both}, "muscle")

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

    def vary(self, *, acute: bool = False, **knobs: Mapping[str, float]) -> Self:
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
        truth("acute", acute)
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
                changes += [core_change(self._bridge, i, knob, x) for i in chosen]
        return self._wrap(self._bridge.vary(changes, acute))

    def without(self, *names: str) -> Self:
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
        return self._wrap(self._bridge.without([i for name in names for i in self._select(name)]))

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
