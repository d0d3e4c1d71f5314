"""Where a compression comes from: weight, stretched muscle, tone, effort; stacked."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from guyline.drawing._style import (
    INK,
    PARTS,
    axis_label,
    labelled,
    new_axes,
    plain_axes,
    require_matplotlib,
    save,
)
from guyline.drawing.dataset import is_dataset, knobs_of, solved

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from guyline import Posture

    FloatArray = NDArray[np.float64]

_LABEL = labelled("compression", "N", "+ presses")
_NARROW_N = 0.035
# Characters of a tick label that fit below one bar.
_TICK_WIDTH = 13


def plot_budget(
    data: Any,
    path: str | os.PathLike[str] | None = None,
    *,
    level: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw what the compression of the discs is made of, stacked; what pulls apart goes below zero.

    Parameters
    ----------
    data : Posture, mapping of str to Posture, or xarray.Dataset
        One posture, a bar per level; several by name, a bar each; a sweep over one knob, as areas.
    path : str or path-like, optional
        File to write.
    level : str, optional
        Of several postures or a sweep; ``"L5/S1"`` if not given. Of one posture all are drawn.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    TypeError
        `data` is none of these.
    ValueError
        There is no posture, no such level, or not one knob.
    """
    from guyline import Posture

    require_matplotlib()
    if is_dataset(data):
        ax = ax or new_axes(6.2, 4.2)
        _areas(ax, data, level or "L5/S1")
    elif isinstance(data, Posture):
        ax = ax or new_axes(5.2, 4.2)
        _require({"the posture": data})
        levels = [level] if level is not None else list(data.load)
        _bars(ax, {name: data.load[name].budget for name in levels})
        ax.set_xlabel("disc")
        ax.set_title("Where the compression comes from")
    elif isinstance(data, Mapping) and all(isinstance(p, Posture) for p in data.values()):
        ax = ax or new_axes(max(5.2, 1.7 + 1.2 * len(data)), 4.2)
        _require(data)
        at = level or "L5/S1"
        _bars(ax, {name: posture.load[at].budget for name, posture in data.items()})
        ax.set_xlabel("posture")
        ax.set_title(f"Where the compression of {at} comes from")
    else:
        raise TypeError(
            "a budget is of a Posture, of postures by name or of a sweep's Dataset, "
            f"got {type(data).__name__}"
        )
    ax.axhline(0.0, color=INK, lw=0.8, zorder=3)
    plain_axes(ax)
    handles, labels = ax.get_legend_handles_labels()
    look: dict[str, Any] = {"frameon": False, "fontsize": 9, "loc": "upper left"}
    ax.legend(handles[::-1], labels[::-1], bbox_to_anchor=(1.0, 1.0), **look)
    save(ax, path)
    return ax


def _require(postures: Mapping[str, Posture]) -> None:
    for name, posture in postures.items():
        if posture.status != 0:
            raise ValueError(f"{name}: there is no posture ({posture.status}): {posture.reason}")
    if not postures:
        raise ValueError("there is no posture to draw")


def _bars(ax: Axes, budgets: Mapping[str, Mapping[str, float]]) -> None:
    places = range(len(budgets))
    above, below = [0.0] * len(budgets), [0.0] * len(budgets)
    tallest = max(sum(max(x, 0.0) for x in b.values()) for b in budgets.values())
    for part in PARTS:
        color, hatch = PARTS[part]
        sizes = [budget[part] for budget in budgets.values()]
        starts = [a if x >= 0.0 else b for x, a, b in zip(sizes, above, below)]
        bars = ax.bar(
            places,
            sizes,
            0.6,
            bottom=starts,
            color=color,
            hatch=hatch,
            edgecolor="white",
            linewidth=0.8,
            label=part,
        )
        # Hatches would make the numbers hard to read without a patch below them.
        for bar, size, start in zip(bars, sizes, starts):
            if abs(size) > _NARROW_N * tallest:
                ax.text(
                    bar.get_x() + 0.5 * bar.get_width(),
                    start + 0.5 * size,
                    f"{size:.0f}",
                    ha="center",
                    va="center",
                    fontsize=8.5,
                    bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.85},
                )
        above = [a + max(x, 0.0) for a, x in zip(above, sizes)]
        below = [b + min(x, 0.0) for b, x in zip(below, sizes)]
    for place, budget, top in zip(places, budgets.values(), above):
        total = sum(budget.values())
        look: dict[str, Any] = {"ha": "center", "va": "bottom", "fontweight": "bold"}
        ax.text(place, top + 0.015 * tallest, f"{total:.0f} N", **look)
    ax.set_xticks(list(places), [textwrap.fill(name, _TICK_WIDTH) for name in budgets])
    ax.set_xlim(-0.6, len(budgets) - 0.4)
    ax.set_ylim(None, 1.08 * tallest)
    ax.set_ylabel(_LABEL)


def _areas(ax: Axes, ds: Any, level: str) -> None:
    import numpy as np

    knobs = knobs_of(ds)
    if len(knobs) != 1:
        found = ", ".join(knobs) or "none"
        raise ValueError(f"a budget goes over one knob, this sweep has {found}")
    (knob,) = knobs
    if "compression_budget_N" not in ds:
        raise ValueError("the sweep has no loads: leave loads=True")
    levels = [str(x) for x in ds["level"].values]
    if level not in levels:
        raise ValueError(f'the sweep has no level "{level}"; there are: {", ".join(levels)}')
    budget = ds["compression_budget_N"].isel(level=levels.index(level)).transpose("part", knob)
    parts = [str(x) for x in budget["part"].values]
    x = np.asarray(ds[knob].values, dtype=float)
    order = np.argsort(x)
    has_posture = solved(ds)[order]
    above, below = np.zeros(len(x)), np.zeros(len(x))
    for part in PARTS:
        color, hatch = PARTS[part]
        size = np.nan_to_num(budget.values[parts.index(part)][order])
        start = np.where(size >= 0.0, above, below)
        ax.fill_between(
            x[order],
            start,
            start + size,
            where=list(has_posture),
            facecolor=color,
            hatch=hatch,
            edgecolor="white",
            linewidth=0.4,
            label=part,
        )
        above, below = above + np.maximum(size, 0.0), below + np.minimum(size, 0.0)
    total = np.where(has_posture, above + below, np.nan)
    ax.plot(x[order], total, color=INK, lw=1.8, label="all together")
    ax.set_xlim(float(x.min()), float(x.max()))
    ax.set_xlabel(axis_label(ds[knob]))
    ax.set_ylabel(_LABEL)
    ax.set_title(f"Where the compression of {level} comes from")
