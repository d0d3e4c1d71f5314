"""Curves, maps, budgets, tornados, energies, evidence: what they show, not how they look."""

from __future__ import annotations

import math
from pathlib import Path

import guyline as gl
import pytest

np = pytest.importorskip("numpy")
matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

TILT = "tilt of the pelvis [deg]\nanterior +, posterior \N{MINUS SIGN}"
STIFFNESS = "adductors.stiffness"


@pytest.fixture(scope="module")
def fold(body: gl.Model) -> gl.Continuation:
    return gl.continuation(body, STIFFNESS, 0.1, 1.0)


@pytest.fixture(scope="module")
def folded(body: gl.Model) -> gl.Posture:
    """Rests beside a second hollow."""
    return body.vary(adductors={"stiffness": 0.35}).stand()


def legend(ax) -> list[str]:
    return [t.get_text() for t in ax.get_legend().get_texts()] if ax.get_legend() else []


def labelled(ax, word: str) -> list:
    return [line for line in ax.lines if str(line.get_label()).startswith(word)]


def points(lines) -> list[tuple[float, float]]:
    return [(x, y) for line in lines for x, y in zip(line.get_xdata(), line.get_ydata())]


def is_dashed(line) -> bool:
    return line.get_linestyle() != "-"


# ---- tilt curves --------------------------------------------------------------------------------


def test_stable_is_solid_unstable_dashed_and_folds_are_marked(fold: gl.Continuation) -> None:
    ax = gl.plot_tilt_curve(fold)
    assert points(labelled(ax, "fold")) == [(f.value, f.anterior_tilt_deg) for f in fold.folds]
    stable, unstable = labelled(ax, "stable"), labelled(ax, "unstable")
    assert stable and unstable
    assert not any(map(is_dashed, stable)) and all(map(is_dashed, unstable))
    drawn = {
        (float(x), float(y)): bool(s)
        for b in fold.branches
        for x, y, s in zip(b.values, b.anterior_tilt_deg, b.stable)
    }
    # All is drawn, and a solid line has no unstable point but at its ends.
    assert set(points(stable + unstable)) == set(drawn)
    for line in stable:
        assert all(drawn[p] for p in points([line])[1:-1])
    for line in unstable:
        assert not any(drawn[p] for p in points([line])[1:-1])
    # At a fold one of each kind ends.
    for at in points(labelled(ax, "fold")):
        for lines in (stable, unstable):
            assert any(at in (points([x])[0], points([x])[-1]) for x in lines)
    assert ax.get_xlabel().startswith("adductors: stiffness [factor]")
    assert ax.get_ylabel() == TILT
    assert "2 folds" in ax.get_title()


def test_a_curve_of_postures(body: gl.Model) -> None:
    curve = gl.tilt_curve(body, "hip_flexors.tone", [0.0, 0.05, 0.6])
    for ax in (curve.plot(), gl.plot_tilt_curve(curve)):
        (line,) = labelled(ax, "stable")
        np.testing.assert_array_equal(line.get_ydata(), curve.anterior_tilt_deg)
        assert ax.get_xlabel().startswith("hip flexors: tone [activation]")
        assert ax.get_ylabel() == TILT
        assert "1 of 3" in ax.get_title()
        (gone,) = [x for x in ax.lines if x.get_linestyle() == ":"]
        assert gone.get_xdata()[0] == 0.6


def test_a_sweep_with_its_equilibria_shows_the_same_folds(
    body: gl.Model, fold: gl.Continuation, tmp_path: Path
) -> None:
    pytest.importorskip("xarray")
    values = np.linspace(0.2, 1.0, 33)
    sweep = gl.sweep(body, {STIFFNESS: values}, equilibria=True)
    ax = gl.plot_tilt_curve(sweep, tmp_path / "curve.png")
    found = points(labelled(ax, "fold"))
    assert len(found) == len(fold.folds) == 2
    for fold_at in fold.folds:
        nearest = min(found, key=lambda p: abs(p[0] - fold_at.value))
        assert abs(nearest[0] - fold_at.value) <= 0.5 * (values[1] - values[0])
        assert abs(nearest[1] - fold_at.anterior_tilt_deg) < 3.0
    assert all(map(is_dashed, labelled(ax, "unstable")))
    assert not any(map(is_dashed, labelled(ax, "stable")))
    # The unstable branch goes down from the upper fold to the lower one.
    x, y = zip(*points(labelled(ax, "unstable")))
    assert (min(x), max(x)) == (min(p[0] for p in found), max(p[0] for p in found))
    assert max(y) == max(p[1] for p in found) and min(y) == min(p[1] for p in found)
    assert (tmp_path / "curve.png").stat().st_size > 5_000
    assert "no equilibrium" in ax.get_title()
    assert "anterior (forward) is positive" in ax.get_ylabel()


