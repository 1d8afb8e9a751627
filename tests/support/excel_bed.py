"""A stand-in for Excel: an xlwings engine over openpyxl, on which button code runs unchanged through `Book.caller()`.

It uses only the open part of xlwings (its public registry of engines) and does what Excel does where our code could
notice: a text that is written into a cell that is not told to hold text becomes a formula, a number or a date; a block
written over rows that a filter hides misses them; numbers come back as floats; a workbook that is open has a lock file
beside it. What it cannot do as Excel does, it refuses (`Unsupported`) instead of guessing.

    with opened(path) as book:          # an xlwings.Book
        book.set_mock_caller()
        buttons.check()
"""

from __future__ import annotations

import numbers
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import xlwings
from excel_cells import Range, Tables, corners
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlwings import base_classes as base


@contextmanager
def opened(path: Path) -> Iterator[xlwings.Book]:
    """Open a workbook as Excel does, with its lock file, and close it afterwards without saving."""
    lock = path.with_name(f"~${path.name}")
    lock.touch()
    try:
        yield xlwings.Book(impl=_ENGINE.apps.app.books.open(path))
    finally:
        _ENGINE.apps.app.books.clear()
        lock.unlink(missing_ok=True)


def said() -> list[tuple[str, str]]:
    """The mode and text of every message box since the last call."""
    app = _ENGINE.apps.app
    told, app.alerts = app.alerts, []
    return told


def shown_in_status_bar() -> list[object]:
    """Everything the status bar has shown since the last call."""
    app = _ENGINE.apps.app
    told, app.statuses = app.statuses, []
    return told


class _Engine:
    name, type = "openpyxl", "desktop"

    def __init__(self) -> None:
        self.apps = _Apps()

    @staticmethod
    def clean_value_data(data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: Any) -> Any:
        """What stands in cells -> what Python is given; as from Excel, every number is a float."""

        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, str) and value.startswith("#") and value.endswith(("!", "?", "/A")):
                return value if err_to_str else None
            if isinstance(value, int | float) and not isinstance(value, bool):
                return number_builder(float(value)) if number_builder else float(value)
            return value

        return [[clean(value) for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        return "" if value is None or (not isinstance(value, str) and pd.isna(value)) else value


class _Apps(base.Apps):
    def __init__(self) -> None:
        self.app = _App()

    def __iter__(self) -> Iterator[_App]:
        return iter([self.app])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> _App:
        return self.app

    def keys(self) -> list[int]:
        return [1]


class _App(base.App):
    pid, version, visible = 1, "16.0", True
    screen_updating, calculation, display_alerts = True, "automatic", True

    def __init__(self) -> None:
        self._books = _Books(self)
        self.alerts: list[tuple[str, str]] = []
        self.statuses: list[object] = []
        self.busy = False  # as Excel is while somebody types in a cell

    @property
    def engine(self) -> Any:
        return _ENGINE

    @property
    def books(self) -> _Books:
        return self._books

    @property
    def status_bar(self) -> object:
        return self.statuses[-1] if self.statuses else False

    @status_bar.setter
    def status_bar(self, text: object) -> None:
        if self.busy:
            raise OSError("Call was rejected by callee.")
        self.statuses.append(text)

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: Any) -> str:
        self.alerts.append((mode, prompt))
        return "ok"


class _Books(base.Books):
    def __init__(self, app: _App) -> None:
        self.app = app
        self._open: list[_Book] = []

    def __call__(self, name: Any) -> _Book:
        return next(book for book in self._open if name in (book.name, book.fullname))

    def __iter__(self) -> Iterator[_Book]:
        return iter(self._open)

    def __len__(self) -> int:
        return len(self._open)

    @property
    def active(self) -> _Book:
        return self._open[-1]

    def open(self, path: Path) -> _Book:  # type: ignore[override]
        self._open.append(_Book(self.app, path))
        return self._open[-1]

    def clear(self) -> None:
        self._open.clear()


class _Book(base.Book):
    app: Any = None

    def __init__(self, app: _App, path: Path) -> None:
        self.app, self.path = app, path
        self.read_only = False
        self.content, self.cached = _loaded(path, values=False), _loaded(path, values=True)
        self.written: set[tuple[str, int, int]] = set()

    api = None

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def fullname(self) -> str:
        return str(self.path)

    @property
    def sheets(self) -> _Sheets:
        return _Sheets(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save cells and macros; what openpyxl does not know (buttons) is lost, so this is for test copies only."""
        if self.read_only:
            raise PermissionError(13, "read-only", self.name)
        self.content.save(self.path)


def _loaded(path: Path, *, values: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".* is not supported and will be removed")
        return openpyxl.load_workbook(path, data_only=values, keep_vba=not values and path.suffix == ".xlsm")


class _Sheets(base.Sheets):
    def __init__(self, book: _Book) -> None:
        self.book = book

    def __call__(self, name: Any) -> _Sheet:
        index = isinstance(name, numbers.Number)
        sheets = self.book.content.worksheets
        return _Sheet(self.book, sheets[int(name) - 1] if index else self.book.content[name])

    def __iter__(self) -> Iterator[_Sheet]:
        return (_Sheet(self.book, sheet) for sheet in self.book.content.worksheets)

    def __len__(self) -> int:
        return len(self.book.content.worksheets)


class _Sheet(base.Sheet):
    def __init__(self, book: _Book, cells: Worksheet) -> None:
        self._book, self.content = book, cells

    @property
    def api(self) -> Worksheet:
        return self.content

    @property
    def book(self) -> _Book:
        return self._book

    @property  # type: ignore[misc]
    def name(self) -> str:
        return str(self.content.title)

    @property
    def tables(self) -> Tables:
        return Tables(self)

    def range(self, first: Any, last: Any = None) -> Range:
        if isinstance(first, str):
            return Range(self, *corners(first))
        if isinstance(first, Range):
            return Range(self, first.first, (last or first).last)
        if len(first) == 4:
            row, column, height, width = first
            return Range(self, (row, column), (row + height - 1, column + width - 1))
        return Range(self, first, last or first)


_ENGINE = _Engine()
xlwings.engines.add(xlwings.Engine(impl=_ENGINE))
xlwings.engines.active = xlwings.engines["openpyxl"]  # type: ignore[assignment]
