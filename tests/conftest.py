"""A partnership small enough to count by hand, as real workbooks in a folder.

Three municipalities, one branch, one school; the day is 2 November 2026. Nine want igu in building: five of København,
four of Frederiksberg. Four of them may have either igu slot, five only the first; together the slots have ten openings.
The cohort NEXT-2027-01 needs six, so neither municipality fills it alone; NEXT-2027-02 needs ten and cannot run. One is
for practice, and has a place. Three cannot be placed: too old for igu, no slot in the wished branch, too few hours.
"""

from __future__ import annotations

import copy
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from igu_xl.actions.coordinator.file import CoordinatorFile, new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.records import records
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY, SCHOOL
from igu_xl.sheets.schema import Book
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.writing.keeping import Backups
from igu_xl.system.pdf import find_browser

TODAY = date(2026, 11, 2)
BEGUN = datetime(2026, 11, 2, 9)

Row = dict[str, Any]
Rows = dict[str, dict[str, list[Row]]]
Change = Callable[[Rows], object]

KOEBENHAVN = "kommuner/101-københavn.xlsx"
FREDERIKSBERG = "kommuner/147-frederiksberg.xlsx"
DRAGOER = "kommuner/155-dragør.xlsx"
BYG = "brancher/bygge-anlæg.xlsx"
NEXT = "skoler/next.xlsx"

BOOKS: dict[str, Book] = {"kommuner": MUNICIPALITY, "brancher": BRANCH, "skoler": SCHOOL}
BUILDING = "Bygge og anlæg"
DRIVER = {"danish_module": "4", "skills": "kørekort B"}


def _candidate(name: str, **more: object) -> Row:
    row: Row = {
        "candidate": name,
        "registered": date(2026, 6, 1),
        "born": date(1990, 5, 5),
        "basis": "Flygtning",
        "residence_from": date(2022, 3, 1),
        "danish_track": "DU2",
        "danish_module": "2",
        "wish_1": BUILDING,
        "measures": "igu",
        "ready_from": date(2026, 12, 1),
        "weekly_hours": 37,
        "status": "Klar",
    }
    return row | more


def _slot(name: str, **more: object) -> Row:
    row: Row = {
        "slot": name,
        "p_number": "1000000001",
        "type": "igu",
        "openings": 6,
        "branch": BUILDING,
        "start_earliest": date(2027, 1, 1),
        "start_latest": date(2027, 4, 30),
        "weekly_hours": 37,
        "status": "Åben",
    }
    return row | more


def _cohort(name: str, start: date, least: int) -> Row:
    return {
        "cohort": name,
        "title": "Bygge og anlæg, trin 1",
        "branch": BUILDING,
        "type": "igu",
        "start": start,
        "end": date(2027, 6, 30),
        "min": least,
        "max": 12,
        "enrol_by": date(2027, 1, 15),
        "status": "Planlagt",
    }


def _rows() -> Rows:
    companies: list[Row] = [
        {
            "cvr": "12345607",
            "p_number": "1000000001",
            "name": "Eksempel Byg",
            "sector": "Privat",
            "ordinary_staff": 24,
            "steward_statement": "Ja",
        },
        {"cvr": "12345615", "p_number": "1000000002", "name": "Eksempel Tag", "sector": "Privat"},
    ]
    slots = [
        _slot("BYG-0001"),
        _slot("BYG-0002", p_number="1000000002", openings=4, danish_min="DU2 M3", requirements="kørekort B"),
        _slot("BYG-0003", type="praktik", openings=2, start_earliest=date(2026, 12, 1)),
    ]
    practice = {"measures": "praktik"}
    return {
        KOEBENHAVN: {
            "tblKandidater": [
                _candidate("101-0001", **DRIVER),
                _candidate("101-0002", **DRIVER),
                *(_candidate(f"101-000{number}") for number in (3, 4, 5)),
                _candidate("101-0006", **practice),
            ],
        },
        FREDERIKSBERG: {
            "tblKandidater": [
                _candidate("147-0001", **DRIVER),
                _candidate("147-0002", **DRIVER),
                *(_candidate(f"147-000{number}") for number in (3, 4)),
                _candidate("147-0005", born=date(1970, 1, 1)),
            ],
        },
        DRAGOER: {
            "tblKandidater": [
                _candidate("155-0001", wish_1="Detailhandel"),
                _candidate("155-0002", weekly_hours=20),
            ],
        },
        BYG: {"tblVirksomheder": companies, "tblPladser": slots, "tblProfiler": []},
        NEXT: {
            "tblHold": [
                _cohort("NEXT-2027-01", date(2027, 2, 1), 6),
                _cohort("NEXT-2027-02", date(2027, 3, 1), 10),
            ],
            "tblKurser": [{"cohort": "NEXT-2027-01", "amu_code": "12345", "course_kind": "AMU"}],
        },
    }


