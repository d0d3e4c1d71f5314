"""The answer: laws that it obeys, its words, its errors, its speed, its independence."""

from __future__ import annotations

import math
import pickle
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import guyline as gl
import pytest
from guyline import _core

SOLVED = gl.PostureStatus.solved


@pytest.fixture(scope="module")
def fallen(body: gl.Model) -> gl.Posture:
    """A body whose pelvis nothing stops."""
    return body.vary(hip_flexors={"tone": 0.6}).stand()


def people() -> list[gl.Model]:
    body = gl.bridge()
    return [
        body,
        gl.bridge(sex="female", mass_kg=62, stature_m=1.66, pelvic_incidence_deg=58),
        gl.bridge(mass_kg=110, stature_m=1.9, pelvic_incidence_deg=40),
        body.vary(hip_flexors={"tone": 0.04}),
        body.vary(hamstrings={"length": -0.2}, acute=True),
        body.vary(abdominals={"tone": 0.05}, erector_spinae={"tone": 0.02}),
        body.without("hamstrings"),
        body.vary(psoas={"stiffness": 4.0, "length": -0.1}),
    ]


@pytest.mark.parametrize("index", range(len(people())))
def test_laws_of_a_standing_body(index: int) -> None:
    posture = people()[index].stand()
    assert posture.status is SOLVED
    assert posture.residual <= 1e-9
    # PI = PT + SS, and both turn with the pelvis degree for degree.
    angles = posture.pelvic_tilt_radiographic_deg + posture.sacral_slope_deg
    assert angles == pytest.approx(posture.pelvic_incidence_deg, abs=1e-9)
    # Upright trunk: what the pelvis tilts forward, the lumbar spine extends.
    tilt = posture.ankle_dorsiflexion_deg - posture.knee_flexion_deg + posture.hip_flexion_deg
    assert tilt == pytest.approx(posture.anterior_tilt_deg, abs=1e-9)
    assert posture.lumbar_flexion_deg == pytest.approx(-tilt, abs=1e-9)
    assert posture.knee_flexion_deg == pytest.approx(0.0, abs=1e-9)
    # Cables pull; what they do to the tilt cancels.
    assert all(tension >= 0.0 for tension in posture.tensions.values())
    moments = [pull.moment_Nm for pull in posture.pulls.values()]
    assert math.fsum(moments) == pytest.approx(0.0, abs=1e-9 * sum(map(abs, moments)))
    assert sum(p.share for p in posture.pulls.values() if p.share > 0) == pytest.approx(1.0)
    for name, tension in posture.tensions.items():
        pull = posture.pulls[name]
        assert pull.tension_N == tension
        assert pull.moment_Nm == pytest.approx(pull.tension_N * pull.arm_m, abs=1e-12)
    # The posture is one of the stable equilibria.
    here = [e for e in posture.equilibria if e.anterior_tilt_deg == posture.anterior_tilt_deg]
    assert len(here) == 1
    assert here[0].stable
    assert here[0].stiffness_Nm_per_deg == posture.stiffness_Nm_per_deg > 0.0


@pytest.mark.parametrize("index", range(len(people())))
def test_budgets_sum_to_the_load(index: int) -> None:
    posture = people()[index].stand()
    assert list(posture.load) == ["L5/S1", "L4/L5"]
    for level, load in posture.load.items():
        for budget, total in (
            (load.budget, load.compression_N),
            (load.shear_budget, load.shear_N),
            (load.moment_budget, load.moment_Nm),
        ):
            assert list(budget) == ["gravity", "passive", "tonic", "active"]
            size = sum(abs(x) for x in budget.values())
            assert math.fsum(budget.values()) == pytest.approx(total, abs=1e-9 * size)
        assert load.effort_status is gl.EffortStatus.solved
        assert list(load.missing_moment_Nm) == ["ankle", "hip", level]
        assert max(map(abs, load.missing_moment_Nm.values())) < 1e-4
        assert all(0.0 <= a <= 1.0 for a in load.activations.values())
        assert list(load.activations) == list(posture.tensions)
        # Held: the tissue carries what is left.
        assert load.tissue_moment_Nm == pytest.approx(-load.moment_Nm, abs=1e-4)


def test_a_heavier_body_stands_the_same_and_carries_in_proportion(rest: gl.Posture) -> None:
    heavy = gl.bridge(mass_kg=150.0).stand()
    assert heavy.anterior_tilt_deg == pytest.approx(rest.anterior_tilt_deg, abs=1e-6)
    for level, load in heavy.load.items():
        assert load.compression_N == pytest.approx(2.0 * rest.load[level].compression_N, rel=1e-6)


