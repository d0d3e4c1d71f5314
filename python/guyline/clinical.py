"""Clinical tests of muscle length: the card that a physiotherapist would fill in, with norms."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guyline import _core
from guyline._names import NamedEnum, Record, Table, number

if TYPE_CHECKING:
    from guyline.model import Model

_DEFAULTS = _core.ExaminationOptions()
_CONSTANTS = {c.name: c for c in _core.clinical_constants()}
_MOST_TORQUE_NM = 1000.0
_END_OF_RAISE_DEG = 120.0
# Beyond so many standard deviations a person is called tight or lax.
_UNUSUAL = 2.0


class ClinicalLimit(NamedEnum):
    """What ended a clinical test."""

    torque = 0
    """The examiner's torque was met."""
    tolerance = 1
    """The person stopped it at the torque that is tolerated."""
    end_of_range = 2
    """Nothing resisted as much up to the end of the range."""
    equilibrium = 3
    """The leg hangs where its weight is balanced."""
    strength = 4
    """The quadriceps can lift no further."""
    not_reached = 5
    """The resistance is past the stop before the test begins: the angle is that of the start."""
    no_pelvis = 6
    """Nothing holds the free pelvis: there are no angles."""


@dataclass(frozen=True, eq=False)
class Norm(Record):
    """What is usual in a test.

    Attributes
    ----------
    mean_deg, sd_deg : float or None
        Mean and standard deviation between people [deg]; None if not published.
    tight_below_deg, tight_above_deg : float or None
        Cut-off [deg] below or above which a clinic calls it short; None if there is none.
    population : str
        Who was measured.
    source : str
        Key of docs/references.bib.
    """

    mean_deg: float | None
    sd_deg: float | None
    tight_below_deg: float | None
    tight_above_deg: float | None
    population: str
    source: str


@dataclass(frozen=True, eq=False)
class ClinicalTest(Record):
    """One line of the card.

    Attributes
    ----------
    name : str
        Of the test, as in `Examination.tests`.
    value_deg : float
        What is read off [deg]; NaN if there was nothing to read.
    limit : ClinicalLimit or None
        What ended the test; None in standing.
    resistance_Nm : float
        Of muscles and lumbar tissue at the end, about the tested joint of one leg [N m].
    hip_flexion_deg, knee_flexion_deg : float
        Joint angles at the end [deg], flexion positive; the hip against the pelvis.
    anterior_tilt_deg : float
        Pelvis against the trunk at the end [deg], anterior positive; 0 as in the reference posture.
    pelvis_turned_deg : float
        Anterior tilt since before the test, both legs straight [deg]; negative is posterior.
    most : str
        Muscle that resists most; empty if none does.
    norm : Norm or None
        What is usual; None if there is none.
    z : float or None
        (value - mean)/sd [1]; None without both.
    verdict : str
        ``"tight"``, ``"within"`` or ``"lax"``, in standing ``"posterior"``, ``"within"`` or
        ``"anterior"``: by the cut-off if there is one, else by more than two standard deviations;
        empty without a norm, and if the norm has no spread.
    hip_moments_Nm, knee_moments_Nm : mapping of str to float
        Moment of each muscle about hip and knee of the leg [N m], positive flexes.
    """

    name: str
    value_deg: float
    limit: ClinicalLimit | None
    resistance_Nm: float
    hip_flexion_deg: float
    knee_flexion_deg: float
    anterior_tilt_deg: float
    pelvis_turned_deg: float
    most: str
    norm: Norm | None
    z: float | None
    verdict: str
    hip_moments_Nm: Table[float] = field(repr=False)
    knee_moments_Nm: Table[float] = field(repr=False)


@dataclass(frozen=True, eq=False)
class ReachTest(Record):
    """How far the hands get.

    Attributes
    ----------
    value_cm : float
        ``"fingertip_floor"``: height of the finger tips over the floor in the full bend [cm], below 0
        past it. ``"sit_and_reach"``: finger tips past the soles [cm], negative before them. NaN if the
        body does not stand.
    stopped_by : str
        What ended the movement, see `StopReason`.
    """

    value_cm: float
    stopped_by: str


