"""The match page that may be passed on: all its counts decided on together, and beside what was told before.

The secretariat's own page is exact. Its tables share their sums: who goes to which branch adds up to a municipality's
people with a place, those with and without to all who wait, the reasons to all without, and where every place needs a
cohort the seats to the places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from igu_xl.month import Month
from igu_xl.reports.disclosure import plans
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import HIDE, LIMIT, ROUND, SHARED, PagePlan
from igu_xl.reports.kinds import STEERING_GROUP
from igu_xl.reports.match_report.match_data import FILE, load
from igu_xl.reports.match_report.match_tables import (
    ALONE,
    ALONE_SEATS,
    PLACED,
    SEATS,
    TOGETHER,
    Made,
    made,
)
from igu_xl.reports.release import shared_pages
from igu_xl.reports.release.joint import CellOfTable, Release, SharedPage

# The page speaks of everybody, so what was told before is that of the steering group's page: its reasons are the same.
STEM = "styregruppe"


def decide(folder: Path, archive_folder: Path, method: str = ROUND) -> Release:
    """Decide what the shared page of a kept match tells, and write it beside the match."""
    data = load(folder)
    tables = made(data, SHARED)
    page = SharedPage(STEERING_GROUP, STEM, "", [*tables.all(), tables.without], also=list(_also(tables)))
    release = shared_pages.protected(archive_folder, method, [page], Month.of(data.begun), [folder / FILE])
    if release.method == HIDE:
        release = replace(release, plans={STEM: _with_cohorts_hidden(release.plans[STEM], tables.cohorts)}, told={})
    plans.write(folder, release.plans)
    return release


def plan_of(folder: Path | str) -> PagePlan | None:
    """What was decided for the match in a folder; None where nothing was."""
    return plans.read(Path(folder), STEM)


def _also(tables: Made) -> Iterator[tuple[list[CellOfTable], CellOfTable]]:
    """Seats that may add up to the places: where nobody had one before, and every place needs a cohort."""
    ends = {SEATS: TOGETHER, ALONE_SEATS: ALONE}
    for seats, way in ends.items():
        rows = [(tables.cohorts.name, (row, seats)) for row in tables.cohorts.frame.index]
        yield rows, (tables.ways.name, (way, PLACED))


def _with_cohorts_hidden(plan: PagePlan, cohorts: Counts) -> PagePlan:
    """Where small counts are hidden: all seats of a column with one, for how they add up is known to few pages only."""
    small = {cell[1] for cell, count in cohorts.cells() if 0 < count < LIMIT and cohorts.of_people(cell)}
    gone = {cell: None for cell, _ in cohorts.cells() if cell[1] in small}
    return replace(plan, tables={**plan.tables, cohorts.name: {**plan.tables[cohorts.name], **gone}})
