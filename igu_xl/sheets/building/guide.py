"""The sheet *Vejledning*: what the workbook is for, what to do, what the signs mean and what happens to the data."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from igu_xl.sheets.building.grid import HELP_ROW, TITLE_ROW
from igu_xl.sheets.building.look import Look
from igu_xl.sheets.building.page import DICTIONARY, LISTS, fit_row, set_up_page
from igu_xl.sheets.schema import Book, Kind

LABEL_WIDTH, TEXT_WIDTH = 16, 122

_HELP_SHEETS = (
    (DICTIONARY, "Hvad hver kolonne betyder, og hvad der må stå i den."),
    (LISTS, "Listerne bag rullemenuerne."),
)
_SIGNS = (
    ("Kolonne *", ("required",), "Kolonnen skal udfyldes. En tom celle i en påbegyndt række får ramme og gul bund."),
    ("Kolonne", ("optional",), "Kolonnen kan udfyldes."),
    ("Kolonne", ("tool",), "Kolonnen udfyldes for dig."),
)
_CHECK_SIGNS = (
    ("Mangler 2", ("missing", "bold"), "To celler mangler i rækken."),
    ("Ret 1", ("wrong", "bold"), "Kontrollen fandt en fejl i rækken. Se arket Fund."),
    ("OK", ("fine", "bold"), "Der er ikke fundet noget at rette."),
)
CONTACT_NAME = "igu_kontakt"
ASK_LABEL, CONTACT_LABEL = "Er du i tvivl?", "Kontakt"
NO_CONTACT = "Sekretariatets navn, telefon og mail står her, når sekretariatet har skrevet dem."
_ASK = "Spørg sekretariatet i partnerskabet. Skriv, hvilket ark og hvilken celle det drejer sig om."


@dataclass(slots=True)
class _Writer:
    """Writes the guide from the top, one row at a time: a label and the text beside it."""

    sheet: Worksheet
    look: Look
    row: int

    def heading(self, text: str) -> None:
        self.row += 1
        self.sheet.set_row(self.row, 24)
        self.sheet.write_string(self.row, 0, text, self.look("ink", "heading"))
        self.sheet.write_blank(self.row, 1, None, self.look("ink", "heading"))
        self.row += 1

    def line(self, label: str, text: str, style: Format) -> None:
        self.sheet.write_string(self.row, 0, label, style)
        self._text(text)

    def link(self, sheet_name: str, text: str) -> None:
        style = self.look("link", "underline", "top")
        self.sheet.write_url(self.row, 0, f"internal:'{sheet_name}'!A1", style, sheet_name)
        self._text(text)

    def _text(self, text: str) -> None:
        fit_row(self.sheet, self.row, [(text, TEXT_WIDTH)])
        self.sheet.write_string(self.row, 1, text, self.look("ink", "wrap", "top", "indent"))
        self.row += 1


def fill_guide(sheet: Worksheet, look: Look, book: Book, owner: str) -> str:
    """Write the guide of a kind of workbook; `owner` is the partner's name, left out where it is not given.

    Returns the cell that says how a partner reaches the secretariat; empty in the secretariat's own workbook.
    """
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, 1, TEXT_WIDTH)
    sheet.set_row(TITLE_ROW, 32)
    sheet.write_string(TITLE_ROW, 0, f"{book.title}: {owner}" if owner else book.title, look("ink", "title"))
    sheet.write_string(HELP_ROW, 0, book.purpose, look("ink"))
    writer = _Writer(sheet, look, HELP_ROW + 1)
    _write_sections(writer, book)
    sheet.hide_gridlines(2)
    set_up_page(sheet, book, "help", LABEL_WIDTH + TEXT_WIDTH)
    sheet.fit_to_pages(1, 1)
    return xl_rowcol_to_cell(writer.row - 1, 1, row_abs=True, col_abs=True) if book.folder else ""


def _write_sections(writer: _Writer, book: Book) -> None:
    quiet, plain = writer.look("quiet", "top"), writer.look("ink", "top")
    writer.heading("Sådan gør du")
    for number, step in enumerate(book.guide, 1):
        writer.line(f"{number}.", step, quiet)
    writer.heading("Arkene")
    for name, text in (*((table.sheet, table.help) for table in book.tables), *_HELP_SHEETS):
        writer.link(name, text)
    writer.heading("Tegn og farver")
    for label, style, text in _signs(book):
        writer.line(label, text, writer.look(*style, "top"))
    writer.heading("Hvad sker der med oplysningerne?")
    for text in book.privacy:
        writer.line("–", text, quiet)
    writer.heading("Hjælp")
    writer.line(ASK_LABEL, _ASK, plain)
    if book.folder:  # a partner's
        writer.line(CONTACT_LABEL, NO_CONTACT, plain)


def _signs(book: Book) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    has_check = any(column.kind is Kind.COMPUTED for table in book.tables for column in table)
    return _SIGNS + (_CHECK_SIGNS if has_check else ())
