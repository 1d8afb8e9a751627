"""The best places of one candidate are those that the match could give, asked of the match itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.checks.validation import Validation, validate
from igu_xl.match.best_places import best_places
from igu_xl.match.case import LIMIT, LOCK, NOT_COMPANY, REJECT, RUN, STOP, Decision, build_case
from igu_xl.match.solving.problem.problem import Problem
from igu_xl.match.solving.solver import solve
from igu_xl.records import records

TODAY = date(2026, 11, 2)
KOEBENHAVN, BYG, NEXT = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
OURS, THEIRS = "12345607", "12345615"  # the companies of BYG-0001 and BYG-0003, and of BYG-0002
PERSON = "101-0001"  # a driver, who may have every slot of the small partnership
SLOTS, COHORTS = ("BYG-0001", "BYG-0002", "BYG-0003"), ("NEXT-2027-01", "NEXT-2027-02")
FIRST, SECOND = COHORTS
Changed = Callable[..., Path]


def for_all(rows: Any) -> None:
    rows[KOEBENHAVN]["tblKandidater"][0]["measures"] = "igu; praktik"


def employed(last_day: date) -> Callable[[Any], None]:
    """The candidate had an ordinary job in the company of BYG-0001 until this day."""

    def change(rows: Any) -> None:
        for_all(rows)
        rows[KOEBENHAVN]["tblKandidater"][0].update(last_employer_cvr=OURS, last_employed_to=last_day)

    return change


def places(checked: Validation, *decisions: Decision, open_cohorts: bool = False) -> dict[str, str]:
    """The cohort with each slot."""
    found = best_places(checked, PERSON, decisions, open_cohorts=open_cohorts)
    return {row["slot"]: row["cohort"] or "" for row in records(found)}


@pytest.fixture
def checked(changed: Changed) -> Validation:
    return validate(changed(for_all), TODAY)


def test_somebody_alone_begins_on_a_working_day(changed: Changed) -> None:
    """5 December 2026 is a Saturday."""

    def change(rows: Any) -> None:
        for_all(rows)
        rows[KOEBENHAVN]["tblKandidater"][0]["ready_from"] = date(2026, 12, 5)

    found = best_places(validate(changed(change), TODAY), PERSON)
    starts = {row["slot"]: row["start"].date() for row in records(found)}
    assert (starts["BYG-0003"], starts["BYG-0001"]) == (date(2026, 12, 7), date(2027, 2, 1))


def test_without_decisions_all_that_fits_with_its_first_cohort(checked: Validation) -> None:
    assert places(checked) == {"BYG-0001": FIRST, "BYG-0002": FIRST, "BYG-0003": ""}


@pytest.mark.parametrize(
    ("last_day", "cohort"), [(date(2026, 10, 1), FIRST), (date(2026, 11, 15), SECOND), (date(2027, 1, 15), None)]
)
def test_three_months_after_a_job_in_the_company(last_day: date, cohort: str | None, changed: Changed) -> None:
    """The window of the slot lasts until 30 April, but it is the cohort that begins; and no practice is proposed in the
    company where the person was employed last, however long ago."""
    found = places(validate(changed(employed(last_day)), TODAY))
    assert found.get("BYG-0001") == cohort
    assert found["BYG-0002"] == FIRST
    assert "BYG-0003" not in found


def test_the_start_is_that_of_the_cohort_that_is_late_enough(changed: Changed) -> None:
    found = best_places(validate(changed(employed(date(2026, 11, 15))), TODAY), PERSON)
    starts = {row["slot"]: row["start"].date() for row in records(found)}
    assert starts == {"BYG-0001": date(2027, 3, 1), "BYG-0002": date(2027, 2, 1)}


def test_a_cohort_without_a_seat_is_not_proposed(changed: Changed) -> None:
    def full(rows: Any) -> None:
        for_all(rows)
        rows[NEXT]["tblHold"][0]["free_seats"] = 0

    assert places(validate(changed(full), TODAY)) == {"BYG-0001": SECOND, "BYG-0002": SECOND, "BYG-0003": ""}


@pytest.mark.parametrize(
    ("decisions", "left"),
    [
        ([Decision(PERSON, "BYG-0001", "", REJECT)], {"BYG-0002": FIRST, "BYG-0003": ""}),
        ([Decision(PERSON, "BYG-0001", FIRST, REJECT)], {"BYG-0001": SECOND, "BYG-0002": FIRST, "BYG-0003": ""}),
        ([Decision(PERSON, "", FIRST, REJECT)], {"BYG-0001": SECOND, "BYG-0002": SECOND, "BYG-0003": ""}),
        ([Decision(PERSON, "", "", NOT_COMPANY, OURS)], {"BYG-0002": FIRST}),
        ([Decision("", "", FIRST, STOP)], {"BYG-0001": SECOND, "BYG-0002": SECOND, "BYG-0003": ""}),
        ([Decision("", "", cohort, STOP) for cohort in COHORTS], {"BYG-0003": ""}),
        ([Decision("", "", "", LIMIT, OURS, 0)], {"BYG-0002": FIRST}),
        ([Decision(PERSON, "BYG-0002", "", LOCK)], {"BYG-0002": FIRST}),
        ([Decision(PERSON, "", SECOND, LOCK)], {"BYG-0001": SECOND, "BYG-0002": SECOND}),
        ([Decision("147-0001", "BYG-0001", "", REJECT)], {"BYG-0001": FIRST, "BYG-0002": FIRST, "BYG-0003": ""}),
    ],
)
def test_what_the_coordinator_has_decided_counts(
    decisions: list[Decision], left: dict[str, str], checked: Validation
) -> None:
    assert places(checked, *decisions) == left


_any_slot, _any_cohort = st.sampled_from(SLOTS), st.sampled_from(COHORTS)
DECISIONS = st.one_of(
    st.builds(lambda slot, kind: Decision(PERSON, slot, "", kind), _any_slot, st.sampled_from([LOCK, REJECT])),
    st.builds(lambda cohort, kind: Decision(PERSON, "", cohort, kind), _any_cohort, st.sampled_from([LOCK, REJECT])),
    st.builds(lambda slot, cohort: Decision(PERSON, slot, cohort, REJECT), _any_slot, _any_cohort),
    st.builds(lambda company: Decision(PERSON, "", "", NOT_COMPANY, company), st.sampled_from([OURS, THEIRS])),
    st.builds(lambda cohort, kind: Decision("", "", cohort, kind), _any_cohort, st.sampled_from([RUN, STOP])),
    st.builds(lambda company: Decision("", "", "", LIMIT, company, 0), st.sampled_from([OURS, THEIRS])),
)


def agree(decisions: Sequence[Decision]) -> bool:
    """Whether no two locks name different slots, or different cohorts."""
    locks = [one for one in decisions if one.kind == LOCK]
    return len({one.slot for one in locks} - {""}) <= 1 and len({one.cohort for one in locks} - {""}) <= 1


def given_by_the_solver(problem: Problem) -> set[str]:
    """The slots in which a search puts the one candidate when each is forced, at the price of no other lock.

    Whether a cohort or a team fills is about the others, and so is a cohort that must run.
    """
    slots, decided = problem.slots.assign(together_min=1.0), problem.cohorts["decision"]
    cohorts = problem.cohorts.assign(min=1.0, decision=decided.where(decided != RUN))
    problem = replace(problem, slots=slots, cohorts=cohorts)
    unmet = len(solve(problem, time_limit=10).unmet_locks)
    found = set()
    for slot in problem.slots["slot"]:
        forced = pd.DataFrame([{"candidate": PERSON, "slot": slot, "cohort": None, "decision": LOCK}])
        fixed = pd.concat([problem.fixed, forced.astype("str")]).drop_duplicates(ignore_index=True)
        plan = solve(replace(problem, fixed=fixed), time_limit=10)
        if set(plan.placements["slot"].dropna()) == {slot} and len(plan.unmet_locks) == unmet:
            found.add(str(slot))
    return found


def test_whatever_is_decided_the_places_are_those_a_search_can_give(changed: Changed) -> None:
    checked = validate(changed(employed(date(2026, 11, 15))), TODAY)

    @settings(deadline=None, max_examples=12)
    # Two locks on different slots speak against each other: one of them is laid aside before a match sees it.
    @given(decisions=st.lists(DECISIONS, max_size=4).filter(agree), open_cohorts=st.booleans())
    def same(decisions: Sequence[Decision], open_cohorts: bool) -> None:
        case = build_case(checked, decisions, open_cohorts=open_cohorts, only=PERSON)
        assert set(places(checked, *decisions, open_cohorts=open_cohorts)) == given_by_the_solver(case.problem)

    same()
