"""Sweeps: every combination of values of some knobs, as one dataset with names, units and status."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from guyline._names import raise_unknown, truth

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import numpy as np
    import xarray as xr
    from numpy.typing import ArrayLike, NDArray

    from guyline import Model, Task
    from guyline.sweep_block import Block, Job

    Values = tuple[NDArray[np.float64], ...]
    # Dimensions, shape, dtype and attributes.
    Layout = dict[str, tuple[tuple[str, ...], tuple[int, ...], np.dtype[Any], dict[str, Any]]]

TASKS = ("stand", "bend", "extend", "lift", "sit", "lie")
_STANDING_BLOCK = 65536
# A row of a task takes some hundred times as long, one whose equilibria are listed too.
_SLOW_BLOCK = 2048
_PER_CELL = ("trunk_inclination_deg", "knee_flexion_deg", "effort_power")
_EXAMPLE = '{"hamstrings.length": [-0.1, 0.0, 0.1]}'


def sweep(
    body: Model,
    knobs: Mapping[str, ArrayLike],
    *,
    task: str | Task = "stand",
    acute: bool = False,
    loads: bool = True,
    pulls: bool = True,
    derivatives: bool = False,
    equilibria: bool = False,
    variables: Sequence[str] | None = None,
    client: Any = None,
    store: str | os.PathLike[str] | None = None,
    block_cells: int | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], object] | bool | None = None,
    **how: Any,
) -> xr.Dataset:
    """Return what becomes of a body at every combination of values of some knobs.

    Each knob is a dimension, named and in the order given; a knob with a single number is a coordinate
    without a dimension. Every variable has `units`, `long_name`, `sign` (what is positive) and `source`
    as attributes. Look at `status` first: a NaN stands only where it is not ``solved``. Ctrl-C ends the
    sweep, warns and returns what is done; the other cells are ``not_run``. Needs xarray.

    Parameters
    ----------
    body : Model
        What no knob sets.
    knobs : mapping of str to array_like of float
        Values of each column that `solve` knows: ``"hamstrings.length"``, ``"psoas.tone"``,
        ``"mass_kg"``, ``"trunk_inclination_deg"``. A value out of range is the status of its cells.
    task : {"stand", "bend", "extend", "lift", "sit", "lie"} or Task
        What is asked of every cell. By name it is what the method of `Model` of that name asks, with
        the arguments `how`; ``"bend"`` and ``"extend"`` go as far as it goes, or, where
        ``trunk_inclination_deg`` is a knob, to its values.
    acute : bool
        As in `Model.vary`, for every length among the knobs.
    loads, pulls : bool
        Whether to find loads (dimension ``level``), tensions and shares (dimension ``muscle``). Without
        loads nobody finds out whether the muscles are too weak.
    derivatives : bool
        Whether to add the derivatives by each knob, ``d_anterior_tilt_deg`` and so on, over the dimension
        ``parameter``, and ``one_sided``. Where `solve` has them.
    equilibria : bool
        Whether to add all equilibria, stable or not, over the dimension ``equilibrium``. In plain
        standing, over knobs of muscles and the trunk; some 8000 cells a second.
    variables : sequence of str or None
        Names of the variables to keep beside `status`; None keeps all.
    client : Executor or dask.distributed.Client, optional
        Who solves the blocks, each with one thread; without one it is this process.
    store : path, optional
        A zarr store, in a folder that all workers see. Blocks are written to it as they are done, and
        the result is read from it when it is looked at. The same call goes on where the last one ended.
    block_cells : int, optional
        Cells of a block, at most; by default 65536, of a task 2048. A worker holds one block.
    threads : int or None
        Threads that solve without a `client`. None: all that the hardware has.
    progress : callable, bool or None
        Called with cells done and cells in all; True draws a bar on stderr. None draws it where
        someone looks on, in a terminal or a notebook, if it takes longer than half a second.
    **how
        Arguments of the method of `Model` that `task` names.

    Returns
    -------
    xarray.Dataset
        Its attributes hold version, instruction set, body and task (JSON), and no date: the same sweep
        gives the same bytes. `tidy` makes a table of it.

    Raises
    ------
    UnknownName
        A ``ValueError``: no such task, knob or variable; near names are suggested.
    ValueError
        Values that are not one-dimensional, not finite, none or twice the same; two knobs that set the
        same thing; a sweep that does not fit into memory; a store of another sweep.
    TypeError
        An argument is not of its kind.
    ImportError
        xarray, or zarr for a `store`, is missing: ``pip install "guyline[sweep]"``.
    RuntimeError
        A worker died and its executor with it, or it has another version or instruction set.

    Examples
    --------
    >>> import guyline as gl
    >>> knobs = {"hamstrings.length": [-0.1, 0.0], "hip_flexors.tone": [0.01, 0.03, 0.05]}
    >>> tilt = gl.sweep(gl.bridge(), knobs).anterior_tilt_deg
    >>> tilt.dims, tilt.attrs["units"], tilt.attrs["sign"]
    (('hamstrings.length', 'hip_flexors.tone'), 'degree', 'anterior (forward) is positive')
    """
    import guyline as gl

    _need_xarray()
    if not isinstance(body, gl.Model):
        got = type(body).__name__
        raise TypeError(f"body must be a Model, made by guyline.bridge(), got {got}")
    if store is not None and not isinstance(store, (str, os.PathLike)):
        raise TypeError(f"store must be the path of a folder, got {store!r}")
    values = _values(knobs)
    asked, stand = _asked(body, task, how, tuple(knobs))
    for name, flag in (("equilibria", equilibria), ("pulls", pulls)):
        truth(name, flag)
    if equilibria:
        _check_equilibria(tuple(knobs), asked)
    if block_cells is None:
        block_cells = _SLOW_BLOCK if asked is not None or equilibria else _STANDING_BLOCK
    if isinstance(block_cells, bool) or not isinstance(block_cells, int):
        raise TypeError(f"block_cells must be a whole number, got {block_cells!r}")
    if block_cells < 1:
        raise ValueError(f"block_cells must be at least 1, got {block_cells}")
    from guyline.sweep_block import block_shape, blocks_of

    question = {"acute": acute, "loads": loads, "pulls": pulls, "derivatives": derivatives, **stand}
    job, layout, empty = _plan(body, values, asked, question, equilibria, variables)
    sizes = block_shape([len(v) for v in values.values() if v.ndim], block_cells)
    cells = math.prod(len(v) for v in values.values() if v.ndim)
    executor = _executor(client)
    report = _Report(cells, progress)
    blocks = blocks_of(tuple(values.values()), sizes)
    if store is not None:
        return _into_store(job, layout, empty, blocks, sizes, store, executor, threads, report)
    return _into_memory(job, layout, empty, blocks, executor, threads, report)


# ---- what is asked ------------------------------------------------------------------------------


def _need_xarray() -> None:
    try:
        import xarray  # noqa: F401
    except ImportError:
        raise ImportError(
            'gl.sweep needs xarray, which is not installed: pip install "guyline[sweep]"'
        ) from None


def _values(knobs: object) -> dict[str, NDArray[np.float64]]:
    """Values of each knob as float64; of no dimension where there is a single number."""
    import numpy as np

    if not isinstance(knobs, Mapping):
        raise TypeError(f"knobs must be a mapping of names to values, such as {_EXAMPLE}, got {knobs!r}")
    found: dict[str, NDArray[np.float64]] = {}
    for name, given in knobs.items():
        _check_knob(name)
        try:
            array = np.asarray(given)
        except ValueError:
            raise ValueError(
                f"the values of {name} must be a list of numbers, got rows of different lengths"
            ) from None
        if array.size and array.dtype.kind not in "fiu":
            raise TypeError(f"the values of {name} must be numbers, got {given!r}")
        if array.ndim > 1:
            raise ValueError(
                f"the values of {name} must be one-dimensional, got shape {array.shape}: "
                "the sweep makes all combinations itself"
            )
        if not array.size:
            raise ValueError(f"{name} has no values")
        array = array.astype(np.float64)
        bad = np.flatnonzero(~np.isfinite(np.atleast_1d(array)))
        if bad.size:
            x = np.atleast_1d(array)[bad[0]]
            raise ValueError(f"value {bad[0]} of {name} is {x}: a coordinate must be a finite number")
        if array.ndim:
            several, counts = np.unique(array, return_counts=True)
            if (counts > 1).any():
                x, n = several[counts > 1][0], counts[counts > 1][0]
                raise ValueError(f"{name} has the value {x:g} {n} times; once is enough")
        found[name] = array
    return found


def _check_knob(name: object) -> None:
    """Lengths in other measures are for a single body, which knows what its muscles can take."""
    from guyline import KNOBS

    of, _, knob = str(name).partition(".")
    if knob.startswith("length_") and knob in KNOBS:
        raise ValueError(
            f"a sweep goes over {of}.length, not {name}: convert each value, "
            f'body.vary({of}={{"{knob}": x}}).muscles[...].length'
        )


def _asked(
    body: Model, task: object, how: dict[str, Any], columns: tuple[str, ...]
) -> tuple[Task | None, dict[str, Any]]:
    """The task, None for plain standing; and the options of plain standing."""
    import guyline as gl

    if isinstance(task, gl.Task):
        if how:
            raise TypeError(f"{next(iter(how))}: a Task says by itself how it is done")
        return task, {}
    if not isinstance(task, str):
        raise TypeError(f"task must be one of {', '.join(TASKS)} or a guyline.Task, got {task!r}")
    if task not in TASKS:
        raise_unknown("task", task, TASKS)
    if task in ("bend", "extend"):
        ends = ("until", "trunk_inclination_deg", "hand_height_m")
        if "trunk_inclination_deg" in columns:
            given = [end for end in ends if end in how]
            if given:
                raise ValueError(f"trunk_inclination_deg is a knob: do not give {given[0]} as well")
            how = {**how, "trunk_inclination_deg": 0.0}
        elif not any(end in how for end in ends):
            how = {**how, "until": "full"}
    try:
        posture = getattr(body, task)(**how)
    except TypeError as error:
        raise TypeError(f'task "{task}": {error}') from None
    if isinstance(posture, gl.TaskPosture):
        return posture.task, {}
    return None, {name: how[name] for name in _PER_CELL if name in how}


def _check_equilibria(columns: tuple[str, ...], task: Task | None) -> None:
    if task is not None:
        raise ValueError(f"equilibria: there are none of a task other than standing, got {task.name}")
    wrong = [c for c in columns if "." not in c and c != "trunk_inclination_deg"]
    if wrong:
        raise ValueError(
            f"equilibria are found over knobs of muscles and trunk_inclination_deg, not over {wrong[0]}"
        )


def _plan(
    body: Model,
    values: dict[str, NDArray[np.float64]],
    task: Task | None,
    question: dict[str, Any],
    equilibria: bool,
    wanted: Sequence[str] | None,
) -> tuple[Job, Layout, xr.Dataset]:
    """The job, what its variables look like, and the dataset without them."""
    import numpy as np
    import xarray as xr

    import guyline as gl
    from guyline.sweep_block import Job, ask
    from guyline.sweep_text import body_text, task_text
    from guyline.sweep_variables import (
        MAX_EQUILIBRIA,
        VARIABLES,
        arrays_of,
        column_attrs,
        label_attrs,
        labels_of,
        variable_attrs,
    )

    columns = tuple(values)
    config = gl.show_config()
    defaults = gl.solve.__kwdefaults__ or {}
    stand: dict[str, Any] = {name: question.get(name, defaults[name]) for name in _PER_CELL}
    question = {**question, **stand}
    job = Job(body, columns, task, question, equilibria, (), config.version, config.instruction_set)
    # One row out of range has all names, and checks all arguments before anybody is sent to work.
    probe = ask(job, np.full((1, len(columns)), np.nan), 1)
    found = arrays_of(probe)
    if equilibria:
        found["num_equilibria"] = np.empty(1, dtype=np.int8)
        for name in ("equilibrium_tilt_deg", "equilibrium_stiffness_Nm_per_deg"):
            found[name] = np.empty((1, MAX_EQUILIBRIA))
        found["equilibrium_stable"] = np.empty((1, MAX_EQUILIBRIA), dtype=np.int8)
    names = list(found)
    if wanted is not None:
        names = _chosen(wanted, names, VARIABLES)
        per_muscle = any("muscle" in VARIABLES[name].dims for name in names)
        question = {**question, "pulls": question["pulls"] and per_muscle}
    if equilibria and "num_equilibria" not in names:
        names.append("num_equilibria")
    job = Job(
        body, columns, task, question, equilibria, tuple(names), config.version, config.instruction_set
    )

    cell_dims = tuple(name for name, v in values.items() if v.ndim)
    shape = tuple(len(values[name]) for name in cell_dims)
    layout: Layout = {}
    for name in names:
        dims = cell_dims + VARIABLES[name].dims
        array = found[name]
        layout[name] = (dims, shape + array.shape[1:], array.dtype, variable_attrs(name, columns))
    used = {dim for name in names for dim in VARIABLES[name].dims}
    coords: dict[str, Any] = {
        name: ((name,) if v.ndim else (), v, column_attrs(name)) for name, v in values.items()
    }
    labels = {dim: here for dim, here in labels_of(probe).items() if dim in used}
    for dim, here in labels.items():
        # Strings as objects are what both netCDF and zarr have a type for.
        coords[dim] = (dim, np.array(here, dtype=object), label_attrs(dim))
    if "parameter" in labels:
        units = np.array([column_attrs(c)["units"] for c in columns], dtype=object)
        coords["parameter_units"] = ("parameter", units, label_attrs("parameter_units"))
    if "equilibrium" in used:
        numbers = np.arange(MAX_EQUILIBRIA, dtype=np.int64)
        coords["equilibrium"] = ("equilibrium", numbers, label_attrs("equilibrium"))
    what = task.name if task is not None else "stand"
    attrs = {
        "title": f"{what} over {', '.join(columns)}" if columns else what,
        "guyline_version": config.version,
        "instruction_set": config.instruction_set,
        "body": body_text(body),
        "task": task_text(task, **(stand if task is None else {})),
        "length_changes": "acute" if question["acute"] else "recalibrated",
        "comment": "Knobs are absolute, as in guyline.Model.vary. A model for study; no medical advice.",
    }
    return job, layout, xr.Dataset(coords=coords, attrs=attrs)


def _chosen(wanted: Sequence[str], names: list[str], all_names: Mapping[str, object]) -> list[str]:
    if isinstance(wanted, str):
        raise TypeError(f'variables must be a list of names, such as ["{wanted}"], got a string')
    for name in wanted:
        if name in names:
            continue
        if name in all_names:
            raise ValueError(
                f"variables: there is no {name} in this sweep; it comes with loads, pulls, derivatives, "
                "equilibria or a task"
            )
        raise_unknown("variable", name, names)
    return [name for name in names if name == "status" or name in wanted]


def _executor(client: Any) -> Executor | None:
    from concurrent.futures import Executor

    if client is None or isinstance(client, Executor):
        return client
    if hasattr(client, "get_executor"):
        executor: Executor = client.get_executor(pure=False)
        return executor
    raise TypeError(
        "client must be a dask.distributed.Client or an executor of concurrent.futures, "
        f"got {type(client).__name__}"
    )


# ---- getting it done ----------------------------------------------------------------------------


class _Report:
    """Tells how far it has come: a function, a bar, or nobody."""

    def __init__(self, total: int, progress: Callable[[int, int], object] | bool | None) -> None:
        self.total = total
        self.done = 0
        self._tell: Callable[[int, int], object] | None = None
        self._draws = progress is True or (progress is None and _is_watched())
        if callable(progress):
            self._tell = progress
        elif progress not in (None, True, False):
            raise TypeError(f"progress must be a function of two numbers, or True, got {progress!r}")
        self._wait = 0.0 if progress is True else 0.5
        self._began = self._last = time.monotonic()
        self._drawn = False

    def within(self) -> Callable[[int, int], object] | None:
        """What `solve` is to call inside a block."""
        if self._tell is None and not self._draws:
            return None
        begun = self.done
        return lambda done, of: self._say(begun + done) if done < of else None

    def add(self, cells: int) -> None:
        """So many cells are done."""
        self.done += cells
        self._say(self.done)

    def _say(self, done: int) -> None:
        if self._tell is not None:
            self._tell(done, self.total)
        now = time.monotonic()
        due = now - self._last > 0.1 or done >= self.total
        if self._draws and due and now - self._began >= self._wait:
            self._last = now
            self._draw(done, now - self._began)

    def _draw(self, done: int, seconds: float) -> None:
        width = 40
        filled = width * done // self.total
        bar = "#" * filled + "." * (width - filled)
        left = seconds * (self.total - done) / done if done else 0.0
        ahead = f", {left:.0f} s left " if done < self.total else "               "
        sys.stderr.write(f"\r[{bar}] {done} of {self.total} cells{ahead}")
        sys.stderr.flush()
        self._drawn = True

    def close(self) -> None:
        """Leave the line of the bar."""
        if self._drawn:
            sys.stderr.write("\n")
            sys.stderr.flush()


def _is_watched() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return sys.stderr.isatty() or hasattr(shell, "kernel")


def _run(
    work: Callable[..., Any],
    arguments: tuple[Any, ...],
    blocks: Iterator[Block],
    keep: Callable[[Block, Any], None],
    executor: Executor | None,
    threads: int | None,
    report: _Report,
) -> bool:
    """Have all blocks done and kept; False if Ctrl-C ended it."""
    try:
        if executor is None:
            try:
                for block in blocks:
                    keep(block, work(*arguments, block, threads, report.within()))
                    report.add(block.cells)
            except KeyboardInterrupt:
                return False
            return True
        return _run_elsewhere(work, arguments, blocks, keep, executor, report)
    finally:
        report.close()


def _run_elsewhere(
    work: Callable[..., Any],
    arguments: tuple[Any, ...],
    blocks: Iterator[Block],
    keep: Callable[[Block, Any], None],
    executor: Executor,
    report: _Report,
) -> bool:
    from concurrent.futures import BrokenExecutor, Future, as_completed

    waiting: dict[Future[Any], Block] = {}
    try:
        for block in blocks:
            waiting[executor.submit(work, *arguments, block)] = block
        for future in as_completed(list(waiting)):
            answer = future.result()
            block = waiting.pop(future)
            keep(block, answer)
            report.add(block.cells)
    except KeyboardInterrupt:
        for future in waiting:
            future.cancel()
        for future, block in waiting.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                keep(block, future.result())
                report.done += block.cells
        return False
    except BrokenExecutor as error:
        raise RuntimeError(
            f"a worker died, and the executor with it, after {report.done} of {report.total} cells. "
            "With a store they are kept: make another executor and call again"
        ) from error
    except BaseException:
        for future in waiting:
            future.cancel()
        raise
    return True


def _warn(report: _Report, then: str) -> None:
    import warnings

    warnings.warn(
        f"interrupted: {report.done} of {report.total} cells are done, the status of the others is "
        f"not_run{then}",
        RuntimeWarning,
        stacklevel=4,
    )


def _into_memory(
    job: Job,
    layout: Layout,
    empty: xr.Dataset,
    blocks: Iterator[Block],
    executor: Executor | None,
    threads: int | None,
    report: _Report,
) -> xr.Dataset:
    import numpy as np
    import xarray as xr

    from guyline.sweep_block import solve_block
    from guyline.sweep_variables import fill_value

    size = sum(math.prod(shape) * dtype.itemsize for _, shape, dtype, _ in layout.values())
    memory = _memory()
    if memory is not None and size > memory:
        raise ValueError(
            f"{report.total} cells take {size / 1e9:.0f} GB, this machine has {memory / 1e9:.0f} GB: "
            "give a store, or fewer values or variables"
        )
    whole = {
        name: np.full(shape, fill_value(name, dtype), dtype=dtype)
        for name, (_, shape, dtype, _) in layout.items()
    }

    def keep(block: Block, arrays: Mapping[str, NDArray[Any]]) -> None:
        try:
            for name, values in arrays.items():
                whole[name][block.slices] = values
        except BaseException:
            # Ctrl-C in between: all of a cell or nothing.
            for name, (_, _, dtype, _) in layout.items():
                whole[name][block.slices] = fill_value(name, dtype)
            raise

    finished = _run(solve_block, (job,), blocks, keep, executor, threads, report)
    if not finished:
        _warn(report, "")
    found = {name: (dims, whole[name], attrs) for name, (dims, _, _, attrs) in layout.items()}
    dataset = xr.Dataset(found, coords=empty.coords, attrs=empty.attrs)
    if "equilibrium" in dataset.dims:
        most = int(whole["num_equilibria"].max(initial=0))
        dataset = dataset.isel(equilibrium=slice(0, max(1, most)))
    return dataset


def _into_store(
    job: Job,
    layout: Layout,
    empty: xr.Dataset,
    blocks: Iterator[Block],
    sizes: tuple[int, ...],
    path: str | os.PathLike[str],
    executor: Executor | None,
    threads: int | None,
    report: _Report,
) -> xr.Dataset:
    from guyline.sweep_store import Store, describe, need_zarr, store_block

    need_zarr()
    values = [empty.coords[name].values for name in job.columns]
    place = Store(os.path.abspath(path), describe(job, values, sizes))
    place.prepare(empty, layout, sizes)

    def keep(block: Block, answer: None) -> None:
        """The worker has put it where it belongs."""

    finished = _run(store_block, (place, job), blocks, keep, executor, threads, report)
    if not finished:
        _warn(report, "; the same call goes on from here")
    return place.open()[list(layout)]


def _memory() -> int | None:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None
