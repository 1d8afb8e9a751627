"""The frozen partnerships of released layouts, and a contract that has grown since: what `igu upgrade` is tried on."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from igu_xl.sheets.contract import COORDINATOR, LATER_VALUES, LISTS, MUNICIPALITY
from igu_xl.sheets.contract.common import date_column
from igu_xl.sheets.reading import values
from igu_xl.sheets.schema import Book, Column, Kind, Table

FROZEN = Path(__file__).parents[2] / "fixtures" / "partnerships"
LATER = "9.0"

GROWN_LIST, NEW_VALUE = "Ophørsårsag", "Orlov"
SENT = date_column("test_sent_on", "Sendt til test", hint="Dagen, hvor forløbet blev sendt.", since=LATER)
STEP = Column("test_step", "Trin", Kind.CHOICE, options="Trin til test", width=18, since=LATER)
EXTRA = Table(
    "tblAftaler",
    "Aftaler til test",
    "Aftaler",
    "En række for hver aftale.",
    (
        Column("agreement", "Aftale", Kind.ID, True, example="A-1"),
        Column("candidate", "Kandidat-id", Kind.ID, refers="tblKandidater"),
        Column("step", "Trin", Kind.CHOICE, options="Trin til test"),
        date_column("on", "Dato"),
        Column("sum", "Beløb", Kind.INTEGER, low=0, high=100, bar=True),
    ),
    key="agreement",
    since=LATER,
)
WATCHED = Table(
    "tblVagt",
    "Vagt til test",
    "Vagt",
    "Skrives af igu.",
    (Column("what", "Hvad", width=44), Column("when", "Hvornår", Kind.DATE), Column("count", "Antal", Kind.INTEGER)),
    key="what",
    tool_owned=True,
    since=LATER,
)


@pytest.fixture(params=sorted(path.name for path in FROZEN.iterdir() if path.is_dir()))
def frozen(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of each frozen partnership, to work in."""
    return Path(shutil.copytree(FROZEN / request.param, tmp_path / "Partnerskab på Amager"))


def _changed(owner: object, name: str, value: object) -> Callable[[], None]:
    before = getattr(owner, name)
    object.__setattr__(owner, name, value)
    return lambda: object.__setattr__(owner, name, before)


def _with_columns(table: Table, at: int, *columns: Column) -> Callable[[], None]:
    return _changed(table, "columns", (*table.columns[:at], *columns, *table.columns[at:]))


def _with_table(book: Book, at: int, table: Table) -> Callable[[], None]:
    return _changed(book, "tables", (*book.tables[:at], table, *book.tables[at:]))


@pytest.fixture
def grown_contract() -> Iterator[None]:
    """The contract of a later version: new columns, a value on a list, a list, and sheets.

    A column of dates in Forløb and one with a list, before the last; one right of Tjek in Kandidater.
    """
    candidates, placements = MUNICIPALITY.table("tblKandidater"), MUNICIPALITY.table("tblForloeb")
    remark = Column("test_remark", "Ny bemærkning", width=44, since=LATER)
    figure = Column("test_fill", "Ny søjle", Kind.INTEGER, low=0, high=100, bar=True, since=LATER)
    plan = Column("test_plan", "Ny forklaring", width=50, since=LATER)
    undo = [
        _with_columns(placements, len(placements.columns) - 1, SENT, STEP),
        _with_columns(candidates, len(candidates.columns) - 2, remark),
        _with_columns(MUNICIPALITY.table("tblPlan"), 3, plan),
        _with_columns(COORDINATOR.table("tblHoldstatus"), 4, figure),
        _with_columns(COORDINATOR.table("tblForloeb"), 9, replace(SENT, key="test_sent_on")),
        _with_table(MUNICIPALITY, 3, EXTRA),
        _with_table(COORDINATOR, 3, WATCHED),
    ]
    before, later = dict(LISTS), dict(LATER_VALUES)
    LISTS[GROWN_LIST] = (*LISTS[GROWN_LIST], NEW_VALUE)
    LISTS["Trin til test"] = ("Første", "Andet", "Tredje")
    LATER_VALUES[GROWN_LIST] = {NEW_VALUE: LATER}
    values._folded.cache_clear()
    yield
    for one in reversed(undo):
        one()
    for own, old in ((LISTS, before), (LATER_VALUES, later)):
        own.clear()
        own.update(old)  # type: ignore[arg-type]
    values._folded.cache_clear()


@pytest.fixture
def parts() -> Callable[[Path], dict[str, bytes]]:
    """The content of every part: `parts(path)`."""

    def read(path: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(path) as package:
            return {name: package.read(name) for name in package.namelist()}

    return read
