"""Figures by municipality: the one that people live in, and the one that they work in. Each table says which."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from igu_xl.month import Month
from igu_xl.reports.data.days import UNKNOWN
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.figures.explanations import Explanation
from igu_xl.reports.figures.measure import Measure, by_group
from igu_xl.reports.figures.measures import COMPLETED, DROPPED_OUT, JOB_OR_EDUCATION, MOVED_ON, RUNNING, WAITING

OF_PEOPLE = (WAITING, RUNNING, COMPLETED, JOB_OR_EDUCATION)
OF_PLACEMENTS = (RUNNING, COMPLETED, MOVED_ON, DROPPED_OUT)
HOW = Explanation(
    "places",
    "Bopæl og arbejdssted",
    "Bopæl er »Bopælskommune«, og er den tom, kommunen bag arbejdsbogen. Arbejdssted er kommunen, som virksomhedens "
    "postnummer mest ligger i; tabellen over postnumre er ikke kontrolleret mod en kilde. Ukendt: kandidatens eller "
    "virksomhedens række mangler eller har en fejl, eller postnummeret er ikke i tabellen.",
)


def by_residence(lines: Sequence[Measure], data: MonthData, month: Month) -> pd.DataFrame:
    """The measures by the municipality that the candidates live in."""
    day = data.on(month)
    names = _names(pd.concat([day.candidates["residence"], day.placements["residence"]]))
    return by_group(lines, {name: data.living_in(name) for name in names}, data, month)


def by_workplace(lines: Sequence[Measure], data: MonthData, month: Month) -> pd.DataFrame:
    """The measures by the municipality that the companies lie in."""
    names = _names(data.on(month).placements["workplace"])
    return by_group(lines, {name: data.working_in(name) for name in names}, data, month)


def _names(values: pd.Series) -> list[str]:
    """The municipalities in alphabetical order, the unknown last."""
    names = sorted(str(name) for name in values.dropna().unique() if name != UNKNOWN)
    return [*names, UNKNOWN] if (values == UNKNOWN).any() else names
