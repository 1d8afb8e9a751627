"""The tables of counts on the pages, and what disclosure control must know of each.

A section draws what is made here. `reports/kinds` lists the tables of each kind of page, and `release/joint` protects
all of them together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from igu_xl.domain.areas import areas_of
from igu_xl.month import Month
from igu_xl.reports.data.days import UNKNOWN
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import PARTNERSHIP, Protected, protect
from igu_xl.reports.figures import (
    by_municipality,
    cohorts,
    completion,
    deadlines,
    endings,
    follow_up,
    goals,
    measures,
    steps,
    supply,
    trend,
    waiting,
)
from igu_xl.reports.figures.measure import (
    BEFORE,
    CHANGE,
    COUNT,
    TOTAL,
    VALUE,
    Measure,
    balances_of,
    by_type,
    of_things,
    one_column,
    with_change,
)

TableMaker = Callable[[MonthData, Month, str], Counts]

_HOW_IT_WENT = tuple(one.label for one in (measures.RUNNING, *measures.ENDINGS))
_PLAIN = {COUNT: "", TOTAL: "", VALUE: ""}  # labels that say nothing about what is counted


def shown(make: TableMaker, data: MonthData, month: Month, audience: str) -> Protected:
    """A table as its audience may see it; raises `NotProtected` for one that its kind of page does not list."""
    return protect(make(data, month, audience), audience, data.decided)


def balances(figures: Sequence[Measure], data: MonthData, month: Month) -> Counts:
    """The key figures that are balances: now and a month ago."""
    chosen = [one for one in figures if one.balance]
    frame = with_change(chosen, data, month)[[VALUE, BEFORE]]
    return Counts("Nøgletal: bestande", frame, of_things=of_things(chosen), balances=balances_of(chosen), alias=_PLAIN)


def changes(figures: Sequence[Measure], data: MonthData, month: Month) -> Counts:
    """The other key figures: now, a month ago, and the people who came."""
    chosen = [one for one in figures if not one.balance]
    frame = with_change(chosen, data, month)
    return Counts(
        "Nøgletal",
        frame,
        total_column=VALUE,
        of_things=of_things(chosen),
        balances=(CHANGE,),
        alias=_PLAIN,
    )


def funnel(data: MonthData, month: Month, audience: str) -> Counts:
    """How far the candidates have come."""
    frame = one_column(measures.FUNNEL, data, month)
    return Counts("Kandidater efter trin", frame, alias=_PLAIN)


def at_steps(data: MonthData, month: Month, audience: str) -> Counts:
    """Where the registered candidates are; no rows in an edition that may be passed on."""
    frame = steps.table(data, month, audience)
    return Counts("Hvor kandidaterne står", frame, total_row=measures.REGISTERED.label, alias=_PLAIN)


def towards_goals(data: MonthData, month: Month, audience: str) -> Counts:
    """How many have reached each goal of the partnership."""
    names = {goal.published.text: goal.measure.label for goal in goals.goals()}
    frame = goals.table(data, month)
    return Counts("Partnerskabets mål", frame, facts=(goals.LEAST,), alias={**_PLAIN, goals.REACHED: "", **names})


def placements(data: MonthData, month: Month, audience: str) -> Counts:
    """The placements by type, and how those that ended did."""
    lines = measures.placement_lines(audience)
    return Counts(
        "Forløb efter type",
        by_type(lines, data, month),
        total_column=TOTAL,
        telling=_HOW_IT_WENT,
        balances=balances_of(lines),
        alias=_PLAIN,
    )


def moved_on(data: MonthData, month: Month, audience: str) -> Counts:
    """Those that ended before time for a job or an education."""
    frame = endings.onward(data, month)
    return Counts(
        "Sluttet før tid til job eller uddannelse", frame, total_row=measures.MOVED_ON.label, rows="til", alias=_PLAIN
    )


def dropped_out(data: MonthData, month: Month, audience: str) -> Counts:
    """The drop-outs by reason."""
    frame = endings.dropped_out(data, month, audience)
    return Counts("Afbrudt efter årsag", frame, total_row=measures.DROPPED_OUT.label, rows="årsag", alias=_PLAIN)


def waited(data: MonthData, month: Month, audience: str) -> Counts:
    """How long those who are ready have waited."""
    return Counts(
        "Klar og venter efter ventetid",
        waiting.lengths(data, month),
        total_row=measures.WAITING.label,
        balances=(COUNT,),
        rows="ventetid",
        alias=_PLAIN,
    )


def unmatched(data: MonthData, month: Month, audience: str) -> Counts:
    """Why the latest match found no place for some; no rows where there was none."""
    return Counts(
        "Uden forslag ved det seneste match, efter grund",
        waiting.reasons(data, month, audience),
        total_row=TOTAL,
        balances=(COUNT,),
        about="uden forslag",
        rows="grund",
        alias=_PLAIN,
    )


def due(data: MonthData, month: Month, audience: str) -> Counts:
    """Deadlines that are missed or near."""
    return Counts(
        "Frister i igu-forløb", deadlines.table(data, month), balances=(deadlines.MISSING, deadlines.DUE_NEXT)
    )


def followed(data: MonthData, month: Month, audience: str) -> Counts:
    """Whether the people in placements are followed up on time."""
    frame = one_column(follow_up.LINES, data, month)
    return Counts("Opfølgning på kandidater i forløb", frame, balances=(COUNT,), alias=_PLAIN)


def missed(data: MonthData, month: Month, audience: str) -> int:
    """How many deadlines are missed, as its audience may see it; a bonus not applied for is none."""
    told = shown(due, data, month, audience)
    own = [one.label for one in deadlines.DEADLINES if not one.private]
    return sum(_at_least(told.count(label, deadlines.MISSING)) for label in own)


def overdue(data: MonthData, month: Month, audience: str) -> int:
    """How many follow-ups are overdue, as its audience may see it."""
    return _at_least(shown(followed, data, month, audience).count(follow_up.OVERDUE.label, COUNT))


def _at_least(count: int | None) -> int:
    return 1 if count is None else count


def completed(data: MonthData, month: Month, audience: str) -> Counts:
    """How the igu that are old enough to be completed went."""
    return Counts(
        f"Igu-forløb begyndt for mindst {completion.MONTHS} måneder siden, efter halvår",
        completion.table(data, month, audience),
        total_column=completion.BEGUN,
        total_row=TOTAL,
        telling=(*_HOW_IT_WENT, completion.OTHER),
        about="gennemførelse",
        alias=_PLAIN,
    )


def people_by_residence(data: MonthData, month: Month, audience: str) -> Counts:
    """Candidates and placements by the municipality that the candidates live in."""
    return _by_residence(by_municipality.OF_PEOPLE, "Kandidater og forløb", data, month, audience)


def by_residence(data: MonthData, month: Month, audience: str) -> Counts:
    """Placements by the municipality that the candidates live in."""
    return _by_residence(by_municipality.OF_PLACEMENTS, "Forløb", data, month, audience)


def _by_residence(lines: Sequence[Measure], what: str, data: MonthData, month: Month, audience: str) -> Counts:
    return Counts(
        f"{what} efter kandidatens bopælskommune",
        in_areas(by_municipality.by_residence(lines, data, month, audience), audience),
        total_row=TOTAL,
        telling=by_municipality.TELLING,
        balances=balances_of(lines),
        rows="bopæl",
        alias=_PLAIN,
    )


def in_areas(frame: pd.DataFrame, audience: str) -> pd.DataFrame:
    """Where the counts are exact and of others' people the municipalities are added up to areas of several."""
    if audience != PARTNERSHIP:
        return frame
    areas = areas_of([str(row) for row in frame.index if row not in (TOTAL, UNKNOWN)])
    order = [*dict.fromkeys(areas.values()), *(row for row in frame.index if row not in areas)]
    return frame.groupby([areas.get(str(row), row) for row in frame.index]).sum().loc[order]