def test_stiffness_is_moment_per_degree(body: gl.Model, rest: gl.Posture) -> None:
    raw = _core.stand(body._bridge, _core.StandOptions())
    assert rest.stiffness_Nm_per_deg == pytest.approx(raw.stiffness * math.pi / 180, rel=1e-12)
    assert rest.sacral_slope_deg == pytest.approx(math.degrees(raw.sacral_slope), rel=1e-12)


def test_knees_and_trunk_go_where_they_are_asked(body: gl.Model) -> None:
    posture = body.stand(knee_flexion_deg=10, trunk_inclination_deg=5)
    assert posture.status is SOLVED
    assert posture.knee_flexion_deg == pytest.approx(10.0, abs=1e-9)
    assert posture.lumbar_flexion_deg + posture.anterior_tilt_deg == pytest.approx(5.0, abs=1e-9)


def test_effort_power_changes_who_is_called_on(body: gl.Model, rest: gl.Posture) -> None:
    cube = body.stand(effort_power=3)
    assert cube.anterior_tilt_deg == rest.anterior_tilt_deg
    assert cube.load["L5/S1"].activations != rest.load["L5/S1"].activations


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"trunk_inclination_deg": 90}, ValueError, ["trunk_inclination_deg", "90 deg", "28.65"]),
        ({"trunk_inclination_deg": math.nan}, ValueError, ["trunk_inclination_deg", "finite"]),
        ({"knee_flexion_deg": -1}, ValueError, ["knee_flexion_deg", "-1 deg", "0 to 57.3"]),
        ({"knee_flexion_deg": "5"}, TypeError, ["knee_flexion_deg", "without quotes"]),
        ({"effort_power": 4}, ValueError, ["effort_power", "2 or 3", "4"]),
    ],
)
def test_wrong_questions(
    body: gl.Model, options: dict, error: type[Exception], words: list[str]
) -> None:
    with pytest.raises(error) as caught:
        body.stand(**options)
    for word in words:
        assert word in str(caught.value)


def test_ranges_in_degrees_are_those_of_the_library(body: gl.Model) -> None:
    for name, field in (
        ("trunk_inclination_deg", "trunk_inclination"),
        ("knee_flexion_deg", "knee_flexion"),
    ):
        limit = {"trunk_inclination": 0.5, "knee_flexion": 1.0}[field]
        options = _core.StandOptions()
        setattr(options, field, limit)
        _core.stand(body._bridge, options)
        body.stand(**{name: math.degrees(limit)})
        setattr(options, field, limit + 1e-6)
        with pytest.raises(ValueError, match=field):
            _core.stand(body._bridge, options)
        with pytest.raises(ValueError, match=name):
            body.stand(**{name: math.degrees(limit + 1e-6)})


def test_statuses_are_those_of_the_library() -> None:
    assert [s.name for s in gl.PostureStatus] == _core.posture_statuses()
    assert [int(s) for s in gl.PostureStatus] == list(range(len(gl.PostureStatus)))
    assert [s.name for s in gl.EffortStatus] == _core.effort_statuses()
    assert str(gl.PostureStatus.no_equilibrium) == "no_equilibrium"


def test_a_body_that_does_not_stand_says_so(body: gl.Model, fallen: gl.Posture) -> None:
    assert fallen.status is gl.PostureStatus.no_equilibrium
    assert "nothing stops the pelvis between -35 and 35 deg" in fallen.reason
    assert "tone" in fallen.reason
    assert fallen.reason in repr(fallen)
    for name in ("anterior_tilt_deg", "lordosis_deg", "stiffness_Nm_per_deg", "residual"):
        assert math.isnan(getattr(fallen, name)), name
    assert math.isnan(fallen.load["L5/S1"].compression_N)
    assert all(math.isnan(t) for t in fallen.tensions.values())
    with pytest.raises(ValueError, match="no posture to draw"):
        fallen.plot()
    # All cables cut: nothing holds the pelvis, and nothing crashes.
    slack = body.without(*body.groups).stand()
    assert slack.status is not SOLVED or slack.reason


def test_muscles_that_cannot_hold_say_so(body: gl.Model) -> None:
    weak = body.vary(calf={"strength": 0}, hamstrings={"strength": 0}).stand(
        trunk_inclination_deg=10
    )
    load = weak.load["L5/S1"]
    assert load.effort_status is gl.EffortStatus.not_carried
    worst = max(abs(x) for x in load.missing_moment_Nm.values())
    assert worst > 1.0
    assert f"{worst:.1f} N m are missing" in weak.reason
    assert weak.reason in repr(weak)


