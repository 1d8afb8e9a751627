"""Whose the rows of a municipality's workbook are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from igu_xl.sheets.partnership import read_partnership
from igu_xl.sheets.whose_rows import ABOUT_PEOPLE, candidates_of

KOEBENHAVN = "kommuner/101-københavn.xlsx"


def test_a_row_of_a_school_plan_is_that_of_its_placement(changed: Callable[..., Path]) -> None:
    def change(rows: dict[str, Any]) -> None:
        rows[KOEBENHAVN]["tblForloeb"] = [
            {"placement": "IGU 7", "candidate": "101-0002", "slot": "BYG-0001", "type": "igu",
             "start": date(2026, 10, 1), "planned_end": date(2028, 9, 30)},
        ]  # fmt: skip
        rows[KOEBENHAVN]["tblSkoleplan"] = [
            {"placement": name, "course": "Dansk", "status": "Foreslået"}
            for name in ("IGU 7", "101-0001-F1", "101-0001", None)
        ]

    frames = read_partnership(changed(change)).frames
    assert candidates_of(frames, "tblSkoleplan").fillna("").tolist() == ["101-0002", "101-0001", "101-0001", ""]
    assert candidates_of(frames, "tblForloeb").tolist() == ["101-0002"]
    assert set(ABOUT_PEOPLE) == {"tblKandidater", "tblOpfoelgning", "tblForloeb", "tblSkoleplan", "tblFravaer"}
    assert all(len(candidates_of(frames, name)) == len(frames[name]) for name in ABOUT_PEOPLE)
