"""The sheet Siden sidst over weeks: a line stays until it is marked, whatever is pressed, and nothing is told twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from igu_xl.actions.checking import check_partnership, look_only
from igu_xl.actions.coordinator.file import CoordinatorFile, new_coordinator, read_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.coordinator.since_actions import (
    ACTIONS,
    AT_SENDING,
    LEAVE,
    TAKE_BACK,
    Errand,
    SinceAction,
    carried_out,
    suggestions,
)
from igu_xl.actions.coordinator.workbook import Coordinator
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.sending import errands
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.errors import NotNow
from igu_xl.records import Record, records
from igu_xl.sheets.contract import LISTS
from igu_xl.sheets.contract.coordinator import PASSED
from igu_xl.sheets.writing.keeping import Backups
from igu_xl.standing.events.kinds import EventKind

KOEBENHAVN, BYG, NEXT = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
TOLD = Path(".igu") / "siden-sidst.parquet"


def at(day: int, hour: int = 9, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour)


@pytest.fixture
def living(partnership: Path) -> Path:
    """The partnership without a set day, read for the first time on 2 November."""
    (partnership / "koordinator.xlsm").unlink()
    new_coordinator(partnership, Settings())
    check_partnership(partnership, at(2))
    return partnership


def change(path: Path, table: str, name: str, **cells: Any) -> None:
    """What a partner does: fill cells of the row with this id, and save with another program."""
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book.worksheets if table in sheet.tables)
    head, *body = list(sheet[sheet.tables[table].ref])
    places = {cell.value: number for number, cell in enumerate(head)}
    (line,) = [line for line in body if line[0].value == name]
    for header, value in cells.items():
        line[places[header.replace("_", " ")]].value = value
    book.save(path)


def lines(folder: Path) -> list[Record]:
    return records(read_coordinator(folder).since)


def told(folder: Path) -> list[tuple[str, str]]:
    return [(row["what"], row["who"]) for row in lines(folder)]


def choose(folder: Path, who: str, action: str) -> None:
    """What the coordinator does: choose in the row, and save."""
    desk = CoordinatorFile(folder)
    book = desk.read()
    rows = [row | {"chosen": action if row["who"] == who else row["chosen"]} for row in records(book.since)]
    assert any(row["who"] == who for row in rows)
    desk.write(book, {"tblSidenSidst": rows}, Backups(folder, at(1)), None)


def cancel(folder: Path) -> None:
    change(folder / NEXT, "tblHold", "NEXT-2027-01", Status="Aflyst")


def test_the_first_run_has_nothing_to_compare_with(living: Path) -> None:
    assert lines(living) == []
    since = look_only(living, at(2)).since()
    assert not since.first and since.text == "Siden sidst: intet nyt.\n\n"
    (living / TOLD).unlink()
    (living / ".igu" / "historik.parquet").unlink()
    assert look_only(living, at(2)).since().text == "Siden sidst: Første kørsel, intet at sammenligne med.\n\n"


def test_a_line_stays_however_often_the_buttons_are_pressed_and_goes_when_it_is_marked(living: Path) -> None:
    cancel(living)
    check_partnership(living, at(2, 10))  # the same day as the first reading
    first = lines(living)
    assert [(row["what"], row["who"], row["sentence"]) for row in first] == [
        ("Hold aflyst", "NEXT-2027-01", "Holdet NEXT-2027-01 er aflyst. Ingen har en plads på det.")
    ]
    check_partnership(living, at(2, 11))
    match_partnership(living, at(3))
    publish_partnership(living, at(4), anyway=True)
    assert lines(living) == first
    choose(living, "NEXT-2027-01", "Set")
    check_partnership(living, at(5))
    assert lines(living) == []


def test_a_run_that_tells_nobody_takes_nothing_away(living: Path) -> None:
    """A reading that is remembered, while the coordinator's workbook was not written: a report, a killed run."""
    cancel(living)
    before = (living / TOLD).read_bytes()
    desk = CoordinatorFile(living)
    book = desk.path.read_bytes()
    check_partnership(living, at(3))
    desk.path.write_bytes(book)
    (living / TOLD).write_bytes(before)
    check_partnership(living, at(4))
    assert told(living) == [("Hold aflyst", "NEXT-2027-01")]


