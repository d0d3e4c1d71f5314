"""Tilt over one knob: stable solid, unstable dashed, folds marked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from guyline.drawing._style import (
    BLUE,
    BONE_EDGE,
    INK,
    LOAD,
    VERMILLION,
    axis_label,
    knob_label,
    new_axes,
    plain_axes,
    quantity_label,
    require_matplotlib,
    save,
)
from guyline.drawing.dataset import is_dataset, knobs_of, solved, status_words, task_of

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from guyline import Continuation, TiltCurve

    FloatArray = NDArray[np.float64]

_STABLE: dict[str, Any] = {"color": BLUE, "lw": 2.2, "ls": "-", "solid_capstyle": "round"}
_UNSTABLE: dict[str, Any] = {"color": VERMILLION, "lw": 1.5, "ls": (0, (4, 2.5))}
_FOLD: dict[str, Any] = {"color": INK, "mfc": "white", "mew": 1.4, "ls": "none", "zorder": 5}


def plot_tilt_curve(
    curve: Any, path: str | os.PathLike[str] | None = None, *, ax: Axes | None = None
) -> Axes:
    """Draw the tilt over one knob: stable postures solid, unstable ones dashed, folds marked.

    A line is broken where a movement ends for another reason, since the two are not one curve. Of a
    sweep with its equilibria a fold is known to lie between two values, and is marked halfway.

    Parameters
    ----------
    curve : Continuation, TiltCurve or xarray.Dataset
        What `guyline.continuation`, `guyline.tilt_curve` or a sweep over one knob returned.
    path : str or path-like, optional
        File to write.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    TypeError
        `curve` is none of these.
    ValueError
        The sweep has no knob or several, or no tilt.
    """
    from guyline import Continuation, TiltCurve

    require_matplotlib()
    if ax is None:
        ax = new_axes(6.0, 4.2)
    ax.axhline(0.0, color=BONE_EDGE, lw=0.8, zorder=0)
    if isinstance(curve, Continuation):
        _draw_continuation(ax, curve)
    elif isinstance(curve, TiltCurve):
        _draw_curve(ax, curve)
    elif is_dataset(curve):
        _draw_dataset(ax, curve)
    else:
        raise TypeError(
            "a tilt curve is a Continuation, a TiltCurve or a sweep's Dataset, "
            f"got {type(curve).__name__}"
        )
    ax.margins(x=0.02)
    plain_axes(ax)
    _legend(ax)
    save(ax, path)
    return ax


def draw_tilt_curve(curve: TiltCurve, *, ax: Axes | None = None) -> Axes:
    """Draw the tilt over a knob, as `guyline.TiltCurve.plot` does.

    Parameters
    ----------
    curve : TiltCurve
        What to draw.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes
    """
    return plot_tilt_curve(curve, ax=ax)


def _legend(ax: Axes) -> None:
    handles, labels = ax.get_legend_handles_labels()
    kept = dict(zip(reversed(labels), reversed(handles)))
    if len(kept) > 1 or "unstable" in kept:
        order = list(dict.fromkeys(labels))
        ax.legend([kept[k] for k in order], order, frameon=False, fontsize=9)


def _draw_continuation(ax: Axes, found: Continuation) -> None:
    for branch in found.branches:
        xs, ys, stable = branch.values, branch.anterior_tilt_deg, branch.stable
        start = 0
        # A fold counts as unstable and ends a stable piece as well.
        pieces = [bool(a or b) for a, b in zip(stable, stable[1:])]
        for i in range(1, len(pieces) + 1):
            if i == len(pieces) or pieces[i] != pieces[start]:
                look = _STABLE if pieces[start] else _UNSTABLE
                label = "stable" if pieces[start] else "unstable"
                ax.plot(xs[start : i + 1], ys[start : i + 1], label=label, **look)
                start = i
    for label, points, marker in (
        ("fold: here a posture ends", found.folds, "D"),
        ("two branches cross", found.branch_points, "s"),
    ):
        if points:
            xy = zip(*((p.value, p.anterior_tilt_deg) for p in points))
            ax.plot(*xy, marker, label=label, ms=6, **_FOLD)
    ax.set_xlim(found.lower, found.upper)
    ax.set_xlabel(knob_label(found.knob, found.unit))
    ax.set_ylabel(quantity_label("anterior_tilt_deg"))
    ax.set_title(_title(found.knob, f"{len(found.folds)} folds" if found.folds else ""))


def _draw_curve(ax: Axes, curve: TiltCurve) -> None:
    from guyline import PostureStatus

    marker: dict[str, Any] = {"marker": "o", "ms": 4} if len(curve) <= 40 else {}
    ax.plot(curve.values, curve.anterior_tilt_deg, label="stable", **_STABLE, **marker)
    missing = curve.status != int(PostureStatus.solved)
    _mark_missing(ax, curve.values[missing])
    ax.set_xlabel(knob_label(curve.knob, curve.unit))
    ax.set_ylabel(quantity_label("anterior_tilt_deg"))
    note = f"dotted: no posture ({int(missing.sum())} of {len(curve)})" if missing.any() else ""
    ax.set_title(_title(curve.knob, note))


def _draw_dataset(ax: Axes, ds: Any) -> None:
    import numpy as np

    knobs = knobs_of(ds)
    if len(knobs) != 1:
        raise ValueError(f"a tilt curve has one knob, this sweep has {', '.join(knobs) or 'none'}")
    if "anterior_tilt_deg" not in ds:
        known = ", ".join(str(name) for name in ds.data_vars)
        raise ValueError(
            f"the sweep has no anterior_tilt_deg, it has {known}: leave variables=None"
        )
    (knob,) = knobs
    values = np.asarray(ds[knob].values, dtype=float)
    tilt = np.where(solved(ds), np.asarray(ds["anterior_tilt_deg"].values, dtype=float), np.nan)
    if "equilibrium_tilt_deg" in ds:
        _draw_equilibria(ax, ds, knob, values)
        ax.plot(values, tilt, "o", color=BLUE, mfc="white", ms=4, label="where it rests", zorder=4)
    else:
        for piece in _pieces(ds, len(values)):
            has_points = len(values) <= 40 or piece.stop - piece.start == 1
            marker: dict[str, Any] = {"marker": "o", "ms": 4} if has_points else {}
            ax.plot(values[piece], tilt[piece], label="stable", **_STABLE, **marker)
    missing = ~solved(ds)
    _mark_missing(ax, values[missing])
    ax.set_xlabel(axis_label(ds[knob]))
    task = task_of(ds)
    label = axis_label(ds["anterior_tilt_deg"])
    ax.set_ylabel(label if task == "stand" else f"{task}: {label}")
    note = ""
    if missing.any():
        words = ", ".join(status_words(ds, int(k)) for k in np.unique(ds["status"].values[missing]))
        note = f"dotted: {words} ({int(missing.sum())} of {len(values)})"
    breaks = len(_pieces(ds, len(values))) - 1
    if breaks:
        note = f"{note}\n" if note else ""
        note += "gap: what ends the movement changes"
    ax.set_title(_title(knob, note, str(ds[knob].attrs.get("long_name", "")), task))


def _pieces(ds: Any, size: int) -> list[slice]:
    """Runs of values whose movement ended for the same reason; all in one where there is none."""
    import numpy as np

    if "stopped_by" not in ds:
        return [slice(0, size)]
    ends = [0, *(1 + np.flatnonzero(np.diff(ds["stopped_by"].values))).tolist(), size]
    return [slice(a, b) for a, b in zip(ends, ends[1:])]


def _draw_equilibria(ax: Axes, ds: Any, knob: str, values: FloatArray) -> None:
    import numpy as np

    every = ds["equilibrium_tilt_deg"].transpose(knob, "equilibrium").values
    flags = ds["equilibrium_stable"].transpose(knob, "equilibrium").values == 1
    columns: list[list[tuple[float, bool]]] = []
    for tilts, stable in zip(every, flags):
        known = np.isfinite(tilts)
        pairs = zip(tilts[known].tolist(), stable[known].tolist())
        columns.append(sorted(pairs))
    for i, (one, other) in enumerate(zip(columns, columns[1:])):
        left, right, lost = _match(one, other)
        for (a, is_stable), (b, _) in zip(left, right):
            look, label = (_STABLE, "stable") if is_stable else (_UNSTABLE, "unstable")
            ax.plot(values[i : i + 2], [a, b], label=label, **look)
        if lost:
            x, y = 0.5 * (values[i] + values[i + 1]), 0.5 * (lost[0][0] + lost[1][0])
            for tilt, is_stable in lost:
                look, label = (_STABLE, "stable") if is_stable else (_UNSTABLE, "unstable")
                ax.plot([values[i + (len(other) > len(one))], x], [tilt, y], label=label, **look)
            ax.plot([x], [y], "D", ms=6, label="fold: here a posture ends", **_FOLD)


Column = Sequence[tuple[float, bool]]


def _match(one: Column, other: Column) -> tuple[Column, Column, Column]:
    """Equilibria of one value that go on at the next, and the two that meet on the way."""
    if len(one) == len(other):
        return (one, other, []) if _kinds(one) == _kinds(other) else ([], [], [])
    few, many = sorted((one, other), key=len)
    if len(many) - len(few) == 1:
        # One of them comes into the range that is searched, or leaves it.
        rests = [rest for rest in (many[1:], many[:-1]) if _kinds(rest) == _kinds(few)]
        if not rests:
            return [], [], []
        rest = min(rests, key=lambda r: sum(abs(a[0] - b[0]) for a, b in zip(r, few)))
        return (few, rest, []) if few is one else (rest, few, [])
    if len(many) - len(few) != 2:
        return [], [], []
    best: tuple[float, int] | None = None
    for k in range(len(many) - 1):
        rest = [*many[:k], *many[k + 2 :]]
        if _kinds(rest) == _kinds(few):
            cost = sum(abs(a[0] - b[0]) for a, b in zip(rest, few))
            best = min(best or (cost, k), (cost, k))
    if best is None:
        return [], [], []
    k = best[1]
    rest = [*many[:k], *many[k + 2 :]]
    met = many[k : k + 2]
    return (few, rest, met) if few is one else (rest, few, met)


def _kinds(column: Column) -> list[bool]:
    return [stable for _, stable in column]


def _mark_missing(ax: Axes, values: FloatArray) -> None:
    for value in values:
        ax.axvline(value, color=LOAD, lw=0.8, ls=":", zorder=0)


def _title(knob: str, note: str, long_name: str = "", task: str = "stand") -> str:
    of, _, what = knob.rpartition(".")
    words = f"{what.replace('_', ' ')} of {of.replace('_', ' ')}"
    if not of:
        words = long_name or what.replace("_", " ")
    head = f"Tilt over {words}" if task == "stand" else f"{task.capitalize()}: tilt over {words}"
    return f"{head}\n{note}" if note else head
