"""Moment arm of the erector spinae at the lumbosacral joint, tomography [nemeth1986]."""

from __future__ import annotations

import guyline as gl
from literature.measures import BACK, mean_arm_mm
from literature.rows import Judge, Row, paper

PAPER = paper(
    "nemeth1986",
    Row(
        *("MA.es.L5S1", "model", "arm of the back muscles at L5/S1, extension", "mm"),
        *(None, 55, 65),
        seen=False,
        why="whole mass from the disc's centre, lying",
        misfit="36.6 mm, 18 mm short: the arms of the source models are (MB.esl, MB.est)",
    ),
)


@PAPER.cases()
def test_arm(row: Row, judge: Judge, standing: gl.Pose) -> None:
    judge(row, -mean_arm_mm(standing, BACK, "L5/S1"))
