"""The law as people meet it: cases from the sources, typed into real workbooks, and what the public commands answer.

The tables in `law_cases` were written from the law as it is known (`domain.md`, 1.7 before older rows) and the issue,
not from the code; `tests/support/law_bed.py` says how a line is read. A line marked `FEJL` must fail: once it passes,
its mark must go.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from shutil import copy, copytree
from typing import Any, NamedTuple

import openpyxl
import pandas as pd
import pytest
from law_bed import Case, Typed, known, type_into

import igu_xl
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.danish import date_text
from igu_xl.excel import functions
from igu_xl.findings import Finding
from igu_xl.match.explaining.why_here import why_not_here
from igu_xl.records import records
from igu_xl.sheets.writing.keeping import Backups

TABLES = Path(__file__).parent / "law_cases"
DAY = date(2026, 11, 2)
CASES = list(known(TABLES))
IGU_COHORT = {
    "cohort": "NEXT-2026-01",
    "title": "Bygge og anlæg, trin 1",
    "branch": "Bygge og anlæg",
    "type": "igu",
    "start": datetime(2026, 12, 14),
    "end": datetime(2027, 6, 30),
    "min": 1,
    "max": 500,
    "enrol_by": datetime(2026, 12, 10),
    "status": "Planlagt",
}
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


class Answer(NamedTuple):
    """What came out of a case, and all that was said with it."""

    outcome: str
    said: str


def _igu(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "igu_xl", *arguments], capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `igu new` makes."""
    folder = tmp_path_factory.mktemp("tomt") / "partnerskab"
    assert (made := _igu("new", str(folder))).returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="session")
