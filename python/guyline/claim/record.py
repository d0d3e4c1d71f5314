"""Claims of two popular articles about the lower back, and what the model says to them."""

from __future__ import annotations

import csv
import math
import re
import textwrap
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any, overload

from guyline._names import Record, Table
from guyline.claim import cohort
from guyline.claim.readings import ClaimReading, Posing, posed
from guyline.claim.rule import (
    HOLDS,
    NOT_HELD,
    Rule,
    Value,
    differ,
    joint_verdict,
    parse,
    separation,
    verdict,
)
from guyline.model import Model, bridge
from guyline.posture import Posture, PostureStatus

#: Names that a run may use beside `body`, `rest`, `gl` and `math`.
WORDS = (
    "activation",
    "correlation",
    "group_sum",
    "hip_moment",
    "is_held",
    "load_change",
    "posed",
    "reshaped",
    "turn",
)
#: A parameter of the cohort is named if it tells the bodies apart at least so well.
_TELLS_APART = 0.6
_DIGITS = {"deg": 1, "cm": 1, "mm": 1, "N": 0, "%": 0, "Lo": 3}
_KEY = re.compile(r"\[([a-z][a-z_0-9]*)\]")


@lru_cache(maxsize=512)
def _compiled(run: str) -> CodeType:
    return compile(run, "<claim>", "eval")


def evaluate(run: str, body: Model, rest: Posture) -> Value:
    """The value of a run's text for a body and its standing posture."""
    import guyline

    names: dict[str, Any] = {word: getattr(cohort, word) for word in WORDS}
    names.update(gl=guyline, math=math, body=body, rest=rest)
    value: Value = eval(_compiled(run), names)  # noqa: S307, the text is the package's own
    return value


def _plain(name: str) -> str:
    return name.replace("_", " ").replace(".", " ")


def _number(x: float, unit: str, more: int) -> str:
    """With the digits of the unit, or two that count, and `more`."""
    if not unit:
        if abs(x) < 0.0005:
            return "0"
        digits = max(0, 1 - math.floor(math.log10(abs(x)))) + more
        text = f"{x:.{digits}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    text = f"{x:.{_DIGITS.get(unit, 3) + more}f}"
    return text.lstrip("-") if float(text) == 0.0 else text


def in_words(value: Value, unit: str, threshold: float = math.nan) -> str:
    """A result with its unit, and so many digits that it is not taken for the threshold."""
    if isinstance(value, Mapping):
        return ", ".join(f"{_plain(name)} {in_words(x, unit)}" for name, x in value.items())
    if not math.isfinite(value):
        return "not held"
    text = _number(value, unit, 0)
    for more in range(1, 4):
        if threshold in (0.0, abs(value)) or abs(float(text)) != threshold:
            break
        text = _number(value, unit, more)
    return f"{text} {unit}".rstrip()


def rule_in_words(rule: Rule) -> str:
    """A rule as a sentence about the result."""
    if rule.kind == "ranking":
        return f"{_plain(rule.first)} above {_plain(rule.second)}"
    size = f"{rule.threshold:g} {rule.unit}".rstrip()
    if rule.kind in (">", "<", ">=", "<="):
        words = {">": "above", "<": "below", ">=": "at least", "<=": "at most"}
        return f"{words[rule.kind]} {size}"
    if rule.threshold == 0.0:
        return rule.kind
    return f"{rule.kind} by more than {size}" if rule.kind != "same" else f"same within {size}"