# Test, words on the card, the compiled module's test, what is read off.
_TESTS = (
    ("straight_leg_raise", "straight-leg raise", "straight_leg_raise", "thigh"),
    (
        "straight_leg_raise_pelvis_held",
        "  with the pelvis held",
        "straight_leg_raise_pelvis_held",
        "thigh",
    ),
    ("knee_extension_active", "active knee extension, lacks", "knee_extension_active", "knee"),
    ("knee_extension_passive", "  passive", "knee_extension_passive", "knee"),
    ("thomas_hip", "modified Thomas, thigh above level", "modified_thomas", "thigh"),
    ("thomas_knee", "  knee flexion", "modified_thomas", "knee"),
    ("thomas_hip_pelvis_free", "  thigh, pelvis free", "modified_thomas_pelvis_free", "thigh"),
    ("ely", "Ely, knee flexion", "ely", "knee"),
    ("ely_lift", "  pelvis lifts by", "ely", "lift"),
    ("hip_extension", "passive hip extension", "hip_extension", "extension"),
    ("asis_psis_tilt", "standing ASIS-PSIS tilt", "stand", "tilt"),
)
_WORDS = {name: words for name, words, _, _ in _TESTS}
# More degrees are tighter.
_HIGH_IS_TIGHT = {
    "knee_extension_active",
    "knee_extension_passive",
    "thomas_hip",
    "thomas_hip_pelvis_free",
    "ely_lift",
}


def _norms(sex: str) -> dict[str, Norm]:
    male = sex == "male"
    rows = {
        "straight_leg_raise": Norm(87.1, 10.5, None, None, "35 men", "jscr2012")
        if male
        else Norm(100.4, 12.1, None, None, "35 women", "jscr2012"),
        "knee_extension_active": Norm(17.8, 9.1, None, 33.0, "male students", "balkan2018")
        if male
        else Norm(13.4, 6.0, None, 23.4, "female students", "balkan2018"),
        "knee_extension_passive": Norm(None, None, None, 40.0, "", "thomas_cutoffs"),
        "thomas_hip": Norm(None, None, None, 0.0, "", "thomas_cutoffs"),
        "thomas_knee": Norm(None, None, 67.0, None, "", "thomas_cutoffs"),
        "hip_extension": Norm(6.9, None, None, None, "30 controls", "roach2015"),
        "asis_psis_tilt": Norm(13.0, 5.0, None, None, "30 pelves, bone alone", "preece2008")
        if male
        else Norm(11.3, 4.3, None, None, "20 women", "levine1996"),
    }
    return rows


