"""One block of a sweep: which cells it has, and what becomes of them. This is what a worker runs."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guyline.sweep_variables import MAX_EQUILIBRIA, arrays_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from guyline import BatchResult, Model, Task
    from guyline.sweep_variables import Arrays


@dataclass(frozen=True)
class Job:
    """What is the same in all blocks of a sweep, and can be sent to another process."""

    body: Model
    columns: tuple[str, ...]
    task: Task | None
    question: Mapping[str, Any]
    equilibria: bool
    variables: tuple[str, ...]
    version: str
    instruction_set: str

    def check_here(self) -> None:
        """Refuse to run where the answer would not be the same to the last bit."""
        import guyline as gl

        here = gl.show_config()
        for what, wanted, found in (
            ("guyline", self.version, here.version),
            ("the instruction set", self.instruction_set, here.instruction_set),
        ):
            if wanted != found:
                raise RuntimeError(
                    f"a worker of this sweep has {what} {found}, the sweep was begun with {wanted}; "
                    "install the same version everywhere, and set GUYLINE_INSTRUCTION_SET to one "
                    "that all machines have"
                )


@dataclass(frozen=True)
class Block:
    """A rectangle of cells: its place in the grid of blocks, where it lies, its part of the values."""

    index: tuple[int, ...]
    slices: tuple[slice, ...]
    values: tuple[NDArray[np.float64], ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Cells along each dimension."""
        return tuple(s.stop - s.start for s in self.slices)

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return math.prod(self.shape)

    @property
    def name(self) -> str:
        """Of the files that belong to it."""
        return ".".join(map(str, self.index)) or "0"

    def table(self) -> NDArray[np.float64]:
        """A row for each cell, the last dimension fastest, a column for each knob."""
        import numpy as np

        table = np.empty((self.cells, len(self.values)), order="F")
        sizes = iter(enumerate(self.shape))
        for k, values in enumerate(self.values):
            if values.ndim == 0:
                table[:, k] = values
                continue
            axis, size = next(sizes)
            along = [1] * len(self.shape)
            along[axis] = size
            table[:, k] = np.broadcast_to(values.reshape(along), self.shape).ravel()
        return table


def block_shape(shape: Sequence[int], cells: int) -> tuple[int, ...]:
    """Cells of a block along each dimension: whole last dimensions, at most so many in all."""
    blocks = [1] * len(shape)
    room = max(1, cells)
    for axis in reversed(range(len(shape))):
        if shape[axis] <= room:
            blocks[axis] = shape[axis]
            room //= shape[axis]
            continue
        # Blocks of one size, rather than a small one at the end.
        pieces = math.ceil(shape[axis] / room)
        blocks[axis] = math.ceil(shape[axis] / pieces)
        break
    return tuple(blocks)


def blocks_of(
    values: Sequence[NDArray[np.float64]], sizes: Sequence[int]
) -> Iterator[Block]:
    """All blocks of a grid, in order."""
    shape = [len(v) for v in values if v.ndim]
    counts = [math.ceil(n / size) for n, size in zip(shape, sizes)]
    for index in itertools.product(*map(range, counts)):
        slices = tuple(
            slice(i * size, min((i + 1) * size, n)) for i, size, n in zip(index, sizes, shape)
        )
        along = iter(slices)
        yield Block(index, slices, tuple(v[next(along)] if v.ndim else v for v in values))


def ask(
    job: Job,
    table: NDArray[np.float64],
    threads: int | None,
    progress: Callable[[int, int], object] | None = None,
) -> BatchResult:
    """The answers of the library to a table of this sweep."""
    import guyline as gl

    task: Any = "stand" if job.task is None else job.task
    return gl.solve(
        job.body,
        list(job.columns),
        table,
        task=task,
        threads=threads,
        progress=progress,
        **job.question,
    )


def solve_block(
    job: Job,
    block: Block,
    threads: int | None = 1,
    progress: Callable[[int, int], object] | None = None,
) -> Arrays:
    """The variables of a block, each in the shape of the block and its own dimensions.

    The same block always gives the same bytes, whoever solves it.
    """
    import numpy as np

    job.check_here()
    table = block.table()
    result = ask(job, table, threads, progress)
    found = arrays_of(result, job.variables)
    if job.equilibria:
        found.update(_equilibria(job, table, result.status))
    return {
        name: np.ascontiguousarray(found[name]).reshape(block.shape + found[name].shape[1:])
        for name in job.variables
    }


def _equilibria(job: Job, table: NDArray[np.float64], status: NDArray[np.int8]) -> Arrays:
    """All equilibria of each row, in the rows that could be asked."""
    import numpy as np

    import guyline as gl

    rows = len(table)
    number = np.zeros(rows, dtype=np.int8)
    tilt = np.full((rows, MAX_EQUILIBRIA), np.nan)
    stiffness = np.full((rows, MAX_EQUILIBRIA), np.nan)
    stable = np.full((rows, MAX_EQUILIBRIA), -1, dtype=np.int8)
    for row in np.flatnonzero(status != gl.RowStatus.out_of_range):
        values = dict(zip(job.columns, table[row].tolist()))
        for k, one in enumerate(_posture(job, values).equilibria):
            number[row] = k + 1
            tilt[row, k] = one.anterior_tilt_deg
            stiffness[row, k] = one.stiffness_Nm_per_deg
            stable[row, k] = one.stable
    return {
        "num_equilibria": number,
        "equilibrium_tilt_deg": tilt,
        "equilibrium_stiffness_Nm_per_deg": stiffness,
        "equilibrium_stable": stable,
    }


def _posture(job: Job, values: dict[str, float]) -> Any:
    """The posture of one row, by the calls that take one body."""
    question = job.question
    stand = {"effort_power": question["effort_power"]}
    for name in ("trunk_inclination_deg", "knee_flexion_deg"):
        stand[name] = values.pop(name, question[name])
    knobs: dict[str, dict[str, float]] = {}
    for name, value in values.items():
        of, _, knob = name.partition(".")
        knobs.setdefault(of, {})[knob] = value
    return job.body.vary(acute=question["acute"], **knobs).stand(**stand)
