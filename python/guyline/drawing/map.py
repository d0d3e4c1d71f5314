"""A variable over two knobs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from guyline.drawing._style import (
    INK,
    axis_label,
    knob_label,
    new_axes,
    quantity_label,
    require_matplotlib,
    save,
)
from guyline.drawing.dataset import is_dataset, knobs_of, pick, solved, status_words

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

_HATCHES = ("////", "\\\\\\\\", "xxxx", "....", "++++", "oo", "||||", "----")
_EMPTY = "#e4e4e4"


def plot_map(
    data: Any,
    path: str | os.PathLike[str] | None = None,
    *,
    variable: str = "anterior_tilt_deg",
    ax: Axes | None = None,
    **where: Any,
) -> Axes:
    """Draw a variable over two knobs: filled contours; cells of another status hatched and named.

    A quantity that has both signs is coloured from its zero outwards; the line of zero is thick.

    Parameters
    ----------
    data : xarray.Dataset or TiltMap
        A sweep over two knobs, or what `guyline.tilt_map` returned.
    path : str or path-like, optional
        File to write.
    variable : str
        What to draw.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.
    **where
        Of a variable with further dimensions, which of each: ``level="L5/S1"``, ``muscle="psoas"``.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    TypeError
        `data` is neither.
    ValueError
        There are not two knobs, no such variable, or a dimension is left over.
    """
    import numpy as np

    from guyline import TiltMap

    require_matplotlib()
    if isinstance(data, TiltMap):
        if where:
            raise ValueError(f"a TiltMap has two dimensions only, not {', '.join(where)}")
        x, y, z, cells, labels = _of_tilt_map(data, variable)
    elif is_dataset(data):
        x, y, z, cells, labels = _of_dataset(data, variable, where)
    else:
        raise TypeError(f"a map is a sweep's Dataset or a TiltMap, got {type(data).__name__}")
    for name, values in zip(labels, (x, y)):
        if len(values) < 2:
            raise ValueError(f"a map needs two values and more of {name.partition(chr(10))[0]}")
    if ax is None:
        ax = new_axes(6.4, 4.9)
    x, y, z, cells = _ascending(x, y, z, cells)
    has_value = np.array([[word == "" for word in row] for row in cells]) & np.isfinite(z)
    _fill(ax, x, y, np.where(has_value, z, np.nan), labels[2])
    _hatch(ax, x, y, cells)
    ax.set_xlim(*_edges(x)[[0, -1]])
    ax.set_ylim(*_edges(y)[[0, -1]])
    ax.locator_params(axis="x", nbins=6)
    ax.set_xlabel(labels[0])
    ax.set_ylabel(labels[1])
    title = labels[2].partition(" [")[0].partition("\n")[0]
    ax.set_title(title[:1].upper() + title[1:])
    save(ax, path)
    return ax


def _of_tilt_map(data: Any, variable: str) -> Any:
    from guyline import CellStatus

    if variable not in ("anterior_tilt_deg", "stiffness_Nm_per_deg"):
        raise ValueError(
            f'a TiltMap has anterior_tilt_deg and stiffness_Nm_per_deg, no "{variable}"'
        )
    words = [
        ["" if s == CellStatus.followed else str(CellStatus(int(s))) for s in row]
        for row in data.status
    ]
    labels = [knob_label(k, u) for k, u in zip(data.knobs, data.units)]
    z = getattr(data, variable)
    return data.values_a, data.values_b, z, words, (*labels, quantity_label(variable))


def _of_dataset(ds: Any, variable: str, where: dict[str, Any]) -> Any:
    import numpy as np

    knobs = knobs_of(ds)
    if len(knobs) != 2:
        raise ValueError(f"a map has two knobs, this sweep has {', '.join(knobs) or 'none'}")
    chosen = pick(ds, variable, knobs, where)
    cells = ds["status"].values
    words = [["" if s == 0 else status_words(ds, int(s)) for s in row] for row in cells]
    label = axis_label(ds[variable])
    if where:
        head, _, rest = label.partition("\n")
        label = f"{', '.join(str(v) for v in where.values())}: {head}\n{rest}".rstrip("\n")
    x, y = (np.asarray(ds[k].values, dtype=float) for k in knobs)
    z = np.where(solved(ds), chosen, np.nan)
    return x, y, z, words, (axis_label(ds[knobs[0]]), axis_label(ds[knobs[1]]), label)


def _ascending(x: FloatArray, y: FloatArray, z: FloatArray, cells: list[list[str]]) -> Any:
    import numpy as np

    i, j = np.argsort(x), np.argsort(y)
    return x[i], y[j], z[i][:, j], [[cells[a][b] for b in j] for a in i]


def _fill(ax: Axes, x: FloatArray, y: FloatArray, z: FloatArray, label: str) -> None:
    import numpy as np
    from matplotlib.patheffects import withStroke
    from matplotlib.ticker import MaxNLocator

    ax.set_facecolor("white")
    known = z[np.isfinite(z)]
    if not known.size:
        return
    low, high = float(known.min()), float(known.max())
    if high - low < 1e-12 * max(1.0, abs(high)):
        low, high = low - 0.5, high + 0.5
    both = low < 0.0 < high
    levels = np.asarray(MaxNLocator(12).tick_values(low, high))
    # Of a diverging map the middle is white, of the other one nothing is.
    colors: dict[str, Any] = {"cmap": "cividis"}
    if both:
        furthest = float(abs(levels).max())
        colors = {"cmap": "PuOr_r", "vmin": -furthest, "vmax": furthest}
    filled = ax.contourf(x, y, z.T, levels=levels, zorder=1, **colors)
    # Cells beside those without a number, which contours leave out by half.
    layer = np.clip(np.digitize(z, levels) - 1, 0, len(levels) - 2)
    middle = np.where(np.isfinite(z), 0.5 * (levels[layer] + levels[layer + 1]), np.nan)
    look: dict[str, Any] = {"cmap": filled.get_cmap(), "norm": filled.norm, "zorder": 0.9}
    ax.pcolormesh(_edges(x), _edges(y), middle.T, **look)
    lines = ax.contour(x, y, z.T, levels=levels, colors=INK, linewidths=0.6, zorder=2)
    if both:
        ax.contour(x, y, z.T, levels=[0.0], colors=INK, linewidths=2.0, zorder=2.1)
    # Upright, for a 6 on its head is a 9.
    for text in ax.clabel(lines, fontsize=8, fmt="%g", inline=False):
        text.set(rotation=0.0, clip_on=False)
        text.set_path_effects([withStroke(linewidth=2.5, foreground="white")])
    ax.figure.colorbar(filled, ax=ax, pad=0.02).set_label(label)


def _hatch(ax: Axes, x: FloatArray, y: FloatArray, cells: list[list[str]]) -> None:
    from matplotlib.collections import PolyCollection
    from matplotlib.patches import Patch

    xs, ys = _edges(x), _edges(y)
    names = sorted({word for row in cells for word in row if word})
    handles = []
    for name, hatch in zip(names, _HATCHES * (1 + len(names) // len(_HATCHES))):
        boxes = [
            [(xs[i], ys[j]), (xs[i + 1], ys[j]), (xs[i + 1], ys[j + 1]), (xs[i], ys[j + 1])]
            for i, row in enumerate(cells)
            for j, word in enumerate(row)
            if word == name
        ]
        look: dict[str, Any] = {"facecolor": _EMPTY, "edgecolor": "#777777", "hatch": hatch}
        ax.add_collection(PolyCollection(boxes, linewidths=0.0, zorder=1.5, gid=name, **look))
        handles.append(Patch(label=f"{name} ({len(boxes)})", **look))
    if handles:
        ax.legend(
            handles=handles,
            loc="upper left",
            bbox_to_anchor=(0.0, -0.16),
            frameon=False,
            fontsize=9,
            ncol=2,
            title="no number",
            alignment="left",
        )


def _edges(values: FloatArray) -> FloatArray:
    """Halfway between values; the outer ones are the values themselves."""
    import numpy as np

    return np.concatenate([values[:1], 0.5 * (values[1:] + values[:-1]), values[-1:]])
