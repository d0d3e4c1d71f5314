"""Tables: every row is what stand() says of its body, whoever solves it and beside whom."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import guyline as gl
import numpy as np
import pytest
from conftest import ROOT

ANGLES = (
    "anterior_tilt_deg",
    "lordosis_deg",
    "sacral_slope_deg",
    "pelvic_tilt_radiographic_deg",
    "ankle_dorsiflexion_deg",
    "knee_flexion_deg",
    "hip_flexion_deg",
    "lumbar_flexion_deg",
)
# A batch goes straight for the resting posture, stand() for all equilibria: both end where the
# residual is below 1e-9.
_LEAN = "trunk_inclination_deg"
CLOSE = {"rtol": 1e-9, "atol": 1e-9}


def arrays(result: gl.BatchResult) -> Iterator[tuple[str, np.ndarray]]:
    for name in ("status", *ANGLES, "stiffness_Nm_per_deg", "residual", "iterations"):
        yield name, getattr(result, name)
    yield "evaluations", result.evaluations
    yield from ((f"tension {name}", x) for name, x in result.tension_N.items())
    yield from ((f"share {name}", x) for name, x in result.share.items())
    for level, load in result.load.items():
        for name in ("compression_N", "shear_N", "moment_Nm"):
            yield f"{level} {name}", getattr(load, name)
        yield from ((f"{level} {name}", x) for name, x in load.budget.items())
    yield "derivatives", result._derivatives.T
    yield from ((f"one-sided {name}", x) for name, x in result.one_sided.items())


def assert_same(a: gl.BatchResult, b: gl.BatchResult) -> None:
    for (name, x), (_, y) in zip(arrays(a), arrays(b)):
        assert np.array_equal(x, y, equal_nan=x.dtype.kind == "f"), name


def random_table(body: gl.Model, rows: int, seed: int) -> tuple[list[str], np.ndarray]:
    rng = np.random.default_rng(seed)
    names = [f"{m}.length" for m in body.muscles] + [f"{m}.tone" for m in body.muscles]
    n = len(body.muscles)
    lengths = rng.uniform(-0.1, 0.1, (rows, n))
    return names, np.hstack([lengths, rng.uniform(0.0, 0.05, (rows, n))])


def assert_row_is_posture(result: gl.BatchResult, row: int, posture: gl.Posture) -> None:
    assert result.status[row] == posture.status
    for name in (*ANGLES, "stiffness_Nm_per_deg"):
        np.testing.assert_allclose(getattr(result, name)[row], getattr(posture, name), **CLOSE)
    for muscle, tension in posture.tensions.items():
        np.testing.assert_allclose(result.tension_N[muscle][row], tension, **CLOSE)
        np.testing.assert_allclose(result.share[muscle][row], posture.pulls[muscle].share, **CLOSE)
    for level, load in posture.load.items():
        columns = result.load[level]
        for name in ("compression_N", "shear_N", "moment_Nm"):
            got = getattr(columns, name)[row]
            np.testing.assert_allclose(got, getattr(load, name), **CLOSE)
        for part, newtons in load.budget.items():
            np.testing.assert_allclose(columns.budget[part][row], newtons, **CLOSE)


def test_every_row_is_what_stand_says(body: gl.Model) -> None:
    given = body.vary(hamstrings={"length": -0.04}, soleus={"tone": 0.03}).without("vasti")
    columns = {
        "iliacus.length": [0.0, -0.05, 0.03],
        "psoas.tone": [0.01, 0.03, 0.02],
        "mass_kg": [75.0, 60.0, 90.0],
        "stature_m": [1.75, 1.6, 1.9],
        "pelvic_incidence_deg": [50.0, 45.0, 60.0],
        "trunk_inclination_deg": [0.0, 5.0, -3.0],
    }
    result = gl.solve(given, columns, acute=True, knee_flexion_deg=3.0, effort_power=3)
    assert len(result) == 3
    assert result.columns == tuple(columns)
    for row in range(3):
        person = gl.bridge(
            mass_kg=columns["mass_kg"][row],
            stature_m=columns["stature_m"][row],
            pelvic_incidence_deg=columns["pelvic_incidence_deg"][row],
        )
        varied = (
            person.vary(hamstrings={"length": -0.04}, soleus={"tone": 0.03})
            .without("vasti")
            .vary(psoas={"tone": columns["psoas.tone"][row]})
            .vary(iliacus={"length": columns["iliacus.length"][row]}, acute=True)
        )
        posture = varied.stand(
            trunk_inclination_deg=columns["trunk_inclination_deg"][row],
            knee_flexion_deg=3.0,
            effort_power=3,
        )
        assert posture.status is gl.PostureStatus.solved
        assert_row_is_posture(result, row, posture)


def test_recalibrated_and_acute_differ(body: gl.Model) -> None:
    columns = {"hamstrings.length": [-0.05]}
    for acute in (False, True):
        result = gl.solve(body, columns, acute=acute)
        posture = body.vary(hamstrings={"length": -0.05}, acute=acute).stand()
        assert_row_is_posture(result, 0, posture)


def test_threads_order_and_neighbours_change_no_bit(body: gl.Model) -> None:
    names, table = random_table(body, 600, 51)
    serial = gl.solve(body, names, table, threads=1, derivatives=True)
    assert np.count_nonzero(serial.status == gl.RowStatus.solved) > 500
    for threads in (2, 8, None):
        assert_same(gl.solve(body, names, table, threads=threads, derivatives=True), serial)
    order = np.random.default_rng(52).permutation(600)
    mixed = gl.solve(body, names, table[order], threads=2, derivatives=True)
    for (name, x), (_, y) in zip(arrays(mixed), arrays(serial)):
        assert np.array_equal(x, y[order], equal_nan=x.dtype.kind == "f"), name


@pytest.mark.parametrize("order", ["C", "F", "strided", "reversed", "integers", "lists"])
def test_a_table_may_lie_in_memory_as_it_likes(body: gl.Model, order: str) -> None:
    names = ["psoas.stiffness", "hamstrings.stiffness"]
    plain = np.array([[1.0, 2.0], [3.0, 1.0], [2.0, 2.0]])
    expected = gl.solve(body, names, plain)
    wide = np.full((6, 4), np.nan)
    wide[::2, ::2] = plain
    table = {
        "C": np.ascontiguousarray(plain),
        "F": np.asfortranarray(plain),
        "strided": wide[::2, ::2],
        "reversed": plain[::-1].copy()[::-1],
        "integers": plain.astype(np.int32),
        "lists": plain.tolist(),
    }[order]
    assert_same(gl.solve(body, names, table), expected)
    by_name = dict(zip(names, np.transpose(plain)))
    assert_same(gl.solve(body, by_name), expected)


def test_one_column_may_be_one_dimensional(body: gl.Model) -> None:
    assert len(gl.solve(body, ["psoas.tone"], [0.01, 0.02])) == 2


def test_no_rows(body: gl.Model) -> None:
    result = gl.solve(body, ["psoas.tone"], np.empty((0, 1)))
    assert len(result) == 0
    assert result.tension_N["psoas"].shape == result.hip_flexion_deg.shape == (0,)
    assert "0 rows" in repr(result)


def test_arrays_are_views_that_nobody_writes_to(body: gl.Model) -> None:
    result = gl.solve(body, ["psoas.tone"], [0.01, 0.02])
    for name, array in arrays(result):
        assert array.base is not None, name
        assert not array.flags.writeable, name
        with pytest.raises(ValueError):
            array[0] = 0
    tension = result.tension_N["psoas"].copy()
    kept = result.tension_N["psoas"]
    del result
    assert np.array_equal(kept, tension)


def test_what_is_not_asked_for_is_not_there(body: gl.Model) -> None:
    full = gl.solve(body, ["psoas.tone"], [0.02])
    lean = gl.solve(body, ["psoas.tone"], [0.02], loads=False, pulls=False)
    assert list(lean.load) == list(lean.tension_N) == list(lean.share) == []
    assert lean.anterior_tilt_deg[0] == full.anterior_tilt_deg[0]


def test_derivatives_are_those_of_a_posture(body: gl.Model) -> None:
    columns = {
        "hamstrings.tone": [0.01, 0.02],
        "psoas.length": [0.01, -0.03],
        "trunk_inclination_deg": [0.0, 2.0],
    }
    result = gl.solve(body, columns, derivatives=True)
    for row in range(2):
        turned = body.vary(
            hamstrings={"tone": columns["hamstrings.tone"][row]},
            psoas={"length": columns["psoas.length"][row]},
        )
        lean = columns["trunk_inclination_deg"][row]
        what = turned.stand(trunk_inclination_deg=lean).sensitivity()
        for column, per in (("hamstrings.tone", 0.01), ("psoas.length", 0.01), (_LEAN, 1.0)):
            effect = what.of(*{_LEAN: ["trunk_inclination"]}.get(column, column.split(".")))
            for name in ("anterior_tilt_deg", "lordosis_deg"):
                got = result.derivative(name, column)[row] * per
                assert got == pytest.approx(getattr(effect, name), rel=1e-6, abs=1e-9)
            for name in ("compression_N", "shear_N", "moment_Nm"):
                for level, expected in getattr(effect, name).items():
                    got = result.derivative(name, column, level=level)[row] * per
                    assert got == pytest.approx(expected, rel=1e-6, abs=1e-7)
            for muscle, expected in effect.tensions.items():
                got = result.derivative("tension_N", column, muscle=muscle)[row] * per
                assert got == pytest.approx(expected, rel=1e-6, abs=1e-7)
        assert not any(flags[row] for flags in result.one_sided.values())
    assert list(result.one_sided) == ["posture", *result.load]


def test_a_derivative_is_nan_where_there_is_no_posture(body: gl.Model) -> None:
    columns = {"psoas.length": [0.0, 9.0]}
    slopes = gl.solve(body, columns, derivatives=True).derivative("lordosis_deg", "psoas.length")
    assert np.isfinite(slopes[0])
    assert np.isnan(slopes[1])


def test_misuse_of_a_derivative_is_told(body: gl.Model) -> None:
    columns = {"psoas.length": [0.0, 0.01]}
    plain = gl.solve(body, columns)
    assert not plain.one_sided
    with pytest.raises(ValueError, match="derivatives=True"):
        plain.derivative("lordosis_deg", "psoas.length")
    result = gl.solve(body, columns, derivatives=True, loads=False, pulls=False)
    with pytest.raises(ValueError, match="loads=True"):
        result.derivative("shear_N", "psoas.length", level="L5/S1")
    with pytest.raises(ValueError, match="pulls=True"):
        result.derivative("tension_N", "psoas.length", muscle="psoas")
    with pytest.raises(gl.UnknownName, match="lordosis_deg"):
        result.derivative("lordosis", "psoas.length")
    with pytest.raises(gl.UnknownName, match=r"psoas\.length"):
        result.derivative("lordosis_deg", "psoas.lenght")
    with pytest.raises(TypeError, match="needs a level"):
        result.derivative("shear_N", "psoas.length")
    with pytest.raises(TypeError, match="has no muscle"):
        result.derivative("lordosis_deg", "psoas.length", muscle="psoas")
    whole = gl.solve(body, columns, derivatives=True)
    with pytest.raises(gl.UnknownName, match="L5/S1"):
        whole.derivative("shear_N", "psoas.length", level="L3/L4")
    with pytest.raises(gl.UnknownName, match="psoas"):
        whole.derivative("tension_N", "psoas.length", muscle="soas")
    with pytest.raises(TypeError, match="derivatives must be True or False"):
        gl.solve(body, columns, derivatives=1)
    with pytest.raises(ValueError, match="out is of another shape.*no derivatives"):
        gl.solve(body, columns, derivatives=True, out=plain)
    with pytest.raises(ValueError, match="derivatives by 1 columns"):
        gl.solve(body, {"psoas.length": [0, 0], "psoas.tone": [0, 0]}, derivatives=True, out=whole)


TASKS = {
    "bend": lambda body: body.bend(trunk_inclination_deg=50, hand_mass_kg=8),
    "full": lambda body: body.bend("full"),
    "lift": lambda body: body.lift(10, "semi"),
    "sit": lambda body: body.sit("erect"),
    "reclined": lambda body: body.sit("reclined"),
    "lie": lambda body: body.lie(hip_and_knee_flexion_deg=20),
}


@pytest.mark.parametrize("name", TASKS)
def test_a_table_of_a_task_is_that_task_row_by_row(body: gl.Model, name: str) -> None:
    lengths = [-0.06, 0.0, 0.05]
    tones = [0.01, 0.02, 0.015]
    task = TASKS[name](body).task
    columns = {"hamstrings.length": lengths, "erector_spinae.tone": tones}
    result = gl.solve(body, columns, task=task)
    for row, (length, tone) in enumerate(zip(lengths, tones)):
        turned = body.vary(hamstrings={"length": length}, erector_spinae={"tone": tone})
        expected = turned.perform(task)
        assert_row_is_posture(result, row, expected)
        for quantity, values in result.task.items():
            if quantity == "stopped_by":
                assert gl.StopReason(values[row]).name == expected.stopped_by
            else:
                np.testing.assert_allclose(values[row], getattr(expected, quantity), **CLOSE)


def test_the_trunk_of_a_task_is_a_column(body: gl.Model) -> None:
    angles = [0.0, 30.0, 90.0, 200.0]
    task = body.bend(trunk_inclination_deg=0.0).task
    result = gl.solve(body, {"trunk_inclination_deg": angles}, task=task)
    for row, angle in enumerate(angles[:3]):
        expected = body.bend(trunk_inclination_deg=angle)
        assert_row_is_posture(result, row, expected)
    assert gl.RowStatus(result.status[3]) is gl.RowStatus.out_of_range
    assert "trunk_inclination_deg" in result.explain(3)
    assert "solved" in result.explain(0)


@pytest.mark.parametrize("style", ["bend", "sit", "reclined"])
def test_derivatives_of_a_task_are_those_of_its_posture(body: gl.Model, style: str) -> None:
    asked = body.bend(trunk_inclination_deg=45, hand_mass_kg=5) if style == "bend" else None
    posture = asked or body.sit("erect" if style == "sit" else style)
    columns = {"hamstrings.length": [0.0, -0.03], "psoas.tone": [0.01, 0.02]}
    result = gl.solve(body, columns, task=posture.task, derivatives=True)
    for row in range(2):
        turned = body.vary(
            hamstrings={"length": columns["hamstrings.length"][row]},
            psoas={"tone": columns["psoas.tone"][row]},
        )
        what = turned.perform(posture.task).sensitivity()
        for column in columns:
            effect = what.of(*column.split("."))
            slope = result.derivative("anterior_tilt_deg", column)[row]
            assert slope / 100 == pytest.approx(effect.anterior_tilt_deg, rel=1e-6, abs=1e-9)
            slope = result.derivative("compression_N", column, level="L5/S1")[row]
            assert slope / 100 == pytest.approx(effect.compression_N["L5/S1"], rel=1e-6, abs=1e-6)
            slope = result.derivative("tension_N", column, muscle="psoas")[row]
            assert slope / 100 == pytest.approx(effect.tensions["psoas"], rel=1e-6, abs=1e-6)


def test_a_task_s_derivatives_by_the_person_and_the_trunk(body: gl.Model) -> None:
    task = body.bend(trunk_inclination_deg=30, hand_mass_kg=5).task
    columns = {"mass_kg": [70.0], "pelvic_incidence_deg": [52.0], "trunk_inclination_deg": [35.0]}
    result = gl.solve(body, columns, task=task, derivatives=True)
    h = 1e-3
    for column, (value,) in columns.items():
        up, down = (
            gl.solve(body, {**columns, column: [value + by]}, task=task) for by in (h, -h)
        )
        for level in ("L5/S1", "L4/L5"):
            rise = up.load[level].compression_N - down.load[level].compression_N
            slope = result.derivative("compression_N", column, level=level)
            assert slope == pytest.approx(rise / (2 * h), rel=1e-5)


def test_what_a_task_cannot_be_asked_in_a_table_is_told(body: gl.Model) -> None:
    bend = body.bend(trunk_inclination_deg=20.0).task
    assert not gl.solve(body, {"psoas.tone": [0.01]}).task
    with pytest.raises(ValueError, match=r"guyline\.Task"):
        gl.solve(body, {"psoas.tone": [0.01]}, task="bend")
    with pytest.raises(ValueError, match="held by the task"):
        gl.solve(body, {"psoas.tone": [0.01]}, task=bend, knee_flexion_deg=10)
    full = body.bend("full").task
    with pytest.raises(ValueError, match="where a movement ends"):
        gl.solve(body, {"psoas.tone": [0.01]}, task=full, derivatives=True)
    with pytest.raises(ValueError, match="ground_inclination"):
        gl.solve(body, {"gravity_inclination_deg": [1.0]}, task=bend)
    with pytest.raises(ValueError, match="stop rules"):
        gl.solve(body, {"trunk_inclination_deg": [1.0]}, task=body.bend("full").task)
    plain = gl.solve(body, {"psoas.tone": [0.01]})
    with pytest.raises(ValueError, match="another shape"):
        gl.solve(body, {"psoas.tone": [0.01]}, task=bend, out=plain)


def test_out_is_used_again(body: gl.Model) -> None:
    first = gl.solve(body, ["psoas.tone"], [0.01, 0.03])
    tilt = first.anterior_tilt_deg
    before = tilt.copy()
    again = gl.solve(body, ["hamstrings.length"], [-0.03, 0.03], out=first)
    assert again is first
    assert again.columns == ("hamstrings.length",)
    assert again.anterior_tilt_deg is tilt
    assert not np.array_equal(tilt, before)
    assert_same(again, gl.solve(body, ["hamstrings.length"], [-0.03, 0.03]))
    kept = again.anterior_tilt_deg.copy()
    with pytest.raises(ValueError, match="threads"):
        gl.solve(body, ["psoas.tone"], [0.01, 0.03], threads=100_000, out=first)
    assert np.array_equal(again.anterior_tilt_deg, kept)
    with pytest.raises(ValueError, match="2 rows, the table 3"):
        gl.solve(body, ["psoas.tone"], [0.01, 0.02, 0.03], out=first)
    with pytest.raises(ValueError, match="another shape"):
        gl.solve(body, ["psoas.tone"], [0.01, 0.02], loads=False, out=first)
    with pytest.raises(ValueError, match="pickle"):
        gl.solve(body, ["psoas.tone"], [0.01, 0.02], out=pickle.loads(pickle.dumps(first)))
    with pytest.raises(TypeError, match="out"):
        gl.solve(body, ["psoas.tone"], [0.01], out=np.empty(1))  # type: ignore[arg-type]


def test_a_result_can_be_pickled(body: gl.Model) -> None:
    result = gl.solve(body, ["psoas.tone"], [0.01, 2.0], derivatives=True)
    back = pickle.loads(pickle.dumps(result))
    assert_same(back, result)
    assert not back.tension_N["psoas"].flags.writeable
    assert not back.one_sided["posture"].flags.writeable
    assert back.explain(1) == result.explain(1)


def test_statuses_are_those_of_the_library() -> None:
    from guyline._arch import _batch

    assert [s.name for s in gl.RowStatus] == _batch.row_statuses()
    assert [int(s) for s in gl.RowStatus] == list(range(len(gl.RowStatus)))
    for status in gl.PostureStatus:
        assert gl.RowStatus(status).name == status.name


def test_a_row_says_what_became_of_it(body: gl.Model) -> None:
    weak = {f"{group}.strength": 0.0 for group in ("gluteals", "hamstrings", "erector_spinae")}
    rows = [
        {},
        {**weak, "trunk_inclination_deg": 15.0},
        {"hip_flexors.length": 0.51},
        {"mass_kg": np.nan},
        {"hip_flexors.length": -0.5},
        {"pelvic_incidence_deg": 90.0},
    ]
    usual = {f"{group}.strength": 1.0 for group in ("gluteals", "hamstrings", "erector_spinae")}
    usual |= {"trunk_inclination_deg": 0.0, "hip_flexors.length": 0.0}
    usual |= {"mass_kg": 75.0, "pelvic_incidence_deg": 50.0}
    columns = {name: [row.get(name, value) for row in rows] for name, value in usual.items()}
    result = gl.solve(body, columns)
    names = [gl.RowStatus(s).name for s in result.status]
    assert names == [
        "solved",
        "too_weak",
        "out_of_range",
        "out_of_range",
        "no_equilibrium",
        "out_of_range",
    ]
    assert np.isfinite(result.anterior_tilt_deg).tolist() == [True, True] + 4 * [False]
    assert np.isfinite(result.load["L5/S1"].compression_N).tolist() == [True] + 5 * [False]
    assert result.counts() == {"out_of_range": 3, "solved": 1, "no_equilibrium": 1, "too_weak": 1}
    assert "Row 0: solved" in result.explain(0)
    assert "N m are missing at" in result.explain(1)
    assert "hip_flexors.length = 0.51 optimal fibre lengths" in result.explain(2)
    assert "allowed -0.5 to 0.5" in result.explain(2)
    assert "mass_kg must be a finite number" in result.explain(3)
    assert "-35.0 deg and 35.0 deg" in result.explain(4)
    assert "pelvic_incidence_deg = 90 deg is out of range: allowed 25 to 80" in result.explain(-1)
    with pytest.raises(IndexError, match="6 rows"):
        result.explain(6)
    limp = body.without(*body.groups)
    slack = gl.solve(limp, ["psoas.tone"], [0.0])
    assert slack.status[0] == gl.RowStatus.all_slack
    assert "all_slack" in slack.explain(0)


def test_gravity_may_lean(body: gl.Model) -> None:
    result = gl.solve(body, ["gravity_inclination_deg"], [-3.0, 0.0, 3.0])
    assert result.counts() == {"solved": 3}
    assert result.anterior_tilt_deg[1] == gl.solve(body, [], np.empty((1, 0))).anterior_tilt_deg[0]
    # Pulled forward, a body leans back at the ankle.
    assert np.all(np.diff(result.ankle_dorsiflexion_deg) < 0)


def test_explain_notices_a_table_that_has_changed(body: gl.Model) -> None:
    table = np.array([[0.01], [0.02]])
    result = gl.solve(body, ["psoas.tone"], table)
    table[1] = 3.0
    with pytest.raises(ValueError, match="has changed"):
        result.explain(1)


def test_repr_sums_up(body: gl.Model) -> None:
    text = repr(gl.solve(body, ["psoas.tone"], [0.01, 0.03, 7.0]))
    assert "3 rows of psoas.tone" in text
    assert "2 solved, 1 out_of_range" in text
    assert "deg" in text
    names, table = random_table(body, 1, 53)
    assert "1 rows of 46 columns" in repr(gl.solve(body, names, table))


@pytest.mark.parametrize(
    ("columns", "error", "words"),
    [
        (["psoas.ton"], gl.UnknownName, "tone"),
        (["soas.tone"], gl.UnknownName, "psoas"),
        (["mass"], gl.UnknownName, "mass_kg"),
        (["psoas.length_mm"], ValueError, "length_mm cannot be a column"),
        (["psoas.tone_change"], ValueError, "cannot be a column"),
        ([3], TypeError, "string"),
        ("psoas.tone", TypeError, "list of names"),
        (None, TypeError, "list of names"),
    ],
)
def test_columns_are_checked(
    body: gl.Model, columns: object, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        gl.solve(body, columns, [[0.01]])  # type: ignore[arg-type]


def test_what_is_set_twice_is_refused(body: gl.Model) -> None:
    with pytest.raises(ValueError, match=r"hip_flexors.tone.*psoas.tone"):
        gl.solve(body, ["hip_flexors.tone", "psoas.tone"], [[0.01, 0.02]])
    with pytest.raises(ValueError, match="is a column"):
        gl.solve(body, ["trunk_inclination_deg"], [1.0], trunk_inclination_deg=2.0)


def test_arguments_are_checked(body: gl.Model) -> None:
    columns = ["psoas.tone"]
    with pytest.raises(TypeError, match="Model"):
        gl.solve("body", columns, [0.01])  # type: ignore[arg-type]
    with pytest.raises(gl.UnknownName, match="stand"):
        gl.solve(body, columns, [0.01], task="sit")
    with pytest.raises(ValueError, match="shape"):
        gl.solve(body, columns, [[0.01, 0.02]])
    with pytest.raises(TypeError, match="numbers"):
        gl.solve(body, columns, ["a"])
    with pytest.raises(TypeError, match="no table"):
        gl.solve(body, columns)
    with pytest.raises(TypeError, match="either"):
        gl.solve(body, {"psoas.tone": [0.01]}, [0.01])
    with pytest.raises(ValueError, match="as many rows"):
        gl.solve(body, {"psoas.tone": [0.01], "soleus.tone": [0.01, 0.02]})
    with pytest.raises(ValueError, match="one-dimensional"):
        gl.solve(body, {"psoas.tone": [[0.01]]})
    for threads, error in ((0, ValueError), (-1, ValueError), (1.5, TypeError), (True, TypeError)):
        with pytest.raises(error, match="threads"):
            gl.solve(body, columns, [0.01], threads=threads)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="threads"):
        gl.solve(body, columns, [0.01], threads=100_000)
    for name in ("acute", "loads", "pulls"):
        with pytest.raises(TypeError, match=name):
            gl.solve(body, columns, [0.01], **{name: 1})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="progress"):
        gl.solve(body, columns, [0.01], progress=3)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="trunk_inclination_deg"):
        gl.solve(body, columns, [0.01], trunk_inclination_deg=60.0)
    with pytest.raises(TypeError, match=r"guyline\.solve"):
        gl.BatchResult()


def test_progress_is_told(body: gl.Model, capsys: pytest.CaptureFixture[str]) -> None:
    told: list[tuple[int, int]] = []
    names, table = random_table(body, 2000, 54)
    gl.solve(body, names, table, loads=False, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (2000, 2000)
    assert told == sorted(told)
    assert capsys.readouterr().err == ""
    gl.solve(body, names, table[:10], progress=True)
    assert "10 of 10 rows" in capsys.readouterr().err


def test_what_progress_raises_ends_the_batch(body: gl.Model) -> None:
    class Enough(Exception):
        pass

    def stop(done: int, of: int) -> None:
        raise Enough

    masses = np.linspace(60.0, 90.0, 40_000)
    out = gl.solve(body, ["mass_kg"], np.full(len(masses), np.nan))
    with pytest.raises(Enough):
        gl.solve(body, ["mass_kg"], masses, progress=stop, out=out)
    counts = out.counts()
    assert counts["not_run"] > 0
    assert np.count_nonzero(np.isnan(out.anterior_tilt_deg)) == counts["not_run"]
    assert "interrupted before this row" in out.explain(int(np.argmax(out.status)))
    # What was solved before is in degrees like any answer.
    if counts.get("solved", 0) > 0:
        row = int(np.argmin(out.status))
        whole = gl.solve(body, ["mass_kg"], masses[row : row + 1])
        assert whole.anterior_tilt_deg[0] == out.anterior_tilt_deg[row]


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="the system does not tell")
def test_a_table_is_not_copied() -> None:
    # What a million rows of 46 columns need is counted on a fifth of them: the table, 368 bytes a
    # row, is there before; answers take 569. (ru_maxrss would begin with that of the parent.)
    code = (
        "import re, guyline as gl, numpy as np\n"
        "body = gl.bridge()\n"
        "names = [f'{m}.{k}' for m in body.muscles for k in ('length', 'tone')]\n"
        "gl.solve(body, names, np.zeros((1, len(names))))\n"
        "table = np.full((200_000, len(names)), 0.01)\n"
        "def stop(done, of): raise InterruptedError\n"
        "def peak():\n"
        "    with open('/proc/self/status') as file:\n"
        "        return int(re.search(r'VmHWM:\\s+(\\d+)', file.read())[1])\n"
        "before = peak()\n"
        "try:\n"
        "    gl.solve(body, names, table, progress=stop)\n"
        "except InterruptedError:\n"
        "    pass\n"
        "print((peak() - before) * 1024 / len(table))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 500 < float(done.stdout) < 700


def test_ctrl_c_ends_a_long_batch() -> None:
    code = (
        "import guyline as gl, numpy as np, time\n"
        "body = gl.bridge()\n"
        "gl.solve(body, ['psoas.tone'], [0.01])\n"
        "print('ready', flush=True)\n"
        "try:\n"
        "    gl.solve(body, ['mass_kg'], np.full(500_000, 70.0))\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted', flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(1.0)
        child.send_signal(signal.SIGINT)
        start = time.perf_counter()
        assert child.stdout.readline() == "interrupted\n"
        # 0.2 s on an idle machine.
        assert time.perf_counter() - start < 2.0
        assert child.wait(timeout=30) == 0


def test_other_threads_run_meanwhile(body: gl.Model) -> None:
    beats = 0
    over = threading.Event()

    def beat() -> None:
        nonlocal beats
        while not over.wait(0.001):
            beats += 1

    thread = threading.Thread(target=beat)
    thread.start()
    gl.solve(body, ["mass_kg"], np.full(10_000, 70.0), threads=1)
    over.set()
    thread.join()
    assert beats > 10


def test_eight_threads_at_once(body: gl.Model) -> None:
    names, table = random_table(body, 300, 57)
    tight = body.vary(psoas={"tone": 0.04})
    expected = gl.solve(body, names, table, threads=1)
    posture = tight.stand()
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for _ in range(3):
                assert_same(gl.solve(body, names, table, threads=1 + number % 2), expected)
                assert tight.stand() == posture
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_every_status_is_on_the_page_of_failures() -> None:
    text = Path(ROOT / "docs" / "failures.md").read_text(encoding="utf-8")
    missing = [status.name for status in gl.RowStatus if f"`{status.name}`" not in text]
    assert missing == []
