"""The stub, imported beside the module: every name, parameter and default is there in both."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def test_stub_says_what_the_module_has() -> None:
    allowlist = HERE / "stubtest_allowlist.txt"
    done = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "guyline._core", "--allowlist", str(allowlist)],
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
