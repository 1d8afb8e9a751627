"""CPR numbers and names typed in every column, in every shape: their digits leave the workbook nowhere.

Each row is right but for one cell. The whole month is played, and then every byte that was written is looked through,
packed parts and embedded files included. All numbers are invented.
"""

from __future__ import annotations

import base64
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import count, cycle
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.planning.planning import plan_partnership
from igu_xl.actions.reporting.reporting import report_partnership
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.domain.digits.month_names import month_numbers
from igu_xl.month import Month
from igu_xl.reports.run.monthly import ReportOptions
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY, SCHOOL
from igu_xl.sheets.partnership import Partnership
from igu_xl.sheets.schema import Kind, Table

BEGUN = datetime(2026, 11, 2, 9)
SHAPES = (Path(__file__).parents[1] / "fixtures" / "cpr_shapes.txt").read_text(encoding="utf-8").splitlines()
MONTHS = {number: name for name, number in month_numbers().items()}
BOOKS = {"kommuner/101-københavn.xlsx": MUNICIPALITY, "brancher/bygge-anlæg.xlsx": BRANCH, "skoler/next.xlsx": SCHOOL}
COPIES = ".igu/kopier"  # the backups keep what was typed until »igu forget«
# So many shapes in each column, and once the number that Excel makes of it.
EACH = 2
SURNAME = "Zarqhavnian"

Row = dict[str, Any]
Rows = dict[str, dict[str, list[Row]]]
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


class Canaries:
    """Numbers of nobody, each typed once; `at` has the cells as (workbook, table, row of the table, column key)."""

    def __init__(self) -> None:
        self.digits: dict[str, str] = {}
        self.at: list[tuple[str, str, int, str]] = []
        self._serials = count(1207)
        self._shapes = cycle(SHAPES)

    def text(self) -> str:
        """The next number, in the next shape; nobody is born on the tenth or eleventh, as P-numbers are."""
        serial = next(self._serials)
        day = date(1950, 1, 1) + timedelta(days=serial * 5 % 20_000)
        day = day.replace(day=12 + day.day % 10)
        shape, number = next(self._shapes), f"{serial:04d}"
        typed = shape.format(
            d=f"{day:%d}", m=f"{day:%m}", y=f"{day:%y}", c=f"{day:%Y}", month=MONTHS[day.month],
            s=number, s1=number[:2], s2=number[2:],
        )  # fmt: skip
        self.digits[re.sub(r"\D", "", typed)] = typed
        return typed

    def number(self) -> float:
        serial = next(self._serials)
        typed = 0.0 + int(f"{serial % 9 + 1}0389{serial:04d}")
        self.digits[f"{typed:.0f}"] = self.digits[f"{typed:010.0f}"] = "tal"
        return typed


def plant_numbers(rows: Rows, canaries: Canaries) -> None:
    """For each input column of each table some rows, right but for this cell."""
    for name, book in BOOKS.items():
        for table in book.inputs:
            typed = rows[name].setdefault(table.name, [])
            base = dict(typed[0]) if typed else base_row(table)
            for column in table.inputs:
                for value in (*(canaries.text() for _ in range(EACH)), canaries.number()):
                    canaries.at.append((name, table.name, len(typed), column.key))
                    typed.append({**base, **own_key(table, len(typed)), column.key: value})


def plant_names(rows: Rows) -> None:
    """A name in each column of candidates, and where a date, a number or a choice should stand."""
    for name, book in BOOKS.items():
        for table in book.inputs:
            typed = rows[name].setdefault(table.name, [])
            base = dict(typed[0]) if typed else base_row(table)
            for column in table.inputs:
                if column.kind not in (Kind.TEXT, Kind.ID):
                    typed.append({**base, **own_key(table, len(typed)), column.key: f"Ahmad {SURNAME}"})