def test_a_curve_wants_one_knob(body: gl.Model) -> None:
    pytest.importorskip("xarray")
    sweep = gl.sweep(body, {"psoas.tone": [0.0, 0.01], "psoas.length": [0.0, 0.1]})
    with pytest.raises(ValueError, match=r"one knob, this sweep has psoas\.tone, psoas\.length"):
        gl.plot_tilt_curve(sweep)
    with pytest.raises(TypeError, match="got int"):
        gl.plot_tilt_curve(3)


def test_a_line_breaks_where_a_movement_ends_for_another_reason(body: gl.Model) -> None:
    pytest.importorskip("xarray")
    values = [0.06, 0.08, 0.10, 0.12, 0.14]
    bent = gl.sweep(body, {"hamstrings.length": values}, task="bend")
    assert len(np.unique(bent.stopped_by)) == 2
    ax = gl.plot_tilt_curve(bent)
    lines = labelled(ax, "stable")
    assert len(lines) == 2
    for line in lines:
        at = np.isin(values, line.get_xdata())
        assert len(np.unique(bent.stopped_by.values[at])) == 1
    assert sorted(x for x, _ in points(lines)) == values
    assert ax.get_title().startswith("Bend: tilt over length of hamstrings\ngap")
    assert ax.get_ylabel().startswith("bend: tilt of the pelvis")


def test_a_knob_of_the_person_is_named_in_words(body: gl.Model) -> None:
    pytest.importorskip("xarray")
    for knob, words in (
        ("mass_kg", "body mass"),
        ("trunk_inclination_deg", "inclination of the trunk"),
    ):
        ax = gl.plot_tilt_curve(gl.sweep(body, {knob: [1.0, 60.0]}))
        assert ax.get_title().splitlines()[0] == f"Tilt over {words}"


def test_a_sweep_without_tilt_is_no_tilt_curve(body: gl.Model) -> None:
    pytest.importorskip("xarray")
    sweep = gl.sweep(body, {"psoas.tone": [0.0, 0.01]}, variables=["lordosis_deg"])
    with pytest.raises(ValueError, match="no anterior_tilt_deg, it has status, lordosis_deg"):
        gl.plot_tilt_curve(sweep)


# ---- maps ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sweep2(body: gl.Model):
    pytest.importorskip("xarray")
    tones, lengths = np.linspace(0.0, 0.6, 9), np.linspace(-0.2, 0.2, 6)
    return gl.sweep(body, {"hip_flexors.tone": tones, "hamstrings.length": lengths})


def test_a_map_hatches_what_has_no_number_and_names_it(sweep2, tmp_path: Path) -> None:
    ax = gl.plot_map(sweep2, tmp_path / "map.png")
    missing = int((sweep2.status == 1).sum())
    assert missing > 0
    assert legend(ax) == [f"no equilibrium ({missing})"]
    (hatched,) = [c for c in ax.collections if c.get_gid() == "no equilibrium"]
    assert hatched.get_hatch() and len(hatched.get_paths()) == missing
    # Each box holds its own cell.
    x, y = (sweep2[k].values for k in ("hip_flexors.tone", "hamstrings.length"))
    cells = [(x[i], y[j]) for i, j in zip(*np.nonzero(sweep2.status.values == 1))]
    for path, cell in zip(hatched.get_paths(), cells):
        low, high = path.vertices.min(axis=0), path.vertices.max(axis=0)
        assert (low <= cell).all() and (cell <= high).all()
    assert ax.get_xlabel().startswith("hip flexors: tone [activation]")
    assert ax.get_ylabel().startswith("hamstrings: length [optimal fibre lengths]\n+ longer")


