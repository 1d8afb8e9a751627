"""Findings as data: their level and words, and that no CPR number passes through one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igu_xl.findings import ERROR, LEVELS, NOTE, WARNING, Finding, Place, counts_by_level

CPR = "010190-1234"
PLACE = Place("kommuner/101-koebenhavn.xlsx", "Kandidater", "tblKandidater", "J12", "Klar fra", "101-0007")


def test_a_finding_says_what_is_wrong_and_what_to_do() -> None:
    finding = Finding(PLACE, "dato-ulaeselig", "31-02-2026")
    assert finding.level == ERROR
    assert finding.message == "»31-02-2026« kan ikke læses som en dato."
    assert finding.mend == "Skriv dag, måned og år, fx 01-12-2026."


def test_the_json_has_what_the_design_promises() -> None:
    found = Finding(PLACE, "paakraevet").as_json()
    assert found == {
        "workbook": "kommuner/101-koebenhavn.xlsx",
        "sheet": "Kandidater",
        "table": "tblKandidater",
        "cell": "J12",
        "column": "Klar fra",
        "row_id": "101-0007",
        "value": "",
        "level": "fejl",
        "rule": "paakraevet",
        "message": "»Klar fra« skal udfyldes.",
        "mend": "Skriv værdien i cellen.",
    }


def test_an_unknown_code_fails_at_once() -> None:
    with pytest.raises(ValueError, match="unknown finding code 'find-paa-noget'"):
        Finding(PLACE, "find-paa-noget")


def test_a_blank_that_is_not_filled_fails_at_once() -> None:
    with pytest.raises(ValueError, match=r"kolonne-mangler lacks \['hint'\]"):
        Finding(PLACE, "kolonne-mangler", "", {"missing": "Klar fra"})


def test_braces_in_what_a_person_typed_are_only_braces() -> None:
    assert Finding(PLACE, "valg-ukendt", "{sheet} {0}").message == "»{sheet} {0}« findes ikke på listen."


@pytest.mark.parametrize("field", ["workbook", "sheet", "table", "cell", "column", "row_id"])
def test_no_part_of_the_place_keeps_a_cpr_number(field: str) -> None:
    place = Place(**{"workbook": "", field: f"a {CPR} b"})
    assert CPR not in json.dumps(Finding(place, "paakraevet").as_json())


@given(st.text(), st.text(), st.text())
def test_no_value_or_detail_keeps_a_cpr_number(before: str, after: str, value: str) -> None:
    text = f"{before} {CPR} {after}"
    finding = Finding(PLACE, "valg-ligner", text, {"suggestion": f"{value} {text}"})
    assert CPR not in json.dumps(finding.as_json(), ensure_ascii=False)
    assert CPR not in repr(finding)


def test_findings_are_counted_by_level_and_every_level_is_named() -> None:
    findings = [Finding(PLACE, "paakraevet"), Finding(PLACE, "paakraevet"), Finding(PLACE, "fil-links")]
    assert counts_by_level(findings) == {ERROR: 2, WARNING: 1, NOTE: 0}
    assert counts_by_level([]) == dict.fromkeys(LEVELS, 0)


def test_findings_can_be_compared_and_do_not_share_details() -> None:
    details = {"missing": "Klar fra", "hint": ""}
    finding = Finding(PLACE, "kolonne-mangler", "", details)
    details["missing"] = "Andet"
    assert finding == Finding(PLACE, "kolonne-mangler", "", {"missing": "Klar fra", "hint": ""})
