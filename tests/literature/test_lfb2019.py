"""Moment arms at L5/S1 of the spine model that the paths of the trunk were fitted to [lfb2019].

All coordinates at 0, at the stature of the source. Trunk extensors of this model have shorter arms
than imaging gives (MA.es.L5S1).
"""

from __future__ import annotations

import guyline as gl
from literature.measures import SOURCE_STATURE_M
from literature.rows import Judge, Row, paper

WHY = "group mean weighted by force; +-2 mm"
# Muscle, arm (extension positive) [mm], misfit.
ARMS = {
    "MB.ps.L5S1": ("psoas", -21, ""),
    "MB.esl.L5S1": ("erector_spinae_lumbar", 38, ""),
    "MB.est.L5S1": ("erector_spinae_thoracic_pelvic", 37, ""),
    "MB.mf.L5S1": ("multifidus", 39, "32.7 mm: fascicles to all levels as one line to L3"),
    "MB.ql.L5S1": ("quadratus_lumborum", 9, "4.76 mm: fascicles to all levels as one line to L1"),
    "MB.ra.L5S1": ("rectus_abdominis", -69, ""),
    "MB.eo.L5S1": ("external_oblique", -35, ""),
    "MB.io.L5S1": ("internal_oblique", -27, ""),
}

PAPER = paper(
    "lfb2019",
    *(
        Row(
            *(row_id, "model", f"arm of the {muscle.replace('_', ' ')} at L5/S1, source", "mm"),
            *(arm, arm - 2, arm + 2),
            kind="identity",
            why=WHY,
            misfit=misfit,
        )
        for row_id, (muscle, arm, misfit) in ARMS.items()
    ),
)


@PAPER.cases()
def test_arm(row: Row, judge: Judge) -> None:
    pose = gl.bridge(stature_m=SOURCE_STATURE_M).at()
    judge(row, -pose.muscles[ARMS[row.id][0]].moment_arms_mm["L5/S1"])
