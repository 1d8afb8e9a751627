from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from igu_xl.sheets.ooxml.cells import content_of
from igu_xl.sheets.writing.lossless import CellValue, Link, WorkbookEdit

NEW: dict[str, CellValue] = {"Forløb-id": "F-0003", "Start": date(2026, 12, 1), "Timer": 30}
Helper = Callable[..., Any]
MakeTable = Callable[..., Path]


@pytest.mark.parametrize("text", ["=1+1", "+4512345678", "-1", "@SUM(A1)", '=HYPERLINK("x")', "'=1"])
def test_text_is_never_a_formula(
    openpyxl_book: Path, text: str, appended: Helper, reopened: Helper, sheet_xml: Helper, table_values: Helper
) -> None:
    appended(openpyxl_book, {"Forløb-id": text})
    cell = reopened(openpyxl_book)["Forløb"]["B6"]
    assert "<f>" not in sheet_xml(openpyxl_book)
    assert cell.value == text and table_values(openpyxl_book, "tblForloeb")[2][0] == text


@pytest.mark.parametrize("empty", [None, "", float("nan"), np.nan, pd.NaT, pd.NA])
def test_every_kind_of_nothing_is_an_empty_cell(openpyxl_book: Path, empty: object, reopened: Helper) -> None:
    edit = WorkbookEdit(openpyxl_book)
    edit.set_cell("tblForloeb", 4, "Timer", empty)  # type: ignore[arg-type]
    edit.save()
    assert reopened(openpyxl_book)["Forløb"]["D4"].value is None


@pytest.mark.parametrize(
    "value", [float("inf"), "x" * 32_768, date(1899, 12, 30), object(), pd.Timestamp("2026-01-01", tz="UTC")]
)
def test_what_excel_cannot_hold_is_a_value_error_and_writes_nothing(openpyxl_book: Path, value: object) -> None:
    edit = WorkbookEdit(openpyxl_book)
    with pytest.raises(ValueError, match=r"cell|Excel"):
        edit.append_rows("tblForloeb", [NEW, {"Timer": value}])  # type: ignore[dict-item]
    assert not edit.changed


def test_what_is_no_character_becomes_the_replacement_character(
    openpyxl_book: Path, appended: Helper, table_values: Helper
) -> None:
    appended(openpyxl_book, {"Forløb-id": "a\ud800b\uffffc"})
    assert table_values(openpyxl_book, "tblForloeb")[2][0] == "a\ufffdb\ufffdc"


def test_numpy_and_pandas_values_are_written_as_what_they_mean(
    openpyxl_book: Path, appended: Helper, table_values: Helper
) -> None:
    appended(openpyxl_book, {"Forløb-id": np.bool_(True), "Start": pd.Timestamp(2026, 5, 4), "Timer": np.int64(7)})
    assert table_values(openpyxl_book, "tblForloeb")[2] == [True, date(2026, 5, 4), 7]


@pytest.mark.parametrize(
    ("day", "date1904", "serial"),
    [
        (date(1900, 1, 1), False, "1"),
        (date(1900, 2, 28), False, "59"),
        (date(1900, 3, 1), False, "61"),
        (date(2026, 12, 1), False, "46357"),
        (date(2026, 12, 1), True, "44895"),
        (datetime(2026, 12, 1, 18), False, "46357.75"),
    ],
)
def test_days_are_counted_as_excel_counts_them(day: date, date1904: bool, serial: str) -> None:
    assert content_of(day, date1904).text == serial


@pytest.mark.parametrize(("first", "date1904"), [(date(1900, 1, 1), False), (date(1904, 1, 1), True)])
def test_a_day_before_the_first_of_the_workbook_cannot_be_written(first: date, date1904: bool) -> None:
    assert content_of(first, date1904).text == ("0" if date1904 else "1")
    with pytest.raises(ValueError, match="no date 1"):
        content_of(first - timedelta(days=1), date1904)


def test_dates_count_from_1904_where_the_workbook_does(
    make_table: MakeTable, appended: Helper, reopened: Helper, table_values: Helper
) -> None:
    path = make_table([["a", ""]], ["Id", "Dag"], date_1904=True)
    appended(path, {"Id": "b", "Dag": date(2026, 12, 1)}, {"Dag": datetime(2026, 12, 1, 12)}, table="tblX")
    assert [row[1] for row in table_values(path, "tblX")] == ["", date(2026, 12, 1), datetime(2026, 12, 1, 12)]
    assert reopened(path)["Ark"]["C5"].value == datetime(2026, 12, 1)


