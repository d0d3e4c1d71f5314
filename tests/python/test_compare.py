"""The comparison with what a user would pick instead: the peers that need no more than NumPy, SciPy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import guyline as gl
import numpy as np
import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
PEERS = BENCHMARKS / "peers"


def run(*command: object, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A script of the benchmarks; modules of `path` are found before all others."""
    environment = {**os.environ, **({"PYTHONPATH": str(path)} if path else {})}
    return subprocess.run(
        [sys.executable, *map(str, command)],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )


def answer(*command: object) -> dict[str, Any]:
    done = run(*command)
    assert done.returncode == 0, done.stderr
    line: dict[str, Any] = json.loads(done.stdout)
    return line


def test_the_peers_solve_the_body_as_it_is_built(body: gl.Model) -> None:
    numbers = json.loads((PEERS / "bridge.json").read_text(encoding="utf-8"))
    theirs = {m["name"]: m for m in numbers["muscles"]}
    assert list(theirs) == list(body.muscles)
    for name, muscle in body.muscles.items():
        ours = {
            "max_isometric_force": muscle.max_isometric_force_N,
            "optimal_fibre_length": 1e-3 * muscle.optimal_fibre_length_mm,
            "slack_length": 1e-3 * muscle.slack_length_mm,
            "passive_onset": muscle.passive_onset,
            "passive_width": muscle.passive_width,
            "tone": muscle.tone,
            "reflex_gain": muscle.reflex_gain,
            "threshold": muscle.threshold,
        }
        for key, value in ours.items():
            assert theirs[name][key] == pytest.approx(value, rel=1e-12, abs=1e-15), (name, key)


def test_a_shorter_table_is_the_beginning_of_a_longer_one(
    monkeypatch: pytest.MonkeyPatch, body: gl.Model
) -> None:
    monkeypatch.syspath_prepend(PEERS)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        monkeypatch.setenv(name, "1")
    import question

    lengths, tones = question.table(400, 1)
    for short, long in zip(question.table(7, 1), (lengths, tones)):
        assert np.array_equal(short, long[:7])
    assert not np.array_equal(question.table(7, 2)[0], lengths[:7])
    assert not lengths[0].any()
    assert tones[0] == pytest.approx([m.tone for m in body.muscles.values()], rel=1e-12)
    assert -0.1 <= lengths.min() < -0.099
    assert 0.099 < lengths.max() <= 0.1
    assert 0.0 <= tones[1:].min() < 0.001
    assert 0.049 < tones[1:].max() <= 0.05


@pytest.mark.parametrize("way", ["newton", "brentq"])
def test_numpy_finds_the_same_posture(way: str) -> None:
    if way == "brentq":
        pytest.importorskip("scipy")
    line = answer(PEERS / "numpy_scipy.py", "--way", way, "--rows", 3, "--repeats", 1)
    assert (line["peer"], line["way"]) == ("numpy_scipy", way)
    assert line["rows"] == line["solved"] == len(line["tilt_deg"]) == 3
    assert line["agree_deg"] <= 1e-6
    assert line["tilt_deg"][0] == pytest.approx(0.0, abs=1e-6)  # as built, by calibration
    assert max(map(abs, line["tilt_deg"])) > 0.1  # the other rows are other postures
    assert line["residual"]["relative"] <= 1e-9
    assert 0.0 < line["seconds_per_posture"] < 60.0
    assert 0.0 < line["cpu_seconds_per_posture"] < 60.0


def test_stand_answers_the_same_question() -> None:
    script = PEERS / "guyline_stand.py"
    line = answer(script, "--way", "stand", "--rows", 3, "--repeats", 1)
    other = answer(PEERS / "numpy_scipy.py", "--rows", 3, "--repeats", 1)
    assert line["tilt_deg"] == pytest.approx(other["tilt_deg"], abs=1e-6)


def test_compare_writes_the_table(tmp_path: Path) -> None:
    # A MuJoCo that cannot be imported stands for one that is not installed.
    (tmp_path / "mujoco.py").write_text("raise ImportError\n", encoding="utf-8")
    figures = tmp_path / "figures.json"
    done = run(
        BENCHMARKS / "compare.py",
        *("--peers", "guyline_stand:stand", "numpy_scipy:newton", "mujoco_rest:root"),
        *("--rows", 3, "--repeats", 1, "--json", figures),
        path=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    table = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert len(table) == 5
    assert table[4].startswith("| mujoco_rest root | not run: mujoco_rest.py needs MuJoCo")
    assert len({line.count("|") for line in table}) == 1
    ours, numpy, mujoco = json.loads(figures.read_text(encoding="utf-8"))["rows"]
    assert ours["ratio_to_ours"] == 1.0
    seconds = numpy["cpu_seconds_per_posture"] / ours["cpu_seconds_per_posture"]
    assert numpy["ratio_to_ours"] == pytest.approx(seconds)
    assert "failed" in mujoco


@pytest.mark.parametrize(
    "wrong", [["--peers", "no_such_peer"], ["--build", "no_such_folder"], ["--rows", "0"]]
)
def test_compare_refuses(wrong: list[str]) -> None:
    done = run(BENCHMARKS / "compare.py", "--peers", "numpy_scipy", *wrong)
    assert done.returncode == 2
    assert wrong[1] in done.stderr