def test_looking_writes_nothing_and_tells_the_same(living: Path) -> None:
    cancel(living)
    before = {path: path.read_bytes() for path in living.rglob("*") if path.is_file()}
    looked = look_only(living, at(3)).since()
    assert before == {path: path.read_bytes() for path in living.rglob("*") if path.is_file()}
    assert looked.text.startswith("Siden sidst (1):\n  se på            03-11-2026 Holdet NEXT-2027-01 er aflyst.")
    check_partnership(living, at(3))
    assert [row["who"] for row in lines(living)] == [row["who"] for row in looked.rows]


def test_a_damaged_file_of_what_was_told_is_as_if_the_reading_before_had_told(living: Path) -> None:
    (living / TOLD).write_bytes(b"nix")
    cancel(living)
    check_partnership(living, at(3))
    assert told(living) == [("Hold aflyst", "NEXT-2027-01")]


def test_a_line_whose_matter_is_over_says_so_and_waits_for_nobody(living: Path) -> None:
    cancel(living)
    check_partnership(living, at(3))
    change(living / NEXT, "tblHold", "NEXT-2027-01", Status="Planlagt")
    checked = check_partnership(living, at(4))
    back, over = lines(living)
    assert back["what"] == "Hold planlagt igen"
    assert (over["what"], over["weight"], over["state"]) == (
        "Hold aflyst", PASSED, "Gælder ikke mere: Hold planlagt igen."
    )  # fmt: skip
    assert [row["what"] for row in checked.since().waiting] == ["Hold planlagt igen"]


def test_a_note_that_the_coordinator_writes_in_the_table_stays_as_it_is(living: Path) -> None:
    desk = CoordinatorFile(living)
    note = dict.fromkeys(records(desk.read().since.reindex([0]))[0], "") | {"date": None, "sentence": "Ring til NEXT"}
    desk.write(desk.read(), {"tblSidenSidst": [note]}, Backups(living, at(2)), None)
    cancel(living)
    checked = check_partnership(living, at(3))
    assert [row["sentence"] for row in lines(living)][1:] == ["Ring til NEXT"]
    assert "Ring til NEXT" in checked.since().text and checked.since().as_json()


def test_what_was_sent_and_who_it_strands(living: Path, decide: Callable[..., None]) -> None:
    match_partnership(living, at(2, 10))
    decide(living, {}, others="Godkend")
    sent = publish_partnership(living, at(2, 11), anyway=True).sent
    assert sent and lines(living) == []  # the coordinator sent it
    cancel(living)
    change(living / KOEBENHAVN, "tblForloeb", "101-0001-F1", Aftale_indgået=at(5, 0))
    check_partnership(living, at(6))
    stranded, agreed = lines(living)
    assert stranded["weight"] == "haster" and "Det strander 101-000" in stranded["sentence"]
    assert stranded["advice"].startswith("Tryk på Match")
    assert (agreed["what"], agreed["who"], agreed["date"].date()) == ("Aftale indgået", "101-0001", date(2026, 11, 5))


def test_a_reminder_is_quiet_for_so_many_days_and_then_asks_again(living: Path) -> None:
    untouched = [("Arbejdsbog ikke rørt", path) for path in (BYG, "kommuner/155-dragør.xlsx", NEXT)]
    change(living / KOEBENHAVN, "tblKandidater", "101-0001", Status="Ny")
    change(living / "kommuner/147-frederiksberg.xlsx", "tblKandidater", "147-0001", Status="Ny")
    check_partnership(living, at(20))
    check_partnership(living, at(4, month=12))
    assert sorted(told(living)) == sorted(untouched)
    choose(living, NEXT, "Rykket")
    check_partnership(living, at(5, month=12))
    quiet = {row["who"]: (row["chosen"], row["state"]) for row in lines(living)}
    assert quiet[NEXT] == ("Rykket", "Rykket 05-12-2026") and lines(living)[-1]["who"] == NEXT
    check_partnership(living, datetime(2027, 1, 3, 9))
    assert {row["who"]: row["chosen"] for row in lines(living)}[NEXT] == "Rykket"
    check_partnership(living, datetime(2027, 1, 4, 9))
    again = next(row for row in lines(living) if row["who"] == NEXT)
    assert (again["chosen"], again["state"]) == ("", "Blev rykket 05-12-2026")
    cancel(living)
    check_partnership(living, datetime(2027, 1, 5, 9))
    gone = next(row for row in lines(living) if row["who"] == NEXT)
    assert (gone["weight"], gone["state"]) == (PASSED, "Gælder ikke mere: Arbejdsbogen er ændret siden.")


