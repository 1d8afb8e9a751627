"""The commands on a server, by the names of their macros: the task pane's buttons call them."""

from __future__ import annotations

import asyncio
from datetime import datetime

from xlwings import Book, script

from igu_xl.excel import commands
from igu_xl.excel.server.served import served_desk


@script
async def HentOgKontroller(book: Book) -> None:
    """Hent og kontrollér."""
    await _press(book, commands.CHECK)


@script
async def Match(book: Book) -> None:
    """Match."""
    await _press(book, commands.MATCH)


@script
async def GodkendOgSend(book: Book) -> None:
    """Godkend og send."""
    await _press(book, commands.PUBLISH)


@script
async def Rapport(book: Book) -> None:
    """Rapport."""
    await _press(book, commands.REPORT)


@script
async def HvadNuHvis(book: Book) -> None:
    """Hvad nu hvis."""
    await _press(book, commands.WHAT_IF)


@script
async def Opgrader(book: Book) -> None:
    """Opgrader."""
    await _press(book, commands.UPGRADE)


async def _press(book: Book, command: commands.Command) -> None:
    """Carry out a command beside the server's other work, and say how it went in a message box.

    Excel on the web has no status bar to write in, so nobody is told how far the work is.
    """
    answer = await asyncio.to_thread(
        commands.carried_out, command, lambda: served_desk(book), datetime.now(), lambda done, total, name: None
    )
    book.app.alert(answer.sentence, f"igu: {command.label}", mode=answer.mode)
