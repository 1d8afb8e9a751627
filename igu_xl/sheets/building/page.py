"""What every sheet of a workbook has: a heading in A1, the way back to the guide, a tab colour, a page to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from textwrap import wrap

from xlsxwriter.worksheet import Worksheet

from igu_xl.sheets.building.grid import HEADER_ROW, HELP_ROW, TITLE_ROW
from igu_xl.sheets.building.look import TAB_COLOURS, Look
from igu_xl.sheets.schema import Book

TextOfWidth = tuple[str, int]

GUIDE, DICTIONARY, LISTS = "Vejledning", "Ordbog", "Lister"

_TITLE_WIDTH = 60  # the link stands to the right of the longest title
_PAGE_WIDTH = 160  # what can be read on one A4 page across
LINE_HEIGHT = 15
_LETTERS = 1.08  # to a unit of column width, which is one digit; most letters are narrower
_BUTTON = 2  # the width of the filter button in a header
READ_ONLY = {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True}


def write_heading(sheet: Worksheet, look: Look, title: str, help_text: str, columns: Sequence[TextOfWidth]) -> None:
    """Write title, help and the link to the guide above a table; `columns` are its headers with their widths."""
    sheet.set_row(TITLE_ROW, 30)
    two_lines = any(len(header) > width - _BUTTON for header, width in columns)
    sheet.set_row(HEADER_ROW, 36 if two_lines else 21)
    sheet.write_string(TITLE_ROW, 0, title, look("ink", "title"))
    sheet.write_string(HELP_ROW, 0, help_text, look("quiet"))
    lefts = list(accumulate((width for _, width in columns), initial=0))
    link = next((column for column, left in enumerate(lefts) if left >= _TITLE_WIDTH), len(columns))
    sheet.write_url(TITLE_ROW, link, f"internal:'{GUIDE}'!A1", look("link", "underline", "middle"), f"Til {GUIDE}")


def set_up_page(sheet: Worksheet, book: Book, role: str, width: int) -> None:
    """Colour the tab by role and lay the sheet on A4 across, as many pages wide as can still be read."""
    sheet.set_tab_color(TAB_COLOURS[role])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(max(1, round(width / _PAGE_WIDTH)), 0)
    sheet.set_footer(f"&L{book.title}&CSide &P af &N&R&A")


def fit_row(sheet: Worksheet, row: int, cells: Iterable[TextOfWidth]) -> None:
    """Make a row high enough for its wrapped texts, given with the widths of their columns.

    Excel does so itself on opening, other programs do not; a height that is written holds everywhere.
    """
    height = height_of(cells)
    if height > LINE_HEIGHT:
        sheet.set_row(row, height)


def height_of(cells: Iterable[TextOfWidth]) -> int:
    """The height in points of a row with these wrapped texts, given with the widths of their columns."""
    lines = max((len(wrap(text, int(width * _LETTERS))) for text, width in cells), default=1)
    return LINE_HEIGHT * max(lines, 1)
