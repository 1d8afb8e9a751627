"""The commands of the partnership, as Excel gives them: what each does, and the one sentence that it ends in.

A command never ends in a traceback: what the coordinator can do something about is said in Danish, the rest is kept in
a file. Everything heavy is imported when a command is carried out, after it has shown itself.
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
from igu_xl.sheets.contract.coordinator import (
    CHECK_LABEL,
    MATCH_LABEL,
    PUBLISH_LABEL,
    REPORT_LABEL,
    UPGRADE_LABEL,
    WHAT_IF_LABEL,
)

if TYPE_CHECKING:
    from igu_xl.actions.coordinator.workbook import Coordinator
    from igu_xl.excel.desk import Desk
    from igu_xl.progress import Progress

_MOST_JOBS = 4  # each makes pages in a process of its own, and takes 300 MB


@dataclass(frozen=True, slots=True)
class Press:
    """What a press has at hand: folder, coordinator's workbook, when it began, and whom to tell how far it is."""

    folder: Path
    coordinator: Coordinator
    begun: datetime
    progress: Progress


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the label of its button, and its work, which gives one Danish sentence."""

    label: str
    work: Callable[[Press], str]


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command ended: one sentence, and the kind of message box that shows it."""

    sentence: str
    mode: str


def carried_out(command: Command, find_desk: Callable[[], Desk], begun: datetime, progress: Progress) -> Answer:
    """Do the work of a command at the desk that `find_desk` gives, and say how it went; it never raises.

    A sentence that is not what was asked for is put in the log, too, where there is one to write in.
    """
    desk = None
    try:
        desk = find_desk()
        return Answer(command.work(Press(desk.folder, desk.coordinator, begun, progress)), "info")
    except IguError as problem:
        sentence = str(problem)
    except Exception as problem:  # a press must never end in a traceback
        sentence = _kept(desk.folder if desk else None, begun, problem)
    if desk:
        with suppress(Exception):
            desk.remember((begun, command.label, sentence))
    return Answer(sentence, "critical")


def _kept(folder: Path | None, begun: datetime, problem: Exception) -> str:
    """A kind sentence and the place of the file that says where in the code it went wrong."""
    from igu_xl.excel.mishaps import keep_mishap

    path = keep_mishap(folder, begun, problem)
    return (
        "Det gik galt på en måde, som igu ikke kender. Ingen partners arbejdsbog er halvt skrevet. "
        f"Send filen {path} til dem, der passer igu; den rummer ingen personoplysninger."
    )


def _check(press: Press) -> str:
    from igu_xl.actions.checking import check_partnership, summary

    return summary(check_partnership(press.folder, press.begun, press.progress, press.coordinator).validation)


def _match(press: Press) -> str:
    from igu_xl.actions.matching.matching import match_partnership
    from igu_xl.match.summary import summary

    return summary(match_partnership(press.folder, press.begun, press.progress, press.coordinator))


def _publish(press: Press) -> str:
    from igu_xl.actions.sending.publishing import publish_partnership, summary

    return summary(publish_partnership(press.folder, press.begun, press.progress, press.coordinator))


def _report(press: Press) -> str:
    """The pages of the month, and the one about the latest match where there was one."""
    from igu_xl.actions.reporting.kept_match import kept_matches
    from igu_xl.actions.reporting.match_report import make_match_page
    from igu_xl.actions.reporting.reporting import report_partnership
    from igu_xl.reports.run.summary import report_summary
    from igu_xl.sheets.writing.keeping import Backups

    book = press.coordinator.read()
    press.progress(0, 0, "læser og kontrollerer")
    run = report_partnership(
        press.folder,
        book.settings.previous_month(press.begun.date),
        press.begun,
        jobs=min(os.cpu_count() or 1, _MOST_JOBS),
        progress=lambda done, total: press.progress(done, total, "sider"),
        coordinator=press.coordinator,
    )
    sentence = report_summary(run)
    if kept_matches(press.folder):
        make_match_page(press.folder)
        sentence += " Matchrapporten for det seneste match er også lavet."
    press.coordinator.write(book, {}, Backups(press.folder, press.begun), (press.begun, REPORT_LABEL, sentence))
    return sentence


def _what_if(press: Press) -> str:
    from igu_xl.actions.matching.what_if import what_if_partnership

    return what_if_partnership(press.folder, press.begun, press.progress, press.coordinator).summary


def _upgrade(press: Press) -> str:
    from igu_xl.actions.upgrading import summary, upgrade_partnership

    return summary(upgrade_partnership(press.folder, press.begun, press.progress, press.coordinator))


CHECK = Command(CHECK_LABEL, _check)
MATCH = Command(MATCH_LABEL, _match)
PUBLISH = Command(PUBLISH_LABEL, _publish)
REPORT = Command(REPORT_LABEL, _report)
WHAT_IF = Command(WHAT_IF_LABEL, _what_if)
UPGRADE = Command(UPGRADE_LABEL, _upgrade)
