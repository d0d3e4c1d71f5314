"""Drawings. Everything here needs matplotlib: ``pip install "guyline[plot]"``."""

from guyline.drawing.animation import animate
from guyline.drawing.budget import plot_budget
from guyline.drawing.compare import compare
from guyline.drawing.curve import draw_tilt_curve, plot_tilt_curve
from guyline.drawing.energy import plot_energy
from guyline.drawing.evidence import plot_evidence
from guyline.drawing.live import Sliders, sliders
from guyline.drawing.map import plot_map
from guyline.drawing.posture import draw_posture
from guyline.drawing.tornado import plot_sensitivity

__all__ = [
    "Sliders",
    "animate",
    "compare",
    "draw_posture",
    "draw_tilt_curve",
    "plot_budget",
    "plot_energy",
    "plot_evidence",
    "plot_map",
    "plot_sensitivity",
    "plot_tilt_curve",
    "sliders",
]