def by_workplace(data: MonthData, month: Month, audience: str) -> Counts:
    """Placements by the municipality that the companies lie in."""
    return Counts(
        "Forløb efter arbejdsstedets kommune",
        in_areas(by_municipality.by_workplace(by_municipality.OF_PLACEMENTS, data, month, audience), audience),
        total_row=TOTAL,
        telling=by_municipality.TELLING,
        balances=balances_of(by_municipality.OF_PLACEMENTS),
        rows="arbejdssted",
        alias=_PLAIN,
    )


def months(data: MonthData, month: Month, audience: str) -> Counts:
    """The last twelve months."""
    frame = trend.table(data, month, audience)
    alias = {month.name: "", month.previous().name: BEFORE}
    return Counts("Udvikling måned for måned", frame, balances=tuple(frame.columns), alias=alias)


def slots_by_type(data: MonthData, month: Month, audience: str) -> Counts:
    """A branch's places by type: filled, open and gone."""
    return Counts(
        "Pladser efter type",
        by_type(supply.SLOT_LINES, data, month),
        total_column=TOTAL,
        total_row=supply.OFFERED.label,
        of_things=supply.OF_THINGS,
        alias=_PLAIN,
    )


def slots_by_branch(data: MonthData, month: Month, audience: str) -> Counts:
    """The places of each branch: filled, open and gone."""
    return Counts(
        "Pladser efter branche",
        supply.by_branch(data, month, audience),
        total_column=supply.OFFERED.label,
        total_row=TOTAL,
        of_things=supply.OF_THINGS,
        rows="branche",
        alias=_PLAIN,
    )


def upcoming(data: MonthData, month: Month, audience: str) -> Counts:
    """The cohorts to come and who is enrolled; people enrol and withdraw, so it is a balance."""
    frame = cohorts.upcoming(data, month)
    return Counts(
        "Kommende hold", frame, facts=cohorts.FACTS, balances=(cohorts.ENROLLED,), rows="hold", same_everywhere=True
    )
