"""The figures of the sheet Start: each counted once, by the standing on the day of the run."""

from __future__ import annotations

import pandas as pd

from igu_xl.domain.slot_rules import IGU
from igu_xl.records import Record
from igu_xl.sheets.contract import coordinator as names
from igu_xl.standing.standing import CohortState, Standing, State, Step


def key_figure_rows(standing: Standing) -> list[Record]:
    """The rows of Nøgletal for a standing with the proposals laid over."""
    cohorts = standing.cohorts[standing.cohorts["usable"]]
    states = cohorts["state"].value_counts()
    counts = {
        names.READY: (
            len(standing.in_match()),
            "Kandidater, der er med i match: dem, der venter, og dem, der er klar senere.",
        ),
        names.WAITING: (
            len(standing.waiting()),
            "Status Klar, »Klar fra« er nået, og intet forløb i gang eller på vej.",
        ),
        names.READY_LATER: (len(standing.at_step(Step.READY_LATER)), "Status Klar, men »Klar fra« er ikke nået."),
        names.RUNNING: (len(standing.in_state(State.RUNNING)), "Forløb, der er begyndt og ikke sluttet."),
        names.SENT: (len(standing.in_state(State.SENT)), "Forløb, der er sendt, og som ingen har skrevet under på."),
        names.PLACES: (int(standing.slots["open"].sum()), "Ledige pladser, som nogen kan få nu."),
        names.RUNS: (_of(states, CohortState.RUNS), "Kommende hold med mindst det mindste antal tilmeldt."),
        names.CAN_RUN: (_of(states, CohortState.CAN_RUN), "Kommende hold, der når det med foreslåede og godkendte."),
        names.SHORT: (_of(states, CohortState.SHORT), "Kommende hold, der mangler deltagere, også med de foreslåede."),
        names.CANCELLED: (_of(states, CohortState.CANCELLED), "Hold med status Aflyst i skolernes arbejdsbøger."),
        **_towards_goals(standing.placements[standing.placements["usable"]]),
    }
    return [{"figure": name, "count": count, "explanation": how} for name, (count, how) in counts.items()]


def _of(states: pd.Series, state: CohortState) -> int:
    return int(states.get(state, 0))


def _towards_goals(placements: pd.DataFrame) -> dict[str, tuple[int, str]]:
    """Candidates who count towards each goal of the partnership, by the definitions of the reports (reports/goals)."""
    igu = (placements["type"] == IGU).fillna(False).astype(bool)
    to_job, onward = placements["to_job"], placements["to_job"] | placements["to_education"]
    return {
        names.COMPLETED: (
            _people(placements, igu & (placements["state"] == State.COMPLETED)),
            "Har gennemført et igu-forløb.",
        ),
        names.JOBS: (_people(placements, ~igu & to_job), "I ordinært job direkte eller fra løntilskud eller praktik."),
        names.IN_ALL: (
            _people(placements, onward),
            "I ordinært job eller uddannelse, også hvis forløbet sluttede før tid.",
        ),
    }


def _people(placements: pd.DataFrame, which: pd.Series) -> int:
    return int(placements.loc[which, "candidate"].nunique())
