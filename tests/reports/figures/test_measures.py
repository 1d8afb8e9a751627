"""The figures that were counted by hand in conftest.py."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from igu_xl.month import Month
from igu_xl.reports.data.month_data import load
from igu_xl.reports.figures import (
    by_municipality,
    cohorts,
    completion,
    deadlines,
    endings,
    follow_up,
    goals,
    measures,
    steps,
    supply,
    tables,
    trend,
    waiting,
)
from igu_xl.reports.figures.measure import BEFORE, CHANGE, COUNT, TOTAL, TYPES, VALUE, by_type, one_column, with_change
from igu_xl.reports.kinds import BRANCH, MUNICIPALITY
from igu_xl.reports.pages import quality
from igu_xl.reports.parts.parts import Explained

OCTOBER = Month(2026, 10)


def test_the_funnel_of_a_municipality(snapshot: Path) -> None:
    funnel = one_column(measures.FUNNEL, load(snapshot, "kommune:101"), OCTOBER)
    assert funnel[COUNT].to_dict() == {
        "Registreret": 19,  # all but the one of 2 November
        "Klar": 17,  # not the one ready in December, not the new one
        "Kommet i forløb": 10,  # 1-5 and 7-11
        "Har gennemført": 1,  # 10
        "I job eller uddannelse": 3,  # 7 job, 8 education, 10 ordinary job
    }


def test_every_registered_candidate_is_at_one_step(snapshot: Path) -> None:
    assert steps.table(load(snapshot, "kommune:101"), OCTOBER, "intern")[COUNT].to_dict() == {
        "Ny": 1,  # 19
        "Klar senere": 1,  # 18
        "Klar og venter": 5,  # 13-17
        "Godkendt og sendt, aftale mangler": 0,
        "Aftalt, begynder senere": 1,  # 6
        "I forløb": 6,  # 1-5 and 10's job
        "Afsluttet eller udgået": 0,
        "Uklart": 5,  # 7-9, 11 and 12, whose status says I forløb
        "Registreret": 19,
    }
    assert steps.table(load(snapshot, "kommune:101"), OCTOBER, "delt").empty


def test_the_key_figures_and_their_change_since_september(snapshot: Path) -> None:
    figures = with_change(MUNICIPALITY.figures("intern"), load(snapshot, "kommune:101"), OCTOBER)
    rows = figures[[VALUE, BEFORE, CHANGE]].astype(object).itertuples()
    assert [tuple(None if pd.isna(cell) else cell for cell in row) for row in rows] == [
        ("Klar og venter", 5, None, None),  # 13-17, not 12 whose status says I forløb; no reading tells of September
        ("Begyndt i måneden", 3, 1, 2),  # 4, 5 and 10's job; before 3
        ("I forløb", 6, 5, 1),  # 1-5 and 10's job; before 1, 2, 3, 7 and 11
        ("Gennemført", 1, 1, 0),
        ("I job eller uddannelse", 3, 1, 2),
    ]


def test_the_placements_by_type(snapshot: Path) -> None:
    table = by_type(measures.placement_lines("intern"), load(snapshot, "kommune:101"), OCTOBER)
    assert table.T.to_dict("list") == {
        "Begyndt i måneden": [2, 0, 0, 1, 3],
        "Godkendt og sendt, aftale mangler": [0, 0, 0, 0, 0],
        "Aftalt, begynder senere": [1, 0, 0, 0, 1],  # 6
        "I forløb": [5, 0, 0, 1, 6],
        "Gennemført": [0, 0, 1, 0, 1],
        "Sluttet før tid til job eller uddannelse": [2, 0, 0, 0, 2],
        "Afbrudt": [1, 0, 0, 0, 1],
        "Udfald eller slutdato mangler": [0, 0, 1, 0, 1],
        "Aflyst før start": [0, 0, 0, 0, 0],
    }
    assert list(table) == [*TYPES, TOTAL]


def test_somebody_who_completes_next_month_has_not_completed_this_month(snapshot: Path) -> None:
    data = load(snapshot, "kommune:147")
    assert measures.COMPLETED.count(data, OCTOBER) == 0
    assert measures.COMPLETED.count(data, OCTOBER.next()) == 1


def test_the_deadlines(snapshot: Path) -> None:
    assert deadlines.table(load(snapshot, "kommune:101"), OCTOBER).to_dict("index") == {
        "Aftale i VITAS": {"Mangler nu": 2, "Forfalder næste måned": 1},  # 3 and 4; 5
        "Undervisningsplan": {"Mangler nu": 1, "Forfalder næste måned": 1},  # 4 on 31.10.; 5
        "Bonus efter 6 måneder": {"Mangler nu": 2, "Forfalder næste måned": 0},  # 1 and 2; 7-9 are out and public
        "Bonus efter 24 måneder": {"Mangler nu": 0, "Forfalder næste måned": 0},
    }


def test_a_bonus_nobody_applied_for_is_no_missed_deadline(snapshot: Path) -> None:
    assert tables.missed(load(snapshot, "kommune:101"), OCTOBER, "intern") == 3


def test_the_last_day_of_a_deadline() -> None:
    frame = pd.DataFrame({"agreed_on": ["2026-01-31", "2026-08-20"], "start": ["2026-01-31", "2026-10-01"]})
    frame = frame.apply(pd.to_datetime)
    assert deadlines.due_on(frame, deadlines.VITAS).dt.date.astype(str).tolist() == ["2026-02-28", "2026-09-20"]
    assert deadlines.due_on(frame, deadlines.PLAN).dt.date.astype(str).tolist() == ["2026-02-27", "2026-10-31"]


def test_the_follow_up(snapshot: Path) -> None:
    lines = one_column(follow_up.LINES, load(snapshot, "kommune:101"), OCTOBER)
    assert lines[COUNT].tolist() == [2, 1, 3]  # 2 and 3; 1; 4, 5 and 10


def test_the_slots_of_a_branch(snapshot: Path) -> None:
    table = by_type(supply.SLOT_LINES, load(snapshot, "branche:bygge-anlaeg"), OCTOBER)
    assert table.T.to_dict("list") == {
        "Besat": [6, 2, 0, 1, 9],  # who has left holds none: 7-9 in BYG-0004, 10 and 11 in BYG-0005
        "Åbne": [3, 0, 2, 0, 5],  # BYG-0002 has two, BYG-0003 one on its last day, BYG-0005 two
        "Lukket eller udløbet": [5, 4, 0, 0, 9],  # BYG-0004 five, BYG-0007 four
        "Tilbudt i alt": [14, 6, 2, 1, 23],
    }


def test_the_cohorts_of_a_branch(snapshot: Path) -> None:
    data = load(snapshot, "branche:bygge-anlaeg")
    assert one_column(cohorts.LINES, data, OCTOBER)[COUNT].to_dict() == {
        "Hold i gang": 1,
        "Hold med deltagere nok": 1,
        "Hold, der mangler deltagere": 1,
        "Aflyste hold": 1,
        "Afholdte hold": 0,
    }
    coming = cohorts.upcoming(data, OCTOBER)
    assert coming[[cohorts.COHORT, cohorts.DAYS_LEFT, cohorts.MIN, cohorts.ENROLLED]].values.tolist() == [
        ["NEXT-1", 40, 12, 8],
        ["NEXT-2", 92, 8, 9],
    ]


@pytest.mark.parametrize(
    ("hours", "price"),
    [
        ([36.9], "2.500 kr."),
        ([37.0], "2.500 kr."),
        ([37.1], "3.500 kr."),
        ([20.0, 17.0], "2.500 kr."),
        ([20.0, 17.5], "3.500 kr."),
        ([20.0, None], "ukendt, timer mangler"),
        ([None], "ukendt, timer mangler"),
        ([0.0], "ukendt, timer mangler"),
        ([], "ukendt, timer mangler"),
    ],
)
def test_what_an_empty_seat_costs_is_not_guessed(hours: list[float | None], price: str, own_month: Path) -> None:
    courses = pd.DataFrame({"cohort": ["NEXT-1"] * len(hours), "hours": pd.array(hours, dtype="Float64")})
    courses.astype({"cohort": "str"}).assign(partner="skole:next").to_parquet(own_month / "tblKurser.parquet")
    coming = cohorts.upcoming(load(own_month, "branche:bygge-anlaeg"), OCTOBER)
    assert coming[cohorts.SEAT_PRICE].to_dict() == {"NEXT-1": price, "NEXT-2": "ukendt, timer mangler"}


def test_the_quality_of_the_data(snapshot: Path) -> None:
    assert quality.counts(load(snapshot, "kommune:101"))[COUNT].to_dict() == {
        "Fejl": 1, "Advarsel": 1, "Oplysning": 0,
    }  # fmt: skip


def test_every_figure_has_a_name_of_its_own_and_says_how_it_is_made() -> None:
    figures: list[Explained] = [
        *measures.FUNNEL, *MUNICIPALITY.figures("intern"), *measures.placement_lines("delt"),
        *supply.SLOT_LINES, *BRANCH.figures("delt"), *cohorts.LINES, cohorts.POOLED, cohorts.PRICE,
        *(goal.measure for goal in goals.goals()), goals.HOW_FAR, goals.SAVING, *deadlines.DEADLINES, *follow_up.LINES,
        completion.HOW, endings.HOW, by_municipality.HOW, quality.HOW, trend.HOW, waiting.HOW_LONG, waiting.WHY,
    ]  # fmt: skip
    once = dict.fromkeys(figures)
    assert not [label for label, times in Counter(one.label for one in once).items() if times > 1]
    assert not [key for key, times in Counter(one.key for one in once).items() if times > 1]
    assert all(one.how.endswith(".") for one in once)
