"""The coordinator's workbook: what was decided is read from it, what was found is written to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

import pandas as pd

from igu_xl.actions.settings import Settings, setting_rows, settings_from
from igu_xl.actions.tool_sheets import by_header, fill_table, show_start
from igu_xl.domain.codes import fold
from igu_xl.errors import NotNow, WriteRefused, WrongUse
from igu_xl.findings import NOTE, Finding, Place
from igu_xl.records import Record
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.contract.coordinator import COHORT_STATUS, PUBLISH_LABEL
from igu_xl.sheets.keeping import Backups
from igu_xl.sheets.lacking import NOTHING, Lacks, lacks_of
from igu_xl.sheets.lossless import WorkbookEdit, is_open
from igu_xl.sheets.opening import Unreadable
from igu_xl.sheets.partnership import COORDINATOR_FILES, coordinator_file
from igu_xl.sheets.reading import OLDER, Rows, read_table
from igu_xl.sheets.schema import Table
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.values import understand
from igu_xl.sheets.workbook import Workbook, open_workbook
from igu_xl.standing.cohorts import COMING, CohortState

NEW_FILE = COORDINATOR_FILES[0]

APPROVE, REJECT, LOCK = "Godkend", "Afvis", "Lås"
# What stands in the column Tilstand of Forslag; a sentence stands there where an approved one could not be sent.
PROPOSED, SENT, REJECTED, UNKEPT = "Foreslået", "Sendt", "Afvist", "Kan ikke holdes nu"

# A ruling in Beslutninger that came from a choice in Forslag, and one that does not count any more.
CHOSEN, WITHDRAWN = "Forslag", "Ophævet"

_READ = ("tblForslag", "tblUmatchede", "tblHoldstatus")

# What a person types in and the tool writes in, too: its rows must lie in the table, or there is no room for more.
_WRITTEN_BACK = ("tblBeslutninger", "tblHvorfor")
_BELOW = "raekker-under-tabel"

# What the system does not let anybody read: another program may hold it.
_NOT_NOW = "fil-laest-ikke"

COHORTS = COHORT_STATUS.name
RUNS, _COUNTED = str(CohortState.RUNS), tuple(str(state) for state in COMING)

# When, what was done, and what came of it: a line of the log.
LogLine = tuple[datetime, str, str]


@dataclass(frozen=True, slots=True, eq=False)
class CoordinatorBook:
    """The coordinator's workbook as it was read: settings, and its tables as frames of what stands in them.

    `sha256` is that of the file, so that decisions typed after it was read are not written over. `ruling_cells` are
    the addresses of the rulings, in their order. `sent_last` is the day on which the log last says that something was
    sent. `lacks` is what a workbook of an earlier layout does not have; its tables are empty, and are not written.
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
    sent_last: date | None = None
    lacks: Lacks = NOTHING

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


def new_coordinator(folder: Path, settings: Settings) -> Path:
    """Make the coordinator's workbook from the template."""
    path = folder / NEW_FILE
    build_workbook(COORDINATOR, path, {"tblIndstillinger": setting_rows(settings)})
    return path


class Coordinator(Protocol):
    """The coordinator's workbook wherever it is worked on: its file, or the one that is open in Excel."""

    path: Path

    def read(self) -> CoordinatorBook:
        """Settings and decisions as they stand now; raises `WrongUse` when they make no sense."""

    def write(
        self, book: CoordinatorBook, tables: Mapping[str, Sequence[Record]], backups: Backups, log: LogLine | None
    ) -> bool:
        """Replace tables with rows by column key and add a line to the log; raises `NotNow` when it cannot be done.

        Tables that a workbook of an earlier layout does not have are left out.
        """


class CoordinatorFile:
    """The coordinator's workbook as a file in the partnership's folder, made from the template when there is none."""

    def __init__(self, folder: Path) -> None:
        self.path = coordinator_file(folder) or folder / NEW_FILE

    def read(self) -> CoordinatorBook:
        """Read what is saved.

        Raises `NotNow` when it is open, because decisions that are not saved yet would be lost, and `WrongUse` when it
        cannot be read, a table or a column is not there, or a setting or a decision makes no sense.
        """
        if not self.path.exists():
            new_coordinator(self.path.parent, Settings())
        if lock := is_open(self.path):
            raise NotNow(
                f"{self.path.name} er åben (låsefilen {lock} findes). Gem og luk den, og prøv igen. Er den ikke åben "
                "nogen steder, så slet låsefilen."
            )
        try:
            return _saved(self.path)
        except Unreadable as problem:
            raise _unreadable(self.path, problem) from problem

    def write(
        self, book: CoordinatorBook, tables: Mapping[str, Sequence[Record]], backups: Backups, log: LogLine | None
    ) -> bool:
        """Replace tables with rows by column key, and add a line to the log.

        Nothing is written, and False is returned, when everything stands there already. Raises `NotNow`, with the file
        as it was, when it is open or was changed since it was read.
        """
        try:
            edit = WorkbookEdit(self.path)
            if edit.sha256 != book.sha256:
                raise WriteRefused("Den er ændret, siden den blev læst.")
            for name, rows in book.fitting(tables).items():
                fill_table(edit, COORDINATOR.table(name), rows)
            if not edit.changed:
                return False
            if log:
                edit.append_rows("tblLog", by_header(COORDINATOR.table("tblLog"), [log_row(*log)]))
                show_start(edit, log[0].date())
            backups.keep(self.path)
            return edit.save()
        except WriteRefused as problem:
            raise NotNow(f"{self.path.name} kunne ikke skrives: {problem.reason} Luk den, og prøv igen.") from problem


