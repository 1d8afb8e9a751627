"""Why a decided placement is impossible now, as half a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.case import build_case
from igu_xl.match.explaining.hindrance import Hindrances

KOEBENHAVN = "kommuner/101-københavn.xlsx"
COHORT = "NEXT-2027-01"


@pytest.mark.parametrize(
    ("person", "slot", "cohort", "words"),
    [
        ({}, "BYG-0001", COHORT, ""),
        ({"wish_1": "Detailhandel"}, "BYG-0001", "", "kandidaten ønsker ikke branchen"),
        ({"wish_1": "Detailhandel"}, "", COHORT, "kandidaten ønsker ikke holdets branche eller er ikke til igu"),
        ({"measures": "praktik"}, "", COHORT, "kandidaten ønsker ikke holdets branche eller er ikke til igu"),
        ({"born": date(1970, 1, 1)}, "", COHORT, "kandidaten er ikke i målgruppen for igu, når holdet begynder"),
        ({"weekly_hours": 20}, "BYG-0001", COHORT, "kandidaten passer ikke til det (timer passer ikke)"),
        (
            {"ready_from": date(2027, 3, 1)},
            "BYG-0001",
            COHORT,
            "kandidaten passer ikke til det (klar for sent til hold)",
        ),
    ],
)
def test_the_first_thing_in_the_way_is_told(
    person: dict[str, Any], slot: str, cohort: str, words: str, changed: Callable[..., Path]
) -> None:
    folder = changed(lambda rows: rows[KOEBENHAVN]["tblKandidater"][2].update(person))
    case = build_case(validate(folder, date(2026, 11, 2)))
    assert Hindrances(case).of("101-0003", slot, cohort) == words
