"""The landscape in which a standing body rests: energy over the tilt."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING

from guyline import _core
from guyline.drawing._style import BLUE, INK, VERMILLION, labelled, new_axes, plain_axes
from guyline.drawing._style import require_matplotlib, save

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from guyline import Posture

    FloatArray = NDArray[np.float64]

_STEP_DEG = 0.5
_BEYOND_DEG = 8.0
# Gauss and Legendre on [0, 1].
_NODES = [(0.5 - math.sqrt(0.15), 5 / 18), (0.5, 4 / 9), (0.5 + math.sqrt(0.15), 5 / 18)]


def plot_energy(
    posture: Posture,
    path: str | os.PathLike[str] | None = None,
    *,
    least_tilt_deg: float | None = None,
    greatest_tilt_deg: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the energy along the one direction that standing leaves free, with all equilibria.

    Weight, discs and resting muscles together, from the posture on. A body rests in a hollow; how
    deep that is says what it takes to push it out.

    Parameters
    ----------
    posture : Posture
        Of `guyline.Model.stand`, solved, without loads and on level ground.
    path : str or path-like, optional
        File to write.
    least_tilt_deg, greatest_tilt_deg : float, optional
        From which tilt to which [deg], -80 to 80; if not given, a little beyond the equilibria.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ValueError
        It is no standing posture, or one on a law of one's own; or the range is empty or too wide.
    """
    import numpy as np

    require_matplotlib()
    tilts = [e.anterior_tilt_deg for e in posture.equilibria]
    if posture.status != 0 or hasattr(posture, "task") or hasattr(posture, "passive_law"):
        raise ValueError(
            "an energy is drawn of a solved posture of standing without loads, on the built-in law"
        )
    low = min(tilts) - _BEYOND_DEG if least_tilt_deg is None else float(least_tilt_deg)
    high = max(tilts) + _BEYOND_DEG if greatest_tilt_deg is None else float(greatest_tilt_deg)
    if not -80.0 <= low < high <= 80.0:
        raise ValueError(
            f"the tilts must be from low to high, -80 to 80 deg, got {low:g} to {high:g}"
        )
    # The equilibria are among the tilts, so that each mark lies on the curve.
    inner = [t for t in tilts if low <= t <= high]
    grid = np.arange(low, high, _STEP_DEG).tolist()
    at = np.unique(np.array([*grid, high, posture.anterior_tilt_deg, *inner]))
    energy = energy_along(posture, at)
    energy -= energy[int(np.searchsorted(at, posture.anterior_tilt_deg))]
    if ax is None:
        ax = new_axes(6.0, 4.2)
    ax.plot(at, energy, color=INK, lw=2.0)
    marks = {
        "rests here": ("o", BLUE, BLUE),
        "stable": ("o", BLUE, "white"),
        "unstable": ("v", VERMILLION, "white"),
    }
    for e in posture.equilibria:
        if not low <= e.anterior_tilt_deg <= high:
            continue
        is_here = abs(e.anterior_tilt_deg - posture.anterior_tilt_deg) < 1e-6
        label = "rests here" if is_here else "stable" if e.stable else "unstable"
        marker, color, face = marks[label]
        y = energy[int(np.searchsorted(at, e.anterior_tilt_deg))]
        known = ax.get_legend_handles_labels()[1]
        ax.plot(
            [e.anterior_tilt_deg],
            [y],
            marker,
            ms=8,
            color=color,
            mfc=face,
            mew=1.6,
            ls="none",
            label="" if label in known else label,
            zorder=4,
        )
    ax.set_xlabel(labelled("tilt of the pelvis", "deg", "anterior +, posterior \N{MINUS SIGN}"))
    ax.set_ylabel(labelled("energy U of weight, tissue and muscle", "J", "0 where it rests"))
    ax.set_title("Energy along the free direction")
    ax.legend(frameon=False, fontsize=9)
    plain_axes(ax)
    save(ax, path)
    return ax


def energy_along(posture: Posture, tilts_deg: FloatArray) -> FloatArray:
    """Energy [J] over ascending tilts with trunk and knees held and the weight over the feet.

    U(b) - U(a) = -sum_j int M_j dq_j along any way from a to b, here the chord in the joint angles.
    """
    import numpy as np

    bridge = posture.model._bridge
    shares = _level_shares()

    def moments(q: FloatArray) -> FloatArray:
        posed = {j.name: j for j in _core.pose(bridge, q.tolist()).joints}

        def of(joint: str) -> float:
            j = posed[joint]
            return j.gravity + j.tissue + j.passive + j.tonic

        lumbar = sum(share * (of(k) - posed[k].tissue) for k, share in shares.items())
        # In series all levels carry the same; the rest moments of single discs do no work in sum.
        lumbar += posed["T12/L1"].tissue
        return np.array([of("ankle"), of("knee"), of("hip"), lumbar])

    qs = [_standing(posture, float(tilt)) for tilt in tilts_deg]
    energy = [0.0]
    for one, other in zip(qs, qs[1:]):
        step = other - one
        work = sum(weight * float(moments(one + t * step) @ step) for t, weight in _NODES)
        energy.append(energy[-1] - work)
    return np.array(energy)


def _standing(posture: Posture, tilt_deg: float) -> FloatArray:
    """Joint angles [rad] at a tilt, by secants on the ankle until the weight is over the feet."""
    import numpy as np

    bridge = posture.model._bridge
    knee = math.radians(posture.knee_flexion_deg)
    tilt, trunk = math.radians(tilt_deg), math.radians(posture.trunk_inclination_deg)

    def at(ankle: float) -> FloatArray:
        return np.array([ankle, knee, tilt - ankle + knee, trunk - tilt])

    def ahead(ankle: float) -> float:
        return float(_core.pose(bridge, at(ankle).tolist()).mass_center[0])

    here = [math.radians(getattr(posture, f"{j}_deg")) for j in _ANGLES]
    goal = float(_core.pose(bridge, here).mass_center[0])
    before, ankle = here[0], here[0] + 0.01
    off_before = ahead(before) - goal
    for _ in range(30):
        off = ahead(ankle) - goal
        if abs(off) < 1e-12 or off == off_before:
            break
        before, ankle, off_before = ankle, ankle - off * (ankle - before) / (off - off_before), off
    return at(ankle)


_ANGLES = ("ankle_dorsiflexion", "knee_flexion", "hip_flexion", "lumbar_flexion")


def _level_shares() -> dict[str, float]:
    """Part of the lumbar flexion that each level takes."""
    from guyline import evidence

    shares = {}
    for level in ("L5/S1", "L4/L5", "L3/L4", "L2/L3", "L1/L2", "T12/L1"):
        value = evidence(f"{level}.share").value
        assert value is not None
        shares[level] = value
    return shares
