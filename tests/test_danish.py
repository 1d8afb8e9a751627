from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from igu_xl.danish import date_text, listing, number_text, plural


def test_a_date_is_written_with_the_name_of_the_month() -> None:
    assert date_text(date(2026, 11, 3)) == "3. november 2026"


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (0, 0, "0"),
        (1119, 0, "1.119"),
        (282223, 0, "282.223"),
        (1234.5, 1, "1.234,5"),
        (84.05, 2, "84,05"),
        (2.5, 0, "3"),
        (0.125, 2, "0,13"),
        (-1234.5, 1, "-1.234,5"),
        (-0.2, 0, "0"),
        (Decimal("1000000"), 0, "1.000.000"),
        (3, 2, "3,00"),
    ],
)
def test_a_number_is_written_as_danes_write_it(number: float, decimals: int, text: str) -> None:
    assert number_text(number, decimals) == text


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 forløb"), (1, "1 forløbet"), (2, "2 forløb"), (1200, "1.200 forløb")]
)
def test_only_one_is_singular(count: int, text: str) -> None:
    assert plural(count, "forløbet", "forløb") == text


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a og b"), (["a", "b", "c"], "a, b og c")]
)
def test_a_list_is_read_as_a_sentence(words: list[str], text: str) -> None:
    assert listing(words) == text
