"""Where everything of a body is in its posture, seen from the side: outlines, cables, forces."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from guyline import _core

if TYPE_CHECKING:
    from guyline import Posture, Task

Point = tuple[float, float]

_REFERENCE_STATURE_M = 1.75

# Outlines by eye, in metres at 1.75 m, in the frame of the body named: origin in the joint below
# it, x forward, y up. They are drawings; the model knows only joints, masses and cables.
_FOOT = [(-0.055, -0.055), (0.175, -0.055), (0.190, -0.040), (0.120, -0.015), (0.035, 0.030)]
_FOOT += [(-0.030, 0.030), (-0.055, -0.020)]
_THORAX = [(-0.055, -0.020), (-0.085, 0.120), (-0.075, 0.250), (-0.030, 0.330), (-0.022, 0.380)]
_THORAX += [(0.038, 0.370), (0.045, 0.320), (0.100, 0.240), (0.125, 0.120), (0.105, 0.000)]
_HIP_BONE = [(-0.012, 0.138), (0.024, 0.112), (0.044, 0.068), (0.030, 0.030), (0.052, -0.012)]
_HIP_BONE += [(0.030, -0.036), (-0.012, -0.032), (-0.046, -0.044), (-0.056, -0.018)]
_HIP_BONE += [(-0.038, 0.016), (-0.046, 0.050), (-0.074, 0.074), (-0.068, 0.104)]
_SPINE = ["L5", "L4", "L3", "L2", "L1", "torso"]
_HEAD_RADIUS = 0.088
_SOLE = -0.055
_DOWN = (0.0, -1.0)


@dataclass(frozen=True)
class Force:
    """One arrow: in a direction (a unit vector) from a point, or to it."""

    name: str
    point: Point
    direction: Point
    size_N: float
    ends_at_point: bool


_STEPS = [k / 8 for k in range(8)]
_WEIGHTS = [
    (
        -0.5 * t + t * t - 0.5 * t**3,
        1.0 - 2.5 * t * t + 1.5 * t**3,
        0.5 * t + 2.0 * t * t - 1.5 * t**3,
        -0.5 * t * t + 0.5 * t**3,
    )
    for t in _STEPS
]


def smooth(points: Sequence[Point]) -> list[Point]:
    """A closed Catmull-Rom curve through the points, in eight steps from one to the next."""
    n = len(points)
    curve: list[Point] = []
    for i in range(n):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (points[(i + k - 1) % n] for k in range(4))
        for a, b, c, d in _WEIGHTS:
            curve.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return curve


class Profile:
    """A body in its posture: x forward and y up, but lying, when y is the front [m].

    Upright bodies stand in the world's axes: on a slope the ground is inclined, not gravity.
    """

    def __init__(self, posture: Posture) -> None:
        self.posture = posture
        self.task: Task | None = getattr(posture, "task", None)
        self.scale = posture.model.stature_m / _REFERENCE_STATURE_M
        self.is_lying = self.task is not None and self.task.weight_is_carried
        slope = self.task.ground_inclination_deg if self.task else 0.0
        self.turn = 0.5 * math.pi if self.is_lying else -math.radians(slope)
        self._cos, self._sin = math.cos(self.turn), math.sin(self.turn)
        self._q = [
            math.radians(posture.ankle_dorsiflexion_deg),
            math.radians(posture.knee_flexion_deg),
            math.radians(posture.hip_flexion_deg),
            math.radians(posture.lumbar_flexion_deg),
        ]
        geometry = posture.model._bridge.geometry(self._q)
        self._bodies = {
            b.name: (self.turned(b.position), b.angle + self.turn) for b in geometry.bodies
        }
        self._masses = {m.name: self.turned(m.position) for m in geometry.masses}
        levels = {level.name: level for level in geometry.levels}
        self.levels = {
            name: (self.turned(at.position), self.turned(at.into)) for name, at in levels.items()
        }
        self.names = list(posture.tensions)
        self.cables = dict(
            zip(self.names, ([self.turned(p) for p in line] for line in geometry.cables))
        )

    def turned(self, point: Point) -> Point:
        """A point or vector of the model's axes in those of the picture."""
        x, y = point
        return (self._cos * x - self._sin * y, self._sin * x + self._cos * y)

    def joint(self, body: str) -> Point:
        """Centre of the joint below a body [m]."""
        return self._bodies[body][0]

    def place(self, body: str, points: Sequence[Point]) -> list[Point]:
        """Points of an outline, where they are now."""
        (x, y), angle = self._bodies[body]
        c, s = math.cos(angle) * self.scale, math.sin(angle) * self.scale
        return [(x + c * a - s * b, y + s * a + c * b) for a, b in points]

    @property
    def joints(self) -> list[Point]:
        """Ankle, knee and hip."""
        return [self.joint(body) for body in ("shank", "thigh", "pelvis")]

    @property
    def head(self) -> tuple[Point, float]:
        """Centre and radius."""
        return self._masses["head"], _HEAD_RADIUS * self.scale

    @property
    def shoulder(self) -> Point:
        """Where the arms hang."""
        return self._masses["arms"]

    @property
    def grip(self) -> Point:
        """The middle of the hands: below the shoulder, or ahead of that."""
        reach = self.task.hand_reach_m if self.task else 0.0
        length = _number("grip_length") * self.posture.model.stature_m
        return (self.shoulder[0] + reach, self.shoulder[1] - length)

    @property
    def has_arms(self) -> bool:
        """Whether arms tell something: hands that carry, or a trunk that is bent."""
        task = self.task
        if task is None or task.balance != "foot":
            return False
        return task.law == "voluntary" or task.hand_mass_kg > 0.0

    @property
    def carried(self) -> list[str]:
        """Names of what is carried."""
        if self.task is None:
            return []
        hands = ["hands"] if self.task.hand_mass_kg > 0.0 else []
        return [*hands, *(burden.name for burden in self.task.burdens)]

    @property
    def heel_and_toe(self) -> tuple[Point, Point]:
        """Ends of the sole."""
        heel, toe = self.place("foot", [(_SOLE, _SOLE), (0.19, _SOLE)])
        return heel, toe

    @cached_property
    def mass_center(self) -> Point:
        """Of the body without what it carries."""
        x, y = _core.pose(self.posture.model._bridge, self._q).mass_center
        return self.turned((x, y))

    def plumb_line(self) -> tuple[Point, Point]:
        """From the centre of mass of the body with all that it carries, down to the floor."""
        moment = size = height = 0.0
        for force in self.body_forces():
            if force.direction == _DOWN:
                moment += force.size_N * force.point[0]
                height += force.size_N * force.point[1]
                size += force.size_N
        x = moment / size
        (x0, y0), (x1, y1) = self.heel_and_toe
        return (x, height / size), (x, y0 + (y1 - y0) / (x1 - x0) * (x - x0))

    def soft_parts(self) -> dict[str, list[Point]]:
        """Outlines of the soft parts, from far to near."""
        ankle, knee, hip = self.joints
        waist = self.place("pelvis", [(0.075, -0.02), (0.085, 0.09)])
        waist += self.place("torso", [(0.110, 0.02), (-0.060, 0.02)])
        waist += self.place("L3", [(-0.075, 0.0)])
        waist += self.place("pelvis", [(-0.105, 0.09), (-0.110, -0.02)])
        parts = {
            "foot": smooth(self.place("foot", _FOOT)),
            "shank": smooth(self._limb(ankle, knee, (0.036, 0.062, 0.052))),
            "thigh": smooth(self._limb(knee, hip, (0.054, 0.082, 0.090))),
            "waist": smooth(waist),
            "thorax": smooth(self.place("torso", _THORAX)),
        }
        return parts

    def arm(self) -> list[Point]:
        """Outline of the arms, from the shoulder to the grip."""
        return smooth(self._limb(self.grip, self.shoulder, (0.020, 0.030, 0.042)))

    def bones(self) -> dict[str, list[Point]]:
        """Outlines of the bones, from far to near."""
        ankle, knee, hip = self.joints
        parts = {
            "fibula and tibia": self._limb(ankle, knee, (0.014, 0.012, 0.014)),
            "femur": self._limb(knee, hip, (0.014, 0.012, 0.014)),
        }
        for low, high in zip(_SPINE, _SPINE[1:]):
            parts[low] = self._vertebra(self.joint(low), self.joint(high))
        parts["hip bone"] = smooth(self.place("pelvis", _HIP_BONE))
        parts["sacrum"] = self._sacrum()
        return parts

    def _limb(self, low: Point, high: Point, widths: tuple[float, float, float]) -> list[Point]:
        """A limb from joint to joint, half as wide as `widths` below, in the middle, above."""
        dx, dy = high[0] - low[0], high[1] - low[1]
        length = math.hypot(dx, dy)
        nx, ny = self.scale * dy / length, -self.scale * dx / length
        rows = list(zip((0.0, 0.62, 1.0), widths))
        one = [(low[0] + t * dx + w * nx, low[1] + t * dy + w * ny) for t, w in rows]
        other = [(low[0] + t * dx - w * nx, low[1] + t * dy - w * ny) for t, w in rows]
        return one + other[::-1]

    def _vertebra(self, low: Point, high: Point) -> list[Point]:
        half, gap = 0.019 * self.scale, 0.12
        dx, dy = high[0] - low[0], high[1] - low[1]
        length = math.hypot(dx, dy)
        nx, ny = half * dy / length, -half * dx / length
        a = (low[0] + gap * dx, low[1] + gap * dy)
        b = (high[0] - gap * dx, high[1] - gap * dy)
        corners = [(a[0] + nx, a[1] + ny), (b[0] + nx, b[1] + ny)]
        return [*corners, (b[0] - nx, b[1] - ny), (a[0] - nx, a[1] - ny)]

    def _sacrum(self) -> list[Point]:
        """From the S1 plate, wherever that is, to the coccyx."""
        (x, y), (ix, iy) = self.levels["L5/S1"]
        half, below = 0.021 * self.scale, 0.004 * self.scale
        x, y = x + below * ix, y + below * iy
        back, front = (x + half * iy, y - half * ix), (x - half * iy, y + half * ix)
        tip = self.place("pelvis", [(-0.072, 0.012), (-0.080, 0.014), (-0.092, 0.056)])
        return [front, *tip, back]

    @property
    def seat(self) -> Point:
        """Below the tuberosities, at the lower edge of the soft parts."""
        x, y = self.joint("pelvis")
        forward, up = _number("ischium_back") * self.scale, _number("ischium_up") * self.scale
        angle = self._bodies["pelvis"][1]
        return (x + math.cos(angle) * forward - math.sin(angle) * up, y - 0.095 * self.scale)

    def backrest(self) -> tuple[Point, Point, Point]:
        """Lower end, point of contact and upper end of a backrest."""
        up = _number("backrest_up")
        low, at, high = self.place("torso", [(-0.092, -0.06), (-0.092, up), (-0.092, 0.33)])
        return low, at, high

    def body_forces(self) -> list[Force]:
        """Weight, what is carried, and what carries: on the whole body."""
        down, up = _DOWN, (0.0, 1.0)
        gravity = self.posture.model._bridge.options.gravity
        weight = gravity * self.posture.model.mass_kg
        forces = [Force("weight", self.mass_center, down, weight, False)]
        from guyline import TaskPosture

        task = self.task
        if task is None or not isinstance(self.posture, TaskPosture):
            return forces
        if task.hand_mass_kg > 0.0:
            forces.append(Force("hands", self.grip, down, gravity * task.hand_mass_kg, False))
        for burden in task.burdens:
            at = self.place("torso", [(burden.forward_m, burden.up_m)])[0]
            forces.append(Force(burden.name, at, down, gravity * burden.mass_kg, False))
        if task.has_seat:
            forces.append(Force("seat", self.seat, up, self.posture.seat_force_N, True))
            sole = self.place("foot", [(0.0, _SOLE)])[0]
            forces.append(Force("feet", sole, up, self.posture.foot_force_N, True))
        if task.has_backrest and self.posture.backrest_force_N > 0.0:
            low, at, high = self.backrest()
            along = (high[0] - low[0], high[1] - low[1])
            length = math.hypot(*along)
            push = (along[1] / length, -along[0] / length)
            forces.append(Force("backrest", at, push, self.posture.backrest_force_N, True))
        return forces

    def disc_forces(self, level: str = "L5/S1") -> list[Force]:
        """Compression and shear of a disc, on the plate below it."""
        load = self.posture.load[level]
        at, (ix, iy) = self.levels[level]
        forward = (-iy, ix) if load.shear_N >= 0.0 else (iy, -ix)
        into = (ix, iy) if load.compression_N >= 0.0 else (-ix, -iy)
        return [
            Force("compression", at, into, abs(load.compression_N), True),
            Force("shear", at, forward, abs(load.shear_N), False),
        ]

    def extent(self) -> tuple[float, float, float, float]:
        """Least and greatest x, least and greatest y of the body and what it holds."""
        (hx, hy), r = self.head
        points = [(hx - r, hy - r), (hx + r, hy + r)]
        for outline in self.soft_parts().values():
            points += outline
        if self.has_arms:
            points += [self.grip, (self.grip[0], self.grip[1] - 0.06 * self.scale)]
        if self.task and self.task.has_seat:
            x, y = self.seat
            points += [(x - 0.14 * self.scale, y - 0.04 * self.scale)]
        if self.task and self.task.has_backrest:
            points += self.backrest()
        xs, ys = zip(*points)
        return min(xs), max(xs), min(ys), max(ys)

    def close_up(self) -> tuple[float, float, float, float]:
        """The same of what an enlargement shows: pelvis, lumbar spine, the way to both."""
        near = self.place("pelvis", [(-0.10, -0.10), (0.07, -0.10), (0.07, 0.10), (-0.12, 0.10)])
        near += self.place("torso", [(-0.075, 0.11), (0.11, 0.11)])
        (kx, ky), (hx, hy) = self.joint("thigh"), self.joint("pelvis")
        t = 0.20 * self.scale / math.hypot(kx - hx, ky - hy)
        near.append((hx + t * (kx - hx), hy + t * (ky - hy)))
        xs, ys = zip(*near)
        pad = 0.045 * self.scale
        return min(xs) - pad, max(xs) + pad, min(ys) - pad, max(ys) + pad


@lru_cache(maxsize=None)
def _number(name: str) -> float:
    from guyline import evidence

    value = evidence(name).value
    assert value is not None
    return value
