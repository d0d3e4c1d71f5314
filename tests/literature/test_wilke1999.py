"""Pressure in the L4/L5 disc of one man of 70 kg, standing relaxed [wilke1999].

The pressure was read, the area of the disc (18 cm2) and the factor between mean pressure and load
over area (0.66, of 0.55 to 0.77) are from memory, and so is the trunk's angle in the bend. Pressure
and a finite-element spine [arjmand2006] disagree on the rise from standing: no band is narrower.
"""

from __future__ import annotations

import guyline as gl
from literature.rows import Judge, Row, paper

AREA_MM2, FACTOR = 1800.0, 0.66
BENT_DEG = 36.0

PAPER = paper(
    "wilke1999",
    Row(
        *("V01.1", "stand", "L4/L5 compression, relaxed standing", "N", 594, 450, 800),
        seen=False,
        n=1,
        why="0.50 MPa x 18 cm2 x 0.66; upper bound from instrumented discs, from memory",
    ),
    Row(
        *("V01.2", "stand", "L4/L5 disc pressure, relaxed standing", "MPa", 0.50),
        kind="report",
        n=1,
        why="our compression over 18 cm2 and 0.66; V01.1 is what is held to a band",
    ),
    Row(
        *("V01.3", "bend", "L4/L5 disc pressure, standing bent forward", "MPa", 1.10),
        kind="report",
        n=1,
        why="trunk 36 deg, hands empty, our compression as in V01.2; V07 is what is held to a band",
    ),
)


@PAPER.cases("V01.1")
def test_compression(row: Row, judge: Judge, rest: gl.Posture) -> None:
    judge(row, rest.load["L4/L5"].compression_N)


@PAPER.cases("V01.2")
def test_pressure(row: Row, judge: Judge, rest: gl.Posture) -> None:
    judge(row, rest.load["L4/L5"].compression_N / (AREA_MM2 * FACTOR))


@PAPER.cases("V01.3")
def test_pressure_bent(row: Row, judge: Judge, body: gl.Model) -> None:
    bent = body.bend(trunk_inclination_deg=BENT_DEG)
    judge(row, bent.load["L4/L5"].compression_N / (AREA_MM2 * FACTOR))
