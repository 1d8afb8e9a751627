"""The cell of *Vejledning* that says how to reach the secretariat, put into a workbook that has none."""

from __future__ import annotations

from igu_xl.sheets.building.guide import ASK_LABEL, CONTACT_LABEL, CONTACT_NAME, NO_CONTACT
from igu_xl.sheets.building.page import GUIDE
from igu_xl.sheets.ooxml.areas import Area
from igu_xl.sheets.ooxml.cells import Content
from igu_xl.sheets.upgrading.opened import OpenedBook


def bring_contact(source: OpenedBook, target: OpenedBook) -> None:
    """Add the cell and its name below the guide's last line, where a fresh workbook has it and there is room."""
    if source.name(CONTACT_NAME) is None or target.name(CONTACT_NAME) is not None or GUIDE not in target.parts:
        return
    sheet = target.sheet(GUIDE)
    asks = [row for row in range(1, _LAST) if sheet.content(row, 1).text == ASK_LABEL]
    if not asks or sheet.first_used(Area(1, asks[0] + 1, 2, asks[0] + 1)):
        return
    row = asks[0] + 1
    for column, text in enumerate((CONTACT_LABEL, NO_CONTACT), 1):
        sheet.put(row, column, Content("text", text), sheet.style(row - 1, column))
    target.set_name(CONTACT_NAME, f"{GUIDE}!$B${row}")


_LAST = 200  # no guide is longer
