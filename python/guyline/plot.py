"""Drawings. Everything here needs matplotlib: ``pip install guyline[plot]``."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from guyline.posture import PostureStatus, tilt_in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable

    from guyline import _core
    from guyline.curve import TiltCurve
    from guyline.posture import Posture

Point = tuple[float, float]

#: Below this resting tension [N] a cable is drawn dashed, as slack.
SLACK_N = 1.0

_BONE = "#e9e4d8"
_BONE_EDGE = "#8d8676"
_SOFT = "#efede7"
_INK = "#33312c"
_LOAD = "#b3123d"
_REFERENCE_STATURE_M = 1.75

# Outlines by eye, in metres at 1.75 m, in the frame of the body named: origin in the joint below
# it, x forward, y up. They are drawings; the model knows only joints, masses and cables.
_FOOT = [(-0.055, -0.055), (0.175, -0.055), (0.190, -0.040), (0.120, -0.015), (0.035, 0.030)]
_FOOT += [(-0.030, 0.030), (-0.055, -0.020)]
_THORAX = [(-0.055, -0.020), (-0.085, 0.120), (-0.075, 0.250), (-0.030, 0.330), (-0.022, 0.380)]
_THORAX += [(0.038, 0.370), (0.045, 0.320), (0.100, 0.240), (0.125, 0.120), (0.105, 0.000)]
_HIP_BONE = [(-0.012, 0.138), (0.024, 0.112), (0.044, 0.068), (0.030, 0.030), (0.052, -0.012)]
_HIP_BONE += [(0.030, -0.036), (-0.012, -0.032), (-0.046, -0.044), (-0.056, -0.018)]
_HIP_BONE += [(-0.038, 0.016), (-0.046, 0.050), (-0.074, 0.074), (-0.068, 0.104)]
# Named in the drawing, with the side of the enlargement where the name stands.
_NAMED = {
    "erector_spinae_thoracic_pelvic": "left",
    "gluteus_maximus": "left",
    "hamstrings": "left",
    "rectus_abdominis": "right",
    "psoas": "right",
    "rectus_femoris": "right",
}


def _matplotlib() -> None:
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise ImportError(
            "drawing needs matplotlib, which is not installed: pip install guyline[plot]"
        ) from error


def _smooth(points: Sequence[Point], steps: int = 8) -> list[Point]:
    """A closed Catmull-Rom curve through the points."""
    n = len(points)
    curve: list[Point] = []
    for i in range(n):
        p = [points[(i + k - 1) % n] for k in range(4)]
        for s in range(steps):
            t = s / steps
            weights = (
                -0.5 * t + t * t - 0.5 * t**3,
                1.0 - 2.5 * t * t + 1.5 * t**3,
                0.5 * t + 2.0 * t * t - 1.5 * t**3,
                -0.5 * t * t + 0.5 * t**3,
            )
            x = sum(w * q[0] for w, q in zip(weights, p))
            y = sum(w * q[1] for w, q in zip(weights, p))
            curve.append((x, y))
    return curve


class _Body:
    """The body's outlines and cables in one pose, to be drawn into any axes."""

    def __init__(self, posture: Posture) -> None:
        degrees = (
            posture.ankle_dorsiflexion_deg,
            posture.knee_flexion_deg,
            posture.hip_flexion_deg,
            posture.lumbar_flexion_deg,
        )
        model = posture.model
        self.posture = posture
        self.scale = model.stature_m / _REFERENCE_STATURE_M
        self.geometry: _core.Geometry = model._bridge.geometry([math.radians(d) for d in degrees])
        self.bodies = {b.name: b for b in self.geometry.bodies}
        self.masses = {m.name: m.position for m in self.geometry.masses}
        self.names = list(posture.tensions)

    def joint(self, body: str) -> Point:
        """Centre of the joint below a body [m]."""
        return self.bodies[body].position

    def place(self, body: str, points: Sequence[Point]) -> list[Point]:
        """Points of an outline, where they are now."""
        (x, y), angle = self.bodies[body].position, self.bodies[body].angle
        c, s = math.cos(angle) * self.scale, math.sin(angle) * self.scale
        return [(x + c * a - s * b, y + s * a + c * b) for a, b in points]

    def _limb(self, low: Point, high: Point, widths: tuple[float, float, float]) -> list[Point]:
        """A limb from joint to joint, half as wide as `widths` below, in the middle, above."""
        dx, dy = high[0] - low[0], high[1] - low[1]
        length = math.hypot(dx, dy)
        nx, ny = dy / length, -dx / length
        sides: list[list[Point]] = []
        for sign in (1.0, -1.0):
            rows = zip((0.0, 0.62, 1.0), widths)
            sides.append(
                [
                    (
                        low[0] + t * dx + sign * w * self.scale * nx,
                        low[1] + t * dy + sign * w * self.scale * ny,
                    )
                    for t, w in rows
                ]
            )
        return sides[0] + sides[1][::-1]

    def draw(self, ax: Axes, colors: ScalarMappable, weight: float) -> None:
        """Draw everything; `weight` scales line widths."""
        import numpy as np
        from matplotlib.patches import Circle, Polygon

        def fill(points: Sequence[Point], face: str, edge: str, order: float) -> None:
            ax.add_patch(Polygon(points, fc=face, ec=edge, lw=0.8, joinstyle="round", zorder=order))

        ankle, knee, hip = self.joint("shank"), self.joint("thigh"), self.joint("pelvis")
        fill(_smooth(self.place("foot", _FOOT)), _SOFT, "none", 1)
        fill(_smooth(self._limb(ankle, knee, (0.036, 0.062, 0.052))), _SOFT, "none", 1.1)
        fill(_smooth(self._limb(knee, hip, (0.054, 0.082, 0.090))), _SOFT, "none", 1.2)
        waist = [*self.place("pelvis", [(0.075, -0.02), (0.085, 0.09)])]
        waist += self.place("torso", [(0.110, 0.02), (-0.060, 0.02)])
        waist += self.place("L3", [(-0.075, 0.0)])
        waist += self.place("pelvis", [(-0.105, 0.09), (-0.110, -0.02)])
        fill(_smooth(waist), _SOFT, "none", 1.25)
        fill(_smooth(self.place("torso", _THORAX)), _SOFT, "none", 1.3)
        ax.add_patch(
            Circle(
                self.masses["head"],
                0.088 * self.scale,
                facecolor=_SOFT,
                edgecolor="none",
                zorder=1.25,
            )
        )
        for low, high in ((ankle, knee), (knee, hip)):
            fill(self._limb(low, high, (0.014, 0.012, 0.014)), _BONE, _BONE_EDGE, 2)
        self._draw_spine(fill)
        fill(_smooth(self.place("pelvis", _HIP_BONE)), _BONE, _BONE_EDGE, 2.0)
        fill(self._sacrum(), _BONE, _BONE_EDGE, 2.2)
        for joint in (ankle, knee, hip):
            ax.plot(*joint, "o", color="white", mec=_INK, ms=3.2 * weight, mew=0.8, zorder=6)
        largest = max(self.posture.tensions.values())
        for name, line in zip(self.names, self.geometry.cables):
            xs, ys = zip(*line)
            tension = self.posture.tensions[name]
            if tension < SLACK_N:
                ax.plot(xs, ys, color=_BONE_EDGE, lw=0.9 * weight, ls="--", zorder=4)
                continue
            width = (0.7 + 3.6 * math.sqrt(tension / largest)) * weight
            color = colors.to_rgba(np.array([tension]))[0]
            ax.plot(xs, ys, color=color, lw=width, zorder=4, solid_capstyle="round")

    def _draw_spine(self, fill: Callable[[Sequence[Point], str, str, float], None]) -> None:
        chain = ["L5", "L4", "L3", "L2", "L1", "torso"]
        half, gap = 0.019 * self.scale, 0.12
        for low, high in zip(chain, chain[1:]):
            (x, y), (u, v) = self.joint(low), self.joint(high)
            dx, dy = u - x, v - y
            length = math.hypot(dx, dy)
            nx, ny = half * dy / length, -half * dx / length
            a = (x + gap * dx, y + gap * dy)
            b = (u - gap * dx, v - gap * dy)
            corners = [(a[0] + nx, a[1] + ny), (b[0] + nx, b[1] + ny)]
            corners += [(b[0] - nx, b[1] - ny), (a[0] - nx, a[1] - ny)]
            fill(corners, _BONE, _BONE_EDGE, 2.1)

    def _sacrum(self) -> list[Point]:
        """From the S1 plate, wherever that is, to the coccyx."""
        s1 = next(level for level in self.geometry.levels if level.name == "L5/S1")
        (x, y), (ix, iy) = s1.position, s1.into
        half, below = 0.021 * self.scale, 0.004 * self.scale
        x, y = x + below * ix, y + below * iy
        back, front = (x + half * iy, y - half * ix), (x - half * iy, y + half * ix)
        tip = self.place("pelvis", [(-0.072, 0.012), (-0.080, 0.014), (-0.092, 0.056)])
        return [front, *tip, back]


