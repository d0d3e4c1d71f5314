"""guyline's own answer to the question, from Python.

Two ways:
  solve   guyline.solve() on the whole table, one thread
  stand   one body.stand() after the other; that the bodies are built beforehand is not counted

stand() lists every equilibrium within 35 deg of tilt and adds effort and loads at two levels: more
than any of the peers does. Prints one JSON line.
"""

from __future__ import annotations

import inspect

import question
from question import MUSCLES, Array, np

try:
    import guyline
except ImportError:
    raise SystemExit("guyline_stand.py needs guyline itself: pip install .") from None


def columns() -> list[str]:
    """Names of the table's columns as guyline.solve() takes them."""
    return [f"{name}.{knob}" for knob in ("length", "tone") for name in MUSCLES]


def solve(table: Array) -> tuple[Array, Array]:
    """Tilt [deg] and relative residual of every row, by the batch."""
    one = {"threads": 1} if "threads" in inspect.signature(guyline.solve).parameters else {}
    result = guyline.solve(guyline.bridge(), columns(), table, task="stand", **one)
    return np.asarray(result.anterior_tilt_deg), np.asarray(result.residual)


def stand(bodies: list[guyline.Model]) -> tuple[Array, Array]:
    """The same, one by one."""
    postures = [body.stand() for body in bodies]
    return (
        np.array([posture.anterior_tilt_deg for posture in postures]),
        np.array([posture.residual for posture in postures]),
    )


def main() -> None:
    args = question.arguments(__doc__, {"solve": 20000, "stand": 500})
    if args.way == "solve" and not hasattr(guyline, "solve"):
        raise SystemExit(f"guyline {guyline.__version__} as installed has no solve()")
    change, tone = question.table(args.rows, args.seed)
    if args.way == "solve":
        what = "all rows in one call of guyline.solve()"
        table = np.ascontiguousarray(np.hstack([change, tone]))
        work = lambda: solve(table)
    else:
        what = "body.stand() row by row: every equilibrium, effort, loads at two levels"
        bodies = [
            guyline.bridge().vary(**{m: {"length": x, "tone": a} for m, x, a in zip(MUSCLES, *row)})
            for row in zip(change, tone)
        ]
        work = lambda: stand(bodies)
    spent, (tilt, relative) = question.least_time(work, args.repeats, f"guyline_stand {args.way}")
    question.report(
        peer="guyline_stand",
        what=what,
        versions={},
        args=args,
        spent=spent,
        tilt_deg=tilt,
        residual=None,
        relative=relative,
        residual_kind="moment along the free direction",
        compare=args.way == "solve",
    )


if __name__ == "__main__":
    main()
