"""The question that guyline and its peers are asked, and how an answer is written down.

Where does the default bridge come to rest in standing, for each row of a table? Row 0 is the body
as built; in every other row each of the 23 muscles has a length change, uniform within +-0.1
optimal lengths, and a tone, uniform in 0 to 0.05. Reflex thresholds are recalibrated to the length.
Held are the feet, straight knees, an upright trunk and the centre of mass over its point of the
foot; the anterior tilt is free. An answer counts once the moment along the free direction is below
the tolerance: 1e-9 of the sum of its parts (see `relative_residual`).

The numbers of the body are in bridge.json, which export_bridge.cpp writes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

# One thread each: what is compared is the work, not the cores. NumPy reads this when it loads its
# BLAS, so the peers take their NumPy from here.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np

Array = np.ndarray

MAX_LENGTH_CHANGE = 0.1  # optimal fibre lengths
MAX_TONE = 0.05  # activation
SHOWN = 5  # tilts that a report lists
CHECKED = 1000  # rows that are compared with guyline at most

BRIDGE: dict[str, Any] = json.loads(Path(__file__).with_name("bridge.json").read_text())
MUSCLES: list[str] = [m["name"] for m in BRIDGE["muscles"]]
TOLERANCE: float = BRIDGE["tolerance"]


def table(rows: int, seed: int) -> tuple[Array, Array]:
    """Length changes [optimal lengths] and tones [activation], each rows x 23.

    A shorter table is the beginning of a longer one.
    """
    n = len(MUSCLES)
    random = np.random.default_rng(seed).random((rows, 2 * n))
    lengths = MAX_LENGTH_CHANGE * (2.0 * random[:, :n] - 1.0)
    tones = MAX_TONE * random[:, n:]
    lengths[0] = 0.0
    tones[0] = [m["tone"] for m in BRIDGE["muscles"]]
    return lengths, tones


def rational(x: Array) -> tuple[Array, Array]:
    """The passive law 2 x^3/(1 + x^2) for x > 0, and its slope."""
    x = np.maximum(x, 0.0)
    square = x * x
    inverse = 1.0 / (1.0 + square)
    ratio = 2.0 * square * inverse
    return x * ratio, ratio * (1.0 + 2.0 * inverse)


class TensionLaw:
    """Resting tension of all muscles from the lengths of their paths."""

    def __init__(self) -> None:
        def column(key: str) -> Array:
            return np.array([m[key] for m in BRIDGE["muscles"]])

        cosine = column("cos_pennation")
        self.slack = column("slack_length")
        self.per_length = 1.0 / (column("optimal_fibre_length") * cosine)
        self.force = column("max_isometric_force") * cosine
        self.onset = 1.0 + column("passive_onset")
        self.per_width = 1.0 / column("passive_width")
        self.gain = column("reflex_gain")
        self.threshold = column("threshold")
        self.rounding = 4.0 * BRIDGE["tone_rounding"] ** 2
        self.gamma = BRIDGE["active_gamma"]

    def __call__(self, length: Array, change: Array, tone: Array) -> tuple[Array, Array]:
        """Tension [N] and its slope over the path's length [N/m]; [m], [1], [1], ... x 23."""
        fibre = (length - self.slack) * self.per_length - change
        x = tone + self.gain * (fibre + (change - self.threshold))
        root = np.sqrt(x * x + self.rounding)
        activation = 0.5 * (x + root)  # below 1 in every row of the table
        offset = fibre - 1.0
        scaled = offset * (-1.0 / self.gamma)
        active = np.exp(scaled * offset)
        passive, slope = rational((fibre - self.onset) * self.per_width)
        tension = self.force * (activation * active + passive)
        stiffness = active * activation * (self.gain / root + 2.0 * scaled) + slope * self.per_width
        return tension, self.force * self.per_length * stiffness


def tissue_moment(lumbar: Array) -> tuple[Array, Array]:
    """Moment of the lumbar tissue [N m], > 0 drives flexion up, and its slope [N m/rad]."""
    (t,) = BRIDGE["tissues"]
    bend, arch = t["flexion"], t["extension"]
    f, df = rational((lumbar - bend["onset"]) / bend["width"])
    e, de = rational((-lumbar - arch["onset"]) / arch["width"])
    moment = -t["stiffness"] * (lumbar - t["rest"]) - bend["moment"] * f + arch["moment"] * e
    slope = (
        -t["stiffness"] - bend["moment"] / bend["width"] * df - arch["moment"] / arch["width"] * de
    )
    return moment, slope


