"""The buttons' unchanged code through `Book.caller()`, with the coordinator's workbook open in a stand-in for Excel."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import excel_bed
import pytest
from python_calamine import CalamineWorkbook
from xlwings import Book

from igu_xl.actions import checking
from igu_xl.actions.coordinator.file import new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.doctor.logbook import look_at_logbook
from igu_xl.actions.logbook.logbook import Logbook
from igu_xl.demo.rows import DEMO_TODAY
from igu_xl.demo.writing import write_partnership
from igu_xl.excel import buttons
from igu_xl.excel.coordinator import OpenCoordinator
from igu_xl.excel.live_tables import find_table, read_rows
from igu_xl.excel.status_bar import StatusBar
from igu_xl.sheets import partnership as partnership_reader
from igu_xl.sheets.buttons import BUTTONS
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.reading.typed_rows import ReadBook, read_book
from igu_xl.sheets.writing.replacing import file_sha256
from igu_xl.system.who import who_runs

COPENHAGEN = "kommuner/101-københavn.xlsx"
BRANCH = "brancher/bygge-anlæg.xlsx"

Press = Callable[..., str]


def column(book: Book, table: str, key: str) -> list[object]:
    declared = COORDINATOR.table(table)
    cells = find_table(book, declared).range[1:, declared.columns.index(declared.column(key))]
    return [value for value in cells.options(ndim=1).value if value is not None]


def decide(book: Book, *decisions: str) -> None:
    """Type decisions into the first rows of Forslag, without saving."""
    cells = find_table(book, COORDINATOR.table("tblForslag")).range[1 : len(decisions) + 1, 0]
    cells.value = [[decision] for decision in decisions]


def set_setting(book: Book, name: str, value: str) -> None:
    table = COORDINATOR.table("tblIndstillinger")
    rows = read_rows(book, table)
    cell = rows.letters["value"] + str(list(rows.numbers)[list(rows.column("setting")).index(name)])
    find_table(book, table).range.sheet[cell].value = value


def saved(folder: Path, table: str) -> list[list[object]]:
    """The rows of a table in the coordinator's file."""
    book = CalamineWorkbook.from_path(folder / "koordinator.xlsm", load_tables=True)
    return [list(row) for row in book.get_table_by_name(table).to_python()]


def partners_files(partnership: Path) -> dict[str, str]:
    return {str(path.relative_to(partnership)): file_sha256(path) for path in sorted(partnership.glob("*/*.xlsx"))}


def test_the_first_button_shows_what_was_found_and_says_it_in_one_sentence(book: Book, press: Press) -> None:
    sentence = press(book, buttons.check)
    counts = r"(\d+) fejl, (\d+) advars\w+ og (\d+) oplysning\w*"
    found = re.fullmatch(rf"5 arbejdsbøger læst med \d+ rækker: {counts}\.", sentence)
    assert found
    levels = column(book, "tblFund", "level")
    assert [str(levels.count(level)) for level in ("fejl", "advarsel", "oplysning")] == [*found.groups()]
    assert column(book, "tblLog", "result") == [sentence]
    assert len(column(book, "tblPartnere", "read_at")) == 5


def test_excel_and_the_command_line_write_the_same_tables(
    book: Book, press: Press, partnership: Path, clean_partnership: Path, tmp_path: Path
) -> None:
    press(book, buttons.check)
    other = Path(shutil.copytree(clean_partnership, tmp_path / "filen"))
    checking.check_partnership(other, datetime.now())
    for name in ("tblFund", "tblPartnere", "tblForloeb", "tblNoegletal"):
        headers = [column.header for column in COORDINATOR.table(name)]
        links = [at for at, header in enumerate(headers) if header in ("Celle", "Sidst læst")]
        assert without(saved(partnership, name), links) == without(saved(other, name), links), name


def without(rows: list[list[object]], columns: list[int]) -> list[list[object]]:
    return [[value for at, value in enumerate(row) if at not in columns] for row in rows]


def test_match_proposes_and_keeps_what_is_decided_but_not_saved(book: Book, press: Press) -> None:
    first = press(book, buttons.match)
    assert "forløb foreslået" in first
    candidates = column(book, "tblForslag", "candidate")
    decide(book, "Afvis", "Lås", "Godkend")
    press(book, buttons.match)
    rows = read_rows(book, COORDINATOR.table("tblForslag"))
    decided = dict(zip(rows.column("candidate"), rows.column("decision"), strict=True))
    assert [decided.get(candidate) for candidate in candidates[:3]] == ["Afvis", "Lås", "Godkend"]
    assert column(book, "tblLog", "action") == ["Match", "Match"]


