"""Standing and sitting on radiographs, 50 people [endo2012]; as [baumgarten2018]."""

from __future__ import annotations

import guyline as gl
from literature.measures import sitting_down
from literature.rows import Judge, Row, paper

PAPER = paper(
    "endo2012",
    Row(
        *("V11.2", "sit", "change of lordosis, standing to sitting relaxed", "deg"),
        *(-16.6, -50, -12),
        kind="calibration",
        n=50,
        why="half of the standing lordosis; band spans both studies",
    ),
    Row(
        *("V11.4", "sit", "change of radiographic PT, standing to sitting relaxed", "deg"),
        *(18.3, 10, 38),
        kind="calibration",
        n=50,
        why="band spans both studies",
    ),
)
ANGLES = {"V11.2": "lordosis_deg", "V11.4": "pelvic_tilt_radiographic_deg"}


@PAPER.cases("V11.2", "V11.4")
def test_sitting(row: Row, judge: Judge, body: gl.Model, rest: gl.Posture) -> None:
    judge(row, sitting_down(body, rest, ANGLES[row.id]))
