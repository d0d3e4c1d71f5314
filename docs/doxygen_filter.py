"""What Doxygen reads instead of a header: without what it or Sphinx would misread.

The comment about the file is laid out by hand, with equations in lines of their own; its page shows it
as it stands (conf.py), so it is left out here. Neighbouring string literals become one. A pointer to a
member, which Sphinx cannot read, loses its class.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path


def about_file(text: str) -> str:
    """The comment that begins with @file, as it stands, without its slashes."""
    found = re.search(r"^/// @file\n((?:///.*\n)*)", text, re.MULTILINE)
    lines = found[1].splitlines() if found else []
    return "\n".join(line[4:] for line in lines)


def filtered(text: str) -> str:
    text = re.sub(r"^(/// @file\n)(?:///.*\n)*", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"(\w+) \w+<\w+>::\*", r"\1* ", text)
    return re.sub(r'"\s*\n\s*"', "", text)


if __name__ == "__main__":
    sys.stdout.write(filtered(Path(sys.argv[1]).read_text(encoding="utf-8")))