def test_a_date_without_a_date_style_gets_one_that_is_shared(
    make_table: MakeTable, appended: Helper, changed_parts: Helper, parts: Helper, reopened: Helper
) -> None:
    path = make_table([["a", ""]], ["Id", "Dag"])
    formats = parts(path)["xl/styles.xml"].count(b"<xf ")
    appended(path, *[{"Id": "b", "Dag": date(2026, 12, day)} for day in (1, 2, 3)], table="tblX")
    assert parts(path)["xl/styles.xml"].count(b"<xf ") == formats + 1
    book = reopened(path)["Ark"]
    assert [book[f"C{row}"].is_date for row in (5, 6, 7)] == [True] * 3
    before = parts(path)
    appended(path, {"Id": "c", "Dag": date(2026, 12, 4)}, table="tblX")
    assert "xl/styles.xml" not in changed_parts(before, path)


def test_a_link_is_a_formula_with_its_text_as_result(
    openpyxl_book: Path, appended: Helper, reopened: Helper, table_values: Helper
) -> None:
    target = "../kommuner/101.xlsx#'Forløb'!B4?" + "x" * 300
    appended(openpyxl_book, {"Forløb-id": Link(target, 'Se "B4" & mere')})
    assert table_values(openpyxl_book, "tblForloeb")[2][0] == 'Se "B4" & mere'
    formula = str(reopened(openpyxl_book)["Forløb"]["B6"].value)
    assert formula.startswith('=HYPERLINK("../kommuner/101.xlsx#') and formula.endswith(',"Se ""B4"" & mere")')
    assert max(map(len, formula.split('"&"'))) <= 255


def test_a_link_may_be_replaced_and_the_calculation_order_goes_with_it(
    openpyxl_book: Path, appended: Helper, parts: Helper, rewritten: Helper
) -> None:
    appended(openpyxl_book, {"Forløb-id": Link("#A1", "her")})
    override = b'<Override PartName="/xl/calcChain.xml" ContentType="application/xml"/></Types>'
    relation = (
        b'<Relationship Id="rId99" Target="calcChain.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"/></Relationships>'
    )

    def listed(name: str, data: bytes) -> bytes:
        if name == "[Content_Types].xml":
            return data.replace(b"</Types>", override)
        return data.replace(b"</Relationships>", relation) if name == "xl/_rels/workbook.xml.rels" else data

    rewritten(openpyxl_book, listed, **{"xl/calcChain.xml": b'<calcChain><c r="B6"/></calcChain>'})
    edit = WorkbookEdit(openpyxl_book)
    edit.set_cell("tblForloeb", 4, "Timer", 1)
    edit.save()
    assert "xl/calcChain.xml" in parts(openpyxl_book)
    edit = WorkbookEdit(openpyxl_book)
    edit.set_cell("tblForloeb", 6, "Forløb-id", "tekst")
    edit.save()
    content = parts(openpyxl_book)
    assert "xl/calcChain.xml" not in content
    assert b"calcChain" not in content["[Content_Types].xml"] + content["xl/_rels/workbook.xml.rels"]


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=40
) | st.sampled_from(["_x0041_", "_x005F_", "_x0041\x07", "_x0041_x0042_", " a ", "\r\n", "<&>\"'", "\ttab", "𝄞"])


DATES = st.dates(date(1900, 1, 1), date(9999, 12, 31))


MOMENTS = st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)).map(lambda moment: moment.replace(microsecond=0))


NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)


ROWS = st.lists(st.tuples(TEXTS | st.none() | st.booleans(), DATES | st.none(), NUMBERS), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
@example(rows=[("_x0041\x07", date(1900, 2, 28), 1e-300)])
def test_any_values_are_read_back_as_they_were_written(
    make_table: MakeTable, rows: list[tuple[CellValue, ...]], table_values: Helper
) -> None:
    path = make_table([["a", "b", 0]], ["Id", "Dag", "Tal"])
    edit = WorkbookEdit(path)
    edit.replace_rows("tblX", [dict(zip(["Id", "Dag", "Tal"], row, strict=True)) for row in rows])
    edit.save()
    expected = [["" if value is None else value for value in row] for row in rows]
    assert table_values(path, "tblX") == expected


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moments=st.lists(MOMENTS, min_size=1, max_size=5))
def test_any_time_of_day_is_read_back_to_the_second(make_table: MakeTable, moments: list[datetime]) -> None:
    path = make_table([[""]], ["Tid"])
    edit = WorkbookEdit(path)
    edit.replace_rows("tblX", [{"Tid": moment} for moment in moments])
    edit.save()
    with CalamineWorkbook.from_path(path, load_tables=True) as book:
        read = [pd.to_datetime(str(row[0])).round("s") for row in book.get_table_by_name("tblX").to_python()]
    assert read == [pd.Timestamp(moment) for moment in moments]