def partnership_of(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The partnership in which the cases of a table are typed; made once."""

    @cache
    def made(table: str) -> Path:
        folder = Path(copytree(empty, tmp_path_factory.mktemp("love") / table))
        typed = Typed()
        for case in CASES:
            if case.table == table:
                typed.add(case)
        cohorts = {"tblHold": [IGU_COHORT], "tblKurser": []} if table in ("match", "sending") else {}
        _place(folder, "101-koebenhavn", "kommune", typed.rows)
        _place(folder, "bygge-anlaeg", "branche", typed.rows)
        _place(folder, "next", "skole", cohorts)
        return folder

    return made


def _place(folder: Path, partner: str, kind: str, rows: dict[str, list[dict[str, Any]]]) -> None:
    home = folder / "partnere" / partner
    home.mkdir()
    copy(folder / "sekretariat" / f"skabelon-{kind}.xlsx", home / f"{partner}.xlsx")
    type_into(home / f"{partner}.xlsx", rows)


@pytest.fixture(scope="session")
def seen(partnership_of: Callable[[str], Path]) -> Callable[[str, date], igu_xl.Validation]:
    """What `igu_xl.check_folder` says of a table's partnership on a day."""
    return cache(lambda table, day: igu_xl.check_folder(partnership_of(table), day))


@pytest.fixture(scope="session")
def matched(seen: Callable[[str, date], igu_xl.Validation]) -> Callable[[], igu_xl.Proposal]:
    return cache(lambda: igu_xl.propose_match(seen("match", DAY), seconds=10))


@pytest.fixture(scope="session")
def rehearsed(partnership_of: Callable[[str], Path]) -> Callable[[], dict[str, Any]]:
    """What `igu publish --dry-run` says after a match of which everything was approved."""

    @cache
    def told() -> dict[str, Any]:
        folder = partnership_of("sending")
        _stop_the_clock(folder)
        assert (done := _igu("match", str(folder), "--json")).returncode in (0, 1), done.stderr
        _approve_all(folder)
        _say_no(folder, [case.company() for case in CASES if case.name == "tr-senere-nej"])
        return json.loads(_igu("publish", str(folder), "--dry-run", "--json").stdout)  # type: ignore[no-any-return]

    return told


@pytest.fixture
def answer(
    seen: Callable[[str, date], igu_xl.Validation],
    matched: Callable[[], igu_xl.Proposal],
    rehearsed: Callable[[], dict[str, Any]],
) -> Callable[[Case], Answer]:
    def of(case: Case) -> Answer:
        if case.table == "sending":
            return _sent(case, rehearsed())
        if case.table == "functions":
            return _called(case.typed)
        if case.table == "match":
            return _proposed(case, matched())
        validation = seen(case.table, case.day)
        return _judged(case, validation) if case.table == "verdicts" else _found(case, validation)

    return of


def _said(found: list[Finding]) -> str:
    return "\n".join(f"[{one.code}] {one.message} {one.mend}" for one in found)


def _text(value: object) -> str:
    return date_text(value.date()) if isinstance(value, pd.Timestamp) else str(value)


def _own(case: Case, validation: igu_xl.Validation) -> list[Finding]:
    return [one for one in validation.findings if case.owns(one.place.row_id)]


def _judged(case: Case, validation: igu_xl.Validation) -> Answer:
    verdicts = validation.verdicts
    own = verdicts[verdicts["candidate"] == case.person()]
    told = "\n".join(_text(value) for _, row in own.iterrows() for value in row.to_list())
    asked = "measures=" not in case.typed or "igu" in case.typed
    outcome = str(own["outcome"].iloc[0]) if asked and len(own) else ""
    return Answer(outcome, f"{told}\n{_said(_own(case, validation))}")


def _found(case: Case, validation: igu_xl.Validation) -> Answer:
    """`fund` with the findings of the case's rows; of the lengths and placements only those at Forløb count."""
    found = _own(case, validation)
    if case.table == "reasonable":
        found = [one for one in found if "rimelighed" in one.message.lower() or "rimelighed" in one.code]
    elif case.expected == "fund F2":
        found = [one for one in found if one.place.row_id.endswith("-F2")]
    elif case.expected.startswith("fund ellers"):  # may be said once for all such placements
        said = [one for one in validation.findings if not one.place.row_id]
        found = [one for one in found if one.place.sheet == "Forløb"] or said
    else:
        rows = [one for one in found if one.place.sheet == "Forløb"]
        found = rows or [one for one in found if one.place.sheet != "Kandidater" and case.expected == "fund"]
    found = [one for one in found if one.code != "aftale-mangler"]
    return Answer("fund" if found else "intet fund", _said(found))


def _proposed(case: Case, proposal: igu_xl.Proposal) -> Answer:
    own = {case.person(who) for who in range(1, 10)}
    placed = [one for one in proposal.placements if one.candidate in own]
    left = [one.candidate for one in proposal.unmatched if one.candidate in own]
    why = [why_not_here(proposal.case, proposal.plan, one, case.slot(), standing=proposal.standing) for one in left]
    return Answer(str(len(placed)), "\n".join(f"{one.reason}: {one.detail} {' '.join(one.would_help)}" for one in why))


def _sent(case: Case, told: dict[str, Any]) -> Answer:
    refused = [one["reason"] for one in told["refused"] if one["candidate"] == case.person()]
    sent = any(one.startswith(case.person()) for one in told["sent"])
    return Answer("sendes" if sent and not refused else "sendes ikke", "\n".join(refused))


def _approve_all(folder: Path) -> None:
    desk = CoordinatorFile(folder)
    book = desk.read()
    rows = [row | {"decision": "Godkend"} for row in records(book.proposals)]
    desk.write(book, {"tblForslag": rows}, Backups(folder, datetime.combine(DAY, datetime.min.time())), None)


def _say_no(folder: Path, companies: list[str]) -> None:
    """The stewards of these companies change their minds once the proposals are approved."""
    path = folder / "partnere" / "bygge-anlaeg" / "bygge-anlaeg.xlsx"
    book = openpyxl.load_workbook(path)
    head, *lines = [list(line) for line in book["Virksomheder"].iter_rows(min_row=4)]
    at = {cell.value: number for number, cell in enumerate(head)}
    for line in lines:
        if str(line[at["P-nummer"]].value) in companies:
            line[at["TR-udtalelse"]].value = "Nej"
    book.save(path)


def _called(typed: str) -> Answer:
    name, arguments = typed.split(" ", 1)
    function = getattr(functions, name)
    cells = [[[_cell(part)] for part in text.split("+")] if text else None for text in arguments.split(",")]
    rows = function(*cells)
    first = rows[0][0]
    outcome = f"{first:%Y-%m-%d}" if isinstance(first, date) else _number(first)
    return Answer(outcome, "\n".join(str(cell) for row in rows for cell in row))


def _number(cell: object) -> str:
    return f"{cell:.0f}" if isinstance(cell, int | float) else str(cell)


def _cell(text: str) -> object:
    try:
        return datetime.fromisoformat(text) if len(text) == 10 else float(text)
    except ValueError:
        return text


def _faults(case: Case, answer: Answer) -> list[str]:
    """What is not as the case says it must be."""
    allowed = [one.removesuffix(" ellers").removesuffix(" F2") for one in case.expected.split("/")]
    faults = []
    if case.table == "functions" and not case.expected:
        if answer.outcome.replace("-", "").isdigit() or answer.outcome == "opfyldt":
            faults.append(f"svarede »{answer.outcome}« og skulle afvise")
    elif answer.outcome not in allowed:
        faults.append(f"»{answer.outcome}«, ikke »{case.expected}«")
    if faults or answer.outcome == "intet fund":
        return faults
    said = answer.said.lower().replace("\N{NO-BREAK SPACE}", " ")
    for word in case.words:
        if (word.removeprefix("!").lower() in said) == word.startswith("!"):
            faults.append(f"siger »{word[1:]}«" if word.startswith("!") else f"siger ikke »{word}«")
    return faults


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_law(case: Case, answer: Callable[[Case], Answer]) -> None:
    got = answer(case)
    faults = _faults(case, got)
    if case.failing:
        assert faults, f"{case.id} passes now: take its mark away"
    else:
        assert not faults, f"{case.typed}\n{'; '.join(faults)}\n{got.said}\n({case.source})"


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.table == "verdicts" and "judge" not in case.typed and "; F" not in case.typed],
    ids=lambda case: case.name,
)
def test_the_cell_function_says_what_the_control_says(
    case: Case, seen: Callable[[str, date], igu_xl.Validation], partnership_of: Callable[[str], Path]
) -> None:
    """Where an answer or Forløb says nothing, for these are not among its arguments."""
    validation = seen("verdicts", case.day)
    (verdict,) = records(validation.verdicts[validation.verdicts["candidate"] == case.person()])
    people = validation.partnership.frames["tblKandidater"]
    (row,) = records(people[people["candidate"] == case.person()])
    keys = ("born", "residence_from", "basis", "start")
    keys += ("previous_igu", "permit_until", "residence_gap", "replacement_cpr")
    cells = {key: [[row.get(key)]] for key in keys} | {"start": [[verdict["start"]]]}
    ((said,),) = functions.IGU_MAALGRUPPE(*cells.values())
    assert said == verdict["outcome"]


def _stop_the_clock(folder: Path) -> None:
    path = folder / "sekretariat" / "koordinator.xlsm"
    book = openpyxl.load_workbook(path, keep_vba=True)
    for row in book["Indstillinger"].iter_rows(min_row=5):
        if row[0].value == "Dags dato":
            row[1].value = datetime(DAY.year, DAY.month, DAY.day)
    book.save(path)


def test_the_command_says_what_python_says(
    partnership_of: Callable[[str], Path], seen: Callable[[str, date], igu_xl.Validation]
) -> None:
    folder = partnership_of("placements")
    _stop_the_clock(folder)
    told = json.loads(_igu("validate", str(folder), "--json", "--read-only").stdout)
    found = sorted((one["row_id"], one["rule"], one["message"]) for one in told["findings"])
    expected = sorted((one.place.row_id, one.code, one.message) for one in seen("placements", DAY).findings)
    assert found == expected
