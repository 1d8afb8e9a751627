"""Four months of a small partnership, played: on each day every surface says the same, and what a person counts.

The counting here is other code than the program's: workbooks read by openpyxl, rows in plain loops.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.checks.validation import validate
from igu_xl.excel.place_answers import cohorts_lacking_people
from igu_xl.match.pool import joinable_cohorts, open_slots, waiting_candidates

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

Row = dict[str, Any]

MUNICIPALITIES = ("kommuner/101-københavn.xlsx", "kommuner/147-frederiksberg.xlsx", "kommuner/155-dragør.xlsx")
BYG, NEXT, COORDINATOR = "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx", "koordinator.xlsm"
HOLDS = ("godkendt og sendt", "aftale indgået", "i gang")


@lru_cache(maxsize=32)
def _book(path: Path, changed: int) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path, data_only=True)


def rows(path: Path, table: str) -> list[Row]:
    """A table as openpyxl reads it, by its headers, without blank rows."""
    book = _book(path, path.stat().st_mtime_ns)
    sheet = next(sheet for sheet in book.worksheets if table in sheet.tables)
    head, *body = [[cell.value for cell in line] for line in sheet[sheet.tables[table].ref]]
    found = [dict(zip(head, line, strict=True)) for line in body]
    return [row for row in found if any(row[name] not in (None, "") for name in head if name != "Tjek")]


def write(path: Path, table: str, key: tuple[str, str], **cells: Any) -> None:
    """What a partner does: fill cells of the row with this value in the key's column, and save with another program."""
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book.worksheets if table in sheet.tables)
    head, *body = list(sheet[sheet.tables[table].ref])
    at = {cell.value: number for number, cell in enumerate(head)}
    (line,) = [line for line in body if line[at[key[0]]].value == key[1]]
    for name, value in cells.items():
        line[at[name.replace("_", " ")]].value = value
    book.save(path)


def day_of(value: Any) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def state_of(row: Row, day: date) -> str:
    """Where a placement stands, as a person would say it from its row."""
    start, agreed, sent = (day_of(row[name]) for name in ("Start", "Aftale indgået", "Sendt"))
    ended, told = day_of(row["Ophørt"]), day_of(row["Udfaldsdato"])
    if row["Udfald"] == "Aflyst før start":
        return "aflyst før start"
    if ended and ended <= day:
        return "afbrudt" if row["Udfald"] == "Afbrudt" else "gennemført"
    assert told is None
    if sent and not agreed:
        return "godkendt og sendt"
    return "i gang" if start <= day else "aftale indgået"


class Counted:
    """The partnership counted by hand on a day."""

    def __init__(self, folder: Path, day: date) -> None:
        self.day = day
        self.people = {row["Kandidat-id"]: row for one in MUNICIPALITIES for row in rows(folder / one, "tblKandidater")}
        self.placements = [row for one in MUNICIPALITIES for row in rows(folder / one, "tblForloeb")]
        self.slots, self.cohorts = rows(folder / BYG, "tblPladser"), rows(folder / NEXT, "tblHold")
        self.companies = {row["P-nummer"]: row for row in rows(folder / BYG, "tblVirksomheder")}

    def states(self) -> list[str]:
        return [state_of(row, self.day) for row in self.placements]

    def held(self, **where: str) -> int:
        """How many people hold a slot or a seat (`Plads-id` or `Hold-id`)."""
        ((name, value),) = where.items()
        mine = [row for row in self.placements if row[name] == value]
        return len({row["Kandidat-id"] for row in mine if state_of(row, self.day) in HOLDS})

    def busy(self) -> set[str]:
        return {row["Kandidat-id"] for row in self.placements if state_of(row, self.day) in HOLDS}

    def ready(self) -> Iterator[Row]:
        busy = self.busy()
        yield from (row for name, row in self.people.items() if row["Status"] == "Klar" and name not in busy)

    def waiting(self) -> int:
        return sum(day_of(row["Klar fra"]) <= self.day for row in self.ready())

    def ready_later(self) -> int:
        return sum(day_of(row["Klar fra"]) > self.day for row in self.ready())

    def open_in(self, slot: Row) -> int:
        left = slot["Antal"] - self.held(**{"Plads-id": slot["Plads-id"]})
        counted = slot["Type"] in ("praktik", "løntilskud")
        known = not counted or self.companies[slot["P-nummer"]]["Ordinært ansatte"] is not None
        takes = slot["Status"] == "Åben" and day_of(slot["Start senest"]) >= self.day and known
        return max(left, 0) if takes else 0

    def places(self) -> int:
        return sum(self.open_in(slot) for slot in self.slots)

    def signed(self, cohort: str) -> int:
        mine = [row for row in self.placements if row["Hold-id"] == cohort]
        return len({row["Kandidat-id"] for row in mine if state_of(row, self.day) in HOLDS[1:]})

    def left_since(self, cohort: str, start: date) -> int:
        mine = [row for row in self.placements if row["Hold-id"] == cohort and state_of(row, self.day) == "afbrudt"]
        return sum(day_of(row["Ophørt"]) >= start for row in mine)


