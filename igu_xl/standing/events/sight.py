"""The partnership as one reading saw it: one row for each id, whoever's workbook it stands in and whatever its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from igu_xl.standing.history import History
from igu_xl.standing.known_workbooks import lying
from igu_xl.standing.placements import State
from igu_xl.standing.school.weeks import absences_on
from igu_xl.standing.standing import Standing, stand
from igu_xl.standing.tracked import ABSENCES, CANDIDATES, COHORTS, PLACEMENTS, SLOTS
from igu_xl.standing.versions import FROM


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What was known after a reading, as frames by id; `weeks` and `absences` are rows of the school plans.

    A row that stands in two workbooks is the one of a workbook that is there, then the one that came last: a row that
    was moved, or one whose workbook has a new name.
    """

    history: History
    day: date
    standing: Standing
    candidates: pd.DataFrame
    placements: pd.DataFrame
    slots: pd.DataFrame
    cohorts: pd.DataFrame
    weeks: pd.DataFrame
    absences: pd.DataFrame

    @classmethod
    def of(cls, history: History, day: date) -> Sight:
        """What a history knew on the day of its last reading."""
        standing = stand(history, day)
        slots = standing.slots
        return cls(
            history,
            day,
            standing,
            _one_each(standing.candidates, "candidate", history, CANDIDATES),
            _one_each(standing.placements, "placement", history, PLACEMENTS),
            _one_each(slots[~slots["gone"].astype(bool)], "slot", history, SLOTS),
            _one_each(standing.cohorts, "cohort", history, COHORTS),
            standing.weeks,
            absences_on(history.on(ABSENCES, day), standing.placements),
        )

    def holding(self, key: str, name: str) -> pd.DataFrame:
        """The placements that hold a slot, a seat in a cohort, or a candidate."""
        return self.placements[self.placements["holds"] & (self.placements[key] == name)]

    def struck(self, key: str, name: str) -> pd.DataFrame:
        """The placements that hold a slot or a seat, and those that have lapsed with it."""
        lapsed = self.placements["state"] == State.LAPSED
        return self.placements[(self.placements["holds"] | lapsed) & (self.placements[key] == name)]

    def pupils(self, cohort: str) -> pd.Series:
        """The candidates whom only the school plan has in a cohort."""
        seats = self.standing.seats
        return seats.loc[seats["holds"] & seats["by_plan"] & (seats["cohort"] == cohort), "candidate"]


def _one_each(rows: pd.DataFrame, key: str, history: History, table: str) -> pd.DataFrame:
    known = rows.dropna(subset=[key])
    if not known[key].duplicated().any():
        return known.set_index(key, drop=False)
    versions = history.versions[table]
    came = versions.groupby(["partner", "id"])[FROM].min()
    place = pd.MultiIndex.from_frame(known[["partner", "id"]])
    here = set(lying(history.workbooks)) or set(known["partner"])
    order = known.assign(here=known["partner"].isin(here), came=came.reindex(place).to_numpy())
    last = order.sort_values(["here", "came"], kind="stable").drop_duplicates(key, keep="last")
    return last.drop(columns=["here", "came"]).set_index(key, drop=False).sort_index()
