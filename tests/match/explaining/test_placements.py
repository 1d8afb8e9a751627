from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.case import build_case
from igu_xl.match.explaining.placements import danish_of
from igu_xl.match.proposal import propose

KOEBENHAVN, BYG = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx"


@pytest.mark.parametrize(
    ("track", "module", "test", "told"),
    [
        ("DU2", "4", "PD2", "dansk DU2 M4 og bestået PD2"),
        ("DU2", "4", None, "dansk DU2 M4"),
        ("DU2", "4", "Ingen", "dansk DU2 M4"),
        ("DU3", None, None, "dansk DU3"),
        ("Ingen", None, None, "ingen danskuddannelse"),
        (None, None, None, "ingen danskuddannelse"),
        (None, None, "PD3", "ingen danskuddannelse og bestået PD3"),
    ],
)
def test_the_danish_of_a_candidate_is_told_in_words(
    track: str | None, module: str | None, test: str | None, told: str
) -> None:
    assert danish_of({"danish_track": track, "danish_module": module, "danish_test": test}) == told


@pytest.mark.parametrize(
    ("ready", "latest", "start"),
    [
        (date(2026, 12, 5), date(2027, 4, 30), date(2026, 12, 7)),  # a Saturday
        (date(2026, 12, 6), date(2027, 4, 30), date(2026, 12, 7)),  # a Sunday
        (date(2026, 12, 8), date(2027, 4, 30), date(2026, 12, 8)),
        (date(2026, 12, 25), date(2027, 4, 30), date(2026, 12, 28)),  # Christmas, and then a weekend
        (date(2026, 12, 6), date(2026, 12, 6), date(2026, 12, 6)),  # no working day is left
    ],
)
def test_practice_is_proposed_from_a_working_day(
    ready: date, latest: date, start: date, changed: Callable[..., Path]
) -> None:
    def change(rows: dict[str, dict[str, list[dict[str, object]]]]) -> None:
        rows[KOEBENHAVN]["tblKandidater"][5]["ready_from"] = ready
        rows[BYG]["tblPladser"][2]["start_latest"] = latest

    checked = validate(changed(change), date(2026, 11, 2))
    (told,) = (one for one in propose(build_case(checked), checked, 10).placements if one.candidate == "101-0006")
    assert (told.type, told.start.date()) == ("praktik", start)
