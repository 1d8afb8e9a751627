"""Who counts towards the partnership's goals, of placements as they stand on a day (`placements_on`)."""

from __future__ import annotations

import pandas as pd

from igu_xl.domain.law.kinds import IGU
from igu_xl.standing.placements import State


def completed_igu(placements: pd.DataFrame) -> set[str]:
    """The candidates who have completed an igu."""
    return _people(placements, _igu(placements) & (placements["state"] == State.COMPLETED))


def job_without_igu(placements: pd.DataFrame) -> set[str]:
    """The candidates who have begun in an ordinary job, or went to one from wage subsidy or practice."""
    return _people(placements, ~_igu(placements) & placements["to_job"])


def job_or_education(placements: pd.DataFrame) -> set[str]:
    """The candidates who went to an ordinary job or an education, also where they left for it before time."""
    return _people(placements, placements["to_job"] | placements["to_education"])


def _igu(placements: pd.DataFrame) -> pd.Series:
    return (placements["type"] == IGU).fillna(False).astype(bool)


def _people(placements: pd.DataFrame, which: pd.Series) -> set[str]:
    """The candidates of these placements; a row with an error counts nowhere."""
    return set(placements.loc[which & placements["usable"], "candidate"])
