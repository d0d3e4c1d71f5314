"""Sweeps in blocks: stores, executors, and what is left when a worker or a run is killed."""

from __future__ import annotations

import importlib.util
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import guyline as gl
import numpy as np
import pytest
from guyline import sweep_block, sweep_store

xr = pytest.importorskip("xarray")
zarr = pytest.importorskip("zarr", minversion="3")

# Twelve blocks of 2 x 40 cells, one at the end smaller than the others.
KNOBS = {"hamstrings.length": np.linspace(-0.1, 0.1, 23), "psoas.tone": np.linspace(0, 0.05, 40)}
CELLS = 80
BLOCKS = 12
OPTIONS: dict[str, Any] = {
    "variables": ["anterior_tilt_deg", "compression_budget_N"],
    "block_cells": CELLS,
}


@pytest.fixture(scope="module")
def whole(body: gl.Model) -> Any:
    return gl.sweep(body, KNOBS, **OPTIONS)


def into(path: Path, body: gl.Model, **options: Any) -> Any:
    return gl.sweep(body, KNOBS, store=path, **{**OPTIONS, **options})


def records(path: Path) -> set[str]:
    """Names of the blocks that are done."""
    return {p.stem for p in (path / "blocks").glob("*.json")} - {"zarr"}


def files_of(path: Path, blocks: set[str]) -> dict[Path, tuple[int, int]]:
    """Inode and time of every file of some blocks: both change when one is written again."""
    found = [path / "blocks" / f"{name}.json" for name in blocks]
    for name in blocks:
        found += path.glob(f"*/c/{name.replace('.', '/')}")
        found += path.glob(f"*/c/{name.replace('.', '/')}/**/*")
    stats = {p: p.stat() for p in found if p.is_file()}
    return {p: (stat.st_ino, stat.st_mtime_ns) for p, stat in stats.items()}


class Logged:
    """`solve_block` that writes down each block it solved, and may kill its process once."""

    def __init__(
        self, log: Path, poison: str = "", when: str = "solving", pause: float = 0.0
    ) -> None:
        self.log, self.poison, self.when, self.pause = log, poison, when, pause
        self.solve = sweep_store.solve_block
        self.digest = sweep_store.Store._digest

    def _die_at(self, when: str, name: str) -> None:
        marker = self.log.with_suffix(".died")
        if when == self.when and name == self.poison and not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    def __call__(self, job: Any, block: Any, *rest: Any) -> Any:
        self._die_at("solving", block.name)
        time.sleep(self.pause)
        arrays = self.solve(job, block, *rest)
        with open(self.log, "a", encoding="utf-8") as file:
            file.write(f"{block.name}\n")
        return arrays

    def install(self) -> None:
        sweep_store.solve_block = self
        logged = self

        def digest(store: Any, job: Any, block: Any) -> Any:
            # The chunks of the block are there, its record is not.
            logged._die_at("writing", block.name)
            return logged.digest(store, job, block)

        sweep_store.Store._digest = digest  # type: ignore[method-assign]


