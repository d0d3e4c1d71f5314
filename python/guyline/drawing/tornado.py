"""What moves a posture most."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from guyline.drawing._style import BLUE, INK, VERMILLION, labelled, new_axes, plain_axes
from guyline.drawing._style import require_matplotlib, save

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from guyline import Effect, Sensitivity

_OF = {
    "anterior_tilt_deg": ("change of the tilt per step", "deg", "more anterior"),
    "lordosis_deg": ("change of the lordosis per step", "deg", "more hollow"),
    "compression_N": ("change of the compression per step", "N", "more pressing"),
    "shear_N": ("change of the shear per step", "N", "more forward"),
    "moment_Nm": ("change of the bending moment per step", "N m", "more forward"),
}


def plot_sensitivity(
    sensitivity: Sensitivity,
    path: str | os.PathLike[str] | None = None,
    *,
    of: str = "anterior_tilt_deg",
    level: str = "L5/S1",
    most: int = 15,
    name: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw which parameters move a posture most, the first at the top, each by its own step.

    The step is named with each parameter; another step would give another order.

    Parameters
    ----------
    sensitivity : Sensitivity
        What `guyline.Posture.sensitivity` returned.
    path : str or path-like, optional
        File to write.
    of : str
        ``"anterior_tilt_deg"``, ``"lordosis_deg"``, ``"compression_N"``, ``"shear_N"`` or
        ``"moment_Nm"``.
    level : str
        Of a load, ``"L5/S1"`` or ``"L4/L5"``.
    most : int
        How many to draw.
    name : str
        What the title calls the posture: ``"standing"``, ``"sit, slumped"``.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    TypeError
        `sensitivity` is none.
    ValueError
        There is no effect, no such output, or `most` is below 1.
    """
    from guyline import Sensitivity

    require_matplotlib()
    if not isinstance(sensitivity, Sensitivity):
        got = type(sensitivity).__name__
        raise TypeError(
            f"sensitivity must be a Sensitivity, such as posture.sensitivity() returns, got {got}"
        )
    if of not in _OF:
        raise ValueError(f'there is no effect on "{of}"; there are: {", ".join(_OF)}')
    if most < 1:
        raise ValueError(f"most must be at least 1, got {most}")
    if not sensitivity.effects:
        raise ValueError("there is no effect to draw: there is no posture")

    def size(effect: Effect) -> float:
        value = getattr(effect, of)
        return float(value if of.endswith("_deg") else value[level])

    rows = sorted(sensitivity.effects.values(), key=lambda e: -abs(size(e)))[:most]
    if ax is None:
        ax = new_axes(7.0, 1.5 + 0.29 * len(rows))
    sizes = [size(e) for e in rows]
    places = range(len(rows))
    for k, x in zip(places, sizes):
        color, hatch = (VERMILLION, "") if x > 0.0 else (BLUE, "////")
        ax.barh(k, x, 0.7, color=color, hatch=hatch, edgecolor="white", linewidth=0.6)
    widest = max(abs(x) for x in sizes) or 1.0
    digits = 2 if of.endswith("_deg") else 1
    for k, x in zip(places, sizes):
        at = x + (0.02 if x >= 0.0 else -0.02) * widest
        ha = "left" if x >= 0.0 else "right"
        ax.text(at, k, f"{x:+.{digits}f}", va="center", ha=ha, fontsize=8.5)
    names = [f"{e.parameter.replace('_', ' ').replace('.', ': ')}\n+ {e.step}" for e in rows]
    ax.set_yticks(list(places), names, fontsize=7.5, linespacing=0.95)
    ax.invert_yaxis()
    ax.set_xlim(-1.25 * widest, 1.25 * widest)
    ax.axvline(0.0, color=INK, lw=0.8)
    words, unit, sign = _OF[of]
    where = "" if of.endswith("_deg") else f" at {level}"
    ax.set_xlabel(labelled(words, unit, f"+ {sign}{where}"))
    output = "posture" if of.endswith("_deg") else level
    flagged = sensitivity.one_sided[output]
    subject = words.split(" the ")[1].removesuffix(" per step")
    posture = f"{name}: w" if name else "W"
    title = f"{posture}hat moves the {subject}{where} most\nper step as named"
    title = title[:1].upper() + title[1:]
    ax.set_title(title + ("\n(a kink here: to one side only)" if flagged else ""))
    plain_axes(ax)
    save(ax, path)
    return ax
