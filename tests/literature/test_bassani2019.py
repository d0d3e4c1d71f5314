"""Spinopelvic alignment and lumbar load over 2772 configurations [bassani2019].

With sacral slope and lordosis held, pelvic incidence alone (and PT with it) does not change the load
at L5/S1. What remains in the model comes from cables that arise from the ilium, which stays where it
is while the sacrum moves about the hips.
"""

from __future__ import annotations

import guyline as gl
from literature.rows import Judge, Row, paper

PAPER = paper(
    "bassani2019",
    Row(
        *("B1", "stand", "change of L5/S1 compression, PI +-10 deg, same SS and LL", "%"),
        *(0, -3, 3),
        why="a musculoskeletal model; 3 % is a project choice",
    ),
)


def with_incidence(rest: gl.Posture, change_deg: float) -> gl.Posture:
    """PI and PT changed together, so that SS stays; LL as it was."""
    body = gl.bridge(
        pelvic_incidence_deg=rest.pelvic_incidence_deg + change_deg,
        pelvic_tilt_radiographic_deg=rest.pelvic_tilt_radiographic_deg + change_deg,
        lordosis_deg=rest.lordosis_deg,
    )
    posture = body.stand()
    assert posture.status is gl.PostureStatus.solved and not posture.reason
    assert abs(posture.sacral_slope_deg - rest.sacral_slope_deg) < 1e-6
    assert abs(posture.lordosis_deg - rest.lordosis_deg) < 1e-6
    return posture


@PAPER.cases()
def test_incidence_alone(row: Row, judge: Judge, rest: gl.Posture) -> None:
    before = rest.load["L5/S1"].compression_N
    changes = [
        100.0 * (with_incidence(rest, d).load["L5/S1"].compression_N / before - 1.0)
        for d in (-10.0, -5.0, 5.0, 10.0)
    ]
    judge(row, max(changes, key=abs))


def test_incidence_with_its_slope_and_lordosis(rest: gl.Posture) -> None:
    """A large change along the regressions does change the load: B1 does not hold by standing still."""
    along = gl.bridge(pelvic_incidence_deg=75.0).stand()
    assert along.load["L5/S1"].compression_N < 0.95 * rest.load["L5/S1"].compression_N
