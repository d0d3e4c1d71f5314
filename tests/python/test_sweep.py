"""Sweeps: the grid, its names and attributes, files, misuse, interruptions."""

from __future__ import annotations

import io
import itertools
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import guyline as gl
import numpy as np
import pytest
from conftest import ROOT
from guyline import sweep_grid, sweep_table

xr = pytest.importorskip("xarray")

KNOBS = {
    "hamstrings.length": [-0.1, 0.0, 0.05],
    "hip_flexors.tone": [0.0, 0.02],
    "mass_kg": 70.0,
}
# A body that falls at one end of this knob, and one value that is out of range.
FALLS = {"adductors.stiffness": [0.1, 0.3, 1.0, 20.0], "hip_flexors.tone": [0.0, 0.02]}


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def found(body: gl.Model) -> Any:
    return gl.sweep(body, KNOBS, derivatives=True)


# ---- the grid -----------------------------------------------------------------------------------


def test_a_cell_is_the_row_of_its_values(body: gl.Model, found: Any) -> None:
    assert found.anterior_tilt_deg.dims == ("hamstrings.length", "hip_flexors.tone")
    assert found["mass_kg"].dims == ()
    table = [(a, b, 70.0) for a in KNOBS["hamstrings.length"] for b in KNOBS["hip_flexors.tone"]]
    result = gl.solve(body, list(KNOBS), table, derivatives=True)
    for name in ("status", "anterior_tilt_deg", "stiffness_Nm_per_deg", "evaluations"):
        assert np.array_equal(found[name].values.ravel(), getattr(result, name)), name
    for level, load in result.load.items():
        at = found.sel(level=level)
        for name in ("compression_N", "shear_N", "moment_Nm"):
            assert np.array_equal(at[name].values.ravel(), getattr(load, name)), name
        for part, force in load.budget.items():
            assert np.array_equal(at.compression_budget_N.sel(part=part).values.ravel(), force)
    for muscle, tension in result.tension_N.items():
        at = found.sel(muscle=muscle)
        assert np.array_equal(at.tension_N.values.ravel(), tension)
        assert np.array_equal(at.share.values.ravel(), result.share[muscle])


def test_one_cell_is_the_posture_of_the_body_it_names(body: gl.Model, found: Any) -> None:
    cell = found.sel({"hamstrings.length": 0.05, "hip_flexors.tone": 0.02})
    varied = gl.bridge(mass_kg=70).vary(hamstrings={"length": 0.05}, hip_flexors={"tone": 0.02})
    posture = varied.stand()
    assert float(cell.anterior_tilt_deg) == pytest.approx(posture.anterior_tilt_deg, abs=1e-9)
    loads = {level: load.compression_N for level, load in posture.load.items()}
    assert cell.compression_N.to_series().to_dict() == pytest.approx(loads, rel=1e-9)


def test_the_order_of_knobs_is_the_order_of_dimensions(body: gl.Model) -> None:
    knobs = {name: KNOBS[name] for name in ("hip_flexors.tone", "hamstrings.length")}
    turned = gl.sweep(body, knobs, loads=False, pulls=False)
    assert turned.status.dims == tuple(knobs)
    swapped = gl.sweep(body, dict(reversed(knobs.items())), loads=False, pulls=False)
    assert np.array_equal(turned.anterior_tilt_deg, swapped.anterior_tilt_deg.T)


@pytest.mark.parametrize("cells", [1, 2, 3, 5, 1000])
def test_blocks_do_not_show(body: gl.Model, found: Any, cells: int) -> None:
    again = gl.sweep(body, KNOBS, derivatives=True, block_cells=cells)
    xr.testing.assert_identical(again, found)


def test_blocks_are_a_partition_of_the_cells() -> None:
    from guyline.sweep_block import block_shape, blocks_of

    for shape in ((7,), (3, 5), (2, 1, 11), (4, 3, 2), ()):
        values = [np.arange(n, dtype=float) for n in shape]
        for cells in (1, 2, 4, 6, 10**6):
            sizes = block_shape(shape, cells)
            assert np.prod(sizes, dtype=int) <= max(cells, 1)
            seen = np.zeros(shape, dtype=int)
            names = []
            for block in blocks_of(values, sizes):
                seen[block.slices] += 1
                names.append(block.name)
                # The table of a block counts as an odometer does.
                rows = np.array([v.ravel() for v in np.meshgrid(*block.values, indexing="ij")])
                assert np.array_equal(block.table(), rows.T.reshape(block.cells, len(shape)))
            assert (seen == 1).all()
            assert len(set(names)) == len(names)


