"""Flexion and extension of lumbar joints in living people, biplanar radiographs [pearcey1984].

The first ten are from memory. Ours to where a stop doubles the stiffness.
"""

from __future__ import annotations

import guyline as gl
from literature.measures import LEVELS, lumbar_range_deg
from literature.rows import Judge, Row, paper

FLEXION_DEG = dict(zip(LEVELS, (8, 10, 12, 13, 9)))
EXTENSION_DEG = dict(zip(LEVELS, (5, 3, 1, 2, 5)))

PAPER = paper(
    "pearcey1984",
    *(
        Row(
            *(f"LR.pe.{level.replace('/', '-')}.{short}", "model", f"{word} of {level}", "deg"),
            ranges[level],
            kind="report",
            seen=False,
            why="biplanar radiographs, from standing",
        )
        for level in LEVELS
        for short, word, ranges in (
            ("flex", "flexion", FLEXION_DEG),
            ("ext", "extension", EXTENSION_DEG),
        )
    ),
    Row(
        *("LR.pe.all", "model", "smallest range of a level, flexion plus extension", "deg"),
        *(14, 7, 24),
        why="all levels alike; low end [hayes1989], high end [whitepanjabi1990]",
        misfit="6.15 deg, at L1/L2: 47 deg for all joints, of which this one has 0.13",
    ),
)


@PAPER.cases(*(row.id for row in PAPER.rows[:-1]))
def test_range(row: Row, judge: Judge, body: gl.Model) -> None:
    _, _, level, way = row.id.split(".")
    judge(row, lumbar_range_deg(body, level.replace("-", "/"))[way == "ext"])


@PAPER.cases("LR.pe.all")
def test_every_level(row: Row, judge: Judge, body: gl.Model) -> None:
    ranges = [sum(lumbar_range_deg(body, level)) for level in LEVELS]
    assert max(ranges) <= row.high
    judge(row, min(ranges))