@dataclass(frozen=True, eq=False, repr=False)
class ClaimReadingResult(Record):
    """What one reading of a claim gives.

    Attributes
    ----------
    reading : ClaimReading
        What was asked.
    value : float or mapping of str to float
        Of the body itself, in the unit of the rule; NaN if it has no posture.
    outcome : str
        ``"holds"``; else how it fails: ``"opposite"``, ``"no effect"``, ``"fails"``, or
        ``"not held"``.
    values : tuple
        Those of the cohort, in its order.
    outcomes : mapping of str to int
        How many bodies of the cohort came out how.
    verdict : str
        ``"not held"``: the body has no posture, or nobody in the cohort. Of those in the cohort
        who have one, ``"agrees"``: it holds in the body and in at least 80 %; ``"disagrees"``: not
        in the body and in at most 20 %; else ``"depends"``.
    on : str
        What tells the bodies in which it holds from the others, if it depends; else empty.
    """

    reading: ClaimReading
    value: Value
    outcome: str
    values: tuple[Value, ...]
    outcomes: Mapping[str, int]
    verdict: str
    on: str

    @property
    def holds(self) -> int:
        """In how many bodies of the cohort it holds."""
        return self.outcomes.get(HOLDS, 0)

    @property
    def total(self) -> int:
        """How many bodies the cohort has."""
        return len(self.values)

    @property
    def judged(self) -> int:
        """How many bodies of the cohort can do what is asked; the others tell nothing."""
        return self.total - self.outcomes.get(NOT_HELD, 0)

    @property
    def counts(self) -> str:
        """In words: ``"0 of 46 (no effect 45, opposite 1; not held 2)"``."""
        others = [
            f"{what} {n}"
            for what, n in sorted(self.outcomes.items())
            if what not in (HOLDS, NOT_HELD)
        ]
        notes = [", ".join(others)] if others else []
        if self.judged < self.total:
            notes.append(f"{NOT_HELD} {self.total - self.judged}")
        rest = f" ({'; '.join(notes)})" if notes else ""
        return f"{self.holds} of {self.judged}{rest}"

    @property
    def result(self) -> str:
        """The value with its unit."""
        rule = parse(self.reading.rule)
        return in_words(self.value, rule.unit, abs(rule.threshold))

    def __repr__(self) -> str:
        rule = rule_in_words(parse(self.reading.rule))
        lines = [
            f"{self.reading.name}: {self.verdict}" + (", put in" if self.reading.put_in else ""),
            f"  {self.reading.run}",
            f"  {self.reading.quantity}: {self.result}; the claim needs: {rule}",
            f"  holds in {self.counts}",
        ]
        if self.on:
            lines.append(f"  depends on {self.on}")
        return "\n".join(lines)


@dataclass(frozen=True, eq=False, repr=False)
class ClaimResult(Record):
    """What the model says to a claim. Print it.

    Attributes
    ----------
    claim : Claim
        What was claimed.
    readings : tuple of ClaimReadingResult
        In the order of the claim's.
    verdict : str
        That of the readings if those whose body has a posture are of one mind, else
        ``"depends"``; ``"not held"`` if it has none in any, or cannot stand.
    on : str
        What it depends on; empty if it does not.
    """

    claim: Claim
    readings: tuple[ClaimReadingResult, ...]
    verdict: str
    on: str

    @property
    def differs(self) -> bool:
        """Whether the literature says something else; never where it takes no side."""
        return differ(self.verdict, self.claim.literature_verdict)

    def __repr__(self) -> str:
        claim = self.claim
        lines = [repr(claim), f"model: {self.verdict}" + (f" on {self.on}" if self.on else "")]
        lines += [textwrap.indent(repr(reading), "  ") for reading in self.readings]
        if self.differs:
            lines.append(f"differs from the literature: {claim.why}")
        return "\n".join(lines)


