"""Lordosis, pelvic tilt and sacral slope over pelvic incidence, regressions on 268 healthy people
[lehuec2016].

The reference geometry is taken from these lines, and with the tone of the hip extensors solved for
each body rests in it: the rows hold by construction. What the law adds is seen with one tone for
everybody.
"""

from __future__ import annotations

from functools import lru_cache

import guyline as gl
import pytest
from literature.rows import Judge, Row, paper

ONE_TONE = 0.0175
INCIDENCES = (40, 50, 60)
# Slope, intercept [deg], about 1 SD [deg]; the field of a posture.
LINES = {
    "LL (L1 to S1)": (0.54, 27.6, 10.0, "lordosis_deg"),
    "radiographic PT": (0.44, -11.4, 6.0, "pelvic_tilt_radiographic_deg"),
    "sacral slope": (0.54, 11.9, 7.0, "sacral_slope_deg"),
}


def _rows() -> list[Row]:
    rows, number = [], 0
    for incidence in INCIDENCES:
        for name, (slope, intercept, sd, _) in LINES.items():
            number += 1
            value = round(slope * incidence + intercept, 1)
            rows.append(
                Row(
                    *(f"V05.{number}", "stand", f"{name} at PI {incidence} deg", "deg"),
                    *(value, value - sd, value + sd),
                    kind="calibration",
                    n=268,
                    why=f"regression {slope} PI {intercept:+} deg; about 1 SD",
                )
            )
    for name, (slope, _, _, _) in LINES.items():
        number += 1
        rows.append(
            Row(
                *(f"V05.{number}", "stand", f"slope of {name} on PI", "deg/deg"),
                *(slope, round(slope - 0.2, 2), round(slope + 0.2, 2)),
                kind="calibration",
                n=268,
                why="line through PI 40 to 60 deg",
            )
        )
    rows.append(
        Row(
            *("V05.13", "stand", "PI - (PT + SS), any body", "deg", 0, -0.01, 0.01),
            kind="identity",
            why="geometry; the published lines add up to PI within 0.5 deg",
        )
    )
    return rows


PAPER = paper("lehuec2016", *_rows())


@lru_cache(maxsize=None)
def standing(incidence: float, tone: float | None) -> gl.Posture:
    posture = gl.bridge(pelvic_incidence_deg=incidence, hip_extensor_tone=tone).stand()
    assert posture.status is gl.PostureStatus.solved
    return posture


def answer(row: Row, tone: float | None) -> float:
    number = int(row.id.split(".")[1])
    fields = [line[3] for line in LINES.values()]
    if number == 13:
        left_over = [
            p.pelvic_incidence_deg - p.pelvic_tilt_radiographic_deg - p.sacral_slope_deg
            for p in (standing(i, tone) for i in INCIDENCES)
        ]
        return max(left_over, key=abs)
    if number > 9:
        low, high = (getattr(standing(i, tone), fields[number - 10]) for i in (40, 60))
        return (high - low) / 20.0
    which, line = divmod(number - 1, 3)
    return float(getattr(standing(INCIDENCES[which], tone), fields[line]))


@PAPER.cases()
def test_tone_solved(row: Row, judge: Judge) -> None:
    judge(row, answer(row, None))


@pytest.mark.parametrize("incidence", INCIDENCES)
def test_by_construction(incidence: int) -> None:
    assert abs(standing(incidence, None).anterior_tilt_deg) < 1e-8


def test_one_tone_for_everybody() -> None:
    assert [row.id for row in PAPER.rows if not row.holds(answer(row, ONE_TONE))] == []
    tilts = [standing(i, ONE_TONE).anterior_tilt_deg for i in (40, 60)]
    assert 0.5 < tilts[0] < 2.0 and -2.0 < tilts[1] < -0.5
