"""Physiological cross-sections of the muscles of the leg, elderly donors [ward2009].

Donors are small: ratios between groups compare, sizes do not. Ours is greatest force over 60.5 N/cm2,
the specific tension of the leg model (ST.raj), one leg. The three long hamstrings are one cable.
"""

from __future__ import annotations

import guyline as gl
from literature.measures import one_side_N
from literature.rows import Judge, Row, paper

SPECIFIC_TENSION_N_PER_CM2 = 60.5
EXTENSORS = ("gluteus_maximus", "hamstrings")
FLEXORS = ("iliacus", "psoas", "rectus_femoris")
AREAS_CM2 = {
    "psoas": 7.7,
    "iliacus": 9.9,
    "rectus_femoris": 13.5,
    "gluteus_maximus": 33.4,
    "hamstrings": 34.5,
}

PAPER = paper(
    "ward2009",
    *(
        Row(
            *(f"PC.ward.{muscle}", "model", f"area of the {muscle.replace('_', ' ')}", "cm2"),
            area,
            kind="report",
            seen=False,
            why="donors"
            + (": biceps 11.3, semimembranosus 18.4, semitendinosus 4.8" * (area == 34.5)),
        )
        for muscle, area in AREAS_CM2.items()
    ),
    Row(
        *("PC.ratio", "model", "hip extensors over hip flexors, areas", "1", 2.18, 1.2, 4),
        seen=False,
        why="extensors have the larger capacity; band a project choice",
    ),
)


@PAPER.series("PC.ward.")
def test_area(row: Row, judge: Judge, body: gl.Model) -> None:
    force = one_side_N(body, row.id.split(".")[-1])
    judge(row, force / SPECIFIC_TENSION_N_PER_CM2)


@PAPER.cases("PC.ratio")
def test_extensors_over_flexors(row: Row, judge: Judge, body: gl.Model) -> None:
    published = sum(map(AREAS_CM2.__getitem__, EXTENSORS)) / sum(
        map(AREAS_CM2.__getitem__, FLEXORS)
    )
    assert abs(published - row.value) < 0.01
    judge(row, one_side_N(body, *EXTENSORS) / one_side_N(body, *FLEXORS))
