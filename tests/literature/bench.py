"""The built-in body in NumPy, with numbers that can be changed: for calibration and what-if.

Geometry (path lengths, arms, weights, where cables cross a disc) is asked of the library: none of
the numbers here changes it. The laws of tension, tissue, posture and effort are written anew from
docs/theory.md and held against the library at the header's numbers (test_calibrate.py). Not
covered: other sizes than 75 kg and 1.75 m, knobs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import guyline as gl
import numpy as np
from guyline import _core
from numpy.typing import NDArray

Array = NDArray[np.float64]
DEG = math.pi / 180.0
LEVELS = ("L5/S1", "L4/L5", "L3/L4", "L2/L3", "L1/L2", "T12/L1")
JOINTS = ("ankle", "knee", "hip", *LEVELS)
ROUNDING = 0.001  # of the reflex threshold
FORCE_LENGTH = 0.45


def passive_curve(x: Array | float) -> Array:
    """2 x^3/(1 + x^2) beyond 0."""
    y = np.maximum(x, 0.0)
    return np.asarray(2.0 * y**3 / (1.0 + y * y))


def constant(name: str) -> float:
    """A number of the header, SI."""
    value = gl.evidence(name).value
    assert value is not None
    return value


@dataclass(frozen=True)
class Stop:
    """A stop about a coordinate [N m, rad]."""

    moment: float
    onset: float
    width: float

    def at(self, outwards: Array | float) -> Array:
        """Moment against going outwards."""
        return self.moment * passive_curve((outwards - self.onset) / self.width)


@dataclass(frozen=True)
class Numbers:
    """What can be changed. `onset` and `width` hold only what differs from the header."""

    onset: Mapping[str, float] = field(default_factory=dict)
    width: Mapping[str, float] = field(default_factory=dict)
    stiffness: float = field(default_factory=lambda: constant("lumbar_stiffness"))
    doubling_load: float = field(
        default_factory=lambda: constant("follower_load_that_doubles_stiffness")
    )
    flexion: Stop = field(
        default_factory=lambda: Stop(
            *(constant(f"lumbar_flexion_stop_{what}") for what in ("moment", "onset", "width"))
        )
    )
    extension: Stop = field(
        default_factory=lambda: Stop(
            *(constant(f"lumbar_extension_stop_{what}") for what in ("moment", "onset", "width"))
        )
    )
    # In front of both hips, against extension; the header has none. Angles as hip_flexion.
    capsule: Stop = Stop(0.0, 0.0, 1.0)

    def with_muscles(
        self, onset: Mapping[str, float] | None = None, width: Mapping[str, float] | None = None
    ) -> Numbers:
        """The same with other passive curves of some muscles."""
        return replace(
            self, onset={**self.onset, **(onset or {})}, width={**self.width, **(width or {})}
        )


@dataclass(frozen=True)
class Shape:
    """A pose: lengths and arms of the cables, moments of weight. No number of `Numbers` enters."""

    q: tuple[float, float, float, float]
    fibre: Array  # [1] per muscle, at the header's slack length
    arms: Array  # [m] muscle by joint, positive flexes
    gravity: Array  # [N m] per joint
    mass_center: float  # [m] ahead of the ankle

    def by_coordinate(self, per_joint: Array) -> Array:
        """Ankle, knee, hip, and the discs as they share the lumbar flexion."""
        lumbar = per_joint[..., 3:] @ SHARES
        return np.concatenate([per_joint[..., :3], lumbar[..., None]], axis=-1)


BODY = gl.bridge()
MUSCLES = tuple(BODY.muscles)
INDEX = {name: i for i, name in enumerate(MUSCLES)}
SHARES = np.array([constant(f"{level}.share") for level in LEVELS])
_RAW = BODY._bridge.muscles
FORCE = np.array([m.max_isometric_force * m.cos_pennation for m in _RAW])
ONSET = np.array([m.passive_onset for m in _RAW])
WIDTH = np.array([m.passive_width for m in _RAW])
GAIN = np.array([m.reflex_gain for m in _RAW])
EXTENSORS = ("erector_spinae_lumbar", "erector_spinae_thoracic_pelvic", "multifidus")
SOLVED = tuple(n for n in MUSCLES if n in ("hamstrings", "gluteus_maximus"))
_BUILT_TONE = np.array([m.tone for m in _RAW])


@lru_cache(maxsize=None)
def shape(ankle: float, knee: float, hip: float, lumbar: float) -> Shape:
    """Ask the library for a pose [rad]."""
    posed = _core.pose(BODY._bridge, [ankle, knee, hip, lumbar])
    return Shape(
        (ankle, knee, hip, lumbar),
        np.array([m.normalized_length for m in posed.muscles]),
        np.array([m.arms for m in posed.muscles]),
        np.array([j.gravity for j in posed.joints]),
        posed.mass_center[0],
    )


BALANCE = constant("balance_point")


@lru_cache(maxsize=None)
def balanced(tilt: float, trunk: float = 0.0) -> tuple[Shape, tuple[float, float, float, float]]:
    """Knees straight, centre of mass over its point: the pose, and its change per tilt."""

    def pose(ankle: float, to: float = tilt) -> Shape:
        return shape(ankle, 0.0, to - ankle, trunk - to)

    h = 1e-5
    ankle = 0.08
    for _ in range(30):
        off = pose(ankle).mass_center - BALANCE
        rate = (pose(ankle + h).mass_center - pose(ankle - h).mass_center) / (2.0 * h)
        step = min(0.3, max(-0.3, off / rate))
        ankle -= step
        if abs(step) < 1e-10:
            break
    by_tilt = (pose(ankle, tilt + h).mass_center - pose(ankle, tilt - h).mass_center) / (2.0 * h)
    d_ankle = -by_tilt / rate
    return pose(ankle), (d_ankle, 0.0, 1.0 - d_ankle, -1.0)


REFERENCE = balanced(0.0)[0]
THRESHOLD = REFERENCE.fibre


def activation(fibre: Array, tone: Array, *, reflexes: bool = True) -> Array:
    """At rest."""
    x = tone + (GAIN * (fibre - THRESHOLD) if reflexes else 0.0)
    return np.minimum(1.0, 0.5 * (x + np.sqrt(x * x + 4.0 * ROUNDING**2)))


def capacity(fibre: Array) -> Array:
    """Tension that full activation adds [N]."""
    return np.asarray(FORCE * np.exp(-((fibre - 1.0) ** 2) / FORCE_LENGTH))


@dataclass(frozen=True)
class Bench:
    """A body with other numbers. Its hip extensor tone is solved for as the library does."""

    numbers: Numbers = field(default_factory=Numbers)

    @property
    def _curves(self) -> tuple[Array, Array]:
        onset, width = ONSET.copy(), WIDTH.copy()
        for name, value in self.numbers.onset.items():
            onset[INDEX[name]] = value
        for name, value in self.numbers.width.items():
            width[INDEX[name]] = value
        return onset, width

    def passive(self, at: Shape) -> Array:
        """Passive tensions [N]."""
        onset, width = self._curves
        return np.asarray(FORCE * passive_curve((at.fibre - 1.0 - onset) / width))

    def tissue(self, at: Shape, follower: float = 500.0) -> Array:
        """Moments of tissue about the four coordinates [N m]."""
        n = self.numbers
        phi = at.q[3]
        spine = -n.stiffness * (1.0 + follower / n.doubling_load) * phi
        spine += float(n.extension.at(-phi) - n.flexion.at(phi))
        return np.array([0.0, 0.0, float(n.capsule.at(-at.q[2])), spine])

    def hip_moment(self, hip_deg: float, knee_deg: float) -> float:
        """Passive, one leg [N m]; the hip counts from standing."""
        at = shape(0.0, knee_deg * DEG, REFERENCE.q[2] + hip_deg * DEG, 0.0)
        return 0.5 * float(self.passive(at) @ at.arms[:, 2] + self.tissue(at)[2])

    def silent_back(self, lumbar_deg: float) -> float:
        """Passive extensor moment about L5/S1 [N m]."""
        at = shape(0.0, 0.0, 0.0, lumbar_deg * DEG)
        tissue = self.tissue(at)[3] + self._rest_moment()
        return -float(self.passive(at) @ at.arms[:, 3] + tissue)

    @cached_property
    def tone(self) -> Array:
        """Tone of every muscle: the hip extensors' makes tilt 0 a rest."""
        at, by_tilt = balanced(0.0)
        tone = _BUILT_TONE.copy()
        chosen = [INDEX[name] for name in SOLVED]
        tension = self.passive(at) + activation(at.fibre, tone) * capacity(at.fibre)
        tension[chosen] = self.passive(at)[chosen]
        rate = at.by_coordinate(at.arms) @ np.array(by_tilt)
        moment = np.array(by_tilt) @ (at.by_coordinate(at.gravity) + self.tissue(at))
        a = -(moment + tension @ rate) / (capacity(at.fibre) @ np.where(_is_solved, rate, 0.0))
        tone[chosen] = a - ROUNDING**2 / a
        return tone

    # ---- posture ---------------------------------------------------------------------------------

    def _pull(self, tilt: float, trunk: float, follower: float, law: str) -> float:
        at, by_tilt = balanced(tilt, trunk)
        resting = law == "resting"
        act = activation(at.fibre, self.tone, reflexes=resting)
        force = self.tissue(at, follower)
        force += (self.passive(at) + act * capacity(at.fibre)) @ at.by_coordinate(at.arms)
        if resting:
            force += at.by_coordinate(at.gravity)
        else:
            force -= self._standing_force(follower)
        return float(np.array(by_tilt) @ force)

    def _standing_force(self, follower: float) -> Array:
        at, _ = balanced(0.0)
        act = activation(at.fibre, self.tone, reflexes=False)
        elastic = (self.passive(at) + act * capacity(at.fibre)) @ at.by_coordinate(at.arms)
        return np.asarray(self.tissue(at, follower) + elastic)

    def equilibria(self, low: int = -35, high: int = 35) -> list[tuple[float, float]]:
        """Tilt [deg] and stiffness [N m/deg] of every rest posture, stable or not."""
        pull = [self._pull(t * DEG, 0.0, 500.0, "resting") for t in range(low, high + 1)]
        # Tilt 0 is a root by the choice of tone: rounding decides its sign.
        found = []
        for i, t in enumerate(range(low, high)):
            a, b = pull[i], pull[i + 1]
            if abs(a) < 1e-7 or a * b < 0.0 and abs(b) > 1e-7:
                root = float(t) if abs(a) < 1e-7 else t + a / (a - b)
                h = 0.01
                slope = self._pull((root + h) * DEG, 0.0, 500.0, "resting")
                slope -= self._pull((root - h) * DEG, 0.0, 500.0, "resting")
                found.append((root, -slope / (2.0 * h)))
        return found

    def lumbar_flexion(self, trunk_deg: float) -> float:
        """Lumbar flexion [deg] in bending, the first stable split from upright on."""
        if trunk_deg == 0.0:
            return 0.0
        trunk = trunk_deg * DEG

        def pull(tilt_deg: float) -> float:
            return self._pull(tilt_deg * DEG, trunk, 1000.0, "voluntary")

        low = -10.0
        value = pull(low)
        for high in np.arange(-8.0, 100.0, 2.0):
            after = pull(float(high))
            if value > 0.0 >= after:
                break
            low, value = float(high), after
        else:
            return math.nan
        # Secant inside the bracket.
        a, b, fa, fb = low, float(high), value, after
        for _ in range(6):
            c = b - fb * (b - a) / (fb - fa)
            fc = pull(round(c, 5))
            if fc * fb < 0.0:
                a, fa = b, fb
            else:
                fa *= 0.5
            b, fb = round(c, 5), fc
            if abs(fb) < 1e-6:
                break
        return trunk_deg - b

    def bands(self) -> tuple[float, float, float, float]:
        """Lumbar share of the trunk's inclination by 30 degrees [%], 0 to 120."""
        lumbar = [self.lumbar_flexion(x) for x in (0.0, 30.0, 60.0, 90.0, 120.0)]
        first, second, third, last = (100.0 * (b - a) / 30.0 for a, b in zip(lumbar, lumbar[1:]))
        return first, second, third, last

    # ---- load ------------------------------------------------------------------------------------

    def load(
        self, trunk_deg: float = 0.0, *, turned: float = 0.0, back_arms: float = 1.0
    ) -> tuple[float, float]:
        """Compression and shear at L5/S1 [N], effort with p = 2.

        In a plate turned steeper by `turned` [rad]; the back's arms at L5/S1 as many times as long.
        """
        follower = 500.0 if trunk_deg == 0.0 else 1000.0
        lumbar = self.lumbar_flexion(trunk_deg)
        at, _ = balanced((trunk_deg - lumbar) * DEG, trunk_deg * DEG)
        resting = trunk_deg == 0.0
        least = activation(at.fibre, self.tone, reflexes=resting)
        cap, passive = capacity(at.fibre), self.passive(at)
        rows = [0, 2, 3]
        rest = np.array([0.0, 0.0, self._rest_moment()])
        tissue = self.tissue(at, follower)[[0, 2, 3]] + rest
        arms = at.arms[:, rows]
        # What rests is balanced by the disc's rest moment: longer arms count for effort alone.
        need = -(at.gravity[rows] + tissue + (passive + least * cap) @ arms)
        back = np.where(np.isin(np.array(MUSCLES), EXTENSORS) & (arms[:, 2] < 0.0), back_arms, 1.0)
        called = arms * np.stack([np.ones_like(back), np.ones_like(back), back], axis=1)
        need += (least * cap) @ called
        a = least_effort(cap[:, None] * called, need, least)
        return cut(at, passive + a * cap, turned)

    def _rest_moment(self) -> float:
        """Of L5/S1: each disc balanced in the reference posture with resting muscles."""
        at = REFERENCE
        tension = self.passive(at) + activation(at.fibre, self.tone) * capacity(at.fibre)
        left = at.gravity[3:] + self.tissue(at)[3] + tension @ at.arms[:, 3:]
        return float(SHARES @ left - left[0])


