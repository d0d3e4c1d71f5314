"""What README.md shows runs, and prints what README.md says it prints."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import List, NamedTuple, Tuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONSUMER = ROOT / "examples" / "consumer"


class Block(NamedTuple):
    language: str
    text: str


def blocks(markdown: str) -> List[Block]:
    found = re.findall(r"^```(\w+)\n(.*?)^```$", markdown, re.MULTILINE | re.DOTALL)
    return [Block(language, text) for language, text in found]


BLOCKS = blocks((ROOT / "README.md").read_text(encoding="utf-8"))


def of(language: str) -> List[Block]:
    return [block for block in BLOCKS if block.language == language]


def python_and_output() -> List[Tuple[str, str]]:
    """Each Python block with the text block that follows it at once, or nothing."""
    pairs = []
    for block, following in zip(BLOCKS, [*BLOCKS[1:], Block("", "")]):
        if block.language == "python":
            pairs.append((block.text, following.text if following.language == "text" else ""))
    return pairs


def commands() -> List[Tuple[str, str]]:
    """Each `$` line of a console block with the lines up to the next."""
    found = []
    for block in of("console"):
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def run(arguments: List[str], folder: Path) -> str:
    done = subprocess.run(
        arguments,
        cwd=folder,
        env={**os.environ, "MPLBACKEND": "Agg"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_language_is_shown() -> None:
    assert python_and_output() and commands() and of("cpp") and of("cmake")
    known = {"python", "text", "console", "cpp", "cmake", "sh"}
    assert {block.language for block in BLOCKS} == known


@pytest.mark.parametrize("code, output", python_and_output())
def test_python(code: str, output: str, tmp_path: Path) -> None:
    assert run([sys.executable, "-W", "error", "-c", code], tmp_path) == output


@pytest.mark.parametrize("command, output", commands())
def test_command(command: str, output: str, tmp_path: Path) -> None:
    program, *arguments = shlex.split(command)
    assert program == "guyline"
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    installed = shutil.which(program, path=beside)
    assert installed, "the command guyline is not installed"
    assert run([installed, *arguments], tmp_path) == output


def test_the_program_is_the_one_that_is_built_and_run() -> None:
    assert [block.text for block in of("cpp")] == [
        (CONSUMER / "main.cpp").read_text(encoding="utf-8")
    ]


def test_the_build_file_is_the_one_that_builds_it() -> None:
    built = (CONSUMER / "CMakeLists.txt").read_text(encoding="utf-8")
    lines = built.replace("${GUYLINE_FLAVOUR}", "guyline").splitlines()
    for block in of("cmake"):
        assert "find_package(" in block.text
        assert [line for line in block.text.splitlines() if line not in lines] == []


def test_links_lead_somewhere() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_sources_are_in_the_bibliography() -> None:
    bibliography = (ROOT / "docs" / "references.bib").read_text(encoding="utf-8")
    known = set(re.findall(r"^@\w+\{\s*([^,\s]+)", bibliography, re.MULTILINE))
    cited = set()
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        text = page.read_text(encoding="utf-8")
        cited |= set(re.findall(r"\[([a-z][a-z_]*\d{4}\w*)\](?!\()", text))
    assert cited
    assert sorted(cited - known) == []
