"""The figures of the sheet Start: each counted once, by the standing on the day of the run."""

from __future__ import annotations

import pandas as pd

from igu_xl.records import Record
from igu_xl.sheets.contract import coordinator as names
from igu_xl.standing import goals, words
from igu_xl.standing.standing import CohortState, Standing, State, Step
from igu_xl.standing.words import DEFINITIONS


def key_figure_rows(standing: Standing) -> list[Record]:
    """The rows of Nøgletal for a standing with the proposals laid over."""
    cohorts = standing.cohorts[standing.cohorts["usable"]]
    states = cohorts["state"].value_counts()
    counts = {
        names.READY: (
            len(standing.in_match()),
            "Kandidater, der er med i match: dem, der venter eller er klar senere.",
        ),
        names.WAITING: (len(standing.waiting()), DEFINITIONS[words.WAITING]),
        names.READY_LATER: (len(standing.at_step(Step.READY_LATER)), DEFINITIONS[words.READY_LATER]),
        names.RUNNING: (len(standing.in_state(State.RUNNING)), DEFINITIONS[words.RUNNING]),
        names.SENT: (len(standing.in_state(State.SENT)), DEFINITIONS[words.SENT]),
        names.PLACES: (int(standing.slots["open"].sum()), DEFINITIONS[words.OPEN_PLACE]),
        names.RUNS: (_of(states, CohortState.RUNS), DEFINITIONS[words.RUNS]),
        names.CAN_RUN: (_of(states, CohortState.CAN_RUN), DEFINITIONS[words.CAN_RUN]),
        names.SHORT: (_of(states, CohortState.SHORT), DEFINITIONS[words.SHORT]),
        names.CANCELLED: (_of(states, CohortState.CANCELLED), DEFINITIONS[words.COHORT_CANCELLED]),
        **_towards_goals(standing.placements),
    }
    return [{"figure": name, "count": count, "explanation": how} for name, (count, how) in counts.items()]


def _of(states: pd.Series, state: CohortState) -> int:
    return int(states.get(state, 0))


def _towards_goals(placements: pd.DataFrame) -> dict[str, tuple[int, str]]:
    """Candidates who count towards each goal of the partnership."""
    return {
        names.COMPLETED: (len(goals.completed_igu(placements)), "Har gennemført et igu-forløb."),
        names.JOBS: (
            len(goals.job_without_igu(placements)),
            "I ordinært job direkte eller fra løntilskud eller praktik.",
        ),
        names.IN_ALL: (
            len(goals.job_or_education(placements)),
            "I ordinært job eller uddannelse, også hvis forløbet sluttede før tid.",
        ),
    }
