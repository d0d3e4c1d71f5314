"""A zarr store that a sweep is written to, block by block, and can go on with after any end.

Every block is one chunk of every variable, so no two blocks write to one file. When the chunks of a
block are on the disk a record of it is put beside them, in one step, with a digest of what went in
and of the bytes that came out. A block without a record, or whose bytes are not those of its record,
counts as not done. The root is a plain zarr group that ``xarray.open_zarr`` reads; cells that are
not done read as ``not_run`` and NaN.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guyline.sweep_block import Block, Job, solve_block
from guyline.sweep_variables import fill_value

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from numpy.typing import NDArray

_RECORDS = "blocks"
_MADE_BY = "gl.sweep"


def need_zarr() -> None:
    """Say what to install where zarr is missing."""
    try:
        import zarr
    except ImportError:
        raise ImportError(
            'a sweep with a store needs zarr, which is not installed: pip install "guyline[sweep]"'
        ) from None
    if int(zarr.__version__.split(".")[0]) < 3:
        raise ImportError(f"a sweep with a store needs zarr 3 or newer, got {zarr.__version__}")


def describe(job: Job, values: Sequence[NDArray[np.float64]], blocks: Sequence[int]) -> dict[str, Any]:
    """All that the bytes of a store depend on, by what it is called in a refusal."""
    from guyline.sweep_text import task_text

    question = {name: value for name, value in job.question.items() if name != "threads"}
    knobs = {
        name: [list(v.shape), hashlib.sha256(v.tobytes()).hexdigest()]
        for name, v in zip(job.columns, values)
    }
    return {
        "guyline": job.version,
        "instruction set": job.instruction_set,
        "body": json.loads(json.dumps(job.body._bridge.__getstate__())),
        "task": json.loads(task_text(job.task)),
        "knobs": list(knobs),
        "values": knobs,
        "options": {**question, "equilibria": job.equilibria},
        "variables": list(job.variables),
        "block": list(blocks),
    }


class Store:
    """Where the blocks of one sweep go. It can be sent to another process."""

    def __init__(self, path: str | os.PathLike[str], description: Mapping[str, Any]) -> None:
        self.path = Path(path)
        self.description = dict(description)
        text = json.dumps(self.description, sort_keys=True)
        self.identity = hashlib.sha256(text.encode()).hexdigest()

    # ---- making and opening -----------------------------------------------------------------

    def prepare(
        self,
        empty: xr.Dataset,
        variables: Mapping[str, tuple[tuple[str, ...], tuple[int, ...], Any, Mapping[str, Any]]],
        blocks: Sequence[int],
    ) -> None:
        """Make the store, or see to it that the one that is there belongs to this sweep.

        Parameters
        ----------
        empty : Dataset
            Coordinates and attributes.
        variables : mapping
            Dimensions, shape, dtype and attributes of each variable.
        blocks : sequence of int
            Cells of a block along each of the first dimensions.

        Raises
        ------
        ValueError
            There is something else at that place.
        """
        if self.path.exists() and not (self.path.is_dir() and not any(self.path.iterdir())):
            self._check()
            return
        # Made beside and moved there whole, so that a run that is killed here leaves no half.
        self.path.parent.mkdir(parents=True, exist_ok=True)
        made = self.path.with_name(f"{self.path.name}.{uuid.uuid4().hex}.partial")
        try:
            self._make(made, empty, variables, blocks)
            try:
                made.replace(self.path)
            except OSError:
                # Another run was faster.
                self._check()
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def _make(
        self,
        made: Path,
        empty: xr.Dataset,
        variables: Mapping[str, tuple[tuple[str, ...], tuple[int, ...], Any, Mapping[str, Any]]],
        blocks: Sequence[int],
    ) -> None:
        import zarr

        empty.to_zarr(made, mode="w-", zarr_format=3, consolidated=False)
        group = zarr.open_group(made, mode="r+", zarr_format=3)
        for name, (dims, shape, dtype, attrs) in variables.items():
            # xarray spells an attribute that is an array as a list.
            plain = {k: v.tolist() if hasattr(v, "tolist") else v for k, v in attrs.items()}
            chunks = (*blocks, *shape[len(blocks) :])
            group.create_array(
                name,
                shape=shape,
                chunks=chunks,
                dtype=dtype,
                fill_value=fill_value(name, dtype),
                dimension_names=dims,
                attributes=plain,
            )
        group.create_group(
            _RECORDS, attributes={"made_by": _MADE_BY, "sweep": self.description}
        )
        with warnings.catch_warnings():
            # That the format does not speak of it does not hinder those who do not read it.
            warnings.filterwarnings("ignore", message="Consolidated metadata is currently not part")
            zarr.consolidate_metadata(group.store)

    def _check(self) -> None:
        place = f"the store {str(self.path)!r}"
        try:
            text = (self.path / _RECORDS / "zarr.json").read_text(encoding="utf-8")
            there = json.loads(text)["attributes"]
            assert there["made_by"] == _MADE_BY
        except (OSError, ValueError, KeyError, AssertionError):
            raise ValueError(
                f"{place} was not made by gl.sweep: give a path at which there is nothing yet"
            ) from None
        description = there["sweep"]
        differs = [name for name, value in self.description.items() if description.get(name) != value]
        if not differs:
            return
        told = []
        for name in differs:
            here, other = self.description[name], description.get(name)
            short = all(len(json.dumps(x)) <= 60 for x in (here, other))
            told.append(f"{name} ({json.dumps(other)}, here {json.dumps(here)})" if short else name)
        raise ValueError(
            f"{place} belongs to another sweep: it differs in {', '.join(told)}. Give another path, "
            "or delete that store"
        )

    def open(self) -> xr.Dataset:
        """The whole sweep, read when it is looked at; what is not done is ``not_run`` and NaN."""
        import importlib.util

        import numpy as np
        import xarray as xr

        chunks: Any = {} if importlib.util.find_spec("dask") else None
        dataset: xr.Dataset = xr.open_zarr(self.path, chunks=chunks)
        for coordinate in dataset.coords.values():
            coordinate.load()
        for variable in dataset.variables.values():
            if "flag_values" in variable.attrs:
                variable.attrs["flag_values"] = np.array(variable.attrs["flag_values"], np.int8)
        if "equilibrium" in dataset.dims:
            most = max((r.get("equilibria", 0) for r in self._records()), default=0)
            dataset = dataset.isel(equilibrium=slice(0, max(1, most)))
        return dataset

    # ---- blocks -----------------------------------------------------------------------------

    def is_done(self, job: Job, block: Block) -> bool:
        """Whether the block has a record of these inputs, and its bytes are those of the record."""
        try:
            record = json.loads(self._record_path(block).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return bool(
            record.get("inputs") == self._inputs(block)
            and record.get("bytes") == self._digest(job, block)
        )

    def write(self, job: Job, block: Block, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Put the block on the disk, then its record."""
        import zarr

        with zarr.config.set({"array.write_empty_chunks": True}):
            for name, values in arrays.items():
                array = zarr.open_array(self.path / name, mode="r+", zarr_format=3)
                # A block is whole along the dimensions beside the cells.
                array[block.slices] = values
        for path in self._chunks(job, block).values():
            with open(path, "rb+") as file:
                os.fsync(file.fileno())
        record: dict[str, Any] = {"inputs": self._inputs(block), "bytes": self._digest(job, block)}
        if job.equilibria:
            record["equilibria"] = int(arrays["num_equilibria"].max(initial=0))
        final = self._record_path(block)
        partial = final.with_name(f"{final.name}.{uuid.uuid4().hex}.partial")
        with open(partial, "w", encoding="utf-8") as file:
            json.dump(record, file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(final)

    def _record_path(self, block: Block) -> Path:
        return self.path / _RECORDS / f"{block.name}.json"

    def _records(self) -> list[dict[str, Any]]:
        found = []
        for path in (self.path / _RECORDS).glob("*.json"):
            if path.name != "zarr.json":
                found.append(json.loads(path.read_text(encoding="utf-8")))
        return found

    def _inputs(self, block: Block) -> str:
        digest = hashlib.sha256(self.identity.encode())
        digest.update(repr([(s.start, s.stop) for s in block.slices]).encode())
        for values in block.values:
            digest.update(values.tobytes())
        return digest.hexdigest()

    def _chunks(self, job: Job, block: Block) -> dict[str, Path]:
        """The file of each variable; a chunk is whole along the dimensions beside the cells."""
        from guyline.sweep_variables import VARIABLES

        paths = {}
        for name in job.variables:
            place = (*block.index, *(0 for _ in VARIABLES[name].dims))
            paths[name] = self.path.joinpath(name, "c", *map(str, place))
        return paths

    def _digest(self, job: Job, block: Block) -> str | None:
        digest = hashlib.sha256()
        try:
            for name, path in self._chunks(job, block).items():
                digest.update(name.encode())
                digest.update(path.read_bytes())
        except OSError:
            return None
        return digest.hexdigest()


def store_block(
    store: Store,
    job: Job,
    block: Block,
    threads: int | None = 1,
    progress: Callable[[int, int], object] | None = None,
) -> None:
    """Solve a block and put it into the store, unless it is there."""
    if store.is_done(job, block):
        return
    store.write(job, block, solve_block(job, block, threads, progress))
