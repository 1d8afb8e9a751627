"""An answer in a column that an older workbook lacked frees another from being filled, as in a new workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from igu_xl.checks.validation import validate
from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.upgrading.renewal import fresh_workbook, renewal_of
from igu_xl.sheets.writing.lossless import WorkbookEdit

from .test_partner_workbooks import MUNICIPALITIES, REPLACED, header_cell, opened, upgraded

TODAY = date(2026, 11, 2)
ADDRESS, REPLACEMENT, CHECK = "Folkeregisteradresse fra", "Erstatnings-CPR", "Tjek"
# Row of the sheet -> the answer, and what Tjek shows when the address is empty.
ANSWERS = {5: ("Ja", "OK"), 6: ("Nej", "Mangler 1"), 7: (None, "Mangler 1")}


def kandidater(path: Path) -> Any:
    return opened(path)["Kandidater"]


def checks(sheet: Any) -> list[str]:
    top = header_cell(sheet, CHECK)
    return [sheet.cell(row, top.column).value for row in ANSWERS]


def colours_of(sheet: Any, header: str) -> list[str]:
    """The conditions under which a cell of the first row is coloured."""
    below = header_cell(sheet, header).offset(1).coordinate
    rules = sheet.conditional_formatting
    return [rule.formula[0] for one in rules if below in one.sqref for rule in one.rules]


def answer(path: Path) -> None:
    edit = WorkbookEdit(path)
    for row, (said, _) in ANSWERS.items():
        edit.set_cell("tblKandidater", row, ADDRESS, None)
        edit.set_cell("tblKandidater", row, REPLACEMENT, said)
    assert edit.save()


@pytest.mark.parametrize("name", MUNICIPALITIES)
class TestUpgraded:
    """By the tool, by a partner with a column of its own, and by LibreOffice."""

    def test_tjek_subtracts_what_is_freed_once_wherever_it_counts(self, frozen: Path, name: str) -> None:
        path = frozen / "kommuner" / f"{name}.xlsx"
        before = checks(kandidater(path))
        upgraded(frozen)
        after = checks(kandidater(path))
        assert [formula.replace(REPLACED, "") for formula in after] == before
        assert {formula.count(REPLACED) for formula in after} == {2}
        assert all(f'="")){REPLACED}' in formula for formula in after)

    def test_the_empty_address_is_not_coloured(self, frozen: Path, name: str) -> None:
        path = frozen / "kommuner" / f"{name}.xlsx"
        (before,) = colours_of(kandidater(path), ADDRESS)
        others = colours_of(kandidater(path), "Fødselsdato")
        upgraded(frozen)
        sheet = kandidater(path)
        letter = header_cell(sheet, REPLACEMENT).column_letter
        assert colours_of(sheet, ADDRESS) == [f'AND({before},NOT(OR(${letter}5="Ja")))']
        assert colours_of(sheet, "Fødselsdato") == others

    def test_the_control_asks_for_the_address_where_tjek_does(self, frozen: Path, name: str) -> None:
        upgraded(frozen)
        answer(frozen / "kommuner" / f"{name}.xlsx")
        book, column = f"kommuner/{name}.xlsx", header_cell(kandidater(frozen / "kommuner" / f"{name}.xlsx"), ADDRESS)
        told = {
            finding.place.cell
            for finding in validate(frozen, TODAY).findings
            if finding.code == "paakraevet" and finding.place.workbook == book
        }
        assert told == {f"{column.column_letter}{row}" for row, (said, _) in ANSWERS.items() if said != "Ja"}

    @pytest.mark.libreoffice
    def test_libreoffice_calculates_it(self, frozen: Path, name: str, recalculated: Callable[[Path], Path]) -> None:
        upgraded(frozen)
        path = frozen / "kommuner" / f"{name}.xlsx"
        answer(path)
        sheet = openpyxl.load_workbook(recalculated(path), data_only=True)["Kandidater"]
        assert checks(sheet) == [shown for _, shown in ANSWERS.values()]


def test_the_formula_that_new_rows_get_is_that_of_a_new_workbook(frozen: Path) -> None:
    upgraded(frozen)
    path = frozen / "kommuner" / "157-gentofte.xlsx"
    table = kandidater(path).tables["tblKandidater"]
    own = next(column for column in table.tableColumns if column.name == CHECK)
    assert own.calculatedColumnFormula.attr_text == checks(kandidater(path))[0].removeprefix("=")


def test_a_formula_that_somebody_wrote_instead_stays(frozen: Path) -> None:
    path = frozen / "kommuner" / "157-gentofte.xlsx"
    book = opened(path)
    place = header_cell(book["Kandidater"], CHECK).column
    book["Kandidater"].cell(5, place, '=IF(A5="","","vores egen")')
    book.save(path)
    upgraded(frozen)
    first, second, _ = checks(kandidater(path))
    assert first == '=IF(A5="","","vores egen")' and REPLACED in second


def test_a_new_workbook_has_the_same_and_lacks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ny.xlsx"
    build_workbook(MUNICIPALITY, path, {"tblKandidater": [{"candidate": "101-0001"}] * 3})
    assert {formula.count(REPLACED) for formula in checks(kandidater(path))} == {2}
    assert renewal_of(path, MUNICIPALITY, fresh_workbook(MUNICIPALITY)) is None


def test_an_empty_row_of_a_new_workbook_is_not_coloured(tmp_path: Path) -> None:
    """What looks for something typed looks left of Tjek alone, whose formula is always there."""
    path = tmp_path / "ny.xlsx"
    build_workbook(MUNICIPALITY, path)
    sheet = kandidater(path)
    last = header_cell(sheet, "Bemærkning").column_letter
    assert colours_of(sheet, "Fødselsdato") == [f'AND(COUNTA($A5:${last}5)>0,$C5="")']
