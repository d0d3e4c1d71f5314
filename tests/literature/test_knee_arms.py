"""Ranges of moment arms at knee and ankle as textbooks have them, from memory [knee_arms]."""

from __future__ import annotations

import guyline as gl
from literature.measures import mean_arm_mm
from literature.rows import Judge, Row, paper

# Muscles, joint, whether they flex it.
POSED = {
    "MA.quad.knee": (("vasti", "rectus_femoris"), "knee", False),
    "MA.ham.knee": (("hamstrings",), "knee", True),
    "MA.gas.knee": (("gastrocnemius",), "knee", True),
    "MA.tri.ankle": (("soleus", "gastrocnemius"), "ankle", False),
    "MA.ta.ankle": (("tibialis_anterior",), "ankle", True),
}

PAPER = paper(
    "knee_arms",
    Row(
        *("MA.quad.knee", "model", "arm of the quadriceps at the knee, extension", "mm"),
        *(None, 40, 49),
        seen=False,
        why="patellar tendon",
    ),
    Row(
        *("MA.ham.knee", "model", "arm of the hamstrings at the knee, flexion", "mm"),
        *(None, 25, 40),
        seen=False,
        why="textbooks",
    ),
    Row(
        *("MA.gas.knee", "model", "arm of the gastrocnemius at the knee, flexion", "mm"),
        *(None, 20, 25),
        seen=False,
        why="textbooks",
        misfit="16 mm, the knee straight: its cable has no condyle to go round",
    ),
    Row(
        *("MA.tri.ankle", "model", "arm of the triceps surae at the ankle, plantarflexion"),
        *("mm", None, 45, 55),
        seen=False,
        why="textbooks",
        misfit="42.1 mm, 3 mm short: the source model has 41 (MB.tri.ankle)",
    ),
    Row(
        *("MA.ta.ankle", "model", "arm of the tibialis anterior at the ankle, dorsiflexion"),
        *("mm", None, 35, 45),
        seen=False,
        why="textbooks",
    ),
)


@PAPER.cases()
def test_arm(row: Row, judge: Judge, standing: gl.Pose) -> None:
    muscles, joint, flexes = POSED[row.id]
    arm = mean_arm_mm(standing, muscles, joint)
    judge(row, arm if flexes else -arm)
