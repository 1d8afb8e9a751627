"""Where a new table lies on its sheet: title in A1, help in row 2, `*` in row 3, headers in row 4, data from row 5.

Only building and its tests know these addresses. Everyone else finds a table by its name and headers.
"""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from igu_xl.sheets.schema import Column, Table

TITLE_ROW, HELP_ROW, STAR_ROW, HEADER_ROW, FIRST_ROW = range(5)  # from 0, as XlsxWriter counts
LAST_ROW = 4999  # hints, drop-downs and colours reach row 5000


@dataclass(frozen=True, slots=True)
class TableGrid:
    """The addresses of one table's columns, all in Excel's own notation."""

    table: Table

    def position(self, column: Column) -> int:
        """The column's place from the left, from 0."""
        return self.table.columns.index(column)

    def cell(self, column: Column) -> str:
        """The first data cell with its column fixed, `$H5`: Excel moves it row by row."""
        return f"${self._letter(column)}{FIRST_ROW + 1}"

    def cells(self, column: Column) -> str:
        """All cells that rules reach, `$H$5:$H$5000`."""
        letter = self._letter(column)
        return f"${letter}${FIRST_ROW + 1}:${letter}${LAST_ROW + 1}"

    def row(self) -> str:
        """What *Tjek* looks at in the first data row, `$A5:$AD5`; its own formula would count as something typed."""
        first, last = self.table.checked[0], self.table.checked[-1]
        return f"{self.cell(first)}:{self.cell(last)}"

    def stars(self) -> str:
        """The cells above what *Tjek* looks at, which hold a `*` where a column is required, `$A$3:$AD$3`."""
        first, last = self._letter(self.table.checked[0]), self._letter(self.table.checked[-1])
        return f"${first}${STAR_ROW + 1}:${last}${STAR_ROW + 1}"

    def is_free(self, column: Column) -> str:
        """A condition on the first data row: another answer frees this column from being filled (`unless`)."""
        key, values = column.unless or ("", ())
        answers = [f'{self.cell(self.table.column(key))}="{value}"' for value in values]
        return f"OR({','.join(answers)})"

    def area(self) -> str:
        """All cells below the headers, `A5:AE5000`."""
        return f"A{FIRST_ROW + 1}:{self._letter(self.table.columns[-1])}{LAST_ROW + 1}"

    def _letter(self, column: Column) -> str:
        return str(xl_col_to_name(self.position(column)))
