"""Godkend og send: what is written, what waits, and that a partner sees its own rows and nobody else's."""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.table import TableColumn
from python_calamine import CalamineWorkbook

from igu_xl.actions.coordinator.file import read_coordinator
from igu_xl.actions.sending import publishing
from igu_xl.actions.sending.publishing import publish_partnership, summary
from igu_xl.errors import NotNow
from igu_xl.records import records
from igu_xl.sheets.layout import layout_of

BEGUN = datetime(2026, 11, 2, 9)
KOEBENHAVN, FREDERIKSBERG = "kommuner/101-københavn.xlsx", "kommuner/147-frederiksberg.xlsx"
DRAGOER, BYG, NEXT = "kommuner/155-dragør.xlsx", "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
PARTNERS = (KOEBENHAVN, FREDERIKSBERG, DRAGOER, BYG, NEXT)
CANDIDATE = re.compile(r"\b\d{3}-\d{4}\b")
Decide = Callable[..., None]
Changed = Callable[..., Path]

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def table(folder: Path, book: str, name: str) -> list[dict[str, Any]]:
    """The filled rows of a table as another reader sees them."""
    with CalamineWorkbook.from_path(folder / book, load_tables=True) as workbook:
        found = workbook.get_table_by_name(name)
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.to_python()]
    return [row for row in rows if any(value != "" for value in row.values())]


def digests(folder: Path) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in PARTNERS}


def states(folder: Path) -> dict[str, str]:
    return {row["candidate"]: row["state"] for row in records(read_coordinator(folder).proposals)}


