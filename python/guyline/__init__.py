"""guyline: where the pelvis comes to rest on its muscles, and what that costs the lumbar spine.

>>> import guyline as gl
>>> body = gl.bridge(mass_kg=75, stature_m=1.75)
>>> posture = body.stand()
>>> tight = body.vary(hip_flexors={"tone": 0.05}).stand()
>>> print(tight - posture)  # doctest: +ELLIPSIS
tilt ...

Angles are in degrees, forces in N, moments in N m, as the names say; anterior tilt, lordosis, hip
flexion and tension are positive. A reduced model for study and teaching: no medical advice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guyline._core import Error, __version__
from guyline._names import Table, UnknownName
from guyline.batch import solve
from guyline.batch_result import BatchResult, LoadColumns, RowStatus
from guyline.branch import continuation, tilt_map
from guyline.branch_result import (
    Branch,
    BranchEnd,
    CellStatus,
    Continuation,
    ContinuationStatus,
    Hysteresis,
    Jump,
    Passage,
    PassageStatus,
    TiltMap,
    TippingPoint,
)
from guyline.clinical import (
    ClinicalLimit,
    ClinicalTest,
    Examination,
    Norm,
    ReachTest,
    examine,
)
from guyline.config import Config, show_config
from guyline.curve import TiltCurve, tilt_curve
from guyline.difference import Difference
from guyline.knobs import KNOBS
from guyline.law import LawPosture, PassiveLaw, stand_with_law
from guyline.model import Model, bridge
from guyline.muscle import Muscle
from guyline.pose import Pose, PosedJoint, PosedMuscle
from guyline.posture import (
    EffortStatus,
    Equilibrium,
    Load,
    Posture,
    PostureStatus,
    Pull,
)
from guyline.sensitivity import Effect, Sensitivity
from guyline.sources import Evidence, Origin, evidence
from guyline.task import Burden, Stop, StopReason, Task
from guyline.task_posture import TaskPosture

if TYPE_CHECKING:
    from guyline.claim import Claim, ClaimReading, ClaimReadingResult, ClaimResult, claims
    from guyline.plot import (
        animate,
        compare,
        plot_budget,
        plot_energy,
        plot_evidence,
        plot_map,
        plot_sensitivity,
        plot_tilt_curve,
        sliders,
    )
    from guyline.sweep_grid import sweep
    from guyline.sweep_table import sweep_to_csv, tidy

__all__ = [
    "KNOBS",
    "BatchResult",
    "Branch",
    "BranchEnd",
    "Burden",
    "CellStatus",
    "Claim",
    "ClaimReading",
    "ClaimReadingResult",
    "ClaimResult",
    "ClinicalLimit",
    "ClinicalTest",
    "Config",
    "Continuation",
    "ContinuationStatus",
    "Difference",
    "Effect",
    "EffortStatus",
    "Equilibrium",
    "Error",
    "Evidence",
    "Examination",
    "Hysteresis",
    "Jump",
    "LawPosture",
    "Load",
    "LoadColumns",
    "Model",
    "Muscle",
    "Norm",
    "Origin",
    "Passage",
    "PassageStatus",
    "PassiveLaw",
    "Pose",
    "PosedJoint",
    "PosedMuscle",
    "Posture",
    "PostureStatus",
    "Pull",
    "ReachTest",
    "RowStatus",
    "Sensitivity",
    "Stop",
    "StopReason",
    "Table",
    "Task",
    "TaskPosture",
    "TiltCurve",
    "TiltMap",
    "TippingPoint",
    "UnknownName",
    "__version__",
    "animate",
    "bridge",
    "claims",
    "compare",
    "continuation",
    "evidence",
    "examine",
    "plot_budget",
    "plot_energy",
    "plot_evidence",
    "plot_map",
    "plot_sensitivity",
    "plot_tilt_curve",
    "show_config",
    "sliders",
    "solve",
    "stand_with_law",
    "sweep",
    "sweep_to_csv",
    "tidy",
    "tilt_curve",
    "tilt_map",
]


def __getattr__(name: str) -> object:
    # Few programs ask for claims, sweeps or pictures, and every program waits for an import.
    if name in ("Claim", "ClaimReading", "ClaimReadingResult", "ClaimResult", "claims"):
        from guyline import claim

        return getattr(claim, name)
    if name in ("animate", "compare", "sliders") or (name in __all__ and name.startswith("plot_")):
        from guyline import plot

        return getattr(plot, name)
    if name == "sweep":
        from guyline import sweep_grid

        return sweep_grid.sweep
    if name in ("sweep_to_csv", "tidy"):
        from guyline import sweep_table

        return getattr(sweep_table, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
