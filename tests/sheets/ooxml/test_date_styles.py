from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from igu_xl.sheets.ooxml.date_styles import shows_date
from igu_xl.sheets.writing.lossless import WorkbookEdit

Helper = Callable[..., Any]

# The numbers of the formats that every Excel has built in: those of a date, and their neighbours of numbers and times.
DATES = (14, 17, 18, 22, 27, 31, 36, 45, 47, 50, 54, 58)
NO_DATES = (0, 1, 13, 23, 26, 37, 44, 48, 49, 59)


@pytest.mark.parametrize(
    ("built_in", "is_date"), [*((one, True) for one in DATES), *((one, False) for one in NO_DATES)]
)
def test_a_date_keeps_a_built_in_format_of_dates_and_no_other(
    tmp_path: Path, built_in: int, is_date: bool, changed_parts: Helper, parts: Helper, reopened: Helper
) -> None:
    path = tmp_path / "bog.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Ark")
        sheet.add_table("A1:A2", {"name": "tblX", "columns": [{"header": "Dag"}]})
        sheet.write_blank("A2", None, book.add_format({"num_format": built_in, "bold": True}))
    before, formatted = parts(path), reopened(path)["Ark"]["A2"]
    edit = WorkbookEdit(path)
    edit.set_cell("tblX", 2, "Dag", date(2026, 12, 1))
    edit.save()
    assert ("xl/styles.xml" not in changed_parts(before, path)) == is_date
    cell = reopened(path)["Ark"]["A2"]
    assert cell.font.bold
    assert cell.number_format == (formatted.number_format if is_date else "mm-dd-yy")  # Excel's own short date


@pytest.mark.parametrize(
    ("code", "shows"),
    [("dd-mm", True), ("YYYY", True), ("hh:mm", False), ('0 "dage"', False), ("[Red]0", False), ("0\\d", False)],
)
def test_a_format_shows_a_date_by_its_tokens(code: str, shows: bool) -> None:
    assert shows_date(code) == shows
