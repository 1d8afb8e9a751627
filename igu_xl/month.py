"""A calendar month, the period of every report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date

from igu_xl.errors import WrongUse


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year; figures of a month are as of its last day."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `2026-10`; raises `WrongUse` for anything else."""
        match = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text.strip())
        if match is None:
            raise WrongUse(f"»{text}« er ikke en måned. Skriv år og måned, for eksempel 2026-10.")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that a day lies in."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return self.next().first - timedelta(days=1)

    def next(self) -> Month:
        """The month after this one."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def previous(self, back: int = 1) -> Month:
        """The month that lies `back` months before this one."""
        months = self.year * 12 + self.number - 1 - back
        return Month(months // 12, months % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def name(self) -> str:
        """The Danish name: `oktober 2026`."""
        return format_date(self.first, "MMMM y", locale="da")
