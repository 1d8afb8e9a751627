"""The cell functions that look into the partnership: the best open places, the cohorts at risk.

The partnership is read once and kept until a workbook in it changes, so that many cells cost one reading. Nothing is
written, so what is saved is read whoever has a workbook open; what is typed and not saved yet does not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from igu_xl.actions.coordinator.file import saved_coordinator
from igu_xl.actions.coordinator.ruling_checks import sort_out
from igu_xl.actions.coordinator.rulings import settle
from igu_xl.actions.coordinator.workbook import CoordinatorBook
from igu_xl.checks.validation import Validation, validate
from igu_xl.errors import WrongUse
from igu_xl.excel.cells import Cells, Spill, ask, excel_value
from igu_xl.match.best_places import best_places
from igu_xl.match.case import Decision
from igu_xl.match.risk import cohorts_at_risk
from igu_xl.sheets.contract.municipality import CANDIDATES
from igu_xl.sheets.layout import KIND_FOLDERS, layout_of, partnership_around
from igu_xl.sheets.schema import Column, Kind
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.standing.history_file import FILE

PLACE_HEADERS = ("Plads-id", "Virksomhed", "Branche", "Type", "Start", "Hold-id", "Ønske", "Point")
RISK_HEADERS = (
    "Hold-id",
    "Titel",
    "Branche",
    "Start",
    "Tilmeldingsfrist",
    "Dage til frist",
    "Mindst",
    "Tilmeldt",
    "Mangler",
)

_MOST = Column("most", "Antal", Kind.INTEGER, low=1, high=100)
_USUAL_MOST = 5

# Name, size and time of change of every workbook: the same state, the same answers.
FilesSeen = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A partnership as it is saved, and what the coordinator has decided in it."""

    validation: Validation
    decisions: tuple[Decision, ...] = ()
    open_cohorts: bool = False


_ONLY_HERE = (
    "Svaret rummer flere partneres pladser og hold. Gem arbejdsbogen ved siden af koordinatorens, og prøv igen."
)


def places_for(candidate: Cells, most: Cells, folder: Path, clock: date) -> Spill:
    """The best open places for one candidate, with a line of headers; raises `WrongUse` with the reason for none."""
    asked = ask((candidate, CANDIDATES.column("candidate")), (most, _MOST))
    fault, (wanted, count) = next(asked.rows())
    if fault or wanted is None:
        raise WrongUse(fault or "Skriv et kandidat-id, fx 101-0007.")
    seen = _partnership(folder, clock)
    found = best_places(seen.validation, wanted, seen.decisions, open_cohorts=seen.open_cohorts)
    if found.empty:
        raise WrongUse(f"Ingen åben plads passer til {wanted} lige nu; arket Umatchede siger hvorfor.")
    return _with_headers(PLACE_HEADERS, found.head(count or _USUAL_MOST))


def cohorts_lacking_people(folder: Path, clock: date) -> Spill:
    """The cohorts at risk, with a line of headers; one sentence when there is none."""
    seen = _partnership(folder, clock)
    found = cohorts_at_risk(seen.validation)
    return [["Ingen kommende hold mangler deltagere."]] if found.empty else _with_headers(RISK_HEADERS, found)


def answered_in(asking: Path, given: str | None) -> Path:
    """The partnership of a workbook whose cells may hold what it answers; raises `WrongUse` for any other workbook.

    Such a workbook lies beside the coordinator's, or in the earlier layout in the folders of partners beside it, who
    share everything there. A folder that is `given` is
    looked at only where the workbook lies below it: it may lead to somebody else's machine.
    """
    if given is not None and not asking.is_relative_to(given):
        raise WrongUse(_ONLY_HERE)
    found = partnership_folder(given or str(asking))
    layout = layout_of(found)
    beside = [] if layout.apart else [layout.root / name for name in KIND_FOLDERS]
    if asking.parent not in (layout.secretariat, *beside):
        raise WrongUse(_ONLY_HERE)
    return found


def partnership_folder(place: str) -> Path:
    """The partnership that a folder or a workbook lies in; raises `WrongUse` when it lies in none."""
    found = partnership_around(Path(place))
    if found is None:
        raise WrongUse(
            f"»{place}« ligger ikke i et partnerskab. Gem arbejdsbogen i partnerskabets mappe, eller skriv mappen."
        )
    return found


def _partnership(folder: Path, clock: date) -> Seen:
    state = tuple(sorted(_state(folder)))
    book = _saved(folder, state)
    if book is None:  # perhaps only for now
        _saved.cache_clear()
    return _checked(folder, book, clock, state)


@lru_cache(maxsize=2)
def _saved(folder: Path, state: FilesSeen) -> CoordinatorBook | None:
    return saved_coordinator(folder)


@lru_cache(maxsize=2)
def _checked(folder: Path, book: CoordinatorBook | None, clock: date, state: FilesSeen) -> Seen:
    if book is None:
        return Seen(validate(folder, clock))
    today = book.settings.day(lambda: clock)
    validation = validate(folder, today)
    decided = sort_out(settle(book, today), validation, book.path.name)
    return Seen(validation, tuple(decided.decisions), book.settings.open_cohorts)


def _state(folder: Path) -> Iterator[tuple[str, int, int]]:
    kept = (layout_of(folder).coordinator, layout_of(folder).state / FILE)
    for path in [*(file.path for file in find_workbooks(folder)[0]), *(one for one in kept if one and one.is_file())]:
        about = path.stat()
        yield str(path), about.st_size, about.st_mtime_ns


def _with_headers(headers: tuple[str, ...], frame: pd.DataFrame) -> Spill:
    rows = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    return [list(headers), *([excel_value(value) for value in row] for row in rows)]