def relative_residual(
    force: Array, stiffness: Array, weight: Array, tissue: Array, cables: Array
) -> Array:
    """|force| over the sum of the sizes of its parts [N m] and of the stiffness times 1 rad."""
    parts = np.abs(weight) + np.abs(tissue) + np.abs(cables).sum(axis=-1)
    return np.abs(force) / (parts + np.abs(stiffness))


def guyline_version() -> str:
    try:
        import guyline
    except ImportError:
        return "not installed"
    return guyline.__version__


def stand_with_guyline(length: Array, tone: Array) -> float:
    """Anterior tilt [deg] of one row by guyline; NaN where it says there is none."""
    import guyline

    knobs = {m: {"length": x, "tone": a} for m, x, a in zip(MUSCLES, length, tone)}
    posture = guyline.bridge().vary(**knobs).stand()
    return posture.anterior_tilt_deg if posture.status.name == "solved" else float("nan")


def progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def agreement(tilt_deg: Array, lengths: Array, tones: Array) -> tuple[float | None, str]:
    """Largest difference to guyline [deg] over rows that both solved, and what to know about it."""
    try:
        import guyline  # noqa: F401
    except ImportError:
        return None, "guyline is not installed: not compared"
    n = min(len(tilt_deg), CHECKED)
    ours = np.array([stand_with_guyline(lengths[i], tones[i]) for i in range(n)])
    theirs = tilt_deg[:n]
    both = np.isfinite(ours) & np.isfinite(theirs)
    only = np.isfinite(ours) != np.isfinite(theirs)
    if not both.any():
        return None, f"no row of {n} was solved by both"
    text = f"compared on {n} rows, {int(only.sum())} solved by one of the two only"
    difference = np.abs(ours[both] - theirs[both])
    other_root = difference > 0.01
    if other_root.any():
        text += f", {int(other_root.sum())} at another equilibrium"
    return float(difference.max()), text


class Spent(NamedTuple):
    """Least time of several repeats [s]."""

    wall: float
    cpu: float  # of this process: does not count what else runs on the machine


def least_time(work: Callable[[], Any], repeats: int, label: str) -> tuple[Spent, Any]:
    """Least time over `repeats` calls, and what the last one returned."""
    least = Spent(float("inf"), float("inf"))
    result = None
    for k in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        spent = Spent(time.perf_counter() - wall, time.process_time() - cpu)
        least = Spent(*map(min, least, spent))
        progress(f"{label}: {k + 1} of {repeats}, least {least.cpu:.3g} s")
    return least, result


def arguments(doc: str | None, ways: dict[str, int]) -> argparse.Namespace:
    """--way, --rows, --seed, --repeats. `ways`: name and how many rows it takes at most."""
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--way", choices=list(ways), default=next(iter(ways)))
    parser.add_argument(
        "--rows",
        type=int,
        help="rows of the table; default and limit: "
        + ", ".join(f"{n} ({way})" for way, n in ways.items()),
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=3)
    args = parser.parse_args()
    if args.rows is not None and args.rows < 1:
        parser.error(f"--rows must be at least 1, got {args.rows}")
    if args.repeats < 1:
        parser.error(f"--repeats must be at least 1, got {args.repeats}")
    args.rows = min(args.rows or ways[args.way], ways[args.way])
    return args


def largest(values: Array) -> float | None:
    return float(np.abs(values).max()) if len(values) else None


def report(
    *,
    peer: str,
    what: str,
    versions: dict[str, str],
    args: argparse.Namespace,
    spent: Spent,
    tilt_deg: Array,
    residual: Array | None,
    relative: Array,
    residual_kind: str,
    threads: int = 1,
    notes: str = "",
    compare: bool = True,
    **more: Any,
) -> None:
    """Print the one line. Rows without an answer have a tilt of NaN; residual [N m] if known."""
    solved = np.isfinite(tilt_deg)
    agree, said = (None, "")
    if compare:
        progress(f"{peer}: comparing with guyline")
        agree, said = agreement(tilt_deg, *table(args.rows, args.seed))
    line = {
        "peer": peer,
        "way": args.way,
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            **versions,
            "guyline": guyline_version(),
        },
        "what": what,
        "rows": args.rows,
        "solved": int(solved.sum()),
        "seconds_per_posture": spent.wall / args.rows,
        "cpu_seconds_per_posture": spent.cpu / args.rows,
        "repeats": args.repeats,
        "residual": {
            "N_m": None if residual is None else largest(residual[solved]),
            "relative": largest(relative[solved]),
        },
        "residual_kind": residual_kind,
        "tilt_deg": [float(t) if np.isfinite(t) else None for t in tilt_deg[:SHOWN]],
        "threads": threads,
        "agree_deg": agree,
        "notes": "; ".join(text for text in (notes, said) if text),
        **more,
    }
    print(json.dumps(line))
