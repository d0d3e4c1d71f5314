"""Drawings of postures: what the lines and arrows say, not how they look."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import guyline as gl
import pytest

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

FRONT, BACK = "front \N{RIGHTWARDS ARROW}", "\N{LEFTWARDS ARROW} back"


def cables(ax) -> dict:
    """Lines of the cables by muscle."""
    return {line.get_gid(): line for line in ax.lines if line.get_zorder() == 4}


def patch(ax, gid: str):
    """The patch of that name."""
    (found,) = [p for p in ax.patches if p.get_gid() == gid]
    return found


def arrow_length(ax, gid: str) -> float:
    """From the tip, which comes first, to the middle of the end."""
    xy = patch(ax, gid).get_xy()
    tail = 0.5 * (xy[3] + xy[4])
    return math.hypot(*(tail - xy[0]))


def arrow_direction(ax, gid: str) -> tuple[float, float]:
    """Unit vector from tail to tip."""
    xy = patch(ax, gid).get_xy()
    x, y = xy[0] - 0.5 * (xy[3] + xy[4])
    return x / math.hypot(x, y), y / math.hypot(x, y)


def words(ax) -> list[str]:
    return [t.get_text() for t in ax.texts if t.get_visible()]


@pytest.fixture(scope="module")
def tilted(body: gl.Model) -> gl.Posture:
    return body.vary(hip_flexors={"tone": 0.05}).stand()


@pytest.fixture(scope="module")
def tasks(body: gl.Model) -> dict[str, gl.Posture]:
    return {
        "bend": body.bend("full"),
        "lift": body.lift(15),
        "squat": body.lift(15, "squat"),
        "erect": body.sit("erect"),
        "slumped": body.sit("slumped"),
        "reclined": body.sit("reclined"),
        "lie": body.lie(),
        "slope": body.stand(ground_inclination_deg=10, rucksack_kg=10),
    }


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


def test_every_task_can_be_drawn_and_says_front_and_back(tasks: dict[str, gl.Posture]) -> None:
    for name, posture in tasks.items():
        ax = posture.plot()
        ax.figure.canvas.draw()
        (near,) = ax.child_axes
        wanted = {"front \N{UPWARDS ARROW}", "back \N{DOWNWARDS ARROW}"}
        assert (wanted if name == "lie" else {FRONT, BACK}) <= set(words(near)), name
        assert posture.task.name.capitalize() in ax.get_title()


def test_nothing_that_is_drawn_leaves_the_axes(
    rest: gl.Posture, tasks: dict[str, gl.Posture]
) -> None:
    for posture in (rest, *tasks.values()):
        ax = posture.plot()
        (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
        for part in (p for p in ax.patches if p.get_gid()):
            xs, ys = part.get_xy().T
            assert x0 <= xs.min() and xs.max() <= x1, part.get_gid()
            assert y0 <= ys.min() and ys.max() <= y1, part.get_gid()


def test_more_tension_is_thicker_and_no_tension_dashed(body: gl.Model) -> None:
    posture = body.without("gracilis").stand()
    ax = posture.plot()
    for axes in (ax, ax.child_axes[0]):
        by_name = cables(axes)
        assert list(by_name) == list(posture.tensions)
        assert by_name["gracilis"].get_linestyle() == "--"
        solid = {n: c for n, c in by_name.items() if posture.tensions[n] >= 1.0}
        assert all(c.get_linestyle() == "-" for c in solid.values())
        by_tension = sorted(solid, key=lambda n: posture.tensions[n])
        widths = [solid[n].get_linewidth() for n in by_tension]
        assert widths == sorted(widths)
        assert widths[0] < widths[-1]
        # Darker, too, for those who print without colours.
        shades = [sum(solid[n].get_color()[:3]) for n in by_tension]
        assert shades[0] > shades[-1]


def test_the_drawn_pelvis_is_tilted_as_the_posture_says(
    tilted: gl.Posture, rest: gl.Posture
) -> None:
    """Two points of one cable on the pelvis turn with it: forward is clockwise."""

    def direction(posture: gl.Posture) -> float:
        cable = cables(posture.plot())["gluteus_maximus"]
        (x0, x1), (y0, y1) = cable.get_xdata()[:2], cable.get_ydata()[:2]
        return math.degrees(math.atan2(y1 - y0, x1 - x0))

    turned = direction(rest) - direction(tilted)
    assert turned == pytest.approx((tilted - rest).anterior_tilt_deg, abs=1e-9)
    assert turned > 1.0


def test_the_hand_of_the_protractor_points_at_the_tilt(
    rest: gl.Posture, tilted: gl.Posture, tasks: dict[str, gl.Posture]
) -> None:
    for posture in (rest, tilted, *tasks.values()):
        ax = posture.plot()
        x, y = arrow_direction(ax, "tilt")
        # Clockwise from straight up is to the right, where the word is.
        assert math.degrees(math.atan2(x, y)) == pytest.approx(posture.anterior_tilt_deg, abs=1e-9)
        by_words = {t.get_text(): t.get_position()[0] for t in ax.texts}
        assert by_words["posterior"] < by_words["anterior"]
    assert "anterior" in next(w for w in words(tilted.plot()) if "tilt of the pelvis" in w)


def test_arrows_are_as_long_as_forces_are_large(tasks: dict[str, gl.Posture]) -> None:
    for name in ("lift", "squat", "erect", "reclined"):
        posture = tasks[name]
        ax = posture.plot()
        load = posture.load["L5/S1"]
        (near,) = ax.child_axes
        ratio = arrow_length(near, "compression") / arrow_length(near, "shear")
        assert ratio == pytest.approx(load.compression_N / abs(load.shear_N), rel=1e-9)
        weight = 9.80665 * posture.model.mass_kg
        per_N = arrow_length(ax, "weight") / weight
        expected = {
            "lift": {},
            "squat": {},
            "erect": {"seat": posture.seat_force_N, "feet": posture.foot_force_N},
            "reclined": {"seat": posture.seat_force_N, "backrest": posture.backrest_force_N},
        }[name]
        for force, size_N in expected.items():
            assert arrow_length(ax, force) == pytest.approx(per_N * size_N, rel=1e-9), force
            assert any(f"{size_N:.0f} N" in w for w in words(ax))


def test_arrows_point_where_forces_do(tasks: dict[str, gl.Posture]) -> None:
    ax = tasks["reclined"].plot()
    assert arrow_direction(ax, "weight") == pytest.approx((0.0, -1.0))
    assert arrow_direction(ax, "seat") == pytest.approx((0.0, 1.0))
    # A trunk that leans back by 20 deg is pushed forward and up.
    lean = math.radians(20.0)
    assert arrow_direction(ax, "backrest") == pytest.approx((math.cos(lean), math.sin(lean)))
    across = arrow_direction(ax.child_axes[0], "compression")
    along = arrow_direction(ax.child_axes[0], "shear")
    assert across[0] * along[0] + across[1] * along[1] == pytest.approx(0.0, abs=1e-9)


def test_weight_and_what_is_carried_are_balanced_over_the_foot(
    body: gl.Model, rest: gl.Posture
) -> None:
    def plumb(posture: gl.Posture) -> float:
        (line,) = [x for x in posture.plot().lines if x.get_gid() == "plumb line"]
        assert len(set(line.get_xdata())) == 1
        return line.get_xdata()[0]

    for posture in (body.bend("full"), body.lift(15), body.stand(rucksack_kg=10)):
        assert plumb(posture) == pytest.approx(plumb(rest), abs=1e-6)


def test_a_lying_body_lies_with_its_front_up(tasks: dict[str, gl.Posture], body: gl.Model) -> None:
    ax = tasks["lie"].plot()
    head, foot = (patch(ax, name).get_xy().mean(axis=0) for name in ("head", "foot"))
    assert head[0] < foot[0] - 1.0
    lines = cables(ax)
    assert max(lines["rectus_abdominis"].get_ydata()) > max(
        lines["erector_spinae_lumbar"].get_ydata()
    )


def test_no_posture_no_drawing(body: gl.Model) -> None:
    fallen = body.vary(hip_flexors={"tone": 0.9}).stand()
    assert fallen.status is not gl.PostureStatus.solved
    with pytest.raises(ValueError, match="there is no posture to draw"):
        fallen.plot()
    with pytest.raises(ValueError, match="there is no posture to draw"):
        gl.compare(body.stand(), fallen)


def test_compare_says_what_the_difference_says(rest: gl.Posture, tilted: gl.Posture) -> None:
    ax = gl.compare(tilted, rest)
    (text,) = [t for t in ax.texts if t.get_gid() == "difference"]
    assert text.get_text().split() == str(tilted - rest).split()
    # What stands in brackets is one column.
    rows = [line for line in text.get_text().splitlines() if " -> " in line]
    assert len({line.index(" (") for line in rows}) == 1
    # The ghost is dashed outlines in both pictures, and does not hide the body.
    for axes in (ax, ax.child_axes[0]):
        ghosts = [p for p in axes.patches if p.get_gid() == "hip bone"]
        assert len(ghosts) == 2
        one, other = ghosts if ghosts[0].get_facecolor()[3] == 0.0 else ghosts[::-1]
        assert one.get_facecolor()[3] == 0.0 and one.get_linestyle() != "solid"
        assert other.get_facecolor()[3] == 1.0
        assert abs(one.get_xy() - other.get_xy()).max() > 1e-3


def test_compare_of_two_tasks(tasks: dict[str, gl.Posture], tmp_path: Path) -> None:
    path = tmp_path / "sitting.png"
    ax = gl.compare(tasks["slumped"], tasks["erect"], path)
    assert "sit, slumped" in ax.get_title() and "sit, erect" in ax.get_title()
    assert path.stat().st_size > 10_000
    # The force of the floor does not stand in the words below.
    (floor,) = [t for t in ax.texts if t.get_text().startswith("floor")]
    (text,) = [t for t in ax.texts if t.get_gid() == "difference"]
    assert not floor.get_window_extent().overlaps(text.get_window_extent())
    with pytest.raises(ValueError, match="lies"):
        gl.compare(tasks["lie"], tasks["erect"])


def test_compare_names_task_and_person_where_they_differ(
    body: gl.Model, rest: gl.Posture, tasks: dict[str, gl.Posture]
) -> None:
    title = gl.compare(tasks["bend"], rest).get_title()
    assert "Solid: bend, " in title and "Dashed: stand, " in title
    title = gl.compare(body.lift(5), tasks["lift"]).get_title()
    assert "hand_mass_kg 5" in title and "hand_mass_kg 15" in title
    title = gl.compare(gl.bridge(mass_kg=60).stand(), rest).get_title()
    assert "60 kg" in title and "75 kg" in title
    # A knob makes no other person.
    toned = body.vary(hip_flexors={"tone": 0.05}).stand()
    assert "kg" not in gl.compare(toned, rest).get_title()


def test_compare_wants_postures(body: gl.Model, rest: gl.Posture) -> None:
    with pytest.raises(TypeError, match=r"a must be a Posture, .* got Model"):
        gl.compare(body, rest)
    with pytest.raises(TypeError, match=r"b must be a Posture, .* got int"):
        gl.compare(rest, 3)


def test_a_notebook_shows_the_axes_as_a_picture(rest: gl.Posture) -> None:
    """IPython asks the last value of a cell for this; no figure is known to pyplot."""
    for shown in (rest.plot(), gl.plot_budget(rest), gl.compare(rest, rest).figure):
        assert shown._repr_png_().startswith(b"\x89PNG")


def test_the_users_style_and_backend_are_left_alone(rest: gl.Posture) -> None:
    before = dict(matplotlib.rcParams)
    rest.plot().figure.canvas.draw()
    gl.plot_budget(rest).figure.canvas.draw()
    assert dict(matplotlib.rcParams) == before
    import matplotlib.pyplot as plt

    assert plt.get_fignums() == []


def test_nothing_is_imported_before_it_is_drawn() -> None:
    code = (
        "import guyline as gl, sys; gl.bridge().stand(); gl.compare; gl.plot_map; gl.sliders; "
        "print(not {'matplotlib', 'PIL', 'ipywidgets', 'xarray', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_without_matplotlib_the_message_says_what_to_install(
    body: gl.Model, rest: gl.Posture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    curve = gl.tilt_curve(body, "psoas.tone", [0.01])
    what = rest.sensitivity()
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for draw in (
        rest.plot,
        curve.plot,
        lambda: gl.compare(rest, rest),
        lambda: gl.plot_budget(rest),
        lambda: gl.plot_energy(rest),
        lambda: gl.plot_evidence(),
        lambda: gl.plot_map(curve),
        lambda: gl.plot_sensitivity(what),
        lambda: gl.animate(body, "psoas.tone", [0.01], tmp_path / "a.gif"),
        lambda: gl.sliders(body),
    ):
        with pytest.raises(ImportError, match=r'pip install "guyline\[plot\]"'):
            draw()
