"""Pictures of bending, lifting and sitting."""

from __future__ import annotations

from typing import Any

import guyline as gl
from literature import test_arjmand2006 as arjmand
from literature import test_esola1996 as esola
from literature import test_kippers1984 as kippers
from literature.measures import silent_from
from literature.picture import BLUE, GREEN, GREY, RED, Data, Figure
from literature.rows import PAPERS

# Full bend: trunk, lumbar spine, pelvis with SD [deg].
FULL_BENDS = {
    "8 people": ((121, 9.9), (60.2, 8.6), (53.0, 5.2)),
    "41 people": ((111, 0), (41.6, 0), (69.4, 0)),
}
# Lumbar spine over hip by bands [deg] of another study.
OTHER_RATIOS = {(0, 30): 2.51, (90, 120): 1.34}


def _share(ratio: float) -> float:
    return 100.0 * ratio / (1.0 + ratio)


def rhythm(body: gl.Model, rest: gl.Posture) -> Figure:
    """V08: who bends, spine or pelvis."""
    full = body.bend("full")
    trunk = [float(x) for x in range(0, 122, 2)]
    bends = [body.bend(trunk_inclination_deg=x) for x in trunk]
    lumbar = [b.lumbar_flexion_deg - rest.lumbar_flexion_deg for b in bends]
    bands = [*esola.BANDS_DEG, (90, 120)]
    data: Data = {
        "trunk": trunk,
        "lumbar": lumbar,
        "pelvis": [b.anterior_tilt_deg - rest.anterior_tilt_deg for b in bends],
        "between": [0.5 * (a + b) for a, b in zip(trunk, trunk[1:])],
        "share": [50.0 * (b - a) for a, b in zip(lumbar, lumbar[1:])],
        "bands": [esola.share_percent(body, *band) for band in bands],
        "full": [full.trunk_inclination_deg],
    }

    def draw(data: Data, figure: Any) -> None:
        left, right = figure.subplots(1, 2)
        end = data["full"][0]
        for name, colour in (("lumbar", BLUE), ("pelvis", RED)):
            label = "lumbar spine, flexion" if name == "lumbar" else "pelvis, anterior tilt"
            points = list(zip(data["trunk"], data[name]))
            free = [p for p in points if p[0] <= end]
            left.plot(*zip(*free), color=colour, lw=2.0, label=label)
            left.plot(*zip(*points[len(free) - 1 :]), color=colour, lw=1.2, ls=":")
        for (people, (x, *sizes)), marker in zip(FULL_BENDS.items(), "os"):
            for (y, sd), colour in zip(sizes, (BLUE, RED)):
                bars = {"xerr": x[1], "yerr": sd} if sd else {}
                left.errorbar(x[0], y, fmt=marker, color=colour, mfc="w", capsize=3, ms=6, **bars)
            left.plot([], [], marker, color="0.3", mfc="w", label=f"full bend, {people}")
        left.axvline(end, color=GREY, lw=0.8)
        left.annotate("free full\nbend", (end - 2.0, 3.0), ha="right", color=GREY, fontsize=8)
        left.set_ylabel("from standing, forward positive [deg]")
        left.legend(frameon=False, fontsize=8)
        right.plot(data["between"], data["share"], color=BLUE, lw=1.2, label="at each angle")
        for band, share in zip(bands, data["bands"]):
            label = "by bands of 30 deg" if band[0] == 0 else None
            right.plot(band, [share, share], color=BLUE, lw=3.0, label=label)
        for band, ratio in zip(esola.BANDS_DEG, esola.RATIOS):
            label = "41 people" if band[0] == 0 else None
            right.plot(band, [_share(ratio)] * 2, color=RED, lw=2.0, ls="--", label=label)
        for band, ratio in OTHER_RATIOS.items():
            label = "8 people" if band[0] == 0 else None
            right.plot(band, [_share(ratio)] * 2, color=GREEN, lw=2.0, ls="-.", label=label)
        right.fill_between([0, 30], 60, 75, color="0.88", label="band of V08.1", zorder=0)
        right.set_ylabel("lumbar share of trunk flexion [%]")
        right.set_ylim(0, 100)
        right.legend(frameon=False, fontsize=8)
        for ax in (left, right):
            ax.set_xlabel("trunk inclination, forward positive [deg]")

    first, second, third, last = data["bands"]
    return Figure(
        "validation_rhythm",
        "bend",
        "Lumbar flexion and pelvic tilt over trunk inclination, and the lumbar share",
        "Bending forward with straight knees. Left: lumbar flexion and tilt of the pelvis, dotted "
        "beyond the free full bend, with the full bends of [tafazzol2014] (8 people, SD) and "
        "[esola1996] (41). Right: the lumbar share, with theirs by bands. Ours is "
        f"{first:.0f}, {second:.0f}, {third:.0f} and {last:.0f} % by bands: it does not fall all "
        "the way (V08.4).",
        data,
        draw,
        (8.4, 3.6),
    )