def texts(path: Path) -> Iterator[str]:
    """Every text in every part of a workbook, whatever sheet or cell it is in."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            yield package.read(name).decode("utf-8", "ignore")


def test_an_approved_row_becomes_a_placement_of_its_municipality(decided: Path) -> None:
    done = publish_partnership(decided, BEGUN)
    rows = {row["Kandidat-id"]: row for row in table(decided, KOEBENHAVN, "tblForloeb")}
    assert set(rows) == {"101-0001", "101-0002", "101-0005", "101-0006"}
    igu, practice = rows["101-0005"], rows["101-0006"]
    assert igu["Forløb-id"] == "101-0005-F1"
    assert (igu["Plads-id"], igu["Hold-id"], igu["Type"]) == ("BYG-0001", "NEXT-2027-01", "igu")
    assert (igu["Start"], igu["Planlagt slut"]) == (date(2027, 2, 1), date(2029, 1, 31))
    assert (practice["Type"], practice["Hold-id"]) == ("praktik", "")
    assert (practice["Start"], practice["Planlagt slut"]) == (date(2026, 12, 1), date(2027, 3, 1))
    assert len(table(decided, FREDERIKSBERG, "tblForloeb")) == 3
    assert table(decided, DRAGOER, "tblForloeb") == []
    assert len(done.sent) == 7
    assert summary(done) == "7 forløb sendt. 5 arbejdsbøger opdateret."


def test_proposals_say_what_came_of_them(decided: Path) -> None:
    publish_partnership(decided, BEGUN)
    assert {candidate: state for candidate, state in states(decided).items() if state != "Sendt"} == {
        "101-0003": "Foreslået",
        "147-0003": "Foreslået",
        "101-0004": "Foreslået",
    }


def test_a_municipality_sees_what_became_of_each_of_its_candidates(decided: Path) -> None:
    publish_partnership(decided, BEGUN)
    plan = {row["Kandidat-id"]: row for row in table(decided, KOEBENHAVN, "tblPlan")}
    assert set(plan) == {f"101-000{number}" for number in range(1, 7)}
    assert (plan["101-0005"]["Resultat"], plan["101-0005"]["Virksomhed"]) == ("Godkendt og sendt", "Eksempel Byg")
    assert plan["101-0005"]["Forklaring"] == (
        "Skriv dagen i Aftale indgået i arket Forløb, når virksomhed og borger har skrevet under. "
        "Ved matchet: 1. ønske: Bygge og anlæg. Holdet NEXT-2027-01, som begynder 1. februar 2027, får sin 9. deltager "
        "(9 fra 2 kommuner); det kræver mindst 6. Igu-lovens §§ 2 og 3 er opfyldt ved start (IGU2024; vejledende). "
        "Opholdsgrundlaget »Flygtning« er omfattet."
    )
    assert plan["101-0003"]["Resultat"] == "Afvist"
    # What is not decided stays with the secretariat: neither slot nor company nor cohort is told.
    waiting = plan["101-0004"]
    assert waiting.pop("Resultat") == "Forslag afventer sekretariatet"
    assert {key for key, value in waiting.items() if value != ""} == {"Kandidat-id"}
    (young, *_) = [row for row in table(decided, DRAGOER, "tblPlan") if row["Kandidat-id"] == "155-0002"]
    assert young["Resultat"] == "Timer passer ikke"
    assert young["Forklaring"] == (
        "Kan arbejde 20 timer om ugen; pladsen BYG-0001 kræver mindst 37. "
        "Det ville hjælpe: At kunne arbejde 37 timer om ugen."
    )


def test_branch_and_school_see_the_agreed_ones_of_their_own_and_not_why(decided: Path) -> None:
    publish_partnership(decided, BEGUN)
    branch = [row for row in table(decided, BYG, "tblPlan") if row["Kandidat-id"]]
    assert {row["Kandidat-id"] for row in branch} == set(states(decided)) - {"101-0003", "147-0003", "101-0004"}
    assert {row["Forklaring"] for row in branch} == {""}
    left = {row["Plads-id"]: row["Resultat"] for row in table(decided, BYG, "tblPlan") if not row["Kandidat-id"]}
    assert left["BYG-0003"] == "1 plads er stadig åben"
    school = table(decided, NEXT, "tblPlan")
    assert (school[0]["Resultat"], school[0]["Forklaring"]) == (
        "Kan køre (2 foreslået, 6 godkendt, 0 aftalt)",
        "0 deltagere aftalt, 6 godkendt og sendt; mindst 6, højst 12. Ingen kommune kan fylde det alene.",
    )
    assert {row["Kommune"] for row in school if row["Kandidat-id"]} == {"København", "Frederiksberg"}


def test_no_partner_holds_an_id_that_is_not_its_to_see(decided: Path) -> None:
    """The attack: every candidate id in every part of every partner's file, whatever sheet it is in."""
    publish_partnership(decided, BEGUN)
    sent = {candidate for candidate, state in states(decided).items() if state == "Sendt"}
    igu = sent - {"101-0006"}
    examples = {"101-0007"}  # of the guide and the dictionary
    may_see = {BYG: sent, NEXT: igu}
    for book in PARTNERS:
        own = may_see.get(book) or {f"{book[9:12]}-000{number}" for number in range(1, 7)}
        found = {name for text in texts(decided / book) for name in CANDIDATE.findall(text)}
        assert found - own - examples == set(), book


