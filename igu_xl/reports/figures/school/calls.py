"""What a school is asked for by the school plan that was made last, in the year after the month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from igu_xl.month import Month
from igu_xl.records import Record, records
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.figures.explanations import Explanation
from igu_xl.reports.figures.measure import Measure
from igu_xl.reports.figures.school.call_words import place_words, week_words

COURSE, WEEK, PLACE, COHORT, NEEDED_BY, CERTAINTY = "Kursus", "Uge", "Sted", "Hold", "Senest", "Sikkerhed"
FACTS = (COURSE, WEEK, PLACE, COHORT, NEEDED_BY, CERTAINTY)
GAIN, REST, PUPILS = "Når det ikke uden", "Når det også uden", "Elever"
_MONTHS_AHEAD = 12

HOW = Explanation(
    "calls",
    "Udbud",
    "Hold, som igu-elever i alle kommuner tilsammen har brug for, efter den skoleplan, der blev lavet sidst. Senest: "
    "den dag, det første behov skal være dækket. Når det ikke uden: så mange færre elever når deres skoletimer, hvis "
    "holdet ikke kommer. Bevist: der er ingen bedre plan uden holdet. Fundet: sådan er den bedste plan, der er fundet.",
)
CALLS = Measure(
    "calls",
    "Hold, der er brug for",
    HOW.how,
    lambda data, month: len(calls_ahead(data, month)),
    of_people=False,
    balance=True,
    dated=False,
)


@dataclass(frozen=True, slots=True)
class NamedCall:
    """A call under the `name` that its row has in the table: its course, place and first day, and its cohort."""

    name: str
    call: Record


def calls_ahead(data: MonthData, month: Month) -> list[NamedCall]:
    """The calls of the page's school for cohorts that begin within a year after the month, the soonest first; none
    where no school plan was made."""
    if data.school_plan is None:
        return []
    last = month.previous(-_MONTHS_AHEAD).last
    rows = data.school_plan.calls.sort_values(["start", "course", "place", "cohort"], kind="stable")
    rows = rows[~(rows["start"] > pd.Timestamp(last))]
    found = [{key: _day(value) for key, value in row.items()} for row in records(rows)]
    named = [", ".join(str(row[key]) for key in ("course", "start", "place", "cohort") if row[key]) for row in found]
    again = [named[:at].count(name) for at, name in enumerate(named)]
    return [
        NamedCall(f"{name} ({nth + 1})" if nth else name, row)
        for name, nth, row in zip(named, again, found, strict=True)
    ]


def table(data: MonthData, month: Month) -> pd.DataFrame:
    """A row for each call: what it is as facts, and how many need it."""
    rows = {one.name: _row(one.call) for one in calls_ahead(data, month)}
    return pd.DataFrame.from_dict(rows, orient="index", columns=[*FACTS, GAIN, REST, PUPILS])


def _row(call: Record) -> Record:
    pupils = call["pupils"] or 0
    gain = min(call["gain"] or 0, pupils)
    return {
        COURSE: call["course"],
        WEEK: week_words(call["start"]) if call["start"] else "–",
        PLACE: place_words(call["place"]) or "–",
        COHORT: call["cohort"] or "nyt",
        NEEDED_BY: call["needed_by"] or "–",
        CERTAINTY: call["certainty"] or "–",
        GAIN: gain,
        REST: pupils - gain,
        PUPILS: pupils,
    }


def _day(value: object) -> object:
    """A day as a day; whatever else as it is."""
    return value.date() if isinstance(value, pd.Timestamp) else value


def day_of(data: MonthData) -> date | None:
    """The day of the school plan; None where none was made."""
    return data.school_plan.day if data.school_plan else None
