"""Moment arm of the psoas at the lumbosacral joint [bogduk1992]."""

from __future__ import annotations

import guyline as gl
from literature.rows import Judge, Row, paper

PAPER = paper(
    "bogduk1992",
    Row(
        *("MA.ps.L5S1", "model", "arm of the psoas at L5/S1, flexion", "mm", None, 0, 25),
        seen=False,
        why="near zero at L4/L5, slightly extensor above",
    ),
)


@PAPER.cases()
def test_arm(row: Row, judge: Judge, standing: gl.Pose) -> None:
    judge(row, standing.muscles["psoas"].moment_arms_mm["L5/S1"])


def test_higher_up(standing: gl.Pose) -> None:
    """Small at L4/L5, extensor above."""
    arms = standing.muscles["psoas"].moment_arms_mm
    assert abs(arms["L4/L5"]) < 0.5 * arms["L5/S1"]
    assert arms["L3/L4"] < 0.0
