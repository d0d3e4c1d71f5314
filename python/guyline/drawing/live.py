"""A picture that follows sliders: a fixed background, and only what moves drawn over it."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guyline._names import UnknownName, near_names, raise_unknown
from guyline.drawing._style import INK, LOAD, knob_label, require_matplotlib
from guyline.drawing.posture import PostureDrawing, title_of

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.text import Text
    from PIL import ImageDraw, ImageFont

    from guyline import Model, Posture

_INCHES_PER_M = 3.6
_DPI = 80
# Ends and step of a slider by knob; within the knob's range for every muscle of the built-in body.
_RANGES = {
    "length": (-0.2, 0.2, 0.01),
    "tone_change": (0.0, 0.1, 0.005),
    "stiffness": (0.5, 2.0, 0.05),
    "reflex_gain": (0.0, 1.0, 0.05),
    "strength": (0.2, 2.0, 0.1),
}
_NEUTRAL = {"stiffness": 1.0, "strength": 1.0}


class LivePicture:
    """A posture as PNG that is redrawn in a few hundredths of a second."""

    def __init__(self, posture: Posture, among: Sequence[Posture] = ()) -> None:
        """`among`: other postures that the layout is to hold."""
        require_matplotlib()
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        from guyline.drawing.posture import Layout
        from guyline.drawing.profile import Profile

        whole = Layout([Profile(p) for p in (posture, *among)]).whole
        width, height = _INCHES_PER_M * whole.width, _INCHES_PER_M * whole.height
        total = height + 0.35
        self.figure = Figure(figsize=(width, total), dpi=_DPI)
        # Any, for these of its methods have no types.
        canvas: Any = FigureCanvasAgg(self.figure)
        self._canvas = canvas
        ax = self.figure.add_axes((0.0, 0.0, 1.0, height / total))
        self.drawing = PostureDrawing(ax, posture, among=among)
        top = 1.0 - 0.08 / total
        self.title = self.figure.text(0.5, top, "", ha="center", va="top", fontsize=9.5, color=INK)
        for artist in self._moving():
            artist.set_animated(True)
        self._canvas.draw()
        self._background = self._canvas.copy_from_bbox(self.figure.bbox)

    def _moving(self) -> list[Artist]:
        near = self.drawing.near
        every: list[Artist] = [*self.drawing, self.title]
        return sorted(every, key=lambda artist: (artist.axes is near, artist.get_zorder()))

    def png(self, posture: Posture) -> bytes:
        """The picture of a posture; where there is none, the last one in grey, and why."""
        import numpy as np
        from matplotlib.text import Text
        from PIL import Image, ImageDraw

        if posture.status == 0:
            self.drawing.update(posture)
            self.title.set(text=title_of(posture), color=INK)
        else:
            self.drawing.fade()
            words = f"no posture ({posture.status}): in grey is the last one"
            self.title.set(text=words, color=LOAD)
        self._canvas.restore_region(self._background)
        renderer = self._canvas.get_renderer()
        texts = []
        for artist in self._moving():
            artist.set_animated(True)
            if not artist.get_visible():
                continue
            if isinstance(artist, Text):
                texts.append(artist)
            else:
                artist.draw(renderer)
        file = io.BytesIO()
        # Without transparency and hardly compressed: the time counts, not the size.
        picture = Image.fromarray(np.asarray(self._canvas.buffer_rgba())[:, :, :3])
        draw = ImageDraw.Draw(picture)
        for text in texts:
            self._write(draw, picture.height, text)
        picture.save(file, "png", compress_level=1)
        return file.getvalue()

    def _write(self, draw: ImageDraw.ImageDraw, height: int, text: Text) -> None:
        """What Text.draw does, in a tenth of the time."""
        words = text.get_text()
        if not words:
            return
        x, y = text.get_transform().transform(text.get_position())
        from matplotlib.colors import to_hex

        across = {"left": "l", "center": "m", "right": "r"}[text.get_horizontalalignment()]
        along = {"top": "a", "center": "m", "bottom": "d"}.get(text.get_verticalalignment(), "m")
        at = (float(x), height - float(y))
        pixels = round(float(text.get_fontsize()) * _DPI / 72.0)
        font = _font(pixels, text.get_fontweight() == "bold")
        look: dict[str, Any] = {"font": font, "anchor": across + along, "align": "center"}
        look["spacing"] = 2
        box = draw.textbbox(at, words, **look)
        draw.rectangle((box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1), fill="white")
        draw.text(at, words, fill=to_hex(text.get_color()), **look)


@lru_cache(maxsize=None)
def _font(size: int, is_bold: bool) -> ImageFont.FreeTypeFont:
    """The fonts that come with matplotlib."""
    import matplotlib
    from PIL import ImageFont

    file = "DejaVuSans-Bold.ttf" if is_bold else "DejaVuSans.ttf"
    return ImageFont.truetype(Path(matplotlib.get_data_path(), "fonts", "ttf", file), size)


@dataclass(eq=False)
class Sliders:
    """What `sliders` shows: settings by ``"group.knob"``, the posture that they make, the widgets.

    Attributes
    ----------
    body : Model
        The body that all settings start from.
    settings : dict of str to float
        Where the sliders are.
    posture : Posture
        What the body does with them.
    picture : LivePicture
        Drawer of the figure.
    widget : ipywidgets.Widget
        What a notebook shows.
    """

    body: Model
    settings: dict[str, float]
    posture: Posture
    picture: LivePicture
    widget: Any = None

    def move(self, settings: Mapping[str, float]) -> bytes:
        """Turn to these settings and return the picture as PNG.

        Parameters
        ----------
        settings : mapping of str to float
            By ``"group.knob"``; the others stay where they are.

        Returns
        -------
        bytes
        """
        self.settings.update(settings)
        changes: dict[str, Any] = {}
        for name, value in self.settings.items():
            group, _, knob = name.partition(".")
            if not math.isclose(value, _NEUTRAL.get(knob, 0.0), abs_tol=1e-12):
                changes.setdefault(group, {})[knob] = value
        self.posture = self.body.vary(**changes).stand() if changes else self.body.stand()
        return self.picture.png(self.posture)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.widget)  # type: ignore[no-untyped-call]


def sliders(
    body: Model, knobs: Sequence[str] = ("length", "tone_change"), *, groups: Sequence[str] = ()
) -> Sliders:
    """Show a slider per muscle group and knob in a notebook, with the standing body following them.

    Parameters
    ----------
    body : Model
        The body to start from.
    knobs : sequence of str
        ``"length"``, ``"tone_change"``, ``"stiffness"``, ``"reflex_gain"``, ``"strength"``.
    groups : sequence of str
        Muscle groups or muscles; all groups if empty.

    Returns
    -------
    Sliders
        Leave it as the last line of a cell; `Sliders.posture` is the posture that is shown.

    Raises
    ------
    ImportError
        ipywidgets is missing: ``pip install "guyline[notebook]"``.
    TypeError
        `body` is no Model, or `knobs` or `groups` no list.
    UnknownName
        A ``ValueError``: no such knob or group.
    ValueError
        The body itself has no posture.
    """
    from guyline import Model

    require_matplotlib()
    if not isinstance(body, Model):
        got = type(body).__name__
        raise TypeError(f"body must be a Model, made by guyline.bridge(), got {got}")
    for argument, names in (("knobs", knobs), ("groups", groups)):
        if isinstance(names, str) or not isinstance(names, Sequence):
            raise TypeError(f"{argument} must be a list of names, got {names!r}")
    try:
        import ipywidgets as widgets  # type: ignore[import-untyped]
    except ImportError as error:
        raise ImportError(
            'sliders need ipywidgets, which is not installed: pip install "guyline[notebook]"'
        ) from error
    for knob in knobs:
        if knob in body.groups or knob in body.muscles or near_names(knob, body.groups):
            raise UnknownName(
                f'no knob with a slider is named "{knob}"; muscles and groups go to groups=, knobs '
                f"are: {', '.join(_RANGES)}"
            )
        if knob not in _RANGES:
            raise_unknown("knob with a slider", knob, _RANGES)
    chosen = list(groups) or list(body.groups)
    for group in chosen:
        if group not in body.groups and group not in body.muscles:
            raise_unknown("muscle or group", group, [*body.groups, *body.muscles])
    posture = body.stand()
    if posture.status != 0:
        raise ValueError(f"there is no posture to draw ({posture.status}): {posture.reason}")
    shown = Sliders(body, {}, posture, LivePicture(posture, _extremes(body, chosen, knobs)))
    image = widgets.Image(value=shown.picture.png(posture), format="png")
    columns = []
    every = {}
    for knob in knobs:
        low, high, step = _RANGES[knob]
        head = knob_label(knob).replace("\n", ", ")
        column = [widgets.HTML(f"<b>{head}</b>")]
        for group in chosen:
            slider = widgets.FloatSlider(
                value=_NEUTRAL.get(knob, 0.0),
                min=low,
                max=high,
                step=step,
                description=group.replace("_", " "),
                continuous_update=True,
                readout_format=".3g",
                style={"description_width": "7em"},
                layout=widgets.Layout(width="22em"),
            )
            every[f"{group}.{knob}"] = slider
            column.append(slider)
        columns.append(widgets.VBox(column))

    def follow(_: object = None) -> None:
        image.value = shown.move({name: slider.value for name, slider in every.items()})

    is_resetting = False

    def on_move(change: object) -> None:
        if not is_resetting:
            follow(change)

    def on_reset(_: object) -> None:
        nonlocal is_resetting
        is_resetting = True
        for name, slider in every.items():
            slider.value = _NEUTRAL.get(name.partition(".")[2], 0.0)
        is_resetting = False
        follow()

    for slider in every.values():
        slider.observe(on_move, names="value")
    reset = widgets.Button(description="as it was")
    reset.on_click(on_reset)
    shown.widget = widgets.HBox([widgets.VBox([*columns, reset]), image])
    return shown


def _extremes(body: Model, groups: Sequence[str], knobs: Sequence[str]) -> list[Posture]:
    """Postures with one slider at an end each, so that the picture holds what is to come."""
    found = []
    for group in groups:
        for knob in knobs:
            for end in _RANGES[knob][:2]:
                if end != _NEUTRAL.get(knob, 0.0):
                    change: dict[str, Any] = {group: {knob: end}}
                    posture = body.vary(**change).stand()
                    if posture.status == 0:
                        found.append(posture)
    return found