def _write(folder: Path, rows: Rows, names: Iterable[str]) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        build_workbook(BOOKS[path.parent.name], path, rows[name])


@pytest.fixture(scope="session")
def clean_partnership(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The partnership of this module, written once; nobody writes to it.

    Its coordinator's workbook stops the clock on the day of the tests.
    """
    folder = tmp_path_factory.mktemp("rent") / "Partnerskab på Amager æøå"
    _write(folder, _rows(), _rows())
    new_coordinator(folder, Settings(today=TODAY))
    return folder


@pytest.fixture
def partnership(clean_partnership: Path, tmp_path: Path) -> Path:
    """A copy of it to work in; its path has spaces and Danish letters."""
    return Path(shutil.copytree(clean_partnership, tmp_path / clean_partnership.name))


@pytest.fixture
def changed(partnership: Path) -> Callable[[Change], Path]:
    """The partnership with its rows changed: `changed(lambda rows: rows[BYG]["tblPladser"].pop())`."""

    def write(change: Change) -> Path:
        before, rows = _rows(), copy.deepcopy(_rows())
        change(rows)
        _write(partnership, rows, [name for name in rows if rows[name] != before.get(name)])
        return partnership

    return write


def _decide(folder: Path, chosen: dict[str, str], others: str = "") -> None:
    desk = CoordinatorFile(folder)
    book = desk.read()
    rows = records(book.proposals)
    for row in rows:
        if row["state"] != "Sendt":
            row["decision"] = chosen.get(row["candidate"], others or row["decision"])
    desk.write(book, {"tblForslag": rows}, Backups(folder, BEGUN), None)


@pytest.fixture
def decide() -> Callable[..., None]:
    """Plays the coordinator: `decide(folder, {"101-0001": "Afvis"}, others="Godkend")`."""
    return _decide


@pytest.fixture(scope="session")
def matched_partnership(clean_partnership: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The partnership after a match; nobody writes to it."""
    folder = tmp_path_factory.mktemp("match") / clean_partnership.name
    shutil.copytree(clean_partnership, folder)
    match_partnership(folder, BEGUN)
    return folder


@pytest.fixture
def matched(matched_partnership: Path, partnership: Path) -> Path:
    """The partnership after a match, in the folder of `partnership`, to work in."""
    return Path(shutil.copytree(matched_partnership, partnership, dirs_exist_ok=True))


@pytest.fixture(scope="session")
def decided_partnership(matched_partnership: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All approved but one rejected (101-0003), one locked (147-0003), one not decided (101-0004)."""
    folder = tmp_path_factory.mktemp("besluttet") / matched_partnership.name
    shutil.copytree(matched_partnership, folder)
    _decide(folder, {"101-0003": "Afvis", "147-0003": "Lås", "101-0004": ""}, others="Godkend")
    return folder


@pytest.fixture
def decided(decided_partnership: Path, partnership: Path) -> Path:
    """The partnership after the decisions, in the folder of `partnership`, to work in."""
    return Path(shutil.copytree(decided_partnership, partnership, dirs_exist_ok=True))


@pytest.fixture
def open_place() -> Iterator[Path]:
    """An empty folder that every user of the machine can reach, as those of pytest are not."""
    place = Path(tempfile.mkdtemp(prefix="igu-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@pytest.fixture
def as_user() -> Callable[[int, Callable[[], str]], str]:
    """Does something as another user: `as_user(61001, lambda: path.read_text())`; the number needs no account.

    Gives what it gave, or the kind and words of what it raised. Only root can be others; skipped elsewhere.
    """
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can be other users of the machine")
    return _as_user


def _as_user(number: int, act: Callable[[], str]) -> str:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(number)
            os.setuid(number)
            told = act()
        except BaseException as problem:
            told = f"{type(problem).__name__}: {problem}"
        with os.fdopen(write, "wb") as pipe:
            pipe.write(told.encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    return told


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser without a window; what asks for it is skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=str(find_browser()))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def axe() -> str:
    """The script that looks for what some people could not read or use."""
    found = find_spec("axe_playwright_python")
    assert found is not None and found.submodule_search_locations is not None
    return (Path(found.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")