@dataclass(frozen=True, eq=False, repr=False)
class Examination(Record):
    """The card of an examination. Print it.

    Attributes
    ----------
    tests : mapping of str to ClinicalTest
        In the order of the card: ``"straight_leg_raise"`` and the same
        ``"straight_leg_raise_pelvis_held"``; ``"knee_extension_active"`` and
        ``"knee_extension_passive"``, what the knee lacks to straight with the hip at 90 deg;
        ``"thomas_hip"``, positive above horizontal, ``"thomas_knee"`` and, the pelvis not
        controlled, ``"thomas_hip_pelvis_free"``; ``"ely"`` and ``"ely_lift"``, how far the pelvis
        tilts forward meanwhile; ``"hip_extension"``; ``"asis_psis_tilt"``, standing.
    reach : mapping of str to ReachTest
        ``"fingertip_floor"`` and ``"sit_and_reach"``: movements of the person's own, so with tone, to
        the body's own tolerances (`Stop`) or to `tolerance_Nm` of the hamstrings.
    touches_toes : bool
        Whether the finger tips get to the floor with straight knees.
    torque_Nm : float
        Torque at which the examiner stopped [N m], of one leg.
    tolerance_Nm : float or None
        Torque that the person tolerates [N m]; None: any.
    muscles : str
        ``"relaxed"`` or ``"toned"``.
    model : Model
        Who was examined.
    """

    tests: Table[ClinicalTest]
    reach: Table[ReachTest]
    touches_toes: bool
    torque_Nm: float
    tolerance_Nm: float | None
    muscles: str
    model: Model

    def __repr__(self) -> str:
        m = self.model
        stop = f"{self.torque_Nm:g} N m"
        if self.tolerance_Nm is not None:
            stop += f", tolerance {self.tolerance_Nm:g} N m"
        lines = [
            f"Examination: {m.sex}, {m.mass_kg:g} kg, {m.stature_m:g} m, muscles {self.muscles}, "
            f"stop at {stop}",
            f"{'test':<35}{'value':>9}  {'norm, cut-off':<18}{'z':>4}  {'verdict':<10}ended by",
        ]
        for test in self.tests.values():
            value = "-" if math.isnan(test.value_deg) else f"{test.value_deg:.1f} deg"
            z = "" if test.z is None or math.isnan(test.z) else f"{test.z:+.1f}"
            ended = "" if test.limit is None else _LIMIT_WORDS[test.limit]
            ended += " *" if test.name in _OFF else ""
            lines.append(
                f"{_WORDS[test.name]:<35}{value:>9}  {_norm_in_words(test.norm):<18}{z:>4}  "
                f"{test.verdict:<10}{ended}".rstrip()
            )
        for name, words in (("fingertip_floor", "finger tips over the floor"),
                            ("sit_and_reach", "sit and reach, past the soles")):
            at = self.reach[name]
            value = "-" if math.isnan(at.value_cm) else f"{at.value_cm:.1f} cm"
            lines.append(f"{words:<35}{value:>9}{'':36}{at.stopped_by.replace('_', ' ')}")
        lines.append("Norms: mean (sd) in deg; tight past the cut-off if there is one, else beyond 2 sd.")
        lines += _OFF_WORDS
        if any(
            test.limit is ClinicalLimit.end_of_range and test.name not in ("ely", "ely_lift")
            for test in self.tests.values()
        ):
            lines.append(_SIZE_WORDS)
        return "\n".join(lines)


_LIMIT_WORDS = {
    ClinicalLimit.torque: "examiner's torque",
    ClinicalLimit.tolerance: "tolerance",
    ClinicalLimit.end_of_range: "end of range",
    ClinicalLimit.equilibrium: "weight, balanced",
    ClinicalLimit.strength: "quadriceps too weak",
    ClinicalLimit.not_reached: "resistance at the start",
    ClinicalLimit.no_pelvis: "nothing holds the pelvis",
}


# Where the bridge is known to be off, whoever is examined: docs/theory.md.
_OFF = ("thomas_hip", "thomas_knee", "thomas_hip_pelvis_free", "ely", "hip_extension")
_OFF_WORDS = (
    "* Off in this model: no ligament stops the hip, so it extends too far, the thigh of the Thomas",
    "  test hangs low, its knee reads as tight whatever rectus femoris does; Ely: hardly any resistance.",
)
_SIZE_WORDS = (
    "End of range: the examiner's torque is the same for every size, and a small body yields to it."
)


def _norm_in_words(norm: Norm | None) -> str:
    if norm is None:
        return ""
    parts = []
    if norm.mean_deg is not None:
        parts.append(f"{norm.mean_deg:g}" + (f" ({norm.sd_deg:g})" if norm.sd_deg else " (sd ?)"))
    if norm.tight_above_deg is not None:
        parts.append(f"> {norm.tight_above_deg:g}")
    if norm.tight_below_deg is not None:
        parts.append(f"< {norm.tight_below_deg:g}")
    return ", ".join(parts)


def _z(value: float, norm: Norm | None) -> float | None:
    if norm is None or norm.mean_deg is None or norm.sd_deg is None:
        return None
    return (value - norm.mean_deg) / norm.sd_deg


