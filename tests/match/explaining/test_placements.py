from __future__ import annotations

import pytest

from igu_xl.match.explaining.placements import danish_of


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
