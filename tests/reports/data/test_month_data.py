from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from igu_xl.errors import WrongUse
from igu_xl.month import Month
from igu_xl.reports.data.month_data import load
from igu_xl.reports.figures.waiting import without_proposal

OCTOBER = Month(2026, 10)


def test_a_municipality_gets_only_its_own_rows(snapshot: Path) -> None:
    data = load(snapshot, "kommune:147")
    own = data.on(OCTOBER)
    assert set(own.candidates["candidate"].str[:3]) == {"147"}
    assert set(own.placements["candidate"].str[:3]) == {"147"}
    assert data.follow_ups.empty and own.slots.empty and own.cohorts.empty and data.findings.empty


def test_a_branch_gets_its_slots_and_the_placements_cohorts_and_wishes_that_belong_to_it(snapshot: Path) -> None:
    data = load(snapshot, "branche:bygge-anlaeg").on(OCTOBER)
    assert (len(data.slots), len(data.placements), len(data.cohorts)) == (7, 14, 4)
    assert len(data.candidates) == 28  # all but the two who wish retail


def test_remarks_births_and_contacts_are_never_read(snapshot: Path) -> None:
    for partner in ("kommune:101", "branche:bygge-anlaeg", "styregruppe:alle"):
        day = load(snapshot, partner).on(OCTOBER)
        assert set(day.candidates) == {
            "candidate", "registered", "ready_from", "status", "municipality", "wish_1", "residence",
            "partner", "id", "nth_of_id", "usable", "at", "seen_from", "seen_until",
            "step", "out", "in_placement", "free_from", "since", "lapsed", "asks",
            "seen_igu",  # worked out from the placements that are kept
        }  # fmt: skip
        private = {"remark", "contact", "born", "permit_until", "judgement", "judged_by", "judged_on", "judged_until"}
        assert not private & {*day.placements, *day.slots, *day.cohorts}


def test_a_placement_knows_the_sector_of_its_company(snapshot: Path) -> None:
    placements = load(snapshot, "kommune:101").on(OCTOBER).placements
    by_slot = placements.groupby("slot")["sector"].unique()
    assert list(by_slot["BYG-0002"]) == ["Privat"]
    assert list(by_slot["BYG-0004"]) == ["Offentlig"]


def test_absent_tables_are_empty_tables(snapshot: Path, tmp_path: Path) -> None:
    shutil.copy(snapshot / "partners.parquet", tmp_path)
    for partner in ("kommune:101", "branche:bygge-anlaeg"):
        data, day = load(tmp_path, partner), load(tmp_path, partner).on(OCTOBER)
        assert day.candidates.empty and day.placements.empty and day.slots.empty and data.findings.empty
        assert day.placements["start"].dtype.kind == "M"


def test_tables_without_rows_are_read_whatever_type_their_columns_have(snapshot: Path, tmp_path: Path) -> None:
    for file in snapshot.glob("*.parquet"):
        frame = pd.read_parquet(file)
        kept = frame if file.stem == "partners" else frame.head(0).astype("object")
        kept.to_parquet(tmp_path / file.name)
    day = load(tmp_path, "branche:bygge-anlaeg").on(OCTOBER)
    assert day.slots.empty and day.cohorts.empty and load(tmp_path, "kommune:101").on(OCTOBER).candidates.empty


@pytest.mark.parametrize("partner", ["kommune:999", "branche:bageri", ""])
def test_an_unknown_partner_is_named(snapshot: Path, partner: str) -> None:
    with pytest.raises(WrongUse, match="ingen arbejdsbog"):
        load(snapshot, partner)


def test_a_folder_without_data_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="Kør kontrollen først"):
        load(tmp_path, "kommune:101")


def test_the_steering_group_gets_everything(snapshot: Path) -> None:
    data = load(snapshot, "styregruppe:alle")
    day = data.on(OCTOBER)
    assert (len(day.candidates), len(day.placements), len(day.slots), len(day.cohorts)) == (30, 14, 7, 5)
    assert (data.stem, data.rows) == ("styregruppe", 63)


def test_residence_is_what_is_written_else_the_owner_and_workplace_follows_the_companys_postcode(
    snapshot: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(snapshot, tmp_path / "data"))
    candidates = pd.read_parquet(folder / "tblKandidater.parquet")
    written = candidates["candidate"].map({"101-0001": "kbh", "101-0002": "Gentofte"})
    candidates.assign(municipality=written).to_parquet(folder / "tblKandidater.parquet")
    companies = pd.read_parquet(folder / "tblVirksomheder.parquet")
    companies.assign(postcode=["2770", "9999"]).to_parquet(folder / "tblVirksomheder.parquet")
    placements = load(folder, "kommune:101").on(OCTOBER).placements.set_index("candidate")
    assert placements["residence"].head(3).tolist() == ["København", "Gentofte", "Amager"]
    assert set(placements.groupby("slot")["workplace"].first().items()) >= {
        ("BYG-0001", "Tårnby"),
        ("BYG-0003", "Ukendt"),
    }


def test_who_had_no_proposal_is_told_to_their_own_municipality_only(snapshot: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(snapshot, tmp_path / "data"))
    assert load(folder, "kommune:101").unmatched is None
    told = pd.DataFrame({"candidate": ["101-0013", "147-0005"], "reason": ["Mangler dansk", "Pladserne er fyldt"]})
    told.to_parquet(folder / "unmatched.parquet")
    for partner, reasons in (("kommune:101", ["Mangler dansk"]), ("styregruppe:alle", list(told["reason"]))):
        unmatched = without_proposal(load(folder, partner), OCTOBER)
        assert unmatched is not None and unmatched["reason"].tolist() == reasons
