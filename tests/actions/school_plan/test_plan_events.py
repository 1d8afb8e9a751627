"""Who does not reach the school part by a new plan is told once, however early; who does again is told too."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest

from igu_xl.actions.school_plan.kept_plan import CALL_TYPES, PUPIL_TYPES, ROW_TYPES, KeptPlan
from igu_xl.actions.school_plan.plan_events import plan_events
from igu_xl.reports.data.savings import Savings, SchoolWay
from igu_xl.sheets.contract.coordinator import LOOK, NOTICE, URGENT
from igu_xl.standing.events.event import EventLine, lines_of
from igu_xl.standing.events.kinds import OVER, EventKind

SHORT, MET, SHAKY = "Mangler 151 timer", "Når sine timer i tide", "Når kun sine timer, hvis NEXT-1 kører"
FAR, NEAR = "2028-03-01", "2027-04-30"


def plan(*pupils: tuple[str, str, str]) -> KeptPlan:
    """A plan of 2 November 2026: the placement (or "" where it is only proposed), the result, and the igu's end."""
    told = [
        {"placement": placement, "candidate": placement[:8] or "101-0099", "partner": "kommune:101", "result": result,
         "planned_end": end}
        for placement, result, end in pupils
    ]  # fmt: skip
    rows, calls = (pd.DataFrame(columns=list(types)).astype(types) for types in (ROW_TYPES, CALL_TYPES))
    people = pd.DataFrame(told, columns=list(PUPIL_TYPES)).astype(PUPIL_TYPES)
    nothing = SchoolWay(0, 0.0, 0)
    savings = Savings(0, 0.0, 0, 0.0, 0, 0, nothing, nothing)
    return KeptPlan(datetime(2026, 11, 2, 9), date(2026, 11, 2), rows, people, calls, savings)


def lines(before: KeptPlan | None, now: KeptPlan) -> list[EventLine]:
    return lines_of(plan_events(before, now))


@pytest.mark.parametrize(("end", "weight"), [(FAR, LOOK), (NEAR, URGENT), ("2027-05-02", URGENT), ("2027-05-03", LOOK)])
def test_who_is_short_is_told_at_once_and_within_two_quarters_it_is_urgent(end: str, weight: str) -> None:
    (line,) = lines(None, plan(("101-0001-F1", SHORT, end)))
    assert (line.first.kind, line.who, line.weight) == (EventKind.PLAN_SHORT, "101-0001", weight)
    sentence = line.sentence(str)
    assert sentence.startswith("101-0001 når ikke skoletimerne, inden 101-0001-F1 slutter den ")
    assert "mangler 151 timer." in sentence and line.do


def test_it_is_told_once_and_when_it_is_over() -> None:
    short, met = plan(("101-0001-F1", SHORT, FAR)), plan(("101-0001-F1", MET, FAR))
    assert lines(short, plan(("101-0001-F1", "Mangler 37 timer", FAR))) == []
    (line,) = lines(short, met)
    assert (line.first.kind, line.weight) == (EventKind.PLAN_MET, NOTICE)
    assert line.sentence(str) == "101-0001 når nu skoletimerne, inden 101-0001-F1 slutter den 1. marts 2028."
    assert EventKind.PLAN_SHORT in OVER[line.first.kind]
    assert lines(met, met) == []
    assert [one.first.kind for one in lines(met, short)] == [EventKind.PLAN_SHORT]


def test_what_is_only_proposed_or_over_or_rests_on_a_cohort_is_no_news() -> None:
    assert lines(None, plan(("", SHORT, NEAR), ("101-0002-F1", SHAKY, NEAR))) == []
    assert lines(plan(("101-0001-F1", SHORT, FAR)), plan()) == []
