"""The body in profile with its cables, forces and tilt."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guyline.drawing._style import BONE_EDGE, INK, new_axes, require_matplotlib, save
from guyline.drawing.artists import (
    SLACK_N,
    BodyArtists,
    CableNames,
    ForceArtists,
    force_words,
    round_up,
    tension_colors,
)
from guyline.drawing.dial import Dial
from guyline.drawing.profile import Force, Point, Profile

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.patches import Polygon

    from guyline import Posture

_FRONT, _BACK = "front \N{RIGHTWARDS ARROW}", "\N{LEFTWARDS ARROW} back"
_UP, _DOWN = "front \N{UPWARDS ARROW}", "back \N{DOWNWARDS ARROW}"
_INCHES_PER_M = 4.1
_LEVEL = "L5/S1"
_WOOD = "#d9cfb8"


@dataclass(frozen=True)
class Box:
    """A rectangle in metres."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        """[m]"""
        return self.right - self.left

    @property
    def height(self) -> float:
        """[m]"""
        return self.top - self.bottom

    def grown(self, left: float, right: float, bottom: float, top: float) -> Box:
        """Larger by so much on each side."""
        return Box(self.left - left, self.right + right, self.bottom - bottom, self.top + top)


def union(boxes: Sequence[tuple[float, float, float, float]]) -> Box:
    """The box around all."""
    left, right, bottom, top = zip(*boxes)
    return Box(min(left), max(right), min(bottom), max(top))


class Layout:
    """Where whole body, enlargement and dial stand, in the metres of the axes."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        k = self.scale = max(p.scale for p in profiles)
        largest = max(f.size_N for p in profiles for f in p.body_forces())
        self.body_m_per_N = 0.24 * k / round_up(largest)
        largest = max(f.size_N for p in profiles for f in p.disc_forces())
        self.disc_m_per_N = 0.17 * k / round_up(largest)
        body = union([p.extent() for p in profiles])
        near = union([p.close_up() for p in profiles])
        tails = [tail for p in profiles for tail in self._tails(p)]
        pad = 0.03 * k
        self.near = union(
            [(near.left, near.right, near.bottom, near.top)]
            + [(x - pad, x + pad, y - pad, y + pad) for x, y in tails]
        )
        self.is_stacked = body.width > 1.25 * body.height
        tallest, widest = (0.80 * k, 1.30 * k) if self.is_stacked else (1.22 * k, 1.05 * k)
        zoom = self.zoom = min(tallest / self.near.height, widest / self.near.width)
        width, height = zoom * self.near.width, zoom * self.near.height
        if self.is_stacked:
            left, bottom = body.left + 0.30 * k, body.top + 0.16 * k
            self.enlarged = Box(left, left + width, bottom, bottom + height)
            self.dial = (left + width + 0.72 * k, bottom + 0.10 * k)
            right, top = self.dial[0] + 0.42 * k, bottom + max(height, 0.46 * k)
            self.whole = Box(body.left - 0.05 * k, right, body.bottom - 0.16 * k, top + 0.02 * k)
        else:
            left, bottom = body.right + 0.38 * k, body.bottom + 0.56 * k
            self.enlarged = Box(left, left + width, bottom, bottom + height)
            self.dial = (left + 0.5 * width, body.bottom + 0.12 * k)
            top = max(body.top, bottom + height)
            edge = body.left - 0.20 * k
            self.whole = Box(edge, left + width + 0.25 * k, body.bottom - 0.09 * k, top + 0.02 * k)

    def _tails(self, profile: Profile) -> Iterator[Point]:
        for force in profile.disc_forces():
            (x, y), (dx, dy) = force.point, force.direction
            sign = -1.0 if force.ends_at_point else 1.0
            length = sign * self.disc_m_per_N * force.size_N
            yield (x + length * dx, y + length * dy)


