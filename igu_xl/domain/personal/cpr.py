"""Finding and hiding CPR numbers (personnumre), which must never stand in a shared workbook.

A CPR number is ten digits DDMMYY-SSSS, however people part them (`cpr_shapes`), with or without century. A replacement
number (erstatningspersonnummer) adds 60 to the day. Modulus 11 is no test of validity since 1 October 2007 and is not
looked at; python-stdnum's `dk.cpr` reads a number that stands alone and knows neither replacement numbers nor texts, so
tests only hold that all it accepts is found. Source: cpr.dk.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from enum import IntEnum
from functools import lru_cache

from igu_xl.domain.digits.cpr_shapes import Shape, shapes_in
from igu_xl.domain.digits.plain_text import as_read, as_read_with_origins
from igu_xl.domain.personal.p_numbers import may_be_p_number

HIDDEN = "[skjult]"

_EXCEL_DAY_0 = datetime(1899, 12, 30)
_DECIMALS = 4
# Hiding a number may lay bare that what stands beside it is one; after so many rounds nothing is given a doubt.
_ROUNDS = 2
# Characters of a text whose shapes are kept.
_SHORT = 500


class Suspicion(IntEnum):
    """What a value holds: no CPR number, ten digits that may also be a P-number nobody knows, or a CPR number."""

    NONE = 0
    PERHAPS = 1
    CPR = 2


def suspicion_of(value: object, known_p_numbers: Collection[str] = ()) -> Suspicion:
    """What a cell's value holds; a known P-number that is not written as a CPR number is not taken for one."""
    return max(map(_seen, _shapes(_searched(value), known_p_numbers)), default=Suspicion.NONE)


def has_cpr(value: object, known_p_numbers: Collection[str] = ()) -> bool:
    """Whether a cell's value holds a CPR number, or what may be one."""
    return any(_shapes(_searched(value), known_p_numbers))


def hide_cpr(text: str, known_p_numbers: Collection[str] = ()) -> str:
    """The text with every CPR number replaced by `[skjult]`."""
    if not has_cpr(text, known_p_numbers):
        return text
    if _lost_zeros(as_read(text).strip()):
        return HIDDEN
    for doubt in (*[True] * _ROUNDS, False):
        hidden = _hidden(text, known_p_numbers, doubt)
        if hidden == text:
            break
        text = hidden
    return text


def _hidden(text: str, known_p_numbers: Collection[str], doubt: bool) -> str:
    read, origins = as_read_with_origins(text)
    pieces, at = [], 0
    for shape in _shapes(read, known_p_numbers, doubt=doubt):
        pieces += [text[at : origins[shape.start]], HIDDEN]
        at = origins[shape.end - 1] + 1
    return "".join([*pieces, text[at:]])


def _shapes(read: str, known_p_numbers: Collection[str], *, doubt: bool = True) -> Iterator[Shape]:
    for shape in _kept_shapes(read, doubt) if len(read) <= _SHORT else shapes_in(read, doubt=doubt):
        if not (shape.digits in known_p_numbers and not _divided_as_cpr(read, shape)):
            yield shape


@lru_cache(maxsize=4096)
def _kept_shapes(read: str, doubt: bool) -> tuple[Shape, ...]:
    """Workbooks of one kind say the same in many places: headers, help, choices."""
    return tuple(shapes_in(read, doubt=doubt))


def _divided_as_cpr(read: str, shape: Shape) -> bool:
    return not shape.undivided and read[shape.start : shape.start + 6].isdigit()


def _seen(shape: Shape) -> Suspicion:
    return Suspicion.PERHAPS if shape.undivided and may_be_p_number(shape.digits) else Suspicion.CPR


def _searched(value: object) -> str:
    """The text in which to look: a number that stands alone gets back the zero that Excel dropped."""
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None) - _EXCEL_DAY_0
    if isinstance(value, timedelta):
        return _of_number(value / timedelta(days=1))
    if isinstance(value, float):
        return _of_number(value)
    read = as_read(str(value))
    return _lost_zeros(read.strip()) or read


def _of_number(number: float) -> str:
    """The digits of a number; a comma typed between birthday and serial has made four decimals of the serial."""
    if not 1e4 <= number < 1e12:
        return ""
    if number.is_integer():
        return f"{int(number):010d}" if number < 1e10 else f"{int(number):012d}"
    whole, _, decimals = f"{number:.{_DECIMALS}f}".partition(".")
    typed = number < 1e6 and abs(number - float(f"{whole}.{decimals}")) < 1e-5 and not decimals.endswith("00")
    return f"{whole:0>6}-{decimals}" if typed else ""


def _lost_zeros(text: str) -> str:
    """Nine or eleven digits alone in a cell, with the zero in front put back; empty for any other text."""
    return "0" + text if len(text) in (9, 11) and text.isdecimal() else ""
