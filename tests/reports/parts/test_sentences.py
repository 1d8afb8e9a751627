from __future__ import annotations

import pandas as pd
import pytest

from igu_xl.month import Month
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import HIDE, ROUND, PagePlan, protect
from igu_xl.reports.parts import sentences

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
    assert (sentences.change(difference, OCTOBER), sentences.sign(difference)) == (text, sign)


@pytest.mark.parametrize(("count", "text"), [(0, "ingen"), (1, "1"), (1234, "1.234"), (None, "et skjult antal")])
def test_a_count_in_a_sentence(count: int | None, text: str) -> None:
    assert sentences.amount(count) == text


def test_january_is_compared_with_december() -> None:
    assert sentences.change(1, Month(2027, 1)) == "1 flere end i december"


def test_a_chart_in_words_does_not_tell_what_is_hidden() -> None:
    plan = PagePlan(HIDE, {"t": {("Åbne", "igu"): None}})
    table = protect(Counts("t", pd.DataFrame({"igu": {"Besat": 12, "Åbne": 3}})), "delt", plan)
    assert sentences.told_columns(table, ["igu"], ["Besat", "Åbne"]) == "igu: Besat 12 og Åbne skjult"


def test_what_is_missing_is_one_sentence_or_none() -> None:
    assert sentences.attention([]) == []
    assert sentences.attention(["overskredne frister", "fejl"]) == ["Der er overskredne frister og fejl. Se nedenfor."]


def test_a_rounded_count_is_about_and_a_nought_need_not_be_nobody() -> None:
    counts = Counts("t", pd.DataFrame({"igu": {"Besat": 12, "Åbne": 3}}))
    table = protect(counts, "delt", PagePlan(ROUND, {"t": {("Besat", "igu"): 10, ("Åbne", "igu"): 0}}))
    assert sentences.told_columns(table, ["igu"], ["Besat", "Åbne"]) == "igu: Besat 10 og Åbne under 5"
    assert [sentences.amount_in(table, row, "igu") for row in ("Besat", "Åbne")] == ["ca. 10", "under 5"]
    assert sentences.change(5, OCTOBER, rounded=True) == "ca. 5 flere end i september"
    assert sentences.change(0, OCTOBER, rounded=True) == "omtrent uændret siden september"
