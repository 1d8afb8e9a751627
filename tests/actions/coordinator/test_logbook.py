"""The logbook: who did what, when and where, in lines that nobody can change, take out or put in without being seen."""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.actions.coordinator.blanking import blank_sentences, without
from igu_xl.actions.coordinator.file import CoordinatorFile, logged_in, new_coordinator
from igu_xl.actions.coordinator.late_lines import note, write_late_lines
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.doctor.logbook import look_at_logbook
from igu_xl.actions.logbook import logbook as module
from igu_xl.actions.logbook.line import LoggedLine, new_line, read_line
from igu_xl.actions.logbook.logbook import Logbook
from igu_xl.actions.logbook.verifying import faults_of_chain, faults_of_sheet
from igu_xl.errors import NotNow
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.writing.keeping import Backups
from igu_xl.sheets.writing.lossless import WorkbookEdit
from igu_xl.system.who import Who, who_runs

BEGUN = datetime(2026, 11, 5, 9, 0)
SENTENCES = [
    "3 forløb sendt. 2 arbejdsbøger opdateret.",
    "Kandidat 101-0007 flyttet til Gentofte.",
    "0 forløb sendt. Kunne ikke sendes: 101-0007 og 101-00071.",
    "Alt er på den nyeste version.",
]
ACTIONS = ["Godkend og send", "Flyt borger", "Godkend og send", "Opgrader"]
LOG = COORDINATOR.table("tblLog")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A partnership's folder with four lines in its log."""
    folder = tmp_path_factory.mktemp("partnerskab")
    new_coordinator(folder, Settings())
    for at, (action, sentence) in enumerate(zip(ACTIONS, SENTENCES, strict=True)):
        log(folder, action, sentence, BEGUN + timedelta(hours=at))
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "partnerskab"))


def log(folder: Path, action: str, sentence: str, at: datetime, by: Who | None = None) -> None:
    desk = CoordinatorFile(folder)
    desk.write(desk.read(), {}, Backups(folder, at), (at, action, sentence), by)


def sheet(folder: Path) -> list[dict[str, Any]]:
    return logged_in(WorkbookEdit(folder / "koordinator.xlsm"))


def change_sheet(folder: Path, change: Callable[[list[list[Any]]], object]) -> None:
    """Change the rows of Log as a person does in Excel, with another program than ours."""
    path = folder / "koordinator.xlsm"
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".* is not supported and will be removed")
        book = openpyxl.load_workbook(path, keep_vba=True)
    area = book["Log"][book["Log"].tables["tblLog"].ref][1:]
    rows = [[cell.value for cell in row] for row in area]
    change(rows)
    for row, values in zip(area, [*rows, *[[None] * len(LOG.columns)] * len(area)], strict=False):
        for cell, value in zip(row, values, strict=True):
            cell.value = value
    book.save(path)


def change_file(folder: Path, change: Callable[[list[dict[str, Any]]], object]) -> None:
    path = Logbook(folder).path
    lines = [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]
    change(lines)
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def test_a_line_says_who_did_it_when_and_on_which_machine(folder: Path) -> None:
    rows, who = sheet(folder), who_runs()
    assert who.user and who.machine
    assert [(row["action"], row["result"]) for row in rows] == list(zip(ACTIONS, SENTENCES, strict=True))
    assert {(row["user"], row["machine"]) for row in rows} == {who}
    assert [row["line"].partition("-")[0] for row in rows] == ["1", "2", "3", "4"]
    assert [line.row for line in Logbook(folder).lines()] == rows
    found = look_at_logbook(folder)
    assert (found.state, rows[-1]["line"] in found.sentence) == ("i orden", True)


def test_the_user_is_whom_the_system_knows_and_not_what_a_variable_says(monkeypatch: pytest.MonkeyPatch) -> None:
    before = who_runs()
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "en-anden")
    assert who_runs() == before


