"""Instruction sets: chosen by the processor or the environment, and the same answers from all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import guyline as gl
import numpy as np
import pytest

SETS = ("baseline", "avx2", "avx512")


def python(code: str, *arguments: str, **environment: str) -> str:
    clean = {k: v for k, v in os.environ.items() if k != "GUYLINE_INSTRUCTION_SET"}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env={**clean, **environment},
        check=False,
    )
    return done.stdout if done.returncode == 0 else done.stderr


def test_the_configuration_is_shown() -> None:
    config = gl.show_config()
    assert config.version == gl.__version__
    assert config.instruction_set in config.available
    assert config.available[0] == "baseline"
    assert set(config.available) <= set(SETS)
    assert config.lanes >= 1
    assert config.threads >= 1
    assert config.numpy == np.__version__
    assert config.compiler
    assert config.eigen.count(".") == 2
    for name, value in vars(config).items():
        shown = ", ".join(value) if name == "available" else str(value)
        assert f"{name} " in repr(config)
        assert shown in repr(config)


def test_the_best_one_is_taken_unless_another_is_asked_for() -> None:
    code = "import guyline as gl; c = gl.show_config(); print(c.instruction_set, *c.available)"
    chosen, *available = python(code).split()
    assert chosen == available[-1]
    for name in available:
        assert python(code, GUYLINE_INSTRUCTION_SET=name).split()[0] == name


def test_what_cannot_run_is_refused_in_words() -> None:
    code = "import guyline as gl; gl.show_config()"
    told = python(code, GUYLINE_INSTRUCTION_SET="sse9")
    assert "ValueError" in told
    assert 'GUYLINE_INSTRUCTION_SET="sse9" is not an instruction set' in told
    assert "baseline, avx2, avx512" in told
    code = (
        "import guyline._core, sys, types\n"
        "cpu = types.ModuleType('guyline._arch._cpu')\n"
        "cpu.supported = lambda: ('baseline',)\n"
        "sys.modules['guyline._arch._cpu'] = cpu\n"
        "import guyline as gl\n"
        "gl.show_config()\n"
    )
    # As on a processor that has nothing but the plainest set.
    told = python(code, GUYLINE_INSTRUCTION_SET="avx2")
    assert "ValueError" in told
    assert "cannot be used here" in told
    assert python(code + "print(gl.show_config().instruction_set)").split() == ["baseline"]


def test_nothing_is_loaded_before_it_is_used() -> None:
    code = "import guyline, sys; print(*(m for m in sys.modules if m.startswith('guyline._arch')))"
    assert python(code).split() == []


def test_this_processor_is_judged_as_its_system_does() -> None:
    flags = Path("/proc/cpuinfo")
    if not flags.is_file():
        pytest.skip("no /proc/cpuinfo here")
    from guyline._arch import _cpu

    words = set(flags.read_text(encoding="utf-8").split())
    supported = _cpu.supported()
    assert ("avx2" in supported) == ({"avx2", "fma", "bmi1", "bmi2"} <= words)
    wanted = {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}
    assert ("avx512" in supported) == ("avx2" in supported and wanted <= words)


SOLVE = """
import json, sys
import guyline as gl, numpy as np
rng = np.random.default_rng(61)
body = gl.bridge()
n = len(body.muscles)
names = [f"{m}.length" for m in body.muscles] + [f"{m}.tone" for m in body.muscles]
table = np.hstack([rng.uniform(-0.1, 0.1, (400, n)), rng.uniform(0, 0.05, (400, n))])
result = gl.solve(body, names, table, derivatives=True)
numbers = [result.anterior_tilt_deg, result.lordosis_deg, result.stiffness_Nm_per_deg]
numbers += list(result.tension_N.values()) + list(result.share.values())
numbers += [x for load in result.load.values() for x in (load.compression_N, load.shear_N)]
numbers += list(result._derivatives.reshape(-1, 400))
np.save(sys.argv[1], np.array([result.status.astype(float), *numbers]))
print(gl.show_config().instruction_set)
"""


def test_all_instruction_sets_say_the_same(tmp_path: Path) -> None:
    available = gl.show_config().available
    if len(available) == 1:
        pytest.skip("this processor or build has one instruction set only")
    answers = {}
    for name in available:
        file = tmp_path / f"{name}.npy"
        assert python(SOLVE, str(file), GUYLINE_INSTRUCTION_SET=name).split() == [name]
        answers[name] = np.load(file)
    baseline = answers["baseline"]
    assert np.count_nonzero(baseline[0] == gl.RowStatus.solved) > 350
    numbers = baseline[1:]
    scale = np.maximum(np.abs(numbers), 1e-3 * np.nanmax(np.abs(numbers), axis=1, keepdims=True))
    for answer in answers.values():
        assert np.array_equal(answer[0], baseline[0])
        assert np.array_equal(np.isnan(answer), np.isnan(baseline))
        assert np.nanmax(np.abs(answer[1:] - numbers) / scale) <= 1e-12
