"""Why somebody has no place, in a table of cases: what is changed, the reason, what is told, and what would help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.case import build_case
from igu_xl.match.explaining.unmatched import Unmatched
from igu_xl.match.proposal import propose

TODAY = date(2026, 11, 2)
KOEBENHAVN, BYG, NEXT = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
FREDERIKSBERG = "kommuner/147-frederiksberg.xlsx"
Changed = Callable[..., Path]

# Said once, at the end of all that is said about the law.
RULE = "Regel: IGU2024, igu-loven som ændret ved L 82 (2023-24, 1. samling); vejledende."


class Case(NamedTuple):
    """What is changed for the candidate 101-0003 and for the igu slots and cohorts, and what is told."""

    reason: str
    detail: str
    would_help: tuple[str, ...]
    person: dict[str, Any]
    slots: dict[str, Any] = {}  # noqa: RUF012  (nobody changes it)
    cohorts: dict[str, Any] = {}  # noqa: RUF012
    companies: dict[str, Any] = {}  # noqa: RUF012


CASES = [
    Case(
        "Ingen plads i ønskede brancher",
        "Der er ingen åbne pladser i Detailhandel og Jern/metal og industri. Nærmest at kunne lade sig "
        "gøre er igu på BYG-0001 (Bygge og anlæg, Eksempel Byg) med holdet NEXT-2027-01. Pladsen BYG-0001"
        " er i Bygge og anlæg; kandidaten ønsker Detailhandel og Jern/metal og industri.",
        ("Et brancheønske mere: Bygge og anlæg.",),
        {"wish_1": "Detailhandel", "wish_2": "Jern/metal og industri"},
    ),
    Case(
        "Anden indsats",
        "Pladsen BYG-0003 er praktik; kandidaten er til løntilskud.",
        ("Også at kunne komme i praktik.",),
        {"measures": "løntilskud"},
    ),
    Case(
        "Klar for sent",
        "Er klar fra 1. august 2027; pladsen BYG-0001 begynder senest 30. april 2027.",
        ("At være klar senest 1. februar 2027.",),
        {"ready_from": date(2027, 8, 1)},
    ),
    Case(
        "Mangler dansk",
        "Har dansk DU2 M2; pladsen BYG-0001 kræver mindst DU2 M4. Nærmest at kunne lade sig gøre er "
        "praktik på BYG-0003 (Bygge og anlæg, Eksempel Byg). Pladsen BYG-0003 er praktik; kandidaten er "
        "til igu.",
        ("Også at kunne komme i praktik.",),
        {},
        {"danish_min": "DU2 M4"},
    ),
    Case(
        "Mangler dansk",
        "Har ingen danskuddannelse; pladsen BYG-0001 kræver mindst DU2 M4. Pladsen BYG-0001 kræver truck,"
        " som kandidaten ikke har. Nærmest at kunne lade sig gøre er praktik på BYG-0003 (Bygge og anlæg,"
        " Eksempel Byg). Pladsen BYG-0003 er praktik; kandidaten er til igu.",
        ("Også at kunne komme i praktik.",),
        {"danish_track": "Ingen", "danish_module": None},
        {"danish_min": "DU2 M4", "requirements": "truck"},
    ),
    Case(
        "Mangler dansk",
        "Har dansk DU3 M5; pladsen BYG-0001 kræver bestået PD2. Nærmest at kunne lade sig gøre er "
        "praktik på BYG-0003 (Bygge og anlæg, Eksempel Byg). Pladsen BYG-0003 er praktik; kandidaten er "
        "til igu.",
        ("Også at kunne komme i praktik.",),
        {"danish_track": "DU3", "danish_module": "5", "danish_test": "Ingen"},
        {"danish_min": "PD2"},
    ),
    Case(
        "Mangler dansk",
        "Har dansk DU2 M2; pladsen BYG-0001 og holdet NEXT-2027-01 kræver mindst DU3 M4 (på tværs af danskuddannelser "
        "er sammenligningen et skøn) og bestået PD1. Nærmest at kunne lade sig gøre er "
        "praktik på BYG-0003 (Bygge og anlæg, Eksempel Byg). Pladsen BYG-0003 er praktik; kandidaten er "
        "til igu.",
        ("Også at kunne komme i praktik.",),
        {},
        {"danish_min": "DU3 M4"},
        {"danish_min": "PD1"},
    ),
    Case(
        "Mangler bevis",
        "Pladsen BYG-0001 kræver truck, som kandidaten ikke har. Nærmest at kunne lade sig gøre er "
        "praktik på BYG-0003 (Bygge og anlæg, Eksempel Byg). Pladsen BYG-0003 er praktik; kandidaten er "
        "til igu.",
        ("Også at kunne komme i praktik.",),
        {"skills": "kørekort B"},
        {"requirements": "kørekort B; truck"},
    ),
    Case(
        "Timer passer ikke",
        "Kan arbejde 32,5 timer om ugen; pladsen BYG-0001 kræver mindst 37.",
        ("At kunne arbejde 37 timer om ugen.",),
        {"weekly_hours": 32.5},
    ),
    Case(
        "Tremånedersreglen",
        "Pladsen BYG-0002 er i virksomheden, hvor kandidaten var ansat til 1. november 2026; igu kræver "
        "mindst 3 måneder imellem (igu-loven § 5, stk. 1). Dér kan igu tidligst begynde den 2. februar 2027. Ingen "
        "enkelt ændring er fundet, der giver et forløb. " + RULE,
        (),
        {"last_employer_cvr": "12345607", "last_employed_to": date(2026, 11, 1)},
        {"start_latest": date(2027, 1, 31), "requirements": None, "danish_min": None},
        {"start": date(2027, 1, 20)},
    ),
    Case(
        "Praktik hos seneste arbejdsgiver",
        "Pladsen BYG-0003 er i den virksomhed, hvor kandidaten senest var ordinært ansat. Praktik kan ikke være i den "
        "virksomhed, hvor borgeren senest var ordinært ansat. Så sikkert er det: vejledning. Pladsen BYG-0001 er igu; "
        "kandidaten er til praktik. Regel: lov om en aktiv beskæftigelsesindsats; vejledende.",
        ("Også at kunne komme i igu.",),
        {"measures": "praktik", "last_employer_cvr": "12345607", "last_employed_to": date(2026, 5, 1)},
    ),
    Case(
        "For lang rejsetid",
        "Kan rejse højst 27 minutter; pladsen BYG-0001 er ca. 28 minutter væk.",
        ("At kunne rejse 28 minutter.",),
        {"postcode": "2200", "transport_minutes": 27},
        {},
        {},
        {"postcode": "2800"},
    ),
    Case(
        "For lang rejsetid til hold",
        "Kan rejse højst 27 minutter; holdet NEXT-2027-01 er ca. 28 minutter væk.",
        ("At kunne rejse 28 minutter.",),
        {"postcode": "2200", "transport_minutes": 27},
        {},
        {"postcode": "2800"},
    ),
    Case(
        "Igu: ikke opfyldt",
        "Fylder 50 år på startdagen den 1. februar 2027; kravet er under 50 år (igu-loven § 3, stk. 1). Ingen "
        "ændring kan give igu. Kommunen kan vælge en anden indsats og skrive den i Indsats. Pladsen BYG-0003 er "
        "praktik; kandidaten er til igu. " + RULE,
        ("Også at kunne komme i praktik.",),
        {"born": date(1977, 2, 1)},
    ),
    Case(
        "Igu: ikke opfyldt",
        "Er ikke fyldt 18 år ved start den 1. februar 2027; fylder 18 år den 1. august 2027 (igu-loven § 3, stk. 1). "
        "Fra den 1. august 2027 kan kandidaten komme i igu. Pladsen BYG-0003 er praktik; kandidaten er til igu. "
        + RULE,
        ("Også at kunne komme i praktik.",),
        {"born": date(2009, 8, 1)},
    ),
    Case(
        "Igu: manuel vurdering",
        "Har tidligere afbrudt en igu; om der kan begyndes på en ny, skal vurderes manuelt. Igu er først "
        "mulig, når kommunen har vurderet det og skrevet svaret i Manuel vurdering. Pladsen BYG-0003 er praktik; "
        "kandidaten er til igu. " + RULE,
        ("Også at kunne komme i praktik.",),
        {"previous_igu": "Afbrudt"},
    ),
    Case(
        "Intet hold",
        "Der begynder ingen hold, mens de passende pladser kan begynde. Pladsen BYG-0003 er praktik; "
        "kandidaten er til igu.",
        ("Også at kunne komme i praktik.",),
        {},
        {"start_latest": date(2027, 1, 31)},
    ),
    Case(
        "Klar for sent til hold",
        "Er klar fra 1. april 2027; holdet NEXT-2027-01 begynder 1. februar 2027. Nærmest at kunne lade "
        "sig gøre er praktik på BYG-0003 (Bygge og anlæg, Eksempel Byg). Pladsen BYG-0003 er praktik; "
        "kandidaten er til igu.",
        ("Også at kunne komme i praktik.",),
        {"ready_from": date(2027, 4, 1)},
    ),
    Case(
        "Hold på andet danskniveau",
        "Har dansk DU2 M2; holdet NEXT-2027-01 kræver mindst DU2 M3. Nærmest at kunne lade sig gøre er "
        "praktik på BYG-0003 (Bygge og anlæg, Eksempel Byg). Pladsen BYG-0003 er praktik; kandidaten er "
        "til igu.",
        ("Også at kunne komme i praktik.",),
        {},
        {},
        {"danish_min": "DU2 M3"},
    ),
    Case(
        "Hold på andet danskniveau",
        "Har dansk DU2 M2; holdet NEXT-2027-01 tager højst DU1 M1. Pladsen BYG-0003 er praktik; kandidaten er til igu.",
        ("Også at kunne komme i praktik.",),
        {},
        {},
        {"danish_max": "DU1 M1"},
    ),
    Case(
        "Holdet mangler deltagere",
        "Holdet NEXT-2027-01 kan ikke køre: det kræver 11 deltagere mere. 9 kandidater uden forslag "
        "passer til det, og der er 10 ledige pladser til dem. Tilmeldingsfristen er 15. januar 2027. "
        "Nærmest at kunne lade sig gøre er praktik på BYG-0003 (Bygge og anlæg, Eksempel Byg). Pladsen "
        "BYG-0003 er praktik; kandidaten er til igu.",
        ("Også at kunne komme i praktik.",),
        {},
        {},
        {"min": 11},
    ),
    Case(
        "Fejl i rækken",
        "Kandidatens række har en fejl, der skal rettes, før kandidaten er med i match; den står i arket Fund.",
        (),
        {"ready_from": "snart"},
    ),
]


def told_of(folder: Path, candidate: str = "101-0003") -> Unmatched | None:
    checked = validate(folder, TODAY)
    told = propose(build_case(checked), checked, 20).unmatched
    return next((one for one in told if one.candidate == candidate), None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.reason)
def test_the_first_reason_that_holds_is_told(case: Case, changed: Changed) -> None:
    def change(rows: Any) -> None:
        rows[KOEBENHAVN]["tblKandidater"][2] |= case.person
        for slot in rows[BYG]["tblPladser"][:2]:
            slot |= case.slots
            if case.reason == "Tremånedersreglen":
                slot["p_number"] = "1000000001"
        for cohort in rows[NEXT]["tblHold"]:
            cohort |= case.cohorts
        for company in rows[BYG]["tblVirksomheder"]:
            company |= case.companies

    told = told_of(changed(change))
    assert told is not None
    assert (told.municipality, told.reason, told.detail, told.would_help) == (
        "København",
        case.reason,
        case.detail,
        case.would_help,
    )


@pytest.mark.parametrize(
    ("danish", "asked", "has", "wanted", "helps"),
    [
        (("DU3", "5", "PD1"), "PD2", "DU3 M5 og bestået PD1", "bestået PD2", "Bestået PD2."),
        (("DU3", "5", None), "PD3", "DU3 M5", "bestået PD3", "Bestået PD3."),
        (
            ("DU2", "3", None),
            "DU1 M4",  # 26 on the scale, and DU2 M3 is 25
            "DU2 M3",
            "mindst DU1 M4 (på tværs af danskuddannelser er sammenligningen et skøn)",
            "Dansk på niveau DU1 M4.",
        ),
        (("DU2", "5", "PD1"), "DU2 M6", "DU2 M5 og bestået PD1", "mindst DU2 M6", "Dansk på niveau DU2 M6."),
    ],
)
def test_what_would_help_is_the_test_that_is_asked_for(
    danish: tuple[str, str, str | None], asked: str, has: str, wanted: str, helps: str, changed: Changed
) -> None:
    def change(rows: Any, test: str | None) -> None:
        person = {"danish_track": danish[0], "danish_module": danish[1], "danish_test": test, "measures": "praktik"}
        rows[KOEBENHAVN]["tblKandidater"][2] |= person
        rows[BYG]["tblPladser"][2]["danish_min"] = asked

    told = told_of(changed(lambda rows: change(rows, danish[2])))
    assert told is not None
    assert (told.reason, told.would_help) == ("Mangler dansk", (helps,))
    assert told.detail == f"Har dansk {has}; pladsen BYG-0003 kræver {wanted}."
    if asked.startswith("PD"):
        done = told_of(changed(lambda rows: change(rows, asked)))
        assert done is None or done.reason != "Mangler dansk"


def test_a_company_that_takes_only_a_whole_team_is_told_of(changed: Changed) -> None:
    """Practice for two together, and only one who wants it."""
    told = told_of(changed(lambda rows: rows[BYG]["tblPladser"][2].update(together_min=2)), "101-0006")
    assert told is not None
    assert (told.reason, told.detail, told.would_help) == (
        "Pladsen tages kun samlet",
        "Virksomheden tager kun mindst 2 på en gang, og så mange er der ikke plads og hold til. "
        "Nærmest at kunne lade sig gøre er igu på BYG-0001 (Bygge og anlæg, Eksempel Byg) med holdet NEXT-2027-01. "
        "Pladsen BYG-0001 er igu; kandidaten er til praktik.",
        ("Også at kunne komme i igu.",),
    )


def test_a_team_that_no_cohort_has_seats_for_is_not_told_that_the_cohort_is_short(changed: Changed) -> None:
    """Four together, and the cohort has seats for three, of which it needs one to run: no fourth participant helps."""

    def change(rows: dict[str, Any]) -> None:
        rows[BYG]["tblPladser"][0].update(together_min=4, cohorts="NEXT-2027-01")
        rows[BYG]["tblPladser"][1]["status"] = "Lukket"
        rows[NEXT]["tblHold"][0].update(min=10, max=12, free_seats=3)

    told = told_of(changed(change), "101-0003")
    assert told is not None
    assert told.reason == "Holdet har ikke plads til så mange"
    assert told.detail.startswith(
        "Virksomheden tager kun mindst 4 på en gang på pladsen BYG-0001, og på NEXT-2027-01 er der kun plads til "
        "3 mere. Nærmest at kunne lade sig gøre er praktik på BYG-0003"
    )
    assert told.would_help == ("Også at kunne komme i praktik.",)


def test_a_team_may_sit_in_several_cohorts(changed: Changed) -> None:
    """Seats for three and for twelve: four find seats, and what is missing is participants."""

    def change(rows: dict[str, Any]) -> None:
        rows[BYG]["tblPladser"][0].update(together_min=4, openings=4)
        rows[BYG]["tblPladser"][1]["status"] = "Lukket"
        rows[NEXT]["tblHold"][0].update(min=12, free_seats=3)

    told = told_of(changed(change), "101-0003")
    assert told is not None and told.reason == "Holdet mangler deltagere"


def test_full_slots_are_told_with_their_openings_and_rivals(changed: Changed) -> None:
    folder = changed(lambda rows: rows[BYG]["tblPladser"][0].update(openings=3))
    checked = validate(folder, TODAY)
    everyone = propose(build_case(checked), checked, 20).unmatched
    told = [one for one in everyone if one.reason == "Pladserne er fyldt"]
    assert len(told) == 2
    assert told[0].detail.startswith("3 pladser passer og er fyldt, og 8 andre kandidater kan bruge de samme. ")
    assert told[0].would_help == ("Også at kunne komme i praktik.",)


def test_a_full_cohort_is_told_apart_from_full_slots(changed: Changed) -> None:
    folder = changed(lambda rows: rows[NEXT]["tblHold"][0].update(max=8))
    checked = validate(folder, TODAY)
    told = [one for one in propose(build_case(checked), checked, 20).unmatched if one.reason.startswith("Hold")]
    assert [one.reason for one in told] == ["Holdet er fyldt"]
    assert told[0].detail.startswith("Der er ikke flere pladser på NEXT-2027-01. ")


def test_nobody_of_a_municipality_is_matched_while_its_placements_cannot_be_read(partnership: Path) -> None:
    book = openpyxl.load_workbook(partnership / KOEBENHAVN)
    del book["Forløb"]
    book.save(partnership / KOEBENHAVN)
    told = told_of(partnership)
    assert told is not None
    assert told.reason == "Forløb kan ikke læses"


def test_who_is_placed_or_does_not_wait_is_not_told_of(changed: Changed) -> None:
    folder = changed(lambda rows: rows[KOEBENHAVN]["tblKandidater"][2].update(status="Udgået"))
    assert told_of(folder) is None
    assert told_of(folder, "101-0001") is None