# What somebody does to the file, and what the doctor says of it.
ATTACKS: dict[str, tuple[Callable[[list[dict[str, Any]]], object], str]] = {
    "user": (lambda lines: lines[1].update(user="en-anden"), "Linje 2 (5. november 2026 »Flyt borger«) er ændret."),
    "time": (lambda lines: lines[0].update(at="2026-11-04T09:00:00"), "Linje 1 (4. november 2026"),
    "sentence": (lambda lines: lines[0].update(sentence="0 forløb sendt."), "Resultatet i linje 1"),
    "taken-out": (lambda lines: lines.pop(1), "Der er taget 1 linje ud af logbogen før linje 3"),
    "first-out": (lambda lines: lines.pop(0), "Der er taget 1 linje ud af logbogen før linje 2"),
    "last-out": (lambda lines: lines.pop(), "Der mangler 1 linje sidst i logbogen"),
    "two-last-out": (lambda lines: lines.__delitem__(slice(2, None)), "Der mangler 2 linjer sidst i logbogen"),
    "put-in": (lambda lines: lines.insert(2, dict(lines[1])), "Linje 2 (5. november 2026 »Flyt borger«) er sat ind"),
    "swapped": (lambda lines: lines.reverse(), "er sat ind eller flyttet"),
    "nonsense": (lambda lines: lines.__setitem__(1, {}), "Linje 2 i logbogen kan ikke læses."),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_done_to_the_file_is_told(folder: Path, attack: str) -> None:
    change, told = ATTACKS[attack]
    change_file(folder, change)
    found = look_at_logbook(folder)
    assert found.state == "fejl" and told in found.sentence, found.sentence


def remade(lines: list[LoggedLine], at: int, **changes: Any) -> list[LoggedLine]:
    """The lines with one changed and all that follow made anew, as somebody does who knows how they are made."""
    made = lines[:at]
    for line in lines[at:]:
        told = {"action": line.action, "sentence": line.sentence, "user": line.user, "machine": line.machine}
        told |= changes if line is lines[at] else {}
        made.append(new_line(made[-1] if made else None, line.at, **told))
    return made


def test_a_line_with_a_hash_that_fits_it_does_not_fit_the_next(folder: Path) -> None:
    logbook = Logbook(folder)
    lines = logbook.lines()
    logbook.replace([line.text() for line in [*lines[:1], remade(lines, 1, user="en-anden")[1], *lines[2:]]])
    found = look_at_logbook(folder)
    assert "Linje 2 (5. november 2026 »Flyt borger«) er skiftet ud" in found.sentence


@pytest.mark.parametrize("at", range(4))
def test_a_logbook_that_is_made_anew_does_not_fit_the_sheet(folder: Path, at: int) -> None:
    logbook = Logbook(folder)
    logbook.replace([line.text() for line in remade(logbook.lines(), at, sentence="0 forløb sendt.")])
    assert list(faults_of_chain(logbook.texts())) == []
    found = look_at_logbook(folder)
    assert found.state == "fejl" and f"linje {at + 1}" in found.sentence and "rket Log" in found.sentence


def test_a_logbook_and_a_sheet_that_are_made_anew_do_not_fit_the_copies(folder: Path) -> None:
    """Who makes the copies anew, too, is not seen: the secretariat's folder is for the secretariat alone."""
    logbook = Logbook(folder)
    lines = remade(logbook.lines(), 1, sentence="Kandidat 101-0008 flyttet til Gentofte.")
    logbook.replace([line.text() for line in lines])
    marks = [list(line.row.values()) for line in lines]
    change_sheet(folder, lambda rows: rows.__setitem__(slice(None), marks))
    found = look_at_logbook(folder)
    assert "Den seneste kopi af koordinator.xlsm viser 2 linjer, som ikke er i logbogen" in found.sentence
    shutil.rmtree(folder / ".igu" / "kopier")
    assert look_at_logbook(folder).state == "i orden"


SHEET_ATTACKS: dict[str, tuple[Callable[[list[list[Any]]], object], str]] = {
    "result": (
        lambda rows: rows[0].__setitem__(2, "0 forløb sendt."),
        "noget andet end logbogen om Resultat i linje 1",
    ),
    "user": (lambda rows: rows[1].__setitem__(3, "en-anden"), "noget andet end logbogen om Bruger i linje 2"),
    "machine": (lambda rows: rows[1].__setitem__(4, "en anden"), "noget andet end logbogen om Maskine i linje 2"),
    "time": (
        lambda rows: rows[1].__setitem__(0, "01-01-2026 09:00"),
        "noget andet end logbogen om Tidspunkt i linje 2",
    ),
    "taken-out": (lambda rows: rows.pop(1), "er linje 2 (5. november 2026 »Flyt borger«) taget ud eller ændret"),
    "mark": (lambda rows: rows[1].__setitem__(5, "2-0000000000000000"), "Koden i arket Log passer ikke til linje 2"),
    "twice": (lambda rows: rows.__setitem__(1, rows[0]), "står 1 linje to gange"),
    "typed": (lambda rows: rows.__setitem__(1, ["01-01-2026 09:00", "Match", "Ingen", "", "", ""]), "1 linje sat ind"),
}


@pytest.mark.parametrize("attack", SHEET_ATTACKS)
def test_what_is_done_to_the_sheet_is_told(folder: Path, attack: str) -> None:
    change, told = SHEET_ATTACKS[attack]
    change_sheet(folder, change)
    found = look_at_logbook(folder)
    assert found.state == "fejl" and told in found.sentence, found.sentence


def test_the_sheet_may_be_sorted(folder: Path) -> None:
    change_sheet(folder, lambda rows: rows.reverse())
    assert look_at_logbook(folder).state == "i orden"


def test_lines_that_the_sheet_has_lost_at_its_end_are_written_again(folder: Path) -> None:
    before = sheet(folder)
    change_sheet(folder, lambda rows: rows.__delitem__(slice(2, None)))
    found = look_at_logbook(folder)
    assert (found.state, "2 linjer mangler sidst i arket" in found.sentence) == ("i orden", True)
    log(folder, "Match", "2 forløb foreslået.", BEGUN + timedelta(days=1))
    assert sheet(folder)[:4] == before and sheet(folder)[4]["action"] == "Match"
    assert look_at_logbook(folder).state == "i orden"


def test_a_logbook_that_is_gone_is_told_and_the_next_one_says_so_for_ever(folder: Path) -> None:
    Logbook(folder).path.unlink()
    found = look_at_logbook(folder)
    assert (found.state, "mangler" in found.sentence) == ("fejl", True)
    log(folder, "Match", "2 forløb foreslået.", BEGUN + timedelta(days=1))
    assert "Logbogen manglede, og en ny er begyndt. 4 linjer er taget fra arket" in sheet(folder)[4]["result"]
    log(folder, "Match", "2 forløb foreslået.", BEGUN + timedelta(days=2))
    assert "begyndt forfra med linje 5" in look_at_logbook(folder).sentence


def test_a_log_from_before_the_logbook_is_taken_into_it_and_it_says_where_it_begins(folder: Path) -> None:
    Logbook(folder).path.unlink()
    shutil.rmtree(layout_of(folder).backups)
    change_sheet(folder, lambda rows: [row.__setitem__(slice(3, None), [None] * 3) for row in rows])
    assert look_at_logbook(folder).state == "i orden"
    log(folder, "Match", "2 forløb foreslået.", BEGUN + timedelta(days=1))
    rows = sheet(folder)
    assert [row["action"] for row in rows] == [*ACTIONS, "Logbog", "Match"]
    assert rows[4]["result"].endswith("4 linjer er fra før.") and rows[4]["user"] == who_runs().user
    assert look_at_logbook(folder).state == "i orden"
    change_sheet(folder, lambda rows: rows[1].__setitem__(2, "Noget andet."))
    assert "linje 2 (5. november 2026 »Flyt borger«) taget ud eller ændret" in look_at_logbook(folder).sentence


def test_a_log_that_is_emptied_with_its_logbook_is_told_by_the_copies(folder: Path) -> None:
    Logbook(folder).path.unlink()
    change_sheet(folder, lambda rows: rows.clear())
    assert "en kopi af koordinatorens arbejdsbog viser linjer" in look_at_logbook(folder).sentence
    log(folder, "Match", "2 forløb foreslået.", BEGUN + timedelta(days=1))
    assert look_at_logbook(folder).state == "fejl"


def test_a_line_waits_with_whose_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "~$koordinator.xlsm").touch()
    monkeypatch.setattr("igu_xl.actions.coordinator.late_lines.who_runs", lambda: Who("natten", "server"))
    note(folder, (BEGUN, "Rapport", "12 sider lavet."))
    assert len(sheet(folder)) == len(Logbook(folder).lines()) == 4
    (folder / "~$koordinator.xlsm").unlink()
    write_late_lines(folder, CoordinatorFile(folder), BEGUN)
    assert [(row["result"], row["user"], row["machine"]) for row in sheet(folder)[4:]] == [
        ("12 sider lavet.", "natten", "server")
    ]
    assert look_at_logbook(folder).state == "i orden"