def _draw_load(ax: Axes, body: _Body) -> None:
    """Arrow on the S1 plate: direction of the whole force, length by size."""
    load = body.posture.load["L5/S1"]
    s1 = next(level for level in body.geometry.levels if level.name == "L5/S1")
    ix, iy = s1.into
    x, y = s1.position
    length = 0.13 * body.scale * min(load.compression_N / 600.0, 1.6)
    tail = (x - length * ix, y - length * iy)
    ax.annotate(
        "",
        (x, y),
        tail,
        arrowprops={
            "arrowstyle": "-|>",
            "color": _LOAD,
            "lw": 2.6,
            "mutation_scale": 17,
            "shrinkA": 0,
            "shrinkB": 0,
        },
        zorder=8,
    )
    ax.text(
        tail[0] + 0.004 * body.scale,
        tail[1] + 0.008 * body.scale,
        f"L5/S1\n{load.compression_N:.0f} N",
        color=_LOAD,
        fontsize=10,
        fontweight="bold",
        ha="center",
        va="bottom",
        zorder=9,
        bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.8},
    )


def _name_cables(ax: Axes, body: _Body) -> None:
    """Names of some cables at the edges, spread so as not to touch."""
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    for side in ("left", "right"):
        anchors: list[tuple[float, float, str]] = []
        for name, where in _NAMED.items():
            if where != side:
                continue
            line = body.geometry.cables[body.names.index(name)]
            y, x = _middle(_visible(line, y0, y1))
            anchors.append((y, x, name.replace("_thoracic_pelvic", "").replace("_", "\n")))
        edge, last = (x0, 1.0) if side == "left" else (x1, -1.0), math.inf
        for y, x, text in sorted(anchors, reverse=True):
            level = min(y, last - 0.075 * body.scale)
            last = level
            ax.annotate(
                text,
                (x, y),
                (edge[0] + edge[1] * 0.008 * body.scale, level),
                fontsize=8,
                color=_INK,
                ha=side,
                va="center",
                linespacing=0.95,
                zorder=9,
                arrowprops={
                    "arrowstyle": "-",
                    "color": _INK,
                    "lw": 0.6,
                    "shrinkA": 1,
                    "shrinkB": 0,
                },
            )


