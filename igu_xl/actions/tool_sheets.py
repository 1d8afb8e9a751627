"""Filling the sheets that the tool owns, in the coordinator's workbook and in every partner's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from igu_xl.domain.codes import fold
from igu_xl.findings import Finding
from igu_xl.sheets.building.look import WRAP_FROM
from igu_xl.sheets.building.page import height_of
from igu_xl.sheets.building.start_sheet import START, start_values
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.layout import Layout
from igu_xl.sheets.schema import Row, Table
from igu_xl.sheets.writing.lossless import CellValue, Link, WorkbookEdit


def fill_table(edit: WorkbookEdit, table: Table, rows: Sequence[Row]) -> None:
    """Make these (by column key) the only rows of a table, high enough for their sentences."""
    wrapped = [column for column in table if column.width >= WRAP_FROM]
    heights = [height_of((str(row.get(column.key) or ""), column.width) for column in wrapped) for row in rows]
    edit.replace_rows(table.name, by_header(table, rows), heights)


def show_start(edit: WorkbookEdit, today: date) -> None:
    """Store what the figures of the coordinator's sheet *Start* show with the tables as they now are.

    Excel calculates them itself; a preview, a phone and pandas do not.
    """
    there = {fold(name) for name in edit.table_names()}

    def cells(table: Table, key: str) -> Sequence[object]:
        return edit.column(table.name, table.column(key).header) if fold(table.name) in there else ()

    edit.show_results(START, start_values(COORDINATOR, cells, today))


def by_header(table: Table, rows: Iterable[Mapping[str, object]]) -> list[dict[str, CellValue]]:
    """Rows by column key -> rows by header, as the writer takes them."""
    return [{column.header: row[column.key] for column in table if column.key in row} for row in rows]  # type: ignore[misc]


def finding_row(finding: Finding, layout: Layout | None = None) -> dict[str, object]:
    """A finding as a row of tblFund, its cell as a link: from the coordinator's workbook into the partner's, or inside
    the same one where no `layout` of the partnership is given."""
    place = finding.place
    cell: object = place.cell
    if place.cell:
        sheet = place.sheet.replace("'", "''")
        book = f"[{layout.seen_from_secretariat(place.workbook)}]" if layout else "#"
        cell = Link(f"{book}'{sheet}'!{place.cell}", place.cell)
    return {
        "workbook": place.workbook,
        "level": finding.level,
        "sheet": place.sheet,
        "cell": cell,
        "row_id": place.row_id,
        "column": place.column,
        "value": finding.value,
        "message": finding.message,
        "mend": finding.mend,
        "rule": finding.rule,
    }
