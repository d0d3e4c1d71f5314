"""Pictures of docs/validation.md: curves of the model with the published numbers on them.

What is drawn is computed first; a digest of it stands in the page, so that a picture that no longer
shows what the model says is noticed without comparing pixels.
"""

from __future__ import annotations

from typing import Any

import guyline as gl
from literature import figures_tasks as tasks
from literature import test_lehuec2016 as lehuec
from literature import test_riener1999 as riener
from literature.picture import Data, Figure

HIPS = list(range(-20, 95, 5))
KNEES = (0, 60, 90)


def passive_hip_moment(body: gl.Model, rest: gl.Posture) -> Figure:
    """V13: the cables against the published formula."""
    data: Data = {"hip": [float(h) for h in HIPS]}
    for knee in KNEES:
        data[f"formula {knee}"] = [riener.hip_moment(h, knee) for h in HIPS]
        data[f"cables {knee}"] = [riener.cable_moment(body, rest, h, knee) for h in HIPS]

    between = [i for i, hip in enumerate(HIPS) if 20 <= hip <= 50]
    short = [data["formula 60"][i] - data["cables 60"][i] for i in between]

    def draw(data: Data, figure: Any) -> None:
        ax = figure.add_subplot()
        for knee, colour in zip(KNEES, ("C0", "C1", "C2")):
            ax.plot(data["hip"], data[f"formula {knee}"], color=colour, lw=1.2, ls="--")
            ax.plot(data["hip"], data[f"cables {knee}"], color=colour, lw=2.0, label=f"{knee} deg")
            for (hip, at), (value, low, high) in riener.CABLES.items():
                if at == knee:
                    bars = [[value - low], [high - value]]
                    ax.errorbar(hip, value, bars, fmt="o", color=colour, capsize=3, ms=4)
        ax.plot([], [], color="0.3", lw=2.0, label="cables, passive")
        ax.plot([], [], color="0.3", lw=1.2, ls="--", label="formula of ten people")
        ax.errorbar([], [], [], fmt="o", color="0.3", capsize=3, ms=4, label="rows V13.muscle")
        ax.axhline(0.0, color="0.8", lw=0.8, zorder=0)
        ax.set_xlabel("hip flexion from standing [deg]")
        ax.set_ylabel("passive moment per leg, flexion positive [N m]")
        ax.legend(title="knee flexion", frameon=False, fontsize=8, title_fontsize=8)

    return Figure(
        "validation_hip_moment",
        "clinical_test",
        "Passive hip moment over hip angle, cables and published formula",
        "Passive hip moment of one leg over the hip angle, the knee straight and bent: cables "
        "without activation, the formula of [riener1999], and the rows that onset and width of the "
        "hip muscles were tuned on, with their bands. Between the rows, knee 60 deg and hip 20 to "
        f"50 deg, the cables give {min(short):.1f} to {max(short):.1f} N m too little.",
        data,
        draw,
        (6.0, 4.2),
    )


INCIDENCES = list(range(30, 75, 5))


def standing_geometry() -> Figure:
    """V05: lordosis, PT and SS over incidence."""
    data: Data = {"incidence": [float(i) for i in INCIDENCES]}
    for name, (_, _, _, field) in lehuec.LINES.items():
        for which, tone in (("solved", None), ("one tone", lehuec.ONE_TONE)):
            data[f"{name}, {which}"] = [
                float(getattr(lehuec.standing(i, tone), field)) for i in INCIDENCES
            ]

    def draw(data: Data, figure: Any) -> None:
        x = data["incidence"]
        axes = figure.subplots(1, 3, sharex=True)
        for ax, (name, (slope, intercept, sd, _)) in zip(axes, lehuec.LINES.items()):
            line = [slope * i + intercept for i in x]
            low, high = [y - sd for y in line], [y + sd for y in line]
            ax.fill_between(x, low, high, color="0.88", label="published, about 1 SD")
            ax.plot(x, line, color="0.5", lw=1.2, label="published regression")
            ax.plot(x, data[f"{name}, solved"], "C0o", ms=4, label="tone solved for each body")
            ax.plot(x, data[f"{name}, one tone"], "C3x", ms=5, label="one tone for everybody")
            ax.set_title(name, fontsize=9)
            ax.set_xlabel("pelvic incidence [deg]", fontsize=8)
            ax.tick_params(labelsize=8)
        axes[0].set_ylabel("angle in standing [deg]", fontsize=8)
        handles, labels = axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, frameon=False, fontsize=8, ncol=4, loc="outside lower center")

    return Figure(
        "validation_incidence",
        "stand",
        "Lordosis, pelvic tilt and sacral slope over pelvic incidence",
        "Standing geometry over pelvic incidence on the regressions of [lehuec2016]. With the tone "
        "of the hip extensors solved for each body the reference posture rests and the lines are "
        "met by construction, PT as PI - SS; with one tone for everybody the law decides.",
        data,
        draw,
        (8.4, 3.2),
    )


def all_figures(body: gl.Model, rest: gl.Posture) -> list[Figure]:
    """In the order of the page."""
    return [
        standing_geometry(),
        tasks.rhythm(body, rest),
        tasks.silence(body),
        tasks.compression(body),
        tasks.sitting(body, rest),
        passive_hip_moment(body, rest),
    ]