class PostureDrawing:
    """One posture in one axes; `update` moves everything on to another."""

    def __init__(
        self,
        ax: Axes,
        posture: Posture,
        among: Sequence[Posture] = (),
        ghost: Posture | None = None,
    ) -> None:
        """`among`: what it will be updated to, for a layout that holds them all."""
        from matplotlib.patches import Rectangle

        profile = Profile(posture)
        every = [profile, *(Profile(p) for p in among), *([Profile(ghost)] if ghost else [])]
        largest = max(100.0, *(t for p in every for t in p.posture.tensions.values()))
        self.ax, self.colors = ax, tension_colors(largest)
        self.layout = layout = Layout(every)
        k, whole, box = layout.scale, layout.whole, layout.enlarged
        ax.set_aspect("equal")
        ax.set_axis_off()
        ax.set_xlim(whole.left, whole.right)
        ax.set_ylim(whole.bottom, whole.top)
        self.near = near = ax.inset_axes(
            (box.left, box.bottom, box.width, box.height), transform=ax.transData
        )
        near.set_xlim(layout.near.left, layout.near.right)
        near.set_ylim(layout.near.bottom, layout.near.top)
        near.set_xticks([])
        near.set_yticks([])
        for spine in near.spines.values():
            spine.set(edgecolor=INK, linewidth=0.7)
        frame = Rectangle(
            (layout.near.left, layout.near.bottom),
            layout.near.width,
            layout.near.height,
            fill=False,
            ec=INK,
            lw=0.7,
            ls=(0, (4, 3)),
            zorder=9,
        )
        ax.add_patch(frame)
        self._draw_connection()
        self._furniture = Furniture(ax, profile, whole)
        self._directions(profile)
        if ghost is not None:
            for axes, weight in ((ax, 0.8), (near, 1.6)):
                BodyArtists(axes, Profile(ghost), self.colors, weight, is_ghost=True)
        self.body = BodyArtists(ax, profile, self.colors, 0.8)
        self.enlarged = BodyArtists(near, profile, self.colors, 1.6)
        self.body_forces = ForceArtists(ax, layout.body_m_per_N, 0.0024 * k, 7.5)
        self.disc_forces = ForceArtists(near, layout.disc_m_per_N, 0.0016 * k, 9.5)
        self.names = CableNames(near, k / layout.zoom * 1.75)
        widest = max(abs(p.posture.anterior_tilt_deg) for p in every)
        self.dial = Dial(ax, layout.dial, 0.30 * k, widest)
        if ghost is not None:
            self.dial.leave(ghost.anterior_tilt_deg)
        self.update(posture)

    def _draw_connection(self) -> None:
        """Dashed lines from the frame to the enlargement, at the corners that face it."""
        a, b = self.layout.near, self.layout.enlarged
        if self.layout.is_stacked:
            pairs = [((a.left, a.top), (b.left, b.bottom)), ((a.right, a.top), (b.right, b.bottom))]
        else:
            pairs = [((a.right, a.bottom), (b.left, b.bottom)), ((a.right, a.top), (b.left, b.top))]
        for one, other in pairs:
            self.ax.plot(*zip(one, other), color=INK, lw=0.6, ls=(0, (4, 3)), zorder=0.4)

    def _directions(self, profile: Profile) -> None:
        look: dict[str, Any] = {"fontsize": 9.5, "color": INK, "fontweight": "bold", "zorder": 9}
        near = self.near
        if profile.is_lying:
            x = self.layout.whole.left + 0.02 * profile.scale
            self.ax.text(x, profile.extent()[3] + 0.06 * profile.scale, _UP, **look)
            near.text(0.02, 0.97, _UP, transform=near.transAxes, va="top", **look)
            near.text(0.02, 0.03, _DOWN, transform=near.transAxes, va="bottom", **look)
            return
        for words, x, ha in ((_BACK, 0.02, "left"), (_FRONT, 0.98, "right")):
            near.text(x, 0.015, words, transform=near.transAxes, ha=ha, va="bottom", **look)
        (heel, _), (toe, y) = profile.heel_and_toe
        low = y - 0.035 * profile.scale
        self.ax.text(heel - 0.02 * profile.scale, low, _BACK, ha="right", va="top", **look)
        self.ax.text(toe - 0.06 * profile.scale, low, _FRONT, ha="left", va="top", **look)

    def update(self, posture: Posture) -> None:
        """Show another posture."""
        profile = Profile(posture)
        self._furniture.update(profile)
        self.body.update(profile)
        self.enlarged.update(profile)
        forces = profile.body_forces()
        self.body_forces.update(forces, force_words(forces))
        disc = [f for f in profile.disc_forces() if f.size_N * self.layout.disc_m_per_N > 0.0]
        self.disc_forces.update(disc, disc_words(disc, posture))
        self.names.update(profile)
        self.dial.update(posture.anterior_tilt_deg)

    def fade(self) -> None:
        """Show that there is no posture: no forces, numbers or names, and the body in grey."""
        self.body.fade()
        self.enlarged.fade()
        for group in (self.body_forces, self.disc_forces, self.names, self._furniture.of_forces):
            for artist in group:
                artist.set_visible(False)
        self.dial.hide()

    def __iter__(self) -> Iterator[Artist]:
        """All that moves, with the enlargement after the whole body."""
        yield from self._furniture
        for group in (self.body, self.body_forces, self.dial, self.enlarged, self.disc_forces):
            yield from group
        yield from self.names


