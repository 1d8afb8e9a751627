"""Skoleplaner as files: into each partner's own folder what it may read, and into the secretariat's a draft of all.

partnere/101-koebenhavn/skoleplaner/    a workbook, a page and calendars for each of its pupils
partnere/byg/skoleplaner/               a calendar for each company
partnere/next/skoleplaner/              a calendar of its cohorts
sekretariat/skoleplaner/                what the latest press of Skoleplan proposes, by placement or candidate
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd

from igu_xl.actions.partner_places import Places
from igu_xl.actions.planning.week_rows import WeekSheets
from igu_xl.checks.validation import Validation
from igu_xl.errors import WriteRefused
from igu_xl.handouts.calendars.audiences import company_calendar, municipality_calendar, school_calendar
from igu_xl.handouts.names import file_name
from igu_xl.handouts.writing import put_away_handouts, put_away_others, write_calendar, write_handouts
from igu_xl.school.planning.case import build_school_case
from igu_xl.school.planning.plans import pupil_plans
from igu_xl.school.planning.pupil_plan import PupilPlan
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY
from igu_xl.sheets.layout import HANDOUTS, layout_of

PlansByPlacement = Mapping[str, tuple[str, PupilPlan]]
"""PlansByPlacement by placement, each with its municipality (`kommune:101`)."""

_Writing = Callable[[], object]


def hand_out(folder: Path, validation: Validation, weeks: WeekSheets) -> dict[str, str]:
    """Write the plans that stand in the workbooks into the partners' folders; returns what waits, by path, and why.

    Partners who share one folder (the earlier layout) get no files: everybody would read them.
    """
    layout = layout_of(folder)
    if not layout.apart:
        return {}
    plans = standing_plans(validation, weeks)
    places = Places(validation, layout, {})
    waiting: dict[str, str] = {}
    for partner in sorted({book.partner for book in validation.partnership.books}):
        place = places.folder(partner)
        if place is None or places.has_left(partner):
            continue
        for write in _of_partner(partner, plans, place / HANDOUTS, validation, weeks.kept.day):
            try:
                write()
            except WriteRefused as problem:
                waiting[f"{place.name}/{HANDOUTS}/{problem.place}"] = problem.reason
    return waiting


def put_away(folder: Path, validation: Validation, placements: Mapping[str, str]) -> None:
    """Delete page and calendars of placements that were taken back (with their partner) from the partners' folders.

    The workbook stays: somebody may have typed in it.
    """
    layout = layout_of(folder)
    places = Places(validation, layout, {})
    for placement, partner in placements.items():
        place = places.folder(partner) if layout.apart else None
        if place is None:
            continue
        put_away_handouts(file_name(placement), place / HANDOUTS)


def standing_plans(validation: Validation, weeks: WeekSheets) -> PlansByPlacement:
    """The plan of each placement as the municipalities' sheets have it now, with its municipality (`kommune:101`)."""
    case = build_school_case(validation)
    rows = [row for own in weeks.wanted.values() for row in own if row["cohort"]]
    booked = pd.DataFrame([(row["placement"], row["cohort"]) for row in rows], columns=["pupil", "cohort"])
    held = pd.concat([case.rows.held_to[["pupil", "cohort"]], booked]).drop_duplicates()
    known = held["cohort"].isin(case.offers.cohorts["cohort"])
    partners = dict(zip(case.pupils["pupil"], case.pupils["partner"], strict=True))
    made = weeks.kept.day  # not today: a file of the same plan is the same file
    plans = pupil_plans(case, held[known], validation)
    return {name: (partners[name], replace(plan, as_of=made)) for name, plan in plans.items()}


def draft(folder: Path, plans: Iterable[PupilPlan]) -> tuple[Path, ...]:
    """Write plans into the secretariat's folder, as they were proposed just now; raises `WriteRefused` for an open
    file."""
    place = layout_of(folder).secretariat / HANDOUTS
    return tuple(path for plan in plans for path in write_handouts(plan, place))


def _of_partner(
    partner: str, plans: PlansByPlacement, place: Path, validation: Validation, day: date
) -> Iterator[Callable[[], object]]:
    """What there is to write for a partner, each part by itself: one file that is open holds up no other.

    A calendar that stands there is renewed when nobody is in it any more, too.
    """
    kind, common = partner.partition(":")[0], place / "kalender.ics"
    if kind == MUNICIPALITY.kind:
        own = [plan for home, plan in plans.values() if home == partner]
        yield from (partial(write_handouts, plan, place) for plan in own)
        yield partial(put_away_others, own, place)
        calendars = [(common, own, municipality_calendar)]
    elif kind == BRANCH.kind:
        companies = validation.partnership.frames["tblVirksomheder"]
        numbers = sorted(set(companies.loc[companies["partner"] == partner, "p_number"].dropna()))
        calendars = [
            (
                place / f"kalender-{file_name(number)}.ics",
                [plan for _, plan in plans.values() if plan.p_number == number],
                company_calendar,
            )
            for number in numbers
        ]
    else:
        name = validation.partnership.partner_name(partner)
        own = [plan for _, plan in plans.values() if any(row.school == name for row in plan.courses)]
        calendars = [(common, own, partial(school_calendar, school=name))]
    for path, theirs, calendar in calendars:
        if theirs or path.exists():
            yield partial(write_calendar, path, calendar(theirs), day)
