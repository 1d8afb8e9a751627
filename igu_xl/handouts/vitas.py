"""What the agreement and the draft teaching plan in VITAS always must say, what of it the workbooks hold, and by when.

VITAS' own fields are not known; these are what law and guidance say that an agreement and a plan contain: a written
agreement before the igu begins with what it contains, work areas and functions; both in VITAS in time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from igu_xl.danish import date_text, number_text
from igu_xl.domain.texts import fold
from igu_xl.handouts.hours import figure, hours_and_weeks, hours_text
from igu_xl.reports.figures.deadlines import PLAN, VITAS, Deadline, due_on
from igu_xl.school.planning.pupil_plan import AHEAD, HELD, PupilPlan
from igu_xl.sheets.contract.branch import BRANCH, COMPANIES, SLOTS
from igu_xl.sheets.contract.municipality import CANDIDATES, MUNICIPALITY, PLACEMENTS
from igu_xl.sheets.schema import Book, Table

UNKNOWN_FIELDS = "VITAS' egne felter er ikke kendt. Her er det, som aftale og plan altid skal sige."
_FUNCTIONS = "Arbejdsbøgerne har ingen kolonne til det. Virksomheden skriver i aftalen, hvad borgeren skal lave."
AGREEMENT, TEACHING_PLAN = "Aftalen", "Undervisningsplanen"


@dataclass(frozen=True, slots=True)
class VitasField:
    """One thing that the agreement or the plan says; `where` is the cell to fill in where the value is missing."""

    part: str
    label: str
    value: str
    where: str = ""

    @property
    def missing(self) -> bool:
        """Whether nobody has typed it yet."""
        return not self.value


@dataclass(frozen=True, slots=True)
class VitasTask:
    """Something to be done by a day; `due` is None while nobody knows it, and `where` then says what to fill in."""

    label: str
    how: str
    due: date | None
    done: date | None
    where: str = ""


def vitas_fields(plan: PupilPlan) -> tuple[VitasField, ...]:
    """All that agreement and teaching plan need, in the order in which they are read."""
    return (*_agreement(plan), *_teaching_plan(plan))


def vitas_tasks(plan: PupilPlan) -> tuple[VitasTask, ...]:
    """The deadlines of agreement and plan, by the same rules as the monthly pages."""
    signed = VitasTask(
        "Aftalen er skrevet under",
        "Virksomhed og borger laver aftalen skriftligt og skriver under, før forløbet begynder.",
        plan.begins,
        plan.agreed_on,
    )
    dates = {"agreed_on": plan.agreed_on, "start": plan.begins, "vitas_on": plan.vitas_on, "plan_on": plan.plan_on}
    return (signed, *(_task(plan, one, dates) for one in (VITAS, PLAN)))


def _task(plan: PupilPlan, deadline: Deadline, dates: dict[str, date | None]) -> VitasTask:
    since = dates[deadline.since]
    where = "" if since else _cell(MUNICIPALITY, PLACEMENTS, deadline.since, plan.name)
    due = None
    if since:
        frame = pd.DataFrame({deadline.since: [pd.Timestamp(since)]})
        due = due_on(frame, deadline).iloc[0].date()
    return VitasTask(deadline.label, deadline.how, due, dates[deadline.done], where)


def _agreement(plan: PupilPlan) -> Iterator[VitasField]:
    slot, company, placement = plan.slot, plan.p_number or plan.company, plan.name
    yield VitasField(AGREEMENT, "Virksomhed", plan.company, _cell(BRANCH, COMPANIES, "name", company))
    yield VitasField(AGREEMENT, "CVR-nummer", plan.cvr, _cell(BRANCH, COMPANIES, "cvr", company))
    yield VitasField(AGREEMENT, "P-nummer", plan.p_number, _cell(BRANCH, SLOTS, "p_number", slot))
    yield VitasField(
        AGREEMENT, "Overenskomst", plan.collective_agreement, _cell(BRANCH, COMPANIES, "agreement", company)
    )
    yield VitasField(AGREEMENT, "Borger", _citizen(plan))
    yield VitasField(AGREEMENT, "Stilling og arbejdsområde", plan.position, _cell(BRANCH, SLOTS, "position", slot))
    yield VitasField(AGREEMENT, "Funktioner", "", _FUNCTIONS)
    yield VitasField(AGREEMENT, "Første dag", date_text(plan.begins))
    yield VitasField(AGREEMENT, "Sidste dag", date_text(plan.ends))
    hours = plan.weekly_hours
    yield VitasField(
        AGREEMENT,
        "Timer pr. uge",
        "" if hours is None else hours_text(hours),
        _cell(BRANCH, SLOTS, "weekly_hours", slot),
    )
    for key, label, wage in (("wage_1", "Løn år 1", plan.wage_1), ("wage_2", "Løn år 2", plan.wage_2)):
        said = "" if wage is None else f"{number_text(wage)} kr. om måneden før skat"
        yield VitasField(AGREEMENT, label, said, _cell(BRANCH, SLOTS, key, slot))
    signed = date_text(plan.agreed_on) if plan.agreed_on else ""
    yield VitasField(
        AGREEMENT, "Aftalen er skrevet under", signed, _cell(MUNICIPALITY, PLACEMENTS, "agreed_on", placement)
    )


def _citizen(plan: PupilPlan) -> str:
    return f"{plan.candidate}; navn og CPR-nummer skrives kun i VITAS"


def _teaching_plan(plan: PupilPlan) -> Iterator[VitasField]:
    level = " og ".join(part for part in (plan.danish_level, _passed(plan)) if part)
    yield VitasField(
        TEACHING_PLAN, "Danskniveau", level, _cell(MUNICIPALITY, CANDIDATES, "danish_track", plan.candidate)
    )
    yield VitasField(TEACHING_PLAN, "Skole i alt", hours_and_weeks(plan.needed))
    package = "Vælg en uddannelsespakke for branchen, eller skriv kurserne i planen."
    yield VitasField(TEACHING_PLAN, "Uddannelsespakke", plan.package, package)
    for kind in dict.fromkeys(row.kind for row in plan.courses):
        taught = sum(row.taught for row in plan.courses if row.kind == kind and row.status in (*AHEAD, HELD))
        if taught:
            yield VitasField(TEACHING_PLAN, f"Timer {kind}", f"{figure(taught)} timers undervisning")
    enough = hours_and_weeks(plan.done + plan.planned) if plan.met else ""
    lacks = f"{hours_text(plan.missing)} mangler" if plan.missing else "et kursus eller nok AMU mangler"
    find = f"Se arket Skoleplan: {lacks}. Find et hold, eller spørg skolen."
    yield VitasField(TEACHING_PLAN, "Gennemført og planlagt", enough, find)


def _passed(plan: PupilPlan) -> str:
    return f"bestået {plan.passed_test}" if plan.passed_test and fold(plan.passed_test) != "ingen" else ""


def _cell(book: Book, table: Table, key: str, row: str) -> str:
    """Where a person fills it in: the workbook, the sheet, the row and the column, as their headers call them."""
    return f"{book.title}, arket {table.sheet}, rækken {row}, kolonnen »{table.column(key).header}«"
