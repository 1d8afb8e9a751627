"""The plan of one pupil as text, as the command line shows it."""

from __future__ import annotations

from collections.abc import Iterator

from igu_xl.danish import date_text, number_text
from igu_xl.domain.law.school_plan import school_weeks
from igu_xl.handouts.weeks import weeks_text
from igu_xl.school.planning.helping import NOTHING_ALONE
from igu_xl.school.planning.pupil_plan import PlannedCourse, PupilPlan


def plan_text(plan: PupilPlan, help_: str) -> str:
    """The plan, a line a course, what is missing, and the first thing that would help."""
    return "\n".join(_lines(plan, help_))


def _lines(plan: PupilPlan, help_: str) -> Iterator[str]:
    yield f"{plan.candidate}, {plan.municipality}: igu {date_text(plan.begins)} - {date_text(plan.ends)}"
    yield f"{plan.company}, {plan.branch}" + (f", pakken {plan.package}" if plan.package else "")
    yield ""
    for one in plan.courses:
        yield f"  {_when(one):<24} {one.title}{_where(one)}. {one.status or 'Intet hold'}. {one.why}".rstrip()
    for away in plan.away:
        yield f"  Fravær {date_text(away.begins)} - {date_text(away.ends)}: {away.reason}"
    yield ""
    hours = ", ".join(
        f"{words} {number_text(value, 0)}"
        for words, value in (("gennemført", plan.done), ("planlagt", plan.planned), ("mangler", plan.missing))
    )
    weeks = number_text(school_weeks(plan.needed), 0)
    yield f"Kravet er {number_text(plan.needed, 0)} timer ({weeks} uger): {hours}."
    if help_:
        yield help_ if help_ == NOTHING_ALONE else f"Det ville hjælpe: {help_}"


def _when(one: PlannedCourse) -> str:
    return weeks_text(one.start, one.end) if one.start and one.end else "ikke lagt"


def _where(one: PlannedCourse) -> str:
    return "".join(f", {part}" for part in (one.school, one.postcode, one.cohort) if part)
