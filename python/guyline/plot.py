"""Drawings. Everything here needs matplotlib: ``pip install guyline[plot]``."""

from guyline.drawing.budget import plot_budget
from guyline.drawing.compare import compare
from guyline.drawing.curve import draw_tilt_curve, plot_tilt_curve
from guyline.drawing.map import plot_map
from guyline.drawing.posture import draw_posture
from guyline.drawing.tornado import plot_sensitivity

__all__ = [
    "compare",
    "draw_posture",
    "draw_tilt_curve",
    "plot_budget",
    "plot_map",
    "plot_sensitivity",
    "plot_tilt_curve",
]
