"""Sphinx: the pages of this folder, the docstrings of the package, the comments of the headers.

`./dev docs` builds it. Made here at every build, and kept out of the repository: a page per layer, the
bibliography, copies of the notebooks.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from sphinx.application import Sphinx

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
INCLUDE = ROOT / "include" / "guyline"
BUILT = ROOT / "build" / "docs"
LAYERS = ["core", "spatial", "muscle", "cable", "model", "posture", "task", "batch", "time"]

sys.path.insert(0, str(DOCS))
from doxygen_filter import about_file  # noqa: E402

version = release = ".".join(
    re.findall(r"_(?:MAJOR|MINOR|PATCH) (\d+)$", (INCLUDE / "version.hpp").read_text(), re.M)
)
project = "guyline"
author = "guyline contributors"
root_doc = "index"
language = "en"
html_theme = "furo"
html_title = f"guyline {release}"
html_copy_source = False
html_show_copyright = False
exclude_patterns = ["images", "__pycache__"]

extensions = [
    "breathe",
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
]
# Every header opens the namespace guyline.
suppress_warnings = ["duplicate_declaration.cpp"]
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
breathe_projects = {"guyline": str(BUILT / "xml")}
breathe_default_project = "guyline"
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_timeout = 120
nb_execution_raise_on_error = True

DOXYFILE = f"""
PROJECT_NAME = guyline
OUTPUT_DIRECTORY = {BUILT}
INPUT = {INCLUDE}
INPUT_FILTER = "{sys.executable} {DOCS / "doxygen_filter.py"}"
RECURSIVE = YES
STRIP_FROM_PATH = {INCLUDE.parent}
GENERATE_HTML = NO
GENERATE_LATEX = NO
GENERATE_XML = YES
XML_PROGRAMLISTING = NO
HAVE_DOT = NO
INCLUDE_GRAPH = NO
INCLUDED_BY_GRAPH = NO
JAVADOC_AUTOBRIEF = YES
EXCLUDE_SYMBOLS = internal
QUIET = YES
WARN_IF_UNDOCUMENTED = NO
WARN_IF_INCOMPLETE_DOC = NO
WARN_AS_ERROR = FAIL_ON_WARNINGS
"""
SECTIONS = (
    ":sections: detaileddescription innerclass innernamespace enum typedef func var "
    "public-attrib public-func public-static-attrib public-static-func public-type"
)


def write_cpp_pages() -> None:
    """A page per layer, a section per header."""
    BUILT.mkdir(parents=True, exist_ok=True)
    subprocess.run(["doxygen", "-"], input=DOXYFILE, text=True, check=True, stdout=sys.stderr)
    folder = DOCS / "api" / "cpp"
    folder.mkdir(exist_ok=True)
    for layer in LAYERS:
        lines = [f"# {layer}", ""]
        for header in sorted((INCLUDE / layer).glob("*.hpp")):
            about = about_file(header.read_text(encoding="utf-8"))
            lines += [f"## {layer}/{header.name}", "", "```text", about, "```", ""]
            lines += [f"```{{doxygenfile}} {header.name}", SECTIONS, "```", ""]
        (folder / f"{layer}.md").write_text("\n".join(lines), encoding="utf-8")


def write_references() -> None:
    """Every source by its key, as `guyline evidence` prints it."""
    from guyline.sources import references

    lines = ["# References", "", "Keys in brackets on other pages and in the headers are these.", ""]
    for key, text in sorted(references().items()):
        lines += [f"({key})=", f"`{key}`", f": {text}", ""]
    (DOCS / "references.md").write_text("\n".join(lines), encoding="utf-8")


def copy_notebooks() -> None:
    folder = DOCS / "notebooks"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "examples" / "notebooks", folder)


def make_pages(app: Sphinx) -> None:
    write_cpp_pages()
    write_references()
    copy_notebooks()


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", make_pages)