def _verdict(name: str, value: float, norm: Norm | None, z: float | None) -> str:
    if norm is None or math.isnan(value):
        return ""
    words = ("posterior", "anterior") if name == "asis_psis_tilt" else ("tight", "lax")
    low, high = words[::-1] if name in _HIGH_IS_TIGHT else words
    above, below = norm.tight_above_deg, norm.tight_below_deg
    if (above is not None and value > above) or (below is not None and value < below):
        return "tight"
    if z is None:
        return "" if above is None and below is None else "within"
    if z < -_UNUSUAL and below is None:
        return low
    if z > _UNUSUAL and above is None:
        return high
    return "within"


def _read_off(what: str, r: _core.ClinicalResult) -> float:
    angle = {
        "thigh": r.thigh,
        "extension": -r.thigh,
        "knee": r.knee,
        "lift": r.tilt - r.rest_tilt,
    }[what]
    return math.degrees(angle) + 0.0


def _torque(name: str, value: float) -> float:
    torque = number(name, value)
    if not 0.0 < torque <= _MOST_TORQUE_NM:
        raise ValueError(
            f"{name} = {torque:g} N m is out of range: must be > 0 and at most "
            f"{_MOST_TORQUE_NM:g} N m"
        )
    return torque


def examine(
    body: Model,
    *,
    torque_Nm: float = _DEFAULTS.torque,
    tolerance_Nm: float | None = None,
    muscles: str = "relaxed",
) -> Examination:
    """Return the card of a clinical examination of muscle length, with norms by sex.

    Every test moves one leg of the same cables that stand. The examiner carries the leg's weight and
    stops at a torque beside it; Ely's test is done with a light hand, a third of that; in the
    modified Thomas test the leg hangs. In the straight-leg raise and Ely's test the pelvis turns
    along against the lumbar spine, in the others it is held.

    Parameters
    ----------
    body : Model
        Who is examined.
    torque_Nm : float
        Torque of first firm resistance [N m], of one leg, > 0. The same for every size of body.
    tolerance_Nm : float or None
        Torque [N m] at which the person stops a test; None: later than the examiner.
    muscles : {"relaxed", "toned"}
        Passive tension only, or with the tone and the reflex of standing.

    Returns
    -------
    Examination

    Raises
    ------
    ValueError
        An argument is out of range.
    TypeError
        An argument is not a number, or `muscles` not a string.

    Notes
    -----
    What the stops assume, and on what grounds, is in docs/theory.md. The bridge has no hip ligament:
    it extends hips further than people do.

    Examples
    --------
    >>> import guyline as gl
    >>> card = gl.examine(gl.bridge())
    >>> card.tests["straight_leg_raise"].verdict
    'within'
    >>> tight = gl.bridge().vary(hamstrings={"length": -0.25})
    >>> gl.examine(tight).tests["straight_leg_raise"].verdict
    'tight'
    """
    from guyline.model import Model

    if not isinstance(body, Model):
        raise TypeError(f"body must be a Model, got {type(body).__name__}")
    if not isinstance(muscles, str):
        raise TypeError(f'muscles must be "relaxed" or "toned", got {muscles!r}')
    if muscles not in ("relaxed", "toned"):
        raise ValueError(f'muscles must be "relaxed" or "toned", got "{muscles}"')
    options = _core.ExaminationOptions()
    options.torque = _torque("torque_Nm", torque_Nm)
    options.light_torque = options.torque * _DEFAULTS.light_torque / _DEFAULTS.torque
    if tolerance_Nm is not None:
        options.tolerance = _torque("tolerance_Nm", tolerance_Nm)
    options.toned = muscles == "toned"
    results = dict(_core.examine(body._bridge, options))
    names = body._bridge.muscle_names
    norms = _norms(body.sex)

    tests: dict[str, ClinicalTest] = {}
    for name, _, source, what in _TESTS:
        if source == "stand":
            continue
        r = results[source]
        value = _read_off(what, r)
        norm = norms.get(name)
        z = _z(value, norm)
        tests[name] = ClinicalTest(
            name=name,
            value_deg=value,
            limit=ClinicalLimit(r.limit),
            resistance_Nm=r.resistance,
            hip_flexion_deg=math.degrees(r.hip),
            knee_flexion_deg=math.degrees(r.knee),
            anterior_tilt_deg=math.degrees(r.tilt),
            pelvis_turned_deg=math.degrees(r.tilt - r.rest_tilt),
            most=names[r.most] if r.most >= 0 else "",
            norm=norm,
            z=z,
            verdict=_verdict(name, value, norm, z),
            hip_moments_Nm=Table(dict(zip(names, r.hip_moments)), "muscle"),
            knee_moments_Nm=Table(dict(zip(names, r.knee_moments)), "muscle"),
        )

    posture = body.stand()
    tilt = posture.anterior_tilt_deg  # NaN if the body does not stand
    value = tilt + math.degrees(_CONSTANTS["spines_angle"].value)
    norm = norms["asis_psis_tilt"]
    z = _z(value, norm)
    nan = math.nan
    tests["asis_psis_tilt"] = ClinicalTest(
        name="asis_psis_tilt",
        value_deg=value,
        limit=None,
        resistance_Nm=nan,
        hip_flexion_deg=posture.hip_flexion_deg,
        knee_flexion_deg=posture.knee_flexion_deg,
        anterior_tilt_deg=tilt,
        pelvis_turned_deg=nan,
        most="",
        norm=norm,
        z=z,
        verdict=_verdict("asis_psis_tilt", value, norm, z),
        hip_moments_Nm=Table({}, "muscle"),
        knee_moments_Nm=Table({}, "muscle"),
    )
    stops = _core.stop_reasons()
    tolerance = None if tolerance_Nm is None else options.tolerance
    height, ended, past, ended_seated = _core.reaches(body._bridge, tolerance)
    return Examination(
        tests=Table(tests, "test"),
        reach=Table(
            {
                "fingertip_floor": ReachTest(100.0 * height, stops[ended]),
                "sit_and_reach": ReachTest(100.0 * past, stops[ended_seated]),
            },
            "reach",
        ),
        touches_toes=height <= 0.0,
        torque_Nm=options.torque,
        tolerance_Nm=None if tolerance_Nm is None else options.tolerance,
        muscles=muscles,
        model=body,
    )


