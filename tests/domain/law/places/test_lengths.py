from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.domain.law.kinds import IGU, KINDS, ORDINARY, PRACTICE, WAGE_SUBSIDY
from igu_xl.domain.law.places.lengths import (
    EXTENSIONS,
    LEAVE,
    SCHOOL,
    SICKNESS,
    extended_end,
    length_verdict,
    planned_end,
    unread_from,
)
from igu_xl.domain.rule_tables import rule_rows
from igu_xl.sheets.contract.lists import LISTS

START, LAST = date(2026, 12, 1), date(2028, 11, 30)  # an igu's first and usual last day
SECTORS = ("Privat", "Offentlig")


@pytest.mark.parametrize(
    ("kind", "sector", "start", "end"),
    [
        (IGU, "", date(2026, 12, 1), date(2028, 11, 30)),
        (IGU, "", date(2024, 2, 29), date(2026, 2, 27)),
        (IGU, "", date(2016, 6, 30), None),
        (IGU, "", date(2016, 7, 1), date(2018, 6, 30)),
        (IGU, "", date(2027, 12, 31), date(2029, 12, 30)),
        (IGU, "", date(2028, 1, 1), None),
        (PRACTICE, "", date(2019, 12, 31), None),
        (PRACTICE, "", date(2020, 1, 1), date(2020, 3, 31)),
        (PRACTICE, "", date(2026, 12, 1), date(2027, 3, 1)),
        (PRACTICE, "", date(2026, 12, 31), date(2027, 3, 31)),
        (PRACTICE, "", date(2027, 1, 1), date(2027, 4, 1)),
        (WAGE_SUBSIDY, "Privat", date(2026, 12, 1), date(2027, 5, 31)),
        (WAGE_SUBSIDY, "Privat", date(2027, 1, 1), date(2027, 6, 30)),
        (WAGE_SUBSIDY, "offentlig", date(2026, 12, 1), date(2027, 3, 31)),
        (WAGE_SUBSIDY, "Offentlig", date(2027, 1, 1), date(2027, 4, 30)),
        (WAGE_SUBSIDY, "Privat", date(2019, 12, 31), None),
        (WAGE_SUBSIDY, "", date(2026, 12, 1), None),
        (ORDINARY, "", date(2026, 12, 1), None),
    ],
)
def test_the_usual_last_day_of_a_placement(kind: str, sector: str, start: date, end: date | None) -> None:
    assert planned_end(start, kind, sector) == end


@pytest.mark.parametrize(
    ("kind", "sector", "end", "outcome", "says"),
    [
        (IGU, "", date(2027, 5, 31), "ikke opfyldt", "30. november 2028"),
        (IGU, "", date(2028, 11, 29), "ikke opfyldt", "30. november 2028"),
        (IGU, "", date(2028, 11, 30), "opfyldt", "to år"),
        (IGU, "", date(2028, 12, 1), "opfyldt", "to år"),
        (IGU, "", date(2028, 12, 2), "manuel vurdering", "8 uger"),
        (IGU, "", date(2029, 11, 30), "manuel vurdering", "»Forlænget på grund af« og »Uger forlænget«"),
        (PRACTICE, "", date(2026, 12, 28), "opfyldt", "4 uger"),
        (PRACTICE, "", date(2026, 12, 29), "manuel vurdering", "13 uger"),
        (PRACTICE, "", date(2027, 3, 1), "manuel vurdering", "13 uger"),
        (PRACTICE, "", date(2027, 3, 2), "manuel vurdering", "forlængelse"),
        (PRACTICE, "", date(2027, 5, 31), "manuel vurdering", "forlængelse"),
        (PRACTICE, "", date(2027, 6, 1), "manuel vurdering", "særligt behov"),
        (PRACTICE, "", date(2027, 11, 30), "manuel vurdering", "særligt behov"),
        (WAGE_SUBSIDY, "Privat", date(2027, 5, 31), "manuel vurdering", "forsikrede ledige"),
        (WAGE_SUBSIDY, "Privat", date(2027, 6, 1), "manuel vurdering", "op til et år"),
        (WAGE_SUBSIDY, "Privat", date(2027, 11, 30), "manuel vurdering", "op til et år"),
        (WAGE_SUBSIDY, "Offentlig", date(2027, 3, 31), "manuel vurdering", "4 måneder"),
        (WAGE_SUBSIDY, "Offentlig", date(2027, 4, 1), "manuel vurdering", "op til et år"),
        (WAGE_SUBSIDY, "", date(2027, 4, 1), "mangler data", "sektor"),
        (ORDINARY, "", None, "opfyldt", "ingen grænse"),
        (PRACTICE, "", None, "mangler data", "Slutdatoen"),
        (IGU, "", date(2026, 11, 30), "mangler data", "før startdatoen"),
    ],
)
def test_a_length_is_judged_by_what_the_sources_say(
    kind: str, sector: str, end: date | None, outcome: str, says: str
) -> None:
    found = length_verdict(kind, START, end, sector)
    assert found.outcome == outcome
    assert says in found.reasons[0]


