"""The answer of a municipality to »manuel vurdering«, and whether it counts for a start.

»Manuel vurdering« is a question to people. Who answered it, when and until which start it holds stands in their own
row; an answer that lacks one of them, or was given on a day that has not come, answers nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from igu_xl.domain.texts import cell_text

JUDGED_MET, JUDGED_NOT_MET = "Opfyldt", "Ikke opfyldt"
"""The list Vurdering."""


@dataclass(frozen=True, slots=True)
class ManualAnswer:
    """What was judged (of the list Vurdering, or empty), by whom, on which day, and the last start it holds for."""

    judgement: str
    by: str
    on: date | None
    until: date | None

    def counts(self, start: date, today: date) -> bool:
        """Whether it is a whole answer, given by somebody until today, that holds for a start on that day."""
        return self.holds_for(start) and self.on is not None and self.on <= today

    def holds_for(self, start: date) -> bool:
        """Whether it is a whole answer that holds for a start on that day, whenever it was given."""
        return self.is_whole and self.until is not None and start <= self.until

    @property
    def is_whole(self) -> bool:
        """Whether somebody answered something, on a day and until a day."""
        given = self.judgement in (JUDGED_MET, JUDGED_NOT_MET) and somebody(self.by)
        return given and self.on is not None and self.until is not None


def somebody(by: str) -> bool:
    """Whether a cell says who judged: a sign without a letter (»-«, »?«) names nobody."""
    return any(map(str.isalpha, cell_text(by)))


NO_ANSWER = ManualAnswer("", "", None, None)
