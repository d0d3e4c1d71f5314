"""Moment arms of the rectus abdominis in five standing women [jorgensen2005]."""

from __future__ import annotations

import guyline as gl
from literature.measures import LEVELS
from literature.rows import Judge, Row, paper

ARMS_MM = dict(zip(LEVELS, (97, 91, 85, 85, 98)))

PAPER = paper(
    "jorgensen2005",
    *(
        Row(
            *(f"MA.ra.{level.replace('/', '-')}", "model"),
            *(f"arm of the rectus abdominis at {level}, standing, flexion", "mm", arm),
            kind="report",
            n=5,
            why="women; 7 to 44 % longer than lying",
        )
        for level, arm in ARMS_MM.items()
    ),
)


@PAPER.cases()
def test_arm(row: Row, judge: Judge, standing: gl.Pose) -> None:
    level = row.id.split(".")[-1].replace("-", "/")
    judge(row, standing.muscles["rectus_abdominis"].moment_arms_mm[level])
