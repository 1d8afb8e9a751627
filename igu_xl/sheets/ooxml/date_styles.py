"""Cell styles that show dates: whether a style does, and its twin that does."""

from __future__ import annotations

import copy
import re
from functools import lru_cache

from lxml import etree

from igu_xl.errors import WriteRefused
from igu_xl.sheets.ooxml.cells import Dated
from igu_xl.sheets.ooxml.package import Package

# Built-in formats: 14 follows the reader's own short date, 22 is that date with the time.
_NUMBER_FORMAT = {"date": "14", "datetime": "22"}
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_NOT_TOKENS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


class DateStyles:
    """The cell formats (`cellXfs`) of the workbook; one is appended only when a date finds none that fits."""

    def __init__(self, package: Package, part: str | None) -> None:
        self._package = package
        self._part = part or ""
        self._found: dict[tuple[str | None, Dated], str | None] = {}

    def showing(self, style: str | None, dated: Dated) -> str | None:
        """The style itself when it shows dates (or nothing is dated), else the same style as a date."""
        if not dated:
            return style
        key = (style, dated)
        if key not in self._found:
            self._found[key] = self._showing(style, _NUMBER_FORMAT[dated])
        return self._found[key]

    def _showing(self, style: str | None, number_format: str) -> str | None:
        formats = self._package.xml(self._part).find("{*}cellXfs")
        if formats is None or not len(formats):
            raise WriteRefused("Arbejdsbogen har ingen celleformater, så en dato kan ikke skrives.", self._package.name)
        index = int(style or 0)
        base = formats[index if index < len(formats) else 0]
        if self._is_date(base.get("numFmtId", "0")):
            return style
        return str(self._twin(formats, base, number_format))

    def _is_date(self, number_format: str) -> bool:
        if int(number_format) in _BUILT_IN_DATES:
            return True
        for custom in self._package.xml(self._part).iterfind("{*}numFmts/{*}numFmt"):
            if custom.get("numFmtId") == number_format:
                return shows_date(custom.get("formatCode", ""))
        return False

    def _twin(self, formats: etree._Element, base: etree._Element, number_format: str) -> int:
        """The index of the format that is the base with another number format; appended if missing."""
        twin = copy.deepcopy(base)
        twin.set("numFmtId", number_format)
        twin.set("applyNumberFormat", "1")
        for index, existing in enumerate(formats):
            if _same(existing, twin):
                return index
        formats.append(twin)
        formats.set("count", str(len(formats)))
        self._package.touch(self._part)
        return len(formats) - 1


@lru_cache(maxsize=1_000)
def shows_date(format_code: str) -> bool:
    """Whether a custom number format shows a day or a year (a time alone does not make a date)."""
    return re.search("[dy]", _NOT_TOKENS.sub("", format_code), re.IGNORECASE) is not None


def _same(one: etree._Element, other: etree._Element) -> bool:
    return sorted(one.items()) == sorted(other.items()) and [*map(etree.tostring, one)] == [*map(etree.tostring, other)]
