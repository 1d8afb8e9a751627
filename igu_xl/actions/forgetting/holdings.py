"""Everything that the tool holds about one id: workbooks, history, sendings, archive, copies and other files."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from igu_xl.actions.forgetting.anonymous import Alias, placements_of
from igu_xl.actions.forgetting.kept_files import kept_files, unfolded
from igu_xl.actions.forgetting.people import People
from igu_xl.danish import date_text
from igu_xl.domain.codes import fold
from igu_xl.errors import WriteRefused
from igu_xl.sheets.contract import COORDINATOR, PARTNER_BOOKS
from igu_xl.sheets.layout import Layout
from igu_xl.sheets.reading.values import shown
from igu_xl.sheets.schema import Kind
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.erasing import Trace, traces_in
from igu_xl.sheets.writing.wanted_ids import PLACEMENT
from igu_xl.standing.history_file import kept_history
from igu_xl.standing.tracked import CANDIDATES, PLACEMENTS

WORKBOOKS, HISTORY, SENDINGS, ARCHIVE, COPIES, OTHERS = (
    "I arbejdsbøgerne nu",
    "Husket af hver læsning",
    "Sendt",
    "I månedernes arkiv",
    "I kopier af arbejdsbøger, før de blev skrevet",
    "I andre filer",
)
KINDS = (WORKBOOKS, HISTORY, SENDINGS, ARCHIVE, COPIES, OTHERS)
_TABLE_WORDS = {
    "tblKandidater": "Kandidat", "tblForloeb": "Forløb", "tblOpfoelgning": "Opfølgning",
    "tblSkoleplan": "Skoleplan", "tblFravaer": "Fravær",
}  # fmt: skip
_OWN_HEADERS = {
    "partner": "Partner", "seen_from": "Læst sådan fra", "seen_until": "Læst sådan indtil", "usable": "Uden fejl",
    "candidate": "Kandidat-id", "old": "Flyttet fra", "new": "Flyttet til", "moved_on": "Flyttet den",
    "sent_on": "Sendt", "placement": "Forløb-id", "reason": "Årsag", "state": "Tilstand før", "begins": "Begynder",
    "confirmed": "Skrevet", "taken_on": "Taget tilbage",
}  # fmt: skip
OTHER = "[en anden]"
_WORD = re.compile(r"[^\s()»«\"',.:;/]+")
_FIRST_DAY = date(1899, 12, 30)
_UNTOLD = {"id", "tabel", "at", "nth_of_id", "nth", "row", "book"}


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that is held: of which kind, where (a file, with its sheet and cell), and what stands there."""

    kind: str
    places: tuple[str, ...]
    values: tuple[tuple[str, str], ...]


def holdings(folder: Path, layout: Layout, candidate: str) -> list[Held]:
    """What is held about an id, in the order of `KINDS`; nothing is written, and workbooks may be open."""
    people = People({candidate: Alias.new(placements_of(kept_history(folder), candidate))})
    books = [(file.name, file.path) for file in find_workbooks(folder)[0]]
    books += [(layout.coordinator.name, layout.coordinator)] if layout.coordinator else []
    found = [one for name, path in books for one in _in_workbook(WORKBOOKS, name, path, people)]
    for path in kept_files(layout):
        name = path.relative_to(layout.root).as_posix() if path.is_relative_to(layout.root) else str(path)
        found += _in_file(path, name, layout, people)
    others = others_than(folder, candidate)
    return sorted((without_others(one, others) for one in _together(found)), key=lambda one: KINDS.index(one.kind))


def without_others(one: Held, others: Container[str]) -> Held:
    """What is held, in which the ids of other people do not stand: it is shown to the person."""

    def hidden(hit: re.Match[str]) -> str:
        return OTHER if PLACEMENT.sub("", hit[0].casefold()) in others else hit[0]

    return replace(one, values=tuple((key, _WORD.sub(hidden, text)) for key, text in one.values))


def others_than(folder: Path, candidate: str) -> set[str]:
    """The ids of all other people that any reading found, folded."""
    versions = kept_history(folder).versions
    names = {name.casefold() for table in (CANDIDATES, PLACEMENTS) for name in versions[table]["candidate"].dropna()}
    return names - {candidate.casefold()}


