"""Plausible bodies to repeat a claim in, and the words in which the runs are written."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from guyline import _core
from guyline._names import Record
from guyline.model import Model, bridge
from guyline.posture import Posture, PostureStatus

if TYPE_CHECKING:
    from guyline.batch_result import BatchResult
    from guyline.pose import Pose

#: State of the random numbers behind the cohort.
SEED = 20
#: Bodies of the cohort.
BODIES = 48
#: What varies between them, each drawn evenly from its range, knobs by group.
RANGES = {
    "pelvic_incidence_deg": (40.0, 60.0),
    "male mass_kg": (60.0, 100.0),
    "male stature_m": (1.62, 1.90),
    "female mass_kg": (48.0, 85.0),
    "female stature_m": (1.52, 1.78),
    "length": (-0.05, 0.05),
    "stiffness": (0.8, 1.25),
    "tone": (0.75, 1.5),
    "reflex_gain": (0.75, 1.5),
}
_FACTORS = ("stiffness", "strength")
_RANGE_OF = {knob.name: (knob.lower, knob.upper) for knob in _core.knob_ranges()}
_KNOBS = {"length": "length_change"}
# Of the people of `correlation`.
_CROWD = 200


@dataclass(frozen=True, eq=False)
class Person(Record):
    """A body of the cohort and what was drawn for it.

    Attributes
    ----------
    body : Model
        The body.
    drawn : mapping of str to float
        By name: ``female`` (0 or 1), ``pelvic_incidence_deg``, ``mass_kg``, ``stature_m``, and
        ``<group>.<knob>``: changes of length, factors on stiffness, tone and reflex gain.
    """

    body: Model
    drawn: Mapping[str, float]


def _person(rng: random.Random, female: bool) -> Person:
    sex = "female" if female else "male"
    drawn = {
        "female": float(female),
        "pelvic_incidence_deg": rng.uniform(*RANGES["pelvic_incidence_deg"]),
        "mass_kg": rng.uniform(*RANGES[f"{sex} mass_kg"]),
        "stature_m": rng.uniform(*RANGES[f"{sex} stature_m"]),
    }
    body = bridge(
        sex=sex,
        pelvic_incidence_deg=drawn["pelvic_incidence_deg"],
        mass_kg=drawn["mass_kg"],
        stature_m=drawn["stature_m"],
    )
    for group in body.groups:
        for knob in ("length", "stiffness", "tone", "reflex_gain"):
            drawn[f"{group}.{knob}"] = rng.uniform(*RANGES[knob])
    knobs: dict[str, Any] = {}
    for m in body._bridge.muscles:
        knobs[m.name] = {
            "length": drawn[f"{m.group}.length"],
            "stiffness": drawn[f"{m.group}.stiffness"],
            "tone": m.tone * drawn[f"{m.group}.tone"],
            "reflex_gain": m.reflex_gain * drawn[f"{m.group}.reflex_gain"],
        }
    return Person(body.vary(**knobs), drawn)


@lru_cache(maxsize=1)
def people() -> tuple[Person, ...]:
    """The bodies in which claims are repeated: half men, half women, the same on every machine."""
    rng = random.Random(SEED)
    return tuple(_person(rng, female=bool(i % 2)) for i in range(BODIES))


def turn(body: Model, *, acute: bool = False, **knobs: Mapping[str, float]) -> Model:
    """The body with knobs turned *from where they stand*, unlike `Model.vary`, which sets them.

    Parameters
    ----------
    body : Model
        Whose knobs are turned.
    acute : bool
        As in `Model.vary`: whether the reflexes have not yet settled to the new lengths.
    **knobs : mapping from knob to value
        By muscle or group: what is added to ``length``, ``tone`` and ``reflex_gain``, and the
        factor on ``stiffness`` and ``strength``. Tone and gain stop at 0.
    """
    turned: dict[str, Any] = {}
    for name, values in knobs.items():
        for i in body._select(name):
            m = body._bridge.muscles[i]
            for knob, value in values.items():
                low, high = _RANGE_OF[knob]
                x = getattr(m, _KNOBS.get(knob, knob))
                x = x * value if knob in _FACTORS else x + value
                turned.setdefault(m.name, {})[knob] = min(max(x, low), high)
    return body.vary(acute=acute, **turned)


def reshaped(body: Model, *, lordosis_deg: float) -> Model:
    """The body with so much more lordosis in its reference posture, by the shape of its spine.

    The pelvis stands as it did, the tone of the hip extensors is found anew, and the knobs are
    turned as far from the new body's own as they were from the old one's.
    """
    straight = bridge(
        sex=body.sex,
        mass_kg=body.mass_kg,
        stature_m=body.stature_m,
        pelvic_incidence_deg=body.pelvic_incidence_deg,
        pelvic_tilt_radiographic_deg=body.pelvic_tilt_radiographic_deg,
        lordosis_deg=_reference_lordosis_deg(body) + lordosis_deg,
    )
    knobs: dict[str, Any] = {}
    new = straight._bridge.muscles
    for m, built, own in zip(body._bridge.muscles, body._bridge.built_muscles, new):
        knobs[m.name] = {
            "length": m.length_change,
            "stiffness": m.stiffness,
            "tone": own.tone * m.tone / built.tone if built.tone > 0.0 else m.tone,
            "reflex_gain": m.reflex_gain,
            "strength": m.strength,
        }
    return straight.vary(**knobs)


def _reference_lordosis_deg(body: Model) -> float:
    if body.lordosis_deg is not None:
        return body.lordosis_deg
    return (
        bridge(
            sex=body.sex,
            pelvic_incidence_deg=body.pelvic_incidence_deg,
            pelvic_tilt_radiographic_deg=body.pelvic_tilt_radiographic_deg,
        )
        .stand()
        .lordosis_deg
    )


def posed(posture: Posture, tilt_deg: float = 0.0) -> Pose:
    """The pose of a posture, its pelvis tilted forward by `tilt_deg` under the same trunk and legs.

    Nothing is asked to hold it there: lengths, passive tensions and lordosis are what can be read.
    """
    return posture.model.at(
        ankle_dorsiflexion_deg=posture.ankle_dorsiflexion_deg,
        knee_flexion_deg=posture.knee_flexion_deg,
        hip_flexion_deg=posture.hip_flexion_deg + tilt_deg,
        lumbar_flexion_deg=posture.lumbar_flexion_deg - tilt_deg,
    )


def group_sum(pose: Pose, group: str, what: str) -> float:
    """Sum over the muscles of a group of a field of `PosedMuscle`, such as ``"tension_N"``."""
    return sum(float(getattr(pose.muscles[name], what)) for name in pose.model.groups[group])


def activation(posture: Posture, group: str) -> float:
    """The highest activation in a group that holds ankle, hip and L5/S1 [1]; NaN if none does."""
    load = posture.load["L5/S1"]
    if posture.status is not PostureStatus.solved or load.effort_status != 0:
        return math.nan
    return max(load.activations[name] for name in posture.model.groups[group])


def load_change(after: Posture, before: Posture, what: str = "compression_N") -> float:
    """Change of a load on L5/S1 [% of what it was]."""
    a, b = (float(getattr(p.load["L5/S1"], what)) for p in (after, before))
    return 100.0 * (a - b) / abs(b)


def is_held(posture: Posture) -> float:
    """1 if there is a posture and the muscles hold it, 0 if not."""
    return float(posture.status is PostureStatus.solved and not posture.reason)


def hip_moment(pose: Pose, way: str, kind: str) -> float:
    """Greatest moment of all muscles that ``"extend"`` or ``"flex"`` the hip [N m], by ``kind``.

    ``"active"``: each with its greatest force; ``"passive"``: what it has unactivated in that pose.
    """
    sign = {"extend": -1.0, "flex": 1.0}[way]
    total = 0.0
    for name, m in pose.muscles.items():
        arm_mm = sign * m.moment_arms_mm["hip"]
        force_N = pose.model._bridge.muscles[pose.model._select(name)[0]].max_isometric_force
        force_N = {"active": force_N, "passive": m.passive_tension_N}[kind]
        total += force_N * max(arm_mm, 0.0) / 1000.0
    return total


@dataclass(frozen=True)
class _Crowd:
    """200 people made from a body: what was drawn for them, and how they stand."""

    body: Model
    columns: Mapping[str, list[float]]
    answer: BatchResult


_CROWDS: dict[int, _Crowd] = {}


def _crowd(body: Model) -> _Crowd:
    """The people of `correlation`, kept for the readings that follow."""
    from guyline.batch import solve

    # The crowd holds its body, so that no other body can have the same id.
    if id(body) in _CROWDS:
        return _CROWDS[id(body)]
    rng = random.Random(SEED)
    columns: dict[str, list[float]] = {}
    for group in body.groups:
        m = body._bridge.muscles[body._select(group)[0]]
        columns[f"{group}.length"] = [m.length_change + rng.gauss(0.0, 0.03) for _ in range(_CROWD)]
        tones = [max(0.0, m.tone * (1.0 + rng.gauss(0.0, 0.2))) for _ in range(_CROWD)]
        columns[f"{group}.tone"] = tones
    if len(_CROWDS) > BODIES:
        _CROWDS.pop(next(iter(_CROWDS)))
    crowd = _Crowd(body, columns, solve(body, columns, threads=1))
    _CROWDS[id(body)] = crowd
    return crowd


def _activations(crowd: _Crowd, stands: Any) -> list[float]:
    """Of the back, which holds the levels above the feet, person by person."""
    found = []
    for i in range(_CROWD):
        if not stands[i]:
            continue
        knobs: dict[str, Any] = {}
        for name, values in crowd.columns.items():
            group, knob = name.split(".")
            knobs.setdefault(group, {})[knob] = values[i]
        found.append(activation(crowd.body.vary(**knobs).stand(), "erector_spinae"))
    return found


def correlation(body: Model, column: str, of: str) -> float:
    """r between a column and an output of standing among 200 people, made from `body` at random.

    Their lengths have an SD of 3 %, their tones one of 20 %, by group and independently.

    Parameters
    ----------
    body : Model
        Whom they differ from.
    column : str
        ``<group>.length``, ``<group>.tone``; ``tilt`` or ``lordosis``, more of it being more; or
        ``off_middle``: by how far the pelvis is off the middle of these people.
    of : str
        ``"lordosis_deg"``, or of the back: ``"erector tension"`` without effort, ``"erector
        activation"`` with it (of those whose muscles hold them), ``"compression_N"`` on L5/S1.
    """
    import numpy as np

    crowd = _crowd(body)
    answer = crowd.answer
    stands = answer.status == 0
    tilt = answer.anterior_tilt_deg[stands]
    own = {
        "tilt": tilt,
        "lordosis": answer.lordosis_deg[stands],
        "off_middle": abs(tilt - np.median(tilt)),
    }
    x = own[column] if column in own else np.array(crowd.columns[column])[stands]
    if of == "lordosis_deg":
        y = answer.lordosis_deg[stands]
    elif of == "compression_N":
        y = answer.load["L5/S1"].compression_N[stands]
    elif of == "erector activation":
        y = np.array(_activations(crowd, stands))
    else:
        back = body.groups["erector_spinae"]
        y = np.sum([answer.tension_N[name][stands] for name in back], axis=0)
    known = np.isfinite(y)
    return float(np.corrcoef(x[known], y[known])[0, 1])