class Furniture:
    """Floor, seat, backrest, bed; and the plumb line of a weight that stands over the foot."""

    def __init__(self, ax: Axes, profile: Profile, whole: Box) -> None:
        from matplotlib.patches import Polygon

        task, k = profile.task, profile.scale
        self._seat: Polygon | None = None
        if profile.is_lying:
            _, feet, level, _ = profile.extent()
            ax.plot([whole.left, feet], [level, level], color=BONE_EDGE, lw=2, zorder=0.5)
        else:
            (x0, y0), (x1, y1) = profile.heel_and_toe
            slope = (y1 - y0) / (x1 - x0)
            ends = [x0 - 0.15 * k, x1 + 0.15 * k]
            floor = [y0 + slope * (x - x0) for x in ends]
            ax.plot(ends, floor, color=BONE_EDGE, lw=1.2, zorder=0.5)
        if task is not None and task.has_seat:
            self._seat = Polygon([(0.0, 0.0)] * 3, fc=_WOOD, ec=BONE_EDGE, lw=0.8, zorder=0.6)
            ax.add_patch(self._seat)
        self._burdens: list[Polygon] = []
        for name, corners in _burdens(profile).items():
            box = Polygon(corners, fc=_WOOD, ec=INK, lw=0.9, zorder=4.5, gid=name)
            ax.add_patch(box)
            self._burdens.append(box)
        (self._backrest,) = ax.plot([], [], color=BONE_EDGE, lw=3.5, zorder=0.7)
        (self._plumb,) = ax.plot([], [], color=INK, lw=0.8, ls=":", zorder=7, gid="plumb line")
        self.update(profile)

    def update(self, profile: Profile) -> None:
        """Follow the body."""
        task, k = profile.task, profile.scale
        if self._seat is not None:
            x, y = profile.seat
            left, right, low = x - 0.12 * k, x + 0.30 * k, y - 0.03 * k
            self._seat.set_xy([(left, y), (right, y), (right, low), (left, low)])
        for box, corners in zip(self._burdens, _burdens(profile).values()):
            box.set_xy(corners)
        if task is not None and task.has_backrest:
            lower, _, upper = profile.backrest()
            self._backrest.set_data(*zip(lower, upper))
        if task is None or task.balance == "foot":
            self._plumb.set_data(*zip(*profile.plumb_line()))
            self._plumb.set_visible(True)

    @property
    def of_forces(self) -> list[Artist]:
        """What stands for forces, and not for things."""
        return [self._plumb]

    def __iter__(self) -> Iterator[Artist]:
        yield from (self._backrest, self._plumb, *self._burdens)
        if self._seat is not None:
            yield self._seat


