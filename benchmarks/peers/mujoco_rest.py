"""The same bridge as an MJCF model, brought to rest with MuJoCo.

    pip install mujoco scipy

Three ways:
  newton  all rows at once over mujoco.batch: Newton on (ankle, tilt) with a Jacobian of differences
  root    one row after the other, scipy.optimize.root on (ankle, tilt)
  relax   simulated with damping until it is still, the trunk and the centre of mass held by virtual
          springs that leave no steady error

MuJoCo gives kinematics, centres of mass and length and Jacobian of 23 spatial tendons. Its muscles
cannot carry guyline's tension law, so that law is NumPy (question.py), as is the moment of the
lumbar tissue; the moment of weight comes from the centres of mass of MuJoCo's subtrees. Knees are welded straight; in `newton` and `root` the six discs
share one flexion by substitution, which holds exactly and costs MuJoCo nothing, in `relax` by joint
equalities, which MuJoCo holds by soft constraints.
Each way ends at the equilibrium nearest to it, not at all of them. Prints one JSON line.
"""

from __future__ import annotations

import importlib.util

import question
from question import BRIDGE, TOLERANCE, Array, np

try:
    import mujoco
except ImportError:
    raise SystemExit("mujoco_rest.py needs MuJoCo: pip install mujoco") from None

BODIES = BRIDGE["bodies"]
HINGED = [i for i, b in enumerate(BODIES) if b["coordinate"] in (0, 2, 3)]
#: qpos = BASIS (ankle, tilt): knees straight, trunk upright.
BASIS = np.array(
    [
        [1.0, 0.0]
        if BODIES[i]["coordinate"] == 0
        else [-1.0, 1.0]
        if BODIES[i]["coordinate"] == 2
        else [0.0, -BODIES[i]["turn"]]
        for i in HINGED
    ]
)
LUMBAR = np.array([BODIES[i]["coordinate"] == 3 for i in HINGED])
SHARES = np.array([BODIES[i]["turn"] for i in HINGED if BODIES[i]["coordinate"] == 3])
START = np.array([BRIDGE["reference_q"][0], 0.0])
MAX_STEP = np.radians(3.0)


def mjcf(couple_discs: bool, damping: float = 0.0, timestep: float = 0.002) -> str:
    """The bridge, x forward and z up, the foot fixed to the world."""
    sites: list[list[str]] = [[] for _ in BODIES]
    tendons = []
    for muscle in BRIDGE["muscles"]:
        names = []
        for k, (body, x, y) in enumerate(muscle["points"]):
            names.append(f"{muscle['name']}_{k}")
            sites[body].append(f'<site name="{names[-1]}" pos="{x!r} 0 {y!r}"/>')
        path = "".join(f'<site site="{name}"/>' for name in names)
        tendons.append(f'<spatial name="{muscle["name"]}">{path}</spatial>')
    tree = ""
    for i in reversed(range(len(BODIES))):
        joint = ""
        if i in HINGED:
            joint = f'<joint name="{BODIES[i]["name"]}" axis="0 1 0" damping="{damping!r}"/>'
        inertia = ""
        for mass in BRIDGE["masses"]:
            if mass["body"] == i:
                x, y = mass["point"]
                inertia += (
                    f'<geom type="sphere" size="0.05" mass="{mass["mass"]!r}" '
                    f'pos="{x!r} 0 {y!r}" contype="0" conaffinity="0"/>'
                )
        x, y = BODIES[i]["offset"]
        tree = (
            f'<body name="{BODIES[i]["name"]}" pos="{x!r} 0 {y!r}">'
            f"{joint}{inertia}{''.join(sites[i])}{tree}</body>"
        )
    equalities = ""
    if couple_discs:
        discs = [i for i in HINGED if BODIES[i]["coordinate"] == 3]
        first = BODIES[discs[0]]
        for i in discs[1:]:
            ratio = BODIES[i]["turn"] / first["turn"]
            equalities += (
                f'<joint joint1="{BODIES[i]["name"]}" joint2="{first["name"]}" '
                f'polycoef="0 {ratio!r} 0 0 0" solref="0.004 1" solimp="0.99 0.9999 0.0001"/>'
            )
    return (
        '<mujoco model="bridge"><compiler angle="radian"/>'
        f'<option timestep="{timestep!r}" gravity="0 0 {-BRIDGE["gravity"]!r}" '
        'integrator="implicitfast"><flag contact="disable"/></option>'
        f"<worldbody>{tree}</worldbody><tendon>{''.join(tendons)}</tendon>"
        f"<equality>{equalities}</equality></mujoco>"
    )