def test_every_choice_of_the_list_is_carried_out() -> None:
    assert set(LISTS["Handling"]) == {*ACTIONS, *AT_SENDING}
    assert ACTIONS.keys().isdisjoint(AT_SENDING)
    assert set(AT_SENDING) == set(errands._ERRANDS)


ERRAND = Errand(Path("mappe"), date(2026, 11, 3), 30)


def test_an_action_is_done_at_every_run_or_says_why_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def moved(row: Record, errand: Errand) -> Record:
        if row["who"] == "101-0002":
            raise NotNow("Arbejdsbogen er åben.")
        return row | {"state": f"Flyttet {errand.day:%d-%m-%Y}"}

    monkeypatch.setitem(ACTIONS, "Flyt", SinceAction(moved, frozenset({EventKind.CANDIDATE_NEW})))
    rows: list[Record] = [{"who": f"101-000{at}", "chosen": "Flyt", "state": ""} for at in (1, 2)]
    done = list(carried_out(rows, ERRAND))
    assert [row["state"] for row in done] == ["Flyttet 03-11-2026", "Arbejdsbogen er åben."]
    assert suggestions(EventKind.CANDIDATE_NEW, strikes=False) == "Vælg Flyt, når det er gjort."


@pytest.mark.parametrize("choice", AT_SENDING)
def test_an_action_of_a_sending_is_not_done_before_it_and_its_lines_suggest_it(choice: str) -> None:
    rows: list[Record] = [{"who": "101-0001", "chosen": choice, "state": ""}]
    assert list(carried_out(rows, ERRAND)) == rows
    suggested = {kind for kind in EventKind if f"Eller vælg {choice}, og" in suggestions(kind, strikes=True)}
    assert suggested == AT_SENDING[choice] and suggested
    spared = {kind for kind in EventKind if choice in suggestions(kind, strikes=False)}
    assert spared == (set() if choice == TAKE_BACK else suggested)


@pytest.mark.parametrize("choice", AT_SENDING)
def test_godkend_og_send_carries_them_out(living: Path, monkeypatch: pytest.MonkeyPatch, choice: str) -> None:
    asked: list[tuple[Path, datetime, str]] = []

    def work(folder: Path, begun: datetime, name: str, _desk: Coordinator) -> str:
        asked.append((folder, begun, name))
        if begun == at(4, 10):
            raise NotNow("Arbejdsbogen er åben.")
        return "Gjort"

    cancel(living)
    check_partnership(living, at(3))
    monkeypatch.setitem(errands._ERRANDS, choice, work)
    choose(living, "NEXT-2027-01", choice)
    check_partnership(living, at(4))
    match_partnership(living, at(4))
    assert [(row["chosen"], row["state"]) for row in lines(living)] == [(choice, "")] and not asked
    publish_partnership(living, at(4, 10), anyway=True)
    assert [(row["chosen"], row["state"]) for row in lines(living)] == [(choice, "Arbejdsbogen er åben.")]
    publish_partnership(living, at(4, 11), anyway=True)
    assert [(row["chosen"], row["weight"], row["state"]) for row in lines(living)] == [("", PASSED, "Gjort")]
    publish_partnership(living, at(4, 12), anyway=True)  # once it is done it is not done again
    about = "Next" if choice == LEAVE else "NEXT-2027-01"
    assert asked == [(living, at(4, 10), about), (living, at(4, 11), about)]
