"""Igu without a cohort in the match: proposed where it may be, told as such, and never at the cost of others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from igu_xl.checks.validation import Validation, validate
from igu_xl.match.case import LOCK, REJECT, Case, Decision, build_case
from igu_xl.match.explaining.moves import Change
from igu_xl.match.explaining.why_here import why_not_here
from igu_xl.match.proposal import Proposal, propose
from igu_xl.match.solving.problem.plan import check
from igu_xl.match.summary import summary
from igu_xl.match.what_if.trials import what_if

TODAY = date(2026, 11, 2)
BYG, NEXT = "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
FIRST = "NEXT-2027-01"
Changed = Callable[..., Path]


def early(*pairs: tuple[str, str]) -> pd.DataFrame:
    """These (candidate, slot) may begin on 4 January 2027, a month before the first course."""
    return pd.DataFrame(
        {
            "candidate": [candidate for candidate, _ in pairs],
            "slot": [slot for _, slot in pairs],
            "start": pd.Timestamp(2027, 1, 4),
            "course": "Byggeri 1",
            "first_day": pd.Timestamp(2027, 2, 1),
        }
    )


def no_cohort(rows: Any) -> None:
    """No cohort has people enough: each needs twelve, and nine want igu."""
    for cohort in rows[NEXT]["tblHold"]:
        cohort["min"] = 12


@pytest.fixture
def checked(clean_partnership: Path) -> Validation:
    return validate(clean_partnership, TODAY)


@pytest.fixture
def short(changed: Changed) -> Validation:
    return validate(changed(no_cohort), TODAY)


def proposal(
    checked: Validation,
    may: pd.DataFrame | None,
    decisions: Sequence[Decision] = (),
    previous: pd.DataFrame | None = None,
    **more: bool,
) -> Proposal:
    case = build_case(checked, decisions, previous, early=may, **more)
    found = propose(case, checked, 10, previous=previous)
    assert check(case.problem, found.plan) == []
    return found


def given(found: Proposal) -> dict[str, tuple[str, str]]:
    """The slot and the cohort of each who is in igu."""
    return {one.candidate: (one.slot, one.cohort) for one in found.placements if one.type == "igu"}


def proposed(found: Proposal) -> pd.DataFrame:
    """The proposal as it stands in the sheet."""
    rows = [(one.candidate, one.slot or None, one.cohort or None) for one in found.placements]
    return pd.DataFrame(rows, columns=["candidate", "slot", "cohort"])


TWO = early(("101-0003", "BYG-0001"), ("147-0001", "BYG-0002"))


def test_who_may_begin_without_a_cohort_gets_a_place_where_no_cohort_can_run(short: Validation) -> None:
    assert given(proposal(short, None)) == {}
    found = proposal(short, TWO)
    assert given(found) == {"101-0003": ("BYG-0001", ""), "147-0001": ("BYG-0002", "")}
    assert (found.plan.placed, found.plan.bound) == (3, 3)
    (told,) = (one for one in found.placements if one.candidate == "101-0003")
    assert told.start == pd.Timestamp(2027, 1, 4)
    words = (
        "Begynder uden hold: skoleplanen viser, at de 23 uger kan nås; første kursus er Byggeri 1 den 1. februar 2027."
    )
    assert words in told.reasons


def test_nothing_names_a_cohort_of_one(short: Validation) -> None:
    found = proposal(short, TWO)
    told = f"{found.as_json()} {summary(found)} {found.placements} {found.unmatched} {found.cohorts} {found.pooled}"
    assert "uden hold 1" not in told
    assert [one["cohort"] for one in found.as_json()["cohorts"]] == [FIRST, "NEXT-2027-02"]  # type: ignore[attr-defined]
    assert "2 igu begynder uden hold" in summary(found)
    assert "Ingen hold kan køre endnu." in summary(found)
    assert found.alone.cohorts == found.first_come.cohorts == 0


def test_with_a_cohort_where_as_many_get_a_place(checked: Validation) -> None:
    """All ten get a place with the cohort: nobody is taken out of it."""
    everybody = early(*((name, "BYG-0001") for name in ("101-0001", "101-0002", "101-0003", "147-0003")))
    found, before = proposal(checked, everybody), proposal(checked, None)
    assert found.plan.placed == before.plan.placed
    assert {cohort for _, cohort in given(found).values()} == {FIRST}


def test_where_nobody_may_it_is_as_before(checked: Validation) -> None:
    none, off = (build_case(checked, early=may) for may in (early(), None))
    for name in ("cohorts", "seats", "links", "fixed", "previous", "pairs"):
        pd.testing.assert_frame_equal(getattr(none.problem, name), getattr(off.problem, name))


def test_a_slot_has_no_more_people_than_openings(changed: Changed) -> None:
    def write(rows: Any) -> None:
        no_cohort(rows)
        rows[BYG]["tblPladser"][0]["openings"] = 2

    found = proposal(validate(changed(write), TODAY), early(*((f"101-000{at}", "BYG-0001") for at in (1, 2, 3, 4))))
    assert len(given(found)) == 2
    (left,) = (one for one in found.unmatched if one.candidate not in given(found) and one.candidate == "101-0004")
    assert left.reason == "Pladserne er fyldt"


def test_a_team_begins_together_or_not_at_all(changed: Changed) -> None:
    def write(rows: Any) -> None:
        no_cohort(rows)
        rows[BYG]["tblPladser"][0]["together_min"] = 3

    folder = changed(write)
    two, three = (early(*((f"101-000{at}", "BYG-0001") for at in range(1, 2 + many))) for many in (1, 2))
    assert given(proposal(validate(folder, TODAY), two)) == {}
    assert len(given(proposal(validate(folder, TODAY), three))) == 3


def test_the_next_match_keeps_it_and_says_that_nothing_has_changed(short: Validation) -> None:
    may = early(("101-0003", "BYG-0001"))
    before = proposed(proposal(short, may))
    again = proposal(short, may, previous=before)
    assert {move.change for move in again.moves} == {Change.SAME}


def test_who_may_no_longer_loses_it_with_the_reason(short: Validation) -> None:
    before = proposed(proposal(short, early(("101-0003", "BYG-0001"))))
    for may in (early(), None):
        (lost,) = (move for move in proposal(short, may, previous=before).moves if move.change is Change.LOST)
        assert (lost.candidate, lost.free) == ("101-0003", False)
        assert "skoleplanen viser ikke længere" in lost.why


def test_a_yes_to_it_keeps_it_also_where_a_cohort_could_be_had(checked: Validation) -> None:
    may, yes = early(("101-0003", "BYG-0001")), Decision("101-0003", "BYG-0001", "", LOCK)
    before = pd.DataFrame({"candidate": ["101-0003"], "slot": ["BYG-0001"], "cohort": pd.Series([None], dtype="str")})
    approved = proposal(checked, may, [yes], before)
    assert given(approved)["101-0003"] == ("BYG-0001", "")
    assert approved.findings == ()
    assert given(proposal(checked, may, [yes]))["101-0003"] == ("BYG-0001", FIRST)  # typed: with any cohort


def test_a_no_to_it_is_a_no_to_the_slot(short: Validation) -> None:
    no = Decision("101-0003", "BYG-0001", "", REJECT)
    found = proposal(short, TWO, [no])
    assert set(given(found)) == {"147-0001"}
    (told,) = (one for one in found.unmatched if one.candidate == "101-0003")
    assert told.reason == "Afvist"


def test_nobody_fills_a_seat_alone(short: Validation) -> None:
    """In open cohorts people without a slot may fill seats, but not those of nobody's cohort."""
    may = early(("101-0003", "BYG-0001"), ("101-0004", "BYG-0001"))
    found = proposal(short, may, [Decision("101-0004", "BYG-0001", "", REJECT)], open_cohorts=True)
    assert "101-0004" not in {one.candidate for one in found.placements}
    assert given(found) == {"101-0003": ("BYG-0001", "")}


