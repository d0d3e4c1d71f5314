"""The package as such: version, cost of importing, types, stubs, docstrings."""

from __future__ import annotations

import difflib
import enum
import importlib.util
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import guyline as gl
import pytest
from conftest import ROOT
from guyline import _core, cli, plot

STUB = ROOT / "python" / "guyline" / "_core.pyi"


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def test_version_is_that_of_the_header() -> None:
    text = (ROOT / "include/guyline/version.hpp").read_text(encoding="utf-8")
    numbers = re.findall(r"#define GUYLINE_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", text)
    assert gl.__version__ == _core.__version__ == ".".join(numbers)


def test_import_needs_neither_numpy_nor_matplotlib() -> None:
    code = "import guyline, sys; guyline.bridge().stand(); print(*sys.modules)"
    loaded = set(python(code).split())
    assert "guyline._core" in loaded
    assert not loaded & {"numpy", "matplotlib", "argparse", "json"}


def test_import_takes_less_than_100_ms_over_numpy() -> None:
    code = (
        "import numpy, time; t = time.perf_counter(); import guyline; "
        "print(time.perf_counter() - t)"
    )
    assert min(float(python(code)) for _ in range(5)) <= 0.100


def test_errors_of_the_library() -> None:
    assert issubclass(gl.Error, RuntimeError)
    assert issubclass(gl.UnknownName, KeyError)
    assert issubclass(gl.UnknownName, ValueError)


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(gl.__file__).parent / "py.typed").is_file()


def test_stub_agrees_with_the_module(tmp_path: Path) -> None:
    if importlib.util.find_spec("pybind11_stubgen") is None:
        pytest.skip("pybind11-stubgen is not installed")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pybind11_stubgen",
            "guyline._core",
            "--output-dir",
            str(tmp_path),
            "--exit-code",
        ],
        check=True,
        capture_output=True,
    )
    made = (tmp_path / "guyline" / "_core.pyi").read_text(encoding="utf-8").splitlines()
    committed = STUB.read_text(encoding="utf-8").splitlines()
    assert list(difflib.unified_diff(committed, made, lineterm="")) == []


def test_types_are_strict(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    pytest.importorskip("matplotlib")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def public() -> Iterator[tuple[str, object]]:
    """Every public function, class, method and property."""
    modules = {"": {k: getattr(gl, k) for k in gl.__all__}, "cli.": {"main": cli.main}}
    modules["plot."] = {k: getattr(plot, k) for k in plot.__all__}
    for prefix, names in modules.items():
        for name, thing in names.items():
            if name.startswith("_") or not (inspect.isclass(thing) or inspect.isfunction(thing)):
                continue
            yield prefix + name, thing
            if inspect.isclass(thing):
                ours = [c for c in thing.__mro__ if c.__module__.startswith("guyline")]
                members = {k: v for c in reversed(ours) for k, v in vars(c).items()}
                for member, value in members.items():
                    shown = isinstance(value, property) or inspect.isfunction(value)
                    if shown and not member.startswith("_"):
                        yield f"{prefix}{name}.{member}", value


def test_everything_public_is_exported_and_documented() -> None:
    assert len(set(gl.__all__)) == len(gl.__all__)
    for name in gl.__all__:
        assert hasattr(gl, name)
    found = dict(public())
    assert {"bridge", "tilt_curve", "Model.vary", "Model.mass_kg", "Posture.plot"} <= set(found)
    undocumented = [name for name, thing in found.items() if not (inspect.getdoc(thing) or "")]
    assert undocumented == []


def test_functions_document_their_parameters() -> None:
    missing = []
    for name, thing in public():
        if not inspect.isfunction(thing):
            continue
        doc = inspect.getdoc(thing) or ""
        for parameter in inspect.signature(thing).parameters:
            if parameter != "self" and not re.search(rf"(?m)^\**(.*, )?\**{parameter}\b", doc):
                missing.append(f"{name}: {parameter}")
    assert missing == []


def test_fields_of_results_are_documented_with_units() -> None:
    wrong = []
    for name, thing in public():
        if not hasattr(thing, "__dataclass_fields__"):
            continue
        doc = "\n".join(inspect.getdoc(c) or "" for c in thing.__mro__[:-1])
        for field in thing.__dataclass_fields__:
            entry = re.search(rf"(?ms)^(?:\w+, )*{field}(?:, \w+)* :.*?(?=^\w|\Z)", doc)
            if entry is None:
                wrong.append(f"{name}.{field} is not documented")
            elif re.search(r"_(N|Nm|deg|mm|m)$", field) and not re.search(
                r"\[.+\]|in mm", entry.group()
            ):
                wrong.append(f"{name}.{field} has no unit")
    assert wrong == []


def test_every_status_is_documented() -> None:
    for thing in (gl.PostureStatus, gl.EffortStatus):
        assert issubclass(thing, enum.IntEnum)
        source = inspect.getsource(thing)
        for member in thing:
            assert re.search(rf'{member.name} = {member.value}\n    """.+"""', source), member


def test_docstring_examples_run() -> None:
    import doctest

    names = {thing.__module__ for _, thing in public() if not isinstance(thing, property)}
    attempted = 0
    for module in (sys.modules[name] for name in sorted(names | {"guyline"})):
        result = doctest.testmod(module)
        assert result.failed == 0, module.__name__
        attempted += result.attempted
    assert attempted >= 30
