"""The line chart of the house: balances by month, told apart by line and mark, not by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from igu_xl.danish import number_text
from igu_xl.reports.charts.style import GREY, WIDTH, house_style, svg_of
from igu_xl.reports.disclosure.protection import HIDDEN, Protected

_HEIGHT, _BELOW, _ABOVE, _LEFT, _RIGHT = 2.5, 0.32, 0.12, 0.3, 1.35  # inches
_LOOKS: tuple[dict[str, Any], ...] = ({"marker": "o"}, {"marker": "s", "linestyle": (0, (4, 2)), "color": "#8a5a00"})
_APART = 0.11  # of the chart's height: names that end nearer than this are moved apart


@dataclass(frozen=True, slots=True)
class _Series:
    """A column of the table as a line; a hidden count is a gap."""

    name: str
    counts: list[int | None]

    @property
    def last(self) -> int:
        """The latest count that is shown; 0 where none is."""
        return next((count for count in reversed(self.counts) if count is not None), 0)

    @property
    def hides_last(self) -> bool:
        return self.counts[-1] is None


def lines(table: Protected, columns: Sequence[str], ticks: Sequence[str], *, alt: str) -> Markup:
    """A line for each column, its name and latest number at its end; `ticks` names the rows below, "" for no name."""
    series = [_Series(name, [table.count(row, name) for row in table.counts.index]) for name in columns]
    top = max([5, *(count or 0 for one in series for count in one.counts)]) * 1.08
    with house_style(alt):
        figure = Figure(figsize=(WIDTH, _HEIGHT))
        axes = _axes(figure, ticks, top)
        for one, look in zip(series, _LOOKS, strict=True):
            heights = [float("nan") if count is None else count for count in one.counts]
            axes.plot(range(len(ticks)), heights, linewidth=2, markersize=5, clip_on=False, **look)
        for one, height in zip(series, _apart([one.last / top for one in series]), strict=True):
            told = HIDDEN if one.hides_last else number_text(one.last)
            at = (len(ticks) - 1, height * top)
            axes.annotate(
                f"{told} {one.name.lower()}", at, (9, 0), textcoords="offset points", va="center", fontsize=10
            )
        return svg_of(figure, alt)


def _axes(figure: Figure, ticks: Sequence[str], top: float) -> Axes:
    wide, high = (WIDTH - _LEFT - _RIGHT) / WIDTH, (_HEIGHT - _BELOW - _ABOVE) / _HEIGHT
    axes = figure.add_axes((_LEFT / WIDTH, _BELOW / _HEIGHT, wide, high))
    axes.set_xlim(-0.3, len(ticks) - 1)
    axes.set_ylim(0, top)
    named = [line for line, tick in enumerate(ticks) if tick]
    axes.set_xticks(named, [ticks[line] for line in named])
    axes.tick_params(labelbottom=True, labelsize=10, pad=4)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.yaxis.set_major_formatter(lambda value, _: number_text(value))
    axes.grid(axis="y", color="#e3e8ee", linewidth=0.8)
    axes.axhline(0, color=GREY, linewidth=0.8)
    return axes


def _apart(heights: Sequence[float]) -> list[float]:
    """The heights of two names, moved apart where they would stand on each other."""
    first, second = heights
    if abs(first - second) >= _APART:
        return list(heights)
    middle, up = max((first + second) / 2, _APART / 2), 1 if first >= second else -1
    return [middle + up * _APART / 2, middle - up * _APART / 2]
