"""A cell that a name leads to: written where it can be, and left alone where something would be lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName

from igu_xl.sheets.writing.lossless import WorkbookEdit

NAME = "igu_kontakt"


def book_with(path: Path, reference: str, change: Callable[[Workbook], object] = lambda book: None) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Vores ark"
    book.active["B2"] = "før"
    book.defined_names[NAME] = DefinedName(NAME, attr_text=reference)
    change(book)
    book.save(path)
    return path


def test_it_is_written_and_nothing_else_is(tmp_path: Path) -> None:
    path = book_with(tmp_path / "bog.xlsx", "'Vores ark'!$B$2")
    edit = WorkbookEdit(path)
    edit.set_named(NAME, "efter")
    assert edit.save()
    sheet = openpyxl.load_workbook(path)["Vores ark"]
    assert [[cell.value for cell in row] for row in sheet["A1:B2"]] == [[None, None], [None, "efter"]]
    again = WorkbookEdit(path)
    again.set_named(NAME, "efter")
    assert not again.changed


@pytest.mark.parametrize(
    ("reference", "change"),
    [
        ("'Vores ark'!$B$2:$C$3", lambda book: None),
        ("#REF!", lambda book: None),
        ("'Et andet'!$B$2", lambda book: None),
        ("'Vores ark'!$B$2", lambda book: book["Vores ark"].__setitem__("B2", "=1+1")),
        ("'Vores ark'!$B$2", lambda book: book["Vores ark"].merge_cells("A2:C2")),
    ],
)
def test_it_is_left_alone_where_something_would_be_lost(
    tmp_path: Path, reference: str, change: Callable[[Workbook], object]
) -> None:
    edit = WorkbookEdit(book_with(tmp_path / "bog.xlsx", reference, change))
    edit.set_named(NAME, "efter")
    edit.set_named("en_anden", "efter")
    assert not edit.changed
