"""Curves over one knob."""

from __future__ import annotations

import pickle

import guyline as gl
import numpy as np
import pytest


@pytest.fixture(scope="module")
def curve(body: gl.Model) -> gl.TiltCurve:
    return gl.tilt_curve(body, "hip_flexors.tone", [0.0, 0.02, 0.05, 0.6])


def test_a_curve_is_what_standing_says(body: gl.Model, curve: gl.TiltCurve) -> None:
    assert len(curve) == 4
    for i, value in enumerate(curve.values):
        posture = body.vary(hip_flexors={"tone": float(value)}).stand()
        assert curve.status[i] == posture.status
        for name in ("anterior_tilt_deg", "lordosis_deg", "stiffness_Nm_per_deg"):
            np.testing.assert_equal(getattr(curve, name)[i], getattr(posture, name))
        for level, numbers in curve.compression_N.items():
            np.testing.assert_equal(numbers[i], posture.load[level].compression_N)


def test_nan_only_where_the_status_says_so(curve: gl.TiltCurve) -> None:
    solved = curve.status == gl.PostureStatus.solved
    assert solved.tolist() == [True, True, True, False]
    arrays = [curve.anterior_tilt_deg, curve.lordosis_deg, curve.stiffness_Nm_per_deg]
    for numbers in (*arrays, *curve.compression_N.values()):
        assert np.array_equal(np.isnan(numbers), ~solved)


def test_acute_and_options_are_passed_on(body: gl.Model) -> None:
    values = np.array([-0.1])
    acute = gl.tilt_curve(body, "hamstrings.length", values, acute=True, trunk_inclination_deg=2)
    posture = body.vary(hamstrings={"length": -0.1}, acute=True).stand(trunk_inclination_deg=2)
    assert acute.acute
    assert acute.unit == "optimal fibre lengths"
    assert acute.anterior_tilt_deg[0] == posture.anterior_tilt_deg


def test_a_curve_does_not_change_and_can_be_stored(curve: gl.TiltCurve) -> None:
    again = pickle.loads(pickle.dumps(curve))
    assert again == curve
    for some in (curve, again):
        with pytest.raises(ValueError, match="read-only"):
            some.anterior_tilt_deg[0] = 0.0
        with pytest.raises(ValueError, match="read-only"):
            some.compression_N["L5/S1"][0] = 0.0


def test_repr_is_a_table(curve: gl.TiltCurve) -> None:
    lines = repr(curve).splitlines()
    assert lines[0] == "hip_flexors.tone [activation]"
    assert len(lines) == 3 + len(curve)
    assert "no_equilibrium" in lines[-1]
    assert f"{curve.anterior_tilt_deg[1]:+.2f}" in lines[4]


def test_no_values_give_an_empty_curve(body: gl.Model) -> None:
    empty = gl.tilt_curve(body, "psoas.tone", [])
    assert len(empty) == 0
    assert list(empty.compression_N) == ["L5/S1", "L4/L5"]


@pytest.mark.parametrize(
    ("knob", "values", "error", "words"),
    [
        ("hamstring.length", [0.0], ValueError, 'did you mean "hamstrings"'),
        ("hamstrings.lenght", [0.0], ValueError, 'did you mean "length"'),
        ("hamstrings", [0.0], ValueError, "a dot and a knob"),
        (3, [0.0], TypeError, "must be a string"),
        ("psoas.tone", [0.0, 2.0], ValueError, "0 to 1"),
        ("psoas.tone", [np.nan], ValueError, "finite"),
        ("psoas.tone", [[0.0]], ValueError, "one-dimensional"),
        ("psoas.tone", ["1%"], TypeError, "write 0.01"),
    ],
)
def test_wrong_curves(
    body: gl.Model, knob: str, values: list, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        gl.tilt_curve(body, knob, values)
