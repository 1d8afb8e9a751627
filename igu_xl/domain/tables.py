"""The data files of the domain, read once each.

Every row says where it comes from (`kilde`) and whether that was checked against a source (`verificeret`: ja
or nej). An empty cell means that the value is not known; nobody may fill it with a guess.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

CsvRow = Mapping[str, str]


@cache
def rows(name: str) -> tuple[CsvRow, ...]:
    """The rows of `data/<name>.csv` as texts, in the order of the file; raises `FileNotFoundError`."""
    source = files("igu_xl.domain").joinpath("data", f"{name}.csv")
    lines = source.read_text(encoding="utf-8").splitlines()
    return tuple(MappingProxyType(row) for row in csv.DictReader(lines, strict=True))


def parts(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, separated by `|`; none for an empty cell."""
    return tuple(cell.split("|")) if cell else ()


def optional_date(cell: str) -> date | None:
    """An ISO date, or None for an empty cell."""
    return date.fromisoformat(cell) if cell else None


def optional_number(cell: str) -> float | None:
    """A number with decimal point, or None for an empty cell."""
    return float(cell) if cell else None


def is_verified(row: CsvRow) -> bool:
    """Whether the row was seen in a source that can be cited."""
    return row["verificeret"] == "ja"
