"""
The batch, compiled for one instruction set. Private: plain numbers in and out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__: list[str] = [
    "Answer",
    "Settings",
    "compiler",
    "eigen",
    "explain",
    "instruction_set",
    "lanes",
    "pybind11",
    "row_statuses",
    "threads",
    "version",
]

class Settings:
    columns: Sequence[tuple[str, str, str, float]]
    acute: bool
    trunk_inclination: float
    knee_flexion: float
    effort_power: int
    threads: int
    loads: bool
    pulls: bool
    derivatives: bool
    task: tuple[Any, ...] | None
    stop: tuple[Any, ...] | None
    def __init__(self) -> None: ...

class Answer:
    def __init__(self) -> None: ...
    def arrays(self) -> dict[str, Any]: ...
    def solve(
        self,
        body: tuple[Any, ...],
        settings: Settings,
        table: NDArray[np.float64],
        progress: Callable[[int, int], object] | None,
    ) -> None: ...

def explain(
    body: tuple[Any, ...], settings: Settings, table: NDArray[np.float64], row: int
) -> tuple[int, str]: ...
def row_statuses() -> list[str]: ...
def threads() -> int: ...

compiler: str
eigen: str
instruction_set: str
lanes: int
pybind11: str
version: str
