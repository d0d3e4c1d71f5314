"""guyline's own answer to the question, from Python.

Three ways:
  rest    guyline.solve() on the whole table, the posture only
  full    the same with effort, loads at two levels and what every muscle pulls
  stand   one body.stand() after the other; that the bodies are built beforehand is not counted

stand() lists every equilibrium within 35 deg of tilt and adds effort and loads: more than any of the
peers does. Prints one JSON line.
"""

from __future__ import annotations

import inspect
from functools import partial

import question
from question import MUSCLES, Array, np

try:
    import guyline
except ImportError:
    raise SystemExit("guyline_stand.py needs guyline itself: pip install .") from None


def columns() -> list[str]:
    """Names of the table's columns as guyline.solve() takes them."""
    return [f"{name}.{knob}" for knob in ("length", "tone") for name in MUSCLES]


def solve(table: Array, parts: bool) -> tuple[Array, Array]:
    """Tilt [deg] and relative residual of every row, by the batch; `parts`: loads and pulls too."""
    known = inspect.signature(guyline.solve).parameters
    wanted = {"threads": 1, "loads": parts, "pulls": parts}
    options = {name: value for name, value in wanted.items() if name in known}
    result = guyline.solve(guyline.bridge(), columns(), table, task="stand", **options)
    return np.asarray(result.anterior_tilt_deg), np.asarray(result.residual)


def stand(bodies: list[guyline.Model]) -> tuple[Array, Array]:
    """The same, one by one."""
    postures = [body.stand() for body in bodies]
    return (
        np.array([posture.anterior_tilt_deg for posture in postures]),
        np.array([posture.residual for posture in postures]),
    )


def main() -> None:
    args = question.arguments(__doc__, {"rest": 20000, "full": 20000, "stand": 500})
    batch = args.way != "stand"
    if batch and not hasattr(guyline, "solve"):
        raise SystemExit(f"guyline {guyline.__version__} as installed has no solve()")
    change, tone = question.table(args.rows, args.seed)
    if batch:
        what = "all rows in one call of guyline.solve(): "
        what += "posture, effort, loads, pulls" if args.way == "full" else "the posture only"
        table = np.ascontiguousarray(np.hstack([change, tone]))
        work = partial(solve, table, args.way == "full")
    else:
        what = "body.stand() row by row: every equilibrium, effort, loads at two levels"
        body = guyline.bridge()
        knobs = (
            {m: {"length": x, "tone": a} for m, x, a in zip(MUSCLES, *row)}
            for row in zip(change, tone)
        )
        work = partial(stand, [body.vary(**row) for row in knobs])
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
        compare=batch,
    )


if __name__ == "__main__":
    main()
