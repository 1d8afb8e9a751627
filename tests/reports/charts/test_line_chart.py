from __future__ import annotations

import re

import pandas as pd
import pytest
from hiding_alone import hiding_alone

from igu_xl.reports.charts.line_chart import lines
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import protect


def texts(drawing: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawing)


@pytest.mark.parametrize(
    ("running", "waiting", "names"),
    [([8, 9, 12], [7, 6, 5], ["12 i forløb", "5 venter"]), ([8, 9, 9], [8, 3, 2], ["9 i forløb", "[d] venter"])],
)
def test_a_line_is_named_at_its_end_and_says_what_is_hidden(
    running: list[int], waiting: list[int], names: list[str]
) -> None:
    table = hiding_alone(Counts("t", pd.DataFrame({"I forløb": running, "Venter": waiting}, index=["a", "b", "c"])))
    drawing = lines(table, ["I forløb", "Venter"], ["aug.", "", "okt."], alt="Kurver")
    assert texts(drawing)[-2:] == names
    assert {"aug.", "okt."} <= set(texts(drawing))


def test_an_empty_year_can_be_drawn() -> None:
    table = protect(Counts("t", pd.DataFrame({"I forløb": [0, 0], "Venter": [0, 0]}, index=["a", "b"])), "intern")
    drawing = lines(table, ["I forløb", "Venter"], ["a", "b"], alt="Kurver")
    assert texts(drawing)[-2:] == ["0 i forløb", "0 venter"]
    heights = [float(height) for height in re.findall(r'<text[^>]*y="([\d.]+)"', drawing)[-2:]]
    assert not heights or abs(heights[0] - heights[1]) > 8
