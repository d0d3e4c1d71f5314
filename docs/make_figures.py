"""Draw the pictures of README and docs: ``python docs/make_figures.py`` writes docs/images/."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import guyline as gl
import numpy as np
from numpy.typing import NDArray

IMAGES = Path(__file__).resolve().parent / "images"


def write_png(figure: object, path: Path) -> None:
    """Save with few colours, so that the repository stays small."""
    from PIL import Image

    raw = io.BytesIO()
    figure.savefig(raw, format="png", dpi=140)  # type: ignore[attr-defined]
    raw.seek(0)
    picture = Image.open(raw).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    path.parent.mkdir(exist_ok=True)
    picture.save(path, optimize=True)


def standing() -> object:
    """The body of the README's example, at rest."""
    return gl.bridge(mass_kg=75, stature_m=1.75).stand().plot().figure


def first_tilt_curve() -> object:
    """The tilt curve of the README: length against tone, hamstrings against hip flexors."""
    from matplotlib.figure import Figure

    body = gl.bridge()
    knobs = {"length": (np.linspace(-0.1, 0.1, 41), 100.0), "tone": (np.linspace(0, 0.08, 41), 100.0)}
    figure = Figure(figsize=(8.4, 3.6), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    for ax, (knob, (values, percent)) in zip((left, right), knobs.items()):
        ax.axhline(0.0, color="0.8", lw=0.8)
        for group, color, dash in (("hamstrings", "#0072B2", "-"), ("hip_flexors", "#D55E00", "--")):
            tilt = gl.sweep(body, {f"{group}.{knob}": values}).anterior_tilt_deg
            ax.plot(percent * values, tilt, dash, color=color, lw=2.2, label=group.replace("_", " "))
        ax.spines[["top", "right"]].set_visible(False)
        ax.margins(x=0)
    left.set_xticks([-10, -5, 0, 5, 10])
    left.set_xlabel("length [% of optimal fibre length]\nshorter \N{MINUS SIGN}, longer +")
    right.set_xlabel("tone [% of full activation]\n0 is none")
    left.set_ylabel("tilt of the pelvis, standing [deg]\nanterior +, posterior \N{MINUS SIGN}")
    left.legend(frameon=False)
    return figure


def pictures() -> dict[str, object]:
    """One of each kind that the package draws, by the name of its file."""
    body = gl.bridge()
    rest, toned = body.stand(), body.vary(hip_flexors={"tone": 0.05}).stand()
    tones, lengths = np.linspace(0.0, 0.6, 25), np.linspace(-0.2, 0.2, 21)
    both = gl.sweep(body, {"hip_flexors.tone": tones, "hamstrings.length": lengths})
    postures = {
        "stand": rest,
        "sit erect": body.sit("erect"),
        "sit slumped": body.sit("slumped"),
        "lift 15 kg": body.lift(15),
    }
    axes = {
        "lift": body.lift(15).plot(),
        "compare": gl.compare(toned, rest),
        "tilt_curve": gl.plot_tilt_curve(gl.continuation(body, "adductors.stiffness", 0.1, 1.0)),
        "map": gl.plot_map(both),
        "budget": gl.plot_budget(postures),
        "sensitivity": gl.plot_sensitivity(rest.sensitivity(), most=12),
        "energy": gl.plot_energy(body.vary(adductors={"stiffness": 0.35}).stand()),
        "evidence": gl.plot_evidence("Bending"),
    }
    return {name: ax.figure for name, ax in axes.items()}


# ---- which law decides between hip and spine ----------------------------------------------------

Array = NDArray[np.float64]
LEVEL = "L5/S1"
BACK = ("erector_spinae", "multifidus")
BENT_FOLLOWER_LOAD_N = 1000.0
TRUNKS_DEG = tuple(range(0, 115, 5))
#: Of `held` in the two mixtures: part of the weight [1], price of effort [N m].
QUARTER, PRICE_NM = 0.25, 30.0


@dataclass(frozen=True)
class Bend:
    """A bend by some law: trunk and lumbar spine [deg], load [N], activation of the back [1]."""

    trunk_deg: float
    lumbar_deg: float
    compression_N: float
    activation: float


class Splits:
    """All ways to share a bend between hip and spine, knees straight, the weight over the foot.

    Written anew on lengths, arms and moments of the cables, so that a law can be asked that the
    library does not have; `check` holds it to the library for the one that it has.
    """

    def __init__(self, body: gl.Model) -> None:
        self.body = body
        # Reflexes follow the command.
        quiet: dict[str, Any] = {group: {"reflex_gain": 0.0} for group in body.groups}
        self.bent = body.vary(**quiet)
        muscles = body.muscles.values()
        self.names = list(body.muscles)
        self.force_N = np.array(
            [m.max_isometric_force_N * math.cos(math.radians(m.pennation_deg)) for m in muscles]
        )
        self.is_back = np.array([name.startswith(BACK) for name in self.names])
        levels = [j for j in self.pose(0.0, 0.0).joints if j not in ("ankle", "knee", "hip")]
        self.shares = {j: _value(f"{j}.share") for j in levels}
        more = BENT_FOLLOWER_LOAD_N - _value("follower_load")
        doubles = _value("follower_load_that_doubles_stiffness")
        self.stiffer = _value("lumbar_stiffness") * more / doubles
        upright = self.pose(0.0, 0.0)
        gravity_N = body.stand().load[LEVEL].budget["gravity"]
        self.weight_N = -gravity_N / self._endplate(upright)[1]
        self.elastic_standing = self._elastic(upright)

    def pose(self, trunk_deg: float, tilt_deg: float) -> gl.Pose:
        """Balanced over the foot, by secants on the ankle."""

        def at(ankle: float) -> gl.Pose:
            hip, lumbar = tilt_deg - ankle, trunk_deg - tilt_deg
            return self.bent.at(
                **{"ankle_dorsiflexion_deg": ankle, "hip_flexion_deg": hip},
                lumbar_flexion_deg=lumbar,
            )

        ahead = _value("balance_point")
        ankle, pose = -10.0, at(-10.0)
        off, step = pose.mass_center_m[0] - ahead, 5.0
        for _ in range(20):
            ankle, before = ankle + step, off
            pose = at(ankle)
            off = pose.mass_center_m[0] - ahead
            if abs(off) < 1e-13 or off == before:
                break
            step *= -off / (off - before)
        return pose

    def _geometry(self, pose: gl.Pose) -> Any:
        joints = ("ankle_dorsiflexion", "knee_flexion", "hip_flexion", "lumbar_flexion")
        return self.bent._bridge.geometry([math.radians(getattr(pose, f"{j}_deg")) for j in joints])

    def _endplate(self, pose: gl.Pose) -> Array:
        return np.array(next(x.into for x in self._geometry(pose).levels if x.name == LEVEL))

    def _stiffer_Nm(self, pose: gl.Pose) -> float:
        return -self.stiffer * math.radians(pose.lumbar_flexion_deg)

    def _elastic(self, pose: gl.Pose) -> Array:
        """Moments of tissue and resting muscle about ankle, hip and lumbar flexion [N m]."""

        def moment(joint: str) -> float:
            j = pose.joints[joint]
            return j.tissue_moment_Nm + j.passive_moment_Nm + j.tonic_moment_Nm

        lumbar = sum(share * moment(j) for j, share in self.shares.items())
        return np.array([moment("ankle"), moment("hip"), lumbar + self._stiffer_Nm(pose)])

    def _weight(self, pose: gl.Pose) -> Array:
        """The same of the weight [N m]."""
        of = {name: j.gravity_moment_Nm for name, j in pose.joints.items()}
        return np.array([of["ankle"], of["hip"], sum(s * of[j] for j, s in self.shares.items())])

    def held(self, pose: gl.Pose) -> tuple[float, float, Bend]:
        """Sum of squared activations that hold ankle, hip and level, what is missing, the bend."""
        rows = ("ankle", "hip", LEVEL)
        muscles = [pose.muscles[name] for name in self.names]
        stretch = np.array([m.normalized_length - 1.0 for m in muscles])
        capacity_N = self.force_N * np.exp(-(stretch**2) / 0.45)
        arms_m = np.array([[1e-3 * m.moment_arms_mm[j] for j in rows] for m in muscles])
        passive_N = np.array([m.passive_tension_N for m in muscles])
        least = np.array([m.activation for m in muscles])
        can = capacity_N[:, None] * arms_m
        other = [pose.joints[j].gravity_moment_Nm + pose.joints[j].tissue_moment_Nm for j in rows]
        need = -np.array(other) - passive_N @ arms_m
        need[2] -= self._stiffer_Nm(pose)
        activation = _least_squares_activation(can, need, least)
        missing = float(np.abs(can.T @ activation - need).max())
        tensions_N = passive_N + capacity_N * activation
        bend = Bend(
            pose.trunk_inclination_deg,
            pose.lumbar_flexion_deg,
            self._compression_N(pose, tensions_N),
            float(activation[self.is_back].max()),
        )
        return float(activation @ activation), missing, bend

    def _compression_N(self, pose: gl.Pose, tensions_N: Array) -> float:
        """Weight above the level and cables across it. A cable crosses where it has its arm."""
        into = self._endplate(pose)
        joint = np.array(pose.joints[LEVEL].position_m)
        total = -self.weight_N * into[1]
        for name, line, tension in zip(self.names, self._geometry(pose).cables, tensions_N):
            arm_m = 1e-3 * pose.muscles[name].moment_arms_mm[LEVEL]
            if arm_m == 0.0:
                continue
            points = np.array(line)
            along = np.diff(points, axis=0)
            along /= np.linalg.norm(along, axis=1)[:, None]
            off = points[:-1] - joint
            turns = off[:, 1] * along[:, 0] - off[:, 0] * along[:, 1]
            both = np.concatenate([turns, -turns]) - arm_m
            best = int(np.abs(both).argmin())
            assert abs(both[best]) < 1e-9, name
            total += tension * float(np.concatenate([along, -along])[best] @ into)
        return float(total)

    @lru_cache(maxsize=None)
    def grid(self, trunk_deg: float) -> tuple[Array, Array, Array, Array, Array]:
        """Over tilts [deg]: energy stored and of the weight [N m], effort, load with activation."""
        tilts = np.arange(max(-20.0, trunk_deg - 65.0), 0.62 * trunk_deg + 11.0)
        poses = [self.pose(trunk_deg, tilt) for tilt in tilts]
        ankles = np.gradient([p.ankle_dorsiflexion_deg for p in poses], tilts, edge_order=2)
        way = np.stack([ankles, 1.0 - ankles, -np.ones_like(tilts)])
        stored = [self._elastic(p) - self.elastic_standing for p in poses]
        weight = [self._weight(p) + self.elastic_standing for p in poses]
        costs = [self.held(p) for p in poses]
        effort = np.array([cost if missing < 1e-6 else np.inf for cost, missing, _ in costs])
        return (
            tilts,
            _integral(-np.sum(way.T * stored, axis=1), tilts),
            _integral(-np.sum(way.T * weight, axis=1), tilts),
            effort,
            np.array([(b.compression_N, b.activation) for _, _, b in costs]).T,
        )

    def path(self, stored: float, weight: float, effort: float) -> list[Bend]:
        """Where the mixture is least, each time the minimum next to the one before."""
        bends, tilt = [], 0.0
        for trunk in TRUNKS_DEG:
            tilts, of_stored, of_weight, of_effort, outcome = self.grid(trunk)
            cost = stored * of_stored + weight * of_weight
            cost = cost + effort * of_effort if effort else cost
            inner = (cost[1:-1] <= cost[:-2]) & (cost[1:-1] < cost[2:])
            lows = 1 + np.flatnonzero(inner)
            i = int(lows[np.abs(tilts[lows] - tilt).argmin()])
            low, here, high = cost[i - 1 : i + 2]
            tilt = float(tilts[i] + 0.5 * (low - high) / (low - 2.0 * here + high))
            load, activation = (float(np.interp(tilt, tilts, x)) for x in outcome)
            bends.append(Bend(trunk, trunk - tilt, load, activation))
        return bends

    def check(self) -> None:
        """Effort and load are those of the library where the library bends."""
        for trunk in (0.0, 40.0, 90.0):
            bent = self.body.bend(trunk_inclination_deg=trunk)
            _, missing, bend = self.held(self.pose(trunk, bent.anterior_tilt_deg))
            assert missing < 1e-6
            assert abs(bend.compression_N - bent.load[LEVEL].compression_N) < 1e-3
            assert abs(bend.activation - _back(bent)) < 1e-6


def _value(name: str) -> float:
    value = gl.evidence(name).value
    assert value is not None
    return value


def _back(posture: gl.Posture) -> float:
    activations = posture.load[LEVEL].activations
    return max(a for name, a in activations.items() if name.startswith(BACK))


def _integral(f: Array, x_deg: Array) -> Array:
    steps = 0.5 * (f[1:] + f[:-1]) * np.radians(np.diff(x_deg))
    return np.concatenate([[0.0], np.cumsum(steps)])


def _least_squares_activation(can: Array, need: Array, least: Array) -> Array:
    """min |a|^2 with can^T a = need, least <= a <= 1: Newton steps on the three multipliers."""

    def activation(m: Array) -> Array:
        return np.clip(can @ m, least, 1.0)

    def dual(m: Array) -> float:
        a = activation(m)
        return float((can @ m) @ a - 0.5 * a @ a - need @ m)

    m, damping, size = np.zeros(3), 1e-10, float((can**2).sum())
    for _ in range(200):
        a = activation(m)
        slope = can.T @ a - need
        if np.abs(slope).max() < 1e-9:
            break
        free = (a > least) & (a < 1.0)
        curvature = (can * free[:, None]).T @ can
        while True:
            step = -np.linalg.solve(curvature + damping * size * np.eye(3), slope)
            if dual(m + step) <= dual(m) + 1e-4 * slope @ step or damping > 1e6:
                break
            damping *= 10.0
        m, damping = m + step, max(damping / 30.0, 1e-12)
    return activation(m)


def _by_task(body: gl.Model, law: str, has_reflexes: bool = True) -> list[Bend]:
    bends = []
    for trunk in TRUNKS_DEG:
        bent = body.perform(
            gl.Task(
                law=law,
                hold={"knee_flexion_deg": 0.0, "trunk_inclination_deg": trunk},
                has_reflexes=has_reflexes,
                follower_load_N=BENT_FOLLOWER_LOAD_N,
                tilt_range_deg=(-80.0, 120.0),
                reference_tilt_deg=max(0.0, 0.5 * (trunk - 10.0)) if law == "voluntary" else 0.0,
            )
        )
        assert bent.status is gl.PostureStatus.solved
        load = bent.load[LEVEL].compression_N
        bends.append(Bend(trunk, bent.lumbar_flexion_deg, load, _back(bent)))
    return bends


@lru_cache(maxsize=1)
def laws() -> dict[str, list[Bend]]:
    """The same bend by the voluntary law and by what else might decide."""
    body = gl.bridge()
    splits = Splits(body)
    splits.check()
    return {
        "voluntary: stored energy": _by_task(body, "voluntary"),
        "resting: full potential, with reflexes": _by_task(body, "resting"),
        "resting: full potential, no reflexes": _by_task(body, "resting", has_reflexes=False),
        "stored energy and a quarter of the weight": splits.path(1.0, QUARTER, 0.0),
        "least effort": splits.path(0.0, 0.0, 1.0),
        f"stored energy and {PRICE_NM:g} N m times effort": splits.path(1.0, 0.0, PRICE_NM),
    }


def law_table() -> str:
    """What docs/theory.md shows of them."""
    lines = [
        "| law | lumbar share 0-30, 30-60, 60-90 deg | L5/S1 at 40, 65 deg | silent from |",
        "|---|---|---|---|",
        "| published | 60 to 75, then falling: 47, 29 % | 1434 to 2390, 1749 to 2915 N "
        "| 54 to 106 deg |",
    ]
    for law, bends in laws().items():
        at = {b.trunk_deg: b for b in bends}
        shares = [(at[x + 30].lumbar_deg - at[x].lumbar_deg) / 0.3 for x in (0, 30, 60)]
        loads = [at[x].compression_N for x in (40, 65)]
        active = [b.trunk_deg for b in bends if b.trunk_deg > 20 and b.activation >= 0.05]
        silent = f"{max(active, default=20) + 5:g} deg"
        if max(active, default=20) == TRUNKS_DEG[-1]:
            silent = "never"
        elif not active:
            silent = "the start"
        lines.append(
            f"| {law} | {', '.join(f'{s:.0f}' for s in shares)} % "
            f"| {', '.join(f'{x:.0f}' for x in loads)} N | {silent} |"
        )
    return "\n".join(lines)


#: Lumbar flexion over trunk from the ratios of [esola1996] by bands; full bend of [tafazzol2014].
ESOLA_DEG = ((30, 19.7), (60, 33.9), (90, 42.5))
TAFAZZOL_DEG = ((121, 9.9), (60.2, 8.6))
#: Finite-element spine of [arjmand2006], hands empty; silence in [kippers1984], 2 SD.
ARJMAND_N = ((0, 570), (40, 1912), (65, 2332))
KIPPERS_DEG = (80, 26)


def law_alternatives() -> object:
    """Lumbar flexion, load and silence by each law, with what was published."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(9.0, 4.2), layout="constrained")
    spine, load, back = figure.subplots(1, 3)
    looks: list[dict[str, Any]] = [
        {"color": "#0072B2", "lw": 2.5},
        {"color": "#D55E00", "lw": 1.8, "ls": "--"},
        {"color": "#D55E00", "lw": 1.2, "ls": ":"},
        {"color": "#CC79A7", "lw": 1.4, "ls": "-."},
        {"color": "#009E73", "lw": 1.8, "ls": "--"},
        {"color": "0.2", "lw": 1.2, "ls": ":"},
    ]
    for (law, bends), look in zip(laws().items(), looks):
        trunk = [b.trunk_deg for b in bends]
        spine.plot(trunk, [b.lumbar_deg for b in bends], label=law, **look)
        load.plot(trunk, [b.compression_N for b in bends], **look)
        back.plot(trunk, [100.0 * b.activation for b in bends], **look)
    point: dict[str, Any] = {"color": "k", "mfc": "w", "ms": 6}
    spine.plot(*zip(*ESOLA_DEG), "s", **point)
    (x, dx), (y, dy) = TAFAZZOL_DEG
    spine.errorbar(x, y, xerr=dx, yerr=dy, fmt="o", capsize=3, **point)
    for inclination, value in ARJMAND_N:
        load.errorbar(inclination, value, 0.25 * value, fmt="o", capsize=3, **point)
    back.errorbar(KIPPERS_DEG[0], 5.0, xerr=KIPPERS_DEG[1], fmt="o", capsize=3, **point)
    back.axhline(5.0, color="0.6", lw=0.8)
    spine.set_ylabel("lumbar flexion from standing [deg]")
    load.set_ylabel("compression at L5/S1 [N]")
    back.set_ylabel("highest activation of the back [%]")
    for ax in (load, back):
        ax.set_ylim(0, None)
    for ax in (spine, load, back):
        ax.set_xlabel("trunk inclination, forward [deg]", fontsize=9)
        ax.tick_params(labelsize=8)
    figure.legend(frameon=False, fontsize=8, ncol=3, loc="outside lower center")
    return figure


def main() -> None:
    write_png(standing(), IMAGES / "standing.png")
    write_png(first_tilt_curve(), IMAGES / "first_tilt_curve.png")
    for name, figure in pictures().items():
        write_png(figure, IMAGES / f"{name}.png")
    write_png(law_alternatives(), IMAGES / "law_alternatives.png")


if __name__ == "__main__":
    main()
