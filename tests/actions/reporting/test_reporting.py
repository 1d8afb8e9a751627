from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from igu_xl.actions.checking import read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.reporting.month_snapshot import keep_snapshot
from igu_xl.actions.reporting.reporting import require_sheets
from igu_xl.errors import NotNow
from igu_xl.reports.data.kept_columns import of_history
from igu_xl.reports.data.kept_versions import versions
from igu_xl.standing.tracked import TABLES

BEGUN = datetime(2026, 11, 2, 9)
KOEBENHAVN, BYG = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx"
PRIVATE = {"born": date(1990, 5, 5), "benefit": 21_007, "postcode": "2100"}
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


def kept(folder: Path, begun: datetime = BEGUN) -> Path:
    """October's data as a run keeps them."""
    return keep_snapshot(read_and_check(folder, begun, None, CoordinatorFile(folder)), folder / "arkiv" / "2026-10")


def test_what_figures_do_not_read_stays_in_the_workbooks(changed: Callable[..., Path]) -> None:
    """The archive is kept for years and passed on: what was typed for colleagues is in no table of it."""

    def type_freely(rows: dict[str, Any]) -> None:
        rows[KOEBENHAVN]["tblKandidater"][0].update(FREE_TEXT | PRIVATE)
        rows[KOEBENHAVN]["tblOpfoelgning"] = [
            {"candidate": "101-0001", "date": date(2026, 10, 1), "action": FREE_TEXT["remark"]}
        ]
        rows[BYG]["tblVirksomheder"][0]["contact"] = FREE_TEXT["contact"]

    data = kept(changed(type_freely))
    frames = {path.stem: pd.read_parquet(path) for path in data.glob("*.parquet")}
    assert {name: tuple(frame.columns) for name, frame in frames.items() if name != "historik"} == {
        "tblOpfoelgning": ("partner", "candidate", "date", "next_followup"),
        "tblVirksomheder": ("p_number", "sector", "workplace"),
        "tblHold": ("cohort", "title"),
        "tblKurser": ("cohort", "hours"),
        "skoleuger": ("placement", "cohort", "start", "end", "weighted", "status"),
        "partners": ("partner", "name", "rows"),
        "findings": ("partner", "level"),
    }
    remembered = {key for name in TABLES for key in of_history(name)}
    of_versions = {"tabel", "partner", "id", "nth_of_id", "usable", "seen_from", "seen_until"}
    assert set(frames["historik"].columns) <= remembered | of_versions
    assert [len(frames[name]) for name in ("tblOpfoelgning", "tblVirksomheder")] == [1, 2]
    for frame in frames.values():
        told = " ".join(map(str, frame.astype("string").to_numpy().ravel().tolist()))
        assert not [word for word in (*FREE_TEXT.values(), "1990", "2100", "Eksempel Byg", "12345607") if word in told]


def test_a_months_data_are_never_overwritten(partnership: Path, changed: Callable[..., Path]) -> None:
    """Three runs later, each after something else was typed, the first run's bytes are what they were."""

    def bytes_of() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in (partnership / "arkiv").rglob("*") if path.is_file()}

    kept(partnership)
    before = bytes_of()
    for day, name in ((3, "101-0001"), (4, "101-0002"), (5, "101-0003")):
        changed(lambda rows, gone=name: rows[KOEBENHAVN]["tblKandidater"].pop(int(gone[-1]) - 1))
        kept(partnership, datetime(2026, 11, day, 9))
        assert bytes_of().items() > before.items()
        before = bytes_of()
    kept(partnership, datetime(2026, 11, 5, 10))
    assert bytes_of() == before
    assert [path.name for path in versions(partnership / "arkiv" / "2026-10")] == ["data", "data-2", "data-3", "data-4"]
