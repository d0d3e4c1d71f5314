"""Rules: what a number, or several by name, must be for a claim to hold. Pure functions.

    > 1 deg          a level: greater than; also <, >= and <=
    up 1 deg         a change by more than 1 deg; below -1 deg is the opposite, between no effect
    down 1 deg       the same the other way
    not up 1 deg     a change that is nothing, or goes down; also not down
    same 1 deg       a change that is nothing
    a > b deg        a ranking of values by name: a exceeds b

A value that is not finite stands for a body without a posture, or one that its muscles cannot
hold; it meets no rule.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Union

from guyline._names import Record

#: What a run gives: a number, or numbers by name for a ranking.
Value = Union[float, Mapping[str, float]]

HOLDS, OPPOSITE, NOTHING, FAILS, NOT_HELD = "holds", "opposite", "no effect", "fails", "not held"

_LEVEL = re.compile(r"(>=|<=|>|<) (-?[\d.]+)(?: (.+))?")
_CHANGE = re.compile(r"(not up|not down|up|down|same) ([\d.]+)(?: (.+))?")
_RANKING = re.compile(r"([a-z][\w.]*) > ([a-z][\w.]*)(?: (.+))?")


@dataclass(frozen=True, eq=False)
class Rule(Record):
    """A rule that was read from its text.

    Attributes
    ----------
    text : str
        As it was written.
    kind : str
        ``>``, ``<``, ``>=``, ``<=``; ``up``, ``down``, ``not up``, ``not down``, ``same``;
        ``ranking``.
    threshold : float
        In `unit`; NaN for a ranking.
    unit : str
        Empty for plain numbers.
    first, second : str
        Names of a ranking, the greater one first; else empty.
    """

    text: str
    kind: str
    threshold: float
    unit: str
    first: str = ""
    second: str = ""

    def outcome(self, value: Value) -> str:
        """``"holds"``, ``"opposite"``, ``"no effect"``, ``"fails"`` or ``"not held"``."""
        if isinstance(value, Mapping):
            if self.kind != "ranking":
                raise TypeError(f'the rule "{self.text}" needs one number, got {dict(value)!r}')
            pair = float(value[self.first]), float(value[self.second])
            if not all(map(math.isfinite, pair)):
                return NOT_HELD
            return HOLDS if pair[0] > pair[1] else OPPOSITE if pair[0] < pair[1] else NOTHING
        if self.kind == "ranking":
            raise TypeError(f'the rule "{self.text}" needs values by name, got {value!r}')
        x = float(value)
        if not math.isfinite(x):
            return NOT_HELD
        if self.kind in (">", "<", ">=", "<="):
            t = self.threshold
            held = {">": x > t, "<": x < t, ">=": x >= t, "<=": x <= t}[self.kind]
            return HOLDS if held else FAILS
        went = "up" if x > self.threshold else "down" if x < -self.threshold else "same"
        if self.kind.startswith("not "):
            return OPPOSITE if went == self.kind[4:] else HOLDS
        if went == self.kind:
            return HOLDS
        if self.kind == "same":
            return FAILS
        return NOTHING if went == "same" else OPPOSITE


def parse(text: str) -> Rule:
    """Read a rule.

    Raises
    ------
    ValueError
        If it is none.
    """
    ranking = _RANKING.fullmatch(text)
    if ranking:
        return Rule(text, "ranking", math.nan, ranking[3] or "", ranking[1], ranking[2])
    for form in (_LEVEL, _CHANGE):
        found = form.fullmatch(text)
        if found:
            return Rule(text, found[1], float(found[2]), found[3] or "")
    raise ValueError(
        f'"{text}" is no rule; write for example "up 1 deg", "> 0.05" or "psoas > calf"'
    )


#: Part of the bodies from which a reading holds, and up to which it does not.
MOST, FEW = 0.8, 0.2


def verdict(default_holds: bool, holds: int, total: int) -> str:
    """``"agrees"``, ``"disagrees"`` or ``"depends"``, from the default body and those of a cohort.

    `total` is the number of those who can do what is asked. Agrees: it holds in the default body
    and in 80 % of the others or more. Disagrees: neither in the default body nor in more than 20 %
    of the others. Not held: there are no others.
    """
    if total == 0:
        return NOT_HELD
    if default_holds and holds >= MOST * total:
        return "agrees"
    if not default_holds and holds <= FEW * total:
        return "disagrees"
    return "depends"


def joint_verdict(verdicts: Mapping[str, str]) -> str:
    """The common one of all readings that are held, or ``"depends"``."""
    different = set(verdicts.values()) - {NOT_HELD} or {NOT_HELD}
    return different.pop() if len(different) == 1 else "depends"


#: How the model's word reads in the words of the literature's verdict.
SAME_AS = {"agrees": "supported", "disagrees": "contradicted", "depends": "partly"}
#: Literature verdicts that take no side.
NO_SIDE = ("unknown", "by construction")


def differ(model: str, literature: str) -> bool:
    """Whether model and literature differ; never where one of them takes no side."""
    return literature not in NO_SIDE and model != NOT_HELD and SAME_AS[model] != literature


def separation(values: list[float], held: list[bool]) -> float:
    """How well a quantity tells bodies in which a claim holds from the others, -1 to 1.

    Of all pairs of a body that holds and one that does not, the part in which the former has more
    of it less the part in which it has less (the rank-biserial correlation); 0 without such pairs.
    """
    yes = [v for v, h in zip(values, held) if h]
    no = [v for v, h in zip(values, held) if not h]
    if not yes or not no:
        return 0.0
    score = sum((y > n) - (y < n) for y in yes for n in no)
    return score / (len(yes) * len(no))
