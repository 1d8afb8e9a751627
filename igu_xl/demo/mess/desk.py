"""The partnership on a desk, where one row after the other is messed up; no row is taken twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from igu_xl.demo.books import DemoBook
from igu_xl.demo.rows import DemoRow
from igu_xl.sheets.schema import Book


class MessDesk:
    """The workbooks by filename, and which of their rows have been taken."""

    def __init__(self, books: Sequence[DemoBook]) -> None:
        self._books = {book.filename: book for book in books}
        self._taken: set[int] = set()

    def books(self) -> list[DemoBook]:
        """The workbooks as they are now, in the order they came."""
        return list(self._books.values())

    def rows(self, filename: str, table: str) -> list[DemoRow]:
        """All rows of a table; the list and its rows may be changed."""
        return self._books[filename].rows[table]

    def take(self, filename: str, table: str, **wanted: object) -> DemoRow:
        """The first row that nobody has taken and that has these values; `...` means any value
        but none, a frozenset one of its members.

        Raises `LookupError` where there is no such row: a demo must not lose a part of its mess silently.
        """
        for row in self.rows(filename, table):
            if id(row) not in self._taken and all(_is(row[key], value) for key, value in wanted.items()):
                self._taken.add(id(row))
                return row
        raise LookupError(f"no row left in {table} of {filename} with {wanted}")

    def candidate(self, code: str, **wanted: object) -> DemoRow:
        """The first untouched candidate of a municipality, one that is ready for match unless told otherwise."""
        return self.take(self.municipality(code), "tblKandidater", **({"status": "Klar"} | wanted))

    def placement(self, code: str, **wanted: object) -> DemoRow:
        """The first untouched placement of a municipality with these values."""
        return self.take(self.municipality(code), "tblForloeb", **wanted)

    def municipality(self, code: str) -> str:
        """The filename of a municipality's workbook."""
        return next(name for name in self._books if name.startswith(f"kommuner/{code}-"))

    def contract(self, filename: str) -> Book:
        """The contract of a workbook as its owner has left it."""
        return self._books[filename].book

    def change_contract(self, filename: str, book: Book) -> None:
        """Give a workbook another contract: renamed sheets, other columns."""
        self._books[filename] = replace(self._books[filename], book=book)


def _is(value: object, wanted: object) -> bool:
    if wanted is ...:
        return value is not None
    return value in wanted if isinstance(wanted, frozenset) else value == wanted
