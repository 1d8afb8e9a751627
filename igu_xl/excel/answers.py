"""What each cell function answers, a column at a time: cells in, domain asked, cells out. No rule stands here."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from igu_xl.danish import listing, number_text
from igu_xl.domain.codes import resolve_municipality
from igu_xl.domain.law import economy, school_plan
from igu_xl.domain.law.igu.eligibility import verdicts
from igu_xl.domain.law.igu.reasons import NO_START_SENTENCE, no_rule_sentence
from igu_xl.domain.law.igu.rules import igu_rule
from igu_xl.domain.law.places import extension
from igu_xl.domain.law.places.lengths import EXTENSIONS, LEAVE, SCHOOL
from igu_xl.domain.law.places.reasonable import reasonable_cap
from igu_xl.domain.law.verdict import MANUAL, MET, MISSING, NOT_MET
from igu_xl.domain.texts import meant
from igu_xl.errors import WrongUse
from igu_xl.excel.cells import Asked, Cells, Spill, ask, excel_value
from igu_xl.sheets.contract.branch import COMPANIES, SLOTS
from igu_xl.sheets.contract.municipality import CANDIDATES, PLACEMENTS
from igu_xl.sheets.contract.school import COURSES
from igu_xl.sheets.schema import Column, Kind

_BORN, _RESIDENT = CANDIDATES.column("born"), CANDIDATES.column("residence_from")
_BASIS, _PREVIOUS = CANDIDATES.column("basis"), CANDIDATES.column("previous_igu")
_PERMIT, _GAP = CANDIDATES.column("permit_until"), CANDIDATES.column("residence_gap")
_REPLACED = CANDIDATES.column("replacement_cpr")
_START, _KIND = PLACEMENTS.column("start"), PLACEMENTS.column("type")
# Of an igu: a day before the scheme began or after it ends is understood, and answered with the rule that is not there.
_BEGINS = Column("start", "Start", Kind.DATE, low=date(2000, 1, 1), high=date(2099, 12, 31))
_SECTOR, _STAFF = COMPANIES.column("sector"), COMPANIES.column("ordinary_staff")
_STATUS, _BENEFIT = CANDIDATES.column("provider_status"), CANDIDATES.column("benefit")
_COURSE, _HOURS = COURSES.column("course_kind"), COURSES.column("hours")
_WEEKS = Column("weeks", "Fravær (uger)", Kind.NUMBER, low=0, high=104)
_LEAVE = Column("leave", "Barsel", Kind.TEXT)
_WAGE = Column("wage", "Timeløn", Kind.NUMBER, low=0, high=1000)
_WEEKLY = Column("weekly_hours", "Timer om ugen", Kind.NUMBER, low=0, high=168)
_ALLOWANCE = Column("allowance", "Uddannelsesgodtgørelse", Kind.NUMBER, low=0, high=40000)
_MUNICIPALITY = Column("municipality", "Kommune", Kind.MUNICIPALITY)

# What the verdict asks about each person, beside the start, in the order in which it is handed over after it.
_PERSON = (_BORN, _RESIDENT, _BASIS)
_OPTIONAL = (_PREVIOUS, _PERMIT, _GAP, _REPLACED)
_IS_LEAVE = ("Ja", LEAVE)
_WHY_LONGER = ("Ja", "Nej", *EXTENSIONS)
"""What may be said of an absence: whether it was leave, or a reason of the list Forlængelse."""
_WHY_UNKNOWN = f"{_LEAVE.header}: skriv Ja, Nej eller en af årsagerne: {listing(EXTENSIONS)}."


def target_group(born: Cells, resident: Cells, basis: Cells, start: Cells, *optional: Cells) -> Spill:
    """The outcome of the igu verdict on each row, as in `checks.law.verdicts`; empty for an empty row.

    `optional`: earlier igu, the last day of the permit, whether the registered address was interrupted, and whether the
    person has a replacement CPR number. What the municipality has judged, and the rows of Forløb, are not asked for.
    """
    asked, judged = _judged(born, resident, basis, start, optional)
    return asked.spilled(judged["outcome"].where(_filled(asked), "").tolist())


def target_group_reasons(born: Cells, resident: Cells, basis: Cells, start: Cells, *optional: Cells) -> Spill:
    """Why each row has its outcome: cells that were not understood, then the reasons of the verdict."""
    asked, judged = _judged(born, resident, basis, start, optional)
    told = [" ".join([*filter(None, asked.whys(row)), *reasons]) for row, reasons in enumerate(judged["reasons"])]
    return asked.spilled(pd.Series(told, dtype="object").where(_filled(asked), "").tolist())


def end_date(start: Cells, kind: Cells, sector: Cells, absence: Cells, leave: Cells) -> Spill:
    """The planned last day of each placement, or why it cannot be said."""

    def answer(day: date, kind: str, sector: str | None, weeks: float | None, leave: str | None) -> Any:
        why = meant(leave or "", _WHY_LONGER)
        if leave and why is None:
            return _WHY_UNKNOWN
        told = None if why is None else why in _IS_LEAVE
        end = extension.end_with_absence(day, kind, sector or "", weeks or 0, told, school=why == SCHOOL)
        return end.day or end.reason

    asked = ask((start, _START), (kind, _KIND), (sector, _SECTOR), (absence, _WEEKS), (leave, _LEAVE))
    return asked.spilled(asked.answered(answer, required=2))


def weighted_hours(kind: Cells, hours: Cells, start: Cells, *, in_weeks: bool) -> Spill:
    """The weighted hours (or school weeks) of each course in an igu begun on a date."""

    def answer(kind: str, hours: float, day: date) -> Any:
        if igu_rule(day) is None:
            return no_rule_sentence(day)
        weighted = school_plan.weighted_hours(school_plan.Course(kind, hours), day)
        if weighted is None:
            return school_plan.unknown_hours_sentence([kind])
        return school_plan.school_weeks(weighted) if in_weeks else weighted

    asked = ask((kind, _COURSE), (hours, _HOURS), (start, _BEGINS))
    return asked.spilled(asked.answered(answer, required=3))


def within_cap(staff: Cells, count: Cells) -> Spill:
    """Whether so many people in practice and wage subsidy are within rimelighedskravet at a P-number."""

    def answer(staff: float, count: int) -> str:
        cap = reasonable_cap(staff)
        return MET if count <= cap else f"{NOT_MET}: højst {number_text(cap)}"

    asked = ask((staff, _STAFF), (count, SLOTS.column("openings")))
    return asked.spilled(asked.answered(answer, required=2))


def school_plan_verdict(kind: Cells, hours: Cells, start: Cells, test: Cells) -> Spill:
    """One row on a whole plan (its start is that of the first row): the outcome, weighted hours, weeks, and why.

    Hours that nobody knows how to count (FGU) are not in the hours and weeks, and the reasons say so.
    """
    asked = ask((kind, _COURSE), (hours, _HOURS), (start, _BEGINS), (test, CANDIDATES.column("danish_test")))
    courses = []
    for fault, (course, taught, _, _) in asked.rows():
        if fault:
            raise WrongUse(fault)
        if course is not None and taught is not None:
            courses.append(school_plan.Course(course, taught))
    _, (_, _, day, passed) = next(asked.rows())
    if day is None:
        raise WrongUse(NO_START_SENTENCE)
    verdict = school_plan.plan_verdict(courses, day, passed or "")
    counted = school_plan.total_hours(school_plan.counted_courses(courses, day), day)
    why = " ".join([*verdict.reasons, f"Regel: {verdict.law}."])
    return [[verdict.outcome, counted, school_plan.school_weeks(counted), why]]


def income(wage: Cells, status: Cells, start: Cells, benefit: Cells, allowance: Cells, weekly: Cells) -> Spill:
    """Four cells a row: kroner a month in igu, the benefit, the difference, and that it is for guidance; or why not."""

    def answer(
        wage: float, status: str, day: date, benefit: float | None, allowance: float | None, weekly: float | None
    ) -> list[Any]:
        hours = economy.MOST_HOURS if weekly is None else weekly
        told = economy.compare_income(wage, status, day, benefit, allowance, hours)
        amounts = [told.igu, told.benefit, told.difference]
        return [
            *(None if amount is None else round(amount) for amount in amounts),
            " ".join(told.missing) or economy.income_note(hours),
        ]

    asked = ask(
        (wage, _WAGE),
        (status, _STATUS),
        (start, _BEGINS),
        (benefit, _BENEFIT),
        (allowance, _ALLOWANCE),
        (weekly, _WEEKLY),
    )
    rows = asked.answered(answer, required=3)
    return [[excel_value(cell) for cell in row] if isinstance(row, list) else ["", "", "", row] for row in rows]


def municipality_code(name: Cells) -> Spill:
    """The three-digit code of each municipality, or why there is none."""
    asked = ask((name, _MUNICIPALITY))
    return asked.spilled(asked.answered(lambda known: resolve_municipality(known).code, required=1))


def is_cvr(number: Cells) -> Spill:
    """Whether each number is a valid CVR number."""
    asked = ask((number, COMPANIES.column("cvr")))
    (column,) = asked.columns
    invalid = {row for row, fault in column.faults.items() if fault.code == "cvr-ugyldigt"}
    answers = asked.answered(lambda valid: True, required=1)
    return asked.spilled([False if row in invalid else answer for row, answer in enumerate(answers)])


def _judged(
    born: Cells, resident: Cells, basis: Cells, start: Cells, optional: tuple[Cells, ...]
) -> tuple[Asked, pd.DataFrame]:
    arguments = (born, resident, basis, start, *optional)
    asked = ask(*zip(arguments, (*_PERSON, _BEGINS, *_OPTIONAL), strict=True))
    people = pd.DataFrame({one.column.key: one.values for one in asked.columns if one.column is not _BEGINS})
    judged = verdicts(people, asked.columns[len(_PERSON)].values)
    # What stands in a cell that was not understood could have been in the way.
    unread = {row for column in asked.columns[-len(_OPTIONAL) :] for row in column.faults}
    guessed = judged.index.isin(list(unread)) & judged["outcome"].isin([MET, MANUAL])
    return asked, judged.assign(outcome=judged["outcome"].mask(guessed, MISSING))


def _filled(asked: Asked) -> pd.Series:
    """The rows in which something stands about the person, understood or not."""
    filled = pd.Series(False, index=asked.columns[0].values.index)
    for column in asked.columns[:3]:
        filled |= column.values.notna() | filled.index.isin(list(column.faults))
    return filled
