"""The match keeps within rimelighedskravet, and nobody begins where an earlier job is in the way.

The company has 4 on its ordinary staff, so one person may be in practice there at a time. The day is 2 November 2026.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.case import LIMIT, LOCK, Case, Decision, build_case
from igu_xl.match.explaining.placements import explain_placements
from igu_xl.match.explaining.unmatched import explain_unmatched
from igu_xl.match.solving.problem.plan import Plan, check
from igu_xl.match.solving.solver import solve

TODAY = date(2026, 11, 2)
KOEBENHAVN, FREDERIKSBERG, BYG = (
    "kommuner/101-københavn.xlsx",
    "kommuner/147-frederiksberg.xlsx",
    "brancher/bygge-anlæg.xlsx",
)
JAN, MAY, OURS = date(2027, 1, 4), date(2027, 5, 3), "12345607"
Changed = Callable[..., Path]
Row = dict[str, Any]


def practice(name: str, first: date, last: date, **more: Any) -> Row:
    row = {"slot": name, "p_number": "1000000001", "type": "praktik", "openings": 1, "branch": "Bygge og anlæg"}
    return row | {"start_earliest": first, "start_latest": last, "status": "Åben"} | more


def stay(candidate: str, last: date, **more: Any) -> Row:
    row = {"placement": f"{candidate}-F1", "candidate": candidate, "slot": "B-9", "type": "praktik"}
    return row | {"start": date(2026, 10, 1), "planned_end": last} | more


OLD = practice("B-9", date(2026, 9, 1), date(2026, 10, 1), status="Besat")


def case_of(
    changed: Changed, slots: list[Row], *stays: Row, people: Row | None = None, decisions: tuple[Decision, ...] = ()
) -> Case:
    """Everybody of København wants practice; the slots, and those who are there already."""

    def change(rows: Any) -> None:
        rows[BYG]["tblVirksomheder"][0] |= {"ordinary_staff": 4}
        rows[BYG]["tblPladser"] = [*slots, OLD]
        rows[KOEBENHAVN]["tblForloeb"] = list(stays)
        rows[FREDERIKSBERG]["tblKandidater"] = []
        for row in rows[KOEBENHAVN]["tblKandidater"]:
            row |= {"measures": "praktik"} | (people or {})

    return build_case(validate(changed(change), TODAY), decisions)


def starts(case: Case) -> dict[str, date]:
    """The slots that a best plan fills, each with the day on which somebody begins."""
    plan = solve(case.problem, time_limit=5)
    assert not check(case.problem, plan)
    return {one.slot: one.start.date() for one in explain_placements(case, plan)}


def test_two_that_follow_each_other_are_both_given(changed: Changed) -> None:
    case = case_of(changed, [practice("B-1", JAN, JAN), practice("B-2", date(2027, 4, 5), date(2027, 4, 5))])
    assert starts(case) == {"B-1": JAN, "B-2": date(2027, 4, 5)}
    assert case.problem.companies.empty or set(case.problem.companies["max_people"]) == {1}


def test_of_those_that_may_overlap_as_many_are_given_as_there_may_be(changed: Changed) -> None:
    slots = [practice(f"B-{n}", JAN, MAY) for n in range(1, 4)]
    assert len(starts(case_of(changed, slots))) == 1


def test_the_limit_of_a_company_stays_beside_the_room(changed: Changed) -> None:
    """The company has two P-numbers with room for one each, and the coordinator lets it have one in all."""
    slots = [practice("B-1", JAN, MAY), practice("B-2", JAN, MAY), practice("B-3", JAN, MAY)]
    limit = Decision("", "", "", LIMIT, OURS, 2)
    case = case_of(changed, slots, decisions=(limit,))
    assert len(starts(case)) == 1
    assert case.problem.companies["company"].tolist() == [OURS]


@pytest.mark.parametrize(
    ("until", "start"),
    [
        (date(2027, 1, 3), JAN),
        (JAN, date(2027, 1, 5)),
        (date(2027, 1, 8), date(2027, 1, 11)),  # a Friday: begins on Monday
        (date(2027, 5, 2), MAY),
        (MAY, None),
    ],
)
def test_who_is_there_has_to_leave_first(until: date, start: date | None, changed: Changed) -> None:
    case = case_of(changed, [practice("B-1", JAN, MAY)], stay("101-0002", until), people={"status": "Klar"})
    assert starts(case).get("B-1") == start


def test_who_leaves_a_practice_there_may_come_back(changed: Changed) -> None:
    """Nobody stands in his own way: what he leaves is over before he begins."""
    lock = Decision("101-0002", "B-1", "", LOCK)
    case = case_of(changed, [practice("B-1", JAN, MAY)], stay("101-0002", date(2027, 1, 15)), decisions=(lock,))
    plan = solve(case.problem, time_limit=5)
    assert plan.placements.set_index("candidate")["slot"].to_dict() == {"101-0002": "B-1"}
    assert starts(case) == {"B-1": date(2027, 1, 18)}


def test_somebody_who_comes_later_ends_the_window(changed: Changed) -> None:
    """From 1 June another is there: who begins on 2 March leaves on 31 May, and who is ready later cannot come."""
    later = stay("101-0002", date(2027, 8, 1), start=date(2027, 6, 1))
    for ready, day in ((date(2027, 3, 2), date(2027, 3, 2)), (date(2027, 3, 3), None)):
        case = case_of(changed, [practice("B-1", JAN, MAY)], later, people={"ready_from": ready})
        assert starts(case).get("B-1") == day


def unmatched(case: Case, plan: Plan, folder: Path) -> dict[str, tuple[str, str]]:
    told = explain_unmatched(case, plan, validate(folder, TODAY))
    return {one.candidate: (one.reason, one.detail) for one in told}


def test_who_gets_nothing_because_the_p_number_is_full_is_told(changed: Changed, partnership: Path) -> None:
    case = case_of(changed, [practice("B-1", JAN, MAY), practice("B-2", JAN, MAY)])
    told = unmatched(case, solve(case.problem, time_limit=5), partnership)
    assert "må højst 1 være i praktik og løntilskud på samme tid (rimelighedskravet)" in told["101-0005"][1]


def test_who_gets_nothing_because_there_is_no_room_at_all_is_told(changed: Changed, partnership: Path) -> None:
    case = case_of(changed, [practice("B-1", JAN, MAY)], stay("101-0002", date(2027, 12, 31)))
    told = unmatched(case, solve(case.problem, time_limit=5), partnership)
    assert told["101-0005"][0] == "Rimelighedskravet er fyldt"
    assert told["101-0005"][1].startswith("Pladsen B-1 kan ingen få nu: rimelighedskravet giver ikke plads til flere")


JOB = {"type": "ordinært", "planned_end": None, "slot": "B-9"}


@pytest.mark.parametrize(
    ("person", "job", "igu", "practice_there"),
    [
        ({}, None, True, True),
        ({"last_employer_cvr": OURS, "last_employed_to": date(2020, 1, 1)}, None, True, False),
        ({"last_employer_cvr": "12345615"}, None, True, True),
        ({}, {"ended_on": date(2026, 10, 30), "ending_reason": "Job"}, True, False),
        ({}, {"ended_on": date(2026, 10, 31), "ending_reason": "Job"}, False, False),
        ({"last_employer_cvr": "12345615"}, {"ended_on": date(2026, 10, 31), "ending_reason": "Job"}, False, False),
    ],
)
def test_every_job_there_is_asked(
    person: Row, job: Row | None, igu: bool, practice_there: bool, changed: Changed
) -> None:
    """The igu could begin on 31 January 2027 at the latest: three months after 30 October and a day."""
    latest = date(2027, 1, 31)
    slots = [practice("B-1", JAN, latest), practice("B-2", JAN, latest, type="igu")]
    jobs = [stay("101-0003", JAN, **JOB | job)] if job else []
    case = case_of(changed, slots, *jobs, people=person | {"measures": "igu; praktik"})
    pairs = case.pairs_of("101-0003").set_index("slot")
    assert (pairs["company"]["B-2"], pairs["employer"]["B-1"]) == (igu, practice_there)
    assert pairs["company"]["B-1"] and pairs["employer"]["B-2"]
