"""What several papers ask of the body as such: arms, forces, ranges."""

from __future__ import annotations

from collections.abc import Sequence

import guyline as gl
from literature.rows import Row, root

#: Stature at which lengths are those of the source models, scaled by 1.0227 to 1.75 m.
SOURCE_STATURE_M = 1.75 / 1.0227
#: Extensor cables that cross L5/S1.
BACK = ("erector_spinae_lumbar", "erector_spinae_thoracic_pelvic", "multifidus")
LEVELS = ("L1/L2", "L2/L3", "L3/L4", "L4/L5", "L5/S1")


def mean_arm_mm(pose: gl.Pose, muscles: Sequence[str], joint: str) -> float:
    """Arm at a joint, positive flexes, of several muscles weighted by their greatest force."""
    table = pose.model.muscles
    forces = [table[name].max_isometric_force_N for name in muscles]
    arms = [pose.muscles[name].moment_arms_mm[joint] for name in muscles]
    return sum(f * r for f, r in zip(forces, arms)) / sum(forces)


def one_side_N(body: gl.Model, *muscles: str) -> float:
    """Greatest isometric force of muscles together, one leg or side."""
    return 0.5 * sum(body.muscles[name].max_isometric_force_N for name in muscles)


def lumbar_range_deg(body: gl.Model, level: str) -> tuple[float, float]:
    """Flexion and extension of a joint before its stop stiffens.

    The stops are smooth; one stiffens where it has doubled the stiffness of the neutral zone.
    """

    def slope(flexion_deg: float) -> float:
        up, down = (
            body.at(lumbar_flexion_deg=flexion_deg + d).joints[level].tissue_moment_Nm
            for d in (0.01, -0.01)
        )
        return (down - up) / 0.02

    neutral = slope(0.0)
    flexion = root(lambda x: slope(x) - 2.0 * neutral, 0.0, 90.0)
    extension = root(lambda x: slope(-x) - 2.0 * neutral, 0.0, 60.0)
    share = gl.evidence(f"{level}.share").value
    return share * flexion, share * extension


def silent_from(body: gl.Model, hand_mass_kg: float = 0.0) -> gl.TaskPosture:
    """The bend from which on the back stays silent, held at its angle whatever resists.

    The last inclination from 20 to 140 deg at which its activation falls through 5 %.
    """

    def bent(inclination_deg: float) -> gl.TaskPosture:
        posture = body.bend(trunk_inclination_deg=inclination_deg, hand_mass_kg=hand_mass_kg)
        assert posture.status is gl.PostureStatus.solved and not posture.reason
        return posture

    assert bent(140.0).is_erector_silent
    last = max(x for x in range(20, 140) if not bent(x).is_erector_silent)
    return bent(root(lambda x: bent(x).erector_activation - 0.05, last, last + 1.0))


def silence_row(row_id: str, percent: float, *, n: int, why: str, misfit: str) -> Row:
    """The lumbar flexion at which the back falls silent, in one band for all who measured it."""
    return Row(
        *(row_id, "bend", "lumbar flexion at which the back falls silent", "% of full bend"),
        *(percent, 75, 95),
        kind="calibration",
        n=n,
        why=why,
        misfit=misfit,
    )


def silent_percent(body: gl.Model) -> float:
    """That flexion in a body [% of full bend]."""
    return 100.0 * silent_from(body).lumbar_flexion_deg / body.bend("full").lumbar_flexion_deg


def sitting_down(body: gl.Model, rest: gl.Posture, angle: str) -> float:
    """Change of an angle of the posture from standing to sitting relaxed."""
    sitting = body.sit()
    assert sitting.status is gl.PostureStatus.solved and not sitting.reason
    return float(getattr(sitting, angle) - getattr(rest, angle))
