"""Hours and weeks of school in words."""

from __future__ import annotations

from igu_xl.danish import number_text
from igu_xl.domain.law.school_plan import school_weeks


def figure(number: float) -> str:
    """A number with one decimal where it has any: `74`, `14,8`."""
    return number_text(number, 0 if float(number).is_integer() else 1)


def hours_text(hours: float) -> str:
    """Hours with their noun: `1 time`, `74 timer`."""
    return f"{figure(hours)} {'time' if hours == 1 else 'timer'}"


def hours_and_weeks(weighted: float) -> str:
    """Weighted hours, and the school weeks they are: `851 timer (23 uger)`."""
    weeks = round(school_weeks(weighted), 1)
    return f"{hours_text(weighted)} ({figure(weeks)} {'uge' if weeks == 1 else 'uger'})"
