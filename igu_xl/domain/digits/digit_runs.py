"""A text as its runs of digits and the gaps between them: what a number that somebody parted is put together from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from igu_xl.domain.digits.month_names import MONTH_NAME, month_numbers

# More than this between two runs, or any letter, and they do not belong together.
_LONGEST_GAP = 8
_ENOUGH = re.compile(r"(?:[0-9][^0-9]*+){6}")  # of at least eight, two may be letters that look like digits
_TOKEN = re.compile(rf"[0-9]+|{MONTH_NAME}", re.IGNORECASE)
# A letter that looks like a digit and stands beside one, and beside no other letter.
_LOOKALIKE = re.compile(r"(?<![^\W\d_])[oOlI](?=[0-9])|(?<=[0-9])[oOlI](?![^\W\d_])")
_MEANT = {"o": "0", "O": "0", "l": "1", "I": "1"}
_DASHES = re.compile(r"[-_]+")


class Run(NamedTuple):
    """Digits that stand together, and the `gap` behind them without its spaces; None where they stand apart.

    `spaced` says that the gap has spaces, `named` that the digits are those of a month's name.
    """

    start: int
    end: int
    digits: str
    gap: str | None
    spaced: bool
    named: bool

    @property
    def dashed(self) -> bool:
        """Whether nothing but dashes stand between this run and the next."""
        return not self.spaced and self.gap is not None and _DASHES.fullmatch(self.gap) is not None

    def __len__(self) -> int:
        return len(self.digits)


def runs_of(text: str) -> list[Run]:
    """The runs of a text as it is read (`plain_text`); none where it has too few digits."""
    if _ENOUGH.search(text) is None:
        return []
    return list(_runs(_LOOKALIKE.sub(lambda letter: _MEANT[letter[0]], text)))


def _runs(text: str) -> Iterator[Run]:
    hits = list(_TOKEN.finditer(text))
    for at, hit in enumerate(hits):
        between = text[hit.end() : hits[at + 1].start()] if at + 1 < len(hits) else "."
        apart = at + 1 == len(hits) or len(between) > _LONGEST_GAP or any(map(str.isalpha, between))
        named = not hit[0].isdecimal()
        digits = f"{month_numbers()[hit[0].casefold()]:02d}" if named else hit[0]
        gap = between.strip()
        yield Run(hit.start(), hit.end(), digits, None if apart else gap, gap != between, named)
