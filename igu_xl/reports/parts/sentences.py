"""The sentences of a page, made from protected figures."""

from __future__ import annotations

from collections.abc import Sequence

from babel.dates import format_date

from igu_xl.danish import LOCALE, listing, number_text
from igu_xl.month import Month
from igu_xl.reports.disclosure.protection import HIDDEN, UNDER, Protected
from igu_xl.reports.figures.measure import COUNT

UP, DOWN, SAME = "▲", "▼", "●"


def month_name(month: Month) -> str:
    """The name without its year: `oktober`."""
    return format_date(month.first, "MMMM", locale=LOCALE)


def amount(count: int | None, near: int | None = None, *, rounded: bool = False) -> str:
    """A count inside a sentence: `12`, `ingen`; where it is hidden `ca. 12`, what was told before, or no number; where
    it is rounded `ca. 10`, and `under 5` for a 0, which need not be nobody."""
    if count is None:
        return "et skjult antal" if near is None else f"ca. {number_text(near)}"
    if rounded:
        return f"ca. {number_text(count)}" if count else UNDER
    return number_text(count) if count else "ingen"


def amount_in(table: Protected, row: str, column: str) -> str:
    """A count of a table inside a sentence."""
    return amount(table.count(row, column), table.near(row, column), rounded=table.rounds(row, column))


def change(difference: int | None, month: Month, *, rounded: bool = False) -> str:
    """What happened since the month before: `3 flere end i september`, between rounded figures `ca. 5 flere`; hidden
    changes are not told."""
    before = month_name(month.previous())
    if difference is None:
        return f"ændringen siden {before} er skjult"
    if difference == 0:
        return f"{'omtrent ' * rounded}uændret siden {before}"
    return f"{'ca. ' * rounded}{number_text(abs(difference))} {'flere' if difference > 0 else 'færre'} end i {before}"


def not_compared(month: Month) -> str:
    """What stands in the place of a change from a month of which the figure is not known."""
    return f"tallet for {month_name(month.previous())} er ikke kendt"


def sign(difference: int | None) -> str:
    """The sign beside a change; none where it is hidden."""
    if difference is None:
        return ""
    return UP if difference > 0 else DOWN if difference < 0 else SAME


def sentence(text: str) -> str:
    """A text as a sentence: a capital first and a full stop last."""
    return f"{text[0].upper()}{text[1:]}."


def no_rows(name: str) -> str:
    """What a page says that has nothing to tell yet."""
    return f"{name} har endnu ikke skrevet nogen rækker i sin arbejdsbog. Når de kommer, står tallene her."


def attention(missing: Sequence[str]) -> list[str]:
    """What is missing as a sentence; none when nothing is."""
    return [f"Der er {listing(missing)}. Se nedenfor."] if missing else []


def told(table: Protected, column: str = COUNT, rows: Sequence[str] = ()) -> str:
    """A column as words, all of it or some rows, for those who cannot see its chart: `klar 12 og placeret 9`."""
    return listing([f"{row} {_told(table, row, column)}" for row in rows or table.counts.index])


def told_columns(table: Protected, columns: Sequence[str], rows: Sequence[str]) -> str:
    """Several columns as words: `igu: besat 3 og åbne 4; praktik: ...`."""
    return "; ".join(f"{column}: {told(table, column, rows)}" for column in columns)


def _told(table: Protected, row: str, column: str) -> str:
    cell = table.cell(row, column)
    if cell is None:
        return "ukendt"
    if table.rounds(row, column) and not cell:
        return UNDER
    if isinstance(cell, int):
        return number_text(cell)
    return "skjult" if cell == HIDDEN else cell
