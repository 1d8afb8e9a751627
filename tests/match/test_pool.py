"""Who and what is in the match."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.case import build_case
from igu_xl.match.links import possible_links
from igu_xl.match.pool import joinable_cohorts, open_slots, waiting_candidates
from igu_xl.match.solving.solver import solve
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
    slots = open_slots(validate(folder, TODAY)).set_index("slot")
    assert (slots["left"].get("BYG-0001")) == left


def test_running_placements_take_openings_and_seats(changed: Changed) -> None:
    folder = changed(lambda rows: rows[KOEBENHAVN].update(tblForloeb=[PLACEMENT]))
    checked = validate(folder, TODAY)
    assert open_slots(checked).set_index("slot")["left"]["BYG-0001"] == 5
    assert joinable_cohorts(checked).set_index("cohort")["taken"]["NEXT-2027-01"] == 1


def test_the_seats_that_others_have_taken_count_as_well(changed: Changed) -> None:
    def fill(rows: Any) -> None:
        rows[KOEBENHAVN]["tblForloeb"] = [PLACEMENT]
        rows[NEXT]["tblHold"][0]["free_seats"] = 8

    assert joinable_cohorts(validate(changed(fill), TODAY))["taken"].tolist() == [4, 0]


@pytest.mark.parametrize(
    ("table", "cells"),
    [("tblVirksomheder", {"cvr": "12345678"}), ("tblProfiler", {"danish_min": "flydende"})],
)
def test_a_slot_that_rests_on_a_row_with_an_error_is_out(table: str, cells: dict[str, Any], changed: Changed) -> None:
    def spoil(rows: Any) -> None:
        rows[BYG]["tblProfiler"] = [{"profile": "Murer"}]
        rows[BYG]["tblPladser"][0]["profile"] = "murer"
        rows[BYG][table][0] |= cells

    assert "BYG-0001" not in set(open_slots(validate(changed(spoil), TODAY))["slot"])


def test_practice_needs_known_ordinary_staff(changed: Changed) -> None:
    folder = changed(lambda rows: rows[BYG]["tblVirksomheder"][0].update(ordinary_staff=None))
    assert set(open_slots(validate(folder, TODAY))["slot"]) == {"BYG-0001", "BYG-0002"}


@pytest.mark.parametrize("own", [None, "DU1 M1"])
def test_a_slot_demands_its_own_danish_or_else_its_profiles(own: str | None, changed: Changed) -> None:
    def demand(rows: Any) -> None:
        rows[BYG]["tblProfiler"] = [{"profile": "Murer", "danish_min": "DU2 M4", "skills": "stillads"}]
        rows[BYG]["tblPladser"][0] |= {"profile": "MURER", "danish_min": own}

    slot = open_slots(validate(changed(demand), TODAY)).set_index("slot").loc["BYG-0001"]
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
    assert ("NEXT-2027-01" in set(joinable_cohorts(validate(folder, TODAY))["cohort"])) is joins


CLUSTER = {"cluster": "Klynge Nord"}


@pytest.mark.parametrize(
    ("first", "second", "closed", "names"),
    [
        (CLUSTER, CLUSTER, {}, {"NEXT-2027-01", "NEXT-2027-02"}),
        (CLUSTER, {"cluster": "klynge  nord"}, {}, {"NEXT-2027-01", "NEXT-2027-02"}),
        (CLUSTER, CLUSTER, {"status": "Lukket"}, {"NEXT-2027-01", "NEXT-2027-02"}),
        (CLUSTER, CLUSTER, {"branch": "Detailhandel"}, {"NEXT-2027-01"}),
        (CLUSTER, {"cluster": "Klynge Syd"}, {}, {"NEXT-2027-01"}),
        (CLUSTER, {}, {}, {"NEXT-2027-01"}),
        ({}, {}, {}, {"NEXT-2027-01"}),
    ],
)
def test_companies_of_a_cluster_share_the_cohorts_that_any_of_them_names(
    first: dict[str, str], second: dict[str, str], closed: dict[str, str], names: set[str], changed: Changed
) -> None:
    def share(rows: Any) -> None:
        rows[BYG]["tblVirksomheder"][0] |= first
        rows[BYG]["tblVirksomheder"][1] |= second
        rows[BYG]["tblPladser"][0]["cohorts"] = "NEXT-2027-01"
        rows[BYG]["tblPladser"][1] |= {"cohorts": "next-2027-02", **closed}

    checked = validate(changed(share), TODAY)
    slots = open_slots(checked)
    links = possible_links(slots, joinable_cohorts(checked))
    assert set(links.loc[links["slot"] == "BYG-0001", "cohort"]) == names


def test_a_slot_that_names_no_cohort_stays_open_to_all_whatever_its_cluster_names(changed: Changed) -> None:
    def share(rows: Any) -> None:
        for company in rows[BYG]["tblVirksomheder"]:
            company |= CLUSTER
        rows[BYG]["tblPladser"][1]["cohorts"] = "NEXT-2027-02"

    checked = validate(changed(share), TODAY)
    links = possible_links(open_slots(checked), joinable_cohorts(checked))
    assert set(links.loc[links["slot"] == "BYG-0001", "cohort"]) == {"NEXT-2027-01", "NEXT-2027-02"}
    assert set(links.loc[links["slot"] == "BYG-0002", "cohort"]) == {"NEXT-2027-02"}


@pytest.mark.parametrize(("least", "still"), [(None, 1), (1, 1), (2, 1), (6, 5)])
def test_those_who_are_in_a_slot_count_towards_its_team(least: int | None, still: int, changed: Changed) -> None:
    def begin(rows: Any) -> None:
        rows[KOEBENHAVN]["tblForloeb"] = [PLACEMENT]
        rows[BYG]["tblPladser"][0]["together_min"] = least

    slots = open_slots(validate(changed(begin), TODAY)).set_index("slot")
    assert slots["together_min"]["BYG-0001"] == still


def test_a_company_that_takes_a_whole_team_takes_nobody_where_the_team_is_not_whole(changed: Changed) -> None:
    """Five of nine can only go to BYG-0001: a team of six takes one of the others with it, and one of ten cannot be."""

    def team(least: int) -> Callable[[Any], object]:
        return lambda rows: rows[BYG]["tblPladser"][0].update(openings=12, together_min=least)

    placed = {}
    for least in (6, 10):
        case = build_case(validate(changed(team(least)), TODAY))
        slots = solve(case.problem, time_limit=20).placements["slot"]
        placed[least] = (slots == "BYG-0001").sum()
    assert placed[6] >= 6
    assert placed[10] == 0


@pytest.mark.parametrize("lives", ["Hillerød", "Aarhus", "Malmø"])
def test_who_lives_in_a_municipality_outside_belongs_to_the_one_that_wrote_the_row(
    lives: str, changed: Changed
) -> None:
    folder = changed(lambda rows: rows[KOEBENHAVN]["tblKandidater"][0].update(municipality=lives))
    checked = validate(folder, TODAY)
    pool = records_by(waiting_candidates(checked), "candidate")
    wrong = {finding.code for finding in checked.findings if finding.place.column == "Bopælskommune"}
    if lives == "Malmø":  # which is no municipality
        assert "101-0001" not in pool
    else:
        assert pool["101-0001"]["home"] == "København"
        assert wrong == {"kommune-anden"}
    assert wrong


@pytest.mark.parametrize(("limit", "placed"), [(60, False), (None, True)])
def test_a_workplace_may_lie_anywhere_that_is_near_enough(limit: int | None, placed: bool, changed: Changed) -> None:
    def move(rows: Any) -> None:
        rows[KOEBENHAVN]["tblKandidater"][5] |= {"postcode": "2200", "transport_minutes": limit}
        rows[BYG]["tblVirksomheder"][0]["postcode"] = "8000"

    case = build_case(validate(changed(move), TODAY))
    given = set(solve(case.problem, time_limit=20).placements["candidate"])
    assert ("101-0006" in given) is placed


@pytest.mark.parametrize(
    ("earliest", "latest", "today", "begin"),
    [
        (date(2026, 12, 5), date(2026, 12, 31), TODAY, date(2026, 12, 7)),  # a Saturday
        (date(2026, 12, 6), date(2026, 12, 31), TODAY, date(2026, 12, 7)),  # a Sunday
        (date(2026, 12, 4), date(2026, 12, 31), TODAY, date(2026, 12, 4)),
        (date(2027, 1, 1), date(2027, 1, 31), TODAY, date(2027, 1, 4)),  # New Year's Day, and then a weekend
        (date(2026, 10, 1), date(2026, 12, 31), date(2026, 11, 8), date(2026, 11, 9)),  # begun on a Sunday
        (date(2026, 12, 5), date(2026, 12, 6), TODAY, date(2026, 12, 5)),  # no working day in it
    ],
)
def test_a_slot_begins_on_a_working_day_within_its_window(
    earliest: date, latest: date, today: date, begin: date, changed: Changed
) -> None:
    window = {"start_earliest": earliest, "start_latest": latest}
    folder = changed(lambda rows: rows[BYG]["tblPladser"][2].update(window))
    slots = records_by(open_slots(validate(folder, today)), "slot")
    assert slots["BYG-0003"]["begin"].date() == begin
