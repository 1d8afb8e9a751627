"""A candidate who moves to another municipality: the same person all the time, once, and never in the match again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.partners.moving import move_candidate
from igu_xl.actions.reporting.reporting import report_partnership
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.checks.validation import Validation, validate
from igu_xl.errors import WrongUse
from igu_xl.match.pool import waiting_candidates
from igu_xl.month import Month
from igu_xl.reports.data.month_data import load
from igu_xl.reports.run.options import ReportOptions
from igu_xl.sheets.writing.lossless import WorkbookEdit
from igu_xl.standing.history_file import kept_history
from igu_xl.standing.standing import State, stand

FIRST, MOVED, LATER = date(2026, 11, 2), date(2026, 12, 10), date(2027, 1, 4)
OLD, NEW = "kommuner/101-københavn.xlsx", "kommuner/147-frederiksberg.xlsx"
WHO = "101-0003"

Row = dict[str, object]

PLANNED: Row = {"Forløb-id": f"{WHO}-F1", "Trin": "1", "Kursus": "Dansk på pladsen", "Status": "Aftalt"}
AWAY: Row = {"Forløb-id": f"{WHO}-F1", "Fra": date(2027, 7, 5), "Til": date(2027, 7, 16), "Årsag": "Ferie"}


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8)


def rows(path: Path, table: str) -> list[Row]:
    book = openpyxl.load_workbook(path, data_only=True)
    sheet = next(sheet for sheet in book.worksheets if table in sheet.tables)
    head, *body = [[cell.value for cell in line] for line in sheet[sheet.tables[table].ref]]
    return [dict(zip(head, line, strict=True)) for line in body]


def about(path: Path, table: str, candidate: str = WHO) -> list[Row]:
    """What stands about a candidate, without what Excel works out."""
    return [
        {name: value for name, value in row.items() if name != "Tjek"}
        for row in rows(path, table)
        if row["Kandidat-id"] == candidate
    ]


def about_placement(path: Path, table: str) -> list[Row]:
    """What stands about the candidate's placement."""
    return [row for row in rows(path, table) if row["Forløb-id"] == f"{WHO}-F1"]


def write(path: Path, table: str, candidate: str, **cells: object) -> None:
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book.worksheets if table in sheet.tables)
    head, *body = list(sheet[sheet.tables[table].ref])
    at = {str(cell.value).removesuffix(" *"): number for number, cell in enumerate(head)}
    for line in body:
        if line[at["Kandidat-id"]].value in (candidate, None):
            line[at["Kandidat-id"]].value = candidate
            for name, value in cells.items():
                line[at[name.replace("_", " ")]].value = value
            break
    book.save(path)


