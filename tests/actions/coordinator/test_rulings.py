"""The sheet Beslutninger: a history of what was decided, kept in line with Forslag, and respected by the next match."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from igu_xl.actions.coordinator.file import CoordinatorFile, read_coordinator
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.errors import WrongUse
from igu_xl.match.proposal import Proposal
from igu_xl.records import Record, records
from igu_xl.sheets.writing.keeping import Backups

BEGUN = datetime(2026, 11, 2, 9)
BYG = "brancher/bygge-anlæg.xlsx"
FIRST = "NEXT-2027-01"
EKSEMPEL_TAG = "12345615"
Decide = Callable[..., None]
Changed = Callable[..., Path]

# openpyxl plays another program, which does not know all that Excel can hold.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def ruling(kind: str, **more: object) -> Record:
    names = ("candidate", "slot", "cohort", "cvr", "limit", "decided_on", "because", "validity", "source")
    return {"ruling": kind} | dict.fromkeys(names) | more


def write(folder: Path, *rows: Record) -> None:
    desk = CoordinatorFile(folder)
    desk.write(desk.read(), {"tblBeslutninger": list(rows)}, Backups(folder, BEGUN), None)


def ruled(folder: Path) -> list[tuple[Any, ...]]:
    rows = records(read_coordinator(folder).rulings)
    return [tuple(row[key] for key in ("ruling", "candidate", "validity", "source")) for row in rows]


def match(folder: Path, *rows: Record) -> Proposal:
    write(folder, *rows)
    return match_partnership(folder, BEGUN)


def placed(proposal: Proposal) -> dict[str, str]:
    return {one.candidate: one.slot for one in proposal.placements}


def codes(proposal: Proposal) -> list[str]:
    return [finding.code for finding in proposal.findings]


def test_what_is_chosen_in_forslag_is_added_with_its_day_and_once(matched: Path, decide: Decide) -> None:
    decide(matched, {"101-0001": "Godkend", "101-0003": "Lås", "101-0006": "Afvis"})
    for _ in range(2):
        match_partnership(matched, BEGUN)
        assert sorted(ruled(matched)) == [
            ("Afvis", "101-0006", "Gælder", "Forslag"),
            ("Lås", "101-0001", "Gælder", "Forslag"),
            ("Lås", "101-0003", "Gælder", "Forslag"),
        ]
    rows = read_coordinator(matched).rulings
    assert set(rows["decided_on"]) == {pd.Timestamp(2026, 11, 2)}
    assert set(rows["because"]) == {"Godkendt i arket Forslag.", "Låst i arket Forslag.", "Afvist i arket Forslag."}


def test_a_choice_that_is_taken_back_or_changed_in_forslag_is_withdrawn(matched: Path, decide: Decide) -> None:
    decide(matched, {"101-0006": "Afvis", "101-0001": "Lås"})
    match_partnership(matched, BEGUN)
    decide(matched, {"101-0006": "", "101-0001": "Afvis"})
    match_partnership(matched, BEGUN)
    assert sorted(ruled(matched)) == [
        ("Afvis", "101-0001", "Gælder", "Forslag"),
        ("Afvis", "101-0006", "Ophævet", "Forslag, afsluttet"),
        ("Lås", "101-0001", "Ophævet", "Forslag, afsluttet"),
    ]


def test_a_choice_that_is_withdrawn_in_beslutninger_is_no_choice_in_forslag_any_more(
    matched: Path, decide: Decide
) -> None:
    decide(matched, {"101-0006": "Godkend"})
    match_partnership(matched, BEGUN)
    rows = records(read_coordinator(matched).rulings)
    write(matched, rows[0] | {"validity": "Ophævet"})
    assert publish_partnership(matched, BEGUN).sent == []
    match_partnership(matched, BEGUN)
    assert ruled(matched) == [("Lås", "101-0006", "Ophævet", "Forslag, afsluttet")]
    proposals = read_coordinator(matched).proposals
    assert set(proposals["decision"]) == {""}
    decide(matched, {"101-0006": "Godkend"})
    match_partnership(matched, BEGUN)
    assert ruled(matched)[1:] == [("Lås", "101-0006", "Gælder", "Forslag")]


def test_a_yes_that_was_sent_is_done(matched: Path, decide: Decide) -> None:
    decide(matched, {"101-0006": "Godkend"})
    match_partnership(matched, BEGUN)
    publish_partnership(matched, BEGUN)
    match_partnership(matched, BEGUN)
    assert ruled(matched) == [("Lås", "101-0006", "Udført", "Forslag, afsluttet")]


def test_a_ruling_whose_proposal_is_gone_stands(matched: Path, decide: Decide) -> None:
    decide(matched, {"101-0006": "Afvis"})
    match_partnership(matched, BEGUN)
    desk = CoordinatorFile(matched)
    desk.write(desk.read(), {"tblForslag": []}, Backups(matched, BEGUN), None)
    assert "101-0006" not in placed(match_partnership(matched, BEGUN))


def test_a_cohort_that_must_not_run_takes_nobody_and_says_so(matched: Path) -> None:
    told = match(matched, ruling("Hold må ikke køre", cohort=FIRST, because="Læreren er syg."))
    assert placed(told) == {"101-0006": "BYG-0003"}
    assert told.findings == ()
    assert {one.reason for one in told.unmatched if one.candidate.startswith("101")} == {"Holdet er stoppet"}
    assert told.cohorts[0].stopped
    assert ruled(matched) == [("Hold må ikke køre", "", "", "")]


def test_a_withdrawn_ruling_does_not_count(matched: Path) -> None:
    told = match(matched, ruling("Hold må ikke køre", cohort=FIRST, validity="Ophævet"))
    assert told.plan.placed == 10


def test_a_cohort_that_must_run_and_cannot_is_told_with_who_is_missing(matched: Path) -> None:
    told = match(matched, ruling("Hold skal køre", cohort="NEXT-2027-02"))
    assert codes(told) == ["hold-skal-umulig"]
    assert "det mangler 10 deltagere med ønsket Bygge og anlæg senest 15. januar 2027" in told.findings[0].message


def test_not_with_this_company_and_at_most_so_many_there(matched: Path) -> None:
    told = match(
        matched,
        ruling("Ikke denne virksomhed", candidate="101-0001", cvr=EKSEMPEL_TAG),
        ruling("Højst i virksomhed", cvr=EKSEMPEL_TAG, limit=3),
    )
    in_tag = [candidate for candidate, slot in placed(told).items() if slot == "BYG-0002"]
    assert "101-0001" not in in_tag and len(in_tag) == 3
    assert told.plan.placed == 10


def test_a_lock_that_is_typed_is_kept_and_told(matched: Path) -> None:
    told = match(matched, ruling("Lås", candidate="101-0001", slot="BYG-0001"))
    assert placed(told)["101-0001"] == "BYG-0001"
    one = next(one for one in told.placements if one.candidate == "101-0001")
    assert one.reasons[-2:] == (
        "Koordinatoren har låst det.",
        "Igu-lovens §§ 2 og 3 er opfyldt ved start (IGU2024; vejledende). Opholdsgrundlaget »Flygtning« er omfattet.",
    )


@pytest.mark.parametrize(
    ("rows", "code", "message"),
    [
        ([ruling("Lås", candidate="101-0001")], "afgoerelse-mangler", "siger ikke Plads-id eller Hold-id"),
        (
            [ruling("Lås", candidate="Ane Prøve", slot="BYG-0001")],
            "afgoerelse-id-form",
            "Afgørelsen »Lås [skjult] BYG-0001« bliver ikke brugt: det, der står i Kandidat-id, er ikke et kandidat-id",
        ),
        ([ruling("Højst i virksomhed")], "afgoerelse-mangler", "siger ikke CVR og Antal"),
        ([ruling("Lås", candidate="101-0999", slot="BYG-0001")], "afgoerelse-ukendt", "101-0999 findes ikke"),
        ([ruling("Hold skal køre", cohort="NEXT-1999-01")], "afgoerelse-ukendt", "NEXT-1999-01 findes ikke"),
        (
            [ruling("Hold skal køre", cohort=FIRST), ruling("Hold må ikke køre", cohort=FIRST)],
            "afgoerelse-modsat",
            f"»Hold skal køre {FIRST}« og »Hold må ikke køre {FIRST}« kan ikke gælde på samme tid",
        ),
        (
            [ruling("Lås", candidate="101-0001", slot=slot) for slot in ("BYG-0001", "BYG-0002")],
            "afgoerelse-modsat",
            "den nederste (A6) bliver brugt",
        ),
        (
            [
                ruling("Lås", candidate="101-0001", slot="BYG-0002"),
                ruling("Ikke denne virksomhed", candidate="101-0001", cvr=EKSEMPEL_TAG),
            ],
            "afgoerelse-modsat",
            "Ikke denne virksomhed 101-0001 12345615",
        ),
        (
            [ruling("Højst i virksomhed", cvr=EKSEMPEL_TAG, limit=limit) for limit in (3, 4)],
            "afgoerelse-modsat",
            "Højst i virksomhed 12345615 3",
        ),
        (
            [ruling("Lås", candidate="101-0001", cohort=FIRST), ruling("Hold må ikke køre", cohort=FIRST)],
            "afgoerelse-modsat",
            f"Lås 101-0001 {FIRST}",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_used_gives_one_finding_with_what_to_do(
    rows: list[Record], code: str, message: str, matched: Path
) -> None:
    told = match(matched, *rows)
    assert codes(told) == [code]
    assert message in told.findings[0].message
    assert "Ophævet" in told.findings[0].mend
    assert told.findings[0].place.cell == "A5"


def test_of_two_that_speak_against_each_other_the_later_is_used(matched: Path) -> None:
    first, second = (ruling("Lås", candidate="101-0001", slot=slot) for slot in ("BYG-0001", "BYG-0002"))
    assert placed(match(matched, first, second))["101-0001"] == "BYG-0002"
    assert placed(match(matched, second, first))["101-0001"] == "BYG-0001"


def test_a_yes_is_not_sent_against_a_later_ruling(matched: Path, decide: Decide) -> None:
    decide(matched, {"101-0006": "Godkend"}, others="Godkend")
    match_partnership(matched, BEGUN)
    rows = records(read_coordinator(matched).rulings)
    write(matched, *rows, ruling("Hold må ikke køre", cohort=FIRST))
    done = publish_partnership(matched, BEGUN)
    assert done.sent == ["101-0006-F1"]
    assert "Kør Match igen" in done.refused["101-0001"]


def test_a_row_below_the_table_stops_the_run_and_is_told_how_to_get_in(matched: Path) -> None:
    path = CoordinatorFile(matched).path
    book = openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")
    book["Beslutninger"]["A5"], book["Beslutninger"]["D5"] = "Hold skal køre", FIRST
    book["Beslutninger"]["A6"], book["Beslutninger"]["D6"] = "Hold må ikke køre", "NEXT-2027-02"
    book.save(path)
    before = path.read_bytes()
    with pytest.raises(WrongUse, match=r"arket Beslutninger.* Træk tabellens nederste højre hjørne ned"):
        match_partnership(matched, BEGUN)
    assert path.read_bytes() == before


def _as_made_before(path: Path) -> None:
    """The workbook as an earlier version made it: without the new sheets, columns and settings."""
    book = openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")
    for sheet in ("Beslutninger", "Hvad nu hvis", "Hvorfor ikke"):
        del book[sheet]
    new = {"Forslag": "Ændring", "Holdstatus": "Fyldt (%)", "Umatchede": "Havde i det forrige forslag"}
    for sheet, header in new.items():
        page = book[sheet]
        table = next(iter(page.tables.values()))
        column = next(one for one in table.tableColumns if one.name == header)
        top, *_ = page[table.ref]
        next(cell for cell in top if cell.value == header).value = column.name = "Vores egen"
    settings = book["Indstillinger"]
    for row in settings.iter_rows():
        if row[0].value == "Forløb, der må ofres for ligelighed":
            row[0].value = row[1].value = row[2].value = None
    book.save(path)


def test_a_workbook_of_an_earlier_version_works_and_is_told_how_to_get_the_new_sheets(
    partnership: Path, decide: Decide
) -> None:
    path = CoordinatorFile(partnership).path
    _as_made_before(path)
    match_partnership(partnership, BEGUN)
    decide(partnership, {"101-0006": "Afvis"})
    told = match_partnership(partnership, BEGUN)
    assert "101-0006" not in placed(told)
    sheet = openpyxl.load_workbook(path)["Fund"]
    told_of = [cell.value for row in sheet.iter_rows() for cell in row if "tidligere version" in str(cell.value)]
    assert told_of == [
        "Arbejdsbogen er fra en tidligere version og har ikke arket Hvad nu hvis, arket Beslutninger, "
        "arket Hvorfor ikke, kolonnen »Ændring« i arket Forslag, kolonnen »Fyldt (%)« i arket Holdstatus og "
        "kolonnen »Havde i det forrige forslag« i arket Umatchede."
    ]