def test_unknown_keys_suggest_near_ones(rest: gl.Posture) -> None:
    for table, key, near in (
        (rest.tensions, "soas", '"psoas"'),
        (rest.load, "L5S1", '"L5/S1"'),
        (rest.load["L5/S1"].budget, "activ", '"active"'),
        (rest.pulls, "gravitiy", '"gravity"'),
        (rest.load["L5/S1"].activations, "psoass", '"psoas"'),
    ):
        with pytest.raises(KeyError) as caught:
            table[key]
        assert near in str(caught.value)
        assert isinstance(caught.value, ValueError)
        assert key not in table
        assert table.get(key) is None
    with pytest.raises(KeyError, match="no muscle is named 3"):
        rest.tensions[3]  # type: ignore[index]


def test_a_posture_does_not_change(rest: gl.Posture) -> None:
    with pytest.raises(AttributeError):
        rest.anterior_tilt_deg = 1.0  # type: ignore[misc]
    with pytest.raises(TypeError):
        rest.tensions["psoas"] = 1.0  # type: ignore[index]
    with pytest.raises(TypeError):
        hash(rest)


def test_pickle_gives_an_equal_posture(rest: gl.Posture, fallen: gl.Posture) -> None:
    for posture in (rest, fallen):
        again = pickle.loads(pickle.dumps(posture))
        assert again == posture
        assert repr(again) == repr(posture)
    assert rest != fallen
    difference = pickle.loads(pickle.dumps(fallen - rest))
    assert repr(difference) == repr(fallen - rest)


def test_repr_in_words_and_units(body: gl.Model, rest: gl.Posture) -> None:
    text = repr(body.vary(hip_flexors={"tone": 0.05}).stand())
    assert "deg anterior tilt" in text
    back = repr(body.vary(hamstrings={"tone": 0.05}).stand())
    assert "deg posterior tilt" in back
    assert "neither anterior nor posterior" in repr(rest)
    for words in ("deg from L1 to S1", "N compression = gravity", "N m per degree of tilt"):
        assert words in text


def test_difference_in_words_and_units(
    body: gl.Model, rest: gl.Posture, fallen: gl.Posture
) -> None:
    tight = body.vary(hip_flexors={"tone": 0.05}).stand()
    difference = tight - rest
    assert difference.anterior_tilt_deg == tight.anterior_tilt_deg - rest.anterior_tilt_deg
    for level, change in difference.compression_N.items():
        assert change == tight.load[level].compression_N - rest.load[level].compression_N
    text = str(difference)
    assert f"{difference.anterior_tilt_deg:.1f} deg more anterior" in text
    assert f"{difference.compression_N['L5/S1']:+.0f} N compression" in text
    assert "gravity" in text
    most = max(difference.tensions.items(), key=lambda item: abs(item[1]))
    assert f"{most[1]:+.0f} N {most[0]}" in text
    assert "more posterior" in str(rest - tight)
    same = str(rest - rest)
    assert "unchanged" in same
    assert "no muscle by 0.5 N or more" in same
    assert "before is missing (no_equilibrium)" in str(rest - fallen)
    assert "after is missing (no_equilibrium)" in str(fallen - rest)
    with pytest.raises(TypeError):
        rest - 1  # type: ignore[operator]


def test_the_answer_does_not_depend_on_what_was_asked_before(rest: gl.Posture) -> None:
    for model in people():
        model.stand()
    assert gl.bridge().stand() == rest


def test_threads_agree_with_one_after_the_other() -> None:
    models = people()
    alone = [model.stand() for model in models]
    start = threading.Barrier(len(models))

    def many(model: gl.Model) -> list[gl.Posture]:
        start.wait()
        return [model.stand() for _ in range(20)]

    with ThreadPoolExecutor(len(models)) as pool:
        together = list(pool.map(many, models))
    for posture, repeated in zip(alone, together):
        assert all(again == posture for again in repeated)


def test_the_solve_lets_other_threads_run(body: gl.Model) -> None:
    """Nobody is asked to give the lock away, so a counter moves only if the solve does so."""
    options = _core.StandOptions()
    count = [0]
    done = threading.Event()

    def counter() -> None:
        while not done.is_set():
            count[0] += 1
            time.sleep(0)  # gives the lock back at once

    interval = sys.getswitchinterval()
    thread = threading.Thread(target=counter)
    sys.setswitchinterval(60.0)
    try:
        thread.start()
        seen = set()
        started = time.perf_counter()
        while len(seen) < 3 and time.perf_counter() - started < 10.0:
            _core.stand(body._bridge, options)
            seen.add(count[0])
    finally:
        sys.setswitchinterval(interval)
        done.set()
        thread.join()
    assert len(seen) == 3


def test_one_cold_answer_takes_less_than_a_millisecond() -> None:
    times = []
    for i in range(31):
        body = gl.bridge(mass_kg=70 + 0.1 * i)
        started = time.perf_counter()
        body.stand()
        times.append(time.perf_counter() - started)
    assert statistics.median(times) <= 1e-3
