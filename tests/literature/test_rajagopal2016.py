"""Greatest isometric forces of the leg model before the one that was taken [rajagopal2016]."""

from __future__ import annotations

import guyline as gl
from literature.measures import one_side_N
from literature.rows import Judge, Row, paper
from literature.test_ward2009 import AREAS_CM2

FORCES_N = {
    "hamstrings": 1313 + 2201 + 591,
    "rectus_femoris": 2192,
    "psoas": 1427,
    "iliacus": 1021,
    "gluteus_maximus": 3338,
}
LEG = ("hamstrings", "rectus_femoris", "gluteus_maximus", "iliacus")

PAPER = paper(
    "rajagopal2016",
    *(
        Row(
            *(f"F0.{muscle}", "model", f"greatest force, {muscle.replace('_', ' ')}, one leg"),
            *("N", force),
            kind="report",
            why="our psoas is that of the trunk model" if muscle == "psoas" else "all parts",
        )
        for muscle, force in FORCES_N.items()
    ),
    Row(
        *("ST.raj", "model", "greatest force over area, hip muscles of the leg model", "N/cm2"),
        *(None, 60, 61),
        kind="report",
        seen=False,
        why="ours over the donors' areas of PC.ward, theirs over muscles of young people",
    ),
)


@PAPER.series("F0.")
def test_force(row: Row, judge: Judge, body: gl.Model) -> None:
    judge(row, one_side_N(body, row.id.split(".")[-1]))


@PAPER.cases("ST.raj")
def test_specific_tension(row: Row, judge: Judge, body: gl.Model) -> None:
    judge(row, one_side_N(body, *LEG) / sum(AREAS_CM2[name] for name in LEG))
