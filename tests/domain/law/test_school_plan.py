from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igu_xl.domain.dated import dated_rows, first_day, last_day
from igu_xl.domain.law.igu.rules import FIRST_START, LAST_START, LAW
from igu_xl.domain.law.school_plan import Course, hour_factor, plan_verdict, school_weeks, total_hours, weighted_hours
from igu_xl.domain.tables import CsvRow
from igu_xl.sheets.contract import LISTS

AFTER = LAST_START + timedelta(days=1)  # the first day of which no rule is known


NOW = date(2026, 12, 1)
# 8 weeks of AMU and 555 weighted hours: the example of the ministry's rule.
FULL = (Course("AMU", 296), Course("FVU", 200), Course("avu", 77.5))


@pytest.mark.parametrize(
    ("kind", "factor"), [("AMU", 1), ("amu", 1), ("dansk", 2), ("FVU", 2), ("avu", 2), ("hf", 2), ("FGU", None)]
)
def test_amu_counts_once_and_general_subjects_twice(kind: str, factor: float | None) -> None:
    assert hour_factor(kind) == factor


def test_every_kind_a_school_can_choose_is_in_the_data_and_only_of_fgu_is_the_factor_unknown() -> None:
    assert [kind for kind in LISTS["Kursustype"] if hour_factor(kind) is None] == ["FGU"]


def test_a_kind_that_nobody_knows_is_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="yoga"):
        hour_factor("yoga")


def test_hours_whose_factor_is_unknown_are_not_counted_up() -> None:
    assert weighted_hours(Course("FGU", 10)) is None
    with pytest.raises(ValueError, match="factor"):
        total_hours([Course("AMU", 37), Course("FGU", 10)])


def test_the_example_of_the_ministry_is_exactly_enough() -> None:
    assert total_hours(FULL) == 851
    assert school_weeks(total_hours(FULL)) == 23
    assert plan_verdict(FULL, NOW, "PD2").outcome == "opfyldt"


@pytest.mark.parametrize(
    ("start", "courses", "test", "outcome", "reason"),
    [
        (NOW, [Course("AMU", 851)], "", "opfyldt", "Planen tæller 851 timer; kravet er 851 timer (23 uger)."),
        (NOW, [Course("AMU", 850)], "", "ikke opfyldt", "Planen tæller 850 timer og mangler 1;"),
        (NOW, [Course("AMU", 850.25)], "", "ikke opfyldt", "Planen tæller 850,3 timer og mangler 0,8;"),
        (date(2021, 4, 30), [Course("AMU", 740)], "", "opfyldt", "kravet er 740 timer (20 uger)."),
        (date(2021, 5, 1), [Course("AMU", 740)], "", "ikke opfyldt", "mangler 111; kravet er 851 timer (23 uger)."),
        (NOW, [Course("FVU", 500)], "", "ikke opfyldt", "Der er ingen AMU i planen"),
        (NOW, [Course("AMU", 37), Course("FVU", 407)], "", "opfyldt", "Planen har 1,0 ugers AMU."),
        (NOW, [Course("AMU", 37), Course("FVU", 407)], "Ingen", "opfyldt", "Planen har 1,0 ugers AMU."),
        (NOW, [Course("AMU", 37), Course("FVU", 407)], "PD1", "ikke opfyldt", "skal mindst 8 uger være AMU"),
        (NOW, [Course("AMU", 37), Course("FVU", 407)], "Studieprøven", "manuel vurdering", "nævner ikke Studieprøven"),
        (NOW, [Course("AMU", 296), Course("dansk", 300)], "PD2", "manuel vurdering", "efter bestået PD2"),
        (NOW, [Course("AMU", 851), Course("FGU", 1)], "", "opfyldt", "Det vides ikke, hvor meget FGU-timer tæller"),
        (NOW, [Course("AMU", 850), Course("FGU", 1)], "", "mangler data", "uden FGU og mangler 1; kravet er 851 timer"),
        (NOW, [Course("AMU", 850), Course("FGU", 0)], "", "ikke opfyldt", "Planen tæller 850 timer og mangler 1;"),
        (NOW, [Course("FVU", 500), Course("FGU", 10)], "", "ikke opfyldt", "Der er ingen AMU i planen"),
        (NOW, [Course("FVU", 100), Course("FGU", 10)], "", "ikke opfyldt", "Der er ingen AMU i planen"),
        (NOW, [Course("AMU", 0), Course("FVU", 500)], "", "ikke opfyldt", "Der er ingen AMU i planen"),
        (AFTER, [Course("AMU", 851)], "", "ikke opfyldt", "ingen igu-regel"),
        (NOW, [], "", "ikke opfyldt", "mangler 851"),
    ],
)
def test_a_plan_must_have_the_hours_and_the_amu_of_its_rule(
    start: date, courses: list[Course], test: str, outcome: str, reason: str
) -> None:
    verdict = plan_verdict(courses, start, test)
    assert verdict.outcome == outcome
    assert reason in " ".join(verdict.reasons)


