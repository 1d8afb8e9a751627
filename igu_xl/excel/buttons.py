"""The buttons: what a press of each does, told in the status bar while it runs and in one sentence when it is done.

VBA calls these functions (`RunPython "from igu_xl.excel import buttons; buttons.check()"`).
"""

from __future__ import annotations

from datetime import datetime

from igu_xl.excel import commands
from igu_xl.excel.status_bar import StatusBar


def check() -> None:
    """Hent og kontrollér: read every workbook and show what is wrong."""
    _press(commands.CHECK)


def match() -> None:
    """Match: propose placements and cohorts."""
    _press(commands.MATCH)


def publish() -> None:
    """Godkend og send: write what was approved into the partners' workbooks."""
    _press(commands.PUBLISH)


def report() -> None:
    """Rapport: make the pages of the last whole month."""
    _press(commands.REPORT)


def what_if() -> None:
    """Hvad nu hvis: try the changes that would give most, and show what each gives."""
    _press(commands.WHAT_IF)


def upgrade() -> None:
    """Opgrader: bring the partners' workbooks up to this version."""
    _press(commands.UPGRADE)


def _press(command: commands.Command) -> None:
    """Carry out a command for the workbook whose button was pressed, and say how it went."""
    from xlwings import Book

    book, begun = Book.caller(), datetime.now()
    bar = StatusBar(book.app, command.label)
    try:
        # Imported now that the press has shown itself: it brings pandas.
        from igu_xl.excel.desk import desk_of

        answer = commands.carried_out(command, lambda: desk_of(book), begun, bar.progress)
    finally:
        bar.give_back()
    book.app.alert(answer.sentence, f"igu: {command.label}", mode=answer.mode)