def told(folder: Path) -> dict[str, int]:
    """The figures behind Start."""
    return {row["Nøgletal"]: row["Antal"] for row in rows(folder / COORDINATOR, "tblNoegletal")}


def start_sheet(folder: Path) -> dict[str, Any]:
    """What Start shows without being calculated, by label."""
    path = folder / COORDINATOR
    sheet = _book(path, path.stat().st_mtime_ns)["Start"]
    cells = [list(line) for line in sheet.iter_rows(values_only=True)]
    return {line[at]: line[at + 1] for line in cells for at in range(len(line) - 1) if isinstance(line[at], str)}


def plan(folder: Path, book: str) -> list[Row]:
    return rows(folder / book, "tblPlan")


def left_on_plan(folder: Path) -> int:
    """The open places that the branch reads on its Plan."""
    found = (re.match(r"(\d+) plads(er)? er stadig", str(row["Resultat"])) for row in plan(folder, BYG))
    return sum(int(one[1]) for one in found if one)


def assert_one_truth(folder: Path, day: date, *, plans: bool) -> None:
    """Every surface says what was counted; the Plans only where they were written since."""
    counted, figures = Counted(folder, day), told(folder)
    states = counted.states()
    expected = {
        "Venter": counted.waiting(),
        "Klar senere": counted.ready_later(),
        "Kandidater klar": counted.waiting() + counted.ready_later(),
        "Åbne pladser": counted.places(),
        "I forløb": states.count("i gang"),
        "Godkendt og sendt": states.count("godkendt og sendt"),
        "Aftalt, begynder senere": states.count("aftale indgået"),
    }
    assert {name: figures[name] for name in expected} == expected
    start = start_sheet(folder)
    assert {name: start[name] for name in expected if name in start} == {n: expected[n] for n in expected if n in start}
    checked = validate(folder, day)
    assert len(waiting_candidates(checked)) == expected["Kandidater klar"]
    assert open_slots(checked)["left"].sum() == expected["Åbne pladser"]
    shown = rows(folder / COORDINATOR, "tblForloeb")
    assert sorted(row["Tilstand"] for row in shown) == sorted(states)
    assert_cohorts(folder, counted, checked)
    if plans:
        assert left_on_plan(folder) == expected["Åbne pladser"]
        on_plans = [row for one in MUNICIPALITIES for row in plan(folder, one)]
        placed = [row["Resultat"].lower() for row in on_plans if row["Plads-id"]]
        assert sorted(one for one in placed if one in HOLDS) == sorted(one for one in states if one in HOLDS)
        assert {row["Kandidat-id"] for row in on_plans} >= {row["Kandidat-id"] for row in counted.ready()}
        received = [row["Resultat"].lower() for row in plan(folder, BYG) if row["Kandidat-id"]]
        assert sorted(received) == sorted(one for one in states if one in HOLDS)


