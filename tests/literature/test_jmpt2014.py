"""Where the back falls silent in bending, 30 people [jmpt2014]; as row V10.1 [kippers1984]."""

from __future__ import annotations

import guyline as gl
from literature.measures import silence_row, silent_percent
from literature.rows import Judge, Row, paper

PAPER = paper(
    "jmpt2014",
    silence_row(
        "V10.3",
        80,
        n=30,
        why="as V10.1",
        misfit="100 % of full bend: as V10.1",
    ),
)


@PAPER.cases()
def test_silence(row: Row, judge: Judge, body: gl.Model) -> None:
    judge(row, silent_percent(body))
