"""A manual question and its answer through a month: match, sending, the sheets of each partner, and the archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from igu_xl.actions.checking import read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile, read_coordinator
from igu_xl.actions.forgetting.insight import insight_into
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.matching.why import why_partnership
from igu_xl.actions.reporting.month_snapshot import keep_snapshot
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.checks.validation import validate
from igu_xl.records import records

BEGUN = datetime(2026, 11, 2, 9)
KOEBENHAVN, FREDERIKSBERG = "kommuner/101-københavn.xlsx", "kommuner/147-frederiksberg.xlsx"
BYG, NEXT = "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
WHO = "Jobkonsulent i Valby"
GAP = {"residence_gap": "Ja"}
ANSWER = GAP | {
    "judgement": "Opfyldt",
    "judged_by": WHO,
    "judged_on": date(2026, 10, 1),
    "judged_until": date(2027, 2, 1),  # the cohort's start
}
PERMIT = date(2028, 11, 17)
IGU = {"slot": "BYG-0001", "type": "igu"}
DONE = IGU | {
    "placement": "101-0004-F1",
    "candidate": "101-0004",
    "start": date(2023, 1, 2),
    "planned_end": date(2025, 1, 1),
    "ended_on": date(2025, 1, 1),
    "outcome": "Gennemført",
}

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def typed(rows: dict[str, Any]) -> None:
    """101-0001 is answered for, 2 is asked about, 3 answered no, 4 has completed one, 5 answered a day too short."""
    people = rows[KOEBENHAVN]["tblKandidater"]
    told = [
        ANSWER | {"permit_until": PERMIT},
        GAP,
        ANSWER | {"judgement": "Ikke opfyldt"},
        {"previous_igu": "Nej"},
        ANSWER | {"judged_until": date(2027, 1, 31)},
    ]
    for person, more in zip(people, told, strict=False):
        person |= more
    rows[KOEBENHAVN]["tblForloeb"] = [DONE]
    own = rows[FREDERIKSBERG]["tblKandidater"]
    own += [dict(own[2]) | {"candidate": f"147-00{number}"} for number in (21, 22, 23, 24)]


@pytest.fixture
def matched_month(changed: Callable[..., Path]) -> Path:
    folder = changed(typed)
    match_partnership(folder, BEGUN)
    return folder


def table(folder: Path, book: str, name: str) -> list[dict[str, Any]]:
    with CalamineWorkbook.from_path(folder / book, load_tables=True) as workbook:
        found = workbook.get_table_by_name(name)
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.to_python()]
    return [row for row in rows if any(value != "" for value in row.values())]


def test_who_is_answered_for_is_in_the_match_and_the_proposal_says_who_judged(matched_month: Path) -> None:
    book = read_coordinator(matched_month)
    proposed = {row["candidate"]: row for row in records(book.proposals)}
    ours = {name for name in proposed if name.startswith("101-")}
    assert ours == {"101-0001", "101-0006"}
    why = proposed["101-0001"]["why"]
    assert f"Kommunen har vurderet, at kravet er opfyldt ({WHO}, 1. oktober 2026)" in why
    assert "senest 1. februar 2027" in why and "2. februar 2027" in why  # the day on which the answer has run out
    left = {row["candidate"]: row for row in records(book.unmatched)}
    assert left["101-0002"]["reason"] == "Igu: manuel vurdering"
    assert "Folkeregisteradressen har været afbrudt" in left["101-0002"]["detail"]
    assert left["101-0003"]["reason"] == "Igu: ikke opfyldt"
    assert "Kommunen har vurderet, at kravet ikke er opfyldt" in left["101-0003"]["detail"]
    assert left["101-0004"]["reason"] == "Igu: ikke opfyldt"  # a second igu is proposed to nobody
    assert "Har gennemført en igu (arket Forløb)" in left["101-0004"]["detail"]
    assert left["101-0005"]["reason"] == "Igu: manuel vurdering"
    assert "Kommunens svar gælder kun for en start senest 31. januar 2027" in left["101-0005"]["detail"]


def test_igu_why_tells_of_a_question_that_nobody_has_answered(matched_month: Path) -> None:
    said = why_partnership(matched_month, BEGUN, "101-0002", "BYG-0001").text
    assert "Folkeregisteradressen har været afbrudt" in said


def test_each_partner_reads_its_own_and_nobody_reads_who_judged(
    matched_month: Path, decide: Callable[..., None]
) -> None:
    decide(matched_month, {}, others="Godkend")
    publish_partnership(matched_month, BEGUN, anyway=True)
    plan = {row["Kandidat-id"]: row for row in table(matched_month, KOEBENHAVN, "tblPlan")}
    assert WHO in plan["101-0001"]["Forklaring"]
    found = table(matched_month, KOEBENHAVN, "tblFund")
    told = {(row["Række-id"], row["Regel"].split(":")[0].split(" ")[0]) for row in found}
    asked = {name for name, rule in told if rule.startswith("igu-manuel")}
    assert asked == {"101-0002"}
    data = keep_snapshot(
        read_and_check(matched_month, BEGUN, None, CoordinatorFile(matched_month)), matched_month / "arkiv" / "2026-10"
    )
    holding = {path.relative_to(matched_month).as_posix() for path in holders(matched_month, WHO)}
    allowed = {KOEBENHAVN, "koordinator.xlsm"}
    assert {name for name in holding if name not in allowed and "kopier" not in name} == set()
    frames = [pd.read_parquet(path) for path in matched_month.rglob("*.parquet")]
    assert len(frames) > 3 and data.exists()
    assert not [frame for frame in frames if str(PERMIT) in frame.to_csv() or "Opfyldt" in frame.to_csv()]
    private = {"permit_until", "residence_gap", "replacement_cpr", "judgement", "judged_by", "judged_on"}
    assert not private & {column for frame in frames for column in frame.columns}


def holders(folder: Path, word: str) -> Iterator[Path]:
    for path in (path for path in folder.rglob("*") if path.is_file()):
        if any(word.encode() in content for content in contents(path.read_bytes())):
            yield path


def contents(content: bytes) -> Iterator[bytes]:
    yield content
    if content[:4] == b"PAR1":
        yield pd.read_parquet(io.BytesIO(content)).to_csv().encode()
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield from (package.read(part) for part in package.namelist())


def test_insight_shows_permit_gap_and_answer(changed: Callable[..., Path]) -> None:
    folder = changed(typed)
    page = insight_into(folder, BEGUN, "101-0001").page.read_text(encoding="utf-8")
    for words in ("Opholdstilladelse udløber", "17. november 2028", "Afbrudt bopæl", "Manuel vurdering", WHO):
        assert words in page


def test_a_workbook_without_the_columns_is_read_and_asked_nothing(changed: Callable[..., Path]) -> None:
    """Of an earlier version: the address is asked for, since nobody could say that the number is a replacement."""
    folder = changed(lambda rows: rows[KOEBENHAVN]["tblKandidater"][0].update(residence_from=None))
    book = openpyxl.load_workbook(folder / KOEBENHAVN)
    for sheet, name in (("Kandidater", "tblKandidater"), ("Forløb", "tblForloeb")):
        table_ = book[sheet].tables[name]
        top = book[sheet][table_.ref][0]
        new = {"Opholdstilladelse udløber", "Afbrudt bopæl", "Erstatnings-CPR", "Manuel vurdering", "Vurderet af"}
        new |= {"Vurderet den", "Vurdering gælder til", "Forlænget på grund af", "Uger forlænget"}
        kept = [cell for cell in top if cell.value not in new]
        for cell in top:
            if cell.value in new:
                book[sheet].delete_cols(kept[-1].column + 1)
        last = kept[-1].column_letter
        first, bottom = table_.ref.split(":")
        table_.ref = f"{first}:{last}{''.join(filter(str.isdigit, bottom))}"
        table_.autoFilter = None
        table_.tableColumns = table_.tableColumns[: len(kept)]
    book.save(folder / KOEBENHAVN)
    checked = validate(folder, BEGUN.date())
    codes = {(one.code, one.place.row_id) for one in checked.findings if one.place.workbook == KOEBENHAVN}
    assert ("paakraevet", "101-0001") in codes
    assert not {code for code, _ in codes if code.startswith(("svar-", "tilladelse-", "kolonne-", "celle-"))}
    assert checked.verdicts["outcome"].value_counts()["opfyldt"] > 5
