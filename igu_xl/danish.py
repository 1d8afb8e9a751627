"""How dates, numbers and lists are written to a Danish reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

LOCALE = "da"


@lru_cache(maxsize=100_000)
def date_text(day: date) -> str:
    """A date in words: `3. november 2026`."""
    return format_date(day, "long", locale=LOCALE)


def number_text(number: float | Decimal, decimals: int = 0) -> str:
    """A number with Danish separators and a fixed count of decimals: `1.234,5`.

    Halves are rounded away from zero, as people and Excel do it.
    """
    rounded = Decimal(str(number)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(abs(rounded) if rounded == 0 else rounded, format=pattern, locale=LOCALE)


def plural(count: int, one: str, many: str) -> str:
    """A count with its noun: `1 kandidat`, `1.200 kandidater`."""
    return f"{number_text(count)} {one if abs(count) == 1 else many}"


def listing(words: Sequence[str]) -> str:
    """Words as a sentence lists them: `a, b og c`; empty for no words."""
    return format_list(list(words), locale=LOCALE)
