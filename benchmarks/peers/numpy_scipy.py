"""The very same equations in NumPy, solved by NumPy or SciPy.

    pip install numpy scipy

Two ways:
  newton  all rows at once, Newton with the exact stiffness, downhill in steps of 3 deg at most: the
          quickest that NumPy can be made for this question
  brentq  one row after the other, scipy.optimize.brentq on the force along the tilt

With the trunk upright and the knees straight every body turns by a t-fold or the ankle's angle.
A vector between two points is then linear in cos and sin of these few angles, so that all links of
all paths, and their derivatives, are one matrix product. The ankle follows from the tilt in closed
form. Both ways walk downhill from tilt 0 and stop at the first stable equilibrium, without looking
for others: less than guyline does, who lists all of them.
Prints one JSON line.
"""

from __future__ import annotations

from typing import NamedTuple

import question
from question import BRIDGE, TOLERANCE, Array, np


class Place(NamedTuple):
    """The body at tilts t, an entry per row."""

    force: Array  # [N m], -dU/dt
    stiffness: Array  # [N m/rad], d2U/dt2
    relative: Array  # |force| over the sum of its parts [1]


class Standing:
    """Force and stiffness along the tilt, the feet, knees, trunk and centre of mass being held."""

    def __init__(self) -> None:
        bodies = BRIDGE["bodies"]
        # Forward angle of a body: leg[b] * ankle + spine[b] * tilt. The hip undoes the ankle, the
        # lumbar flexion is minus the tilt.
        leg = np.array([0.0] + [float(b["name"] in ("shank", "thigh")) for b in bodies[1:]])
        spine = np.zeros(len(bodies))
        for i, b in enumerate(bodies):
            if b["name"] == "pelvis":
                spine[i] = 1.0
            elif b["coordinate"] == 3:
                spine[i] = spine[b["parent"]] - b["turn"]
        spine[np.abs(spine) < 1e-12] = 0.0

        # A point is sum_b R(angle_b) w_b: arms[b] of the point, offsets of what it hangs on.
        def point(body: int, x: float, y: float) -> Array:
            arms = np.zeros((len(bodies), 2))
            arms[body] = x, y
            while body > 0:
                parent = bodies[body]["parent"]
                arms[parent] += bodies[body]["offset"]
                body = parent
            return arms

        links, owner = [], []
        for i, muscle in enumerate(BRIDGE["muscles"]):
            points = [point(*p) for p in muscle["points"]]
            for a, b in zip(points, points[1:]):
                links.append(b - a)
                owner.append(i)
        total = sum(m["mass"] for m in BRIDGE["masses"])
        center = sum(m["mass"] / total * point(m["body"], *m["point"]) for m in BRIDGE["masses"])
        self.weight = total * BRIDGE["gravity"]

        # Features: 1; cos, sin of the ankle; cos, sin of each share of the tilt.
        shares = sorted({s for s in spine if s != 0.0})
        self.shares = np.array(shares)
        n = len(shares)
        self.num_features = 3 + 2 * n

        def rows_of(arms: Array) -> tuple[Array, ...]:
            """x and y, and their derivatives by ankle and tilt, first and second, of features."""
            x, y, xa, ya, xaa, yaa, xt, yt, xtt, ytt = np.zeros((10, self.num_features))
            for b, (wx, wy) in enumerate(arms):
                if leg[b]:
                    c, s, k = 1, 2, 1.0
                    first, second = ((xa, ya), (xaa, yaa))
                elif spine[b]:
                    j = shares.index(spine[b])
                    c, s, k = 3 + j, 3 + n + j, spine[b]
                    first, second = ((xt, yt), (xtt, ytt))
                else:
                    x[0] += wx
                    y[0] += wy
                    continue
                for f, v in (((x, y), 1.0), (second, -k * k)):
                    f[0][c] += v * wx
                    f[0][s] += v * wy
                    f[1][c] += v * wy
                    f[1][s] -= v * wx
                first[0][s] -= k * wx
                first[0][c] += k * wy
                first[1][s] -= k * wy
                first[1][c] -= k * wx
            return x, y, xa, ya, xaa, yaa, xt, yt, xtt, ytt

        every = [rows_of(link) for link in links]
        self.product = np.stack([np.stack(rows, axis=1) for rows in zip(*every)], axis=1).reshape(
            self.num_features, -1
        )
        self.num_links = len(links)
        self.starts = np.searchsorted(owner, np.arange(len(BRIDGE["muscles"])))
        com = rows_of(center)
        foot = BRIDGE["balance_offset"]  # ahead of the ankle, which is the origin
        self.com_tilt = np.stack([com[0], com[6], com[8]], axis=1)  # x, dx/dt, d2x/dt2
        self.com_leg = com[0][1], com[0][2]
        self.com_tilt[1:3] = 0.0  # what the leg adds is taken in closed form
        self.com_tilt[0, 0] -= foot
        self.com_height = np.stack([com[3], com[5], com[7], com[9]], axis=1)
        # leg: P cos a + Q sin a = reach sin(a + phase)
        self.reach = float(np.hypot(*self.com_leg))
        self.phase = float(np.arctan2(self.com_leg[0], self.com_leg[1]))
        self.law = question.TensionLaw()

    def at(self, tilt: Array, change: Array, tone: Array) -> Place:
        """[rad], one per row; knobs rows x 23."""
        turned = np.multiply.outer(tilt, self.shares)
        n = len(self.shares)
        features = np.empty((len(tilt), self.num_features))
        features[:, 0] = 1.0
        np.cos(turned, out=features[:, 3 : 3 + n])
        np.sin(turned, out=features[:, 3 + n :])
        features[:, 1:3] = 0.0
        com = features @ self.com_tilt
        sine = -com[:, 0] / self.reach
        ankle = np.arcsin(sine) - self.phase
        slope = self.reach * np.sqrt(1.0 - sine * sine)
        a1 = -com[:, 1] / slope  # da/dt, d2a/dt2
        a2 = (self.reach * sine * a1 * a1 - com[:, 2]) / slope
        features[:, 1] = np.cos(ankle)
        features[:, 2] = np.sin(ankle)

        x, y, xa, ya, xaa, yaa, xt, yt, xtt, ytt = np.moveaxis(
            (features @ self.product).reshape(len(tilt), 10, self.num_links), 1, 0
        )
        b1, b2, b11 = a1[:, None], a2[:, None], (a1 * a1)[:, None]
        x1 = xt + b1 * xa
        y1 = yt + b1 * ya
        x2 = xtt + b2 * xa + b11 * xaa
        y2 = ytt + b2 * ya + b11 * yaa
        link = np.sqrt(x * x + y * y)
        link1 = (x * x1 + y * y1) / link
        link2 = (x1 * x1 + y1 * y1 + x * x2 + y * y2 - link1 * link1) / link
        length = np.add.reduceat(link, self.starts, axis=1)
        rate = np.add.reduceat(link1, self.starts, axis=1)
        bend = np.add.reduceat(link2, self.starts, axis=1)

        tension, stiffness = self.law(length, change, tone)
        pull = tension * rate
        ya, yaa, yt, ytt = (features @ self.com_height).T
        weight = self.weight * (yt + a1 * ya)
        moment, tissue_slope = question.tissue_moment(-tilt)
        force = -(pull.sum(axis=1) + weight + moment)  # d lumbar/dt = -1: dU_tissue/dt = +moment
        k = (
            (tension * bend + stiffness * rate * rate).sum(axis=1)
            + self.weight * (ytt + a2 * ya + a1 * a1 * yaa)
            - tissue_slope
        )
        return Place(force, k, question.relative_residual(force, k, weight, moment, pull))


