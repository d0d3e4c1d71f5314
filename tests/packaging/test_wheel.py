"""The wheel, what is in it, and where its build looks for Eigen and Boost."""

from __future__ import annotations

import importlib.util
import os
import platform
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*command: object, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    words = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, text=True, cwd=cwd, env=env, check=False)
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Packed from the objects that `./dev python` has compiled, or compiled now."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--verbose", "--no-deps", "--no-build-isolation"]
    built = f"--config-settings=build-dir={ROOT / 'build' / 'python'}"
    run(*pip, built, "--wheel-dir", folder, ROOT)
    (found,) = folder.glob("guyline-*.whl")
    return found


def test_contents(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    package = {name for name in names if name.startswith("guyline/")}
    assert any(name.startswith("guyline/_core.") and not name.endswith(".pyi") for name in package)
    assert {"guyline/__init__.py", "guyline/_core.pyi", "guyline/py.typed"} <= package
    assert "guyline/references.bib" in package
    assert {"guyline/claim/claims.csv", "guyline/claim/readings.txt"} <= package
    assert any(name.startswith("guyline/_arch/_cpu.") for name in package)
    kernels = {name.split("/")[2] for name in package if "/_batch." in name and name[-1] != "i"}
    x86 = platform.machine() in ("x86_64", "AMD64")
    assert kernels == ({"baseline", "avx2", "avx512"} if x86 else {"baseline"})
    assert all("dist-info/" in name for name in names - package), "the wheel holds something else"


def test_size(wheel: Path) -> None:
    assert wheel.stat().st_size < 5e6


def test_works_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    run(sys.executable, "-m", "venv", environment)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", wheel)
    code = (
        "import guyline; print(guyline.__file__); body = guyline.bridge(); "
        "print(body.stand().status); print(guyline.show_config().instruction_set); "
        "print(guyline.solve(body, ['psoas.tone'], [0.02]).counts()); "
        "print(guyline.evidence('balance_point').references[0][:8])"
    )
    where, status, chosen, counts, author = run(
        scripts / "python", "-I", "-c", code, cwd=tmp_path
    ).splitlines()
    assert Path(where).is_relative_to(environment)
    assert status == "solved"
    assert chosen in ("baseline", "avx2", "avx512")
    assert counts == "{'solved': 1}"
    assert author == "Woodhull"
    assert "usage" in run(scripts / "guyline", "--help", cwd=tmp_path).lower()


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The build backend, on a machine without Eigen and Boost."""
    path = ROOT / "python" / "build_backend" / "guyline_build.py"
    spec = importlib.util.spec_from_file_location("guyline_build", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    named = ("Eigen3_DIR", "Eigen3_ROOT", "Boost_ROOT", "CMAKE_PREFIX_PATH", "CONDA_PREFIX")
    for variable in named:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(module, "SYSTEM_PREFIXES", ())
    return module


def put_eigen(prefix: Path, version: str) -> None:
    folder = prefix / "share" / "eigen3" / "cmake"
    folder.mkdir(parents=True)
    (folder / "Eigen3ConfigVersion.cmake").write_text(f'set(PACKAGE_VERSION "{version}")\n')


def put_boost(prefix: Path) -> None:
    folder = prefix / "include" / "boost" / "numeric" / "odeint"
    folder.mkdir(parents=True)
    (folder / "version.hpp").touch()


@pytest.mark.parametrize(
    ("version", "enough"), [("3.3.9", False), ("3.4.0", True), ("3.10.0", True), ("5.0.1", True)]
)
def test_backend_knows_an_eigen_that_is_there(
    backend: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, enough: bool
) -> None:
    assert not backend.system_has_eigen()
    put_eigen(tmp_path, version)
    monkeypatch.setenv("CMAKE_PREFIX_PATH", str(tmp_path))
    assert backend.system_has_eigen() is enough


def test_backend_asks_for_an_eigen_only_where_there_is_none(
    backend: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    carriers = set(backend.EIGEN_CARRIERS)
    monkeypatch.chdir(ROOT)
    assert carriers <= set(backend.get_requires_for_build_wheel())
    assert carriers <= set(backend.get_requires_for_build_editable())
    put_eigen(tmp_path, "3.4.0")
    put_boost(tmp_path)
    monkeypatch.setenv("Eigen3_ROOT", str(tmp_path))
    monkeypatch.setenv("Boost_ROOT", str(tmp_path))
    assert not carriers & set(backend.get_requires_for_build_wheel())
    assert not carriers & set(backend.get_requires_for_build_editable())
    monkeypatch.setenv("GUYLINE_EIGEN", "package")
    assert carriers <= set(backend.get_requires_for_build_wheel())


def test_backend_asks_for_boost_only_where_there_is_none(
    backend: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    eigen, boost = set(backend.EIGEN_CARRIERS), set(backend.BOOST_CARRIERS)
    asked = backend.get_requires_for_build_wheel()
    assert eigen | boost <= set(asked)
    assert len(asked) == len(set(asked)), "a carrier of both is asked for once"
    put_eigen(tmp_path, "3.4.0")
    monkeypatch.setenv("CMAKE_PREFIX_PATH", str(tmp_path))
    assert not backend.system_has_boost()
    asked = set(backend.get_requires_for_build_editable())
    assert boost <= asked
    assert not (eigen - boost) & asked
    put_boost(tmp_path)
    assert backend.system_has_boost()
    assert not (eigen | boost) & set(backend.get_requires_for_build_editable())
