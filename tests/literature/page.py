"""docs/validation.md as the rows and their answers make it."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence

from literature.picture import Figure
from literature.rows import KINDS, Row

TASKS = {
    "stand": "Standing",
    "bend": "Bending",
    "lift": "Lifting",
    "sit": "Sitting",
    "lie": "Lying",
    "clinical_test": "Clinical tests",
    "time": "Over time",
    "model": "The body as such",
}
HOW_TO_WRITE = "./dev python tests/literature --write-validation"

_HEAD = f"""\
# Validation

What has been published, and what guyline makes of it. This page is written by the tests of
`tests/literature`, which hold every number to its band at every run; a run that would write something
else fails, and `{HOW_TO_WRITE}` writes it anew.
Sources are keys of [references.bib](references.bib); *(m)* is a number that was remembered, not read;
"project choice" is a band that no source gives.

What an answer inside its band is worth depends on the kind of row:

- **validation**: nothing in the model was tuned on it
- **calibration**: numbers or laws of the model were chosen on it, or with it in view, so a fit shows
  nothing; `guyline evidence NAME` says which number was tuned on which rows
- **identity**: geometry, or code against the formula or the model that it was made from
- **report**: no band, shown only

A row that is *out* stays out until the model comes to fit: its band is not widened. The built-in body
is a man of 75 kg and 1.75 m with a pelvic incidence of 50 deg, unless a row says otherwise.
"""


def shown(x: float) -> str:
    """Three digits, four of a thousand and more: the same on every machine."""
    if abs(x) < 1e-6:
        return "0"
    return f"{float(f'{x:.4g}' if abs(x) >= 1000.0 else f'{x:.3g}'):g}"


def verdict(row: Row, ours: float) -> str:
    """In, out, or report."""
    if row.kind == "report":
        return "report"
    return "in" if row.holds(ours) else "**out**"


def _unit(row: Row) -> str:
    return "" if row.unit == "1" else f" {row.unit}"


def _band(row: Row) -> str:
    low, high = (None if x is None else f"{round(x, 4):g}" for x in (row.low, row.high))
    if row.low is not None and 0.0 < abs(row.low) < 1e-4:
        low, high = f"{row.low:g}", f"{row.high:g}"
    if low is None and high is None:
        return "none"
    if high is None:
        return f"{low} or more"
    return f"{high} or less" if low is None else f"{low} to {high}"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _row_line(row: Row, ours: float) -> str:
    published = "" if row.value is None else f"{row.value:g}{_unit(row)}"
    memory = "" if row.seen else " *(m)*"
    people = f"n = {row.n}; " if row.n else ""
    return _line(
        [
            row.id,
            row.claim,
            f"[{row.source}]",
            (published + memory).strip(),
            _band(row),
            shown(ours) + _unit(row),
            verdict(row, ours),
            row.kind,
            people + row.why,
        ]
    )


def _series_line(rows: Sequence[Row], answers: Mapping[str, float]) -> str:
    """Many alike in one line: how far off the worst of them is."""
    first = rows[0]
    differences = [abs(answers[r.id] - r.value) for r in rows if r.value is not None]
    widths = [r.high - r.value for r in rows if r.high is not None and r.value is not None]
    verdicts = Counter(verdict(r, answers[r.id]) for r in rows)
    words = ", ".join(v if len(verdicts) == 1 else f"{n} {v}" for v, n in verdicts.items())
    return _line(
        [
            f"{first.series}.*",
            first.claim,
            f"[{first.source}]",
            f"{len(rows)} values",
            f"+-{max(widths):.2g}{_unit(first)}",
            f"off by {max(differences):.1g}{_unit(first)} at most",
            words,
            first.kind,
            first.why,
        ]
    )


def _table(rows: Sequence[Row], answers: Mapping[str, float]) -> list[str]:
    head = ["row", "claim", "source", "published", "band", "ours", "verdict", "kind"]
    lines = [_line([*head, "where number and band are from"]), "|" + "---|" * (len(head) + 1)]
    done = set()
    for row in rows:
        if not row.series:
            lines.append(_row_line(row, answers[row.id]))
        elif row.series not in done:
            done.add(row.series)
            series = [r for r in rows if r.series == row.series]
            lines.append(_series_line(series, answers))
    return lines


def _summary(rows: Sequence[Row], answers: Mapping[str, float]) -> list[str]:
    counts = Counter((r.kind, verdict(r, answers[r.id])) for r in rows)
    lines = ["| kind | in | out | reported |", "|---|---|---|---|"]
    for kind in KINDS:
        cells = [counts[kind, v] for v in ("in", "**out**", "report")]
        lines.append(_line([kind, *(str(n) if n else "" for n in cells)]))
    return lines


def _order(row: Row) -> tuple[int, str, list[tuple[int, str]]]:
    """By kind of row name, numbers by their size."""
    parts = [(int(p), "") if p.isdigit() else (0, p) for p in row.id.split(".")]
    return (list(TASKS).index(row.task), row.id.split(".")[0], parts)


def page(rows: Sequence[Row], answers: Mapping[str, float], figures: Sequence[Figure]) -> str:
    """The whole page."""
    rows = sorted(rows, key=_order)
    text = [_HEAD, *_summary(rows, answers), ""]
    for task, title in TASKS.items():
        chosen = [row for row in rows if row.task == task]
        if not chosen:
            continue
        text += [f"## {title}", ""]
        for figure in figures:
            if figure.task == task:
                text += [f"![{figure.title}](images/{figure.name}.png)", ""]
                text += [*textwrap.wrap(figure.caption, 100), f"<!-- {figure.digest()} -->", ""]
        text += [*_table(chosen, answers), ""]
    misfits = [row for row in rows if row.misfit]
    if misfits:
        text += ["## What does not fit", ""]
        text += [f"- {row.id}, {row.claim} ({_band(row)}): {row.misfit}" for row in misfits]
        text.append("")
    return "\n".join(text)