def test_no_knob_is_the_body_itself(body: gl.Model, rest: gl.Posture) -> None:
    alone = gl.sweep(body, {})
    assert alone.anterior_tilt_deg.dims == ()
    assert float(alone.anterior_tilt_deg) == pytest.approx(rest.anterior_tilt_deg, abs=1e-9)


def test_nan_stands_only_where_the_status_says_so(body: gl.Model) -> None:
    found = gl.sweep(body, FALLS)
    names = {gl.RowStatus(x).name for x in np.unique(found.status)}
    assert {"solved", "no_equilibrium", "out_of_range"} <= names
    solved = found.status == gl.RowStatus.solved
    for name, variable in found.data_vars.items():
        if variable.dtype.kind != "f":
            continue
        lost = variable.isnull()
        lost = lost.any([d for d in variable.dims if d not in FALLS])
        assert not (lost & solved).any(), name
        assert (lost | solved).all(), name


# ---- names and attributes -----------------------------------------------------------------------


def test_every_variable_says_what_it_is(body: gl.Model) -> None:
    sets = [
        gl.sweep(body, KNOBS, derivatives=True),
        gl.sweep(body, {"psoas.tone": 0.02}, equilibria=True),
        gl.sweep(body, {"psoas.tone": 0.02}, task="bend"),
    ]
    for found in sets:
        for name, variable in found.variables.items():
            wanted = {"long_name"}
            if name in found.data_vars or name in KNOBS:
                wanted |= {"units", "sign", "source"}
            assert wanted <= set(variable.attrs), name
            assert all(isinstance(variable.attrs[key], str) for key in wanted), name
            if "source" in wanted:
                assert (ROOT / "include" / variable.attrs["source"]).is_file(), name
    every = {name for found in sets for name in found.data_vars}
    from guyline.sweep_variables import VARIABLES

    assert every == set(VARIABLES)


def test_status_is_spelled_out(found: Any) -> None:
    for name, kind in (("status", gl.RowStatus),):
        attrs = found[name].attrs
        assert found[name].dtype == np.int8
        assert attrs["flag_values"].dtype == np.int8
        meanings = dict(zip(attrs["flag_values"].tolist(), attrs["flag_meanings"].split()))
        assert meanings == {int(member): member.name for member in kind}


def test_the_dataset_says_what_was_asked_of_whom(body: gl.Model) -> None:
    tight = gl.bridge(sex="female", mass_kg=60, stature_m=1.7, pelvic_incidence_deg=55)
    tight = tight.vary(psoas={"length": -0.1}).without("gracilis")
    attrs = gl.sweep(tight, {"hamstrings.tone": 0.02}, trunk_inclination_deg=5).attrs
    assert attrs["guyline_version"] == gl.__version__
    assert attrs["instruction_set"] == gl.show_config().instruction_set
    who = json.loads(attrs["body"])
    assert (who["sex"], who["mass_kg"], who["stature_m"]) == ("female", 60.0, 1.7)
    assert who["pelvic_incidence_deg"] == 55.0
    assert set(who["muscles"]) == set(tight.muscles)
    assert who["muscles"]["psoas"]["length"] == -0.1
    assert who["muscles"]["gracilis"]["cut"] is True
    assert json.loads(attrs["task"])["trunk_inclination_deg"] == 5
    assert json.loads(gl.sweep(body, {}, task="sit", style="erect").attrs["task"])["has_seat"]


def test_the_same_sweep_gives_the_same_bytes() -> None:
    code = (
        "import hashlib, pickle, guyline as gl\n"
        "found = gl.sweep(gl.bridge(), {'psoas.tone': [0.01, 0.02]}, derivatives=True)\n"
        "text = repr([(n, v.dims, v.values.tobytes() if v.dtype.kind != 'O' else v.values.tolist(),"
        " v.attrs) for n, v in found.variables.items()] + [found.attrs])\n"
        "print(hashlib.sha256(text.encode()).hexdigest())\n"
    )
    first = python(code)
    assert len(first.strip()) == 64
    assert python(code) == first


