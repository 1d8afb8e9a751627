"""Weeks and spans of days as Danes say them; a week is the ISO week, from Monday, which is the Danish one."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date

from igu_xl.danish import LOCALE, date_text

WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def week_of(day: date) -> int:
    """The number of the week of a day, 1 to 53."""
    return day.isocalendar().week


def weeks_text(first: date, last: date) -> str:
    """The weeks from one day to another: `uge 12, 2027`, `uge 12-15, 2027`, `uge 52, 2027 - uge 1, 2028`."""
    begin, end = first.isocalendar(), last.isocalendar()
    if begin.year != end.year:
        return f"uge {begin.week}, {begin.year} - uge {end.week}, {end.year}"
    weeks = f"{begin.week}" if begin.week == end.week else f"{begin.week}-{end.week}"
    return f"uge {weeks}, {begin.year}"


def days_text(first: date, last: date) -> str:
    """The days from one to another: `22. marts 2027`, `1.-12. marts 2027`, `22. marts - 2. april 2027`."""
    if first >= last:
        return date_text(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}.-{date_text(last)}"
    start = format_date(first, "d. MMMM", locale=LOCALE) if first.year == last.year else date_text(first)
    return f"{start} - {date_text(last)}"
