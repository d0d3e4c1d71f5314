"""Two popular articles about the lower back, claim by claim: see `guyline.claims`."""

from guyline.claim.cohort import (
    activation,
    correlation,
    group_sum,
    hip_moment,
    is_held,
    load_change,
    posed,
    reshaped,
    turn,
)
from guyline.claim.readings import ClaimReading
from guyline.claim.record import Claim, ClaimReadingResult, ClaimResult, claims

__all__ = [
    "Claim",
    "ClaimReading",
    "ClaimReadingResult",
    "ClaimResult",
    "activation",
    "claims",
    "correlation",
    "group_sum",
    "hip_moment",
    "is_held",
    "load_change",
    "posed",
    "reshaped",
    "turn",
]
