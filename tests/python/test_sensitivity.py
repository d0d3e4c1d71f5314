"""What moves a posture: derivatives by name and step, against postures that are solved again."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Callable

import guyline as gl
import pytest


@pytest.fixture(scope="module")
def what(rest: gl.Posture) -> gl.Sensitivity:
    return rest.sensitivity()


STEPS = {"length": 0.01, "stiffness": 0.1, "tone": 0.01, "reflex_gain": 0.1, "strength": 0.1}


@pytest.mark.parametrize("muscle", ["psoas", "hamstrings", "erector_spinae_lumbar"])
@pytest.mark.parametrize(("knob", "acute"), [*((knob, False) for knob in STEPS), ("length", True)])
def test_an_effect_is_what_a_small_change_does(
    body: gl.Model, rest: gl.Posture, muscle: str, knob: str, acute: bool
) -> None:
    effect = rest.sensitivity(acute=acute).of(muscle, knob)
    fraction = 1e-4
    h = STEPS[knob] * fraction
    now = getattr(body.muscles[muscle], knob)

    def at(value: float) -> gl.Posture:
        return body.vary(acute=acute, **{muscle: {knob: value}}).stand()

    after, before = at(now + h), at(now - h)
    change = after - before
    scale = 2.0 * fraction
    assert change.anterior_tilt_deg / scale == pytest.approx(effect.anterior_tilt_deg, abs=1e-5)
    assert change.lordosis_deg / scale == pytest.approx(effect.lordosis_deg, abs=1e-5)
    for level, load in after.load.items():
        compression = (load.compression_N - before.load[level].compression_N) / scale
        assert compression == pytest.approx(effect.compression_N[level], abs=2e-3)
        shear = (load.shear_N - before.load[level].shear_N) / scale
        assert shear == pytest.approx(effect.shear_N[level], abs=2e-3)
    for name, tension in change.tensions.items():
        assert tension / scale == pytest.approx(effect.tensions[name], abs=1e-3)


def test_the_person(what: gl.Sensitivity) -> None:
    def build(**person: float) -> gl.Posture:
        return gl.bridge(**person).stand()

    h = 1e-3
    default = {"mass_kg": 75.0, "stature_m": 1.75, "pelvic_incidence_deg": 50.0}
    for name, of, step in (
        ("mass_kg", "mass", 1.0),
        ("stature_m", "stature", 0.01),
        ("pelvic_incidence_deg", "pelvic_incidence", 1.0),
    ):
        d = h * step
        after = build(**{**default, name: default[name] + d})
        before = build(**{**default, name: default[name] - d})
        effect = what.of(of)
        tilt = (after.anterior_tilt_deg - before.anterior_tilt_deg) / (2 * h)
        assert tilt == pytest.approx(effect.anterior_tilt_deg, abs=1e-6)
        for level, load in after.load.items():
            compression = (load.compression_N - before.load[level].compression_N) / (2 * h)
            assert compression == pytest.approx(effect.compression_N[level], abs=1e-4)


def test_a_group_is_the_sum_of_its_muscles(what: gl.Sensitivity, body: gl.Model) -> None:
    effect = what.of("hip_flexors", "tone")
    members = [what.of(name, "tone") for name in body.groups["hip_flexors"]]
    assert len(members) > 1
    total = sum(e.anterior_tilt_deg for e in members)
    assert effect.anterior_tilt_deg == pytest.approx(total, rel=1e-12)
    for level in effect.compression_N:
        total = sum(e.compression_N[level] for e in members)
        assert effect.compression_N[level] == pytest.approx(total, rel=1e-12)


def test_ten_newton_metres_per_radian_turn_the_stiffness_knob(what: gl.Sensitivity) -> None:
    """The same direction, another step: all ratios to the knob's own effect are one number."""
    found = [name for name in what.effects if name.endswith(".passive_stiffness")]
    assert len(found) > 3
    for name in found:
        muscle = name.split(".")[0]
        passive, knob = what.effects[name], what.of(muscle, "stiffness")
        ratio = passive.tensions[muscle] / knob.tensions[muscle]
        assert ratio > 0.0
        tilt = ratio * knob.anterior_tilt_deg
        assert passive.anterior_tilt_deg == pytest.approx(tilt, rel=1e-9, abs=1e-12)
        for level, compression in knob.compression_N.items():
            expected = ratio * compression
            assert passive.compression_N[level] == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_the_table(what: gl.Sensitivity) -> None:
    text = repr(what).splitlines()
    assert text[0].split()[:2] == ["parameter", "per"]
    assert "L5/S1 [N]" in text[0]
    sizes = [abs(e.anterior_tilt_deg) for e in what.effects.values()]
    assert sizes == sorted(sizes, reverse=True)
    first = next(iter(what.effects))
    assert text[1].startswith(first)
    assert not any(what.one_sided.values())
    assert what.at_kink == ()