def base_row(table: Table) -> Row:
    rows: dict[str, Row] = {
        "tblOpfoelgning": {"candidate": "101-0001", "date": date(2026, 10, 1)},
        "tblForloeb": {
            "candidate": "101-0002",
            "slot": "BYG-0001",
            "type": "igu",
            "start": date(2027, 2, 1),
            "planned_end": date(2029, 1, 31),
        },
        "tblProfiler": {"profile": "Murer"},
        "tblPakker": {
            "package": "Byggeri", "branch": "Bygge og anlæg", "step": "1", "course": "12345", "hours": 37,
            "course_kind": "AMU",
        },
        "tblTravleUger": {"p_number": "1000000001", "begins": date(2027, 7, 5), "ends": date(2027, 7, 16)},
        "tblSkoleplan": {"placement": "101-0002-F1", "course": "12345", "status": "Aftalt"},
        "tblFravaer": {
            "placement": "101-0002-F1", "begins": date(2027, 7, 5), "ends": date(2027, 7, 16), "absence": "Ferie",
        },
    }  # fmt: skip
    return rows[table.name]


def own_key(table: Table, number: int) -> Row:
    """An id that no other row has, where the table asks for one."""
    keys = {
        "tblKandidater": {"candidate": f"101-{2000 + number}"},
        "tblForloeb": {"placement": f"101-0002-F{number + 1}"},
        "tblVirksomheder": {"p_number": f"10000{number:05d}"},
        "tblPladser": {"slot": f"KAN-{number:04d}"},
        "tblProfiler": {"profile": f"Profil {number}"},
        "tblHold": {"cohort": f"KAN-2027-{number:03d}"},
    }
    return keys.get(table.name, {})


def texts(name: str, content: bytes) -> Iterator[str]:
    """Everything that a file says: what is packed in it, stored in columns or embedded in a page, too."""
    if name.endswith(".parquet"):
        yield from (str(column.to_pylist()) for column in pq.read_table(BytesIO(content)).columns)
    elif zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as package:
            for part in package.namelist():
                yield part
                yield from texts(part, package.read(part))
    else:
        text = content.decode("utf-8", "ignore")
        yield text
        for embedded in re.findall(r";base64,([A-Za-z0-9+/=]{40,})", text):
            yield from texts("", base64.b64decode(embedded))


def found(text: str, digits: dict[str, str]) -> list[str]:
    """The numbers that stand in a text, however they are parted."""
    lengths = {len(number) for number in digits}
    hits, together, end = [], "", 0
    for run in re.finditer(r"\d+", text):
        gap = text[end : run.start()]
        together = together if len(gap) <= 12 and not re.search(r"[<>\"]", gap) else ""
        together, end = (together + run[0])[-40:] if len(run[0]) < 40 else run[0], run.end()
        for length in lengths:
            tails = range(max(len(together) - len(run[0]) - length + 1, 0), max(len(together) - length, 0) + 1)
            hits += [part for at in tails if (part := together[at : at + length]) in digits]
    return hits


def numbers_in(path: Path, canaries: Canaries) -> int:
    return sum(len(found(text, canaries.digits)) for text in texts(path.name, path.read_bytes()))


def names_in(path: Path) -> list[str]:
    """The parts of a workbook that hold the surname."""
    with zipfile.ZipFile(path) as package:
        return [part for part in package.namelist() if SURNAME.casefold() in package.read(part).decode().casefold()]


def test_what_is_typed_is_nowhere_else(
    changed: Callable[[Callable[[Rows], object]], Path], decide: Callable[..., None]
) -> None:
    canaries = Canaries()

    def plant(rows: Rows) -> None:
        plant_numbers(rows, canaries)
        plant_names(rows)

    folder = changed(plant)
    typed = {name: numbers_in(folder / name, canaries) for name in BOOKS}
    assert len(canaries.at) > 300 and sum(typed.values()) >= len(canaries.at)
    checked = check_partnership(folder, BEGUN).validation
    match_partnership(folder, BEGUN)
    decide(folder, {}, others="Godkend")
    publish_partnership(folder, BEGUN, anyway=True)
    report_partnership(folder, Month(2026, 10), BEGUN, ReportOptions(only="kommune:101", jobs=1))

    places = [(one.code, (one.place.workbook, one.place.table, one.place.cell)) for one in checked.findings]
    caught = {place for code, place in places if code in ("cpr", "p-nummer-umuligt")}
    assert [cell for cell in canaries.at if address(checked.partnership, cell) not in caught] == []
    nameless = {place[1] for code, place in places if code == "kandidat-id-form"}
    assert nameless == {"tblKandidater", "tblOpfoelgning", "tblForloeb"}

    told = [json.dumps(checked.as_json(), ensure_ascii=False)]
    told += [frame.to_csv() for frame in checked.partnership.frames.values()]
    assert [text for text in told if found(text, canaries.digits) or SURNAME.casefold() in text.casefold()] == []
    leaks = {}
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = path.relative_to(folder).as_posix()
        if name in BOOKS:
            assert numbers_in(path, canaries) == typed[name]
            assert names_in(path) == ["xl/sharedStrings.xml"]
        elif COPIES not in name:
            said = list(texts(name, path.read_bytes()))
            hits = [hit for text in said for hit in found(text, canaries.digits)]
            hits += [SURNAME for text in said if SURNAME.casefold() in text.casefold()]
            leaks |= {name: hits} if hits else {}
    assert leaks == {}


