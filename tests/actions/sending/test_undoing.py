"""Fortryd: the last sending is taken back as if it had never been, as far as nobody has gone on with it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.table import TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.commands import WORK, Press
from igu_xl.actions.coordinator.file import CoordinatorFile, new_coordinator, read_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.sending import taking_back
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.actions.sending.sendings import FILE, kept_sendings
from igu_xl.actions.sending.taking_back import summary
from igu_xl.actions.sending.undoing import undo_partnership
from igu_xl.checks.validation import validate
from igu_xl.cli import main
from igu_xl.errors import NotNow, WrongUse
from igu_xl.records import records
from igu_xl.standing.history_file import kept_history
from igu_xl.standing.standing import State, stand

SENT_AT, UNDONE_AT = datetime(2026, 11, 2, 9), datetime(2026, 11, 5, 9)
KOEBENHAVN, FREDERIKSBERG = "kommuner/101-københavn.xlsx", "kommuner/147-frederiksberg.xlsx"
DRAGOER, BYG, NEXT = "kommuner/155-dragør.xlsx", "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
PARTNERS = (KOEBENHAVN, FREDERIKSBERG, DRAGOER, BYG, NEXT)
TOLD = ("Plan", "Fund")
IN_KOEBENHAVN = ["101-0001-F1", "101-0002-F1", "101-0005-F1", "101-0006-F1"]
IN_FREDERIKSBERG = ["147-0001-F1", "147-0002-F1", "147-0004-F1"]
NOTHING_SINCE = "Der er ikke sendt noget, siden afsendelsen 2. november 2026 blev taget tilbage"

Decide = Callable[..., None]
Changed = Callable[..., Path]

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


@pytest.fixture
def living(decided: Path) -> Path:
    """The partnership with its decisions, without a set day: each run is of its own."""
    book = openpyxl.load_workbook(CoordinatorFile(decided).path, keep_vba=True)
    row = next(row for row in book["Indstillinger"].iter_rows() if row[0].value == "Dags dato")
    row[1].value = None
    book.save(CoordinatorFile(decided).path)
    return decided


@pytest.fixture
def sent(living: Path) -> Path:
    """Seven placements sent on 2 November."""
    publish_partnership(living, SENT_AT)
    return living


def reach(sheet: Worksheet, last: int, more: int = 0) -> int:
    """Let the table Forløb end at a row and be so many columns wider; returns its last column."""
    table = sheet.tables["tblForloeb"]
    right = range_boundaries(table.ref)[2] + more
    table.ref, table.autoFilter = f"A4:{get_column_letter(right)}{last}", None
    return int(right)


def typed(path: Path, change: Callable[[Worksheet, dict[str, int]], object]) -> None:
    """What a municipality does in its sheet Forløb; the change gets the sheet and the columns of the headers."""
    book = openpyxl.load_workbook(path)
    sheet = book["Forløb"]
    head = sheet[sheet.tables["tblForloeb"].ref][0]
    change(sheet, {str(cell.value): cell.column for cell in head})
    book.save(path)


def row_of(sheet: Worksheet, placement: str) -> int:
    return next(cell.row for column in sheet.iter_cols() for cell in column if cell.value == placement)


def wrote(path: Path, placement: str, **cells: Any) -> None:
    """A municipality fills cells of a placement's row."""

    def change(sheet: Worksheet, at: dict[str, int]) -> None:
        row = row_of(sheet, placement)
        for name, value in cells.items():
            sheet.cell(row, at[name.replace("_", " ")]).value = value

    typed(path, change)


def placements(folder: Path, book: str) -> list[str]:
    """The ids in the sheet Forløb, from the top."""
    sheet = openpyxl.load_workbook(folder / book)["Forløb"]
    rows = list(sheet[sheet.tables["tblForloeb"].ref])[1:]
    return [row[0].value for row in rows if row[0].value]


def plan(folder: Path, book: str) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(folder / book)["Plan"]
    head, *body = ([cell.value for cell in row] for row in sheet[sheet.tables["tblPlan"].ref])
    return [dict(zip(head, row, strict=True)) for row in body]


