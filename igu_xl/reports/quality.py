"""The quality of the data behind a page: what the checks found in the partner's workbook."""

from __future__ import annotations

import pandas as pd

from igu_xl.danish import plural
from igu_xl.findings import ERROR, LEVELS
from igu_xl.reports import parts
from igu_xl.reports.disclosure import INTERNAL, protect
from igu_xl.reports.measures import COUNT
from igu_xl.reports.month_data import MonthData


def counts(data: MonthData) -> pd.DataFrame:
    """How many findings of each level the checks made in the partner's workbook."""
    found = data.findings["level"].value_counts()
    return pd.DataFrame({COUNT: {level.capitalize(): int(found.get(level, 0)) for level in LEVELS}})


def errors(data: MonthData) -> int:
    """How many of them block a row."""
    return int((data.findings["level"] == ERROR).sum())


def data_quality(data: MonthData) -> parts.Part:
    """The findings by level. They are about cells, not people, so they are the same in every edition."""
    shown = protect(counts(data), INTERNAL)
    return parts.section(
        "Datakvalitet",
        parts.table(shown, "Fund i arbejdsbogen"),
        lead=f"Arbejdsbogen har {plural(data.rows, 'række', 'rækker')}. "
        "Rækker med fejl er ikke med i match, før de er rettet; arket Fund viser hvor.",
    )