ENOUGH = [Course("AMU", 296), Course("dansk", 300)]
ORDER, GUIDE = "bekendtgørelse nr. 1825 af 28. december 2023 om igu § 6", "vejledning om igu-uddannelsesplaner (uvm)"


@pytest.mark.parametrize(
    ("start", "law"),
    [
        (date(2016, 6, 30), LAW),
        (date(2016, 7, 1), GUIDE),
        (date(2021, 4, 30), GUIDE),
        (date(2021, 5, 1), "bekendtgørelsen om igu, som den lød 1. maj 2021 - 31. december 2023 (ikke set)"),
        (date(2023, 12, 31), "bekendtgørelsen om igu, som den lød 1. maj 2021 - 31. december 2023 (ikke set)"),
        (date(2024, 1, 1), ORDER),
        (NOW, ORDER),
    ],
)
def test_a_plan_is_judged_by_the_order_of_its_time(start: date, law: str) -> None:
    assert plan_verdict(ENOUGH, start).law.startswith(law)
    assert ("1825" in plan_verdict(ENOUGH, start).law) == (start >= date(2024, 1, 1))


@pytest.mark.parametrize(
    ("start", "test", "outcome", "reason"),
    [
        (date(2021, 4, 30), "PD1", "ikke opfyldt", "må danskuddannelse ikke indgå i de 20 ugers skole"),
        (date(2021, 4, 30), "PD3", "ikke opfyldt", "Når PD3 er bestået"),
        (date(2021, 4, 30), "Ingen", "opfyldt", "Planen tæller 896 timer"),
        (date(2021, 4, 30), "Studieprøven", "manuel vurdering", "nævner ikke Studieprøven"),
        (date(2021, 5, 1), "PD1", "manuel vurdering", "reglen for 23 uger er ikke set"),
        (date(2023, 12, 31), "PD2", "manuel vurdering", "reglen for 23 uger er ikke set"),
        (date(2024, 1, 1), "PD2", "manuel vurdering", "reglen for 23 uger er ikke set"),
        (date(2024, 1, 1), "", "opfyldt", "Planen tæller 896 timer"),
    ],
)
def test_danish_after_a_passed_test_was_not_allowed_in_the_20_week_years(
    start: date, test: str, outcome: str, reason: str
) -> None:
    verdict = plan_verdict(ENOUGH, start, test)
    assert verdict.outcome == outcome
    assert reason in " ".join(verdict.reasons)


@pytest.mark.parametrize("start", [date(2016, 7, 1), date(2021, 4, 30), date(2021, 5, 1), date(2024, 1, 1)])
@pytest.mark.parametrize(("weeks", "outcome"), [(7.9, "ikke opfyldt"), (8, "opfyldt"), (8.1, "opfyldt")])
def test_eight_weeks_of_amu_after_a_passed_test_were_asked_for_in_all_years(
    start: date, weeks: float, outcome: str
) -> None:
    plan = [Course("AMU", weeks * 37), Course("FVU", 300)]
    assert plan_verdict(plan, start, "PD2").outcome == outcome
    assert plan_verdict(plan, start, "Ingen").outcome == "opfyldt"


@pytest.mark.parametrize("table", [("skoletimer", "slags"), ("skoleplan", "regel")])
def test_the_rules_of_a_plan_hold_for_every_igu_without_a_gap(table: tuple[str, str]) -> None:
    name, key = table
    versions: dict[str, list[CsvRow]] = {}
    for row in dated_rows(name, key):
        versions.setdefault(row[key], []).append(row)
    for own in versions.values():
        assert first_day(own[0]) == FIRST_START
        assert last_day(own[-1]) >= LAST_START
        assert all(last_day(one) + timedelta(days=1) == first_day(other) for one, other in pairwise(own))


@given(st.lists(st.tuples(st.sampled_from(LISTS["Kursustype"]), st.floats(0, 500)), max_size=6))
def test_an_hour_more_of_amu_never_makes_a_plan_worse(rows: list[tuple[str, float]]) -> None:
    order = ("ikke opfyldt", "mangler data", "manuel vurdering", "opfyldt")
    courses = [Course(kind, hours) for kind, hours in rows]
    before, after = (plan_verdict(plan, NOW, "PD1").outcome for plan in (courses, [*courses, Course("AMU", 1)]))
    assert order.index(after) >= order.index(before)
