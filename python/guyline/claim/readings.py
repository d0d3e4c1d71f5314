"""How each claim is put to the model: lines of Python, and the rules that judge their results.

They stand in ``readings.txt``. In a run `body` is the body and `rest` its standing posture; other
names are those of `guyline.claim.cohort`. What turns is turned from where it stands: by a tenth of
optimal length, 0.01 to 0.03 of tone, half of stiffness.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from guyline._names import Record

#: Thresholds of the rules, and on what grounds.
THRESHOLDS: Mapping[str, str] = {
    "1 deg": "tilt, lordosis and lumbar flexion in one posture: a person drifts by 3 deg within a "
    "minute of quiet standing [pan2021], so the mean of ten is known to 3/sqrt(10) = 1 deg",
    "4 deg": "lumbar flexion at full bend: half the SD between people, 8.6 deg [tafazzol2014]",
    "5 deg": "other ranges and clinical tests: half the SD between people in the straight-leg "
    "raise, 10.5 deg [jscr2012]",
    "3 cm": "reach: 5 deg of a trunk of some 35 cm; project choice",
    "10 %": "loads and stiffness: project choice; published loads of one posture differ by more "
    "(V01 and V07 of the validation)",
    "7 N": "passive tension of a group: 1 % of body weight; project choice",
    "0.01": "activation: 1 % of the greatest, about all that relaxed standing shows [emg_standing]",
    "0.05": "activation of a muscle that counts as silent: below 5 % [kippers1984]",
    "0.5": "yes or no, as 1 or 0; or half of what a muscle can do",
    "0.2": "correlation: what 100 people tell from 0 (two-sided, 5 %)",
    "0.02 Lo": "fibre length: 2 % of optimal length; project choice",
    "0": "direction only, of deg, mm or N",
    "1": "a ratio of 1: as much as the other",
}


@dataclass(frozen=True, eq=False)
class ClaimReading(Record):
    """One way to understand a claim, as a run and a rule.

    Attributes
    ----------
    name : str
        What tells it from the claim's other readings; unique among them.
    quantity : str
        What the result is.
    rule : str
        What the result must be for the claim to hold.
    run : str
        A line of Python that gives a number, or numbers by name.
    put_in : bool
        Whether the result follows from how the model is built, whatever its numbers.
    """

    name: str
    quantity: str
    rule: str
    run: str
    put_in: bool = False


@dataclass
class Posing:
    """How a claim is put to the model: what its readings differ in, the readings, and remarks."""

    apart: str
    readings: list[ClaimReading] = field(default_factory=list)
    why: str = ""
    note: str = ""


def read(text: str) -> dict[str, Posing]:
    """Read the lines of ``readings.txt``.

    Raises
    ------
    ValueError
        If a line is none of its kinds.
    """
    found: dict[str, Posing] = {}
    head: list[str] = []
    for line in text.splitlines():
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        if not line.startswith(" "):
            claim, apart = words.split()
            posing = found[claim] = Posing(apart)
        elif line.startswith("    "):
            reading = ClaimReading(head[0], head[1], head[2], words, put_in=len(head) == 4)
            posing.readings.append(reading)
        elif words.startswith("why: "):
            posing.why = words[5:]
        elif words.startswith("note: "):
            posing.note = words[6:]
        else:
            head = [part.strip() for part in words.split("|")]
            if len(head) != 3 and head[3:] != ["put in"]:
                raise ValueError(
                    f"a reading is name | quantity | rule, and put in or nothing, got: {words}"
                )
    return found


@lru_cache(maxsize=1)
def posed() -> Mapping[str, Posing]:
    """How the claims are put, by their ids."""
    return read(Path(__file__).with_name("readings.txt").read_text(encoding="utf-8"))