# ---- derivatives and equilibria -----------------------------------------------------------------


def test_derivatives_are_differences_of_cells(body: gl.Model) -> None:
    h = 1e-4
    knobs = {
        "hip_flexors.tone": [0.03 - h, 0.03, 0.03 + h],
        "pelvic_incidence_deg": [52 - h, 52, 52 + h],
    }
    found = gl.sweep(body, knobs, derivatives=True)
    assert not found.one_sided.any()
    assert list(found.parameter.values) == list(knobs)
    middle = found.isel(dict.fromkeys(knobs, 1))
    for name in ("anterior_tilt_deg", "lordosis_deg", "compression_N", "shear_N", "tension_N"):
        for knob, other in zip(knobs, reversed(knobs)):
            along = found[name].isel({other: 1})
            slope = (along.isel({knob: 2}) - along.isel({knob: 0})) / (2 * h)
            here = middle[f"d_{name}"].sel(parameter=knob)
            scale = float(abs(slope).max())
            assert float(abs(here - slope).max()) <= 1e-4 * scale, (name, knob)


def test_units_of_a_derivative(body: gl.Model) -> None:
    def units(knobs: dict[str, float]) -> str:
        found = gl.sweep(body, knobs, derivatives=True)
        return str(found.d_compression_N.attrs["units"])

    assert units({"psoas.tone": 0.02}) == "N"
    assert units({"mass_kg": 70}) == "N kg-1"
    assert units({"mass_kg": 70, "psoas.tone": 0.02}) == "N per parameter_units"
    found = gl.sweep(body, {"mass_kg": 70, "psoas.tone": 0.02}, derivatives=True)
    assert found.parameter_units.values.tolist() == ["kg", "1"]


def test_equilibria_of_every_cell(body: gl.Model) -> None:
    found = gl.sweep(body, FALLS, equilibria=True, acute=True)
    number = found.num_equilibria.values
    assert number.max() == found.sizes["equilibrium"] >= 2
    assert (number[found.status == gl.RowStatus.out_of_range] == 0).all()
    for index in np.ndindex(number.shape):
        cell = found.isel(dict(zip(FALLS, index)))
        n = number[index]
        tilts = cell.equilibrium_tilt_deg.values
        stable = cell.equilibrium_stable.values
        stiffness = cell.equilibrium_stiffness_Nm_per_deg.values
        assert np.isfinite(tilts[:n]).all() and np.isnan(tilts[n:]).all()
        assert (stable[n:] == -1).all()
        # Between two hollows there is a ridge, and force decides which is which.
        assert (np.diff(tilts[:n]) > 0).all()
        assert (np.diff(stable[:n]) != 0).all()
        assert ((stiffness[:n] > 0) == (stable[:n] == 1)).all()
        if cell.status == gl.RowStatus.solved:
            resting = np.abs(tilts[:n] - float(cell.anterior_tilt_deg)).argmin()
            assert tilts[resting] == pytest.approx(float(cell.anterior_tilt_deg), abs=1e-6)
            assert stable[resting] == 1
    leaning = gl.sweep(body, {"trunk_inclination_deg": [-10.0, 10.0]}, equilibria=True)
    nearest = abs(leaning.equilibrium_tilt_deg - leaning.anterior_tilt_deg).min("equilibrium")
    assert float(nearest.max()) < 1e-6
    # Which ones there are hangs on the reflex, not on whether the muscles hold the body.
    lengths = {"hip_flexors.length": [-0.1, 0.0, 0.1]}
    tilts = []
    for acute in (False, True):
        short = gl.sweep(body, lengths, equilibria=True, acute=acute)
        nearest = abs(short.equilibrium_tilt_deg - short.anterior_tilt_deg).min("equilibrium")
        assert float(nearest.max()) < 1e-6
        tilts.append(short.anterior_tilt_deg.values)
    assert np.abs(tilts[0] - tilts[1]).max() > 0.1
    weak = body.vary(erector_spinae={"strength": 0.0})
    lean = gl.sweep(weak, {"trunk_inclination_deg": [28.0]}, equilibria=True)
    assert lean.status.values.tolist() == [gl.RowStatus.too_weak]
    assert int(lean.num_equilibria[0]) >= 1
    for knobs, task in (({"mass_kg": [60]}, "stand"), ({"psoas.tone": [0.02]}, "sit")):
        with pytest.raises(ValueError, match="equilibria"):
            gl.sweep(body, knobs, task=task, equilibria=True)


