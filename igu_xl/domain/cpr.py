"""Finding and hiding CPR numbers (personnumre), which must never stand in a shared workbook.

A CPR number is ten digits DDMMYY-SSSS. A replacement number (erstatningspersonnummer) adds 60 to the day. Modulus 11
is no test of validity since 1 October 2007 and is not looked at. Sources: cpr.dk, see shared domain notes 7.1.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

HIDDEN = "[skjult]"

# Six digits, perhaps a separator, four digits, and no digit or letter on either side.
_TEN_DIGITS = re.compile(r"(?<![\w])(\d{6})([-–—\u2011 \u00a0]?)(\d{4})(?![\w])")


def _is_day(six: str) -> bool:
    day, month = int(six[:2]), int(six[2:4])
    day -= 60 if day > 60 else 0
    try:
        date(2000, month, day)  # a leap year: the century is not known, so 29 February must pass
    except ValueError:
        return False
    return True


def _spans(text: str, known_p_numbers: Collection[str]) -> list[tuple[int, int]]:
    return [
        hit.span()
        for hit in _TEN_DIGITS.finditer(text)
        if _is_day(hit[1]) and (hit[2] or hit[1] + hit[3] not in known_p_numbers)
    ]


def _searched(value: object) -> str:
    """The text in which to look: a whole number of nine digits gets back the zero that Excel dropped."""
    if isinstance(value, float) and value.is_integer() and 1e8 <= value < 1e10:
        return f"{int(value):010d}"
    text = str(value)
    return "0" + text if len(text) == 9 and text.isdigit() else text


def has_cpr(value: object, known_p_numbers: Collection[str] = ()) -> bool:
    """Whether a cell's value holds a CPR number; a known P-number without separator is not taken for one."""
    return bool(_spans(_searched(value), known_p_numbers))


def hide_cpr(text: str, known_p_numbers: Collection[str] = ()) -> str:
    """The text with every CPR number replaced by `[skjult]`."""
    shown = _searched(text)
    for start, end in reversed(_spans(shown, known_p_numbers)):
        shown = shown[:start] + HIDDEN + shown[end:]
    return shown if HIDDEN in shown else text