def compression(body: gl.Model) -> Figure:
    """V07: compression over inclination and load."""
    data: Data = {"trunk": [float(x) for x in range(0, 112, 2)]}
    for hands in (0, 180):
        data[f"{hands} N"] = [arjmand.compression_N(body, x, hands) for x in data["trunk"]]

    def draw(data: Data, figure: Any) -> None:
        ax = figure.add_subplot()
        for hands, colour, marker in ((0, BLUE, "o"), (180, RED, "s")):
            ax.plot(data["trunk"], data[f"{hands} N"], color=colour, lw=2.0)
            for (trunk, load), value in arjmand.COMPRESSION_N.items():
                if load == hands:
                    bar = arjmand.BAND * value
                    ax.errorbar(trunk, value, bar, fmt=marker, color=colour, capsize=4, ms=6)
            ax.plot([], [], color=colour, marker=marker, lw=2.0, label=f"{hands} N in the hands")
        ax.plot([], [], color="0.3", lw=2.0, label="this model")
        ax.errorbar([], [], [], fmt="o", color="0.3", capsize=4, label="published, +-25 %")
        ax.set_xlabel("trunk inclination, forward positive [deg]")
        ax.set_ylabel("compression at L5/S1 [N]")
        ax.set_ylim(0, None)
        ax.legend(frameon=False, fontsize=8, ncol=2)

    return Figure(
        "validation_compression",
        "lift",
        "Compression at L5/S1 over trunk inclination with 0 and 180 N in the hands",
        "Compression at L5/S1 over trunk inclination, the arms hanging, and the finite-element "
        "spine of [arjmand2006] with a band of 25 %. Beyond 80 deg the passive back takes over.",
        data,
        draw,
        (6.0, 4.0),
    )


def silence(body: gl.Model) -> Figure:
    """V10: activation over inclination and over lumbar flexion."""
    full = body.bend("full")
    data: Data = {
        "trunk": [float(x) for x in range(0, 132, 2)],
        "full": [full.trunk_inclination_deg],
    }
    for mass in (0, 10):
        bends = [body.bend(trunk_inclination_deg=x, hand_mass_kg=mass) for x in data["trunk"]]
        data[f"{mass} kg"] = [100.0 * b.erector_activation for b in bends]
        data[f"{mass} kg, lumbar"] = [
            100.0 * b.lumbar_flexion_deg / full.lumbar_flexion_deg for b in bends
        ]
        data[f"{mass} kg, silent"] = [silent_from(body, mass).trunk_inclination_deg]

    def draw(data: Data, figure: Any) -> None:
        left, right = figure.subplots(1, 2, sharey=True)
        for ax, which in ((left, ""), (right, ", lumbar")):
            for mass, colour in ((0, BLUE), (10, RED)):
                x = data["trunk"] if not which else data[f"{mass} kg{which}"]
                label = "hands empty" if mass == 0 else f"{mass} kg in the hands"
                ax.plot(x, data[f"{mass} kg"], color=colour, lw=2.0, label=label)
            ax.axhline(5.0, color=GREY, lw=0.8, ls="--")
        row = PAPERS["kippers1984"].row("V10.4")
        left.errorbar(
            *(row.value, 5.0),
            xerr=[[row.value - row.low], [row.high - row.value]],
            **{"fmt": "o", "color": "k", "mfc": "w", "capsize": 4},
            label="silent, 40 people, 2 SD",
        )
        left.axvline(data["full"][0], color=GREY, lw=0.8)
        left.annotate("free full\nbend", (data["full"][0] + 2.0, 33.0), color=GREY, fontsize=8)
        left.set_xlabel("trunk inclination, forward positive [deg]")
        left.set_ylabel("highest activation of the back [%]")
        right.fill_betweenx([0, 38], 75, 95, color="0.88", label="band of V10.1 to V10.3", zorder=0)
        for paper, row_id, marker, people in (
            ("kippers1984", "V10.1", "o", 40),
            ("gupta2001", "V10.2", "s", 25),
            ("jmpt2014", "V10.3", "^", 30),
        ):
            value = PAPERS[paper].row(row_id).value
            right.plot(value, 5.0, marker, color="k", mfc="w", label=f"silent, {people} people")
        right.axvline(100.0, color=GREY, lw=0.8)
        right.set_xlabel("lumbar flexion, of that at the free full bend [%]")
        left.set_ylim(0, 38)
        for ax in (left, right):
            ax.legend(frameon=False, fontsize=8, loc="upper left")

    silent, loaded = data["0 kg, silent"][0], data["10 kg, silent"][0]
    return Figure(
        "validation_silence",
        "bend",
        "Activation of the back over trunk inclination and lumbar flexion",
        "Flexion-relaxation: activation of the back in bending, the line of silence at 5 %, and "
        "where [kippers1984], [gupta2001] and [jmpt2014] found it. Ours falls silent at "
        f"{silent:.0f} deg, {loaded:.0f} with {kippers.HANDS_KG:.0f} kg: late, just beyond the "
        "free full bend.",
        data,
        draw,
        (8.4, 3.6),
    )


