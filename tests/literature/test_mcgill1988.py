"""Moment arm of the extensor mass over the lower lumbar levels, MRI of 15 men [mcgill1988]."""

from __future__ import annotations

import guyline as gl
from literature.measures import BACK, mean_arm_mm
from literature.rows import Judge, Row, paper

PAPER = paper(
    "mcgill1988",
    Row(
        *("MA.es.L4L5", "model", "arm of the back muscles at L4/L5, extension", "mm"),
        *(None, 55, 75),
        seen=False,
        why="wider than MA.es.L5S1 over levels and people",
        misfit="42.5 mm, 12 mm short: as MA.es.L5S1",
    ),
)


@PAPER.cases()
def test_arm(row: Row, judge: Judge, standing: gl.Pose) -> None:
    judge(row, -mean_arm_mm(standing, BACK, "L4/L5"))
