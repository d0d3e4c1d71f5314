"""Lumbar spine from usual standing to full flexion and extension, sensors on the skin of 170 nurses
[mitchell2008].

Of the joints, the lower part is L3/L4 to L5/S1 and the upper one T12/L1 to L2/L3, as the sensors
divide it; skin is not bone, so nothing is held to a band.
"""

from __future__ import annotations

import guyline as gl
from literature.rows import Judge, Row, paper

PARTS = {"low": ("L3/L4", "L4/L5", "L5/S1"), "up": ("T12/L1", "L1/L2", "L2/L3")}
# Mean, SD [deg].
RANGES = {
    ("low", "flex"): (35.0, 10.0),
    ("up", "flex"): (30.8, 9.9),
    ("low", "ext"): (20.6, 13.3),
    ("up", "ext"): (8.9, 11.1),
}

PAPER = paper(
    "mitchell2008",
    *(
        Row(
            *(f"LR.mi.{part}.{way}", "bend"),
            f"{'lower' if part == 'low' else 'upper'} lumbar spine, standing to full "
            f"{'flexion' if way == 'flex' else 'extension'}",
            *("deg", mean),
            kind="report",
            n=170,
            why=f"on the skin; SD {sd:g} deg; n from memory",
        )
        for (part, way), (mean, sd) in RANGES.items()
    ),
)


@PAPER.cases()
def test_range(row: Row, judge: Judge, body: gl.Model, rest: gl.Posture) -> None:
    _, _, part, way = row.id.split(".")
    full = body.bend("full") if way == "flex" else body.extend("full")
    share = sum(gl.evidence(f"{joint}.share").value for joint in PARTS[part])
    judge(row, share * abs(full.lumbar_flexion_deg - rest.lumbar_flexion_deg))