def colors_at(ax, x: float, y: float) -> float:
    """What the cells below the contours say there."""
    (mesh,) = [c for c in ax.collections if type(c).__name__ == "QuadMesh"]
    corners = mesh.get_coordinates()
    i = int(np.searchsorted(corners[0, :, 0], x)) - 1
    j = int(np.searchsorted(corners[:, 0, 1], y)) - 1
    return float(mesh.get_array()[j, i])


def test_a_map_is_not_turned_over(sweep2) -> None:
    ax = gl.plot_map(sweep2)
    at = {"hip_flexors.tone": 0.15, "hamstrings.length": -0.2}
    expected = float(sweep2.anterior_tilt_deg.sel(at, method="nearest"))
    assert colors_at(ax, 0.151, -0.199) == pytest.approx(expected, abs=6.0)
    more = float(sweep2.anterior_tilt_deg.sel({**at, "hip_flexors.tone": 0.375}, method="nearest"))
    assert colors_at(ax, 0.376, -0.199) == pytest.approx(more, abs=6.0)
    assert more > expected + 6.0


def test_a_map_of_a_load(sweep2) -> None:
    ax = gl.plot_map(sweep2, variable="compression_N", level="L5/S1")
    bar = ax.figure.axes[-1].get_ylabel()
    assert "L5/S1" in bar and "[N]" in bar and "positive" in bar
    with pytest.raises(ValueError, match='choose one, as level="L5/S1"'):
        gl.plot_map(sweep2, variable="compression_N")
    with pytest.raises(ValueError, match="level has no"):
        gl.plot_map(sweep2, variable="compression_N", level="L1/L2")
    with pytest.raises(ValueError, match="no variable"):
        gl.plot_map(sweep2, variable="tilt")
    with pytest.raises(ValueError, match="no dimension muscle"):
        gl.plot_map(sweep2, muscle="psoas")
    # As with all pictures the file comes second: a variable there would be one.
    with pytest.raises(TypeError):
        gl.plot_map(sweep2, None, "lordosis_deg")


def test_a_map_of_one_branch(body: gl.Model) -> None:
    values = np.linspace(0.2, 1.0, 9)
    found = gl.tilt_map(body, STIFFNESS, values, "hamstrings.length", [-0.1, 0.0, 0.1])
    assert (found.status == gl.CellStatus.fold).any()
    ax = gl.plot_map(found)
    assert any(word.startswith("fold") for word in legend(ax))
    assert "[deg]" in ax.figure.axes[-1].get_ylabel()
    with pytest.raises(ValueError, match="compression_N"):
        gl.plot_map(found, variable="compression_N")
    with pytest.raises(TypeError, match="got str"):
        gl.plot_map("tilt")


# ---- budgets ------------------------------------------------------------------------------------


def heights(ax, place: int) -> dict[str, float]:
    return {c.get_label(): c.patches[place].get_height() for c in ax.containers}


def test_a_budget_adds_up_to_the_compression(body: gl.Model, rest: gl.Posture) -> None:
    ax = gl.plot_budget(rest)
    for place, (level, load) in enumerate(rest.load.items()):
        assert heights(ax, place) == pytest.approx(dict(load.budget))
        assert sum(heights(ax, place).values()) == pytest.approx(load.compression_N)
        assert ax.get_xticklabels()[place].get_text() == level
    assert ax.get_ylabel() == "compression [N]\n+ presses"
    # Without colours the hatches are left.
    hatches = [c.patches[0].get_hatch() for c in ax.containers]
    assert len(set(hatches)) == 4
    several = gl.plot_budget({"stand": rest, "lift": body.lift(15)}, level="L4/L5")
    assert heights(several, 1) == pytest.approx(dict(body.lift(15).load["L4/L5"].budget))