def _burdens(profile: Profile) -> dict[str, list[Point]]:
    """A box about what is carried, larger where it is heavier."""
    carried = [f for f in profile.body_forces() if f.name in profile.carried]
    boxes = {}
    for force in carried:
        (x, y), half = force.point, 0.024 * profile.scale * (force.size_N / 50.0) ** (1.0 / 3.0)
        boxes[force.name] = [(x - half, y - half), (x + half, y - half), (x + half, y + half)]
        boxes[force.name].append((x - half, y + half))
    return boxes


def disc_words(forces: Sequence[Force], posture: Posture) -> dict[str, str]:
    """Of the arrows on the disc, with the words for the signs."""
    words = {}
    for force in forces:
        if force.name == "compression":
            pulls = posture.load[_LEVEL].compression_N < 0.0
            words[force.name] = f"{_LEVEL}\n{force.size_N:.0f} N{' of tension' if pulls else ''}"
        else:
            way = "forward" if posture.load[_LEVEL].shear_N >= 0.0 else "backward"
            words[force.name] = f"shear {force.size_N:.0f} N\n{way}"
    return words


def title_of(posture: Posture) -> str:
    """Task, tilt, lordosis and load in a line."""
    from guyline.posture import tilt_in_words

    task = getattr(posture, "task", None)
    tilt = tilt_in_words(posture.anterior_tilt_deg).partition(",")[0]
    load = posture.load[_LEVEL]
    return (
        f"{task.name.capitalize() if task else 'Standing'}: {tilt}, lordosis "
        f"{posture.lordosis_deg:.0f} deg, {_LEVEL} {load.compression_N:.0f} N"
    )


def require_posture(posture: Posture) -> None:
    """Raise where there is nothing to draw."""
    from guyline import PostureStatus

    if posture.status is not PostureStatus.solved:
        raise ValueError(f"there is no posture to draw ({posture.status}): {posture.reason}")


def axes_for(postures: Sequence[Posture], below_m: float = 0.0) -> Axes:
    """Axes in a figure that is as large as these postures need, and what stands below them."""
    whole = Layout([Profile(p) for p in postures]).whole
    width = whole.width * _INCHES_PER_M + 0.95
    height = (whole.height + below_m) * _INCHES_PER_M + 0.45
    ax = new_axes(max(width, 6.0), height)
    ax.figure.get_layout_engine().set(h_pad=0.16)  # type: ignore[union-attr, call-arg]
    return ax


def add_color_bar(drawing: PostureDrawing, posture: Posture) -> None:
    """What the colours of the cables say."""
    ax = drawing.ax
    way: Any = {"shrink": 0.62}
    if drawing.layout.is_stacked:
        way = {"shrink": 0.55, "location": "bottom"}
    bar = ax.figure.colorbar(drawing.colors, ax=ax, pad=0.01, aspect=32, **way)
    task = getattr(posture, "task", None)
    kind = "tension" if task and task.law == "voluntary" else "resting tension"
    bar.set_label(f"{kind} of each muscle, both sides [N] (dashed: below {SLACK_N:g} N)")


def draw_posture(
    posture: Posture, path: str | os.PathLike[str] | None = None, *, ax: Axes | None = None
) -> Axes:
    """Draw a body in profile, as `guyline.Posture.plot` does.

    Forces are arrows: in one picture those on the whole body are to one scale, those on the disc to
    another.

    Parameters
    ----------
    posture : Posture
        What to draw, of any task; its status must be ``solved``.
    path : str or path-like, optional
        File to write.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes
    """
    require_matplotlib()
    require_posture(posture)
    if ax is None:
        ax = axes_for([posture])
    drawing = PostureDrawing(ax, posture)
    add_color_bar(drawing, posture)
    ax.set_title(title_of(posture), fontsize=12, pad=10)
    save(ax, path)
    return ax
