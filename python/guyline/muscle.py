"""The muscles of a body."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from guyline import _core
from guyline._names import Record
from guyline.knobs import path_length_per_fibre_length
from guyline.sources import Evidence, rows_by_kind


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


def muscle_from_core(m: _core.Muscle, built: _core.Muscle) -> Muscle:
    """The compiled module's muscle, and how it was built, in mm and degrees."""
    return Muscle(
        name=m.name,
        group=m.group,
        length=m.length_change,
        length_mm=m.length_change * path_length_per_fibre_length(m),
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
        evidence=tuple(e for e in rows_by_kind() if e.of == m.name and e.what != "joint"),
    )