def _visible(line: Sequence[Point], low: float, high: float) -> list[Point]:
    """Points (y, x) along a polyline between two heights, finely spaced."""
    points = []
    for (xa, ya), (xb, yb) in zip(line, line[1:]):
        for i in range(41):
            t = i / 40
            y = ya + t * (yb - ya)
            if low <= y <= high:
                points.append((y, xa + t * (xb - xa)))
    return points


def _middle(points: Sequence[Point]) -> Point:
    return sorted(points)[len(points) // 2]


def _draw_protractor(ax: Axes, center: Point, radius: float, tilt_deg: float) -> None:
    """Dial: straight up is zero, to the front is anterior."""
    from matplotlib.patches import Arc, Wedge

    x, y = center
    span = 30 if abs(tilt_deg) <= 30 else 40
    ax.add_patch(
        Arc(
            center,
            2 * radius,
            2 * radius,
            theta1=90 - span,
            theta2=90 + span,
            color=_INK,
            lw=1.0,
            zorder=7,
        )
    )
    for mark in range(-span, span + 1, 5):
        a = math.radians(90 - mark)
        inner = radius * (0.90 if mark % 10 == 0 else 0.95)
        ax.plot(
            [x + inner * math.cos(a), x + radius * math.cos(a)],
            [y + inner * math.sin(a), y + radius * math.sin(a)],
            color=_INK,
            lw=0.9,
            zorder=7,
        )
        if mark in (-20, 0, 20):
            r = radius * 1.10
            ax.text(
                x + r * math.cos(a),
                y + r * math.sin(a),
                f"{abs(mark)}",
                fontsize=7.5,
                ha="center",
                va="center",
                color=_INK,
                zorder=7,
            )
    low, high = sorted((90.0, 90.0 - tilt_deg))
    ax.add_patch(Wedge(center, 0.86 * radius, low, high, color=_INK, alpha=0.16, lw=0, zorder=6.5))
    ax.plot([x, x], [y, y + radius], color=_INK, lw=0.8, ls=(0, (3, 2)), zorder=7)
    a = math.radians(90 - tilt_deg)
    ax.annotate(
        "",
        (x + radius * math.cos(a), y + radius * math.sin(a)),
        center,
        arrowprops={"arrowstyle": "-|>", "color": _INK, "lw": 1.8, "shrinkA": 0, "shrinkB": 0},
        zorder=8,
    )
    for text, side in (("posterior", -1), ("anterior", 1)):
        ax.text(
            x + side * radius * 0.62,
            y + radius * 0.52,
            text,
            fontsize=8.5,
            color=_INK,
            ha="left" if side > 0 else "right",
            va="center",
            zorder=7,
        )
    ax.text(
        x,
        y - 0.10 * radius,
        "tilt of the pelvis [deg]",
        fontsize=8,
        color=_INK,
        ha="center",
        va="top",
        zorder=7,
    )


def draw_posture(
    posture: Posture, path: str | os.PathLike[str] | None = None, *, ax: Axes | None = None
) -> Axes:
    """Draw a standing body in profile, as `guyline.Posture.plot` does.

    Parameters
    ----------
    posture : Posture
        What to draw; its status must be ``solved``.
    path : str or path-like, optional
        File to write.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes
    """
    _matplotlib()
    if posture.status is not PostureStatus.solved:
        raise ValueError(f"there is no posture to draw ({posture.status}): {posture.reason}")
    from matplotlib import colormaps
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import LinearSegmentedColormap, PowerNorm
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

    if ax is None:
        figure = Figure(figsize=(7.6, 7.6), constrained_layout={"h_pad": 0.12})
        ax = figure.add_subplot()
    # The light end of the map would vanish on the light body.
    shades = colormaps["viridis_r"]([0.10 + 0.90 * k / 63 for k in range(64)])
    largest = max(100.0, *posture.tensions.values())
    colors = ScalarMappable(
        PowerNorm(0.5, 0.0, largest), LinearSegmentedColormap.from_list("tension", shades)
    )
    body = _Body(posture)
    k = body.scale
    ax.set_aspect("equal")
    ax.set_axis_off()
    ax.set_xlim(-0.27 * k, 1.42 * k)
    ax.set_ylim(-0.03 * k, 1.80 * k)
    ax.plot([-0.24 * k, 0.36 * k], [0.0, 0.0], color=_BONE_EDGE, lw=1.2, zorder=0.5)
    body.draw(ax, colors, 0.8)

    hip = body.joint("pelvis")
    zoom = Rectangle(
        (hip[0] - 0.22 * k, hip[1] - 0.20 * k),
        0.44 * k,
        0.62 * k,
        fill=False,
        ec=_INK,
        lw=0.7,
        ls=(0, (4, 3)),
        zorder=9,
    )
    ax.add_patch(zoom)
    ax.text(0.30 * k, 0.02 * k, "front \N{RIGHTWARDS ARROW}", fontsize=9, color=_INK, ha="right")
    width, height, left, bottom = 0.88 * k, 1.24 * k, 0.50 * k, 0.50 * k
    near = ax.inset_axes((left, bottom, width, height), transform=ax.transData)
    near.set_xlim(hip[0] - 0.22 * k, hip[0] + 0.22 * k)
    near.set_ylim(hip[1] - 0.20 * k, hip[1] + 0.42 * k)
    near.set_xticks([])
    near.set_yticks([])
    for spine in near.spines.values():
        spine.set(edgecolor=_INK, linewidth=0.7)
    body.draw(near, colors, 1.6)
    _draw_load(near, body)
    _name_cables(near, body)
    x0, y0 = zoom.get_x() + 0.44 * k, zoom.get_y()
    for a, b in (((x0, y0), (left, bottom)), ((x0, y0 + 0.62 * k), (left, bottom + height))):
        ax.plot([a[0], b[0]], [a[1], b[1]], color=_INK, lw=0.6, ls=(0, (4, 3)), zorder=0.4)
    _draw_protractor(ax, (left + 0.5 * width, 0.10 * k), 0.30 * k, posture.anterior_tilt_deg)
    bar = ax.figure.colorbar(colors, ax=ax, shrink=0.62, pad=0.01, aspect=32)
    task = getattr(posture, "task", None)
    kind = "tension" if task and task.law == "voluntary" else "resting tension"
    bar.set_label(f"{kind} of each muscle, both sides [N] (dashed: below {SLACK_N:g} N)")
    load = posture.load["L5/S1"]
    tilt = tilt_in_words(posture.anterior_tilt_deg).partition(",")[0]
    ax.set_title(
        f"{task.name.capitalize() if task else 'Standing'}: {tilt}, lordosis "
        f"{posture.lordosis_deg:.0f} deg, L5/S1 {load.compression_N:.0f} N",
        fontsize=12,
        pad=10,
    )
    if path is not None:
        root = ax.figure
        while not isinstance(root, Figure):
            root = root.figure
        root.savefig(path)
    return ax


def draw_tilt_curve(curve: TiltCurve, *, ax: Axes | None = None) -> Axes:
    """Draw the tilt over a knob, as `guyline.TiltCurve.plot` does.

    Parameters
    ----------
    curve : TiltCurve
        What to draw.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes
    """
    _matplotlib()
    from matplotlib.figure import Figure

    if ax is None:
        ax = Figure(figsize=(4.8, 3.4), layout="constrained").add_subplot()
    ax.axhline(0.0, color=_BONE_EDGE, lw=0.8)
    ax.plot(curve.values, curve.anterior_tilt_deg, "o-", color="#0b6e8e", ms=4)
    ax.set_xlabel(f"{curve.knob} [{curve.unit}]")
    ax.set_ylabel("anterior tilt [deg]")
    missing = curve.status != int(PostureStatus.solved)
    if missing.any():
        for value in curve.values[missing]:
            ax.axvline(value, color=_LOAD, lw=0.8, ls=":")
        ax.set_title(f"dotted: no posture ({int(missing.sum())} of {len(curve)})", fontsize=9)
    return ax
