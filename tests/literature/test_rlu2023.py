"""Moment arms of the leg model that the paths were fitted to [rlu2023].

All coordinates at 0, at the stature of the source. The paths are straight planar cables fitted to
the lengths of wrapped three-dimensional ones over a range of angles, so that an arm at one angle may
differ. Read in the model, group means weighted by force.
"""

from __future__ import annotations

import guyline as gl
from literature.measures import SOURCE_STATURE_M
from literature.rows import Judge, Row, paper

WHY = "group mean weighted by force; +-2 mm"
# Muscle, joint, arm (extension and plantarflexion positive) [mm], misfit.
ARMS = {
    "MB.ham.hip": ("hamstrings", "hip", 46, ""),
    "MB.gmax.hip": ("gluteus_maximus", "hip", 62, ""),
    "MB.il.hip": ("iliacus", "hip", -35, "-30.4 mm: a cable fitted to lengths, not to the arm at 0"),
    "MB.rf.hip": ("rectus_femoris", "hip", -34, ""),
    "MB.ps.hip": ("psoas", "hip", -24, ""),
    "MB.quad.knee": ("vasti", "knee", 38, "44.7 mm: a cable fitted to lengths, not to the arm at 0"),
    "MB.ham.knee": ("hamstrings", "knee", -32, "-25.4 mm: one straight line from pelvis to shank"),
    "MB.tri.ankle": ("soleus", "ankle", 41, ""),
}

PAPER = paper(
    "rlu2023",
    *(
        Row(
            *(row_id, "model", f"arm of the {muscle.replace('_', ' ')} at the {joint}, source"),
            *("mm", arm, arm - 2, arm + 2),
            kind="identity",
            why=WHY,
            misfit=misfit,
        )
        for row_id, (muscle, joint, arm, misfit) in ARMS.items()
    ),
)


@PAPER.cases()
def test_arm(row: Row, judge: Judge) -> None:
    muscle, joint, _, _ = ARMS[row.id]
    pose = gl.bridge(stature_m=SOURCE_STATURE_M).at()
    arm = pose.muscles[muscle].moment_arms_mm[joint]
    judge(row, -arm)