def cells(folder: Path) -> dict[str, Any]:
    """Every cell of every partner with something in it, and where tables and rules lie; without Plan and Fund."""
    found: dict[str, Any] = {}
    for name in PARTNERS:
        for sheet in openpyxl.load_workbook(folder / name).worksheets:
            if sheet.title not in TOLD:
                found |= {
                    f"{name} {sheet.title}!{cell.coordinate}": str(getattr(cell.value, "text", cell.value))
                    for row in sheet.iter_rows()
                    for cell in row
                    if cell.value is not None
                }
                found |= {f"{name} {table.name}": table.ref for table in sheet.tables.values()}
                rules = [str(rule.sqref) for rule in sheet.data_validations.dataValidation]
                found[f"{name} {sheet.title}"] = [rules, [str(area.sqref) for area in sheet.conditional_formatting]]
    return found


def states(folder: Path) -> dict[str, tuple[str, str]]:
    return {row["candidate"]: (row["decision"], row["state"]) for row in records(read_coordinator(folder).proposals)}


def log(folder: Path) -> list[tuple[str, str]]:
    book = openpyxl.load_workbook(CoordinatorFile(folder).path, keep_vba=True)
    sheet = book["Log"]
    return [(row[1].value, row[2].value) for row in list(sheet[sheet.tables["tblLog"].ref])[1:]]


def test_it_is_as_if_nothing_had_been_sent(living: Path) -> None:
    before, decisions = cells(living), states(living)
    publish_partnership(living, SENT_AT)
    done = undo_partnership(living, UNDONE_AT)
    assert sorted(done.taken) == IN_KOEBENHAVN + IN_FREDERIKSBERG
    assert (done.stays, done.waiting, done.gone) == ({}, {}, [])
    assert cells(living) == before
    assert states(living) == decisions
    assert summary(done) == (
        "7 forløb taget tilbage fra afsendelsen 2. november 2026. 4 arbejdsbøger opdateret. Forslagene står igen i "
        "arket Forslag med deres beslutning: Godkend og send sender dem, der er godkendt, igen."
    )
    assert log(living)[-1] == ("Fortryd", summary(done))


@settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    approved=st.sets(st.sampled_from([f"101-000{n}" for n in range(1, 7)] + [f"147-000{n}" for n in range(1, 5)])),
    blank=st.integers(0, 5),
    own=st.booleans(),
)
def test_publish_then_undo_is_nothing(
    approved: set[str], blank: int, own: bool, decided_partnership: Path, decide: Decide, tmp_path: Path
) -> None:
    """Whatever was approved, whatever room the municipalities' tables had."""
    folder = tmp_path / "mange"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(decided_partnership, folder)
    decide(
        folder, {**dict.fromkeys([f"101-000{n}" for n in range(1, 7)], "Afvis"), **dict.fromkeys(approved, "Godkend")}
    )

    def room(sheet: Worksheet, at: dict[str, int]) -> None:
        reach(sheet, 5 + blank)
        if own:
            sheet.cell(6 + blank + 8, 1, "En note under tabellen")

    typed(folder / KOEBENHAVN, room)
    before = cells(folder)
    done = publish_partnership(folder, SENT_AT, anyway=True)
    back = undo_partnership(folder, SENT_AT)
    assert sorted(back.taken) == sorted(done.sent)
    assert cells(folder) == before


def test_those_taken_back_wait_again_on_every_surface(sent: Path) -> None:
    undo_partnership(sent, UNDONE_AT)
    standing = validate(sent, UNDONE_AT.date()).standing
    assert standing.in_state(State.SENT).empty
    assert len(standing.in_match()) == 13
    told = {row["Kandidat-id"]: (row["Resultat"], row["Forklaring"]) for row in plan(sent, KOEBENHAVN)}
    assert told["101-0005"] == (
        "Forslag afventer sekretariatet",
        "Forløbet 101-0005-F1 blev taget tilbage 5. november 2026.",
    )
    assert not any(row["Kandidat-id"] for row in plan(sent, BYG))
    assert not any(row["Kandidat-id"] for row in plan(sent, NEXT))


