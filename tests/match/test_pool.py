"""Who and what is in the match."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.pool import joinable_cohorts, open_slots, waiting_candidates
from igu_xl.records import records_by

TODAY = date(2026, 11, 2)
KOEBENHAVN, BYG, NEXT = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
EVERYONE = {f"101-000{n}" for n in range(1, 7)} | {f"147-000{n}" for n in range(1, 6)} | {"155-0001", "155-0002"}
PLACEMENT = {
    "placement": "101-0001-F1",
    "candidate": "101-0001",
    "slot": "BYG-0001",
    "cohort": "NEXT-2027-01",
    "type": "igu",
    "start": date(2027, 2, 1),
    "planned_end": date(2029, 1, 31),
}

Changed = Callable[..., Path]


def test_everybody_who_is_ready_waits_with_danish_level_and_home(clean_partnership: Path) -> None:
    pool = records_by(waiting_candidates(validate(clean_partnership, TODAY)), "candidate")
    assert set(pool) == EVERYONE
    assert pool["101-0001"]["level"] > pool["101-0003"]["level"]
    assert pool["147-0001"]["home"] == "Frederiksberg"


@pytest.mark.parametrize(
    ("cells", "waits"),
    [
        ({"status": "Ny"}, False),
        ({"status": "I forløb"}, False),
        ({"ready_from": "snart"}, False),
        ({"municipality": "Tårnby"}, True),
    ],
)
def test_only_usable_rows_with_status_klar_wait(cells: dict[str, Any], waits: bool, changed: Changed) -> None:
    folder = changed(lambda rows: rows[KOEBENHAVN]["tblKandidater"][0].update(cells))
    assert ("101-0001" in set(waiting_candidates(validate(folder, TODAY))["candidate"])) is waits


@pytest.mark.parametrize(("end", "waits"), [({}, False), ({"ended_on": date(2026, 10, 1), "outcome": "Afbrudt"}, True)])
def test_who_has_a_running_placement_waits_no_more(end: dict[str, Any], waits: bool, changed: Changed) -> None:
    folder = changed(lambda rows: rows[KOEBENHAVN].update(tblForloeb=[PLACEMENT | {"start": date(2026, 9, 1)} | end]))
    assert ("101-0001" in set(waiting_candidates(validate(folder, TODAY))["candidate"])) is waits


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        ({}, 6),
        ({"status": "Lukket"}, None),
        ({"openings": 0}, None),
        ({"start_earliest": date(2026, 1, 1), "start_latest": date(2026, 11, 1)}, None),
        ({"start_earliest": date(2026, 1, 1), "start_latest": TODAY}, 6),
        ({"p_number": "1000000009"}, None),
    ],
)
def test_a_slot_is_open_with_openings_left_and_a_window_that_is_not_over(
    cells: dict[str, Any], left: int | None, changed: Changed
) -> None:
    folder = changed(lambda rows: rows[BYG]["tblPladser"][0].update(cells))
    slots = open_slots(validate(folder, TODAY), TODAY).set_index("slot")
    assert (slots["left"].get("BYG-0001")) == left


def test_running_placements_take_openings_and_seats(changed: Changed) -> None:
    folder = changed(lambda rows: rows[KOEBENHAVN].update(tblForloeb=[PLACEMENT]))
    checked = validate(folder, TODAY)
    assert open_slots(checked, TODAY).set_index("slot")["left"]["BYG-0001"] == 5
    assert joinable_cohorts(checked, TODAY).set_index("cohort")["taken"]["NEXT-2027-01"] == 1


def test_the_seats_that_others_have_taken_count_as_well(changed: Changed) -> None:
    def fill(rows: Any) -> None:
        rows[KOEBENHAVN]["tblForloeb"] = [PLACEMENT]
        rows[NEXT]["tblHold"][0]["free_seats"] = 8

    assert joinable_cohorts(validate(changed(fill), TODAY), TODAY)["taken"].tolist() == [4, 0]


@pytest.mark.parametrize(
    ("table", "cells"),
    [("tblVirksomheder", {"cvr": "12345678"}), ("tblProfiler", {"danish_min": "flydende"})],
)
def test_a_slot_that_rests_on_a_row_with_an_error_is_out(table: str, cells: dict[str, Any], changed: Changed) -> None:
    def spoil(rows: Any) -> None:
        rows[BYG]["tblProfiler"] = [{"profile": "Murer"}]
        rows[BYG]["tblPladser"][0]["profile"] = "murer"
        rows[BYG][table][0] |= cells

    assert "BYG-0001" not in set(open_slots(validate(changed(spoil), TODAY), TODAY)["slot"])


def test_practice_needs_known_ordinary_staff(changed: Changed) -> None:
    folder = changed(lambda rows: rows[BYG]["tblVirksomheder"][0].update(ordinary_staff=None))
    assert set(open_slots(validate(folder, TODAY), TODAY)["slot"]) == {"BYG-0001", "BYG-0002"}


@pytest.mark.parametrize("own", [None, "DU1 M1"])
def test_a_slot_demands_its_own_danish_or_else_its_profiles(own: str | None, changed: Changed) -> None:
    def demand(rows: Any) -> None:
        rows[BYG]["tblProfiler"] = [{"profile": "Murer", "danish_min": "DU2 M4", "skills": "stillads"}]
        rows[BYG]["tblPladser"][0] |= {"profile": "MURER", "danish_min": own}

    slot = open_slots(validate(changed(demand), TODAY), TODAY).set_index("slot").loc["BYG-0001"]
    assert slot["demand"] == (own or "DU2 M4")
    assert slot["skills_profile"] == "stillads"


@pytest.mark.parametrize(
    ("cells", "joins"),
    [
        ({"status": "Åbent"}, True),
        ({"status": "Aflyst"}, False),
        ({"type": "praktik"}, False),
        ({"enrol_by": TODAY}, True),
        ({"enrol_by": date(2026, 11, 1)}, False),
        ({"min": 13}, False),
    ],
)
def test_a_cohort_can_be_joined_until_its_deadline(cells: dict[str, Any], joins: bool, changed: Changed) -> None:
    folder = changed(lambda rows: rows[NEXT]["tblHold"][0].update(cells))
    assert ("NEXT-2027-01" in set(joinable_cohorts(validate(folder, TODAY), TODAY)["cohort"])) is joins