# ---- tasks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("task", "how"),
    [
        ("stand", {"rucksack_kg": 10.0}),
        ("bend", {"until": "full", "knee_flexion_deg": 20.0}),
        ("extend", {"trunk_inclination_deg": -10.0}),
        ("lift", {"mass_kg": 15.0, "style": "squat"}),
        ("sit", {"style": "slumped"}),
        ("lie", {}),
    ],
)
def test_a_task_by_its_name_is_the_method_of_the_model(
    body: gl.Model, task: str, how: dict[str, Any]
) -> None:
    found = gl.sweep(body, {"hamstrings.length": [-0.1, 0.0]}, task=task, **how)
    tight = body.vary(hamstrings={"length": -0.1})
    posture = getattr(tight, task)(**how)
    cell = found.sel({"hamstrings.length": -0.1})
    assert float(cell.anterior_tilt_deg) == pytest.approx(posture.anterior_tilt_deg, abs=1e-6)
    assert gl.StopReason(int(cell.stopped_by)).name == posture.stopped_by
    assert float(cell.lumbar_moment_Nm) == pytest.approx(posture.lumbar_moment_Nm, abs=1e-6)
    same = gl.sweep(body, {"hamstrings.length": [-0.1, 0.0]}, task=posture.task)
    xr.testing.assert_identical(found, same)


def test_bending_goes_as_far_as_it_goes_or_to_the_angles(body: gl.Model) -> None:
    full = gl.sweep(body, {"hamstrings.length": [0.0]}, task="bend")
    assert float(full.trunk_inclination_deg[0]) == pytest.approx(
        body.bend("full").trunk_inclination_deg, abs=1e-6
    )
    angles = gl.sweep(body, {"trunk_inclination_deg": [30.0, 60.0]}, task="bend")
    posture = body.bend(trunk_inclination_deg=60)
    assert float(angles.anterior_tilt_deg[1]) == pytest.approx(posture.anterior_tilt_deg, abs=1e-6)
    assert "trunk_inclination_deg" not in angles.data_vars
    with pytest.raises(ValueError, match="do not give until as well"):
        gl.sweep(body, {"trunk_inclination_deg": [30.0]}, task="bend", until="full")


def test_standing_takes_the_options_of_standing(body: gl.Model) -> None:
    how = {"trunk_inclination_deg": 10.0, "knee_flexion_deg": 15.0, "effort_power": 3}
    found = gl.sweep(body, {"psoas.tone": [0.01]}, **how)
    posture = body.vary(psoas={"tone": 0.01}).stand(**how)
    assert float(found.anterior_tilt_deg[0]) == pytest.approx(posture.anterior_tilt_deg, abs=1e-9)
    load = posture.load["L5/S1"].compression_N
    assert float(found.compression_N.sel(level="L5/S1")[0]) == pytest.approx(load, rel=1e-9)


# ---- files --------------------------------------------------------------------------------------


def datasets(body: gl.Model) -> list[Any]:
    return [
        gl.sweep(body, FALLS, derivatives=True, equilibria=True),
        gl.sweep(body, {"hamstrings.length": [-0.1, 0.0]}, task="bend"),
        gl.sweep(body, {}),
    ]


@pytest.mark.parametrize("engine", ["h5netcdf", "netcdf4"])
def test_netcdf_loses_nothing(body: gl.Model, tmp_path: Path, engine: str) -> None:
    pytest.importorskip({"netcdf4": "netCDF4"}.get(engine, engine))
    for k, found in enumerate(datasets(body)):
        found.to_netcdf(tmp_path / f"{k}.nc", engine=engine)
        again = xr.load_dataset(tmp_path / f"{k}.nc", engine=engine)
        assert_the_same(again, found)


@pytest.mark.parametrize("form", [2, 3])
def test_zarr_loses_nothing(body: gl.Model, tmp_path: Path, form: int) -> None:
    pytest.importorskip("zarr", minversion="3")
    for k, found in enumerate(datasets(body)):
        found.to_zarr(tmp_path / f"{k}.zarr", zarr_format=form, consolidated=False)
        again = xr.open_zarr(tmp_path / f"{k}.zarr", consolidated=False).load()
        assert_the_same(again, found)


