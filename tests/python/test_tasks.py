"""Tasks from Python: what they return, refuse and say, and the laws that postures must keep."""

from __future__ import annotations

import dataclasses
import doctest
import importlib.util
import inspect
import math
import pickle
import re
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import guyline as gl
import pytest
from conftest import ROOT
from guyline import _core, task

G = 9.80665
WEIGHT_N = 75.0 * G
BENT = {"law": "voluntary", "follower_load_N": 1000.0, "tilt_range_deg": (-80.0, 120.0)}
UPRIGHT = {"knee_flexion_deg": 0.0, "trunk_inclination_deg": 0.0}
SEAT = {"balance": "seat", "has_seat": True, "tilt_range_deg": (-90.0, 60.0)}
THIGHS = {"shank_inclination_deg": 0.0, "thigh_inclination_deg": -90.0}

Ask = Callable[[gl.Model], gl.TaskPosture]
# Every built-in task, and the same written by hand.
TASKS: dict[str, tuple[Ask, gl.Task]] = {
    "bend": (
        lambda b: b.bend(trunk_inclination_deg=60),
        gl.Task(hold={**UPRIGHT, "trunk_inclination_deg": 60}, reference_tilt_deg=25, **BENT),
    ),
    "bend, loaded": (
        lambda b: b.bend(
            trunk_inclination_deg=40, knee_flexion_deg=20, hand_mass_kg=10, hand_reach_m=0.3
        ),
        gl.Task(
            hold={"knee_flexion_deg": 20, "trunk_inclination_deg": 40},
            **{"hand_mass_kg": 10, "hand_reach_m": 0.3, "reference_tilt_deg": 15, **BENT},
        ),
    ),
    "bend, full": (lambda b: b.bend("full"), gl.Task(hold=UPRIGHT, stop=gl.Stop(), **BENT)),
    "bend, hands": (
        lambda b: b.bend(hand_height_m=0.3),
        gl.Task(hold=UPRIGHT, stop=gl.Stop(fingertip_height_m=0.3), **BENT),
    ),
    "extend": (
        lambda b: b.extend(trunk_inclination_deg=-15),
        gl.Task(hold={**UPRIGHT, "trunk_inclination_deg": -15}, **BENT),
    ),
    "extend, full": (
        lambda b: b.extend("full"),
        gl.Task(hold=UPRIGHT, stop=gl.Stop(trunk_inclination_deg=-90), **BENT),
    ),
    "lift, semi": (
        lambda b: b.lift(15, "semi", hand_height_m=0.4),
        gl.Task(
            hold={**UPRIGHT, "knee_flexion_deg": 45},
            **{"hand_mass_kg": 15, "stop": gl.Stop(grip_height_m=0.4), **BENT},
        ),
    ),
    "sit, erect": (lambda b: b.sit("erect"), gl.Task(law="voluntary", hold=THIGHS, **SEAT)),
    "sit, relaxed": (lambda b: b.sit(), gl.Task(hold=THIGHS, **SEAT)),
    "sit, slumped": (
        lambda b: b.sit("slumped"),
        gl.Task(hold=THIGHS, silent=("erector_spinae", "abdominals"), **SEAT),
    ),
    "sit, reclined": (
        lambda b: b.sit("reclined", backrest_deg=30),
        gl.Task(
            law="voluntary",
            hold={**THIGHS, "trunk_inclination_deg": -30},
            **{"has_backrest": True, "reference_tilt_deg": -30, **SEAT, "balance": "none"},
        ),
    ),
    "lie": (
        lambda b: b.lie(hip_and_knee_flexion_deg=20),
        gl.Task(
            balance="none",
            hold={
                "knee_flexion_deg": 40,
                "thigh_inclination_deg": -20,
                "trunk_inclination_deg": 0,
            },
            weight_is_carried=True,
            has_reflexes=False,
            follower_load_N=0,
            tilt_range_deg=(-60, 40),
        ),
    ),
    "stand, loaded": (
        lambda b: b.stand(hand_mass_kg=10, ground_inclination_deg=5),
        gl.Task(hold=UPRIGHT, hand_mass_kg=10, ground_inclination_deg=5),
    ),
}
ALL = pytest.mark.parametrize("name", TASKS)


