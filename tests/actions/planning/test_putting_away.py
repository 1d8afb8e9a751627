"""The files of a placement that was taken back leave the municipality's folder; what somebody may have typed stays."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from igu_xl.actions.checking import look_only
from igu_xl.actions.planning.handing_out import put_away
from tests.support.school_bed import build


def test_page_and_calendars_go_and_the_workbook_stays(tmp_path: Path) -> None:
    folder = build(tmp_path / "p")
    place = folder / "partnere" / "101-koebenhavn" / "skoleplaner"
    place.mkdir()
    taken = ["skoleplan-101-0001-F1.html", "kalender-101-0001-F1-virksomhed.ics", "kalender-101-0001-F1-kommune.ics"]
    kept = ["skoleplan-101-0001-F1.xlsx", "skoleplan-101-0002-F1.html", "kalender.ics"]
    for name in (*taken, *kept):
        (place / name).write_text("x", encoding="utf-8")
    validation = look_only(folder, datetime(2026, 6, 2, 9)).validation
    put_away(folder, validation, {"101-0001-F1": "kommune:101"})
    assert sorted(path.name for path in place.iterdir()) == sorted(kept)
