"""Where the back falls silent in bending, 25 people [gupta2001]; as row V10.1 [kippers1984]."""

from __future__ import annotations

import guyline as gl
from literature.measures import silent_from
from literature.rows import Judge, Row, paper

PAPER = paper(
    "gupta2001",
    Row(
        *("V10.2", "bend", "lumbar flexion at which the back falls silent", "% of full bend"),
        *(84, 75, 95),
        kind="calibration",
        n=25,
        why="57 % of the hip's range; 75 % with the pelvis held back",
        misfit="100 % of full bend: as V10.1",
    ),
)


@PAPER.cases()
def test_silence(row: Row, judge: Judge, body: gl.Model) -> None:
    full = body.bend("full").lumbar_flexion_deg
    judge(row, 100.0 * silent_from(body).lumbar_flexion_deg / full)
