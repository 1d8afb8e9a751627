"""The mess of the demo: every damage leaves its mark, what is readable is read, what is wrong is found."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook

from igu_xl.checks.validation import Validation, validate
from igu_xl.demo.books import DemoBook
from igu_xl.demo.mess.files import FILE_MESS, FileDamage, damage_file
from igu_xl.demo.mess.links import LINKS
from igu_xl.demo.mess.mess import MESS, Damage, messed_up
from igu_xl.demo.mess.readable import MOVING, READABLE
from igu_xl.demo.mess.school import SCHOOL_MESS
from igu_xl.demo.mess.shapes import SHAPES
from igu_xl.demo.mess.values import VALUES
from igu_xl.demo.partnership import clean_partnership
from igu_xl.demo.rows import DEMO_TODAY
from igu_xl.demo.writing import write_partnership
from igu_xl.domain.personal.cpr import has_cpr
from igu_xl.findings import ERROR
from igu_xl.sheets.templates import build_workbook


def name_of(damage: object) -> str:
    return getattr(damage, "__name__", str(damage))


@pytest.fixture(scope="module")
def clean() -> list[DemoBook]:
    return clean_partnership()


@pytest.fixture(scope="module")
def messy_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("partnerskab")
    write_partnership(folder)
    return folder


@pytest.fixture(scope="module")
def checked(messy_folder: Path) -> Validation:
    return validate(messy_folder, DEMO_TODAY)


def write(books: list[DemoBook], folder: Path) -> Path:
    for book in books:
        path = folder / book.filename
        path.parent.mkdir(parents=True, exist_ok=True)
        build_workbook(book.book, path, book.rows, owner=book.owner)
    return folder


def errors(folder: Path) -> Counter[tuple[str, str, str]]:
    found = validate(folder, DEMO_TODAY).findings
    return Counter((one.code, one.place.workbook, one.place.row_id) for one in found if one.level == ERROR)


def changed_rows(before: list[DemoBook], after: list[DemoBook]) -> int:
    """How many rows are new, gone or different, in whatever order they stand."""
    count = 0
    for old, new in zip(before, after, strict=True):
        for table, rows in new.rows.items():
            was = Counter(map(repr, old.rows[table]))
            now = Counter(map(repr, rows))
            count += max((now - was).total(), (was - now).total())
    return count


@pytest.mark.parametrize("damage", MESS, ids=name_of)
def test_every_damage_leaves_a_mark_in_one_workbook(clean: list[DemoBook], damage: Damage) -> None:
    after = messed_up(clean, [damage])
    marked = [new.filename for old, new in zip(clean, after, strict=True) if old != new]
    assert len(marked) == 1


@pytest.mark.parametrize("damage", [*READABLE, *VALUES, *LINKS, *SCHOOL_MESS], ids=name_of)
def test_a_damage_is_done_to_one_row(clean: list[DemoBook], damage: Damage) -> None:
    assert changed_rows(clean, messed_up(clean, [damage])) == 1


def test_together_the_damages_take_as_many_rows_as_they_are(clean: list[DemoBook]) -> None:
    damages = [*READABLE, *VALUES, *LINKS, *SCHOOL_MESS]
    assert changed_rows(clean, messed_up(clean, damages)) == len(damages)


def test_every_damage_is_listed_once_and_told_in_danish() -> None:
    damages = [*MESS, *(damage for _, damage in FILE_MESS)]
    assert len({name_of(damage) for damage in damages}) == len(damages) > 60
    assert all((damage.__doc__ or "").strip().endswith((".", "...")) for damage in damages)


def test_messing_up_leaves_the_clean_rows_alone() -> None:
    books = clean_partnership()
    messed_up(books)
    assert books == clean_partnership()


@pytest.mark.parametrize("seed", range(1, 16))
@pytest.mark.parametrize("candidates", [200, 700])
def test_every_seed_has_room_for_the_mess(candidates: int, seed: int) -> None:
    messed_up(clean_partnership(candidates, seed))


def test_the_clean_partnership_has_no_errors(clean: list[DemoBook], tmp_path: Path) -> None:
    assert errors(write(clean, tmp_path)) == Counter()


def test_what_only_looks_wrong_gives_no_error(clean: list[DemoBook], tmp_path: Path) -> None:
    assert errors(write(messed_up(clean, [*READABLE, *SHAPES, *MOVING]), tmp_path)) == Counter()


CODES = {
    "impossible_date": "dato-ulaeselig",
    "month_without_day": "dato-ulaeselig",
    "american_date": "dato-ulaeselig",
    "year_mistyped": "dato-udenfor",
    "branch_misspelt": "valg-ligner",
    "measure_misspelt": "valg-ligner",
    "unknown_basis": "valg-ukendt",
    "two_municipalities": "kommune-flere",
    "hours_in_words": "tal-ulaeseligt",
    "travel_in_seconds": "tal-udenfor",
    "birth_date_missing": "paakraevet",
    "status_missing": "paakraevet",
    "lived_here_before_birth": "bopael-foer-foedsel",
    "cvr_with_wrong_digit": "cvr-ugyldigt",
    "cpr_in_remark": "cpr",
    "cpr_as_id": "cpr",
    "replacement_cpr_in_followup": "cpr",
    "ready_after_the_law": "igu-ingen-regel",
    "too_young": "igu-ikke-opfyldt",
    "exactly_twenty_years": "igu-manuel",
    "row_copied": "id-dobbelt",
    "citizen_moved": "id-to-kommuner",
    "lives_elsewhere": "kommune-anden",
    "unknown_slot": "strandet-plads-vaek",
    "unknown_cohort": "strandet-hold-vaek",
    "two_placements_at_once": "forloeb-samtidige",
    "closed_in_placement": "forloeb-status",
    "unknown_candidate_in_followup": "henvisning-ukendt",
    "ended_without_reason": "ophoer-uden-aarsag",
    "outcome_without_end": "udfald-uden-ophoer",
    "other_type_than_slot": "typer-forskellige",
    "cohort_outside_window": "hold-uden-for-vindue",
    "slot_window_reversed": "periode-omvendt",
    "too_many_subsidised": "rimelighedskrav",
    "steward_not_asked": "tr-udtalelse-mangler",
    "p_number_of_nobody": "henvisning-ukendt",
    "least_above_most": "min-over-maks",
    "deadline_after_start": "frist-efter-start",
    "two_free_seats_too_many": "ledige-over-maks",
    "course_of_unknown_cohort": "henvisning-ukendt",
    "package_in_a_circle": "pakke-kreds",
    "course_in_no_package": "kursus-uden-pakke",
    "planned_after_the_end": "skoleplan-forloeb-slut",
    "cohort_longer_than_a_year": "hold-over-et-aar",
    "signed_up_for_an_unknown_cohort": "skoleplan-hold-ukendt",
}


def test_every_wrong_value_is_found(checked: Validation) -> None:
    assert set(CODES) == {name_of(damage) for damage in (*VALUES, *LINKS, *SCHOOL_MESS)}
    found = Counter(finding.code for finding in checked.findings)
    expected = Counter(CODES.values())
    assert {code: found[code] for code in expected if found[code] < expected[code]} == {}


FILE_CODES = {"celle-fejl", "celle-uberegnet", "raekker-under-tabel", "tabel-uden-navn", "kolonne-savnes"}


def test_what_only_a_file_can_have_is_found_or_read(checked: Validation) -> None:
    assert {finding.code for finding in checked.findings} >= FILE_CODES
    assert any(finding.code == "cpr-kommentar" and finding.place.sheet == "Borgere" for finding in checked.findings)
    cohorts = checked.partnership.frames["tblHold"]
    moved_or_1904 = cohorts[cohorts["partner"].isin(["skole:vuf", "skole:sprogcenter-hellerup"])]
    assert len(moved_or_1904) > 4
    assert moved_or_1904["start"].dt.year.between(2025, 2028).all()


def test_the_number_of_findings_is_one_that_a_coordinator_can_read(checked: Validation) -> None:
    assert 40 <= len(checked.findings) <= 120
    assert 30 <= sum(finding.level == ERROR for finding in checked.findings) <= 50


def test_no_finding_repeats_a_cpr_number(checked: Validation) -> None:
    p_numbers = set(checked.partnership.frames["tblVirksomheder"]["p_number"].dropna())
    assert not any(has_cpr(str(finding.as_json()), p_numbers) for finding in checked.findings)


@pytest.mark.parametrize("filename, damage", FILE_MESS, ids=lambda value: name_of(value))
def test_every_file_damage_leaves_a_mark(
    clean: list[DemoBook], tmp_path: Path, filename: str, damage: FileDamage
) -> None:
    book = next(book for book in messed_up(clean) if book.filename == filename)
    untouched, damaged = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    for path in (untouched, damaged):
        build_workbook(book.book, path, book.rows, owner=book.owner)
    damage_file(untouched, lambda workbook: None)
    damage_file(damaged, damage)
    assert untouched.read_bytes() != damaged.read_bytes()


def test_the_same_arguments_give_the_same_bytes(messy_folder: Path, tmp_path: Path) -> None:
    again = write_partnership(tmp_path)
    assert len(again) == 20
    for path in again:
        first = messy_folder / path.relative_to(tmp_path)
        assert hashlib.sha256(first.read_bytes()).digest() == hashlib.sha256(path.read_bytes()).digest(), path.name


def test_written_workbooks_open_with_their_tables(messy_folder: Path) -> None:
    workbook = load_workbook(messy_folder / "kommuner/101-koebenhavn.xlsx")
    assert {"tblKandidater", "tblOpfoelgning", "tblForloeb"} <= {
        table for sheet in workbook.worksheets for table in sheet.tables
    }
