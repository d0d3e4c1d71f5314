"""A body and a task as JSON text, for the attributes of a dataset."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guyline import Model, Task


def _plain(value: Any) -> Any:
    """Records and mappings as dicts, sequences as lists."""
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if hasattr(value, "__dataclass_fields__"):
        return _plain(vars(value))
    return value


def body_text(body: Model) -> str:
    """Who a body is, every knob as it stands, and what was cut."""
    muscles = {}
    for name, m in body.muscles.items():
        knobs = ("length", "stiffness", "tone", "reflex_gain", "strength", "threshold", "cut")
        muscles[name] = {knob: getattr(m, knob) for knob in knobs}
    person = (
        "sex",
        "mass_kg",
        "stature_m",
        "pelvic_incidence_deg",
        "pelvic_tilt_radiographic_deg",
        "lordosis_deg",
        "hip_extensor_tone",
    )
    return json.dumps({**{name: getattr(body, name) for name in person}, "muscles": muscles})


def task_text(task: Task | None, **stand: float) -> str:
    """A task by its fields; plain standing by what `Model.stand` takes."""
    return json.dumps({"name": "stand", **stand} if task is None else _plain(task))