def assert_cohorts(folder: Path, counted: Counted, checked: Any) -> None:
    by_id = {row["Hold-id"]: row for row in rows(folder / COORDINATOR, "tblHoldstatus")}
    lacking = {line[0]: line for line in cohorts_lacking_people(folder, counted.day)[1:]}
    seats = joinable_cohorts(checked).set_index("cohort")["taken"].to_dict()
    for cohort in counted.cohorts:
        name, least, start = cohort["Hold-id"], cohort["Min. deltagere"], day_of(cohort["Start"])
        signed, held = counted.signed(name), counted.held(**{"Hold-id": name})
        if cohort["Status"] == "Aflyst":
            assert by_id[name]["Resultat"] == "aflyst"
            continue
        shown = by_id[name]
        assert (shown["Aftalt"], shown["Godkendt"]) == (signed, held - signed)
        if start <= counted.day:
            assert (shown["Resultat"], shown["Tilmeldte"]) == ("i gang", signed + counted.left_since(name, start))
            continue
        assert shown["Tilmeldte"] == signed
        assert seats.get(name, held) == held
        assert shown["Resultat"].startswith("kører") == (signed >= least)
        assert (name in lacking) == (signed < least)
        if name in lacking:
            assert lacking[name][-2:] == [signed, least - signed]


@pytest.fixture
def living(partnership: Path) -> Path:
    """The partnership without a set day: each run is of its own."""
    (partnership / COORDINATOR).unlink()
    new_coordinator(partnership, Settings())
    return partnership


def test_every_surface_says_what_was_counted_on_every_day(living: Path, decide: Callable[..., None]) -> None:
    """Matched and sent in November, signed or not in December, begun in February, ended and cancelled in March."""
    folder, day = living, date(2026, 11, 2)
    check_partnership(folder, datetime(2026, 11, 2, 8))
    assert_one_truth(folder, day, plans=False)
    match_partnership(folder, datetime(2026, 11, 2, 9))
    assert_one_truth(folder, day, plans=False)
    assert {row["Resultat"] for row in rows(folder / COORDINATOR, "tblHoldstatus")} == {
        "kan køre (9 foreslået, 0 aftalt)",
        "mangler 10 inden 15. januar 2027",
    }
    decide(folder, {"101-0003": "Afvis", "147-0003": ""}, others="Godkend")
    publish_partnership(folder, datetime(2026, 11, 2, 10), anyway=True)
    assert_one_truth(folder, day, plans=True)
    sent = [(one, row) for one in MUNICIPALITIES for row in rows(folder / one, "tblForloeb")]
    assert {day_of(row["Sendt"]) for _, row in sent} == {day}
    assert {
        row["Resultat"] for row in plan(folder, NEXT) if row["Hold-id"] == "NEXT-2027-01" and not row["Kandidat-id"]
    } == {"Kan køre (1 foreslået, 7 godkendt, 0 aftalt)"}

    # December: six sign, one never begins, and somebody new is ready.
    in_school = [(one, row) for one, row in sent if row["Hold-id"]]
    *signers, (lost_in, lost) = in_school
    for one, row in signers:
        write(folder / one, "tblForloeb", ("Forløb-id", row["Forløb-id"]), Aftale_indgået=datetime(2026, 12, 3))
    write(
        folder / lost_in, "tblForloeb", ("Forløb-id", lost["Forløb-id"]),
        Udfald="Aflyst før start", Udfaldsdato=datetime(2026, 12, 4),
    )  # fmt: skip
    day = date(2026, 12, 7)
    check_partnership(folder, datetime(2026, 12, 7, 8))
    assert_one_truth(folder, day, plans=False)
    publish_partnership(folder, datetime(2026, 12, 7, 9), anyway=True)
    assert_one_truth(folder, day, plans=True)
    result = {row["Hold-id"]: row["Resultat"] for row in rows(folder / COORDINATOR, "tblHoldstatus")}
    assert result["NEXT-2027-01"] == "kører (6 tilmeldt, mindst 6)"
    assert any(row["Kandidat-id"] == lost["Kandidat-id"] and not row["Plads-id"] for row in plan(folder, lost_in))

    # February: it begins. One slot is closed, which strands nobody who has begun.
    write(folder / BYG, "tblPladser", ("Plads-id", "BYG-0001"), Status="Lukket")
    day = date(2027, 2, 8)
    publish_partnership(folder, datetime(2027, 2, 8, 9), anyway=True)
    assert_one_truth(folder, day, plans=True)
    codes = {finding.code for finding in validate(folder, day).findings}
    assert "strandet-plads-lukket" not in codes
    assert "aftale-mangler" in codes  # the practice was sent for December, and nobody has signed

    # March: one drops out and wants something else; the cohort that never filled is cancelled.
    where, row = signers[0]
    write(
        folder / where, "tblForloeb", ("Forløb-id", row["Forløb-id"]),
        Ophørt=datetime(2027, 3, 1), Ophørsårsag="Fravær", Udfald="Afbrudt",
    )  # fmt: skip
    write(folder / NEXT, "tblHold", ("Hold-id", "NEXT-2027-02"), Status="Aflyst")
    day = date(2027, 3, 2)
    match_partnership(folder, datetime(2027, 3, 2, 9))
    assert_one_truth(folder, day, plans=False)
    publish_partnership(folder, datetime(2027, 3, 2, 10), anyway=True)
    assert_one_truth(folder, day, plans=True)


