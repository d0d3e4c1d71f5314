"""What has been published against what the model makes of it; how its numbers are known."""

from __future__ import annotations

import os
import re
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guyline._names import raise_unknown
from guyline.drawing._style import BLUE, INK, ORANGE, SKY, VERMILLION, new_axes, plain_axes
from guyline.drawing._style import require_matplotlib, save

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW = re.compile(r"^\| (?P<cells>[A-Z]\w*[\w.]* \|.*) \|$")
_FURTHEST = 2.6
# Characters of a label in one line.
_LINE = 62
_MARKS: dict[str, dict[str, Any]] = {
    "validation": {"marker": "o", "mfc": BLUE, "color": BLUE},
    "calibration": {"marker": "s", "mfc": "white", "color": BLUE},
    "identity": {"marker": "^", "mfc": "white", "color": INK},
}
_GRADES = {"measured": (BLUE, ""), "derived": (SKY, "////"), "assumption": (ORANGE, "....")}


@dataclass(frozen=True)
class PublishedRow:
    """One row of docs/validation.md with a band: numbers as they are printed there."""

    name: str
    section: str
    claim: str
    source: str
    published: float | None
    low: float | None
    high: float | None
    ours: float
    unit: str
    kind: str
    is_in: bool


def plot_evidence(
    of: str | Sequence[Any] = "Standing",
    path: str | os.PathLike[str] | None = None,
    *,
    kinds: Sequence[str] = ("validation", "calibration"),
    ax: Axes | None = None,
) -> Axes:
    """Draw published numbers with their bands against the model's, or how its numbers are known.

    Every row is drawn in its own band: that fills the grey strip, the published value is a bar, the
    model a marker, filled where nothing was tuned on the row. What misses its band is red, and an
    arrow where it is further off than fits. Rows that stand for a series of numbers are left out.

    Parameters
    ----------
    of : str or sequence of Evidence
        A section of docs/validation.md, ``"Standing"``, ``"Bending"``, ``"Lifting"``,
        ``"Sitting"``, ``"Clinical tests"``, ``"The body as such"``; or what `guyline.evidence`
        returned, for its numbers by grade.
    path : str or path-like, optional
        File to write.
    kinds : sequence of str
        Which rows: ``"validation"``, ``"calibration"``, ``"identity"``.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    TypeError
        `of` is neither.
    UnknownName
        A ``ValueError``: no such section or kind.
    ValueError
        There is nothing of these kinds in the section.
    """
    require_matplotlib()
    from guyline import Evidence

    if not isinstance(of, str):
        if not isinstance(of, Sequence) or not all(isinstance(row, Evidence) for row in of):
            got = type(of).__name__
            raise TypeError(
                "of must be a section of the validation page or what guyline.evidence() returns, "
                f"got {got}"
            )
        ax = _draw_grades(of, ax)
        save(ax, path)
        return ax
    sections = list(dict.fromkeys(row.section for row in published_rows()))
    if of not in sections:
        raise_unknown("section of the validation page", of, sections)
    for kind in kinds:
        if kind not in _MARKS:
            raise_unknown("kind of row", kind, _MARKS)
    rows = [r for r in published_rows() if r.section == of and r.kind in kinds]
    if not rows:
        raise ValueError(f"{of} has no rows of the kinds {', '.join(kinds)}")
    if ax is None:
        ax = new_axes(9.0, 1.6 + 0.30 * len(rows))
    for k, row in enumerate(rows):
        _draw_row(ax, k, row)
    names = [f"{r.name}  {r.claim}" for r in rows]
    ax.set_yticks(range(len(rows)), [textwrap.fill(name, _LINE) for name in names], fontsize=7.5)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(-_FURTHEST - 0.15, _FURTHEST + 0.15)
    ax.axvline(0.0, color="#bbbbbb", lw=0.6, zorder=0)
    ax.set_xticks([-1.0, 0.0, 1.0], ["lower\nend", "middle", "upper\nend"])
    ax.set_xlabel("place in the band that the row is held to [half widths], + above")
    num_in = sum(r.is_in for r in rows)
    ax.set_title(f"{of}: {num_in} of {len(rows)} rows within their bands")
    _key(ax, rows)
    plain_axes(ax)
    save(ax, path)
    return ax


def _draw_row(ax: Axes, k: int, row: PublishedRow) -> None:
    def place(x: float) -> float:
        """In half widths of the band from its middle; of a one-sided band from its end."""
        if row.low is not None and row.high is not None:
            half = 0.5 * (row.high - row.low)
            return (x - 0.5 * (row.low + row.high)) / half if half > 0.0 else 0.0
        if row.low is not None:
            return (x - row.low) / _scale(row) - 1.0
        assert row.high is not None
        return (x - row.high) / _scale(row) + 1.0

    left = -1.0 if row.low is not None else -_FURTHEST
    right = 1.0 if row.high is not None else _FURTHEST
    ax.barh(k, right - left, 0.55, left=left, color="#e3e3e3", zorder=1)
    if row.published is not None:
        at = min(max(place(row.published), -_FURTHEST), _FURTHEST)
        ax.plot([at, at], [k - 0.32, k + 0.32], color=INK, lw=2.2, zorder=2, gid="published")
    at = place(row.ours)
    look = dict(_MARKS[row.kind])
    if not row.is_in:
        look["color"] = VERMILLION
        look["mfc"] = VERMILLION if row.kind == "validation" else "white"
    if abs(at) > _FURTHEST:
        look["marker"] = ">" if at > 0.0 else "<"
        at = _FURTHEST if at > 0.0 else -_FURTHEST
    ax.plot([at], [k], ms=6.5, mew=1.5, ls="none", zorder=3, gid=row.name, **look)
    told = "" if row.published is None else f"{row.published:g}, "
    ends = [f"{x:g}" for x in (row.low, row.high) if x is not None]
    open_end = "more" if row.high is None else "less"
    band = " to ".join(ends) if len(ends) == 2 else f"{ends[0]} or {open_end}"
    words = f"{row.ours:g} {row.unit}  ({told}{band}) [{row.source}]"
    ax.text(1.01, k, words, transform=ax.get_yaxis_transform(), fontsize=7.5, va="center")