def test_parts_that_pull_apart_go_below_zero(body: gl.Model) -> None:
    """Bars stand on each other, on either side of zero."""
    from guyline.drawing.budget import _bars
    from matplotlib.figure import Figure

    def ends(ax) -> dict[str, tuple[float, float]]:
        found = {}
        for container in ax.containers:
            (bar,) = container.patches
            found[container.get_label()] = (bar.get_y(), bar.get_y() + bar.get_height())
        return found

    ax = Figure().add_subplot()
    _bars(ax, {"one": {"gravity": 10.0, "passive": -4.0, "tonic": 5.0, "active": -1.0}})
    assert ends(ax) == {
        "gravity": (0.0, 10.0),
        "passive": (0.0, -4.0),
        "tonic": (10.0, 15.0),
        "active": (-4.0, -5.0),
    }
    for posture in (body.stand(), body.lie()):
        budget = posture.load["L5/S1"].budget
        drawn = ends(gl.plot_budget(posture, level="L5/S1")).values()
        assert max(map(max, drawn)) == pytest.approx(sum(max(x, 0.0) for x in budget.values()))
        assert min(map(min, drawn)) == pytest.approx(sum(min(x, 0.0) for x in budget.values()))


def test_a_budget_along_a_sweep(body: gl.Model) -> None:
    pytest.importorskip("xarray")
    sweep = gl.sweep(body, {"hip_flexors.tone": np.linspace(0.0, 0.2, 5)})
    ax = gl.plot_budget(sweep, level="L4/L5")
    (total,) = labelled(ax, "all together")
    np.testing.assert_allclose(total.get_ydata(), sweep.compression_N.sel(level="L4/L5"))
    assert set(legend(ax)) == {"gravity", "passive", "tonic", "active", "all together"}
    with pytest.raises(ValueError, match="no level"):
        gl.plot_budget(sweep, level="L1/L2")
    with pytest.raises(TypeError, match="got list"):
        gl.plot_budget([body.stand()])


# ---- tornado ------------------------------------------------------------------------------------


def overlaps(labels) -> bool:
    boxes = [x.get_window_extent() for x in labels if x.get_text()]
    return any(a.overlaps(b) for a, b in zip(boxes, boxes[1:]))


def test_tick_labels_keep_apart(body: gl.Model, rest: gl.Posture, tmp_path: Path) -> None:
    pytest.importorskip("xarray")
    names = ("standing, quiet and erect", "sitting, slumped on a stool", "lifting 15 kg in a stoop")
    ax = gl.plot_budget(dict.fromkeys(names, rest), tmp_path / "budget.png")
    assert [x.get_text().replace("\n", " ") for x in ax.get_xticklabels()] == list(names)
    assert not overlaps(ax.get_xticklabels())
    ends = [-0.1, 0.1]
    sweep = gl.sweep(body, {"hamstrings.length": ends, "hip_flexors.length": ends})
    assert not overlaps(gl.plot_map(sweep, tmp_path / "map.png").get_xticklabels())
    ax = gl.plot_evidence("Standing", tmp_path / "evidence.png")
    assert not any("\N{HORIZONTAL ELLIPSIS}" in x.get_text() for x in ax.get_yticklabels())
    assert not overlaps(ax.get_yticklabels())


def test_a_tornado_is_ranked(rest: gl.Posture) -> None:
    what = rest.sensitivity()
    ax = gl.plot_sensitivity(what, most=7)
    widths = [bar.get_width() for c in ax.containers for bar in c.patches]
    expected = [e.anterior_tilt_deg for e in list(what.effects.values())[:7]]
    assert widths == expected
    assert [abs(w) for w in widths] == sorted((abs(w) for w in widths), reverse=True)
    # The first is at the top, and each says its step.
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    first = next(iter(what.effects.values()))
    assert first.step in ax.get_yticklabels()[0].get_text()
    assert ax.get_xlabel() == "change of the tilt per step [deg]\n+ more anterior"
    # A ranking is one of steps, and of one posture.
    assert "per step as named" in ax.get_title()
    named = gl.plot_sensitivity(what, most=1, name="standing").get_title()
    assert named.startswith("Standing: what moves the tilt most")
    load = gl.plot_sensitivity(what, of="compression_N", level="L4/L5", most=1)
    (bar,) = load.containers[0].patches
    effects = [e.compression_N["L4/L5"] for e in what.effects.values()]
    assert bar.get_width() == max(effects, key=abs)
    assert "[N]" in load.get_xlabel() and "L4/L5" in load.get_xlabel()
    with pytest.raises(ValueError, match="no effect on"):
        gl.plot_sensitivity(what, of="tilt")
    with pytest.raises(ValueError, match="at least 1"):
        gl.plot_sensitivity(what, most=0)
    with pytest.raises(TypeError, match=r"must be a Sensitivity, .* got Posture"):
        gl.plot_sensitivity(rest)


