"""What was typed -> what it means: dates, numbers, ids and choices, or a fault that says why it is unclear.

Each reader of one value returns the value or a `Fault`; `understand` applies them to a whole column, each different
value once. Nothing is guessed: what can be read in two ways is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

import pandas as pd
from stdnum.dk import cvr

from igu_xl.danish import date_text, number_text
from igu_xl.domain.codes import (
    fold,
    level_name,
    resolve_branch,
    resolve_municipality,
    suggest,
)
from igu_xl.domain.personal.candidate_id import candidate_id, id_text
from igu_xl.domain.personal.names import hide_unclear
from igu_xl.sheets.contract.lists import LISTS
from igu_xl.sheets.reading.dates import dates_of_text
from igu_xl.sheets.reading.typed_rows import Broken
from igu_xl.sheets.schema import Column, Kind

# Faults of a text that was understood, so that it can be repeated: nobody's name.
_UNDERSTOOD = ("valg-ligner", "kommune-flere")

# Soft hyphens, characters of no width, byte-order marks: they come with text that is pasted from elsewhere.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASHES = "‐‑‒–—−-"
# Thousands are parted by points or spaces, decimals by a comma; `1.5` and `0.500` could be English and are not read.
_DANISH_NUMBER = re.compile(r"-?([0-9]+|[1-9][0-9]{0,2}([. ])[0-9]{3}(\2[0-9]{3})*)(,[0-9]+)?")
# No column holds more, and a whole number within it is exact.
_MOST = 1e15


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value could not be understood: a finding code and what fills its sentence."""

    code: str
    value: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


def understand(typed: Iterable[object], column: Column) -> tuple[pd.Series, dict[int, Fault]]:
    """The values of a column, and the faults by position; a faulty or empty cell is missing (NaT or NA)."""
    read = _READERS[column.kind]
    cells = list(typed)
    meanings: dict[object, object] = {value: _read_one(value, column, read) for value in set(cells) - {None}}
    values = [None if value is None else meanings[value] for value in cells]
    faults: dict[int, Fault] = {}
    if any(isinstance(meaning, Fault) for meaning in meanings.values()):
        faults = {position: value for position, value in enumerate(values) if isinstance(value, Fault)}
        values = [None if isinstance(value, Fault) else value for value in values]
    return _series(values, column.kind), faults


def shown(value: object) -> str:
    """A cell's value as the person who typed it knows it: Danish dates and numbers, no trailing `.0`."""
    if isinstance(value, datetime | date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, timedelta):
        return f"{value // timedelta(hours=1)}:{value // timedelta(minutes=1) % 60:02d}"
    if isinstance(value, int | float):
        return f"{value + 0.0:.10f}".rstrip("0").rstrip(".").replace(".", ",")  # + 0.0: minus zero is zero
    return " ".join(str(value).split())


def _bare(value: object) -> str:
    """What is shown of an id, a number or a date: without unseen characters and the apostrophe that makes it text."""
    return _UNSEEN.sub("", shown(value)).strip().removeprefix("'").strip()


def _read_one(value: object, column: Column, read: Callable[[object, Column], object]) -> object:
    if isinstance(value, Broken):
        return Fault(value.code, value.shown, {"error": value.shown})
    meaning = read(value, column)
    if isinstance(meaning, Fault) and meaning.code not in _UNDERSTOOD:
        return replace(meaning, value=hide_unclear(meaning.value))
    return meaning


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
    return id_text(shown(value)) or None


def _candidate(value: object, column: Column) -> object:
    """What has not the shape of an id may be a name or a CPR number, so the fault does not say what it is."""
    text = id_text(shown(value))
    return candidate_id(text) or (Fault("kandidat-id-form") if text else None)


def row_id_text(value: object, column: Column) -> str:
    """A row's id as a finding may tell it, from what was typed in the key column: empty where it is none."""
    if value is None or isinstance(value, Broken):
        return ""
    return (candidate_id(shown(value)) or "") if column.kind is Kind.CANDIDATE else shown(value)


def _date(value: object, column: Column) -> object:
    if isinstance(value, datetime):
        return _within_dates(value.date(), column)
    if isinstance(value, date):
        return _within_dates(value, column)
    if isinstance(value, str):
        return _date_of_text(_bare(value), column)
    return Fault("dato-er-tal" if isinstance(value, int | float) else "dato-ulaeselig", shown(value))


def _date_of_text(text: str, column: Column) -> object:
    """A year of two digits counts only where one century alone is possible in this column."""
    readings = [_within_dates(day, column) for day in dates_of_text(text)]
    possible = [reading for reading in readings if not isinstance(reading, Fault)]
    if len(possible) == 1 or len(readings) == 1:
        return (possible or readings)[0]
    return Fault("dato-tvetydig" if possible else "dato-ulaeselig", text)


def _within_dates(day: date, column: Column) -> object:
    low = column.low if isinstance(column.low, date) else date.min
    high = column.high if isinstance(column.high, date) else date.max
    if low <= day <= high:
        return day
    details = {"date": date_text(day), "low": date_text(low), "high": date_text(high)}
    return Fault("dato-udenfor", shown(day), details)


def _number(value: object, column: Column) -> object:
    if isinstance(value, int | float):
        return _within_numbers(float(value), column)
    text = _bare(value)
    if _DANISH_NUMBER.fullmatch(text) is None:
        return Fault("tal-ulaeseligt", shown(value))
    return _within_numbers(float(re.sub(r"[. ]", "", text).replace(",", ".")), column)


def _integer(value: object, column: Column) -> object:
    number = _number(value, column)
    if isinstance(number, Fault):
        return number
    assert isinstance(number, float)
    return int(number) if number.is_integer() else Fault("tal-ikke-helt", shown(value))


def _within_numbers(number: float, column: Column) -> object:
    low = column.low if isinstance(column.low, int | float) else -_MOST
    high = column.high if isinstance(column.high, int | float) else _MOST
    if low <= number <= high:
        return number
    return Fault("tal-udenfor", shown(number), {"low": _bound(low), "high": _bound(high)})


def _bound(number: float) -> str:
    return number_text(Decimal(str(number)))


def _choice(value: object, column: Column) -> object:
    text = shown(value)
    found = _folded(column.options).get(fold(text))
    if found is None and column.options == "Branche":
        found = resolve_branch(text)
    if found is None and column.options == "Dansk":
        found = level_name(text)
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
    number = cvr.compact(_bare(value))
    return number if number.isascii() and cvr.is_valid(number) else Fault("cvr-ugyldigt", shown(value))


def _p_number(value: object, column: Column) -> object:
    digits = re.sub(rf"[\s{_DASHES}]", "", _bare(value))
    if re.fullmatch(r"[0-9]{10}", digits):
        return digits
    return Fault("cvr-i-p-nummer" if cvr.is_valid(digits) else "p-nummer-ugyldigt", shown(value))


def _digits(value: object, column: Column) -> object:
    """A number that is a name: Excel drops the leading zeros of one typed as a number, so they are put back."""
    text = _bare(value).removeprefix("DK-").replace(" ", "")
    text = text.zfill(column.digits) if isinstance(value, int | float) else text
    if re.fullmatch(rf"[0-9]{{{column.digits}}}", text):
        return text
    return Fault("cifre-ugyldige", shown(value), {"digits": str(column.digits)})


_READERS: dict[Kind, Callable[[object, Column], object]] = {
    Kind.TEXT: _text,
    Kind.ID: _id,
    Kind.CANDIDATE: _candidate,
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