# Knob, the group that has it, words, the compiled module's solver.
LENGTH_TESTS = {
    "length_slr_deg": ("hamstrings", "straight-leg raise", _core.length_change_for_slr),
    "length_thomas_deg": ("hip_flexors", "modified Thomas test", _core.length_change_for_thomas),
}


def length_for_test(bridge: _core.Bridge, group: str, knob: str, change_deg: float) -> float:
    """The knob `length` [optimal fibre lengths] that changes a test by so many degrees.

    Raises
    ------
    ValueError
        The knob belongs to another group, or no length makes that change.
    """
    belongs, words, solve = LENGTH_TESTS[knob]
    if group != belongs:
        raise ValueError(
            f"{group}: {knob} is for {belongs}, whose length the {words} tests; give length"
        )
    if not math.isfinite(change_deg):
        raise ValueError(f"{group}: {knob} = {change_deg:g} deg is not a finite number")
    found = solve(bridge, math.radians(change_deg))
    if not found.reached:
        low, high = math.degrees(found.least_change), math.degrees(found.greatest_change)
        why = "is jumped over" if low <= change_deg <= high else "is out of reach"
        end = ""
        if change_deg > high and knob == "length_slr_deg":
            raised = dict(_core.examine(bridge, _DEFAULTS))["straight_leg_raise"]
            now = math.degrees(raised.thigh)
            if now + high > _END_OF_RAISE_DEG - 0.5:
                there = "is already" if high < 0.5 else "is then"
                end = f"; at {_END_OF_RAISE_DEG:g} deg it {there} at the end of range"
        raise ValueError(
            f"{group}: {knob} = {change_deg:g} deg {why}: lengths of -0.5 to 0.5 optimal fibre "
            f"lengths change this body's {words} by {low:.1f} to {high:.1f} deg{end}"
        )
    return float(found.length)