def test_what_was_approved_on_the_screen_is_sent_and_marked_and_saved(
    book: Book, press: Press, partnership: Path
) -> None:
    press(book, buttons.match)
    decide(book, "Godkend", "Godkend")
    asked = press(book, buttons.publish)
    assert asked.startswith("Intet er sendt endnu. Hold NEXT-2027-01 får kun 2 af mindst 6 deltagere")
    sentence = press(book, buttons.publish)
    assert sentence.startswith("2 forløb sendt.")
    assert column(book, "tblForslag", "state").count("Sendt") == 2
    saved = CalamineWorkbook.from_path(partnership / "koordinator.xlsm", load_tables=True).get_table_by_name(
        "tblForslag"
    )
    states = [row[list(saved.columns).index("Tilstand")] for row in saved.to_python()]
    assert states.count("Sendt") == 2


def test_what_would_help_is_written_to_its_sheet_and_the_best_is_said(
    changed: Callable[..., Path], excel: Callable[[Path], Book], press: Press
) -> None:
    """Five openings where the cohort needs six: one more gives six people a place."""
    folder = changed(lambda rows: rows["brancher/bygge-anlæg.xlsx"]["tblPladser"][0].update(openings=1))
    book = excel(folder / "koordinator.xlsm")
    press(book, buttons.match)
    proposals = column(book, "tblForslag", "candidate")
    sentence = press(book, buttons.what_if)
    gives = column(book, "tblHvadNuHvis", "gives")
    assert gives == sorted(gives, reverse=True) and gives[0] == 6
    assert f"{len(gives)} ændring" in sentence and "6 flere" in sentence
    assert column(book, "tblForslag", "candidate") == proposals
    assert column(book, "tblLog", "action") == ["Match", "Hvad nu hvis"]
    assert column(book, "tblLog", "result")[-1] == sentence


def test_asking_again_what_would_help_gives_the_same_answer(book: Book, press: Press) -> None:
    first = press(book, buttons.what_if)
    assert first == "Ingen af de ændringer, der blev prøvet, giver flere forløb."
    assert press(book, buttons.what_if) == first
    assert column(book, "tblHvadNuHvis", "change") == []


def test_sending_twice_changes_nothing_the_second_time(book: Book, press: Press, partnership: Path) -> None:
    press(book, buttons.match)
    decide(book, "Godkend")
    press(book, buttons.publish)
    press(book, buttons.publish)  # the second press is the clear word that a cohort may be left short
    files, proposals = partners_files(partnership), column(book, "tblForslag", "state")
    assert press(book, buttons.publish) == "0 forløb sendt. Alle arbejdsbøger er, som de skal være."
    assert partners_files(partnership) == files
    assert column(book, "tblForslag", "state") == proposals


def test_what_was_sent_is_taken_back_at_the_second_press(book: Book, press: Press, partnership: Path) -> None:
    press(book, buttons.match)
    decide(book, "Godkend", "Godkend")
    press(book, buttons.publish)
    press(book, buttons.publish)
    asked = press(book, buttons.undo)
    assert asked.startswith("Intet er taget tilbage endnu. Tryk igen for at tage afsendelsen 2. november 2026 tilbage")
    assert press(book, buttons.undo).startswith("2 forløb taget tilbage fra afsendelsen 2. november 2026.")
    rows = read_rows(book, COORDINATOR.table("tblForslag"))
    assert list(rows.column("decision")).count("Godkend") == 2 and "Sendt" not in list(rows.column("state"))
    assert press(book, buttons.undo).startswith("Der er ikke sendt noget, siden")
    assert column(book, "tblLog", "action")[-3:] == ["Fortryd"] * 3


def test_a_partners_open_workbook_is_named_as_waiting_and_left(
    book: Book, press: Press, partnership: Path, excel: Callable[[Path], Book]
) -> None:
    press(book, buttons.match)
    before = file_sha256(partnership / COPENHAGEN)
    excel(partnership / COPENHAGEN)
    sentence = press(book, buttons.publish)
    assert f"Venter til næste gang: {COPENHAGEN}." in sentence
    assert file_sha256(partnership / COPENHAGEN) == before
    assert column(book, "tblLog", "result")[-1] == sentence


EVERY = pytest.mark.parametrize("button", [pytest.param(getattr(buttons, one.key), id=one.key) for one in BUTTONS])
TABLES = ("tblForslag", "tblHoldstatus", "tblUmatchede", "tblHvadNuHvis", "tblFund", "tblForloeb", "tblNoegletal")


