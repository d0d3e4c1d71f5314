"""What the variables and coordinates of a sweep are called, and their units, signs and sources.

A source is the header that states the law, its equation and what it leaves out.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from guyline import BatchResult

    Arrays = dict[str, NDArray[Any]]

#: Equilibria of one cell that a store has room for, as many as the library looks for.
MAX_EQUILIBRIA = 32


class Variable(NamedTuple):
    """Dimensions beside those of the cells, units as UDUNITS writes them, and the rest in words."""

    dims: tuple[str, ...]
    units: str
    long_name: str
    sign: str
    source: str


_POSTURE = "guyline/posture/equilibrium.hpp"
_BODY = "guyline/model/bridge.hpp"
_LOAD = "guyline/posture/load.hpp"
_PULL = "guyline/posture/pull.hpp"
_MUSCLE = "guyline/muscle/muscle.hpp"
_TASK = "guyline/task/task_result.hpp"
_SLOPE = "guyline/posture/sensitivity.hpp"
_FLEXION = "flexion is positive; 0 where the segments are drawn up straight"
_NEVER_NEGATIVE = "never negative"
_HEIGHT = "above the sole is positive"

VARIABLES = {
    "status": Variable(
        (), "1", "outcome", "no sign: see flag_meanings", "guyline/batch/result.hpp"
    ),
    "anterior_tilt_deg": Variable(
        (), "degree", "tilt of the pelvis", "anterior (forward) is positive", _POSTURE
    ),
    "lordosis_deg": Variable(
        (), "degree", "lordosis from L1 to S1", "a hollow back is positive", _BODY
    ),
    "sacral_slope_deg": Variable(
        (), "degree", "sacral slope SS", "grows with anterior tilt", _BODY
    ),
    "pelvic_tilt_radiographic_deg": Variable(
        (), "degree", "radiographic pelvic tilt PT", "grows with posterior tilt", _BODY
    ),
    "stiffness_Nm_per_deg": Variable(
        (),
        "N m degree-1",
        "moment that drives the pelvis back per degree of tilt",
        "positive drives back: stable",
        _POSTURE,
    ),
    "ankle_dorsiflexion_deg": Variable(
        (), "degree", "angle of the ankle", "dorsiflexion is positive", _POSTURE
    ),
    "knee_flexion_deg": Variable((), "degree", "angle of the knee", _FLEXION, _POSTURE),
    "hip_flexion_deg": Variable((), "degree", "angle of the hip", _FLEXION, _POSTURE),
    "lumbar_flexion_deg": Variable((), "degree", "angle of the lumbar spine", _FLEXION, _POSTURE),
    "residual": Variable(
        (), "1", "moment left over, in parts of all moments", _NEVER_NEGATIVE, _POSTURE
    ),
    "iterations": Variable(
        (), "1", "Newton steps to close in on the posture", _NEVER_NEGATIVE, _POSTURE
    ),
    "evaluations": Variable(
        (), "1", "evaluations of the whole search", _NEVER_NEGATIVE, _POSTURE
    ),
    "compression_N": Variable(
        ("level",), "N", "compression of the disc", "pressing together is positive", _LOAD
    ),
    "compression_budget_N": Variable(
        ("level", "part"),
        "N",
        "where the compression of the disc comes from; the parts add up to it",
        "pressing together is positive",
        _LOAD,
    ),
    "shear_N": Variable(
        ("level",),
        "N",
        "shear along the endplate",
        "pushing the upper vertebra forward is positive",
        _LOAD,
    ),
    "moment_Nm": Variable(
        ("level",), "N m", "moment that disc and ligaments carry", "forward is positive", _LOAD
    ),
    "tension_N": Variable(
        ("muscle",), "N", "resting tension of the muscle", "never negative: it pulls", _MUSCLE
    ),
    "share": Variable(
        ("muscle",),
        "1",
        "part of the muscle in what tilts the pelvis",
        "tilting forward is positive, tilting back negative",
        _PULL,
    ),
    "trunk_inclination_deg": Variable(
        (), "degree", "inclination of the trunk", "forward is positive", _TASK
    ),
    "fingertip_height_m": Variable((), "m", "height of the finger tips", _HEIGHT, _TASK),
    "grip_height_m": Variable((), "m", "height of the grip", _HEIGHT, _TASK),
    "lumbar_moment_Nm": Variable(
        (), "N m", "passive moment of tissue and muscle at L5/S1", "extending is positive", _TASK
    ),
    "hamstring_moment_Nm": Variable(
        (),
        "N m",
        "passive moment of the hamstrings at the hip, of one leg",
        "extending is positive",
        _TASK,
    ),
    "erector_activation": Variable(
        (), "1", "highest activation of erector spinae and multifidus", _NEVER_NEGATIVE, _TASK
    ),
    "seat_force_N": Variable((), "N", "force of the seat", "carrying weight is positive", _TASK),
    "backrest_force_N": Variable(
        (), "N", "force of the backrest", "leaning on it is positive", _TASK
    ),
    "foot_force_N": Variable((), "N", "force under the feet", "carrying weight is positive", _TASK),
    "stopped_by": Variable(
        (),
        "1",
        "what ended the movement",
        "no sign: see flag_meanings",
        "guyline/task/movement.hpp",
    ),
    "d_anterior_tilt_deg": Variable(
        ("parameter",),
        "degree",
        "change of the tilt per unit of the parameter",
        "more anterior is positive",
        _SLOPE,
    ),
    "d_lordosis_deg": Variable(
        ("parameter",),
        "degree",
        "change of the lordosis per unit of the parameter",
        "more hollow is positive",
        _SLOPE,
    ),
    "d_compression_N": Variable(
        ("level", "parameter"),
        "N",
        "change of the compression per unit of the parameter",
        "more pressing together is positive",
        _SLOPE,
    ),
    "d_shear_N": Variable(
        ("level", "parameter"),
        "N",
        "change of the shear per unit of the parameter",
        "more pushing forward is positive",
        _SLOPE,
    ),
    "d_moment_Nm": Variable(
        ("level", "parameter"),
        "N m",
        "change of the moment of disc and ligaments per unit of the parameter",
        "more forward is positive",
        _SLOPE,
    ),
    "d_tension_N": Variable(
        ("muscle", "parameter"),
        "N",
        "change of the resting tension per unit of the parameter",
        "pulling more is positive",
        _SLOPE,
    ),
    "one_sided": Variable(
        ("output",),
        "1",
        "whether the derivatives hold for changes to one side only",
        "no sign: true at a kink",
        _SLOPE,
    ),
    "num_equilibria": Variable(
        (), "1", "number of equilibria, stable and unstable", _NEVER_NEGATIVE, _POSTURE
    ),
    "equilibrium_tilt_deg": Variable(
        ("equilibrium",),
        "degree",
        "tilt of the pelvis in an equilibrium, in ascending order",
        "anterior (forward) is positive",
        _POSTURE,
    ),
    "equilibrium_stiffness_Nm_per_deg": Variable(
        ("equilibrium",),
        "N m degree-1",
        "moment that drives the pelvis back per degree of tilt from an equilibrium",
        "positive drives back: stable; negative drives away",
        _POSTURE,
    ),
    "equilibrium_stable": Variable(
        ("equilibrium",),
        "1",
        "whether a small push dies away in an equilibrium",
        "no sign: see flag_meanings",
        _POSTURE,
    ),
}

# Units, name and sign of what a column sets.
_KNOBS = {
    "length": ("1", "change of structural length in optimal fibre lengths", "negative is shorter"),
    "stiffness": ("1", "factor on the steepness of the passive curve", "above 1 is stiffer"),
    "tone": ("1", "activation without effort", "never negative; more pulls more"),
    "reflex_gain": ("1", "activation per optimal fibre length of stretch", _NEVER_NEGATIVE),
    "strength": ("1", "factor on the force above tone", "above 1 is stronger"),
}
_PERSON = {
    "mass_kg": ("kg", "body mass", "always positive"),
    "stature_m": ("m", "body height", "always positive"),
    "pelvic_incidence_deg": ("degree", "pelvic incidence PI", "always positive"),
    "trunk_inclination_deg": ("degree", "inclination of the trunk", "forward is positive"),
    "gravity_inclination_deg": (
        "degree",
        "inclination of gravity",
        "leaning forward is positive",
    ),
}
_LABELS = {
    "level": "disc",
    "part": "origin of a force",
    "muscle": "muscle, both sides together",
    "parameter": "what the derivative is by",
    "parameter_units": "units of the parameter",
    "output": "what may have a kink: the posture (tilt, lordosis, tensions) or the load at a level",
    "equilibrium": "number of the equilibrium, in ascending tilt",
}


def column_attrs(name: str) -> dict[str, Any]:
    """Attributes of the coordinate that a column becomes."""
    if name in _PERSON:
        units, long_name, sign = _PERSON[name]
        source = "guyline/model/bridge.hpp"
    else:
        of, _, knob = name.partition(".")
        units, long_name, sign = _KNOBS[knob]
        long_name = f"{knob} of {of}: {long_name}"
        source = "guyline/muscle/knobs.hpp"
    return {"units": units, "long_name": long_name, "sign": sign, "source": source}


def label_attrs(name: str) -> dict[str, Any]:
    """Attributes of a coordinate of names or numbers."""
    return {"long_name": _LABELS[name]}


def units_of(name: str, columns: Sequence[str]) -> str:
    """Units of a variable; of a derivative by columns of different units, words that say so."""
    units = VARIABLES[name].units
    if not name.startswith("d_"):
        return units
    by = {column_attrs(column)["units"] for column in columns}
    if len(by) > 1:
        return f"{units} per parameter_units"
    per = by.pop() if by else "1"
    return units if per == "1" else f"{units} {per}-1"


def variable_attrs(name: str, columns: Sequence[str]) -> dict[str, Any]:
    """Attributes of a data variable, in types that netCDF and zarr both know."""
    import numpy as np

    import guyline as gl

    variable = VARIABLES[name]
    attrs: dict[str, Any] = {
        "units": units_of(name, columns),
        "long_name": variable.long_name,
        "sign": variable.sign,
        "source": variable.source,
    }
    flags: dict[str, type[IntEnum]] = {"status": gl.RowStatus, "stopped_by": gl.StopReason}
    if name in flags:
        attrs["flag_values"] = np.array([int(flag) for flag in flags[name]], dtype=np.int8)
        attrs["flag_meanings"] = " ".join(flag.name for flag in flags[name])
    if name == "equilibrium_stable":
        attrs["flag_values"] = np.array([-1, 0, 1], dtype=np.int8)
        attrs["flag_meanings"] = "none unstable stable"
    return attrs


def fill_value(name: str, dtype: np.dtype[Any]) -> Any:
    """What stands in a cell that was not run."""
    import guyline as gl

    if name == "status":
        return int(gl.RowStatus.not_run)
    if name == "equilibrium_stable":
        return -1
    if dtype.kind == "f":
        return float("nan")
    return False if dtype.kind == "b" else 0


def labels_of(result: BatchResult) -> dict[str, list[str]]:
    """Names along the dimensions that are no column."""
    first = next(iter(result.load.values()), None)
    return {
        "level": list(result.load),
        "part": list(first.budget) if first is not None else [],
        "muscle": list(result.tension_N),
        "parameter": list(result.columns) if result.one_sided else [],
        "output": list(result.one_sided),
    }


def arrays_of(result: BatchResult, names: Sequence[str] | None = None) -> Arrays:
    """The variables of the rows of an answer, rows first; all that there are, or some of them."""
    import numpy as np

    def stack(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
        return np.stack(arrays, axis=-1)

    def wanted(name: str) -> bool:
        return names is None or name in names

    found: Arrays = {}
    loads = list(result.load.values())
    for name, variable in VARIABLES.items():
        if not wanted(name):
            continue
        if not variable.dims and name in vars(result):
            found[name] = getattr(result, name)
        elif name in result.task and name not in result.columns:
            found[name] = result.task[name]
        elif variable.dims == ("level",) and loads:
            found[name] = stack([getattr(load, name) for load in loads])
        elif name == "compression_budget_N" and loads:
            found[name] = stack([stack(list(load.budget.values())) for load in loads])
            found[name] = np.moveaxis(found[name], -1, -2)
        elif name in ("tension_N", "share") and result.tension_N:
            found[name] = stack(list(getattr(result, name).values()))
        elif name == "one_sided" and result.one_sided:
            found[name] = stack(list(result.one_sided.values()))
        elif name.startswith("d_") and result.one_sided:
            slopes = _slopes(result, name[2:], variable.dims[0])
            if slopes is not None:
                found[name] = slopes
    return found


def _slopes(result: BatchResult, output: str, over: str) -> NDArray[Any] | None:
    import numpy as np

    columns = result.columns
    if over == "parameter":
        return np.stack([result.derivative(output, c) for c in columns], axis=-1)
    if over == "level":
        rows = [[result.derivative(output, c, level=k) for c in columns] for k in result.load]
    else:
        rows = [[result.derivative(output, c, muscle=k) for c in columns] for k in result.tension_N]
    if not rows:
        return None
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)
