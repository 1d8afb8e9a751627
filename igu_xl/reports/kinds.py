"""The kinds of page: all that sets a municipality's, a branch's, a school's and the steering group's page apart.

Its sections stand in its notebook, `notebooks/kommune.ipynb`. A table that one of them draws is listed here, and a
figure is explained here, unless every page explains it (`pages/foot`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from igu_xl.month import Month
from igu_xl.reports.data import selections
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.data.selections import Selection
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.figures import cohorts, completion, deadlines, follow_up, goals, measures, steps, supply, tables
from igu_xl.reports.figures.explanations import Explained
from igu_xl.reports.figures.measure import Measure
from igu_xl.reports.figures.measures import started_for
from igu_xl.reports.figures.school import calls, school_tables, school_weeks
from igu_xl.reports.figures.tables import TableMaker


class Aims(Protocol):
    """What is told of the goals beside key figures, by key; `judged` is False where the partnership has just begun."""

    def __call__(self, reached: Mapping[str, int | None], *, judged: bool = True) -> Mapping[str, str]: ...


ToDo = Mapping[str, Callable[[MonthData, Month, str], int]]

_COHORTS: ToDo = {"hold, der mangler deltagere": lambda data, month, audience: cohorts.AT_RISK.count(data, month)}
_CASES: ToDo = {"overskredne frister": tables.missed, "overskredne opfølgninger": tables.overdue}
_CALLS: ToDo = {"hold, der er brug for": lambda data, month, audience: calls.CALLS.count(data, month)}
_ABOUT_COHORTS: tuple[Explained, ...] = (*cohorts.LINES, cohorts.POOLED, cohorts.PRICE)
_ABOUT_SCHOOL: tuple[Explained, ...] = (school_weeks.HOW, *school_weeks.PUPIL_LINES, *school_weeks.EVENT_LINES)
_ABOUT_CASES: tuple[Explained, ...] = (*deadlines.DEADLINES, *follow_up.LINES, completion.HOW)


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page.

    sees     what its pages see of the data
    title    what stands above its pages in the index
    only     the name of the page, where there is only one and it is about everybody; else "", and each partner has one
    placed   whether it tells of placements, so that its foot explains these
    others   whether it is about other partners' people, and so is a shared page in every edition but partnerskab
    line     the word before the partner's name where that page has a line for it (`rows` of the table)
    books    what the workbooks behind a page are called
    figures  the key figures of an edition
    aims     what is told of the goals beside them, by key, when it is known how far each is
    to_do    what somebody should do something about, and how many of it an edition may say there are
    tables   all tables of counts that its sections draw, so that they are protected together
    notes    what its foot explains beside the key figures and what every page explains
    """

    sees: Selection
    title: str
    books: str
    figures: Callable[[str], tuple[Measure, ...]]
    to_do: ToDo
    tables: tuple[TableMaker, ...]
    notes: tuple[Explained, ...]
    aims: Aims = goals.not_told
    only: str = ""
    line: str = ""
    placed: bool = True
    others: bool = False

    @property
    def key(self) -> str:
        """Its name in `kommune:101`, and its notebook's."""
        return self.sees.kind

    @property
    def about_everybody(self) -> bool:
        """Whether its page sums up the others'."""
        return bool(self.only)


STEERING_GROUP = PageKind(
    sees=selections.STEERING_GROUP,
    title="Hele partnerskabet",
    only="Styregruppen",
    others=True,
    books="arbejdsbøgerne",
    figures=lambda audience: (
        measures.RUNNING,
        measures.WAITING,
        goals.COMPLETED_IGU,
        goals.TO_ORDINARY_JOB,
        measures.JOB_OR_EDUCATION,
    ),
    aims=goals.beside_figures,
    to_do={**_COHORTS, **_CASES},
    tables=(
        tables.towards_goals, tables.funnel, tables.placements, tables.moved_on, tables.dropped_out,
        tables.completed, tables.slots_by_branch, tables.upcoming, tables.waited, tables.unmatched, tables.due,
        tables.followed, tables.people_by_residence, tables.by_workplace, tables.months,
        school_tables.pupils_by_residence, school_tables.hours, school_tables.events, school_tables.ways,
    ),
    notes=(
        goals.HOW_FAR, goals.SAVING, *measures.FUNNEL, *supply.SLOT_LINES, *_ABOUT_COHORTS, *_ABOUT_CASES,
        *_ABOUT_SCHOOL, *school_weeks.COHORT_LINES, school_weeks.SAVES,
    ),
)  # fmt: skip

MUNICIPALITY = PageKind(
    sees=selections.MUNICIPALITY,
    title="Kommuner",
    line="bopæl",
    books="arbejdsbogen",
    figures=lambda audience: (
        measures.WAITING,
        started_for(audience),
        measures.RUNNING,
        measures.COMPLETED,
        measures.JOB_OR_EDUCATION,
    ),
    aims=goals.in_common,
    to_do=_CASES,
    tables=(
        tables.funnel, tables.at_steps, tables.waited, tables.unmatched, tables.placements, tables.moved_on,
        tables.dropped_out, tables.due, tables.followed, tables.completed, tables.by_residence, tables.by_workplace,
        tables.months, school_tables.pupils, school_tables.hours, school_tables.events,
    ),
    notes=(*measures.FUNNEL, steps.HOW, *_ABOUT_CASES, *_ABOUT_SCHOOL, *school_weeks.HOUR_LINES),
)  # fmt: skip

BRANCH = PageKind(
    sees=selections.BRANCH,
    title="Brancher",
    line="branche",
    others=True,
    books="arbejdsbogen",
    figures=lambda audience: (
        supply.WISHING,
        started_for(audience),
        measures.RUNNING,
        cohorts.AT_RISK,
        measures.JOB_OR_EDUCATION,
    ),
    to_do=_COHORTS,
    tables=(
        tables.slots_by_type, tables.upcoming, tables.waited, tables.unmatched, tables.placements, tables.moved_on,
        tables.dropped_out, tables.by_residence, tables.by_workplace, tables.months,
    ),
    notes=(*supply.SLOT_LINES, *_ABOUT_COHORTS, measures.WAITING),
)  # fmt: skip

SCHOOL = PageKind(
    sees=selections.SCHOOL,
    title="Skoler",
    placed=False,
    others=True,
    books="arbejdsbogen",
    figures=lambda audience: (
        cohorts.AT_RISK,
        cohorts.ENOUGH,
        cohorts.RUNNING,
        cohorts.HELD,
        cohorts.CANCELLED,
    ),
    to_do={**_COHORTS, **_CALLS},
    tables=(school_tables.asked_for, tables.upcoming),
    notes=(*_ABOUT_COHORTS, calls.HOW),
)

KINDS = {one.key: one for one in (STEERING_GROUP, MUNICIPALITY, BRANCH, SCHOOL)}  # in the order of the index


def kind_of(data: MonthData) -> PageKind:
    """The kind of the page that is made from these data."""
    return KINDS[data.kind]


def tables_of(data: MonthData, month: Month, audience: str) -> list[Counts]:
    """All tables of counts on the page of a partner, the key figures among them; those without rows are left out."""
    kind = kind_of(data)
    figures = kind.figures(audience)
    made = [tables.balances(figures, data, month), tables.changes(figures, data, month)]
    made += [make(data, month, audience) for make in kind.tables]
    return [one for one in made if not one.frame.empty]
