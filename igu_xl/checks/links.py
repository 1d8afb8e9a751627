"""What is wrong between workbooks: the same id twice, ids that point nowhere, candidates that live elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from igu_xl.checks.finding_cells import findings_where
from igu_xl.checks.offers import split_ids
from igu_xl.findings import Finding
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY, PARTNER_BOOKS, SCHOOL
from igu_xl.sheets.partnership import Partnership
from igu_xl.sheets.schema import Column, Table

# Profiles are each branch's own; every other id is the whole partnership's.
_OWN = "tblProfiler"
# A placement stays in the figures when its slot, cohort or candidate is gone: `standing_findings` tells of it.
_ASKED_OF_THE_STANDING = {"tblForloeb"}
_OWNERS = {MUNICIPALITY: "kommunernes", BRANCH: "branchernes", SCHOOL: "skolernes"}


def check_links(partnership: Partnership) -> Iterator[Finding]:
    """The findings on ids across all workbooks."""
    for table in (table for book in PARTNER_BOOKS for table in book.inputs):
        if table.unique:
            yield from _duplicates(partnership, table)
        for column in table:
            if column.refers and table.name not in _ASKED_OF_THE_STANDING:
                yield from _unknown(partnership, table, column)
    yield from _residence(partnership)


def _duplicates(partnership: Partnership, table: Table) -> Iterator[Finding]:
    """The same id twice. That another municipality has one of its people is the coordinator's alone to know."""
    frame = partnership.frames[table.name]
    names = frame[table.key] + "\n" + (frame["partner"] if table.name == _OWN else "")
    twice = frame[names.notna() & names.duplicated(keep=False)]
    owner = frame["partner"]
    near: dict[int, str] = {}
    apart: dict[int, str] = {}
    for members in twice.groupby(names[twice.index]).groups.values():
        for index in members:
            others = [other for other in members if other != index]
            if table in MUNICIPALITY.inputs and (foreign := [one for one in others if owner[one] != owner[index]]):
                apart[index] = _where(partnership, table, foreign[0])
                others = [one for one in others if one not in foreign]
            if others:
                near[index] = _where(partnership, table, others[0])
    for code, found in (("id-dobbelt", near), ("id-to-kommuner", apart)):
        other = pd.Series(found, dtype="string").reindex(frame.index)
        yield from findings_where(partnership, table.name, other.notna(), table.key, code, other=other)


def _where(partnership: Partnership, table: Table, index: int) -> str:
    place = partnership.place(table.name, index, table.key)
    return f"{place.workbook}, arket {place.sheet}, celle {place.cell}"


def _unknown(partnership: Partnership, table: Table, column: Column) -> Iterator[Finding]:
    """Ids that point nowhere; several ids in a cell are looked up one by one.

    Where a workbook that could hold the id was not read, nobody can say: that has a finding of its own.
    """
    target = next(t for book in PARTNER_BOOKS for t in book.inputs if t.name == column.refers)
    frame, known = partnership.frames[table.name], partnership.frames[target.name]
    own = target.name == _OWN
    ids = {_found_by(value, owner if own else "") for value, owner in _filled(known, target.key)}
    wrong = [
        not pd.isna(value) and any(_found_by(part, owner if own else "") not in ids for part in split_ids(value))
        for value, owner in zip(frame[column.key], frame["partner"], strict=True)
    ]
    mask = pd.Series(wrong, index=frame.index, dtype=bool) & _can_be_judged(partnership, table, target)
    words = f"arket {target.sheet}{_elsewhere(table, target)}"
    yield from findings_where(partnership, table.name, mask, column.key, "henvisning-ukendt", target=words)


def _found_by(name: object, owner: str) -> tuple[str, str]:
    return str(name).casefold(), owner


def _filled(frame: pd.DataFrame, key: str) -> Iterator[tuple[str, str]]:
    filled = frame.dropna(subset=[key])
    return zip(filled[key], filled["partner"], strict=True)


def _can_be_judged(partnership: Partnership, table: Table, target: Table) -> pd.Series:
    """Rows whose target would have been seen: their own workbook's, or else everybody's, target table was read."""
    frame = partnership.frames[table.name]
    unread = [
        number
        for number, book in enumerate(partnership.books)
        if target in book.book.inputs and target.name not in book.tables
    ]
    if not _elsewhere(table, target):
        return ~frame["book"].isin(unread)
    return pd.Series(not unread, index=frame.index, dtype=bool)


def _elsewhere(table: Table, target: Table) -> str:
    """Whose workbooks the target lies in, where they are not the same partner's."""
    book, owner = next((book, owner) for book, owner in _OWNERS.items() if target in book.inputs)
    return "" if table in book.inputs else f" i {owner} arbejdsbøger"


def _residence(partnership: Partnership) -> Iterator[Finding]:
    frame = partnership.frames["tblKandidater"]
    owner = frame["partner"].map(partnership.partner_name).astype("string")
    moved = frame["municipality"].notna() & (frame["municipality"] != owner)
    yield from findings_where(partnership, "tblKandidater", moved, "municipality", "kommune-anden", owner=owner)
