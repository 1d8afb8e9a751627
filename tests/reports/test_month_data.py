from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from igu_xl.errors import WrongUse
from igu_xl.reports.month_data import load


def test_a_municipality_gets_only_its_own_rows(snapshot: Path) -> None:
    data = load(snapshot, "kommune:147")
    assert set(data.candidates["candidate"].str[:3]) == {"147"}
    assert set(data.placements["candidate"].str[:3]) == {"147"}
    assert data.follow_ups.empty and data.slots.empty and data.cohorts.empty and data.findings.empty


def test_a_branch_gets_its_slots_and_the_placements_cohorts_and_wishes_that_belong_to_it(snapshot: Path) -> None:
    data = load(snapshot, "branche:bygge-anlaeg")
    assert (len(data.slots), len(data.placements), len(data.cohorts)) == (7, 14, 4)
    assert len(data.candidates) == 28  # all but the two who wish retail


def test_remarks_births_and_contacts_are_never_read(snapshot: Path) -> None:
    for partner in ("kommune:101", "branche:bygge-anlaeg"):
        assert list(load(snapshot, partner).candidates) == [
            "candidate", "registered", "ready_from", "status", "wish_1",
        ]  # fmt: skip


def test_a_placement_knows_the_sector_of_its_company(snapshot: Path) -> None:
    placements = load(snapshot, "kommune:101").placements
    by_slot = placements.groupby("slot")["sector"].unique()
    assert list(by_slot["BYG-0002"]) == ["Privat"]
    assert list(by_slot["BYG-0004"]) == ["Offentlig"]


def test_seats_taken_are_the_schools_number_or_our_own_placements_whichever_is_more(snapshot: Path) -> None:
    cohorts = load(snapshot, "branche:bygge-anlaeg").cohorts.set_index("cohort")
    assert cohorts["enrolled"].to_dict() == {"NEXT-1": 8, "NEXT-2": 9, "NEXT-3": 0, "NEXT-4": 0}


def test_absent_tables_are_empty_tables(snapshot: Path, tmp_path: Path) -> None:
    shutil.copy(snapshot / "partners.parquet", tmp_path)
    for partner in ("kommune:101", "branche:bygge-anlaeg"):
        data = load(tmp_path, partner)
        assert data.candidates.empty and data.placements.empty and data.slots.empty and data.findings.empty
        assert data.placements["start"].dtype.kind == "M"


def test_tables_without_rows_are_read_whatever_type_their_columns_have(snapshot: Path, tmp_path: Path) -> None:
    for file in snapshot.glob("*.parquet"):
        frame = pd.read_parquet(file)
        kept = frame if file.stem == "partners" else frame.head(0).astype("object")
        kept.to_parquet(tmp_path / file.name)
    data = load(tmp_path, "branche:bygge-anlaeg")
    assert data.slots.empty and data.cohorts.empty and load(tmp_path, "kommune:101").candidates.empty


@pytest.mark.parametrize("partner", ["kommune:999", "branche:bageri", ""])
def test_an_unknown_partner_is_named(snapshot: Path, partner: str) -> None:
    with pytest.raises(WrongUse, match="ingen arbejdsbog"):
        load(snapshot, partner)


def test_a_folder_without_data_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="Kør kontrollen først"):
        load(tmp_path, "kommune:101")
