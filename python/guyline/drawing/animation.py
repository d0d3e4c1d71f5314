"""A posture that moves while a knob is turned."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from guyline.drawing._style import BLUE, INK, knob_label, knob_value, require_matplotlib
from guyline.drawing.artists import SLACK_N
from guyline.drawing.posture import Layout, PostureDrawing, title_of
from guyline.drawing.profile import Profile

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike

    from guyline import Model, Posture

_INCHES_PER_M = 3.6
_CURVE_INCHES = 2.1


def animate(
    body: Model,
    knob: str,
    values: ArrayLike,
    path: str | os.PathLike[str],
    *,
    pose: Callable[[Model], Posture] | None = None,
    frames_per_second: float = 8.0,
    dpi: float = 80.0,
    progress: Callable[[int, int], object] | None = None,
) -> Figure:
    """Write a body that moves while a knob is turned, as GIF or as a page.

    Below the body is the tilt over the knob, with a point that runs along it. A value without a
    posture is a frame that says so, with an outline where the body was last and no numbers.

    Parameters
    ----------
    body : Model
        The body to start from.
    knob : str
        Muscle or group and knob, joined by a dot: ``"hamstrings.length"``.
    values : array_like of float, shape (n,)
        Values of the knob, a frame each, in its unit and range (`Model.vary`).
    path : str or path-like
        File to write: ``.gif``, or ``.html`` with buttons.
    pose : callable, optional
        What each body is asked, ``lambda body: body.sit("relaxed")``; if not given it stands.
    frames_per_second : float
        [1/s], above 0.
    dpi : float
        Pixels per inch, above 0.
    progress : callable, optional
        Called with frames done and frames in all.

    Returns
    -------
    matplotlib Figure
        Of the last frame.

    Raises
    ------
    TypeError
        `body` is no Model.
    UnknownName
        A ``ValueError``: no such muscle, group or knob.
    ValueError
        A value is out of range; nothing stands at any of them; the ending is neither of the two.
    """
    from guyline import Model

    require_matplotlib()
    if not isinstance(body, Model):
        got = type(body).__name__
        raise TypeError(f"body must be a Model, made by guyline.bridge(), got {got}")
    import numpy as np

    ending = os.path.splitext(os.fspath(path))[1].lower()
    if ending not in (".gif", ".html"):
        raise ValueError(f'an animation is written as .gif or .html, not as "{ending}"')
    for name, number in (("frames_per_second", frames_per_second), ("dpi", dpi)):
        if not number > 0.0:
            raise ValueError(f"{name} must be above 0, got {number}")
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim != 1 or not numbers.size:
        raise ValueError(f"values must be one-dimensional and at least one, got {numbers.shape}")
    of, _, what = knob.partition(".")
    changes: list[dict[str, Any]] = [{of: {what: float(v)}} for v in numbers]
    bodies = [body.vary(**change) for change in changes]
    postures = [pose(b) if pose is not None else b.stand() for b in bodies]
    movie = Movie(knob, numbers.tolist(), postures)
    movie.write(path, ending, frames_per_second, dpi, progress)
    return movie.figure


class Movie:
    """Body above, tilt over the knob below; `show` goes to a frame."""

    def __init__(self, knob: str, values: list[float], postures: list[Posture]) -> None:
        from guyline.drawing.shown import ShownFigure

        found = [p for p in postures if p.status == 0]
        if not found:
            raise ValueError(f"there is no posture at any value of {knob}: {postures[0].reason}")
        self.values, self.postures = values, postures
        self._knob = knob
        whole = Layout([Profile(p) for p in found]).whole
        width, height = _INCHES_PER_M * whole.width, _INCHES_PER_M * whole.height
        total = height + _CURVE_INCHES + 0.5
        self.figure = ShownFigure(figsize=(width, total))
        ax = self.figure.add_axes((0.0, _CURVE_INCHES / total, 1.0, height / total))
        self._drawing = PostureDrawing(ax, found[0], among=found)
        top = 1.0 - 0.08 / total
        self._title = self.figure.text(0.5, top, "", ha="center", va="top", fontsize=9.5)
        left, low = 0.85 / width, 0.72 / total
        curve = self.figure.add_axes((left, low, 0.97 - left, (_CURVE_INCHES - 0.85) / total))
        tilts = [p.anterior_tilt_deg for p in postures]
        curve.plot(values, tilts, "-", marker=".", color=BLUE, lw=1.6)
        # Values without a posture have their place too.
        curve.update_datalim([(v, found[0].anterior_tilt_deg) for v in values])
        (self._point,) = curve.plot([], [], "o", color=INK, ms=8, gid="here")
        curve.set_xlabel(knob_label(knob), fontsize=8.5)
        curve.set_ylabel("tilt of the pelvis [deg]\nanterior +", fontsize=8.5)
        curve.tick_params(labelsize=8)
        for side in ("top", "right"):
            curve.spines[side].set_visible(False)
        most = float(self._drawing.colors.get_clim()[1])
        self.figure.text(
            0.99,
            (_CURVE_INCHES + 0.02) / total,
            f"cables: darker and thicker to {most:.0f} N, dashed below {SLACK_N:g} N",
            ha="right",
            va="bottom",
            fontsize=7,
            color=INK,
        )
        self.show(0)

    def show(self, frame: int) -> None:
        """Go to a frame."""
        posture, value = self.postures[frame], self.values[frame]
        if posture.status == 0:
            self._drawing.update(posture)
            self._title.set_text(f"{knob_value(self._knob, value)}\n{title_of(posture)}")
            self._point.set_data([value], [posture.anterior_tilt_deg])
        else:
            self._drawing.fade()
            self._title.set_text(f"{knob_value(self._knob, value)}\nno posture ({posture.status})")
            self._point.set_data([], [])

    def write(
        self,
        path: str | os.PathLike[str],
        ending: str,
        frames_per_second: float,
        dpi: float,
        progress: Callable[[int, int], object] | None,
    ) -> None:
        """Write all frames."""
        from matplotlib.animation import AbstractMovieWriter, HTMLWriter, PillowWriter
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        total = len(self.values)
        writer: AbstractMovieWriter
        if ending == ".gif":
            writer = PillowWriter(fps=frames_per_second)  # type: ignore[arg-type]
        else:
            writer = HTMLWriter(fps=frames_per_second, embed_frames=True)  # type: ignore[arg-type]
        # Agg draws, whatever the user's backend is.
        FigureCanvasAgg(self.figure)
        with writer.saving(self.figure, os.fspath(path), dpi):
            for frame in range(total):
                self.show(frame)
                writer.grab_frame()
                if progress is not None:
                    progress(frame + 1, total)

