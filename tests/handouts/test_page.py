"""The page that a citizen with DU2 reads: what it says, how plainly, and that the picture agrees with the list."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from igu_xl.handouts.attendances import course_name
from igu_xl.handouts.page.citizen_page import citizen_page
from igu_xl.handouts.page.plain_words import STATUS_WORDS, TO_DO, away_words, course_lines, next_words, short_words
from igu_xl.handouts.page.week_picture import WeekKind, week_picture
from igu_xl.handouts.weeks import days_text, weeks_text
from igu_xl.school.planning.pupil_plan import PupilPlan
from tests.support.pupil_plans import BARE, FGU_AND_LEAVE, HALF_WAY, NORMAL, ODD, PLANS, SHORT, TOGETHER, course


def text_of(plan: PupilPlan) -> str:
    """All that can be read on the page, styles left out."""
    page = html.fromstring(citizen_page(plan))
    for style in page.iter("style"):
        style.text = ""
    return " ".join(page.text_content().split())


def boxes(plan: PupilPlan) -> dict[tuple[int, int], tuple[WeekKind, str]]:
    """Year and week of every box -> what it is, and what stands in it."""
    return {(row.year, one.number): (one.kind, one.mark) for row in week_picture(plan).rows for one in row.boxes}


def test_the_picture_has_every_week_once_and_the_school_weeks_marked() -> None:
    weeks = boxes(NORMAL)
    monday, seen = date(2027, 2, 1), 0
    while monday <= NORMAL.ends:
        assert (monday + timedelta(days=3)).isocalendar()[:2] in weeks
        monday, seen = monday + timedelta(days=7), seen + 1
    assert seen == len(weeks) == sum(len(row.boxes) for row in week_picture(NORMAL).rows)
    school = {week: mark for week, (kind, mark) in weeks.items() if kind is not WeekKind.WORK}
    assert school[2027, 9] == school[2027, 10] == "1" and school[2028, 38] == "7"
    assert len(school) == 23
    assert weeks[2027, 36][0] is WeekKind.SCHOOL and weeks[2027, 44][0] is WeekKind.PROPOSED


def test_held_cancelled_and_missed_courses_look_different() -> None:
    weeks = boxes(HALF_WAY)
    assert weeks[2027, 9] == (WeekKind.HELD, "1✓")
    assert weeks[2027, 36] == weeks[2027, 44] == (WeekKind.WORK, "")
    assert weeks[2028, 10] == (WeekKind.PROPOSED, "4")


def test_two_courses_in_a_week_and_a_leave_are_shown() -> None:
    both = replace(NORMAL, courses=(*NORMAL.courses, course("8", "Førstehjælp", "AMU", "X", date(2027, 3, 8))))
    assert boxes(both)[2027, 10] == (WeekKind.SCHOOL, "1+2")
    assert boxes(FGU_AND_LEAVE)[2027, 50] == (WeekKind.AWAY, "–")


@pytest.mark.parametrize("name", PLANS)
def test_no_id_of_a_person_no_reason_of_absence_and_nothing_from_outside(name: str) -> None:
    page, text = citizen_page(PLANS[name]), text_of(PLANS[name])
    assert "Barsel" not in page
    foot = f"Forløb {' '.join(PLANS[name].name.split())}"
    assert text.count(foot) == 1 and PLANS[name].candidate not in text.replace(foot, "")
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "") and "<script" not in page
    for row in PLANS[name].courses:
        assert " ".join(course_name(row).split()) in text


def test_what_was_typed_is_text_and_no_markup() -> None:
    page = citizen_page(ODD)
    assert "<allergi>" not in page and "&lt;allergi&gt;" in page and "<A/S>" not in page


def test_the_next_course_is_the_next_from_the_day_of_the_plan() -> None:
    assert next_words(HALF_WAY) == [
        "Næste skole: uge 5, 2028.",
        "Det er 31. januar - 4. februar 2028.",
        "Kurset hedder: Truck.",
        "Du skal møde her: NEXT, 2750.",
        "Et forslag. Det kan blive ændret.",
    ]
    assert next_words(replace(NORMAL, as_of=date(2027, 3, 3)))[0] == "Nu er du i skole: uge 9-10, 2027."
    assert next_words(replace(NORMAL, as_of=date(2028, 12, 1))) == ["Der er ikke flere kurser i planen nu."]
    assert next_words(BARE) == ["Der er ingen kurser i planen endnu."]


def test_hours_that_are_there_missing_and_unknown_are_told() -> None:
    assert "Så har du timer nok." in short_words(NORMAL)
    assert "Der mangler 333 timer. Spørg din kommune om flere kurser." in short_words(SHORT)
    assert "Vi ved ikke, hvor meget timer i FGU tæller. De er ikke talt med." in short_words(FGU_AND_LEAVE)
    assert short_words(HALF_WAY)[-3:-1] == ["Du har haft 296 timer.", "I planen er der 370 timer mere."]


def test_a_cohort_that_teaches_several_courses_is_one_line_and_one_number() -> None:
    assert [(one.number, one.title) for one in course_lines(TOGETHER)] == [
        ("1", "Byg forår, hold 3 og Stillads"),
        ("2", "Dansk på arbejdspladsen"),
    ]
    assert boxes(TOGETHER)[2027, 9] == (WeekKind.SCHOOL, "1")


@pytest.mark.parametrize("name", PLANS)
def test_sentences_are_short(name: str) -> None:
    """No sentence of the code has more than twelve words; names and titles are what they are."""
    plan = replace(
        PLANS[name],
        company="X",
        courses=tuple(replace(row, course="", title="Y", school="Z") for row in PLANS[name].courses),
    )
    lines = [*short_words(plan), *next_words(plan), *away_words(plan), *TO_DO, *STATUS_WORDS.values()]
    sentences = [one for line in lines for one in re.split(r"(?<=[a-zæøå0-9])[.?:] (?=[A-ZÆØÅ])", line)]
    assert max(len(one.split()) for one in sentences) <= 12


@settings(deadline=None)
@given(st.dates(date(2016, 7, 1), date(2035, 1, 1)), st.integers(0, 400))
def test_weeks_and_days_say_both_ends(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    said, weeks = days_text(first, last), weeks_text(first, last)
    assert said.startswith(f"{first.day}.") and f"{last.day}. " in said and said.endswith(str(last.year))
    assert str(first.isocalendar().week) in weeks and weeks.endswith(str(last.isocalendar().year))
