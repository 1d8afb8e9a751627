"""Bands from where people come to where they go, each as thick as its count: read by place and number, not by colour.

Places that are too many to be told apart, and those whose sum is hidden, stand together under one name. Where a count
between two places is hidden no such band is drawn: then all run through one post in the middle, which tells the sums of
both sides and nothing else.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from igu_xl.danish import number_text
from igu_xl.reports.charts.style import WIDTH, house_style, svg_of
from igu_xl.reports.disclosure.protection import Protected

MOST = 14  # names on a side
_FROM, _TO, _POST = 1.58, 3.5, 0.07  # inches: the posts where bands begin and end, and how wide a post is
_GAP, _ROOM, _LEAST = 0.1, 0.33, 2.6  # inches: between posts, of height for each name, of height at least
_LETTERS = 18  # in a line of a name
_INK = "#1a2430"
_TONES = ("#1f4e79", "#d9a441", "#55606c", "#7fb2d9", "#7a5c1e", "#b9c6d3")  # dark and light by turns

PeopleByName = dict[str, int]


@dataclass(frozen=True, slots=True)
class _Posts:
    """The posts of one side from above: the height where each begins, and the inches for each person."""

    counts: PeopleByName
    tops: Mapping[str, float]
    scale: float


def flows(table: Protected, total_row: str, total_column: str, *, others: str, alt: str) -> Markup:
    """Bands from the rows of a table to its columns, of which one row and one column are the sums.

    `others` names those that stand together. Raises ValueError where the whole is hidden or nobody.
    """
    whole = table.count(total_row, total_column)
    if not whole:
        raise ValueError("there is no whole to draw")
    rows = {str(row): table.count(row, total_column) for row in table.counts.index if row != total_row}
    columns = {str(name): table.count(total_row, name) for name in table.counts.columns if name != total_column}
    left, right = _largest(rows, whole, others), _largest(columns, whole, others)
    height = max(_LEAST, _ROOM * max(len(left), len(right)))
    with house_style(alt):
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(height, 0)
        axes.set_axis_off()
        _draw(axes, left, right, _between(table, left, right, (total_row, total_column), others), height)
        return svg_of(figure, alt)


def _largest(sums: Mapping[str, int | None], whole: int, others: str) -> PeopleByName:
    """The largest of the sums that are shown, in the order of the table; what is left of the whole stands last, as the
    others. The order says nothing of what is hidden, since the table's does not."""
    known = sorted(((name, count) for name, count in sums.items() if count), key=lambda one: -one[1])
    largest = dict(known if len(known) <= MOST else known[: MOST - 1])
    kept = {name: count for name, count in sums.items() if name in largest and count}
    rest = whole - sum(kept.values())
    return {**kept, others: rest} if rest else kept


def _between(
    table: Protected, left: PeopleByName, right: PeopleByName, totals: tuple[str, str], others: str
) -> dict[tuple[str, str], int] | None:
    """How many go from each post on the left to each on the right; None where a count is hidden."""
    counts = table.counts.drop(index=totals[0], columns=totals[1])
    if counts.isna().to_numpy().any():
        return None
    found: dict[tuple[str, str], int] = {}
    for row, line in counts.to_dict("index").items():
        for column, count in line.items():
            ends = (str(row) if row in left else others, str(column) if column in right else others)
            found[ends] = found.get(ends, 0) + int(count)
    return {ends: count for ends, count in found.items() if count}


def _draw(
    axes: Axes, left: PeopleByName, right: PeopleByName, between: dict[tuple[str, str], int] | None, height: float
) -> None:
    longest = max(len(left), len(right))
    scale = (height - 0.1 - _GAP * (longest - 1)) / sum(left.values())
    begin, end = _posts(left, height, scale), _posts(right, height, scale)
    if between is None:
        middle = _posts({"": sum(left.values())}, height, scale)
        _bands(axes, begin, middle, {(name, ""): count for name, count in left.items()}, (_FROM, (_FROM + _TO) / 2))
        _bands(axes, middle, end, {("", name): count for name, count in right.items()}, ((_FROM + _TO) / 2, _TO))
    else:
        _bands(axes, begin, end, between, (_FROM, _TO))
    _names(axes, begin, _FROM - _POST, side="right")
    _names(axes, end, _TO, side="left")


def _posts(counts: PeopleByName, height: float, scale: float) -> _Posts:
    """The posts in the middle of the height, with gaps between them."""
    top = (height - sum(counts.values()) * scale - _GAP * (len(counts) - 1)) / 2
    tops = {}
    for name, count in counts.items():
        tops[name] = top
        top += count * scale + _GAP
    return _Posts(counts, tops, scale)


def _bands(
    axes: Axes, begin: _Posts, end: _Posts, counts: Mapping[tuple[str, str], int], between: tuple[float, float]
) -> None:
    """A band for each count, in the order of the posts on both sides; its tone tells where it ends."""
    out, into = dict(begin.tops), dict(end.tops)
    for source in begin.counts:
        for tone, target in enumerate(end.counts):
            thick = counts.get((source, target), 0) * begin.scale
            if thick:
                _band(axes, between, (out[source], into[target]), thick, _TONES[tone % len(_TONES)])
                out[source] += thick
                into[target] += thick


def _band(axes: Axes, across: tuple[float, float], tops: tuple[float, float], thick: float, tone: str) -> None:
    (left, right), (high, low), middle = across, tops, sum(across) / 2
    corners = [
        (left, high), (middle, high), (middle, low), (right, low),
        (right, low + thick), (middle, low + thick), (middle, high + thick), (left, high + thick), (left, high),
    ]  # fmt: skip
    curve = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    axes.add_patch(PathPatch(Path(corners, curve), facecolor=tone, edgecolor="white", linewidth=0.4, alpha=0.62))


def _names(axes: Axes, posts: _Posts, left: float, *, side: str) -> None:
    """Each post with its name and its count outside it; `side` is where the text ends."""
    for name, count in posts.counts.items():
        high = count * posts.scale
        axes.add_patch(Rectangle((left, posts.tops[name]), _POST, high, facecolor=_INK))
        at = left - 0.06 if side == "right" else left + _POST + 0.06
        told = (
            f"{_in_lines(name)}  {number_text(count)}"
            if side == "right"
            else f"{number_text(count)}  {_in_lines(name)}"
        )
        axes.text(at, posts.tops[name] + high / 2, told, ha=side, va="center", fontsize=10)


def _in_lines(name: str) -> str:
    """A name in two lines at most, broken at a space or after a slash."""
    words = name.replace("\N{ZERO WIDTH SPACE}", "").replace("/", "/ ")
    return "\n".join(textwrap.wrap(words, _LETTERS, max_lines=2, placeholder=" …")).replace("/ ", "/")
