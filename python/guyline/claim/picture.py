"""The picture of the two articles: what each knob of a muscle group does to the pelvis."""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guyline.claim.cohort import people, turn
from guyline.model import Model, bridge

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: Panels, with what to call them.
GROUPS = {
    "hamstrings": "Hamstrings (article A)",
    "hip_flexors": "Hip flexors (article B)",
    "abdominals": 'Abdominals ("core")',
    "erector_spinae": "Muscles of the back",
}
#: Rows, from the top: what is turned by how much.
KNOBS: Mapping[str, tuple[str, float]] = {
    "a tenth shorter": ("length", -0.1),
    "stiffer by half": ("stiffness", 1.5),
    "0.03 more tone": ("tone", 0.03),
    "stronger by 30 %": ("strength", 1.3),
}
TASKS = ("standing", "bent to 60 deg")
_BEND_DEG = 60.0
# Blue and vermilion, told apart with any kind of colour vision, and by shape in print.
_STYLES = {"standing": ("#0072B2", "o"), "bent to 60 deg": ("#D55E00", "^")}
_UNSEEN_DEG = 1.0


@dataclass(frozen=True)
class Effect:
    """Change of tilt [deg] that a knob makes, in the built-in body and in the cohort."""

    own_deg: float
    cohort_deg: tuple[float, ...]


def _tilt_deg(body: Model, task: str) -> float:
    if task == "standing":
        return body.stand().anterior_tilt_deg
    return body.bend(trunk_inclination_deg=_BEND_DEG).anterior_tilt_deg


def effects() -> dict[tuple[str, str, str], Effect]:
    """What is drawn, by group, row and task."""
    bodies = [bridge(), *(person.body for person in people())]
    found = {}
    for task in TASKS:
        before = [_tilt_deg(body, task) for body in bodies]
        for group in GROUPS:
            for row, (knob, value) in KNOBS.items():
                turns: dict[str, Any] = {group: {knob: value}}
                after = [_tilt_deg(turn(body, **turns), task) for body in bodies]
                own, *cohort = (a - b for a, b in zip(after, before))
                found[group, row, task] = Effect(own, tuple(cohort))
    return found


def digest(drawn: Mapping[tuple[str, str, str], Effect]) -> str:
    """Of what is drawn, in tenths of a degree: a picture that carries another is out of date."""
    text = "".join(
        f"{key}{effect.own_deg:.1f}{min(effect.cohort_deg):.1f}{max(effect.cohort_deg):.1f}"
        for key, effect in drawn.items()
    )
    return hashlib.sha256(text.replace("-0.0", "0.0").encode()).hexdigest()[:12]


def draw(drawn: Mapping[tuple[str, str, str], Effect]) -> Figure:
    """The picture."""
    from matplotlib.figure import Figure

    rng = random.Random(0)
    figure = Figure(figsize=(9.0, 6.2), layout="constrained")
    axes = figure.subplots(2, 2, sharex=True, sharey=True)
    offsets = {task: 0.19 - 0.38 * k for k, task in enumerate(TASKS)}
    for ax, (group, title) in zip(axes.flat, GROUPS.items()):
        ax.axvspan(-_UNSEEN_DEG, _UNSEEN_DEG, color="0.88", lw=0, zorder=0)
        ax.axvline(0.0, color="0.55", lw=0.8, zorder=1)
        for y, row in enumerate(KNOBS):
            for task in TASKS:
                effect = drawn[group, row, task]
                color, marker = _STYLES[task]
                height = y - offsets[task]
                spread = [height + rng.uniform(-0.11, 0.11) for _ in effect.cohort_deg]
                ax.scatter(effect.cohort_deg, spread, s=7, color=color, alpha=0.35, lw=0, zorder=2)
                ax.plot(
                    [effect.own_deg],
                    [height],
                    marker,
                    ms=8,
                    color=color,
                    mec="black",
                    mew=0.9,
                    zorder=3,
                    label=f"{task}, built-in man" if y == 0 else None,
                )
        ax.set_title(title, fontsize=11, loc="left")
        ax.set_yticks(range(len(KNOBS)), list(KNOBS), fontsize=10)
        ax.set_ylim(len(KNOBS) - 0.5, -0.5)
        ax.tick_params(axis="y", length=0)
        for k in range(1, len(KNOBS)):
            ax.axhline(k - 0.5, color="0.9", lw=0.8, zorder=0)
        for side in ("top", "right", "left"):
            ax.spines[side].set_visible(False)
    for ax in axes[1]:
        ax.set_xlabel(
            "change of pelvic tilt [deg]\n\u2190 posterior      anterior \u2192", fontsize=10
        )
    handles, labels = axes[0, 0].get_legend_handles_labels()
    figure.legend(
        handles,
        labels,
        loc="outside upper center",
        ncols=2,
        frameon=False,
        fontsize=10,
        title="Small dots: 48 plausible bodies. Grey: less than a trial could see.",
        title_fontsize=10,
    )
    return figure


def write(path: str | os.PathLike[str], drawn: Mapping[tuple[str, str, str], Effect]) -> None:
    """Draw the picture into a PNG, which carries the digest of what it shows."""
    draw(drawn).savefig(path, dpi=140, format="png", metadata={"Description": digest(drawn)})
