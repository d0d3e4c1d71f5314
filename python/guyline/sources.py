"""Where a number of the built-in body comes from, with the full reference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import overload

from guyline import _core
from guyline._names import Record, Table, UnknownName, did_you_mean

# What a knob turns, in the words of the table of numbers.
_KNOB_TURNS = {
    "length": "slack_length",
    "stiffness": "passive_width",
    "strength": "max_isometric_force",
}
_ROW_OF_VALIDATION = re.compile(r"\bV\d+(?:\.\w+)*")


@dataclass(frozen=True, eq=False)
class Evidence(Record):
    """Where a number, or one kind of numbers, comes from.

    Attributes
    ----------
    of : str
        Muscle, joint, segment or constant.
    what : str
        Of a muscle ``path``, ``architecture`` (force, fibre length, pennation), ``slack``,
        ``passive`` or ``tonic``; else ``joint``, ``segment, male``, ``segment, female`` or
        ``constant``.
    grade : str
        ``measured`` (read in a publication or its authors' own model), ``derived`` (arithmetic on
        such numbers, or fitted to them) or ``assumption`` (chosen).
    source : str
        Keys of docs/references.bib, separated by commas; empty if there is none.
    note : str
        What to know about it; may be empty.
    value : float or None
        Of a constant, in `unit`.
    unit : str
        SI, radians; ``"1"`` for a ratio; empty where there is no single value.
    """

    of: str
    what: str
    grade: str
    source: str
    note: str
    value: float | None = None
    unit: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Origin(Record):
    """Where one number of the built-in body comes from. Print it.

    Attributes
    ----------
    name : str
        Muscle, joint or segment and its number, or a constant, as the model's data name it.
    value : float or None
        In `unit`, of a person of 75 kg and 1.75 m, both sides together; None of a path, which is
        many numbers.
    unit : str
        SI and radians; ``"1"`` for a ratio.
    grade : str
        ``measured`` (read in a publication or its authors' own model), ``derived`` (arithmetic on
        such numbers, or fitted to them) or ``assumption`` (chosen).
    source : tuple of str
        Keys of the bibliography; of an assumption, what bounds it. May be empty.
    references : tuple of str
        The same in full.
    note : str
        What to know about it; may be empty.
    tuned_on : tuple of str
        Rows of docs/validation.md that it was tuned on, which cannot validate it; may be empty.
    """

    name: str
    value: float | None
    unit: str
    grade: str
    source: tuple[str, ...]
    references: tuple[str, ...]
    note: str
    tuned_on: tuple[str, ...]

    def __repr__(self) -> str:
        lines = [f"{self.name}{_value_in_words(self.value, self.unit)}   {self.grade}"]
        if self.note:
            lines.append(f"  note       {self.note}")
        tuned = ", ".join(self.tuned_on)
        lines.append(f"  tuned on   {tuned or 'no row of docs/validation.md'}")
        for key, reference in zip(self.source, self.references):
            lines.append(f"  [{key}] {reference}")
        if not self.source:
            lines.append("  no source")
        return "\n".join(lines)


def _value_in_words(value: float | None, unit: str) -> str:
    if value is None:
        return ", a path of several points"
    text = f" = {value:.6g}" + ("" if unit == "1" else f" {unit}")
    if unit == "rad":
        text += f" ({value * 57.29577951308232:.4g} deg)"
    return text


def _bibliography_file() -> Path:
    """Beside this file once it is installed, else in docs/ of the source tree."""
    here = Path(__file__).resolve()
    installed = here.with_name("references.bib")
    return installed if installed.is_file() else here.parents[2] / "docs" / "references.bib"


@lru_cache(maxsize=1)
def references() -> Mapping[str, str]:
    """The bibliography, a line per key."""
    text = _bibliography_file().read_text(encoding="utf-8")
    found = {}
    for key, body in re.findall(r"^@\w+\{\s*([^,\s]+),\n(.*?)\n\}", text, re.MULTILINE | re.DOTALL):
        fields = dict(re.findall(r"^\s*(\w+) = \{(.*)\},?$", body, re.MULTILINE))
        found[key] = _reference({k: re.sub(r"[{}]", "", v) for k, v in fields.items()})
    return found


def _reference(field: Mapping[str, str]) -> str:
    """Author (year). Title. Journal volume, pages. doi"""
    authors = field["author"].replace(" and others", " et al.").replace(" and ", "; ")
    if "year" in field:
        authors += f" ({field['year']})"
    text = f"{authors.rstrip('.')}. {field['title']}."
    where = field.get("journal") or field.get("howpublished") or field.get("publisher") or ""
    for part, joint in (("volume", " "), ("pages", ", ")):
        if part in field:
            where += joint + field[part].replace("--", "-")
    if where:
        text += f" {where}."
    if "doi" in field:
        text += f" doi:{field['doi']}."
    if "note" in field:
        text += f" ({field['note']})"
    return text


def _origin(row: _core.EvidenceRow) -> Origin:
    keys = tuple(key.strip() for key in row.source.split(",") if key.strip())
    return Origin(
        name=row.of if row.what == "constant" else f"{row.of}.{row.what}",
        value=row.value,
        unit=row.unit,
        grade=row.grade,
        source=keys,
        references=tuple(references()[key] for key in keys),
        note=row.note,
        tuned_on=tuple(_ROW_OF_VALIDATION.findall(row.note)),
    )


@lru_cache(maxsize=1)
def rows_by_kind() -> tuple[Evidence, ...]:
    """A row per number or kind of numbers."""
    rows = _core.evidence()
    return tuple(Evidence(r.of, r.what, r.grade, r.source, r.note, r.value, r.unit) for r in rows)


@lru_cache(maxsize=1)
def origins() -> Table[Origin]:
    """All numbers of the built-in body by name: muscles, joints, segments, constants."""
    return Table({o.name: o for o in map(_origin, _core.numbers())}, "number")


@lru_cache(maxsize=1)
def _groups() -> Mapping[str, tuple[str, ...]]:
    from guyline.model import bridge

    return bridge().groups


@overload
def evidence() -> tuple[Evidence, ...]: ...


@overload
def evidence(name: str) -> Origin: ...


def evidence(name: str | None = None) -> tuple[Evidence, ...] | Origin:
    """Return where a number of the built-in body comes from; without a name, where all do.

    Parameters
    ----------
    name : str, optional
        Muscle and number, ``"psoas.max_isometric_force"``; or muscle and knob,
        ``"hamstrings.length"``, for the number that the knob changes; joint and number,
        ``"L5/S1.share"``; segment, sex and number, ``"thigh.female.mass"``; or a constant,
        ``"balance_point"``. The lumbar tissue also answers to its coordinate,
        ``"lumbar_flexion.stiffness"``.

    Returns
    -------
    Origin or tuple of Evidence
        With a name the `Origin` of that number; without, an `Evidence` row per number or kind of
        numbers: muscles first (five rows each), then joints, segments and single constants.

    Raises
    ------
    UnknownName
        A ``ValueError``: no such number; near names are suggested.
    TypeError
        The name is not a string.

    Examples
    --------
    >>> import guyline as gl
    >>> gl.evidence("follower_load").grade
    'assumption'
    """
    if name is None:
        return rows_by_kind()
    table = origins()
    if not isinstance(name, str):
        raise TypeError(f"name must be a string such as 'psoas.tone', got {name!r}")
    wanted = name.strip().replace("-", "_")
    of, _, what = wanted.rpartition(".")
    if of == "lumbar_flexion":
        wanted = f"lumbar_{what}"
    elif f"{of}.path" in table:
        wanted = f"{of}.{_KNOB_TURNS.get(what, what)}"
    if wanted in table:
        return table[wanted]
    hint = did_you_mean(name, table)
    members = _groups().get(of, ())
    one = of if f"{of}.path" in table else next(iter(members), of)
    known = [n[len(one) + 1 :] for n in table if one and n.startswith(f"{one}.")]
    if f"{one}.path" in table:
        known += [knob for knob in _KNOB_TURNS if knob not in known]
    if members and what in known:
        hint = f"; {of} is a group: ask for one of " + ", ".join(f"{m}.{what}" for m in members)
    elif known:
        near = [f'"{one}.{n}"' for n in known if what and what in n]
        meant = f"; did you mean {' or '.join(near)}?" if near else did_you_mean(what, known)
        hint = f"{meant}{' Of' if meant else '; of'} {one} there are: {', '.join(known)}"
    raise UnknownName(f'no number is named "{name}"{hint} (`guyline evidence --all` lists them)')
