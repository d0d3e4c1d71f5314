"""Cross-sections of lumbar muscles of ten seated women [seatedmri].

Anatomical areas against greatest force over specific tension, one side. The built-in trunk does not
know its specific tension; 100 N/cm2 is the largest of the source models [bruno2015], so that the
areas are the smallest that its forces allow. PC.ps.L1 and PC.mf.L1 are areas at levels that one
cable for a whole muscle does not have.
"""

from __future__ import annotations

import guyline as gl
from literature.measures import one_side_N
from literature.rows import Judge, Row, paper

SPECIFIC_TENSION_N_PER_CM2 = 100.0
MUSCLES = {
    "PC.ps.L5": ("psoas",),
    "PC.mf.L5": ("multifidus",),
    "PC.es.max": ("erector_spinae_lumbar", "erector_spinae_thoracic_pelvic"),
}
WHY = "women, 2 SD; ours a man of 75 kg at 100 N/cm2"

PAPER = paper(
    "seatedmri",
    Row(
        *("PC.ps.L5", "model", "area of the psoas at L5, one side", "cm2", 12.1, 7.1, 17.1),
        n=10,
        why=WHY,
        misfit="17.8 cm2, just above: forces of the source model, a man against women",
    ),
    Row(
        *("PC.mf.L5", "model", "area of the multifidus, largest, one side", "cm2", 5.7, 2.9, 8.5),
        n=10,
        why=WHY,
        misfit="17.9 cm2, three times: all 25 fascicles as if side by side at one level",
    ),
    Row(
        *("PC.es.max", "model", "area of the erector spinae, largest, one side", "cm2"),
        *(13.9, 9.5, 18.3),
        n=10,
        why=WHY,
        misfit="39.1 cm2, three times: fascicles of all levels as if side by side",
    ),
)


@PAPER.cases()
def test_area(row: Row, judge: Judge, body: gl.Model) -> None:
    judge(row, one_side_N(body, *MUSCLES[row.id]) / SPECIFIC_TENSION_N_PER_CM2)
