"""A measure: what a figure is called, how it is made, the function that counts it; and tables of measures.

A figure has one definition. Cards, tables and charts use the same `Measure`, so that the same figure is the same
number wherever it stands on a page. Every figure is as of the last day of the month.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from igu_xl.domain.law.kinds import ORDINARY
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData

TYPES = ("igu", "løntilskud", "praktik", ORDINARY)
TOTAL = "I alt"
VALUE, BEFORE, CHANGE = "Nu", "Sidste måned", "Ændring"
COUNT = "Antal"


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: its Danish label, the text that tells how it is made, and the function that counts it.

    `of_people` is False where it counts things (cohorts, rows), which need no disclosure control. `balance` is True
    where the change from month to month is what came less what went, and so counts nobody by itself. `dated` is False
    where it rests on a status, which no cell dates: it is known of the days since the first reading.
    """

    key: str
    label: str
    how: str
    count: Callable[[MonthData, Month], int]
    of_people: bool = True
    balance: bool = False
    dated: bool = True

    def known(self, data: MonthData, month: Month) -> int | None:
        """The figure of a month that is compared with another one; None where it is not known."""
        return self.count(data, month) if self.dated or data.knows(month) else None


def of_things(measures: Sequence[Measure]) -> tuple[str, ...]:
    """The labels of those that count things and not people."""
    return tuple(one.label for one in measures if not one.of_people)


def balances_of(measures: Sequence[Measure]) -> tuple[str, ...]:
    """The labels of those that are balances."""
    return tuple(one.label for one in measures if one.balance)


def one_column(measures: Sequence[Measure], data: MonthData, month: Month) -> pd.DataFrame:
    """The measures, one under the other: a funnel or a short list."""
    return pd.DataFrame({COUNT: {one.label: one.count(data, month) for one in measures}})


def by_type(measures: Sequence[Measure], data: MonthData, month: Month) -> pd.DataFrame:
    """The measures (rows) for each type of placement or slot and for all of them (columns)."""
    columns = {kind: data.of_type(kind) for kind in TYPES} | {TOTAL: data}
    return pd.DataFrame(
        {name: {one.label: one.count(part, month) for one in measures} for name, part in columns.items()}
    )


def by_group(
    measures: Sequence[Measure], groups: Mapping[str, MonthData], whole: MonthData, month: Month
) -> pd.DataFrame:
    """The measures (columns) for each group and, last, for the whole (rows)."""
    parts = {**groups, TOTAL: whole}
    rows = {name: {one.label: one.count(part, month) for one in measures} for name, part in parts.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=[one.label for one in measures])


def with_change(measures: Sequence[Measure], data: MonthData, month: Month) -> pd.DataFrame:
    """The measures now and a month ago, both made from the data of now, and the change between them.

    Missing where what it was a month ago is not known.
    """
    now = one_column(measures, data, month)[COUNT].astype("Int64")
    known = {one.label: one.known(data, month.previous()) for one in measures}
    before = pd.Series(known, index=now.index, dtype="Int64")
    return pd.DataFrame({VALUE: now, BEFORE: before, CHANGE: now - before})