@pytest.fixture(scope="module")
def played(clean_partnership: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Matched, sent and followed up; nobody writes to it."""
    from igu_xl.actions.coordinator.file import CoordinatorFile
    from igu_xl.records import records
    from igu_xl.sheets.writing.keeping import Backups

    folder = Path(shutil.copytree(clean_partnership, tmp_path_factory.mktemp("spillet") / "partnerskab"))
    (folder / "koordinator.xlsm").unlink()
    new_coordinator(folder, Settings())
    match_partnership(folder, morning(FIRST))
    desk = CoordinatorFile(folder)
    book = desk.read()
    chosen = [row | {"decision": "Godkend"} for row in records(book.proposals)]
    desk.write(book, {"tblForslag": chosen}, Backups(folder, morning(FIRST)), None)
    publish_partnership(folder, morning(FIRST), anyway=True)
    write(folder / OLD, "tblOpfoelgning", WHO, Dato=datetime(2026, 11, 20), Handling="Ringer igen")
    edit = WorkbookEdit(folder / OLD)
    edit.append_rows("tblSkoleplan", [PLANNED, PLANNED | {"Trin": "2"}, PLANNED | {"Forløb-id": "101-0002-F1"}])
    edit.append_rows("tblFravaer", [AWAY, AWAY | {"Fra": date(2027, 8, 2), "Til": date(2027, 8, 6)}])
    edit.save()
    check_partnership(folder, datetime(2026, 11, 30, 8))
    return folder


@pytest.fixture
def folder(played: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(played, tmp_path / "Partnerskab på Amager æøå"))


def once(found: Validation, table: str = "candidates") -> list[str]:
    """Whose the candidate is, once for each row."""
    frame = getattr(found.standing, table)
    return list(frame.loc[frame["candidate"] == WHO, "partner"])


def codes(found: Validation, path: str = "") -> list[str]:
    return [one.code for one in found.findings if path in ("", one.place.workbook)]


def test_who_moves_keeps_everything_and_is_counted_once(folder: Path) -> None:
    old_book, followed = (folder / OLD).read_bytes(), about(folder / OLD, "tblOpfoelgning")
    (row,) = about(folder / OLD, "tblKandidater")
    (placement,) = about(folder / OLD, "tblForloeb")
    before = validate(folder, MOVED)
    said = move_candidate(folder, morning(MOVED), WHO, "Frederiksberg")
    assert said.startswith(f"{WHO} er flyttet fra København til Frederiksberg med forløb, opfølgning og historik.")

    assert (folder / OLD).read_bytes() == old_book
    assert about(folder / NEW, "tblKandidater") == [row | {"Bopælskommune": "Frederiksberg"}]
    assert about(folder / NEW, "tblForloeb") == [placement]
    assert about(folder / NEW, "tblOpfoelgning") == followed and followed
    assert [row["Trin"] for row in about_placement(folder / NEW, "tblSkoleplan")] == ["1", "2"]
    assert len(about_placement(folder / NEW, "tblFravaer")) == 2
    assert about_placement(folder / NEW, "tblSkoleplan") == about_placement(folder / OLD, "tblSkoleplan")
    counted = validate(folder, MOVED).partnership.frames
    for table, own in (("tblSkoleplan", 2), ("tblFravaer", 2)):  # those at the old one count no more
        rows_now = counted[table][counted[table]["placement"] == f"{WHO}-F1"]
        assert list(rows_now["partner"]) == ["kommune:147"] * own

    after = validate(folder, MOVED)
    assert once(after) == once(after, "placements") == ["kommune:147"]
    assert after.standing.counts() == before.standing.counts()
    assert WHO not in set(waiting_candidates(after)["candidate"])
    assert set(codes(after)) - set(codes(before)) == {"kandidat-flyttet", "kandidat-tilflyttet"}
    (told,) = [one for one in after.findings if one.code == "kandidat-flyttet"]
    assert told.place.workbook == OLD and told.place.row_id == WHO
    assert told.message.startswith("Kandidaten er flyttet til Frederiksberg den 10. december 2026.")
    assert told.mend == "Sæt status til Udgået, eller slet rækken, når I vil."

    then = stand(after.history, date(2026, 12, 9))
    assert list(then.placements.loc[then.placements["candidate"] == WHO, "partner"]) == ["kommune:101"]
    assert list(then.candidates.loc[then.candidates["candidate"] == WHO, "partner"]) == ["kommune:101"]
    assert stand(kept_history(folder), date(2026, 12, 9)).counts() == then.counts()


def test_the_next_month_is_as_if_nobody_had_moved(folder: Path) -> None:
    """Signed at the new municipality, set to Udgået at the old one; matched, sent and reported again."""
    move_candidate(folder, morning(MOVED), WHO.lower(), "147")
    write(folder / OLD, "tblKandidater", WHO, Status="Udgået")
    write(folder / NEW, "tblForloeb", WHO, Aftale_indgået=datetime(2026, 12, 12))
    match_partnership(folder, morning(LATER))
    publish_partnership(folder, morning(LATER), anyway=True)
    now = validate(folder, LATER)
    (placement,) = now.standing.placements[now.standing.placements["candidate"] == WHO].to_dict("records")
    assert (placement["partner"], placement["state"], placement["stranded"]) == ("kommune:147", State.AGREED, "")
    assert placement["sent_on"].date() == FIRST
    assert WHO in {row["Kandidat-id"] for row in rows(folder / NEW, "tblPlan")}
    assert WHO not in {row["Kandidat-id"] for row in rows(folder / OLD, "tblPlan")}
    assert "kandidat-flyttet" in {row["Regel"] for row in rows(folder / OLD, "tblFund")}
    assert "kandidat-tilflyttet" in {row["Regel"] for row in rows(folder / NEW, "tblFund")}
    assert "kandidat-tilflyttet" not in codes(validate(folder, date(2027, 2, 1)))
    report_partnership(folder, Month(2026, 12), morning(LATER), ReportOptions(jobs=1, only="kommune:147"))
    data = folder / "arkiv" / "2026-12" / "data"
    for partner, november, december in (("kommune:101", 1, 0), ("kommune:147", 0, 1)):
        month = load(data, partner)
        for day, count in ((Month(2026, 11), november), (Month(2026, 12), december)):
            assert (month.on(day).candidates["candidate"] == WHO).sum() == count
            assert (month.on(day).placements["candidate"] == WHO).sum() == count


def test_a_row_that_the_old_one_deletes_is_not_missed(folder: Path) -> None:
    move_candidate(folder, morning(MOVED), WHO, "147")
    book = openpyxl.load_workbook(folder / OLD)
    for sheet in book.worksheets:
        for line in sheet.iter_rows():
            if sheet.title in ("Kandidater", "Forløb", "Opfølgning") and WHO in [cell.value for cell in line]:
                for cell in line:
                    cell.value = None
    book.save(folder / OLD)
    found = check_partnership(folder, morning(LATER)).validation
    assert once(found) == once(found, "placements") == ["kommune:147"]
    assert not {one for one in codes(found) if one.startswith(("strandet", "kandidat-flyttet"))}


def test_doing_it_again_after_a_run_that_was_killed_adds_nothing_twice(folder: Path) -> None:
    kept = (folder / ".igu" / "historik.parquet").read_bytes()
    move_candidate(folder, morning(MOVED), WHO, "147")
    (folder / ".igu" / "historik.parquet").write_bytes(kept)  # the rows were written, and it was not noted
    assert "id-to-kommuner" in codes(validate(folder, MOVED))
    move_candidate(folder, datetime(2026, 12, 10, 9), WHO, "147")
    assert [len(about(folder / NEW, table)) for table in ("tblKandidater", "tblForloeb", "tblOpfoelgning")] == [1, 1, 1]
    assert [len(about_placement(folder / NEW, table)) for table in ("tblSkoleplan", "tblFravaer")] == [2, 2]
    after = validate(folder, MOVED)
    assert once(after) == ["kommune:147"] and "id-to-kommuner" not in codes(after)


def test_who_moves_back_is_the_first_municipalitys_again(folder: Path) -> None:
    move_candidate(folder, morning(MOVED), WHO, "147")
    move_candidate(folder, morning(LATER), WHO, "København")
    assert len(about(folder / OLD, "tblKandidater")) == 1
    now = validate(folder, LATER)
    assert once(now) == once(now, "placements") == ["kommune:101"]
    assert codes(now, NEW).count("kandidat-flyttet") == 1 and "kandidat-flyttet" not in codes(now, OLD)
    between = stand(now.history, date(2026, 12, 20)).candidates
    assert list(between.loc[between["candidate"] == WHO, "partner"]) == ["kommune:147"]


def test_where_to_is_read_from_the_row(folder: Path) -> None:
    write(folder / OLD, "tblKandidater", WHO, Bopælskommune="Dragør")
    found = validate(folder, MOVED)
    (told,) = [one for one in found.findings if one.code == "kommune-anden"]
    assert "sekretariatet" in told.mend
    assert "til Dragør" in move_candidate(folder, morning(MOVED), WHO)
    assert "kommune-anden" not in codes(validate(folder, MOVED))


@pytest.mark.parametrize(
    ("candidate", "municipality", "says"),
    [
        ("101-9999", "147", "Kandidaten 101-9999 findes ikke"),
        ("Ane Prøve", "147", r"^Det er ikke et kandidat-id"),
        ("010190:1244", "147", r"^Det er ikke et kandidat-id"),
        (WHO, "", "der står ingen Bopælskommune"),
        (WHO, "101", f"{WHO} står allerede i arbejdsbogen for København"),
        (WHO, "Aarhus", "Der er ingen arbejdsbog for Aarhus i mappen"),
        (WHO, "Nordpolen", "»Nordpolen« er ingen kommune"),
    ],
)
def test_who_cannot_move_is_told_why(folder: Path, candidate: str, municipality: str, says: str) -> None:
    before = {path: path.read_bytes() for path in folder.glob("kommuner/*")}
    with pytest.raises(WrongUse, match=says):
        move_candidate(folder, morning(MOVED), candidate, municipality)
    assert {path: path.read_bytes() for path in folder.glob("kommuner/*")} == before


def test_a_workbook_that_is_open_is_left(folder: Path, decide: Callable[..., None]) -> None:
    from igu_xl.errors import NotNow

    (folder / "kommuner/~$147-frederiksberg.xlsx").write_bytes(b"x")
    with pytest.raises(NotNow, match="Intet er flyttet"):
        move_candidate(folder, morning(MOVED), WHO, "147")
    assert once(validate(folder, MOVED)) == ["kommune:101"]
