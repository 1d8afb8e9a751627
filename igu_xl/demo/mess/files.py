"""What only a file can have: moved tables, hidden columns, filters, error cells, comments, 1904 dates.

Each function is given an opened workbook; its docstring tells in Danish what happened to it. The files are saved
again by a program other than the one that built them, as happens when a partner uses another office suite.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidationList
from openpyxl.worksheet.filters import FilterColumn, Filters
from openpyxl.worksheet.worksheet import Worksheet

from igu_xl.demo.mess.values import invented_cpr

FileDamage = Callable[[Workbook], None]

_EARLIEST = (1980, 1, 1, 0, 0, 0)


def table_moved(workbook: Workbook) -> None:
    """Sekretæren på VUF har flyttet holdene ned og til højre for at få plads til skolens logo."""
    sheet, area = _table(workbook, "tblHold")
    left, top, right, bottom = _bounds(area)
    sheet.move_range(area, rows=4, cols=2)
    sheet.tables["tblHold"].ref = _area(left + 2, top + 4, right + 2, bottom + 4)
    sheet.tables["tblHold"].autoFilter.ref = sheet.tables["tblHold"].ref
    # Lists and colours do not follow a table that is cut and pasted.
    sheet.data_validations = DataValidationList()
    sheet.conditional_formatting = ConditionalFormattingList()


def column_hidden(workbook: Workbook) -> None:
    """Tårnby har skjult kolonnen med ydelsen, fordi skærmen er smal."""
    sheet, _ = _table(workbook, "tblKandidater")
    sheet.column_dimensions[_column(workbook, "tblKandidater", "Ydelse kr./md.")].hidden = True


def filter_left_on(workbook: Workbook) -> None:
    """Hillerød har filtreret på de klare og gemt med filteret på."""
    sheet, area = _table(workbook, "tblKandidater")
    left, top, _, bottom = _bounds(area)
    letters = _column(workbook, "tblKandidater", "Status")
    position = sheet[f"{letters}{top}"].column - left
    chosen = FilterColumn(colId=position, filters=Filters(filter=["Klar"]))
    sheet.tables["tblKandidater"].autoFilter.filterColumn.append(chosen)
    for number in range(top + 1, bottom + 1):
        sheet.row_dimensions[number].hidden = sheet[f"{letters}{number}"].value != "Klar"


def rows_pasted_under_table(workbook: Workbook) -> None:
    """Frederiksberg har indsat to nye borgere under tabellen i stedet for i den."""
    sheet, area = _table(workbook, "tblKandidater")
    left, _, right, bottom = _bounds(area)
    identity = _column(workbook, "tblKandidater", "Kandidat-id")
    for number in (1, 2):
        for column in range(left, right):
            model = sheet.cell(bottom, column)
            pasted = sheet.cell(bottom + number, column, model.value)
            pasted.number_format = model.number_format
        sheet[f"{identity}{bottom + number}"] = f"147-09{number:02d}"


def error_in_cell(workbook: Workbook) -> None:
    """Anlægsgartnernes opslag i et andet ark fejlede, og cellen viser #N/A."""
    _first_cell(workbook, "tblVirksomheder", "Ordinært ansatte", "#N/A")


def formula_never_calculated(workbook: Workbook) -> None:
    """Et program har skrevet en formel uden at regne den ud."""
    _first_cell(workbook, "tblKandidater", "Erfaring (år)", "=3+2")


def cpr_in_comment(workbook: Workbook) -> None:
    """En kollega har skrevet et CPR-nummer i en kommentar."""
    sheet, area = _table(workbook, "tblKandidater")
    sheet.cell(_bounds(area)[1] + 1, 2).comment = Comment(f"Er det {invented_cpr()}?", "Kollega")


def dates_since_1904(workbook: Workbook) -> None:
    """Arbejdsbogen er lavet på en gammel Mac, der tæller dage fra 1904."""
    workbook.epoch = CALENDAR_MAC_1904


def table_made_a_range(workbook: Workbook) -> None:
    """TEC har lavet tabellen med kurser om til et almindeligt område."""
    sheet, _ = _table(workbook, "tblKurser")
    del sheet.tables["tblKurser"]


# Which workbook each damage is done to.
FILE_MESS: tuple[tuple[str, FileDamage], ...] = (
    ("skoler/vuf.xlsx", table_moved),
    ("kommuner/185-taarnby.xlsx", column_hidden),
    ("kommuner/219-hilleroed.xlsx", filter_left_on),
    ("kommuner/147-frederiksberg.xlsx", rows_pasted_under_table),
    ("brancher/anlaegsgartner.xlsx", error_in_cell),
    ("kommuner/101-koebenhavn.xlsx", formula_never_calculated),
    ("kommuner/173-lyngby-taarbaek.xlsx", cpr_in_comment),
    ("skoler/sprogcenter-hellerup.xlsx", dates_since_1904),
    ("skoler/tec.xlsx", table_made_a_range),
)


def damage_file(path: Path, damage: FileDamage) -> None:
    """Open the workbook at `path`, do the damage and save it; the same file always gives the same bytes."""
    workbook = load_workbook(path)
    damage(workbook)
    buffer = io.BytesIO()
    workbook.save(buffer)
    path.write_bytes(_timeless(buffer.getvalue()))


def _timeless(content: bytes) -> bytes:
    """The package without the time at which it was saved."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _without_modified(part)
            target.writestr(zipfile.ZipInfo(name, _EARLIEST), part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _without_modified(core: bytes) -> bytes:
    before, tag, rest = core.partition(b"<dcterms:modified")
    return before + rest.partition(b"</dcterms:modified>")[2] if tag else core


def _table(workbook: Workbook, name: str) -> tuple[Worksheet, str]:
    sheet = next(sheet for sheet in workbook.worksheets if name in sheet.tables)
    return sheet, sheet.tables[name].ref


def _bounds(area: str) -> tuple[int, int, int, int]:
    """The first column and row and the last column and row of an area."""
    cells = CellRange(area)
    return cells.min_col, cells.min_row, cells.max_col, cells.max_row


def _column(workbook: Workbook, table: str, header: str) -> str:
    sheet, area = _table(workbook, table)
    left, top, right, _ = _bounds(area)
    return next(
        get_column_letter(number) for number in range(left, right + 1) if sheet.cell(top, number).value == header
    )


def _first_cell(workbook: Workbook, table: str, header: str, value: str) -> None:
    sheet, area = _table(workbook, table)
    sheet[f"{_column(workbook, table, header)}{_bounds(area)[1] + 1}"] = value


def _area(left: int, top: int, right: int, bottom: int) -> str:
    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