def install(log: Path, poison: str = "", when: str = "solving") -> None:
    # Slow enough to be caught in the middle.
    Logged(log, poison, when, 0.05).install()


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the blocks that this process solves are written down."""
    path = tmp_path / "solved.txt"
    path.touch()
    monkeypatch.setattr(sweep_store, "solve_block", Logged(path))
    return path


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """SIGINT as in a terminal: a process in the background may have been born deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def solved(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").split()


# ---- one store ----------------------------------------------------------------------------------


@pytest.mark.parametrize("cells", [CELLS, 30, 1000])
def test_a_store_holds_what_memory_would(
    body: gl.Model, whole: Any, tmp_path: Path, cells: int
) -> None:
    found = into(tmp_path / "s.zarr", body, block_cells=cells)
    assert list(found.data_vars) == list(whole.data_vars)
    xr.testing.assert_identical(found.load(), whole)
    for name, variable in whole.variables.items():
        if variable.dtype.kind != "O":
            assert found[name].dtype == variable.dtype
    assert found.status.attrs["flag_values"].dtype == np.int8
    # Any other program sees the same.
    xr.testing.assert_identical(xr.open_zarr(tmp_path / "s.zarr").load()[list(whole)], whole)


@pytest.mark.parametrize(
    ("knobs", "options"),
    [
        ({}, {}),
        ({"psoas.tone": 0.02}, {"derivatives": True, "pulls": True}),
        ({"adductors.stiffness": np.linspace(0.1, 1.0, 9)}, {"equilibria": True}),
        ({"hamstrings.length": [-0.1, 0.0, 0.1]}, {"task": "bend"}),
        ({"mass_kg": [60, 300], "psoas.tone": [0.0, 0.1, 2.0]}, {"variables": ["shear_N"]}),
    ],
)
def test_all_kinds_of_variables_go_into_a_store(
    body: gl.Model, tmp_path: Path, knobs: Any, options: dict[str, Any]
) -> None:
    found = gl.sweep(body, knobs, store=tmp_path / "s.zarr", block_cells=2, **options)
    whole = gl.sweep(body, knobs, **options)
    xr.testing.assert_identical(found.load(), whole)
    for name in whole.data_vars:
        assert found[name].dtype == whole[name].dtype, name


def test_every_block_has_chunks_of_its_own(body: gl.Model, tmp_path: Path) -> None:
    path = tmp_path / "s.zarr"
    into(path, body)
    assert len(records(path)) == BLOCKS
    group = zarr.open_group(path, mode="r")
    for name in ("status", "anterior_tilt_deg", "compression_budget_N"):
        assert group[name].chunks[:2] == (2, 40)
        assert len([p for p in (path / name / "c").rglob("*") if p.is_file()]) == BLOCKS
    everything = [set(files_of(path, {name})) for name in records(path)]
    assert all(len(files) == len(everything[0]) for files in everything)
    assert sum(map(len, everything)) == len(set().union(*everything))


def test_what_is_done_is_not_done_again(
    body: gl.Model, whole: Any, tmp_path: Path, log: Path
) -> None:
    path = tmp_path / "s.zarr"
    into(path, body)
    assert sorted(solved(log)) == sorted(records(path))
    before = files_of(path, records(path))
    told: list[tuple[int, int]] = []
    again = into(path, body, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (whole.status.size, whole.status.size)
    assert len(solved(log)) == BLOCKS
    assert files_of(path, records(path)) == before
    xr.testing.assert_identical(again.load(), whole)


@pytest.mark.parametrize("harm", ["cut", "flipped", "gone", "no record", "half a record", "inputs"])
def test_a_block_that_was_harmed_is_done_again(
    body: gl.Model, whole: Any, tmp_path: Path, log: Path, harm: str
) -> None:
    path = tmp_path / "s.zarr"
    into(path, body)
    chunk = path / "anterior_tilt_deg" / "c" / "3" / "0"
    record = path / "blocks" / "3.0.json"
    data = chunk.read_bytes()
    if harm == "cut":
        chunk.write_bytes(data[: len(data) // 2])
    elif harm == "flipped":
        chunk.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    elif harm == "gone":
        chunk.unlink()
    elif harm == "no record":
        record.unlink()
    elif harm == "half a record":
        record.write_text(record.read_text()[:20])
    else:
        record.write_text(json.dumps({**json.loads(record.read_text()), "inputs": "0" * 64}))
    xr.testing.assert_identical(into(path, body).load(), whole)
    assert solved(log)[BLOCKS:] == ["3.0"]


def test_ctrl_c_leaves_a_store_that_goes_on(
    body: gl.Model, whole: Any, tmp_path: Path, log: Path, ctrl_c: None
) -> None:
    path = tmp_path / "s.zarr"

    def stop(done: int, of: int) -> None:
        if done >= of // 2:
            signal.raise_signal(signal.SIGINT)

    with pytest.warns(RuntimeWarning, match="the same call goes on from here"):
        part = into(path, body, progress=stop).load()
    run = part.status != gl.RowStatus.not_run
    assert 0 < int(run.sum()) < whole.status.size
    assert part.anterior_tilt_deg.where(~run).isnull().all()
    tilt = whole.anterior_tilt_deg
    xr.testing.assert_identical(part.anterior_tilt_deg.where(run), tilt.where(run))
    done = records(path)
    xr.testing.assert_identical(into(path, body).load(), whole)
    assert len(solved(log)) == BLOCKS
    assert set(solved(log)[: len(done)]) == done


def test_a_store_of_another_sweep_is_refused(
    body: gl.Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.zarr"
    into(path, body)
    before = files_of(path, records(path))

    def refused(words: str, body: gl.Model = body, knobs: Any = KNOBS, **options: Any) -> None:
        with pytest.raises(ValueError, match=rf"belongs to another sweep: it differs in {words}"):
            gl.sweep(body, knobs, store=path, **{**OPTIONS, **options})

    refused(r"body\.", body.vary(soleus={"tone": 0.02}))
    refused(r"body\.", gl.bridge(mass_kg=76))
    refused(r"values\.", knobs={**KNOBS, "psoas.tone": np.linspace(0, 0.06, 40)})
    refused("knobs", knobs={**KNOBS, "mass_kg": 75})
    refused("options", acute=True)
    refused("options", loads=False, variables=["lordosis_deg"])
    refused("options", knee_flexion_deg=1.0)
    refused("variables", variables=["lordosis_deg"])
    refused(r"block \(\[2, 40\], here \[1, 40\]\)", block_cells=40)
    refused("task", task="sit")
    config = gl.show_config()
    other = gl.Config(**{**vars(config), "version": "9.9.9"})
    monkeypatch.setattr(gl, "show_config", lambda: other)
    refused(rf'guyline \("{gl.__version__}", here "9.9.9"\)')
    other = gl.Config(**{**vars(config), "instruction_set": "avx9"})
    refused("instruction set")
    monkeypatch.undo()
    assert files_of(path, records(path)) == before


def test_what_is_no_store_is_left_alone(body: gl.Model, tmp_path: Path) -> None:
    folder, file = tmp_path / "folder", tmp_path / "file"
    folder.mkdir()
    (folder / "thesis.tex").write_text("a year of work")
    file.write_text("more")
    gl.sweep(body, {}).to_zarr(tmp_path / "other.zarr", consolidated=False)
    for path in (folder, file, tmp_path / "other.zarr"):
        with pytest.raises(ValueError, match="was not made by gl.sweep"):
            into(path, body)
    assert (folder / "thesis.tex").read_text() == "a year of work"
    (tmp_path / "empty").mkdir()
    into(tmp_path / "empty", body)
    into(tmp_path / "a" / "new" / "place.zarr", body)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "a",
        "empty",
        "file",
        "folder",
        "other.zarr",
    ]


def choose(instruction_set: str) -> None:
    os.environ["GUYLINE_INSTRUCTION_SET"] = instruction_set


def test_a_worker_that_would_answer_otherwise_is_refused(body: gl.Model) -> None:
    available = gl.show_config().available
    if len(available) == 1:
        pytest.skip("this processor or build has one instruction set only")
    context = multiprocessing.get_context("spawn")
    options = {"mp_context": context, "initializer": choose, "initargs": (available[0],)}
    with ProcessPoolExecutor(1, **options) as pool:
        with pytest.raises(RuntimeError, match="instruction set baseline.*begun with"):
            gl.sweep(body, {"psoas.tone": [0.02]}, client=pool)


# ---- executors ----------------------------------------------------------------------------------


@pytest.mark.parametrize("with_store", [False, True])
def test_an_executor_gives_the_same(
    body: gl.Model, whole: Any, tmp_path: Path, with_store: bool
) -> None:
    told: list[tuple[int, int]] = []
    options: dict[str, Any] = {"progress": lambda done, of: told.append((done, of))}
    if with_store:
        options["store"] = tmp_path / "s.zarr"
    with ThreadPoolExecutor(2) as pool:
        found = gl.sweep(body, KNOBS, client=pool, **OPTIONS, **options)
    xr.testing.assert_identical(found.load(), whole)
    assert told == sorted(told)
    assert len(told) == BLOCKS


def test_ctrl_c_with_an_executor(
    body: gl.Model, whole: Any, ctrl_c: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    solve = sweep_block.solve_block

    def slow(*arguments: Any) -> Any:
        time.sleep(0.02)
        return solve(*arguments)

    monkeypatch.setattr(sweep_block, "solve_block", slow)

    def stop(done: int, of: int) -> None:
        if done >= of // 4:
            signal.raise_signal(signal.SIGINT)

    with ThreadPoolExecutor(1) as pool:
        with pytest.warns(RuntimeWarning, match="interrupted"):
            part = gl.sweep(body, KNOBS, client=pool, progress=stop, **OPTIONS)
    run = part.status != gl.RowStatus.not_run
    assert 0 < int(run.sum()) < whole.status.size
    tilt = whole.anterior_tilt_deg
    xr.testing.assert_identical(part.anterior_tilt_deg.where(run), tilt.where(run))


def test_what_was_done_before_ctrl_c_reached_anybody_is_kept(
    body: gl.Model, whole: Any, ctrl_c: None
) -> None:
    with ThreadPoolExecutor(1) as pool:

        def stop(done: int, of: int) -> None:
            if done == CELLS:
                # The only worker gets to this after all blocks.
                pool.submit(int).result()
                signal.raise_signal(signal.SIGINT)

        with pytest.warns(RuntimeWarning, match="interrupted"):
            found = gl.sweep(body, KNOBS, client=pool, progress=stop, **OPTIONS)
    xr.testing.assert_identical(found, whole)


def test_what_a_worker_raises_comes_through(
    body: gl.Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(job: Any, block: Any, *rest: Any) -> Any:
        raise OSError("no space left")

    monkeypatch.setattr(sweep_store, "solve_block", full)
    with ThreadPoolExecutor(2) as pool:
        with pytest.raises(OSError, match="no space left"):
            into(tmp_path / "s.zarr", body, client=pool)
    assert records(tmp_path / "s.zarr") == set()


# ---- killed -------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["solving", "writing"])
def test_a_killed_worker_loses_and_repeats_nothing(
    body: gl.Model, whole: Any, tmp_path: Path, when: str
) -> None:
    path, log = tmp_path / "s.zarr", tmp_path / "solved.txt"
    context = multiprocessing.get_context("spawn")
    prepared = {"mp_context": context, "initializer": install, "initargs": (log, "7.0", when)}
    with ProcessPoolExecutor(2, **prepared) as pool:
        with pytest.raises(RuntimeError, match=r"a worker died.*make another executor and call"):
            into(path, body, client=pool)
    done = records(path)
    assert 0 < len(done) < BLOCKS
    assert "7.0" not in done
    before = files_of(path, done)
    first = solved(log)
    with ProcessPoolExecutor(2, **prepared) as pool:
        found = into(path, body, client=pool)
    xr.testing.assert_identical(found.load(), whole)
    second = solved(log)[len(first) :]
    assert not set(second) & done
    assert sorted([*done, *second]) == sorted(records(path))
    assert len(records(path)) == BLOCKS
    assert files_of(path, done) == before


RUN = """
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
sys.path.insert(0, sys.argv[3])
import guyline as gl
from test_sweep_store import KNOBS, OPTIONS, install
if __name__ == "__main__":
    with ProcessPoolExecutor(2, initializer=install, initargs=(Path(sys.argv[2]),)) as pool:
        gl.sweep(gl.bridge(), KNOBS, store=sys.argv[1], client=pool, **OPTIONS)
"""


def test_a_killed_run_loses_and_repeats_nothing(
    body: gl.Model, whole: Any, tmp_path: Path
) -> None:
    path, log = tmp_path / "s.zarr", tmp_path / "solved.txt"
    log.touch()
    script = tmp_path / "run.py"
    script.write_text(RUN)
    command = [sys.executable, str(script), str(path), str(log), str(Path(__file__).parent)]
    # A group of its own, so that the kill takes the workers along.
    with subprocess.Popen(command, start_new_session=True) as run:
        patience = time.monotonic() + 60
        while len(records(path)) < 3 and run.poll() is None and time.monotonic() < patience:
            time.sleep(0.002)
        os.killpg(run.pid, signal.SIGKILL)
    assert run.returncode == -signal.SIGKILL
    time.sleep(0.2)
    done = records(path)
    assert 3 <= len(done) < BLOCKS
    before = files_of(path, done)
    first = solved(log)
    subprocess.run(command, check=True, timeout=120)
    second = solved(log)[len(first) :]
    assert not set(second) & done
    assert sorted([*done, *second]) == sorted(records(path))
    assert len(records(path)) == BLOCKS
    assert files_of(path, done) == before
    xr.testing.assert_identical(into(path, body).load(), whole)


@pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="needs distributed")
def test_dask_goes_on_when_a_worker_is_killed(body: gl.Model, whole: Any, tmp_path: Path) -> None:
    import distributed

    path = tmp_path / "s.zarr"
    before: dict[Path, tuple[int, int]] = {}
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        local_directory=str(tmp_path),
    ) as cluster, distributed.Client(cluster) as client:
        pids = client.run(os.getpid)

        def kill(done: int, of: int) -> None:
            if not before and done >= of // 4:
                os.kill(next(iter(pids.values())), signal.SIGKILL)
                before.update(files_of(path, records(path)))

        found = into(path, body, client=client, progress=kill)
        assert set(client.run(os.getpid).values()) != set(pids.values())
    assert before
    assert len(records(path)) == BLOCKS
    assert {p: files_of(path, records(path))[p] for p in before} == before
    xr.testing.assert_identical(found.load(), whole)


# ---- memory -------------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="the system does not tell")
def test_a_worker_holds_one_block(tmp_path: Path) -> None:
    # 12 blocks of 50 000 cells; the answers of all take 50 MB.
    code = (
        "import re, sys, guyline as gl, numpy as np\n"
        "def peak():\n"
        "    with open('/proc/self/status') as file:\n"
        "        return int(re.search(r'VmHWM:\\s+(\\d+)', file.read())[1]) / 1024\n"
        "def sweep(store, n):\n"
        "    knobs = {'psoas.tone': np.linspace(0, 0.05, n),\n"
        "             'hamstrings.length': np.linspace(-0.1, 0.1, 1000)}\n"
        "    return gl.sweep(gl.bridge(), knobs, store=store, loads=False, pulls=False,\n"
        "                    block_cells=50_000)\n"
        "sweep(sys.argv[1] + '/small.zarr', 100)\n"
        "before = peak()\n"
        "found = sweep(sys.argv[1] + '/large.zarr', 600)\n"
        "print(found.nbytes / 1e6, peak() - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    size, more = map(float, done.stdout.split())
    assert size > 50.0
    assert more < 10.0
