"""Where the mass above each joint stands over it, 15 people [woodhull1985].

The point that the centre of mass is held over was taken from this study (knee 3.8 + 1.4 cm, hip
6.2 - 1.0 cm ahead of the ankle), so that the sums are given; how they divide among hip, knee and
ankle follows from segment masses and the law.
"""

from __future__ import annotations

import guyline as gl
from literature.rows import Judge, Row, paper

PAPER = paper(
    "woodhull1985",
    Row(
        *("V15.1", "stand", "centre of mass above the hip, ahead of the hip axis", "cm"),
        *(-1.0, -4.2, 2.2),
        kind="calibration",
        n=15,
        why="SD 1.6, band 2 SD; negative is behind the trochanter",
    ),
    Row(
        *("V15.2", "stand", "centre of mass above the knee, ahead of the knee axis", "cm"),
        *(1.4, -0.8, 3.6),
        kind="calibration",
        n=15,
        why="SD 1.1, band 2 SD",
    ),
    Row(
        *("V15.3", "stand", "hip axis ahead of the ankle axis", "cm", 6.2, 3.6, 8.8),
        kind="calibration",
        n=15,
        why="SD 1.3, band 2 SD",
    ),
)


@PAPER.cases("V15.1", "V15.2")
def test_mass_over_a_joint(row: Row, judge: Judge, standing: gl.Pose) -> None:
    joint = standing.joints["hip" if row.id == "V15.1" else "knee"]
    judge(row, 100.0 * (joint.mass_center_above_m[0] - joint.position_m[0]))


@PAPER.cases("V15.3")
def test_hip_over_ankle(row: Row, judge: Judge, standing: gl.Pose) -> None:
    hip, ankle = standing.joints["hip"], standing.joints["ankle"]
    judge(row, 100.0 * (hip.position_m[0] - ankle.position_m[0]))
