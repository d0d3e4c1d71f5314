"""The rows as such, and docs/validation.md, which is written from what the other files found."""

from __future__ import annotations

import difflib
import importlib
import re
from pathlib import Path

import guyline as gl
import pytest
from guyline import sources
from literature import rows
from literature.figures import all_figures
from literature.page import HOW_TO_WRITE, TASKS, page, shown

HERE = Path(__file__).resolve().parent
DOCS = HERE.parents[1] / "docs"
PAGE = DOCS / "validation.md"

for _path in sorted(HERE.glob("test_*.py")):
    if _path != Path(__file__).resolve():
        importlib.import_module(f"literature.{_path.stem}")


def test_one_file_per_paper() -> None:
    files = {path.stem[len("test_") :] for path in HERE.glob("test_*.py")}
    assert files - {"calibrate", "validation_page"} == set(rows.PAPERS)


def test_rows_are_well_formed() -> None:
    found = rows.all_rows()
    assert len({row.id for row in found}) == len(found)
    for row in found:
        assert row.kind in rows.KINDS and row.task in TASKS and row.unit and row.why, row.id
        bounds = [x for x in (row.low, row.high) if x is not None]
        assert bounds or row.kind == "report", f"{row.id} is held to nothing"
        assert bounds == sorted(bounds), row.id
        if row.value is not None and row.kind != "report":
            assert row.holds(row.value), f"{row.id}: the published value is outside its band"
        assert "|" not in row.claim + row.why + row.misfit, row.id


def test_every_row_is_posed() -> None:
    assert sorted(rows.POSED) == sorted(row.id for row in rows.all_rows())


def test_sources_are_in_the_bibliography() -> None:
    text = (DOCS / "references.bib").read_text(encoding="utf-8")
    known = set(re.findall(r"^@\w+\{\s*([^,\s]+)", text, re.MULTILINE))
    cited = set(rows.PAPERS)
    for path in HERE.glob("*.py"):
        cited |= set(re.findall(r"\[([a-z][a-z_]*\d{4}\w*)\]", path.read_text(encoding="utf-8")))
    assert sorted(cited - known) == []


def test_calibration_is_what_the_model_says_it_was_tuned_on() -> None:
    """Rows that a number was tuned on, or that were in view, are calibration, and no others are."""
    tuned = {row_id for origin in sources.origins().values() for row_id in origin.tuned_on}
    assert {"V05", "V09", "V13", "V15"} <= tuned
    seen = tuned | set(rows.LOOKED_AT)
    for row in rows.all_rows():
        was_tuned_on = any(row.id == t or row.id.startswith(f"{t}.") for t in seen)
        if row.kind in ("validation", "calibration"):
            assert (row.kind == "calibration") == was_tuned_on, row.id


def test_a_misfit_says_by_how_much() -> None:
    for row in rows.all_rows():
        if row.misfit and row.id in rows.ANSWERS:
            said = f"{shown(rows.ANSWERS[row.id])} {row.unit}"
            assert re.match(re.escape(said) + r"(?!\w)", row.misfit), f"{row.id}: say {said}"


def test_bands() -> None:
    row = rows.Row("X", "stand", "claim", "N", 1.0, 0.0, 2.0)
    assert row.holds(0.0) and row.holds(2.0)
    assert not row.holds(-1e-9) and not row.holds(2.0 + 1e-9) and not row.holds(float("nan"))
    assert rows.Row("X", "stand", "claim", "N", low=0.0).holds(1e9)
    assert not rows.Row("X", "stand", "claim", "N").holds(float("inf"))


def test_numbers_are_shown_alike_everywhere() -> None:
    assert [shown(x) for x in (704.827, 4105.465, 0.0934, -1e-9, 16.029, 0.92)] == [
        *("705", "4105", "0.0934", "0", "16", "0.92")
    ]


def test_the_page_shows_what_the_tests_find(
    request: pytest.FixtureRequest, body: gl.Model, rest: gl.Posture
) -> None:
    declared = rows.all_rows()
    missing = [row.id for row in declared if row.id not in rows.ANSWERS]
    if missing:
        pytest.skip(f"{len(missing)} rows were not judged in this run: {missing[0]}, ...")
    figures = all_figures(body, rest)
    text = page(declared, rows.ANSWERS, figures)
    if request.config.getoption("--write-validation"):
        pytest.importorskip("matplotlib")
        for figure in figures:
            figure.write(DOCS / "images")
        PAGE.write_text(text, encoding="utf-8")
    committed = PAGE.read_text(encoding="utf-8").splitlines() if PAGE.is_file() else []
    changes = list(difflib.unified_diff(committed, text.splitlines(), "committed", "now", n=0))
    hint = f"docs/validation.md is not what the tests find; `{HOW_TO_WRITE}` writes it anew"
    assert changes == [], "\n".join([hint, *changes])
    for picture in re.findall(r"\]\((images/[^)]+)\)", text):
        assert (DOCS / picture).is_file(), picture
