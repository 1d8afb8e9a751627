"""Hent og kontrollér as a whole: the answer for programs, the order of findings, and which rows errors keep out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from igu_xl.checks.summary import findings_text
from igu_xl.checks.validation import validate
from igu_xl.errors import WrongUse

TODAY = date(2026, 11, 2)
KOEBENHAVN = "kommuner/101-københavn.xlsx"
BYG = "brancher/bygge-anlæg.xlsx"


def test_the_answer_for_programs_has_the_promised_keys(clean_partnership: Path) -> None:
    answer = json.loads(json.dumps(validate(clean_partnership, TODAY).as_json()))
    assert answer["workbooks"][1] == {"path": KOEBENHAVN, "partner": "kommune:101", "kind": "kommune", "rows": 6}
    assert {*answer["findings"][0]} >= {"workbook", "sheet", "table", "cell", "column", "value", "level", "rule"}
    assert answer["counts"] == {"fejl": 0, "advarsel": 0, "oplysning": 1}
    verdicts = {one["candidate"]: one for one in answer["verdicts"]}
    assert len(verdicts) == 13
    assert verdicts["101-0001"] | {"reasons": []} == {
        "candidate": "101-0001",
        "measure": "igu",
        "start": "2026-12-01",
        "outcome": "opfyldt",
        "rule": "IGU2024",
        "law": verdicts["101-0001"]["law"],
        "reasons": [],
        "changes_on": verdicts["101-0001"]["changes_on"],
        "changes_to": "ikke opfyldt",
        "paragraph": "",
    }
    assert verdicts["147-0005"]["outcome"] == "ikke opfyldt"


def test_a_candidate_without_a_start_lacks_data(changed: Callable[..., Path]) -> None:
    folder = changed(lambda rows: rows[KOEBENHAVN]["tblKandidater"][0].update(ready_from=None))
    verdict = validate(folder, TODAY).as_json()["verdicts"][0]  # type: ignore[index]
    assert (verdict["outcome"], verdict["start"]) == ("mangler data", None)


def test_findings_stand_by_workbook_the_worst_first(changed: Callable[..., Path]) -> None:
    def spoil(rows: dict[str, dict[str, list[dict[str, object]]]]) -> None:
        people = rows[KOEBENHAVN]["tblKandidater"]
        people[4]["status"] = "Måske"
        people[1]["municipality"] = "Tårnby"
        people[3]["ready_from"] = "snart"
        rows[BYG]["tblPladser"][0]["openings"] = 0.5

    found = [(one.place.workbook, one.level, one.place.row_id) for one in validate(changed(spoil), TODAY).findings]
    assert found[:4] == [
        (BYG, "fejl", "BYG-0001"),
        (KOEBENHAVN, "fejl", "101-0004"),
        (KOEBENHAVN, "fejl", "101-0005"),
        (KOEBENHAVN, "advarsel", "101-0002"),
    ]


def test_an_error_keeps_its_row_out_and_a_warning_does_not(changed: Callable[..., Path]) -> None:
    def spoil(rows: dict[str, dict[str, list[dict[str, object]]]]) -> None:
        rows[KOEBENHAVN]["tblKandidater"][0]["ready_from"] = "snart"
        rows[KOEBENHAVN]["tblKandidater"][1]["municipality"] = "Tårnby"

    usable = set(validate(changed(spoil), TODAY).usable("tblKandidater")["candidate"])
    assert "101-0001" not in usable
    assert "101-0002" in usable


def test_a_folder_that_is_no_partnership_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="ikke et partnerskab"):
        validate(tmp_path, TODAY)


def test_a_partnership_without_workbooks_has_nothing_wrong(tmp_path: Path) -> None:
    (tmp_path / "kommuner").mkdir()
    checked = validate(tmp_path, TODAY)
    assert checked.findings == ()
    assert checked.as_json()["workbooks"] == []


def test_the_text_leaves_notes_to_the_workbook_and_stops_before_it_scrolls_away(changed: Callable[..., Path]) -> None:
    def spoil(rows: dict[str, dict[str, list[dict[str, object]]]]) -> None:
        one = rows[KOEBENHAVN]["tblKandidater"][0]
        rows[KOEBENHAVN]["tblKandidater"] += [one | {"candidate": f"101-1{n:03}", "status": None} for n in range(20)]

    text = findings_text(validate(changed(spoil), TODAY).findings)
    assert text.splitlines()[0] == KOEBENHAVN
    assert "  fejl      Kandidater!AC11  Status: »Status« skal udfyldes. Skriv værdien i cellen." in text.splitlines()
    assert "  … og 8 fund mere" in text.splitlines()
    assert "igu" not in text
    assert findings_text([]) == ""


def test_progress_names_each_workbook(clean_partnership: Path) -> None:
    heard: list[tuple[int, int, str]] = []
    validate(clean_partnership, TODAY, lambda *step: heard.append(step))
    assert [(done, total) for done, total, _ in heard] == [(0, 5), (1, 5), (2, 5), (3, 5), (4, 5)]
    assert KOEBENHAVN in {name for _, _, name in heard}


def test_a_workbook_that_is_gone_is_told_and_its_people_are_still_known(partnership: Path) -> None:
    before = validate(partnership, TODAY)
    (partnership / "kommuner" / "155-dragør.xlsx").unlink()
    after = validate(partnership, TODAY, None, before.history)
    (told,) = [finding for finding in after.findings if finding.code == "arbejdsbog-mangler"]
    assert "155" in told.message or "Dragør" in told.message
    assert set(before.standing.candidates["candidate"]) == set(after.standing.candidates["candidate"])
