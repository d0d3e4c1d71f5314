"""Which way the pelvis goes when a knob is turned."""

from __future__ import annotations

import guyline as gl
import pytest


def tilt_change(body: gl.Model, rest: gl.Posture, knobs: dict, **options: bool) -> float:
    posture = body.vary(**knobs, **options).stand()
    assert posture.status is gl.PostureStatus.solved
    return posture.anterior_tilt_deg - rest.anterior_tilt_deg


@pytest.mark.parametrize(
    "knobs",
    [
        {"hip_flexors": {"tone_change": 0.01}},
        {"hip_flexors": {"length": -0.1}},
        {"psoas": {"length": -0.1}},
        {"erector_spinae": {"tone_change": 0.01}},
    ],
)
def test_anterior(body: gl.Model, rest: gl.Posture, knobs: dict) -> None:
    assert tilt_change(body, rest, knobs) > 0.1


@pytest.mark.parametrize("group", ["hamstrings", "gluteals", "abdominals"])
def test_posterior(body: gl.Model, rest: gl.Posture, group: str) -> None:
    assert tilt_change(body, rest, {group: {"tone_change": 0.01}}) < -0.1


@pytest.mark.parametrize("length", [-0.10, 0.10])
def test_length_of_the_hamstrings_barely_touches_standing(
    body: gl.Model, rest: gl.Posture, length: float
) -> None:
    assert abs(tilt_change(body, rest, {"hamstrings": {"length": length}})) < 0.5


def test_acute_shortening_of_the_hamstrings_tilts_further(body: gl.Model, rest: gl.Posture) -> None:
    """Against a threshold that stays, shorter fibres are less stretched: less reflex."""
    knobs = {"hamstrings": {"length": 0.10}}
    acute = tilt_change(body, rest, knobs, acute=True)
    assert abs(acute) > abs(tilt_change(body, rest, knobs))


@pytest.mark.parametrize("strength", [0.5, 2.0])
def test_abdominal_strength_does_nothing_at_rest(
    body: gl.Model, rest: gl.Posture, strength: float
) -> None:
    posture = body.vary(abdominals={"strength": strength}).stand()
    assert posture.anterior_tilt_deg == rest.anterior_tilt_deg
    assert posture.tensions == rest.tensions
    assert posture.lordosis_deg == rest.lordosis_deg