CHUNK = 1024  # rows at a time: what fits the cache
MAX_STEP = np.radians(3.0)
MAX_ITERATIONS = 60


def solve_newton(body: Standing, change: Array, tone: Array) -> tuple[Array, Array, Array]:
    """Tilt [rad], residual [N m] and relative [1] of every row; tilt NaN where there is none."""
    rows = len(change)
    tilt, residual, relative = np.full((3, rows), np.nan)
    lower, upper = BRIDGE["least_tilt"], BRIDGE["greatest_tilt"]
    for begin in range(0, rows, CHUNK):
        left = np.arange(begin, min(begin + CHUNK, rows))
        t = np.zeros(len(left))
        for _ in range(MAX_ITERATIONS):
            place = body.at(t, change[left], tone[left])
            done = (place.relative <= TOLERANCE) & (place.stiffness > 0.0)
            at = left[done]
            tilt[at], residual[at], relative[at] = t[done], place.force[done], place.relative[done]
            # Downhill where the body is unstable: Newton would climb to the top.
            newton = place.force / np.where(place.stiffness > 0.0, place.stiffness, 1.0)
            step = np.where(place.stiffness > 0.0, newton, np.sign(place.force) * MAX_STEP)
            t = t + np.clip(step, -MAX_STEP, MAX_STEP)
            keep = ~done & (t > lower) & (t < upper)
            left, t = left[keep], t[keep]
            if not len(left):
                break
    return tilt, residual, relative


def solve_brentq(body: Standing, change: Array, tone: Array) -> tuple[Array, Array, Array]:
    """The same, row by row: steps of three degrees downhill to a bracket, then brentq."""
    from scipy.optimize import brentq

    rows = len(change)
    tilt, residual, relative = np.full((3, rows), np.nan)
    for i in range(rows):
        row = change[i : i + 1], tone[i : i + 1]

        def force(t: float, row: tuple[Array, Array] = row) -> float:
            return float(body.at(np.array([t]), *row).force[0])

        f0 = force(0.0)
        down = np.copysign(MAX_STEP, f0)
        a = 0.0
        while True:
            b = a + down
            if not BRIDGE["least_tilt"] < b < BRIDGE["greatest_tilt"]:
                break
            if force(b) * f0 <= 0.0:
                tilt[i] = brentq(force, a, b, xtol=1e-15, rtol=1e-14)
                place = body.at(tilt[i : i + 1], *row)
                residual[i], relative[i] = place.force[0], place.relative[0]
                break
            a = b
    return tilt, residual, relative


def main() -> None:
    args = question.arguments(__doc__, {"newton": 10000, "brentq": 200})
    versions = {}
    if args.way == "brentq":
        try:
            import scipy
        except ImportError:
            raise SystemExit("numpy_scipy.py --way brentq needs SciPy: pip install scipy") from None
        versions["scipy"] = scipy.__version__
    body = Standing()
    change, tone = question.table(args.rows, args.seed)
    solve = solve_newton if args.way == "newton" else solve_brentq
    spent, (tilt, residual, relative) = question.least_time(
        lambda: solve(body, change, tone), args.repeats, f"numpy_scipy {args.way}"
    )
    question.report(
        peer="numpy_scipy",
        what="Newton on all rows at once, exact stiffness; the first stable equilibrium downhill"
        if args.way == "newton"
        else "a bracket by steps of 3 deg downhill, then brentq, row by row",
        versions=versions,
        args=args,
        spent=spent,
        tilt_deg=np.degrees(tilt),
        residual=residual,
        relative=relative,
        residual_kind="moment along the free direction, by its own equations",
        notes=f"in chunks of {CHUNK} rows" if args.way == "newton" else "",
    )


if __name__ == "__main__":
    main()
