"""Specific tension of the lumbar model [christophy2012]."""

from __future__ import annotations

import guyline as gl
from literature.measures import BACK, one_side_N
from literature.rows import Judge, Row, paper

AREAS_CM2 = 13.9 + 5.7  # erector spinae and multifidus, PC.es.max and PC.mf.L5

PAPER = paper(
    "christophy2012",
    Row(
        *("ST.chr", "model", "greatest force over area, back muscles", "N/cm2", 46),
        kind="report",
        why="ours over the women's areas of PC.es.max and PC.mf.L5",
    ),
)


@PAPER.cases()
def test_specific_tension(row: Row, judge: Judge, body: gl.Model) -> None:
    judge(row, one_side_N(body, *BACK) / AREAS_CM2)
