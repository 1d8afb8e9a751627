"""Why not this candidate in this slot: one sentence for any pair, and what it would cost, counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.case import NOT_COMPANY, STOP, Case, Decision, build_case
from igu_xl.match.explaining.why_here import why_not_here
from igu_xl.match.explaining.why_not import Why
from igu_xl.match.solving import near
from igu_xl.match.solving.problem.plan import Plan
from igu_xl.match.solving.solver import solve

TODAY = date(2026, 11, 2)
KOEBENHAVN, BYG, NEXT = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
FIRST = "NEXT-2027-01"
Changed = Callable[..., Path]


def planned(folder: Path, *decisions: Decision) -> tuple[Case, Plan]:
    case = build_case(validate(folder, TODAY), decisions)
    return case, solve(case.problem, 10)


def asked(folder: Path, candidate: str, slot: str, *decisions: Decision) -> Why:
    checked = validate(folder, TODAY)
    case = build_case(checked, decisions)
    return why_not_here(case, solve(case.problem, 10), candidate, slot, standing=checked.standing)


def test_somebody_who_is_there_already(clean_partnership: Path) -> None:
    assert asked(clean_partnership, "101-0006", "BYG-0003").reason == "Er foreslået"


@pytest.mark.parametrize(
    ("candidate", "slot", "reason", "detail"),
    [
        (
            "155-0001",
            "BYG-0001",
            "Ikke et ønske",
            "Pladsen BYG-0001 er i Bygge og anlæg; kandidaten ønsker Detailhandel.",
        ),
        ("101-0006", "BYG-0001", "Anden indsats", "kandidaten er til praktik"),
        ("101-0003", "BYG-0002", "Mangler dansk", "Har dansk DU2 M2; pladsen BYG-0002 kræver mindst DU2 M3."),
        (
            "101-0003",
            "BYG-0002",
            "Mangler dansk",
            "Pladsen BYG-0002 kræver kørekort B, som kandidaten ikke har.",
        ),
        ("155-0002", "BYG-0001", "Timer passer ikke", "pladsen BYG-0001 kræver mindst 37"),
        ("147-0005", "BYG-0001", "Igu: ikke opfyldt", "Ingen ændring kan give igu."),
    ],
)
def test_what_is_not_allowed_is_told_with_every_test_that_fails(
    candidate: str, slot: str, reason: str, detail: str, clean_partnership: Path
) -> None:
    told = asked(clean_partnership, candidate, slot)
    assert told.reason == reason
    assert detail in told.detail
    assert bool(told.would_help) == (reason != "Igu: ikke opfyldt")


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (Decision("101-0003", "", "", NOT_COMPANY, "12345607"), "Afvist"),
        (Decision("", "", FIRST, STOP), "Holdet er stoppet"),
    ],
)
def test_what_the_coordinator_has_decided_comes_first(decision: Decision, reason: str, clean_partnership: Path) -> None:
    told = asked(clean_partnership, "101-0003", "BYG-0001", decision)
    assert (told.reason, told.would_help) == (reason, ("At afgørelsen bliver ophævet i arket Beslutninger.",))


def test_a_slot_that_is_full_tells_how_many_others_may_have_it_and_that_it_costs_nothing(changed: Changed) -> None:
    """Two openings for nine: the four drivers fill their own slot, so any of the five may have one of the two."""
    folder = changed(lambda rows: rows[BYG]["tblPladser"][0].update(openings=2))
    case, plan = planned(folder)
    assert plan.placed == 7
    placed = set(plan.placements["candidate"])
    out = next(name for name in ("101-0003", "101-0004", "101-0005", "147-0003", "147-0004") if name not in placed)
    told = why_not_here(case, plan, out, "BYG-0001", standing=validate(folder, TODAY).standing)
    assert told.reason == "Pladserne er fyldt"
    assert told.detail == (
        "2 pladser passer og er fyldt, og 8 andre kandidater kan bruge de samme. "
        "Det ville ikke koste nogen et forløb; planen vælger det, der i øvrigt er bedst."
    )


@pytest.mark.parametrize("small", [2_000, 0])
def test_forcing_a_driver_into_the_slot_of_the_others_costs_one_place(
    small: int, changed: Changed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two openings, of which a driver takes one: then only three drivers are left for their own four."""
    monkeypatch.setattr(near, "SMALL", small)

    def least(rows: Any) -> None:
        rows[BYG]["tblPladser"][0]["openings"] = 2
        rows[NEXT]["tblHold"][0]["min"] = 5

    told = asked(changed(least), "101-0001", "BYG-0001")
    assert told.reason == "Pladserne er fyldt"
    assert "Kandidaten er i stedet foreslået til BYG-0002 (1. ønske: Bygge og anlæg)." in told.detail
    assert told.detail.endswith(f"Skal det være sådan, får {'' if small else 'højst '}1 færre et forløb.")


