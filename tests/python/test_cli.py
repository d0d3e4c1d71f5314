"""The command line: answers, exit codes, one clear line about what is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import guyline as gl
import pytest
from guyline.cli import main


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_stand_says_what_python_says(
    capsys: pytest.CaptureFixture[str], body: gl.Model, rest: gl.Posture
) -> None:
    assert run(capsys, "stand") == (0, f"{body}\n{rest}\n", "")
    tight = body.vary(hamstrings={"length": -0.10}, hip_flexors={"tone": 0.05})
    code, out, err = run(capsys, "stand", "--hamstrings", "length=-10%", "--hip-flexors", "tone=5%")
    assert (code, out, err) == (0, f"{tight}\n{tight.stand()}\n", "")


@pytest.mark.parametrize(
    "words",
    [
        ["--psoas", "length=-10%", "tone=2%"],
        ["--psoas", "length=-10%", "--psoas", "tone=0.02"],
        ["--psoas", "length=-0.1", "tone=0.02"],
        ["--psoas", "tone=0.02", "--psoas=length=-10%"],
    ],
)
def test_ways_to_say_the_same(
    capsys: pytest.CaptureFixture[str], body: gl.Model, words: list[str]
) -> None:
    expected = body.vary(psoas={"length": -0.1, "tone": 0.02}).stand()
    code, out, _ = run(capsys, "stand", *words)
    assert code == 0
    assert out.endswith(f"{expected}\n")


def test_underscores_are_dashes(capsys: pytest.CaptureFixture[str]) -> None:
    dashes = run(capsys, "stand", "--hip-flexors", "tone-change=1%", "--mass-kg", "80")
    assert dashes[0] == 0
    assert run(capsys, "stand", "--hip_flexors", "tone_change=1%", "--mass_kg=80") == dashes


def test_person_acute_and_without(capsys: pytest.CaptureFixture[str]) -> None:
    body = gl.bridge(mass_kg=60, stature_m=1.65, sex="female", pelvic_incidence_deg=55)
    body = body.vary(hamstrings={"length_mm": -10.0}, acute=True).without("gracilis", "calf")
    code, out, _ = run(
        capsys,
        *["stand", "--mass-kg", "60", "--stature-m", "1.65", "--sex", "female", "--pelvic-incidence-deg", "55"],
        *["--hamstrings", "length_mm=-10", "--acute", "--without", "gracilis", "--without", "calf"],
    )
    assert code == (1 if body.stand().reason else 0)
    assert str(body) in out


def test_json_on_the_standard_output_is_all_there_is(
    capsys: pytest.CaptureFixture[str], body: gl.Model
) -> None:
    code, out, err = run(capsys, "stand", "--hip-flexors", "tone=5%", "--acute", "--json", "-")
    assert (code, err) == (0, "")
    answer = json.loads(out)
    posture = body.vary(hip_flexors={"tone": 0.05}, acute=True).stand()
    assert answer["guyline_version"] == gl.__version__
    assert answer["status"] == "solved"
    assert answer["parameters"]["knobs"] == {"hip_flexors": {"tone": 0.05}}
    assert answer["parameters"]["acute"] is True
    assert answer["parameters"]["mass_kg"] == 75.0
    numbers = answer["posture"]
    assert numbers["anterior_tilt_deg"] == posture.anterior_tilt_deg
    assert numbers["tensions_N"] == dict(posture.tensions)
    load = numbers["load"]["L5/S1"]
    assert load["compression_N"] == posture.load["L5/S1"].compression_N
    assert load["budget_N"] == dict(posture.load["L5/S1"].budget)
    assert load["moment_budget_Nm"] == dict(posture.load["L5/S1"].moment_budget)
    assert len(numbers["equilibria"]) == len(posture.equilibria)


def test_json_and_plot_into_files(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, rest: gl.Posture
) -> None:
    pytest.importorskip("matplotlib")
    answer, picture = tmp_path / "answer.json", tmp_path / "tilt.png"
    code, out, _ = run(capsys, "stand", "--json", str(answer), "--plot", str(picture))
    assert code == 0
    assert str(rest) in out
    assert json.loads(answer.read_text())["status"] == "solved"
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_body_that_does_not_stand_is_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "stand", "--hip-flexors", "tone=60%")
    assert (code, out) == (1, "")
    assert "nothing stops the pelvis" in err
    assert err.count("\n") == 1
    code, out, err = run(capsys, "stand", "--hip-flexors", "tone=60%", "--json", "-")
    assert code == 1
    assert json.loads(out)["status"] == "no_equilibrium"
    assert json.loads(out)["posture"]["anterior_tilt_deg"] is None
    assert err.count("\n") == 1


def test_muscles_that_cannot_hold_are_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    words = "stand --calf strength=0 --hamstrings strength=0 --trunk-inclination-deg 10"
    code, out, err = run(capsys, *words.split())
    assert code == 1
    assert "N m are missing" in err
    assert "N compression" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("stand --hamstring length=-10%", "did you mean --hamstrings?"),
        ("stand --erector tone=1%", "did you mean --erector-spinae"),
        ("stand --mas-kg 80", "did you mean --mass-kg?"),
        ("stand --without hamstring", 'did you mean "hamstrings"?'),
        ("stand --hamstrings lenght=-10%", 'did you mean "length"'),
        ("stand --hamstrings length=ten", '"ten" is not a number'),
        ("stand --hamstrings length", "takes KNOB=VALUE"),
        ("stand --hamstrings", "expected at least one argument"),
        ("stand --hamstrings length_mm=5%", "in mm, not in %"),
        ("stand --hamstrings length=-90%", "allowed -0.5 to 0.5"),
        ("stand --hamstrings tone=nan", "finite"),
        ("stand --hamstrings tone=inf", "finite"),
        ("stand --hamstrings length=1% length_mm=1", "not both"),
        ("stand --mass-kg -5", "35 to 200 kg"),
        ("stand --mass-kg many", "many"),
        ("stand --mass-kg nan", "finite"),
        ("stand --sex other", "'male'"),
        ("stand --trunk-inclination-deg 90", "28.65"),
        ("stand --json no/such/folder/x.json", "no/such/folder"),
        ("stand extra", "extra"),
        ("sit", "'stand'"),
        ("muscles --jsn", "--jsn"),
    ],
)
def test_bad_input_is_exit_code_2_and_one_line(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: str,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *words.split())
    assert code == 2
    assert out == ""
    assert message in err
    assert err.startswith("guyline")
    assert err.count("\n") == 1


def test_a_plot_without_matplotlib_is_exit_code_2(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    code, _, err = run(capsys, "stand", "--plot", "tilt.png")
    assert code == 2
    assert 'pip install "guyline[plot]"' in err


def test_muscles_is_the_table_with_sources(
    capsys: pytest.CaptureFixture[str], body: gl.Model
) -> None:
    code, out, err = run(capsys, "muscles")
    assert (code, err) == (0, "")
    for name, muscle in body.muscles.items():
        row = next(line for line in out.splitlines() if line.split()[:1] == [name] and "." in line)
        assert f"{muscle.max_isometric_force_N:.0f}" in row
        assert f"{muscle.tone:.4f}" in row
    assert "riener1999" in out
    code, out, _ = run(capsys, "muscles", "--json")
    rows = json.loads(out)["muscles"]
    assert list(rows) == list(body.muscles)
    assert rows["psoas"]["tone"] == body.muscles["psoas"].tone
    assert rows["psoas"]["evidence"][0]["grade"] == body.muscles["psoas"].evidence[0].grade


def test_help_teaches(capsys: pytest.CaptureFixture[str], body: gl.Model) -> None:
    code, out, _ = run(capsys, "stand", "--help")
    assert code == 0
    for word in ("examples", "signs", "knobs", "posterior", "no medical", "exit code"):
        assert word in out
    for word in (*body.groups, *gl.KNOBS):
        assert word in out or word.replace("_", "-") in out
    code, out, _ = run(capsys, "--help")
    assert code == 0
    assert "guyline stand --hamstrings length=-10% --hip-flexors tone=5%" in out
    assert run(capsys)[0] == 0
    assert run(capsys, "--version")[1] == f"guyline {gl.__version__}\n"


def test_the_examples_in_the_help_run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("matplotlib")
    monkeypatch.chdir(tmp_path)
    shown = set()
    for words in (["--help"], ["stand", "--help"]):
        out = run(capsys, *words)[1]
        shown |= {line.strip() for line in out.splitlines() if line.startswith("  guyline ")}
    assert len(shown) >= 5
    for line in shown:
        assert run(capsys, *line.split()[1:])[0] in (0, 1), line


def test_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "guyline", "stand", "--hamstring", "x=1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
