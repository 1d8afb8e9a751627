"""The key figures of a page: how much, the change since the month before, the goal, and whether it was corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from igu_xl.danish import number_text
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import LIMIT, cell_of, protect
from igu_xl.reports.figures import tables
from igu_xl.reports.figures.measure import BEFORE, CHANGE, VALUE, Measure
from igu_xl.reports.figures.measures import comparable
from igu_xl.reports.parts import sentences


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure of the first page, as its audience may see it: None where it is hidden.

    `before` is what it was a month ago, `compared` is False where nobody knows that. `near` is what a hidden one was
    when it was last told, where it has changed by 1-4 since, and `rounded` says that it is a multiple of 5. `goal` says
    how far it is from its goal, `correction` that last month's figure was not what was published.
    """

    key: str
    label: str
    value: int | None
    change: int | None
    goal: str = ""
    correction: str = ""
    near: int | None = None
    compared: bool = True
    rounded: bool = False
    before: int | None = None

    @property
    def cell(self) -> str | int:
        """The figure as it stands in a table."""
        return cell_of(self.value, self.near)

    @property
    def value_text(self) -> str:
        """The figure with Danish separators, or what stands for a hidden one."""
        if self.value is not None:
            return number_text(self.value) if self.value or not self.rounded else f"0-{LIMIT - 1}"
        return "skjult" if self.near is None else str(self.cell)

    @property
    def nearest(self) -> int | None:
        """The figure, or what was told of it before; None where neither may be seen."""
        return self.near if self.value is None else self.value

    @property
    def amount(self) -> str:
        """The figure inside a sentence."""
        return sentences.amount(self.value, self.near, rounded=self.rounded)

    @property
    def sign(self) -> str:
        """The sign beside the change."""
        return sentences.sign(self.change)

    def change_text(self, month: Month) -> str:
        """The change since the month before: `3 flere end i september`."""
        return (
            sentences.change(self.change, month, rounded=self.rounded)
            if self.compared
            else sentences.not_compared(month)
        )

    def told(self, what: str, month: Month) -> str:
        """The figure and its change inside a sentence: `12 i forløb, 3 flere end i september`."""
        return f"{self.amount} {what}, {self.change_text(month)}"


def key_figures(
    measures: Sequence[Measure],
    data: MonthData,
    month: Month,
    audience: str,
) -> dict[str, KeyFigure]:
    """The figures by key, now and compared with a month ago, both made from the data of now; not compared where nothing
    is known of a month ago.

    The change of a balance (those in a placement: some came, some left) follows from the two figures, which are
    hidden one by one. The change of any other figure is a count of people itself and is hidden when it is small.
    """
    balances = [one for one in measures if one.balance]
    others = [one for one in measures if not one.balance]
    made = _balances(balances, data, month, audience) | _others(others, data, month, audience)
    if not comparable(data, month.previous()):
        made = {key: replace(one, change=None, compared=False) for key, one in made.items()}
    return {one.key: made[one.key] for one in measures}


def _balances(measures: Sequence[Measure], data: MonthData, month: Month, audience: str) -> dict[str, KeyFigure]:
    shown = protect(tables.balances(measures, data, month), audience, data.decided)
    made = {}
    for one in measures:
        now, before = shown.count(one.label, VALUE), shown.count(one.label, BEFORE)
        change = None if now is None or before is None else now - before
        rounded = shown.rounds(one.label, VALUE)
        compared = shown.knows(one.label, BEFORE)
        made[one.key] = KeyFigure(one.key, one.label, now, change, compared=compared, rounded=rounded, before=before)
    return made


def _others(measures: Sequence[Measure], data: MonthData, month: Month, audience: str) -> dict[str, KeyFigure]:
    shown = protect(tables.changes(measures, data, month), audience, data.decided)
    return {
        one.key: KeyFigure(
            one.key,
            one.label,
            shown.count(one.label, VALUE),
            shown.count(one.label, CHANGE),
            near=shown.near(one.label, VALUE),
            compared=shown.knows(one.label, BEFORE),
            rounded=shown.rounds(one.label, VALUE),
            before=shown.count(one.label, BEFORE),
        )
        for one in measures
    }
