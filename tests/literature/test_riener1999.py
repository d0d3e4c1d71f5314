"""Passive moments of the joints of the leg over their angles, ten healthy people [riener1999].

The library does not use the published formula, which contains the muscles; it is written down here,
as it stands in several public codes and not checked against the paper, as what the cables are
compared with. Onset and width of the hamstrings and other hip muscles were tuned to V13.muscle, so
that these rows validate nothing.
"""

from __future__ import annotations

import math

import guyline as gl
from literature.rows import Judge, Row, paper, root

KNEES = (0, 15, 30, 60, 90)


def hip_moment(h: float, k: float) -> float:
    """[N m] per leg, flexion positive, angles in degrees."""
    extended = math.exp(1.4655 - 0.0034 * k - 0.0750 * h)
    return extended - math.exp(1.3403 - 0.0226 * k + 0.0305 * h) + 8.072


def knee_moment(a: float, k: float, h: float) -> float:
    """[N m] per leg, flexion positive; a is dorsiflexion. One public copy has 1.50 for 0.150."""
    extended = math.exp(1.800 + 0.0460 * a - 0.0352 * k + 0.0217 * h)
    flexed = math.exp(-3.971 + 0.0004 * a + 0.0495 * k - 0.0128 * h)
    return extended - flexed - 4.820 + math.exp(2.220 - 0.150 * k)


def ankle_moment(a: float, k: float) -> float:
    """[N m] per leg, dorsiflexion positive (the paper counts plantarflexion)."""
    pointed = math.exp(-7.9763 - 0.1949 * a + 0.0008 * k)
    return pointed - math.exp(2.1016 + 0.0843 * a - 0.0176 * k) + 1.792


# Published formula evaluated elsewhere: first angle -> moments at the knee angles [N m].
HIP = {
    -20: (25.40, 25.03, 24.54, 23.36, 22.09),
    -10: (14.42, 14.78, 14.92, 14.82, 14.45),
    0: (8.58, 9.46, 10.04, 10.62, 10.76),
    30: (-1.01, 1.71, 3.64, 5.99, 7.16),
    60: (-15.69, -8.85, -3.97, 1.97, 4.99),
    90: (-51.38, -34.29, -22.11, -7.25, 0.30),
}
KNEE = {
    0: (10.42, -0.32, -2.70, -4.45, -6.19),
    30: (15.97, 2.96, -0.74, -3.67, -5.44),
    60: (26.62, 9.25, 2.98, -2.30, -4.64),
    90: (47.03, 21.29, 10.09, 0.23, -3.54),
}
ANKLE = {
    -30: (1.26, 1.79),
    -20: (0.29, 1.50),
    -10: (-1.73, 1.07),
    0: (-6.39, 0.11),
    10: (-17.21, -2.11),
    20: (-42.36, -7.27),
}
ZERO = {0: 26.8, 15: 36.7, 30: 47.2, 60: 69.1, 90: 91.2}
# Hip, knee: moment and band, the larger of 2.5 N m (error of another fit [silder2007]) and 25 %.
CABLES = {
    (0, 0): (8.6, 6.1, 11.1),
    (60, 0): (-15.7, -19.6, -11.8),
    (90, 0): (-51.4, -64.2, -38.5),
    (60, 60): (2.0, -0.5, 4.5),
    (90, 90): (0.3, -2.2, 2.8),
}


def _formula(joint: str, letter: str, table: dict[int, tuple[float, ...]]) -> list[Row]:
    knees = KNEES if joint != "ankle" else (0, 90)
    return [
        Row(
            *(f"V13.{joint}.{letter}{first}.k{knee}", "clinical_test"),
            *(f"passive moment at the {joint}, by the formula", "N m"),
            *(value, round(value - 0.1, 2), round(value + 0.1, 2)),
            kind="identity",
            n=10,
            why="formula written anew against the same formula elsewhere; +-0.1 N m is rounding",
            series=f"V13.{joint}",
        )
        for first, values in table.items()
        for knee, value in zip(knees, values)
    ]


PAPER = paper(
    "riener1999",
    *_formula("hip", "h", HIP),
    *_formula("knee", "h", KNEE),
    *_formula("ankle", "a", ANKLE),
    *(
        Row(
            *(f"V13.zero.k{knee}", "clinical_test", "hip angle of zero passive moment", "deg"),
            *(value, round(value - 0.5, 1), round(value + 0.5, 1)),
            kind="identity",
            n=10,
            why="root of the formula",
            series="V13.zero",
        )
        for knee, value in ZERO.items()
    ),
    Row(
        *("V13.stiff", "clinical_test", "passive hip stiffness by the formula, both legs"),
        *("N m/rad", 50.6, 49.0, 51.9),
        kind="identity",
        n=10,
        why="slope of the formula, hip 0, knee 0 deg",
    ),
    *(
        Row(
            *(f"V13.muscle.h{hip}.k{knee}", "clinical_test"),
            *(f"passive hip moment of the cables, hip {hip}, knee {knee} deg", "N m"),
            *band,
            kind="calibration",
            n=10,
            why="larger of 2.5 N m, the error of another fit [silder2007], and 25 %",
        )
        for (hip, knee), band in CABLES.items()
    ),
    Row(
        *("V13.sign", "clinical_test", "passive hip moment at hip 60 deg, knee 60 less knee 0"),
        *("N m", 17.7, 0, None),
        kind="calibration",
        n=10,
        why="knee flexion unloads the hamstrings; sign only",
    ),
)


def cable_moment(body: gl.Model, rest: gl.Posture, hip: float, knee: float) -> float:
    """[N m] per leg, muscles without activation; the hip counts from relaxed standing."""
    pose = body.at(knee_flexion_deg=knee, hip_flexion_deg=rest.hip_flexion_deg + hip)
    joint = pose.joints["hip"]
    return 0.5 * (joint.passive_moment_Nm + joint.tissue_moment_Nm)


def angles(row: Row) -> tuple[int, int]:
    """The two angles in a row's name."""
    first, second = row.id.split(".")[-2:]
    return int(first[1:]), int(second[1:])


@PAPER.series("V13.hip.")
def test_formula_of_the_hip(row: Row, judge: Judge) -> None:
    judge(row, hip_moment(*angles(row)))


@PAPER.series("V13.knee.")
def test_formula_of_the_knee(row: Row, judge: Judge) -> None:
    hip, knee = angles(row)
    judge(row, knee_moment(0.0, knee, hip))


@PAPER.series("V13.ankle.")
def test_formula_of_the_ankle(row: Row, judge: Judge) -> None:
    judge(row, ankle_moment(*angles(row)))


@PAPER.series("V13.zero.")
def test_zero_of_the_formula(row: Row, judge: Judge) -> None:
    knee = int(row.id.split(".k")[1])
    judge(row, root(lambda h: hip_moment(h, knee), 0.0, 120.0))


@PAPER.cases("V13.stiff")
def test_slope_of_the_formula(row: Row, judge: Judge) -> None:
    slope = (hip_moment(1e-4, 0) - hip_moment(-1e-4, 0)) / math.radians(2e-4)
    judge(row, -2.0 * slope)


@PAPER.series("V13.muscle.")
def test_cables(row: Row, judge: Judge, body: gl.Model, rest: gl.Posture) -> None:
    judge(row, cable_moment(body, rest, *angles(row)))


@PAPER.cases("V13.sign")
def test_knee_flexion_unloads_the_hamstrings(
    row: Row, judge: Judge, body: gl.Model, rest: gl.Posture
) -> None:
    judge(row, cable_moment(body, rest, 60, 60) - cable_moment(body, rest, 60, 0))
