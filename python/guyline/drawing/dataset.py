"""What the pictures need to know of a sweep's Dataset, which they read by its attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def is_dataset(thing: object) -> bool:
    """Whether it looks like an xarray.Dataset, without importing xarray."""
    return hasattr(thing, "data_vars") and hasattr(thing, "coords") and hasattr(thing, "dims")


def knobs_of(ds: Any) -> list[str]:
    """The knobs that a sweep goes over, in the order of its status."""
    return [str(dim) for dim in ds["status"].dims]


def task_of(ds: Any) -> str:
    """What was asked of every cell, ``"stand"`` where the dataset does not say."""
    import json

    text = ds.attrs.get("task", "")
    return str(json.loads(text).get("name", "stand")) if text else "stand"


def solved(ds: Any) -> NDArray[np.bool_]:
    """Whether each cell has a posture."""
    import numpy as np

    return np.asarray(ds["status"].values == 0)


def status_words(ds: Any, value: int) -> str:
    """A status in the words of the variable's own flags."""
    import numpy as np

    attrs = ds["status"].attrs
    meanings = attrs.get("flag_meanings", "")
    words = meanings.split() if isinstance(meanings, str) else list(meanings)
    flags = [int(x) for x in np.atleast_1d(attrs.get("flag_values", []))]
    if value in flags and flags.index(value) < len(words):
        return str(words[flags.index(value)]).replace("_", " ")
    return f"status {value}"


def pick(ds: Any, variable: str, knobs: list[str], where: dict[str, Any]) -> NDArray[np.float64]:
    """Values of a variable over the knobs, at one place of every other dimension.

    Raises
    ------
    ValueError
        There is no such variable or place, or a dimension is left over.
    """
    import numpy as np

    if variable not in ds.data_vars:
        known = ", ".join(str(v) for v in ds.data_vars)
        raise ValueError(f'the sweep has no variable "{variable}"; there are: {known}')
    array = ds[variable]
    for dim, label in where.items():
        if dim not in array.dims or dim in knobs:
            raise ValueError(f"{variable} has no dimension {dim}; it has {', '.join(array.dims)}")
        labels = [str(x) for x in array[dim].values]
        if str(label) not in labels:
            raise ValueError(f'{dim} has no "{label}"; there are: {", ".join(labels)}')
        array = array.isel({dim: labels.index(str(label))})
    for dim in array.dims:
        if dim not in knobs:
            examples = ", ".join(f'{dim}="{x}"' for x in array[dim].values[:2])
            raise ValueError(f"{variable} also goes over {dim}: choose one, as {examples}")
    return np.asarray(array.transpose(*knobs).values, dtype=np.float64)