# ---- energy -------------------------------------------------------------------------------------


def test_energy_is_flat_in_equilibria_and_as_curved_as_they_are_stiff(
    folded: gl.Posture, rest: gl.Posture
) -> None:
    """dU/ds = 0 and d2U/ds2 = stiffness, by differences of the second order."""
    from guyline.drawing.energy import energy_along

    step = 0.1
    for posture in (folded, rest):
        for e in posture.equilibria:
            tilts = e.anterior_tilt_deg + step * np.array([-1.0, 0.0, 1.0])
            low, here, high = energy_along(posture, tilts)
            per_rad = (high - low) / (2.0 * math.radians(step))
            assert abs(per_rad) < 1e-3
            curvature = (high - 2.0 * here + low) / math.radians(step) ** 2
            assert math.radians(curvature) == pytest.approx(e.stiffness_Nm_per_deg, rel=1e-3)


def test_the_energy_is_that_of_any_way(rest: gl.Posture) -> None:
    """A potential: many small steps and one large one come to the same."""
    from guyline.drawing.energy import energy_along

    few = energy_along(rest, np.array([-4.0, 0.0, 4.0]))
    many = energy_along(rest, np.linspace(-4.0, 4.0, 17))
    np.testing.assert_allclose(few[1:], many[[8, 16]], rtol=0.0, atol=1e-3 * abs(few).max())


def test_energy_marks_every_equilibrium_on_the_curve(folded: gl.Posture) -> None:
    assert len(folded.equilibria) == 3
    ax = gl.plot_energy(folded)
    curve, *marks = ax.lines
    drawn = points([curve])
    assert {p[0] for p in points(marks)} == {e.anterior_tilt_deg for e in folded.equilibria}
    assert set(points(marks)) <= set(drawn)
    (here,) = labelled(ax, "rests here")
    assert points([here]) == [(folded.anterior_tilt_deg, 0.0)]
    assert set(legend(ax)) == {"rests here", "stable", "unstable"}
    # The hill between two hollows is the unstable one.
    (top,) = labelled(ax, "unstable")
    (other,) = labelled(ax, "stable")
    assert top.get_ydata()[0] > max(other.get_ydata()[0], 0.0)
    assert "[J]" in ax.get_ylabel() and ax.get_xlabel() == TILT


def test_energy_of_what_has_none(body: gl.Model, rest: gl.Posture) -> None:
    with pytest.raises(ValueError, match=r"body\.stand\(\), .* got the task"):
        gl.plot_energy(body.sit("erect"))
    with pytest.raises(ValueError, match="from low to high"):
        gl.plot_energy(rest, least_tilt_deg=10.0, greatest_tilt_deg=-10.0)


# ---- evidence -----------------------------------------------------------------------------------


def test_evidence_is_that_of_the_page() -> None:
    from guyline.drawing.evidence import published_rows

    rows = {row.name: row for row in published_rows()}
    assert len(rows) > 60
    compression = rows["V01.1"]
    assert (compression.published, compression.low, compression.high) == (594.0, 450.0, 800.0)
    assert compression.source == "wilke1999" and compression.unit == "N"
    for row in rows.values():
        inside = (row.low is None or row.ours >= row.low) and (
            row.high is None or row.ours <= row.high
        )
        # The page rounds to three digits, so that an end may look met.
        ends = [end for end in (row.low, row.high) if end is not None]
        near = any(abs(row.ours - end) < 0.005 * abs(end) + 1e-6 for end in ends)
        assert inside == row.is_in or near, row.name


