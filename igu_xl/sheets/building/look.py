"""How the workbooks look: one palette and the named cell styles made of it.

Every pair of text and fill has a contrast of at least 4.5:1 (WCAG AA), and no meaning hangs on colour alone: required
columns carry a `*`, states are words, and missing cells get a frame besides their tint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from igu_xl.sheets.schema import TEXT_KINDS, Column, Kind


@dataclass(frozen=True, slots=True)
class Pair:
    """A text colour and the fill it stands on."""

    text: str
    fill: str


PALETTE = {
    "ink": Pair("#1F2D33", "#FFFFFF"),
    "quiet": Pair("#56646B", "#FFFFFF"),
    "link": Pair("#0B5394", "#FFFFFF"),
    "star": Pair("#A61C1C", "#FFFFFF"),
    "required": Pair("#FFFFFF", "#1F4E5F"),
    "optional": Pair("#1F3A45", "#D6E4EA"),
    "tool": Pair("#FFFFFF", "#5B6670"),
    "wrong": Pair("#8A1C1C", "#FADBD8"),
    "missing": Pair("#5C4400", "#FFF2CC"),
    "fine": Pair("#1E5631", "#E3F1E5"),
    "note": Pair("#1F3A45", "#E8EEF2"),
}
TAB_COLOURS = {"input": "#1F4E5F", "tool": "#9AA5AB", "help": "#C98A00"}

# What a word in a state column means for the eye; the word itself says it to everyone.
WORDS = {
    "fejl": "wrong",
    "advarsel": "missing",
    "oplysning": "note",
    "Godkend": "fine",
    "Lås": "note",
    "Afvis": "wrong",
}
# The same of a line of Siden sidst: how much it matters, and what was chosen in it.
LINE_WORDS = {
    "haster": "wrong",
    "se på": "missing",
    "til orientering": "note",
    "forbi": "quiet",
    "Set": "fine",
    "Rykket": "note",
}

# The text stands at the top, clear of the filter button in the lower corner.
_HEADER = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "border_color": "#FFFFFF"}
_PARTS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "valign": "vcenter"},
    "heading": {"bold": True, "font_size": 13, "bottom": 1, "bottom_color": "#9AA5AB"},
    "header": _HEADER,
    "bold": {"bold": True},
    "centre": {"align": "center"},
    "underline": {"underline": 1},
    "wrap": {"text_wrap": True},
    "frame": {"border": 1, "border_color": "#8A6D00"},
    "box": {"border": 1, "border_color": "#9AA5AB"},
    "top": {"valign": "top"},
    "text": {"num_format": 49},  # »@«: a leading zero stays
    "date": {"num_format": 14, "align": "center"},  # the reader's own short date: 01-12-2026 in Danish Excel
    "number": {"align": "right", "indent": 1},
    "whole": {"num_format": 3},  # with the reader's own separator: 6.900 in Danish Excel
    "indent": {"align": "left", "indent": 1},
    "middle": {"valign": "vcenter"},
    "open": {"locked": False},
    "month": {"num_format": '[$-406]"Måned: "mmmm yyyy', "align": "left"},  # Danish in any language of Excel
}
# A number as a small bar from 0, beside the number itself.
BAR = {
    "type": "data_bar",
    "data_bar_2010": True,
    "bar_solid": True,
    "bar_color": "#9FC3D0",
    "min_type": "num",
    "min_value": 0,
}
WRAP_FROM = 40  # columns at least this wide hold sentences


class Look:
    """The cell formats of one workbook, each made once: `look("note", "bold")` joins a colour and its parts."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, ...], Format] = {}

    def __call__(self, *names: str) -> Format:
        if names not in self._made:
            self._made[names] = self._workbook.add_format(_properties(names))
        return self._made[names]


def _properties(names: tuple[str, ...]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for name in names:
        properties |= _colours(PALETTE[name]) if name in PALETTE else _PARTS[name]
    return properties


def _colours(pair: Pair) -> dict[str, str]:
    colours = {"font_color": pair.text}
    return colours if pair.fill == "#FFFFFF" else colours | {"bg_color": pair.fill}


def cell_style(column: Column) -> tuple[str, ...]:
    """The style names of a column's cells: text for all that is a name or a choice, so a leading zero stays."""
    names = ["top"]
    if column.kind is Kind.DATE:
        names.append("date")
    elif column.kind is Kind.INTEGER or (column.kind is Kind.NUMBER and _is_money(column)):
        names += ["number", "whole"]
    elif column.kind is Kind.NUMBER:
        names.append("number")
    elif column.kind in TEXT_KINDS or column.kind in (Kind.CHOICE, Kind.CHOICES, Kind.MUNICIPALITY):
        names.append("text")
    if column.width >= WRAP_FROM:
        names.append("wrap")
    return tuple(names)


def _is_money(column: Column) -> bool:
    """Amounts, whose example is written with a thousands point, are shown so; other numbers keep their decimals."""
    return "." in column.example