class Bridge:
    """Force along the tilt, and the centre of mass, from what MuJoCo computes of many poses."""

    def __init__(self) -> None:
        self.model = model = mujoco.MjModel.from_xml_string(mjcf(couple_discs=False))
        self.law = question.TensionLaw()
        # dl/dz of every tendon, from the entries of the sparse ten_J.
        counts = model.ten_J_rownnz
        entries = len(model.ten_J_colind)
        self.rates = np.zeros((entries, 2, model.ntendon))
        for tendon, (begin, count) in enumerate(zip(model.ten_J_rowadr, counts)):
            for k in range(begin, begin + count):
                self.rates[k, :, tendon] = BASIS[model.ten_J_colind[k]]
        self.rates = self.rates.reshape(entries, -1)
        self.above = model.jnt_bodyid  # a hinge moves its body and what hangs on it
        self.mass = model.body_subtreemass[self.above]
        self.total = float(model.body_subtreemass[0])

    def residual(
        self, z: Array, length: Array, jacobian: Array, com: Array, anchor: Array, *knobs: Array
    ) -> tuple[Array, Array, Array, Array]:
        """Force [N m], centre of mass off its point [m], d ankle/d tilt, sizes of the parts."""
        rows = len(z)
        arm = com[:, self.above] - anchor  # hinges turn about y: dx = z dq, dz = -x dq
        com_z = ((arm[:, :, 2] * self.mass) @ BASIS) / self.total
        weight_z = -BRIDGE["gravity"] * ((arm[:, :, 0] * self.mass) @ BASIS)
        ankle = -com_z[:, 1] / com_z[:, 0]
        rate_z = (jacobian.reshape(rows, -1) @ self.rates).reshape(rows, 2, -1)
        rate = ankle[:, None] * rate_z[:, 0] + rate_z[:, 1]
        tension, _ = self.law(length, *knobs)
        pull = tension * rate
        weight = ankle * weight_z[:, 0] + weight_z[:, 1]
        tissue, _ = question.tissue_moment(-z[:, 1])
        force = -(pull.sum(axis=1) + weight + tissue)
        off = com[:, 0, 0] - BRIDGE["balance_offset"]
        return force, off, ankle, np.abs(pull).sum(axis=1) + np.abs(weight) + np.abs(tissue)


COM_TOLERANCE = 1e-10  # m
DIFFERENCE = 1e-6  # rad
MAX_ITERATIONS = 40


