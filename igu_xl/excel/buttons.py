"""The buttons: what a press of each does, told in the status bar while it runs and in one sentence when it is done.

VBA calls a button by its key (`RunPython "from igu_xl.excel import buttons; buttons.check()"`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from igu_xl.actions.commands import carried_out
from igu_xl.excel.in_front import pressed_book
from igu_xl.excel.status_bar import StatusBar
from igu_xl.sheets.buttons import BUTTONS

if TYPE_CHECKING:
    from igu_xl.sheets.schema import Button


def __getattr__(key: str) -> Callable[[], None]:
    """The press of the button with this key; raises `AttributeError` where none has it."""
    for button in BUTTONS:
        if button.key == key:
            return partial(press, button)
    raise AttributeError(f"no button has the key {key!r}")


def press(button: Button) -> None:
    """Carry out the command of a button for the workbook that it was pressed in, and say how it went."""
    book, begun = pressed_book(), datetime.now()
    bar = StatusBar(book.app, button.label)
    try:
        # Imported now that the press has shown itself: it brings pandas.
        from igu_xl.excel.desk import desk_of

        answer = carried_out(button, lambda: desk_of(book), begun, bar.progress)
    finally:
        bar.give_back()
    book.app.alert(answer.sentence, f"igu: {button.label}", mode=answer.mode)
