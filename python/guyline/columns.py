"""Columns of a table: what each sets, and the numbers in it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from guyline._names import UnknownName, did_you_mean, raise_unknown
from guyline.knobs import KNOB_RANGES, KNOBS
from guyline.model import Model
from guyline.task import Task
from guyline.tasks import stand_options

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from guyline._arch import _batch

    FloatArray = NDArray[np.float64]

# Columns that are no knob: what they set in C++, their unit here, that unit in SI.
_COLUMNS = {
    "mass_kg": ("mass", "kg", 1.0),
    "stature_m": ("stature", "m", 1.0),
    "pelvic_incidence_deg": ("pelvic_incidence", "deg", math.pi / 180.0),
    "trunk_inclination_deg": ("trunk_inclination", "deg", math.pi / 180.0),
    "gravity_inclination_deg": ("gravity_inclination", "deg", math.pi / 180.0),
}


def _known_columns(task: Task | None) -> tuple[str, ...]:
    """Columns that are no knob, of standing or of a task."""
    if task is None:
        return tuple(_COLUMNS)
    takes_trunk = task.stop is None and "trunk_inclination_deg" in task.hold
    wrong = {"gravity_inclination_deg", *(() if takes_trunk else ("trunk_inclination_deg",))}
    return tuple(name for name in _COLUMNS if name not in wrong)


def _column(body: Model, name: object, task: Task | None) -> tuple[str, str, str, float]:
    """What a column sets in C++, its name and unit here, that unit in SI."""
    if not isinstance(name, str):
        raise TypeError(f'a column must be a string such as "hamstrings.length", got {name!r}')
    if task is not None and name == "gravity_inclination_deg":
        raise ValueError(f"column {name}: a task has a ground_inclination_deg instead")
    if task is not None and name == "trunk_inclination_deg":
        if task.stop is not None:
            raise ValueError(f"column {name}: a movement goes where its stop rules say")
        if name not in task.hold:
            held = ", ".join(task.hold)
            raise ValueError(
                f"column {name}: {task.name} does not hold the trunk, which goes where the law and "
                f"the balance take it; held are {held}"
            )
    if name in _COLUMNS:
        sets, unit, unit_in_si = _COLUMNS[name]
        return (sets, name, unit, unit_in_si)
    of, dot, knob = name.partition(".")
    if not dot:
        known = _known_columns(task)
        near = did_you_mean(name, [*known, *(f"{group}.length" for group in body.groups)])
        raise UnknownName(
            f'no column is named "{name}"{near} There are: {", ".join(known)} and '
            f"<muscle or group>.<knob>, such as hamstrings.length"
        )
    body._select(of)
    if knob in KNOBS and knob not in KNOB_RANGES:
        knobs = " or ".join(KNOB_RANGES)
        raise ValueError(f"column {name}: {knob} cannot be a column; give {knobs}")
    if knob not in KNOB_RANGES:
        raise_unknown(f"knob of {of}", knob, KNOB_RANGES)
    return (name, name, KNOBS[knob], 1.0)


def settings_of(
    body: Model,
    columns: tuple[str, ...],
    *,
    acute: bool,
    threads: int,
    loads: bool,
    pulls: bool,
    derivatives: bool,
    task: Task | None,
    **stand: Any,
) -> _batch.Settings:
    """What `solve` was asked, in the compiled module's units."""
    from guyline._arch import _batch

    options = stand_options(**stand)
    settings = _batch.Settings()
    settings.columns = [_column(body, name, task) for name in columns]
    settings.acute = acute
    settings.trunk_inclination = options.trunk_inclination
    settings.knee_flexion = options.knee_flexion
    settings.effort_power = options.effort_power
    settings.threads = threads
    settings.loads = loads
    settings.pulls = pulls
    settings.derivatives = derivatives
    if task is not None:
        settings.task = task._to_core().stored()
        settings.stop = task.stop._to_core(body).stored() if task.stop else None
    return settings


def _numbers(name: str, values: object) -> FloatArray:
    """An array of float64 that C++ can read in place; a copy only where there is no other way."""
    import numpy as np

    array = np.asarray(values)
    if array.dtype.kind not in "fiu":
        raise TypeError(f"{name} must hold numbers, got {array.dtype}")
    array = array.astype(np.float64, copy=False)
    if any(stride < 0 or stride % array.itemsize for stride in array.strides):
        array = array.copy()
    return array


def named_table(columns: object, table: object) -> tuple[tuple[str, ...], FloatArray]:
    """Names of the columns, and their values side by side, of either way to give them."""
    import numpy as np

    if isinstance(columns, Mapping):
        if table is not None:
            raise TypeError("give either a mapping of columns to values, or columns and a table")
        arrays = {name: _numbers(f"column {name}", values) for name, values in columns.items()}
        for name, array in arrays.items():
            if array.ndim != 1:
                raise ValueError(f"column {name} must be one-dimensional, got {array.shape}")
        lengths = {name: len(array) for name, array in arrays.items()}
        if len(set(lengths.values())) > 1:
            told = ", ".join(f"{name} has {n}" for name, n in lengths.items())
            raise ValueError(f"all columns must have as many rows: {told}")
        rows = next(iter(lengths.values()), 0)
        whole = np.empty((rows, len(arrays)), order="F")
        for k, array in enumerate(arrays.values()):
            whole[:, k] = array
        return tuple(arrays), whole
    if isinstance(columns, str) or not isinstance(columns, Sequence):
        raise TypeError(
            'columns must be a list of names, such as ["hamstrings.length", "psoas.tone"], or a '
            f"mapping of names to values, got {columns!r}"
        )
    if table is None:
        raise TypeError("there are columns, but no table")
    array = _numbers("table", table)
    if array.ndim == 1 and len(columns) == 1:
        array = array[:, np.newaxis]
    if array.ndim != 2 or array.shape[1] != len(columns):
        raise ValueError(
            f"table must be of shape (rows, {len(columns)}), a column for each name, "
            f"got {array.shape}"
        )
    return tuple(columns), array
