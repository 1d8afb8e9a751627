"""Bar charts, from protected tables only: each bar carries its number; a hidden count has no bar, only its mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from igu_xl.danish import number_text
from igu_xl.reports.charts.style import GREY, WIDTH, house_style, svg_of
from igu_xl.reports.disclosure.protection import Protected

_LABELS = 2.3  # inches to the left of the bars
_RIGHT = 0.55  # inches for the number beside the longest bar
_LINE = 0.36  # inches for each bar
_LOOKS: tuple[dict[str, Any], ...] = ({}, {}, {"hatch": "////"}, {"edgecolor": "#55606c"})  # of stacked parts
_NARROW = 0.05  # of the longest bar: a part with less room has no number; the table beside it has
_PALE = "#e3e8ee"
_INK = "#1a2430"


def bars(table: Protected, column: str, *, alt: str) -> Markup:
    """A horizontal bar for each row of a column, in the order of the table, the number at its end."""
    rows = [str(row) for row in table.counts.index]
    counts = [table.nearest(row, column) for row in table.counts.index]
    with house_style(alt):
        figure, axes = _canvas(rows)
        axes.barh(range(len(rows)), [count or 0 for count in counts], height=0.62)
        axes.set_xlim(0, max([1, *(count or 0 for count in counts)]))
        for line, count in enumerate(counts):
            _number(axes, count or 0, line, table.text(rows[line], column))
        return svg_of(figure, alt)


def columns_with_parts(table: Protected, rows: Sequence[str], columns: Sequence[str]) -> list[str]:
    """The columns that a stacked chart can show: those that hold anything, or none at all if a part is hidden."""
    counts = {column: [table.count(row, column) for row in rows] for column in columns}
    if any(None in parts for parts in counts.values()):
        return []
    return [column for column, parts in counts.items() if any(parts)]


def stacked(table: Protected, rows: Sequence[str], columns: Sequence[str], *, alt: str) -> Markup:
    """A bar for each of the `columns`, split in the `rows`, each part with its number; the legend stands on top.

    Raises ValueError where a part is hidden: a bar without it would show a wrong whole.
    """
    parts = [[table.count(row, column) for column in columns] for row in rows]
    longest = max([1, *(sum(count or 0 for count in bar) for bar in zip(*parts, strict=True))])
    with house_style(alt):
        figure, axes = _canvas(columns, above=0.34 + (0.22 if len(rows) > 3 else 0))
        starts = [0] * len(columns)
        for part, counts in enumerate(parts):
            widths = [count for count in counts if count is not None]
            if len(widths) < len(counts):
                raise ValueError(f"a part of {rows[part]!r} is hidden")
            look = {"edgecolor": "white", "linewidth": 0.8, **_LOOKS[part]}
            axes.barh(range(len(columns)), widths, left=starts, height=0.62, label=rows[part], **look)
            _inside(axes, starts, widths, longest, light=part > 0)
            starts = [start + width for start, width in zip(starts, widths, strict=True)]
        axes.set_xlim(0, longest)
        _legend(figure, columns=2 if len(rows) > 3 else 3)
        return svg_of(figure, alt)


def towards(
    table: Protected, names: Sequence[str], reached: str, goal: str, *, alt: str, of: str = "af mindst"
) -> Markup:
    """A bar for each row in front of a pale one that shows the goal: »9 af mindst 12«."""
    rows = list(table.counts.index)
    goals = table.facts[goal].astype(int).to_list()
    counts = [table.nearest(row, reached) for row in rows]
    with house_style(alt):
        figure, axes = _canvas(names)
        axes.barh(range(len(rows)), goals, height=0.62, color=_PALE)
        axes.barh(range(len(rows)), [count or 0 for count in counts], height=0.3)
        longest = [max(count or 0, aim) for count, aim in zip(counts, goals, strict=True)]
        axes.set_xlim(0, max([1, *longest]) * 1.65)
        for line, aim in enumerate(goals):
            told = table.text(rows[line], reached)
            _number(axes, longest[line], line, f"{told} {of} {number_text(aim)}")
        return svg_of(figure, alt)


def _canvas(names: Sequence[str], above: float = 0.0) -> tuple[Figure, Axes]:
    """A figure with fixed margins and one line for each name."""
    height = max(1, len(names)) * _LINE + above
    figure = Figure(figsize=(WIDTH, height))
    wide = (WIDTH - _LABELS - _RIGHT) / WIDTH
    axes = figure.add_axes((_LABELS / WIDTH, 0, wide, (height - above) / height))
    axes.set_yticks(range(len(names)), list(names))
    axes.set_ylim(max(1, len(names)) - 0.5, -0.5)
    axes.axvline(0, color=GREY, linewidth=0.8)
    return figure, axes


def _number(axes: Axes, at: float, line: int, text: str) -> None:
    axes.annotate(text, (at, line), (4, 0), textcoords="offset points", va="center", fontweight="bold")


def _inside(axes: Axes, starts: Sequence[int], widths: Sequence[int], longest: int, *, light: bool) -> None:
    """The number in the middle of each part of a stacked bar, where there is room for it."""
    for line, (start, width) in enumerate(zip(starts, widths, strict=True)):
        if width > longest * _NARROW:
            box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "linewidth": 0} if light else None
            ink = _INK if light else "white"
            axes.text(start + width / 2, line, number_text(width), ha="center", va="center", color=ink, bbox=box)


def _legend(figure: Figure, columns: int) -> None:
    figure.legend(loc="upper left", bbox_to_anchor=(0, 1), ncols=columns, handlelength=1.2, borderpad=0, fontsize=10)
