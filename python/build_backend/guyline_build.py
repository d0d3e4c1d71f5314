"""PEP 517 backend: scikit-build-core, plus Eigen and Boost from packages where the machine has none.

A machine with a C++ compiler but no such headers then still builds the wheel with a plain
``pip install .``; a machine that has them downloads nothing more.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

from scikit_build_core import build as _build
from scikit_build_core.build import (  # noqa: F401
    build_sdist,
    get_requires_for_build_sdist,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

# The first brings Eigen 5 and Boost and tells scikit-build-core where they are; the others Eigen 3.4
# and Boost, in a prefix of their own that _add_carrier_prefix() makes known.
EIGEN_CARRIERS = [
    "pgm-build-deps; python_version >= '3.11'",
    "cmeel-eigen; python_version < '3.11'",
]
BOOST_CARRIERS = [
    "pgm-build-deps; python_version >= '3.11'",
    "cmeel-boost; python_version < '3.11'",
]
SYSTEM_PREFIXES = ("/usr/local", "/usr", "/opt/homebrew", "/opt/local")
_CONFIG_FOLDERS = ("share/eigen3/cmake", "lib/cmake/eigen3", "lib64/cmake/eigen3")
_ODEINT = "include/boost/numeric/odeint/version.hpp"


def _prefixes(package: str) -> list[Path]:
    """Where CMake will look for a package, in its order, as far as that can be known beforehand."""
    named = [os.environ.get(f"{package}_ROOT", "")]
    named += os.environ.get("CMAKE_PREFIX_PATH", "").split(os.pathsep)
    named += [os.environ.get("CONDA_PREFIX", ""), sys.prefix]
    named += SYSTEM_PREFIXES
    return [Path(name) for name in named if name]


def _eigen_version(config_folder: Path) -> list[int] | None:
    """Version of the Eigen whose CMake files are in this folder, or None if there is none."""
    try:
        text = (config_folder / "Eigen3ConfigVersion.cmake").read_text(encoding="utf-8")
    except OSError:
        return None
    match = re.search(r'set\s*\(PACKAGE_VERSION "(\d+)\.(\d+)', text)
    return [int(number) for number in match.groups()] if match else None


def system_has_eigen() -> bool:
    """Whether CMake will find an Eigen 3.4 or newer on this machine.

    GUYLINE_EIGEN=package in the environment says no: build with the package all the same.
    """
    if os.environ.get("GUYLINE_EIGEN") == "package":
        return False
    folders = [os.environ.get("Eigen3_DIR", "")]
    folders += [str(prefix / folder) for prefix in _prefixes("Eigen3") for folder in _CONFIG_FOLDERS]
    versions = [_eigen_version(Path(folder)) for folder in folders if folder]
    return any(version is not None and version >= [3, 4] for version in versions)


def system_has_boost() -> bool:
    """Whether CMake will find the headers of Boost's Odeint on this machine."""
    return any((prefix / _ODEINT).is_file() for prefix in _prefixes("Boost"))


def _carriers() -> list[str]:
    needed = [] if system_has_eigen() else list(EIGEN_CARRIERS)
    needed += [] if system_has_boost() else BOOST_CARRIERS
    return list(dict.fromkeys(needed))


def get_requires_for_build_wheel(config_settings: dict[str, Any] | None = None) -> list[str]:
    return [*_build.get_requires_for_build_wheel(config_settings), *_carriers()]


def get_requires_for_build_editable(config_settings: dict[str, Any] | None = None) -> list[str]:
    return [*_build.get_requires_for_build_editable(config_settings), *_carriers()]


def _add_carrier_prefix() -> None:
    carried = [Path(folder) / "cmeel.prefix" for folder in sys.path if folder]
    found = [str(prefix) for prefix in carried if prefix.is_dir()]
    if found and not (system_has_eigen() and system_has_boost()):
        known = os.environ.get("CMAKE_PREFIX_PATH", "")
        os.environ["CMAKE_PREFIX_PATH"] = os.pathsep.join([*found, *([known] if known else [])])


def build_wheel(
    wheel_directory: str,
    config_settings: dict[str, Any] | None = None,
    metadata_directory: str | None = None,
) -> str:
    _add_carrier_prefix()
    return _build.build_wheel(wheel_directory, config_settings, metadata_directory)


def build_editable(
    wheel_directory: str,
    config_settings: dict[str, Any] | None = None,
    metadata_directory: str | None = None,
) -> str:
    _add_carrier_prefix()
    return _build.build_editable(wheel_directory, config_settings, metadata_directory)
