"""Where a number comes from."""

from __future__ import annotations

import math
import re
from pathlib import Path

import guyline as gl
import pytest
from conftest import ROOT
from guyline import sources
from guyline.cli import main

BIBLIOGRAPHY = ROOT / "docs" / "references.bib"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_number_with_its_unit_grade_and_reference() -> None:
    origin = gl.evidence("psoas.max_isometric_force")
    # As the header has it.
    assert (origin.value, origin.unit) == (3562.10, "N")
    assert origin.grade == "derived"
    assert origin.source == ("lfb2019", "christophy2012")
    assert "10.1007/s10237-011-0290-6" in origin.references[1]
    assert origin.tuned_on == ()
    lines = repr(origin).splitlines()
    assert lines[0] == "psoas.max_isometric_force = 3562.1 N   derived"
    assert lines[2] == "  tuned on   no row of docs/validation.md"
    assert lines[3].startswith("  [lfb2019] Beaucage-Gauvreau")


def test_what_was_tuned_says_on_what() -> None:
    assert gl.evidence("lumbar_flexion_stop_moment").tuned_on == ("V09",)
    assert gl.evidence("hamstrings.passive_onset").tuned_on == ("V13",)
    assert gl.evidence("female_lumbar_factor").tuned_on == ("V09.3",)
    assert gl.evidence("balance_point").tuned_on == ("V15",)
    assert gl.evidence("hamstrings.tone").tuned_on == ("V05",)
    assert gl.evidence("iliacus.tone").tuned_on == ()


@pytest.mark.parametrize(
    "asked, answered",
    [
        ("hamstrings.length", "hamstrings.slack_length"),
        ("psoas.stiffness", "psoas.passive_width"),
        ("psoas.strength", "psoas.max_isometric_force"),
        ("psoas.tone", "psoas.tone"),
        ("psoas.reflex-gain", "psoas.reflex_gain"),
        ("lumbar_flexion.stiffness", "lumbar_stiffness"),
        ("lumbar_flexion.extension_stop_onset", "lumbar_extension_stop_onset"),
        ("L5/S1.share", "L5/S1.share"),
        ("thigh.female.mass", "thigh.female.mass"),
    ],
)
def test_names(asked: str, answered: str) -> None:
    assert gl.evidence(asked).name == answered


def test_unknown_names_suggest_near_ones() -> None:
    with pytest.raises(gl.UnknownName, match='did you mean "psoas.tone"'):
        gl.evidence("psos.tone")
    with pytest.raises(ValueError, match="is a group: ask for one of iliacus.tone, psoas.tone"):
        gl.evidence("hip_flexors.tone")
    with pytest.raises(gl.UnknownName, match="no number is named"):
        gl.evidence("")
    with pytest.raises(TypeError, match="must be a string"):
        gl.evidence(3)  # type: ignore[call-overload]


def test_the_numbers_are_those_of_the_body(body: gl.Model) -> None:
    for name, m in body.muscles.items():
        force = gl.evidence(f"{name}.max_isometric_force").value
        fibre = gl.evidence(f"{name}.optimal_fibre_length").value
        angle = gl.evidence(f"{name}.pennation_angle").value
        assert force == pytest.approx(m.max_isometric_force_N, rel=1e-12)
        assert 1000.0 * fibre == pytest.approx(m.optimal_fibre_length_mm, rel=1e-12)
        assert math.degrees(angle) == pytest.approx(m.pennation_deg, abs=1e-6)
        assert gl.evidence(f"{name}.passive_onset").value == m.passive_onset
        assert gl.evidence(f"{name}.reflex_gain").value == m.reflex_gain
    masses = [o.value for n, o in sources.origins().items() if n.endswith(".male.mass")]
    assert math.fsum(masses) == pytest.approx(75.0, abs=0.01)


ENDS = ("least", "greatest")


def test_numbers_and_kinds_of_numbers_say_the_same() -> None:
    """Every number is graded as the row of its kind is."""
    kinds = {(e.of, e.what): e for e in gl.evidence()}
    of_tasks = {
        re.sub(r"(?<!^)(?=[A-Z][a-z])", "_", name).lower()
        for header in ("task_data.hpp", "clinical_options.hpp")
        for name in re.findall(
            r"constexpr Constant k(\w+) =",
            (ROOT / "include/guyline/task" / header).read_text(encoding="utf-8"),
        )
    }
    of_tasks |= {f"range.{j}.{end}" for j in ("ankle", "knee", "hip", "lumbar") for end in ENDS}
    assert of_tasks <= set(sources.origins())
    for name, origin in sources.origins().items():
        if name in of_tasks:
            continue  # of what is asked of a body, not of the body
        of, _, what = name.partition(".")
        kind = {
            **dict.fromkeys(("share", "parent_x", "parent_y", "child_x", "child_y"), "joint"),
            **dict.fromkeys(("male.mass", "male.x", "male.y"), "segment, male"),
            **dict.fromkeys(("female.mass", "female.x", "female.y"), "segment, female"),
            **dict.fromkeys(("passive_onset", "passive_width"), "passive"),
            **dict.fromkeys(("tone", "reflex_gain"), "tonic"),
            "slack_length": "slack",
            "path": "path",
            "": "constant",
        }.get(what, "architecture")
        row = kinds[of, kind]
        assert (origin.grade, origin.note) == (row.grade, row.note), name
        assert ", ".join(origin.source) == row.source, name
        assert (origin.value is None) == (what == "path")


def test_the_bibliography_is_read_to_the_end() -> None:
    text = BIBLIOGRAPHY.read_text(encoding="utf-8")
    keys = re.findall(r"^@\w+\{\s*([^,\s]+)", text, re.MULTILINE)
    references = sources.references()
    assert list(references) == keys
    for key, reference in references.items():
        assert len(reference) > 40 and "{" not in reference and ".." not in reference, key


def test_the_bibliography_of_an_installation_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "__file__", str(tmp_path / "a" / "b" / "sources.py"))
    assert sources._bibliography_file() == tmp_path / "docs" / "references.bib"
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "references.bib").write_text("", encoding="utf-8")
    assert sources._bibliography_file() == tmp_path / "a" / "b" / "references.bib"


def test_the_command_says_what_python_says(capsys: pytest.CaptureFixture[str]) -> None:
    origin = gl.evidence("follower_load")
    assert run(capsys, "evidence", "follower_load") == (0, f"{origin}\n", "")
    assert run(capsys, "evidence", "follower-load") == (0, f"{origin}\n", "")
    code, out, err = run(capsys, "evidence", "psos.tone")
    assert (code, out) == (2, "")
    assert err.startswith('guyline evidence: no number is named "psos.tone"; did you mean')
    assert err.count("\n") == 1


def test_the_command_counts_by_grade(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "evidence")
    assert code == 0
    total = next(line for line in out.splitlines() if line.startswith("all"))
    counts = [int(word) for word in total.split()[1:]]
    grades = [o.grade for o in sources.origins().values()]
    assert counts == [grades.count(g) for g in ("measured", "derived", "assumption")]


def test_the_command_lists_every_number(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "evidence", "--all")
    assert code == 0
    lines = out.splitlines()
    assert len(lines) == 1 + len(sources.origins())
    assert [line.split()[0] for line in lines[1:]] == list(sources.origins())
