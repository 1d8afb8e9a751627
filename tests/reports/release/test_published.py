"""What shared pages told: every edition lies beside the others, so nothing that one of them told is forgotten."""

from __future__ import annotations

from pathlib import Path

from igu_xl.documents import document
from igu_xl.reports.release.published import FOLDER, TOLD, keep_told, told_in

PLACED = frozenset({"Kommet i forløb"})


def test_what_any_edition_told_stays_told_the_latest_last(tmp_path: Path) -> None:
    for count in (12, 20, 20, 12, 31):
        keep_told(tmp_path, {"kommune-101": {PLACED: count}})
    assert told_in([tmp_path]) == {"kommune-101": {PLACED: [20, 12, 31]}}


def test_what_an_earlier_version_kept_is_read(tmp_path: Path) -> None:
    path = tmp_path / FOLDER / TOLD
    path.parent.mkdir()
    path.write_text(document({"kommune-101": {"Kommet i forløb": 12}}), encoding="utf-8")
    assert told_in([tmp_path]) == {"kommune-101": {PLACED: [12]}}
    keep_told(tmp_path, {"kommune-101": {PLACED: 20}})
    assert told_in([tmp_path]) == {"kommune-101": {PLACED: [12, 20]}}