def test_findings_are_told_to_the_partner_whose_they_are_with_a_link_inside(partnership: Path) -> None:
    publish_partnership(partnership, BEGUN)
    (finding,) = table(partnership, FREDERIKSBERG, "tblFund")
    assert (finding["Række-id"], finding["Niveau"]) == ("147-0005", "oplysning")
    assert finding["Regel"] == "igu-ikke-opfyldt (IGU2024, igu-loven som ændret ved L 82 (2023-24, 1. samling))"
    assert "(igu-loven § 3, stk. 1)" in finding["Fund"] and finding["Fund"].count("vejledende") == 1
    book = openpyxl.load_workbook(partnership / FREDERIKSBERG)
    sheet = book["Fund"]
    links = [str(cell.value) for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=HYPERLINK")]
    assert links == ['=HYPERLINK("#\'Kandidater\'!T9","T9")']
    assert table(partnership, KOEBENHAVN, "tblFund") == []


def test_twice_is_the_same_as_once(decided: Path) -> None:
    publish_partnership(decided, BEGUN)
    own = layout_of(decided).coordinator
    assert own is not None
    before = digests(decided), own.read_bytes()
    done = publish_partnership(decided, datetime(2026, 11, 9))
    assert (digests(decided), own.read_bytes()) == before
    assert (done.sent, done.written, done.waiting, done.refused) == ([], set(), {}, {})
    assert summary(done) == "0 forløb sendt. Alle arbejdsbøger er, som de skal være."


def test_what_is_approved_later_is_added_to_what_was_sent(decided: Path, decide: Decide) -> None:
    publish_partnership(decided, BEGUN)
    decide(decided, {"101-0004": "Godkend"})
    assert publish_partnership(decided, BEGUN).sent == ["101-0004-F1"]
    assert len(table(decided, KOEBENHAVN, "tblForloeb")) == 5


@pytest.mark.parametrize("lock", ["~${}", ".~lock.{}#"])
def test_a_workbook_that_is_open_waits_and_is_done_the_next_time(lock: str, decided: Path) -> None:
    path = decided / FREDERIKSBERG
    before = path.read_bytes()
    (path.parent / lock.format(path.name)).touch()
    done = publish_partnership(decided, BEGUN)
    assert path.read_bytes() == before
    assert list(done.waiting) == [FREDERIKSBERG]
    assert "åben" in done.waiting[FREDERIKSBERG]
    assert done.written == {KOEBENHAVN, DRAGOER, BYG, NEXT}
    assert f"Venter til næste gang: {FREDERIKSBERG}." in summary(done)
    assert states(decided)["147-0001"] == "Venter på kommunens arbejdsbog"
    assert "147-0001" not in {row["Kandidat-id"] for row in table(decided, BYG, "tblPlan")}
    (path.parent / lock.format(path.name)).unlink()
    done = publish_partnership(decided, BEGUN)
    assert sorted(done.sent) == ["147-0001-F1", "147-0002-F1", "147-0004-F1"]
    assert done.waiting == {}
    assert states(decided)["147-0001"] == "Sendt"


@pytest.mark.parametrize("larger", [True, False], ids=["a larger sum", "a smaller sum"])
def test_a_workbook_that_is_changed_after_it_was_read_waits(larger: bool, decided: Path) -> None:
    """A partner saves while the others are written: the progress of the run is the hook.

    Whatever came of its checksum: a comment is changed until that is larger, or smaller, than it was.
    """
    path = decided / NEXT
    saved: list[bytes] = []

    def somebody_saves(done: int, total: int, name: str) -> None:
        if done == 0:
            before = hashlib.sha256(path.read_bytes()).hexdigest()
            for number in range(100):
                with zipfile.ZipFile(path, "a") as package:
                    package.comment = f"gemt {number}".encode()
                if (hashlib.sha256(path.read_bytes()).hexdigest() > before) == larger:
                    break
            saved.append(path.read_bytes())

    done = publish_partnership(decided, BEGUN, somebody_saves)
    assert "ændret, siden den blev læst" in done.waiting[NEXT]
    assert path.read_bytes() == saved[0]
    assert publish_partnership(decided, BEGUN).written == {NEXT}


def test_a_workbook_that_cannot_be_read_is_named_and_the_others_are_done(decided: Path) -> None:
    (decided / DRAGOER).write_bytes(b"no workbook")
    done = publish_partnership(decided, BEGUN)
    assert list(done.waiting) == [DRAGOER]
    assert len(done.sent) == 7


def test_a_partner_who_deleted_the_tools_sheets_gets_the_placements_all_the_same(decided: Path) -> None:
    book = openpyxl.load_workbook(decided / KOEBENHAVN)
    del book["Plan"], book["Fund"]
    book.save(decided / KOEBENHAVN)
    done = publish_partnership(decided, BEGUN)
    assert done.waiting == {}
    assert len(table(decided, KOEBENHAVN, "tblForloeb")) == 4


def test_a_file_keeps_the_rights_it_has(decided: Path) -> None:
    (decided / KOEBENHAVN).chmod(0o640)
    (decided / FREDERIKSBERG).chmod(0o444)
    done = publish_partnership(decided, BEGUN)
    assert {KOEBENHAVN, FREDERIKSBERG} <= done.written | set(done.waiting)
    assert stat.S_IMODE((decided / KOEBENHAVN).stat().st_mode) & 0o600 == 0o600
    assert stat.S_IMODE((decided / FREDERIKSBERG).stat().st_mode) == 0o444


def test_own_columns_and_formulas_of_a_municipality_stay(decided: Path) -> None:
    path = decided / KOEBENHAVN
    book = openpyxl.load_workbook(path)
    sheet = book["Forløb"]
    found = sheet.tables["tblForloeb"]
    left, right = found.ref.split(":")
    last = sheet[right].column
    row = sheet[left].row
    sheet.cell(row, last + 1, "Vores nummer")
    sheet.cell(row + 3, last + 3, "=1+1")
    cell = sheet.cell(row + 1, last + 1)
    found.ref = f"{left}:{cell.coordinate}"
    found.tableColumns.append(TableColumn(id=last + 1, name="Vores nummer"))
    found.autoFilter = None
    book.save(path)
    done = publish_partnership(decided, BEGUN)
    assert done.waiting == {}
    assert [row["Vores nummer"] for row in table(decided, KOEBENHAVN, "tblForloeb")] == [""] * 4
    assert openpyxl.load_workbook(path)["Forløb"].cell(row + 3, last + 3).value == "=1+1"


def test_a_missing_column_of_placements_stops_the_municipality(decided: Path) -> None:
    path = decided / KOEBENHAVN
    book = openpyxl.load_workbook(path)
    sheet = book["Forløb"]
    found = sheet.tables["tblForloeb"]
    cell = next(cell for cell in sheet[found.ref][0] if cell.value == "Hold-id")
    cell.value = "Kursus"
    next(column for column in found.tableColumns if column.name == "Hold-id").name = "Kursus"
    book.save(path)
    done = publish_partnership(decided, BEGUN)
    assert done.waiting == {KOEBENHAVN: "Arket Forløb mangler »Hold-id«. Giv kolonnen den overskrift igen."}
    assert {name[:3] for name in done.sent} == {"147"}


def test_every_part_but_the_changed_sheets_stays_byte_for_byte(decided: Path) -> None:
    def parts() -> dict[str, bytes]:
        with zipfile.ZipFile(decided / BYG) as package:
            return {name: package.read(name) for name in package.namelist()}

    before = parts()
    publish_partnership(decided, BEGUN)
    after = parts()
    assert set(after) == set(before)
    changed = {name for name in before if before[name] != after[name]}
    assert len(changed) <= 4  # the sheet Plan, its table, and what Excel is told to calculate again
    assert not any("sheet2" in name or "sheet3" in name for name in changed)


def test_there_is_a_backup_of_every_file_before_it_changed(decided: Path) -> None:
    before = {name: (decided / name).read_bytes() for name in PARTNERS}
    done = publish_partnership(decided, datetime(2026, 11, 5, 12, 30, 15))
    copies = decided / ".igu" / "kopier" / "2026-11-05 12.30.15"
    for name in done.written:
        assert (copies / name).read_bytes() == before[name]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda rows: rows[KOEBENHAVN]["tblKandidater"][5].update(status="Udgået"), "kandidaten er ikke længere klar"),
        (lambda rows: rows[BYG]["tblPladser"][2].update(status="Lukket"), "pladsen er ikke længere åben"),
        (lambda rows: rows[BYG]["tblPladser"][2].update(danish_min="DU2 M6"), "passer ikke længere sammen"),
    ],
)
def test_what_is_no_longer_true_is_not_sent(change: Any, reason: str, decided: Path, changed: Changed) -> None:
    changed(change)
    done = publish_partnership(decided, BEGUN)
    assert list(done.refused) == ["101-0006"]
    assert reason in done.refused["101-0006"]
    assert states(decided)["101-0006"].startswith("Kan ikke sendes: ")
    assert "Kunne ikke sendes: 101-0006; grunden står i arket Forslag." in summary(done)
    assert len(done.sent) == 6


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda rows: rows[NEXT]["tblHold"][0].update(status="Aflyst"), "holdet kan ikke længere få flere"),
        (lambda rows: rows[NEXT]["tblHold"][0].update(start=date(2027, 2, 8)), "holdet begynder en anden dag"),
        (lambda rows: rows[NEXT]["tblHold"][0].update(max=6, free_seats=0), "holdet kan ikke længere få flere"),
    ],
)
def test_a_cohort_that_has_changed_takes_nobody_until_the_next_match(
    change: Any, reason: str, decided: Path, changed: Changed
) -> None:
    changed(change)
    done = publish_partnership(decided, BEGUN)
    assert done.sent == ["101-0006-F1"]
    assert all(reason in sentence for sentence in done.refused.values())