def test_what_cannot_be_forced_is_told(changed: Changed) -> None:
    """Nobody can be placed when all of the cohort's nine are needed and one more sits in a slot without one."""
    folder = changed(lambda rows: rows[NEXT]["tblHold"][0].update(min=11))
    told = asked(folder, "101-0003", "BYG-0001")
    assert told.reason == "Holdet mangler deltagere"
    assert told.detail.endswith("Der blev ikke fundet en plan, hvor det kan lade sig gøre.")


def test_no_other_candidate_is_named(clean_partnership: Path) -> None:
    case, plan = planned(clean_partnership)
    names, standing = set(case.candidates["candidate"]), validate(clean_partnership, TODAY).standing
    for candidate in names:
        for slot in case.slots["slot"]:
            told = why_not_here(case, plan, candidate, slot, standing=standing)
            words = " ".join((told.reason, told.detail, *told.would_help))
            assert not [name for name in names - {candidate} if name in words]


OUT: list[tuple[str, str, Callable[[Any], object], str]] = [
    ("101-0999", "BYG-0001", lambda rows: None, "Kandidaten 101-0999 findes ikke i kommunernes arbejdsbøger."),
    ("101-0001", "BYG-0999", lambda rows: None, "Pladsen BYG-0999 findes ikke i branchernes arbejdsbøger."),
    (
        "101-0003",
        "BYG-0001",
        lambda rows: rows[KOEBENHAVN]["tblKandidater"][2].update(status="Ny"),
        "Kandidaten 101-0003 har en anden status end Klar (ny) og er derfor ikke med i match.",
    ),
    (
        "101-0003",
        "BYG-0001",
        lambda rows: rows[KOEBENHAVN]["tblKandidater"][2].update(ready_from="snart"),
        "Kandidaten 101-0003 er ikke med i match, for der er en fejl i rækken; den står i arket Fund.",
    ),
    (
        "101-0003",
        "BYG-0001",
        lambda rows: rows[BYG]["tblPladser"][0].update(openings=0),
        "Pladsen BYG-0001 har 0 i kolonnen Antal, så der er ingen plads at få.",
    ),
    (
        "101-0003",
        "BYG-0001",
        lambda rows: rows[BYG]["tblPladser"][0].update(status="Lukket"),
        "Pladsen BYG-0001 har en anden status end Åben og er derfor ikke med i match.",
    ),
    (
        "101-0003",
        "BYG-0001",
        lambda rows: rows[BYG]["tblPladser"][0].update(
            start_latest=date(2026, 10, 30), start_earliest=date(2026, 10, 1)
        ),
        "Pladsen BYG-0001 skulle være begyndt senest 30. oktober 2026, og den dag er passeret.",
    ),
    (
        "101-0003",
        "BYG-0003",
        lambda rows: rows[KOEBENHAVN].update(
            tblForloeb=[
                {
                    "placement": "F-0001",
                    "candidate": "101-0003",
                    "slot": "BYG-0003",
                    "type": "igu",
                    "start": date(2026, 10, 5),
                    "planned_end": date(2028, 10, 4),
                    "agreed_on": date(2026, 9, 20),
                }
            ]
        ),
        "Kandidaten 101-0003 har allerede et forløb på pladsen BYG-0003 fra 5. oktober 2026 (i gang).",
    ),
    (
        "101-0003",
        "BYG-0001",
        lambda rows: rows[KOEBENHAVN].update(
            tblForloeb=[
                {
                    "placement": "F-0001",
                    "candidate": "101-0003",
                    "slot": "BYG-0003",
                    "type": "igu",
                    "start": date(2027, 2, 1),
                    "planned_end": date(2029, 1, 31),
                    "sent_on": date(2026, 10, 20),
                }
            ]
        ),
        "Kandidaten 101-0003 er allerede godkendt og sendt til et forløb på pladsen BYG-0003 fra 1. februar 2027; "
        "ingen har skrevet under endnu.",
    ),
]


@pytest.mark.parametrize(("candidate", "slot", "change", "said"), OUT, ids=[one[-1] for one in OUT])
def test_who_or_what_is_not_in_the_match_is_told_the_true_reason(
    candidate: str, slot: str, change: Callable[[Any], object], said: str, changed: Changed
) -> None:
    told = asked(changed(change), candidate, slot)
    assert (told.reason, told.detail, told.would_help) == ("Ikke med i match", said, ())


def test_both_sides_are_told_of(changed: Changed) -> None:
    told = asked(changed(lambda rows: rows[BYG]["tblPladser"][0].update(status="Besat")), "101-0999", "BYG-0001")
    assert told.detail == (
        "Kandidaten 101-0999 findes ikke i kommunernes arbejdsbøger. "
        "Pladsen BYG-0001 har en anden status end Åben og er derfor ikke med i match."
    )


def test_a_municipality_that_could_not_be_read_is_told_of(partnership: Path) -> None:
    book = openpyxl.load_workbook(partnership / KOEBENHAVN)
    del book["Forløb"]
    book.save(partnership / KOEBENHAVN)
    told = asked(partnership, "101-0003", "BYG-0001")
    assert "kommunens forløb kunne ikke læses" in told.detail
