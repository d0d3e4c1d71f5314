"""A body as matplotlib artists that follow it to another posture without being made anew."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from guyline.drawing._style import BONE, BONE_EDGE, INK, LOAD, SOFT
from guyline.drawing.profile import Force, Point, Profile

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.lines import Line2D
    from matplotlib.patches import Polygon
    from matplotlib.text import Text

#: Below this tension [N] a cable is drawn dashed, as slack.
SLACK_N = 1.0
#: Stacking order of cables, above bones and below arrows.
CABLES = 4

# Colour of a force, and where its words stand beside the end that is free.
_FORCES = {
    "weight": (INK, "weight"),
    "hands": ("#8A3D6B", "in the hands"),
    "seat": ("#00724F", "seat"),
    "feet": ("#00724F", "floor"),
    "backrest": ("#00724F", "backrest"),
}
_GHOST = "#8a8a8a"
# Opacity of a body where there is no posture.
_FADED = 0.35
_BACKING: dict[str, Any] = {"boxstyle": "round,pad=0.12", "fc": "white", "ec": "none", "alpha": 0.8}
# Named in the drawing where they are seen.
_NAMED = (
    "erector_spinae_thoracic_pelvic",
    "gluteus_maximus",
    "hamstrings",
    "rectus_abdominis",
    "psoas",
    "rectus_femoris",
)


def tension_colors(largest_N: float) -> ScalarMappable:
    """Colours of tensions up to `largest_N`, darker where more pulls."""
    from matplotlib import colormaps
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import LinearSegmentedColormap, PowerNorm

    # The light end of the map would vanish on the light body.
    shades = colormaps["viridis_r"]([0.10 + 0.90 * k / 63 for k in range(64)])
    colormap = LinearSegmentedColormap.from_list("tension", shades)
    return ScalarMappable(PowerNorm(0.5, 0.0, largest_N), colormap)


def round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50, ..."""
    if not value > 0.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(m * power for m in (1.0, 2.0, 5.0, 10.0) if m * power >= value * (1.0 - 1e-9))


class BodyArtists:
    """Outlines, joints and cables in one axes."""

    def __init__(
        self,
        ax: Axes,
        profile: Profile,
        colors: ScalarMappable,
        weight: float,
        *,
        is_ghost: bool = False,
    ) -> None:
        """`weight` scales line widths; a ghost is an outline without colours."""
        self._colors, self._weight, self._is_ghost = colors, weight, is_ghost
        self._largest_N = colors.get_clim()[1]
        self._parts: dict[str, Polygon] = {}
        for k, (name, points) in enumerate(profile.soft_parts().items()):
            self._parts[name] = self._polygon(ax, name, points, SOFT, "none", 1.0 + 0.1 * k)
        if profile.has_arms:
            edge = "#d2cdc0"
            self._parts["arm"] = self._polygon(ax, "arm", profile.arm(), SOFT, edge, 1.9)
        for k, (name, points) in enumerate(profile.bones().items()):
            self._parts[name] = self._polygon(ax, name, points, BONE, BONE_EDGE, 2.0 + 0.02 * k)
        center, radius = profile.head
        self._head = self._polygon(ax, "head", _circle(center, radius), SOFT, "none", 1.05)
        self.cables: dict[str, Line2D] = {}
        for name, line in profile.cables.items():
            (cable,) = ax.plot(*zip(*line), zorder=CABLES, solid_capstyle="round")
            cable.set_gid(name)
            self.cables[name] = cable
        (self._joints,) = ax.plot(
            *zip(*profile.joints),
            "o",
            color="white",
            mec=_GHOST if is_ghost else INK,
            ms=3.2 * weight,
            mew=0.8,
            zorder=6 if not is_ghost else 1.95,
        )
        self.update(profile)

    def _polygon(
        self, ax: Axes, name: str, points: Sequence[Point], face: str, edge: str, order: float
    ) -> Polygon:
        from matplotlib.patches import Polygon

        look: dict[str, Any] = {"fc": face, "ec": edge, "lw": 0.8, "zorder": order}
        if self._is_ghost:
            look = {"fc": "none", "ec": _GHOST, "lw": 0.9, "ls": (0, (2, 1.5)), "zorder": 3.0}
        polygon = Polygon(points, joinstyle="round", gid=name, **look)
        ax.add_patch(polygon)
        return polygon

    def update(self, profile: Profile) -> None:
        """Follow the body to another posture."""
        outlines = profile.soft_parts()
        outlines.update(profile.bones())
        if "arm" in self._parts:
            outlines["arm"] = profile.arm()
        for name, polygon in self._parts.items():
            polygon.set(xy=outlines[name], alpha=None)
        self._head.set(xy=_circle(*profile.head), alpha=None)
        self._joints.set_alpha(None)
        self._joints.set_data(*zip(*profile.joints))
        if self._is_ghost:
            for cable in self.cables.values():
                cable.set_visible(False)
            return
        import numpy as np

        tensions = list(profile.posture.tensions.values())
        shades = self._colors.to_rgba(np.array(tensions))
        for (name, cable), tension, color in zip(self.cables.items(), tensions, shades):
            cable.set_data(*zip(*profile.cables[name]))
            cable.set_alpha(None)
            if tension < SLACK_N:
                cable.set(color=BONE_EDGE, linewidth=0.9 * self._weight, linestyle="--")
                continue
            width = 0.7 + 3.6 * math.sqrt(min(tension / self._largest_N, 1.0))
            cable.set(color=color, linewidth=width * self._weight, linestyle="-")

    def fade(self) -> None:
        """Leave thin grey outlines, until the next update."""
        for polygon in (*self._parts.values(), self._head):
            polygon.set_alpha(_FADED)
        self._joints.set_alpha(_FADED)
        for cable in self.cables.values():
            cable.set(color=BONE_EDGE, linewidth=0.5 * self._weight, linestyle=":", alpha=_FADED)

    def __iter__(self) -> Iterator[Artist]:
        """All of them, from far to near."""
        every: list[Artist] = [*self._parts.values(), self._head, self._joints]
        every += self.cables.values()
        yield from sorted(every, key=lambda artist: artist.get_zorder())