_is_solved = np.array([name in SOLVED for name in MUSCLES])


def least_effort(rows: Array, need: Array, least: Array) -> Array:
    """Least sum of squares of activations that balance, between what rest gives and 1."""
    m = np.zeros(rows.shape[1])
    size = np.trace(rows.T @ rows) * np.eye(len(m))
    damping = 1e-6

    def dual(at: Array) -> float:
        a = np.clip(rows @ at, least, 1.0)
        return float((rows @ at) @ a - 0.5 * (a @ a) - need @ at)

    for _ in range(300):
        y = rows @ m
        miss = rows.T @ np.clip(y, least, 1.0) - need
        if float(np.abs(miss).max()) < 1e-9:
            break
        free = (y > least) & (y < 1.0)
        hess = (rows * free[:, None]).T @ rows
        before = dual(m)
        while True:
            step = -np.linalg.solve(hess + damping * size, miss)
            if dual(m + step) <= before + 1e-4 * float(miss @ step) or damping > 1e6:
                break
            damping *= 10.0
        m = m + step
        damping = max(damping / 30.0, 1e-12)
    a = np.clip(rows @ m, least, 1.0)
    assert float(np.abs(rows.T @ a - need).max()) < 1e-4, "the muscles cannot hold it"
    return np.asarray(a)


