"""Standing and unsupported sitting on radiographs, 15 people [baumgarten2018].

Row V11 was in view while sitting was posed: balanced over the tuberosities and sunk to rest.
"""

from __future__ import annotations

import guyline as gl
from literature.measures import sitting_down
from literature.rows import Judge, Row, paper

PAPER = paper(
    "baumgarten2018",
    Row(
        *("V11.1", "sit", "change of lordosis, standing to sitting relaxed", "deg"),
        *(-38.9, -50, -12),
        kind="calibration",
        n=15,
        why="54.8 (9.8) to 15.9 (14.6) deg; band spans both studies",
    ),
    Row(
        *("V11.3", "sit", "change of radiographic PT, standing to sitting relaxed", "deg"),
        *(25.6, 10, 38),
        kind="calibration",
        n=15,
        why="12.1 (6.3) to 37.7 (10.4) deg; band spans both studies",
    ),
    Row(
        *("V11.5", "sit", "change of sacral slope plus change of PT", "deg", 0, -2, 2),
        kind="identity",
        n=15,
        why="PI is bone: -25.8 + 25.6 deg; [endo2012] -18.7 + 18.3; exact in the model",
    ),
    Row(
        *("V11.erect", "sit", "change of lordosis, standing to sitting erect", "deg"),
        kind="report",
        why="for comparison with V11.1: how people were told to sit decides",
    ),
    Row(
        *("V11.slumped", "sit", "change of lordosis, standing to sitting slumped", "deg"),
        kind="report",
        why="as V11.erect",
    ),
)
ANGLES = {"V11.1": "lordosis_deg", "V11.3": "pelvic_tilt_radiographic_deg"}


@PAPER.cases("V11.1", "V11.3")
def test_sitting(row: Row, judge: Judge, body: gl.Model, rest: gl.Posture) -> None:
    judge(row, sitting_down(body, rest, ANGLES[row.id]))


@PAPER.cases("V11.5")
def test_incidence_is_bone(row: Row, judge: Judge, body: gl.Model, rest: gl.Posture) -> None:
    sitting = body.sit()
    slope = sitting.sacral_slope_deg - rest.sacral_slope_deg
    judge(row, slope + sitting.pelvic_tilt_radiographic_deg - rest.pelvic_tilt_radiographic_deg)


@PAPER.cases("V11.erect", "V11.slumped")
def test_other_ways_to_sit(row: Row, judge: Judge, body: gl.Model, rest: gl.Posture) -> None:
    sitting = body.sit(row.id.split(".")[1])
    judge(row, sitting.lordosis_deg - rest.lordosis_deg)
