"""The figures of the sheet Start: each counted once, by the standing on the day of the run."""

from __future__ import annotations

import pandas as pd

from igu_xl.records import Record
from igu_xl.sheets.contract import coordinator as names
from igu_xl.standing import goals, words
from igu_xl.standing.standing import Standing
from igu_xl.standing.words import DEFINITIONS


def key_figure_rows(standing: Standing) -> list[Record]:
    """The rows of Nøgletal for a standing with the proposals laid over."""
    told = standing.counts()
    counts = {
        names.READY: (told["in_match"], DEFINITIONS[words.IN_MATCH]),
        names.WAITING: (told["waiting"], DEFINITIONS[words.WAITING]),
        names.READY_LATER: (told["ready_later"], DEFINITIONS[words.READY_LATER]),
        names.SENT: (told["sent"], DEFINITIONS[words.SENT]),
        names.AGREED: (told["agreed"], DEFINITIONS[words.AGREED]),
        names.RUNNING: (told["running"], DEFINITIONS[words.RUNNING]),
        names.PLACES: (told["open_places"], DEFINITIONS[words.OPEN_PLACE]),
        names.RUNS: (told["cohorts_runs"], DEFINITIONS[words.RUNS]),
        names.CAN_RUN: (told["cohorts_can_run"], DEFINITIONS[words.CAN_RUN]),
        names.SHORT: (told["cohorts_short"], DEFINITIONS[words.SHORT]),
        names.CANCELLED: (told["cohorts_cancelled"], DEFINITIONS[words.COHORT_CANCELLED]),
        **_towards_goals(standing.placements),
    }
    return [{"figure": name, "count": count, "explanation": how} for name, (count, how) in counts.items()]


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
