"""Finding and hiding CPR numbers (personnumre), which must never stand in a shared workbook.

A CPR number is ten digits DDMMYY-SSSS. A replacement number (erstatningspersonnummer) adds 60 to the day. Modulus 11
is no test of validity since 1 October 2007 and is not looked at. Source: cpr.dk.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

HIDDEN = "[skjult]"

_UNSEEN = "[\u00ad\u200b-\u200f\u2060\ufeff]*"
_DASH = "[\\-_‐‑‒–—−/.]"
# A day written in pairs needs a dash behind it: »den 01.02.03 1500 kr.« is a date and an amount.
_PAIRS = r"\d\d(?P<point>[\s.\-])\d\d(?P=point)\d\d[\-‐‑‒–—−]"
_SIX = rf"\d{{6}}{_UNSEEN}(?:\s?{_DASH}\s?|\s)?{_UNSEEN}"
# No digit may touch it, nor may it be part of a long hexadecimal id such as programs put into files.
_HEX = "[0-9a-fA-F]{4}"
_TEN_DIGITS = re.compile(rf"(?<!\d)(?<!{_HEX})(?P<day>{_PAIRS}|{_SIX})(?P<serial>\d{{4}})(?!\d)(?!{_HEX})(?!-{_HEX}-)")
_FEWEST = 9  # ten digits, or nine where Excel dropped a zero
_DECIMAL = re.compile(r"\d[.,]$")


def has_cpr(value: object, known_p_numbers: Collection[str] = ()) -> bool:
    """Whether a cell's value holds a CPR number; a known P-number without separator is not taken for one."""
    return any(_spans(_searched(value), known_p_numbers))


def hide_cpr(text: str, known_p_numbers: Collection[str] = ()) -> str:
    """The text with every CPR number replaced by `[skjult]`."""
    if len(text) < _FEWEST:
        return text
    shown = _searched(text)
    # One that is hidden may have kept its neighbour from being seen.
    while spans := list(_spans(shown, known_p_numbers)):
        for start, end in reversed(spans):
            shown = shown[:start] + HIDDEN + shown[end:]
    return shown if HIDDEN in shown else text


def _spans(text: str, known_p_numbers: Collection[str]) -> Iterator[tuple[int, int]]:
    for hit in _TEN_DIGITS.finditer(text):
        digits = re.sub(r"\D", "", hit[0])
        if not _is_day(digits):
            continue
        undivided = hit[0] == digits
        harmless = digits in known_p_numbers or _DECIMAL.search(text, max(hit.start() - 2, 0), hit.start())
        if not (undivided and harmless):
            yield hit.span()


def _is_day(digits: str) -> bool:
    day, month = int(digits[:2]), int(digits[2:4])
    day -= 60 if day > 60 else 0
    try:
        date(2000, month, day)  # a leap year: the century is not known, so 29 February must pass
    except ValueError:
        return False
    return True


def _searched(value: object) -> str:
    """The text in which to look: a whole number of nine digits gets back the zero that Excel dropped."""
    if isinstance(value, float):
        return f"{int(value):010d}" if value.is_integer() and 1e8 <= value < 1e10 else ""
    text = str(value)
    return "0" + text if len(text) == _FEWEST and text.isdecimal() else text
