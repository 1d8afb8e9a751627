"""Builds `workbooks/kom-i-gang.docx`, which `igu new` lays in the folder, from `docs/kom-i-gang.md`.

Only here, where the repository's files are built, is a writer of Word files needed; the program copies the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from markdown_it.token import Token

SOURCE = Path(__file__).parents[1] / "docs" / "kom-i-gang.md"
NAME = "kom-i-gang.docx"
_INK, _SHADE = RGBColor(0x1F, 0x4E, 0x5F), "E8F0F2"
_WIDTHS = {3: (3.4, 7.0, 7.0), 4: (2.7, 3.0, 3.6, 8.1)}  # of a table's columns in cm, by how many they are
_LISTS = {"bullet_list_open": "List Bullet", "ordered_list_open": "List Number"}


def build_guide(folder: Path) -> Path:
    """Write the Word file into a folder and return its path; the same text gives the same parts."""
    paper = _page()
    tokens = iter(MarkdownIt().enable("table").parse(SOURCE.read_text(encoding="utf-8")))
    style = ""
    for token in tokens:
        style = _LISTS.get(token.type, style)
        if token.type.endswith("_list_close"):
            style = ""
        elif token.type == "heading_open":
            _write(paper.add_heading(level=int(token.tag[1]) - 1), next(tokens))
        elif token.type == "paragraph_open":
            _write(paper.add_paragraph(style=style or None), next(tokens))
        elif token.type == "table_open":
            _table(paper, list(_rows(tokens)))
    path = folder / NAME
    paper.save(str(path))
    return path


def _page() -> Paper:
    paper = Document()
    properties = paper.core_properties
    properties.title, properties.author, properties.language = "Kom i gang med igu", "igu_xl", "da-DK"
    properties.created = properties.modified = datetime(2026, 1, 1)
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.6)
    for name, size in (("Normal", 10), ("Title", 22), ("Heading 1", 14)):
        style = paper.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        if name != "Normal":
            style.font.color.rgb = _INK
    for name in ("Normal", "List Bullet"):
        paper.styles[name].paragraph_format.space_after = Pt(4)
    paper.styles["Heading 1"].paragraph_format.space_before = Pt(10)
    return paper


def _rows(tokens: Iterator[Token]) -> Iterator[list[Token]]:
    """The cells of a table, row by row; its end is taken from the tokens, too."""
    row: list[Token] = []
    for token in tokens:
        if token.type == "table_close":
            return
        if token.type == "inline":
            row.append(token)
        elif token.type == "tr_close":
            yield row
            row = []


def _table(paper: Paper, rows: list[list[Token]]) -> None:
    table = paper.add_table(len(rows), len(rows[0]), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS[len(rows[0])], strict=True):
        column.width = Cm(width)
    _soften(table._tbl)
    for number, row in enumerate(rows):
        for cell, told, width in zip(table.rows[number].cells, row, _WIDTHS[len(row)], strict=True):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            _write(paragraph, told, size=Pt(9), bold=number == 0)
            if number == 0:
                _shade(cell)
        table.rows[number]._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    paper.add_paragraph().paragraph_format.space_after = Pt(0)


def _soften(table: CT_Tbl) -> None:
    """Thin grey lines in place of black ones."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz="4", color="B8C4C8"))
    table.tblPr.append(borders)


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    made: BaseOxmlElement = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _shade(cell: _Cell) -> None:
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=_SHADE))


def _write(paragraph: Paragraph, inline: Token, size: Pt | None = None, *, bold: bool = False) -> None:
    strong = slanted = False
    for token in inline.children or ():
        strong = (strong or token.type == "strong_open") and token.type != "strong_close"
        slanted = (slanted or token.type == "em_open") and token.type != "em_close"
        text = " " if token.type == "softbreak" else token.content
        if not text:
            continue
        run = paragraph.add_run(text)
        run.bold, run.italic = (bold or strong) or None, slanted or None
        if size:
            run.font.size = size
        if token.type == "code_inline":
            run.font.name = "Consolas"
            run.font.size = Pt(8.5)
