"""Rectangles of cells, as Excel writes them: `B3:E20`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

MAX_ROW = 1_048_576

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells; rows and columns count from 1, and both ends are inside."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def parse(cls, text: str) -> Area:
        """Read `A1` or `A1:B2`; raises ValueError for anything else."""
        found = _AREA.fullmatch(text.upper())
        if found is None:
            raise ValueError(f"no cell area: {text!r}")
        left, top, right, bottom = found.groups()
        return cls(column_number(left), int(top), column_number(right or left), int(bottom or top))

    def __str__(self) -> str:
        first, last = cell_name(self.top, self.left), cell_name(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def overlaps(self, other: Area) -> bool:
        """Whether the two have a cell in common."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )

    def covers(self, row: int, column: int) -> bool:
        """Whether the cell lies inside."""
        return self.left <= column <= self.right and self.top <= row <= self.bottom

    def ending(self, bottom: int) -> Area:
        """The same area with another last row."""
        return replace(self, bottom=bottom)


@lru_cache(maxsize=20_000)
def column_letters(number: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """A -> 1, AA -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    """The cell's address: row 3, column 2 -> B3."""
    return f"{column_letters(column)}{row}"


def place_of(reference: str) -> tuple[str, Area | None]:
    """The sheet and the area that a defined name leads to; no area where it is not one, such as `#REF!`."""
    sheet, _, cells = reference.rpartition("!")
    try:
        return sheet.strip("'").replace("''", "'"), Area.parse(cells)
    except ValueError:
        return "", None


def stretched(areas: str, table: Area, last: int) -> str:
    """A list of areas (`sqref`) where those that end with the table end at row `last` instead."""
    return " ".join(_stretched_area(text, table, last) for text in areas.split())


def _stretched_area(text: str, table: Area, last: int) -> str:
    if _AREA.fullmatch(text) is None:
        return text
    area = Area.parse(text)
    ends_with_table = area.bottom == table.bottom and area.top <= last
    return str(area.ending(last)) if ends_with_table and area.overlaps(table) else text
