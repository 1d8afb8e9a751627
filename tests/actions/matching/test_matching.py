"""Match as the coordinator meets it: what is put in the workbook, and that decisions stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from igu_xl.actions.coordinator.file import read_coordinator
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.records import Record, records
from igu_xl.sheets.layout import layout_of

BEGUN = datetime(2026, 11, 2, 9)

# openpyxl plays another program, which does not know all that Excel can hold.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
KOEBENHAVN, BYG = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx"
Decide = Callable[..., None]


def proposals(folder: Path) -> list[Record]:
    return records(read_coordinator(folder).proposals)


def of(folder: Path, candidate: str) -> list[Record]:
    return [row for row in proposals(folder) if row["candidate"] == candidate]


def table(folder: Path, sheet: str) -> list[dict[str, Any]]:
    path = layout_of(folder).coordinator
    assert path is not None
    page = openpyxl.load_workbook(path)[sheet]
    top, *rows = page[next(iter(page.tables.values())).ref]
    return [{str(head.value): cell.value for head, cell in zip(top, row, strict=True)} for row in rows]


def test_proposals_stand_with_company_cohort_start_and_reasons(matched_partnership: Path) -> None:
    rows = table(matched_partnership, "Forslag")
    assert len(rows) == 10
    assert [row["Hold-id"] for row in rows] == ["NEXT-2027-01"] * 9 + [None]
    assert rows[-1] == {
        "Beslutning": None,
        "Kandidat-id": "101-0006",
        "Kommune": "København",
        "Plads-id": "BYG-0003",
        "Virksomhed": "Eksempel Byg",
        "Branche": "Bygge og anlæg",
        "Hold-id": None,
        "Type": "praktik",
        "Start": datetime(2026, 12, 1),
        "Begrundelse": "1. ønske: Bygge og anlæg. Foreslås til og med 1. marts 2027. Praktik over 4 og op til 13 uger "
        "gælder kun nogle målgrupper. Kommunen vurderer det (lov om en aktiv beskæftigelsesindsats § 61; vejledende).",
        "Ændring": "Ny",
        "Tilstand": "Foreslået",
    }


def test_cohorts_stand_with_what_they_have_and_what_those_lack_that_do_not_run(matched_partnership: Path) -> None:
    first, second = table(matched_partnership, "Holdstatus")
    people = ("Foreslået", "Godkendt", "Aftalt", "Tilmeldte", "Mangler", "Kommuner", "Resultat", "Forklaring")
    assert [first[name] for name in people] == [
        9, 0, 0, 0, 0, 2, "kan køre (9 foreslået, 0 aftalt)", "Ingen kommune kan fylde det alene.",
    ]  # fmt: skip
    assert [second[name] for name in people] == [
        0, 0, 0, 0, 10, 0, "mangler 10 inden 15. januar 2027",
        "Der mangler nogen med ønsket Bygge og anlæg. Ved matchet passede ingen kandidater uden forslag til det, og "
        "ingen pladser til dem var ledige.",
    ]  # fmt: skip


def test_the_unmatched_stand_with_reason_and_help(matched_partnership: Path) -> None:
    assert [(row["Kandidat-id"], row["Kommune"], row["Årsag"]) for row in table(matched_partnership, "Umatchede")] == [
        ("147-0005", "Frederiksberg", "Igu: ikke opfyldt"),
        ("155-0001", "Dragør", "Ingen plads i ønskede brancher"),
        ("155-0002", "Dragør", "Timer passer ikke"),
    ]


def test_a_match_of_the_same_twice_changes_nothing(matched: Path) -> None:
    path = layout_of(matched).coordinator
    assert path is not None
    before = path.read_bytes()
    match_partnership(matched, BEGUN)
    assert path.read_bytes() == before


def test_approved_and_locked_are_kept_and_rejected_stays_rejected(matched: Path, decide: Decide) -> None:
    before = {row["candidate"]: (row["slot"], row["cohort"]) for row in proposals(matched)}
    decide(matched, {"101-0001": "Godkend", "101-0003": "Lås", "101-0006": "Afvis", "147-0003": "Afvis"})
    for _ in range(2):
        match_partnership(matched, BEGUN)
        (approved,), (locked,) = of(matched, "101-0001"), of(matched, "101-0003")
        assert (approved["slot"], approved["cohort"], approved["decision"]) == (*before["101-0001"], "Godkend")
        assert (locked["slot"], locked["cohort"], locked["decision"]) == (*before["101-0003"], "Lås")
        (rejected,) = of(matched, "101-0006")
        assert (rejected["decision"], rejected["state"]) == ("Afvis", "Afvist")
        assert {row["state"] for row in of(matched, "147-0003")} == {"Afvist"}
    unmatched = {row["Kandidat-id"]: row["Årsag"] for row in table(matched, "Umatchede")}
    assert unmatched["101-0006"] == unmatched["147-0003"] == "Afvist"


def test_a_rejection_that_is_taken_back_is_proposed_again(matched: Path, decide: Decide) -> None:
    decide(matched, {"101-0006": "Afvis"})
    match_partnership(matched, BEGUN)
    decide(matched, {"101-0006": ""})
    match_partnership(matched, BEGUN)
    assert [(row["decision"], row["state"]) for row in of(matched, "101-0006")] == [("", "Foreslået")]


def test_a_yes_that_cannot_be_kept_now_stands_and_is_told_of(
    matched: Path, changed: Callable[..., Path], decide: Decide
) -> None:
    decide(matched, {"101-0006": "Godkend"})
    changed(lambda rows: rows[KOEBENHAVN]["tblKandidater"][5].update(status="Ny"))
    told = match_partnership(matched, BEGUN)
    assert [finding.code for finding in told.findings] == ["laas-umulig"]
    assert [(row["decision"], row["state"]) for row in of(matched, "101-0006")] == [("Godkend", "Kan ikke holdes nu")]
    assert "Låsen af 101-0006 til BYG-0003 kan ikke holdes" in {
        row["Fund"].split(":")[0] for row in table(matched, "Fund")
    }
    changed(lambda rows: None)
    changed(lambda rows: rows[KOEBENHAVN]["tblKandidater"][5].update(status="Klar", remark="igen"))
    match_partnership(matched, BEGUN)
    assert [(row["decision"], row["state"]) for row in of(matched, "101-0006")] == [("Godkend", "Foreslået")]


def test_what_was_sent_stays_on_the_list_and_its_yes_is_not_used_again(
    matched: Path, changed: Callable[..., Path], decide: Decide
) -> None:
    decide(matched, {"101-0006": "Godkend"})
    publish_partnership(matched, BEGUN)
    match_partnership(matched, BEGUN)
    assert [(row["decision"], row["state"]) for row in of(matched, "101-0006")] == [("Godkend", "Sendt")]
    ended: dict[str, object] = {
        "placement": "101-0006-F1",
        "candidate": "101-0006",
        "slot": "BYG-0003",
        "type": "praktik",
        "start": date(2026, 10, 1),
        "planned_end": date(2026, 12, 31),
        "ended_on": date(2026, 11, 1),
        "ending_reason": "Andet",
    }
    changed(lambda rows: rows[KOEBENHAVN].update(tblForloeb=[ended]))
    match_partnership(matched, BEGUN)
    assert [(row["decision"], row["state"]) for row in of(matched, "101-0006")] == [
        ("", "Foreslået"),
        ("Godkend", "Sendt"),
    ]


def test_open_cohorts_are_a_setting(partnership: Path, changed: Callable[..., Path]) -> None:
    changed(lambda rows: rows[BYG]["tblPladser"][0].update(openings=1))
    assert match_partnership(partnership, BEGUN).plan.placed == 1
    path = layout_of(partnership).coordinator
    assert path is not None
    book = openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")
    row = next(row for row in book["Indstillinger"].iter_rows() if row[0].value == "Åbne hold")
    row[1].value = "Ja"
    book.save(path)
    assert match_partnership(partnership, BEGUN).plan.placed == 6
    assert any(not row["slot"] for row in proposals(partnership))


def test_the_partners_stand_with_what_was_read(partnership: Path) -> None:
    (partnership / "kommuner" / "159-gladsaxe.xlsx").write_bytes(b"no workbook")
    match_partnership(partnership, BEGUN)
    rows = {row["Arbejdsbog"]: row for row in table(partnership, "Partnere")}
    assert rows[KOEBENHAVN] == {
        "Arbejdsbog": KOEBENHAVN,
        "Partner": "København",
        "Slags": "kommune",
        "Rækker": 6,
        "Fejl": 0,
        "Advarsler": 0,
        "Tilstand": "Læst",
        "Sidst læst": "02-11-2026 09:00",
        "Mappe": None,
    }
    unread = rows["kommuner/159-gladsaxe.xlsx"]
    assert (unread["Tilstand"], unread["Sidst læst"]) == (
        "Filen er ikke en Excel-arbejdsbog, selv om navnet siger det.",
        None,
    )


def test_the_key_figures_of_the_start_sheet_are_counted(partnership: Path, changed: Callable[..., Path]) -> None:
    def past(candidate: str, **more: object) -> dict[str, object]:
        row = {"candidate": candidate, "placement": f"{candidate}-F0", "slot": "BYG-0001", "type": "igu"}
        return (
            row | {"start": date(2024, 1, 1), "planned_end": date(2025, 12, 31), "ended_on": date(2025, 12, 31)} | more
        )

    # They are others than those who wait: who has had an igu gets no second.
    ends = [
        past("101-0007", outcome="Gennemført"),
        past("101-0008", outcome="Afbrudt", ending_reason="Job", ended_on=date(2025, 1, 1)),
        past("101-0009", outcome="Erhvervsuddannelse"),
        past("101-0010", outcome="Afbrudt", ending_reason="Fravær", ended_on=date(2025, 1, 1)),
    ]

    def change(rows: Any) -> None:
        waiting = rows[KOEBENHAVN]["tblKandidater"]
        done = [waiting[2] | {"candidate": row["candidate"], "status": "Afsluttet"} for row in ends]
        rows[KOEBENHAVN].update(tblKandidater=waiting + done, tblForloeb=ends)

    changed(change)
    match_partnership(partnership, BEGUN)
    assert {row["Nøgletal"]: row["Antal"] for row in table(partnership, "Nøgletal")} == {
        "Kandidater klar": 13,
        "Venter": 0,
        "Klar senere": 13,
        "I forløb": 0,
        "Godkendt og sendt": 0,
        "Aftalt, begynder senere": 0,
        "Åbne pladser": 12,
        "Hold, der kører": 0,
        "Hold, der kan køre": 1,
        "Hold, der mangler deltagere": 1,
        "Aflyste hold": 0,
        "Har gennemført igu": 2,
        "I job uden igu": 0,
        "I job eller uddannelse": 2,
    }


def test_who_has_had_an_igu_by_forloeb_fills_no_cohort(partnership: Path, changed: Callable[..., Path]) -> None:
    igu = {"slot": "BYG-0001", "type": "igu", "start": date(2024, 1, 1), "planned_end": date(2025, 12, 31)}
    done = igu | {"candidate": "101-0003", "placement": "101-0003-F0", "ended_on": date(2025, 12, 31)}
    left = igu | {"candidate": "101-0004", "placement": "101-0004-F0", "ended_on": date(2025, 1, 1)}
    rows = [done | {"outcome": "Gennemført"}, left | {"outcome": "Afbrudt", "ending_reason": "Fravær"}]
    changed(lambda books: books[KOEBENHAVN].update(tblForloeb=rows))
    match_partnership(partnership, BEGUN)
    unmatched = {row["Kandidat-id"]: row["Årsag"] for row in table(partnership, "Umatchede")}
    assert (unmatched.get("101-0003"), unmatched.get("101-0004")) == ("Igu: ikke opfyldt", "Igu: manuel vurdering")
    assert table(partnership, "Holdstatus")[0]["Foreslået"] == 7
