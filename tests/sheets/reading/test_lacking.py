"""What the contract may say of later layouts, so that older workbooks can be upgraded."""

from __future__ import annotations

from pathlib import Path

import pytest

from igu_xl.sheets.building.list_sheet import lists_of
from igu_xl.sheets.contract import COORDINATOR, LATER_VALUES, LISTS, PARTNER_BOOKS
from igu_xl.sheets.layout_version import LAYOUT
from igu_xl.sheets.ooxml.areas import Area, place_of
from igu_xl.sheets.reading.lacking import lacks_of, later_columns
from igu_xl.sheets.reading.workbook import open_workbook
from igu_xl.sheets.schema import Book
from igu_xl.sheets.templates import build_workbook

BOOKS = (*PARTNER_BOOKS, COORDINATOR)


def since(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.kind)
def test_a_new_workbook_lacks_nothing(book: Book, tmp_path: Path) -> None:
    path = tmp_path / f"ny{book.suffix}"
    build_workbook(book, path)
    lacks = lacks_of(open_workbook(path), book)
    assert not lacks and lacks.told() == ""


def test_a_later_column_of_a_partner_is_never_required() -> None:
    """Rows that were fine would all be errors in a workbook that is not upgraded yet, and Tjek would not count it."""
    columns = [column for book in PARTNER_BOOKS for table in book.inputs if not table.since for column in table]
    assert [column.header for column in columns if column.since and column.required] == []


def test_nothing_is_later_than_this_layout() -> None:
    tables = [table for book in BOOKS for table in book.tables]
    told = [*(table.since for table in tables), *(column.since for table in tables for column in table)]
    told += [version for values in LATER_VALUES.values() for version in values.values()]
    told += [button.since for button in COORDINATOR.buttons]
    assert all(since(version) <= since(LAYOUT) for version in told if version)


def test_later_values_stand_on_lists_that_workbooks_have() -> None:
    used = {options for book in BOOKS for options in lists_of(book)}
    for options, values in LATER_VALUES.items():
        assert options in used and set(values) <= set(LISTS[options])


def test_headers_are_compared_as_everywhere() -> None:
    table = COORDINATOR.table("tblForslag")
    assert [column.key for column in later_columns(table, [])] == ["change"]
    assert later_columns(table, ["  ændring "]) == []


@pytest.mark.parametrize(
    ("reference", "place"),
    [
        ("Lister!$M$5:$M$9", ("Lister", Area(13, 5, 13, 9))),
        ("'Vores lister'!$A$3", ("Vores lister", Area(1, 3, 1, 3))),
        ("'Ann''s'!$A$3", ("Ann's", Area(1, 3, 1, 3))),
        ("#REF!", ("", None)),
        ("tblHold[Hold-id]", ("", None)),
        ('"0.2"', ("", None)),
    ],
)
def test_a_name_leads_to_a_sheet_and_an_area_or_nowhere(reference: str, place: tuple[str, Area | None]) -> None:
    assert place_of(reference) == place
