"""Calendars as a calendar program reads them, parsed back by `icalendar`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from igu_xl.handouts.attendances import course_name
from igu_xl.handouts.calendars.audiences import company_calendar, municipality_calendar, school_calendar
from igu_xl.handouts.calendars.ics import with_withdrawn
from igu_xl.school.planning.pupil_plan import PupilPlan
from tests.support.pupil_plans import FGU_AND_LEAVE, HALF_WAY, NORMAL, ODD, PLANS, SHORT, TOGETHER

MADE = date(2026, 12, 1)


def events(content: bytes) -> list[Event]:
    """The events of a file, after what RFC 5545 asks of every file."""
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines) and b"\n" not in b"".join(lines)
    calendar = Calendar.from_ical(content)
    assert not calendar.errors
    found = list(calendar.walk("VEVENT"))
    assert not [error for event in found for error in event.errors]
    uids = [str(event["uid"]) for event in found]
    assert len(set(uids)) == len(uids)
    return found


def by_title(content: bytes, words: str) -> Event:
    (found,) = [event for event in events(content) if words in str(event["summary"])]
    return found


def texts(event: Event) -> str:
    return " ".join(str(event.get(key, "")) for key in ("uid", "summary", "location", "description"))


def test_a_course_takes_whole_days_and_the_end_is_the_first_free_day() -> None:
    stillads = by_title(company_calendar([NORMAL]), "Stillads")
    assert stillads["dtstart"].dt == date(2027, 9, 6)
    assert stillads["dtend"].dt == date(2027, 9, 18)  # the last day is Friday the 17th
    assert stillads["dtstart"].params["VALUE"] == "DATE"
    assert str(stillads["location"]) == "NEXT, 2750"


def test_a_course_of_one_day_ends_on_the_next() -> None:
    one_day = by_title(company_calendar([ODD]), "=1+1")
    assert (one_day["dtstart"].dt, one_day["dtend"].dt) == (date(2028, 2, 29), date(2028, 3, 1))


@pytest.mark.parametrize("name", PLANS)
def test_what_was_typed_comes_back_letter_by_letter(name: str) -> None:
    plan = PLANS[name]
    read = " ".join(texts(event) for event in events(municipality_calendar([plan])))
    for row in plan.courses:
        if row.start:
            assert course_name(row) in read and f"{row.school}, {row.postcode}" in read
            assert f"Hold {row.cohort}," in read


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).filter(str.strip))
def test_any_title_can_be_read_back(title: str) -> None:
    plan = replace(NORMAL, courses=(replace(NORMAL.courses[0], course="", title=title),))
    (event,) = events(company_calendar([plan]))
    assert str(event["summary"]) == f"Murerarbejdsmand på skole: {title}"


def test_the_same_plan_gives_the_same_bytes() -> None:
    plans = [NORMAL, HALF_WAY]
    assert company_calendar(plans) == company_calendar(plans)
    assert municipality_calendar(plans) == municipality_calendar(reversed(plans))
    assert school_calendar(plans, "NEXT") == school_calendar(reversed(plans), "NEXT")


def moved(plan: PupilPlan) -> PupilPlan:
    """The plan of a later day, with step 3 in another cohort two weeks later."""
    row = plan.courses[2]
    assert row.start and row.end
    later = timedelta(days=14)
    row = replace(row, cohort="NEXT-2027-12", start=row.start + later, end=row.end + later)
    return replace(plan, courses=(*plan.courses[:2], row, *plan.courses[3:]), as_of=date(2027, 3, 1))


@pytest.mark.parametrize("calendar", [company_calendar, municipality_calendar])
def test_a_moved_course_is_the_same_entry_with_a_higher_sequence(calendar) -> None:  # type: ignore[no-untyped-def]
    before, after = by_title(calendar([NORMAL]), "Stillads"), by_title(calendar([moved(NORMAL)]), "Stillads")
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"] and after["dtstamp"].dt > before["dtstamp"].dt
    assert after["dtstart"].dt == date(2027, 9, 20)


def test_a_cancelled_course_is_cancelled_and_stays_the_same_entry() -> None:
    row = replace(NORMAL.courses[2], status="Aflyst")
    off = replace(NORMAL, courses=(*NORMAL.courses[:2], row, *NORMAL.courses[3:]))
    before, after = by_title(company_calendar([NORMAL]), "Stillads"), by_title(company_calendar([off]), "Stillads")
    assert before["uid"] == after["uid"]
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert str(after["summary"]).startswith("Aflyst: ")


def test_what_came_instead_of_a_cancelled_course_moves_the_entry_and_the_cancelled_one_is_told_beside_it() -> None:
    first = by_title(company_calendar([replace(NORMAL, placement=HALF_WAY.placement)]), "Stillads")
    both = [event for event in events(company_calendar([HALF_WAY])) if "Stillads" in str(event["summary"])]
    assert [(str(event["status"]), event["dtstart"].dt) for event in both] == [
        ("CANCELLED", date(2027, 9, 6)),
        ("TENTATIVE", date(2028, 3, 6)),
    ]
    assert both[1]["uid"] == first["uid"] != both[0]["uid"]


def test_a_proposal_is_tentative_and_says_so() -> None:
    truck = by_title(company_calendar([NORMAL]), "Truck")
    assert truck["status"] == "TENTATIVE" and "forslag" in str(truck["description"])


def test_the_company_reads_nothing_about_its_pupils_but_weeks_course_and_place() -> None:
    plans = [NORMAL, HALF_WAY, replace(FGU_AND_LEAVE, courses=FGU_AND_LEAVE.courses[2:3])]
    content = company_calendar(plans).decode()
    read = " ".join(texts(event) for event in events(content.encode()))
    for secret in ("101-0007", "101-0008", "155-0003", "Udeblevet", "udeblevet", "Barsel", "PD1", "Dragør", "tæller"):
        assert secret not in read and secret not in content


def test_the_school_reads_the_ids_of_its_own_cohorts_and_no_other() -> None:
    content = school_calendar([NORMAL, HALF_WAY, FGU_AND_LEAVE], "Sprogcenter Nord")
    assert [str(event["summary"]) for event in events(content)] == [
        "Hold SPROG-2027-02: Dansk på arbejdspladsen",
        "Hold SPROG-2027-09: Dansk 2",
    ]
    dansk = by_title(content, "SPROG-2027-02")
    assert str(dansk["description"]) == "Aftalt eller tilmeldt: 3 elever: 101-0007, 101-0008, 155-0003."
    assert "NEXT" not in content.decode() and "Eksempel Byg" not in content.decode()


def test_a_school_is_told_that_a_cohort_lost_its_last_pupil() -> None:
    event = by_title(school_calendar([HALF_WAY], "NEXT"), "NEXT-2027-11")
    assert event["status"] == "CANCELLED" and "101-0008" not in texts(event)


def test_the_municipality_reads_everything_of_its_pupils() -> None:
    read = [str(event["summary"]) for event in events(municipality_calendar([FGU_AND_LEAVE]))]
    assert read[0] == "155-0003: igu begynder" and read[-1] == "155-0003: igu slutter"
    assert "155-0003 er ikke med: Barsel eller adoption" in read
    assert "Frist for 155-0003: Undervisningsplan" in read  # the agreement is in VITAS already
    assert not [title for title in read if "Aftale i VITAS" in title]


def test_calendars_of_several_owners_are_never_mixed() -> None:
    with pytest.raises(ValueError, match="company"):
        company_calendar([NORMAL, ODD])
    with pytest.raises(ValueError, match="municipality"):
        municipality_calendar([NORMAL, SHORT])


def test_no_plan_is_an_empty_calendar() -> None:
    assert (
        not events(company_calendar([]))
        and not events(municipality_calendar([]))
        and not events(school_calendar([NORMAL], "Ukendt skole"))
    )


def test_what_an_earlier_plan_had_is_cancelled_and_a_moved_course_is_not() -> None:
    now = replace(moved(NORMAL), courses=moved(NORMAL).courses[:-1])
    for calendar in (company_calendar, municipality_calendar):
        before = {str(event["uid"]): event for event in events(calendar([NORMAL]))}
        told = calendar([NORMAL])
        after = {str(event["uid"]): event for event in events(with_withdrawn(calendar([now]), told, MADE))}
        assert set(after) == set(before)
        (gone,) = [event for event in after.values() if event["status"] == "CANCELLED"]
        assert "Matematik" in str(gone["summary"]) and gone["sequence"] > before[str(gone["uid"])]["sequence"]
    school = events(with_withdrawn(school_calendar([now], "NEXT"), school_calendar([NORMAL], "NEXT"), MADE))
    assert [event["status"] for event in school if "NEXT-2027-11" in str(event["summary"])] == ["CANCELLED"]
    assert "101-0007" not in texts(next(event for event in school if event["status"] == "CANCELLED"))


def test_what_is_off_is_told_until_it_would_have_ended_and_the_same_way_each_time() -> None:
    told = municipality_calendar([NORMAL])
    first = with_withdrawn(municipality_calendar([]), told, MADE)
    assert {str(event["status"]) for event in events(first)} == {"CANCELLED"}
    assert len(events(first)) == len(events(told))
    assert with_withdrawn(municipality_calendar([]), first, MADE) == first
    assert not events(with_withdrawn(municipality_calendar([]), first, date(2040, 1, 1)))


def test_a_calendar_of_another_reader_or_no_calendar_tells_nothing() -> None:
    other = company_calendar([replace(NORMAL, p_number="1000000002", company="En anden")])
    now = company_calendar([replace(NORMAL, courses=NORMAL.courses[:1])])
    assert with_withdrawn(now, other, MADE) == with_withdrawn(now, b"noget andet", MADE) == now


def test_two_plans_of_one_placement_are_told_once_in_a_calendar() -> None:
    assert len(events(company_calendar([NORMAL, NORMAL]))) == len(NORMAL.courses)


def test_courses_that_one_cohort_teaches_are_one_entry() -> None:
    assert [str(event["summary"]) for event in events(company_calendar([TOGETHER]))] == [
        "Murerarbejdsmand på skole: Byg forår, hold 3 og Stillads",
        "Murerarbejdsmand på skole: Dansk på arbejdspladsen",
    ]
    read = str(by_title(municipality_calendar([TOGETHER]), "Stillads")["description"])
    assert "Kursus 40000: 37 timer, tæller 37." in read and "Kursus Stillads: 37 timer" in read
