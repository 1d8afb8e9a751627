"""Figures by municipality: the one that people live in, and the one that they work in. Each table says which.

On a page that may be passed on the lines are the same every month, whoever lives or works there: the municipalities
that take part, in order of code, those outside as one, and those of whom it is not known. On a municipality's own page
the others that take part are one line too. Only a partner's page of its own people has the lines that hold anybody.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from igu_xl.month import Month
from igu_xl.reports.data.days import UNKNOWN
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.data.selections import MUNICIPALITY
from igu_xl.reports.disclosure.protection import SHARED
from igu_xl.reports.figures.explanations import Explanation
from igu_xl.reports.figures.measure import Measure, by_group
from igu_xl.reports.figures.measures import COMPLETED, DROPPED_OUT, JOB_OR_EDUCATION, MOVED_ON, RUNNING, WAITING

OF_PEOPLE = (WAITING, RUNNING, COMPLETED, JOB_OR_EDUCATION)
OF_PLACEMENTS = (RUNNING, COMPLETED, MOVED_ON, DROPPED_OUT)
TELLING = tuple(one.label for one in OF_PLACEMENTS)
OTHERS, OUTSIDE = "Andre i partnerskabet", "Uden for partnerskabet"
HOW = Explanation(
    "places",
    "Bopæl og arbejdssted",
    "Bopæl er »Bopælskommune«, og er den tom, kommunen bag arbejdsbogen. Arbejdssted er kommunen, som virksomhedens "
    "postnummer mest ligger i; tabellen over postnumre er ikke kontrolleret mod en kilde. Ukendt: kandidatens eller "
    "virksomhedens række mangler eller har en fejl, eller postnummeret er ikke i tabellen. I en delt udgave står de "
    "samme linjer hver måned, også hvor der ingen er.",
)


def by_residence(lines: Sequence[Measure], data: MonthData, month: Month, audience: str) -> pd.DataFrame:
    """The measures by the municipality that the candidates live in."""
    if audience != SHARED:
        day = data.on(month)
        names = _names(pd.concat([day.candidates["residence"], day.placements["residence"]]))
    else:
        names, data = _always(data), _grouped(data)
    return by_group(lines, {name: data.living_in(name) for name in names}, data, month)


def by_workplace(lines: Sequence[Measure], data: MonthData, month: Month, audience: str) -> pd.DataFrame:
    """The measures by the municipality that the companies lie in."""
    if audience != SHARED:
        names = _names(data.on(month).placements["workplace"])
    else:
        names, data = _always(data), _grouped(data)
    return by_group(lines, {name: data.working_in(name) for name in names}, data, month)


def _names(values: pd.Series) -> list[str]:
    """The municipalities in alphabetical order, the unknown last."""
    names = sorted(str(name) for name in values.dropna().unique() if name != UNKNOWN)
    return [*names, UNKNOWN] if (values == UNKNOWN).any() else names


def _always(data: MonthData) -> list[str]:
    """The lines of a page that may be passed on; they depend on who takes part, and on nothing else."""
    own = [data.name, OTHERS] if data.kind == MUNICIPALITY.kind else [*data.municipalities]
    return [*own, OUTSIDE, UNKNOWN]


def _grouped(data: MonthData) -> MonthData:
    """The same data with every municipality under the name of its line."""
    shown = {UNKNOWN, *_always(data)}
    taking_part = {*data.municipalities}

    def line(name: str) -> str:
        return name if name in shown else OTHERS if name in taking_part else OUTSIDE

    return data.with_places(line)