@pytest.mark.parametrize("stopped", ["before the workbook", "before the file", "after the file"])
def test_a_run_that_is_stopped_leaves_both_or_neither(
    folder: Path, monkeypatch: pytest.MonkeyPatch, stopped: str
) -> None:
    class Stopped(BaseException):
        pass

    def stop(*_: object, **__: object) -> None:
        raise Stopped

    with monkeypatch.context() as patch, pytest.raises(Stopped):
        if stopped == "before the workbook":
            patch.setattr(WorkbookEdit, "save", stop)
        elif stopped == "before the file":
            patch.setattr(Logbook, "add", stop)
        else:
            unlink = Path.unlink
            patch.setattr(
                Path, "unlink", lambda path, **more: stop() if "venter" in path.name else unlink(path, **more)
            )
        log(folder, "Match", "1 forløb foreslået.", BEGUN)
    assert look_at_logbook(folder).state == "i orden"
    log(folder, "Match", "2 forløb foreslået.", BEGUN)
    told = (
        ["2 forløb foreslået."] if stopped == "before the workbook" else ["1 forløb foreslået.", "2 forløb foreslået."]
    )
    assert [row["result"] for row in sheet(folder)[4:]] == told
    assert [line.sentence for line in Logbook(folder).lines()[4:]] == told
    assert look_at_logbook(folder).state == "i orden"


