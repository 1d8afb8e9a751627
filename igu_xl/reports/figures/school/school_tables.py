"""The tables of the pages about school: the igu pupils, their hours, what was cancelled, what pooling saves, and what
schools are asked for; with what disclosure control must know of each."""

from __future__ import annotations

import math

import pandas as pd

from igu_xl.danish import number_text
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.law.school_plan import school_weeks as weeks_of
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.data.savings import Savings
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import SHARED, Protected
from igu_xl.reports.disclosure.rounding import BASE
from igu_xl.reports.figures import by_municipality
from igu_xl.reports.figures.measure import COUNT, TOTAL, balances_of, of_things, one_column
from igu_xl.reports.figures.measures import RUNNING
from igu_xl.reports.figures.school import calls, school_weeks
from igu_xl.reports.figures.tables import in_areas

ENOUGH = 25  # pupils, before anything is told of their hours on a page that may be passed on
_STEPS = 5  # percent: a share that is told there says nothing of one pupil
_LABELS = {COUNT: "", TOTAL: "", school_weeks.PUPILS.label: RUNNING.label}

WAYS = ("Hver kommune for sig", "Først til mølle", "Alle sammen")
WEEKS, MET, COHORTS, WANTED = "Skoleuger", "Når det i tide", "Hold, der kører", "Brug for"


def pupils(data: MonthData, month: Month, audience: str) -> Counts:
    """The igu pupils by whether their hours are had in time; the same count as the running igu of other tables."""
    frame = one_column(school_weeks.PUPIL_LINES, data, month)
    return Counts(
        "Elever i igu og deres skoletimer",
        frame if data.knows_school else frame.head(0),
        total_row=school_weeks.PUPILS.label,
        telling=_TELLING,
        balances=(COUNT,),
        about=IGU,
        alias=_LABELS,
    )


def pupils_by_residence(data: MonthData, month: Month, audience: str) -> Counts:
    """The same by the municipality that the pupils live in."""
    lines = school_weeks.PUPIL_LINES
    frame = in_areas(by_municipality.by_residence(lines, data, month, audience), audience)
    return Counts(
        "Elever i igu og deres skoletimer efter bopælskommune",
        frame if data.knows_school else frame.head(0),
        total_column=school_weeks.PUPILS.label,
        total_row=TOTAL,
        telling=_TELLING,
        balances=balances_of(lines),
        about=IGU,
        rows="bopæl",
        alias=_LABELS,
    )


_TELLING = tuple(one.label for one in school_weeks.PUPIL_LINES[:-1])


def hours(data: MonthData, month: Month, audience: str) -> Counts:
    """The weighted hours by municipality of residence; no rows in an edition that may be passed on.

    The hours of a municipality that are needed are a multiple of 851 and would tell how many pupils it has.
    """
    lines = school_weeks.HOUR_LINES
    frame = in_areas(by_municipality.by_residence(lines, data, month, audience), audience)
    return Counts(
        "Skoletimer efter bopælskommune",
        frame if data.knows_school and audience != SHARED else frame.head(0),
        total_column=school_weeks.NEEDED.label,
        total_row=TOTAL,
        balances=balances_of(lines),
        rows="bopæl",
        alias=_LABELS,
    )


def weeks_missing(shown: Protected) -> dict[str, list[str]]:
    """The hours that are missing as school weeks, a column of words beside them."""
    label = school_weeks.MISSING.label
    counts = [shown.count(row, label) or 0 for row in shown.counts.index]
    return {"Uger mangler": [number_text(weeks_of(count), 1) for count in counts]}


def shares(data: MonthData, month: Month, pupils_told: int | None) -> dict[str, int] | None:
    """How many percent of the hours that are needed are done, planned and missing, in steps of 5; None where fewer than
    25 pupils are told of, or nobody knows how many."""
    needed = school_weeks.NEEDED.count(data, month)
    if pupils_told is None or pupils_told < ENOUGH or not needed:
        return None
    lines = (school_weeks.DONE, school_weeks.PLANNED, school_weeks.MISSING)
    return {one.label: _STEPS * round(100 * one.count(data, month) / needed / _STEPS) for one in lines}


def events(data: MonthData, month: Month, audience: str) -> Counts:
    """What was cancelled in the month, and the courses of which nobody has written what came of them."""
    frame = one_column(school_weeks.EVENT_LINES, data, month)
    return Counts(
        "Aflyst skole, og kurser uden svar",
        frame if data.knows_school else frame.head(0),
        balances=(school_weeks.UNTOLD.label,),
        alias=_LABELS,
    )


def cohort_events(data: MonthData, month: Month, audience: str) -> Counts:
    """The cohorts that were cancelled in the month, and those that ran only because of pooling; they count nobody."""
    lines = school_weeks.COHORT_LINES
    return Counts("Hold i måneden", one_column(lines, data, month), of_things=(COUNT, *of_things(lines)))


def ways(data: MonthData, month: Month, audience: str) -> Counts:
    """What the last school plan gives, beside each municipality alone and first come.

    No rows without a plan that was made in the month or later, and on a page that may be passed on none of few pupils.
    """
    plan = data.school_plan if data.school_plan and data.school_plan.day >= month.first else None
    told = plan is not None and (audience != SHARED or plan.savings.pupils >= ENOUGH)
    rows = _ways(plan.savings, audience) if plan and told else {}
    return Counts(
        "Skoleuger, planlagt på tre måder",
        pd.DataFrame.from_dict(rows, orient="index", columns=[WANTED, WEEKS, MET, COHORTS]),
        facts=(WANTED,),
        of_things=(COHORTS,),
        balances=(WEEKS, MET),
        about="skoleplan",
    )


def _ways(saved: Savings, audience: str) -> dict[str, dict[str, int]]:
    """Each way by its name; on a page that may be passed on what is wanted is rounded up as its parts may be."""
    wanted = round(saved.weeks_needed)
    if audience == SHARED:
        wanted = BASE * math.ceil(saved.weeks_needed / BASE)
    ways = zip(WAYS, (saved.alone, saved.first_come, saved.pooled), strict=True)
    return {name: {WANTED: wanted, WEEKS: round(way.weeks), MET: way.met, COHORTS: way.cohorts} for name, way in ways}


def asked_for(data: MonthData, month: Month, audience: str) -> Counts:
    """What a school is asked for in the year after the month: how many need each cohort, and who comes short without.

    That those who reach it all the same are a column of their own is so that they cannot be had by subtraction.
    """
    return Counts(
        "Udbud",
        calls.table(data, month),
        total_column=calls.PUPILS,
        facts=calls.FACTS,
        balances=(calls.GAIN, calls.REST, calls.PUPILS),
        rows="udbud",
    )
