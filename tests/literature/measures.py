"""What several papers ask of the body as such: arms, forces, ranges."""

from __future__ import annotations

from collections.abc import Sequence

import guyline as gl
from literature.rows import root

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
