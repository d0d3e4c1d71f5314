"""Flexion plus extension of lumbar joints, radiographs of 59 men [hayes1989]."""

from __future__ import annotations

import guyline as gl
from literature.measures import LEVELS, lumbar_range_deg
from literature.rows import Judge, Row, paper

PAPER = paper(
    "hayes1989",
    Row(
        *("LR.ha.all", "model", "mean range of a level, flexion plus extension", "deg"),
        *(None, 7, 14),
        kind="report",
        n=59,
        why="wide range of people; ours to where a stop doubles the stiffness",
    ),
)


@PAPER.cases()
def test_range(row: Row, judge: Judge, body: gl.Model) -> None:
    judge(row, sum(sum(lumbar_range_deg(body, level)) for level in LEVELS) / len(LEVELS))
