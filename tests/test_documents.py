"""The tool's own files: each has a version, those of the version before are read, and a newer one is refused kindly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from igu_xl.documents import VERSION, document, read_document
from igu_xl.errors import WrongUse
from igu_xl.reports.match_report import match_data
from igu_xl.reports.release import published
from igu_xl.reports.run.record import RECORD, read_record

FROZEN = Path(__file__).parent / "fixtures" / "partnerships" / "0.1.0"
ARCHIVE = FROZEN / "arkiv" / "2026-10"
MATCH = FROZEN / "arkiv" / "match" / "2026-11-03"


def test_a_document_says_its_version_and_comes_back_without(tmp_path: Path) -> None:
    path = tmp_path / "tal.json"
    path.write_text(document({"æ": 1, "b": [2]}), encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == {"version": VERSION, "æ": 1, "b": [2]}
    assert read_document(path) == {"æ": 1, "b": [2]}
    assert read_document(tmp_path / "findes ikke.json") == {}


def test_one_of_a_newer_igu_is_refused_in_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "2026-11-03"
    folder.mkdir()
    (folder / match_data.FILE).write_text('{"version": 99, "matches": []}', encoding="utf-8")
    with pytest.raises(WrongUse, match=r"»match.json« i mappen »2026-11-03« er skrevet af en nyere version af igu"):
        match_data.load(folder)


def test_the_match_of_0_1_0_is_read_and_kept_as_it_is_now(tmp_path: Path) -> None:
    data = match_data.load(MATCH)
    assert data.placed > 0 and data.cohorts
    kept = match_data.keep(data, tmp_path)
    assert json.loads(kept.read_text(encoding="utf-8"))["version"] == VERSION
    assert match_data.load(tmp_path) == data


def test_fields_that_are_not_known_are_ignored(tmp_path: Path) -> None:
    stored = json.loads((MATCH / match_data.FILE).read_text(encoding="utf-8"))
    stored["new"] = 1
    stored["alone"]["new"] = 2
    stored["cohorts"][0]["new"] = 3
    (tmp_path / match_data.FILE).write_text(json.dumps(stored), encoding="utf-8")
    assert match_data.load(tmp_path) == match_data.load(MATCH)


def test_what_0_1_0_published_is_read() -> None:
    record = read_record(FROZEN / "rapporter" / "2026-10")
    assert record.whole and record.edition == 1 and record.month == "2026-10"
    assert published.earlier(ARCHIVE, "kommune-101", "intern")
    assert published.told_in([ARCHIVE])


def test_a_record_of_a_newer_igu_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / RECORD).write_text('{"version": 99}', encoding="utf-8")
    with pytest.raises(WrongUse, match="nyere version"):
        read_record(tmp_path)