def _scale(row: PublishedRow) -> float:
    end = row.low if row.low is not None else row.high
    assert end is not None
    numbers = [row.ours, *([row.published] if row.published is not None else [])]
    return max(abs(x - end) for x in numbers) or 1.0


def _key(ax: Axes, rows: Sequence[PublishedRow]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [
        Patch(color="#e3e3e3", label="band"),
        Line2D([], [], color=INK, marker="|", ms=10, mew=2.2, ls="none", label="published"),
    ]
    words = {
        "validation": "ours, nothing tuned on it",
        "calibration": "ours, tuned or chosen on it",
        "identity": "ours, so by construction",
    }
    for kind, look in _MARKS.items():
        if any(r.kind == kind for r in rows):
            handles.append(Line2D([], [], ms=6.5, mew=1.5, ls="none", label=words[kind], **look))
    if not all(r.is_in for r in rows):
        look = {"marker": "o", "color": VERMILLION}
        handles.append(Line2D([], [], ms=6.5, ls="none", label="out of its band", **look))
    root = ax.figure
    root.legend(handles=handles, ncol=5, frameon=False, fontsize=8, loc="outside lower left")


def _draw_grades(rows: Sequence[Any], ax: Axes | None) -> Axes:
    """How many numbers of each kind were measured, derived, assumed."""
    if not rows:
        raise ValueError("there is no evidence to draw")
    count = Counter((row.what.replace("_", " "), row.grade) for row in rows)
    whats = Counter(row.what.replace("_", " ") for row in rows)
    # Single constants are many; together they are a kind of their own.
    kinds = [what for what, n in whats.most_common() if n > 2]
    singles = sum(n for n in whats.values() if n <= 2)
    kinds += ["single constants"] * bool(singles)
    if ax is None:
        ax = new_axes(7.0, 1.6 + 0.32 * len(kinds))

    def number(kind: str, grade: str) -> int:
        if kind != "single constants":
            return count[kind, grade]
        return sum(n for (what, g), n in count.items() if g == grade and whats[what] <= 2)

    start = [0] * len(kinds)
    for grade, (color, hatch) in _GRADES.items():
        sizes = [number(kind, grade) for kind in kinds]
        look: dict[str, Any] = {"color": color, "hatch": hatch, "edgecolor": "white"}
        ax.barh(range(len(kinds)), sizes, 0.7, left=start, label=grade, linewidth=0.6, **look)
        start = [a + b for a, b in zip(start, sizes)]
    for k, total in enumerate(start):
        ax.text(total + 0.3, k, f"{total}", va="center", fontsize=8.5)
    ax.set_yticks(range(len(kinds)), kinds)
    ax.invert_yaxis()
    ax.set_xlabel("rows of the table of numbers [count]")
    ax.set_title("How the numbers of the built-in body are known")
    ax.legend(frameon=False, fontsize=9)
    plain_axes(ax)
    return ax


def _page() -> Path:
    """Beside the package once it is installed, else in docs/ of the source tree."""
    here = Path(__file__).resolve().parents[1]
    installed = here / "validation.md"
    return installed if installed.is_file() else here.parents[1] / "docs" / "validation.md"


@lru_cache(maxsize=1)
def published_rows() -> tuple[PublishedRow, ...]:
    """The rows of docs/validation.md that have a band."""
    rows, section = [], ""
    for line in _page().read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:].strip()
        found = _ROW.match(line)
        if not found:
            continue
        cells = [cell.strip() for cell in found["cells"].split(" | ")]
        if len(cells) != 9 or cells[7] not in _MARKS:
            continue
        name, claim, source, published, band, ours, verdict, kind, _ = cells
        low, high = _band(band)
        value, unit = _quantity(ours)
        if value is None or (low is None and high is None):
            continue
        rows.append(
            PublishedRow(
                name,
                section,
                claim,
                source.strip("[]"),
                _quantity(published)[0],
                low,
                high,
                value,
                unit,
                kind,
                verdict == "in",
            )
        )
    return tuple(rows)


def _quantity(cell: str) -> tuple[float | None, str]:
    number, _, unit = cell.replace("*(m)*", "").strip().partition(" ")
    try:
        return float(number), unit.strip()
    except ValueError:
        return None, ""


def _band(cell: str) -> tuple[float | None, float | None]:
    number = r"(-?[\d.]+(?:e-?\d+)?)"
    if both := re.fullmatch(f"{number} to {number}", cell):
        return float(both[1]), float(both[2])
    if more := re.fullmatch(f"{number} or more", cell):
        return float(more[1]), None
    if less := re.fullmatch(f"{number} or less", cell):
        return None, float(less[1])
    return None, None
