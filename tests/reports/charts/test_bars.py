from __future__ import annotations

import re
from typing import Any

import matplotlib
import pandas as pd
import pytest
from hiding_alone import hiding_alone

from igu_xl.reports.charts import bars
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import Protected, protect

ALT = "Klar 12 & venter 3"


def protected(frame: pd.DataFrame, **about: Any) -> Protected:
    """A table as a page that hides small counts shows it."""
    return hiding_alone(Counts("t", frame, **about))


@pytest.fixture
def counts() -> Protected:
    return protected(pd.DataFrame({"Antal": {"Klar": 1234, "Kommet i forløb": 3}}))


@pytest.fixture
def types() -> Protected:
    return protect(
        Counts("t", pd.DataFrame({"igu": {"Besat": 9, "Åbne": 6}, "praktik": {"Besat": 0, "Åbne": 0}})), "intern"
    )


def texts(drawing: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawing)


def test_text_is_text_and_a_hidden_count_is_a_mark(counts: Protected) -> None:
    assert texts(bars.bars(counts, "Antal", alt=ALT)) == ["Klar", "Kommet i forløb", "1.234", "[d]"]


def test_the_same_table_gives_the_same_bytes(counts: Protected) -> None:
    assert bars.bars(counts, "Antal", alt=ALT) == bars.bars(counts, "Antal", alt=ALT)


def test_a_chart_can_be_read_aloud(counts: Protected) -> None:
    drawing = bars.bars(counts, "Antal", alt=ALT)
    assert drawing.startswith("<svg viewBox=")
    assert 'role="img" aria-label="Klar 12 &amp; venter 3"><title>Klar 12 &amp; venter 3</title>' in drawing


@pytest.mark.parametrize("alt", ["", "  "])
def test_a_chart_without_a_text_alternative_is_refused(counts: Protected, alt: str) -> None:
    with pytest.raises(ValueError, match="text alternative"):
        bars.bars(counts, "Antal", alt=alt)


def test_a_raw_frame_is_refused() -> None:
    with pytest.raises(AttributeError):
        bars.bars(pd.DataFrame({"Antal": [1]}), "Antal", alt=ALT)  # type: ignore[arg-type]


def test_two_charts_on_a_page_share_no_ids(counts: Protected, types: Protected) -> None:
    first = bars.bars(counts, "Antal", alt="den ene")
    second = bars.stacked(types, ["Besat", "Åbne"], ["igu"], alt="den anden")
    names = [set(re.findall(r'\sid="([^"]+)"', drawing)) for drawing in (first, second)]
    assert names[0] and names[1] and not names[0] & names[1]
    for drawing in (first, second):
        assert set(re.findall(r"url\(#([^)]+)\)", drawing)) <= set(re.findall(r'\sid="([^"]+)"', drawing))


def test_a_stacked_bar_shows_the_number_of_each_part(types: Protected) -> None:
    drawing = bars.stacked(types, ["Besat", "Åbne"], ["igu"], alt=ALT)
    assert texts(drawing) == ["igu", "9", "6", "Besat", "Åbne"]


def test_a_stacked_bar_with_a_hidden_part_is_not_drawn() -> None:
    hidden = protected(pd.DataFrame({"igu": {"Besat": 9, "Åbne": 2}}))
    assert bars.columns_with_parts(hidden, ["Besat", "Åbne"], ["igu"]) == []
    with pytest.raises(ValueError, match="hidden"):
        bars.stacked(hidden, ["Besat", "Åbne"], ["igu"], alt=ALT)


def test_only_columns_that_hold_anything_are_drawn(types: Protected) -> None:
    assert bars.columns_with_parts(types, ["Besat", "Åbne"], ["igu", "praktik"]) == ["igu"]


def test_a_bar_towards_a_goal_says_how_far_it_is() -> None:
    cohorts = protected(pd.DataFrame({"Mindst": [12, 8], "Tilmeldt": [9, 2]}), facts=("Mindst",))
    drawing = bars.towards(cohorts, ["NEXT-1", "NEXT-2"], "Tilmeldt", "Mindst", alt=ALT)
    assert texts(drawing)[-2:] == ["9 af mindst 12", "[d] af mindst 8"]


def test_an_empty_chart_can_be_drawn() -> None:
    nothing = protect(Counts("t", pd.DataFrame({"Antal": {"Klar": 0}})), "intern")
    assert texts(bars.bars(nothing, "Antal", alt=ALT)) == ["Klar", "0"]


def test_the_house_style_is_put_back(counts: Protected) -> None:
    before = matplotlib.rcParams["svg.fonttype"]
    bars.bars(counts, "Antal", alt=ALT)
    assert matplotlib.rcParams["svg.fonttype"] == before
