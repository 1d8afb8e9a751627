"""What the coordinator's workbook says: its settings and decisions, wherever it was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import pandas as pd

from igu_xl.actions.coordinator.settings import Settings, settings_from
from igu_xl.actions.logbook.logbook import LogLine
from igu_xl.errors import WrongUse
from igu_xl.findings import Finding, Place
from igu_xl.records import Record
from igu_xl.sheets.buttons import PUBLISH
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.contract.coordinator import COHORT_STATUS, PARTNERS, SINCE
from igu_xl.sheets.reading.lacking import NOTHING, Lacks
from igu_xl.sheets.reading.typed_rows import OLDER, Rows
from igu_xl.sheets.reading.values import shown, understand
from igu_xl.sheets.schema import Table
from igu_xl.sheets.writing.keeping import Backups
from igu_xl.standing.cohorts import COMING, CohortState
from igu_xl.system.who import Who

APPROVE, REJECT, LOCK = "Godkend", "Afvis", "Lås"
# What stands in the column Tilstand of Forslag; a sentence stands there where an approved one could not be sent.
PROPOSED, SENT, REJECTED, UNKEPT = "Foreslået", "Sendt", "Afvist", "Kan ikke holdes nu"

# A ruling in Beslutninger that came from a choice in Forslag, and one that does not count any more.
CHOSEN, WITHDRAWN = "Forslag", "Ophævet"

_READ = ("tblForslag", "tblUmatchede", "tblHoldstatus")

COHORTS = COHORT_STATUS.name
RUNS, _COUNTED = str(CohortState.RUNS), tuple(str(state) for state in COMING)


@dataclass(frozen=True, slots=True, eq=False)
class CoordinatorBook:
    """The coordinator's workbook as it was read: settings, and its tables as frames of what stands in them.

    `sha256` is that of the file, so that decisions typed after it was read are not written over. `ruling_cells` are
    the addresses of the rulings, in their order. `sent_last` is the day on which the log last says that something was
    sent, `said_last` the result in its last line. `folders` are those that were typed in Partnere. `lacks` is what a
    workbook of an earlier layout does not have; its tables are empty, and are not written.
    """

    path: Path
    sha256: str
    settings: Settings
    proposals: pd.DataFrame
    unmatched: pd.DataFrame
    cohorts: pd.DataFrame
    rulings: pd.DataFrame
    ruling_cells: tuple[str, ...]
    questions: pd.DataFrame
    what_if: pd.DataFrame
    since: pd.DataFrame
    sent_last: date | None = None
    said_last: str = ""
    lacks: Lacks = NOTHING
    folders: tuple[str, ...] = ()

    def has(self, table: str) -> bool:
        """Whether the workbook has this table."""
        return table not in {lacking.name for lacking in self.lacks.tables}

    def fitting(self, tables: Mapping[str, Sequence[Record]]) -> dict[str, Sequence[Record]]:
        """The tables that the workbook has, as its own sheet Start counts them.

        That of the first layout takes every cohort for one that runs whose result does not begin with `Kører ikke`.
        """
        told = {name: rows for name, rows in tables.items() if self.has(name)}
        if COHORTS in told and (COHORT_STATUS, COHORT_STATUS.column("why")) in self.lacks.columns:
            rows = [row for row in told[COHORTS] if str(row["result"]).startswith(_COUNTED)]
            told[COHORTS] = [{**row, "result": _in_first_words(str(row["result"]))} for row in rows]
        return told

    @property
    def notes(self) -> list[Finding]:
        """What the coordinator should know of the workbook and need not mend: what an older one does not have."""
        if not self.lacks:
            return []
        return [Finding(Place(self.path.name), OLDER, "", {"lacks": self.lacks.told()})]


def _in_first_words(result: str) -> str:
    """Where a cohort stands, as the first layout begins it."""
    return result.capitalize() if result.startswith(RUNS) else f"Kører ikke endnu: {result}"


class Coordinator(Protocol):
    """The coordinator's workbook wherever it is worked on: its file, or the one that is open in Excel."""

    path: Path

    def read(self) -> CoordinatorBook:
        """Settings and decisions as they stand now; raises `WrongUse` when they make no sense."""

    def write(
        self,
        book: CoordinatorBook,
        tables: Mapping[str, Sequence[Record]],
        backups: Backups,
        log: LogLine | None,
        by: Who | None = None,
    ) -> bool:
        """Replace tables with rows by column key and add a line to the log; raises `NotNow` when it cannot be done.

        The line says who runs the program, or `by` whom it was. Tables that a workbook of an earlier layout does not
        have are left out.
        """

    def remember(self, log: LogLine) -> None:
        """Add a line to the log alone, where the workbook is open; a file is left as it is."""


