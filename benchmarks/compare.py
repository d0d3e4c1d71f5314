"""The same question asked of guyline and of what a user would pick instead, in one run.

    python benchmarks/compare.py                        everything that is installed
    python benchmarks/compare.py --peers mujoco_rest numpy_scipy:newton --rows 100
    python benchmarks/compare.py --json results.json

Prints a table as Markdown; with --json also writes every figure to a file. The question is that of
peers/question.py. A peer that is not installed, or that fails, is a row that says so. Progress goes
to standard error. Programs in C++ (bare_kernel, bench_batch) are taken from --build; by default from
the newest build in build/ that has them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PEERS = HERE / "peers"

#: Script and way, in the order of the table.
SCRIPTS = [
    ("guyline_stand", "rest"),
    ("guyline_stand", "full"),
    ("guyline_stand", "stand"),
    ("numpy_scipy", "newton"),
    ("numpy_scipy", "brentq"),
    ("mujoco_rest", "newton"),
    ("mujoco_rest", "root"),
    ("mujoco_rest", "relax"),
    ("opensim_scipy", "brentq"),
]
#: The limit, by instruction set; the first is what the table counts in.
LIMITS = ["bare_kernel", "bare_kernel_v3", "bare_kernel_v4"]
BATCH = "bench_batch"
TIME_LIMIT = 900.0  # s, for one peer

Row = dict[str, Any]


def progress(text: str) -> None:
    print(f"compare: {text}", file=sys.stderr, flush=True)


def run(command: list[str]) -> tuple[str, str]:
    """What a command writes to standard output, and why it failed if it did."""
    one_thread = {n: "1" for n in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    last = ""
    with tempfile.TemporaryFile("w+") as output:
        try:
            process = subprocess.Popen(
                command,
                stdout=output,
                stderr=subprocess.PIPE,
                text=True,
                env={**os.environ, **one_thread},
            )
        except OSError as error:
            return "", str(error)
        timer = threading.Timer(TIME_LIMIT, process.kill)
        timer.start()
        with process:
            assert process.stderr is not None
            for line in process.stderr:
                print(line, end="", file=sys.stderr, flush=True)
                last = line.strip() or last
        if not timer.is_alive():
            return "", f"stopped after {TIME_LIMIT:g} s"
        timer.cancel()
        if process.returncode != 0:
            return "", last or f"exit status {process.returncode}"
        output.seek(0)
        return output.read(), ""


def run_json(command: list[str], row: Row) -> Row:
    """`row` and what the command says in JSON, or why it says nothing."""
    progress(" ".join([Path(command[0]).name, *command[1:]]))
    output, failed = run(command)
    if not failed:
        try:
            return {**json.loads(output), **row}
        except json.JSONDecodeError:
            failed = "its output is not JSON"
    progress(f"{row['peer']} failed: {failed}")
    return {**row, "failed": failed}


def ask_script(name: str, way: str, args: argparse.Namespace) -> Row:
    command = [sys.executable, str(PEERS / f"{name}.py"), "--way", way]
    command += ["--seed", str(args.seed), "--repeats", str(args.repeats)]
    if args.rows is not None:
        command += ["--rows", str(args.rows)]
    return run_json(command, {"peer": name, "way": way})


def find_build() -> Path | None:
    """The newest folder of programs in the builds of this repository."""
    found = [path.parent for path in HERE.parent.glob(f"build/*/benchmarks/{LIMITS[0]}")]
    return max(found, key=lambda path: (path / LIMITS[0]).stat().st_mtime, default=None)


def ask_program(name: str, build: Path | None) -> Row:
    row: Row = {"peer": name, "way": ""}
    if build is None or not (build / name).is_file():
        return {**row, "failed": f"not built in {build.name}" if build else "not built"}
    return run_json([str(build / name)], row)


def ask_batch(args: argparse.Namespace) -> list[Row]:
    """Rows per second of the batch in C++: every benchmark that counts items, best repetition."""
    row: Row = {"peer": BATCH, "way": ""}
    if args.build is None or not (args.build / BATCH).is_file():
        return [{**row, "failed": "not built"}]
    command = [str(args.build / BATCH), "--benchmark_format=json"]
    command += [f"--benchmark_repetitions={args.repeats}"]
    answer = run_json(command, row)
    if "failed" in answer:
        return [answer]
    best: dict[str, Row] = {}
    for one in answer["benchmarks"]:
        rate = one.get("items_per_second")
        if not rate or one.get("run_type") == "aggregate":
            continue
        name = one.get("run_name", one["name"])
        if name not in best or 1.0 / rate < best[name]["cpu_seconds_per_posture"]:
            best[name] = {
                **row,
                "way": name,
                "what": one.get("label") or "C++ batch",
                "cpu_seconds_per_posture": 1.0 / rate,
                "repeats": one.get("repetitions"),
                "threads": one.get("threads"),
                "counters": one,
            }
    return list(best.values()) or [{**row, "failed": "it counts no items"}]


def chosen(name: str, way: str, peers: list[str] | None) -> bool:
    return peers is None or name in peers or f"{name}:{way}" in peers


def processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def duration(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def figure(value: float | None, digits: int = 2) -> str:
    return "" if value is None else f"{value:.{digits}g}"


def ratio(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def plain(name: str) -> str:
    """AVX-512 and avx512 are one."""
    return name.lower().replace("-", "").replace("_", "")


def add_ratios(rows: list[Row]) -> None:
    """Ratios to guyline's batch from Python (if absent, to stand()) and to the bare kernel.

    A program that names its instruction set is held against the kernel in lanes of that set, all
    others against one body at a time in the baseline.
    """
    ours = next(
        (
            row["cpu_seconds_per_posture"]
            for way in ("rest", "full", "stand")
            for row in rows
            if row["peer"] == "guyline_stand" and row["way"] == way and "failed" not in row
        ),
        None,
    )
    limits = {plain(row["instruction_set"]): row for row in rows if "instruction_set" in row}
    baseline = limits.pop("baseline", {}).get("ns_per_evaluation")
    for row in rows:
        seconds = row.get("cpu_seconds_per_posture")
        named = plain(f"{row['way']} {row.get('what', '')}") if row["peer"] == BATCH else ""
        same = (r["ns_per_evaluation_in_lanes"] for name, r in limits.items() if name in named)
        bare = next(same, baseline)
        row["ratio_to_ours"] = seconds / ours if seconds and ours else None
        row["ratio_to_bare_kernel"] = seconds / (bare * 1e-9) if seconds and bare else None


def markdown(rows: list[Row], machine: Row) -> str:
    heads = ["who", "how", "rows", "CPU time per posture", "x guyline", "bare evaluations"]
    heads += ["residual [N m]", "relative", "off guyline [deg]"]
    conditions = (
        f"{machine['processor']}, {machine['cores']} cores, load {machine['load']} before; "
        f"{machine['system']}. One thread each; least of the repeats."
    )
    lines = [conditions, "", f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    notes = []
    versions: dict[str, str] = {}
    for row in rows:
        name = " ".join(part for part in (row["peer"], row["way"]) if part)
        if "failed" in row:
            lines.append(f"| {name} | not run: {row['failed']} | | | | | | | |")
            continue
        if "ns_per_evaluation" in row:
            packed = duration(1e-9 * row["ns_per_evaluation_in_lanes"])
            one = duration(1e-9 * row["ns_per_evaluation"])
            lines.append(
                f"| {name} | one evaluation, {row['instruction_set']}: {one}; "
                f"{row['lanes']} bodies in lanes: {packed} each | | | | | | | |"
            )
            continue
        versions.update(row.get("versions", {}))
        solved = row.get("solved")
        count = "" if solved is None else f"{row['rows']}"
        if solved is not None and solved != row["rows"]:
            count += f", {solved} solved"
        residual = row.get("residual", {})
        lines.append(
            f"| {name} | {row['what']} | {count} | {duration(row['cpu_seconds_per_posture'])} "
            f"| {ratio(row['ratio_to_ours'])} | {ratio(row['ratio_to_bare_kernel'])} "
            f"| {figure(residual.get('N_m'))} | {figure(residual.get('relative'))} "
            f"| {figure(row.get('agree_deg'))} |"
        )
        if row.get("notes"):
            notes.append(f"- {name}: {row['notes']}.")
    if versions:
        said = ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
        lines += ["", f"Versions: {said}."]
    if notes:
        lines += ["", *notes]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    known = [*dict.fromkeys(name for name, _ in SCRIPTS), *LIMITS, BATCH]
    parser.add_argument(
        "--peers",
        nargs="+",
        metavar="PEER",
        help=f"of {', '.join(known)}; peer:way for one way of it. Default: all",
    )
    parser.add_argument("--rows", type=int, help="default: as many as suit each peer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--build", type=Path, help="folder with the programs in C++")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures here")
    args = parser.parse_args()
    names = {*known, *(f"{name}:{way}" for name, way in SCRIPTS)}
    for peer in args.peers or []:
        if peer not in names:
            parser.error(f"--peers: {peer!r} is none of {', '.join(sorted(names))}")
    if args.rows is not None and args.rows < 1:
        parser.error(f"--rows must be at least 1, got {args.rows}")
    if args.repeats < 1:
        parser.error(f"--repeats must be at least 1, got {args.repeats}")
    if args.build is None:
        args.build = find_build()
    elif not args.build.is_dir():
        parser.error(f"--build: there is no folder {args.build}")

    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    machine = {
        "processor": processor(),
        "cores": os.cpu_count(),
        "load": None if load is None else round(load, 1),
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
    }
    rows = [ask_script(name, way, args) for name, way in SCRIPTS if chosen(name, way, args.peers)]
    if chosen(BATCH, "", args.peers):
        rows += ask_batch(args)
    rows += [ask_program(name, args.build) for name in LIMITS if chosen(name, "", args.peers)]
    add_ratios(rows)
    print(markdown(rows, machine))
    if args.json is not None:
        everything = {"machine": machine, "seed": args.seed, "rows": rows}
        args.json.write_text(json.dumps(everything, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