def test_publishing_twice_changes_nothing_the_second_time(living: Path, decide: Callable[..., None]) -> None:
    match_partnership(living, datetime(2026, 11, 2, 9))
    decide(living, {}, others="Godkend")
    publish_partnership(living, datetime(2026, 11, 2, 10), anyway=True)
    books = [*MUNICIPALITIES, BYG, NEXT]
    before = {name: (living / name).read_bytes() for name in books}
    history = (living / ".igu" / "historik.parquet").read_bytes()
    assert publish_partnership(living, datetime(2026, 11, 2, 11), anyway=True).written == set()
    assert {name: (living / name).read_bytes() for name in books} == before
    assert (living / ".igu" / "historik.parquet").read_bytes() == history


def test_a_workbook_that_is_missing_this_month_keeps_its_places(living: Path, decide: Callable[..., None]) -> None:
    """Its people hold what they held, and nobody is matched to it; back again, all is as before."""
    match_partnership(living, datetime(2026, 11, 2, 9))
    decide(living, {}, others="Godkend")
    publish_partnership(living, datetime(2026, 11, 2, 10), anyway=True)
    before, away = validate(living, date(2026, 11, 3)).standing, living.parent / "væk.xlsx"
    (living / MUNICIPALITIES[0]).replace(away)
    gone = validate(living, date(2026, 11, 3))
    assert gone.standing.slots["held"].tolist() == before.slots["held"].tolist()
    assert not set(waiting_candidates(gone)["candidate"]) & {
        row for row in before.candidates["candidate"] if row < "147"
    }
    assert not {one.code for one in gone.findings if one.code.startswith("strandet")}
    away.replace(living / MUNICIPALITIES[0])
    assert (
        validate(living, date(2026, 11, 3)).standing.candidates["step"].tolist() == before.candidates["step"].tolist()
    )


def test_a_run_that_is_repeated_as_of_an_earlier_day_forgets_nothing(living: Path) -> None:
    check_partnership(living, datetime(2026, 11, 2, 8))
    check_partnership(living, datetime(2026, 12, 1, 8))
    kept = (living / ".igu" / "historik.parquet").read_bytes()
    (living / COORDINATOR).unlink()
    new_coordinator(living, Settings(today=date(2026, 11, 15)))
    check_partnership(living, datetime(2026, 12, 1, 9))
    assert (living / ".igu" / "historik.parquet").read_bytes() == kept
