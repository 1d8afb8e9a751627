"""What a workbook says of itself: the version of its layout, and whose it is.

Each is told by a defined name whose value is a text. A name lives where the lists' names live, so Excel, LibreOffice
and openpyxl keep it; document properties are taken out by Excel's own document inspector. Nothing depends on
`igu_layout`: what a workbook lacks is found by comparing it with the contract (`lacking.py`). `igu_partner` is written
when something is sent to a partner; a workbook without it is known by its rows (`identity.py`).
"""

from __future__ import annotations

LAYOUT = "0.2"
NAME = "igu_layout"
FORMULA = f'"{LAYOUT}"'
PARTNER_NAME = "igu_partner"


def text_formula(text: str) -> str:
    """What a name stands for whose value is a text."""
    return '"' + text.replace('"', '""') + '"'


def text_of(formula: str) -> str:
    """The text that a name stands for; empty where it stands for something else."""
    quoted = len(formula) >= 2 and formula.startswith('"') and formula.endswith('"')
    return formula[1:-1].replace('""', '"') if quoted else ""
