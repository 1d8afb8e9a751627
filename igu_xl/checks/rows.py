"""What is wrong inside one row: missing values, dates and numbers that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from igu_xl.checks.finding_cells import findings_where, reversed_periods
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.outcomes import CANCELLED
from igu_xl.findings import Finding
from igu_xl.sheets.contract import PARTNER_BOOKS
from igu_xl.sheets.partnership import Partnership
from igu_xl.sheets.schema import Column, Table
from igu_xl.standing.moved import NOBODY_MOVED

# Hours a week of school and practice together in an igu.
_IGU_HOURS = (32, 37)


def check_rows(partnership: Partnership, moves: pd.DataFrame = NOBODY_MOVED) -> Iterator[Finding]:
    """The findings of every table's rows, each taken alone; who has moved keeps the first municipality's id."""
    told = {_cell(found) for found in partnership.findings}
    for table in (table for book in PARTNER_BOOKS for table in book.inputs):
        for column in table:
            if column.required:
                yield from (found for found in _missing(partnership, table, column) if _cell(found) not in told)
    yield from _candidates(partnership, moves)
    yield from _slots(partnership)
    yield from _cohorts(partnership)
    yield from _placements(partnership)


def _cell(found: Finding) -> tuple[str, str, str]:
    return found.place.workbook, found.place.sheet, found.place.cell


def _missing(partnership: Partnership, table: Table, column: Column) -> Iterator[Finding]:
    """Empty required cells; one that could not be read is empty in the frame too, but has a finding of its own."""
    frame = partnership.frames[table.name]
    empty = frame[column.key].isna()
    if column.unless:
        other, values = column.unless
        empty &= ~frame[other].isin(values)
    yield from findings_where(partnership, table.name, empty, column.key, "paakraevet")


def _candidates(partnership: Partnership, moves: pd.DataFrame) -> Iterator[Finding]:
    table, frame = "tblKandidater", partnership.frames["tblKandidater"]
    born, resident = frame["born"], frame["residence_from"]
    yield from findings_where(
        partnership, table, resident < born, "residence_from", "bopael-foer-foedsel", a=resident, b=born
    )
    code = frame["partner"].str.removeprefix("kommune:")
    begins = frame["candidate"].str.extract(r"^0?(\d{3})-", expand=False)
    foreign = begins.notna() & (begins != code) & ~frame["candidate"].isin(moves["candidate"])
    yield from findings_where(partnership, table, foreign, "candidate", "id-fremmed", code=code)


def _slots(partnership: Partnership) -> Iterator[Finding]:
    frame = partnership.frames["tblPladser"]
    yield from reversed_periods(
        partnership, "tblPladser", "Start tidligst", "start_earliest", "Start senest", "start_latest"
    )
    low, high = _IGU_HOURS
    hours = (frame["type"] == IGU) & ((frame["weekly_hours"] < low) | (frame["weekly_hours"] > high))
    yield from findings_where(partnership, "tblPladser", hours, "weekly_hours", "igu-timer")
    least, most = frame["together_min"], frame["openings"]
    yield from findings_where(
        partnership, "tblPladser", least > most, "together_min", "samlet-over-antal", a=least, b=most
    )


def _cohorts(partnership: Partnership) -> Iterator[Finding]:
    table, frame = "tblHold", partnership.frames["tblHold"]
    least, most, start, enrol_by = frame["min"], frame["max"], frame["start"], frame["enrol_by"]
    free = frame["free_seats"]
    yield from reversed_periods(partnership, table, "Start", "start", "Slut", "end")
    yield from findings_where(partnership, table, least > most, "min", "min-over-maks", a=least, b=most)
    late = enrol_by > start
    yield from findings_where(partnership, table, late, "enrol_by", "frist-efter-start", a=enrol_by, b=start)
    yield from findings_where(partnership, table, free > most, "free_seats", "ledige-over-maks", a=free, b=most)


def _placements(partnership: Partnership) -> Iterator[Finding]:
    table, frame = "tblForloeb", partnership.frames["tblForloeb"]
    start, ended, outcome = frame["start"], frame["ended_on"], frame["outcome"]
    cancelled = (outcome == CANCELLED).fillna(False).astype(bool)
    yield from reversed_periods(partnership, table, "Start", "start", "Planlagt slut", "planned_end")
    early = (ended < start) & ~cancelled
    yield from findings_where(partnership, table, early, "ended_on", "ophoer-foer-start", a=start, b=ended)
    late = cancelled & (ended > start)
    yield from findings_where(partnership, table, late, "outcome", "aflyst-efter-start", a=start, b=ended)
    undated = outcome.notna() & ended.isna() & ~(cancelled & frame["outcome_on"].notna())
    yield from findings_where(partnership, table, undated, "outcome", "udfald-uden-ophoer")
    before_time = (ended < frame["planned_end"]) & (outcome.isna() | (outcome != "Gennemført")) & ~cancelled
    unexplained = before_time & frame["ending_reason"].isna()
    yield from findings_where(partnership, table, unexplained, "ending_reason", "ophoer-uden-aarsag")
