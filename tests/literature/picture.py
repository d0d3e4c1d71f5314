"""A picture of docs/validation.md, its data and how they are drawn."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Data = dict[str, list[float]]


@dataclass(frozen=True)
class Figure:
    """A picture: where it stands, what it says, its data and how they are drawn."""

    name: str
    task: str
    title: str
    caption: str
    data: Data
    draw: Callable[[Data, Any], None]
    size_in: tuple[float, float]

    def digest(self) -> str:
        """Of the data, to four digits."""
        rounded = [[k, *(f"{x + 0.0:.4g}" for x in v)] for k, v in self.data.items()]
        text = "\n".join(" ".join(line) for line in rounded)
        return "data " + hashlib.sha256(text.encode()).hexdigest()[:12]

    def write(self, folder: Path) -> None:
        """Save it as PNG with few colours, so that the repository stays small."""
        import matplotlib

        matplotlib.use("Agg")
        import matplotlib.pyplot as plt
        from PIL import Image

        figure = plt.figure(figsize=self.size_in, layout="constrained")
        self.draw(self.data, figure)
        raw = io.BytesIO()
        figure.savefig(raw, format="png", dpi=120)
        plt.close(figure)
        raw.seek(0)
        picture = Image.open(raw).convert("RGB").quantize(64, dither=Image.Dither.NONE)
        picture.save(folder / f"{self.name}.png", optimize=True)


#: Told apart by people who see few colours.
BLUE, RED, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "0.45"
