"""The key figures of a page: how much, the change since the month before, the goal, and whether it was corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from igu_xl.danish import number_text
from igu_xl.month import Month
from igu_xl.reports import words
from igu_xl.reports.disclosure import UNDER_LIMIT, protect
from igu_xl.reports.measures import BEFORE, CHANGE, VALUE, Measure, of_things, with_change
from igu_xl.reports.month_data import MonthData


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure of the first page, as its audience may see it: None where it is hidden.

    `goal` says how far it is from its goal and `correction` that last month's figure was not what was published.
    """

    key: str
    label: str
    value: int | None
    change: int | None
    goal: str = ""
    correction: str = ""

    @property
    def cell(self) -> str | int:
        """The figure as it stands in a table."""
        return UNDER_LIMIT if self.value is None else self.value

    @property
    def value_text(self) -> str:
        """The figure with Danish separators, or the mark of a hidden one."""
        return UNDER_LIMIT if self.value is None else number_text(self.value)

    @property
    def sign(self) -> str:
        """The sign beside the change."""
        return words.sign(self.change)

    def change_text(self, month: Month) -> str:
        """The change since the month before: `3 flere end i september`."""
        return words.change(self.change, month)

    def told(self, what: str, month: Month) -> str:
        """The figure and its change inside a sentence: `12 i forløb, 3 flere end i september`."""
        return f"{words.amount(self.value)} {what}, {self.change_text(month)}"


def key_figures(
    measures: Sequence[Measure],
    data: MonthData,
    month: Month,
    audience: str,
    *,
    goals: Mapping[str, str] = MappingProxyType({}),
    corrections: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, KeyFigure]:
    """The figures by key, now and compared with a month ago, both made from the data of now.

    The change of a balance (those in a placement: some came, some left) follows from the two figures, which are
    hidden one by one. The change of any other figure is a count of people itself and is hidden when it is small.
    `goals` and `corrections` are words by the figures' keys.
    """
    balances = [one for one in measures if one.balance]
    others = [one for one in measures if not one.balance]
    made = _balances(balances, data, month, audience) | _others(others, data, month, audience)
    return {
        one.key: replace(made[one.key], goal=goals.get(one.key, ""), correction=corrections.get(one.key, ""))
        for one in measures
    }


def _balances(measures: Sequence[Measure], data: MonthData, month: Month, audience: str) -> dict[str, KeyFigure]:
    two = with_change(measures, data, month)[[VALUE, BEFORE]]
    shown = protect(two, audience, of_things=of_things(measures))
    made = {}
    for one in measures:
        now, before = shown.count(one.label, VALUE), shown.count(one.label, BEFORE)
        change = None if now is None or before is None else now - before
        made[one.key] = KeyFigure(one.key, one.label, now, change)
    return made


def _others(measures: Sequence[Measure], data: MonthData, month: Month, audience: str) -> dict[str, KeyFigure]:
    changes = with_change(measures, data, month)
    shown = protect(changes, audience, total_column=VALUE, of_things=of_things(measures))
    return {
        one.key: KeyFigure(one.key, one.label, shown.count(one.label, VALUE), shown.count(one.label, CHANGE))
        for one in measures
    }
