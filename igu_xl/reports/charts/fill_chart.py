"""How full each cohort is: before and after the municipalities go together, against its least and its most seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from igu_xl.danish import number_text
from igu_xl.reports.charts.style import WIDTH, house_style, svg_of
from igu_xl.reports.disclosure.protection import HIDDEN, Protected

MOST = 24  # cohorts in a chart; more are for the table
_LABELS, _RIGHT, _LINE, _ABOVE = 2.15, 0.95, 0.46, 0.5  # inches
_PALE, _INK = "#e3e8ee", "#1a2430"
_AFTER, _BEFORE = "#1f4e79", "#d9a441"


@dataclass(frozen=True, slots=True)
class FillColumns:
    """The columns of the table that the chart shows: two counts, and two facts as their limits."""

    before: str
    after: str
    least: str
    most: str


def fills(table: Protected, names: Sequence[str], columns: FillColumns, *, alt: str) -> Markup:
    """A line for each of the first cohorts of the table, with its name, its bars and its numbers: »10 (før 0)«."""
    rows = list(table.counts.index)[:MOST]
    with house_style(alt):
        figure = Figure(figsize=(WIDTH, _ABOVE + _LINE * len(rows)))
        axes = _axes(figure, names[: len(rows)])
        least, most = (table.facts.loc[rows, name].astype(int).to_list() for name in (columns.least, columns.most))
        before, after = ([table.count(row, name) for row in rows] for name in (columns.before, columns.after))
        lines = range(len(rows))
        axes.barh(lines, most, height=0.62, color=_PALE)
        axes.barh(lines, [count or 0 for count in after], height=0.36, color=_AFTER)
        axes.barh(lines, [count or 0 for count in before], height=0.16, color=_BEFORE)
        axes.vlines(least, [line - 0.36 for line in lines], [line + 0.36 for line in lines], color=_INK, linewidth=1.6)
        axes.set_xlim(0, max(most))
        for line, top in enumerate(most):
            _numbers(axes, top, line, before[line], after[line])
        _legend(figure, columns)
        return svg_of(figure, alt)


def _axes(figure: Figure, names: Sequence[str]) -> Axes:
    high = 1 - _ABOVE / figure.get_figheight()
    axes = figure.add_axes((_LABELS / WIDTH, 0, (WIDTH - _LABELS - _RIGHT) / WIDTH, high))
    axes.set_yticks(range(len(names)), list(names), fontsize=10)
    axes.set_ylim(len(names) - 0.5, -0.5)
    return axes


def _numbers(axes: Axes, at: float, line: int, before: int | None, after: int | None) -> None:
    told = f"{_told(after)} (før {_told(before)})"
    axes.annotate(told, (at, line), (4, 0), textcoords="offset points", va="center", fontweight="bold", fontsize=10)


def _told(count: int | None) -> str:
    return HIDDEN if count is None else number_text(count)


def _legend(figure: Figure, columns: FillColumns) -> None:
    marks = [
        Patch(color=_AFTER, label=f"Nu: {columns.after.lower()}"),
        Patch(color=_BEFORE, label=f"Før: {columns.before.lower()}"),
        Line2D([], [], color=_INK, linewidth=1.6, marker="|", markersize=10, linestyle="", label=columns.least),
        Patch(color=_PALE, label=columns.most),
    ]
    figure.legend(
        handles=marks,
        loc="upper left",
        bbox_to_anchor=(0, 1),
        ncols=4,
        handlelength=1.2,
        borderpad=0,
        columnspacing=1.2,
        fontsize=10,
    )