COURSE, LEAVE, SICK = "Kanariekursus Ørnefløjt", "Barsel eller adoption", "Sygdom over 8 uger"


def plant_plan(rows: Rows) -> None:
    """A pupil with a course that no school has, and two absences."""
    own = rows["kommuner/101-københavn.xlsx"]
    own["tblKandidater"][0]["status"] = "I forløb"
    placed = {"placement": "101-0001-F1", "candidate": "101-0001", "slot": "BYG-0001", "type": "igu"}
    about = {"start": date(2026, 10, 1), "planned_end": date(2028, 9, 30), "agreed_on": date(2026, 9, 1)}
    own["tblForloeb"] = [placed | about]
    days = {"start": date(2027, 2, 1), "end": date(2027, 2, 5)}
    plan = {"placement": "101-0001-F1", "course": COURSE, "course_kind": "AMU", "hours": 37, "weighted": 37}
    own["tblSkoleplan"] = [plan | days | {"status": "Aftalt", "locked": "Ja", "why": COURSE}]
    away = {"placement": "101-0001-F1", "begins": date(2027, 7, 5), "ends": date(2027, 7, 16)}
    own["tblFravaer"] = [
        away | {"absence": LEAVE},
        away | {"absence": SICK, "begins": date(2027, 9, 6), "ends": date(2027, 9, 10)},
    ]


def test_a_school_plan_and_an_absence_reach_no_other_partner(
    changed: Callable[[Callable[[Rows], object]], Path], decide: Callable[..., None]
) -> None:
    folder = changed(plant_plan)
    match_partnership(folder, BEGUN)
    decide(folder, {}, others="Godkend")
    plan_partnership(folder, BEGUN)
    publish_partnership(folder, BEGUN, anyway=True)
    report_partnership(folder, Month(2026, 10), BEGUN, ReportOptions(jobs=1))

    def standing_in(word: str) -> set[str]:
        files = [path for path in folder.rglob("*") if path.is_file()]
        said = {path.relative_to(folder).as_posix(): list(texts(path.name, path.read_bytes())) for path in files}
        return {name for name, parts in said.items() if any(word.casefold() in part.casefold() for part in parts)}

    own = ("kommuner/101", "koordinator.xlsm", ".igu/", "arkiv/", "skoleplaner/", "rapporter/2026-10/kommune-101")
    assert {name for name in standing_in(COURSE) if not name.startswith(own)} == set()
    assert standing_in(COURSE) >= {"kommuner/101-københavn.xlsx"}
    causes = standing_in(LEAVE) | standing_in(SICK)
    lists = {name for name in causes if name.startswith("kommuner/") or COPIES in name}  # every template has the list
    drafts = {name for name in causes if name.startswith("skoleplaner/")}  # the secretariat's and the municipality's
    assert causes - lists - drafts <= {"koordinator.xlsm"}
    assert not any("147" in name or "virksomhed" in name or "-skole-" in name for name in drafts)


def address(partnership: Partnership, cell: tuple[str, str, int, str]) -> tuple[str, str, str]:
    name, table, position, key = cell
    book = next(one for one in partnership.books if one.path == name)
    return name, table, book.tables[table].cell(position, key)