def solve_newton(bridge: Bridge, change: Array, tone: Array) -> tuple[Array, Array, Array]:
    """Tilt [rad], residual [N m] and relative [1] of every row; tilt NaN where there is none."""
    from mujoco.batch import Batch

    rows = len(change)
    stage = int(mujoco.mjtStage.mjSTAGE_POS)
    batch = Batch(bridge.model, nsim=rows, nthread=1)
    fields = [batch.bind(name) for name in ("ten_length", "ten_J", "subtree_com", "xanchor")]
    qpos = batch.bind("qpos")
    tilt, residual, relative = np.full((3, rows), np.nan)
    left = np.arange(rows)
    z = np.tile(START, (rows, 1))
    stiffness = np.zeros(rows)

    def evaluate(z: Array, left: Array) -> tuple[Array, Array, Array, Array]:
        every = len(left) == rows
        if every:
            qpos[:] = z @ BASIS.T
            batch.forward(stage=stage)
        else:
            qpos[left] = z @ BASIS.T
            batch.forward(ids=left, stage=stage)
        at = fields if every else [field[left] for field in fields]
        return bridge.residual(z, *at, change[left], tone[left])

    for _ in range(MAX_ITERATIONS):
        force, off, slope, parts = evaluate(z, left)
        share = np.abs(force) / (parts + np.abs(stiffness))
        done = (share <= TOLERANCE) & (np.abs(off) <= COM_TOLERANCE) & (stiffness > 0.0)
        at = left[done]
        tilt[at], residual[at], relative[at] = z[done, 1], force[done], share[done]
        if done.any():
            left, z, force, off, slope = (x[~done] for x in (left, z, force, off, slope))
        if not len(left):
            break
        jacobian = np.empty((len(left), 2, 2))
        for k in range(2):
            shifted = z.copy()
            shifted[:, k] += DIFFERENCE
            f, c, *_ = evaluate(shifted, left)
            jacobian[:, 0, k] = (f - force) / DIFFERENCE
            jacobian[:, 1, k] = (c - off) / DIFFERENCE
        stiffness = -(jacobian[:, 0, 1] + slope * jacobian[:, 0, 0])
        step = -np.linalg.solve(jacobian, np.stack([force, off], axis=1)[..., None])[..., 0]
        # Downhill where the body is unstable: Newton would climb to the top.
        tilted = np.where(stiffness > 0.0, step[:, 1], np.sign(force) * MAX_STEP)
        held = np.clip(tilted, -MAX_STEP, MAX_STEP)
        step[:, 0] += slope * (held - step[:, 1])
        step[:, 1] = held
        z = z + step
        keep = (z[:, 1] > BRIDGE["least_tilt"]) & (z[:, 1] < BRIDGE["greatest_tilt"])
        left, z, stiffness = left[keep], z[keep], stiffness[keep]
    return tilt, residual, relative


class OnePose:
    """The same from one MjData."""

    def __init__(self, bridge: Bridge) -> None:
        self.bridge = bridge
        self.data = mujoco.MjData(bridge.model)

    def at(self, z: Array, change: Array, tone: Array) -> tuple[Array, Array, Array, Array]:
        model, d = self.bridge.model, self.data
        d.qpos[:] = BASIS @ z
        mujoco.mj_kinematics(model, d)
        mujoco.mj_comPos(model, d)
        mujoco.mj_tendon(model, d)
        fields = (d.ten_length, d.ten_J, d.subtree_com, d.xanchor, change, tone)
        return self.bridge.residual(z[None], *(x[None] for x in fields))

    def judge(self, z: Array, change: Array, tone: Array) -> tuple[float, float, float]:
        """Force [N m], stiffness [N m/rad] by differences along the tilt, relative residual."""
        force, _, slope, parts = self.at(z, change, tone)
        along = DIFFERENCE * np.array([slope[0], 1.0])
        ahead, behind = (self.at(z + s * along, change, tone)[0][0] for s in (1.0, -1.0))
        stiffness = -(ahead - behind) / (2.0 * DIFFERENCE)
        return force[0], stiffness, abs(force[0]) / (parts[0] + abs(stiffness))


def solve_root(bridge: Bridge, change: Array, tone: Array) -> tuple[Array, Array, Array]:
    from scipy.optimize import root

    rows = len(change)
    tilt, residual, relative = np.full((3, rows), np.nan)
    pose = OnePose(bridge)

    def both(z: Array, change: Array, tone: Array) -> Array:
        force, off, *_ = pose.at(z, change, tone)
        return np.array([force[0], 1e3 * off[0]])  # of one size: N m and mm

    for i in range(rows):
        answer = root(both, START, args=(change[i], tone[i]), tol=1e-13)
        force, stiffness, share = pose.judge(answer.x, change[i], tone[i])
        if share <= TOLERANCE and stiffness > 0.0:
            tilt[i], residual[i], relative[i] = answer.x[1], force, share
    return tilt, residual, relative


