from __future__ import annotations

import pandas as pd
import pytest

from igu_xl.month import Month
from igu_xl.reports import words
from igu_xl.reports.counts import Counts
from igu_xl.reports.disclosure import protect

OCTOBER = Month(2026, 10)


@pytest.mark.parametrize(
    ("difference", "text", "sign"),
    [
        (3, "3 flere end i september", "▲"),
        (-1200, "1.200 færre end i september", "▼"),
        (0, "uændret siden september", "●"),
        (None, "ændringen siden september er skjult", ""),
    ],
)
def test_a_change_is_told_in_words_and_with_a_sign(difference: int | None, text: str, sign: str) -> None:
    assert (words.change(difference, OCTOBER), words.sign(difference)) == (text, sign)


@pytest.mark.parametrize(("count", "text"), [(0, "ingen"), (1, "1"), (1234, "1.234"), (None, "et skjult antal")])
def test_a_count_in_a_sentence(count: int | None, text: str) -> None:
    assert words.amount(count) == text


def test_january_is_compared_with_december() -> None:
    assert words.change(1, Month(2027, 1)) == "1 flere end i december"


def test_a_chart_in_words_does_not_tell_what_is_hidden() -> None:
    table = protect(Counts("t", pd.DataFrame({"igu": {"Besat": 12, "Åbne": 3}})), "delt")
    assert words.told_columns(table, ["igu"], ["Besat", "Åbne"]) == "igu: Besat 12 og Åbne skjult"


def test_what_is_missing_is_one_sentence_or_none() -> None:
    assert words.attention([]) == []
    assert words.attention(["overskredne frister", "fejl"]) == ["Der er overskredne frister og fejl. Se nedenfor."]
