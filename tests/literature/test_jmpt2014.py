"""Where the back falls silent in bending, 30 people [jmpt2014]; as row V10.1 [kippers1984]."""

from __future__ import annotations

import guyline as gl
from literature.measures import silent_from
from literature.rows import Judge, Row, paper

PAPER = paper(
    "jmpt2014",
    Row(
        *("V10.3", "bend", "lumbar flexion at which the back falls silent", "% of full bend"),
        *(80, 75, 95),
        kind="calibration",
        n=30,
        why="as V10.1",
        misfit="100 % of full bend: as V10.1",
    ),
)


@PAPER.cases()
def test_silence(row: Row, judge: Judge, body: gl.Model) -> None:
    full = body.bend("full").lumbar_flexion_deg
    judge(row, 100.0 * silent_from(body).lumbar_flexion_deg / full)
