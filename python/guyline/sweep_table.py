"""A sweep as a plain table: one row per cell, units in the column names, status in words."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

# Units that the name of a variable or a column says itself.
_SAID = ("_deg", "_N", "_Nm", "_m", "_kg")
_BESIDE = ("level", "part", "muscle", "parameter", "output", "equilibrium")
_ROWS = 65536


def tidy(dataset: xr.Dataset) -> pd.DataFrame:
    """Return a table of a sweep: one row per cell, the last knob fastest.

    A column is named after its variable and, where there are several, level, part, muscle, parameter,
    output or number of the equilibrium: ``compression_N L5/S1``. Units that the name does not say follow
    in brackets: ``hamstrings.length [1]``. Outcomes are words. A part of a sweep will do, and so will
    what was read from a file.

    Parameters
    ----------
    dataset : xarray.Dataset
        From `sweep`.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    TypeError
        It is no dataset.

    Examples
    --------
    >>> import guyline as gl
    >>> found = gl.sweep(gl.bridge(), {"psoas.tone": [0.01, 2.0]}, variables=["anterior_tilt_deg"])
    >>> list(gl.tidy(found))
    ['psoas.tone [1]', 'status', 'anterior_tilt_deg']
    >>> list(gl.tidy(found)["status"])
    ['solved', 'out_of_range']
    """
    import pandas as pd
    import xarray as xr

    if not isinstance(dataset, xr.Dataset):
        raise TypeError(f"a table is made of what sweep() returns, got {type(dataset).__name__}")
    loaded = dataset.compute()
    cells = [str(dim) for dim in loaded.dims if dim not in _BESIDE]
    shape = {dim: loaded.sizes[dim] for dim in cells}
    columns: dict[str, Any] = {}
    for name, variable in loaded.variables.items():
        if name in _BESIDE or name == "parameter_units":
            continue
        over = [str(dim) for dim in variable.dims if dim in _BESIDE]
        full = {**shape, **{dim: loaded.sizes[dim] for dim in over}}
        whole = xr.broadcast(xr.DataArray(variable), _empty(full))[0].transpose(*full)
        names = [[str(label) for label in _labels(loaded, dim)] for dim in over]
        flat = whole.values.reshape(-1, *(len(labels) for labels in names))
        words = _words(variable)
        for place in itertools.product(*(range(len(labels)) for labels in names)):
            labels = [labels[i] for labels, i in zip(names, place)]
            at: tuple[Any, ...] = (..., *place)
            columns[_title(loaded, str(name), over, labels)] = words(flat[at])
    coords = [_title(loaded, str(name), [], []) for name in loaded.coords]
    first = [title for title in coords if title in columns]
    return pd.DataFrame(columns)[[*first, *(title for title in columns if title not in first)]]


def sweep_to_csv(dataset: xr.Dataset, path: str | os.PathLike[str]) -> None:
    """Write the table of a sweep as CSV, piece by piece, so that it need not fit into memory.

    Numbers are written with as many digits as they need to read back as they are; a NaN is empty.

    Parameters
    ----------
    dataset : xarray.Dataset
        From `sweep`.
    path : path
        The file; one that is there is overwritten.

    Raises
    ------
    TypeError
        It is no dataset.
    """
    import xarray as xr

    if not isinstance(dataset, xr.Dataset):
        raise TypeError(f"a table is made of what sweep() returns, got {type(dataset).__name__}")
    with open(path, "w", encoding="utf-8", newline="") as file:
        for k, piece in enumerate(_pieces(dataset)):
            tidy(piece).to_csv(file, index=False, header=k == 0, lineterminator="\n")


def _empty(shape: Mapping[str, int]) -> xr.DataArray:
    """An array of no memory that has these dimensions."""
    import numpy as np
    import xarray as xr

    return xr.DataArray(np.broadcast_to(np.int8(0), tuple(shape.values())), dims=tuple(shape))


def _pieces(dataset: xr.Dataset) -> Iterator[xr.Dataset]:
    """Parts of some number of cells, in the order of the cells."""
    cells = [dim for dim in dataset.dims if dim not in _BESIDE]
    total = 1
    for dim in cells:
        total *= dataset.sizes[dim]
    if total <= _ROWS:
        yield dataset
        return
    first = next(dim for dim in cells if dataset.sizes[dim] > 1)
    size = dataset.sizes[first]
    step = max(1, size * _ROWS // total)
    for begin in range(0, size, step):
        yield from _pieces(dataset.isel({first: slice(begin, begin + step)}))


def _labels(dataset: xr.Dataset, dim: str) -> list[Any]:
    if dim in dataset.coords:
        return list(dataset[dim].values)
    return list(range(dataset.sizes[dim]))


def _title(dataset: xr.Dataset, name: str, over: list[str], labels: list[str]) -> str:
    units = dataset[name].attrs.get("units", "")
    if "parameter" in over and "parameter_units" in dataset.coords:
        by = labels[over.index("parameter")]
        per = str(dataset["parameter_units"].values[_labels(dataset, "parameter").index(by)])
        units = units.split(" per ")[0] if " per " in units else units
        per_unit = f"{per}-1"
        units = units if per == "1" or units.endswith(per_unit) else f"{units} {per_unit}"
    said = name.endswith(_SAID) and not name.startswith("d_")
    flags = "flag_meanings" in dataset[name].attrs or dataset[name].dtype.kind == "b"
    text = " ".join([name, *labels])
    return text if said or flags or not units else f"{text} [{units}]"


def _words(variable: Any) -> Any:
    """What turns the numbers of a variable into what stands in the table."""
    import numpy as np

    if "flag_meanings" not in variable.attrs:
        return lambda values: values
    numbers = np.atleast_1d(np.asarray(variable.attrs["flag_values"])).tolist()
    meanings = dict(zip(numbers, variable.attrs["flag_meanings"].split()))
    return lambda values: [meanings.get(x, str(x)) for x in values.tolist()]
