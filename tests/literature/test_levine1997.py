"""Eight weeks of abdominal strengthening, 40 people: stronger, the same tilt and lordosis [levine1997].

That strength does not act at rest is a law here, so that the model shows no change at all.
"""

from __future__ import annotations

import guyline as gl
from literature.rows import Judge, Row, paper

PAPER = paper(
    "levine1997",
    Row(
        *("N1.1", "stand", "change of tilt after abdominal strengthening", "deg", 0, -2, 2),
        n=40,
        why="strength 10 to 30 % up, tone unchanged; 20 trained, 20 did not",
    ),
    Row(
        *("N1.2", "stand", "change of lordosis after abdominal strengthening", "deg", 0, -3, 3),
        n=40,
        why="as N1.1",
    ),
    Row(
        *("N1.3", "stand", "change of tilt, strength alone raised", "deg", 0, -1e-9, 1e-9),
        kind="identity",
        why="tonic and passive force unchanged: by construction",
    ),
)


@PAPER.cases()
def test_stronger(row: Row, judge: Judge, body: gl.Model, rest: gl.Posture) -> None:
    changes = []
    for strength in (1.1, 1.2, 1.3):
        change = body.vary(abdominals={"strength": strength}).stand() - rest
        changes.append(change.lordosis_deg if row.id == "N1.2" else change.anterior_tilt_deg)
    judge(row, max(changes, key=abs))
