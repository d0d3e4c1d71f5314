"""Read-only arrays."""

from __future__ import annotations

from typing import Any


def frozen(array: Any) -> Any:
    """The same array, read-only."""
    array.setflags(write=False)
    return array


def frozen_array(numbers: list[float]) -> Any:
    """A read-only array of float64."""
    import numpy as np

    return frozen(np.array(numbers, dtype=np.float64))


def frozen_state(state: dict[str, Any]) -> dict[str, Any]:
    """What a pickle brings back, its arrays read-only again."""
    for value in state.values():
        if hasattr(value, "setflags"):
            frozen(value)
    return state