def _circle(center: Point, radius: float) -> list[Point]:
    (x, y) = center
    return [
        (x + radius * math.cos(0.05 * math.pi * k), y + radius * math.sin(0.05 * math.pi * k))
        for k in range(40)
    ]


class ForceArtists:
    """Arrows in one axes, all to one scale, each with its words at the free end."""

    def __init__(self, ax: Axes, m_per_N: float, unit_m: float, words_size: float) -> None:
        """`unit_m` is a thousandth of the stature or so: heads and gaps are as wide as that."""
        self._ax, self.m_per_N, self._unit, self._size = ax, m_per_N, unit_m, words_size
        self.arrows: dict[str, Polygon] = {}
        self.words: dict[str, Text] = {}

    def update(self, forces: Sequence[Force], words: Mapping[str, str]) -> None:
        """Draw these; one that is new is made, one that is gone is hidden."""
        from matplotlib.patches import Polygon

        for name in set(self.arrows) - {f.name for f in forces}:
            self.arrows[name].set_visible(False)
            self.words[name].set_visible(False)
        for force in forces:
            color = _FORCES.get(force.name, (LOAD, ""))[0]
            if force.name not in self.arrows:
                arrow = Polygon([(0.0, 0.0)] * 3, fc=color, ec="white", lw=0.6, gid=force.name)
                arrow.set_zorder(8)
                self._ax.add_patch(arrow)
                text = self._ax.text(0.0, 0.0, "", color=color, fontsize=self._size, zorder=9)
                text.set_bbox(dict(_BACKING))
                text.set(fontweight="bold", linespacing=1.0)
                self.arrows[force.name], self.words[force.name] = arrow, text
            tail, tip = self.ends(force)
            self.arrows[force.name].set(xy=arrow_outline(tail, tip, 7.0 * self._unit))
            self.arrows[force.name].set_visible(True)
            text = self.words[force.name]
            free = tail if force.ends_at_point else tip
            self._place(text, free, force)
            text.set(text=words[force.name], visible=bool(words[force.name]))

    def ends(self, force: Force) -> tuple[Point, Point]:
        """Tail and tip of the arrow of a force."""
        length = self.m_per_N * force.size_N
        (x, y), (dx, dy) = force.point, force.direction
        back = length if force.ends_at_point else 0.0
        tail = (x - back * dx, y - back * dy)
        return tail, (tail[0] + length * dx, tail[1] + length * dy)

    def _place(self, text: Text, free: Point, force: Force) -> None:
        sign = -1.0 if force.ends_at_point else 1.0
        dx, dy = sign * force.direction[0], sign * force.direction[1]
        gap = 6.0 * self._unit
        text.set_position((free[0] + gap * dx, free[1] + gap * dy))
        steep = abs(dy) > 0.8
        text.set_horizontalalignment("center" if steep else "left" if dx > 0 else "right")
        text.set_verticalalignment(("bottom" if dy > 0 else "top") if abs(dy) > 0.3 else "center")

    def __iter__(self) -> Iterator[Artist]:
        yield from self.arrows.values()
        yield from self.words.values()


