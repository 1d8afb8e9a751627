"""Which candidate may have which slot and seat: each test with a case that just passes and one that just fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from igu_xl.checks.validation import validate
from igu_xl.match.allowed import PAIR_TESTS, SEAT_TESTS
from igu_xl.match.case import build_case

TODAY = date(2026, 11, 2)
KOEBENHAVN, BYG, NEXT = "kommuner/101-københavn.xlsx", "brancher/bygge-anlæg.xlsx", "skoler/next.xlsx"
Cells = dict[str, Any]
Changed = Callable[..., Path]


def case_of(
    changed: Changed,
    person: Cells,
    slot: Cells | None = None,
    cohort: Cells | None = None,
    company: Cells | None = None,
) -> Any:
    def change(rows: Any) -> None:
        rows[KOEBENHAVN]["tblKandidater"][2] |= person
        rows[BYG]["tblVirksomheder"][0] |= company or {}
        rows[BYG]["tblPladser"][0] |= slot or {}
        rows[NEXT]["tblHold"][0] |= cohort or {}

    return build_case(validate(changed(change), TODAY))


@pytest.mark.parametrize(
    ("test", "person", "slot", "passes"),
    [
        ("measure", {"measures": "praktik; igu"}, {}, True),
        ("measure", {"measures": "praktik"}, {}, False),
        ("ready", {"ready_from": date(2027, 4, 30)}, {}, True),
        ("ready", {"ready_from": date(2027, 5, 1)}, {}, False),
        ("danish", {}, {"danish_min": "DU2 M2"}, True),
        ("danish", {}, {"danish_min": "DU2 M3"}, False),
        ("danish", {"danish_track": "Ingen", "danish_module": None}, {"danish_min": "DU1 M2"}, False),
        ("danish", {"danish_track": "DU3", "danish_module": "5"}, {"danish_min": "PD2"}, False),
        ("danish", {"danish_track": "DU3", "danish_module": "5"}, {"danish_min": "DU2 M6"}, True),
        ("danish", {"danish_test": "PD1"}, {"danish_min": "PD2"}, False),
        ("danish", {"danish_test": "PD2"}, {"danish_min": "PD2"}, True),
        ("danish", {"danish_test": "PD3"}, {"danish_min": "PD2"}, True),
        ("danish", {"danish_test": "PD3"}, {"danish_min": "Studieprøven"}, False),
        ("danish", {"danish_test": "Studieprøven"}, {"danish_min": "PD3"}, True),
        ("danish", {"danish_test": "PD1"}, {"danish_min": "DU2 M4"}, True),
        ("danish", {"danish_test": "Ingen"}, {"danish_min": "PD1"}, False),
        ("skills", {"skills": "Kørekort  b; truck"}, {"requirements": "truck; kørekort B"}, True),
        ("skills", {"skills": "truck"}, {"requirements": "truck; kørekort B"}, False),
        ("skills", {}, {"requirements": "truck"}, False),
        ("hours", {"weekly_hours": 32}, {"weekly_hours": 32}, True),
        ("hours", {"weekly_hours": 31.5}, {"weekly_hours": 32}, False),
        ("hours", {"weekly_hours": None}, {"weekly_hours": 37}, True),
        ("company", {"last_employer_cvr": "12345607", "last_employed_to": date(2027, 1, 29)}, {}, True),
        ("company", {"last_employer_cvr": "12345607", "last_employed_to": date(2027, 2, 15)}, {}, False),
        ("company", {"last_employer_cvr": "12345615", "last_employed_to": date(2027, 2, 15)}, {}, True),
        ("company", {"last_employer_cvr": "12345607"}, {}, False),
    ],
)
def test_each_test_of_a_pair(test: str, person: Cells, slot: Cells, passes: bool, changed: Changed) -> None:
    case = case_of(changed, person, slot)
    pair = case.pairs_of("101-0003").set_index("slot").loc["BYG-0001"]
    assert pair[test] == passes
    allowed = set(zip(case.problem.pairs["candidate"], case.problem.pairs["slot"], strict=True))
    assert (("101-0003", "BYG-0001") in allowed) is passes


@pytest.mark.parametrize(
    ("test", "person", "cohort", "passes"),
    [
        ("eligible", {"born": date(1977, 2, 2)}, {}, True),
        ("eligible", {"born": date(1977, 2, 1)}, {}, False),  # 50 on the first day of the cohort
        ("eligible", {"previous_igu": "Afbrudt"}, {}, False),
        ("ready", {"ready_from": date(2027, 2, 1)}, {}, True),
        ("ready", {"ready_from": date(2027, 2, 2)}, {}, False),
        ("danish", {}, {"danish_min": "DU2 M2", "danish_max": "DU2 M2"}, True),
        ("danish", {}, {"danish_min": "DU2 M3"}, False),
        ("danish", {}, {"danish_max": "DU2 M1"}, False),
        ("danish", {"danish_track": "DU3", "danish_module": "5"}, {"danish_min": "PD2"}, False),
        ("danish", {"danish_test": "PD2"}, {"danish_min": "PD2", "danish_max": "PD3"}, True),
        ("danish", {"danish_track": "DU3", "danish_module": "5"}, {"danish_max": "PD2"}, False),  # knows too much
    ],
)
def test_each_test_of_a_seat(test: str, person: Cells, cohort: Cells, passes: bool, changed: Changed) -> None:
    case = case_of(changed, person, cohort=cohort)
    seat = case.seats_of("101-0003").set_index("cohort").loc["NEXT-2027-01"]
    assert seat[test] == passes


NOERREBRO, LYNGBY, AARHUS = "2200", "2800", "8000"  # 28 minutes, and hours


@pytest.mark.parametrize(
    ("person", "there", "passes"),
    [
        ({"postcode": NOERREBRO, "transport_minutes": 28}, LYNGBY, True),
        ({"postcode": NOERREBRO, "transport_minutes": 27}, LYNGBY, False),
        ({"postcode": NOERREBRO, "transport_minutes": 180}, AARHUS, False),
        ({"postcode": NOERREBRO, "transport_minutes": 0}, NOERREBRO, False),
        ({"postcode": NOERREBRO}, AARHUS, True),
        ({"transport_minutes": 10}, LYNGBY, True),
        ({"postcode": NOERREBRO, "transport_minutes": 10}, None, True),
        ({"postcode": "9999", "transport_minutes": 10}, LYNGBY, True),
        ({"postcode": NOERREBRO, "transport_minutes": 10}, "0001", True),
    ],
)
def test_the_way_to_work_and_to_school_is_not_too_long_as_far_as_it_is_known(
    person: Cells, there: str | None, passes: bool, changed: Changed
) -> None:
    case = case_of(changed, person, cohort={"postcode": there}, company={"postcode": there})
    pairs, seats = case.pairs_of("101-0003").set_index("slot"), case.seats_of("101-0003").set_index("cohort")
    assert pairs["travel"]["BYG-0001"] == passes
    assert seats["travel"]["NEXT-2027-01"] == passes
    assert pairs["travel"]["BYG-0002"] and seats["travel"]["NEXT-2027-02"]  # their postcodes are not known


@pytest.mark.parametrize(
    ("slot", "cohort", "linked"),
    [
        ({}, {}, True),
        ({"cohorts": "next-2027-02 ; NEXT-2027-01"}, {}, True),
        ({"cohorts": "NEXT-2027-02"}, {}, False),
        ({"start_latest": date(2027, 2, 1)}, {}, True),
        ({"start_latest": date(2027, 1, 31)}, {}, False),
        ({"start_earliest": date(2027, 2, 1)}, {}, True),
        ({"start_earliest": date(2027, 2, 2)}, {}, False),
        ({}, {"branch": "Detailhandel"}, False),
    ],
)
def test_a_cohort_serves_a_slot_of_its_branch_when_it_begins_in_the_slots_window(
    slot: Cells, cohort: Cells, linked: bool, changed: Changed
) -> None:
    links = case_of(changed, {}, slot, cohort).problem.links
    assert (("BYG-0001", "NEXT-2027-01") in set(zip(links["slot"], links["cohort"], strict=True))) is linked


def test_the_three_months_are_counted_to_the_start_of_the_cohort(changed: Changed) -> None:
    """Until 15 November: not in the cohort of 1 February, but in that of 1 March."""
    case = case_of(changed, {"last_employer_cvr": "12345607", "last_employed_to": date(2026, 11, 15)})
    fixed = case.problem.fixed
    assert fixed[["candidate", "slot", "cohort", "decision"]].values.tolist() == [
        ["101-0003", "BYG-0001", "NEXT-2027-01", "reject"]
    ]


@pytest.mark.parametrize(
    ("person", "value"),
    [
        ({}, 50),
        ({"wish_1": "Detailhandel", "wish_2": "Bygge og anlæg"}, 30),
        ({"wish_1": "Detailhandel", "wish_3": "Bygge og anlæg"}, 15),
        ({"experience_branch": "Bygge og anlæg", "experience_years": 5}, 75),
        ({"experience_branch": "Bygge og anlæg"}, 55),
        ({"experience_branch": "Detailhandel", "experience_years": 5}, 50),
    ],
)
def test_a_wish_and_experience_are_worth_points(person: Cells, value: float, changed: Changed) -> None:
    pairs = case_of(changed, person).pairs_of("101-0003").set_index("slot")
    assert pairs.loc["BYG-0001", "value"] == value


@pytest.mark.parametrize(
    ("person", "slot", "company", "more"),
    [
        ({}, {"danish_min": "DU2 M1"}, {}, 5),
        ({}, {"danish_min": "DU2 M2"}, {}, 0),
        ({"skills": "stillads"}, {"profile": "Murer"}, {}, 10),
        ({}, {"profile": "Murer"}, {}, 0),
        ({"postcode": NOERREBRO}, {}, {"postcode": NOERREBRO}, 10 * 50 / 60),
        ({"postcode": NOERREBRO}, {}, {"postcode": AARHUS}, 0),
        ({"postcode": NOERREBRO}, {}, {}, 0),
    ],
)
def test_spare_danish_the_profile_and_a_short_way_are_worth_points(
    person: Cells, slot: Cells, company: Cells, more: float, changed: Changed
) -> None:
    def change(rows: Any) -> None:
        rows[KOEBENHAVN]["tblKandidater"][2] |= person
        rows[BYG]["tblProfiler"] = [{"profile": "Murer", "skills": "stillads"}]
        rows[BYG]["tblVirksomheder"][0] |= company
        rows[BYG]["tblPladser"][0] |= slot

    case = build_case(validate(changed(change), TODAY))
    assert case.pairs_of("101-0003").set_index("slot")["value"]["BYG-0001"] == pytest.approx(50 + more)


def test_nobody_outside_the_pool_has_options(changed: Changed) -> None:
    case = case_of(changed, {"status": "Ny"})
    assert case.pairs_of("101-0003").empty and case.seats_of("101-0003").empty
    assert list(case.pairs_of("101-0003").columns) == ["candidate", "slot", "wish", *PAIR_TESTS, "value"]
    assert case.seats_of("101-0006").empty  # for practice only


def test_what_is_allowed_is_what_passes_every_test(clean_partnership: Path) -> None:
    case = build_case(validate(clean_partnership, TODAY))
    for candidate in case.candidates["candidate"]:
        pairs, seats = case.pairs_of(candidate), case.seats_of(candidate)
        allowed = (
            case.problem.pairs.query("candidate == @candidate"),
            case.problem.seats.query("candidate == @candidate"),
        )
        assert set(pairs.loc[pairs[list(PAIR_TESTS)].all(axis=1), "slot"]) == set(allowed[0]["slot"])
        assert set(seats.loc[seats[list(SEAT_TESTS)].all(axis=1), "cohort"]) == set(allowed[1]["cohort"])
