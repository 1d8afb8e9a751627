"""The tables of a match report as its audience may see them, protected together because they share their sums.

Who goes to which branch adds up to a municipality's people with a place, those with and without to all who wait, and
the reasons to all without. One audit looks at all these counts at once: what one table hides, no other gives away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from igu_xl.domain.branches import branch_names
from igu_xl.domain.reasons import GROUPS, group_of
from igu_xl.reports.disclosure.audit import Sum, to_hide
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import INTERNAL, SHARED, Hidden, Protected, protect, sensitive
from igu_xl.reports.match_report.match_data import MatchData

TOTAL, COUNT = "I alt", "Antal"
PLACED, POSSIBLE, IMPOSSIBLE, READY = "Foreslået", "Mulig, men uden plads", "Ingen mulig plads", "Klar i alt"
TOGETHER, FIRST_COME, ALONE = "Samlet (forslaget)", "Først til mølle", "Hver kommune for sig"
AT_MOST, COHORTS = "Højst muligt", "Hold, der kan køre"
COHORT, BRANCH, START, MIN, MAX = "Hold", "Branche", "Start", "Mindst", "Højst"
ALONE_SEATS, SEATS, LARGEST, HOMES = "Hver for sig", "Samlet", "Flest fra én kommune", "Kommuner"
CHANCES = (PLACED, POSSIBLE, IMPOSSIBLE)
_WITHOUT = "Uden plads"


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


def protected(data: MatchData, audience: str) -> MatchTables:
    """The counts of a match for an audience; raises ValueError for an unknown one."""
    made = {
        "ways": _ways(data),
        "bounds": _bounds(data),
        "flows": _flows(data),
        "people": _people(data),
        "reasons": _reasons(data, audience),
    }
    hidden = _hidden([*made.values(), _without(data)]) if audience == SHARED else {}
    shown = {name: protect(counts, audience, hidden) for name, counts in made.items()}
    turned = _turned(made["people"], audience, hidden)
    return MatchTables(**shown, turned=turned, cohorts=protect(_cohorts(data), audience))


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


def _flows(data: MatchData) -> Counts:
    """Municipalities by code and branches in the order of their list, with their sums; also those without anybody.

    A line that is missing, and an order by size, would tell what is hidden.
    """
    rows = [(one.municipality, one.branch, one.people) for one in data.flows]
    long = pd.DataFrame(rows, columns=["municipality", "branch", "people"])
    wide = long.pivot_table(index="municipality", columns="branch", values="people", aggfunc="sum", fill_value=0)
    wide = wide.rename_axis(index=None, columns=None)
    branches = [*branch_names(), *sorted({*wide.columns} - {*branch_names()})]
    wide = wide.reindex(index=list(data.homes), columns=branches, fill_value=0).rename(columns=_with_breaks)
    frame = _with_total_row(wide.assign(**{PLACED: wide.sum(axis=1)}))
    return Counts("Foreslåede forløb fra kommune til branche", frame, total_column=PLACED, total_row=TOTAL)


def _people(data: MatchData) -> Counts:
    placed = pd.Series([one.people for one in data.flows], index=[one.municipality for one in data.flows], dtype=int)
    rows = {one.municipality: (one.possible, one.impossible) for one in data.without}
    rest = pd.DataFrame.from_dict(rows, orient="index", columns=[POSSIBLE, IMPOSSIBLE])
    both = pd.concat([placed.groupby(level=0).sum().rename(PLACED), rest], axis=1)
    table = both.reindex(list(data.homes)).fillna(0).astype(int)
    table[READY] = table.sum(axis=1)
    frame = _with_total_row(table)
    # That nobody has a place, or that all have, is told anyway.
    telling = () if data.placed == data.ready else CHANCES if data.placed else CHANCES[1:]
    return Counts("Alle, der er klar", frame, total_column=READY, total_row=TOTAL, telling=telling)


def _turned(people: Counts, audience: str, hidden: Mapping[str, Hidden]) -> Protected:
    """The same counts with a column for each municipality, which is how a chart takes them."""
    cells = {(column, row): near for (row, column), near in hidden.get(people.name, {}).items()}
    turned = Counts(people.name, people.frame.T, total_column=TOTAL, total_row=READY, telling=people.telling)
    return protect(turned, audience, {people.name: cells})


def _without(data: MatchData) -> Counts:
    """Those without a place as one line: it is not shown, but ties the reasons to the municipalities."""
    sums = {
        POSSIBLE: sum(one.possible for one in data.without),
        IMPOSSIBLE: sum(one.impossible for one in data.without),
    }
    frame = pd.DataFrame({**sums, _WITHOUT: sum(sums.values())}, index=[TOTAL])
    return Counts("Alle uden plads", frame, total_column=_WITHOUT)


def _reasons(data: MatchData, audience: str) -> Counts:
    """The reasons, those of most people first; on a page that may be passed on all groups of them, in one order."""
    told = Counter[str]() if audience == INTERNAL else Counter(dict.fromkeys(GROUPS, 0))
    for one in data.reasons:
        told[one.reason if audience == INTERNAL else group_of(one.reason)] += one.people
    table = pd.DataFrame({COUNT: pd.Series(told, dtype=int)})
    frame = _with_total_row(table.loc[_largest_first(table[COUNT])] if audience == INTERNAL else table)
    return Counts("Uden plads efter grund", frame, total_row=TOTAL, rows="grund", alias={COUNT: _WITHOUT})


def _cohorts(data: MatchData) -> Counts:
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
    return Counts("Alle hold", frame, facts=(COHORT, BRANCH, START, MIN, MAX), of_things=(HOMES,))


def _with_breaks(name: str) -> str:
    """A name for the head of a column, which may be broken after each slash."""
    return name.replace("/", "/\N{ZERO WIDTH SPACE}")


def _largest_first(counts: pd.Series[int]) -> list[str]:
    return [str(name) for name in counts.sort_index().sort_values(ascending=False, kind="stable").index]


def _with_total_row(table: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([table, table.sum().rename(TOTAL).to_frame().T]).astype(int)


def _hidden(tables: Sequence[Counts]) -> Mapping[str, Hidden]:
    """What each table hides, by its name: small counts, and whatever would give them away in any of the tables."""
    known = {table.quantity(cell): count for table in tables for cell, count in table.cells()}
    number = {quantity: position for position, quantity in enumerate(known)}
    wanted: dict[int, tuple[int, int]] = {}
    for table in tables:
        for cell, (low, high) in sensitive(table).items():
            before = wanted.get(number[table.quantity(cell)], (low, high))
            wanted[number[table.quantity(cell)]] = min(low, before[0]), max(high, before[1])
    sums = [
        Sum(tuple(number[table.quantity(part)] for part in parts), number[table.quantity(whole)])
        for table in tables
        for parts, whole in table.sums()
    ]
    found = to_hide(list(known.values()), sums, wanted)
    return {
        table.name: {cell: None for cell, _ in table.cells() if number[table.quantity(cell)] in found}
        for table in tables
    }
