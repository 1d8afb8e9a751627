"""What a status bar says while the search runs."""

from __future__ import annotations

import math

import pytest

from igu_xl.match.explaining.step_words import step_words
from igu_xl.optimise.reached import AimReached


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (AimReached("placed", 54.0, 62.0), "54 forløb fundet, højst 62 mulige"),
        (AimReached("placed", 54.0, 62.9), "54 forløb fundet, højst 62 mulige"),
        (AimReached("placed", 1598.0, 1598.0), "1.598 forløb fundet, flere er ikke mulige"),
        (AimReached("placed", 0.0, math.inf), "0 forløb fundet"),
        (AimReached("locks", 1.0, 1.0), "Holder fast i det, der er låst"),
        (AimReached("seats", 1.0, 9.0), "Fylder holdene"),
    ],
)
def test_each_step_has_its_words(step: AimReached, words: str) -> None:
    assert step_words(step) == words
