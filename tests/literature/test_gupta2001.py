"""Where the back falls silent in bending, 25 people [gupta2001]; as row V10.1 [kippers1984]."""

from __future__ import annotations

import guyline as gl
from literature.measures import silence_row, silent_percent
from literature.rows import Judge, Row, paper

PAPER = paper(
    "gupta2001",
    silence_row(
        "V10.2",
        84,
        n=25,
        why="57 % of the hip's range; 75 % with the pelvis held back",
        misfit="100 % of full bend: as V10.1",
    ),
)


@PAPER.cases()
def test_silence(row: Row, judge: Judge, body: gl.Model) -> None:
    judge(row, silent_percent(body))
