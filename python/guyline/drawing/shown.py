"""Figures and axes that a notebook shows as pictures, without pyplot. Imports matplotlib."""

from __future__ import annotations

import io

from matplotlib.axes import Axes
from matplotlib.figure import Figure


class ShownFigure(Figure):
    """A figure that is a picture as the last value of a cell."""

    def _repr_png_(self) -> bytes:
        file = io.BytesIO()
        self.savefig(file, format="png")
        return file.getvalue()


class ShownAxes(Axes):
    """Axes that show their figure as the last value of a cell."""

    def _repr_png_(self) -> bytes:
        from guyline.drawing._style import figure_of

        file = io.BytesIO()
        figure_of(self).savefig(file, format="png")
        return file.getvalue()
