"""A verdict: the answer to whether something is allowed, with the rule, the law and the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MET = "opfyldt"
MANUAL = "manuel vurdering"
MISSING = "mangler data"
NOT_MET = "ikke opfyldt"

VERDICTS = (MET, MANUAL, MISSING, NOT_MET)
"""From the mildest to the firmest: one condition that is surely not met decides, whatever is missing
elsewhere; then missing data, because a person cannot judge without it either; then what a person must
judge."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome of `VERDICTS`, the rule and law it rests on, and Danish sentences that say why.

    `paragraph` is the place in the law of the firmest condition that stands in the way; empty where none does, and
    where no place was found. `changes_on` is the first later start date on which the outcome would be another one, and
    `changes_to` that outcome; None and empty when it never changes. `answered`: the municipality has judged what is
    left to a person, and the first reason says so.
    """

    outcome: str
    rule: str
    law: str
    reasons: tuple[str, ...]
    changes_on: date | None = None
    changes_to: str = ""
    paragraph: str = ""
    answered: bool = False


def firmest(outcomes: tuple[str, ...]) -> str:
    """The outcome of several conditions together: the firmest of theirs."""
    return max(outcomes, key=VERDICTS.index)