def standing(book: Book) -> dict[tuple[str, str], list[object]]:
    """What stands in the tables that the buttons write, but for links, which have no value before Excel calculates."""
    columns = [(name, one.key) for name in TABLES for one in COORDINATOR.table(name) if one.key != "cell"]
    return {(name, key): column(book, name, key) for name, key in columns}


@EVERY
def test_a_wrong_setting_is_one_sentence_and_changes_nothing(
    book: Book, press: Press, partnership: Path, button: Callable[[], None]
) -> None:
    set_setting(book, "Åbne hold", "måske")
    before, files = standing(book), partners_files(partnership)
    sentence = press(book, button, "critical")
    assert "»Åbne hold«" in sentence and "måske" in sentence
    assert (standing(book), partners_files(partnership)) == (before, files)
    assert column(book, "tblLog", "result") == [sentence]


@EVERY
def test_a_second_press_changes_nothing_but_the_log(
    decided: Path, excel: Callable[[Path], Book], press: Press, button: Callable[[], None]
) -> None:
    book = excel(decided / "koordinator.xlsm")
    press(book, button)
    begun, files = len(column(book, "tblLog", "at")), partners_files(decided)
    before = standing(book)
    press(book, button)
    assert (standing(book), partners_files(decided)) == (before, files)
    assert len(column(book, "tblLog", "at")) == begun + 1


def test_a_decision_that_is_none_is_named_by_its_cell(book: Book, press: Press) -> None:
    press(book, buttons.match)
    decide(book, "Måske senere")
    assert "arket Forslag, celle A5" in press(book, buttons.publish, "critical")


def test_a_workbook_that_cannot_be_saved_is_left_as_it_is(book: Book, press: Press) -> None:
    book.impl.read_only = True
    assert "koordinator.xlsm kan ikke gemmes" in press(book, buttons.check, "critical")
    assert column(book, "tblFund", "level") == []


def test_every_press_is_in_the_logbook_with_who_made_it(book: Book, press: Press, partnership: Path) -> None:
    """Also one that was refused, whose line is in the open workbook alone until it is saved."""
    press(book, buttons.check)
    assert column(book, "tblLog", "user") == [who_runs().user] and column(book, "tblLog", "machine")[0]
    set_setting(book, "Åbne hold", "måske")
    press(book, buttons.match, "critical")
    lines = Logbook(partnership).lines()
    assert [line.action for line in lines] == ["Hent og kontrollér", "Match"]
    assert [line.mark for line in lines] == column(book, "tblLog", "line")
    assert look_at_logbook(partnership).state == "i orden"
    set_setting(book, "Åbne hold", "Nej")
    press(book, buttons.match)
    assert [line.mark for line in Logbook(partnership).lines()] == column(book, "tblLog", "line")
    assert look_at_logbook(partnership).state == "i orden"


def test_a_note_in_the_way_is_told_of_before_any_table_is_written(book: Book, press: Press) -> None:
    below = find_table(book, COORDINATOR.table("tblHoldstatus")).range.sheet["C6"]
    below.value = "husk"
    assert "noget under tabellen i arket Holdstatus" in press(book, buttons.match, "critical")
    assert (column(book, "tblForslag", "candidate"), column(book, "tblFund", "level")) == ([], [])
    assert below.value == "husk"


def test_a_workbook_outside_a_partnership_is_refused(
    partnership: Path, excel: Callable[[Path], Book], press: Press
) -> None:
    alone = partnership.parent / "alene" / "koordinator.xlsm"
    alone.parent.mkdir()
    shutil.copy(partnership / "koordinator.xlsm", alone)
    assert "er ikke et partnerskab" in press(excel(alone), buttons.check, "critical")