def read_coordinator(folder: Path) -> CoordinatorBook:
    """What is saved in the coordinator's workbook of a partnership; raises as `CoordinatorFile.read`."""
    return CoordinatorFile(folder).read()


def saved_coordinator(folder: Path) -> CoordinatorBook | None:
    """What is saved in the coordinator's workbook, also while it is open: for what only looks and writes nothing.

    None where there is no such workbook, and where the system does not let it be read now. Raises `WrongUse` when what
    is read makes no sense.
    """
    path = coordinator_file(folder)
    try:
        return _saved(path) if path else None
    except Unreadable as problem:
        if problem.code == _NOT_NOW:
            return None
        raise _unreadable(path or folder, problem) from problem


def understood(path: Path, sha256: str, rows_of: Callable[[Table], Rows], lacks: Lacks) -> CoordinatorBook:
    """Settings and tables from rows as they were typed; raises `WrongUse` when one of them makes no sense.

    `lacks` is what a workbook of an earlier layout does not have; it works without.
    """
    settings = rows_of(COORDINATOR.table("tblIndstillinger"))

    def rows(name: str) -> Rows:
        table = COORDINATOR.table(name)
        return _no_rows(table) if table in lacks.tables else rows_of(table)

    proposals, unmatched, cohorts = (_frame(rows(name), path) for name in _READ)
    written = rows("tblBeslutninger")
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
        sent_last=_sent_last(_frame(rows("tblLog"), path)),
        lacks=lacks,
    )


def _without_withdrawn(proposals: pd.DataFrame, rulings: pd.DataFrame) -> pd.DataFrame:
    """The proposals without the choices that were withdrawn in Beslutninger since."""
    key = ["candidate", "slot", "cohort"]
    gone = rulings[(rulings["source"] == CHOSEN) & (rulings["standing"] == WITHDRAWN)]
    names = set(gone[key].itertuples(index=False, name=None))
    withdrawn = [name in names for name in proposals[key].itertuples(index=False, name=None)]
    cleared = pd.Series(withdrawn, index=proposals.index, dtype=bool) & (proposals["state"] != SENT)
    return proposals.assign(decision=proposals["decision"].mask(cleared, ""))


def _sent_last(log: pd.DataFrame) -> date | None:
    """The day of the last line of the log on which placements were sent; None where it tells of none."""
    sent = log[(log["action"] == PUBLISH_LABEL) & ~log["result"].str.startswith("0 ")]
    days = pd.to_datetime(sent["at"], format="%d-%m-%Y %H:%M", errors="coerce").dropna()
    return None if days.empty else days.iloc[-1].date()


def _no_rows(table: Table) -> Rows:
    return Rows(table, table.sheet, {}, [], pd.DataFrame())


def log_row(at: datetime, action: str, result: str) -> Record:
    """A line of the log by column key."""
    return {"at": f"{at:%d-%m-%Y %H:%M}", "action": action, "result": result}


def _saved(path: Path) -> CoordinatorBook:
    """The workbook as its file is; raises `Unreadable`, and `WrongUse` when what is read makes no sense."""
    workbook = open_workbook(path)
    lacks = lacks_of(workbook, COORDINATOR)
    return understood(path, workbook.sha256, lambda table: _rows(workbook, table, path), lacks)


def _unreadable(path: Path, problem: Unreadable) -> WrongUse:
    return _refused(path, Finding(Place(path.name), problem.code, "", problem.details))


def _refused(path: Path, finding: Finding) -> WrongUse:
    parts = [path.name, f"arket {finding.place.sheet}" * bool(finding.place.sheet)]
    parts.append(f"celle {finding.place.cell}" * bool(finding.place.cell))
    return WrongUse(f"{', '.join(part for part in parts if part)}: {finding.message} {finding.mend}")


def _rows(workbook: Workbook, table: Table, path: Path) -> Rows:
    """The rows of a table that must be there under its name with all its columns: half of a decision is none."""
    findings: list[Finding] = []
    if any(fold(own.name) == fold(table.name) for own in workbook.tables):
        rows = read_table(workbook, table, path.name, findings)
    else:
        rows = None
        findings.append(Finding(Place(path.name), "tabel-mangler", "", {"table": table.name, "expected": table.sheet}))
    for finding in findings:
        below = finding.code == _BELOW and table.name in _WRITTEN_BACK
        if below or finding.level != NOTE:
            raise _refused(path, finding)
    assert rows is not None, "a table that is not there has a finding"
    return rows


def _frame(rows: Rows, path: Path) -> pd.DataFrame:
    """A table as a frame by column key; an empty text is ""."""
    columns = {}
    for column in rows.table.inputs:
        values, faults = understand(rows.column(column.key), column)
        for position, fault in faults.items():
            place = Place(path.name, rows.sheet, rows.table.name, rows.cell(position, column.key), column.header)
            raise _refused(path, Finding(place, fault.code, fault.value, fault.details))
        columns[column.key] = values.fillna("") if values.dtype == "string" else values
    return pd.DataFrame(columns)
