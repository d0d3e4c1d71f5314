"""What is no publication but mechanics: the erector spinae tilts forward, and no cable pushes."""

from __future__ import annotations

import itertools

import guyline as gl
from literature.rows import Judge, Row, paper

PAPER = paper(
    "mechanics",
    Row(
        *("N2", "stand", "tilt per 0.01 of tone in the erector spinae", "deg", None, 0, None),
        why="it pulls the back of the pelvis up; sign only",
    ),
    Row(
        *("N3", "model", "smallest tension over lengths, activations and poses", "N"),
        *(None, 0, None),
        kind="identity",
        why="every factor of the tension is >= 0; other curves than the default: C++ tests",
    ),
)


@PAPER.cases("N2")
def test_erector_spinae(row: Row, judge: Judge, body: gl.Model) -> None:
    up, down = (
        body.vary(erector_spinae={"tone_change": x}).stand().anterior_tilt_deg
        for x in (1e-4, -1e-4)
    )
    judge(row, 0.01 * (up - down) / 2e-4)


@PAPER.cases("N3")
def test_no_cable_pushes(row: Row, judge: Judge, body: gl.Model) -> None:
    smallest = float("inf")
    for length, tone, gain in itertools.product((-0.5, 0.0, 0.5), (0.0, 0.5, 1.0), (0.0, 2.0)):
        knobs = {"length": length, "tone": tone, "reflex_gain": gain}
        varied = body.vary(**{group: knobs for group in body.groups})
        for knee, hip, lumbar in itertools.product((0, 90, 140), (-30, 0, 60, 120), (-20, 0, 60)):
            pose = varied.at(knee_flexion_deg=knee, hip_flexion_deg=hip, lumbar_flexion_deg=lumbar)
            smallest = min(smallest, *(m.tension_N for m in pose.muscles.values()))
    judge(row, smallest)
