from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from igu_xl.actions.checking import read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.reporting.reporting import keep_snapshot, require_sheets
from igu_xl.errors import NotNow

BEGUN = datetime(2026, 11, 2, 9)
KOEBENHAVN, BYG = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx"
FREE_TEXT = {"remark": "FRI TEKST", "contact": "EN MEDARBEJDER"}


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


def test_free_text_and_the_names_of_staff_stay_in_the_workbooks(changed: Callable[..., Path]) -> None:
    """The archive is kept for years and passed on: what was typed for colleagues is in no table of it."""

    def type_freely(rows: dict[str, Any]) -> None:
        rows[KOEBENHAVN]["tblKandidater"][0].update(FREE_TEXT)
        rows[KOEBENHAVN]["tblOpfoelgning"] = [
            {"candidate": "101-0001", "date": date(2026, 10, 1), "action": FREE_TEXT["remark"]}
        ]
        rows[BYG]["tblVirksomheder"][0]["contact"] = FREE_TEXT["contact"]

    folder = changed(type_freely)
    checked = read_and_check(folder, BEGUN, None, CoordinatorFile(folder))
    keep_snapshot(checked, folder / "arkiv" / "2026-10")
    frames = {path.stem: pd.read_parquet(path) for path in (folder / "arkiv").rglob("*.parquet")}
    assert [len(frames[name]) for name in ("tblKandidater", "tblOpfoelgning", "tblVirksomheder")] == [13, 1, 2]
    for name, frame in frames.items():
        assert not {*FREE_TEXT, "action"} & set(frame.columns), name
        told = frame.astype("string").to_numpy().ravel().tolist()
        assert not [one for one in told if isinstance(one, str) and any(word in one for word in FREE_TEXT.values())]
