from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from igu_xl.reports.states import State, as_of

DATES = ("start", "planned_end", "ended_on", "outcome_on", "certificate_on")
BLANK = {
    "type": "igu", "start": "2026-01-01", "planned_end": "2027-12-31", "ended_on": None, "ending_reason": None,
    "outcome": None, "outcome_on": None, "certificate_on": None,
}  # fmt: skip


def on(day: date, **cells: str) -> pd.Series:
    """The single placement with these cells, as of a day."""
    frame = pd.DataFrame([BLANK | cells])
    frame[list(DATES)] = frame[list(DATES)].apply(pd.to_datetime)
    texts = ["type", "ending_reason", "outcome"]
    frame[texts] = frame[texts].astype("string")
    return as_of(frame, day).iloc[0]


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