@pytest.mark.parametrize(
    ("kind", "start", "weeks", "outcome", "says"),
    [
        (IGU, date(2016, 6, 30), 105, "ikke opfyldt", "ordningen begyndte 1. juli 2016"),
        (IGU, date(2028, 1, 1), 105, "ikke opfyldt", "senest 31. december 2027"),
        (PRACTICE, date(2019, 12, 31), 4, "manuel vurdering", "ingen regel for længden af praktik"),
        (PRACTICE, date(2020, 1, 1), 4, "opfyldt", "4 uger"),
        (PRACTICE, date(2026, 12, 31), 4, "opfyldt", "4 uger"),
        (PRACTICE, date(2027, 1, 1), 4, "manuel vurdering", "ny hovedlov"),
        (PRACTICE, date(2027, 1, 1), 14, "manuel vurdering", "over 13 uger"),
        (WAGE_SUBSIDY, date(2019, 12, 31), 4, "manuel vurdering", "ingen regel for længden af løntilskud"),
        (WAGE_SUBSIDY, date(2020, 1, 1), 4, "manuel vurdering", "vejledning"),
        (WAGE_SUBSIDY, date(2026, 12, 31), 4, "manuel vurdering", "vejledning"),
        (WAGE_SUBSIDY, date(2027, 1, 1), 4, "manuel vurdering", "ny hovedlov"),
    ],
)
def test_a_length_is_judged_by_the_rule_of_its_start_and_never_by_a_neighbour(
    kind: str, start: date, weeks: int, outcome: str, says: str
) -> None:
    found = length_verdict(kind, start, start + timedelta(weeks=weeks, days=-1), "Privat")
    assert found.outcome == outcome
    assert says in found.reasons[0]
    assert found.law


@pytest.mark.parametrize(
    ("reason", "weeks", "longer", "outcome", "law"),
    [
        (LEAVE, 8, 56, "opfyldt", "stk. 6-7"),
        (LEAVE, 8, 57, "ikke opfyldt", "stk. 6-7"),
        (LEAVE, 8, 58, "ikke opfyldt", "stk. 6-7"),
        (LEAVE, 52, 364, "opfyldt", "stk. 6-7"),
        (LEAVE, 0, 14, "ikke opfyldt", "stk. 6-7"),
        (LEAVE, None, 14, "manuel vurdering", "stk. 5"),
        (SICKNESS, 7.9, 14, "ikke opfyldt", "stk. 6-7"),
        (SICKNESS, 8, 14, "ikke opfyldt", "stk. 6-7"),
        (SICKNESS, 8.5, 59, "opfyldt", "stk. 6-7"),
        (SICKNESS, 9, 63, "opfyldt", "stk. 6-7"),
        (SICKNESS, 9, 65, "ikke opfyldt", "stk. 6-7"),
        (SCHOOL, 2, 14, "opfyldt", "§ 6, stk. 5"),
        (SCHOOL, 2, 16, "ikke opfyldt", "§ 6, stk. 5"),
        (SCHOOL, None, 14, "manuel vurdering", "§ 6, stk. 5"),
        ("", 12, 84, "manuel vurdering", "§ 6, stk. 5"),
        ("", None, 365, "manuel vurdering", "§ 6, stk. 5"),
    ],
)
def test_an_igu_lasts_longer_only_for_a_reason_and_only_as_long_as_it(
    reason: str, weeks: float | None, longer: int, outcome: str, law: str
) -> None:
    found = length_verdict(IGU, START, LAST + timedelta(days=longer), "", reason, weeks)
    assert found.outcome == outcome
    assert law in found.law


