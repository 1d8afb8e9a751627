"""Hvad nu hvis: try what would give most people a place, and show the coordinator what each change gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from igu_xl.actions.checking import read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.coordinator.what_if_sheet import fresh_rows
from igu_xl.actions.coordinator.workbook import Coordinator
from igu_xl.actions.matching.matching import task_of
from igu_xl.actions.reporting.kept_match import keep_what_if
from igu_xl.danish import listing, number_text, plural
from igu_xl.errors import WrongUse
from igu_xl.match.proposal import best_plan
from igu_xl.match.what_if.trials import Proven, what_if
from igu_xl.progress import Progress, teller
from igu_xl.sheets import buttons
from igu_xl.sheets.contract.coordinator import WHAT_IF
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import Backups, exclusive

# The coordinator waits no longer than a minute, also where a match may take an hour; reading and writing take the rest.
_MOST_SECONDS = 45
# The share of the time that finds the plan which the changes are compared with.
_FOR_PLAN = 0.45


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The changes that would give most, and how many people the plan places without them."""

    placed: int
    proven: tuple[Proven, ...]

    @property
    def summary(self) -> str:
        """One sentence for the message box and the log."""
        if not self.proven:
            return "Ingen af de ændringer, der blev prøvet, giver flere forløb."
        best, count = self.proven[0], plural(len(self.proven), "ændring", "ændringer")
        change = f"{best.change[:1].lower()}{best.change[1:]}"
        more = plural(best.gives, "mere", "flere")
        return f"{count} ville give flere forløb end de {number_text(self.placed)} i dag; mest giver {change}: {more}."

    @property
    def text(self) -> str:
        """The sentence, and a line for each change, for a window of text."""
        return "\n".join(
            [self.summary, *(f"  {one.gives:>3}  {one.change}. {one.because}{_who(one)}" for one in self.proven)]
        )

    def as_json(self) -> dict[str, object]:
        """The answer of `igu match --what-if --json`."""
        return {"placed": self.placed, "changes": [one.as_json() for one in self.proven]}


def what_if_partnership(
    folder: Path, begun: datetime, progress: Progress | None = None, coordinator: Coordinator | None = None
) -> WhatIf:
    """Find the best plan of what stands in the workbooks now, try changes, and write those that help to the sheet.

    Nothing is proposed by it: the sheet Forslag stays as it is. Raises `WrongUse` for a folder that is no partnership
    and for a workbook of an earlier version without the sheet, `NotNow` when another run holds the folder or the
    coordinator's workbook is open.
    """
    find_workbooks(folder)
    with exclusive(folder):
        desk = coordinator or CoordinatorFile(folder)
        checked = read_and_check(folder, begun, progress, desk)
        book = checked.coordinator
        if not book.has(WHAT_IF.name):
            raise WrongUse(_NO_SHEET)
        task, tell, seconds = task_of(checked), teller(progress), min(book.settings.match_seconds, _MOST_SECONDS)
        plan = best_plan(task.case.problem, seconds * _FOR_PLAN, tell, previous=task.previous)
        found = WhatIf(plan.placed, tuple(what_if(task.case, plan, seconds * (1 - _FOR_PLAN), tell)))
        rows = {WHAT_IF.name: fresh_rows(found.proven, checked.today)}
        desk.write(book, rows, Backups(folder, begun), (begun, buttons.WHAT_IF.label, found.summary))
        keep_what_if(folder, found.placed, found.proven)
        return found


def _who(one: Proven) -> str:
    """The candidates whom a change is for, where it is for somebody in particular."""
    return f" Det er {listing(list(one.candidates))}." if one.candidates else ""


_NO_SHEET = (
    f"Arket {WHAT_IF.sheet} mangler i koordinatorens arbejdsbog, som er fra en tidligere version. Åbn den sammen med "
    f"skabelonen af samme navn, højreklik på arket {WHAT_IF.sheet} dér, vælg »Flyt eller kopiér«, og lav en kopi i "
    "arbejdsbogen. Alt andet bliver, som det er."
)
