"""The same bridge built through OpenSim's Python API, its resting posture found with SciPy.

    pip install opensim scipy

Bodies with PinJoints (a knee welded straight), the six discs coupled to one lumbar coordinate by
CoordinateCouplerConstraints, 23 PathActuators along the bridge's points. OpenSim's muscles cannot
carry guyline's tension law (theirs have other passive curves, no stretch reflex and states of their
own), so that law is NumPy (question.py), as is the moment of the lumbar tissue.

OpenSim has no solver for an unknown posture: one tilt after the other the ankle is found that puts
the centre of mass over its point (Newton), and scipy.optimize.brentq closes in on the tilt at which
the moment along that motion vanishes. Arms and the rate of the centre of mass are asked for as
speeds while the body moves along the tilt with 1 rad/s, which is exact and quicker than
computeMomentArm. Stops at the first equilibrium downhill. Prints one JSON line.
"""

from __future__ import annotations

import question
from question import BRIDGE, TOLERANCE, Array, np

try:
    import opensim
except ImportError:
    raise SystemExit("opensim_scipy.py needs OpenSim: pip install opensim") from None
try:
    import scipy
    from scipy.optimize import brentq
except ImportError:
    raise SystemExit("opensim_scipy.py needs SciPy: pip install scipy") from None

ANKLE, KNEE, HIP, LUMBAR = range(4)
STEP = np.radians(3.0)
DIFFERENCE = 1e-5  # rad


def build() -> opensim.Model:
    """x forward and y up, as in guyline; a pin turns about z, forward is negative."""
    model = opensim.Model()
    model.setName("bridge")
    model.setGravity(opensim.Vec3(0.0, -BRIDGE["gravity"], 0.0))
    zero = opensim.Vec3(0.0)
    frames = []
    first = None
    for i, row in enumerate(BRIDGE["bodies"]):
        masses = [m for m in BRIDGE["masses"] if m["body"] == i]
        total = sum(m["mass"] for m in masses)
        x, y = sum(m["mass"] * np.array(m["point"]) for m in masses) / total
        body = opensim.Body(
            row["name"], total, opensim.Vec3(float(x), float(y), 0.0), opensim.Inertia(0.1)
        )
        model.addBody(body)
        parent = frames[row["parent"]] if row["parent"] >= 0 else model.getGround()
        offset = opensim.Vec3(*row["offset"], 0.0)
        name = f"to_{row['name']}"
        if row["coordinate"] in (-1, KNEE):
            joint = opensim.WeldJoint(name, parent, offset, zero, body, zero, zero)
        else:
            joint = opensim.PinJoint(name, parent, offset, zero, body, zero, zero)
            joint.updCoordinate().setName(row["name"])
        model.addJoint(joint)
        frames.append(body)
        if row["coordinate"] == LUMBAR:
            if first is None:
                first = row
                continue
            names = opensim.ArrayStr()
            names.append(first["name"])
            coupler = opensim.CoordinateCouplerConstraint()
            coupler.setName(f"couples_{row['name']}")
            coupler.setIndependentCoordinateNames(names)
            coupler.setDependentCoordinateName(row["name"])
            coupler.setFunction(opensim.LinearFunction(row["turn"] / first["turn"], 0.0))
            model.addConstraint(coupler)
    for muscle in BRIDGE["muscles"]:
        actuator = opensim.PathActuator()
        actuator.setName(muscle["name"])
        for k, (body, x, y) in enumerate(muscle["points"]):
            actuator.addNewPathPoint(f"{muscle['name']}_{k}", frames[body], opensim.Vec3(x, y, 0.0))
        model.addForce(actuator)
    model.finalizeConnections()
    return model


