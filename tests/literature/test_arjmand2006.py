"""Compression at L5/S1 from a finite-element spine driven by the motion of 15 men [arjmand2006].

Upright without a load; the bent and loaded postures, V07.2 to V07.8, are rows of bending and lifting.
"""

from __future__ import annotations

import guyline as gl
from literature.rows import Judge, Row, paper

PAPER = paper(
    "arjmand2006",
    Row(
        *("V07.1", "stand", "L5/S1 compression, trunk 0 deg, hands empty", "N", 570, 428, 712),
        n=15,
        why="a model, not a measurement; +-25 % is a project choice",
    ),
)


@PAPER.cases()
def test_upright(row: Row, judge: Judge, rest: gl.Posture) -> None:
    assert rest.trunk_inclination_deg == 0.0
    judge(row, rest.load["L5/S1"].compression_N)
