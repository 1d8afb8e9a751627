"""Rules as data: rows of a table that hold from a day to a day, each with its source and how sure it is.

A rule table is a file of `data/` whose rows have, beside what the rule says, `gyldig_fra`, `gyldig_til` (empty: until
somebody knows better), `lov`, `kilde`, `sikkerhed` (how sure, in words), `verificeret` and `siden` (the version of the
product the row came with). Changing a rule is a row and a test, no code; docs/lov.md is made from these tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from igu_xl.domain.tables import CsvRow, optional_date, rows
from igu_xl.errors import WrongUse

OPEN_END = date.max
"""The last day of a row without `gyldig_til`."""

RULE_COLUMNS = ("gyldig_fra", "gyldig_til", "lov", "kilde", "sikkerhed", "verificeret", "siden")


def dated_rows(table: str, *key: str) -> tuple[CsvRow, ...]:
    """The rows of a rule table, in the order of the file.

    `key` names the columns that tell one rule from another: rows with the same key are versions of a rule and may not
    hold on the same day. Raises `WrongUse` with the table and the line that is wrong.
    """
    found = rows(table)
    versions: dict[tuple[str, ...], list[tuple[date, date, int]]] = {}
    for line, row in enumerate(found, start=2):
        versions.setdefault(tuple(row[name] for name in key), []).append((*_period(table, line, row), line))
    for own in versions.values():
        for (_, ends, _), (begins, _, line) in pairwise(sorted(own)):
            if begins <= ends:
                raise _wrong(table, line, "gælder på samme dage som en anden række for samme regel")
    return found


def holds(row: CsvRow, day: date) -> bool:
    """Whether a row of a rule table holds on a day."""
    return first_day(row) <= day <= last_day(row)


def row_on(found: Sequence[CsvRow], day: date) -> CsvRow | None:
    """The first of some rows of a rule table that holds on a day; None when nothing is written for that day."""
    return next((row for row in found if holds(row, day)), None)


def first_day(row: CsvRow) -> date:
    """The first day on which a row of a rule table holds."""
    return date.fromisoformat(row["gyldig_fra"])


def last_day(row: CsvRow) -> date:
    """The last day on which a row of a rule table holds; `OPEN_END` where none is written."""
    return optional_date(row["gyldig_til"]) or OPEN_END


def _period(table: str, line: int, row: CsvRow) -> tuple[date, date]:
    for column in RULE_COLUMNS:
        if row.get(column) is None:
            raise _wrong(table, line, f"mangler kolonnen {column}")
    for column in ("lov", "kilde", "sikkerhed", "siden"):
        if not row[column].strip():
            raise _wrong(table, line, f"har intet i {column}")
    try:
        begins, ends = first_day(row), last_day(row)
    except ValueError:
        raise _wrong(table, line, "har en dato, der mangler eller ikke er skrevet som 2026-12-31") from None
    if ends < begins:
        raise _wrong(table, line, "slutter, før den begynder")
    return begins, ends


def _wrong(table: str, line: int, what: str) -> WrongUse:
    return WrongUse(
        f"Regeltabellen {table}.csv, linje {line}, {what}. Ret rækken (docs/ny-lov.md); indtil da bruges ingen."
    )
