"""Who sits in which cohort: by the placement and by the school plan, each person once, as the rows and dates say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from igu_xl.standing.cohorts import words_of
from igu_xl.standing.history import History, reading_of
from igu_xl.standing.history_file import read_history, write_history
from igu_xl.standing.standing import Standing, stand
from igu_xl.standing.tracked import ABSENCES, CANDIDATES, COHORTS, PLACEMENTS, SCHOOL_WEEKS, TABLES, table_of

DAY, READ_ON = date(2026, 11, 2), date(2026, 10, 1)
HOME, SCHOOL = "kommune:101", "skole:next"
COMING, BEGUN = "NEXT-2027-03", "NEXT-2026-09"
Row = dict[str, Any]

IGU = {"type": "igu", "slot": "BYG-0001", "start": date(2026, 3, 2), "planned_end": date(2028, 3, 1),
       "agreed_on": date(2026, 2, 20)}  # fmt: skip
LEFT = {"ended_on": date(2026, 10, 9), "outcome": "Afbrudt", "outcome_on": date(2026, 10, 9)}
COHORT = {"type": "igu", "branch": "Bygge og anlæg", "min": 2, "max": 8, "status": "Planlagt"}
COHORT_ROWS = [
    {"cohort": COMING, **COHORT, "start": date(2027, 3, 1), "end": date(2027, 3, 19), "enrol_by": date(2027, 2, 1)},
    {"cohort": BEGUN, **COHORT, "start": date(2026, 9, 7), "end": date(2026, 12, 18), "enrol_by": date(2026, 8, 1)},
]


def history(weeks: Sequence[Row], placements: Sequence[Row] = (), cohorts: Sequence[Row] = COHORT_ROWS) -> History:
    """One reading; `101-0001` is in an igu that runs unless its row says otherwise."""
    own = placements or [{"candidate": "101-0001"}]
    rows: dict[str, list[Row]] = {
        PLACEMENTS: [IGU | {"placement": f"{row['candidate']}-F1"} | row for row in own],
        SCHOOL_WEEKS: [{"placement": "101-0001-F1", "course": "47592"} | row for row in weeks],
        COHORTS: [{"partner": SCHOOL, **row} for row in cohorts],
        CANDIDATES: [],
    }
    frames = {name: _frame(name, rows.get(name, [])) for name in TABLES}
    usable = {name: ~frame["wrong"].eq(True).fillna(False) for name, frame in frames.items()}
    read = dict.fromkeys(TABLES, (HOME, "kommune:147", SCHOOL))
    return History.empty().with_reading(reading_of(frames, usable), read, READ_ON)


def _frame(name: str, rows: Sequence[Row]) -> pd.DataFrame:
    frame = pd.DataFrame([{"partner": HOME, "wrong": False, table_of(name).key: None, **row} for row in rows])
    frame = frame if len(rows) else pd.DataFrame(columns=["partner", "wrong", table_of(name).key])
    dates = [key for key in frame if frame[key].map(lambda value: isinstance(value, date)).any()]
    return frame.assign(**{key: pd.to_datetime(frame[key]) for key in dates})


def cohort_of(standing: Standing, name: str) -> Row:
    (row,) = standing.cohorts[standing.cohorts["cohort"] == name].astype(object).to_dict("records")
    return {str(key): value for key, value in row.items()}


def counts(standing: Standing, name: str) -> tuple[int, int, int, int]:
    row = cohort_of(standing, name)
    return row["approved"], row["agreed"], row["enrolled"], row["taken"]


@pytest.mark.parametrize(
    ("cohort", "row", "placement", "expected"),
    [
        (COMING, {"status": "Foreslået"}, {}, (1, 0, 0, 1)),
        (COMING, {"status": "Aftalt"}, {}, (0, 1, 1, 1)),
        (COMING, {"status": "Tilmeldt"}, {}, (0, 1, 1, 1)),
        (COMING, {"status": "Gennemført"}, {}, (0, 0, 0, 0)),  # before it has begun: nobody can have
        (BEGUN, {"status": "Gennemført"}, {}, (0, 1, 1, 1)),
        (COMING, {"status": "Aflyst"}, {}, (0, 0, 0, 0)),
        (BEGUN, {"status": "Udeblevet"}, {}, (0, 0, 0, 0)),
        (COMING, {"status": None}, {}, (0, 0, 0, 0)),
        (COMING, {"status": "Tilmeldt", "wrong": True}, {}, (0, 0, 0, 0)),
        (COMING, {"status": "Tilmeldt", "placement": "101-0009-F1"}, {}, (0, 0, 0, 0)),  # no such placement
        (COMING, {"status": "Tilmeldt", "partner": "kommune:147"}, {}, (0, 0, 0, 0)),  # it stands elsewhere
        (COMING, {"status": "Tilmeldt"}, LEFT, (0, 0, 0, 0)),
        (BEGUN, {"status": "Tilmeldt"}, LEFT, (0, 0, 1, 0)),  # left since it began, as with a first cohort
        (BEGUN, {"status": "Tilmeldt"}, LEFT | {"ended_on": date(2026, 9, 1)}, (0, 0, 0, 0)),
        (COMING, {"status": "Tilmeldt"}, {"outcome": "Aflyst før start", "outcome_on": READ_ON}, (0, 0, 0, 0)),
        (COMING, {"status": "Foreslået"}, {"cohort": COMING}, (0, 1, 1, 1)),  # both: once, and agreed
        (COMING, {"status": "Tilmeldt", "cohort": COMING.lower()}, {}, (0, 1, 1, 1)),
    ],
)
def test_a_row_counts_as_it_stands(cohort: str, row: Row, placement: Row, expected: tuple[int, ...]) -> None:
    standing = stand(history([{"cohort": cohort} | row], [{"candidate": "101-0001"} | placement]), DAY)
    assert counts(standing, cohort) == expected
    assert len(standing.seats) == (expected != (0, 0, 0, 0))


def test_a_placement_that_is_only_sent_is_agreed_where_the_plan_says_so() -> None:
    sent = {"candidate": "101-0001", "cohort": COMING, "start": date(2027, 3, 1), "agreed_on": None, "sent_on": DAY}
    alone = stand(history([], [sent]), DAY)
    assert counts(alone, COMING) == (1, 0, 0, 1)
    both = stand(history([{"cohort": COMING, "status": "Aftalt"}], [sent]), DAY)
    assert counts(both, COMING) == (0, 1, 1, 1)


def test_many_courses_of_one_cohort_are_one_seat_and_the_words_are_true() -> None:
    people = [{"candidate": f"101-000{number}"} for number in (1, 2, 3)]
    weeks = [
        {"placement": f"{one['candidate']}-F1", "cohort": COMING, "course": course, "status": status}
        for one, status in zip(people, ("Foreslået", "Foreslået", "Tilmeldt"), strict=True)
        for course in ("47592", "dansk")
    ]
    standing = stand(history(weeks, people), DAY)
    assert counts(standing, COMING) == (2, 1, 1, 3)
    assert words_of(cohort_of(standing, COMING), DAY) == "kan køre (2 godkendt, 1 aftalt)"
    runs = stand(history([row | {"status": "Tilmeldt"} for row in weeks], people), DAY)
    assert words_of(cohort_of(runs, COMING), DAY) == "kører (3 tilmeldt, mindst 2)"


def test_the_schools_own_number_and_ours_are_not_added() -> None:
    cohorts = [row | {"free_seats": 5} for row in COHORT_ROWS]  # three of eight are taken, by whomever
    standing = stand(history([{"cohort": COMING, "status": "Tilmeldt"}], cohorts=cohorts), DAY)
    assert counts(standing, COMING) == (0, 1, 3, 3)


def test_two_municipalities_of_a_school_plan_fill_a_cohort_that_neither_fills_alone() -> None:
    people = [{"candidate": "101-0001"}, {"candidate": "147-0001", "partner": "kommune:147"}]
    weeks = [{"cohort": COMING, "status": "Tilmeldt"}]
    weeks.append({"placement": "147-0001-F1", "partner": "kommune:147", "cohort": COMING, "status": "Tilmeldt"})
    row = cohort_of(stand(history(weeks, people), DAY), COMING)
    assert (row["pooled"], row["missing"], str(row["state"])) == (True, 0, "kører")


def test_an_earlier_day_is_as_its_reading_found_it() -> None:
    """A month made again is the same: what a school plan says later is not said of the days before."""
    first = history([{"cohort": COMING, "status": "Foreslået"}])
    now = history([{"cohort": COMING, "status": "Aflyst"}])
    rows = {name: frame.drop(columns=["seen_from", "seen_until"]) for name, frame in now.versions.items()}
    both = first.with_reading(rows, dict.fromkeys(TABLES, (HOME, SCHOOL)), DAY)
    assert counts(stand(both, date(2026, 10, 31)), COMING) == (1, 0, 0, 1)
    assert counts(stand(both, DAY), COMING) == (0, 0, 0, 0)
    assert counts(stand(both.known_on(date(2026, 10, 31)), date(2026, 10, 31)), COMING) == (1, 0, 0, 1)


def test_a_history_of_the_version_before_has_no_school_plans_and_goes_on(tmp_path: Path) -> None:
    old = history([], [{"candidate": "101-0001", "cohort": COMING}])
    write_history(old, path := tmp_path / "historik.parquet")
    table = pq.read_table(path)
    plain = table.drop_columns([key for key in ("course", "wish_from", "begins", "ends") if key in table.column_names])
    pq.write_table(plain.replace_schema_metadata({**(table.schema.metadata or {}), b"igu_historik": b"1"}), path)
    read = read_history(path)
    assert read is not None and read.versions[SCHOOL_WEEKS].empty and read.versions[ABSENCES].empty
    assert counts(stand(read, DAY), COMING) == (0, 1, 1, 1)
    new = history([{"cohort": BEGUN, "status": "Tilmeldt"}], [{"candidate": "101-0001", "cohort": COMING}])
    rows = {name: frame.drop(columns=["seen_from", "seen_until"]) for name, frame in new.versions.items()}
    later = stand(read.with_reading(rows, dict.fromkeys(TABLES, (HOME, SCHOOL)), DAY), DAY)
    assert counts(later, BEGUN) == (0, 1, 1, 1)
