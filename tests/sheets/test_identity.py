"""Whose a workbook is: copies are told and not read, and who was known before is known again under another name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from igu_xl.sheets.contract import BRANCH, MUNICIPALITY, SCHOOL
from igu_xl.sheets.identity import KnownPartner
from igu_xl.sheets.layout_version import PARTNER_NAME, text_formula, text_of
from igu_xl.sheets.partnership import Partnership, read_partnership
from igu_xl.sheets.templates import build_workbook

BYG, NEXT = "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
SAID = "Der er to arbejdsbøger for samme partner: denne og {other}."


def slots(prefix: str, *numbers: int, p_number: str = "1000000001") -> dict[str, list[dict[str, object]]]:
    return {
        "tblPladser": [
            {"slot": f"{prefix}-{number:04}", "p_number": p_number, "type": "igu", "openings": 2, "status": "Åben"}
            for number in numbers
        ]
    }


def cohorts(prefix: str, *numbers: int) -> dict[str, list[dict[str, object]]]:
    return {
        "tblHold": [
            {"cohort": f"{prefix}-2027-{number:02}", "title": f"Trin {number}", "start": date(2027, 2, number)}
            for number in numbers
        ]
    }


def people(code: str, *numbers: int) -> dict[str, list[dict[str, object]]]:
    return {
        "tblKandidater": [
            {"candidate": f"{code}-{number:04}", "born": date(1990, 5, number % 28 + 1)} for number in numbers
        ]
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bygget")
    for name in ("kommuner", "brancher", "skoler"):
        (folder / name).mkdir()
    build_workbook(MUNICIPALITY, folder / "kommuner/101-københavn.xlsx", people("101", 1, 2, 3))
    build_workbook(BRANCH, folder / BYG, slots("BYG", *range(1, 7)))
    build_workbook(SCHOOL, folder / NEXT, cohorts("NEXT", 1, 2, 3))
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "partnerskab"))


def partners(read: Partnership) -> dict[str, str]:
    return {book.path: book.partner for book in read.books}


def told(read: Partnership) -> list[tuple[str, str, str]]:
    return [
        (one.code, one.place.workbook, one.details.get("other", ""))
        for one in read.findings
        if one.code.startswith("partner")
    ]


COPIES = (
    "{} (conflicted copy).xlsx",
    "{} (Mettes pc's konflikt 2026-11-02).xlsx",
    "{}-PC123.xlsx",
    "{}-LAPTOP-AB12.xlsx",
    "{} - kopi.xlsx",
    "{} - Kopi (2).xlsx",
    "{} (1).xlsx",
    "Kopi af {}.xlsx",
    "{} gammel.xlsx",
    "{}_final.xlsm",
)


@pytest.mark.parametrize("original", [BYG, NEXT])
@pytest.mark.parametrize("name", COPIES)
def test_a_copy_has_one_finding_and_its_rows_are_not_read(folder: Path, original: str, name: str) -> None:
    path = folder / original
    copy = path.with_name(name.format(path.stem))
    before = {table: len(frame) for table, frame in read_partnership(folder).frames.items()}
    shutil.copy(path, copy)
    read = read_partnership(folder)
    assert told(read) == [("partner-dobbelt", f"{path.parent.name}/{copy.name}", original)]
    assert read.findings[0].message == SAID.format(other=original)
    assert {table: len(frame) for table, frame in read.frames.items()} == before


@pytest.mark.parametrize("name", ["bygge-anlæg 2027.xlsx", "aaa.xlsx"])
def test_the_one_known_before_is_read_whatever_the_other_is_called(folder: Path, name: str) -> None:
    shutil.copy(folder / BYG, folder / "brancher" / name)
    read = read_partnership(folder, known=[KnownPartner("branche:bygge-anlæg", BYG)])
    assert told(read) == [("partner-dobbelt", f"brancher/{name}", BYG)]
    read = read_partnership(folder, known=[KnownPartner("branche:bygge-anlæg", f"brancher/{name}")])
    assert told(read) == [("partner-dobbelt", BYG, f"brancher/{name}")]
    assert partners(read)[f"brancher/{name}"] == "branche:bygge-anlæg"


def test_a_copy_that_both_went_on_in_is_a_copy(folder: Path) -> None:
    build_workbook(BRANCH, folder / "brancher/bygge-anlæg-PC1.xlsx", slots("BYG", *range(2, 20)))
    assert told(read_partnership(folder)) == [("partner-dobbelt", "brancher/bygge-anlæg-PC1.xlsx", BYG)]


@pytest.mark.parametrize("content", [b"x", None])
def test_a_copy_without_rows_is_known_by_its_name(folder: Path, content: bytes | None) -> None:
    copy = folder / "skoler/next (1).xlsx"
    copy.write_bytes(content) if content else build_workbook(SCHOOL, copy)
    assert told(read_partnership(folder)) == [("partner-dobbelt", "skoler/next (1).xlsx", NEXT)]


def test_a_copy_of_a_workbook_that_cannot_be_read_is_not_read_for_it(folder: Path) -> None:
    shutil.copy(folder / NEXT, folder / "skoler/next-PC1.xlsx")
    (folder / NEXT).write_bytes(b"x")
    ids = frozenset(f"next-2027-0{number}" for number in (1, 2, 3))
    read = read_partnership(folder, known=[KnownPartner("skole:next", NEXT, ids)])
    assert told(read) == [("partner-dobbelt", "skoler/next-PC1.xlsx", NEXT)]
    assert partners(read)[NEXT] == "skole:next"


@pytest.mark.parametrize("name", ["detail.xlsx", "bygge-anlæg (2).xlsx"])
def test_a_new_partner_with_a_few_of_anothers_ids_is_a_partner(folder: Path, name: str) -> None:
    rows = slots("DET", 1, 2, 3, p_number="1000000009")["tblPladser"] + slots("BYG", 1, 2)["tblPladser"]
    build_workbook(BRANCH, folder / "brancher" / name, {"tblPladser": rows})
    read = read_partnership(folder)
    assert told(read) == [] and len(read.frames["tblPladser"]) == 11


def test_the_same_ids_of_other_rows_make_no_copy(folder: Path) -> None:
    """Two branches that both number their slots from BYG-0001: each id is told, as ever."""
    build_workbook(BRANCH, folder / "brancher/byg vest.xlsx", slots("BYG", 1, 2, 3, p_number="1000000009"))
    assert told(read_partnership(folder)) == []


def test_two_that_were_known_as_two_are_two(folder: Path) -> None:
    build_workbook(SCHOOL, folder / "skoler/sosu.xlsx", cohorts("NEXT", 1, 2))
    known = [KnownPartner("skole:next", NEXT), KnownPartner("skole:sosu", "skoler/sosu.xlsx")]
    assert told(read_partnership(folder, known=known)) == []


def remembered(folder: Path) -> list[KnownPartner]:
    """Who was read, as a history would tell it."""
    read = read_partnership(folder)
    ids = {"kommune": ("tblKandidater", "candidate"), "branche": ("tblPladser", "slot"), "skole": ("tblHold", "cohort")}
    found = []
    for book in read.books:
        table, key = ids[book.book.kind]
        own = read.frames[table].loc[read.frames[table]["partner"] == book.partner, key]
        found.append(KnownPartner(book.partner, book.path, frozenset(own.str.casefold())))
    return found


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (BYG, "Bygge og anlæg 2027.xlsx"),
        (NEXT, "Rekvirent Next (1).xlsx"),
        ("kommuner/101-københavn.xlsx", "Beskæftigelse.xlsx"),
        ("kommuner/101-københavn.xlsx", "Københavns Kommune.xlsx"),
    ],
)
def test_a_renamed_workbook_is_the_same_partners(folder: Path, path: str, name: str) -> None:
    known, before = remembered(folder), partners(read_partnership(folder))[path]
    renamed = (folder / path).rename((folder / path).with_name(name))
    read = read_partnership(folder, known=known)
    assert told(read) == []
    assert partners(read)[f"{renamed.parent.name}/{name}"] == before


def test_two_that_swap_their_names_stay_who_they_are(folder: Path) -> None:
    other = folder / "skoler/sosu.xlsx"
    build_workbook(SCHOOL, other, cohorts("SOSU", 1, 2))
    known = remembered(folder)
    other.rename(folder / "skoler/x.xlsx")
    (folder / NEXT).rename(other)
    (folder / "skoler/x.xlsx").rename(folder / NEXT)
    read = partners(read_partnership(folder, known=known))
    assert (read["skoler/sosu.xlsx"], read[NEXT]) == ("skole:next", "skole:sosu")


def test_a_workbook_whose_rows_are_all_new_is_still_the_partners(folder: Path) -> None:
    known = remembered(folder)
    build_workbook(SCHOOL, folder / NEXT, cohorts("N", 7, 8))
    assert partners(read_partnership(folder, known=known))[NEXT] == "skole:next"


def test_a_new_partner_under_a_name_that_another_had_gets_a_key_of_its_own(folder: Path) -> None:
    known = remembered(folder)
    (folder / NEXT).rename(folder / "skoler/next-gammel.xlsx")
    build_workbook(SCHOOL, folder / NEXT, cohorts("VUF", 1, 2))
    read = partners(read_partnership(folder, known=known))
    assert (read["skoler/next-gammel.xlsx"], read[NEXT]) == ("skole:next", "skole:next-2")


@pytest.fixture
def state(folder: Path) -> Callable[[str, str], None]:
    """Lets a workbook say whose it is, as the tool does."""
    from igu_xl.sheets.writing.lossless import WorkbookEdit

    def write(name: str, partner: str) -> None:
        edit = WorkbookEdit(folder / name)
        edit.set_name(PARTNER_NAME, text_formula(partner))
        assert edit.save()

    return write


def test_what_the_workbook_says_counts_where_its_rows_are_all_new(
    folder: Path, state: Callable[[str, str], None]
) -> None:
    known = remembered(folder)
    (folder / NEXT).unlink()
    build_workbook(SCHOOL, folder / "skoler/hold 2028.xlsx", cohorts("N", 7, 8))
    state("skoler/hold 2028.xlsx", "skole:next")
    assert partners(read_partnership(folder, known=known))["skoler/hold 2028.xlsx"] == "skole:next"


def test_a_workbook_made_from_anothers_is_its_own_partners(folder: Path, state: Callable[[str, str], None]) -> None:
    """Somebody copies a workbook that says whose it is, and empties it for somebody else."""
    build_workbook(SCHOOL, folder / "skoler/sosu.xlsx", cohorts("SOSU", 1, 2))
    build_workbook(MUNICIPALITY, folder / "kommuner/147-frederiksberg.xlsx", people("147", 1, 2))
    state("skoler/sosu.xlsx", "skole:next")
    state("kommuner/147-frederiksberg.xlsx", "kommune:101")
    read = read_partnership(folder)
    assert told(read) == []
    assert partners(read)["skoler/sosu.xlsx"] == "skole:sosu"
    assert partners(read)["kommuner/147-frederiksberg.xlsx"] == "kommune:147"


def test_the_ids_of_its_people_tell_a_municipality(folder: Path) -> None:
    build_workbook(MUNICIPALITY, folder / "kommuner/jobcenter.xlsx", people("147", 1, 2))
    build_workbook(MUNICIPALITY, folder / "kommuner/jobcenter 2.xlsx", people("155", 1) | {})
    mixed = {"tblKandidater": [*people("157", 1)["tblKandidater"], *people("159", 1)["tblKandidater"]]}
    build_workbook(MUNICIPALITY, folder / "kommuner/to kommuner.xlsx", mixed)
    read = read_partnership(folder)
    assert {"kommune:147", "kommune:155"} < set(partners(read).values())
    assert told(read) == [("partner-ukendt", "kommuner/to kommuner.xlsx", "")]


@pytest.mark.parametrize("text", ["skole:next", 'skole:"next"', ""])
def test_a_name_says_a_text(text: str) -> None:
    assert text_of(text_formula(text)) == text
    assert text_of("Lister!$A$1") == "" and text_of('"') == ""
