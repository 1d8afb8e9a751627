from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.domain.law.igu.rules import LAST_START
from igu_xl.domain.law.places.extension import end_with_absence
from igu_xl.domain.law.places.lengths import LEAVE, SCHOOL, SICKNESS, length_verdict, planned_end

AFTER = LAST_START + timedelta(days=1)  # the first day of which no rule is known


START, END = date(2026, 12, 1), date(2028, 11, 30)


@pytest.mark.parametrize(
    ("weeks", "leave", "end"),
    [
        (0, None, END),
        (8.5, None, END + timedelta(days=59)),
        (10, None, END + timedelta(weeks=10)),
        (10, False, END + timedelta(weeks=10)),
        (8, True, END + timedelta(weeks=8)),
        (46, True, END + timedelta(weeks=46)),
        (8, None, None),
        (8, False, None),
        (2, None, None),
    ],
)
def test_leave_extends_always_and_sickness_only_above_8_weeks(
    weeks: float, leave: bool | None, end: date | None
) -> None:
    assert end_with_absence(START, "igu", "", weeks, leave).day == end


def test_the_reason_says_what_is_missing() -> None:
    assert "skriv Ja" in end_with_absence(START, "igu", "", 3).reason
    assert "skriv Skoledel ikke gennemført" in end_with_absence(START, "igu", "", 3).reason
    assert "mere end 8 uger i træk" in end_with_absence(START, "igu", "", 3, False).reason


@pytest.mark.parametrize("weeks", [0.5, 3, 8, 30])
def test_a_school_part_that_could_not_be_finished_extends_by_the_weeks_it_lacks(weeks: float) -> None:
    """§ 6, stk. 5, is a rule of its own: the 8 weeks are for sickness."""
    assert end_with_absence(START, "igu", "", weeks, school=True).day == END + timedelta(days=int(weeks * 7))


@pytest.mark.parametrize("school", [False, True])
@pytest.mark.parametrize(("start", "extended"), [(date(2019, 6, 30), False), (date(2019, 7, 1), True)])
def test_the_rules_of_extension_came_in_july_2019(start: date, extended: bool, school: bool) -> None:
    assert (end_with_absence(start, "igu", "", 12, school=school).day is not None) == extended
    assert extended or end_with_absence(start, "igu", "", 12, school=school).reason == (
        "Reglerne om forlængelse gælder kun igu, der er begyndt den 1. juli 2019 eller senere."
    )


@pytest.mark.parametrize(
    ("kind", "sector", "end"),
    [
        ("praktik", "", date(2027, 3, 1)),
        ("løntilskud", "Privat", date(2027, 5, 31)),
        ("løntilskud", "Offentlig", date(2027, 3, 31)),
        ("løntilskud", "", None),
        ("ordinært", "", None),
    ],
)
def test_other_placements_have_their_usual_length_and_no_extension(kind: str, sector: str, end: date | None) -> None:
    assert end_with_absence(START, kind, sector).day == end
    assert end_with_absence(START, kind, sector, 12, True).day is None
    assert end_with_absence(START, kind, sector, 12, True).reason


@pytest.mark.parametrize(
    ("start", "kind", "sector", "says"),
    [
        (AFTER, "igu", "", "ingen igu-regel"),
        (date(2016, 6, 30), "igu", "", "ingen igu-regel"),
        (date(2019, 12, 31), "praktik", "", "ingen regel for længden af praktik"),
        (date(2019, 12, 31), "løntilskud", "", "ingen regel for længden af løntilskud"),
        (date(2020, 1, 1), "løntilskud", "", "sektor"),
        (date(2027, 1, 1), "løntilskud", "", "sektor"),
    ],
)
def test_there_is_no_end_where_there_is_no_rule(start: date, kind: str, sector: str, says: str) -> None:
    end = end_with_absence(start, kind, sector)
    assert end.day is None and says in end.reason


def test_a_negative_absence_is_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="weeks"):
        end_with_absence(START, "igu", "", -1)


@settings(deadline=None)
@given(st.dates(date(2019, 7, 1), date(2027, 12, 31)), st.floats(8.01, 104))
def test_an_extension_is_as_long_as_the_absence_and_never_longer(start: date, weeks: float) -> None:
    usual, extended = planned_end(start, "igu"), end_with_absence(start, "igu", "", weeks).day
    assert usual and extended
    assert 0 <= weeks * 7 - (extended - usual).days < 1


@settings(deadline=None)
@given(
    st.dates(date(2016, 7, 1), date(2027, 12, 31)),
    st.floats(0.2, 104).map(lambda weeks: round(weeks, 1)),
    st.booleans() | st.none(),
)
def test_the_end_and_the_verdict_on_it_agree(start: date, weeks: float, leave: bool | None) -> None:
    """None stands for the school part here; the cell function answers the first, the row of Forløb gets the second."""
    reason = SCHOOL if leave is None else LEAVE if leave else SICKNESS
    end = end_with_absence(start, "igu", "", weeks, leave, school=leave is None).day
    usual = planned_end(start, "igu")
    assert usual
    if end:
        assert length_verdict("igu", start, end, "", reason, weeks).outcome == "opfyldt"
    else:
        assert length_verdict("igu", start, usual + timedelta(days=2), "", reason, weeks).outcome == "ikke opfyldt"