class Standing:
    def __init__(self) -> None:
        self.model = build()
        self.state = self.model.initSystem()
        self.law = question.TensionLaw()
        forces = self.model.getForceSet()
        self.paths = [
            opensim.PathActuator.safeDownCast(forces.get(m["name"])).getGeometryPath()
            for m in BRIDGE["muscles"]
        ]
        self.weight = self.model.getTotalMass(self.state) * BRIDGE["gravity"]
        moving = [b for b in BRIDGE["bodies"] if b["coordinate"] in (ANKLE, HIP, LUMBAR)]
        # d(pin)/d(ankle) and d(pin)/d(tilt): the hip undoes the ankle, the spine the tilt.
        by = {ANKLE: (1.0, 0.0), HIP: (-1.0, 1.0)}
        basis = {b["name"]: -np.array(by.get(b["coordinate"], (0.0, -b["turn"]))) for b in moving}
        coordinates = self.model.getCoordinateSet()
        order = self._places(coordinates, basis)
        self.basis = np.zeros((len(order), 2))
        for name, place in order.items():
            self.basis[place] = basis[name]
        self.q = opensim.Vector(len(order), 0.0)
        self.u = opensim.Vector(len(order), 0.0)
        self.ankle = BRIDGE["reference_q"][ANKLE]

    def _places(self, coordinates: opensim.CoordinateSet, names: dict) -> dict[str, int]:
        """Where each coordinate stands in the state's q (and u: these are all pins)."""
        places = {}
        for name in names:
            coordinate = coordinates.get(name)
            coordinate.setValue(self.state, 0.5, False)
            q = self.state.getQ()
            (places[name],) = (k for k in range(q.size()) if q.get(k) == 0.5)
            coordinate.setValue(self.state, 0.0, False)
        return places

    def _set(self, vector: opensim.Vector, values: Array) -> opensim.Vector:
        for k, value in enumerate(values.tolist()):
            vector.set(k, value)
        return vector

    def _move(self, ankle: float, tilt: float) -> None:
        self.state.setQ(self._set(self.q, self.basis @ (ankle, tilt)))

    def balance(self, tilt: float) -> tuple[float, float]:
        """Ankle that puts the centre of mass over its point, and d ankle/d tilt."""
        model, state = self.model, self.state
        ankle = self.ankle
        for _ in range(20):
            self._move(ankle, tilt)
            rates = []
            for direction in ((1.0, 0.0), (0.0, 1.0)):
                state.setU(self._set(self.u, self.basis @ direction))
                model.realizeVelocity(state)
                rates.append(model.calcMassCenterVelocity(state).get(0))
            off = model.calcMassCenterPosition(state).get(0) - BRIDGE["balance_offset"]
            ankle -= off / rates[0]
            if abs(off) < 1e-12:
                break
        self.ankle = ankle
        return ankle, -rates[1] / rates[0]

    def force(self, tilt: float, change: Array, tone: Array) -> tuple[float, float]:
        """-dU/dtilt [N m] and the sum of the sizes of its parts."""
        ankle, slope = self.balance(tilt)
        model, state = self.model, self.state
        self._move(ankle, tilt)
        state.setU(self._set(self.u, self.basis @ (slope, 1.0)))
        model.realizeVelocity(state)
        length = np.array([path.getLength(state) for path in self.paths])
        rate = np.array([path.getLengtheningSpeed(state) for path in self.paths])
        tension, _ = self.law(length, change, tone)
        pull = tension * rate
        weight = self.weight * model.calcMassCenterVelocity(state).get(1)
        tissue, _ = question.tissue_moment(np.array(-tilt))
        parts = np.abs(pull).sum() + abs(weight) + abs(tissue)
        return float(-(pull.sum() + weight + tissue)), float(parts)


def solve(body: Standing, change: Array, tone: Array) -> tuple[Array, Array, Array]:
    """Tilt [rad], residual [N m] and relative [1] of every row; tilt NaN where there is none."""
    rows = len(change)
    tilt, residual, relative = np.full((3, rows), np.nan)
    for i in range(rows):
        row = change[i], tone[i]
        body.ankle = BRIDGE["reference_q"][ANKLE]

        def force(t: float, row: tuple[Array, Array] = row) -> float:
            return body.force(t, *row)[0]

        f0 = force(0.0)
        a, down = 0.0, float(np.copysign(STEP, f0))
        while BRIDGE["least_tilt"] < a + down < BRIDGE["greatest_tilt"]:
            if force(a + down) * f0 <= 0.0:
                root = brentq(force, a, a + down, xtol=1e-14, rtol=1e-14)
                f, parts = body.force(root, *row)
                k = (force(root - DIFFERENCE) - force(root + DIFFERENCE)) / (2.0 * DIFFERENCE)
                share = abs(f) / (parts + abs(k))
                if share <= TOLERANCE:
                    tilt[i], residual[i], relative[i] = root, f, share
                break
            a += down
    return tilt, residual, relative


def main() -> None:
    args = question.arguments(__doc__, {"brentq": 200})
    opensim.Logger.setLevelString("Off")
    body = Standing()
    change, tone = question.table(args.rows, args.seed)
    spent, (tilt, residual, relative) = question.least_time(
        lambda: solve(body, change, tone), args.repeats, "opensim_scipy"
    )
    question.report(
        peer="opensim_scipy",
        what="brentq on the tilt, the ankle by Newton at each tilt, row by row",
        versions={"opensim": opensim.GetVersion(), "scipy": scipy.__version__},
        args=args,
        spent=spent,
        tilt_deg=np.degrees(tilt),
        residual=residual,
        relative=relative,
        residual_kind="moment along the free direction, OpenSim's lengths and speeds",
        notes="tension law in NumPy",
    )


if __name__ == "__main__":
    main()
