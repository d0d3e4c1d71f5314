"""The protractor of the tilt."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from guyline.drawing._style import INK
from guyline.drawing.artists import arrow_outline
from guyline.drawing.profile import Point

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes


class Dial:
    """Straight up is zero, to the front is anterior; a thin second hand may stay behind."""

    def __init__(self, ax: Axes, center: Point, radius: float, widest_deg: float) -> None:
        from matplotlib.patches import Arc, Polygon, Wedge

        self._center, self._radius = center, radius
        x, y = center
        span = 30 if widest_deg <= 30.0 else 60 if widest_deg <= 60.0 else 90
        arc = Arc(center, 2 * radius, 2 * radius, theta1=90 - span, theta2=90 + span)
        arc.set(color=INK, lw=1.0, zorder=7)
        ax.add_patch(arc)
        for mark in range(-span, span + 1, 5):
            inner = 0.90 if mark % 10 == 0 else 0.95
            ax.plot(*zip(self._at(mark, inner), self._at(mark, 1.0)), color=INK, lw=0.9, zorder=7)
            if mark % (10 if span == 30 else 20) == 0:
                at = self._at(mark, 1.10)
                ax.text(*at, f"{abs(mark)}", fontsize=7.5, ha="center", va="center", color=INK)
        ax.plot(*zip(center, self._at(0, 1.0)), color=INK, lw=0.8, ls=(0, (3, 2)), zorder=7)
        for text, side in (("posterior", -1), ("anterior", 1)):
            edge, level = self._at(side * span, 1.0)
            at = (edge + side * 0.06 * radius, max(level - 0.16 * radius, y + 0.10 * radius))
            if span > 60:
                at = (edge, y - 0.12 * radius)
            ha = "center" if span > 60 else "left" if side > 0 else "right"
            ax.text(*at, text, fontsize=8.5, color=INK, ha=ha, va="center")
        self._sector = Wedge(center, 0.86 * radius, 89.0, 91.0, color=INK, alpha=0.16, lw=0)
        self._sector.set_zorder(6.5)
        ax.add_patch(self._sector)
        self._hand = Polygon([center] * 3, fc=INK, ec="none", zorder=8, gid="tilt")
        ax.add_patch(self._hand)
        (self._ghost,) = ax.plot([], [], color=INK, lw=1.0, ls=(0, (2, 1.5)), zorder=7.5)
        self._words = ax.text(
            x, y - 0.10 * radius, "", fontsize=8.5, color=INK, ha="center", va="top", zorder=8
        )

    def _at(self, tilt_deg: float, part: float) -> Point:
        a = math.radians(90.0 - tilt_deg)
        r = part * self._radius
        return (self._center[0] + r * math.cos(a), self._center[1] + r * math.sin(a))

    def update(self, tilt_deg: float) -> None:
        """Turn the hand."""
        low, high = sorted((90.0, 90.0 - tilt_deg))
        self._sector.set(theta1=low, theta2=high)
        self._sector.set_visible(high - low > 0.01)
        tip = self._at(tilt_deg, 0.99)
        self._hand.set(xy=arrow_outline(self._center, tip, 0.07 * self._radius), visible=True)
        size = f"{abs(tilt_deg):.1f}"
        way = "" if size == "0.0" else " anterior" if tilt_deg > 0 else " posterior"
        self._words.set_text(f"tilt of the pelvis\n{size} deg{way}")

    def hide(self) -> None:
        """No hand and no number, until the next update."""
        self._sector.set_visible(False)
        self._hand.set_visible(False)
        self._words.set_text("tilt of the pelvis\nnone")

    def leave(self, tilt_deg: float) -> None:
        """Leave the second hand here."""
        self._ghost.set_data(*zip(self._center, self._at(tilt_deg, 1.0)))

    def __iter__(self) -> Iterator[Artist]:
        yield from (self._sector, self._ghost, self._hand, self._words)