def assert_the_same(again: Any, found: Any) -> None:
    xr.testing.assert_identical(again, found)
    for name, variable in found.variables.items():
        if variable.dtype.kind != "O":
            assert again[name].dtype == variable.dtype, name
        for key, value in variable.attrs.items():
            assert np.array_equal(again[name].attrs[key], value), (name, key)


# ---- tables -------------------------------------------------------------------------------------


def test_a_table_has_a_row_for_each_cell(body: gl.Model) -> None:
    found = gl.sweep(body, {**FALLS, "mass_kg": 70.0}, derivatives=True)
    table = gl.tidy(found)
    assert len(table) == found.status.size
    assert list(table)[:3] == ["adductors.stiffness [1]", "hip_flexors.tone [1]", "mass_kg"]
    assert table["status"].tolist() == [gl.RowStatus(x).name for x in found.status.values.ravel()]
    for row in (0, 3, 5):
        cell = found.sel(
            {
                "adductors.stiffness": table["adductors.stiffness [1]"][row],
                "hip_flexors.tone": table["hip_flexors.tone [1]"][row],
            }
        )
        for title, number in (
            ("anterior_tilt_deg", cell.anterior_tilt_deg),
            ("compression_N L4/L5", cell.compression_N.sel(level="L4/L5")),
            (
                "compression_budget_N L5/S1 tonic",
                cell.compression_budget_N.sel(level="L5/S1", part="tonic"),
            ),
            ("tension_N psoas", cell.tension_N.sel(muscle="psoas")),
            (
                "d_compression_N L5/S1 mass_kg [N kg-1]",
                cell.d_compression_N.sel(level="L5/S1", parameter="mass_kg"),
            ),
            (
                "d_lordosis_deg hip_flexors.tone [degree]",
                cell.d_lordosis_deg.sel(parameter="hip_flexors.tone"),
            ),
        ):
            assert np.array_equal(table[title][row], float(number), equal_nan=True), title
    for title in table:
        assert title.split()[0] in found.variables
    one = gl.tidy(found.isel({"hip_flexors.tone": 1})[["status", "lordosis_deg"]])
    assert list(one["lordosis_deg"].dropna()) == list(table["lordosis_deg"][1::2].dropna())