# Standing and sitting: LL and PT with SD [deg], and the change alone of another study.
SEATED = {"standing": ((54.8, 9.8), (12.1, 6.3)), "sitting": ((15.9, 14.6), (37.7, 10.4))}
CHANGES = {"15 people": (-38.9, 25.6), "50 people": (-16.6, 18.3)}
STYLES = ("erect", "relaxed", "slumped")


def sitting(body: gl.Model, rest: gl.Posture) -> Figure:
    """V11: lordosis and PT of standing and sitting."""
    postures = [rest, *(body.sit(style) for style in STYLES)]
    data: Data = {
        "LL": [p.lordosis_deg for p in postures],
        "PT": [p.pelvic_tilt_radiographic_deg for p in postures],
    }

    def draw(data: Data, figure: Any) -> None:
        left, right = figure.subplots(1, 2)
        names = ("standing", *STYLES)
        for name, (ll, pt), in SEATED.items():
            marker = "o" if name == "standing" else "s"
            left.errorbar(
                *(ll[0], pt[0], pt[1], ll[1]),
                **{"fmt": marker, "color": RED, "mfc": "w", "capsize": 3, "ms": 7},
                label=f"{name}, 15 people, SD",
            )
        ll_0, pt_0 = data["LL"][0], data["PT"][0]
        for ax, ll, pt in (
            (left, data["LL"], data["PT"]),
            (right, [x - ll_0 for x in data["LL"]], [x - pt_0 for x in data["PT"]]),
        ):
            ax.plot(ll, pt, color=BLUE, lw=1.0, marker="o", ms=6, label="this model")
            for name, x, y in zip(names, ll, pt):
                side = "right" if name == "standing" else "left"
                offset = (-7, -3) if name == "standing" else (7, -8 if name == "slumped" else 3)
                ax.annotate(
                    name,
                    (x, y),
                    offset,
                    **{"textcoords": "offset points", "color": BLUE, "fontsize": 8, "ha": side},
                )
        left.set_xlabel("lordosis LL, hollow positive [deg]")
        left.set_ylabel("radiographic PT, grows backwards [deg]")
        right.fill_between([-50, -12], 10, 38, color="0.88", label="band of V11", zorder=0)
        for (people, change), marker in zip(CHANGES.items(), "s^"):
            right.plot(*change, marker, color=RED, mfc="w", ms=7, label=f"sitting, {people}")
        right.set_xlabel("change of LL from standing [deg]")
        right.set_ylabel("change of PT from standing [deg]")
        for ax in (left, right):
            ax.legend(frameon=False, fontsize=8)

    return Figure(
        "validation_sitting",
        "sit",
        "Lordosis and radiographic pelvic tilt in standing and sitting",
        "From standing to sitting without a backrest: erect (held), relaxed (sunk to rest), "
        "slumped (back and abdomen silent). Left: [baumgarten2018] with SD; right: the changes, with those "
        "of [endo2012], whose people kept more of their lordosis.",
        data,
        draw,
        (8.4, 3.6),
    )
