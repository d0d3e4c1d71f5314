"""Examples and notebooks run; the Python and the C++ example print the same numbers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

EXAMPLES = sorted((ROOT / "examples" / "python").glob("*.py"))
NOTEBOOKS = sorted((ROOT / "examples" / "notebooks").glob("*.ipynb"))
ROW = re.compile(r"(\S+) +(-?\d+\.\d{3}) +(-?\d+\.\d{4}) +(-?\d+\.\d{3})")


def output(command: list[str], folder: Path) -> str:
    environment = {**os.environ, "MPLBACKEND": "Agg"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_runs(path: Path, tmp_path: Path) -> None:
    assert output([sys.executable, str(path)], tmp_path).strip()


def test_there_are_examples() -> None:
    assert [path.stem for path in EXAMPLES] == [
        "01_first_posture",
        "02_what_if",
        "03_first_tilt_curve",
    ]
    assert [path.stem for path in NOTEBOOKS] == ["first_tilt_curve"]


def rows(text: str) -> list[tuple[str, ...]]:
    head, *lines = text.splitlines()
    assert head.startswith("#")
    matches = [ROW.fullmatch(line) for line in lines]
    assert all(matches), text
    return [match.groups() for match in matches if match]


def test_the_table_of_the_first_tilt_curve(tmp_path: Path) -> None:
    import guyline as gl

    path = ROOT / "examples" / "python" / "03_first_tilt_curve.py"
    table = rows(output([sys.executable, str(path)], tmp_path))
    assert len(table) == 18
    for knob, value, tilt, compression in table:
        name, knob_name = knob.split(".")
        posture = gl.bridge().vary(**{name: {knob_name: float(value)}}).stand()
        assert f"{posture.anterior_tilt_deg:.4f}" == tilt
        assert f"{posture.load['L5/S1'].compression_N:.3f}" == compression


def cpp_example(name: str) -> Path | None:
    folders = [Path(os.environ.get("GUYLINE_EXAMPLES_DIR", "")), ROOT / "build/release/examples"]
    for folder in folders:
        for program in (folder / f"example_{name}", folder / name):
            if str(folder) != "." and program.is_file():
                return program
    return None


def test_cpp_prints_the_same_numbers(tmp_path: Path) -> None:
    program = cpp_example("03_first_tilt_curve")
    if program is None:
        pytest.skip("the C++ examples are not built (./dev release, or GUYLINE_EXAMPLES_DIR)")
    path = ROOT / "examples" / "python" / "03_first_tilt_curve.py"
    ours = rows(output([sys.executable, str(path)], tmp_path))
    theirs = rows(output([str(program)], tmp_path))
    assert [row[:2] for row in ours] == [row[:2] for row in theirs]
    for a, b in zip(ours, theirs):
        assert float(a[2]) == pytest.approx(float(b[2]), abs=1.01e-4)
        assert float(a[3]) == pytest.approx(float(b[3]), abs=1.01e-3)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_and_is_stored_without_output(path: Path, tmp_path: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    pytest.importorskip("matplotlib")
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    assert "?" in notebook.cells[0].source, "a notebook opens with a question"
    client = nbclient.NotebookClient(
        notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    images = [
        out
        for cell in notebook.cells
        for out in cell.get("outputs", [])
        if "image/png" in out.get("data", {})
    ]
    assert images
