"""The same person in two municipalities: the coordinator reads it, and neither municipality learns of the other's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.checks.validation import Validation, validate

FIRST, BEGUN = date(2026, 11, 2), datetime(2026, 11, 2, 9)
COPENHAGEN, FREDERIKSBERG = "kommuner/101-københavn.xlsx", "kommuner/147-frederiksberg.xlsx"
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

Change = Callable[[dict[str, dict[str, list[dict[str, Any]]]]], object]


def found(checked: Validation, code: str) -> dict[str, str]:
    """What is told, by the workbook that it stands in."""
    return {one.place.workbook: one.message for one in checked.findings if one.code == code}


def words_of(path: Path) -> str:
    """Everything that can be read in a workbook."""
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    return "\n".join(
        str(value) for sheet in book for line in sheet.iter_rows(values_only=True) for value in line if value
    )


def sheet(path: Path, table: str) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    own = next(one for one in book.worksheets if table in one.tables)
    head, *body = [[cell.value for cell in line] for line in own[own.tables[table].ref]]
    return [dict(zip(head, line, strict=True)) for line in body]


def test_one_id_in_two_municipalities_is_the_coordinators_to_clear_up(changed: Callable[[Change], Path]) -> None:
    def copy(rows: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
        rows[FREDERIKSBERG]["tblKandidater"].append(dict(rows[COPENHAGEN]["tblKandidater"][2], postcode="2000"))

    folder = changed(copy)
    checked = validate(folder, FIRST)
    told = found(checked, "id-to-kommuner")
    assert (
        told.keys() == {COPENHAGEN, FREDERIKSBERG}
        and f"»101-0003« står også hos en anden kommune: {FREDERIKSBERG}" in told[COPENHAGEN]
    )
    assert not found(checked, "id-dobbelt")
    publish_partnership(folder, BEGUN, anyway=True)
    for path, other in ((COPENHAGEN, "rederiksberg"), (FREDERIKSBERG, "københavn")):
        rules = {row["Regel"] for row in sheet(folder / path, "tblFund")}
        assert "sekretariat-afklarer" in rules and "id-to-kommuner" not in rules
        assert other not in str(sheet(folder / path, "tblFund")) + str(sheet(folder / path, "tblPlan"))
    ours = {row["Regel"] for row in sheet(folder / "koordinator.xlsm", "tblFund")}
    assert "id-to-kommuner" in ours and "sekretariat-afklarer" not in ours


def test_one_person_under_two_ids_is_told_to_the_coordinator_alone(changed: Callable[[Change], Path]) -> None:
    def alike(rows: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
        for path, row in ((COPENHAGEN, 3), (FREDERIKSBERG, 1)):
            rows[path]["tblKandidater"][row] |= {"born": date(1988, 7, 9), "residence_from": date(2021, 4, 17)}

    folder = changed(alike)
    checked = validate(folder, FIRST)
    same = "fødselsdag, opholdsgrundlag og folkeregisteradresse er de samme."
    assert found(checked, "person-to-kommuner") == {
        COPENHAGEN: f"Kandidaten ligner 147-0002 i {FREDERIKSBERG}: {same}",
        FREDERIKSBERG: f"Kandidaten ligner 101-0004 i {COPENHAGEN}: {same}",
    }
    assert checked.standing.counts()["in_match"] == validate(folder, FIRST).standing.counts()["in_match"]
    publish_partnership(folder, BEGUN, anyway=True)
    assert "147-0002" not in words_of(folder / COPENHAGEN) and "101-0004" not in words_of(folder / FREDERIKSBERG)
    assert "person-to-kommuner" in words_of(folder / "koordinator.xlsm")


def test_who_is_out_or_shares_a_day_with_many_is_nobodys_double(changed: Callable[[Change], Path]) -> None:
    def out(rows: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
        for path, row, status in ((COPENHAGEN, 3, "Udgået"), (FREDERIKSBERG, 1, "Klar")):
            rows[path]["tblKandidater"][row] |= {"born": date(1988, 7, 9), "status": status}

    assert not found(validate(changed(out), FIRST), "person-to-kommuner")


def test_two_placements_at_a_time_in_two_municipalities_name_neither_to_the_other(
    changed: Callable[[Change], Path],
) -> None:
    def both(rows: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
        for path, name in ((COPENHAGEN, "101-0003-F1"), (FREDERIKSBERG, "147-0009-F1")):
            rows[path]["tblForloeb"] = [
                {
                    "placement": name,
                    "candidate": "101-0003",
                    "slot": "BYG-0001",
                    "type": "igu",
                    "start": date(2027, 2, 1),
                    "planned_end": date(2029, 1, 31),
                }
            ]

    folder = changed(both)
    assert found(validate(folder, FIRST), "forloeb-to-kommuner").keys() == {COPENHAGEN, FREDERIKSBERG}
    publish_partnership(folder, BEGUN, anyway=True)
    assert "147-0009" not in words_of(folder / COPENHAGEN)
