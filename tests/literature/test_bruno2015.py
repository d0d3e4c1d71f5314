"""Specific tension of the trunk model, upper end [bruno2015]."""

from __future__ import annotations

import guyline as gl
from literature.measures import one_side_N
from literature.rows import Judge, Row, paper

AREA_CM2 = 12.1  # of the psoas, PC.ps.L5

PAPER = paper(
    "bruno2015",
    Row(
        *("ST.bru", "model", "greatest force over area, psoas", "N/cm2", 100),
        kind="report",
        seen=False,
        why="ours over the women's area of PC.ps.L5",
    ),
)


@PAPER.cases()
def test_specific_tension(row: Row, judge: Judge, body: gl.Model) -> None:
    judge(row, one_side_N(body, "psoas") / AREA_CM2)
