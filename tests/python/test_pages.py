"""What the pages show runs, and prints what they say it prints."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
CONSUMER = ROOT / "examples" / "consumer"
# Pages that Sphinx generates are not in here: they are made of headers and docstrings.
DOCS = sorted(
    page
    for page in (ROOT / "docs").rglob("*.md")
    if page.parent.name != "cpp" and page.name != "references.md"
)
PAGES = [README, *DOCS]
LANGUAGES = {"python", "text", "console", "cpp", "cmake", "sh", "toml", "{toctree}", "{eval-rst}"}


class Block(NamedTuple):
    page: Path
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.stem}: {self.text.strip().splitlines()[0][:40]}"


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    found = re.findall(r"^```(\S+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [Block(page, language, text) for language, text in found]


BLOCKS = {page: blocks(page) for page in PAGES}


def of(language: str) -> list[Block]:
    return [block for page in PAGES for block in BLOCKS[page] if block.language == language]


def python_and_output(page: Path) -> list[tuple[str, str]]:
    """Each Python block with the text block that follows it at once, or nothing."""
    pairs = []
    for block, following in zip(BLOCKS[page], [*BLOCKS[page][1:], Block(page, "", "")]):
        if block.language == "python":
            pairs.append((block.text, following.text if following.language == "text" else ""))
    return pairs


def commands() -> list[tuple[str, str]]:
    """Each `$` line of a console block with the lines up to the next."""
    found = []
    for block in of("console"):
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def run(arguments: list[str], folder: Path) -> str:
    done = subprocess.run(
        arguments,
        cwd=folder,
        env={**os.environ, "MPLBACKEND": "Agg"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_language_is_known() -> None:
    readme = {block.language for block in BLOCKS[README]}
    assert readme >= {"python", "text", "console", "cpp", "cmake", "sh"}
    assert {block.language for page in PAGES for block in BLOCKS[page]} <= LANGUAGES


@pytest.mark.parametrize("code, output", python_and_output(README))
def test_each_python_block_of_the_readme_stands_alone(
    code: str, output: str, tmp_path: Path
) -> None:
    assert run([sys.executable, "-W", "error", "-c", code], tmp_path) == output


@pytest.mark.parametrize(
    "page", [page for page in DOCS if python_and_output(page)], ids=lambda page: page.stem
)
def test_python_of_a_page_in_its_order(page: Path, tmp_path: Path) -> None:
    pairs = python_and_output(page)
    mark = "---- next block ----"
    code = f"\nprint({mark!r})\n".join(code for code, _ in pairs)
    program = tmp_path / f"{page.stem}.py"
    program.write_text(code, encoding="utf-8")
    printed = run([sys.executable, "-W", "error", program.name], tmp_path)
    assert printed.split(f"{mark}\n") == [output for _, output in pairs]


@pytest.mark.parametrize("command, output", commands())
def test_command(command: str, output: str, tmp_path: Path) -> None:
    program, *arguments = shlex.split(command)
    assert program == "guyline"
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    installed = shutil.which(program, path=beside)
    assert installed, "the command guyline is not installed"
    assert run([installed, *arguments], tmp_path) == output


def test_cpp_is_taken_from_a_program_that_is_built_and_run() -> None:
    programs = [
        path.read_text(encoding="utf-8") for path in (ROOT / "examples").rglob("*.cpp")
    ]
    strange = [str(block) for block in of("cpp") if not any(block.text in p for p in programs)]
    assert of("cpp")
    assert strange == []


def test_the_program_of_the_readme_is_the_consumer() -> None:
    shown = [block.text for block in of("cpp") if block.page == README]
    assert shown == [(CONSUMER / "main.cpp").read_text(encoding="utf-8")]


def test_the_build_file_is_the_one_that_builds_it() -> None:
    built = (CONSUMER / "CMakeLists.txt").read_text(encoding="utf-8")
    lines = built.replace("${GUYLINE_FLAVOUR}", "guyline").splitlines()
    assert of("cmake")
    for block in of("cmake"):
        assert "find_package(" in block.text
        assert [line for line in block.text.splitlines() if line not in lines] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    links = [link.partition("#")[0] for link in links]
    assert [link for link in links if link and not (page.parent / link).exists()] == []


def test_sources_are_in_the_bibliography() -> None:
    bibliography = (ROOT / "docs" / "references.bib").read_text(encoding="utf-8")
    known = set(re.findall(r"^@\w+\{\s*([^,\s]+)", bibliography, re.MULTILINE))
    cited = set()
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        cited |= set(re.findall(r"\[([a-z][a-z_]*\d{4}\w*)\](?!\()", text))
    assert cited
    assert sorted(cited - known) == []


def test_every_public_name_is_on_the_page_of_the_interface() -> None:
    import guyline as gl

    page = (ROOT / "docs" / "api" / "python.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\.\. auto\w+:: (\w+)$", page, re.MULTILINE)
    assert len(shown) == len(set(shown))
    assert set(shown) == set(gl.__all__) - {"__version__"}


def test_every_page_is_in_the_table_of_contents() -> None:
    docs = ROOT / "docs"
    listed = {"index", "references"}
    for page in DOCS:
        for block in blocks(page):
            if block.language == "{toctree}":
                entries = [line for line in block.text.split() if not line.startswith(":")]
                listed |= {str((page.parent / e).relative_to(docs)) for e in entries}
    assert {str(page.relative_to(docs).with_suffix("")) for page in DOCS} - listed == set()
