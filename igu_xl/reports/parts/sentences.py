"""The sentences of a page, made from protected figures."""

from __future__ import annotations

from collections.abc import Sequence

from babel.dates import format_date

from igu_xl.danish import LOCALE, listing, number_text
from igu_xl.month import Month
from igu_xl.reports.disclosure.protection import HIDDEN, Protected
from igu_xl.reports.figures.measure import COUNT

UP, DOWN, SAME = "▲", "▼", "●"


def month_name(month: Month) -> str:
    """The name without its year: `oktober`."""
    return format_date(month.first, "MMMM", locale=LOCALE)


def amount(count: int | None, near: int | None = None) -> str:
    """A count inside a sentence: `12`, `ingen`; where it is hidden `ca. 12`, what was told before, or no number."""
    if count is None:
        return "et skjult antal" if near is None else f"ca. {number_text(near)}"
    return number_text(count) if count else "ingen"


def change(difference: int | None, month: Month) -> str:
    """What happened since the month before: `3 flere end i september`; hidden changes are not told."""
    before = month_name(month.previous())
    if difference is None:
        return f"ændringen siden {before} er skjult"
    if difference == 0:
        return f"uændret siden {before}"
    return f"{number_text(abs(difference))} {'flere' if difference > 0 else 'færre'} end i {before}"


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
    return listing([f"{row} {_told(table.cell(row, column))}" for row in rows or table.counts.index])


def told_columns(table: Protected, columns: Sequence[str], rows: Sequence[str]) -> str:
    """Several columns as words: `igu: besat 3 og åbne 4; praktik: ...`."""
    return "; ".join(f"{column}: {told(table, column, rows)}" for column in columns)


def _told(cell: int | str | None) -> str:
    if cell is None:
        return "ukendt"
    if isinstance(cell, int):
        return number_text(cell)
    return "skjult" if cell == HIDDEN else cell