DAMPING = 5.0  # N m s/rad at every hinge
TIMESTEP = 0.002  # s
BLOCK = 10  # steps between two looks at whether it is still
STILL = 1e-5  # rad/s
AT_REST = 1e-2  # N m along the tilt
HORIZON = 60.0  # s
# Virtual springs on the centre of mass [per m] and the trunk [per rad]: position, rate, integral.
HOLD = np.array([[4e4, 2e3], [4e3, 2e2], [2e5, 1e4]])


def solve_relax(bridge: Bridge, change: Array, tone: Array) -> tuple[Array, Array, Array]:
    rows = len(change)
    tilt, residual, relative = np.full((3, rows), np.nan)
    pose = OnePose(bridge)
    model = mujoco.MjModel.from_xml_string(mjcf(True, DAMPING, TIMESTEP))
    d = mujoco.MjData(model)
    foot = model.body("foot").id
    dense = np.zeros((model.ntendon, model.nv))
    tendon_of = np.repeat(np.arange(model.ntendon), model.ten_J_rownnz)
    held = np.ones((2, model.nv))
    jacobian = np.zeros((3, model.nv))
    for i in range(rows):
        mujoco.mj_resetData(model, d)
        d.qpos[:] = BASIS @ START
        total = np.zeros(2)
        while d.time < HORIZON:
            for _ in range(BLOCK):
                mujoco.mj_step1(model, d)
                mujoco.mj_jacSubtreeCom(model, d, jacobian, foot)
                held[0] = jacobian[0]
                off = np.array([d.subtree_com[0, 0] - BRIDGE["balance_offset"], d.qpos.sum()])
                total += HOLD[2] * off * TIMESTEP
                dense[tendon_of, model.ten_J_colind] = d.ten_J
                tension, _ = bridge.law(d.ten_length, change[i], tone[i])
                moment, _ = question.tissue_moment(d.qpos[LUMBAR].sum())
                d.qfrc_applied[:] = -tension @ dense + moment * LUMBAR
                d.qfrc_applied -= (HOLD[0] * off + HOLD[1] * (held @ d.qvel) + total) @ held
                mujoco.mj_step2(model, d)
            if np.abs(d.qvel).max() < STILL:
                z = np.array([d.qpos[0], d.qpos[0] + d.qpos[1]])
                force, stiffness, share = pose.judge(z, change[i], tone[i])
                if abs(force) < AT_REST and stiffness > 0.0:
                    tilt[i], residual[i], relative[i] = z[1], force, share
                    break
    return tilt, residual, relative


WAYS = {
    "newton": (solve_newton, "Newton with a Jacobian of differences, all rows in mujoco.batch"),
    "root": (solve_root, "scipy.optimize.root on ankle and tilt, row by row"),
    "relax": (solve_relax, "simulated with damping until still, row by row"),
}


def main() -> None:
    args = question.arguments(__doc__, {"newton": 2000, "root": 200, "relax": 10})
    versions = {"mujoco": mujoco.__version__}
    if args.way == "root":
        try:
            import scipy
        except ImportError:
            raise SystemExit("mujoco_rest.py --way root needs SciPy: pip install scipy") from None
        versions["scipy"] = scipy.__version__
    if args.way == "newton" and importlib.util.find_spec("mujoco.batch") is None:
        raise SystemExit("mujoco_rest.py --way newton needs MuJoCo 4: mujoco.batch")
    bridge = Bridge()
    change, tone = question.table(args.rows, args.seed)
    solve, what = WAYS[args.way]
    spent, (tilt, residual, relative) = question.least_time(
        lambda: solve(bridge, change, tone), args.repeats, f"mujoco_rest {args.way}"
    )
    question.report(
        peer="mujoco_rest",
        what=what,
        versions=versions,
        args=args,
        spent=spent,
        tilt_deg=np.degrees(tilt),
        residual=residual,
        relative=relative,
        residual_kind="moment along the free direction, MuJoCo's lengths and Jacobians",
        notes="tension law in NumPy",
    )


if __name__ == "__main__":
    main()
