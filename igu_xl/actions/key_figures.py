"""The figures that the coordinator's sheet Start shows and no other sheet of the workbook could count."""

from __future__ import annotations

from datetime import date

import pandas as pd

from igu_xl.checks.validation import Validation
from igu_xl.domain.slot_rules import IGU
from igu_xl.match.pool import open_slots, waiting_candidates
from igu_xl.records import Record
from igu_xl.reports.states import State, as_of
from igu_xl.sheets.contract.coordinator import CANCELLED, COMPLETED, IN_ALL, JOBS, PLACES, READY


def key_figure_rows(validation: Validation, today: date) -> list[Record]:
    """The rows of Nøgletal as of the day of the run."""
    cohorts = validation.usable("tblHold")
    counts = {
        READY: (len(waiting_candidates(validation)), "Kandidater med status Klar, som ikke er i forløb."),
        PLACES: (int(open_slots(validation)["left"].sum()), "Ledige pladser, hvis startdato ikke er passeret."),
        CANCELLED: (int((cohorts["status"] == "Aflyst").sum()), "Hold med status Aflyst i skolernes arbejdsbøger."),
        **_towards_goals(as_of(validation.usable("tblForloeb"), today)),
    }
    return [{"figure": name, "count": count, "explanation": how} for name, (count, how) in counts.items()]


def _towards_goals(placements: pd.DataFrame) -> dict[str, tuple[int, str]]:
    """Candidates who count towards each goal of the partnership, by the definitions of the reports (reports/goals)."""
    igu = (placements["type"] == IGU).fillna(False).astype(bool)
    to_job, onward = placements["to_job"], placements["to_job"] | placements["to_education"]
    return {
        COMPLETED: (
            _people(placements, igu & (placements["state"] == State.COMPLETED)),
            "Har gennemført et igu-forløb.",
        ),
        JOBS: (_people(placements, ~igu & to_job), "I ordinært job direkte eller fra løntilskud eller praktik."),
        IN_ALL: (_people(placements, onward), "I ordinært job eller uddannelse, også hvis forløbet sluttede før tid."),
    }


def _people(placements: pd.DataFrame, which: pd.Series) -> int:
    return int(placements.loc[which, "candidate"].nunique())
