"""From workbooks to tables: the coordinator's decisions, and partnerships in which something is odd."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from igu_xl.checks.validation import Validation, validate
from igu_xl.match.case import LIMIT, LOCK, NOT_COMPANY, REJECT, RUN, STOP, Case, Decision, build_case
from igu_xl.match.proposal import propose
from igu_xl.match.solving.problem.plan import Plan, check
from igu_xl.match.solving.solver import solve

TODAY = date(2026, 11, 2)
KOEBENHAVN, FREDERIKSBERG, DRAGOER = (
    "kommuner/101-københavn.xlsx",
    "kommuner/147-frederiksberg.xlsx",
    "kommuner/155-dragør.xlsx",
)
BYG, NEXT = "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
PEOPLE, SLOTS, COHORTS = "tblKandidater", "tblPladser", "tblHold"
OURS, THEIRS = "12345607", "12345615"  # the companies of BYG-0001 and BYG-0003, and of BYG-0002
PLACED = 10

Rows = dict[str, dict[str, list[dict[str, Any]]]]
Changed = Callable[..., Path]


@pytest.fixture(scope="module")
def checked(clean_partnership: Path) -> Validation:
    return validate(clean_partnership, TODAY)


def planned(checked: Validation, *decisions: Decision) -> tuple[Case, Plan]:
    case = build_case(checked, decisions)
    plan = solve(case.problem, time_limit=20)
    assert check(case.problem, plan) == []
    return case, plan


def test_without_decisions_everybody_who_can_gets_a_place(checked: Validation) -> None:
    case, plan = planned(checked)
    assert plan.placed == PLACED
    assert case.problem.check() == []
    assert case.problem.cohorts["decision"].isna().all()
    assert case.problem.companies.empty


def test_who_is_not_to_go_to_a_company_gets_none_of_its_slots(checked: Validation) -> None:
    unwanted = Decision("101-0001", "", "", NOT_COMPANY, company=OURS)
    case, plan = planned(checked, unwanted)
    fixed = case.problem.fixed.query("candidate == '101-0001'")
    assert sorted(zip(fixed["slot"], fixed["decision"], strict=True)) == [("BYG-0001", REJECT), ("BYG-0003", REJECT)]
    assert plan.placements.set_index("candidate")["slot"]["101-0001"] == "BYG-0002"


def test_a_company_takes_at_most_its_limit_in_all_its_slots(checked: Validation) -> None:
    limits = [Decision("", "", "", LIMIT, company=OURS, limit=count) for count in (5, 3, 4)]
    case, plan = planned(checked, *limits)
    companies = case.problem.slots.set_index("slot")["company"]
    assert (plan.placements["slot"].map(companies) == OURS).sum() == 3
    assert case.problem.companies.values.tolist() == [[OURS, 3]]


@pytest.mark.parametrize("limit", [0, 1])
def test_a_limit_on_one_company_leaves_the_other_alone(limit: int, checked: Validation) -> None:
    case, plan = planned(checked, Decision("", "", "", LIMIT, company=OURS, limit=limit))
    companies = plan.placements["slot"].map(case.problem.slots.set_index("slot")["company"])
    assert (companies == OURS).sum() <= limit


def test_a_cohort_that_must_not_run_does_not(checked: Validation) -> None:
    _, plan = planned(checked, Decision("", "", "NEXT-2027-01", STOP))
    assert plan.placements["cohort"].isna().all()


def test_a_cohort_that_must_run_and_cannot_is_named(checked: Validation) -> None:
    _, plan = planned(checked, Decision("", "", "NEXT-2027-02", RUN))
    assert plan.unmet_cohorts == ("NEXT-2027-02",)
    assert plan.placed == PLACED


def test_stop_is_stronger_than_run(checked: Validation) -> None:
    case, _ = planned(checked, Decision("", "", "NEXT-2027-01", STOP), Decision("", "", "NEXT-2027-01", RUN))
    assert case.problem.cohorts.set_index("cohort")["decision"]["NEXT-2027-01"] == "stop"


def test_decisions_on_what_is_no_longer_there_are_remembered_but_not_in_the_tables(checked: Validation) -> None:
    gone = [
        Decision("101-0999", "BYG-0001", "", LOCK),
        Decision("101-0001", "BYG-0999", "", REJECT),
        Decision("101-0001", "", "NEXT-2020-01", LOCK),
        Decision("101-0999", "", "", NOT_COMPANY, company=OURS),
        Decision("101-0001", "", "", NOT_COMPANY, company="99999999"),
        Decision("", "", "NEXT-2020-01", RUN),
        Decision("", "", "", LIMIT, company="99999999", limit=1),
    ]
    case, plan = planned(checked, *gone)
    assert case.problem.fixed.empty
    assert case.decisions == tuple(gone)
    assert plan.placed == PLACED


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "måske"},
        {"kind": LOCK, "slot": ""},
        {"kind": REJECT, "candidate": ""},
        {"kind": NOT_COMPANY},
        {"kind": STOP},
        {"kind": LIMIT, "company": OURS},
        {"kind": LIMIT, "company": OURS, "limit": -1},
    ],
)
def test_a_decision_on_nothing_is_a_programmers_mistake(wrong: dict[str, Any]) -> None:
    whole: dict[str, Any] = {"candidate": "101-0001", "slot": "BYG-0001", "cohort": ""}
    with pytest.raises(ValueError, match="not a decision"):
        Decision(**whole | wrong)


class Odd(NamedTuple):
    """A partnership with something odd: the change, how many are placed, the code of a finding, and what is decided."""

    change: Callable[[Rows], object]
    placed: int
    finding: str = ""
    decisions: tuple[Decision, ...] = ()


def every(rows: Rows, table: str) -> list[dict[str, Any]]:
    return [row for tables in rows.values() for row in tables.get(table, [])]


def each(table: str, **cells: Any) -> Callable[[Rows], object]:
    return lambda rows: [row.update(cells) for row in every(rows, table)]


def emptied(*names: str) -> Callable[[Rows], object]:
    return lambda rows: [tables.update({name: []}) for tables in rows.values() for name in names if name in tables]


def first(book: str, table: str, **cells: Any) -> Callable[[Rows], object]:
    return lambda rows: rows[book][table][0].update(cells)


def hundred_alike(rows: Rows) -> None:
    slot = rows[BYG][SLOTS][0]
    rows[BYG][SLOTS] = [{**copy.deepcopy(slot), "slot": f"BYG-{number:04d}", "openings": 1} for number in range(1, 101)]


def nothing_optional(rows: Rows) -> None:
    for row in every(rows, PEOPLE):
        row.update(danish_track="Ingen", danish_module=None, skills=None, weekly_hours=None)
    for row in every(rows, SLOTS):
        row.update(danish_min=None, requirements=None, weekly_hours=None)


ODD = {
    "nobody": Odd(emptied(PEOPLE), 0),
    "no slots": Odd(emptied(SLOTS), 0),
    "no cohorts: practice needs none": Odd(emptied(COHORTS), 1),
    "nothing at all": Odd(emptied(PEOPLE, SLOTS, COHORTS), 0),
    "nobody passes": Odd(each(SLOTS, danish_min="Studieprøven"), 0),
    "nobody may sit in a cohort": Odd(each(COHORTS, danish_max="Ingen"), 1),
    "no slot serves a cohort": Odd(each(COHORTS, start=date(2027, 5, 31)), 1),
    "nobody waits": Odd(each(PEOPLE, status="Ny"), 0),
    "a cohort for more than it holds": Odd(first(NEXT, COHORTS, min=13), 1, "min-over-maks"),
    "a cohort for one": Odd(first(NEXT, COHORTS, min=1, max=1), 2),
    "a cohort that is full": Odd(first(NEXT, COHORTS, free_seats=0), 1),
    "a slot without openings": Odd(first(BYG, SLOTS, openings=0), 1),
    "a slot for ten thousand": Odd(first(BYG, SLOTS, openings=10_000), PLACED),
    "a hundred slots alike": Odd(hundred_alike, 9),
    "a team above the openings": Odd(first(BYG, SLOTS, together_min=7), 1, "samlet-over-antal"),
    "a team that fits": Odd(first(BYG, SLOTS, together_min=6), PLACED),
    "a cohort of another branch": Odd(each(COHORTS, branch="Detailhandel"), 1),
    "the same id everywhere": Odd(each(PEOPLE, candidate="101-0001"), 0, "id-dobbelt"),
    "nothing but what must be there": Odd(nothing_optional, PLACED + 1),
    "postcodes that are none": Odd(each(PEOPLE, postcode="0000", transport_minutes=0), PLACED),
    "two slots locked for one": Odd(
        lambda rows: None,
        PLACED,
        "laas-umulig",
        (Decision("101-0001", "BYG-0001", "", LOCK), Decision("101-0001", "BYG-0002", "", LOCK)),
    ),
    "more locked than there are openings": Odd(
        first(BYG, SLOTS, openings=1),
        1,
        "laas-umulig",
        tuple(Decision(f"101-000{number}", "BYG-0001", "", LOCK) for number in (3, 4, 5)),
    ),
    "locked and rejected": Odd(
        lambda rows: None,
        PLACED - 1,
        "laas-umulig",
        (Decision("101-0003", "BYG-0001", "", LOCK), Decision("101-0003", "BYG-0001", "", REJECT)),
    ),
    "locked in a cohort that must not run": Odd(
        lambda rows: None,
        1,
        "laas-umulig",
        (Decision("101-0003", "", "NEXT-2027-01", LOCK), Decision("", "", "NEXT-2027-01", STOP)),
    ),
    "locked in a company for nobody": Odd(
        lambda rows: None,
        0,
        "laas-umulig",
        (Decision("101-0003", "BYG-0001", "", LOCK), Decision("", "", "", LIMIT, company=OURS, limit=0)),
    ),
    "all are to go elsewhere": Odd(
        lambda rows: None,
        0,
        "",
        tuple(
            Decision(f"{code}-000{number}", "", "", NOT_COMPANY, company=company)
            for code in (101, 147, 155)
            for number in range(1, 7)
            for company in (OURS, THEIRS)
        ),
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_whatever_is_in_the_workbooks_there_is_a_plan_and_nobody_is_forgotten(name: str, changed: Changed) -> None:
    odd = ODD[name]
    checked = validate(changed(odd.change), TODAY)
    proposal = propose(build_case(checked, odd.decisions), checked, seconds=20)
    assert proposal.plan.placed == odd.placed
    codes = {finding.code for finding in (*checked.findings, *proposal.findings)}
    assert not odd.finding or odd.finding in codes
    frames = checked.partnership.frames
    busy = checked.standing.placements.loc[checked.standing.placements["holds"], "candidate"]
    waiting = frames[PEOPLE][(frames[PEOPLE]["status"] == "Klar") & ~frames[PEOPLE]["candidate"].isin(busy)]
    told = {one.candidate for one in proposal.placements} | {one.candidate for one in proposal.unmatched}
    assert told == set(waiting["candidate"].dropna())


def test_no_slot_is_left_out_without_a_word(changed: Changed) -> None:
    """A slot that can be filled is in the tables; one that never can be has a finding."""

    def spoil(rows: Rows) -> None:
        rows[BYG][SLOTS][0]["cohorts"] = "NEXT-2027-01"
        rows[NEXT][COHORTS][0]["branch"] = "Detailhandel"

    checked = validate(changed(spoil), TODAY)
    case = build_case(checked)
    assert "BYG-0001" not in set(case.problem.links["slot"])
    assert "hold-anden-branche" in {finding.code for finding in checked.findings}
