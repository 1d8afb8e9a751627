from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from igu_xl.standing.history import History, reading_of
from igu_xl.standing.placements import State, placements_on
from igu_xl.standing.tracked import PLACEMENTS, TABLES, table_of

READ = {name: ["kommune:101"] for name in TABLES}
BLANK = {"partner": "kommune:101", "placement": "101-0001-F1", "candidate": "101-0001", "slot": "BYG-0001",
         "type": "igu", "start": "2026-01-01", "planned_end": "2027-12-31"}  # fmt: skip


def on(day: date, first_read: date | None = None, **cells: str) -> pd.Series:
    """The single placement with these cells, as of a day; read first on another one, else nobody knows when."""
    none = {name: pd.DataFrame(columns=["partner", table_of(name).key], dtype="string") for name in TABLES}
    frame = pd.DataFrame([BLANK | cells])
    dates = [name for name in frame if str(name) in ("start", "planned_end") or str(name).endswith("_on")]
    frames = none | {PLACEMENTS: frame.assign(**{name: pd.to_datetime(frame[name]) for name in dates})}
    rows = reading_of(frames, {name: pd.Series(True, index=one.index) for name, one in frames.items()})
    history = History.of_one_reading(rows)
    if first_read:
        before = History.empty().with_reading({name: one.head(0) for name, one in rows.items()}, READ, date(2026, 1, 1))
        history = before.with_reading(rows, READ, first_read)
    return placements_on(history.dated(day), day).iloc[0]


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({}, State.RUNNING),
        ({"start": "2026-10-31"}, State.RUNNING),
        ({"start": "2026-11-01"}, State.AGREED),
        ({"planned_end": "2026-10-31"}, State.RUNNING),
        ({"planned_end": "2026-10-30"}, State.UNTOLD),
        ({"ended_on": "2026-10-31", "outcome": "Gennemført"}, State.COMPLETED),
        ({"ended_on": "2026-11-01", "outcome": "Gennemført"}, State.RUNNING),
        ({"certificate_on": "2026-10-01"}, State.COMPLETED),
        ({"ended_on": "2026-10-01"}, State.UNTOLD),
        ({"outcome": "Gennemført"}, State.UNTOLD),  # no date says when
        ({"ended_on": "2026-10-01", "outcome": "Afbrudt", "ending_reason": "Job"}, State.MOVED_ON),
        ({"ended_on": "2026-10-01", "outcome": "Afbrudt", "ending_reason": "Uddannelse"}, State.MOVED_ON),
        ({"ended_on": "2026-10-01", "outcome": "Ordinært job"}, State.MOVED_ON),
        ({"ended_on": "2026-10-01", "outcome": "Afbrudt", "ending_reason": "Fravær"}, State.DROPPED_OUT),
        ({"ended_on": "2026-10-01", "ending_reason": "Økonomi"}, State.DROPPED_OUT),
        # lasted to its planned end, and then a job: completed, not stopped early
        (
            {"planned_end": "2026-09-30", "ended_on": "2026-09-30", "outcome": "Ordinært job"},
            State.COMPLETED,
        ),
        # ended, but what came of it was told later
        ({"ended_on": "2026-10-01", "outcome": "Ordinært job", "outcome_on": "2026-11-15"}, State.UNTOLD),
    ],
)
def test_the_state_on_the_last_of_october(cells: dict[str, str], state: State) -> None:
    assert on(date(2026, 10, 31), **cells)["state"] == state


SENT = {"sent_on": "2026-10-02", "start": "2026-10-15"}


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        (SENT, State.SENT),  # nobody has signed, though its start is past
        (SENT | {"agreed_on": "2026-10-10"}, State.RUNNING),
        (SENT | {"agreed_on": "2026-10-10", "start": "2026-12-01"}, State.AGREED),
        (SENT | {"agreed_on": "2026-11-10", "start": "2026-12-01"}, State.SENT),  # signed later
        (SENT | {"vitas_on": "2026-10-12"}, State.RUNNING),  # nobody writes that before they have agreed
        (SENT | {"sent_on": "2026-11-03", "start": "2026-12-01"}, State.NOT_YET),
        (SENT | {"outcome": "Aflyst før start", "outcome_on": "2026-10-20"}, State.CANCELLED),
        (SENT | {"outcome": "Aflyst før start", "outcome_on": "2026-11-20"}, State.SENT),  # it was not yet
    ],
)
def test_the_state_before_the_start(cells: dict[str, str], state: State) -> None:
    row = on(date(2026, 10, 31), **cells)
    assert row["state"] == state
    assert row["holds"] == (state in (State.SENT, State.AGREED, State.RUNNING))


def test_a_row_that_was_typed_later_counts_from_then_unless_it_is_dated_before() -> None:
    coming = {"start": "2026-12-01"}
    assert on(date(2026, 10, 31), date(2026, 11, 5), **coming)["state"] == State.NOT_YET
    assert on(date(2026, 11, 5), date(2026, 11, 5), **coming)["state"] == State.AGREED
    assert on(date(2026, 10, 31), date(2026, 11, 5), **coming, agreed_on="2026-10-20")["state"] == State.AGREED
    assert on(date(2026, 10, 31), date(2026, 11, 5), start="2026-10-01")["state"] == State.RUNNING


def test_the_same_row_answers_for_an_earlier_day() -> None:
    cells = {"ended_on": "2026-10-10", "outcome": "Afbrudt", "ending_reason": "Job"}
    assert on(date(2026, 9, 30), **cells)["state"] == State.RUNNING
    assert not on(date(2026, 9, 30), **cells)["to_job"]
    assert on(date(2026, 10, 31), **cells)["to_job"]


def test_an_ordinary_job_is_a_job_from_its_first_day() -> None:
    assert not on(date(2025, 12, 31), type="ordinært")["to_job"]
    assert on(date(2026, 1, 1), type="ordinært")["to_job"]


def test_an_education_after_completion_is_completed_and_education() -> None:
    row = on(date(2026, 10, 31), certificate_on="2026-10-01", outcome="Erhvervsuddannelse", outcome_on="2026-10-02")
    assert row["state"] == State.COMPLETED
    assert row["to_education"]
