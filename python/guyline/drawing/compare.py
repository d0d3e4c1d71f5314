"""Two postures, one over the other."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from guyline.drawing._style import INK, require_matplotlib, save
from guyline.drawing.posture import PostureDrawing, add_color_bar, axes_for, require_posture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from guyline import Posture

# Height of a line of the words.
_LINE_M = 0.034


def compare(
    a: Posture, b: Posture, path: str | os.PathLike[str] | None = None, *, ax: Axes | None = None
) -> Axes:
    """Draw `a` over `b`, and say below in words what `a - b` is.

    `a` is drawn in full; of `b`, the ghost, dashed outlines and a dashed hand of the dial are left.

    Parameters
    ----------
    a, b : Posture
        What to draw, and what to compare it with; their status must be ``solved``. Their bodies and
        tasks may differ.
    path : str or path-like, optional
        File to write.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        There is no posture to draw, or only one of the two is lying.

    Examples
    --------
    >>> import guyline as gl
    >>> body = gl.bridge()
    >>> ax = gl.compare(body.vary(hip_flexors={"tone": 0.05}).stand(), body.stand())
    >>> ax.get_title()
    'Solid: 3.8 deg anterior tilt. Dashed: 0.0 deg tilt'
    """
    from guyline.posture import tilt_in_words

    require_matplotlib()
    for posture in (a, b):
        require_posture(posture)
    if _is_lying(a) != _is_lying(b):
        raise ValueError("a body that lies and one that does not cannot be laid over each other")
    words = str(a - b)
    if ax is None:
        ax = axes_for([a, b], _LINE_M * (words.count("\n") + 2))
    drawing = PostureDrawing(ax, a, ghost=b)
    add_color_bar(drawing, a)

    def named(posture: Posture) -> str:
        task = getattr(posture, "task", None)
        tilt = tilt_in_words(posture.anterior_tilt_deg).partition(",")[0]
        return f"{task.name}, {tilt}" if task else tilt

    ax.set_title(f"Solid: {named(a)}. Dashed: {named(b)}", fontsize=12, pad=10)
    whole = drawing.layout.whole
    ax.set_ylim(whole.bottom - _LINE_M * (words.count("\n") + 2), whole.top)
    ax.text(
        whole.left,
        whole.bottom,
        words,
        family="monospace",
        fontsize=7.5,
        color=INK,
        va="top",
        gid="difference",
    ).set_in_layout(False)
    save(ax, path)
    return ax


def _is_lying(posture: Posture) -> bool:
    task = getattr(posture, "task", None)
    return task is not None and bool(task.weight_is_carried)
