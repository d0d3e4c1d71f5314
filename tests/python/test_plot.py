"""Drawings."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import guyline as gl
import pytest

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")


def lines(axes: object) -> list:
    """Lines of the drawing and of the enlargement in it."""
    found = list(axes.lines)  # type: ignore[attr-defined]
    for child in axes.child_axes:  # type: ignore[attr-defined]
        found += child.lines
    return found


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_writes_a_file(rest: gl.Posture, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"tilt.{ending}"
    rest.plot(path)
    assert path.stat().st_size > 10_000


def test_draws_into_axes_that_are_given(rest: gl.Posture) -> None:
    from matplotlib.figure import Figure

    ax = Figure().add_subplot()
    assert rest.plot(ax=ax) is ax
    assert "L5/S1" in ax.get_title()
    assert "deg" in ax.get_title()
    assert f"{rest.load['L5/S1'].compression_N:.0f} N" in ax.get_title()


def test_more_tension_is_thicker_and_no_tension_dashed(body: gl.Model) -> None:
    posture = body.without("gracilis").stand()
    ax = posture.plot()
    names = list(posture.tensions)
    paths = body._bridge.geometry([0.0] * 4).cables
    cables = [line for line in ax.lines if line.get_zorder() == 4]
    assert len(cables) == len(names) == len(paths)
    by_name = dict(zip(names, cables))
    assert by_name["gracilis"].get_linestyle() == "--"
    solid = {n: c for n, c in by_name.items() if posture.tensions[n] >= 1.0}
    assert all(c.get_linestyle() == "-" for c in solid.values())
    by_tension = sorted(solid, key=lambda n: posture.tensions[n])
    widths = [solid[n].get_linewidth() for n in by_tension]
    assert widths == sorted(widths)
    assert widths[0] < widths[-1]


def test_the_drawn_pelvis_is_tilted_as_the_posture_says(body: gl.Model, rest: gl.Posture) -> None:
    """Two points of one cable on the pelvis turn with it: forward is clockwise."""
    tilted = body.vary(hip_flexors={"tone": 0.05}).stand()
    index = list(rest.tensions).index("gluteus_maximus")

    def direction(posture: gl.Posture) -> float:
        cable = [line for line in posture.plot().lines if line.get_zorder() == 4][index]
        (x0, x1), (y0, y1) = cable.get_xdata()[:2], cable.get_ydata()[:2]
        return math.degrees(math.atan2(y1 - y0, x1 - x0))

    turned = direction(rest) - direction(tilted)
    assert turned == pytest.approx((tilted - rest).anterior_tilt_deg, abs=1e-9)
    assert turned > 1.0


def test_curve(body: gl.Model) -> None:
    curve = gl.tilt_curve(body, "hip_flexors.tone", [0.0, 0.05, 0.6])
    ax = curve.plot()
    assert ax.get_xlabel().startswith("hip flexors: tone [activation]")
    assert ax.get_ylabel() == "tilt of the pelvis [deg]\nanterior +, posterior \N{MINUS SIGN}"
    assert "1 of 3" in ax.get_title()


def test_without_matplotlib_the_message_says_what_to_install(
    body: gl.Model, rest: gl.Posture, monkeypatch: pytest.MonkeyPatch
) -> None:
    curve = gl.tilt_curve(body, "psoas.tone", [0.01])
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for draw in (rest.plot, curve.plot):
        with pytest.raises(ImportError, match=r"pip install guyline\[plot\]"):
            draw()
