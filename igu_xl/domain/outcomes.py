"""How a placement ended, and what that counts as.

Stopping igu for an ordinary job or an education is what the partnership works for; it must never be counted
as a drop-out. The codes are a short list on purpose: no diagnosis, no free text.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from igu_xl.domain.tables import rows
from igu_xl.domain.texts import cell_text, fold


class Exit(StrEnum):
    """What an ending counts as in the figures."""

    COMPLETED = "gennemført"
    JOB = "job"
    EDUCATION = "uddannelse"
    DROP_OUT = "frafald"
    CANCELLED = "aflyst"


@dataclass(frozen=True, slots=True)
class EndingCode:
    """A value of the list Udfald or Ophørsårsag, with what it counts as on its own."""

    name: str
    exit: Exit

    def is_job_exit(self) -> bool:
        """Whether it says that the person went to an ordinary job."""
        return self.exit is Exit.JOB

    def is_education_exit(self) -> bool:
        """Whether it says that the person went to an education."""
        return self.exit is Exit.EDUCATION

    def is_drop_out(self) -> bool:
        """Whether it says that the placement was broken off for something else than job or education."""
        return self.exit is Exit.DROP_OUT


def _codes(table: str) -> dict[str, EndingCode]:
    return {row["kode"]: EndingCode(row["kode"], Exit(row["taeller_som"])) for row in rows(table)}


OUTCOMES = _codes("udfald")
ENDING_REASONS = _codes("ophoersaarsager")

CANCELLED = next(code.name for code in OUTCOMES.values() if code.exit is Exit.CANCELLED)
"""The outcome of a placement that never began, as users see it."""

_BY_FOLD = {
    "outcome": {fold(name): code for name, code in OUTCOMES.items()},
    "reason": {fold(name): code for name, code in ENDING_REASONS.items()},
}


def exit_of(outcome: object, reason: object) -> Exit | None:
    """What an ended placement counts as; None when neither Udfald nor Ophørsårsag says anything known.

    The outcome decides, except »Afbrudt«, which only says that it stopped: then the reason decides, so that
    an interruption because of a job is a job exit.
    """
    told = _BY_FOLD["outcome"].get(fold(cell_text(outcome)))
    why = _BY_FOLD["reason"].get(fold(cell_text(reason)))
    deciding = told if told is not None and not told.is_drop_out() else why or told
    return deciding.exit if deciding else None
