"""Batches: where a body comes to rest for every row of a table."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from guyline import _core
from guyline._names import UnknownName, truth
from guyline.batch_result import BatchResult
from guyline.columns import named_table, settings_of
from guyline.model import Model
from guyline.task import Task

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_STAND = _core.StandOptions()


def _draw_bar(done: int, total: int) -> None:
    width = 40
    filled = width * done // total if total else width
    end = "\n" if done >= total else ""
    bar = "#" * filled + "." * (width - filled)
    sys.stderr.write(f"\r[{bar}] {done} of {total} rows{end}")
    sys.stderr.flush()


def solve(
    body: Model,
    columns: Sequence[str] | Mapping[str, ArrayLike],
    table: ArrayLike | None = None,
    *,
    task: str | Task = "stand",
    acute: bool = False,
    threads: int | None = None,
    loads: bool = True,
    pulls: bool = True,
    derivatives: bool = False,
    out: BatchResult | None = None,
    progress: Callable[[int, int], object] | bool | None = None,
    trunk_inclination_deg: float = math.degrees(_STAND.trunk_inclination),
    knee_flexion_deg: float = math.degrees(_STAND.knee_flexion),
    effort_power: int = _STAND.effort_power,
) -> BatchResult:
    """Return where a body comes to rest for every row of a table, and what that costs.

    A row's answer depends on that row only: not on its neighbours, its place, or the number of
    threads. That a row has no answer is its status, not an exception. Other Python threads run
    meanwhile, and Ctrl-C ends it.

    Parameters
    ----------
    body : Model
        What no column sets.
    columns : sequence of str, or mapping of str to array_like of float, shape (rows,)
        What each column sets, absolute as in `Model.vary`. With a mapping there is no `table`.

        ============================  =============  =====================================
        column                        range          sets
        ============================  =============  =====================================
        ``<muscle or group>.<knob>``  `Model.vary`   ``length``, ``stiffness``, ``tone``,
                                                     ``reflex_gain`` or ``strength``
        ``mass_kg``                   35 to 200      the person (`bridge`); knobs that the
                                                     body had turned stay as they are
        ``stature_m``                 1.3 to 2.2     the same
        ``pelvic_incidence_deg``      25 to 80       the same
        ``trunk_inclination_deg``     -28.6 to 28.6  what is asked (`Model.stand`)
        ``gravity_inclination_deg``   -20 to 20      direction of gravity, > 0 leans forward
        ============================  =============  =====================================

    table : array_like of float, shape (rows, columns)
        Values, in the columns' units. A float64 array of any order is read in place.
    task : "stand" or Task
        What to ask. With a `Task` the answer has a `BatchResult.task`, the trunk's column goes from -86 to
        149 deg and turns the trunk where the task holds it, and there are no columns of gravity. A task that has a `stop`
        is a movement of every row, and has no derivatives.
    acute : bool
        As in `Model.vary`, for every length among the columns.
    threads : int or None
        Threads that solve. None: all that the hardware has.
    loads, pulls : bool
        Whether to find loads at all levels; tension and share of all muscles. Without `loads`
        nobody finds out whether the muscles are too weak.
    derivatives : bool
        Whether to find what every output changes by per unit of every column, for
        `BatchResult.derivative`. Takes 8 bytes a row for each output (2 and 3 per level and 1 per
        muscle) and column.
    out : BatchResult or None
        An answer to as many rows of the same kind, to be overwritten and returned.
    progress : callable, bool or None
        Called with rows done and rows in all, several times a second; True draws a bar on stderr.
    trunk_inclination_deg : float
        As in `Model.stand` [deg].
    knee_flexion_deg : float
        As in `Model.stand` [deg].
    effort_power : int
        As in `Model.stand`.

    Returns
    -------
    BatchResult

    Raises
    ------
    UnknownName
        A ``ValueError``: no such task, column, muscle, group or knob; near names are suggested.
    ValueError
        An option is out of range; shapes disagree; two columns set the same thing; `out` is of
        another shape. A *value* out of range is the status of its row.
    TypeError
        The table does not hold numbers, or an argument is not of its kind.

    Examples
    --------
    >>> import guyline as gl
    >>> result = gl.solve(gl.bridge(), {"hip_flexors.tone": [0.01, 0.05, 1.5]})
    >>> bool(result.anterior_tilt_deg[1] > result.anterior_tilt_deg[0])
    True
    >>> gl.RowStatus(result.status[2]).name
    'out_of_range'
    """
    if not isinstance(body, Model):
        raise TypeError(f"body must be a Model, made by guyline.bridge(), got {body!r}")
    if not isinstance(task, Task) and task != "stand":
        raise UnknownName(f'task must be "stand" or a guyline.Task, got {task!r}')
    asked = task if isinstance(task, Task) else None
    if asked is not None and (trunk_inclination_deg, knee_flexion_deg) != (0.0, 0.0):
        raise ValueError("trunk_inclination_deg and knee_flexion_deg are held by the task")
    if threads is not None and (isinstance(threads, bool) or not isinstance(threads, int)):
        raise TypeError(f"threads must be a whole number or None, got {threads!r}")
    if threads is not None and threads < 1:
        raise ValueError(f"threads must be at least 1, or None for all, got {threads}")
    if out is not None and not isinstance(out, BatchResult):
        raise TypeError(f"out must be a BatchResult, got {type(out).__name__}")
    report = _draw_bar if progress is True else progress or None
    if report is not None and not callable(report):
        raise TypeError(f"progress must be a function of two numbers, or True, got {progress!r}")
    names, values = named_table(columns, table)
    if "trunk_inclination_deg" in names and trunk_inclination_deg != 0.0:
        raise ValueError("trunk_inclination_deg is a column: do not give it as well")
    question: dict[str, Any] = {
        "acute": truth("acute", acute),
        "threads": threads or 0,
        "loads": truth("loads", loads),
        "pulls": truth("pulls", pulls),
        "derivatives": truth("derivatives", derivatives),
        "task": asked,
        "trunk_inclination_deg": trunk_inclination_deg,
        "knee_flexion_deg": knee_flexion_deg,
        "effort_power": effort_power,
    }
    from guyline._arch import _batch

    settings = settings_of(body, names, **question)
    stored = body._bridge.__getstate__()
    if out is None:
        answer = _batch.Answer()
        answer.solve(stored, settings, values, report)
        return BatchResult._wrap(answer, body, names, values, question)
    if out._answer is None:
        raise ValueError("out came from a pickle or a copy: only what solve() made can be reused")
    if len(out) != len(values):
        raise ValueError(f"out has {len(out)} rows, the table {len(values)}")
    out._answer.solve(stored, settings, values, report)
    out._describe(body, names, values, question)
    return out
