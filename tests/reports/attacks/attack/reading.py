"""What an outsider reads on a published page: its tables, key figures and sentences, and the workbook in its link.

Nothing here knows how the pages are made. A table is what stands between `<table>` and `</table>`, a number is what a
Dane reads as one, and the class `sum` marks the totals.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import html as lxml_html

ROUNDED, HIDING, EXACT = "afrundet", "skjult", "tjenstlig"
_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
    "oktober", "november", "december",
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A table as it is seen: text cells, and which columns and rows are sums or facts."""

    caption: str
    columns: tuple[str, ...]
    sums: frozenset[str]
    facts: frozenset[str]
    rows: tuple[tuple[str, bool, tuple[str, ...]], ...]

    @property
    def names(self) -> list[str]:
        """The names of the rows, from above."""
        return [name for name, _, _ in self.rows]

    def cells(self) -> Iterator[tuple[str, str, str]]:
        """Row, column and text of every cell."""
        for name, _, cells in self.rows:
            yield from ((name, column, text) for column, text in zip(self.columns, cells, strict=True))


@dataclass(frozen=True)
class Card:
    """A key figure: how much, and what is said of its change."""

    label: str
    value: str
    change: str


@dataclass(frozen=True)
class Page:
    """A published page: whose, of which month, how it protects people, and all that can be seen on it."""

    stem: str
    name: str
    month: str
    way: str
    status: str
    tables: tuple[Table, ...]
    cards: tuple[Card, ...]
    sentences: tuple[str, ...]
    text: str
    tree: Any
    workbook: bytes

    def table(self, start: str) -> Table | None:
        """The first table whose caption begins like this."""
        return next((one for one in self.tables if one.caption.startswith(start)), None)


def read_page(path: Path) -> Page:
    """Read one page of a month or a match."""
    tree: Any = lxml_html.fromstring(path.read_text(encoding="utf-8"))
    text = tree.text_content()
    head = " ".join(tree.xpath("//h1")[0].text_content().split())
    what, _, name = head.partition(": ")
    link = tree.xpath("//a[starts-with(@href, 'data:')]/@href")
    status = tree.xpath("//h1/following::span[contains(@class, 'status')]")
    return Page(
        stem=path.stem if not path.stem.startswith("match-") else "match",
        name=name,
        month=_month(what) or path.parent.name[:7],
        way=_way(text),
        status=" ".join(status[0].text_content().split()) if status else "",
        tables=tuple(_table(one) for one in tree.xpath("//table")),
        cards=tuple(_cards(tree)),
        sentences=tuple(
            _clean(one.text_content()) for one in tree.xpath("//section//p[not(ancestor::li)]") if one.text_content()
        ),
        text=text,
        tree=tree,
        workbook=b64decode(link[0].partition("base64,")[2]) if link else b"",
    )


def read_folder(folder: Path) -> list[Page]:
    """All pages of a month's folder about people: not the index and the page about the run."""
    paths = sorted(folder.glob("*.html"))
    return [read_page(path) for path in paths if path.stem.partition("-")[0] in _PEOPLE]


def number(text: str) -> int | None:
    """The number that a text is as a whole; None for any other text."""
    return int(text.replace(".", "")) if re.fullmatch(r"-?\d{1,3}(\.\d{3})*|-?\d+", text) else None


def workbook_tables(content: bytes) -> dict[str, list[list[Any]]]:
    """The sheets of a download by the title in their first cell: the rows from the fourth on."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content))
    found = {}
    for sheet in book.worksheets:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        found[str(rows[0][0])] = rows[3:]
    return found


def workbook_parts(content: bytes) -> dict[str, str]:
    """Every part of a download as text."""
    with ZipFile(BytesIO(content)) as packed:
        return {name: packed.read(name).decode("utf-8", "replace") for name in packed.namelist()}


_PEOPLE = ("styregruppe", "kommune", "branche", "skole", "match")


def _way(text: str) -> str:
    if "Til tjenstligt brug" in text:
        return EXACT
    return ROUNDED if re.search("antal er afrundet til (nærmeste )?5", text) else HIDING


def _month(title: str) -> str:
    found = re.search(rf"({'|'.join(_MONTHS)}) (20\d\d)", title)
    return f"{found[2]}-{_MONTHS.index(found[1]) + 1:02}" if found else ""


def month_key(name: str) -> str:
    """`oktober 2026` as `2026-10`; the text itself where it is none."""
    return _month(name) or name


def _clean(text: str) -> str:
    return " ".join(text.replace("\N{ZERO WIDTH SPACE}", "").split())


def _table(node: Any) -> Table:
    heads = node.xpath("./thead/tr/*")[1:]
    columns = tuple(_clean(one.text_content()) for one in heads)
    marked = {
        kind: frozenset(_clean(one.text_content()) for one in heads if one.get("class") == kind) for kind in _MARKS
    }
    rows = []
    for row in node.xpath("./tbody/tr"):
        cells = tuple(_clean(one.text_content()) for one in row.xpath("./td"))
        rows.append((_clean(row.xpath("./th")[0].text_content()), row.get("class") == "sum", cells))
    return Table(
        _clean(node.xpath("./caption")[0].text_content()), columns, marked["sum"], marked["fakta"], tuple(rows)
    )


_MARKS = ("sum", "fakta")


def _cards(tree: Any) -> Iterator[Card]:
    for node in tree.xpath("//ul[contains(@class, 'kort')]/li"):
        told = {one.get("class"): _clean(one.text_content()) for one in node.xpath("./span")}
        yield Card(told["navn"], told["tal"], told.get("aendring", ""))