def test_the_history_forgets_the_sending_and_the_days_between_stay(sent: Path) -> None:
    undo_partnership(sent, UNDONE_AT)
    history = kept_history(sent)
    assert history.sent.empty
    between, after = stand(history, date(2026, 11, 4)), stand(history, UNDONE_AT.date())
    assert (len(between.in_state(State.SENT)), len(after.placements)) == (7, 0)


def test_the_second_time_nothing_is_taken_and_the_one_before_is_named(sent: Path, decide: Decide) -> None:
    decide(sent, {"101-0004": "Godkend"})
    publish_partnership(sent, datetime(2026, 11, 3, 9))
    assert undo_partnership(sent, UNDONE_AT).taken == ["101-0004-F1"]
    before = {name: (sent / name).read_bytes() for name in (*PARTNERS, "koordinator.xlsm", ".igu/sendt.json")}
    again = undo_partnership(sent, datetime(2026, 11, 6, 9))
    assert (again.taken, again.written, again.stays) == ([], set(), {})
    assert again.said == (
        "Der er ikke sendt noget, siden afsendelsen 3. november 2026 blev taget tilbage 5. november 2026. Den før er "
        "fra 2. november 2026 og fortrydes ikke; bed kommunen om at vælge Aflyst før start i kolonnen Udfald i arket "
        "Forløb."
    )
    assert {name: (sent / name).read_bytes() for name in before} == before
    assert placements(sent, FREDERIKSBERG) == ["147-0004-F1", "147-0001-F1", "147-0002-F1"]


def test_what_was_taken_back_can_be_sent_again_and_undone_again(sent: Path) -> None:
    undo_partnership(sent, UNDONE_AT)
    again = publish_partnership(sent, datetime(2026, 11, 6, 9))
    assert sorted(again.sent) == IN_KOEBENHAVN + IN_FREDERIKSBERG
    assert set(kept_history(sent).sent["sent_on"]) == {datetime(2026, 11, 6)}
    assert undo_partnership(sent, datetime(2026, 11, 7, 9)).sending == "afsendelsen 6. november 2026"
    assert placements(sent, KOEBENHAVN) == []


def test_what_was_taken_back_can_be_decided_otherwise(sent: Path, decide: Decide) -> None:
    undo_partnership(sent, UNDONE_AT)
    decide(sent, {"101-0006": "Afvis"})
    match_partnership(sent, datetime(2026, 11, 6, 9))
    assert not {row.candidate for row in read_coordinator(sent).proposals.itertuples() if row.state == "Sendt"}
    again = publish_partnership(sent, datetime(2026, 11, 6, 10), anyway=True)
    assert sorted(again.sent) == sorted({*IN_KOEBENHAVN, *IN_FREDERIKSBERG} - {"101-0006-F1"})


@pytest.mark.parametrize(
    ("typed_in", "reason"),
    [
        ({"Aftale_indgået": datetime(2026, 11, 4)}, "Kommunen har skrevet »Aftale indgået« 4. november 2026."),
        ({"VITAS_oprettet": datetime(2026, 11, 4)}, "Kommunen har skrevet »VITAS oprettet« 4. november 2026."),
        ({"Start": datetime(2027, 1, 4)}, "Kommunen har ændret »Start« til 4. januar 2027."),
        ({"Udfald": "Aflyst før start"}, "Kommunen har skrevet »Udfald« Aflyst før start."),
        ({"Hold-id": None}, "Kommunen har ændret »Hold-id«."),
        ({"Plads-id": "010190-1234"}, "Kommunen har ændret »Plads-id«."),
        ({"Aftale_indgået": "i går"}, "Kommunen har skrevet »Aftale indgået«."),
    ],
)
def test_a_row_that_the_municipality_has_typed_in_is_the_municipalitys(
    typed_in: dict[str, Any], reason: str, sent: Path
) -> None:
    wrote(sent / KOEBENHAVN, "101-0005-F1", **typed_in)
    done = undo_partnership(sent, UNDONE_AT)
    assert done.stays == {"101-0005-F1": reason}
    assert placements(sent, KOEBENHAVN) == ["101-0005-F1"]
    assert states(sent)["101-0005"] == ("Godkend", "Sendt")
    assert states(sent)["101-0001"] == ("Godkend", "Foreslået")
    assert f"Blev stående: 101-0005-F1 (k{reason[1:-1]})." in summary(done)
    assert set(kept_history(sent).sent["placement"]) == {"101-0005-F1"}
    again = undo_partnership(sent, datetime(2026, 11, 6, 9))
    assert (again.taken, again.stays) == ([], {"101-0005-F1": reason})


