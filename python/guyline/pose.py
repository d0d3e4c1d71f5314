"""A body held in a pose: where it is, and what its cables and tissue do there at rest."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guyline import _core
from guyline._names import Record, Table, in_range

if TYPE_CHECKING:
    from guyline.model import Model

_MAX_DEG = 180.0


@dataclass(frozen=True, eq=False)
class PosedMuscle(Record):
    """A muscle in a pose, both sides together, at rest.

    Attributes
    ----------
    length_mm : float
        Length of the path [mm].
    normalized_length : float
        Length of the fibres [optimal fibre lengths].
    activation : float
        Activation without effort [1]: tone and reflex.
    passive_tension_N : float
        Tension of the stretched muscle without any activation [N], >= 0.
    tension_N : float
        Tension at rest [N], passive and tonic, >= 0.
    moment_arms_mm : mapping of str to float
        Minus the change of length per radian of each joint [mm]: positive flexes (dorsiflexes).
    """

    length_mm: float
    normalized_length: float
    activation: float
    passive_tension_N: float
    tension_N: float
    moment_arms_mm: Table[float] = field(repr=False)


@dataclass(frozen=True, eq=False)
class PosedJoint(Record):
    """A joint in a pose. Moments are those of both sides; positive flexes (dorsiflexes).

    Attributes
    ----------
    position_m : tuple of float
        Where it is [m]: forward of the neutral ankle, above the ground.
    mass_center_above_m : tuple of float
        Centre of mass of all that the joint carries [m], in the same axes.
    gravity_moment_Nm : float
        Moment of the weights above it [N m].
    tissue_moment_Nm : float
        Moment of discs and ligaments [N m]; of the lumbar joints, with the rest moment of the disc.
    passive_moment_Nm : float
        Moment of the stretched muscles without any activation [N m].
    tonic_moment_Nm : float
        What tone and reflex add to it [N m].
    """

    position_m: tuple[float, float]
    mass_center_above_m: tuple[float, float]
    gravity_moment_Nm: float
    tissue_moment_Nm: float
    passive_moment_Nm: float
    tonic_moment_Nm: float


@dataclass(frozen=True, eq=False, repr=False)
class Pose(Record):
    """A body in a pose, whether or not anything holds it there. Made by `Model.at`.

    Attributes
    ----------
    ankle_dorsiflexion_deg, knee_flexion_deg, hip_flexion_deg, lumbar_flexion_deg : float
        Joint angles [deg] that were asked for, 0 where the segments are drawn up straight.
    anterior_tilt_deg : float
        Tilt of the pelvis [deg], anterior positive.
    trunk_inclination_deg : float
        Inclination of the trunk [deg], forward positive.
    lordosis_deg : float
        Angle between the upper plates of L1 and S1, LL [deg].
    mass_center_m : tuple of float
        Centre of mass of the body [m]: forward of the neutral ankle, above the ground.
    joints : mapping of str to PosedJoint
        ``"ankle"``, ``"knee"``, ``"hip"``, ``"L5/S1"`` to ``"T12/L1"``.
    muscles : mapping of str to PosedMuscle
        The muscles by name.
    model : Model
        The body.
    """

    ankle_dorsiflexion_deg: float
    knee_flexion_deg: float
    hip_flexion_deg: float
    lumbar_flexion_deg: float
    anterior_tilt_deg: float
    trunk_inclination_deg: float
    lordosis_deg: float
    mass_center_m: tuple[float, float]
    joints: Table[PosedJoint]
    muscles: Table[PosedMuscle]
    model: Model

    def __repr__(self) -> str:
        lines = [
            f"ankle {self.ankle_dorsiflexion_deg:g}, knee {self.knee_flexion_deg:g}, "
            f"hip {self.hip_flexion_deg:g}, lumbar {self.lumbar_flexion_deg:g} deg: "
            f"tilt {self.anterior_tilt_deg:.1f}, trunk {self.trunk_inclination_deg:.1f}, "
            f"lordosis {self.lordosis_deg:.1f} deg",
            f"{'moment [N m]':<14}{'gravity':>9}{'tissue':>9}{'passive':>9}{'tonic':>9}",
        ]
        for name, j in self.joints.items():
            lines.append(
                f"{name:<14}{j.gravity_moment_Nm:>9.1f}{j.tissue_moment_Nm:>9.1f}"
                f"{j.passive_moment_Nm:>9.1f}{j.tonic_moment_Nm:>9.1f}"
            )
        return "\n".join(lines)


def pose_of(
    model: Model,
    ankle_dorsiflexion_deg: float,
    knee_flexion_deg: float,
    hip_flexion_deg: float,
    lumbar_flexion_deg: float,
) -> Pose:
    """`Model.at`, where the arguments are explained."""
    asked = {
        "ankle_dorsiflexion_deg": ankle_dorsiflexion_deg,
        "knee_flexion_deg": knee_flexion_deg,
        "hip_flexion_deg": hip_flexion_deg,
        "lumbar_flexion_deg": lumbar_flexion_deg,
    }
    angles = {k: in_range(k, v, "deg", -_MAX_DEG, _MAX_DEG) for k, v in asked.items()}
    ankle, knee, hip, lumbar = angles.values()
    posed = _core.pose(model._bridge, [math.radians(x) for x in angles.values()])
    names = [j.name for j in posed.joints]

    def joints() -> dict[str, PosedJoint]:
        return {
            j.name: PosedJoint(j.position, j.mass_above, j.gravity, j.tissue, j.passive, j.tonic)
            for j in posed.joints
        }

    def muscle(m: _core.PosedMuscle) -> PosedMuscle:
        arms = Table({k: 1000.0 * arm for k, arm in zip(names, m.arms)}, "joint")
        return PosedMuscle(
            length_mm=1000.0 * m.length,
            normalized_length=m.normalized_length,
            activation=m.activation,
            passive_tension_N=m.passive_tension,
            tension_N=m.tension,
            moment_arms_mm=arms,
        )

    def muscles() -> dict[str, PosedMuscle]:
        return {k: muscle(m) for k, m in zip(model._bridge.muscle_names, posed.muscles)}

    return Pose(
        ankle_dorsiflexion_deg=ankle,
        knee_flexion_deg=knee,
        hip_flexion_deg=hip,
        lumbar_flexion_deg=lumbar,
        anterior_tilt_deg=ankle - knee + hip,
        trunk_inclination_deg=ankle - knee + hip + lumbar,
        lordosis_deg=math.degrees(posed.lordosis),
        mass_center_m=posed.mass_center,
        joints=Table(joints, "joint"),
        muscles=Table(muscles, "muscle"),
        model=model,
    )
