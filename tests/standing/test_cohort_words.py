"""Where a cohort stands, in words: nobody is called *aftalt* before they have signed."""

from __future__ import annotations

from datetime import date

import pytest

from igu_xl.standing.cohorts import CohortState, words_of

DAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("proposed", "approved", "agreed", "enrolled", "words"),
    [
        (8, 0, 0, 0, "kan køre (8 foreslået, 0 aftalt)"),
        (0, 6, 0, 0, "kan køre (6 godkendt, 0 aftalt)"),
        (2, 3, 1, 1, "kan køre (2 foreslået, 3 godkendt, 1 aftalt)"),
        (2, 0, 0, 4, "kan køre (2 foreslået, 0 aftalt, 4 tilmeldt efter skolens tal)"),
        (2, 1, 1, 4, "kan køre (2 foreslået, 1 godkendt, 1 aftalt, 4 tilmeldt efter skolens tal)"),
    ],
)
def test_the_numbers_are_called_what_they_are(
    proposed: int, approved: int, agreed: int, enrolled: int, words: str
) -> None:
    cohort = {
        "state": CohortState.CAN_RUN,
        "proposed": proposed,
        "approved": approved,
        "agreed": agreed,
        "enrolled": enrolled,
        "min": 6,
    }
    assert words_of(cohort, DAY) == words
