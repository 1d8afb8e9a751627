"""The match of the small partnership, counted by hand; what decisions do to it, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.case import LOCK, REJECT, Decision, build_case
from igu_xl.match.proposal import Proposal, propose
from igu_xl.match.summary import proposal_text, summary

TODAY = date(2026, 11, 2)
KOEBENHAVN, BYG, NEXT = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
FREDERIKSBERG, DRAGOER = "kommuner/147-frederiksberg.xlsx", "kommuner/155-dragør.xlsx"
IGU = {f"101-000{n}" for n in range(1, 6)} | {f"147-000{n}" for n in range(1, 5)}
Changed = Callable[..., Path]


def match(folder: Path, *decisions: Decision, **more: Any) -> Proposal:
    checked = validate(folder, TODAY)
    return propose(build_case(checked, decisions, **more), checked, 20)


def placed(proposal: Proposal) -> dict[str, tuple[str, str]]:
    return {one.candidate: (one.slot, one.cohort) for one in proposal.placements}


@pytest.fixture(scope="module")
def proposal(clean_partnership: Path) -> Proposal:
    return match(clean_partnership)


def test_everybody_who_can_gets_a_place_and_the_cohort_that_nobody_fills_alone_runs(proposal: Proposal) -> None:
    given = placed(proposal)
    assert set(given) == IGU | {"101-0006"}
    assert {given[candidate][1] for candidate in IGU} == {"NEXT-2027-01"}
    assert given["101-0006"] == ("BYG-0003", "")
    drivers = {candidate for candidate, (slot, _) in given.items() if slot == "BYG-0002"}
    assert 3 <= len(drivers) <= 4
    assert drivers <= {"101-0001", "101-0002", "147-0001", "147-0002"}
    assert (proposal.plan.status, proposal.plan.placed, proposal.plan.bound) == ("optimal", 10, 10)
    assert proposal.pooled == ("NEXT-2027-01",)
    assert (proposal.alone.placed, proposal.alone.bound, proposal.alone.cohorts) == (1, 1, 0)


def test_the_answer_for_programs_has_the_promised_keys(proposal: Proposal) -> None:
    answer = json.loads(json.dumps(proposal.as_json()))
    assert (answer["status"], answer["placed"], answer["bound"]) == ("optimal", 10, 10)
    practice = next(one for one in answer["placements"] if one["candidate"] == "101-0006")
    assert practice == {
        "candidate": "101-0006",
        "slot": "BYG-0003",
        "cohort": None,
        "type": "praktik",
        "start": "2026-12-01",
        "reasons": [
            "1. ønske: Bygge og anlæg.",
            "Foreslås til og med 1. marts 2027. Praktik over 4 og op til 13 uger gælder kun nogle målgrupper. Kommunen "
            "vurderer det (lov om en aktiv beskæftigelsesindsats § 61; vejledende).",
        ],
    }
    assert answer["cohorts"] == [
        {"cohort": "NEXT-2027-01", "seats": 9, "min": 6, "max": 12, "runs": True, "missing": 0}
        | {"state": "kan køre", "proposed": 9, "approved": 0, "agreed": 0, "enrolled": 0},
        {"cohort": "NEXT-2027-02", "seats": 0, "min": 10, "max": 12, "runs": False, "missing": 10}
        | {"state": "mangler", "proposed": 0, "approved": 0, "agreed": 0, "enrolled": 0},
    ]
    assert [{*one} for one in answer["unmatched"]] == [{"candidate", "reason", "detail", "would_help"}] * 3
    assert answer["seconds"] >= 0


def test_a_placement_begins_when_slot_and_candidate_can_or_with_its_cohort(changed: Changed) -> None:
    def later(rows: Any) -> None:
        rows[KOEBENHAVN]["tblKandidater"][5]["ready_from"] = date(2027, 1, 15)

    starts = {one.candidate: one.start for one in match(changed(later)).placements}
    assert starts["101-0006"] == pd.Timestamp(2027, 1, 15)
    assert starts["101-0001"] == pd.Timestamp(2027, 2, 1)


def test_the_text_tells_cohorts_reasons_and_what_pooling_gave(proposal: Proposal) -> None:
    assert proposal_text(proposal) == (
        "10 forløb foreslået (flere er ikke muligt). 1 hold kan køre, som ingen kommune kunne fylde alene. "
        "Hver kommune for sig kunne højst få 1 forløb og 0 hold.\n\n"
        "Hold, der kan køre:\n"
        "  NEXT-2027-01  1. februar 2027: 9 deltagere fra 2 kommuner (mindst 6, højst 12)\n\n"
        "Hold, der mangler deltagere:\n"
        "  NEXT-2027-02: mangler 10 deltagere med ønsket Bygge og anlæg senest 15. januar 2027. "
        "Ingen kandidater uden forslag passer til det, og ingen pladser til dem er ledige.\n\n"
        "3 kandidater uden forslag:\n"
        "     1  Igu: ikke opfyldt\n"
        "     1  Ingen plads i ønskede brancher\n"
        "     1  Timer passer ikke"
    )


def test_what_each_could_alone_says_which_cohorts_have_enough_already(changed: Changed) -> None:
    told = match(changed(lambda rows: rows[NEXT]["tblHold"][0].update(free_seats=6)))
    assert "kunne højst få 7 forløb og 1 hold, der har nok tilmeldte i forvejen." in proposal_text(told)


def test_reasons_name_wish_experience_danish_certificates_and_the_cohort(changed: Changed) -> None:
    def experienced(rows: Any) -> None:
        rows[KOEBENHAVN]["tblKandidater"][0] |= {
            "experience_branch": "Bygge og anlæg",
            "experience_years": 3.5,
            "danish_test": "PD2",
        }

    lock = Decision("101-0001", "BYG-0002", "NEXT-2027-01", LOCK)
    told = next(one for one in match(changed(experienced), lock).placements if one.candidate == "101-0001")
    assert told.reasons == (
        "1. ønske: Bygge og anlæg.",
        "Har 3,5 års erfaring i branchen.",
        "Har dansk DU2 M4 og bestået PD2; pladsen kræver DU2 M3.",
        "Har kørekort B, som pladsen kræver.",
        "Holdet NEXT-2027-01, som begynder 1. februar 2027, får sin 9. deltager (9 fra 2 kommuner); "
        "det kræver mindst 6.",
        "Koordinatoren har låst det.",
        "Igu-lovens §§ 2 og 3 er opfyldt ved start (IGU2024; vejledende). Opholdsgrundlaget »Flygtning« er omfattet.",
    )
    assert (told.company, told.branch, told.municipality) == ("Eksempel Tag", "Bygge og anlæg", "København")


def test_those_who_are_enrolled_already_count_and_are_told_of(changed: Changed) -> None:
    told = match(changed(lambda rows: rows[NEXT]["tblHold"][0].update(free_seats=10)))
    fill = told.cohorts[0]
    assert (fill.seats, fill.joined, fill.missing) == (11, 9, 0)
    assert "får sin 11. deltager (9 nye fra 2 kommuner)" in told.placements[0].reasons[-2]


def test_rejected_is_not_proposed_and_locked_is_kept(clean_partnership: Path) -> None:
    told = match(
        clean_partnership,
        Decision("101-0001", "BYG-0001", "NEXT-2027-01", LOCK),
        Decision("101-0002", "BYG-0001", "NEXT-2027-01", REJECT),
        Decision("101-0006", "BYG-0003", "", REJECT),
    )
    given = placed(told)
    assert given["101-0001"] == ("BYG-0001", "NEXT-2027-01")
    assert given["101-0002"][0] == "BYG-0002"
    assert "101-0006" not in given
    assert next(one for one in told.unmatched if one.candidate == "101-0006").reason == "Afvist"
    assert told.findings == ()


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (Decision("101-0999", "BYG-0001", "", LOCK), "kandidaten er ikke længere klar"),
        (Decision("101-0001", "BYG-0999", "", LOCK), "pladsen er ikke længere åben"),
        (Decision("101-0001", "BYG-0001", "NEXT-1", LOCK), "holdet kan ikke længere"),
        (Decision("101-0003", "BYG-0002", "NEXT-2027-01", LOCK), "kandidaten passer ikke til det (mangler dansk)"),
    ],
)
def test_a_lock_that_cannot_be_kept_is_told_with_its_reason(
    decision: Decision, reason: str, clean_partnership: Path
) -> None:
    told = match(clean_partnership, decision)
    assert [one.code for one in told.findings] == ["laas-umulig"]
    assert reason in told.findings[0].message
    assert told.findings[0].message in proposal_text(told)


def test_the_last_plan_is_kept_where_it_costs_nothing(changed: Changed) -> None:
    folder = changed(lambda rows: rows[BYG]["tblPladser"][0].update(danish_min="DU2 M1"))
    for drivers in (["101-0001", "101-0002", "147-0001"], ["101-0002", "147-0001", "147-0002"]):
        rest = sorted(IGU - set(drivers))
        rows = [(one, "BYG-0002", "NEXT-2027-01") for one in drivers]
        rows += [(one, "BYG-0001", "NEXT-2027-01") for one in rest]
        previous = pd.DataFrame(rows, columns=["candidate", "slot", "cohort"])
        given = placed(match(folder, previous=previous))
        assert {one: slot for one, (slot, _) in given.items() if slot != "BYG-0003"} == {
            one: slot for one, slot, _ in rows
        }


def test_pooling_is_not_praised_where_a_municipality_could_fill_the_cohort(changed: Changed) -> None:
    told = match(changed(lambda rows: rows[NEXT]["tblHold"][0].update(min=5)))
    assert told.pooled == ()
    assert (told.alone.placed, told.alone.cohorts) == (6, 1)
    assert "1 hold kan køre, som en kommune også kunne fylde alene." in summary(told)


def test_a_cohort_that_has_its_minimum_already_is_open_to_all_municipalities_also_alone(changed: Changed) -> None:
    told = match(changed(lambda rows: rows[NEXT]["tblHold"][0].update(free_seats=6, max=18)))
    assert told.plan.placed == told.alone.placed


def test_open_cohorts_are_filled_by_those_without_a_slot_and_they_are_shown(changed: Changed) -> None:
    """Four openings, and a cohort of six: it runs only where two may sit there without a slot."""
    folder = changed(lambda rows: rows[BYG]["tblPladser"][0].update(openings=1))
    assert match(folder).plan.placed == 1
    told = match(folder, open_cohorts=True)
    fillers = [one for one in told.placements if not one.slot]
    assert told.plan.placed == 6
    assert fillers
    assert "har endnu ingen plads i en virksomhed" in fillers[0].reasons[0]


def test_an_empty_partnership_can_be_matched(tmp_path: Path) -> None:
    (tmp_path / "kommuner").mkdir()
    told = match(tmp_path)
    assert (told.plan.placed, told.unmatched) == (0, [])
    assert summary(told).startswith("0 forløb foreslået (flere er ikke muligt). Ingen hold kan køre endnu.")
