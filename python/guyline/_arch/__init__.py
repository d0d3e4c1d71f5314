"""The batch, compiled once per instruction set: which one is chosen here, at the first use.

The modules have one name, ``_batch``, and live in folders named after their instruction set; the
folder that is chosen goes to the front of this package's path.
"""

from __future__ import annotations

import os

from guyline._arch import _cpu

#: All that there may be, plainest first.
INSTRUCTION_SETS = ("baseline", "avx2", "avx512")
#: Environment variable that chooses one of them.
VARIABLE = "GUYLINE_INSTRUCTION_SET"


def _is_built(name: str) -> bool:
    for folder in (os.path.join(path, name) for path in __path__):
        if os.path.isdir(folder) and any(f.startswith("_batch.") for f in os.listdir(folder)):
            return True
    return False


def _choose() -> str:
    wanted = os.environ.get(VARIABLE, "")
    if not wanted:
        return available[-1]
    if wanted not in INSTRUCTION_SETS:
        raise ValueError(
            f'{VARIABLE}="{wanted}" is not an instruction set; there are '
            + ", ".join(INSTRUCTION_SETS)
        )
    if wanted not in available:
        raise ValueError(
            f'{VARIABLE}="{wanted}" cannot be used here: this processor and this build of guyline '
            f"have {', '.join(available)}"
        )
    return wanted


#: Those that this processor can run and this build has, plainest first.
available = tuple(name for name in _cpu.supported() if _is_built(name))
#: The one in use.
instruction_set = _choose()

__path__ = [*(os.path.join(path, instruction_set) for path in __path__), *__path__]

from guyline._arch import _batch  # noqa: E402

__all__ = ["INSTRUCTION_SETS", "VARIABLE", "_batch", "available", "instruction_set"]