def test_that_cancelled_courses_are_a_reason_is_said_to_be_a_reading() -> None:
    found = length_verdict(IGU, START, LAST + timedelta(weeks=2), "", SCHOOL, 2)
    assert "en læsning af loven" in found.reasons[0]


@pytest.mark.parametrize("reason", ["", *EXTENSIONS])
@pytest.mark.parametrize(("start", "extended"), [(date(2019, 6, 30), False), (date(2019, 7, 1), True)])
def test_the_rules_of_extension_came_in_july_2019(reason: str, start: date, extended: bool) -> None:
    end = planned_end(start, IGU)
    assert end is not None
    found = length_verdict(IGU, start, end + timedelta(weeks=12), "", reason, 12)
    assert (found.outcome != "ikke opfyldt") == extended
    assert extended or "1. juli 2019" in found.reasons[0]


@pytest.mark.parametrize("end", [date(2028, 11, 30), date(2028, 12, 1), date(2028, 11, 29)])
def test_a_reason_changes_nothing_for_an_igu_of_two_years_or_less(end: date) -> None:
    assert length_verdict(IGU, START, end, "", LEAVE, 12) == length_verdict(IGU, START, end)


@settings(deadline=None)
@given(st.dates(date(2019, 7, 1), date(2027, 12, 31)), st.floats(8.01, 104), st.sampled_from(EXTENSIONS))
def test_an_igu_may_last_until_the_day_that_the_absence_gives(start: date, weeks: float, reason: str) -> None:
    usual = planned_end(start, IGU)
    assert usual is not None
    end = extended_end(usual, weeks)
    assert length_verdict(IGU, start, end, "", reason, weeks).outcome == "opfyldt"
    assert length_verdict(IGU, start, end + timedelta(days=2), "", reason, weeks).outcome == "ikke opfyldt"


@settings(deadline=None)
@given(st.sampled_from(KINDS), st.dates(date(2015, 1, 1), date(2030, 12, 31)), st.sampled_from(SECTORS))
def test_the_usual_length_never_breaks_a_rule(kind: str, start: date, sector: str) -> None:
    end = planned_end(start, kind, sector)
    if end:
        assert length_verdict(kind, start, end, sector).outcome in {"opfyldt", "manuel vurdering"}


@pytest.mark.parametrize("kind", [IGU, PRACTICE, WAGE_SUBSIDY])
def test_every_length_has_one_usual_one_and_its_steps_begin_and_end_together(kind: str) -> None:
    own = [row for row in rule_rows("laengder") if row["type"] == kind]
    for begins, ends in {(row["gyldig_fra"], row["gyldig_til"]) for row in own}:
        then = [row for row in own if (row["gyldig_fra"], row["gyldig_til"]) == (begins, ends)]
        for sector in SECTORS:
            usual = [row for row in then if row["saedvanlig"] == "ja" and row["sektor"] in ("", sector)]
            assert len(usual) == 1, (kind, begins, sector)


@pytest.mark.parametrize(
    ("kind", "start", "since"),
    [
        (PRACTICE, date(2026, 12, 31), None),
        (PRACTICE, date(2027, 1, 1), date(2027, 1, 1)),
        (WAGE_SUBSIDY, date(2027, 6, 1), date(2027, 1, 1)),
        (IGU, date(2027, 1, 1), None),
        (PRACTICE, date(2019, 12, 31), None),
    ],
)
def test_nobody_has_read_the_employment_law_of_2027(kind: str, start: date, since: date | None) -> None:
    assert unread_from(kind, start) == since


def test_the_reasons_are_those_of_the_list() -> None:
    assert LISTS["Forlængelse"] == EXTENSIONS


def test_an_unknown_kind_is_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="flexjob"):
        planned_end(START, "flexjob")
