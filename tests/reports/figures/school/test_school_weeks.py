"""The school of the igu pupils in figures, counted by hand in the month of `tests/reports/conftest.py`."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from igu_xl.month import Month
from igu_xl.reports.data.month_data import load
from igu_xl.reports.data.school_hours import with_school
from igu_xl.reports.disclosure.protection import INTERNAL, PARTNERSHIP, SHARED
from igu_xl.reports.figures.measure import COUNT, TOTAL
from igu_xl.reports.figures.school import school_tables, school_weeks

OCTOBER = Month(2026, 10)


Course = tuple[str, float | None, str]  # its last day, the hours that count, its status


def one_igu(courses: list[Course], start: str = "2026-09-01") -> dict[str, int]:
    """The hours of one igu of two years with these courses, at the end of October 2026."""
    begins = pd.Timestamp(start)
    placement = {"placement": "A-F1", "type": "igu", "start": begins, "planned_end": begins + pd.DateOffset(years=2)}
    rows = pd.DataFrame(courses, columns=["end", "weighted", "status"]).assign(placement="A-F1")
    typed = rows.assign(end=pd.to_datetime(rows["end"]), weighted=rows["weighted"].astype("Float64"))
    told = with_school(pd.DataFrame([placement]), typed, OCTOBER.last)
    return {key: int(told[f"school_{key}"].iloc[0]) for key in ("needed", "done", "planned", "missing")}


@pytest.mark.parametrize(
    ("courses", "done", "planned"),
    [
        ([("2026-10-31", 37, "Gennemført")], 37, 0),
        ([("2026-11-01", 37, "Gennemført")], 0, 37),  # on the last day of the month it is still to come
        ([("2028-09-01", 37, "Tilmeldt")], 0, 37),
        ([("2028-09-02", 37, "Tilmeldt")], 0, 0),  # it ends after the igu
        ([("2027-01-01", 37, "Aflyst"), ("2027-01-01", 37, "Udeblevet")], 0, 0),
        ([("2026-10-01", 800, "Gennemført"), ("2027-01-01", 400, "Foreslået")], 800, 51),  # no more than is needed
        ([("2027-01-01", None, "Aftalt")], 0, 0),  # nobody knows what an hour of FGU counts for
    ],
)
def test_hours_are_done_planned_or_missing(courses: list[Course], done: int, planned: int) -> None:
    assert one_igu(courses) == {"needed": 851, "done": done, "planned": planned, "missing": 851 - done - planned}


@pytest.mark.parametrize(("start", "needed"), [("2021-04-30", 740), ("2021-05-01", 851)])
def test_the_law_of_the_first_day_says_how_many_are_needed(start: str, needed: int) -> None:
    assert one_igu([], start)["needed"] == needed


def test_the_pupils_and_their_hours_are_those_counted_by_hand(school_month: Path) -> None:
    data = load(school_month, "kommune:101")
    assert school_tables.pupils(data, OCTOBER, INTERNAL).frame[COUNT].to_list() == [1, 2, 2, 5]
    assert school_tables.hours(data, OCTOBER, INTERNAL).frame.loc[TOTAL].to_list() == [428, 571, 3256, 4255]
    assert school_tables.events(data, OCTOBER, INTERNAL).frame[COUNT].to_list() == [1, 3, 1]
    other = load(school_month, "kommune:147")
    assert other.school.empty and other.knows_school
    assert school_tables.pupils(other, OCTOBER, INTERNAL).frame[COUNT].to_list() == [0, 0, 0, 0]


def test_hours_of_a_municipality_stand_on_no_page_that_may_be_passed_on(school_month: Path) -> None:
    for partner in ("kommune:101", "styregruppe:alle"):
        data = load(school_month, partner)
        assert school_tables.hours(data, OCTOBER, SHARED).frame.empty
        assert not school_tables.hours(data, OCTOBER, PARTNERSHIP).frame.empty


@pytest.mark.parametrize(("told", "known"), [(None, False), (0, False), (20, False), (25, True), (500, True)])
def test_shares_are_told_of_many_pupils_only_and_in_steps(school_month: Path, told: int | None, known: bool) -> None:
    shares = school_tables.shares(load(school_month, "styregruppe:alle"), OCTOBER, told)
    expected = {"Timer gennemført": 10, "Timer planlagt": 15, "Timer mangler": 75}  # of 4,255: 428, 571 and 3,256
    assert shares == (expected if known else None)


def test_a_month_of_an_earlier_version_has_no_such_tables(own_month: Path) -> None:
    data = load(own_month, "styregruppe:alle")
    assert not data.knows_school and data.school_plan is None
    made = (school_tables.pupils, school_tables.pupils_by_residence, school_tables.hours, school_tables.events)
    for make in (*made, school_tables.ways, school_tables.asked_for):
        assert make(data, OCTOBER, SHARED).frame.empty


def test_a_cohort_runs_because_of_pooling_where_its_pupils_come_from_several(school_month: Path) -> None:
    """Of NEXT-3, which is in progress and needs 2, two municipalities send one each."""
    cohorts = pd.read_parquet(school_month / "tblHold.parquet")
    cohorts.loc[cohorts["cohort"] == "NEXT-3", "min"] = 2
    cohorts.to_parquet(school_month / "tblHold.parquet")
    weeks = pd.read_parquet(school_month / "skoleuger.parquet")
    of_byen = weeks.iloc[[0]].assign(placement="147-0001-F1")
    amager = weeks[weeks["placement"] == "101-0001-F1"]
    for rows, expected in ((weeks, 0), (amager, 0), (pd.concat([amager, of_byen]), 1)):
        rows.to_parquet(school_month / "skoleuger.parquet")
        assert school_weeks.RAN_POOLED.count(load(school_month, "styregruppe:alle"), OCTOBER) == expected


def test_what_pooling_gives_is_told_of_a_plan_of_the_month(school_month: Path) -> None:
    data = load(school_month, "styregruppe:alle")
    frame = school_tables.ways(data, OCTOBER, INTERNAL).frame
    assert frame["Skoleuger"].to_list() == [108, 162, 211]  # of 4,000, 6,000 and 7,800.5 hours
    assert frame["Når det i tide"].to_list() == [11, 20, 38]
    assert set(frame["Brug for"]) == {216}
    assert set(school_tables.ways(data, OCTOBER, SHARED).frame["Brug for"]) == {220}
    assert school_tables.ways(data, OCTOBER.next().next(), INTERNAL).frame.empty  # it was made before that month
