"""The commands of the partnership: what each button does, and the one sentence that it ends in.

Here stands the work of every button of `igu_xl/sheets/buttons.py`, by its key; the faces find it here. Everything heavy
is imported when a command is carried out, after it has shown itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from igu_xl.errors import IguError
from igu_xl.sheets.buttons import CHECK, FORGET, MATCH, PLAN, PUBLISH, REPORT, UNDO, UPGRADE, WHAT_IF

if TYPE_CHECKING:
    from igu_xl.actions.coordinator.workbook import Coordinator
    from igu_xl.progress import Progress
    from igu_xl.sheets.schema import Button

_MOST_JOBS = 4  # each makes pages in a process of its own, and takes 300 MB


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a command is carried out: a partnership's folder and its coordinator's workbook."""

    folder: Path
    coordinator: Coordinator


@dataclass(frozen=True, slots=True)
class Press:
    """What a press has at hand: folder, coordinator's workbook, when it began, and whom to tell how far it is."""

    folder: Path
    coordinator: Coordinator
    begun: datetime
    progress: Progress


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command ended: one sentence, and the kind of message box that shows it."""

    sentence: str
    mode: str


Work = Callable[[Press], str]
"""Does what a button asks for, and gives one Danish sentence; raises `IguError` where it cannot be done."""


def carried_out(button: Button, find_desk: Callable[[], Desk], begun: datetime, progress: Progress) -> Answer:
    """Do the work of a button at the desk that `find_desk` gives, and say how it went; it never raises.

    What the coordinator can do something about is said in Danish, the rest is kept in a file. A sentence that is not
    what was asked for is put in the log, too, where that is open.
    """
    desk = None
    try:
        desk = find_desk()
        return Answer(WORK[button.key](Press(desk.folder, desk.coordinator, begun, progress)), "info")
    except IguError as problem:
        sentence = str(problem)
    except Exception as problem:  # a press must never end in a traceback
        sentence = _kept(desk.folder if desk else None, begun, problem)
    if desk:
        with suppress(Exception):
            desk.coordinator.remember((begun, button.label, sentence))
    return Answer(sentence, "critical")


def _kept(folder: Path | None, begun: datetime, problem: Exception) -> str:
    """A kind sentence and the place of the file that says where in the code it went wrong."""
    from igu_xl.actions.mishaps import keep_mishap

    path = keep_mishap(folder, begun, problem)
    return (
        "Det gik galt på en måde, som igu ikke kender. Ingen partners arbejdsbog er halvt skrevet. "
        f"Send filen {path} til dem, der passer igu; den rummer ingen personoplysninger."
    )


def _check(press: Press) -> str:
    from igu_xl.actions.checking import check_partnership, summary

    checked = check_partnership(press.folder, press.begun, press.progress, press.coordinator)
    return " ".join(filter(None, [summary(checked.validation), checked.since().sentence]))


def _match(press: Press) -> str:
    from igu_xl.actions.matching.matching import match_partnership
    from igu_xl.match.summary import summary

    return summary(match_partnership(press.folder, press.begun, press.progress, press.coordinator))


def _plan(press: Press) -> str:
    from igu_xl.actions.planning.planning import plan_partnership, summary

    return summary(plan_partnership(press.folder, press.begun, press.progress, press.coordinator))


def _publish(press: Press) -> str:
    from igu_xl.actions.sending.publishing import publish_partnership, summary

    return summary(publish_partnership(press.folder, press.begun, press.progress, press.coordinator, twice_is_yes=True))


def _report(press: Press) -> str:
    """The pages of the month, and the one about the latest match where there was one."""
    from igu_xl.actions.reporting.kept_match import kept_matches
    from igu_xl.actions.reporting.match_report import make_match_page
    from igu_xl.actions.reporting.reporting import report_partnership
    from igu_xl.reports.run.options import ReportOptions
    from igu_xl.reports.run.summary import report_summary
    from igu_xl.sheets.writing.keeping import Backups

    book = press.coordinator.read()
    press.progress(0, 0, "læser og kontrollerer")
    run = report_partnership(
        press.folder,
        book.settings.previous_month(press.begun.date),
        press.begun,
        ReportOptions(jobs=min(os.cpu_count() or 1, _MOST_JOBS)),
        progress=lambda done, total: press.progress(done, total, "sider"),
        coordinator=press.coordinator,
    )
    sentence = report_summary(run)
    if kept_matches(press.folder):
        make_match_page(press.folder)
        sentence += " Matchrapporten for det seneste match er også lavet."
    press.coordinator.write(book, {}, Backups(press.folder, press.begun), (press.begun, REPORT.label, sentence))
    return sentence


def _what_if(press: Press) -> str:
    from igu_xl.actions.matching.what_if import what_if_partnership

    return what_if_partnership(press.folder, press.begun, press.progress, press.coordinator).summary


def _undo(press: Press) -> str:
    from igu_xl.actions.sending.taking_back import summary
    from igu_xl.actions.sending.undoing import undo_partnership

    return summary(undo_partnership(press.folder, press.begun, press.progress, press.coordinator, ask_first=True))


def _upgrade(press: Press) -> str:
    from igu_xl.actions.upgrading import summary, upgrade_partnership

    return summary(upgrade_partnership(press.folder, press.begun, press.progress, press.coordinator))


def _forget(press: Press) -> str:
    from igu_xl.actions.forgetting.forgetting import forget_chosen

    return forget_chosen(press.folder, press.begun, press.coordinator)


WORK: dict[str, Work] = {
    CHECK.key: _check,
    MATCH.key: _match,
    PLAN.key: _plan,
    PUBLISH.key: _publish,
    REPORT.key: _report,
    WHAT_IF.key: _what_if,
    UNDO.key: _undo,
    UPGRADE.key: _upgrade,
    FORGET.key: _forget,
}
