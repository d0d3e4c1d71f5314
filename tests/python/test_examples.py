"""Examples and notebooks run; an example in Python and its twin in C++ print the same."""

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
PROGRAMS = sorted((ROOT / "examples" / "cpp").glob("*.cpp"))
TWINS = {path.stem: path for path in EXAMPLES}
NUMBER = re.compile(r"(?<![\w.])[+-]?\d+(?:\.\d+)?")


def output(command: list[str], folder: Path) -> str:
    environment = {**os.environ, "MPLBACKEND": "Agg"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_examples_are_numbered_and_python_ones_have_twins() -> None:
    assert [path.stem for path in PROGRAMS] == [
        "01_one_cable",
        "02_first_posture",
        "03_tilt_curve",
        "04_own_muscle_law",
        "05_own_task",
        "06_batch_with_derivatives",
        "07_fold",
        "08_own_frame",
        "09_own_constraint",
        "10_published_laws",
    ]
    cpp_only = ("08_own_frame", "09_own_constraint", "10_published_laws")
    assert list(TWINS) == [path.stem for path in PROGRAMS if path.stem not in cpp_only]
    assert [path.stem for path in NOTEBOOKS] == [
        "01_first_tilt_curve",
        "02_length_against_tone",
        "03_who_is_pulling",
        "04_bending_and_the_hamstrings",
        "05_what_sitting_does",
        "06_the_two_articles",
    ]


def cpp_example(name: str) -> Path | None:
    folders = [Path(os.environ.get("GUYLINE_EXAMPLES_DIR", "")), ROOT / "build/release/examples"]
    for folder in folders:
        for program in (folder / f"example_{name}", folder / name):
            if str(folder) != "." and program.is_file():
                return program
    return None


def split_numbers(line: str) -> tuple[list[str], list[str]]:
    """Words, with their spaces shrunk, and numbers of a line."""
    return [" ".join(word.split()) for word in NUMBER.split(line)], NUMBER.findall(line)


def assert_same_print(ours: str, theirs: str) -> None:
    """Text equal, numbers within half a unit of the last digit that is printed."""
    assert len(ours.splitlines()) == len(theirs.splitlines()), f"{ours}\n{theirs}"
    for a, b in zip(ours.splitlines(), theirs.splitlines()):
        words_a, numbers_a = split_numbers(a)
        words_b, numbers_b = split_numbers(b)
        assert words_a == words_b
        for x, y in zip(numbers_a, numbers_b):
            digits = len(x.partition(".")[2])
            assert digits == len(y.partition(".")[2]), f"{a}\n{b}"
            assert float(x) == pytest.approx(float(y), rel=1e-9, abs=0.5 * 10.0**-digits), (
                f"{a}\n{b}"
            )


def test_what_counts_as_the_same_print() -> None:
    assert split_numbers("L5/S1  -12.50 N, a2") == (["L5/S1", "N, a2"], ["-12.50"])
    assert_same_print("tilt -0.00 deg", "tilt  0.00 deg")
    for other in ("tilt 1.01 deg", "tilt 1.0 deg", "slope 1.00 deg", "tilt 1.00 rad"):
        with pytest.raises(AssertionError):
            assert_same_print("tilt 1.00 deg", other)


@pytest.mark.parametrize("name", TWINS)
def test_twins_print_the_same(name: str, tmp_path: Path) -> None:
    ours = output([sys.executable, str(TWINS[name])], tmp_path)
    assert re.search(r"\d", ours)
    program = cpp_example(name)
    if program is None:
        pytest.skip("the C++ examples are not built (./dev release, or GUYLINE_EXAMPLES_DIR)")
    assert_same_print(ours, output([str(program)], tmp_path))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_and_is_stored_without_output(path: Path, tmp_path: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    pytest.importorskip("matplotlib")
    pytest.importorskip("xarray")
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    opening = notebook.cells[0].source
    assert "?" in opening, "a notebook opens with a question"
    assert "**Predict, then run.**" in opening, "and with a prediction"
    assert "no medical advice" in notebook.cells[-1].source
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
