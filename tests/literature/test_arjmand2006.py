"""Compression at L5/S1 from a finite-element spine driven by the motion of 15 men [arjmand2006].

A model, not a measurement. The voluntary law was chosen with these rows in view, so they are
calibration.
"""

from __future__ import annotations

import guyline as gl
from literature.rows import Judge, Row, paper

BAND = 0.25  # A project choice.
HANDS_N, G = 180.0, 9.80665
# Trunk [deg] and load in the hands [N]: compression [N].
COMPRESSION_N = {
    (0, 0): 570,
    (40, 0): 1912,
    (65, 0): 2332,
    (0, 180): 771,
    (40, 180): 3308,
    (65, 180): 3850,
}


def _rows() -> list[Row]:
    rows = []
    for number, ((trunk, hands), value) in enumerate(COMPRESSION_N.items(), start=1):
        task = "lift" if hands else "bend" if trunk else "stand"
        rows.append(
            Row(
                *(f"V07.{number}", task),
                *(f"L5/S1 compression, trunk {trunk} deg, {hands} N in the hands", "N"),
                *(value, round((1.0 - BAND) * value), round((1.0 + BAND) * value)),
                kind="calibration",
                n=15,
                why="a model, not a measurement; +-25 % is a project choice",
            )
        )
    for number, hands, value in ((7, 0, 0.5), (8, 180, 0.34)):
        rows.append(
            Row(
                *(f"V07.{number}", "lift" if hands else "bend"),
                *(f"rise per degree beyond 40 deg over that below, {hands} N in the hands", "1"),
                *(value, 0, 1),
                kind="calibration",
                n=15,
                why="of L5/S1 compression: it grows all the way, more slowly beyond 40 deg",
            )
        )
    return rows


PAPER = paper("arjmand2006", *_rows())


def compression_N(body: gl.Model, trunk_deg: float, hands_N: float) -> float:
    """At L5/S1, the trunk held at an angle, arms hanging."""
    bent = body.bend(trunk_inclination_deg=trunk_deg, hand_mass_kg=hands_N / G)
    assert bent.status is gl.PostureStatus.solved and not bent.reason
    return bent.load["L5/S1"].compression_N


@PAPER.cases(*(f"V07.{i}" for i in range(1, 7)))
def test_compression(row: Row, judge: Judge, body: gl.Model) -> None:
    judge(row, compression_N(body, *list(COMPRESSION_N)[int(row.id.split(".")[1]) - 1]))


@PAPER.cases("V07.7", "V07.8")
def test_it_grows_more_slowly(row: Row, judge: Judge, body: gl.Model) -> None:
    hands = HANDS_N if row.id == "V07.8" else 0.0
    at_0, at_40, at_65 = (compression_N(body, trunk, hands) for trunk in (0, 40, 65))
    judge(row, (at_65 - at_40) / 25.0 / ((at_40 - at_0) / 40.0))


def test_upright_is_standing(body: gl.Model, rest: gl.Posture) -> None:
    assert rest.trunk_inclination_deg == 0.0
    assert abs(compression_N(body, 0, 0) - rest.load["L5/S1"].compression_N) < 1e-6
