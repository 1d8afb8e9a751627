"""The partners against those of earlier readings: whose workbook is gone, and whose has another name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import pandas as pd

from igu_xl.domain.codes import fold, resolve_municipality
from igu_xl.findings import Finding, Place
from igu_xl.records import records
from igu_xl.sheets.contract import MUNICIPALITY, PARTNER_BOOKS
from igu_xl.sheets.identity import KnownPartner
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.history import History
from igu_xl.standing.known_workbooks import last_places, left, renamed
from igu_xl.standing.tracked import CANDIDATES, COHORTS, SLOTS, TABLES

# So long a new name is told, in every run: long enough for a month, short enough to be read.
_TOLD_FOR = pd.Timedelta(days=31)


def known_partners(history: History) -> list[KnownPartner]:
    """Who was read before, as far as it helps to know a workbook again."""
    ids: dict[str, set[str]] = {partner: set() for table in TABLES for partner in history.partners(table)}
    for table in (CANDIDATES, SLOTS, COHORTS):
        rows = history.versions[table]
        for partner, names in rows["id"].str.casefold().groupby(rows["partner"]).unique().items():
            ids.setdefault(str(partner), set()).update(name for name in names if name)
    paths = last_places(history.workbooks)
    return [KnownPartner(one, paths.get(one, ""), frozenset(ids.get(one, ()))) for one in sorted({*ids, *paths})]


def partners_called(name: str, history: History) -> list[str]:
    """The partners of earlier readings whom a name may mean: the key, the municipality, the branch or the file name."""
    slots = history.versions[SLOTS]
    branches = slots.groupby("partner")["branch"].agg(lambda names: next(iter(names.mode()), "")).to_dict()
    found = []
    for partner in (one.partner for one in known_partners(history)):
        kind, _, key = partner.partition(":")
        called = resolve_municipality(key).names if kind == MUNICIPALITY.kind else (branches.get(partner, ""),)
        if fold(name) in {fold(one) for one in (partner, key, *called) if one}:
            found.append(partner)
    return found


def with_named_left(history: History, names: Iterable[str], today: date) -> History:
    """The history with the partners of these names as left from a day on, unless they had left before.

    A name that nobody has, or several, changes nothing: the workbook is still missed.
    """
    for name in names:
        found = partners_called(name, history)
        if len(found) == 1 and found[0] not in left(history.workbooks):
            history = history.with_left(found[0], today)
    return history


def check_workbooks(partnership: Partnership, history: History, today: date) -> Iterator[Finding]:
    """The findings on workbooks that are not in the folder any more, or under another name than before."""
    yield from _missing(partnership, history)
    yield from _renamed(partnership, history, pd.Timestamp(today))


def _missing(partnership: Partnership, history: History) -> Iterator[Finding]:
    """The workbooks that were read before and are not in the folder now: what was read last still counts."""
    here = {book.partner for book in partnership.books}
    for partner in sorted(set().union(*(history.partners(table) for table in TABLES)) - here):
        folder = next(book.folder for book in PARTNER_BOOKS if book.kind == partner.partition(":")[0])
        name = partnership.partner_name(partner)
        yield Finding(Place(f"{folder}: {name}"), "arbejdsbog-mangler", "", {"name": name, "partner": partner})


def _renamed(partnership: Partnership, history: History, today: pd.Timestamp) -> Iterator[Finding]:
    known = renamed(history.workbooks)
    since = today - known["renamed_on"]
    told = known[(since >= pd.Timedelta(0)) & (since < _TOLD_FOR)]
    here = {book.partner: book.path for book in partnership.books}
    for row in records(told[told["partner"].isin(list(here))]):
        yield Finding(Place(here[row["partner"]]), "arbejdsbog-omdoebt", "", {"other": row["earlier"]})