def test_columns_of_their_own_and_notes_count_too_and_are_not_quoted(sent: Path) -> None:
    def own(sheet: Worksheet, at: dict[str, int]) -> None:
        table = sheet.tables["tblForloeb"]
        last = range_boundaries(table.ref)[3]
        mine = reach(sheet, last, more=1)
        table.tableColumns.append(TableColumn(id=99, name="Vores sag"))
        sheet.cell(4, mine, "Vores sag")
        sheet.cell(row_of(sheet, "101-0005-F1"), mine, "Ida ringer")
        sheet.cell(row_of(sheet, "101-0001-F1"), 2).comment = Comment("Taler med chefen", "Ida")
        sheet.cell(last + 6, 2, "Husk: møde tirsdag")

    typed(sent / KOEBENHAVN, own)
    done = undo_partnership(sent, UNDONE_AT)
    assert done.stays == {
        "101-0005-F1": "Kommunen har skrevet i kolonnen »Vores sag«.",
        "101-0001-F1": "Kommunen har sat en note ved »Kandidat-id«.",
    }
    sheet = openpyxl.load_workbook(sent / KOEBENHAVN)["Forløb"]
    there = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"Ida ringer", "Husk: møde tirsdag"} <= there and "101-0002-F1" not in there
    assert "Ida" not in json.dumps(done.as_json(), ensure_ascii=False)


