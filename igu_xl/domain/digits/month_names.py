"""The names of the months as Danes write them, whole and short."""

from __future__ import annotations

import re
from functools import cache

from babel.dates import get_month_names

from igu_xl.danish import LOCALE


@cache
def month_numbers() -> dict[str, int]:
    """Danish month names, whole and short, in small letters: `maj`, `dec`, `december`."""
    names: dict[str, int] = {}
    for width in ("wide", "abbreviated"):
        for number, name in get_month_names(width, locale=LOCALE).items():
            names[name.casefold().rstrip(".")] = number
    return names | {"sept": names["sep"]}


_LONGEST_FIRST = sorted(month_numbers(), key=len, reverse=True)
# A month's name as a word of its own, for a pattern that does not tell small letters from large ones.
MONTH_NAME = rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, _LONGEST_FIRST))})(?![^\W\d_])"