def _in_file(path: Path, name: str, layout: Layout, people: People) -> Iterator[Held]:
    history = path.parent == layout.state
    if path.suffix == ".parquet":
        yield from _in_table(HISTORY if history else ARCHIVE, name, path, people)
    elif path.suffix.casefold() in (".xlsx", ".xlsm"):
        yield from _in_workbook(COPIES if path.is_relative_to(layout.backups) else OTHERS, name, path, people)
    elif people.in_bytes(content := unfolded(path.read_bytes()) if path.suffix == ".ics" else path.read_bytes()):
        if path.suffix == ".json":
            yield from _in_document(name, json.loads(content), people)
            return
        lines = content.decode("utf-8", "replace").splitlines()
        said = [line.strip()[:300] for line in lines if people.within(line)]
        yield Held(OTHERS, (name,), tuple(("", line) for line in said) or (("", "id'et står i filen"),))
    elif people.within(path.stem) or people.names_placement(path.stem):
        yield Held(OTHERS, (name,), (("", "id'et står i filens navn"),))


def _in_workbook(kind: str, name: str, path: Path, people: People) -> Iterator[Held]:
    try:
        traces = traces_in(path, people)
    except (WriteRefused, OSError):
        yield Held(kind, (name,), (("", "filen kan ikke læses lige nu, så hvad der står i den, vides ikke"),))
        return
    rows: set[tuple[str, int]] = {(trace.sheet, trace.number) for trace in traces if trace.owned}
    told: set[tuple[str, int]] = set()
    for trace in traces:
        spot = trace.sheet, trace.number
        if trace.owned and spot not in told:
            told.add(spot)
            row = tuple((header, _as_day(header, text)) for header, text in trace.row)
            yield Held(kind, (f"{name}, {trace.sheet} række {trace.number}",), row)
        elif spot not in rows:
            yield Held(kind, (f"{name}, {_spot(trace)}",), (("", trace.text),))


def _spot(trace: Trace) -> str:
    return f"{trace.sheet}!{trace.cell}" if trace.cell else trace.sheet


def _in_table(kind: str, name: str, path: Path, people: People) -> Iterator[Held]:
    try:
        rows = pq.read_table(path).to_pandas()
    except (OSError, pa.ArrowException):
        return
    for _, row in rows.iterrows():
        texts = [value for value in row.to_numpy() if isinstance(value, str)]
        if any(people.owns(text) or people.within(text) for text in texts):
            what = str(row.get("tabel") or path.stem)
            place = f"{name}, {_TABLE_WORDS.get(what, what)}"
            known = [
                (str(key), value)
                for key, value in row.dropna().items()
                if str(key) not in _UNTOLD and not _empty(value)
            ]
            yield Held(kind, (place,), tuple((_header(what, key), _words(value)) for key, value in known))


def _in_document(name: str, stored: Any, people: People) -> Iterator[Held]:
    """The innermost entries of a document that name the id; what was sent says when."""
    if isinstance(stored, list):
        for one in stored:
            yield from _in_document(name, one, people)
    elif isinstance(stored, dict):
        plain = {key: value for key, value in stored.items() if not isinstance(value, list | dict)}
        cells = stored.get("cells") if isinstance(stored.get("cells"), dict) else {}
        if any(isinstance(value, str) and people.within(value) for value in plain.values()):
            told = plain | (cells or {})
            kind = SENDINGS if name.endswith("sendt.json") else OTHERS
            known = [(key, value) for key, value in told.items() if not _empty(value)]
            yield Held(kind, (name,), tuple((_header("tblForloeb", key), _words(value)) for key, value in known))
            return
        for value in stored.values():
            yield from _in_document(name, value, people)
    elif isinstance(stored, str) and people.within(stored):
        yield Held(OTHERS, (name,), (("", stored),))


def _together(found: list[Held]) -> list[Held]:
    """The same row in many copies or months is told once, with every place."""
    same: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for one in found:
        same.setdefault((one.kind, one.values), []).extend(one.places)
    return [Held(kind, tuple(dict.fromkeys(places)), values) for (kind, values), places in same.items()]


def _header(table: str, key: str) -> str:
    """A column as it is called in the workbooks."""
    return _headers().get((table, key)) or _OWN_HEADERS.get(key, key)


@cache
def _headers() -> dict[tuple[str, str], str]:
    tables = [table for book in PARTNER_BOOKS for table in book.inputs]
    return {(table.name, column.key): column.header for table in tables for column in table}


@cache
def _day_headers() -> frozenset[str]:
    columns = [column for book in (*PARTNER_BOOKS, COORDINATOR) for table in book.tables for column in table]
    return frozenset(fold(column.header) for column in columns if column.kind is Kind.DATE)


def _as_day(header: str, text: str) -> str:
    """A day that a cell holds as Excel counts them; everything else as it is."""
    if fold(header) not in _day_headers() or not text.isdecimal():
        return text
    return date_text(_FIRST_DAY + timedelta(days=int(text)))


def _empty(value: object) -> bool:
    return value is None or value is False or value == ""


def _words(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return date_text(value.date())
    return shown(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else str(value)
