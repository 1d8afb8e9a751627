from __future__ import annotations

import pytest

from igu_xl.actions.reporting.reporting import require_sheets
from igu_xl.errors import NotNow


@pytest.mark.parametrize(
    ("missing", "unreadable", "words"),
    [
        (["Amager", "Byen"], [], "Der mangler ark fra Amager og Byen. Månedens"),
        ([], ["kommuner/101.xlsx"], "Disse ark kunne ikke læses, måske fordi de er åbne: kommuner/101.xlsx. Månedens"),
    ],
)
def test_a_scheduled_run_waits_for_every_sheet(missing: list[str], unreadable: list[str], words: str) -> None:
    with pytest.raises(NotNow) as stopped:
        require_sheets(missing, unreadable)
    assert str(stopped.value).startswith(words)
    assert stopped.value.exit_code == 75


def test_a_scheduled_run_begins_when_all_are_there() -> None:
    require_sheets([])
