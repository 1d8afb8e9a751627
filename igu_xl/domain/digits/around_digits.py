"""What stands around digits and says that they are no CPR number: a unit, a country, decimals, a list, an id."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from igu_xl.domain.digits.digit_runs import Run

_UNIT = re.compile(
    r"\s{0,2}(?:,-|%|(?:kr|dkk|timer?|min|km|stk|pct|m2|kbh|københavn|frederiksberg)(?!\w))", re.IGNORECASE
)
# Ids that programs make: the groups of a GUID, or sixteen and more digits and letters from a to f.
_GUID = r"[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}"
_PROGRAM_ID = re.compile(rf"{_GUID}|(?<![0-9A-Z])(?:0x)?[0-9A-F]{{16,}}+", re.IGNORECASE)
# Pairs are counted so far to each side: more telephone numbers in a row than that are taken for what they are not.
_FAR = 12


@dataclass(slots=True)
class Around:
    """The surroundings of the runs of a text; those before `taken` are part of what was found already."""

    text: str
    runs: Sequence[Run]
    taken: int = 0
    _ids: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.runs:
            self._ids = [hit.span() for hit in _PROGRAM_ID.finditer(self.text) if not hit[0].isdecimal()]

    def in_program_id(self, first: int, last: int) -> bool:
        """Whether the runs are part of an id that a program made."""
        start, end = self.runs[first].start, self.runs[last].end
        at = bisect_right(self._ids, (end, 0)) - 1
        return at >= 0 and start < self._ids[at][1]

    def is_amount(self, last: int) -> bool:
        """Whether what stands behind makes an amount, a number of hours or a postcode of it."""
        return _UNIT.match(self.text, self.runs[last].end) is not None

    def is_abroad(self, first: int) -> bool:
        """Whether a + stands before, as before the number of a country, which never begins with a zero."""
        start = self.runs[first].start
        return self.text[start - 1 : start] == "+" and not self.runs[first].digits.startswith("0")

    def is_account_or_abroad(self, first: int) -> bool:
        """Whether the digits go on from a letter or from groups of four, as in `DK50 0040 0440 1162 43`."""
        start = self.runs[first].start
        letter = self.text[max(start - 1, 0) : start].isalpha()
        grouped = first > self.taken and self.runs[first - 1].gap == "" and len(self.runs[first - 1]) == 4
        return letter or grouped or self.is_abroad(first)

    def is_decimals_or_abroad(self, first: int) -> bool:
        """Whether the digits are the decimals of a number, or belong to a telephone of another country."""
        start = self.runs[first].start
        decimals = re.fullmatch(r"[0-9][.,]", self.text[max(start - 2, 0) : start]) is not None
        return (decimals and self.taken < first) or self.is_abroad(first)

    def begins_date_or_time(self, first: int, last: int) -> bool:
        """Whether two pairs are the day and month of another date, `01-12-90-01-12-91`, or have seconds behind them."""
        end, gap = self.runs[last], self.runs[first].gap
        if last - first != 1 or end.gap is None or end.gap != gap:
            return False
        if gap in (":", ".") and len(self.runs[last + 1]) == 2:
            return True
        return bool(gap) and len(self.runs[last + 1]) in (2, 4) and _is_day(self.runs[first], self.runs[last])

    def is_list(self, first: int, after: int) -> bool:
        """Whether five pairs are part of telephone numbers (of four pairs each), or of a list of weeks."""
        gap, spaced = self.runs[first].gap, self.runs[first].spaced
        numbers = [int(run.digits) for run in self.runs[first:after]]
        steps = [b - a for a, b in pairwise(numbers)]
        if set(steps) == {1} or (gap in (",", ";") and (spaced or min(steps) > 0)):
            return True
        start, end = first, after
        while start > max(self.taken, first - _FAR) and self._is_pair(start - 1, gap):
            start -= 1
        while end < min(len(self.runs), after + _FAR) and self.runs[end - 1].gap == gap and len(self.runs[end]) == 2:
            end += 1
        return (end - start) % 4 == 0 or self.is_abroad(start)

    def continues(self, first: int) -> bool:
        """Whether a pair stands before with the same gap: this is the tail of a telephone number."""
        return first > self.taken and self._is_pair(first - 1, self.runs[first].gap)

    def _is_pair(self, at: int, gap: str | None) -> bool:
        return self.runs[at].gap == gap and len(self.runs[at]) == 2


def _is_day(day: Run, month: Run) -> bool:
    try:
        date(2000, int(month.digits), int(day.digits))
    except ValueError:
        return False
    return True