@lru_cache(maxsize=1)
def _points() -> list[list[tuple[int, float, float]]]:
    """Body (0 foot to 9 torso) and place of every point of every cable, by moving the body."""
    poses = ((0.0, 0.0, 0.0, 0.0), (0.1, 0.3, 0.5, 0.9))
    drawn = [BODY._bridge.geometry(list(q)) for q in poses]

    def local(k: int, body: int, point: tuple[float, float]) -> tuple[float, float]:
        b = drawn[k].bodies[body]
        x, y = point[0] - b.position[0], point[1] - b.position[1]
        c, s = math.cos(b.angle), math.sin(b.angle)
        return c * x + s * y, -s * x + c * y

    found = []
    for first, second in zip(drawn[0].cables, drawn[1].cables):
        cable = []
        for p, r in zip(first, second):
            off = [math.dist(local(0, b, p), local(1, b, r)) for b in range(10)]
            body = int(np.argmin(off))
            assert off[body] < 1e-9
            cable.append((body, *local(0, body, p)))
        found.append(cable)
    return found


def crossing(at: Shape) -> Array:
    """Pull per newton of every cable on what is below L5/S1, ground axes, 2 per muscle."""
    drawn = BODY._bridge.geometry(list(at.q))
    result = np.zeros((len(MUSCLES), 2))
    for i, (cable, where) in enumerate(zip(_points(), drawn.cables)):
        for (a, *_), (b, *_), p, r in zip(cable, cable[1:], where, where[1:]):
            if (a > 3) == (b > 3):
                continue
            d = np.array(r) - np.array(p)
            d /= math.hypot(*d)
            # What is above is drawn down the link; it presses so on what is below.
            result[i] += d if a > 3 else -d
    return result


@lru_cache(maxsize=1)
def weight_above() -> float:
    """Weight of all above L5/S1 [N]: its moment over its lever, in a stoop."""
    j = BODY.at(hip_flexion_deg=60).joints["L5/S1"]
    return j.gravity_moment_Nm / (j.mass_center_above_m[0] - j.position_m[0])


def cut(at: Shape, tension: Array, turned: float = 0.0) -> tuple[float, float]:
    """Compression and shear at L5/S1 [N], in a plate turned steeper by an angle [rad]."""
    level = BODY._bridge.geometry(list(at.q)).levels[0]
    force = tension @ crossing(at) + np.array([0.0, -weight_above()])
    c, s = math.cos(turned), math.sin(turned)
    x, y = level.into
    into = np.array([c * x + s * y, -s * x + c * y])
    forward = np.array([-into[1], into[0]])
    return float(force @ into), float(force @ forward)