def numbers_of(what: object, path: str = "") -> dict[str, float]:
    """Every number of a result by its place."""
    if isinstance(what, (bool, str, gl.Task, gl.Model)):
        return {}
    if isinstance(what, (int, float)):
        return {path: float(what)}
    if isinstance(what, Mapping):
        parts = what.items()
    elif hasattr(what, "__dict__"):
        parts = vars(what).items()
    else:
        return {}
    return {k: v for name, x in parts for k, v in numbers_of(x, f"{path}/{name}").items()}


# ---- what they are ------------------------------------------------------------------------------


def test_docstring_examples_run() -> None:
    result = doctest.testmod(task)
    assert result.failed == 0 and result.attempted >= 3


def test_words_are_those_of_the_library() -> None:
    said = inspect.getdoc(gl.TaskPosture) or ""
    assert all(f'"{reason}"' in said for reason in _core.stop_reasons())
    held = inspect.getdoc(gl.Task) or ""
    assert all(f"``{angle}_deg``" in held for angle in _core.held_angles())


@ALL
def test_every_task_returns_a_posture_of_its_own(body: gl.Model, name: str) -> None:
    posture = TASKS[name][0](body)
    assert type(posture) is gl.TaskPosture and isinstance(posture, gl.Posture)
    assert posture.status is gl.PostureStatus.solved and not posture.reason
    assert posture.model == body and type(posture.task) is gl.Task
    assert pickle.loads(pickle.dumps(posture)) == posture
    for of, field in ((posture, "anterior_tilt_deg"), (posture.task, "law"), (gl.Stop(), "law")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(of, field, 0.0)


@ALL
def test_the_built_in_tasks_are_tasks_and_nothing_else(body: gl.Model, name: str) -> None:
    ask, by_hand = TASKS[name]
    built_in = ask(body)
    performed = body.perform(by_hand)
    assert performed.stopped_by == built_in.stopped_by
    ours, theirs = numbers_of(performed), numbers_of(built_in)
    assert len(ours) > 200 and list(ours) == list(theirs)
    for where, x in ours.items():
        if not where.endswith(("iterations", "evaluations")):
            assert x == pytest.approx(theirs[where], rel=1e-9, abs=1e-9), where
    assert body.perform(built_in.task) == built_in


@ALL
def test_printing_says_what_counts(body: gl.Model, name: str) -> None:
    posture = TASKS[name][0](body)
    text = repr(posture)
    assert text.startswith(posture.task.name.capitalize() + "\n")
    assert f"{posture.load['L5/S1'].compression_N:.0f} N compression" in text
    assert ("silent" in text) == posture.is_erector_silent
    assert ("ended by" in text) == (posture.stopped_by != "none")
    assert ("carried" in text) == posture.task.has_seat
    assert ("finger tips" in text) == (posture.task.balance == "foot")


# ---- balance ------------------------------------------------------------------------------------


@ALL
def test_it_is_in_balance(body: gl.Model, name: str) -> None:
    posture = TASKS[name][0](body)
    for load in posture.load.values():
        assert load.effort_status is gl.EffortStatus.solved
        assert sum(load.budget.values()) == pytest.approx(load.compression_N, abs=1e-9)
        assert load.moment_Nm == pytest.approx(-load.tissue_moment_Nm, abs=1e-5)
        assert all(0.0 <= a <= 1.0 + 1e-12 for a in load.activations.values())
    assert min(posture.tensions.values()) >= 0.0
    assert posture.stiffness_Nm_per_deg > 0.0
    assert (posture.erector_activation < 0.05) == posture.is_erector_silent
    lean = math.radians(-posture.trunk_inclination_deg)
    carried = posture.seat_force_N + posture.foot_force_N
    carried += posture.backrest_force_N * math.sin(lean)
    if not posture.task.weight_is_carried:
        assert carried == pytest.approx(WEIGHT_N + posture.task.hand_mass_kg * G, rel=1e-9)


@ALL
def test_it_holds_what_it_was_told_to(body: gl.Model, name: str) -> None:
    posture = TASKS[name][0](body)
    thigh = posture.ankle_dorsiflexion_deg - posture.knee_flexion_deg
    angles = {
        "knee_flexion_deg": posture.knee_flexion_deg,
        "trunk_inclination_deg": posture.trunk_inclination_deg,
        "thigh_inclination_deg": thigh,
        "shank_inclination_deg": posture.ankle_dorsiflexion_deg,
    }
    for angle, value in posture.task.hold.items():
        if posture.task.stop is None or angle != "trunk_inclination_deg":
            assert angles[angle] == pytest.approx(value, abs=1e-8), angle
    tilt = thigh + posture.hip_flexion_deg + posture.task.ground_inclination_deg
    assert posture.anterior_tilt_deg == pytest.approx(tilt, abs=1e-8)
    trunk = tilt + posture.lumbar_flexion_deg
    assert posture.trunk_inclination_deg == pytest.approx(trunk, abs=1e-8)
    given = posture.pelvic_tilt_radiographic_deg + posture.sacral_slope_deg
    assert posture.pelvic_incidence_deg == pytest.approx(given, abs=1e-8)


@pytest.mark.parametrize("trunk_deg", [-15, 0, 30, 60, 90])
def test_the_weight_stays_over_the_foot(body: gl.Model, trunk_deg: float) -> None:
    ask = body.bend if trunk_deg >= 0 else body.extend
    bent = ask(trunk_inclination_deg=trunk_deg)
    pose = body.at(
        ankle_dorsiflexion_deg=bent.ankle_dorsiflexion_deg,
        hip_flexion_deg=bent.hip_flexion_deg,
        lumbar_flexion_deg=bent.lumbar_flexion_deg,
    )
    assert pose.mass_center_m[0] == pytest.approx(gl.evidence("balance_point").value, abs=1e-9)
    # Of tissue that is stiffer than `at` has it, which knows standing's load.
    stiffer = gl.evidence("lumbar_stiffness").value * math.radians(bent.lumbar_flexion_deg)
    stiffer *= 500.0 / gl.evidence("follower_load_that_doubles_stiffness").value
    joint = pose.joints["L5/S1"]
    passive = stiffer - joint.tissue_moment_Nm - joint.passive_moment_Nm
    assert bent.lumbar_moment_Nm == pytest.approx(passive, abs=1e-6)
    hamstrings = pose.muscles["hamstrings"]
    arm_m = -1e-3 * hamstrings.moment_arms_mm["hip"]
    per_leg = 0.5 * arm_m * hamstrings.passive_tension_N
    assert bent.hamstring_moment_Nm == pytest.approx(per_leg, abs=1e-9)


def test_upright_the_voluntary_law_gives_standing(body: gl.Model, rest: gl.Posture) -> None:
    bent = body.perform(gl.Task(law="voluntary", hold=UPRIGHT))
    assert bent.anterior_tilt_deg == pytest.approx(rest.anterior_tilt_deg, abs=1e-7)
    compression = rest.load["L5/S1"].compression_N
    assert bent.load["L5/S1"].compression_N == pytest.approx(compression, rel=1e-7)


# ---- what ends them -----------------------------------------------------------------------------


def test_tolerances_end_a_bend(body: gl.Model) -> None:
    full = body.bend("full")
    assert full.stopped_by == "hamstring_tolerance" and not full.jumped
    assert full.hamstring_moment_Nm == pytest.approx(30.0, rel=1e-6)
    woman = gl.bridge(sex="female", mass_kg=60, stature_m=1.65).bend("full")
    size = 60 * 1.65 / (75 * 1.75)
    assert woman.stopped_by == "lumbar_tolerance"
    assert woman.lumbar_moment_Nm == pytest.approx(77.0 * size, rel=1e-6)
    back = body.extend("full")
    assert back.stopped_by == "lumbar_tolerance"
    assert back.lumbar_moment_Nm == pytest.approx(-40.0, rel=1e-6)


@pytest.mark.parametrize(
    "stop, stopped_by, reached",
    [
        (gl.Stop(hamstring_moment_Nm=10), "hamstring_tolerance", ("hamstring_moment_Nm", 10.0)),
        (gl.Stop(lumbar_moment_Nm=50), "lumbar_tolerance", ("lumbar_moment_Nm", 50.0)),
        (gl.Stop(grip_height_m=0.5), "target", ("grip_height_m", 0.5)),
        (gl.Stop(fingertip_height_m=0.5), "target", ("fingertip_height_m", 0.5)),
        (gl.Stop(trunk_inclination_deg=40), "end_of_range", ("trunk_inclination_deg", 40.0)),
    ],
)
def test_stop_rules(
    body: gl.Model, stop: gl.Stop, stopped_by: str, reached: tuple[str, float]
) -> None:
    posture = body.perform(gl.Task(hold=UPRIGHT, stop=stop, **BENT))
    assert posture.stopped_by == stopped_by and not posture.reason
    field, value = reached
    assert getattr(posture, field) == pytest.approx(value, abs=1e-6)


def test_an_angle_that_is_given_is_ended_by_nothing(body: gl.Model) -> None:
    posture = body.bend(trunk_inclination_deg=120)
    assert posture.stopped_by == "none" and not posture.jumped
    assert posture.hamstring_moment_Nm > 30.0


def test_hands_that_are_low_already_need_no_bend(body: gl.Model) -> None:
    posture = body.bend(hand_height_m=2.0)
    assert posture.stopped_by == "target" and posture.trunk_inclination_deg == 0.0


@pytest.mark.parametrize(
    "ask, stopped_by, said",
    [
        (lambda b: b.bend(hand_height_m=-0.4), "hamstring_tolerance", "hamstring tolerance"),
        (lambda b: b.lift(10, hand_height_m=-0.4), "hamstring_tolerance", "hamstring tolerance"),
        (lambda b: b.lift(150), "too_weak", "too weak"),
    ],
)
def test_what_cannot_be_reached_says_what_is_missing(
    body: gl.Model, ask: Ask, stopped_by: str, said: str
) -> None:
    posture = ask(body)
    assert posture.status is gl.PostureStatus.solved and posture.stopped_by == stopped_by
    assert re.search(rf"\d+ cm are missing to .* m: the movement ended by {said}", posture.reason)
    assert posture.reason in repr(posture)


def test_a_lift_that_is_too_heavy_names_the_joint(body: gl.Model) -> None:
    posture = body.lift(150, "squat")
    assert posture.stopped_by == "too_weak"
    assert re.search(r"cannot hold .* N m are missing at knee", posture.reason)
    assert posture.load["L5/S1"].missing_moment_Nm["knee"] < -100.0


def test_strength_ends_a_bend_earlier(body: gl.Model) -> None:
    weak = body.vary(erector_spinae={"strength": 0.05})
    posture = weak.bend("full")
    assert posture.stopped_by == "too_weak"
    further = weak.bend(trunk_inclination_deg=posture.trunk_inclination_deg + 2.0)
    assert further.load["L5/S1"].effort_status is gl.EffortStatus.not_carried


def test_a_deep_bend_with_bent_knees_ends_at_the_range_of_the_hip(body: gl.Model) -> None:
    posture = body.bend("full", knee_flexion_deg=60)
    assert posture.stopped_by == "end_of_range"
    assert posture.hip_flexion_deg == pytest.approx(125.0, abs=1e-6)
    assert not posture.jumped


@pytest.mark.parametrize(
    "ask",
    [
        lambda b: b.bend(trunk_inclination_deg=50),
        lambda b: b.sit("erect"),
        lambda b: b.sit("relaxed"),
        lambda b: b.stand(hand_mass_kg=20),
    ],
)
def test_what_moves_a_task(body: gl.Model, ask: Callable[[gl.Model], gl.TaskPosture]) -> None:
    posture = ask(body)
    what = posture.sensitivity()
    for group, knob in (("hamstrings", "length"), ("erector_spinae", "tone")):
        effect = what.of(group, knob)
        h = 1e-4  # of the knob; one step of the effect is 0.01
        now = {m: getattr(body.muscles[m], knob) for m in body.groups[group]}
        up, down = (
            posture.task
            and body.vary(**{m: {knob: x + by} for m, x in now.items()}).perform(posture.task)
            for by in (h, -h)
        )
        for name in ("anterior_tilt_deg", "lordosis_deg"):
            slope = (getattr(up, name) - getattr(down, name)) / (2 * h)
            assert 100 * getattr(effect, name) == pytest.approx(slope, rel=1e-3, abs=1e-3)
        slope = (up.load["L5/S1"].compression_N - down.load["L5/S1"].compression_N) / (2 * h)
        assert 100 * effect.compression_N["L5/S1"] == pytest.approx(slope, rel=1e-3, abs=1e-2)
        for name, tension in up.tensions.items():
            slope = (tension - down.tensions[name]) / (2 * h)
            assert 100 * effect.tensions[name] == pytest.approx(slope, rel=1e-3, abs=2e-2)


def test_where_a_task_has_no_derivatives(body: gl.Model) -> None:
    with pytest.raises(ValueError, match="a movement ends elsewhere"):
        body.bend("full").sensitivity()
    with pytest.raises(ValueError, match="effort_power"):
        body.sit().sensitivity(effort_power=3)


def test_nobody_leans_on_a_backrest_ahead_of_him(body: gl.Model) -> None:
    reclined = body.sit("reclined").task
    ahead = {**reclined.hold, "trunk_inclination_deg": 20.0}
    posture = body.perform(dataclasses.replace(reclined, hold=ahead))
    assert posture.backrest_force_N < 0.0
    assert "nobody leans on this backrest" in posture.reason
    assert body.sit("reclined").backrest_force_N > 0.0


def test_no_posture_is_an_answer(body: gl.Model) -> None:
    posture = body.extend(trunk_inclination_deg=-90)
    assert posture.status is gl.PostureStatus.no_equilibrium
    assert repr(posture).startswith("Extend: no posture (no_equilibrium): nothing stops the pelvis")
    assert math.isnan(posture.anterior_tilt_deg)


def test_a_body_that_does_not_stand_does_not_bend(body: gl.Model) -> None:
    loose = body.without(*body.groups)
    assert loose.stand().status is not gl.PostureStatus.solved
    posture = loose.bend(trunk_inclination_deg=30)
    assert posture.status is not gl.PostureStatus.solved
    assert posture.reason.startswith("the body does not stand to begin with: ")


# ---- what they refuse ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ask, said",
    [
        (
            lambda b: b.bend(trunk_inclination_deg=151),
            "trunk_inclination_deg = 151 deg is out of range: allowed 0 to 150 deg",
        ),
        (lambda b: b.bend(trunk_inclination_deg=-1), "allowed 0 to 150 deg"),
        (lambda b: b.bend(hand_height_m=-0.6), "_height_m = -0.6 m is out of range"),
        (lambda b: b.bend("full", knee_flexion_deg=138), "knee_flexion_deg = 138 deg is out"),
        (lambda b: b.bend("full", hand_mass_kg=201), "hand_mass_kg = 201 kg .* 0 to 200 kg"),
        (lambda b: b.bend("full", hand_reach_m=1), "hand_reach_m = 1 m .* 0 to 0.9 m"),
        (lambda b: b.extend(trunk_inclination_deg=5), "trunk_inclination_deg = 5 deg .* -90 to 0"),
        (lambda b: b.lift(-1), "mass_kg = -1 kg is out of range: allowed 0 to 200 kg"),
        (lambda b: b.lift(float("nan")), "mass_kg = nan kg is not a finite number"),
        (lambda b: b.lift(5, hand_height_m=4), "hand_height_m = 4 m .* -0.5 to 3 m"),
        (lambda b: b.sit("reclined", backrest_deg=69), "backrest_deg = 69 deg .* 0 to 68 deg"),
        (lambda b: b.sit(seat_height_m=0.1), "seat_height_m = 0.1 m .* 0.2 to 0.9 m"),
        (lambda b: b.sit(seat_height_m=0.9), "a seat of 0.9 m is out of the thighs' reach"),
        (lambda b: b.lie(hip_and_knee_flexion_deg=69), "hip_and_knee_flexion_deg = 69 deg"),
        (lambda b: b.stand(ground_inclination_deg=21), "= 21 deg is out .* -20 to 20 deg"),
        (lambda b: b.stand(heel_height_m=0.1), "heel_height_m = 0.1 m .* 0 to 0.06 m"),
        (lambda b: b.stand(rucksack_kg=101), "rucksack_kg = 101 kg .* 0 to 100 kg"),
        (lambda b: b.stand(belly_kg=-1), "belly_kg = -1 kg .* 0 to 100 kg"),
        (lambda b: b.stand(hand_mass_kg=201), "hand_mass_kg = 201 kg .* 0 to 200 kg"),
        (lambda b: b.perform(gl.Task(follower_load_N=6000)), "follower_load_N = 6000 N"),
        (lambda b: b.perform(gl.Task(effort_power=4)), "effort_power must be 2 or 3, got 4"),
        (lambda b: b.perform(gl.Task(hold={})), "0 angles are held"),
        (lambda b: b.perform(gl.Task(balance="none")), "2 angles are held"),
        (
            lambda b: b.perform(gl.Task(hold={**UPRIGHT, "trunk_inclination_deg": 200})),
            "trunk_inclination_deg = 200 deg is out of range: allowed -180 to 180 deg",
        ),
        (
            lambda b: b.perform(gl.Task(burdens=[gl.Burden("anvil", 300, 0, 0)])),
            "mass of anvil = 300 kg is out of range: allowed 0 to 200 kg",
        ),
        (
            lambda b: b.perform(gl.Task(stop=gl.Stop(lumbar_moment_Nm=-1))),
            "lumbar_moment_Nm = -1 N m is out of range",
        ),
        (
            lambda b: b.perform(
                gl.Task(
                    hold={"knee_flexion_deg": 0, "lumbar_flexion_deg": 9},
                    stop=gl.Stop(trunk_inclination_deg=40),
                )
            ),
            "a movement needs the trunk's inclination among what is held",
        ),
    ],
)
def test_errors_name_value_unit_and_range(body: gl.Model, ask: Ask, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        ask(body)


@pytest.mark.parametrize(
    "ask, said",
    [
        (lambda b: b.bend("ful"), 'did you mean "full"?'),
        (lambda b: b.lift(5, "stop"), "stoop, semi, squat"),
        (lambda b: b.sit("relax"), "erect, relaxed, slumped, reclined"),
        (lambda b: b.perform(gl.Task(law="rest")), 'did you mean "resting"?'),
        (lambda b: b.perform(gl.Task(balance="feet")), "foot, seat, none"),
        (
            lambda b: b.perform(gl.Task(hold={"knee_flexion": 0})),
            'did you mean "knee_flexion_deg"?',
        ),
        (lambda b: b.perform(gl.Task(silent=["soas"])), 'named "soas"'),
    ],
)
def test_unknown_names_are_told_with_those_there_are(
    body: gl.Model, ask: Ask, said: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        ask(body)


@pytest.mark.parametrize(
    "ask, said",
    [
        (lambda b: b.bend(), "give one of"),
        (lambda b: b.bend("full", trunk_inclination_deg=3), "give one of"),
        (lambda b: b.extend(), "give one of"),
        (lambda b: b.lift("10"), "write 10, without quotes"),
        (lambda b: b.bend(trunk_inclination_deg="60"), "write 60, without quotes"),
        (lambda b: b.perform(3), "must be a Task, got 3"),
    ],
)
def test_arguments_of_the_wrong_kind(body: gl.Model, ask: Ask, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        ask(body)


# ---- standing with a slope, a heel, a load ------------------------------------------------------


def test_standing_without_extras_is_standing(body: gl.Model, rest: gl.Posture) -> None:
    extras = ("ground_inclination_deg", "heel_height_m", "hand_mass_kg", "rucksack_kg", "belly_kg")
    plain = body.stand(**dict.fromkeys(extras, 0.0))
    assert type(plain) is gl.Posture and plain == rest
    for extra in extras:
        loaded = body.stand(**{extra: 1e-9})
        assert type(loaded) is gl.TaskPosture and loaded.task.name == "stand"
        assert loaded.anterior_tilt_deg == pytest.approx(rest.anterior_tilt_deg, abs=1e-5)
        for level, load in loaded.load.items():
            assert load.compression_N == pytest.approx(rest.load[level].compression_N, abs=1e-3)


def test_a_heel_is_a_slope(body: gl.Model) -> None:
    heel = body.stand(heel_height_m=0.03)
    slope = math.degrees(math.asin(0.03 / 0.19))
    assert heel.task.ground_inclination_deg == pytest.approx(slope, abs=1e-6)
    assert heel == dataclasses.replace(
        body.stand(ground_inclination_deg=heel.task.ground_inclination_deg), task=heel.task
    )
    assert heel.ankle_dorsiflexion_deg < body.stand().ankle_dorsiflexion_deg - slope + 2.0


@pytest.mark.parametrize("burden", ["hand_mass_kg", "rucksack_kg", "belly_kg"])
def test_more_load_more_compression_standing(body: gl.Model, burden: str) -> None:
    postures = [body.stand(**{burden: x}) for x in (1.0, 5.0, 10.0, 15.0)]
    loads = [p.load["L5/S1"].compression_N for p in postures]
    assert loads == sorted(loads) and loads[-1] > loads[0] + 100.0
    feet = [p.foot_force_N for p in postures]
    assert feet == pytest.approx([WEIGHT_N + x * G for x in (1.0, 5.0, 10.0, 15.0)], rel=1e-9)


# ---- monotone where physiology is ---------------------------------------------------------------


def rises(values: list[float], by: float = 0.0) -> bool:
    return all(b > a + by for a, b in zip(values, values[1:]))


@pytest.mark.parametrize("trunk_deg", [0, 20, 40, 65, 90, 110])
def test_more_load_more_compression(body: gl.Model, trunk_deg: float) -> None:
    loads = [
        body.bend(trunk_inclination_deg=trunk_deg, hand_mass_kg=m).load["L5/S1"].compression_N
        for m in (0, 2, 5, 10, 20, 30)
    ]
    assert rises(loads, by=10.0)


@pytest.mark.parametrize("style", ["stoop", "semi", "squat"])
def test_a_heavier_lift_presses_more(body: gl.Model, style: str) -> None:
    lifts = [body.lift(m, style) for m in (0, 5, 10, 20)]
    assert {p.stopped_by for p in lifts} == {"target"}
    assert rises([p.load["L5/S1"].compression_N for p in lifts], by=50.0)


def test_reaching_out_presses_more(body: gl.Model) -> None:
    reaches = (0.0, 0.2, 0.4, 0.6)
    postures = [
        body.bend(trunk_inclination_deg=30, hand_mass_kg=10, hand_reach_m=x) for x in reaches
    ]
    assert rises([p.load["L5/S1"].compression_N for p in postures], by=50.0)


def test_bent_knees_relieve_the_hamstrings(body: gl.Model) -> None:
    bent = [
        body.bend(trunk_inclination_deg=90, knee_flexion_deg=k) for k in (90, 60, 45, 30, 20, 10)
    ]
    assert rises([p.hamstring_moment_Nm for p in bent], by=0.1)
    full = [body.bend("full", knee_flexion_deg=k) for k in (0, 5, 10, 20)]
    assert rises([p.trunk_inclination_deg for p in full], by=0.1)


def test_short_hamstrings_restrict_bending_and_not_standing(
    body: gl.Model, rest: gl.Posture
) -> None:
    bodies = [body.vary(hamstrings={"length_slr_deg": x}) for x in (-30.0, -20.0, -10.0, 0.0)]
    assert all(abs(b.stand().anterior_tilt_deg - rest.anterior_tilt_deg) < 0.5 for b in bodies)
    full = [b.bend("full") for b in bodies]
    assert {p.stopped_by for p in full} == {"hamstring_tolerance"}
    assert rises([p.trunk_inclination_deg for p in full], by=5.0)
    assert rises([p.anterior_tilt_deg for p in full], by=5.0)
    for trunk in (60, 80, 100):
        at_an_angle = [b.bend(trunk_inclination_deg=trunk) for b in bodies]
        assert rises([p.anterior_tilt_deg for p in at_an_angle], by=0.5), trunk


def test_slumping_gives_up_lordosis(body: gl.Model, rest: gl.Posture) -> None:
    styles = [body.sit(style) for style in ("slumped", "relaxed", "erect")]
    assert rises([p.lordosis_deg for p in [*styles, rest]], by=3.0)
    backrests = [body.sit("reclined", backrest_deg=x) for x in (0, 10, 30, 50, 68)]
    assert rises([p.backrest_force_N for p in backrests], by=20.0)
    assert rises([-p.seat_force_N for p in backrests], by=5.0)


# ---- continuity ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kg", [0.0, 10.0, 20.0])
def test_no_jump_along_a_bend(body: gl.Model, kg: float) -> None:
    tilts = [
        body.bend(trunk_inclination_deg=x, hand_mass_kg=kg).anterior_tilt_deg for x in range(111)
    ]
    steps = [b - a for a, b in zip(tilts, tilts[1:])]
    # The pelvis goes along with the trunk, never back, and never faster.
    assert 0.0 < min(steps) and max(steps) < 1.0
    assert max(abs(b - a) for a, b in zip(steps, steps[1:])) < 0.05


@pytest.mark.parametrize("style", ["erect", "relaxed", "slumped", "reclined"])
def test_no_jump_along_seat_heights(body: gl.Model, style: str) -> None:
    heights = [0.35 + 0.005 * i for i in range(51)]
    postures = [body.sit(style, seat_height_m=h) for h in heights]
    assert all(p.status is gl.PostureStatus.solved for p in postures)
    for field, step in (("anterior_tilt_deg", 0.3), ("seat_force_N", 10.0)):
        values = [getattr(p, field) for p in postures]
        assert max(abs(b - a) for a, b in zip(values, values[1:])) < step
    thighs = [p.task.hold["thigh_inclination_deg"] for p in postures]
    assert rises(thighs)


# ---- which law decides --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def figures() -> Any:
    """docs/make_figures.py, which compares the law with others."""
    path = ROOT / "docs" / "make_figures.py"
    spec = importlib.util.spec_from_file_location("make_figures", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_table_of_laws_in_the_docs_is_what_comes_out(figures: Any) -> None:
    theory = (ROOT / "docs" / "theory.md").read_text(encoding="utf-8")
    assert figures.law_table() in theory
    assert (ROOT / "docs" / "images" / "law_alternatives.png").is_file()


def test_stored_energy_on_a_grid_is_the_voluntary_law(figures: Any, body: gl.Model) -> None:
    path = figures.Splits(body).path(1.0, 0.0, 0.0)
    for bend, of_task in zip(path, figures.laws()["voluntary: stored energy"]):
        assert bend.trunk_deg == of_task.trunk_deg
        assert bend.lumbar_deg == pytest.approx(of_task.lumbar_deg, abs=0.02)
        assert bend.compression_N == pytest.approx(of_task.compression_N, abs=2.0)


# ---- time ---------------------------------------------------------------------------------------


def test_how_long_a_task_takes(body: gl.Model) -> None:
    """Wall time depends on the machine: it is shown with ``-s``, not held to anything."""
    lines = []
    for name, (ask, _) in TASKS.items():
        times = []
        for _ in range(5):
            begin = time.perf_counter()
            ask(body)
            times.append(time.perf_counter() - begin)
        lines.append(f"{name:<14} {1e6 * min(times):6.0f} us")
    print("\n" + "\n".join(lines))
    assert len(lines) == len(TASKS)
