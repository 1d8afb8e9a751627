"""Excel's status bar while a button's work runs: it moves, and it is given back."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlwings import App

_PAUSE = 0.1  # seconds between two steps: each is a call to Excel, and nobody reads faster


class StatusBar:
    """The status bar of an Excel, in which a button tells how far its work is.

    Excel refuses every call while somebody types in a cell; the work goes on, and the next step is shown.
    """

    def __init__(self, app: App, label: str) -> None:
        self._app = app
        self._label = label
        self._total = 0
        self._shown_at = 0.0
        self._show(f"igu · {label}: begynder ...")

    def progress(self, done: int, total: int, name: str) -> None:
        """Show a step; in a hurry the steps between the first and the last of the same total are left out."""
        now = monotonic()
        if total == self._total and done < total and now - self._shown_at < _PAUSE:
            return
        self._total, self._shown_at = total, now
        told = f"{done} af {total}: {name}" if total else name
        self._show(f"igu · {self._label}: {told}")

    def give_back(self) -> None:
        """Let Excel show its own texts again."""
        self._show(False)

    def _show(self, text: str | bool) -> None:
        with suppress(Exception):
            self._app.status_bar = text