def test_names_that_there_are_not(what: gl.Sensitivity) -> None:
    with pytest.raises(gl.UnknownName, match="hamstrings"):
        what.of("hamstring", "tone")
    with pytest.raises(gl.UnknownName, match="tone"):
        what.of("psoas", "ton")
    with pytest.raises(gl.UnknownName, match="mass"):
        what.of("mas")


def test_without_a_posture_there_is_none(body: gl.Model) -> None:
    fallen = body.without(*body.groups).stand()
    assert fallen.status is not gl.PostureStatus.solved
    what = fallen.sensitivity()
    assert len(what.effects) == 0
    assert "no posture" in repr(what)


def test_it_is_plain(what: gl.Sensitivity, rest: gl.Posture) -> None:
    assert pickle.loads(pickle.dumps(what)) == what
    assert rest.sensitivity() == what
    with pytest.raises(ValueError, match="effort_power"):
        rest.sensitivity(effort_power=4)


TASKS = {
    "bend": lambda b: b.bend(trunk_inclination_deg=40, hand_mass_kg=6, hand_reach_m=0.2),
    "sit": lambda b: b.sit("erect"),
    "reclined": lambda b: b.sit("reclined"),
    "slope": lambda b: b.stand(ground_inclination_deg=3, hand_mass_kg=5),
}


@pytest.mark.parametrize("ask", TASKS.values(), ids=TASKS)
def test_what_moves_a_task_beside_its_knobs(ask: Callable[[gl.Model], gl.TaskPosture]) -> None:
    person = {"mass_kg": 75.0, "stature_m": 1.75, "pelvic_incidence_deg": 50.0}
    posture = ask(gl.bridge(**person))
    task = posture.task
    what = posture.sensitivity()
    holds_trunk = "trunk_inclination_deg" in task.hold
    assert ("trunk_inclination" in what.effects) == holds_trunk

    def moved(name: str, by: float) -> gl.TaskPosture:
        if name in person:
            return gl.bridge(**{**person, name: person[name] + by}).perform(task)
        if name == "trunk_inclination_deg":
            hold = {**task.hold, name: task.hold[name] + by}
            changed = dataclasses.replace(task, hold=hold)
        else:
            changed = dataclasses.replace(task, **{name: getattr(task, name) + by})
        return gl.bridge(**person).perform(changed)

    names = {
        "mass_kg": ("mass", 1.0),
        "stature_m": ("stature", 0.01),
        "pelvic_incidence_deg": ("pelvic_incidence", 1.0),
        "ground_inclination_deg": ("ground_inclination", 1.0),
    }
    if task.hand_mass_kg > 0.0:
        names["hand_mass_kg"] = ("hand_mass", 1.0)
    if holds_trunk:
        names["trunk_inclination_deg"] = ("trunk_inclination", 1.0)
    h = 1e-3
    for name, (of, step) in names.items():
        up, down = (moved(name, sign * h * step) for sign in (1, -1))
        effect = what.of(of)
        tilt = (up.anterior_tilt_deg - down.anterior_tilt_deg) / (2 * h)
        assert tilt == pytest.approx(effect.anterior_tilt_deg, rel=1e-5, abs=1e-6)
        for level, load in up.load.items():
            compression = (load.compression_N - down.load[level].compression_N) / (2 * h)
            assert compression == pytest.approx(effect.compression_N[level], rel=1e-5, abs=1e-3)


def test_what_is_carried_does_not_go_with_the_mass(body: gl.Model) -> None:
    """Twice the body with twice the load has twice the forces."""
    posture = body.bend(trunk_inclination_deg=40, hand_mass_kg=8)
    what = posture.sensitivity()
    for level, load in posture.load.items():
        by_body = 75.0 * what.of("mass").compression_N[level]
        by_hands = 8.0 * what.of("hand_mass").compression_N[level]
        assert by_body + by_hands == pytest.approx(load.compression_N, rel=1e-9)
        assert by_hands > 0.0