def test_csv_keeps_the_values(body: gl.Model, tmp_path: Path, monkeypatch: Any) -> None:
    import csv

    found = gl.sweep(body, FALLS, derivatives=True)
    gl.sweep_to_csv(found, tmp_path / "whole.csv")
    with open(tmp_path / "whole.csv", encoding="utf-8", newline="") as file:
        titles, *rows = csv.reader(file)
    table = gl.tidy(found)
    assert titles == list(table)
    for title, texts in zip(titles, zip(*rows)):
        values = table[title].to_numpy()
        if values.dtype.kind == "f":
            numbers = np.array([float(text or "nan") for text in texts])
            assert np.array_equal(numbers, values, equal_nan=True), title
        else:
            assert list(texts) == [str(value) for value in values], title
    monkeypatch.setattr(sweep_table, "_ROWS", 3)
    gl.sweep_to_csv(found, tmp_path / "pieces.csv")
    assert (tmp_path / "pieces.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_a_table_of_something_else(tmp_path: Path) -> None:
    for wrong in (lambda: gl.tidy([1]), lambda: gl.sweep_to_csv([1], tmp_path / "a.csv")):  # type: ignore[arg-type]
        with pytest.raises(TypeError, match=r"what sweep\(\) returns, got list"):
            wrong()
    assert not (tmp_path / "a.csv").exists()


# ---- what to keep -------------------------------------------------------------------------------


def test_only_what_is_wanted_is_kept(body: gl.Model, found: Any) -> None:
    few = gl.sweep(body, KNOBS, variables=["compression_N", "anterior_tilt_deg"])
    assert list(few.data_vars) == ["status", "anterior_tilt_deg", "compression_N"]
    assert set(few.coords) == {*KNOBS, "level"}
    xr.testing.assert_identical(few.compression_N, found.compression_N)
    # Who is too weak is found by the loads, kept or not.
    weak = body.vary(erector_spinae={"strength": 0.0})
    lean = gl.sweep(weak, {"trunk_inclination_deg": [28.0]}, variables=["lordosis_deg"])
    assert lean.status.values.tolist() == [gl.RowStatus.too_weak]


@pytest.mark.parametrize(
    ("variables", "error", "words"),
    [
        (["anterior_tilt"], gl.UnknownName, 'did you mean "anterior_tilt_deg"'),
        (["d_lordosis_deg"], ValueError, "comes with"),
        ("lordosis_deg", TypeError, r'\["lordosis_deg"\]'),
    ],
)
def test_variables_that_there_are_not(
    body: gl.Model, variables: Any, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        gl.sweep(body, {"psoas.tone": [0.02]}, variables=variables)


# ---- what a stranger tries ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("knobs", "error", "words"),
    [
        (["hamstrings.length"], TypeError, "must be a mapping"),
        ({"hamstring.length": [0.0]}, gl.UnknownName, 'did you mean "hamstrings"'),
        ({"hamstrings.lenght": [0.0]}, gl.UnknownName, 'did you mean "length"'),
        ({"hamstrings": [0.0]}, gl.UnknownName, "hamstrings.length"),
        ({3: [0.0]}, TypeError, "must be a string"),
        ({"psoas.tone": [[0.0, 0.1]]}, ValueError, r"one-dimensional, got shape \(1, 2\)"),
        ({"psoas.tone": []}, ValueError, "has no values"),
        ({"psoas.tone": [0.0, float("nan")]}, ValueError, "value 1 of psoas.tone is nan"),
        ({"psoas.tone": float("inf")}, ValueError, "value 0 of psoas.tone is inf"),
        ({"psoas.tone": [0.01, 0.02, 0.01]}, ValueError, "0.01 2 times"),
        ({"psoas.tone": ["1%"]}, TypeError, "must be numbers"),
        ({"psoas.tone": [True]}, TypeError, "must be numbers"),
        ({"psoas.tone": [0.0], "hip_flexors.tone": [0.0]}, ValueError, "psoas"),
    ],
)
def test_knobs_that_make_no_sense(
    body: gl.Model, knobs: Any, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        gl.sweep(body, knobs)


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"task": "stnad"}, gl.UnknownName, 'did you mean "stand"'),
        ({"task": 3}, TypeError, "task must be"),
        ({"task": "lift"}, TypeError, "mass_kg"),
        ({"task": "sit", "stile": "erect"}, TypeError, "stile"),
        ({"task": "sit", "style": "upright"}, gl.UnknownName, "style of sitting"),
        ({"task": gl.Task(), "style": "erect"}, TypeError, "says by itself"),
        ({"derivatives": 1}, TypeError, "derivatives must be True or False"),
        ({"equilibria": 1}, TypeError, "equilibria must be True or False"),
        ({"pulls": 0}, TypeError, "pulls must be True or False"),
        ({"block_cells": 0}, ValueError, "at least 1"),
        ({"block_cells": 1.5}, TypeError, "whole number"),
        ({"threads": 0}, ValueError, "at least 1"),
        ({"client": 3}, TypeError, "client must be"),
        ({"progress": 3}, TypeError, "progress must be"),
    ],
)
def test_options_that_make_no_sense(
    body: gl.Model, options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        gl.sweep(body, {"psoas.tone": [0.02]}, **options)


def test_no_body() -> None:
    with pytest.raises(TypeError, match="body must be a Model"):
        gl.sweep({}, {})  # type: ignore[arg-type]


def test_a_sweep_that_does_not_fit_is_refused_at_once(body: gl.Model) -> None:
    values = np.linspace(0.0, 0.05, 2000)
    knobs = {f"{name}.tone": values for name in ("psoas", "iliacus", "soleus", "gracilis")}
    with pytest.raises(ValueError, match="16000000000000 cells take .* GB.*give a store"):
        gl.sweep(body, knobs)


def test_importing_guyline_does_not_import_xarray() -> None:
    code = "import guyline, sys; guyline.sweep; print('xarray' in sys.modules)"
    assert python(code) == "False\n"


@pytest.mark.parametrize(("missing", "call"), [("xarray", "{}"), ("zarr", "{}, store='s.zarr'")])
def test_what_is_missing_is_said(missing: str, call: str) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None\n"
    told = python(f"{code}import guyline as gl; gl.sweep(gl.bridge(), {call})")
    assert f"needs {missing}, which is not installed" in told
    assert 'pip install "guyline[sweep]"' in told


# ---- progress and interruption ------------------------------------------------------------------


def test_progress_is_told(body: gl.Model, capsys: pytest.CaptureFixture[str]) -> None:
    told: list[tuple[int, int]] = []
    knobs = {"psoas.tone": np.linspace(0.0, 0.05, 30), "soleus.tone": [0.0, 0.01]}
    gl.sweep(body, knobs, block_cells=10, progress=lambda done, of: told.append((done, of)))
    assert told == sorted(told)
    assert {(10 * k, 60) for k in range(1, 7)} <= set(told)
    gl.sweep(body, knobs)
    assert capsys.readouterr().err == ""
    gl.sweep(body, knobs, progress=True)
    assert "60 of 60 cells" in capsys.readouterr().err


def test_progress_inside_a_block_counts_on() -> None:
    told: list[tuple[int, int]] = []
    report = sweep_grid._Report(20, lambda done, of: told.append((done, of)))
    report.add(10)
    within = report.within()
    within(4, 10)
    # The end of a block is told once it is kept.
    within(10, 10)
    report.add(10)
    assert told == [(10, 20), (14, 20), (20, 20)]


def test_a_bar_is_drawn_where_someone_looks_on(
    body: gl.Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stream(io.StringIO):
        terminal = False

        def isatty(self) -> bool:
            return self.terminal

    stream = Stream()
    monkeypatch.setattr(sys, "stderr", stream)
    # Every look at this clock takes a second.
    monkeypatch.setattr(sweep_grid, "time", SimpleNamespace(monotonic=itertools.count().__next__))
    knobs = {"psoas.tone": [0.01, 0.02]}
    gl.sweep(body, knobs)
    assert stream.getvalue() == ""
    kernel = SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=1))
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "IPython", kernel)
        gl.sweep(body, knobs)
    assert "2 of 2 cells" in stream.getvalue()
    stream.truncate(0)
    stream.terminal = True
    gl.sweep(body, knobs, block_cells=1)
    assert "1 of 2 cells, 1 s left" in stream.getvalue()
    assert stream.getvalue().endswith("\n")
    stream.truncate(0)
    gl.sweep(body, knobs, progress=False)
    assert stream.getvalue() == ""
    # Nothing is drawn of what is over at once.
    monkeypatch.setattr(sweep_grid, "time", SimpleNamespace(monotonic=lambda: 0.0))
    gl.sweep(body, knobs)
    assert stream.getvalue() == ""


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """SIGINT as in a terminal: a process in the background may have been born deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("knobs", [{"psoas.tone": np.linspace(0.0, 0.05, 400)}, {**FALLS}])
def test_ctrl_c_keeps_what_is_done(body: gl.Model, ctrl_c: None, knobs: Any) -> None:
    whole = gl.sweep(body, knobs)
    cells = whole.status.size

    def stop(done: int, of: int) -> None:
        if done > cells // 2:
            signal.raise_signal(signal.SIGINT)

    with pytest.warns(RuntimeWarning, match=rf"interrupted: \d+ of {cells} cells are done"):
        part = gl.sweep(body, knobs, block_cells=max(1, cells // 8), progress=stop)
    run = part.status != gl.RowStatus.not_run
    assert cells // 2 < int(run.sum()) < cells
    for name, variable in whole.data_vars.items():
        here = part[name]
        xr.testing.assert_identical(here.where(run, drop=True), variable.where(run, drop=True))
        if variable.dtype.kind == "f":
            assert here.where(~run).isnull().all()


def test_what_progress_raises_comes_through(body: gl.Model) -> None:
    class Enough(Exception):
        pass

    def stop(done: int, of: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        gl.sweep(body, {"psoas.tone": [0.01, 0.02]}, block_cells=1, progress=stop)


def test_the_docstrings_run() -> None:
    import doctest

    for module in (sweep_grid, sweep_table):
        result = doctest.testmod(module)
        assert result.attempted > 0
        assert result.failed == 0
