"""The commands on a server: a script for each button, by the name of its macro, which the task pane calls.

xlwings finds a script among the functions of this module, by its name.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from xlwings import Book, script

from igu_xl.actions.commands import carried_out
from igu_xl.excel.server.served import served_desk
from igu_xl.sheets.buttons import BUTTONS
from igu_xl.sheets.schema import Button


def _script_of(button: Button) -> Callable[[Book], Awaitable[None]]:
    async def pressed(book: Book) -> None:
        await _press(button, book)

    pressed.__name__ = pressed.__qualname__ = button.macro
    return script(pressed)


async def _press(button: Button, book: Book) -> None:
    """Carry out a command beside the server's other work, and say how it went in a message box.

    Excel on the web has no status bar to write in, so nobody is told how far the work is.
    """
    answer = await asyncio.to_thread(
        carried_out, button, lambda: served_desk(book), datetime.now(), lambda done, total, name: None
    )
    book.app.alert(answer.sentence, f"igu: {button.label}", mode=answer.mode)


globals().update({button.macro: _script_of(button) for button in BUTTONS})
