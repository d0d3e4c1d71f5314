"""The knobs of a muscle: their names, ranges and units, and what they turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from guyline import _core
from guyline._names import Table, in_range, raise_unknown

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

#: Those that the compiled module knows, and their numbers there.
KNOB_RANGES = {knob.name: knob for knob in _core.knob_ranges()}
KNOB_NUMBERS = {name: i for i, name in enumerate(KNOB_RANGES)}


def split_knob(knob: object, known: Iterable[str] = KNOBS) -> tuple[str, str]:
    """Muscle or group, and knob, of ``"hamstrings.length"``."""
    if not isinstance(knob, str):
        raise TypeError(f'a knob must be a string such as "hamstrings.length", got {knob!r}')
    name, dot, knob_name = knob.partition(".")
    if not dot:
        raise ValueError(
            f'a knob must be a muscle or group, a dot and a knob, got "{knob}"; '
            'write for example "hamstrings.length"'
        )
    if knob_name not in known:
        raise_unknown(f"knob of {name}", knob_name, known)
    return name, knob_name


def path_length_per_fibre_length(m: _core.Muscle) -> float:
    """Change of the path [mm] per unit of the knob `length`."""
    return 1000.0 * m.optimal_fibre_length * m.cos_pennation


def core_change(
    bridge: _core.Bridge, index: int, knob: str, value: float
) -> tuple[int, int, float]:
    """The change in a knob that the compiled module knows: which muscle, which knob, its value."""
    if knob == "length_mm":
        m = bridge.muscles[index]
        mm = path_length_per_fibre_length(m)
        limits = KNOB_RANGES["length"]
        x = in_range(f"{m.name}: length_mm", value, "mm", limits.lower * mm, limits.upper * mm)
        return (index, KNOB_NUMBERS["length"], x / mm)
    if knob == "tone_change":
        m = bridge.built_muscles[index]
        limits = KNOB_RANGES["tone"]
        x = in_range(
            f"{m.name}: tone_change",
            value,
            limits.unit,
            limits.lower - m.tone,
            limits.upper - m.tone,
        )
        return (index, KNOB_NUMBERS["tone"], m.tone + x)
    return (index, KNOB_NUMBERS[knob], value)
