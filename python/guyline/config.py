"""What guyline runs with: instruction set, threads, versions."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from guyline import _core
from guyline._names import Record


@dataclass(frozen=True, eq=False, repr=False)
class Config(Record):
    """What runs here. Print it.

    Attributes
    ----------
    version : str
        Of guyline.
    instruction_set : str
        In use for `solve`: ``baseline``, ``avx2`` or ``avx512``; the environment variable
        ``GUYLINE_INSTRUCTION_SET`` chooses another one.
    available : tuple of str
        Instruction sets that this processor can run and this build has.
    lanes : int
        Rows that a thread solves side by side.
    threads : int
        Threads that `solve` takes by default.
    compiler, eigen, pybind11 : str
        What it was built with.
    numpy, python : str
        What it runs with.
    """

    version: str
    instruction_set: str
    available: tuple[str, ...]
    lanes: int
    threads: int
    compiler: str
    eigen: str
    pybind11: str
    numpy: str
    python: str

    def __repr__(self) -> str:
        rows = {**vars(self), "available": ", ".join(self.available)}
        width = max(map(len, rows))
        return "\n".join(f"{name:<{width}}  {value}" for name, value in rows.items())


def show_config() -> Config:
    """Return what guyline runs with: instruction set, threads, versions.

    Returns
    -------
    Config

    Raises
    ------
    ValueError
        ``GUYLINE_INSTRUCTION_SET`` names one that there is not, or that cannot run here.
    """
    import numpy as np

    from guyline import _arch
    from guyline._arch import _batch

    return Config(
        version=_core.__version__,
        instruction_set=_arch.instruction_set,
        available=_arch.available,
        lanes=_batch.lanes,
        threads=_batch.threads(),
        compiler=_batch.compiler,
        eigen=_batch.eigen,
        pybind11=_batch.pybind11,
        numpy=np.__version__,
        python=".".join(map(str, sys.version_info[:3])),
    )
