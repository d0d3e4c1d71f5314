"""What all pictures share: colours, axes, words for units and signs."""

from __future__ import annotations

import os
import textwrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Colours that the colour-blind tell apart (Okabe and Ito); dashes, hatches, markers say the same.
BLUE, ORANGE, GREEN, VERMILLION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
SKY, PURPLE, YELLOW, BLACK = "#56B4E9", "#CC79A7", "#F0E442", "#000000"

INK = "#33312c"
BONE = "#e9e4d8"
BONE_EDGE = "#8d8676"
SOFT = "#efede7"
LOAD = "#b3123d"

#: Of the budget of a load: colour and hatch of each part, in the order in which they are stacked.
PARTS = {
    "gravity": ("#595959", ""),
    "passive": (SKY, "///"),
    "tonic": (ORANGE, "..."),
    "active": (VERMILLION, "xxx"),
}

_SIGNS = {
    "length": "+ longer",
    "length_mm": "+ longer",
    "length_slr_deg": "+ longer",
    "length_thomas_deg": "+ shorter",
    "stiffness": "1 as built, more is stiffer",
    "tone": "more pulls more at rest",
    "tone_change": "+ more tone",
    "reflex_gain": "more answers stretch more",
    "strength": "1 as built, more is stronger",
}
# Where a variable comes without words of its own.
_QUANTITIES = {
    "anterior_tilt_deg": ("tilt of the pelvis", "deg", "anterior +, posterior \N{MINUS SIGN}"),
    "lordosis_deg": ("lordosis, L1 to S1", "deg", "+ hollow"),
    "stiffness_Nm_per_deg": ("stiffness against tilt", "N m/deg", "+ drives back"),
    "compression_N": ("compression", "N", "+ presses"),
    "shear_N": ("shear", "N", "+ upper vertebra forward"),
    "moment_Nm": ("bending moment", "N m", "+ forward"),
}

# Of UDUNITS and of ratios, as they are read on an axis.
_UNITS = {"1": "", "degree": "deg", "N m degree-1": "N m/deg"}
_LONGEST_LINE = 52


def require_matplotlib() -> None:
    """Raise with what to install."""
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise ImportError(
            'drawing needs matplotlib, which is not installed: pip install "guyline[plot]"'
        ) from error


def new_axes(width: float, height: float) -> Axes:
    """Axes in a figure of its own [inch], without any window; a notebook shows them."""
    from guyline.drawing.shown import ShownAxes, ShownFigure

    figure = ShownFigure(figsize=(width, height), layout="constrained")
    return figure.add_subplot(axes_class=ShownAxes)


def figure_of(ax: Axes) -> Figure:
    """The outermost figure of the axes."""
    from matplotlib.figure import Figure

    root = ax.figure
    while not isinstance(root, Figure):
        root = root.figure
    return root


def save(ax: Axes, path: str | os.PathLike[str] | None) -> None:
    """Write the figure of the axes, if a path is given."""
    if path is not None:
        figure_of(ax).savefig(path)


def quantity_label(name: str, level: str = "") -> str:
    """A quantity by its name, with unit and sign: for an axis."""
    words, unit, sign = _QUANTITIES.get(name, (name.replace("_", " "), "", ""))
    return labelled(f"{words} {level}".strip(), unit, sign)


def labelled(words: str, unit: str, sign: str = "") -> str:
    """Words, unit and sign, for an axis."""
    unit = _UNITS.get(unit, unit.strip("()"))
    text = textwrap.fill(f"{words} [{unit}]" if unit else words, _LONGEST_LINE)
    return f"{text}\n{textwrap.fill(sign, _LONGEST_LINE)}" if sign else text


def knob_label(knob: str, unit: str = "") -> str:
    """A knob such as ``"hamstrings.length"`` with unit and sign, for an axis."""
    from guyline import KNOBS

    of, _, what = knob.rpartition(".")
    words = f"{of.replace('_', ' ')}: {what.replace('_', ' ')}" if of else knob.replace("_", " ")
    return labelled(words, unit or KNOBS.get(what, ""), _SIGNS.get(what, ""))


def knob_value(knob: str, value: float) -> str:
    """A knob with its unit at a value, for a title; a change has its sign."""
    what = knob.rpartition(".")[2]
    is_change = what.startswith("length") or what.endswith("_change")
    head = knob_label(knob).partition("\n")[0]
    return f"{head} = {value:{'+' if is_change and value else ''}.3g}"


def axis_label(variable: Any) -> str:
    """Label of a variable or coordinate of a sweep, from its attributes where it has them."""
    name, attrs = str(variable.name), variable.attrs
    if "." in name:
        return knob_label(name)
    words, unit, sign = _QUANTITIES.get(name, (name.replace("_", " "), "", ""))
    words = str(attrs.get("long_name", words))
    return labelled(words, str(attrs.get("units", unit)), str(attrs.get("sign", sign)))


def plain_axes(ax: Axes) -> None:
    """Two spines and no more."""
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
