"""The blocks that stand in a section of a page: tables, charts, texts.

A block is HTML and, for a table, the same figures as a sheet that can be downloaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from numbers import Integral

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pandas.api.types import is_numeric_dtype

from igu_xl.danish import LOCALE, number_text
from igu_xl.reports.disclosure.protection import HIDDEN, UNKNOWN, Protected
from igu_xl.resources import shipped

Cell = str | int | None  # None: nobody knows

HIDDEN_NOTE = f"{HIDDEN} er skjult: 1-4, eller et tal, som andre skjulte tal kunne regnes ud af."
NEAR_NOTE = "ca.: tallet, da det sidst blev vist. Det er ændret med 1-4 siden, så det nye er skjult."
ROUNDED_NOTE = "Antal er afrundet til 5 efter en fælles plan: 0 kan være 0-4, 5 kan være 1-9, 10 kan være 6-14."
UNKNOWN_NOTE = f"{UNKNOWN}: tallet er ikke kendt. I regnearket er cellen tom."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to download: its title, the head of every column, its rows, and a note to read first."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a section, with the sheets of the figures it shows."""

    html: Markup
    sheets: tuple[Sheet, ...] = ()

    def __html__(self) -> str:
        return str(self.html)


def table(
    shown: Protected,
    caption: str,
    *,
    head: str = "",
    total: Sequence[str] = (),
    more: Mapping[str, Sequence[str]] | None = None,
) -> Block:
    """An accessible table of counts, one line for each row.

    `head` names the rows, `total` the columns and rows that are sums; `more` are columns of text made from the counts.
    """
    columns = [*map(str, shown.counts.columns), *(more or {})]
    rows = []
    for line, row in enumerate(shown.counts.index):
        counts = [shown.cell(row, column) for column in shown.counts.columns]
        rows.append((str(row), [*counts, *(texts[line] for texts in (more or {}).values())]))
    return _table(caption, head, columns, rows, _note(shown), bool(shown.rounded), total=total)


def listed(shown: Protected, caption: str) -> Block:
    """A table in which facts stand before the counts; the first names the row, words stand before numbers."""
    facts, counts = list(shown.facts.columns), list(shown.counts.columns)
    rows = []
    for row in shown.counts.index:
        told = [_fact(shown.facts.at[row, fact]) for fact in facts[1:]]
        name = cell_text(_fact(shown.facts.at[row, facts[0]]))
        rows.append((name, [*told, *(shown.cell(row, one) for one in counts)]))
    words_first = sum(not is_numeric_dtype(shown.facts[fact]) for fact in facts[1:])
    return _table(caption, facts[0], [*facts[1:], *counts], rows, _note(shown), bool(shown.rounded), facts=words_first)


def facts(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    """A table of words that tell nothing about people; the first column names the row."""
    told = [(row[0], list(row[1:])) for row in rows]
    return _table(caption, columns[0], list(columns[1:]), told, "", False, facts=len(columns) - 1, prose=True)


def _table(
    caption: str,
    head: str,
    columns: list[str],
    rows: Sequence[tuple[str, Sequence[Cell]]],
    note: str,
    rounded: bool,
    **look: object,
) -> Block:
    """The block; that counts are rounded is said once on a page, but on every sheet, which may be passed on alone."""
    shown = [(name, [cell_text(cell) for cell in cells]) for name, cells in rows]
    html = render("tabel", caption=caption, head=head, columns=columns, rows=shown, note=note, **look)
    told = f"{ROUNDED_NOTE} {note}".strip() if rounded else note
    return Block(html, (Sheet(caption, (head or " ", *columns), [(name, *cells) for name, cells in rows], told),))


def chart(drawing: Markup, caption: str) -> Block:
    """A chart with its title. Its figures stand in a table beside it."""
    return Block(render("figur", drawing=drawing, caption=caption))


def beside(*blocks: Block) -> Block:
    """Blocks side by side where the page is wide enough."""
    sheets = tuple(sheet for block in blocks for sheet in block.sheets)
    return Block(render("ved_siden_af", blocks=blocks), sheets)


def text(line: str) -> Block:
    """A paragraph."""
    return Block(render("linje", line=line))


def cell_text(cell: Cell) -> str:
    """A cell as people read it: numbers with Danish separators, dates as `10. dec. 2026`, a dash for the unknown."""
    if cell is None:
        return UNKNOWN
    if isinstance(cell, int):
        return number_text(cell)
    day = as_date(cell)
    return format_date(day, "medium", locale=LOCALE) if day else cell


def as_date(cell: str) -> date | None:
    """The date that a cell holds as `2026-12-10`; None for any other text."""
    try:
        return date.fromisoformat(cell) if len(cell) == 10 else None
    except ValueError:
        return None


def _fact(value: object) -> Cell:
    """A fact as a cell; nothing is a dash."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    return int(value) if isinstance(value, Integral) else "–"


def _note(shown: Protected) -> str:
    """What the marks in a table mean, where there are any."""
    marked = int(shown.counts.isna().to_numpy().sum()) > len(shown.earlier) + len(shown.unknown)
    notes = {HIDDEN_NOTE: marked, NEAR_NOTE: bool(shown.earlier), UNKNOWN_NOTE: bool(shown.unknown)}
    return " ".join(note for note, needed in notes.items() if needed)


@cache
def environment() -> Environment:
    """The templates of the report pages."""
    loader = FileSystemLoader(shipped("reports"))
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def render(macro: str, **values: object) -> Markup:
    """A macro of `dele.html.j2` with its values."""
    macros = environment().get_template("dele.html.j2").module
    rendered: Markup = getattr(macros, macro)(**values)
    return rendered
