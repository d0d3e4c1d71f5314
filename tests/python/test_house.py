"""The rules of the house that a compiler does not check. Needs nothing but the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include" / "guyline"

# A folder includes itself and folders before it.
LAYERS = ["core", "spatial", "muscle", "cable", "model", "posture", "task", "batch", "time"]
FOLDERS = {"include", "src", "python", "examples", "benchmarks", "tests", "docs"}
NOT_OURS = {"build", "dist", ".git", ".venv", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
TEXT = {".hpp", ".cpp", ".py", ".pyi", ".md", ".toml", ".json", ".cmake", ".txt", ".in", ".ipynb"}
TEXT |= {".bib", ".cff", ""}


def headers() -> list[Path]:
    found = sorted(INCLUDE.glob("*/*.hpp"))
    assert found, "no public headers: is this the root of the repository?"
    return found


def text_files() -> Iterator[Path]:
    for top in sorted(ROOT.iterdir()):
        if top.name in NOT_OURS:
            continue
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and path.suffix in TEXT and "__pycache__" not in path.parts:
                yield path


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_header_has_its_test() -> None:
    missing = [
        name(header)
        for header in headers()
        if not (ROOT / "tests" / header.parent.name / f"{header.stem}_test.cpp").is_file()
    ]
    assert missing == []


def test_every_test_is_named_after_its_header() -> None:
    """<header>_test.cpp, or <header>_<aspect>_test.cpp beside it."""
    stray = []
    for layer in LAYERS:
        stems = [header.stem for header in headers() if header.parent.name == layer]
        for test in (ROOT / "tests" / layer).glob("*_test.cpp"):
            if not any(test.name.startswith(f"{stem}_") for stem in stems):
                stray.append(name(test))
    assert stray == []


def test_a_folder_includes_only_lower_layers() -> None:
    wrong = []
    for header in headers():
        assert header.parent.name in LAYERS, f"{name(header)}: no such layer"
        own = LAYERS.index(header.parent.name)
        text = header.read_text(encoding="utf-8")
        for layer in re.findall(r"#include\s*<guyline/(\w+)/", text):
            if LAYERS.index(layer) > own:
                wrong.append(f"{name(header)} includes {layer}")
        for quoted in re.findall(r'#include\s*"(.*)"', text):
            wrong.append(f'{name(header)} includes "{quoted}", which no installed header can')
    assert wrong == []


def test_the_whole_library_is_in_one_header() -> None:
    text = (INCLUDE / "guyline.hpp").read_text(encoding="utf-8")
    included = re.findall(r"#include <guyline/(.+)>", text)
    expected = sorted(str(header.relative_to(INCLUDE)) for header in headers())
    assert included == sorted([*expected, "version.hpp"])


def test_header_anatomy() -> None:
    wrong = []
    for header in headers():
        text = header.read_text(encoding="utf-8")
        if not text.startswith("#pragma once\n\n/// @file\n/// "):
            wrong.append(f"{name(header)}: does not begin with #pragma once and what it is")
        lines = text.count("\n")
        if lines > 400 and not header.stem.endswith("_data"):
            wrong.append(f"{name(header)}: {lines} lines, split above 400")
        if re.search(r"std::(cout|cerr|clog)|\bprintf\s*\(", text):
            wrong.append(f"{name(header)}: the library prints nothing")
    assert wrong == []


def test_cited_sources_are_in_the_bibliography() -> None:
    bibliography = (ROOT / "docs" / "references.bib").read_text(encoding="utf-8")
    known = set(re.findall(r"^@\w+\{\s*([^,\s]+)", bibliography, re.MULTILINE))
    unknown = set()
    key = r"[a-z][a-z_]*\d{4}\w*"
    citation = re.compile(rf"\[({key}(?:[;,] ?{key})*)\]")
    folders = [ROOT / folder for folder in ("include", "src", "python", "examples")]
    code = [path for folder in folders for path in folder.rglob("*.?pp")]
    code += [path for folder in folders for path in folder.rglob("*.py")]
    for path in code:
        for group in citation.findall(path.read_text(encoding="utf-8")):
            for key in re.split(r"[;,] ?", group):
                if key not in known:
                    unknown.add(f"{name(path)}: [{key}]")
    assert sorted(unknown) == []


def test_the_sources_of_numbers_are_in_the_bibliography() -> None:
    bibliography = (ROOT / "docs" / "references.bib").read_text(encoding="utf-8")
    known = set(re.findall(r"^@\w+\{\s*([^,\s]+)", bibliography, re.MULTILINE))
    unknown = set()
    for header in headers():
        for keys in re.findall(r'Grade::k\w+,\s*"([^"]*)"', header.read_text(encoding="utf-8")):
            for key in filter(None, keys.split(", ")):
                if key not in known:
                    unknown.add(f"{name(header)}: {key}")
    assert sorted(unknown) == []


def test_odeint_is_behind_one_file() -> None:
    code = [*INCLUDE.rglob("*.hpp"), *(ROOT / "src").glob("*.cpp")]
    code += (ROOT / "python" / "src").rglob("*.?pp")
    seen = [path for path in code if re.search(r"#include\s*<boost/", path.read_text("utf-8"))]
    assert [name(path) for path in seen] == ["src/time.cpp"]


def test_nothing_depends_on_one_machine() -> None:
    paths = re.compile(r"(?<![\w.$}/-])/(?:work|tmp|home|root|Users|opt/wheels)(?:/|\b)")
    found = [
        f"{name(path)}:{number}"
        for path in text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if paths.search(line)
    ]
    assert found == []


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
    found = [name(path) for path in text_files() if marks.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_the_top_level_is_only_what_it_should_be() -> None:
    extra = [
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and path.name not in FOLDERS | NOT_OURS and not path.name.startswith(".")
    ]
    assert extra == []


def test_the_version_is_written_once() -> None:
    text = (INCLUDE / "version.hpp").read_text(encoding="utf-8")
    version = ".".join(re.findall(r"#define GUYLINE_VERSION_\w+ (\d+)", text))
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    suffixes = {".hpp", ".cpp", ".py", ".toml", ".cmake"}
    code = [path for path in text_files() if path.suffix in suffixes]
    again = [name(path) for path in code if f'"{version}"' in path.read_text(encoding="utf-8")]
    assert again == []
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {version}" in changelog
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {version}\n" in citation


def test_headers_and_theory_name_the_same_equations() -> None:
    theory = (ROOT / "docs" / "theory.md").read_text(encoding="utf-8")
    numbers = [int(n) for n in re.findall(r"^    \(G(\d+)\)", theory, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1)), "equations are numbered in their order"
    cited: set[int] = set()
    for header in headers():
        for line in re.findall(r"/// Theory: (.*) in docs/theory.md", header.read_text("utf-8")):
            found = [int(n) for n in re.findall(r"\(G(\d+)\)", line)]
            cited |= set(range(found[0], found[-1] + 1))
    assert cited == set(numbers)