def arrow_outline(tail: Point, tip: Point, width: float) -> list[Point]:
    """Seven corners of an arrow, the tip first; a short one is all head."""
    dx, dy = tip[0] - tail[0], tip[1] - tail[1]
    length = math.hypot(dx, dy)
    if length == 0.0:
        return [tip] * 7
    ux, uy = dx / length, dy / length
    head = min(2.6 * width, length)
    half, shaft = 0.9 * width * min(1.0, head / (2.6 * width)), 0.28 * width

    def at(along: float, across: float) -> Point:
        return (tip[0] - along * ux - across * uy, tip[1] - along * uy + across * ux)

    shaft = min(shaft, half)
    return [
        tip,
        at(head, half),
        at(head, shaft),
        at(length, shaft),
        at(length, -shaft),
        at(head, -shaft),
        at(head, -half),
    ]


def force_words(forces: Sequence[Force]) -> dict[str, str]:
    """Name and size of each."""
    return {
        f.name: f"{_FORCES.get(f.name, ('', f.name))[1]}\n{f.size_N:.0f} N" for f in forces
    }


class CableNames:
    """Names of some cables beside an enlargement, spread so as not to touch."""

    def __init__(self, ax: Axes, scale: float) -> None:
        self._ax, self._scale = ax, scale
        self._texts: dict[str, Text] = {}
        self._leaders: dict[str, Line2D] = {}
        for name in _NAMED:
            words = name.replace("_thoracic_pelvic", "").replace("_", "\n")
            self._texts[name] = ax.text(
                0.0,
                0.0,
                words,
                fontsize=8,
                color=INK,
                va="center",
                linespacing=0.95,
                zorder=9,
                clip_on=False,
                bbox={"boxstyle": "round,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.9},
            )
            (leader,) = ax.plot([], [], color=INK, lw=0.6, zorder=8.5, clip_on=False)
            self._leaders[name] = leader

    def update(self, profile: Profile) -> None:
        """Follow the cables."""
        (x0, x1), (y0, y1) = self._ax.get_xlim(), self._ax.get_ylim()
        anchors: dict[str, Point] = {}
        for name in _NAMED:
            inside = _inside(profile.cables.get(name, []), (x0, x1), (y0, y1))
            if inside:
                anchors[name] = inside[len(inside) // 2]
        for name, text in self._texts.items():
            text.set_visible(name in anchors)
            self._leaders[name].set_visible(name in anchors)
        by_x = sorted(anchors, key=lambda name: anchors[name][0])
        half = (len(by_x) + 1) // 2
        gap, out = 0.062 * self._scale, 0.022 * self._scale
        for names, edge, sign in ((by_x[:half], x0, -1.0), (by_x[half:], x1, 1.0)):
            names = sorted(names, key=lambda name: -anchors[name][1])
            for name, level in zip(names, _spread([anchors[n][1] for n in names], gap, y0, y1)):
                at = edge + sign * out
                self._texts[name].set_position((at + 0.15 * sign * out, level))
                self._texts[name].set_horizontalalignment("left" if sign > 0 else "right")
                self._leaders[name].set_data([anchors[name][0], at], [anchors[name][1], level])

    def __iter__(self) -> Iterator[Artist]:
        yield from self._leaders.values()
        yield from self._texts.values()


def _spread(levels: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Descending levels moved apart to the gap, from `high - gap / 2` down to `low + gap / 2`."""
    placed: list[float] = []
    for level in levels:
        top = placed[-1] - gap if placed else high - 0.5 * gap
        placed.append(min(level, top))
    floor = low + 0.5 * gap
    for i in reversed(range(len(placed))):
        placed[i] = max(placed[i], floor)
        floor = placed[i] + gap
    return placed


def _inside(line: Sequence[Point], xs: Point, ys: Point) -> list[Point]:
    """Points of a polyline within a box, finely spaced."""
    points = []
    for (xa, ya), (xb, yb) in zip(line, line[1:]):
        for i in range(21):
            x, y = xa + i / 20 * (xb - xa), ya + i / 20 * (yb - ya)
            if xs[0] < x < xs[1] and ys[0] < y < ys[1]:
                points.append((x, y))
    return points
