"""What was typed -> what it means: dates, numbers, ids and choices, or a fault that says why it is unclear.

Each reader of one value returns the value or a `Fault`; `understand` applies them to a whole column, each different
value once. Nothing is guessed: what can be read in two ways is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache

import pandas as pd
from babel.dates import get_month_names
from babel.numbers import NumberFormatError, parse_decimal
from stdnum.dk import cvr

from igu_xl.danish import LOCALE, date_text, number_text
from igu_xl.domain.codes import (
    fold,
    level_of_text,
    level_texts,
    resolve_branch,
    resolve_municipality,
    suggest,
)
from igu_xl.sheets.contract.lists import LISTS
from igu_xl.sheets.reading import Broken
from igu_xl.sheets.schema import Column, Kind


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value could not be understood: a finding code and what fills its sentence."""

    code: str
    value: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


def understand(typed: pd.Series, column: Column) -> tuple[pd.Series, dict[int, Fault]]:
    """The values of a column, and the faults by position; a faulty or empty cell is missing (NaT or NA)."""
    read = _READERS[column.kind]
    known: dict[object, object] = {}
    values: list[object] = []
    faults: dict[int, Fault] = {}
    for position, value in enumerate(typed):
        if value is None:
            values.append(None)
            continue
        key = (type(value), value)
        if key not in known:
            known[key] = _read_one(value, column, read)
        meaning = known[key]
        if isinstance(meaning, Fault):
            faults[position] = meaning
            meaning = None
        values.append(meaning)
    return _series(values, column.kind), faults


def shown(value: object) -> str:
    """A cell's value as the person who typed it knows it: Danish dates and numbers, no trailing `.0`."""
    if isinstance(value, datetime | date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, int | float):
        return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")
    return " ".join(str(value).split())


def _read_one(value: object, column: Column, read: Callable[[object, Column], object]) -> object:
    if isinstance(value, Broken):
        return Fault(value.code, value.shown, {"error": value.shown})
    return read(value, column)


def _series(values: list[object], kind: Kind) -> pd.Series:
    if kind is Kind.DATE:
        return pd.Series(pd.to_datetime(pd.Series(values, dtype=object)), dtype="datetime64[s]")
    if kind is Kind.INTEGER:
        return pd.Series(values, dtype="Int64")
    if kind is Kind.NUMBER:
        return pd.Series(values, dtype="Float64")
    return pd.Series(values, dtype="string")


def _text(value: object, column: Column) -> object:
    return shown(value) or None


def _id(value: object, column: Column) -> object:
    return re.sub(r"\s*[‐‑‒–—−-]\s*", "-", shown(value)).upper()


def _date(value: object, column: Column) -> object:
    if isinstance(value, datetime):
        return _within_dates(value.date(), column)
    if isinstance(value, date):
        return _within_dates(value, column)
    if isinstance(value, str):
        return _date_of_text(shown(value), column)
    return Fault("dato-er-tal", shown(value))


def _date_of_text(text: str, column: Column) -> object:
    """Read a date as Danes write it: `1/5-2026`, `01.05.26`, `1. maj 2026`, `2026-05-01`; day before month, always."""
    plain = _month_names().sub(lambda hit: f" {_month_numbers()[hit[0]]} ", text.casefold())
    plain = re.sub(r"[\s./,-]+", "-", plain.removeprefix("den ").removesuffix(" 00:00:00")).strip("-")
    for pattern in ("%d-%m-%Y", "%Y-%m-%d"):
        try:
            return _within_dates(datetime.strptime(plain, pattern).date(), column)
        except ValueError:
            continue
    if re.fullmatch(r"\d{1,2}-\d{1,2}-\d{2}", plain):
        return _date_of_short_year(plain, text, column)
    return Fault("dato-ulaeselig", text)


def _date_of_short_year(plain: str, text: str, column: Column) -> object:
    """A year of two digits counts only where one century alone is possible in this column."""
    day, month, year = (int(part) for part in plain.split("-"))
    possible = []
    for century in (1900, 2000):
        try:
            read = date(century + year, month, day)
        except ValueError:
            continue
        if not isinstance(_within_dates(read, column), Fault):
            possible.append(read)
    if len(possible) == 1:
        return possible[0]
    return Fault("dato-tvetydig" if possible else "dato-ulaeselig", text)


def _within_dates(day: date, column: Column) -> object:
    low = column.low if isinstance(column.low, date) else date.min
    high = column.high if isinstance(column.high, date) else date.max
    if low <= day <= high:
        return day
    details = {"date": date_text(day), "low": date_text(low), "high": date_text(high)}
    return Fault("dato-udenfor", shown(day), details)


