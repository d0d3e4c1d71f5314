"""Lumbar share of bending forward, 41 people with and without back pain [esola1996].

The load that stiffens discs was tuned on it, so all of row V08 is calibration. Another study agrees
on the first band and differs in the last: ratio of lumbar spine to hip 1.34 from 90 to 120 deg,
against 0.4 from 60 to 90 [tafazzol2014].
"""

from __future__ import annotations

import guyline as gl
from literature.rows import Judge, Row, paper

BANDS_DEG = ((0, 30), (30, 60), (60, 90))
# Lumbar spine over hip [1].
RATIOS = (1.9, 0.9, 0.4)

PAPER = paper(
    "esola1996",
    Row(
        *("V08.1", "bend", "lumbar share of trunk flexion, 0 to 30 deg", "%", 66, 60, 75),
        kind="calibration",
        n=41,
        why="ratio 1.9; 2.51 in [tafazzol2014] is inside the band",
    ),
    Row(
        *("V08.2", "bend", "lumbar share of trunk flexion, 30 to 60 deg", "%", 47),
        kind="report",
        n=41,
        why="ratio 0.9; V08.4 is what is held to a band",
    ),
    Row(
        *("V08.3", "bend", "lumbar share of trunk flexion, 60 to 90 deg", "%", 29),
        kind="report",
        n=41,
        why="ratio 0.4; other levels and markers give another size, V08.4 the shape",
    ),
    Row(
        *("V08.4", "bend", "largest rise of the lumbar share from one band to the next", "%"),
        *(None, None, 0),
        kind="calibration",
        n=41,
        why="it falls from band to band in every study",
        misfit="6.64 %, from 36 to 43: from 50 deg on hamstrings hold the pelvis back, and the "
        "spine goes on",
    ),
)


def share_percent(body: gl.Model, low_deg: float, high_deg: float) -> float:
    """Of the trunk's inclination from one angle to another, the lumbar spine's part."""
    low, high = (
        body.bend(trunk_inclination_deg=x).lumbar_flexion_deg for x in (low_deg, high_deg)
    )
    return 100.0 * (high - low) / (high_deg - low_deg)


@PAPER.cases("V08.1", "V08.2", "V08.3")
def test_share(row: Row, judge: Judge, body: gl.Model) -> None:
    judge(row, share_percent(body, *BANDS_DEG[int(row.id[-1]) - 1]))


@PAPER.cases("V08.4")
def test_it_falls_from_band_to_band(row: Row, judge: Judge, body: gl.Model) -> None:
    shares = [share_percent(body, *band) for band in BANDS_DEG]
    judge(row, max(after - before for before, after in zip(shares, shares[1:])))


def test_what_the_spine_does_not_the_pelvis_does(body: gl.Model, rest: gl.Posture) -> None:
    for trunk in (30, 60, 90):
        change = body.bend(trunk_inclination_deg=trunk)
        pelvis = change.anterior_tilt_deg - rest.anterior_tilt_deg
        lumbar = change.lumbar_flexion_deg - rest.lumbar_flexion_deg
        assert abs(pelvis + lumbar - trunk) < 1e-9
