"""Draw the pictures of README and docs: ``python docs/make_figures.py`` writes docs/images/."""

from __future__ import annotations

import io
from pathlib import Path

import guyline as gl

IMAGES = Path(__file__).resolve().parent / "images"


def write_png(figure: object, path: Path) -> None:
    """Save with few colours, so that the repository stays small."""
    from PIL import Image

    raw = io.BytesIO()
    figure.savefig(raw, format="png", dpi=140)  # type: ignore[attr-defined]
    raw.seek(0)
    picture = Image.open(raw).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    path.parent.mkdir(exist_ok=True)
    picture.save(path, optimize=True)


def standing() -> object:
    """The body of the README's example, at rest."""
    return gl.bridge(mass_kg=75, stature_m=1.75).stand().plot().figure


def main() -> None:
    write_png(standing(), IMAGES / "standing.png")


if __name__ == "__main__":
    main()