def test_evidence_within_its_band_is_drawn_within_the_strip() -> None:
    from guyline.drawing.evidence import published_rows

    for section in ("Standing", "Bending"):
        ax = gl.plot_evidence(section)
        marks = {x.get_gid(): x for x in ax.lines if x.get_gid() and x.get_gid() != "published"}
        rows = [r for r in published_rows() if r.section == section and r.kind != "identity"]
        assert set(marks) == {r.name for r in rows}
        for row, strip in zip(rows, (c.patches[0] for c in ax.containers)):
            (x,) = marks[row.name].get_xdata()
            inside = strip.get_x() - 1e-9 <= x <= strip.get_x() + strip.get_width() + 1e-9
            assert inside == row.is_in, row.name
            # What it was tuned on is hollow.
            assert (marks[row.name].get_markerfacecolor() == "white") == (row.kind == "calibration")
        assert f"{sum(r.is_in for r in rows)} of {len(rows)}" in ax.get_title()
    with pytest.raises(gl.UnknownName, match="Standing"):
        gl.plot_evidence("Stand")
    with pytest.raises(gl.UnknownName, match="validation"):
        gl.plot_evidence("Standing", kinds=("validated",))


def test_numbers_by_grade() -> None:
    rows = gl.evidence()
    ax = gl.plot_evidence(rows)
    drawn = {c.get_label(): sum(bar.get_width() for bar in c.patches) for c in ax.containers}
    for grade in ("measured", "derived", "assumption"):
        assert drawn[grade] == sum(row.grade == grade for row in rows)
    assert legend(ax) == ["measured", "derived", "assumption"]


def test_both_signs_are_coloured_from_zero_outwards(sweep2) -> None:
    ax = gl.plot_map(sweep2)
    (mesh,) = [c for c in ax.collections if type(c).__name__ == "QuadMesh"]
    low, high = mesh.get_clim()
    assert low == -high
    assert mesh.get_cmap().name == "PuOr_r"
    # Nothing but what there is stands on the scale.
    least = float(sweep2.anterior_tilt_deg.min())
    assert ax.figure.axes[-1].get_ylim()[0] > 2.0 * least - 6.0
    assert gl.plot_map(sweep2, variable="lordosis_deg").collections[0].get_cmap().name == "cividis"


# ---- misuse -------------------------------------------------------------------------------------


def test_what_is_no_picture_is_said_in_a_sentence(
    body: gl.Model, rest: gl.Posture, tmp_path: Path
) -> None:
    pytest.importorskip("ipywidgets")
    tones = [0.0, 0.1]
    for draw, message in (
        (lambda: gl.plot_energy(3), "posture must be a Posture, .* got int"),
        (lambda: gl.sliders(3), "body must be a Model, .* got int"),
        (lambda: gl.sliders(body, 3), "knobs must be a list of names, got 3"),
        (lambda: gl.sliders(body, groups="psoas"), "groups must be a list of names, got 'psoas'"),
        (lambda: gl.plot_evidence(3), "of must be a section .* got int"),
        (lambda: gl.plot_evidence([3]), "of must be a section .* got list"),
        (lambda: gl.animate(3, "psoas.tone", tones, tmp_path / "a.gif"), "body must .* got int"),
    ):
        with pytest.raises(TypeError, match=message):
            draw()
    for knob in ("hamstring", "hamstrings"):
        with pytest.raises(gl.UnknownName, match="groups="):
            gl.sliders(body, [knob])
    with pytest.raises(ValueError, match='got the task "sit, erect"'):
        gl.plot_energy(body.sit("erect"))
    fallen = body.vary(hip_flexors={"tone": 0.9}).stand()
    with pytest.raises(ValueError, match=r"got no posture \(no_equilibrium\)"):
        gl.plot_energy(fallen)


def test_misuse_of_a_sweep_is_said_in_a_sentence(body: gl.Model, rest: gl.Posture) -> None:
    pytest.importorskip("xarray")
    knobs = {"psoas.tone": [0.0, 0.1]}
    with pytest.raises(TypeError, match="body must be a Model, .* got Posture$"):
        gl.sweep(rest, knobs)
    with pytest.raises(TypeError, match="store must be the path of a folder, got 3"):
        gl.sweep(body, knobs, store=3)
    with pytest.raises(ValueError, match=r"psoas\.tone .* rows of different lengths"):
        gl.sweep(body, {"psoas.tone": [[0.0], [0.0, 0.1]]})
    with pytest.raises(ValueError, match=r"hamstrings\.length, not .* body\.vary\(hamstrings="):
        gl.sweep(body, {"hamstrings.length_slr_deg": [-10.0, 0.0]})