@dataclass(frozen=True, eq=False, repr=False)
class Claim(Record):
    """A claim of one of two popular articles, and how it is put to the model; not run yet.

    Attributes
    ----------
    id : str
        ``"A1"`` to ``"A38"``, ``"B1"`` to ``"B30"``.
    article : str
        ``"A"``: strengthen the hamstrings rather than stretch the back. ``"B"``: leave the
        hamstrings alone and stretch the hip flexors.
    claim : str
        In a few words of ours.
    testable : str
        ``"yes"``, ``"partly"`` or ``"no"``.
    what_if : str
        What one would turn and pose to test it, planned before anything was run; its readings are
        what was run.
    quantity : str
        What would tell, as planned.
    sign_claimed : str
        What should come out.
    literature_verdict : str
        ``"supported"``, ``"partly"``, ``"contradicted"``, ``"unknown"`` or ``"by construction"``.
    literature : str
        On what grounds, with keys of the bibliography.
    not_posed : str
        Why it is not put to the model; empty if it is.
    apart : str
        What its readings differ in: ``knob``, ``task``, ``muscle`` or ``part``.
    readings : tuple of ClaimReading
        Ways to understand it, each with a line of Python and a rule.
    why : str
        Why model and literature differ, or one reading from a source; empty where none does.
    note : str
        What is left out, or to be known; may be empty.
    """

    id: str
    article: str
    claim: str
    testable: str
    what_if: str
    quantity: str
    sign_claimed: str
    literature_verdict: str
    literature: str
    not_posed: str
    apart: str
    readings: tuple[ClaimReading, ...]
    why: str
    note: str

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of the bibliography in `literature`."""
        return tuple(dict.fromkeys(_KEY.findall(self.literature)))

    def run(self, body: Model | None = None) -> ClaimResult:
        """Put the claim to a body and to the cohort, and judge it.

        Parameters
        ----------
        body : Model or None
            The body that decides beside the cohort. None: the built-in man.

        Returns
        -------
        ClaimResult

        Raises
        ------
        ValueError
            The claim is not put to the model; the message says why.

        Examples
        --------
        >>> import guyline as gl
        >>> result = gl.claims("B3").run()
        >>> result.verdict
        'agrees'
        """
        if self.not_posed:
            raise ValueError(f"{self.id} is not put to the model: {self.not_posed}")
        own = bridge() if body is None else body
        rest = own.stand()
        readings = tuple(_judge(reading, own, rest) for reading in self.readings)
        verdicts = {r.reading.name: r.verdict for r in readings}
        stands = rest.status is PostureStatus.solved
        word = joint_verdict(verdicts) if stands else NOT_HELD
        on = ""
        if word == "depends":
            on = readings[0].on if len(readings) == 1 else _split(self.apart, verdicts)
        return ClaimResult(self, readings, word, on)

    def __repr__(self) -> str:
        lines = [f"{self.id}. {self.claim}"]
        lines.append(f"literature: {self.literature_verdict}. {self.literature}")
        if self.not_posed:
            lines.append(f"not put to the model: {self.not_posed}")
        elif self.note:
            lines.append(f"note: {self.note}")
        return "\n".join(lines)


def _split(apart: str, verdicts: Mapping[str, str]) -> str:
    """``the knob: agrees for tone; disagrees for length, stiffness``."""
    words = {
        "agrees": "agrees for",
        "disagrees": "disagrees for",
        "depends": "open for",
        NOT_HELD: "not held for",
    }
    said = []
    for word, so in words.items():
        names = [f"*{name}*" for name, v in verdicts.items() if v == word]
        if names:
            said.append(f"{so} {', '.join(names)}")
    return f"the {apart}: {'; '.join(said)}"


@lru_cache(maxsize=1)
def _rests() -> tuple[Posture, ...]:
    return tuple(person.body.stand() for person in cohort.people())


def _judge(reading: ClaimReading, body: Model, rest: Posture) -> ClaimReadingResult:
    rule = parse(reading.rule)
    value = evaluate(reading.run, body, rest)
    people = cohort.people()
    values = tuple(evaluate(reading.run, p.body, r) for p, r in zip(people, _rests()))
    outcomes = [rule.outcome(v) for v in values]
    outcome = rule.outcome(value)
    judged = len(outcomes) - outcomes.count(NOT_HELD)
    if outcome == NOT_HELD:
        word = NOT_HELD
    else:
        word = verdict(outcome == HOLDS, outcomes.count(HOLDS), judged)
    on = _tells_apart(outcomes) if word == "depends" else ""
    return ClaimReadingResult(reading, value, outcome, values, Counter(outcomes), word, on)


def _tells_apart(outcomes: list[str]) -> str:
    """The parameter of the cohort that tells best in which of the bodies judged a claim holds."""
    judged = [i for i, outcome in enumerate(outcomes) if outcome != NOT_HELD]
    held = [outcomes[i] == HOLDS for i in judged]
    people = [cohort.people()[i] for i in judged]
    columns = {name: [p.drawn[name] for p in people] for name in cohort.people()[0].drawn}
    columns["tilt at rest"] = [_rests()[i].anterior_tilt_deg for i in judged]
    scores = {name: separation(column, held) for name, column in columns.items()}
    best = max(scores, key=lambda name: abs(scores[name]))
    if abs(scores[best]) < _TELLS_APART:
        return "the body, by no single one of its parameters"
    said = f"with {'more' if scores[best] > 0.0 else 'less'} {best}"
    if best == "female":
        said = f"rather in {'women' if scores[best] > 0.0 else 'men'}"
    return f"the body: holds {said} (rank correlation {scores[best]:+.2f})"


def _claim(row: Mapping[str, str]) -> Claim:
    posing = posed().get(row["id"], Posing(""))
    return Claim(
        **row,
        apart=posing.apart,
        readings=tuple(posing.readings),
        why=posing.why,
        note=posing.note,
    )


@lru_cache(maxsize=1)
def _all() -> Table[Claim]:
    path = Path(__file__).with_name("claims.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return Table({row["id"]: _claim(row) for row in csv.DictReader(file)}, "claim")


@overload
def claims() -> Table[Claim]: ...


@overload
def claims(claim: str) -> Claim: ...


def claims(claim: str | None = None) -> Table[Claim] | Claim:
    """Return the claims of two popular articles about the lower back, or one of them.

    Nothing is solved until a claim is run.

    Parameters
    ----------
    claim : str or None
        Its id, such as ``"A21"``.

    Returns
    -------
    mapping of str to Claim, or Claim

    Raises
    ------
    UnknownName
        A ``ValueError``: there is no such claim.

    Notes
    -----
    No medical advice: the model knows nothing about pain, and what it says is what follows from its
    muscles, tissue and weights.

    Examples
    --------
    >>> import guyline as gl
    >>> gl.claims("A21").run().verdict
    'depends'
    """
    if claim is None:
        return _all()
    return _all()[claim.upper() if isinstance(claim, str) else claim]
