"""What a cell can hold, and how Excel stores it.

A value from Python becomes a `Content`; a cell that is read becomes one too, so that "is it already there?"
is one comparison. Text is only ever text: nothing but a `Link` becomes a formula.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

import numpy as np
import pandas as pd

MAX_TEXT = 32_767
MAX_FORMULA = 8_192
LINK_FUNCTION = "HYPERLINK("

# Half of Excel's 255, because a quote inside a literal is written twice.
_LITERAL_PIECE = 127
_EXACT_INTEGER = 2**53
_SECONDS_A_DAY = 86_400
_EPOCH_1900 = date(1899, 12, 30).toordinal()
_EPOCH_1904 = date(1904, 1, 1).toordinal()

_CONTROL = "\x00-\x08\x0b-\x1f"
_LOOKS_ESCAPED = re.compile(rf"_(?=x[0-9A-Fa-f]{{4}}[_{_CONTROL}])")
_UNSTORABLE = re.compile(f"[{_CONTROL}]")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

XmlKind = Literal["empty", "number", "boolean", "text", "other"]
Dated = Literal["", "date", "datetime"]


@dataclass(frozen=True, slots=True)
class Link:
    """A clickable text; it becomes `=HYPERLINK("target","text")`."""

    target: str
    text: str


CellValue = str | int | float | bool | date | datetime | Link | None


@dataclass(frozen=True, slots=True)
class Content:
    """What a cell holds: a kind, its value as text, a formula if any, and whether a date is meant."""

    kind: XmlKind
    text: str = ""
    formula: str | None = None
    dated: Dated = field(default="", compare=False)


EMPTY = Content("empty")


def content_of(value: object, date1904: bool = False) -> Content:
    """The stored form of a value; None, NaN, NaT, pd.NA and empty text are an empty cell.

    Code points that are no characters become U+FFFD. Raises ValueError for what Excel cannot hold: too long text,
    infinity, a time with a zone, a date before the workbook's first day, or a type that is no CellValue.
    """
    if isinstance(value, str):
        return Content("text", _storable(value)) if value else EMPTY
    if value is None or value is pd.NA or value is pd.NaT:
        return EMPTY
    if isinstance(value, (bool, np.bool_)):
        return Content("boolean", "1" if value else "0")
    if isinstance(value, (int, float, np.integer, np.floating)):
        number = float(value)
        return EMPTY if math.isnan(number) else Content("number", number_text(number))
    if isinstance(value, date):
        dated: Dated = "datetime" if isinstance(value, datetime) else "date"
        return Content("number", number_text(_serial(value, date1904)), dated=dated)
    if isinstance(value, Link):
        return Content("text", _storable(value.text), _link_formula(value))
    raise ValueError(f"a cell cannot hold {type(value).__name__}")


def number_text(number: float) -> str:
    """The one way a number is written; whole numbers without a decimal point."""
    if not math.isfinite(number):
        raise ValueError(f"a cell cannot hold {number}")
    if number.is_integer() and abs(number) <= _EXACT_INTEGER:
        return str(int(number))
    return repr(number)


def escape(text: str) -> str:
    """Text as Excel stores it: what XML cannot hold as `_x000B_`, text that looks so as `_x005F_…`."""
    guarded = _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text
    return _UNSTORABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", guarded)


def unescape(stored: str) -> str:
    """The text that Excel shows for stored text."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), stored) if "_x" in stored else stored


def _storable(text: str) -> str:
    """The text without what is no character; Excel counts its length in UTF-16 units."""
    text = _NO_CHARACTER.sub("\ufffd", text)
    if len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
        raise ValueError(f"a cell holds at most {MAX_TEXT} characters")
    return text


def _link_formula(link: Link) -> str:
    formula = _storable(f"{LINK_FUNCTION}{_literal(link.target)},{_literal(link.text)})")
    if len(formula) > MAX_FORMULA:
        raise ValueError(f"a link's formula holds at most {MAX_FORMULA} characters")
    return formula


def _literal(text: str) -> str:
    """A text literal in a formula; long text is joined, since Excel takes 255 characters in one."""
    pieces = [text[at : at + _LITERAL_PIECE] for at in range(0, len(text), _LITERAL_PIECE)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def _serial(moment: date, date1904: bool) -> float:
    """Days since the workbook's epoch. In the 1900 system Excel counts a 29 February 1900 that never was."""
    days = moment.toordinal() - (_EPOCH_1904 if date1904 else _EPOCH_1900)
    if not date1904 and days <= 60:
        days -= 1
    if days < (0 if date1904 else 1):
        raise ValueError(f"Excel has no date {moment}")
    if not isinstance(moment, datetime):
        return float(days)
    if moment.tzinfo is not None:
        raise ValueError("a cell cannot hold a time zone")
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    return days + seconds / _SECONDS_A_DAY