def _number(value: object, column: Column) -> object:
    if isinstance(value, date | timedelta):
        return Fault("tal-ulaeseligt", shown(value))
    if isinstance(value, str):
        try:
            value = float(parse_decimal(shown(value), locale=LOCALE, strict=True))
        except NumberFormatError:
            return Fault("tal-ulaeseligt", shown(value))
    assert isinstance(value, int | float)
    return _within_numbers(float(value), column)


def _integer(value: object, column: Column) -> object:
    number = _number(value, column)
    if isinstance(number, Fault):
        return number
    assert isinstance(number, float)
    return int(number) if number.is_integer() else Fault("tal-ikke-helt", shown(value))


def _within_numbers(number: float, column: Column) -> object:
    low = column.low if isinstance(column.low, int | float) else float("-inf")
    high = column.high if isinstance(column.high, int | float) else float("inf")
    if low <= number <= high:
        return number
    return Fault("tal-udenfor", shown(number), {"low": _bound(low), "high": _bound(high)})


def _bound(number: float) -> str:
    return number_text(Decimal(str(number)))


def _choice(value: object, column: Column) -> object:
    text = shown(value)
    if column.options == "Branche":
        found = resolve_branch(text)
    elif column.options == "Dansk":
        found = _levels().get(level_of_text(text))
    else:
        found = _folded(column.options).get(fold(text))
    return found or _unknown_choice(text, LISTS[column.options])


def _choices(value: object, column: Column) -> object:
    found = [_choice(part, column) for part in re.split(r"[;,\n]", str(value)) if part.strip()]
    fault = next((part for part in found if isinstance(part, Fault)), None)
    return fault or "; ".join(dict.fromkeys(str(part) for part in found)) or None


def _municipality(value: object, column: Column) -> object:
    match = resolve_municipality(shown(value))
    if match.known:
        return match.names[0]
    if match.names:
        return Fault("kommune-flere", shown(value), {"names": " og ".join(match.names)})
    return _unknown_choice(shown(value), LISTS["Kommune"])


def _unknown_choice(text: str, allowed: tuple[str, ...]) -> Fault:
    near = suggest(text, allowed)
    return Fault("valg-ligner", text, {"suggestion": near}) if near else Fault("valg-ukendt", text)


def _cvr(value: object, column: Column) -> object:
    number = cvr.compact(shown(value))
    return number if cvr.is_valid(number) else Fault("cvr-ugyldigt", shown(value))


def _p_number(value: object, column: Column) -> object:
    digits = re.sub(r"[\s-]", "", shown(value))
    if re.fullmatch(r"\d{10}", digits):
        return digits
    return Fault("cvr-i-p-nummer" if cvr.is_valid(digits) else "p-nummer-ugyldigt", shown(value))


def _digits(value: object, column: Column) -> object:
    """A number that is a name: Excel drops the leading zeros of one typed as a number, so they are put back."""
    text = shown(value).removeprefix("DK-").replace(" ", "")
    text = text.zfill(column.digits) if isinstance(value, float) else text
    if re.fullmatch(rf"\d{{{column.digits}}}", text):
        return text
    return Fault("cifre-ugyldige", shown(value), {"digits": str(column.digits)})


_READERS: dict[Kind, Callable[[object, Column], object]] = {
    Kind.TEXT: _text,
    Kind.ID: _id,
    Kind.DATE: _date,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.MUNICIPALITY: _municipality,
    Kind.CVR: _cvr,
    Kind.P_NUMBER: _p_number,
    Kind.DIGITS: _digits,
}


@lru_cache(maxsize=64)
def _folded(options: str) -> dict[str, str]:
    return {fold(option): option for option in LISTS[options]}


@cache
def _levels() -> dict[int | None, str]:
    return {level_of_text(text): text for text in reversed(level_texts())}


@cache
def _month_numbers() -> dict[str, int]:
    """Danish month names, whole and short, in small letters: `maj`, `dec`, `december`."""
    names: dict[str, int] = {}
    for width in ("wide", "abbreviated"):
        for number, name in get_month_names(width, locale=LOCALE).items():
            names[name.casefold().rstrip(".")] = number
    return names


@cache
def _month_names() -> re.Pattern[str]:
    longest_first = sorted(_month_numbers(), key=len, reverse=True)
    return re.compile("|".join(re.escape(name) for name in longest_first))
