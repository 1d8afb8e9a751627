from __future__ import annotations

import re

import pandas as pd
import pytest

from igu_xl.reports.charts.flow_chart import MOST, flows
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import Protected, protect

NUMBER = r"(-?[\d.]+)"


def table(rows: list[list[int]]) -> Protected:
    frame = pd.DataFrame(rows, columns=[f"B{number}" for number in range(len(rows[0]))])
    frame["I alt"] = frame.sum(axis=1)
    frame.loc["I alt"] = frame.sum()
    frame = frame.set_axis([*(f"K{number}" for number in range(len(rows))), "I alt"])
    return protect(Counts("t", frame, total_column="I alt", total_row="I alt"), "intern")


def thick(drawing: str) -> list[float]:
    """How thick each band is where it begins: a band ends right below the corner in which its outline begins."""
    bands = re.findall(r'<path d="(M[^"]*C[^"]*)z?\s*"[^>]*style="[^"]*opacity: 0\.62', drawing)
    assert bands
    outlines = [[float(number) for number in re.findall(NUMBER, band)] for band in bands]
    return [abs(_end(points) - points[1]) for points in outlines]


def _end(points: list[float]) -> float:
    """The height of the last corner: back where the outline began, a band lower."""
    first, *others = zip(points[::2], points[1::2], strict=True)
    return next(y for x, y in reversed(others) if x == first[0] and y != first[1])


@pytest.mark.parametrize(
    "rows",
    [
        [[30, 20], [10, 40]],
        [*([20 + number, 9] for number in range(MOST - 1)), [3, 1], [2, 2], [1, 3]],  # the last three stand together
        [[20, 9, *[number % 3 + 1 for number in range(MOST + 2)]], [5, 7, *[1] * (MOST + 2)]],
    ],
    ids=["few", "many from", "many to"],
)
def test_a_band_is_as_thick_as_those_who_go_that_way(rows: list[list[int]]) -> None:
    """Those who stand together are all in their band: the bands together carry everybody."""
    drawing = flows(table(rows), "I alt", "I alt", others="Øvrige", alt="Bånd")
    widths, whole = thick(drawing), sum(map(sum, rows))
    largest = max(map(max, rows))
    assert sum(widths) / max(widths) == pytest.approx(whole / largest, rel=1e-3)
