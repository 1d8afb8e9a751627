"""The tables of a match report as its audience may see them.

On a page that may be passed on, lines stand in the order of their names and the cohorts without how many municipalities
they have; a line of which nothing is told is left out, so that the lines tell no more than the counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from igu_xl.domain.branches import branch_names
from igu_xl.domain.reasons import GROUPS, group_of
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import SHARED, PagePlan, Protected, protect, turned, without_noughts
from igu_xl.reports.match_report.match_data import MatchData

TOTAL, COUNT = "I alt", "Antal"
PLACED, POSSIBLE, IMPOSSIBLE, READY = "Foreslået", "Mulig, men uden plads", "Ingen mulig plads", "Klar i alt"
TOGETHER, FIRST_COME, ALONE = "Samlet (forslaget)", "Først til mølle", "Hver kommune for sig"
AT_MOST, COHORTS = "Højst muligt", "Hold, der kan køre"
COHORT, BRANCH, START, MIN, MAX = "Hold", "Branche", "Start", "Mindst", "Højst"
ALONE_SEATS, SEATS, LARGEST, HOMES = "Hver for sig", "Samlet", "Flest fra én kommune", "Kommuner"
CHANCES = (PLACED, POSSIBLE, IMPOSSIBLE)
_WITHOUT, _WITHOUT_PROPOSAL = "Uden plads", "uden forslag"  # the second as the steering group's page has it


@dataclass(frozen=True, slots=True)
class MatchTables:
    """All counts. `flows`: municipality by branch; `people`: by chance of a place, and `turned` the same turned."""

    ways: Protected
    bounds: Protected
    flows: Protected
    people: Protected
    turned: Protected
    reasons: Protected
    cohorts: Protected


@dataclass(frozen=True, slots=True)
class Made:
    """The same before anything is protected; `without` ties the reasons to the municipalities, and is not shown."""

    ways: Counts
    bounds: Counts
    flows: Counts
    people: Counts
    reasons: Counts
    cohorts: Counts
    without: Counts

    def all(self) -> Iterator[Counts]:
        """Those that are shown."""
        yield from (self.ways, self.bounds, self.flows, self.people, self.reasons, self.cohorts)


def made(data: MatchData, audience: str) -> Made:
    """The counts of a match, in the order of an audience's page."""
    always = audience == SHARED
    return Made(
        _ways(data),
        _bounds(data),
        _flows(data, always),
        _people(data, always),
        _reasons(data, always),
        _cohorts(data, with_homes=not always),
        _without(data),
    )


def protected(data: MatchData, audience: str, plan: PagePlan | None = None) -> MatchTables:
    """The counts of a match for an audience, a shared page's by its `plan`.

    Raises ValueError for an unknown audience, `NotProtected` for a shared page without a plan.
    """
    tables = made(data, audience)
    shown = {one.name: protect(one, audience, plan) for one in tables.all()}
    people = without_noughts(shown[tables.people.name], TOTAL, READY, columns=False)
    return MatchTables(
        ways=shown[tables.ways.name],
        bounds=shown[tables.bounds.name],
        flows=without_noughts(shown[tables.flows.name], TOTAL, PLACED),
        people=people,
        turned=turned(people),
        reasons=without_noughts(shown[tables.reasons.name], TOTAL, "", columns=False),
        cohorts=shown[tables.cohorts.name],
    )


def _ways(data: MatchData) -> Counts:
    running = sum(one.runs for one in data.cohorts)
    rows = {
        TOGETHER: (data.placed, running),
        FIRST_COME: (data.first_come.placed, data.first_come.cohorts),
        ALONE: (data.alone.placed, data.alone.cohorts),
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=[PLACED, COHORTS])
    return Counts("Tre måder at gøre det på", frame, of_things=(COHORTS,), alias={TOGETHER: TOTAL})


def _bounds(data: MatchData) -> Counts:
    """How many it could be at most, together and alone; the plan's own count where that is proven best."""
    frame = pd.DataFrame({AT_MOST: {TOGETHER: data.bound, ALONE: data.alone.bound}})
    same = {TOGETHER: TOTAL, AT_MOST: PLACED, ALONE: f"{ALONE}, højst"} if data.bound == data.placed else {}
    return Counts("Højst muligt", frame, alias=same)