def test_a_workbook_that_cannot_be_written_leaves_no_line(folder: Path) -> None:
    desk = CoordinatorFile(folder)
    book = desk.read()
    change_sheet(folder, lambda rows: None)
    with pytest.raises(NotNow):
        desk.write(book, {}, Backups(folder, BEGUN), (BEGUN, "Match", "1 forløb foreslået."))
    log(folder, "Match", "2 forløb foreslået.", BEGUN)
    assert [line.sentence for line in Logbook(folder).lines()[4:]] == ["2 forløb foreslået."]


def test_a_person_is_taken_out_of_the_log_and_the_lines_hang_together(folder: Path) -> None:
    hashes = [line.hash for line in Logbook(folder).lines()]
    assert blank_sentences(folder, "101-0007", BEGUN) == 2
    rows = sheet(folder)
    assert [row["result"] for row in rows[:4]] == [
        SENTENCES[0],
        "Kandidat slettet flyttet til Gentofte.",
        "0 forløb sendt. Kunne ikke sendes: slettet og 101-00071.",
        SENTENCES[3],
    ]
    assert (rows[4]["action"], rows[4]["result"]) == ("Slet", "En person er taget ud af 2 linjer i loggen.")
    assert [line.hash for line in Logbook(folder).lines()][:4] == hashes
    assert b"101-0007 " not in Logbook(folder).path.read_bytes()
    found = look_at_logbook(folder)
    assert (found.state, "I 2 linjer er en person slettet." in found.sentence) == ("i orden", True)
    assert blank_sentences(folder, "101-0007", BEGUN) == 0
    assert blank_sentences(folder, "101-00071", BEGUN) == 1  # a line can be about several
    assert look_at_logbook(folder).state == "i orden"
    change_file(folder, lambda lines: lines[2].update(sentence="0 forløb sendt."))
    assert "Resultatet i linje 3" in look_at_logbook(folder).sentence


def test_nothing_is_taken_out_of_a_workbook_that_is_open(folder: Path) -> None:
    (folder / "~$koordinator.xlsm").touch()
    before = Logbook(folder).texts(), sheet(folder)
    with pytest.raises(NotNow, match="er åben"):
        blank_sentences(folder, "101-0007", BEGUN)
    assert (Logbook(folder).texts(), sheet(folder)) == before


def test_taking_out_that_was_stopped_is_done_by_the_next(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(WorkbookEdit, "save", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
        blank_sentences(folder, "101-0007", BEGUN)
    assert blank_sentences(folder, "101-0007", BEGUN) == 2
    assert "101-0007 " not in str(sheet(folder)) and look_at_logbook(folder).state == "i orden"
    assert [row["action"] for row in sheet(folder)][4:] == ["Slet"]


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("101-0007", "slettet"),
        ("(101-0007).", "(slettet)."),
        ("101-0007-F1 og 101-00071 og 2101-0007", "101-0007-F1 og 101-00071 og 2101-0007"),
    ],
)
def test_only_the_id_itself_is_taken_out(sentence: str, left: str) -> None:
    assert without(sentence, "101-0007") == left


TEXTS = st.text(max_size=40)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=2, max_size=6), st.data())
def test_no_line_can_be_changed_whatever_stands_in_it(told: list[tuple[str, str]], data: st.DataObject) -> None:
    lines: list[LoggedLine] = []
    for action, sentence in told:
        lines.append(new_line(lines[-1] if lines else None, BEGUN, action, sentence, "bruger", "maskine"))
    texts = [line.text() for line in lines]
    assert "\n" not in "".join(texts) and [read_line(text)[0] for text in texts] == lines
    assert list(faults_of_chain(texts)) == [] and list(faults_of_sheet(lines, [line.row for line in lines])) == []
    at = data.draw(st.integers(0, len(lines) - 2))
    stored = json.loads(texts[at])
    key = data.draw(st.sampled_from(["at", "action", "sentence", "user", "machine", "before", "salt", "digest"]))
    stored[key] = "2020-01-01T00:00:00" if key == "at" else stored[key] + data.draw(st.text(min_size=1, max_size=3))
    texts[at] = json.dumps(stored, ensure_ascii=False)
    assert list(faults_of_chain(texts)) != []


def test_a_sentence_that_holds_ends_of_lines_is_one_line(folder: Path) -> None:
    log(folder, "Match", "a\u2028b\x85c\nd", BEGUN)
    assert [line.sentence for line in Logbook(folder).lines()][4] == "a\u2028b\x85c\nd"
    assert look_at_logbook(folder).state == "i orden"


def test_two_runs_do_not_write_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.1)
    with Logbook(folder).held([]), pytest.raises(NotNow, match="skriver i loggen"):
        log(folder, "Match", "1 forløb foreslået.", BEGUN)
