from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

Helper = Callable[..., Any]


@pytest.mark.parametrize(
    ("removed", "before"),
    [(rb"<calcPr[^>]*/>", "definedNames"), (rb"<calcPr[^>]*/>|<definedNames>.*</definedNames>", "sheets")],
)
def test_the_mark_for_calculation_stands_where_excel_looks_for_it(
    openpyxl_book: Path, rewritten: Helper, appended: Helper, parts: Helper, removed: bytes, before: str
) -> None:
    """Excel calls a file damaged in which the elements of the workbook part stand in another order."""

    def without(name: str, data: bytes) -> bytes:
        data = re.sub(removed, b"", data) if name == "xl/workbook.xml" else data
        return data.replace(b"</workbook>", b"<extLst/></workbook>")

    rewritten(openpyxl_book, without)
    appended(openpyxl_book, {"Forløb-id": "F-0003"})
    root = etree.fromstring(parts(openpyxl_book)["xl/workbook.xml"])
    names = [etree.QName(child).localname for child in root]
    assert names[names.index(before) + 1 :] == ["calcPr", "extLst"]
    (mark,) = root.iter("{*}calcPr")
    assert mark.get("fullCalcOnLoad") == "1"
