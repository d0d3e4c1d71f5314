"""Two postures, one over the other."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from guyline.drawing._style import INK, require_matplotlib, save
from guyline.drawing.posture import PostureDrawing, add_color_bar, axes_for, require_posture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from guyline import Posture

# Height of a line of the words, and of the label of the force under the feet.
_LINE_M = 0.034
_FLOOR_M = 0.05


def compare(
    a: Posture, b: Posture, path: str | os.PathLike[str] | None = None, *, ax: Axes | None = None
) -> Axes:
    """Draw `a` over `b`, and say below in words what `a - b` is.

    `a` is drawn in full; of `b`, the ghost, dashed outlines and a dashed hand of the dial are left.
    The title names task and person where they differ.

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
    TypeError
        `a` or `b` is no posture.
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
    from guyline import Posture

    require_matplotlib()
    for name, posture in (("a", a), ("b", b)):
        if not isinstance(posture, Posture):
            got = type(posture).__name__
            raise TypeError(f"{name} must be a Posture, such as body.stand() returns, got {got}")
        require_posture(posture)
    if _is_lying(a) != _is_lying(b):
        raise ValueError("a body that lies and one that does not cannot be laid over each other")
    words = _in_columns(str(a - b))
    has_floor = bool(getattr(getattr(a, "task", None), "has_seat", False))
    gap = _FLOOR_M if has_floor else 0.0
    below = gap + _LINE_M * (words.count("\n") + 2)
    if ax is None:
        ax = axes_for([a, b], below)
    drawing = PostureDrawing(ax, a, ghost=b)
    add_color_bar(drawing, a)
    one, other = _named(a, b), _named(b, a)
    is_long = len(one) + len(other) > 60
    title = f"Solid: {one}\nDashed: {other}" if is_long else f"Solid: {one}. Dashed: {other}"
    ax.set_title(title, fontsize=10 if is_long else 12, pad=10)
    whole = drawing.layout.whole
    ax.set_ylim(whole.bottom - below, whole.top)
    ax.text(
        whole.left,
        whole.bottom - gap,
        words,
        family="monospace",
        fontsize=7.5,
        color=INK,
        va="top",
        gid="difference",
    ).set_in_layout(False)
    save(ax, path)
    return ax


def _named(posture: Posture, other: Posture) -> str:
    """Tilt in words, with task and person where they are not those of the other."""
    from guyline.posture import tilt_in_words

    tilt = tilt_in_words(posture.anterior_tilt_deg).partition(",")[0]
    words = []
    task, beside = getattr(posture, "task", None), getattr(other, "task", None)
    if task is not None or beside is not None:
        words.append(task.name if task is not None else "stand")
    if task is not None and beside is not None and task.name == beside.name:
        fields = {k: v for k, v in vars(task).items() if v != getattr(beside, k)}
        plain = {k: v for k, v in fields.items() if isinstance(v, (int, float, str))}
        words += [f"{k} {v}" for k, v in list(plain.items())[:2]]
    person, one_beside = (_person(p) for p in (posture, other))
    if person != one_beside:
        words.append(person)
    return ", ".join([*words, tilt])


def _person(posture: Posture) -> str:
    body = posture.model
    size = f"{body.sex}, {body.mass_kg:g} kg, {body.stature_m:g} m"
    return f"{size}, pelvic incidence {body.pelvic_incidence_deg:g} deg"


def _in_columns(words: str) -> str:
    """Lines of a difference, with what stands in brackets below one another."""
    rows = [re.fullmatch(r"(\S* +.*?) +(\(\S+ -> .*\))", line) for line in words.split("\n")]
    at = max((len(row[1]) for row in rows if row), default=0)
    lines = zip(words.split("\n"), rows)
    return "\n".join(f"{row[1]:<{at}} {row[2]}" if row else line for line, row in lines)


def _is_lying(posture: Posture) -> bool:
    task = getattr(posture, "task", None)
    return task is not None and bool(task.weight_is_carried)
