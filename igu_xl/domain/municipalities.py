"""The municipalities, under all the names and code forms that people type, and their region on a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from igu_xl.domain.tables import optional_date, parts, rows
from igu_xl.domain.texts import cell_text, fold

_CODE = re.compile(r"0?(\d{3})(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class MunicipalityMatch:
    """What a typed municipality is: one code, several possible names, or nothing known."""

    code: str
    names: tuple[str, ...]

    @property
    def known(self) -> bool:
        """Whether it is exactly one municipality."""
        return self.code != ""


@lru_cache(maxsize=4096)
def resolve_municipality(value: object) -> MunicipalityMatch:
    """Find the municipality behind a name, an alias or a code (`101`, `0101`, `101.0`).

    A joint name such as »Tårnby-Dragør« is two municipalities: it gets both names and no code. Anything
    unknown gets neither; `suggest(value, municipality_names())` may then find the slip.
    """
    text = cell_text(value)
    number = _CODE.fullmatch(text)
    codes = (number[1],) if number else _codes_by_name().get(fold(text), ())
    names = tuple(_names()[code] for code in codes if code in _names())
    return MunicipalityMatch(codes[0] if len(names) == 1 else "", names)


def municipality_name(code: str) -> str:
    """The official name of a three-digit code; raises `KeyError` for a code that is not in the data."""
    return _names()[code]


def municipality_codes(region: str, on: date) -> tuple[str, ...]:
    """The codes of the municipalities that lie in a region on a date, in order of code."""
    return tuple(sorted(code for code in _names() if region_of(code, on) == region))


def municipality_names() -> tuple[str, ...]:
    """The official names, in order of code."""
    return tuple(_names().values())


def landsdel(code: str) -> str:
    """The part of the country (DST's landsdel) that reports use where one municipality is too small."""
    return next(row["landsdel"] for row in rows("kommuner") if row["kode"] == code)


def region_of(code: str, on: date) -> str:
    """The region a municipality lies in on a date; empty when the data does not say.

    On 1 January 2027 Region Hovedstaden and Region Sjælland become Region Østdanmark.
    """
    for row in rows("region_membership"):
        first, last = optional_date(row["valid_from"]), optional_date(row["valid_to"])
        if row["kode"] == code and (first or date.min) <= on <= (last or date.max):
            return row["region"]
    return ""


@cache
def _names() -> dict[str, str]:
    return {row["kode"]: row["navn"] for row in rows("kommuner")}


@cache
def _codes_by_name() -> dict[str, tuple[str, ...]]:
    official = {name: (code,) for code, name in _names().items()}
    aliases = {row["alias"]: parts(row["koder"]) for row in rows("kommune_aliaser")}
    endings = ("", "kommune", "skommune")
    return {
        fold(name) + ending: codes
        for names in (official, aliases)
        for name, codes in names.items()
        for ending in endings
    }