@pytest.fixture
def full(changed: Changed) -> tuple[Case, Proposal]:
    """One opening, for which two may begin without a cohort."""

    def write(rows: Any) -> None:
        no_cohort(rows)
        rows[BYG]["tblPladser"][0]["openings"] = 1

    checked = validate(changed(write), TODAY)
    found = proposal(checked, early(("101-0003", "BYG-0001"), ("101-0004", "BYG-0001")))
    return found.case, found


def test_one_opening_more_would_help_somebody_to_begin_without_a_cohort(full: tuple[Case, Proposal]) -> None:
    case, found = full
    ideas = {one.change: one for one in what_if(case, found.plan, 20)}
    more = next(one for words, one in ideas.items() if words.startswith("1 plads mere på BYG-0001"))
    assert more.gives == 1
    assert more.because == "Den ledige plads kan bruges af en kandidat, der ellers intet fik."


def test_why_not_says_that_the_slot_is_full_and_not_that_a_cohort_is_missing(full: tuple[Case, Proposal]) -> None:
    case, found = full
    (placed,) = given(found)
    left = ({"101-0003", "101-0004"} - {placed}).pop()
    why = why_not_here(case, found.plan, left, "BYG-0001", standing=found.standing)
    assert why.reason == "Pladserne er fyldt"
    assert "Det ville ikke koste nogen et forløb" in why.detail
    assert why_not_here(case, found.plan, placed, "BYG-0001", standing=found.standing).reason == "Er foreslået"
    other = why_not_here(case, found.plan, "147-0003", "BYG-0001", standing=found.standing)
    assert other.reason == "Holdet mangler deltagere"
