"""The buttons: what a press of each does, told in the status bar while it runs and in one sentence when it is done.

VBA calls these functions (`RunPython "from igu_xl.excel import buttons; buttons.check()"`). A press never ends in a
traceback: what the coordinator can do something about is said in Danish, the rest is kept in a file.

Everything heavy is imported after the press has shown itself in the status bar.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from igu_xl.errors import IguError
from igu_xl.sheets.contract.coordinator import CHECK_LABEL, MATCH_LABEL, PUBLISH_LABEL, REPORT_LABEL

if TYPE_CHECKING:
    from xlwings import App, Book

    from igu_xl.actions.coordinator import Coordinator


@dataclass(frozen=True, slots=True)
class Press:
    """What a press of a button has at hand: the folder, the coordinator's workbook, when it was, and the status bar."""

    folder: Path
    coordinator: Coordinator
    begun: datetime
    tell: Callable[[str], None]

    def progress(self, done: int, total: int, name: str) -> None:
        """Show in the status bar how far the work is."""
        self.tell(f"{done} af {total}: {name}" if total else name)


def check() -> None:
    """Hent og kontrollér: read every workbook and show what is wrong."""
    _press(CHECK_LABEL, _check)


def match() -> None:
    """Match: propose placements and cohorts."""
    _press(MATCH_LABEL, _match)


def publish() -> None:
    """Godkend og send: write what was approved into the partners' workbooks."""
    _press(PUBLISH_LABEL, _publish)


def report() -> None:
    """Rapport: make the pages of the last whole month."""
    _press(REPORT_LABEL, _report)


def _check(press: Press) -> str:
    from igu_xl.actions.checking import check_partnership, summary

    return summary(check_partnership(press.folder, press.begun, press.progress, press.coordinator).validation)


def _match(press: Press) -> str:
    from igu_xl.actions.matching import match_partnership
    from igu_xl.match.telling import summary

    return summary(match_partnership(press.folder, press.begun, press.progress, press.coordinator))


def _publish(press: Press) -> str:
    from igu_xl.actions.publishing import publish_partnership, summary

    return summary(publish_partnership(press.folder, press.begun, press.progress, press.coordinator))


def _report(press: Press) -> str:
    from igu_xl.actions.reporting import report_partnership
    from igu_xl.month import Month
    from igu_xl.reports.telling import report_summary
    from igu_xl.sheets.keeping import Backups

    book = press.coordinator.read()
    month = Month.of(book.settings.day(press.begun.date)).previous()
    run = report_partnership(
        press.folder,
        month,
        press.begun,
        progress=lambda done, total: press.progress(done, total, "sider"),
        coordinator=press.coordinator,
    )
    sentence = report_summary(run)
    press.coordinator.write(book, {}, Backups(press.folder, press.begun), (press.begun, REPORT_LABEL, sentence))
    return sentence


def _press(label: str, work: Callable[[Press], str]) -> None:
    """Do the work of a button for the workbook it was pressed in, and say how it went."""
    from xlwings import Book

    book, begun = Book.caller(), datetime.now()
    app = book.app
    tell = _teller(app, label)
    tell("begynder ...")
    try:
        sentence, mode = _done(book, begun, label, work, tell), "info"
    except IguError as problem:
        sentence, mode = _refused(book, begun, label, str(problem)), "critical"
    except Exception as problem:  # a press must never end in a traceback
        sentence, mode = _failed(book, begun, label, problem), "critical"
    finally:
        app.status_bar = False
    app.alert(sentence, f"igu: {label}", mode=mode)


def _teller(app: App, label: str) -> Callable[[str], None]:
    def tell(text: str) -> None:
        app.status_bar = f"igu · {label}: {text}"

    return tell


def _done(book: Book, begun: datetime, label: str, work: Callable[[Press], str], tell: Callable[[str], None]) -> str:
    from igu_xl.excel.desk import desk_of

    desk = desk_of(book)
    return work(Press(desk.folder, desk.coordinator, begun, tell))


def _refused(book: Book, begun: datetime, label: str, sentence: str) -> str:
    """Put the sentence in the log, too, where there is one to write in; the message box says it in any case."""
    from igu_xl.excel.desk import desk_of

    with suppress(Exception):
        desk_of(book).remember((begun, label, sentence))
    return sentence


def _failed(book: Book, begun: datetime, label: str, problem: Exception) -> str:
    """A kind sentence and the place of the file that says where in the code it went wrong."""
    from igu_xl.excel.desk import folder_of
    from igu_xl.excel.mishaps import keep_mishap

    folder = None
    with suppress(Exception):
        folder = folder_of(book)
    path = keep_mishap(folder, begun, problem)
    sentence = (
        "Det gik galt på en måde, som igu ikke kender. Ingen partners arbejdsbog er halvt skrevet. "
        f"Send filen {path} til dem, der passer igu; den rummer ingen personoplysninger."
    )
    return _refused(book, begun, label, sentence)
