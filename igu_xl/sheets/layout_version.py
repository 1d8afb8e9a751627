"""The version of the workbooks' layout: what a workbook made by this program says of itself.

It is told by a defined name, `igu_layout`, whose value is a text. A name lives where the lists' names live, so Excel,
LibreOffice and openpyxl keep it; document properties are taken out by Excel's own document inspector. Nothing depends
on it: what a workbook lacks is found by comparing it with the contract (`lacking.py`).
"""

from __future__ import annotations

LAYOUT = "0.2"
NAME = "igu_layout"
FORMULA = f'"{LAYOUT}"'
