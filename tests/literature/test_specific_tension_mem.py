"""Specific tension of living muscle, range from memory [specific_tension_mem]."""

from __future__ import annotations

import guyline as gl
from literature.measures import one_side_N
from literature.rows import Judge, Row, paper
from literature.test_ward2009 import AREAS_CM2

PAPER = paper(
    "specific_tension_mem",
    Row(
        *("ST.vivo", "model", "greatest force over area, gluteus maximus", "N/cm2"),
        *(None, 25, 60),
        kind="report",
        seen=False,
        why="ours over the donors' area of PC.ward",
    ),
)


@PAPER.cases()
def test_specific_tension(row: Row, judge: Judge, body: gl.Model) -> None:
    judge(row, one_side_N(body, "gluteus_maximus") / AREAS_CM2["gluteus_maximus"])
