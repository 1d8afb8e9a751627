"""Dates as Danes write them in text: `1/5-2026`, `01.05.26`, `1. maj 2026`, `2026-05-01`; the day always first."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from igu_xl.domain.digits.month_names import month_numbers

_PARTING = re.compile(r"[\s./,\-‐‑‒–—−]+")
_DAY_FIRST = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4}|[0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


def dates_of_text(text: str) -> tuple[date, ...]:
    """Every date that a text can mean: none, one, or two where the year has two digits and the century is open."""
    plain = _month_names().sub(lambda name: f" {month_numbers()[name[0]]} ", text.casefold())
    plain = _PARTING.sub("-", plain.removeprefix("den ").removesuffix(" 00:00:00")).strip("-")
    if iso := _YEAR_FIRST.fullmatch(plain):
        readings = [(int(iso[1]), int(iso[2]), int(iso[3]))]
    elif found := _DAY_FIRST.fullmatch(plain):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
        years = [year] if len(found[3]) == 4 else [1900 + year, 2000 + year]
        readings = [(year, month, day) for year in years]
    else:
        return ()
    return tuple(day for day in (_date(*reading) for reading in readings) if day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _month_names() -> re.Pattern[str]:
    longest_first = sorted(month_numbers(), key=len, reverse=True)
    return re.compile("|".join(re.escape(name) for name in longest_first))