def test_what_nobody_foresaw_is_told_kindly_and_kept_without_what_stood_in_cells(
    book: Book, press: Press, partnership: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(coordinator: OpenCoordinator) -> None:
        raise KeyError("hemmelig celle")

    monkeypatch.setattr(OpenCoordinator, "read", broken)
    sentence = press(book, buttons.check, "critical")
    [kept] = (partnership / ".igu").glob("fejl *.txt")
    assert str(kept) in sentence
    assert "Traceback" not in sentence
    told = kept.read_text(encoding="utf-8")
    assert "KeyError" in told and "test_buttons.py" in told
    assert "hemmelig" not in told.replace('raise KeyError("hemmelig celle")', "")
    assert column(book, "tblLog", "result") == [sentence]


def test_the_status_bar_moves_and_is_given_back(book: Book, press: Press) -> None:
    press(book, buttons.check)
    first, *steps, last = excel_bed.shown_in_status_bar()
    assert first == "igu · Hent og kontrollér: begynder ..."
    assert steps[0] == f"igu · Hent og kontrollér: 0 af 5: {BRANCH}"
    assert len(set(steps)) == len(steps) and last is False


def test_the_status_bar_says_what_the_search_has_found_and_what_it_does_next(book: Book, press: Press) -> None:
    press(book, buttons.match)
    shown = [str(text) for text in excel_bed.shown_in_status_bar()]
    found = next(at for at, text in enumerate(shown) if "forløb fundet" in text)
    assert all(text.startswith("igu · Match: ") for text in shown[:-1])
    assert 0 < found < len(shown) - 2


def test_the_status_bar_is_given_back_after_a_refusal_and_after_what_nobody_foresaw(
    book: Book, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_setting(book, "Åbne hold", "måske")
    press(book, buttons.match, "critical")
    assert excel_bed.shown_in_status_bar()[-1] is False
    monkeypatch.delattr(OpenCoordinator, "read")
    press(book, buttons.match, "critical")
    assert excel_bed.shown_in_status_bar()[-1] is False


def test_steps_in_a_hurry_are_left_out_but_not_the_first_and_last_of_a_kind_of_work(book: Book) -> None:
    excel_bed.shown_in_status_bar()
    bar = StatusBar(book.app, "Match")
    for number in range(1, 2001):
        bar.progress(number, 2000, "bog.xlsx")
    bar.progress(0, 0, "Finder den bedste plan")
    bar.give_back()
    shown = excel_bed.shown_in_status_bar()
    assert shown[:2] == ["igu · Match: begynder ...", "igu · Match: 1 af 2000: bog.xlsx"]
    assert shown[-3:] == ["igu · Match: 2000 af 2000: bog.xlsx", "igu · Match: Finder den bedste plan", False]
    assert len(shown) < 1000


def test_work_goes_on_while_excel_answers_nobody(book: Book, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book.app.impl, "busy", True)
    assert "arbejdsbøger læst" in press(book, buttons.check)


def test_excel_draws_and_calculates_again_afterwards(book: Book, press: Press) -> None:
    book.app.calculation = "semiautomatic"
    press(book, buttons.match)
    assert (book.app.screen_updating, book.app.calculation) == (True, "semiautomatic")
    book.app.calculation = "automatic"


def test_the_ribbon_works_from_a_partners_workbook_on_the_coordinators_open_one(
    book: Book, press: Press, partnership: Path, excel: Callable[[Path], Book]
) -> None:
    sentence = press(excel(partnership / COPENHAGEN), buttons.check)
    assert column(book, "tblLog", "result") == [sentence]


def test_the_ribbon_works_from_a_partners_workbook_on_the_coordinators_file(
    press: Press, partnership: Path, excel: Callable[[Path], Book]
) -> None:
    sentence = press(excel(partnership / COPENHAGEN), buttons.check)
    assert [row[2] for row in saved(partnership, "tblLog")] == [sentence]


def test_the_ribbon_makes_no_coordinators_workbook_where_there_is_none(
    press: Press, partnership: Path, excel: Callable[[Path], Book]
) -> None:
    (partnership / "koordinator.xlsm").unlink()
    assert "Koordinatorens arbejdsbog mangler" in press(excel(partnership / COPENHAGEN), buttons.check, "critical")
    assert not (partnership / "koordinator.xlsm").exists()


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A demo partnership before anybody has pressed anything."""
    write_partnership(tmp_path / "demo", 200)
    new_coordinator(tmp_path / "demo", Settings(today=DEMO_TODAY))
    return tmp_path / "demo"


def test_a_press_reads_each_workbook_once_and_sending_again_after_it(
    demo: Path, excel: Callable[[Path], Book], press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a press takes is told by benchmarks/buttons.py; reading and checking is most of it."""
    read: list[str] = []

    def reading(path: Path, name: str, *more: Any) -> ReadBook:
        read.append(name)
        return read_book(path, name, *more)

    monkeypatch.setattr(partnership_reader, "read_book", reading)
    book = excel(demo / "koordinator.xlsm")
    for key, times in {"check": 1, "match": 1, "publish": 2}.items():
        read.clear()
        press(book, getattr(buttons, key))
        assert set(Counter(read).values()) == {times}, key


def test_the_buttons_are_imported_in_less_than_one_and_a_half_seconds() -> None:
    """What Python itself and xlwings take is not ours; the least of three tries, since the machine is shared."""
    code = "import time; a = time.process_time(); import igu_xl.excel.buttons; print(time.process_time() - a)"
    tries = [float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout) for _ in "123"]
    assert min(tries) < 1.5