def understood(path: Path, sha256: str, rows_of: Callable[[Table], Rows], lacks: Lacks) -> CoordinatorBook:
    """Settings and tables from rows as they were typed; raises `WrongUse` when one of them makes no sense.

    `lacks` is what a workbook of an earlier layout does not have; it works without.
    """
    settings = rows_of(COORDINATOR.table("tblIndstillinger"))

    def rows(name: str) -> Rows:
        table = COORDINATOR.table(name)
        return _no_rows(table) if table in lacks.tables else rows_of(table)

    proposals, unmatched, cohorts = (_frame(rows(name), path) for name in _READ)
    written, log = rows("tblBeslutninger"), _frame(rows("tblLog"), path)
    rulings = _frame(written, path)
    return CoordinatorBook(
        path=path,
        sha256=sha256,
        settings=settings_from(zip(settings.column("setting"), settings.column("value"), strict=True)),
        proposals=_without_withdrawn(proposals, rulings),
        unmatched=unmatched,
        cohorts=cohorts,
        rulings=rulings,
        ruling_cells=tuple(written.cell(at, "ruling") for at in range(len(written.numbers))),
        questions=_frame(rows("tblHvorfor"), path),
        what_if=_frame(rows("tblHvadNuHvis"), path),
        since=_frame(rows(SINCE.name), path),
        sent_last=_sent_last(log),
        said_last="" if log.empty else str(log["result"].iloc[-1]),
        lacks=lacks,
        folders=tuple(shown(typed) for typed in rows(PARTNERS.name).column("folder") if typed is not None),
    )


def _without_withdrawn(proposals: pd.DataFrame, rulings: pd.DataFrame) -> pd.DataFrame:
    """The proposals without the choices that were withdrawn in Beslutninger since."""
    key = ["candidate", "slot", "cohort"]
    gone = rulings[(rulings["source"] == CHOSEN) & (rulings["validity"] == WITHDRAWN)]
    names = set(gone[key].itertuples(index=False, name=None))
    withdrawn = [name in names for name in proposals[key].itertuples(index=False, name=None)]
    cleared = pd.Series(withdrawn, index=proposals.index, dtype=bool) & (proposals["state"] != SENT)
    return proposals.assign(decision=proposals["decision"].mask(cleared, ""))


def _sent_last(log: pd.DataFrame) -> date | None:
    """The day of the last line of the log on which placements were sent; None where it tells of none."""
    sent = log[(log["action"] == PUBLISH.label) & ~log["result"].str.startswith("0 ")]
    days = pd.to_datetime(sent["at"], format="%d-%m-%Y %H:%M", errors="coerce").dropna()
    return None if days.empty else days.iloc[-1].date()


def _no_rows(table: Table) -> Rows:
    return Rows(table, table.sheet, {}, [], pd.DataFrame())


def refused(path: Path, finding: Finding) -> WrongUse:
    parts = [path.name, f"arket {finding.place.sheet}" * bool(finding.place.sheet)]
    parts.append(f"celle {finding.place.cell}" * bool(finding.place.cell))
    return WrongUse(f"{', '.join(part for part in parts if part)}: {finding.message} {finding.mend}")


def _frame(rows: Rows, path: Path) -> pd.DataFrame:
    """A table as a frame by column key; an empty text is ""."""
    columns = {}
    for column in rows.table.inputs:
        values, faults = understand(rows.column(column.key), column)
        for position, fault in faults.items():
            place = Place(path.name, rows.sheet, rows.table.name, rows.cell(position, column.key), column.header)
            raise refused(path, Finding(place, fault.code, fault.value, fault.details))
        columns[column.key] = values.fillna("") if values.dtype == "string" else values
    return pd.DataFrame(columns)