def _flows(data: MatchData, always: bool) -> Counts:
    """Municipalities and branches with their sums: those with most people first, or `always` the same lines.

    A line that is missing, and an order by size, would tell what is hidden.
    """
    rows = [(one.municipality, one.branch, one.people) for one in data.flows]
    long = pd.DataFrame(rows, columns=["municipality", "branch", "people"])
    wide = long.pivot_table(index="municipality", columns="branch", values="people", aggfunc="sum", fill_value=0)
    wide = wide.rename_axis(index=None, columns=None)
    wide = wide.reindex(list(data.homes), fill_value=0)
    if always:
        wide = wide.reindex(columns=[*branch_names(), *sorted({*wide.columns} - {*branch_names()})], fill_value=0)
    else:
        wide = wide.loc[_largest_first(wide.sum(axis=1)), _largest_first(wide.sum())]
    wide = wide.rename(columns=_with_breaks)
    frame = _with_total_row(wide.assign(**{PLACED: wide.sum(axis=1)}))
    return Counts("Foreslåede forløb fra kommune til branche", frame, total_column=PLACED, total_row=TOTAL)


def _people(data: MatchData, always: bool) -> Counts:
    placed = pd.Series([one.people for one in data.flows], index=[one.municipality for one in data.flows], dtype=int)
    rows = {one.municipality: (one.possible, one.impossible) for one in data.without}
    rest = pd.DataFrame.from_dict(rows, orient="index", columns=[POSSIBLE, IMPOSSIBLE])
    both = pd.concat([placed.groupby(level=0).sum().rename(PLACED), rest], axis=1)
    table = both.reindex(list(data.homes)).fillna(0).astype(int)
    table[READY] = table.sum(axis=1)
    frame = _with_total_row(table if always else table.loc[_largest_first(table[READY])])
    # That nobody has a place, or that all have, is told anyway.
    telling = () if data.placed == data.ready else CHANCES if data.placed else CHANCES[1:]
    return Counts("Alle, der er klar", frame, total_column=READY, total_row=TOTAL, telling=telling)


def _without(data: MatchData) -> Counts:
    """Those without a place as one line: it is not shown, but ties the reasons to the municipalities."""
    sums = {
        POSSIBLE: sum(one.possible for one in data.without),
        IMPOSSIBLE: sum(one.impossible for one in data.without),
    }
    frame = pd.DataFrame({**sums, _WITHOUT: sum(sums.values())}, index=[TOTAL])
    return Counts("Alle uden plads", frame, total_column=_WITHOUT, alias={_WITHOUT: _WITHOUT_PROPOSAL})


def _reasons(data: MatchData, always: bool) -> Counts:
    """The reasons, those of most people first; or `always` all groups of them, in one order."""
    told = Counter(dict.fromkeys(GROUPS, 0)) if always else Counter[str]()
    for one in data.reasons:
        told[group_of(one.reason) if always else one.reason] += one.people
    table = pd.DataFrame({COUNT: pd.Series(told, dtype=int)})
    frame = _with_total_row(table if always else table.loc[_largest_first(table[COUNT])])
    return Counts(
        "Uden plads efter grund", frame, total_row=TOTAL, rows="grund", about=_WITHOUT_PROPOSAL, alias={COUNT: ""}
    )


def _cohorts(data: MatchData, *, with_homes: bool) -> Counts:
    """By start. That those come first that run would tell how many are in them."""
    lines = sorted(data.cohorts, key=lambda one: (one.start, one.cohort))
    frame = pd.DataFrame(
        {
            COHORT: [one.cohort for one in lines],
            BRANCH: [one.branch for one in lines],
            START: [one.start for one in lines],
            MIN: [one.min for one in lines],
            MAX: [one.max for one in lines],
            ALONE_SEATS: [one.alone for one in lines],
            SEATS: [one.seats for one in lines],
            LARGEST: [one.largest for one in lines],
            HOMES: [one.municipalities for one in lines],
        }
    )
    frame = frame if with_homes else frame.drop(columns=HOMES)  # so many people are in it at least
    return Counts("Alle hold", frame, facts=(COHORT, BRANCH, START, MIN, MAX), of_things=(HOMES,))


def _with_breaks(name: str) -> str:
    """A name for the head of a column, which may be broken after each slash."""
    return name.replace("/", "/\N{ZERO WIDTH SPACE}")


def _largest_first(counts: pd.Series[int]) -> list[str]:
    return [str(name) for name in counts.sort_index().sort_values(ascending=False, kind="stable").index]


def _with_total_row(table: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([table, table.sum().rename(TOTAL).to_frame().T]).astype(int)
