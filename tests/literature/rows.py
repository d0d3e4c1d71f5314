"""Rows: a published number, the band it is held to and why, and what may be concluded from it.

A paper's file declares its rows once, `PAPER = paper("wilke1999", Row(...), ...)`, poses each of
them, and hands the answer to the fixture `judge`, which remembers it for docs/validation.md and fails
where the band is missed. A row that is known not to fit says so in `misfit` and becomes a strict
expected failure: the band stays, and a model that comes to fit fails until the misfit is struck out.

Kinds, which say what an answer inside the band is worth:
  validation   nothing was tuned on it
  calibration  numbers or laws of the model were chosen on it or with it in view: it shows nothing
  identity     geometry, or code against the formula or model that it was made from
  report       no band; shown only
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

KINDS = ("validation", "calibration", "identity", "report")
# In view while the voluntary law and the numbers of the body were chosen, though no number may name
# them: the law is the one of several that came nearest to V07, V08 and V10 together.
LOOKED_AT = ("V07", "V08", "V09", "V10", "V11", "V13")


class OutOfBand(AssertionError):
    """An answer misses its band."""


@dataclass(frozen=True)
class Row:
    """One published number.

    `low` and `high` are None where there is no such bound. `why` says where number and band are from,
    with table or page as far as known. `seen`: read in the publication or its abstract, not
    remembered. Rows of one `series` are one line of the page.
    """

    id: str
    task: str
    claim: str
    unit: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    kind: str = "validation"
    seen: bool = True
    n: int | None = None
    why: str = ""
    misfit: str = ""
    series: str = ""
    source: str = ""

    def holds(self, ours: float) -> bool:
        """Whether an answer lies in the band; NaN never does."""
        below = self.low is not None and ours < self.low
        above = self.high is not None and ours > self.high
        return math.isfinite(ours) and not below and not above


@dataclass(frozen=True)
class Paper:
    """The rows of one source."""

    source: str
    rows: tuple[Row, ...]

    def row(self, row_id: str) -> Row:
        """The row of that name."""
        return next(row for row in self.rows if row.id == row_id)

    def cases(self, *ids: str) -> pytest.MarkDecorator:
        """Parameter `row` over these rows, all of the paper if none is named."""
        chosen = [self.row(i) for i in ids] if ids else list(self.rows)
        POSED.extend(row.id for row in chosen)
        return pytest.mark.parametrize("row", [_case(row) for row in chosen])

    def series(self, prefix: str) -> pytest.MarkDecorator:
        """Parameter `row` over the rows whose names begin so."""
        chosen = [row.id for row in self.rows if row.id.startswith(prefix)]
        assert chosen, prefix
        return self.cases(*chosen)


def _case(row: Row) -> object:
    marks = [pytest.mark.xfail(raises=OutOfBand, strict=True, reason=row.misfit)]
    return pytest.param(row, id=row.id, marks=marks if row.misfit else [])


Judge = Callable[[Row, float], None]
PAPERS: dict[str, Paper] = {}
POSED: list[str] = []
ANSWERS: dict[str, float] = {}


def paper(source: str, *rows: Row) -> Paper:
    """Declare the rows of a source, a key of docs/references.bib."""
    made = Paper(source, tuple(replace(row, source=source) for row in rows))
    PAPERS[source] = made
    return made


def all_rows() -> list[Row]:
    """Every row of every paper that was imported, in the order of the papers' names."""
    return [row for source in sorted(PAPERS) for row in PAPERS[source].rows]


def judge_row(row: Row, ours: float) -> None:
    """Remember an answer and hold it to its band."""
    ours = float(ours)
    assert row.id not in ANSWERS or ANSWERS[row.id] == ours, f"{row.id} was judged twice"
    ANSWERS[row.id] = ours
    if row.kind == "report":
        assert math.isfinite(ours)
    elif not row.holds(ours):
        raise OutOfBand(f"{row.id}: {ours:.6g} {row.unit}, asked for {row.low} to {row.high}")


def root(f: Callable[[float], float], low: float, high: float) -> float:
    """Where f, which has different signs at both ends, is zero."""
    rises = f(low) < 0.0
    assert rises != (f(high) < 0.0), "no change of sign"
    for _ in range(60):
        middle = 0.5 * (low + high)
        if (f(middle) < 0.0) == rises:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