def test_openings_are_not_given_twice(decided: Path, changed: Changed) -> None:
    changed(lambda rows: rows[BYG]["tblPladser"][0].update(openings=1))
    done = publish_partnership(decided, BEGUN, anyway=True)
    assert sum(row["Plads-id"] == "BYG-0001" for book in (KOEBENHAVN, FREDERIKSBERG) for row in
               table(decided, book, "tblForloeb")) == 1  # fmt: skip
    assert set(done.refused.values()) == {"Kan ikke sendes: pladsen er ikke længere åben."}


def test_a_start_that_has_passed_meanwhile_becomes_today(decided: Path) -> None:
    own = layout_of(decided).coordinator
    assert own is not None
    book = openpyxl.load_workbook(own, keep_vba=own.suffix == ".xlsm")
    row = next(row for row in book["Indstillinger"].iter_rows() if row[0].value == "Dags dato")
    row[1].value = "10-12-2026"
    book.save(own)
    publish_partnership(decided, BEGUN)
    practice = next(row for row in table(decided, KOEBENHAVN, "tblForloeb") if row["Type"] == "praktik")
    assert practice["Start"] == date(2026, 12, 10)
    plan = next(row for row in table(decided, KOEBENHAVN, "tblPlan") if row["Kandidat-id"] == "101-0006")
    assert plan["Start"] == date(2026, 12, 10)


