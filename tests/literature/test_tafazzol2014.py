"""Full forward bend of eight people, as far as it goes [tafazzol2014].

Of row V08, which was in view while parameters were chosen. Ours ends by a stop rule: the passive
moment of the hamstrings, or of the back.
"""

from __future__ import annotations

import guyline as gl
from literature.rows import Judge, Row, paper

PAPER = paper(
    "tafazzol2014",
    Row(
        *("V08.5", "bend", "lumbar flexion at full bend", "deg", 60.2, 40, 70),
        kind="calibration",
        n=8,
        why="SD 8.6; [esola1996]: 41.6 of 111 deg in all",
    ),
    Row(
        *("V08.6", "bend", "pelvic rotation at full bend", "deg", 53.0, 48, 70),
        kind="calibration",
        n=8,
        why="SD 5.2; [esola1996]: 69.4 deg",
    ),
    Row(
        *("V08.7", "bend", "trunk rotation at full bend", "deg", 121),
        kind="report",
        n=8,
        why="SD 9.9; [esola1996]: 111 deg",
    ),
)
FIELDS = {
    "V08.5": "lumbar_flexion_deg",
    "V08.6": "anterior_tilt_deg",
    "V08.7": "trunk_inclination_deg",
}


@PAPER.cases()
def test_full_bend(row: Row, judge: Judge, body: gl.Model, rest: gl.Posture) -> None:
    full = body.bend("full")
    assert full.stopped_by == "hamstring_tolerance" and not full.jumped
    judge(row, getattr(full, FIELDS[row.id]) - getattr(rest, FIELDS[row.id]))
