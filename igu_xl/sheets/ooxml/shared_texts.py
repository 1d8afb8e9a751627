"""The workbook's table of shared texts: read, never written."""

from __future__ import annotations

from lxml import etree

from igu_xl.sheets.ooxml.cells import unescape
from igu_xl.sheets.ooxml.package import Package


class SharedTexts:
    """The shared texts by number, read when the first cell asks for one."""

    def __init__(self, package: Package, part: str | None) -> None:
        self._package = package
        self._part = part
        self._texts: list[str] | None = None

    def __getitem__(self, index: int) -> str:
        if self._texts is None:
            items = self._package.xml(self._part).iterchildren("{*}si") if self._part else ()
            self._texts = [plain_text(item) for item in items]
        return self._texts[index]


def plain_text(item: etree._Element) -> str:
    """The text of a shared or inline string, without formatting and phonetic guides."""
    if len(item) == 1 and not len(item[0]):
        return unescape(item[0].text or "")
    texts = [*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t")]
    return unescape("".join(text.text or "" for text in texts))