def test_rows_that_were_sorted_coloured_and_filtered_are_found(sent: Path) -> None:
    """The rows stand upside down, one is yellow, one hidden, and one of their own is among them."""

    def sorted_rows(sheet: Worksheet, at: dict[str, int]) -> None:
        table = sheet.tables["tblForloeb"]
        rows = [[cell.value for cell in row] for row in sheet[table.ref][1:]]
        mine = ["101-9999-F1", "101-0003", "BYG-0001", None, "igu", datetime(2026, 1, 5), datetime(2028, 1, 4)]
        rows = [*rows[:2], [*mine, *[None] * (len(rows[0]) - len(mine))], *rows[2:]][::-1]
        reach(sheet, 4 + len(rows))
        for number, row in enumerate(rows, start=5):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column).value = value
        sheet["A5"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
        sheet.row_dimensions[6].hidden = True

    typed(sent / KOEBENHAVN, sorted_rows)
    done = undo_partnership(sent, UNDONE_AT)
    assert len(done.taken) == 7 and done.stays == {}
    sheet = openpyxl.load_workbook(sent / KOEBENHAVN)["Forløb"]
    assert placements(sent, KOEBENHAVN) == ["101-9999-F1"]
    assert sheet["A7"].value == "101-9999-F1" and range_boundaries(sheet.tables["tblForloeb"].ref)[3] == 7
    assert sheet["A5"].fill.fgColor.rgb == "00FFFF00"


def test_a_row_that_the_municipality_has_deleted_is_told_as_gone(sent: Path) -> None:
    wrote(sent / KOEBENHAVN, "101-0006-F1", **{name: None for name in (
        "Kandidat-id", "Plads-id", "Type", "Start", "Planlagt slut", "Sendt", "Forløb-id")})  # fmt: skip
    done = undo_partnership(sent, UNDONE_AT)
    assert done.gone == ["101-0006-F1"] and "Stod der ikke mere: 101-0006-F1." in summary(done)
    assert states(sent)["101-0006"] == ("Godkend", "Foreslået")


def test_a_row_that_has_moved_to_another_municipality_stays(sent: Path) -> None:
    """Cut in the one workbook and pasted in the other: nobody's work is taken for gone."""
    names = ("Forløb-id", "Kandidat-id", "Plads-id", "Type", "Start", "Planlagt slut", "Sendt")
    wrote(sent / KOEBENHAVN, "101-0006-F1", **dict.fromkeys(names))
    pasted = ("101-0006-F1", "101-0006", "BYG-0003", "praktik", datetime(2026, 12, 1), datetime(2027, 3, 1), SENT_AT)

    def paste(sheet: Worksheet, at: dict[str, int]) -> None:
        for name, value in zip(names, pasted, strict=True):
            sheet.cell(5, at[name]).value = value

    typed(sent / DRAGOER, paste)
    done = undo_partnership(sent, UNDONE_AT)
    assert done.stays == {"101-0006-F1": "Rækken står nu hos Dragør."} and done.gone == []
    assert placements(sent, DRAGOER) == ["101-0006-F1"]


def test_a_workbook_whose_ids_have_lost_their_header_waits(sent: Path) -> None:
    def renamed(sheet: Worksheet, at: dict[str, int]) -> None:
        sheet.cell(4, at["Forløb-id"]).value = "Sag"
        next(one for one in sheet.tables["tblForloeb"].tableColumns if one.name == "Forløb-id").name = "Sag"

    typed(sent / KOEBENHAVN, renamed)
    done = undo_partnership(sent, UNDONE_AT)
    assert done.waiting == {KOEBENHAVN: "Arket Forløb mangler »Forløb-id«. Giv kolonnen den overskrift igen."}
    assert sorted(done.taken) == IN_FREDERIKSBERG and done.gone == []


def test_a_row_that_stands_twice_stays(sent: Path) -> None:
    def copied(sheet: Worksheet, at: dict[str, int]) -> None:
        row = row_of(sheet, "101-0006-F1")
        for column in range(1, reach(sheet, 9) + 1):
            sheet.cell(9, column).value = sheet.cell(row, column).value

    typed(sent / KOEBENHAVN, copied)
    done = undo_partnership(sent, UNDONE_AT)
    assert done.stays == {"101-0006-F1": "Der er flere rækker med det forløb-id."}
    assert placements(sent, KOEBENHAVN) == ["101-0006-F1"] * 2


@pytest.mark.parametrize("lock", ["~${}", ".~lock.{}#"])
def test_a_workbook_that_is_open_waits_and_is_done_the_next_time(lock: str, sent: Path) -> None:
    path, before = sent / FREDERIKSBERG, (sent / FREDERIKSBERG).read_bytes()
    (path.parent / lock.format(path.name)).touch()
    done = undo_partnership(sent, UNDONE_AT)
    assert path.read_bytes() == before and list(done.waiting) == [FREDERIKSBERG]
    assert sorted(done.taken) == IN_KOEBENHAVN
    assert f"Venter til næste gang: {FREDERIKSBERG}. Tryk på Fortryd igen, når de er lukket." in summary(done)
    assert states(sent)["147-0001"] == ("Godkend", "Sendt")
    (path.parent / lock.format(path.name)).unlink()
    done = undo_partnership(sent, datetime(2026, 11, 6, 9))
    assert (sorted(done.taken), done.waiting) == (IN_FREDERIKSBERG, {})
    assert states(sent)["147-0001"] == ("Godkend", "Foreslået")
    assert undo_partnership(sent, datetime(2026, 11, 6, 10)).said.startswith(NOTHING_SINCE)


def test_a_workbook_that_was_open_gets_its_plan_the_next_time(sent: Path) -> None:
    lock = sent / "brancher" / "~$gge-anlæg.xlsx"
    lock.touch()
    done = undo_partnership(sent, UNDONE_AT)
    assert len(done.taken) == 7 and list(done.waiting) == [BYG]
    assert any(row["Kandidat-id"] for row in plan(sent, BYG))
    lock.unlink()
    again = undo_partnership(sent, datetime(2026, 11, 6, 9))
    assert (again.taken, again.written) == ([], {BYG})
    assert not any(row["Kandidat-id"] for row in plan(sent, BYG))
    assert undo_partnership(sent, datetime(2026, 11, 6, 10)).said.startswith(NOTHING_SINCE)


def test_a_workbook_that_is_changed_after_it_was_read_waits(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The municipality saves an agreement while the first ones are written."""
    looked = taking_back.typed_since

    def somebody_saves(*arguments: Any) -> str:
        monkeypatch.setattr(taking_back, "typed_since", looked)
        wrote(sent / FREDERIKSBERG, "147-0001-F1", Aftale_indgået=datetime(2026, 11, 5))
        return looked(*arguments)

    monkeypatch.setattr(taking_back, "typed_since", somebody_saves)
    done = undo_partnership(sent, UNDONE_AT)
    assert sorted(done.taken) == IN_KOEBENHAVN and "ændret, siden den blev læst" in done.waiting[FREDERIKSBERG]
    again = undo_partnership(sent, datetime(2026, 11, 5, 10))
    assert sorted(again.taken) == IN_FREDERIKSBERG[1:]
    assert again.stays == {"147-0001-F1": "Kommunen har skrevet »Aftale indgået« 5. november 2026."}


def test_a_workbook_that_is_not_in_the_folder_waits(sent: Path, tmp_path: Path) -> None:
    (sent / FREDERIKSBERG).rename(tmp_path / "væk.xlsx")
    done = undo_partnership(sent, UNDONE_AT)
    assert done.waiting == {"Frederiksberg": "Kommunens arbejdsbog ligger ikke i mappen."}
    (tmp_path / "væk.xlsx").rename(sent / "kommuner" / "147-frb.xlsx")
    assert sorted(undo_partnership(sent, datetime(2026, 11, 6, 9)).taken) == IN_FREDERIKSBERG


def test_nothing_is_done_while_the_coordinators_workbook_is_open(sent: Path) -> None:
    before = {path: path.read_bytes() for path in sent.rglob("*") if path.is_file() and path.name != "lås"}
    lock = sent / "~$koordinator.xlsm"
    lock.touch()
    with pytest.raises(NotNow, match=r"koordinator\.xlsm er åben"):
        undo_partnership(sent, UNDONE_AT)
    assert {path: path.read_bytes() for path in before} == before
    lock.unlink()
    assert len(undo_partnership(sent, UNDONE_AT).taken) == 7


class _Killed(BaseException):
    pass


STEPS = ("first workbook", "workbooks", "history", "coordinator")


@pytest.mark.parametrize("step", STEPS)
def test_killed_half_way_it_is_finished_by_the_next_run(
    step: str, living: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, decisions = cells(living), states(living)
    publish_partnership(living, SENT_AT)

    def killed(*_: Any, **__: Any) -> None:
        raise _Killed

    with monkeypatch.context() as patched:
        if step == "first workbook":
            real, calls = taking_back.TakingDesk._take_from, iter([True, False])
            patched.setattr(
                taking_back.TakingDesk,
                "_take_from",
                lambda self, *all_: real(self, *all_) if next(calls) else killed(),
            )
        elif step == "workbooks":
            patched.setattr(taking_back.TakingDesk, "_read_again", killed)
        elif step == "history":
            patched.setattr(taking_back.TakingDesk, "tell_everybody", killed)
        else:
            patched.setattr(CoordinatorFile, "write", killed)
        with pytest.raises(_Killed):
            undo_partnership(living, UNDONE_AT)
    done = undo_partnership(living, datetime(2026, 11, 5, 10))
    assert (sorted(done.taken), done.gone, done.stays) == (IN_KOEBENHAVN + IN_FREDERIKSBERG, [], {})
    assert cells(living) == before
    assert states(living) == decisions
    assert kept_history(living).sent.empty
    assert undo_partnership(living, datetime(2026, 11, 6, 9)).said.startswith(NOTHING_SINCE)


@pytest.mark.parametrize("finished", [True, False], ids=["sent again first", "undone at once"])
def test_a_sending_that_was_killed_is_taken_back_whole(
    finished: bool, living: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from igu_xl.actions.sending import publishing

    def killed(*_: Any) -> None:
        raise _Killed

    with monkeypatch.context() as patched:
        patched.setattr(publishing, "confirmed", killed)
        with pytest.raises(_Killed):
            publish_partnership(living, SENT_AT)
    if finished:
        assert len(publish_partnership(living, datetime(2026, 11, 3, 9)).sent) == 7
        assert len(kept_sendings(living)) == 1
    done = undo_partnership(living, UNDONE_AT)
    assert sorted(done.taken) == IN_KOEBENHAVN + IN_FREDERIKSBERG
    assert placements(living, KOEBENHAVN) == placements(living, FREDERIKSBERG) == []
    assert {state for _, state in states(living).values()} == {"Foreslået"}


def test_what_a_killed_sending_never_wrote_is_not_told_as_gone(living: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from igu_xl.actions.sending.publishing import _SendingDesk

    def killed(*_: Any) -> None:
        raise _Killed

    with monkeypatch.context() as patched:
        patched.setattr(_SendingDesk, "_append", killed)
        with pytest.raises(_Killed):
            publish_partnership(living, SENT_AT)
    done = undo_partnership(living, UNDONE_AT)
    assert (done.taken, done.gone, done.stays, done.waiting) == ([], [], {}, {})


def test_nothing_sent_and_sent_by_an_earlier_version_are_told(sent: Path, partnership: Path, tmp_path: Path) -> None:
    (sent / ".igu" / FILE).unlink()
    with pytest.raises(WrongUse) as refused:
        undo_partnership(sent, UNDONE_AT)
    assert str(refused.value) == (
        "Det, der er sendt, kan ikke fortrydes, for den version af igu, der sendte det, noterede ikke, hvilke rækker "
        "den skrev; bed kommunen om at vælge Aflyst før start i kolonnen Udfald i arket Forløb."
    )
    empty = tmp_path / "ny"
    (empty / "kommuner").mkdir(parents=True)
    new_coordinator(empty, Settings())
    assert undo_partnership(empty, UNDONE_AT).said == "Der er ikke sendt noget, som kan fortrydes."


def test_a_damaged_note_is_one_sentence(sent: Path) -> None:
    (sent / ".igu" / FILE).write_text('{"sendings": [{"at": 1}]}', encoding="utf-8")
    with pytest.raises(WrongUse, match=r"sendt\.json i mappen \.igu er beskadiget"):
        undo_partnership(sent, UNDONE_AT)


def test_the_button_asks_first_and_does_it_at_the_second_press(sent: Path) -> None:
    def press(hour: int) -> str:
        moment = datetime(2026, 11, 5, hour)
        return WORK["undo"](Press(sent, CoordinatorFile(sent), moment, lambda *_: None))

    asked = press(9)
    assert asked == (
        "Intet er taget tilbage endnu. Tryk igen for at tage afsendelsen 2. november 2026 tilbage: 7 forløb i 2 "
        "kommuner. Rækker, som kommunen har skrevet i, bliver stående."
    )
    assert len(placements(sent, KOEBENHAVN)) == 4
    check_partnership(sent, datetime(2026, 11, 5, 10))
    assert press(11) == asked  # something else was done in between
    assert press(12).startswith("7 forløb taget tilbage")
    assert press(13).startswith(NOTHING_SINCE)
    assert [line for line, _ in log(sent)][-5:] == ["Fortryd", "Hent og kontrollér", "Fortryd", "Fortryd", "Fortryd"]


def test_sent_rows_in_a_workbook_without_the_later_column(living: Path) -> None:
    """A workbook of the first layout has no *Sendt*: what is compared is what was written."""

    def older(sheet: Worksheet, at: dict[str, int]) -> None:
        column = at["Sendt"]
        sheet.cell(4, column).value = "Vores dato"
        next(one for one in sheet.tables["tblForloeb"].tableColumns if one.name == "Sendt").name = "Vores dato"

    typed(living / KOEBENHAVN, older)
    publish_partnership(living, SENT_AT)
    assert {one.placement: "sent_on" in one.cells for one in kept_sendings(living)[-1].placements} == {
        name: name in IN_FREDERIKSBERG for name in IN_KOEBENHAVN + IN_FREDERIKSBERG
    }
    done = undo_partnership(living, UNDONE_AT)
    assert (len(done.taken), done.stays) == (7, {})
    assert len(stand(kept_history(living), date(2026, 11, 4)).in_state(State.SENT)) == 7


@pytest.mark.libreoffice
def test_a_workbook_that_libreoffice_saved_since(living: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    publish_partnership(living, SENT_AT)
    out, profile = tmp_path / "ud", f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out)]
    subprocess.run([*command, str(living / KOEBENHAVN)], check=True, capture_output=True, timeout=120)
    shutil.copy(out / Path(KOEBENHAVN).name, living / KOEBENHAVN)
    done = undo_partnership(living, UNDONE_AT)
    assert (len(done.taken), done.stays, done.waiting) == (7, {}, {})
    assert placements(living, KOEBENHAVN) == []
    assert validate(living, UNDONE_AT.date()).partnership.frames["tblForloeb"].empty


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def igu(capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Runs a command: its exit code, and what it said."""

    def run(*words: object) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        return int(str(ended.value.code)), capsys.readouterr().out

    return run


def test_a_rehearsal_tells_file_by_file_and_writes_nothing(igu: Run, sent: Path) -> None:
    wrote(sent / KOEBENHAVN, "101-0005-F1", Aftale_indgået=datetime(2026, 11, 4))
    before = {path: path.read_bytes() for path in sent.rglob("*") if path.is_file()}
    code, said = igu("undo", sent, "--dry-run")
    assert code == 1
    assert said.splitlines() == [
        "Intet er skrevet. Sådan ville det blive:",
        f"  {BYG}: Plan ændres.",
        f"  {KOEBENHAVN}: 3 forløb tages tilbage, og Plan ændres.",
        f"  {FREDERIKSBERG}: 3 forløb tages tilbage, og Plan ændres.",
        f"  {NEXT}: Plan ændres.",
        "  koordinator.xlsm: koordinatorens ark og loggen opdateres.",
        "  101-0005-F1 bliver stående: Kommunen har skrevet »Aftale indgået« 4. november 2026.",
        "I alt 6 forløb fra afsendelsen 2. november 2026 tages tilbage; 4 arbejdsbøger hos partnerne ændres.",
    ]
    answer = json.loads(igu("undo", sent, "--dry-run", "--json")[1])
    assert answer["dry_run"] and len(answer["taken"]) == 6
    assert {"path": FREDERIKSBERG, "placements": -3, "plan": True, "findings": False} in answer["changes"]
    assert {path: path.read_bytes() for path in sent.rglob("*") if path.is_file()} == before


def test_the_command_says_what_was_done_and_why_something_stays(igu: Run, sent: Path) -> None:
    wrote(sent / KOEBENHAVN, "101-0005-F1", Aftale_indgået=datetime(2026, 11, 4))
    code, said = igu("undo", sent)
    assert code == 1 and said.startswith("6 forløb taget tilbage fra afsendelsen 2. november 2026.")
    assert said.splitlines()[-1] == "101-0005-F1: Kommunen har skrevet »Aftale indgået« 4. november 2026."
    wrote(sent / KOEBENHAVN, "101-0005-F1", Aftale_indgået=None)
    code, said = igu("undo", sent, "--json")
    assert (code, json.loads(said)["taken"]) == (0, ["101-0005-F1"])
    code, said = igu("undo", sent)
    assert code == 0 and said.startswith(NOTHING_SINCE)
    assert igu("undo", sent, "--dry-run")[1] == said


def test_a_yes_that_was_used_up_stands_again(sent: Path) -> None:
    """A yes that a match has meanwhile noted as done stands again for the next match."""
    match_partnership(sent, datetime(2026, 11, 3, 9))
    undo_partnership(sent, UNDONE_AT)
    match_partnership(sent, datetime(2026, 11, 6, 9))
    kept = {row.candidate: row.decision for row in read_coordinator(sent).proposals.itertuples()}
    assert {kept[name] for name in ("101-0001", "101-0005", "147-0001")} == {"Godkend"}