def test_a_placement_id_that_is_taken_is_not_given_again(decided: Path, changed: Changed) -> None:
    past = {
        "placement": "101-0006-F2",
        "candidate": "101-0006",
        "slot": "BYG-0003",
        "type": "praktik",
        "start": date(2026, 1, 1),
        "planned_end": date(2026, 3, 1),
        "ended_on": date(2026, 3, 1),
        "outcome": "Gennemført",
    }
    changed(lambda rows: rows[KOEBENHAVN].update(tblForloeb=[past]))
    assert "101-0006-F3" in publish_partnership(decided, BEGUN).sent


def test_nothing_is_written_while_the_coordinators_workbook_is_open(decided: Path) -> None:
    before = digests(decided)
    own = layout_of(decided).coordinator
    assert own is not None
    (decided / f"~${own.name}").touch()
    with pytest.raises(NotNow, match=f"{own.name} er åben"):
        publish_partnership(decided, BEGUN)
    assert digests(decided) == before


def test_a_run_stopped_before_the_proposals_were_marked_is_finished_by_the_next(
    decided: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The placements stand with the municipalities, but nobody said so: they are found, not written again."""

    def stopped(*arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(publishing, "_with_states", stopped)
        with pytest.raises(KeyboardInterrupt):
            publish_partnership(decided, BEGUN)
    assert set(states(decided).values()) == {"Foreslået"}
    assert len(table(decided, KOEBENHAVN, "tblForloeb")) == 4
    done = publish_partnership(decided, BEGUN)
    assert len(done.sent) == 7
    assert len(table(decided, KOEBENHAVN, "tblForloeb")) == 4
    assert sum(state == "Sendt" for state in states(decided).values()) == 7
